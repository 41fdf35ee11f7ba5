"""Events on a trend: numbered flags over the time axis, what each number stands for, and a line where
new limits begin."""

from datetime import date

from charts.axes import text_width
from charts.labels import Label
from charts.scene import Point, Scene, trace, upright
from charts.theme import SMALL_SIZE, plain
from metrics.targets.events import ACTION, NOTE, REBASE, TYPES, Event

_SYMBOLS = {NOTE: "circle", ACTION: "square", REBASE: "diamond"}
_SIZE, _APART = 17, 19  # pixels of a flag, and from one to the next
_LEGEND_ROOM, _HOVER_ROOM = 240, 360  # pixels
_MOST_NAMED = 6


def seen_events(scene: Scene) -> list[tuple[int, Event]]:
    """The events in the picture, each with its number among all of them, oldest first."""
    return [
        (number, event)
        for number, event in enumerate(scene.beside.events, start=1)
        if scene.days[0] < event.date < scene.days[1]
    ]


def flags(scene: Scene, width: float, height: float) -> list[Point]:
    """Where the flags stand on a plot area of `width` x `height` pixels: just over the axis, one
    above the other where they would touch."""
    (first, last), (low, high) = scene.days, scene.limits
    rows: list[float] = []  # of each row of flags, how far it is taken
    found = []
    for _, event in seen_events(scene):
        across = (event.date - first).days / (last - first).days * width
        row = next((at for at, taken in enumerate(rows) if across - taken >= _APART), len(rows))
        rows[row : row + 1] = [across]
        up = _SIZE / 2 + 1 + row * _APART
        found.append((event.date, low + up / height * (high - low)))
    return found


def marks(scene: Scene, places: list[Point]) -> list[dict[str, object]]:
    """A flag with its number for each event; its words when pointed at. `places`: as `flags` gives
    them."""
    shown = seen_events(scene)
    if not shown:
        return []
    look = {
        "color": scene.palette.ink,
        "size": _SIZE,
        "symbol": [_SYMBOLS[event.type] for _, event in shown],
    }
    return [
        trace(
            places,
            scene,
            mode="markers+text",
            marker=look,
            text=[str(number) for number, _ in shown],
            textfont={"color": scene.palette.surface, "size": SMALL_SIZE - 1},
            cliponaxis=False,
            hoverinfo="text",
            hovertext=[_text(event, scene) for _, event in shown],
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
        {event.date.replace(day=15) for _, event in seen_events(scene) if event.type == REBASE}
    )


def rebase_lines(scene: Scene) -> list[dict[str, object]]:
    """A dotted line where new limits begin."""
    return [upright(day, scene.palette.neutral, "dot") for day in rebased(scene)]


def legend(scene: Scene) -> list[str]:
    """What the numbers of the latest flags stand for, and how many are told further down; without
    markup."""
    shown = seen_events(scene)
    named = [
        scene.say(
            "{number} {text} ({day})",
            number=str(number),
            text=plain(_short(event.text)),
            day=event.date,
        )
        for number, event in shown[-_MOST_NAMED:]
    ]
    more = len(shown) - len(named)
    return [*([scene.say("earlier ones: {count}", count=more)] if more else []), *named]


def _short(text: str) -> str:
    if text_width(text, SMALL_SIZE) <= _LEGEND_ROOM:
        return text
    cut = next(
        at
        for at in range(len(text), 0, -1)
        if text_width(text[:at] + "…", SMALL_SIZE) <= _LEGEND_ROOM
    )
    return text[:cut].rstrip() + "…"
