"""Every option of every command called with nonsense: one sentence, an exit code, nothing stored,
no traceback."""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import data.__main__ as data_commands
import metrics.__main__ as metrics_commands
from data.database.connection import Database
from tests.conftest import ROOT

NONSENSE = (
    "",
    " ",
    "abc",
    "x=",
    "=x",
    "=",
    "a=b=c",
    "99999999999999999999",
    "9" * 5000,
    "-1",
    "nan",
    "inf",
    "1e400",
    "2026-13",
    "0000-00",
    "9999-12",
    "10000-01",
    "2026-01-xx",
    "\udcff\udcfe",
    "x" * 5000,
    "²",
    "\n",
    "a\0b",
    "..",
    "/",
    "/nowhere/x",
    "%s {x} {0}",
    "store=no such place",
    "date=x",
    "5-1",
    "rot13",
    "base64",
    "utf-16",
)
# What nonsense may be: a code that means no answer simply does not occur, a copy and a token have any
# name.
HARMLESS = {("load", "missing"), ("backup", "file"), ("token", "name")}
# Words above that mean something: a real encoding, and a path of a folder that is told to be no
# file.
SENSE = {("load", "encoding", "utf-16"), ("show", "only", "store=no such place")}
NPS = "response_id,date,store,score\n1,2026-01-05 10:00,A,10\n2,2026-02-05 10:00,B,3\n"
EXAMS = "employee,course,date,score\nE1,A,2026-01-05,80\n"
# moves no KPI, which is quick
TARGETS = "kpi,stage,form,value,due,date\ncsat,short,at_least,90,2026-12-31,2026-01-01\n"
ONE = [(1, None)]  # what is stored: an upload, and when it was undone
MODULES = {"data": data_commands, "metrics": metrics_commands}


def commands(module) -> dict[str, argparse.ArgumentParser]:
    return next(
        action
        for action in module._parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    ).choices


def taking_a_value() -> list:
    """0 to 7 in turn, module, command and the name of everything that it takes a value for."""
    found = [
        (name, command, action.dest)
        for name, module in MODULES.items()
        for command, parser in commands(module).items()
        for action in parser._actions
        if action.nargs != 0
    ]
    return [
        pytest.param(at % 8, *option, id=" ".join(option[1:])) for at, option in enumerate(found)
    ]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory) -> Path:
    """A folder with three files and a database that holds one of them."""
    folder = tmp_path_factory.mktemp("loaded")
    (folder / "nps.csv").write_text(NPS)
    (folder / "exams.csv").write_text(EXAMS)
    (folder / "targets.csv").write_text(TARGETS)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SERVICE_CULTURE_DB", str(folder / "own" / "x.duckdb"))
        assert data_commands.main(["load", "nps", str(folder / "nps.csv")]) == 0
    assert stored(folder) == ONE
    return folder


@pytest.fixture
def place(loaded, tmp_path, monkeypatch) -> Path:
    """A copy of it, where the commands are called."""
    shutil.copytree(loaded, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(tmp_path / "own" / "x.duckdb"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def stored(place: Path) -> list[tuple]:
    database = Database(place / "own" / "x.duckdb")
    with database.read() as reading:
        found = reading.rows("SELECT id, undone_at FROM upload")
    database.close()
    return found


def call(module, arguments, capsys) -> tuple[int, str]:
    try:
        code = module.main(arguments)
    except SystemExit as end:  # argparse's own
        code = end.code
    return code, capsys.readouterr().err


FILES = {"exams.csv", "nps.csv", "targets.csv"}


# Each word is tried on every eighth option: calls take their time.
@pytest.mark.parametrize(("first", "module", "command", "name"), taking_a_value())
def test_nonsense_for_an_option_is_one_sentence(first, module, command, name, place, capsys):
    is_harmless = (command, name) in HARMLESS
    for word in NONSENSE[first::8]:
        if (command, name, word) in SENSE or (command, name, word) == ("load", "file", ".."):
            continue
        code, err = call(MODULES[module], calling(module, command, name, word), capsys)
        assert "Traceback" not in err
        if (command, name) == ("load", "marked"):  # which is written whatever comes of the load
            take_away_written(place)
        if is_harmless and code == 0:
            if command == "backup":
                (place / word).unlink()
            continue
        assert code in (1, 2), word
        said = [
            line
            for line in err.splitlines()
            if line.strip() and not line.startswith(("usage:", " "))
        ]
        assert len(said) == 1 or "\n" in word and "usage:" in err, (word, err)
        assert 10 < len(said[0]) < 6000
    assert stored(place) == ONE
    assert {path.name for path in place.iterdir()} == {*FILES, "own"}


def calling(module: str, command: str, name: str, word: str) -> list[str]:
    """A command with `word` for what is called `name`, and all else as it usually is."""
    usual = {
        **{"kind": "training", "file": "exams.csv", "upload": "1", "kpi": "net_promoter_score"},
        # a token that there is not, a day without a meeting, a month without records
        **{"name": "none", "day": "1999-01-15", "period": "1999-01"},
    }
    if (command, name) in HARMLESS:
        usual |= {"kind": "target", "file": "targets.csv"}
    named, positional = [], []
    for action in commands(MODULES[module])[command]._actions:
        if action.dest == name and action.option_strings:
            named = [f"{action.option_strings[-1]}={word}"]
        elif not action.option_strings:
            positional.append(word if action.dest == name else usual[action.dest])
    extra = ["--dry-run"] if (command, name) == ("load", "missing") else []
    return [command, *named, *extra, "--", *positional]


def take_away_written(place: Path) -> None:
    for path in place.iterdir():
        if path.is_file() and path.name not in FILES:
            path.unlink()


@pytest.mark.parametrize("module", MODULES)
def test_unknown_commands_options_and_missing_arguments_are_refused(module, place, capsys):
    for arguments in (
        [],
        [""],
        ["nonsense"],
        ["--nonsense"],
        ["\udcff"],
        *([command, "--nonsense"] for command in commands(MODULES[module])),
        *([command, "a", "b", "c", "d"] for command in commands(MODULES[module])),
    ):
        code, err = call(MODULES[module], arguments, capsys)
        assert code == 2 and "usage:" in err


@pytest.mark.parametrize(
    "place_of_database", [".", "nps.csv", "nps.csv/x.duckdb", "/proc/nothing/x.duckdb", "n" * 400]
)
@pytest.mark.parametrize(
    "arguments",
    [
        ["data", "load", "nps", "nps.csv"],
        ["data", "uploads"],
        ["data", "undo", "1"],
        ["data", "check"],
        ["data", "rebuild"],
        ["data", "backup", "b.duckdb"],
        ["data", "demo"],
        ["data", "restore", "nps.csv"],
        ["metrics", "show", "csat"],
        ["metrics", "verdicts"],
    ],
    ids=" ".join,
)
def test_a_database_that_can_be_none_is_one_sentence(
    arguments, place_of_database, place, monkeypatch, capsys
):
    monkeypatch.setenv("SERVICE_CULTURE_DB", place_of_database)
    code, err = call(MODULES[arguments[0]], arguments[1:], capsys)
    assert code in (1, 2) and "Traceback" not in err and err.count("\n") <= 2, err
    assert (place / "nps.csv").read_text() == NPS


@pytest.mark.parametrize(
    "target", ["/proc/nothing", "/proc/b.duckdb", "nps.csv/b.duckdb", "nps.csv", ".", "own"]
)
def test_a_backup_where_nothing_can_be_written_is_one_sentence(target, place, capsys):
    code, err = call(data_commands, ["backup", target], capsys)
    assert code in (1, 2) and len(err.splitlines()) == 1
    assert not list(place.rglob("*.part")) and not list(place.rglob("*backup-*"))


def test_a_closed_pipe_ends_quietly(place):
    """As a process of its own; what every command does then is asked of it in `test_calling.py`."""
    command = [sys.executable, "-m", "metrics", "kpis"]
    with subprocess.Popen(
        command, cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        run.stdout.readline()
        run.stdout.close()
        err = run.stderr.read()
    assert (run.returncode, err) == (0, b"")


def test_bytes_that_are_no_text_are_refused_and_letters_a_terminal_lacks_are_not(place):
    shell = dict(os.environ, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    done = subprocess.run(
        [sys.executable, "-m", "data", "load", "nps", os.fsdecode(b"\xff\xfe.csv")],
        cwd=ROOT,
        env=shell,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2 and b"no text" in done.stderr and b"Traceback" not in done.stderr
    listed = subprocess.run(
        [sys.executable, "-m", "metrics", "explain", "mystery_visits"],
        cwd=ROOT,
        env=shell,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert listed.returncode == 0 and not listed.stderr
