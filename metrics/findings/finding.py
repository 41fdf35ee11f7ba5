"""The sentence above a chart: the finding first, in one breath."""

from datetime import date

import pandas as pd

from data.kinds.catalog import MYSTERY_VISIT
from errors import Message
from i18n import N_, Month, Text, rounded
from metrics.answers.answer import Row
from metrics.answers.lacking import lacking
from metrics.findings.board import Card
from metrics.kpi import Amount
from metrics.targets.plans import plan_name
from metrics.targets.verdict import OUTLOOKS, UNJUDGED, Asked, Now, Status, Verdict
from metrics.targets.verdict_words import percent_of


def finding(card: Card) -> Message:
    """What the month's value means for the stage now in force; while the month is not final, what
    the last one means that is, by its name."""
    row, settled = card.row, card.settled
    blanks = {"kpi": card.kpi.label, "month": Month(card.month)}
    if row is not None and row["hidden"]:
        return Message("{kpi}: too few people in {month} to show a value", blanks)
    if is_open(card) and settled is not None:
        return Message(
            "{month}, the last month that is final: {finding}",
            {
                "month": Month(settled["period"]),
                "finding": _of(card, settled, {**blanks, "month": Month(settled["period"])}),
            },
        )
    if row is not None and pd.isna(row["value"]) and (why := lacking(card.kpi, row)) is not None:
        return Message("{kpi}, {month}: {why}", {**blanks, "why": why})
    if row is None or pd.isna(row["value"]):
        return (
            Message("{kpi}: no records in {month}", blanks)
            if card.over
            else Message("{kpi}: no records in {month} so far", blanks)
        )
    blanks["value"] = Amount(card.kpi.unit, float(row["value"]))
    if row["partial"]:
        return Message(
            "{kpi}: {value} so far; {month} is not over, so it is neither judged nor compared",
            blanks,
        )
    if row["maturing"]:
        return Message(
            "{kpi}: {value} so far in {month}; later records still count, so it is neither "
            "judged nor compared",
            blanks,
        )
    return _of(card, row, blanks)


def is_open(card: Card) -> bool:
    """Whether the month's value is not final: it is not over, or later records still count."""
    row = card.row
    if row is None or pd.isna(row["value"]):
        return not card.over and not (row is not None and row["hidden"])
    return bool(row["partial"] or row["maturing"])


def so_far(card: Card) -> Message | None:
    """What there is of a month that is not final, to be said beside the last one that is; None of
    one that is."""
    if not is_open(card) or card.settled is None:
        return None
    row = card.row
    if row is None or pd.isna(row["value"]):
        return Message("no records in {month} so far", {"month": Month(card.month)})
    blanks = {
        "month": Month(card.month),
        "value": Amount(card.kpi.unit, float(row["value"])),
        "n": rounded(row["n"]),
    }
    if not card.kpi.measure.told_by_n:
        return (
            Message("{month}, which is not over: {value} so far", blanks)
            if row["partial"]
            else Message("{month}: {value} so far, later records still count", blanks)
        )
    return (
        Message("{month}, which is not over: {value} so far, n {n}", blanks)
        if row["partial"]
        else Message("{month}: {value} so far, n {n}, later records still count", blanks)
    )


def _of(card: Card, row: Row, blanks: dict[str, object]) -> Message:
    """What a settled month's row says."""
    blanks = blanks | {"value": Amount(card.kpi.unit, float(row["value"])), "n": int(row["n"])}
    if card.kpi.measure.lacks_n(row["n"]):
        return Message(
            "{kpi}: {value} in {month}; it is not judged, since nobody says how many were asked",
            blanks,
        )
    if not row["enough"] and card.kpi.dataset is MYSTERY_VISIT:
        return Message("{kpi}: {value}, but {n} visits are too few to judge", blanks)
    if not row["enough"]:
        return (
            Message("{kpi}: {value}, but {n} answers are too few to judge", blanks)
            if card.kpi.dataset.answered
            else Message("{kpi}: {value}, but {n} cases are too few to judge", blanks)
        )
    stage = card.stage
    if stage is None or stage.goal is None:
        return Message("{kpi}: {value} in {month}", blanks)
    judged = stage.latest or stage.period
    return Message(
        _EARLIER if _judged_earlier(stage, judged, row["period"]) else _words(stage),
        blanks
        | {
            "word": (stage.now or stage.status).label,
            "target": _target(stage),
            "due": stage.target.due,
            "outlook": stage.status.label,
            "counted": Amount(card.kpi.unit, stage.value),
            "judged": None if judged is None else Month(judged),
            "chance": percent_of(stage.probability or 0),
        },
    )


def _judged_earlier(stage: Verdict, judged: date | None, told: date) -> bool:
    """Whether the verdict is of an earlier month than the value: of a month long over more is final
    by now than was when it ended, by which it is judged. That there is not enough of a goal for
    every month is said of none of them."""
    if judged is None or judged >= told or stage.failed or stage.target.form == "count":
        return False
    if stage.status is Status.NOT_ENOUGH:
        return stage.target.stable_from is None
    return stage.latest is not None or stage.ahead


def _target(stage: Verdict) -> Asked | Message:
    return (
        Message("{target} ({plan})", {"target": stage.asked, "plan": plan_name(stage.target.plan)})
        if stage.with_plan
        else stage.asked
    )


def _words(stage: Verdict) -> Text:
    """State first, then outlook. Of a stage that is over only today's word stands beside today's
    value."""
    if stage.status in UNJUDGED:
        return N_("{kpi}: {value} in {month}; {target} by {due}: {outlook}")
    if stage.target.form == "count":
        return _counted(stage)
    if stage.now is not None:
        return _TODAY[stage.now]
    if stage.status in (Status.MET, Status.MISSED):
        return (
            N_("{kpi}: {value}; {target} was met by {due}, and how it stands today is not known")
            if stage.status is Status.MET
            else N_(
                "{kpi}: {value}; {target} was missed on {due}, and how it stands today is not known"
            )
        )
    if stage.failed:
        return (
            N_(
                "{kpi}: {value}; {target} was missed in {judged}, but within sampling error: as "
                "it stands, it cannot be met any more"
            )
            if stage.within_error
            else N_("{kpi}: {value}; {target} was missed in {judged} and cannot be met any more")
        )
    if stage.status in OUTLOOKS:
        if stage.beyond:
            return (
                N_(
                    "{kpi}: {value}, which meets the target of {target}, due by {due}; keeping the "
                    "pace for a year: {outlook} ({chance}%)"
                )
                if stage.meets
                else N_(
                    "{kpi}: {value}, not yet {target}, due by {due}; keeping the pace for a "
                    "year: {outlook} ({chance}%)"
                )
            )
        return (
            N_(
                "{kpi}: {value}, which meets the target of {target}; holding it to {due}: "
                "{outlook} ({chance}%)"
            )
            if stage.meets
            else N_("{kpi}: {value}, not yet {target}; reaching it by {due}: {outlook} ({chance}%)")
        )
    if stage.meets:
        return N_("{kpi}: {value}, which meets the target of {target}, due by {due}")
    if stage.required_now is None:
        return N_("{kpi}: {value}; {target} is due on {due}")
    return (
        N_("{kpi}: {value}, behind the pace to {target}")
        if stage.behind
        else N_("{kpi}: {value}, ahead of the pace to {target}")
    )


def _counted(stage: Verdict) -> Text:
    """What is counted up is another number than the month's own."""
    if stage.status is Status.MET:
        return N_("{kpi}: {value} in {month}; {target} is reached, with {counted} by {judged}")
    if stage.now is Now.REACHED:
        return N_(
            "{kpi}: {value} in {month}; {target} was missed on {due}, and has been reached since"
        )
    if stage.status is Status.MISSED:
        return N_("{kpi}: {value} in {month}; {target} was missed, with {counted} by {judged}")
    if stage.status in OUTLOOKS:
        return N_(
            "{kpi}: {value} in {month}; {counted} since the start, not yet {target}; reaching "
            "it by {due}: {outlook} ({chance}%)"
        )
    return N_("{kpi}: {value} in {month}; {counted} since the start, {target} is due on {due}")


_EARLIER = N_("{kpi}: {value} in {month}; {target} by {due}, judged by {judged}: {word}")
_TODAY = {
    Now.HOLDS: N_("{kpi}: {value}; {target} was met and holds"),
    Now.LOST: N_("{kpi}: {value}; {target} was met by {due}, and has been lost since"),
    Now.REACHED: N_("{kpi}: {value}; {target} was missed on {due}, and has been reached since"),
    Now.MISSED: N_("{kpi}: {value}; {target} was missed and still is"),
}
