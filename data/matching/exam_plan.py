"""What the columns and rows of a wide exam file are: items, the person and the day, the whole
attempt, the key."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from data.kinds.catalog import EXAM_ITEM, TRAINING
from data.matching.exam_headings import Slot, slots
from data.matching.exam_key_file import KEY_ROWS, MAXIMA_ROWS, KeyRow, joined
from data.matching.exam_marking import NOT_YET
from data.matching.exam_marks import ANSWERS, RIGHT_WRONG, MarkedItems, marked_items, names_items
from data.matching.exam_points import earned, with_points
from data.matching.headings import match
from data.matching.likeness import could_hold, sample
from data.questions import Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import bracketed, fold, vocabulary
from data.values.looks import is_date, is_no_answer, is_number
from errors import FileRefused, Message
from i18n import N_

OWN = (
    "item",
    "response",
    "correct_response",
    "score",
    "maximum",
)  # columns of the kind that tell of one item
_OF_ATTEMPT = ((EXAM_ITEM, set(OWN)), (TRAINING, {"score", "maximum", "pass_mark"}))
_SAMPLED = 2000  # rows in which filled cells are looked for
_NO_LETTERS = r"[\W_]+"
_MOSTLY = 0.7  # share of numbers from which a column holds numbers


@dataclass(frozen=True)
class SheetPlan:
    """What the columns and rows of a wide sheet are.

    `kept` and `aside`: positions of what tells of the person or the day, and of what tells of the
    whole attempt (a total score). `answered`: numbers of the items whose answers are to be marked.
    `key`, `maxima`: positions of those rows. `in_words`: positions of columns that say right or
    wrong in place of points. `keyed`: the rows of a key file, by the number of the item.
    `one_point`: whether 1 is right and 0 is wrong in all items. `marked`: whether a person, and no
    heading, says which columns are items.
    """

    slots: tuple[Slot, ...]
    kept: tuple[int, ...]
    aside: tuple[int, ...]
    answered: frozenset[int] = frozenset()
    key: int | None = None
    maxima: int | None = None
    in_words: tuple[int, ...] = ()
    keyed: Mapping[int, KeyRow] = field(default_factory=dict)
    told: tuple[Message, ...] = ()
    one_point: bool = False
    marked: bool = False

    def right(self, slot: Slot, sheet: Sheet) -> str:
        """The right answer of an item, by the key file, else by the row of the key; "" where it
        stands in a column or nowhere."""
        if slot.number in self.keyed:
            return self.keyed[slot.number][1]
        return "" if self.key is None else sheet.cells[slot.answer].iloc[self.key]


class NoKey(FileRefused):
    """Answers are there, and nothing says which are right."""


def plan_of(
    sheet: Sheet, options: Options | None = None
) -> tuple[SheetPlan | None, Question | None]:
    """How the sheet is read, and what is asked about that; no plan where it has no column for each
    item, or one that names the item of each row.

    Without `options` only headings say which columns are items.
    """
    found = (
        marked_items(sheet, options) if options is not None else MarkedItems(slots(sheet.headings))
    )
    named = names_items(sheet.headings, options or Options())
    if not found.slots or named and not (options and options.items):
        return None, found.question
    return _plan(sheet, found, options or Options()), found.question


def _plan(sheet: Sheet, found: MarkedItems, options: Options) -> SheetPlan | None:
    taken = {position for slot in found.slots for position in slot.columns}
    scored = [with_points(slot, sheet.cells) for slot in found.slots]
    items = [
        slot for slot in scored if not slot.out_of or slot.maximum
    ]  # a quiz asks for names too, and gives 0 of 0 points for them
    taken -= {slot.answer for slot in scored if slot not in items}
    if not items:
        return None
    rest = [at for at in range(len(sheet.headings)) if at not in taken]
    aside = _of_whole_attempt(sheet, rest)
    key, maxima = _labelled(sheet, rest)
    people = sheet.cells.drop(index=[at for at in (key, maxima) if at is not None])
    if people.empty:
        return None
    people = people.copy(deep=False)
    for slot in items:
        if slot.out_of:
            people[slot.mark] = earned(people[slot.mark])
    keyed, told = joined(options.key, items, sheet.headings) if options.key else ({}, ())
    kept = tuple(at for at in rest if at not in aside)
    settled = [_settled(slot, people) for slot in items]
    plan = SheetPlan(
        tuple(_with_bracketed(slot, people, sheet) for slot in settled),
        kept,
        aside,
        key=key,
        maxima=maxima,
        keyed=keyed,
        told=told,
        one_point=found.cells == RIGHT_WRONG,
        marked=bool(options.items) or found.question is not None,
    )
    answered = [slot for slot in plan.slots if _are_answers(slot, people, sheet, plan, found.cells)]
    unmarked = [slot for slot in answered if slot.right is None and key is None and not keyed]
    if unmarked:
        raise _no_key(sheet, unmarked, people)
    in_words = tuple(
        slot.mark
        for slot in plan.slots
        if slot not in answered
        and slot.mark is not None
        and slot.maximum is None
        and _numbers(people[slot.mark]) < _MOSTLY
    )
    return replace(
        plan,
        answered=frozenset(slot.number for slot in answered),
        in_words=in_words if not found.cells else (),
    )


def _of_whole_attempt(sheet: Sheet, rest: list[int]) -> tuple[int, ...]:
    """Which of the other headings mean a score, a maximum or an answer, and so would be taken for
    that of each item."""
    aside = [
        at
        for at in rest
        if any(
            names & vocabulary(kind).get(fold(sheet.headings[at]), {}).keys()
            for kind, names in _OF_ATTEMPT
        )
    ]
    while True:
        left = [at for at in rest if at not in aside]
        part = replace(
            sheet,
            headings=tuple(sheet.headings[at] for at in left),
            cells=sheet.cells[left].set_axis(range(len(left)), axis=1),
        )
        meant = [
            left[at]
            for at, name in match(part, EXAM_ITEM, Options()).columns.items()
            if name in OWN
        ]
        if not meant:
            return tuple(sorted(aside))
        aside += meant


def _labelled(sheet: Sheet, rest: list[int]) -> tuple[int | None, int | None]:
    """The positions of the one row that is marked as the key, and of that of the maxima; None where
    there is none or more than one."""
    sorts = (KEY_ROWS, MAXIMA_ROWS)
    found = [np.zeros(len(sheet.cells), dtype=bool) for _ in sorts]
    for at in rest:
        different = sheet.cells[at].drop_duplicates()
        letters = different.str.casefold().str.replace(_NO_LETTERS, "", regex=True)
        for marked, words in zip(found, sorts, strict=True):
            marks = different[letters.isin(words)]
            if len(marks):
                marked |= sheet.cells[at].isin(marks).to_numpy()
    key, maxima = (_only_row(sheet, rest, marked) for marked in found)
    return key, maxima


def _only_row(sheet: Sheet, rest: list[int], marked: np.ndarray) -> int | None:
    rows = [row for row in np.flatnonzero(marked).tolist() if not _is_of_person(sheet, rest, row)]
    return rows[0] if len(rows) == 1 else None


def _is_of_person(sheet: Sheet, rest: list[int], row: int) -> bool:
    """Whether the row has a date: Key is a surname, too."""
    return any(is_date(cell) for cell in (sheet.cells[at].iloc[row] for at in rest) if cell)


def _settled(slot: Slot, people: pd.DataFrame) -> Slot:
    """The words of a question are no answer, and points under "Question 1" are no words."""
    if (
        slot.response is not None
        and slot.mark is not None
        and not slot.out_of
        and not _holds_points(people[slot.mark])
    ):
        slot = replace(slot, mark=None, question=slot.mark)
    if slot.mark is None and slot.question is not None and _holds_points(people[slot.question]):
        slot = replace(slot, mark=slot.question, question=None)
    return slot


def _with_bracketed(slot: Slot, people: pd.DataFrame, sheet: Sheet) -> Slot:
    """The item with the bare number in brackets of its heading as its maximum, where its points
    allow that: "Greeting (2)"."""
    if slot.mark is None or slot.maximum is not None:
        return slot
    numbers = pd.to_numeric(people[slot.mark], errors="coerce").dropna().to_numpy()
    return (
        replace(slot, maximum=bracketed(sheet.headings[slot.mark], numbers))
        if len(numbers)
        else slot
    )


def _holds_points(cells: pd.Series) -> bool:
    """Whether cells are points, or say right and wrong."""
    return could_hold(EXAM_ITEM.column("score"), _pointed(cells), EXAM_ITEM)


def _pointed(cells: pd.Series) -> list[str]:
    return [
        cell
        for cell in sample(cells.iloc[:_SAMPLED].tolist())
        if not is_no_answer(cell) and cell.casefold() not in NOT_YET
    ]


def _numbers(cells: pd.Series) -> float:
    """The share of numbers among the cells that are filled."""
    told = _pointed(cells)
    return sum(map(is_number, told)) / len(told) if told else 1.0


def _are_answers(
    slot: Slot, people: pd.DataFrame, sheet: Sheet, plan: SheetPlan, cells: str
) -> bool:
    """Whether the item has answers to be marked, and not points; `cells`: what a person says.

    Words such as "true" may be either: with a key they are answers.
    """
    if slot.mark is None or cells:
        return slot.mark is None or cells == ANSWERS
    right = "" if slot.response is not None else plan.right(slot, sheet)
    if not is_no_answer(right):
        return is_number(right) or _numbers(people[slot.mark]) < _MOSTLY
    return not _holds_points(people[slot.mark]) and not (
        slot.maximum is not None and _numbers(people[slot.mark]) > 0
    )


def _no_key(sheet: Sheet, unmarked: list[Slot], people: pd.DataFrame) -> NoKey:
    at = [slot.answer for slot in unmarked]
    example = next((cell for cell in people[at[0]] if not is_no_answer(cell)), "")
    return NoKey(
        N_(
            "The columns from \u201c{first}\u201d to \u201c{last}\u201d hold answers such as "
            "\u201c{example}\u201d, "
            "and nothing says which answers are right. Give the key as a file of its own, with "
            "each question and its right answer; or add one row "
            "that says \u201ckey\u201d in its first cell, has no date, and holds the right answer "
            "to each item; or export the points of each item."
        ),
        first=sheet.headings[at[0]],
        last=sheet.headings[at[-1]],
        example=example[:60],
    )
