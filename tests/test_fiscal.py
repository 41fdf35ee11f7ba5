"""Years that begin in another month than January: everything that counts in years and quarters
follows, and nothing else."""

import random
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from data.database.connection import Database
from data.database.rollups import in_step, rebuild_rollups
from data.fiscal import check_year, period_sql, same_periods
from data.kinds.catalog import kind_named
from data.reading.options import Options
from data.roles import COMMITTEE, READER, Viewer
from data.uploads.prepare import Prepared, prepare
from data.uploads.store import add
from data.values.spans import DateSpan, span_of
from errors import WrongCall
from i18n import translator
from metrics.answers.answer import Answer, ask
from metrics.answers.pooled import over_months
from metrics.catalog import kpi_named
from metrics.frozen.published import Publication
from metrics.frozen.publishing import standing_named
from metrics.handed.keeping import KEEPING
from metrics.periods import (
    Period,
    add_months,
    last_day,
    period_at,
    period_number,
    period_written,
    periods_between,
    start_of,
)
from metrics.privacy.gate import hides_moved
from metrics.privacy.publishing import publish
from metrics.review.item import Agenda
from metrics.review.periods import period_of as review_period, quarter_ended
from metrics.sums.query import Query
from metrics.training.windows import windowed
from metrics.window import TimeWindow
from reports.__main__ import main as reports
from reports.making import Wanted
from reports.outline.period import TITLES, report_period
from ui.training import rates

APRIL, FEBRUARY = 4, 2
SETTING = "SERVICE_CULTURE_YEAR_STARTS"
TODAY = date(2027, 6, 15)
# All that is kept takes long to make anew.
OF_EXAMS = replace(
    KEEPING, measures=tuple(one for one in KEEPING.measures if one.kind == "training")
)


@pytest.fixture(params=range(1, 13))
def starts(request, monkeypatch) -> int:
    monkeypatch.setenv(SETTING, str(request.param))
    return request.param


@pytest.fixture(scope="module")
def exams_file(tmp_path_factory, empty_file) -> Path:
    """The closed database of `exams`."""
    path = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("exams") / "own.duckdb"))
    with closing(Database(path, keeping=OF_EXAMS)) as database:
        rebuild_rollups(database)
        _load(database, "training", _exams(random.Random(2)))
    return path


@pytest.fixture
def exams(tmp_path, exams_file) -> Iterator[Database]:
    """A database with exams of two years, and their sums alone."""
    path = Path(shutil.copytree(exams_file.parent, tmp_path / "exams")) / exams_file.name
    with closing(Database(path, keeping=OF_EXAMS)) as database:
        yield database


@pytest.fixture
def april(monkeypatch) -> None:
    monkeypatch.setenv(SETTING, str(APRIL))


@pytest.mark.parametrize("grain", ["month", "quarter", "year"])
def test_every_day_lies_in_one_period_which_sql_names_alike(starts, grain, database):
    days = [add_months(date(2023, 12, 31), at) for at in range(0, 40)] + [date(2024, 2, 29)]
    with database.read() as reading:
        told = [reading.row(f"SELECT {period_sql(grain, '?::DATE')}", [day])[0] for day in days]
    for day, first in zip(days, told, strict=True):
        assert first == start_of(day, grain) <= day <= last_day(first, grain)
        assert (first.month - starts) % {"month": 1, "quarter": 3, "year": 12}[grain] == 0
    between = periods_between(date(2024, 1, 1), date(2026, 12, 31), grain)
    for one, other in zip(between, between[1:], strict=False):
        assert (other - last_day(one, grain)).days == 1
        assert period_number(other, grain) == period_number(one, grain) + 1


def test_a_quarter_is_typed_as_it_is_written(starts):
    for at in range(30):
        period = Period(start_of(add_months(date(2024, 1, 1), at), "quarter"), "quarter")
        assert period_written(period.written) == period


def test_january_stays_as_it_was():
    assert Period(date(2026, 7, 1), "quarter").written == "2026-Q3"
    assert Period(date(2026, 7, 1), "quarter").spoken(translator("en")) == "Q3 2026"
    assert Period(date(2026, 1, 1), "year").spoken(translator("en")) == "2026"


@pytest.mark.parametrize(
    ("language", "quarter", "year"),
    [
        ("en", "Q1 FY2026/27", "FY2026/27"),
        ("zh_Hans", "2026/27财年第1季度", "2026/27财年"),
        ("zh_Hant", "2026/27會計年度第1季", "2026/27會計年度"),
    ],
)
def test_names_say_that_the_year_is_the_company_s_own(april, language, quarter, year):
    say = translator(language)
    assert Period(date(2026, 4, 1), "quarter").spoken(say) == quarter
    assert Period(date(2026, 4, 1), "year").spoken(say) == year


def test_a_report_is_of_the_quarter_of_the_company_s_year(april):
    period = report_period("quarter", "FY2026-Q4", TODAY)
    assert (period.first, period.end) == (date(2027, 1, 1), date(2027, 3, 31))
    assert period.written == "FY2026-Q4" and period.before == date(2026, 10, 1)
    assert report_period("quarter", "fy2026-q4", TODAY) == period
    with pytest.raises(WrongCall, match="such as FY2026-Q3"):
        report_period("quarter", "2026-q4", TODAY)
    assert period_at(2026, 1, "quarter") == date(2026, 4, 1)


def test_what_a_quarter_is_called_is_the_company_s_own_wherever_it_is_named(april, capsys):
    """The report's title and the name of its file, the review's quarter, the command's example."""
    quarter = report_period("quarter", "FY2026-Q4", TODAY)
    title = f"{TITLES['quarter']} · {quarter.spoken(translator('en'))}"
    assert title == "Quarterly evaluation report · Q4 FY2026/27"
    wanted = Wanted(quarter, "en", "pptx", Viewer(frozenset({COMMITTEE})))
    assert wanted.file == "report_FY2026-Q4_en.pptx"
    assert quarter_ended(date(2027, 5, 1)) == date(2027, 3, 1)
    agenda = Agenda(date(2027, 3, 1), "quarter", None, (), ())
    assert review_period(agenda).spoken(translator("zh_Hans")) == "2026/27财年第4季度"
    with pytest.raises(SystemExit):
        reports(["quarter", "--help"])
    assert "such as FY2026-Q3" in capsys.readouterr().out


def test_a_quarter_of_when_years_began_elsewhere_is_named_by_its_months(monkeypatch):
    monkeypatch.setenv(SETTING, str(FEBRUARY))
    assert Period(date(2026, 7, 1), "quarter").spoken(translator("en")) == "Jul 2026 to Sep 2026"


def _published(number: str, start: date) -> Publication:
    return Publication(number, start, "quarter", datetime(2026, 12, 1), 1, "", 1)


def test_a_publication_is_found_as_it_was_called_whenever_years_begin(monkeypatch):
    before = _published("2026-Q3-1", date(2026, 7, 1))
    since = _published("FY2026-Q3-1", date(2026, 10, 1))
    monkeypatch.setenv(SETTING, str(FEBRUARY))
    for text, found in (
        ("2026-Q3", before),
        ("2026-q3-1", before),
        ("FY2026-Q3", since),
        ("FY2026-Q3-1", since),
    ):
        assert standing_named((before, since), text) == found
    with pytest.raises(WrongCall, match="Write a quarter as FY2026-Q3"):
        standing_named((before, since), "2026-Q4")
    with pytest.raises(WrongCall, match="is not published"):
        standing_named((before, since), "FY2026-Q4")
    other = _published("FY2026-Q3-2", date(2026, 8, 1))
    with pytest.raises(WrongCall, match="Give the number of one"):
        standing_named((since, other), "FY2026-Q3")
    assert standing_named((since, other), "FY2026-Q3-2") == other


@pytest.mark.parametrize("wrong", ["0", "13", "April", "4.0", "-1", "４"])
def test_what_is_no_month_is_refused_and_counts_as_january(monkeypatch, wrong):
    monkeypatch.setenv(SETTING, wrong)
    assert start_of(date(2026, 5, 1), "year") == date(2026, 1, 1)
    with pytest.raises(WrongCall, match=SETTING):
        check_year()


def test_which_changes_of_the_setting_change_which_periods():
    assert same_periods("month", 2, 7) and same_periods("quarter", 1, 4)
    assert not same_periods("quarter", 1, 5) and not same_periods("year", 1, 4)


def _surveys(rng: random.Random) -> str:
    lines = [
        f"2026-{rng.randint(1, 12):02}-{rng.randint(1, 28):02},{rng.choice('AB')},"
        f"{rng.randint(0, 10)}"
        for _ in range(200)
    ]
    return "\n".join(["date,store,score", *lines])


def _exams(rng: random.Random, a_year: int = 60) -> str:
    lines = [
        f"E{rng.randrange(30)},{rng.choice('AB')},C,{year}-{rng.randint(1, 12):02}-"
        f"{rng.randint(1, 28):02},{rng.randint(40, 100)},100,70"
        for year in (2025, 2026)
        for _ in range(a_year)
    ]
    return "\n".join(["employee,store,course,date,score,maximum,pass_mark", *lines])


def _load(database: Database, kind: str, text: str) -> None:
    prepared = prepare(text.encode(), f"{kind}.csv", kind_named(kind), Options(), TODAY)
    add(database, prepared)


# Written by hand, for years that begin in April.
QUARTER = """make_date(year(date), CASE WHEN month(date) < 4 THEN 1 WHEN month(date) < 7 THEN 4
    WHEN month(date) < 10 THEN 7 ELSE 10 END, 1)"""
YEAR = "make_date(year(date) - (month(date) < 4)::INT, 4, 1)"
BY_HAND = {
    "net_promoter_score": "SELECT {period} AS period, 100.0 * avg((score >= 9)::INT - (score <= 6)::INT) "
    "FROM live_nps GROUP BY ALL ORDER BY ALL",
    "exam_mean": "SELECT {period} AS period, avg(100.0 * score / maximum) FROM live_training "
    "GROUP BY ALL ORDER BY ALL",
}


@pytest.mark.parametrize(("grain", "period"), [("quarter", QUARTER), ("year", YEAR)])
def test_figures_of_an_april_year_are_those_of_sql_written_by_hand(
    own, april, monkeypatch, grain, period
):
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "trainer")
    rng = random.Random(4)
    _load(own, "nps", _surveys(rng))
    _load(own, "training", _exams(rng))
    for name, sql in BY_HAND.items():
        with own.read() as reading:
            found = ask(reading, kpi_named(name), Query(grain=grain), TODAY).rows
            wanted = reading.rows(sql.format(period=period))
        assert found["period"].tolist() == [first for first, *_ in wanted], name
        assert found["value"].tolist() == pytest.approx([value for *_, value in wanted]), name


def test_kept_sums_of_quarters_follow_the_setting(exams, monkeypatch):
    """They are made anew where a database was summed by other years, and not used until then."""
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "trainer")
    monkeypatch.setenv(SETTING, str(FEBRUARY))

    def told() -> pd.DataFrame:
        with exams.read() as reading:
            found = ask(reading, kpi_named("final_pass_rate"), Query(grain="year"), TODAY).rows
        return found[["period", "n", "value"]]

    with exams.read() as reading:
        assert not in_step(reading)
    of_rows = told()
    assert rebuild_rollups(exams)
    pd.testing.assert_frame_equal(of_rows, told(), check_dtype=False)
    assert {day.month for day in of_rows["period"]} == {FEBRUARY}


def _shown(database: Database, grain: str) -> set[date]:
    """The periods in which readers are shown how staff did."""
    with database.read(viewer=READER) as reading:
        rows = ask(reading, kpi_named("exam_mean"), Query(grain=grain), TODAY).rows
    return set(rows.loc[~rows["hidden"].astype(bool), "period"])


def _hides_moved(database: Database) -> list[bool]:
    with database.read(viewer=READER) as reading:
        kpi = kpi_named("exam_mean")
        return [hides_moved(reading, kpi, grain) for grain in ("year", "quarter", "month")]


def _assert_whole_year_is_shown(database: Database) -> None:
    """Twelve months that are one of our years are put together of its quarters."""
    first = period_at(2025, 1, "year")
    last = add_months(first, 11)
    with database.read(viewer=READER) as reading:

        def told(query: Query) -> Answer:
            return ask(reading, kpi_named("exam_mean"), query, TODAY)

        (row,) = over_months(told, first, last, None, ()).rows.to_dict("records")
        quarters = told(Query(first, last_day(last, "month"), "quarter")).rows
    assert not row["hidden"] and row["n"] == quarters["n"].sum()


def test_where_neither_years_nor_quarters_are_shown_training_adds_months(exams, monkeypatch):
    _load(exams, "training", _exams(random.Random(4), a_year=600))
    publish(exams)
    monkeypatch.setenv(SETTING, str(FEBRUARY))
    kpi = kpi_named("exam_mean")
    with exams.read(viewer=READER) as reading:

        def told(query: Query) -> Answer:
            return ask(reading, kpi, query, TODAY)

        # What is published goes by the clock, so both lie whole before it.
        for window, year in (("year", 2026), ("calendar", 2025)):
            found = windowed(told, kpi, TimeWindow(window, date(year, 9, 1), TODAY), None, ())
            start = found.query.start
            assert start is not None and start.month in (2, 8)
            months = told(Query(start, last_day(add_months(start, 11), "month"))).rows
            row = found.last()
            assert row is not None and row["n"] == months["n"].sum() > 0, window


@pytest.mark.parametrize(
    ("moved", "window", "words"),
    [
        ((), "quarter", "Choose “Calendar year” as time"),
        ((), "calendar", "few people stand behind each of these groups to show any."),
        (("year",), "calendar", "so years are hidden, to protect staff. Choose “12 months”"),
        (("year",), "quarter", "few people stand behind each of these groups to show any."),
        (("year", "quarter"), "year", "so years and quarters are hidden"),
    ],
)
def test_why_no_group_is_shown_is_said_as_it_is(monkeypatch, moved, window, words):
    monkeypatch.setattr(rates, "looked_at", lambda question, kpi, grain: grain in moved)
    assert words in translator("en")(rates._why_hidden(kpi_named("exam_mean"), window))


def test_what_is_published_of_staff_goes_by_the_company_s_years(database, april):
    _load(database, "training", _exams(random.Random(2)))
    publish(database)
    assert _shown(database, "year") >= {date(2025, 4, 1)}
    assert {day.month for day in _shown(database, "quarter")} <= {1, 4, 7, 10}


def test_other_years_than_those_published_of_staff_are_not_shown(exams, monkeypatch):
    """Less the years that readers have seen, they would tell the months between; months go on, and
    years come back with the setting."""
    publish(exams)
    months, quarters, years = (_shown(exams, grain) for grain in ("month", "quarter", "year"))
    assert years == {date(2025, 1, 1), date(2026, 1, 1)}
    monkeypatch.setenv(SETTING, str(APRIL))
    _load(exams, "training", _exams(random.Random(3)))
    rebuild_rollups(exams)
    publish(exams)
    assert not _shown(exams, "year")
    assert _shown(exams, "quarter") >= quarters and _shown(exams, "month") >= months
    assert _hides_moved(exams) == [True, False, False]
    _assert_whole_year_is_shown(exams)
    monkeypatch.setenv(SETTING, str(FEBRUARY))
    assert not _shown(exams, "quarter") and _shown(exams, "month") >= months
    assert _hides_moved(exams) == [True, True, False]
    monkeypatch.delenv(SETTING)
    rebuild_rollups(exams)
    assert _shown(exams, "year") == years


TARGETS = """KPI,Stage,Form,Value,Due date,In force from
CSAT,short,at least,90,2026Q1,2025-01-01
"""
IN_COLUMNS = """KPI,2026Q1,2026Q2
CSAT,90,91
"""


def _prepared_targets(text: str, name: str = "targets.csv", **answers: str) -> Prepared:
    options = Options(answers=answers)
    return prepare(text.encode(), name, kind_named("target"), options, TODAY, kpis=KEEPING.kpis)


def _dues(text: str, **answers: str) -> tuple[list[str], set[str]]:
    """Days by which targets of a file fall due, and what is asked."""
    prepared = _prepared_targets(text, **answers)
    days = sorted(f"{day:%Y-%m-%d}" for day in prepared.checked.rows["due"])
    return days, {question.name for question in prepared.checked.questions}


@pytest.mark.parametrize(
    ("answer", "days"),
    [("begins", "2026-06-30"), ("ends", "2025-06-30"), ("calendar", "2026-03-31")],
)
def test_of_which_year_a_quarter_in_a_file_is_is_asked(april, answer, days):
    found, asked = _dues(TARGETS, own_years=answer)
    assert found == [days] and "own_years" in asked
    assert _dues(IN_COLUMNS, own_years=answer)[0][0] == days
    assert "own_years" in _dues(IN_COLUMNS)[1]


STAGES = "KPI,Short-term 2026,Mid-term 2027\nCSAT,90,91\n"


@pytest.mark.parametrize(
    ("answer", "first", "days"),
    [
        ("begins", "2026-04-01", ["2027-03-31", "2028-03-31"]),
        ("ends", "2025-04-01", ["2026-03-31", "2027-03-31"]),
        ("calendar", "2026-01-01", ["2026-12-31", "2027-12-31"]),
    ],
)
def test_stages_with_a_year_are_of_the_year_that_is_meant(april, answer, first, days):
    found, asked = _dues(STAGES, own_years=answer)
    assert found == days and asked == {"own_years"}
    prepared = _prepared_targets(STAGES, own_years=answer)
    assert {f"{day:%Y-%m-%d}" for day in prepared.checked.rows["date"]} == {first}


def test_a_year_in_the_name_of_a_file_offers_the_ends_of_its_years(april):
    text = "KPI,Target\nCSAT,90\nNPS,40\n"
    asked = _prepared_targets(text, "targets 2026.csv").checked.questions
    (question,) = [one for one in asked if one.name == "target_due"]
    assert [one.name for one in question.choices][:3] == ["2027-03-31", "2026-03-31", "2026"]
    assert [one.name for one in question.choices][3:6] == ["2028-03-31", "2027", "2029-03-31"]
    given = _prepared_targets(text, "targets 2026.csv", target_due="2026").checked.rows["due"]
    assert {f"{day:%Y-%m-%d}" for day in given} == {"2026-12-31"}


def test_without_lengths_stages_begin_with_the_company_s_year(april):
    text = "KPI,1 year,3 years\nCSAT,90,91\n"
    assert _dues(text) == (["2028-03-31", "2030-03-31"], {"target_start"})


@pytest.mark.parametrize(
    "due",
    ["FY2026/27", "FY2026-Q4", "Q4 FY2026/27", "2026/27财年第4季度", "2026/27會計年度第4季"],
)
def test_names_of_the_program_s_own_are_read(april, due):
    found, asked = _dues(TARGETS.replace("2026Q1", due))
    assert found == ["2027-03-31"]
    assert ("own_years" in asked) == ("/" not in due)  # both years say which one it is


def test_a_year_named_by_two_is_none_of_the_calendar():
    assert span_of("FY2026/27") is None and span_of("FY2026-Q4") == DateSpan(2026, 3, 4)
    assert span_of("FY2026/28") is None


def test_a_quarter_beside_its_months_is_no_result_of_its_own(april):
    text = "Store,2026-04,2026-05,2026-06,2026Q1\nNorth,90,92,94,92\n"

    def days(**answers: str) -> tuple[list[str], set[str]]:
        found = prepare(
            text.encode(), "v.csv", kind_named("mystery_visit"), Options(answers=answers), TODAY
        ).checked
        told = sorted(f"{day:%Y-%m-%d}" for day in found.rows["date"])
        return told, {one.name for one in found.questions}

    months = ["2026-04-01", "2026-05-01", "2026-06-01"]
    assert days()[0] == months and "own_years" in days()[1]
    assert days(own_years="calendar")[0] == ["2026-01-01", *months]


def test_where_years_are_those_of_the_calendar_nothing_is_asked():
    assert _dues(TARGETS) == (["2026-03-31"], _dues(TARGETS)[1] - {"own_years"})
    assert _dues(IN_COLUMNS)[0] == ["2026-03-31", "2026-06-30"]


def test_months_and_days_are_those_of_the_calendar(april):
    found, asked = _dues(TARGETS.replace("2026Q1", "2026-03"), own_years="begins")
    assert found == ["2026-03-31"] and "own_years" not in asked


def test_a_column_of_quarters_counts_on_their_last_days(april):
    text = "date,score\n2026Q1,9\n2026Q4,8\n"
    prepared = prepare(text.encode(), "nps.csv", kind_named("nps"), Options(), TODAY)
    days = [f"{day:%Y-%m-%d}" for day in prepared.checked.rows["date"]]
    assert days == ["2026-06-30", "2027-03-31"]
    assert "own_years" in {question.name for question in prepared.checked.questions}
