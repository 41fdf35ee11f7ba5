"""What service operations show of one snapshot: sums of the months looked at together, and what each
step of a request was promised and kept. Numbers, and the reasons where there are none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.database.connection import ReadTransaction
from data.kinds.catalog import COMPLAINT, CONTACT_VOLUME, SERVICE_REQUEST
from data.kinds.schema import DatasetKind
from errors import Message
from i18n import N_, Say, Text, rounded
from metrics.answers.asked import answer
from metrics.answers.pooled import added
from metrics.answers.recorded import first_months
from metrics.catalog import kpi_named
from metrics.findings.board import Card
from metrics.findings.month import card_of
from metrics.kpi import Kpi, Shape
from metrics.periods import add_months, whole_month
from metrics.snapshot import Snapshot, remembered
from metrics.sums.query import Filter, Query
from metrics.sums.request_relations import USUAL
from metrics.voice.span import Span
from metrics.window import length

KINDS = (SERVICE_REQUEST, COMPLAINT, CONTACT_VOLUME)
# Step of a promise -> the KPI that tells how often it is kept, in the order of a request.
STEPS = {
    "answer": "answered_in_time",
    "plan": "plan_in_time",
    "arrive": "arrived_in_time",
    "repair": "repaired_in_time",
}
URGENCIES = tuple(name for name, _ in SERVICE_REQUEST.column("urgency").choices)
PATTERN_MONTHS = 12  # at least so many are looked at for what shows only in many
# KPI -> what of its kind of record it is made of.
_COLUMNS = {
    "answered_in_time": ("first_answer",),
    "plan_in_time": ("plan_given",),
    "arrived_in_time": ("arrived",),
    "repaired_in_time": ("arrived", "repaired"),
    "promises_kept": ("kept_on_time", "change_announced", "agreement_kept", "opinion_asked"),
    "first_contact_resolution": ("closed", "solved_at_first_contact", "contacts"),
    "first_responsibility_kept": ("closed", "first_asked", "closed_by"),
    "hand_overs": ("closed", "hand_overs"),
    "reopening_rate": ("closed", "reopened", "reopens"),
    "handling_time": ("closed",),
    "closing_time": (),
    "handling_time_working": ("closed",),
    "handling_time_own": ("closed", "waiting_minutes"),
    "cost_per_contact": ("cost",),
    "complaints": (),
    "complaint_handling_time": (),
    "attitude_complaint_share": ("category", "attitude"),
    "complaint_upheld_share": ("upheld",),
}
# KPIs of which one of several columns is enough.
_EITHER = {
    "first_contact_resolution": ("solved_at_first_contact", "contacts"),
    "reopening_rate": ("reopened", "reopens"),
    "attitude_complaint_share": ("category", "attitude"),
    "promises_kept": ("kept_on_time", "change_announced", "agreement_kept", "opinion_asked"),
}


def pattern_span(span: Span, today: date, oldest: date) -> Span:
    """The months in which patterns are looked for: those of the span that are over, at least a year
    up to the last of them, from the first month with records on."""
    last = whole_month(span.last, today)
    months = max(length(min(span.first, last), last), PATTERN_MONTHS)
    months = min(months, max(length(oldest, last), 1))
    return Span(add_months(last, 1 - months), months)


def query_of(span: Span, only: Filter, by: str | None = None) -> Query:
    """The question about the months of a span."""
    return Query(span.first, span.end, "month", by, only)


@remembered(300)
def together(
    snapshot: Snapshot, kpi: str, span: Span, only: Filter, by: str | None = None
) -> pd.DataFrame:
    """The rows of a KPI in a span: one, or one a group. A rate has no value where a month with
    events lacks what they are counted against."""
    found = answer(snapshot, kpi, query_of(span, only, by))
    if found.rows.empty:
        return found.rows
    rows = added(found).rows
    if found.kpi.measure.shape is not Shape.EVENTS:
        return rows
    lacks = set(found.rows.loc[(found.rows["y"] > 0) & ~(found.rows["x"] > 0), "group"])
    known = ~rows["group"].isin(lacks)
    numbers = {name: rows[name].where(known) for name in ("value", "low", "high", "x")}
    return rows.assign(**numbers, enough=rows["enough"] | known)


def one(rows: pd.DataFrame) -> pd.Series | None:
    """The only row of what is not split, where it has a value to show; else None."""
    if rows.empty or rows["hidden"].iloc[0] or pd.isna(rows["value"].iloc[0]):
        return None
    return rows.iloc[0]


@remembered(4)
def begun(snapshot: Snapshot) -> dict[str, date | None]:
    """Kind -> the first month that it has records of."""
    return first_months(snapshot.reading)


def first_record(snapshot: Snapshot, kinds: Sequence[DatasetKind] = KINDS) -> date | None:
    """The first month with records of any of these kinds; None without any."""
    known = begun(snapshot)
    return min((found for kind in kinds if (found := known.get(kind.name))), default=None)


def no_file(snapshot: Snapshot, kind: DatasetKind) -> Message | None:
    """That there are no records of a kind at all; None where there are."""
    if first_record(snapshot, (kind,)) is not None:
        return None
    return Message(
        "There are no records of “{kind}” yet. Upload such a file, and this appears.",
        {"kind": kind.label},
    )


def why_none(snapshot: Snapshot, kpi: str, span: Span, only: Filter) -> Message:
    """Why a KPI has no value in a span: no file, no column, or nothing here; and what to upload."""
    kind = kpi_named(kpi).dataset
    unknown = no_file(snapshot, kind)
    if unknown is not None:
        return unknown
    if answer(snapshot, kpi, Query()).rows.empty and _COLUMNS.get(kpi):
        lacking = _empty_columns(snapshot, kind.name, _COLUMNS[kpi])
        either = set(_EITHER.get(kpi, ()))
        if lacking - either or either and either <= lacking:
            return _lacks_column(kind, kpi)
        return Message(
            "{kpi}: nothing on record is far enough to be counted for it.",
            {"kpi": kpi_named(kpi).label},
        )
    return Message(
        "{kpi}: no records in {span} for this selection.",
        {"kpi": kpi_named(kpi).label, "span": span},
    )


_VIEWS = {  # of the kinds of this page, none of which is about staff
    SERVICE_REQUEST.name: "live_service_request",
    COMPLAINT.name: "live_complaint",
    CONTACT_VOLUME.name: "live_contact_volume",
}


@remembered(40)
def _empty_columns(snapshot: Snapshot, kind: str, columns: tuple[str, ...]) -> frozenset[str]:
    """The columns that no file of a kind has values in."""
    counts = ", ".join(f"count({name})" for name in columns)
    (found,) = snapshot.reading.rows(f"SELECT {counts} FROM {_VIEWS[kind]}")
    return frozenset(name for name, count in zip(columns, found, strict=True) if not count)


def _lacks_column(kind: DatasetKind, kpi: str) -> Message:
    either = _EITHER.get(kpi, ())
    all_of = [kind.column(name).label for name in _COLUMNS[kpi] if name not in either]
    one_of = [kind.column(name).label for name in either]
    if all_of and one_of:
        return Message(
            "{kpi}: no file of “{kind}” tells it. Upload one with {columns} and with one of "
            "{either}.",
            {
                "kpi": kpi_named(kpi).label,
                "kind": kind.label,
                "columns": all_of,
                "either": one_of,
            },
        )
    text = (
        N_("{kpi}: no file of “{kind}” tells it. Upload one with {columns}.")
        if all_of
        else N_("{kpi}: no file of “{kind}” tells it. Upload one with one of {columns}.")
    )
    return Message(
        text,
        {"kpi": kpi_named(kpi).label, "kind": kind.label, "columns": all_of or one_of},
    )


@dataclass(frozen=True)
class Minutes:
    """A length of time, to be said inside a sentence: in minutes, hours or, by the elapsed clock,
    days."""

    minutes: float
    elapsed: bool = True

    def spoken(self, say: Say) -> str:
        if self.minutes < 90:
            return say("{value} min", value=say.number(self.minutes, 0))
        hours = self.minutes / 60
        if hours < 72 or not self.elapsed:
            return say("{value} h", value=say.number(rounded(hours, 1)))
        return say("{value} days", value=say.number(rounded(hours / 24, 1)))


CLOCKS: dict[str, Text] = {
    "elapsed": N_("elapsed time"),
    "working": N_("working time"),
    "working_less_waiting": N_("working time less waiting for the customer"),
}


@dataclass(frozen=True)
class Promise:
    """What is promised for a step of requests of one urgency; `usual`: because no promise of the
    company's own was in force."""

    urgency: str
    minutes: float
    clock: str
    usual: bool

    def spoken(self, say: Say) -> str:
        return say(
            "{time} of {clock}",
            time=Minutes(self.minutes, self.clock == "elapsed"),
            clock=CLOCKS[self.clock],
        )


@dataclass(frozen=True)
class Step:
    """A step of requests: of each urgency and of all what was promised at the end of the span, and
    how often that was kept in it. `card`: its KPI in the month looked at, with the targets in
    force."""

    name: str
    kpi: Kpi
    rows: dict[str, pd.Series]
    whole: pd.Series | None
    promises: dict[str, Promise]
    card: Card
    own_stores: bool
    reason: Message | None = None

    @property
    def urgencies(self) -> tuple[str, ...]:
        """The urgencies that something is promised to, and those of the requests ("" where they name none)."""
        return tuple(
            name for name in (*URGENCIES, "") if name in self.rows or name in self.promises
        )

    def promised(self, urgency: str) -> Promise | None:
        """What is promised to requests of an urgency."""
        return self.promises.get(urgency or URGENCIES[0])

    @property
    def goal(self) -> float | None:
        """The target in force, as a value."""
        stage = self.card.stage if self.card.stages else None
        return None if stage is None else stage.monthly_goal


def steps(snapshot: Snapshot, span: Span, only: Filter) -> tuple[Step, ...]:
    """The four steps of requests in a span."""
    return _steps(snapshot, span, only)


@remembered(40)
def _steps(snapshot: Snapshot, span: Span, only: Filter) -> tuple[Step, ...]:
    in_force = _promises(snapshot.reading, span.end)
    found = []
    for name, kpi in STEPS.items():
        whole = one(together(snapshot, kpi, span, only))
        split = together(snapshot, kpi, span, only, "urgency") if whole is not None else None
        own = in_force[in_force["step"] == name]
        found.append(
            Step(
                name=name,
                kpi=kpi_named(kpi),
                rows={} if split is None else {row["group"]: row for row in _alike(split)},
                whole=whole,
                promises=_promised(name, own),
                card=card_of(snapshot, kpi, span.last, only),
                own_stores=bool((own["store"] != "").any()),
                reason=None if whole is not None else why_none(snapshot, kpi, span, only),
            )
        )
    return tuple(found)


def _alike(split: pd.DataFrame) -> list[pd.Series]:
    """The rows by urgency, in order; last those that name none, to which is promised what ordinary
    ones are."""
    order = {name: at for at, name in enumerate((*URGENCIES, ""))}
    return [row for _, row in split.iloc[split["group"].map(order).argsort()].iterrows()]


def _promises(reading: ReadTransaction, day: date) -> pd.DataFrame:
    """The promises in force at the end of a day, of the company (store "") and of stores."""
    found = reading.rows(
        """SELECT step, urgency, coalesce(store, '') AS store, minutes, clock FROM live_promise WHERE date <= ?
        QUALIFY row_number() OVER (PARTITION BY step, urgency, coalesce(store, '') ORDER BY date DESC, upload DESC, line DESC) = 1""",
        [day],
    )
    return pd.DataFrame(found, columns=["step", "urgency", "store", "minutes", "clock"])


def _promised(step: str, own: pd.DataFrame) -> dict[str, Promise]:
    usual = {
        urgency: Promise(urgency, minutes, clock, usual=True)
        for urgency, minutes, clock in USUAL[step]
    }
    company = own[own["store"] == ""]
    return usual | {
        row.urgency: Promise(row.urgency, float(row.minutes), row.clock, usual=False)
        for row in company.itertuples()
    }
