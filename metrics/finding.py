"""The sentence above a chart: the finding first, in one breath."""

from datetime import date

import pandas as pd

from errors import Message
from i18n import N_, Month, Text
from metrics.board import Card, behind
from metrics.kpi import Amount
from metrics.periods import is_over
from metrics.plans import Target, plan_name
from metrics.verdict import Status, Verdict


def finding(card: Card) -> Message:
    """What the month's value means for the stage now in force."""
    row = card.row
    blanks = {"kpi": card.kpi.label, "month": Month(card.month)}
    if row is not None and row["hidden"]:
        return Message("{kpi}: too few people in {month} to show a value", blanks)
    if row is None or pd.isna(row["value"]):
        return Message("{kpi}: no records in {month}", blanks) if is_over(card.month, date.today()) else Message(
            "{kpi}: no records in {month} so far", blanks)
    blanks |= {"value": Amount(card.kpi.unit, float(row["value"])), "n": int(row["n"])}
    if row["partial"]:
        return Message("{kpi} is {value} so far: {month} is not over, so it is neither judged nor compared", blanks)
    if not row["enough"]:
        return Message("{kpi} is {value}, but {n} answers are too few to judge", blanks)
    stage = card.stage
    if stage is None or stage.goal is None:
        return Message("{kpi} is {value} in {month}", blanks)
    return Message(_words(stage), blanks | {"target": _target(stage), "due": stage.target.due})


def _target(stage: Verdict) -> Target | Message:
    return Message("{target} ({plan})", {"target": stage.target, "plan": plan_name(stage.target.plan)}) if stage.with_plan else stage.target


def _words(stage: Verdict) -> Text:
    match stage.status:
        case Status.MET:
            return N_("{kpi} is {value}: {target} is met")
        case Status.MISSED:
            return N_("{kpi} is {value}: {target} was missed")
        case Status.ON_TRACK:
            return N_("{kpi} is {value}: on track to {target}")
        case Status.AT_RISK:
            return N_("{kpi} is {value}: {target} is at risk")
        case Status.OFF_TRACK:
            return N_("{kpi} is {value}: off track for {target}")
    if stage.gap is None:
        return N_("{kpi} is {value}; {target} is due on {due}")
    return N_("{kpi} is {value}: behind the pace to {target}") if behind(stage) else N_("{kpi} is {value}: ahead of the pace to {target}")
