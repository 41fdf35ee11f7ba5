"""Complaints: how many for each contact, and of these how many about attitude, side by side; and the
categories by how many there are and how heavy they weigh."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.kinds.catalog import COMPLAINT
from errors import Message
from i18n import N_, Month, Say, Text
from metrics.answers.asked import answer
from metrics.findings.operations import query_of, together
from metrics.snapshot import Snapshot, remembered
from metrics.statistics.comparing import UNKNOWN, Difference, rate_ratio, share_difference
from metrics.sums.query import Filter
from metrics.voice.span import Span

HEAVY = ("major", "critical")
UNCATEGORISED = 10.0  # percent without category or attitude, above which the share is doubted


@dataclass(frozen=True)
class ComplaintCount:
    """Complaints of a span: all, those of which it is known whether they are about attitude, those
    that are, and the contacts that they are counted against (None: not known of every month)."""

    span: Span
    all: int
    told: int
    attitude: int
    contacts: float | None

    @property
    def others(self) -> int:
        """The complaints known to be about something else."""
        return self.told - self.attitude

    @property
    def share(self) -> float | None:
        """The attitude share, in percent."""
        return 100 * self.attitude / self.told if self.told else None

    @property
    def untold(self) -> float:
        """Percent of which it is not known whether they are about attitude."""
        return 100 * (self.all - self.told) / self.all if self.all else 0.0

    def per_1000(self, count: int) -> float | None:
        return 1000 * count / self.contacts if self.contacts else None


@dataclass(frozen=True)
class SideBySide:
    """Two like spans side by side: the change of the attitude share in points, and of both rates as
    second divided by first."""

    before: ComplaintCount
    now: ComplaintCount
    share: Difference
    attitude: Difference
    others: Difference

    @property
    def fell(self) -> bool:
        return _is(self.share, -1)

    @property
    def rose(self) -> bool:
        return _is(self.share, 1)

    def sentence(self) -> Message:
        """Why the share changed: read beside the rates, since it falls when others complain more."""
        blanks = {
            "before": Per(self.before.share, 1, "percent"),
            "now": Per(self.now.share, 1, "percent"),
            "span": self.now.span,
            "earlier": self.before.span,
            "attitude_before": Per(self.before.per_1000(self.before.attitude)),
            "attitude_now": Per(self.now.per_1000(self.now.attitude)),
            "others_before": Per(self.before.per_1000(self.before.others)),
            "others_now": Per(self.now.per_1000(self.now.others)),
        }
        return Message(self._text(), blanks)

    def _text(self) -> Text:
        if self.share.low is None:
            return N_("The attitude share of complaints cannot be compared with {earlier}.")
        if not self.share.certain:
            return N_(
                "The attitude share of complaints shows no clear change: {before} in {earlier}, "
                "{now} in {span}."
            )
        if self.attitude.low is None or self.others.low is None:
            return N_(
                "The attitude share of complaints went from {before} in {earlier} to {now} in "
                "{span}. Whether more or fewer customers complain of attitude it does not tell: that "
                "takes contact volume of all these months."
            )
        return self._fallen() if self.fell else self._risen()

    def _fallen(self) -> Text:
        less = _is_ratio(self.attitude, -1)
        more_others = _is_ratio(self.others, 1)
        never_fewer = self.attitude.value is not None and self.attitude.value >= 1
        if never_fewer:
            return N_(
                "The attitude share of complaints fell from {before} in {earlier} to {now} in {span} "
                "only because other complaints rose, from {others_before} to {others_now} for each "
                "1,000 contacts; those about attitude did not fall: {attitude_before}, then "
                "{attitude_now}."
            )
        if more_others and not less:
            return N_(
                "The attitude share of complaints fell from {before} in {earlier} to {now} in {span} "
                "because other complaints rose, from {others_before} to {others_now} for each 1,000 "
                "contacts; of those about attitude no clear fall can be told: {attitude_before}, "
                "then {attitude_now}."
            )
        if more_others:
            return N_(
                "The attitude share of complaints fell from {before} in {earlier} to {now} in {span} "
                "for two reasons: for each 1,000 contacts those about attitude fell from "
                "{attitude_before} to {attitude_now}, and others rose from {others_before} to "
                "{others_now}."
            )
        return _BOTH

    def _risen(self) -> Text:
        more = _is_ratio(self.attitude, 1)
        less_others = _is_ratio(self.others, -1)
        never_more = self.attitude.value is not None and self.attitude.value <= 1
        if never_more:
            return N_(
                "The attitude share of complaints rose from {before} in {earlier} to {now} in {span} "
                "only because other complaints fell, from {others_before} to {others_now} for each "
                "1,000 contacts; those about attitude did not rise: {attitude_before}, then "
                "{attitude_now}."
            )
        if less_others and not more:
            return N_(
                "The attitude share of complaints rose from {before} in {earlier} to {now} in {span} "
                "because other complaints fell, from {others_before} to {others_now} for each 1,000 "
                "contacts; of those about attitude no clear rise can be told: {attitude_before}, "
                "then {attitude_now}."
            )
        return _BOTH


_BOTH = N_(
    "The attitude share of complaints went from {before} in {earlier} to {now} in {span}: for each "
    "1,000 contacts those about attitude went from {attitude_before} to {attitude_now}, others from "
    "{others_before} to {others_now}."
)


@dataclass(frozen=True)
class Per:
    """A rate or a share, to be said inside a sentence; an en dash where there is none."""

    value: float | None
    decimals: int = 2
    unit: str = "rate"

    def spoken(self, say: Say) -> str:
        if self.value is None:
            return "–"
        number = say.number(self.value, self.decimals)
        return say("{value}%", value=number) if self.unit == "percent" else number


def _is(change: Difference, side: int) -> bool:
    """Whether a difference is certain and on that side of 0."""
    return change.certain and change.value is not None and change.value * side > 0


def _is_ratio(change: Difference, side: int) -> bool:
    """Whether a ratio is certain and on that side of 1."""
    if side < 0:
        return change.high is not None and change.high < 1
    return change.low is not None and change.low > 1


@remembered(60)
def counted(snapshot: Snapshot, span: Span, only: Filter) -> ComplaintCount:
    """The complaints of a span."""
    all_of = _sums(together(snapshot, "complaints", span, only))
    told = _sums(together(snapshot, "attitude_complaint_share", span, only))
    rate = together(snapshot, "complaints_per_1000", span, only)
    known = not rate.empty and pd.notna(rate["x"].iloc[0]) and rate["x"].iloc[0] > 0
    return ComplaintCount(
        span,
        int(all_of["y"]),
        int(told["x"]),
        int(told["y"]),
        float(rate["x"].iloc[0]) if known else None,
    )


def _sums(rows: pd.DataFrame) -> dict[str, float]:
    if rows.empty:
        return {"y": 0.0, "x": 0.0}
    return {name: float(rows[name].iloc[0]) for name in ("y", "x")}


def beside(snapshot: Snapshot, span: Span, oldest: date, only: Filter) -> SideBySide | None:
    """A span beside the like one before it; None where the records do not reach so far back."""
    earlier = span.earlier("year")
    if earlier.first < oldest:
        return None
    return beside_of(counted(snapshot, earlier, only), counted(snapshot, span, only))


def beside_of(before: ComplaintCount, now: ComplaintCount) -> SideBySide:
    """The changes between two counts."""
    share = (
        share_difference(before.attitude, before.told, now.attitude, now.told)
        if before.told and now.told
        else UNKNOWN
    )
    known = before.contacts is not None and now.contacts is not None
    ratios = [
        rate_ratio(one, before.contacts or 0, other, now.contacts or 0) if known else UNKNOWN
        for one, other in ((before.attitude, now.attitude), (before.others, now.others))
    ]
    return SideBySide(before, now, share, *ratios)


@dataclass(frozen=True)
class MonthOf:
    """Complaints of a month for each 1,000 contacts (None where these are not known), and the
    attitude share with its interval, in percent."""

    month: date
    attitude: float | None
    others: float | None
    share: float | None
    low: float | None
    high: float | None
    n: int
    partial: bool

    def spoken(self, say: Say) -> str:
        return Month(self.month).spoken(say)


@remembered(60)
def by_month(snapshot: Snapshot, span: Span, only: Filter) -> tuple[MonthOf, ...]:
    """The months of a span with complaints or contacts."""
    shares = _rows(snapshot, "attitude_complaint_share", span, only)
    rates = _rows(snapshot, "complaints_per_1000", span, only)
    attitude = _rows(snapshot, "attitude_complaint_rate", span, only)
    found = []
    for month in sorted({*shares, *rates}):
        share, rate, own = shares.get(month), rates.get(month), attitude.get(month)
        contacts = float(rate["x"]) if rate is not None and rate["x"] > 0 else None
        told = share is not None and share["x"] > 0
        count = float(own["y"]) if own is not None else 0.0
        others = float(share["x"] - share["y"]) if share is not None else 0.0
        found.append(
            MonthOf(
                month,
                1000 * count / contacts if contacts else None,
                1000 * others / contacts if contacts else None,
                float(share["value"]) if told and share is not None else None,
                float(share["low"]) if told and share is not None else None,
                float(share["high"]) if told and share is not None else None,
                int(share["x"]) if share is not None else 0,
                bool((share if share is not None else rate)["partial"]),  # type: ignore[index]
            )
        )
    return tuple(found)


def _rows(snapshot: Snapshot, kpi: str, span: Span, only: Filter) -> dict[date, pd.Series]:
    rows = answer(snapshot, kpi, query_of(span, only)).rows
    return {row["period"]: row for _, row in rows.iterrows()}


@dataclass(frozen=True)
class Category:
    """Complaints of a category: how many, their part of all and that of this and all before, in
    percent; how many of them are major or critical; None where no file tells the severity."""

    name: str
    count: int
    share: float
    cumulative: float
    heavy: int | None
    heavy_share: float | None


@remembered(60)
def categories(snapshot: Snapshot, span: Span, only: Filter) -> tuple[Category, ...]:
    """The categories of complaints, those with most first; "" for those without one."""
    counts = _by_category(snapshot, span, only)
    severities = together(snapshot, "complaints", span, only, "severity")
    graded = not severities.empty and bool(
        ((severities["group"] != "") & (severities["y"] > 0)).any()
    )
    heavy = _by_category(snapshot, span, (*only, ("severity", HEAVY))) if graded else {}
    total, heavies, so_far, found = sum(counts.values()), sum(heavy.values()), 0, []
    # Those without a category stand last: they are none.
    for name, count in sorted(counts.items(), key=lambda one: (one[0] == "", -one[1], one[0])):
        so_far += count
        weighing = heavy.get(name, 0)
        found.append(
            Category(
                name,
                count,
                100 * count / total,
                100 * so_far / total,
                weighing if graded else None,
                100 * weighing / heavies if heavies else None,
            )
        )
    return tuple(found)


def _by_category(snapshot: Snapshot, span: Span, only: Filter) -> dict[str, int]:
    if "category" not in COMPLAINT.dimensions:
        raise ValueError("complaints are not told apart by category")
    rows = together(snapshot, "complaints", span, only, "category")
    if rows.empty:
        return {}
    return {
        group: int(count)
        for group, count in zip(rows["group"], rows["y"], strict=True)
        if count > 0
    }
