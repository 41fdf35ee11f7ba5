"""A trend the size of a word, as an SVG picture: dear Plotly elements are kept for where they
matter."""

from collections.abc import Callable, Collection, Sequence
from urllib.parse import quote

from charts.theme import Palette

_EDGE = 4  # pixels kept free for the last point's mark


def sparkline(
    values: Sequence[float | None],
    goals: Sequence[Sequence[float]],
    palette: Palette,
    width: int = 160,
    height: int = 40,
    breaks: Collection[int] = (),
) -> str:
    """An SVG of `width` × `height` pixels; None is a gap, the last value is marked.

    `goals`: those that held in each of the values' periods (a range has two, empty: none ever),
    dashed, a step where they changed; `breaks`: places of values on another scale than the one before; no line leads to them.
    Its quotes are single, since a data URI takes them as they are.
    """
    known = [value for value in values if value is not None]
    heights = [*known, *(goal for held in goals for goal in held)]
    low, high = min(heights, default=0), max(heights, default=0)

    def x(at: float) -> str:
        return _short(_EDGE + at * (width - 2 * _EDGE) / max(1, len(values) - 1))

    def y(value: float) -> str:
        return _short(
            _EDGE + (high - value) / (high - low) * (height - 2 * _EDGE)
            if high > low
            else height / 2
        )

    parts = []
    steps = _steps(goals, x, y)
    if steps:
        parts.append(f"<path d='{steps}' stroke='{palette.target}' stroke-dasharray='3 3'/>")
    if known:
        last, latest = max((at, value) for at, value in enumerate(values) if value is not None)
        line = _line(values, x, y, breaks)
        parts.append(
            f"<path d='{line}' stroke='{palette.value}' stroke-width='1.8' "
            "stroke-linejoin='round' stroke-linecap='round'/>"
        )
        parts.append(f"<circle cx='{x(last)}' cy='{y(latest)}' r='3' fill='{palette.value}'/>")
    size = f"width='{width}' height='{height}' viewBox='0 0 {width} {height}'"
    return f"<svg xmlns='http://www.w3.org/2000/svg' {size} fill='none'>{''.join(parts)}</svg>"


def _short(pixels: float) -> str:
    """To a tenth of a pixel, without a needless 0."""
    return f"{pixels:.1f}".removesuffix(".0")


def _line(
    values: Sequence[float | None],
    x: Callable[[float], str],
    y: Callable[[float], str],
    breaks: Collection[int],
) -> str:
    """Pen moves: lift it at a gap. A value alone becomes a dot, by a line of no length with round
    ends."""
    moves = []
    for at, value in enumerate(values):
        if value is not None:
            drawn = at > 0 and values[at - 1] is not None and at not in breaks
            moves.append(f"L{x(at)} {y(value)}" if drawn else f"M{x(at)} {y(value)}h0")
    return "".join(moves)


def _steps(
    goals: Sequence[Sequence[float]], x: Callable[[float], str], y: Callable[[float], str]
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
    """The picture for the `src` of an `<img>`, which is where Streamlit lets an SVG through."""
    return "data:image/svg+xml," + quote(svg, safe="/ =:'")
