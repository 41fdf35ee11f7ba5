"""The page Service operations: every part in every language, and sentences that have to be true where
files are small, old, or lack what a part needs."""

import re
from datetime import date, timedelta
from itertools import cycle

import pandas as pd
import pytest

from data.kinds.catalog import kind_named
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add
from i18n import LANGUAGES, translator
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.voice.span import Span
from tests.conftest import company_copied
from tests.test_pages import opened, words
from ui.operations.file import with_about
from ui.operations.page import SECTIONS
from ui.operations.view import OperationsView

_PERSON = re.compile(r"\bE0\d{3}\b")
MONTH = date.today().replace(day=1) - timedelta(days=1)  # the last day of the last whole month
HEADING = "Ticket ID,Created at,First Response At,Solved at,Priority,Store"


@pytest.fixture(scope="module")
def copy(full_file, tmp_path_factory):
    return company_copied(full_file, tmp_path_factory.mktemp("looked-at"))


@pytest.fixture
def full(copy, monkeypatch):
    """The sample company for all who only look."""
    monkeypatch.delenv("SERVICE_CULTURE_ROLE", raising=False)
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(copy))


def load(kind: str, *lines: str) -> None:
    """Store a file as the page's own database has it."""
    from ui.state.board import database

    content = ("\n".join(lines) + "\n").encode()
    add(
        database(),
        prepare(content, f"{kind}.csv", kind_named(kind), Options(), date.today(), kpis=KPI_FACTS),
    )


def day(number: int = 1) -> str:
    """A day of the last whole month."""
    return f"{MONTH:%Y-%m}-{number:02d}"


def heading(app) -> str:
    (found,) = [element.proto.body for element in app.get("html") if "<h1" in element.proto.body]
    return re.sub(r"<[^>]+>", " ", found.split("<h1", 1)[1])


def everything(app) -> str:
    """All words, warnings and pictures' texts."""
    pictures = [chart.proto.alt for chart in app.get("plotly_chart")]
    return "\n".join([words(app), *pictures, *(frame.value.to_string() for frame in app.dataframe)])


# each in one of the languages in turn
@pytest.mark.parametrize(("show", "language"), list(zip(SECTIONS, cycle(LANGUAGES), strict=False)))
def test_every_part_opens_and_names_nobody(full, language, show):
    app = opened("operations", language, show=show)
    assert app.segmented_control(key="linked_show").value == show
    assert "Phone" in heading(app), "where promises break stands in the title"
    assert not _PERSON.search(everything(app))
    assert all(chart.proto.alt for chart in app.get("plotly_chart"))


def test_the_stories_of_the_sample_company_are_told(full):
    title = heading(opened("operations"))
    found = re.search(
        r"Channel Phone, Monday, 6:00 to 12:00: (\d+) of (\d+) promises of an answer broken", title
    )
    assert found and int(found[1]) / int(found[2]) > 0.5
    said = words(opened("operations", show="complaints"))
    assert "because other complaints rose" in said and "配送延误" in said


def test_the_choice_of_the_bar_reaches_every_part(full):
    app = opened("operations", show="complaints", window="year", store="Harbour Plaza")
    assert "Store: Harbour Plaza" in heading(app)
    year = re.search(r"Complaints</th><td[^>]*><span>(\d+)<", words(app))
    month = re.search(
        r"Complaints</th><td[^>]*><span[^>]*>(\d+)<",
        words(opened("operations", show="complaints", store="Harbour Plaza")),
    )
    assert int(year[1]) > int(month[1])


def test_two_places_at_once_are_refused_in_words(full):
    both = {"store": "Garden City", "channel": "Phone"}
    assert "one kind of place at a time" in words(opened("operations", show="when", **both))
    assert "one kind of place at a time" in words(opened("operations", show="time", **both))
    assert "Answer" in words(opened("operations", show="promises", **both)), "sums of both are kept"


@pytest.mark.parametrize("language", ["zh_Hant"])
def test_without_any_file_it_says_what_to_upload(pages_file, language):
    app = opened("operations", language)
    assert len(app.info) == 1 and not app.get("plotly_chart")


def test_one_request_is_told_as_one_and_judged_by_nobody(pages_file):
    load("service_request", HEADING, f"1,{day()} 09:00,{day()} 14:00,{day(2)} 09:00,,A")
    app = opened("operations", show="promises")
    assert "Answered in time: 0.0% of 1 requests" in heading(app) or "of 1 request" in heading(app)
    said = words(app)
    assert "few cases" in said and "not given" in said
    assert "usual" in said and "2 h of elapsed time" in said
    assert "stands out" not in heading(app) and "broken in" not in heading(app)
    assert "Giving a plan" in said and "Upload one with Plan given" in said
    assert "no part of the week stands out by more than chance" in words(
        opened("operations", show="when")
    )
    assert "too few for an interval" in words(opened("operations", show="time"))
    assert "There are no records of “Complaint” yet" in words(
        opened("operations", show="complaints")
    )
    assert "There are no records of “Contact volume” yet" in words(
        opened("operations", show="cost")
    )


def test_where_all_are_open_no_length_is_made_up(pages_file):
    lines = [f"{at},{day(1 + at)} 09:00,,,," for at in range(12)]
    load(
        "service_request", "Ticket ID,Created at,First Response At,Solved at,Priority,Store", *lines
    )
    app = opened("operations", show="time")
    said = words(app)
    assert "12 are still open: too many to tell how long it takes" in said
    assert "too many still open" in said and "Nothing was closed in" in said
    assert "12 still open" in app.get("plotly_chart")[0].proto.alt
    promises = words(opened("operations", show="promises"))
    assert "no file of “Service request” tells it" in promises, "nobody noted an answer"
    contact = words(opened("operations", show="contact"))
    assert "no file of “Service request” tells it" in contact


def test_one_store_is_set_against_no_other(pages_file):
    lines = [
        f"{at},{day(1 + at % 27)} 09:00,{day(1 + at % 27)} {10 if at % 3 else 15}:00,,,Filter"
        for at in range(60)
    ]
    load("service_request", HEADING, *lines)
    said = words(opened("operations", show="when", by="store"))
    assert (
        "fewer than two units have a value to compare" in said and "▼ below the whole" not in said
    )
    assert "20 of 60" in said and "within chance" not in said


def test_where_only_promises_are_stored_overview_says_so(pages_file):
    load(
        "promise", "urgency,step,minutes,clock,date,store", "ordinary,answer,30,elapsed,2026-01-01,"
    )
    said = words(opened("overview"))
    assert "Stored so far: Service promise. No KPI is made of these alone." in said
    assert "no records yet" not in said


def test_a_month_that_is_not_over_is_not_judged(pages_file):
    today = date.today()
    load(
        "service_request",
        HEADING,
        f"1,{day()} 09:00,{day()} 10:00,{day()} 11:00,,A",
        f"2,{today:%Y-%m}-01 00:10,{today:%Y-%m}-01 00:20,,,A",
    )
    load("contact_volume", "date,contacts,cost", f"{today:%Y-%m}-01,100,900")
    app = opened("operations", month=f"{today:%Y-%m}")
    assert "so far" in heading(app) and "is not over: nothing of it is judged" in heading(app)
    assert "not over yet" in words(app)
    cost = words(opened("operations", month=f"{today:%Y-%m}", show="cost"))
    assert "cost is told of whole months only" in cost


def test_complaints_without_volume_have_no_rate(pages_file):
    lines = [f"{at},{day(1 + at % 27)},{'Attitude' if at % 2 else 'Delay'}" for at in range(40)]
    load("complaint", "complaint_id,date,category", *lines)
    app = opened("operations", show="complaints")
    said = words(app)
    assert heading(app).strip().startswith("> Complaints in") or "Complaints in" in heading(app)
    assert "Without contact volume there is no rate" in said
    assert "No contact volume for this period" in said and "0.00 per 1,000" not in said
    assert "do not reach far enough back" in said
    assert "the impact is not known" in said, "no severity"
    assert "There are no records of “Service request” yet" in words(
        opened("operations", show="promises")
    )


def test_complaints_without_category_or_attitude_are_said_to_be_in_no_share(pages_file):
    lines = [f"{at},{day(1 + at % 27)},{'Attitude' if at % 4 == 0 else ''}" for at in range(40)]
    load("complaint", "complaint_id,date,category", *lines)
    said = words(opened("operations", show="complaints"))
    assert "75% of the complaints have neither a category nor a word on attitude" in said


def test_a_target_stands_beside_what_it_is_about_and_in_the_file(pages_file):
    lines = [
        f"{at},{day(1 + at % 27)} 09:00,{day(1 + at % 27)} {10 if at % 10 else 15}:00,,,A"
        for at in range(60)
    ]
    load("service_request", HEADING, *lines)
    due = date(MONTH.year + 1, 12, 31)
    load(
        "target",
        "kpi,stage,form,value,due,date,reason",
        f"answered_in_time,mid,at_least,95,{due},{MONTH.replace(day=1)},Plan",
    )
    said = words(opened("operations", show="promises"))
    assert "95%" in said and "5.0 percentage points below the target" in said
    assert "Upright line: the target." in said and 'class="scd-goal"' in said
    assert "judged on" not in said, "the value beside it is the month's"
    assert f"judged on {MONTH:%b %Y}: 90.0%" in words(
        opened("operations", show="promises", window="year")
    )


def test_what_is_taken_away_says_months_filter_and_target():
    span = Span(date(2026, 9, 1), 1)
    view = OperationsView(
        month=span.first,
        span=span,
        pattern=span,
        oldest=span.first,
        only=(("store", ("Harbour Plaza",)),),
    )
    rows = pd.DataFrame({"Contacts": [1, 2]})
    told = with_about(rows, view, span, translator("en"), "at least 95%")
    assert told.to_dict("list") == {
        "Contacts": [1, 2],
        "Months looked at": ["Sep 2026"] * 2,
        "Filter": ["Store: Harbour Plaza"] * 2,
        "Target": ["at least 95%"] * 2,
    }


@pytest.mark.parametrize("show", SECTIONS)
def test_every_part_can_be_taken_away(full, show):
    assert len(opened("operations", show=show).get("download_button")) >= 1


def test_rows_that_hold_many_contacts_each_are_no_n(full):
    said = words(opened("operations", show="cost"))
    assert "A contact cost" in said and not re.search(r">n [\d,]+<", said)


def test_the_page_is_small(full):
    """What a first look at any part sends of its own."""
    for show in SECTIONS:
        app = opened("operations", show=show)
        sent = sum(len(element.proto.SerializeToString()) for element in app.get("html"))
        sent += sum(len(chart.proto.SerializeToString()) for chart in app.get("plotly_chart"))
        assert sent < 45_000, (show, sent)
