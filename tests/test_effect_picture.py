"""The picture of the months before and since an action."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest

from charts.effect import HEIGHT, NARROW, WIDTH, effect_description, effect_picture
from charts.theme import DARK, LIGHT
from i18n import LANGUAGES, translator
from metrics.catalog import kpi_named
from metrics.effect.actions import EffectCourse
from metrics.periods import add_months

KPI = kpi_named("csat")


def course(values, counts=None, since=6, **told):
    months = tuple(add_months(date(2025, 1, 1), at) for at in range(len(values)))
    counts = counts or (True,) * len(values)
    return EffectCourse(months, tuple(values), counts, add_months(date(2025, 1, 1), since), **told)


def dots(svg):
    return [
        (float(x), float(y)) for x, y in re.findall(r"M([\d.]+) ([\d.]+)h0", svg.replace("'", '"'))
    ]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [WIDTH, NARROW])
def test_every_point_lies_inside_and_higher_values_stand_higher(width, language, palette):
    values = (80.0, 60.0, 70.0, 90.0, 85.0, 75.0, 95.0)
    svg = effect_picture(course(values), KPI, False, translator(language), palette, width)
    assert ElementTree.fromstring(svg).get("width") == str(width)
    found = dots(svg)
    assert len(found) == len(values)
    assert all(0 <= x <= width and 0 <= y <= HEIGHT for x, y in found)
    assert [x for x, _ in found] == sorted(x for x, _ in found)
    by_value = sorted(zip(values, (y for _, y in found), strict=True))
    assert [y for _, y in by_value] == sorted((y for _, y in found), reverse=True)


def test_months_that_count_on_neither_side_are_hollow():
    counts = (True,) * 4 + (False, False) + (True,) * 3
    svg = effect_picture(course((1.0,) * 9, counts), KPI, False, translator("en"), LIGHT)
    assert len(dots(svg)) == 7 + 2 * 2 and LIGHT.surface in svg


@pytest.mark.parametrize("values", [(), (50.0,), (50.0, 50.0)])
def test_few_or_equal_months_are_drawn_too(values):
    say = translator("en")
    svg = effect_picture(course(values), KPI, True, say, LIGHT)
    ElementTree.fromstring(svg)
    assert len(dots(svg)) == len(values)
    assert effect_description(course(values), KPI, True, say)


def test_the_picture_is_told_in_words():
    told = effect_description(
        course((80.0,) * 6 + (90.0,) * 6, before=(80.0,) * 12, after=90.0),
        KPI,
        False,
        translator("en"),
    )
    assert told == (
        "Customer satisfaction (CSAT), months from Jan 2025 to Dec 2025; the action can show from "
        "Jul 2025 on. Level or trend before, carried on to the last month: 80.0%. Mean since: 90.0%."
    )
