"""Words that come again and are no places, and small numbers that nobody gave as a rating."""

import pytest

from data.kinds.catalog import COMPLAINT, SURVEY, kind_named
from data.matching.looks_rated import may_be_rated
from data.matching.place_cells import may_be_places
from tests.test_left_over import COMPLAINED, ROWS, SURVEYED, again, told
from tests.test_rated_parts import asked, load, taken


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("recommandation", ("Peut-être", "Oui", "Non")),
        ("courrier", ("Court-courrier", "Long-courrier", "Moyen-courrier")),
        ("classe", ("Business", "Premium Éco", "Économique")),
        ("nationalite", ("Américaine", "Française", "Britannique", "Allemande")),
        ("sentimen", ("negatif", "netral", "positif")),
        ("prioritas", ("Tinggi", "Sedang", "Sangat Mendesak", "Rendah")),
        ("urgencia", ("baja", "media", "alta")),
        ("categoria", ("producto", "onboarding", "comercial")),
        ("Xyz", ("Sehr hoch", "Hoch", "Mittel", "Niedrig")),
        ("国籍", ("美国", "法国", "德国")),
    ],
)
def test_whether_how_and_of_which_nation_is_no_place(heading, cells):
    assert not may_be_places(heading, cells)
    found = load({**SURVEYED, heading: again(*cells)}, SURVEY)
    assert "left_over:store" not in asked(found)


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Where", ("Leeds", "York", "Bath")),
        ("Pavilion", ("Harbour Pavilion", "Lake Pavilion")),
        ("Where", ("High Street", "Low Moor", "Long Lane")),
        ("Xyz", ("Media Markt", "Alta Vista", "Media Centre")),
        ("哪里", ("中山", "高新", "低塘")),
    ],
)
def test_names_that_begin_with_such_a_word_may_still_be_places(heading, cells):
    assert may_be_places(heading, cells)


@pytest.mark.parametrize(
    ("kind", "columns", "heading"),
    [
        (SURVEY, {**SURVEYED, "commerce": again("Le Fournil", "Chez Margot")}, "commerce"),
        (SURVEY, {**SURVEYED, "Comercio": again("Panadería Rosa", "Bar El Sol")}, "Comercio"),
        (COMPLAINT, {**COMPLAINED, "stall_id": again("S008", "S002", "S006")}, "stall_id"),
    ],
)
def test_a_heading_that_is_a_word_for_a_place_is_the_likely_one(kind, columns, heading):
    found = load(columns, kind)
    assert asked(found) and taken(found)["store"] == heading


def test_what_is_sold_by_e_commerce_is_no_place():
    found = load({**SURVEYED, "E-commerce": again("Shoes", "Hats")}, SURVEY)
    assert "store" not in taken(found)


SMALL = [row % 4 + 1 for row in range(ROWS)]
REQUESTED = {
    "Request ID": [f"R{row}" for row in range(ROWS)],
    "Opened": [f"2026-10-{row + 1:02d}" for row in range(ROWS)],
    "Closed": [f"2026-10-{row + 2:02d}" for row in range(ROWS)],
}


@pytest.mark.parametrize(
    ("kind", "columns", "heading"),
    [
        ("service_request", REQUESTED, "council_district"),
        ("service_request", REQUESTED, "impact"),
        ("service_request", REQUESTED, "Reassignments"),
        ("complaint", COMPLAINED, "Gravedad"),
        ("survey", SURVEYED, "Anzahl Kinder"),
        ("survey", SURVEYED, "Conversion rate"),
    ],
)
def test_numbers_that_nobody_gave_are_not_said_to_look_like_ratings(kind, columns, heading):
    found = load({**columns, heading: SMALL}, kind_named(kind))
    assert not any("no figure uses them" in text for text in told(found))


@pytest.mark.parametrize(
    ("kind", "columns", "heading"),
    [
        ("service_request", REQUESTED, "Bewertung des Technikers"),
        ("complaint", COMPLAINED, "Zufriedenheit mit der Lösung"),
        ("survey", SURVEYED, "Cleanliness of rooms"),
        ("survey", SURVEYED, "Higiene"),
        ("survey", SURVEYED, "Table service"),
    ],
)
def test_what_somebody_rated_is_still_said(kind, columns, heading):
    found = load({**columns, heading: SMALL[::-1]}, kind_named(kind))
    assert any("no figure uses them" in text for text in told(found))


def test_a_share_is_no_rating_and_a_rate_of_satisfaction_is():
    assert not may_be_rated("conversion_rate", "survey")
    assert may_be_rated("Customer satisfaction rate", "purchase")
    assert may_be_rated("How would you rate", "survey")
    assert not may_be_rated("割引率", "purchase") and may_be_rated("好评率", "survey")
