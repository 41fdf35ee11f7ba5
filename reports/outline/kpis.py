"""The page of one KPI: the finding, its months with targets and limits, causes, actions, owners."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from charts.stages import judged
from errors import Message
from i18n import N_, Month
from metrics.answers.asked import answer
from metrics.comparisons.signals import Process
from metrics.effect.action_words import action_words
from metrics.effect.actions import JudgedAction, judged_actions
from metrics.findings.board import Card
from metrics.findings.finding import finding
from metrics.findings.month import card_of
from metrics.findings.overview import steps_of
from metrics.findings.process_words import process_finding
from metrics.kpi import Amount, Kpi
from metrics.periods import Period, add_months, last_day, periods_between
from metrics.snapshot import Snapshot
from metrics.sums.query import Query
from metrics.targets.events import ACTION, CAUSE, REBASE, Event
from metrics.targets.owners import owner_told
from metrics.targets.standing import events_of
from reports.outline.causes import causes_of, needs_cause
from reports.outline.parts import (
    BETTER,
    LIMIT,
    MEAN,
    OPEN,
    QUIET,
    TARGET,
    WORSE,
    Block,
    Cell,
    Chart,
    ChartSeries,
    ChartWithTable,
    Count,
    Flag,
    Limits,
    Listed,
    Page,
    Paragraph,
    ReportTable,
    TableColumn,
    Toned,
    Words,
)
from reports.outline.period import QUARTER, ReportPeriod

MONTHS = 13
_MOST_ACTIONS, _MOST_FLAGS = 3, 6
WHOLE_COMPANY = (None, None)
NO_CAUSE = N_("No cause given.")


def card_at(snapshot: Snapshot, kpi: Kpi, period: ReportPeriod) -> Card:
    """The KPI in the last month of a period that is over."""
    return card_of(snapshot, kpi.name, period.month, ())


def has_values(card: Card) -> bool:
    """Whether there is anything to draw in the months shown."""
    return any(value is not None for value in _shown(card).values())


def kpi_page(
    snapshot: Snapshot, kpi: Kpi, period: ReportPeriod, owners: Sequence[str] = ()
) -> Page:
    """All that a report tells of one KPI. `owners`: who answers for its targets."""
    card = card_at(snapshot, kpi, period)
    happened = _happened(snapshot, card)
    blocks: list[Block] = [
        ChartWithTable(month_chart(snapshot, card, happened), value_table(snapshot, card, period))
    ]
    blocks.append(_owner(kpi, owners))
    blocks += _targets(card) or _process(card)
    blocks += cause_paragraphs(snapshot, card, period)
    blocks += _actions(snapshot, card, period)
    if happened:
        blocks.append(Paragraph(tuple(_told(n, event) for n, event in happened), N_("Events")))
    return Page(finding(card), tuple(blocks), kpi.name)


def _owner(kpi: Kpi, owners: Sequence[str]) -> Paragraph:
    if owners:
        return Paragraph((owners_told(owners),), N_("Owner"))
    return Paragraph((kpi.owner,), N_("Looks after the data"))


def owners_told(owners: Sequence[str]) -> Listed:
    """Who answers for targets."""
    return Listed(tuple(map(owner_told, owners)))


def _months(card: Card) -> list[date]:
    return periods_between(add_months(card.month, 1 - MONTHS), card.month, "month")


def rows_by_month(card: Card) -> dict[date, pd.Series]:
    """The rows of the months shown that may be told."""
    if card.months is None:
        return {}
    first = add_months(card.month, 1 - MONTHS)
    return {
        row["period"]: row
        for _, row in card.months.rows.iterrows()
        if first <= row["period"] <= card.month
    }


def _shown(card: Card) -> dict[date, float | None]:
    """Month -> its value as it may be shown."""
    return {month: _value(row) for month, row in rows_by_month(card).items()}


def _value(row: pd.Series) -> float | None:
    return None if row["hidden"] or pd.isna(row["value"]) else float(row["value"])


def _settled(row: pd.Series) -> bool:
    return not row["partial"] and not row["maturing"]


def month_chart(
    snapshot: Snapshot, card: Card, happened: Sequence[tuple[int, Event]] = ()
) -> Chart:
    """The settled months with their intervals, targets, limits and what happened."""
    months, rows = _months(card), rows_by_month(card)
    values = {month: _value(row) for month, row in rows.items() if _settled(row)}
    series = [
        ChartSeries(
            card.kpi.label,
            tuple(values.get(month) for month in months),
            low=tuple(_end(rows.get(month), "low") for month in months),
            high=tuple(_end(rows.get(month), "high") for month in months),
        )
    ]
    still = tuple(
        None if month not in rows or _settled(rows[month]) else _value(rows[month])
        for month in months
    )
    if any(value is not None for value in still):
        series.append(ChartSeries(N_("Not final yet"), still, OPEN))
    series += _targets_by_month(snapshot, card)
    series += _limits(card.process, months)
    return Chart(
        title=card.kpi.label,
        categories=tuple(Month(month) for month in months),
        series=tuple(series),
        unit=card.kpi.unit,
        alternative=(
            finding(card),
            Message(
                "Line chart of {first} to {last}; the table beside it has its values.",
                {"first": Month(months[0]), "last": Month(months[-1])},
            ),
        ),
        flags=tuple(
            Flag(months.index(event.date.replace(day=1)), number) for number, event in happened
        ),
    )


def _end(row: pd.Series | None, name: str) -> float | None:
    if row is None or row["hidden"] or pd.isna(row[name]) or not _settled(row):
        return None
    return float(row[name])


def _targets_by_month(snapshot: Snapshot, card: Card) -> list[ChartSeries]:
    """The target that held at the end of each month; of a range both ends."""
    steps = dict(zip(card.shown, steps_of(snapshot, card), strict=False))
    held = [steps.get(month, ()) for month in _months(card)]
    most = max(map(len, held), default=0)
    names = (N_("Target"),) if most == 1 else (N_("Target, from"), N_("Target, to"))
    return [
        ChartSeries(
            names[min(at, len(names) - 1)],
            tuple(goals[at] if at < len(goals) else None for goals in held),
            TARGET,
        )
        for at in range(most)
    ]


def _limits(process: Process | None, months: Sequence[date]) -> list[ChartSeries]:
    """Mean and process limits of the months that have any."""
    if process is None:
        return []
    at = {month: place for place, month in enumerate(process.rows["period"])}
    means = {
        place: segment.mean
        for segment in process.chart.segments
        for place in range(segment.start, segment.end)
    }
    found = [
        ChartSeries(N_("Mean"), tuple(means[at[m]] if m in at else None for m in months), MEAN),
        ChartSeries(
            N_("Upper process limit"),
            tuple(process.high[at[m]] if m in at else None for m in months),
            LIMIT,
        ),
        ChartSeries(
            N_("Lower process limit"),
            tuple(process.low[at[m]] if m in at else None for m in months),
            LIMIT,
        ),
    ]
    limits = [one for one in found[1:] if any(value is not None for value in one.values)]
    return [found[0], *limits] if limits else []


def value_table(snapshot: Snapshot, card: Card, period: ReportPeriod) -> ReportTable:
    """The values of the period, of the one before and of a year before, then month by month, the
    latest first."""
    rows = [*_quarters(snapshot, card, period)] if period.grain == QUARTER else []
    found = rows_by_month(card)
    rows += [
        value_cells(card.kpi, Month(month), found.get(month)) for month in reversed(_months(card))
    ]
    return ReportTable(VALUE_COLUMNS, tuple(rows), card.kpi.label, small=True)


VALUE_COLUMNS = (
    TableColumn(N_("Period"), 1.5),
    TableColumn(N_("Value"), 1.35, number=True),
    TableColumn(N_("95% interval"), 1.75, number=True),
    TableColumn(N_("Cases"), 1.0, number=True),
)


def _quarters(snapshot: Snapshot, card: Card, period: ReportPeriod) -> list[tuple[Cell, ...]]:
    rows = quarter_rows(snapshot, card.kpi, period)
    return [
        value_cells(card.kpi, Period(first, QUARTER), rows.get(first))
        for first in (period.first, period.before, add_months(period.first, -12))
    ]


def quarter_rows(snapshot: Snapshot, kpi: Kpi, period: ReportPeriod) -> dict[date, pd.Series]:
    """The rows of the period, of the one before, and of a year before, by their first days."""
    query = Query(add_months(period.first, -12), last_day(period.first, period.grain), period.grain)
    rows = answer(snapshot, kpi.name, query).rows
    return {row["period"]: row for _, row in rows.iterrows()}


def value_cells(kpi: Kpi, name: Words | Month | Period, row: pd.Series | None) -> tuple[Cell, ...]:
    """A row of the table of values: what is hidden, not final or of too few cases says so."""
    if row is None:
        return name, Toned(N_("no records"), QUIET), None, None
    if row["hidden"]:
        return name, Toned(N_("hidden to protect the staff behind it"), QUIET), None, None
    value = _value(row)
    if value is None:
        return name, Toned("–", QUIET), None, _cases(kpi, row)
    shown = Amount(kpi.unit, value)
    if not _settled(row) or not row["enough"]:
        return name, Toned(_doubtful(row, shown), QUIET), None, _cases(kpi, row)
    interval = (
        None if pd.isna(row["low"]) else Limits(kpi.unit, float(row["low"]), float(row["high"]))
    )
    return name, shown, interval, _cases(kpi, row)


def _doubtful(row: pd.Series, shown: Amount) -> Message:
    if not _settled(row):
        return Message("{value} so far", {"value": shown})
    return Message("{value} (few)", {"value": shown})


def _cases(kpi: Kpi, row: pd.Series) -> Count | None:
    told = kpi.measure.told_by_n and not kpi.measure.lacks_n(row["n"]) and not pd.isna(row["n"])
    return Count(int(row["n"])) if told else None


def _targets(card: Card) -> list[Block]:
    """The targets that count, each with its verdict and what that rests on."""
    return [
        Paragraph(
            (stage.sentence, *([stage.today] if stage.today else [])),
            judged(stage),
            WORSE if stage.off else BETTER if stage.meets else "",
        )
        for stage in card.counting
    ]


def _process(card: Card) -> list[Block]:
    """What its months say where no target says more."""
    said = process_finding(card.process, None) if card.process else ()
    return [Paragraph(said, N_("Its months"))] if said else []


def cause_paragraphs(snapshot: Snapshot, card: Card, period: ReportPeriod) -> list[Paragraph]:
    """Why a target is off, or that nobody said."""
    found = causes_of(snapshot, card.kpi, period)
    if not any(needs_cause(stage) for stage in card.counting):
        return []
    if not found:
        return [Paragraph((NO_CAUSE,), N_("Cause"), WORSE)]
    return [
        Paragraph(
            (
                one.text
                if one.problem is None
                else Message(
                    "{cause} (problem {number})", {"cause": one.text, "number": one.problem}
                ),
            ),
            N_("Cause"),
        )
        for one in found
    ]


def actions_on(snapshot: Snapshot, kpi: Kpi, month: date) -> tuple[JudgedAction, ...]:
    """The actions on a KPI, wherever they were taken, the latest first."""
    found = [one for one in judged_actions(snapshot, month) if one.action.kpi == kpi.name]
    return tuple(sorted(found, key=lambda one: one.action.starts, reverse=True))


def _actions(snapshot: Snapshot, card: Card, period: ReportPeriod) -> list[Block]:
    found = actions_on(snapshot, card.kpi, period.month)
    told: list[Block] = [
        Paragraph((action_name(one), outcome_words(one), *action_words(one)[:1]), N_("Action"))
        for one in found[:_MOST_ACTIONS]
    ]
    if len(found) > _MOST_ACTIONS:
        more = len(found) - _MOST_ACTIONS
        told.append(
            Paragraph(
                (Message("More actions, see there: {count}.", {"count": more}),), N_("Action")
            )
        )
    return told


def action_name(judged: JudgedAction) -> Message:
    """The number, what is done, where and since when."""
    action = judged.action
    return Message(
        "{number} {title} ({place}, from {day}):",
        {
            "number": action.action_id,
            "title": action.title,
            "place": place_name(action.place),
            "day": action.starts,
        },
    )


def outcome_words(judged: JudgedAction) -> Message:
    """What became of it, with its sign."""
    return Message(
        "{shape} {outcome}.", {"shape": judged.outcome.shape, "outcome": judged.outcome.label}
    )


def place_name(place: tuple[str | None, str | None]) -> Words:
    """The unit, or the whole company."""
    return N_("whole company") if place[1] is None else place[1]


def _happened(snapshot: Snapshot, card: Card) -> list[tuple[int, Event]]:
    """What was written down about the whole company in the months shown, numbered; the latest where
    there is much of it."""
    months = set(_months(card))
    found = [
        event
        for event in events_of(snapshot, card.kpi, WHOLE_COMPANY)
        if event.date.replace(day=1) in months and event.type != CAUSE
    ]
    return list(enumerate(found[-_MOST_FLAGS:], start=1))


_EVENT_WORDS = {ACTION: N_("action"), REBASE: N_("new limits")}


def _told(number: int, event: Event) -> Message:
    blanks = {"number": number, "day": event.date, "text": event.text}
    if event.type in _EVENT_WORDS:
        return Message(
            "({number}) {day}: {text} [{type}].", {**blanks, "type": _EVENT_WORDS[event.type]}
        )
    return Message("({number}) {day}: {text}.", blanks)
