"""Tables of text as CSV files in which no spreadsheet finds a formula."""

import csv
import re

import pandas as pd

# What a spreadsheet runs: at the beginning of a cell, and behind what it may take for the end of
# one. Where the comma is the decimal sign, cells end with a semicolon, and quotes in the middle of
# a line hold nothing together.
_RISKY = re.compile(
    r"^(?=[\t\r\n])|(^|[;\t\r\n])((?:[^\S\t\r\n]|[\u200b\u2060\ufeff])*)(?=[=+\-@＝＋－＠])"
)


def inert(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would run as a formula."""
    return _RISKY.sub(lambda found: f"{found[1] or ''}'{found[2] or ''}", text)


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """A CSV file that spreadsheets open in any language: UTF-8 with a mark, all text quoted and
    inert, headings too."""
    safe = frame.map(lambda cell: inert(cell) if isinstance(cell, str) else cell)
    safe.columns = [inert(str(name)) for name in frame.columns]
    return safe.to_csv(index=False, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC).encode(
        "utf-8-sig"
    )
