"""Rights are role by kind by unit, and hold below the pages: what is asked, stored, taken back,
imported, commanded."""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from data import roles
from data.__main__ import main as data_command
from data.access.people import (
    Person,
    add_people,
    faults_of,
    people,
    person_of,
    withdraw_person,
)
from data.access.people_file import people_in
from data.access.rights import to_store, to_take_back
from data.archive.backup import backup, restore
from data.archive.rebuild import rebuild
from data.database.connection import Database
from data.kinds.catalog import EVENT, KINDS, TARGET, UNIT, kind_named
from data.reading.options import Options
from data.roles import NOBODY, ROLES, Viewer, asked_as, installed, written
from data.uploads.again import NAME as AGAIN, REPLACE_ALL
from data.uploads.prepare import prepare
from data.uploads.store import Terms, add, data_version, rehearse, undo
from errors import FileRefused, NotForRole, WrongCall
from metrics.__main__ import main as metrics_command
from metrics.answers.answer import ask, ask_all
from metrics.answers.asked import answer
from metrics.catalog import kpi_named
from metrics.handed.keeping import KEEPING
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.snapshot import Snapshot
from metrics.sums.query import Filter, Query
from metrics.training import records

FIRST_KPI = kpi_named("first_attempt_pass_rate")
NOW = datetime(2026, 11, 29, 12)
NPS, CSAT, TRAINING = kind_named("nps"), kind_named("survey"), kind_named("training")
HEAD = "id,date,store,score\n"
NORTH, SOUTH = "1,2026-03-02 10:00,North,9\n", "2,2026-03-03 10:00,South,3\n"


def of(*names: str, **more) -> Viewer:
    return Viewer(frozenset(names), signed_in=True, **more)


ALL_NPS = of("steward", kinds=frozenset({"nps"}))
IN_NORTH = of("steward", within="store", units=frozenset({"North"}))


def rows(*lines: str):
    return prepare((HEAD + "".join(lines)).encode(), "a.csv", NPS, Options())


def live(database: Database) -> list[str]:
    with database.read() as reading:
        return [store for (store,) in reading.rows("SELECT store FROM live_nps ORDER BY store")]


@pytest.mark.parametrize(
    ("who", "people_seen", "exams", "keeps", "reviews", "manages", "writes"),
    [
        (NOBODY, False, False, False, False, False, False),
        (of("viewer"), False, False, False, False, False, False),
        (of("executive"), False, False, False, False, False, False),
        (of("trainer"), True, True, False, False, False, False),
        (of("trainer", within="store", units=frozenset({"A"})), False, True, *[False] * 4),
        (of("committee"), True, True, False, True, False, True),
        (of("steward"), False, False, True, False, False, True),
        (ALL_NPS, False, False, False, False, False, True),
        (IN_NORTH, False, False, False, False, False, True),
        (of("administrator"), True, True, True, True, True, True),
        (of("administrator", units=frozenset({"A"})), True, True, True, True, True, True),
    ],
)
def test_what_a_role_may(who, people_seen, exams, keeps, reviews, manages, writes):
    asked = (
        roles.sees_people,
        roles.sees_exams,
        roles.keeps_records,
        roles.holds_reviews,
        roles.manages_people,
        roles.writes,
    )
    assert [may(who) for may in asked] == [people_seen, exams, keeps, reviews, manages, writes]


def test_who_may_store_which_kind():
    def stored(who: Viewer) -> set[str]:
        return {kind.name for kind in KINDS if roles.stores(who, kind)}

    every = {kind.name for kind in KINDS}
    reviewed = {"problem", "action", "decision", "meeting", "publication"}
    assert stored(of("administrator")) == every
    assert stored(of("steward")) == every - reviewed
    assert stored(ALL_NPS) == {"nps"}
    assert stored(IN_NORTH) == {
        kind.name for kind in KINDS if "store" in kind.dimensions and kind.name not in reviewed
    }
    for name in ("viewer", "executive", "trainer"):
        assert not stored(of(name))
    assert reviewed < stored(of("committee"))
    assert not stored(of("committee")) & {"nps", "training", "unit", "target"}
    assert stored(NOBODY) == set()
    assert stored(Viewer()) == every - reviewed - {UNIT.name, TARGET.name}  # nobody signs in


def test_a_steward_stores_and_takes_back_the_own_kinds_only(database):
    theirs = of("steward", kinds=frozenset({"survey"}))
    upload = add(database, rows(NORTH), terms=Terms(within=to_store(ALL_NPS))).upload
    for act in (
        lambda: add(database, rows(SOUTH), terms=Terms(within=to_store(theirs))),
        lambda: rehearse(database, rows(SOUTH), within=to_store(theirs)),
        lambda: undo(database, upload, within=to_take_back(theirs)),
        lambda: undo(database, upload, within=to_take_back(of("committee"))),
        lambda: undo(database, upload, within=to_take_back(NOBODY)),
    ):
        with pytest.raises(NotForRole):
            act()
    assert live(database) == ["North"]
    assert undo(database, upload, within=to_take_back(ALL_NPS)) == 1 and live(database) == []


def test_a_file_with_rows_of_other_units_is_refused_as_a_whole_and_names_them(database):
    with pytest.raises(NotForRole, match="Rows of .*South.* would change"):
        add(database, rows(NORTH, SOUTH), terms=Terms(within=to_store(IN_NORTH)))
    assert live(database) == []
    add(database, rows(NORTH), terms=Terms(within=to_store(IN_NORTH)))
    assert live(database) == ["North"]


def test_rows_of_other_units_are_not_replaced_nor_taken_back_either(database):
    both = add(database, rows(NORTH, SOUTH)).upload
    instead = Options(answers={AGAIN: REPLACE_ALL})
    anew = prepare((HEAD + NORTH.replace("9", "8")).encode(), "b.csv", NPS, instead)
    with pytest.raises(NotForRole, match="South"):
        add(database, anew, terms=Terms(within=to_store(IN_NORTH)))
    with pytest.raises(NotForRole, match="South"):
        undo(database, both, within=to_take_back(IN_NORTH))
    assert live(database) == ["North", "South"]
    assert not roles.takes_back(IN_NORTH, EVENT)


def written_events(*types: str):
    lines = "".join(f"2026-03-{day:02},{kind},Told\n" for day, kind in enumerate(types, start=2))
    return prepare(("date,type,text\n" + lines).encode(), "e.csv", EVENT, Options())


@pytest.mark.without_sums
@pytest.mark.parametrize("who", [Viewer(), Viewer(frozenset({"viewer"})), of("steward")])
def test_actions_among_events_are_the_committees_too(database, who):
    with pytest.raises(NotForRole, match="Event type.*Improvement action.*committee") as refused:
        add(database, written_events("note", "action"), terms=Terms(within=to_store(who)))
    assert "nothing was changed" in str(refused.value)
    with pytest.raises(NotForRole):
        rehearse(database, written_events("action"), within=to_store(who))
    add(
        database, written_events("note"), terms=Terms(within=to_store(who))
    )  # notes are for all, as before
    theirs = add(
        database, written_events("action", "action"), terms=Terms(within=to_store(of("committee")))
    )
    with pytest.raises(NotForRole):
        undo(database, theirs.upload, within=to_take_back(who))
    assert undo(database, theirs.upload, within=to_take_back(of("committee"))) == 2


def test_rows_without_a_unit_are_nobodys_own(database):
    with pytest.raises(NotForRole, match="–"):
        add(database, rows("3,2026-03-02 10:00,,9\n"), terms=Terms(within=to_store(IN_NORTH)))


def test_a_viewer_is_the_same_wherever_it_is_written_down():
    for who in (Viewer(), of("viewer"), ALL_NPS, IN_NORTH, NOBODY, Viewer(frozenset({"steward"}))):
        with asked_as(written(who)):
            assert installed() == who
            roles.check_role()
    for broken in ("{", '{"roles": 3}', '{"roles": ["administrator"]}'):
        with asked_as(broken):
            assert installed() == NOBODY


def test_a_name_is_no_part_of_whom_answers_are_kept_by():
    one, other = (Person(f"{name}@x", name, ("viewer",)).viewer(NOW.date()) for name in "ab")
    assert one == other and hash(one) == hash(other)


def test_people_come_stay_in_the_list_and_may_come_back(database):
    add_people(
        database, [Person("a@x", "A", ("administrator",)), Person("b@x", "", ("viewer",))], NOW
    )
    withdraw_person(database, "B@x", NOW)
    with database.read() as reading:
        first, second = people(reading)
        assert (first.email, second.email, second.withdrawn) == ("a@x", "b@x", NOW)
        assert second.viewer(NOW.date()) is None
        assert person_of(reading, " A@X ").viewer(NOW.date()) == of("administrator")
    add_people(database, [Person("b@x", "B", ("executive",))], NOW)
    with database.read() as reading:
        assert person_of(reading, "b@x").viewer(NOW.date()) == of("executive")
    for act in (
        lambda: withdraw_person(database, "a@x", NOW),
        lambda: add_people(database, [Person("a@x", "", ("viewer",))], NOW, anew=True),
        lambda: add_people(database, [Person("b@x", "", ("viewer",))], NOW),
        lambda: withdraw_person(database, "c@x", NOW),
    ):
        with pytest.raises(WrongCall):
            act()


THAT_CANNOT_BE = (
    Person("", "", ("viewer",)),
    Person("a b", "", ("viewer",)),
    Person("a@x", "", ()),
    Person("a@x", "", ("king",)),
    Person("a@x", "n" * 81, ("viewer",)),
    Person("a@x", "", ("viewer",), kinds=("nps",)),
    Person("a@x", "", ("steward",), kinds=("surveys",)),
    Person("a@x", "", ("viewer",), within="store", units=("North",)),
    Person("a@x", "", ("trainer",), within="region", units=("North",)),
    Person("a@x", "", ("trainer",), within="store", units=("Nroth",)),
)


@pytest.mark.without_sums
def test_rights_that_cannot_be_are_refused(database):
    add(database, rows(NORTH))
    for person in THAT_CANNOT_BE:
        with database.read() as reading:
            assert len(faults_of(reading, [person])) == 1, person
        with pytest.raises(WrongCall):
            add_people(database, [person], NOW)


def test_a_file_of_people_is_taken_as_a_whole_or_not_at_all(database):
    add(database, rows(NORTH, SOUTH))
    good = f"姓名,Email,Roles,Kinds,Units\nMei,Mei@x.com,steward,{NPS.label};survey,North；South\n"
    with database.read() as reading:
        (mei,) = people_in(reading, good.encode(), "p.csv")
        assert (mei.email, mei.name, mei.kinds, mei.within) == (
            "mei@x.com",
            "Mei",
            ("nps", "survey"),
            "store",
        )
        bad = good + "Tao,tao@x.com,king,,\nLi,li@x.com,trainer,,Nroth\nMei,mei@x.com,viewer,,\n"
        with pytest.raises(FileRefused) as refused:
            people_in(reading, bad.encode(), "p.csv")
        said = str([str(fault) for fault in refused.value.message.blanks["faults"]])
        assert "row 3: “king” is no role" in said
        assert "row 4: “Nroth” is no" in said and "row 5: “mei@x.com” is given twice" in said
        for text in ("name\nMei\n", "Email,Roles\n"):
            with pytest.raises(FileRefused):
                people_in(reading, text.encode(), "p.csv")


def test_the_commands_say_who_may_sign_in(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(tmp_path / "x.duckdb"))
    file = tmp_path / "people.csv"
    file.write_text("email,roles\nli@x.com,viewer\n", "utf-8")
    calls = (
        "people",
        "people add Anna@x.com --name Anna --role administrator",
        "people change anna@x.com --role administrator --role steward --kind nps",
        f"people import {file}",
        "people withdraw li@x.com",
    )
    assert [data_command(call.split()) for call in calls] == [0] * 5
    assert "people add EMAIL --role administrator" in capsys.readouterr().out
    assert data_command(["people", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["email"], one["roles"], bool(one["withdrawn"])) for one in told] == [
        ("anna@x.com", ["administrator", "steward"], False),
        ("li@x.com", ["viewer"], True),
    ]
    assert told[0]["name"] == "Anna" and set(told[0]["roles"]) <= set(ROLES)
    for call in ("people add anna@x.com --role viewer", "people withdraw nobody@x.com"):
        assert data_command(call.split()) == 2


def test_people_survive_a_rebuilding_and_who_was_withdrawn_does_not_come_back(tmp_path):
    path = tmp_path / "x.duckdb"
    own = Database(path)
    add(own, rows(NORTH))
    add_people(own, [Person("a@x", "", ("administrator",)), Person("b@x", "", ("viewer",))], NOW)
    backup(own, tmp_path / "b.duckdb")
    withdraw_person(own, "b@x", NOW)
    own.close()

    def in_force() -> list[str]:
        opened = Database(path)
        try:
            with opened.read() as reading:
                today = date(2026, 12, 1)
                return [one.email for one in people(reading) if one.viewer(today) is not None]
        finally:
            opened.close()

    rebuild(path)
    assert in_force() == ["a@x"]
    restore(tmp_path / "b.duckdb", path)
    assert in_force() == ["a@x"]


NORTHS = of("trainer", within="store", units=frozenset({"North"}))
TRAINERS = of("trainer")


@pytest.fixture(scope="module")
def made(tmp_path_factory, empty_file) -> Path:
    """The folder of a closed database of three stores with exams: one of six people, of whom two
    failed, and two small ones."""
    head = "employee,course,date,score,maximum,pass_mark,store\n"
    lines = [
        f"{store[0]}{at},Basics,2026-03-02,{40 if at < failed else 90},100,80,{store}\n"
        for store, count, failed in (("North", 6, 2), ("South", 3, 3), ("East", 2, 1))
        for at in range(count)
    ]
    file = (head + "".join(lines)).encode()
    path = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("made") / "exams.duckdb"))
    with closing(Database(path, keeping=KEEPING)) as database:
        add(database, prepare(file, "exams.csv", TRAINING, Options(), kpis=KPI_FACTS))
    return path.parent


@pytest.fixture
def examined(made, tmp_path) -> Iterator[Database]:
    """A copy of it."""
    copy = shutil.copytree(made, tmp_path / "copy") / "exams.duckdb"
    with closing(Database(copy, keeping=KEEPING)) as database:
        yield database


def told(database: Database, who: Viewer, by: str | None = None, only: Filter = ()) -> dict:
    """Group -> value and cases, "" of all together, of what is not hidden."""
    with database.read(viewer=who) as reading:
        query = Query(by=by, only=only)
        alone = ask(reading, FIRST_KPI, query, NOW.date())
        together = ask_all(reading, [FIRST_KPI, kpi_named("csat")], query, NOW.date())
        pd.testing.assert_frame_equal(alone.rows, together[FIRST_KPI.name].rows)
        shown = alone.rows[~alone.rows["hidden"]]
        return {row.group or "": (round(row.value), row.n) for row in shown.itertuples()}


def test_a_trainer_of_some_units_is_told_of_these_alone(examined):
    own = {"": (67, 6)}
    assert told(examined, NORTHS) == own  # nothing that less the own would be the others'
    assert told(examined, NORTHS, "store") == {"North": (67, 6)}
    assert told(examined, NORTHS, "course") == {"Basics": (67, 6)}
    assert told(examined, NORTHS, only=(("store", ("North", "South")),)) == own
    assert told(examined, NORTHS, only=(("store", ("South",)),)) == {}
    assert told(examined, NORTHS, "store", (("course", ("Basics",)),)) == {"North": (67, 6)}
    assert told(examined, TRAINERS, "store").keys() == {"North", "South", "East"}
    readers = told(examined, of("viewer"), "store")
    assert (
        readers
        == told(examined, of("executive"), "store")
        == told(examined, of("steward"), "store")
    )
    assert "East" not in readers and "South" not in readers


def test_only_the_own_are_named_to_a_trainer_of_some_units(examined):
    def waiting(who: Viewer) -> set[str]:
        with examined.read(viewer=who) as reading:
            return set(records.waiting(reading, NOW.date())["employee"])

    assert waiting(NORTHS) == {"N0", "N1"}
    assert waiting(TRAINERS) == {"N0", "N1", "S0", "S1", "S2", "E0"}
    with examined.read(viewer=NORTHS) as reading:
        assert records.retakes_sat(reading, date(2026, 1, 1), NOW.date()) == (0, 0)
        assert records.examined(reading, date(2026, 1, 1), NOW.date()) == (4, 0, 6)
        assert len(records.passing_times(reading)) == 6
        for refused in (  # the list of staff is no exam
            lambda: records.newcomers(reading, NOW.date(), NOW.date()),
            lambda: records.sat_by(reading, ["N0"], NOW.date()),
        ):
            with pytest.raises(NotForRole):
                refused()
    for who in (of("viewer"), of("executive"), of("steward"), NOBODY):
        with pytest.raises(NotForRole):
            waiting(who)


def test_the_same_question_of_two_people_is_answered_to_each_by_their_own_rights(examined):
    """In one process, one after the other and back: nothing kept for one is given to the other."""

    def asked(who: Viewer) -> float:
        with examined.read(viewer=who) as reading:
            snapshot = Snapshot(reading, examined.path, data_version(reading), NOW.date())
            return answer(snapshot, FIRST_KPI.name, Query()).columns["n"][0]

    assert [asked(who) for who in (TRAINERS, NORTHS, TRAINERS, NORTHS)] == [11, 6, 11, 6]


def test_commands_answer_by_the_rights_they_are_asked_with(examined, monkeypatch, capsys):
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(examined.path))
    examined.close()
    found = []
    for who in (TRAINERS, NORTHS):
        with asked_as(written(who)):
            assert metrics_command(["show", FIRST_KPI.name, "--json"]) == 0
        found.append(json.loads(capsys.readouterr().out))
    assert "11" in json.dumps(found[0]) and "11" not in json.dumps(found[1])


def test_rights_with_a_unit_follow_its_merging_and_its_parting(database):
    add(database, rows(NORTH, SOUTH))
    who = Person("mei@example.com", "Mei", ("trainer",), within="store", units=("North",))
    add_people(database, [who], NOW)
    said = "date,dimension,name,same_as\n2026-03-04,store,North,South\n"
    merging = add(database, prepare(said.encode(), "units.csv", UNIT, Options())).upload
    with database.read() as reading:
        assert person_of(reading, who.email).units == ("South",)
        assert [one.units for one in people(reading)] == [("South",)]
    undo(database, merging)
    with database.read() as reading:
        assert person_of(reading, who.email).units == ("North",)
