"""Groups of staff under the minimum are not shown, nor what would give them away within a period."""

import pandas as pd

from data.kinds import TRAINING
from data.load import prepare
from data.options import Options
from data.store import add
from metrics.answer import ask
from metrics.catalog import kpi_named
from metrics.query import Query

RATE = kpi_named("first_attempt_pass_rate")


def load(database, **stores: int) -> None:
    rows = [f"{store}{number},{store},2026-01-05,{60 + number},100,70" for store, size in stores.items() for number in range(size)]
    content = "\n".join(["employee,store,date,score,maximum,pass_mark", *rows]).encode()
    add(database, prepare(content, "exam.csv", TRAINING, Options(set={"course": "Basics"})))


def shown(database, by: str | None = "store", kpi=RATE) -> dict[str, bool]:
    with database.read() as reading:
        rows = ask(reading, kpi, Query(by=by), pd.Timestamp("2026-06-01").date()).rows
    hidden = rows[rows["hidden"]]
    assert hidden[["n", "value", "low", "high", "y", "x", "yy"]].isna().all(axis=None)
    return {row.group: not row.hidden for row in rows.itertuples()}


def test_a_small_group_is_hidden_and_so_is_what_gives_it_away(database):
    load(database, A=3, B=8, C=12)
    assert shown(database) == {"A": False, "B": False, "C": True}


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


def test_the_roles_that_work_with_named_staff_see_all(database, monkeypatch):
    load(database, A=3, B=8, C=12)
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "trainer")
    assert shown(database) == {"A": True, "B": True, "C": True}
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "visitor")
    assert shown(database)["A"] is False


def test_customers_are_never_hidden_for_being_few(sample, today):
    with sample.read() as reading:
        rows = ask(reading, kpi_named("mystery_score"), Query(by="scene"), today).rows
    assert not rows["hidden"].any()
    assert (rows["n"] < 5).any()
