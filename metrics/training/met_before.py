"""Whether those who sit an exam again do better on items that they have met than on items new to them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from errors import Message
from i18n import rounded
from metrics.statistics.comparing import UNKNOWN, Difference
from metrics.statistics.intervals import LEVEL, t_quantile
from metrics.training.item_verdict import ENOUGH

# People with met items, and with new ones, among those at their second (third, …) attempt.
_AT_AN_ATTEMPT = 10
_ITEM = ["module", "paper", "item"]


@dataclass(frozen=True)
class MetBefore:
    """`met`, `new`: people compared who sat again on such items; `difference`: of the shares of
    points (0 to 1), each beside what such people have at their first attempt."""

    met: int
    new: int
    difference: Difference

    @property
    def _known(self) -> list[float]:
        """The difference and its limits; fewer where they cannot be told."""
        return [part for part in self.difference[:3] if part is not None]

    @property
    def told(self) -> bool:
        """Whether there are people enough on both sides."""
        return min(self.met, self.new) >= ENOUGH and len(self._known) == 3

    @property
    def remembered(self) -> bool:
        """Whether items that were met are answered better, by more than chance."""
        return self.told and min(self._known) > 0

    def sentence(self) -> Message:
        blanks = {"met": self.met, "new": self.new, "enough": ENOUGH}
        if not self.told:
            return Message(
                "Whether answers are remembered from one attempt to the next cannot be told. Attempts "
                "of the same number (second, third …) can be compared where some met items again and "
                "others new ones, of items with {enough} first attempts by people who sat again. "
                "People with items met before: {met}, with new ones: {new}; {enough} of each are "
                "needed.",
                blanks,
            )
        value, low, high = (rounded(100 * part) for part in self._known)
        blanks |= {"value": value, "low": low, "high": high}
        if self.remembered:
            return Message(
                "Who sits again earns {value} percentage points more on items met before than on "
                "items new to them (95% interval {low} to {high}; {met} and {new} people), beside "
                "what first attempts earn there: answers may be remembered. Another paper for the "
                "retake tells more.",
                blanks,
            )
        return Message(
            "No sign that answers are remembered from one attempt to the next: between items met "
            "before and items new to those who sat again lie {value} percentage points (95% interval "
            "{low} to {high}; {met} and {new} people), beside what first attempts earn there.",
            blanks,
        )


def met_before(answers: pd.DataFrame) -> MetBefore:
    """From the table of `answers_again`: all answers of people who sat more than once.

    What such people earned on an item at their first attempt is what is expected there, so that
    neither how hard the items are nor who sits again tells. Only attempts of one number are
    compared, so that what is learned from one to the next is not taken for remembering. Items with
    fewer than `ENOUGH` first attempts are left out.
    """
    first = answers[answers["turn"] == 1]
    tried = first.groupby(_ITEM)["share"].agg(expected="mean", tried="size")
    met_at = answers.groupby(["employee", *_ITEM])["turn"].transform("min")
    later = answers.assign(met=answers["turn"] > met_at)[answers["turn"] > 1].join(
        tried[tried["tried"] >= ENOUGH], on=_ITEM, how="inner"
    )
    if later.empty:
        return MetBefore(0, 0, UNKNOWN)
    cells = _cells(later)
    met, new = (cells.loc[cells["met"] == side, "employee"].nunique() for side in (True, False))
    if not met or not new:
        return MetBefore(met, new, UNKNOWN)
    value = float((cells["each"] * cells["size"] * cells["mean"]).sum())
    return MetBefore(met, new, _within(value, _error(cells, later, first), min(met, new) - 1))


def _cells(later: pd.DataFrame) -> pd.DataFrame:
    """One row a person, attempt and side (met or new), of attempts with people enough on both:
    `mean` of what they earned above what is expected, `away` from that of their side, `size` their
    answers, and what `each` of these counts in the difference (below 0: new items).

    Attempts are weighed as Mantel's test weighs strata.
    """
    above = later.assign(mean=later["share"] - later["expected"])
    cells = above.groupby(["turn", "met", "employee"])["mean"].agg(["mean", "size"]).reset_index()
    sides = cells.groupby(["turn", "met"]).size().unstack(fill_value=0)
    sides = sides.reindex(columns=[False, True], fill_value=0)
    sides = sides[sides.min(axis=1) >= _AT_AN_ATTEMPT]
    pairs = sides.prod(axis=1) / sides.sum(axis=1)
    cells = cells.join((pairs / pairs.sum()).rename("weight"), on="turn", how="inner")
    side = cells.groupby(["turn", "met"])["mean"]
    cells["people"], cells["away"] = side.transform("size"), cells["mean"] - side.transform("mean")
    cells["weight"] *= np.where(cells["met"], 1, -1)
    return cells.assign(each=cells["weight"] / cells["people"] / cells["size"])


def _error(cells: pd.DataFrame, later: pd.DataFrame, first: pd.DataFrame) -> float:
    """By what the difference would be without each person: both their later answers and what their
    first ones let expect of others. Efron & Tibshirani 1993, An Introduction to the Bootstrap,
    chapter 11."""
    own = cells["weight"] * cells["away"] / (cells["people"] - 1)
    at = ["turn", "met", "employee"]
    counted = later.join(cells.set_index(at)["each"], on=at, how="inner").groupby(_ITEM)
    asked = first.join(counted[["each"]].sum(), on=_ITEM, how="inner").join(
        counted[["expected", "tried"]].first(), on=_ITEM
    )
    expected = asked["each"] * (asked["share"] - asked["expected"]) / (asked["tried"] - 1)
    each = own.groupby(cells["employee"]).sum()
    each = each.sub(expected.groupby(asked["employee"]).sum(), fill_value=0)
    return float((each**2).sum()) ** 0.5


def _within(value: float, error: float, degrees: int) -> Difference:
    """A difference with its limits; without them where nothing varies."""
    from scipy.special import stdtr

    if not error:
        return Difference(value, None, None, None)
    half = float(t_quantile(LEVEL, degrees)) * error
    p = float(2 * stdtr(degrees, -abs(value) / error))
    return Difference(value, value - half, value + half, p)
