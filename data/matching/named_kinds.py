"""What kind of record the name of a file, of its sheet or its title speaks of."""

import re
from collections.abc import Callable, Sequence

from data.matching.exam_signs import names_exam
from data.matching.inspected import speaks_of_visits
from data.matching.record_names import names_complaint
from data.matching.unsaid_lists import praises
from data.reading.sheet import Sheet

_SUGGESTED = re.compile(r"\bnps\b|net.?promoter|净推荐|淨推薦|推荐值|推薦值", re.I)
_ASKED = re.compile(
    r"survey|satisf|questionn|feedback|reviews?\b|encuesta|umfrage|enqu[êe]te|zufried|rating|ankiet|anket|опрос"
    r"|调查|調查|问卷|問卷|满意|滿意|评价|評價|アンケート|설문|khảo sát",
    re.I,
)
_NEAR = 0.4  # sureness from which on a kind that a name speaks of may be meant
_BY_NAME = 0.15  # by how much another may be surer
_PLAIN = frozenset({"mystery_visit", "mystery_item", "nps", "complaint"})
_NAMES: Sequence[tuple[frozenset[str], Callable[[str], bool]]] = (
    (frozenset({"mystery_visit", "mystery_item"}), lambda text: speaks_of_visits([text])),
    (frozenset({"training", "exam_item"}), names_exam),
    (frozenset({"nps"}), lambda text: _SUGGESTED.search(text) is not None),
    (frozenset({"survey", "nps", "staff_survey"}), lambda text: _ASKED.search(text) is not None),
    (frozenset({"complaint"}), names_complaint),
    (frozenset({"praise"}), praises),
)


def names_of(sheet: Sheet, file: str) -> tuple[str, ...]:
    """What may say what kind of record a file holds, besides its columns."""
    return tuple(filter(None, (*sheet.title, sheet.name, file)))


def named_kinds(names: Sequence[str]) -> dict[str, str]:
    """The kinds that names speak of -> the first name that does."""
    found: dict[str, str] = {}
    for kinds, speaks in _NAMES:
        told = next((name for name in names if speaks(name.replace("_", " "))), None)
        if told is not None:
            found |= {kind: told for kind in kinds if kind not in found}
    return found


def with_names(
    ranked: Sequence[tuple[str, float]], names: Sequence[str], fits: float
) -> list[tuple[str, float]]:
    """Kinds by how sure they are, the likeliest first: of two that are near that of which a name
    speaks, as sure as the other, so that it is asked which it is; and one of which the name speaks
    is as sure as kinds that fit (`fits`) where it nearly is."""
    named, (first, most) = named_kinds(names), ranked[0]
    if first in named and first in _PLAIN and _NEAR <= most < fits:
        return [(first, fits), *ranked[1:]]
    if first in named:
        return list(ranked)
    told = next((name for name, sure in ranked if name in named and sure >= _NEAR), None)
    if told is None or dict(ranked)[told] + _BY_NAME < most:
        return list(ranked)
    return [(told, most), *(entry for entry in ranked if entry[0] != told)]
