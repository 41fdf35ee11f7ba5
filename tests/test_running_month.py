"""The running month: offered when it has records, marked as not over, never judged and never
compared."""

import re
import shutil
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from data.database.connection import Database
from data.kinds.catalog import MYSTERY_VISIT, NPS, SURVEY, TRAINING
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add
from i18n import translator
from metrics.handed.keeping import KEEPING
from metrics.periods import add_months, as_known, is_over, last_whole_month, whole_month
from metrics.snapshot import forget
from metrics.targets.judge import verdicts
from metrics.targets.verdict import Status
from tests.conftest import company_copied
from tests.test_pages import opened, seen, words

TODAY = date.today()
RUNNING, WHOLE = TODAY.replace(day=1), last_whole_month(TODAY)
DAY = f"{RUNNING}"
FILES = (
    (
        SURVEY,
        "response_id,date,store,overall,comment\n"
        + "".join(f"r{n},{DAY},静安店,{1 + n % 2},too slow\n" for n in range(60)),
        {"scale": "1-5"},
    ),
    (
        NPS,
        "response_id,date,store,score\n"
        + "".join(f"r{n},{DAY},静安店,{n % 5}\n" for n in range(60)),
        {},
    ),
    (
        TRAINING,
        "employee,course,date,score,maximum\n"
        + "".join(f"X{n},Never heard,{DAY},10,100\n" for n in range(30)),
        {"pass_mark": 80},
    ),
    (
        MYSTERY_VISIT,
        "visit_id,date,store,overall score (0-100)\n"
        + "".join(f"r{n},{DAY},静安店,11\n" for n in range(9)),
        {},
    ),
)


@pytest.fixture(scope="module")
def file(full_file, tmp_path_factory):
    """The sample company, and a running month that is as bad as can be."""
    path = company_copied(full_file, tmp_path_factory.mktemp("running"))
    database = Database(path, keeping=KEEPING)
    for kind, text, options in FILES:
        prepared = prepare(text.encode(), f"{kind.name}.csv", kind, Options(**options))
        assert len(prepared.checked.rows)
        add(database, prepared)
    database.close()
    forget()
    return path


@pytest.fixture
def running(file, monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(file))
    return f"{RUNNING:%Y-%m}"


def finding(app: AppTest) -> str:
    return next(element.proto.body for element in app.get("html") if "<h1" in element.proto.body)


@pytest.mark.parametrize(
    "day, over, whole, known",
    [
        (date(2026, 11, 28), False, date(2026, 10, 1), date(2026, 11, 28)),
        (date(2026, 11, 1), False, date(2026, 10, 1), date(2026, 11, 1)),
        (date(2026, 12, 1), True, date(2026, 11, 1), date(2026, 11, 30)),
        (date(2026, 11, 30), False, date(2026, 10, 1), date(2026, 11, 30)),
    ],
)
def test_a_month_is_over_on_the_day_after_its_last(day, over, whole, known):
    month = date(2026, 11, 1)
    assert (is_over(month, day), whole_month(month, day), as_known(month, day)) == (
        over,
        whole,
        known,
    )


@pytest.mark.parametrize(
    ("page", "language", "link"),
    [
        ("overview", "en", {}),
        ("kpi", "zh_Hant", {"kpi": "csat"}),
        ("compare", "en", {}),
        ("training", "en", {"section": "rates"}),
        ("voice", "en", {"view": "chain"}),
        ("mystery", "en", {}),
        ("culture", "zh_Hans", {}),
    ],
)
def test_the_running_month_is_offered_in_words_and_not_the_default(page, language, link, running):
    app, say = seen(page, language, **link), translator(language)
    month = app.selectbox(key="linked_month")
    assert month.value == f"{WHOLE:%Y-%m}"
    assert month.options[0] == say("{month}, not over", month=say.month(RUNNING)) and month.options[
        1
    ] == say.month(WHOLE)
    chosen = seen(page, language, month=running, **link)
    assert chosen.selectbox(key="linked_month").value == running


def test_the_running_month_can_be_chosen(running):
    app = opened("overview")
    app.selectbox(key="linked_month").set_value(running).run()
    assert not app.exception and app.selectbox(key="linked_month").value == running
    assert "is not over" in finding(app)


def test_no_verdict_rests_on_it(file, full_file, tmp_path):
    """However bad it is; what has settled since the last whole month counts all the same."""
    found = []
    for number, path in enumerate((file, full_file)):
        database = Database(shutil.copy(path, tmp_path / f"{number}.duckdb"), keeping=KEEPING)
        with database.read() as reading:
            found.append(
                [
                    (one.target, one.status, one.now, one.period, pytest.approx(one.value))
                    for one in verdicts(reading, RUNNING, TODAY)
                ]
            )
        database.close()
    assert found[0] == found[1] and any(one[1] is not Status.NO_DATA for one in found[0])


@pytest.mark.parametrize("language", ["en"])
def test_the_overview_judges_and_compares_nothing_of_it(language, running):
    app, before = seen("overview", language, month=running), seen("overview", language)
    say = translator(language)
    assert say(
        "{month} is not over: its values so far are neither judged nor compared.",
        month=say.month(RUNNING),
    ) in finding(app)
    board = "".join(element.proto.body for element in app.get("html"))
    rows = [row for row in board.split('<div class="scd-r')[1:] if say("month not over") in row]
    changes = [body.split('class="scd-c"')[1].split("<img")[0] for body in rows]
    assert len(rows) >= 4 and not any(
        "scd-worse" in change or "scd-better" in change or re.search(r"\d", change)
        for change in changes
    )
    judged = say("judged on {month}: {value}", month=say.month(WHOLE), value="@").split("@")[0]
    assert sum(judged in row for row in rows) >= 4 and judged not in words(before), (
        "a verdict names its month beside a value of another"
    )
    new = say("New since last month")
    assert new not in words(app) and new in words(before)


@pytest.mark.parametrize("language", ["zh_Hant"])
def test_the_headline_of_a_kpi_says_that_the_month_is_not_over(language, running):
    app, say = seen("kpi", language, kpi="csat", month=running), translator(language)
    told = say(
        "{month}, which is not over: {value} so far, n {n}",
        value=say("{value}%", value=say.number(0, 1)),
        month=say.month(RUNNING),
        n=60,
    )
    headline = re.search(r"<h1.*?</h1>", finding(app))[0]
    assert told in finding(app).replace(headline, "")
    last = say(
        "{month}, the last month that is final: {finding}", month=say.month(WHOLE), finding=""
    )
    assert last in headline and say.month(RUNNING) not in headline
    boxes = next(
        element.proto.body for element in app.get("html") if "scd-box" in element.proto.body
    )
    assert say.month(RUNNING) not in boxes, "verdicts name whole months"


@pytest.mark.parametrize("section", ["scores", "comments", "drivers", "chain"])
def test_customer_voice_sets_it_against_nothing(section, running):
    app = seen("voice", view=section, month=running)
    said = words(app)
    assert "linked_against" not in {box.key for box in app.selectbox}
    if section != "chain":  # its quarters are whole
        assert "is not over, so nothing is compared with earlier months." in finding(app)
    for phrase in ("no clear change", "Clearly worse", "Mentioned more than before", " against "):
        assert phrase not in finding(app), said


def test_mystery_visits_so_far_move_no_store(running):
    app, before = seen("mystery", month=running), seen("mystery")
    assert "Mystery shoppers gave 11.0" in finding(
        app
    ) and "so far; the month is not over." in finding(app)
    fell = re.findall(r"[^.]* fell by [^.]*", finding(before))
    assert [text for text in fell if text not in finding(app)] == []
    assert f"those of the months up to {translator('en').month(WHOLE)}" in words(app)
    assert "so far:" in words(opened("mystery", month=running, show="visits"))


@pytest.mark.parametrize("section", ["rates", "staff", "customer"])
def test_training_says_what_it_looks_at_instead(section, running):
    said = words(seen("training", month=running, section=section))
    assert "is not over: the year counts what there is so far" in said
    assert "is not over: it is left out, and whole quarters before it are shown" in words(
        seen("training", month=running, window="quarter")
    )
    assert "at the end of" not in said and "as of today" in said
    assert translator("en").date(add_months(RUNNING, 1)) not in said


@pytest.mark.parametrize(
    "page, link, whole",
    [
        ("compare", {}, "months"),
        ("compare", {"kpi": "mystery_score"}, "quarters"),
        ("voice", {"view": "chain"}, "quarters"),
    ],
)
def test_a_page_of_whole_periods_leaves_it_out_and_says_so(page, link, whole, running):
    assert f"is not over: it is left out, and whole {whole} before it are shown" in words(
        seen(page, month=running, **link)
    )
    assert "is not over:" not in words(seen(page, **link))


def test_without_records_it_is_not_offered(pages_file):
    from ui.state.board import database as shared

    for month in (add_months(WHOLE, -1), WHOLE):
        text = f"response_id,date,score\n{month},{month},9\n"
        add(shared(), prepare(text.encode(), f"{month}.csv", NPS, Options()))
    assert opened("overview").selectbox(key="linked_month").options == [
        translator("en").month(month) for month in (WHOLE, add_months(WHOLE, -1))
    ]


def test_alone_it_is_shown_and_still_not_judged(pages_file):
    from ui.state.board import database as shared

    add(
        shared(),
        prepare(f"response_id,date,score\n1,{DAY},9\n".encode(), "first.csv", NPS, Options()),
    )
    app = opened("overview")
    assert app.selectbox(key="linked_month").options == [
        f"{translator('en').month(RUNNING)}, not over"
    ]
    assert (
        "is not over: its values so far are neither judged nor compared. So far NPS 100.0 (few "
        "answers). No targets are set" in finding(app)
    )
