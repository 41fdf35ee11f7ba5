"""Which columns of a wide exam file are items where no heading says so: as a person marked them,
else a block of columns filled alike."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from data.kinds.catalog import EXAM_ITEM, ROSTER, TRAINING
from data.matching.exam_headings import Slot, named_slot, slots
from data.matching.likeness import sample
from data.matching.personal import is_personal
from data.matching.told_columns import find_heading
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold, vocabulary
from data.values.looks import is_no_answer
from errors import Message, WrongCall
from i18n import N_

NAME = "exam_items"
POINTS, RIGHT_WRONG, ANSWERS = CELLS = (
    "points",
    "right_wrong",
    "answers",
)  # what the cells of marked columns hold
_LEAST = 3  # adjacent columns that are filled alike: fewer may mean anything
_FEWEST = 3  # people: of fewer, cells say nothing
_FITTING = 0.95  # share of the filled cells
_SAMPLED = 2000  # rows in which filled cells are looked for
_ONE_OR_NONE = {"0", "1", "0.0", "1.0"}
_LETTERS = re.compile(r"[A-H]+|[A-H](?:\s*[,;、/|┋]\s*[A-H])+", re.I)


@dataclass(frozen=True)
class MarkedItems:
    """The items of a wide file; `cells`: one of CELLS where a person, or the question, says what
    they hold, else ""."""

    slots: tuple[Slot, ...]
    cells: str = ""
    question: Question | None = None


def marked_items(sheet: Sheet, options: Options) -> MarkedItems:
    """The items of a sheet: those that a person marked, else those that headings name, else as is
    likely, which is asked."""
    _must_be_cells(options.item_cells)
    if options.items:
        return MarkedItems(_as_marked(sheet, options.items), options.item_cells or "")
    found = slots(sheet.headings)
    if found:
        return MarkedItems(found, options.item_cells or "")
    return _probable(sheet, options)


def names_items(headings: Sequence[str], options: Options) -> bool:
    """Whether a column names the item of each row, by its heading or as a person matched it: then
    no column is an item."""
    told = {fold(heading) for heading, column in options.match.items() if column == "item"}
    return any(
        fold(heading) in told or "item" in vocabulary(EXAM_ITEM).get(fold(heading), {})
        for heading in headings
    )


def between(sheet: Sheet, first: str, last: str) -> tuple[str, ...]:
    """The headings from one to another, in the order of the file whichever is named first."""
    low, high = sorted((find_heading(sheet, first), find_heading(sheet, last)))
    return sheet.headings[low : high + 1]


def _must_be_cells(cells: str | None) -> None:
    if cells is not None and cells not in CELLS:
        raise WrongCall(
            "The cells of exam items hold one of {known}, not \u201c{cells}\u201d.",
            known=list(CELLS),
            cells=cells,
        )


def _as_marked(sheet: Sheet, headings: Sequence[str]) -> tuple[Slot, ...]:
    places = sorted({find_heading(sheet, heading) for heading in headings})
    return tuple(
        named_slot(number, sheet.headings[at], at) for number, at in enumerate(places, start=1)
    )


def _probable(sheet: Sheet, options: Options) -> MarkedItems:
    """The longest block of adjacent columns that nothing names and that are filled with 0 and 1, or
    with letters of options."""
    if len(sheet.cells) < (1 if NAME in options.answers else _FEWEST) or names_items(
        sheet.headings, options
    ):
        return MarkedItems(())
    matched = set(map(fold, options.match))  # what a person said of a column holds
    cells = [
        "" if fold(heading) in matched else _filled_with(sheet, at)
        for at, heading in enumerate(sheet.headings)
    ]
    best: tuple[int, int] = (0, 0)
    start = 0
    for at in range(1, len(cells) + 1):
        if at == len(cells) or cells[at] != cells[start]:
            if cells[start] and at - start > best[1] - best[0]:
                best = (start, at)
            start = at
    first, last = best
    if last - first < _LEAST:
        return MarkedItems(())
    question = _question(sheet, first, last - 1, cells[first])
    answer = question.answer(options.answers)
    if answer == "no":
        return MarkedItems((), question=question)
    return MarkedItems(
        _as_marked(sheet, sheet.headings[first:last]), options.item_cells or answer, question
    )


def _filled_with(sheet: Sheet, at: int) -> str:
    """RIGHT_WRONG or ANSWERS where a column without a known heading holds 0 and 1, or letters of
    options; else ""."""
    heading = sheet.headings[at]
    told = [
        cell for cell in sample(sheet.cells[at].iloc[:_SAMPLED].tolist()) if not is_no_answer(cell)
    ]
    if not told or _is_known(heading) or is_personal(heading, told):
        return ""
    for cells, fits in (
        (RIGHT_WRONG, lambda cell: cell in _ONE_OR_NONE),
        (ANSWERS, lambda cell: _LETTERS.fullmatch(cell) is not None),
    ):
        if sum(map(fits, told)) >= _FITTING * len(told):
            return cells
    return ""


def _is_known(heading: str) -> bool:
    """Whether files of exams have such a column; what others have may be an item's name."""
    return any(fold(heading) in vocabulary(kind) for kind in (EXAM_ITEM, TRAINING, ROSTER))


def _question(sheet: Sheet, first: int, last: int, likely: str) -> Question:
    blanks = {
        "first": sheet.headings[first],
        "last": sheet.headings[last],
        "count": last - first + 1,
        "people": len(sheet.cells),
    }
    seen = Message(
        N_("All of these columns hold 0 and 1 only.")
        if likely == RIGHT_WRONG
        else N_("All of these columns hold letters of options.")
    )
    yes = {
        RIGHT_WRONG: Choice(
            RIGHT_WRONG,
            Message(
                "Yes: each of the {count} columns is an item, 1 is right and 0 is wrong.", blanks
            ),
        ),
        ANSWERS: Choice(
            ANSWERS,
            Message(
                "Yes: each of the {count} columns is an item and holds the answer given.", blanks
            ),
        ),
    }[likely]
    return Question(
        NAME,
        Message(
            "No heading says which columns are exam items, but those from \u201c{first}\u201d to "
            "\u201c{last}\u201d look like "
            "it. Is each of them an item?",
            blanks,
        ),
        (yes, Choice("no", N_("No: I mark the columns of the items myself."))),
        likely,
        (seen,),
    )
