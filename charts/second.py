"""A second KPI on a trend: a line of its own on an axis at the right, both in its colour."""

from collections.abc import Sequence
from datetime import date

from charts.axes import value_axis, value_range
from charts.labels import Label
from charts.scene import Point, Scene, Value, stretches, values_of
from charts.theme import SMALL_SIZE, Palette, Plotted
from charts.words import hover
from i18n import Say
from metrics.answers.answer import Answer
from metrics.kpi import Kpi
from metrics.periods import Period


class SecondKpi:
    """The values of another KPI in the same periods, on their own range."""

    def __init__(self, answer: Answer, breaks: Sequence[date], scene: Scene):
        self.kpi: Kpi = answer.kpi
        self.grain = answer.query.grain
        self.colour = scene.palette.series[2]
        self.values: list[Value] = [
            value
            for value in values_of(answer, breaks=breaks)
            if scene.days[0] < value.day < scene.days[1]
        ]
        self.limits = value_range([value.row["value"] for value in self.values], self.kpi.unit)

    def axis(self, say: Say, palette: Palette, most: int) -> Plotted:
        """The axis at the right; it has no grid, which is that of the other."""
        return {
            **value_axis(self.limits, self.kpi.unit, say, palette, most),
            "overlaying": "y",
            "side": "right",
            "showgrid": False,
            "tickfont": {"color": self.colour},
        }

    def trace(self, say: Say) -> list[Plotted]:
        """The line with its points; values that may not be judged are hollow there too."""
        if not self.values:
            return []
        drawn: list[Value | None] = []
        for run in stretches(self.values):
            drawn += [*run, None]
        texts = [
            hover(self.kpi, value.row, self._title(value, say), say) if value else ""
            for value in drawn
        ]
        return [
            {
                "type": "scatter",
                "mode": "lines+markers",
                "yaxis": "y2",
                "x": [value and value.day.isoformat() for value in drawn],
                "y": [value and value.row["value"] for value in drawn],
                "line": {"color": self.colour, "width": 1.6},
                "marker": {
                    "size": 5,
                    "color": self.colour,
                    "symbol": [
                        "circle" if value is None or value.firm else "circle-open"
                        for value in drawn
                    ],
                },
                "hoverinfo": "text",
                "hovertext": texts,
            }
        ]

    def _title(self, value: Value, say: Say) -> str:
        return f"{say(self.kpi.label)}, {Period(value.row['period'], self.grain).spoken(say)}"

    def points(self, scene: Scene) -> list[list[Point]]:
        """Where the line runs on the picture, by the range of the other axis."""
        return [[self._placed(value, scene) for value in run] for run in stretches(self.values)]

    def label(self, scene: Scene) -> list[Label]:
        """The name of the KPI, at its last value."""
        if not self.values:
            return []
        at = self._placed(self.values[-1], scene)
        text = scene.say(self.kpi.label)
        return [Label(at, text, self.colour, SMALL_SIZE, scene.palette.surface)]

    def _placed(self, value: Value, scene: Scene) -> Point:
        (low, high), (own_low, own_high) = scene.limits, self.limits
        share = (value.row["value"] - own_low) / (own_high - own_low)
        return value.day, low + share * (high - low)
