"""When and where promises are broken: by weekday and hour, and the part of the week in which a unit
stands out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from data.kinds.catalog import SERVICE_REQUEST
from i18n import N_, Text
from metrics.catalog import kpi_named
from metrics.findings.operations import query_of
from metrics.snapshot import Snapshot, remembered
from metrics.statistics.comparing import FALSE_DISCOVERIES, discoveries
from metrics.statistics.intervals import wilson
from metrics.sums.columns import Columns
from metrics.sums.hours import hours_of
from metrics.sums.query import Filter
from metrics.voice.span import Span

DAYS: tuple[Text, ...] = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
HOURS = 24
FEWEST = 5  # requests of an hour of the week, below which its share is drawn pale
PARTS = ((0, 6), (6, 12), (12, 18), (18, 24))  # hours of a part of a day: from, to
LEAST_BROKEN, LEAST_POINTS = 5, 10.0  # what a part of the week is named for, at least
_WHERE = ("channel", "category", "store", "department", "region")


class WeekPart(NamedTuple):
    """A part of the week of some requests (`unit` of `dimension`; None: all): how many were promised
    something there and how many of these promises were broken; the same of the rest of the week;
    and the chance of that much without a reason."""

    dimension: str | None
    unit: str | None
    day: int
    hours: tuple[int, int]
    asked: int
    broken: int
    rest_asked: int
    rest_broken: int
    p: float

    @property
    def share(self) -> float:
        return 100 * self.broken / self.asked

    @property
    def rest_share(self) -> float:
        return 100 * self.rest_broken / self.rest_asked


@dataclass(frozen=True)
class Week:
    """Requests by weekday (rows) and hour (columns): `asked` of a promise, and those with a `broken`
    one; `parts`: the parts of the week that stand out, the strongest first; `compared`: of so
    many."""

    asked: np.ndarray
    broken: np.ndarray
    parts: tuple[WeekPart, ...]
    compared: int

    @property
    def total(self) -> int:
        return int(self.asked.sum())

    @property
    def total_broken(self) -> int:
        return int(self.broken.sum())

    @property
    def hours(self) -> range:
        """From the first hour with a request to the last."""
        used = np.flatnonzero(self.asked.sum(axis=0))
        return range(int(used[0]), int(used[-1]) + 1) if len(used) else range(0)

    def share(self, day: int, hour: int) -> float | None:
        """Percent of the promises of an hour that were broken; None without any."""
        asked = self.asked[day, hour]
        return None if not asked else float(100 * self.broken[day, hour] / asked)

    def worst(self, most: int) -> list[tuple[int, int]]:
        """The hours, with enough requests, in which most is broken: day and hour, worst first."""
        found = [
            (-self.broken[day, hour] / self.asked[day, hour], day, hour)
            for day, hour in np.argwhere((self.asked >= FEWEST) & (self.broken > 0)).tolist()
        ]
        return [(day, hour) for _, day, hour in sorted(found)[:most]]


def week_of(snapshot: Snapshot, kpi: str, span: Span, only: Filter) -> Week | None:
    """The week of a promise in a span; None where several dimensions are filtered at once, of which
    no hours are kept."""
    return _week(snapshot, kpi, span, only)


@remembered(60)
def _week(snapshot: Snapshot, kpi: str, span: Span, only: Filter) -> Week | None:
    if len(only) > 1:
        return None
    whole = _grid(_hours(snapshot, kpi, span, only, None))
    found = [*_parts(None, None, *whole)]
    # With a filter, parts of other dimensions would be two dimensions at once.
    for dimension in () if only else _WHERE:
        units = _of_units(_hours(snapshot, kpi, span, (), dimension))
        if len(units) > 1:
            for unit, hours in units.items():
                found += _parts(dimension, unit, *_grid(hours))
    return Week(*whole, parts=_standing_out(_with_p(found)), compared=len(found))


def _hours(snapshot: Snapshot, kpi: str, span: Span, only: Filter, by: str | None) -> Columns:
    return hours_of(snapshot.reading, kpi_named(kpi), query_of(span, only, by))


def _of_units(hours: Columns) -> dict[str, Columns]:
    """The hours of each unit that has a name, by its name."""
    order = np.argsort(hours["group"].astype(str), kind="stable")
    names, starts = np.unique(hours["group"].astype(str)[order], return_index=True)
    of_each = zip(names, np.split(order, starts)[1:], strict=True)
    return {
        str(unit): {name: column[rows] for name, column in hours.items()}
        for unit, rows in of_each
        if unit
    }


def _grid(hours: Columns) -> tuple[np.ndarray, np.ndarray]:
    """Promises and broken ones, by weekday and hour."""
    asked, kept = np.zeros(7 * HOURS), np.zeros(7 * HOURS)
    slots = hours["slot"].astype(int)
    np.add.at(asked, slots, hours["n"].astype(float))
    np.add.at(kept, slots, hours["kept"].astype(float))
    return asked.reshape(7, HOURS), (asked - kept).reshape(7, HOURS)


def _parts(
    dimension: str | None, unit: str | None, asked: np.ndarray, broken: np.ndarray
) -> list[WeekPart]:
    """Every part of a week in which something was promised, beside the rest of the week of the same
    requests, yet without its p."""
    total, total_broken = int(asked.sum()), int(broken.sum())
    found = []
    for day in range(7):
        for start, end in PARTS:
            here, lost = (int(one[day, start:end].sum()) for one in (asked, broken))
            if here and here < total:
                rest = (total - here, total_broken - lost)
                found.append(WeekPart(dimension, unit, day, (start, end), here, lost, *rest, p=1.0))
    return found


def _with_p(found: Sequence[WeekPart]) -> list[WeekPart]:
    """The parts, each with its p: Fisher's exact test, one-sided."""
    from scipy.stats import hypergeom

    if not found:
        return []
    here, lost, rest, rest_lost = (
        np.array([getattr(part, name) for part in found])
        for name in ("asked", "broken", "rest_asked", "rest_broken")
    )
    p = hypergeom.sf(lost - 1, here + rest, lost + rest_lost, here)
    return [part._replace(p=float(one)) for part, one in zip(found, p, strict=True)]


def _standing_out(found: Sequence[WeekPart]) -> tuple[WeekPart, ...]:
    """The parts with more broken promises than the rest of their week by more than chance, of so
    many that are compared, and by enough to matter; strongest first. Of one weekday and hours only
    the strongest: a part of the whole and of its units are the same requests."""
    if not found:
        return ()
    passed = discoveries(np.array([part.p for part in found]), FALSE_DISCOVERIES)
    best: dict[tuple[int, tuple[int, int]], WeekPart] = {}
    for part, named in zip(found, passed, strict=True):
        if not named or part.broken < LEAST_BROKEN or part.share - part.rest_share < LEAST_POINTS:
            continue
        key = (part.day, part.hours)
        if key not in best or part.p < best[key].p:
            best[key] = part
    return tuple(sorted(best.values(), key=lambda part: part.p))


def limits(part: WeekPart) -> tuple[float, float]:
    """The 95 % interval of the broken share of a part of the week, in percent."""
    low, high = wilson(part.broken, part.asked)
    return 100 * float(low or 0), 100 * float(high or 0)


def where_dimensions(only: Filter) -> tuple[str, ...]:
    """What promises can be set side by side by: the dimensions that are not filtered."""
    filtered = {name for name, _ in only}
    return tuple(
        name
        for name in ("store", "channel", "category", "department", "region", "urgency")
        if name in SERVICE_REQUEST.dimensions and name not in filtered
    )
