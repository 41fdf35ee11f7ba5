"""Long work says what it does after a second, can be cancelled after ten, and takes its child
process with it."""

import io
import time
from pathlib import Path

import pytest
import xlsxwriter
from streamlit.testing.v1 import AppTest

from data.kinds.catalog import NPS
from data.reading import workbook
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import FileId, prepare_sheet
from data.uploads.store import add, rehearse, uploads


class Cancelled(Exception):
    """What the page raises in the work when somebody clicks."""


def book() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as made:
        sheet = made.add_worksheet()
        for row, cells in enumerate([["id", "date", "score"], [1, "2026-09-01", 9]]):
            sheet.write_row(row, 0, cells)
    return buffer.getvalue()


def page(seconds: float) -> None:
    import time

    import streamlit as st

    from i18n import translator
    from ui.parts import working

    working.SHOWN_AFTER, working.CANCEL_AFTER, working._BETWEEN = 0.1, 0.3, 0.01
    with working.working("Reading the file …", "stop", lambda: None, translator("en")) as tell:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            tell(12_000)
            time.sleep(0.02)
    st.write("done")


@pytest.mark.parametrize("seconds", [0.05, 0.2, 0.5])
def test_the_sign_is_gone_when_the_work_is_done(seconds):
    opened = AppTest.from_function(page, kwargs={"seconds": seconds}, default_timeout=20).run()
    assert not opened.exception and opened.markdown[-1].value == "done"
    assert not opened.get("status") and not opened.button


@pytest.mark.parametrize(
    ("first", "rows", "least"),
    [(b"", 900_000, 3), (b'"1\n",2026-09-01,9\n', 25_000, 20)],
    ids=["plain", "row by row"],
)
def test_reading_tells_its_rows(first, rows, least):
    heard = []
    read(b"id,date,score\n" + first + b"1,2026-09-01,9\n" * rows, "a.csv", Options(), heard.append)
    assert heard[-1] == rows + bool(first) and heard == sorted(heard) and len(heard) >= least


def test_checking_tells_too():
    heard = []
    content = b"id,date,score\n" + b"1,2026-09-01,9\n" * 2_000
    prepare_sheet(
        FileId.of(content, "a.csv"),
        read(content, "a.csv", Options()),
        NPS,
        Options(),
        tell=heard.append,
    )
    assert set(heard) == {2_000} and len(heard) >= 3


def test_what_ends_the_work_ends_its_child(monkeypatch, tmp_path):
    slow = tmp_path / "slow.py"
    started = tmp_path / "started"
    slow.write_text(
        f"import os, time\nopen({str(started)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)\n",
        "utf-8",
    )
    monkeypatch.setattr(workbook, "_CHILD", slow)

    def cancel(rows: int) -> None:
        if started.exists() and started.read_text():
            raise Cancelled

    begun = time.monotonic()
    with pytest.raises(Cancelled):
        read(book(), "a.xlsx", Options(), cancel)
    assert time.monotonic() - begun < 20
    if Path("/proc").is_dir():
        assert not Path(f"/proc/{started.read_text()}").exists()


def test_a_child_that_takes_too_long_is_ended(monkeypatch, tmp_path):
    slow = tmp_path / "slow.py"
    slow.write_text("import time\ntime.sleep(60)\n", "utf-8")
    monkeypatch.setattr(workbook, "_CHILD", slow)
    monkeypatch.setattr(workbook, "_TIME_OUT", 0.5)
    with pytest.raises(workbook.FileRefused, match="takes longer"):
        read(book(), "a.xlsx", Options())


@pytest.mark.parametrize("work", [add, rehearse])
def test_storing_that_is_stopped_stores_nothing(database, work):
    prepared = prepare_sheet(
        FileId.of(b"x", "a.csv"),
        read(b"id,date,score\n1,2026-09-01,9", "a.csv", Options()),
        NPS,
        Options(),
    )
    said = []

    def stop_at(statement: int):
        def tell(rows: int) -> None:
            said.append(rows)
            if len(said) == statement:
                raise Cancelled

        return tell

    for statement in (1, 5, 12):
        said.clear()
        with pytest.raises(Cancelled):
            work(database, prepared, tell=stop_at(statement))
        with database.read() as reading:
            assert uploads(reading).empty and reading.row("SELECT count(*) FROM rows_nps") == (0,)
    work(database, prepared, tell=lambda rows: None)
    with database.read() as reading:
        assert len(uploads(reading)) == (work is add)
