"""Both plans: every row has a verdict, or names the file that is missing."""

import shutil
from dataclasses import replace
from datetime import date

import pytest

import metrics.__main__ as metrics_commands
from data.kinds.catalog import COMPLAINT, ROSTER, TARGET
from data.uploads.store import add
from data.uploads.typed import typed_rows
from i18n import translator
from metrics.answers.lacking import needed
from metrics.catalog import DECLARED, KPIS, kpi_named
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.kpi import Kpi
from metrics.targets.judge import basis_of, judge
from metrics.targets.plans import PLANS, from_template
from metrics.targets.verdict import Status

SAY = translator("en")
TODAY, AS_OF = date(2026, 10, 1), date(2026, 9, 1)
STARTS = (date(2024, 1, 1), date(2025, 1, 1), date(2026, 9, 1))
_WITHOUT = (Status.NO_DATA, Status.CANNOT)


def judged(database, plan, start):
    with database.read() as reading:
        return judge(basis_of(reading, from_template(plan, start), TODAY), AS_OF)


def told(verdict):
    return SAY.sentences(verdict.sentences)


def names_its_files(verdict):
    kpi = kpi_named(verdict.target.kpi)
    return all(f"“{SAY(kind.label)}”" in told(verdict) for kind in needed(kpi))


def test_every_indicator_of_a_plan_is_measured():
    assert all(isinstance(kpi, Kpi) for kpi in DECLARED), "no KPI is awaited"
    lines = {line.kpi for plan in PLANS for line in plan.lines}
    assert lines <= {kpi.name for kpi in KPIS} and len(lines) >= 13


@pytest.mark.parametrize("start", STARTS, ids=str)
@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_without_records_every_row_names_its_files(database, plan, start):
    found = judged(database, plan, start)
    assert len(found) == len(plan.lines)
    for verdict in found:
        if verdict.target.form == "milestone":
            assert verdict.status is Status.TOO_EARLY
        else:
            assert verdict.status in _WITHOUT and names_its_files(verdict), told(verdict)


@pytest.mark.parametrize("start", STARTS, ids=str)
@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_with_the_sample_company_every_row_is_judged_or_names_its_files(sample, plan, start):
    found = judged(sample, plan, start)
    without = [verdict for verdict in found if verdict.status in _WITHOUT]
    assert all(names_its_files(verdict) for verdict in without), list(map(told, without))
    assert len(without) <= len(found) // 2
    if start == STARTS[-1]:
        assert not without, "in a plan that has just begun nothing is missing"


def test_a_baseline_that_is_not_known_names_both_files(database):
    (rate,) = (
        verdict
        for verdict in judged(database, PLANS[1], STARTS[1])
        if verdict.target.kpi == "attitude_complaint_rate" and verdict.target.form == "change"
    )
    assert rate.status is Status.CANNOT
    assert told(rate).endswith("It is made of files of “Complaint” and “Contact volume”.")


def test_complaints_without_a_volume_ask_for_one(database):
    rows = [{"complaint_id": str(at), "date": "2026-09-03", "attitude": "yes"} for at in range(9)]
    add(database, typed_rows(COMPLAINT, rows, "complaints.csv", today=TODAY))
    for verdict in judged(database, PLANS[1], STARTS[2]):
        if verdict.target.kpi == "attitude_complaint_rate":
            assert "ontact volume" in told(verdict), told(verdict)


def test_a_roster_alone_covers_nobody_and_both_files_are_named(database):
    rows = [
        {"employee": f"E{at}", "date": "2026-09-01", "hired_on": "2024-01-01"} for at in range(12)
    ]
    add(database, typed_rows(ROSTER, rows, "roster.csv", today=TODAY))
    (found,) = (
        verdict
        for verdict in judged(database, PLANS[1], STARTS[2])
        if verdict.target.kpi == "training_coverage"
    )
    assert found.status is Status.NO_DATA
    assert "“Staff roster” and “Training and exam result”" in told(found)


def test_a_month_without_records_names_the_file_though_others_have_some(database):
    rows = [{"complaint_id": str(at), "date": "2026-05-03", "attitude": "yes"} for at in range(9)]
    add(database, typed_rows(COMPLAINT, rows, "complaints.csv", today=TODAY))
    target = next(
        target
        for target in from_template(PLANS[1], STARTS[0])
        if target.kpi == "attitude_complaint_share"
    )
    due = replace(target, due=date(2026, 7, 31))
    with database.read() as reading:
        (found,) = judge(basis_of(reading, (due,), TODAY), AS_OF)
    assert told(found) == (
        "No records of Jul 2026, the month that decides. It is made of files of “Complaint”."
    )


def test_the_command_leaves_no_row_alone(database, tmp_path, monkeypatch, capsys):
    for plan in PLANS:
        wanted = [vars(target) for target in from_template(plan, STARTS[1])]
        add(database, typed_rows(TARGET, wanted, f"{plan.name}.csv", today=TODAY, kpis=KPI_FACTS))
    database.close()
    path = shutil.copytree(database.path.parent, tmp_path / "copy") / database.path.name
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(path))
    assert metrics_commands.main(["verdicts", "--as-of", "2026-09"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == sum(len(plan.lines) for plan in PLANS)
    assert all("It is made of files of" in line or "Not reached by" in line for line in lines)
