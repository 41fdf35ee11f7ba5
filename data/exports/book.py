"""Tables as workbooks in which no cell is a formula."""

import io
from collections.abc import Sequence
from datetime import date

import pandas as pd
import xlsxwriter

_LONGEST = 32_000  # characters of a cell; a workbook holds 32,767
_BROADEST = 40  # letters of a column
_AS_THEY_ARE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def book_bytes(frame: pd.DataFrame, title: str, about: Sequence[tuple[str, str]] = ()) -> bytes:
    """An .xlsx of one sheet called `title`: what the table is about, a line each, then the table,
    whose numbers and days are such; what is missing is an empty cell."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _AS_THEY_ARE) as book:
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet(_sheet_name(title))
        for line, (name, text) in enumerate(about):
            sheet.write_string(line, 0, name[:_LONGEST], bold)
            sheet.write_string(line, 1, text[:_LONGEST])
        top = len(about) + 1 if about else 0
        for column, name in enumerate(frame.columns):
            sheet.write_string(top, column, str(name)[:_LONGEST], bold)
            cells = frame[name].tolist()
            for line, cell in enumerate(cells, start=top + 1):
                if cell is None or pd.isna(cell) or cell == "":
                    continue
                if isinstance(cell, str):
                    sheet.write_string(line, column, cell[:_LONGEST])
                elif isinstance(cell, date):
                    sheet.write_datetime(line, column, cell, day)
                else:
                    sheet.write_number(line, column, float(cell))
            widest = max((len(str(cell)) for cell in (name, *cells)), default=0)
            sheet.set_column(column, column, min(_BROADEST, widest + 3))
    return buffer.getvalue()


def _sheet_name(title: str) -> str:
    """The title without the signs that a sheet's name must not have."""
    kept = "".join(" " if sign in "[]:*?/\\" else sign for sign in title).strip(" '")
    return kept[:31] or "1"
