"""The sample records as files, the way staff would send them."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import xlsxwriter


def write_csv(
    path: Path,
    frame: pd.DataFrame,
    headings: Mapping[str, str],
    encoding: str = "utf-8",
    moments: str = "%Y-%m-%d %H:%M:%S",
) -> None:
    """The columns named in `headings` (column -> heading), in that order."""
    table = frame[list(headings)].rename(columns=headings)
    table.to_csv(path, index=False, encoding=encoding, date_format=moments, lineterminator="\r\n")


def write_rows(path: Path, rows: Iterable[Sequence[object]]) -> None:
    """Rows as they stand, in UTF-8 with a byte-order mark, as Excel saves CSV."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def write_workbook(
    path: Path, frame: pd.DataFrame, headings: Mapping[str, str], title: str, created: date
) -> None:
    """One sheet: a title line, an empty line, the headings, the rows; moments are true Excel
    moments."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        # Without a fixed day, the same records would make a different file each time.
        book.set_properties({"created": datetime(created.year, created.month, created.day)})
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, title)
        sheet.write_row(2, 0, list(headings.values()))
        columns = [frame[column].astype(object).tolist() for column in headings]
        for number, row in enumerate(zip(*columns, strict=True), start=3):
            sheet.write_row(
                number,
                0,
                [cell.to_pydatetime() if isinstance(cell, pd.Timestamp) else cell for cell in row],
            )
