"""Whether the channels give the same service: how far their values lie apart, with and without
sampling noise."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from errors import Message
from metrics.answers.answer import Answer
from metrics.answers.pooled import compared
from metrics.kpi import Distance, Kpi, Shape
from metrics.statistics.intervals import CaseSums, adjusted_net, ratio_error
from metrics.statistics.spread import Spread, share_variance, spread


@dataclass(frozen=True)
class Consistency:
    """The spread of a KPI between its groups in one period, in the KPI's unit; `few`: groups left
    out for too few cases."""

    kpi: Kpi
    period: date
    spread: Spread
    few: int

    @property
    def certain(self) -> bool:
        """Whether the groups differ by more than chance: the 95 % limits of the corrected spread
        leave 0 out."""
        return self.spread.low is not None and self.spread.low > 0

    def sentence(self) -> Message:
        """The plain reading."""
        unit, found = self.kpi.unit, self.spread
        blanks = {
            "raw": Distance(unit, found.raw),
            "tau": Distance(unit, found.tau),
            "low": Distance(unit, found.low, bare=True),
            "high": Distance(unit, found.high, bare=True),
            "least": self.kpi.dataset.enough,
            "count": found.groups,
        }
        if found.raw is None and found.groups + self.few < 2:
            return Message("Fewer than two channels have a value to compare.")
        if found.raw is None:
            return Message(
                "Fewer than two channels have the {least} cases that a comparison needs.", blanks
            )
        if found.tau is None:
            return Message(
                "The {count} channels spread by {raw}; how much of it is chance cannot be told.",
                blanks,
            )
        if self.certain:
            return Message(
                "The service is not the same in all {count} channels: without sampling noise they "
                "spread by {tau} "
                "(95%: {low} to {high}); as measured, by {raw}.",
                blanks,
            )
        return Message(
            "The {count} channels cannot be told apart: as measured they spread by {raw}, but "
            "chance alone can do that; "
            "without sampling noise {tau} (95%: {low} to {high}).",
            blanks,
        )


def consistency(answer: Answer, period: date) -> Consistency:
    """The spread in one period of an answer split by a dimension; groups hidden, not named or with
    few cases are left out."""
    rows = answer.rows[
        (answer.rows["period"] == period)
        & (answer.rows["group"] != "")
        & ~answer.rows["hidden"].astype(bool)
        & answer.rows["value"].notna()
    ]
    kpi = compared(answer.kpi)
    enough = rows[rows["n"] >= kpi.dataset.enough]
    return Consistency(
        kpi,
        period,
        spread(enough["value"].to_numpy(float), variances(kpi, enough)),
        len(rows) - len(enough),
    )


def course(answer: Answer) -> tuple[Consistency, ...]:
    """The spread of every whole period, oldest first."""
    whole = answer.rows[
        ~answer.rows["partial"].astype(bool) & ~answer.rows["maturing"].astype(bool)
    ]
    return tuple(consistency(answer, period) for period in sorted(whole["period"].unique()))


def variances(kpi: Kpi, rows: pd.DataFrame) -> np.ndarray:
    """The sampling variance of each row's value (squared unit of the KPI); NaN where the cases do
    not tell."""
    cases = CaseSums(*(rows[name].to_numpy(float) for name in CaseSums._fields))
    y, x, xx = cases.y, cases.x, cases.xx
    match kpi.measure.shape:
        case Shape.SHARE:
            by_case = ratio_error(cases)[1] ** 2
            return 100**2 * np.where(xx > x, by_case, share_variance(y, x))
        case Shape.NET_SHARE:
            return 100**2 * adjusted_net(y, rows["less"].to_numpy(float), x)[1]
        case _:
            return ratio_error(cases)[1] ** 2
