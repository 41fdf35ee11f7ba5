"""What the server does is written as lines of JSON, and names nobody."""

import asyncio
import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date

import pytest
from starlette.requests import Request
from starlette.responses import Response

from data import events
from data.events import JsonLines, check_log, log_as_set, tell, timed
from data.kinds.catalog import COMPLAINT
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import Terms, add, undo
from errors import StorageFull, WrongCall
from ui.api import metrics

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
    for place in (sys, threading):
        monkeypatch.setattr(place, "excepthook", place.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    log_as_set()
    yield written
    logging.setLogRecordFactory(logging.LogRecord)
    logging.captureWarnings(False)
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
    number = add(database, prepared, terms=Terms(who="Li Na")).upload
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
    place, _, within = ours["at"][0].partition(" ")
    assert place.startswith("test_server_log.py:")
    assert within == "test_an_error_is_told_by_its_kind_and_place_alone"
    assert theirs["of"] == "a.package" and "text" not in theirs
    assert ANNA not in lines.getvalue()


def test_a_handler_that_comes_later_is_taken_over_with_its_first_record(lines):
    late, written = logging.getLogger("a.package"), io.StringIO()
    handler = logging.StreamHandler(written)
    late.addHandler(handler)
    late.warning("GET /x?token=%s", ANNA)
    late.removeHandler(handler)
    assert json.loads(written.getvalue())["of"] == "a.package" and ANNA not in written.getvalue()


def test_what_nothing_caught_and_warnings_quote_nothing(lines, capsys):
    def fail() -> None:
        raise ValueError(ANNA)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(False)  # as pytest has them shown
        log_as_set()
        warnings.warn(ANNA, UserWarning, stacklevel=1)
    failed, warned = _told(lines)
    assert failed["level"] == "error" and failed["error"] == "ValueError"
    assert failed["at"][-1].endswith(" fail")
    assert warned["of"] == "py.warnings" and warned["level"] == "warning"
    assert ANNA not in lines.getvalue() + capsys.readouterr().err


def test_what_fails_is_timed_as_well(lines):
    with pytest.raises(ZeroDivisionError), timed("page", page="overview"):
        raise ZeroDivisionError
    (line,) = _told(lines)
    assert line["event"] == "page" and line["page"] == "overview" and "ms" in line
    assert line["level"] == "error" and line["error"] == "ZeroDivisionError"


def test_what_is_refused_is_no_error_of_the_server(lines):
    with pytest.raises(WrongCall), timed("command"):
        raise WrongCall("There is no such KPI.")
    (line,) = _told(lines)
    assert line["level"] == "info" and line["error"] == "WrongCall"


def test_an_upload_that_is_not_committed_is_not_told_as_stored(lines, database, monkeypatch):
    prepared = prepare(COMPLAINTS.encode(), "a.csv", COMPLAINT, Options(), date(2026, 3, 1))
    opened = database.write

    @contextmanager
    def full(*told, **more):
        with opened(*told, **more) as writing:
            yield writing
            raise StorageFull("No room.")

    monkeypatch.setattr(database, "write", full)
    with pytest.raises(StorageFull):
        add(database, prepared)
    (line,) = _told(lines)
    assert "stored" not in line and "upload" not in line and line["error"] == "StorageFull"


def test_an_answer_that_nobody_foresaw_to_fail_counts_as_500(lines):
    async def failing(request: Request) -> Response:
        raise ZeroDivisionError

    path = "/api/v1/failing"
    request = Request({"type": "http", "method": "GET", "path": path, "headers": []})
    asked = metrics.counted(path, failing)
    # A browser of other tests may have its loop in this thread: the answer gets its own.
    with ThreadPoolExecutor(1) as own:
        answer = own.submit(lambda: asyncio.run(asked(request))).result()
    assert answer.status_code == 500 and b"ZeroDivisionError" in answer.body
    (line,) = [one for one in _told(lines) if one["event"] == "request"]
    assert line["code"] == 500 and line["level"] == "error"
    assert metrics._ANSWERED.pop((path, "GET", 500)) == 1


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
