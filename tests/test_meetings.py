"""A meeting that is held: kept as it was told, the same for all who look, and its minutes."""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import pytest

from data.archive.rebuild import rebuild
from data.archive.standing import look
from data.database.connection import Database
from data.kinds.catalog import ACTION, DECISION, NPS, PROBLEM
from data.kinds.meeting import DISCUSSED, PUT_OFF
from data.roles import COMMITTEE, READER, Viewer
from data.uploads.store import Terms, add, data_version
from data.uploads.typed import typed_rows
from errors import WrongCall
from i18n import LANGUAGES, translator
from metrics.__main__ import main
from metrics.answers.asked import answer
from metrics.effect.problems import with_link
from metrics.frozen.publishing import publish
from metrics.handed.keeping import KEEPING
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.periods import Period
from metrics.review.agenda import MOST, agenda, last_meeting_before
from metrics.review.item import spoken
from metrics.review.meetings import (
    Meeting,
    changed_since,
    continued,
    ended,
    held,
    look_at,
    meeting_on,
    now_of,
    pulse,
    require_none_on,
    require_so,
    started,
    take_within,
    taken_anew,
    tick,
    tick_within,
)
from metrics.review.minutes import minutes_of, minutes_on
from metrics.review.minutes_html import page_of
from metrics.review.minutes_record import minutes_record
from metrics.review.minutes_text import text_of
from metrics.review.periods import name_said, period_of, review_of
from metrics.review.records import free_number, require_free
from metrics.snapshot import Snapshot, forget
from metrics.sums.query import Query

SAY = translator("en")
MONTH, TODAY = date(2026, 9, 1), date(2026, 10, 15)
NASTY = "# Ask *all* <script>alert(1)</script> 客户 13800138000"


def take(database, number, item, decision):
    with database.write() as writing:
        take_within(writing, database.path, number, item, decision)


def looked(database, question, *asked, today=TODAY, viewer=READER):
    with database.read(viewer=viewer) as reading:
        return question(Snapshot(reading, database.path, data_version(reading), today), *asked)


def write(database, kind, *rows):
    add(database, typed_rows(kind, rows, "typed", kpis=KPI_FACTS))


def problem(number: str, **more: object) -> dict:
    return {
        "problem_id": number,
        "date": date(2026, 9, 20),
        "title": f"Problem {number}",
        "department": "Sales",
        "status": "open",
        **more,
    }


def decision(number: str, meeting: str, day: date = TODAY, **more: object) -> dict:
    return {
        "decision_id": number,
        "meeting": meeting,
        "date": day,
        "text": f"Decide {number}",
        "result": "open",
        **more,
    }


def begun(database, name: str = "Committee", today: date = TODAY, length: str = "month"):
    add(database, looked(database, started, MONTH, length, name, today=today))
    return looked(database, meeting_on, today=today)


def now(database, meeting):
    with database.read() as reading:
        return now_of(reading, meeting)


@pytest.fixture(scope="module")
def files(tmp_path_factory, empty_file) -> dict[str, Path]:
    """Closed databases with two problems, before a meeting and with one begun."""
    paths = {name: tmp_path_factory.mktemp(name) / "own.duckdb" for name in ("before", "begun")}
    shutil.copy(empty_file, paths["before"])
    with closing(Database(paths["before"], keeping=KEEPING)) as database:
        write(database, PROBLEM, problem("A", title=NASTY), problem("B"))
    shutil.copytree(paths["before"].parent, paths["begun"].parent, dirs_exist_ok=True)
    with closing(Database(paths["begun"], keeping=KEEPING)) as database:
        begun(database)
    forget()
    return paths


def _copied(file: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copytree(file.parent, tmp_path / "company")
    with closing(Database(tmp_path / "company" / file.name, keeping=KEEPING)) as database:
        yield database


@pytest.fixture
def problems(files, tmp_path) -> Iterator[Database]:
    """A database of one's own with two problems."""
    yield from _copied(files["before"], tmp_path)


@pytest.fixture
def meeting_on_them(files, tmp_path) -> Iterator[tuple[Database, Meeting]]:
    """The same, and the meeting that was begun with them."""
    for database in _copied(files["begun"], tmp_path):
        yield database, looked(database, meeting_on)


def test_what_is_told_stays_as_it_was_told_in_every_language(problems):
    live = looked(problems, agenda, MONTH, None)
    meeting = begun(problems)
    for language in LANGUAGES:
        say = translator(language)
        for kept, item in zip(meeting.agenda.items, live.items, strict=True):
            assert spoken(kept.title, say) == spoken(item.title, say)
            assert [spoken(one, say) for one in kept.sentences] == [
                spoken(one, say) for one in item.sentences
            ]
            assert [spoken(cell, say) for row in kept.facts for cell in row] == [
                spoken(cell, say) for row in item.facts for cell in row
            ]
    write(problems, PROBLEM, problem("A", title="Another"), problem("C"))
    kept = looked(problems, meeting_on).agenda.items
    assert [spoken(item.headline, SAY) for item in kept] == [NASTY, "Problem B"]


def test_no_name_of_staff_is_kept_with_an_agenda(problems):
    write(problems, PROBLEM, problem("C", owner="Wang Fang"))
    begun(problems)
    with problems.read() as reading:
        stored = reading.rows("SELECT told FROM rows_meeting")
    assert stored and "Wang Fang" not in json.dumps(stored)


def test_two_clicks_do_not_undo_each_other_and_each_is_heard(meeting_on_them):
    problems, meeting = meeting_on_them
    first, second = (item.key for item in meeting.agenda.items)
    with problems.read() as reading:
        before = pulse(reading)
    look_at(problems, meeting.number, second)
    tick(problems, meeting.number, first, PUT_OFF)
    tick(problems, meeting.number, second, DISCUSSED)
    take(problems, meeting.number, second, "2026-10-01")
    found = now(problems, meeting)
    assert (found.item, found.marks) == (second, {first: PUT_OFF, second: DISCUSSED})
    assert found.taken == {"2026-10-01": second}
    with problems.read() as reading:
        after = pulse(reading)
    assert after != before and after[0] == before[0], "what was worked out of the data still holds"
    tick(problems, meeting.number, first, None)
    assert now(problems, meeting).marks == {second: DISCUSSED}


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12)


def raised_from(number: str, meeting, item, **more: object) -> dict:
    link = urlencode({"meeting": meeting.number, "item": item.key})
    return problem(number, points_at=with_link("Seen", "review", link), **more)


def test_a_problem_raised_at_an_item_is_in_the_minutes_and_the_item_was_discussed(meeting_on_them):
    problems, meeting = meeting_on_them
    first, second = meeting.agenda.items
    write(problems, PROBLEM, raised_from("C", meeting, first))
    minutes = looked(problems, minutes_of, meeting)
    assert (minutes.discussed, minutes.untouched) == ((first,), (second,))
    raised = text_of(minutes, SAY).split("Problems raised")[1].split("Discussed")[0]
    assert "C Problem C" in raised and "on: A" in raised
    assert minutes_record(minutes)["raised"] == {first.key: ["C"]}
    add(problems, ended(meeting, now(problems, meeting), noon(TODAY)))
    write(problems, PROBLEM, raised_from("D", meeting, second, date=date(2026, 11, 1)))
    later = looked(problems, minutes_of, looked(problems, held)[0])
    assert list(later.raised) == [first.key], (
        "what is seen on its pages weeks later is no part of it"
    )
    left = begun(problems, "Next").agenda.items
    assert {item.key: item.since for item in left if item.since} == {second.key: TODAY}


def test_an_agenda_taken_anew_keeps_the_item_that_a_problem_was_raised_from(meeting_on_them):
    problems, meeting = meeting_on_them
    first, _ = meeting.agenda.items
    gone = problem("A", status="solved", closed=TODAY)
    write(problems, PROBLEM, raised_from("C", meeting, first), gone)
    add(problems, looked(problems, taken_anew, meeting, now(problems, meeting)))
    again = looked(problems, meeting_on)
    assert first.key in {item.key for item in again.agenda.items}
    assert "Problems raised" in text_of(looked(problems, minutes_of, again), SAY)


def test_a_meeting_that_nobody_named_is_called_so_in_the_language_of_who_reads(problems):
    found = begun(problems).agenda
    named = translator("zh_Hans")(
        "{review} of {period}", review="月度评审", period=period_of(found)
    )
    assert name_said(named, found, SAY) == review_of(found, SAY) != named
    assert name_said("Committee", found, SAY) == "Committee"


def test_an_ended_meeting_keeps_its_marks_where_the_file_is_lost(meeting_on_them):
    problems, meeting = meeting_on_them
    key = meeting.agenda.items[0].key
    tick(problems, meeting.number, key, PUT_OFF)
    add(problems, ended(meeting, now(problems, meeting)))
    path = problems.path
    problems.close()
    forget()
    rebuild(path)
    found = looked(problems, held)
    assert [one.marks for one in found] == [{key: PUT_OFF}] and not found[0].is_on
    assert spoken(found[0].agenda.items[0].headline, SAY) == NASTY


@pytest.mark.parametrize("is_lost", [True, False])
def test_what_is_ticked_off_in_a_meeting_that_is_on_outlives_the_file(meeting_on_them, is_lost):
    problems, meeting = meeting_on_them
    first, second = (item.key for item in meeting.agenda.items[:2])
    tick(problems, meeting.number, first, DISCUSSED)
    take(problems, meeting.number, second, "D-01")
    look_at(problems, meeting.number, second)
    before = now(problems, meeting)
    assert look(problems).notices == ()
    problems.close()
    forget()
    if is_lost:
        problems.path.unlink()
    rebuild(problems.path)
    assert now(problems, meeting) == before and before.marks == {first: DISCUSSED}
    assert looked(problems, meeting_on).number == meeting.number


def test_a_number_that_another_device_took_is_not_written_over(problems):
    write(problems, DECISION, decision("D-01", "Committee"))
    with problems.read() as reading:
        require_free(reading, DECISION, "D-02")
        require_free(reading, ACTION, "D-01")
        with pytest.raises(WrongCall, match="just now"):
            require_free(reading, DECISION, "D-01")
        assert free_number(reading, DECISION) == "D-02" and free_number(reading, ACTION) == "A-01"


def test_what_was_put_off_comes_back_unless_it_has_ended(meeting_on_them):
    problems, meeting = meeting_on_them
    first, second = (item.key for item in meeting.agenda.items)
    for key in (first, second):
        tick(problems, meeting.number, key, PUT_OFF)
    add(problems, ended(meeting, now(problems, meeting)))
    write(problems, PROBLEM, problem("A", status="solved", closed=date(2026, 10, 16)))
    later = date(2026, 11, 12)
    last = looked(problems, last_meeting_before, later, today=later)
    assert last == TODAY, "a meeting without a decision is one all the same"
    found = looked(problems, agenda, date(2026, 10, 1), last, today=later)
    assert {item.key: item.since for item in found.items} == {second: TODAY}
    (ended_since,) = [one for one in found.skipped if "solved or dropped" in SAY(one.why)]
    assert ended_since.count == 1, "what is solved is said once"


def test_of_two_meetings_on_a_day_the_second_says_what_is_left_over(problems):
    for marks in ({"problem-A": PUT_OFF}, {"problem-A": DISCUSSED, "problem-B": PUT_OFF}):
        meeting = begun(problems)
        for key, mark in marks.items():
            tick(problems, meeting.number, key, mark)
        add(problems, ended(meeting, now(problems, meeting)))
    later = date(2026, 11, 12)
    found = looked(problems, agenda, date(2026, 10, 1), TODAY, today=later)
    assert {item.key: item.since for item in found.items} == {"problem-B": TODAY}


def test_one_meeting_at_a_time_and_two_on_a_day_are_told_apart(problems):
    first = begun(problems)
    with pytest.raises(WrongCall, match="A meeting is on already"):
        looked(problems, started, MONTH, "month", "Other")
    add(problems, ended(first, now(problems, first)))
    second = begun(problems)
    assert (first.number, second.number) == ("2026-10-15", "2026-10-15-2")
    assert (first.name, second.name) == ("Committee", "Committee (2)")
    with pytest.raises(WrongCall, match="A meeting is on already"):
        looked(problems, continued, first, now(problems, first))


def test_a_meeting_goes_on_the_next_day_with_the_agenda_taken_anew(meeting_on_them):
    problems, meeting = meeting_on_them
    first = meeting.agenda.items[0].key
    tick(problems, meeting.number, first, DISCUSSED)
    write(problems, DECISION, decision("2026-10-01", meeting.name))
    take(problems, meeting.number, first, "2026-10-01")
    tomorrow = date(2026, 10, 16)
    write(problems, DECISION, decision("2026-10-02", meeting.name, tomorrow))
    write(problems, PROBLEM, problem("A", status="solved", closed=TODAY), problem("C"))
    with problems.read() as reading:
        assert changed_since(reading, meeting) == 0, "its own records are no news to a meeting"
    again = looked(problems, taken_anew, meeting, now(problems, meeting), today=tomorrow)
    add(problems, again)
    found = looked(problems, meeting_on)
    keys = [item.key for item in found.agenda.items]
    assert keys == ["problem-B", "problem-C", first], "what was touched stays"
    minutes = looked(problems, minutes_of, found)
    assert minutes.days == (TODAY, tomorrow) and len(minutes.taken) == 2
    assert [item.key for item in minutes.discussed] == [first]


@pytest.mark.parametrize("is_over", [False, True])
def test_a_meeting_left_half_way_is_one_however_much_later_it_goes_on(problems, is_over):
    first, later = date(2026, 10, 5), TODAY
    meeting = begun(problems, today=first)
    write(
        problems,
        DECISION,
        decision("D-01", meeting.name, first),
        decision("D-02", meeting.name, later),
    )
    if is_over:
        add(problems, ended(meeting, now(problems, meeting), noon(later)))
    last = looked(problems, last_meeting_before, later, today=later)
    assert last == first
    found = looked(problems, agenda, MONTH, last, today=later)
    undone = {item.number for item in found.of("decision")}
    assert undone == {"D-01", "D-02"}, "what was decided on its first day is not forgotten"


def test_what_is_written_down_just_after_its_end_leaves_a_meeting_whole(problems):
    first, end, next_day = (date(2026, 10, day) for day in (1, 10, 11))
    meeting = begun(problems, today=first)
    add(problems, ended(meeting, now(problems, meeting), noon(end)))
    for at, day in enumerate((first, end, next_day)):
        write(problems, DECISION, decision(f"D-0{at}", meeting.name, day))
    assert looked(problems, last_meeting_before, TODAY, today=TODAY) == first


def test_a_meeting_taken_up_again_after_the_next_one_is_not_the_last(problems):
    first, second, third = date(2026, 10, 5), date(2026, 11, 2), date(2026, 11, 20)
    for name, day in (("First", first), ("Second", second)):
        meeting = begun(problems, name, today=day)
        add(problems, ended(meeting, now(problems, meeting), noon(day)))
    old = looked(problems, held)[-1]
    add(problems, looked(problems, continued, old, now(problems, old), today=third))
    write(problems, DECISION, decision("D-01", old.name, third))
    add(problems, ended(old, now(problems, old), noon(third)))
    assert looked(problems, last_meeting_before, third, today=third) == second


def test_of_two_who_begin_a_meeting_at_once_one_does(problems):
    both = [looked(problems, started, MONTH, "month", name) for name in ("First", "Second")]
    add(problems, both[0], terms=Terms(require=require_none_on))
    with pytest.raises(WrongCall, match="A meeting is on already"):
        add(problems, both[1], terms=Terms(require=require_none_on))
    assert [one.name for one in looked(problems, held)] == ["First"]


def test_what_is_clicked_while_another_device_ends_the_meeting_is_not_half_lost(meeting_on_them):
    problems, meeting = meeting_on_them
    first, second = (item.key for item in meeting.agenda.items)
    drawn = now(problems, meeting)
    tick(problems, meeting.number, first, DISCUSSED)
    end = partial(require_so, meeting=meeting, now=drawn)
    with pytest.raises(WrongCall, match="just now"):
        add(problems, ended(meeting, drawn), terms=Terms(require=end))
    add(problems, ended(meeting, now(problems, meeting)))
    with pytest.raises(WrongCall, match="ended meanwhile"):
        tick(problems, meeting.number, second, DISCUSSED)
    assert now(problems, meeting).marks == {first: DISCUSSED}, "its marks are stored"
    kept = typed_rows(DECISION, [decision("D-09", "Other", result="kept")], "typed", kpis=KPI_FACTS)
    mark = partial(tick_within, path=problems.path, number=meeting.number, item=second, mark="kept")
    with pytest.raises(WrongCall, match="ended meanwhile"):
        add(problems, kept, terms=Terms(besides=mark))
    with problems.read() as reading:
        assert reading.rows("SELECT * FROM live_decision") == [], "both or none"
    take(problems, meeting.number, second, "D-01")
    assert now(problems, meeting).taken == {"D-01": second}, "a decision is never lost"
    later = date(2026, 11, 12)
    assert looked(problems, agenda, date(2026, 10, 1), TODAY, today=later).items == ()
    add(problems, looked(problems, continued, looked(problems, held)[0], now(problems, meeting)))
    tick(problems, meeting.number, second, DISCUSSED)
    assert now(problems, meeting).marks == {first: DISCUSSED, second: DISCUSSED}


def test_an_end_and_an_agenda_taken_anew_do_not_undo_each_other(problems):
    drawn = begun(problems)
    so = now(problems, drawn)
    write(problems, NPS, {"date": date(2026, 9, 3), "score": 9})
    anew = looked(problems, taken_anew, drawn, so)
    add(problems, anew, terms=Terms(require=partial(require_so, meeting=drawn, now=so)))
    with pytest.raises(WrongCall, match="just now"):
        add(
            problems,
            ended(drawn, so),
            terms=Terms(require=partial(require_so, meeting=drawn, now=so)),
        )
    drawn = looked(problems, meeting_on)
    require = partial(require_so, meeting=drawn, now=so)
    add(problems, ended(drawn, so), terms=Terms(require=require))
    with pytest.raises(WrongCall, match="just now"):
        add(problems, looked(problems, taken_anew, drawn, so), terms=Terms(require=require))
    assert not looked(problems, held)[0].is_on


def test_what_two_devices_decide_on_one_item_stands_in_the_minutes_in_any_language(meeting_on_them):
    problems, meeting = meeting_on_them
    item = meeting.agenda.items[0]
    for number in ("D-01", "D-02"):
        write(problems, DECISION, decision(number, meeting.name))
        take(problems, meeting.number, item.key, number)
    minutes = looked(problems, minutes_of, meeting)
    assert [one.item.key for one in minutes.taken] == [item.key] * 2
    assert [one.key for one in minutes.discussed] == [item.key], "once"
    told = {language: text_of(minutes, translator(language)) for language in LANGUAGES}
    assert all(text.count("Decide D-0") == 2 for text in told.values())
    assert "决议" in told["zh_Hans"] and "決議" in told["zh_Hant"]
    for language, text in told.items():
        assert spoken(item.word, translator(language)) in text, language


def test_an_agenda_taken_anew_moves_nothing_that_was_discussed(database):
    write(database, PROBLEM, *(problem(f"P{at}") for at in range(MOST + 1)))
    meeting = begun(database)
    discussed, solved = meeting.agenda.walked[-1].key, meeting.agenda.walked[-2].key
    (aside,) = meeting.agenda.aside
    for key in (discussed, solved, aside.key):
        tick(database, meeting.number, key, DISCUSSED)
    late = (problem(f"Late{at}", due=date(2026, 10, 1)) for at in range(MOST))
    number = solved.removeprefix("problem-")
    write(database, PROBLEM, problem(number, status="solved", closed=TODAY), *late)
    add(database, looked(database, taken_anew, meeting, now(database, meeting)))
    found = looked(database, meeting_on).agenda
    assert len(found.walked) == MOST and aside.key in {item.key for item in found.aside}
    assert {discussed, solved} <= {item.key for item in found.walked}


def test_files_of_records_are_news_to_a_meeting(meeting_on_them):
    problems, meeting = meeting_on_them
    write(problems, NPS, {"date": date(2026, 9, 3), "score": 9})
    with problems.read() as reading:
        assert changed_since(reading, meeting) == 1


class _Seen(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.texts, self.links = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data):
        self.texts.append(data)


def test_minutes_say_what_people_wrote_letter_by_letter_and_load_nothing(meeting_on_them):
    problems, meeting = meeting_on_them
    write(problems, DECISION, decision("2026-10-01", meeting.name, text=NASTY, owner="Li Na"))
    minutes = looked(problems, minutes_of, meeting)
    for language in LANGUAGES:
        say = translator(language)
        seen = _Seen()
        seen.feed(page_of([minutes], say))
        assert "script" not in seen.tags and not seen.links
        assert any(NASTY in text for text in seen.texts)
        assert "\n# Ask" not in text_of(minutes, say) and "Li Na" not in text_of(minutes, say)


def test_who_is_responsible_is_for_those_who_may_see_people(meeting_on_them):
    problems, meeting = meeting_on_them
    write(problems, DECISION, decision("2026-10-01", meeting.name, owner="Li Na"))
    committee = Viewer(frozenset({COMMITTEE}))
    assert "responsible: Li Na" in text_of(
        looked(problems, minutes_of, meeting, viewer=committee), SAY
    )
    told = text_of(looked(problems, minutes_of, meeting), SAY)
    assert "Who is responsible is shown to those who may see people." in told


def test_minutes_of_a_meeting_that_was_not_held_here_have_its_decisions(problems):
    write(problems, DECISION, decision("1", "Paper", date(2026, 6, 11)))
    (found,) = looked(problems, minutes_on, date(2026, 6, 11))
    told = text_of(found, SAY)
    assert "only its decisions are known" in told and "Decide 1" in told
    with pytest.raises(WrongCall, match="The latest were on"):
        looked(problems, minutes_on, date(2026, 6, 12))


def test_a_meeting_in_which_nothing_was_decided_has_minutes(database):
    meeting = begun(database)
    told = text_of(looked(database, minutes_of, meeting), SAY)
    assert "Nothing was decided." in told and meeting.agenda.items == ()


def test_figures_of_the_minutes_are_those_of_the_meeting(sample):
    found = looked(sample, agenda, MONTH, date(2026, 8, 11))
    figures = [item.figure for item in found.items if item.figure is not None]
    assert figures
    for figure in figures:
        dimension, unit = figure.place
        only = ((dimension, (unit,)),) if dimension else ()
        rows = looked(sample, answer, figure.kpi, Query(only=only)).rows
        value = rows.loc[[period == figure.month for period in rows["period"]], "value"]
        assert value.tolist() == [figure.value]


def test_the_command_prints_minutes_and_the_agenda(meeting_on_them, monkeypatch, capsys, tmp_path):
    problems, meeting = meeting_on_them
    write(problems, DECISION, decision("2026-10-01", meeting.name, owner="Li Na"))
    path = problems.path
    problems.close()
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(path))
    assert main(["minutes", "2026-10-15", "--language", "zh_Hans"]) == 0
    assert "会议纪要：Committee" in capsys.readouterr().out
    assert main(["minutes", "2026-10-15", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["rows"]
    assert found["decisions"][0]["text"] == "Decide 2026-10-01" and "owner" not in str(found)
    file = tmp_path / "minutes.html"
    assert main(["minutes", "2026-10-15", "--format", "html", "--file", str(file)]) == 0
    assert file.read_text("utf-8").startswith("<!doctype html>")
    capsys.readouterr()
    assert main(["minutes", "2026-10-14"]) == 2
    with pytest.raises(SystemExit):
        main(["minutes", "soon"])
    assert main(["agenda", "--json"]) == 0
    forget()


def test_figures_of_a_published_period_are_those_that_were_published(database):
    answers = [
        {"date": date(2026, 9, day), "response_id": f"{day}", "score": day % 11}
        for day in range(1, 31)
    ]
    write(database, NPS, *answers)
    write(database, PROBLEM, problem("A", kpi="net_promoter_score"))
    (live,) = looked(database, agenda, MONTH, None).of("problem")
    publish(database, Period(MONTH, "month"), TODAY)
    write(
        database,
        NPS,
        *(
            {**row, "response_id": f"x{at}", "score": (0, 10, 3)[at % 3]}
            for at, row in enumerate(answers)
        ),
    )
    meeting = begun(database)
    (told,) = meeting.agenda.of("problem")
    assert (
        told.figure.value == pytest.approx(live.figure.value) and told.figure.published is not None
    )
    (now_live,) = looked(database, agenda, MONTH, None).of("problem")
    assert now_live.figure.value != pytest.approx(told.figure.value, abs=1)
    assert "as published on" in text_of(looked(database, minutes_of, meeting), SAY)


def test_a_year_in_which_all_is_put_off_stays_a_meeting_that_can_be_held(database):
    write(database, PROBLEM, *(problem(f"P{at}", impact=1 + at % 3) for at in range(12)))
    meeting = begun(database)
    walked, aside = meeting.agenda.walked, meeting.agenda.aside
    assert (len(walked), len(aside)) == (MOST, 12 - MOST)
    for item in walked[:-1]:
        tick(database, meeting.number, item.key, PUT_OFF)
    tick(database, meeting.number, aside[0].key, DISCUSSED)
    preview = looked(database, agenda, MONTH, TODAY)
    assert not any(item.since for item in preview.items), "nothing is left over while it is on"
    add(database, ended(meeting, now(database, meeting)))
    minutes = looked(database, minutes_of, looked(database, held)[0])
    assert (len(minutes.put_off), len(minutes.no_room)) == (MOST - 1, 12 - MOST - 1)
    assert minutes.discussed == (aside[0],) and minutes.untouched == (walked[-1],)
    write(database, PROBLEM, problem(aside[1].number, status="solved", closed=date(2026, 10, 16)))
    later = date(2026, 11, 12)
    found = looked(database, agenda, date(2026, 10, 1), TODAY, today=later)
    again = {item.key for item in found.items}
    assert again == {item.key for item in (*walked, *aside[2:])}, "what has ended need not wait"
    assert len(found.walked) == MOST, "what nobody discussed does not pile up on the agenda"


def test_what_nobody_gets_to_is_on_every_agenda_until_it_ends(database):
    write(database, PROBLEM, *(problem(f"{at}", impact=1 + at % 3) for at in range(12)))
    first = begun(database, "Start")
    add(database, ended(first, now(database, first)))
    write(database, DECISION, *(decision(number, first.name) for number in ("1", "2")))
    waiting = {f"problem-{at}" for at in range(12)}
    days = [date(2026, 11, 12), date(2026, 12, 10), date(2027, 1, 14)]
    for at, day in enumerate(days):
        last = looked(database, last_meeting_before, day, today=day)
        found = looked(database, agenda, date(day.year, day.month, 1), last, today=day)
        since = {item.key: item.since for item in found.items}
        assert {key for key, on in since.items() if on == TODAY} == waiting
        assert {SAY(item.word) for item in found.of("problem")} == {"not begun"}
        left = days[0] if at else None
        assert {key: on for key, on in since.items() if key.startswith("decision-")} == (
            {"decision-1": left, "decision-2": left} if at < 2 else {"decision-2": left}
        )
        meeting = begun(database, "Committee", today=day)
        if at == 0:
            tick(database, meeting.number, "decision-2", PUT_OFF)
        add(database, ended(meeting, now(database, meeting)))
        other = decision(f"Other{at}", "Elsewhere", day, result="dropped")
        later = decision(f"Later{at}", "Elsewhere", date(day.year, day.month, 20), result="kept")
        write(database, DECISION, other, later)
        if at == 1:
            write(database, DECISION, decision("1", first.name, result="kept"))
