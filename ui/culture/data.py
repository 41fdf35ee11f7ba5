"""What the page People and culture rests on: read once for a state of the data, then kept for
everyone who may see it; numbers, never words."""

from collections.abc import Callable, Mapping
from datetime import date

import pandas as pd

from metrics.answers.answer import Answer
from metrics.answers.asked import answer, scale_breaks_of
from metrics.answers.pooled import added, over_months
from metrics.catalog import kpi_named
from metrics.culture import records
from metrics.culture.programme import CountedUp, counted, counted_to
from metrics.culture.said import Wave, wave
from metrics.culture.suggestions import DecisionTime, Fate, decision_time, fates
from metrics.culture.view import CultureView
from metrics.kpi import Kpi
from metrics.periods import as_known, last_day
from metrics.privacy.gate import crossed
from metrics.snapshot import Snapshot, remembered
from metrics.sums.query import Filter, Query, lacks
from metrics.targets.events import filtered_place
from metrics.targets.standing import judged_at
from metrics.targets.verdict import Verdict, stage_in_force
from ui.state.board import looked_at, today


def months_of(kpi: str, only: Filter = ()) -> Answer:
    """All months of a KPI at some units."""
    return looked_at(answer, kpi, Query(only=only))


def in_month(kpi: str, month: date, by: str | None, only: Filter = ()) -> Answer:
    """One month of a KPI."""
    return looked_at(answer, kpi, Query(month, last_day(month, "month"), "month", by, only))


def of_quarter(kpi: str, start: date, only: Filter = ()) -> Answer:
    """One quarter of a KPI."""
    return looked_at(answer, kpi, Query(start, last_day(start, "quarter"), "quarter", None, only))


def ratings(instrument: str, view: CultureView) -> pd.DataFrame:
    """What raters gave with an instrument up to the month's end."""
    return looked_at(_ratings, instrument, last_day(view.month, "month"), view.only)


@remembered(20)
def _ratings(snapshot: Snapshot, instrument: str, until: date, only: Filter) -> pd.DataFrame:
    return records.ratings(snapshot.reading, instrument, until, only)


def over(kpi: str, view: CultureView, by: str | None = None) -> Answer:
    """The months looked at of a KPI, as one period."""
    return over_months(
        lambda query: looked_at(answer, kpi, query), view.first, view.last, by, view.only
    )


def month_by_month(kpi: str, view: CultureView) -> Answer:
    """The months looked at of a rate, as one period: what it is counted against is known by
    months."""
    query = Query(view.first, view.end, "month", None, view.only)
    return added(looked_at(answer, kpi, query))


def refused(kpi: Kpi, view: CultureView, by: str | None = None) -> tuple[str, ...]:
    """The dimensions that a KPI is not recorded by, or may not be asked for together; empty where
    all is well."""
    return looked_at(_refused, kpi.name, by, view.only)


def _refused(snapshot: Snapshot, name: str, by: str | None, only: Filter) -> tuple[str, ...]:
    kpi, query = kpi_named(name), Query(by=by, only=only)
    return lacks(kpi, query) or crossed(snapshot.viewer, kpi, query)


def last_wave(kpi: Kpi, view: CultureView) -> Wave:
    """What staff last said of a KPI."""
    breaks = looked_at(scale_breaks_of, kpi)
    return wave(months_of(kpi.name), months_of(kpi.name, view.only), view.month, breaks)


def stages(kpi: Kpi, view: CultureView) -> tuple[Verdict, ...]:
    """The KPI's targets at the units looked at, as they stand in the month."""
    return looked_at(judged_at, view.month, filtered_place(view.only), (kpi,))


def stage_now(kpi: Kpi, view: CultureView) -> Verdict | None:
    """The one of them that is in force."""
    return stage_in_force(stages(kpi, view), as_known(view.month, today()))


def fates_of(view: CultureView, by: str | None = None) -> list[Fate]:
    """What became of the suggestions of the months looked at."""
    return fates(over("suggestions_waiting", view, by), over("suggestion_adoption_rate", view, by))


def counted_up(name: str, view: CultureView) -> CountedUp | None:
    """What the programme counts up of a KPI, by the end of the month looked at: where a target says of
    how many, from the day on from which that counts, as its verdict does."""
    goal = counted_to(stage_now(kpi_named(name), view))
    since = None if goal is None else looked_at(answer, name, Query(goal.start, only=view.only))
    return counted(months_of(name, view.only), view.first, view.month, goal, since)


def items(type_: str, view: CultureView) -> pd.DataFrame:
    """The items of a type of the programme up to the month's end."""
    return looked_at(_items, type_, min(last_day(view.month, "month"), today()), view.only)


@remembered(20)
def _items(snapshot: Snapshot, type_: str, until: date, only: Filter) -> pd.DataFrame:
    return records.items(snapshot.reading, type_, until, only)


def first_item(view: CultureView) -> date | None:
    """The first month of the programme."""
    return looked_at(_first_item, view.only)


@remembered(20)
def _first_item(snapshot: Snapshot, only: Filter) -> date | None:
    found = records.first_item(snapshot.reading, only)
    return found


def time_to_decision(view: CultureView) -> DecisionTime | None:
    """How long decisions take; for those who may see people."""
    return looked_at(_time_to_decision, view)


@remembered(20)
def _time_to_decision(snapshot: Snapshot, view: CultureView) -> DecisionTime | None:
    lengths = records.decision_lengths(snapshot.reading, view.first, view.end, view.only)
    return decision_time(lengths)


def waiting_longest(view: CultureView) -> pd.DataFrame:
    """The suggestions that wait; for those who may see people."""
    return looked_at(_waiting_longest, view)


@remembered(20)
def _waiting_longest(snapshot: Snapshot, view: CultureView) -> pd.DataFrame:
    return records.waiting_longest(snapshot.reading, view.end, view.only)


def broken_by(view: CultureView) -> pd.DataFrame:
    """Who broke a standard; for those who may see people."""
    return looked_at(_broken_by, view)


@remembered(20)
def _broken_by(snapshot: Snapshot, view: CultureView) -> pd.DataFrame:
    return records.broken_by(snapshot.reading, view.first, view.end, view.only)


def steps(view: CultureView) -> Mapping[str, int | None] | None:
    """Violations by step in the months looked at, None where a step is hidden; None where they may
    not be asked for so."""
    if refused(kpi_named("violations"), view, "step"):
        return None
    rows = over("violations", view, "step").rows
    return {
        row["group"]: None if row["hidden"] else int(row["y"]) for row in rows.to_dict("records")
    }


def telling(view: CultureView, shows: Callable[[CultureView], bool | None]) -> CultureView | None:
    """The months looked at; where all that they would show is hidden, the last four quarters; None
    where these show nothing either. `shows`: whether some months show any group, None where there
    is none to show."""
    if shows(view) is not False:
        return view
    return view.quarters if shows(view.quarters) else None
