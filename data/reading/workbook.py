"""Workbooks (.xlsx .xlsm .xlsb .xls .ods) to rows: looked at from outside, read in a child process,
the right sheets chosen."""

import csv
import errno
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from zlib import error as ZlibError

from data.faults import file_fault
from data.issues import WARNING, Issue
from data.kinds.schema import DatasetKind
from data.progress import Tell, silent
from data.reading.formats import locked, refused
from data.reading.layout import Row
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.reading.sheets import Group, Table, chosen, group_name, grouped, others_told, together
from data.reading.table import MOST_COLUMNS, Rows, Shown, open_table, padded, read_table
from data.reading.which_sheet import Judge, Which, which_sheet
from errors import FileRefused, Message, WrongCall
from i18n import N_

_CHILD = Path(__file__).with_name("workbook_child.py")
_PASSWORD, _NO_ROOM, _REPEATED = 3, 5, 6  # exits of the child
_TIME_OUT = 25.0  # seconds; six million cells take about eight
_STEP = 0.02  # seconds between two looks at the child
_MOST_PARTS, _MOST_BYTES, _MOST_RATIO = 5000, 600_000_000, 150
_PROLOG = 1 << 16
_DECLARATIONS = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
_TOO_MUCH = {
    "repeated": N_(
        "A row of {file} is repeated {found} times; at most {most} times can be read. Delete the "
        "repeated rows, or export the table "
        "as .csv and load that file."
    ),
    "rows": N_(
        "A sheet of {file} reaches down to row {found}; at most {most} rows can be read. Delete "
        "what stands below the table, or export the "
        "table as .csv and load that file."
    ),
    "columns": N_(
        "A sheet of {file} has {found} columns or more; at most {most} can be read. Keep only the "
        "columns you need."
    ),
    "cells": N_(
        "The sheets of {file} hold {found} cells or more; at most {most} can be read. Keep only "
        "the rows and columns you need."
    ),
}
_UNMARKED = Message(
    "In an .xlsb workbook it cannot be seen which rows and columns are hidden, filtered out or "
    "struck through, nor which formulas "
    "were never calculated: all rows count as they stand. If it has any of these, save it as "
    ".xlsx and load that file."
)
_RULED = N_(
    "Rules of conditional formatting strike rows through in {sheets}, and which rows cannot be "
    "worked out here: all count as they stand. If some of them are not to count, delete them, save "
    "the workbook, and load that file."
)
_COLOURED = N_(
    "Cells without a text that are filled with a colour were read as the name of the colour: "
    "{colours}. If the colours do not stand for answers, write the answers into the cells and load "
    "the file again."
)
_ZIP_KINDS = (
    ("word/", N_("a text document")),
    ("ppt/", N_("a presentation")),
    ("Index/", N_("a Numbers or Pages document")),
)


def read_workbook(
    content: bytes,
    file: str,
    options: Options,
    tell: Tell = silent,
    kind: DatasetKind | None = None,
    judge: Judge | None = None,
) -> Sheet:
    """The table of a workbook; of several sheets with nearly the same headings all, as one. `kind`:
    that of the records, where it is known.

    FileRefused: damaged, locked, oversized or without a table. Undecided: several
    sheets fit equally well, and no `judge` tells which is likely. WrongCall: the sheet that was asked for does not exist.
    """
    sheet, answers = options.sheet, options.answers
    if content.startswith(b"PK"):
        _look_into_zip(content, file)
    with TemporaryDirectory() as folder:
        index = _run_child(content, Path(folder), file, sheet, tell)
        if sheet is not None and sheet in index["names"]:
            tables = _tables(index, Path(folder), file, True)
            found = _read(
                chosen([(table,) for table in tables], file, kind),
                file,
                tell,
                tuple(index["names"]),
                answers,
            )
            return _with_told(found, (*_unmarked(index), *_coloured(index, tables[:1])))
        if sheet is not None:
            index = _run_child(content, Path(folder), file, None, tell)
        groups = grouped(_tables(index, Path(folder), file, False))
        which = (
            which_sheet(groups, file, kind, judge, answers)
            if sheet is None
            else Which(_asked(groups, sheet, file, index["names"]))
        )
        names = tuple(table.name for each in groups for table in each)
        found = _with_told(
            _read(which.group, file, tell, names, answers),
            (
                *_unmarked(index),
                *_coloured(index, which.group),
                *others_told(groups, which.group),
            ),
        )
        return which.asked_of(found)


def _unmarked(index: dict) -> tuple[Issue, ...]:
    """That what the spreadsheet hides cannot be told of a workbook in this form, or that rules
    strike cells through which cannot be worked out."""
    ruled = [entry["name"] for entry in index["sheets"] if entry["unread_rules"]]
    told = [_UNMARKED] if index["unmarked"] else []
    if ruled:
        told.append(Message(_RULED, {"sheets": ruled}))
    return tuple(Issue(WARNING, message) for message in told)


def _coloured(index: dict, group: Iterable[Table]) -> tuple[Issue, ...]:
    """That colours were read as answers, and how many of each."""
    names = {table.name for table in group}
    counts: Counter[str] = Counter()
    for entry in index["sheets"]:
        counts.update(entry["colours"] if entry["name"] in names else {})
    each = [
        Message("{value}: {count}", {"value": colour, "count": count})
        for colour, count in counts.most_common()
    ]
    return (Issue(WARNING, Message(_COLOURED, {"colours": each})),) if each else ()


def _asked(groups: list[Group], name: str, file: str, names: list[str]) -> Group:
    """The group of alike sheets that was asked for by its name."""
    found = [group for group in groups if len(group) > 1 and group_name(group) == name]
    if not found:
        raise WrongCall(
            "The workbook {file} has no sheet \u201c{sheet}\u201d. Its sheets: {sheets}.",
            file=file,
            sheet=name,
            sheets=names,
        )
    return found[0]


def _read(
    group: Group, file: str, tell: Tell, names: tuple[str, ...], answers: Mapping[str, str] | None
) -> Sheet:
    sheets = [
        replace(read_table(table.opened, file, tell, answers=answers), sheets=names)
        for table in group
        if len(group) == 1 or _has_rows(table)
    ]
    return (
        sheets[0]
        if len(sheets) == 1
        else together(sheets, [table.name for table in group if table.hidden], file)
    )


def _has_rows(table: Table) -> bool:
    return len(table.opened.head) > table.opened.headings.taken


def _with_told(sheet: Sheet, told: tuple[Issue, ...]) -> Sheet:
    return replace(sheet, told=(*sheet.told, *told)) if told else sheet


def _tables(index: dict, folder: Path, file: str, asked: bool) -> list[Table]:
    """The sheets that hold headings and rows; those without rows only if there is no other."""
    opened = [
        (entry, open_table(_rows(entry, folder, file, index["since_1904"]), file))
        for entry in index["sheets"]
    ]
    tables = [
        Table(
            table,
            max(0, entry["rows"] - table.headings.taken),
            not asked and not entry["visible"],
            entry["averaging"],
        )
        for entry, table in opened
        if table
    ]
    filled = [table for table in tables if _has_rows(table)]
    if any(not table.hidden for table in filled):
        return filled
    return [table for table in tables if not table.hidden and len(table.headings) > 1][:1]


def _rows(entry: dict, folder: Path, file: str, since_1904: bool) -> Rows:
    if entry["width"] > MOST_COLUMNS:
        raise FileRefused(
            "The sheet {sheet} of {file} has {found} columns; at most {most} can be read. "
            "Keep only the columns you need.",
            sheet=entry["name"],
            file=file,
            found=entry["width"],
            most=MOST_COLUMNS,
        )
    rows = padded(_written(folder / f"{entry['number']}.csv"), entry["width"])
    shown = Shown(
        entry["hidden"],
        entry["struck"],
        entry["hidden_columns"],
        entry["filtered"],
        {int(column): rows for column, rows in entry["unsolved"].items()},
    )
    return Rows(
        entry["name"], rows, tuple(map(tuple, entry["blocks"])), shown=shown, since_1904=since_1904
    )


def _written(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        for row, *cells in csv.reader(stream):
            yield int(row), cells


def _run_child(content: bytes, folder: Path, file: str, sheet: str | None, tell: Tell) -> dict:
    """The child's index of what it wrote into `folder`."""
    source = folder / "workbook"
    source.write_bytes(content)
    call = [
        sys.executable,
        "-I",
        str(_CHILD),
        str(source),
        str(folder),
        *([sheet] if sheet else []),
    ]
    code = _watched(call, tell)
    if code is None:
        raise FileRefused(
            "Reading {file} takes longer than {limit} seconds. Export the table as .csv and load "
            "that file.",
            file=file,
            limit=_TIME_OUT,
        )
    if code == _PASSWORD:
        raise locked(file)
    if code == _NO_ROOM:
        raise file_fault(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    if code == _REPEATED:
        raise _too_much(file, **json.loads((folder / "index.json").read_text("utf-8")))
    if code:
        raise FileRefused(
            "The workbook {file} cannot be opened: it is damaged or unpacks to more than fits. "
            "Open it in your spreadsheet program, save it again as .xlsx or .csv, and load that "
            "file.",
            file=file,
        )
    return json.loads((folder / "index.json").read_text("utf-8"))


def _too_much(file: str, what: str, found: int, most: int) -> FileRefused:
    """The refusal of a workbook of a few bytes that says "the same again" more often than a table
    holds."""
    return FileRefused(_TOO_MUCH[what], file=file, found=found, most=most)


def _watched(call: list[str], tell: Tell) -> int | None:
    """How the process ended; None where it took too long. It never outlives this call, also where
    `tell` raises."""
    end = monotonic() + _TIME_OUT
    with subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            while process.poll() is None and monotonic() < end:
                tell(0)
                sleep(_STEP)
            return process.poll()
        finally:
            process.kill()


def _look_into_zip(content: bytes, file: str) -> None:
    """Refuse what is no workbook, is cut off, unpacks to too much, or declares entities, before
    anything unpacks it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            _must_be_workbook(packed, file)
            _must_be_modest(parts, len(content), file)
            declared = any(
                _DECLARATIONS.search(_beginning(packed, part))
                for part in parts
                if part.filename.endswith((".xml", ".rels", ".vml"))
            )
    except (zipfile.BadZipFile, ZlibError, EOFError, NotImplementedError, OSError) as error:
        raise FileRefused(
            "The workbook {file} is damaged or was not received to its end. Export or copy it "
            "again.",
            file=file,
        ) from error
    if declared:
        raise FileRefused(
            "The workbook {file} holds XML declarations (DOCTYPE) that no spreadsheet program "
            "writes. "
            "Save it again in your spreadsheet program and load that copy.",
            file=file,
        )


def _beginning(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with packed.open(part) as stream:
        return stream.read(_PROLOG).replace(b"\0", b"")


def _must_be_workbook(packed: zipfile.ZipFile, file: str) -> None:
    names = packed.namelist()
    if any(part.flag_bits & 1 for part in packed.infolist()):
        raise locked(file)
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        if b"encryption-data" in packed.read("META-INF/manifest.xml"):
            raise locked(file)
        return
    if any(name.startswith("xl/") for name in names):
        return
    what = next(
        (what for start, what in _ZIP_KINDS if any(name.startswith(start) for name in names)),
        N_("a compressed archive"),
    )
    raise refused(file, what)


def _must_be_modest(parts: list[zipfile.ZipInfo], packed_size: int, file: str) -> None:
    unpacked = sum(part.file_size for part in parts)
    if (
        len(parts) > _MOST_PARTS
        or unpacked > _MOST_BYTES
        or unpacked > 10_000_000
        and unpacked > packed_size * _MOST_RATIO
    ):
        raise FileRefused(
            "The workbook {file} unpacks to {parts} parts of {size} MB together, more than a "
            "table needs. "
            "Export the table as .csv and load that file.",
            file=file,
            parts=len(parts),
            size=round(unpacked / 1e6),
        )
