"""Where a direct label can stand without touching a line or another label.

Plotly cannot know; and the width of a page is not known here. So labels are
placed on a canvas of each of two likely widths, where they must be free at once.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import product

import numpy as np

from charts.axes import text_width

Point = tuple[date, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels
Piece = tuple[float, float, float, float, int]  # from x, y to x, y in pixels, and its weight

_DISTANCES = (9, 18, 30, 44, 60, 80, 104, 132, 164, 200)
_ASIDE = (("center", 0), ("left", 7), ("right", -7))
_TAG = re.compile("<.*?>")
_PIECES = re.compile("[\u2e80-\uffef][，。、：；！？）》”…]*|[^ \u2e80-\uffef]+ *| +")
_BROADEST = 0.75  # of the plot area, for one line of a label
_FAR_ASIDE = (("right", -70), ("left", 70))  # the last resort
_NEAR = 20  # a label closer than this needs no line to its point
_OUTSIDE = 1000  # worse than to touch anything
_COVERED = 50  # a label upon another one, or upon a mark, is worse than one upon lines

_PLACES = [
    (aside, shift, side, distance)
    for asides in (_ASIDE, _FAR_ASIDE)
    for distance, side, (aside, shift) in product(_DISTANCES, (-1, 1), asides)
]


@dataclass(frozen=True)
class Label:
    """A text beside the point that it is about; `size` in pixels, `ground` goes under it where
    there is no free place."""

    at: Point
    text: str
    colour: str
    size: int
    ground: str

    @cached_property
    def extent(self) -> tuple[float, float]:
        """Width and height in pixels; tags take no room."""
        lines = self.text.split("<br>")
        return max(text_width(_TAG.sub("", line), self.size) for line in lines), self.size * (
            1.3 * len(lines) + 0.05
        )

    def wrapped(self, room: float) -> "Label":
        """The label in lines of at most `room` pixels, broken between words beside where it is broken
        already; a Chinese text breaks anywhere but before a sign."""
        lines = []
        for line in self.text.split("<br>"):
            lines.append("")
            for piece in _PIECES.findall(line):
                longer = _TAG.sub("", lines[-1] + piece.rstrip())
                if lines[-1] and text_width(longer, self.size) > room:
                    lines.append("")
                lines[-1] += piece
        return replace(self, text="<br>".join(line.rstrip() for line in lines))


class Canvas:
    """The plot area in pixels, at several widths, and what is drawn on it.

    `above` is how many pixels over the plot area labels may use.
    """

    def __init__(
        self,
        days: tuple[date, date],
        values: tuple[float, float],
        widths: Sequence[float],
        height: float,
        above: float,
    ):
        self._days, self._values, self._height, self._above = days, values, height, above
        self._widths = widths
        self._lines: list[list[Piece]] = [[] for _ in widths]
        self._arrays: list[np.ndarray] | None = None  # the lines, until another is drawn
        self._boxes: list[list[Box]] = [[] for _ in widths]

    def _pixel(self, point: Point, width: float) -> tuple[float, float]:
        (first, last), (low, high) = self._days, self._values
        across = (point[0] - first).days / (last - first).days
        return across * width, (high - point[1]) / (high - low) * self._height

    def draw_line(self, points: Sequence[Point], weight: int = 1) -> None:
        """Remember a line that labels must not touch, the less the more it weighs; one point alone
        counts as well."""
        self._arrays = None
        for start, end in zip(points, [*points[1:], points[-1]], strict=True):
            for width, lines in zip(self._widths, self._lines, strict=True):
                lines.append((*self._pixel(start, width), *self._pixel(end, width), weight))

    def draw_mark(self, point: Point, radius: float) -> None:
        """Remember a mark that labels must not cover."""
        for width, boxes in zip(self._widths, self._boxes, strict=True):
            x, y = self._pixel(point, width)
            boxes.append((x - radius, y - radius, x + radius, y + radius))

    def place(self, label: Label) -> dict[str, object]:
        """The annotation at the nearest free place beside its point; remembers it as taken."""
        annotation = self.place_if_free(label)
        if annotation is not None:
            return annotation
        label = label.wrapped(_BROADEST * min(self._widths))
        best = min(_PLACES, key=lambda place: self._trouble(label, place))
        return {**self._take(label, best), "bgcolor": label.ground}

    def place_if_free(self, label: Label) -> dict[str, object] | None:
        """The label at a free place; None where no place is free, for labels that can be done without."""
        label = label.wrapped(_BROADEST * min(self._widths))
        numbers = range(len(self._widths))
        free = next(
            (
                place
                for place in _PLACES
                if not any(self._trouble_at(number, label, place) for number in numbers)
            ),
            None,
        )
        return None if free is None else self._take(label, free)

    def _take(self, label: Label, place: tuple) -> dict[str, object]:
        for number, boxes in enumerate(self._boxes):
            boxes += [self._box(number, label, place), *self._leader(number, label, place)]
        return _annotation(label, place)

    def _box(self, number: int, label: Label, place: tuple) -> Box:
        aside, shift, side, distance = place
        x, y = self._pixel(label.at, self._widths[number])
        wide, tall = label.extent
        left = x + shift - {"left": 0, "center": wide / 2, "right": wide}[aside]
        top = y + side * distance - (tall if side < 0 else 0)
        return left, top, left + wide, top + tall

    def _leader(self, number: int, label: Label, place: tuple) -> list[Box]:
        """The room of the thin line from a distant label to its point, without its end at the
        point."""
        _, shift, side, distance = place
        if not _needs_leader(place):
            return []
        x, y = self._pixel(label.at, self._widths[number])
        ends = sorted((y + side * _DISTANCES[0], y + side * distance))
        return [(min(x, x + shift) - 1, ends[0], max(x, x + shift) + 1, ends[1])]

    def _trouble(self, label: Label, place: tuple) -> int:
        return sum(self._trouble_at(number, label, place) for number in range(len(self._widths)))

    def _trouble_at(self, number: int, label: Label, place: tuple) -> int:
        box, boxes = self._box(number, label, place), self._boxes[number]
        left, top, right, bottom = box
        if left < 0 or right > self._widths[number] or top < -self._above or bottom > self._height:
            return _OUTSIDE
        covered = sum(_overlaps(part, boxes) for part in [box, *self._leader(number, label, place)])
        return _COVERED * covered + _crossings(box, self._drawn()[number])

    def _drawn(self) -> list[np.ndarray]:
        """The pieces of all lines at each width, a row for each of their numbers."""
        if self._arrays is None:
            self._arrays = [np.array(lines, float).reshape(-1, 5).T for lines in self._lines]
        return self._arrays


def _overlaps(box: Box, boxes: Iterable[Box]) -> int:
    left, top, right, bottom = box
    return sum(
        left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
        for other in boxes
    )


def _crossings(box: Box, lines: np.ndarray) -> int:
    """The weight of the line pieces that pass through a box: their frames meet, and its corners lie
    on both sides."""
    x1, y1, x2, y2, weight = lines
    left, top, right, bottom = box[0] - 2, box[1] - 2, box[2] + 2, box[3] + 2
    meet = (np.minimum(x1, x2) <= right) & (np.maximum(x1, x2) >= left)
    meet &= (np.minimum(y1, y2) <= bottom) & (np.maximum(y1, y2) >= top)
    if not meet.any():
        return 0
    sides = np.array(
        [(x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) for x in (left, right) for y in (top, bottom)]
    )
    return int(weight[meet & (sides.min(axis=0) <= 0) & (sides.max(axis=0) >= 0)].sum())


def _needs_leader(place: tuple) -> bool:
    _, shift, _, distance = place
    return max(abs(shift), distance) > _NEAR


def _annotation(label: Label, place: tuple) -> dict[str, object]:
    aside, shift, side, distance = place
    return {
        "x": label.at[0].isoformat(),
        "y": label.at[1],
        "text": label.text,
        "xanchor": aside,
        "yanchor": "bottom" if side < 0 else "top",
        "borderpad": 0,
        "font": {"color": label.colour, "size": label.size},
        **_beside_point(label, place),
    }


def _beside_point(label: Label, place: tuple) -> dict[str, object]:
    """How far it stands from its point, with a line to it where that is far: the browser takes as long
    for a line that nobody sees as for one."""
    _, shift, side, distance = place
    if not _needs_leader(place):
        return {"showarrow": False, "xshift": shift, "yshift": -side * distance}
    return {
        "showarrow": True,
        "ax": shift,
        "ay": side * distance,
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": label.colour,
        "standoff": 6,
    }
