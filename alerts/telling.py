"""Who is told of what: what stands otherwise than somebody knows, and what was told and is no longer
so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from alerts.events import BAD, GONE, OPEN, SIGNAL, Occurrence
from data.outbox.subscribers import Known, Subscriber
from errors import Message
from i18n import Month
from metrics.catalog import kpi_named

QUIET = timedelta(days=7)  # in which nobody is told twice that the same thing has turned
FIRST = "first look"  # notes that there was one
Knows = Mapping[str, Known]


def changed(
    to: Subscriber, standing: Sequence[Occurrence], knows: Knows, month: date, now: datetime
) -> list[Occurrence]:
    """What somebody is to be told of, the bad first. The first look tells nothing, nor does a target
    of which nothing was known yet."""
    if FIRST not in knows:
        return []
    found = []
    for one in (*standing, *_gone(standing, knows, month)):
        was = knows.get(one.key)
        if not to.wants(one.kpi.name, one.place):
            continue
        if _is_corrected(one, was):
            what = Message("With what was stored since: {what}", {"what": one.sentence})
            found.append(replace(one, sentence=what))
        elif _is_news(one, was, now):
            found.append(one)
    return sorted(found, key=lambda one: one.standing != BAD)


def known_after(
    standing: Sequence[Occurrence],
    knows: Knows,
    fresh: Sequence[Occurrence],
    month: date,
    now: datetime,
) -> dict[str, Known]:
    """What is known from here on: what is told now, and what nothing was known of. At the first look
    that is all."""
    first = FIRST not in knows
    new = [one for one in standing if one.key not in knows and (one.turns or first)]
    noted = {one.key: Known(one.standing, one.month, False, now) for one in new}
    aloud = {one.key: Known(one.standing, one.month, True, now) for one in fresh}
    return noted | aloud | ({FIRST: Known("", month, False, now)} if first else {})


def _is_news(one: Occurrence, was: Known | None, now: datetime) -> bool:
    if one.standing == OPEN:
        return False
    if was is None:
        return not one.turns
    if was.standing == one.standing:
        return False
    return was.standing == OPEN or now - was.at >= QUIET


def _is_corrected(one: Occurrence, was: Known | None) -> bool:
    """Whether it was told otherwise of the same month: other records, no other time. Nobody is left
    for a week with what was a mistake."""
    return was is not None and was.aloud and was.month == one.month and was.standing != one.standing


def _gone(standing: Sequence[Occurrence], knows: Knows, month: date) -> list[Occurrence]:
    """Signals of the month that were told and are no longer there."""
    there = {one.key for one in standing}
    return [
        Occurrence(
            key,
            GONE,
            month,
            kpi_named(key.split(":")[1]),
            "",
            Message(
                "{kpi}: what stood out in {month} no longer does.",
                {"kpi": kpi_named(key.split(":")[1]).label, "month": Month(month)},
            ),
            turns=False,
        )
        for key, was in knows.items()
        if key.startswith(SIGNAL) and was.aloud and was.month == month and key not in there
        if was.standing != GONE
    ]
