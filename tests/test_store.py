"""Uploads: all or nothing, corrections keep what they replace, undone in any order."""

import shutil

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as some

from data.database.connection import Database
from data.database.pairing import refresh_live
from data.kinds.catalog import NPS, SURVEY, TRAINING
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add, data_version, issues_of, rehearse, undo, uploads
from errors import WrongCall
from metrics.handed.moves import month_values


def nps(*rows: str, heading: str = "response_id,date,store,score,comment", **options):
    return prepare("\n".join([heading, *rows]).encode(), "answers.csv", NPS, Options(**options))


def live(database: Database, columns: str = "response_id, score", kind: str = "nps") -> list[tuple]:
    with database.read() as reading:
        return reading.rows(f"SELECT {columns} FROM live_{kind} ORDER BY ALL")


FIRST = nps("1,2026-01-05 10:00,A,9,good", "2,2026-01-05 10:05,A,3,slow", "3,2026-02-01 09:00,B,7,")
CORRECTED = nps("2,2026-01-05 10:05,A,6,slow")


def test_rows_of_the_same_key_replace_and_the_old_ones_are_kept(database):
    add(database, FIRST)
    stored = add(database, CORRECTED)
    assert stored.replaced == 1
    assert live(database) == [("1", 9), ("2", 6), ("3", 7)]
    with database.read() as reading:
        assert reading.row("SELECT count(*) FROM rows_nps")[0] == 4


def test_the_same_file_again_changes_nothing(database):
    first = add(database, FIRST)
    again = add(database, FIRST)
    assert (again.already, again.upload) == (True, first.upload)
    with database.read() as reading:
        assert data_version(reading) == 1
        assert len(uploads(reading)) == 1


def test_an_undone_file_can_be_loaded_again(database):
    undo(database, add(database, FIRST).upload)
    assert live(database) == []
    assert not add(database, FIRST).already
    assert len(live(database)) == 3


def test_uploads_can_be_undone_in_any_order(database):
    first, second = add(database, FIRST), add(database, CORRECTED)
    third = add(database, nps("2,2026-01-05 10:05,A,10,slow"))
    undo(database, second.upload)
    assert ("2", 10) in live(database)
    undo(database, third.upload)
    assert ("2", 3) in live(database)
    undo(database, first.upload)
    assert live(database) == []


def test_undoing_twice_or_nothing_is_said_plainly(database):
    upload = add(database, FIRST).upload
    undo(database, upload)
    with pytest.raises(WrongCall, match="already undone"):
        undo(database, upload)
    with pytest.raises(WrongCall, match="no upload 99"):
        undo(database, 99)


def test_a_number_used_again_at_another_time_is_another_row_and_said(database):
    add(database, FIRST)
    stored = add(database, nps("1,2026-03-05 10:00,A,2,late"))
    assert live(database)[:2] == [("1", 2), ("1", 9)]
    assert "Rows that carry a number which an earlier upload used on another day" in str(
        stored.issues[-1].message
    )


def test_mostly_other_values_under_one_key_are_another_row_and_said(database):
    heading = "response_id,date,store,score,comment,channel"
    add(
        database,
        nps(
            "1,2026-01-05 10:00,A,9,good,web",
            *(f"{at},2026-01-07 10:00,A,9,good,web" for at in range(2, 5)),
            heading=heading,
        ),
    )
    stored = add(
        database,
        nps(
            "1,2026-01-05 10:00,A,2,noisy,app",
            "8,2026-01-07 11:00,A,3,new,web",
            "9,2026-01-07 12:00,A,4,,",
            heading=heading,
        ),
    )
    assert stored.replaced == 0
    assert len(live(database)) == 7
    assert any(
        issue.row == 2 and "mostly other values" in str(issue.message) for issue in stored.issues
    )
    corrected = add(database, nps("1,2026-01-05 10:00,A,3,noisy,app", heading=heading))
    assert corrected.replaced == 1
    assert [score for number, score in live(database) if number == "1"] == [3, 9]


def test_rows_without_numbers_stay_apart_unless_the_period_is_replaced(database):
    heading = "date,store,score"
    add(database, nps("2026-01-05,A,9", "2026-01-06,A,8", "2026-02-03,A,7", heading=heading))
    add(database, nps("2026-01-05,A,9", heading=heading, answers={"again": "new"}))
    assert len(live(database)) == 4
    replacing = add(database, nps("2026-01-09,A,1", heading=heading, replace_period=True))
    assert replacing.replaced == 3
    assert live(database, "score") == [(1,), (7,)]
    undo(database, replacing.upload)
    assert len(live(database)) == 4


def test_an_answer_beats_the_setting_that_replaces_a_period_for_good(database):
    """What is only set, and not meant, takes nothing out: neither now nor when other uploads are
    undone or all is made anew."""
    heading = "date,store,score"
    add(database, nps("2026-01-05,A,9", "2026-01-06,A,8", heading=heading))
    add(
        database,
        nps("2026-01-09,A,1", heading=heading, replace_period=True, answers={"again": "new"}),
    )
    later = add(database, nps("2026-01-20,A,2", heading=heading))
    undo(database, later.upload)
    with database.write() as writing:
        refresh_live(writing, NPS)
    assert live(database, "score") == [(1,), (8,), (9,)]


def test_replacing_a_period_leaves_files_of_another_layout_alone(database):
    add(database, FIRST)
    add(database, nps("2026-01-09,A,1", heading="date,store,score", replace_period=True))
    assert len(live(database)) == 4


def test_the_same_file_under_other_settings_does_not_count_twice(database):
    content = b"date,overall\n2026-01-05,1\n2026-01-06,2\n"
    for reverse in (False, True):
        add(database, prepare(content, "a.csv", SURVEY, Options(scale="1-5", reversed=reverse)))
    assert live(database, "overall", "survey") == [(4,), (5,)]


@pytest.mark.without_sums
def test_three_quizzes_with_the_same_people_do_not_overwrite_each_other(database):
    content = b"employee,date,score\nE1,2026-01-05,80\nE2,2026-01-05,90\n"
    for course in ("Quiz 1", "Quiz 2", "Quiz 3"):
        add(
            database,
            prepare(content, "grades.csv", TRAINING, Options(set={"course": course}, pass_mark=80)),
        )
    assert len(live(database, "employee, course", "training")) == 6


def test_a_rehearsal_says_what_would_change_and_changes_nothing(database):
    add(database, FIRST)
    with database.read() as reading:
        version = data_version(reading)
    would = rehearse(database, CORRECTED, month_values)
    moves = {(move.kpi, move.period.isoformat()): (move.before, move.after) for move in would.moves}
    assert moves == {}
    worse = rehearse(database, nps("1,2026-01-05 10:00,A,0,good"), month_values)
    moves = {(move.kpi, move.period.isoformat()): (move.before, move.after) for move in worse.moves}
    assert moves == {
        ("net_promoter_score", "2026-01-01"): (0.0, -100.0),
        ("detractor_share", "2026-01-01"): (50.0, 100.0),
    }
    assert live(database) == [("1", 9), ("2", 3), ("3", 7)]
    with database.read() as reading:
        assert data_version(reading) == version


def test_a_failure_in_the_middle_stores_nothing(database):
    def broken(reading, kind):
        if reading.row("SELECT count(*) FROM rows_nps")[0]:
            raise RuntimeError("the power went")
        return {}

    with pytest.raises(RuntimeError):
        add(database, FIRST, broken)
    assert live(database) == []
    with database.read() as reading:
        assert uploads(reading).empty
        assert reading.row("SELECT count(*) FROM issue")[0] == 0


def test_issues_are_kept_with_their_blanks(database):
    stored = add(database, nps("1,2026-01-05 10:00,A,11,x", "2,2026-01-05 10:05,A,3,y"))
    with database.read() as reading:
        found = issues_of(reading, stored.upload)
    assert [(issue.level, issue.row, issue.column, issue.value) for issue in found] == [
        ("error", 2, "score", "11")
    ]
    assert "11" in str(found[0].message)
    assert found[0].message == stored.issues[0].message


def test_what_is_stored_outlives_the_program(tmp_path):
    first = Database(tmp_path / "x.duckdb")
    add(first, FIRST)
    first.close()
    again = Database(tmp_path / "x.duckdb")
    assert len(live(again)) == 3
    again.close()


ROWS = some.lists(
    some.tuples(some.integers(1, 4), some.integers(0, 10)),
    min_size=1,
    max_size=4,
    unique_by=lambda row: row[0],
)


@settings(max_examples=8)
@given(some.lists(ROWS, min_size=1, max_size=4), some.data())
def test_live_rows_are_always_the_latest_of_uploads_not_undone(
    tmp_path_factory, empty_file, files, data
):
    database = Database(shutil.copy(empty_file, tmp_path_factory.mktemp("any")))
    brought = {}
    for number, rows in enumerate(files):
        lines = [
            f"{key},2026-01-0{key},{'' if number % 2 else 'S'},{score},{number}"
            for key, score in rows
        ]
        brought[add(database, nps(*lines, answers={"again": "correction"})).upload] = dict(rows)
    gone = data.draw(some.lists(some.sampled_from(sorted(brought)), unique=True))
    for upload in gone:
        undo(database, upload)
    expected = {}
    for upload in sorted(set(brought) - set(gone)):
        expected |= brought[upload]
    assert live(database, "response_id::INT, score") == sorted(expected.items())
    database.close()


def test_a_frame_of_the_ledger_tells_the_counts(database):
    add(database, FIRST)
    with database.read() as reading:
        row = uploads(reading).iloc[0]
    assert (row["kept"], row["rejected"], row["left_out"], row["replaced"]) == (3, 0, 0, 0)
    assert (row["first_date"], row["last_date"]) == (
        pd.Timestamp("2026-01-05"),
        pd.Timestamp("2026-02-01"),
    )


def test_readers_do_not_make_a_load_fail(database):
    add(database, prepare(b"response_id,date,score\n1,2026-01-01,9", "a.csv", NPS, Options()))
    with database.read() as reading:
        reading.rows("FROM live_nps")
        stored = add(
            database,
            prepare(
                b"response_id,date,score\n1,2026-01-01,8",
                "b.csv",
                NPS,
                Options(answers={"again": "correction"}),
            ),
        )
        assert stored.replaced == 1
        assert reading.rows("SELECT score FROM live_nps") == [(9,)]
    with database.read() as reading:
        assert reading.rows("SELECT score FROM live_nps") == [(8,)]


def test_numbers_that_all_differ_are_stored_without_a_list_of_them(database):
    add(
        database,
        prepare(
            b"response_id,date,overall\n7,2026-01-01,4\n\xe4\xb8\x83,2026-01-01,5",
            "a.csv",
            SURVEY,
            Options(scale="1-5"),
        ),
    )
    with database.write() as writing:
        writing.run("UPDATE rows_survey SET live = FALSE WHERE response_id = '7'")
    database.close()
    again = Database(database.path)
    with again.read() as reading:
        tables = dict(reading.rows("SELECT table_name, sql FROM duckdb_tables()"))
        found = reading.rows("SELECT response_id, live FROM rows_survey ORDER BY response_id")
    assert found == [("7", False), ("七", True)]
    assert "response_id VARCHAR USING COMPRESSION ZSTD" in tables["rows_survey"]
    again.close()
    listed = (
        "praise",
        "behaviour_check",
        "service_request",
        "problem",
        "action",
        "decision",
        "training",
    )
    assert not any("COMPRESSION" in tables[f"rows_{name}"] for name in listed)
