"""How long things took, as bars: those that are done, and those still open after as long."""

from collections.abc import Sequence

import plotly.graph_objects as go

from charts.axes import text_width, widest
from charts.figure import figure_of
from charts.theme import TEXT_SIZE, Palette, faded, layout
from i18n import Say
from metrics.findings.operations import Minutes
from metrics.findings.operations_times import TimeBar, Times

_ROW, _TOP, _BOTTOM = 30, 6, 8


def lasting(times: Times, say: Say, palette: Palette) -> go.Figure:
    """The bars from short to long; at the end of each how many are done and how many open, and beside
    those that hold the median and nine in ten that they do."""
    bars = shown_bars(times)
    names = [bar_words(bar, say) for bar in bars]
    ends = [_end(bar, times, say) for bar in bars]
    most = max((bar.closed + bar.open for bar in bars), default=1) or 1
    right = 16 + round(max((text_width(end, TEXT_SIZE) for end in ends), default=0))
    return figure_of(
        {
            "data": [
                _trace([bar.closed for bar in bars], palette.value),
                {
                    **_trace([bar.open for bar in bars], faded(palette.worse, 0.25)),
                    "marker": {
                        "color": faded(palette.worse, 0.2),
                        "line": {"color": palette.worse, "width": 1},
                        "pattern": {"shape": "/", "fgcolor": palette.worse, "size": 5},
                    },
                },
            ],
            "layout": layout(
                palette,
                _TOP + _BOTTOM + _ROW * max(2, len(bars)),
                {"l": 14 + widest(names), "r": right, "t": _TOP, "b": _BOTTOM},
                barmode="stack",
                bargap=0.3,
                hovermode=False,
                xaxis={"visible": False, "range": [0, most], "fixedrange": True},
                yaxis={
                    "range": [len(bars) - 0.5, -0.5],
                    "tickvals": list(range(len(bars))),
                    "ticktext": names,
                    "showgrid": False,
                    "zeroline": False,
                    "fixedrange": True,
                    "ticks": "",
                    "ticklabelstandoff": 8,
                },
                annotations=[
                    {
                        "x": bar.closed + bar.open,
                        "y": at,
                        "text": end,
                        "showarrow": False,
                        "xanchor": "left",
                        "xshift": 6,
                    }
                    for at, (bar, end) in enumerate(zip(bars, ends, strict=True))
                ],
            ),
        }
    )


def shown_bars(times: Times) -> list[TimeBar]:
    """The bars from the first with anything in it to the last."""
    used = [at for at, bar in enumerate(times.bars) if bar.closed or bar.open]
    return list(times.bars[used[0] : used[-1] + 1]) if used else []


def bar_words(bar: TimeBar, say: Say) -> str:
    """How long those of a bar took."""
    if bar.up_to is None:
        return say("more than {time}", time=Minutes(bar.above))
    if not bar.above:
        return say("up to {time}", time=Minutes(bar.up_to))
    return say("{low} to {high}", low=Minutes(bar.above), high=Minutes(bar.up_to))


def description(times: Times, said: str, say: Say) -> str:
    """The bars in words, for those who cannot see them; `said`: what is measured."""
    return say.sentences(
        [
            say(
                "{measure}: {closed} closed, {open} still open.",
                measure=said,
                closed=times.closed,
                open=times.open,
            ),
            say(
                "By length: {bars}.",
                bars=[
                    say(
                        "{time}: {closed} closed, {open} open",
                        time=bar_words(bar, say),
                        closed=bar.closed,
                        open=bar.open,
                    )
                    for bar in shown_bars(times)
                ],
            ),
        ]
    )


def _trace(counts: Sequence[int], colour: str) -> dict[str, object]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": list(counts),
        "y": list(range(len(counts))),
        "marker": {"color": colour},
    }


def _end(bar: TimeBar, times: Times, say: Say) -> str:
    parts = [say.number(bar.closed)]
    if bar.open:
        parts.append(say("{open} open", open=bar.open))
    for quantile, words in ((times.median, say("median")), (times.ninth, say("nine in ten"))):
        if quantile.value is not None and _holds(bar, quantile.value):
            parts.append(f"<b>{words}</b>")
    return " · ".join(parts)


def _holds(bar: TimeBar, minutes: float) -> bool:
    above = bar.above < minutes or not bar.above
    return above and (bar.up_to is None or minutes <= bar.up_to)
