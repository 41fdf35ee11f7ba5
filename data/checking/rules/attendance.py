"""What a list of who was in class needs beyond its cells: what an empty cell under it means."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.checking.rules.outcome import RuleOutcome
from data.matching.match import Match
from data.questions import Choice, Question
from data.reading.options import Options
from data.values.cells import Cells, CellValues
from errors import Message
from i18n import N_

BLANK = "attendance_blank"


def apply_rules(
    rows: pd.DataFrame,
    columns: Mapping[str, Cells],
    _readings: Mapping[str, CellValues],
    _match: Match,
    options: Options,
    *_: object,
) -> RuleOutcome:
    """The rows with empty cells as absent, which is how a list of signatures is kept, or left out,
    as a person says."""
    cells = columns["attended"]
    empty = cells.codes < 0  # not those that cannot be read
    if not empty.any():
        return RuleOutcome(rows)
    question = Question(
        BLANK,
        Message(
            "{column} is empty (rows: {count}). Were these people absent?",
            {"column": cells.heading, "count": int(empty.sum())},
        ),
        (
            Choice("absent", N_("Yes: whoever did not sign was called and did not come.")),
            Choice("unknown", N_("No: nothing is known of them, and these rows are left out.")),
        ),
        "absent",
    )
    if question.answer(options.answers) == "unknown":
        left = Message("It is not known whether this person was in class: left out.")
        return RuleOutcome(rows, aside=((np.flatnonzero(empty), left),), questions=(question,))
    attended = rows["attended"].mask(pd.Series(empty, index=rows.index), "no")
    return RuleOutcome(rows.assign(attended=attended), questions=(question,))
