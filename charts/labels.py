"""Where a direct label can stand without touching a line or another label.

Plotly cannot know; and the width of a page is not known here. So labels are
placed on a canvas of each of two likely widths, where they must be free at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

import numpy as np

from charts.axes import text_width

Point = tuple[date, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels

_DISTANCES = (9, 18, 30, 44, 60, 80, 104)
_ASIDE = (("center", 0), ("left", 7), ("right", -7))
_NEAR = 20  # a label closer than this needs no line to its point


@dataclass(frozen=True)
class Label:
    """A text beside the point that it is about; `wide` is the text without tags, whose width counts."""

    at: Point
    text: str
    wide: str
    colour: str
    size: int


class Canvas:
    """The plot area in pixels, at several widths, and what is drawn on it.

    `above` is how many pixels over the plot area labels may use.
    """

    def __init__(self, days: tuple[date, date], values: tuple[float, float], widths: Sequence[float], height: float,
                 above: float):
        self._days, self._values, self._height, self._above = days, values, height, above
        self._widths = widths
        self._lines: list[list[tuple[float, float, float, float]]] = [[] for _ in widths]
        self._boxes: list[list[Box]] = [[] for _ in widths]

    def _pixel(self, point: Point, width: float) -> tuple[float, float]:
        (first, last), (low, high) = self._days, self._values
        across = (point[0] - first).days / (last - first).days
        return across * width, (high - point[1]) / (high - low) * self._height

    def draw_line(self, points: Sequence[Point]) -> None:
        """Remember a line that labels must not touch; one point alone counts as well."""
        for start, end in zip(points, [*points[1:], points[-1]], strict=True):
            for width, lines in zip(self._widths, self._lines, strict=True):
                lines.append((*self._pixel(start, width), *self._pixel(end, width)))

    def draw_mark(self, point: Point, radius: float) -> None:
        """Remember a mark that labels must not cover."""
        for width, boxes in zip(self._widths, self._boxes, strict=True):
            x, y = self._pixel(point, width)
            boxes.append((x - radius, y - radius, x + radius, y + radius))

    def place(self, label: Label) -> dict[str, object]:
        """The annotation at the nearest free place beside its point; remembers it as taken."""
        places = [(aside, shift, side, distance) for distance, side, (aside, shift) in product(_DISTANCES, (-1, 1), _ASIDE)]
        best = min(places, key=lambda place: sum(self._trouble(number, label, place) for number in range(len(self._widths))))
        for number, boxes in enumerate(self._boxes):
            boxes.append(self._box(number, label, best))
        return _annotation(label, best)

    def _box(self, number: int, label: Label, place: tuple) -> Box:
        aside, shift, side, distance = place
        x, y = self._pixel(label.at, self._widths[number])
        wide, tall = text_width(label.wide, label.size), label.size * 1.35
        left = x + shift - {"left": 0, "center": wide / 2, "right": wide}[aside]
        top = y + side * distance - (tall if side < 0 else 0)
        return left, top, left + wide, top + tall

    def _trouble(self, number: int, label: Label, place: tuple) -> int:
        box = self._box(number, label, place)
        left, top, right, bottom = box
        outside = left < 0 or right > self._widths[number] or top < -self._above or bottom > self._height
        return 1000 * outside + 10 * _overlaps(box, self._boxes[number]) + _crossings(box, self._lines[number])


def _overlaps(box: Box, boxes: Iterable[Box]) -> int:
    left, top, right, bottom = box
    return sum(left < other[2] and other[0] < right and top < other[3] and other[1] < bottom for other in boxes)


def _crossings(box: Box, lines: list[tuple[float, float, float, float]]) -> int:
    """How many line pieces pass through a box: their frames meet, and its corners lie on both sides."""
    if not lines:
        return 0
    x1, y1, x2, y2 = np.array(lines).T
    left, top, right, bottom = box[0] - 2, box[1] - 2, box[2] + 2, box[3] + 2
    meet = (np.minimum(x1, x2) <= right) & (np.maximum(x1, x2) >= left)
    meet &= (np.minimum(y1, y2) <= bottom) & (np.maximum(y1, y2) >= top)
    sides = np.array([(x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) for x in (left, right) for y in (top, bottom)])
    return int((meet & (sides.min(axis=0) <= 0) & (sides.max(axis=0) >= 0)).sum())


def _annotation(label: Label, place: tuple) -> dict[str, object]:
    aside, shift, side, distance = place
    return {"x": label.at[0].isoformat(), "y": label.at[1], "text": label.text, "ax": shift, "ay": side * distance,
            "xanchor": aside, "yanchor": "bottom" if side < 0 else "top", "showarrow": True, "arrowhead": 0, "arrowwidth": 1,
            "arrowcolor": label.colour if distance > _NEAR else "rgba(0,0,0,0)", "standoff": 6, "borderpad": 0,
            "font": {"color": label.colour, "size": label.size}}
