"""The page Training: its stories are seen, names only by those who work with them, and every
section opens."""

import json
import re
import shutil
from datetime import date
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from charts.theme import DARK, LIGHT
from charts.training import item_map, passing_steps, practice_map, retention_curve
from data.kinds.catalog import kind_named
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add
from i18n import translator
from metrics.catalog import kpi_named
from metrics.effect.practised import NotPractised, Practice
from metrics.training.attempts import passing_curve
from metrics.training.chain import SHOWN_ON_THE_JOB
from metrics.training.delays import grouped
from metrics.training.item_verdict import item_verdicts
from metrics.training.retention import forgetting
from tests.test_pages import opened as page_opened, seen as page_seen, words
from ui.parts.role import PEOPLE_ONLY
from ui.state.board import database
from ui.training.page import SECTIONS

NAME = re.compile(r"E\d{4}")
FAILING = "Handling difficult customers"


@pytest.fixture(scope="module")
def copy(full_file, tmp_path_factory):
    return (
        Path(shutil.copytree(full_file.parent, tmp_path_factory.mktemp("training") / "copy"))
        / full_file.name
    )


@pytest.fixture
def full(copy, monkeypatch):
    _use(copy, monkeypatch)


@pytest.fixture
def empty(pages_file, monkeypatch):
    _use(pages_file, monkeypatch)


def _use(path, monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(path))
    _as_role(monkeypatch, "")


def _as_role(monkeypatch, role):
    """As somebody of this role: what was asked for another is still kept, and not theirs to see."""
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", role)


@pytest.fixture
def trainer(full, monkeypatch):
    _as_role(monkeypatch, "trainer")


opened, seen = partial(page_opened, "training"), partial(page_seen, "training")


def shown(app) -> str:
    """All words, tables and text alternatives of the page."""
    tables = [frame.value.to_csv() for frame in app.dataframe]
    return "\n".join(
        [
            words(app),
            *tables,
            *(
                element.proto.SerializeToString().decode("utf-8", "ignore")
                for element in app.get("plotly_chart")
            ),
        ]
    )


def rows_of_items(said: str) -> list[str]:
    """The rows of the table of items, as one reads them."""
    body = re.search(r'<table class="scd-paper">.*?<tbody>(.*?)</tbody>', said, re.S).group(1)
    return [re.sub(r"<[^>]*>", " ", row).strip() for row in body.split("</tr>")[:-1]]


def test_an_empty_page_says_what_to_upload(empty):
    app = opened()
    assert len(app.info) == 1 and not app.get("plotly_chart")
    assert "Upload a training file" in app.info[0].value


def test_it_opens_with_the_failing_course_and_its_flawed_item(trainer):
    said = words(seen(section="rates"))
    title = re.search(r'<h1 class="scd-finding">(.*?)</h1>', said).group(1)
    assert FAILING in title and "Q07" in said and said.count("<h1") == 1


def test_every_section_opens_without_a_role_and_names_nobody(full):
    for section in SECTIONS:
        app = seen(section=section)
        assert not NAME.search(shown(app)) and not app.error, section
        assert section != "rates" or "cohort" not in app.selectbox(key="linked_training_by").options


@pytest.mark.parametrize("section", ["retakes", "items", "attempts"])
def test_what_is_counted_person_by_person_is_for_trainers_and_says_so(full, section):
    app = seen(section=section)
    assert (
        app.info[-1].value == translator("en")(PEOPLE_ONLY) and "ROLE=trainer" in app.info[-1].value
    )
    assert not app.dataframe and not app.get("plotly_chart")


def test_the_retake_list_is_for_those_who_work_with_it(trainer):
    app = seen(section="retakes")
    table = app.dataframe[0].value
    assert table["Employee"].str.fullmatch(NAME).all() and 10 < len(table) <= 50
    exams, people = map(
        int,
        re.search(
            r"Waiting for a retake as of today, [^:]+: (\d+) exams of (\d+) people", words(app)
        ).groups(),
    )
    assert exams >= len(table) and people <= exams and f'scd-value">{exams}<' in words(app), (
        "the last month on record ends before today"
    )
    assert "it will be" in words(app) and "is overdue 30 days after" in words(app)


def test_the_retake_list_is_as_of_today_whatever_the_month(trainer):
    latest, earlier = (
        words(seen(section="retakes", **link)) for link in ({}, {"month": "2026-03"})
    )
    told = re.compile(r"Waiting for a retake as of today, ([^:]+): ([^.]+)\.")
    today = translator("en").date(date.today())
    assert (
        told.search(latest).groups() == told.search(earlier).groups()
        and told.search(earlier).group(1) == today
    )
    assert 'scd-value">' + told.search(earlier).group(2).split()[0] + "<" not in earlier, (
        "the card is that of the month's end"
    )


def test_nothing_else_is_called_training_coverage(trainer):
    """The KPI is one thing; what the page counts are exams."""
    for section in SECTIONS:
        said = words(seen(section=section))
        named = [found.start() for found in re.finditer("raining coverage", said)]
        assert all(said[:at].endswith("This is not the KPI “T") for at in named), section
    assert "Exam coverage" in words(seen(section="customer"))


def test_items_are_said_in_full_and_the_near_ones_named_for_the_role(trainer):
    said = words(seen(section="items"))
    assert "Item Q07 is probably keyed wrongly" in said and "Teach it again: only" in said
    assert "Who stands near the pass mark" in said
    assert "Q05 is easier than before beside the other items" in said and "may be known" in said
    assert "Whether answers are remembered from one attempt to the next cannot be told" in said
    rows = rows_of_items(said)
    assert len(rows) == 14 and rows[0].startswith(
        "●\u00a0Q07  Fix the item: those who do well on the paper answer it wrongly."
    )
    assert all(re.search(r"[.].*\d$", row, re.S) for row in rows), (
        "each row has its sentence and its numbers"
    )


def test_another_paper_is_chosen_by_the_link(trainer):
    app = opened(section="items")
    names = app.selectbox(key="linked_paper").options
    other = next(name for name in names if FAILING not in name)
    app.selectbox(key="linked_paper").select(other.split(",")[0] + "|A").run()
    assert not app.exception and "Q07 is probably keyed wrongly" not in words(app)


def test_newcomers_and_coverage_are_for_the_role(trainer, monkeypatch):
    listed = seen(section="staff")
    assert listed.dataframe[0].value["Employee"].str.fullmatch(NAME).all()
    assert "counts as basics because its name says so" in words(
        listed
    ) and "Choose another course if that is wrong" in words(listed)
    _as_role(monkeypatch, "")
    told = seen(section="staff")
    whole = re.compile(
        r"In [^,]+, [\d.]+% of the \d+ people on the roster sat an exam; absentees included, "
        r"[\d.]+% passed one."
    )
    assert (
        whole.search(words(listed)) and not whole.search(words(told)) and PEOPLE_ONLY in words(told)
    )
    assert (
        len(listed.get("plotly_chart")) == 1
        and not told.get("plotly_chart")
        and not told.dataframe
        and "hired in the 4" not in words(told)
    )


def test_without_a_course_for_basics_nobody_is_called_behind(trainer):
    app = opened(section="staff")
    app.selectbox(key="linked_basics").select("").run()
    assert "Which course is the basics" in words(app) and not app.dataframe


@pytest.mark.parametrize("role", ["", "trainer"])
def test_the_store_that_passes_but_does_not_practise_is_named(full, monkeypatch, role):
    _as_role(monkeypatch, role)
    said = words(seen(section="customer"))
    assert re.search(r"Passed but not practised, 1 of \d+ units: 高新店", said)
    assert ("Months from training to result: 3" in said) == bool(role)


def test_before_and_after_training_stands_in_the_row_for_the_role(full, monkeypatch):
    assert "is for some roles only: it follows single stores" in words(seen(section="customer"))
    assert "Month before" not in words(seen(section="customer"))
    _as_role(monkeypatch, "trainer")
    assert "cannot be told from the time before" in words(seen(section="customer"))
    said = words(opened(section="customer", chain_course="沟通技巧 2026 Q1"))
    row = re.search(r'<div class="scd-stages".*?</div></div></div>', said, re.S).group(0)
    assert (
        row.count("Month before: ") == row.count("Month 3 after: ") == 4
        and row.count("<b>Month 1 after: ") == 2
    )
    assert row.count("<b>Month 3 after: ") == 2
    # What became of each depends on the months that the sample company has by now.
    for kpi in ("Mystery-shopper score", "Behaviour check pass rate"):
        assert f"“{kpi}” changed by" in said or f"“{kpi}” shows no clear change from" in said


def test_one_course_by_store_needs_the_role(full, monkeypatch):
    assert "One course by store is for some roles only" in words(
        opened(section="customer", chain_course=FAILING)
    )
    _as_role(monkeypatch, "trainer")
    assert "One course by store" not in words(opened(section="customer", chain_course=FAILING))


def test_answers_to_items_alone_are_shown_too(empty, monkeypatch):
    rows = (
        f"E{who:04d},2026-09-01,{','.join(str(int((who + at) % 3 > 0)) for at in range(6))}"
        for who in range(12)
    )
    text = "\n".join(["employee,date,Q1,Q2,Q3,Q4,Q5,Q6", *rows])
    options = Options(set={"course": FAILING})
    add(database(), prepare(text.encode(), "items.csv", kind_named("exam_item"), options))
    app = opened()
    assert len(app.info) == 1 and not app.selectbox, "papers are for those who may see people"
    _as_role(monkeypatch, "trainer")
    app = opened()
    assert (
        any(FAILING in name for name in app.selectbox(key="linked_paper").options)
        and "Upload a training file" in app.info[0].value
    )


def test_quarters_too_small_to_show_say_so(full):
    assert "Choose “Calendar year” as time" in words(seen(window="quarter"))


@pytest.mark.parametrize("by", ["store", "cohort"])  # one for all, one for some roles only
def test_rates_by_other_groups(trainer, by):
    app = opened(training_by=by, rate="final_pass_rate")
    assert app.selectbox(key="linked_training_by").value == by and len(app.get("plotly_chart")) == 1


@pytest.mark.parametrize("language", ["zh_Hant"])
def test_which_sections_are_for_some_roles_only_is_said_in_the_choice(full, monkeypatch, language):
    say = translator(language)
    mark = say("{section} (some roles only)", section="")
    app = opened(language)
    offered = dict(zip(SECTIONS, app.segmented_control(key="linked_section").options, strict=True))
    assert {section for section, label in offered.items() if label.endswith(mark)} == {
        "retakes",
        "items",
        "attempts",
        "staff",
        "retention",
    }
    assert all(label.startswith(say(SECTIONS[section])) for section, label in offered.items())
    assert say("“Some roles only”: for trainers, the committee and administrators.") in words(app)
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "trainer")
    app = opened(language)
    assert app.segmented_control(key="linked_section").options == [
        say(label) for label in SECTIONS.values()
    ] and mark not in words(app)


def test_a_section_that_does_not_exist_is_the_first(full):
    app = opened(section="nonsense")
    assert (
        app.segmented_control(key="linked_section").value == "rates"
        and "section" not in app.query_params
    )


@pytest.fixture
def item_rows():
    frame = pd.DataFrame(
        {
            "n": [100, 100, 100],
            "p": [0.6, 0.2, 0.1],
            "r_rest": [0.5, -0.4, 0.3],
            "r_total": 0.1,
            "d27": 0.1,
        },
        index=["a", "b<i>", "c"],
    )
    return frame, item_verdicts(frame)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("narrow", [False, True])
def test_the_map_of_items_names_those_to_act_on(item_rows, palette, narrow):
    figure = item_map(*item_rows, translator("en"), palette, narrow).to_plotly_json()
    assert [len(trace["x"]) for trace in figure["data"]] == [1, 2]
    assert {note["text"] for note in figure["layout"]["annotations"]} == {"b&lt;i&gt;", "c"}
    assert len(json.dumps(figure)) < 20_000


def test_the_steps_end_where_few_are_left():
    times = pd.DataFrame(
        {
            "time": [1] * 40 + [2] * 8 + [3] * 3,
            "passed": [True] * 36 + [False] * 4 + [True] * 8 + [True] * 3,
        }
    )
    figure = passing_steps(passing_curve(times), translator("en"), LIGHT).to_plotly_json()
    model, plain = figure["data"]
    assert (
        plain["x"] == [1, 2]
        and plain["y"] == [70.6, 86.3]
        and model["y"][1] > plain["y"][1]
        and model["line"]["dash"] == "dash"
    )
    assert figure["layout"]["xaxis"]["ticktext"] == ["1 (51)", "2 (11)"]
    assert {"86.3% of all exams"} <= {note["text"] for note in figure["layout"]["annotations"]}


def test_retention_draws_groups_curve_and_pass_mark():
    days = pd.Series([5, 30, 90, 200] * 25)
    scores = pd.Series([0.95, 0.9, 0.85, 0.8] * 25)
    groups, fitted = (
        grouped(pd.DataFrame({"days": days, "score": scores, "employee": days.index})),
        forgetting(days, scores),
    )
    figure = retention_curve(groups, fitted, 0.8, translator("en"), LIGHT).to_plotly_json()
    assert (
        len(figure["data"]) == 3
        and figure["data"][0]["x"][-1] == 200
        and len(figure["data"][2]["x"]) == len(groups)
    )
    assert figure["layout"]["annotations"][0]["text"] == "Pass mark 80%"
    assert len(retention_curve(groups, None, None, translator("en"), LIGHT).data) == 2


def test_the_map_of_practice_names_the_unit():
    exam = kpi_named("first_attempt_pass_rate")
    rows = pd.DataFrame({"group": ["A", "B"], "exam": [97.0, 90.0], "behaviour": [50.0, 88.0]})
    found = Practice(exam, SHOWN_ON_THE_JOB, 2, (NotPractised("A", 97.0, 50.0),))
    figure = practice_map(rows, (90.0, 86.0), found, translator("en"), LIGHT).to_plotly_json()
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["A"] and [
        len(trace["x"]) for trace in figure["data"]
    ] == [1, 1]
