"""Who the people of a list of staff are, where its headings only say "id" or "name": beside the days on
which somebody was hired, each row is a person."""

import re
from collections.abc import Collection, Mapping, Sequence

from data.kinds.catalog import ROSTER
from data.matching.open_headings import OpenHeadings
from data.matching.own_number import counts_rows
from data.matching.personal import is_name_part
from data.reading.sheet import Sheet
from data.text.folding import fold, words
from data.values.looks import is_date, is_no_answer

# What a number of staff may be headed, where the whole list is one of staff.
_NUMBERS = frozenset(
    "id no nr code codigo código codice kode kod number numero número nummer nomor numer"
    " kennung identificador identifiant clave uid uuid key".split()
)
_NAMES = frozenset(
    "name nombre nome nom nama naam navn namn isim nombres nomes fullname nombrecompleto"
    " nomecompleto nomcomplet 姓名 氏名 名前 이름 имя фио".split()
)
# When anything may have begun, a course or a project too.
_ANY_START = re.compile(r"start|entry|begin|beginn|début|inicio|início|inizio|开始|開始", re.I)


def people_of_list(
    open_: OpenHeadings, columns: Mapping[int, str], sure: Collection[int]
) -> Sequence[int]:
    """The columns that may say who somebody is, the likeliest first; none where one is known, or
    where no heading surely tells when somebody was hired."""
    sheet, kind = open_.sheet, open_.kind
    known = next((at for at, name in columns.items() if name == "employee"), None)
    if kind is ROSTER and known is not None:
        return _instead_of_names(open_, columns, known)
    hired = next((at for at, name in columns.items() if name == "hired_on"), None)
    if kind is not ROSTER or hired is None or "employee" in columns.values():
        return ()
    if hired not in sure or _ANY_START.search(sheet.headings[hired]):
        return ()
    names = [
        at
        for at in open_.free
        if at not in columns and fold(sheet.headings[at]) in _NAMES and _are_all_others(sheet, at)
    ]
    return [*_numbers(open_, columns), *names]


def _instead_of_names(open_: OpenHeadings, columns: Mapping[int, str], known: int) -> Sequence[int]:
    """The numbers of staff beside names that several people share, and these names; none where the
    names tell them apart. In a list of one day each row is somebody else."""
    sheet = open_.sheet
    is_name = fold(sheet.headings[known]) in _NAMES or is_name_part(sheet.headings[known])
    days = [at for at, name in columns.items() if name == open_.kind.date]
    if known not in open_.free or not is_name or sheet.cells[known].is_unique:
        return ()
    if any(sheet.cells[at].nunique() > 1 for at in days):
        return ()
    hired = [at for at, name in columns.items() if name == "hired_on"]
    if (
        hired
        and len(sheet.cells[[known, *hired]].drop_duplicates()) == sheet.cells[known].nunique()
    ):
        return ()  # several rows of the same people
    numbers = _numbers(open_, columns)
    return [*numbers, known] if numbers else ()


def _numbers(open_: OpenHeadings, columns: Mapping[int, str]) -> list[int]:
    """The columns of numbers that each row has another of; none that count the rows, as every file
    does anew."""
    headings = open_.sheet.headings
    return [
        at
        for at in open_.free
        if at not in columns
        and {*words(headings[at])} <= _NUMBERS
        and not counts_rows(headings[at], open_.samples[at])
        and _are_all_others(open_.sheet, at)
    ]


def _are_all_others(sheet: Sheet, at: int) -> bool:
    """Whether each row is filled, with something that no other row has."""
    cells = sheet.cells[at]
    return (
        bool(cells.is_unique) and not cells.map(is_no_answer).any() and not is_date(cells.iloc[0])
    )
