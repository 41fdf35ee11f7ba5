"""Stacked bars of answers: one bar a question, group or theme, from the worst answer to the
best."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from charts.axes import text_width, widest
from charts.figure import figure_of
from charts.theme import SMALL_SIZE, TEXT_SIZE, Palette, faded, layout, plain
from i18n import Say, rounded

_ROW, _NARROW_ROW = 38, 58
_TOP, _BOTTOM = 6, 8
_LONGEST_NAME, _LONGEST_NARROW_NAME = 250, 235  # pixels
_WIDTH, _NARROW_WIDTH = 480, 320  # of a bar in pixels, roughly
_ROOM = 8  # pixels beside a text in its part
_WEAK, _STRONG = 0.28, 0.6  # how much of the colour parts have that are not the outermost


@dataclass(frozen=True)
class Piece:
    """A part of a bar: what it is called, how many answers, and their side (-1 dissatisfied, 0, 1
    satisfied)."""

    name: str
    n: int
    side: int


@dataclass(frozen=True)
class Bar:
    """A bar: its name, what is written at its end, the same for tables and readers aloud, and
    whether enough answered to judge."""

    name: str
    end: str
    pieces: tuple[Piece, ...]
    enough: bool = True

    @property
    def n(self) -> int:
        return sum(piece.n for piece in self.pieces)

    def share(self, piece: Piece) -> float:
        """Percent of the bar."""
        return 100 * piece.n / self.n if self.n else 0.0


def answer_bars(bars: Sequence[Bar], say: Say, palette: Palette, narrow: bool = False) -> go.Figure:
    """The bars from top to bottom; shares stand in the parts that have room for them, all of them
    beside the pointer."""
    most = max(len(bar.pieces) for bar in bars)
    names = [_short(bar.name, _LONGEST_NARROW_NAME if narrow else _LONGEST_NAME) for bar in bars]
    left, right = (2, 2) if narrow else (14 + widest(names), 28 + widest(bar.end for bar in bars))
    height = _TOP + _BOTTOM + max(2, len(bars)) * (_NARROW_ROW if narrow else _ROW)
    return figure_of(
        {
            "data": [
                _slot(bars, at, say, palette, _NARROW_WIDTH if narrow else _WIDTH)
                for at in range(most)
            ],
            "layout": layout(
                palette,
                height,
                {"l": left, "r": right, "t": _TOP, "b": _BOTTOM},
                barmode="stack",
                bargap=0.62 if narrow else 0.34,
                hovermode="closest",
                xaxis={"range": [0, 100], "visible": False, "fixedrange": True},
                yaxis={
                    "range": [max(2, len(bars)) - 0.5, -0.75 if narrow else -0.5],
                    "tickvals": [] if narrow else list(range(len(names))),
                    "ticktext": [plain(name) for name in names],
                    "showgrid": False,
                    "zeroline": False,
                    "fixedrange": True,
                    "ticks": "",
                    "ticklabelstandoff": 8,
                },
                annotations=[
                    *_ends(bars, palette, narrow),
                    *(_names(names, palette) if narrow else []),
                ],
            ),
        }
    )


def description(bars: Sequence[Bar], say: Say) -> str:
    """The bars in words, for those who cannot see them."""
    return say.sentences(
        say(
            "{name}: {shares} ({end}).",
            name=bar.name,
            end=bar.end,
            shares=[_spoken(bar, piece, say) for piece in bar.pieces if piece.n],
        )
        for bar in bars
    )


def _spoken(bar: Bar, piece: Piece, say: Say) -> str:
    return say("{answer} {share}%", answer=piece.name, share=rounded(bar.share(piece)))


def _slot(
    bars: Sequence[Bar], at: int, say: Say, palette: Palette, width: int
) -> dict[str, object]:
    """The parts number `at` of all bars that have as many."""
    shown = [(row, bar) for row, bar in enumerate(bars) if at < len(bar.pieces)]
    looks = [_look(bar, at, palette) for _, bar in shown]
    return {
        "type": "bar",
        "orientation": "h",
        "x": [round(bar.share(bar.pieces[at]), 2) for _, bar in shown],
        "y": [row for row, _ in shown],
        "marker": {
            "color": [fill for fill, _ in looks],
            "line": {"color": palette.surface, "width": 1},
        },
        "text": [_text(bar, bar.pieces[at], say, width) for _, bar in shown],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "constraintext": "none",
        "textangle": 0,
        "insidetextfont": {"color": [ink for _, ink in looks], "size": SMALL_SIZE},
        "hoverinfo": "text",
        "hovertext": [_hover(bar, bar.pieces[at], say) for _, bar in shown],
    }


def _look(bar: Bar, at: int, palette: Palette) -> tuple[str, str]:
    """Fill and writing of a part: the further from the middle, the stronger; the outermost answer
    has the whole colour."""
    piece = bar.pieces[at]
    if piece.side == 0:
        return faded(palette.neutral, 0.3), palette.ink
    colour = palette.better if piece.side > 0 else palette.worse
    alike = [place for place, other in enumerate(bar.pieces) if other.side == piece.side]
    outward = alike if piece.side > 0 else alike[::-1]
    if not bar.enough:
        return faded(colour, 0.3), palette.ink
    if outward.index(at) == len(outward) - 1:
        return colour, palette.surface
    return faded(
        colour, _WEAK + (_STRONG - _WEAK) * (outward.index(at) + 1) / len(outward)
    ), palette.ink


def _text(bar: Bar, piece: Piece, say: Say, width: int) -> str:
    """Answer and share, or the share alone, or nothing, as there is room."""
    share = say("{value}%", value=say.number(bar.share(piece), 0))
    room = width * bar.share(piece) / 100 - _ROOM
    fitting = (
        text for text in (f"{piece.name} · {share}", share) if text_width(text, SMALL_SIZE) <= room
    )
    return plain(next(fitting, ""))


def _hover(bar: Bar, piece: Piece, say: Say) -> str:
    # the bar's name stands beside it
    return f"{plain(_spoken(bar, piece, say))}<br>{say('n = {n}', n=piece.n)}"


def _ends(bars: Sequence[Bar], palette: Palette, narrow: bool) -> list[dict[str, object]]:
    place = (
        {"x": 1, "xref": "paper", "xanchor": "right", "yshift": 13, "yanchor": "bottom"}
        if narrow
        else {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 8, "yanchor": "middle"}
    )
    return [
        {
            **place,
            "y": row,
            "text": plain(bar.end),
            "showarrow": False,
            "borderpad": 0,
            "font": {"color": palette.ink if bar.enough else palette.quiet},
        }
        for row, bar in enumerate(bars)
    ]


def _names(names: list[str], palette: Palette) -> list[dict[str, object]]:
    return [
        {
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": row,
            "yshift": 13,
            "yanchor": "bottom",
            "showarrow": False,
            "borderpad": 0,
            "text": plain(name),
            "font": {"color": palette.ink},
        }
        for row, name in enumerate(names)
    ]


def _short(name: str, room: float) -> str:
    if text_width(name, TEXT_SIZE) <= room:
        return name
    while text_width(name + "…", TEXT_SIZE) > room:
        name = name[:-1]
    return name.rstrip() + "…"
