"""Tables of text as CSV files in which no spreadsheet finds a formula."""

import pandas as pd

_RISKY = tuple("=+-@\t\r\n＝＋－＠")


def inert(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would run as a formula."""
    return "'" + text if text.startswith(_RISKY) else text


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """A CSV file that spreadsheets open in any language: UTF-8 with a mark, all text inert, headings too."""
    safe = frame.map(lambda cell: inert(cell) if isinstance(cell, str) else cell)
    safe.columns = [inert(str(name)) for name in frame.columns]
    return safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")
