"""Verdicts where a KPI's parts weigh otherwise from some month on."""

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import date

from data.database.connection import Database
from data.kinds.catalog import MYSTERY_VISIT, SECTION_WEIGHT, TARGET
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add
from data.uploads.typed import typed_rows
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.periods import add_months
from metrics.statistics.spc import Assurance
from metrics.targets.judge import basis_of, judge
from metrics.targets.plans import targets

TODAY = date(2026, 11, 20)


def _load(database: Database, kind, text: str) -> None:
    add(database, prepare(text.encode(), f"{kind.name}.csv", kind, Options(), TODAY))


def _months(first: date, attitudes: list[int]) -> str:
    """Six visits a month, with an attitude and an efficiency of 40 each."""
    rows = [
        f"V{month}-{visit},{add_months(first, month):%Y-%m}-0{visit + 1},North,{attitude + visit % 2},40"
        for month, attitude in enumerate(attitudes)
        for visit in range(6)
    ]
    return "\n".join(["visit_id,date,store,attitude,efficiency", *rows])


def test_what_the_process_does_to_a_goal_is_known_from_the_new_weights_alone(tmp_path, empty_file):
    with closing(Database(shutil.copy(empty_file, tmp_path))) as database:
        _load(
            database,
            MYSTERY_VISIT,
            _months(date(2026, 1, 1), [90, 92, 91, 90, 92, 91, 90, 92, 91, 90]),
        )
        _load(database, SECTION_WEIGHT, "section,weight,date\nAttitude,9,2026-05-01\n")
        wanted = {"kpi": "mystery_score", "stage": "short", "value": 80.0, "form": "at_least"}
        wanted |= {"due": date(2026, 12, 31), "date": date(2026, 1, 1), "start": date(2026, 1, 1)}
        add(database, typed_rows(TARGET, [wanted], "typed", TODAY, KPI_FACTS))
        with database.read() as reading:
            basis = basis_of(reading, targets(reading), TODAY)
            (found,) = judge(basis, date(2026, 10, 1))
            (as_one,) = judge(replace(basis, anew={}), date(2026, 10, 1))
    assert basis.anew["mystery_score"] == (date(2026, 5, 1),)
    assert found.assurance is Assurance.PASSING is not as_one.assurance
    assert found.probability > as_one.probability
