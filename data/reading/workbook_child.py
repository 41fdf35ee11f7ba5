"""Writes the sheets of one workbook as text; runs as a process of its own.

A legal workbook of 1.5 KB can abort the process that reads it, so reading
happens here, within limits of memory, time and file size, and the process
that called goes on.

Called as `workbook_child.py WORKBOOK FOLDER [SHEET]`. Writes FOLDER/N.csv a
sheet (sheet row, then the cells; rows without text are skipped) and
FOLDER/index.json: all sheet names, and of each written sheet its number, name,
visibility, width and merged ranges: all near the top, further down those that
reach over several rows. Exit 3: a password is needed; 4: damaged or hostile; 5: no
room to write to.
"""

import csv
import errno
import json
import os
import sys
from datetime import date, datetime, timedelta

from python_calamine import CalamineError, CalamineSheet, PasswordError, load_workbook

MEMORY, SECONDS, WRITTEN = 1_500_000_000, 20, 2_000_000_000
NEEDS_PASSWORD, DAMAGED, NO_ROOM = 3, 4, 5
_TOP = 300  # rows in which headings may stand
_MOST_BLOCKS = 100_000  # merged ranges of one sheet; people merge a few hundred


def main(source: str, folder: str, asked: str | None) -> None:
    """Read the workbook `source` and write what was asked for."""
    book = load_workbook(source)
    sheets = [_write(book.get_sheet_by_name(meta.name), folder, number, str(meta.visible).endswith(".Visible"))
              for number, meta in enumerate(book.sheets_metadata)
              if str(meta.typ).endswith(".WorkSheet") and asked in (None, meta.name)]
    with open(os.path.join(folder, "index.json"), "w", encoding="utf-8") as file:
        json.dump({"names": book.sheet_names, "sheets": sheets}, file)


def _write(sheet: CalamineSheet, folder: str, number: int, visible: bool) -> dict[str, object]:
    width = 0
    with open(os.path.join(folder, f"{number}.csv"), "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for row, values in enumerate(sheet.iter_rows() if sheet.height else (), start=1):
            cells = [_text(value) for value in values]
            while cells and not cells[-1].strip():
                cells.pop()
            if cells:
                width = max(width, len(cells))
                writer.writerow([row, *cells])
    blocks = [(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
              if top < _TOP or bottom > top]
    if len(blocks) > _MOST_BLOCKS:
        sys.exit(DAMAGED)
    return {"number": number, "name": sheet.name, "visible": visible, "width": width, "blocks": blocks}


def _text(value: object) -> str:
    """The cell as a person would type it: 4 and not 4.0, dates in ISO form, at most 15 digits as in Excel."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime):
        return (value + timedelta(milliseconds=500)).replace(microsecond=0).isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _limit() -> None:
    """Limits exist on POSIX only; elsewhere the caller's time-out has to do."""
    if os.name == "posix":
        import resource
        for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, WRITTEN),
                            (resource.RLIMIT_CORE, 0)):
            resource.setrlimit(limit, (most, most))


if __name__ == "__main__":
    _limit()
    try:
        main(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None)
    except PasswordError:
        sys.exit(NEEDS_PASSWORD)
    except CalamineError:
        sys.exit(DAMAGED)
    except OSError as fault:
        sys.exit(NO_ROOM if fault.errno == errno.ENOSPC else DAMAGED)
