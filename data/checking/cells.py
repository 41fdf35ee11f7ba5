"""Cells of text: empty or not, folded for comparison, read once per distinct text."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
import pandas as pd

from data.checking.marks import unmarked
from data.schema import Column, Type
from errors import Message
from i18n import LANGUAGES, translator

NO_ANSWER = ("", "-", "--", "---", "—", "——", "–", "N/A", "NA", "#N/A", "null", "Not applicable",
             "无", "無", "未作答", "未评价", "未評價", "不适用", "不適用", "(空)", "(跳过)", "(跳過)")
_LOOKED_AT, _MOSTLY = 1000, 0.9  # cells, and the share of different ones among them from which on all are taken to differ
_BLANKS = dict.fromkeys((0x00A0, 0x2007, 0x202F, 0x3000, 0xFEFF), " ")
_HALF = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | _BLANKS
_FULL = {ord("("): "（", ord(")"): "）", ord("-"): "－", ord("/"): "／"}


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as ASCII, odd blanks as blanks; nothing else changes (² stays ²)."""
    return text.translate(_HALF).strip()


def folded(text: str) -> str:
    """For comparing what people wrote: width, case and repeated blanks make no difference."""
    return " ".join(half_width(text).casefold().split())


def shown(text: str) -> str:
    """A cell short enough to stand in a sentence."""
    return text if len(text) <= 60 else text[:57] + "…"


def _spellings(code: str) -> set[str]:
    return {form.translate(width) for form in (code, code.lower(), code.upper(), code.title()) for width in ({}, _FULL)}


def without_codes(cells: pd.Series, codes: tuple[str, ...] = ()) -> pd.Series:
    """Stripped cells, NA where they hold a code for "no answer": the usual ones and `codes`."""
    spellings = set().union(*(_spellings(code.strip()) for code in (*NO_ANSWER, *codes)))
    return cells.mask(cells.isin(sorted(spellings)))


@dataclass(frozen=True)
class Cells:
    """One column of a file as its distinct texts, so that each text is read once.

    `texts`: the k distinct texts; `codes`: for each of n rows the position of
    its text, -1 where the cell holds no answer; `written`: the n cells as they
    stand in the file; `given`: set by the person for all rows. Where looking
    for equal texts would save nothing each row has a text of its own.
    """

    column: Column
    heading: str
    written: pd.Series
    texts: pd.Series
    codes: np.ndarray
    given: bool = False

    def counts(self) -> np.ndarray:
        """How many rows hold each distinct text."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.texts))


@dataclass(frozen=True)
class Reading:
    """What distinct texts mean: `values` typed, NA where unreadable; `faults` position -> why; `percent` had a % sign."""

    values: object
    faults: Mapping[int, Message] = field(default_factory=dict)
    percent: np.ndarray | None = None


def distinct(column: Column, heading: str, written: pd.Series, codes: tuple[str, ...], given: bool = False, code: bool = False) -> Cells:
    """The cells of one column, which are stripped already, as distinct texts; those of a `code` without the marks around it."""
    if _is_read_as_it_is(column) or _mostly_different(written):
        positions, found = np.arange(len(written)), written
    else:
        positions, found = pd.factorize(written)
    found = pd.Series(found, dtype="str")
    texts = without_codes(unmarked(found) if code else found, codes)
    told = texts.notna().to_numpy()
    if not told.all():
        positions = np.where(told, np.cumsum(told) - 1, -1)[positions]
        texts = texts[told].reset_index(drop=True)
    return Cells(column, heading, written, texts, positions, given)


def _is_read_as_it_is(column: Column) -> bool:
    return column.type is Type.TEXT and not column.choices


def _mostly_different(written: pd.Series) -> bool:
    seen = written.iloc[:_LOOKED_AT]
    return len(seen) == _LOOKED_AT and seen.nunique() > _MOSTLY * _LOOKED_AT


def spread(cells: Cells, reading: Reading) -> pd.Series:
    """The meaning of each distinct text, laid out over the n rows."""
    return pd.Series(pd.api.extensions.take(reading.values, cells.codes, allow_fill=True))


def read_text(cells: Cells) -> Reading:
    """Text stays as written: leading zeros, signs and odd characters are kept."""
    return Reading(cells.texts.array)


@cache
def spellings(column: Column) -> Mapping[str, str]:
    """Folded text -> what it stands for, for the further ways in which files write a column's values."""
    return {folded(text): value for value, texts in column.spellings for text in texts}


def respelt(cells: Cells) -> Cells:
    """The same cells, with the value in place of each text that only spells it in another way."""
    known = spellings(cells.column)
    return replace(cells, texts=cells.texts.map(lambda text: known.get(folded(text), text))) if known else cells


def read_choices(cells: Cells) -> Reading:
    """The stored word of each choice, found by word, by label in any language, or by another spelling."""
    words = {folded(word): word for word, _ in cells.column.choices}
    words |= {folded(label): word for word, label in cells.column.choices} | spellings(cells.column)
    if any(folded(text) not in words for text in cells.texts):
        words |= {folded(translator(language)(label)): word for language in LANGUAGES for word, label in cells.column.choices}
    values = [words.get(folded(text)) for text in cells.texts]
    labels = [label for _, label in cells.column.choices]
    faults = {at: Message("{column} is \u201c{value}\u201d, which is not one of: {choices}. Use one of these.",
                          {"column": cells.heading, "value": shown(cells.texts[at]), "choices": labels})
              for at, value in enumerate(values) if value is None}
    return Reading(pd.array(values, dtype="str"), faults)
