"""A verdict in words: what became of a stage, where it stands today, what the path needs, what the
future holds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from errors import Message
from i18n import N_, Month, Text, rounded
from metrics.kpi import Amount, Kpi
from metrics.periods import add_months
from metrics.targets.answers_needed import answers_needed
from metrics.targets.plans import Target
from metrics.targets.verdict import Gap, Now, Status, Verdict

_MOST_NAMED = 6  # months


def said(
    verdict: Verdict, status: Status, kpi: Kpi, row: pd.Series, unknown: Sequence[date] = ()
) -> Verdict:
    """The verdict with its status, its sentences, and how many more answers would settle it.

    `row`: the month judged; `unknown`: months in which the goal has to be met too, and of which
    nothing is known.
    """
    within = bool(row["enough"]) and within_error(verdict, verdict.low, verdict.high)
    shown = {
        name: Amount(kpi.unit, value)
        for name, value in (
            ("value", verdict.value),
            ("low", verdict.low),
            ("high", verdict.high),
            ("required", verdict.required_now),
        )
    }
    months = [Month(month) for month in unknown]
    required, since = verdict.required_now, verdict.target.stable_from
    gap = (
        None
        if required is None or verdict.value is None
        else Gap(kpi.unit, kpi.unit.step_between(required, verdict.value))
    )
    blanks: dict[str, object] = {
        **shown,
        "month": Month(row["period"]),
        "target": verdict.asked,
        "due": verdict.target.due,
        "n": verdict.n,
        "least": kpi.dataset.enough,
        "since": None if since is None else Month(since),
        "months": months[:_MOST_NAMED],
        "count": len(months),
        "gap": gap,
    }
    told = replace(
        verdict,
        status=status,
        within_error=within,
        sentence=Message(
            _sentence(gap, verdict, status, within, row["enough"], len(months)), blanks
        ),
    )
    more = answers_needed(kpi, row, _goals(verdict)) if within and not told.ahead else None
    return replace(
        told, more_answers=more, outlook=_outlook(told, more, kpi), pace=_pace_words(told, kpi)
    )


def unknown_months(rows: pd.DataFrame, target: Target) -> tuple[date, ...]:
    """Of a target to be met in every month up to its due date, those of which too little is
    known."""
    if target.stable_from is None:
        return ()
    known = set(rows.loc[rows["enough"].astype(bool), "period"])
    month, found = target.stable_from.replace(day=1), []
    while month <= target.due:
        found += [] if month in known else [month]
        month = add_months(month, 1)
    return tuple(found)


def percent_of(probability: float) -> int:
    """A chance in whole percent; nothing that is to come is certain or impossible."""
    return min(99, max(1, rounded(100 * probability)))


def within_error(verdict: Verdict, low: float | None, high: float | None) -> bool:
    """Whether a goal lies in the interval of a value."""
    return (
        low is not None
        and high is not None
        and not pd.isna(low)
        and any(bool(low <= goal <= high) for goal in _goals(verdict))
    )


def _goals(verdict: Verdict) -> list[float]:
    return [goal for goal in (verdict.goal, verdict.goal_high) if goal is not None]


_TODAY = {
    Now.HOLDS: (
        N_("It holds: {value} in {month}."),
        N_("It holds: {value} in {month}, but within sampling error ({low} to {high})."),
    ),
    Now.LOST: (
        N_("It has been lost since: {value} in {month}."),
        N_(
            "It has been lost since: {value} in {month}, but within sampling error ({low} to "
            "{high})."
        ),
    ),
    Now.REACHED: (
        N_("It has been reached since: {value} in {month}."),
        N_(
            "It has been reached since: {value} in {month}, but within sampling error ({low} to "
            "{high})."
        ),
    ),
    Now.MISSED: (
        N_("It is still missed: {value} in {month}."),
        N_("It is still missed: {value} in {month}, but within sampling error ({low} to {high})."),
    ),
}


def today_words(now: Now, kpi: Kpi, latest: pd.Series, within: bool) -> Message:
    """Where a stage that is over stands in the latest settled month."""
    amounts = {
        name: Amount(kpi.unit, None if pd.isna(latest[name]) else float(latest[name]))
        for name in ("value", "low", "high")
    }
    return Message(_TODAY[now][within], {**amounts, "month": Month(latest["period"])})


def unknown_today(kpi: Kpi, latest: pd.Series, broken: date | None) -> Message:
    """Why nothing is known of today: another scale, or too few answers."""
    if broken is not None:
        return Message(
            "Scale changed in {month}: how it stands today is not comparable.",
            {"month": Month(broken)},
        )
    return Message(
        "How it stands today is not known: {month} has {n} records, {least} are needed.",
        {"month": Month(latest["period"]), "n": latest["n"], "least": kpi.dataset.enough},
    )


def _pace_words(verdict: Verdict, kpi: Kpi) -> Message | None:
    """What a month has to bring, what it brought, and how far the path is ahead; None where nothing
    is needed, the stage is over or has no path."""
    if not verdict.ahead or verdict.pace_needed is None or verdict.months_behind is None:
        return None
    if (
        rounded(verdict.better * verdict.pace_needed, kpi.unit.decimals) <= 0
    ):  # nothing is needed, or less than is shown
        return None
    blanks = {
        "needed": Amount(kpi.unit, verdict.pace_needed, change=True),
        "had": Amount(kpi.unit, verdict.pace_had, change=True),
        "months": rounded(abs(verdict.months_behind)),
    }
    if verdict.pace_had is None:
        return Message("The goal needs {needed} a month.", blanks)
    if blanks["months"] == 0 or verdict.months_behind < 0:
        return Message(
            "The goal needs {needed} a month; the last twelve months gave {had}.", blanks
        )
    return Message(
        "The goal needs {needed} a month; the last twelve months gave {had}. About {months} "
        "months behind the path.",
        blanks,
    )


def _outlook(verdict: Verdict, more: int | None, kpi: Kpi) -> Message | None:
    """What the future holds, with a word where pace or value say something else; or what would
    settle the verdict."""
    if more and verdict.period is not None:
        return Message(
            "About {more} more records like those of {month} would have settled it.",
            {"more": more, "month": Month(verdict.period)},
        )
    if not verdict.ahead or verdict.probability is None:
        return None
    blanks = {
        "chance": percent_of(verdict.probability),
        "due": verdict.target.due,
        "months": verdict.held_for,
        "value": Amount(kpi.unit, verdict.value),
    }
    if verdict.chance is None and verdict.held_for is not None:
        return Message(
            "It has been {value} for {months} months without moving. Chance of meeting it by "
            "{due}: {chance}%.",
            blanks,
        )
    if verdict.beyond:
        return Message(
            "Due beyond what can be forecast; chance of keeping the pace for a year: {chance}%.",
            blanks,
        )
    return Message(_chance_words(verdict), blanks)


def _chance_words(verdict: Verdict) -> Text:
    """The chance; one sentence says why where what is seen today points the other way."""
    if verdict.status in (Status.UNLIKELY, Status.OUT_OF_REACH):
        if verdict.meets:
            return N_(
                "Chance of meeting it by {due}: {chance}%. It meets the goal today, but level and "
                "swing of the last months speak against it."
            )
        if verdict.required_now is not None and verdict.gap is not None and verdict.gap >= 0:
            return N_(
                "Chance of meeting it by {due}: {chance}%. It is not behind its pace, but the "
                "chance rests on level and swing of the last "
                "months, not on a trend going on."
            )
    if (
        verdict.status in (Status.SURE, Status.LIKELY)
        and not verdict.meets
        and verdict.required_now is not None
        and verdict.gap is not None
        and verdict.gap < 0
    ):
        return N_(
            "Chance of meeting it by {due}: {chance}%. It is behind a straight path, but level "
            "and swing of the last months speak for it."
        )
    if verdict.target.stable_from is not None:
        return N_(
            "Chance that the value at {due} meets it: {chance}%. That every month up to then does "
            "is less likely."
        )
    return N_("Chance of meeting it by {due}: {chance}%.")


def _sentence(
    gap: Gap | None,
    verdict: Verdict,
    status: Status,
    within: bool,
    enough: bool,
    unknown: int,
) -> Text:
    if status is Status.NOT_ENOUGH:
        return _not_enough(enough, unknown)
    if verdict.target.form == "count" and status is Status.MET:
        return N_("{value} counted by {month}: {target} is reached.")
    if status is Status.MET and verdict.target.stable_from is not None:
        return (
            N_(
                "Met in every month from {since}: the worst is {value} in {month}, within "
                "sampling error ({low} to {high}) of the target."
            )
            if within
            else N_("Met in every month from {since}: the worst is {value} in {month}.")
        )
    if status is Status.MET:
        return (
            N_(
                "{value} in {month} meets the target of {target}, but within sampling error "
                "({low} to {high})."
            )
            if within
            else N_("{value} in {month} meets the target of {target}.")
        )
    if status is Status.MISSED:
        return (
            N_(
                "{value} in {month} misses the target of {target}, but within sampling error "
                "({low} to {high})."
            )
            if within
            else N_("{value} in {month} misses the target of {target}.")
        )
    if verdict.failed:
        return (
            N_(
                "{value} in {month} misses the target of {target}, but within sampling error "
                "({low} to {high}): as it stands, it cannot be met "
                "in every month any more."
            )
            if within
            else N_(
                "{value} in {month} misses the target of {target}: it cannot be met in every "
                "month any more."
            )
        )
    if verdict.meets:
        return (
            N_(
                "{value} in {month} meets the target of {target}, due by {due}, but within "
                "sampling error ({low} to {high})."
            )
            if within
            else N_("{value} in {month} meets the target of {target}, due by {due}.")
        )
    return _on_the_way(gap, behind=verdict.gap is not None and verdict.gap < 0)


def _not_enough(enough: bool, unknown: int) -> Text:
    if not enough:
        return N_("{value} in {month} rests on {n} records; {least} are needed to judge.")
    if unknown > _MOST_NAMED:
        return N_(
            "Met in the months that are known, but of {count} months too little is known to say "
            "so of each."
        )
    return N_("Met in the months that are known, but not known for {months}.")


def _on_the_way(gap: Gap | None, behind: bool) -> Text:
    if gap is None:
        return N_("{value} in {month} does not meet the target of {target} yet, due by {due}.")
    if gap.nothing and behind:
        return N_(
            "{value} in {month}, just behind the pace of {required} towards {target} by {due}."
        )
    if gap.nothing:
        return N_("{value} in {month}, on the pace of {required} towards {target} by {due}.")
    if behind:
        return N_(
            "{value} in {month}, {gap} behind the pace of {required} towards {target} by {due}."
        )
    return N_(
        "{value} in {month}, {gap} ahead of the pace of {required} towards {target} by {due}."
    )
