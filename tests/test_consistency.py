"""Consistency between channels: the spread of a KPI's channels in a period, and quarter by
quarter."""

import json
from datetime import date
from math import sqrt

import numpy as np
import pandas as pd
import pytest

from data.kinds.catalog import SURVEY
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add
from i18n import translator
from metrics.answers.answer import Answer, ask
from metrics.answers.pooled import latest_quarter, quarters_query
from metrics.catalog import kpi_named
from metrics.comparisons.channels import consistency, course, variances
from metrics.periods import add_months, periods_between
from metrics.statistics.spread import share_variance
from metrics.sums.query import Query
from metrics.sums.values import valued

QUARTER, TODAY = date(2026, 4, 1), date(2026, 11, 1)
say = translator("en")


def answer(
    kpi_name: str, channels: dict[str, dict[str, float]], period: date = QUARTER, **states
) -> Answer:
    """An answer by channel from its sums; what is not given follows from one row a case."""
    kpi = kpi_named(kpi_name)
    rows = pd.DataFrame(
        [
            {
                "period": period,
                "group": name,
                "less": 0.0,
                "top": 0.0,
                "x": sums["n"],
                "xx": sums["n"],
                "xy": sums["y"],
                "yy": sums["y"],
                **sums,
            }
            for name, sums in channels.items()
        ]
    )
    rows = valued(kpi, rows).assign(
        hidden=False, partial=False, maturing=False, enough=rows["n"] >= kpi.dataset.enough
    )
    return Answer(
        kpi, Query(period, date(2026, 6, 30), "quarter", "channel"), rows.assign(**states)
    )


def scores(mean: float, sd: float, n: int) -> dict[str, float]:
    return {"n": n, "y": n * mean, "yy": (n - 1) * sd**2 + n * mean**2, "xy": n * mean}


def test_means_of_channels_equal_metafor(shared):
    for case in json.loads(
        (shared / "fixtures" / "channel_consistency.json").read_text(encoding="utf-8")
    )[::2]:
        channels = {
            f"c{at}": scores(*case_of)
            for at, case_of in enumerate(zip(case["mean"], case["sd"], case["n"], strict=True))
        }
        found = consistency(answer("satisfaction_mean", channels), QUARTER).spread
        assert (found.raw, found.tau, found.q) == pytest.approx(
            (case["raw_sd_ddof1"], case["tau_PM"], case["Q"]), abs=1e-4
        )


def test_channels_of_stored_answers_equal_metafor(shared, database):
    """Answers that have exactly the published means and deviations, ten times as large so that all
    fit the scale of 0 to 100."""
    for at, case in enumerate(
        json.loads((shared / "fixtures" / "channel_consistency.json").read_text(encoding="utf-8"))[
            ::2
        ]
    ):
        lines = ["response_id,date,channel,overall"]
        for channel, (mean, sd, n) in enumerate(
            zip(case["mean"], case["sd"], case["n"], strict=True)
        ):
            apart = sd * sqrt((n - 1) / n)
            lines += [
                f"{channel}-{number},2026-0{4 + 3 * at}-15,c{channel},"
                f"{10 * (mean + (apart if number % 2 else -apart))!r}"
                for number in range(n)
            ]
        content = "\n".join(lines).encode()
        add(database, prepare(content, f"{at}.csv", SURVEY, Options(scale="0-100"), TODAY))
        with database.read() as reading:
            found = ask(
                reading, kpi_named("satisfaction_mean"), Query(grain="quarter", by="channel"), TODAY
            )
        spread = consistency(found, date(2026, 4 + 3 * at, 1)).spread
        assert (spread.raw / 10, spread.tau / 10, spread.q) == pytest.approx(
            (case["raw_sd_ddof1"], case["tau_PM"], case["Q"]), abs=1e-4
        )


def test_shares_use_each_channels_own_error():
    channels = {"App": {"n": 200, "y": 180}, "Web": {"n": 50, "y": 35}}
    found = answer("csat", channels)
    assert variances(found.kpi, found.rows) == pytest.approx(
        100**2 * share_variance([180, 35], [200, 50])
    )
    told = consistency(found, QUARTER)
    assert (
        told.spread.raw == pytest.approx(20 / 2**0.5)
        and told.certain
        and 0 < told.spread.tau < told.spread.raw
    )
    assert "not the same in all 2 channels" in say(told.sentence())


def test_several_rows_of_a_case_widen_the_error():
    plain = answer("csat", {"App": {"n": 100, "y": 80}, "Web": {"n": 100, "y": 60}})
    twice = answer(
        "csat",
        {
            "App": {"n": 50, "y": 80, "x": 100, "xx": 200, "xy": 160, "yy": 160},
            "Web": {"n": 50, "y": 60, "x": 100, "xx": 200, "xy": 120, "yy": 120},
        },
    )
    assert (variances(twice.kpi, twice.rows) > 1.8 * variances(plain.kpi, plain.rows)).all()


def test_net_promoter_scores_by_the_adjusted_error():
    found = answer(
        "net_promoter_score",
        {"App": {"n": 100, "y": 60, "less": 10}, "Web": {"n": 100, "y": 62, "less": 11}},
    )
    share = np.array([60.75, 10.75]) / 103
    expected = 100**2 * (share.sum() - (share[0] - share[1]) ** 2) / 103
    assert variances(found.kpi, found.rows)[0] == pytest.approx(expected)
    told = consistency(found, QUARTER)
    assert (
        not told.certain and told.spread.tau == 0 and "cannot be told apart" in say(told.sentence())
    )


def test_channels_with_few_answers_are_left_out():
    channels = {"App": {"n": 200, "y": 180}, "Web": {"n": 10, "y": 1}, "": {"n": 500, "y": 100}}
    told = consistency(answer("csat", channels), QUARTER)
    assert (told.spread.groups, told.few) == (1, 1)
    assert (
        say(told.sentence()) == "Fewer than two channels have the 30 cases that a comparison needs."
    )


def test_without_channels_on_record_no_number_of_cases_is_asked_for():
    found = answer("attitude_complaint_share", {"": {"n": 500, "y": 100}})
    assert say(consistency(found, QUARTER).sentence()) == (
        "Fewer than two channels have a value to compare."
    )


def test_hidden_channels_are_left_out():
    channels = {
        "App": {"n": 200, "y": 180},
        "Web": {"n": 200, "y": 100},
        "Phone": {"n": 200, "y": 150},
    }
    assert consistency(
        answer("csat", channels, hidden=[False, True, False]), QUARTER
    ).spread.raw == pytest.approx(15 / 2**0.5)


def test_visits_need_more_to_be_compared_than_to_be_shown():
    found = consistency(
        answer("mystery_score", {"App": scores(80, 5, 4), "Web": scores(90, 5, 8)}), QUARTER
    )
    assert (found.spread.groups, found.few) == (1, 1)


def test_without_an_error_only_the_raw_spread_is_said():
    told = consistency(
        answer("satisfaction_mean", {"App": scores(80, 0, 40), "Web": scores(90, 5, 40)}), QUARTER
    )
    assert told.spread.tau is None and "how much of it is chance cannot be told" in say(
        told.sentence()
    )


def test_the_course_of_the_sample_company_has_a_spread_a_quarter(sample, today):
    kpi = kpi_named("csat")
    last = latest_quarter(kpi, add_months(today, -1), today)
    first, beyond = add_months(last, -9), add_months(last, 3)
    with sample.read() as reading:
        found = course(ask(reading, kpi, quarters_query(first, beyond, "channel", ()), today))
    assert [one.period for one in found] == periods_between(first, last, "quarter")
    assert all(one.spread.groups == 5 and 0 <= one.spread.tau <= one.spread.high for one in found)
