"""Targets that fell due since the last meeting, that come due before the next, and those that ask
nothing any more: always met, or never."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from errors import Message
from i18n import N_, Text
from metrics.catalog import KPIS, indicator_named
from metrics.findings.board import Card
from metrics.findings.month import card_of
from metrics.kpi import Kpi
from metrics.periods import add_months, last_day, last_whole_month
from metrics.review.exceptions import figure_of
from metrics.review.item import TARGET, AgendaItem, Place, Skipped, Words
from metrics.review.places import place_words
from metrics.snapshot import Snapshot
from metrics.statistics.spc import Assurance
from metrics.targets.standing import judged
from metrics.targets.verdict import Now, Status, Verdict, by_series, counting

AHEAD = 3  # months in which a target comes due that is talked about now
_MONTHS = 12  # that a target is held against for "always" and "never"
ALWAYS_OR_NEVER = "target-checks"
_ASSURED: dict[Assurance, Text] = {
    Assurance.PASSING: N_("meets it month after month"),
    Assurance.FAILING: N_("misses it until it changes"),
}


def targets_due(
    snapshot: Snapshot, month: date, since: date, waiting: Collection[str] = ()
) -> tuple[tuple[AgendaItem, ...], tuple[Skipped, ...]]:
    """The items, those that fell due first; `since`: what was judged by then was talked about, but for
    the items `waiting`. Of targets that follow one another the last that fell due is told, one
    that is judged before one whose value is not final. The last item names the targets that are always met, or never."""
    end, stages = last_day(month, "month"), judged(snapshot, month)
    chosen: list[Verdict] = []
    near: list[Verdict] = []
    for series in by_series(stages):
        fallen = [
            one
            for one in series
            if one.target.due <= end and (_key(one) in waiting or not _told(snapshot, one, since))
        ]
        known = [one for one in fallen if not one.ahead]
        coming = [one for one in series if end < one.target.due <= _horizon(month)]
        near += [*fallen, *coming]
        chosen += [
            *sorted(known or fallen, key=lambda one: one.target.due)[-1:],
            *sorted(coming, key=lambda one: one.target.due)[:1],
        ]
    chosen.sort(key=lambda one: (one.target.due > end, not one.off, one.target.due))
    items = [_item(snapshot, one, month) for one in chosen]
    assured = [
        one
        for one in counting(stages, end)
        if one not in chosen and one.ahead and one.assurance in _ASSURED
    ]
    if assured:
        items.append(_checks(snapshot, assured, month))
    later = [one for one in counting(stages, end) if one not in near and one not in assured]
    skipped = Skipped(
        TARGET,
        Message(
            "Targets that neither fell due nor come due within three months: {count}",
            {"count": len(later)},
        ),
        len(later),
        tuple(_title(one) for one in later),
    )
    return tuple(items), (skipped,)


def _told(snapshot: Snapshot, stage: Verdict, since: date) -> bool:
    """Whether a stage was talked about by a day: its due month was over, before which nothing is
    judged, and no verdict has come since on what was not final then."""
    due = last_day(stage.target.due.replace(day=1), "month")
    if due > since:
        return False
    kpi = measured(stage.target.kpi)
    if stage.ahead or kpi is None or not kpi.matures_days:
        return True
    # Nobody knows when the last of its records was decided: told again rather than never.
    if kpi.still_to_come is not None and due + timedelta(days=kpi.matures_days) >= since:
        return False
    month = last_whole_month(since + timedelta(days=1))
    known = (stage.target.series, stage.target.due)  # whoever owns it by now, whatever the reason
    return not any(
        one.ahead and (one.target.series, one.target.due) == known
        for one in judged(snapshot, month)
    )


def _horizon(month: date) -> date:
    return last_day(add_months(month, AHEAD), "month")


def _title(stage: Verdict) -> Message:
    target = stage.target
    blanks = {
        "kpi": indicator_named(target.kpi).label,
        "target": stage.asked,
        "due": target.due,
        "place": place_words(target.place),
    }
    if target.dimension is None:
        return Message("{kpi}: {target} by {due}", blanks)
    return Message("{kpi}, {place}: {target} by {due}", blanks)


def _key(stage: Verdict) -> str:
    target = stage.target
    return "-".join(
        ["target", target.kpi, *filter(None, target.place), target.stage, f"{target.due}"]
    )


def _item(snapshot: Snapshot, stage: Verdict, month: date) -> AgendaItem:
    target = stage.target
    card = _card(snapshot, target.kpi, target.place, month)
    word = stage.now.label if stage.now in (Now.LOST, Now.REACHED) else stage.status.label
    sentences: list[Words] = list(stage.sentences)
    if stage.ahead and stage.assurance is not None:
        sentences.append(
            Message(
                "As it runs now, {assurance} ({target}).",
                {"assurance": stage.assurance.value, "target": stage.asked},
            )
        )
    return AgendaItem(
        key=_key(stage),
        kind=TARGET,
        title=_title(stage),
        headline=stage.sentence,
        word=word,
        shape=stage.status.shape,
        better=_better(stage),
        sentences=tuple(sentences[1:]),
        kpi="" if card is None else target.kpi,
        place=target.place,
        figure=None if card is None else figure_of(card, target.place),
    )


def _better(stage: Verdict) -> bool | None:
    if stage.off:
        return False
    good = (Status.MET, Status.REACHED_LATE, Status.SURE, Status.LIKELY)
    return True if stage.status in good else None


def _card(snapshot: Snapshot, kpi: str, place: Place, month: date) -> Card | None:
    """The KPI where the target is; None where it is not recorded, or not so."""
    if measured(kpi) is None:
        return None
    dimension, unit = place
    only = () if dimension is None or unit is None else ((dimension, (unit,)),)
    found = card_of(snapshot, kpi, month, only)
    return None if found.answer is None else found


def _checks(snapshot: Snapshot, assured: Iterable[Verdict], month: date) -> AgendaItem:
    """One screen for all of them: a target that is always met asks nothing, one that is never met
    asks for another process."""
    rows: list[tuple[Words, ...]] = [
        (N_("Target"), N_("The process"), N_("Met in the last months")),
    ]
    for stage in sorted(assured, key=lambda one: one.assurance is Assurance.PASSING):
        card = _card(snapshot, stage.target.kpi, stage.target.place, month)
        assurance = stage.assurance
        if assurance is None:
            continue
        rows.append((_title(stage), _ASSURED[assurance], _met(card, stage)))
    never = sum(one.assurance is Assurance.FAILING for one in assured)
    return AgendaItem(
        key=ALWAYS_OR_NEVER,
        kind=TARGET,
        title=N_("Targets that the process meets or misses in any case"),
        headline=Message(
            "Targets that the process meets month after month: {always}. Targets that it misses "
            "until it changes: {never}.",
            {"always": len(rows) - 1 - never, "never": never},
        ),
        sentences=(
            Message(
                "A target that is always met asks for nothing more: raise it or let it be. One that "
                "is never met needs another way of working, not more effort."
            ),
        ),
        table=tuple(rows),
    )


def _met(card: Card | None, stage: Verdict) -> Message:
    """In how many of the last months the goal was met."""
    goal, values = stage.monthly_goal, []
    if card is not None and card.months is not None and goal is not None:
        rows = card.months.judged()
        values = rows["value"][rows["enough"].to_numpy(bool)].tolist()[-_MONTHS:]
    met = sum(_meets(value, stage) for value in values)
    return Message("{met} of {count}", {"met": met, "count": len(values)})


def _meets(value: float, stage: Verdict) -> bool:
    goal = stage.monthly_goal
    if goal is None:
        return False
    if stage.goal_high is not None:
        return goal <= value <= stage.goal_high
    return value >= goal if stage.target.upward else value <= goal


def measured(kpi: str) -> Kpi | None:
    """The KPI of a name, where its records are collected."""
    return next((one for one in KPIS if one.name == kpi), None)
