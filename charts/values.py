"""The values of a trend: their intervals, the strong line, and the points."""

from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from charts.scene import Point, Scene, Value, stretches, trace
from charts.theme import faded
from charts.words import hover
from metrics.periods import Period


def band(scene: Scene) -> list[dict[str, object]]:
    """The intervals: a band where enough answered; single lines where not, so that those do not
    fill the picture."""
    if "interval" not in scene.layers:
        return []
    known = with_interval(scene)
    runs = stretches([value for value in known if value.row["enough"]])
    outline = [point for run in runs if len(run) > 1 for point in _outline(run)]
    ends = [end for whisker in whiskers(known) for end in (*whisker, None)]
    look = {"fill": "toself", "fillcolor": faded(scene.palette.value, 0.13), "line": {"width": 0}}
    thin = {"color": faded(scene.palette.value, 0.3), "width": 1.5}
    return [trace(outline, scene, **look), trace(ends, scene, line=thin)]


def with_interval(scene: Scene) -> list[Value]:
    """The values whose interval is drawn."""
    return (
        [value for value in scene.values if not pd.isna(value.row["low"])]
        if "interval" in scene.layers
        else []
    )


def whiskers(known: list[Value]) -> list[tuple[Point, Point]]:
    """Low and high of values that no band can hold: with few answers, or without neighbours."""
    runs = stretches([value for value in known if value.row["enough"]])
    alone = [run[0] for run in runs if len(run) == 1] + [
        value for value in known if not value.row["enough"]
    ]
    return [((value.day, value.row["low"]), (value.day, value.row["high"])) for value in alone]


def _outline(run: list[Value]) -> list[Point | None]:
    upper, lower = ([(value.day, value.row[end]) for value in run] for end in ("high", "low"))
    return [*upper, *reversed(lower), upper[0], None]


def lines(scene: Scene) -> list[dict[str, object]]:
    """The strong line between values that may be judged; a thin dotted one to those with too few
    cases, a dashed one to those that are not settled."""
    strong: list[Point | None] = []
    weak: dict[str, list[Point | None]] = {"dot": [], "dash": []}
    for run in stretches(scene.values):
        for one, two in pairwise(run):
            dash = "dot" if one.settled and two.settled else "dash"
            (strong if one.firm and two.firm else weak[dash]).extend([one.point, two.point, None])
    return [
        *(
            trace(
                pieces,
                scene,
                line={"color": faded(scene.palette.value, 0.6), "width": 1.4, "dash": dash},
            )
            for dash, pieces in weak.items()
            if pieces
        ),
        trace(_joined(strong), scene, line={"color": scene.palette.value, "width": 2.6}),
    ]


def _joined(pieces: list[Point | None]) -> list[Point | None]:
    """Pieces a-b, b-c written as one line a-b-c."""
    joined: list[Point | None] = []
    for at in range(0, len(pieces), 3):
        start, end, _ = pieces[at : at + 3]
        if len(joined) > 1 and joined[-2] == start:
            joined[-1:] = [end, None]
        else:
            joined += [start, end, None]
    return joined


def points(scene: Scene) -> list[dict[str, object]]:
    """Filled where a value may be judged, hollow where too few cases stand behind it, hollow with a
    dot where it is not settled."""
    kpi, palette, grain = scene.answer.kpi, scene.palette, scene.answer.query.grain
    hollow = {
        "color": palette.surface,
        "size": 6 if scene.narrow else 7,
        "line": {"color": faded(palette.value, 0.75), "width": 1.4},
    }
    looks = {
        (True, True): {"color": palette.value, "size": 4 if scene.narrow else 6},
        (False, True): hollow,
        (False, False): {**hollow, "symbol": "circle-dot"},
    }
    traces = []
    for state, look in looks.items():
        values = [value for value in scene.values if (value.firm, value.settled) == state]
        texts = [
            hover(kpi, value.row, Period(value.row["period"], grain).spoken(scene.say), scene.say)
            for value in values
        ]
        if values:
            traces.append(
                trace(
                    [value.point for value in values],
                    scene,
                    mode="markers",
                    marker=look,
                    cliponaxis=False,
                    hoverinfo="text",
                    hovertext=texts,
                )
            )
    return traces


def last_year(scene: Scene) -> list[dict[str, object]]:
    """The months a year before, as a thin quiet line."""
    return _quiet_line(scene.earlier, scene, {})


def company(scene: Scene) -> list[dict[str, object]]:
    """The values of the whole company beside those of one unit, as a thin quiet line of dashes."""
    return _quiet_line(scene.company, scene, {"dash": "dashdot"})


def _quiet_line(
    values: Sequence[Value], scene: Scene, look: dict[str, object]
) -> list[dict[str, object]]:
    if not values:
        return []
    pieces = [
        point for run in stretches(values) for point in (*(value.point for value in run), None)
    ]
    line = {"color": faded(scene.palette.neutral, 0.75), "width": 1.2, **look}
    return [trace(pieces, scene, line=line)]
