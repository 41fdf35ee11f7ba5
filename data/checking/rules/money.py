"""Amounts of money, whichever currency is written beside them."""

from dataclasses import replace

from data.reading.options import Options
from data.values.cells import Cells, CellValues
from data.values.money import without_currency
from data.values.numbers import read_numbers, within


def read_amounts(cells: Cells, options: Options) -> CellValues:
    """The numbers of the distinct texts, without the currency."""
    plain = replace(cells, texts=cells.texts.map(without_currency))
    return within(read_numbers(plain), cells.heading, cells.column.low, cells.column.high)
