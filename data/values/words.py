"""Answers in words as points of a scale.

The same word stands for different points on different questionnaires ("good"
is 4 beside "very poor", but 3 beside "very good"), so the words of a whole
column choose their scale.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import pandas as pd

from data.kinds.scales import Scale, scale_from
from data.text.writing import folded
from data.values.cells import among
from data.values.colour_words import COLOUR_GROUPS
from data.values.scale_words import LENIENT, NO_ANSWER_WORDS, UNSURE_WORDS, WORD_GROUPS
from data.values.scale_words_more import Groups

FEW = 10  # answers below which the ends of a scale need not have been used
_SIMPLIFIED = str.maketrans(
    "滿較優極無對還滯確贊讚評沒會處體驗說難斷價適觸絕願記應過寫見項關",
    "满较优极无对还滞确赞赞评没会处体验说难断价适触绝愿记应过写见项关",
)
_FEMININE = re.compile(
    r"(satisfait|mécontent)e\b|(satisfech|satisfeit|soddisfatt|mal|buen|pésim|óptim)a\b|\((?:e|a|o)\)|/[ao]\b"
)
_STARS = re.compile(r"[★⭐❤]{1,10}[☆♡]{0,9}")
_JOINED = re.compile(r"(?<=[a-z])(?=[A-Z])")
# arrows, stars and faces: decoration beside a word
_SIGNS = "\u2190-\u2bff\ufe0e\ufe0f\u200d\U0001f000-\U0001faff"
_DECORATION = re.compile(rf"^[{_SIGNS}\s]+|[{_SIGNS}\s]+$")
_TONE = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
_LETTER, _CHINESE = re.compile(r"[^\W\d_]"), re.compile(r"[\u3400-\u9fff]+")
LONGEST_WORD = 80  # letters: twice what the longest has, since blanks and signs may stand in it


@dataclass(frozen=True)
class WordScale:
    """Groups of words, from the lowest answer to the highest."""

    groups: Groups

    def points(self, word: str) -> int | None:
        """The point of the scale that the word stands for, or None for a word of another scale."""
        known = _points(self)
        return next((known[key] for key in keys(word) if key in known), None)

    @property
    def names(self) -> list[str]:
        """The first word of each group, lowest first."""
        return [group[0] for group in self.groups]

    @property
    def name(self) -> str:
        """What a person calls it by where several are possible."""
        return "|".join(self.names)

    @property
    def lenient(self) -> bool:
        """Whether official reports count its middle as satisfied."""
        return self.groups in LENIENT

    @property
    def colours(self) -> bool:
        """Whether these are colours, whose order no word says."""
        return self.groups in COLOUR_GROUPS

    @property
    def scale(self) -> Scale:
        """Its points: 0 and 1 for two groups, else from 1 up."""
        return _scale_of(len(self.groups))


@cache
def _scale_of(groups: int) -> Scale:
    return scale_from(0, 1) if groups == 2 else scale_from(1, groups)


@cache
def _points(scale: WordScale) -> dict[str, int]:
    return {
        _key(word): at
        for at, group in enumerate(scale.groups, start=int(scale.scale.low))
        for word in group
    }


def _key(word: str) -> str:
    plain = _TONE.sub("", word)
    if _LETTER.search(plain):
        plain = _DECORATION.sub("", plain)
    plain = folded(_JOINED.sub(" ", plain).replace("_", " ").replace("-", " "))
    plain = _FEMININE.sub(
        lambda found: found[1] or (found[2] + "o" if found[2] else ""),
        plain.replace("\u2019", "'").translate(_SIMPLIFIED),
    )
    return plain.rstrip(".。!！ ")


@lru_cache(maxsize=10_000)
def keys(word: str) -> tuple[str, ...]:
    """What a word is looked up by: itself, then its Chinese and its other part where it is said in
    two languages."""
    whole = _key(word)
    chinese = "".join(_CHINESE.findall(whole))
    other = _CHINESE.sub(" ", whole).strip(" /()|·,，")
    return (whole, chinese, other) if chinese and _LETTER.search(other) else (whole,)


WORD_SCALES = tuple(map(WordScale, WORD_GROUPS))
_KNOWN = frozenset().union(*map(_points, WORD_SCALES))
_NO_ANSWER, _UNSURE = frozenset(map(_key, NO_ANSWER_WORDS)), frozenset(map(_key, UNSURE_WORDS))
_SPELT = frozenset(
    {
        *_KNOWN,
        *_NO_ANSWER,
        *_UNSURE,
        *NO_ANSWER_WORDS,
        *UNSURE_WORDS,
        *(word for groups in WORD_GROUPS for group in groups for word in group),
    }
)


def stars(text: str) -> tuple[int, int] | None:
    """Filled stars or hearts, and all that are drawn, of at most ten: ★★★★☆ is 4 of 5; None for
    other texts."""
    plain = folded(text).replace("\ufe0f", "")
    filled = len(plain.rstrip("☆♡"))
    return (filled, len(plain)) if _STARS.fullmatch(plain) and len(plain) <= 10 else None


def is_known(word: str) -> bool:
    """Whether the word stands in any scale."""
    return any(key in _KNOWN for key in keys(word))


def plainly_known(texts: pd.Series) -> np.ndarray:
    """Which texts are words of a scale, stars or words for no answer as they stand; all at once,
    for columns of very many texts."""
    return (among(texts.str.lower(), _SPELT) | texts.str.contains("[★⭐❤]", regex=True)).to_numpy(
        dtype=bool
    )


def says_nothing(word: str) -> bool:
    """Whether the word says that there is no answer: "don't know", "offered"."""
    return any(key in _NO_ANSWER for key in keys(word))


def is_unsure(word: str) -> bool:
    """Whether the word says that somebody is not sure: mostly no answer, on some questionnaires the
    middle."""
    return any(key in _UNSURE for key in keys(word))


def known_words(words: Mapping[str, int]) -> dict[str, int]:
    """The words that stand in any scale; the others decide nothing about it."""
    return {word: count for word, count in words.items() if is_known(word)}


@dataclass(frozen=True)
class Chosen:
    """The scale that knows most of the answers, whether that is certain, and the scales that would
    count others as satisfied."""

    scale: WordScale
    certain: bool
    others: tuple[WordScale, ...] = ()


def choose(words: Mapping[str, int], most: float = 0) -> Chosen | None:
    """The scale of these answers (`words`: word -> how often) that goes up to `most` at least; None
    where no scale knows any of them.

    Of scales that know as many answers the one that they fill best is taken, or of few answers one
    of five points. It is not certain where another scale reads the words differently, or where two
    words have the same points.
    """
    few = sum(words.values()) < FEW
    points = {
        scale: {word: point for word in words if (point := scale.points(word)) is not None}
        for scale in WORD_SCALES
        if scale.scale.high >= most
    }

    def fit(scale: WordScale) -> tuple[int, int, int]:
        known = points[scale]
        used = len(set(known.values()))
        return (
            sum(words[word] for word in known),
            used,
            len(scale.groups) == 5 and not scale.colours if few else used - len(scale.groups),
        )

    best = max(points, key=fit, default=None)
    if best is None or not points[best]:
        return None
    answers, used, filled = fit(best)
    alike = [scale for scale in points if fit(scale) == (answers, used, filled)]
    distinct = {keys(word)[0] for word in points[best]}
    certain = len(distinct) == used and all(points[scale] == points[best] for scale in alike)
    near = (
        []
        if few or not filled
        else [
            scale
            for scale in points
            if fit(scale)[:2] == (answers, used) and fit(scale)[2] >= filled - 1
        ]
    )
    others = {
        _satisfied(points[scale], scale): scale
        for scale in reversed(near)
        if points[scale].keys() == points[best].keys()
    }
    others.pop(_satisfied(points[best], best), None)
    return Chosen(best, certain, tuple(others.values()))


def _satisfied(points: Mapping[str, int], scale: WordScale) -> frozenset[str]:
    return frozenset(word for word, point in points.items() if point >= scale.scale.satisfied)


def scale_of(words: dict[str, int]) -> tuple[WordScale, bool] | None:
    """The scale that knows most of the answers (`words`: word -> how often), and whether that is
    certain."""
    found = choose(words)
    return None if found is None else (found.scale, found.certain)
