"""Two listed headings that mean the same above other cells: "Driver" and "Guide", of whom only a person
knows who is rated."""

from collections.abc import Collection, Mapping, Sequence

from data.kinds.schema import DatasetKind
from data.matching.cell_looks import are_codes
from data.matching.name_of_number import one_to_one
from data.matching.personal import is_email, is_name_part
from data.reading.sheet import Sheet
from data.text.folding import fold, is_listed, vocabulary

STORE = "store"
_SERVED = ("survey", "mystery_visit", "complaint", "praise")  # whose employee is one of several
_Found = dict[str, tuple[int, tuple[int, ...]]]  # column -> the likelier heading, the others


def meant_alike(
    sheet: Sheet,
    kind: DatasetKind,
    exact: Mapping[int, str],
    free: Sequence[int],
    samples: Sequence[Sequence[str]],
    unfit: Collection[tuple[int, str]],
) -> _Found:
    """People and places under a heading known by the lists alone, with the others that might be
    meant as well."""
    found: _Found = {}
    for at, name in exact.items():
        if not _is_asked(name, kind) or not is_listed(sheet.headings[at], name, kind):
            continue
        others = tuple(
            other
            for other in free
            if other not in exact
            and (other, name) not in unfit
            and name in vocabulary(kind).get(fold(sheet.headings[other]), {})
            and _are_others(sheet, at, other, samples)
            and not (name == STORE and _are_two_names(sheet, at, other, samples[at]))
        )
        if others:
            found[name] = (at, others)
    return found


def _are_two_names(sheet: Sheet, at: int, other: int, cells: Sequence[str]) -> bool:
    """Whether places that come again always stand beside the same other one, its second name."""
    return len(set(cells)) < len(cells) and one_to_one(sheet, at, other)


def _is_asked(name: str, kind: DatasetKind) -> bool:
    return name in (STORE, "closed_by") or name == "employee" and kind.name in _SERVED


def _are_others(sheet: Sheet, at: int, other: int, samples: Sequence[Sequence[str]]) -> bool:
    """Whether two columns both hold names, or both numbers, that differ."""
    ours, theirs = samples[at], samples[other]
    heading, second = sheet.headings[at], sheet.headings[other]
    if not ours or not theirs or are_codes(ours) != are_codes(theirs):
        return False
    if is_email(heading, ours) != is_email(second, theirs) or is_name_part(second):
        return False
    return ours != theirs
