"""The rows behind a number: as many as it counts, the same ones, and only for who may see them."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from itertools import cycle
from types import SimpleNamespace

import pandas as pd
import pytest

from data.database.connection import Database
from data.kinds.catalog import KINDS, STAFF_SURVEY, SURVEY
from data.roles import READER, Viewer
from errors import NotForRole, WrongCall
from i18n import translator
from metrics.answers.answer import ask
from metrics.answers.rows import (
    PARTS,
    RowsBehind,
    can_be_listed,
    columns_for,
    may_list,
    rows_behind,
)
from metrics.catalog import KPIS, kpi_named
from metrics.findings.operations import one, together
from metrics.findings.operations_times import times
from metrics.handed.keeping import KEEPING
from metrics.kpi import Shape
from metrics.snapshot import Snapshot
from metrics.sums.query import Query
from metrics.voice.span import Span
from tests.test_looks import BEGUN, load
from tests.test_operations import (
    load as load_kind,
    seen,
)
from tests.test_pages import opened, words
from ui.rows import way
from ui.rows.page import RowsView, table_of, value_of

SAY = translator("en")
COMMITTEE = Viewer(frozenset({"committee"}))
LISTED = [kpi for kpi in KPIS if can_be_listed(kpi)]
MONTH = Query(date(2026, 8, 1), date(2026, 8, 31))


def behind(database, kpi, query=MONTH, viewer=COMMITTEE, first=0, most=50):
    with database.read(viewer=viewer) as reading:
        return rows_behind(reading, kpi, query, first, most)


def number(database, kpi, query, today, viewer=COMMITTEE):
    with database.read(viewer=viewer) as reading:
        return ask(reading, kpi, query, today).rows


# each by the month or by the quarter in turn
@pytest.mark.parametrize(
    ("kpi", "grain"),
    list(zip(LISTED, cycle(["month", "quarter"]), strict=False)),
    ids=lambda part: str(getattr(part, "name", part)),
)
def test_there_are_as_many_rows_as_the_number_counts(sample, today, kpi, grain):
    query = replace(MONTH, grain=grain, start=date(2026, 7 + (grain == "month"), 1))
    query = replace(query, end=date(2026, 8 + (grain == "quarter"), 31 - (grain == "quarter")))
    if kpi.dimensions:
        with sample.read(viewer=COMMITTEE) as reading:
            (unit,) = reading.row(f"SELECT mode({kpi.dimensions[0]}) FROM live_{kpi.dataset.name}")
        for only in ((), ((kpi.dimensions[0], (unit or "",)),)):
            _same(sample, today, kpi, replace(query, only=only))
    else:
        _same(sample, today, kpi, query)


def _same(sample, today, kpi, query):
    found, rows = behind(sample, kpi, query), number(sample, kpi, query, today)
    if kpi.measure.shape is Shape.GIVEN:  # whose n are answers asked elsewhere
        assert found.count == len(found.rows)
        return
    if kpi.measure.shape is Shape.STATE:  # as it stands at the end, one row each
        expected = 0 if rows.empty else rows["value"].iloc[-1]
        assert pd.isna(expected) or found.count == expected
        return
    expected = 0 if rows.empty else float(rows["n"].sum())
    assert found.cases == expected and found.count >= found.cases
    assert found.count == found.cases or kpi.dataset.case
    assert len(found.rows) == min(found.count, 50)


@pytest.mark.parametrize(
    "name", ["csat", "net_promoter_score", "answered_in_time", "mystery_score"]
)
def test_the_rows_give_the_number(sample, today, name):
    kpi = kpi_named(name)
    rows = behind(sample, kpi, most=10_000).rows
    value = (rows["y"] - rows["less"]).sum() / rows["x"].sum()
    factor = 1 if name == "mystery_score" else 100
    assert number(sample, kpi, MONTH, today)["value"].item() == pytest.approx(factor * value)


def test_pages_follow_one_another_and_leave_nothing_out(sample):
    kpi = kpi_named("csat")
    whole = behind(sample, kpi, most=10_000)
    pages = [behind(sample, kpi, first=first).rows for first in range(0, whole.count, 50)]
    pd.testing.assert_frame_equal(pd.concat(pages, ignore_index=True), whole.rows)
    assert whole.rows["date"].is_monotonic_decreasing


STAFF = [kpi for kpi in LISTED if kpi.dataset.about_staff or kpi.measure.raters]


@pytest.mark.parametrize("kpi", STAFF, ids=lambda kpi: kpi.name)
@pytest.mark.parametrize("role", ["", "executive", "steward"])
def test_rows_of_staff_are_for_who_sees_people(sample, kpi, role):
    viewer = Viewer(frozenset({role} - {""}))
    assert not may_list(viewer, kpi) and may_list(COMMITTEE, kpi)
    with pytest.raises(NotForRole):
        behind(sample, kpi, viewer=viewer)


def test_a_trainer_of_some_units_sees_exams_of_these_alone(sample):
    with sample.read(viewer=COMMITTEE) as reading:
        (store,) = reading.row("SELECT mode(store) FROM live_training")
    trainer = Viewer(frozenset({"trainer"}), frozenset(), "store", frozenset({store}), True)
    kpi = kpi_named("first_attempt_pass_rate")
    own = behind(sample, kpi, viewer=trainer, most=10_000)
    assert 0 < own.count < behind(sample, kpi).count and set(own.rows["store"]) == {store}
    others = replace(MONTH, only=(("store", ("Elsewhere",)),))
    assert behind(sample, kpi, others, trainer).count == 0
    assert may_list(trainer, kpi) and not may_list(trainer, kpi_named("violations"))
    with pytest.raises(NotForRole):
        behind(sample, kpi_named("violations"), viewer=trainer)


@pytest.mark.parametrize("role", ["administrator", "committee", "trainer", ""])
def test_answers_without_names_are_nobodys_to_read_one_by_one(database, role):
    viewer = Viewer(frozenset({role} - {""}))
    unnamed = [kpi for kpi in KPIS if kpi.dataset is STAFF_SURVEY]
    assert len(unnamed) >= 7
    for kpi in unnamed:
        assert not can_be_listed(kpi) and not may_list(viewer, kpi)
        with pytest.raises(WrongCall, match="answered without their names"):
            behind(database, kpi, viewer=viewer)


_PLACE = "department store region channel"
# What readers may be shown of a row, by kind: a column that comes to a kind is decided on here.
FOR_READERS = {
    "survey": f"response_id date {_PLACE} segment overall attitude speed problem_solving",
    "nps": f"response_id date {_PLACE} segment score",
    "mystery_visit": f"visit_id date {_PLACE} attitude efficiency compliance overall scene",
    "service_request": f"request_id date first_answer answer_length plan_given arrived agreed repaired closed "
    "handling_length reopened reopens hand_overs contacts urgency status waiting_minutes "
    f"solved_at_first_contact category {_PLACE} cost kept_on_time change_announced agreement_kept "
    "opinion_asked",
    "complaint": f"complaint_id date closed {_PLACE} segment category attitude severity upheld",
    "contact_volume": f"date {_PLACE} contacts answered abandoned cost",
    "programme_item": "type date state number due_number department store region",
    "kpi_value": f"kpi date value n low high {_PLACE} source",
    "purchase": f"order_id order_line date amount refunded status {_PLACE} segment",
}
KINDS_FOR_READERS = list(dict.fromkeys(kpi.dataset for kpi in LISTED if may_list(READER, kpi)))


@pytest.mark.parametrize("kind", KINDS_FOR_READERS, ids=lambda kind: kind.name)
def test_readers_are_shown_the_columns_decided_on_and_no_other(kind):
    shown = columns_for(READER, kind)
    assert {column.name for column in shown} == set(FOR_READERS[kind.name].split())
    assert not any(column.personal or kind.is_free_text(column) for column in shown)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_customers_number_is_shown_to_nobody(kind):
    assert not {column.name for column in kind.columns} & set(PARTS)
    assert not any(column.hashed for column in columns_for(COMMITTEE, kind))


def test_who_waits_for_a_retake_is_listed_once_by_the_attempt_that_began_it(database):
    """Anna waits since her first failure, Bob has passed since, Cleo failed only later, Dora left."""
    load_kind(
        database,
        "training",
        "employee,course,date,score,pass_mark",
        *("Anna,Basics,2026-06-01,50,80", "Anna,Basics,2026-06-20,60,80"),
        *("Bob,Basics,2026-06-01,50,80", "Bob,Basics,2026-07-02,90,80"),
        *("Cleo,Basics,2026-07-01,50,80", "Dora,Basics,2026-06-01,50,80"),
        *("Anna,Speed,2026-05-01,40,80", "Eve,Speed,2026-06-01,95,80"),
    )
    load_kind(
        database,
        "roster",
        "employee,date,hired_on,left_on",
        "Dora,2026-06-10,2020-01-01,2026-06-15",
    )
    kpi = kpi_named("pending_retakes")
    for month, expected in (
        ((2026, 6, 30), {("Anna", "2026-06-01"), ("Anna", "2026-05-01"), ("Bob", "2026-06-01")}),
        ((2026, 7, 31), {("Anna", "2026-06-01"), ("Anna", "2026-05-01"), ("Cleo", "2026-07-01")}),
    ):
        found = behind(database, kpi, Query(date(*month).replace(day=1), date(*month)))
        days = found.rows["date"].dt.strftime("%Y-%m-%d")
        assert set(zip(found.rows["employee"], days, strict=True)) == expected
        assert found.count == found.cases == len(expected)


def test_a_state_is_that_of_the_last_month_with_records(database, monkeypatch):
    head = "employee,course,date,score,pass_mark"
    load_kind(database, "training", head, "Anna,Basics,2026-05-01,40,80")
    kpi, june = kpi_named("pending_retakes"), date(2026, 6, 1)
    with database.read(viewer=COMMITTEE) as reading:
        snapshot = seen(database, reading)
        monkeypatch.setattr(way, "looked_at", lambda ask, *asked: ask(snapshot, *asked))
        monkeypatch.setattr(way, "viewer", lambda: COMMITTEE)
        month = way.month_told(kpi, june, ())
        assert month == date(2026, 5, 1)
        assert value_of(snapshot, RowsView(kpi, Span(month, 1), ())) == 1
        assert way.month_told(kpi, date(2026, 4, 1), ()) == date(2026, 4, 1), "none before"
        monkeypatch.setattr(way, "viewer", lambda: READER)
        assert way.month_told(kpi, june, ()) == june, "nothing is asked for who may not see rows"


def test_a_dimension_that_a_kpi_lacks_is_refused(sample):
    with pytest.raises(WrongCall):
        behind(sample, kpi_named("cost_per_contact"), replace(MONTH, only=(("segment", ("x",)),)))


def test_rows_are_told_in_the_readers_words(sample):
    kpi = kpi_named("csat")
    found = behind(sample, kpi, viewer=READER, most=500)
    table = table_of(kpi, found, SAY)
    assert set(table["Counts as"]) == {"yes", "no"}
    assert (table["Counts as"] == "yes").sum() == found.rows["y"].sum()
    assert "Comment" not in table and SAY(SURVEY.column("store").label) in table


def test_the_page_shows_the_number_its_rows_and_the_way_back(pages_file, monkeypatch):
    own = Database(pages_file, keeping=KEEPING)
    load(own, 0, 3, BEGUN)
    load(own, 1, 9, BEGUN, low=500)
    own.close()
    asked = {"kpi": "net_promoter_score", "month": "2026-06", "back": "compare", "at": "2"}
    app = opened("rows", **asked, window="year")
    said = words(app)
    assert "Rows behind it: 80" in said and "Rows 51 to 80 of 80" in said
    assert "Jun 2026: 50.0." in said
    (back,) = (link for link in app.get("page_link") if "Back to the number" in link.proto.label)
    assert back.proto.page.endswith("compare") and "window=year" in back.proto.query_string
    assert "at=" not in back.proto.query_string and "month=2026-06" in back.proto.query_string
    refused = words(opened("rows", kpi="first_attempt_pass_rate"))
    assert "This is off for readers" in refused and "Rows behind it" not in refused
    assert "raise" not in [button.key for button in app.button], "readers raise nothing"
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "administrator")
    assert "raise" in [button.key for button in opened("rows", **asked).button]
    none = opened("rows", kpi="first_attempt_pass_rate")
    assert "Rows behind it: 0" in words(none)
    assert "raise" not in [button.key for button in none.button]
    waiting = words(opened("rows", kpi="pending_retakes", month="2026-06"))
    assert "Rows behind it: 0" in waiting and "somebody waits, at the end of Jun 2026" in waiting


SINCE_MARCH = [date(2026, month, 1) for month in range(3, 9)]


@pytest.mark.parametrize(
    ("first", "last", "rows_of", "month"),
    [
        (date(2025, 9, 1), date(2026, 8, 1), "2026-03", "2026-08"),  # twelve months of six
        (date(2026, 1, 1), date(2026, 12, 1), "2026-03", "2026-08"),  # a year that is not over
        (date(2026, 7, 1), date(2026, 9, 1), "2026-07", "2026-08"),  # a quarter without its last
        (date(2026, 8, 1), date(2026, 9, 1), "month", "2026-08"),
        (date(2026, 5, 1), date(2026, 5, 1), "month", "2026-05"),
    ],
)
def test_the_way_to_the_rows_names_only_months_that_are_offered_there(
    monkeypatch, first, last, rows_of, month
):
    (link,) = ways(monkeypatch, kpi_named("csat"), first, last)
    assert (link["rows_of"], link["month"]) == (rows_of, month)


def test_there_is_no_way_to_rows_of_months_without_any(monkeypatch):
    assert ways(monkeypatch, kpi_named("csat"), date(2025, 1, 1), date(2025, 12, 1)) == []


@pytest.mark.parametrize(("viewer", "links"), [(READER, 0), (COMMITTEE, 1)])
def test_there_is_no_way_to_rows_that_are_not_the_viewers_to_see(monkeypatch, viewer, links):
    for name, expected in (("violations", links), ("first_attempt_pass_rate", links), ("csat", 1)):
        found = ways(monkeypatch, kpi_named(name), SINCE_MARCH[0], SINCE_MARCH[-1], viewer)
        assert len(found) == expected
        asked = kpi_named(name), "compare", SINCE_MARCH[0], SINCE_MARCH[-1], SAY
        assert way.draw_way_to_rows(*asked) is bool(expected), "who calls is told"


def test_there_is_no_way_to_the_rows_of_what_nothing_was_counted_for(monkeypatch):
    kpi = kpi_named("answered_in_time")
    assert ways(monkeypatch, kpi, SINCE_MARCH[0], SINCE_MARCH[-1], counted=False) == []


COUNTED = (
    ("complaints", (), True),
    ("complaints", (("store", ("A",)),), True),
    ("complaints", (("store", ("B",)),), False),  # others have some
    ("complaints", (("store", ("A",)), ("region", ("North",))), False),
    ("first_contact_resolution", (), False),  # no file
    ("brand_recognition", (), True),  # of so many answers as nobody said
    ("brand_recognition", (("store", ("A",)),), False),  # not recorded by stores
)


def test_what_is_counted_is_asked_of_the_places_that_the_rows_are_filtered_for(
    database, monkeypatch
):
    load_kind(database, "complaint", "complaint_id,date,store", "1,2026-08-05,A", "2,2026-04-05,B")
    load_kind(database, "kpi_value", "kpi,date,value", "brand_recognition,2026-08-31,41")
    with database.read() as reading:
        snapshot = seen(database, reading)
        monkeypatch.setattr(way, "looked_at", lambda ask, *asked: ask(snapshot, *asked))
        for name, only, counted in COUNTED:
            kpi = kpi_named(name)
            found = way.counts_any(kpi, SINCE_MARCH[4], SINCE_MARCH[-1], only)
            assert found is counted, (name, only)
            assert not way.counts_any(kpi, date(2025, 1, 1), date(2025, 2, 1), only), (name, only)


def test_the_way_back_leads_to_the_month_that_was_looked_at(monkeypatch):
    """Rows of a quarter end with its last month."""
    quarter = date(2026, 4, 1), date(2026, 6, 1)
    (link,) = ways(monkeypatch, kpi_named("maturity"), *quarter, COMMITTEE, month="2026-08")
    assert (link["rows_of"], link["month"], link["seen"]) == ("2026-04", "2026-06", "2026-08")
    (link,) = ways(monkeypatch, kpi_named("csat"), *quarter)
    assert link["seen"] == "2026-06", "named always: else one of before would stand there"


def ways(monkeypatch, kpi, first, last, viewer=READER, counted=True, month=None):
    """What the links to the rows name."""
    found = []
    for name, stands in {
        "viewer": lambda: viewer,
        "months_offered": lambda: SINCE_MARCH,
        "link_to_view": lambda **own: own,
        "counts_any": lambda *_: counted,
        "places_asked": lambda: (),
        "page_named": lambda *_: "rows",
        "st": SimpleNamespace(
            session_state={"linked_month": month},
            container=lambda **_: nullcontext(),
            page_link=lambda *_, query_params, **__: found.append(query_params),
        ),
    }.items():
        monkeypatch.setattr(way, name, stands)
    way.draw_way_to_rows(kpi, "compare", first, last, SAY)
    return found


@pytest.mark.parametrize(
    ("name", "y", "less", "x", "told"),
    [
        ("csat", 1, 0, 1, "yes"),
        ("csat", 0, 0, 1, "no"),
        ("promises_kept", 3, 0, 4, "3 of 4"),
        ("promises_kept", 1, 0, 2, "1 of 2"),
        ("net_promoter_score", 0, 1, 1, "−1"),
        ("mystery_score", 87.5, 0, 1, "87.50"),
        ("cost_per_contact", 345.6, 0, 12, "345.60 for 12"),
        ("cost_per_contact", 0, 0, 1, "0.00 for 1"),
        ("training_coverage", 100, 0, 1, "1 of 1"),
        ("training_coverage", 0, 0, 1, "0 of 1"),
        ("return_visits", 300, 0, 5, "3 of 5"),
        ("handling_time", 120, 0, 1, "2.0 h"),
        ("handling_time", 120, 0, 0, "open, so far 2.0 h"),
    ],
)
def test_what_a_row_counts_as_is_told_by_the_shape_of_its_number(name, y, less, x, told):
    kpi = kpi_named(name)
    parts = {"y": [y], "less": [less], "x": [x], "upload": [1], "line": [2]}
    table = table_of(kpi, RowsBehind((), pd.DataFrame(parts), 1, 1), SAY)
    assert table["Counts as"].item() == told


def test_rows_of_a_count_need_not_say_that_they_count():
    parts = {name: [1] for name in PARTS}
    found = RowsBehind((), pd.DataFrame(parts), 1, 1)
    assert "Counts as" not in table_of(kpi_named("complaints"), found, SAY)


def test_a_rate_has_no_value_where_a_month_with_events_lacks_what_they_are_counted_against(
    database,
):
    days = [f"{number},2026-{3 + number % 2:02}-05,attitude" for number in range(8)]
    load_kind(database, "complaint", "complaint_id,date,category", *days)
    load_kind(database, "contact_volume", "date,channel,contacts", "2026-03-31,Phone,1000")
    kpi = kpi_named("complaints_per_1000")
    with database.read() as reading:
        shown = [
            (value_of(seen(database, reading), RowsView(kpi, span, ())), one(together(*asked)))
            for span in (Span(date(2026, 3, 1), 1), Span(date(2026, 3, 1), 2))
            for asked in [(seen(database, reading), kpi.name, span, ())]
        ]
    (month, operations), both = shown
    assert month == operations["value"] == 4 and both == (None, None)


@pytest.mark.parametrize("name", ["closing_time", "complaint_handling_time_p90"])
def test_the_length_of_several_months_is_that_of_operations(sample, today, name):
    span, kpi = Span(date(2026, 3, 1), 6), kpi_named(name)
    with sample.read() as reading:
        snapshot = Snapshot(reading, sample.path, 1, today)
        found = times(snapshot, name, span, ())[None]
        value = value_of(snapshot, RowsView(kpi, span, ()))
    length = found.ninth if name.endswith("p90") else found.median
    assert value == length.value / 60 > 0
