"""Surveys in a language of which no word is known: a day, and a question whose answers are numbers
of a scale."""

from data.kinds.catalog import NPS, SURVEY
from data.matching.likeness import sample
from data.matching.voice_columns import asks_in_unknown_words, may_be_answers
from data.reading.sheet import Sheet
from data.values.looks import is_date, is_number

_LOOKED_AT = 500  # rows
_FEWEST, _SPREAD = 10, 3  # answers, and different ones, from which on they show their scale
_FIVE, _TEN = 5, 10


def riddle(sheet: Sheet) -> str | None:
    """The kind whose answers a file holds that can be told by nothing but its cells: those from 1 to
    5 are rather ratings, those up to 10 recommendations. The headings are asked about."""
    samples = [
        sample(sheet.cells[at].iloc[:_LOOKED_AT].tolist(), _LOOKED_AT)
        for at in range(len(sheet.headings))
    ]
    if not any(map(_are_days, samples)):
        return None
    found = {_scale(heading, cells) for heading, cells in zip(sheet.headings, samples, strict=True)}
    return next((kind for kind in (SURVEY.name, NPS.name) if kind in found), None)


def _are_days(cells: list[str]) -> bool:
    return bool(cells) and all(is_date(cell) and not is_number(cell) for cell in cells)


def _scale(heading: str, cells: list[str]) -> str | None:
    """Which kind the answers of a question in unknown words are of."""
    if not asks_in_unknown_words(heading) or len(cells) < _FEWEST or len({*cells}) < _SPREAD:
        return None
    if not may_be_answers(heading, cells, SURVEY, "overall") or not all(map(is_number, cells)):
        return None
    highest = max(map(float, cells))
    return SURVEY.name if highest <= _FIVE else NPS.name if highest == _TEN else None
