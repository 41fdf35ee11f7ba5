"""A trend the size of a word, as an SVG picture: dear Plotly elements are kept for where they
matter."""

from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from urllib.parse import quote

from charts.theme import Palette

_EDGE = 4  # pixels kept free for the last point's mark
_FINE = 2  # steps of a pixel that a point is set to: whole numbers are short


def sparkline(
    values: Sequence[float | None],
    goals: Sequence[Sequence[float]],
    palette: Palette,
    width: int = 160,
    height: int = 40,
    breaks: Collection[int] = (),
) -> str:
    """An SVG in the shape of `width` × `height` pixels, to be set to that size where it is shown;
    None is a gap, the last value is marked.

    `goals`: those that held in each of the values' periods (a range has two, empty: none ever),
    dashed, a step where they changed; `breaks`: places of values on another scale than the one
    before; no line leads to them.
    Its quotes are single, since a data URI takes them as they are.
    """
    known = [value for value in values if value is not None]
    heights = [*known, *(goal for held in goals for goal in held)]
    low, high = min(heights, default=0), max(heights, default=0)

    def x(at: float) -> int:
        return round(_FINE * (_EDGE + at * (width - 2 * _EDGE) / max(1, len(values) - 1)))

    def y(value: float) -> int:
        if high <= low:
            return round(_FINE * height / 2)
        return round(_FINE * (_EDGE + (high - value) / (high - low) * (height - 2 * _EDGE)))

    parts = []
    steps = _steps(goals, x, y)
    if steps:
        # Round ends make each dash as much longer as its line is broad.
        dashed = f"stroke-width='{_FINE}' stroke-dasharray='{2 * _FINE} {4 * _FINE}'"
        parts.append(f"<path d='{steps}' stroke='{palette.target}' {dashed}/>")
    if known:
        last, latest = max((at, value) for at, value in enumerate(values) if value is not None)
        parts.append(f"<path d='{_line(values, x, y, breaks)}'/>")
        # A line of no length with round ends is a dot, and takes its colour with the others.
        parts.append(f"<path d='M{x(last)} {y(latest)}h0' stroke-width='{6 * _FINE}'/>")
    size = f"viewBox='0 0 {_FINE * width} {_FINE * height}'"
    pen = (
        f"fill='none' stroke='{palette.value}' stroke-width='{1.8 * _FINE}' stroke-linecap='round'"
    )
    return f"<svg xmlns='http://www.w3.org/2000/svg' {size} {pen}>{''.join(parts)}</svg>"


def _line(
    values: Sequence[float | None],
    x: Callable[[float], int],
    y: Callable[[float], int],
    breaks: Collection[int],
) -> str:
    """Pen moves: lift it at a gap."""
    strokes: list[list[tuple[int, int]]] = []
    for at, value in enumerate(values):
        if value is None:
            continue
        if at == 0 or values[at - 1] is None or at in breaks:
            strokes.append([])
        strokes[-1].append((x(at), y(value)))
    return "".join(map(_stroke, strokes))


def _stroke(points: Sequence[tuple[int, int]]) -> str:
    """One line, each point told from the one before. A point alone becomes a dot, by a line of no
    length with round ends."""
    steps = [
        f" {right - left}{lower - upper:+}".replace("+", " ")
        for (left, upper), (right, lower) in pairwise(points)
    ]
    start = f"M{points[0][0]} {points[0][1]}h0"
    return f"{start}l{''.join(steps)}".replace("l ", "l") if steps else start


def _steps(
    goals: Sequence[Sequence[float]], x: Callable[[float], int], y: Callable[[float], int]
) -> str:
    """Pen moves: a level line for each stretch of periods in which a goal stayed the same."""
    moves = []
    for end in range(max(map(len, goals), default=0)):
        held = [levels[end] if end < len(levels) else None for levels in goals]
        begins = [at for at in range(len(held)) if at == 0 or held[at] != held[at - 1]]
        for start, after in zip(begins, [*begins[1:], len(held)], strict=True):
            goal = held[start]
            if goal is not None:
                moves.append(f"M{x(start - 0.5)} {y(goal)}H{x(after - 0.5)}")
    return "".join(moves)


def as_data_uri(svg: str) -> str:
    """The picture for the `src` of an `<img>`, which is where Streamlit lets an SVG through: one
    without a title, style or script, and whose texts are escaped."""
    return "data:image/svg+xml," + quote(svg, safe="/ =:'<>")
