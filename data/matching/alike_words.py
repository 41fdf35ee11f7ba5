"""How much the words of a heading resemble a known one."""

from functools import cache, lru_cache

from data.kinds.catalog import KINDS
from data.kinds.schema import Column
from data.matching.known_names import KnownNames, Resemblance
from data.text.folding import parts


def as_words(heading: str, column: Column, telling: int | None) -> float:
    """How much a heading, or a part of one of several rows, resembles one that is known for the column,
    0 to 1. `telling`: letters from which a single word counts anywhere; None: only at the end."""
    return _resembled(heading, _names(column)).of(column, telling)


@lru_cache(maxsize=5_000)
def _resembled(heading: str, names: KnownNames) -> Resemblance:
    return names.resembled_by((heading, *parts(heading)))


@cache
def _names(column: Column) -> KnownNames:
    """The names among which a column is looked up: those of all kinds, its own where it is of none."""
    return _all_names() if column in _declared() else KnownNames((column,))


@cache
def _all_names() -> KnownNames:
    return KnownNames(_declared())


@cache
def _declared() -> dict[Column, None]:
    """The columns of all kinds, each once, in their order."""
    return dict.fromkeys(column for kind in KINDS for column in kind.columns)
