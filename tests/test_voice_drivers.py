"""Drivers of satisfaction: against R, by hand, and where the model has to say that it cannot
tell."""

import csv
import json
import time

import numpy as np
import pytest

from errors import WrongCall
from i18n import N_, translator
from metrics.voice.driver_words import driver_finding
from metrics.voice.drivers import (
    FEWEST_CLUSTERS,
    Driver,
    DriverModel,
    ModelStatus,
    bands,
    correlations,
    drivers,
)
from metrics.voice.importance import explained, importance, lmg, solvable
from metrics.voice.quadrant import Quadrant, driver_map

# Chatterjee & Price 1977, Regression Analysis by Example: rating, complaints, privileges, learning,
# raises, critical, advance of 30 departments.
ATTITUDE = np.array(
    """
43 51 30 39 61 92 45 63 64 51 54 63 73 47 71 70 68 69 76 86 48 61 63 45 47 54 84 35 81 78 56 66 71 83 47 43 55 49 44 54 49 34
58 67 42 56 66 68 35 71 75 50 55 70 66 41 72 82 72 67 71 83 31 67 61 45 47 62 80 41 64 53 53 58 58 67 34 67 60 47 39 59 74 41
69 62 57 42 55 63 25 68 83 83 45 59 77 35 77 77 54 72 79 77 46 81 90 50 72 60 54 36 74 85 64 69 79 79 63 65 60 65 75 55 80 60
65 70 46 57 75 85 46 50 58 68 54 64 78 52 50 40 33 34 43 64 33 64 61 52 62 66 80 41 53 66 52 50 63 80 37 40 37 42 58 50 57 49
63 54 42 48 66 75 33 66 77 66 63 88 76 72 78 75 58 74 80 78 49 48 57 44 45 51 83 38 85 85 71 71 77 74 55 82 82 39 59 64 78 39
""".split(),
    float,
).reshape(30, 7)
say = translator("en")
LABELS = {name: N_(name) for name in "abcd"}


def made(
    n: int, seed: int = 1, weights: tuple[float, ...] = (0.6, 0.3, 0.15), stores: int = 0
) -> tuple:
    """Answers on a scale of 1 to 5 with a halo, the ratings' weights differing between stores."""
    generator = np.random.default_rng(seed)
    store = generator.integers(max(stores, 1), size=n)
    slopes = np.array(weights) + (
        generator.normal(0, 0.3, (stores, len(weights)))[store] if stores else 0
    )
    ratings = generator.normal(size=(n, 1)) * 0.8 + generator.normal(size=(n, len(weights)))
    outcome = (ratings * slopes).sum(axis=1) + generator.normal(size=n)
    points = np.clip(np.round(3.6 + 0.8 * np.column_stack([outcome, ratings])), 1, 5)
    return points[:, 0], dict(zip("abcdefghij", points[:, 1:].T, strict=False)), store


def test_the_attitude_data_as_in_relaimpo():
    found = importance(np.corrcoef(ATTITUDE, rowvar=False))
    assert found.r_squared == pytest.approx(0.7326, abs=5e-5)
    assert found.lmg / found.r_squared == pytest.approx(
        [0.5062, 0.0695, 0.2126, 0.1643, 0.0090, 0.0385], abs=5e-5
    )


def test_all_measures_equal_r(shared):
    expected = json.loads(
        (shared / "fixtures" / "driver_attitude_expected.json").read_text("utf-8")
    )
    rows = list(
        csv.DictReader(
            (shared / "fixtures" / "driver_attitude.csv").read_text("utf-8").splitlines()
        )
    )
    names = expected["predictors"]
    found = importance(
        np.corrcoef([[float(row[name]) for row in rows] for name in (expected["outcome"], *names)])
    )
    assert found.r_squared == pytest.approx(expected["R2"], abs=1e-9)
    assert found.lmg.sum() == pytest.approx(found.r_squared, abs=1e-12)
    for key, values in {
        "lmg": found.lmg,
        "lmg_share": found.lmg / found.r_squared,
        "first": found.first,
        "last": found.last,
        "std_beta": found.beta,
        "vif": found.vif,
        "zero_order_r": found.correlation,
    }.items():
        assert values == pytest.approx([expected[key][name] for name in names], abs=1e-9), key


def test_two_predictors_by_hand():
    r1, r2, r12 = 0.5, 0.4, 0.3
    both = (r1**2 + r2**2 - 2 * r1 * r2 * r12) / (1 - r12**2)
    subsets = explained(np.array([[1, r1, r2], [r1, 1, r12], [r2, r12, 1]]))
    assert subsets == pytest.approx([0, r1**2, r2**2, both])
    assert lmg(subsets) == pytest.approx([(r1**2 + both - r2**2) / 2, (r2**2 + both - r1**2) / 2])


def test_many_matrices_at_once_give_what_one_gives():
    one, other = (
        np.corrcoef(ATTITUDE, rowvar=False),
        np.corrcoef(ATTITUDE[:, [0, 3, 1, 2, 6, 5, 4]], rowvar=False),
    )
    together = lmg(explained(np.array([one, other])))
    assert together == pytest.approx(
        np.array([lmg(explained(one)), lmg(explained(other))]), abs=1e-14
    )
    assert together[1][[1, 2, 0, 5, 4, 3]] == pytest.approx(
        together[0], abs=1e-12
    )  # the order of entry does not matter


def test_correlations_from_sums_of_products():
    with_one = np.column_stack([np.ones(30), ATTITUDE])
    assert correlations(with_one.T @ with_one) == pytest.approx(
        np.corrcoef(ATTITUDE, rowvar=False), abs=1e-10
    )
    with_one[:, 3] = 4.3
    found = correlations(with_one.T @ with_one)
    assert np.isnan(found[2]).all() and not solvable(found)


def test_too_few_answers_are_told_with_the_number_needed():
    for predictors, least in ((1, 100), (5, 100), (6, 120), (10, 200)):
        outcome, ratings, _ = made(least - 1, weights=(0.5,) * predictors)
        found = drivers(outcome, ratings)
        assert (found.status, found.n, found.least, found.drivers) == (
            ModelStatus.FEW,
            least - 1,
            least,
            (),
        )
        outcome, ratings, _ = made(least, weights=(0.5,) * predictors)
        assert drivers(outcome, ratings).status is ModelStatus.USABLE
    assert say(driver_finding(found, N_("Overall satisfaction"), LABELS)[0]) == (
        "Not enough answers for a driver model: 199 rate everything, 200 are needed."
    )


def test_answers_that_lack_a_rating_are_left_out():
    outcome, ratings, _ = made(400)
    ratings["a"][:50], outcome[100:120] = np.nan, np.nan
    found = drivers(outcome, ratings)
    assert (found.n, found.left_out) == (330, 70)
    kept = ~np.isnan(ratings["a"]) & ~np.isnan(outcome)
    assert (
        found.r_squared
        == drivers(
            outcome[kept], {name: column[kept] for name, column in ratings.items()}
        ).r_squared
    )


def test_ratings_that_explain_little_are_no_drivers():
    outcome, ratings, _ = made(500, weights=(0.05, 0.05))
    found = drivers(outcome, ratings)
    assert found.status is ModelStatus.WEAK and found.r_squared < 0.10 and found.drivers == ()
    said = [say(message) for message in driver_finding(found, N_("Overall satisfaction"), LABELS)]
    assert said == [
        f"No usable driver model: the ratings explain {round(100 * found.r_squared)}% of the "
        "differences in “Overall satisfaction”; "
        "at least 10% are needed."
    ]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda outcome, ratings: (outcome, {**ratings, "b": np.full(300, 5.0)}),
        lambda outcome, ratings: (outcome, {**ratings, "b": ratings["a"]}),
        lambda outcome, ratings: (outcome, {**ratings, "b": (ratings["a"] + ratings["c"]) / 2}),
        lambda outcome, ratings: (np.full(300, 4.3), ratings),
    ],
)
def test_ratings_without_spread_or_alike_are_refused(spoil):
    outcome, ratings, _ = made(300)
    found = drivers(*spoil(outcome, ratings))
    assert (found.status, found.drivers, found.r_squared) == (ModelStatus.ALIKE, (), None)
    assert "is the same in all 300 answers" in say(driver_finding(found, N_("Overall"), LABELS)[0])


def test_the_number_of_ratings_has_limits():
    for count in (0, 11):
        with pytest.raises(
            WrongCall, match=f"{count} ratings were given; a driver model takes 1 to 10"
        ):
            drivers(np.ones(5), {str(number): np.ones(5) for number in range(count)})


def naive_limits(outcome, ratings, resamples=400, seed=9) -> dict[str, tuple[float, float]]:
    """The slow way: copy the rows of each resample."""
    answers, generator = np.column_stack([outcome, *ratings.values()]), np.random.default_rng(seed)
    shares = []
    for _ in range(resamples):
        parts = importance(
            np.corrcoef(answers[generator.integers(len(answers), size=len(answers))], rowvar=False)
        )
        shares.append(parts.lmg / parts.r_squared)
    return dict(
        zip(ratings, zip(*np.quantile(shares, [0.025, 0.975], axis=0), strict=True), strict=True)
    )


@pytest.mark.parametrize("n", [300, 20_000])  # drawn one by one, and as patterns of equal answers
def test_limits_are_those_of_copied_rows(n):
    outcome, ratings, _ = made(n)
    expected = naive_limits(outcome, ratings)
    for driver in drivers(outcome, ratings).drivers:
        low, high = expected[driver.name]
        assert (driver.low, driver.high) == pytest.approx((low, high), abs=0.12 * (high - low))


def test_the_same_answers_give_the_same_limits():
    outcome, ratings, store = made(600, stores=20)
    assert drivers(outcome, ratings, store) == drivers(outcome, ratings, store)


def test_stores_that_differ_widen_the_limits():
    outcome, ratings, store = made(3000, stores=25)
    by_store, by_answer = drivers(outcome, ratings, store), drivers(outcome, ratings)
    assert (by_store.clusters, by_answer.clusters) == (25, None)
    assert by_store.r_squared == by_answer.r_squared

    def width(model):
        return sum(driver.high - driver.low for driver in model.drivers)

    assert width(by_store) > 1.5 * width(by_answer)


def test_of_few_stores_single_answers_are_resampled():
    outcome, ratings, store = made(500)
    few = np.array(["Harbour", "Centre", "North", None], object)[np.arange(500) % 4]
    assert FEWEST_CLUSTERS > 4 and drivers(outcome, ratings, few) == drivers(outcome, ratings)
    assert (
        drivers(outcome, ratings, np.append(few[:-1], "South")).clusters == 5
    )  # answers without a store count as one


def test_overlapping_intervals_share_a_band():
    def found(*intervals):
        return bands(*map(np.array, zip(*intervals, strict=True))).tolist()

    assert found((0.4, 0.5), (0.2, 0.3), (0.1, 0.15)) == [1, 2, 3]
    assert found((0.1, 0.2), (0.35, 0.5), (0.3, 0.4)) == [2, 1, 1]
    assert found((0.4, 0.6), (0.3, 0.45), (0.2, 0.35)) == [1, 1, 1]  # the middle one overlaps both
    assert found((0.5, 0.6), (0.1, 0.55), (0.2, 0.3)) == [1, 1, 1]
    assert found((0.5, 0.6), (0.2, 0.5)) == [1, 1] and found((1.0, 1.0)) == [1]


def test_clear_drivers_are_told_apart_and_close_ones_are_not():
    clear = drivers(*made(5000, weights=(1.0, 0.3, 0.0))[:2])
    assert [(driver.name, driver.band) for driver in clear.drivers] == [
        ("a", 1),
        ("b", 2),
        ("c", 3),
    ] and clear.ranks_agree
    assert sum(driver.share for driver in clear.drivers) == pytest.approx(1)
    assert all(
        driver.low < driver.share < driver.high and driver.vif > 1 for driver in clear.drivers
    )
    said = [say(message) for message in driver_finding(clear, N_("Overall satisfaction"), LABELS)]
    first = clear.drivers[0]
    assert said == [
        f"“a” goes with “Overall satisfaction” most: it stands for {round(100 * first.share)}% of "
        "what the ratings explain "
        f"(95%: {round(100 * first.low)} to {round(100 * first.high)}).",
        f"All ratings together explain {round(100 * clear.r_squared)}% of the differences in "
        "“Overall satisfaction” (5,000 answers).",
    ]
    close = drivers(*made(300, seed=3, weights=(0.5, 0.5, 0.05))[:2])
    assert sorted(driver.name for driver in close.drivers if driver.band == 1) == ["a", "b"]
    assert say(driver_finding(close, N_("Overall"), LABELS)[0]).endswith(
        "go with “Overall” most; which of them comes first cannot be told."
    )


def driver(name: str, share: float, low: float, high: float, band: int, of_ranks: float) -> Driver:
    return Driver(name, share, low, high, band, of_ranks, 0.5, 0.3, 1.2)


def model(*listed: Driver) -> DriverModel:
    return DriverModel(ModelStatus.USABLE, 500, 0, 100, None, 0.4, listed)


def test_a_check_by_rank_that_disagrees_is_said():
    same_band = model(
        driver("a", 0.4, 0.3, 0.5, 1, 0.35),
        driver("b", 0.35, 0.25, 0.45, 1, 0.4),
        driver("c", 0.25, 0.2, 0.24, 2, 0.25),
    )
    assert same_band.ranks_agree and len(driver_finding(same_band, N_("Overall"), LABELS)) == 2
    swapped = model(driver("a", 0.6, 0.55, 0.65, 1, 0.45), driver("b", 0.4, 0.35, 0.45, 2, 0.55))
    assert not swapped.ranks_agree
    assert say(driver_finding(swapped, N_("Overall"), LABELS)[-1]).endswith(
        "give another order: do not rely on the order."
    )
    unsolved = model(
        driver("a", 0.6, 0.55, 0.65, 1, float("nan")), driver("b", 0.4, 0.35, 0.45, 2, float("nan"))
    )
    assert not unsolved.ranks_agree


def test_answers_that_rank_alike_leave_the_check_open():
    outcome, ratings, _ = made(400, weights=(0.8, 0.1))
    found = drivers(outcome, {"a": ratings["a"], "b": ratings["a"] ** 3, "c": ratings["b"]})
    assert (
        found.status is ModelStatus.USABLE
        and np.isnan([driver.share_of_ranks for driver in found.drivers]).all()
    )


def test_each_quadrant_of_the_map_and_its_doubtful_middle():
    listed = model(
        driver("a", 0.45, 0.4, 0.5, 1, 0.4),
        driver("b", 0.40, 0.35, 0.45, 1, 0.4),
        driver("c", 0.10, 0.05, 0.15, 2, 0.1),
        driver("d", 0.05, 0.02, 0.08, 2, 0.1),
    )
    found = driver_map(
        listed, {"a": (600, 1000), "b": (900, 1000), "c": (600, 1000), "d": (900, 1000)}
    )
    assert (found.performance_cut, found.share_cut) == pytest.approx((0.75, 0.25))
    assert [point.quadrant for point in found.points] == [
        Quadrant.IMPROVE,
        Quadrant.KEEP,
        Quadrant.LATER,
        Quadrant.EASE,
    ]
    few = driver_map(listed, {"a": (12, 20), "b": (900, 1000), "c": (600, 1000), "d": (900, 1000)})
    assert [point.quadrant for point in few.points] == [
        Quadrant.UNDECIDED,
        Quadrant.KEEP,
        Quadrant.LATER,
        Quadrant.EASE,
    ]
    wide = driver_map(
        model(driver("a", 0.6, 0.45, 0.75, 1, 0.6), driver("b", 0.4, 0.25, 0.55, 1, 0.4)),
        {"a": (600, 1000), "b": (900, 1000)},
    )
    assert {point.quadrant for point in wide.points} == {Quadrant.UNDECIDED}
    assert wide.points[0].performance == 0.6 and wide.points[0].share_limits == (0.45, 0.75)
    assert driver_map(DriverModel(ModelStatus.WEAK, 500, 0, 100), {}) is None


def test_twenty_thousand_answers_take_seconds_at_most():
    outcome, ratings, store = made(20_000, weights=(0.5, 0.3, 0.2, 0.1), stores=40)
    start = time.process_time()
    drivers(outcome, ratings)
    drivers(outcome, ratings, store)
    assert time.process_time() - start < 4
