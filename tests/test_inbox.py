"""The inbox: what is dropped there is loaded once, and what came of it lies beside it."""

import json
import os
import time

import pytest

from data.__main__ import main as data
from data.commands.inbox import inbox_of, take_in, waiting
from data.kinds.catalog import NPS
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add
from tests.test_pages import opened, words
from ui.state.board import database

GOOD = "date,score\n2026-10-01,9\n2026-10-02,3\n"
BAD = "name,colour\nLi,red\n"


@pytest.fixture
def inbox(pages_file, monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(pages_file))
    return inbox_of(pages_file)


def drop(inbox, kind, name, content, seconds=60.0):
    path = inbox / kind / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    os.utime(path, (time.time() - seconds,) * 2)
    return path


def uploads(capsys):
    capsys.readouterr()
    assert data(["uploads", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_good_file_is_stored_and_one_that_needs_a_person_waits(inbox, capsys):
    drop(inbox, "nps", "october.csv", GOOD)
    drop(inbox, "nps", "colours.csv", BAD)
    drop(inbox, "pictures", "no-kind.csv", GOOD)
    assert data(["inbox"]) == 1
    assert (inbox / "nps/stored/october.csv").read_text("utf-8") == GOOD
    assert "Stored as upload 1: read 2, kept 2" in (inbox / "nps/stored/october.csv.txt").read_text(
        "utf-8"
    )
    assert waiting(inbox) == [inbox / "nps/waiting/colours.csv"]
    assert "colours.csv lacks what" in (inbox / "nps/waiting/colours.csv.txt").read_text("utf-8")
    assert (inbox / "pictures/no-kind.csv").exists()
    assert len(uploads(capsys)) == 1


def test_a_file_that_still_grows_or_is_on_its_way_is_left_alone(inbox):
    growing = drop(inbox, "nps", "growing.csv", GOOD, seconds=0)
    coming = drop(inbox, "nps", "coming.csv.part", GOOD)
    hidden = drop(inbox, "nps", ".hidden.csv", GOOD)
    assert data(["inbox"]) == 0
    assert growing.exists() and coming.exists() and hidden.exists()


def test_killed_between_storing_and_moving_nothing_is_stored_twice(inbox, capsys, monkeypatch):
    file = drop(inbox, "nps", "october.csv", GOOD)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("data.commands.inbox.os.replace", killed)
        assert data(["inbox"]) == 130
    assert file.exists() and len(uploads(capsys)) == 1
    assert data(["inbox"]) == 0
    assert not file.exists() and len(uploads(capsys)) == 1
    told = [one.read_text("utf-8") for one in (inbox / "nps/stored").glob("*.txt")]
    assert any("Already loaded as upload 1" in text for text in told)


def test_the_same_name_next_month_keeps_both(inbox):
    drop(inbox, "nps", "month.csv", GOOD)
    assert data(["inbox"]) == 0
    drop(inbox, "nps", "month.csv", GOOD.replace("2026-10", "2026-11"))
    assert data(["inbox"]) == 0
    kept = sorted(one.name for one in (inbox / "nps/stored").glob("*.csv"))
    assert kept == ["month (2).csv", "month.csv"]


def test_a_file_that_another_program_took_is_told_of_by_that_one(inbox):
    file = drop(inbox, "nps", "october.csv", GOOD)

    def load(folder, arguments):
        file.unlink()
        return 0, "stored"

    assert list(take_in(inbox, load)) == []
    assert list((inbox / "nps/stored").iterdir()) == []


def test_the_setting_names_another_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_INBOX", str(tmp_path / "drop"))
    assert inbox_of(tmp_path / "x.duckdb") == tmp_path / "drop"
    assert list(take_in(tmp_path / "drop", lambda *_: (0, ""))) == []


FAULTY = "date,score\n2026-10-01,9\n2026-10-02,3\n2026-10-03,77\n"


def test_what_was_found_lies_beside_as_a_marked_workbook(inbox):
    drop(inbox, "nps", "faulty.csv", FAULTY)
    drop(inbox, "nps", "good.csv", GOOD.replace("2026-10", "2026-11"))
    data(["inbox"])
    kept = [*(inbox / "nps").rglob("*")]
    marked = [one.name for one in kept if one.name.endswith("-marked.xlsx")]
    assert marked == ["faulty.csv-marked.xlsx"] and not [one for one in kept if one.name[0] == "."]
    assert not [one for one in waiting(inbox) if one.name != "faulty.csv"]


def test_what_waits_is_opened_on_the_page_and_put_away_once_it_is_stored(inbox, monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "steward")
    file = drop(inbox, "nps/waiting", "odd.csv", GOOD)
    app = opened("upload")
    (button,) = [one for one in app.button if one.key.startswith("upload_waiting_")]
    button.click().run()
    assert "odd.csv" in words(app) and not app.exception
    add(database(), prepare(GOOD.encode(), "odd.csv", NPS, Options()))  # as the page stores it
    opened("upload")
    assert not file.exists() and (inbox / "nps/stored/odd.csv").read_text("utf-8") == GOOD
    assert waiting(inbox) == []
