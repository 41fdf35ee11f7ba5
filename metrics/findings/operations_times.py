"""How long requests and complaints take: the whole distribution, with those still open."""

from dataclasses import dataclass

import numpy as np

from metrics.catalog import kpi_named
from metrics.findings.operations import query_of
from metrics.snapshot import Snapshot, remembered
from metrics.statistics.quantiles import Quantile
from metrics.statistics.survival import Lengths, length_quantile
from metrics.sums.lengths import lengths_together
from metrics.sums.query import Filter
from metrics.voice.span import Span

_HOUR, _DAY = 60, 1440
# Upper ends of the bars of the distribution, in minutes; the last has none.
EDGES = (
    _HOUR,
    4 * _HOUR,
    8 * _HOUR,
    _DAY,
    2 * _DAY,
    4 * _DAY,
    7 * _DAY,
    14 * _DAY,
    30 * _DAY,
)
# What is measured -> the KPI whose lengths it is counted by, in the order of the table.
CLOCKS = ("handling_time", "handling_time_working", "handling_time_own")


@dataclass(frozen=True)
class TimeBar:
    """How many took more than `above` and at most `up_to` minutes (None: no end): closed, and still
    open after as long."""

    above: float
    up_to: float | None
    closed: int
    open: int


@dataclass(frozen=True)
class Times:
    """Lengths in minutes: of how many, how many of these are still open, the median and the length
    in which nine in ten are done (Kaplan & Meier where some are open), the mean (None where some
    are open, for it would leave them out), and the bars."""

    closed: int
    open: int
    median: Quantile
    ninth: Quantile
    mean: float | None
    bars: tuple[TimeBar, ...]

    @property
    def n(self) -> int:
        return self.closed + self.open

    def quantile(self, p: float) -> Quantile:
        """The one of the two that a KPI is declared by."""
        return {0.5: self.median, 0.9: self.ninth}[p]


@remembered(100)
def times(
    snapshot: Snapshot, kpi: str, span: Span, only: Filter, by: str | None = None
) -> dict[str | None, Times]:
    """Group (None where not split) -> the lengths behind a KPI of time in a span. Nothing where units
    of two dimensions are asked for at once, of which no lengths are kept."""
    query = query_of(span, only, by)
    if query.crosses_dimensions:
        return {}
    found = lengths_together(snapshot.reading, kpi_named(kpi), query)
    return {group: times_of(lengths) for group, lengths in found.items()}


def times_of(lengths: Lengths) -> Times:
    """What counts of lengths tell."""
    return Times(
        int(lengths.done.sum()),
        int(lengths.open.sum()),
        length_quantile(lengths, 0.5),
        length_quantile(lengths, 0.9),
        _mean(lengths),
        _bars(lengths),
    )


def _mean(lengths: Lengths) -> float | None:
    ended = lengths.done.sum()
    return float(lengths.at @ lengths.done / ended) if ended and not lengths.open.any() else None


def _bars(lengths: Lengths) -> tuple[TimeBar, ...]:
    place = np.searchsorted(EDGES, lengths.at, side="left")
    ends = (*EDGES, None)
    return tuple(
        TimeBar(
            0.0 if at == 0 else float(EDGES[at - 1]),
            end,
            int(lengths.done[place == at].sum()),
            int(lengths.open[place == at].sum()),
        )
        for at, end in enumerate(ends)
    )
