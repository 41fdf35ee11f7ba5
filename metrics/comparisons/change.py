"""How a KPI changed between two periods, and how sure that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from math import erfc

import numpy as np

from errors import Message
from metrics.answers.answer import Answer
from metrics.catalog import KPIS
from metrics.comparisons.swing import WINDOWS, Swing, sampling, series_of, swing, widened
from metrics.kpi import Amount, Kpi, Shape
from metrics.periods import Period, add_months
from metrics.statistics.comparing import (
    Difference,
    Differences,
    net_promoter_difference,
    ratio_difference,
    share_difference,
)
from metrics.statistics.intervals import LEVEL, CaseSums, normal_quantile

FALSE_COLOURS = (
    0.2  # changes that are told a month though nothing changed, expected over all KPIs together
)
# The columns of an answer that a difference is made of.
COLUMNS = ("n", "value", "y", "less", "x", "yy", "xy", "xx")


@dataclass(frozen=True)
class Change:
    """A value against the one of an earlier, like period; the difference, and both `values`
    (before, now), in the KPI's unit."""

    kpi: Kpi
    before: date
    difference: Difference
    values: tuple[float, float]
    grain: str = "month"

    @property
    def certain(self) -> bool:
        """Whether the 95 % interval of the difference leaves 0 out."""
        return self.difference.certain

    @property
    def better(self) -> bool | None:
        """Whether it is for the better; None where the change is not certain."""
        value = self.difference.value
        return self.kpi.direction.better(value, 0) if self.certain and value is not None else None

    @property
    def strength(self) -> float:
        """The difference in half-widths of its interval: above 1 it is certain. 0 without an
        interval."""
        value, low, high = self.difference[:3]
        return (
            0.0
            if value is None or low is None or high is None or high <= low
            else abs(value) / ((high - low) / 2)
        )

    @property
    def amount(self) -> Amount:
        """The difference as it is said beside the values."""
        return _amount(self.kpi, self.difference, self.values)

    def sentence(self) -> Message:
        """The plain reading of the change."""
        blanks = {
            "change": self.amount,
            "before": Period(self.before, self.grain),
            **_limits(self.kpi, self.difference),
        }
        if self.difference.low is None:
            return Message("{change} against {before}", blanks)
        if self.certain:
            return Message("{change} against {before} (95%: {low} to {high})", blanks)
        return Message("no clear change against {before} ({change}; 95%: {low} to {high})", blanks)

    def with_value(self, period: date) -> Message:
        """The plain reading of a certain change of a period, with the value and the period it is
        of."""
        return Message(
            "{value} in {period}, {change} against {before} (95%: {low} to {high})",
            {
                "value": Amount(self.kpi.unit, self.values[1]),
                "period": Period(period, self.grain),
                "change": self.amount,
                "before": Period(self.before, self.grain),
                **_limits(self.kpi, self.difference),
            },
        )


class Doubt(Enum):
    """Why the change of a month is not told as better or worse."""

    SAMPLING = "sampling"  # as far apart as samples of one level are
    SWING = "swing"  # as far apart as months of one level are
    MANY = "many"  # further, but not further than one of all KPIs is by chance
    FLAT = "flat"  # nothing was sampled, and its months hardly ever differ
    UNKNOWN = "unknown"  # how far its months swing is not known


@dataclass(frozen=True)
class MonthChange:
    """A month against an earlier one. `difference` has the swing of months in its limits and its p,
    or only sampling, or neither, where that is all that is known; `doubt` is why it is not told as
    better or worse; `values` (before, now) in the KPI's unit."""

    kpi: Kpi
    before: date
    difference: Difference
    values: tuple[float, float]
    doubt: Doubt | None

    @property
    def better(self) -> bool | None:
        """Whether it is for the better; None where it is in doubt."""
        value = self.difference.value
        return None if self.doubt or value is None else self.kpi.direction.better(value, 0)

    @property
    def amount(self) -> Amount:
        """The difference as it is said beside the values."""
        return _amount(self.kpi, self.difference, self.values)

    def sentence(self) -> Message:
        """The plain reading of the change."""
        blanks = {
            "change": self.amount,
            "before": Period(self.before, "month"),
            **_limits(self.kpi, self.difference),
        }
        match self.doubt:
            case Doubt.SAMPLING:
                return Message(
                    "no clear change against {before} ({change}; 95%: {low} to {high}): within "
                    "sampling error",
                    blanks,
                )
            case Doubt.SWING:
                return Message(
                    "no clear change against {before} ({change}; 95%: {low} to {high}): within "
                    "the usual swing of months",
                    blanks,
                )
            case Doubt.MANY:
                return Message(
                    "{change} against {before} (95%: {low} to {high}): of {count} KPIs one may "
                    "differ as much by chance",
                    {**blanks, "count": len(KPIS)},
                )
            case Doubt.FLAT:
                return Message(
                    "{change} against {before}: its months hardly ever differ, so there is no "
                    "measure of a change",
                    blanks,
                )
            case Doubt.UNKNOWN if self.difference.low is None:
                return Message(
                    "{change} against {before}: how much months usually swing is not known", blanks
                )
            case Doubt.UNKNOWN:
                return Message(
                    "{change} against {before} (95%: {low} to {high}, for sampling alone): how "
                    "much months usually swing is not known",
                    blanks,
                )
        return Message("{change} against {before} (95%: {low} to {high})", blanks)


def change(
    answer: Answer, period: date, months: Answer | None = None, scales: Sequence[date] = ()
) -> MonthChange | None:
    """The change of a month against the same month a year before, else against the month before.

    `months`: all that is known of the KPI's months, for their swing (None: those of the answer);
    `scales`: first days of months from which on another scale is used, across which nothing is
    compared. None where either month has no value that may be judged.
    """
    rows = answer.settled
    at = {
        start: place
        for place, (start, enough) in enumerate(zip(rows["period"], rows["enough"], strict=True))
        if enough
    }
    if period not in at:
        return None
    for earlier in (add_months(period, -12), add_months(period, -1)):
        if earlier in at and not any(earlier < start <= period for start in scales):
            columns = {name: rows[name].astype(float) for name in COLUMNS}
            before, now = (
                {name: values[[at[start]]] for name, values in columns.items()}
                for start in (earlier, period)
            )
            values = (float(before["value"][0]), float(now["value"][0]))
            sampled = differences(answer.kpi, before, now).at(0)
            if sampled.low is None:
                low, high = (rows[name].astype(float) for name in ("low", "high"))
                places = [at[earlier], at[period]]
                sampled = by_own_intervals(sampled, low[places], high[places])
            found, doubt = _doubted(
                sampled,
                _swing_before(months or answer, period, scales),
            )
            return MonthChange(answer.kpi, earlier, found, values, doubt)
    return None


def by_own_intervals(difference: Difference, low: np.ndarray, high: np.ndarray) -> Difference:
    """The difference of two values with limits from the intervals of both, as those of rates and
    of lengths, whose sums hold no variance; as it is where either has none."""
    variance = float(sampling(low, high).sum())
    if difference.value is None or np.isnan([*low, *high]).any() or not variance:
        return difference
    half = normal_quantile(LEVEL) * variance**0.5
    p = erfc(abs(difference.value) / (2 * variance) ** 0.5)
    return Difference(difference.value, difference.value - half, difference.value + half, p)


def _swing_before(answer: Answer, period: date, scales: Sequence[date]) -> Swing | None:
    """The swing of the months before the latest few, so that a step in these does not hide
    itself."""
    series = series_of(answer.settled, [start for start in scales if start <= period])
    return None if series is None else swing(series.until(add_months(period, -max(WINDOWS))))


def _doubted(sampled: Difference, sides: Swing | None) -> tuple[Difference, Doubt | None]:
    """The difference with the swing of months, and why it is not told; where that is not known, the
    difference as it is."""
    found = sampled if sides is None else widened(sampled, sides)
    if sampled.low is not None and not sampled.certain:
        return found, Doubt.SAMPLING
    if sides is None:
        return found, Doubt.UNKNOWN
    if found.p is None:
        return found, Doubt.FLAT
    if not found.certain:
        return found, Doubt.SWING
    return found, None if found.p <= FALSE_COLOURS / len(KPIS) else Doubt.MANY


def _amount(kpi: Kpi, difference: Difference, values: tuple[float, float]) -> Amount:
    return Amount(
        kpi.unit,
        None if difference.value is None else kpi.unit.step_between(*values, *difference[1:3]),
        change=True,
    )


def _limits(kpi: Kpi, difference: Difference) -> dict[str, Amount]:
    return {
        name: Amount(kpi.unit, limit, change=True, bare=True)
        for name, limit in (("low", difference.low), ("high", difference.high))
    }


def difference(kpi: Kpi, before: Mapping[str, float], now: Mapping[str, float]) -> Difference:
    """The second row of an answer minus the first, by the method of the KPI's shape; in the KPI's
    unit."""
    return differences(
        kpi, *({name: np.array([row[name]], float) for name in COLUMNS} for row in (before, now))
    ).at(0)


def differences(
    kpi: Kpi, before: Mapping[str, np.ndarray], now: Mapping[str, np.ndarray]
) -> Differences:
    """That of many pairs of rows at once: columns of an answer in, arrays out."""
    match kpi.measure.shape:
        case Shape.NET_SHARE:
            return net_promoter_difference(
                before["y"], before["less"], before["x"], now["y"], now["less"], now["x"]
            )
        case Shape.SHARE:
            return _in_points(_share_differences(before, now))
        case Shape.MEAN:
            return ratio_difference(_sums(before), _sums(now))
        case _:
            unknown = np.full(len(now["value"]), np.nan)
            return Differences(now["value"] - before["value"], unknown, unknown, unknown)


def _share_differences(
    before: Mapping[str, np.ndarray], now: Mapping[str, np.ndarray]
) -> Differences:
    """Newcombe's where each row is a case of its own, else that of the ratios over cases."""
    plain = share_difference(before["y"], before["x"], now["y"], now["x"])
    alone = (before["xx"] <= before["x"]) & (now["xx"] <= now["x"])
    if alone.all():
        return plain
    return Differences(
        *(
            np.where(alone, *parts)
            for parts in zip(plain, ratio_difference(_sums(before), _sums(now)), strict=True)
        )
    )


def _in_points(shares: Differences) -> Differences:
    return Differences(100 * shares.value, 100 * shares.low, 100 * shares.high, shares.p)


def _sums(rows: Mapping[str, np.ndarray]) -> CaseSums[np.ndarray]:
    return CaseSums(*(rows[name] for name in ("n", "y", "x", "yy", "xy", "xx")))
