"""Repurchase on Customer voice: which months are judged, what new and returning customers do apart, and
that a cohort without its time is never taken for a fall."""

import json
from datetime import date

import pytest

from charts.repurchase import cohort_lines, description
from charts.theme import LIGHT
from i18n import LANGUAGES, translator
from metrics.answers.answer import ask
from metrics.catalog import kpi_named
from metrics.findings.repurchase import (
    ALL,
    GROUPS,
    NEW,
    RETURNING,
    Back,
    Cohort,
    State,
    apart,
    cohorts,
    latest_final,
    maturing_why,
    maturing_words,
    mix_of,
    pooled_words,
    shown,
)
from metrics.sums.query import Query
from tests.test_pages import opened
from tests.test_purchases import FORMER, bought, load, real
from tests.test_voice_page import copy, filled, full, heading  # noqa: F401

SAY = translator("en")


def found_in(database, today=FORMER, only=()):
    with database.read() as reading:
        return cohorts(
            {name: ask(reading, kpi_named(name), Query(only=only), today) for name in GROUPS}
        )


def month(number, year=2026):
    return date(year, number, 1)


def back(k, n, enough=True):
    return Back(k=k, n=n, value=100 * k / n, low=None, high=None, enough=enough)


def cohort(at, new, returning, state=State.FINAL):
    both = tuple(map(sum, zip(new, returning, strict=True)))
    return Cohort(at, state, {ALL: back(*both), NEW: back(*new), RETURNING: back(*returning)})


def test_a_month_whose_customers_have_not_had_their_time_is_maturing(database):
    load(database, bought("1,A,2026-01-05,10,0,paid", "2,A,2026-02-05,10,0,paid"))
    assert [one.state for one in found_in(database)] == [State.MATURING] * 2
    load(database, bought("3,B,2026-05-01,10,0,paid"), "may.csv")
    january, february, may = found_in(database)
    assert (january.state, february.state, may.state) == (
        State.FINAL,
        State.MATURING,
        State.MATURING,
    )
    assert february.final_on == date(2026, 5, 29) and latest_final((january, may)) is january


def test_the_day_that_is_named_is_the_one_from_which_on_it_is_judged(database):
    load(database, bought("1,A,2026-01-05,10,0,paid", "2,B,2026-04-30,10,0,paid"))
    day = found_in(database)[0].final_on
    assert day == date(2026, 5, 1)
    load(database, bought(f"3,C,{day},10,0,paid"), "more.csv")
    assert found_in(database)[0].final


def test_the_running_month_is_not_over(database):
    load(database, bought("1,A,2026-01-05,10,0,paid", "2,B,2026-05-04,10,0,paid"))
    assert [one.state for one in found_in(database, date(2026, 5, 20))] == [
        State.FINAL,
        State.RUNNING,
    ]


def test_groups_that_a_month_lacks_are_told_as_none(database):
    load(database, bought("1,A,2026-01-05,10,0,paid", "2,A,2026-09-05,10,0,paid"))
    first, last = found_in(database)
    assert set(first.of) == {ALL, NEW} and set(last.of) == {ALL, RETURNING}
    assert [SAY(one) for one in apart(first)] == [
        "New customers of Jan 2026: 0.0% came back, too few to judge (n = 1, 30 are needed).",
        "Returning customers of Jan 2026: none.",
    ]


def test_both_groups_are_told_apart():
    (told,) = apart(cohort(month(1), (30, 100), (60, 80)))
    assert SAY(told) == (
        "New customers of Jan 2026: 30.0% came back (n = 100); returning ones: 75.0% (n = 80)."
    )


@pytest.mark.parametrize(
    ("new", "returning"), [((40, 100), (60, 100)), ((10, 50), (90, 150)), ((90, 150), (10, 50))]
)
def test_what_the_mix_does_and_what_the_groups_do_add_up(new, returning):
    then, now = cohort(month(1), (30, 100), (70, 100)), cohort(month(2), new, returning)
    mix = mix_of((then, now), month(2), month(1))
    assert mix.mix + mix.rates == pytest.approx(now.of[ALL].value - then.of[ALL].value)


def test_a_whole_that_falls_only_because_more_customers_are_new():
    then, now = cohort(month(1), (30, 100), (90, 150)), cohort(month(2), (60, 200), (30, 50))
    assert now.of[ALL].value < then.of[ALL].value
    mix = mix_of((then, now), month(2), month(1))
    assert mix.rates == 0 and mix.mix == pytest.approx(now.of[ALL].value - then.of[ALL].value)
    assert SAY(mix.sentence()) == (
        "Of the difference from Jan 2026, −12.0 percentage points come from another share of new "
        "customers (80.0% against 40.0%), 0.0 percentage points from how often new and returning "
        "ones come back."
    )


@pytest.mark.parametrize("state", [State.MATURING, State.RUNNING])
def test_months_that_are_not_final_explain_nothing(state):
    pair = (cohort(month(1), (30, 100), (70, 100)), cohort(month(2), (3, 100), (7, 100), state))
    assert mix_of(pair, month(2), month(1)) is None
    few = Cohort(month(2), State.FINAL, {ALL: back(1, 9, False), NEW: back(1, 9, False)})
    assert mix_of((pair[0], few), month(2), month(1)) is None
    assert pooled_words(pair) is None and latest_final(pair) is pair[0]


def test_only_the_months_asked_for_are_shown():
    every = [cohort(month(at), (3, 100), (7, 100)) for at in range(1, 7)]
    assert [one.month.month for one in shown(every, 2, month(4))] == [3, 4]


def test_hollow_marks_stand_on_a_ground_of_their_own():
    found = [
        cohort(month(1), (30, 100), (70, 100)),
        cohort(month(2), (33, 100), (70, 100)),
        cohort(month(3), (3, 100), (7, 100), State.MATURING),
    ]
    figure = cohort_lines(found, SAY, LIGHT)
    marks = [trace for trace in figure.data if trace.mode == "markers"]
    assert len(marks) == 3
    for trace in marks:
        assert (
            trace.marker.color[2] == LIGHT.surface and LIGHT.surface not in trace.marker.color[:2]
        )
    (ground,) = figure.layout.shapes
    assert ground.x0 == "2026-03-15", "between the last days of February and of March"
    assert "Mar 2026, still maturing" in description(found, SAY)
    settled = cohort_lines(found[:2], SAY, LIGHT)
    assert not settled.layout.shapes and maturing_words(found[:2]) is None
    assert maturing_why(found[:2]) is None


def test_no_line_crosses_months_without_records():
    found = [cohort(month(at), (30, 100), (70, 100)) for at in (1, 2, 6)]
    lines = [trace for trace in cohort_lines(found, SAY, LIGHT).data if trace.mode == "lines"]
    assert all("2026-06-30" not in trace.x for trace in lines)


def test_a_shop_of_records_never_falls_in_its_last_months(database, shared):
    columns = {"Column 1": "customer", "Column 3": "date"}
    real(database, shared, "purchase_cdnow_sample.txt", match=columns)
    found = found_in(database)
    assert latest_final(found).month == date(1998, 3, 1)
    assert SAY(maturing_words(found)) == ("Apr 1998 to Jun 1998 are still maturing and not judged.")
    assert "2,200 of 5,063 customers of a month came back, 43.5%" in SAY(pooled_words(found))


def test_three_customers_are_told_to_be_too_few(database, shared):
    real(database, shared, "purchase_amazon_sample.csv")
    found = found_in(database)
    assert not any(one.enough for each in found for one in each.of.values())
    told = [SAY(words) for words in apart(latest_final(found))]
    assert len(told) == 2 and all("too few to judge" in one or "none" in one for one in told)


# --- the page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_collapse_of_the_sample_company_is_immature(full, language):  # noqa: F811
    app = opened("voice", language, view="repurchase", month="2026-09")
    assert not app.exception
    told, say = heading(app), translator(language)
    assert say.month(month(6)) in told and "%" in told
    assert (
        say("{first} to {last} are still maturing and not judged.").partition("{last}")[2] in told
    )
    (chart,) = app.get("plotly_chart")
    notes = json.loads(chart.proto.spec)["layout"]["annotations"]
    assert say("still maturing: not judged") in [note["text"] for note in notes]
    assert say.month(month(9)) in chart.proto.alt


def test_a_final_month_is_told_without_those_after_it(full):  # noqa: F811
    told = heading(opened("voice", view="repurchase", month="2026-05"))
    assert "May 2026" in told and "maturing" not in told and "Jun 2026" not in told


def test_a_store_says_where_its_customers_are_counted(full):  # noqa: F811
    whole = opened("voice", view="repurchase")
    store = opened("voice", view="repurchase", store="Harbour Plaza")
    assert heading(whole) != heading(store)
    told = " ".join(caption.value for caption in store.caption)
    assert "anywhere has come back" in told
    assert not any("anywhere has come back" in caption.value for caption in whole.caption)


def test_without_purchases_it_says_what_to_upload(filled):  # noqa: F811
    filled(["friendly"] * 3)
    app = opened("voice", view="repurchase")
    assert app.info and "orders" in app.info[-1].value and not app.get("plotly_chart")
