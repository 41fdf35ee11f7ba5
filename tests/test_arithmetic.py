"""The plain arithmetic of the KPIs on a published example: missing answers, ties at a limit,
denominators."""

import json
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from data.kinds.catalog import NPS, SURVEY, kind_named
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add
from metrics.answers.answer import ask
from metrics.catalog import kpi_named
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.kpi import Kpi, ValueUnit, share
from metrics.statistics.intervals import poisson_rate
from metrics.statistics.quantiles import quantile
from metrics.sums.query import Query
from metrics.sums.values import point

TODAY = date(2027, 6, 1)


@pytest.fixture(scope="module")
def published(shared):
    return json.loads((shared / "fixtures/kpi_arithmetic.json").read_text())


def rows_of(database, kind, column, values, **options):
    lines = [
        f"{at},2026-01-05 10:{at:02d},{'' if value is None else value}"
        for at, value in enumerate(values)
    ]
    add(
        database,
        prepare(
            "\n".join([f"response_id,date,{column}", *lines]).encode(),
            f"{column}.csv",
            kind,
            Options(**options),
        ),
    )


def asked(database, kpi):
    with database.read() as reading:
        return ask(reading, kpi, Query(), date.today()).rows.iloc[0]


def test_net_promoter_score(published, database):
    rows_of(database, NPS, "score", published["inputs"]["nps"])
    row, expected = asked(database, kpi_named("net_promoter_score")), published["expected"]
    assert (row["n"], row["y"], row["less"]) == (
        expected["nps_n"],
        expected["promoters"],
        expected["detractors"],
    )
    assert row["value"] == pytest.approx(expected["nps"], abs=1e-9)


def test_customer_satisfaction(published, database):
    rows_of(database, SURVEY, "overall", published["inputs"]["csat"], scale="1-5")
    row, expected = asked(database, kpi_named("csat")), published["expected"]
    assert (row["n"], row["value"]) == (expected["csat_n"], expected["csat_top2_pct"])
    assert asked(database, kpi_named("satisfaction_mean"))["value"] == pytest.approx(
        25 * (expected["csat_mean"] - 1)
    )


def test_shares_leave_missing_answers_out_and_count_ties_as_met(published, database):
    """Waiting times and first-contact resolution, asked of the score column as any declared share
    would be."""
    rows_of(database, SURVEY, "overall", published["inputs"]["wait_minutes"], scale="0-100")
    limit = published["inputs"]["sla_minutes"]
    percent = ValueUnit("percent", "{value}", "{value}", 1, 0, 100)
    in_time = Kpi(
        "in_time",
        "In time",
        "In time.",
        percent,
        kpi_named("csat").direction,
        "customer",
        "",
        SURVEY,
        share(f"overall <= {limit}", among="overall IS NOT NULL"),
    )
    row, expected = asked(database, in_time), published["expected"]
    assert (row["n"], row["value"]) == (
        expected["sla_n"],
        pytest.approx(expected["sla_pct"], abs=1e-9),
    )
    known = [value for value in published["inputs"]["wait_minutes"] if value is not None]
    assert quantile(np.array(known), 0.5).value == expected["wait_median"]


def loaded(database, kind, heading, *lines):
    content = "\n".join([heading, *lines]).encode()
    kind = kind_named(kind)
    add(database, prepare(content, f"{kind.name}.csv", kind, Options(), TODAY, kpis=KPI_FACTS))


def test_first_contact_resolution_of_requests(published, database):
    """Who does not say is no part of it."""
    words = {1: "yes", 0: "no", None: ""}
    loaded(
        database,
        "service_request",
        "Ticket ID,Created at,Solved at,FCR",
        *(
            f"{at},2026-01-05 10:{at:02d},2026-01-05 12:00,{words[solved]}"
            for at, solved in enumerate(published["inputs"]["fcr"])
        ),
    )
    row = asked(database, kpi_named("first_contact_resolution"))
    assert (row["n"], row["value"]) == (5, published["expected"]["fcr_pct"])


def test_answers_within_the_promise_count_ties_as_met(published, database):
    """Whoever was not answered yet is no part of it as long as the promise runs: the last moment on
    record. Hundred times as long as published, so that all are whole minutes."""
    inputs, expected = published["inputs"], published["expected"]
    limit, start = 100 * inputs["sla_minutes"], datetime(2026, 1, 5, 10)
    lines = []
    for at, wait in enumerate(inputs["wait_minutes"]):
        opened = start if wait is not None else start + timedelta(hours=10)
        answer = (
            ""
            if wait is None
            else f"{opened + timedelta(minutes=round(100 * wait)):%Y-%m-%d %H:%M}"
        )
        lines.append(f"{at},{opened:%Y-%m-%d %H:%M},{answer}")
    loaded(database, "service_request", "Ticket ID,Created at,First response at", *lines)
    loaded(
        database,
        "promise",
        "Urgency,Step,Minutes,Clock,In force from",
        f"ordinary,answer,{limit},elapsed,2026-01-01",
    )
    row = asked(database, kpi_named("answered_in_time"))
    assert (row["n"], row["value"]) == (
        expected["sla_n"],
        pytest.approx(expected["sla_pct"], abs=1e-9),
    )


def test_suggestions_adopted_among_those_decided(published, database):
    adopted = published["inputs"]["suggestions_adopted"]
    decided = published["inputs"]["suggestions_decided"]
    words = ["adopted"] * adopted + ["not adopted"] * (decided - adopted) + ["open", "withdrawn"]
    loaded(
        database,
        "suggestion",
        "Suggestion No,Submitted on,Employee,Decision",
        *(f"S{at},2026-01-05,E{at},{word}" for at, word in enumerate(words)),
    )
    row = asked(database, kpi_named("suggestion_adoption_rate"))
    assert (row["x"], row["value"]) == (decided, published["expected"]["suggestion_adoption_pct"])


def test_ratios_and_rates(published):
    inputs, expected = published["inputs"], published["expected"]
    csat = kpi_named("csat")
    answered = [value for value in inputs["fcr"] if value is not None]
    assert point(csat, sum(answered), 0, len(answered)) == expected["fcr_pct"]
    assert point(csat, inputs["attitude_complaints"], 0, inputs["complaints"]) == pytest.approx(
        expected["attitude_share_pct"], abs=1e-9
    )
    assert (
        point(csat, inputs["suggestions_adopted"], 0, inputs["suggestions_decided"])
        == expected["suggestion_adoption_pct"]
    )
    assert np.isnan(point(csat, 0, 0, 0))
    rate = 1000 * inputs["complaints"] / inputs["transactions"]
    low, high = poisson_rate(inputs["complaints"], inputs["transactions"])
    assert (
        rate == pytest.approx(expected["complaint_rate_per_1000"], abs=1e-9) and low < rate < high
    )
