"""How well a required column of a kind is found in a file: what its heading counts, and how its cells
fit."""

from data.kinds.schema import Column, DatasetKind
from data.matching.headings import is_nameless
from data.matching.likeness import could_hold, sample
from data.matching.match import Match
from data.matching.ratings import rise_together
from data.matching.record_stems import KINDS as RECORDS
from data.matching.voice_columns import names_day
from data.reading.sheet import Sheet
from data.text.folding import doubts, fold, is_listed
from data.values.numbers import with_point

LIKELY = 0.7  # what a likely heading counts against an exact one
_GENERIC = {  # what headings count that stand in files of all kinds
    "name": 0.6,
    "startdate": 0.6,
    "created": 0.6,
    "createtime": 0.6,
    "creationdate": 0.6,
    "datum": 0.6,
    "fecha": 0.6,
}
_STEM, _OF_RECORD = 0.6, 0.75  # what a heading counts that is known by the stems of its words
# alone; where the kind has stems of its own
_GUESSED = 0.2  # what a heading counts that only its cells speak for
_DATED = 0.5  # the same of the day, where its heading speaks of one
_DOUBTED = 0.3  # what a listed word counts that means something else as well
_HOLLOW = 0.3  # what a heading counts above nothing but empty cells
_MANY = 10  # answers that tell how far their scale goes
_LOW = 10  # the highest of numbers that hardly go to 100
_WIDE = 100  # limits above this only keep out slips, so small numbers fit them as well


def trust_in(sheet: Sheet, proposed: Match, column: Column, kind: DatasetKind) -> float:
    """How well one required column is found, 0 to 1."""
    at = proposed.position(column.name)
    if at is None:
        return 0.0
    cells = sample(sheet.cells[at].iloc[:200].tolist())
    guessed = at in proposed.guessed and not is_nameless(sheet)
    trust = (
        (_DATED if _is_backed(sheet, proposed, column, kind) else _GUESSED)
        if guessed
        else (_OF_RECORD if kind.name in RECORDS else _STEM)
        if at in proposed.stems
        else _DOUBTED
        if at in proposed.likely and doubts(sheet.headings[at], column.name, kind)
        else LIKELY
        if at in proposed.likely and not _is_either(sheet, proposed, column, kind)
        else _GENERIC.get(fold(sheet.headings[at]), 1.0)
    )
    if not cells and not sheet.cells.empty and not sheet.cells[at].astype(bool).any():
        return trust * _HOLLOW
    return trust * _within(cells, column) if could_hold(column, cells, kind) else trust / 4


def _is_either(sheet: Sheet, proposed: Match, column: Column, kind: DatasetKind) -> bool:
    """Whether it is only asked which of several columns is meant: a course or its test, one known
    heading or another."""
    at = proposed.position(column.name)
    listed = at is not None and is_listed(sheet.headings[at], column.name, kind)
    return column.name in proposed.rivals and (column.name == "course" or listed)


def _is_backed(sheet: Sheet, proposed: Match, column: Column, kind: DatasetKind) -> bool:
    """Whether a guess by cells is more than one: a day whose heading speaks of one, or ratings that
    rise and fall with others, beside which the only days are those of the answers."""
    at = proposed.position(column.name)
    if at is None:
        return False
    if column.name == kind.date and names_day(sheet.headings[at]):
        return True
    overall = proposed.position("overall")
    if overall is None or column.name not in (kind.date, "overall"):
        return False
    return overall not in proposed.guessed or rise_together(sheet, overall)


def _within(cells: list[str], column: Column) -> float:
    """How well the numbers fit: the share within the limits, less where they use little of the
    range.

    Answers up to 10 on a scale that is not told are as often recommendations.
    """
    plain = [with_point(cell) for cell in cells]
    numbers = [float(cell) for cell in plain if cell.replace(".", "", 1).isdecimal()]
    if column.high == _LOW and sum(cell.endswith("%") for cell in cells) * 2 > len(cells):
        return 0.1  # shares of a hundred are no answers from 0 to 10
    if not numbers:
        return 1.0 if column.scaled or column.high is None else 0.5
    if column.scaled:
        return 0.8 if 7 < max(numbers) <= 10 else 1.0
    if column.low is None or column.high is None:
        return 1.0
    if (column.low, column.high) == (0, _WIDE) and max(numbers) <= _LOW:
        return 0.2
    if column.high == _LOW and len(numbers) >= _MANY and max(numbers) <= _LOW / 2:
        return 0.3  # ten answers from 0 to 10 are hardly ever all in the lower half
    inside = sum(column.low <= number <= column.high for number in numbers) / len(numbers)
    return inside * (1.0 if column.high > _WIDE or max(numbers) > column.high / 2 else 0.6)
