"""Headings compared without what does not matter: case, width, blanks, punctuation, question
numbers, units."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

import numpy as np

from data.kinds.catalog import UPLOADED
from data.kinds.listed import columns_of, listed
from data.kinds.schema import Column, DatasetKind
from data.text.spelled import SURE, other_spellings
from i18n import LANGUAGES, translator

JOINT = " / "  # between the parts of a heading of several rows
LISTED = 1000  # the rank of headings listed by language: behind all that the kinds declare

_QUESTION_NUMBER = re.compile(
    r"^\s*(?:q(?:uestion)?\s*[.:]?\s*\d+(?:\s*[.:、)]|_(?!\d)|\s|$)|第\s*\d+\s*[题題]|\d+\s*[.、:)](?!\d))\s*",
    re.I,
)
_BRACKETS = re.compile(r"[(\[【〔〖{]([^()\[\]【】〔〕〖〗{}]*)[)\]】〕〗}]")
_UNIT = r"分|points?|pts?|%|percent|stars?|星|元|次|人|个|個|分钟|分鐘|minutes?|mins?|seconds?|secs?|秒|小时|小時|hours?|天|days?"
_UP_TO = r"(?:[-~–—至到]|to|bis|à|al?|até|до)"  # between the ends of a scale
_ASIDE = re.compile(
    rf"\s*(?:[-\d.~–—至到/\s]*(?:{_UNIT})?制?|\d+\s*{_UP_TO}\s*\d+"
    r"|(?:满分|滿分|out "
    r"of|max|scale|单选|單選|多选|多選|量表|打分|评分|評分|评价|評價|填空|矩阵|矩陣).*"
    r"|(?:utc|gmt)(?:\s*[+-]\s*\d{1,2}(?::?\d{2})?)?|[a-z]+/[a-z_]+|[ecmp][sd]t|cet|cest|bst|ist|jst|local "
    r"time"
    r"|北京时间|北京時間|台北時間|(?:当地|當地|本地)(?:时间|時間)"
    r"|required|optional|必填|必答|选填|選填|in \w+|from .* to .*|yyyy.*|\d+\s*[=:].*)\s*",
    re.I,
)
_ZONE = re.compile(r"[\s_]+(?:utc|gmt)(?:\s*[+-]\s*\d{1,2}(?::?\d{2})?)?$", re.I)
_MAXIMUM = (
    re.compile(r"/\s*(\d+(?:\.\d+|,\d{1,2})?)\s*(?:分|points?|pts?)?\s*[)\]]?\s*$", re.I),
    re.compile(r"(?:满分|滿分|out of|max(?:imum|imal)?\.?)\s*[:=]?\s*(\d+(?:\.\d+)?)", re.I),
    re.compile(r"\b(?:sur|sobre|auf|von|su)\s+(\d{1,4})\s*[)\]]?\s*$", re.I),
    re.compile(
        rf"[(\[【]\s*\d+\s*{_UP_TO}\s*(\d+(?:\.\d+)?)\s*(?:分|points?|pts?)?\s*[)\]】]", re.I
    ),
    re.compile(r"[(\[【]\s*(\d+(?:\.\d+)?)\s*(?:分|points?|pts?)制?\s*[)\]】]", re.I),
)
_BRACKETED = re.compile(r"[(\[【]\s*(\d{1,3})\s*[)\]】]\s*$")
_UPPER, _LOWER = "A-ZÀ-ÖØ-ÞА-ЯЁ", "a-zß-öø-ÿ\u0100-\u024fа-яё"  # letters of words that blanks part
_WORD = re.compile(
    rf"[{_UPPER}]+(?![{_LOWER}])|[{_UPPER}]?[{_LOWER}]+|\d+|[^\W\d_{_UPPER}{_LOWER}]+"
)


@lru_cache(maxsize=20_000)
def normal(text: str) -> str:
    """The text with full-width letters and digits made plain, without blanks around it."""
    return unicodedata.normalize("NFKC", text).strip()


@lru_cache(maxsize=20_000)
def fold(heading: str) -> str:
    """What remains of a heading for comparison; "" only where it holds no letter and no digit. "#"
    alone is a number of rows."""
    return _folded(heading)


def _folded(heading: str) -> str:
    if heading.strip() == "#":
        return "id"
    text = _ZONE.sub("", _MAXIMUM[0].sub("", normal(heading)))
    text = _BRACKETS.sub(lambda found: "" if _ASIDE.fullmatch(found[1]) else found[0], text)
    return _letters(_QUESTION_NUMBER.sub("", text)) or _letters(normal(heading))


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


@lru_cache(maxsize=20_000)
def words(heading: str) -> tuple[str, ...]:
    """The words of a heading in small letters; recipientLastName is three, a Chinese phrase is
    one."""
    return tuple(word.casefold() for word in _WORD.findall(normal(heading)))


def parts(heading: str) -> list[str]:
    """The headings that were joined from several rows, the most particular first; none for a plain
    heading."""
    found = heading.split(JOINT)
    return found[::-1] if len(found) > 1 else []


@lru_cache(maxsize=20_000)
def stated_maximum(heading: str) -> float | None:
    """The highest score that a heading such as "Grade/10.00" or "成绩（满分100）" states."""
    for pattern in _MAXIMUM:
        if found := pattern.search(normal(heading)):
            return float(found[1].replace(",", "."))
    return None


def bracketed(heading: str, numbers: np.ndarray) -> float | None:
    """The maximum that a bare number in brackets is, as in "Attitude (50)"; None where the numbers
    under it speak against it."""
    found = _BRACKETED.search(normal(heading))
    top = float(found[1]) if found else 0.0
    within = numbers[(numbers >= 0) & (numbers <= top)]
    return (
        top
        if top >= 5
        and len(within)
        and len(within) >= 0.95 * len(numbers)
        and within.max() >= top / 4
        else None
    )


@cache
def names_of(column: Column) -> tuple[str, ...]:
    """All accepted headings of a column, folded, the most trusted first."""
    labels = [translator(language)(column.label) for language in LANGUAGES]
    return tuple(dict.fromkeys(fold(name) for name in (column.name, *labels, *column.headings)))


@cache
def vocabulary(kind: DatasetKind) -> dict[str, dict[str, int]]:
    """Folded heading -> the columns it may mean, each with its rank (0: the column's own name)."""
    found: dict[str, dict[str, int]] = {}
    for column in kind.columns:
        for rank, name in enumerate(names_of(column)):
            found.setdefault(name, {})[column.name] = rank
    return {**listed_for(kind, doubted=False), **found}


@cache
def listed_for(kind: DatasetKind, doubted: bool) -> dict[str, dict[str, int]]:
    """Folded heading -> the columns it may mean, of the headings listed by language: of those
    that mean something else as well, or of the others."""
    found: dict[str, dict[str, int]] = {}
    meant = columns_of(kind)
    for rank, (folded, section, is_doubted) in enumerate(_listed(), LISTED):
        if is_doubted == doubted and meant[section]:
            names = found.setdefault(folded, {})
            for name in meant[section]:
                names.setdefault(name, rank)
    return found


@cache
def _listed() -> tuple[tuple[str, str, bool], ...]:
    """Folded headings with their sections; doubted where they mean something else in some language.
    Behind them those headings as they are spelled otherwise, where nothing else is spelled so."""
    words = [(fold(each.heading), each.section, each.doubted) for each in listed()]
    taken = {folded for folded, _, _ in words} | declared_headings()
    words += [
        # Of short ones a person confirms that they are no other word.
        (folded, each.section, each.doubted or len(folded) < SURE)
        for each in listed()
        for spelled in other_spellings(each.heading, each.language)
        if (folded := _folded(spelled)) not in taken
    ]
    doubts = {(folded, section) for folded, section, doubted in words if doubted}
    return tuple((folded, section, (folded, section) in doubts) for folded, section, _ in words)


def doubts(heading: str, name: str, kind: DatasetKind) -> bool:
    """Whether a heading is listed for the column as a word that means something else as well."""
    folded = fold(heading)
    listed_as = listed_for(kind, doubted=True).get(folded, {})
    return name in listed_as and name not in vocabulary(kind).get(folded, {})


def is_listed(heading: str, name: str, kind: DatasetKind) -> bool:
    """Whether a heading is known for the column by the lists of languages alone."""
    return vocabulary(kind).get(fold(heading), {}).get(name, 0) >= LISTED


@cache
def known_headings() -> frozenset[str]:
    """The folded headings of all kinds."""
    return frozenset(name for kind in UPLOADED for name in vocabulary(kind))


def known_count(cells: Iterable[str]) -> int:
    """How many different known headings a line of cells holds."""
    return len({folded for cell in cells if cell and (folded := fold(cell)) in known_headings()})


@cache
def declared_headings() -> frozenset[str]:
    """The headings that the kinds declare. Of the listed ones many are written alike in several encodings,
    so they say nothing of how a file is to be decoded."""
    return frozenset(
        name for kind in UPLOADED for column in kind.columns for name in names_of(column)
    )


def best_coverage(headings: Iterable[str]) -> int:
    """How many columns the headings name of the kind they fit best."""
    named = list(headings)
    return max(len(coverage(kind, named)) for kind in UPLOADED)


def coverage(kind: DatasetKind, headings: Iterable[str]) -> set[str]:
    """The columns of the kind that the headings name."""
    known = vocabulary(kind)
    folded = [{fold(heading), *map(fold, parts(heading))} for heading in headings]
    return {column for names in folded for name in names for column in known.get(name, ())}
