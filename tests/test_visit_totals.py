"""Visits that give a total beside parts: which of them counts is said where they differ."""

import pytest

from data.kinds.catalog import MYSTERY_VISIT
from data.reading.options import Options
from data.uploads.prepare import prepare

SAID = "its parts give"


def told(headings: str, *cells: str) -> list[str]:
    rows = (f"2026-09-0{at},Soho,{each}" for at, each in enumerate(cells, 1))
    content = "\n".join([f"Date,Store,{headings}", *rows]).encode()
    found = prepare(content, "visits.csv", MYSTERY_VISIT, Options())
    return [one.message.text for one in found.checked.issues if SAID in one.message.text]


def test_a_total_that_its_parts_do_not_give_is_said():
    assert told("Total score,Compliance", "60,100", "70,100", "65,90")


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        ("Total score,Attitude,Efficiency,Compliance", ("80,70,80,90", "90,90,85,95", "70,60,70,80")),
        ("Total score", ("60", "70", "65")),
        ("Attitude,Compliance", ("60,100", "70,100", "65,90")),
    ],
)  # fmt: skip
def test_nothing_is_said_where_they_agree_or_one_of_them_is_lacking(headings, cells):
    assert not told(headings, *cells)
