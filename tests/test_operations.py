"""What service operations show, against queries written by hand and against cases that would make a
sentence false."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest

from data.database.connection import Database
from data.kinds.catalog import kind_named
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add
from i18n import translator
from metrics.findings.operations import (
    STEPS,
    Minutes,
    first_record,
    one,
    pattern_span,
    steps,
    together,
    why_none,
)
from metrics.findings.operations_complaints import (
    ComplaintCount,
    beside,
    beside_of,
    by_month,
    categories,
    counted,
)
from metrics.findings.operations_times import EDGES, times
from metrics.findings.operations_when import _of_units, week_of
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.snapshot import Snapshot
from metrics.voice.span import Span
from ui.operations.look import share_of_all
from ui.operations.promises import unsure

SAY = translator("en")
YEAR = Span(date(2025, 10, 1), 12)
WITHIN = "date >= '2025-10-01' AND date < '2026-10-01'"
ASKED = "coalesce(status, '') <> 'cancelled'"


@pytest.fixture
def looked(sample, today) -> Iterator[Snapshot]:
    """The sample company as it is looked at."""
    with sample.read() as reading:
        yield Snapshot(reading, sample.path, 1, today)


def load(database: Database, kind: str, *lines: str) -> None:
    content = ("\n".join(lines) + "\n").encode()
    file = prepare(
        content, f"{kind}.csv", kind_named(kind), Options(), date(2027, 6, 1), kpis=KPI_FACTS
    )
    add(database, file)


def seen(database: Database, reading) -> Snapshot:
    version = reading.row("SELECT version FROM state")[0]
    return Snapshot(reading, database.path, version, date(2027, 6, 1))


@pytest.mark.parametrize(
    ("step", "urgency", "begun", "reached", "minutes"),
    [
        ("answer", "emergency", "date", "first_answer", 60),
        ("arrive", "emergency", "date", "arrived", 360),
        ("repair", "emergency", "arrived", "repaired", 2880),
        ("repair", "ordinary", "arrived", "repaired", 2880),
    ],
)
def test_promises_of_the_elapsed_clock_are_those_of_a_query_by_hand(
    looked, step, urgency, begun, reached, minutes
):
    """Not done, but past its promise at the last moment that any request tells of, is broken."""
    found = next(one for one in steps(looked, YEAR, ()) if one.name == step)
    asked, kept = looked.reading.row(
        f"""SELECT count(*) FILTER (used > {minutes} OR done IS NOT NULL), count(*) FILTER (done IS NOT NULL AND used <= {minutes})
        FROM (SELECT done, epoch(coalesce(done, now) - begun) / 60 AS used
              FROM (SELECT coalesce({reached}, closed) AS done, {begun} AS begun,
                           (SELECT max(greatest(date, coalesce(first_answer, date), coalesce(plan_given, date), coalesce(arrived, date),
                                   coalesce(repaired, date), coalesce(closed, date), coalesce(reopened, date))) FROM live_service_request) AS now
                    FROM live_service_request
                    WHERE {ASKED} AND urgency = '{urgency}' AND {begun} >= '2025-10-01' AND {begun} < '2026-10-01'))"""
    )
    row = found.rows[urgency]
    assert (row["x"], row["y"]) == (asked, kept) and asked > 20
    assert found.promised(urgency).minutes == minutes and not found.promised(urgency).usual


def test_the_line_whose_promise_breaks_on_monday_mornings_is_found(looked):
    week = week_of(looked, STEPS["answer"], YEAR, ())
    part = week.parts[0]
    assert (part.dimension, part.unit, part.day, part.hours) == ("channel", "Phone", 0, (6, 12))
    (asked,) = looked.reading.row(
        f"""SELECT count(*) FROM live_service_request WHERE {WITHIN} AND {ASKED} AND channel = 'Phone'
        AND isodow(date) = 1 AND hour(date) BETWEEN 6 AND 11 AND (first_answer IS NOT NULL OR closed IS NOT NULL)"""
    )
    assert part.asked == asked and part.share > 50 and part.rest_share < 10
    assert len(week.parts) == 1, "nothing else stands out"
    assert week.total == part.asked + part.rest_asked + sum(
        together(looked, STEPS["answer"], YEAR, (), "channel")
        .query("group != 'Phone'")["x"]
        .astype(int)
    )


def test_the_hours_of_each_unit_are_its_own_and_those_without_a_name_are_of_none():
    hours = {
        "group": np.array(["B", "", "A", "B", ""], object),
        "slot": np.arange(5),
        "n": np.array([1, 2, 3, 4, 5]),
    }
    found = _of_units(hours)
    assert {unit: rows["slot"].tolist() for unit, rows in found.items()} == {"A": [2], "B": [0, 3]}
    assert found["B"]["n"].tolist() == [1, 4]
    assert _of_units({name: column[:0] for name, column in hours.items()}) == {}


@pytest.mark.parametrize(
    ("percent", "told"),
    [(0.0, "0%"), (0.254, "0.25%"), (0.999, "1.00%"), (1.0, "1%"), (12.6, "13%")],
)
def test_a_part_of_all_below_one_percent_has_two_decimals(percent, told):
    assert share_of_all(percent, translator("en")) == told


def test_no_part_of_a_week_stands_out_where_all_are_alike(database):
    lines = [
        f"{number},2026-03-{1 + number % 28:02d} {8 + number % 12:02d}:00,"
        f"2026-03-{1 + number % 28:02d} {8 + number % 12:02d}:{'10' if number % 4 else '59'},Phone"
        for number in range(336)
    ]
    lines = [
        line if number % 5 else line.replace(":59,", ":10,") for number, line in enumerate(lines)
    ]
    load(database, "service_request", "Ticket ID,Created at,First Response At,Channel", *lines)
    with database.read() as reading:
        week = week_of(seen(database, reading), STEPS["answer"], Span(date(2026, 3, 1), 1), ())
    assert week.total == 336 and week.parts == ()


def test_two_filters_at_once_are_refused_not_counted_from_the_rows(looked):
    both = (("store", ("Garden City",)), ("channel", ("Phone",)))
    assert week_of(looked, STEPS["answer"], YEAR, both) is None
    assert times(looked, "closing_time", YEAR, both) == {}


def test_lengths_count_open_requests_as_open(looked):
    from statsmodels.duration.survfunc import SurvfuncRight

    raw = looked.reading.rows(
        f"""SELECT epoch(coalesce(closed, now) - date) / 60, closed IS NOT NULL
        FROM (SELECT *, (SELECT max(greatest(date, coalesce(first_answer, date), coalesce(plan_given, date), coalesce(arrived, date),
              coalesce(repaired, date), coalesce(closed, date), coalesce(reopened, date))) FROM live_service_request) AS now
              FROM live_service_request WHERE {ASKED}) WHERE {WITHIN}"""
    )
    minutes, done = (np.array(part) for part in zip(*raw, strict=True))
    found = times(looked, "closing_time", YEAR, ())[None]
    assert (found.closed, found.open) == (done.sum(), (~done).sum()) and found.open > 0
    by_hand = SurvfuncRight(minutes, done.astype(int))
    # Lengths over a day are counted to a quarter of an hour.
    assert found.median.value == pytest.approx(by_hand.quantile(0.5), abs=8)
    assert found.ninth.value == pytest.approx(by_hand.quantile(0.9), abs=8)
    assert found.median.value > np.median(minutes[done]), "without the open ones it is shorter"
    # Bars up to eight hours are exact; a length of 24 h and 5 min is counted as 24 h.
    for bar, low, high in zip(found.bars, (0, *EDGES), EDGES[:3], strict=False):
        within = (np.round(minutes) <= high) & ((minutes > low) | (low == 0))
        assert (bar.closed, bar.open) == ((within & done).sum(), (within & ~done).sum())
    assert sum(bar.closed + bar.open for bar in found.bars) == found.n


def test_the_mean_is_that_of_closed_requests_and_there_is_none_where_some_are_open(looked):
    by_hand, count = looked.reading.row(
        f"""SELECT avg(epoch(closed - date) / 60), count(*) FROM live_service_request
        WHERE closed >= '2025-10-01' AND closed < '2026-10-01' AND {ASKED}"""
    )
    found = times(looked, "handling_time", YEAR, ())[None]
    assert found.n == count and found.mean == pytest.approx(by_hand, rel=0.001)
    assert times(looked, "closing_time", YEAR, ())[None].mean is None


def test_first_contacts_hand_overs_and_responsibility_are_those_of_queries_by_hand(looked):
    handed = one(together(looked, "hand_overs", YEAR, ()))
    closed = "closed >= '2025-10-01' AND closed < '2026-10-01'"
    mean, count = looked.reading.row(
        f"SELECT avg(hand_overs), count(hand_overs) FROM live_service_request WHERE {closed} AND {ASKED}"
    )
    assert (handed["value"], handed["n"]) == (pytest.approx(mean), count)
    stores = looked.reading.rows(
        f"""SELECT store, count(*) FILTER (first_asked = closed_by), count(*) FROM live_service_request
        WHERE {closed} AND {ASKED} AND first_asked IS NOT NULL AND closed_by IS NOT NULL GROUP BY ALL ORDER BY ALL"""
    )
    split = together(looked, "first_responsibility_kept", YEAR, (), "store").sort_values("group")
    assert list(zip(split["group"], split["y"], split["x"], strict=True)) == stores
    first = one(together(looked, "first_contact_resolution", YEAR, ()))
    solved, base = looked.reading.row(
        f"""SELECT count(*) FILTER (solved_at_first_contact = 'yes' AND coalesce(reopens, 0) = 0 AND reopened IS NULL AND NOT EXISTS (
              FROM live_service_request AS later WHERE later.customer = this.customer AND later.category = this.category
              AND coalesce(later.status, '') <> 'cancelled' AND later.date > this.date
              AND later.date <= coalesce(this.closed, this.date) + INTERVAL 7 DAY)), count(*)
        FROM live_service_request AS this WHERE {WITHIN} AND {ASKED} AND closed IS NOT NULL"""
    )
    assert (first["y"], first["x"]) == (solved, base)


def test_complaints_are_those_of_queries_by_hand(looked):
    now = counted(looked, YEAR, ())
    all_of, told, attitude = looked.reading.row(
        f"SELECT count(*), count(attitude), count(*) FILTER (attitude = 'yes') FROM live_complaint WHERE {WITHIN}"
    )
    (contacts,) = looked.reading.row(
        f"SELECT sum(contacts) FROM live_contact_volume WHERE {WITHIN}"
    )
    assert (now.all, now.told, now.attitude, now.contacts) == (all_of, told, attitude, contacts)
    by_hand = looked.reading.rows(
        f"""SELECT coalesce(category, ''), count(*), count(*) FILTER (severity IN ('major', 'critical')) FROM live_complaint
        WHERE {WITHIN} GROUP BY ALL ORDER BY 2 DESC"""
    )
    found = categories(looked, YEAR, ())
    assert [(each.name, each.count, each.heavy) for each in found] == by_hand
    assert found[-1].cumulative == pytest.approx(100)
    assert sum(each.heavy_share for each in found) == pytest.approx(100)
    month = by_month(looked, Span(date(2026, 9, 1), 1), ())[0]
    rate, share = looked.reading.row(
        """SELECT 1000.0 * count(*) FILTER (attitude = 'yes') / (SELECT sum(contacts) FROM live_contact_volume
               WHERE date >= '2026-09-01' AND date < '2026-10-01'), 100.0 * avg((attitude = 'yes')::INT)
        FROM live_complaint WHERE date >= '2026-09-01' AND date < '2026-10-01'"""
    )
    assert (month.attitude, month.share) == (pytest.approx(rate), pytest.approx(share))


def test_the_sample_company_tells_that_the_share_falls_because_others_rise(looked):
    found = beside(looked, YEAR, first_record(looked), ())
    said = SAY(found.sentence())
    assert "because other complaints rose" in said and "no clear fall can be told" in said
    assert found.share.certain and found.share.value < 0 and found.others.low > 1
    assert found.attitude.low < 1 < found.attitude.high


def test_the_cost_of_a_contact_is_that_of_a_query_by_hand(looked):
    rows = together(looked, "cost_per_contact", YEAR, (), "channel").sort_values("group")
    by_hand = looked.reading.rows(
        f"""SELECT channel, sum(cost), sum(contacts)::DOUBLE, sum(cost) / sum(contacts)::DOUBLE FROM live_contact_volume
        WHERE {WITHIN} AND cost IS NOT NULL AND contacts > 0 GROUP BY ALL ORDER BY ALL"""
    )
    assert rows[["y", "x", "value"]].to_numpy(float) == pytest.approx(
        np.array([line[1:] for line in by_hand])
    )


def of(
    all_of: int, attitude: int, contacts: float | None, told: int | None = None
) -> ComplaintCount:
    return ComplaintCount(YEAR, all_of, all_of if told is None else told, attitude, contacts)


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (of(1000, 300, 1e6), of(2000, 310, 1e6), "only because other complaints rose"),
        (of(1000, 300, 1e6), of(1900, 290, 1e6), "no clear fall can be told"),
        (of(1000, 300, 1e6), of(1900, 150, 1e6), "for two reasons"),
        (of(1000, 300, 1e6), of(850, 150, 1e6), "went from 30.0%"),
        (of(1000, 300, 1e6), of(600, 290, 1e6), "only because other complaints fell"),
        (of(1000, 300, 1e6), of(600, 310, 1e6), "no clear rise can be told"),
        (of(1000, 300, 1e6), of(1600, 800, 1e6), "went from 30.0%"),
        (of(1000, 300, 1e6), of(1010, 305, 1e6), "no clear change"),
        (of(1000, 300, None), of(2000, 310, 1e6), "that takes contact volume"),
        (of(1000, 300, 1e6), of(20, 0, 1e6, told=0), "cannot be compared"),
        # Twice the contacts: more complaints of attitude are fewer for each contact.
        (of(1000, 300, 1e6), of(3000, 450, 2e6), "for two reasons"),
    ],
)
def test_why_the_share_changed_is_said_as_the_rates_have_it(before, now, said):
    assert said in SAY(beside_of(before, now).sentence())


def test_only_because_is_said_only_where_attitude_did_not_fall():
    """Whatever the numbers: the sentence never claims it where fewer complained of attitude."""
    rng = np.random.default_rng(7)
    for _ in range(400):
        base, later = (int(one) for one in rng.integers(20, 400, 2))
        before, now = (
            of(int(base + rng.integers(0, 900)), base, 1e6),
            of(int(later + rng.integers(0, 900)), later, 1e6),
        )
        found = beside_of(before, now)
        text = SAY(found.sentence())
        if "only because other complaints rose" in text:
            assert now.attitude >= before.attitude and now.others > before.others
            assert now.share < before.share
        if "only because other complaints fell" in text:
            assert now.attitude <= before.attitude and now.others < before.others


def test_a_month_without_volume_makes_no_rate_of_the_others(database):
    load(
        database,
        "complaint",
        "complaint_id,date,category",
        "1,2026-03-05,Attitude",
        "2,2026-04-05,Delay",
        "3,2026-05-05,Delay",
    )
    load(database, "contact_volume", "date,contacts", "2026-03-01,1000", "2026-05-01,1000")
    with database.read() as reading:
        snapshot = seen(database, reading)
        whole = counted(snapshot, Span(date(2026, 3, 1), 3), ())
        march = counted(snapshot, Span(date(2026, 3, 1), 1), ())
        months = by_month(snapshot, Span(date(2026, 3, 1), 3), ())
    assert whole.contacts is None and march.contacts == 1000
    assert [month.attitude for month in months] == [1.0, None, 0.0]


def test_what_is_missing_is_named_with_the_file_to_upload(database):
    span = Span(date(2026, 3, 1), 1)
    with database.read() as reading:
        nothing = seen(database, reading)
        assert first_record(nothing) is None
        assert "“Service request”" in SAY(why_none(nothing, "answered_in_time", span, ()))
    load(database, "service_request", "Ticket ID,Created at,Store", "1,2026-03-05 09:00,A")
    with database.read() as reading:
        snapshot = seen(database, reading)
        told = SAY(why_none(snapshot, "plan_in_time", span, ()))
        either = SAY(why_none(snapshot, "first_contact_resolution", span, ()))
        found = steps(snapshot, span, ())
    assert "Plan given" in told and "Upload one with" in told
    assert "one of Solved at first contact, Contacts" in either and "Closed" in either
    assert all(step.whole is None and step.reason for step in found)


def test_what_is_shown_comes_from_what_is_kept_beside_the_rows(database):
    """Where the rows are gone behind the back of what is kept, all numbers stand: what the page costs
    does not grow with them."""
    load(
        database,
        "service_request",
        "Ticket ID,Created at,First Response At,Solved at,Store,Channel,Type,FCR,Reassignments",
        *(
            f"{at},2026-03-{1 + at % 28:02d} 09:00,2026-03-{1 + at % 28:02d} {10 + at % 3}:30,"
            f"2026-03-{1 + at % 28:02d} 15:00,{'AB'[at % 2]},{'XY'[at % 2]},T,yes,{at % 3}"
            for at in range(60)
        ),
    )
    load(
        database,
        "complaint",
        "complaint_id,date,category,severity,store",
        *(f"{at},2026-03-{1 + at % 28:02d},C{at % 3},major,A" for at in range(30)),
    )
    load(database, "contact_volume", "date,contacts,cost,store", "2026-03-01,1000,9000,A")
    march, store = Span(date(2026, 3, 1), 1), (("store", ("A",)),)

    def shown(version: int) -> list[str]:
        with database.read() as reading:
            snapshot = Snapshot(reading, database.path, version, date(2027, 6, 1))
            asked = [
                (kpi, only, by)
                for kpi in (*STEPS.values(), "first_contact_resolution", "hand_overs")
                for only, by in (((), None), (store, "channel"), ((), "category"))
            ]
            week = week_of(snapshot, STEPS["answer"], march, store)
            return [
                *(str(together(snapshot, kpi, march, only, by)) for kpi, only, by in asked),
                str((week.asked.tolist(), week.broken.tolist())),
                str(times(snapshot, "closing_time", march, (), "store")),
                str(times(snapshot, "handling_time_working", march, store)),
                str(counted(snapshot, march, store)),
                str(categories(snapshot, march, store)),
                str(together(snapshot, "cost_per_contact", march, (), "store")),
            ]

    before = shown(1)
    with database.write() as writing:
        for kind in ("service_request", "complaint", "contact_volume"):
            writing.run(f"UPDATE rows_{kind} SET live = FALSE")
    assert shown(2) == before and len(set(before)) > 10


def test_requests_without_urgency_are_promised_what_ordinary_ones_are(database):
    load(
        database,
        "service_request",
        "Ticket ID,Created at,First Response At,Priority",
        "1,2026-03-05 09:00,2026-03-05 10:30,",
        "2,2026-03-05 09:00,2026-03-05 10:30,urgent",
    )
    with database.read() as reading:
        answer = steps(seen(database, reading), Span(date(2026, 3, 1), 1), ())[0]
    assert {name: row["y"] for name, row in answer.rows.items()} == {"": 1, "emergency": 0}
    assert answer.promised("").minutes == 120 and answer.promised("").usual


def test_what_may_have_been_kept_is_told_with_the_most_that_was(database):
    """Of three without an answer on record one was closed in time, one late, one not at all."""
    load(
        database,
        "service_request",
        "Ticket ID,Created at,First Response At,Solved at",
        "1,2026-03-05 09:00,2026-03-05 09:30,2026-03-07 09:00",
        "2,2026-03-05 09:00,,2026-03-05 10:00",
        "3,2026-03-05 09:00,,2026-03-07 09:00",
        "4,2026-03-05 09:00,,",
    )
    with database.read() as reading:
        step = steps(seen(database, reading), Span(date(2026, 3, 1), 1), ())[0]
    assert translator("en")(unsure(step)) == (
        "Answer: 1 of the 2 broken was closed later than promised, without that moment on record; "
        "had it come in time, 75.0% would have been kept."
    )


def test_the_promise_shown_is_the_one_in_force_at_the_end_of_the_span(database):
    load(
        database,
        "promise",
        "urgency,step,minutes,clock,date,store",
        "ordinary,answer,30,elapsed,2026-01-01,",
        "ordinary,answer,45,working,2026-04-01,",
        "ordinary,answer,15,elapsed,2026-01-01,A",
    )
    load(
        database,
        "service_request",
        "Ticket ID,Created at,First Response At,Store",
        "1,2026-03-05 09:00,2026-03-05 09:20,A",
        "2,2026-03-05 09:00,2026-03-05 09:20,B",
    )
    with database.read() as reading:
        march, april = (
            steps(seen(database, reading), Span(date(2026, month, 1), 1), ())[0] for month in (3, 4)
        )
    assert (march.promised("ordinary").minutes, april.promised("ordinary").minutes) == (30, 45)
    assert SAY._fill(april.promised("ordinary")) == "45 min of working time"
    assert march.own_stores and march.whole["y"] == 1, "store A promised 15 minutes"


@pytest.mark.parametrize(
    ("span", "oldest", "expected"),
    [
        (Span(date(2026, 9, 1), 1), date(2020, 1, 1), Span(date(2025, 10, 1), 12)),
        (Span(date(2026, 10, 1), 1, True), date(2020, 1, 1), Span(date(2025, 10, 1), 12)),
        (Span(date(2024, 9, 1), 25), date(2020, 1, 1), Span(date(2024, 9, 1), 25)),
        (Span(date(2026, 9, 1), 1), date(2026, 7, 1), Span(date(2026, 7, 1), 3)),
        (Span(date(2026, 10, 1), 1, True), date(2026, 10, 1), Span(date(2026, 9, 1), 1)),
    ],
)
def test_patterns_are_those_of_whole_months(span, oldest, expected):
    assert pattern_span(span, date(2026, 10, 20), oldest) == expected


@pytest.mark.parametrize(
    ("minutes", "elapsed", "said"),
    [
        (45, True, "45 min"),
        (120, True, "2 h"),
        (4320, True, "3 days"),
        (4320, False, "72 h"),
        (90, True, "1.5 h"),
    ],
)
def test_lengths_are_said_in_the_unit_that_suits_them(minutes, elapsed, said):
    assert Minutes(minutes, elapsed).spoken(SAY) == said
