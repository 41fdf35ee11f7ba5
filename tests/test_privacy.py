"""Groups of staff under the minimum are not shown, nor what would give them away by subtraction."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.database.connection import Database
from data.kinds.catalog import BEHAVIOUR_CHECK, TRAINING
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.sample_company import OWN
from data.uploads.store import add
from metrics.answers.answer import ask
from metrics.catalog import kpi_named
from metrics.handed.keeping import KEEPING
from metrics.privacy.cases import UNNAMED, Cases, known
from metrics.snapshot import forget
from metrics.sums.query import Query
from tests.test_pages import opened as page_named

RATE = kpi_named("first_attempt_pass_rate")


def load(database, **stores: int) -> None:
    rows = [
        f"{store}{number},{store},2026-01-05,{60 + number},100,70"
        for store, size in stores.items()
        for number in range(size)
    ]
    content = "\n".join(["employee,store,date,score,maximum,pass_mark", *rows]).encode()
    add(database, prepare(content, "exam.csv", TRAINING, Options(set={"course": "Basics"})))


def shown(database, by: str | None = "store", kpi=RATE) -> dict[str, bool]:
    with database.read() as reading:
        rows = ask(reading, kpi, Query(by=by), pd.Timestamp("2026-06-01").date()).rows
    hidden = rows[rows["hidden"]]
    assert hidden[["n", "value", "low", "high", "y", "x", "yy"]].isna().all(axis=None)
    return {row.group: not row.hidden for row in rows.itertuples()}


@pytest.fixture(scope="module")
def made(tmp_path_factory, empty_file) -> Path:
    """The folder of a closed database with exams of three people of A, eight of B and twelve of C."""
    path = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("made") / "own.duckdb"))
    with closing(Database(path, keeping=KEEPING)) as database:
        load(database, A=3, B=8, C=12)
    return path.parent


@pytest.fixture
def three(made, tmp_path) -> Iterator[Database]:
    """A copy of it."""
    copy = shutil.copytree(made, tmp_path / "copy") / "own.duckdb"
    with closing(Database(copy, keeping=KEEPING)) as database:
        yield database


def test_a_small_group_is_hidden_and_so_is_what_gives_it_away(three):
    assert shown(three) == {"A": False, "B": False, "C": True}


def test_groups_that_are_large_enough_are_shown(database):
    load(database, A=5, B=8)
    assert shown(database) == {"A": True, "B": True}


def test_two_small_groups_together_too_small_take_a_third_along(database):
    load(database, A=1, B=2, C=9, D=20)
    assert shown(database) == {"A": False, "B": False, "C": False, "D": True}


def test_a_whole_that_is_small_is_hidden(database):
    load(database, A=4)
    assert shown(database, by=None) == {None: False}
    assert shown(database, by=None, kpi=kpi_named("exam_mean")) == {None: False}


def test_one_person_in_many_courses_is_one_person(database):
    rows = [f"E1,A,C{number},2026-01-05,80,100,70" for number in range(9)]
    content = "\n".join(["employee,store,course,date,score,maximum,pass_mark", *rows]).encode()
    add(database, prepare(content, "exam.csv", TRAINING, Options()))
    assert shown(database, by=None) == {None: False}


def test_the_roles_that_work_with_named_staff_see_all(three, monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "trainer")
    assert shown(three) == {"A": True, "B": True, "C": True}
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "visitor")
    assert shown(three)["A"] is False


def checks(database, **stores: tuple[int, int]) -> None:
    """Behaviour checks of so many named people of a store, and so many that name nobody."""
    rows = [
        f"{store + str(number) if number < named else ''},{store},2026-01-05,Greets,"
        f"{'yes' if number % 3 else 'no'},{store}{number}"
        for store, (named, unnamed) in stores.items()
        for number in range(named + unnamed)
    ]
    content = "\n".join(["employee,store,date,behaviour,passed,check_id", *rows]).encode()
    add(database, prepare(content, "checks.csv", BEHAVIOUR_CHECK, Options()))


CHECKED = kpi_named("behaviour_check_pass_rate")


def test_checks_that_name_nobody_are_no_further_person(database):
    checks(database, A=(4, 3), B=(8, 4), C=(9, 0))
    assert shown(database, kpi=CHECKED) == {"A": False, "B": False, "C": True}


def test_checks_that_name_nobody_hide_nothing_beside_enough_people(database):
    checks(database, A=(5, 30), B=(6, 1))
    assert shown(database, kpi=CHECKED) == {"A": True, "B": True}


def test_a_group_of_which_nobody_knows_how_many_people_it_holds_is_hidden(database):
    checks(database, A=(0, 40), B=(6, 0), C=(7, 0))
    assert shown(database, kpi=CHECKED) == {"A": False, "B": False, "C": True}
    assert shown(database, by=None, kpi=CHECKED) == {None: True}


def test_people_are_counted_without_those_whom_nobody_named():
    cases = Cases(
        2026,
        1,
        np.array([UNNAMED, 0, 0, 1, UNNAMED, UNNAMED, 2]),
        np.zeros(7, int),
        np.zeros(7, int),
        np.ones(7, int),
        {"": np.zeros(7, int), "store": np.array([0, 0, 0, 0, 1, 1, 2])},
        {"": (None,), "store": ("A", "B", "C")},
    )
    assert cases.people("store", "year").tolist() == [[[2], [1], [1]]] and cases.people(
        "", "year"
    ).tolist() == [[[3]]]
    assert [known(people) for people in (set(), {UNNAMED}, {UNNAMED, 4}, {4, 5})] == [0, 1, 1, 2]


def test_customers_are_never_hidden_for_being_few(sample, today):
    with sample.read() as reading:
        rows = ask(reading, kpi_named("mystery_score"), Query(by="scene"), today).rows
    assert not rows["hidden"].any()
    assert (rows["n"] < 5).any()


def load_rows(
    database, *rows: str, heading="employee,store,course,date,score,maximum,pass_mark"
) -> None:
    add(database, prepare("\n".join([heading, *rows]).encode(), "exam.csv", TRAINING, Options()))


def sitting(
    store: str, month: int, count: int, course: str = "Basics", score: int = 90, year: int = 2026
) -> list[str]:
    """Rows of `count` people of a store, the same people in every month."""
    return [
        f"{store}{number},{store},{course} {month},{year}-{month:02}-05,{score},100,70"
        for number in range(count)
    ]


def cells(database, query: Query, kpi=RATE) -> dict:
    """Whether each cell (month or quarter's first month, group) of an answer is shown."""
    with database.read() as reading:
        rows = ask(reading, kpi, query, pd.Timestamp("2027-06-01").date()).rows
    return {(row.period.month, row.group): not row.hidden for row in rows.itertuples()}


def test_one_small_month_takes_the_other_months_of_its_quarter_along(database):
    load_rows(
        database, *sitting("A", 1, 3), *sitting("A", 2, 9), *sitting("A", 4, 9), *sitting("A", 5, 8)
    )
    assert cells(database, Query()) == {
        (1, None): False,
        (2, None): False,
        (3, None): False,
        (4, None): True,
        (5, None): True,
    }
    assert cells(database, Query(grain="quarter")) == {(1, None): True, (4, None): True}


def test_an_empty_month_is_hidden_beside_a_small_one(database):
    load_rows(
        database,
        *sitting("A", 1, 3),
        *sitting("A", 2, 9),
        *sitting("B", 1, 20),
        *sitting("B", 3, 20),
        *sitting("C", 1, 30),
        *sitting("C", 2, 30),
    )
    shown = cells(database, Query(by="store"))
    assert {group: {month: shown[month, group] for month in (1, 2, 3)} for group in ("A", "B")} == {
        "A": {1: False, 2: False, 3: False},
        "B": {1: False, 2: False, 3: False},
    }
    assert all(cells(database, Query(by="store", grain="quarter")).values())


def test_units_that_are_small_in_most_months_are_shown_by_quarter(database):
    rows = [
        row for store in "ABCD" for month in (1, 2, 3, 4, 5, 6) for row in sitting(store, month, 3)
    ]
    more = [
        row.replace(store, store + "x", 1)
        for store in "ABCD"
        for month in (1, 4)
        for row in sitting(store, month, 9)
    ]
    load_rows(database, *rows, *more)
    assert not any(cells(database, Query(by="store")).values())
    assert all(cells(database, Query(by="store", grain="quarter")).values())


def test_a_filter_shows_what_the_split_shows(database):
    load(database, A=3, B=8, C=12, D=30)
    split = shown(database)
    for store, seen in split.items():
        assert cells(database, Query(only=(("store", (store,)),))) == {(1, None): seen}
    assert cells(database, Query(only=(("store", ("C", "D")),))) == {(1, None): True}
    assert cells(database, Query(only=(("store", ("A", "D")),))) == {(1, None): False}


def test_a_course_does_not_come_out_of_its_module(database):
    heading = "employee,course,module,date,score,maximum,pass_mark"
    sizes = {("a1", "A"): 3, ("a2", "A"): 30, ("b1", "B"): 6, ("b2", "B"): 40}
    load_rows(
        database,
        *(
            f"{course}{number},{course},{module},2026-01-05,90,100,70"
            for (course, module), size in sizes.items()
            for number in range(size)
        ),
        heading=heading,
    )
    assert cells(database, Query(by="module")) == {(1, "A"): True, (1, "B"): True}
    assert {group: seen for (_, group), seen in cells(database, Query(by="course")).items()} == {
        "a1": False,
        "a2": False,
        "b1": True,
        "b2": True,
    }


def test_few_who_wait_for_a_retake_are_hidden_and_nobody_is_not(database):
    pending = kpi_named("pending_retakes")
    load_rows(
        database,
        *sitting("A", 1, 3, score=50),
        *sitting("B", 1, 8, score=50),
        *sitting("C", 1, 9, score=50),
        *sitting("D", 1, 9),
    )
    assert cells(database, Query(by="store"), pending) == {
        (1, "A"): False,
        (1, "B"): False,
        (1, "C"): True,
    }
    assert cells(database, Query(by="store", grain="year"), pending) == {
        (1, "A"): False,
        (1, "B"): False,
        (1, "C"): True,
    }


def test_what_may_be_shown_follows_the_rows(three):
    assert shown(three)["B"] is False
    load_rows(three, *(f"A{number},A,Basics,2026-01-06,90,100,70" for number in range(3, 9)))
    assert shown(three) == {"A": True, "B": False, "C": True}, (
        "B is as it was: shown now, it would tell the three of A"
    )
    load_rows(three, *(f"B{number},B,Basics,2026-01-07,90,100,70" for number in range(8, 13)))
    assert shown(three) == {"A": True, "B": True, "C": True}


def test_a_rehearsal_shows_what_was_published_and_leaves_nothing_behind(three):
    with three.trial() as writing:
        writing.run("DELETE FROM rows_training WHERE store = 'A'")
        writing.run("UPDATE state SET version = version + 1")
        rows = ask(writing, RATE, Query(by="store"), pd.Timestamp("2026-06-01").date()).rows
        assert dict(zip(rows["group"], rows["hidden"], strict=True)) == {
            "A": True,
            "B": True,
            "C": False,
        }
    assert shown(three) == {"A": False, "B": False, "C": True}


@pytest.fixture
def page(monkeypatch, steward):
    """The privacy check on a database."""

    def opened(database: Database) -> AppTest:
        with database.write() as writing:
            writing.run("UPDATE state SET origin = ?", [OWN])
        database.close()
        monkeypatch.setenv("SERVICE_CULTURE_DB", str(database.path))
        forget()
        return page_named("privacy")

    return opened


def test_the_privacy_check_says_that_nothing_comes_out(page, three):
    app = page(three)
    assert [element.value for element in app.success] == [
        "Nothing comes out of what is published now: whoever adds and subtracts all that is shown "
        "cannot tell any of the 7 small hidden groups to within 5 cases."
    ]
    assert len(app.dataframe) == 4 and not app.error


def test_readers_are_told_the_same_without_how_many_groups_there_are(page, three, monkeypatch):
    monkeypatch.delenv("SERVICE_CULTURE_ROLE")
    app = page(three)
    assert [element.value for element in app.success] == [
        "Nothing comes out of what is published now: whoever adds and subtracts all that is shown "
        "cannot tell any small hidden group to within 5 cases."
    ]
    assert len(app.dataframe) == 1, "the register, and no share of what has records"


def test_the_privacy_check_has_nothing_to_protect_at_first(page, database):
    assert {element.value for element in page(database).info} == {
        "There are no records of this kind yet, so there is nothing to protect."
    }


def exposed_page():
    """A page about stores of which one was hidden alone."""
    from data.kinds.catalog import TRAINING
    from i18n import translator
    from metrics.privacy.audit import audit
    from metrics.privacy.gate import StaffView
    from metrics.privacy.lattice import solve_lattice
    from tests.test_suppression import company, hiding
    from ui.privacy import Found, draw_finding

    cases = company({("a", 2): 3, ("b", 2): 20})
    lattice = hiding(solve_lattice(cases, 0), course=[("month", "a", 2)])
    found = Found("exam_mean", StaffView(None), cases, audit(cases, lattice, 5, [("course",)]))
    draw_finding(TRAINING, (found,), translator("en"))


def test_the_privacy_check_names_what_comes_out(steward):
    app = AppTest.from_function(exposed_page, default_timeout=60).run()
    assert not app.exception
    assert [element.value for element in app.error] == [
        "1 of 1 small hidden groups can be told to within 5 cases. Do not pass on what is shown "
        "here, and report this fault."
    ]
    assert [element.value for element in app.markdown] == [
        "- Mean exam score, a, Mar 2026: between 3 and 3 cases"
    ]
