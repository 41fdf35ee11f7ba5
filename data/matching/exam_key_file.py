"""The right answers of an exam as a file of their own: its rows, and which item of the exam file
each belongs to."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from data.issues import Issue
from data.kinds.catalog import EXAM_ITEM
from data.matching.exam_headings import Slot, item_heading
from data.matching.headings import is_nameless
from data.reading.decoding import broken_line, encoding_of, open_text
from data.reading.footers import is_total
from data.reading.formats import PAGE, WORKBOOK, form
from data.reading.options import Options
from data.reading.reader import read
from data.reading.sheet import Sheet
from data.reading.sheets import UndecidedSheet, some
from data.reading.text_table import text_rows
from data.text.folding import fold, vocabulary
from data.values.looks import is_no_answer, is_number
from errors import FileRefused, Message, Undecided

KeyRow = tuple[str, str, str, str]  # item, right answer, maximum, module
Grid = list[list[str]]
_MOST = 1000  # items of a paper
_NAMES = frozenset(map(fold, ("item", "items", "name", "questions", "q", "题", "題")))
_NUMBERS = frozenset(
    map(
        fold,
        (
            "number",
            "no",
            "nr",
            "#",
            "item no",
            "question no",
            "序号",
            "序號",
            "编号",
            "編號",
            "题号",
            "題號",
        ),
    )
)
_ANSWERS = frozenset(
    map(
        fold,
        (
            "right answer",
            "correct",
            "correct answers",
            "right",
            "right answers",
            "solution",
            "solutions",
            "correct response",
            "答案",
            "正确选项",
            "正確選項",
        ),
    )
)
_MAXIMA = frozenset(
    map(
        fold,
        (
            "points",
            "score",
            "marks",
            "mark",
            "weight",
            "maximum points",
            "max points",
            "points possible",
            "分值",
            "分数",
            "分數",
            "配分",
            "得分",
        ),
    )
)
# What the first cell of a row says that holds the right answers, or what each item is worth; in an
# exam file as well, among the rows of people, so no word that is a name ("Max", "Mark") may stand
# here.
KEY_ROWS = frozenset(
    map(
        fold,
        (
            "key",
            "answer key",
            "right answer",
            "right answers",
            "correct answer",
            "correct answers",
            "correct",
            "答案",
            "标准答案",
            "正确答案",
            "参考答案",
            "標準答案",
            "正確答案",
            "參考答案",
        ),
    )
)
MAXIMA_ROWS = frozenset(
    map(
        fold,
        (
            "maximum",
            "maximum score",
            "max score",
            "full marks",
            "maximum points",
            "max points",
            "points possible",
            "possible points",
            "out of",
            "满分",
            "分值",
            "滿分",
            "配分",
        ),
    )
)
_FIRST_ROWS = 10  # in which the headings stand, below a title


@dataclass(frozen=True)
class Key:
    """The rows of a key file, and what is told of how it was read."""

    rows: tuple[KeyRow, ...]
    told: tuple[Issue, ...] = ()


def read_key(content: bytes, name: str, encoding: str = "") -> Key:
    """A key file, with an item in each row or in each column; FileRefused where it holds no key.

    `encoding`: that of the exam file, which a key of text without a mark of its own has too, as far
    as it can be read so.
    """
    grid, told = _grid(content, name, encoding)
    found = tuple(row for row in _in_rows(grid) or _in_columns(grid) if row[0] or row[1])
    if len(found) < 2 or len(found) > _MOST:
        raise FileRefused(
            "{file} is no key: it needs one row for each item, with the question and its right "
            "answer, or one column for each item "
            "and the right answers in the row below.",
            file=name,
        )
    nameless = next((row for row in found if not row[0]), None)
    if nameless is not None:
        raise FileRefused(
            "{file} holds the right answer \u201c{answer}\u201d without the question that it "
            "belongs to. Fill in the question.",
            file=name,
            answer=nameless[1],
        )
    return Key(found, told)


def _grid(content: bytes, name: str, encoding: str) -> tuple[Grid, tuple[Issue, ...]]:
    """The rows of the file as it has them, the first ones of its text, from the headings on where
    some are known, without a total at the end."""
    told: tuple[Issue, ...] = ()
    what = form(content, name)
    encoding = "" if what == WORKBOOK else _encoding(content, name, encoding)
    if what in (WORKBOOK, PAGE):
        sheet = _only_sheet(content, name, encoding)
        rows, told = (
            [
                *([] if is_nameless(sheet) else [sheet.headings]),
                *sheet.cells.itertuples(index=False, name=None),
            ],
            sheet.told,
        )
    else:
        rows = [
            cells
            for _, cells in islice(text_rows(open_text(content, encoding), name).rows, _MOST + 2)
        ]
    filled = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    while filled and is_total(next(cell for cell in filled[-1] if cell)):
        filled.pop()
    width = max(map(len, filled), default=0)
    return _below_title([row + [""] * (width - len(row)) for row in filled]), told


def _encoding(content: bytes, name: str, of_exam: str) -> str:
    """The encoding of a key of text: Unicode where it is that, else that of the exam file, else as
    it is told from the key alone."""
    if of_exam and not of_exam.startswith("utf") and broken_line(content, "utf-8") is not None:
        with suppress(FileRefused):  # not all of the key is text in it
            return encoding_of(content, name, of_exam)
    try:
        return encoding_of(content, name)
    except Undecided as doubt:
        raise FileRefused(
            "Nothing says in which encoding {file} is written. Save the key as UTF-8 or as .xlsx, "
            "and give it again.",
            file=name,
        ) from doubt


def _only_sheet(content: bytes, name: str, encoding: str) -> Sheet:
    """The one table of a workbook or a page; FileRefused where several fit."""
    try:
        sheet = read(content, name, Options(encoding=encoding or None))
    except UndecidedSheet as doubt:
        raise _several(name, [preview.name for preview in doubt.previews]) from doubt
    if len(sheet.places.names) > 1:
        raise _several(name, sheet.places.names)
    others = [
        other
        for other in sheet.sheets
        if other != sheet.name and _is_headed(read(content, name, Options(sheet=other)).headings)
    ]
    if others:
        raise _several(
            name, [other for other in sheet.sheets if other == sheet.name or other in others]
        )
    return sheet


def _several(name: str, sheets: Sequence[str]) -> FileRefused:
    return FileRefused(
        "Several sheets of {file} may hold the key: {sheets}. Keep only the one of this exam in "
        "the file, and give it again.",
        file=name,
        sheets=some(sheets),
    )


def _below_title(grid: Grid) -> Grid:
    """The rows from the headings on, where lines of a title stand above them."""
    headed = next((at for at, row in enumerate(grid[:_FIRST_ROWS]) if _is_headed(row)), None)
    if headed is not None:
        return grid[headed:]
    titles = next((at for at, row in enumerate(grid) if sum(map(bool, row)) > 1), 0)
    return grid[titles:] if grid and len(grid[0]) > 2 and titles < _FIRST_ROWS else grid


def _is_headed(row: Sequence[str]) -> bool:
    """Whether these are the headings of a key with an item a row: both the question and its answer
    are named."""
    meant = set(map(_meant, row))
    return bool(meant & {"item", "number"} and meant & {"right", "given"})


def _in_rows(grid: Grid) -> list[KeyRow]:
    """One item a row: by the headings, else the first two columns of a file that has no more."""
    if not grid:
        return []
    known = {name: at for at in reversed(range(len(grid[0]))) if (name := _meant(grid[0][at]))}
    right = known.get("right", known.get("given"))
    if right is not None:
        others = (at for at in range(len(grid[0])) if at not in known.values())
        item = known.get("item", known.get("number", next(others, None)))
        return (
            []
            if item is None
            else [
                (
                    row[item],
                    row[right],
                    _at(row, known.get("maximum")),
                    _at(row, known.get("module")),
                )
                for row in grid[1:]
            ]
        )
    short = len(grid) < 3 and not all(item_heading(row[0]) for row in grid)
    return [] if known or len(grid[0]) != 2 or short else [(row[0], row[1], "", "") for row in grid]


def _meant(heading: str) -> str:
    """What a column of a key file holds, by its heading: "item", "number", "right", "given" (an
    answer of any kind), "maximum", "module" or ""."""
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
    """One item a column: the right answers in the first row, and what each is worth in a row that
    says so."""
    if not 2 <= len(grid) <= 4:
        return []
    headings, rows, worth = (
        grid[0],
        grid[1:],
        MAXIMA_ROWS | _MAXIMA | {"max"},
    )  # nobody's name is among these rows
    labels = [
        at for at in range(len(headings)) if any(fold(row[at]) in KEY_ROWS | worth for row in rows)
    ]
    maxima = next((row for row in rows if any(fold(row[at]) in worth for at in labels)), None)
    right = next(
        (row for row in rows if any(fold(row[at]) in KEY_ROWS for at in labels)),
        next((row for row in rows if row is not maxima), None),
    )
    if right is None or len(rows) > 1 and not labels:
        return []
    items = [
        at
        for at in range(len(headings))
        if at not in labels and (right[at] or item_heading(headings[at]))
    ]
    if any(_meant(headings[at]) for at in items):
        return []
    return [(headings[at], right[at], _at(maxima, at) if maxima else "", "") for at in items]


# Which row belongs to which item.


def joined(
    key: Sequence[KeyRow], slots: Sequence[Slot], headings: Sequence[str]
) -> tuple[dict[int, KeyRow], tuple[Message, ...]]:
    """The row of each item, by its number, and what is told of it; by the headings, else by the
    order where no heading is the same.

    FileRefused, naming both sides, where items lack a key or a key has no item.
    """
    names = [_names(slot, headings) for slot in slots]
    key = _turned(key, names)
    counts = Counter(fold(row[0]) or row[0] for row in key)
    twice = next((row[0] for row in key if counts[fold(row[0]) or row[0]] > 1), None)
    if twice is not None:
        raise FileRefused(
            "The key holds \u201c{item}\u201d twice. Keep one right answer for each item.",
            item=twice,
        )
    found: dict[int, KeyRow] = {}
    spare = []
    for row in key:
        own = _own_names(row[0])
        at = next(
            (at for at, known in enumerate(names) if own & known and slots[at].number not in found),
            None,
        )
        if at is None:
            spare.append(row[0])
        else:
            found[slots[at].number] = row
    if not found and len(key) == len(slots):
        told = Message(
            "No item of the key has the heading of a column, so the key was matched by its order: "
            "\u201c{item}\u201d belongs to "
            "\u201c{heading}\u201d, and so on to \u201c{last}\u201d for \u201c{end}\u201d.",
            {
                "item": key[0][0],
                "heading": slots[0].name,
                "last": key[-1][0],
                "end": slots[-1].name,
            },
        )
        return {slot.number: row for slot, row in zip(slots, key, strict=True)}, (told,)
    lacking = [slot.name for slot in slots if slot.number not in found]
    if lacking and spare:
        raise FileRefused(
            "The key does not fit the items. Items without a key: {lacking}. Keys without an "
            "item: {spare}. Write the questions as the "
            "headings of the exam file, or give as many keys as items, in their order.",
            lacking=some(lacking),
            spare=some(spare),
        )
    if lacking:
        raise FileRefused(
            "These items have no right answer in the key: {lacking}. Add them to the key; leave "
            "the answer empty where an item is not "
            "to be marked.",
            lacking=some(lacking),
        )
    if spare:
        raise FileRefused(
            "The key holds right answers of items that the file does not have: {spare}. Take them "
            "out of the key, or mark the columns "
            "of all items.",
            spare=some(spare),
        )
    unmarked = [
        slot.name
        for slot in slots
        if is_no_answer(found[slot.number][1]) and not is_number(found[slot.number][2])
    ]
    told = Message(
        "The key says no right answer for {items}: what was answered there is kept, without "
        "points.",
        {"items": some(unmarked)},
    )
    return found, (told,) if unmarked else ()


def _turned(key: Sequence[KeyRow], names: Sequence[set[str]]) -> Sequence[KeyRow]:
    """The key with questions first, where it has two columns and the second one alone holds the
    questions; a number may be an answer, too."""

    def holds(at: int) -> list[bool]:
        return [
            not is_number(row[at]) and any(_own_names(row[at]) & known for known in names)
            for row in key
        ]

    is_bare = not any(row[2] or row[3] for row in key)
    first = any(_own_names(row[0]) & known for row in key for known in names)
    return (
        [(row[1], row[0], "", "") for row in key]
        if is_bare and not first and all(holds(1))
        else key
    )


def _names(slot: Slot, headings: Sequence[str]) -> set[str]:
    """What a key may call an item: its name, the headings of its columns, and its number where the
    heading has one."""
    texts = {slot.name, *(headings[at] for at in slot.columns)}
    return {name for text in texts for name in _own_names(text)} | (
        {str(slot.number)} if slot.numbered else set()
    )


def _own_names(text: str) -> set[str]:
    """A text folded, and the number of an item, which Q1, 第1题 and 1 say alike, with the words
    behind it."""
    told = item_heading(text)
    if told is None:
        return {fold(text)} - {""}
    return {
        fold(text),
        fold(told.name),
        str(told.number),
        *([fold(told.text)] if told.text else []),
    } - {""}
