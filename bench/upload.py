"""python -m bench.upload: what storing a file costs, against inserting its rows and nothing else,
and against an empty database.

A day's file is stored onto a large company in turn with the bare insert: the
same rows, already keyed, with one INSERT, its commit and its checkpoint. Each
has its own copy of the company, and both copies grow from round to round:
deleting the rows again would leave gaps that the next checkpoint has to work
off. A month's file is stored onto the company in
turn with an empty database; each round brings the next month. It has a copy of
its own, since what DuckDB rewrites in a checkpoint depends on what came before.
"""

import hashlib
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from bench import report
from bench.company import LAST, company, copied, later, opened, survey_sql
from bench.timing import (
    WHOLE,
    Cost,
    Fresh,
    WatchedDatabase,
    at_most,
    in_turn,
    middle,
    parser,
    print_statements,
    size_words,
    working_folder,
)
from data.database.connection import Database
from data.database.tables import rows_table
from data.kinds.catalog import SURVEY
from data.reading.options import Options
from data.uploads.prepare import Prepared, prepare
from data.uploads.store import add
from metrics.handed.moves import month_values
from metrics.periods import add_months

ROWS, QUICK_ROWS = 10_000_000, 200_000
DAY_ROWS, MONTH_SHARE = (
    10_000,
    0.03,
)  # a month's file has this share of the company's rows: 300,000 of 10 M
MOST_OF_INSERT, MOST_OF_EMPTY = 3.5, 1.5
ADDED, BARE = "stored", "bare insert"
ONTO_COMPANY, ONTO_EMPTY = (
    "a month stored onto the company",
    "a month stored onto an empty database",
)
_TODAY = date(2027, 12, 31)  # no date of these files lies after it
_FIRST_DAY, _FIRST_MONTH = add_months(LAST, 1), add_months(LAST, 3)
_FIRST_NUMBER = 1_000_000_000  # above the numbers of every company


def file_of(database: Database, rows: int, number: int, day: date, days: int) -> Prepared:
    """A survey file of so many rows over some days; files of different `number` have no row in
    common."""
    with database.read() as reading:
        frame = reading.frame(survey_sql(later(rows, _FIRST_NUMBER + number * rows, day, days)))
    content = frame.drop(columns="number").to_csv(index=False).encode()
    return prepare(content, f"survey-{number}.csv", SURVEY, Options(scale="1-5"), today=_TODAY)


def day_file(database: Database, rows: int, number: int) -> Prepared:
    """The file of the day after so many other days of files."""
    return file_of(database, rows, number, _FIRST_DAY + timedelta(days=number), 1)


def month_file(database: Database, rows: int, number: int) -> Prepared:
    """The file of the month after so many other months of files; its numbers are none of a day's
    file."""
    month = add_months(_FIRST_MONTH, number)
    return file_of(database, rows, 1_000 + number, month, (add_months(month, 1) - month).days)


def keyed(prepared: Prepared) -> pd.DataFrame:
    """The rows as the table has them, with keys as long as the store's."""
    rows = prepared.checked.rows
    keys = [
        hashlib.md5(f"{name}\x1f{moment}".encode()).hexdigest()
        for name, moment in zip(rows["response_id"], rows["date"], strict=True)
    ]
    return rows.assign(upload=0, key=keys, twin=1, live=True)


def insert(database: Database, rows: pd.DataFrame) -> None:
    """The bare insert: one statement, committed and checkpointed."""
    with database.write() as writing, writing.with_frame("incoming", rows):
        writing.run(f"INSERT INTO {rows_table(SURVEY)} BY NAME FROM incoming")


def days(product: Database, bare: Database, rows: int, rounds: int) -> dict[str, list[Cost]]:
    """Rounds of storing a day's file, with the KPIs that it moves, and of its bare insert."""

    def added(number: int) -> Callable[[], object]:
        prepared = day_file(product, rows, number)
        return lambda: add(product, prepared, month_values)

    def inserted(number: int) -> Callable[[], object]:
        frame = keyed(day_file(bare, rows, number))
        return lambda: insert(bare, frame)

    return in_turn({BARE: inserted, ADDED: added}, rounds)


def months(
    product: Database, fresh: Callable[[str], Database], rows: int, rounds: int
) -> dict[str, list[Cost]]:
    """Rounds of storing a month's file onto the company, and onto a new database each round."""

    def onto_company(number: int) -> Callable[[], object]:
        prepared = month_file(product, rows, number)
        return lambda: add(product, prepared, month_values)

    def onto_empty(number: int) -> Callable[[], object]:
        prepared = month_file(product, rows, number)
        empty = fresh("empty")
        return lambda: add(empty, prepared, month_values)

    return in_turn({ONTO_EMPTY: onto_empty, ONTO_COMPANY: onto_company}, rounds)


def profile(paths: Sequence[Path], sizes: Sequence[int], rows: int) -> None:
    """Print which statements storing a day's file spends its time in, on companies of several
    sizes, where one day came just before."""
    found = {}
    for path, size in zip(paths, sizes, strict=True):
        with closing(opened(path, WatchedDatabase)) as database:
            add(database, day_file(database, rows, 100), month_values)
            prepared = day_file(database, rows, 101)
            database.statements.seconds.clear()
            with database.statements.timed(WHOLE):
                add(database, prepared, month_values)
            found[size_words(size)] = database.statements.seconds
    print_statements(found)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what storing takes, and the criteria; 1 where one fails."""
    asked = parser(
        "What storing a file costs.", "--rows", "--rounds", "--keep", "--profile"
    ).parse_args(arguments)
    rows = asked.rows or (QUICK_ROWS if asked.quick else ROWS)
    with working_folder(asked.keep) as kept, working_folder() as folder, ExitStack() as stack:
        whole = company(kept, rows)
        fresh = stack.enter_context(closing(Fresh(folder, opened)))
        of_days, bare, of_months = (
            stack.enter_context(closing(opened(copied(whole, folder / name))))
            for name in ("days", "bare", "months")
        )
        of_day = days(of_days, bare, DAY_ROWS, asked.rounds)
        of_month = months(of_months, fresh, round(MONTH_SHARE * rows), asked.rounds)
        print(
            f"onto {size_words(rows)} rows: {DAY_ROWS:,} rows a day, "
            f"{round(MONTH_SHARE * rows):,} a month"
        )
        for name, costs in (*of_day.items(), *of_month.items()):
            print(f"{name:<42}{middle(costs)}")
        if asked.profile:
            smaller = company(kept, rows // 10)
            paths = [
                folder / "none.duckdb",
                copied(smaller, folder / "smaller"),
                copied(whole, folder / "whole"),
            ]
            profile(paths, (0, rows // 10, rows), DAY_ROWS)
    return report(
        [
            *at_most(
                f"{DAY_ROWS:,} rows stored against their bare insert",
                of_day[ADDED],
                of_day[BARE],
                MOST_OF_INSERT,
            ),
            *at_most(
                "a month stored onto the company against an empty database",
                of_month[ONTO_COMPANY],
                of_month[ONTO_EMPTY],
                MOST_OF_EMPTY,
            ),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
