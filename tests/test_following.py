"""States that are published and followed, in one process: what a reading sees, what is kept, who may
do what."""

import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.access.leaving import all_left, leave
from data.access.people import Person, add_people, withdraw_person
from data.access.refused import MOST, NotLetIn, note_refused, refused
from data.access.tokens import create_token, withdraw_token
from data.database.connection import Database
from data.following import follower, publisher
from data.following.folder import heard, notes, pointed, states, taken
from data.following.follower import Behind, Following
from data.following.publisher import Publisher
from data.kinds.catalog import NPS
from data.log.audit import SEEN, LogSearch, entries
from data.log.seen import note_seen
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add, data_version
from errors import StorageFault
from metrics.handed.keeping import KEEPING
from reports.making import _source as report_source
from tests.conftest import ROOT

NOW = datetime(2026, 11, 29, 12)
ANNA = Person("anna@example.com", "Anna", ("administrator",))
MEI = Person("mei@example.com", "Mei", ("trainer",), units=("North",), within="store")


def answers(month: int) -> bytes:
    """A file of one month: a promoter and a detractor."""
    rows = "".join(f"{month}-{at},2026-{month:02}-05,A,{9 if at else 3}\n" for at in range(2))
    return f"response_id,date,store,score\n{rows}".encode()


def load(database: Database, month: int) -> None:
    add(database, prepare(answers(month), f"{month}.csv", NPS, Options()))


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """Where states are published, looked into whenever somebody asks, without a pause between
    two."""
    monkeypatch.setattr(follower, "_EVERY", 0.0)
    monkeypatch.setattr(publisher, "_REST", 0.0)
    return tmp_path / "states"


@pytest.fixture
def publishing(folder):
    with closing(Publisher(folder)) as made:
        yield made


@pytest.fixture
def following(folder, publishing, database):
    publishing.tell(database)
    publishing.publish(database)
    with closing(Following(folder, keeping=KEEPING)) as made:
        yield made


def counted(reading) -> tuple[int, int, int]:
    """Version, rows of the ledger and rows there."""
    return (
        data_version(reading),
        reading.row("SELECT coalesce(sum(kept), 0) FROM upload")[0],
        reading.row("SELECT count(*) FROM live_nps")[0],
    )


def test_a_reading_stays_with_its_state_and_the_next_one_is_of_the_new(
    database, publishing, following
):
    with following.read() as before:
        first = counted(before)
        load(database, 1)
        assert publishing.publish(database)
        with following.read() as after:
            assert counted(after) == (first[0] + 1, 2, 2)
            assert after.of == before.of  # so what was remembered of other versions stays right
        assert counted(before) == first
    assert not following._left  # the state of before is let go with its last reading


def test_loads_that_follow_one_another_are_one_state(database, publishing, following, folder):
    for month in (1, 2, 3):
        load(database, month)
    assert publishing.publish(database)
    assert not publishing.publish(database)
    assert len(list(states(folder).iterdir())) == 2


def test_who_was_shown_what_makes_no_state(database, publishing, following):
    note_seen(following, "Anna", {"some.reader"})
    publishing.take_notes(database)
    with database.read() as reading:
        (entry,) = entries(reading, LogSearch(act=SEEN))
    assert (entry.who, entry.what) == ("Anna", "some.reader")
    assert not publishing.publish(database)


def test_what_a_reader_showed_while_the_writer_was_away_keeps_its_day(
    database, publishing, following, folder
):
    told = {"who": "Anna", "seen": ["some.reader"], "day": "2026-11-27"}
    for at in range(2):
        (notes(folder) / f"{at}.json").write_text(json.dumps(told))
    publishing.take_notes(database)
    with database.read() as reading:
        (entry,) = entries(reading, LogSearch(act=SEEN))
    assert json.loads(entry.after) == {"day": "2026-11-27"}


def test_whoever_cannot_publish_gives_no_sign_of_life(database, publishing, following, monkeypatch):
    beats = []
    monkeypatch.setattr(publisher, "_BEAT", 0.0)
    monkeypatch.setattr(publisher, "beat", beats.append)
    monkeypatch.setattr(publisher, "point", lambda *_: 1 / 0)
    publishing.tell(database)
    assert len(beats) == 1
    load(database, 1)
    with pytest.raises(ZeroDivisionError):
        publishing.publish(database)
    publishing.tell(database)
    assert len(beats) == 1
    monkeypatch.undo()
    publishing.publish(database)
    monkeypatch.setattr(publisher, "_BEAT", 0.0)
    monkeypatch.setattr(publisher, "beat", beats.append)
    publishing.tell(database)
    assert len(beats) == 2


def test_a_note_that_cannot_be_read_holds_nothing_up(database, publishing, following, folder):
    for at, text in enumerate(("{", "[]", "{}", '{"left": "a"}', '{"who": "a", "seen": 1}')):
        (notes(folder) / f"{at}.json").write_text(text)
    note_seen(following, "Anna", {"some.reader"})
    publishing.take_notes(database)
    found = sorted(file.name for file in notes(folder).iterdir())
    assert found == [f"{at}.unread" for at in range(5)]


def test_a_note_of_another_version_is_read_by_the_next_that_knows_it(database, folder, monkeypatch):
    one = {"refused": "one@example.com", "name": "One", "claimed": ["trainer"]}
    two = {"refused": [{"sign": "two@example.com", "name": "Two", "claimed": []}]}
    with closing(Publisher(folder)) as older, monkeypatch.context() as before:
        for at, told in enumerate((one, two)):
            (notes(folder) / f"{at}.json").write_text(json.dumps(told))
        before.setattr(publisher, "_take_note", lambda *_: {}["unknown"])
        older.take_notes(database)
    for at, file in enumerate(sorted(notes(folder).iterdir())):
        assert file.suffix == ".unread"
        os.utime(file, (100 + at, 100 + at))  # long ago
    three = {"refused": [{"sign": "three@example.com", "name": "Three", "claimed": [], "at": 90}]}
    with closing(Publisher(folder)) as newer:
        (notes(folder) / "0.json").write_text(json.dumps(three))  # of the same reader
        newer.take_notes(database)
        newer.take_notes(database)
    assert not list(notes(folder).iterdir())
    assert [(one.sign.partition("@")[0], one.at) for one in refused(database.path)] == [
        ("two", 101),
        ("one", 100),
        ("three", 90),
    ]


def test_rights_are_told_without_a_state(database, publishing, following):
    add_people(database, [ANNA, MEI], NOW)
    secret = create_token(database, "bi", ["trainer"], NOW)
    publishing.tell(database)
    told = following.rights()
    assert told.person("MEI@example.com").viewer(NOW.date()).units == {"North"}
    assert told.holder(secret).roles == ("trainer",) and told.holder(secret + "x") is None
    withdraw_person(database, MEI.email, NOW)
    withdraw_token(database, "bi", NOW)
    leave(database, "anna@example.com", NOW.timestamp())
    publishing.tell(database)
    told = following.rights()
    assert told.person(MEI.email).viewer(NOW.date()) is None and told.holder(secret) is None
    assert told.person("bob@example.com") is None
    with following.read() as reading:  # which is of before
        assert reading.rows("SELECT * FROM person") == []


def test_a_sign_out_on_a_reader_is_everywhere(database, publishing, following):
    moment = datetime.now().timestamp()
    following.leave_note(left="mei@example.com", at=moment)
    publishing.take_notes(database)
    publishing.tell(database)
    assert following.rights().left["mei@example.com"] == moment
    with database.read() as reading:
        assert all_left(reading, moment + 31 * 86_400) == {}


def test_who_is_not_let_in_by_a_reader_is_told_where_people_are_let_in(
    database, publishing, following
):
    following.leave_refused([NotLetIn("new@example.com", "New", ("trainer", "owner"))])
    publishing.take_notes(database)
    assert refused(database.path) == [NotLetIn("new@example.com", "New", ("trainer",))]
    assert not note_refused(database.path, refused(database.path)[0]), "told once, not every click"


def came(count: int) -> list[NotLetIn]:
    """Who was not let in, one each second until now."""
    first = time.time() - count
    return [NotLetIn(f"{at}@example.com", "", (), first + at) for at in range(count)]


def test_however_many_are_not_let_in_a_reader_leaves_one_note(
    database, publishing, following, folder
):
    come = came(3 * MOST)
    for at in range(len(come)):
        following.leave_refused(come[: at + 1])
    assert len(list(notes(folder).iterdir())) == 1
    publishing.take_notes(database)
    assert refused(database.path) == come[: -MOST - 1 : -1], "the latest first"


def test_who_is_told_again_goes_before_nobody_who_came_later(database, publishing, following):
    early, late = came(2)
    following.leave_refused([early])
    publishing.take_notes(database)
    note_refused(database.path, late)
    following.leave_refused([early])
    publishing.take_notes(database)
    assert refused(database.path) == [late, early]
    following.leave_refused([replace(early, at=1e12)])  # by a clock that is ahead
    publishing.take_notes(database)
    last = NotLetIn("last@example.com", "", ())
    note_refused(database.path, last)
    assert refused(database.path) == [last, early, late]


def test_a_note_that_is_put_while_the_one_before_is_read_is_read_too(
    database, publishing, following, folder, monkeypatch
):
    first, second = came(2)

    def meanwhile(file: Path) -> dict | None:
        told = taken(file)
        if told["refused"][-1]["sign"] == first.sign:
            following.leave_refused([first, second])
        return told

    monkeypatch.setattr(publisher, "taken", meanwhile)
    following.leave_refused([first])
    publishing.take_notes(database)
    publishing.take_notes(database)
    assert refused(database.path) == [second, first]
    assert not list(notes(folder).iterdir())


def test_a_note_that_a_killed_server_had_begun_to_read_is_read(
    database, publishing, following, folder
):
    following.leave_refused([NotLetIn("1@example.com", "", ())])
    (note,) = notes(folder).iterdir()
    note.rename(note.with_suffix(".taken"))
    publishing.take_notes(database)
    assert [one.sign for one in refused(database.path)] == ["1@example.com"]


def test_states_are_for_this_user_only(publishing, following, folder):
    files = [folder / "rights.json", *states(folder).iterdir()]
    assert {file.stat().st_mode & 0o077 for file in (*files, states(folder), notes(folder))} == {0}


def test_a_state_is_kept_while_another_process_reads_it(
    database, publishing, following, folder, monkeypatch
):
    monkeypatch.setattr(publisher, "_KEPT", 0.0)
    first = following.file
    reads = (
        "import sys; from pathlib import Path; from data.database.engine import connect\n"
        "held = connect(Path(sys.argv[1]), read_only=True); print('held', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", reads, str(first)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout.readline() == b"held\n"
        load(database, 1)
        publishing.publish(database)
        following.follow()
        publishing.tidy()
        assert first.exists()
        other.communicate(b"\n")
    (folder / "rights.json.0a1b2c3d.part").write_text("{")  # as a killed server leaves it
    publishing.tidy()
    assert list(states(folder).iterdir()) == [following.file] and not list(folder.glob("*.part"))


def test_a_reader_of_another_version_keeps_what_it_has_and_says_so(database, publishing, following):
    load(database, 1)
    with database.write() as writing:
        writing.run("UPDATE state SET declared = 'another'")
    publishing.publish(database)
    with following.read() as reading:
        assert counted(reading)[1:] == (0, 0)
    found = following.behind()
    assert "another version" in str(found.fault)
    with database.write() as writing:
        with following.read() as reading:
            (declared,) = reading.row("SELECT declared FROM state")
        writing.run("UPDATE state SET declared = ?", [declared])
    publishing.publish(database)
    with following.read() as reading:
        assert counted(reading)[1:] == (2, 2)
    assert following.behind() is None


def test_silence_of_the_server_that_stores_is_noticed(database, publishing, following, monkeypatch):
    following.follow()
    assert following.behind() is None
    monkeypatch.setattr(follower, "_SILENT", 0.0)
    found = following.behind()
    assert isinstance(found, Behind) and found.fault is None
    assert abs(found.since - heard(following.path)) < timedelta(seconds=30)
    monkeypatch.setattr(follower, "_SILENT", 10.0)
    publishing._beat = -1.0
    publishing.tell(database)
    following.follow()
    assert following.behind() is None


def test_what_was_told_long_ago_is_silence_from_the_first_look(folder, following):
    following.close()
    long_ago = datetime.now(UTC) - timedelta(days=2)
    (folder / "heard").write_text(f'{{"at": "{long_ago.isoformat()}"}}')
    with closing(Following(folder)) as late:
        late.follow()
        assert late.behind().since == late.published


def test_nothing_is_written_and_a_copy_is_a_database(database, following, tmp_path):
    for work in (following.write, following.trial):
        with pytest.raises(StorageFault, match="only reads"), work():
            pass
    source = report_source(following, tmp_path)  # which a report is made of
    with closing(Database(source)) as copy, copy.read() as reading:
        assert counted(reading)[1:] == (0, 0)


def test_before_the_first_state_it_is_said_what_to_do(folder, tmp_path):
    with pytest.raises(StorageFault, match="SERVICE_CULTURE_PUBLISH"):
        Following(tmp_path / "nothing")
    with closing(Publisher(folder)), pytest.raises(StorageFault, match="SERVICE_CULTURE_PUBLISH"):
        Following(folder)


def test_one_server_publishes_to_a_folder(folder, publishing):
    tries = (
        "import sys; from pathlib import Path; from data.following.publisher import Publisher\n"
        "Publisher(Path(sys.argv[1]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", tries, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Another server publishes" in done.stderr


def test_a_new_start_of_the_server_counts_anew(database, publishing, following, folder):
    """A database that was restored may come to an earlier version with other rows."""
    with following.read() as reading:
        before = reading.of
    publishing.close()
    with closing(Publisher(folder)) as again:
        again.publish(database)
        with following.read() as reading:
            assert reading.of != before
    publishing._lock = os.open(folder / "publishing", os.O_RDWR)  # for the fixture to close


def test_what_a_killed_server_left_is_cleared(database, publishing, following, folder, monkeypatch):
    part = states(folder) / "0-1.part"
    part.write_bytes(b"half")
    os.utime(part, (0, 0))
    shutil.copy(following.file, states(folder) / "0-0.duckdb")
    os.utime(states(folder) / "0-0.duckdb", (0, 0))
    monkeypatch.setattr(publisher, "_KEPT", 0.0)
    publishing.tidy()
    assert [file.name for file in states(folder).iterdir()] == [pointed(folder)[0]]
