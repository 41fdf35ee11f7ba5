"""Whether those who sit an exam again do better on items that they have met than on items new to them."""

from dataclasses import dataclass

import pandas as pd

from errors import Message
from i18n import rounded
from metrics.statistics.comparing import CaseSums, Difference, ratio_difference
from metrics.training.item_verdict import ENOUGH

# First attempts behind what is expected of an item.
_EXPECTING = 10


@dataclass(frozen=True)
class MetBefore:
    """`met`, `new`: people who sat again on such items; `difference`: of the shares of points (0 to
    1), each beside what such people have at their first attempt."""

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
                "Whether answers are remembered from one attempt to the next cannot be told: of those "
                "who sat again, {met} answered items that they had met and {new} items new to them; "
                "{enough} of each are needed.",
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
    neither their ability nor how hard the items are tells. Items that fewer answered are left out.
    """
    item = ["paper", "item"]
    first = answers[answers["turn"] == 1].groupby(item)["share"]
    expected = first.mean()[first.size() >= _EXPECTING].rename("expected")
    met_at = answers.groupby(["employee", *item])["turn"].transform("min")
    later = answers.assign(met=answers["turn"] > met_at)[answers["turn"] > 1].join(
        expected, on=item, how="inner"
    )
    above = (later["share"] - later["expected"]).groupby([later["met"], later["employee"]]).mean()
    met, new = (_of(above, side) for side in (True, False))
    return MetBefore(len(met), len(new), ratio_difference(_sums(new), _sums(met)))


def _of(above: pd.Series, met: bool) -> pd.Series:
    return above[above.index.get_level_values("met") == met]


def _sums(values: pd.Series) -> CaseSums[float]:
    n, total = float(len(values)), float(values.sum())
    return CaseSums(n, total, n, float((values**2).sum()), total, n)
