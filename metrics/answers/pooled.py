"""Whole months or quarters added up, so that small units have cases enough to be compared.

Only what is published period by period is added: a pooled value gives away
nothing that its periods do not. What the staff are measured by is published by
quarters, what customers answer by months.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd

from metrics.answers.answer import Answer
from metrics.kpi import Kpi, Shape
from metrics.periods import (
    FOUR_QUARTERS,
    add_months,
    last_day,
    so_many_months,
    start_of,
    whole_month,
)
from metrics.sums.columns import SUMS
from metrics.sums.query import Filter, Query
from metrics.sums.values import valued
from metrics.window import ALL, MONTHS, TimeWindow, first_month, length

QUARTERS = {"quarter": 1, "year": 4}
_SUMS = list(SUMS)
_GRAINS = ("year", "quarter", "month")
_SAMPLED = (Shape.SHARE, Shape.NET_SHARE, Shape.MEAN)


def comparable(kpi: Kpi) -> bool:
    """Whether its units can be set against chance: a share or a mean of sampled cases, not a count
    or a state."""
    return kpi.measure.shape in _SAMPLED and bool(kpi.dimensions)


def compared(kpi: Kpi) -> Kpi:
    """The KPI with the minimum of cases for comparing units, where that is more than for showing
    them."""
    enough = max(kpi.dataset.enough, kpi.dataset.enough_to_compare)
    return replace(kpi, dataset=replace(kpi.dataset, enough=enough))


def latest_quarter(kpi: Kpi, month: date, today: date) -> date:
    """First day of the latest quarter that is over with `month`, and whose records no longer
    change."""
    quarter = start_of(add_months(month, -2), "quarter")
    while (today - last_day(quarter, "quarter")).days <= kpi.matures_days:
        quarter = add_months(quarter, -3)
    return quarter


def quarters_query(first: date, last: date, by: str | None, only: Filter) -> Query:
    """The quarters from the one that begins on `first` to the one that begins on `last`."""
    return Query(first, last_day(last, "quarter"), "quarter", by, only)


def pooled(
    ask: Callable[[Query], Answer],
    window: str,
    last: date,
    by: str | None,
    only: Filter,
) -> Answer:
    """The answer for the window that ends with the quarter beginning on `last`, as one period."""
    first = add_months(last, 3 - 3 * QUARTERS[window])
    return added(ask(quarters_query(first, last, by, only)))


def windowed(
    ask: Callable[[Query], Answer],
    kpi: Kpi,
    window: TimeWindow,
    by: str | None,
    only: Filter,
) -> Answer:
    """The answer for a window, as one period: of months that are over; of a KPI that is compared by
    quarters, of the whole quarters in it, at least the latest one."""
    if kpi.dataset.compared_by == "month":
        last = whole_month(window.month, window.today)
        first = min(first_month(window.name, last, window.oldest), last)
        return added(ask(Query(first, last_day(last, "month"), "month", by, only)))
    last = latest_quarter(kpi, window.month, window.today)
    begins = first_month(window.name, window.month, window.oldest)
    if window.name in MONTHS:
        first = add_months(last, 3 - 3 * max(1, MONTHS[window.name] // 3))
    elif window.name == ALL:  # the first records need not begin with a quarter
        first = start_of(begins, "quarter")
    else:
        first = start_of(add_months(begins, 2), "quarter")
    asked = quarters_query(min(first, last), last, by, only)
    return or_of_others(added(ask(asked)), ask, add_months(last, 2))


def or_of_others(found: Answer, ask: Callable[[Query], Answer], last: date) -> Answer:
    """The answer, put together of other periods up to the month `last`, where all of it is hidden: as
    when years or quarters begin in another month since figures of staff were first shown."""
    query = found.query
    if query.start is None or found.rows.empty or not found.rows["hidden"].all():
        return found
    other = over_months(ask, query.start, last, query.by, query.only).rows
    return found if other["hidden"].all() else Answer(found.kpi, query, other)


def over_months(
    ask: Callable[[Query], Answer],
    first: date,
    last: date,
    by: str | None,
    only: tuple[tuple[str, tuple[str, ...]], ...],
) -> Answer:
    """The answer for the months from one to another as one period, put together of as few years,
    quarters and months as there are: of staff a year may be shown whose months are not. A group of
    which these are hidden, as when years begin in another month since, of shorter ones."""
    whole = Query(first, last_day(last, "month"), "month", by, only)
    found = _put_together(ask, whole, _fewest(first, last))
    for grains in (_GRAINS[1:], _GRAINS[2:]):
        if found.rows["hidden"].astype(bool).any():
            found = _with_shown(found, _put_together(ask, whole, _fewest(first, last, grains)))
    return found


def _with_shown(found: Answer, other: Answer) -> Answer:
    """The answer, with the groups that are shown in another answer only as they are there."""
    shown = other.rows.loc[~other.rows["hidden"].astype(bool), "group"]
    better = found.rows["hidden"].astype(bool) & found.rows["group"].isin(shown)
    if not better.any():
        return found
    taken = other.rows[other.rows["group"].isin(found.rows.loc[better, "group"])]
    parts = [rows for rows in (found.rows[~better], taken) if len(rows)]
    return Answer(found.kpi, found.query, pd.concat(parts, ignore_index=True))


def _put_together(
    ask: Callable[[Query], Answer], whole: Query, periods: list[tuple[str, date]]
) -> Answer:
    spans: dict[str, list[date]] = {}
    for grain, start in periods:
        spans.setdefault(grain, []).append(start)
    parts = []
    for grain, starts in spans.items():
        query = Query(min(starts), last_day(max(starts), grain), grain, whole.by, whole.only)
        found = ask(query)
        parts.append(found.rows[found.rows["period"].isin(starts)])
    filled = [rows for rows in parts if len(rows)] or parts[:1]
    return added(Answer(found.kpi, whole, pd.concat(filled, ignore_index=True)))


def _fewest(first: date, last: date, grains: tuple[str, ...] = _GRAINS) -> list[tuple[str, date]]:
    """The longest whole periods that months from one to another are made of, oldest first."""
    found = []
    while first <= last:
        grain = next(
            grain
            for grain in grains
            if start_of(first, grain) == first and last_day(first, grain) <= last_day(last, "month")
        )
        found.append((grain, first))
        first = add_months(last_day(first, grain).replace(day=1), 1)
    return found


def added(answer: Answer) -> Answer:
    """All periods of an answer as one; a group hidden in one of them stays hidden, one held
    in one of them is held."""
    kpi, query = compared(answer.kpi), answer.query
    parts = answer.rows.groupby("group", dropna=False)
    sums = (
        parts[_SUMS]
        .sum()
        .assign(
            **{state: parts[state].any() for state in ("hidden", "maturing", "partial")},
            since=parts["since"].agg(lambda days: min(days.dropna(), default=None)),
        )
        .reset_index()
    )
    sums[_SUMS] = sums[_SUMS].astype(float).mask(sums["hidden"].astype(bool))
    rows = valued(kpi, sums).assign(
        period=query.start,
        enough=sums["n"] >= kpi.dataset.enough,
        roster=float("nan"),
        group=sums["group"].astype(object).where(sums["group"].notna(), None),
    )
    return Answer(kpi, replace(query, grain=_together(query)), rows[list(answer.rows.columns)])


def _together(query: Query) -> str:
    """What all periods of a question are together: a quarter, four of them, or some months."""
    if query.start is None or query.end is None:
        raise ValueError("what is added up has a first and a last day")
    months = length(query.start, query.end)
    if query.grain == "quarter" and months in (3, 12):
        return "quarter" if months == 3 else FOUR_QUARTERS
    return so_many_months(months)
