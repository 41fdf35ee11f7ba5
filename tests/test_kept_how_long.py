"""What is personal is kept no longer than the company has set; every sum stays."""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from data.__main__ import main
from data.archive.rebuild import rebuild
from data.database.connection import Database
from data.database.rollups import in_step, rebuild_rollups
from data.forgetting.finishing import is_unfinished
from data.forgetting.retention import rehearse_retention, retain
from data.kinds.catalog import COMPLAINT, KINDS, NPS, PURCHASE, TRAINING
from data.log.audit import COMMENTS, CUSTOMER, EMPLOYEE, EXPIRED, LogSearch, entries
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add
from metrics.handed.keeping import KEEPING
from metrics.handed.moves import month_values

TODAY = date(2026, 10, 1)
GONE, STAYED, ANNA, BO = "E-730915", "E-200", "anna.kowalska@example.com", "bo@example.com"
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
COMPLAINTS = f"""complaint_id,date,category,employee,customer,comment
C1,2023-01-05,attitude,{GONE},{ANNA},{GONE} was rude to me
C2,2026-01-06,attitude,{STAYED},{BO},slow
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


def _load(database: Database, kind, text: str, name: str) -> int:
    return add(database, prepare(text.encode(), name, kind, Options(), TODAY)).upload


@pytest.fixture(scope="module")
def made(tmp_path_factory, empty_file) -> Path:
    path = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("made") / "company.duckdb"))
    with closing(Database(path, keeping=KEEPING)) as database:
        _load(database, TRAINING, OLD_EXAMS, "old.csv")
        _load(database, TRAINING, NEW_EXAMS, "new.csv")
        _load(database, COMPLAINT, COMPLAINTS, "complaints.csv")
        _load(database, PURCHASE, PURCHASES, "orders.csv")
        _load(database, NPS, ANSWERS, "nps.csv")
    return path.parent


@pytest.fixture
def company(made, tmp_path, monkeypatch) -> Iterator[Database]:
    for name in SETTINGS:
        monkeypatch.setenv(f"SERVICE_CULTURE_KEEP_{name}_MONTHS", "24")
    folder = Path(shutil.copytree(made, tmp_path / "company"))
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(folder / "company.duckdb"))
    with closing(Database(folder / "company.duckdb", keeping=KEEPING)) as database:
        yield database


def _values(database: Database) -> dict:
    with database.read() as reading:
        assert in_step(reading)
        return {at: value for kind in KINDS for at, value in month_values(reading, kind).items()}


def test_who_was_not_seen_for_so_long_is_named_nowhere_and_every_figure_stays(company):
    before = _values(company)
    done = retain(company, TODAY, "Ada", month_values)
    assert not done.moves and _values(company) == pytest.approx(before, nan_ok=True)
    assert {one.sort for one in done.expired} == {EMPLOYEE, CUSTOMER, COMMENTS}
    with company.read() as reading:
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
    assert not is_unfinished(company)


def test_neither_file_nor_archive_nor_log_hold_them(company):
    retain(company, TODAY, "Ada", month_values)
    company.close()
    for file in (one for one in company.path.parent.rglob("*") if one.is_file()):
        for name in (GONE, ANNA, "was rude", "thanks to"):
            assert name.encode() not in file.read_bytes(), (file.name, name)


def test_it_survives_a_rebuild_from_the_archive_and_is_in_the_log(company):
    retain(company, TODAY, "Ada")
    values = _values(company)
    with company.read() as reading:
        told = entries(reading, LogSearch(act=EXPIRED))
    assert {one.about for one in told} == {EMPLOYEE, CUSTOMER, COMMENTS}
    assert {one.who for one in told} == {"Ada"}
    company.close()
    rebuild(company.path)
    with closing(Database(company.path, keeping=KEEPING)) as again:
        rebuild_rollups(again)
        assert _values(again) == pytest.approx(values, nan_ok=True)
        with again.read() as reading:
            assert GONE not in [
                name for (name,) in reading.rows("SELECT employee FROM rows_training")
            ]


def test_a_rehearsal_tells_the_same_and_changes_nothing(company):
    with company.read() as reading:
        before = reading.row("SELECT version, (SELECT max(number) FROM log_entry) FROM state")
    told = rehearse_retention(company, TODAY, month_values)
    with company.read() as reading:
        assert (
            reading.row("SELECT version, (SELECT max(number) FROM log_entry) FROM state") == before
        )
    assert told == retain(company, TODAY, "", month_values)


def test_the_next_night_finds_nothing_left(company):
    retain(company, TODAY)
    with company.read() as reading:
        (version,) = reading.row("SELECT version FROM state")
    assert not retain(company, TODAY).expired
    with company.read() as reading:
        assert reading.row("SELECT version FROM state") == (version,)


def test_a_file_that_brings_them_again_does_not_have_them_counted_twice(company):
    before = _values(company)
    retain(company, TODAY)
    longer = OLD_EXAMS + "\n" + _exam(GONE, "2026-09-01", 90)
    stored = add(company, prepare(longer.encode(), "all.csv", TRAINING, Options(), TODAY))
    with company.read() as reading:
        issues = reading.rows("SELECT text, blanks FROM issue WHERE upload = ?", [stored.upload])
    assert any("no longer kept by name" in text and "14" in blanks for text, blanks in issues)
    after = _values(company)
    old = {at: value for at, value in before.items() if at[1] < date(2026, 9, 1)}
    assert old == pytest.approx({at: after.get(at) for at in old}, nan_ok=True)
    with company.read() as reading:  # who is back is there anew
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
