"""Working time: the published cases exactly, the company's own days before the official ones, and
how far the official calendar is known."""

import json
import shutil
from datetime import date, datetime
from itertools import pairwise

import pytest

from data.database.connection import Database
from data.database.working_clock import worked_by
from data.kinds.catalog import kind_named
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add, undo
from data.workdays.clock import working_clock
from data.workdays.official import check_calendar, known_to
from data.workdays.words import calendar_words
from errors import WrongCall
from i18n import translator

TODAY = date(2026, 11, 29)


def days(*rows):
    text = "\n".join(("date,working,opens,closes,store", *rows)) + "\n"
    return prepare(text.encode(), "days.csv", kind_named("working_day"), Options(), TODAY)


@pytest.fixture
def own(tmp_path, empty_file):
    """A database with a calendar, and one day of the company's own that no test looks at."""
    database = Database(shutil.copy(empty_file, tmp_path / "x.duckdb"))
    add(database, days("2019-05-06,no,,,"))
    yield database
    database.close()


def worked(database, opened, done, store=""):
    """Working minutes between two moments, by the SQL that KPIs are made of."""
    with database.read() as reading:
        return reading.row(
            f"""SELECT {worked_by("done", "last")} - {worked_by("opened", "first")}
            FROM (SELECT ?::TIMESTAMP AS opened, ?::TIMESTAMP AS done)
            JOIN working_clock AS first ON first.store = ? AND first.day = opened::DATE
            JOIN working_clock AS last ON last.store = ? AND last.day = done::DATE""",
            [opened, done, store, store],
        )[0]


def clock(database, store=""):
    """The same days as the clock that says when something is due."""
    with database.read() as reading:
        rows = reading.rows(
            "SELECT day, spans FROM working_clock WHERE store = ? ORDER BY day", [store]
        )
    return working_clock(
        (day, tuple((span["a"], span["b"]) for span in spans)) for day, spans in rows
    )


def test_the_published_cases_come_out_exactly(shared, tmp_path, monkeypatch):
    path = shared / "real" / "programme" / "working_time_2026.json"
    if not path.exists():
        pytest.skip("the cases are not on this machine")
    cases = json.loads(path.read_text("utf-8"))["cases"]
    assert len(cases) == 13
    for country in ("CN", "HK"):
        monkeypatch.setenv("SERVICE_CULTURE_CALENDAR", country)
        database = Database(tmp_path / f"{country}.duckdb")
        add(database, days("2019-05-06,no,,,"))
        of_days = clock(database)
        for case in (case for case in cases if case["country"] == country):
            opened, done = (datetime.fromisoformat(case[name]) for name in ("opened", "answered"))
            minutes = worked(database, opened, done)
            assert minutes == of_days.minutes(opened, done) == case["working_minutes"], case["case"]
            assert (minutes <= 120) == case["within_2h"], case["case"]
            assert of_days.due(opened, 120).isoformat() == case["due_2h"], case["case"]
            assert of_days.due(opened, 240).isoformat() == case["due_half_day_240"], case["case"]
            assert (done - opened).total_seconds() / 60 == case["elapsed_minutes"], case["case"]
        database.close()


@pytest.mark.parametrize(
    ("opened", "done", "minutes"),
    [
        ("2026-03-02 08:00", "2026-03-02 09:10", 10),
        ("2026-03-02 11:50", "2026-03-02 13:05", 15),
        ("2026-03-06 17:30", "2026-03-09 09:30", 60),
        ("2026-10-01 10:00", "2026-10-07 10:00", 0),
        ("2026-03-02 09:00:30", "2026-03-02 09:01", 0.5),
    ],
)
def test_nights_breaks_and_days_off_do_not_count(own, opened, done, minutes):
    assert worked(own, opened, done) == minutes
    spent = clock(own).minutes(datetime.fromisoformat(opened), datetime.fromisoformat(done))
    assert spent == minutes


def test_the_companys_own_days_go_before_the_official_ones_and_a_stores_before_them(own):
    number = add(
        own,
        days(
            "2026-03-03,no,,,",
            "2026-03-07,yes,,,",
            "2026-03-04,yes,10:00,20:00,",
            "2026-03-03,yes,,,Harbour",
            "2026-03-05,yes,13:30,,Harbour",
        ),
    ).upload
    day = {at: f"2026-03-{at:02d} 00:00" for at in range(2, 9)}
    spent = [worked(own, day[one], day[other]) for one, other in pairwise(sorted(day))]
    # Monday to Saturday; longer hours keep the usual break.
    assert spent == [480, 0, 120 + 420, 480, 480, 480]
    there = [worked(own, day[one], day[other], "Harbour") for one, other in pairwise(sorted(day))]
    assert there == [480, 480, 540, 270, 480, 480]
    undo(own, number)
    assert worked(own, day[3], day[4]) == 480


def test_a_calendar_set_otherwise_holds_from_the_next_opening(own, monkeypatch):
    assert worked(own, "2026-09-12 00:00", "2026-09-13 00:00") == 0
    path = own.path
    own.close()
    monkeypatch.setenv("SERVICE_CULTURE_CALENDAR", "HK")
    monkeypatch.setenv("SERVICE_CULTURE_HOURS", "10:00-14:00")
    again = Database(path)
    assert worked(again, "2026-09-12 00:00", "2026-09-13 00:00") == 240
    again.close()


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("SERVICE_CULTURE_CALENDAR", "XX"),
        ("SERVICE_CULTURE_HOURS", "9 to 5"),
        ("SERVICE_CULTURE_HOURS", "18:00-09:00"),
        ("SERVICE_CULTURE_HOURS", "09:00-13:00,12:00-18:00"),
    ],
)
def test_a_setting_that_is_none_is_refused_in_words(setting, value, monkeypatch):
    monkeypatch.setenv(setting, value)
    with pytest.raises(WrongCall, match=setting):
        check_calendar()


def test_times_that_are_none_keep_the_day_out():
    found = days("2026-03-03,yes,25:00,,", "2026-03-04,yes,18:00,09:00,", "2026-03-05,yes,9,17:30,")
    assert found.checked.rejected == 2
    assert found.checked.rows[["opens", "closes"]].values.tolist() == [["09:00", "17:30"]]


def test_how_far_the_official_arrangement_is_known_is_said(monkeypatch):
    say = translator("en")
    assert known_to("CN", 2029) >= 2026 and known_to("HK", 2029) is None
    told = say(calendar_words(TODAY))
    assert f"of {known_to('CN', 2029) + 1} is not in this version" in told
    monkeypatch.setenv("SERVICE_CULTURE_CALENDAR", "HK")
    assert "Hong Kong" in say(calendar_words(TODAY)) and "version" not in say(calendar_words(TODAY))
