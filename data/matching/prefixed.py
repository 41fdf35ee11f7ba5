"""Ratings with the same word before each number, as web pages call the picture of their stars: s-star5,
rating_4."""

import re
from dataclasses import replace

from data.issues import NOTE, Issue
from data.matching.written import Written
from data.reading.sheet import Sheet
from data.values.looks import is_no_answer
from errors import Message

_RATED = re.compile(
    r"(?P<word>(?:[a-z]{1,12}[-_ ])*(?:stars?|rating|rate|score|grade|bewertung|sterne?|estrellas?|étoiles?|评分|評分|星级|星級|星)[-_ ]?)"
    r"(?P<number>10|[0-9](?:[.][05])?)",
    re.I,
)
_FIRST = 200  # rows that tell of most columns that they hold something else
_MOST = 21  # different ones: half points up to ten


def without_prefixes(sheet: Sheet) -> Written:
    """The sheet with the numbers alone in columns all of whose cells say the same before them; other
    sheets as they are."""
    cells, told = sheet.cells, []
    for at, heading in enumerate(sheet.headings):
        if _plain(list(dict.fromkeys(sheet.cells[at].iloc[:_FIRST].tolist()))) is None:
            continue  # most columns
        plain = _plain(sheet.cells[at].unique().tolist())
        if plain is None:
            continue
        word, numbers = plain
        if cells is sheet.cells:
            cells = sheet.cells.copy()
        cells[at] = sheet.cells[at].replace(numbers)
        blanks = {"heading": heading, "word": word}
        told.append(
            Issue(NOTE, Message("“{heading}”: the numbers behind “{word}” were read.", blanks))
        )
    return Written(replace(sheet, cells=cells) if told else sheet, tuple(told))


def _plain(different: list[str]) -> tuple[str, dict[str, str]] | None:
    """What stands before all numbers, and cell -> number; None where one cell says something else."""
    said = [cell for cell in different if not is_no_answer(cell)]
    if not 1 < len(said) <= _MOST:
        return None
    found = {cell: _RATED.fullmatch(cell) for cell in said}
    words = {each["word"] for each in found.values() if each is not None}
    if None in found.values() or len(words) != 1:
        return None
    return words.pop(), {cell: each["number"] for cell, each in found.items() if each is not None}
