"""Agreement of raters, against published tables and R."""

import json

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from errors import WrongCall
from metrics.mystery.agreement import SCALES, intraclass, krippendorff_alpha, reading

# Shrout & Fleiss 1979, table 2: six targets, four judges; the six coefficients of table 4.
SHROUT_FLEISS = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
]
PUBLISHED = {"1": 0.17, "2": 0.29, "3": 0.71, "1k": 0.44, "2k": 0.62, "3k": 0.91}
# Krippendorff's data C: four raters, twelve units.
NONE = None
KRIPPENDORFF = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, NONE],
    [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
]
ALPHAS = {"nominal": 0.743, "ordinal": 0.815, "interval": 0.849, "ratio": 0.797}


def test_the_six_coefficients_as_published():
    found = intraclass(SHROUT_FLEISS)
    assert {form: round(icc.value, 2) for form, icc in found.items()} == PUBLISHED
    assert all(icc.low < icc.value < icc.high for icc in found.values())


def test_a_missing_rating_leaves_its_target_out():
    assert intraclass([*SHROUT_FLEISS, [9, None, 1, 1]]) == intraclass(SHROUT_FLEISS)


def test_raters_a_constant_step_apart_are_consistent_but_do_not_agree():
    found = intraclass([[score, score + 0.7] for score in (1.1, 2.3, 3.2, 4.9)])
    assert found["3"].value == 1 and 0 < found["2"].value < 1
    assert found["3"].low is None  # nothing is left to tell an error by


def test_ratings_that_compare_nothing():
    assert intraclass([[3, 3], [3, 3]]) is None
    assert intraclass([[3, 4]]) is intraclass([[3], [4]]) is intraclass([]) is None
    only_raters = intraclass([[1, 2], [1, 2], [1, 2]])
    assert only_raters["3"].value is only_raters["3k"].value is None
    crossed = intraclass([[1, 2], [2, 1]])
    assert crossed["1"].value == -1 and crossed["1k"].value is crossed["2"].value is None
    against = intraclass([[1, 1, 2], [1, 1, 2], [2, 1, 1]])["2"]
    assert against == (pytest.approx(-0.5), None, None)  # too few degrees of freedom for limits


@pytest.mark.parametrize("scale", SCALES)
def test_alpha_as_published(scale):
    assert krippendorff_alpha(KRIPPENDORFF, scale) == pytest.approx(ALPHAS[scale], abs=5e-4)


def test_alpha_by_hand():
    # Two raters, three units: coincidences 2 (1,1), 2 (2,2) and the pair 1-2 twice; n = 6, three of
    # each value.
    assert krippendorff_alpha([[1, 2, 1], [1, 2, 2]], "nominal") == pytest.approx(1 - 5 * 2 / 18)


def test_a_unit_rated_once_pairs_with_nothing():
    once = [[1, 2, 1, 9], [1, 2, 2, None]]
    for scale in SCALES:
        assert krippendorff_alpha(once, scale) == pytest.approx(
            krippendorff_alpha([row[:3] for row in once], scale)
        )


def test_ratings_without_a_disagreement_to_expect_have_no_alpha():
    assert krippendorff_alpha([[2, 2], [2, 2]], "interval") is None
    assert krippendorff_alpha([[1, None], [None, 2]], "nominal") is None
    assert krippendorff_alpha([[1, 2], [1, 2]], "ordinal") == 1


def test_scales_that_do_not_fit_are_named():
    with pytest.raises(WrongCall, match="cardinal.*nominal"):
        krippendorff_alpha(KRIPPENDORFF, "cardinal")
    with pytest.raises(WrongCall, match="-1"):
        krippendorff_alpha([[0, -1], [0, 1]], "ratio")


def test_zeros_on_a_ratio_scale():
    assert krippendorff_alpha([[0, 0, 4], [0, 1, 4]], "ratio") == pytest.approx(
        1 - 5 * 2 / (2 * (3 * 1 + 3 * 2 + 1 * 2 * 0.36))
    )


def test_the_guides():
    assert (
        "rely" in reading(0.80) and "tentative" in reading(0.79) and "tentative" in reading(0.667)
    )
    assert "too little" in reading(0.666)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(*[st.integers(1, 5)] * 3), min_size=3, max_size=12),
    st.floats(0.5, 9),
    st.floats(-20, 20),
)
def test_agreement_does_not_depend_on_the_unit_or_the_order(rows, factor, shift):
    table = np.array(rows, float)
    found, moved = intraclass(table), intraclass((factor * table + shift)[::-1])
    if found is None:
        return
    for form, icc in found.items():
        assert moved[form].value == (
            None if icc.value is None else pytest.approx(icc.value, abs=1e-8)
        )
    for scale in ("nominal", "ordinal", "interval"):
        assert krippendorff_alpha(factor * table.T + shift, scale) == pytest.approx(
            krippendorff_alpha(table.T, scale), abs=1e-8
        )


def test_intraclass_equals_r(shared):
    case = json.loads((shared / "fixtures" / "icc_shrout_fleiss.json").read_text("utf-8"))
    found = intraclass(case["ratings"])
    for row in case["expected"]:
        assert found[row["type"].removeprefix("ICC")] == pytest.approx(
            (row["ICC"], row["lo"], row["hi"]), abs=1e-8
        )


def test_alpha_equals_r(shared):
    case = json.loads((shared / "fixtures" / "krippendorff.json").read_text("utf-8"))
    for scale, expected in case["alpha"].items():
        assert krippendorff_alpha(case["raters_by_units"], scale) == pytest.approx(
            expected, abs=1e-8
        )
