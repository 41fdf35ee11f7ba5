"""What the overview shows of a month: worked out once for a state of the data, then kept for everyone. Without words."""

from datetime import date

from metrics.board import Card, card, cards
from metrics.catalog import KPIS, kpi_named
from metrics.events import filtered_place
from metrics.periods import whole_month
from metrics.summary import Line, change_lines, comparable_by, quarter_over, signal_lines, unit_lines
from ui.board import asking, judged_at, version
from ui.kept import kept

Only = tuple[tuple[str, tuple[str, ...]], ...]
MOST = 4  # lines of each list


def cards_of(month: date, only: Only) -> tuple[Card, ...]:
    """The cards of all measured KPIs for a month and filter."""
    return _month(version(), date.today(), month, only)[0]


def changes_of(month: date, only: Only) -> tuple[Line, ...]:
    """What changed, at most `MOST` lines: signals first, then the clearest changes."""
    return _month(version(), date.today(), month, only)[1]


@kept(100)
def _month(version: int, today: date, month: date, only: Only) -> tuple[tuple[Card, ...], tuple[Line, ...]]:
    found = cards(month, only, judged_at(month, filtered_place(only), KPIS), asking(KPIS))
    return found, (*signal_lines(found, MOST), *change_lines(found))[:MOST]


def card_of(kpi: str, month: date, only: Only) -> Card:
    """The card of one KPI for a month and filter."""
    return _card(version(), date.today(), kpi, month, only)


@kept(200)
def _card(version: int, today: date, kpi: str, month: date, only: Only) -> Card:
    declared = kpi_named(kpi)
    return card(declared, month, only, judged_at(month, filtered_place(only), [declared]), asking([declared]))


def changed_units(month: date, dimension: str) -> tuple[Line, ...]:
    """The units of a dimension that changed by more than chance, in the latest quarter that is over with a month."""
    return _changed(version(), date.today(), quarter_over(whole_month(month, date.today())), dimension)


@kept(100)
def _changed(version: int, today: date, quarter: date, dimension: str) -> tuple[Line, ...]:
    compared = comparable_by(KPIS, dimension)
    return tuple(unit_lines(compared, quarter, dimension, asking(compared)))
