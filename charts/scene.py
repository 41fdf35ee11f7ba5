"""What a trend draws, on which range of days and values."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd

from charts.axes import value_range
from charts.stages import bounds, goal_of, on_the_scale, replaced
from charts.theme import Palette
from charts.words import Row
from i18n import N_, Say, Text
from metrics.answers.answer import Answer
from metrics.comparisons.signals import Process
from metrics.periods import add_months, last_day, period_number
from metrics.targets.events import Event
from metrics.targets.outlook import Ahead
from metrics.targets.pace import required
from metrics.targets.plans import Target
from metrics.targets.verdict import Path, Verdict

LAYERS: dict[str, Text] = {
    "interval": N_("95% interval"),
    "targets": N_("Targets"),
    "pace": N_("Pace"),
    "fan": N_("Forecast"),
    "events": N_("Events"),
    "changes": N_("Earlier targets"),
    "last_year": N_("Last year"),
    "company": N_("Whole company"),
    "process": N_("Process limits"),
}
DEFAULT_LAYERS = frozenset({"interval", "targets", "pace", "fan", "events", "changes", "company"})

Point = tuple[date, float]
_AHEAD_MONTHS = 24  # stages due later stand at the right edge


@dataclass(frozen=True)
class Value:
    """A value to draw; `number` counts periods, so that neighbours differ by 1 and those on two
    scales by more; `settled`: its period is over and no record of it is still to come; `firm`: it
    may be judged."""

    day: date
    number: int
    firm: bool
    row: Row
    settled: bool = True

    @property
    def point(self) -> Point:
        return self.day, self.row["value"]


@dataclass(frozen=True)
class Trend:
    """The answer of a KPI that is not split, and what may stand beside it.

    `path` is what `glide_path` gives, `breaks` the first days of months from which on the scale is
    another, `revisions` all targets of this KPI and place, old ones too, `events` those of this KPI
    and place. `process` and `fan` belong to answers by month; `earlier` is the answer of a year
    before, `company` that without a filter; `second` that of another KPI, drawn on an axis of its
    own, with its own breaks.
    """

    answer: Answer
    stages: tuple[Verdict, ...] = ()
    path: Path | None = None
    revisions: tuple[Target, ...] = ()
    breaks: tuple[date, ...] = ()
    events: tuple[Event, ...] = ()
    process: Process | None = None
    fan: tuple[Ahead, ...] = ()
    earlier: Answer | None = None
    company: Answer | None = None
    second: Answer | None = None
    second_breaks: tuple[date, ...] = ()
    today: date | None = None  # gets a line where the picture reaches it

    def of_layers(self, layers: frozenset[str]) -> "Trend":
        """What is left of it when all other layers are off."""
        return replace(
            self,
            stages=self.stages if "targets" in layers else (),
            path=self.path if "pace" in layers else None,
            process=self.process if "process" in layers else None,
            fan=self.fan if "fan" in layers else (),
            events=self.events if "events" in layers else (),
            earlier=self.earlier if "last_year" in layers else None,
            company=self.company if "company" in layers else None,
        )


@dataclass(frozen=True)
class Scene:
    """What is to be drawn, on which range of days and values; of layers that are off there is
    nothing in it."""

    answer: Answer
    values: list[Value]
    stages: list[Verdict]
    path: Path | None
    beside: Trend
    earlier: list[Value]
    company: list[Value]
    days: tuple[date, date]
    limits: tuple[float, float]
    say: Say
    palette: Palette
    layers: frozenset[str]
    narrow: bool


def scene_of(
    trend: Trend, layers: frozenset[str], say: Say, palette: Palette, narrow: bool
) -> Scene:
    """The scene with its ranges."""
    beside, answer = trend.of_layers(layers), trend.answer
    values, stages = values_of(answer, breaks=trend.breaks), on_the_scale(beside.stages)
    earlier = [] if beside.earlier is None else values_of(beside.earlier, 12, trend.breaks)
    company = [] if beside.company is None else values_of(beside.company, breaks=trend.breaks)
    days = _days(values, stages, beside.path, beside.fan)
    path = beside.path if beside.path and beside.path[1] < days[1] else None
    heights = _heights(values, stages, path, days, layers)
    heights += [
        value.row["value"] for value in (*earlier, *company) if days[0] < value.day < days[1]
    ]
    heights += _limit_heights(beside.process, days)
    heights += [
        goal
        for revision, _ in replaced(beside.revisions, answer.kpi)
        if "changes" in layers and (goal := goal_of(revision)) is not None
    ]
    limits = value_range(
        heights + _heights_ahead(beside.fan, heights), answer.kpi.unit, 0.2 if narrow else 0.1
    )
    return Scene(
        answer=answer,
        values=values,
        stages=stages,
        path=path,
        beside=beside,
        earlier=earlier,
        company=company,
        days=days,
        limits=limits,
        say=say,
        palette=palette,
        layers=layers,
        narrow=narrow,
    )


def values_of(answer: Answer, later: int = 0, breaks: Sequence[date] = ()) -> list[Value]:
    """The values that may be shown; `later` months shifts their days, to lay them beside those of
    another time; across one of the `breaks`, first days of months from which on the scale is
    another, no line is drawn."""
    # Of a frame each row would take as long as all of these.
    columns = [cells.tolist() for cells in answer.columns.values()]
    rows: list[Any] = [
        dict(zip(answer.columns, row, strict=True)) for row in zip(*columns, strict=True)
    ]
    shown = [row for row in rows if not row["hidden"] and not pd.isna(row["value"])]
    return [
        Value(
            last_day(add_months(row["period"], later), answer.query.grain),
            period_number(row["period"], answer.query.grain)
            + sum(start <= last_day(row["period"], answer.query.grain) for start in breaks),
            bool(row["enough"] and not row["partial"] and not row["maturing"]),
            row,
            settled=not (row["partial"] or row["maturing"]),
        )
        for row in sorted(shown, key=lambda row: row["period"])
    ]


def _days(
    values: list[Value], stages: list[Verdict], path: Path | None, fan: tuple[Ahead, ...]
) -> tuple[date, date]:
    dues = [stage.target.due for stage in stages]
    first = values[0].day if values else path[1] if path else min(dues, default=date.today())
    latest = values[-1].day if values else min(dues, default=first)
    last = max(
        [
            latest,
            *(ahead.day for ahead in fan),
            *(min(due, add_months(latest, _AHEAD_MONTHS)) for due in dues),
        ]
    )
    room = max(20, (last - first).days // 30)
    return first - timedelta(days=room), last + timedelta(days=room)


def _heights(
    values: list[Value],
    stages: list[Verdict],
    path: Path | None,
    days: tuple[date, date],
    layers: frozenset[str],
) -> list[float]:
    """Values, goals, pace and the intervals of firm values fit in; that of a handful of answers may
    leave the picture."""
    heights = [value.row["value"] for value in values] + [
        goal for stage in stages for goal in bounds(stage)
    ]
    if "interval" in layers:
        heights += [
            end
            for value in values
            if value.firm
            for end in (value.row["low"], value.row["high"])
            if not pd.isna(end)
        ]
    if path:
        heights += [required(day, *path) for day in days]
    return heights


def _limit_heights(process: Process | None, days: tuple[date, date]) -> list[float]:
    """The limits fit in too."""
    if process is None:
        return []
    return [
        end
        for at, period in enumerate(process.rows["period"])
        if days[0] < last_day(period, "month")
        for end in (process.low[at], process.high[at])
        if end is not None
    ]


def _heights_ahead(fan: tuple[Ahead, ...], heights: list[float]) -> list[float]:
    """Both ranges fit in as far as they leave the rest of the picture two fifths of the height."""
    room = 0.8 * (max(heights) - min(heights)) if heights else float("inf")
    return [
        min(max(end, min(heights, default=end) - room), max(heights, default=end) + room)
        for ahead in fan
        for end in ahead.possible
    ]


def trace(points: Sequence[Point | None], scene: Scene, **more: object) -> dict[str, object]:
    """A scatter trace; None among the points is a gap."""
    decimals = scene.answer.kpi.unit.decimals + 2
    return {
        "type": "scatter",
        "mode": "lines",
        "hoverinfo": "skip",
        "x": [point and point[0].isoformat() for point in points],
        "y": [point and round(point[1], decimals) for point in points],
        **more,
    }


def stretches(values: Sequence[Value]) -> list[list[Value]]:
    """Stretches of neighbouring periods."""
    found: list[list[Value]] = []
    for value in values:
        if found and value.number == found[-1][-1].number + 1:
            found[-1].append(value)
        else:
            found.append([value])
    return found


def upright(day: date, colour: str, dash: str) -> dict[str, object]:
    """A line over the whole height, as a shape."""
    return {
        "type": "line",
        "x0": day.isoformat(),
        "x1": day.isoformat(),
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": colour, "width": 1, "dash": dash},
    }
