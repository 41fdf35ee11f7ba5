"""python -m bench.release_chain: what a release costs as months follow each other.

A company of 2,000 stores and 20 departments hands in a file a month, with a
few late records of the months before. Measured is the processor's time of the
release alone, of this process and of the one that makes it.
"""

import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from bench import Criterion, asked_quick, report
from bench.company import opened
from bench.timing import cost
from data.database.connection import Database
from data.kinds.catalog import TRAINING
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add
from metrics.periods import add_months
from metrics.privacy.publishing import publish

SEED, FIRST = 20261128, date(2023, 1, 1)
STORES, DEPARTMENTS, ROWS, LATE, MONTHS = 2_000, 20, 2_000, 20, 36
MOST, MOST_GROWN = 15.0, 3.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what the releases took, and the criteria; 1 where one fails."""
    quick = asked_quick(
        "What a release of the staff's figures costs as months follow each other.", arguments
    )
    months, rows = (4, ROWS // 10) if quick else (MONTHS, ROWS)
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(opened(Path(folder) / "chain.duckdb")) as database,
    ):
        taken = [_month(database, month, rows) for month in range(months)]
    half = len(taken) // 2
    return report(
        [
            Criterion("the dearest release", max(taken[1:]), high=MOST, pattern="{:.1f} s"),
            Criterion(
                "the second half to the first",
                np.mean(taken[half:]) / np.mean(taken[1:half]),
                high=MOST_GROWN,
                pattern="{:.1f}",
            ),
        ]
    )


def _month(database: Database, month: int, rows: int) -> float:
    """Store a month's file, and make its release: seconds of processor."""
    keeping = database.keeping
    database.keeping = replace(keeping, publish=None)
    add(database, prepare(_file(month, rows), f"month{month}.csv", TRAINING, Options()))
    database.keeping = keeping
    taken = cost(lambda: publish(database)).cpu
    print(f"month {month + 1}: {taken:.1f} s")
    return taken


def _file(month: int, rows: int) -> bytes:
    """A month's exams, some of them of months before."""
    rng = np.random.default_rng([SEED, month])
    people = rng.permutation(10 * rows)[:rows]
    when = [month] * (rows - LATE) + rng.integers(0, month + 1, LATE).tolist()
    lines = [
        f"E{person},S{person % STORES},D{person % DEPARTMENTS},Basics,{add_months(FIRST, at)},"
        f"{rng.integers(40, 100)},100,70"
        for person, at in zip(people.tolist(), when, strict=True)
    ]
    return "\n".join(
        ["employee,store,department,course,date,score,maximum,pass_mark", *lines]
    ).encode()


if __name__ == "__main__":
    sys.exit(main())
