"""Cells of numbers that are written with their unit: lengths of time and amounts of money."""

from data.kinds.schema import Column
from data.values.durations import seconds
from data.values.looks import is_number
from data.values.money import without_currency


def has_unit(cell: str, column: Column) -> bool:
    """Whether a cell of a column of lengths of time or of money is one, as people write them."""
    if column.reader.endswith(":read_amounts"):
        return is_number(without_currency(cell.strip()))
    return column.reader.endswith(":read_minutes") and seconds(cell.strip()) is not None
