"""Praise of colleagues is told by who gave it: by the heading, or by the codes below it; whoever wrote
down what a customer said gave nothing."""

import pytest

from data.kinds.catalog import PRAISE
from tests.test_unseen_records import asked, load, written

DAYS = range(1, 9)
CODES = [f"EMP0{day + 10}" for day in DAYS]
PEOPLE = [f"Person {'ABCDEFGH'[day - 1]}" for day in DAYS]


def praised(head: str, cells: list[str], employees: list[str], *more: str) -> bytes:
    rows = [
        [f"REC{day:03}", f"2026-10-{day:02}", cells[day - 1], employees[day - 1], "Kind", *more[1:]]
        for day in DAYS
    ]
    return written(["Praise ID", "Date", head, "Employee ID", "Text", *more[:1]], *rows)


def verified(content: bytes) -> set[str]:
    found = load(PRAISE, content, "praise.csv")
    assert "praise_verified" in asked(found)
    return set(found.checked.rows["verified"])


@pytest.mark.parametrize(
    ("head", "cells", "employees"),
    [
        ("recognizer_id", ["17", "18"] * 4, CODES),
        ("From", [f"EMP0{day + 30}" for day in DAYS], CODES),
        ("from_employee_id", [f"EMP0{day + 30}" for day in DAYS], CODES),
        ("Who thanked", PEOPLE[::-1], PEOPLE),
        ("发送人", [f"GH{day + 300}" for day in DAYS], [f"GH{day + 100}" for day in DAYS]),
    ],
)
def test_people_of_the_staff_are_colleagues_of_the_praised(head, cells, employees):
    assert verified(praised(head, cells, employees)) == {"no"}


@pytest.mark.parametrize(
    ("head", "cells", "employees"),
    [
        ("Recorded by", [f"EMP0{day + 30}" for day in DAYS], CODES),
        ("店长", [f"EMP0{day + 30}" for day in DAYS], CODES),
        ("Verified by", [f"EMP0{day + 30}" for day in DAYS], CODES),
        ("Points", ["10", "20"] * 4, [str(10 * day) for day in DAYS]),
        ("Sender", [f"Guest {day}" for day in DAYS], CODES),
        ("Ref", [f"MSG{day + 100}" for day in DAYS], CODES),
        ("Second employee", [f"EMP0{day + 30}" for day in DAYS], CODES),
        ("Store", [f"EM{day + 100}" for day in DAYS], CODES),
    ],
)
def test_who_wrote_it_down_is_no_giver(head, cells, employees):
    assert verified(praised(head, cells, employees)) == {"yes"}


def test_where_a_customer_is_named_nothing_but_a_heading_makes_a_colleague():
    content = praised("From", CODES[::-1], CODES, "Customer name", "Mrs Hill")
    assert verified(content) == {"yes"}
