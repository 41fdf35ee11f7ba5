"""Promises broken by weekday and hour: a map of the week; on a phone with the days side by side."""

import plotly.graph_objects as go

from charts.figure import figure_of
from charts.theme import SMALL_SIZE, Palette, Plotted, layout
from i18n import Say
from metrics.findings.operations_when import DAYS, FEWEST, Week, WeekPart

_ROW, _TOP, _LEFT = 34, 30, 92
_STRONGEST = (
    0.55  # how much of the colour the fullest hour has, so that writing stays legible on it
)


def week_map(week: Week, say: Say, palette: Palette, narrow: bool = False) -> go.Figure:
    """The share of broken promises of each hour of the week, in percent, where enough were asked;
    else how many of how many. Days from top to bottom, on a phone from left to right."""
    hours, days = list(week.hours), range(7)
    shades = [[_shade(week, day, hour) for hour in hours] for day in days]
    texts = [[_text(week, day, hour, say) for hour in hours] for day in days]
    told = [[_hover(week, day, hour, say) for hour in hours] for day in days]
    names = [say(day) for day in DAYS]
    ticks = [say.number(hour) for hour in hours]
    if narrow:
        shades, texts, told = (_turned(one) for one in (shades, texts, told))
    rows = len(hours) if narrow else 7
    across = {"showgrid": False, "zeroline": False, "fixedrange": True, "ticks": "", "side": "top"}
    return figure_of(
        {
            "data": [
                {
                    "type": "heatmap",
                    "z": shades,
                    "zmin": 0,
                    "zmax": max(20.0, _fullest(week)),
                    "hovertext": told,
                    "hoverinfo": "text",
                    "showscale": False,
                    "xgap": 2,
                    "ygap": 2,
                    "colorscale": [
                        [0, palette.grid],
                        [1, _mixed(palette.surface, palette.worse, _STRONGEST)],
                    ],
                },
                _written(texts, palette),
            ],
            "layout": layout(
                palette,
                _TOP + 8 + rows * (26 if narrow else _ROW),
                {"l": 34 if narrow else _LEFT, "r": 4, "t": _TOP, "b": 8},
                xaxis={
                    **across,
                    "tickvals": list(range(7 if narrow else len(hours))),
                    "ticktext": [_short(name, say) for name in names] if narrow else ticks,
                },
                yaxis={
                    "autorange": "reversed",
                    "showgrid": False,
                    "zeroline": False,
                    "fixedrange": True,
                    "ticks": "",
                    "tickvals": list(range(rows)),
                    "ticktext": ticks if narrow else names,
                },
            ),
        }
    )


def _written(texts: list[list[str]], palette: Palette) -> Plotted:
    """What stands in the cells."""
    cells = [(x, y, text) for y, row in enumerate(texts) for x, text in enumerate(row) if text]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [x for x, _, _ in cells],
        "y": [y for _, y, _ in cells],
        "text": [text for _, _, text in cells],
        "textfont": {"size": SMALL_SIZE, "color": palette.ink},
        "hoverinfo": "skip",
    }


def description(week: Week, said: str, say: Say) -> str:
    """The map in words, for those who cannot see it; `said`: of which promise."""
    if not week.total:
        return say("{promise}: nothing was promised in these months.", promise=said)
    sentences = [
        say(
            "{promise}: {broken} of {asked} promises were broken, by weekday and hour at which they "
            "were given.",
            promise=said,
            broken=week.total_broken,
            asked=week.total,
        )
    ]
    worst = [_spoken(week, day, hour, say) for day, hour in week.worst(3)]
    if worst:
        sentences.append(
            say("Most, of hours with at least {least}: {hours}.", least=FEWEST, hours=worst)
        )
    return say.sentences(sentences)


def part_words(part: WeekPart, say: Say) -> str:
    """A part of a week: its day and hours."""
    start, end = part.hours
    return say("{day}, {start}:00 to {end}:00", day=DAYS[part.day], start=start, end=end)


def hour_words(day: int, hour: int, say: Say) -> str:
    """An hour of the week."""
    return say("{day}, {start}:00 to {end}:00", day=DAYS[day], start=hour, end=hour + 1)


def _spoken(week: Week, day: int, hour: int, say: Say) -> str:
    return say(
        "{when} ({broken} of {asked})",
        when=hour_words(day, hour, say),
        broken=int(week.broken[day, hour]),
        asked=int(week.asked[day, hour]),
    )


def _fullest(week: Week) -> float:
    shades = (_shade(week, day, hour) for day in range(7) for hour in week.hours)
    return max((shade for shade in shades if shade is not None), default=0.0)


def _shade(week: Week, day: int, hour: int) -> float | None:
    return week.share(day, hour) if week.asked[day, hour] >= FEWEST else None


def _text(week: Week, day: int, hour: int, say: Say) -> str:
    asked, broken = int(week.asked[day, hour]), int(week.broken[day, hour])
    if not asked:
        return ""
    if asked < FEWEST:
        return f"{broken}/{asked}" if broken else ""
    return say.number(week.share(day, hour) or 0.0, 0)


def _hover(week: Week, day: int, hour: int, say: Say) -> str:
    asked, broken = int(week.asked[day, hour]), int(week.broken[day, hour])
    when = hour_words(day, hour, say)
    if not asked:
        return f"{when}<br>{say('nothing promised')}"
    lines = [when, say("broken: {broken} of {asked}", broken=broken, asked=asked)]
    if asked < FEWEST:
        lines.append(say("too few for a share"))
    return "<br>".join(lines)


def _turned(rows: list[list]) -> list[list]:
    return [list(column) for column in zip(*rows, strict=True)]


def _short(name: str, say: Say) -> str:
    """A weekday where there is no room: its first letters, in Chinese its last one."""
    return name[-1] if say.language.startswith("zh") else name[:2]


def _mixed(one: str, other: str, share: float) -> str:
    """A colour between two, `share` of the other."""
    parts = (
        round(int(one[at : at + 2], 16) * (1 - share) + int(other[at : at + 2], 16) * share)
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in parts)
