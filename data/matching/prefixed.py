"""Ratings with the same word before each number, as web pages call the picture of their stars: s-star5,
rating_4."""

import re
from dataclasses import replace

from data.issues import NOTE, Issue
from data.kinds.schema import DatasetKind, Type
from data.matching.headings import match
from data.matching.voice_columns import speaks_of_rating
from data.matching.written import Written
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.values.looks import is_no_answer
from errors import Message

# Not "grade", "note": of some the first is the best, and classes and wages have them.
_RATED = re.compile(
    r"(?P<word>(?:[a-z]{1,12}[-_ ])*(?:stars?|rating|rate|score|sterne?|estrellas?|étoiles?|评分|評分|星级|星級|星)[-_ ]?)"
    r"(?P<number>10|[0-9](?:[.][05])?)",
    re.I,
)
_FIRST = 200  # rows that tell of most columns that they hold something else
_MOST = 21  # different ones: half points up to ten


def without_prefixes(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with the numbers alone in columns of ratings all of whose cells say the same before
    them; other sheets as they are."""
    cells, told = sheet.cells, []
    for at, heading in enumerate(sheet.headings):
        if _plain(list(dict.fromkeys(sheet.cells[at].iloc[:_FIRST].tolist()))) is None:
            continue  # most columns
        plain = _plain(sheet.cells[at].unique().tolist())
        if plain is None or not _holds_ratings(sheet, at, kind, options):
            continue
        word, numbers = plain
        if cells is sheet.cells:
            cells = sheet.cells.copy()
        cells[at] = sheet.cells[at].replace(numbers)
        blanks = {"heading": heading, "word": word.strip()}
        told.append(
            Issue(NOTE, Message("“{heading}”: the numbers behind “{word}” were read.", blanks))
        )
    return Written(replace(sheet, cells=cells) if told else sheet, tuple(told))


def _holds_ratings(sheet: Sheet, at: int, kind: DatasetKind, options: Options) -> bool:
    """Whether a column is one of ratings: stores and segments may be called “Star 1” as well."""
    name = options.match.get(sheet.headings[at], match(sheet, kind, Options()).columns.get(at))
    if name:
        return kind.column(name).type in (Type.NUMBER, Type.INTEGER)
    return name is None and speaks_of_rating(sheet.headings[at])


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
