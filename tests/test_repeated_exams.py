"""A course sat again: when it is a new exam, in which order attempts stand, and who still waits for
a retake."""

import random
import shutil
from dataclasses import replace
from datetime import date, timedelta

import pytest

from data import __main__ as data_commands
from data.database import rollups as sums
from data.database.connection import Database
from data.kinds.catalog import EXAM_ITEM, ROSTER, TRAINING
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add, undo
from metrics import __main__ as metrics_commands
from metrics.answers.answer import ask
from metrics.catalog import kpi_named
from metrics.handed.keeping import KEEPING
from metrics.settings import VALID_MONTHS, valid_months
from metrics.sums import rollups as kept
from metrics.sums.query import Query
from metrics.sums.relations import RESIT_DAYS, relation_sql
from metrics.training import records
from metrics.training.retakes import exams_of, outlook, retake_list

pytestmark = pytest.mark.usefixtures("trainer")

TODAY = date(2027, 12, 1)
EXAMS = ("first_attempt_pass_rate", "final_pass_rate", "people_examined", "pending_retakes")


# Whoever sees people reads the rows as they are; publishing what others may see would take more than
# half of the time.
UNPUBLISHED = replace(KEEPING, publish=None)


@pytest.fixture
def database(database):
    database.keeping = UNPUBLISHED
    return database


def _line(text, course="Basics"):
    """An attempt told as "person date score [attempt [course]]" as a row of a file."""
    who, day, score, number, of = [*text.split(), *[""] * 4][:5]
    return f"{who},{course} {of},{day.replace('T', ' ')},{number.strip('-')},{score},80,100"


def _store(database, lines):
    file = "employee,course,date,attempt,score,pass_mark,maximum\n" + "\n".join(lines)
    return add(database, prepare(file.encode(), "exams.csv", TRAINING, Options(), TODAY))


def _sat(database, *attempts):
    """Store attempts; they are passed from 80 on."""
    return _store(database, map(_line, attempts))


def _roster(database, *rows):
    text = "employee,date,hired_on,left_on\n" + "\n".join(rows)
    return add(database, prepare(text.encode(), "roster.csv", ROSTER, Options(), TODAY))


def _values(database, grain="month", courses=()):
    """KPI -> period as text -> value, where anything was counted; of all courses or of some."""
    with database.read() as reading:
        assert sums.in_step(reading)
        query = Query(grain=grain, only=(("course", courses),) if courses else ())
        found = {name: ask(reading, kpi_named(name), query, TODAY).rows for name in EXAMS}
    return {
        name: {
            str(row.period)[:7]: row.value
            for row in rows.itertuples()
            if row.n or name == "pending_retakes"
        }
        for name, rows in found.items()
    }


def test_a_yearly_exam_is_measured_every_year(database):
    _sat(
        database,
        *(f"E{at} 2025-06-15 {90 if at < 27 else 60}" for at in range(30)),
        *(f"E{at} 2026-06-{10 + at % 9} {90 if at < 12 else 60}" for at in range(30)),
    )
    found = _values(database)
    assert (
        found["first_attempt_pass_rate"]
        == {"2025-06": 90, "2026-06": 40}
        == found["final_pass_rate"]
    )
    assert found["people_examined"] == {"2025-06": 30, "2026-06": 30}, (
        "those who failed last year and never sat it again are examined anew, too"
    )
    assert found["pending_retakes"]["2025-06"] == 3 and found["pending_retakes"]["2026-06"] == 18
    assert _values(database, "year")["people_examined"] == {"2025-01": 30, "2026-01": 30}


CASES = (
    # Failed, then passed a retake: one exam.
    (("E1 2026-01-10 50", "E1 2026-02-10 90"), {"2026-01": 0}, {"2026-01": 100}, 0),
    # A retake that fails, and fails again within the validity: still one exam.
    (
        ("E1 2026-01-10 50", "E1 2026-06-10 50", "E1 2026-12-10 50"),
        {"2026-01": 0},
        {"2026-01": 0},
        1,
    ),
    # A year after the first attempt it is due again, whether or not a retake was sat between.
    (
        ("E1 2025-06-15 50", "E1 2025-11-15 50", "E1 2026-06-01 90"),
        {"2025-06": 0, "2026-06": 100},
        {"2025-06": 0, "2026-06": 100},
        0,
    ),
    (("E1 2025-06-15 50", "E1 2026-05-31 90"), {"2025-06": 0}, {"2025-06": 100}, 0),
    # Passed, and sat again half a year later: a new exam, here one to sit again; the pass of March
    # stands.
    (
        ("E1 2026-03-10 90", "E1 2026-09-10 60"),
        {"2026-03": 100, "2026-09": 0},
        {"2026-03": 100, "2026-09": 0},
        1,
    ),
    (
        ("E1 2026-03-10 90", "E1 2026-09-10 60", "E1 2026-10-10 90"),
        {"2026-03": 100, "2026-09": 0},
        {"2026-03": 100, "2026-09": 100},
        0,
    ),
    # A monthly exam.
    (
        ("E1 2026-02-01 90", "E1 2026-03-01 90", "E1 2026-04-01 90"),
        dict.fromkeys(("2026-02", "2026-03", "2026-04"), 100),
        dict.fromkeys(("2026-02", "2026-03", "2026-04"), 100),
        0,
    ),
    # Sat again of one's own accord a few days after the pass: the same exam, and failing it is
    # waiting for a retake.
    (("E1 2026-03-10 90", "E1 2026-03-17 95"), {"2026-03": 100}, {"2026-03": 100}, 0),
    (("E1 2026-03-25 90", "E1 2026-04-01 60"), {"2026-03": 100}, {"2026-03": 100}, 1),
    (
        ("E1 2026-03-25 90", "E1 2026-04-01 60", "E1 2026-05-10 85"),
        {"2026-03": 100},
        {"2026-03": 100},
        0,
    ),
    (("E1 2026-03-10T09:00 90", "E1 2026-03-10T15:00 60"), {"2026-03": 100}, {"2026-03": 100}, 1),
    # The few days may reach into the month in which a failed exam is due again.
    (
        ("E1 2025-06-20 50", "E1 2026-05-28 90", "E1 2026-06-02 95"),
        {"2025-06": 0},
        {"2025-06": 100},
        0,
    ),
    # An attempt number that begins anew each year.
    (
        ("E1 2025-01-10 50 1", "E1 2025-02-10 90 2", "E1 2026-01-10 50 1"),
        {"2025-01": 0, "2026-01": 0},
        {"2025-01": 100, "2026-01": 0},
        1,
    ),
    (
        ("E1 2026-01-10 50 1", "E1 2025-01-10 90 1"),
        {"2025-01": 100, "2026-01": 0},
        {"2025-01": 100, "2026-01": 0},
        1,
    ),
    # On one day the number decides, and the time where there is none.
    (("E1 2026-01-10 90 2", "E1 2026-01-10 50 1"), {"2026-01": 0}, {"2026-01": 100}, 0),
    (("E1 2026-01-10T15:00 90", "E1 2026-01-10T09:00 50"), {"2026-01": 0}, {"2026-01": 100}, 0),
    # Each course for itself.
    (
        ("E1 2026-03-10 90 - A", "E1 2026-04-10 60 - B"),
        {"2026-03": 100, "2026-04": 0},
        {"2026-03": 100, "2026-04": 0},
        1,
    ),
)


@pytest.fixture(scope="module")
def all_cases(tmp_path_factory, empty_file):
    """Every case in one database, each person in courses of their own."""
    database = Database(shutil.copy(empty_file, tmp_path_factory.mktemp("cases")), keeping=KEEPING)
    _store(
        database,
        [
            _line(attempt, f"case {case}")
            for case, (rows, *_) in enumerate(CASES)
            for attempt in rows
        ],
    )
    yield database
    database.close()


@pytest.mark.parametrize("case", range(len(CASES)), ids=lambda case: "; ".join(CASES[case][0]))
def test_when_a_course_sat_again_is_a_new_exam(all_cases, case):
    _, first, final, pending = CASES[case]
    found = _values(all_cases, courses=(f"case {case}", f"case {case} A", f"case {case} B"))
    assert (found["first_attempt_pass_rate"], found["final_pass_rate"]) == (first, final)
    assert (
        found["people_examined"] == dict.fromkeys(first, 1)
        and [0, *found["pending_retakes"].values()][-1] == pending
    )


def test_a_resit_is_one_for_the_declared_days_only(database):
    start = date(2026, 3, 1)
    _sat(
        database,
        *(
            f"E{days} {day} {score}"
            for days in (RESIT_DAYS, RESIT_DAYS + 1)
            for day, score in ((start, 90), (start + timedelta(days=days), 90))
        ),
    )
    assert _values(database)["people_examined"] == {"2026-03": 3}


def test_the_order_of_uploads_does_not_matter(database, tmp_path, empty_file):
    early, late = ("E1 2025-01-10 50 1", "E1 2025-02-10 90 2"), ("E1 2026-01-10 50 1",)
    _sat(database, *late)
    _sat(database, *early)
    other = Database(shutil.copy(empty_file, tmp_path / "other.duckdb"), keeping=UNPUBLISHED)
    _sat(other, *early)
    _sat(other, *late)
    assert _values(database) == _values(other)
    other.close()


def _expected(attempts, months):
    """Cases of (person, day, passed), counted attempt by attempt: (person, first day, passed first,
    passed ever)."""
    cases, latest = [], {}
    for who, day, passed in sorted(attempts):
        case = latest.get(who)
        since = (
            None
            if case is None
            else (day.year - case["start"].year) * 12 + day.month - case["start"].month
        )
        resit = case is not None and case["won_last"] and (day - case["last"]).days <= RESIT_DAYS
        if case is None or not resit and (case["won_last"] or since // months > case["lap"]):
            is_fresh = case is None or case["won_last"]
            case = {
                "who": who,
                "first": day,
                "passed": passed,
                "ever": passed,
                "lap": 0 if is_fresh else since // months,
                "start": day if is_fresh else case["start"],
            }
            cases.append(case)
            latest[who] = case
        case.update(ever=case["ever"] or passed, won_last=passed, last=day)
    return sorted((case["who"], case["first"], case["passed"], case["ever"]) for case in cases)


@pytest.mark.parametrize("months", [VALID_MONTHS, 6])
def test_cases_are_those_counted_attempt_by_attempt(tmp_path, monkeypatch, months):
    monkeypatch.setenv("SERVICE_CULTURE_EXAM_MONTHS", str(months))
    chance = random.Random(7)
    days = [date(2024, 1, 1) + timedelta(days=at) for at in range(1200)]
    attempts = [
        (f"E{who}", day, chance.random() < 0.5)
        for who in range(30)
        for day in chance.sample(days, chance.randint(1, 12))
    ]
    attempts += [
        (who, day + timedelta(days=chance.choice([3, 10, 14, 15, 20])), chance.random() < 0.5)
        for who, day, _ in attempts[::4]
    ]
    attempts = list({(who, day): (who, day, passed) for who, day, passed in attempts}.values())
    database = Database(
        tmp_path / "own.duckdb", keeping=replace(UNPUBLISHED, measures=kept.keeping().measures)
    )
    sums.rebuild_rollups(database)
    _sat(database, *(f"{who} {day} {90 if passed else 50}" for who, day, passed in attempts))
    with database.read() as reading:
        found = reading.rows(
            "SELECT employee, date::DATE, passed_first, passed_ever FROM "
            f"{relation_sql('exam_outcomes')} ORDER BY ALL"
        )
    expected = _expected(attempts, months)
    assert found == expected and len({case[0] for case in expected}) == 30 < len(expected)
    counted = _values(database)["people_examined"]
    assert sum(counted.values()) == len(expected)
    database.close()


def test_the_validity_can_be_set_and_the_sums_follow(database, monkeypatch):
    _sat(database, "E1 2026-01-10 50", "E1 2026-05-10 90")
    assert _values(database)["people_examined"] == {"2026-01": 1}
    path = database.path
    database.close()
    monkeypatch.setenv("SERVICE_CULTURE_EXAM_MONTHS", "4")
    opened = Database(path, keeping=replace(UNPUBLISHED, measures=kept.keeping().measures))
    assert sums.rebuild_rollups(opened), "sums of another validity are not used"
    assert _values(opened)["people_examined"] == {"2026-01": 1, "2026-05": 1}
    opened.close()


@pytest.mark.parametrize("wrong", ["0", "-3", "twelve", "1.5", "121", "１２"])
def test_a_validity_that_is_none_is_told_by_every_command(monkeypatch, capsys, wrong):
    monkeypatch.setenv("SERVICE_CULTURE_EXAM_MONTHS", wrong)
    for commands, call in ((data_commands, ["kinds"]), (metrics_commands, ["kpis"])):
        assert commands.main(call) == 2 and "SERVICE_CULTURE_EXAM_MONTHS" in capsys.readouterr().err
    monkeypatch.setenv("SERVICE_CULTURE_EXAM_MONTHS", "24")
    assert data_commands.main(["kinds"]) == 0 and valid_months() == 24


def test_who_has_left_waits_no_longer(database):
    _sat(
        database,
        *(f"E{at} 2026-01-10 50" for at in range(6)),
        "E0 2026-04-10 90",
        "E5 2026-04-10 50 - Other",
    )
    _roster(
        database,
        "E1,2026-03-31,,2026-02-15",
        "E2,2026-03-31,,2026-12-31",
        "E3,2026-03-31,,",
        "E5,2026-04-30,,2026-04-10",
    )
    found = _values(database)["pending_retakes"]
    assert found == {"2026-01": 6, "2026-02": 5, "2026-03": 5, "2026-04": 3}, (
        "E1 left in February, E5 in April, E2 after the last exams"
    )
    with database.read() as reading:
        assert set(records.waiting(reading, date(2026, 2, 14))["employee"]) == {
            f"E{at}" for at in range(6)
        }
        assert set(records.waiting(reading, date(2026, 2, 15))["employee"]) == {
            "E0",
            "E2",
            "E3",
            "E4",
            "E5",
        }
        assert set(retake_list(reading, date(2026, 12, 30))["employee"]) == {"E2", "E3", "E4"}, (
            "the last day of E2 has not come"
        )
        assert set(retake_list(reading, date(2026, 12, 31))["employee"]) == {"E3", "E4"}
        ahead = outlook(reading, date(2026, 12, 31))
    assert (ahead.examined, ahead.passed, ahead.left, ahead.waiting) == (7, 1, 4, 2)


def test_a_roster_that_comes_or_goes_changes_who_waits(database):
    _sat(database, *(f"E{at} 2026-01-10 50" for at in range(3)))
    assert _values(database)["pending_retakes"] == {"2026-01": 3}
    stored = _roster(database, "E1,2026-01-31,,2026-01-20")
    assert _values(database)["pending_retakes"] == {"2026-01": 2}
    undo(database, stored.upload)
    assert _values(database)["pending_retakes"] == {"2026-01": 3}


def test_who_sits_an_exam_after_leaving_is_there(database):
    _sat(database, "E1 2026-01-10 50", "E1 2026-03-10 50", "E2 2026-01-10 50")
    _roster(database, "E1,2026-02-28,,2026-02-01", "E2,2026-02-28,,2026-01-10")
    assert _values(database)["pending_retakes"] == {"2026-01": 1, "2026-02": 0, "2026-03": 1}
    with database.read() as reading:
        assert records.waiting(reading, TODAY)["employee"].tolist() == ["E1"]


def test_the_sums_of_waiting_are_those_of_the_rows(database):
    _sat(
        database,
        *(f"E{at} 2026-0{1 + at % 4}-10 {50 + at % 3 * 20}" for at in range(40)),
        *(f"E{at} 2026-06-10 60" for at in range(0, 40, 5)),
    )
    _roster(database, *(f"E{at},2026-05-31,,2026-0{1 + at % 6}-20" for at in range(0, 40, 3)))
    with database.read() as reading:
        told = ask(reading, kpi_named("pending_retakes"), Query(), TODAY).rows
        months = {str(row.period)[:7]: row.value for row in told.itertuples()}
        for month in range(1, 7):
            end = date(2026, month + 1, 1) - timedelta(days=1)
            assert months[f"2026-0{month}"] == len(records.waiting(reading, end)), month


def test_exams_are_told_apart_from_people():
    assert (
        str(exams_of(43, 34)) == "43 exams of 34 people"
        and str(exams_of(2, 1)) == "2 exams of one person"
        and str(exams_of(1, 1)) == "one exam"
    )


def test_attempts_to_pass_begin_anew_with_every_exam(database):
    _sat(
        database,
        "E1 2025-06-10 50",
        "E1 2025-07-10 90",
        "E1 2026-06-10 90",
        "E2 2025-06-10 90",
        "E2 2026-06-10 60",
    )
    with database.read() as reading:
        found = records.passing_times(reading, "Basics")
        assert sorted(found.itertuples(index=False, name=None)) == [
            (1, False),
            (1, True),
            (1, True),
            (2, True),
        ]
        assert records.retakes_sat(reading, date(2025, 1, 1), date(2026, 12, 31)) == (1, 1), (
            "a new exam is no retake"
        )


def _asked(text, kind=TRAINING, answers=None):
    return prepare(text.encode(), "x.csv", kind, Options(answers=answers or {}), TODAY)


_HEAD = "employee,course,date,score,pass_mark,maximum\n"


@pytest.mark.parametrize(
    ("rows", "people"),
    [
        ("E1,C,2026-03-10,60,80,100\nE1,C,2026-03-10,95,80,100\nE2,C,2026-03-10,95,80,100", 1),
        ("E1,C,2026-03-10,60,80,100\nE1,C,2026-03-10,65,80,100", 0),
        ("E1,C,2026-03-10,90,80,100\nE1,C,2026-03-10,95,80,100", 0),
        ("E1,C,2026-03-10 09:00,60,80,100\nE1,C,2026-03-10 10:00,95,80,100", 0),
        ("E1,C,2026-03-10 09:00,60,80,100\nE1,C,2026-03-10 09:00,95,80,100", 1),
        ("E1,C,2026-03-10,60,80,100\nE1,D,2026-03-10,95,80,100", 0),
        ("E1,C,2026-03-10,60,80,100\nE1,C,2026-03-11,95,80,100", 0),
        ("E1,C,2026-03-10,60,80,100\nE1,C,2026-03-10,60,80,100", 0),
        ("E1,C,2026-03-10,60,80,100\nE1,C,2026-03-10,,80,100", 0),
    ],
)
def test_two_outcomes_of_one_day_are_asked_about_where_nothing_tells_their_order(rows, people):
    checked = _asked(_HEAD + rows).checked
    assert [question.message.blanks["people"] for question in checked.questions] == (
        [people] if people else []
    )
    assert not people or not any(
        "same identifiers" in issue.message.text for issue in checked.issues
    ), "what is asked is not warned about as well"


def test_an_attempt_number_tells_the_order():
    head = "employee,course,date,attempt,score,pass_mark,maximum\n"
    assert not _asked(
        head + "E1,C,2026-03-10,2,95,80,100\nE1,C,2026-03-10,1,60,80,100"
    ).checked.questions
    assert _asked(
        head + "E1,C,2026-03-10,1,95,80,100\nE1,C,2026-03-10,1,60,80,100"
    ).checked.questions


@pytest.mark.parametrize(
    ("rows", "likely"),
    [
        (
            "E1,C,2026-03-10,60,80,100\nE1,C,2026-03-10,95,80,100\nE2,C,2026-03-09,95,80,100",
            "bottom_up",
        ),
        (
            "E2,C,2026-03-09,95,80,100\nE1,C,2026-03-10,95,80,100\nE1,C,2026-03-10,60,80,100",
            "top_down",
        ),
        ("E1,C,2026-03-10,95,80,100\nE1,C,2026-03-10,60,80,100", "bottom_up"),
        ("E1,C,2026-03-10,60,80,100\nE1,C,2026-03-10,95,80,100", "top_down"),
    ],
)
def test_the_likely_order_is_that_of_the_dates_then_a_fail_before_a_pass(rows, likely):
    assert [question.likely for question in _asked(_HEAD + rows).checked.questions] == [likely]


@pytest.mark.parametrize(
    ("answers", "first", "pending"),
    [({"same_day": "top_down"}, 50, 0), ({"same_day": "bottom_up"}, 100, 1), ({}, 50, 0)],
)
def test_the_answer_decides_which_attempt_is_the_first(database, answers, first, pending):
    add(
        database,
        _asked(
            _HEAD
            + "E1,C,2026-03-10,60,80,100\nE1,C,2026-03-10,95,80,100\nE2,C,2026-03-10,95,80,100",
            answers=answers,
        ),
    )
    found = _values(database)
    assert found["first_attempt_pass_rate"] == {"2026-03": first} and found["people_examined"] == {
        "2026-03": 2
    }
    assert [*found["pending_retakes"].values()] == ([pending] if pending else [0])
    with database.read() as reading:
        assert (
            len(records.waiting(reading, TODAY)) == pending
            and reading.row("SELECT count(*) FROM live_training")[0] == 3
        )


@pytest.mark.parametrize(
    ("answers", "score"), [({"same_day": "top_down"}, 0.0), ({"same_day": "bottom_up"}, 1.0)]
)
def test_items_of_one_day_are_asked_about_and_ordered_alike(database, answers, score):
    text = (
        "employee,course,date,item,score,maximum\nE1,C,2026-03-10,Q1,0,1\nE1,C,2026-03-10,Q1,1,1\n"
    )
    assert [question.name for question in _asked(text, EXAM_ITEM).checked.questions] == ["same_day"]
    add(database, _asked(text, EXAM_ITEM, answers))
    with database.read() as reading:
        assert records.item_answers(reading, "C", "")["score"].tolist() == [score]


def _items(*attempts):
    rows = "\n".join(
        f"{who},C,{day},{number},{version},Q1,{score},1"
        for who, day, number, version, score in attempts
    )
    return _asked(f"employee,course,date,attempt,version,item,score,maximum\n{rows}\n", EXAM_ITEM)


def test_items_follow_the_order_and_the_cases_of_the_exams(database):
    _store(
        database,
        [
            _line(text, "C")
            for text in (
                "E1 2025-06-10 50 1",
                "E1 2025-07-10 90 2",
                "E1 2026-03-10 90 1",
                "E2 2025-06-10 90 1",
            )
        ],
    )
    add(
        database,
        _items(
            ("E1", "2025-06-10", 1, "old", 0),
            ("E1", "2025-07-10", 2, "old", 1),
            ("E1", "2026-03-10", 1, "new", 1),
            ("E2", "2025-06-10", 1, "old", 1),
        ),
    )
    with database.read() as reading:
        assert {(paper.version, paper.people) for paper in records.papers(reading)} == {
            ("old", 2),
            ("new", 1),
        }, "next year's has first attempts, too"
        assert records.item_answers(reading, "C", "old")["score"].tolist() == [0.0, 1.0], (
            "the retake is none"
        )
        assert records.item_answers(reading, "C", "new")["score"].tolist() == [1.0]


def test_without_results_items_are_new_again_after_the_validity(database):
    add(
        database,
        _items(
            ("E1", "2025-06-10", 2, "a", 0),
            ("E1", "2026-05-10", 1, "b", 1),
            ("E1", "2026-06-10", 1, "c", 1),
        ),
    )
    with database.read() as reading:
        assert {(paper.version, paper.people) for paper in records.papers(reading)} == {
            ("a", 1),
            ("c", 1),
        }


def test_moments_are_compared_by_day_before_their_number(database):
    _sat(database, "E1 2026-01-11T08:00 50 1", "E1 2026-01-10T18:00 90 2")
    with database.read() as reading:
        latest = records.waiting(reading, TODAY)
    assert latest["failed_on"].tolist() == [date(2026, 1, 11)]


@pytest.mark.parametrize(
    ("case", "month", "first", "final", "examined", "pending"),
    [
        ("public/annual-recertification/two_years", "2026-06", 40, 40, 30, 18),
        ("public/annual-recertification/course_per_year", "2026-06", 40, 40, 30, 21),
        ("public/pass-then-fail/order_ok", "2026-03", 100, 100, 30, 0),
        ("public/pass-then-fail/order_reversed", "2026-09", 0, 0, 10, 10),
        ("verdicts/training-5", "2026-01", 0, 0, 1, 1),
    ],
)
def test_the_reported_files_give_the_right_values(
    database, shared, case, month, first, final, examined, pending
):
    path = shared / "cases" / f"{case}.csv"
    if not path.exists():
        pytest.skip("the cases are not on this machine")
    prepared = prepare(path.read_bytes(), path.name, TRAINING, Options(), TODAY)
    assert not prepared.checked.questions
    add(database, prepared)
    found = _values(database)
    assert [found[name].get(month, 0) for name in EXAMS] == [first, final, examined, pending]


@pytest.mark.parametrize(
    ("name", "likely"), [("sameday", "top_down"), ("sameday_reversed", "bottom_up")]
)
def test_the_reported_same_day_files_are_asked_about(shared, name, likely):
    path = shared / "cases" / "public" / "pass-then-fail" / f"{name}.csv"
    if not path.exists():
        pytest.skip("the cases are not on this machine")
    (question,) = prepare(
        path.read_bytes(), path.name, TRAINING, Options(), TODAY
    ).checked.questions
    assert (question.name, question.likely, question.message.blanks["people"]) == (
        "same_day",
        likely,
        10,
    )
