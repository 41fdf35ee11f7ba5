"""Colours named by what they mean, and the one lean layout of every figure."""

import re
from dataclasses import dataclass
from html import escape
from typing import Any

from i18n import N_, Say

FONT = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans "
    "CJK SC', "
    "'PingFang TC', 'Microsoft JhengHei', 'Noto Sans CJK TC', 'Noto Sans', sans-serif"
)
CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}
# What Plotly says of its one button, which is not translated by it.
_SAID = {
    "Download plot as a PNG": N_("Save the chart as a picture"),
    "Download plot": N_("Save the chart as a picture"),
    "Taking snapshot - this may take a few seconds": N_("The picture is being made …"),
    "Snapshot succeeded": N_("The picture is saved."),
    "Sorry, there was a problem downloading your snapshot!": N_("The picture could not be saved."),
}
TEXT_SIZE, SMALL_SIZE = 13, 12
Plotted = dict[str, Any]  # a piece of a figure as Plotly takes it: numbers, texts, lists of them
_DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Palette:
    """One set of colours (#rrggbb).

    All but `grid` are dark or light enough on `surface` for writing (WCAG AA,
    4.5:1). Pairs that carry a meaning stay apart for colour-blind readers.
    `series`: lines of several groups.
    """

    ink: str
    quiet: str
    value: str
    target: str
    better: str
    worse: str
    neutral: str
    forecast: str
    grid: str
    surface: str
    series: tuple[str, ...]


LIGHT = Palette(
    ink="#07131a",
    quiet="#52636d",
    value="#0b5a78",
    target="#a65300",
    better="#00805f",
    worse="#8f0f3a",
    neutral="#5f6d75",
    forecast="#63627c",
    grid="#e3e9ec",
    surface="#ffffff",
    series=("#0b5a78", "#b3400a", "#3a2f8f", "#00875f", "#4a4a4a", "#6b2c00"),
)
DARK = Palette(
    ink="#e6edf0",
    quiet="#a3b2ba",
    value="#5db3d3",
    target="#f0a04b",
    better="#6fe3bd",
    worse="#f0628a",
    neutral="#98a7af",
    forecast="#a7a5c4",
    grid="#2a363d",
    surface="#11181c",
    series=("#5db3d3", "#ff9466", "#8f9bff", "#f2d64b", "#ffffff", "#b0b0b0"),
)


def with_picture(name: str, form: str, say: Say) -> Plotted:
    """CONFIG with a button that saves the chart, made by the browser, as `name` in a form: png or
    svg."""
    return {
        **CONFIG,
        "displayModeBar": True,
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": form, "filename": name, "scale": 2},
        "locale": "reader",
        "locales": {
            "reader": {
                "dictionary": {key: say(text) for key, text in _SAID.items()},
                "format": {},
            }
        },
    }


def faded(colour: str, share: float) -> str:
    """A colour let through to `share` (0 to 1), for bands and quiet lines."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share:g})"


def plain(text: str) -> str:
    """Words of a file, safe in a label: Plotly reads tags, and marks of direction would turn the
    text around."""
    return escape(_DIRECTION_MARKS.sub("", text), quote=False)


def layout(
    palette: Palette, height: int, margin: dict[str, int], **more: object
) -> dict[str, object]:
    """Layout without legend, zoom or background; `margin` (l, r, t, b) and `height` in
    pixels."""
    return {
        "height": height,
        "margin": {**margin, "pad": 0},
        "showlegend": False,
        "dragmode": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": TEXT_SIZE, "color": palette.ink},
        "hoverlabel": {
            "bgcolor": palette.surface,
            "bordercolor": palette.quiet,
            "align": "left",
            "font": {"family": FONT, "size": TEXT_SIZE, "color": palette.ink},
        },
        **more,
    }
