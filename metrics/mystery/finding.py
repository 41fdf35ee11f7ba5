"""What a manager has to know of the visits first, in sentences."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from errors import Message
from i18n import N_, Month, rounded
from metrics.findings.board import Card
from metrics.kpi import Amount, Distance, Kpi
from metrics.mystery.agreement import RELIABLE, TENTATIVE, reading
from metrics.mystery.checklist import Checklists
from metrics.mystery.composite import PRESENT
from metrics.mystery.movement import Movement
from metrics.mystery.raters import Agreement
from metrics.mystery.recognition import FEWEST, MOST, awarded_in
from metrics.mystery.schedule import OVERDUE_DAYS, Schedule
from metrics.mystery.severity import Severity
from metrics.mystery.stars import ENOUGH, Ranking
from metrics.mystery.visits import Needed, StoreEstimates

Moved = Mapping[str, Sequence[Movement]]  # name of a KPI -> what moved


def finding(
    score: Card, kpis: Sequence[Kpi], moved: Moved, planned: Schedule | None
) -> list[Message]:
    """The month's score, the store that fell most, and who waits for a visit (None: there never was
    one)."""
    sentences = [_value(score)]
    if fall := deepest_fall(kpis, moved):
        sentences.append(movement_sentence(*fall))
    return sentences if planned is None else [*sentences, due_sentence(planned, "store")]


def _value(card: Card) -> Message:
    row = card.row
    if row is None or row["value"] is None or row["value"] != row["value"]:
        return (
            Message("No mystery visit was recorded in {month}.", {"month": Month(card.month)})
            if card.over
            else Message(
                "No mystery visit was recorded in {month} so far.", {"month": Month(card.month)}
            )
        )
    if row["partial"]:
        return Message(
            "Mystery shoppers gave {value} in {month} so far; the month is not over.",
            {"value": Amount(card.kpi.unit, row["value"]), "month": Month(card.month)},
        )
    return Message(
        "Mystery shoppers gave {value} in {month}.",
        {"value": Amount(card.kpi.unit, row["value"]), "month": Month(card.month)},
    )


def deepest_fall(kpis: Sequence[Kpi], moved: Moved) -> tuple[Kpi, Movement] | None:
    """The certain movement that went down most, over all scores; None without one."""
    falls = [
        (kpi, found)
        for kpi in kpis
        for found in moved.get(kpi.name, ())
        if found.certain and found.change < 0
    ]
    return min(falls, key=lambda fall: fall[1].change, default=None)


def movement_sentence(kpi: Kpi, found: Movement) -> Message:
    """One store's movement with its interval."""
    fell = found.change < 0
    low, high = (-found.high, -found.low) if fell else (found.low, found.high)
    size = kpi.unit.step_between(found.before, found.now, found.low, found.high)
    blanks = {
        "store": found.store,
        "score": kpi.label,
        "size": Distance(kpi.unit, size),
        "before": Amount(kpi.unit, found.before),
        "now": Amount(kpi.unit, found.now),
        "low": Distance(kpi.unit, low, bare=True),
        "high": Distance(kpi.unit, high, bare=True),
    }
    if fell:
        return Message(
            "{store} fell by {size} within half a year ({score}: from {before} to {now}; 95%: "
            "{low} to {high}).",
            blanks,
        )
    return Message(
        "{store} rose by {size} within half a year ({score}: from {before} to {now}; 95%: {low} "
        "to {high}).",
        blanks,
    )


_DUE = {
    "store": N_(
        "{due} of {all} stores had no visit in the month so far or for more than {days} days, as "
        "of {day}."
    ),
    "department": N_(
        "{due} of {all} departments had no visit in the month so far or for more than {days} "
        "days, as of {day}."
    ),
    "company": N_(
        "The company had no visit in the month so far or for more than {days} days, as of {day}."
    ),
}
_NONE_DUE = {
    "store": N_("All {all} stores were visited in {month}; visits are known up to {day}."),
    "department": N_(
        "All {all} departments were visited in {month}; visits are known up to {day}."
    ),
    "company": N_("The company was visited in {month}; visits are known up to {day}."),
}


def due_sentence(planned: Schedule, unit: str) -> Message:
    """How many units of a type wait for a visit, as of the day up to which visits are known."""
    due = len(planned.due)
    return Message(
        (_DUE if due else _NONE_DUE)[unit],
        {
            "due": due,
            "all": len(planned.units),
            "day": planned.day,
            "days": OVERDUE_DAYS,
            "month": Month(planned.day),
        },
    )


def needed_sentence(needed: Needed) -> Message:
    """How many visits make a store's score reliable."""
    if needed.visits is None:
        return Message(
            "The stores differ no more than chance makes them, so no number of visits would tell "
            "them apart."
        )
    blanks = {"visits": needed.visits, "low": needed.low, "high": needed.high}
    if needed.low is None or needed.high is None:
        return Message(
            "It takes about {visits} visits to a store before its own mean is reliable; how many "
            "exactly cannot be told yet.",
            blanks,
        )
    return Message(
        "It takes about {visits} visits to a store before its own mean is reliable (95%: {low} to "
        "{high}).",
        blanks,
    )


def stores_sentence(found: StoreEstimates, kpi: Kpi) -> Message:
    """The estimates in one sentence, for those who cannot see them."""
    rows = found.stores.sort_values("estimate")
    lowest, highest = rows.iloc[0], rows.iloc[-1]
    return Message(
        "{score}: estimates of {count} stores, from {low} ({lowest}) to {high} ({highest}); all "
        "stores {centre}.",
        {
            "score": kpi.label,
            "count": len(rows),
            "lowest": lowest["store"],
            "highest": highest["store"],
            "low": Amount(kpi.unit, lowest["estimate"]),
            "high": Amount(kpi.unit, highest["estimate"]),
            "centre": Amount(kpi.unit, found.centre),
        },
    )


def checklist_sentences(found: Checklists, items: pd.DataFrame) -> list[Message]:
    """The item that fails most, critical failures apart, and visits that were scored in part
    only."""
    sentences = [Message("No item lost points.")]
    if len(items) and items["failed"].iloc[0]:
        first = items.iloc[0]
        sentences = [
            Message(
                "\u201c{item}\u201d fails most: it lost points in {share}% of the {n} times it "
                "was scored.",
                {
                    "item": first["item"],
                    "share": rounded(100 * first["share"]),
                    "n": int(first["scored"]),
                },
            )
        ]
    critical = int((found.visits["critical"] > 0).sum())
    sentences.append(
        Message(
            "A critical item failed in {count} of {all} visits; the mean does not show that.",
            {"count": critical, "all": len(found.visits)},
        )
    )
    if found.incomplete:
        sentences.append(
            Message(
                "In {count} visits less than {percent}% of the weight was scored.",
                {"count": found.incomplete, "percent": rounded(100 * PRESENT)},
            )
        )
    return sentences


def weights_sentence(found: Checklists) -> Message:
    """Which weights hold, since when, and what that does to the series."""
    current = found.current
    blanks = {
        "weights": [
            Message("{section} {weight}", {"section": name or N_("not given"), "weight": weight})
            for name, weight in current.weights.items()
        ],
        "day": current.since,
        "reason": current.reason or N_("no reason was given"),
    }
    if current.since is None:
        return Message(
            "Weights: {weights}, all the same until others are set. Items that did not apply are "
            "left out.",
            blanks,
        )
    return Message(
        "Weights since {day}: {weights} ({reason}). A change of weights starts the series anew; a "
        "dotted line marks it. "
        "Items that did not apply are left out. The score above weighs all its parts alike.",
        blanks,
    )


def severity_sentences(found: Severity) -> list[Message]:
    """What stores, shoppers and chance each make of one visit's score, and what that asks for."""
    parts = {
        "stores": found.between_stores,
        "shoppers": found.between_shoppers,
        "rest": found.residual,
    }
    total = sum(parts.values())
    first = (
        Message("No shopper can be seen to be more severe than another.")
        if alike(found)
        else Message(
            "Shoppers differ in severity by about {size} points (standard deviation).",
            {"size": rounded(parts["shoppers"] ** 0.5, 1)},
        )
    )
    shares = Message(
        "Of what visits' scores vary by, {stores}% comes from the stores, {shoppers}% from the "
        "shoppers and {rest}% from the "
        "single visit.",
        {name: rounded(100 * part / total) for name, part in parts.items()},
    )
    return [first, shares, needed_sentence(found.needed)]


def alike(found: Severity) -> bool:
    """Whether shoppers make less than one percent of what scores vary by."""
    return found.between_shoppers < 0.01 * (
        found.between_stores + found.between_shoppers + found.residual
    )


def agreement_sentences(found: Agreement) -> list[Message]:
    """How far two shoppers of the same visit agree, with the guide words."""
    blanks: dict[str, object] = {"visits": found.visits, "shoppers": found.shoppers}
    if found.alpha is None:
        return [Message("All {visits} visits that two shoppers saw were scored alike.", blanks)]
    blanks |= {"alpha": rounded(found.alpha, 2), "reliable": RELIABLE, "tentative": TENTATIVE}
    sentences = [
        Message(reading(found.alpha)),
        Message(
            "Krippendorff's alpha over the items of {visits} visits seen by two: {alpha}. From "
            "{reliable} on rely on the scores, from {tentative} "
            "on with caution.",
            blanks,
        ),
    ]
    value, low, high = (None, None, None) if found.score is None else found.score
    if value is not None and low is not None and high is not None:
        sentences.append(
            Message(
                "Of one visit's whole score: intraclass correlation {value} (95%: {low} to "
                "{high}), the share of its variance that two shoppers see "
                "alike.",
                {
                    "value": rounded(value, 2),
                    "low": rounded(low, 2),
                    "high": rounded(high, 2),
                },
            )
        )
    return sentences


def named_sentence(awarded: pd.DataFrame, month: date) -> Message:
    """How many stars the committee named for a month, against how many it names; `awarded` as in
    records."""
    count = len(awarded_in(awarded, "month", month))
    blanks = {"count": count, "month": Month(month), "fewest": FEWEST, "most": MOST}
    if not count:
        return Message(
            "No service star is named for {month} yet; the committee names {fewest} to {most} a "
            "month.",
            blanks,
        )
    return Message(
        "Service stars named for {month}: {count}, of {fewest} to {most} a month.", blanks
    )


def candidates_sentences(found: Ranking) -> list[Message]:
    """Who cannot be told apart from the first, and who was left out."""
    units = found.units
    few = int((units["n"] < ENOUGH).sum())
    sentences = [
        Message(
            "{count} of {all} people with {least} or more observations cannot be told apart from "
            "the first: they are filled dots. "
            "Choosing among them needs reasons other than the score.",
            {"count": int(units["top"].sum()), "all": len(units) - few, "least": ENOUGH},
        )
    ]
    if few:
        sentences.append(
            Message(
                "{few} people have fewer than {least} observations and are not ranked, however "
                "good they look.",
                {"few": few, "least": ENOUGH},
            )
        )
    return sentences
