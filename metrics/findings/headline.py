"""The headline of the board: where the leading KPIs stand, what is at stake, and which one unit
costs most."""

from collections.abc import Sequence
from datetime import date

from errors import Message
from i18n import N_, Month, Say, Text
from metrics.comparisons.contribution_words import unit_name
from metrics.findings.board import Card
from metrics.findings.overview import LEADING, Costs
from metrics.findings.scorecard import ScoreRow, Tally
from metrics.kpi import Amount, Distance
from metrics.periods import is_over

_SHORT_NAMES: dict[str, Text] = {"csat": N_("CSAT"), "net_promoter_score": N_("NPS")}


def headline(
    month: date, rows: Sequence[ScoreRow], found: Tally, costs: Costs | None, today: date, say: Say
) -> str:
    """What is said of a month, in a few sentences."""
    return say.sentences(say(one) for one in headlines(month, rows, found, costs, today))


def headlines(
    month: date, rows: Sequence[ScoreRow], found: Tally, costs: Costs | None, today: date
) -> list[Message]:
    """The headlines, sentence by sentence, to be said in any language."""
    over = is_over(month, today)
    known, blanks = _levels(rows), {"month": Month(month)}
    told = (
        []
        if over
        else [
            Message(
                "{month} is not over: its values so far are neither judged nor compared.", blanks
            )
        ]
    )
    if known and over:
        told.append(Message("{month}: {levels}.", {**blanks, "levels": known}))
    elif known:
        told.append(Message("So far {levels}.", {"levels": known}))
    elif over:
        told.append(Message("{month}: no value can be shown.", blanks))
    told += stakes(found, over)
    if over and costs is not None and costs.worst is not None and costs.found.period == month:
        told.append(
            Message(
                "{unit} alone costs {kpi} {size}.",
                {
                    "unit": unit_name(costs.worst),
                    "kpi": short_name(costs.kpi.name, costs.kpi.label),
                    "size": Distance(costs.kpi.unit, costs.worst.level.size),
                },
            )
        )
    return told


def short_name(name: str, label: Text) -> Text:
    """The KPI as it is called in a few letters."""
    return _SHORT_NAMES.get(name, label)


def _levels(rows: Sequence[ScoreRow]) -> list[Message]:
    """The leading KPIs with their values; where none of them has one, the first KPI that has."""
    shown = [row.card for row in rows if row.card is not None and row.card.has_value]
    leading = [card for card in shown if card.kpi.name in LEADING]
    leading.sort(key=lambda card: LEADING.index(card.kpi.name))
    return [_level(card) for card in leading or shown[:1]]


def _level(card: Card) -> Message:
    row = card.row
    if row is None:
        raise ValueError(f"{card.kpi.name} has no value to be told")
    text = N_("{kpi} {value}")
    if not row["enough"]:
        text = N_("{kpi} {value} (few answers)")
    elif row["maturing"]:
        text = N_("{kpi} {value} (still maturing)")
    return Message(
        text,
        {
            "kpi": short_name(card.kpi.name, card.kpi.label),
            "value": Amount(card.kpi.unit, float(row["value"])),
        },
    )


def stakes(found: Tally, over: bool) -> list[Message]:
    """Of the targets still ahead how many are on track, open and off; of none, what became of
    those that have fallen due."""
    if not found.ahead:
        if not found.fallen:
            return [Message("No targets are set for this selection.")]
        return [Message("No target is still ahead."), *fallen(found, always=True)]
    off = (
        Message("{count} off or behind their pace", {"count": found.off})
        if found.off
        else Message("none known to be off or behind its pace")
        if found.unknown
        else Message("none off or behind its pace")
    )
    parts = [
        Message("{count} met already", {"count": found.met}) if found.met else None,
        Message("{count} on track", {"count": found.on_track}) if found.on_track else None,
        Message("{count} open", {"count": found.open}) if found.open else None,
        off,
        Message("{count} not to be judged today", {"count": found.unknown})
        if found.unknown
        else None,
    ]
    blanks = {"all": found.ahead, "parts": [part for part in parts if part is not None]}
    if over:
        return [Message("Of {all} targets still ahead: {parts}.", blanks)]
    return [
        Message("By the whole months before it, of {all} targets still ahead: {parts}.", blanks)
    ]


def fallen(found: Tally, always: bool = False) -> list[Message]:
    """Of the targets that have fallen due, how many are missed or lost; only where some are, unless
    `always`."""
    if not found.failing and not always:
        return []
    blanks = {"all": found.fallen, "count": found.failing}
    if found.failing:
        return [Message("Of {all} targets that have fallen due, {count} missed or lost.", blanks)]
    return [
        Message("Of {all} targets that have fallen due none is known to be missed or lost.", blanks)
    ]
