"""Which columns of answers rate the attitude, the speed and the solving of problems, where their
headings are in no list.

A heading of a known stem is sure where no other column could be it. What is left over in a file
whose language is not known, or under several such headings, is asked: one question for each part.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from data.kinds.catalog import SURVEY
from data.kinds.schema import DatasetKind
from data.matching.chosen_once import RATED_PART, answered_elsewhere
from data.matching.likeness import sample
from data.matching.match import Match
from data.matching.part_words import OF_ELSE, SERVING, STEMS, UNLISTED, is_listed, speaks_plainly
from data.matching.staff_survey import staff_headings
from data.matching.voice_columns import (
    asks_something_else,
    is_spoken,
    is_yes_or_no,
    may_be_answers,
    suggested,
)
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold, normal, vocabulary, words
from data.text.writing import shown
from data.values.looks import is_no_answer, is_number
from errors import Message
from i18n import N_

NAME, NONE = RATED_PART, "none"
_SAMPLED, _EXAMPLES = 2000, 4
_MOST = 12  # columns of answers; a longer questionnaire is gone through by whoever loads it


@dataclass(frozen=True)
class RatedParts:
    """Positions -> columns of the kind, sure or as answered, and what is asked."""

    columns: Mapping[int, str] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()


def rated_parts(sheet: Sheet, kind: DatasetKind, matched: Match, options: Options) -> RatedParts:
    """What the columns of answers rate that no known heading names."""
    given = {*matched.columns.values(), *options.set}
    open_names = [name for name in STEMS if name not in given]
    if (
        kind is not SURVEY
        or not open_names
        or "overall" not in given
        or staff_headings(sheet.headings)
    ):
        return RatedParts()
    answered = {options.answers.get(f"{NAME}:{name}") for name in open_names}
    free = [
        at
        for at in _answered(sheet, kind)
        if at not in matched.columns
        and (sheet.headings[at] not in options.match or sheet.headings[at] in answered)
    ]
    if not free:
        return RatedParts()
    meant = {name: [at for at in free if _means(sheet.headings[at], name)] for name in open_names}
    if "attitude" in meant and not meant["attitude"]:
        meant["attitude"] = _of_staff(sheet, matched, free)
    sure = {
        found[0]: name
        for name, found in meant.items()
        if len(found) == 1
        and speaks_plainly(_plain(sheet.headings[found[0]]), name)
        and _goes_no_further(sheet, matched, found[0])
    }
    left = [at for at in free if at not in sure]
    doubted = [
        name
        for name in open_names
        if name not in sure.values()
        and (f"{NAME}:{name}" in options.answers or _is_doubt(name, meant, left, sheet, matched))
    ]
    if len(free) > _MOST:
        return RatedParts(sure)
    offered = _offered(sheet, matched, left)
    fitting = {
        name: [at for at in found if _goes_no_further(sheet, matched, at)]
        for name, found in meant.items()
    }
    likely = _likely(fitting, doubted, sure)
    questions = tuple(
        _question(sheet, kind, name, offered, likely.get(name), options) for name in doubted
    )
    return RatedParts(sure | _as_answered(sheet, matched, sure, questions, options), questions)


def _answered(sheet: Sheet, kind: DatasetKind) -> Iterator[int]:
    """The columns of answers on a scale that are about none of what is known to be asked else."""
    for at, heading in enumerate(sheet.headings):
        cells = sample(sheet.cells[at].iloc[:_SAMPLED].tolist())
        if (
            cells
            and not suggested(heading)
            and not asks_something_else(heading)
            and may_be_answers(heading, cells, kind, "overall")
            and not is_yes_or_no(cells)
        ):
            yield at


def _means(heading: str, name: str) -> bool:
    plain = _plain(heading)
    return bool(STEMS[name].search(plain) and not OF_ELSE.search(plain))


def _of_staff(sheet: Sheet, matched: Match, free: list[int]) -> list[int]:
    """The one column that rates those who serve, and no part of a service that has a name."""
    overall = matched.position("overall")
    found = [
        at
        for at in free
        if SERVING.search(_plain(sheet.headings[at]))
        and not any(form.search(_plain(sheet.headings[at])) for form in STEMS.values())
        and _on_one_scale(sheet, overall, at)
    ]
    return found if len(found) == 1 else []


def _plain(heading: str) -> str:
    return f"{' '.join(words(heading))} {normal(heading)}"


def _is_doubt(
    name: str, meant: Mapping[str, list[int]], left: list[int], sheet: Sheet, matched: Match
) -> bool:
    """Whether a person has to say which column rates a part: several speak of it, or the words of
    the file are not known."""
    if any(at in left for at in meant[name]):
        return True
    overall = matched.position("overall")
    strange = (
        overall is not None
        and not is_listed(sheet.headings[overall])
        and "overall" not in vocabulary(SURVEY).get(fold(sheet.headings[overall]), {})
    )
    return any(
        (UNLISTED.search(sheet.headings[at]) or strange and not is_spoken(sheet.headings[at]))
        and _on_one_scale(sheet, overall, at)
        for at in left
        if not any(at in found for found in meant.values())
    )


def _on_one_scale(sheet: Sheet, overall: int | None, at: int) -> bool:
    """Whether answers go as far as those of the overall satisfaction, or are the same words."""
    if overall is None:
        return False
    own, whole = (
        {cell for cell in sample(sheet.cells[each].iloc[:_SAMPLED].tolist()) if cell}
        for each in (at, overall)
    )
    if all(map(is_number, own)) and all(map(is_number, whole)):
        return abs(max(map(float, own)) - max(map(float, whole))) <= 1
    return 2 * len(own & whole) > len(own)


def _goes_no_further(sheet: Sheet, matched: Match, at: int) -> bool:
    """Whether numbers go no further than those of the overall satisfaction, as minutes may."""
    overall = matched.position("overall")
    own, whole = (
        [
            float(cell)
            for cell in sample(sheet.cells[each].iloc[:_SAMPLED].tolist(), _SAMPLED)
            if cell.isdecimal()
        ]
        for each in (at, at if overall is None else overall)
    )
    return not own or not whole or max(own) <= max(whole) + 1


def _offered(sheet: Sheet, matched: Match, left: list[int]) -> list[int]:
    """The columns to choose from: with that of the overall satisfaction, where it is in doubt
    too."""
    overall = matched.position("overall")
    doubted = overall in matched.likely
    return sorted([*left, overall]) if overall is not None and doubted else left


def _likely(
    meant: Mapping[str, list[int]], doubted: list[str], sure: Mapping[int, str]
) -> dict[str, int]:
    """The first column that speaks of each part, each column once."""
    found: dict[str, int] = {}
    for name in doubted:
        free = [at for at in meant[name] if at not in sure and at not in found.values()]
        if free:
            found[name] = free[0]
    return found


def _question(
    sheet: Sheet,
    kind: DatasetKind,
    name: str,
    offered: list[int],
    likely: int | None,
    options: Options,
) -> Question:
    label = kind.column(name).label
    elsewhere = answered_elsewhere(f"{NAME}:{name}", options)
    headings = [sheet.headings[at] for at in offered if sheet.headings[at] not in elsewhere]
    given = options.answers.get(f"{NAME}:{name}")
    if given in sheet.headings and given not in headings:
        headings.append(given)  # answered for an earlier file, of which this one shows less
    first = None if likely is None else sheet.headings[likely]
    return Question(
        f"{NAME}:{name}",
        Message(
            "This file holds ratings under headings that are not known. Which of them is the "
            "rating of \u201c{column}\u201d?",
            {"column": label},
        ),
        (
            *(
                Choice(
                    heading,
                    Message(
                        "\u201c{heading}\u201d ({cells}).",
                        {"heading": heading, "cells": _cells(sheet, heading)},
                    ),
                )
                for heading in headings
            ),
            Choice(NONE, N_("None of them.")),
        ),
        first if first in headings else NONE,
    )


def _cells(sheet: Sheet, heading: str) -> list[str]:
    cells = sheet.cells[sheet.headings.index(heading)].iloc[:_SAMPLED]
    found = [cell for cell in cells.unique() if not is_no_answer(cell)]
    if all(map(is_number, found)):
        found.sort(key=lambda cell: (len(cell), cell))
    return [shown(cell) for cell in found[:_EXAMPLES]]


def _as_answered(
    sheet: Sheet,
    matched: Match,
    sure: Mapping[int, str],
    questions: tuple[Question, ...],
    options: Options,
) -> dict[int, str]:
    """What was answered, else what is likely; each column once."""
    found: dict[int, str] = {}
    for question in questions:
        answer = question.answer(options.answers)
        at = -1 if answer == NONE else sheet.headings.index(answer)
        if at >= 0 and at not in found and at not in sure and at not in matched.columns:
            found[at] = question.name.partition(":")[2]
    return found
