"""Which place was visited, where inspectors only write its name, as in lists of restaurants that an
office inspects: the name is none of a person then."""

import re
from collections.abc import Mapping, Sequence

from data.kinds.catalog import MYSTERY_ITEM, MYSTERY_VISIT
from data.matching.cell_looks import are_codes
from data.matching.open_headings import OpenHeadings
from data.matching.person_cells import may_be_people
from data.reading.sheet import Sheet
from data.text.folding import words
from data.values.looks import is_no_answer

_NAMES = re.compile(
    r"name|(?:dba|aka|doing business as|trade|trading|business|premises?|facility|establishment"
    r"|restaurant)(?: name)?",
    re.I,
)
# The numbers that offices give to places.
_NUMBERS = re.compile(
    r"(?:hsis|camis|permit|licen[cs]e|facility|establishment|business|premises?|site|estab)"
    r" ?(?:id|no|num|number|nbr|nr|code)?",
    re.I,
)
# What says of which sort a place is, or where it stands; people have addresses of mail.
_OF_PLACES = re.compile(
    r"(?<!mail )(?<!ip )(?<!web )\baddress|\bstreet|\bzip|postal|facility ?type|business ?type"
    r"|restaurant ?type|risk (?:level|category)|cuisine|permit|licen[cs]e|hsis|camis",
    re.I,
)
_PLAIN = "name"
_FEWEST = 2  # different places


def visited_places(open_: OpenHeadings, columns: Mapping[int, str]) -> Sequence[int]:
    """The columns that may say which place was visited, the likeliest first; none where one is
    known, or where no heading says where a place is or what it is to an office."""
    if open_.kind not in (MYSTERY_VISIT, MYSTERY_ITEM) or "store" in columns.values():
        return ()
    said = [" ".join(words(heading)) for heading in open_.sheet.headings]
    if not any(map(_OF_PLACES.search, said)):
        return ()
    free = [at for at in open_.free if at not in columns and _differ(open_.sheet, at)]
    named = [
        at for at in free if _NAMES.fullmatch(said[at]) and not may_be_people(open_.samples[at])
    ]
    numbered = [
        at
        for at in free
        if at not in named and _NUMBERS.fullmatch(said[at]) and are_codes(open_.samples[at])
    ]
    return [*sorted(named, key=lambda at: said[at] != _PLAIN), *numbered]


def _differ(sheet: Sheet, at: int) -> bool:
    told = sheet.cells[at][~sheet.cells[at].map(is_no_answer).astype(bool)]
    return told.nunique() >= _FEWEST and 2 * len(told) > len(sheet.cells)
