"""Surveys that ask two things in one file: how satisfied customers are, and whether they would
recommend the company."""

from collections.abc import Mapping
from dataclasses import replace

from data.kinds.catalog import NPS, SURVEY
from data.kinds.schema import DatasetKind
from data.matching.headings import match
from data.matching.likeness import could_hold, sample
from data.matching.match import Match
from data.matching.questions import asks_for
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold
from errors import Message
from i18n import N_

YES, NO = "yes", "no"
_OTHER: Mapping[str, tuple[DatasetKind, str]] = {
    SURVEY.name: (NPS, "score"),
    NPS.name: (SURVEY, "overall"),
}
# Words without which a heading that a kind knows, such as 得分 or Rating, does not say which of the
# two it is.
_TELLING = {
    "score": ("nps", "recommend", "推荐", "推薦"),
    "overall": ("satisf", "满意", "滿意", "csat"),
}
_SEEN = 2000  # rows in which answers are looked for
_FEWEST_ABOVE = 5  # recommendations go to ten: answers that never pass five are of another scale


def other_question(
    sheet: Sheet, kind: DatasetKind, matched: Match
) -> tuple[DatasetKind, str] | None:
    """The kind that the file holds besides, and the heading of its score; None where it holds no
    other."""
    if kind.name not in _OTHER or not _is_told(sheet, kind, matched):
        return None
    other, column = _OTHER[kind.name]
    at = match(sheet, other, Options()).position(column)
    if at is None or at in matched.columns or not _asks(sheet.headings[at], other, column):
        return None
    cells = sample(sheet.cells[at].iloc[:_SEEN].tolist(), _SEEN)
    return (
        (other, sheet.headings[at])
        if cells and could_hold(other.column(column), cells, other) and _fits(cells, other)
        else None
    )


def _is_told(sheet: Sheet, kind: DatasetKind, matched: Match) -> bool:
    """Whether the file says for sure that it is of the kind: where its own score only resembles
    one, it may be another survey altogether."""
    column = {NPS.name: "score", SURVEY.name: "overall"}[kind.name]
    at = matched.position(column)
    return at is not None and (at not in matched.likely or _asks(sheet.headings[at], kind, column))


def _asks(heading: str, kind: DatasetKind, column: str) -> bool:
    return asks_for(heading, kind.column(column), kind) or any(
        word in fold(heading) for word in _TELLING[column]
    )


def _fits(cells: list[str], kind: DatasetKind) -> bool:
    """Whether these answers can be the other score: recommendations from 0 to 10, and not all of
    them from 1 to 5."""
    if kind is SURVEY:
        return True
    numbers = {cell.removesuffix(".0") for cell in cells}
    known = numbers & {str(number) for number in range(11)}
    return len(known) > 0.7 * len(numbers) and (
        max(map(int, known)) > _FEWEST_ABOVE or "0" in known
    )


def question_of(other: DatasetKind, heading: str, count: int) -> Question:
    """Whether the other answers are stored as well."""
    return Question(
        f"also_{other.name}",
        Message(
            "This file also asks “{heading}”. Store these answers as “{kind}” as well?",
            {"heading": heading, "kind": other.label},
        ),
        (
            Choice(YES, N_("Yes: the file is stored as both, in one step.")),
            Choice(NO, N_("No: these answers are left aside.")),
        ),
        YES,
        evidence=(Message("Rows with an answer to it: {count}.", {"count": count}),),
    )


def options_of(
    options: Options,
    kind: DatasetKind,
    other: DatasetKind,
    matched: Mapping[str, str],
    heading: str,
) -> Options:
    """What was settled for the file, as far as it says something of the other kind."""
    columns = {
        column.name for column in other.columns if not (column.scaled or column.name == "score")
    }
    said = {
        name: column
        for name, column in {**matched, **options.match}.items()
        if not column or column in columns
    }
    column = _OTHER[kind.name][1]
    answers = {
        name: answer
        for name, answer in options.answers.items()
        if name != "headings" and not name.startswith("also_")
    }
    return replace(
        options,
        match={name: to for name, to in said.items() if name != heading} | {heading: column},
        set={name: value for name, value in options.set.items() if name in columns},
        scale=None,
        reversed=False,
        pass_mark=None,
        answers=answers,
    )
