"""What is personal is kept no longer than the company has set; every sum stays."""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from data.__main__ import main
from data.archive.archive import mend
from data.archive.backup import backup, restore
from data.archive.rebuild import check, rebuild
from data.archive.standing import APART
from data.commands import storage
from data.database.connection import Database
from data.database.rollups import in_step, rebuild_rollups
from data.forgetting import finishing, retention
from data.forgetting.again import let_go_again
from data.forgetting.finishing import finish, is_unfinished
from data.forgetting.forget import forget
from data.forgetting.retention import Retained, rehearse_retention, retain, retain_again
from data.kinds.catalog import (
    ACTION,
    COMPLAINT,
    DECISION,
    KINDS,
    MYSTERY_ITEM,
    NPS,
    PROBLEM,
    PURCHASE,
    ROSTER,
    SERVICE_REQUEST,
    SUGGESTION,
    TRAINING,
)
from data.log.audit import (
    COMMENTS,
    CUSTOMER,
    EMPLOYEE,
    EXPIRED,
    Act,
    LogSearch,
    entries,
    first_broken,
    note,
)
from data.reading.options import Options
from data.uploads.forgotten import hash_of_person
from data.uploads.hashed import company_key
from data.uploads.prepare import prepare
from data.uploads.store import add, undo
from errors import StorageFault
from metrics.handed.keeping import KEEPING
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.handed.moves import month_values
from tests.published_once import published_once
from ui.shell.storage import _mended

TODAY = date(2026, 10, 1)
GONE, STAYED, ANNA, BO = "E-730915", "E-200", "anna.kowalska@example.com", "bo@example.com"
without_sums = pytest.mark.without_sums
SETTINGS = ("STAFF", "CUSTOMERS", "COMMENTS")
_EXAMS = "employee,store,course,date,score,maximum,pass_mark"


def _exam(person: str, day: str, score: int = 80) -> str:
    return f"{person},North,Basics,{day},{score},100,70"


OLD_EXAMS = "\n".join(
    [
        _EXAMS,
        _exam(GONE, "2023-03-01", 50),
        _exam(GONE, "2023-03-20"),
        *(_exam(f"E-{at}", "2023-03-01") for at in range(12)),
        _exam(STAYED, "2023-03-01", 40),
    ]
)
NEW_EXAMS = "\n".join([_EXAMS, _exam(STAYED, "2026-05-01")])
COMPLAINTS = f"""complaint_id,date,category,employee,customer,comment,closed
C1,2023-01-05,attitude,{GONE},{ANNA},{GONE} was rude to me,2023-02-01
C2,2026-01-06,attitude,{STAYED},{BO},slow,2026-02-01
"""
PURCHASES = f"""order_id,customer,date,amount
1,{ANNA},2023-01-05,10
2,{ANNA},2023-02-05,10
3,{BO},2023-01-05,10
4,{BO},2026-08-05,10
"""
ANSWERS = f"""response_id,date,score,comment
R1,2023-01-05,9,thanks to {GONE}!
R2,2026-01-06,9,quick and kind
R3,2023-01-07,11,far too long ago
"""


def _load(database: Database, kind, text: str, name: str, **settled) -> int:
    options = Options(**settled)
    return add(database, prepare(text.encode(), name, kind, options, TODAY, kpis=KPI_FACTS)).upload


@pytest.fixture(scope="module")
def made(tmp_path_factory, empty_file) -> Path:
    path = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("made") / "company.duckdb"))
    with published_once(path) as database:
        _load(database, TRAINING, OLD_EXAMS, "old.csv")
        _load(database, TRAINING, NEW_EXAMS, "new.csv")
        _load(database, COMPLAINT, COMPLAINTS, "complaints.csv")
        _load(database, PURCHASE, PURCHASES, "orders.csv")
        _load(database, NPS, ANSWERS, "nps.csv")
    return path.parent


def _limit_all(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.setenv(f"SERVICE_CULTURE_KEEP_{name}_MONTHS", "24")


@pytest.fixture
def limited(database, monkeypatch) -> Database:
    """An empty database, with settings that limit all."""
    _limit_all(monkeypatch)
    return database


@pytest.fixture
def blank(limited) -> Database:
    """The same. Nothing is published of its staff."""
    limited.keeping = replace(limited.keeping, publish=None)
    return limited


def _pairs(database: Database, sql: str) -> list[tuple]:
    with database.read() as reading:
        return reading.rows(sql)


def _cells(database: Database, sql: str) -> list:
    return [cell for (cell,) in _pairs(database, sql)]


@contextmanager
def _copied(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    _limit_all(monkeypatch)
    folder = Path(shutil.copytree(made, tmp_path / "company"))
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(folder / "company.duckdb"))
    with closing(Database(folder / "company.duckdb", keeping=KEEPING)) as database:
        yield database


@pytest.fixture
def company(made, tmp_path, monkeypatch) -> Iterator[Database]:
    with _copied(made, tmp_path, monkeypatch) as database:
        yield database


@dataclass(frozen=True)
class Night:
    """A company after a night on which what was too old went: its folder, its values before, what a
    rehearsal had told, and what was done."""

    folder: Path
    before: dict
    told: Retained
    done: Retained


@pytest.fixture(scope="module")
def night(made, tmp_path_factory) -> Night:
    with (
        pytest.MonkeyPatch.context() as patch,
        _copied(made, tmp_path_factory.mktemp("night"), patch) as database,
    ):
        before, state = _values(database), _state(database)
        told = rehearse_retention(database, TODAY, month_values)
        assert _state(database) == state
        done = retain(database, TODAY, "Ada", month_values)
        return Night(database.path.parent, before, told, done)


@pytest.fixture
def retained(night, tmp_path, monkeypatch) -> Iterator[Database]:
    """The company after that night."""
    with _copied(night.folder, tmp_path, monkeypatch) as database:
        yield database


def _state(database: Database) -> tuple:
    with database.read() as reading:
        return reading.row("SELECT version, (SELECT max(number) FROM log_entry) FROM state")


def _values(database: Database) -> dict:
    with database.read() as reading:
        assert in_step(reading)
        return {at: value for kind in KINDS for at, value in month_values(reading, kind).items()}


def test_who_was_not_seen_for_so_long_is_named_nowhere_and_every_figure_stays(night, retained):
    done = night.done
    assert not done.moves and _values(retained) == pytest.approx(night.before, nan_ok=True)
    assert {one.sort for one in done.expired} == {EMPLOYEE, CUSTOMER, COMMENTS}
    with retained.read() as reading:
        people = [
            name for (name,) in reading.rows("SELECT employee FROM rows_training ORDER BY upload")
        ]
        answers = dict(reading.rows("SELECT response_id, comment FROM rows_nps"))
        orders = [name for (name,) in reading.rows("SELECT customer FROM rows_purchase")]
        (complaint, kept) = reading.rows(
            "SELECT employee, customer, comment FROM rows_complaint ORDER BY complaint_id"
        )
    assert GONE not in people and people.count(STAYED) == 2  # who is still there stays whole
    assert len(set(people)) == 14  # two attempts of one person are still one person's
    assert answers["R1"] is None and answers["R2"] == "quick and kind"
    assert len(set(orders)) == 2  # who came back came back
    assert GONE not in complaint and ANNA not in complaint and complaint[2] is None
    assert kept == (STAYED, BO, "slow")
    assert not is_unfinished(retained)


def test_neither_file_nor_archive_nor_log_hold_them(night):
    files = [one for one in night.folder.rglob("*") if one.is_file()]
    assert {file.suffix for file in files} >= {".duckdb", ".parquet", ".json", ".jsonl"}
    for file in files:
        for name in (GONE, ANNA, "was rude", "thanks to"):
            assert name.encode() not in file.read_bytes(), (file.name, name)


def test_it_survives_a_rebuild_from_the_archive_and_is_in_the_log(night, retained):
    with retained.read() as reading:
        told = entries(reading, LogSearch(act=EXPIRED))
    assert {one.about for one in told} == {EMPLOYEE, CUSTOMER, COMMENTS}
    assert {one.who for one in told} == {"Ada"}
    retained.close()
    rebuild(retained.path)
    with closing(Database(retained.path, keeping=KEEPING)) as again:
        rebuild_rollups(again)
        assert _values(again) == pytest.approx(night.before, nan_ok=True)
        with again.read() as reading:
            assert GONE not in [
                name for (name,) in reading.rows("SELECT employee FROM rows_training")
            ]


def test_a_rehearsal_tells_the_same_and_changes_nothing(night):
    """That nothing is changed is asserted where it is called."""
    assert night.told == night.done


def test_the_next_night_finds_nothing_left(retained):
    with retained.read() as reading:
        (version,) = reading.row("SELECT version FROM state")
    assert not retain(retained, TODAY).expired
    with retained.read() as reading:
        assert reading.row("SELECT version FROM state") == (version,)


def test_a_file_that_brings_them_again_does_not_have_them_counted_twice(night, retained):
    longer = OLD_EXAMS + "\n" + _exam(GONE, "2026-09-01", 90)
    stored = add(retained, prepare(longer.encode(), "all.csv", TRAINING, Options(), TODAY))
    with retained.read() as reading:
        issues = reading.rows("SELECT text, blanks FROM issue WHERE upload = ?", [stored.upload])
    assert any("no longer kept by name" in text and "14" in blanks for text, blanks in issues)
    after = _values(retained)
    old = {at: value for at, value in night.before.items() if at[1] < date(2026, 9, 1)}
    assert old == pytest.approx({at: after.get(at) for at in old}, nan_ok=True)
    with retained.read() as reading:  # who is back is there anew
        assert reading.rows("SELECT date::VARCHAR FROM live_training WHERE employee = ?", [GONE])


@pytest.mark.parametrize("wrong", ["0", "11", "abc", "601"])
def test_a_setting_that_is_none_is_told(company, monkeypatch, capsys, wrong):
    monkeypatch.setenv("SERVICE_CULTURE_KEEP_STAFF_MONTHS", wrong)
    company.close()
    assert main(["retention"]) == 2
    assert "SERVICE_CULTURE_KEEP_STAFF_MONTHS" in capsys.readouterr().err


def test_the_command_tells_first_and_does_it_when_told_to(company, monkeypatch, capsys):
    company.close()
    assert main(["retention"]) == 0
    told = capsys.readouterr().out
    assert "Nothing was changed" in told and "Customers not seen since" in told
    assert main(["retention", "--for-good", "--json"]) == 0
    done = json.loads(capsys.readouterr().out)
    assert done["for_good"] and not done["moves"]
    assert {one["what"] for one in done["expired"]} == {EMPLOYEE, CUSTOMER, COMMENTS}
    assert main(["retention"]) == 0 and "Nothing is older" in capsys.readouterr().out
    for name in SETTINGS:
        monkeypatch.delenv(f"SERVICE_CULTURE_KEEP_{name}_MONTHS")
    assert main(["retention", "--for-good"]) == 0
    assert "Everything is kept" in capsys.readouterr().out


def test_a_customer_and_a_member_of_staff_of_the_same_number_are_two(limited):
    _load(
        limited,
        TRAINING,
        "\n".join([_EXAMS, _exam("1001", "2026-05-01"), _exam(GONE, "2023-05-01")]),
        "exams.csv",
    )
    _load(
        limited,
        COMPLAINT,
        "complaint_id,date,category,employee,customer,closed\n"
        f"C1,2023-01-05,attitude,{GONE},1001,2023-01-06\nC2,2026-05-05,attitude,1001,,2026-05-06\n",
        "complaints.csv",
    )
    with limited.write() as writing:
        for basis in ("training", "staff_survey"):
            writing.run(
                "INSERT INTO staff_entry (basis, person) VALUES (?, '1001')", [json.dumps([basis])]
            )
    entries_before = _cells(limited, "SELECT person FROM staff_entry").count("1001")
    assert entries_before > 2, "what is published of them, besides the two above"
    done = retain(limited, TODAY)
    assert [(one.sort, one.people) for one in done.expired] == [(CUSTOMER, 1), (EMPLOYEE, 1)]
    assert "1001" in _cells(limited, "SELECT employee FROM rows_training")
    assert "1001" in _cells(limited, "SELECT employee FROM rows_complaint")
    assert "1001" not in _cells(limited, "SELECT customer FROM rows_complaint")
    assert _cells(limited, "SELECT person FROM staff_entry").count("1001") == entries_before


def test_entries_of_answers_without_names_are_nobody_of_the_staff(limited):
    _load(limited, TRAINING, "\n".join([_EXAMS, _exam("1001", "2023-05-01")]), "exams.csv")
    with limited.write() as writing:
        for basis in ("training", "staff_survey"):
            writing.run(
                "INSERT INTO staff_entry (basis, person) VALUES (?, '1001')", [json.dumps([basis])]
            )
    retain(limited, TODAY)
    named = set(_cells(limited, "SELECT person FROM staff_entry WHERE basis LIKE '%training%'"))
    assert named == set(_cells(limited, "SELECT employee FROM rows_training")) != {"1001"}
    assert _cells(limited, "SELECT person FROM staff_entry WHERE basis LIKE '%survey%'") == ["1001"]


_ROSTER = "employee,store,position,hired_on,left_on,date"


def _listed(day: str, left: str = "") -> str:
    return "\n".join([_ROSTER, *(f"E-{at},North,Sales,2020-01-01,{left},{day}" for at in range(8))])


@without_sums
def test_whoever_the_list_of_staff_does_not_say_has_left_is_still_there(blank):
    _load(blank, ROSTER, _listed("2024-01-01"), "staff.csv")
    assert not retain(blank, TODAY).expired
    _load(blank, ROSTER, _listed("2026-09-01"), "next.csv")
    assert len(set(_cells(blank, "SELECT employee FROM live_roster"))) == 8


@without_sums
@pytest.mark.parametrize("left, goes", [("2024-02-01", True), ("2025-02-01", False)])
def test_whoever_left_goes_so_long_after(blank, left, goes):
    _load(blank, ROSTER, _listed("2023-01-01"), "staff.csv")
    _load(blank, ROSTER, _listed("2024-01-01", left), "left.csv")
    assert bool(retain(blank, TODAY).expired) is goes


_RECORDS = {
    "an action that is due": (
        ACTION,
        "action_id,date,title,kpi,expected,owner,status,due\nA1,2024-08-01,Greet,nps,up,Wei,{},2026-12-01",
        "closed",
        "closed",
    ),
    "an action that runs": (
        ACTION,
        "action_id,date,title,kpi,expected,owner,status,due\nA2,2023-08-01,Greet,nps,up,Wei,{},2023-12-01",
        "running",
        "closed",
    ),
    "a problem": (
        PROBLEM,
        "problem_id,date,title,department,owner,status\nP1,2023-08-01,Rude,Sales,Wei,{}",
        "open",
        "solved",
    ),
    "a complaint": (
        COMPLAINT,
        "complaint_id,date,category,employee,closed\nC1,2023-08-01,attitude,Wei,{}",
        "",
        "2023-08-09",
    ),
    "a request": (
        SERVICE_REQUEST,
        "request_id,date,urgency,closed_by,status\nS1,2023-08-01 10:00,urgent,Wei,{}",
        "open",
        "closed",
    ),
    "a suggestion": (
        SUGGESTION,
        "suggestion_id,date,employee,decision\nG1,2023-08-01,Wei,{}",
        "adopted",
        "not_adopted",
    ),
    "a decision": (
        DECISION,
        "decision_id,date,meeting,text,owner,result\nD1,2023-08-01,M1,Greet,Wei,{}",
        "open",
        "kept",
    ),
}
_NAMING = {
    **dict.fromkeys((ACTION, PROBLEM, DECISION), "owner"),
    **dict.fromkeys((COMPLAINT, SUGGESTION), "employee"),
    SERVICE_REQUEST: "closed_by",
}


@without_sums
def test_whoever_an_open_record_names_is_still_there(blank):
    """Each record names somebody of its own, whom no other one keeps."""
    records = {f"Wei-{at}": record for at, record in enumerate(_RECORDS.values())}

    def load(name: str, state: str) -> None:
        kind, text, *_ = records[name]
        _load(blank, kind, text.replace("Wei", name).format(state), f"{name}.csv")

    def still_there() -> set[str]:
        named = "SELECT {0} FROM live_{1}"
        found = (_cells(blank, named.format(_NAMING[kind], kind.name)) for kind in _NAMING)
        return {name for cells in found for name in cells} & set(records)

    for name, (_, _, going_on, _) in records.items():
        load(name, going_on)
    assert not retain(blank, TODAY).expired and still_there() == set(records)
    kept = {name for name, (_, _, going_on, ended) in records.items() if going_on == ended}
    for name in records.keys() - kept:
        load(name, records[name][3])
    (done,) = retain(blank, TODAY).expired
    assert (done.sort, done.people) == (EMPLOYEE, len(records) - 1)
    assert still_there() == kept == {"Wei-0"}


def _visits(day: str, visits: range) -> str:
    return "\n".join(
        f"V{at},{day},North,Greeting,Item {item},{item},3,Wei" for at in visits for item in range(3)
    )


_ITEMS = "visit_id,date,store,section,item,points,maximum,shopper\n"


def test_rows_told_apart_by_a_name_are_not_doubled_by_a_longer_file(blank):
    old = _ITEMS + _visits("2023-03-01", range(3))
    _load(blank, MYSTERY_ITEM, old, "old.csv")
    values = _values(blank)
    assert retain(blank, TODAY).expired
    _load(blank, MYSTERY_ITEM, old + "\n" + _visits("2026-03-01", range(3, 5)), "longer.csv")
    shoppers = _cells(blank, "SELECT shopper FROM live_mystery_item")
    assert len(shoppers) == 15 and shoppers.count("Wei") == 6
    again = {at: value for at, value in _values(blank).items() if at[1].year == 2023}
    assert again == pytest.approx(
        {at: value for at, value in values.items() if at in again}, nan_ok=True
    )


@without_sums
def test_rows_that_were_never_stored_count_under_a_name_made_by_chance(blank):
    _load(blank, ROSTER, _listed("2023-01-01", "2023-08-01"), "staff.csv")
    assert retain(blank, TODAY).expired
    exams = "\n".join(
        [
            _EXAMS,
            *(_exam(f"E-{at}", day) for at in range(8) for day in ("2023-03-01", "2023-04-01")),
        ]
    )
    upload = _load(blank, TRAINING, exams, "exams.csv")
    people = _cells(blank, "SELECT employee FROM live_training")
    assert len(people) == 16 and len(set(people)) == 8
    assert not any(name.startswith("E-") for name in people)
    told = _cells(blank, f"SELECT text FROM issue WHERE upload = {upload}")
    assert any("not stored yet" in text for text in told)
    assert not any("stored already" in text for text in told)
    more = exams.replace(",North,", ",South,") + "\n" + exams.split("\n", 1)[1]
    _load(blank, TRAINING, more, "both.csv")  # of one store stored, of the other not
    stores = _cells(blank, "SELECT store FROM live_training")
    assert (stores.count("North"), stores.count("South")) == (16, 16)


@without_sums
def test_a_corrected_row_of_somebody_kept_no_longer_is_left_out(blank):
    exams = [_exam(f"E-{at}", "2023-03-01", 50 + at) for at in range(8)]
    _load(blank, TRAINING, "\n".join([_EXAMS, *exams]), "old.csv")
    retain(blank, TODAY)
    fresh = [_exam("E-0", "2023-03-01", 99), *exams[1:]]
    upload = _load(blank, TRAINING, "\n".join([_EXAMS, *fresh]), "fresh.csv")
    told = dict(_pairs(blank, f"SELECT text, blanks FROM issue WHERE upload = {upload}"))
    assert ["1" in told[text] for text in told if "something else" in text] == [True]
    assert ["7" in told[text] for text in told if "stored already" in text] == [True]
    assert sorted(_cells(blank, "SELECT score FROM live_training")) == list(range(50, 58))


@without_sums
def test_customers_purchases_are_not_doubled_by_a_longer_file(blank):
    _load(blank, PURCHASE, PURCHASES, "orders.csv")
    assert [one.people for one in retain(blank, TODAY).expired] == [1]
    _load(blank, PURCHASE, PURCHASES + f"5,{ANNA},2026-09-05,10\n", "more.csv")
    assert sorted(_cells(blank, "SELECT order_id FROM live_purchase")) == list("12345")
    assert len(set(_cells(blank, "SELECT customer FROM live_purchase"))) == 3


def test_an_older_backup_that_is_put_back_lets_go_again_whatever_is_set_by_then(
    company, tmp_path, monkeypatch
):
    backup(company, tmp_path / "older.duckdb")
    retain(company, TODAY, "Ada")
    values, path = _values(company), company.path
    company.close()
    restore(path, tmp_path / "older.duckdb").aside.unlink()
    for name in SETTINGS:
        monkeypatch.delenv(f"SERVICE_CULTURE_KEEP_{name}_MONTHS")
    with closing(Database(path, keeping=KEEPING)) as again:
        assert GONE in _cells(again, "SELECT employee FROM rows_training")
        assert retain_again(again, "Ada") > 0 and retain_again(again) == 0
        finish(again)
        rebuild_rollups(again)
        assert _values(again) == pytest.approx(values, nan_ok=True) and check(again).sound
        with again.read() as reading:
            assert first_broken(reading) is None
        late = "response_id,date,store,score,comment\nR9,2023-01-05,North,9,late but kept\n"
        _load(again, NPS, late, "late.csv")
        assert retain_again(again) == 0, "what a file brings since is for the nights"
    for file in (one for one in path.parent.rglob("*") if one.is_file()):
        for name in (GONE, ANNA, "was rude", "thanks to"):
            assert name.encode() not in file.read_bytes(), (file.name, name)


def test_names_are_looked_through_again_only_where_somebody_may_be_back(
    company, tmp_path, monkeypatch
):
    looks = []
    seen = retention._seen
    monkeypatch.setattr(retention, "_seen", lambda *asked: looks.append(asked) or seen(*asked))
    backup(company, tmp_path / "older.duckdb")
    retain(company, TODAY)
    assert let_go_again(company) == (0, 0)
    looks.clear()
    assert let_go_again(company) == (0, 0) and not looks, "as at each start from then on"
    forget(company, EMPLOYEE, [STAYED])
    assert let_go_again(company) == (0, 0) and looks, "after more were let go of"
    looks.clear()
    with company.write() as writing:
        writing.run("UPDATE state SET declared = 'of more columns'")
    assert let_go_again(company) == (0, 0) and looks, "after a table gained a column"
    with closing(Database(_put_back(company, tmp_path / "older.duckdb"), keeping=KEEPING)) as again:
        mend(again)
        assert all(let_go_again(again))


def _being_read(*_: object) -> None:
    raise StorageFault("It is being read.")


def _put_back(database: Database, source: Path) -> Path:
    """The backup in the place of the file, the archive as it is."""
    path = database.path
    database.close()
    path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
    shutil.copy(source, path)
    return path


def test_a_file_that_is_put_back_by_hand_is_cleaned_at_the_next_start(
    company, tmp_path, monkeypatch
):
    backup(company, tmp_path / "older.duckdb")
    retain(company, TODAY)
    forget(company, EMPLOYEE, [STAYED])
    path = _put_back(company, tmp_path / "older.duckdb")
    with closing(Database(path, keeping=KEEPING)) as again:
        assert {GONE, STAYED} <= set(_cells(again, "SELECT employee FROM rows_training"))
        mend(again)
        with monkeypatch.context() as busy:
            busy.setattr(finishing, "compact", _being_read)
            with pytest.raises(StorageFault):
                let_go_again(again)
        assert not {GONE, STAYED} & set(_cells(again, "SELECT employee FROM rows_training"))
        assert is_unfinished(again)
        _mended(path, again)
        assert not is_unfinished(again)
        left = _cells(again, "SELECT employee FROM rows_training")
        assert left and not {GONE, STAYED} & set(left)
        with again.read() as reading:
            assert first_broken(reading) is None


@without_sums
def test_whom_a_backup_does_not_know_to_have_left_waits_for_the_file_that_says_so(blank, tmp_path):
    listed, left = _listed("2023-01-01"), _listed("2024-01-01", "2024-02-01")
    _load(blank, ROSTER, listed, "staff.csv")
    backup(blank, tmp_path / "older.duckdb")
    _load(blank, ROSTER, left, "left.csv")
    retain(blank, TODAY)
    path = blank.path
    blank.close()
    restore(path, tmp_path / "older.duckdb")
    with closing(Database(path, keeping=KEEPING)) as again:
        with again.write() as writing:
            writing.run("UPDATE state SET let_go = ?", [APART])
        assert let_go_again(again) == (0, 0)
        assert _cells(again, "SELECT let_go FROM state") == [None], "the archive is made anew once"
        _load(again, ROSTER, left, "left.csv")
        assert len(set(_cells(again, "SELECT employee FROM rows_roster"))) == 8
        assert let_go_again(again) == (0, 16)
        assert len(set(_cells(again, "SELECT employee FROM rows_roster"))) == 8


@without_sums
def test_an_upload_that_was_undone_keeps_those_alone_who_are_named_nowhere_else(blank):
    people = [f"E-{at}" for at in range(8)]
    old = [_exam(one, "2023-03-01") for one in people]
    _load(blank, TRAINING, "\n".join([_EXAMS, *old]), "old.csv")
    wrong = [_exam(one, "2026-05-01") for one in (*people, "E-9")]
    undo(blank, _load(blank, TRAINING, "\n".join([_EXAMS, *wrong]), "wrong.csv"))
    with blank.write() as writing:
        writing.run("UPDATE rows_training SET date = '2062-05-01' WHERE employee = 'E-9'")
    assert [one.people for one in retain(blank, TODAY).expired] == [8]
    assert "E-9" in _cells(blank, "SELECT employee FROM rows_training")
    after = date(2032, 1, 1)  # long after the undoing, and long before the day that it named
    assert [one.people for one in retain(blank, after).expired] == [1]


@without_sums
def test_comments_of_an_upload_that_takes_the_number_of_another_stay(blank, tmp_path):
    wrote = "response_id,date,store,score,comment\n{},2023-01-05,North,9,kind\n"
    _load(blank, NPS, wrote.format("R1"), "one.csv")
    backup(blank, tmp_path / "older.duckdb")
    lacking = _load(blank, NPS, wrote.format("R2"), "two.csv")
    retain(blank, TODAY)
    path = blank.path
    blank.close()
    restore(path, tmp_path / "older.duckdb")
    with closing(Database(path, keeping=KEEPING)) as again:
        assert _load(again, NPS, wrote.format("R3"), "three.csv") == lacking
        assert retain_again(again) == 1
        told = dict(_pairs(again, "SELECT response_id, comment FROM rows_nps"))
        assert told == {"R1": None, "R3": "kind"}


def test_the_command_says_what_it_let_go_of_again(company, tmp_path, capsys):
    backup(company, tmp_path / "older.duckdb")
    retain(company, TODAY)
    company.close()
    assert main(["restore", str(tmp_path / "older.duckdb")]) == 0
    assert "let go of since the copy was made: " in capsys.readouterr().out


@without_sums
def test_what_was_restored_is_said_also_where_letting_go_has_to_wait(
    blank, tmp_path, capsys, monkeypatch
):
    backup(blank, tmp_path / "older.duckdb")
    blank.close()
    monkeypatch.setattr(storage, "let_go_again", _being_read)
    assert main(["restore", str(tmp_path / "older.duckdb")]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Restored: 0 uploads") and told.endswith("It is being read.\n")


@without_sums
def test_after_an_older_backup_was_restored_a_file_doubles_nobody(blank):
    exams = "\n".join([_EXAMS, *(_exam(f"E-{at}", "2023-03-01") for at in range(8))])
    _load(blank, TRAINING, exams, "old.csv")
    with blank.read() as reading:
        key = company_key(reading)
    hashes = " ".join(hash_of_person(EMPLOYEE, f"E-{at}", key) for at in range(8))
    with blank.write() as writing:  # as the log says, and the restored rows do not
        note(
            writing, blank.path, Act("", EXPIRED, EMPLOYEE, hashes, None, {"before": "2024-10-01"})
        )
    _load(blank, TRAINING, exams + "\n" + _exam("E-0", "2026-03-01"), "longer.csv")
    assert len(_cells(blank, "SELECT employee FROM live_training")) == 9


def test_each_column_in_which_people_write_goes_or_is_the_companys_own():
    own = {
        *("target", "unit", "event", "section_weight", "star", "theme_term", "programme_item"),
        *("kpi_value", "problem", "action", "decision", "meeting", "publication", "working_day"),
    }
    kept = {
        ("exam_item", "version"),
        ("exam_item", "response"),  # the option chosen, of which items are analysed
        ("exam_item", "correct_response"),
        ("mystery_item", "course"),
        ("mystery_item", "module"),
        ("behaviour_check", "behaviour"),
        ("complaint", "cause"),
        ("complaint", "request_id"),
        ("staff_survey", "position"),
        ("staff_survey", "tenure"),
    }
    found = {
        (kind.name, column.name)
        for kind in KINDS
        if kind.name not in own
        for column in kind.columns
        if kind.is_free_text(column) and not column.personal and not column.told
    }
    assert found == kept
    told = {(kind.name, column.name) for kind in KINDS for column in kind.columns if column.told}
    assert {("suggestion", "benefit"), ("praise", "comment"), ("complaint", "comment")} <= told


@without_sums
def test_what_staff_wrote_of_a_suggestion_goes(blank):
    _load(
        blank,
        SUGGESTION,
        "suggestion_id,date,comment,benefit,decision\nG1,2023-08-01,Two tills,Ask Wei,open\nG2,2023-08-02,,Ask Bo,open\n",
        "ideas.csv",
    )
    (done,) = retain(blank, TODAY).expired
    assert (done.sort, sum(done.rows.values())) == (COMMENTS, 2)
    assert not any(_cells(blank, "SELECT coalesce(comment, benefit) FROM rows_suggestion"))


@without_sums
def test_settings_and_findings_of_files_no_longer_name_them(blank):
    exams = "store,course,date,score,maximum,pass_mark\nNorth,Basics,2023-03-01,80,100,70\n"
    _load(blank, TRAINING, exams, "one.csv", set={"employee": GONE})
    wrong = "\n".join([_EXAMS, _exam(STAYED, "2026-05-01"), _exam(GONE, "no day")])
    upload = _load(blank, TRAINING, wrong, "wrong.csv")
    with blank.write() as writing:
        writing.run(
            "INSERT INTO issue VALUES (?, 'note', 3, 'employee', ?, 'Read {value}.', ?)",
            [upload, GONE, json.dumps({"value": GONE})],
        )
    retain(blank, TODAY)
    assert not any(GONE in text for text in _cells(blank, "SELECT options FROM upload"))
    assert not any(
        GONE in text for text in _cells(blank, 'SELECT concat("value", blanks) FROM issue')
    )
    folder = blank.path.parent
    blank.close()
    for file in (one for one in folder.rglob("*") if one.is_file()):
        assert GONE.encode() not in file.read_bytes(), file.name


def test_what_a_night_could_not_finish_the_next_does(company, monkeypatch):
    def read_just_now(database: Database) -> None:
        raise StorageFault("The database {file} is being read at this moment.", file="company")

    with monkeypatch.context() as patched, pytest.raises(StorageFault):
        patched.setattr(finishing, "compact", read_just_now)
        retain(company, TODAY)
    assert is_unfinished(company)
    assert not retain(company, TODAY).expired
    assert not is_unfinished(company)
