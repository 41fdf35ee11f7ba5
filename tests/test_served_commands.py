"""Commands while the dashboard holds the database: run by the dashboard, with the same answers."""

import http.client
import json
import re
import shlex
import shutil
import stat
import time
import tomllib
from contextlib import closing
from pathlib import Path

import pytest

from bench.browser import streamlit_server
from data.__main__ import main as data
from data.commands.through import (
    ADDRESS,
    copy_by_dashboard,
    leave_note,
    note_path,
    read_note,
    take_note_away,
)
from data.database.connection import Database
from metrics.__main__ import main as metrics
from tests.conftest import ROOT

# Besides those of the README, which are compared below.
ASKED = (
    (data, ("uploads", "--json")),
    (data, ("issues", "1")),
    (data, ("issues", "999")),
    (data, ("undo", "999", "--json")),
    (data, ("load", "nps", "no-such-file.csv")),
    (data, ("load", "npss", "answers.csv")),
    (data, ("load", "nps", "empty.csv", "--json")),
    (metrics, ("show", "nonsense")),
    (metrics, ("verdicts", "--json")),
    (metrics, ("agenda", "--json")),
)


@pytest.fixture
def call(capsys):
    """Call a command: its code, what it printed, what it complained of."""

    def called(program, arguments):
        code = program(list(arguments))
        told = capsys.readouterr()
        return code, told.out, told.err

    return called


@pytest.fixture
def folder(full_file, tmp_path, monkeypatch):
    """Where the commands are called: two databases that are alike, and files to load."""
    for name in ("alone", "served"):
        shutil.copytree(full_file.parent, tmp_path / name)  # with its archive
    rows = "\n".join(f"2026-09-{day:02d},{day % 11}" for day in range(1, 29))
    (tmp_path / "september.csv").write_text(f"date,score\n{rows}\n")
    (tmp_path / "answers.csv").write_text("date,score\n2026-10-01,9\n2026-10-02,3\n")
    (tmp_path / "empty.csv").write_text("")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _company(folder: Path) -> Path:
    (path,) = folder.glob("*.duckdb")
    return path


def test_the_dashboard_answers_every_command_as_the_command_itself_does(folder, call, monkeypatch):
    commands = (*ASKED, *_of_readme())
    assert len(commands) - len(ASKED) >= 20

    def answered(name):
        monkeypatch.setenv("SERVICE_CULTURE_DB", str(_company(folder / name)))
        return [_masked(call(program, arguments)) for program, arguments in commands]

    by_themselves = answered("alone")
    assert sum(code == 0 for code, *_ in by_themselves[len(ASKED) :]) >= 14
    path = _company(folder / "served")
    with streamlit_server("app.py", folder, SERVICE_CULTURE_DB=str(path)) as server:
        host, port = server.url.removeprefix("http://").split(":")
        note = read_note(path)
        assert (note.host, note.port) == (host, int(port))
        assert stat.S_IMODE(note_path(path).stat().st_mode) == 0o600
        for command, one, other in zip(commands, by_themselves, answered("served"), strict=True):
            assert one == other, command
        _stores_and_takes_back(call)
        _is_refused_what_needs_the_file(call)
        _hands_a_copy_to_reports(path.parent)
        _tells_programs_by_the_rights_of_their_token(host, int(port), call)
        _takes_in_what_is_dropped(folder)
        _answers_only_those_who_prove_themselves(host, int(port), note.token)
    assert not note_path(path).exists()
    assert call(data, ("uploads",))[0] == 0


def _stores_and_takes_back(call):
    code, told, _ = call(data, ("load", "nps", "september.csv", "--json"))
    stored = json.loads(told)
    assert code == 0 and stored["rows"]["kept"] == 28
    number = str(stored["upload"])
    assert call(data, ("uploads",))[1].split()[0] == number
    code, told, _ = call(data, ("undo", number))
    assert code == 0 and told.startswith(f"Upload {number} undone: 28 rows")
    code, told, fault = call(data, ("backup", "copy.zip"))
    assert (code, fault) == (0, "") and told.startswith("Backed up to copy.zip: ")


def _is_refused_what_needs_the_file(call):
    code, _, fault = call(data, ("rebuild",))
    assert code == 1 and "is in use by another program" in fault


READ = (
    ("/kpis", ("kpis",)),
    ("/kpis/csat", ("explain", "csat")),
    (
        "/kpis/first_attempt_pass_rate/values?grain=quarter&by=store&from=2026-01",
        (
            *("show", "first_attempt_pass_rate", "--grain", "quarter", "--by", "store"),
            *("--from", "2026-01"),
        ),
    ),
    ("/kpis/csat/values?only=region%3DSouth", ("show", "csat", "--only", "region=South")),
    ("/verdicts?as_of=2026-08", ("verdicts", "--as-of", "2026-08")),
    ("/actions", ("actions",)),
)
WRONG = (
    "/kpis/nonsense",
    "/kpis/--help",
    "/kpis/csat/values?by=--json",
    "/kpis/csat/values?grain=week",
    "/kpis/csat/values?from=2026",
    "/kpis/csat/values?only=South",
    "/kpis/csat/values?only=region%3D%00",
    "/kpis?by=store",
    "/verdicts?as_of=%F0%9F%98%80",
)


def _hands_a_copy_to_reports(folder):
    with copy_by_dashboard("", "") as copy:
        with closing(Database(copy)) as database, database.read() as reading:
            (count,) = reading.row("SELECT count(*) FROM upload")
        assert count > 30 and copy.exists()
    assert not copy.exists() and not list(folder.glob("copy-*"))


def _tells_programs_by_the_rights_of_their_token(host, port, call):
    secrets = {}
    for name, roles in (("bi", ()), ("lms", ("--role", "trainer"))):
        code, told, _ = call(data, ("token", name, *roles))
        secrets[name] = told.strip()
        assert code == 0 and secrets[name].startswith("scd_")
    for address, arguments in READ:
        code, expected, _ = call(metrics, (*arguments, "--json"))
        assert _read(host, port, address, secrets["bi"]) == (200, json.loads(expected)), address
        assert _read(host, port, address, secrets["lms"])[0] == 200
    for address in WRONG:
        code, told = _read(host, port, address, secrets["bi"])
        assert code == 400 and told["error"], address
    for wrong in (None, "", "scd_x", secrets["bi"][:-1]):
        assert _read(host, port, "/kpis", wrong)[0] == 401
    code, document = _read(host, port, "/openapi.json", None)
    assert code == 200 and "/api/v1/kpis/{kpi}/values" in document["paths"]
    assert call(data, ("withdraw-token", "bi"))[0] == 0
    assert _read(host, port, "/kpis", secrets["bi"])[0] == 401
    assert _read(host, port, "/kpis", secrets["lms"])[0] == 200
    listed = call(data, ("tokens",))[1]
    assert "withdrawn" in listed and not any(secret in listed for secret in secrets.values())
    assert call(data, ("token", "bi"))[0] == 2


def _read(host, port, address, secret):
    headers = {} if secret is None else {"Authorization": f"Bearer {secret}"}
    with closing(http.client.HTTPConnection(host, port, timeout=60)) as connection:
        connection.request("GET", f"/api/v1{address}", headers=headers)
        with connection.getresponse() as response:
            return response.status, json.loads(response.read())


def _takes_in_what_is_dropped(folder):
    inbox = folder / "served" / "inbox" / "nps"
    inbox.mkdir(parents=True)
    shutil.copy(folder / "september.csv", inbox)
    taken = inbox / "stored" / "september.csv"
    end = time.monotonic() + 60
    while not taken.exists() and time.monotonic() < end:
        time.sleep(0.5)
    assert taken.exists() and not (inbox / "september.csv").exists()
    assert "Stored as upload" in taken.with_name("september.csv.txt").read_text("utf-8")


def _answers_only_those_who_prove_themselves(host, port, token):
    asked = {
        "program": "metrics",
        "arguments": ["kpis"],
        "folder": "/",
        "who": "",
        "role": "",
    }
    assert _posted(host, port, asked, None)[0] == 401
    assert _posted(host, port, asked, token[:-1])[0] == 401
    assert _posted(host, port, {**asked, "program": "os"}, token)[0] == 400
    assert _posted(host, port, {"arguments": []}, token)[0] == 400
    code, told = _posted(host, port, {**asked, "role": "king"}, token)
    assert code == 200 and told["code"] == 2 and "is no role" in told["err"]
    assert _got(host, port, "/api/v1/health") == (200, "up")
    assert _got(host, port, "/api/v1/ready")[0] == 200


def _posted(host, port, asked, token):
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    with closing(http.client.HTTPConnection(host, port, timeout=60)) as connection:
        connection.request("POST", ADDRESS, json.dumps(asked), headers)
        with connection.getresponse() as response:
            return response.status, json.loads(response.read())


def _got(host, port, address):
    with closing(http.client.HTTPConnection(host, port, timeout=60)) as connection:
        connection.request("GET", address)
        with connection.getresponse() as response:
            return response.status, json.loads(response.read()).get("status")


def test_a_note_that_a_killed_dashboard_left_is_passed_over(
    empty_file, tmp_path, monkeypatch, call
):
    path = Path(shutil.copy(empty_file, tmp_path / "own.duckdb"))
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(path))
    note = leave_note(path, "127.0.0.1", 9)  # where nobody listens
    try:
        code, told, _ = call(metrics, ("kpis",))
        assert code == 0 and "csat" in told
    finally:
        take_note_away(path, note)
    assert not note_path(path).exists()


def test_a_note_of_another_dashboard_stays(tmp_path):
    old = leave_note(tmp_path / "x.duckdb", "127.0.0.1", 1)
    new = leave_note(tmp_path / "x.duckdb", "127.0.0.1", 2)
    take_note_away(tmp_path / "x.duckdb", old)
    assert read_note(tmp_path / "x.duckdb") == new and old.token != new.token


@pytest.mark.parametrize("text", ["", "{", "[]", '{"host": "x"}'])
def test_a_spoilt_note_is_none(tmp_path, text):
    note_path(tmp_path / "x.duckdb").write_text(text)
    assert read_note(tmp_path / "x.duckdb") is None


def _of_readme():
    """Every command of the README's list that the dashboard runs: program and arguments."""
    told = (ROOT / "README.md").read_text("utf-8")
    for line in told.splitlines():
        words = shlex.split(line, comments=True) if line.startswith("python -m ") else []
        if words[2:3] in (["data"], ["metrics"]) and ">" not in words:
            yield {"data": data, "metrics": metrics}[words[2]], tuple(words[3:])


def _masked(answer):
    """Without the minute in which something was stored."""
    code, out, fault = answer
    return code, re.sub(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?", "NOW", out), fault


def test_streamlits_own_interface_for_programs_is_off():
    told = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))
    assert told["server"]["enableAgentApi"] is False
