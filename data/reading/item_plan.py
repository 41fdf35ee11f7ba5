"""What the columns and rows of a wide exam file are: items, the person and the day, the whole attempt, the key."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.headings import match
from data.kinds import EXAM_ITEM, TRAINING
from data.options import Options
from data.reading.folding import fold, vocabulary
from data.reading.item_headings import Slot, slots
from data.reading.likeness import could_hold, sample
from data.reading.looks import is_date, is_no_answer, is_number
from data.reading.marking import NOT_YET
from data.sheet import Sheet
from errors import FileRefused

OWN = ("item", "response", "correct_response", "score", "maximum")  # columns of the kind that tell of one item
_OF_ATTEMPT = ((EXAM_ITEM, set(OWN)), (TRAINING, {"score", "maximum", "pass_mark"}))
# Words that mark such a row, without case, blanks and punctuation.
_KEYS = {"key", "answerkey", "correctanswer", "correctanswers", "rightanswer", "rightanswers", "correct",
         "答案", "标准答案", "正确答案", "参考答案", "標準答案", "正確答案", "參考答案"}
_MAXIMA = {"maximum", "maximumscore", "maxscore", "fullmarks", "pointspossible", "possiblepoints", "outof", "满分", "分值", "滿分", "配分"}
_SAMPLED = 2000  # rows in which filled cells are looked for
_MOSTLY = 0.7  # share of numbers from which a column holds numbers
_PUNCTUATION = r"[\s:：.。()（）\[\]【】_-]+"


@dataclass(frozen=True)
class Plan:
    """What the columns and rows of a wide sheet are.

    `kept` and `aside`: positions of what tells of the person or the day, and of what tells of the whole attempt (a total score).
    `answered`: numbers of the items whose answers are to be marked. `key`, `maxima`: positions of those rows.
    `in_words`: positions of columns that say right or wrong in place of points.
    """

    slots: tuple[Slot, ...]
    kept: tuple[int, ...]
    aside: tuple[int, ...]
    answered: frozenset[int] = frozenset()
    key: int | None = None
    maxima: int | None = None
    in_words: tuple[int, ...] = ()


def plan_of(sheet: Sheet) -> Plan | None:
    """None where the sheet has no column for each item, or one that names the item of each row."""
    found = slots(sheet.headings)
    if not found or any("item" in vocabulary(EXAM_ITEM).get(fold(heading), {}) for heading in sheet.headings):
        return None
    taken = {position for slot in found for position in slot.columns}
    rest = [at for at in range(len(sheet.headings)) if at not in taken]
    aside = _of_whole_attempt(sheet, rest)
    key, maxima = _labelled(sheet, rest, _KEYS), _labelled(sheet, rest, _MAXIMA)
    people = sheet.cells.drop(index=[at for at in (key, maxima) if at is not None])
    if people.empty:
        return None
    settled = [_settled(slot, people) for slot in found]
    answered = [slot for slot in settled if _is_answered(slot, people, sheet, key)]
    unmarked = [slot for slot in answered if slot.right is None and key is None]
    if unmarked:
        raise _no_key(sheet, unmarked, people)
    in_words = tuple(slot.mark for slot in settled if slot not in answered and slot.maximum is None and _numbers(people[slot.mark]) < _MOSTLY)
    kept = tuple(at for at in rest if at not in aside)
    return Plan(tuple(settled), kept, aside, frozenset(slot.number for slot in answered), key, maxima, in_words)


def _of_whole_attempt(sheet: Sheet, rest: list[int]) -> tuple[int, ...]:
    """Which of the other headings mean a score, a maximum or an answer, and so would be taken for that of each item."""
    aside = [at for at in rest if any(names & vocabulary(kind).get(fold(sheet.headings[at]), {}).keys() for kind, names in _OF_ATTEMPT)]
    while True:
        left = [at for at in rest if at not in aside]
        part = replace(sheet, headings=tuple(sheet.headings[at] for at in left), cells=sheet.cells[left].set_axis(range(len(left)), axis=1))
        meant = [left[at] for at, name in match(part, EXAM_ITEM, Options()).columns.items() if name in OWN]
        if not meant:
            return tuple(sorted(aside))
        aside += meant


def _labelled(sheet: Sheet, rest: list[int], words: set[str]) -> int | None:
    """The position of the one row that such a word marks; None where there is none or more than one."""
    found = np.zeros(len(sheet.cells), dtype=bool)
    for at in rest:
        found |= sheet.cells[at].str.lower().str.replace(_PUNCTUATION, "", regex=True).isin(words).to_numpy()
    rows = [row for row in np.flatnonzero(found).tolist() if not _is_of_person(sheet, rest, row)]
    return rows[0] if len(rows) == 1 else None


def _is_of_person(sheet: Sheet, rest: list[int], row: int) -> bool:
    """Whether the row has a date: Key is a surname, too."""
    return any(is_date(cell) for cell in (sheet.cells[at].iloc[row] for at in rest) if cell)


def _settled(slot: Slot, people: pd.DataFrame) -> Slot:
    """The words of a question are no answer, and points under "Question 1" are no words."""
    if slot.response is not None and slot.mark is not None and not _holds_points(people[slot.mark]):
        slot = replace(slot, mark=None, question=slot.mark)
    if slot.mark is None and slot.question is not None and _holds_points(people[slot.question]):
        slot = replace(slot, mark=slot.question, question=None)
    return slot


def _holds_points(cells: pd.Series) -> bool:
    """Whether cells are points, or say right and wrong."""
    return could_hold(EXAM_ITEM.column("score"), _pointed(cells), EXAM_ITEM)


def _pointed(cells: pd.Series) -> list[str]:
    return [cell for cell in sample(cells.iloc[:_SAMPLED].tolist()) if not is_no_answer(cell) and cell.casefold() not in NOT_YET]


def _numbers(cells: pd.Series) -> float:
    """The share of numbers among the cells that are filled."""
    told = _pointed(cells)
    return sum(map(is_number, told)) / len(told) if told else 1.0


def _is_answered(slot: Slot, people: pd.DataFrame, sheet: Sheet, key: int | None) -> bool:
    """Whether the item has answers to be marked, and not points. Words such as "true" may be either: with a key they are answers."""
    if slot.mark is None:
        return True
    right = "" if key is None or slot.response is not None else sheet.cells[slot.mark].iloc[key]
    if not is_no_answer(right):
        return is_number(right) or _numbers(people[slot.mark]) < _MOSTLY
    return not _holds_points(people[slot.mark]) and not (slot.maximum is not None and _numbers(people[slot.mark]) > 0)


def _no_key(sheet: Sheet, unmarked: list[Slot], people: pd.DataFrame) -> FileRefused:
    at = [slot.answer for slot in unmarked]
    example = next((cell for cell in people[at[0]] if not is_no_answer(cell)), "")
    return FileRefused(
        "The columns from \u201c{first}\u201d to \u201c{last}\u201d hold answers such as \u201c{example}\u201d, "
        "and nothing says which answers are right. Add one row that says \u201ckey\u201d in its first cell, has no date, "
        "and holds the right answer to each item; or export the points of each item.",
        first=sheet.headings[at[0]], last=sheet.headings[at[-1]], example=example[:60])
