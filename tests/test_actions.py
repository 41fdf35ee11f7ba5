"""Actions as they were written down, and what became of them."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from data.kinds.catalog import ACTION, DECISION, EVENT, PROBLEM, TARGET
from data.samples import loop
from data.samples.stories import month_at
from data.uploads.store import add, data_version, undo
from data.uploads.typed import typed_rows
from errors import FileRefused
from i18n import translator
from metrics.answers.answer import ask
from metrics.catalog import kpi_named
from metrics.effect.action_words import action_words, foresight_words
from metrics.effect.actions import actions_of, changed, course_of, judged_actions
from metrics.effect.deeds import deeds_of
from metrics.effect.level_change import Foresight
from metrics.effect.problems import parted, problems_of, tiles, with_link
from metrics.effect.verdict_of_action import Outcome
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.review.agenda import agenda
from metrics.review.item import CHECK
from metrics.snapshot import Snapshot
from metrics.sums.query import Query
from reports.outline.loop import action_pages
from reports.outline.parts import spoken
from reports.outline.period import report_period
from ui.kpi.deeds import deeds_words
from ui.loop.changes import as_stored

SAY = translator("en")


def look(reading, database, today):
    return Snapshot(reading, database.path, data_version(reading), today)


@pytest.fixture
def judged(sample, today):
    with sample.read() as reading:
        yield {
            one.action.action_id: one
            for one in judged_actions(look(reading, sample, today), month_at(today, -1))
        }


def test_each_action_of_the_sample_company_gets_its_word(judged):
    assert {number: one.outcome for number, one in judged.items()} == {
        loop.WORKED: Outcome.WORKED,
        loop.WITHOUT_EFFECT: Outcome.NO_EFFECT,
        loop.ONLY_SEEMS: Outcome.NO_EFFECT,
        loop.TOO_EARLY: Outcome.EARLY,
        loop.WRITTEN_LATE: Outcome.NO_EFFECT,
    }
    assert [number for number, one in judged.items() if one.action.late] == [loop.WRITTEN_LATE]


def test_the_one_chosen_as_the_worst_seems_to_have_worked(sample, today, judged):
    action = judged[loop.ONLY_SEEMS].action
    with sample.read() as reading:
        kpi, place = kpi_named(action.kpi), ((action.place[0], (action.place[1],)),)
        values = _months(ask(reading, kpi, Query(only=place), today))
    chosen = month_at(action.starts, -1)
    after = np.mean([value for month, value in values.items() if month >= action.starts])
    before = np.mean([value for month, value in values.items() if month < chosen])
    assert after - values[chosen] > 12 and after - before < 8
    assert action.worst and action.before <= chosen


def test_the_step_is_that_of_the_series_beside_the_other_units(sample, today, judged):
    """Means by hand of the differences that the verdict is about."""
    action = judged[loop.WORKED].action
    with sample.read() as reading:
        kpi = kpi_named(action.kpi)
        here = _months(ask(reading, kpi, Query(only=(("region", ("South",)),)), today))
        there = _months(ask(reading, kpi, Query(only=(("region", action.compared),)), today))
    gaps = {month: here[month] - there[month] for month in here}
    after = np.mean([gap for month, gap in gaps.items() if month >= action.starts])
    before = np.mean([gap for month, gap in gaps.items() if month < action.starts])
    found = judged[loop.WORKED].verdict.change
    assert found.step.value == pytest.approx(after - before, abs=0.5)
    assert (found.before, found.after) == (26, 10)


def _months(answer):
    return {row.period: row.value for row in answer.judged().itertuples()}


def test_what_else_happened_stands_beside_and_the_action_itself_does_not(judged):
    words = [SAY(one) for one in action_words(judged[loop.WORKED])]
    assert not any("Empathy workshop" in line for line in words)
    late = [SAY(one) for one in action_words(judged[loop.WRITTEN_LATE])]
    assert any(line.startswith("Registered late: on ") for line in late)
    assert not any("caused" in SAY(line) for one in judged.values() for line in action_words(one))


def row(number="A-9", **told):
    return {
        "action_id": number,
        "kpi": "csat",
        "title": "Try",
        "date": date(2026, 5, 1),
        "expected": "up",
        **told,
    }


def stored(database, kind, *rows):
    return add(database, typed_rows(kind, list(rows), "typed in the app", kpis=KPI_FACTS)).upload


def test_an_action_is_measured_by_its_kpi_whose_target_may_be_withdrawn(database):
    """It was never held against the target, and says nothing of it."""
    month = date(2026, 6, 1)
    target = {"kpi": "csat", "stage": "short", "due": date(2026, 12, 31)}
    stored(database, ACTION, row(size=5.0, date=date(2025, 12, 1), window_months=6))
    stored(database, TARGET, {**target, "date": date(2026, 1, 1), "form": "at_least", "value": 80})

    def said() -> list[str]:
        with database.read() as reading:
            snapshot = look(reading, database, date(2026, 7, 10))
            (judged,) = judged_actions(snapshot, month)
            (item,) = agenda(snapshot, month, None).of(CHECK)
            (page,) = action_pages(snapshot, report_period("month", "2026-06", snapshot.today))
        (table,) = page.blocks
        told = [SAY(one) for one in action_words(judged)], SAY(item.headline)
        return [*told, *(spoken(cell, SAY) for cell in table.rows[0])]

    before = said()
    stored(database, TARGET, {**target, "date": date(2026, 6, 15), "form": "withdrawn"})
    assert said() == before


def test_a_change_keeps_the_day_of_registration_unless_it_changes_the_promise(database):
    stored(database, ACTION, row(size=5.0))
    _backdate(database, date(2026, 4, 1))
    last = stored(database, ACTION, row(size=5.0, status="closed", closed=date(2026, 9, 1)))
    with database.read() as reading:
        (found,) = actions_of(reading)
    assert (found.registered, found.late, found.status) == (date(2026, 4, 1), False, "closed")
    undo(database, last)
    stored(database, ACTION, row(size=2.0))
    with database.read() as reading:
        (changed_promise,) = actions_of(reading)
    assert changed_promise.registered == date.today() and changed_promise.late


def _backdate(database, day):
    with database.write() as writing:
        writing.run("UPDATE upload SET loaded_at = ?", [datetime(day.year, day.month, day.day)])


def noted(**told):
    return {
        "date": date(2026, 4, 1),
        "type": "action",
        "kpi": "csat",
        "text": "New desk",
        **told,
    }


def listed(database):
    with database.read() as reading:
        return {one.action_id: one for one in actions_of(reading)}


def test_what_was_noted_beside_a_chart_is_an_action_registered_when_it_was_stored(database):
    rows = (noted(), noted(kpi="net_promoter_score"), noted(kpi=None))
    upload = stored(database, EVENT, *rows, noted(type="note", text="A fair"))
    (number,) = found = listed(database)
    action = found[number]
    assert number == f"E-{upload}-1" and (action.kpi, action.place) == ("csat", (None, None))
    assert action.registered == date.today() and action.late and action.size is None
    undo(database, upload)
    assert listed(database) == {}


def test_what_was_noted_and_listed_is_one_action(database):
    stored(database, EVENT, noted())
    stored(database, ACTION, row(title="A new desk at the entrance", date=date(2026, 4, 1)))
    assert list(listed(database)) == ["A-9"]


def test_beside_a_chart_stand_events_and_actions_of_the_list_each_once(database, monkeypatch):
    """With who answers for an action, until when, and what was expected; names for some only."""
    stored(database, EVENT, noted(author="Li"), noted(type="note", text="A fair", author="Us"))
    promise = {"owner": "Wang Fang", "due": date(2026, 9, 1), "size": 2.0, "status": "running"}
    stored(
        database,
        ACTION,
        row(title="A new desk at the entrance", date=date(2026, 4, 1), **promise),
        row("A-10", title="Shorter queues", dimension="store", unit="Mall", date=date(2026, 3, 1)),
        row("A-11", title="Elsewhere", kpi="net_promoter_score"),
    )
    told, words = {}, {}
    for place in ((None, None), ("store", "Mall")):
        with database.read() as reading:
            found = deeds_of(look(reading, database, date(2026, 7, 10)), "csat", place)
        told[place] = [(one.event.text, one.action and one.action.action_id) for one in found]
    of_company = [("New desk", "A-9"), ("A fair", None)]
    assert told == {
        (None, None): of_company,
        ("store", "Mall"): [("Shorter queues", "A-10"), *of_company],
    }
    for role in ("committee", "viewer"):
        monkeypatch.setenv("SERVICE_CULTURE_ROLE", role)
        with database.read() as reading:
            snapshot = look(reading, database, date(2026, 7, 10))
            words[role] = deeds_words(snapshot, "csat", date(2026, 6, 1), (), "en")
    for said in words.values():
        assert (
            "expected to rise by at least 2.0 percentage points · To be done by Sep 1, 2026" in said
        )
        assert "In single units" in said and "Shorter queues" in said
    assert "A fair · Us" in words["viewer"]
    assert "Wang Fang" in words["committee"] and "New desk · Li" in words["committee"]
    assert "Wang" not in words["viewer"] and "Li" not in words["viewer"]


def told_beside(database, day, month, only=()):
    with database.read() as reading:
        return deeds_words(look(reading, database, day), "csat", month, only, "en")


def test_two_actions_noted_on_one_day_are_two_though_one_name_holds_the_other(database):
    upload = stored(database, EVENT, noted(text="Training"), noted(text="Training of cashiers"))
    longer = listed(database)[f"E-{upload}-2"]

    def pairs():
        with database.read() as reading:
            found = deeds_of(look(reading, database, date(2026, 7, 10)), "csat", (None, None))
        return {(one.event.text, one.action.action_id) for one in found}

    assert pairs() == {("Training", f"E-{upload}-1"), ("Training of cashiers", f"E-{upload}-2")}
    changed_by_file = {"title": "Coaching", "date": date(2026, 4, 15)}
    stored(database, ACTION, {**as_stored(longer), **changed_by_file, "status": "running"})
    assert pairs() == {("Training", f"E-{upload}-1"), ("Coaching", f"E-{upload}-2")}


def test_a_note_that_has_ended_promised_nothing_and_had_not_ended_before(database, monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "committee")
    stored(database, EVENT, noted(author="Li", date=date(2026, 2, 2)))
    (before,) = listed(database).values()
    ended = {"status": "closed", "closed": date(2026, 6, 20), "reason": "Done"}
    stored(database, ACTION, {**as_stored(before), **ended, "due": date(2026, 9, 1)})
    now = told_beside(database, date(2026, 7, 10), date(2026, 6, 1))
    assert "ended" in now and now.count("Li") == 1
    assert "expected" not in now and "To be done by" not in now
    then = told_beside(database, date(2026, 7, 10), date(2026, 3, 1))
    assert "running" in then and "ended" not in then and "To be done by Sep 1, 2026" in then


def test_of_several_units_their_own_actions_are_told(database):
    stored(
        database,
        ACTION,
        *(
            row(f"A-{at}", title=f"At {unit}", dimension="store", unit=unit, date=date(2026, 3, 1))
            for at, unit in enumerate(("Mall", "Quay", "Park"), start=1)
        ),
    )
    two = (("store", ("Mall", "Quay")),)
    told = told_beside(database, date(2026, 7, 10), date(2026, 6, 1), two)
    assert "At Mall" in told and "At Quay" in told and "At Park" not in told
    assert "Nothing is written down" not in told


def test_what_was_noted_is_ended_under_its_number(database):
    upload = stored(database, EVENT, noted())
    (before,) = listed(database).values()
    cells = {**as_stored(before), "status": "dropped", "closed": date.today(), "reason": "Done"}
    stored(database, ACTION, cells)
    (after,) = listed(database).values()
    assert (after.action_id, after.status) == (f"E-{upload}-1", "dropped")
    assert after.registered == before.registered and after.late


def test_the_months_behind_a_verdict_are_those_that_it_was_measured_by(sample, today, judged):
    month = month_at(today, -1)
    with sample.read() as reading:
        snapshot = look(reading, sample, today)
        course = course_of(snapshot, judged[loop.ONLY_SEEMS], month)
        worked = course_of(snapshot, judged[loop.WORKED], month)
    change = judged[loop.ONLY_SEEMS].verdict.change
    since = [at for at, day in enumerate(course.months) if day >= course.since]
    assert len(since) == change.after
    assert sum(course.counts) == change.before + change.after < len(course.months)
    late = [
        value
        for day, value in zip(worked.months, worked.values, strict=True)
        if day >= worked.since
    ]
    assert worked.after == pytest.approx(sum(late) / len(late))
    assert len(set(worked.before)) == 1  # a level, as the months before had no trend


def test_a_proof_is_taken_apart_as_it_was_put_together():
    stored_proof = with_link("NPS 12 → 9?", "kpi", "kpi=nps&month=2026-10")
    assert parted(stored_proof) == ("NPS 12 → 9?", ("kpi", "kpi=nps&month=2026-10"))
    assert parted(with_link("", "voice", "month=2026-10")) == ("", ("voice", "month=2026-10"))
    assert parted("Overheard at the desk") == ("Overheard at the desk", None)


def test_a_day_that_the_file_claims_is_said_to_be_its(database):
    stored(database, ACTION, row(registered=date(2026, 3, 3)))
    with database.read() as reading:
        (found,) = actions_of(reading)
    assert (found.registered, found.claimed, found.late) == (date(2026, 3, 3), True, False)


def test_the_months_between_choice_and_start_count_nowhere(database):
    stored(
        database, ACTION, row(registered=date(2026, 3, 3), chosen_because_worst="yes", lag_months=2)
    )
    with database.read() as reading:
        (found,) = actions_of(reading)
        assert (found.before, found.shows_from) == (date(2026, 2, 1), date(2026, 7, 1))
        change = changed(look(reading, database, date(2026, 11, 2)), found, date(2026, 10, 1))
    assert (change.before, change.after, change.step) == (0, 0, None)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"kpi": "csatt"}, "There is no KPI “csatt”. Did you mean “csat”?"),
        ({"unit": "East"}, "The unit “East” is named without its type."),
        ({"dimension": "store"}, "A unit type is named, but no unit."),
        ({"compared_with": "A; B"}, "there are no units to compare it with"),
        (
            {"dimension": "store", "unit": "A", "compared_with": "B；A"},
            "“A” is compared with itself",
        ),
        ({"closed": date(2026, 4, 1)}, "before"),
        ({"window_months": 3}, "3"),
        ({"dimension": "employee", "unit": "E-17"}, "employee"),  # none about one person
    ],
)
def test_an_action_that_cannot_be_judged_is_refused_in_words(told, sentence):
    with pytest.raises(FileRefused, match="Nothing was stored") as refusal:
        typed_rows(ACTION, [row(**told)], "typed in the app", kpis=KPI_FACTS)
    assert sentence in SAY(refusal.value.message)


def test_an_action_that_ended_without_a_word_of_why_is_told():
    def told(**more):
        checked = typed_rows(ACTION, [row(**more)], "list.csv", kpis=KPI_FACTS).checked
        return [SAY(one.message) for one in checked.issues]

    mute = "Actions that have ended without a reason: 1."
    assert any(one.startswith(mute) for one in told(closed=date(2026, 12, 1)))
    assert any(one.startswith(mute) for one in told(status="dropped"))
    for ended in ({"status": "closed", "reason": "It is the rule now"}, {"status": "running"}):
        assert not any("without a reason" in one for one in told(**ended))


def test_a_kpi_is_known_by_any_of_its_names(database):
    stored(database, ACTION, row(kpi="客户满意率"))
    with database.read() as reading:
        assert [one.kpi for one in actions_of(reading)] == ["csat"]


def test_problems_are_ranked_counted_and_age(database):
    day = date(2026, 6, 1)
    told = {"date": day, "department": "Sales", "title": "x"}
    stored(
        database,
        PROBLEM,
        {"problem_id": "P-1", **told, "share": 30.0, "impact": "high", "due": date(2026, 6, 10)},
        {"problem_id": "P-2", **told, "share": 40.0, "impact": "medium", "due": date(2026, 6, 25)},
        {"problem_id": "P-3", **told, "impact": "high"},
        {"problem_id": "P-4", **told, "closed": date(2026, 6, 3)},
        {"problem_id": "P-5", **told, "closed": date(2026, 6, 5), "status": "dropped"},
    )
    today = date(2026, 6, 20)
    with database.read() as reading:
        found = problems_of(look(reading, database, today))
    assert [one.problem_id for one in found] == ["P-1", "P-2", "P-3", "P-4", "P-5"]
    assert [one.weight for one in found[:3]] == [90, 80, 0]
    assert [one.status for one in found[2:]] == ["open", "solved", "dropped"]
    counted = tiles(found, today)
    assert (counted.open, counted.overdue, counted.soon, counted.closed) == (3, 1, 1, 2)
    assert (found[0].age(today), found[3].age(today)) == (19, 2)
    later = tiles(found, today + timedelta(days=75))
    assert (later.soon, later.closed) == (0, 1)


def test_a_problem_that_is_solved_says_so_in_a_new_row(database):
    told = {"problem_id": "P-1", "date": date(2026, 6, 1), "department": "Sales", "title": "x"}
    stored(database, PROBLEM, told)
    second = stored(database, PROBLEM, {**told, "status": "solved", "closed": date(2026, 7, 1)})
    with database.read() as reading:
        (found,) = problems_of(look(reading, database, date(2026, 8, 1)))
    assert not found.is_open
    undo(database, second)
    with database.read() as reading:
        (again,) = problems_of(look(reading, database, date(2026, 8, 1)))
    assert again.is_open


def test_a_decision_needs_its_meeting():
    with pytest.raises(FileRefused):
        typed_rows(
            DECISION,
            [{"decision_id": "1", "date": date(2026, 6, 1), "text": "x"}],
            "typed in the app",
            kpis=KPI_FACTS,
        )


def test_what_the_data_can_show_is_said_in_each_case():
    csat = kpi_named("csat")

    def told(**found):
        return [SAY(one) for one in foresight_words(Foresight(**found), csat, 12, 5.0)]

    assert "was the same in all 24 months" in told(months=24, varies=False)[0]
    assert told(months=3)[0].startswith("There are 3 months with a value before; 6 are needed")
    small, sized = told(months=24, power=0.6, smallest=6.0)
    assert "a change of about 6.0 percentage points" in small and "in 60 of 100 cases" in sized


def test_of_two_noted_on_one_day_the_other_stays_when_one_ends(database):
    upload = stored(database, EVENT, noted(text="Training"), noted(text="Training of cashiers"))
    first = listed(database)[f"E-{upload}-1"]
    ended = {"status": "closed", "closed": date.today(), "reason": "Done"}
    stored(database, ACTION, {**as_stored(first), **ended})
    assert {*listed(database)} == {f"E-{upload}-1", f"E-{upload}-2"}
