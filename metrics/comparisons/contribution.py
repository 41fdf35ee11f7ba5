"""What each unit does to the whole: to where it stands, and to how it changed.

For values that are sums over cases: shares, net shares, means. With w a unit's share of the
answers, v its value and V that of the whole, the unit moves the level of the whole by w(v - V), so
that all units together come to 0; if the unit stood where the whole stands, the whole would be
higher by as much as the unit draws it down. A change from period 0 to 1 parts into
w1*v1 - w0*v0 - (w1 - w0)*(V0 + V1)/2, which adds up to V1 - V0 exactly: what became of the unit's
own value, and of how many answers are its. Method: shift-share with the midpoint as its base (Marshall-
Edgeworth), as in decompositions of rates (Kitagawa 1955, JASA 50:1168-1194).

Intervals take the shares of the answers as given. How far answers of a unit spread is told by its
own and by those of all units, so that a small unit in which everybody said the same is no
certainty. They know sampling error only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from metrics.answers.answer import Answer, Row, row_at
from metrics.kpi import Kpi, Shape, ValueUnit
from metrics.statistics.intervals import LEVEL, Range, normal_quantile
from metrics.sums.columns import Columns, taken

PRIOR = 3  # cases of all units that speak for the spread of each
DIVISIBLE = (Shape.SHARE, Shape.NET_SHARE, Shape.MEAN)
_SUMS = ("n", "y", "less", "x", "yy", "xy", "xx")


@dataclass(frozen=True)
class UnitEffect:
    """Points of the KPI's unit that a unit adds to the whole, with their interval."""

    size: float
    interval: Range


@dataclass(frozen=True)
class UnitPart:
    """One unit: its share of all answers (0 to 1) and its value now (None without answers now), what
    it does to the level, and its part in the change (None where that is not known); `enough`:
    whether its answers now are enough to be judged."""

    group: str
    share: float
    value: float | None
    level: UnitEffect
    change: UnitEffect | None
    enough: bool


@dataclass(frozen=True)
class Contributions:
    """The units of a period: `whole` now and before (None: not known, or not to be compared).
    `hidden`: units that are not shown, or are held as of an earlier day, so that the rest does not
    add up to the whole."""

    kpi: Kpi
    period: date
    before: date | None
    whole: float
    whole_before: float | None
    parts: tuple[UnitPart, ...]
    hidden: int

    @property
    def unit(self) -> ValueUnit:
        """In which effects are told: with up to two decimals more than the KPI has where most would
        read zero, as those of hundreds of units do."""
        unit = self.kpi.unit
        sizes = [abs(part.level.size) for part in self.parts if part.level.size]
        small = float(np.median(sizes)) if sizes else 1.0
        more = sum(small < 0.5 * 10.0 ** -(unit.decimals + further) for further in (0, 1))
        return replace(unit, decimals=unit.decimals + more)


def divisible(kpi: Kpi) -> bool:
    """Whether the value of a KPI is put together of those of its units."""
    return kpi.measure is not None and kpi.measure.shape in DIVISIBLE


def contributions(
    split: Answer, whole: Answer, period: date, before: date | None
) -> Contributions | None:
    """What the units of `split` do to `whole`, both of the same grain, in one period and since an
    earlier one (None: nothing to compare with); None where the whole has no value that may be
    judged, or the parts are not those of the whole."""
    kpi = split.kpi
    now = _whole(whole, period)
    then = None if before is None else _whole(whole, before)
    if now is None or not divisible(kpi):
        return None
    units, earlier = (_units(split, day) for day in (period, before))
    names = sorted({*units["group"], *(earlier["group"] if then is not None else ())})
    hidden = _hidden(split, period) + (_hidden(split, before) if then is not None else 0)
    sides = [
        _Side.of(kpi, _sums_of(found, names), row)
        for found, row in ((units, now), (earlier, then))
        if row is not None
    ]
    if hidden == 0 and any(not side.is_whole for side in sides):
        return None
    spread = _spread(sides)
    level = _levels(sides[0], spread)
    change = _changes(sides[0], sides[1], spread) if len(sides) == 2 else [None] * len(names)
    enough = dict(zip(units["group"], units["enough"], strict=True))
    return Contributions(
        kpi,
        period,
        before,
        sides[0].whole,
        sides[1].whole if len(sides) == 2 else None,
        tuple(
            UnitPart(
                name,
                float(share),
                None if np.isnan(value) else float(value),
                own,
                moved,
                bool(enough.get(name, False)),
            )
            for name, share, value, own, moved in zip(
                names, sides[0].share, sides[0].value, level, change, strict=True
            )
        ),
        hidden,
    )


def _whole(answer: Answer, period: date) -> Row | None:
    """The row of the whole in a settled period, as it stands now; None without a value, and where it
    rests on too few answers."""
    rows = _of(answer, period)
    if not len(rows["period"]) or _withheld(rows)[0] or np.isnan(rows["value"][0]):
        return None
    row = row_at(rows, 0)
    return None if row["partial"] or row["maturing"] or not row["enough"] else row


def _units(answer: Answer, period: date | None) -> Columns:
    rows = _of(answer, period)
    return taken(rows, ~_withheld(rows) & ~np.isnan(rows["value"].astype(float)))


def _sums_of(units: Columns, names: Sequence[str]) -> Columns:
    """The sums of these units, 0 where one has none."""
    at = {name: place for place, name in enumerate(units["group"])}
    places = [at.get(name, -1) for name in names]
    return {
        name: np.append(np.where(np.isnan(values), 0, values), 0.0)[places]
        for name, values in ((name, units[name].astype(float)) for name in _SUMS)
    }


def _hidden(answer: Answer, period: date | None) -> int:
    return int(_withheld(_of(answer, period)).sum())


def _of(answer: Answer, period: date | None) -> Columns:
    return taken(answer.columns, np.array(answer.columns["period"] == period, bool))


def _withheld(rows: Columns) -> np.ndarray:
    """Which rows are hidden, or show an earlier day than the others."""
    return rows["hidden"].astype(bool) | pd.notna(rows["since"])


@dataclass(frozen=True)
class _Side:
    """One period: arrays by unit, 0 (value: NaN) where a unit has no answers; values in the KPI's
    unit."""

    share: np.ndarray
    value: np.ndarray
    cases: np.ndarray
    answers: np.ndarray
    squares: np.ndarray  # of the cases about their unit's value, summed
    whole: float
    is_whole: bool  # whether the units are all of it

    @classmethod
    def of(cls, kpi: Kpi, units: Columns, whole: Row) -> "_Side":
        factor = 1 if kpi.measure.shape is Shape.MEAN else 100
        n, y, less, x, yy, xy, xx = (units[name] for name in _SUMS)
        net = y - less
        with np.errstate(invalid="ignore", divide="ignore"):
            ratio = np.where(x > 0, net / x, np.nan)
        held = np.nan_to_num(ratio)
        squares = (
            y + less - held * net
            if kpi.measure.shape is Shape.NET_SHARE
            else yy - 2 * held * xy + held**2 * xx
        )
        return cls(
            x / float(whole["x"]),
            factor * ratio,
            n,
            x,
            factor**2 * np.maximum(squares, 0),
            float(whole["value"]),
            bool(np.isclose(x.sum(), float(whole["x"]))),
        )

    def variance(self, spread: float) -> np.ndarray:
        """Of each unit's value; a case varies as the unit's own do and, as if there were PRIOR cases
        more, as those of all units. 0 without answers."""
        of_case = (self.squares + PRIOR * spread) / np.maximum(self.cases - 1 + PRIOR, 1)
        return np.divide(
            of_case * self.cases,
            self.answers**2,
            out=np.zeros(len(self.cases)),
            where=self.answers > 0,
        )


def _spread(sides: list[_Side]) -> float:
    """The variance of a case about its unit's value, over all units and both periods."""
    squares = sum(float(side.squares.sum()) for side in sides)
    freedom = sum(float(side.cases.sum()) - int((side.cases > 0).sum()) for side in sides)
    return squares / freedom if freedom > 0 else float("nan")


def _levels(side: _Side, spread: float) -> list[UnitEffect]:
    """w(v - V), whose variance comes from the unit's own value and from those that V is made of."""
    sizes = side.share * (np.nan_to_num(side.value, nan=side.whole) - side.whole)
    own, w = side.variance(spread), side.share
    return _effects(sizes, w**2 * ((1 - 2 * w) * own + (w**2 * own).sum()))


def _changes(now: _Side, before: _Side, spread: float) -> list[UnitEffect]:
    """w1 v1 - w0 v0 - (w1 - w0)(V0 + V1)/2."""
    middle, moved = (now.whole + before.whole) / 2, now.share - before.share
    sizes = (
        now.share * np.nan_to_num(now.value)
        - before.share * np.nan_to_num(before.value)
        - moved * middle
    )
    variance = np.zeros(len(sizes))
    for side, sign in ((now, 1), (before, -1)):
        own = side.share**2 * side.variance(spread)
        variance += (1 - sign * moved) * own + moved**2 / 4 * own.sum()
    return _effects(sizes, variance)


def _effects(sizes: np.ndarray, variance: np.ndarray) -> list[UnitEffect]:
    half = normal_quantile(LEVEL) * np.sqrt(variance)
    return [
        UnitEffect(float(size), Range(float(size - reach), float(size + reach)))
        for size, reach in zip(sizes, half, strict=True)
    ]
