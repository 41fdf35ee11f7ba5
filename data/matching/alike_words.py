"""How much the words of a heading resemble a known one."""

import re
from collections import Counter
from difflib import SequenceMatcher
from functools import lru_cache

from data.kinds.schema import Column
from data.text.folding import fold, words

# Least share of letters in common; under ten letters more, or "latitude" is "attitude".
_ALIKE, _ALIKE_SHORT = 0.85, 0.9
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


@lru_cache(maxsize=50_000)
def as_words(heading: str, column: Column, telling: int | None) -> float:
    """How much a heading resembles one that is known for the column, 0 to 1. `telling`: letters from
    which a single word counts anywhere; None: only at the end."""
    return _most_alike(fold(heading), words(heading), (column.label, *column.headings), telling)


def _most_alike(
    folded: str, spoken: tuple[str, ...], names: tuple[str, ...], telling: int | None
) -> float:
    return max(_compare(folded, spoken, name, telling) for name in names)


def _compare(folded: str, spoken: tuple[str, ...], name: str, telling: int | None) -> float:
    """The share of letters in common, or half and more where the known heading stands within a
    longer one."""
    known = fold(name)
    if _plainer(folded) == _plainer(known) != "":
        return _SAME
    chinese = bool(_CHINESE.search(known))
    if len(known) < (_SHORT_CHINESE if chinese else _SHORT):
        return 0.0
    inside = known in folded if chinese else _holds_words(spoken, words(name), telling)
    score = 0.5 + 0.4 * len(known) / max(len(folded), 1) if inside else 0.0
    if (
        abs(len(folded) - len(known)) <= 0.35 * len(folded)
        and min(len(folded), len(known)) > _SHORT_CHINESE
    ):
        least = _ALIKE if len(known) >= 10 else _ALIKE_SHORT
        if _in_common(folded, known) >= least:  # what it cannot exceed, quickly
            alike = SequenceMatcher(None, folded, known, autojunk=False).ratio()
            score = max(score, alike if alike >= least else 0.0)
    return score


def _in_common(one: str, other: str) -> float:
    """The share of letters in common, whatever their order."""
    shared = (_letters(one) & _letters(other)).total()
    return 2 * shared / (len(one) + len(other))


@lru_cache(maxsize=20_000)
def _letters(text: str) -> Counter:
    return Counter(text)


@lru_cache(maxsize=20_000)
def _plainer(folded: str) -> str:
    """A folded heading with one word for those by which people call a number, a day or a name; ""
    where it has none of these."""
    for word, pattern in _ENDINGS:
        if found := pattern.search(folded):
            return folded[: found.start()] + word if found.start() >= _STEM else ""
    return ""


def _holds_words(spoken: tuple[str, ...], known: tuple[str, ...], telling: int | None) -> bool:
    """Several words anywhere; a single one at the end, or anywhere if it is long enough to tell."""
    if len(known) > 1:
        return f" {' '.join(known)} " in f" {' '.join(spoken)} "
    word = known[0]
    return spoken[-1:] == known or telling is not None and len(word) >= telling and word in spoken
