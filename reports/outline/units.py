"""The units that differ from the whole for certain: those outside the funnel, KPI by KPI."""

from functools import partial

import pandas as pd

from data.kinds.catalog import KINDS
from errors import Message
from i18n import N_, Text
from metrics.answers.asked import answer, months_with_data
from metrics.answers.pooled import comparable, windowed
from metrics.catalog import KPIS
from metrics.comparisons.units import Standing, caution, finding, standing
from metrics.findings.overview import LEADING
from metrics.kpi import Amount, Kpi
from metrics.periods import Period
from metrics.privacy.gate import crossed
from metrics.snapshot import Snapshot, remembered
from metrics.sums.query import Query, lacks
from metrics.window import TimeWindow
from reports.outline.parts import (
    BETTER,
    VALUE,
    WHOLE,
    WORSE,
    Block,
    Cell,
    Chart,
    ChartSeries,
    Count,
    Limits,
    Page,
    Paragraph,
    ReportTable,
    Saying,
    TableColumn,
    Toned,
    told_of,
)
from reports.outline.period import ReportPeriod

DIMENSIONS: dict[str, Text] = {
    name: kind.column(name).label for kind in KINDS for name in kind.dimensions
}
_SPLITS = ("store", "department", "region")
_MOST_BARS = 12


@remembered(40)
def standings(snapshot: Snapshot, period: ReportPeriod) -> tuple[Standing, ...]:
    """Each KPI that can be compared by its first split that has several units."""
    found = []
    for kpi in KPIS:
        by = next((by for by in _SPLITS if _is_open(snapshot, kpi, by)), None)
        if by is not None:
            one = _standing(snapshot, kpi, by, period)
            if one is not None:
                found.append(one)
    return tuple(found)


def _is_open(snapshot: Snapshot, kpi: Kpi, by: str) -> bool:
    query = Query(by=by)
    return (
        comparable(kpi)
        and by in kpi.dimensions
        and not lacks(kpi, query)
        and not crossed(snapshot.viewer, kpi, query)
    )


def _standing(snapshot: Snapshot, kpi: Kpi, by: str, period: ReportPeriod) -> Standing | None:
    oldest = min(months_with_data(snapshot), default=None)
    window = TimeWindow(period.grain, period.month, snapshot.today, oldest)
    ask = partial(answer, snapshot, kpi.name)
    split, whole = (windowed(ask, kpi, window, group, ()) for group in (by, None))
    if split.rows.empty or split.query.start is None or split.query.start < period.first:
        return None  # nothing of this period
    found = standing(split, whole)
    return found if len(found.units) > 1 else None


def unit_pages(snapshot: Snapshot, period: ReportPeriod) -> tuple[Page, ...]:
    """What is certain of units, all KPIs in one table; then a picture for each KPI that leads."""
    found = standings(snapshot, period)
    if not found:
        return (Page(N_("No unit has the cases that a comparison needs."), ()),)
    rows = [row for one in found for row in _rows(one)]
    title = (
        Message(
            "KPIs compared: {kpis}; units outside the funnel: {count}.",
            {"kpis": len(found), "count": len(rows)},
        )
        if rows
        else Message(
            "KPIs compared: {kpis}. No unit differs from the company by more than chance.",
            {"kpis": len(found)},
        )
    )
    blocks: list[Block] = [ReportTable(_COLUMNS, tuple(rows), title, small=True)] if rows else []
    blocks.append(
        Paragraph(
            (
                N_(
                    "Only units outside the 99.8% limits are named; the order of the others means "
                    "nothing."
                ),
            )
        )
    )
    charts = [_chart_page(one) for one in found if one.answer.kpi.name in LEADING]
    return (Page(title, tuple(blocks)), *charts)


_COLUMNS = (
    TableColumn(N_("KPI"), 3),
    TableColumn(N_("Unit"), 3),
    TableColumn(N_("Value"), 1.2, number=True),
    TableColumn(N_("95% interval"), 1.5, number=True),
    TableColumn(N_("Cases"), 0.9, number=True),
    TableColumn(N_("Company"), 1.2, number=True),
    TableColumn(N_("Against it"), 1.3),
)


def _rows(found: Standing) -> list[tuple[Cell, ...]]:
    kpi = found.answer.kpi
    return [
        (
            kpi.label,
            row["group"],
            Amount(kpi.unit, float(row["value"])),
            _limits(kpi, row),
            Count(int(row["n"])),
            Amount(kpi.unit, found.whole),
            Toned(
                N_("above") if row["side"] > 0 else N_("below"),
                BETTER if row["side"] * kpi.direction.value > 0 else WORSE,
            ),
        )
        for _, row in found.outside.iterrows()
    ]


def _limits(kpi: Kpi, row: pd.Series) -> Limits | None:
    return None if pd.isna(row["low"]) else Limits(kpi.unit, float(row["low"]), float(row["high"]))


def _chart_page(found: Standing) -> Page:
    """Bars with intervals: the units outside the limits, then those with most cases."""
    kpi, query = found.answer.kpi, found.answer.query
    if query.start is None:
        raise ValueError("units are compared in a period")
    period = Period(query.start, query.grain)
    rows = found.telling(_MOST_BARS).rows
    rows = rows[rows["group"].astype(bool) & rows["value"].notna()]
    chart = Chart(
        title=kpi.label,
        categories=tuple(rows["group"]),
        series=(
            ChartSeries(
                kpi.label,
                tuple(map(float, rows["value"])),
                VALUE,
                tuple(_number(value) for value in rows["low"]),
                tuple(_number(value) for value in rows["high"]),
            ),
            ChartSeries(N_("Company"), (found.whole,) * len(rows), WHOLE),
        ),
        unit=kpi.unit,
        alternative=tuple(finding(found, N_("the company"))),
        bars=True,
    )
    drawn = len(rows)
    known = len(found.units)
    words: list = [
        Message(
            "{kpi} by {dimension}, {period}; bars with their 95% intervals.",
            {"kpi": kpi.label, "dimension": DIMENSIONS[found.by], "period": period},
        )
    ]
    if drawn < known:
        words.append(
            Message(
                "Drawn are {drawn} of {all} units: those outside the limits, then those with the "
                "most cases.",
                {"drawn": drawn, "all": known},
            )
        )
    if found.funnel is not None:
        words.append(caution(found))
    return Page(
        Saying(tuple(finding(found, N_("the company")))),
        (chart, Paragraph((told_of(*words),))),
    )


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
