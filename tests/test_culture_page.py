"""The page People and culture where its sentences could be false: no file, one row, nothing decided,
a month that is not over, small departments, readers and trainers."""

import re
import shutil
from datetime import date
from itertools import count, cycle
from pathlib import Path

import pytest

from data.kinds.catalog import (
    AUDIT,
    PROGRAMME_ITEM,
    STAFF_SURVEY,
    SUGGESTION,
    SURVEY,
    TARGET,
    VIOLATION,
)
from data.uploads.sample_company import OWN
from i18n import LANGUAGES
from metrics.periods import add_months, last_whole_month
from metrics.snapshot import forget
from tests.conftest import company_copied
from tests.published_once import published_once
from tests.test_pages import opened, words
from tests.test_people import broken, load, suggested, surveyed
from ui.culture.page import SECTIONS

_PERSON = re.compile(r"\bE0\d{3}\b")
_LAST = last_whole_month(date.today())  # as the pages see it
_EARLIER = add_months(_LAST, -4)


@pytest.fixture(scope="module")
def copy(full_file, tmp_path_factory):
    return company_copied(full_file, tmp_path_factory.mktemp("looked-at"))


@pytest.fixture
def full(copy, monkeypatch):
    """The sample company for all who only look."""
    monkeypatch.delenv("SERVICE_CULTURE_ROLE", raising=False)
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(copy))


@pytest.fixture
def company(tmp_path, monkeypatch, empty_file):
    """A company of one's own: `company(role, (kind, text), …)`."""

    number = count()

    def made(role: str, *files) -> None:
        path = Path(shutil.copy(empty_file, tmp_path / f"own-{next(number)}.duckdb"))
        with published_once(path) as database:
            with database.write() as writing:
                writing.run("UPDATE state SET origin = ?", [OWN])
            for kind, text in files:
                settled = {"scale": "1-5"} if kind in (STAFF_SURVEY, SURVEY) else {}
                load(database, kind, text, f"{kind.name}.csv", **settled)
        monkeypatch.setenv("SERVICE_CULTURE_ROLE", role)
        monkeypatch.setenv("SERVICE_CULTURE_DB", str(path))
        forget()

    yield made
    forget()


def day(month: date, number: int = 5) -> str:
    return f"{month:%Y-%m}-{number:02d}"


CUSTOMERS = (SURVEY, f"response_id,date,store,overall\n1,{day(_LAST)},A,5\n")


def heading(app) -> str:
    (found,) = [body for one in app.get("html") if "<h1" in (body := one.proto.body)]
    return re.sub("<[^>]+>", " ", found)


# each in one of the languages in turn
@pytest.mark.parametrize("role", ["", "trainer"])
@pytest.mark.parametrize(
    ("section", "language"), list(zip(SECTIONS, cycle(LANGUAGES), strict=False))
)
def test_every_part_opens_and_names_people_for_the_role_only(
    full, monkeypatch, section, language, role
):
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", role)
    folds = ("culture_people", "culture_waiting", "culture_fates", "culture_steps")
    app = opened("culture", language, *folds, culture=section, window="year")
    assert heading(app) and app.segmented_control(key="linked_culture").value == section
    seen = words(app) + "".join(frame.value.to_csv() for frame in app.dataframe)
    assert bool(_PERSON.search(seen)) is (role == "trainer" and section == "conduct")


def test_the_department_that_decides_nothing_stands_in_the_title_for_the_role(full, monkeypatch):
    assert "Business accounts" not in heading(opened("culture"))
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "committee")
    app = opened("culture")
    assert re.search(r"None of the \d+ suggestions of Business accounts", heading(app))


def test_without_a_file_each_part_names_the_one_it_needs_and_the_headline_knows_nothing(company):
    company("", CUSTOMERS)
    needed = {
        "staff": "needs a file of “Staff survey”",
        "conduct": "needs a file of “Violation”",
        "suggestions": "needs a file of “Suggestion”",
        "programme": "needs a file of “Programme item”",
        "maturity": "needs a file of “Culture audit”",
    }
    for section in SECTIONS:
        assert needed[section] in words(opened("culture", culture=section))
    said = heading(opened("culture"))
    assert (
        "Nothing is known yet of the core concept, of suggestions or of service scenes." in said
        and "%" not in said
    )


def test_a_question_that_no_file_asks_is_named_by_its_column(company):
    text = surveyed(12, 8).replace("2026-09-0", f"{_LAST:%Y-%m}-0")
    company("trainer", (STAFF_SURVEY, text))
    said = words(opened("culture"))
    assert (
        "No file of “Staff survey” has answers in the column “Knows the service handbook”." in said
    )
    assert "60.0%" in said and "n 20" in said
    assert "No file of “Behaviour check” has answers in the column" in said


def test_the_way_to_rows_is_there_where_the_filter_leaves_some(company):
    header = "suggestion_id,submitted_on,store,decision"
    rows = [f"1,{day(_LAST)},A,pending", f"2,{day(_EARLIER)},B,pending"]
    company("committee", (SUGGESTION, "\n".join([header, *rows])), CUSTOMERS)
    for store, links in (({}, 1), ({"store": "A"}, 1), ({"store": "B"}, 0)):
        app = opened("culture", culture="suggestions", **store)
        found = [link.proto.query_string for link in app.get("page_link")]
        ways = [query for query in found if "rows_of=" in query]
        assert len(ways) == links
        assert all(f"seen={_LAST:%Y-%m}" in query and "back=culture" in query for query in ways)


@pytest.mark.parametrize(("done", "there"), [(_EARLIER, False), (_LAST, True)])
def test_rows_of_whole_months_are_told_of_where_a_way_leads_to_them(company, done, there):
    due = f"{_LAST.year + 1}-12-31"
    target = (
        f"kpi,stage,form,value,due,date\nscenes_standardised,short,count,5,{due},{day(_LAST, 15)}\n"
    )
    item = f"type,name,date,state\nscene,Arrival,{day(done, 20)},done\n"
    company("", (PROGRAMME_ITEM, item), (TARGET, target), CUSTOMERS)
    app = opened("culture", culture="programme")
    assert f"{int(there)} of 5" in words(app)
    links = [link.proto.query_string for link in app.get("page_link")]
    assert any("rows_of=" in query for query in links) is there
    assert ("its rows are of whole months" in words(app)) is there


@pytest.mark.parametrize("role", ["", "administrator"])
def test_one_answer_without_a_name_is_hidden_from_every_role(company, role):
    text = surveyed(1, 0).replace("2026-09-0", f"{_LAST:%Y-%m}-0")
    company(role, (STAFF_SURVEY, text), CUSTOMERS)
    app = opened("culture")
    said = words(app)
    assert "Too few people to show." in said and "100.0%" not in said
    assert "Too few staff answered" in heading(app)


def test_few_answers_are_pale(company):
    text = surveyed(12, 0).replace("2026-09-0", f"{_LAST:%Y-%m}-0")
    company("trainer", (STAFF_SURVEY, text))
    said = words(opened("culture"))
    assert "100.0%" in said and "few answers" in said


def test_answers_of_an_earlier_month_are_told_as_such(company):
    text = surveyed(12, 8).replace("2026-09-0", f"{_EARLIER:%Y-%m}-0")
    company("trainer", (STAFF_SURVEY, text), CUSTOMERS)
    title = heading(opened("culture"))
    assert f"core concept in {_EARLIER:%b %Y}: 60.0% (n 20)" in title


def test_none_decided_says_none_and_names_no_share(company):
    rows = [f"{at},{day(_EARLIER, 1 + at)},Sales,待评审,," for at in range(8)]
    company("trainer", (SUGGESTION, suggested(*rows)), CUSTOMERS)
    said = words(opened("culture", culture="suggestions", window="year"))
    assert "None was decided in" in said and "has a day of decision yet" in said
    assert "None of the 8 suggestions of Sales" in said
    assert "0.0%" in said, "eight waited longer than 30 days: none was decided in time"
    assert "No suggestions were submitted in" in words(opened("culture", culture="suggestions"))


def test_a_file_without_days_of_decision_is_refused_by_its_column(company):
    rows = [f"{at},{day(_EARLIER, 1 + at)},Sales,已采纳,," for at in range(8)]
    company("trainer", (SUGGESTION, suggested(*rows, f"9,{day(_LAST)},Sales,撤回,,")))
    said = words(opened("culture", culture="suggestions", window="year"))
    assert "Of 8 of 8 suggestions no day of decision is known" in said and "“Decided on”" in said
    assert "100.0%" in said, "all that were decided were adopted"


def test_the_running_month_is_not_added_up(company):
    running = add_months(_LAST, 1)
    rows = [f"1,{day(_LAST)},Sales,待评审,,", f"2,{day(running, 1)},Sales,待评审,,"]
    company("trainer", (SUGGESTION, suggested(*rows)))
    app = opened("culture", culture="suggestions", month=f"{running:%Y-%m}")
    assert f"{running:%b %Y} is not over: what is added up is that of {_LAST:%b %Y}" in words(app)
    assert f"submitted in {_LAST:%b %Y}: 1" in heading(app)


def test_a_small_department_is_hidden_and_not_told_by_the_others(company):
    people = [("Sales", 3), ("Desk", 9), ("Repairs", 9)]
    rows = [
        f"{unit}{at},{day(_LAST)},E{unit}{at},{unit},待评审"
        for unit, count in people
        for at in range(count)
    ]
    text = "\n".join(["suggestion_id,date,employee,department,decision", *rows])
    company("", (SUGGESTION, text))
    app = opened("culture", "en", "culture_fates", culture="suggestions")
    table = app.dataframe[0].value.set_index("Department")
    shown = table["Submitted"].dropna()
    assert "Sales" not in shown.index and len(shown) < 2, "21 less 18 would be three"
    assert not re.search(r"\b3 of 3 wait", words(app))


def test_a_filter_that_would_combine_two_units_is_refused_in_words(company):
    rows = [f"{at},{day(_LAST)},E{at},A,1,Greets," for at in range(12)]
    company("", (VIOLATION, broken(*rows)))
    said = words(opened("culture", culture="conduct", store="A"))
    assert "could be recognised where Store, Step are combined" in said.replace(
        "Step, Store", "Store, Step"
    )
    assert "Verbal warning" not in said
    company("trainer", (VIOLATION, broken(*rows)))
    assert "Verbal warning" in words(opened("culture", culture="conduct", store="A"))


def test_violations_are_never_guessed_from_hidden_steps(company):
    rows = [f"{at},{day(_LAST)},E{at},A,{1 if at < 9 else 3},Greets," for at in range(12)]
    company("", (VIOLATION, broken(*rows)))
    body = next(
        one.proto.body
        for one in opened("culture", culture="conduct").get("html")
        if "scd-steps" in one.proto.body
    )
    cells = re.findall(r"<td>(.*?)</td>", body)
    assert cells[-1] == "12" and cells.count("–") >= 2, "12 less 9 would be three"


def test_the_programme_says_what_is_missing_of_its_plan(company):
    rows = ["scene,Arrival,{0},done,", "keyword,Care,{0},planned,9", "culture_day,Day,{1},done,"]
    text = "type,name,date,state,number\n" + "\n".join(rows).format(day(_LAST), day(_LAST, 28))
    company("", (PROGRAMME_ITEM, text), CUSTOMERS)
    said = words(opened("culture", culture="programme"))
    assert "1 of 30" in said and "29 to go" in said and "none chosen yet" in said
    assert "too far from the 15th" in said and "Care (9)" in said
    assert "No list in" in said, "no commitments and no visits are no 0%"
    there = words(opened("culture", culture="programme", store="A"))
    assert "No item of the programme up to" in there and "names this unit" in there


def test_the_file_of_the_programme_holds_what_was_planned_and_where(full):
    app = opened("culture", "en", "culture_counts", culture="programme", window="year")
    table = app.dataframe[0].value.set_index("KPI")
    assert table["Planned or due"].tolist()[:4] == ["30", "100", "3 to 5", "12"]
    assert table.loc["Keywords of the culture", "Done"] == "4"
    assert table.loc["Culture day", "Done"] == "11" and len(table) == 7


def test_raters_who_disagree_are_said_and_not_averaged(full):
    app = opened("culture", culture="maturity")
    said = words(app)
    assert "No mean where the raters disagree: 授权赋能 (levels 1 to 5)." in said
    assert "raters disagree: 1 to 5" in said and "now of the type Hierarchy" in said
    assert len(app.get("plotly_chart")) == 2


def test_few_raters_are_told_as_few(company):
    rows = [
        f"{day(_LAST)},maturity,{of},R{at}"
        for at, of in enumerate(("Trust,3", "Trust,4", "Care,3"))
    ]
    text = "\n".join(["date,instrument,dimension,level,rater", *rows])
    company("", (AUDIT, text), CUSTOMERS)
    said = words(opened("culture", culture="maturity"))
    assert "3.0 (one rater)" in said and "3.5 (raters from 3 to 4)" in said
    assert "95% interval" not in said.replace("its 95% interval", "")
    assert "No rater has shared points among the types of culture" in said
