"""The pages of targets and definitions as people use them: start a plan, change a target, withdraw it, look back."""

from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.database import Database
from data.inert import csv_bytes
from data.kinds import SURVEY, TARGET
from data.load import prepare
from data.options import Options
from data.store import add
from data.typed import typed_rows
from i18n import LANGUAGES, translator
from metrics.catalog import AWAITED, DECLARED, KPIS
from metrics.periods import add_months
from metrics.plans import PLANS, Target, in_force, targets
from ui.kept import forget
from ui.targets import VIEWS, as_file

ROOT = Path(__file__).resolve().parents[1]
THIS_MONTH = date.today().replace(day=1)
BEGAN = add_months(THIS_MONTH, -6)
CSAT = Target("csat", "short", "at_least", add_months(THIS_MONTH, 6), BEGAN, 90.0, baseline=80.0,
              baseline_date=BEGAN - timedelta(days=1), owner="<b>Nobody</b>", reason="Start")


@pytest.fixture
def company(tmp_path, monkeypatch) -> Database:
    """The database of the app: 83 of 100 customers satisfied last month, and one target."""
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(tmp_path / "x.duckdb"))
    forget()
    from ui.board import database
    opened = database()
    rows = "".join(f"{at},{add_months(THIS_MONTH, -1)},{5 if at < 83 else 2},North\n" for at in range(100))
    add(opened, prepare(f"response_id,date,overall,store\n{rows}".encode(), "a.csv", SURVEY, Options(scale="1-5")))
    add(opened, typed_rows(TARGET, [asdict(CSAT)], "typed"))
    yield opened
    opened.close()
    forget()


def page(name: str, language: str = "en", view: str = "", **link: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["lang"] = language
    app.run()
    app.switch_page(f"pages/{name}.py")
    for key, value in {"lang": language, **link}.items():
        app.query_params[key] = value
    if view:
        app.session_state["targets_view"] = view
    return ran(app.run())


def ran(app: AppTest) -> AppTest:
    assert not app.exception, app.exception[0].stack_trace
    return app


def stored(company: Database) -> tuple[Target, ...]:
    with company.read() as reading:
        return targets(reading)


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def test_the_table_says_where_each_target_stands(company):
    shown = html(page("targets"))
    assert "at least 90%" in shown and "80.0% on" in shown
    assert "◔ too early to tell, behind the pace" in shown
    assert "83.0% in" in shown and "behind the pace of" in shown
    assert "&lt;b&gt;Nobody&lt;/b&gt;" in shown and "<b>Nobody" not in shown


def test_the_link_names_the_month_that_is_looked_at(company):
    early = add_months(BEGAN, -2)
    add(company, prepare(f"response_id,date,overall\n1,{early},5\n".encode(), "b.csv", SURVEY, Options(scale="1-5")))
    assert "No targets are in force" in page("targets", as_of=f"{early:%Y-%m}").info[0].value
    assert "at least 90%" in html(page("targets", as_of=f"{add_months(THIS_MONTH, -1):%Y-%m}"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_opens_in_every_language(company, language):
    app = page("targets", language)
    for view in VIEWS:
        app.session_state["targets_view"] = view
        ran(app.run())


@pytest.mark.parametrize("plan", range(len(PLANS)))
def test_a_plan_is_previewed_and_stored(company, plan):
    app = page("targets", view="plan")
    app.selectbox(key="plan").set_value(plan)
    app.date_input(key="plan_start").set_value(THIS_MONTH)
    ran(app.run())
    assert len(app.dataframe[0].value) == len(PLANS[plan].lines)
    assert "1 targets in force are replaced" in app.warning[0].value, "the target of the first stage of satisfaction is named"
    assert "Customer satisfaction" in app.warning[0].value
    ran(app.button(key="plan_go").click().run())
    assert len(stored(company)) == 1 + len(PLANS[plan].lines)
    assert f"{len(PLANS[plan].lines)} targets are in force" in app.success[0].value
    assert "Records of this KPI are not collected here yet." in html(page("targets"))


def test_a_change_needs_a_reason_and_keeps_the_earlier_target(company):
    app = page("targets", view="edit", kpi="csat")
    value = next(box for box in app.number_input if box.label == "Value")
    assert value.value == 90.0
    value.set_value(95.0)
    ran(app.run())
    ran(app.button(key="edit_go").click().run())
    assert "Say why the target changes" in app.error[0].value
    assert len(stored(company)) == 1
    next(box for box in app.text_input if box.label == "Reason").set_value("Ahead of the plan")
    ran(app.run())
    ran(app.button(key="edit_go").click().run())
    first, second = stored(company)
    assert (first.value, second.value, second.date, second.reason) == (90, 95, date.today(), "Ahead of the plan")
    assert second.start == first.start, "a change does not restart the plan"


def test_nonsense_is_refused_in_words(company):
    for label, value, words in (("Value", 120.0, "outside 0"), ("Baseline", -5.0, "outside 0")):
        app = page("targets", view="edit", kpi="csat")
        next(box for box in app.number_input if box.label == label).set_value(value)
        next(box for box in app.text_input if box.label == "Reason").set_value("Why not")
        ran(app.run())
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
    assert asked["milestone"] == {"Reached on", "Evidence", "Due", "In force from", "Owner", "Reason"}


def test_a_new_target_needs_a_due_date(company):
    app = page("targets", view="edit", kpi="net_promoter_score")
    ran(app.button(key="edit_go").click().run())
    assert "Say when the target is due" in app.error[0].value
    next(box for box in app.number_input if box.label == "Value").set_value(40.0)
    next(box for box in app.date_input if box.label == "Due").set_value(date.today() + timedelta(days=200))
    ran(app.run())
    ran(app.button(key="edit_go").click().run())
    added = stored(company)[-1]
    assert (added.kpi, added.value, added.owner) == ("net_promoter_score", 40, "Marketing and customer service")


def test_a_withdrawn_target_is_gone_but_remembered(company):
    app = page("targets", view="withdraw")
    ran(app.button(key="withdraw_go").click().run())
    assert "Say why the target is withdrawn" in app.error[0].value
    app.text_input[0].set_value("Given up")
    ran(app.run())
    ran(app.button(key="withdraw_go").click().run())
    assert in_force(stored(company), date.today()) == ()
    assert "There is no target to withdraw" in app.info[0].value
    history = page("targets", view="history").dataframe[0].value
    assert list(history["Target"]) == ["withdrawn", "at least 90%"]
    assert list(history["Reason"]) == ["Given up", "Start"]
    assert history["Until"].iloc[1] == history["In force from"].iloc[0]


def test_targets_to_come_are_listed_apart(company):
    soon = replace(CSAT, stage="mid", date=date.today() + timedelta(days=30), baseline_date=None)
    add(company, typed_rows(TARGET, [asdict(soon)], "typed"))
    app = page("targets")
    assert "**In force later**" in [text.value for text in app.markdown]
    assert "in force from" in html(app)


def test_a_target_for_an_unknown_kpi_is_named(company):
    add(company, typed_rows(TARGET, [asdict(replace(CSAT, kpi="csta"))], "typed"))
    app = page("targets")
    assert "csta" in app.warning[0].value
    assert "at least 90%" in html(app)


def test_the_downloaded_file_can_be_uploaded_again(company):
    page("targets", view="file")
    prepared = prepare(csv_bytes(as_file(stored(company))), "targets.csv", TARGET, Options())
    assert prepared.checked.rejected == 0
    add(company, prepared)
    assert stored(company) == (CSAT,)


def test_the_link_names_the_kpi_that_is_defined(company):
    assert page("definitions", kpi="csat").subheader[0].value == "Customer satisfaction (CSAT)"


def test_each_kpi_is_defined(company):
    app = page("definitions")
    for kpi in DECLARED:
        ran(app.selectbox(key="linked_kpi").set_value(kpi.name).run())
        assert app.subheader[0].value == str(kpi.label)
        assert str(kpi.meaning) in [text.value for text in app.markdown]
        shown = html(app)
        assert f"<code>{kpi.name}</code>" in shown
        assert ("Numerator" in shown) == kpi.measured
        assert [block.language for block in app.code] == (["sql"] if kpi.measured else [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_lists_every_kpi_under_its_level(company, language):
    say = translator(language)
    app = page("definitions", language)
    assert app.subheader[-1].value == say("Records not collected yet")
    shown = [element.proto.body for element in app.get("html")]
    assert all(f"kpi={kpi.name}&amp;" in "".join(shown) for kpi in KPIS)
    last = next(part for part in shown if f"kpi={AWAITED[0].name}&amp;" in part)
    assert all(f"kpi={kpi.name}&amp;" in last for kpi in AWAITED)
    assert not any(f"kpi={kpi.name}&amp;" in last for kpi in KPIS)
