"""python -m bench.forecast: the forecast, a straight line and "last value" on real months that were
not shown to them.

Each month of each NHS trust's share seen within 4 hours (type 1 departments)
is an origin: the methods see the 6 to 24 months up to it, and say where the
share will stand 1, 3, 6 and 12 months on and how likely it is to reach
targets from 3 points below to 5 above the last value.
Data: NHS England, A&E attendances (Open Government Licence), as in NHSRdatasets.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from bench import Criterion, asked_quick, report
from metrics.statistics.forecast import Expert, Logit, forecast
from metrics.statistics.intervals import Interval
from metrics.targets.judge import expected
from metrics.targets.verdict import OUTLOOKS, Status

DATA = Path(__file__).resolve().parents[2] / "shared" / "real" / "spc" / "ae_attendances.csv"
TRAIN = (6, 9, 12, 18, 24)
AHEAD = (1, 3, 6, 12)
STEPS = (-3, 0, 2, 5)  # targets, in points from the last value
MONTHS = 36
SCALE = Logit(0, 100)
WORDS = {
    Status.LIKELY: (75, 90),
    Status.UNLIKELY: (5, 20),
}  # percent of the stages so called that have to come true
MIXTURE, LINE, LAST = "mixture", "straight line", "last value"


class Prediction(Protocol):
    """What a method says of one month ahead, in percent."""

    def probability(self, target: float, better: int) -> float: ...
    def interval(self, level: float = 0.95) -> Interval: ...


@dataclass(frozen=True)
class Single:
    """One Student t on the working scale."""

    expert: Expert

    def probability(self, target: float, better: int) -> float:
        below = self.expert.below(SCALE.apply(target))
        return below if better < 0 else 1 - below

    def interval(self, level: float = 0.95) -> Interval:
        tail = (1 - level) / 2
        return Interval(
            SCALE.back(self.expert.quantile(tail)), SCALE.back(self.expert.quantile(1 - tail))
        )


@dataclass(frozen=True)
class Score:
    """How a method did, one entry a forecast; `issued` and `came_true` one a forecast and
    target."""

    issued: np.ndarray
    came_true: np.ndarray
    held_80: np.ndarray
    held_95: np.ndarray

    @property
    def brier(self) -> float:
        """Mean squared distance of probability and outcome; 0 is perfect, 0.25 is "50 %" every
        time."""
        return float(((self.issued - self.came_true) ** 2).mean())


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and the criteria; 1 where one fails."""
    quick = asked_quick("The forecast against months that were not shown to it.", arguments)
    if not DATA.exists():
        print(f"Skipped: the real months are not here ({DATA.name} is missing).")
        return 0
    trusts = series(DATA)
    found = scores(trusts[::10] if quick else trusts, 6 if quick else 1)
    for name, score in found.items():
        print(
            f"{name:<14} Brier {score.brier:.3f}; 95% interval held "
            f"{100 * score.held_95.mean():.1f}%, "
            f"80% {100 * score.held_80.mean():.1f}%; {len(score.held_95)} forecasts"
        )
    calibration(found[MIXTURE])
    return report(criteria(found))


def criteria(found: dict[str, Score]) -> Iterator[Criterion]:
    """What the product's forecast has to keep, alone and against the other two."""
    mixture = found[MIXTURE]
    yield Criterion("Brier score of the forecast", mixture.brier, high=0.20, pattern="{:.3f}")
    yield Criterion(
        "95 % interval of the forecast held", 100 * float(mixture.held_95.mean()), 93, 99
    )
    for other in (LINE, LAST):
        yield Criterion(
            f"Brier score won against {other}",
            found[other].brier - mixture.brier,
            low=0,
            pattern="{:.3f}",
        )
    reached = by_word(mixture)
    for word, (low, high) in WORDS.items():
        yield Criterion(f"“{word.key}” came true", 100 * reached[word][0], low, high)


def series(path: Path) -> list[np.ndarray]:
    """Percent within 4 hours, month by month, of each trust with all 36 months."""
    months = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["type"] == "1" and float(row["attendances"]) > 0:
                months[row["org_code"]][row["period"]] = 100 * (
                    1 - float(row["breaches"]) / float(row["attendances"])
                )
    return [
        np.array([value for _, value in sorted(found.items())])
        for found in months.values()
        if len(found) == MONTHS
    ]


def scores(trusts: Sequence[np.ndarray], step: int = 1) -> dict[str, Score]:
    """Every method over the same origins, of which every `step`-th is taken."""
    rows = {name: [] for name in (MIXTURE, LINE, LAST)}
    for values in trusts:
        for seen, ahead, outcome in origins(values, step):
            for name, prediction in predictions(seen, ahead).items():
                rows[name].append(_scored(prediction, seen[-1], outcome))
    return {
        name: Score(*(np.array(column) for column in zip(*found, strict=True)))
        for name, found in rows.items()
    }


def origins(values: np.ndarray, step: int = 1) -> Iterator[tuple[np.ndarray, int, float]]:
    """The months seen, how many ahead, and what came."""
    for length in TRAIN:
        for end in range(length, len(values), step):
            for ahead in AHEAD:
                if end + ahead <= len(values):
                    yield values[end - length : end], ahead, float(values[end + ahead - 1])


def predictions(seen: np.ndarray, ahead: int) -> dict[str, Prediction]:
    """The three methods on the same months; none where all of them are the same."""
    mixture = forecast(seen, ahead, SCALE)
    if mixture is None:
        return {}
    return {MIXTURE: mixture, LINE: Single(straight_line(seen, ahead)), LAST: Single(mixture.walk)}


def straight_line(seen: np.ndarray, ahead: int) -> Expert:
    """Least squares through the months, with the t interval of a new observation."""
    z = np.array([SCALE.apply(value) for value in seen])
    at = np.arange(len(z)) - (len(z) - 1) / 2
    slope = (at @ z) / (at @ at)
    rest = z - z.mean() - slope * at
    new = at[-1] + ahead
    spread = np.sqrt((rest @ rest) / (len(z) - 2) * (1 + 1 / len(z) + new**2 / (at @ at)))
    return Expert(len(z) - 2, float(z.mean() + slope * new), float(spread))


def _scored(
    prediction: Prediction, last: float, outcome: float
) -> tuple[list[float], list[bool], bool, bool]:
    # A target beyond the end of the scale is none.
    targets = [min(last + step, 100.0) for step in STEPS]
    (low, high), (wide_low, wide_high) = prediction.interval(0.8), prediction.interval(0.95)
    return (
        [prediction.probability(target, 1) for target in targets],
        [outcome >= target for target in targets],
        low <= outcome <= high,
        wide_low <= outcome <= wide_high,
    )


def by_word(score: Score) -> dict[Status, tuple[float, int]]:
    """Word of a verdict -> the share of targets so called that was reached, and how many these
    were."""
    issued, reached = score.issued.ravel(), score.came_true.ravel()
    words = np.array([expected(chance).key for chance in issued])
    return {
        word: (float(reached[words == word.key].mean()), int((words == word.key).sum()))
        for word in OUTLOOKS
        if (words == word.key).any()
    }


def calibration(score: Score) -> None:
    """Print how often targets were reached, by the probability issued."""
    issued, reached = score.issued.ravel(), score.came_true.ravel()
    for low in np.arange(0, 1, 0.2):
        within = (issued >= low) & (issued < low + 0.2)
        if within.any():
            print(
                f"issued {100 * low:.0f}% to {100 * low + 20:.0f}%: on average "
                f"{100 * issued[within].mean():.0f}%, "
                f"reached {100 * reached[within].mean():.0f}% of {within.sum()}"
            )
    for word, (share, count) in sorted(by_word(score).items(), key=lambda one: one[1][0]):
        print(f"called {word.key}: reached {100 * share:.1f}% of {count}")


if __name__ == "__main__":
    sys.exit(main())
