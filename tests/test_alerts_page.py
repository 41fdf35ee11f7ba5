"""The page Alerts: for administrators, who is told, by which channel, and a test of it."""

import pytest

from data.log.audit import CREATED, REMOVED, SUBSCRIBER, LogSearch, entries
from data.outbox.subscribers import subscribers
from tests.test_alerts import robot
from tests.test_pages import opened, words
from ui.state.board import database


@pytest.fixture
def administered(pages_file, monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(pages_file))
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "administrator")
    return pages_file


@pytest.fixture
def channelled(administered, tmp_path, monkeypatch):
    """With one channel, a robot on loopback that takes everything; what it heard."""
    with robot(lambda _: (200, "ok")) as (channel, heard):
        file = tmp_path / "channels.toml"
        file.write_text(
            f'[{channel.name}]\nkind = "{channel.kind}"\nurl = "{channel.url}"\n', "utf-8"
        )
        file.chmod(0o600)
        monkeypatch.setenv("SERVICE_CULTURE_CHANNELS", str(file))
        yield heard


def test_it_is_for_administrators_only(channelled, monkeypatch):
    for role in ("", "committee", "steward"):
        monkeypatch.setenv("SERVICE_CULTURE_ROLE", role)
        app = opened("alerts")
        assert "is settled by administrators" in words(app)
        assert not [one for one in app.button if (one.key or "").startswith("alerts_")]


def test_without_a_channel_it_says_where_one_is_written_down(administered):
    app = opened("alerts")
    assert "No channel is set up yet" in app.info[0].value
    assert not [one for one in app.button if (one.key or "").startswith("alerts_")]


def test_a_test_letter_is_sent_and_says_that_it_is_one(channelled):
    app = opened("alerts")
    app.button(key="alerts_test").click().run()
    assert app.success[0].value == "The test was taken."
    assert len(channelled) == 1 and "a test" in channelled[0]["text"]


def test_somebody_is_told_from_now_on_until_they_are_told_no_more(channelled):
    app = opened("alerts")
    app.text_input(key="alerts_name").input("board").run()
    app.button(key="alerts_subscribe").click().run()
    assert app.success[0].value.startswith("From now on it is told")
    assert list(app.dataframe[0].value["Name"]) == ["board"]
    assert app.text_input(key="alerts_name").value == "", "the form is empty again"
    app.text_input(key="alerts_name").input("board").run()
    app.button(key="alerts_subscribe").click().run()
    assert app.error and len(app.dataframe[0].value) == 1, "one name is told once"
    app.button(key="alerts_unsubscribe").click().run()
    assert app.success[0].value == "It is told no more." and not app.dataframe
    with database().read() as reading:
        assert not subscribers(reading)
        acts = [one.act for one in entries(reading, LogSearch(about=SUBSCRIBER))]
    assert acts == [REMOVED, CREATED] and not channelled
