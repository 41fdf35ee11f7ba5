"""After a file is stored those who look see the state before for a while, never an earlier one than they
saw, never after anything else was changed, and never for longer than is said."""

import threading
from contextlib import closing, contextmanager
from datetime import date
from queue import Queue
from time import monotonic

import pytest
from streamlit.testing.v1 import AppTest

from data.database import connection, engine, held
from data.database.connection import Database
from data.forgetting.forget import forget
from data.kinds.catalog import NPS, PURCHASE, UNIT
from data.log.audit import CUSTOMER
from data.reading.options import Options
from data.roles import READER
from data.uploads.prepare import prepare
from data.uploads.store import Terms, add, data_version, undo
from data.uploads.typed import typed_rows
from errors import NotForRole, WrongCall
from metrics.snapshot import Snapshot, asked_is_noted, asked_lately, remembered
from tests.conftest import ROOT
from ui.api import ahead as serving
from ui.parts.holding import lag, states_held
from ui.parts.opened import opened
from ui.state import ahead
from ui.state.board import LooksOnly

TODAY = date(2026, 3, 1)


def turn(database: Database) -> bool:
    return ahead.turn(database, 10)


def store(database: Database, number: int) -> int:
    file = f"response_id,date,score\n{number},2026-01-05,9\n".encode()
    return add(
        database, prepare(file, f"{number}.csv", NPS, Options()), terms=Terms(lags=True)
    ).upload


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


def test_a_state_rests_once_nobody_looks_at_it(holding):
    store(holding, 2)
    before = holding.states.held()
    assert before.rests(0)
    with holding.look(READER):
        assert not before.rests(0)
    assert before.rests(0)
    with holding.look(READER):
        holding.states.end()
        assert before.rests(0), "nobody waits for a state that was let go"


def test_working_out_goes_on_where_somebody_always_looks(holding):
    worked_out = []

    @remembered(20)
    def question(snapshot: Snapshot, at: int) -> int:
        worked_out.append(snapshot.version)
        return at

    with asked_is_noted():
        with holding.look(READER) as reading:
            now = Snapshot(reading, holding.path, data_version(reading), date.today())
            for at in range(10):
                question(now, at)
        store(holding, 2)
        with holding.look(READER):
            ahead.turn(holding, 0.4)  # of which it gives way for a tenth of a second, no more
    assert worked_out.count(last(holding)) == 10


def test_cores_that_are_spared_are_not_worked_on(tmp_path, monkeypatch):
    monkeypatch.delitem(engine._SETTINGS, "threads")  # as outside of tests

    def threads(spared: int) -> int:
        with closing(Database(tmp_path / f"{spared}.duckdb", spared=spared)) as database:
            with database.read() as reading:
                return reading.row("SELECT current_setting('threads')")[0]

    assert threads(1) == max(1, threads(0) - 1) and threads(1000) == 1


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


def test_what_is_let_go_while_a_state_is_made_is_let_go_with_it(holding, monkeypatch):
    store(holding, 2)
    states, take, calls = holding.states, holding.states._take, []

    def taking():
        calls.append(None)
        if len(calls) in (1, 3):  # before it has a transaction, and before it has them all
            states.end()
        return take()

    monkeypatch.setattr(states, "_take", taking)
    for _ in range(2):
        fresh = states.last()
        with holding.through(fresh, READER) as reading:
            assert reading is None
        states.turn_to(fresh)
        assert holding._cursors == 0, "nobody keeps the file open"
    assert looks(holding) == last(holding)


def test_what_a_change_holds_is_let_go_when_the_connection_breaks(holding):
    with pytest.raises(ZeroDivisionError), holding.states.change(lags=True) as commits:
        with holding.trial() as writing:
            writing.run("UPDATE state SET version = version + 1")
            commits(writing.cursor)
            assert holding._cursors > 1, "a state waits for the commit"
            holding.states.end()
            assert holding._cursors == 1, "its own"
        raise ZeroDivisionError


def test_loads_that_follow_each_other_leave_no_log_for_ever(holding, monkeypatch):
    store(holding, 2)
    log = holding.path.with_name(f"{holding.path.name}.wal")
    assert log.stat().st_size, "not checkpointed while a state is held"
    monkeypatch.setattr(connection, "monotonic", lambda: monotonic() + 1000)
    store(holding, 3)
    assert looks(holding) == last(holding)
    assert not log.exists() or not log.stat().st_size


def test_what_is_set_down_is_seen_at_once(holding):
    store(holding, 2)
    unit = {"dimension": "store", "name": "Nord", "shown_as": "North", "date": "2026-01-05"}
    add(holding, typed_rows(UNIT, [unit], "units"), terms=Terms(lags=True))
    assert looks(holding) == last(holding)


def test_between_a_commit_and_its_end_nobody_sees_what_was_before(holding, monkeypatch):
    store(holding, 2)
    seen = []
    monkeypatch.setattr(holding.states, "end", lambda: seen.append(looks(holding)))
    with holding.write() as writing:
        writing.run("UPDATE state SET version = version + 1")
    assert seen == [last(holding)]


def test_who_is_forgotten_is_not_seen_in_a_state_that_is_held(holding):
    file = b"order_id,customer,date,amount\n1,anna@example.com,2026-01-05,10\n"
    add(holding, prepare(file, "p.csv", PURCHASE, Options()))
    store(holding, 2)
    assert looks(holding) < last(holding)
    forget(holding, CUSTOMER, ["anna@example.com"], "keeper")
    assert looks(holding) == last(holding)


def test_a_preview_that_stores_is_told_so(database):
    looked_at = LooksOnly(database, NotForRole("This is a preview."))
    with pytest.raises(NotForRole, match="preview"):
        store(looked_at, 1)


def test_the_server_turns_those_who_look_to_what_was_stored(pages_file, monkeypatch):
    turned, stop, entered = Queue(), threading.Event(), threading.Event()
    usual = serving.states_held

    @contextmanager
    def held_now(*how):
        with usual(*how):
            entered.set()
            yield

    def turn(work: float) -> bool:
        is_last = ahead.turn(opened(), work)
        turned.put((work, is_last))
        return is_last

    monkeypatch.setattr(serving, "states_held", held_now)
    monkeypatch.setattr(serving, "_turn", turn)
    monkeypatch.setenv("SERVICE_CULTURE_LAG", "2")
    store(opened(), 1)  # opened before anybody could be told
    thread = threading.Thread(target=serving.watch, args=(stop,))
    thread.start()
    try:
        assert entered.wait(60)
        store(opened(), 2)
        assert turned.get(timeout=60) == (1.0, True), "within half of what is set"
        assert looks(opened()) == last(opened())
    finally:
        stop.set()
        thread.join()
    assert opened().states.holding() is None


def test_nothing_is_done_where_it_is_off(pages_file, monkeypatch):
    monkeypatch.setattr(serving, "states_held", lambda *how: pytest.fail("held"))
    monkeypatch.setenv("SERVICE_CULTURE_LAG", "")
    serving.watch(threading.Event())
    monkeypatch.setattr(opened().states, "_take", lambda: pytest.fail("taken"))
    store(opened(), 1)


def _page(name: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    page.switch_page(str(ROOT / "pages" / f"{name}.py")).run()
    assert not page.exception
    return page


def _says_so(page: AppTest) -> bool:
    return any("stored a moment ago" in one.value for one in page.caption)


def test_pages_that_only_show_say_that_they_are_of_the_state_before(pages_file):
    with states_held(lambda: None, 30):
        store(opened(), 1)
        turn(opened())
        store(opened(), 2)
        page = _page("operations")
        assert _says_so(page) and not _says_so(_page("definitions"))
        upload = store(opened(), 3)
        assert _says_so(page.run()), "the same state still"
        turn(opened())
        assert not _says_so(page.run())
        store(opened(), 4)
        assert _says_so(page.run())
        seen = _page("definitions")  # which is of the last state
        seen.switch_page(str(ROOT / "pages" / "operations.py")).run()
        assert not _says_so(seen), "no earlier one than this visit saw"
        undo(opened(), upload)
        assert not _says_so(_page("operations"))
