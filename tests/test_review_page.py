"""The page Review: a meeting from its agenda to its minutes, on one device and on two."""

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.database.connection import Database
from data.kinds.catalog import DECISION, NPS, PROBLEM
from data.uploads.store import add
from data.uploads.typed import typed_rows
from errors import NotForRole
from i18n import translator
from metrics.effect.actions import actions_of
from metrics.effect.level_change import Foresight
from metrics.handed.keeping import KEEPING
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.periods import add_months
from metrics.review.agenda import MOST
from metrics.review.item import KINDS, TARGET, AgendaItem
from metrics.snapshot import forget
from tests.conftest import ROOT, company_copied
from ui.parts.role import REVIEWING
from ui.review.asked import asked
from ui.review.state import mark_item
from ui.review.words import headline_of

_EARLIER = {
    "decision_id": "2020-01-1",
    "meeting": "Earlier",
    "date": date(2020, 1, 9),
    "text": "Rewrite the exam",
    "due": date(2020, 2, 9),
}

_LATE = {"date": date(2020, 3, 1), "department": "Sales", "due": date(2020, 4, 1)}


@pytest.fixture
def company(tmp_path, monkeypatch, full_file, committee):
    path = company_copied(full_file, tmp_path)
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(path))
    yield path
    forget()


def of_few_records(empty: Path, folder: Path) -> Path:
    """A company whose agenda is made at once."""
    path = Path(shutil.copy(empty, folder / "few.duckdb"))
    last = add_months(date.today().replace(day=1), -1)
    problems = [
        {
            "problem_id": f"P-{at}",
            "date": date(2020, 3, at),
            "title": f"Problem {at}",
            "department": "Sales",
            "due": date(2020, 4, at),
            "kpi": "net_promoter_score",
        }
        for at in (1, 2, 3)
    ]
    answers = [{"date": last, "score": 9}]
    with closing(Database(path, keeping=KEEPING)) as database:
        for kind, rows in ((NPS, answers), (DECISION, [_EARLIER]), (PROBLEM, problems)):
            add(database, typed_rows(kind, rows, "typed", kpis=KPI_FACTS))
    return path


@pytest.fixture(scope="module")
def few(tmp_path_factory, empty_file) -> Path:
    """The folder of it, closed."""
    return of_few_records(empty_file, tmp_path_factory.mktemp("few")).parent


@pytest.fixture
def committee_of_few(few, tmp_path, monkeypatch, committee):
    """A copy of it."""
    path = shutil.copytree(few, tmp_path, dirs_exist_ok=True) / "few.duckdb"
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(path))
    yield path
    forget()


def page(language: str = "en", **link: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.switch_page("pages/review.py")
    for key, value in {"lang": language, **link}.items():
        app.query_params[key] = value
    return ran(app.run())


def ran(app: AppTest) -> AppTest:
    assert not app.exception, app.exception[0].stack_trace
    return app


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def button(app: AppTest, key: str):
    return next(one for one in app.button if one.key == key)


def click(app: AppTest, key: str) -> AppTest:
    return ran(button(app, key).click().run())


def form_button(app: AppTest, words: str):
    return next(one for one in app.button if one.label == words)


def begun() -> AppTest:
    app = page()
    return ran(form_button(app, "Begin the meeting").click().run())


def test_before_a_meeting_the_agenda_is_there_and_nothing_can_be_written(company):
    app = page()
    assert "Monthly review of" in html(app) and "By chance alone about" in html(app)
    app = click(app, "rv_next")
    assert "1 of " in html(app) and not app.text_input
    assert any("once the meeting has begun" in one.value for one in app.caption)


@pytest.mark.parametrize("language", ["zh_Hant"])
def test_agenda_item_and_minutes_are_drawn(committee_of_few, language):
    assert "<h1>" in html(page(language)) and "<h1>" in html(page(language, item="problem-P-1"))
    begun()
    assert "<dl>" in html(page(language, item="problem-P-1"))
    assert "<article><h1>" in html(page(language, minutes="yes"))


def test_without_records_of_a_month_the_page_says_how_to_begin(tmp_path, monkeypatch, empty_file):
    path = Path(shutil.copy(empty_file, tmp_path / "none.duckdb"))
    with closing(Database(path, keeping=KEEPING)) as database:
        add(database, typed_rows(DECISION, [_EARLIER], "typed", kpis=KPI_FACTS))
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(path))
    try:
        app = page()
        assert [one.value for one in app.title] == ["Review"] and app.info
    finally:
        forget()


def test_a_decision_with_its_action_on_the_spot_and_the_other_device_sees_it(
    committee_of_few, monkeypatch
):
    """An action that is to do less than the data can show is asked about once."""
    seen = Foresight(24, 0.12, 3.0)
    monkeypatch.setattr("ui.review.decide.foreseen_of", lambda snapshot, action: seen)
    lead = begun()
    wall = page()  # a second visit: it follows by itself
    for _ in range(2):
        lead = click(lead, "rv_next")
    item = lead.query_params["item"]
    assert item == "problem-P-3"
    wall = ran(wall.run())
    headline = html(lead).split("<h1>")[1].split("</h1>")[0]
    assert f"<h1>{headline}</h1>" in html(wall) and not wall.text_input, "it only shows"
    form = f"rv_decide_{item}"
    lead = ran(form_button(lead, "Write down").click().run())
    assert any("Say what was decided." in one.value for one in lead.error)
    lead.text_input(key=f"{form}_text").set_value("Ask the *carriers*")
    lead.text_input(key=f"{form}_owner").set_value("Li Na")
    lead = ran(form_button(lead, "Write down both").click().run())
    assert any("Choose the action" in one.value for one in lead.error)
    lead.selectbox(key=f"{form}_action").set_value("new")
    lead.number_input(key=f"{form}_size").set_value(0.5)
    lead = ran(form_button(lead, "Write down both").click().run())
    assert not lead.success
    assert any(
        "12 of 100 cases" in one.value and "Nothing is written down yet" in one.value
        for one in lead.warning
    )
    lead = ran(form_button(lead, "Write down both").click().run())
    assert any("Written down as" in one.value for one in lead.success)
    assert lead.text_input(key=f"{form}_text").value == ""
    wall = ran(wall.run())
    assert "Ask the *carriers* · Li Na" in html(wall) and "action A-01" in html(wall)
    lead = click(lead, "rv_mark_put_off")
    assert "→ put off" in html(ran(wall.run()))
    forget()
    with (
        closing(Database(committee_of_few, keeping=KEEPING)) as database,
        database.read() as reading,
    ):
        (action,) = actions_of(reading)
    assert (action.title, action.kpi) == ("Ask the *carriers*", "net_promoter_score")
    assert action.problem_id == "P-3" and not action.late
    again = page()  # as after a restart
    assert "Ask the *carriers*" in html(again), "the meeting stands where it stood"


def test_readers_see_no_names_and_write_nothing(committee_of_few, monkeypatch):
    lead = click(begun(), "rv_next")
    form = f"rv_decide_{lead.query_params['item']}"
    lead.text_input(key=f"{form}_text").set_value("Ask them")
    lead.text_input(key=f"{form}_owner").set_value("Li Na")
    lead = ran(form_button(lead, "Write down").click().run())
    assert "Li Na" in html(lead) and "Li Na" in html(page(minutes="yes"))
    monkeypatch.delenv("SERVICE_CULTURE_ROLE")
    seen = page(item=lead.query_params["item"])
    assert "Ask them" in html(seen) and "Li Na" not in html(seen)
    assert [one.value for one in seen.info] == [REVIEWING] and not seen.text_input
    assert not {"rv_mark_discussed", "rv_end_go"} & {one.key for one in seen.button}
    minutes = html(page(minutes="yes"))
    assert "Ask them" in minutes and "Li Na" not in minutes
    with pytest.raises(NotForRole):
        mark_item("any", "item", None)


def test_who_looks_alone_does_not_move_the_others(committee_of_few):
    begun()
    wall, other = page(), page()
    other = click(other, "rv_next")
    assert other.query_params["way"] == "own"
    assert "1 of " in html(other) and "To discuss:" in html(ran(wall.run()))
    other = click(other, "rv_next")
    assert "2 of " in html(other)


def test_a_link_to_an_item_shows_it_and_leads_nobody(committee_of_few):
    lead = begun()
    wall = page()
    key = next(one.key for one in lead.button if one.key.startswith("rv_to_problem"))
    seen = page(item=key.removeprefix("rv_to_"))
    assert "Problems · " in html(seen) and "To discuss:" in html(ran(wall.run()))


def test_the_link_of_who_leads_makes_nobody_else_lead(committee_of_few):
    lead = click(begun(), "rv_next")
    assert lead.query_params["way"] == "lead"
    other = page(way="lead", item="nothing")
    assert "1 of " in html(other), "it follows the meeting"
    other = click(other, "rv_next")
    assert "1 of " in html(ran(lead.run())), "and leads nobody"


def test_a_late_decision_is_carried_out_on_its_screen(committee_of_few):
    lead = click(begun(), "rv_next")
    assert lead.query_params["item"].startswith("decision-")
    wall = page()
    lead = click(lead, "rv_result_kept")
    assert any(one.value == "By now: carried out late." for one in lead.caption)
    assert "rv_mark_put_off" not in {one.key for one in lead.button}
    assert "✓ carried out late" in html(ran(wall.run())), "the room sees it"
    told = html(page(minutes="yes"))
    assert "at the meeting: carried out late" in told.split("neither discussed nor put off")[0]
    lead = click(lead, "rv_result_back")
    assert button(lead, "rv_result_kept") and "carried out late" not in html(ran(wall.run()))


def test_a_screen_that_followed_a_meeting_shows_its_minutes_at_the_end(committee_of_few):
    lead = begun()
    wall = page()
    click(lead, "rv_end_go")
    assert "Minutes of the meeting" in html(ran(wall.run()))
    wall = click(wall, "rv_back_to")
    assert "To discuss:" in html(wall)


def test_a_click_that_comes_after_the_end_is_told_that_it_came_too_late(committee_of_few):
    lead = click(begun(), "rv_next")
    click(page(way="own", item="none"), "rv_end_go")
    lead = click(lead, "rv_mark_discussed")
    assert any("ended meanwhile" in one.value for one in lead.error)


def test_the_last_item_offers_to_end_the_meeting(committee_of_few):
    lead = begun()
    for _ in range(4):
        lead = click(lead, "rv_next")
    assert "4 of 4" in html(lead) and button(lead, "rv_end_go")
    assert "rv_end_go" not in {one.key for one in page().button}, "a wall only shows"


def test_a_meeting_ends_with_minutes_and_can_go_on(committee_of_few):
    app = click(begun(), "rv_end_go")
    assert "Minutes of the meeting: Monthly review of" in html(app)
    assert "Nothing was decided." in html(app)
    app = click(app, "rv_back_to")
    app = click(app, "rv_on")
    assert button(app, "rv_end_go")
    app = click(app, "rv_end_go")
    app = click(app, "rv_leave")
    assert form_button(app, "Begin the meeting")


def test_every_item_asks_one_question_and_a_target_names_its_kpi():
    for kind in KINDS:
        for better in (True, False, None):
            item = AgendaItem("key", kind, "Title", "84.5% in Oct 2026", better=better)
            assert str(asked(item)).endswith("?")
    target = AgendaItem("key", TARGET, "Title", "84.5% in Oct 2026", kpi="csat")
    say = translator("en")
    assert headline_of(target, say) == "Customer satisfaction (CSAT): 84.5% in Oct 2026"
    assert headline_of(replace(target, kpi=""), say) == "Title: 84.5% in Oct 2026"
    north = replace(target, place=("region", "North"))
    assert headline_of(north, say).startswith("Customer satisfaction (CSAT), Region: North: 84.5%")


def test_a_quarter_that_is_not_over_gives_way_to_the_last_one(committee_of_few):
    app = page(length="quarter")
    assert "Quarterly review of Q" in html(app)


def test_what_a_meeting_has_no_room_for_is_opened_from_its_list(committee_of_few):
    more = [
        {**_LATE, "problem_id": f"P-{at}", "title": f"Problem {at}"} for at in range(4, 4 + MOST)
    ]
    with closing(Database(committee_of_few, keeping=KEEPING)) as database:
        add(database, typed_rows(PROBLEM, more, "typed", kpis=KPI_FACTS))
    app = begun()
    assert "Beyond what one meeting can hold: 3," in html(app)
    choice = app.selectbox(key="rv_aside_problem")
    assert len(choice.options) == 3
    app = ran(choice.select_index(0).run())
    assert "Problems · beyond what one meeting can hold" in html(app)
    assert app.text_input, "a decision can be written down on it"
    app = click(app, "rv_back")
    assert f"{1 + MOST} of {1 + MOST}" in html(app), "it stands behind the others"
