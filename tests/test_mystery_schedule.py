"""Visits against the plan: who is due, as of which day."""

from datetime import date

import pandas as pd
import pytest

from metrics.mystery.schedule import MONTHS, OVERDUE_DAYS, first_month, known_until, schedule

DAY = date(2026, 10, 20)


def counts(*rows):
    return pd.DataFrame(rows, columns=["unit", "month", "visits", "last"])


@pytest.fixture
def found():
    return schedule(
        ["A", "B", "C", "D"],
        counts(
            ("A", date(2026, 10, 1), 2, date(2026, 10, 19)),
            ("A", date(2026, 9, 1), 1, date(2026, 9, 3)),
            ("B", date(2026, 9, 1), 3, date(2026, 9, 25)),
            ("C", date(2026, 8, 1), 1, date(2026, 8, 2)),
            ("E", date(2026, 10, 1), 5, date(2026, 10, 1)),
        ),
        DAY,
    )


def test_due_are_those_without_a_visit_this_month_longest_first(found):
    assert found.due["unit"].tolist() == ["D", "C", "B"]
    assert found.units["unit"].tolist() == ["D", "C", "B", "E", "A"]
    days = dict(zip(found.units["unit"], found.units["days"], strict=True))
    assert (days["A"], days["B"], days["C"]) == (1, 25, 79) and pd.isna(days["D"])


def test_counts_are_whole_and_cover_every_month(found):
    assert (
        list(found.counts.columns)[0] == first_month(DAY) == date(2025, 11, 1)
        and len(found.counts.columns) == MONTHS
    )
    assert found.counts.loc["B", date(2026, 9, 1)] == 3 and found.counts.loc["D"].sum() == 0
    assert (
        found.kept(date(2026, 10, 1)) == 1 and found.kept(date(2026, 9, 1)) == 1
    )  # five and three visits are too many


def test_a_visit_early_in_the_month_becomes_overdue_within_it():
    early = schedule(
        ["A"], counts(("A", date(2026, 10, 1), 1, date(2026, 10, 1))), date(2026, 10, 31)
    )
    assert OVERDUE_DAYS == 30 and not early.units["due"].any()
    late = schedule(
        ["A"], counts(("A", date(2026, 9, 1), 1, date(2026, 9, 30))), date(2026, 10, 31)
    )
    assert late.units["due"].all()


def test_the_whole_company_is_one_unit():
    found = schedule([""], counts(("", date(2026, 10, 1), 2, date(2026, 10, 5))), DAY)
    assert found.units["unit"].tolist() == [""] and not found.units["due"].any()


def test_visits_are_known_to_the_last_one_or_to_the_end_of_an_earlier_month():
    assert known_until(DAY, date(2026, 9, 1), date(2026, 9, 1)) == DAY
    assert known_until(DAY, date(2026, 8, 1), date(2026, 9, 1)) == date(2026, 8, 31)
