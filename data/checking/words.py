"""Answers in words as points of a five-point scale.

The same word stands for different points on different questionnaires ("good"
is 4 beside "very poor", but 3 beside "very good"), so the words of a whole
column choose their scale.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from data.checking.cells import folded

_SIMPLIFIED = str.maketrans("滿較優極無對還滯確", "满较优极无对还滞确")
_STARS = re.compile(r"[★⭐]{1,5}[☆]{0,4}")


@dataclass(frozen=True)
class WordScale:
    """Five groups of words, from the lowest answer (1 point) to the highest (5 points)."""

    groups: tuple[tuple[str, ...], ...]

    def points(self, word: str) -> int | None:
        """1 to 5, or None for a word of another scale."""
        return _points(self).get(_key(word))

    @property
    def names(self) -> list[str]:
        """The first word of each group, lowest first."""
        return [group[0] for group in self.groups]


@cache
def _points(scale: WordScale) -> dict[str, int]:
    return {_key(word): at for at, group in enumerate(scale.groups, start=1) for word in group}


def _key(word: str) -> str:
    return folded(word).replace("\ufe0f", "").translate(_SIMPLIFIED).rstrip(".。!")


def _scales(highest, above, middle, below) -> tuple[WordScale, ...]:
    """One scale for each way of filling the points 4, and 2 with 1; the usual way comes first."""
    return tuple(WordScale((lowest, second, middle, fourth, highest)) for (second, lowest), fourth in product(below, above))


_ZH_DISSATISFIED = ("非常不满意", "很不满意", "十分不满意", "极不满意", "特别不满意", "完全不满意")
_EN_DISSATISFIED = ("very dissatisfied", "very unsatisfied", "extremely dissatisfied", "completely dissatisfied",
                    "highly dissatisfied")
_EN_DISAGREED = ("strongly disagree", "totally disagree", "completely disagree")
_TERRIBLE, _POOR = ("very poor", "very bad", "terrible"), ("poor", "bad")
_FAIR = ("fair", "average", "ok", "okay", "neutral")
_ZH_SATISFIED = _scales(
    ("非常满意", "很满意", "十分满意", "极其满意", "特别满意", "完全满意"),
    (("满意",), ("比较满意", "较满意", "较为满意", "基本满意")),
    ("一般", "中立", "普通", "尚可", "说不清"),
    ((("不满意",), _ZH_DISSATISFIED), (("不太满意", "比较不满意", "较不满意", "较为不满意"), _ZH_DISSATISFIED),
     (("不太满意", "比较不满意", "较不满意", "较为不满意"), ("不满意",))))
_ZH_AGREED = _scales(
    ("非常同意", "完全同意", "很同意", "十分同意"), (("同意",), ("比较同意", "较同意", "基本同意")),
    ("一般", "中立", "不确定", "普通", "说不清"),
    ((("不同意",), ("非常不同意", "完全不同意", "很不同意", "十分不同意")),
     (("不太同意", "比较不同意", "较不同意"), ("非常不同意", "完全不同意", "很不同意", "十分不同意")),
     (("不太同意", "比较不同意", "较不同意"), ("不同意",))))
_EN_SATISFIED = _scales(
    ("very satisfied", "extremely satisfied", "completely satisfied", "highly satisfied"),
    (("satisfied",), ("somewhat satisfied", "fairly satisfied", "rather satisfied", "mostly satisfied")),
    ("neutral", "neither satisfied nor dissatisfied", "neither", "neither nor", "undecided"),
    ((("dissatisfied", "unsatisfied", "not satisfied"), _EN_DISSATISFIED),
     (("somewhat dissatisfied", "fairly dissatisfied", "rather dissatisfied", "mostly dissatisfied"), _EN_DISSATISFIED)))
_EN_AGREED = _scales(
    ("strongly agree", "totally agree", "completely agree"), (("agree",), ("somewhat agree", "rather agree", "tend to agree")),
    ("neither agree nor disagree", "neutral", "neither", "undecided", "not sure"),
    ((("disagree",), _EN_DISAGREED), (("somewhat disagree", "rather disagree", "tend to disagree"), _EN_DISAGREED)))
WORD_SCALES = (
    *_ZH_SATISFIED, *_EN_SATISFIED, *_ZH_AGREED, *_EN_AGREED,
    WordScale((_TERRIBLE, _POOR, _FAIR, ("good",), ("excellent",))),
    WordScale((_TERRIBLE, _POOR, _FAIR, ("good",), ("very good",))),
    WordScale((("poor",), ("fair",), ("good",), ("very good",), ("excellent",))),
    WordScale((("差",), ("较差", "比较差"), ("一般", "中等"), ("较好", "比较好"), ("好",))),
    WordScale((("很差", "非常差"), ("差", "较差", "比较差", "不好"), ("一般", "中等", "普通"),
               ("好", "较好", "比较好"), ("很好", "非常好"))),
    WordScale((("差", "很差"), ("较差",), ("一般", "中", "中等", "合格"),
               ("良好", "良"), ("优秀", "优"))),
    WordScale((("一星",), ("二星", "两星"), ("三星",), ("四星",), ("五星",))),
)


def stars(text: str) -> int | None:
    """Filled stars of at most five: ★★★★☆ is 4; None for other texts."""
    plain = folded(text).replace("\ufe0f", "")
    return plain.count("★") + plain.count("⭐") if _STARS.fullmatch(plain) and len(plain) <= 5 else None


LONGEST_WORD = 80  # letters: twice what the longest has, since blanks and signs may stand in it


def known_words(words: Mapping[str, int]) -> dict[str, int]:
    """Those of the words that stand in any scale; the others decide nothing about it."""
    known = frozenset().union(*map(_points, WORD_SCALES))
    return {word: count for word, count in words.items() if _key(word) in known}


def scale_of(words: dict[str, int]) -> tuple[WordScale, bool] | None:
    """The scale that knows most of the answers (`words`: word -> how often), and whether that is certain.

    It is not where another scale reads the words differently, or where two
    words have the same points. None where no scale knows any of the words.
    """
    def fit(scale: WordScale) -> tuple[int, int]:
        points = {word: scale.points(word) for word in words if scale.points(word)}
        return sum(words[word] for word in points), len(set(points.values()))

    best = max(WORD_SCALES, key=fit)
    answers, points = fit(best)
    if not answers:
        return None
    read = [[scale.points(word) for word in words] for scale in WORD_SCALES if fit(scale) == (answers, points)]
    known = {_key(word) for word in words if best.points(word)}
    return best, len(known) == points and all(other == read[0] for other in read)
