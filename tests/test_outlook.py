"""Where a KPI may stand in the months to come: on which scale, how far, inside its range, and what
that says of a stage."""

from datetime import date

import pandas as pd
import pytest

from metrics.answers.answer import Answer
from metrics.catalog import kpi_named
from metrics.comparisons.signals import process
from metrics.periods import add_months
from metrics.statistics.forecast import Identity, Logit, LogScale
from metrics.sums.query import Query
from metrics.targets.outlook import chance, fan, outlook, scale_of

START = date(2025, 1, 1)
VALUES = [80, 82, 79, 81, 80, 83, 78, 81, 80, 82, 79, 80]


def process_of(values, kpi="csat", rebases=()):
    rows = pd.DataFrame(
        {
            "period": [add_months(START, at) for at in range(len(values))],
            "group": None,
            "n": 1000.0,
            "value": [float(v) for v in values],
            "low": None,
            "high": None,
            "hidden": False,
            "enough": True,
            "partial": False,
            "maturing": False,
            "y": [value * 10 for value in values],
            "less": 0.0,
            "x": 1000.0,
        }
    )
    return process(Answer(kpi_named(kpi), Query(), rows), rebases)


@pytest.mark.parametrize(
    ("kpi", "scale"),
    [
        ("csat", Logit(0, 100)),
        ("net_promoter_score", Logit(-100, 100)),
        ("mystery_score", Logit(0, 100)),
        ("people_examined", Identity()),
    ],
)
def test_bounded_units_are_forecast_as_logits_and_counts_as_they_are(kpi, scale):
    assert scale_of(kpi_named(kpi)) == scale


def test_rates_are_forecast_as_logarithms():
    assert isinstance(scale_of(kpi_named("mystery_visits")), LogScale)


@pytest.mark.parametrize(
    ("due", "months"),
    [
        (None, 6),
        (date(2025, 6, 30), 6),
        (date(2026, 1, 31), 3),
        (date(2026, 5, 31), 5),
        (date(2026, 12, 31), 12),
        (date(2029, 12, 31), 12),
    ],
)
def test_the_fan_reaches_to_the_stage_but_never_beyond_a_year(due, months):
    ahead = fan(process_of(VALUES), due)
    assert [month.period for month in ahead] == [
        add_months(date(2026, 1, 1), at) for at in range(months)
    ]
    assert ahead[0].day == date(2026, 1, 31)


def test_the_possible_range_holds_the_likely_one_and_both_widen():
    ahead = fan(process_of(VALUES), date(2026, 12, 31))
    for month in ahead:
        assert (
            0
            <= month.possible.low
            < month.likely.low
            < month.likely.high
            < month.possible.high
            <= 100
        )
    assert ahead[-1].likely.high - ahead[-1].likely.low > ahead[0].likely.high - ahead[0].likely.low


def test_a_count_is_never_forecast_below_nothing():
    ahead = fan(process_of([1, 9, 0, 8, 2, 7, 0, 9], "pending_retakes"), date(2026, 8, 31))
    assert ahead[-1].possible.low == 0 < ahead[-1].possible.high


def test_the_fan_is_that_of_the_forecast():
    found = process_of(VALUES)
    assert fan(found, date(2026, 3, 31))[2].likely == outlook(found, 3).interval(0.80)


@pytest.mark.parametrize(
    ("values", "rebases"), [(VALUES[:5], ()), ([80.0] * 12, ()), (VALUES, (date(2025, 9, 1),))]
)
def test_few_months_steady_values_and_new_limits_have_no_fan(values, rebases):
    assert fan(process_of(values, rebases=rebases)) == ()


def test_a_range_has_the_chance_between_its_ends():
    found, due = process_of(VALUES), date(2026, 3, 31)
    above, beyond = (chance(found, due, goal, None, 1, None).probability for goal in (78.0, 84.0))
    assert chance(found, due, 78.0, 84.0, 1, None).probability == pytest.approx(above - beyond)
    assert chance(found, due, 78.0, None, -1, None).probability == pytest.approx(1 - above)


def test_what_is_past_or_too_far_without_a_path_has_no_chance():
    found = process_of(VALUES)
    assert chance(found, date(2025, 12, 31), 80.0, None, 1, None) is None
    assert chance(found, date(2027, 6, 30), 80.0, None, 1, None) is None


def test_beyond_a_year_the_pace_a_year_ahead_counts():
    found = process_of(VALUES)
    path = (80.0, date(2025, 12, 31), [(date(2027, 12, 31), 90.0)])
    far = chance(found, date(2027, 12, 31), 90.0, None, 1, path)
    assert far.beyond and far.probability == pytest.approx(
        outlook(found, 12).probability(85.0, 1), abs=1e-3
    )
