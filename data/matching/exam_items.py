"""Exam files with one row an attempt and one column an item, made into one record an answer.

Three families: points ("Q. 1 /0.79"), responses with the right answer beside
them ("Response 1", "Right answer 1"), and answer matrices with a row that
holds the key.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from data.kinds.catalog import EXAM_ITEM, TRAINING
from data.kinds.schema import DatasetKind
from data.matching.exam_headings import Slot
from data.matching.exam_marking import NOT_YET, marked
from data.matching.exam_marks import ANSWERS, POINTS, RIGHT_WRONG
from data.matching.exam_plan import OWN, SheetPlan, plan_of
from data.matching.exam_points import earned
from data.questions import Question
from data.reading.options import Options
from data.reading.sheet import LeftOut, Lines, Sheet
from data.reading.sheets import some
from data.reading.table import MOST_ROWS
from data.text.error_words import ERROR_WORDS
from data.text.folding import fold, vocabulary
from data.values.cells import among
from data.values.looks import is_no_answer, is_number
from errors import FileRefused, Message
from i18n import N_

LEFT_EMPTY = {
    "-",
    "--",
    "—",
    "——",
    "–",
    "未作答",
    "未答",
    "(空)",
    "(跳过)",
    "(跳過)",
    "not answered",
    "no answer",
    "unanswered",
}
_KEY_ROW = Message(
    "This row holds the right answers, so it was read as the key and not as a person."
)
_MAXIMA_ROW = Message(
    "This row says what each item is worth, so it was read as that and not as a person."
)

_FEWEST, _EXAMPLES, _LONGEST = (
    3,
    3,
    60,
)  # people of whom somebody should be right; answers shown, and letters of each

_READ_AS = {
    POINTS: N_(
        "Columns read as the points of one item each: {items}, from \u201c{first}\u201d to "
        "\u201c{last}\u201d."
    ),
    RIGHT_WRONG: N_(
        "Columns read as one item each, where 1 is right and 0 is wrong: {items}, from "
        "\u201c{first}\u201d to \u201c{last}\u201d."
    ),
    ANSWERS: N_(
        "Columns read as the answers to one item each, marked by the key: {items}, from "
        "\u201c{first}\u201d to \u201c{last}\u201d."
    ),
}


@dataclass(frozen=True)
class Items:
    """A sheet with one record an answer, and what a person should know about how it was made.

    `warned`: what may make the numbers wrong. `items`: how many, 0 where the sheet is as it was.
    `aside`: headings of the file that tell of the whole attempt. `answers`: positions in the file
    of what was answered, or earned, in each item. `question`: whether these columns are items at
    all.
    """

    sheet: Sheet
    told: tuple[Message, ...] = ()
    items: int = 0
    aside: tuple[str, ...] = ()
    answers: tuple[int, ...] = ()
    question: Question | None = None
    warned: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Beside:
    """`items`: how many exam items a file holds beside its records; `kept`: the headings that tell
    of the person and the day."""

    items: int
    kept: tuple[str, ...]

    def settings(self, options: Options) -> Options:
        """What was settled for the records, as far as it holds for their items as well."""
        names = {column.name for column in EXAM_ITEM.columns} - set(OWN)
        return replace(
            options,
            match={
                heading: name
                for heading, name in options.match.items()
                if heading in self.kept and name in names | {""}
            },
            set={name: value for name, value in options.set.items() if name in names},
            where={
                heading: value for heading, value in options.where.items() if heading in self.kept
            },
            scale=None,
            reversed=False,
            pass_mark=None,
        )


def read_items(
    sheet: Sheet, kind: DatasetKind, options: Options | None = None, most: int | None = None
) -> Items:
    """One record an answer where `kind` is that of exam items and the sheet has a column for each;
    else the sheet itself.

    What tells of the person and the day stays, followed by own headings. `lines` repeat the row of
    the file. Without `options` only headings say which columns are items. Only the first `most`
    people where it is given. NoKey where answers are there, but nothing says which are right.
    """
    if kind is not EXAM_ITEM:
        return Items(sheet)
    plan, question = plan_of(sheet, options)
    return replace(
        Items(sheet) if plan is None else _taken_apart(sheet, plan, most), question=question
    )


def beside(sheet: Sheet, kind: DatasetKind) -> Beside | None:
    """The exam items that a file of exam results holds as well; None where there are none, or
    nothing says which answers are right."""
    try:
        plan = plan_of(sheet)[0] if kind is TRAINING else None
    except FileRefused:
        return None
    return (
        None
        if plan is None
        else Beside(len(plan.slots), tuple(sheet.headings[at] for at in plan.kept))
    )


def _taken_apart(sheet: Sheet, plan: SheetPlan, most: int | None) -> Items:
    """The answers row by row, each row's in the order of the items."""
    people = np.setdiff1d(
        np.arange(len(sheet.cells)), [at for at in (plan.key, plan.maxima) if at is not None]
    )[:most]
    cells = sheet.cells.iloc[people].reset_index(drop=True)
    count, items = len(people), len(plan.slots)
    if count * items > MOST_ROWS:
        raise FileRefused(
            "The file holds {found} answers, {items} exam items of {rows} people; at most {most} "
            "can be read at once. "
            "Split it, for example by month, and load the parts one after the other.",
            found=count * items,
            items=items,
            rows=count,
            most=MOST_ROWS,
        )
    written = pd.concat([cells[slot.answer] for slot in plan.slots], ignore_index=True)
    blank = written.isin(
        [text for text in written.unique() if is_no_answer(text) or text.casefold() in LEFT_EMPTY]
    ).to_numpy()
    sat = ~blank.reshape(items, count).all(axis=0)
    own = _own_columns(sheet, plan, cells, sat)
    unanswered = int(((own["score"] == "0").to_numpy() & blank).sum())
    without = int(own["score"].isin({"", *LEFT_EMPTY}).sum())
    by_row = np.arange(count * items).reshape(items, count).T.ravel()
    rows = np.repeat(np.arange(count), items)
    columns = [
        *(cells[at].take(rows) for at in plan.kept),
        *(column.take(by_row) for column in own.values()),
    ]
    form = replace(
        sheet,
        headings=(
            *(sheet.headings[at] for at in plan.kept),
            *(EXAM_ITEM.column(name).label for name in own),
        ),
        cells=pd.DataFrame({at: column.array for at, column in enumerate(columns)}),
        lines=Lines(np.repeat(np.asarray(sheet.lines)[people], items)),
        left_out=sheet.left_out + _special_rows(sheet, plan),
    )
    return Items(
        form,
        tuple(_told(sheet, plan, count, unanswered, without)),
        items,
        tuple(sheet.headings[at] for at in plan.aside),
        tuple(slot.answer for slot in plan.slots),
        warned=tuple(_never_right(plan, own, count)),
    )


def _never_right(plan: SheetPlan, own: dict[str, pd.Series], count: int) -> Iterable[Message]:
    """The items whose key is the answer of nobody: it may hold numbers or words where people gave
    letters."""
    found = []
    for at, slot in enumerate(plan.slots):
        if slot.number in plan.answered and "response" in own and "correct_response" in own:
            given, right = (
                own[name].iloc[at * count : (at + 1) * count]
                for name in ("response", "correct_response")
            )
            given, right = given[given != ""], right[right != ""].unique()
            if len(given) >= _FEWEST and len(right) == 1 and not (given == right[0]).any():
                found.append((slot.name, right[0], given.unique()[:_EXAMPLES].tolist()))
    if found:
        name, right, given = found[0]
        yield Message(
            "Nobody gave the right answer to these items: {items}. For \u201c{item}\u201d the key "
            "says \u201c{right}\u201d, while answers "
            "are such as {answers}. Look at the key: as it is, all these answers earn nothing.",
            {
                "items": some([each for each, *_ in found]),
                "item": name,
                "right": right[:_LONGEST],
                "answers": [answer[:_LONGEST] for answer in given],
            },
        )


def _special_rows(sheet: Sheet, plan: SheetPlan) -> list[LeftOut]:
    return [
        LeftOut(sheet.lines[at], ", ".join(filter(None, sheet.cells.iloc[at])), reason)
        for at, reason in ((plan.key, _KEY_ROW), (plan.maxima, _MAXIMA_ROW))
        if at is not None
    ]


def _own_columns(
    sheet: Sheet, plan: SheetPlan, cells: pd.DataFrame, sat: np.ndarray
) -> dict[str, pd.Series]:
    """Column of the kind -> its texts, item by item; those that would be empty are not there."""
    worth = _worth(sheet, plan, cells)
    parts = [
        _answers(slot, cells, sheet, plan, worth.get(slot.number, ""), sat) for slot in plan.slots
    ]
    own = {
        name: pd.concat([part[name] for part in parts], ignore_index=True)
        for name in (*OWN, "module")
    }
    return {
        name: texts
        for name, texts in own.items()
        if name in ("item", "score") or (texts != "").any()
    }


def _worth(sheet: Sheet, plan: SheetPlan, cells: pd.DataFrame) -> dict[int, str]:
    """What each item is worth: by its heading, by the row of maxima, else 1 where answers are right
    or wrong; none where the file says nothing."""
    found = {
        slot.number: np.format_float_positional(slot.maximum, trim="-")
        for slot in plan.slots
        if slot.maximum is not None
    }
    if plan.maxima is not None:
        found = {
            slot.number: sheet.cells[slot.answer].iloc[plan.maxima] for slot in plan.slots
        } | found
    found |= {number: row[2] for number, row in plan.keyed.items() if is_number(row[2])}
    right_or_wrong = [slot.number for slot in plan.slots] if plan.one_point else plan.answered
    known = dict.fromkeys(right_or_wrong, "1") | {
        number: worth for number, worth in found.items() if is_number(worth)
    }
    for slot in plan.slots if known else ():
        if slot.number not in known:
            known[slot.number] = _one_point(slot, sheet, cells)
    return known


def _one_point(slot: Slot, sheet: Sheet, cells: pd.DataFrame) -> str:
    if slot.mark is None:
        raise ValueError(f"item {slot.number} has no column of points")
    highest = pd.to_numeric(cells[slot.mark], errors="coerce").max()
    if highest > 1:
        raise FileRefused(
            "{column} goes up to {highest}, and nothing says how many points this item is worth, "
            "though it is said of others. "
            "Write it into the heading, such as \u201c{name} /{points}\u201d.",
            column=sheet.headings[slot.mark],
            highest=float(highest),
            name=slot.name,
            points=int(np.ceil(highest)),
        )
    return "1"


def _answers(
    slot: Slot, cells: pd.DataFrame, sheet: Sheet, plan: SheetPlan, worth: str, sat: np.ndarray
) -> dict[str, pd.Series]:
    """The own columns of one item for all people."""
    at, blank = slot.answer, _same("", len(cells))
    right = (
        _same(plan.right(slot, sheet), len(cells))
        if slot.right is None or slot.number in plan.keyed
        else cells[slot.right]
    )
    item = _same(slot.name, len(cells))
    if slot.question is not None:
        item = cells[slot.question].mask(cells[slot.question] == "", slot.name)
    if slot.number in plan.answered:
        response, right, score = marked(cells[at], right, sat)
        broken = among(cells[at], ERROR_WORDS)
        score = score.mask(score == "1", worth).mask(
            broken, cells[at]
        )  # told as what it is, and not as an item left unanswered
    else:
        written = earned(cells[slot.mark]) if slot.out_of else cells[slot.mark]
        points = written.str.casefold()
        score = written.mask(points.isin(LEFT_EMPTY) & sat, "0").mask(points.isin(NOT_YET), "")
        response = blank if slot.response is None else cells[slot.response]
    own = any(
        "module" in vocabulary(EXAM_ITEM).get(fold(sheet.headings[at]), {}) for at in plan.kept
    )
    module = (
        plan.keyed[slot.number][3] if slot.number in plan.keyed and not own else ""
    )  # what the exam file says counts
    return {
        "item": item,
        "response": response,
        "correct_response": right,
        "score": score,
        "maximum": _same(worth, len(cells)),
        "module": _same(module, len(cells)),
    }


def _same(text: str, count: int) -> pd.Series:
    return pd.Series(pd.array(pa.repeat(pa.scalar(text, pa.large_string()), count), dtype="str"))


def _told(
    sheet: Sheet, plan: SheetPlan, rows: int, unanswered: int, without: int
) -> Iterable[Message]:
    items = len(plan.slots)
    yield Message(
        "{rows} rows with {items} exam items each were read as {count} answers.",
        {"rows": rows, "items": items, "count": rows * items},
    )
    yield from plan.told
    if plan.marked:
        first, last = (sheet.headings[slot.answer] for slot in (plan.slots[0], plan.slots[-1]))
        cells = ANSWERS if plan.answered else RIGHT_WRONG if plan.one_point else POINTS
        yield Message(_READ_AS[cells], {"first": first, "last": last, "items": items})
    if plan.aside:
        yield Message(
            "Left aside here, since it tells of the whole attempt and not of single items: "
            "{headings}.",
            {"headings": [sheet.headings[at] for at in plan.aside]},
        )
    if plan.in_words:
        yield Message(
            "The cells under {headings} say right or wrong, so they were read as points. If they "
            "are the answers given, "
            "add a row that says \u201ckey\u201d in its first cell and holds the right ones.",
            {"headings": [sheet.headings[at] for at in plan.in_words]},
        )
    if unanswered:
        yield Message(
            "Items left unanswered by people who answered others: {count}. They earn 0 points.",
            {"count": unanswered},
        )
    if without:
        yield Message(
            "Answers without points: {count}. They count as if the item had not been shown to "
            "these people. "
            "Where it was shown and left unanswered, write 0.",
            {"count": without},
        )
