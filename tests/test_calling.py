"""A reader who leaves and Ctrl-C end no command in a traceback, and leave nothing half done."""

import argparse
import ast
import io
import json
import os
import shutil
import subprocess
import sys

import pytest

import data.__main__ as data_commands
import metrics.__main__ as metrics_commands
from data.commands.calling import ended
from data.commands.interrupt import CODE, WORD
from errors import StorageFault, WrongCall
from tests.conftest import ROOT

MODULES = {"data": data_commands, "metrics": metrics_commands}
GIVEN = {
    "template": ["nps"],
    "load": ["nps", "more.csv"],
    "undo": ["1"],
    "issues": ["1"],
    "backup": ["copy.duckdb"],
    "restore": ["good.duckdb"],
    "show": ["net_promoter_score"],
    "explain": ["csat"],
    "items": ["Basics"],
    "publish": ["2026-01"],
    "withdraw": ["2026-01", "--reason", "the wrong file"],
    "minutes": ["2026-01-15"],
    "token": ["bi"],
    "withdraw-token": ["bi"],
}
# A database that holds uploads is not filled with the sample company; what was never published is not
# withdrawn; there are no exams.
REFUSED = dict.fromkeys(
    ("demo", "withdraw", "withdraw-token", "minutes", "forget", "lake", "items"), 2
)


CHANGING = {"load", "undo", "publish", "backup"}


def called() -> list[tuple[str, str, list[str]]]:
    """Each command in one of its two forms in turn, what changes something in both."""
    return [
        (module, command, form)
        for at, (module, command) in enumerate(commands())
        for turn, form in enumerate(([], ["--json"]))
        if command in CHANGING or at % 2 == turn
    ]


def commands() -> list[tuple[str, str]]:
    return [
        (name, command)
        for name, module in MODULES.items()
        for action in module._parser()._actions
        if isinstance(action, argparse._SubParsersAction)
        for command in action.choices
    ]


def rows(first: int, month: str) -> str:
    return (
        f"response_id,date,store,score\n{first},2026-{month}-05 10:00,A,10\n"
        f"{first + 1},2026-{month}-06 10:00,B,3\n"
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory, empty_file):
    """A folder with a database of one upload, a backup of it and a file to load."""
    folder = tmp_path_factory.mktemp("filled")
    shutil.copy(empty_file, folder / "x.duckdb")
    (folder / "nps.csv").write_text(rows(1, "01"))
    (folder / "more.csv").write_text(rows(11, "03"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SERVICE_CULTURE_DB", str(folder / "x.duckdb"))
        assert data_commands.main(["load", "nps", str(folder / "nps.csv")]) == 0
        assert data_commands.main(["backup", str(folder / "good.duckdb")]) == 0
    return folder


@pytest.fixture
def place(filled, tmp_path, monkeypatch):
    """A copy of it, where the commands are called."""
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(tmp_path / "x.duckdb"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def left(monkeypatch):
    """Standard output and error as pipes whose reader has left."""
    streams = []
    for name in ("stdout", "stderr"):
        reading, writing = os.pipe()
        os.close(reading)
        streams.append(os.fdopen(writing, "w", encoding="utf-8"))
        monkeypatch.setattr(sys, name, streams[-1])
    yield
    for stream in streams:
        stream.close()


@pytest.mark.parametrize(("module", "command", "form"), called(), ids=lambda part: str(part))
def test_a_command_whose_reader_has_left_is_done_to_its_end(module, command, form, place, left):
    before = data_uploads(place)
    code = MODULES[module].main([command, *form, *GIVEN.get(command, [])])
    assert code == REFUSED.get(command, 0)
    assert data_uploads(place) == {
        "load": [(1, False), (2, False)],
        "publish": [(1, False), (2, False)],
        "undo": [(1, True)],
    }.get(command, before)
    assert (place / "copy.duckdb").exists() == (command == "backup")


def data_uploads(place) -> list[tuple[int, bool]]:
    from data.database.connection import Database

    database = Database(place / "x.duckdb")
    with database.read() as reading:
        found = reading.rows("SELECT id, undone_at IS NOT NULL FROM upload ORDER BY id")
    database.close()
    return found


def test_the_code_is_the_commands_own_when_nobody_reads(left):
    def refuse() -> int:
        raise WrongCall("No.")

    assert ended(lambda: print("a\n" * 99_999) or 7) == 7
    assert ended(refuse) == 2


class _NoRoom(io.StringIO):
    def write(self, text: str) -> int:
        raise OSError(28, os.strerror(28))


def test_output_that_finds_no_room_is_said(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdout", _NoRoom())
    assert ended(lambda: print("a") or 0) == 1
    assert "no room left" in capsys.readouterr().err


def test_a_program_without_output_is_none_the_worse(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    assert ended(lambda: print("a") or 3) == 3


def test_a_tool_whose_reader_has_left_ends_quietly():
    with subprocess.Popen(
        [sys.executable, "tools/licences.py"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as run:
        run.stdout.close()
        told = run.stderr.read()
    assert (run.returncode, told) == (0, b"")


def test_every_tool_ends_in_the_one_place():
    programs = {
        file.name: text
        for file in (ROOT / "tools").glob("*.py")
        if "__main__" in (text := file.read_text("utf-8"))
    }
    assert programs
    assert [name for name, text in programs.items() if "sys.exit(ended(" not in text] == []


def test_ctrl_c_is_a_word_and_130(capsys):
    def work() -> int:
        raise KeyboardInterrupt

    assert ended(work) == CODE == 130
    assert capsys.readouterr().err.strip() == WORD


def test_an_error_of_our_own_making_is_not_taken_for_ctrl_c(capsys):
    def work(fault: Exception) -> int:
        raise fault

    with pytest.raises(RuntimeError):
        ended(lambda: work(RuntimeError("a fault")))
    assert ended(lambda: work(StorageFault("No."))) == 1
    assert WORD not in capsys.readouterr().err


_PRESSED = """
import os, signal, sys, threading, json, io, contextlib
import data.__main__ as commands
from data.commands.calling import ended
from data.database.connection import Database

def pressed(*_):
    os.kill(os.getpid(), signal.SIGINT)
    return {}

def endless():
    database = Database()
    threading.Timer(0.3, pressed).start()
    with contextlib.closing(database), database.read() as reading:
        while True:
            reading.rows("SELECT count(*) FROM range(3000000) WHERE hash(range) = 3")

said = io.StringIO()
with contextlib.redirect_stderr(said):
    first = ended(endless)
    usual, commands.month_values = commands.month_values, pressed
    second = commands.main(["load", "nps", "more.csv"])
    commands.month_values = usual
    third = commands.main(["load", "nps", "more.csv", "--json"])
print(json.dumps(dict(codes=[first, second, third], said=said.getvalue().splitlines())), file=sys.stderr)
"""


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is another thing there")
def test_ctrl_c_in_a_question_and_in_a_load_stores_nothing_and_the_next_load_is_whole(place):
    done = subprocess.run(
        [sys.executable, "-c", _PRESSED],
        cwd=place,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stderr) == {"codes": [130, 130, 0], "said": [WORD, WORD]}
    assert json.loads(done.stdout)["upload"] == 2 and data_uploads(place) == [
        (1, False),
        (2, False),
    ]
    assert not list((place / "x.archive").glob("*.tmp"))


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is another thing there")
def test_ctrl_c_while_a_command_starts_is_no_traceback():
    code = (
        "import os, signal\nfrom data.commands.interrupt import end_with_a_word\n"
        "end_with_a_word()\n"
        "os.kill(os.getpid(), signal.SIGINT)\nimport pandas"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr.strip()) == (130, WORD)
    for module in MODULES:
        first = ast.parse((ROOT / module / "__main__.py").read_text("utf-8")).body[1]
        assert isinstance(first, ast.If) and "end_with_a_word()" in ast.unparse(first), (
            "before the other imports"
        )
