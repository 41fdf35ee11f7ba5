"""Process limits and signals on a trend: quiet lines, and rings around what stands out."""

from datetime import date
from itertools import pairwise

from charts.labels import Label
from charts.scene import Point, Scene, trace
from charts.theme import SMALL_SIZE, faded
from charts.words import hover
from metrics.comparisons.signals import Process
from metrics.periods import Period, last_day
from metrics.statistics.spc import Variation

# Which ring goes with which meaning: the shape says the same as the colour.
_BETTER, _WORSE = "circle-open", "square-open"


def limit_lines(scene: Scene) -> list[list[Point]]:
    """Means and limits as corners of lines, the mean of each segment first; only what lies in the
    picture."""
    process = scene.beside.process
    if process is None:
        return []
    lines = []
    for segment in process.chart.segments:
        seen = [at for at in range(segment.start, segment.end) if _shown(process, at, scene)]
        if len(seen) < 2:
            continue
        lines.append(
            [(_day(process, seen[0]), segment.mean), (_day(process, seen[-1]), segment.mean)]
        )
        if segment.high is not None:
            lines += [_line(process, seen, ends, scene) for ends in (process.low, process.high)]
    return lines


def _day(process: Process, at: int) -> date:
    return last_day(process.rows["period"].iloc[at], "month")


def _shown(process: Process, at: int, scene: Scene) -> bool:
    """Whether the month is among those drawn: the process may be older than the picture."""
    return bool(scene.values) and _day(process, at) >= scene.values[0].day


def _line(
    process: Process, seen: list[int], ends: tuple[float | None, ...], scene: Scene
) -> list[Point]:
    """A limit inside the unit's range: straight, or in steps half-way between months where it
    differs from month to month."""
    unit = scene.answer.kpi.unit
    lowest = float("-inf") if unit.low is None else unit.low
    highest = float("inf") if unit.high is None else unit.high
    points = [
        (_day(process, at), min(max(end, lowest), highest))
        for at in seen
        if (end := ends[at]) is not None
    ]
    if not process.breathing:
        return [points[0], points[-1]]
    steps = [points[0]]
    for (one, before), (two, after) in pairwise(points):
        middle = one + (two - one) / 2
        steps += [(middle, before), (middle, after)]
    return [*steps, points[-1]]


def limits(scene: Scene) -> list[dict[str, object]]:
    """Mean and limits of each segment as thin dashed lines."""
    pieces = [point for line in limit_lines(scene) for point in (*line, None)]
    return (
        [
            trace(
                pieces,
                scene,
                line={"color": faded(scene.palette.neutral, 0.8), "width": 1, "dash": "dash"},
            )
        ]
        if pieces
        else []
    )


def signals(scene: Scene) -> list[dict[str, object]]:
    """A ring around each month with a signal: round and green for better, square and red for
    worse."""
    process = scene.beside.process
    if process is None:
        return []
    traces = []
    for wanted, symbol, colour in (
        (Variation.IMPROVEMENT, _BETTER, scene.palette.better),
        (Variation.CONCERN, _WORSE, scene.palette.worse),
    ):
        marked = [
            at
            for at, found in enumerate(process.variations)
            if found is wanted and _shown(process, at, scene)
        ]
        if marked:
            look = {
                "color": colour,
                "symbol": symbol,
                "size": 10 if scene.narrow else 13,
                "line": {"width": 2},
            }
            traces.append(
                trace(
                    _points(process, marked),
                    scene,
                    mode="markers",
                    marker=look,
                    cliponaxis=False,
                    hoverinfo="text",
                    hovertext=[_text(process, at, scene) for at in marked],
                )
            )
    return traces


def signal_points(scene: Scene) -> list[Point]:
    """Where rings are drawn."""
    process = scene.beside.process
    if process is None:
        return []
    return _points(
        process,
        [
            at
            for at, found in enumerate(process.variations)
            if found is not Variation.COMMON and _shown(process, at, scene)
        ],
    )


def _points(process: Process, marked: list[int]) -> list[Point]:
    return [(_day(process, at), float(process.rows["value"].iloc[at])) for at in marked]


def _text(process: Process, at: int, scene: Scene) -> str:
    row = process.rows.iloc[at].to_dict()
    shown = hover(process.kpi, row, Period(row["period"], "month").spoken(scene.say), scene.say)
    meaning, signal = (
        scene.say(process.variations[at].value),
        scene.say(process.chart.signals[at].value),
    )
    return f"{shown}<br><b>{meaning}</b><br>{signal}"


def limit_labels(scene: Scene) -> list[Label]:
    """What the dashed lines are, at the upper limit of the latest segment."""
    process = scene.beside.process
    lines = limit_lines(scene)
    if process is None or not lines or process.chart.segments[-1].high is None or scene.narrow:
        return []
    text = scene.say("limits on trial") if process.on_trial else scene.say("process limits")
    return [Label(lines[-1][0], text, scene.palette.quiet, SMALL_SIZE, scene.palette.surface)]
