"""The numbers of the page People and culture, against SQL and sums written by hand."""

import json
from datetime import date

import pandas as pd
import pytest

from data.kinds.catalog import (
    PROGRAMME_ITEM,
    ROSTER,
    STAFF_SURVEY,
    SUGGESTION,
    TARGET,
    VIOLATION,
)
from errors import NotForRole
from i18n import translator
from metrics.answers.answer import ask
from metrics.answers.lacking import lacking
from metrics.answers.pooled import _fewest, over_months
from metrics.catalog import kpi_named
from metrics.culture import records
from metrics.culture.finding import finding
from metrics.culture.programme import (
    CountedUp,
    counted,
    counted_to,
    culture_days,
    keywords,
)
from metrics.culture.said import Wave, wave, waves
from metrics.culture.suggestions import (
    Fate,
    days_unknown,
    decision_time,
    fates,
    never_decided,
    never_sentence,
    settled,
)
from metrics.culture.view import CultureView, view_of
from metrics.privacy.entries import counted_apart
from metrics.statistics.intervals import poisson_rate
from metrics.sums.query import Query
from metrics.targets.judge import verdicts
from tests.test_people import TODAY, broken, load, suggested, surveyed

SAY = translator("en")
YEAR = CultureView(date(2026, 9, 1), date(2025, 10, 1), date(2026, 9, 1))


def over(reading, kpi, view=YEAR, by=None, today=TODAY):
    return over_months(
        lambda query: ask(reading, kpi_named(kpi), query, today),
        view.first,
        view.last,
        by,
        view.only,
    )


# --- the months that are added up


@pytest.mark.parametrize(
    ("first", "last", "grains"),
    [
        ((2026, 9), (2026, 9), "m"),
        ((2026, 7), (2026, 9), "q"),
        ((2025, 10), (2026, 9), "qqqq"),
        ((2025, 1), (2026, 2), "ymm"),
        ((2025, 12), (2027, 4), "myqm"),
    ],
)
def test_months_are_put_together_of_the_longest_whole_periods(first, last, grains):
    found = _fewest(date(*first, 1), date(*last, 1))
    assert "".join(grain[0] for grain, _ in found) == grains
    assert found[0][1] == date(*first, 1)


def test_whole_periods_add_up_to_their_months(sample, today, trainer):
    with sample.read() as reading:
        whole = over(reading, "suggestions").rows["value"].item()
        months = ask(reading, kpi_named("suggestions"), Query(YEAR.first, YEAR.end), today).rows[
            "value"
        ]
    assert whole == months.sum() > 300


@pytest.mark.parametrize(
    ("month", "window", "first", "last"),
    [
        ((2026, 9), "month", (2026, 9), (2026, 9)),
        ((2026, 10), "month", (2026, 9), (2026, 9)),  # not over
        ((2026, 9), "year", (2025, 10), (2026, 9)),
        ((2026, 9), "2026-03", (2026, 3), (2026, 9)),
    ],
)
def test_a_month_that_is_not_over_is_not_added_up(month, window, first, last):
    found = view_of(date(*month, 1), window, (), date(2026, 10, 9))
    assert (found.first, found.last) == (date(*first, 1), date(*last, 1))
    assert found.running == (month != last)


@pytest.mark.parametrize("month", [7, 8, 9, 10])
def test_four_quarters_end_with_the_last_that_is_over(month):
    found = CultureView(date(2026, 12, 1), date(2026, month, 1), date(2026, month, 1)).quarters
    last = (2026, 6) if month < 9 else (2026, 9)
    assert (found.last.year, found.last.month) == last
    assert (found.last - found.first).days == pytest.approx(334, abs=2)


# --- suggestions


def test_what_becomes_of_suggestions_equals_sql(sample, today, trainer):
    with sample.read() as reading:
        found = {
            fate.group: fate
            for fate in fates(
                over(reading, "suggestions_waiting", by="department"),
                over(reading, "suggestion_adoption_rate", by="department"),
            )
        }
        by_hand = reading.rows("""SELECT department,
                count(*) FILTER (date BETWEEN '2025-10-01' AND '2026-10-01'),
                count(*) FILTER (date BETWEEN '2025-10-01' AND '2026-10-01' AND decision = 'open'),
                count(*) FILTER (decided BETWEEN '2025-10-01' AND '2026-09-30' AND decision = 'adopted'),
                count(*) FILTER (decided BETWEEN '2025-10-01' AND '2026-09-30' AND decision IN ('adopted', 'not_adopted'))
            FROM rows_suggestion WHERE live GROUP BY 1""")
    assert len(by_hand) == len(found) > 5
    for department, *numbers in by_hand:
        fate = found[department]
        assert [fate.submitted, fate.waiting, fate.adopted, fate.decided] == numbers, department


def test_the_department_whose_suggestions_are_never_decided_is_named(sample, today, trainer):
    with sample.read() as reading:
        found = fates(
            over(reading, "suggestions_waiting", by="department"),
            over(reading, "suggestion_adoption_rate", by="department"),
        )
    never = never_decided(found, YEAR, YEAR.last)
    assert [fate.group for fate in never] == ["Business accounts"]
    said = SAY(never_sentence(never, YEAR))
    assert f"None of the {never[0].submitted} suggestions of Business accounts" in said


def test_fresh_suggestions_are_not_called_never_decided():
    fresh = [Fate("Desk", 9, 9, 0, 0)]
    one = CultureView(date(2026, 9, 1), date(2026, 9, 1), date(2026, 9, 1))
    assert never_decided(fresh, one, one.last) == [] != never_decided(fresh, YEAR, YEAR.last)
    assert never_decided([Fate("Desk", 4, 4, 0, 0)], YEAR, YEAR.last) == [], "too few to say"
    assert never_decided([Fate("Desk", 9, 8, 0, 0)], YEAR, YEAR.last) == []
    assert never_decided([Fate("Desk", None, None, 0, 0)], YEAR, YEAR.last) == [], "hidden"


def test_several_that_decide_nothing_are_named_together():
    found = [Fate("A", 6, 6, 0, 0), Fate("B", 8, 8, 0, 0)]
    assert "A (6), B (8)" in SAY(never_sentence(found, YEAR))
    many = [Fate(f"Store {at:02}", 50 - at, 50 - at, 0, 0) for at in range(40)]
    said = SAY(never_sentence(many, YEAR))
    assert said.endswith("Store 07 (43), and further ones: 32.") and "Store 08" not in said


def kaplan_meier(lengths: pd.DataFrame, share: float) -> float | None:
    """The first day by which so many were decided, one length at a time."""
    left, waiting = int((lengths["done"] + lengths["open"]).sum()), 1.0
    for row in lengths.sort_values("days").itertuples():
        waiting *= 1 - row.done / left
        left -= row.done + row.open
        if waiting <= 1 - share + 1e-12:
            return row.days
    return None


def test_the_time_to_a_decision_counts_those_that_wait(sample, trainer):
    with sample.read() as reading:
        lengths = records.decision_lengths(reading, YEAR.first, YEAR.end, ())
        plain = reading.row("""SELECT median(date_diff('day', date, decided)) FROM rows_suggestion
            WHERE live AND decision IN ('adopted', 'not_adopted') AND date >= '2025-10-01'""")[0]
        waiting = reading.row(
            "SELECT count(*) FROM rows_suggestion WHERE live AND decision = 'open'"
        )[0]
    found = decision_time(lengths)
    assert found.open == waiting and found.decided == lengths["done"].sum()
    assert found.median.value == kaplan_meier(lengths, 0.5) > plain, "open ones are not left out"
    assert found.p90.value == kaplan_meier(lengths, 0.9)


def test_lengths_and_people_are_for_those_who_may_see_them(database, monkeypatch):
    monkeypatch.delenv("SERVICE_CULTURE_ROLE", raising=False)
    with database.read() as reading:
        for read in (records.decision_lengths, records.broken_by):
            with pytest.raises(NotForRole):
                read(reading, YEAR.first, YEAR.end, ())
        with pytest.raises(NotForRole):
            records.waiting_longest(reading, YEAR.end, ())


def test_none_decided_has_no_time(database, sees_people):
    load(database, SUGGESTION, suggested("1,2026-08-03,Sales,待评审,,", "2,2026-09-20,Sales,,,"))
    with database.read() as reading:
        found = decision_time(records.decision_lengths(reading, YEAR.first, YEAR.end, ()))
    assert (found.decided, found.open, found.median.value) == (0, 2, None)


def test_withdrawn_ones_and_unknown_days_tell_no_length(database, sees_people):
    load(
        database,
        SUGGESTION,
        suggested(
            "1,2026-08-03,Sales,撤回,2026-08-09,",
            "2,2026-08-03,Sales,已采纳,,",
            "3,2026-08-03,Sales,已采纳,2026-08-13,",
        ),
    )
    with database.read() as reading:
        lengths = records.decision_lengths(reading, YEAR.first, YEAR.end, ())
        row = over(reading, "suggestions_decided_in_time").rows.iloc[0]
    assert lengths.to_dict("records") == [{"days": 10, "done": 1, "open": 0}]
    assert (row["n"], row["x"], row["y"]) == (3, 1, 1) and days_unknown(row)


def test_decided_in_time_looks_at_months_that_had_their_days_only(database, sees_people):
    load(
        database,
        SUGGESTION,
        suggested(
            "1,2026-07-03,Sales,已采纳,2026-07-20,",
            "2,2026-07-04,Sales,待评审,,",
            "3,2026-09-04,Sales,待评审,,",
            "4,2026-07-05,Sales,不采纳,2026-09-20,",
        ),
    )
    with database.read() as reading:
        months = ask(reading, kpi_named("suggestions_decided_in_time"), Query(), TODAY)
    assert settled(months, YEAR) == (YEAR.first, date(2026, 7, 1))
    september = CultureView(date(2026, 9, 1), date(2026, 9, 1), date(2026, 9, 1))
    assert settled(months, september) is None
    july = months.rows.iloc[0]
    assert (july["y"], july["x"]) == (1, 3), "open for more than 30 days is not in time"


# --- violations


def test_people_and_steps_equal_sql(sample, trainer):
    with sample.read() as reading:
        people = records.broken_by(reading, YEAR.first, YEAR.end, ())
        steps = over(reading, "violations", by="step").rows.set_index("group")["y"]
        by_hand = dict(
            reading.rows("""SELECT step, count(*) FROM rows_violation WHERE live AND appeal IS DISTINCT FROM 'upheld'
                AND date >= '2025-10-01' GROUP BY 1""")
        )
    assert steps.to_dict() == by_hand
    assert {step: people[step].sum() for step in by_hand} == by_hand
    assert people["employee"].is_unique and people["serious"].is_monotonic_decreasing


# --- what staff say


def asked_twice(database, later):
    load(database, STAFF_SURVEY, surveyed(20, 20), scale="1-5")
    text = surveyed(later, 40 - later, first=100).replace("2026-09-0", "2026-06-0")
    load(database, STAFF_SURVEY, text, name="june.csv", scale="1-5")


def test_the_latest_wave_stands_with_its_month_and_change(database, sees_people):
    asked_twice(database, 4)
    with database.read() as reading:
        months = ask(reading, kpi_named("concept_awareness"), Query(), TODAY)
    found = wave(months, months, date(2026, 12, 1))
    assert (found.month, found.value) == (date(2026, 9, 1), 50)
    assert found.change.certain and found.change.before == date(2026, 6, 1)
    before = wave(months, months, date(2026, 8, 1))
    assert (before.month, before.value, before.change) == (date(2026, 6, 1), 10, None)
    assert wave(months, months, date(2026, 5, 1)) == Wave(months.kpi, None)
    assert wave(months, months, date(2026, 9, 1), (date(2026, 8, 1),)).change is None
    assert len(waves(months, date(2026, 1, 1), date(2026, 8, 1))) == 1


@pytest.mark.parametrize("people", [9, 10])
def test_a_wave_of_few_is_not_shown(database, monkeypatch, people):
    monkeypatch.delenv("SERVICE_CULTURE_ROLE", raising=False)
    load(database, STAFF_SURVEY, surveyed(people, 0), scale="1-5")
    with database.read() as reading:
        months = ask(reading, kpi_named("concept_awareness"), Query(), TODAY)
    found = wave(months, months, date(2026, 9, 1))
    assert found.hidden == (people < 10) and (found.value is None) == (people < 10)


def test_a_unit_without_answers_in_the_wave_says_so(database, sees_people):
    load(database, STAFF_SURVEY, surveyed(20, 20), scale="1-5")
    with database.read() as reading:
        company, place = (
            ask(reading, kpi_named("concept_awareness"), Query(only=only), TODAY)
            for only in ((), (("store", ("B",)),))
        )
    found = wave(company, place, date(2026, 9, 1))
    assert (found.month, found.row, found.hidden) == (date(2026, 9, 1), None, False)


# --- the programme


def written(*rows):
    return "\n".join(["type,name,date,state,number", *rows])


def test_scenes_are_counted_up_and_set_against_the_plan(sample, today):
    with sample.read() as reading:
        months = ask(reading, kpi_named("scenes_standardised"), Query(), today)
        by_hand = reading.row("""SELECT count(*), count(*) FILTER (date >= '2026-09-01') FROM rows_programme_item
            WHERE live AND type = 'scene' AND state = 'done' AND date < '2026-10-01'""")
    found = counted(months, date(2026, 9, 1), date(2026, 9, 1))
    assert (found.done, found.fresh) == by_hand and found.planned == 30
    assert found.since is None and found.reached == (by_hand[0] >= 30)
    assert counted(months, date(2020, 1, 1), date(2020, 1, 1)) is None


def test_what_a_target_counts_up_to_is_counted_as_its_verdict_counts_it(database):
    """Since the plan began, on top of what there was then."""
    days = ("2026-02-01", "2026-03-01", "2026-05-01", "2026-06-01")
    rows = [f"scene,Scene {at},{day},done," for at, day in enumerate(days)]
    load(database, PROGRAMME_ITEM, written(*rows))
    target = "kpi,stage,form,value,due,date,baseline,baseline_date\nscenes_standardised,short,count,5,2026-12-31,2026-04-01,1,2026-04-30\n"
    load(database, TARGET, target)
    with database.read() as reading:
        told = verdicts(reading, date(2026, 6, 30), date(2026, 7, 10))
        goal = counted_to(told[0])
        months, since = (
            ask(reading, kpi_named("scenes_standardised"), Query(start), date(2026, 7, 10))
            for start in (None, goal.start)
        )
    found = counted(months, date(2026, 6, 1), date(2026, 6, 1), goal, since)
    assert (found.done, found.planned, found.fresh, found.since) == (3, 5, 1, date(2026, 5, 1))
    assert found.done == told[0].value
    early = counted(months, date(2026, 1, 1), date(2026, 4, 1), goal, since)
    assert (early.done, early.fresh) == (1, 2), "two were done in these months, before the plan"
    assert counted(months, date(2026, 1, 1), date(2026, 1, 1), goal, since) is None


def test_a_plan_that_begins_within_a_month_counts_from_that_day_on(database):
    days = ("2026-04-10", "2026-04-20", "2026-04-22", "2026-05-03")
    load(database, PROGRAMME_ITEM, written(*(f"scene,{day},{day},done," for day in days)))
    head = "kpi,stage,form,value,due,date"
    load(database, TARGET, f"{head}\nscenes_standardised,short,count,5,2026-12-31,2026-04-15\n")
    today = date(2026, 6, 10)
    with database.read() as reading:
        values = [verdicts(reading, date(2026, month, 1), today)[0].value for month in (4, 5)]
        (told,) = verdicts(reading, date(2026, 5, 1), today)
        months, since = (
            ask(reading, kpi_named("scenes_standardised"), Query(start), today)
            for start in (None, told.target.start)
        )
    assert values == [2, 3]
    found = counted(months, date(2026, 4, 1), date(2026, 5, 1), told.target, since)
    assert (found.done, found.fresh) == (3, 4)


def test_keywords_chosen_and_candidates_by_their_votes(database):
    load(
        database,
        PROGRAMME_ITEM,
        written(
            "关键词,温度,2026-05-01,完成,80",
            "keyword,Trust,2026-04-01,planned,12",
            "keyword,Care,2026-12-01,planned,31",
            "keyword,Haste,2026-04-01,planned,",
            "scene,Arrival,2026-04-01,done,",
        ),
    )
    with database.read() as reading:
        found = keywords(records.items(reading, "keyword", date(2026, 6, 30), ()))
        early = keywords(records.items(reading, "keyword", date(2026, 4, 30), ()))
    assert found.chosen == ("温度",) and not found.as_planned
    assert found.candidates == (("Care", 31.0), ("Trust", 12.0), ("Haste", None))
    assert early.chosen == ()


def test_a_culture_day_is_the_one_nearest_to_the_fifteenth(database):
    load(
        database,
        PROGRAMME_ITEM,
        written(
            "文化日,A,2026-06-14,完成,",
            "文化日,B,2026-06-29,完成,",
            "文化日,C,2026-07-29,完成,",
            "文化日,D,2026-09-15,计划中,",
        ),
    )
    with database.read() as reading:
        found = records.items(reading, "culture_day", date(2026, 9, 30), ())
    days = culture_days(found, date(2026, 6, 1), date(2026, 9, 1), date(2026, 9, 20))
    assert [(day.held and day.held.day, day.counts, day.ahead) for day in days] == [
        (14, True, False),
        (29, False, False),
        (None, False, False),
        (None, False, True),
    ]


def test_culture_days_equal_the_kpi(sample, today):
    with sample.read() as reading:
        days = culture_days(
            records.items(reading, "culture_day", YEAR.end, ()), YEAR.first, YEAR.last, today
        )
        kpi = over(reading, "culture_days").rows["y"].item()
    assert sum(day.counts for day in days) == kpi == 11
    assert [day.held is not None and not day.counts for day in days].count(True) == 1


# --- the finding


def test_the_finding_says_only_what_is_known():
    concept = kpi_named("concept_awareness")
    nothing = finding(Wave(concept, None), None, None, YEAR.span, None)
    assert (
        SAY.sentences(nothing)
        == "Nothing is known yet of the core concept, of suggestions or of service scenes."
    )
    few = SAY.sentences(finding(Wave(concept, None, hidden=True), None, None, YEAR.span, None))
    assert few.startswith("Too few staff answered")
    scenes = CountedUp(kpi_named("scenes_standardised"), 31, 30, 2, None)
    told = SAY.sentences(
        finding(Wave(concept, None), Fate(None, 1, 0, 1, 1), None, YEAR.span, scenes)
    )
    assert told == (
        "Suggestions submitted in Oct 2025 to Sep 2026: 1; without a decision: 0. "
        "Service scenes with a standard response: 31 of 30."
    )
    hidden = finding(Wave(concept, None), Fate(None, None, None, 0, 0), None, YEAR.span, scenes)
    assert len(hidden) == 1


# --- violations per 100 staff


def on_roster(*rows):
    return "\n".join(["employee,store,hired_on,left_on,date", *rows])


def staffed(count, *more):
    return on_roster(*(f"E{at},A,2024-01-01,,2026-01-01" for at in range(count)), *more)


def test_violations_are_counted_against_the_roster_of_each_month_end(database, sees_people):
    load(
        database,
        ROSTER,
        staffed(
            40,
            "E90,A,2024-01-01,,2026-01-01",
            "E90,A,2024-01-01,2026-08-15,2026-08-15",  # left: on the roster in July only
            "E91,A,2026-09-20,,2026-09-20",
        ),
    )
    days = ("2026-07-03", "2026-07-04", "2026-08-05", "2026-09-09")
    load(
        database,
        VIOLATION,
        broken(*(f"{at},{day},E{at},A,1,Greets," for at, day in enumerate(days))),
    )
    with database.read() as reading:
        months = ask(reading, kpi_named("violations_per_100"), Query(), TODAY).rows
        quarter = ask(reading, kpi_named("violations_per_100"), Query(grain="quarter"), TODAY).rows
    assert [(row.y, row.x) for row in months.itertuples()] == [(2, 41), (1, 40), (1, 41)]
    assert months["value"].tolist() == pytest.approx([200 / 41, 100 / 40, 100 / 41])
    assert (quarter["y"].item(), quarter["x"].item()) == (4, 122)
    low, high = poisson_rate(4, 122, 100)
    assert (quarter["low"].item(), quarter["high"].item()) == pytest.approx((low, high))


def test_whose_day_of_hiring_nobody_wrote_is_staff_from_the_day_of_the_list_on(
    database, sees_people
):
    load(database, ROSTER, on_roster(*(f"E{at},A,,,2026-08-01" for at in range(40))))
    rows = [f"{at},2026-0{at + 7}-05,E{at},A,1,Greets," for at in range(3)]
    load(database, VIOLATION, broken(*rows))
    with database.read() as reading:
        months = ask(reading, kpi_named("violations_per_100"), Query(), TODAY).rows
    assert months["x"].tolist()[1:] == [40, 40] and pd.isna(months["value"][0])


def test_a_month_without_violations_has_none_and_one_without_a_roster_no_rate(
    database, sees_people
):
    rows = [f"{at},2026-0{month}-05,E{at},A,1,Greets," for at, month in enumerate((7, 9))]
    load(database, VIOLATION, broken(*rows))
    kpi = kpi_named("violations_per_100")
    with database.read() as reading:
        first = ask(reading, kpi, Query(), TODAY).rows.iloc[0]
    assert pd.isna(first["value"]) and "staff roster" in lacking(kpi, first)
    load(database, ROSTER, staffed(40))
    with database.read() as reading:
        values = ask(reading, kpi, Query(), TODAY).rows["value"].tolist()
    assert values == [2.5, 0, 2.5]


@pytest.mark.parametrize(("people", "shown"), [(4, False), (5, True)])
def test_readers_see_the_same_rate_or_none(database, monkeypatch, people, shown):
    load(database, ROSTER, staffed(40))
    rows = [f"{at},2026-09-05,E{at % people},A,1,Greets," for at in range(10)]
    load(database, VIOLATION, broken(*rows))
    monkeypatch.delenv("SERVICE_CULTURE_ROLE", raising=False)
    with database.read() as reading:
        (row,) = ask(reading, kpi_named("violations_per_100"), Query(), TODAY).rows.itertuples()
    assert row.hidden is not shown and (not pd.isna(row.value)) is shown
    assert not shown or row.value == 25


# Which KPIs are summed together in what is published of staff. An entry holds the sums of all of
# them: whoever adds one raises the number of these rows in metrics/privacy/entries.py, else readers
# of a database of before see it without those who have not changed since.
SUMMED = {
    ("suggestion", None): ["suggestions", "suggestions_decided_in_time", "suggestions_waiting"],
    ("suggestion", "decided_suggestions"): ["suggestion_adoption_rate"],
    ("violation", None): ["violations", "violations_per_100"],
}


def test_what_is_published_together_changes_its_name_with_its_kpis():
    found = {
        (counted.kind.name, counted.relation): counted
        for counted in counted_apart()
        if counted.kind.name in ("suggestion", "violation")
    }
    assert {key: sorted(kpi.name for kpi in one.kpis) for key, one in found.items()} == SUMMED
    assert [json.loads(one.name)[5:] for one in found.values()] == [
        [] if key == ("suggestion", "decided_suggestions") else [1] for key in found
    ]
