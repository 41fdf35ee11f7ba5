"""Which themes comments speak of, by a dictionary of terms.

No polarity is read from words: "not satisfied" holds "satisfied". Whether a
theme is praised or blamed is told by the score given with the comment.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from errors import WrongCall

# What people write where they have nothing to say, as `normalised` leaves it without its outer
# punctuation.
NON_COMMENTS = frozenset(
    (
        "无",
        "没有",
        "没有了",
        "没了",
        "没",
        "暂无",
        "暂时没有",
        "无意见",
        "没意见",
        "没有意见",
        "无建议",
        "没有建议",
        "没什么",
        "无评论",
        "不适用",
        "無",
        "沒有",
        "沒有了",
        "沒了",
        "沒",
        "暫無",
        "暫時沒有",
        "無意見",
        "沒意見",
        "沒有意見",
        "無建議",
        "沒有建議",
        "沒什麼",
        "無評論",
        "不適用",
        "同上",
        "n/a",
        "na",
        "n.a",
        "nil",
        "null",
        "none",
        "no",
        "nope",
        "nothing",
        "no comment",
        "no comments",
        "no suggestion",
        "no suggestions",
        "nothing to add",
        "not applicable",
    )
)
_NOT_LETTERS = re.compile("[^a-z]+")
_OUTSIDE = re.compile(r"^[\W_]+|[\W_]+$")


@dataclass(frozen=True)
class Theme:
    """A theme and its terms: `zh` found anywhere in a comment, `en` as whole words. Both Chinese
    scripts are listed.

    `label`: a `Text`, or the words of whoever added the theme.
    """

    name: str
    label: str
    zh: tuple[str, ...]
    en: tuple[str, ...]

    def __post_init__(self) -> None:
        for term in [term for term in self.zh if not normalised(term)] + [
            term for term in self.en if not _words(normalised(term)).strip()
        ]:
            raise WrongCall(
                "The term “{term}” of the theme {theme} finds no comment: an English term needs a "
                "letter from a to z, any other "
                "term a character. Correct it or take it out.",
                term=term,
                theme=self.label,
            )


@dataclass(frozen=True)
class Dictionary:
    """The themes, and since when they are these: a change of terms changes history, so it gets a
    new date."""

    version: date
    themes: tuple[Theme, ...]

    def __post_init__(self) -> None:
        names = [theme.name for theme in self.themes]
        if len(set(names)) != len(names):
            raise ValueError("a theme is declared twice")

    def theme(self, name: str) -> Theme:
        """The theme of that name; KeyError without one."""
        return {theme.name: theme for theme in self.themes}[name]


@dataclass(frozen=True)
class Coded:
    """Comments as coded: `written` (n,) tells where something was said, `mentions` (n, themes) what
    it speaks of."""

    themes: tuple[str, ...]
    written: np.ndarray
    mentions: np.ndarray

    @property
    def base(self) -> int:
        """Comments in which something was said."""
        return int(self.written.sum())

    @property
    def counts(self) -> dict[str, int]:
        """Comments that mention each theme."""
        return dict(zip(self.themes, self.mentions.sum(axis=0).tolist(), strict=True))

    @property
    def unmatched(self) -> np.ndarray:
        """Where something was said that no theme covers: what to look at to improve the dictionary
        (n,)."""
        return self.written & ~self.mentions.any(axis=1)


def normalised(text: str | None) -> str:
    """The text in NFKC (so that full-width letters are plain), lower case, blanks collapsed; "" for
    what is not text."""
    return (
        " ".join(unicodedata.normalize("NFKC", text).lower().split())
        if isinstance(text, str)
        else ""
    )


def says_something(text: str) -> bool:
    """Whether a normalised text is a comment, not a stand-in for none or mere signs."""
    core = _OUTSIDE.sub("", text)
    return core != "" and core not in NON_COMMENTS


def coded(comments: Iterable[str | None], themes: tuple[Theme, ...]) -> Coded:
    """Each comment with the themes it mentions: several are possible, each at most once a
    comment."""
    zh = _index(
        (normalised(term), number) for number, theme in enumerate(themes) for term in theme.zh
    )
    en = _index(
        (_words(normalised(term)), number)
        for number, theme in enumerate(themes)
        for term in theme.en
    )
    texts = [normalised(comment) for comment in comments]
    written = np.array([says_something(text) for text in texts], bool)
    mentions = np.zeros((len(texts), len(themes)), bool)
    for row in np.flatnonzero(written):
        words = _words(texts[row])
        mentions[
            row, [*_found(zh, set(texts[row]), texts[row]), *_found(en, set(words.split()), words)]
        ] = True
    return Coded(tuple(theme.name for theme in themes), written, mentions)


def _words(text: str) -> str:
    """The words of a normalised text, each with a blank on either side; whatever is not a letter a
    to z parts words."""
    return f" {_NOT_LETTERS.sub(' ', text).strip()} "


def _index(terms: Iterable[tuple[str, int]]) -> dict[str, list[tuple[str, int]]]:
    """Terms with the number of their theme, by their first word or, where they are not words apart,
    first character."""
    index = defaultdict(list)
    for term, number in terms:
        index[term.split()[0] if term.startswith(" ") else term[0]].append((term, number))
    return index


def _found(index: dict[str, list[tuple[str, int]]], starts: set[str], text: str) -> set[int]:
    """The themes of which a term is in the text; only terms that begin like a part of it need to be
    looked for."""
    return {number for start in starts for term, number in index.get(start, ()) if term in text}
