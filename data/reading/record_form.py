"""Whether a row that could be headings is a record like the others, by their form: a number above each
column of numbers, and a word that stands in its column again."""

from collections.abc import Sequence

from data.values.looks import is_data

_MOST, _FEWEST = 0.9, 3  # share of numbers in a column of them; records to compare with
_NARROWEST = 3  # columns: two are as well a label and its value


def has_form_of_records(row: Sequence[str], others: Sequence[Sequence[str]]) -> bool:
    """Whether a row is filled as the others are, with numbers and days where they have them, and at
    least one of its words comes again below itself. A row that comes again as a whole is rather one
    of headings, printed on each page."""
    cells = [cell.strip() for cell in row]
    if len(cells) < _NARROWEST or len(others) < _FEWEST or not all(cells):
        return False
    if not any(map(is_data, cells)):
        return False
    columns = [
        [other[at].strip() for other in others if at < len(other)] for at in range(len(cells))
    ]
    numbers = [at for at, told in enumerate(columns) if _are_data(told)]
    if not numbers or not all(is_data(cells[at]) for at in numbers):
        return False
    words = [at for at in range(len(cells)) if at not in numbers]
    again = [at for at in words if cells[at] in columns[at]]
    plain = all(not is_data(cells[at]) or at in again for at in words)
    whole = any([cell.strip() for cell in other] == cells for other in others)
    return bool(again) and plain and not whole


def _are_data(cells: Sequence[str]) -> bool:
    told = [cell for cell in cells if cell]
    return 2 * len(told) > len(cells) and sum(map(is_data, told)) >= _MOST * len(told)
