"""What is said of a target that is being typed."""

from dataclasses import replace
from datetime import date

import pytest

from data.uploads.store import data_version
from i18n import translator
from metrics.catalog import kpi_named
from metrics.findings.count_advice import CountAdvice, count_advice, count_words
from metrics.findings.target_advice import Advice, advice_for, advice_on, advice_words
from metrics.snapshot import Snapshot
from metrics.targets.plans import Target

SAY = translator("en")
COMPANY = (None, None)
CSAT = kpi_named("csat")


@pytest.fixture
def look(sample, today):
    with sample.read() as reading:
        yield Snapshot(reading, sample.path, data_version(reading), today)


def test_months_that_would_have_met_it_are_those_of_the_rows(look):
    found = advice_on(look, "csat", ("region", "South"), "at_least", 87.0)
    months = look.reading.rows(
        """SELECT date_trunc('month', date), 100 * avg((overall >= 4)::int), count(*)
        FROM live_survey WHERE region = 'South' AND overall IS NOT NULL
            AND date >= DATE '2024-10-01' AND date < DATE '2026-10-01'
        GROUP BY 1 HAVING count(*) >= 30"""
    )
    assert found.months == len(months) > 6
    assert found.met == sum(value >= 87 for _, value, _ in months)


def test_at_most_is_met_from_below(look):
    low, high = (
        advice_on(look, "detractor_share", COMPANY, "at_most", goal) for goal in (5.0, 95.0)
    )
    assert low.met == 0 and high.met == high.months == 24
    assert low.out_of_reach and not high.out_of_reach and high.down_by == 0


@pytest.mark.parametrize(("percent", "up", "goal"), [(-20.0, False, 8.0), (20.0, True, 12.0)])
def test_percent_of_a_baseline_is_advised_on_as_the_value_it_comes_to(look, percent, up, goal):
    typed = Target(
        kpi="attitude_complaint_share",
        stage="mid",
        form="change",
        value=percent,
        baseline=10.0,
        due=date(2027, 4, 30),
        date=date(2026, 10, 1),
    )
    found = advice_for(look, typed)
    least, most = (goal, None) if up else (None, goal)
    assert (found.least, found.most) == (pytest.approx(least), pytest.approx(most))
    assert advice_for(look, replace(typed, value=None)) is None
    seldom = advice_for(look, replace(typed, kpi="brand_recognition", baseline=None))
    assert seldom.months == 2 and not seldom.told  # it is asked once a year


def advice(goal, up=True, limits=(80.0, 90.0)):
    return Advice(CSAT, goal if up else None, None if up else goal, 12, 24, limits)


def within(least, most, limits=(80.0, 90.0)):
    return Advice(CSAT, least, most, 12, 24, limits)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (advice(79.0), "it is met in nearly every one."),
        (advice(85.0), "it is met or missed by chance."),
        (advice(91.0), "without a change it is not met."),
        (advice(91.0, up=False), "it is met in nearly every one."),
        (advice(79.0, up=False), "without a change it is not met."),
        (within(79.0, 91.0), "it is met in nearly every one."),
        (within(84.0, 96.0), "the level has to move by 4.0 percentage points."),
        (within(84.0, 88.0), "months have to vary less"),
        (within(91.0, 95.0), "without a change it is not met."),
        (within(91.0, 95.0), "vary less, and the level has to move by more than 6.0 percentage"),
    ],
)
def test_each_goal_gets_its_word(found, said):
    assert said in SAY.sentences([SAY(one) for one in advice_words(found)])


def test_how_far_the_level_has_to_move_is_told(look):
    told = [SAY(one) for one in advice_words(advice(85.0))]
    assert told[-1].endswith("the level has to move by 5.0 percentage points.")
    assert len(advice_words(advice(79.0))) == 2
    assert len(advice_words(advice(85.0, limits=None))) == 1


@pytest.mark.parametrize(
    ("kpi", "place", "form"),
    [
        ("csat", COMPANY, "between"),  # without an upper end
        ("csat", COMPANY, "milestone"),
        ("csat", ("store", "No such store"), "at_least"),
        ("no_such_kpi", COMPANY, "at_least"),
    ],
)
def test_nothing_is_said_where_nothing_is_measured(look, kpi, place, form):
    assert advice_on(look, kpi, place, form, 50.0) is None


def test_a_range_counts_the_months_within_it(look):
    above, below, both = (
        advice_on(look, "csat", ("region", "South"), form, goal, top)
        for form, goal, top in (
            ("at_least", 85.0, None),
            ("at_most", 89.0, None),
            ("between", 85.0, 89.0),
        )
    )
    assert both.months == above.months and both.met == above.met + below.met - both.months


def test_an_end_that_every_value_meets_asks_nothing(look):
    both, least = (
        advice_on(look, "csat", ("region", "South"), form, 85.0, top)
        for form, top in (("between", 100.0), ("at_least", None))
    )
    assert both == least and both.most is None and not both.too_wide


PRAISE = Target("praise", "mid", "count", date(2027, 9, 30), date(2026, 8, 1), value=900.0)


def test_what_is_counted_up_is_told_by_the_month(look):
    """Since August two whole months are over; twelve are left."""
    found = count_advice(look, PRAISE)
    sql = "SELECT count(*) FROM live_praise WHERE verified = 'yes' AND date >= ? AND date < ?"
    so_far, year = (
        look.reading.row(sql, [date(since, month, 1), date(2026, 10, 1)])[0]
        for since, month in ((2026, 8), (2025, 10))
    )
    assert (found.first, found.ahead, len(found.months)) == (date(2026, 10, 1), 12, 24)
    assert found.missing == 900 - so_far and found.usual == pytest.approx(year / 12)
    assert found.runs[-1] == year and len(found.runs) == 13
    assert count_advice(look, replace(PRAISE, baseline=100.0)).missing == 800 - so_far
    inside = look.reading.row(sql, [date(2026, 8, 15), date(2026, 10, 1)])[0]
    found = count_advice(look, replace(PRAISE, date=date(2026, 8, 15)))
    assert inside < so_far and found.missing == 900 - inside, "of its first month what came since"
    assert count_advice(look, replace(PRAISE, date=date(2027, 1, 1))).ahead == 9


def test_months_after_the_last_on_record_are_still_to_come_as_they_are_for_the_verdict(look):
    later = replace(look, today=date(2027, 2, 10))
    last = look.reading.row(
        "SELECT date_trunc('month', max(date))::DATE FROM live_praise WHERE verified = 'yes'"
    )[0]
    found = count_advice(later, PRAISE)
    assert last < date(2027, 1, 1) and found.last == last
    assert found.ahead == 12 * (2027 - last.year) + 9 - last.month
    assert not count_advice(later, replace(PRAISE, date=date(2027, 4, 1))).begun


def counted(missing: float, ahead: int = 6, months: int = 24, begun: bool = True) -> list[str]:
    due = date(2027, 3, 31)
    brought = tuple([8.0, 12.0] * (months // 2))
    found = CountAdvice(missing, ahead, date(2026, 10, 1), due, brought, date(2026, 9, 1), begun)
    return [SAY(one) for one in count_words(found)]


def test_each_count_gets_its_words():
    assert counted(60) == [
        "From Oct 2026 to Mar 2027 it asks for 10 a month; the 12 whole months up to Sep 2026, the last on "
        "record, brought 10 on average.",
        "Runs of as many months within the last 24 that brought as much: 19 of 19.",
        "If the months go on as the last 12, the chance of meeting it is 52%.",
    ]
    assert "brought as much: 0 of 19" in counted(61)[1] and "is 1%" in counted(200)[2]
    assert len(counted(400, ahead=36)) == 2, "no run of three years within two"
    assert counted(0) == ["So much is counted already, up to the end of Sep 2026."]
    assert counted(0, begun=False) == ["It starts with as much: nothing more is asked for."]
    (few,) = counted(60, months=4)
    assert "number 4, and 6 are needed" in few


def test_nothing_is_said_of_a_count_that_is_none_here(look):
    assert count_advice(look, replace(PRAISE, kpi="csat")) is None
    assert count_advice(look, replace(PRAISE, due=date(2026, 9, 30))) is None
    nowhere = count_advice(look, replace(PRAISE, dimension="store", unit="No such store"))
    assert nowhere is None or "number 0, and" in SAY(count_words(nowhere)[0])
    hidden = replace(PRAISE, kpi="people_examined", dimension="store", unit="Lakeside")
    assert count_advice(look, hidden) is None, "months of few people are hidden from readers"


def test_too_few_months_say_so(look):
    few = Advice(CSAT, 90.0, None, 2, 5, None)
    (said,) = [SAY(one) for one in advice_words(few)]
    assert "cannot be told: of the last 24 whole months those with enough answers number 5," in said
