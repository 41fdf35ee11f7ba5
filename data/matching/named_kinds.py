"""What kind of record the name of a file, of its sheet or its title speaks of."""

from collections.abc import Callable, Sequence

from data.matching.exam_signs import names_exam
from data.matching.file_names import told_kinds
from data.matching.inspected import speaks_of_visits
from data.matching.record_names import names_complaint
from data.matching.unsaid_lists import praises
from data.reading.sheet import Sheet

# Sureness from which on there is something of a kind; of a kind of which no name speaks below which it
# hardly fits, and fits no more than one of which one does.
_SOME, _HARDLY, _BARELY = 0.2, 0.6, 0.8
_SURE = 0.85  # of a kind whose columns are all there
_NEAR = 0.4  # sureness from which on a kind may be meant beside one that fits
_BY_NAME, _BY_WORD = 0.45, 0.15  # by how much that may be surer: of words in the list, of others
_ANSWERS = {"survey", "nps"}  # what customers were asked tells which, not what the file is called
_NAMES: Sequence[tuple[frozenset[str], Callable[[str], bool]]] = (
    (frozenset({"mystery_visit", "mystery_item"}), lambda text: speaks_of_visits([text])),
    (frozenset({"training", "exam_item"}), names_exam),
    (frozenset({"complaint"}), names_complaint),
    (frozenset({"praise"}), praises),
)


def names_of(sheet: Sheet, file: str) -> tuple[str, ...]:
    """What may say what kind of record a file holds, besides its columns."""
    return tuple(filter(None, (*sheet.title, sheet.name, file)))


def named_kinds(names: Sequence[str]) -> dict[str, str]:
    """The kinds that names speak of -> the first name that does."""
    found: dict[str, str] = {}
    for name in names:
        spoken = name.replace("_", " ")
        for kind in told_kinds(name) or _by_their_words(spoken):
            found.setdefault(kind, name)
    return found


def _by_their_words(name: str) -> list[str]:
    return [kind for kinds, speaks in _NAMES if speaks(name) for kind in sorted(kinds)]


def with_names(
    ranked: Sequence[tuple[str, float]],
    names: Sequence[str],
    fits: float,
    lacks: Callable[[str], bool] = lambda kind: False,
) -> list[tuple[str, float]]:
    """Kinds by how sure they are, the likeliest first. Where none fits (`fits`), the likeliest of
    those of which a name speaks comes first, and fits if there is something of it. Where one fits of
    which none speaks, the likeliest of the others comes first and is as sure, so that it is asked
    which it is: not one that `lacks` a column it needs, beside one that does not."""
    named, (first, most) = named_kinds(names), ranked[0]
    told = next((entry for entry in ranked if entry[0] in named), None)
    if told is None or first in named and most >= fits:
        return list(ranked)
    name, sure = told
    rest = [entry for entry in ranked if entry[0] != name]
    if most < fits or sure < _SOME and most < _HARDLY:
        return [(name, fits if sure >= _SOME else sure), *rest]
    listed = any(name in told_kinds(text) for text in names)
    near = sure >= max(_NEAR, most - (_BY_NAME if listed else _BY_WORD))
    meant = near or listed and sure >= _SOME and most < _BARELY
    whole = most >= _SURE and not lacks(first)
    if not meant or {first, name} == _ANSWERS or whole and lacks(name):
        return list(ranked)
    return [(name, most), *rest]
