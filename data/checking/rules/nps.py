"""What the answers to "would you recommend us" need beyond their cells: that they were given from 0
to 10."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from data.checking.answers.answer_columns import turned_told
from data.checking.rules.outcome import RuleOutcome
from data.matching.match import Match
from data.questions import Choice, Question
from data.reading.options import Options
from data.text.folding import stated_maximum
from data.text.writing import CELL, folded
from data.values.cells import Cells, CellValues, Fault
from data.values.labels import Parsed, contradicts, parsed
from data.values.numbers import read_numbers, tidy, within, without
from data.values.words import choose, is_known
from errors import Message
from i18n import N_

NAME = "nps_scale"
FIVE, SEVEN, TEN, ELEVEN, HUNDRED = 5, 7, 10, 11, 100
# On a scale from 0 to 10 even bad service gets a 6 and more from every second customer: ten answers
# up to 5 come once in a thousand such files, thirty never. A 6 can stand in either; where a 7 is
# the highest of thirty and given often, it is an end.
_GROUP_SCORES = {
    name: score
    for names, score in (
        (("promoter", "promoters", "推荐者", "推薦者"), 10.0),
        (("passive", "passives", "neutral", "neutrals", "被动者", "中立者", "被動者"), 8.0),
        (("detractor", "detractors", "贬损者", "批评者", "貶損者", "批評者"), 3.0),
    )
    for name in names
}
ASKED, SURE, OFTEN = 10, 30, 0.1
_AS_WRITTEN = Choice("as_written", N_("They were given from 0 to 10: count them as they are."))
_SHORTER = Choice(
    "shorter",
    N_(
        "They were given on a shorter scale: all rows are left out. Load the file as a customer "
        "satisfaction survey."
    ),
)
_FROM_ONE = Choice("from_one", N_("They were given from 1 to 11: count each as one less."))
_TENTH = Choice("tenth", N_("They were given in tens up to 100: count each as its tenth."))
_GROUPS = Choice(
    "groups",
    N_(
        "They are the groups themselves: count each promoter as a 10, each passive as an 8 and "
        "each detractor as a 3. "
        "The net promoter score is right then; single scores are not known."
    ),
)
_TENFOLD = Choice("tenfold", N_("They are tenths of one: count each as its tenfold."))


def read_scores(cells: Cells, options: Options) -> CellValues:
    """The scores of the distinct texts, as whole numbers from 0 to 10: labels left aside, other
    scales moved as was answered or is likely."""
    found, reading = _written(cells)
    values = found.values
    if _turned(found):
        values = TEN - values
    question = _question(found, reading, cells, options.answers)
    answer = "" if question is None else question.answer(options.answers)
    change = {
        "from_one": lambda own: own - 1,
        "tenth": lambda own: own / 10,
        "tenfold": lambda own: np.round(own * 10, 9),
    }.get(answer)
    values = change(values) if change else np.where(reading.signs, np.nan, values)
    if answer == "groups":
        for at, word in found.spoken.items():
            values[at] = _GROUP_SCORES.get(folded(word), np.nan)
    left = (
        found.spoken if answer == "shorter" and _in_words(found, cells) else ()
    )  # they are left out with their rows
    faults = _no_answers(
        reading,
        [*np.flatnonzero(~np.isnan(values)).tolist(), *found.nothing, *left],
        cells,
        percent=not change,
    )
    parts = np.flatnonzero(~np.isnan(values) & (values != np.floor(values)))
    reading = CellValues(pd.array(values, dtype="Float64"), faults, reading.percent)
    if len(parts):
        why = Message(
            "{column} is {value}, but only whole numbers count here. Correct these cells, or "
            "empty them.",
            {"column": cells.heading},
        )
        reading = without(reading, Fault(why, parts, {"value": values[parts]}))
    reading = replace(reading, values=reading.values.astype("Int64"))
    return within(reading, cells.heading, 0, TEN)


def _written(cells: Cells) -> tuple[Parsed, CellValues]:
    reading = read_numbers(cells)
    return parsed(cells, reading.values, reading.unreadable), reading


def _no_answers(
    reading: CellValues, understood: list[int], cells: Cells, percent: bool
) -> tuple[Fault, ...]:
    """The faults of texts that are still none; a percentage is no score."""
    understood = [*understood, *np.flatnonzero(reading.signs).tolist()]
    faults = [fault.without(np.array(understood, dtype=np.int64)) for fault in reading.faults]
    if percent and reading.signs.any():
        faults.append(
            Fault(
                Message(
                    "{column} is {value}, a percentage, but this column counts points. Write the "
                    "points, or empty these cells.",
                    {"column": cells.heading, "value": CELL},
                ),
                np.flatnonzero(reading.signs),
            )
        )
    return tuple(fault for fault in faults if len(fault.at))


def _turned(found: Parsed) -> bool:
    """Whether the words beside the numbers say that 0 is the best answer."""
    chosen = choose({word: 1 for _, word in found.labelled.values()})
    return chosen is not None and contradicts(found.labelled.values(), chosen.scale, TEN, 0)


def apply_rules(
    rows: pd.DataFrame,
    columns: Mapping[str, Cells],
    readings: Mapping[str, CellValues],
    match: Match,
    options: Options,
    *_: object,
) -> RuleOutcome:
    """The rows as they are; where all scores can only come from a shorter scale, no rows unless
    they are said to be from 0 to 10."""
    cells = columns["score"]
    found, reading = _written(cells)
    told = tuple(_told(found, cells))
    question = _question(found, reading, cells, options.answers)
    if question is None:
        return RuleOutcome(rows, told=told)
    if question.answer(options.answers) != "shorter":
        return RuleOutcome(rows, told=told, questions=(question,))
    reason = Message(
        "The answers under {column} come from another scale and give no NPS: left out. "
        "Load the file as a customer satisfaction survey.",
        {"column": cells.heading},
    )
    return RuleOutcome(
        rows,
        told=(*told, reason),
        left_out=np.arange(len(rows)),
        reason=reason,
        questions=(question,),
    )


def _seen(cells: Cells, numbers: np.ndarray) -> dict[str, object]:
    return {
        "column": cells.heading,
        "count": len(numbers),
        "low": tidy(numbers.min()),
        "high": tidy(numbers.max()),
    }


def _told(found: Parsed, cells: Cells) -> list[Message]:
    """That the words beside the scores turn them."""
    return [turned_told(cells.heading, *min(found.labelled.values()))] if _turned(found) else []


def _in_words(found: Parsed, cells: Cells) -> int:
    """How many rows hold a word of a scale or of a group instead of a score, where most do; else
    0."""
    counts = cells.counts()
    spoken = sum(
        int(counts[at])
        for at, word in found.spoken.items()
        if is_known(word) or folded(word) in _GROUP_SCORES
    )
    return spoken if 2 * spoken > counts.sum() else 0


def _question(
    found: Parsed, reading: CellValues, cells: Cells, answers: Mapping[str, str]
) -> Question | None:
    """How scores are meant that hardly anybody gives from 0 to 10; None where they can be such.

    A scale that was settled for such files once stays settled, also in a month whose scores do not
    show it.
    """
    if words := _in_words(found, cells):
        groups = all(folded(word) in _GROUP_SCORES for word in found.spoken.values())
        offered = (_GROUPS, _SHORTER) if groups else (_SHORTER, _AS_WRITTEN)
        return Question(
            NAME,
            Message(
                "The answers under {column} are words, not points from 0 to 10 (rows: {count}).",
                {"column": cells.heading, "count": words},
            ),
            _with_given(offered, answers),
            offered[0].name,
        )
    each = np.repeat(found.values, cells.counts())
    numbers = _without_slips(each[~np.isnan(each)])
    given = _given(answers)
    choices, likely = (
        _doubt(numbers, bool(reading.signs.any()), cells.heading)
        if len(numbers) >= ASKED
        else ((), "")
    )
    if not choices:
        if given is None or given not in (_FROM_ONE, _TENTH, _TENFOLD) or not len(numbers):
            return None
        choices = (given, _AS_WRITTEN)
    choices = _with_given(choices, answers)
    halves = len(numbers) and np.mean(numbers % 1 != 0) > 0.5
    text = (
        N_(
            "All {count} answers under {column} lie between {low} and {high}. On a scale from 0 "
            "to 10 that hardly ever happens; "
            "answers on a shorter scale give no NPS."
        )
        if choices[0] == _SHORTER and not halves
        else N_(
            "The {count} answers under {column} lie between {low} and {high}. NPS counts whole "
            "points from 0 to 10."
        )
    )
    return Question(NAME, Message(text, _seen(cells, numbers)), choices, likely or choices[0].name)


def _given(answers: Mapping[str, str]) -> Choice | None:
    """What was answered once for such files."""
    return next(
        (
            choice
            for choice in (_FROM_ONE, _TENTH, _TENFOLD, _GROUPS, _SHORTER, _AS_WRITTEN)
            if choice.name == answers.get(NAME)
        ),
        None,
    )


def _with_given(choices: tuple[Choice, ...], answers: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(dict.fromkeys((*choices, *filter(None, [_given(answers)]))))


def _without_slips(numbers: np.ndarray) -> np.ndarray:
    """The scores without the few that are none on any scale."""
    numbers = numbers[(numbers >= 0) & (numbers <= HUNDRED)]
    if np.count_nonzero(numbers > ELEVEN) > len(numbers) / 2:
        return numbers
    return numbers[numbers <= (ELEVEN if np.count_nonzero(numbers == ELEVEN) > 1 else TEN)]


def _doubt(numbers: np.ndarray, percent: bool, heading: str) -> tuple[tuple[Choice, ...], str]:
    """The ways in which the scores can be meant, and the likeliest; none where they can only be
    from 0 to 10."""
    high, sure = numbers.max(), len(numbers) >= SURE
    if np.mean(numbers > ELEVEN) > 0.5 or high > TEN and percent:
        return (_TENTH, _SHORTER), "tenth" if not (numbers % 10).any() else "shorter"
    if high <= 1 and ((numbers > 0) & (numbers < 1)).any():
        return (_TENFOLD, _SHORTER), "tenfold"
    if np.mean(numbers % 1 != 0) > 0.5:
        return (_SHORTER, _AS_WRITTEN), "shorter"
    if high == ELEVEN and numbers.min() >= 1:
        return (_FROM_ONE, _AS_WRITTEN), "from_one"
    shorter = (
        high <= FIVE
        and (numbers.min() >= 1 or sure)
        or high == SEVEN
        and sure
        and np.mean(numbers == SEVEN) >= OFTEN
    )
    if not shorter or stated_maximum(heading) == TEN:
        return (), ""
    return (
        _SHORTER,
        _AS_WRITTEN,
    ), "shorter" if sure and numbers.min() >= 1 else "as_written"  # a 0 is an answer from 0 to 10
