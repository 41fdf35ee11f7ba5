"""The page Problems and actions: what it says, and what is written down on it."""

import shutil
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from data.database.connection import Database
from metrics.effect.actions import actions_of
from metrics.handed.keeping import KEEPING
from metrics.snapshot import forget
from tests.conftest import ROOT


@pytest.fixture
def company(tmp_path, monkeypatch, full_file):
    path = shutil.copy(full_file, tmp_path / "own.duckdb")
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(path))
    yield path
    forget()


def page(section: str = "", **link: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page("pages/actions.py")
    for key, value in {"lang": "en", **link}.items():
        app.query_params[key] = value
    if section:
        app.query_params["section"] = section
    return ran(app.run())


def ran(app: AppTest) -> AppTest:
    assert not app.exception, app.exception[0].stack_trace
    return app


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def stored(path):
    database = Database(path, keeping=KEEPING)
    try:
        with database.read() as reading:
            return {one.action_id: one for one in actions_of(reading)}
    finally:
        database.close()


def test_owners_are_named_to_those_who_may_see_people(company, committee):
    assert "Wang Fang" in html(page())
    problems = page("problems").dataframe[0].value
    assert "Person responsible" in problems.columns and len(problems) == 14


def test_readers_see_departments_and_no_names(company):
    app = page()
    assert "Wang Fang" not in html(app) and "Empathy workshop" in html(app)
    assert "Person responsible" not in page("problems").dataframe[0].value.columns
    assert "Person responsible" not in page("decisions").dataframe[0].value.columns


def test_an_action_is_registered_ended_and_told(company):
    app = page("write")
    app = ran(app.radio(key="loop_form").set_value("action").run())
    assert any("the data can show a change of about" in one.value for one in app.info)
    app.text_input(key="action_title").set_value("Answer within a day")
    app = ran(app.button(key="action_go").click().run())
    assert [one.value for one in app.success] == ["Registered as action A-06."]
    app = ran(app.radio(key="loop_form").set_value("end").run())
    app = ran(app.selectbox(key="end_action").select_index(0).run())
    number = app.selectbox(key="end_action").options[0].split()[0]
    app = ran(app.button(key="end_go").click().run())
    assert "An action ends with a reason." in app.error[0].value
    app.text_input(key="action_reason").set_value("No longer needed")
    app = ran(app.button(key="end_go").click().run())
    assert [one.value for one in app.success] == [f"Action {number} has ended."]
    forget()
    found = stored(company)
    assert found["A-06"].title == "Answer within a day" and found["A-06"].registered == date.today()
    assert (found[number].status, found[number].reason) == ("closed", "No longer needed")


def test_what_is_missing_is_said_where_it_is_written(company):
    app = page("write")
    app = ran(app.button(key="problem_go").click().run())
    assert "Nothing was stored." in app.error[0].value


def test_without_records_the_page_says_how_to_begin(tmp_path, monkeypatch, empty_file):
    path = shutil.copy(empty_file, tmp_path / "none.duckdb")
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(path))
    try:
        for section in ("actions", "problems", "decisions", "write"):
            page(section)
    finally:
        forget()
