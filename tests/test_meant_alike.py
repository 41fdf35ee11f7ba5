"""Two listed headings of one meaning are asked about, counts of rows number nothing, numbers of people
come before their names, and a doubted word says little of a kind."""

import pytest

from data.kinds.catalog import kind_named
from data.matching.headings import match
from data.matching.recognise import recognise
from data.reading.options import Options
from data.reading.reader import read
from metrics.handed.kpi_facts import KPI_FACTS

DAYS = [f"2026-09-{day:02}" for day in range(2, 14)]
MARKS = ["5", "4", "3", "5", "2", "4"] * 2
ONE, OTHER = ["Ann Lee", "Bo Chen", "Cy Roth"] * 4, ["Di Wong", "Eva Kok"] * 6


def sheet(columns):
    rows = [[*columns], *zip(*columns.values(), strict=True)]
    return read("\n".join("\t".join(row) for row in rows).encode(), "file.tsv", Options())


def matched(kind, columns):
    return match(sheet(columns), kind_named(kind), Options())


@pytest.mark.parametrize("pair", [("Driver", "Guide"), ("医生", "护士")])
def test_of_two_who_served_the_likelier_is_confirmed(pair):
    first, second = pair
    found = matched("survey", {"Date": DAYS, "Overall": MARKS, first: ONE, second: OTHER})
    assert found.columns[2] == "employee" and 2 in found.likely
    assert found.rivals == {"employee": (3,)}


@pytest.mark.parametrize(
    ("first", "second", "cells"),
    [
        ("Driver", "Guide", ["E7", "E8", "E9"] * 4),
        ("门店简称", "门店全称", ["Ann", "Bo", "Cy"] * 4),
    ],
)
def test_numbers_of_people_and_other_names_of_stores_are_not_asked_about(first, second, cells):
    found = matched("survey", {"Date": DAYS, "Overall": MARKS, first: ONE, second: cells})
    assert not found.likely and not found.rivals


@pytest.mark.parametrize("heading", ["Record no", "Folio de encuesta", "问卷流水号"])
@pytest.mark.parametrize(
    "numbers", [range(1, 13), range(12, 0, -1), [f"{number:03}" for number in range(1, 13)]]
)
def test_numbers_that_begin_anew_are_no_numbers_of_answers(heading, numbers):
    cells = {heading: [*map(str, numbers)], "Date": DAYS, "Overall": MARKS}
    found = matched("survey", cells)
    assert "response_id" not in found.columns.values()
    cells[heading] = [f"{number}" for number in range(501, 513)]
    assert matched("survey", cells).columns[0] == "response_id"


@pytest.mark.parametrize(
    "pair",
    [("Nombre completo", "Código de empleado"), ("Nom et prénom", "Code salarié")],
)
def test_listed_numbers_of_people_come_before_their_names(pair):
    name, number = pair
    numbers = ["E7", "E8", "E9"] * 4
    found = matched(
        "training", {name: ONE, number: numbers, "Course": ["A"] * 12, "Date": DAYS, "Score": MARKS}
    )
    assert found.columns[1] == "employee" and 0 not in found.columns


@pytest.mark.parametrize("heading", ["Nota", "Note", "Voto"])
def test_marks_of_a_course_make_no_survey(heading):
    marks = ["60", "75", "83", "71", "66", "90"] * 2
    columns = {"Name": ONE, "Formation": ["A", "B"] * 6, "Date": DAYS, heading: marks}
    assert recognise(sheet(columns), "file.tsv", KPI_FACTS)[0][0] == "training"


def test_places_of_which_none_comes_again_are_asked_about():
    parks = [f"Park {letter}" for letter in "ABCDEFGHIJKL"]
    found = matched(
        "survey", {"Date": DAYS, "Overall": MARKS, "Clinic": parks, "Campus": parks[::-1]}
    )
    assert found.columns[2] == "store" and found.rivals == {"store": (3,)}


def test_numbers_that_every_row_needs_are_taken_though_they_count():
    visits = {
        "Audit date": DAYS,
        "Store": ["Hill", "Lake"] * 6,
        "Audit number": [str(1 + row // 3) for row in range(12)],
        "Section": ["Welcome"] * 12,
        "Item": ["Greets", "Smiles", "Thanks"] * 4,
        "Points earned": ["1", "0", "1", "1"] * 3,
        "Points available": ["1"] * 12,
    }
    assert matched("mystery_item", visits).columns[2] == "visit_id"
    orders = {"Opened": DAYS, "Work order": [str(row) for row in range(1, 13)]}
    assert matched("service_request", orders).columns[1] == "request_id"
