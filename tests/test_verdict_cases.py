"""Verdicts that misled: each situation with the word and the sentence that an analyst would
sign."""

from dataclasses import replace
from datetime import date

import pytest

from data.kinds.catalog import NPS, PRAISE, SURVEY, TARGET, TRAINING
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add
from i18n import translator
from metrics.answers.answer import ask
from metrics.catalog import kpi_named
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.sums.query import Query
from metrics.targets.answers_needed import answers_needed
from metrics.targets.counting_up import chance_of_count
from metrics.targets.plans import Target, check_target
from metrics.targets.verdict import Now, Status
from tests.test_verdict import CSAT, DUE, START, company  # noqa: F401

SAY = translator("en")


def test_a_target_once_met_and_lost_since_is_off_target(company):  # noqa: F811
    company.survey(date(2025, 12, 1), 98, 100)
    company.survey(date(2026, 9, 1), 50, 100)
    company.targets(CSAT)
    found = company.judge_one(date(2026, 9, 1))
    assert (found.status, found.now, found.off, found.value) == (Status.MET, Now.LOST, True, 98)
    assert SAY(found.today) == "It has been lost since: 50.0% in Sep 2026."


@pytest.mark.parametrize(
    ("then", "today", "now", "off"),
    [
        (98, 97, Now.HOLDS, False),
        (98, 50, Now.LOST, True),
        (60, 97, Now.REACHED, False),
        (60, 61, Now.MISSED, True),
    ],
)
def test_history_and_today(company, then, today, now, off):  # noqa: F811
    company.survey(date(2025, 12, 1), then, 100)
    company.survey(date(2026, 3, 1), today, 100)
    company.targets(CSAT)
    found = company.judge_one(date(2026, 3, 1))
    assert (found.status, found.now, found.off) == (
        Status.MET if then > 90 else Status.MISSED,
        now,
        off,
    )


def test_more_answers_are_never_negative_and_settle_it():
    row = {
        "n": 200.0,
        "y": 189.0,
        "less": 0.0,
        "x": 200.0,
        "top": 0.0,
        "yy": 189.0,
        "xy": 189.0,
        "xx": 200.0,
    }
    more = answers_needed(kpi_named("csat"), row, [95.0])
    assert more is None or more > 0
    assert answers_needed(kpi_named("csat"), {**row, "y": 190.0}, [95.0]) is None, (
        "the value is the goal"
    )
    assert answers_needed(kpi_named("csat"), {**row, "y": 100.0}, [95.0]) is None, "it is settled"


@pytest.mark.parametrize(
    ("kpi", "baseline"),
    [("net_promoter_score", -20.0), ("net_promoter_score", 20.0), ("detractor_share", 0.0)],
)
def test_a_change_in_percent_that_says_nothing_is_refused(kpi, baseline):
    assert (
        check_target(Target(kpi, "short", "change", DUE, START, -20.0, baseline=baseline))
        is not None
    )


def test_an_old_change_in_percent_of_a_net_score_cannot_be_judged(company):  # noqa: F811
    company.nps(date(2025, 12, 1), 10, 100)
    company.targets(CSAT)
    with company.database.write() as writing:
        writing.run(
            "UPDATE rows_target SET kpi = 'net_promoter_score', form = 'change', value = 20"
        )
    found = company.judge_one(date(2025, 12, 1))
    assert found.status is Status.CANNOT and "can be below zero" in SAY(found.sentence)


def test_every_month_since_is_only_met_where_every_month_is_known(company):  # noqa: F811
    company.targets(replace(CSAT, stable_from=date(2025, 9, 1)))
    for month, satisfied, n in ((9, 10, 10), (10, 96, 100), (12, 97, 100)):
        company.survey(date(2025, month, 1), satisfied, n)
    found = company.judge_one(date(2025, 12, 1))
    assert (found.status, SAY(found.sentence)) == (
        Status.NOT_ENOUGH,
        "Met in the months that are known, but not known for Sep 2025, Nov 2025.",
    )
    company.survey(date(2025, 11, 1), 60, 100)
    assert company.judge_one(date(2025, 12, 1)).status is Status.MISSED


def test_a_count_that_is_reached_is_met_before_it_is_due(company):  # noqa: F811
    for month in (1, 2, 3):
        company.load(
            PRAISE,
            "praise_id,date,employee,verified",
            [f"P{month}{at},2025-{month:02}-05,E{at},yes" for at in range(10)],
        )
    company.targets(Target("praise", "short", "count", DUE, START, 25.0))
    found = company.judge_one(date(2025, 3, 1))
    assert (found.status, found.value, found.off) == (Status.MET, 30, False)
    assert SAY(found.sentence) == "30 counted by Mar 2025: 25 counted is reached."


@pytest.mark.parametrize(
    ("months", "missing", "ahead", "low", "high"),
    [
        ([10, 10, 10, 10], 20, 2, 0.4, 0.7),
        ([10, 10, 10, 10], 60, 2, 0, 0.01),
        ([10, 12, 9], 5, 2, 0.95, 1),
        ([10, 12], 5, 2, None, None),
        ([0, 0, 0, 0], 3, 6, 0, 0.3),
        ([5, 5, 5], 0, 0, 1, 1),
        ([5, 5, 5], 1, 0, 0, 0),
    ],
)
def test_the_chance_of_a_count(months, missing, ahead, low, high):
    found = chance_of_count(months, missing, ahead)
    assert found is None if low is None else low <= found <= high


def test_what_has_not_moved_for_long_is_judged(company):  # noqa: F811
    for at in range(12):
        company.survey(date(2025, 1 + at, 1), 100, 100)
    company.targets(replace(CSAT, due=date(2026, 6, 30)))
    found = company.judge_one(date(2025, 12, 1))
    assert (found.status, found.held_for, found.meets) == (Status.LIKELY, 12, True)
    assert (
        SAY(found.outlook)
        == "It has been 100.0% for 12 months without moving. Chance of meeting it by Jun 30, "
        "2026: 93%."
    )


def test_the_pace_is_not_said_of_a_goal_that_the_baseline_was_beyond(company):  # noqa: F811
    company.survey(date(2025, 6, 1), 85, 100)
    company.targets(replace(CSAT, baseline=95.0))
    found = company.judge_one(date(2025, 6, 1))
    assert (found.required_now, found.pace, found.behind) == (None, None, True)
    assert (
        SAY(found.sentence)
        == "85.0% in Jun 2025 does not meet the target of at least 90% yet, due by Dec 31, 2025."
    )


def test_a_milestone_reached_late_says_so(company):  # noqa: F811
    company.targets(
        Target(
            "brand_recognition",
            "long",
            "milestone",
            DUE,
            START,
            reached_on=date(2026, 2, 3),
            evidence="Award",
        )
    )
    assert company.judge_one(date(2026, 1, 1)).off
    found = company.judge_one(date(2026, 2, 1))
    assert (found.status, found.now, found.off) == (Status.REACHED_LATE, Now.REACHED, False)
    assert SAY(found.sentence) == "Reached on Feb 3, 2026, after Dec 31, 2025: Award"


def test_a_target_due_within_a_month_is_judged_on_the_days_up_to_it(company):  # noqa: F811
    company.survey(date(2025, 12, 1), 95, 100)  # on the 10th
    rows = [f"late{at},2025-12-20,1" for at in range(100)]
    company.load(SURVEY, "response_id,date,overall", rows, "1-5")
    company.targets(replace(CSAT, due=date(2025, 12, 15)))
    found = company.judge_one(date(2025, 12, 1))
    assert (found.status, found.value, found.now) == (Status.MET, 95, Now.LOST)


def test_another_scale_since_the_target_was_set_is_not_comparable(company):  # noqa: F811
    company.survey(date(2025, 3, 1), 95, 100)
    rows = [f"new{at},2025-11-10,{10 if at < 80 else 4}" for at in range(100)]
    company.load(SURVEY, "response_id,date,overall", rows, "1-10")
    company.targets(replace(CSAT, date=START))
    found = company.judge_one(date(2025, 11, 1))
    assert (found.status, SAY(found.sentence)) == (
        Status.CANNOT,
        "Scale changed in Nov 2025: not comparable. Set a new target on the new scale.",
    )


def test_old_data_and_a_month_out_of_line_are_said(company):  # noqa: F811
    for at, satisfied in enumerate((90, 91, 90, 89, 90, 91, 90, 60)):
        company.survey(date(2025, 1 + at, 1), satisfied, 100)
    company.targets(CSAT)
    found = company.judge_one(date(2025, 11, 1))
    told = [SAY(note) for note in found.notes]
    assert told[0] == "The last records are of Aug 2025."
    assert told[1].startswith("Aug 2025 lies outside what is usual (")


def load_case(company, shared, number: int, kind) -> object:  # noqa: F811
    """The data of a case, then its targets; what was found in the targets."""
    folder, options = (
        shared / "cases" / "verdicts",
        Options(scale="1-5" if kind is SURVEY else None),
    )
    for name, about in ((f"{kind.name}-{number}.csv", kind), (f"target-{number}.csv", TARGET)):
        prepared = prepare(
            (folder / name).read_bytes(),
            name,
            about,
            options if about is kind else Options(),
            date(2026, 11, 1),
            kpis=KPI_FACTS,
        )
        if len(prepared.checked.rows):
            add(company.database, prepared)
    return prepared.checked


@pytest.mark.parametrize(
    ("number", "kind", "check"),
    [
        (
            1,
            SURVEY,
            lambda found: (
                found.within_error
                and found.status in (Status.MET, Status.MISSED)
                and (found.more_answers or 1) > 0
            ),
        ),
        (3, SURVEY, lambda found: found.status in (Status.MISSED, Status.NOT_ENOUGH)),
        (
            4,
            SURVEY,
            lambda found: (found.status, found.now, found.off) == (Status.MET, Now.LOST, True),
        ),
        (6, PRAISE, lambda found: found.status is Status.MET),
    ],
)
def test_the_cases_of_verdicts(company, shared, number, kind, check):  # noqa: F811
    load_case(company, shared, number, kind)
    assert check(company.judge_one(date(2026, 10, 1)))


def test_relative_targets_on_a_net_score_are_refused(company, shared):  # noqa: F811
    checked = load_case(company, shared, 2, NPS)
    assert len(checked.rows) == 0
    assert not company.judge(date(2026, 10, 1))


def test_an_exam_due_again_counts_again_and_waits_once(company, shared, monkeypatch):  # noqa: F811
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "trainer")
    content = (shared / "cases" / "verdicts" / "training-5.csv").read_bytes()
    add(
        company.database, prepare(content, "training-5.csv", TRAINING, Options(), date(2026, 11, 1))
    )
    with company.database.read() as reading:
        waiting = ask(reading, kpi_named("pending_retakes"), Query(), date.today()).rows
        examined = ask(
            reading, kpi_named("people_examined"), Query(grain="year"), date.today()
        ).rows
    assert waiting["value"].iloc[-1] == 1
    assert dict(zip(examined["period"], examined["value"], strict=True)) == {
        date(2025, 1, 1): 1,
        date(2026, 1, 1): 1,
    }
