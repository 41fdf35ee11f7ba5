"""Where nothing may be written, or there is no room, every command says what, where and what to do;
a backup is made elsewhere."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl
import pytest

from data.archive.archive import folder_of
from data.archive.backup import examine
from data.database.connection import Database
from data.kinds.catalog import NPS
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add
from errors import StorageFault
from tests.conftest import ROOT

FILE = b"response_id,date,store,score\n1,2026-01-05 10:00,A,9\n2,2026-01-05 10:05,A,3\n"
MORE = FILE.replace(b"2026-01", b"2026-03").replace(b"\n1,", b"\n11,").replace(b"\n2,", b"\n12,")

# Each command in each folder; what it returned and said.
_COMMANDS = """
import contextlib, io, json, os, sys
from pathlib import Path
import data.__main__, metrics.__main__
place = Path(sys.argv[1])
told = {}
for folder in sorted(path for path in place.iterdir() if path.name not in ("out", "given", "temporary")):
    os.environ["SERVICE_CULTURE_DB"] = str(folder / "x.duckdb")
    wide = [("data", "load", "nps", str(path), "--dry-run") for path in (place / "given").glob("*.xlsx")]
    for module, *call in (*wide, ("data", "uploads"), ("data", "backup", str(place / "out" / f"{folder.name}.duckdb")),
                          ("data", "load", "nps", str(place / "given" / "more.csv")), ("data", "undo", "1"),
                          ("metrics", "show", "net_promoter_score"), ("data", "restore", str(place / "given" / "good.duckdb")), ("data", "rebuild")):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = sys.modules[module + ".__main__"].main(call)
        told[f"{folder.name} {call[0]}{' wide' if call[-1] == '--dry-run' else ''}"] = [code, err.getvalue()]
print(json.dumps(told))
"""


@pytest.fixture
def place(empty_file):
    """A folder that everybody may enter, with a database of one upload, a backup and another
    file."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    for name in ("seed", "out", "given"):
        (folder / name).mkdir()
    database = Database(Path(shutil.copy(empty_file, folder / "seed" / "x.duckdb")))
    add(database, prepare(FILE, "answers.csv", NPS, Options()))
    database.close()
    shutil.copy(database.path, folder / "given" / "good.duckdb")
    (folder / "given" / "more.csv").write_bytes(MORE)
    yield folder
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755)
    shutil.rmtree(folder)


def _called(place: Path, *before: str) -> dict[str, list]:
    done = subprocess.run(
        [*before, sys.executable, "-c", _COMMANDS, str(place)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _require_words(told: dict[str, list]) -> None:
    for call, (code, said) in told.items():
        assert code in (0, 1, 2), call
        assert (code == 0) == (said == ""), (call, said)
        assert len(said.splitlines()) <= 1 and "Error" not in said, (call, said)
        ways = (
            "Allow",
            "Free some space",
            "until that is changed",
            "Put that right",
            "Set SERVICE_CULTURE_DB",
        )
        assert not said or any(way in said for way in ways), (call, said)


SITUATIONS = {
    "all": ((".", 0o555), ("x.duckdb", 0o444), ("x.archive", 0o555)),
    "closed": ((".", 0),),
    "archive": (("x.archive", 0o555),),
    "list": (("x.archive/manifest.jsonl", 0),),
}
READABLE = {"all", "archive"}


# An administrator may write anywhere, unless it lets go of just that.
_OBEYING = (
    ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")
    if hasattr(os, "getuid") and os.getuid() == 0
    else ()
)


@pytest.mark.skipif(
    os.name == "nt" or bool(_OBEYING) and not shutil.which("setpriv"),
    reason="permissions stop nobody here",
)
def test_what_may_not_be_written_is_said_and_a_backup_is_made_elsewhere(place):
    for name, modes in SITUATIONS.items():
        folder = shutil.copytree(place / "seed", place / name)
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o777 if path.is_dir() else 0o666)
        for inside, mode in reversed(modes):
            (folder / inside).chmod(mode)
    shutil.rmtree(place / "seed")
    (place / "out").chmod(0o777)
    told = _called(place, *_OBEYING)
    _require_words(told)
    for name in SITUATIONS:
        assert (told[f"{name} uploads"][0] == 0) == (name in READABLE)
        assert (
            (place / "out" / f"{name}.duckdb").exists()
            == (told[f"{name} backup"][0] == 0)
            == (name in READABLE)
        )
        assert told[f"{name} load"][0] == 1
    assert all(told[f"all {command}"][0] == 1 for command in ("load", "undo", "restore", "rebuild"))
    assert sorted(path.name for path in (place / "all").iterdir()) == ["x.archive", "x.duckdb"]
    for name in READABLE:
        assert examine(place / "out" / f"{name}.duckdb").rows == 2
    assert {path.suffix for path in (place / "out").iterdir()} == {".duckdb"}


_DISKS = """
set -e
mount -t tmpfs -o size=40k tmpfs {place}/temporary
mount -t tmpfs -o size=4m tmpfs {place}/full && cp -r {place}/seed/. {place}/full
mount -t tmpfs -o size=9m tmpfs {place}/fixed && cp -r {place}/seed/. {place}/fixed && mount -o remount,ro {place}/fixed
dd if=/dev/zero of={place}/full/filler bs=4k 2>/dev/null || true
rm -r {place}/seed
exec env TMPDIR={place}/temporary "$@"
"""


def _write_wide(path: Path) -> None:
    """A workbook of some kilobytes that holds more text than the folder for temporary files has
    room for."""
    book = openpyxl.Workbook()
    for row in (
        ["date", "store", "score", "comment"],
        *(["2026-03-05 10:00", "A", 9, f"{number} {'fine ' * 60}"] for number in range(200)),
    ):
        book.active.append(row)
    book.save(path)
    book.close()


def test_a_read_only_disk_and_a_full_one(place):
    before = ("unshare", "--mount", "sh", "-c", _DISKS.format(place=place), "sh")
    for name in ("full", "fixed", "temporary"):
        (place / name).mkdir()
    _write_wide(place / "given" / "wide.xlsx")
    if (
        not shutil.which("unshare")
        or subprocess.run(
            [*before[:2], "sh", "-c", f"mount -t tmpfs tmpfs {place}/full"], capture_output=True
        ).returncode
    ):
        pytest.skip("no disk can be mounted here")
    told = _called(place, *before)
    _require_words(told)
    for name in ("full", "fixed"):
        assert (told[f"{name} uploads"][0], told[f"{name} show"][0], told[f"{name} backup"][0]) == (
            0,
            0,
            0,
        )
        assert [
            told[f"{name} {command}"][0] for command in ("load", "undo", "restore", "rebuild")
        ] == [1, 1, 1, 1]
        assert examine(place / "out" / f"{name}.duckdb").rows == 2
    assert "no room left" in told["full load wide"][1]
    assert "is full" in told["full load"][1] and "may not be written" in told["fixed load"][1]
    assert "Read-only" in told["fixed rebuild"][1] and "full" in told["full rebuild"][1]


def test_a_folder_that_goes_away_while_the_program_runs_takes_nothing_with_it_unsaid(database):
    add(database, prepare(FILE, "answers.csv", NPS, Options()))
    away = database.path.parent.with_name(database.path.parent.name + "-away")
    database.path.parent.rename(away)
    with pytest.raises(StorageFault, match="was moved, deleted or exchanged"):
        add(database, prepare(MORE, "more.csv", NPS, Options()))
    assert not database.path.parent.exists()
    away.rename(database.path.parent)
    assert add(database, prepare(MORE, "more.csv", NPS, Options())).upload == 2


def test_a_file_put_in_the_place_of_an_open_one_is_not_written_past(database):
    add(database, prepare(FILE, "answers.csv", NPS, Options()))
    other = database.path.with_name("other.duckdb")
    shutil.copy(database.path, other)
    other.replace(database.path)
    before = sorted(path.name for path in folder_of(database.path).iterdir())
    with pytest.raises(StorageFault, match="was moved, deleted or exchanged"):
        add(database, prepare(MORE, "more.csv", NPS, Options()))
    assert sorted(path.name for path in folder_of(database.path).iterdir()) == before
