"""The page of a KPI: boxes of stages with what targets were, layers in the link, what if, why, and
what is taken along."""

import io
import re
from dataclasses import replace
from datetime import date

import openpyxl
import pandas as pd
import pytest

from charts.scene import DEFAULT_LAYERS, LAYERS
from data.exports.book import book_bytes
from errors import Message
from i18n import translator
from metrics.catalog import KPIS, kpi_named
from metrics.comparisons.signals import process
from metrics.findings.process_words import process_finding
from metrics.targets.past import due_before, history_of, was
from metrics.targets.plans import Target
from metrics.targets.verdict import Now, Status, Verdict
from tests.test_charts import answer_of
from tests.test_pages import copy, looked_at, month_held_back, opened, words  # noqa: F401
from ui.kpi.layers import read_layers, write_layers
from ui.kpi.stages import distance

SAY = translator("en")
CSAT = kpi_named("csat")
DUE = date(2026, 12, 31)


def target(value=87.0, day=1, form="at_least", **more) -> Target:
    return Target("csat", "mid", form, DUE, date(2026, day, 1), value, **more)


def changed(*values: float) -> tuple[Target, ...]:
    return tuple(target(value, 1 + at) for at, value in enumerate(values))


@pytest.mark.parametrize(
    ("history", "said"),
    [
        (changed(87), None),
        (changed(87, 87), None),
        (changed(90, 87), "was at least 90%, lowered once"),
        (changed(90, 88, 87), "was at least 90%, lowered twice"),
        (changed(80, 82, 84, 87), "was at least 80%, raised 3 times"),
        (changed(90, 86, 87), "was at least 90%, changed twice"),
        (changed(90, 90, 87), "was at least 90%, lowered once"),
        (
            (target(20, form="change"), target(87, 2)),
            "was +20% against the baseline, changed once",
        ),
        (
            (target(80, form="between", value_high=85), target(80, 2, "between", value_high=90)),
            "was between 80% and 85%, changed once",
        ),
    ],
)
def test_a_target_says_what_it_was_and_how_often_it_was_changed(history, said):
    found = was(history_of(history, history[-1]))
    assert (found if found is None else SAY(found)) == said


def test_the_history_ends_with_the_target_itself_and_says_when_it_was_due_at_first():
    first, second, third = changed(90, 88, 87)
    assert history_of((first, second, third), second) == (first, second)
    moved = replace(second, due=date(2027, 6, 30), replaces=DUE)
    assert SAY(due_before(history_of((first, moved), moved))) == "at first due Dec 31, 2026"
    assert due_before((first, second)) is None
    assert history_of((), first) == (first,)


def verdict(goal=87.0, value=88.3, status=Status.OPEN, **more) -> Verdict:
    return Verdict(
        more.pop("target", target(goal)),
        status,
        Message("x"),
        goal,
        more.pop("high", None),
        period=date(2026, 10, 1),
        value=value,
        **more,
    )


ROW = pd.Series({"value": 91.0, "period": date(2026, 11, 1)})


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        (verdict(), "88.3% in Oct 2026: 1.3 percentage points better than the target"),
        (verdict(value=80), "80.0% in Oct 2026: 7.0 percentage points short of the target"),
        (
            verdict(10, 8, target=target(10, form="at_most"), better=-1),
            "8.0% in Oct 2026: 2.0 percentage points better than the target",
        ),
        (
            verdict(30, 12, target=target(30, form="count")),
            "12.0% up to Oct 2026: 18.0 percentage points short of the target",
        ),
        (verdict(value=86.98), "87.0% in Oct 2026: on the target to the decimal shown"),
        (verdict(80, 88.3, high=90), "88.3% in Oct 2026: inside the range"),
        (verdict(80, 90.04, high=90), "90.0% in Oct 2026: on the target to the decimal shown"),
        (verdict(80, 95, high=90), "95.0% in Oct 2026: 5.0 percentage points outside the range"),
        (
            verdict(status=Status.MET, now=Now.HOLDS),
            "91.0% in Nov 2026: 4.0 percentage points better than the target",
        ),
        (verdict(status=Status.NOT_ENOUGH), None),
        (verdict(status=Status.CANNOT), None),
        (verdict(None), None),
        (verdict(value=None), None),
    ],
)
def test_the_distance_to_a_target_is_said_where_a_value_may_be_set_against_it(stage, said):
    found = distance(CSAT, stage, ROW)
    assert (found if found is None else SAY(found)) == said


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("", {}),
        ("last_year,-pace", {"last_year": True, "pace": False}),
        ("targets,-last_year", {}),  # as they are anyway
        ("nonsense,-more,last_year", {"last_year": True}),
    ],
)
def test_the_link_has_the_layers_that_differ_from_the_default(written, found):
    assert read_layers(written, LAYERS, DEFAULT_LAYERS) == found
    assert read_layers(write_layers(found, LAYERS), LAYERS, DEFAULT_LAYERS) == found


RISEN = [80.0, 82.0, 81.0, 79.0, 80.0, 81.0, *[85.0, 86.0, 84.0, 85.0] * 3]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (RISEN, "12 of the last 12 months lie above the old level of 80.5%, the mean of the 6"),
        ([160 - value for value in RISEN], "12 of the last 12 months lie below the old level"),
        ([*RISEN[:-1], 80.0], "11 of the last 12 months lie above"),
        (RISEN[1:], None),  # five months are no level
        ([None if at == 9 else value for at, value in enumerate(RISEN)], None),
        (
            [79.0, None, *RISEN],
            "12 of the last 12 months with enough records lie above the old level of 80.3%, the "
            "mean of the 7 such months",
        ),
    ],
)
def test_a_manager_is_told_on_which_side_of_the_old_level_the_months_lie(values, said):
    told = SAY.sentences(process_finding(process(answer_of(values)), None))
    assert said in told if said else "old level" not in told


class _Sure:
    """A chance as a verdict has it."""

    def __init__(self, probability: float):
        self.probability, self.beyond = probability, False


@pytest.mark.parametrize(
    ("goal", "probability", "assurance"),
    [
        (60.0, 0.97, "will meet the target"),
        (60.0, 0.60, None),
        (99.0, 0.03, "will miss the target"),
        (99.0, 0.40, None),
        (81.0, 0.54, "may meet or miss"),
        (81.0, 0.85, None),
        (81.0, 0.15, None),
    ],
)
def test_what_the_process_does_to_the_target_is_not_said_against_the_chance(
    goal, probability, assurance
):
    stage = verdict(goal, chance=_Sure(probability))
    told = SAY.sentences(process_finding(process(answer_of([80.0, 82.0] * 12)), stage))
    assert assurance in told if assurance else "As it runs now" not in told


def test_a_workbook_has_numbers_as_numbers_and_no_formula():
    frame = pd.DataFrame(
        {
            "=Name": ["=1+1", "@x", None],
            "Value": [1.5, float("nan"), 3],
            "Day": [date(2026, 1, 2), None, None],
        }
    )
    content = book_bytes(frame, "a/b: [c]", (("Place", "=cmd()"), ("Target", "at least 87%")))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0][:2] == ["Place", "=cmd()"] and cells[1][:2] == ["Target", "at least 87%"]
    assert cells[3] == ["=Name", "Value", "Day"] and cells[4][:2] == ["=1+1", 1.5]
    assert cells[4][2].date() == date(2026, 1, 2) and cells[5][:2] == ["@x", None]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def bodies(app) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


@pytest.mark.xdist_group("looked at")
def test_the_page_tells_boxes_why_and_what_was_done_without_a_choice(looked_at):  # noqa: F811
    app = opened("kpi", kpi="csat", month=month_held_back())
    said = bodies(app)
    assert (
        said.count('<div class="scd-box">') == 3
        and "<details class=scd-fold><summary>Reasons" in said
    )
    assert "was at least 90%, lowered twice" in said and "width:" in said
    assert re.findall(r"<h2[^>]*>([^<]*)</h2>", said) == ["Why it is so", "What we did"]
    assert "Harbour Plaza holds the whole back most" in said
    assert "Yearly review of the targets" in said
    assert "months lie above the old level" in said
    offered = app.get("button_group")
    assert offered and "Whole company" not in str([group.options for group in offered])


@pytest.mark.xdist_group("looked at")
def test_what_if_the_target_were_another(looked_at):  # noqa: F811
    app = opened("kpi", kpi="csat")
    assert not app.number_input, "nothing is sent of what is closed"
    app.session_state["what_if"] = True
    app.run()
    (field,) = [one for one in app.number_input if one.key.startswith("what_if_csat")]
    before = bodies(app)
    assert before.count("Chance of meeting it<") >= 1
    field.set_value(99.0).run()
    assert not app.exception
    told = bodies(app).replace(before, "")
    assert "out of reach" in told and "at least 99%" in told
    field.set_value(60.0).run()
    assert "at least 60%" in bodies(app) and "▲ sure" in bodies(app)
    app.session_state["what_if"] = False
    app.run()
    assert "at least 60%" in bodies(app), "what was typed stays when it is closed"


@pytest.mark.xdist_group("looked at")
def test_the_link_draws_layers_and_goes_to_the_neighbours(looked_at):  # noqa: F811
    app = opened("kpi", kpi="csat", layers="last_year,-pace", store="Harbour Plaza")
    layers = next(group for group in app.get("button_group") if group.key == "linked_layers")
    assert "last_year" in layers.value and "pace" not in layers.value
    assert "company" in layers.value, "beside a unit stands the company"
    names = [kpi.name for kpi in KPIS]
    at = names.index("csat")
    app.button(key="kpi_step_1").click().run()
    assert app.query_params["kpi"] == names[at + 1]
    assert app.query_params["store"] == "Harbour Plaza"
    app.button(key="kpi_step_-1").click().run()
    assert not app.exception and app.selectbox(key="linked_kpi").value == "csat"


@pytest.mark.xdist_group("looked at")
def test_a_second_kpi_of_the_link_is_drawn_beside_it(looked_at):  # noqa: F811
    app = opened("kpi", kpi="csat", beside="mystery_score")
    (chart,) = app.get("plotly_chart")
    assert '"yaxis":"y2"' in chart.proto.spec.replace(" ", "")
    box = app.selectbox(key="linked_beside")
    assert box.value == "mystery_score" and "Customer satisfaction (CSAT)" not in box.options
    box.set_value("").run()
    assert not app.exception
    assert '"yaxis":"y2"' not in app.get("plotly_chart")[0].proto.spec.replace(" ", "")


@pytest.mark.xdist_group("looked at")
def test_what_units_do_is_told_of_a_month_or_of_a_quarter(looked_at):  # noqa: F811
    month, quarter = (
        words(opened("kpi", kpi="net_promoter_score", **link)) for link in ({}, {"why": "quarter"})
    )
    whole = r"What each does to the whole, "
    assert re.search(whole + r"[A-Z][a-z]{2} 20\d\d", month)
    assert re.search(whole + r"Q\d 20\d\d", quarter)
    visits = opened("kpi", kpi="mystery_score", why="month")
    assert re.search(whole + r"Q\d 20\d\d", words(visits)), "a month has too few visits"


@pytest.mark.xdist_group("looked at")
def test_another_store_holds_nothing_back_of_a_count(looked_at):  # noqa: F811
    said = words(opened("kpi", kpi="praise"))
    assert "What each does to the whole" not in said and "holds the whole back" not in said


@pytest.mark.xdist_group("looked at")
def test_a_value_without_its_answers_says_so_everywhere(looked_at):  # noqa: F811
    app = opened("kpi", kpi="brand_recognition")
    assert not app.exception
    said = bodies(app) + app.get("plotly_chart")[0].proto.spec
    assert "nobody says how many were asked" in said and "n not given" in said
    assert "n = 0" not in said and "0 answers" not in said
