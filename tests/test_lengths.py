"""How long requests and complaints take: medians from counts, exact to their resolution, with those
still open as open."""

import json
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from data.kinds.catalog import kind_named
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add, undo
from i18n import translator
from metrics.answers.answer import ask
from metrics.answers.lacking import lacking
from metrics.catalog import kpi_named
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.statistics.quantiles import quantile
from metrics.statistics.survival import Lengths, length_quantile
from metrics.sums.query import Query
from tests.programme import TODAY, requests

SAY = translator("en")


def counted(values, open_=()):
    """Lengths as counts of each."""
    at = np.unique([*values, *open_]).astype(float)
    done, left = (
        np.array([np.sum(np.array(part) == one) for one in at]) for part in (values, open_)
    )
    return Lengths(at, done.astype(float), left.astype(float))


def rows_of(database, kpi, **asked):
    with database.read() as reading:
        return ask(reading, kpi_named(kpi), Query(**asked), TODAY).rows


def tickets(*minutes, heading="Ticket ID,Created at,Solved at,Store"):
    opened = "2026-03-02 00:00"
    lines = [
        f"{number},{opened},{date(2026, 3, 2) + timedelta(days=one // 1440)} "
        f"{one % 1440 // 60:02d}:{one % 60:02d},{'AB'[number % 2]}"
        for number, one in enumerate(minutes)
    ]
    return requests(heading, *lines)


def test_quantiles_of_counts_are_those_of_the_values(shared):
    given = json.loads((shared / "fixtures" / "handling_time_quantiles.json").read_text())
    for name in ("median", "p90"):
        expected = given[name]
        assert length_quantile(counted(given["x"]), expected["p"]) == quantile(
            given["x"], expected["p"]
        )
        assert tuple(length_quantile(counted(given["x"]), expected["p"])) == pytest.approx(
            (expected["est_type7"], expected["lo"], expected["hi"])
        )


def test_the_kpi_gives_the_published_quantiles(shared, own):
    given = json.loads((shared / "fixtures" / "handling_time_quantiles.json").read_text())
    add(own, tickets(*(round(10 * one) for one in given["x"])))
    for kpi, name in (("handling_time", "median"), ("handling_time_p90", "p90")):
        row = rows_of(own, kpi).iloc[0]
        expected = [10 * given[name][part] / 60 for part in ("est_type7", "lo", "hi")]
        assert row[["value", "low", "high"]].tolist() == pytest.approx(expected)
        assert row["n"] == 60


def test_censored_quantiles_are_those_of_another_implementation():
    from statsmodels.duration.survfunc import SurvfuncRight

    rng = np.random.default_rng(3)
    for _ in range(20):
        lengths, seen = rng.integers(1, 60, 80), rng.integers(5, 90, 80)
        done = lengths <= seen
        times = np.minimum(lengths, seen)
        other = SurvfuncRight(times, done.astype(int))
        for p in (0.25, 0.5, 0.75):
            found = length_quantile(counted(times[done], times[~done]), p)
            assert found.value == other.quantile(p)
            with np.errstate(divide="ignore", invalid="ignore"):
                low, high = other.quantile_ci(p, method="cloglog")
            assert (found.low, found.high) == (
                low,
                None if np.isinf(high) or np.isnan(high) else high,
            )


def test_open_ones_make_it_longer_and_are_not_left_out(own):
    heading = "complaint_id,date,closed"
    lines = [f"{at},2026-03-01 00:00,2026-03-0{2 + at % 3} 00:00" for at in range(6)]
    lines += [f"open{at},2026-03-01 00:00," for at in range(5)] + ["last,2026-05-01 00:00,"]
    content = "\n".join([heading, *lines]).encode()
    add(own, prepare(content, "c.csv", kind_named("complaint"), Options(), TODAY, kpis=KPI_FACTS))
    march, may = rows_of(own, "complaint_handling_time").itertuples()
    # Six of eleven are closed, the last two of them after three days.
    assert (march.n, march.value) == (11, 72.0)
    assert np.isnan(may.value) and "still open" in SAY(
        lacking(kpi_named("handling_time"), may._asdict())
    )
    assert np.isnan(rows_of(own, "complaint_handling_time_p90")["value"].iloc[0])


def test_lengths_are_exact_to_the_minute_a_quarter_of_an_hour_and_a_day(own):
    """A ticket a month, counted in that in which it was closed."""
    lengths = ((1439, 1439), (1447, 1440), (2000, 1995), (100_000, 99_360))
    begun = [datetime(2026, month, 2) for month in range(1, 5)]
    lines = [
        f"{at:%m},{at:%Y-%m-%d %H:%M},{at + timedelta(minutes=minutes):%Y-%m-%d %H:%M}"
        for at, (minutes, _) in zip(begun, lengths, strict=True)
    ]
    add(own, requests("Ticket ID,Created at,Solved at", *lines))
    found = rows_of(own, "handling_time")
    assert found["period"].tolist() == [date(2026, month, 1) for month in (1, 2, 3, 6)]
    assert found["value"].tolist() == pytest.approx([kept / 60 for _, kept in lengths])


def test_nothing_is_kept_of_what_was_taken_back(database):
    stored = add(database, tickets(30, 2000)).upload
    tables = ("sums", "places", "lengths", "cube_service_request")
    with database.read() as reading:
        assert all(reading.row(f"SELECT count(*) FROM {table}")[0] for table in tables)
    undo(database, stored)
    with database.read() as reading:
        left = {table: reading.row(f"SELECT count(*) FROM {table}")[0] for table in tables}
    assert left == dict.fromkeys(tables, 0)


def test_months_and_units_add_up_and_corrections_are_followed(own):
    add(own, tickets(10, 20, 30, 40))
    first = rows_of(own, "handling_time")["value"].tolist()
    assert first == [pytest.approx(25 / 60)]
    by_store = rows_of(own, "handling_time", by="store", grain="quarter")
    assert dict(zip(by_store["group"], by_store["value"] * 60, strict=True)) == {"A": 20, "B": 30}
    later = add(own, tickets(10, 20, 30, 80_000)).upload
    assert rows_of(own, "handling_time")["value"].tolist() == [
        pytest.approx(20 / 60),
        pytest.approx(80_640 / 60),
    ]
    undo(own, later)
    assert rows_of(own, "handling_time")["value"].tolist() == first


def test_three_clocks_tell_three_lengths(own):
    add(
        own,
        requests(
            "Ticket ID,Created at,Solved at,On hold time in minutes",
            "1,2026-03-06 17:00,2026-03-09 10:00,45",
        ),
    )
    names = ("handling_time", "handling_time_working", "handling_time_own")
    assert [rows_of(own, name)["value"].iloc[0] for name in names] == [65.0, 2.0, 1.25]


def test_a_ticket_of_78_days(shared, own):
    """By its history the ticket was open 30 days, waited 28 for the customer, and 20 on hold."""
    path = shared / "real" / "programme" / "request_zendesk_dbt" / "ticket_field_history_data.csv"
    if not path.exists():
        pytest.skip("the real file is not on this machine")
    lines = [line.split(",") for line in path.read_text().splitlines()]
    steps = sorted((line[2], line[5]) for line in lines if line[:2] == ["status", "11071"])
    days = {}
    for (begun, status), (ended, _) in zip(steps, steps[1:], strict=False):
        passed = np.datetime64(ended) - np.datetime64(begun)
        days[status] = days.get(status, 0) + passed / np.timedelta64(1, "D")
    assert {name: days[name] for name in ("open", "pending", "on-hold")} == {
        "open": 30,
        "pending": 28,
        "on-hold": 20,
    }
    solved = next(moment for moment, status in steps if status == "solved")
    add(own, requests("Ticket ID,Created at,Solved at", f"11071,{steps[0][0]},{solved}"))
    assert rows_of(own, "handling_time")["value"].tolist() == [78 * 24.0]
