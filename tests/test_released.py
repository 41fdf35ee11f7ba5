"""A database of each released version is opened by this one, and says what it said."""

import json
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from data.__main__ import main as data
from data.archive.archive import mend
from data.archive.rebuild import check, rebuild
from data.database.connection import Database
from data.log.audit import first_broken
from metrics.__main__ import main as metrics
from metrics.handed.keeping import KEEPING
from tests.conftest import ROOT

RELEASED = sorted((ROOT / "tests" / "released").glob("*.tar.xz"))
_COUNTS = ("id", "kind", "file", "read", "kept", "rejected", "left_out", "replaced")


def versions() -> list[str]:
    """Those of the changelog, but for the one that is being made."""
    lines = (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines()
    return [line.split()[1] for line in lines if line.startswith("## ")][1:]


def test_every_released_version_is_tried():
    assert {file.name.removesuffix(".tar.xz") for file in RELEASED} >= set(versions())
    assert all(file.stat().st_size < 100_000 for file in RELEASED)


@pytest.fixture(params=RELEASED, ids=lambda file: file.name.removesuffix(".tar.xz"))
def released(request, tmp_path, monkeypatch) -> Path:
    """The database of a version, with its archive and what that version said of it."""
    with tarfile.open(request.param) as packed:
        packed.extractall(tmp_path, filter="data")
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(tmp_path / "company.duckdb"))
    return tmp_path / "company.duckdb"


def asked(capsys, program, *arguments):
    assert program([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def points(shown: dict) -> list[tuple]:
    """What is told of each period, as far as every version tells it."""
    return [(row["period"], row["n"], row["value"]) for row in shown["rows"]]


def test_it_is_opened_summed_read_and_rebuilt_unchanged(released, capsys):
    told = json.loads((released.parent / "told.json").read_text("utf-8"))
    for way in ("opened", "rebuilt"):
        for kpi, shown in told["shown"].items():
            found = points(asked(capsys, metrics, "show", kpi))
            assert found == points(shown) and found, (way, kpi)
        ledger = asked(capsys, data, "uploads")
        for one, before in zip(ledger, told["uploads"], strict=True):
            assert {name: one[name] for name in _COUNTS if name in before} == {
                name: before[name] for name in _COUNTS if name in before
            }
        with closing(Database(released, keeping=KEEPING)) as database:
            mend(database)
            assert check(database).sound
            with database.read() as reading:
                assert first_broken(reading) is None
        if way == "opened":
            rebuild(released)
