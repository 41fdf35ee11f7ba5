"""The customer voice page: every section, with data and without, in every language, and what it
keeps to itself."""

import re
import shutil
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest

from charts.theme import DARK, LIGHT
from charts.voice_bars import Bar, Piece, answer_bars, description
from charts.voice_drivers import drivers_map
from data.database.connection import Database
from data.kinds.catalog import NPS, SURVEY
from data.uploads.sample_company import OWN
from data.uploads.store import add
from data.uploads.typed import typed_rows
from i18n import LANGUAGES, N_, translator
from metrics.handed.keeping import KEEPING
from metrics.statistics.intervals import Interval
from metrics.voice.quadrant import DriverMap, Point, Quadrant
from tests.test_pages import opened, words

SECTIONS = ("scores", "comments", "drivers", "chain", "repurchase", "voices")
HOSTILE = (
    "<b>bold</b> **stars** $x$ :smile: \u202etxt [link](javascript:alert(1)) <img src=x "
    "onerror=alert(1)>"
)


def _use(path, monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(path))
    monkeypatch.delenv("SERVICE_CULTURE_ROLE", raising=False)


@pytest.fixture(scope="module")
def copy(sample, tmp_path_factory):
    return (
        Path(shutil.copytree(sample.path.parent, tmp_path_factory.mktemp("looked-at") / "copy"))
        / sample.path.name
    )


@pytest.fixture
def full(copy, monkeypatch):
    """The sample company for all who only look: what is kept for one is kept for the next, as on a
    server."""
    _use(copy, monkeypatch)


@pytest.fixture
def filled(tmp_path, monkeypatch, empty_file):
    def fill(comments: list[str], scores: Sequence[int] = ()) -> None:
        path = Path(shutil.copy(empty_file, tmp_path / "filled.duckdb"))
        database = Database(path, keeping=KEEPING)  # else the first page would add up all
        rows = [
            {
                "response_id": str(number),
                "date": f"2026-09-{1 + number % 28:02d}",
                "overall": scores[number] if scores else 5,
                "comment": text,
            }
            for number, text in enumerate(comments)
        ]
        add(database, typed_rows(SURVEY, rows, "survey.csv"))
        with database.write() as writing:
            writing.run("UPDATE state SET origin = ?", [OWN])
        database.close()
        _use(path, monkeypatch)

    return fill


@pytest.mark.parametrize("page", ["kpi", "voice"])
def test_an_empty_month_says_of_which_months_there_are_records(page, filled, tmp_path):
    filled(["kind"] * 3)
    rows = [{"response_id": "1", "date": "2026-02-03", "score": 9}]
    with closing(Database(tmp_path / "filled.duckdb", keeping=KEEPING)) as database:
        add(database, typed_rows(NPS, rows, "nps.csv"))
    choice = {"kpi": "csat", "month": "2026-02"} if page == "kpi" else {"view": "drivers"}
    app = opened(page, **{"month": "2026-02", **choice})
    nearest = "The nearest records of Customer satisfaction survey are of Sep 2026."
    assert nearest in [info.value for info in app.info]
    assert any("month=2026-09" in link.proto.query_string for link in app.get("page_link"))
    app.query_params["month"] = "2026-09"
    assert nearest not in words(app.run())


def heading(app) -> str:
    found = [element.proto.body for element in app.get("html") if "<h1" in element.proto.body]
    assert len(found) == 1
    return found[0]


def comments_shown(app) -> str:
    return next(
        (element.proto.body for element in app.get("html") if "scd-written" in element.proto.body),
        "",
    )


def themes_shown(app) -> str:
    return next(
        (element.proto.body for element in app.get("html") if "<table" in element.proto.body), ""
    )


@pytest.fixture(scope="module")
def sections(copy):
    """Every section of the sample company, each in one of the languages in turn."""
    with pytest.MonkeyPatch.context() as patch:
        _use(copy, patch)
        return {
            section: opened("voice", language, view=section)
            for section, language in zip(SECTIONS, cycle(LANGUAGES), strict=False)
        }


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_states_its_finding_first_and_once_and_names_nobody(sections, section):
    app = sections[section]
    charts = app.get("plotly_chart")
    assert len(heading(app)) > 60 and (charts or themes_shown(app))
    assert all(chart.proto.alt for chart in charts)
    said = words(app) + "".join(chart.proto.alt + chart.proto.spec for chart in charts)
    assert not re.search(r"\bE0\d{3}\b", said)


def test_without_records_it_says_what_to_upload(pages_file, monkeypatch):
    _use(pages_file, monkeypatch)
    app = opened("voice", "zh_Hans")
    assert app.info and not app.get("plotly_chart")


FEW = {"store": "Harbour Plaza", "segment": "Member", "month": "2023-11", "window": "month"}


@pytest.mark.parametrize("section", SECTIONS)
def test_months_without_answers_say_so(full, section):
    app = opened("voice", view=section, channel="App", **FEW)
    assert not app.warning and (app.info or heading(app))


def test_a_place_that_is_none_is_named_until_another_is_chosen(full):
    app = opened("voice", channel="Nowhere", **FEW)
    assert "Nowhere" in app.warning[0].value
    app.selectbox(key="linked_channel").set_value("App").run()
    assert not app.exception and not app.warning


def test_the_falling_store_is_in_the_finding_and_the_lowest_bar(full):
    app = opened("voice")
    assert "Clearly worse: Harbour Plaza" in heading(app)
    answers, units = app.get("plotly_chart")
    assert units.proto.alt.startswith("Harbour Plaza:") and "Recommendation:" in answers.proto.alt
    assert len(answers.proto.spec) + len(units.proto.spec) < 60_000


def test_a_filter_and_a_dimension_are_kept(full):
    app = opened("voice", by="channel", of="net_promoter_score", window="year")
    everyone = app.get("plotly_chart")[1].proto.alt
    app.selectbox(key="linked_region").select("South").run()
    assert everyone != app.get("plotly_chart")[1].proto.alt
    assert (
        app.selectbox(key="linked_by").value == "channel"
        and "Region" not in app.selectbox(key="linked_by").options
    )
    assert (
        "WeChat" in app.get("plotly_chart")[1].proto.alt
        and "10 " in app.get("plotly_chart")[1].proto.alt
    )


def test_only_the_choices_a_section_uses_are_offered(sections):
    asked = {section: {box.key for box in app.selectbox} for section, app in sections.items()}
    assert "linked_against" in asked["comments"] and "linked_against" not in asked["drivers"]
    assert "linked_window" in asked["drivers"] and "linked_window" not in asked["chain"]


def test_comments_are_found_by_word_theme_and_score(full):
    app = opened("voice", view="comments", theme="speed", felt="bottom")
    shown = comments_shown(app)
    assert shown.count("Waiting and speed") == shown.count("▼") > 0 and "▲" not in shown
    app = opened("voice", view="comments")
    assert comments_shown(app).count('dir="auto"') == 25
    app.text_input(key="voice_search").set_value("queue").run()
    found = re.findall(r'dir="auto"[^>]*>([^<]*)<', comments_shown(app))
    assert found and all("queue" in text.lower() for text in found)


def test_comments_are_shown_letter_by_letter(filled):
    filled([HOSTILE] + ["quite nice"] * 12)
    shown = comments_shown(opened("voice", view="comments"))
    assert (
        "&lt;img src=x onerror=alert(1)&gt;" in shown
        and "<img" not in shown
        and "<b>bold" not in shown
        and "\u202e" not in shown
    )


def test_few_comments_are_read_only_by_those_who_may_see_people(filled, monkeypatch):
    filled(["only mine, so slow"] * 9 + ["没有", "无", "n/a", "-"])
    app = opened("voice", view="comments")
    assert "from 10 comments on in which something is said" in words(
        app
    ) and "here there are 9." in words(app)
    assert (
        "only mine" not in comments_shown(app)
        and not themes_shown(app)
        and "Speed" not in words(app)
    )
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "committee")
    assert "only mine" in comments_shown(opened("voice", view="comments"))


def test_themes_of_a_store_are_ranked_by_cost_beside_the_rest_and_the_time_before(full):
    app = opened("voice", view="comments", store="Harbour Plaza", window="year", against="before")
    table = themes_shown(app)
    sizes = [
        float(size.replace("\u2212", "-"))
        for size in re.findall(r"[▼▲●] ([+\u2212]?[\d.]+) percentage points", table)
    ]
    assert "What costs Customer satisfaction (CSAT) most: “Attitude and manners”" in heading(app)
    assert sizes == sorted(sizes) and sizes[0] < 0 and len(sizes) > 3
    assert table.count("elsewhere ") > 3 and table.count("before ") > 3
    assert "Before and changes: Oct 2024 to Sep 2025." in words(app)
    assert "elsewhere" not in themes_shown(opened("voice", view="comments", window="year"))


def test_quotes_of_a_theme_are_of_the_dissatisfied_and_masked(filled):
    nice, slow = [("quite nice", 5)] * 12, [("slow", 1)] * 10
    told = [*nice, *slow, ("slow but fine", 5), ("so slow, ring 13800000000", 1)]
    filled([text for text, _ in told], [score for _, score in told])
    table = themes_shown(opened("voice", view="comments"))
    assert table.count("<q ") == 3 and "slow but fine" not in table
    assert "ring [phone]" in table and "13800000000" not in table


def test_where_no_theme_is_shown_nothing_is_downloaded_and_it_says_so(filled):
    filled(["qwx zvk blop"] * 15)
    app = opened("voice", view="comments")
    app.session_state["voice_themes_fold"] = True
    app.run()
    keys = {button.proto.id.rsplit("-", 1)[-1] for button in app.get("download_button")}
    assert "voice_themes_file" not in keys and "No theme is shown here" in words(app)


@pytest.mark.parametrize("language", ["zh_Hant"])
def test_personal_details_are_masked_and_not_found_by_those_who_may_not_see_people(
    filled, monkeypatch, language
):
    filled(
        ["ring 13800000000, order 20260901123456", "badge no. E0099 shouted"] + ["quite nice"] * 12
    )
    say = translator(language)
    app = opened("voice", language, view="comments")
    shown = comments_shown(app)
    assert (
        f"ring {say('[phone]')}, order 20260901123456" in shown
        and "13800000000" not in shown
        and "E0099" not in shown
    )
    assert say("[staff number]") in shown
    app.text_input(key="voice_search").set_value("1380000").run()
    assert "ring" not in comments_shown(app) and say(
        "No comment fits. Search for less, or choose another theme or score."
    ) in words(app)
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "committee")
    app.run()
    assert "ring 13800000000" in comments_shown(app)


def test_an_answer_without_ratings_has_no_driver_model(filled):
    filled(["fine"] * 20)
    assert "Not enough answers for a driver model" in heading(opened("voice", view="drivers"))


def _typed(app, theme: str, term: str, action: str):
    app.session_state["voice_dictionary"] = True
    app.run()
    app.selectbox(key="voice_theme").select(theme).run()
    app.text_input(key="voice_term_text").set_value(term)
    app.selectbox(key="voice_term_action").set_value(action)
    next(button for button in app.button if button.label == "Store").click()
    return app.run()


def test_a_term_typed_here_recodes_all_comments(filled):
    filled(["quite nice zorb"] * 40)
    app = opened("voice", view="comments")
    assert "of which 100.0% speak of no theme" in words(app)
    app = _typed(app, "attitude", "zorb", "yes")
    assert not app.exception and "“zorb” now belongs to the theme" in re.sub(
        r"\\", "", app.success[0].value
    )
    assert app.text_input(key="voice_term_text").value == ""
    assert "of which 0.0% speak of no theme" in words(app) and "Attitude and manners" in heading(
        app
    )
    refused = _typed(opened("voice", view="comments"), "attitude", "zorb", "yes")
    assert "already belongs to this theme" in re.sub(r"\\", "", refused.error[0].value)
    gone = _typed(opened("voice", view="comments"), "attitude", "zorb", "no")
    assert "of which 100.0% speak of no theme" in words(gone)


BARS = [
    Bar(
        "All",
        "80%, n 200",
        tuple(
            Piece(str(answer), 40, side)
            for answer, side in ((1, -1), (2, -1), (3, 0), (4, 1), (5, 1))
        ),
    ),
    Bar(
        "A <b>name</b> that is much too long for any place beside a bar of answers",
        "–",
        (Piece("dissatisfied", 0, -1), Piece("satisfied", 0, 1)),
        enough=False,
    ),
]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("narrow", [False, True])
def test_bars_add_up_and_names_are_safe(palette, narrow):
    figure = answer_bars(BARS, translator("en"), palette, narrow).to_plotly_json()
    assert (
        sum(trace["x"][0] for trace in figure["data"]) == pytest.approx(100)
        and len(figure["data"]) == 5
    )
    assert (
        figure["data"][0]["marker"]["color"][0] == palette.worse
        and figure["data"][4]["marker"]["color"][0] == palette.better
    )
    assert "<b>name" not in str(figure) and "1 20%, 2 20%" in description(BARS, translator("en"))


def test_an_undecided_driver_is_hollow():
    point = Point(
        "speed", 100, 0.8, Interval(0.75, 0.85), 0.5, Interval(0.4, 0.6), Quadrant.UNDECIDED
    )
    told = replace(point, name="attitude", quadrant=Quadrant.IMPROVE)
    labels = {"speed": N_("Response speed"), "attitude": N_("Service attitude")}
    figure = drivers_map(
        DriverMap((point, told), 0.8, 0.5), labels, translator("en"), LIGHT
    ).to_plotly_json()
    hollow, full_dot = [
        trace["marker"]["color"] for trace in figure["data"] if trace["mode"] == "markers"
    ]
    assert hollow == LIGHT.surface and full_dot == LIGHT.worse
