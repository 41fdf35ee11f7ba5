"""Names of units that probably mean the same one: written alike, or one within the other."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

from data.checking.cells import half_width
from data.reading.folding import words

ALIKE = 0.8  # least share of letters in common; a name within another counts as much
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_CHINESE_MARKS = frozenset("一二三四五六七八九十东西南北中東")
_MARKS = frozenset(("north", "south", "east", "west", "new", "old"))
_SHORTEST = 2  # letters of a name found within another


@lru_cache(maxsize=20_000)
def folded_name(name: str) -> str:
    """The letters and digits of a name, whatever its case and width."""
    return "".join(letter for letter in half_width(name).casefold() if letter.isalnum())


def likeness(one: str, other: str) -> float:
    """0 to 1: 1 where only case, width or punctuation differ, 0 where number or direction tell two names apart."""
    left, right = folded_name(one), folded_name(other)
    if left == right:
        return 1.0
    if _marks(one) != _marks(other):
        return 0.0
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    letters = matcher.ratio() if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= ALIKE else 0.0
    return max(letters, ALIKE if _within(one, other) or _within(other, one) else 0.0)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most alike; None where none is alike enough."""
    found = max(((likeness(name, other), other) for other in known), default=(0.0, ""))
    return found[1] if found[0] >= ALIKE else None


@lru_cache(maxsize=20_000)
def _marks(name: str) -> tuple[str, ...]:
    """What tells units of one pattern apart: numbers, directions, single letters (Store 1 and Store 2)."""
    found = [word for word in words(name) if word.isdigit() or word in _MARKS or len(word) == 1 and word.isascii()]
    return tuple(sorted([*found, *(letter for letter in name if letter in _CHINESE_MARKS)]))


def _within(short: str, name: str) -> bool:
    """Whole words within words, or Chinese text within text."""
    inner, outer = folded_name(short), folded_name(name)
    if not _SHORTEST <= len(inner) < len(outer):
        return False
    if _CHINESE.search(inner):
        return inner in outer
    return f" {' '.join(words(short))} " in f" {' '.join(words(name))} "
