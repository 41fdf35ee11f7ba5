"""The live rows are put into a lake, for other engines: all tables of one state, in one transaction."""

import json
import os
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from data.database.connection import Database, ReadTransaction
from data.database.engine import quoted
from data.kinds.catalog import KINDS
from data.kinds.schema import DatasetKind
from data.log.audit import COPIED, DATABASE, Act, note
from errors import StorageFault, WrongCall

_SETTING = "SERVICE_CULTURE_LAKE"
_PUT = Path(__file__).with_name("put.py")
_NEEDED = ("catalogue", "data", "python")


@dataclass(frozen=True)
class Lake:
    """Where the lake is: how PostgreSQL is reached, the folder of its files, and the interpreter that
    has the extensions."""

    catalogue: str
    data: str
    python: str


def lake_of(database: Path) -> Lake:
    """What lake.toml beside a database says, or the file that the setting names. WrongCall without
    it, or where it says something else."""
    named = os.environ.get(_SETTING, "").strip()
    file = Path(named) if named else database.with_name("lake.toml")
    try:
        told = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as fault:
        raise WrongCall(
            "{file} cannot be read: {reason}. docs/operating.md says what stands in it.",
            file=str(file),
            reason=str(fault),
        ) from fault
    if set(told) != set(_NEEDED) or not all(isinstance(told[one], str) for one in _NEEDED):
        raise WrongCall("{file} has to name {needed}.", file=str(file), needed=list(_NEEDED))
    return Lake(**told)


def publish_lake(database: Database, lake: Lake, people: bool, who: str) -> dict[str, int]:
    """Put the live rows into the lake: how many of each table. With `people` records of staff and
    all that names somebody too; without, neither."""
    with TemporaryDirectory(prefix="lake-", dir=database.path.parent) as folder:
        with database.read(limited=False) as reading:
            tables = {
                kind.name: _exported(reading, kind, Path(folder), people)
                for kind in KINDS
                if not kind.own and (people or not kind.about_staff)
            }
        _put(lake, tables)
    rows = {name: count for name, (_, count) in tables.items()}
    with database.write() as writing:
        told = {"lake": lake.data, "rows": sum(rows.values()), "people": people}
        note(writing, database.path, Act(who, COPIED, DATABASE, database.path.name, None, told))
    return rows


def columns_of(kind: DatasetKind, people: bool) -> list[str]:
    """Which columns of a kind go into the lake."""
    return [
        column.name
        for column in kind.columns
        if people or not (column.personal or column.hashed or kind.is_free_text(column))
    ]


def _exported(
    reading: ReadTransaction, kind: DatasetKind, folder: Path, people: bool
) -> tuple[str, int]:
    """The Parquet file of a kind, and its rows."""
    file = folder / f"{kind.name}.parquet"
    names = ", ".join(f'"{name}"' for name in columns_of(kind, people))
    (rows,) = reading.row(
        f"COPY (SELECT {names} FROM live_{kind.name}) TO {quoted(file)} (FORMAT parquet)"
    )
    return str(file), rows


def _put(lake: Lake, tables: dict[str, tuple[str, int]]) -> None:
    asked = json.dumps({"catalogue": lake.catalogue, "data": lake.data, "tables": tables})
    try:
        done = subprocess.run(
            [lake.python, str(_PUT)],
            input=asked,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
        )
    except OSError as fault:
        raise WrongCall(
            "{python} cannot be started: {reason}. docs/operating.md says how it is set up.",
            python=lake.python,
            reason=fault.strerror or str(fault),
        ) from fault
    if done.returncode:
        said = done.stderr.replace(lake.catalogue, "…").strip().splitlines()  # without a password
        raise StorageFault("The lake was not changed: {reason}", reason=said[-1] if said else "–")
