"""The tables of one file: which of them are alike, what each looks like, and several of them as
one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.issues import NOTE, WARNING, Issue
from data.kinds.catalog import UPLOADED
from data.kinds.schema import DatasetKind
from data.reading.sheet import NO_PARTS, Lines, Parts, Places, Sheet, Unseen, Unsolved
from data.reading.table import Opened, refuse_too_long
from data.text.folding import best_coverage, coverage, fold
from errors import FileRefused, Message, Undecided
from i18n import CUT, N_, Text

FEWEST_KNOWN = (
    2  # known headings that tell one sheet from another; a single word may stand anywhere
)
TOGETHER = N_("Sheets of the workbook that were read together: {sheets}.")
_SAME, _AS_WIDE = (
    0.8,
    0.6,
    # share of the narrower table's headings that the other has; how wide it is at least beside the
    # other
)
_SAME_KIND, _WELL_KNOWN = 0.65, 4  # the same where both name so many columns of one kind
_MOST_TOGETHER, _MOST_TOLD = 500, 12  # sheets
_FIRST_ROWS, _LONGEST = 3, 40  # of a table in the choice among several; letters of a cell
_SUMMARY = re.compile(
    r"\b(?:summary|summaries|total|totals|overall|overview|dashboard|average|averages|ytd|zusammenfassung|übersicht|gesamt|summe"
    r"|résumé|récapitulatif|récap|synthèse|resumen|resumo|total "
    r"general|riepilogo|итог|итоги|сводка)\b"
    r"|汇总|彙總|总计|總計|合计|合計|总表|總表|小结|小結|总结|總結|总览|總覽|概览|概覽|集計|まとめ|합계|요약",
    re.I,
)
# Names of sheets that say how the others are filled in. 情况说明 may hold records.
_EXPLAINS = re.compile(
    r"\b(?:instructions?|read ?me|how to|guide(?:lines)?|help|anleitung|hinweise?|ausfüllhilfe|mode d.emploi"
    r"|consignes|instrucciones|instruções|istruzioni|инструкция)\b"
    r"|^(?:说明|說明)$|(?:填写|填寫|填表|填报|填報|使用|操作|录入|錄入|上传|上傳|导入|導入|匯入|模板|范本|範本)(?:说明|說明|须知|須知|指南|要求|规范|規範)"
    r"|記入(?:要領|方法|例)|使い方|작성\s*(?:방법|안내|요령)",
    re.I,
)
_COLLECTED = 0.9  # of the rows of all others, from which on a sheet may hold just these
_AVERAGED = (
    0.5  # formulas that sum up other cells for each row, from which on a sheet holds no records
)


@dataclass(frozen=True)
class Table:
    """One table: opened, not read yet. `rows`: how many it has about; `hidden`: its sheet is;
    `averaging`: formulas that sum up other cells."""

    opened: Opened
    rows: int
    hidden: bool = False
    averaging: int = 0

    @property
    def name(self) -> str:
        return self.opened.table.name

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(name for name in self.opened.headings.names if name)

    @property
    def is_summary(self) -> bool:
        """Whether its name says that it sums up other sheets."""
        return _SUMMARY.search(self.name) is not None

    @property
    def explains(self) -> bool:
        """Whether its name says that it tells how the others are filled in, and it has no headings
        of records."""
        return _EXPLAINS.search(self.name) is not None and _kind(self) is None

    @property
    def sums_up(self) -> bool:
        """Whether it holds averages or counts of other rows rather than records."""
        return self.averaging > 0 and self.averaging >= _AVERAGED * self.rows


@dataclass(frozen=True)
class Preview:
    """What a person sees of a table before choosing it: `kind` that it looks like, if any,
    `filled`: whether merged cells will be filled down."""

    name: str
    headings: tuple[str, ...]
    first: tuple[tuple[str, ...], ...]
    rows: int
    kind: Text | None
    hidden: bool
    sums_up: bool
    filled: bool


class UndecidedSheet(Undecided):
    """Several tables fit; `previews` shows each."""

    def __init__(
        self,
        text: str,
        /,
        previews: tuple[Preview, ...],
        choices: tuple[object, ...],
        **blanks: object,
    ):
        super().__init__(text, setting="sheet", choices=choices, **blanks)
        self.previews = previews


Group = tuple[Table, ...]


def group_name(group: Group) -> str:
    """What a group of alike tables is called where one is chosen."""
    return group[0].name if len(group) == 1 else f"{group[0].name} … {group[-1].name}"


def grouped(tables: Iterable[Table]) -> list[Group]:
    """The tables in groups with nearly the same headings, in the order of the file; those that sum
    up others stay alone."""
    groups: list[list[Table]] = []
    for table in tables:
        own = next(
            (group for group in groups if any(_alike(table, other) for other in group)), None
        )
        if own is None:
            groups.append([table])
        else:
            own.append(table)
    return [part for group in groups for part in _without_summaries(tuple(group))]


def _without_summaries(group: Group) -> list[Group]:
    """The group, and by itself each sheet in it that is named a summary of the others and has fewer
    rows than all of them."""
    records = tuple(table for table in group if not table.is_summary)
    if len(records) < 2:
        return [group]
    most = _COLLECTED * sum(table.rows for table in records)
    kept = tuple(table for table in group if not table.is_summary or table.rows >= most)
    return [kept, *((table,) for table in group if table not in kept)]


def _alike(one: Table, other: Table) -> bool:
    a, b = ({fold(name) for name in table.headings} for table in (one, other))
    narrow, wide = sorted((len(a), len(b)))
    shared = len(a & b)
    least = _SAME_KIND if _of_one_kind(one, other) else _SAME
    return (
        shared >= 2
        and shared >= least * narrow
        and narrow >= _AS_WIDE * wide
        and not (one.sums_up or other.sums_up)
    )


def _of_one_kind(one: Table, other: Table) -> bool:
    """Whether the headings of both say much of the same kind, such as lists of staff who are there
    and who left."""
    kinds = [max(UPLOADED, key=lambda kind: _rank(table, kind)) for table in (one, other)]
    return kinds[0] is kinds[1] and all(
        len(coverage(kinds[0], table.headings)) >= _WELL_KNOWN for table in (one, other)
    )


def chosen(groups: list[Group], file: str, kind: DatasetKind | None) -> Group:
    """The group whose headings are known best, those of `kind` where it is known; UndecidedSheet
    where several are, or where a single known word is all there is."""
    visible = [group for group in groups if not all(table.hidden for table in group)]
    if not visible:
        raise FileRefused(
            "The file {file} holds no table: no row of headings with rows below. Choose another "
            "file.",
            file=file,
        )
    best = _best([group for group in visible if not group[0].sums_up] or visible, kind)
    best = [
        group for group in best if len(group) > 1 or not (group[0].is_summary or group[0].explains)
    ] or best
    if len(best) > 1:
        names = tuple(map(group_name, best))
        raise UndecidedSheet(
            N_("Several sheets of {file} hold a table: {sheets}. Say which one to read."),
            tuple(preview(group) for group in best),
            choices=names,
            sheets=names,
            file=file,
        )
    return best[0]


def _best(groups: list[Group], kind: DatasetKind | None) -> list[Group]:
    if kind is not None:
        ranks = [max(_rank(table, kind) for table in group) for group in groups]
        if max(known for _, known in ranks) >= FEWEST_KNOWN:
            return [group for group, rank in zip(groups, ranks, strict=True) if rank == max(ranks)]
    counts = [max(best_coverage(table.headings) for table in group) for group in groups]
    known = [count if count >= FEWEST_KNOWN else 0 for count in counts]
    return [group for group, count in zip(groups, known, strict=True) if count == max(known)]


def _rank(table: Table, kind: DatasetKind) -> tuple[int, int]:
    """How many required columns of the kind the table lacks, below zero, and how many columns it
    has; few known ones say nothing."""
    found = coverage(kind, table.headings)
    lacking = sum(
        column.required and column.name not in found
        for column in kind.columns
        if column.name not in kind.one_of
    )
    lacking += bool(kind.one_of) and not found.intersection(kind.one_of)
    return (-lacking, len(found)) if len(found) >= FEWEST_KNOWN else (-len(kind.columns), 0)


def preview(group: Group) -> Preview:
    """What is shown of a group of alike tables, by its first."""
    table = group[0]
    taken = table.opened.headings.taken
    at = [place for place, name in enumerate(table.opened.headings.names) if name]
    rows = tuple(
        tuple(_short(cells[place]) if place < len(cells) else "" for place in at)
        for _, cells in table.opened.head[taken : taken + _FIRST_ROWS]
    )
    line = table.opened.head[taken - 1][0]
    return Preview(
        group_name(group),
        table.headings,
        rows,
        sum(each.rows for each in group),
        _kind(table),
        table.hidden,
        table.sums_up,
        any(bottom > top > line for top, _, bottom, _ in table.opened.table.blocks),
    )


def about(table: Preview) -> Iterable[Message | Text]:
    """What is said of a table before it is chosen: how many rows it has, what it looks like, and
    where its cells are not as they were typed."""
    yield Message("rows: {count}", {"count": table.rows})
    if table.kind is not None:
        yield Message("looks like \u201c{kind}\u201d", {"kind": table.kind})
    if table.hidden:
        yield N_("hidden in the spreadsheet")
    if table.sums_up:
        yield N_("sums up or averages other rows")
    if table.filled:
        yield N_("cells merged over several rows are filled in")


def _short(cell: str) -> str:
    text = " ".join(cell.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _kind(table: Table) -> Text | None:
    """The kind of records that the headings fit best, if they fit any."""
    best = max(UPLOADED, key=lambda kind: _rank(table, kind))
    return best.label if _rank(table, best)[1] >= FEWEST_KNOWN else None


def others_told(groups: list[Group], read: Group) -> tuple[Issue, ...]:
    """That other sheets hold tables too, which were not read."""
    rest = [table for group in groups if group != read for table in group]
    found = [
        Issue(
            WARNING
            if best_coverage(table.headings) >= FEWEST_KNOWN and not table.sums_up
            else NOTE,
            _told(table),
        )
        for table in rest
    ]
    more = len(found) - _MOST_TOLD
    if more > 0:
        found[_MOST_TOLD:] = [
            Issue(
                WARNING,
                Message(
                    "More sheets that hold a table and were not read: {count}.", {"count": more}
                ),
            )
        ]
    return tuple(found)


def _told(table: Table) -> Message:
    blanks = {"sheet": table.name, "count": table.rows}
    if table.sums_up:
        return Message(
            "The sheet {sheet} sums up other rows (rows: {count}), so it was not read.", blanks
        )
    if table.hidden:
        return Message(
            "The hidden sheet {sheet} holds a table (rows: {count}) that was not read. To read "
            "it, choose this sheet.",
            blanks,
        )
    if table.is_summary:
        return Message(
            "The sheet {sheet}, by its name a summary of others (rows: {count}), was not read. If "
            "it holds records of its own, "
            "choose this sheet.",
            blanks,
        )
    if table.explains:
        return Message(
            "The sheet {sheet}, which by its name says how the file is filled in (rows: {count}), "
            "was not read.",
            blanks,
        )
    kind = _kind(table)
    if kind is None:
        return Message("The sheet {sheet} holds a table (rows: {count}) that was not read.", blanks)
    return Message(
        "The sheet {sheet} holds another table (rows: {count}) that was not read; it looks like "
        "\u201c{kind}\u201d. "
        "To read it as well, load the file again and choose this sheet.",
        {**blanks, "kind": kind},
    )


# Several alike tables as one.


def together(sheets: Sequence[Sheet], hidden: Iterable[str], file: str) -> Sheet:
    """Alike tables as one: each heading once, the lines of each sheet behind those of the one
    before."""
    if len(sheets) > _MOST_TOGETHER:
        raise FileRefused(
            "{file} has {found} sheets alike; at most {most} can be read together. Split the "
            "workbook, or choose one sheet.",
            file=file,
            found=len(sheets),
            most=_MOST_TOGETHER,
        )
    headings = _joined_headings(sheets)
    refuse_too_long(file, sum(len(sheet.lines) for sheet in sheets), len(headings))
    starts = np.cumsum([0, *(_last_line(sheet) for sheet in sheets)])[:-1].tolist()
    names = tuple(sheet.name for sheet in sheets)
    frames = [_under(sheet, headings) for sheet in sheets]
    lines = np.concatenate(
        [np.asarray(sheet.lines) + start for sheet, start in zip(sheets, starts, strict=True)]
    )
    told = Issue(NOTE, Message(TOGETHER, {"sheets": list(names), "starts": starts}))
    return replace(
        sheets[0],
        name=group_words(names),
        headings=tuple(headings.values()),
        cells=pd.concat(frames, ignore_index=True),
        lines=Lines(lines),
        left_out=_moved([sheet.left_out for sheet in sheets], starts),
        faulty=_moved([sheet.faulty for sheet in sheets], starts),
        unseen=_unseen(sheets, starts, headings),
        places=Places(names, tuple(starts), tuple(hidden)),
        collected=_collected(names, frames),
        told=(told, *_each_once(sheets)),
        above=tuple(lines for sheet in sheets for lines in sheet.above),
    )


def some(names: Sequence[object], most: int = 8) -> list[object]:
    """The names for a sentence: of many the first ones and the last."""
    return list(names) if len(names) <= most else [*names[: most - 1], CUT, names[-1]]


def group_words(names: Sequence[str]) -> str:
    """The first and the last of several names."""
    return f"{names[0]} … {names[-1]}"


def places_in(issues: Iterable[Issue]) -> Places:
    """The sheets that a file was put together from, as what was found in it tells."""
    told = next(
        (
            issue.message.blanks
            for issue in issues
            if issue.row is None and issue.message.text == TOGETHER
        ),
        None,
    )
    if told is None:
        return Places()
    names, starts = told["sheets"], told["starts"]
    if not isinstance(names, list | tuple) or not isinstance(starts, list | tuple):
        raise ValueError("places are told as lists")
    return Places(tuple(names), tuple(starts))


def _joined_headings(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Folded heading -> heading, as the first sheet that has it writes it."""
    found: dict[str, str] = {}
    for sheet in sheets:
        for heading in sheet.headings:
            found.setdefault(_key(heading), heading)
    return found


def _key(heading: str) -> str:
    return fold(heading) or heading


def _under(sheet: Sheet, headings: dict[str, str]) -> pd.DataFrame:
    """The cells of a sheet under the headings of all; two of its own that fold alike stay two."""
    own: dict[str, int] = {}
    for at, heading in enumerate(sheet.headings):
        own.setdefault(_key(heading), at)
    blank = pd.Series([""] * len(sheet.lines), dtype="str")
    return pd.DataFrame(
        {at: sheet.cells[own[key]] if key in own else blank for at, key in enumerate(headings)},
        dtype="str",
    )


def _last_line(sheet: Sheet) -> int:
    return max(
        int(np.max(np.asarray(lines), initial=0))
        for lines in (sheet.lines, sheet.left_out.lines, sheet.faulty.lines)
    )


def _moved(parts: Sequence[Parts], starts: Sequence[int]) -> Parts:
    found = NO_PARTS
    for part, start in zip(parts, starts, strict=True):
        if len(part):
            found = found + Parts(part.lines + start, part.texts, part.codes, part.reasons)
    return found


def _unseen(sheets: Sequence[Sheet], starts: Sequence[int], headings: dict[str, str]) -> Unseen:
    def lines(which: str) -> np.ndarray:
        return np.concatenate(
            [
                getattr(sheet.unseen, which) + start
                for sheet, start in zip(sheets, starts, strict=True)
            ]
        ).astype(np.int32)

    unsolved: dict[str, Unsolved] = {}
    for sheet, start in zip(sheets, starts, strict=True):
        for heading, found in sheet.unseen.unsolved.items():
            name = headings[_key(heading)]
            before = unsolved.get(name, Unsolved(found.column, ()))
            unsolved[name] = Unsolved(
                before.column, (*before.rows, *(row + start for row in found.rows))
            )
    columns = dict.fromkeys(
        headings[_key(name)] for sheet in sheets for name in sheet.unseen.columns
    )
    return Unseen(
        lines("hidden"),
        lines("struck"),
        tuple(columns),
        any(sheet.unseen.filtered for sheet in sheets),
        unsolved,
    )


def _collected(names: Sequence[str], frames: Sequence[pd.DataFrame]) -> str:
    """The one sheet whose rows are those of all others; "" where there is none."""
    sizes = [len(frame) for frame in frames]
    at = int(np.argmax(sizes))
    if len(frames) < 3 or 2 * sizes[at] != sum(sizes):
        return ""
    whole = frames[at]
    shared = [
        column
        for column in whole.columns
        if not _counts_up(whole[column]) and all((frame[column] != "").any() for frame in frames)
    ]
    if not shared:
        return ""
    hashes = [pd.util.hash_pandas_object(frame[shared], index=False).to_numpy() for frame in frames]
    rest = np.concatenate([each for place, each in enumerate(hashes) if place != at])
    return names[at] if (np.sort(rest) == np.sort(hashes[at])).all() else ""


def _counts_up(cells: pd.Series) -> bool:
    return bool((cells == [str(number) for number in range(1, len(cells) + 1)]).all())


def _each_once(sheets: Sequence[Sheet]) -> tuple[Issue, ...]:
    """What was told of the single sheets, with the name of each in front."""
    return tuple(
        replace(
            issue, message=Message("{sheet}: {told}", {"sheet": sheet.name, "told": issue.message})
        )
        for sheet in sheets
        for issue in sheet.told
    )
