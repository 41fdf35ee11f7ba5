"""Every word on screen: English keys, translated where they reach a reader.

`N_` marks a text in a declaration; `translator(language)` gives the `Say`
that turns texts, numbers and dates into that language.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache, lru_cache
from math import isfinite
from numbers import Real
from pathlib import Path
from typing import overload

from babel.dates import format_date, format_skeleton
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, get_group_symbol

from errors import Message

LANGUAGES = {"en": "English", "zh_Hans": "简体中文", "zh_Hant": "繁體中文"}
MOST_NAMED = 20  # of many names, in a sentence
_MOST_DECIMALS = 6
_EXACT = 10**15  # whole numbers below it are as exact as floats
CUT = "…"  # in place of names that a list leaves out
# Blanks for what a file calls its columns and sheets, which may be whole questions.
NAMES_OF_A_FILE = frozenset(
    {"column", "columns", "earlier_column", "heading", "headings", "sheet", "sheets", "standard"}
)
_LOCALES = Path(__file__).parent / "locales"


class Text(str):
    """A text of this project: a key of the catalogues, not words of a file."""


def N_(text: str) -> Text:
    """Mark an English text in a declaration as one to be translated."""
    return Text(text)


def some_of(names: Sequence[object], most: int = MOST_NAMED) -> list[object]:
    """The first few names for a sentence, then how many more: all stores of a chain may be among
    them."""
    return [*names[:most], *further_ones(len(names) - most)]


def further_ones(count: int) -> list[Message]:
    """What stands at the end of some names where so many more are not named."""
    return [Message("and further ones: {count}", {"count": count})] if count > 0 else []


# digits behind those that are kept which arithmetic may have spoilt: 88.24999999999999 is 88.25
_GUARD = 9
_ANY_LENGTH = Context(prec=400)


@overload
def rounded(value: float) -> int: ...
@overload
def rounded(value: float, decimals: int) -> float: ...
def rounded(value: float, decimals: int = 0) -> float:
    """Half away from zero, as by hand: 88.25 is 88.3 wherever it is shown. Without decimals a whole
    number.

    Every number on screen is rounded here: two ways of rounding would say two values of one.
    """
    if decimals and not isfinite(value):
        return float(value)
    exact = Decimal(f"{value:.{decimals + _GUARD}f}").quantize(
        Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _ANY_LENGTH
    )
    return float(exact) if decimals else int(exact)


def all_rounded(values: Iterable[float], decimals: int = 0) -> list[float | None]:
    """The rounded numbers of a column; None where there is no number."""
    return [
        None if value is None or not isfinite(value) else rounded(value, decimals)
        for value in values
    ]


_TURNING, _ISOLATES = re.compile("[\u202a-\u202e\u2066-\u2069]"), re.compile("[\u2066-\u2069]")
_ISOLATED = re.compile("\u2068[^\u2066-\u2069]*\u2069")


def isolated(words: str) -> str:
    """Words of a file that hold marks of direction, so that they do not turn around what stands
    beside them."""
    if not _TURNING.search(_ISOLATED.sub("", words)):
        return words
    return f"\u2068{_ISOLATES.sub('', words)}\u2069"


@dataclass(frozen=True)
class Month:
    """A month, said as one: Sep 2026."""

    first: date

    def spoken(self, say: "Say") -> str:
        return say.month(self.first)

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


@cache
def _catalogue(language: str) -> dict[str, str]:
    if language == "en":
        return {}
    with (_LOCALES / language / "messages.po").open("rb") as file:
        return {
            entry.id: entry.string
            for entry in read_po(file)
            if isinstance(entry.id, str) and isinstance(entry.string, str) and entry.id
        }


@cache
def _singular() -> dict[tuple[str, str], str]:
    """English sentences about exactly one, by the blank that is 1 and the sentence about several.

    The other languages have one form for both.
    """
    with (_LOCALES / "en" / "messages.po").open("rb") as file:
        return {
            (str(entry.context), str(entry.id)): str(entry.string)
            for entry in read_po(file)
            if entry.id
        }


def _about_one(text: str, blanks: dict[str, object]) -> str:
    for name, value in blanks.items():
        if isinstance(value, Real) and float(value) == 1:
            text = _singular().get((name, text), text)
    return text


def _is_quoted(name: str, sentence: str) -> bool:
    return any(f"{opening}{{{name}}}" in sentence for opening in "“「")


class Say:
    """Speaks one language: `say("Hello {name}", name=…)`.

    Blanks are filled after translation: numbers and dates in the reader's
    locale, a `Text` or `Message` translated, anything else as it stands.
    """

    def __init__(self, language: str):
        self.language = language

    def __call__(self, text: str | Message, /, **blanks: object) -> str:
        if isinstance(text, Message):
            blanks = {**text.blanks, **blanks}
            text = text.text
        translated = _catalogue(self.language).get(text) or text
        if not blanks:
            return translated
        if self.language == "en":
            translated = _about_one(translated, blanks)
        return translated.format_map(
            {
                name: self._named(value)
                if name in NAMES_OF_A_FILE and not _is_quoted(name, translated)
                else self._fill(value)
                for name, value in blanks.items()
            }
        )

    def _named(self, value: object) -> str:
        """What a file calls something, in quotation marks: several one by one, own words without."""
        if isinstance(value, list | tuple):
            return self._row(self._named(item) for item in value)
        if not isinstance(value, str) or isinstance(value, Text) or value in ("", CUT):
            return self._fill(value)
        return self("“{name}”", name=value)

    def _fill(self, value: object) -> str:
        if isinstance(value, Text | Message):
            return self(value)
        if hasattr(
            value, "spoken"
        ):  # a blank that knows how it is said, such as a value with its unit
            return value.spoken(self)
        if isinstance(value, bool) or value is None:
            return str(value)
        if isinstance(value, int | float):
            return self.number(value)
        if isinstance(value, date):
            return self.date(value)
        if isinstance(value, list | tuple):
            return self.list(value)
        return isolated(str(value))

    def list(self, values: Iterable[object]) -> str:
        """Several words in a row, with this language's comma."""
        return self._row(self._fill(value) for value in values)

    def _row(self, words: Iterable[str]) -> str:
        return ("、" if self.language.startswith("zh") else ", ").join(words)

    def sentences(self, told: Iterable[object]) -> str:
        """Whole sentences one after the other; Chinese has no blank between them. Texts and
        messages are translated, words stay."""
        return ("" if self.language.startswith("zh") else " ").join(
            self._fill(sentence) for sentence in told
        )

    def number(self, value: float, decimals: int | None = None, signed: bool = False) -> str:
        """A number with this locale's separators; `decimals` fixes the digits."""
        places = (
            "#,##0.######"
            if decimals is None
            else "#,##0" + ("." + "0" * decimals if decimals else "")
        )
        if (
            decimals is None and isinstance(value, int) and abs(value) < _EXACT
        ):  # rows, years, points: most of what is said by the thousand
            plain = f"{abs(value):,}".replace(",", _thousands(self.language))
        else:
            digits = _MOST_DECIMALS if decimals is None else decimals
            plain = _decimal(self.language, rounded(abs(value), digits), places)
        zero = not any(digit in plain for digit in "123456789")
        sign = "" if zero else "\u2212" if value < 0 else "+" if signed else ""
        return sign + plain

    def month(self, value: date) -> str:
        """A month with its year."""
        return _month(self.language, value)

    def date(self, value: date) -> str:
        """A day, in the medium form of this locale."""
        return _date(self.language, value)


@cache
def _thousands(language: str) -> str:
    return get_group_symbol(language)


@lru_cache(2_000)
def _month(language: str, month: date) -> str:
    """Select boxes and axes say all months at every look at a page."""
    return format_skeleton("yMMM", month, locale=language)


@lru_cache(2_000)
def _date(language: str, day: date) -> str:
    return format_date(day, format="medium", locale=language)


@lru_cache(20_000)
def _decimal(language: str, value: float, places: str) -> str:
    """A page says the same goals and limits again and again."""
    return format_decimal(value, format=places, locale=language)


@cache
def translator(language: str) -> Say:
    """The speaker of `language` (a key of `LANGUAGES`); unknown ones speak English."""
    return Say(language if language in LANGUAGES else "en")


def nearest_language(asked: str | None) -> str:
    """The language to start with for a browser's tag such as zh-TW or en-GB."""
    tag = (asked or "").replace("_", "-").lower()
    if not tag.startswith("zh"):
        return "en"
    return "zh_Hant" if any(part in tag for part in ("hant", "-tw", "-hk", "-mo")) else "zh_Hans"
