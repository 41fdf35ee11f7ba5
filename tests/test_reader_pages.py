"""Pages and addresses of a server that only reads: what is drawn there, for whom, and what it says of
the server that stores."""

import json
import time
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from data.access.people import withdraw_person
from data.access.refused import refused
from data.access.tokens import create_token
from data.commands.calling import SAY
from data.database.connection import Database
from data.following import follower
from data.following.folder import notes
from data.following.follower import Behind
from data.following.publisher import Publisher
from data.kinds.catalog import EVENT
from data.uploads.typed import typed_rows
from errors import NotForRole, StorageFault
from i18n import translator
from metrics.__main__ import main as metrics_command
from tests.test_api import asked
from tests.test_pages import words
from tests.test_signing import ANNA, MEI, NOW, TAO, signed_in_by, titles  # noqa: F401
from ui.parts.signing import _leave, _left_at
from ui.shell.reading import behind_words

THERE = "https://culture.example.com/writer/"


@pytest.fixture
def publishing(signed_in_by, pages_file, tmp_path, monkeypatch):  # noqa: F811
    """What the server that stores does, and from here on a server that reads what it publishes."""
    publisher, own = Publisher(tmp_path / "states"), Database(pages_file)
    publisher.tell(own)
    publisher.publish(own)
    monkeypatch.setattr(follower, "_EVERY", 0.0)
    monkeypatch.setenv("SERVICE_CULTURE_FOLLOW", str(tmp_path / "states"))
    monkeypatch.setenv("SERVICE_CULTURE_WRITER", THERE.rstrip("/"))
    yield publisher, own
    own.close()
    publisher.close()


def html(app: AppTest) -> str:
    return " ".join(element.value for element in app.get("html"))


def test_pages_that_store_lead_whoever_may_to_the_server_that_does(
    publishing,
    signed_in_by,  # noqa: F811
):
    app = signed_in_by(MEI.email, "upload")
    assert not app.exception and titles(app) == ["Upload"]
    assert f'href="{THERE}upload?' in html(app) and not app.get("file_uploader")
    app = signed_in_by(MEI.email, "definitions")
    assert f'href="{THERE}definitions?' in html(app) and "Definitions" in titles(app)
    app = signed_in_by(TAO.email, "targets")  # who stores nothing anywhere
    assert THERE not in html(app) and not app.exception
    app = signed_in_by(TAO.email, "review")  # a meeting is another with every click
    assert f'href="{THERE}review?' in html(app)


def test_who_is_withdrawn_is_out_with_the_next_click(publishing, signed_in_by):  # noqa: F811
    publisher, own = publishing
    assert titles(signed_in_by(TAO.email, "definitions"))
    withdraw_person(own, TAO.email, NOW)
    publisher.tell(own)
    assert "withdrawn" in words(signed_in_by(TAO.email, "definitions"))


def test_who_is_not_let_in_is_told_to_the_server_that_stores(publishing, signed_in_by, tmp_path):  # noqa: F811
    publisher, own = publishing
    for _ in range(2):
        assert "nobody of that name" in words(signed_in_by("new@example.com", "definitions"))
    (note,) = notes(tmp_path / "states").iterdir()
    assert json.loads(note.read_text())["refused"][0]["sign"] == "new@example.com"
    publisher.take_notes(own)
    assert [one.sign for one in refused(own.path)] == ["new@example.com"]


def test_nothing_is_stored_where_it_is_tried_all_the_same(publishing, monkeypatch):
    from ui.state.changing import store

    monkeypatch.setattr("ui.parts.viewer.viewer", lambda: ANNA.viewer(NOW.date()))
    row = {"date": "2026-01-05", "type": "note", "text": "x"}
    with pytest.raises(NotForRole, match="only shows"):
        store(typed_rows(EVENT, [row], "typed"))


def test_a_sign_out_holds_here_and_is_told(publishing, tmp_path):
    publisher, own = publishing
    moment = time.time()
    _leave("mei@example.com", moment)
    assert _left_at("mei@example.com") == moment
    (note,) = notes(tmp_path / "states").iterdir()
    assert json.loads(note.read_text()) == {"left": "mei@example.com", "at": moment}
    publisher.take_notes(own)
    publisher.tell(own)
    assert json.loads((tmp_path / "states" / "rights.json").read_text())["left"]


def test_programs_read_here_and_are_sent_on_to_write(publishing):
    publisher, own = publishing
    secret = create_token(own, "bi", ["steward"], NOW)
    publisher.tell(own)
    proof = {"Authorization": f"Bearer {secret}"}
    assert asked("GET", "/kpis", headers=proof)[0] == 200
    code, _, said = asked("POST", "/uploads/nps?file=a.csv", b"", proof)
    assert code == 409 and f"{THERE}api/v1" in said
    assert asked("GET", "/ready")[0] == 200
    assert "service_culture_behind_seconds 0.0" in asked("GET", "/metrics", headers=proof)[2]


def test_before_anything_is_published_programs_are_told_so(tmp_path, monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_FOLLOW", str(tmp_path / "empty"))
    for path in ("/kpis", "/kpis/csat"):
        code, _, said = asked("GET", path, headers={"Authorization": "Bearer scd_x"})
        assert code == 503 and json.loads(said)["error"]
    assert (
        asked("POST", "/uploads/nps?file=a.csv", b"", {"Authorization": "Bearer scd_x"})[0] == 503
    )


def test_commands_are_for_the_server_that_stores(publishing, capsys):
    assert metrics_command(["verdicts"]) == 2
    assert "SERVICE_CULTURE_FOLLOW" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-5, "0 seconds"),
        (11, "11 seconds"),
        (119, "119 seconds"),
        (120, "2 minutes"),
        (7_199, "119 minutes"),
        (7_200, "2 hours"),
        (172_800, "2 days"),
    ],
)
def test_how_long_the_server_has_been_silent(seconds, said):
    now = datetime(2026, 11, 29, tzinfo=UTC)
    told = behind_words(Behind(now - timedelta(seconds=seconds)), now)
    assert f"silent for {said}" in SAY(told)
    assert translator("zh_Hans")(told) != SAY(told)


def test_why_the_last_state_cannot_be_shown():
    told = behind_words(Behind(NOW, StorageFault("It is so.")), NOW)
    assert SAY(told).endswith("so this is an earlier state. It is so.")


def test_an_address_that_is_none_is_refused(publishing, monkeypatch, signed_in_by):  # noqa: F811
    monkeypatch.setenv("SERVICE_CULTURE_WRITER", "javascript:alert(1)")
    assert "SERVICE_CULTURE_WRITER" in words(signed_in_by(MEI.email, "definitions"))
