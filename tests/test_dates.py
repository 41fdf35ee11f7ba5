"""Dates as people and tools write them: forms, calendars, time zones, stretches, and what
spreadsheets do to them."""

import io
from datetime import date, datetime

import pandas as pd
import pytest
import xlsxwriter

from data.__main__ import main as data_command
from data.checking.dates import Dating, hopeless, read_moments
from data.issues import NOTE, WARNING
from data.kinds.catalog import NPS, ROSTER, SURVEY
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.values.cells import distinct
from data.values.date_forms import BUDDHIST, JAPANESE, MINGUO, SHORT, Order, read
from data.values.looks import is_date, is_serial
from data.values.month_names import month_number, without_weekday
from data.values.stretches import stretch_of
from data.values.zones import SETTING, check_time_zone, company_zone, zone_named, zone_of_heading
from errors import WrongCall
from metrics.__main__ import main as metrics_command

TODAY = date(2026, 11, 28)
MOMENT = NPS.column("date")


@pytest.fixture(autouse=True)
def no_zone(monkeypatch):
    """No company's zone, and a computer whose clock shows UTC."""
    monkeypatch.delenv(SETTING, raising=False)
    monkeypatch.setenv("TZ", "UTC")


@pytest.fixture
def shanghai(monkeypatch):
    monkeypatch.setenv(SETTING, "Asia/Shanghai")


def dated(*texts, heading="Date", column=MOMENT, **given):
    return read_moments(
        distinct(column, heading, pd.Series(texts, dtype="str"), ()), Dating(today=TODAY, **given)
    )


def moments(*texts, **given):
    return [
        None if pd.isna(stamp) else stamp.to_pydatetime()
        for stamp in pd.Series(dated(*texts, **given).reading.values)
    ]


def days(*texts, **given):
    return [moment and moment.date().isoformat() for moment in moments(*texts, **given)]


def names(found):
    return [question.name for question in found.questions]


@pytest.mark.parametrize(
    "text, moment, calendar",
    [
        ("1 de septiembre de 2026, 14:05", (2026, 9, 1, 14, 5), ""),
        ("martes, 1 de septiembre de 2026, 14:05", (2026, 9, 1, 14, 5), ""),
        ("1 septembre 2026 14h05", (2026, 9, 1, 14, 5), ""),
        ("mar. 1er sept. 2026", (2026, 9, 1), ""),
        ("15 août 2026", (2026, 8, 15), ""),
        ("01 set 2026", (2026, 9, 1), ""),
        ("terça-feira, 1 de setembro de 2026", (2026, 9, 1), ""),
        ("вторник, 1 сентября 2026 г., 14:05", (2026, 9, 1, 14, 5), ""),
        ("3 мая 2026", (2026, 5, 3), ""),
        ("Dienstag, 3. März 2026, 14:05 Uhr", (2026, 3, 3, 14, 5), ""),
        ("2025-Mär-01", (2025, 3, 1), ""),
        ("3 Okt 2026", (2026, 10, 3), ""),
        ("1 settembre 2026", (2026, 9, 1), ""),
        ("1 września 2026", (2026, 9, 1), ""),
        ("1 Eylül 2026", (2026, 9, 1), ""),
        ("115/09/03", (2026, 9, 3), MINGUO),
        ("民國115年9月3日 下午2:05", (2026, 9, 3, 14, 5), MINGUO),
        ("115年9月3日", (2026, 9, 3), MINGUO),
        ("1150903", (2026, 9, 3), MINGUO),
        ("115.9.3", (2026, 9, 3), MINGUO),
        ("民國99/3/1", (2010, 3, 1), MINGUO),
        ("115/09", (2026, 9, 1), MINGUO),
        ("115-09-03 14:05:06", (2026, 9, 3, 14, 5, 6), MINGUO),
        ("令和8年9月1日", (2026, 9, 1), JAPANESE),
        ("R8.9.1", (2026, 9, 1), JAPANESE),
        ("令和元年5月1日", (2019, 5, 1), JAPANESE),
        ("1/9/2569", (2026, 9, 1), BUDDHIST),
        ("西元2026年9月1日", (2026, 9, 1), ""),
        ("26年9月1日", (2026, 9, 1), SHORT),
        ("Sep-26", (2026, 9, 1), SHORT),
        ("3-Sep-26", (2026, 9, 3), SHORT),
        ("01/Sep/26 2:05 PM", (2026, 9, 1, 14, 5), SHORT),
        ("01-SEP-26 02.05.00.000000 PM", (2026, 9, 1, 14, 5), SHORT),
        ("01sep2026 14:05:00", (2026, 9, 1, 14, 5), ""),
        ("Sep 1, 2026 at 2:05 PM", (2026, 9, 1, 14, 5), ""),
        ("13:00:00 16-jul.-2020", (2020, 7, 16, 13), ""),
        ("Tue Sep  1 14:05:00 2026", (2026, 9, 1, 14, 5), ""),
        ("2026年9月1日 星期二 14:05", (2026, 9, 1, 14, 5), ""),
        ("2026-09-03 (木) 14:05", (2026, 9, 3, 14, 5), ""),
        ("2026년 9월 3일 오후 2:05", (2026, 9, 3, 14, 5), ""),
        ("1/9/2026 2:05 p. m.", (2026, 9, 1, 14, 5), ""),
        ("2026-09-01 24:00:00", (2026, 9, 1), ""),
        ("3/2/2020, 24:45:00", (2020, 2, 3, 0, 45), ""),
        ("2026-W36-2", (2026, 9, 1), ""),
        ("202609031405", (2026, 9, 3, 14, 5), ""),
        ("20260903.0", (2026, 9, 3), ""),
        ("2026.1", (2026, 1, 1), ""),
        ("2026.10", (2026, 10, 1), ""),
    ],
)
def test_forms_are_read_as_they_are_meant(text, moment, calendar):
    found = read(text, Order(day_first=True))
    assert (found.moment, found.calendar, found.zone) == (datetime(*moment), calendar, "")
    assert is_date(text) or is_serial(text) or "2026.1" in text or text[:2] == "20"
    assert not hopeless(pd.Series([text], dtype="str"))[0]


@pytest.mark.parametrize(
    "text, moment, zone",
    [
        ("2026-09-01T14:05:33.1234567Z", (2026, 9, 1, 14, 5, 33, 123456), "Z"),
        ("2026/09/01 2:05:33 PM GMT+8", (2026, 9, 1, 14, 5, 33), "GMT+8"),
        ("2017-08-01 08:58:00 +01:00", (2017, 8, 1, 8, 58), "+01:00"),
        ("20260901T140500Z", (2026, 9, 1, 14, 5), "Z"),
        (
            "Fri Feb 28 2025 01:00:00 GMT+0100 (Central European Standard Time)",
            (2025, 2, 28, 1),
            "GMT+0100 (Central European Standard Time)",
        ),
        ("Tue Sep 01 14:05:00 CST 2026", (2026, 9, 1, 14, 5), "CST"),
        ("Tue, 01 Sep 2026 14:05:00 +0000", (2026, 9, 1, 14, 5), "+0000"),
        ("2026-09-01T14:05+08:00[Asia/Shanghai]", (2026, 9, 1, 14, 5), "+08:00[Asia/Shanghai]"),
        ("Sep 1, 2026, 2:05:33 PM UTC", (2026, 9, 1, 14, 5, 33), "UTC"),
        ("1788271533", (2026, 9, 1, 14, 5, 33), "Z"),
        ("1788271533000", (2026, 9, 1, 14, 5, 33), "Z"),
        ("1788271533.0", (2026, 9, 1, 14, 5, 33), "Z"),
        ("/Date(1788271533000)/", (2026, 9, 1, 14, 5, 33), "Z"),
    ],
)
def test_the_zone_that_a_text_says_comes_with_its_moment(text, moment, zone):
    found = read(text, Order())
    assert (found.moment, found.zone, found.timed) == (datetime(*moment), zone, True)
    assert is_date(text) or is_serial(text)


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "12:30",
        "3 foo 2026",
        "2026-9-314:05",
        "2026-09-03 14:05 XYZ",
        "10 - best",
        "3 stars",
        "13912345678",
        "May",
    ],
)
def test_other_texts_are_no_dates(text):
    assert read(text, Order(day_first=True)) is None and (text[:2] == "20" or not is_date(text))


def test_months_and_weekdays_of_several_languages_are_told_apart():
    assert [
        month_number(word)
        for word in ("Sept", "août", "mars", "Март", "Maerz", "listopada", "segunda")
    ] == [9, 8, 3, 3, None, 11, None]
    assert (
        without_weekday("mar. 1 sept. 2026") == "1 sept. 2026"
        and without_weekday("mar 1 2026") == "mar 1 2026"
    )


# --- years and orders that a column settles


@pytest.mark.parametrize(
    "texts, expected",
    [
        (("9/1/26 14:05", "9/13/26 8:00"), ["2026-09-01", "2026-09-13"]),
        (("1/9/26", "13/9/26"), ["2026-09-01", "2026-09-13"]),
        (("26/9/1", "26/9/13"), ["2026-09-01", "2026-09-13"]),
        (("26-Sep-01", "26-Sep-13"), ["2026-09-01", "2026-09-13"]),
        (("13-Sep-25", "1-Sep-26"), ["2025-09-13", "2026-09-01"]),
        (("25/12/31", "26/1/31"), ["2025-12-31", "2026-01-31"]),
    ],
)
def test_years_of_two_digits_are_found_by_what_the_other_parts_can_be(texts, expected):
    found = dated(*texts)
    assert not found.questions and days(*texts) == expected
    assert [note.text[:34] for note in found.notes] == ["Years under {column} have two digi"]


def test_a_year_that_may_be_either_part_is_asked_for_and_told_what_it_means():
    found = dated("25/9/26", "25/9/25")
    assert names(found) == ["year_place"]
    assert {str(choice.label) for choice in found.questions[0].choices} == {
        "The last part: 25/9/26 is in 2026.",
        "The first part: 25/9/26 is in 2025.",
    }
    assert days("25/9/26", answers={"year_place": "year_first"}) == ["2025-09-26"]
    assert days("25/9/26", answers={"year_place": "year_last"}) == ["2026-09-25"]


@pytest.mark.parametrize(
    "text, column",
    [("99/09/03", MOMENT), ("3-Sep-85", MOMENT), ("3/13/85", ROSTER.column("hired_on"))],
)
def test_a_short_year_that_would_lie_far_ahead_is_refused(text, column):
    found = dated(text, column=column)
    assert "only two digits" in found.reading.faults[0].message.text and days(
        text, column=column
    ) == [None]


def test_short_and_long_years_settle_day_and_month_together():
    assert days("3/4/26", "13/4/2026") == ["2026-04-03", "2026-04-13"]
    (asked,) = dated("3/4/26").questions
    assert [str(asked.message.blanks[name]) for name in ("first", "second")] == [
        "2026-04-03",
        "2026-03-04",
    ]


def test_days_without_a_year_are_asked_for_it_and_none_is_ahead():
    found = dated("9月1日", "12月31日")
    assert names(found) == ["missing_year"] and found.questions[0].likely == "2025"
    assert days("9月1日") == ["2026-09-01"] and days(
        "1-Sep", "30 Sept", answers={"missing_year": "2024"}
    ) == ["2024-09-01", "2024-09-30"]


# --- stretches


@pytest.mark.parametrize(
    "texts, expected, part",
    [
        (("2026 Q1", "Q2 2026"), ["2026-03-31", "2026-06-30"], "quarter"),
        (("26年第一季度",), ["2026-03-31"], "quarter"),
        (("2026年第3季",), ["2026-09-30"], "quarter"),
        (("2026H1",), ["2026-06-30"], "half year"),
        (("1Q26", "Q2'26"), ["2026-03-31", "2026-06-30"], "quarter"),
        (("1. Quartal 2026", "2. Quartal 2026"), ["2026-03-31", "2026-06-30"], "quarter"),
        (("3e trimestre 2026",), ["2026-09-30"], "quarter"),
        (("2026-W37", "2026-W38"), ["2026-09-13", "2026-09-20"], "ISO weeks"),
        (("2026年第37周",), ["2026-09-13"], "ISO weeks"),
        (("2026-09-01~2026-09-07",), ["2026-09-07"], "stretches of days"),
        (("2026年9月1日至2026年9月7日",), ["2026-09-07"], "stretches of days"),
    ],
)
def test_columns_of_stretches_count_on_their_last_days_and_say_so(texts, expected, part):
    found = dated(*texts)
    assert days(*texts) == expected and not found.questions
    assert len(found.warnings) == 1 and part in str(found.warnings[0])


@pytest.mark.parametrize(
    "text, last, first",
    [
        ("2026-W05", "2026-02-01", "2026-01-26"),
        ("KW 40 2026", "2026-10-04", "2026-09-28"),
        ("2026-09-28 - 2026-10-04", "2026-10-04", "2026-09-28"),
    ],
)
def test_a_week_across_two_months_is_asked_about(text, last, first):
    assert names(dated(text)) == ["stretch_day"] and days(text) == [last]
    assert days(text, answers={"stretch_day": "first"}) == [first]


def test_a_quarter_among_days_is_a_fault_that_says_so():
    found = dated("2026-09-01", "2026Q3")
    assert "a stretch of time among single days" in found.reading.faults[
        0
    ].message.text and found.reading.unreadable.tolist() == [1]
    assert stretch_of("2026-W54") is None and stretch_of("2026-09") is None


# --- time zones


@pytest.mark.parametrize(
    "heading, zone",
    [
        ("Submit Date (UTC)", "UTC"),
        ("Date & Time (UTC)", "UTC"),
        ("created_at_utc", "UTC"),
        ("createdAtUtc", "UTC"),
        ("Time [GMT]", "UTC"),
        ("Responded on (UTC+01:00)", "UTC+01:00"),
        ("时间（GMT+8）", "UTC+08:00"),
        ("填写时间（北京时间）", "Asia/Shanghai"),
        ("Start (America/New_York)", "America/New_York"),
        ("Datum (CET)", "UTC+01:00"),
        ("Date/Time", "None"),
        ("Date (CST)", "None"),
        ("Time (sec)", "None"),
        ("Timestamp", "None"),
        ("Start/End", "None"),
        ("Augmented", "None"),
    ],
)
def test_headings_name_zones(heading, zone):
    assert str(zone_of_heading(heading)) == zone


def test_a_zone_that_is_none_is_refused_at_the_start(monkeypatch):
    for name, known in (
        ("Asia/Shanghai", True),
        ("Asia/Shangai", False),
        ("+08:00", False),
        ("", True),
        ("../etc/passwd", False),
    ):
        monkeypatch.setenv(SETTING, name)
        assert (company_zone() is not None) == bool(name and known)
        if known:
            check_time_zone()
        else:
            with pytest.raises(WrongCall, match="no time zone"):
                check_time_zone()
    assert zone_named("+99:00") is None


def test_no_command_runs_with_a_zone_that_is_none(monkeypatch, capsys):
    monkeypatch.setenv(SETTING, "Asia/Shangai")
    assert data_command(["kinds"]) == metrics_command(["kpis"]) == 2
    assert capsys.readouterr().err.count("no time zone") == 2


@pytest.mark.parametrize(
    "heading, text",
    [
        ("Submit Date (UTC)", "2026-09-30 16:10:00"),
        ("Date", "2026-09-30T16:10:00Z"),
        ("Date", "2026-09-30 16:10:00 UTC"),
        ("Date", "1790784600"),
        ("Date", "1790784600000"),
        ("Date", "2026-09-30 12:10 -0400"),
        ("Start (America/New_York)", "9/30/2026 12:10 PM"),
        ("Date (GMT)", "30-Sep-26 16:10"),
        ("Date (UTC+01:00)", "2026/9/30 17:10"),
        ("Date", "2026-10-01T00:10:00+08:00"),
        ("Date", "Wed Sep 30 2026 16:10:00 GMT+0000 (GMT)"),
    ],
)
def test_times_of_another_zone_are_moved_into_the_companys(shanghai, heading, text):
    found = dated(text, heading=heading)
    assert (
        moments(text, heading=heading) == [datetime(2026, 10, 1, 0, 10)]
        and found.zone == "Asia/Shanghai"
    )
    assert any("moved into" in note.text for note in found.notes) and not found.questions


def test_what_was_moved_is_told_with_a_row_whose_month_changed(shanghai):
    found = dated(
        "2026-09-01 10:00",
        "2026-09-15 20:00",
        "2026-09-30 16:10",
        heading="Date (UTC)",
        lines=pd.Series([2, 3, 4]).to_numpy(),
    )
    assert str(found.notes[-1]).endswith(
        "Rows: 3. Rows whose day changed: 2, such as row 4: 2026-09-30 16:10 became 2026-10-01 "
        "00:10."
    )


def test_days_without_times_and_clocks_without_zones_stay(shanghai):
    assert days("2026-09-30", "2026-10-01", heading="Date (UTC)") == ["2026-09-30", "2026-10-01"]
    assert days("2026-09-30 00:00:00", heading="Date (UTC)") == ["2026-09-30"]
    assert moments("2026-09-30 23:10", "2026-09-30") == [
        datetime(2026, 9, 30, 23, 10),
        datetime(2026, 9, 30),
    ]
    assert days("1985-03-01 00:00:00", heading="Hired (UTC)", column=ROSTER.column("date")) == [
        "1985-03-01"
    ]
    assert moments("2026-09-30 16:10", "2026-09-29", heading="Date (UTC)") == [
        datetime(2026, 10, 1, 0, 10),
        datetime(2026, 9, 29),
    ]


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", ""])
def test_the_first_and_the_last_day_of_all_time_are_faults_in_every_zone(monkeypatch, zone):
    monkeypatch.setenv(SETTING, zone)
    found = dated(
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2026-09-30T16:10:00Z",
        "1/1/0001 12:00:00 AM",
        heading="Date (UTC)",
    )
    assert found.reading.unreadable.tolist() == [0, 1, 3]


def test_summer_time_counts(monkeypatch):
    monkeypatch.setenv(SETTING, "Europe/Berlin")
    assert moments("2026-01-31T22:30:00Z", "2026-07-31T22:30:00Z") == [
        datetime(2026, 1, 31, 23, 30),
        datetime(2026, 8, 1, 0, 30),
    ]


def test_without_a_setting_the_zone_is_asked_for_where_a_month_depends_on_it():
    found = dated("2026-09-30 16:10", heading="Date (UTC)")
    assert names(found) == ["time_zone"] and found.questions[0].likely == "as_written"
    shown = {str(choice.label) for choice in found.questions[0].choices}
    assert (
        "['Asia/Shanghai', 'Asia/Hong_Kong', 'Asia/Taipei', 'Asia/Singapore']: 2026-09-30 16:10 "
        "becomes 2026-10-01 00:10." in shown
    )
    for answer, day in (
        ("Asia/Shanghai", "2026-10-01"),
        ("Europe/London", "2026-09-30"),
        ("Pacific/Auckland", "2026-10-01"),
        ("as_written", "2026-09-30"),
    ):
        asked = {"time_zone": answer}
        assert days("2026-09-30 16:10", heading="Date (UTC)", answers=asked) == [day]
        answered = dated("2026-09-30 16:10", heading="Date (UTC)", answers=asked)
        assert names(answered) == ["time_zone"]  # or the answer is told as one nobody asked for
    with pytest.raises(WrongCall, match="no time zone"):
        dated("2026-09-15 12:00", heading="Date (UTC)", answers={"time_zone": "Mars"})


def test_without_a_setting_and_a_doubt_the_zone_is_only_said():
    found = dated("2026-09-15 12:00", heading="Date (UTC)")
    assert (
        not found.questions
        and "UTC" in str(found.warnings[0])
        and SETTING in str(found.warnings[0])
    )
    local = dated("2026-09-30T23:10:00+08:00")
    assert (
        not local.questions and not local.warnings and "as they are written" in str(local.notes[0])
    )


def test_summer_and_winter_of_a_place_at_greenwich_are_a_clock_and_not_utc():
    both = dated("2026-09-30T23:10:00+01:00", "2026-10-31T23:10:00+00:00")
    assert not both.questions and "as they are written" in str(both.notes[0])
    said = dated(
        "2026-09-30T23:10:00+01:00",
        "2026-10-31T23:10:00+00:00",
        answers={"time_zone": "Asia/Taipei"},
    )
    assert said.zone == "Asia/Taipei"
    assert names(dated("2026-10-31T23:10:00+00:00")) == ["time_zone"]
    far = dated("2026-09-30T23:10:00+08:00", "2026-10-31T23:10:00+00:00")
    assert names(far) == ["time_zone"]


def test_the_computers_own_zone_is_the_likely_one(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Taipei")
    assert dated("2026-09-30 16:10", heading="Date (UTC)").questions[0].likely == "Asia/Taipei"


def test_a_name_of_several_zones_is_left_and_told(shanghai):
    found = dated("Wed Sep 30 23:10:00 CST 2026")
    assert "CST is the name of several time zones" in str(found.warnings[0]) and not found.zone
    assert days("Wed Sep 30 23:10:00 CST 2026") == ["2026-09-30"]


def test_qualtrics_says_its_zone_below_the_headings(shanghai):
    text = (
        "StartDate,EndDate,ResponseId,Q1\n"
        "Start Date,End Date,Response ID,How likely are you to recommend us?\n"
        '"{""ImportId"":""startDate"",""timeZone"":""America/Denver""}",'
        '"{""ImportId"":""endDate"",""timeZone"":""America/Denver""}",'
        '"{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}"\n'
        "2026-09-30 10:00:00,2026-09-30 10:10:00,R_1,9\n"
    )
    prepared = prepare(text.encode(), "q.csv", NPS, Options(), TODAY)
    assert prepared.checked.rows["date"].tolist() == [pd.Timestamp(2026, 10, 1, 0, 10)]
    assert '"time_zone": "Asia/Shanghai"' in prepared.options_text
    assert any(
        issue.level == NOTE and "America/Denver" in str(issue.message)
        for issue in prepared.checked.issues
    )


# --- what spreadsheets do

HALF = [
    *(f"2026-{month:02d}-08 00:00:00" for month in range(1, 13)),
    *(f"{day}/08/2026" for day in range(13, 32)),
]


def test_half_swapped_dates_are_asked_about_and_exchanged():
    found = dated(*HALF)
    assert names(found) == ["swapped_dates"] and found.questions[0].likely == "swap"
    assert sorted(days(*HALF)) == [f"2026-08-{day:02d}" for day in range(1, 32)]
    assert days(*HALF, answers={"swapped_dates": "keep"})[:2] == ["2026-01-08", "2026-02-08"]


@pytest.mark.parametrize(
    "texts",
    [
        [f"2026-{day:02d}-08 14:05:00" for day in range(1, 13)]
        + [f"{day}.08.2026 14:05" for day in range(13, 20)],
        [f"2026-{day:02d}-08" for day in (1, 4, 9)] + [f"8/{day}/2026" for day in (13, 20, 31)],
        [f"2026/{day}/8" for day in range(1, 13)] + [f"{day}/8/26" for day in range(13, 32)],
        [f"2026年{day}月8日" for day in range(1, 13)]
        + [f"{day}/8/2026 9:05" for day in range(13, 32)],
        [f"2026-{day:02d}-08" for day in range(1, 13)]
        + [f"2026-{day:02d}-09" for day in range(1, 13)]
        + [f"{day}-08-2026" for day in range(13, 32)]
        + [f"{day}-09-2026" for day in range(13, 31)],
    ],
)
def test_half_swapped_dates_of_other_forms_are_noticed_too(texts):
    assert names(dated(*texts)) == ["swapped_dates"] and {day[:7] for day in days(*texts)} <= {
        "2026-08",
        "2026-09",
    }


@pytest.mark.parametrize(
    "texts",
    [
        [f"2026-08-{day:02d}" for day in range(1, 13)]
        + [f"{day}/08/2026" for day in range(13, 32)],  # somebody changed the form in the middle
        [f"2026-08-{day:02d}" for day in range(1, 32)] + ["13/09/2026", "14/09/2026", "15/09/2026"],
        [f"2026-{month:02d}-08" for month in range(1, 13)]
        + ["13/08/2026", "2/8/2026", "5/8/2026", "6/8/2026"],
        [f"2026-{month:02d}-08" for month in range(1, 13)],
        [f"{day}/08/2026" for day in range(13, 32)],
    ],
)
def test_dates_that_only_look_a_little_like_it_are_left_alone(texts):
    assert not dated(*texts).questions


@pytest.mark.parametrize(
    "texts, likely",
    [
        (("2026.9", "2026.1", "2026.11"), "october"),
        (("2026.8", "2026.9", "2026.1"), "october"),
        (tuple(f"2026.{month}" for month in (1, 2, 3, 9, 11, 12)), "leave_out"),
        (("2026.1",), "leave_out"),
        (("2026.1", "2026.5"), "january"),
        (("2026.1", "2025.11"), "january"),
    ],
)
def test_october_that_lost_its_nought_is_asked_about(texts, likely):
    found = dated(*texts)
    assert names(found) == ["tenth_month:2026"] and found.questions[0].likely == likely
    at = texts.index("2026.1")
    read_as = {"leave_out": None, "october": "2026-10-01", "january": "2026-01-01"}
    assert days(*texts)[at] == read_as[likely]
    for name in ("tenth_month:2026", "tenth_month"):  # the latter of all years, once
        assert days(*texts, answers={name: "january"})[at] == "2026-01-01"


def test_january_or_october_is_asked_of_each_year():
    texts = ("2025.5", "2025.1", "2026.8", "2026.9", "2026.1")
    found = dated(*texts)
    asked = {question.name: question.likely for question in found.questions}
    assert asked == {"tenth_month:2025": "january", "tenth_month:2026": "october"}
    assert days(*texts)[1::3] == ["2025-01-01", "2026-10-01"]
    answered = days(*texts, answers={"tenth_month:2025": "october"})
    assert answered[1::3] == ["2025-10-01", "2026-10-01"]


@pytest.mark.parametrize(
    "texts",
    [
        ("2026.1", "2026.2", "2026.3"),
        ("2026.1", "2026.9", "2026.10", "2026.11"),
        ("2026.1", "2025.9", "2025.10", "2025.11"),  # this column keeps its noughts
        ("2026.1", "2025.12"),
        ("2027.1",),
        ("2026.01", "2026.11"),
        tuple(f"2026.{month}" for month in range(1, 10)),
    ],
)
def test_january_is_january(texts):
    assert not dated(*texts).questions and days(*texts)[0] == f"{texts[0][:4]}-01-01"


def workbook(since_1904, *cells):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"date_1904": since_1904}) as book:
        sheet, form = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["Date", "Overall satisfaction"])
        for row, cell in enumerate(cells, start=1):
            sheet.write(row, 0, cell, form if isinstance(cell, datetime) else None)
            sheet.write(row, 1, 5)
    return prepare(buffer.getvalue(), "mac.xlsx", SURVEY, Options(), TODAY).checked


def test_a_workbook_since_1904_says_what_its_numbers_are():
    checked = workbook(True, 44804, 44805.5, "44806", datetime(2026, 9, 4))
    assert checked.rows["date"].dt.strftime("%m-%d %H").tolist() == [
        "09-01 00",
        "09-02 12",
        "09-03 00",
        "09-04 00",
    ]
    assert any("1904" in str(issue.message) and issue.level == NOTE for issue in checked.issues)
    usual = workbook(False, 46266, 46267.5, datetime(2026, 9, 3))
    assert set(usual.rows["date"].dt.strftime("%Y-%m")) == {"2026-09"} and not any(
        "1904" in str(issue.message) for issue in usual.issues
    )


@pytest.mark.parametrize("mark", ['="{}"', "'{}", "`{}", "{}\u200b", "\ufeff{}", "\u200e{}"])
def test_marks_that_keep_a_spreadsheet_from_touching_a_cell_are_no_part_of_it(mark):
    rows = [
        ",".join(
            '"' + mark.format(cell).replace('"', '""') + '"'
            for cell in (number, "2026-11-0" + number[-1], "9", "0012")
        )
        for number in ("01", "02")
    ]
    checked = prepare(
        "\n".join(["Response ID,Date,NPS,Store", *rows]).encode(), "f.csv", NPS, Options(), TODAY
    ).checked
    assert (len(checked.rows), checked.rows["score"].tolist(), set(checked.rows["store"])) == (
        2,
        [9, 9],
        {"0012"},
    )


# --- whole files


def load(text, **settled):
    return prepare(text.encode(), "f.csv", NPS, Options(**settled), TODAY)


def test_a_column_of_stretches_is_a_warning_of_the_file_and_a_calendar_a_note():
    assert [
        issue.level for issue in load("ID,Date,NPS\n1,2026Q3,9\n2,2026Q3,3").checked.issues
    ] == [WARNING]
    assert [
        issue.level for issue in load("ID,Date,NPS\n1,115/09/01,9\n2,115/09/02,3").checked.issues
    ] == [NOTE]


@pytest.mark.parametrize(
    "case, file, answers",
    [
        *(
            ("localized-dates", f"{name}.csv", {})
            for name in (
                "de_moodle",
                "es_moodle",
                "fr_moodle",
                "pt",
                "ru",
                "en_us_2digit",
                "t24",
                "zh_moodle",
                "zh_moodle2",
                "zh_short_year",
                "range",
                "quarter",
            )
        ),
        ("localized-dates", "zh_month_day_only.csv", {"missing_year": "2026"}),
        *(
            ("roc-years", f"{name}.csv", {})
            for name in (
                "reiwa",
                "roc_compact",
                "roc_dot",
                "roc_slash",
                "roc_zh",
                "roc_zh2",
                "thai",
            )
        ),
    ],
)
def test_public_files_with_dates_of_many_kinds_are_september(shared, case, file, answers):
    path = shared / "cases" / "public" / case / file
    rows = prepare(path.read_bytes(), path.name, NPS, Options(answers=answers), TODAY).checked.rows
    scores = rows["score"]
    assert set(rows["date"].dt.strftime("%Y-%m")) == {"2026-09"} and len(rows) == 40
    assert 100 * ((scores >= 9).mean() - (scores <= 6).mean()) == 25


def test_public_files_of_weeks_are_asked_about(shared):
    path = shared / "cases" / "public" / "localized-dates" / "week.csv"
    assert [
        question.name
        for question in prepare(
            path.read_bytes(), path.name, NPS, Options(), TODAY
        ).checked.questions
    ] == ["stretch_day"]


@pytest.mark.parametrize(
    "file, settings, zone",
    [
        ("typeform.csv", {}, "Asia/Shanghai"),
        ("iso_offset8.csv", {}, "Asia/Shanghai"),
        ("iso_offset8.csv", {}, ""),
        ("typeform.csv", {"time_zone": "Asia/Shanghai"}, ""),
    ],
)
def test_public_files_in_utc_fall_into_the_companys_months(
    shared, monkeypatch, file, settings, zone
):
    monkeypatch.setenv(SETTING, zone)
    path = shared / "cases" / "public" / "utc-exports" / file
    rows = prepare(path.read_bytes(), path.name, NPS, Options(answers=settings), TODAY).checked.rows
    months = rows.groupby(rows["date"].dt.strftime("%Y-%m"))["score"]
    assert months.agg(["count", "max"]).T.to_dict("list") == {
        "2026-09": [40, 3],
        "2026-10": [60, 10],
    }


@pytest.mark.parametrize(
    "file, asked",
    [
        ("half_swapped.xlsx", ["swapped_dates"]),
        ("control_mixed_ok.xlsx", []),
        ("half_swapped_saved.csv", []),
    ],
)
def test_public_files_that_a_spreadsheet_swapped_are_right(shared, file, asked):
    path = shared / "cases" / "public" / "excel-half-swapped-dates" / file
    checked = prepare(path.read_bytes(), path.name, SURVEY, Options(), TODAY).checked
    assert [question.name for question in checked.questions] == asked
    assert checked.rows.groupby(checked.rows["date"].dt.strftime("%Y-%m"))["overall"].agg(
        ["count", "mean"]
    ).T.to_dict("list") == {"2026-08": [31, 5], "2026-09": [30, 2]}


@pytest.mark.parametrize(
    "file",
    [
        "excel_text_trick.csv",
        "prefix_backtick.csv",
        "prefix_bom_zwsp.csv",
        "prefix_marks.csv",
        "prefix_tab.csv",
        "prefix_x1f.csv",
    ],
)
def test_public_files_with_marks_before_cells_are_twenty_rows(shared, file):
    path = shared / "cases" / "public" / "excel-text-trick" / file
    checked = prepare(path.read_bytes(), path.name, NPS, Options(), TODAY).checked
    assert len(checked.rows) == 20 and (checked.rows["score"] >= 9).all()
    assert checked.rows["store"].nunique() == (1 if "bom" in file else 4)


def test_the_shared_file_with_the_zone_in_its_heading_says_it(shared):
    path = shared / "cases" / "reading" / "date-and-time-utc.csv"
    checked = prepare(
        path.read_bytes(),
        path.name,
        NPS,
        Options(
            match={"Date & Time (UTC)": "date", "How likely are you to recommend us?": "score"}
        ),
        TODAY,
    ).checked
    assert (
        len(checked.rows) == 2
        and not checked.questions
        and any("UTC" in str(issue.message) for issue in checked.issues)
    )


@pytest.mark.parametrize(
    "texts",
    [
        ("2026-09-03", "2026-12-31"),
        ("2026-09-03 14:05", "2026-09-03T14:05:06", "2024-02-29"),
        ("0001-01-01 00:00:00", "9999-12-31", "2026-01-02 03:04:05"),
        ("2026-02-30", "2026-09-03"),
        ("2026-09-03 24:00", "2026-09-03 10:00"),
        ("2026-9-3 14:05:0", "2026-09-03 14:05"),
        ("2026-09-03T14+0800", "2026-09-03 14:05"),
    ],
)
def test_a_column_of_plain_times_alone_is_read_as_beside_another_form(texts):
    """Where all are plain they are read at once; one of another form has each looked at."""
    alone, beside = dated(*texts), dated(*texts, "3 Sep 2026")
    assert list(pd.Series(alone.reading.values)) == list(pd.Series(beside.reading.values)[:-1])
    assert [fault.message.text for fault in alone.reading.faults] == [
        fault.message.text for fault in beside.reading.faults
    ]
    assert alone.questions == beside.questions
