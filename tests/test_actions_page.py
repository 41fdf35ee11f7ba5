"""The page Problems and actions: what it says, and what is written down on it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime

import pytest
from streamlit.testing.v1 import AppTest

from data.database.connection import Database
from data.kinds.catalog import PROBLEM
from data.uploads.store import data_version
from errors import Message
from i18n import N_, translator
from metrics.effect.actions import actions_of
from metrics.effect.knowledge import lessons, searched
from metrics.effect.problems import parted
from metrics.handed.keeping import KEEPING
from metrics.review.item import EXCEPTION, TARGET, Agenda, AgendaItem
from metrics.review.meetings import Meeting, MeetingNow
from metrics.snapshot import Snapshot, forget
from metrics.targets.plans import Target
from metrics.targets.verdict import Status, Verdict
from tests.conftest import ROOT, company_copied
from tests.test_form_fields import drawn
from ui.loop.page import SECTIONS
from ui.parts.opened import opened
from ui.parts.role import REVIEWING
from ui.review import item as review_item
from ui.review.state import ReviewLook
from ui.state.changing import store_new
from ui.targets import list as targets_list


@pytest.fixture(scope="module")
def copy(full_file, tmp_path_factory):
    return company_copied(full_file, tmp_path_factory.mktemp("looked-at"))


@pytest.fixture
def looked_at(copy, monkeypatch, committee):
    """The sample company for all who only look: what is kept for one is kept for the next."""
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(copy))


@pytest.fixture
def company(tmp_path, monkeypatch, full_file, committee):
    """The sample company for one who writes."""
    path = company_copied(full_file, tmp_path)
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


def test_owners_are_named_to_those_who_may_see_people(looked_at):
    assert "Wang Fang" in html(page())
    problems = page("problems").dataframe[0].value
    assert "Person responsible" in problems.columns and len(problems) == 14


def test_readers_see_departments_no_names_and_no_form(looked_at, monkeypatch):
    monkeypatch.delenv("SERVICE_CULTURE_ROLE")
    app = page("write")
    assert [one.value for one in app.info] == [REVIEWING] and not app.text_input
    assert not [one for one in kpi_page(kpi="csat").button if one.key == "raise"]
    app = page("problems", problem="P-12")
    assert not app.text_input
    assert "Person responsible" not in app.dataframe[0].value.columns
    app = page()
    assert "Wang Fang" not in html(app) and "Empathy workshop" in html(app)
    assert "Person responsible" not in page("decisions").dataframe[0].value.columns


def test_of_two_who_write_in_the_same_second_nothing_is_lost(pages_file, committee):
    """Each looked at the list before the other had written."""
    titles = {f"Problem {at}" for at in range(8)}

    def write(title: str) -> str:
        row = {"date": date.today(), "title": title, "department": "Sales", "status": "open"}
        return store_new(PROBLEM, row, "typed")

    with ThreadPoolExecutor(4) as devices:
        numbers = set(devices.map(write, titles))
    assert numbers == {f"P-{at:02}" for at in range(1, 9)}
    with opened().read() as reading:
        found = reading.rows("SELECT problem_id, title FROM live_problem")
    assert {title for _, title in found} == titles and {number for number, _ in found} == numbers


def test_an_action_is_registered_ended_and_told(company):
    app = page("write")
    app = ran(app.radio(key="linked_form").set_value("action").run())
    assert any("the data can show a change of about" in one.value for one in app.info)
    app = ran(app.selectbox(key="action_dimension").set_value("region").run())
    app = ran(app.selectbox(key="action_unit_region").set_value("North").run())
    beside = app.multiselect(key="action_compared_region")
    assert "South" in beside.options and "North" not in beside.options
    beside.set_value(["South", "西部区"])
    app.text_input(key="action_title").set_value("Answer within a day")
    app = ran(app.button(key="action_go").click().run())
    assert [one.value for one in app.success] == ["Registered as action A-06."]
    # said to the browser, which else keeps what was typed and sends it with the next click
    title = app.text_input(key="action_title").proto
    assert (title.value, title.set_value) == ("", True)
    app = ran(app.radio(key="linked_form").set_value("end").run())
    number = app.selectbox(key="end_action").select_index(0).options[0].split()[0]
    app = ran(app.button(key="end_go").click().run())
    assert "An action ends with a reason." in app.error[0].value
    app.text_input(key="end_reason").set_value("No longer needed")
    app = ran(app.button(key="end_go").click().run())
    assert [one.value for one in app.success] == [f"Action {number} has ended."]
    forget()
    found = stored(company)
    assert found["A-06"].compared == ("South", "西部区")
    assert found["A-06"].title == "Answer within a day" and found["A-06"].registered == date.today()
    assert (found[number].status, found[number].reason) == ("closed", "No longer needed")


def records(path, table: str, columns: str) -> dict:
    forget()
    database = Database(path, keeping=KEEPING)
    try:
        with database.read() as reading:
            return {row[0]: row[1:] for row in reading.rows(f"SELECT {columns} FROM {table}")}
    finally:
        database.close()


def kpi_page(**link: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page("pages/kpi.py")
    for key, value in {"lang": "en", **link}.items():
        app.query_params[key] = value
    return ran(app.run())


def test_one_click_on_a_page_carries_its_proof_into_the_form(company):
    app = kpi_page(kpi="csat", store="Harbour Plaza")
    sentence = html(app).split('<h1 class="scd-finding">')[1].split("</h1>")[0]
    app = ran(app.button(key="raise").click().run())
    assert [one.value for one in app.title] == ["Problems and actions"]
    quoted = next(one.value for one in app.caption if one.value.startswith("Proof: "))
    assert "(seen on the page “KPI”)" in quoted and sentence[:30].replace(
        "&#x27;", "'"
    ) in quoted.replace("\\", "")
    app.switch_page("pages/actions.py")  # where the click led to; the test stays where it was
    app = ran(app.run())
    app.selectbox(key="problem_department").set_value("Sales")
    app = ran(app.button(key="problem_go").click().run())
    assert [one.value for one in app.success] == ["Raised as problem P-15."]
    assert not [one for one in app.caption if one.value.startswith("Proof: ")]
    columns = "problem_id, kpi, dimension, unit, source, points_at"
    kpi, dimension, unit, source, proof = records(company, "live_problem", columns)["P-15"]
    assert (kpi, dimension, unit, source) == ("csat", "store", "Harbour Plaza", "signal")
    words, (view, query) = parted(proof)
    assert view == "kpi" and "kpi=csat" in query and "store=Harbour+Plaza" in query
    assert "month=" in query and "lang" not in query and "Customer satisfaction" in words


def test_an_exception_of_the_review_is_raised_with_the_way_back_to_its_screen():
    item = AgendaItem(
        "exception-nps-concern",
        EXCEPTION,
        N_("Net promoter score (NPS)"),
        "NPS: 12.0 in Oct 2026",
        better=False,
        kpi="net_promoter_score",
    )
    look = ReviewLook(
        Agenda(date(2026, 10, 1), "month", None, (item,), ()), None, MeetingNow(), "own", item
    )
    proof = review_item.proof_of(look, item, translator("en"))
    assert (proof.page, proof.kpi, proof.place) == ("kpi", "net_promoter_score", (None, None))
    assert (proof.seen, proof.title) == ("NPS: 12.0 in Oct 2026", "Net promoter score (NPS)")
    assert proof.named == () and proof.month == date(2026, 10, 1), "an agenda is made anew"
    assert not proof.calm and not proof.about_staff
    opened_at = datetime(2026, 11, 5, 9)
    meeting = Meeting("M-01", "Committee", opened_at.date(), opened_at, None, 1, 1, look.agenda)
    begun = replace(look, meeting=meeting)
    proof = review_item.proof_of(begun, item, translator("en"))
    assert (proof.page, proof.named) == ("review", (("meeting", "M-01"), ("item", item.key)))
    better = replace(item, better=True)
    assert review_item.proof_of(look, better, translator("en")).calm
    judged = replace(item, word=N_("worsening beyond normal variation"))
    proof = review_item.proof_of(look, judged, translator("en"))
    assert proof.seen == "NPS: 12.0 in Oct 2026 · worsening beyond normal variation"
    assert proof.title == "Net promoter score (NPS): worsening beyond normal variation"
    target = replace(judged, kind=TARGET, word=N_("missed"), headline="12.0, so missed.")
    seen = review_item.proof_of(look, target, translator("en")).seen
    assert seen == "Net promoter score (NPS): 12.0, so missed."


def test_a_target_that_is_off_is_raised_at_its_place():
    due, begun = date(2026, 9, 30), date(2026, 1, 1)
    target = Target("csat", "short", "at_least", due, begun, 90.0, dimension="store", unit="Bund")
    missed = Verdict(target, Status.MISSED, Message("80% misses it."), 90.0)
    proof = targets_list.proof_of(missed, translator("en"))
    assert (proof.kpi, proof.place, proof.seen) == ("csat", ("store", "Bund"), "80% misses it.")
    assert "Bund" in proof.title and "at least 90% by Sep 30, 2026" in proof.title
    of_staff = replace(missed, target=replace(target, kpi="first_attempt_pass_rate"))
    assert targets_list.proof_of(of_staff, translator("en")).about_staff
    change = replace(of_staff.target, form="change", value=20.0)
    titles = [
        targets_list.proof_of(replace(of_staff, target=one, goal=72.0), translator("en")).title
        for one in (change, replace(change, kpi="csat"))
    ]
    assert "72" not in titles[0] and "72" in titles[1], "of staff no value of this viewer's own"


def test_who_sees_people_takes_no_words_of_staff_figures_along(looked_at):
    app = kpi_page(kpi="first_attempt_pass_rate")
    app = ran(app.button(key="raise").click().run())
    assert [one.value for one in app.caption if one.value.startswith("Proof: ")] == [
        "Proof: the page “KPI”"
    ]


def test_a_problem_is_changed_closed_and_taken_up_again(company):
    app = page("problems", problem="P-12")
    assert "No action is registered against it." in html(app)
    app.selectbox(key="change_P-12_status").set_value("solved")
    app.text_input(key="change_P-12_cause").set_value("No manager for a year")
    app = ran(app.button(key="change_P-12_go").click().run())
    assert [one.value for one in app.success] == ["Problem P-12 is changed."]
    columns = "problem_id, status, closed, cause, owner, department"
    found = records(company, "live_problem", columns)["P-12"]
    assert found == ("solved", date.today(), "No manager for a year", "陈洁 Chen Jie", "Sales")
    app = page("problems", problem="P-12")
    app.selectbox(key="change_P-12_status").set_value("doing")
    ran(app.button(key="change_P-12_go").click().run())
    assert records(company, "live_problem", columns)["P-12"][:2] == ("doing", None)
    assert len(records(company, "rows_problem WHERE problem_id = 'P-12'", "upload, status")) == 3


def test_what_became_of_a_decision_is_written_down(company):
    before = records(company, "live_decision", "decision_id, text, result, meeting, owner")
    app = page("decisions")
    number = app.selectbox(key="result_decision").options[0].split()[0]
    app = ran(app.button(key="result_go").click().run())
    assert [one.value for one in app.error] == ["Say what became of it."]
    app.selectbox(key="result_result").set_value("late")
    ran(app.button(key="result_go").click().run())
    after = records(company, "live_decision", "decision_id, text, result, meeting, owner")
    text, result, meeting, owner = before[number]
    assert result == "open" and after[number] == (text, "late", meeting, owner)
    assert {one: row for one, row in after.items() if one != number} == {
        one: row for one, row in before.items() if one != number
    }


def test_an_ended_action_is_taken_up_again_with_why(company):
    app = page("write", form="end")
    app = ran(app.button(key="reopen_go").click().run())
    assert [one.value for one in app.error] == ["Say why it is taken up again."]
    app.text_input(key="reopen_reason").set_value("New staff since")
    ran(app.button(key="reopen_go").click().run())
    forget()
    action = stored(company)["A-01"]
    assert (action.status, action.closed, action.reason) == ("running", None, "New staff since")
    assert action.conditions and not action.late  # its promise is as old as before
    shown = "\n".join(element.proto.body for element in page("actions").get("html"))
    assert "Reason: New staff since" in shown and "Closed because: New staff since" not in shown


def test_what_was_tried_is_said_where_a_problem_of_the_category_is_raised(looked_at):
    app = page("write")
    app = ran(app.text_input(key="problem_category").set_value("lack of  EMPATHY").run())
    assert "A-01 Empathy workshop for everyone who meets guests: Worked" in app.info[0].value
    app = ran(app.text_input(key="problem_category").set_value("Parking").run())
    assert not app.info


def knowledge(**link: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page("pages/knowledge.py")
    for key, value in {"lang": "en", **link}.items():
        app.query_params[key] = value
    return ran(app.run())


def test_knowledge_shows_what_worked_with_its_picture_and_conditions(looked_at, monkeypatch):
    monkeypatch.delenv("SERVICE_CULTURE_ROLE")
    shown = html(knowledge())
    assert "Empathy workshop" in shown and "Half a day, ten people at most" in shown
    assert "Speed programme" not in shown and shown.count("<img") == 1
    assert "Wang Fang" not in shown
    everything = html(knowledge(tried="all"))
    assert "Speed programme" in everything and everything.count("<img") == 4


def test_knowledge_is_found_in_any_script(sample, today):
    with sample.read() as reading:
        snapshot = Snapshot(reading, sample.path, data_version(reading), today)
        found = lessons(snapshot, date(2026, 9, 1))
    for words in ("服務態度", "服务态度", "EMPATHY south", "front desk"):
        titles = {one.judged.action.title for one in searched(found, words)}
        assert any("Empathy workshop" in title for title in titles), words
        assert not any("Speed programme" in title for title in titles), words


def test_what_is_looked_for_is_found_and_what_nobody_wrote_is_not(looked_at):
    app = knowledge(tried="all", find="EMPATHY south")
    shown = html(app)
    assert "Empathy workshop" in shown and "Speed programme" not in shown
    app.text_input(key="find_words").set_value("zzz")
    assert [one.value for one in ran(app.run()).info] == [
        "Nothing is found. Try fewer words, or all that was judged."
    ]


def test_what_is_missing_is_said_where_it_is_written(looked_at):
    app = page("write")
    app = ran(app.button(key="problem_go").click().run())
    assert [one.value for one in app.error] == [
        "Say what is wrong.",
        "Say which department is responsible.",
    ]
    order = drawn(app)
    assert order.index("Say what is wrong.") == 1 + order.index("What is wrong (required)"), order


def test_without_records_the_page_says_how_to_begin(pages_file):
    said = {section: [one.value for one in page(section).info] for section in SECTIONS}
    assert said["actions"][0].startswith("No action is written down yet.")
    assert said["problems"][0].startswith("No problem is written down yet.")
    assert said["decisions"] == ["No decision is written down yet."]
    assert "no action has been judged" in knowledge().info[0].value
