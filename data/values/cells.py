"""Cells of text: empty or not, folded for comparison, read once per distinct text."""

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.kinds.schema import Column, Type
from data.text.error_words import ERROR_WORDS
from data.text.writing import CELL, folded
from data.values.marks import unmarked
from errors import Message
from i18n import LANGUAGES, translator

NO_ANSWER = (
    "",
    "-",
    "--",
    "---",
    "—",
    "——",
    "–",
    "N/A",
    "NA",
    "#N/A",
    "null",
    "Not applicable",
    "Not filled in",
    "Not provided",
    "无",
    "無",
    "未填写",
    "未填寫",
    "未作答",
    "未评价",
    "未評價",
    "不适用",
    "不適用",
    "(空)",
    "(跳过)",
    "(跳過)",
)
_LOOKED_AT, _MOSTLY = (
    1000,
    0.9,
)  # cells, and the share of different ones among them from which on all are taken to differ
_LONGEST = 63  # bytes of a text; longer ones are taken for equally long
_FULL = {ord("("): "（", ord(")"): "）", ord("-"): "－", ord("/"): "／"}


def _spellings(code: str) -> set[str]:
    return {
        form.translate(width)
        for form in (code, code.lower(), code.upper(), code.title())
        for width in ({}, _FULL)
    }


def among(cells: pd.Series, words: frozenset[str]) -> np.ndarray:
    """Which of n cells of text hold one of some words: pandas' `isin` reads hundreds of words anew
    for each column, and no word needs to be looked up that begins with other bytes or is as long as
    none of them."""
    texts, shapes = pa.array(cells, pa.large_string(), from_pandas=True), _shapes(words)
    if not any(
        shapes[first, np.minimum(lengths, _LONGEST)].any() for first, lengths in _edges(texts)
    ):
        return np.zeros(len(texts), dtype=bool)
    return pc.is_in(texts, value_set=_as_arrow(words)).to_numpy(zero_copy_only=False)


def begins(cells: pd.Series, sign: str) -> bool:
    """Whether any cell of text may begin with a sign of one byte: pandas looks at a million cells
    one by one, this at their first bytes."""
    texts = pa.array(cells, pa.large_string(), from_pandas=True)
    return any((first == ord(sign)).any() for first, _ in _edges(texts))


def _edges(texts: pa.Array | pa.ChunkedArray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The first byte and the length of each text, piece by piece; that of an empty text is a byte of
    its neighbour."""
    for piece in texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]:
        _, places, letters = piece.buffers()
        offsets = np.frombuffer(places, np.int64)[piece.offset : piece.offset + len(piece) + 1]
        text = np.frombuffer(letters or b"\0", np.uint8)
        yield text[np.minimum(offsets[:-1], len(text) - 1)], np.diff(offsets)


@cache
def _as_arrow(words: frozenset[str]) -> pa.Array:
    return pa.array(sorted(words), pa.large_string())


@cache
def _shapes(words: frozenset[str]) -> np.ndarray:
    """Whether a word has this first byte and this length in bytes, the longest all alike."""
    shapes = np.zeros((256, _LONGEST + 1), dtype=bool)
    for word in filter(None, (word.encode() for word in words)):
        shapes[word[0], min(len(word), _LONGEST)] = True
    shapes[:, 0] = "" in words
    return shapes


def without_codes(cells: pd.Series, codes: tuple[str, ...] = ()) -> pd.Series:
    """Stripped cells, NA where they hold a code for "no answer", the usual ones and `codes`, or the
    error of a spreadsheet."""
    without = among(cells, _no_answers(codes))
    return cells.mask(without) if without.any() else cells


@lru_cache(maxsize=100)
def _no_answers(codes: tuple[str, ...]) -> frozenset[str]:
    return ERROR_WORDS.union(*(_spellings(code.strip()) for code in (*NO_ANSWER, *codes)))


@dataclass(frozen=True)
class Cells:
    """One column of a file as its distinct texts, so that each text is read once.

    `texts`: the k distinct texts; `codes`: for each of n rows the position of
    its text, -1 where the cell holds no answer; `written`: the n cells as they
    stand in the file; `broken`: the rows whose cell holds the error of a
    spreadsheet; `given`: set by the person for all rows. Where looking
    for equal texts would save nothing each row has a text of its own.
    `plain`: the texts, where each cell of the file holds just its text and none is without.
    """

    column: Column
    heading: str
    written: pd.Series
    texts: pd.Series
    codes: np.ndarray
    broken: np.ndarray
    given: bool = False
    plain: pd.api.extensions.ExtensionArray | None = None

    def counts(self) -> np.ndarray:
        """How many rows hold each distinct text."""
        return self._counted

    @cached_property
    def _counted(self) -> np.ndarray:
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.texts))


@dataclass(frozen=True)
class Fault:
    """Distinct texts with one and the same fault: the sentence once, CELL in it for the cell;
    `each` are the blanks that differ, as long as `at`."""

    message: Message
    at: np.ndarray
    each: Mapping[str, np.ndarray] = field(default_factory=dict)

    def without(self, at: np.ndarray) -> "Fault":
        """This fault, of the other texts only."""
        left = ~np.isin(self.at, at)
        return Fault(
            self.message, self.at[left], {name: values[left] for name, values in self.each.items()}
        )


@dataclass(frozen=True)
class CellValues:
    """What distinct texts mean: `values` typed, NA where unreadable; `faults`: why, each text in
    one of them; `percent` had a % sign."""

    values: "np.ndarray | pd.api.extensions.ExtensionArray"
    faults: tuple[Fault, ...] = ()
    percent: np.ndarray | None = None

    @property
    def signs(self) -> np.ndarray:
        """Which of the texts had a % sign; none where nobody looked for one."""
        return np.zeros(len(self.values), dtype=bool) if self.percent is None else self.percent

    @property
    def unreadable(self) -> np.ndarray:
        """The positions of all texts with a fault, from the first on."""
        return np.sort(
            np.concatenate([np.empty(0, dtype=np.int64), *(fault.at for fault in self.faults)])
        )


def faults_of(found: Iterable[tuple[int, Message]]) -> tuple[Fault, ...]:
    """Faults that were found text by text, gathered by their sentences; blanks that are numbers may
    differ, all others tell faults apart."""
    places: dict[tuple, tuple[Message, array, list[array]]] = {}
    for at, message in found:
        numbers = [value for value in message.blanks.values() if isinstance(value, float)]
        others = tuple(
            value if isinstance(value, str) else id(value)
            for value in message.blanks.values()
            if not isinstance(value, float)
        )
        _, positions, columns = places.setdefault(
            (message.text, *others), (message, array("q"), [array("d") for _ in numbers])
        )
        positions.append(at)
        for column, number in zip(columns, numbers, strict=True):
            column.append(number)
    return tuple(_fault(*place) for place in places.values())


def _fault(message: Message, positions: array, columns: list[array]) -> Fault:
    names = [name for name, value in message.blanks.items() if isinstance(value, float)]
    same = {name: value for name, value in message.blanks.items() if not isinstance(value, float)}
    return Fault(
        Message(message.text, same),
        np.array(positions),
        {name: np.array(column) for name, column in zip(names, columns, strict=True)},
    )


def distinct(
    column: Column,
    heading: str,
    written: pd.Series,
    codes: tuple[str, ...],
    given: bool = False,
    code: bool = False,
) -> Cells:
    """The cells of one column, which are stripped already, as distinct texts; all but free texts
    (no `code`) without the marks around them."""
    if _mostly_different(written):
        positions, found = np.arange(len(written), dtype=np.int32), written
    else:
        positions, found = _factorized(written)
    found = pd.Series(found, dtype="str")
    errors = among(found, ERROR_WORDS)
    broken = np.flatnonzero(errors[positions]) if errors.any() else np.empty(0, dtype=np.int64)
    texts = without_codes(
        found if _is_read_as_it_is(column) and not code else unmarked(found), codes
    )
    told = texts.notna().to_numpy()
    plain = texts.array if texts is found and told.all() else None
    if not told.all():
        positions = np.where(told, np.cumsum(told, dtype=np.int32) - 1, np.int32(-1))[positions]
        texts = texts[told].reset_index(drop=True)
    return Cells(column, heading, written, texts, positions, broken, given, plain)


def _factorized(written: pd.Series) -> tuple[np.ndarray, pd.api.extensions.ExtensionArray]:
    """The position of each cell's text among the distinct ones, in the order in which they come;
    pandas would make longer numbers of them first."""
    texts = pa.array(written, pa.large_string(), from_pandas=True)
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    found = texts.dictionary_encode()
    positions = found.indices.fill_null(-1) if found.null_count else found.indices
    return positions.to_numpy(), pd.array(found.dictionary, dtype="str")


def _is_read_as_it_is(column: Column) -> bool:
    return column.type is Type.TEXT and not column.choices


def _mostly_different(written: pd.Series) -> bool:
    seen = written.iloc[:_LOOKED_AT]
    return len(seen) == _LOOKED_AT and seen.nunique() > _MOSTLY * _LOOKED_AT


def spread(cells: Cells, reading: CellValues) -> pd.Series:
    """The meaning of each distinct text, laid out over the n rows."""
    if reading.values is cells.plain:  # what the cells of the file already are
        return pd.Series(cells.written.array.view(), copy=False)
    if (
        len(cells.codes) == len(reading.values)
        and (cells.codes == np.arange(len(cells.codes), dtype=np.int32)).all()
    ):
        return pd.Series(reading.values, copy=False)  # each row has a text of its own
    return pd.Series(pd.api.extensions.take(reading.values, cells.codes, allow_fill=True))


def read_text(cells: Cells) -> CellValues:
    """Text stays as written: leading zeros, signs and odd characters are kept."""
    return CellValues(cells.texts.array)


@cache
def spellings(column: Column) -> Mapping[str, str]:
    """Folded text -> what it stands for, for the further ways in which files write a column's
    values."""
    return {folded(text): value for value, texts in column.spellings for text in texts}


def respelt(cells: Cells) -> Cells:
    """The cells, with the value in place of each text that only spells it in another way."""
    known = spellings(cells.column)
    return (
        replace(cells, texts=cells.texts.map(lambda text: known.get(folded(text), text)))
        if known
        else cells
    )


_NUMBERING = re.compile(
    r"^\W{0,2}(?:p|lv|level|step|stage|sev)?\s?\d{1,2}\s*[-–—.:：、)）_]+\s*(?=\D)", re.I
)
_CLAUSE = re.compile(r"[,，;；/|(（\[【]|\s[-–—]\s")


@cache
def _choice_words(column: Column) -> Mapping[str, str]:
    """Folded text -> the choice it stands for: by word, by another spelling, by label in any
    language."""
    labels = {
        folded(translator(language)(label)): word
        for language in LANGUAGES
        for word, label in column.choices
    }
    words = {folded(word): word for word, _ in column.choices}
    own = {folded(label): word for word, label in column.choices}
    return {**labels, **words, **own, **spellings(column)}


@lru_cache(maxsize=20_000)
def choice_of(text: str, column: Column) -> str | None:
    """The choice that a cell says: as a known word, else without its number and what is added to
    it, else by the stem of its word where the column has stems; None for any other text."""
    known = _choice_words(column)
    if (exact := known.get(folded(text))) is not None or not column.stems:
        return exact
    plain = _NUMBERING.sub("", text.strip())
    for form in (plain, _CLAUSE.split(plain, maxsplit=1)[0]):
        if (found := known.get(folded(form))) is not None:
            return found
    spoken = folded(plain).replace("_", " ")
    return next((value for value, stem in column.stems if re.search(stem, spoken, re.I)), None)


def read_choices(cells: Cells) -> CellValues:
    """The stored word of each choice."""
    values = [choice_of(text, cells.column) for text in cells.texts]
    labels = [label for _, label in cells.column.choices]
    why = Message(
        "{column} is \u201c{value}\u201d, which is not one of: {choices}. Use one of these.",
        {"column": cells.heading, "value": CELL, "choices": labels},
    )
    unknown = np.array([at for at, value in enumerate(values) if value is None], dtype=np.int64)
    return CellValues(pd.array(values, dtype="str"), (Fault(why, unknown),) if len(unknown) else ())
