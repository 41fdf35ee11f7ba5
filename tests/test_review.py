"""The agenda of a review: what is on it, in which order, what is left out and counted."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

import numpy as np
import pytest

from data.database.connection import Database
from data.kinds.catalog import ACTION, DECISION, NPS, PROBLEM, TARGET
from data.roles import READER
from data.uploads.store import add, data_version
from data.uploads.typed import typed_rows
from i18n import LANGUAGES, translator
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.periods import last_whole_month
from metrics.review.agenda import agenda, last_meeting_before
from metrics.review.exceptions import chance_of_a_flag, exceptions
from metrics.review.item import Agenda, AgendaItem, spoken
from metrics.review.targets_due import targets_due
from metrics.snapshot import Snapshot
from metrics.statistics.spc import Signal, control_chart

SAY = translator("en")
MONTH, TODAY = date(2026, 9, 1), date(2026, 10, 15)


def looked(database: Database, question, today: date = TODAY):
    with database.read(viewer=READER) as reading:
        return question(Snapshot(reading, database.path, data_version(reading), today))


def made(database: Database, last: date | None, length: str = "month") -> Agenda:
    return looked(database, lambda found: agenda(found, MONTH, last, length))


def write(database: Database, kind, rows: Iterable[dict]) -> None:
    add(database, typed_rows(kind, list(rows), "typed", kpis=KPI_FACTS))


def decision(number: str, day: date, **more: object) -> dict:
    return {
        "decision_id": number,
        "meeting": more.pop("meeting", f"Committee {day:%Y-%m}"),
        "date": day,
        "text": f"Decide {number}",
        "result": "open",
        **more,
    }


def problem(number: str, raised: date, **more: object) -> dict:
    return {
        "problem_id": number,
        "date": raised,
        "title": f"Problem {number}",
        "department": "Sales",
        "status": "open",
        **more,
    }


def keys(items: Iterable[AgendaItem]) -> list[str]:
    return [item.key for item in items]


def counted(found: Agenda, word: str) -> int:
    return sum(one.count for one in found.skipped if word in SAY(one.why))


@pytest.fixture(scope="module")
def whole(sample) -> Agenda:
    last = looked(sample, lambda found: last_meeting_before(found, TODAY))
    return made(sample, last)


def test_the_order_is_that_of_the_meeting(whole):
    kinds = list(dict.fromkeys(item.kind for item in whole.items))
    assert kinds == ["decision", "exception", "problem", "check", "target"]
    assert len(set(keys(whole.items))) == len(whole.items)


def test_every_item_is_said_in_every_language(whole):
    for language in LANGUAGES:
        say = translator(language)
        for item in whole.items:
            told = [item.title, item.headline, *item.sentences, *item.doubts]
            told += [cell for row in (*item.facts, *item.table) for cell in row]
            assert all(spoken(words, say) for words in told), (language, item.key)


def test_worse_stands_before_better_among_exceptions(whole):
    ways = [item.better for item in whole.of("exception")]
    assert False in ways and ways == sorted(ways, key=lambda way: way is True)


def test_an_improvement_that_was_there_at_the_last_meeting_is_counted_and_not_told(sample, whole):
    first = made(sample, None)
    known = counted(whole, "at the last meeting already")
    assert known > 0 and counted(first, "at the last meeting already") == 0
    assert whole.flagged == first.flagged, "what is left out is a signal all the same"
    assert whole.looked_at == first.looked_at
    (key, *_) = set(keys(first.of("exception"))) - set(keys(whole.of("exception")))
    missed = looked(
        sample, lambda found: exceptions(found, MONTH, "month", whole.last_meeting, {key})
    )
    assert key in keys(missed.items), "what the meeting did not go through is told again"


def test_chance_alone_is_said_of_as_many_kpis_as_were_looked_at(whole):
    assert 0.01 * whole.looked_at < whole.by_chance < 0.03 * whole.looked_at
    assert whole.flagged > whole.by_chance


def test_a_quarter_flags_at_least_what_its_last_month_does(sample, whole):
    quarter = made(sample, whole.last_meeting, "quarter")
    assert quarter.flagged >= whole.flagged and quarter.by_chance > whole.by_chance
    signals = [SAY.list([row[-1]]) for item in quarter.items for row in item.table[1:]]
    assert signals and "normal variation" not in signals, "each names the month that shows one"


@pytest.mark.parametrize("months", [6, 12, 24])
@pytest.mark.parametrize("length", ["month", "quarter"])
def test_the_chance_of_a_flag_is_that_of_a_stable_process(months, length):
    draws = np.random.default_rng(7).normal(size=(1500, months))
    latest = 3 if length == "quarter" else 1
    flagged = [
        any(one is not Signal.NONE for one in control_chart(row).signals[-latest:]) for row in draws
    ]
    assert np.mean(flagged) == pytest.approx(chance_of_a_flag(months, length), abs=0.012)


def test_without_any_record_nothing_is_to_be_discussed(database):
    found = made(database, None)
    assert found.items == () and found.left_out == 0 and found.looked_at == 0


def test_late_decisions_come_back_until_they_are_done(database):
    write(
        database,
        DECISION,
        [
            decision("1", date(2026, 3, 5), due=date(2026, 4, 1)),
            decision("2", date(2026, 3, 5), due=date(2026, 4, 1), result="kept"),
            decision("3", date(2026, 9, 10), due=date(2026, 12, 1)),
            decision("4", date(2026, 9, 10)),
            decision("5", date(2026, 9, 10), result="kept"),
            decision("6", date(2026, 9, 10), due=date(2026, 10, 1)),
            decision("7", date(2026, 9, 10), result="dropped"),
        ],
    )
    found = made(database, date(2026, 9, 10))
    assert keys(found.of("decision")) == ["decision-1", "decision-4", "decision-6"]
    assert counted(found, "not due yet") == 1 and counted(found, "carried out") == 1
    assert counted(found, "dropped") == 1


def test_an_empty_last_meeting_day_is_the_first_meeting_ever(database):
    assert looked(database, lambda found: last_meeting_before(found, TODAY)) is None
    write(database, DECISION, [decision("1", date(2026, 9, 10))])
    assert made(database, None).of("decision") == (), "nothing of it is of an earlier meeting"


def test_a_meeting_that_went_on_the_next_day_is_one_and_a_name_used_again_another(database):
    name = "Culture committee"
    write(
        database,
        DECISION,
        [
            decision("1", date(2026, 6, 11), meeting=name),
            decision("2", date(2026, 9, 10), meeting=name),
            decision("3", date(2026, 9, 11), meeting=name),
        ],
    )
    found = looked(database, lambda found: last_meeting_before(found, TODAY))
    assert found == date(2026, 9, 10)
    assert looked(database, lambda one: last_meeting_before(one, TODAY, without=name)) is None


def test_problems_are_told_when_new_or_late_and_ranked(database):
    write(
        database,
        PROBLEM,
        [
            problem("A", date(2026, 9, 20), share=10, impact="low"),
            problem("B", date(2026, 3, 1), due=date(2026, 9, 1), share=30, impact="high"),
            problem("C", date(2026, 3, 1), due=date(2026, 12, 1)),
            problem("D", date(2026, 9, 20), status="solved", closed=date(2026, 9, 25)),
            problem("E", date(2025, 3, 1), status="solved", closed=date(2025, 9, 25)),
        ],
    )
    found = made(database, date(2026, 9, 10))
    assert keys(found.of("problem")) == ["problem-B", "problem-A"]
    assert [SAY(item.word) for item in found.of("problem")] == ["overdue", "new"]
    assert counted(found, "neither new nor overdue") == 1 and counted(found, "solved") == 1
    late = made(database, None).of("problem")
    assert keys(late) == ["problem-B", "problem-A"], "the first meeting takes those of the month"


def test_an_effect_that_is_due_stays_until_the_action_is_closed(database):
    row = {
        "action_id": "A-1",
        "kpi": "csat",
        "title": "Greet",
        "date": date(2025, 3, 1),
        "expected": "up",
        "window_months": 6,
        "status": "running",
    }
    write(database, ACTION, [row])
    found = made(database, date(2026, 9, 10))
    assert keys(found.of("check")) == ["check-A-1"]
    assert SAY(found.items[0].word) == "Too few data"
    write(
        database,
        ACTION,
        [{**row, "status": "closed", "closed": date(2026, 9, 11), "reason": "No records"}],
    )
    assert made(database, date(2026, 9, 10)).of("check") == ()


def test_targets_fall_due_once_and_come_due_within_three_months(sample, whole):
    due = {item.key: item for item in whole.of("target")}
    ahead = [key for key in due if key != "target-checks"]
    days = [date.fromisoformat(key[-10:]) for key in ahead]
    assert days and all(date(2026, 9, 1) <= day <= date(2026, 12, 31) for day in days)
    rows = due["target-checks"].table[1:]
    assert rows and not {SAY(row[0]) for row in rows} & {SAY(due[key].title) for key in ahead}


def test_a_target_of_the_month_that_ends_today_has_not_fallen_due(database):
    days = [date(2026, month, day) for month in range(1, 11) for day in range(1, 29)]
    write(database, NPS, [{"date": day, "score": 9} for day in days for _ in range(4)])
    due = date(2026, 10, 31)
    stage = {"stage": "short", "form": "at_least", "value": 90, "due": due}
    write(database, TARGET, [{"kpi": "net_promoter_score", "date": days[0], **stage}])
    words = []
    for today in (due, due + timedelta(days=1)):
        month = last_whole_month(today)
        found = looked(database, partial(made_of, month), today)
        (item,) = [one for one in found.of("target") if one.key != "target-checks"]
        words.append(SAY(item.word))
    assert words == ["likely", "met"], "judged once the month is over, not on its last day"


def test_a_target_due_in_the_middle_of_a_month_is_told_when_it_is_judged(database):
    days = [date(2026, month, day) for month in range(1, 11) for day in range(1, 29)]
    write(database, NPS, [{"date": day, "score": 9} for day in days for _ in range(4)])
    rows = [
        {"stage": stage, "form": "at_least", "value": 90, "due": due, "date": days[0]}
        for stage, due in (("short", date(2026, 10, 10)), ("short", date(2027, 9, 30)))
    ]
    write(database, TARGET, [{"kpi": "net_promoter_score", **row} for row in rows])
    met = date(2026, 10, 20)  # a meeting after the day, in the month that still runs

    def told(month: date, today: date, last: date | None) -> list[tuple[str, str]]:
        found = looked(database, lambda at: agenda(at, month, last), today)
        return [
            (SAY(one.word), SAY.sentences([SAY(words) for words in (one.headline, *one.sentences)]))
            for one in found.of("target")
            if "2026-10-10" in one.key
        ]

    ((word, words),) = told(MONTH, met, None)
    assert word == "likely"
    assert "Its day, Oct 10, 2026, is past; it is judged once Oct 2026 is over." in words
    ((word, words),) = told(date(2026, 10, 1), date(2026, 11, 1), met)
    assert word == "met" and "Judged on the days up to Oct 10, 2026." in words
    assert not told(date(2026, 10, 1), date(2026, 11, 20), date(2026, 11, 2)), "once"


def test_a_target_left_over_is_told_as_it_is_by_now_while_it_stands(database):
    days = [date(2026, month, day) for month in range(1, 10) for day in range(1, 29)]
    write(database, NPS, [{"date": day, "score": 9} for day in days for _ in range(4)])
    stage = {"kpi": "net_promoter_score", "date": days[0], "form": "at_least", "value": 90}
    dues = [date(2026, 7, 31), date(2026, 8, 31)]
    write(database, TARGET, [{**stage, "stage": "short", "due": due} for due in dues])
    july, august, gone = (
        f"target-net_promoter_score-{name}-{due}"
        for name, due in (("short", dues[0]), ("short", dues[1]), ("long", dues[1]))
    )

    def told(*waiting: str) -> list[tuple[str, str]]:
        items, _ = looked(
            database, lambda found: targets_due(found, MONTH, date(2026, 9, 4), waiting)
        )
        return [(one.key, SAY(one.word)) for one in items]

    assert told() == [] == told(gone)
    assert told(july) == [(july, "met")]
    assert told(july, august) == [(august, "met")], "of those that follow one another the last"


def made_of(month: date, found: Snapshot) -> Agenda:
    return agenda(found, month, date(2026, 9, 5))
