"""Figures of a period that was published are those that were published."""

from dataclasses import replace

from metrics.frozen.published import FrozenFigure, Publication, figures_of, published
from metrics.periods import start_of
from metrics.review.item import MONTH, QUARTER, Agenda, AgendaItem, ReviewFigure
from metrics.snapshot import Snapshot


def as_published(snapshot: Snapshot, agenda: Agenda) -> Agenda:
    """The agenda with the figures of its period as they were published, of a quarter those of the
    quarter; what was not published, or without a value, stays as it is now."""
    standing = {(one.start, one.length): one for one in published(snapshot) if one.stands}
    quarter = standing.get((start_of(agenda.month, "quarter"), QUARTER))
    frozen: dict[Publication, dict[tuple, FrozenFigure]] = {}

    def told(item: AgendaItem) -> AgendaItem:
        if item.figure is None:
            return item
        of = quarter if agenda.length == QUARTER else standing.get((item.figure.month, MONTH))
        if of is None:
            return item
        known = frozen.setdefault(
            of, {(one.kpi, one.place): one for one in figures_of(snapshot, of)}
        )
        found = known.get((item.figure.kpi, item.figure.place))
        if found is None or found.value is None:
            return item
        return replace(item, figure=_figure(found, of, item.figure))

    return replace(agenda, items=tuple(map(told, agenda.items)))


def _figure(found: FrozenFigure, of: Publication, live: ReviewFigure) -> ReviewFigure:
    return replace(
        live,
        month=of.start,
        value=live.value if found.value is None else found.value,
        low=found.low,
        high=found.high,
        n=None if live.n is None else found.n,
        length=of.length,
        published=of.at.date(),
    )
