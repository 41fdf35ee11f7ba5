"""The log: no change without its entry, no entry without its change, and none of them is lost."""

import ast
import json
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime

import pytest

from data.__main__ import main as data
from data.access.tokens import create_token, withdraw_token
from data.archive.archive import accept, mend
from data.archive.backup import backup, restore
from data.archive.rebuild import rebuild
from data.database.connection import Database, archive_of
from data.kinds.catalog import ACTION, NPS, TARGET, TRAINING
from data.log.audit import (
    ACTS,
    SEEN,
    STORED,
    UNDONE,
    Act,
    LogSearch,
    adopt_from,
    count,
    entries,
    first_broken,
    names,
    note,
)
from data.log.journal import LogEntry, append, entries_in, hash_of, journal_of, last_of
from data.log.seen import note_seen, unnoted
from data.reading.options import Options
from data.roles import READER, Viewer, noticing_shown, only, sees_people
from data.uploads.prepare import prepare
from data.uploads.store import Terms, add, rehearse, undo
from data.uploads.typed import typed_rows
from errors import NotForRole, WrongCall
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.snapshot import Snapshot, remembered
from tests.conftest import ROOT

pytestmark = pytest.mark.without_sums  # what was done does not hang on them

ANSWERS = b"date,score,store\n2026-01-05,9,North\n2026-01-06,3,South\n"
EXAMS = "employee,name,course,date,score,maximum,pass_mark\n" + "".join(
    f"E{at:04},Li Na {at},Basics,2026-03-02,{60 + at},100,80\n" for at in range(7)
)
ALL = LogSearch()


def answers(more=b""):
    return prepare(ANSWERS + more, "answers.csv", NPS, Options())


def told(database, asked=ALL):
    with database.read() as reading:
        return [
            (entry.who, entry.act, entry.about, entry.what)
            for entry in reversed(entries(reading, asked))
        ]


def test_every_change_has_one_entry_with_its_person(database, tmp_path):
    number = add(database, answers(), terms=Terms(who="Li Wei")).upload
    add(database, answers(), terms=Terms(who="Li Wei"))  # the same again changes nothing
    rehearse(database, answers(b"2026-01-07,4,North\n"))
    undo(database, number, "Wang")
    create_token(database, "bi", ["trainer"], datetime(2026, 1, 1), "Li Wei")
    withdraw_token(database, "bi", datetime(2026, 1, 2), "Wang")
    backup(database, tmp_path / "copy.duckdb", "Li Wei")
    accept(database, "Wang")
    name = database.path.name
    assert told(database) == [
        ("Li Wei", "stored", "nps", "1 answers.csv"),
        ("Wang", "undone", "nps", "1 answers.csv"),
        ("Li Wei", "created", "token", "bi"),
        ("Wang", "withdrawn", "token", "bi"),
        ("Li Wei", "copied", "database", name),
        ("Wang", "accepted", "database", name),
    ]


def test_what_fails_leaves_neither_change_nor_entry(database):
    def refuse(reading):
        raise WrongCall("No.")

    with pytest.raises(WrongCall):
        add(database, answers(), terms=Terms(require=refuse))
    with pytest.raises(WrongCall):
        undo(database, 7)
    with pytest.raises(WrongCall):
        withdraw_token(database, "none", datetime(2026, 1, 1))
    with pytest.raises(RuntimeError), database.write() as writing:
        note(writing, database.path, Act("", STORED, "nps", "x"))
        raise RuntimeError
    with pytest.raises(ValueError), database.write() as writing:
        note(writing, database.path, Act("", "drunk", "nps", "x"))
    assert told(database) == [] and not journal_of(archive_of(database.path)).exists()


def test_what_was_before_and_after_is_said_of_what_people_type(database):
    def target(value):
        day = date(2026, 12, 31)
        row = {"kpi": "csat", "stage": "short", "due": day, "value": value, "form": "at_least"}
        add(database, typed_rows(TARGET, [row], "typed", kpis=KPI_FACTS), terms=Terms(who="Li Wei"))

    target(80.0)
    target(85.0)
    with database.read() as reading:
        latest = entries(reading, ALL, 1)[0]
    before, after = json.loads(latest.before), json.loads(latest.after)
    assert [row["value"] for row in before["rows"]] == [80.0]
    assert [row["value"] for row in after["rows"]] == [85.0]


def test_nothing_of_single_people_is_in_it(database):
    add(
        database,
        prepare(EXAMS.encode(), "exams.csv", TRAINING, Options()),
        terms=Terms(who="Li Wei"),
    )
    row = {
        "action_id": "A-01",
        "kpi": "csat",
        "title": "Two more on the phones",
        "date": date(2026, 4, 1),
        "expected": "up",
        "owner": "Chen Jie",
    }
    add(database, typed_rows(ACTION, [row], "typed", kpis=KPI_FACTS))
    with database.read() as reading:
        written = " ".join(f"{entry.before} {entry.after}" for entry in entries(reading, ALL))
    assert "Two more on the phones" in written
    assert not any(word in written for word in ("Chen Jie", "Li Na", "E0003", '"score": 6'))


def test_it_survives_a_lost_file_and_an_older_one(database, tmp_path):
    add(database, answers(), terms=Terms(who="Li Wei"))
    backup(database, tmp_path / "copy.duckdb")
    undo(database, 1, "Wang")
    path, before = database.path, told(database)
    database.close()
    rebuild(path, "Zhao")
    with closing(Database(path)) as again:
        assert told(again) == [*before, ("Zhao", "rebuilt", "database", path.name)]
    restore(path, tmp_path / "copy.duckdb", "Zhao")
    with closing(Database(path)) as again, again.read() as reading:
        assert [entry.act for entry in entries(reading, ALL)][:3] == [
            "restored",
            "rebuilt",
            "undone",
        ]
        assert first_broken(reading) is None
        assert entries_in(archive_of(path)) == list(reversed(entries(reading, ALL)))


def test_without_its_copy_the_file_that_is_set_aside_knows_it(database):
    add(database, answers(), terms=Terms(who="Li Wei"))
    undo(database, 1, "Wang")
    path, before = database.path, told(database)
    database.close()
    journal_of(archive_of(path)).unlink()
    rebuild(path)
    with closing(Database(path)) as again:
        assert told(again)[:-1] == before


def test_the_last_entry_of_a_long_log_is_the_last_that_says_what_it_said(tmp_path):
    noted, follows = [], ""
    for number in range(1, 301):
        entry = LogEntry(
            number, datetime(2026, 1, 1), "", STORED, "survey", 200 * "x", None, None, follows
        )
        noted.append(replace(entry, hash=hash_of(entry)))
        follows = noted[-1].hash
    append(tmp_path, noted)
    whole = journal_of(tmp_path).read_bytes()
    assert last_of(tmp_path) == noted[-1]
    assert entries_in(tmp_path) == noted
    end = whole.rindex(b"\n", 0, -1)
    journal_of(tmp_path).write_bytes(whole[:end] + whole[end:].replace(b"x", b"y"))
    assert last_of(tmp_path) == noted[-2]


def test_a_crash_before_the_copy_is_made_good_at_the_next_start(database):
    add(database, answers())
    undo(database, 1)
    journal = journal_of(archive_of(database.path))
    whole = journal.read_bytes()
    journal.write_bytes(whole[: len(whole) - 9])  # torn in the last line
    assert last_of(archive_of(database.path)).number == 1
    mend(database)
    assert journal.read_bytes() == whole


def test_an_entry_that_was_changed_or_taken_out_is_noticed(database):
    for at in range(4):
        add(database, answers(f"2026-01-{at + 10},5,North\n".encode()))
    with database.read() as reading:
        assert first_broken(reading) is None
    with database.write() as writing:
        writing.run("UPDATE log_entry SET who = 'nobody' WHERE number = 3")
    with database.read() as reading:
        assert first_broken(reading) == 3
    with database.write() as writing:
        writing.run("DELETE FROM log_entry WHERE number = 3")
    with database.read() as reading:
        assert first_broken(reading) == 4


def test_another_log_in_the_archive_is_kept_beside(database):
    archive = archive_of(database.path)
    add(database, answers())
    own = journal_of(archive).read_bytes()
    with database.write() as writing:
        writing.run("UPDATE log_entry SET hash = 'x'")
    undo(database, 1)
    aside = list(archive.glob("log.set-aside-*.jsonl"))
    assert [file.read_bytes() for file in aside] == [own]
    with database.write() as writing:
        adopt_from(writing, database.path, archive / "no-database")


def test_it_is_searched_by_text_person_act_thing_and_day(database):
    add(database, answers(), terms=Terms(who="Li Wei"))
    undo(database, 1, "Wang")
    create_token(database, "bi", [], datetime(2026, 1, 1), "Li Wei")
    with database.read() as reading:
        today = entries(reading, ALL, 1)[0].moment.date()
        for asked, expected in (
            (LogSearch(text="ANSWERS"), 2),
            (LogSearch(who="Wang"), 1),
            (LogSearch(who=""), 0),
            (LogSearch(act=UNDONE), 1),
            (LogSearch(about="token"), 1),
            (LogSearch(first=today, last=today), 3),
            (LogSearch(last=date(2026, 1, 1)), 0),
            (LogSearch(text="%"), 0),
        ):
            assert count(reading, asked) == len(entries(reading, asked)) == expected, asked
        assert names(reading) == (["Li Wei", "Wang"], ["nps", "token"])


# Writers that need no entry, and why.
WITHOUT_ENTRY = {
    ("data/database/rollups.py", "rebuild"): "sums follow from the rows",
    ("data/access/tokens.py", "holder_of"): "the day of a token's use is itself a note",
    ("data/uploads/sample_company.py", "go_without"): "nothing is stored",
    ("data/archive/rebuild.py", "_fill"): "a draft; take_over notes what becomes of it",
    ("data/archive/archive.py", "mend"): "the archive is given what the database holds",
    ("data/log/audit.py", "bring_together"): "the table takes back what was noted",
    ("metrics/review/meetings.py", "look_at"): "where a meeting stands; what is said is stored",
    ("metrics/review/meetings.py", "tick"): "where a meeting stands; what is said is stored",
    ("metrics/privacy/publishing.py", "_publish"): "follows from the rows",
    ("data/outbox/letters.py", "next_letter"): "the letter itself says how it stands",
    ("data/outbox/letters.py", "note_sent"): "the letter itself says how it stands",
    ("data/outbox/letters.py", "note_failure"): "the letter itself says how it stands",
    ("metrics/privacy/publishing.py", "_note_empty"): "follows from the rows",
    ("data/access/leaving.py", "leave"): "a sign-out, which changes no record and no right",
    ("data/access/looks.py", "note_look"): "when somebody looked is theirs alone",
    ("data/forgetting/forget.py", "forget"): "_forgotten notes it",
    ("data/forgetting/forget.py", "forget_again"): "_forgotten notes it",
    ("data/forgetting/retention.py", "retain"): "_put_down notes it",
    ("data/forgetting/retention.py", "retain_again"): "_put_down notes it",
    ("data/forgetting/again.py", "let_go_again"): "forget_again and retain_again note it",
    ("data/forgetting/finishing.py", "finish"): "the rest of what was noted",
    ("data/forgetting/finishing.py", "renew"): "the archive is given what the database holds",
}


def writers():
    """Functions that open a writing transaction: file, name, and whether they note it."""
    for folder in ("data", "metrics", "reports", "ui", "pages"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            text = file.read_text("utf-8")
            for node in ast.walk(ast.parse(text)) if ".write(" in text else ():
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    called = [one.func for one in ast.walk(node) if isinstance(one, ast.Call)]
                    writes = any(
                        isinstance(one, ast.Attribute)
                        and one.attr == "write"
                        and ast.unparse(one.value).endswith("database")
                        for one in called
                    )
                    notes = any(isinstance(one, ast.Name) and one.id == "note" for one in called)
                    if writes:
                        yield (file.relative_to(ROOT).as_posix(), node.name), notes


def test_every_writer_notes_what_it_does_or_says_why_not():
    found = dict(writers())
    assert {writer for writer, notes in found.items() if not notes} == set(WITHOUT_ENTRY)
    assert sum(found.values()) >= 9


def test_what_is_noted_is_named():
    assert SEEN in ACTS and all(ACTS.values())


def test_who_was_shown_records_of_single_people_is_noted_once_a_day(database):
    @only(sees_people)
    def waiting(reading):
        return reading.row("SELECT 1")

    @remembered(4)
    def kept(snapshot):
        return waiting(snapshot.reading)

    trainer = Viewer(frozenset({"trainer"}))
    for who in ("Li Wei", "Li Wei", "Wang"):
        with database.read(viewer=trainer) as reading, noticing_shown() as shown:
            kept(Snapshot(reading, database.path, 1, date(2026, 11, 29)))
        for fresh in (unnoted(database, who, shown), unnoted(database, who, shown)):
            if fresh:
                note_seen(database, who, fresh)
    name = "tests.test_log.test_who_was_shown_records_of_single_people_is_noted_once_a_day.<locals>"
    assert told(database) == [
        (who, SEEN, "people", f"{name}.waiting") for who in ("Li Wei", "Wang")
    ]
    note_seen(database, "Wang", {f"{name}.waiting"})  # another process, on the same day
    assert len(told(database)) == 2


def test_what_is_refused_was_not_shown(database):
    @only(sees_people)
    def waiting(reading):
        return 1

    with database.read(viewer=READER) as reading, noticing_shown() as shown:
        with pytest.raises(NotForRole):
            waiting(reading)
    assert not shown


def test_the_command_tells_it_and_check_looks_whether_it_is_whole(database, capsys, monkeypatch):
    add(database, answers(), terms=Terms(who="Li Wei"))
    undo(database, 1, "Wang")
    database.close()
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(database.path))
    assert data(["log", "--json", "--act", "undone"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)
    assert (entry["who"], entry["about"], entry["before"]["kept"]) == ("Wang", "nps", 2)
    assert data(["log", "--most", "1"]) == 0 and "Wang" in capsys.readouterr().out
    assert data(["check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["log_broken_at"] is None
    with closing(Database(database.path)) as again, again.write() as writing:
        writing.run("UPDATE log_entry SET who = 'nobody' WHERE number = 1")
    assert data(["check"]) == 1 and "from entry 1 on" in capsys.readouterr().out
