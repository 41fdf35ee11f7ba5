"""What the overview shows of a month: worked out once for a state of the data, then kept for
everyone. Without words."""

from datetime import date
from functools import partial

from metrics.catalog import KPIS, kpi_named
from metrics.findings.board import Card, card, cards
from metrics.findings.news import news
from metrics.findings.restated import restated, restated_lines
from metrics.findings.summary import Line, comparable_by, quarter_over, unit_lines
from metrics.periods import add_months, whole_month
from metrics.targets.events import filtered_place
from ui.state.board import asking, breaks_of, judged_at, read, scale_breaks_of, version
from ui.state.cache import kept

Only = tuple[tuple[str, tuple[str, ...]], ...]
MOST = 4  # lines of each list


def cards_of(month: date, only: Only) -> tuple[Card, ...]:
    """The cards of all measured KPIs for a month and filter."""
    return _cards(version(), date.today(), month, only)


def news_of(month: date, only: Only) -> tuple[Line, ...]:
    """All that is new in a month."""
    return _news(version(), date.today(), month, only)


@kept(100)
def _cards(version: int, today: date, month: date, only: Only) -> tuple[Card, ...]:
    return cards(
        month,
        only,
        judged_at(month, filtered_place(only), KPIS),
        asking(KPIS),
        partial(breaks_of, place=filtered_place(only)),
    )


@kept(100)
def _news(version: int, today: date, month: date, only: Only) -> tuple[Line, ...]:
    found = cards_of(month, only)
    moves = (
        [] if only else read(partial(restated, month=month, today=today))
    )  # what a file moved is known of the whole company only
    return news(
        found,
        judged_at(add_months(month, -1), filtered_place(only), KPIS),
        restated_lines(found, moves),
    )


def card_of(kpi: str, month: date, only: Only) -> Card:
    """The card of one KPI for a month and filter."""
    return _card(version(), date.today(), kpi, month, only)


@kept(200)
def _card(version: int, today: date, kpi: str, month: date, only: Only) -> Card:
    declared = kpi_named(kpi)
    return card(
        declared,
        month,
        only,
        judged_at(month, filtered_place(only), [declared]),
        asking([declared]),
        breaks_of(declared, filtered_place(only)),
    )


def changed_units(month: date, dimension: str) -> tuple[Line, ...]:
    """The units of a dimension that changed by more than chance, in the latest quarter that is over
    with a month."""
    return _changed(
        version(), date.today(), quarter_over(whole_month(month, date.today())), dimension
    )


@kept(100)
def _changed(version: int, today: date, quarter: date, dimension: str) -> tuple[Line, ...]:
    compared = comparable_by(KPIS, dimension)
    return tuple(unit_lines(compared, quarter, dimension, asking(compared), scale_breaks_of))
