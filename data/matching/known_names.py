"""The known headings of many columns, looked up all at once: a heading is asked about for each column of
each kind, and comparing it with thousands of names one by one takes seconds for a wide file."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from data.kinds.schema import Column
from data.text.folding import fold, words

# Least share of letters in common; under ten letters more, or "latitude" is "attitude".
_ALIKE, _ALIKE_SHORT, _MANY = 0.85, 0.9, 10
_LONGER = (
    0.35  # share of its letters by which a heading is longer or shorter than one that is alike
)
_SAME, _STEM = 0.9, 2  # for other words of the same; least letters before them
# Endings of Chinese headings that say the same: of a number, of a day, of a name.
_ENDINGS = (
    ("编号", re.compile(r"(?:编号|編號|代号|代號|代码|代碼|编码|編碼|号码|號碼)$")),
    ("日期", re.compile(r"(?:日期|时间|時間|年月日)$")),
    ("名称", re.compile(r"(?:名称|名稱|全称|全稱)$")),
    ("得分", re.compile(r"(?:得分|分数|分數|评分|評分|成绩|成績)$")),
)
_SHORT, _SHORT_CHINESE = 4, 3  # least letters of a heading found within a longer one
_CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Resemblance:
    """How much a heading resembles the best name of each column, 0 to 1; columns that it does not
    resemble are left out. `within`: the same by a single word elsewhere than at the end, with the
    letters of that word."""

    best: dict[Column, float]
    within: tuple[tuple[int, dict[Column, float]], ...]

    def of(self, column: Column, telling: int | None) -> float:
        """For one column. `telling`: letters from which a single word counts anywhere; None: only
        at the end."""
        best = self.best.get(column, 0.0)
        if telling is None or not self.within:
            return best
        others = [found.get(column, 0.0) for many, found in self.within if many >= telling]
        return max([best, *others])


class KnownNames:
    """The names of these columns, the shorter ones first, each with its columns."""

    def __init__(self, columns: Iterable[Column]) -> None:
        named: dict[tuple[str, tuple[str, ...]], dict[Column, None]] = {}
        for column in columns:
            for name in (column.label, *column.headings):
                named.setdefault((fold(name), words(name)), {})[column] = None
        names = sorted(named, key=lambda name: len(name[0]))
        self._columns = [tuple(named[name]) for name in names]
        self._folded = [folded for folded, _ in names]
        self._lengths = np.array([len(folded) for folded in self._folded], dtype=np.int64)
        self._plainer = _places((_plainer(folded), at) for at, folded in enumerate(self._folded))
        self._plainer.pop("", None)
        chinese = [bool(_CHINESE.search(folded)) for folded in self._folded]
        self._chinese = _places(
            (folded, at)
            for at, folded in enumerate(self._folded)
            if chinese[at] and len(folded) >= _SHORT_CHINESE
        )
        self._spoken = _places(
            (spoken, at)
            for at, (folded, spoken) in enumerate(names)
            if not chinese[at] and len(folded) >= _SHORT
        )
        self._long = {*map(len, self._chinese)}
        self._many = {*map(len, self._spoken)} - {1}
        self._letters = _letters(self._folded)

    def resembled_by(self, headings: Iterable[str]) -> Resemblance:
        """What the best of these resembles: the share of letters in common, or half and more where a
        known heading stands within a longer one."""
        best: dict[Column, float] = {}
        within: list[tuple[int, dict[Column, float]]] = []
        for heading in headings:
            self._add(best, within, fold(heading), words(heading))
        return Resemblance(best, tuple(within))

    def _add(
        self,
        best: dict[Column, float],
        within: list[tuple[int, dict[Column, float]]],
        folded: str,
        spoken: tuple[str, ...],
    ) -> None:
        same = set(self._plainer.get(_plainer(folded), ()))
        self._note(best, ((at, _SAME) for at in same))
        found = (
            *self._as_parts(self._within(folded, spoken), folded),
            *self._by_letters(folded),
        )
        self._note(best, (pair for pair in found if pair[0] not in same))
        for word in dict.fromkeys(spoken[:-1]):
            places = [at for at in self._spoken.get((word,), ()) if at not in same]
            if places:
                within.append((len(word), self._note({}, self._as_parts(places, folded))))

    def _note(
        self, best: dict[Column, float], found: Iterable[tuple[int, float]]
    ) -> dict[Column, float]:
        for at, score in found:
            for column in self._columns[at]:
                best[column] = max(best.get(column, 0.0), score)
        return best

    def _as_parts(self, places: Iterable[int], folded: str) -> Iterator[tuple[int, float]]:
        for at in places:
            yield at, 0.5 + 0.4 * len(self._folded[at]) / max(len(folded), 1)

    def _within(self, folded: str, spoken: tuple[str, ...]) -> Iterator[int]:
        """The names that stand within a heading: Chinese ones anywhere, as several words of others, or
        as its last word."""
        if _CHINESE.search(folded):
            for part in _runs(folded, self._long):
                yield from self._chinese.get(part, ())
        for part in _runs(spoken, self._many):
            yield from self._spoken.get(part, ())
        yield from self._spoken.get(spoken[-1:], ())

    def _by_letters(self, folded: str) -> Iterator[tuple[int, float]]:
        """The names of about the same length that are made of nearly the same letters in the same
        order."""
        for at in self._candidates(folded):
            known = self._folded[at]
            alike = SequenceMatcher(None, folded, known, autojunk=False).ratio()
            if alike >= (_ALIKE if len(known) >= _MANY else _ALIKE_SHORT):
                yield at, alike

    def _candidates(self, folded: str) -> list[int]:
        """The names with so many letters in common, whatever their order, as they cannot exceed."""
        if len(folded) < _SHORT:
            return []
        most = int(_LONGER * len(folded))
        ends = (max(len(folded) - most, _SHORT), len(folded) + most + 1)
        first, last = np.searchsorted(self._lengths, ends)
        lengths = self._lengths[first:last]
        shared = np.zeros(len(lengths), dtype=np.int64)
        for letter, count in Counter(folded).items() if len(lengths) else ():
            places, counts = self._letters.get(letter, _NONE)
            start, stop = np.searchsorted(places, (first, last))
            shared[places[start:stop] - first] += np.minimum(counts[start:stop], count)
        least = np.where(lengths >= _MANY, _ALIKE, _ALIKE_SHORT)
        return (first + np.flatnonzero(2 * shared / (len(folded) + lengths) >= least)).tolist()


_NONE = (np.array([], dtype=np.int64), np.array([], dtype=np.int64))


def _letters(names: list[str]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Letter -> the places of the names that hold it, and how often each does."""
    found: dict[str, tuple[list[int], list[int]]] = {}
    for at, name in enumerate(names):
        for letter, count in Counter(name).items():
            places, counts = found.setdefault(letter, ([], []))
            places.append(at)
            counts.append(count)
    return {
        letter: (np.array(places, dtype=np.int64), np.array(counts, dtype=np.int64))
        for letter, (places, counts) in found.items()
    }


def _places(pairs: Iterable[tuple]) -> dict:
    """Key -> all its places."""
    found: dict = {}
    for key, at in pairs:
        found.setdefault(key, []).append(at)
    return found


def _runs(of: str | tuple[str, ...], lengths: set[int]) -> set:
    """The parts of a text, or of a sequence of words, that are so long."""
    return {of[at : at + many] for many in lengths for at in range(len(of) - many + 1)}


def _plainer(folded: str) -> str:
    """A folded heading with one word for those by which people call a number, a day or a name; ""
    where it has none of these."""
    for word, pattern in _ENDINGS:
        if found := pattern.search(folded):
            return folded[: found.start()] + word if found.start() >= _STEM else ""
    return ""
