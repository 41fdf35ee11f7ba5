"""Moodle's definitions: worked out from the formulas for a small quiz, and tied to the classical
statistics."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from metrics.training.items import item_table
from metrics.training.moodle import MoodleQuiz, moodle_items, moodle_quiz
from metrics.training.paper import paper
from metrics.training.reliability import reliability

MAXIMA = [1, 2, 4]
# Totals 7, 4, 3, 2, 0; the last item runs against the rest for those in the middle.
MARKS = np.array([[1, 2, 4], [1, 1, 2], [0, 2, 1], [1, 1, 0], [0, 0, 0]], float)


def cov(x, y) -> float:
    return sum((a - sum(x) / len(x)) * (b - sum(y) / len(y)) for a, b in zip(x, y, strict=True)) / (
        len(x) - 1
    )


def test_items_from_the_formulas():
    found = moodle_items(paper(MARKS, MAXIMA))
    totals = [7, 4, 3, 2, 0]
    roots = [cov(MARKS[:, item], totals) ** 0.5 for item in range(3)]
    for item in range(3):
        mark, row = list(MARKS[:, item]), found.loc[item]
        rest = [total - own for total, own in zip(totals, mark, strict=True)]
        assert row["facility"] == pytest.approx(100 * sum(mark) / 5 / MAXIMA[item])
        assert row["sd"] == pytest.approx(100 * cov(mark, mark) ** 0.5 / MAXIMA[item])
        assert row["intended_weight"] == pytest.approx(100 * MAXIMA[item] / 7)
        assert row["effective_weight"] == pytest.approx(100 * roots[item] / sum(roots))
        assert row["discrimination_index"] == pytest.approx(
            100 * cov(mark, rest) / (cov(mark, mark) * cov(rest, rest)) ** 0.5
        )
        # The largest covariance possible, by trying every order of the marks.
        most = max(cov(order, rest) for order in permutations(mark))
        assert row["discriminative_efficiency"] == pytest.approx(100 * cov(mark, rest) / most)


def test_items_in_round_numbers():
    # x = 1 1 0 1 0 with rest 6 3 3 1 0: means 3/5 and 13/5, covariance (10 - 39/5)/4 = 0.55; sorted
    # 1 1 1 0 0 with 6 3 3 1 0: 1.05.
    found = moodle_items(paper(MARKS, MAXIMA)).loc[0]
    assert found["facility"] == pytest.approx(60) and found["sd"] == pytest.approx(100 * 0.3**0.5)
    assert found["discriminative_efficiency"] == pytest.approx(100 * 0.55 / 1.05)
    assert found["discrimination_index"] == pytest.approx(100 * 0.55 / (0.3 * 5.3) ** 0.5)


def test_the_quiz_in_round_numbers():
    # Totals about their mean 3.2: 3.8, .8, -.2, -1.2, -3.2; squares sum to 26.8, k2 = 6.7.
    found = moodle_quiz(paper(MARKS, MAXIMA))
    assert (
        found.people == 5
        and found.mean == pytest.approx(100 * 3.2 / 7)
        and found.median == pytest.approx(100 * 3 / 7)
    )
    assert found.sd == pytest.approx(100 * 6.7**0.5 / 7)
    # Item variances .3, .7, 2.8.
    assert found.cic == pytest.approx(100 * 1.5 * (1 - 3.8 / 6.7))
    assert found.error_ratio == pytest.approx(100 * (1 - 1.5 * (1 - 3.8 / 6.7)) ** 0.5)
    assert found.standard_error == pytest.approx(found.error_ratio * found.sd / 100)


def test_skewness_and_kurtosis_are_those_of_r_and_excel():
    from scipy.stats import kurtosis, skew

    found, totals = moodle_quiz(paper(MARKS, MAXIMA)), MARKS.sum(axis=1)
    assert found.skewness == pytest.approx(skew(totals, bias=False))
    assert found.kurtosis == pytest.approx(kurtosis(totals, bias=False))


def test_an_item_that_runs_against_the_paper_has_no_weight():
    marks = np.array([[0, 1, 1, 1], [0, 1, 1, 0], [1, 0, 1, 0], [1, 0, 0, 0]], float)
    found = moodle_items(paper(marks))
    assert np.isnan(found.loc[0, "effective_weight"]) and found.loc[0, "discrimination_index"] < 0
    assert found["effective_weight"].sum() == pytest.approx(100)


def test_a_mark_not_given_is_nothing_earned():
    empty = np.where(MARKS == 0, np.nan, MARKS)
    assert moodle_quiz(paper(empty, MAXIMA)) == moodle_quiz(paper(MARKS, MAXIMA))
    assert moodle_items(paper(empty, MAXIMA)).equals(moodle_items(paper(MARKS, MAXIMA)))


def test_what_moodle_leaves_empty():
    same = moodle_items(paper([[1, 0.5], [1, 0.5], [1, 0.5]]))
    assert same[["discrimination_index", "discriminative_efficiency"]].isna().all(
        axis=None
    ) and same["sd"].tolist() == [0, 0]
    assert moodle_quiz(paper(np.empty((0, 2)))) == MoodleQuiz(0)
    assert moodle_quiz(paper([[1, 0]])) == MoodleQuiz(1, 50, 50)
    assert moodle_quiz(paper([[1, 0], [1, 1]])).skewness is None
    assert moodle_quiz(paper([[1, 0], [1, 1], [0, 0]])).kurtosis is None
    alone = moodle_quiz(paper([[1.0], [0.0], [1.0], [1.0]]))
    assert alone.cic is None and alone.kurtosis is not None
    assert moodle_items(paper(np.empty((0, 2))))["facility"].isna().all()


@settings(max_examples=60, deadline=None)
@given(st.integers(3, 40), st.integers(2, 8), st.integers(0, 10**6))
def test_moodle_and_the_classical_statistics_agree(people, items, seed):
    rng = np.random.default_rng(seed)
    whole = paper(rng.integers(0, 4, (people, items)).astype(float), 3)
    ours, theirs = item_table(whole), moodle_items(whole)
    assert theirs["facility"].tolist() == pytest.approx((100 * ours["p"]).tolist())
    assert theirs["discrimination_index"].tolist() == pytest.approx(
        (100 * ours["r_rest"]).tolist(), nan_ok=True
    )
    # Nothing correlates better than the best order allows.
    both = theirs[["discrimination_index", "discriminative_efficiency"]].dropna()
    assert (
        both["discriminative_efficiency"].abs() >= both["discrimination_index"].abs() - 1e-9
    ).all()
    found, quiz = reliability(whole), moodle_quiz(whole)
    if quiz.cic is not None:
        assert quiz.cic == pytest.approx(100 * found.alpha)
        # Where all agree what is left is the root of what arithmetic loses.
        assert quiz.standard_error == pytest.approx(100 * found.sem / (3 * items), abs=1e-6)
