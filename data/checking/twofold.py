"""Surveys that ask two things in one file: how satisfied customers are, and whether they would
recommend the company."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from data.kinds.catalog import NPS, SERVICE_REQUEST, SURVEY
from data.kinds.schema import DatasetKind
from data.matching.headings import match
from data.matching.likeness import could_hold, sample
from data.matching.match import Match
from data.matching.part_words import UNLISTED
from data.matching.questions import asks_for
from data.matching.staff_survey import staff_headings
from data.matching.voice_columns import is_spoken, may_be_answers, suggested
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from errors import Message
from i18n import N_

YES, NO = "yes", "no"
_OTHER: Mapping[str, tuple[DatasetKind, str]] = {
    SURVEY.name: (NPS, "score"),
    NPS.name: (SURVEY, "overall"),
}
_SATISFIED = re.compile(
    r"satisf|insatisf|soddisf|zufrieden|\b(?:c|o)sat\b|tevreden|nöjd|tilfreds|fornøyd|zadowol|spokojen|spokoj"
    r"|memnun|elégedett|mulțumi|довол|задовол|tyytyväi|满意|滿意|满足|満足|만족|hài lòng|\bpuas|kepuasan|พึงพอใจ|พอใจ|ικανοπο",
    re.I,
)
_SEEN = 2000  # rows in which answers are looked for
_FEWEST_ABOVE = 5  # recommendations go to ten: answers that never pass five are of another scale
_TICKS = {"0", "1"}  # below a choice of several: "Heard of us: a friend recommended you"
_FIVE_OR_SEVEN = 7  # the highest point of the scales on which satisfaction is mostly asked
_MIDDLE = 5  # what recommendations are on average at least, and numbers of people hardly ever
_SPREAD = 5  # different recommendations that many people give at least


def other_question(
    sheet: Sheet, kind: DatasetKind, matched: Match
) -> tuple[DatasetKind, str] | None:
    """The kind that the file holds besides, and the heading of its score; None where it holds no
    other. Known words of a heading say so, or the answers where no words are known."""
    if kind.name not in _OTHER or staff_headings(sheet.headings):
        return None
    other, column = _OTHER[kind.name]
    free = [at for at in range(len(sheet.headings)) if at not in matched.columns]
    there = match(sheet, other, Options())
    at = there.position(column)
    rated = other is SURVEY and at not in there.guessed and _is_told(sheet, kind, matched)
    if (
        at in free
        and (rated or _asks(sheet.headings[at], other, column))
        and _holds(sheet, at, other, column)
    ):
        return other, sheet.headings[at]
    if not _is_told(sheet, kind, matched):
        return None
    asked = [at for at in free if _suits(sheet, at, kind, other, matched)]
    return (other, sheet.headings[asked[0]]) if len(asked) == 1 else None


def rated_besides(sheet: Sheet, kind: DatasetKind) -> tuple[DatasetKind, str] | None:
    """The survey whose answers stand beside requests, and their heading; None where there are none.
    What a request was and how it was rated are counted apart, so the file is loaded twice."""
    if kind is not SERVICE_REQUEST:
        return None
    for other, column in ((SURVEY, "overall"), (NPS, "score")):
        found = match(sheet, other, Options())
        at = found.position(column)
        if at is None or at in (*found.likely, *found.guessed, *found.stems):
            continue
        if _asks(sheet.headings[at], other, column) and _holds(sheet, at, other, column):
            return other, sheet.headings[at]
    return None


def _is_told(sheet: Sheet, kind: DatasetKind, matched: Match) -> bool:
    """Whether the file says for sure that it is of the kind: where its own score only resembles
    one, it may be another survey altogether."""
    column = {NPS.name: "score", SURVEY.name: "overall"}[kind.name]
    at = matched.position(column)
    return at is not None and (at not in matched.likely or _asks(sheet.headings[at], kind, column))


def _asks(heading: str, kind: DatasetKind, column: str) -> bool:
    """Whether words say that a heading asks for the column; those that head scores of any kind,
    such as 得分 or Rating, do not."""
    if asks_for(heading, kind.column(column), kind):
        return True
    return suggested(heading) if kind is NPS else _SATISFIED.search(heading) is not None


def _holds(sheet: Sheet, at: int, kind: DatasetKind, column: str) -> bool:
    cells = sample(sheet.cells[at].iloc[:_SEEN].tolist(), _SEEN)
    return bool(cells) and could_hold(kind.column(column), cells, kind) and _fits(cells, kind)


def _suits(sheet: Sheet, at: int, kind: DatasetKind, other: DatasetKind, matched: Match) -> bool:
    """Whether answers go from 0 to 10 beside satisfaction on a shorter scale, under a heading that
    asks for nothing else: in a language that is not known, the cells say what was asked."""
    heading = sheet.headings[at]
    overall = matched.position("overall")
    if other is not NPS or overall is None or not suggested(heading) and is_spoken(heading):
        return False
    cells = sample(sheet.cells[at].iloc[:_SEEN].tolist(), _SEEN)
    if not may_be_answers(heading, cells, NPS, "score") or not _fits(cells, NPS):
        return False
    own = _numbers(sample(sheet.cells[overall].iloc[:_SEEN].tolist(), _SEEN))
    numbers = _numbers(cells)
    strange = UNLISTED.search(heading) or overall in matched.likely
    return suggested(heading) or bool(
        strange
        and max(own, default=0) <= _FIVE_OR_SEVEN < max(numbers)
        and len(set(numbers)) >= _SPREAD
        and sum(numbers) >= _MIDDLE * len(numbers)
    )


def _numbers(cells: list[str]) -> list[float]:
    return [float(cell) for cell in cells if cell.replace(".", "", 1).isdecimal()]


def _fits(cells: list[str], kind: DatasetKind) -> bool:
    """Whether these answers can be the other score: recommendations from 0 to 10, and not all of
    them from 1 to 5."""
    if kind is SURVEY:
        return True
    numbers = {cell.removesuffix(".0") for cell in cells}
    known = numbers & {str(number) for number in range(11)}
    return len(known) > 0.7 * len(numbers) and (
        max(map(int, known)) > _FEWEST_ABOVE or "0" in known and not known <= _TICKS
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


def without_other(
    told: Iterable[Message], found: tuple[DatasetKind, str] | None, options: Options
) -> list[Message]:
    """What is said of columns that nothing uses, without the score that is stored as the other
    kind."""
    if found is None or options.answers.get(f"also_{found[0].name}") == NO:
        return [*told]
    return [left for each in told if (left := _without(each, found[1])) is not None]


def _without(message: Message, heading: str) -> Message | None:
    """A sentence about headings without one of them; None where it was about that alone."""
    about = message.blanks.get("headings")
    if not isinstance(about, list) or heading not in about:
        return message
    others = [each for each in about if each != heading]
    return replace(message, blanks={**message.blanks, "headings": others}) if others else None


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
