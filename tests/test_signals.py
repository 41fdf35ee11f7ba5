"""Which limits a KPI's months get, what they say of the latest one, and how far that is to be
trusted."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from errors import Message
from i18n import translator
from metrics.answers.answer import Answer
from metrics.catalog import kpi_named
from metrics.comparisons.signals import chance_of_a_signal, process
from metrics.findings.board import Card
from metrics.findings.news import first_signal
from metrics.findings.process_words import process_doubt, process_finding
from metrics.periods import add_months, last_day
from metrics.statistics.forecast import Identity, Logit, forecast
from metrics.statistics.spc import Assurance, Signal, Variation, control_chart
from metrics.statistics.spc_denominators import share_limits
from metrics.sums.query import Query
from metrics.targets.plans import Target
from metrics.targets.verdict import Status, Verdict

SAY = translator("en")
CSAT, SCORE = kpi_named("csat"), kpi_named("mystery_score")
DISSATISFIED = kpi_named("dissatisfied_share")
START = date(2024, 1, 1)
STABLE = [80, 82, 79, 81, 80, 83, 78, 81, 80, 82, 79, 80]


def answer(values, kpi=CSAT, n=1000.0, **flags) -> Answer:
    counts = n if isinstance(n, list) else [n] * len(values)
    rows = pd.DataFrame(
        {
            "period": [add_months(START, at) for at in range(len(values))],
            "group": None,
            "n": counts,
            "value": [float(v) for v in values],
            "low": None,
            "high": None,
            "hidden": False,
            "enough": True,
            "partial": False,
            "maturing": False,
            "y": [value * count / 100 for value, count in zip(values, counts, strict=True)],
            "less": 0.0,
            "x": counts,
        }
    )
    for name, at in flags.items():
        rows.loc[at, name] = name != "enough"
    return Answer(kpi, Query(), rows)


def stage(value, form="at_least") -> Verdict:
    target = Target("csat", "mid", form, date(2026, 12, 31), START, value)
    return Verdict(target, Status.TOO_EARLY, Message("x"), value)


def said(messages) -> str:
    return " ".join(map(SAY, messages))


def test_large_and_even_denominators_get_the_xmr_chart():
    found = process(answer(STABLE))
    (segment,) = control_chart(STABLE).segments
    assert not found.breathing
    assert (
        set(found.low) == {segment.low}
        and set(found.high) == {segment.high}
        and len(found.low) == len(STABLE)
    )


@pytest.mark.parametrize(
    ("kpi", "n", "breathing"),
    [
        (CSAT, [1000.0] * 11 + [700.0], True),
        (CSAT, [1000.0] * 11 + [760.0], False),
        (CSAT, 49.0, True),
        (CSAT, 50.0, False),
        (SCORE, [1000.0] * 11 + [100.0], False),
    ],
)
def test_limits_breathe_where_the_denominators_of_a_share_are_uneven_or_small(kpi, n, breathing):
    assert process(answer(STABLE, kpi, n)).breathing is breathing


def test_breathing_limits_are_those_of_the_p_prime_chart_in_percent():
    n = [400.0, 100.0] * 6
    found = process(answer(STABLE, n=n))
    limits = share_limits([value * count / 100 for value, count in zip(STABLE, n, strict=True)], n)
    assert found.high == pytest.approx(tuple(100 * limits.high)) and found.low == pytest.approx(
        tuple(100 * limits.low)
    )
    assert found.high[1] > found.high[0]


def test_a_month_outside_its_own_breathing_limits_is_a_signal_and_a_large_month_has_narrower_ones():
    n = [100.0, 400.0] * 8
    values = [80, 81, 79, 80, 81, 80, 79, 81, 80, 80, 81, 79, 80, 81, 79, 40]
    found = process(answer(values, n=n))
    assert (found.signal, found.variation) == (Signal.BELOW, Variation.CONCERN)
    assert Signal.BELOW not in found.chart.signals[:-1]


@pytest.mark.parametrize("value", [0, 100])
def test_shares_without_a_single_event_or_exception_have_no_signals(value):
    found = process(answer([value] * 8, n=[100.0, 400.0] * 4))
    assert set(found.chart.signals) == {Signal.NONE} and found.rare


def test_months_that_cannot_be_judged_are_left_out():
    found = process(answer(STABLE, partial=11, hidden=3, enough=5, maturing=10))
    assert [day.month for day in found.rows["period"]] == [1, 2, 3, 5, 7, 8, 9, 10]
    assert process(answer(STABLE[:1], partial=0)) is None


@pytest.mark.parametrize("n", [1000.0, 40.0])
def test_new_limits_start_at_the_month_decided_or_the_next_with_a_value(n):
    values = [80, 82, 79, 81, 80, 83, 78, 90, 91, 92, 90, 91]
    found = process(answer(values, n=n, hidden=7), [date(2024, 8, 1)])
    assert [segment.start for segment in found.chart.segments] == [0, 7]
    assert list(found.current["value"]) == [91, 92, 90, 91]
    assert found.low[6] != found.low[7] and found.on_trial
    assert len(process(answer(values, n=n), [date(2030, 1, 1)]).chart.segments) == 1


def test_a_new_segment_of_one_month_has_no_limits_and_nothing_is_said():
    for n in (1000.0, 40.0):
        found = process(answer(STABLE, n=n), [date(2024, 12, 1)])
        assert found.high[-1] is None and process_finding(found, stage(90.0)) == ()


def test_less_is_better_turns_the_meaning():
    rising = [*STABLE[:8], 84, 85, 86, 95]
    assert process(answer(rising)).variation is Variation.IMPROVEMENT
    assert process(answer(rising, DISSATISFIED)).variation is Variation.CONCERN


@pytest.mark.parametrize(
    ("months", "share"), [(1, 0.0), (12, 0.06), (18, 0.13), (24, 0.20), (36, 0.32), (60, 0.32)]
)
def test_longer_charts_show_more_signals_by_chance(months, share):
    assert chance_of_a_signal(months) == pytest.approx(share)


@pytest.mark.parametrize(
    ("goal", "form", "wanted"),
    [
        (95.0, "at_least", Assurance.FAILING),
        (70.0, "at_least", Assurance.PASSING),
        (80.0, "at_least", Assurance.HIT_OR_MISS),
        (95.0, "at_most", Assurance.PASSING),
    ],
)
def test_the_line_says_what_the_process_does_to_the_goal(goal, form, wanted):
    assert str(wanted.value) in said(process_finding(process(answer(STABLE)), stage(goal, form)))


def test_what_is_counted_up_over_months_is_no_goal_of_one_month():
    (found,) = process_finding(process(answer(STABLE)), stage(300.0, "count"))
    assert "Dec 2024 is within normal variation" in SAY(found)


def test_the_line_says_what_the_latest_month_means():
    assert "Dec 2024 is within normal variation" in said(
        process_finding(process(answer(STABLE)), None)
    )
    fallen = said(process_finding(process(answer([*STABLE, 60])), None))
    assert (
        fallen
        == "Jan 2025 shows worsening beyond normal variation: it is below the lower process limit."
    )


def test_the_doubt_names_trial_limits_the_second_opinion_and_chance():
    few = said(process_doubt(process(answer(STABLE[:8]))))
    assert (
        "rest on 8 months and are on trial until there are 12" in few and "second test" not in few
    )
    calm = said(process_doubt(process(answer(STABLE + STABLE))))
    assert "on trial" not in calm and "no change either" in calm
    assert "Months with a signal: 0 of 24. Of charts this long, about 20% show at least one" in calm
    stepped = said(
        process_doubt(
            process(answer([value - 8 for value in STABLE] + [value + 8 for value in STABLE]))
        )
    )
    assert "agrees that the level changed: 12 months in a row" in stepped
    assert "more than 32%" in said(process_doubt(process(answer(STABLE * 4))))


def test_the_second_opinion_names_only_what_is_beyond_chance():
    seldom = said(process_doubt(process(answer([*[80, 81, 80, 81], *[90, 91, 90, 91]] * 3))))
    assert "5 crossings of the median (by chance at least 8)" in seldom
    assert "in a row on one side" not in seldom, "four months are no more than chance allows"


@pytest.mark.parametrize(
    ("now", "share", "count"),
    [
        ([88, 90, 87, 89], "about 2%", 0),
        (STABLE * 4, "more than 32%", 0),
        ([*STABLE, 60], "about 7%", 1),
    ],
)
def test_signals_are_counted_over_the_months_for_which_the_limits_hold(now, share, count):
    before = [80, 81, 80, 81, 80, 81, 80, 81, 80, 81, 80, 81, 40, 81, 80]
    found = process(answer([*before, *now]), [add_months(START, len(before))])
    assert sum(signal is not Signal.NONE for signal in found.chart.signals) > count, (
        "those before have signals too"
    )
    assert (
        f"Months with a signal since these limits began in Apr 2025: {count} of {len(now)}. Of "
        f"charts this long, {share} show at least one" in said(process_doubt(found))
    )


def test_months_that_are_missing_are_counted_and_never_in_a_row():
    whole = answer([value - 8 for value in STABLE] + [value + 8 for value in STABLE])
    gone = whole.rows["period"].isin([date(2024, 3, 1), date(2024, 4, 1), date(2024, 9, 1)])
    told = said(
        process_doubt(process(replace(whole, rows=whole.rows[~gone].reset_index(drop=True))))
    )
    assert "Months from Jan 2024 to Dec 2025 without enough records: 3." in told
    assert (
        "months with enough records in a row on one side" in told and "months in a row" not in told
    )
    assert "without enough records" not in said(process_doubt(process(whole)))


@pytest.mark.parametrize("values", [[99.0, 98.0, 99.0, 100.0] * 4, [1.0, 2.0, 1.0, 0.0] * 4])
def test_rare_events_get_no_monthly_limits_and_the_line_says_so(values):
    found = process(answer(values, n=100.0))
    assert found.rare and found.variation is Variation.COMMON
    assert set(found.low + found.high) == {None} and set(found.chart.signals) == {Signal.NONE}
    assert found.assurance(95, 1) is None
    assert said(process_finding(found, stage(95))) == (
        "Fewer than 2 events a month on average: too rare for monthly limits. Look at quarters "
        "instead."
    )
    assert process_doubt(found) == ()


def test_two_events_a_month_are_enough():
    assert not process(answer([98.0] * 8 + [97.0] * 8, n=100.0)).rare


VISITS, STARS, NPS_KPI = (
    kpi_named("mystery_visits"),
    kpi_named("service_stars"),
    kpi_named("net_promoter_score"),
)
FLAT = (
    "The value hardly ever differs from one month to the next: no limits follow from that, and "
    "nothing is a signal."
)


def _until_its_last(months: Answer) -> Answer:
    return Answer(
        months.kpi, Query(end=last_day(months.rows["period"].iloc[-1], "month")), months.rows
    )


@pytest.mark.parametrize(
    ("kpi", "values", "n"),
    [
        (VISITS, [0.0] * 11 + [0.004], 20.0),
        (VISITS, [2.0] * 24, 20.0),
        (STARS, [0.0] * 12, 0.0),
        (STARS, [0.0] * 12 + [1.0], 0.0),
        (NPS_KPI, [40.0] * 12, 300.0),
        (NPS_KPI, [40.0] * 12 + [41.0], 300.0),
        (CSAT, [80.0] * 12, 1000.0),
        (CSAT, [80.0] * 12 + [80.1], 1000.0),
        (SCORE, [100.0] * 12 + [99.9], 30.0),
    ],
)
def test_a_series_that_hardly_differs_has_no_limits_no_signal_and_says_so(kpi, values, n):
    found = process(answer(values, kpi, n))
    assert set(found.low + found.high) == {None} and set(found.chart.signals) == {Signal.NONE}
    assert found.variation is Variation.COMMON and found.assurance(50, 1) is None
    assert said(process_finding(found, stage(50.0))) == FLAT
    assert process_doubt(found) == ()
    months = answer(values, kpi, n)
    assert (
        first_signal(
            Card(kpi, _until_its_last(months), found.rows.iloc[-1], None, (), months=months)
        )
        is None
    )


def test_shares_that_are_all_alike_since_new_limits_began_have_none():
    values, n = [90, 91, 89, 90, 100, 100, 100, 100], [100.0, 400.0] * 4
    found = process(answer(values, n=n), [date(2024, 5, 1)])
    assert not found.rare and found.breathing
    assert found.low[:4] != (None,) * 4 and found.low[4:] == found.high[4:] == (None,) * 4
    assert said(process_finding(found, stage(95.0))) == FLAT


@pytest.mark.parametrize("values", [[80.0] * 12, [0.1 + 0.2, 0.3] * 6, [0.0] * 12])
def test_nothing_is_foretold_of_a_series_that_does_not_move(values):
    assert forecast(values, 3, Identity()) is None and forecast(values, 3, Logit(0, 100)) is None
