"""Whether stems are found in a heading, which is asked of each heading for each column of each kind."""

import re
import unicodedata
from functools import cache, lru_cache

from data.text.folding import normal, words


@lru_cache(maxsize=50_000)
def holds(heading: str, stems: str) -> bool:
    """Whether a heading holds one of the stems, a pattern that several kinds may share."""
    return any(map(_form(stems).search, _written(heading)))


@cache
def _form(stems: str) -> re.Pattern:
    return re.compile(stems, re.I)


@lru_cache(maxsize=5_000)
def _written(heading: str) -> tuple[str, ...]:
    """A heading in the ways in which stems may be written in it, each once."""
    text = normal(heading).replace("_", " ")
    apart = " ".join(words(heading))  # actualMoney
    return tuple(dict.fromkeys((text, _plain(text), apart)))


def _plain(text: str) -> str:
    """The text without accents, as stems are often written."""
    return "".join(
        letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter)
    )
