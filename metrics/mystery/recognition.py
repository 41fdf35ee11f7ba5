"""Candidates for service star: who was seen at their best more than a few lucky observations
explain."""

from datetime import date

import numpy as np
import pandas as pd

from errors import Message
from metrics.mystery.refusal import Refused
from metrics.mystery.stars import ENOUGH, Ranking, score_ranking

MONTHS = 12  # observed
FEWEST, MOST = 2, 3  # stars a month


def candidates(evidence: pd.DataFrame) -> Ranking | Refused:
    """Staff ranked by the mean (0 to 100) of what was observed of them, drawn towards the mean of
    all staff.

    `evidence`: employee, mean, n, squares (see records). Customers who do not
    praise leave no record, so a praise can only speak for somebody; with few
    of them the mean of all staff counts for more.
    """
    if evidence.empty:
        return Refused(
            Message(
                "No ranking: in these {months} months there are no visits, ratings or verified "
                "praises that name a member of "
                "staff.",
                {"months": MONTHS},
            )
        )
    return score_ranking(evidence["employee"], evidence["mean"], evidence["n"], evidence["squares"])


def awarded_in(awarded: pd.DataFrame, honour: str, month: date) -> pd.DataFrame:
    """What was awarded (date, honour, employee …) under one honour in a month."""
    here = [
        day.replace(day=1) == month and own == honour
        for day, own in zip(awarded["date"], awarded["honour"], strict=True)
    ]
    return awarded[np.array(here, bool)]


def refused_name(
    employee: str | None, honour: str, reason: str, awarded: pd.DataFrame, month: date
) -> tuple[str, Message] | None:
    """Why the committee cannot name somebody so, with the column at fault: what is missing, or
    already there; None where it can."""
    if not employee:
        return "employee", Message("Choose who is named.")
    if not reason:
        return "reason", Message("Say why: the reason stays with the name.")
    now = awarded_in(awarded, honour, month)
    if employee in set(now["employee"]):
        return "employee", Message(
            "{employee} already has this honour for this month.", {"employee": employee}
        )
    if honour == "month" and len(now) >= MOST:
        return "honour", Message(
            "{count} stars are already named for this month; at most {most} are. Take one back on "
            "the Upload page first.",
            {"count": len(now), "most": MOST},
        )
    return None


def shown_first(ranking: Ranking, most: int) -> pd.DataFrame:
    """The first of those with enough observations, up to `most`; whoever cannot be told apart from
    rank 1 has `top`."""
    return ranking.units[ranking.units["n"] >= ENOUGH].head(most)
