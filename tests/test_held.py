"""After a file is stored those who look see the state before for a while, never an earlier one than they
saw, never after anything else was changed, and never for longer than is said."""

import threading
from datetime import date
from time import monotonic

import pytest

from data.database import connection, held
from data.database.connection import Database
from data.kinds.catalog import NPS
from data.reading.options import Options
from data.roles import READER
from data.uploads.prepare import prepare
from data.uploads.store import add, data_version, undo
from errors import WrongCall
from metrics.snapshot import Snapshot, asked_is_noted, asked_lately, remembered
from ui.parts.holding import lag
from ui.state import ahead

TODAY = date(2026, 3, 1)


def turn(database: Database) -> bool:
    return ahead.turn(database, 10)


def store(database: Database, number: int) -> int:
    file = f"response_id,date,score\n{number},2026-01-05,9\n".encode()
    return add(database, prepare(file, f"{number}.csv", NPS, Options()), lags=True).upload


def looks(database: Database, least: int = 0) -> int:
    with database.look(READER, least) as reading:
        return data_version(reading)


def last(database: Database) -> int:
    with database.read() as reading:
        return data_version(reading)


@pytest.fixture
def holding(database):
    database.states.holding = lambda: held.Holding(lambda: None, 30)
    store(database, 1)
    turn(database)
    return database


def test_a_stored_file_is_seen_once_it_is_worked_out(holding):
    before = last(holding)
    store(holding, 2)
    assert looks(holding) == before < last(holding), "those who look see the state before"
    assert turn(holding)
    assert looks(holding) == last(holding)


def test_rows_and_their_sums_are_of_one_state(holding):
    store(holding, 2)
    with holding.look(READER) as reading:
        rows = reading.row("SELECT count(*) FROM live_nps")[0]
        assert rows == reading.row("SELECT count(*) FROM upload")[0] == 1


def test_who_saw_the_last_state_sees_no_earlier_one(holding):
    store(holding, 2)
    assert looks(holding, least=last(holding)) == last(holding)


def test_what_is_taken_back_is_seen_at_once(holding):
    upload = store(holding, 2)
    undo(holding, upload)
    assert looks(holding) == last(holding)


def test_a_state_worked_out_before_something_was_taken_back_is_not_turned_to(holding):
    upload = store(holding, 2)
    fresh = holding.states.last()
    undo(holding, upload)
    holding.states.turn_to(fresh)
    assert looks(holding) == last(holding)


def test_files_stored_meanwhile_are_seen_at_the_next_turn(holding):
    store(holding, 2)
    fresh = holding.states.last()
    store(holding, 3)
    assert not holding.states.turn_to(fresh)
    assert looks(holding) == fresh.version < last(holding)
    assert turn(holding) and looks(holding) == last(holding)


def test_no_state_is_held_for_longer_than_is_said(holding, monkeypatch):
    store(holding, 2)
    monkeypatch.setattr(held, "monotonic", lambda: monotonic() + 30)
    assert looks(holding) == last(holding)


def test_many_look_at_once_and_a_question_that_fails_ends_nothing(holding):
    before = last(holding)
    store(holding, 2)
    for _ in range(held.READINGS + 1):
        with pytest.raises(Exception, match="nothing"), holding.look(READER) as reading:
            reading.row("SELECT * FROM nothing_of_this_name")
    assert looks(holding) == last(holding), "all its transactions are gone, and nobody waits"
    turn(holding)
    store(holding, 3)
    seen: list[int] = []
    threads = [threading.Thread(target=lambda: seen.append(looks(holding))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(seen) == {before + 1} and len(seen) == 20


def test_the_file_can_be_let_go_while_a_state_is_held(holding):
    store(holding, 2)
    with holding.away():
        pass
    assert looks(holding) == last(holding)


def test_nothing_is_held_for_commands(database):
    store(database, 1)
    store(database, 2)
    assert looks(database) == last(database)


def test_a_change_that_is_not_committed_holds_nothing(holding):
    with pytest.raises(ZeroDivisionError), holding.write(lags=True) as writing:
        writing.run("UPDATE state SET version = version + 1")
        raise ZeroDivisionError
    assert holding.states.held(0) is None


def test_what_pages_asked_lately_is_worked_out_before_they_turn_to_it(holding):
    worked_out = []

    @remembered(20)
    def inner(snapshot: Snapshot, question: str) -> int:
        worked_out.append((question, snapshot.version))
        return snapshot.version

    @remembered(20)
    def outer(snapshot: Snapshot) -> int:
        return inner(snapshot, "inner")

    def asked() -> int:
        with holding.look(READER) as reading:
            return outer(Snapshot(reading, holding.path, data_version(reading), date.today()))

    with asked_is_noted():
        before = asked()
        store(holding, 2)
        assert asked() == before
        turn(holding)
    assert worked_out == [("inner", before), ("inner", before + 1)]
    assert asked() == before + 1 and len(worked_out) == 2
    assert len([one for one in asked_lately(holding.path, 60)]) == 1, "the outermost alone"


@pytest.mark.parametrize(("said", "seconds"), [("", 0), ("0", 0), ("12.5", 12.5)])
def test_how_long_is_a_setting(monkeypatch, said, seconds):
    monkeypatch.setenv("SERVICE_CULTURE_LAG", said)
    assert lag() == seconds


@pytest.mark.parametrize("said", ["-1", "31", "soon", "nan"])
def test_a_setting_that_is_no_such_number_is_refused(monkeypatch, said):
    monkeypatch.setenv("SERVICE_CULTURE_LAG", said)
    with pytest.raises(WrongCall, match=said):
        lag()
