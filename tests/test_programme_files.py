"""The real files of the programme that no test of a kind reads: each as its README says, with the
fewest settings."""

from collections import Counter
from datetime import date

import pytest

from data.kinds.catalog import kind_named
from data.matching.recognise import fits, recognise
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import prepare
from data.uploads.store import add
from errors import FileRefused
from i18n import translator
from metrics.answers.answer import ask
from metrics.catalog import kpi_named
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.sums.query import Query

SAY = translator("en")
TODAY = date(2027, 6, 1)
# The kind that each file is taken for without a word; "" for those that ask which it is.
KINDS = {
    "purchase_amazon_sample.csv": "purchase",
    "purchase_global_superstore.tsv": "purchase",
    "request_zendesk_small.csv": "service_request",
    "request_zendesk_dbt/ticket_data.csv": "service_request",
    "suggestion_peps.csv": "suggestion",
    "survey_supermarket_sales.csv": "survey",
    "complaint_counts_by_agent.csv": "",
    "purchase_cdnow_sample.txt": "",
}


@pytest.fixture
def content(shared):
    def content_of(name: str) -> bytes:
        path = shared / "real" / "programme" / name
        if not path.exists():
            pytest.skip("the real file is not on this machine")
        return path.read_bytes()

    return content_of


def prepared(content, name, kind, **settled):
    return prepare(
        content(name),
        name.rpartition("/")[2],
        kind_named(kind),
        Options(**settled),
        TODAY,
        kpis=KPI_FACTS,
    )


def value(database, kpi, **asked):
    with database.read() as reading:
        return ask(reading, kpi_named(kpi), Query(grain="year", **asked), TODAY).rows


@pytest.mark.parametrize("name", KINDS)
def test_a_file_is_taken_for_what_it_is(content, name):
    file = name.rpartition("/")[2]
    ranked = recognise(read(content(name), file, Options()), file)
    assert fits(ranked) == bool(KINDS[name])
    assert not KINDS[name] or ranked[0][0] == KINDS[name]


def test_ratings_of_a_supermarket(content, database):
    """Ratings of 4.0 to 10.0 with one decimal, on a scale that nobody names."""
    found = prepared(content, "survey_supermarket_sales.csv", "survey")
    scores = found.checked.rows["overall"]
    assert (len(scores), scores.min(), scores.max()) == (1000, 4.0, 10.0)
    assert round(scores.mean(), 4) == 6.9727
    add(database, found)
    assert value(database, "csat")["n"].tolist() == [1000]


def test_purchases_without_a_customer_are_refused_with_what_is_missing(content):
    with pytest.raises(FileRefused) as refused:
        prepared(content, "survey_supermarket_sales.csv", "purchase")
    assert "lacks what “Purchase” needs" in str(refused.value) and "Customer" in str(refused.value)


def test_tickets_of_a_help_desk_leave_out_the_deleted_ones_by_name(content, database):
    found = prepared(content, "request_zendesk_dbt/ticket_data.csv", "service_request")
    told = Counter(SAY(issue.message) for issue in found.checked.issues)
    assert told == {"Its status is “deleted”: it is no request of a customer, and left out.": 2}
    assert len(found.checked.rows) == 8 and found.checked.rejected == 0
    add(database, found)
    with database.read() as reading:
        assert reading.row("SELECT count(*) FROM live_service_request")[0] == 8


AGENTS = "complaint_counts_by_agent.csv"
BY_AGENT = {
    "match": {"n_complaints": "value", "shift": "department"},
    "set": {"kpi": "Complaints by agent", "date": "2025-12-31", "source": "Agents of 2025"},
}


def shifts(database):
    """Shift -> (agents, complaints) of the values that count."""
    with database.read() as reading:
        found = reading.rows(
            "SELECT department, count(*), sum(value) FROM live_kpi_value GROUP BY 1"
        )
    return {shift: (agents, complaints) for shift, agents, complaints in found}


def test_counts_by_agent_are_taken_as_values_that_somebody_measured(content, database):
    """Nobody is named, so only columns that nothing uses tell agents of one shift and number apart."""
    with pytest.raises(FileRefused, match="lacks what"):
        prepared(content, AGENTS, "kpi_value")
    found = prepared(content, AGENTS, "kpi_value", **BY_AGENT)
    checked = found.checked
    assert (checked.read, len(checked.rows), checked.rejected, checked.left_out) == (376, 376, 0, 0)
    told = [SAY(issue.message) for issue in checked.issues]
    assert sum("of a row above: 373. Each is kept" in one for one in told) == 1
    assert any("No KPI has these names" in one for one in told) and len(told) < 5
    add(database, found)
    assert shifts(database) == {"Day": (235, 614), "Evening": (108, 310), "Night": (33, 82)}


def test_counts_by_agent_sent_again_with_a_correction_count_once(content, database):
    add(database, prepared(content, AGENTS, "kpi_value", **BY_AGENT))
    first, _, rest = content(AGENTS).decode().partition("\n")
    corrected = f"{first}\n{rest.replace('1,', '3,', 1)}"
    add(database, prepared(lambda _: corrected.encode(), AGENTS, "kpi_value", **BY_AGENT))
    assert shifts(database) == {"Day": (235, 616), "Evening": (108, 310), "Night": (33, 82)}


def test_the_only_status_that_no_proposal_has_is_told(content):
    found = prepared(content, "suggestion_peps.csv", "suggestion")
    assert (len(found.checked.rows), found.checked.rejected) == (735, 1)
    assert any("April Fool!" in SAY(issue.message) for issue in found.checked.issues)
    counts = found.checked.rows["decision"].value_counts()
    assert (counts["adopted"], counts["not_adopted"], counts["withdrawn"]) == (448, 131, 71)
