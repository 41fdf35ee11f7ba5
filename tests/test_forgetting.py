"""Somebody who asks for it is taken out of all that is stored, and nothing brings them back."""

import json
import shutil
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from data.__main__ import main
from data.archive.archive import mend
from data.archive.backup import backup, restore
from data.archive.rebuild import check, rebuild
from data.database.connection import Database
from data.database.rollups import in_step
from data.database.tables import rows_table
from data.forgetting.again import let_go_again
from data.forgetting.finishing import finish, is_unfinished
from data.forgetting.forget import forget, forget_again, let_in, rehearse
from data.forgetting.mentions import cleaner
from data.forgetting.remains import older_copies
from data.kinds.catalog import COMPLAINT, EVENT, KINDS, NPS, PURCHASE, TRAINING
from data.log.audit import (
    COPIED,
    CUSTOMER,
    EMPLOYEE,
    FORGOTTEN,
    STORED,
    Act,
    LogSearch,
    entries,
    first_broken,
    note,
)
from data.log.journal import hash_of
from data.reading.options import Options
from data.roles import COMMITTEE, Viewer
from data.uploads.prepare import prepare
from data.uploads.store import add, uploads
from errors import WrongCall
from metrics.answers.rows import rows_behind
from metrics.catalog import kpi_named
from metrics.handed.keeping import KEEPING
from metrics.handed.moves import month_values
from metrics.privacy.entries import counted_apart, log_rows
from metrics.privacy.publishing import is_due
from metrics.sums.query import Query
from tests.published_once import UNPUBLISHED, published_once
from ui.shell.storage import _mended

TODAY = date(2026, 10, 1)
WEI, ANNA = "E-730915", "anna.kowalska@example.com"
_COMPLAINTS = f"""complaint_id,date,category,employee,customer,comment
C1,2026-01-05,attitude,{WEI},{ANNA},{WEI} was rude
C2,2026-01-06,attitude,E-2,other@example.com,slow
"""
_PURCHASES = f"""order_id,customer,date,amount
1,{ANNA},2026-01-05,10
2,{ANNA},2026-02-05,10
3,bo@example.com,2026-01-05,10
"""


def exams(day: str, people: range = range(12), score: int = 50) -> str:
    rows = [f"E-{number},North,Basics,{day},{score + number},100,70" for number in people]
    return "\n".join(
        [
            "employee,store,course,date,score,maximum,pass_mark",
            *rows,
            f"{WEI},North,Basics,{day},{score},100,70",
        ]
    )


def load(database: Database, kind, text: str, name: str, **settled):
    return add(database, prepare(text.encode(), name, kind, Options(**settled), TODAY))


def fill(database: Database) -> None:
    load(database, TRAINING, exams("2026-01-05"), "january.csv")
    load(
        database,
        TRAINING,
        exams("2026-01-05", score=55),
        "corrected.csv",
        answers={"again": "correction"},
    )
    load(database, TRAINING, exams("2026-02-05", score=80), "february.csv")
    load(database, COMPLAINT, _COMPLAINTS, "complaints.csv")
    load(database, PURCHASE, _PURCHASES, "orders.csv")
    load(
        database,
        NPS,
        f"response_id,date,score,comment\nR1,2026-01-05,{WEI},nobody\nR2,2026-01-06,9,thanks to {WEI}!",
        "nps.csv",
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory, empty_file) -> Path:
    path = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("made") / "company.duckdb"))
    with published_once(path) as database:
        fill(database)
    return path


@pytest.fixture
def company(made, tmp_path):
    path = Path(shutil.copytree(made.parent, tmp_path / "copy")) / made.name
    database = Database(path, keeping=KEEPING)
    yield database
    database.close()


def values(database: Database) -> dict:
    kinds = (TRAINING, COMPLAINT, PURCHASE, NPS)
    with database.trial() as reading:
        reading.in_step = False
        return {at: value for kind in kinds for at, value in month_values(reading, kind).items()}


def holding(folder: Path, name: str) -> list[str]:
    """Files that hold a text in their bytes; Parquet, whose bytes are packed, is read besides."""
    found = []
    for file in (one for one in folder.rglob("*") if one.is_file()):
        content = file.read_bytes()
        if file.suffix == ".parquet":
            content += repr(duckdb.sql(f"FROM '{file}'").fetchall()).encode()
        if name.encode() in content:
            found.append(file.name)
    return found


def held(path: Path, name: str) -> set[tuple[str, str]]:
    """Kind and column of all stored cells that hold a text."""
    with closing(Database(path, keeping=KEEPING)) as database, database.read() as reading:
        return {
            (kind.name, column.name)
            for kind in KINDS
            for column in kind.columns
            if reading.rows(
                f"SELECT 1 FROM {rows_table(kind)} WHERE contains({column.name}::VARCHAR, ?)",
                [name],
            )
        }


def exported(database: Database) -> str:
    """The rows behind a figure of exams, as they are handed out as a file."""
    query = Query(date(2026, 1, 1), date(2026, 12, 31))
    with database.read(viewer=Viewer(frozenset({COMMITTEE}))) as reading:
        return rows_behind(reading, kpi_named("exam_mean"), query, 0, 100).rows.to_csv()


def keyed(database: Database) -> str:
    with database.read() as reading:
        return reading.row("SELECT customer FROM rows_purchase WHERE order_id = '1'")[0]


def test_nothing_in_database_archive_and_later_backups_names_them_and_no_value_moves(
    company, tmp_path
):
    folder, customer, before = company.path.parent, keyed(company), values(company)
    assert holding(folder, WEI) and holding(folder, ANNA) and holding(folder, customer)
    assert WEI in exported(company)
    told = forget(company, EMPLOYEE, [WEI], "boss", month_values, texts=True)
    assert told.rows == 4 and told.moves == ()
    assert told.mentions == () and told.cleaned == 2
    assert forget(company, CUSTOMER, [ANNA], "boss", month_values).rows == 3
    assert values(company) == before and WEI not in exported(company)
    (tmp_path / "later").mkdir()
    backup(company, tmp_path / "later" / "b.duckdb")
    company.close()
    for name in (WEI, ANNA):
        assert holding(folder, name) == [] and holding(tmp_path / "later", name) == []
    # the log alone keeps the hash of the customer, to know them again
    assert set(holding(folder, customer)) == {company.path.name, "log.jsonl"}
    with closing(Database(company.path, keeping=KEEPING)) as again, again.read() as reading:
        assert check(again).sound and first_broken(reading) is None and in_step(reading)


def test_what_is_published_of_staff_does_not_notice(company):
    forget(company, EMPLOYEE, [WEI])
    with company.read() as reading:
        assert not is_due(reading)
        for counted in counted_apart():
            rows = log_rows(reading, counted, 99)
            assert not (rows["release"] == 99).any(), counted.name


def test_a_rebuilt_database_does_not_have_them_back(company):
    forget(company, EMPLOYEE, [WEI])
    path = company.path
    company.close()
    aside = rebuild(path).aside
    aside.unlink()
    with closing(Database(path, keeping=KEEPING)) as again:
        assert check(again).sound and forget_again(again) == 0
        with again.read() as reading:
            assert first_broken(reading) is None
            assert len(entries(reading, LogSearch(act=FORGOTTEN))) == 1
    assert {kind for kind, _ in held(path, WEI)} == {"complaint", "nps"}, "texts stay unless asked"


@pytest.mark.parametrize("cleaning", [let_go_again, lambda again: _mended(again.path, again)])
def test_a_restored_older_backup_is_cleaned_at_once_or_by_the_next_start(
    company, tmp_path, cleaning
):
    (tmp_path / "backups").mkdir()
    backup(company, tmp_path / "backups" / "older.duckdb")
    forget(company, EMPLOYEE, [WEI], texts=True)
    path = company.path
    company.close()
    restore(path, tmp_path / "backups" / "older.duckdb").aside.unlink()
    with closing(Database(path, keeping=KEEPING)) as again:
        named = f"SELECT count(*) FROM {rows_table(TRAINING)} WHERE employee = '{WEI}'"
        with again.read() as reading:
            assert reading.row(named) == (3,)
        cleaning(again)
        assert forget_again(again) == 0 and check(again).sound
        with again.read() as reading:
            assert first_broken(reading) is None


def test_no_file_brings_them_back(company):
    company.keeping = UNPUBLISHED
    forget(company, EMPLOYEE, [WEI])
    forget(company, CUSTOMER, [ANNA])
    stored = load(company, TRAINING, exams("2026-03-05"), "march.csv")
    load(company, COMPLAINT, _COMPLAINTS.replace("C1", "C3"), "more.csv")
    load(company, PURCHASE, _PURCHASES.replace("1,anna", "9,anna"), "more orders.csv")
    with company.read() as reading:
        ledger = uploads(reading).set_index("id")
        assert (ledger.kept[stored.upload], ledger.left_out[stored.upload]) == (12, 1)
        assert reading.rows(
            "SELECT employee, customer FROM rows_complaint WHERE complaint_id = 'C3'"
        ) == [(None, None)]
    assert any(
        "forgotten on request: 1" in str(one.message.text.format(**one.message.blanks))
        for one in stored.issues
    )
    with pytest.raises(WrongCall):
        let_in(company, EMPLOYEE, ["E-3"])
    let_in(company, EMPLOYEE, [WEI.lower()])
    again = load(company, TRAINING, exams("2026-04-05"), "april.csv")
    with company.read() as reading:
        assert uploads(reading).set_index("id").kept[again.upload] == 13


def test_a_rehearsal_changes_nothing(company):
    path = company.path
    told = rehearse(company, EMPLOYEE, [f"  {WEI.lower()} "], month_values)
    assert [(one.kind, one.rows) for one in told.touched] == [
        ("training", 1),
        ("training", 1),
        ("training", 1),
        ("complaint", 1),
    ]
    assert told.moves == () and not is_unfinished(company)
    company.close()
    assert holding(path.parent, WEI)


def test_entries_of_the_log_are_redacted_and_what_was_redacted_is_proved(company):
    with company.write() as writing:
        note(
            writing,
            company.path,
            Act("boss", STORED, "nps", f"{WEI}.csv", None, {"file": f"{WEI}.csv"}),
        )
    forget(company, EMPLOYEE, [WEI])
    with company.read() as reading:
        assert first_broken(reading) is None
        assert entries(reading, LogSearch(text=WEI)) == []
    with company.write() as writing:  # somebody else takes something out, in the same way
        number = writing.row("SELECT min(number) FROM log_entry WHERE redacted = ''")[0]
        entry = entries(writing, LogSearch())[-number]
        writing.run(
            "UPDATE log_entry SET what = 'x', redacted = ? WHERE number = ?",
            [hash_of(replace(entry, what="x")), number],
        )
        assert first_broken(writing) == number


def test_a_name_of_digits_is_taken_out_of_words_and_no_count_is(company):
    with company.write() as writing:
        what = {"file": "b.duckdb", "rows": 1042, "by": "1042", "note": '{"of": "1042 and 7"}'}
        note(writing, company.path, Act("boss", COPIED, "database", "1042", None, what))
    folder = company.path.parent
    assert forget(company, EMPLOYEE, ["1042"]).entries == 1
    with company.read() as reading:
        (entry,) = entries(reading, LogSearch(act=COPIED))
        assert older_copies(reading, company.path)[-1].name == "b.duckdb"
        assert first_broken(reading) is None
    assert entry.what == "1042" and json.loads(entry.after) == {
        "file": "b.duckdb",
        "rows": 1042,
        "by": "–",
        "note": '{"of": "– and 7"}',
    }
    copied = [line for file in folder.rglob("log.jsonl") for line in file.read_text().splitlines()]
    assert copied and not [line for line in copied if "1042 and 7" in line]


def test_a_name_that_only_the_log_holds_leaves_copy_and_file(company):
    name = "lee.only@example.com"
    with company.write() as writing:
        note(writing, company.path, Act("boss", STORED, "nps", f"{name}.csv", None, {"file": name}))
    folder = company.path.parent
    assert holding(folder, name)
    assert forget(company, EMPLOYEE, [name]).entries == 1 and not is_unfinished(company)
    company.close()
    assert holding(folder, name) == []


def test_texts_by_which_records_are_known_are_told_as_left(company):
    load(company, EVENT, f"date,type,text\n2026-01-05,note,{WEI} fell ill\n", "events.csv")
    told = forget(company, EMPLOYEE, [WEI], texts=True)
    assert [(one.kind, one.column) for one in told.mentions] == [("event", "text")]
    assert told.cleaned == 2


class _Killed(BaseException):
    """As where the process ends."""


STEPS = (
    "data.archive.archive._named",
    "data.archive.archive.complete",
    "data.forgetting.finishing._keep_again",
    "data.forgetting.finishing.renew_copy",
    "data.forgetting.finishing.examine",
    "data.forgetting.finishing.put_in_place",
)


@pytest.mark.parametrize("step", STEPS)
def test_what_was_interrupted_goes_on(company, monkeypatch, step):
    def ending(*_: object) -> None:
        raise _Killed

    path = company.path
    with monkeypatch.context() as patch:
        patch.setattr(step, ending)
        with pytest.raises(_Killed):
            forget(company, EMPLOYEE, [WEI], texts=True)
    company.close()
    with closing(Database(path, keeping=KEEPING)) as again:
        mend(again)
        finish(again)
        assert not is_unfinished(again) and check(again).sound
    assert holding(path.parent, WEI) == []


def test_names_in_texts_stand_apart():
    clean = cleaner(["E12", "王伟", "7"])
    assert clean("E12, E123, e12 and 王伟说 7") == "–, E123, – and –说 7"


def test_the_command_tells_first_and_does_it_when_told(company, monkeypatch, capsys):
    path = company.path
    backup(company, path.parent / "before.duckdb")
    company.close()
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(path))
    assert main(["forget"]) == 2
    assert main(["forget", "--employee", WEI, "--customer", ANNA]) == 2
    capsys.readouterr()
    assert main(["forget", "--employee", WEI]) == 0
    told = capsys.readouterr().out
    assert "Rows that name this person: 4. Nothing was changed" in told
    assert "No KPI value is another." in told and "before.duckdb" in told
    assert "complaint, upload 4, line 2, comment" in told
    assert main(["forget", "--employee", WEI, "--texts", "--for-good", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 4
    assert main(["check"]) == 0
    assert main(["restore", str(path.parent / "before.duckdb")]) == 0
    assert "Rows that named people who were forgotten since: 4" in capsys.readouterr().out
