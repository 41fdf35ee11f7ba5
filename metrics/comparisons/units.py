"""Which units differ from the whole by more than chance, and how two of them differ."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from errors import Message
from i18n import N_, further_ones, rounded
from metrics.answers.answer import Answer
from metrics.comparisons.change import difference
from metrics.kpi import Amount, Distance, Kpi, Shape
from metrics.statistics.comparing import Difference
from metrics.statistics.funnel import ShareFunnel, ValueFunnel, share_funnel, value_funnel
from metrics.statistics.intervals import Intervals

NAMED = 8  # units outside the limits, in a sentence


@dataclass(frozen=True)
class Standing:
    """Units of one period against the whole.

    `answer`: split, one period. `whole`: its value without the split (KPI's
    unit). `units`: rows of units with enough cases, by name, with `side` (1
    above the outer limits, -1 below, 0 between). `funnel`: None with fewer
    than two of them, or where nothing varies.
    """

    answer: Answer
    whole: float
    units: pd.DataFrame
    funnel: ShareFunnel | ValueFunnel | None

    @property
    def by(self) -> str:
        """The dimension whose units they are."""
        if self.answer.query.by is None:
            raise ValueError("an answer that is not split has no units")
        return self.answer.query.by

    @property
    def drawn(self) -> ShareFunnel | ValueFunnel:
        """The funnel, for who has seen to it that there is one."""
        if self.funnel is None:
            raise ValueError("units that cannot be set against the whole have no funnel")
        return self.funnel

    def limits(self, n: np.ndarray, level: float) -> Intervals:
        """Funnel limits for units of n cases, in the KPI's unit and within its range; only with a
        funnel."""
        unit, found = self.answer.kpi.unit, self.drawn.limits(n, level)
        factor = 100 if isinstance(self.funnel, ShareFunnel) else 1
        return Intervals(*(np.clip(factor * end, unit.low, unit.high) for end in found))

    @property
    def outside(self) -> pd.DataFrame:
        """The units outside the 99.8 % limits, by name."""
        return self.units[self.units["side"] != 0]

    def standing_out(self, most: int, side: int | None = None) -> pd.DataFrame:
        """Of the units outside the limits, on one side where that is asked for, so many at most that
        stand out most, these first: chance explains a distance the less, the more cases there are."""
        found = self.outside if side is None else self.outside[self.outside["side"] == side]
        far = (found["value"] - self.whole).abs() * np.sqrt(found["n"].astype(float))
        return found.loc[far.sort_values(ascending=False, kind="stable").index[:most]]

    def telling(self, most: int) -> Answer:
        """The answer with at most so many groups, where more cannot be looked at: those outside the
        limits, in the order in which they stand out, then those with most cases."""
        rows = self.answer.rows[~self.answer.rows["hidden"].astype(bool)]
        out = self.standing_out(len(self.units))["group"]
        turn = {group: at for at, group in enumerate(out)}
        chosen = (
            rows.assign(turn=rows["group"].map(turn).fillna(len(turn)))
            .sort_values(["turn", "n"], ascending=[True, False], kind="stable")
            .index[:most]
        )
        return replace(self.answer, rows=rows.loc[chosen.sort_values()])


def standing(answer: Answer, whole: Answer) -> Standing:
    """The units of an answer of one period against the same, not split."""
    rows = answer.rows[
        ~answer.rows["hidden"].astype(bool)
        & answer.rows["value"].notna()
        & answer.rows["enough"].astype(bool)
    ]
    units = rows[rows["group"] != ""].sort_values("group").reset_index(drop=True)
    centre = float(whole.rows["value"].iloc[0]) if len(whole.rows) else float("nan")
    funnel = _funnel(answer.kpi, units, centre) if len(units) > 1 and not np.isnan(centre) else None
    return Standing(answer, centre, units.assign(side=_sides(funnel, units)), funnel)


def _sides(funnel: ShareFunnel | ValueFunnel | None, units: pd.DataFrame) -> np.ndarray:
    if funnel is None:
        return np.zeros(len(units), int)
    first = units["y"] if isinstance(funnel, ShareFunnel) else units["value"]
    return funnel.side(first.to_numpy(float), units["n"].to_numpy(float))


def _funnel(kpi: Kpi, units: pd.DataFrame, centre: float) -> ShareFunnel | ValueFunnel | None:
    n, y, less, x, yy, xy, xx = (
        units[name].to_numpy(float) for name in ("n", "y", "less", "x", "yy", "xy", "xx")
    )
    match kpi.measure.shape:
        case Shape.SHARE if (xx <= x).all():
            return share_funnel(y, x, centre / 100) if 0 < centre < 100 else None
        case Shape.NET_SHARE:
            return value_funnel(
                units["value"], n, 100**2 * (y + less - (y - less) ** 2 / x), centre
            )
        case _:
            factor = 100 if kpi.measure.shape is Shape.SHARE else 1
            ratio, rows_a_case = y / x, x.sum() / n.sum()
            squares = np.maximum(yy - 2 * ratio * xy + ratio**2 * xx, 0)
            return value_funnel(units["value"], n, (factor / rows_a_case) ** 2 * squares, centre)


def too_few(found: Standing) -> Message | None:
    """That there is nothing to compare, where fewer than two units have cases enough."""
    if len(found.units) > 1:
        return None
    kpi, rows = found.answer.kpi, found.answer.rows
    if (rows["group"] != "").sum() < 2 and not rows["hidden"].any():
        return Message("{kpi}: fewer than two units have a value to compare.", {"kpi": kpi.label})
    return Message(
        "{kpi}: fewer than two units have the {least} cases that a comparison needs. Choose a longer "
        "time or a coarser split.",
        {"kpi": kpi.label, "least": kpi.dataset.enough},
    )


def finding(found: Standing, reference: str) -> list[Message]:
    """What can be said of the units, one sentence after the other; `reference` names the whole."""
    kpi, count, outside = found.answer.kpi, len(found.units), found.outside
    blanks = {
        "kpi": kpi.label,
        "reference": reference,
        "count": count,
        "outside": len(outside),
        "rest": count - len(outside),
        "units": [_named(row) for row in found.standing_out(NAMED).to_dict("records")]
        + further_ones(len(outside) - NAMED),
    }
    if few := too_few(found):
        return [few]
    if found.funnel is None:
        return [Message("{kpi}: the {count} units are all alike.", blanks)]
    if not len(outside):
        return [
            Message(
                "{kpi}: none of the {count} units differs from {reference} by more than chance.",
                blanks,
            )
        ]
    first = Message(
        "{kpi}: {outside} of {count} units differ from {reference} by more than chance: {units}."
        if len(outside) > 1
        else "{kpi}: 1 of {count} units differs from {reference} by more than chance: {units}.",
        blanks,
    )
    if count == len(outside):
        return [first]
    return [
        first,
        Message("The other {rest} cannot be told apart from it.", blanks)
        if count - len(outside) > 1
        else Message("The other one cannot be told apart from it.", blanks),
    ]


def _named(row: dict) -> Message:
    return Message(
        "{group} (above)" if row["side"] > 0 else "{group} (below)", {"group": row["group"]}
    )


def caution(found: Standing) -> Message:
    """How wide the limits are and why; only with a funnel."""
    spread = found.drawn.dispersion
    if spread is None:
        return Message(
            "Fewer than ten units: the limits allow for chance alone, so with many cases even a "
            "small difference counts."
        )
    if not spread.tau_squared:
        return Message(
            "The units vary no more than chance makes them; about 1 unit in 500 lies outside by "
            "chance."
        )
    percent = max(1, rounded(100 * (spread.phi**0.5 - 1)))
    return Message(
        "The units vary {percent}% more than chance alone would make them. The limits are wider "
        "by that: a unit is named only "
        "where it stands out from the others as well.",
        {"percent": percent},
    )


@dataclass(frozen=True)
class Contrast:
    """The second of two groups minus the first, and the `values` of both, in the KPI's unit."""

    kpi: Kpi
    first: str
    second: str
    difference: Difference
    values: tuple[float, float]

    def sentence(self) -> Message:
        """The plain reading, with the interval."""
        apart, low, high, _ = self.difference
        value = self.kpi.unit.step_between(*self.values, low, high)
        if apart is None or low is None or high is None:
            return Message(
                "{second} and {first} differ by {size}; how sure that is cannot be told from so "
                "few or so equal cases.",
                self._blanks(value, low, high),
            )
        if not self.difference.certain:
            return Message(
                "No clear difference between {second} and {first}: {change} (95%: {low} to "
                "{high}).",
                self._blanks(value, low, high),
            )
        if apart < 0:
            return Message(
                "{second} lies {size} below {first} (95%: {low} to {high}).",
                self._blanks(value, -high, -low, signed=False),
            )
        return Message(
            "{second} lies {size} above {first} (95%: {low} to {high}).",
            self._blanks(value, low, high, signed=False),
        )

    def _blanks(
        self, value: float, low: float | None, high: float | None, signed: bool = True
    ) -> dict[str, object]:
        unit = self.kpi.unit
        ends = (
            Amount(unit, end, change=True, bare=True) if signed else Distance(unit, end, bare=True)
            for end in (low, high)
        )
        return {
            "first": self.first or N_("not given"),
            "second": self.second or N_("not given"),
            "size": Distance(unit, value),
            "change": Amount(unit, value, change=True),
            **dict(zip(("low", "high"), ends, strict=True)),
        }


def contrast(answer: Answer, first: str, second: str) -> Contrast | None:
    """How two groups of an answer of one period differ; None where either has too few cases or is
    hidden."""
    rows = answer.rows[answer.rows["enough"].astype(bool) & answer.rows["value"].notna()].set_index(
        "group"
    )
    if first not in rows.index or second not in rows.index:
        return None
    values = (float(rows.loc[first, "value"]), float(rows.loc[second, "value"]))
    return Contrast(
        answer.kpi, first, second, difference(answer.kpi, rows.loc[first], rows.loc[second]), values
    )
