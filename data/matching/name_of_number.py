"""Columns of names beside columns of the numbers of the same: stores, staff."""

from collections.abc import Sequence

from data.matching.cell_looks import are_codes
from data.reading.sheet import Sheet


def name_first(sheet: Sheet, places: Sequence[int], samples: Sequence[Sequence[str]]) -> list[int]:
    """The columns of a store with its name before its number, where each number goes with one name
    and each name with one number, as with no grade and no region."""
    coded = [at for at in places if are_codes(samples[at])]
    names = [
        at
        for at in places
        if at not in coded and any(one_to_one(sheet, code, at) for code in coded)
    ]
    return sorted(places, key=lambda at: at not in names)


def one_to_one(sheet: Sheet, one: int, other: int) -> bool:
    pairs = sheet.cells[[one, other]]
    pairs = pairs[(pairs[one] != "") & (pairs[other] != "")].drop_duplicates()
    return len(pairs) > 1 and pairs[one].is_unique and pairs[other].is_unique
