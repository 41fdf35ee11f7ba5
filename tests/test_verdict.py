"""Where a KPI stands against its targets: judged on a small database whose every number is known by
hand."""

import json
import shutil
from contextlib import closing
from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest

from data.database.connection import Database
from data.kinds.catalog import NPS, SURVEY, TARGET, TRAINING
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add
from data.uploads.typed import typed_rows
from i18n import translator
from metrics.answers.history import asking_in
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.periods import add_months, last_day
from metrics.statistics.intervals import wilson
from metrics.targets.goals import glide_path
from metrics.targets.judge import baseline_of, expected, verdicts
from metrics.targets.plans import Target
from metrics.targets.verdict import Now, Status, stage_in_force
from metrics.targets.verdict_words import percent_of

SAY = translator("en")
TODAY = date(2026, 11, 1)
# 80 satisfied of 100 a month in 2024: the baseline of what is measured at the start.
START, DUE = date(2025, 1, 1), date(2025, 12, 31)
CSAT = Target(
    "csat", "short", "at_least", DUE, START, 90.0, baseline=80.0, baseline_date=date(2024, 12, 31)
)


class Company:
    """A database with a few ways to fill it."""

    def __init__(self, database: Database):
        self._database = database
        self._waiting: dict[tuple, list[str]] = {}
        self.files = 0

    @property
    def database(self) -> Database:
        """With all that was said of it stored: one file a kind, since each takes its time."""
        while self._waiting:
            (kind, heading, scale), rows = self._waiting.popitem()
            prepared = prepare(
                "\n".join([heading, *rows]).encode(),
                f"{self.files}.csv",
                kind,
                Options(scale=scale),
                TODAY,
            )
            assert prepared.checked.rejected == 0
            add(self._database, prepared)
        return self._database

    def load(self, kind, heading: str, rows: list[str], scale: str | None = None) -> None:
        self.files += 1
        self._waiting.setdefault((kind, heading, scale), []).extend(rows)

    def survey(self, month: date, satisfied: int, n: int, store: str = "North") -> None:
        """`satisfied` answers of 5 and the others of 3, all on the 10th."""
        rows = [
            f"{self.files}-{at},{month.replace(day=10)},{5 if at < satisfied else 3},{store}"
            for at in range(n)
        ]
        self.load(SURVEY, "response_id,date,overall,store", rows, "1-5")

    def nps(self, month: date, detractors: int, n: int) -> None:
        rows = [
            f"{self.files}-{at},{month.replace(day=10)},{0 if at < detractors else 9}"
            for at in range(n)
        ]
        self.load(NPS, "response_id,date,score", rows)

    def exams(self, month: date, people: int, failed: int = 0) -> None:
        rows = [
            f"E{self.files}{at},Basics,{month.replace(day=10)},{40 if at < failed else 90},100,80"
            for at in range(people)
        ]
        self.load(TRAINING, "employee,course,date,score,maximum,pass_mark", rows)

    def targets(self, *wanted: Target) -> None:
        add(
            self.database,
            typed_rows(TARGET, [asdict(target) for target in wanted], "typed", TODAY, KPI_FACTS),
        )

    def judge(self, as_of: date):
        with self.database.read() as reading:
            return verdicts(reading, as_of, date.today())

    def judge_one(self, as_of: date):
        (found,) = self.judge(as_of)
        return found


@pytest.fixture
def company(tmp_path, empty_file):
    database = Database(shutil.copy(empty_file, tmp_path))
    yield Company(database)
    database.close()


@pytest.fixture(scope="module")
def of_stores(tmp_path_factory, empty_file):
    """How many were satisfied in the due month -> how a store with them is judged, in that month and
    later: each store has a target of its own."""
    path = shutil.copy(empty_file, tmp_path_factory.mktemp("stores"))
    with closing(Database(path)) as database:
        company, cases = Company(database), (98, 92, 90, 88, 60)
        for satisfied in cases:
            for month, count in ((date(2025, 11, 1), 99), (DUE, satisfied), (date(2026, 1, 1), 1)):
                company.survey(month, count, 100, store=f"Store {satisfied}")
        company.targets(*(replace(CSAT, **_store(satisfied)) for satisfied in cases))
        found = [company.judge(as_of) for as_of in (date(2025, 12, 1), date(2026, 3, 15))]
    return {
        satisfied: [_of_store(verdicts_then, satisfied) for verdicts_then in found]
        for satisfied in cases
    }


def _store(satisfied: int) -> dict[str, str]:
    return {"dimension": "store", "unit": f"Store {satisfied}"}


def _of_store(judged, satisfied: int):
    (found,) = [one for one in judged if one.target.unit == f"Store {satisfied}"]
    return found


@pytest.mark.parametrize(
    ("satisfied", "status", "within", "sentence"),
    [
        (98, Status.MET, False, "98.0% in Dec 2025 meets the target of at least 90%."),
        (
            92,
            Status.MET,
            True,
            "92.0% in Dec 2025 meets the target of at least 90%, but within sampling error (85.0% "
            "to 95.9%).",
        ),
        (
            90,
            Status.MET,
            True,
            "90.0% in Dec 2025 meets the target of at least 90%, but within sampling error (82.6% "
            "to 94.5%).",
        ),
        (
            88,
            Status.MISSED,
            True,
            "88.0% in Dec 2025 misses the target of at least 90%, but within sampling error "
            "(80.2% to 93.0%).",
        ),
        (60, Status.MISSED, False, "60.0% in Dec 2025 misses the target of at least 90%."),
    ],
)
def test_the_due_month_decides(of_stores, satisfied, status, within, sentence):
    for found in of_stores[satisfied]:
        assert (found.status, found.within_error, SAY(found.sentence)) == (status, within, sentence)
        assert (found.period, found.value, found.n, found.goal) == (
            date(2025, 12, 1),
            satisfied,
            100,
            90,
        )


def test_few_answers_are_not_judged(company):
    company.survey(date(2025, 12, 1), 29, 29)
    company.targets(CSAT)
    found = company.judge_one(date(2025, 12, 1))
    assert found.status is Status.NOT_ENOUGH
    assert SAY(found.sentence) == "100.0% in Dec 2025 rests on 29 records; 30 are needed to judge."


def test_before_it_is_due_the_value_is_held_against_the_pace(company):
    company.survey(date(2025, 6, 1), 83, 100)
    company.targets(CSAT)
    found = company.judge_one(date(2025, 6, 30))
    # 181 of the 365 days from 80 to 90 are gone on 30 June.
    required = 80 + 10 * 181 / 365
    assert found.status is Status.TOO_EARLY
    assert found.required_now == pytest.approx(required)
    assert found.gap == pytest.approx(83 - required)
    assert found.pace_needed == pytest.approx(7 / 6)
    assert SAY(found.sentence) == (
        "83.0% in Jun 2025, 2.0 percentage points behind the pace of 85.0% towards at least 90% "
        "by Dec 31, 2025."
    )


@pytest.mark.parametrize(
    ("satisfied", "target", "words"),
    [
        (87, 90.0, "2.0 percentage points ahead of the pace of 85.0%"),
        (85, 90.0, "on the pace of 85.0%"),
        (85, 90.1, "just behind the pace of 85.0%"),
    ],
)
def test_ahead_on_and_behind_the_pace_are_said_so(company, satisfied, target, words):
    company.survey(date(2025, 6, 1), satisfied, 100)
    company.targets(replace(CSAT, value=target))
    assert SAY(company.judge_one(date(2025, 6, 1)).sentence) == (
        f"{satisfied}.0% in Jun 2025, {words} towards at least {target:g}% by Dec 31, 2025."
    )


def test_late_data_are_held_against_the_pace_of_their_own_month(company):
    company.survey(date(2025, 6, 1), 83, 100)
    company.targets(CSAT)
    assert company.judge_one(date(2025, 10, 1)).gap == pytest.approx(83 - (80 + 10 * 181 / 365))


def test_the_pace_equals_the_published_path(company, shared):
    case = json.loads((shared / "fixtures" / "glidepath.json").read_text("utf-8"))[0]
    start = date.fromisoformat(case["baseline_date"])
    stages = [
        replace(
            CSAT,
            stage=stage,
            value=float(value),
            due=date.fromisoformat(due),
            baseline=float(case["baseline"]),
            baseline_date=start,
        )
        for stage, value, due in zip(
            ("short", "mid", "long"), case["targets"], case["due"], strict=True
        )
    ]
    company.targets(*stages)
    wanted = {
        date.fromisoformat(day): value
        for day, value in zip(case["dates"], case["required"], strict=True)
    }
    months = [
        day
        for day in wanted
        if start < day <= date(2026, 6, 30) and day == last_day(day.replace(day=1), "month")
    ]
    assert len(months) >= 4
    for day in months:
        company.survey(day, 85, 100)
        for found in company.judge(day):
            assert found.required_now == pytest.approx(wanted[day], abs=1e-9)
            assert found.gap == pytest.approx(85 - wanted[day], abs=1e-9)


def test_a_fall_is_measured_from_the_months_before_the_start(company):
    # 10 of 100, 20 of 100 and 90 of 300: pooled 120 of 500 = 24 %, not the mean of the months.
    for month, bad, n in ((10, 10, 100), (11, 20, 100), (12, 90, 300)):
        company.nps(date(2024, month, 1), bad, n)
    company.nps(date(2023, 12, 1), 100, 100)  # more than twelve months before: no part of it
    company.nps(date(2025, 12, 1), 19, 100)
    company.targets(Target("detractor_share", "short", "change", DUE, START, -20.0))
    found = company.judge_one(date(2025, 12, 1))
    assert found.goal == pytest.approx(0.8 * 24)
    assert found.status is Status.MET
    assert found.required_now == pytest.approx(0.8 * 24)
    assert found.gap == pytest.approx(0.2)
    assert SAY(found.sentence).startswith(
        "19.0% in Dec 2025 meets the target of −20% against the baseline (19.2%), but within "
        "sampling error ("
    )


def test_a_change_without_a_baseline_is_not_judged(company):
    company.nps(date(2024, 11, 1), 10, 100)
    company.nps(date(2024, 12, 1), 10, 100)
    company.nps(date(2025, 12, 1), 10, 100)
    company.targets(Target("detractor_share", "short", "change", DUE, START, -20.0))
    found = company.judge_one(date(2025, 12, 1))
    assert (found.status, found.goal) == (Status.CANNOT, None)
    assert SAY(found.sentence) == (
        "The target refers to a baseline that is not known: there are records of fewer than 3 of "
        "the "
        "12 months before Jan 1, 2025."
    )


def test_a_range_has_two_ends(company):
    expected = {
        79: Status.MISSED,
        80: Status.MET,
        85: Status.MET,
        90: Status.MET,
        91: Status.MISSED,
    }
    within = replace(CSAT, form="between", value=80.0, value_high=90.0)
    for satisfied in expected:
        company.survey(DUE, satisfied, 100, store=f"Store {satisfied}")
    company.targets(*(replace(within, **_store(satisfied)) for satisfied in expected))
    judged = company.judge(date(2025, 12, 1))
    for satisfied, status in expected.items():
        found = _of_store(judged, satisfied)
        assert (found.status, found.goal, found.goal_high) == (status, 80, 90), satisfied
        assert found.gap is None, "a range is kept, not approached"


def test_an_upper_bound_is_met_from_below(company):
    company.nps(date(2025, 6, 1), 30, 100)
    company.nps(date(2025, 12, 1), 4, 100)
    company.targets(
        Target(
            "detractor_share",
            "short",
            "at_most",
            DUE,
            START,
            10.0,
            baseline=20.0,
            baseline_date=date(2024, 12, 31),
        )
    )
    early = company.judge_one(date(2025, 6, 1))
    assert early.gap == pytest.approx(20 - 10 * 181 / 365 - 30)
    assert company.judge_one(date(2025, 12, 1)).status is Status.MET


def test_what_is_counted_adds_up_from_the_start_of_the_plan(company):
    for month, people in (
        (date(2024, 12, 1), 50),
        (date(2025, 1, 1), 20),
        (date(2025, 3, 1), 25),
        (date(2026, 1, 1), 60),
    ):
        company.exams(month, people)
    company.targets(
        Target(
            "people_examined", "short", "count", DUE, START, 60.0, baseline_date=date(2024, 12, 31)
        )
    )
    early = company.judge_one(date(2025, 3, 1))
    assert (early.status, early.value, round(early.probability, 2)) == (Status.LIKELY, 45, 0.94)
    assert early.required_now == pytest.approx(60 * 90 / 365)
    late = company.judge_one(date(2026, 1, 1))
    assert (late.status, late.value, late.within_error) == (Status.MISSED, 45, False)


def test_a_count_that_starts_inside_a_month_leaves_out_what_came_before(company):
    company.exams(date(2025, 1, 1), 20)
    company.exams(date(2025, 2, 1), 7)
    company.targets(
        Target("people_examined", "short", "count", date(2025, 12, 31), date(2025, 1, 15), 60.0)
    )
    assert company.judge_one(date(2025, 3, 1)).value == 7
    first = company.judge_one(date(2025, 1, 1))
    assert (first.status, first.value) == (Status.CANNOT, None), "there are records of the month"


def test_a_count_over_hidden_months_is_not_told(company):
    company.exams(date(2025, 1, 1), 20)
    company.exams(date(2025, 2, 1), 3)
    company.targets(Target("people_examined", "short", "count", DUE, START, 60.0))
    found = company.judge_one(date(2025, 3, 1))
    assert (found.status, found.value) == (Status.CANNOT, None)


def test_the_baseline_of_what_is_counted_is_a_usual_month(company):
    for month, people in (
        (date(2024, 10, 1), 10),
        (date(2024, 11, 1), 20),
        (date(2024, 12, 1), 30),
    ):
        company.exams(month, people)
    with company.database.read() as reading:
        monthly = Target("people_examined", "short", "at_least", DUE, START, 25.0)
        assert baseline_of(reading, monthly, date.today()) == 20


def test_a_milestone_is_reached_with_evidence_or_not(company):
    brand = Target("brand_recognition", "long", "milestone", DUE, START)
    company.targets(brand)
    assert company.judge_one(date(2025, 11, 1)).status is Status.TOO_EARLY
    assert company.judge_one(date(2025, 12, 1)).status is Status.MISSED
    company.targets(
        replace(
            brand, date=date(2025, 10, 1), reached_on=date(2025, 11, 20), evidence="Industry award"
        )
    )
    assert company.judge_one(date(2025, 10, 1)).status is Status.TOO_EARLY
    found = company.judge_one(date(2025, 11, 1))
    assert (found.status, SAY(found.sentence)) == (
        Status.MET,
        "Reached on Nov 20, 2025: Industry award",
    )


def test_stable_means_in_every_month_since(company):
    company.targets(replace(CSAT, stable_from=date(2025, 10, 1)))
    for month, satisfied in ((9, 50), (10, 95), (11, 91), (12, 97)):
        company.survey(date(2025, month, 1), satisfied, 100)
    assert company.judge_one(date(2025, 11, 1)).status is Status.TOO_EARLY
    met = company.judge_one(date(2025, 12, 1))
    assert (met.status, met.period) == (Status.MET, date(2025, 11, 1))
    company.survey(date(2026, 1, 1), 89, 100)
    company.survey(date(2026, 2, 1), 10, 10)
    lost = company.judge_one(date(2026, 1, 1))
    assert (lost.status, lost.now, lost.period, lost.off) == (
        Status.MET,
        Now.LOST,
        date(2025, 11, 1),
        True,
    )
    assert (
        SAY(lost.today)
        == "It has been lost since: 89.0% in Jan 2026, but within sampling error (81.4% to 93.7%)."
    )
    unknown = company.judge_one(date(2026, 2, 1))
    assert (unknown.status, unknown.now) == (Status.MET, None)
    assert (
        SAY(unknown.today)
        == "How it stands today is not known: Feb 2026 has 10 records, 30 are needed."
    )


def test_a_unit_is_judged_on_its_own_rows(company):
    company.survey(date(2025, 12, 1), 99, 100, store="North")
    company.survey(date(2025, 12, 1), 50, 100, store="South")
    south = replace(CSAT, dimension="store", unit="South")
    company.targets(CSAT, south)
    whole, unit = sorted(
        company.judge(date(2025, 12, 1)), key=lambda verdict: verdict.target.unit or ""
    )
    assert (whole.value, whole.status) == (74.5, Status.MISSED)
    assert (unit.value, unit.n, unit.status) == (50, 100, Status.MISSED)


def test_a_unit_without_records_has_no_verdict(company):
    company.survey(date(2025, 12, 1), 99, 100)
    company.targets(replace(CSAT, dimension="store", unit="Elsewhere"))
    found = company.judge_one(date(2025, 11, 1))
    assert (found.status, SAY(found.sentence)) == (
        Status.NO_DATA,
        "No records up to Nov 30, 2025 yet.",
    )


def test_kpis_without_records_say_so_and_name_the_file(company):
    company.targets(Target("training_coverage", "short", "at_least", DUE, START, 100.0))
    found = company.judge_one(date(2025, 6, 1))
    assert (found.status, SAY.sentences(found.sentences)) == (
        Status.NO_DATA,
        "No records up to Jun 30, 2025 yet. It is made of files of “Staff roster” and “Training and "
        "exam result”.",
    )


def test_a_due_month_without_records_cannot_be_judged(company):
    company.survey(date(2025, 11, 1), 99, 100)
    company.targets(CSAT)
    found = company.judge_one(date(2026, 1, 1))
    assert (found.status, SAY(found.sentence)) == (
        Status.NO_DATA,
        "No records of Dec 2025, the month that decides.",
    )


def test_each_month_is_judged_by_the_target_then_in_force(company):
    company.survey(date(2025, 12, 1), 88, 100)
    company.survey(date(2026, 6, 1), 88, 100)
    company.targets(CSAT)
    company.targets(
        replace(CSAT, value=85.0, date=date(2026, 2, 1), due=date(2026, 6, 30), reason="Set lower")
    )
    then, later = company.judge_one(date(2026, 1, 1)), company.judge_one(date(2026, 6, 1))
    assert (then.status, then.goal, then.period) == (Status.MISSED, 90, date(2025, 12, 1))
    assert (later.status, later.goal, later.period) == (Status.MET, 85, date(2026, 6, 1))


def test_a_withdrawn_target_is_no_longer_judged(company):
    company.survey(date(2025, 6, 1), 88, 100)
    company.targets(CSAT)
    company.targets(replace(CSAT, form="withdrawn", date=date(2025, 8, 1), reason="Given up"))
    assert len(company.judge(date(2025, 7, 1))) == 1
    assert company.judge(date(2025, 8, 1)) == ()


def test_a_hidden_month_is_not_judged(company):
    company.exams(date(2025, 12, 1), 4)
    company.targets(Target("first_attempt_pass_rate", "short", "at_least", DUE, START, 90.0))
    found = company.judge_one(date(2025, 12, 1))
    assert (found.status, found.value, found.n) == (Status.CANNOT, None, None)
    assert SAY(found.sentence) == "The value is hidden, since too few people stand behind it."


def test_a_month_whose_records_may_still_change_is_not_missed_yet(company):
    company.exams(date(2025, 12, 1), 30, failed=6)
    company.targets(Target("final_pass_rate", "short", "at_least", DUE, START, 90.0))
    early = company.judge_one(date(2025, 12, 1))
    assert early.status is Status.TOO_EARLY
    assert (
        SAY(early.sentence)
        == "The value of Dec 2025 is not final: later records still count towards it."
    )
    assert company.judge_one(date(2026, 3, 1)).status is Status.MISSED


def test_the_month_that_runs_is_never_judged(company):
    this_month = date.today().replace(day=1)
    before = add_months(this_month, -1)
    company.survey(before, 95, 100)
    rows = [f"{at},{this_month},1" for at in range(50)]
    company.load(SURVEY, "response_id,date,overall", rows, "1-5")
    company.targets(
        replace(
            CSAT,
            due=last_day(this_month, "month"),
            date=add_months(this_month, -6),
            baseline_date=None,
        )
    )
    found = company.judge_one(this_month)
    assert (found.status, found.period, found.value) == (Status.TOO_EARLY, before, 95)


@pytest.mark.parametrize(
    ("today", "status"),
    [(date(2025, 12, 31), Status.TOO_EARLY), (date(2026, 1, 1), Status.MET)],
)
def test_a_month_runs_to_the_end_of_its_last_day(company, today, status):
    """The stage that falls due with it, and a milestone due on that day."""
    for month in (date(2025, 11, 1), date(2025, 12, 1)):
        company.survey(month, 98, 100)
    milestone = Target("brand_recognition", "long", "milestone", DUE, START)
    company.targets(CSAT, milestone)
    with company.database.read() as reading:
        found = {
            verdict.target.form: verdict for verdict in verdicts(reading, date(2025, 12, 1), today)
        }
    reached = found.pop("milestone")
    (judged,) = found.values()
    assert judged.status is status
    assert judged.period == (date(2025, 12, 1) if status is Status.MET else date(2025, 11, 1))
    assert reached.status is (Status.MISSED if status is Status.MET else Status.TOO_EARLY)


def test_the_pace_had_is_that_of_the_last_year(company):
    company.survey(date(2024, 6, 1), 71, 100)
    company.survey(date(2025, 6, 1), 83, 100)
    company.targets(CSAT)
    assert company.judge_one(date(2025, 6, 1)).pace_had == pytest.approx(1)


def test_ranges_and_milestones_have_no_part_in_the_path(company):
    later = replace(
        CSAT, stage="mid", form="between", value=80.0, value_high=95.0, due=date(2026, 12, 31)
    )
    with company.database.read() as reading:
        asking = asking_in(reading, ["csat"], date.today())
        assert glide_path(asking, [later, CSAT]) == (80, date(2024, 12, 31), [(CSAT.due, 90)])
        assert glide_path(asking, [later]) is None


def test_the_stage_in_force_is_the_next_to_fall_due(company):
    mid = replace(CSAT, stage="mid", due=date(2026, 6, 30), value=93.0)
    company.survey(date(2025, 12, 1), 88, 100)
    company.targets(CSAT, mid)
    found = company.judge(date(2025, 12, 1))
    assert stage_in_force(found, CSAT.due).target.stage == "short"
    assert stage_in_force(found, CSAT.due + timedelta(days=1)).target.stage == "mid"
    assert stage_in_force(found, date(2027, 1, 1)).target.stage == "mid"
    assert stage_in_force((), CSAT.due) is None


def months_of(company, *satisfied: int) -> None:
    for number, count in enumerate(satisfied):
        company.survey(date(2025, 1 + number, 1), count, 100)


@pytest.mark.parametrize(
    ("satisfied", "status"),
    [
        ((95, 96, 94, 95, 96, 95), Status.LIKELY),
        ((90, 89, 91, 90, 92, 89), Status.OPEN),
        ((70, 72, 69, 71, 70, 72), Status.OUT_OF_REACH),
    ],
)
def test_six_months_give_a_chance_and_the_chance_a_word(company, satisfied, status):
    months_of(company, *satisfied)
    company.targets(replace(CSAT, value=90.0))
    found = company.judge_one(date(2025, 6, 1))
    assert found.status is status
    assert (found.probability >= 0.8, found.probability <= 0.05) == (
        status is Status.LIKELY,
        status is Status.OUT_OF_REACH,
    )
    assert (found.meets, found.now) == (satisfied[-1] >= 90, None)
    assert f"Chance of meeting it by Dec 31, 2025: {percent_of(found.probability)}%." == SAY(
        found.outlook
    )


def test_five_months_are_too_early(company):
    months_of(company, 95, 96, 94, 95, 96)
    company.targets(CSAT)
    found = company.judge_one(date(2025, 5, 1))
    assert (found.status, found.probability, found.outlook) == (Status.TOO_EARLY, None, None)


def test_a_stage_beyond_a_year_is_judged_by_the_pace_a_year_ahead(company):
    months_of(company, 95, 96, 94, 95, 96, 95)
    company.targets(replace(CSAT, due=date(2028, 12, 31)))
    found = company.judge_one(date(2025, 6, 1))
    assert (found.status, found.beyond) == (Status.LIKELY, True)
    assert "beyond what can be forecast" in SAY(found.outlook)


def test_how_many_more_answers_would_have_settled_it(company):
    company.survey(date(2025, 12, 1), 92, 100)
    company.targets(CSAT)
    found = company.judge_one(date(2026, 1, 1))
    n = 100 + found.more_answers
    assert 100 * wilson(0.92 * n, n).low > 90 >= 100 * wilson(0.92 * (n - 1), n - 1).low
    assert f"About {found.more_answers} more records" in SAY(found.outlook)


def test_the_pace_is_said_with_what_it_needs_and_had(company):
    company.survey(date(2024, 6, 1), 77, 100)
    company.survey(date(2025, 6, 1), 83, 100)
    company.targets(CSAT)
    found = company.judge_one(date(2025, 6, 1))
    assert (found.pace_needed, found.pace_had) == (pytest.approx(7 / 6), pytest.approx(0.5))
    # The path is at 83 after three tenths of the year; by the end of June half of it is over.
    assert found.months_behind == pytest.approx((181 - 0.3 * 365) / (365.25 / 12), abs=0.05)
    assert SAY(found.pace) == (
        "The goal needs +1.2 percentage points a month; the last twelve months gave +0.5 "
        "percentage points. "
        "About 2 months behind the path."
    )


def test_a_goal_already_reached_needs_no_pace(company):
    company.survey(date(2025, 6, 1), 95, 100)
    company.targets(CSAT)
    found = company.judge_one(date(2025, 6, 1))
    assert found.pace_needed < 0 and found.pace is None


def test_a_stage_that_is_over_has_no_pace_to_say(company):
    company.survey(date(2025, 12, 1), 95, 100)
    company.targets(CSAT)
    assert company.judge_one(date(2026, 1, 1)).pace is None


def test_the_words_of_the_published_forecasts(shared):
    words = {
        "on track": (Status.SURE, Status.LIKELY),
        "at risk": (Status.OPEN,),
        "off track": (Status.UNLIKELY, Status.OUT_OF_REACH),
    }
    cases = json.loads((shared / "fixtures/forecast_mix.json").read_text())
    told = [case for case in cases if case["status"] in words]
    assert len(told) > 50
    assert all(expected(case["p_target"]) in words[case["status"]] for case in told)
