"""Once a page is drawn and nobody asks for anything, the months beside its own are worked out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from time import monotonic

import pytest
from streamlit.testing.v1 import AppTest

from data.database.connection import Database, ReadTransaction
from data.database.rollups import raise_version, rebuild_rollups
from data.roles import READER
from data.uploads.store import data_version
from errors import StorageFault, WrongCall
from metrics.settings import check_settings
from metrics.snapshot import PageQuestion, Snapshot, forget, questions_of_page, remembered
from tests.conftest import ROOT, company_copied
from ui.parts.opened import opened
from ui.state import neighbours
from ui.state.job import Job

MONTH, BEFORE, AFTER = date(2026, 5, 1), date(2026, 4, 1), date(2026, 6, 1)


@pytest.fixture
def ahead(monkeypatch):
    """A server that looks ahead."""
    monkeypatch.setenv("SERVICE_CULTURE_LOOK_AHEAD", "1")
    monkeypatch.setattr(neighbours, "_QUIET", 0.01)
    neighbours._WORK.clear()
    yield
    forget()


@pytest.fixture
def company(ahead, tmp_path, monkeypatch, full_file):
    """One with the sample company."""
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(company_copied(full_file, tmp_path)))


@pytest.fixture
def empty(ahead, tmp_path, monkeypatch):
    """One without rows."""
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(tmp_path / "empty.duckdb"))
    rebuild_rollups(opened())


@pytest.fixture
def statements(monkeypatch):
    """What is asked of the database."""
    asked: list[Callable] = []
    limited = ReadTransaction._limited

    def noted(self, work):
        asked.append(work)
        return limited(self, work)

    monkeypatch.setattr(ReadTransaction, "_limited", noted)
    return asked


def drawn(page: str, month: date, **link: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page(f"pages/{page}.py")
    return at(app, month, **link)


def at(app: AppTest, month: date, **link: str) -> AppTest:
    for key, value in {"lang": "en", "month": f"{month:%Y-%m}", **link}.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception, app.exception[0].stack_trace
    return app


def shown(app: AppTest) -> list[str]:
    return [
        *(one.proto.body for one in app.get("html")),
        *(one.proto.spec for one in app.get("plotly_chart")),
    ]


def wait_for_work() -> None:
    (job,) = neighbours._WORK
    job.wait(60)
    assert job.ended and job.fault is None


@pytest.mark.parametrize(("page", "link"), [("overview", {}), ("kpi", {"kpi": "csat"})])
def test_a_month_beside_the_one_drawn_asks_what_a_known_one_asks_and_shows_the_same(
    company, statements, monkeypatch, page, link
):
    app = drawn(page, MONTH, **link)
    wait_for_work()
    monkeypatch.setenv("SERVICE_CULTURE_LOOK_AHEAD", "0")
    seen, asked = {}, []
    for month in (BEFORE, AFTER, BEFORE, AFTER):
        before = len(statements)
        seen[month] = shown(at(app, month, **link))
        asked.append(len(statements) - before)
    assert asked[:2] == asked[2:] and all(seen.values())
    forget()
    alone = drawn(page, MONTH, **link)
    assert {month: shown(at(alone, month, **link)) for month in seen} == seen


def test_nobody_is_shown_what_was_worked_out_for_somebody_with_more_rights(company, monkeypatch):
    link = {"kpi": "pass_rate", "store": "Harbour Plaza"}

    def seen_as(role: str) -> list[str]:
        monkeypatch.setenv("SERVICE_CULTURE_ROLE", role)
        return shown(drawn("kpi", BEFORE, **link))

    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "administrator")
    drawn("kpi", MONTH, **link)
    wait_for_work()
    monkeypatch.setenv("SERVICE_CULTURE_LOOK_AHEAD", "0")
    beside = {role: seen_as(role) for role in ("administrator", "viewer")}
    forget()
    assert seen_as("viewer") == beside["viewer"]
    forget()
    assert seen_as("administrator") == beside["administrator"]


def test_nothing_is_worked_out_where_that_is_set(company, monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_LOOK_AHEAD", "0")
    drawn("kpi", MONTH)
    assert neighbours._WORK == []


@pytest.mark.parametrize("said", ["2", "no", "-1"])
def test_a_setting_that_says_neither_is_refused(monkeypatch, said):
    monkeypatch.setenv("SERVICE_CULTURE_LOOK_AHEAD", said)
    with pytest.raises(WrongCall, match=said):
        check_settings()


@dataclass(frozen=True)
class Choice:
    """What a page may ask by."""

    month: date
    since: date | None = None


def question(*asked: object, most: int = 200, told: list | None = None) -> PageQuestion:
    """Something asked of a function of its own, which notes its arguments."""
    noted = [] if told is None else told

    @remembered(most)
    def answered(snapshot: Snapshot, *given: object) -> None:
        noted.append(given)

    return PageQuestion(answered, READER, asked)


def month_of(version: int | None = None) -> neighbours._Month:
    with opened().read() as reading:
        found = data_version(reading)
        return neighbours._Month(
            reading.of, found if version is None else version, MONTH, (BEFORE, AFTER)
        )


def asked_all(month: neighbours._Month, *asked: PageQuestion) -> bool:
    work = partial(neighbours._asked_all, month, asked, monotonic() + 60)
    job = Job(work, to_the_end=False)
    job.wait(60)
    assert job.fault is None
    return job.result


def test_what_names_the_month_alone_is_asked_of_the_months_beside_it(empty):
    told: list = []
    asked = (
        question("csat", MONTH, told=told),
        question(Choice(MONTH), (MONTH, "Harbour"), told=told),
        question("csat", date(2026, 5, 31), told=told),
        question("csat", told=told),  # the same in each month
        question(
            Choice(MONTH, date(2025, 6, 1)), told=told
        ),  # a window: its first day is not known
        question(MONTH, most=4, told=told),  # would take the place of what is looked at
    )
    assert asked_all(month_of(), *asked)
    assert told == [
        ("csat", BEFORE),
        (Choice(BEFORE), (BEFORE, "Harbour")),
        ("csat", date(2026, 4, 30)),
        ("csat", AFTER),
        (Choice(AFTER), (AFTER, "Harbour")),
        ("csat", date(2026, 6, 30)),
    ]


def test_the_questions_of_a_page_are_its_own_each_once(empty):
    @remembered(200)
    def inner(snapshot: Snapshot, month: date) -> date:
        return month

    @remembered(200)
    def outer(snapshot: Snapshot, month: date) -> date:
        return inner(snapshot, month)

    with opened().read(viewer=READER) as reading:
        snapshot = Snapshot(reading, reading.of, data_version(reading), date.today())
        with questions_of_page() as asked:
            outer(snapshot, MONTH)
            outer(snapshot, MONTH)
        outer(snapshot, BEFORE)
    assert list(asked) == [PageQuestion(outer, READER, (MONTH,))]


def test_whoever_asks_for_something_goes_first(empty):
    told: list = []
    one, month = question(MONTH, told=told), month_of()
    with opened().read():
        assert not asked_all(month, one)
    assert told == [] and asked_all(month, one) and told == [(BEFORE,), (AFTER,)]


def test_work_under_way_gives_way_and_keeps_what_it_has(empty):
    told: list = []

    @remembered(200)
    def part(snapshot: Snapshot, month: date, number: int) -> None:
        told.append((month, number))
        if told == [(BEFORE, 0)]:
            with opened().read():  # somebody asks for something
                pass

    @remembered(200)
    def whole(snapshot: Snapshot, month: date) -> None:
        part(snapshot, month, 0)
        part(snapshot, month, 1)

    month, one = month_of(), PageQuestion(whole, READER, (MONTH,))
    assert not asked_all(month, one) and told == [(BEFORE, 0)]
    assert asked_all(month, one)
    assert told == [(BEFORE, 0), (BEFORE, 1), (AFTER, 0), (AFTER, 1)]


def test_work_gives_way_between_questions_that_have_no_parts(empty):
    told: list = []

    @remembered(200)
    def read_meanwhile(snapshot: Snapshot, month: date) -> None:
        told.append(month)
        with opened().read():  # somebody asks for something
            pass

    asked = PageQuestion(read_meanwhile, READER, (MONTH,)), question(MONTH, told=told)
    assert not asked_all(month_of(), *asked) and told == [BEFORE]


def test_work_gives_way_to_whoever_waits_until_nobody_uses_the_database(empty, monkeypatch):
    told: list = []
    monkeypatch.setattr(Database, "is_leaving", True)
    assert not asked_all(month_of(), question(MONTH, told=told)) and told == []


def test_looking_ahead_leaves_half_of_what_is_kept_to_those_who_look(empty):
    told: list = []

    @remembered(4)
    def part(snapshot: Snapshot, number: int) -> int:
        told.append(number)
        return number

    @remembered(200)
    def whole(snapshot: Snapshot, month: date) -> int:
        return part(snapshot, month.month)

    month, one = month_of(), PageQuestion(whole, READER, (MONTH,))
    with opened().read(viewer=READER) as reading:
        snapshot = Snapshot(reading, reading.of, data_version(reading), date.today())
        part(snapshot, 0)
    assert asked_all(month, one) and told == [0, BEFORE.month]
    assert asked_all(month, one) and told == [0, BEFORE.month]
    with opened().write() as writing:
        raise_version(writing, kept=True)
    assert asked_all(month_of(), one)  # what is of a state before gives way
    assert told == [0, BEFORE.month, BEFORE.month, AFTER.month]


def test_nothing_is_asked_of_another_state_nor_where_sums_are_out_of_step(empty):
    told: list = []
    one, month = question(MONTH, told=told), month_of()
    assert asked_all(month_of(month.version - 1), one) and told == []
    with opened().write() as writing:
        writing.run("UPDATE state SET sums_version = -1")
    assert asked_all(month_of(), one) and told == []


def test_what_goes_wrong_is_in_the_log_and_not_tried_again(empty, caplog):
    tried: list = []

    @remembered(200)
    def fails(snapshot: Snapshot, month: date) -> None:
        tried.append(month)
        raise StorageFault("The disk is gone.")

    asked = (PageQuestion(fails, READER, (MONTH,)),)
    for _ in range(3):
        job = Job(partial(neighbours._work_out, month_of(), asked), to_the_end=False)
        job.wait(60)
        assert job.ended and job.fault is None
    assert "The disk is gone." in caplog.text and tried == [BEFORE, AFTER]


def test_a_page_that_is_drawn_ends_what_follows_another(company, monkeypatch):
    monkeypatch.setattr(neighbours, "_QUIET", 60.0)
    drawn("kpi", MONTH)
    (first,) = neighbours._WORK
    drawn("kpi", BEFORE)
    first.wait(10)
    (second,) = neighbours._WORK
    assert first.ended and not second.ended
    drawn("upload", BEFORE)
    second.wait(10)
    assert second.ended and neighbours._WORK == []
    drawn("kpi", MONTH)
    (third,) = neighbours._WORK
    forget()  # as where the server ends
    assert third.ended
