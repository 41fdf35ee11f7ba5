"""A period is published once, stays as it was told, and says what is another since, and why."""

import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date
from pathlib import Path
from types import SimpleNamespace

import pytest

from data.archive.backup import backup, restore
from data.archive.rebuild import check, rebuild
from data.archive.whose import is_empty
from data.database.connection import Database
from data.database.rollups import rebuild_rollups
from data.kinds.catalog import NPS, SURVEY, TARGET
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.sample_company import remove_demo
from data.uploads.store import add, data_version, undo
from errors import WrongCall
from i18n import LANGUAGES, translator
from metrics.frozen import restated
from metrics.frozen.figures import figures
from metrics.frozen.published import FrozenFigure, Publication, figures_of, published
from metrics.frozen.publishing import period_named, publish, withdraw
from metrics.frozen.restated import (
    Restatement,
    restatement_words,
    restatements,
    restatements_of,
    standing_again,
    standing_again_named,
    stands_again,
    told_together,
)
from metrics.handed.keeping import KEEPING
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.periods import Period
from metrics.snapshot import Snapshot, forget
from reports.outline.brief import brief_page
from reports.outline.parts import Paragraph, spoken
from reports.outline.period import report_period
from reports.outline.signals import restated_pages, standing_again_lately

QUARTER = date(2026, 4, 1)
TODAY = date(2026, 10, 5)
SAY = translator("en")
SCORE = "net_promoter_score"
NORTH, SOUTH = ("region", "North"), ("region", "South")


def answers(month: str, promoters: int, of: int = 100, first: int = 0) -> list[str]:
    """Answers of a month: 10 of the promoters, 8 of the others."""
    return [
        f"{month}-{number:03d},{month}-15,{10 if number < promoters else 8},"
        f"{'North' if number % 2 else 'South'},Store {number % 4},web"
        for number in range(first, first + of)
    ]


def wrong(month: str, numbers: range) -> list[str]:
    """Answers of a month that were no 8 but a 0."""
    rows = answers(month, 0, numbers.stop)
    return [rows[number].replace(",8,", ",0,") for number in numbers]


def load(database: Database, name: str, *rows: str, again: str = "") -> int:
    told = "\n".join(["response_id,date,score,region,store,channel", *rows]).encode()
    options = Options(answers={"again": again} if again else {})
    return add(database, prepare(told, f"{name}.csv", NPS, options, TODAY)).upload


def set_target(database: Database, goal: float, since: str = "2026-01-01", unit: str = "") -> int:
    heads = "kpi,stage,form,value,due,date" + (",dimension,unit" if unit else "")
    row = f"{SCORE},short,at_least,{goal},2026-06-30,{since}" + (f",region,{unit}" if unit else "")
    told = f"{heads}\n{row}\n".encode()
    return add(
        database, prepare(told, f"{goal}{unit}.csv", TARGET, Options(), kpis=KPI_FACTS)
    ).upload


@pytest.fixture(scope="module")
def folder(tmp_path_factory, empty_file) -> Path:
    """A database with answers of two quarters and a target, of which the second is published."""
    place = tmp_path_factory.mktemp("frozen")
    path = Path(shutil.copy(empty_file, place / "own.duckdb"))
    with closing(Database(path, keeping=KEEPING)) as database:
        for month in ("2025-04", "2026-03", "2026-04", "2026-05", "2026-06"):
            load(database, month, *answers(month, 40))
        set_target(database, 38)
        publish(database, Period(QUARTER, "quarter"), TODAY, "Wang Fang")
    return place


@pytest.fixture
def told(folder, tmp_path) -> Iterator[Database]:
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    with closing(Database(tmp_path / "own.duckdb", keeping=KEEPING)) as database:
        yield database


def look(database: Database, question: Callable, *asked: object):
    with database.read() as reading:
        return question(Snapshot(reading, database.path, data_version(reading), TODAY), *asked)


def of_score(database: Database, place=(None, None)) -> tuple[Restatement, ...]:
    return look(database, restatements_of, SCORE, place)


def words(database: Database, place=(None, None)) -> list[str]:
    return [restatement_words(one, SAY) for one in of_score(database, place)]


def the_publication(database: Database) -> Publication:
    return look(database, published)[0]


def day_of(database: Database, upload: int) -> str:
    with database.read() as reading:
        (loaded,) = reading.row("SELECT loaded_at FROM upload WHERE id = ?", [upload])
        return SAY.date(loaded.replace(tzinfo=UTC).astimezone().date())


def undo_on(database: Database, upload: int, moment: str) -> None:
    """Take an upload back at a moment of UTC."""
    undo(database, upload)
    with database.write() as writing:
        writing.run("UPDATE upload SET undone_at = ? WHERE id = ?", [moment, upload])


def test_every_figure_is_kept_with_its_verdict_and_its_sentence_in_each_language(told):
    publication = the_publication(told)
    assert (publication.period, publication.state) == (Period(QUARTER, "quarter"), "published")
    assert (publication.by, publication.number) == ("Wang Fang", "2026-Q2-1")
    frozen = {(one.kpi, one.place): one for one in look(told, figures_of, publication)}
    company = frozen[SCORE, (None, None)]
    assert (company.value, company.n, company.shown) == (40.0, 300.0, "final")
    assert [(one.stage, one.status, one.goal) for one in company.verdicts] == [
        ("short", "met", 38.0)
    ]
    assert {SCORE} <= {kpi for kpi, _ in frozen} and (SCORE, NORTH) in frozen
    assert not [place for _, place in frozen if place[0] == "store"], "stores are not published"
    assert set(dict(company.words.of)) == set(LANGUAGES)
    assert "Q2 2026" in company.words.spoken(SAY) and "40.0" in company.words.spoken(SAY)
    assert "2026年第2季度" in company.words.spoken(translator("zh_Hans"))


def test_what_is_kept_is_what_was_worked_out(told):
    publication = the_publication(told)
    assert plain(look(told, figures_of, publication)) == plain(
        look(told, figures, Period(QUARTER, "quarter"))
    )


def plain(found: tuple[FrozenFigure, ...]) -> list[FrozenFigure]:
    """Figures with as many digits as a cell holds."""
    return [
        replace(
            one,
            **{
                name: None if (value := getattr(one, name)) is None else round(value, 6)
                for name in ("value", "low", "high", "n")
            },
        )
        for one in found
    ]


# By hand: promoters minus detractors of all answers, of the latest version of each.
BY_HAND = """
WITH latest AS (
    SELECT score FROM rows_nps JOIN upload ON upload.id = rows_nps.upload
    WHERE undone_at IS NULL AND upload <= ? AND date >= DATE '2026-04-01' AND date < DATE '2026-07-01'
    QUALIFY row_number() OVER (PARTITION BY key, twin ORDER BY upload DESC) = 1)
SELECT 100.0 * (count(*) FILTER (score >= 9) - count(*) FILTER (score <= 6)) / count(*) FROM latest"""


def test_a_correction_is_told_with_its_cause_and_its_undoing(told):
    publication = the_publication(told)
    frozen = look(told, figures_of, publication)
    corrected = load(told, "corrected", *wrong("2026-05", range(40, 70)))
    (found,) = of_score(told)
    with told.read() as reading:
        was, now = (reading.row(BY_HAND, [upload])[0] for upload in (publication.upload, corrected))
    assert (found.was, found.now) == (was, now) == (40.0, 30.0)
    assert (found.was_n, found.now_n) == (300.0, 300.0)
    (cause,) = found.causes
    assert (cause.upload, cause.corrected, cause.late, cause.gone) == (corrected, 30, 0, 0)
    assert words(told) == [
        f"Q2 2026 said 40.0, now 30.0, because upload {corrected} of {day_of(told, corrected)} "
        "corrected 30 rows."
    ]
    assert look(told, figures_of, publication) == frozen, "what was published is another"
    undo(told, corrected)
    assert of_score(told) == ()
    (stands,) = look(told, stands_again, SCORE)
    assert [(one.upload, one.held) for one in stands.uploads] == [(corrected, 30)]
    again = load(told, "corrected", *wrong("2026-05", range(40, 70)))
    (found,) = of_score(told)
    assert [one.upload for one in found.causes] == [again] != [corrected]


def test_the_next_brief_says_it_too(told):
    def lines() -> list[str]:
        page = look(told, brief_page, report_period("month", "2026-06", TODAY))
        (halves,) = page.blocks
        texts = [block for block in halves.right if isinstance(block, Paragraph)]
        return [spoken(one.words[0], SAY) for one in texts if str(one.label) == "What was restated"]

    assert lines() == []
    corrected = load(told, "corrected", *wrong("2026-05", range(40, 70)))
    (line,) = lines()
    assert f"Q2 2026 said 40.0, now 30.0, because upload {corrected}" in line
    undo_on(told, corrected, "2026-07-10 09:00")
    (line,) = lines()
    assert line.startswith("Net promoter score (NPS), Detractor share: Q2 2026 stands as ")
    assert f"stands as published: upload {corrected} " in line


def test_what_was_taken_back_is_said_of_all_kpis_and_in_the_next_report(told):
    assert look(told, standing_again) == ()
    corrected = load(told, "corrected", *wrong("2026-05", range(40, 70)))
    assert SCORE not in {one.kpi for one in look(told, standing_again)}, "it is restated"
    undo_on(told, corrected, "2026-07-10 09:00")
    found = look(told, standing_again)
    assert {one.kpi for one in found} == {SCORE, "detractor_share"}, "the KPIs of its own records"
    assert look(told, standing_again) is found, "worked out at each look"
    (together,) = told_together(found)
    words = (
        f"Q2 2026 stands as published: upload {corrected} of {day_of(told, corrected)} was taken "
        "back on Jul 10, 2026, with 30 rows."
    )
    both = "Net promoter score (NPS), Detractor share"
    assert SAY(standing_again_named(together)) == f"{both}: {words}"
    assert SAY(standing_again_named(together, 1)) == f"Net promoter score (NPS) and 1 more: {words}"
    (page,) = look(told, restated_pages, report_period("quarter", "2026-Q2", TODAY))
    assert spoken(page.title, SAY).startswith("Periods published: 1. All their figures stand")
    (table,) = page.blocks
    assert [[spoken(cell, SAY) for cell in cells] for cells in table.rows] == [
        [both, "whole company", words]
    ]


def test_what_one_upload_had_of_several_periods_is_told_in_one_sentence(told):
    publish(told, Period(date(2026, 5, 1), "month"), TODAY)
    both = load(
        told, "corrected", *wrong("2026-05", range(40, 70)), *wrong("2026-06", range(40, 50))
    )
    undo_on(told, both, "2026-07-10 09:00")
    found = look(told, standing_again)
    assert len(found) == 4
    (together,) = told_together(found)
    assert SAY(standing_again_named(together)) == (
        "Net promoter score (NPS), Detractor share: May 2026, Q2 2026 stand as published: "
        f"upload {both} of {day_of(told, both)} (“Recommendation survey (NPS)”) was taken back on "
        "Jul 10, 2026."
    )


def test_an_undoing_is_news_to_its_period_and_the_one_before_by_the_days_of_the_company(
    told, monkeypatch
):
    corrected = load(told, "corrected", *wrong("2026-05", range(40, 70)))
    undo_on(told, corrected, "2026-06-30 20:00")

    def telling() -> list[str]:
        forget()
        periods = (f"2026-{month:02}" for month in range(4, 10))
        return [
            period
            for period in periods
            if look(told, standing_again_lately, report_period("month", period, TODAY))
        ]

    try:
        for zone, months in (("UTC", ["2026-05", "2026-06"]), ("CST-8", ["2026-06", "2026-07"])):
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            assert telling() == months
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_page_of_a_kpi_says_no_more_of_what_stands_again_than_the_list(told, monkeypatch):
    undo(told, load(told, "corrected", *wrong("2026-05", range(40, 70))))
    survey = "\n".join(
        ["response_id,date,overall", *(f"{number},2026-05-10,5" for number in range(40))]
    ).encode()
    stored = add(told, prepare(survey, "survey.csv", SURVEY, Options(scale="1-5"), TODAY))
    undo(told, stored.upload)
    assert look(told, stands_again, "csat") == (), "nothing was published of it"
    (found,) = look(told, stands_again, SCORE)
    assert found in look(told, standing_again)
    forget()
    monkeypatch.setattr(restated, "_OF_STAFF", frozenset({SCORE}))
    assert look(told, stands_again, SCORE) == ()
    forget()


def test_what_is_restated_of_a_region_leaves_the_company_s_figure_standing(told, monkeypatch):
    undo(told, load(told, "corrected", *wrong("2026-05", range(40, 70))))
    (found,) = look(told, stands_again, SCORE)
    other = SimpleNamespace(kpi=SCORE, publication=found.publication, place=("region", "North"))
    monkeypatch.setattr(restated, "restatements", lambda *_: (other,))
    forget()
    assert found in look(told, standing_again)
    other.place = restated.COMPANY
    forget()
    assert found not in look(told, standing_again)
    forget()


def test_late_rows_are_told_from_corrected_ones_and_all_uploads_are_named(told):
    rows = [row.replace("-15,", "-20,") for row in answers("2026-06", 0, of=30, first=200)]
    late = load(told, "late", *rows)
    corrected = load(told, "corrected", *wrong("2026-05", range(40, 41)))
    elsewhere = load(told, "2026-07", *answers("2026-07", 90))
    gone = load(told, "undone", *answers("2026-06", 0, of=9, first=300))
    undo(told, gone)
    (found,) = of_score(told)
    assert [(one.upload, one.late, one.corrected) for one in found.causes] == [
        (late, 30, 0),
        (corrected, 0, 1),
    ], f"upload {elsewhere} is of July, and {gone} was taken back"
    assert "Since then: " in words(told)[0] and "corrected 1 row" in words(told)[0]
    assert "brought 30 late rows" in words(told)[0]


def test_rows_taken_back_are_told_as_such(told):
    publish(told, Period(date(2026, 5, 1), "month"), TODAY)
    undo(told, 4)
    found = of_score(told)[0]  # the quarter stands: its other months say the same
    (cause,) = found.causes
    assert (found.publication.number, found.was, found.now) == ("2026-05-1", 40.0, None)
    assert (cause.what, cause.upload, cause.held) == ("taken_back", 4, 100)
    assert words(told)[0].startswith("May 2026 said 40.0, and has no value now, because upload 4")
    assert "with 100 rows" in words(told)[0]


def test_only_what_is_another_as_it_is_shown_is_told(told):
    # 2 of 602 answers: 40.0 becomes 40.0 within its decimal
    load(told, "same", *[row.replace("web", "phone") for row in answers("2026-05", 40)])
    assert of_score(told) == ()


def test_a_unit_is_told_by_the_upload_that_changed_its_own_rows(told):
    in_south = load(told, "south", *wrong("2026-05", range(40, 60, 2)))
    in_north = load(told, "north", *wrong("2026-06", range(41, 61, 2)))
    for place, upload in ((NORTH, in_north), (SOUTH, in_south)):
        (found,) = of_score(told, place)
        assert [one.upload for one in found.causes] == [upload]
    (found,) = of_score(told)
    assert [one.upload for one in found.causes] == [in_south, in_north]


def test_another_target_turns_the_verdict_and_not_the_figure(told):
    set_target(told, 60, unit="North")
    assert of_score(told) == (), "a target of a region says nothing of the company"
    upload = set_target(told, 45)
    (found,) = of_score(told)
    assert (found.value_changed, found.was_verdicts, found.now_verdicts) == (
        False,
        ("met",),
        ("missed",),
    )
    assert [(one.upload, one.kind) for one in found.causes] == [(upload, "target")]
    assert words(told) == [
        "Q2 2026: the figure stands, its verdict is another now (Short term: was “met, holds "
        "today”, now “missed, still missed”), because upload "
        f"{upload} of {day_of(told, upload)} changed its targets."
    ]


def test_a_change_that_nothing_on_record_explains_is_told_as_such(told):
    with told.write() as writing:
        writing.run("UPDATE rows_nps SET score = 0 WHERE date >= '2026-06-01' AND score = 8")
        writing.run("UPDATE state SET version = version + 1, sums_version = NULL")
    (found,) = of_score(told)
    assert [one.what for one in found.causes] == ["unknown"]
    assert "no upload of its records came in between" in words(told)[0]


def test_another_definition_is_told_as_a_cause(told, monkeypatch):
    monkeypatch.setattr("metrics.frozen.restated.definition", lambda kpi: "another")
    monkeypatch.setattr("metrics.frozen.figures.definition", lambda kpi: "another")
    with told.write() as writing:
        writing.run("UPDATE rows_nps SET score = 0 WHERE date >= '2026-06-01' AND score = 8")
        writing.run("UPDATE state SET version = version + 1, sums_version = NULL")
    (found,) = of_score(told)
    assert [one.what for one in found.causes] == ["definition"]


@pytest.mark.parametrize("reason", ["", "  ", "x"])
def test_withdrawing_needs_a_reason(told, reason):
    with pytest.raises(WrongCall, match="Say why"):
        withdraw(told, Period(QUARTER, "quarter"), reason, TODAY)
    assert the_publication(told).stands


def test_a_withdrawn_period_stays_on_record_and_is_published_anew(told):
    with pytest.raises(WrongCall, match="published already"):
        publish(told, Period(QUARTER, "quarter"), TODAY)
    load(told, "corrected", *wrong("2026-05", range(40, 70)))
    done = withdraw(told, Period(QUARTER, "quarter"), "Wrong  survey\nfile", TODAY, "Li Na")
    assert (done.state, done.reason, done.withdrawn_by) == (
        "withdrawn",
        "Wrong survey file",
        "Li Na",
    )
    assert of_score(told) == (), "what is withdrawn is not restated"
    with pytest.raises(WrongCall, match="is not published"):
        withdraw(told, Period(QUARTER, "quarter"), "once more", TODAY)
    publish(told, Period(QUARTER, "quarter"), TODAY)
    anew, before = look(told, published)
    assert (anew.number, anew.state, before.number, before.state) == (
        "2026-Q2-2",
        "published",
        "2026-Q2-1",
        "withdrawn",
    )
    values = [
        next(one.value for one in look(told, figures_of, found) if one.kpi == SCORE)
        for found in (anew, before)
    ]
    assert values == [30.0, 40.0] and of_score(told) == ()


def test_the_upload_of_a_publication_is_not_undone(told):
    with pytest.raises(WrongCall, match="not undone but withdrawn"):
        undo(told, the_publication(told).upload)
    assert the_publication(told).stands


def test_what_is_not_over_or_has_no_records_is_not_published(told):
    with pytest.raises(WrongCall, match="not over"):
        publish(told, Period(date(2026, 10, 1), "quarter"), TODAY)
    with pytest.raises(WrongCall, match="no records"):
        publish(told, Period(date(2020, 1, 1), "month"), TODAY)


def test_a_month_and_the_same_quarter_a_year_before_are_publications_of_their_own(told):
    publish(told, Period(date(2025, 4, 1), "quarter"), TODAY)
    publish(told, Period(date(2026, 5, 1), "month"), TODAY)
    load(told, "corrected", *wrong("2026-05", range(40, 70)))
    assert [one.publication.number for one in of_score(told)] == ["2026-05-1", "2026-Q2-1"]
    load(told, "earlier", *wrong("2025-04", range(40, 50)))
    assert [(one.publication.number, one.now) for one in of_score(told)] == [
        ("2026-05-1", 10.0),
        ("2025-Q2-1", 30.0),
        ("2026-Q2-1", 30.0),
    ]


@pytest.mark.parametrize(
    ("text", "start", "length"),
    [
        ("2026-Q3", date(2026, 7, 1), "quarter"),
        ("2026-q1", date(2026, 1, 1), "quarter"),
        ("2026-09", date(2026, 9, 1), "month"),
        (" 2025-Q4 ", date(2025, 10, 1), "quarter"),
    ],
)
def test_periods_are_written_as_people_write_them(text, start, length):
    assert period_named(text) == Period(start, length)


@pytest.mark.parametrize("text", ["2026-Q5", "2026-13", "Q3", "2026", "26-Q1", "2026-Q3-1"])
def test_what_is_no_period_is_said(text):
    with pytest.raises(WrongCall, match="is no period"):
        period_named(text)


def frozen_state(database: Database) -> list:
    return [
        (one.number, one.state, one.reason, one.by, one.at, look(database, figures_of, one))
        for one in look(database, published)
    ]


def test_rebuilding_from_the_archive_gives_publications_back(told):
    withdraw(told, Period(QUARTER, "quarter"), "Wrong survey file", TODAY)
    publish(told, Period(QUARTER, "quarter"), TODAY, "Li Na")
    load(told, "corrected", *wrong("2026-05", range(40, 70)))
    before, said, path = frozen_state(told), words(told), told.path
    told.close()
    assert rebuild(path).is_whole
    with closing(Database(path, keeping=KEEPING)) as rebuilt:
        assert frozen_state(rebuilt) == before and words(rebuilt) == said
        assert check(rebuilt).sound


def test_a_backup_holds_publications(told, tmp_path):
    before = frozen_state(told)
    backup(told, tmp_path / "copy.duckdb")
    withdraw(told, Period(QUARTER, "quarter"), "Wrong survey file", TODAY)
    path = told.path
    told.close()
    restore(path, tmp_path / "copy.duckdb")
    with closing(Database(path, keeping=KEEPING)) as restored:
        assert frozen_state(restored) == before


def test_a_database_of_an_earlier_version_gains_the_table(tmp_path, empty_file):
    path = Path(shutil.copy(empty_file, tmp_path / "old.duckdb"))
    with closing(Database(path, keeping=KEEPING)) as database, database.write() as writing:
        writing.run("DROP VIEW live_publication")
        writing.run("DROP TABLE rows_publication")
        writing.run("ALTER TABLE state DROP COLUMN staff_since")
        writing.run("UPDATE state SET declared = 'earlier'")
    with closing(Database(path, keeping=KEEPING)) as database:
        load(database, "2026-05", *answers("2026-05", 40))
        publish(database, Period(date(2026, 5, 1), "month"), TODAY)
        assert look(database, published)[0].number == "2026-05-1"


def test_of_two_who_publish_at_once_one_is_told(told):
    def go(who: str) -> str:
        try:
            return publish(told, Period(date(2026, 5, 1), "month"), TODAY, who).by
        except WrongCall as refused:
            return str(refused)

    with ThreadPoolExecutor(2) as both:
        found = sorted(both.map(go, ("A", "B")))
    assert found[0] in ("A", "B") and "published already" in found[1]
    assert sum(one.number.startswith("2026-05") for one in look(told, published)) == 1


def test_a_file_stored_while_figures_are_read_has_them_read_again(told, monkeypatch):
    from metrics.frozen import publishing

    worked_out = publishing.figures

    def overtaken(*asked):
        found = worked_out(*asked)
        if not late:
            late.append(load(told, "late", *answers("2026-05", 0, of=100, first=200)))
        return found

    late: list[int] = []
    monkeypatch.setattr(publishing, "figures", overtaken)
    done = publish(told, Period(date(2026, 5, 1), "month"), TODAY)
    score = next(one for one in look(told, figures_of, done) if one.kpi == SCORE)
    assert (score.value, score.n) == (20.0, 200.0)
    assert not [one for one in of_score(told) if one.publication.number == done.number]


def test_two_databases_in_one_process_are_kept_apart(told, tmp_path, folder):
    other_place = tmp_path / "other"
    shutil.copytree(folder, other_place)
    load(told, "corrected", *wrong("2026-05", range(40, 70)))
    with closing(Database(other_place / "own.duckdb", keeping=KEEPING)) as other:
        load(other, "same number", *answers("2026-08", 10))
        assert data_version_of(other) == data_version_of(told)
        assert of_score(other) == () and len(of_score(told)) == 1


def data_version_of(database: Database) -> int:
    with database.read() as reading:
        return data_version(reading)


def test_units_keep_their_names(database):
    units = ["N/A", "-", "001", "无", "1e5", '"x"', "a;b", "2026-01-01"]
    rows = [
        row.replace("North", '"' + units[at // 2 % 8].replace('"', '""') + '"')
        for at, row in enumerate(answers("2026-05", 40))
    ]
    load(database, "units", *rows)
    publish(database, Period(date(2026, 5, 1), "month"), TODAY)
    found = look(database, figures_of, the_publication(database))
    assert plain(found) == plain(look(database, figures, Period(date(2026, 5, 1), "month")))
    with database.read() as reading:
        stored = {unit for (unit,) in reading.rows("SELECT DISTINCT region FROM live_nps")}
    assert {one.place[1] for one in found if one.place[0] == "region"} == stored - {None}
    assert len(stored) > 5


def test_an_installation_that_published_is_not_empty(told):
    for upload in (1, 2, 3, 4, 5, 6):
        undo(told, upload)
    with told.read() as reading:
        assert not is_empty(reading), "the sample company would take the place of its records"
    withdraw(told, Period(QUARTER, "quarter"), "All of it was a trial", TODAY)
    with told.read() as reading:
        assert is_empty(reading)


def test_what_is_published_of_the_sample_company_goes_with_it(tmp_path, empty_file):
    path = Path(shutil.copy(empty_file, tmp_path / "own.duckdb"))
    with closing(Database(path, keeping=KEEPING)) as database:
        load(database, "2026-05", *answers("2026-05", 40))
        with database.write() as writing:
            writing.run("UPDATE upload SET sample = TRUE")
            writing.run("UPDATE state SET origin = 'own'")
        publish(database, Period(date(2026, 5, 1), "month"), TODAY)
        remove_demo(database)
        assert look(database, published) == ()


def test_a_second_kind_of_record_is_not_named(told):
    survey = "\n".join(
        ["response_id,date,overall", *(f"{number},2026-05-10,5" for number in range(40))]
    ).encode()
    add(told, prepare(survey, "survey.csv", SURVEY, Options(scale="1-5"), TODAY))
    corrected = load(told, "corrected", *wrong("2026-05", range(40, 70)))
    (found,) = of_score(told)
    assert [one.upload for one in found.causes] == [corrected]
    csat = look(told, restatements_of, "csat")
    assert [(one.was, one.now, one.causes[0].late) for one in csat] == [(None, 100.0, 40)]


def test_all_restatements_hold_those_of_one_kpi(told):
    load(told, "corrected", *wrong("2026-05", range(40, 70)))
    every = look(told, restatements)
    assert tuple(one for one in every if one.kpi == SCORE and one.place == (None, None)) == (
        of_score(told)
    )


def test_a_period_stays_what_it_was_where_years_begin_in_another_month_since(told, monkeypatch):
    before = frozen_state(told)
    load(told, "corrected", *wrong("2026-05", range(40, 70)))
    assert of_score(told)
    monkeypatch.setenv("SERVICE_CULTURE_YEAR_STARTS", "4")  # the same months, called otherwise
    rebuild_rollups(told)
    assert frozen_state(told) == before and of_score(told)
    assert the_publication(told).period.spoken(SAY) == "Q1 FY2026/27"
    assert the_publication(told).name == "2026-Q2"
    monkeypatch.setenv("SERVICE_CULTURE_YEAR_STARTS", "2")  # there is no such quarter any more
    forget()  # as a start of the server does
    rebuild_rollups(told)
    assert frozen_state(told) == before and of_score(told) == ()
    assert not the_publication(told).compares
    assert the_publication(told).period.spoken(SAY) == "Apr 2026 to Jun 2026"
    publish(told, Period(date(2026, 2, 1), "quarter"), TODAY)
    assert the_publication(told).number == "FY2026-Q1-1"
    assert not withdraw(told, Period(QUARTER, "quarter"), "Wrong survey file", TODAY).stands
