"""What the mystery-shopper page rests on: read once for a state of the data, then kept for
everyone; numbers, never words."""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from data.uploads.known_staff import masks_for_viewer
from i18n import N_
from metrics.answers.asked import answer, months_with_data
from metrics.answers.pooled import latest_quarter, pooled
from metrics.catalog import kpi_named
from metrics.comparisons.units import Standing, standing
from metrics.kpi import Kpi
from metrics.mystery import checklist, raters, recognition, records, schedule, severity
from metrics.mystery.movement import MONTHS as HALF_A_YEAR, Movement, movements
from metrics.mystery.refusal import Refused
from metrics.mystery.stars import Ranking
from metrics.mystery.visits import StoreEstimates, store_estimates
from metrics.periods import add_months, is_over, last_day, whole_month
from metrics.snapshot import Snapshot, remembered
from metrics.sums.query import Filter, Query
from ui.state.board import looked_at, today

SCORES = tuple(
    kpi_named(name)
    for name in ("mystery_score", "mystery_attitude", "mystery_efficiency", "mystery_compliance")
)
VISITS = kpi_named("mystery_visits")
# KPI -> the column of a visit that it is the mean of.
COLUMNS = {
    "mystery_score": "score",
    "mystery_attitude": "attitude",
    "mystery_efficiency": "efficiency",
    "mystery_compliance": "compliance",
}

NOT_NAMED = N_(
    "Single people are shown to trainers, the committee and administrators only, where the "
    "dashboard was started for them with "
    "“make run ROLE=committee” (SERVICE_CULTURE_ROLE=committee)."
)


@dataclass(frozen=True)
class VisitsView:
    """What is looked at: twelve months up to the end of `month`, at some places."""

    month: date
    only: Filter = ()

    def whole(self, today: date) -> "VisitsView":
        """What is judged, compared or added up: up to the last month that is over."""
        return replace(self, month=whole_month(self.month, today))

    @property
    def start(self) -> date:
        return add_months(self.month, 1 - schedule.MONTHS)

    @property
    def end(self) -> date:
        return last_day(self.month, "month")


def last_month() -> date | None:
    """The month of the latest record of any kind that this page shows; None without any."""
    return looked_at(_last_month)


@remembered(4)
def _last_month(snapshot: Snapshot) -> date | None:
    last = records.last_record(snapshot.reading)
    return None if last is None else last.replace(day=1)


@remembered(8)
def _visits(snapshot: Snapshot, view: VisitsView) -> pd.DataFrame:
    return records.visits(snapshot.reading, view.start, view.end, view.only)


def part_weights(view: VisitsView) -> dict[str, float]:
    """How much each part of a visit counts in its score, in force at the end of the month."""
    found = looked_at(_part_weights)
    held = found[[day <= view.end for day in found["since"]]]
    return {part: 1.0 if held.empty else float(held[part].iloc[-1]) for part in records.PARTS}


@remembered(4)
def _part_weights(snapshot: Snapshot) -> pd.DataFrame:
    return records.part_weights(snapshot.reading)


def moved(view: VisitsView) -> dict[str, tuple[Movement, ...]]:
    """How every score of every store moved within half a year of whole months."""
    return looked_at(_moved, view.whole(today()))


@remembered(20)
def _moved(snapshot: Snapshot, view: VisitsView) -> dict[str, tuple[Movement, ...]]:
    found = _visits(snapshot, view)
    now = found["date"] >= pd.Timestamp(add_months(view.month, 1 - HALF_A_YEAR))
    return {name: movements(found["store"], now, found[column]) for name, column in COLUMNS.items()}


def estimated(view: VisitsView, kpi: Kpi) -> StoreEstimates | Refused:
    """The stores' estimates of one score."""
    return looked_at(_estimated, view, kpi.name)


@remembered(40)
def _estimated(snapshot: Snapshot, view: VisitsView, name: str) -> StoreEstimates | Refused:
    found = _visits(snapshot, view)
    found = found[found["store"] != ""]
    return store_estimates(found["store"], found[COLUMNS[name]])


def stores_standing(view: VisitsView, kpi: Kpi) -> Standing:
    """The stores of one score against the whole, in the four quarters that are over with the
    month."""
    last = latest_quarter(kpi, view.month, today())

    def ask(query: Query):
        return looked_at(answer, kpi.name, query)

    return standing(*(pooled(ask, "year", last, by, view.only) for by in ("store", None)))


def planned(view: VisitsView, unit: str) -> schedule.Schedule | None:
    """Visits made and due by unit; None before the first visit."""
    latest = [month for month in looked_at(months_with_data) if is_over(month, today())]
    return looked_at(_planned, view, unit, max(latest, default=view.month))


@remembered(20)
def _planned(
    snapshot: Snapshot, view: VisitsView, unit: str, latest: date
) -> schedule.Schedule | None:
    last = records.last_visit(snapshot.reading)
    if last is None:
        return None
    day = schedule.known_until(last, view.month, latest)
    only = tuple((name, chosen) for name, chosen in view.only if name == "region")
    known = records.units_known(snapshot.reading, unit, day, only)
    first = schedule.first_month(day)
    counts = records.visit_counts(snapshot.reading, unit, first, day, only)
    return schedule.schedule(known, counts, day)


def checklists(view: VisitsView) -> checklist.Checklists | None:
    """Visits by their checklists; None without any."""
    return looked_at(_checklists, view)


@remembered(8)
def _checklists(snapshot: Snapshot, view: VisitsView) -> checklist.Checklists | None:
    lines = records.sections(snapshot.reading, view.start, view.end, view.only)
    if lines.empty:
        return None
    return checklist.checklists(lines, records.weights(snapshot.reading), view.end)


def failed_items(view: VisitsView) -> pd.DataFrame:
    """The items of the checklists, those that fail most first."""
    return looked_at(_failed_items, view)


@remembered(8)
def _failed_items(snapshot: Snapshot, view: VisitsView) -> pd.DataFrame:
    return checklist.most_failed(records.items(snapshot.reading, view.start, view.end, view.only))


def lowest_of_month(view: VisitsView, most: int) -> tuple[int, pd.DataFrame]:
    """How many visits the month has, and those with the lowest scores."""
    return looked_at(_lowest_of_month, view, most)


@remembered(8)
def _lowest_of_month(snapshot: Snapshot, view: VisitsView, most: int) -> tuple[int, pd.DataFrame]:
    counted = records.visit_counts(snapshot.reading, "company", view.month, view.end, view.only)
    found = records.lowest_visits(snapshot.reading, view.month, view.end, view.only, most)
    return int(counted["visits"].sum()), found


def opened_visit(key: str) -> tuple[dict[str, object], checklist.SeenVisit | None] | None:
    """One visit, what is said in it masked for those who may not see people, and its checklist where
    there is one; None where no visit has that key."""
    return looked_at(_opened_visit, key)


@remembered(20)
def _opened_visit(
    snapshot: Snapshot, key: str
) -> tuple[dict[str, object], checklist.SeenVisit | None] | None:
    found = records.visit_with(snapshot.reading, key)
    if found is None:
        return None
    masks = masks_for_viewer(snapshot.reading)
    found |= {
        name: masks.masked(found[name]) if isinstance(found[name], str) else ""
        for name in ("scene", "remark")
    }
    day = found["date"].date()
    lines = (
        records.lines_of(snapshot.reading, found["visit_id"], day)
        if isinstance(found["visit_id"], str)
        else pd.DataFrame()
    )
    weights = records.weights(snapshot.reading)
    return found, None if lines.empty else checklist.seen_visit(lines, weights, day)


def severe(view: VisitsView) -> severity.Severity | Refused:
    """What stores and what shoppers add to the score."""
    return looked_at(_severe, view)


@remembered(8)
def _severe(snapshot: Snapshot, view: VisitsView) -> severity.Severity | Refused:
    found = _visits(snapshot, view)
    found = found[(found["store"] != "") & (found["shopper"] != "")]
    return severity.severity(found["store"], found["shopper"], found["score"])


def agreeing(view: VisitsView) -> raters.Agreement | Refused:
    """How far shoppers of the same visit agree."""
    return looked_at(_agreeing, view)


@remembered(8)
def _agreeing(snapshot: Snapshot, view: VisitsView) -> raters.Agreement | Refused:
    return raters.agreement(records.seen_twice(snapshot.reading, view.start, view.end, view.only))


def ranked(month: date) -> tuple[pd.DataFrame, Ranking | Refused]:
    """What was observed of staff in the year up to a month, and their ranking; for those who may
    see people only."""
    return looked_at(_ranked, VisitsView(month))


@remembered(8)
def _ranked(snapshot: Snapshot, view: VisitsView) -> tuple[pd.DataFrame, Ranking | Refused]:
    first = add_months(view.month, 1 - recognition.MONTHS)
    seen = records.evidence(snapshot.reading, first, view.end)
    return seen, recognition.candidates(seen)


def honours() -> pd.DataFrame:
    """What the committee awarded, latest first; names for those who may see people only."""
    return looked_at(_honours)


@remembered(4)
def _honours(snapshot: Snapshot) -> pd.DataFrame:
    return records.honours(snapshot.reading)
