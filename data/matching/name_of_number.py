"""Columns of names beside columns of the numbers of the same: stores, staff."""

from collections.abc import Mapping, Sequence

from data.kinds.schema import DatasetKind
from data.matching.cell_looks import are_codes
from data.reading.sheet import Sheet
from data.text.folding import fold


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


def stores_called_alike(
    sheet: Sheet,
    kind: DatasetKind,
    exact: Mapping[int, str],
    free: Sequence[int],
    samples: Sequence[Sequence[str]],
) -> tuple[int, int] | None:
    """Of visits the numbers of stores and their names, where one heading stands above both
    ("Location #", "Location"): which is meant a person says, since earlier files may have been read
    by either."""
    number = next((at for at, name in exact.items() if name == "store"), None)
    if kind.name != "mystery_visit" or number is None or not are_codes(samples[number]):
        return None
    called = fold(sheet.headings[number])
    names = [
        at
        for at in free
        if at not in exact
        and fold(sheet.headings[at]) == called
        and samples[at]
        and not are_codes(samples[at])
    ]
    return (number, names[0]) if len(names) == 1 else None
