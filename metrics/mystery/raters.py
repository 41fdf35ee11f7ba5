"""Whether two shoppers who saw the same visit agree: on its score, and item by item."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from errors import Message
from metrics.mystery.agreement import Icc, intraclass, krippendorff_alpha
from metrics.mystery.refusal import Refused

ENOUGH = 10  # visits seen by two


@dataclass(frozen=True)
class Agreement:
    """How far shoppers agree. `visits`: seen by two. `score`: intraclass correlation of their
    scores of a visit (None: all alike); `fixed`: whether the same two saw all of them. `alpha`:
    Krippendorff's, over items (None: all alike)."""

    visits: int
    shoppers: int
    score: Icc | None
    fixed: bool
    alpha: float | None


def agreement(lines: pd.DataFrame) -> Agreement | Refused:
    """The agreement in checklist lines (visit, shopper, item, share earned, points earned and
    available) of visits seen twice.

    Of a third shopper nothing is taken. Refused under `ENOUGH` visits.
    """
    order = lines.groupby("visit")["shopper"].transform(
        lambda shopper: shopper.rank(method="dense")
    )
    lines = lines.assign(turn=order)[order <= 2]
    count = lines["visit"].nunique()
    if count < ENOUGH:
        return Refused(
            Message(
                "Agreement cannot be told: {count} visits were seen by two shoppers, and {least} "
                "are needed. Let a second "
                "shopper score some visits from the recording, under the same visit number.",
                {"count": count, "least": ENOUGH},
            )
        )
    sums = lines.groupby(["visit", "turn"])[["earned", "available"]].sum()
    scores = (100 * sums["earned"] / sums["available"]).unstack("turn")
    pairs = (
        lines.groupby("visit")["shopper"].agg(lambda shopper: tuple(sorted(set(shopper)))).nunique()
    )
    found = intraclass(scores.to_numpy(float))
    items = lines.pivot_table(
        index="turn", columns=["visit", "item"], values="share", aggfunc="first"
    )
    table = np.where(items.isna(), np.nan, items.to_numpy(float))
    fixed = pairs == 1
    return Agreement(
        count,
        lines["shopper"].nunique(),
        found["2" if fixed else "1"] if found else None,
        fixed,
        krippendorff_alpha(table, "interval"),
    )
