"""Rows that say the same are told by numbers exactly as by their texts, whatever the texts have for
hashes."""

import numpy as np
import pandas as pd
import pytest

from data.checking import alike
from data.checking.alike import codes_of, duplicated, is_unique

COUNT = 3000


@pytest.fixture
def rows() -> pd.DataFrame:
    rng = np.random.default_rng(4)
    number = pd.Series([f"R{at}" for at in rng.permutation(COUNT)], dtype="str")
    number.iloc[2500:2600] = number.iloc[:100].to_numpy()
    number.iloc[2700:2720] = None
    return pd.DataFrame(
        {
            "number": number,
            "store": pd.Series(rng.choice(["A", "B", ""], COUNT), dtype="str").replace("", None),
            "score": pd.Series(rng.choice([1.0, 2.0, np.nan], COUNT)),
            "attempt": pd.array(rng.choice([1, 2], COUNT), dtype="Int64"),
            "day": pd.Timestamp(2026, 1, 1) + pd.to_timedelta(rng.integers(0, 3, COUNT), unit="D"),
        },
        index=rng.permutation(COUNT),
    )


@pytest.mark.parametrize(
    "columns",
    [
        ["number"],
        ["store"],
        ["number", "store"],
        ["store", "score", "attempt", "day"],
        ["score"],
        ["day", "number"],
    ],
)
@pytest.mark.parametrize("one_hash", [False, True])
def test_rows_are_the_same_as_their_texts_are(rows, columns, one_hash, monkeypatch):
    if one_hash:
        monkeypatch.setattr(alike, "_hashes", lambda texts: iter([7] * len(texts)))
    for part in (rows, rows.iloc[:50], rows.iloc[:0]):
        for keep in ("first", False):
            pd.testing.assert_series_equal(
                duplicated(part, columns, keep), part.duplicated(columns, keep=keep)
            )
        assert len(set(codes_of(part, columns))) == len(part.drop_duplicates(columns))


@pytest.mark.parametrize(
    "column, unique",
    [
        (["a", "b"], True),
        (["a", "a"], False),
        ([None, "a"], True),
        ([None, None], False),
        (["a", "b", None], True),
        (["a", None, None], False),
        (["a", "b", "b"], False),
        (["a", "b", "a"], False),
        (["b"], True),
        ([], True),
    ],
)
def test_a_column_is_unique_where_no_two_cells_say_the_same(column, unique):
    assert is_unique(pd.Series(column, dtype="str")) is unique


def test_many_columns_of_many_values_do_not_run_over():
    """Nine columns of a thousand values are more pairs than a number holds; what stands in the first
    ones must not run out of it."""
    rows = pd.DataFrame({f"c{at}": np.arange(COUNT) % 1023 for at in range(9)})
    rows.loc[1500:1599, "c0"] += 1
    told = rows.astype(str).agg(" ".join, axis=1)
    assert (codes_of(rows, list(rows)) == pd.factorize(told)[0]).all()


@pytest.mark.parametrize(
    "values",
    [
        [5.0, 1.0, np.nan, 5.0, 4.0, np.nan],
        [-2.0, 3.0, -2.0],
        [4.5, 4.0, 4.5, 5.0],
        [0.0, 5000.0, 1.0, 0.0],
        [np.inf, 1.0, np.inf],
        [np.nan, np.nan],
        [],
    ],
)
def test_numbers_are_told_apart_whether_they_are_points_of_a_scale_or_not(values):
    rows = pd.DataFrame({"score": np.array(values, dtype="float64")})
    known = rows["score"].fillna(-1.25)
    assert (codes_of(rows, ["score"]) == pd.factorize(known)[0]).all()
    assert is_unique(rows["score"]) == known.is_unique
