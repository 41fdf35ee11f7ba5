"""The mystery-shopper page: its finding first, every part in every language, names only for those
who may see them."""

import json
import re
import shutil
from datetime import date
from itertools import cycle

import pandas as pd
import pytest

from charts.funnel import thinned
from charts.mystery import Estimated, Estimates, composite_course, estimates
from charts.theme import DARK, LIGHT
from data.database.connection import Database
from data.kinds.catalog import kind_named
from i18n import LANGUAGES, translator
from metrics.answers.answer import Answer
from metrics.catalog import SCORE, kpi_named
from metrics.comparisons.units import Standing
from metrics.handed.keeping import KEEPING
from metrics.mystery.records import honours
from metrics.periods import add_months
from metrics.snapshot import forget
from metrics.sums.query import Query
from tests.conftest import company_copied
from tests.test_pages import opened, seen, words
from ui.mystery.page import SECTIONS
from ui.state.board import database

_PERSON = re.compile(r"\bE0\d{3}\b|\bS(?:0\d|1[0-4])\b")


@pytest.fixture(scope="module")
def looked_at(full_file, tmp_path_factory):
    """One server's state for all tests that only look."""
    return company_copied(full_file, tmp_path_factory.mktemp("looked-at"))


@pytest.fixture
def full(looked_at, monkeypatch):
    monkeypatch.delenv("SERVICE_CULTURE_ROLE", raising=False)
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(looked_at))
    return looked_at


def everything(app) -> str:
    """All words and all cells of tables."""
    return "\n".join([words(app), *(str(frame.value.to_dict()) for frame in app.dataframe)])


def heading(app) -> str:
    found = [
        element.proto.body
        for element in app.get("html")
        if "<h1" in element.proto.body and "scd-finding" in element.proto.body
    ]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("language", ["zh_Hant"])
def test_the_falling_store_stands_in_the_title(full, language):
    app = seen("mystery", language)
    assert "Harbour Plaza" in heading(app) and len(app.get("plotly_chart")) == 2


# each in one of the languages in turn
@pytest.mark.parametrize("role", [None, "committee"])
@pytest.mark.parametrize(("show", "language"), list(zip(SECTIONS, cycle(LANGUAGES), strict=False)))
def test_every_part_opens_and_names_people_only_for_the_role(
    full, monkeypatch, show, language, role
):
    if role:
        monkeypatch.setenv("SERVICE_CULTURE_ROLE", role)
    app = seen("mystery", language, show=show)
    assert heading(app) and app.segmented_control(key="linked_show").value == show
    assert bool(_PERSON.search(everything(app))) is (role is not None and show == "stars")
    if role is None and show == "stars":
        assert "SERVICE_CULTURE_ROLE" in words(app) and not app.dataframe, (
            "nor is it told how many stars a month had"
        )


def test_the_item_most_failed_leads_to_its_course(full):
    said = words(seen("mystery", show="checklist"))
    assert (
        "“Asks whether anything else is needed” fails most" in said
        and "服务意识" in said
        and "Attitude 2" in said
    )


def test_visits_are_planned_per_unit_of_choice(full):
    app = opened("mystery", show="visits")
    assert "24 stores" in words(app)
    app.selectbox(key="linked_per").select("department").run()
    assert "5 departments" in words(app) and not app.exception


@pytest.mark.parametrize("language", ["zh_Hans"])
def test_a_visit_of_the_month_is_opened_from_the_list_and_by_its_link(full, language):
    say = translator(language)
    app = opened("mystery", language, show="visits")
    box = app.selectbox(key="linked_visit")
    assert box.value == "" and len(box.options) == 34, "33 visits, and none"
    first = box.options[1]
    box.select_index(1).run()
    shown = next(one.proto.body for one in app.get("html") if "scd-seen" in one.proto.body)
    assert first.split(" · ")[0] in shown and "▼" in shown and "<h3" in shown
    costs = [float(cost) for cost in re.findall(r"▼ ([\d.]+)<", shown)]
    told = say(
        "Points lost are those of the composite under the weights in force on that day: {lost} of "
        "100, so the composite is {value}.",
        lost="(.+)",
        value=".+",
    )
    lost = next(found for text in app.caption if (found := re.fullmatch(told, text.value)))
    assert float(lost[1]) == pytest.approx(sum(costs), abs=0.05 * (len(costs) + 1))
    named = app.query_params["visit"]
    linked = named if isinstance(named, str) else named[0]
    again = opened("mystery", language, show="visits", visit=linked, month="2025-12")
    assert any(shown == one.proto.body for one in again.get("html")), "of another month, too"
    unknown = opened("mystery", language, show="visits", visit="nothing")
    assert unknown.selectbox(key="linked_visit").value == ""


def test_places_too_small_to_compare_are_said_not_shown(full):
    for show in SECTIONS:
        assert heading(opened("mystery", show=show, department="Sales", region="North"))
    assert heading(opened("mystery", channel="Phone"))


def test_few_visits_are_called_visits(full):
    said = words(opened("kpi", kpi="mystery_score", store="Harbour Plaza"))
    assert "visits are too few to judge" in said and "answers are too few" not in said


def test_the_first_month_has_nothing_before_it(full):
    app = opened("mystery")
    first = app.selectbox(key="linked_month").options[-1]
    app.selectbox(key="linked_month").select_index(
        len(app.selectbox(key="linked_month").options) - 1
    ).run()
    assert not app.exception and first in heading(app)


@pytest.fixture
def own_copy(full_file, tmp_path, monkeypatch):
    path = company_copied(full_file, tmp_path)
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(path))
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "committee")
    forget()
    yield path
    forget()


def submit(app, employee: str, reason: str):
    app.selectbox(key="mystery_star_employee").select(employee)
    app.radio(key="mystery_star_honour").set_value("year")
    app.text_input(key="mystery_star_reason").set_value(reason)
    app.button(key="mystery_star_go").click().run()
    assert not app.exception, app.exception[0].stack_trace
    return app


def test_the_committee_names_with_a_reason(own_copy):
    app = opened("mystery", show="stars")
    employee = app.selectbox(key="mystery_star_employee").options[0]
    assert "Say why" in words(submit(app, employee, " "))
    assert app.selectbox(key="mystery_star_employee").value == employee, "what was chosen stays"
    said = submit(app, employee, "Stayed calm with <b>three</b> angry guests")
    assert any("Stored" in element.value for element in said.success)
    assert said.text_input(key="mystery_star_reason").value == ""
    assert "Stayed calm" in everything(said)
    assert "already has this honour" in words(submit(said, employee, "once more"))
    with database().read() as reading:
        stored = honours(reading)
    mine = stored[(stored["honour"] == "year") & stored["reason"].str.startswith("Stayed calm")]
    assert mine["employee"].tolist() == [employee]


def test_a_new_weight_starts_the_series_anew(own_copy):
    app = opened("mystery", show="checklist")
    app.number_input(key="mystery_weight").set_value(3.0)
    app.date_input(key="mystery_weight_day").set_value(add_months(date.today().replace(day=1), -4))
    app.button(key="mystery_weight_go").click().run()
    assert "Say why the weight changes" in words(app)
    app.text_input(key="mystery_weight_reason").set_value("Committee of autumn")
    app.button(key="mystery_weight_go").click().run()
    assert not app.exception and "Committee of autumn" in words(app) and "Attitude 3" in words(app)
    assert app.text_input(key="mystery_weight_reason").value == ""
    figure = json.loads(app.get("plotly_chart")[0].proto.spec)
    assert len(figure["layout"]["shapes"]) == 1


def test_an_empty_page_says_what_to_upload(pages_file):
    app = opened("mystery")
    assert len(app.info) == 1 and not app.get("plotly_chart")


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("narrow", [False, True])
def test_estimates_are_drawn_with_names_that_cannot_do_harm(palette, narrow):
    rows = [
        Estimated(
            "<img src=x> Harbour Plaza with a very long name", 81, 78, 84, 79, 12, strong=True
        ),
        Estimated("B", 90, 85, 95, 96, 2, pale=True),
    ]
    figure = estimates(
        Estimates(rows, SCORE, 86, "95% interval"), translator("en"), palette, narrow
    ).to_plotly_json()
    dots = figure["data"][-1]
    assert dots["x"] == [81, 90] and dots["marker"]["color"] == [palette.worse, palette.surface]
    assert "<img" not in json.dumps(figure) and figure["layout"]["yaxis"]["ticktext"][0].endswith(
        "…"
    )


def test_inspections_with_one_score_each_show_their_sites(
    shared, tmp_path, monkeypatch, empty_file
):
    """A public file of a food authority: years, sites and one score."""
    from data.reading.options import Options
    from data.uploads.prepare import prepare
    from data.uploads.store import add

    monkeypatch.setenv("SERVICE_CULTURE_DB", str(tmp_path / "sites.duckdb"))
    forget()
    path = shared / "real" / "inspection" / "restaurant_inspections_anchorage.csv"
    options = Options(
        match={"inspection_score": "overall", "business_name": "store", "Year": "date"}
    )
    own = Database(shutil.copy(empty_file, tmp_path / "sites.duckdb"), keeping=KEEPING)
    add(own, prepare(path.read_bytes(), path.name, kind_named("mystery_visit"), options))
    own.close()
    sites = opened("mystery", month="2019-12")
    assert (
        "Mystery shoppers gave 94.9 in Dec 2019." in heading(sites)
        and len(sites.get("plotly_chart")) == 2
    )
    compared = opened("compare", kpi="mystery_score", by="store", month="2019-12")
    assert "none of the 25 units" in heading(compared) and len(compared.get("plotly_chart")) == 2


@pytest.mark.parametrize("role", ["", "trainer"])
def test_checklists_alone_are_shown_though_they_make_no_kpi(
    tmp_path, monkeypatch, empty_file, role
):
    from data.uploads.store import add
    from data.uploads.typed import typed_rows

    monkeypatch.setenv("SERVICE_CULTURE_DB", str(tmp_path / "lists.duckdb"))
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", role)
    forget()
    own = Database(shutil.copy(empty_file, tmp_path / "lists.duckdb"), keeping=KEEPING)
    add(
        own,
        typed_rows(
            kind_named("mystery_item"),
            [
                {
                    "visit_id": str(at),
                    "date": "2026-08-03",
                    "store": "A",
                    "section": "Attitude",
                    "item": "Greets",
                    "earned": float(at % 2),
                    "available": 1.0,
                }
                for at in range(8)
            ],
            "typed",
        ),
    )
    own.close()
    for show in SECTIONS:
        app = seen("mystery", show=show)
        assert "No mystery visit was recorded in Aug 2026." in heading(app), show
    assert "“Greets” fails most: it lost points in 50% of the 8 times" in words(
        seen("mystery", show="checklist")
    )


def test_a_thinned_funnel_keeps_whoever_lies_outside():
    kpi = kpi_named("mystery_score")
    rows = pd.DataFrame(
        {
            "group": [f"S{at:03d}" for at in range(400)],
            "value": [float(at % 97) for at in range(400)],
        }
    )
    units = rows.assign(side=[-1 if at in (17, 300) else 0 for at in range(400)])
    found = Standing(Answer(kpi, Query(by="store"), rows), 50, units, None)
    kept = set(thinned(found, 50).answer.rows["group"])
    assert {"S017", "S300"} <= kept and 40 < len(kept) <= 52 and thinned(found, 400) is found


def test_a_change_of_weights_breaks_the_line():
    months = [(date(2026, at, 1), int(at > 6), 80.0 + at) for at in range(3, 10)]
    figure = composite_course(months, SCORE, translator("en"), LIGHT).to_plotly_json()
    assert [len(trace["x"]) for trace in figure["data"]] == [4, 3] and len(
        figure["layout"]["shapes"]
    ) == 1
