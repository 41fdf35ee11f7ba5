"""The right answers of an exam as a file of their own: its rows, and which item of the exam file each belongs to."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from data.headings import is_nameless
from data.kinds import EXAM_ITEM
from data.options import Options
from data.reader import read
from data.reading.decoding import encoding_of, open_text
from data.reading.folding import fold, vocabulary
from data.reading.formats import PAGE, WORKBOOK, form
from data.reading.item_headings import Slot, item_heading
from data.reading.looks import is_no_answer, is_number
from data.reading.sheets import some
from data.reading.text_table import text_rows
from errors import FileRefused, Message

KeyRow = tuple[str, str, str, str]  # item, right answer, maximum, module
Grid = list[list[str]]
_MOST = 1000  # items of a paper
_NAMES = frozenset(map(fold, ("item", "items", "name", "questions", "q", "题", "題")))
_NUMBERS = frozenset(map(fold, ("number", "no", "nr", "#", "item no", "question no", "序号", "序號", "编号", "編號", "题号", "題號")))
_ANSWERS = frozenset(map(fold, ("right answer", "correct", "correct answers", "right", "right answers", "solution", "solutions", "correct response",
                                "答案", "正确选项", "正確選項")))
_MAXIMA = frozenset(map(fold, ("points", "score", "marks", "mark", "weight", "maximum points", "max points", "points possible",
                               "分值", "分数", "分數", "配分", "得分")))
_LABELS = frozenset(map(fold, ("key", "answer key", "right answer", "correct answer", "correct", "答案", "标准答案", "正确答案", "参考答案",
                               "標準答案", "正確答案", "參考答案")))
_OF_MAXIMA = _MAXIMA | frozenset(map(fold, ("maximum", "max", "max score", "maximum score", "满分", "滿分")))


def read_key(content: bytes, name: str) -> tuple[KeyRow, ...]:
    """The rows of a key file, with an item in each row or in each column; FileRefused where it holds no key."""
    grid = _grid(content, name)
    found = tuple(row for row in _in_rows(grid) or _in_columns(grid) if row[0] or row[1])
    if len(found) < 2 or len(found) > _MOST:
        raise FileRefused("{file} is no key: it needs one row for each item, with the question and its right answer, or one column for each item "
                          "and the right answers in the row below.", file=name)
    nameless = next((row for row in found if not row[0]), None)
    if nameless is not None:
        raise FileRefused("{file} holds the right answer \u201c{answer}\u201d without the question that it belongs to. Fill in the question.",
                          file=name, answer=nameless[1])
    names = Counter(fold(row[0]) or row[0] for row in found)
    twice = next((row[0] for row in found if names[fold(row[0]) or row[0]] > 1), None)
    if twice is not None:
        raise FileRefused("{file} holds \u201c{item}\u201d twice. Keep one right answer for each item.", file=name, item=twice)
    return found


def _grid(content: bytes, name: str) -> Grid:
    """The rows of the file as it has them, the first ones of its text: which of them are headings is for those who know what a key is."""
    if form(content, name) in (WORKBOOK, PAGE):
        sheet = read(content, name, Options())
        rows = [*([] if is_nameless(sheet) else [sheet.headings]), *sheet.cells.itertuples(index=False, name=None)]
    else:
        rows = [cells for _, cells in islice(text_rows(open_text(content, encoding_of(content, name, None)), name).rows, _MOST + 2)]
    filled = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    width = max(map(len, filled), default=0)
    return [row + [""] * (width - len(row)) for row in filled]


def _in_rows(grid: Grid) -> list[KeyRow]:
    """One item a row: by the headings, else the first two columns of a file that has no more."""
    if not grid:
        return []
    known = {name: at for at in reversed(range(len(grid[0]))) if (name := _meant(grid[0][at]))}
    right = known.get("right", known.get("given"))
    if right is not None:
        others = (at for at in range(len(grid[0])) if at not in known.values())
        item = known.get("item", known.get("number", next(others, None)))
        return [] if item is None else [(row[item], row[right], _at(row, known.get("maximum")), _at(row, known.get("module"))) for row in grid[1:]]
    short = len(grid) < 3 and not all(item_heading(row[0]) for row in grid)
    return [] if known or len(grid[0]) != 2 or short else [(row[0], row[1], "", "") for row in grid]


def _meant(heading: str) -> str:
    """What a column of a key file holds, by its heading: "item", "number", "right", "given" (an answer of any kind), "maximum", "module" or ""."""
    folded, names = fold(heading), vocabulary(EXAM_ITEM).get(fold(heading), {})
    if folded in _ANSWERS or "correct_response" in names:
        return "right"
    if "response" in names:
        return "given"
    if folded in _MAXIMA or "maximum" in names:
        return "maximum"
    if folded in _NUMBERS:
        return "number"
    return "item" if folded in _NAMES or "item" in names else "module" if "module" in names else ""


def _at(row: Sequence[str], place: int | None) -> str:
    return "" if place is None else row[place]


def _in_columns(grid: Grid) -> list[KeyRow]:
    """One item a column: the right answers in the first row, and what each is worth in a row that says so."""
    if not 2 <= len(grid) <= 4:
        return []
    headings, rows = grid[0], grid[1:]
    labels = [at for at in range(len(headings)) if any(fold(row[at]) in _LABELS | _OF_MAXIMA for row in rows)]
    maxima = next((row for row in rows if any(fold(row[at]) in _OF_MAXIMA for at in labels)), None)
    right = next((row for row in rows if any(fold(row[at]) in _LABELS for at in labels)), next((row for row in rows if row is not maxima), None))
    if right is None or len(rows) > 1 and not labels:
        return []
    items = [at for at in range(len(headings)) if at not in labels and (right[at] or item_heading(headings[at]))]
    if any(_meant(headings[at]) for at in items):
        return []
    return [(headings[at], right[at], _at(maxima, at) if maxima else "", "") for at in items]


# Which row belongs to which item.

def joined(key: Sequence[KeyRow], slots: Sequence[Slot], headings: Sequence[str]) -> tuple[dict[int, KeyRow], tuple[Message, ...]]:
    """The row of each item, by its number, and what is told of it; by the headings, else by the order where no heading is the same.

    FileRefused, naming both sides, where items lack a key or a key has no item.
    """
    names = [_names(slot, headings) for slot in slots]
    found: dict[int, KeyRow] = {}
    spare = []
    for row in key:
        own = _own_names(row[0])
        at = next((at for at, known in enumerate(names) if own & known and slots[at].number not in found), None)
        if at is None:
            spare.append(row[0])
        else:
            found[slots[at].number] = row
    if not found and len(key) == len(slots):
        told = Message("No item of the key has the heading of a column, so the key was matched by its order: \u201c{item}\u201d belongs to "
                       "\u201c{heading}\u201d, and so on to \u201c{last}\u201d for \u201c{end}\u201d.",
                       {"item": key[0][0], "heading": slots[0].name, "last": key[-1][0], "end": slots[-1].name})
        return {slot.number: row for slot, row in zip(slots, key, strict=True)}, (told,)
    lacking = [slot.name for slot in slots if slot.number not in found]
    if lacking and spare:
        raise FileRefused("The key does not fit the items. Items without a key: {lacking}. Keys without an item: {spare}. Write the questions as the "
                          "headings of the exam file, or give as many keys as items, in their order.", lacking=some(lacking), spare=some(spare))
    if lacking:
        raise FileRefused("These items have no right answer in the key: {lacking}. Add them to the key; leave the answer empty where an item is not "
                          "to be marked.", lacking=some(lacking))
    if spare:
        raise FileRefused("The key holds right answers of items that the file does not have: {spare}. Take them out of the key, or mark the columns "
                          "of all items.", spare=some(spare))
    unmarked = [slot.name for slot in slots if is_no_answer(found[slot.number][1]) and not is_number(found[slot.number][2])]
    told = Message("The key says no right answer for {items}: what was answered there is kept, without points.", {"items": some(unmarked)})
    return found, (told,) if unmarked else ()


def _names(slot: Slot, headings: Sequence[str]) -> set[str]:
    """What a key may call an item: its name, the headings of its columns, and its number where the heading has one."""
    texts = {slot.name, *(headings[at] for at in slot.columns)}
    return {name for text in texts for name in _own_names(text)} | ({str(slot.number)} if slot.numbered else set())


def _own_names(text: str) -> set[str]:
    """A text folded, and the number of an item, which Q1, 第1题 and 1 say alike, with the words behind it."""
    told = item_heading(text)
    if told is None:
        return {fold(text)} - {""}
    return {fold(text), fold(told.name), str(told.number), *([fold(told.text)] if told.text else [])} - {""}
