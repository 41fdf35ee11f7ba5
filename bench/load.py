"""python -m bench.load: reading, checking and storing a large CSV, against DuckDB's own COPY of the
same file.

The COPY fills a table whose columns are typed, and is committed and
checkpointed as the store does it. Both go into a new database each round.
"""

import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench import report
from bench.company import FIRST, later, opened, survey_sql
from bench.timing import Cost, Fresh, at_most, in_turn, middle, parser, working_folder
from data.database.connection import Database
from data.database.engine import quoted
from data.kinds.catalog import SURVEY
from data.reading.options import Options
from data.reading.reader import read
from data.reading.sheet import Sheet
from data.uploads.prepare import CheckedWith, FileId, Prepared, prepare_sheet
from data.uploads.store import add
from metrics.handed.moves import month_values

ROWS, QUICK_ROWS = 1_000_000, 50_000
MOST = 2.2  # what is kept of the rows besides included; 2.0 without
OPTIONS = Options(scale="1-5")
READ, CHECKED, STORED, COPIED = "read", "checked", "stored", "copied by DuckDB"
_TODAY = date(2026, 12, 31)


def write_file(path: Path, rows: int) -> None:
    """A survey file of 14 columns over a year: those of the kind, a quarter of them with a comment,
    and one that no kind knows."""
    comment = "['', '', '', 'Friendly, and quick at the desk'][(hash(number, 20) % 4)::INT + 1]"
    sql = f"""SELECT * EXCLUDE (number), 'E' || lpad((hash(number, 21) % 900)::VARCHAR, 4, '0') AS employee, {comment} AS comment,
        'wave ' || (1 + number % 3) AS wave FROM ({survey_sql(later(rows, 0, FIRST, 365))})"""
    with closing(Database(path.with_suffix(".duckdb"))) as database, database.write() as writing:
        writing.run(f"COPY ({sql}) TO {quoted(path)} (HEADER)")


def copy(database: Database, path: Path) -> None:
    """DuckDB's own way: the file into a table of the same types, committed and checkpointed."""
    types = {column.name: column.type.value for column in SURVEY.columns}
    with path.open(encoding="utf-8") as file:
        columns = ", ".join(
            f"{name} {types.get(name, 'VARCHAR')}" for name in file.readline().strip().split(",")
        )
    with database.write() as writing:
        writing.run(f"CREATE TABLE plain ({columns})")
        writing.run(f"COPY plain FROM {quoted(path)} (HEADER)")


@dataclass
class Load:
    """One file on its way, step by step, as `python -m data load` takes it; `fresh` gives a new
    database."""

    path: Path
    fresh: Callable[[str], Database]
    content: bytes = b""
    sheet: Sheet | None = None
    prepared: Prepared | None = None

    def read(self) -> None:
        self.content = self.path.read_bytes()
        self.sheet = read(self.content, self.path.name, OPTIONS)

    def check(self) -> None:
        self.prepared = prepare_sheet(
            FileId.of(self.content, self.path.name),
            self.sheet,
            SURVEY,
            OPTIONS,
            CheckedWith(today=_TODAY),
        )

    def ready_to_store(self, number: int) -> Callable[[], object]:
        database = self.fresh("product")
        return lambda: add(database, self.prepared, month_values)

    def ready_to_copy(self, number: int) -> Callable[[], object]:
        database = self.fresh("plain")
        return lambda: copy(database, self.path)


def steps(path: Path, fresh: Callable[[str], Database], rounds: int) -> dict[str, list[Cost]]:
    """Rounds of reading, checking, storing, and of the COPY."""
    load = Load(path, fresh)
    return in_turn(
        {
            READ: lambda number: load.read,
            CHECKED: lambda number: load.check,
            STORED: load.ready_to_store,
            COPIED: load.ready_to_copy,
        },
        rounds,
    )


def all_steps(found: dict[str, list[Cost]]) -> list[Cost]:
    """Reading, checking and storing of each round together."""
    return [
        read + checked + stored
        for read, checked, stored in zip(found[READ], found[CHECKED], found[STORED], strict=True)
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what each step takes, and the criteria; 1 where one fails."""
    asked = parser(
        "What reading, checking and storing a large file costs.", "--rows", "--rounds"
    ).parse_args(arguments)
    rows = asked.rows or (QUICK_ROWS if asked.quick else ROWS)
    with working_folder() as folder, closing(Fresh(folder, opened)) as fresh:
        path = folder / "survey.csv"
        write_file(path, rows)
        print(f"{rows:,} rows, {path.stat().st_size / 2**20:,.0f} MB")
        found = steps(path, fresh, asked.rounds)
    whole = all_steps(found)
    for name, costs in (*found.items(), ("read, checked and stored", whole)):
        print(f"{name:<26}{middle(costs)}")
    return report(
        at_most(
            f"{rows:,} rows read, checked and stored against DuckDB's COPY",
            whole,
            found[COPIED],
            MOST,
        )
    )


if __name__ == "__main__":
    sys.exit(main())
