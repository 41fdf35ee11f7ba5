"""Tables as a workbook: numbers and days as such, text that no spreadsheet takes for a formula."""

import io
from collections.abc import Mapping
from datetime import date

import pandas as pd
import xlsxwriter

_LONGEST = 32_000  # characters of a cell; a workbook holds 32,767
_NARROWEST, _BROADEST = 8, 60  # letters of a column


def workbook_bytes(sheets: Mapping[str, pd.DataFrame]) -> bytes:
    """An .xlsx with a sheet a table, by name; headings stay in sight."""
    buffer = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **plain}) as book:
        bold, text = (
            book.add_format({"quote_prefix": True, "bold": heading, "text_wrap": not heading})
            for heading in (True, False)
        )
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, table in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for column, heading in enumerate(table.columns):
                sheet.set_column(column, column, _breadth(table, column))
                sheet.write_string(0, column, str(heading)[:_LONGEST], bold)
                for row, cell in enumerate(table.iloc[:, column], start=1):
                    if cell is None or isinstance(cell, float) and pd.isna(cell):
                        continue
                    if isinstance(cell, date):
                        sheet.write_datetime(row, column, cell, day)
                    elif isinstance(cell, int | float):
                        sheet.write_number(row, column, cell)
                    else:
                        sheet.write_string(row, column, str(cell)[:_LONGEST], text)
    return buffer.getvalue()


def _breadth(table: pd.DataFrame, column: int) -> int:
    """Letters that a column is set to."""
    cells = (str(cell) for cell in (table.columns[column], *table.iloc[:, column]))
    return min(max(max(map(len, cells)) + 2, _NARROWEST), _BROADEST)
