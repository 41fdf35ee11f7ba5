"""The month in sentences: which units changed, and how sure that is; each with the way to its
proof."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from errors import Message
from metrics.answers.answer import Answer
from metrics.answers.pooled import comparable
from metrics.comparisons.change import COLUMNS, Change, differences
from metrics.comparisons.swing import MOST_QUARTERS, Swing, all_widened, sampling, swing_of_units
from metrics.kpi import Indicator, Kpi
from metrics.periods import add_months, last_day, start_of
from metrics.statistics.comparing import FALSE_DISCOVERIES, discoveries
from metrics.sums.columns import Columns, taken
from metrics.sums.query import Query


@dataclass(frozen=True)
class Line:
    """One finding: the KPI, the sentence, whether it is for the better, the link's parameters, and
    what `more` is said after it. `alike`: the names of KPIs of which the same is found."""

    kpi: Indicator
    sentence: Message
    better: bool | None
    link: tuple[tuple[str, str], ...] = ()
    more: tuple[Message, ...] = ()
    alike: tuple[str, ...] = ()


def worst_first(lines: Sequence[Line], most: int) -> list[Line]:
    """The first of the lines, those for the worse before those for the better."""
    return sorted(lines, key=lambda line: bool(line.better))[:most]


def quarter_over(month: date) -> date:
    """First day of the latest quarter that is over with `month`."""
    return start_of(add_months(month, -2), "quarter")


def comparable_by(kpis: Sequence[Kpi], dimension: str) -> list[Kpi]:
    """The KPIs whose units of a dimension can be set against chance."""
    return [kpi for kpi in kpis if comparable(kpi) and dimension in kpi.dimensions]


def unit_lines(
    kpis: Sequence[Kpi],
    quarter: date,
    dimension: str,
    answer: Callable[[str, Query], Answer],
    scales_of: Callable[[Kpi], Sequence[date]] = lambda kpi: (),
) -> list[Line]:
    """Units that changed between a quarter and the same one a year before by more than chance and
    the swing of quarters explain.

    `scales_of`: the first days of the months from which on a KPI's scale is another; nothing is
    compared across them. Chance over all units of all these KPIs together is kept in check; what is
    counted in full has none, and where too few quarters tell how far they swing, nothing is told.
    """
    compared = [
        kpi
        for kpi in comparable_by(kpis, dimension)
        if not any(
            add_months(quarter, -12) < start <= last_day(quarter, "quarter")
            for start in scales_of(kpi)
        )
    ]
    asked = [answer(kpi.name, Query(grain="quarter", by=dimension)) for kpi in compared]
    found = [step for split in asked for step in _unit_changes(split, quarter)]
    named = discoveries(np.array([change.difference.p for _, change in found]), FALSE_DISCOVERIES)
    return [
        _unit_line(dimension, unit, quarter, change)
        for (unit, change), sure in zip(found, named, strict=True)
        if sure
    ]


def _unit_changes(answer: Answer, quarter: date) -> list[tuple[str, Change]]:
    """The units that may be judged in a quarter and in the same one a year before, with their
    changes; those without a p are left out."""
    rows, year_before = answer.settled, add_months(quarter, -12)
    named = np.array([isinstance(group, str) and group != "" for group in rows["group"]], bool)
    rows = taken(rows, rows["enough"].astype(bool) & named)
    at = {key: place for place, key in enumerate(zip(rows["period"], rows["group"], strict=True))}
    units = [unit for period, unit in at if period == quarter and (year_before, unit) in at]
    sides = _swing_before(rows, at, quarter) if units else None
    if sides is None:
        return []
    columns = {name: rows[name].astype(float) for name in COLUMNS}
    before, now = (
        {name: values[[at[period, unit] for unit in units]] for name, values in columns.items()}
        for period in (year_before, quarter)
    )
    found = all_widened(differences(answer.kpi, before, now), sides)
    steps = [
        (
            unit,
            Change(
                answer.kpi, year_before, found.at(number), _values(before, now, number), "quarter"
            ),
        )
        for number, unit in enumerate(units)
    ]
    return [(unit, step) for unit, step in steps if step.difference.p is not None]


def _swing_before(rows: Columns, at: Mapping[tuple[date, str], int], quarter: date) -> Swing | None:
    """The swing of the units in the quarters before one, so that a step in it does not hide
    itself."""
    quarters = {
        add_months(quarter, -3 * back): place
        for place, back in enumerate(range(MOST_QUARTERS, 0, -1))
    }
    units = {unit: number for number, unit in enumerate(dict.fromkeys(unit for _, unit in at))}
    places = [
        (units[unit], quarters[period], place)
        for (period, unit), place in at.items()
        if period in quarters
    ]
    if not places:
        return None
    values = np.full((len(units), len(quarters)), np.nan)
    errors = values.copy()
    unit, column, place = np.array(places).T
    values[unit, column] = rows["value"].astype(float)[place]
    errors[unit, column] = sampling(rows["low"].astype(float), rows["high"].astype(float))[place]
    return swing_of_units(values, errors)


def _values(
    before: Mapping[str, np.ndarray], now: Mapping[str, np.ndarray], number: int
) -> tuple[float, float]:
    return float(before["value"][number]), float(now["value"][number])


def _unit_line(dimension: str, unit: str, quarter: date, found: Change) -> Line:
    value = found.difference.value
    return Line(
        found.kpi,
        found.with_value(quarter),
        None if value is None else found.kpi.direction.better(value, 0),
        ((dimension, unit),),
    )
