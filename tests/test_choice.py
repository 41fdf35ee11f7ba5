"""The one choice of a visit: what the link names stands on every page, what is looked at together is
the same everywhere, and each page says what it is."""

import re
from contextlib import closing
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from data.database.connection import Database
from data.kinds.catalog import COMPLAINT
from data.uploads.store import add
from data.uploads.typed import typed_rows
from i18n import translator
from metrics.answers.answer import Answer, ask, row_at
from metrics.answers.pooled import windowed
from metrics.catalog import KPIS, kpi_named
from metrics.periods import Period, last_whole_month
from metrics.sums.query import Query
from metrics.voice.scores import over, query_for
from metrics.voice.span import Span, span_ending
from metrics.window import TimeWindow
from tests.conftest import ROOT, company_copied
from tests.test_pages import opened, words
from ui.parts import st

PLACED = ("overview", "kpi", "compare", "voice")
OCTOBER, TODAY, OLDEST = date(2026, 10, 1), date(2026, 11, 29), date(2023, 11, 1)


@pytest.fixture(scope="module")
def copy(full_file, tmp_path_factory):
    return company_copied(full_file, tmp_path_factory.mktemp("chosen"))


@pytest.fixture
def looked_at(copy, monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(copy))


def to(app: AppTest, page: str, **link: str) -> AppTest:
    """Another page of the visit: by the menu, or by a link that names something."""
    app.switch_page(str(ROOT / "pages" / f"{page}.py"))
    app.query_params.clear()
    app.query_params.update(link)
    app.run()
    assert not app.exception, app.exception[0].stack_trace
    return app


def chosen(app: AppTest, name: str) -> str:
    return app.selectbox(key=f"linked_{name}").value


def test_the_menu_drops_the_link_and_the_visit_keeps_it(looked_at):
    app = opened("overview", month="2026-08", store="Harbour Plaza", window="year")
    for page in ("kpi", "compare", "voice", "overview"):
        to(app, page)
        assert (chosen(app, "month"), chosen(app, "store")) == ("2026-08", "Harbour Plaza")
        assert app.query_params["window"] == "year", "also where the page does not ask for it"
    to(app, "definitions")
    assert app.query_params["store"] == "Harbour Plaza"
    assert chosen(to(app, "compare", kpi="praise", month="2026-09"), "month") == "2026-09"
    assert chosen(app, "store") == "Harbour Plaza", "a link that leaves it out"
    app.selectbox(key="linked_store").set_value("").run()
    assert chosen(to(app, "voice"), "store") == "" and "store" not in app.query_params


def test_training_follows_the_time_of_the_visit(looked_at, monkeypatch):
    """It opens with the time of all pages, of which whole quarters are shown; one that is chosen there
    stands elsewhere too, and the calendar year, which no other page has, is left alone by those."""
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "trainer")
    app = opened("training", month="2026-08")
    assert chosen(app, "window") == chosen(opened("compare", month="2026-08"), "window") == "month"
    assert "First attempts, Q2 2026" in words(app)
    app.selectbox(key="linked_window").set_value("year").run()
    assert "First attempts, Q3 2025 to Q2 2026" in words(app)
    app.selectbox(key="linked_window").set_value("24").run()
    assert "First attempts, Jul 2024 to Jun 2026" in words(app)
    assert chosen(to(app, "compare"), "window") == "24"
    app.selectbox(key="linked_window").set_value("2026-02").run()
    assert "First attempts, Q2 2026" in words(to(app, "training"))
    assert chosen(app, "window") == "2026-02"
    app.selectbox(key="linked_window").set_value("calendar").run()
    assert "First attempts, 2026 so far" in words(app)
    assert chosen(to(app, "compare"), "window") == "month"
    assert chosen(to(app, "training"), "window") == "calendar"


def test_the_bar_names_the_day_of_the_last_records(looked_at):
    [told] = [caption.value for caption in opened("kpi").caption if "Data to" in caption.value]
    last = re.fullmatch(r"Data to (\w+ \d+, 20\d\d)(; kinds missing: \d+)?", told)
    assert last and last[1].startswith(f"{last_whole_month(date.today()):%b} ")


def test_the_kpi_shown_at_first_has_records_and_the_link_names_it(pages_file):
    """Else the link would show another one once other records are there."""
    with closing(Database(pages_file)) as database:
        row = {"complaint_id": "1", "date": "2026-08-05", "store": "A"}
        add(database, typed_rows(COMPLAINT, [row], "complaints.csv", today=date(2026, 9, 1)))
    app = opened("kpi")
    first = next(kpi.name for kpi in KPIS if kpi.dataset is COMPLAINT)
    assert chosen(app, "kpi") == first and app.query_params["kpi"] == first
    assert "There are no records of “Customer satisfaction survey” yet" in words(
        to(app, "compare", kpi="csat")
    )


def test_a_step_back_finds_what_was_chosen_then(looked_at, monkeypatch):
    app = opened("compare", month="2026-08", store="Harbour Plaza")
    monkeypatch.setattr(st, "came_back", lambda: True)
    to(app, "compare", month="2026-08")
    assert (chosen(app, "month"), chosen(app, "store")) == ("2026-08", "")
    assert chosen(to(app, "compare"), "month") != "2026-08", "before anything was chosen"


def test_a_kpi_shows_a_longer_time_and_leaves_the_choice_alone(looked_at):
    app = opened("compare", window="quarter")
    assert chosen(to(app, "kpi"), "window") == "24", "three months are no line"
    assert chosen(to(app, "compare"), "window") == "quarter"
    app.selectbox(key="linked_window").set_value("2026-03").run()
    assert f"Mar 2026 to {last_whole_month(date.today()):%b %Y}" in words(app)
    assert chosen(to(app, "kpi"), "window") == "2026-03"


@pytest.mark.parametrize(
    "page",
    ("overview", "kpi", "compare", "voice", "mystery", "training", "operations", "culture"),
)
def test_every_page_names_its_period_and_places(page, looked_at):
    link = {} if page == "training" else {"region": "South"}
    app = opened(page, month="2026-08", **link)
    assert app.session_state["tab_title"].endswith(
        "Aug 2026" if page == "training" else "Aug 2026 · South"
    )
    bodies = [one.proto.body for one in app.get("html")]
    heads = [body for body in bodies if 'scd-finding"' in body or 'scd-evidence"' in body]
    told = re.sub("<[^>]+>", " ", "".join(heads))
    assert page == "training" or "Region: South" in told
    assert re.search("Aug 2026|August 2026|2026 so far", told)


def test_a_kpi_has_one_value_at_first_on_all_pages(sample, today):
    month, kpi = last_whole_month(today), kpi_named("csat")
    with sample.read() as reading:

        def asked(query: Query) -> Answer:
            return ask(reading, kpi, query, today)

        alone = asked(query_for(Span(month, 1), None)).rows.iloc[-1]
        together = windowed(asked, kpi, TimeWindow("month", month, today), None, ()).rows.iloc[0]
        span = span_ending(month, "month", today)
        voiced = row_at(over(asked(query_for(span, None)), span), 0)
    assert alone["n"] > 300 and alone["n"] == together["n"] == voiced["n"]
    assert alone["value"] == together["value"] == voiced["value"]


@pytest.mark.parametrize(
    "kpi, window, month, said",
    [
        ("csat", "month", OCTOBER, "Oct 2026"),
        ("csat", "quarter", OCTOBER, "Aug 2026 to Oct 2026"),
        ("csat", "year", OCTOBER, "Nov 2025 to Oct 2026"),
        ("csat", "all", OCTOBER, "Nov 2023 to Oct 2026"),
        ("csat", "2026-07", OCTOBER, "Jul 2026 to Oct 2026"),
        ("csat", "2026-11", OCTOBER, "Oct 2026"),
        ("csat", "month", date(2026, 11, 1), "Oct 2026"),
        ("csat", "quarter", date(2026, 11, 1), "Aug 2026 to Oct 2026"),
        ("mystery_score", "month", OCTOBER, "Q3 2026"),
        ("mystery_score", "quarter", OCTOBER, "Q3 2026"),
        ("mystery_score", "year", OCTOBER, "Q4 2025 to Q3 2026"),
        ("mystery_score", "24", OCTOBER, "Oct 2024 to Sep 2026"),
        ("mystery_score", "2026-02", OCTOBER, "Apr 2026 to Sep 2026"),
        ("mystery_score", "2026-09", OCTOBER, "Q3 2026"),
        ("first_attempt_pass_rate", "all", OCTOBER, "Oct 2023 to Sep 2026"),
    ],
)
def test_what_is_added_up_is_whole_and_said(kpi, window, month, said, sample):
    asked: list[Query] = []
    with sample.read() as reading:

        def note(query: Query) -> Answer:
            asked.append(query)
            return ask(reading, kpi_named(kpi), query, TODAY)

        found = windowed(note, kpi_named(kpi), TimeWindow(window, month, TODAY, OLDEST), None, ())

    assert translator("en")("{p}", p=Period(found.query.start, found.query.grain)) == said
    assert asked[0].grain == kpi_named(kpi).dataset.compared_by
