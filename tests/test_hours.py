"""When promises are broken, by weekday and hour: from what is kept beside the rows as from the rows,
and as a query written by hand tells."""

from datetime import date

import pytest

from data.uploads.store import add, undo
from metrics.catalog import kpi_named
from metrics.sums.hours import hours_of
from metrics.sums.lengths import lengths_together
from metrics.sums.query import Query
from tests.test_requests import requests

HEADING = "Ticket ID,Created at,First Response At,Store,Channel"
# Two Mondays (2 and 9 March 2026) and a Tuesday; usual promise: two hours, elapsed.
LINES = (
    "1,2026-03-02 09:10,2026-03-02 12:00,A,Phone",
    "2,2026-03-02 09:50,2026-03-02 10:00,A,Phone",
    "3,2026-03-09 09:00,2026-03-09 18:00,B,Phone",
    "4,2026-03-03 23:59,2026-03-04 00:30,B,App",
    "5,2026-04-06 00:00,2026-04-06 05:00,,App",
)


def told(database, **asked) -> dict[tuple, tuple[float, float]]:
    with database.read() as reading:
        found = hours_of(reading, kpi_named("answered_in_time"), Query(**asked))
    return {
        (group, int(slot)): (n, kept)
        for group, slot, n, kept in zip(
            *(found[name] for name in ("group", "slot", "n", "kept")), strict=True
        )
    }


def test_hours_of_the_week_are_counted_by_unit_and_month(own):
    add(own, requests(HEADING, *LINES))
    assert told(own) == {(None, 9): (3, 1), (None, 47): (1, 1), (None, 0): (1, 0)}
    assert told(own, by="store") == {
        ("A", 9): (2, 1),
        ("B", 9): (1, 0),
        ("B", 47): (1, 1),
        ("", 0): (1, 0),
    }
    march = {"start": date(2026, 3, 1), "end": date(2026, 3, 31)}
    assert told(own, **march, only=(("channel", ("Phone",)),)) == {(None, 9): (3, 1)}
    assert told(own, **march, by="channel", only=(("store", ("B",)),)) == {
        ("App", 47): (1, 1),
        ("Phone", 9): (1, 0),
    }, "two dimensions at once are counted from the rows"


def test_what_is_taken_back_is_no_longer_counted(own):
    first = add(own, requests(HEADING, *LINES[:2])).upload
    add(own, requests(HEADING, *LINES[2:]))
    undo(own, first)
    assert told(own) == {(None, 9): (1, 0), (None, 47): (1, 1), (None, 0): (1, 0)}


def test_the_week_of_the_sample_company_is_that_of_a_query_by_hand(sample):
    """An answer within the promise of the sample company is asked by hand: two hours of working time
    for ordinary requests are at least two hours by the clock, so only what took less is sure."""
    with sample.read() as reading:
        found = hours_of(reading, kpi_named("answered_in_time"), Query(by="channel"))
        by_hand = reading.rows(
            """SELECT channel, (isodow(date) - 1) * 24 + hour(date), count(*),
                      count(*) FILTER (epoch(first_answer - date) <= 3600 * CASE urgency WHEN 'emergency' THEN 1 ELSE 2 END)
               FROM live_service_request WHERE coalesce(status, '') <> 'cancelled' AND first_answer IS NOT NULL
               GROUP BY ALL ORDER BY ALL"""
        )
    ours = {
        (group, int(slot)): (n, kept)
        for group, slot, n, kept in zip(
            *(found[name] for name in ("group", "slot", "n", "kept")), strict=True
        )
    }
    assert len(by_hand) > 200
    for channel, slot, n, surely in by_hand:
        asked, kept = ours[channel, slot]
        assert asked >= n and kept >= surely
    emergencies = Query(by="urgency", only=())
    with sample.read() as reading:
        urgent = hours_of(reading, kpi_named("answered_in_time"), emergencies)
        exact = reading.rows(
            """SELECT (isodow(date) - 1) * 24 + hour(date) AS slot, count(*),
                      count(*) FILTER (epoch(coalesce(first_answer, closed) - date) <= 3600)
               FROM live_service_request WHERE coalesce(status, '') <> 'cancelled' AND urgency = 'emergency'
                 AND coalesce(first_answer, closed) IS NOT NULL GROUP BY ALL ORDER BY ALL"""
        )
    of_urgent = urgent["group"] == "emergency"
    assert [
        (int(slot), n, kept)
        for slot, n, kept in zip(
            *(urgent[name][of_urgent] for name in ("slot", "n", "kept")), strict=True
        )
    ] == exact


def test_what_does_not_pass_the_gate_is_not_asked_of_staff(own):
    with own.read() as reading:
        for ask in (hours_of, lengths_together):
            with pytest.raises(ValueError, match="through the gate"):
                ask(reading, kpi_named("first_attempt_pass_rate"), Query())
