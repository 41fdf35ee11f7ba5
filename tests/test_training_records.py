"""What the page Training reads, against the rows counted again by hand."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from data.kinds.catalog import EXAM_ITEM, TRAINING
from data.reading.options import Options
from data.roles import READER, TRAINER, Viewer
from data.samples.items import LEAKED, LEAKED_MONTHS
from data.samples.stories import month_at
from data.uploads.prepare import prepare
from data.uploads.store import add
from errors import NotForRole
from metrics.answers.answer import Answer, ask, ask_all
from metrics.catalog import kpi_named
from metrics.comparisons.units import Standing, standing
from metrics.handed.keeping import KEEPING
from metrics.sums.query import Query
from metrics.training import records
from metrics.training.attempts import first_pass
from metrics.training.chain import SHOWN_ON_THE_JOB, panels, unit_table
from metrics.training.course_finding import course_finding
from metrics.training.delays import grouped
from metrics.training.exam import exam
from metrics.training.item_verdict import Finding
from metrics.training.measures import FIRST_BY_COHORT, TRAINED, TRAINED_AND_PASSED
from metrics.training.newcomers import basics_of, induction
from metrics.training.retakes import RETAKE_WITHIN, Outlook, outlook, retake_list
from metrics.training.windows import usual_window, windowed
from metrics.window import CALENDAR, TimeWindow

TRAINERS = Viewer(frozenset({TRAINER}))
FAILING = "Handling difficult customers"
DAY = date(2026, 8, 31)


@pytest.fixture(scope="module")
def reading(sample):
    """What is read person by person is for those who work with people; test_figures.py has
    readers."""
    with sample.read(viewer=TRAINERS) as opened:
        yield opened


@pytest.fixture(autouse=True)
def trainer(monkeypatch):
    """Where a test opens a database of its own."""
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "trainer")


@pytest.fixture
def database(database):
    """Whoever sees people is answered from the rows: publishing what others may see would take more
    than half of the time."""
    database.keeping = replace(KEEPING, publish=None)
    return database


@pytest.fixture(scope="module")
def attempts(reading):
    """Every attempt, with its number among those of its person, course and module, and whether it
    passed."""
    rows = reading.frame(
        "SELECT * FROM live_training WHERE score IS NOT NULL AND pass_mark IS NOT NULL ORDER BY "
        "attempt, date"
    )
    exam_of = ["employee", "course", "module"]
    return rows.assign(
        sitting=rows.groupby(exam_of, dropna=False).cumcount() + 1,
        passed=rows["score"] >= rows["pass_mark"],
    )


def _until(attempts, day):
    return attempts[attempts["date"] < pd.Timestamp(day) + pd.Timedelta(days=1)]


def test_who_waits_is_whose_latest_attempt_failed(reading, attempts, today):
    last = _until(attempts, DAY).groupby(["employee", "course", "module"]).last().reset_index()
    expected = {
        (row.employee, row.course, row.sitting, row.date.date())
        for row in last[~last["passed"]].itertuples()
    }
    found = records.waiting(reading, DAY)
    assert {
        (row.employee, row.course, row.attempts, row.failed_on) for row in found.itertuples()
    } == expected and len(expected) > 20
    assert found["failed_on"].is_monotonic_increasing
    kpi = ask(reading, kpi_named("pending_retakes"), Query(end=DAY), today).rows.iloc[-1]
    assert kpi["value"] == len(found)


def test_a_retake_is_overdue_after_the_declared_days(reading):
    found = retake_list(reading, DAY)
    late = found.dropna(subset="overdue_since")
    assert 0 < len(late) < len(found)
    assert all(
        row.overdue_since == row.failed_on + timedelta(days=RETAKE_WITHIN) < DAY
        for row in late.itertuples()
    )
    kept = found[found["overdue_since"].isna()]
    assert all((DAY - failed).days <= RETAKE_WITHIN for failed in kept["failed_on"])


def test_the_outlook_counts_the_last_twelve_months(reading, attempts):
    found = outlook(reading, DAY)
    known = _until(attempts, DAY)
    again = known[(known["sitting"] > 1) & (known["date"] >= "2025-09-01")]
    assert (found.won, found.sat) == (again["passed"].sum(), len(again))
    people = known.groupby(["employee", "course", "module"]).agg(
        first=("date", "min"), ever=("passed", "any")
    )
    recent = people[people["first"] >= "2025-09-01"]
    assert (found.passed, found.examined) == (recent["ever"].sum(), len(recent))


def test_those_waiting_pass_at_the_usual_rate():
    found = Outlook(examined=200, passed=180, sat=50, won=40)
    assert (found.now, found.then) == (90.0, 98.0)
    assert "98.0%" in str(found.sentence()) and "80%" in str(found.sentence())
    assert Outlook(200, 180, 9, 9).then is None and "cannot be told" in str(
        Outlook(200, 180, 9, 9).sentence()
    )
    assert Outlook(0, 0, 50, 40).now is None


def test_when_people_passed(reading, attempts):
    course = attempts[attempts["course"] == FAILING]
    expected = first_pass(course.assign(attempt=course["sitting"]), "attempt")
    found = records.passing_times(reading, FAILING)
    assert (
        found.value_counts()
        .sort_index()
        .equals(expected[["time", "passed"]].value_counts().sort_index())
    )
    assert len(records.passing_times(reading)) == len(
        attempts.drop_duplicates(["employee", "course", "module"])
    )


def test_papers_count_first_attempts(reading):
    rows = reading.frame(
        "SELECT employee, course, version, item, attempt, score FROM live_exam_item WHERE course "
        "= ?",
        [FAILING],
    )
    first = rows[rows["attempt"] == rows.groupby("employee")["attempt"].transform("min")]
    paper = next(paper for paper in records.papers(reading) if paper.course == FAILING)
    assert (paper.version, paper.people) == ("A", first["employee"].nunique())
    found = records.item_answers(reading, FAILING, "A")
    assert (
        found["score"].sum() == first["score"].sum()
        and len(found) == len(first)
        and not found.duplicated(["employee", "item"]).any()
    )
    assert (
        records.pass_share(reading, "course", FAILING) == 0.8
        and records.pass_share(reading, "course", "no such course") is None
    )
    assert records.pass_share(reading, "module", "Communication") == 0.8


def test_of_two_attempts_on_a_day_the_earlier_one_counts_whatever_their_order_in_the_file(database):
    rows = (
        "employee,course,date,item,score,maximum,response\nE1,C,2026-03-02 15:00,Q1,1,1,B\n"
        "E1,C,2026-03-02 09:00,Q1,0,1,A\n"
    )
    add(database, prepare(rows.encode(), "items.csv", EXAM_ITEM, Options(), DAY))
    with database.read() as read:
        found = records.item_answers(read, "C", "")
    assert found[["score", "response"]].values.tolist() == [[0.0, "A"]]


def _answers(database, answered: dict[str, int], scored: int | None = None) -> None:
    """A paper whose items so many people answered, the first ones; only the first `scored` people
    have scores."""
    rows = [
        f"E{at},C,2026-03-02,{item},{at % 2 if scored is None or at < scored else ''},1,"
        f"{'AB'[at % 2]},B"
        for item, people in answered.items()
        for at in range(people)
    ]
    text = "employee,course,date,item,score,maximum,response,correct_response\n" + "\n".join(rows)
    add(database, prepare(text.encode(), "items.csv", EXAM_ITEM, Options(), DAY))


def _results(database, people: int) -> None:
    """The same people's results, with a pass mark."""
    text = "employee,course,date,score,maximum,pass_mark\n" + "\n".join(
        f"E{at},C,2026-03-02,80,100,50" for at in range(people)
    )
    add(database, prepare(text.encode(), "results.csv", TRAINING, Options(), DAY))


def test_a_paper_counts_who_was_scored(database):
    _answers(database, {"Q1": 12}, scored=2)
    with database.read() as read:
        (paper,) = records.papers(read)
        assert paper.people == 2 and exam(read, "C", "").people == 2


def test_totals_are_of_those_who_had_the_whole_paper(database):
    first = [f"E{at},C,2026-03-02,{item},{at % 2},1" for item in ("Q1", "Q2") for at in range(12)]
    other = [f"E{at},C,2026-03-02,Q3,{at % 2},1" for at in range(3, 15)]
    add(
        database,
        prepare(
            ("employee,course,date,item,score,maximum\n" + "\n".join(first + other)).encode(),
            "i.csv",
            EXAM_ITEM,
            Options(),
            DAY,
        ),
    )
    _results(database, 15)
    with database.read() as read:
        found = exam(read, "C", "")
    assert (
        found.people == 15
        and found.reliability.people == found.near.people == 9
        and found.reliability.alpha is not None
    )


def test_an_item_that_was_worth_other_points_is_the_share_of_its_own(database):
    rows = [f"E{at},C,2026-03-02,Q1,{at % 2},1" for at in range(6)]
    rows += [f"F{at},C,2026-04-02,Q1,{2 * (at % 2)},2" for at in range(6)]
    content = "\n".join(["employee,course,date,item,score,maximum", *rows]).encode()
    add(database, prepare(content, "i.csv", EXAM_ITEM, Options(), DAY))
    with database.read() as read:
        found = exam(read, "C", "")
    assert found.items["p"].tolist() == [0.5] and found.items["maximum"].tolist() == [2]
    assert set(found.sat.points.ravel()) == {0, 2}


def test_the_miskeyed_item_comes_first(reading):
    found = exam(reading, FAILING, "A")
    assert (found.verdicts[0].item, found.verdicts[0].finding) == ("Q07", Finding.MISKEYED)
    assert (found.verdicts[1].item, found.verdicts[1].finding) == ("Q11", Finding.TOO_HARD)
    assert (
        len(found.verdicts) == len(found.items) == 14
        and found.near.cut == 80
        and 0 < len(found.near.near) < found.people
    )
    options = found.options[(found.options["item"] == "Q07") & found.options["attracts"]]
    assert options.loc[options["n"].idxmax(), "option"] == "B"
    assert exam(reading, FAILING, "no such version") is None


def test_the_item_that_is_known_is_named_with_its_month(reading):
    (leaked,) = exam(reading, FAILING, "A").drift.items
    end = reading.row("SELECT max(date)::DATE FROM live_exam_item")[0]
    assert (leaked.item, leaked.easier, leaked.blunter) == (LEAKED, True, True)
    assert leaked.since == month_at(end, 1 - LEAKED_MONTHS)
    others = [paper for paper in records.papers(reading) if paper.course != FAILING]
    assert not [one for one in others if exam(reading, one.course, one.version).drift.items]


def test_a_second_look_is_a_first_attempt_after_another_course_was_passed(reading, attempts):
    module = attempts[attempts["module"] == "Communication"].sort_values("date", kind="stable")
    expected, of_person = [], {}
    for row in module.itertuples():
        of_person.setdefault(row.employee, []).append(row)
    for own in of_person.values():
        for row in (one for one in own if one.sitting == 1):
            before = [one for one in own if one.passed and one.date < row.date]
            if before and before[-1].course != row.course:
                days = (row.date.date() - before[-1].date.date()).days
                expected += [(row.employee, days, row.score / row.maximum)] if days > 0 else []
    found = records.second_looks(reading, "Communication")
    told = zip(found["employee"], found["days"], found["score"].round(6), strict=True)
    assert (
        sorted(told)
        == sorted((employee, days, round(score, 6)) for employee, days, score in expected)
        and len(expected) > 1000
    )


def test_groups_of_delays_are_of_equal_size():
    looks = pd.DataFrame({"days": np.arange(100), "score": np.tile([0.4, 0.8], 50)})
    found = grouped(looks)
    assert found["n"].tolist() == [13, 12, 13, 12, 13, 12, 13, 12] and found["days"].iloc[0] == 6
    assert found["mean"].iloc[1] == pytest.approx(0.6) and (
        found["n"] * found["mean"]
    ).sum() == pytest.approx(60)
    assert grouped(looks.head(9)).empty


def _on_roster(reading, day):
    rows = reading.frame("SELECT * FROM live_roster WHERE date <= ?", [day])
    latest = rows.sort_values("date").groupby("employee").tail(1)
    return latest[
        (latest["hired_on"] <= pd.Timestamp(day))
        & (latest["left_on"].isna() | (latest["left_on"] > pd.Timestamp(day)))
    ]


def test_coverage_counts_the_roster_at_the_quarters_end(reading, attempts, today):
    staff = _on_roster(reading, date(2026, 6, 30))
    quarter = attempts[(attempts["date"] >= "2026-04-01") & (attempts["date"] < "2026-07-01")]
    query = Query(date(2026, 4, 1), date(2026, 6, 30), "quarter", "department")
    for kpi, people in (
        (TRAINED, set(quarter["employee"])),
        (TRAINED_AND_PASSED, set(quarter.loc[quarter["passed"], "employee"])),
    ):
        expected = (
            staff.assign(there=staff["employee"].isin(people))
            .groupby("department")["there"]
            .agg(["size", "mean"])
        )
        found = ask(reading, kpi, query, today).rows.set_index("group")
        assert found["n"].to_dict() == expected["size"].to_dict()
        assert found["value"].to_dict() == pytest.approx((100 * expected["mean"]).to_dict())


def test_cohorts_are_months_lately_and_years_before(reading, attempts, today):
    first = attempts[
        (attempts["sitting"] == 1)
        & (attempts["date"] >= "2026-04-01")
        & (attempts["date"] < "2026-07-01")
    ]
    hired = pd.to_datetime(first["hired_on"])
    cohort = hired.dt.strftime("%Y-%m").where(hired >= "2025-10-01", hired.dt.strftime("%Y"))
    expected = first.groupby(cohort)["passed"].mean() * 100
    found = ask(
        reading,
        FIRST_BY_COHORT,
        Query(date(2026, 4, 1), date(2026, 6, 30), "quarter", "cohort"),
        today,
    ).rows
    assert (
        found.set_index("group")["value"].to_dict() == pytest.approx(expected.to_dict())
        and "2014" in expected.index
    )


def test_behaviour_is_gated_like_a_kpi(reading, sample, today):
    query = Query(date(2026, 7, 1), date(2026, 9, 30), "month", "store")
    everything = ask(reading, SHOWN_ON_THE_JOB, query, today).rows
    checks = reading.row(
        "SELECT count(*) FROM live_behaviour_check WHERE date >= '2026-07-01' AND date < "
        "'2026-10-01'"
    )[0]
    assert everything["n"].sum() == checks and not everything["hidden"].any()
    with sample.read(viewer=READER) as for_readers:
        gated = ask(for_readers, SHOWN_ON_THE_JOB, query, today).rows
    assert gated["hidden"].any() and gated.loc[gated["hidden"], "value"].isna().all()


def test_newcomers_and_who_is_behind(reading):
    courses = records.courses(reading)
    assert basics_of(courses) == "新员工服务基础"
    deepening = [f"新员工深化 {number}" for number in (1, 2, 3)]
    found = induction(reading, DAY, "新员工服务基础", deepening)
    staff = _on_roster(reading, DAY)
    expected = staff[staff["hired_on"] >= pd.Timestamp(2026, 4, 30)]
    assert set(found.people["employee"]) == set(expected["employee"]) and len(expected) > 5
    sat = reading.frame(
        "SELECT employee, course, date FROM live_training WHERE list_contains(?, course) AND date "
        "<= '2026-08-31 23:59'",
        [[*deepening]],
    )
    for person in found.people.to_dict("records"):
        own = sat[sat["employee"] == person["employee"]]
        assert person["deepened"] <= min(person["due"], len(own)) and person["due"] <= 3
        assert person["behind"] == (
            person["basics"] in ("late", "missing") or person["deepened"] < person["due"]
        )
    assert 0 < len(found.behind) < len(found.people)


OWN = Viewer(frozenset({TRAINER}), within="store", units=frozenset({"North"}), signed_in=True)


def _read_of_exams(database) -> dict[str, object]:
    """All that is read of exams besides who waits for a retake, by a trainer of one store."""
    with database.read(viewer=OWN) as own:
        return {
            "papers": records.papers(own),
            "answers": records.item_answers(own, "C", "A").values.tolist(),
            "again": records.answers_again(own, "C").values.tolist(),
            "passing": records.passing_times(own).values.tolist(),
            "marks": [
                records.pass_share(own, of, name) for of, name in (("course", "C"), ("module", "M"))
            ],
            "modules": records.modules(own),
            "looks": records.second_looks(own, "M").values.tolist(),
        }


def _load_exams(database, store: str, people: range, mark: int) -> None:
    """Each sits a course of the module, its paper twice, and later another course."""
    attempts = [
        f"{store}{who},{store},{course},M{'' if mark == 50 else store},{day},{number},{40 + 10 * number + who},100,{mark}"
        for who in people
        for course, day, number in (
            ("C", "2026-01-05", 1),
            ("C", "2026-02-05", 2),
            ("D", "2026-06-05", 1),
        )
    ]
    heads = "employee,store,course,module,date,attempt,score,maximum,pass_mark"
    items = [
        f"{store}{who},{store},C,M{'' if mark == 50 else store},A,2026-0{number}-05,{number},Q{item},{(who + item + number) % 2},1"
        for who in people
        for number in (1, 2)
        for item in (1, 2)
    ]
    item_heads = "employee,store,course,module,version,date,attempt,item,score,maximum"
    for kind, lines in ((TRAINING, [heads, *attempts]), (EXAM_ITEM, [item_heads, *items])):
        text = "\n".join(lines)
        add(database, prepare(text.encode(), f"{store}.csv", kind, Options(), DAY))


def test_a_trainer_of_some_units_sees_exams_of_these_alone_whatever_others_did(database):
    """What is told follows from the own units' records only, so nothing can be taken off it."""
    _load_exams(database, "North", range(3), 50)
    before = _read_of_exams(database)
    assert [paper.people for paper in before["papers"]] == [3]
    assert {row[0] for row in before["answers"]} == {"North0", "North1", "North2"}
    assert all(before.values())
    _load_exams(database, "South", range(9), 80)
    assert _read_of_exams(database) == before
    with database.read(viewer=TRAINERS) as everybody:
        assert [paper.people for paper in records.papers(everybody)] == [12]
        assert records.modules(everybody) == ["M", "MSouth"]


def test_what_began_in_other_units_than_the_trainers_is_left_out(database):
    """Ann failed and Bo passed in the South before; Cy and Di are of the North alone."""
    sat = [
        ("Ann", "South", "C", "2026-01-05", 1, 40),
        ("Ann", "North", "C", "2026-02-05", 2, 80),
        ("Cy", "North", "C", "2026-01-05", 1, 40),
        ("Cy", "North", "C", "2026-02-05", 2, 80),
        ("Bo", "North", "B", "2026-01-05", 1, 80),
        ("Bo", "South", "C", "2026-02-05", 1, 80),
        ("Bo", "North", "D", "2026-03-05", 1, 80),
        ("Di", "North", "B", "2026-01-05", 1, 80),
        ("Di", "North", "D", "2026-03-05", 1, 80),
    ]
    exams = [
        f"{who},{store},{of},M,{day},{at},{score},100,50" for who, store, of, day, at, score in sat
    ]
    items = [
        f"{who},{store},{of},M,A,{day},{at},Q1,1,1"
        for who, store, of, day, at, _ in sat
        if of == "C"
    ]
    for kind, heads, lines in (
        (TRAINING, "employee,store,course,module,date,attempt,score,maximum,pass_mark", exams),
        (EXAM_ITEM, "employee,store,course,module,version,date,attempt,item,score,maximum", items),
    ):
        text = "\n".join([heads, *lines])
        add(database, prepare(text.encode(), f"{kind.name}.csv", kind, Options(), DAY))
    with database.read(viewer=OWN) as own:
        assert records.passing_times(own, "C").values.tolist() == [[2, True]]
        assert set(records.answers_again(own, "C")["employee"]) == {"Cy"}
        assert records.second_looks(own, "M")["employee"].tolist() == ["Di"]
    with database.read(viewer=TRAINERS) as everybody:
        assert records.passing_times(everybody, "C")["time"].tolist() == [1, 2, 2]
        assert set(records.answers_again(everybody, "C")["employee"]) == {"Ann", "Cy"}
        assert sorted(records.second_looks(everybody, "M")["employee"]) == ["Bo", "Bo", "Di"]


def test_the_list_of_staff_is_not_for_a_trainer_of_some_units(reading, sample):
    """Figures of it are shown to all of larger groups."""
    with sample.read(viewer=OWN) as own:
        for read in (
            lambda: records.newcomers(own, DAY, DAY),
            lambda: records.sat_by(own, ["E0001"], DAY),
        ):
            with pytest.raises(NotForRole):
                read()


def test_exams_counted_with_the_list_of_staff_are_not_told_to_a_trainer_of_some_units(
    sample, today
):
    """Less the passes known by name, the company's would tell of the other units."""
    kpi = kpi_named("training_coverage")
    queries = (Query(), Query(by="region"), Query(only=(("store", ("North",)),), by="position"))
    with sample.read(viewer=OWN) as own:
        for query in queries:
            assert ask(own, kpi, query, today).rows.empty
            assert ask_all(own, [kpi], query, today)[kpi.name].rows.empty
    with sample.read(viewer=READER) as everybody:
        assert ask(everybody, kpi, Query(), today).last_value() is not None


def test_no_course_is_guessed_to_be_the_basics():
    assert basics_of(["Sales 2026", "Service"]) is None
    assert basics_of(["Advanced basics", "Service basics"]) == "Service basics"


def test_the_last_row_is_one_that_may_be_shown():
    def last(*rows):
        found = Answer(kpi_named("csat"), Query(), pd.DataFrame(rows, columns=["value", "hidden"]))
        return found.last_value(), found.last() is None

    assert last((70.0, False), (80.0, False)) == (80.0, False)
    assert (
        last()
        == last((70.0, False), (np.nan, True))
        == last((70.0, False), (np.nan, False))
        == (None, True)
    )


@pytest.mark.parametrize("viewer", [READER, TRAINERS], ids=["reader", "trainer"])
def test_the_failing_course_is_named_with_and_without_a_role(sample, today, viewer):
    kpi, window = kpi_named("first_attempt_pass_rate"), usual_window(viewer)
    with sample.read(viewer=viewer) as seen:
        split_up, whole = (
            windowed(
                lambda query: ask(seen, kpi, query, today),
                kpi,
                TimeWindow(window, date(2026, 9, 1), today),
                by,
                (),
            )
            for by in ("course", None)
        )
    found = course_finding(standing(split_up, whole))
    assert found.course == FAILING and "is the course that fails" in str(found.sentence)
    assert (split_up.query.grain == "year") == (window == CALENDAR)


def test_findings_where_nothing_stands_out():
    kpi = kpi_named("first_attempt_pass_rate")
    rows = pd.DataFrame(columns=["group", "n", "value", "side"])
    none = Standing(Answer(kpi, Query(), rows), 90.0, rows, None)
    assert course_finding(None).course is None and "no course has results enough" in str(
        course_finding(none).sentence
    )
    one = pd.DataFrame([("A", 50.0, 91.0, 0)], columns=rows.columns)
    assert "No course stands out" in str(
        course_finding(Standing(Answer(kpi, Query(), one), 90.0, one, None)).sentence
    )


def test_steps_by_unit_leave_out_what_is_hidden():
    kpi, other = kpi_named("csat"), kpi_named("mystery_score")
    shown = Answer(
        kpi,
        Query(by="store"),
        pd.DataFrame(
            {"group": ["A", "B", ""], "value": [80.0, 70.0, 60.0], "hidden": [False, True, False]}
        ),
    )
    more = Answer(
        other, Query(by="store"), pd.DataFrame({"group": ["C"], "value": [50.0], "hidden": [False]})
    )
    found = unit_table([shown, more])
    assert (
        found.index.tolist() == ["A", "C"]
        and found.loc["A", "csat"] == 80
        and np.isnan(found.loc["C", "csat"])
    )


def test_the_panels_need_a_role_and_look_as_far_ahead_as_the_plan(reading, today, trainer):
    found = panels(lambda kpi, query: ask(reading, kpi, query, today), date(2026, 9, 1))
    assert [(kpi.name, panel.lag) for kpi, panel in found] == [
        ("mystery_score", 1),
        ("csat", 3),
        ("complaints_per_1000", 3),
    ]
    assert all(panel.units == 24 and panel.months > 18 for _, panel in found)


_UNANSWERED = ("-", "", "—", "未作答", "unanswered", "Not answered")


@pytest.mark.without_sums
def test_an_item_left_unanswered_is_no_option(database, trainer):
    """However it is written, in a course each."""
    rows = [
        f"E{at:02},C{course},2026-03-02,Q{item},{answer},B,{int(answer == 'B')},1"
        for course, empty in enumerate(_UNANSWERED)
        for at in range(40)
        for item in (1, 2)
        for answer in [empty if at < 6 and item == 1 else "ABC"[at % 3]]
    ]
    add(
        database,
        prepare(
            (
                "employee,course,date,item,response,correct_response,score,maximum\n"
                + "\n".join(rows)
            ).encode(),
            "i.csv",
            EXAM_ITEM,
            Options(),
            DAY,
        ),
    )
    for course, empty in enumerate(_UNANSWERED):
        with database.read() as read:
            found = exam(read, f"C{course}", "")
        options = found.options[found.options["item"] == "Q1"]
        assert sorted(options["option"]) == ["A", "B", "C"], empty
        assert options["n"].sum() == 34 and options["share"].sum() == pytest.approx(1), empty
        assert found.unanswered.to_dict() == {"Q1": 6, "Q2": 0}, empty
        assert found.items.loc["Q1", "n"] == 40, "it was presented, and earned nothing"
