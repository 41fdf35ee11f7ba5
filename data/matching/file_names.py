"""Words in names of files, of sheets and in titles that tell what kind of record a table holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from data.text.folding import normal, words
from data.text.spelled import without_accents

FILE = Path(__file__).parent / "file_names.txt"
_SECTION, _NOTE, _BETWEEN = "[", "#", " … "
_FEW_WORDS = r" (?:\w+ ){0,3}"
# Scripts that write words without blanks between them.
_UNPARTED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


_BETWEEN_UNPARTED = re.compile(rf"(?<={_UNPARTED.pattern}) (?={_UNPARTED.pattern})")


@dataclass(frozen=True)
class NameWord:
    """A word or some words, as the list has them, and the kinds of which they tell."""

    written: str
    kinds: tuple[str, ...]
    pattern: re.Pattern[str]


@cache
def name_words() -> tuple[NameWord, ...]:
    """All words of the list, in its order."""
    return tuple(_read(FILE))


def _read(file: Path) -> Iterator[NameWord]:
    kinds: tuple[str, ...] = ()
    for line in file.read_text("utf-8").splitlines():
        if line.startswith(_SECTION):
            kinds = tuple(line.strip("[]").split())
        elif line and not line.startswith(_NOTE):
            yield NameWord(line, kinds, _pattern(line))


def _pattern(written: str) -> re.Pattern[str]:
    """What finds the words in a plain name; between words of Latin, Greek or Cyrillic letters their
    ends count."""
    if _UNPARTED.search(written):
        return re.compile(re.escape(plain(written)))
    parts = (
        " ".join(re.escape(word).replace(r"\*", r"\w*") for word in without_accents(part).split())
        for part in written.split(_BETWEEN)
    )
    return re.compile(rf"\b{_FEW_WORDS.join(parts)}\b")


@lru_cache(maxsize=2000)
def plain(name: str) -> str:
    """A name in small letters without accents, its words parted by one blank: `Q3_CallLog.csv` is
    "q 3 call log csv"."""
    told = " ".join(words(without_accents(normal(name))))
    return _BETWEEN_UNPARTED.sub("", told)


@lru_cache(maxsize=2000)
def told_kinds(name: str) -> tuple[str, ...]:
    """The kinds of which a name tells. Of words that lie within others the longer count, and one that
    tells of a kind alone says which of several is meant."""
    text = plain(name)
    spans = [
        (*match.span(), frozenset(word.kinds))
        for word in name_words()
        for match in word.pattern.finditer(text)
    ]
    told = {
        kinds
        for start, end, kinds in spans
        if not any(_holds(other, (start, end)) for other in spans)
    }
    closest = [kinds for kinds in told if not any(other < kinds for other in told)]
    return tuple(sorted(frozenset().union(*closest)))


def _holds(longer: tuple[int, int, frozenset[str]], span: tuple[int, int]) -> bool:
    start, end = span
    return longer[0] <= start and end <= longer[1] and longer[1] - longer[0] > end - start
