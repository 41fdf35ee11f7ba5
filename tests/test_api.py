"""What programs read, write and count, asked of the routes themselves."""

import asyncio
import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette

from data.access.tokens import TokenLimits, create_token
from data.kinds.catalog import UPLOADED
from data.log.audit import LogSearch, entries
from data.uploads.store import uploads
from errors import WorkEnded
from ui.api.openapi import openapi
from ui.api.routes import ROUTES
from ui.state.board import database

NOW = datetime(2026, 11, 29)
ANSWERS = b"date,score,store\n2026-01-05,9,North\n2026-01-06,3,South\n"
ACTION = {
    "action_id": "A-01",
    "kpi": "csat",
    "title": "Two more on the phones",
    "date": "2026-04-01",
    "expected": "up",
}


APP = Starlette(routes=list(ROUTES))


def asked(method, address, body=None, headers=None, client="10.0.0.9", host="localhost"):
    """What the routes answer to one request: code, kind and content."""
    path, _, query = address.partition("?")
    told = {"host": host, **(headers or {})}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(f"/api/v1{path}"),
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), text.encode()) for name, text in told.items()],
        "client": (client, 5),
        "server": ("localhost", 80),
    }
    said = []

    async def receive():
        return {"type": "http.request", "body": body or b"", "more_body": False}

    async def send(message):
        said.append(message)

    with ThreadPoolExecutor(1) as own:  # a browser of other tests has a loop in this thread
        own.submit(asyncio.run, APP(scope, receive, send)).result()
    kind = dict(said[0]["headers"])[b"content-type"].decode()
    return said[0]["status"], kind, b"".join(one.get("body", b"") for one in said[1:]).decode()


@pytest.fixture
def program(pages_file, monkeypatch):
    """Asks with a token of some roles: method, address, body -> code, answer."""
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(pages_file))
    secrets = {}

    def ask(roles, method, address, body=None):
        if roles is not None and roles not in secrets:
            named = [role for role in roles.split(",") if role]
            secrets[roles] = create_token(database(), roles or "bare", named, NOW)
        proof = {} if roles is None else {"Authorization": f"Bearer {secrets[roles]}"}
        code, kind, said = asked(method, address, body, proof)
        return code, json.loads(said) if kind.startswith("application/json") else said

    return ask


def rows(*given):
    return json.dumps({"rows": given}).encode()


def stored():
    with database().read() as reading:
        return [(row.kind, row.file, row.who) for row in uploads(reading).itertuples()]


def test_a_file_is_tried_out_stored_once_and_taken_back(program):
    address = "/uploads/nps?file=answers.csv"
    code, told = program("steward", "POST", f"{address}&dry_run=true", ANSWERS)
    assert (code, told["rows"]["kept"]) == (200, 2) and stored() == []
    code, told = program("steward", "POST", address, ANSWERS)
    assert code == 200 and told["rows"]["kept"] == 2
    assert program("steward", "POST", address, ANSWERS)[1]["already"] is True
    assert stored() == [("nps", "answers.csv", "token:steward")]
    assert program("steward", "POST", "/uploads/1/undo") == (200, {"upload": 1, "rows": 2})
    assert program("steward", "POST", "/uploads/1/undo")[0] == 400
    with database().read() as reading:
        log = [
            (one.who, one.act, one.about)
            for one in entries(reading, LogSearch(who="token:steward"))
        ]
    assert log == [("token:steward", "undone", "nps"), ("token:steward", "stored", "nps")]


def test_a_token_stores_the_kinds_and_the_units_that_it_is_limited_to(pages_file, monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(pages_file))
    limits = TokenLimits(["nps"], "store", ["North"])
    secret = create_token(database(), "lms", ["steward"], NOW, limits=limits)
    proof = {"Authorization": f"Bearer {secret}"}
    north = b"date,score,store\n2026-01-05,9,North\n"
    assert asked("POST", "/uploads/survey?file=a.csv", north, proof)[0] == 403
    code, _, told = asked("POST", "/uploads/nps?file=a.csv", ANSWERS, proof)
    assert code == 400 and "Rows of South would change, and your Store is North" in told
    assert stored() == []
    assert asked("POST", "/uploads/nps?file=a.csv", north, proof)[0] == 200
    assert stored() == [("nps", "a.csv", "token:lms")]


def test_a_file_that_needs_a_person_is_told_with_its_questions(program):
    file = b"id,date,score,overall\n1,03/04/2026,9,1\n2,04/05/2026,3,2\n"
    code, told = program("steward", "POST", "/uploads/nps?file=odd.csv", file)
    assert code == 409 and told["error"] and stored() == []
    assert all(question["choices"] for question in told.get("questions", []))


@pytest.mark.parametrize(
    ("roles", "file", "action", "undo"),
    [
        ("", 403, 403, 403),
        ("trainer", 403, 403, 403),
        ("committee", 403, 200, 403),
        ("steward", 200, 403, 200),
        ("administrator", 200, 200, 200),
        (None, 401, 401, 401),
    ],
)
def test_each_role_writes_what_is_its_own(program, roles, file, action, undo):
    assert program("administrator", "POST", "/uploads/nps?file=first.csv", ANSWERS)[0] == 200
    more = ANSWERS.replace(b"2026-01", b"2026-02")
    assert program(roles, "POST", "/uploads/nps?file=more.csv", more)[0] == file
    assert program(roles, "POST", "/actions", rows(ACTION))[0] == action
    assert program(roles, "POST", "/uploads/1/undo")[0] == undo
    assert len(stored()) == 1 + (file == 200) + (action == 200)


def test_decisions_and_problems_are_written_down(program):
    problem = {"problem_id": "P-1", "date": "2026-03-02", "title": "Slow", "department": "Service"}
    decision = {"decision_id": "D-1", "date": "2026-03-02", "text": "Do it", "result": "open"}
    decision["meeting"] = "March"
    assert program("committee", "POST", "/problems", rows(problem)) == (
        200,
        {"upload": 1, "rows": 1},
    )
    assert program("committee", "POST", "/decisions", rows(decision)) == (
        200,
        {"upload": 2, "rows": 1},
    )
    assert [kind for kind, *_ in stored()] == ["decision", "problem"]


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("/uploads/nps", ANSWERS),
        ("/uploads/nps?file=../x.csv", ANSWERS),
        ("/uploads/nps?file=.hidden", ANSWERS),
        ("/uploads/nps?file=%00", ANSWERS),
        ("/uploads/nps?file=-x.csv", ANSWERS),
        ("/uploads/nps?file=x.csv&dry_run=yes", ANSWERS),
        ("/uploads/nps?file=x.csv&colour=red", ANSWERS),
        ("/uploads/nps?file=x.csv&match=score", ANSWERS),
        ("/uploads/nothing?file=x.csv", ANSWERS),
        ("/uploads/publication?file=x.csv", ANSWERS),
        ("/uploads/1e3/undo", None),
        ("/uploads/999/undo", None),
        ("/actions", b"{"),
        ("/actions", b"[]"),
        ("/actions", rows()),
        ("/actions", rows(1)),
        ("/actions", rows({"colour": "red"})),
        ("/actions", rows({"action_id": [1]})),
        ("/actions", rows({"action_id": "\0"})),
        ("/actions", rows({"action_id": 1e300})),
        ("/actions", b'{"rows": [{"action_id": NaN}]}'),
        ("/actions?x=1", rows(ACTION)),
    ],
)
def test_what_is_no_call_is_refused_in_a_sentence(program, address, body):
    code, told = program("administrator", "POST", address, body)
    assert code == 400 and told["error"] and stored() == []


def test_what_is_too_large_or_cannot_be_kept_is_refused(program):
    assert program("administrator", "POST", "/actions", b"x" * 200_000)[0] == 413
    assert program("administrator", "POST", "/uploads/1/undo", b"x")[0] == 413
    code, told = program("administrator", "POST", "/uploads/nps?file=x.csv", b"")
    assert code == 409 and told["error"]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (OSError(24, "Too many open files"), 503),
        (RuntimeError("can't start new thread"), 503),
        (KeyError("a mistake of ours"), 500),
    ],
)
def test_what_nobody_foresaw_is_told_in_a_sentence(program, monkeypatch, fault, code):
    def fail(*_):
        raise fault

    program("steward", "GET", "/kpis")
    monkeypatch.setattr("ui.api.writing.tempfile.TemporaryDirectory", fail)
    answered, told = program("steward", "POST", "/uploads/nps?file=a.csv", ANSWERS)
    assert answered == code and type(fault).__name__ in told["error"] and stored() == []
    monkeypatch.setattr("ui.api.writing.proven", fail)
    assert program("steward", "POST", "/uploads/nps?file=a.csv", ANSWERS)[0] == code


def test_work_that_was_ended_may_be_asked_for_again(program, monkeypatch):
    def ended(*_):
        raise WorkEnded("The process ended.")

    program("steward", "GET", "/kpis")
    monkeypatch.setattr("ui.api.writing._ran", ended)
    told = program("steward", "POST", "/uploads/nps?file=a.csv", ANSWERS)
    assert told == (503, {"error": "The process ended."})


def test_metrics_are_for_programs_with_a_token_and_name_nobody(program):
    assert program(None, "GET", "/metrics")[0] == 401
    assert program("steward", "POST", "/uploads/nps?file=li-na.csv", ANSWERS)[0] == 200
    code, text = program("", "GET", "/metrics")
    assert code == 200
    for line in text.splitlines():
        assert re.fullmatch(
            r"# (HELP|TYPE) \w+ .+|\w+(\{(\w+=\"[^\"]*\",?)+\})? -?[\d.e+-]+", line
        ), line
    found = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert found["service_culture_uploads"] == "1" and found["service_culture_database_up"] == "1"
    assert float(found["service_culture_last_upload_age_seconds"]) < 600
    asked = 'path="/api/v1/uploads/{kind}",method="POST",code="200"'
    assert float(found[f"service_culture_requests_total{{{asked}}}"]) >= 1
    assert not any(word in text for word in ("li-na", "steward", "North"))


@pytest.mark.parametrize(
    ("client", "host", "headers", "code"),
    [
        ("127.0.0.1", "localhost", {}, 200),
        ("::1", "127.0.0.1", {}, 200),
        ("127.0.0.1", "evil.example", {}, 401),  # a browser that was told this name is here
        ("127.0.0.1", "localhost", {"X-Forwarded-For": "10.0.0.9"}, 401),
        ("127.0.0.1", "localhost", {"Forwarded": "for=10.0.0.9"}, 401),
        ("10.0.0.9", "localhost", {}, 401),
    ],
)
def test_metrics_are_open_on_this_computer_only(
    pages_file, monkeypatch, client, host, headers, code
):
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(pages_file))
    assert asked("GET", "/metrics", None, headers, client, host)[0] == code


def test_the_document_names_every_address(program):
    code, document = program(None, "GET", "/openapi.json")
    assert code == 200 and document == json.loads(json.dumps(openapi()))
    served = {
        (route.path, method.lower())
        for route in ROUTES
        for method in route.methods - {"HEAD"}
        if not route.path.endswith(("/openapi.json", "/commands"))  # itself; ours alone
    }
    assert {(path, way) for path, ways in document["paths"].items() for way in ways} == served
    names = [one["operationId"] for ways in document["paths"].values() for one in ways.values()]
    assert len(set(names)) == len(names)
    parameters = document["paths"]["/api/v1/uploads/{kind}"]["post"]["parameters"]
    assert parameters[0]["schema"]["enum"] == [kind.name for kind in UPLOADED]
