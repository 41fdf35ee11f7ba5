"""The page that compares units: what it says, what it draws, and that it never ranks."""

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from charts.consistency import consistency_course
from charts.funnel import funnel, table
from charts.split import Reference, split
from charts.theme import DARK, LIGHT
from i18n import LANGUAGES, translator
from metrics.answers.answer import ask
from metrics.answers.pooled import latest_quarter, pooled, quarters_query
from metrics.catalog import kpi_named
from metrics.comparisons.channels import course
from metrics.comparisons.units import standing
from metrics.periods import add_months
from metrics.snapshot import forget
from metrics.statistics.funnel import OUTER
from tests.conftest import company_copied
from tests.test_charts import split_answer
from tests.test_pages import opened, words
from ui.parts import answer_table


@pytest.fixture(scope="module")
def copy(full_file, tmp_path_factory):
    forget()
    return company_copied(full_file, tmp_path_factory.mktemp("looked-at"))


@pytest.fixture
def full(copy, monkeypatch):
    """The sample company for all who only look: what is kept for one is kept for the next, as on a
    server."""
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(copy))


def headings(app) -> list[str]:
    return [
        element.proto.body
        for element in app.get("html")
        if "scd-finding" in element.proto.body and "<h1" in element.proto.body
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_states_its_finding_first_and_once(full, language):
    app = opened("compare", language)
    assert len(headings(app)) == 1 and len(app.get("plotly_chart")) == 3


def test_a_falling_store_is_named_and_the_table_is_by_name(full):
    app = opened("compare", kpi="net_promoter_score", by="store", window="year")
    assert "Harbour Plaza (below)" in headings(app)[0]
    assert not app.dataframe, "the table is made once it is opened"
    app.session_state["compare_table"] = True
    shown = app.run().dataframe[0].value
    assert shown.iloc[:, 0].tolist() == sorted(shown.iloc[:, 0]) and not {
        "Rank",
        "Place",
        "#",
    } & set(shown.columns)
    reading = dict(zip(shown.iloc[:, 0], shown["Against the whole"], strict=True))
    assert (
        reading["Harbour Plaza"] == "below by more than chance"
        and "cannot be told apart from the whole" in reading.values()
    )


def test_the_company_s_target_is_drawn_beside_its_units(full):
    assert "Target" in opened("compare").get("plotly_chart")[0].proto.spec
    assert (
        "Target" not in opened("compare", kpi="satisfaction_mean").get("plotly_chart")[0].proto.spec
    )


def parts_told(app) -> list[str]:
    return [one.proto.body for one in app.get("html") if "scd-parts" in one.proto.body]


def test_what_each_unit_does_to_the_whole_is_told_with_its_part_in_the_change(full):
    app = opened("compare", kpi="net_promoter_score", window="quarter")
    [told] = parts_told(app)
    assert "Harbour Plaza holds the whole back most" in told and "<h2" in told
    assert "Part in the change against" in told
    app.session_state["compare_table"] = True
    units, parts = (frame.value for frame in app.run().dataframe)
    value, change = (units.columns.get_loc(name) for name in ("Value", _starts(units, "Change")))
    assert units.iloc[:, change].str.contains("to").sum() > 5
    first = {
        name: float(text.split()[0].replace("\u2212", "-"))
        for name, text in zip(
            parts.iloc[:, 0], parts[_starts(parts, "Does to the level")], strict=True
        )
    }
    assert abs(sum(first.values())) < 0.05 * len(first), "all units together come to 0"
    assert first["Harbour Plaza"] == min(first.values()) and value < change


def _starts(table: pd.DataFrame, word: str) -> str:
    return next(name for name in table.columns if name.startswith(word))


@pytest.mark.parametrize("window", ["all", "24", "2024-01"])
def test_more_than_a_year_is_not_compared_with_a_part_of_itself(full, window):
    [told] = parts_told(opened("compare", window=window))
    assert "Does to the level" in told and "Part in the change" not in told


def test_other_weights_of_the_committee_are_no_change_of_a_unit(full):
    """The sample's committee let attitude count double from November 2025 on."""
    [told] = parts_told(opened("compare", kpi="mystery_score", month="2026-09"))
    assert "Part in the change" not in told
    [told] = parts_told(opened("compare", kpi="mystery_attitude", month="2026-09"))
    assert "Part in the change" in told


def test_what_each_does_can_be_left_out(full):
    assert not parts_told(opened("compare", drawn="-parts"))


def test_the_units_are_taken_along_with_place_and_target(full, monkeypatch):
    files = []
    monkeypatch.setattr(
        answer_table.st, "download_button", lambda label, data, *_, **__: files.append(data)
    )
    app = opened("compare", region="South")
    app.session_state["compare_table"] = True
    app.run()
    [units] = [data for data in files if isinstance(data, bytes)]
    lines = units.decode("utf-8-sig").splitlines()
    assert "Place" in lines[0] and "Targets" not in lines[0], "the region has none"
    assert all("Region: South" in line for line in lines[1:])


def test_a_pair_in_the_link_is_compared(full):
    said = words(opened("compare", by="region", first="South", second="North"))
    assert "between South and North" in said or ("South lies" in said and "North" in said)


def test_what_is_drawn_stands_in_the_link(full):
    everything = opened("compare")
    assert len(everything.get("plotly_chart")) == 3 and "drawn" not in everything.query_params
    some = opened("compare", drawn="-funnel,-pair,-nonsense")
    drawn = {chart.proto.id.rsplit("-", 1)[-1] for chart in some.get("plotly_chart")}
    assert drawn == {"units", "consistency"} and "linked_first" not in {
        box.key for box in some.selectbox
    }
    bare = opened("compare", drawn="-target")
    assert "Target" in everything.get("plotly_chart")[0].proto.spec
    assert "Target" not in bare.get("plotly_chart")[0].proto.spec
    assert bare.query_params["drawn"] in ("-target", ["-target"])


def test_the_same_unit_twice_is_no_pair(full):
    assert "Choose two different ones." in words(
        opened("compare", by="region", first="South", second="South")
    )


def test_a_filter_changes_what_the_units_are_compared_with(full):
    app = opened("compare")
    assert "the company" in headings(app)[0]
    app.selectbox(key="linked_region").select("South").run()
    assert "units" in headings(app)[0] and "the company" not in headings(app)[0]
    assert "Region" not in app.selectbox(key="linked_by").options


def test_a_filter_that_the_kpi_lacks_says_so(full):
    app = opened("compare", kpi="first_attempt_pass_rate")
    app.selectbox(key="linked_channel").select("App").run()
    assert "not recorded by this filter" in words(app) and not headings(app)


def test_visits_too_few_to_compare_stores_are_pale_and_said(full):
    app = opened("compare", kpi="mystery_score", by="store")
    assert "fewer than 6 results" in words(app)


@pytest.fixture(scope="module")
def stores(sample, today):
    kpi = kpi_named("csat")
    last = latest_quarter(kpi, add_months(today, -1), today)
    with sample.read() as reading:

        def asked(query):
            return ask(reading, kpi, query, today)

        found = standing(*(pooled(asked, "year", last, by, ()) for by in ("store", None)))
        return found, course(asked(quarters_query(add_months(last, -21), last, "channel", ())))


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("narrow", [False, True])
def test_the_funnel_draws_every_unit_and_its_limits(stores, palette, narrow):
    found, _ = stores
    figure = funnel(found, translator("en"), palette, narrow).to_plotly_json()
    dots = [trace for trace in figure["data"] if trace["mode"] == "markers"]
    assert sum(len(trace["x"]) for trace in dots) == len(found.units)
    outer = [trace for trace in figure["data"] if trace["mode"] == "lines"][-2:]
    low, high = found.limits(np.array(outer[0]["x"]), OUTER)
    assert outer[0]["y"] == pytest.approx(low, abs=1e-3) and outer[1]["y"] == pytest.approx(
        high, abs=1e-3
    )
    named = {note["text"] for note in figure["layout"]["annotations"]}
    assert (
        set(found.outside["group"]) <= named
        and not set(found.units["group"]) - set(found.outside["group"]) & named
    )
    assert len(json.dumps(figure)) < 60_000


def test_few_answers_are_hollow_and_have_no_side(stores):
    found, _ = stores
    rows = found.answer.rows.copy()
    rows.loc[rows.index[:2], ["n", "enough"]] = [12.0, False]
    pale = standing(type(found.answer)(found.answer.kpi, found.answer.query, rows), _whole(found))
    markers = [
        trace["marker"]
        for trace in funnel(pale, translator("en"), LIGHT).to_plotly_json()["data"]
        if trace["mode"] == "markers"
    ]
    assert [marker for marker in markers if marker["color"] == LIGHT.surface and "line" in marker]
    few = table(pale, translator("en"))["Against the whole"]
    assert few[few.str.startswith("few cases")].size == 2


def test_a_unit_that_differs_looks_alike_in_both_pictures(stores):
    found, _ = stores
    units = found.units.assign(side=[1, -1, -1, *[0] * (len(found.units) - 3)])
    found, sides = (
        replace(found, units=units),
        dict(zip(units["group"], units["side"], strict=True)),
    )
    pictures = [
        split(found.answer, Reference(sides=sides), translator("en"), LIGHT),
        funnel(found, translator("en"), LIGHT),
    ]
    marked = [
        {
            (trace["marker"]["symbol"], trace["marker"]["color"]): len(trace["x"])
            for trace in picture.to_plotly_json()["data"]
            if trace.get("mode") == "markers" and "symbol" in trace["marker"]
        }
        for picture in pictures
    ]
    assert marked[0] == marked[1] and sum(marked[0].values()) == len(found.outside)


def _whole(found):
    rows = found.answer.rows.head(1).assign(group=None, value=found.whole)
    return type(found.answer)(found.answer.kpi, found.answer.query, rows)


def test_the_spread_is_drawn_for_every_quarter(stores):
    _, quarters = stores
    figure = consistency_course(quarters, translator("en"), LIGHT).to_plotly_json()
    assert [len(trace["x"]) for trace in figure["data"]] == [
        3 * len(quarters),
        len(quarters),
        len(quarters),
    ]
    assert figure["layout"]["yaxis"]["range"][1] >= max(one.spread.raw for one in quarters)
    assert len(quarters) == 8 and quarters[0].period < date(2026, 9, 1)


def test_a_download_says_of_which_day_held_values_are(monkeypatch):
    files = []
    monkeypatch.setattr(
        answer_table.st,
        "download_button",
        lambda label, content, *given, **named: files.append(content.decode()),
        raising=False,
    )
    answer = split_answer({"A": ([80.0, 81.0], 400.0), "B": ([70.0, 71.0], 400.0)})
    for days in ([None] * 4, [None, None, None, date(2026, 5, 4)]):
        rows = answer.rows.assign(since=pd.Series(days, dtype=object))
        answer_table.draw_file(replace(answer, rows=rows), "Store", "file", translator("en"))
    assert "As of" not in files[0] and '"As of"' in files[1] and files[1].count("2026-05-04") == 1
