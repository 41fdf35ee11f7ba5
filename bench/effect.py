"""python -m bench.effect: how often an action without effect is said to have worked, and how often
a true one is found.

Series are normal, of standard deviation 1; in some each month keeps a part of the one before, in
some the unit was chosen because it was the worst of twenty.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench import Criterion, asked_quick, report
from bench.false_alarms import carried_on
from metrics.effect.level_change import level_change
from metrics.effect.verdict_of_action import Expected, Outcome, verdicts_of

SEED = 20261129
BEFORE, AFTER = 24, 9
UNITS = 20
_FOUND = (Outcome.WORKED, Outcome.PARTLY)


@dataclass(frozen=True)
class Situation:
    """What is simulated: how much each month keeps of the one before, the true step, whether the
    unit was the worst of twenty; and the percent of the series in which it may be, or has to be,
    said that the action worked."""

    name: str
    kept: float = 0.0
    step: float = 0.0
    worst: bool = False
    before: int = BEFORE
    low: float = 0.0
    high: float = 100.0


SITUATIONS = (
    Situation("no effect", high=5),
    Situation("no effect, each month keeps 0.4 of the one before", kept=0.4, high=5),
    Situation("no effect, chosen as the worst of 20", worst=True, high=5),
    Situation("no effect, both", kept=0.4, worst=True, high=5),
    Situation("step of 1.5 standard deviations", step=1.5, low=80),
    Situation("the same after a year only", step=1.5, before=12, low=70),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the criteria; 1 where one fails."""
    quick = asked_quick("Verdicts on actions without effect, and on true ones.", arguments)
    rng = np.random.default_rng(SEED)
    return report([measured(rng, one, 200 if quick else 2_000) for one in SITUATIONS])


def measured(rng: np.random.Generator, situation: Situation, series: int) -> Criterion:
    """In how many percent of so many series it is said that the action worked, at least in part."""
    said = sum(_is_found(rng, situation) for _ in range(series))
    return Criterion(situation.name, 100 * said / series, situation.low, situation.high)


def _is_found(rng: np.random.Generator, situation: Situation) -> bool:
    """Whether one action, alone, is said to have worked, nine months after."""
    length = situation.before + 1 + AFTER
    units = UNITS if situation.worst else 1
    values = np.array([_series(rng, length, situation.kept) for _ in range(units)])
    chosen = values[values[:, situation.before].argmin()]
    months = np.arange(length)
    start = situation.before + 1
    chosen[start:] += situation.step
    # The month of the choice counts on neither side; without a choice it is one before.
    counts = months != situation.before if situation.worst else months > 0
    change = level_change(months[counts], chosen[counts], start)
    return verdicts_of([(change, Expected(up=True, size=None, to_come=0))])[0].outcome in _FOUND


def _series(rng: np.random.Generator, length: int, kept: float) -> np.ndarray:
    values = carried_on(rng.normal(size=length), kept)
    return values * (1 - kept**2) ** 0.5


if __name__ == "__main__":
    sys.exit(main())
