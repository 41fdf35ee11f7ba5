"""A result around training: the windows are those of the plan, of the same stores, and nothing is
said of too few."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from i18n import translator
from metrics.answers.answer import Answer, ask
from metrics.catalog import kpi_named
from metrics.effect.windows import AFTER, FEWEST, QUIET, TrainingSpan, around, begun
from metrics.kpi import Shape
from metrics.periods import add_months
from metrics.sums.query import Query
from metrics.training.chain import COMPLAINED, RESULTS, before_and_after

say = translator("en")
MONTH, TRAINING, SCORE = date(2026, 9, 1), kpi_named("people_examined"), kpi_named("mystery_score")
SPAN = TrainingSpan.to(MONTH)
STORES = [f"S{at:02d}" for at in range(24)]


def examined(pairs) -> Answer:
    return Answer(
        TRAINING,
        Query(grain="month", by="store"),
        pd.DataFrame(
            [(store, month, 3.0) for store, month in pairs], columns=["group", "period", "n"]
        ),
    )


def scores(value, stores=STORES, visits=6, seed=1) -> Answer:
    """Visits of every store and month; `value` of a store and month is what they are about."""
    generator, rows = np.random.default_rng(seed), []
    for store in stores:
        for ago in range(24):
            month = add_months(MONTH, -ago)
            seen = value(store, month) + generator.normal(0, 4, visits)
            y, yy = seen.sum(), (seen**2).sum()
            rows.append(
                (store, month, False, y / visits, visits, y, 0.0, visits, 0.0, yy, y, visits)
            )
    columns = ["group", "period", "hidden", "value", "n", "y", "less", "x", "top", "yy", "xy", "xx"]
    return Answer(SCORE, Query(grain="month", by="store"), pd.DataFrame(rows, columns=columns))


def test_all_months_after_training_are_over():
    assert (SPAN.first, SPAN.last) == (date(2025, 7, 1), date(2026, 6, 1)) and add_months(
        SPAN.last, max(AFTER)
    ) == MONTH


def test_only_trainings_after_quiet_months_are_followed():
    spring = date(2026, 3, 1)
    pairs = [
        ("A", spring),
        ("A", add_months(spring, 1)),
        ("B", add_months(spring, -QUIET)),
        ("B", spring),
        ("C", spring),
        ("C", add_months(spring, -QUIET - 1)),
        ("D", date(2026, 8, 1)),
        ("", spring),
    ]
    found = begun(examined(pairs), SPAN)
    assert (
        found.pairs
        == (("A", spring), ("B", date(2025, 12, 1)), ("C", date(2025, 11, 1)), ("C", spring))
        and found.all_months == 6
    )
    assert (
        not found.enough
        and "of 6 months" in say(found.sentence())
        and "4 came after 3 months without any" in say(found.sentence())
    )
    assert "no store sat an exam from Jul 2025 to Jun 2026" in say(
        begun(examined([]), SPAN).sentence()
    )


def test_a_change_that_is_there_is_found_in_the_month_of_the_plan():
    trained = {store: add_months(SPAN.first, at % 12) for at, store in enumerate(STORES)}

    def value(store, month):
        return 80.0 + 6.0 * (month > trained[store])

    found = around(begun(examined(trained.items()), SPAN), scores(value), 1)
    before, first, third = found.windows
    assert (
        (before.lag, first.lag, third.lag) == (-1, 1, 3)
        and found.trainings == 24
        and before.n == 24 * 6
    )
    assert (
        before.value == pytest.approx(80, abs=1)
        and first.value == pytest.approx(86, abs=1)
        and third.value == pytest.approx(86, abs=1)
    )
    assert (
        first.change.certain
        and "changed by +" in say(found.sentence())
        and "to month 1 " in say(found.sentence())
    )


def test_nothing_is_found_where_nothing_changed_more_often_than_one_time_in_twenty():
    trained = {store: add_months(SPAN.first, at % 12) for at, store in enumerate(STORES)}
    trainings = begun(examined(trained.items()), SPAN)
    false = sum(
        around(trainings, scores(lambda *_: 80.0, seed=seed), 3).windows[2].change.certain
        for seed in range(200)
    )
    assert 1 <= false <= 20


def complaints(rate, seed=1) -> Answer:
    """Complaints of every store and month, of 500 contacts each; `rate` is what is expected of a
    store and month for each 1,000."""
    generator, rows = np.random.default_rng(seed), []
    for store in STORES:
        for ago in range(24):
            month = add_months(MONTH, -ago)
            y = float(generator.poisson(rate(store, month) / 2))
            rows.append((store, month, False, 2 * y, y, y, 0.0, 500.0, 0.0, y, y, y))
    columns = ["group", "period", "hidden", "value", "n", "y", "less", "x", "top", "yy", "xy", "xx"]
    return Answer(COMPLAINED, Query(grain="month", by="store"), pd.DataFrame(rows, columns=columns))


def test_complaints_are_looked_at_three_months_on():
    assert (COMPLAINED, 3) in RESULTS and COMPLAINED.measure.shape is Shape.EVENTS
    trained = {store: add_months(SPAN.first, at % 12) for at, store in enumerate(STORES)}
    trainings = begun(examined(trained.items()), SPAN)
    found = around(trainings, complaints(lambda s, month: 4 if month > trained[s] else 12), 3)
    before, _, third = found.windows
    assert before.value == pytest.approx(12, abs=2) and third.value == pytest.approx(4, abs=2)
    assert third.change.certain and third.change.low < -8 < third.change.high
    assert "changed by −" in say(found.sentence()) and "per 1,000" in say(found.sentence())


def test_complaints_that_stay_as_they_were_seldom_seem_to_change():
    trained = {store: add_months(SPAN.first, at % 12) for at, store in enumerate(STORES)}
    trainings = begun(examined(trained.items()), SPAN)
    false = sum(
        around(trainings, complaints(lambda *_: 8.0, seed=seed), 3).windows[2].change.certain
        for seed in range(100)
    )
    assert false <= 10


def test_the_same_stores_stand_in_every_window():
    """Stores without later results would otherwise change the mean by being gone."""
    month = date(2026, 3, 1)
    trainings = begun(examined((store, month) for store in STORES), SPAN)
    result = scores(lambda store, _: 90.0 if store < "S12" else 60.0)
    gone = result.rows["group"].ge("S12") & result.rows["period"].eq(add_months(month, 3))
    found = around(trainings, Answer(SCORE, result.query, result.rows[~gone]), 3)
    assert found.trainings == 12 and all(
        window.value == pytest.approx(90, abs=1.5) for window in found.windows
    )
    hidden = around(
        trainings,
        Answer(SCORE, result.query, result.rows.assign(hidden=result.rows["group"] > "S08")),
        3,
    )
    assert (
        hidden.windows == ()
        and f"9 of these times it is on record in all three months, {FEWEST} are needed"
        in say(hidden.sentence())
    )


def test_the_sample_companys_courses(sample, today, monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "trainer")
    with sample.read() as reading:

        def asked(kpi, query):
            return ask(reading, kpi, query, today)

        trainings, results = before_and_after(asked, MONTH, "沟通技巧 2026 Q1")
        assert len(trainings.pairs) == 24 and [
            (found.kpi.name, found.judged) for found in results
        ] == [(kpi.name, lag) for kpi, lag in RESULTS]
        by_hand = reading.row("""WITH sat AS (SELECT DISTINCT store, date_trunc('month', date)::DATE AS month FROM rows_training
                WHERE live AND course = '沟通技巧 2026 Q1'),
            started AS (SELECT store, min(month) AS month FROM sat GROUP BY store),
            doubled AS (SELECT max(date) AS since FROM rows_section_weight WHERE live AND weight = 2),  -- the attitude
            seen AS (SELECT store, date_trunc('month', date)::DATE AS month, count(*) AS n, avg(
                        CASE WHEN date >= since THEN (2 * attitude + efficiency + compliance) / 4
                        ELSE (attitude + efficiency + compliance) / 3 END) AS score
                     FROM rows_mystery_visit, doubled WHERE live GROUP BY store, month)
            SELECT sum(after.n * after.score) / sum(after.n), sum(after.n) FROM started
            JOIN seen after ON after.store = started.store AND after.month = started.month + INTERVAL 1 MONTH
            JOIN seen early ON early.store = started.store AND early.month = started.month - INTERVAL 1 MONTH
            JOIN seen late ON late.store = started.store AND late.month = started.month + INTERVAL 3 MONTH""")
        month_one = results[1].windows[1]
        assert (month_one.value, month_one.n) == (pytest.approx(by_hand[0]), by_hand[1])
        everything, none = before_and_after(asked, MONTH, "")
        assert (
            not everything.enough
            and none == []
            and "cannot be told from the time before" in say(everything.sentence())
        )
