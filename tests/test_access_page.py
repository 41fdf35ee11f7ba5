"""The page Access: for administrators, tokens and the log."""

from datetime import date

import pytest

from data.access.tokens import holder_of
from data.kinds.catalog import COMPLAINT
from data.log.audit import STORED, Act, LogSearch, entries, note
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add
from tests.test_pages import opened, words
from ui.access.log import _MOST
from ui.state.board import database


@pytest.fixture
def filled(pages_file, monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(pages_file))
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "administrator")
    return pages_file


def test_it_is_for_administrators_only(filled, monkeypatch):
    for role in ("", "trainer", "committee", "steward"):
        monkeypatch.setenv("SERVICE_CULTURE_ROLE", role)
        app = opened("access")  # which is not in their menu
        assert "for administrators" in words(app)
        assert not [one for one in app.text_input if "access" in one.key]


def test_a_token_is_made_shown_once_and_withdrawn(filled):
    app = opened("access")
    app.text_input(key="access_new_name").input("bi")
    app.button[0].click().run()
    secret = app.code[0].value
    assert holder_of(database(), secret, date.today()).name == "bi"
    app.run()
    assert not app.code and secret not in words(app)
    app.button(key="access_withdraw").click().run()
    assert holder_of(database(), secret, date.today()) is None
    assert [row["Which"] for row in app.dataframe[-1].value.to_dict("records")] == ["bi", "bi"]


def test_a_token_is_limited_to_kinds(filled):
    app = opened("access")
    app.text_input(key="access_new_name").input("lms")
    app.multiselect(key="access_new_roles").select("steward")
    app.multiselect(key="access_new_kinds").select("nps")
    app.button[0].click().run()
    found = holder_of(database(), app.code[0].value, date.today())
    assert (found.roles, found.kinds) == (("steward",), ("nps",))
    app.text_input(key="access_new_name").input("exams")
    app.multiselect(key="access_new_roles").set_value(["trainer"])
    app.multiselect(key="access_new_kinds").set_value(["nps"])
    app.button[0].click().run()
    assert "Kinds are those that a steward stores" in app.error[0].value


def test_a_wrong_name_is_refused_in_words(filled):
    app = opened("access")
    app.text_input(key="access_new_name").input("a/b")
    app.button[0].click().run()
    assert "is no name for a token" in app.error[0].value and not app.code


def test_the_log_is_searched_and_its_rows_are_bounded(filled):
    with database().write() as writing:
        for at in range(_MOST + 5):
            note(writing, filled, Act("Li Wei", STORED, "nps", f"{at} answers.csv"))
    app = opened("access")
    assert len(app.dataframe[-1].value) == _MOST and "105" in words(app)
    app.text_input(key="access_text").input("104 answers").run()
    assert len(app.dataframe[-1].value) == 1
    app.selectbox(key="access_act").select("undone").run()
    assert "no such entry" in words(app)
    with database().read() as reading:
        assert len(entries(reading, LogSearch())) == _MOST + 5


def test_somebody_is_forgotten_after_it_was_shown_what_that_does(filled):
    rows = "complaint_id,date,category,employee\nC1,2026-01-05,attitude,E-77"
    add(database(), prepare(rows.encode(), "c.csv", COMPLAINT, Options(), date(2026, 2, 1)))
    app = opened("access")
    assert app.button(key="access_forget_look").disabled
    app.radio(key="access_forget_sort").set_value("employee").run()
    app.text_area(key="access_forget_names").input("e-77").run()
    app.button(key="access_forget_look").click().run()
    assert "c.csv" in str(app.dataframe[-2].value) and "No KPI value is another" in words(app)
    app.text_area(key="access_forget_names").input("e-78").run()  # what was shown is of another
    assert not [one for one in app.button if one.key == "access_forget_do"]
    app.text_area(key="access_forget_names").input("e-77").run()
    app.button(key="access_forget_look").click().run()
    app.button(key="access_forget_do").click().run()
    assert "no longer name this person: 1" in app.success[0].value
    with database().read() as reading:
        ((employee,),) = reading.rows("SELECT employee FROM rows_complaint")
        assert employee.startswith("forgotten-")
        assert entries(reading, LogSearch())[0].act == "forgotten"
