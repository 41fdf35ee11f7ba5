"""The forecast on a trend: two bands over the months to come."""

from charts.labels import Label
from charts.scene import Point, Scene, trace
from charts.theme import SMALL_SIZE, faded
from errors import Message
from i18n import N_, Month
from metrics.kpi import Amount, Kpi
from metrics.periods import add_months
from metrics.targets.outlook import Ahead

# Where there is no room beside them.
BANDS = N_("Forecast: dark the likely range (80%), pale the possible range (95%)")


def fan(scene: Scene) -> list[dict[str, object]]:
    """The possible range, the likely one upon it, both from the last value on, and their middle,
    which tells both when pointed at."""
    ahead = scene.beside.fan
    if not ahead:
        return []
    bands = [
        trace(
            _outline(joined(scene), ahead, name),
            scene,
            fill="toself",
            fillcolor=faded(scene.palette.forecast, share),
            line={"width": 0},
        )
        for name, share in (("possible", 0.12), ("likely", 0.18))
    ]
    middle = [(month.day, month.middle) for month in ahead]
    texts = [scene.say(expected(scene.answer.kpi, month)) for month in ahead]
    return [
        *bands,
        trace(
            [*joined(scene), *middle],
            scene,
            line={"color": scene.palette.forecast, "width": 1.5, "dash": "dash"},
        ),
        trace(
            middle,
            scene,
            mode="markers",
            marker={"size": 12, "opacity": 0},
            hoverinfo="text",
            hovertext=texts,
        ),
    ]


def joined(scene: Scene) -> list[Point]:
    """The value that the forecast goes on from; none where the picture does not have it."""
    last = add_months(scene.beside.fan[0].period, -1)
    return [value.point for value in scene.values if value.firm and value.row["period"] == last]


def _outline(start: list[Point], ahead: tuple[Ahead, ...], name: str) -> list[Point]:
    ranges = [(month.day, getattr(month, name)) for month in ahead]
    upper, lower = (
        [(day, limits.high) for day, limits in ranges],
        [(day, limits.low) for day, limits in ranges],
    )
    outline = [*start, *upper, *reversed(lower)]
    return [*outline, outline[0]]


def expected(kpi: Kpi, month: Ahead) -> Message:
    """Both ranges of a month to come, in words."""
    low, high, least, most = (Amount(kpi.unit, end) for end in (*month.likely, *month.possible))
    return Message(
        "{month}: likely {low} to {high} (80%), possibly {least} to {most} (95%), in the middle "
        "{middle}",
        {
            "month": Month(month.period),
            "low": low,
            "high": high,
            "least": least,
            "most": most,
            "middle": Amount(kpi.unit, month.middle),
        },
    )


def fan_edges(scene: Scene) -> list[list[Point]]:
    """The edges of the likely range, on which no label should sit."""
    return (
        [[(month.day, month.likely[end]) for month in scene.beside.fan] for end in (0, 1)]
        if scene.beside.fan
        else []
    )


def fan_labels(scene: Scene) -> list[Label]:
    """What the bands are, at their ends: the darker one below, the other one above."""
    if not scene.beside.fan:
        return []
    last, (lowest, highest) = scene.beside.fan[-1], scene.limits
    named = (
        (last.likely.low, scene.say("likely range (80%)")),
        (last.possible.high, scene.say("possible range (95%)")),
    )
    return [
        Label(
            (last.day, min(max(end, lowest), highest)),
            text,
            scene.palette.forecast,
            SMALL_SIZE,
            scene.palette.surface,
        )
        for end, text in named
    ]
