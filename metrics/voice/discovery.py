"""Expressions that many comments share, and those that set two groups of comments apart: a list to
look at, not a KPI."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from data.kinds import minimums
from metrics.voice.themes import normalised, says_something

# comments that must share an expression before it is shown: nobody is recognised by their words
FEWEST = minimums.EXPRESSIONS
NOTABLE = 2.6  # z from which on an expression sets two groups apart
_SHORTEST_ZH, _LONGEST_ZH = 2, 4
_PARTS = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[a-z]+(?:['\u2019-][a-z]+)*|\S")
# Expressions made of these words alone, or with these characters at an end, say nothing.
_EN_SILENT = frozenset(
    (
        "a about after all also am an and any are as at be because been before but by can could "
        "did do does even for from had has have he her "
        "him his i if in is it it's its just me my no not of off on one only or our out over she "
        "so some than that the their them then there "
        "they this to too up us very was we were what when which while who will with would you your"
    ).split()
)
_ZH_SILENT = frozenset(
    "的了着著过過呢吗嗎吧啊呀哦也都就我你您他她它们們是在和与與及这這那个個把被让讓"
)


@dataclass(frozen=True)
class Expression:
    """An expression and how many comments hold it."""

    text: str
    comments: int


@dataclass(frozen=True)
class Distinction:
    """An expression that one of two groups uses more: comments holding it in each, and z (above 0:
    more in the second)."""

    text: str
    first: int
    second: int
    z: float


def frequent(comments: Iterable[str | None]) -> tuple[Expression, ...]:
    """Expressions of at least FEWEST comments, most frequent first: 2 to 4 Chinese characters, 1 or
    2 English words.

    One that is always part of a longer one is left out.
    """
    held, _ = _held(comments)
    return tuple(
        Expression(text, held[text])
        for text in sorted(_kept(held), key=lambda text: (-held[text], text))
    )


def distinctions(
    first: Iterable[str | None], second: Iterable[str | None]
) -> tuple[Distinction, ...]:
    """The frequent expressions of both groups that one of them uses more, the clearest first; none
    where a group is empty.

    Log-odds of a comment holding the expression, with an informative
    Dirichlet prior: what both groups say together, weighing as much as the
    smaller of them. Monroe, Colaresi & Quinn 2008, Political Analysis 16:372-403.
    """
    (held1, n1), (held2, n2) = _held(first), _held(second)
    texts = sorted(_kept(held1 + held2))
    if not (n1 and n2 and texts):
        return ()
    y1, y2 = (np.array([held[text] for text in texts], float) for held in (held1, held2))
    size = min(n1, n2)
    z = log_odds(y1, n1, y2, n2, (y1 + y2) * size / (n1 + n2), size)
    found = [
        Distinction(text, held1[text], held2[text], float(clear))
        for text, clear in zip(texts, z, strict=True)
        if abs(clear) >= NOTABLE
    ]
    return tuple(sorted(found, key=lambda distinction: -abs(distinction.z)))


def log_odds(
    y1: np.ndarray, n1: float, y2: np.ndarray, n2: float, prior: np.ndarray, prior_size: float
) -> np.ndarray:
    """z of the log odds of y2 of n2 against y1 of n1, each with `prior` of `prior_size` added
    (above 0 and below the size)."""
    odds1, odds2 = ((y + prior) / (n + prior_size - y - prior) for y, n in ((y1, n1), (y2, n2)))
    return np.log(odds2 / odds1) / np.sqrt(1 / (y1 + prior) + 1 / (y2 + prior))


def _held(comments: Iterable[str | None]) -> tuple[Counter[str], int]:
    """How many comments hold each expression, and how many comments there are."""
    held: Counter[str] = Counter()
    number = 0
    for text in filter(says_something, map(normalised, comments)):
        held.update(set(_expressions(text)))
        number += 1
    return held, number


def _expressions(text: str) -> Iterator[str]:
    """All expressions of a normalised text; none reaches across punctuation or from one script into
    the other."""
    before = ""
    for part in _PARTS.findall(text):
        if part[0] > "\u3000":
            yield from _characters(part)
        word = part if "a" <= part[0] <= "z" else ""
        if word and word not in _EN_SILENT:
            yield word
        if word and before and not (word in _EN_SILENT and before in _EN_SILENT):
            yield f"{before} {word}"
        before = word


def _characters(run: str) -> Iterator[str]:
    for start in range(len(run) - 1):
        if run[start] not in _ZH_SILENT:
            for end in range(start + _SHORTEST_ZH, min(start + _LONGEST_ZH, len(run)) + 1):
                if run[end - 1] not in _ZH_SILENT:
                    yield run[start:end]


def _kept(held: Counter) -> set[str]:
    """The expressions of enough comments that no longer one always holds."""
    enough = {text for text, count in held.items() if count >= FEWEST}
    return enough - {part for text in enough for part in _within(text) if held[part] == held[text]}


def _within(text: str) -> Iterator[str]:
    """The shorter expressions inside an expression."""
    if " " in text:
        yield from text.split()
    elif text[0] > "\u3000":
        yield from (
            text[start : start + size]
            for size in range(_SHORTEST_ZH, len(text))
            for start in range(len(text) - size + 1)
        )
