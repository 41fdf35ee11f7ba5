"""python -m bench.settling: what it takes to settle what may be shown of the staff of companies
with many units, and to check it.

The companies are made at random from fixed seeds: thin ones, in which nearly
every group is small, and units of two dimensions that cross. The last is a
file, read and stored as `python -m data load` does it, with all that belongs
to it; one round before it is not counted, which loads the program itself.
"""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from bench import Criterion, asked_quick, report
from bench.company import opened
from bench.timing import cost
from data.kinds.catalog import TRAINING
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add
from metrics.handed.moves import month_values
from metrics.privacy import lattice
from metrics.privacy.audit import audit, nested_views
from metrics.privacy.cases import WHOLE, Cases
from metrics.privacy.lattice import STATES, SUMS, Lattice

SEED = 20261128
LEAST = TRAINING.anonymous_below
MOST, MOST_OF_CHECK = 3.0, 10.0  # seconds of processor
DIMENSIONS = TRAINING.dimensions


@dataclass(frozen=True)
class Company:
    """A company of exams: how many rows and people over how many months, and how many units of each
    dimension (one, unless told)."""

    name: str
    rows: int
    people: int
    months: int
    units: dict[str, int]


COMPANIES = (
    Company("2,000 stores x 36 months", 72_000, 20_000, 36, {"store": 2_000}),
    Company(
        "2,000 stores x 36 months, 20 departments, 8 courses in 3 modules",
        72_000,
        20_000,
        36,
        {"department": 20, "store": 2_000, "course": 8, "module": 3},
    ),
    Company(
        "200 departments x 40 stores, 3,000 rows in a year",
        3_000,
        3_000,
        12,
        {"department": 200, "store": 40},
    ),
    Company(
        "200 departments x 40 stores, 3,000 rows in three years, 5 courses in 2 modules",
        3_000,
        1_000,
        36,
        {"department": 200, "store": 40, "course": 5, "module": 2},
    ),
    Company("1,000 stores, 3,000 rows", 3_000, 3_000, 12, {"store": 1_000}),
    Company("400 stores, 1,200 rows", 1_200, 1_200, 9, {"store": 400}),
)
STORES, FILE_ROWS = 400, 1_200


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what each company takes, and the criteria; 1 where one fails."""
    quick = asked_quick(
        "What it takes to settle what may be shown of companies with many units.", arguments
    )
    companies = map(smaller, COMPANIES) if quick else COMPANIES
    found = [
        criterion
        for company in companies
        for together in (SUMS, STATES)
        for criterion in measured(company, together)
    ]
    stored = [cost(lambda: store_file(STORES, FILE_ROWS)).cpu for _ in range(2)][-1]
    return report(
        [
            *found,
            Criterion(
                f"a file of {FILE_ROWS:,} rows of {STORES} stores, read and stored",
                stored,
                high=MOST,
                pattern="{:.2f} s",
            ),
        ]
    )


def measured(company: Company, together: Mapping[str, int]) -> list[Criterion]:
    """What it takes to settle a company and to check the outcome, and what can be told of it."""
    cases, found = cases_of(company), []
    name = f"{company.name}, {'states' if together is STATES else 'sums'}"
    settling = cost(lambda: found.append(lattice.solve_lattice(cases, LEAST, together)))
    checking = cost(
        lambda: found.append(audit(cases, found[0], LEAST, nested_views(cases, DIMENSIONS)))
    )
    settled, checked = found
    print(
        f"{name}: {100 * part_shown(cases, settled):.0f}% of the cells with records are shown, "
        f"{checked.attacked:,} small groups are hidden"
    )
    return [
        Criterion(f"{name}, settled", settling.cpu, high=MOST, pattern="{:.2f} s"),
        Criterion(f"{name}, checked", checking.cpu, high=MOST_OF_CHECK, pattern="{:.2f} s"),
        Criterion(f"{name}, small groups told", len(checked.exposed), 0, 0, "{:.0f}"),
    ]


def smaller(company: Company) -> Company:
    """A company of the same shape with a tenth of the rows and people, and of the units of a
    dimension with many."""
    units = {name: max(min(count, 10), count // 10) for name, count in company.units.items()}
    return Company(company.name, company.rows // 10, company.people // 10, company.months, units)


def cases_of(company: Company) -> Cases:
    """Its exams: each person belongs to one store and one department; a course lies in one
    module."""
    rng, sizes = (
        np.random.default_rng(SEED),
        {name: company.units.get(name, 1) for name in DIMENSIONS},
    )
    person = rng.permutation(np.arange(company.rows) % company.people)
    units = {WHOLE: np.zeros(company.rows, int)}
    units |= {
        name: rng.permutation(np.arange(company.people) % sizes[name])[person]
        for name in ("department", "store")
    }
    units["course"] = rng.integers(0, sizes["course"], company.rows)
    units["module"] = units["course"] % sizes["module"]
    names = {
        WHOLE: (None,),
        **{name: tuple(f"{name} {unit}" for unit in range(size)) for name, size in sizes.items()},
    }
    month = rng.permutation(np.arange(company.rows) % company.months)
    one = np.ones(company.rows, int)
    return Cases(2024, -(-company.months // 12), person, month, one - 1, one, units, names)


def part_shown(cases: Cases, settled: Lattice) -> float:
    """Of the cells with records the part that is shown."""
    there = [
        (cases.people(name, grain).any(axis=0), shown)
        for name, tables in settled.shown.items()
        for grain, shown in tables.items()
    ]
    return sum(int((some & shown).sum()) for some, shown in there) / sum(
        int(some.sum()) for some, _ in there
    )


def file_of(stores: int, rows: int) -> bytes:
    """A file of exams, each of another person, store after store."""
    rng = np.random.default_rng(SEED)
    lines = [
        f"E{row},Service,{date(2026, 1, 1) + timedelta(days=int(rng.integers(0, 270)))},"
        f"{rng.integers(40, 101)},100,60,Town {row % stores}"
        for row in range(rows)
    ]
    return "\n".join(["employee,course,exam_date,score,maximum,pass_mark,store", *lines]).encode()


def store_file(stores: int, rows: int) -> None:
    """Read it and store it in a new database."""
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(opened(Path(folder) / "many.duckdb")) as database,
    ):
        prepared = prepare(
            file_of(stores, rows), "many-stores.csv", TRAINING, Options(), today=date(2026, 12, 31)
        )
        add(database, prepared, month_values)


if __name__ == "__main__":
    sys.exit(main())
