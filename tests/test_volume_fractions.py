"""Counts of contacts with fractions are rounded once somebody says so."""

import pytest

from tests.test_needed import ROWS, asked, day, load

FRACTIONS = "volume_fractions"


def row(at: int) -> str:
    return f"{day(at)},{8000.284667 + at * 1000.5}"


def test_contacts_with_fractions_are_rounded_as_answered():
    found = load("contact_volume", "Date,Number of contacts", row, "calls.csv")
    assert asked(found) == [FRACTIONS]
    contacts = found.checked.rows["contacts"].tolist()
    assert len(contacts) == ROWS and contacts[:3] == [8000, 9001, 10001]
    told = [str(issue.message) for issue in found.checked.issues]
    assert any("rounded to whole contacts" in each for each in told)


def test_whole_numbers_beside_a_decimal_comma_stay_as_large_as_they_are():
    cells = ["2.000", "12,5", "1.234,5", "3.000", "13,5", "900", "11", "999,25"]
    found = load(
        "contact_volume",
        "Date,Number of contacts",
        lambda at: f'{day(at)},"{cells[at % len(cells)]}"',
    )
    assert asked(found) == [FRACTIONS]
    contacts = found.checked.rows["contacts"].tolist()
    assert contacts[:8] == [2000, 13, 1235, 3000, 14, 900, 11, 999]


def test_who_says_no_has_them_rejected():
    found = load("contact_volume", "Date,Number of contacts", row, answers={FRACTIONS: "no"})
    assert found.checked.rows.empty and asked(found) == []


@pytest.mark.parametrize(
    "cell",
    [
        lambda at: str(100 + at),
        lambda at: f"{100 + at}.0",
        lambda at: f'"1,{200 + at}"',
        lambda at: f"1.{200 + at}",  # perhaps a thousand and more
        lambda at: "" if at else "12",
    ],
)
def test_whole_numbers_and_what_may_be_one_are_not_asked_about(cell):
    found = load("contact_volume", "Date,Number of contacts", lambda at: f"{day(at)},{cell(at)}")
    assert FRACTIONS not in asked(found)


def test_a_single_slip_is_rejected_and_not_rounded():
    found = load(
        "contact_volume",
        "Date,Number of contacts",
        lambda at: f"{day(at)},{100 + at}{'' if at else '.5'}",
    )
    assert FRACTIONS not in asked(found) and len(found.checked.rows) == ROWS - 1
