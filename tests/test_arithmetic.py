"""The plain arithmetic of the KPIs on a published example: missing answers, ties at a limit,
denominators."""

import json
from datetime import date

import numpy as np
import pytest

from data.kinds.catalog import NPS, SURVEY
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add
from metrics.answers.answer import ask
from metrics.catalog import kpi_named
from metrics.kpi import Kpi, ValueUnit, share
from metrics.statistics.intervals import poisson_rate
from metrics.statistics.quantiles import quantile
from metrics.sums.query import Query
from metrics.sums.values import point


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
