"""Events on a trend: marks on the time axis, and a line where new limits begin."""

from datetime import date

from charts.axes import text_width
from charts.labels import Label
from charts.scene import Scene, trace, upright
from charts.theme import SMALL_SIZE, plain
from metrics.targets.events import ACTION, NOTE, REBASE, TYPES, Event

_SYMBOLS = {NOTE: "circle", ACTION: "triangle-up", REBASE: "line-ns-open"}
_LABEL_ROOM, _HOVER_ROOM = 200, 360  # pixels
_MOST_LABELS = 4


def seen_events(scene: Scene) -> list[Event]:
    """The events in the picture."""
    return [event for event in scene.beside.events if scene.days[0] < event.date < scene.days[1]]


def marks(scene: Scene) -> list[dict[str, object]]:
    """A mark on the time axis for each event; its words when pointed at."""
    shown = seen_events(scene)
    if not shown:
        return []
    look = {
        "color": scene.palette.ink,
        "size": 9,
        "symbol": [_SYMBOLS[event.type] for event in shown],
        "line": {"color": scene.palette.ink, "width": 1},
    }
    # Not rounded: a mark the least below the axis would not be drawn.
    return [
        trace(
            [(event.date, 0.0) for event in shown],
            scene,
            y=[scene.limits[0]] * len(shown),
            mode="markers",
            marker=look,
            cliponaxis=False,
            hoverinfo="text",
            hovertext=[_text(event, scene) for event in shown],
        )
    ]


def _text(event: Event, scene: Scene) -> str:
    said = [event.text, *([event.reason] if event.reason else [])]
    lines = [
        Label((event.date, 0.0), plain(words), "", SMALL_SIZE, "").wrapped(_HOVER_ROOM).text
        for words in said
    ]
    return "<br>".join(
        [f"<b>{scene.say(TYPES[event.type])}</b>, {scene.say.date(event.date)}", *lines]
    )


def rebased(scene: Scene) -> list[date]:
    """Days between the last month of the old limits and the first of the new: values stand at the
    ends of months."""
    return sorted(
        {event.date.replace(day=15) for event in seen_events(scene) if event.type == REBASE}
    )


def rebase_lines(scene: Scene) -> list[dict[str, object]]:
    """A dotted line where new limits begin."""
    return [upright(day, scene.palette.neutral, "dot") for day in rebased(scene)]


def mark_labels(scene: Scene) -> list[Label]:
    """The latest events by name, for where there is room; none on a phone."""
    if scene.narrow:
        return []
    return [
        Label(
            (event.date, scene.limits[0]),
            plain(_short(event.text)),
            scene.palette.quiet,
            SMALL_SIZE,
            scene.palette.surface,
        )
        for event in reversed(seen_events(scene)[-_MOST_LABELS:])
    ]


def _short(text: str) -> str:
    if text_width(text, SMALL_SIZE) <= _LABEL_ROOM:
        return text
    cut = next(
        at
        for at in range(len(text), 0, -1)
        if text_width(text[:at] + "…", SMALL_SIZE) <= _LABEL_ROOM
    )
    return text[:cut].rstrip() + "…"
