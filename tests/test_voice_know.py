"""Know, do, feel: contradictions are told only where they are clear, and what may not be shown is
said."""

from dataclasses import replace
from datetime import date

import pytest

from charts.theme import DARK, LIGHT
from charts.voice_know import aspects, description
from data.roles import TRAINER, Viewer
from i18n import translator
from metrics.answers.answer import ask
from metrics.catalog import kpi_named
from metrics.voice.know_do_feel import (
    ASPECTS,
    COMPLAIN,
    DO,
    EXAM,
    FEEL,
    KNOW,
    STAFF,
    STEPS,
    AspectReading,
    contradictions,
    finding,
    readings,
    usual_module,
    weakest,
)
from metrics.voice.theme_scores import share
from tests.plain_asking import asking_by

EN = translator("en")
LAST = date(2026, 7, 1)
MODULES = {
    "attitude": "Service awareness",
    "speed": "Communication",
    "problem_solving": "Product knowledge",
}


def told(**values: tuple[float, float, float]) -> list[AspectReading]:
    """Values of the three aspects at each step, with limits of one point on either side; all alike
    where a step is not named."""
    values = {step: (50, 50, 50) for step in STEPS} | values
    return [
        AspectReading(
            aspect, step, kpi_named("mystery_score"), value, value - 1, value + 1, 100, True
        )
        for step in STEPS
        for aspect, value in zip(ASPECTS, values[step], strict=True)
    ]


def said(found) -> str:
    return " ".join(EN(sentence) for sentence in finding(found))


def test_a_clear_contradiction_is_the_finding():
    found = told(know=(90, 80, 85), do=(85, 85, 85), feel=(80, 90, 85))
    both = contradictions(found)
    assert {(one.upper.name, one.lower.name, one.by, one.against) for one in both} == {
        ("attitude", "speed", KNOW, FEEL),
        ("attitude", "problem_solving", KNOW, FEEL),
        ("problem_solving", "speed", KNOW, FEEL),
    }
    assert (
        "Exams put “Service attitude” clearly above “Speed and efficiency”; Customers put it the "
        "other way round." in said(found)
    )


def test_overlapping_limits_contradict_nothing():
    assert contradictions(told(know=(86, 85, 85), do=(85, 85, 85), feel=(85, 86, 85))) == ()
    assert (
        said(told(know=(86, 85, 85), do=(85, 85, 85), feel=(85, 86, 85)))
        == "Exams, mystery visits and customers do not clearly contradict each other."
    )


def test_few_cases_contradict_nothing():
    found = [
        replace(one, enough=one.step != KNOW)
        for one in told(know=(90, 80, 85), do=(85, 85, 85), feel=(80, 90, 85))
    ]
    assert contradictions(found) == ()


def test_what_customers_find_weakest_is_looked_for_at_the_other_steps():
    found = told(know=(85, 85, 85), do=(85, 80, 85), feel=(90, 80, 85))
    assert (
        weakest(found, FEEL).name == weakest(found, DO).name == "speed"
        and weakest(found, KNOW) is None
    )
    assert (
        said(found)
        == "Customers are clearly least satisfied with “Speed and efficiency”. Mystery visits "
        "find the same. Exams do not show it."
    )


def test_nobody_is_said_to_agree_who_has_said_nothing():
    everything = told(know=(85, 85, 85), do=(85, 85, 85), feel=(85, 85, 85))
    two = [
        replace(one, value=None, low=None, high=None) if one.step == KNOW else one
        for one in everything
    ]
    assert (
        said(two)
        == "Mystery visits and Customers do not clearly contradict each other; the third has too "
        "few records to say."
    )
    one = [replace(reading, enough=reading.step == DO) for reading in everything]
    assert said(one).startswith("There is nothing to set against each other yet")


def test_staff_and_complaints_are_told_where_they_find_the_same_and_contradict_nobody():
    same = told(
        know=(85, 85, 85),
        do=(85, 85, 85),
        feel=(90, 80, 85),
        staff=(70, 50, 60),
        complain=(10, 40, 20),
    )
    assert weakest(same, COMPLAIN).name == "speed", "of complaints fewer are better"
    assert said(same).endswith(
        "What staff need for it is rated clearly lowest by them too. Complaints are clearly most "
        "often about it too."
    )
    other = told(
        know=(85, 85, 85),
        do=(85, 85, 85),
        feel=(90, 80, 85),
        staff=(50, 70, 60),
        complain=(40, 10, 20),
    )
    assert contradictions(other) == () and "too" not in said(other)


def test_complaints_are_read_beside_the_kpis(asked):
    complained = {
        "attitude": share(30, 100),
        "speed": share(20, 100),
        "problem_solving": share(5, 20),
    }
    found = {(one.step, one.aspect.name): one for one in readings(asked, LAST, (), {}, complained)}
    attitude, solving = found[COMPLAIN, "attitude"], found[COMPLAIN, "problem_solving"]
    assert (attitude.value, attitude.n, attitude.enough) == (30, 100, True)
    assert (solving.value, solving.enough) == (25, False)
    assert attitude.low < 30 < attitude.high
    without = readings(asked, LAST, (), {})
    assert all(
        EN(one.why) == "Not recorded by this filter." for one in without if one.step == COMPLAIN
    )


def test_staff_answer_behind_the_gate(asked, sample, today):
    """One filter is a cell of what is published; two would be none."""
    found = {(one.step, one.aspect.name): one for one in readings(asked, LAST, (), {})}
    capable = found[STAFF, "attitude"]
    assert capable.kpi.name == "service_capability" and capable.n >= 10
    crossed = (("store", ("Harbour Plaza",)), ("department", ("Front desk",)))
    kept = [one for one in readings(asked, LAST, crossed, {}) if one.step == STAFF]
    assert kept and all(one.value is None and "one filter" in EN(one.why) for one in kept)


def test_a_step_without_values_is_not_said_to_agree():
    everything = told(know=(1, 1, 1), do=(85, 80, 85), feel=(90, 80, 85))
    found = [
        replace(one, value=None, low=None, high=None) if one.step == KNOW else one
        for one in everything
    ]
    assert "Exams" not in said(found)


@pytest.mark.parametrize(
    ("modules", "found"),
    [
        (("Communication", "Service awareness"), "Service awareness"),
        (("服务意识",), "服务意识"),
        (("Other",), ""),
    ],
)
def test_the_module_that_usually_teaches_an_aspect_is_proposed(modules, found):
    assert usual_module(ASPECTS[0], modules) == found


@pytest.fixture
def asked(sample, today):
    with sample.read() as reading:
        yield asking_by(lambda name, query: ask(reading, kpi_named(name), query, today))


def test_readings_are_those_of_the_kpis(asked, sample):
    found = {(one.step, one.aspect.name): one for one in readings(asked, LAST, (), MODULES)}
    with sample.read() as reading:
        visits = reading.row(
            "SELECT count(efficiency), avg(efficiency) FROM live_mystery_visit WHERE date >= "
            "'2025-10-01' AND date < '2026-10-01'"
        )
        exams = reading.row("""SELECT avg(100.0 * score / maximum) FROM live_training
            WHERE module = 'Communication' AND date >= '2025-10-01' AND date < '2026-10-01'""")
    assert (found[DO, "speed"].n, found[DO, "speed"].value) == (visits[0], pytest.approx(visits[1]))
    assert (
        found[KNOW, "speed"].value == pytest.approx(exams[0])
        and found[FEEL, "speed"].kpi.name == "speed_satisfaction"
    )


def test_exams_of_a_unit_are_not_shown_to_those_who_may_not_see_people(sample, asked, today):
    only = (("store", ("Harbour Plaza",)),)
    kept = [one for one in readings(asked, LAST, only, MODULES) if one.step == KNOW]
    assert all(one.value is None and "whole company only" in EN(one.why) for one in kept)
    trainer = Viewer(frozenset({TRAINER}))
    with sample.read(viewer=trainer) as reading:
        open_to = asking_by(
            lambda name, query: ask(reading, kpi_named(name), query, today), viewer=trainer
        )
        seen = [one for one in readings(open_to, LAST, only, MODULES) if one.step == KNOW]
    assert all(one.value is not None for one in seen)


def test_what_is_not_recorded_by_a_filter_is_said(asked):
    found = {
        (one.step, one.aspect.name): one
        for one in readings(asked, LAST, (("segment", ("Member",)),), {})
    }
    assert (
        EN(found[DO, "speed"].why) == "Not recorded by this filter."
        and EN(found[KNOW, "speed"].why) == "No module is chosen."
    )
    assert found[FEEL, "speed"].value is not None and kpi_named(EXAM).name == "exam_mean"


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("narrow", [False, True])
def test_every_value_is_drawn_and_said(asked, palette, narrow):
    complained = {aspect.name: share(30, 100) for aspect in ASPECTS}
    found = readings(asked, LAST, (), {**MODULES, "speed": ""}, complained)
    figure = aspects(found, EN, palette, narrow).to_plotly_json()
    dots = [trace for trace in figure["data"] if trace["mode"] == "markers"]
    assert {trace["y"][0] for trace in dots} == {*range(1, 6), *range(8, 12), *range(13, 18)}
    assert "Speed and efficiency, Exams: No module is chosen." in description(found, EN)
