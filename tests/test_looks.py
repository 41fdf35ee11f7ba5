"""What is new since somebody last looked: what counts as a look, whose it is, and what is told."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest

from data.access.looks import BoardLook, forget_looks, looks_of, note_look
from data.access.people import add_people, withdraw_person
from data.database.connection import Database
from data.kinds.catalog import NPS
from data.reading.options import Options
from data.roles import READER
from data.uploads.prepare import prepare
from data.uploads.store import add, data_version, undo
from errors import Message
from i18n import translator
from metrics.catalog import kpi_named
from metrics.findings import since as findings
from metrics.findings.since import Since, since, stood
from metrics.findings.summary import Line
from metrics.handed.moves import month_values
from metrics.snapshot import Snapshot
from tests.test_signing import ANNA, MEI, signed_in_by  # noqa: F401 (a fixture)
from ui.overview import since as overview
from ui.overview.beside import Block, Lead, changed, turn_of, with_news_since
from ui.overview.since import since_block
from ui.parts.opened import opened
from ui.state.job import end_all

SAY, BEGUN = translator("en"), datetime(2026, 9, 7, 9, 12)
TODAY = date(2026, 10, 5)
NEW = "New since you last looked"


def looks(database, who="anna"):
    with database.read(viewer=READER) as reading:
        return looks_of(reading, who)


def test_two_looks_a_person_are_kept_and_a_short_one_is_none(database):
    for at, after in enumerate((0, 1, 100, 200)):
        note_look(database, "anna", BoardLook(BEGUN + timedelta(hours=after), "", str(at)))
    assert [look.stood for look in looks(database)] == ["3", "2"]
    note_look(database, "tao", BoardLook(BEGUN, "", "his"))
    assert [look.stood for look in looks(database, "tao")] == ["his"] and len(looks(database)) == 2


def test_looks_go_with_the_rights_and_can_be_forgotten(database):
    add_people(database, [ANNA, MEI], BEGUN)
    for person in (ANNA, MEI):
        note_look(database, person.email, BoardLook(BEGUN, "", "{}"))
    withdraw_person(database, MEI.email, BEGUN)
    assert looks(database, MEI.email) == [] and len(looks(database, ANNA.email)) == 1
    with database.write() as writing:
        forget_looks(writing, ANNA.email)
    assert looks(database, ANNA.email) == []


def test_looks_outlive_a_restart(tmp_path, database):
    note_look(database, "anna", BoardLook(BEGUN, "", "{}"))
    path = database.path
    database.close()
    again = Database(path)
    assert len(looks(again)) == 1
    again.close()


def asked(database, question, *more, day=TODAY):
    with database.read(viewer=READER) as reading:
        return question(Snapshot(reading, database.path, data_version(reading), day), *more)


def load(database, number, score, day, month="2026-06", low=0):
    """A file of 40 recommendations, as if it had been loaded on a day."""
    lines = [f"{low + one},{month}-{one % 28 + 1:02},{(10, score)[one % 2]}" for one in range(40)]
    content = "\n".join(["response_id,date,score", *lines]).encode()
    checked = prepare(content, f"{number}.csv", NPS, Options(), TODAY)
    upload = add(database, checked, month_values).upload
    with database.write() as writing:
        writing.run("UPDATE upload SET loaded_at = ? WHERE id = ?", [day, upload])
        writing.run("UPDATE state SET version = version + 1")
    return upload


def test_a_correction_since_is_told_to_the_minute_with_the_files_that_came(database):
    load(database, 0, 10, BEGUN - timedelta(days=30))
    load(database, 1, 3, BEGUN + timedelta(minutes=1))
    before = asked(database, stood, day=BEGUN.date())
    found = asked(database, since, BEGUN, before)
    (line,) = (one for one in found.restated if one.kpi.name == "net_promoter_score")
    assert SAY(line.sentence) == "Restated: Jun 2026 was 100.0 until Sep 7, 2026 and is 0.0."
    assert [(one.kind, one.came, one.gone) for one in found.files] == [(NPS, 1, 0)]
    later = asked(database, since, BEGUN + timedelta(minutes=2), before)
    assert later.restated == () and later.files == ()


def test_what_is_taken_back_is_told_and_what_came_and_went_is_not(database):
    first = load(database, 0, 10, BEGUN - timedelta(days=30))
    undo(database, load(database, 1, 9, BEGUN + timedelta(days=1), low=500))
    assert asked(database, since, BEGUN, asked(database, stood)).files == ()
    undo(database, first)
    (files,) = asked(database, since, BEGUN, asked(database, stood)).files
    assert (files.came, files.gone) == (0, 1)


def test_nothing_is_new_of_what_stands_as_it_stood(sample, today):
    before = asked(sample, stood, day=today)
    found = asked(sample, since, datetime.max, before, day=today)
    assert not (found.turned or found.outstanding or found.restated or found.files)
    assert '"words":{"' in before and len(before) < 4000


def test_a_verdict_that_stood_otherwise_is_told_with_both_words(sample, today):
    was = json.loads(asked(sample, stood, day=today))
    turned = dict.fromkeys(was["words"], "met")
    found = asked(sample, since, datetime.max, json.dumps({**was, "words": turned}), day=today)
    not_met = sum(word not in ("met", "reached", "reached_late") for word in was["words"].values())
    assert 0 < len(found.turned) <= not_met
    assert all("; when you last looked: met." in SAY(line.sentence) for line in found.turned)
    better = [line.better for line in found.turned]
    assert better == sorted(better, key=lambda one: {False: 0, True: 1, None: 2}[one])


def test_what_stands_out_is_new_once_and_of_months_not_seen(monkeypatch):
    line = SimpleNamespace(kpi=SimpleNamespace(name="csat"), better=False, alike=())
    monkeypatch.setattr(findings, "cards_of", lambda snapshot, month, only: month)
    monkeypatch.setattr(findings, "moved", lambda month: [line])
    told = lambda seen, known: [  # noqa: E731
        at.month for at, _ in findings._outstanding(None, seen, date(2026, 9, 1), known)
    ]
    assert told(date(2026, 9, 1), []) == [9] and told(date(2026, 9, 1), ["csat:False"]) == []
    assert told(date(2026, 8, 1), ["csat:False"]) == [9]
    # no further back than signals are told at all
    assert told(date(2020, 1, 1), []) == [9, 8, 7, 6]


def test_of_kpis_that_move_alike_it_matters_not_which_one_leads(monkeypatch):
    monkeypatch.setattr(findings, "cards_of", lambda snapshot, month, only: month)
    line = Line(CSAT, Message("x"), False, alike=("speed_satisfaction",))
    monkeypatch.setattr(findings, "moved", lambda month: [line])
    month = date(2026, 9, 1)
    told = lambda *known: len(list(findings._outstanding(None, month, month, known)))  # noqa: E731
    assert told("speed_satisfaction:False", "csat:False") == 0
    assert told("csat:False") == told("speed_satisfaction:False") == 1
    assert told("speed_satisfaction:True", "csat:False") == 1


CSAT = kpi_named("csat")
NOTHING = Since(date(2026, 9, 1), (), (), (), (), True)


def block(monkeypatch, found, somebody=True, query=()):
    """The block of what was found since a look."""
    monkeypatch.setattr(overview, "since", lambda *_: found)
    monkeypatch.setattr(overview, "st", SimpleNamespace(query_params=dict(query)))
    return since_block(None, BoardLook(BEGUN, "", "{}"), somebody, SAY)


def test_a_line_of_an_earlier_month_leads_to_that_month(monkeypatch):
    line = Line(CSAT, Message("80% in Aug 2026."), False)
    out = tuple((date(2026, month, 1), line) for month in (9, 8))
    told = lambda **more: [  # noqa: E731
        dict(lead.link).get("month")
        for lead in block(monkeypatch, replace(NOTHING, outstanding=out), **more).leads
    ]
    assert told() == [None, "2026-08"]
    assert told(query=[("month", "2026-03")]) == ["2026-09", "2026-08"]


def test_where_units_are_not_judged_only_the_company_is_said_not_to_have_turned(monkeypatch):
    assert "No verdict turned" in block(monkeypatch, NOTHING).above
    fewer = block(monkeypatch, replace(NOTHING, units_judged=False)).above
    assert "No verdict of the whole company turned" in fewer


@pytest.mark.parametrize(("most", "judged"), [(40, True), (-1, False)])
def test_units_are_not_judged_where_the_board_has_too_many(database, monkeypatch, most, judged):
    monkeypatch.setattr(findings, "MOST_PLACES", most)
    load(database, 0, 10, BEGUN - timedelta(days=30))
    found = asked(database, since, BEGUN, asked(database, stood))
    assert found.units_judged is judged


def test_who_is_not_known_is_not_told_of_looks_of_their_own(monkeypatch):
    assert block(monkeypatch, NOTHING).title.startswith(NEW)
    nobody = block(monkeypatch, NOTHING, somebody=False).title
    assert nobody.startswith("New since the board was last looked at, ")


def said(app):
    return "\n".join(element.proto.body for element in app.get("html"))


@pytest.fixture
def company(signed_in_by, pages_file):  # noqa: F811
    """A dashboard with sign-in and some records."""
    own = Database(pages_file)
    load(own, 0, 10, BEGUN - timedelta(days=30))
    own.close()
    return signed_in_by


def noted(who):
    end_all()
    return looks(opened(), who)


def earlier(who, hours):
    """As if somebody's looks had been so much earlier."""
    with opened().write() as writing:
        writing.run("UPDATE look SET begun = begun - to_hours(?) WHERE who = ?", [hours, who])


def test_a_visit_is_one_look_however_often_it_is_drawn(company):
    app = company(ANNA.email, "overview")
    assert not app.exception and NEW not in said(app)
    app.run()
    (look,) = noted(ANNA.email)
    earlier(ANNA.email, 30)
    for _ in range(2):  # opened again, in another page: what is new stays
        app = company(ANNA.email, "overview").run()
        assert NEW in said(app) and "No verdict turned" in said(app)
        assert len(noted(ANNA.email)) == 2
    assert look.stood.startswith("{") and noted(MEI.email) == []


def test_a_preview_is_no_look_and_shows_nobodys(company):
    note_look(opened(), MEI.email, BoardLook(BEGUN, "", "{}"))
    note_look(opened(), ANNA.email, BoardLook(BEGUN, "", "{}"))
    app = company(ANNA.email)
    app.selectbox(key="people_choice").set_value(MEI.email).run()
    app.button(key="people_preview").click().run()
    app.switch_page("pages/overview.py").run()
    assert NEW not in said(app)
    assert len(noted(MEI.email)) == len(noted(ANNA.email)) == 1


def test_what_was_seen_with_other_rights_is_not_compared(company):
    company(MEI.email, "overview")
    assert noted(MEI.email)
    earlier(MEI.email, 30)
    add_people(opened(), [replace(MEI, roles=("viewer",), kinds=())], BEGUN, anew=True)
    assert NEW not in said(company(MEI.email, "overview"))


def test_what_is_new_since_a_look_is_not_told_again_of_the_month():
    leads = [Lead("kpi", (), name, "") for name in ("a", "b", "c", "d", "e")]
    since_look, news = Block("since", tuple(leads[:3])), Block("news", tuple(leads[1:]), left=2)
    assert with_news_since(news, None) == (news,) and with_news_since(None, None) == ()
    _, shown = with_news_since(news, since_look)
    assert [lead.label for lead in shown.leads] == ["d"] and shown.left == 3
    assert with_news_since(replace(news, leads=tuple(leads[:2])), since_look) == (since_look,)
    _, shown = with_news_since(news, Block("since", tuple(leads[:1]) * 4))
    assert shown.leads == () and shown.left == 6
    quiet = Block("news", (), "<div>No verdict turned</div>")
    assert with_news_since(quiet, since_look) == (since_look, quiet)


def test_a_figure_restated_since_a_look_hides_no_verdict_that_turned(monkeypatch):
    restated = Line(CSAT, Message("Restated: Jun 2026 was 80% until Sep 7, 2026 and is 79%."), None)
    since_look = block(monkeypatch, replace(NOTHING, restated=(restated,)))
    turn, same = (changed(line, SAY) for line in (turned_line("at the end of Aug 2026"), restated))
    (told, shown) = with_news_since(Block("news", (turn, same)), since_look)
    assert told == since_look and shown.leads == (turn,)


def test_the_same_turn_is_told_once_a_month_in_whatever_words(monkeypatch):
    since_look = block(monkeypatch, replace(NOTHING, turned=(turned_line("when you last looked"),)))
    news = lambda month: Block(  # noqa: E731
        "news",
        (
            replace(
                changed(line := turned_line("at the end of a month"), SAY),
                turn=turn_of(line, month, SAY),
            ),
        ),
    )
    assert with_news_since(news(date(2026, 9, 1)), since_look) == (since_look,)
    earlier_month = news(date(2026, 8, 1))
    assert with_news_since(earlier_month, since_look) == (since_look, earlier_month)


def turned_line(when):
    blanks = {"now": "missed", "was": "on track", "stages": [Message("Mid term: at least 90%")]}
    return Line(CSAT, Message(f"{{now}}; {when}: {{was}}. {{stages}}.", blanks), False)
