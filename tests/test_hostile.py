"""Files that are meant to harm, or that do: a sentence each, no traceback, no hang, no memory,
nothing run."""

import ast
import io
import json
import re
import subprocess
import sys
import textwrap
import zipfile
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from data.database.tables import rows_table
from data.exports.formula_safe import csv_bytes, inert
from data.exports.marked import marked_workbook
from data.kinds.catalog import NPS, kind_named
from data.matching.recognise import recognise
from data.reading.options import Options
from data.uploads.prepare import FileId, prepare, prepare_sheet
from data.uploads.store import add
from errors import ServiceCultureError
from i18n import translator
from tests.effort import worked
from tests.read_whole import LIMIT, read_whole
from tools.messages import product_files
from ui.parts.issues_table import issues_frame, rejected_frame

pytestmark = pytest.mark.without_sums

ROOT = Path(__file__).resolve().parents[1]
HOSTILE = ROOT.parent / "shared" / "real" / "hostile"
FILES = sorted(path for path in HOSTILE.rglob("*") if path.is_file() and path.suffix != ".json")
SAY = translator("en")


def outcome(content: bytes, name: str) -> str:
    """The refusal in words, or "" where rows were prepared; within the time limit."""
    started = worked()
    try:
        prepare(content, name, NPS, Options())
        told = ""
    except ServiceCultureError as fault:
        told = SAY(fault.message)
    assert worked() - started < LIMIT
    return told


@pytest.mark.skipif(not FILES, reason="the folder of real files is not on this machine")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(HOSTILE).as_posix())
def test_every_hostile_file_is_taken_or_refused_in_words(path):
    started, content = worked(), path.read_bytes()
    try:
        sheet = read_whole(content, path.name, Options())
        kind, sureness = recognise(sheet)[0]
        assert 0 <= sureness <= 1
        prepare_sheet(FileId.of(content, path.name), sheet, kind_named(kind), Options())
    except ServiceCultureError as fault:
        assert SAY(fault.message)
    assert worked() - started < LIMIT


# --- what unpacks to too much or asks for more than a table


def packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def workbook(sheet: bytes, **others: bytes) -> bytes:
    """A small workbook with this sheet, and other parts by name ("/" written as "__")."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("s").write_row(0, 0, ["id", "date", "score"])
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return packed(
        {
            **parts,
            "xl/worksheets/sheet1.xml": sheet,
            **{name.replace("__", "/"): part for name, part in others.items()},
        }
    )


NS = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n + 1, b"&l%d;" % n * 10) for n in range(9))
# Made when they are needed: each worker would make them to find the tests.
BOMBS = {
    "zeros": lambda: workbook(b"<worksheet " + NS + b"><sheetData>" + b"0" * 200_000_000),
    "billion laughs": lambda: workbook(
        b'<!DOCTYPE x [<!ENTITY l0 "ha">'
        + LAUGHS
        + b"]><worksheet "
        + NS
        + b"><sheetData><row r='1'>"
        b"<c r='A1' t='inlineStr'><is><t>&l9;</t></is></c></row></sheetData></worksheet>"
    ),
    "laughs in UTF-16": lambda: workbook(
        (
            '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'
        ).encode("utf-16")
    ),
    "foreign entity": lambda: workbook(
        b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><worksheet '
        + NS
        + b"><sheetData><row r='1'>"
        b"<c r='A1' t='inlineStr'><is><t>&f;</t></is></c></row></sheetData></worksheet>"
    ),
    "sparse": lambda: workbook(
        b"<worksheet " + NS + b"><sheetData><row r='1'><c r='A1'><v>1</v></c></row>"
        b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row></sheetData></worksheet>"
    ),
    "merged without end": lambda: workbook(
        b"<worksheet "
        + NS
        + b"><sheetData><row r='1'><c r='A1'><v>1</v></c></row></sheetData><mergeCells>"
        + b"".join(b'<mergeCell ref="A%d:B%d"/>' % (n, n + 1) for n in range(1, 400_000, 2))
        + b"</mergeCells></worksheet>"
    ),
    "zip in zip": lambda: packed({"xl/workbook.xml": packed({"a": b"0" * 50_000_000})}),
    "many parts": lambda: packed({f"xl/{number}.xml": b"" for number in range(6_000)}),
    "page of cells": lambda: (
        b"<table>" + b"<tr><td rowspan=2000 colspan=2>1" * 30_000 + b"</table>"
    ),
    "page of tables": lambda: b"<table><tr><td>" * 20_000,
    "deep quotes": lambda: b"id,date,score\n" + b'"' * 3_000_000,
    "one long field": lambda: b'id,date,score\n1,2026-09-01,"' + b"9" * 5_000_000 + b'"\n',
    "one long line": lambda: b"id,date,score\n" + b"9" * 20_000_000,
    "100,000 columns": lambda: (
        b",".join(b"c%d" % number for number in range(100_000)) + b"\n" + b"1," * 99_999 + b"1\n"
    ),
    "few cells under many headings": lambda: (
        b",".join(b"c%d" % number for number in range(1_990))
        + b",id,date,score\n"
        + b"1\n" * 2_000_000
    ),
    "zeros as text": lambda: b"\0" * 1_000_000,
    "NUL in the middle": lambda: b"id,date,score\n1,2026-09-01,9\n2,2026-09-\x0001,8\n",
}


@cache
def bomb(name: str) -> bytes:
    return BOMBS[name]()


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_once(name):
    assert outcome(bomb(name), f"{name}.xlsx")


# The most memory of the program itself: what getrusage tells holds that of the program which
# started it.
CHILD = """
    import sys
    from pathlib import Path
    sys.path.insert(0, {root!r})
    from data.kinds.catalog import NPS
    from data.uploads.prepare import prepare
    from data.reading.options import Options
    from errors import ServiceCultureError

    def most():
        return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) // 1024

    before = most()
    for path in sys.argv[1:]:
        try:
            prepare(Path(path).read_bytes(), "bomb.xlsx", NPS, Options())
        except ServiceCultureError:
            pass
        print(path, most() - before)
"""


FROM_PROC = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="the most memory of a program is read from /proc"
)
LARGE = (
    *("zeros", "billion laughs", "sparse"),
    *("merged without end", "one long line", "100,000 columns"),
)


@FROM_PROC
def test_a_bomb_takes_little_memory(tmp_path):
    """In a process of its own, one after the other: starting it takes longer than any of them."""
    for name in LARGE:
        (tmp_path / name).write_bytes(bomb(name))
    code = textwrap.dedent(CHILD.format(root=str(ROOT)))
    done = subprocess.run(
        [sys.executable, "-c", code, *LARGE],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    told = done.stdout.splitlines()
    assert len(told) == len(LARGE)
    assert int(told[-1].split()[-1]) < 300, f"megabytes of the process that serves pages: {told}"


_WIDE = """
from pathlib import Path
from data.kinds.catalog import NPS
from data.uploads.prepare import prepare
from data.reading.options import Options
line = b"%d,2026-09-01 10:00,9," + b"x" * 40 + b"," * 60 + b"\\n"
content = b"id,date,score,comment" + b"".join(b",c%d" % number for number in range(60)) + b"\\n"
content += b"".join(line % number for number in range(60_000))
rows = len(prepare(content, "wide.csv", NPS, Options()).checked.rows)
print(rows, Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
"""


@FROM_PROC
def test_a_wide_and_long_file_stays_small_in_memory():
    done = subprocess.run(
        [sys.executable, "-c", _WIDE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    rows, kilobytes = map(int, done.stdout.split())
    assert rows == 60_000 and kilobytes < 600_000


# --- what would be run or obeyed somewhere

FORMULAS = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "＝1+1",
    '=HYPERLINK("http://example.test")',
]
SQL = [
    "'; DROP TABLE upload; --",
    '" OR 1=1 --',
    "store); DELETE FROM upload; --",
    "%s %(x)s {0} {x}",
    "../../etc/passwd",
    "\u202egnp.exe",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
]


def table(cells: list[str]) -> bytes:
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    rows = [f"{number},2026-09-01 10:00,{cell},9,{cell}" for number, cell in enumerate(quoted)]
    return (
        "id,date,store,score,comment\n"
        + "\n".join(rows)
        + f"\n99,2026-09-01 10:00,{quoted[0]},{quoted[0]},x\n"
    ).encode()


def test_formulas_are_stored_as_written_and_inert_in_every_export(database):
    found = prepare(table(FORMULAS), "a.csv", NPS, Options())
    add(database, found)
    with database.read() as reading:
        stored = [
            row[0] for row in reading.rows(f"SELECT comment FROM {rows_table(NPS)} ORDER BY line")
        ]
    assert stored == [cell.strip() for cell in FORMULAS]
    issues = found.checked.issues
    for exported in (
        csv_bytes(issues_frame(issues, SAY)),
        csv_bytes(rejected_frame(issues, found.sheet, SAY)),
    ):
        cells = [
            cell.strip('"')
            for line in exported.decode("utf-8-sig").splitlines()
            for cell in line.split(",")
        ]
        assert any(cell.startswith("'=") for cell in cells) and not any(
            cell.startswith(("=", "+", "@", "＝")) for cell in cells
        )
    with zipfile.ZipFile(io.BytesIO(marked_workbook(found, issues, SAY))) as archive:
        assert not any(
            b"<f>" in archive.read(name) or b"<hyperlink" in archive.read(name)
            for name in archive.namelist()
        )


def test_sql_and_markup_in_cells_headings_and_names_are_only_words(database):
    found = prepare(table(SQL), "'; DROP TABLE upload; --.csv", NPS, Options())
    assert add(database, found).upload == 1
    headings = [f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in SQL]
    content = f"id,date,score,{','.join(headings)}\n" + f"1,2026-09-02 10:00,9{',x' * len(SQL)}\n"
    other = prepare(content.encode(), "../../../etc/passwd", NPS, Options())
    assert add(database, other).upload == 2
    with database.read() as reading:
        assert [name for (name,) in reading.rows("SELECT file FROM upload ORDER BY id")] == [
            "'; DROP TABLE upload; --.csv",
            "../../../etc/passwd",
        ]
        assert set(SQL) <= set(json.loads(reading.row("SELECT unused FROM upload WHERE id = 2")[0]))
        assert reading.row("SELECT sum(kept) FROM upload")[0] == len(SQL) + 1


@pytest.mark.parametrize(
    "name",
    [
        "../../../../tmp/evil.xlsx",
        "a\0b.xlsx",
        "C:\\windows\\x.xlsx",
        "x" * 5_000 + ".xlsx",
        "con",
        "\u202exslx.exe",
        "",
    ],
)
def test_a_file_name_is_only_a_name(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("s")
        sheet.write_row(0, 0, ["id", "date", "score"])
        sheet.write_row(1, 0, [1, "2026-09-01", 9])
    found = prepare(buffer.getvalue(), name, NPS, Options())
    assert (found.file, found.checked.rows["score"].tolist()) == (name, [9])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("sheet", ["--help", "../x", "a'; DROP", "=1+1"])
def test_a_sheet_name_is_only_a_name(sheet):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet(sheet.replace("/", "-").replace("'", "-"))
        page.write_row(0, 0, ["id", "date", "score"])
        page.write_row(1, 0, [1, "2026-09-01", 9])
    assert (
        prepare(
            buffer.getvalue(),
            "a.xlsx",
            NPS,
            Options(sheet=sheet.replace("/", "-").replace("'", "-")),
        ).checked.rows.shape[0]
        == 1
    )


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 x",
        b"\x89PNG\r\n\x1a\n",
        b"\x7fELF" + b"\0" * 50,
        b"MZ\x90\0",
        b"\x1f\x8b\x08\0",
        b"<?php system('id'); ?>",
        b"#!/bin/sh\nrm -rf /\n",
        b'{"a": [1, 2]}',
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ],
)
@pytest.mark.parametrize("name", ["scores.csv", "scores.xlsx"])
def test_a_name_that_lies_changes_nothing(content, name):
    assert outcome(content, name)


@pytest.mark.parametrize(
    "written, safe",
    [
        ("=1+1", "'=1+1"),
        ("\t=1", "'\t'=1"),
        ("\r\n=1", "'\r\n'=1"),
        (" =1", "' =1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("＝1", "'＝1"),
        ("a;=1+1;b", "a;'=1+1;b"),
        ("a; @x", "a;' @x"),
        ("a\t+1", "a\t'+1"),
        ("first\n-2+3", "first\n'-2+3"),
        ("a;b", "a;b"),
        ("a-b = c", "a-b = c"),
        ("x;-", "x;'-"),
        ("", ""),
    ],
)
def test_a_formula_is_inert_wherever_a_cell_may_begin(written, safe):
    assert inert(written) == safe


def test_text_is_quoted_and_a_number_is_a_number():
    rows = pd.DataFrame(
        {"a;=2": ["x;=1", None], "n": [1.5, None], "count": pd.array([3, None], dtype="Int64")}
    )
    assert (
        csv_bytes(rows).decode("utf-8-sig")
        == '"a;\'=2","n","count"\r\n"x;\'=1",1.5,3\r\n"","",""\r\n'
    )


def test_no_table_becomes_a_file_elsewhere():
    """Frames are written by data/exports/formula_safe.py alone, and what is offered as CSV comes
    from there."""
    wanted = {ROOT / "data" / "exports" / "formula_safe.py", ROOT / "data" / "samples" / "files.py"}
    files = [file for file in product_files(ROOT) if "tests" not in file.parts]
    assert {
        file
        for file in files
        if re.search(r"\.to_(csv|excel|clipboard)\(", file.read_text("utf-8"))
    } == wanted
    pieces = {"show_table_with_file", "show_first_with_file", "draw_rest"}  # of ui/parts/table.py
    told = re.compile("|".join(["download_button", *pieces]))
    made = [
        (file.name, call)
        for file in files
        if "ui" in file.relative_to(ROOT).parts and told.search(file.read_text("utf-8"))
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call)
    ]
    calls = [
        (name, ast.unparse(call))
        for name, call in made
        if isinstance(call.func, ast.Attribute) and call.func.attr == "download_button"
    ]
    by_piece = [name for name, call in made if getattr(call.func, "id", "") in pieces]
    others = [call for call in calls if "text/csv" in call[1] and "csv_bytes(" not in call[1]]
    assert (
        len(calls) > 10
        and len(calls) + len(by_piece) > 18
        and [name for name, _ in others] == ["start.py"] * 2
    ), "a template of ours, and the sample with faults"
