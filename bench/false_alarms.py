"""python -m bench.false_alarms: how often the four rules mark a process in which nothing happened.

The stated rates come from 600 series each; what is measured here may lie
within three standard errors of such a run. docs/methods.md gives the measured ones.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from bench import Criterion, asked_quick, report
from metrics.answers.answer import Answer
from metrics.catalog import kpi_named
from metrics.comparisons.signals import process
from metrics.periods import add_months
from metrics.statistics.spc import Signal, control_chart
from metrics.sums.query import Query

SEED = 20260902
STATED_RUNS = 600
Signals = tuple[Signal, ...]


@dataclass(frozen=True)
class Process:
    """A process without any change: its name, the signals of one chart of it, and the stated rates
    in percent.

    `last`: the last point is marked, lowest and highest stated; `any_point`:
    some point is, by the number of points.
    """

    name: str
    chart: Callable[[np.random.Generator, int], Signals]
    last: tuple[float, float]
    any_point: dict[int, float]


def normal(rng: np.random.Generator, points: int) -> Signals:
    """Independent normal values."""
    return control_chart(rng.normal(size=points)).signals


def shares(rng: np.random.Generator, points: int) -> Signals:
    """Shares of 40 cases of which 95 % succeed, on an XmR chart: few cases near the top of the
    range."""
    return control_chart(rng.binomial(40, 0.95, points) / 40).signals


def following(rng: np.random.Generator, points: int) -> Signals:
    """Normal values that each keep 0.4 of the one before."""
    return control_chart(carried_on(rng.normal(size=points), 0.4)).signals


def carried_on(values: np.ndarray, kept: float) -> np.ndarray:
    """Values that each keep a part of the one before, of the same variance from the first on."""
    found = [values[0] / (1 - kept**2) ** 0.5]
    for value in values[1:]:
        found.append(value + kept * found[-1])
    return np.array(found)


def uneven(rng: np.random.Generator, points: int) -> Signals:
    """Shares of 40 to 160 cases of which 85 % succeed, as a page charts them: with limits that
    follow the month."""
    n = rng.integers(40, 161, points)
    y = rng.binomial(n, 0.85)
    months = [add_months(date(2024, 1, 1), at) for at in range(points)]
    rows = pd.DataFrame(
        {
            "period": months,
            "value": 100 * y / n,
            "y": y,
            "x": n,
            "enough": True,
            "partial": False,
            "maturing": False,
            "hidden": False,
        }
    )
    return process(Answer(kpi_named("csat"), Query(), rows)).chart.signals


PROCESSES = (
    Process("stable", normal, (1.3, 1.3), {12: 6, 24: 20, 36: 32}),
    Process("uneven months", uneven, (1.3, 1.3), {12: 6, 24: 20, 36: 32}),
    Process("share of 40 at 95 %", shares, (3, 4), {24: 33}),
    Process("each month like the one before", following, (9, 9), {24: 60}),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and the criteria; 1 where one fails."""
    quick = asked_quick(
        "How often the four rules mark a process in which nothing happened.", arguments
    )
    rng = np.random.default_rng(SEED)
    return report(
        [
            criterion
            for kind in PROCESSES
            for criterion in measured(rng, kind, 300 if quick else 4_000)
        ]
    )


def measured(rng: np.random.Generator, kind: Process, series: int) -> list[Criterion]:
    """The criteria of one process, from that many series a length."""
    criteria, last_rates = [], []
    for points, stated in kind.any_point.items():
        last, some = alarm_rates([kind.chart(rng, points) for _ in range(series)])
        print(
            f"{kind.name}, {points} points: last point marked {last:.1f}%, any point {some:.1f}% "
            f"of {series} series"
        )
        margin = 3 * _error(stated)
        name = f"{kind.name}, any of {points} points (stated {stated}%)"
        criteria.append(Criterion(name, some, stated - margin, stated + margin))
        last_rates.append(last)
    low, high = kind.last
    name = f"{kind.name}, last point (stated {f'{low}%' if low == high else f'{low}% to {high}%'})"
    lowest, highest = max(low - 3 * _error(low), 0), high + 3 * _error(high)
    return [*criteria, Criterion(name, float(np.mean(last_rates)), lowest, highest)]


def alarm_rates(charts: Sequence[Signals]) -> tuple[float, float]:
    """Percent of the charts whose last point is marked, and percent with any mark."""
    marked = np.array([[signal is not Signal.NONE for signal in signals] for signals in charts])
    return 100 * float(marked[:, -1].mean()), 100 * float(marked.any(axis=1).mean())


def _error(percent: float) -> float:
    """Standard error of a rate stated from STATED_RUNS series, in percent."""
    return (percent * (100 - percent) / STATED_RUNS) ** 0.5


if __name__ == "__main__":
    sys.exit(main())
