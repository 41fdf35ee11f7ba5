"""What the contributions of units say, in sentences that hold beside their numbers."""

from math import erfc, sqrt

import numpy as np

from errors import Message
from i18n import N_, Text
from metrics.comparisons.contribution import Contributions, UnitEffect, UnitPart
from metrics.kpi import Amount, Direction, Distance
from metrics.periods import Period
from metrics.statistics.comparing import FALSE_DISCOVERIES, discoveries
from metrics.statistics.intervals import LEVEL, normal_quantile

NOT_GIVEN = N_("not given")
SAMPLING = N_(
    "The limits know sampling error only: how far units swing anyway is not in them. Shares of the "
    "answers are taken as they are."
)


def level_finding(found: Contributions) -> Message:
    """The unit that holds the whole back most, where that is more than chance."""
    worst = worst_unit(found)
    if worst is None:
        return Message("No unit holds {kpi} back by more than chance.", {"kpi": found.kpi.label})
    text = (
        N_(
            "{unit} holds the whole back most: if it stood at {whole} like all together, {kpi} "
            "would be {size} higher (95%: {low} to {high})."
        )
        if found.kpi.direction is Direction.UP
        else N_(
            "{unit} holds the whole back most: if it stood at {whole} like all together, {kpi} "
            "would be {size} lower (95%: {low} to {high})."
        )
    )
    return Message(
        text,
        {
            "unit": unit_name(worst),
            "whole": Amount(found.kpi.unit, found.whole),
            "kpi": found.kpi.label,
            "size": Distance(found.unit, worst.level.size),
            **_ends(found, worst.level),
        },
    )


def change_finding(found: Contributions, grain: str) -> list[Message]:
    """How the whole changed, the unit with the largest part in it, and the one that went against it
    most where that is more than chance; nothing where it is not known."""
    known = [(part, part.change) for part in found.parts if part.change is not None]
    if found.before is None or found.whole_before is None or not known:
        return []
    unit, moved = found.kpi.unit, found.whole - found.whole_before
    blanks = {"change": Amount(unit, moved, change=True), "before": Period(found.before, grain)}
    if not unit.step_between(found.whole_before, found.whole):
        return [Message("The whole is where it was in {before}.", blanks)]
    known.sort(key=lambda one: np.sign(moved) * one[1].size)
    (against, opposed), (largest, most) = known[0], known[-1]
    told = [
        Message(
            "{change} against {before}; the largest part in that: {unit} with {size} (95%: {low} to "
            "{high}).",
            blanks | _part(found, largest, most),
        )
    ]
    if moved * opposed.interval.low < 0 and moved * opposed.interval.high < 0:
        told.append(
            Message(
                "Most against it went {unit} with {size} (95%: {low} to {high}).",
                _part(found, against, opposed),
            )
        )
    return told


def _part(found: Contributions, part: UnitPart, change: UnitEffect) -> dict[str, object]:
    """The blanks that a part in the change fills."""
    unit = found.unit
    ends = zip(("low", "high"), change.interval, strict=True)
    return {
        "unit": unit_name(part),
        "size": Amount(unit, change.size, change=True),
        **{name: Amount(unit, end, change=True, bare=True) for name, end in ends},
    }


def unit_name(part: UnitPart) -> str | Text:
    """The unit as it is called; an empty name stands for records that do not say."""
    return part.group or NOT_GIVEN


def worst_unit(found: Contributions) -> UnitPart | None:
    """Of the units that move the whole for the worse by more than chance, the one that does most."""
    p = np.array([_p(part.level) for part in found.parts])
    named = [
        part
        for part, sure in zip(found.parts, discoveries(p, FALSE_DISCOVERIES), strict=True)
        if sure and part.enough and found.kpi.direction.better(0, part.level.size)
    ]
    return max(named, key=lambda part: abs(part.level.size), default=None)


def _p(effect: UnitEffect) -> float:
    """Two-sided, of no effect; 1 where the spread is not known."""
    half = (effect.interval.high - effect.interval.low) / 2
    if not half > 0:
        return 1.0
    return erfc(abs(effect.size) / half * normal_quantile(LEVEL) / sqrt(2))


def _ends(found: Contributions, effect: UnitEffect) -> dict[str, Distance]:
    """Both limits without a sign, the smaller first."""
    low, high = sorted(abs(end) for end in effect.interval)
    return {
        "low": Distance(found.unit, low, bare=True),
        "high": Distance(found.unit, high, bare=True),
    }
