"""Notes, actions and new limits: typed on the KPI page or uploaded, kept with their place, taken
back."""

import json
import shutil
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from data.database.connection import Database
from data.kinds.catalog import EVENT, SURVEY
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add, undo
from data.uploads.typed import typed_rows
from errors import FileRefused
from metrics.periods import add_months
from metrics.snapshot import forget
from metrics.targets.events import decisions, events, filtered_place, rebased
from tests.conftest import ROOT

COMPANY = (None, None)
NORTH = ("store", "North")
THIS_MONTH = date.today().replace(day=1)
NOTE = {"date": date(2026, 3, 14), "type": "note", "text": "Moved", "kpi": "csat"}
REBASE = {
    "date": date(2026, 3, 14),
    "type": "rebase",
    "text": "New level",
    "kpi": "csat",
    "reason": "New system, here to stay",
}


def store(database: Database, *rows: dict) -> int:
    return add(database, typed_rows(EVENT, rows, "typed")).upload


def found(database: Database, kpi="csat", place=COMPANY) -> list[str]:
    with database.read() as reading:
        return [event.text for event in events(reading, kpi, place)]


def limits_from(database: Database, kpi="csat", place=COMPANY) -> tuple[date, ...]:
    with database.read() as reading:
        return rebased(decisions(reading), kpi, place)


def test_an_event_concerns_its_kpi_or_all_and_its_place_or_all(database):
    store(
        database,
        NOTE,
        {**NOTE, "kpi": None, "text": "All KPIs", "date": date(2026, 1, 5)},
        {**NOTE, "dimension": "store", "unit": "North", "text": "North only"},
    )
    assert found(database) == ["All KPIs", "Moved"]
    assert found(database, "net_promoter_score") == ["All KPIs"]
    assert found(database, place=NORTH) == ["All KPIs", "Moved", "North only"]
    assert found(database, place=("store", "South")) == ["All KPIs", "Moved"]
    assert found(database, place=None) == ["All KPIs", "Moved"]


def test_new_limits_hold_for_one_kpi_and_exactly_its_place_from_the_first_of_the_month(database):
    store(
        database,
        REBASE,
        {**REBASE, "dimension": "store", "unit": "North", "date": date(2026, 5, 31)},
    )
    assert limits_from(database) == (date(2026, 3, 1),)
    assert limits_from(database, place=NORTH) == (date(2026, 5, 1),)
    assert limits_from(database, place=None) == limits_from(database, "nps") == ()


def test_the_same_event_sent_again_replaces_and_can_be_taken_back(database):
    store(database, {**REBASE, "author": "A"})
    again = store(database, {**REBASE, "author": "B"})
    with database.read() as reading:
        (event,) = events(reading, "csat", COMPANY)
    assert (event.author, event.upload, event.together) == ("B", again, 1)
    undo(database, again)
    with database.read() as reading:
        assert [event.author for event in events(reading, "csat", COMPANY)] == ["A"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kpi": None}, "hold for one KPI"),
        ({"reason": None}, "need a reason"),
        ({"unit": "North"}, "without its type"),
        ({"dimension": "store"}, "but no unit"),
        ({"text": ""}, "is empty"),
        ({"type": "party"}, "party"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(database, change, words):
    with pytest.raises(FileRefused, match=words):
        store(database, {**REBASE, **change})
    assert found(database) == []


def test_an_uploaded_file_is_understood_in_chinese(database):
    file = (
        "日期,事件类型,指标,事件,原因\n2026-03-14,note,csat,搬迁,\n2026-03-15,rebase,csat,新水平,\n"
    ).encode()
    prepared = prepare(file, "events.csv", EVENT, Options())
    assert (len(prepared.checked.rows), prepared.checked.rejected) == (1, 1)
    add(database, prepared)
    assert found(database) == ["搬迁"]


def test_the_place_is_that_of_a_filter_for_one_unit():
    assert filtered_place(()) == COMPANY
    assert filtered_place((NORTH[:1] + (("North",),),)) == NORTH
    assert filtered_place((("store", ("North", "South")),)) is None
    assert filtered_place((("store", ("North",)), ("channel", ("App",)))) is None


@pytest.fixture
def company(tmp_path, monkeypatch, empty_file) -> Database:
    """The database of the app: ten months of a hundred answers."""
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(shutil.copy(empty_file, tmp_path / "x.duckdb")))
    forget()
    from ui.state.board import database

    opened = database()
    rows = "".join(
        f"{month}-{at},{add_months(THIS_MONTH, -month)},{5 if at < 80 + month % 3 else 2},North\n"
        for month in range(1, 11)
        for at in range(100)
    )
    add(
        opened,
        prepare(
            f"response_id,date,overall,store\n{rows}".encode(),
            "a.csv",
            SURVEY,
            Options(scale="1-5"),
        ),
    )
    yield opened
    opened.close()
    forget()


def page(language: str = "en", **link: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page("pages/kpi.py")
    app.session_state["events_form"] = True  # as somebody does who opens it
    for name, value in {"lang": language, "kpi": "csat", **link}.items():
        app.query_params[name] = value
    return ran(app.run())


def ran(app: AppTest) -> AppTest:
    assert not app.exception, app.exception[0].stack_trace
    return app


def test_a_note_is_stored_for_the_place_that_is_filtered_for_and_taken_back(company):
    app = page(store="North")
    app.text_input(key="event_text").set_value("Empathy *workshop*")
    ran(app.button(key="event_go").click().run())
    assert "Empathy" in app.success[0].value and "workshop" in app.success[0].value
    assert found(company, place=NORTH) == ["Empathy *workshop*"] and found(company) == []
    app.session_state["events_fold"] = True
    ran(app.run())
    app.selectbox(key="event_undo_choice").set_value(0)
    ran(app.run())
    ran(app.button(key="event_undo").click().run())
    assert found(company, place=NORTH) == [] and "no longer count" in app.success[0].value


def test_new_limits_need_a_reason_and_then_start_anew(company):
    app = page()
    ran(app.radio(key="event_type").set_value("rebase").run())
    app.text_input(key="event_text").set_value("New level")
    app.date_input(key="event_date").set_value(add_months(THIS_MONTH, -4))
    ran(app.button(key="event_go").click().run())
    assert "need a reason" in app.error[0].value and limits_from(company) == ()
    app.text_input(key="event_reason").set_value("Two more people at the desk")
    ran(app.button(key="event_go").click().run())
    assert limits_from(company) == (add_months(THIS_MONTH, -4),)
    shown = "\n".join(element.proto.body for element in app.get("html"))
    assert "The limits rest on 4 months and are on trial" in shown


def test_an_event_without_words_is_refused(company):
    app = page()
    ran(app.button(key="event_go").click().run())
    assert "is empty" in app.error[0].value and found(company) == []


def test_several_units_at_once_have_no_form(company):
    app = page(store="North", region="")
    assert any(button.key == "event_go" for button in app.button)
    add(
        company,
        prepare(
            f"response_id,date,overall,store,channel\nx,{add_months(THIS_MONTH, -1)},5,North,App\n".encode(),
            "b.csv",
            SURVEY,
            Options(scale="1-5"),
        ),
    )
    app = page(store="North", channel="App")
    assert not any(button.key == "event_go" for button in app.button)


@pytest.mark.parametrize("language", ["zh_Hans"])
def test_the_page_opens_with_events(company, language):
    store(company, NOTE, REBASE)
    app = page(language)
    app.session_state["events_fold"] = True
    ran(app.run())
    assert len(app.dataframe[-1].value) == 2


def test_what_is_closed_on_a_page_is_not_sent_and_what_was_chosen_in_it_stays(company):
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page("pages/kpi.py")
    app.query_params["kpi"] = "csat"
    ran(app.run())
    assert not any(box.key == "event_text" for box in app.text_input)
    assert not app.get("download_button") and form_of_picture(app) == "png"
    app.session_state["take_along"] = True
    ran(app.run())
    assert len(app.get("download_button")) == 2
    [choice] = [one for one in app.get("button_group") if one.key == "picture_form"]
    ran(choice.set_value("svg").run())
    assert form_of_picture(app) == "svg"
    app.session_state["take_along"] = False
    ran(app.run())
    assert not app.get("download_button") and form_of_picture(app) == "svg"
    app.session_state["take_along"] = True
    ran(app.run())
    [choice] = [one for one in app.get("button_group") if one.key == "picture_form"]
    assert choice.value == "svg"


def test_what_is_typed_stays_while_its_part_is_closed(company):
    app = page()
    app.text_input(key="event_text").set_value("Half a note")
    for is_open in (False, True):
        app.session_state["events_form"] = is_open
        ran(app.run())
        assert app.text_input(key="event_text").value == "Half a note"


def form_of_picture(app: AppTest) -> str:
    [chart] = app.get("plotly_chart")
    return json.loads(chart.proto.config)["toImageButtonOptions"]["format"]
