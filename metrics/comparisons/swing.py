"""How far a KPI's months swing by themselves, and where a level lies beyond that.

Months differ by more than sampling: holidays, weather, who was ill. That swing
is taken from the KPI's own settled months before those that are looked at, so
that a step in the latest months does not hide itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from metrics.periods import add_months
from metrics.snapshot import once
from metrics.statistics.comparing import Difference, Differences
from metrics.statistics.intervals import LEVEL, normal_quantile, t_quantile
from metrics.statistics.spc import SCREEN, mean_moving_range

MOST = 36  # months that the swing, and the level before, are taken from
FEWEST = 6  # months without which the swing is not known
MOST_QUARTERS, FEWEST_QUARTERS = (
    12,
    4,
)  # the same of the quarters of units, which witness for one another
WINDOWS = {
    2: 0.2,
    3: 0.8,
    # how many latest months make a level, and the part of the chance of a false one that each may
    # take
}
YEARLY = 0.5  # correlation with the year before from which on months are seasonal
_PAIRS = 12  # months with one a year before that tell it
_RANGES = 0.62  # degrees of freedom of a mean moving range, for each range
_SPAN = 1.128  # mean distance of two neighbours, in standard deviations
_HALVINGS, _MANY = (
    40,
    1e6,
)  # steps to a swing; degrees of freedom from which on there is no difference
_DUST = 1e-9  # a swing that only comes of rounding is none
_KEPT = 6000  # levels: of some thirty KPIs for five years, at two or three lengths each


@dataclass(frozen=True)
class Series:
    """A KPI's months one after the other, up to the last of them: values, and variances of
    sampling; NaN where there is nothing to judge."""

    first: date
    values: np.ndarray
    errors: np.ndarray

    @property
    def last(self) -> date:
        """The month that the last value is of."""
        return add_months(self.first, len(self.values) - 1)

    def until(self, month: date) -> "Series":
        """The months up to one, which is the last even where it has no value."""
        length = _months_from(self.first, month) + 1
        missing = max(0, length - len(self.values))
        values, errors = (
            np.append(part, np.full(missing, np.nan))[: max(0, length)]
            for part in (self.values, self.errors)
        )
        return Series(self.first, values, errors)


@dataclass(frozen=True)
class Swing:
    """The variance of a KPI's months beside that of sampling, and how many degrees of freedom stand
    behind it."""

    variance: float
    degrees: float


@dataclass(frozen=True)
class Level:
    """The mean of the latest `months` against `before`, that of as many as `base` months before
    them, by `difference`.

    `yearly`: months resemble those of a year before. Then `before` is the mean of the same months a
    year earlier, `usual` is what a year usually adds, and `difference` is what goes beyond that.
    """

    months: int
    base: int
    mean: float
    before: float
    difference: Difference
    yearly: bool = False
    usual: float = 0.0


def series_of(rows: Mapping[str, np.ndarray], starts: Sequence[date] = ()) -> Series | None:
    """The months of an answer's settled rows that have enough cases, from the latest of `starts`
    on; None without any."""
    kept = np.flatnonzero(rows["enough"].astype(bool))
    periods = rows["period"][kept]
    begun = max((start for start in starts if len(kept) and start <= periods[-1]), default=date.min)
    kept, periods = kept[periods >= begun], periods[periods >= begun]
    if not len(kept):
        return None
    places = [_months_from(periods[0], period) for period in periods]
    value, low, high = (rows[name].astype(float)[kept] for name in ("value", "low", "high"))
    values, errors = np.full((2, places[-1] + 1), np.nan)
    values[places], errors[places] = value, sampling(low, high)
    return Series(periods[0], values, errors)


def _months_from(first: date, month: date) -> int:
    return (month.year - first.year) * 12 + month.month - first.month


def sampling(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """The variance of a value from its own interval; 0 where that is none, for then the swing holds
    all there is."""
    return np.nan_to_num(((high - low) / (2 * normal_quantile(LEVEL))) ** 2)


def swing(series: Series) -> Swing | None:
    """From the distances of neighbouring months, which a step or a trend hardly widens; extreme
    ones are left out once. None with few months."""
    values, errors = series.values[-MOST:], series.errors[-MOST:]
    known = ~np.isnan(values)
    if known.sum() < FEWEST:
        return None
    width = mean_moving_range(values[known]) or 0.0  # no range is left where all months are alike
    variance = max(0.0, (width / _SPAN) ** 2 - float(errors[known].mean()))
    return Swing(variance, _RANGES * (int(known.sum()) - 1))


def widened(difference: Difference, sides: Swing) -> Difference:
    """The difference of two months with the swing of both in its limits and its p; those of
    sampling alone go in, and stay within."""
    if difference.value is None:
        return difference
    if difference.low is None or difference.high is None:
        return _tested(difference.value, (2 * sides.variance) ** 0.5, sides.degrees)
    half = (difference.high - difference.low) / (2 * normal_quantile(LEVEL))
    found = _tested(difference.value, (half**2 + 2 * sides.variance) ** 0.5, sides.degrees)
    return (
        found
        if found.low is None or found.high is None
        else found._replace(
            low=min(found.low, difference.low), high=max(found.high, difference.high)
        )
    )


def swing_of_units(values: np.ndarray, errors: np.ndarray) -> Swing | None:
    """What the units of a KPI swing by from quarter to quarter beside sampling: one figure for all,
    as each has too few quarters of its own.

    A row a unit, a column a quarter, NaN where nothing is known. Distances of neighbours are set
    against the sampling error of both; the swing is what makes their mean that of chance. Extreme
    ones are left out once. As units move together, those of one unit count as witnesses, not those
    of all. None with few quarters.
    """
    known = ~np.isnan(values)
    quarters = int(known.any(axis=0).sum())
    apart, sampled = np.abs(np.diff(values, axis=1)), errors[:, 1:] + errors[:, :-1]
    both = ~np.isnan(apart)
    if quarters < FEWEST_QUARTERS or not both.any():
        return None
    apart, sampled = apart[both], sampled[both]
    excess = apart / np.sqrt(sampled + 2 * _excess(apart, sampled) + _DUST**2)
    usual = excess < SCREEN * excess.mean()
    variance = _excess(apart[usual], sampled[usual]) if usual.any() else 0.0
    return Swing(variance, _RANGES * (quarters - 1))


def _excess(apart: np.ndarray, sampled: np.ndarray) -> float:
    """The variance beside sampling that makes distances, in standard deviations, as long as a
    normal one is on average."""
    low, high = 0.0, float((apart**2).max())
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        apart_in_all = (apart / np.sqrt(sampled + 2 * middle + _DUST**2)).sum()
        wide = apart_in_all / len(apart) > (2 / np.pi) ** 0.5
        low, high = (middle, high) if wide else (low, middle)
    return low


def all_widened(found: Differences, sides: Swing) -> Differences:
    """Many differences at once with the swing of both sides in their limits and p, which are never
    surer than by sampling alone.

    The less of the error is swing, the less it matters how few quarters tell that (Welch and
    Satterthwaite).
    """
    from scipy.special import stdtr

    added = 2 * sides.variance
    error = np.sqrt(((found.high - found.low) / (2 * normal_quantile(LEVEL))) ** 2 + added)
    degrees = np.minimum(sides.degrees * (error**2 / max(added, _DUST**2)) ** 2, _MANY)
    half = t_quantile(LEVEL, degrees) * error
    p = 2 * stdtr(
        degrees, -np.abs(found.value) / np.where(error == 0, np.nan, error)
    )  # without any error there is no p but their own
    return Differences(
        found.value,
        np.fmin(found.value - half, found.low),
        np.fmax(found.value + half, found.high),
        np.fmax(p, found.p),
    )


def _numbers(series: Series, months: int) -> tuple:
    return series.values.tobytes(), series.errors.tobytes(), months


# A month is looked at again from each of those after it, and most loads leave most months what they
# were. The same numbers say the same, whoever looks.
@once(_KEPT, _numbers)
def level(series: Series, months: int) -> Level | None:
    """The latest months against those before; None where one of them is missing or lies on the
    other side, or too few stand before them."""
    if _is_yearly(series, months):
        return _yearly(series, months)
    found = _against(series.values, series.errors, months)
    return None if found is None else Level(months, *found)


def _yearly(series: Series, months: int) -> Level | None:
    """The level of the differences from the year before, where what they add does not turn the
    difference around."""
    values, errors = (
        series.values[12:] - series.values[:-12],
        series.errors[12:] + series.errors[:-12],
    )
    found = _against(values, errors, months)
    if found is None:
        return None
    base, gain, usual, difference = found
    if gain * (gain - usual) <= 0:
        return None
    before = series.values[-months - 12 : len(series.values) - 12].mean()
    return Level(
        months, base, float(series.values[-months:].mean()), float(before), difference, True, usual
    )


def _is_yearly(series: Series, months: int) -> bool:
    values = series.values[:-months]
    if len(values) <= 12:
        return False
    now, before = values[12:], values[:-12]
    both = ~np.isnan(now) & ~np.isnan(before)
    now, before = now[both], before[both]
    if len(now) < _PAIRS:
        return False
    now, before = now - now.mean(), before - before.mean()
    squares, squares_before = float(now @ now), float(before @ before)
    if min(squares, squares_before) <= len(now) * _DUST**2:
        return False
    return float(now @ before) > YEARLY * (squares * squares_before) ** 0.5  # their correlation


def _against(
    values: np.ndarray, errors: np.ndarray, months: int
) -> tuple[int, float, float, Difference] | None:
    """How many months before, mean of the latest, mean before, difference."""
    latest, base = values[-months:], values[-months - MOST : -months]
    known = ~np.isnan(base)
    count = int(known.sum())
    if len(latest) < months or np.isnan(latest).any() or count < FEWEST:
        return None
    sampled = errors[-months - MOST : -months][known]
    variance = max(0.0, float(base[known].var(ddof=1)) - float(sampled.mean()))
    error = (
        (variance * months + errors[-months:].sum()) / months**2
        + (variance * count + sampled.sum()) / count**2
    ) ** 0.5
    before, now = float(base[known].mean()), float(latest.mean())
    if (np.sign(latest - before) != np.sign(now - before)).any():  # a single month makes no level
        return None
    if error <= _DUST * max(1.0, abs(before)):
        return None
    return count, now, before, _tested(now - before, error, count - 1)


def _tested(value: float, error: float, degrees: float) -> Difference:
    from scipy.special import stdtr

    if error <= 0:
        return Difference(value, None, None, None)
    half = float(t_quantile(LEVEL, degrees)) * error
    return Difference(
        value, value - half, value + half, float(2 * stdtr(degrees, -abs(value) / error))
    )


def clearest(series: Series) -> tuple[float, Level] | None:
    """The level that is furthest from the one before, of the latest two or three months, with its p
    over both; None where none can be told."""
    found = [
        (min(1.0, one.difference.p / WINDOWS[months]), one)
        for months in WINDOWS
        if (one := level(series, months)) is not None and one.difference.p is not None
    ]
    return min(found, key=lambda one: one[0], default=None)
