"""Papers, item analysis and reliability, against published numbers, R, and hand calculation."""

import json
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from errors import WrongCall
from metrics.training.distractors import graded
from metrics.training.items import TAIL, item_table, tail_weights
from metrics.training.paper import correlations, paper
from metrics.training.reliability import (
    ENOUGH_ITEMS,
    Reliability,
    alpha,
    kr20,
    kr21,
    near_cut,
    reliability,
)

# People with each pattern of right and wrong (00000 to 11111) on LSAT section 6: Bock & Lieberman
# 1970, Psychometrika 35:179-197.
LSAT6 = (
    3,
    6,
    2,
    11,
    1,
    1,
    3,
    4,
    1,
    8,
    0,
    16,
    0,
    3,
    2,
    15,
    10,
    29,
    14,
    81,
    3,
    28,
    15,
    80,
    16,
    56,
    21,
    173,
    11,
    61,
    28,
    298,
)
# Four people, three items of 1, 1 and 2 points.
SMALL = pd.DataFrame(
    [[1, 1, 2], [1, 0, 1], [0, 1, 0], [1, 0, 0]],
    index=["a", "b", "c", "d"],
    columns=["x", "y", "z"],
)


def lsat6() -> np.ndarray:
    patterns = [[int(mark) for mark in format(number, "05b")] for number in range(32)]
    return np.repeat(patterns, LSAT6, axis=0)


def read(shared, name: str):
    path = shared / "fixtures" / name
    return (
        json.loads(path.read_text("utf-8"))
        if name.endswith(".json")
        else pd.read_csv(path, dtype={"pattern": str})
    )


def test_lsat6_as_published():
    found = reliability(paper(lsat6()))
    assert found.people == 1000 and found.alpha == pytest.approx(0.295, abs=5e-4)
    assert item_table(paper(lsat6()))["p"].tolist() == [0.924, 0.709, 0.553, 0.763, 0.870]


def papers(shared):
    patterns = read(shared, "exam_lsat6_patterns.csv")
    rows = patterns["pattern"].map(lambda pattern: [int(mark) for mark in pattern])
    yield (
        read(shared, "exam_lsat6_expected.json"),
        np.repeat(np.array(rows.tolist()), patterns["n"], axis=0),
    )
    expected = read(shared, "exam_sim20_expected.json")
    yield (
        expected,
        graded(read(shared, "exam_sim20_responses.csv").set_index("emp"), expected["key"]),
    )


def test_items_and_reliability_equal_r(shared):
    for expected, scores in papers(shared):
        whole = paper(scores)
        found = reliability(whole)
        assert (found.people, found.items) == (expected["n"], expected["k"])
        assert [
            found.mean,
            found.sd,
            found.alpha,
            found.kr20,
            found.kr21,
            found.sem,
        ] == pytest.approx(
            [
                expected[key]
                for key in ("mean", "sd", "alpha_raw", "kr20_popvar", "kr21_popvar", "sem")
            ],
            abs=1e-8,
        )
        at_cut = near_cut(whole, expected["cut"])
        assert (at_cut.lord, at_cut.keats) == pytest.approx(
            (expected["csem_lord"], expected["csem_lord_keats"]), abs=1e-8
        )
        table = pd.DataFrame(expected["items"])
        for ours, theirs in {
            "p": "p",
            "r_total": "r_item_total",
            "r_rest": "r_drop",
            "alpha_without": "alpha_if_dropped",
            "d27": "D27",
        }.items():
            assert item_table(whole)[ours].tolist() == pytest.approx(
                table[theirs].tolist(), abs=1e-8
            ), ours


def test_a_small_paper_by_hand():
    table = item_table(paper(SMALL, [1, 1, 2]))
    assert table.index.tolist() == ["x", "y", "z"] and table["n"].tolist() == [4, 4, 4]
    assert table["p"].tolist() == [0.75, 0.5, 0.375]
    # Item z against x + y: deviations 1.25, .25, -.75, -.75 and .5, ... of 2, 1, 1, 1 (mean 1.25).
    assert table.loc["z", "r_rest"] == pytest.approx(np.corrcoef([2, 1, 0, 0], [2, 1, 1, 1])[0, 1])
    assert table.loc["z", "r_total"] == pytest.approx(np.corrcoef([2, 1, 0, 0], [4, 2, 1, 1])[0, 1])
    # Variances 1/4, 1/3, 11/12 of the items (sum 3/2), 2 of the totals 4, 2, 1, 1: 3/2 · (1 - 3/4).
    assert alpha(SMALL.to_numpy(float)) == pytest.approx(0.375)
    # Without z, x and y: variances 7/12, of the sums 2, 1, 1, 1 it is 1/4.
    assert table.loc["z", "alpha_without"] == pytest.approx(2 * (1 - (7 / 12) / (1 / 4)))


def test_upper_and_lower_group_share_ties():
    # Ten people, so a group weighs 2.7: the two best, and 0.7 of the room for the three who share
    # the next place.
    totals = np.array([9, 8, 7, 7, 7, 6, 5, 4, 4, 4], float)
    upper, lower = tail_weights(totals)
    assert upper == pytest.approx([1, 1, 0.7 / 3, 0.7 / 3, 0.7 / 3, 0, 0, 0, 0, 0])
    assert lower == pytest.approx([0] * 7 + [0.9] * 3)
    assert upper.sum() == lower.sum() == pytest.approx(10 * TAIL)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=2, max_size=60), st.randoms(use_true_random=False))
def test_groups_weigh_the_same_whatever_the_order(totals, random):
    values = np.array(totals, float)
    upper, lower = tail_weights(values)
    assert upper.sum() == pytest.approx(TAIL * len(values)) and lower.sum() == pytest.approx(
        TAIL * len(values)
    )
    order = random.sample(range(len(values)), len(values))
    assert tail_weights(values[order])[0] == pytest.approx(upper[order])
    assert tail_weights(-values)[0] == pytest.approx(lower)


def test_who_did_not_see_an_item_does_not_count_for_it():
    scores = SMALL.astype(float).copy()
    scores.loc["e"] = [1, np.nan, 1]
    whole = paper(scores, [1, 1, 2])
    table = item_table(whole)
    assert table["n"].tolist() == [5, 4, 5] and table["p"].tolist() == [0.8, 0.5, 0.4]
    # The rest is a share of what was presented: e earned 1 of 1 besides z, and 1 of 2 besides x.
    assert whole.rest_shares[4].tolist()[::2] == [0.5, 1.0] and np.isnan(whole.rest_shares[4][1])
    assert table.loc["y", "r_rest"] == pytest.approx(
        item_table(paper(SMALL, [1, 1, 2])).loc["y", "r_rest"]
    )
    # Totals are known of four people only.
    assert reliability(whole) == reliability(paper(SMALL, [1, 1, 2]))
    assert near_cut(whole, 2).people == 4


def test_two_versions_of_a_paper_in_one_table():
    half = lsat6().astype(float)[:, :4]
    apart = np.full((2000, 8), np.nan)
    apart[:1000, :4] = apart[1000:, 4:] = half
    both, single = item_table(paper(apart)), item_table(paper(half))
    for column in ("n", "p", "r_rest", "r_total", "d27"):
        assert both[column].tolist() == pytest.approx(single[column].tolist() * 2), column
    assert both["alpha_without"].isna().all() and reliability(paper(apart)) == Reliability(0, 8)


def test_points_do_not_change_what_marks_say():
    once, fourfold = paper(lsat6()), paper(4.0 * lsat6(), 4)
    pd.testing.assert_frame_equal(item_table(once), item_table(fourfold))
    assert reliability(fourfold).kr21 == pytest.approx(reliability(once).kr21)
    assert near_cut(fourfold, 12).error == pytest.approx(4 * near_cut(once, 3).error)
    assert len(near_cut(fourfold, 12).near) == len(near_cut(once, 3).near) > 0


def test_the_formulas_of_kuder_and_richardson():
    scores = lsat6().astype(float)
    assert kr20(scores) == pytest.approx(alpha(scores)) and kr21(scores) < kr20(scores)
    # Items equally hard: both formulas agree.
    even = np.array(
        [[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [1, 1, 1, 1], [0, 1, 0, 1], [0, 0, 0, 0]], float
    )
    assert even.mean(axis=0).tolist() == [0.5] * 4 and kr20(even) == pytest.approx(kr21(even))


def test_who_stands_near_the_mark():
    found = near_cut(paper(lsat6()), 3)
    # Error 1.15 points: those with 2, 3 or 4 of 5 right.
    # 3, 20, 85, 237, 357 and 298 people have 0 to 5 right.
    assert len(found.near) == 85 + 237 + 357
    assert sorted(set(found.near["total"])) == [2, 3, 4]
    assert found.near["passed"].equals(found.near["total"] >= 3)
    assert (
        str(found.sentence())
        == "679 of 1000 results lie within 1.1 points of the pass mark of 3: another day could "
        "turn them."
    )


def test_parts_of_points_take_the_common_error():
    found, whole = near_cut(paper(SMALL, [1, 1, 2]), 2), reliability(paper(SMALL, [1, 1, 2]))
    assert found.lord is found.keats is whole.kr20 is whole.kr21 is None
    assert found.error == whole.sem == pytest.approx(2**0.5 * (1 - 0.375) ** 0.5)
    assert found.near.index.tolist() == ["b", "c", "d"] and found.near["passed"].tolist() == [
        True,
        False,
        False,
    ]


def test_what_cannot_be_told_is_not_told():
    alike = reliability(paper([[0.1, 0.2, 0.3]] * 5))
    assert (
        alike.alpha is alike.sem is None and alike.mean == pytest.approx(0.6) and not alike.telling
    )
    assert reliability(paper(np.zeros((1, 3)))) == Reliability(1, 3)
    none = near_cut(paper([[0.5, 0.5]] * 5), 1)
    assert none.error is None and none.near.empty and "cannot be told" in str(none.sentence())
    # All or nothing on the whole paper: Keats' factor is 0/0, Lord's error remains.
    extreme = near_cut(paper([[1, 1], [0, 0], [1, 1], [0, 0]]), 1)
    assert extreme.keats is None and extreme.error == extreme.lord == 1
    table = item_table(paper([[1, 0], [1, 0], [1, 0]]))
    assert table["r_rest"].isna().all() and table["p"].tolist() == [1, 0]
    assert item_table(paper(np.empty((0, 3))))["p"].isna().all()


def test_a_short_paper_has_no_telling_alpha():
    many = np.repeat(lsat6(), 2, axis=1)
    assert not reliability(paper(lsat6())).telling
    assert reliability(paper(many)).telling and many.shape[1] == ENOUGH_ITEMS


@pytest.mark.parametrize(
    ("scores", "maxima", "says"),
    [
        ([[2.0]], 1, "Item 0 has a score of 2.0, above its maximum of 1.0."),
        ([[1.0, 1.0]], [1, 1, 1], "There are 2 items but 3 maxima."),
        ([[0.0, 0.0]], [1, 0], "Item 1 has the maximum 0.0."),
        (
            pd.DataFrame({"q1": [0.0], "q2": [0.0]}),
            pd.Series({"q1": 1.0}),
            "Item q2 has the maximum nan.",
        ),
    ],
)
def test_a_paper_checks_itself(scores, maxima, says):
    with pytest.raises(WrongCall, match=says):
        paper(np.array(scores) if isinstance(scores, list) else scores, maxima)


def test_maxima_are_matched_by_item():
    whole = paper(SMALL, pd.Series({"z": 2.0, "x": 1.0, "y": 1.0}))
    assert whole.maxima.tolist() == [1, 1, 2]


def test_a_mark_outside_the_paper_is_refused():
    with pytest.raises(WrongCall, match="The pass mark is 80, outside 0 to 5"):
        near_cut(paper(lsat6()), 80)


def test_columns_are_correlated_over_what_both_know():
    x = np.array([[1.0, 5], [2, np.nan], [4, 7], [3, 1]])
    y = np.array([[2.0, 1], [1, 9], [3, np.nan], [5, 4]])
    assert correlations(x, y) == pytest.approx([np.corrcoef(x[:, 0], y[:, 0])[0, 1], -1.0])


@settings(max_examples=60, deadline=None)
@given(st.integers(4, 40), st.integers(3, 8), st.integers(0, 10**6))
def test_the_identities_of_item_analysis(people, items, seed):
    rng = np.random.default_rng(seed)
    scores = (rng.random((people, items)) < rng.uniform(0.2, 0.8, items)).astype(float)
    table, found = item_table(paper(scores)), alpha(scores)
    total = scores.sum(axis=1)
    for item in range(items):
        rest = np.delete(scores, item, axis=1)
        other, row = alpha(rest), table.loc[item]
        assert row["alpha_without"] == pytest.approx(
            np.nan if other is None else other, nan_ok=True
        )
        varies = scores[:, item].std() > 0 and rest.sum(axis=1).std() > 0
        expected = np.corrcoef(scores[:, item], total - scores[:, item])[0, 1] if varies else np.nan
        assert row["r_rest"] == pytest.approx(expected, nan_ok=True)
        assert not row["r_rest"] > row["r_total"] + 1e-9
    assert found is None or found <= 1 + 1e-12
    assert found == pytest.approx(kr20(scores)) if found is not None else kr20(scores) is None


def test_five_thousand_people_and_sixty_items_take_a_moment():
    rng = np.random.default_rng(1)
    scores = (rng.normal(size=(5000, 1)) + rng.normal(size=(5000, 60)) > 0).astype(float)
    start = time.perf_counter()
    whole = paper(scores)
    item_table(whole), near_cut(whole, 30)
    assert time.perf_counter() - start < 1
