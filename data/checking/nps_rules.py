"""What the answers to "would you recommend us" need beyond their cells: that they were given from 0 to 10."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.checking.cells import Cells, Reading
from data.checking.rules import Settled
from data.match import Match
from data.options import Options
from data.questions import Choice, Question
from data.reading.folding import stated_maximum
from errors import Message
from i18n import N_

FIVE, TEN = 5, 10
# On a scale from 0 to 10 even bad service gets a 0 or a 6 and more from every second customer: ten answers from 1 to 5
# come once in a thousand such files, thirty never. A 6 or a 7 can stand in either, so a scale of seven is not seen.
ASKED, SURE = 10, 30


def settle(rows: pd.DataFrame, columns: Mapping[str, Cells], readings: Mapping[str, Reading], match: Match, options: Options) -> Settled:
    """The rows as they are; where all scores can only come from a shorter scale, a question, and no rows unless they are said to be from 0 to 10."""
    heading = columns["score"].heading
    scores = rows["score"].dropna()
    if not _of_shorter_scale(scores) or stated_maximum(heading) == TEN:
        return Settled(rows)
    blanks = {"column": heading, "count": len(scores), "low": int(scores.min()), "high": int(scores.max())}
    question = Question("nps_scale", Message(
        "All {count} answers under {column} lie between {low} and {high}. On a scale from 0 to 10 that hardly ever happens; "
        "answers on a shorter scale give no NPS.", blanks), (
            Choice("shorter", N_("They were given on a shorter scale: all rows are left out. Load the file as a customer satisfaction survey.")),
            Choice("as_written", N_("They were given from 0 to 10: count them as they are."))),
        "shorter" if len(scores) >= SURE else "as_written")
    if question.answer(options.answers) == "as_written":
        return Settled(rows, questions=(question,))
    reason = Message("The answers under {column} lie between {low} and {high}, so they come from a shorter scale and give no NPS: left out. "
                     "Load the file as a customer satisfaction survey.", blanks)
    return Settled(rows, told=(reason,), left_out=np.arange(len(rows)), reason=reason, questions=(question,))


def _of_shorter_scale(scores: pd.Series) -> bool:
    return len(scores) >= ASKED and scores.min() >= 1 and scores.max() <= FIVE
