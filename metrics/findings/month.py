"""What a month shows of one snapshot: worked out once and remembered. Without words."""

from datetime import date
from functools import partial

from metrics.answers.asked import asking, scale_breaks_of
from metrics.catalog import KPIS, kpi_named
from metrics.findings.board import Breaks, Card, card, cards
from metrics.findings.news import news
from metrics.findings.restated import restated, restated_lines
from metrics.findings.summary import Line, comparable_by, quarter_over, unit_lines
from metrics.kpi import Kpi
from metrics.periods import add_months, whole_month
from metrics.snapshot import Snapshot, remembered_by_month
from metrics.sums.query import Filter
from metrics.targets.events import Place, filtered_place
from metrics.targets.standing import judged_at, rebased_at

MOST = 4  # lines of each list


def breaks_of(snapshot: Snapshot, kpi: Kpi, place: Place) -> Breaks:
    """Where the months of a KPI at a place part: new limits decided for exactly it, and other
    scales."""
    return Breaks(rebased_at(snapshot, kpi, place), scale_breaks_of(snapshot, kpi))


@remembered_by_month(100)
def cards_of(snapshot: Snapshot, month: date, only: Filter) -> tuple[Card, ...]:
    """The cards of all measured KPIs for a month and filter."""
    place = filtered_place(only)
    return cards(
        month,
        only,
        judged_at(snapshot, month, place, KPIS),
        asking(snapshot, KPIS),
        partial(breaks_of, snapshot, place=place),
    )


@remembered_by_month(100)
def news_of(snapshot: Snapshot, month: date, only: Filter) -> tuple[Line, ...]:
    """All that is new in a month."""
    found = cards_of(snapshot, month, only)
    # what a file moved is known of the whole company only
    moves = [] if only else restated(snapshot.reading, month=month, today=snapshot.today)
    before = judged_at(snapshot, add_months(month, -1), filtered_place(only), KPIS)
    return news(found, before, restated_lines(found, moves))


@remembered_by_month(200, lambda kpi, month, *_: month)
def card_of(snapshot: Snapshot, kpi: str, month: date, only: Filter) -> Card:
    """The card of one KPI for a month and filter."""
    declared, place = kpi_named(kpi), filtered_place(only)
    return card(
        declared,
        month,
        only,
        judged_at(snapshot, month, place, [declared]),
        asking(snapshot, [declared]),
        breaks_of(snapshot, declared, place),
    )


def changed_units(snapshot: Snapshot, month: date, dimension: str) -> tuple[Line, ...]:
    """The units of a dimension that changed by more than chance, in the latest quarter that is over
    with a month."""
    return _changed(snapshot, quarter_over(whole_month(month, snapshot.today)), dimension)


@remembered_by_month(100, lambda quarter, *_: add_months(quarter, 2))
def _changed(snapshot: Snapshot, quarter: date, dimension: str) -> tuple[Line, ...]:
    compared = comparable_by(KPIS, dimension)
    return tuple(
        unit_lines(
            compared,
            quarter,
            dimension,
            asking(snapshot, compared),
            partial(scale_breaks_of, snapshot),
        )
    )
