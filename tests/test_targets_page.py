"""The pages of targets and definitions as people use them: start a plan, change a target, withdraw
it, look back."""

import re
import shutil
from contextlib import closing
from dataclasses import asdict, replace
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.database.connection import Database
from data.exports.formula_safe import csv_bytes
from data.kinds.catalog import SURVEY, TARGET
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add
from data.uploads.typed import typed_rows
from i18n import LANGUAGES, translator
from metrics.catalog import AWAITED, DECLARED, KPIS
from metrics.handed.keeping import KEEPING
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.periods import add_months, last_day
from metrics.snapshot import forget
from metrics.targets.plans import PLANS, Target, from_template, in_force, targets
from ui.targets.page import VIEWS, as_file

pytestmark = pytest.mark.usefixtures("steward")

ROOT = Path(__file__).resolve().parents[1]
THIS_MONTH = date.today().replace(day=1)
BEGAN = add_months(THIS_MONTH, -6)
CSAT = Target(
    "csat",
    "short",
    "at_least",
    add_months(THIS_MONTH, 6),
    BEGAN,
    90.0,
    baseline=80.0,
    baseline_date=BEGAN - timedelta(days=1),
    owner="<b>Nobody</b>",
    reason="Start",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory, empty_file) -> Path:
    """The folder of a closed database: 83 of 100 customers satisfied last month, and one target."""
    path = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("made") / "x.duckdb"))
    rows = "".join(
        f"{at},{add_months(THIS_MONTH, -1)},{5 if at < 83 else 2},North\n" for at in range(100)
    )
    text = f"response_id,date,overall,store\n{rows}"
    with closing(Database(path, keeping=KEEPING)) as filled:
        add(filled, prepare(text.encode(), "a.csv", SURVEY, Options(scale="1-5")))
        add(filled, typed_rows(TARGET, [asdict(CSAT)], "typed", kpis=KPI_FACTS))
    return path.parent


@pytest.fixture
def company(made, tmp_path, monkeypatch) -> Database:
    """A copy of it, which the app has open."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(tmp_path / "x.duckdb"))
    forget()
    from ui.state.board import database

    opened = database()
    yield opened
    opened.close()
    forget()


def page(name: str, language: str = "en", view: str = "", **link: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page(f"pages/{name}.py")
    for key, value in {"lang": language, **link}.items():
        app.query_params[key] = value
    if view:
        app.query_params["part"] = view
    return ran(app.run())


def ran(app: AppTest) -> AppTest:
    assert not app.exception, app.exception[0].stack_trace
    return app


def stored(company: Database) -> tuple[Target, ...]:
    with company.read() as reading:
        return targets(reading)


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def test_a_target_lost_since_is_lost_on_every_page(company):
    lost = replace(CSAT, due=add_months(THIS_MONTH, -2) - timedelta(days=1))
    rows = "".join(
        f"{200 + at},{add_months(THIS_MONTH, -3)},{5 if at < 97 else 2},North\n"
        for at in range(100)
    )
    add(
        company,
        prepare(
            f"response_id,date,overall,store\n{rows}".encode(),
            "b.csv",
            SURVEY,
            Options(scale="1-5"),
        ),
    )
    add(
        company,
        typed_rows(
            TARGET,
            [{**asdict(lost), "date": BEGAN + timedelta(days=1), "replaces": CSAT.due}],
            "typed",
            kpis=KPI_FACTS,
        ),
    )
    due = translator("en").date(lost.due)
    shown = {
        name: html(page(name, **link))
        for name, link in (("targets", {}), ("overview", {}), ("kpi", {"kpi": "csat"}))
    }
    assert "✕ met · lost since" in shown["kpi"] and f"by {due}" in shown["kpi"].replace("<br>", " ")
    assert "✕ <span>lost since</span>" in shown["overview"], "what stands today is seen"
    assert "<b>met · lost since</b>" in shown["overview"] and f"by {due}" in shown["overview"], (
        "and what became of it opens"
    )
    assert (
        "✕ met · lost since" in shown["targets"]
        and "It has been lost since: 83.0% in " in shown["targets"]
    )
    assert (
        f"Customer satisfaction (CSAT): 83.0%; at least 90% was met by {due}, and has been lost "
        "since" in shown["kpi"]
    )
    assert (
        "No target is still ahead. Of 1 target that has fallen due, 1 missed or lost."
        in shown["overview"]
    )


def test_the_table_says_where_each_target_stands(company):
    shown = html(page("targets"))
    assert "at least 90%" in shown and "80.0% on" in shown
    assert "◔ too early to tell · the goal is not met so far · behind the pace" in shown
    assert "83.0% in" in shown and "behind the pace of" in shown
    assert "&lt;b&gt;Nobody&lt;/b&gt;" in shown and "<b>Nobody" not in shown


def test_the_link_names_the_month_that_is_looked_at(company):
    early = add_months(BEGAN, -2)
    add(
        company,
        prepare(
            f"response_id,date,overall\n1,{early},5\n".encode(),
            "b.csv",
            SURVEY,
            Options(scale="1-5"),
        ),
    )
    assert "No targets are in force" in page("targets", as_of=f"{early:%Y-%m}").info[0].value
    assert "at least 90%" in html(page("targets", as_of=f"{add_months(THIS_MONTH, -1):%Y-%m}"))


def others(company) -> None:
    """A second target of the company, missed, and one of a store, in force beside the first."""
    missed = replace(CSAT, stage="mid", due=add_months(THIS_MONTH, -1) - timedelta(days=1))
    store = replace(CSAT, dimension="store", unit="North", value=70.0)
    rows = [asdict(target) for target in (missed, store)]
    add(company, typed_rows(TARGET, rows, "typed", kpis=KPI_FACTS))


def rows_shown(app: AppTest) -> list[str]:
    """The rows of targets, without those that name a KPI."""
    body = html(app).partition("<tbody>")[2].partition("</tbody>")[0]
    return [row for row in body.split("<tr>") if "<td" in row]


def test_targets_are_filtered_by_verdict_stage_and_place_in_the_link(company):
    others(company)
    assert len(rows_shown(page("targets"))) == 3
    (north,) = rows_shown(page("targets", of_place="store:North"))
    assert "Store: North" in north and "at least 70%" in north
    assert len(rows_shown(page("targets", of_place="company"))) == 2
    (over,) = rows_shown(page("targets", state="over"))
    assert "Mid term" in over and rows_shown(page("targets", of_stage="mid")) == [over]
    assert len(rows_shown(page("targets", state="ahead"))) == 2
    none = page("targets", state="over", of_place="store:North")
    assert "No target in force fits" in none.info[0].value and not rows_shown(none)


def test_targets_are_sorted_as_asked(company):
    others(company)
    assert [place_of(row) for row in rows_shown(page("targets", sort="due"))][-1] == "Mid term"
    worst = rows_shown(page("targets", sort="worst"))
    assert "scd-worse" in worst[0] and "Customer satisfaction" in worst[0], "each row names its KPI"
    chances = [
        int(found[1]) if (found := re.search(r">(\d+)%<span", row)) else 101
        for row in rows_shown(page("targets", sort="chance"))
    ]
    assert chances == sorted(chances)


def place_of(row: str) -> str:
    return next(stage for stage in ("Short term", "Mid term") if stage in row)


def test_what_is_shown_is_taken_along(company):
    from metrics.snapshot import Snapshot
    from ui.targets.list import _file, _rows

    others(company)
    with company.read() as reading:
        found = _rows(Snapshot(reading, company.path, -1, date.today()), date.today())
    lines = _file(list(found), date.today(), translator("en"))
    assert len(lines) == 3 and {"Chance in %", "Verdict", "Owner", "As of"} <= set(lines)
    assert lines["Place"].tolist().count("Store: North") == 1


def test_every_part_opens(company):
    """Each in one of the languages in turn."""
    app = page("targets")
    for view, language in zip(VIEWS, cycle(LANGUAGES), strict=False):
        app.session_state["linked_part"], app.query_params["lang"] = view, language
        ran(app.run())


@pytest.mark.parametrize("plan", range(len(PLANS)))
def test_a_plan_is_previewed_and_stored(company, plan):
    app = page("targets", view="plan")
    app.selectbox(key="plan").set_value(plan)
    app.date_input(key="plan_start").set_value(THIS_MONTH)
    ran(app.run())
    assert len(app.dataframe[0].value) == len(PLANS[plan].lines)
    assert not app.warning, "the target of no plan stays beside those of this one"
    lines = app.dataframe[0].value.set_index("KPI")["Baseline"]
    assert "82" not in "".join(lines) and "not known yet" in set(lines), "nobody else's baseline"
    ran(app.button(key="plan_go").click().run())
    assert len(stored(company)) == 1 + len(PLANS[plan].lines)
    assert f"{len(PLANS[plan].lines)} targets are in force" in app.success[0].value
    shown = html(page("targets"))
    assert "It is made of files of" in shown, "what is missing is named"
    assert f"{PLANS[plan].title}, Short term" in shown and "no plan, Short term" in shown


def test_a_plan_started_again_says_what_it_replaces(company):
    for _ in range(2):
        app = page("targets", view="plan")
        app.date_input(key="plan_start").set_value(THIS_MONTH)
        ran(app.run())
        warned = [box.value for box in app.warning]
        ran(app.button(key="plan_go").click().run())
    assert not warned, "the same plan on the same day changes nothing"
    app = page("targets", view="plan")
    app.date_input(key="plan_start").set_value(THIS_MONTH + timedelta(days=1))
    ran(app.run())
    assert f"{len(PLANS[0].lines)} targets in force are replaced" in app.warning[0].value


def test_both_plans_are_told_side_by_side_on_every_page(company):
    for plan in PLANS:
        add(
            company,
            typed_rows(
                TARGET,
                [asdict(target) for target in from_template(plan, BEGAN)],
                "typed",
                kpis=KPI_FACTS,
            ),
        )
    for name, months in (("targets", {}), ("overview", {}), ("kpi", {"kpi": "csat"})):
        shown = html(page(name, **months))
        assert all(f"{plan.title}, " in shown for plan in PLANS), name


def test_a_year_of_monthly_targets_tells_those_about_now(company):
    months = [
        replace(CSAT, due=last_day(add_months(BEGAN, at), "month"), value=80.0 + at, owner=None)
        for at in range(12)
    ]
    add(company, typed_rows(TARGET, [asdict(target) for target in months], "typed", kpis=KPI_FACTS))
    month = add_months(THIS_MONTH, -1)
    shown = html(page("kpi", kpi="csat", month=f"{month:%Y-%m}"))
    boxes = shown[shown.index('<div class="scd-boxes">') :]
    assert boxes.count("Short term: ") == 3, (
        "the last that fell due, the one in force, what comes next"
    )
    assert "Targets before and after these: 10." in boxes
    assert html(page("targets")).count("<br>Short term") == 13


def test_a_change_needs_a_reason_and_keeps_the_earlier_target(company):
    app = page("targets", view="edit", kpi="csat")
    value = next(box for box in app.number_input if box.label == "Value")
    assert value.value == 90.0
    value.set_value(95.0)
    ran(app.button(key="edit_go").click().run())
    assert "Say why the target changes" in app.error[0].value
    assert len(stored(company)) == 1
    next(box for box in app.text_input if box.label == "Reason").set_value("Ahead of the plan")
    ran(app.button(key="edit_go").click().run())
    first, second = stored(company)
    assert (first.value, second.value, second.date, second.reason) == (
        90,
        95,
        date.today(),
        "Ahead of the plan",
    )
    assert second.start == first.start, "a change does not restart the plan"


def field(boxes, label):
    return next(box for box in boxes if box.label == label)


def test_a_due_date_can_be_moved_beside_others_of_its_stage(company):
    other = replace(CSAT, due=add_months(THIS_MONTH, 9), value=92.0)
    add(company, typed_rows(TARGET, [asdict(other)], "typed", kpis=KPI_FACTS))
    app = page("targets", view="edit", kpi="csat")
    later = add_months(THIS_MONTH, 7)
    field(app.date_input, "Due").set_value(later)
    field(app.text_input, "Reason").set_value("Later")
    ran(app.button(key="edit_go").click().run())
    assert [(target.due, target.value) for target in in_force(stored(company), date.today())] == [
        (later, 90),
        (other.due, 92),
    ]


def test_another_target_can_be_added_to_a_stage_and_to_another_plan(company):
    app = page("targets", view="edit", kpi="csat")
    which = field(app.selectbox, "Change or add")
    ran(which.set_value(-1).run())
    field(app.number_input, "Value").set_value(92.0)
    field(app.date_input, "Due").set_value(CSAT.due)
    ran(app.button(key="edit_go").click().run())
    assert "already due on" in app.error[0].value
    field(app.date_input, "Due").set_value(add_months(THIS_MONTH, 12))
    ran(app.button(key="edit_go").click().run())
    ran(field(app.selectbox, "Change or add").set_value(-1).run())
    app.selectbox(key="edit_plan").set_value("attitude")
    field(app.number_input, "Value").set_value(88.0)
    field(app.date_input, "Due").set_value(CSAT.due)
    ran(app.button(key="edit_go").click().run())
    found = in_force(stored(company), date.today())
    assert [(target.value, target.plan) for target in found] == [
        (90, None),
        (88, "attitude"),
        (92, None),
    ]


@pytest.mark.parametrize(("answer", "value"), [("percent", 85), ("as_written", 0.85)])
def test_a_share_typed_where_percent_is_meant_is_asked_about(company, answer, value):
    app = page("targets", view="edit", kpi="attitude_satisfaction")
    assert "edit_target_shares" not in [box.key for box in app.radio]
    field(app.number_input, "Value").set_value(0.85)
    field(app.date_input, "Due").set_value(CSAT.due)
    ran(app.run())
    asked = app.radio(key="edit_target_shares")
    assert asked.value == "percent" and "85% meant" in asked.label
    ran(asked.set_value(answer).run())
    ran(app.button(key="edit_go").click().run())
    assert stored(company)[-1].value == value


def test_nonsense_is_refused_in_words(company):
    for label, value, words in (("Value", 120.0, "outside 0"), ("Baseline", -5.0, "outside 0")):
        app = page("targets", view="edit", kpi="csat")
        next(box for box in app.number_input if box.label == label).set_value(value)
        next(box for box in app.text_input if box.label == "Reason").set_value("Why not")
        ran(app.button(key="edit_go").click().run())
        assert words in app.error[0].value
    assert len(stored(company)) == 1


def test_the_form_decides_what_is_asked(company):
    app = page("targets", view="edit", kpi="csat")
    asked = {}
    for form in ("at_least", "between", "change", "milestone"):
        ran(app.radio[0].set_value(form).run())
        asked[form] = {box.label for box in (*app.number_input, *app.date_input, *app.text_input)}
    assert "Upper value" in asked["between"] - asked["at_least"]
    assert {"Baseline", "Baseline date"} <= asked["change"]
    assert asked["milestone"] == {
        "Reached on",
        "Evidence",
        "Due",
        "In force from",
        "Owner",
        "Reason",
    }


def test_a_new_target_needs_a_due_date(company):
    app = page("targets", view="edit", kpi="net_promoter_score")
    ran(app.button(key="edit_go").click().run())
    assert "Say when the target is due" in app.error[0].value
    next(box for box in app.number_input if box.label == "Value").set_value(40.0)
    next(box for box in app.date_input if box.label == "Due").set_value(
        date.today() + timedelta(days=200)
    )
    ran(app.button(key="edit_go").click().run())
    added = stored(company)[-1]
    assert (added.kpi, added.value, added.owner) == (
        "net_promoter_score",
        40,
        "Marketing and customer service",
    )


def test_a_withdrawn_target_is_gone_but_remembered(company):
    app = page("targets", view="withdraw")
    ran(app.button(key="withdraw_go").click().run())
    (fault,) = app.error
    assert "Say why the target is withdrawn" in fault.value
    app.text_input[0].set_value("Given up")
    ran(app.button(key="withdraw_go").click().run())
    assert in_force(stored(company), date.today()) == ()
    assert "There is no target to withdraw" in app.info[0].value
    history = page("targets", view="history").dataframe[0].value
    assert list(history["Target"]) == ["withdrawn", "at least 90%"]
    assert list(history["Reason"]) == ["Given up", "Start"]
    assert history["Until"].iloc[1] == history["In force from"].iloc[0]


def test_targets_to_come_are_listed_apart(company):
    soon = replace(CSAT, stage="mid", date=date.today() + timedelta(days=30), baseline_date=None)
    add(company, typed_rows(TARGET, [asdict(soon)], "typed", kpis=KPI_FACTS))
    app = page("targets")
    assert ">In force later</h2>" in html(app)
    assert "in force from" in html(app)


def test_a_target_for_an_unknown_kpi_is_named(company):
    with company.write() as writing:  # as an earlier version stored it
        writing.run(
            "INSERT INTO rows_target SELECT * REPLACE ('csta' AS kpi, uuid() AS key) FROM "
            "rows_target"
        )
        writing.run("UPDATE state SET version = version + 1")
    app = page("targets")
    assert "csta" in app.warning[0].value
    assert "at least 90%" in html(app)


def test_the_downloaded_file_can_be_uploaded_again(company):
    page("targets", view="file")
    prepared = prepare(
        csv_bytes(as_file(stored(company))), "targets.csv", TARGET, Options(), kpis=KPI_FACTS
    )
    assert prepared.checked.rejected == 0
    add(company, prepared)
    assert stored(company) == (CSAT,)


def test_the_link_names_the_kpi_that_is_defined(company):
    assert page("definitions", kpi="csat").header[0].value == "Customer satisfaction (CSAT)"


def test_each_kpi_is_defined(company):
    app = page("definitions")
    for kpi in DECLARED:
        ran(app.selectbox(key="linked_kpi").set_value(kpi.name).run())
        assert app.header[0].value == str(kpi.label)
        assert str(kpi.meaning) in [text.value for text in app.markdown]
        shown = html(app)
        assert f"<code>{kpi.name}</code>" in shown
        assert ("Numerator" in shown) == kpi.measured
        assert [block.language for block in app.code] == (["sql"] if kpi.measured else [])


@pytest.mark.parametrize("language", ["zh_Hant"])
def test_the_catalogue_lists_every_kpi_under_its_level(company, language):
    say = translator(language)
    app = page("definitions", language)
    titles = [title.value for title in app.header]
    assert (titles[-1] == say("Records not collected yet")) == bool(AWAITED)
    shown = [element.proto.body for element in app.get("html")]
    assert all(f"kpi={kpi.name}&amp;" in "".join(shown) for kpi in KPIS)
    if not AWAITED:
        return
    last = next(part for part in shown if f"kpi={AWAITED[0].name}&amp;" in part)
    assert all(f"kpi={kpi.name}&amp;" in last for kpi in AWAITED)
    assert not any(f"kpi={kpi.name}&amp;" in last for kpi in KPIS)
