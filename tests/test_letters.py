"""A look at all letters of a column at once never misses what one of its texts holds."""

import pandas as pd
import pyarrow as pa
import pytest

from data.text.letters import hold_any, letters_of
from data.values.marks import plain, unmarked
from data.values.shortened import maybe_shortened, shortened


def column(*texts: str | None) -> pd.Series:
    return pd.Series(texts, dtype="str")


def test_letters_are_those_of_the_cells_of_a_part_and_of_pieces():
    texts = column("ab", None, "", "é", "cd")
    assert letters_of(texts) == "abécd".encode()
    assert letters_of(texts.iloc[2:4]) == "é".encode()
    assert letters_of(texts.iloc[1:3]) == b""
    pieces = pa.chunked_array([["ab"], ["cd", "e"]], pa.large_string())
    assert letters_of(pd.Series(pd.array(pieces, dtype="str"))) == b"abcde"


def test_signs_are_found_and_letters_beyond_ascii_count():
    assert hold_any(b"a=b", (b"=",)) and hold_any("中".encode(), ())
    assert not hold_any(b"ab", (b"=", b"  "))


@pytest.mark.parametrize(
    "odd", ["'0012", "`0012", "=0012", '="0012"', "a  b", "００１２", "\u200b12", "‘12", "a\u00a0b"]
)
def test_one_marked_text_among_plain_ones_is_read_as_it_was_meant(odd):
    assert unmarked(column("0012", odd, "x")).tolist() == ["0012", plain(odd), "x"]


@pytest.mark.parametrize("lost", ["1.23457E+17", "1e+20", "123456789012345000"])
def test_one_shortened_number_is_found_by_the_look_that_costs_little(lost):
    assert maybe_shortened(column("17", lost)) and shortened(column("17", lost))[1]
    assert not maybe_shortened(column("17", "123456789012345"))
