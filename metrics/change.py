"""How a KPI changed between two periods, and how sure that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from errors import Message
from metrics.answer import Answer
from metrics.comparing import CaseSums, Difference, net_promoter_difference, ratio_difference, share_difference
from metrics.kpi import Amount, Kpi, Shape
from metrics.periods import Period, add_months

# The columns of an answer that a difference is made of.
COLUMNS = ("n", "value", "y", "less", "x", "yy", "xy", "xx")


@dataclass(frozen=True)
class Change:
    """A value against the one of an earlier, like period; the difference, and both `values` (before, now), in the KPI's unit."""

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
        return self.kpi.direction.better(self.difference.value, 0) if self.certain else None

    @property
    def strength(self) -> float:
        """The difference in half-widths of its interval: above 1 it is certain. 0 without an interval."""
        value, low, high = self.difference[:3]
        return 0.0 if value is None or low is None or high is None or high <= low else abs(value) / ((high - low) / 2)

    @property
    def amount(self) -> Amount:
        """The difference as it is said beside the values."""
        shown = None if self.difference.value is None else self.kpi.unit.step_between(*self.values, *self.difference[1:3])
        return Amount(self.kpi.unit, shown, change=True)

    def sentence(self) -> Message:
        """The plain reading of the change."""
        blanks = {"change": self.amount, "before": Period(self.before, self.grain),
                  "low": Amount(self.kpi.unit, self.difference.low, change=True, bare=True),
                  "high": Amount(self.kpi.unit, self.difference.high, change=True, bare=True)}
        if self.difference.low is None:
            return Message("{change} against {before}", blanks)
        if self.certain:
            return Message("{change} against {before} (95%: {low} to {high})", blanks)
        return Message("no clear change against {before} ({change}; 95%: {low} to {high})", blanks)


def change(answer: Answer, period: date) -> Change | None:
    """The change of a month against the same month a year before, else against the month before.

    None where either month has no value that may be judged.
    """
    rows = answer.judged()
    at = {start: place for place, (start, enough) in enumerate(zip(rows["period"], rows["enough"], strict=True)) if enough}
    if period not in at:
        return None
    for earlier in (add_months(period, -12), add_months(period, -1)):
        if earlier in at:
            columns = {name: rows[name].to_numpy(float) for name in COLUMNS}
            before, now = ({name: values[[at[start]]] for name, values in columns.items()} for start in (earlier, period))
            values = (float(before["value"][0]), float(now["value"][0]))
            return Change(answer.kpi, earlier, differences(answer.kpi, before, now).at(0), values, answer.query.grain)
    return None


def difference(kpi: Kpi, before: Mapping[str, float], now: Mapping[str, float]) -> Difference:
    """The second row of an answer minus the first, by the method of the KPI's shape; in the KPI's unit."""
    return differences(kpi, *({name: np.array([row[name]], float) for name in COLUMNS} for row in (before, now))).at(0)


def differences(kpi: Kpi, before: Mapping[str, np.ndarray], now: Mapping[str, np.ndarray]) -> Difference:
    """That of many pairs of rows at once: columns of an answer in, arrays out."""
    match kpi.measure.shape:
        case Shape.NET_SHARE:
            return net_promoter_difference(before["y"], before["less"], before["x"], now["y"], now["less"], now["x"])
        case Shape.SHARE:
            return _in_points(_share_differences(before, now))
        case Shape.MEAN:
            return ratio_difference(_sums(before), _sums(now))
        case _:
            unknown = np.full(len(now["value"]), np.nan)
            return Difference(now["value"] - before["value"], unknown, unknown, unknown)


def _share_differences(before: Mapping[str, np.ndarray], now: Mapping[str, np.ndarray]) -> Difference:
    """Newcombe's where each row is a case of its own, else that of the ratios over cases."""
    plain = share_difference(before["y"], before["x"], now["y"], now["x"])
    alone = (before["xx"] <= before["x"]) & (now["xx"] <= now["x"])
    if alone.all():
        return plain
    return Difference(*(np.where(alone, *parts) for parts in zip(plain, ratio_difference(_sums(before), _sums(now)), strict=True)))


def _in_points(shares: Difference) -> Difference:
    return Difference(100 * shares.value, 100 * shares.low, 100 * shares.high, shares.p)


def _sums(rows: Mapping[str, np.ndarray]) -> CaseSums:
    return CaseSums(*(rows[name] for name in ("n", "y", "x", "yy", "xy", "xx")))
