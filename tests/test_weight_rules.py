"""A weight is above nothing."""

import pytest

from data.kinds.catalog import SECTION_WEIGHT
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.typed import typed_rows
from errors import FileRefused


@pytest.mark.parametrize("weight", ["0", "-1", "-0.5"])
def test_a_weight_of_nothing_or_less_is_kept_out(weight):
    checked = prepare(
        f"section,weight,date\nAttitude,{weight},2026-01-01\nEfficiency,0.5,2026-01-01\n".encode(),
        "w.csv",
        SECTION_WEIGHT,
        Options(),
    ).checked
    [issue] = checked.issues
    assert f"weight is {weight}, but a weight must be above 0" in str(issue.message) and (
        issue.row,
        issue.column,
    ) == (2, "weight")
    assert checked.rows["weight"].tolist() == [0.5]


def test_shares_in_percent_are_weights_as_well():
    checked = prepare(
        b"section,weight,date\nAttitude,50%,2026-01-01\nEfficiency,25%,2026-01-01\n",
        "w.csv",
        SECTION_WEIGHT,
        Options(),
    ).checked
    assert checked.rows["weight"].tolist() == [50, 25]


def test_a_weight_typed_in_the_app_passes_the_same_check():
    with pytest.raises(FileRefused, match="must be above 0"):
        typed_rows(
            SECTION_WEIGHT,
            [{"section": "Attitude", "weight": 0.0, "date": "2026-01-01", "reason": "x"}],
            "typed",
        )
