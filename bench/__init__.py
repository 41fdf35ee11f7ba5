"""Benchmarks: figures measured here and now, each beside the limits it has to keep.

`python -m bench.NAME [--quick]` prints the figures, then PASS or FAIL for each
criterion, and ends with 1 where one fails. See bench/README.md.
"""

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf


@dataclass(frozen=True)
class Criterion:
    """A figure and the limits it has to lie within, ends included, all in one unit; `pattern`
    writes them."""

    name: str
    measured: float
    low: float = -inf
    high: float = inf
    pattern: str = "{:.1f}%"

    @property
    def passed(self) -> bool:
        """Whether the figure keeps its limits; a missing one (NaN) does not."""
        return self.low <= self.measured <= self.high

    def __str__(self) -> str:
        limits = [
            f"{word} {self.pattern.format(limit)}"
            for word, limit in (("at least", self.low), ("at most", self.high))
            if abs(limit) < inf
        ]
        verdict = "PASS" if self.passed else "FAIL"
        return f"{verdict}  {self.name}: {self.pattern.format(self.measured)} ({', '.join(limits)})"


def report(criteria: Iterable[Criterion]) -> int:
    """Print every criterion; 1 where one fails, else 0."""
    criteria = tuple(criteria)
    print(*criteria, sep="\n")
    return 0 if all(criterion.passed for criterion in criteria) else 1


def asked_quick(purpose: str, arguments: Sequence[str] | None) -> bool:
    """Whether the call asks for the quick run."""
    parser = argparse.ArgumentParser(description=purpose)
    parser.add_argument(
        "--quick", action="store_true", help="fewer repetitions: a look, not a proof"
    )
    return parser.parse_args(arguments).quick
