"""The forecast on a trend: two bands over the months to come."""

from charts.labels import Label
from charts.scene import Point, Scene, trace
from charts.theme import SMALL_SIZE, faded
from errors import Message
from i18n import Month
from metrics.kpi import Amount, Kpi
from metrics.targets.outlook import Ahead


def fan(scene: Scene) -> list[dict[str, object]]:
    """The possible range, the likely one upon it, and an unseen middle that tells both when pointed
    at."""
    ahead = scene.beside.fan
    if not ahead:
        return []
    bands = [
        trace(
            _outline(ahead, name),
            scene,
            fill="toself",
            fillcolor=faded(scene.palette.forecast, share),
            line={"width": 0},
        )
        for name, share in (("possible", 0.12), ("likely", 0.18))
    ]
    middle = [(month.day, sum(month.likely) / 2) for month in ahead]
    texts = [scene.say(expected(scene.answer.kpi, month)) for month in ahead]
    return [
        *bands,
        trace(
            middle,
            scene,
            mode="markers",
            marker={"size": 12, "opacity": 0},
            hoverinfo="text",
            hovertext=texts,
        ),
    ]


def _outline(ahead: tuple[Ahead, ...], name: str) -> list[Point]:
    ranges = [(month.day, getattr(month, name)) for month in ahead]
    upper, lower = (
        [(day, limits.high) for day, limits in ranges],
        [(day, limits.low) for day, limits in ranges],
    )
    return [*upper, *reversed(lower), upper[0]]


def expected(kpi: Kpi, month: Ahead) -> Message:
    """Both ranges of a month to come, in words."""
    low, high, least, most = (Amount(kpi.unit, end) for end in (*month.likely, *month.possible))
    return Message(
        "{month}: likely {low} to {high} (80%), possibly {least} to {most} (95%)",
        {"month": Month(month.period), "low": low, "high": high, "least": least, "most": most},
    )


def fan_edges(scene: Scene) -> list[list[Point]]:
    """The edges of the likely range, on which no label should sit."""
    return (
        [[(month.day, month.likely[end]) for month in scene.beside.fan] for end in (0, 1)]
        if scene.beside.fan
        else []
    )


def fan_labels(scene: Scene) -> list[Label]:
    """What the darker band is, under its end; a phone has no room for it."""
    if not scene.beside.fan or scene.narrow:
        return []
    last = scene.beside.fan[-1]
    text = scene.say("likely range (80%)")
    return [
        Label(
            (last.day, last.likely.low),
            text,
            scene.palette.forecast,
            SMALL_SIZE,
            scene.palette.surface,
        )
    ]
