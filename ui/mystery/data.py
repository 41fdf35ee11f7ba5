"""What the mystery-shopper page rests on: read once for a state of the data, then kept for
everyone; numbers, never words."""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from i18n import N_
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
from metrics.sums.query import Query
from ui.state.board import answer, months_with_data, read, version
from ui.state.cache import kept

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
class View:
    """What is looked at: twelve months up to the end of `month`, at some places."""

    month: date
    only: records.Only = ()

    @property
    def whole(self) -> "View":
        """The same up to the last month that is over: what is judged, compared or added up."""
        return replace(self, month=whole_month(self.month, date.today()))

    @property
    def start(self) -> date:
        return add_months(self.month, 1 - schedule.MONTHS)

    @property
    def end(self) -> date:
        return last_day(self.month, "month")


def last_month() -> date | None:
    """The month of the latest record of any kind that this page shows; None without any."""
    return _last_month(version())


@kept(4)
def _last_month(version: int) -> date | None:
    last = read(records.last_record)
    return None if last is None else last.replace(day=1)


@kept(8)
def _visits(version: int, view: View) -> pd.DataFrame:
    return read(lambda reading: records.visits(reading, view.start, view.end, view.only))


def moved(view: View) -> dict[str, tuple[Movement, ...]]:
    """How every score of every store moved within half a year of whole months."""
    return _moved(version(), view.whole)


@kept(20)
def _moved(version: int, view: View) -> dict[str, tuple[Movement, ...]]:
    found = _visits(version, view)
    now = found["date"] >= pd.Timestamp(add_months(view.month, 1 - HALF_A_YEAR))
    return {name: movements(found["store"], now, found[column]) for name, column in COLUMNS.items()}


def estimated(view: View, kpi: Kpi) -> StoreEstimates | Refused:
    """The stores' estimates of one score."""
    return _estimated(version(), view, kpi.name)


@kept(40)
def _estimated(version: int, view: View, name: str) -> StoreEstimates | Refused:
    found = _visits(version, view)
    found = found[found["store"] != ""]
    return store_estimates(found["store"], found[COLUMNS[name]])


def stores_standing(view: View, kpi: Kpi) -> Standing:
    """The stores of one score against the whole, in the four quarters that are over with the
    month."""
    last = latest_quarter(kpi, view.month, date.today())

    def ask(query: Query):
        return answer(kpi.name, query)

    return standing(*(pooled(ask, "year", last, by, view.only) for by in ("store", None)))


def planned(view: View, unit: str) -> schedule.Schedule | None:
    """Visits made and due by unit; None before the first visit."""
    latest = [month for month in months_with_data() if is_over(month, date.today())]
    return _planned(version(), view, unit, max(latest, default=view.month))


@kept(20)
def _planned(version: int, view: View, unit: str, latest: date) -> schedule.Schedule | None:
    last = read(records.last_visit)
    if last is None:
        return None
    day = schedule.known_until(last, view.month, latest)
    only = tuple((name, chosen) for name, chosen in view.only if name == "region")
    known = read(lambda reading: records.units_known(reading, unit, day, only))
    counts = read(
        lambda reading: records.visit_counts(reading, unit, schedule.first_month(day), day, only)
    )
    return schedule.schedule(known, counts, day)


def checklists(view: View) -> checklist.Checklists | None:
    """Visits by their checklists; None without any."""
    return _checklists(version(), view)


@kept(8)
def _checklists(version: int, view: View) -> checklist.Checklists | None:
    lines = read(lambda reading: records.sections(reading, view.start, view.end, view.only))
    return None if lines.empty else checklist.checklists(lines, read(records.weights), view.end)


def failed_items(view: View) -> pd.DataFrame:
    """The items of the checklists, those that fail most first."""
    return _failed_items(version(), view)


@kept(8)
def _failed_items(version: int, view: View) -> pd.DataFrame:
    return checklist.most_failed(
        read(lambda reading: records.items(reading, view.start, view.end, view.only))
    )


def severe(view: View) -> severity.Severity | Refused:
    """What stores and what shoppers add to the score."""
    return _severe(version(), view)


@kept(8)
def _severe(version: int, view: View) -> severity.Severity | Refused:
    found = _visits(version, view)
    found = found[(found["store"] != "") & (found["shopper"] != "")]
    return severity.severity(found["store"], found["shopper"], found["score"])


def agreeing(view: View) -> raters.Agreement | Refused:
    """How far shoppers of the same visit agree."""
    return _agreeing(version(), view)


@kept(8)
def _agreeing(version: int, view: View) -> raters.Agreement | Refused:
    return raters.agreement(
        read(lambda reading: records.seen_twice(reading, view.start, view.end, view.only))
    )


def ranked(month: date) -> tuple[pd.DataFrame, Ranking | Refused]:
    """What was observed of staff in the year up to a month, and their ranking; for those who may
    see people only."""
    return _ranked(version(), View(month))


@kept(8)
def _ranked(version: int, view: View) -> tuple[pd.DataFrame, Ranking | Refused]:
    seen = read(
        lambda reading: records.evidence(
            reading, add_months(view.month, 1 - recognition.MONTHS), view.end
        )
    )
    return seen, recognition.candidates(seen)


def honours() -> pd.DataFrame:
    """What the committee awarded, latest first; names for those who may see people only."""
    return _honours(version())


@kept(4)
def _honours(version: int) -> pd.DataFrame:
    return read(records.honours)
