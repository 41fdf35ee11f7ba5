"""What the server does is written as lines of JSON, and names nobody."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import date

import pytest

from data import events
from data.events import JsonLines, check_log, log_as_set, tell, timed
from data.kinds.catalog import COMPLAINT
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add, undo
from errors import WrongCall

ANNA = "anna.kowalska@example.com"
COMPLAINTS = f"complaint_id,date,category,customer\nC1,2026-01-05,attitude,{ANNA}\n"


@pytest.fixture
def lines(monkeypatch) -> Iterator[io.StringIO]:
    """What is written, by a handler of our own and by one as a package brings it."""
    monkeypatch.setenv("SERVICE_CULTURE_LOG", "json")
    written, root, package = io.StringIO(), logging.getLogger(), logging.getLogger("a.package")
    handlers = [(root, logging.StreamHandler(written)), (package, logging.StreamHandler(written))]
    for logger, handler in handlers:
        logger.addHandler(handler)
    package.propagate = False
    kept = {one: one.formatter for one in root.handlers}
    events._TAKEN[0] = 0
    log_as_set()
    yield written
    for logger, handler in handlers:
        logger.removeHandler(handler)
    for one, formatter in kept.items():
        one.setFormatter(formatter)
    events._EVENTS.setLevel(logging.NOTSET)


def _told(lines: io.StringIO) -> list[dict]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_an_upload_is_a_line_with_its_duration_and_without_names(lines, database):
    name = "Anna Kowalska complaints.csv"
    prepared = prepare(COMPLAINTS.encode(), name, COMPLAINT, Options(), date(2026, 3, 1))
    number = add(database, prepared, who="Li Na").upload
    undo(database, number, who="Li Na")
    told = _told(lines)
    assert [(one["event"], one.get("act"), one.get("kind")) for one in told] == [
        ("change", "stored", None),
        ("upload", None, "complaint"),
        ("change", "undone", None),
    ]
    assert told[1]["upload"] == number and told[1]["ms"] >= 0 and told[1]["level"] == "info"
    assert all(one["time"].endswith("+00:00") for one in told)
    for word in ("Anna", ANNA, "Li Na", "C1"):
        assert word not in lines.getvalue()


def test_an_error_is_told_by_its_kind_and_place_alone(lines):
    try:
        raise ValueError(f"cannot read {ANNA}")
    except ValueError:
        logging.getLogger("ui.api.inbox").exception("the inbox: %s", ANNA)
        logging.getLogger("a.package").exception("failed for %s", ANNA)
    ours, theirs = _told(lines)
    assert ours["text"] == "the inbox: %s" and ours["error"] == "ValueError"
    assert ours["at"][0].startswith("test_an_error_is_told_by_its_kind_and_place_alone:")
    assert theirs["of"] == "a.package" and "text" not in theirs
    assert ANNA not in lines.getvalue()


def test_a_package_that_comes_later_is_taken_over_with_the_next_event(lines):
    late, written = logging.getLogger("late.package"), io.StringIO()
    late.addHandler(logging.StreamHandler(written))
    tell("page", page="overview")
    late.warning("hello")
    assert json.loads(written.getvalue())["of"] == "late.package"
    late.handlers.clear()


def test_what_fails_is_timed_as_well(lines):
    with pytest.raises(ZeroDivisionError), timed("page", page="overview"):
        raise ZeroDivisionError
    (line,) = _told(lines)
    assert line["event"] == "page" and line["page"] == "overview" and "ms" in line


def test_without_the_setting_nothing_is_written(monkeypatch, caplog):
    monkeypatch.delenv("SERVICE_CULTURE_LOG", raising=False)
    log_as_set()
    tell("page", page="overview")
    assert not caplog.records


def test_a_form_of_log_that_there_is_not_is_refused(monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_LOG", "xml")
    with pytest.raises(WrongCall, match="SERVICE_CULTURE_LOG"):
        check_log()


def test_a_line_is_one_line():
    record = logging.LogRecord("ui.x", logging.WARNING, "x.py", 3, "two\nlines", (), None)
    assert "\n" not in JsonLines().format(record)
