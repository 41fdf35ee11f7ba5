"""A verdict in words: what the month says, what the path needs, what the future holds."""

from dataclasses import replace
from math import ceil

from errors import Message
from i18n import N_, Month, Text, rounded
from metrics.kpi import Amount, Kpi
from metrics.verdict import Distance, Status, Verdict

_TOO_MANY_MORE = 50  # times the answers there are: no survey settles that


def said(verdict: Verdict, status: Status, kpi: Kpi) -> Verdict:
    """The verdict with its status, its sentences, and how many more answers would settle it."""
    within = status in (Status.MET, Status.MISSED) and _within_error(verdict)
    shown = {name: Amount(kpi.unit, value) for name, value in
             (("value", verdict.value), ("low", verdict.low), ("high", verdict.high), ("required", verdict.required_now))}
    blanks = {**shown, "month": Month(verdict.period), "target": verdict.target, "due": verdict.target.due, "n": verdict.n,
              "least": kpi.dataset.enough,
              "gap": None if verdict.gap is None else Distance(kpi.unit, kpi.unit.step_between(verdict.required_now, verdict.value))}
    told = replace(verdict, status=status, within_error=within, sentence=Message(_sentence(blanks, verdict, status, within), blanks))
    more = _more_answers(told) if within else None
    return replace(told, more_answers=more, outlook=_outlook(told, more), pace=_pace_words(told, kpi))


def _within_error(verdict: Verdict) -> bool:
    bounds = [goal for goal in (verdict.goal, verdict.goal_high) if goal is not None]
    return verdict.low is not None and any(verdict.low <= goal <= verdict.high for goal in bounds)


def _pace_words(verdict: Verdict, kpi: Kpi) -> Message | None:
    """What a month has to bring, what it brought, and how far the path is ahead; None where nothing is
    needed, the stage is over or has no path."""
    better = 1 if verdict.target.upward else -1
    if verdict.pace_needed is None or verdict.months_behind is None or better * verdict.pace_needed <= 0:
        return None
    blanks = {"needed": Amount(kpi.unit, verdict.pace_needed, change=True), "had": Amount(kpi.unit, verdict.pace_had, change=True),
              "months": rounded(abs(verdict.months_behind))}
    if verdict.pace_had is None:
        return Message("The goal needs {needed} a month.", blanks)
    if blanks["months"] == 0 or verdict.months_behind < 0:
        return Message("The goal needs {needed} a month; the last twelve months gave {had}.", blanks)
    return Message("The goal needs {needed} a month; the last twelve months gave {had}. About {months} months behind the path.", blanks)


def _more_answers(verdict: Verdict) -> int | None:
    """How many more answers a month would keep the goal out of the interval; None where no number would do."""
    distance = min(abs(verdict.value - goal) for goal in (verdict.goal, verdict.goal_high) if goal is not None)
    half = (verdict.high - verdict.low) / 2
    if distance <= 0 or (half / distance) ** 2 > _TOO_MANY_MORE:
        return None
    return ceil(verdict.n * ((half / distance) ** 2 - 1))


def _outlook(verdict: Verdict, more: int | None) -> Message | None:
    """What the future holds, or what would settle the verdict."""
    if more:
        return Message("About {more} more answers in that month would have settled it.", {"more": more})
    if verdict.probability is None:
        return None
    blanks = {"chance": rounded(100 * verdict.probability), "due": verdict.target.due}
    if verdict.beyond:
        return Message("Due beyond what can be forecast; chance of keeping the pace for a year: {chance}%.", blanks)
    return Message("Chance of meeting it by {due}: {chance}%.", blanks)


def _sentence(blanks: dict[str, object], verdict: Verdict, status: Status, within: bool) -> Text:
    if status is Status.NOT_ENOUGH:
        return N_("{value} in {month} rests on {n} records; {least} are needed to judge.")
    if status is Status.MET:
        return (N_("{value} in {month} meets the target of {target}, but within sampling error ({low} to {high}).") if within
                else N_("{value} in {month} meets the target of {target}."))
    if status is Status.MISSED:
        return (N_("{value} in {month} misses the target of {target}, but within sampling error ({low} to {high}).") if within
                else N_("{value} in {month} misses the target of {target}."))
    return _on_the_way(blanks["gap"], behind=verdict.gap is not None and verdict.gap < 0)


def _on_the_way(gap: Distance | None, behind: bool) -> Text:
    if gap is None:
        return N_("{value} in {month}; the target is {target} by {due}.")
    if gap.nothing and behind:
        return N_("{value} in {month}, just behind the pace of {required} towards {target} by {due}.")
    if gap.nothing:
        return N_("{value} in {month}, on the pace of {required} towards {target} by {due}.")
    if behind:
        return N_("{value} in {month}, {gap} behind the pace of {required} towards {target} by {due}.")
    return N_("{value} in {month}, {gap} ahead of the pace of {required} towards {target} by {due}.")
