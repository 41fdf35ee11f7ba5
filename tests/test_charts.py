"""What the charts draw and what they leave out; that labels stand free, colours can be read, and
words are escaped."""

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise
from urllib.parse import unquote

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from charts import theme
from charts.alternative import alternative, table
from charts.axes import labels_apart, text_width, ticks, value_range, widest
from charts.labels import Canvas, Label
from charts.scene import DEFAULT_LAYERS, LAYERS, Trend
from charts.sparkline import as_data_uri, sparkline
from charts.split import (
    MOST_LINES,
    Reference,
    _short,
    hidden_groups,
    only_largest,
    pale_groups,
    split,
    trend_by_group,
)
from charts.theme import DARK, LIGHT, TEXT_SIZE
from charts.trend import About, trend_figure
from charts.words import beside_points
from errors import Message, WrongCall
from i18n import LANGUAGES, N_, translator
from metrics.answers.answer import Answer
from metrics.catalog import KPIS, kpi_named
from metrics.comparisons.signals import process
from metrics.kpi import Version
from metrics.periods import add_months, last_day
from metrics.statistics.spc import Signal
from metrics.sums.query import Query
from metrics.targets.events import Event
from metrics.targets.outlook import fan
from metrics.targets.plans import Target
from metrics.targets.verdict import Status, Verdict

SAY = translator("en")
CSAT = kpi_named("csat")
PALETTES = {"light": LIGHT, "dark": DARK}
START = date(2024, 1, 1)
VALUES = [
    79.8,
    80.6,
    79.4,
    81.2,
    80.1,
    81.6,
    82.0,
    81.1,
    82.8,
    83.9,
    83.2,
    84.6,
    84.1,
    85.3,
    84.2,
    85.9,
    86.2,
    85.1,
    86.6,
    85.8,
    87.1,
    86.4,
    87.3,
]


def rows_of(values, grain="month", group=None, n=1000.0, start=START):
    """Rows of an answer, one a period from `start` on; None leaves a period out."""
    months = {"month": 1, "quarter": 3, "year": 12}[grain]
    return pd.DataFrame(
        [
            {
                "period": add_months(start, months * at),
                "group": group,
                "n": n,
                "value": value,
                "low": value - 2.1,
                "high": min(100, value + 1.9),
                "hidden": False,
                "since": None,
                "enough": n >= 30,
                "partial": False,
                "maturing": False,
                "y": value * n / 100,
                "less": 0.0,
                "x": n,
            }
            for at, value in enumerate(values)
            if value is not None
        ]
    )


def answer_of(values=VALUES, kpi=CSAT, grain="month", **flags):
    """An unsplit answer; `hidden=3` sets that flag on row 3, `enough=3` takes it away."""
    rows = rows_of(values, grain)
    for name, at in flags.items():
        rows.loc[at, name] = name != "enough"
    rows.loc[rows["hidden"], ["n", "value", "low", "high"]] = np.nan
    return Answer(kpi, Query(grain=grain), rows)


def split_answer(groups, **parts):
    rows = pd.concat(
        [rows_of(values, group=group, n=n) for group, (values, n) in groups.items()],
        ignore_index=True,
    )
    for name, group in parts.items():
        rows.loc[rows["group"] == group, name] = True
    rows.loc[rows["hidden"], ["n", "value", "low", "high"]] = np.nan
    return Answer(CSAT, Query(by="store"), rows)


def stage(name, value, due, form="at_least", status=Status.TOO_EARLY, **more):
    target = Target(
        "csat", name, form, due, START, value, baseline=80, baseline_date=date(2023, 12, 31), **more
    )
    return Verdict(target, status, Message("x"), target.value, target.value_high)


STAGES = (
    stage("short", 84.0, date(2024, 12, 31), status=Status.MET),
    stage("mid", 86.0, date(2025, 6, 30), status=Status.MISSED),
    stage("long", 90.0, date(2026, 6, 30)),
)
PATH = (80.0, date(2023, 12, 31), [(s.target.due, s.goal) for s in STAGES])


def drawn(answer, stages=STAGES, path=PATH, layers=DEFAULT_LAYERS, **more):
    narrow, about = more.pop("narrow", False), more.pop("about", None)
    return trend_figure(Trend(answer, stages, path, **more), layers, SAY, LIGHT, narrow, about)


def points(figure, **wanted):
    """(x, y) of the traces whose properties are as wanted."""
    return [
        list(zip(trace.x, trace.y, strict=True))
        for trace in figure.data
        if all(trace[name] == value for name, value in wanted.items())
    ]


def strong(figure):
    return points(figure, mode="lines", line_width=2.6)[0]


def texts(figure):
    """The labels, with their hard spaces as plain ones."""
    return [
        note.text.replace("\u00a0", " ")
        for note in figure.layout.annotations
        if (note.xref, note.yref) != ("paper", "paper")
    ]


def around(figure):
    """The lines above the picture and under it."""
    return [
        line
        for note in figure.layout.annotations
        if (note.xref, note.yref) == ("paper", "paper")
        for line in note.text.split("<br>")
    ]


def luminance(colour):
    """Red, green and blue as amounts of light, 0 to 1."""
    parts = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    low, high = sorted(
        float(luminance(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other)
    )
    return (high + 0.05) / (low + 0.05)


# Machado, Oliveira and Fernandes 2009, IEEE TVCG 15(6), severity 1.
BLINDNESS = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
    ],
}


def lab(linear):
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = np.array(to_xyz) @ np.clip(linear, 0, 1) / [0.9505, 1, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_every_colour_of_writing_can_be_read_on_the_surface(palette):
    names = set(palette.__dataclass_fields__) - {"grid", "surface", "series"}
    contrasts = {name: contrast(getattr(palette, name), palette.surface) for name in names}
    contrasts |= {colour: contrast(colour, palette.surface) for colour in palette.series}
    assert (
        len(contrasts) > 12
        and {name: ratio for name, ratio in contrasts.items() if ratio < 4.5} == {}
    )


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_colours_that_mean_different_things_look_different_to_the_colour_blind(palette, blindness):
    def seen(colour):
        return lab(np.array(BLINDNESS[blindness]) @ luminance(colour))

    def apart(one, other):
        return float(np.linalg.norm(seen(one) - seen(other)))

    assert apart(palette.value, palette.target) > 40
    for one, other in combinations((palette.better, palette.worse, palette.neutral), 2):
        assert apart(one, other) > 12
    assert min(apart(one, other) for one, other in combinations(palette.series, 2)) > 12


@pytest.mark.parametrize("grain", ["month", "quarter", "year"])
@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.name)
def test_every_kpi_has_a_trend_a_text_and_a_table(kpi, grain):
    answer = answer_of(VALUES[:6], kpi, grain)
    figure = drawn(answer, (), None)
    assert [day for day, _ in strong(figure) if day] == [
        last_day(start, grain).isoformat() for start in answer.rows["period"]
    ]
    assert SAY(kpi.label) in alternative(answer, (), SAY)
    assert len(table(answer, SAY)) == 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_axes_speak_the_language(language):
    say = translator(language)
    figure = trend_figure(Trend(answer_of(), STAGES, PATH), DEFAULT_LAYERS, say, LIGHT)
    assert say.month(START) in figure.layout.xaxis.ticktext
    assert any(say.month(START) in text for trace in figure.data for text in trace.hovertext or ())
    assert list(table(answer_of(), say)["n"]) == ["1,000"] * len(VALUES)


@pytest.mark.parametrize(
    ("flag", "dash", "symbol"),
    [
        ("partial", "dash", "circle-dot"),
        ("maturing", "dash", "circle-dot"),
        ("enough", "dot", None),
    ],
)
def test_values_that_cannot_be_judged_are_hollow_and_off_the_strong_line(flag, dash, symbol):
    answer = answer_of(**{flag: 5})
    figure, day = drawn(answer), "2024-06-30"
    filled, hollow = (
        points(figure, mode="markers", marker_color=colour)[0]
        for colour in (LIGHT.value, LIGHT.surface)
    )
    assert [at for at, _ in hollow] == [day]
    assert day not in dict(filled) and day not in [at for at, _ in strong(figure)]
    assert day in [at for at, _ in points(figure, line_dash=dash, line_width=1.4)[0]]
    other = {"dash": "dot", "dot": "dash"}[dash]
    assert points(figure, line_dash=other, line_width=1.4) == []
    (look,) = [trace.marker.symbol for trace in figure.data if trace.marker.color == LIGHT.surface]
    assert look == symbol


def test_the_reason_for_a_hollow_last_value_stands_beside_it():
    assert "not over yet" in texts(drawn(answer_of(partial=len(VALUES) - 1)))
    assert "not over yet" not in texts(drawn(answer_of()))


@pytest.mark.parametrize("hole", ["missing", "hidden"])
def test_periods_without_a_value_are_gaps(hole):
    answer = (
        answer_of([*VALUES[:4], None, *VALUES[5:]]) if hole == "missing" else answer_of(hidden=4)
    )
    figure = drawn(answer)
    neighbours = [(one[0], two[0]) for one, two in pairwise(strong(figure)) if one[0] and two[0]]
    assert ("2024-03-31", "2024-04-30") in neighbours and ("2024-06-30", "2024-07-31") in neighbours
    assert ("2024-04-30", "2024-06-30") not in neighbours
    band = points(figure, fill="toself")[0]
    assert (None, None) in band[:-1], "the band is one piece"
    assert "2024-05-31" not in figure.to_json().split('"layout"')[0]


def test_a_handful_of_answers_gets_a_thin_line_and_does_not_stretch_the_axis():
    answer = answer_of(enough=5)
    answer.rows.loc[5, ["low", "high"]] = [5.0, 99.0]
    figure = drawn(answer)
    assert figure.layout.yaxis.range[0] > 70
    assert ("2024-06-30", 5.0) in points(
        figure, mode="lines", line_width=1.5, line_color=theme.faded(LIGHT.value, 0.3)
    )[0]
    assert all(value != 5.0 for _, value in points(figure, fill="toself")[0])


DATED = {
    "Short term: at least 84%<br>by Dec 31, 2024",
    "Mid term: at least 86%<br>by Jun 30, 2025",
    "Long term: at least 90%<br>by Jun 30, 2026",
}


def test_stages_stand_at_their_due_dates_and_are_named():
    figure = drawn(answer_of())
    assert points(figure, marker_size=11)[0] == [
        ("2024-12-31", 84.0),
        ("2025-06-30", 86.0),
        ("2026-06-30", 90.0),
    ]
    assert DATED <= set(texts(figure))
    assert "Short term (at least 84% by Dec 31, 2024): met" in [
        text for trace in figure.data for text in trace.hovertext or ()
    ]


def test_a_stage_far_ahead_stands_at_the_edge_with_its_date():
    figure = drawn(answer_of(), (*STAGES[:2], stage("long", 95.0, date(2035, 6, 30))))
    assert figure.layout.xaxis.range[1] < "2028-02"
    assert points(figure, marker_size=11)[0][-1] == (figure.layout.xaxis.range[1], 95.0)
    assert "Long term: at least 95%<br>by Jun 30, 2035" in texts(figure)


def test_running_totals_and_milestones_are_not_held_against_single_months():
    others = (
        stage("short", 500.0, date(2024, 12, 31), form="count"),
        stage("long", None, date(2026, 6, 30), form="milestone"),
    )
    figure = drawn(answer_of(), others, None)
    assert points(figure, marker_size=11) == []
    assert figure.layout.yaxis.range[1] < 100


def test_a_range_shows_both_ends():
    figure = drawn(
        answer_of(),
        (stage("short", 84.0, date(2024, 12, 31), form="between", value_high=88.0),),
        None,
    )
    assert [goal for _, goal in points(figure, marker_size=11)[0]] == [84.0, 88.0]


def test_the_pace_runs_from_the_baseline_through_the_stages():
    path = points(drawn(answer_of()), line_color=LIGHT.target, line_dash="dot")[0]
    assert path == [("2024-01-02", 80.022), *((s.target.due.isoformat(), s.goal) for s in STAGES)]
    assert (
        points(
            drawn(answer_of(), layers=DEFAULT_LAYERS - {"pace"}),
            line_color=LIGHT.target,
            line_dash="dot",
        )
        == []
    )


def everything(values=VALUES, narrow=False, layers=frozenset(LAYERS), told=(), rebases=()):
    """A figure with whatever can stand beside the values."""
    answer = answer_of(values)
    current = process(answer, rebases)
    return drawn(
        answer,
        layers=layers,
        revisions=revised(),
        process=current,
        fan=fan(current, date(2026, 6, 30)),
        narrow=narrow,
        earlier=Answer(
            CSAT, Query(), rows_of([value - 5 for value in values], start=add_months(START, -12))
        ),
        events=told or (event(),),
        company=Answer(CSAT, Query(), rows_of([value + 2 for value in values])),
    )


def event(day=date(2024, 9, 10), text="Empathy workshop", sort="action", **more):
    return Event(
        **{
            "date": day,
            "type": sort,
            "text": text,
            "kpi": "csat",
            "dimension": None,
            "unit": None,
            "reason": None,
            "author": None,
            "upload": 1,
            "together": 1,
            **more,
        }
    )


def test_each_layer_can_be_switched_off():
    full = len(everything().data)
    for layer in LAYERS:
        assert len(everything(layers=frozenset(LAYERS) - {layer}).data) < full
    assert strong(everything(layers=frozenset()))


# Ends with a fall out of the limits.
SIGNALS = [*[80, 82] * 6, *[81, 80] * 5, 60]


def test_signals_are_told_by_shape_colour_and_words():
    rising = everything(VALUES)
    better = next(trace for trace in rising.data if trace.marker.symbol == "circle-open")
    worse = next(trace for trace in rising.data if trace.marker.symbol == "square-open")
    assert (better.marker.color, worse.marker.color) == (LIGHT.better, LIGHT.worse)
    assert "2025-11-30" in better.x and "2024-01-31" in worse.x
    assert (
        "improvement beyond normal variation" in better.hovertext[-1]
        and "n = 1,000" in better.hovertext[-1]
    )
    fallen = next(
        trace for trace in everything(SIGNALS).data if trace.marker.symbol == "square-open"
    )
    assert (
        list(fallen.x) == ["2025-11-30"] and "below the lower process limit" in fallen.hovertext[0]
    )


def dashed(figure):
    """The corners of means and limits."""
    return points(figure, line_dash="dash", line_width=1)[0]


def test_limits_are_drawn_for_each_segment_and_stay_within_the_unit():
    found = process(answer_of(SIGNALS))
    corners = dashed(everything(SIGNALS))
    assert corners[:2] == [
        ("2024-01-31", round(found.chart.segments[0].mean, 3)),
        ("2025-11-30", round(found.chart.segments[0].mean, 3)),
    ]
    assert {value for _, value in corners} == {
        None,
        *(round(end, 3) for end in (found.chart.segments[0].mean, found.low[0], found.high[0])),
    }
    rebased = dashed(everything(SIGNALS, rebases=(date(2025, 1, 1),)))
    assert ("2024-12-31", 81.0) in rebased and ("2025-01-31", 81.0) not in rebased
    high = dashed(everything([98, 90] * 6))
    assert max(value for _, value in high if value) == 100


def test_limits_that_breathe_go_in_steps():
    answer = answer_of(SIGNALS)
    answer.rows["x"] = [400.0, 100.0] * 11 + [400.0]
    answer.rows["y"] = answer.rows["value"] * answer.rows["x"] / 100
    corners = dashed(drawn(answer, layers=frozenset({"process"}), process=process(answer)))
    assert len({value for _, value in corners}) > 5 and ("2024-02-14", corners[3][1]) == corners[4]


def test_limits_of_few_months_are_on_trial():
    assert "process limits" in texts(everything(SIGNALS)) and "limits on trial" not in texts(
        everything(SIGNALS)
    )
    assert "limits on trial" in texts(everything(SIGNALS[:11]))


def test_a_process_older_than_the_picture_shows_only_what_belongs_there():
    long = process(answer_of(SIGNALS))
    figure = drawn(
        answer_of(
            SIGNALS[-6:],
        ),
        (),
        None,
        layers=frozenset({"process"}),
        process=long,
    )
    assert min(day for day, _ in dashed(figure) if day) >= "2024-01-31"
    late = replace(answer_of(SIGNALS), rows=answer_of(SIGNALS).rows.iloc[-6:])
    assert (
        min(
            day
            for day, _ in dashed(drawn(late, (), None, layers=frozenset({"process"}), process=long))
            if day
        )
        == "2025-06-30"
    )


def test_the_fan_goes_on_from_the_last_value_with_its_middle_and_both_bands_named():
    figure, last = everything(), ("2025-11-30", VALUES[-1])
    possible, likely = (
        points(figure, fillcolor=theme.faded(LIGHT.forecast, share))[0] for share in (0.12, 0.18)
    )
    assert possible[0] == likely[0] == last and max(day for day, _ in likely) == "2026-06-30"
    assert max(value for _, value in possible) > max(value for _, value in likely)
    middle = points(figure, line_color=LIGHT.forecast, line_dash="dash")[0]
    assert middle[0] == last and middle[-1][0] == "2026-06-30"
    lows, highs = dict(likely[7:]), dict(likely[:8])
    assert all(lows[day] < value < highs[day] for day, value in middle[1:])
    assert {"likely range (80%)", "possible range (95%)"} <= set(texts(figure))
    assert any("pale the possible range" in line for line in around(everything(narrow=True)))
    told = next(trace for trace in figure.data if trace.marker.opacity == 0)
    assert told.hovertext[0].startswith("Dec 2025: likely 8") and "(95%)" in told.hovertext[0]
    assert f"in the middle {middle[1][1]:.1f}%" in told.hovertext[0]


def test_a_fan_that_is_not_from_the_last_value_drawn_is_not_joined_to_it():
    current = process(answer_of(VALUES[:-1]))
    figure = drawn(
        answer_of(VALUES[:12]), (), None, layers=frozenset({"fan"}), fan=fan(current, None)
    )
    likely = points(figure, fillcolor=theme.faded(LIGHT.forecast, 0.18))[0]
    assert likely[0][0] == "2025-11-30"


def test_a_wide_fan_does_not_flatten_the_values():
    def height(layers):
        low, high = everything([80, 95, 62, 97, 60, 93, 61, 96], layers=layers).layout.yaxis.range
        return high - low

    assert height(frozenset({"fan"})) < 2 * height(frozenset())


def test_last_year_lies_under_this_year():
    line = points(everything(), line_width=1.2, line_dash=None)[0]
    assert line[0] == ("2024-01-31", VALUES[0] - 5) and "a year before" in texts(everything())


def test_the_whole_company_lies_beside_a_unit():
    line = points(everything(), line_width=1.2, line_dash="dashdot")[0]
    assert line[0] == ("2024-01-31", VALUES[0] + 2) and "whole company" in texts(everything())


SCORE = kpi_named("mystery_score")


@pytest.mark.parametrize("narrow", [False, True])
def test_a_second_kpi_has_a_line_and_an_axis_of_its_own(narrow):
    other = answer_of([60 + at for at in range(len(VALUES))], SCORE, enough=3)
    alone = drawn(answer_of(), narrow=narrow)
    figure = drawn(answer_of(), narrow=narrow, second=other, second_breaks=(date(2025, 1, 1),))
    (line,) = [trace for trace in figure.data if trace.yaxis == "y2"]
    assert [(x, y) for x, y in zip(line.x, line.y, strict=True) if x][:2] == [
        ("2024-01-31", 60),
        ("2024-02-29", 61),
    ]
    assert line.y[12] is None, "no line leads across its own change of scale"
    assert line.marker.symbol[3] == "circle-open" and line.marker.symbol[2] == "circle"
    assert line.hovertext[0].startswith("<b>Mystery-shopper score, Jan 2024</b><br>60.0")
    axis = figure.layout.yaxis2
    assert axis.side == "right" and axis.overlaying == "y" and not axis.showgrid
    assert axis.range[0] < 60 and axis.range[1] > 82
    assert figure.layout.yaxis.range == alone.layout.yaxis.range
    assert figure.layout.margin.r > alone.layout.margin.r
    assert "Mystery-shopper score" in texts(figure) and strong(figure) == strong(alone)


def test_a_second_kpi_without_values_is_no_fault():
    none = Answer(SCORE, Query(), answer_of(kpi=SCORE).rows.iloc[:0])
    figure = drawn(answer_of(), second=none)
    assert [trace for trace in figure.data if trace.yaxis == "y2"] == []


def test_today_is_a_line_where_the_picture_reaches_it():
    figure = drawn(answer_of(), today=date(2025, 12, 9))
    assert [shape.x0 for shape in figure.layout.shapes] == ["2025-12-09"]
    assert "today" in texts(figure)
    past = drawn(answer_of(), (), None, today=date(2031, 1, 1))
    assert not past.layout.shapes and "today" not in texts(past)


def test_a_picture_says_what_it_is_and_where_it_is_from():
    about = About("CSAT <of> all", "n = 9, records")
    for narrow in (False, True):
        figure = drawn(answer_of(), narrow=narrow, about=about, events=(event(),))
        assert around(figure) == [
            "<b>CSAT <of> all</b>",
            "1 Empathy workshop (Sep 10, 2024)",
            "n = 9, records",
        ]
        assert figure.layout.height > drawn(answer_of(), narrow=narrow).layout.height


def test_events_are_numbered_flags_with_a_legend_and_their_words_escaped():
    figure = everything(
        told=(
            event(),
            event(date(2025, 3, 5), "<b>New</b> system", "note"),
            event(date(2010, 1, 1)),
            event(date(2025, 6, 20), "New level", "rebase", reason="Here & now"),
        )
    )
    trace = next(
        trace for trace in figure.data if trace.marker.symbol == ("square", "circle", "diamond")
    )
    assert list(trace.x) == ["2024-09-10", "2025-03-05", "2025-06-20"]
    assert len(set(trace.y)) == 1 and trace.y[0] > figure.layout.yaxis.range[0]
    assert trace.text == ("1", "2", "4"), "the third is before the picture"
    legend = " ".join(around(figure))
    assert "1 Empathy workshop (Sep 10, 2024)" in legend and "4 New level (Jun 20" in legend
    assert "2 &lt;b&gt;New&lt;/b&gt; system" in legend and "3 " not in legend
    assert trace.hovertext[0] == "<b>Improvement action</b>, Sep 10, 2024<br>Empathy workshop"
    assert "&lt;b&gt;New&lt;/b&gt; system" in trace.hovertext[1] and trace.hovertext[2].endswith(
        "Here &amp; now"
    )
    assert [shape.x0 for shape in figure.layout.shapes] == ["2025-06-15"]


def test_flags_close_together_stand_one_above_the_other():
    told = tuple(event(date(2024, 9, 1 + at)) for at in range(4))
    for narrow in (False, True):
        (trace,) = [trace for trace in everything(told=told, narrow=narrow).data if trace.text]
        assert len(set(trace.y)) == 4


def test_of_many_events_the_latest_are_named_and_the_rest_counted():
    told = tuple(event(date(2024, 2 + at, 1), f"Action {at}") for at in range(9))
    legend = " ".join(around(everything(told=told)))
    assert "earlier ones: 3" in legend and "9 Action 8" in legend and "Action 2 " not in legend


def revised():
    first = replace(STAGES[1].target, value=90.0)
    return (
        first,
        replace(first, value=88.0, date=date(2025, 2, 1), reason="<b>late</b>"),
        replace(first, value=86.0, date=date(2025, 5, 1)),
        STAGES[2].target,
    )


def test_each_past_month_is_held_against_the_target_in_force_then():
    figure = drawn(answer_of(), layers=frozenset(LAYERS), revisions=revised())
    steps = points(figure, line_color=theme.faded(LIGHT.target, 0.45))[0]
    assert steps[3:12] == [
        ("2024-12-31", 90.0),
        ("2025-02-01", 90.0),
        (None, None),
        ("2025-02-01", 88.0),
        ("2025-05-01", 88.0),
        (None, None),
        ("2025-05-01", 86.0),
        ("2025-06-30", 86.0),
        (None, None),
    ]
    (hollow,) = [trace for trace in figure.data if trace.marker.size == 9]
    assert list(zip(hollow.x, hollow.y, strict=True)) == [
        ("2025-06-30", 90.0),
        ("2025-06-30", 88.0),
    ]
    assert hollow.marker.color == LIGHT.surface and hollow.marker.symbol == "diamond"
    assert hollow.hovertext[0] == (
        "Mid term (at least 90% by Jun 30, 2025): since Feb 1, 2025 at least 88% by Jun 30, 2025"
        "<br>&lt;b&gt;late&lt;/b&gt;"
    )
    assert {"was at least 90%", "was at least 88%"} <= set(texts(figure))


def test_a_target_that_was_withdrawn_or_moved_stays_hollow_where_it_was():
    first = STAGES[1].target
    gone = replace(first, form="withdrawn", value=None, date=date(2025, 2, 1))
    moved = replace(first, due=date(2025, 9, 30), date=date(2025, 2, 1), replaces=first.due)
    said_again = replace(first, date=date(2025, 2, 1), owner="somebody else")
    for after, words in ((gone, "withdrawn on Feb 1, 2025"), (moved, "86% by Sep 30, 2025")):
        figure = drawn(answer_of(), (), None, revisions=(first, after))
        (hollow,) = [trace for trace in figure.data if trace.marker.size == 9]
        assert list(hollow.x) == ["2025-06-30"] and hollow.hovertext[0].endswith(words)
    figure = drawn(answer_of(), (), None, revisions=(first, said_again))
    assert not [trace for trace in figure.data if trace.marker.size == 9]


def test_a_change_of_scale_is_drawn_and_named_and_no_line_leads_across_it():
    figure = drawn(answer_of(), breaks=(date(2025, 1, 1), date(2019, 1, 1)))
    assert [shape.x0 for shape in figure.layout.shapes] == ["2025-01-01"]
    assert "scale changed" in texts(figure) and "definition changed" not in texts(figure)
    found = answer_of()
    redefined = replace(found.kpi, versions=(Version(date(2025, 1, 9), N_("Definition")),))
    figure = drawn(replace(found, kpi=redefined), breaks=redefined.redefined)
    assert "definition changed" in texts(figure) and "scale changed" not in texts(figure)
    assert strong(figure).count((None, None)) == strong(drawn(answer_of())).count((None, None)) + 1


@pytest.mark.parametrize(
    ("name", "room", "shown"),
    [
        ("Product knowledge 2026 Q1", 230, "Product knowledge 2026 Q1"),
        ("Product knowledge of all lines 2026 Q1", 230, "Product knowledge of…2026 Q1"),
        ("新员工入职服务意识与沟通技巧培训第一期 2026 Q4", 200, "新员工入职服务意识与…2026 Q4"),
        ("Harbour Plaza International Airport Terminal", 200, "Harbour Plaza In…Terminal"),
        ("Kundendienst und Reparaturannahmestelle2", 200, "Kundendienst und Rep…lle2"),
        ("华东区域旗舰体验服务中心人民广场第二店", 150, "华东区域旗舰…场第二店"),
        ("Store  at the very long end of the harbour 12", 150, "Store  at the ve…12"),
    ],
)
def test_a_long_name_keeps_the_end_that_tells_it_from_others(name, room, shown):
    assert _short(name, room) == shown and text_width(shown, TEXT_SIZE) <= room


def test_the_last_whole_value_is_named_with_its_n():
    assert "<b>87.3%</b>  n = 1,000" in texts(drawn(answer_of()))
    assert "<b>86.4%</b>  n = 1,000" in texts(drawn(answer_of(partial=len(VALUES) - 1)))


def test_the_axis_has_units_and_stays_within_them():
    figure = drawn(answer_of([98.0, 99.5, 100.0]), (), None)
    assert figure.layout.yaxis.range[1] == 100
    assert all(text.endswith("%") for text in figure.layout.yaxis.ticktext)
    assert drawn(answer_of()).layout.yaxis.range[1] > 90


def test_a_phone_gets_a_lower_figure_with_fewer_labels():
    wide, narrow = drawn(answer_of()), drawn(answer_of(), narrow=True)
    assert narrow.layout.height == 280 < wide.layout.height
    assert set(texts(narrow)) == {*DATED, "<b>87.3%</b>  n = 1,000"}
    assert len(narrow.layout.xaxis.ticktext) < len(wide.layout.xaxis.ticktext)


@pytest.mark.parametrize(
    ("years", "narrow", "first", "last"),
    [(3, True, "2024", "2027"), (8, False, "2024", "2032"), (8, True, "’24", "’32")],
)
def test_every_year_of_a_long_span_is_named(years, narrow, first, last):
    figure = drawn(answer_of([80 + at % 5 for at in range(12 * years)]), (), None, narrow=narrow)
    named = figure.layout.xaxis.ticktext
    assert named[0] == first and named[-1] == last and len(named) == years + 1
    assert figure.layout.xaxis.tickvals[0] == "2024-01-01"


def test_long_labels_are_broken_between_words_and_chinese_not_before_a_sign():
    label = Label(
        (START, 1.0),
        "Short term: between 1.00 a store and 2.00 a store",
        LIGHT.target,
        12,
        LIGHT.surface,
    ).wrapped(150)
    assert label.text == "Short term: between<br>1.00 a store and 2.00<br>a store"
    assert label.extent[0] <= 150
    assert (
        Label((START, 1.0), "长期目标，不低于", LIGHT.target, 12, LIGHT.surface).wrapped(36).text
        == "长期目<br>标，不<br>低于"
    )
    assert (
        Label((START, 1.0), "<b>87.3%</b>", LIGHT.value, 12, LIGHT.surface).wrapped(40).text
        == "<b>87.3%</b>"
    )


@pytest.mark.parametrize("stages", [(), STAGES])
def test_no_values_are_no_fault(stages):
    empty = Answer(CSAT, Query(), answer_of().rows.iloc[:0])
    assert drawn(empty, stages, PATH if stages else None).layout.height
    assert "no values to show" in alternative(empty, stages, SAY)
    assert list(table(empty, SAY).columns) == ["Period", "Value", "95% interval", "n", "Note"]


@pytest.mark.parametrize("narrow", [False, True])
def test_figures_are_light_and_still(narrow):
    long = answer_of([80 + at / 4 for at in range(36)])
    names = {
        f"静安区旗舰体验中心门店 {at}": ([70 + at + step / 9 for step in range(36)], 500.0)
        for at in range(6)
    }
    lines = trend_by_group(split_answer(names), SAY, LIGHT, (), narrow)
    for figure in (
        drawn(long, layers=frozenset(LAYERS), narrow=narrow),
        everything([80 + at / 4 for at in range(36)], narrow),
        lines,
    ):
        assert len(figure.to_json()) < 30_000
        assert "template" not in figure.to_dict()["layout"]
        assert (
            figure.layout.showlegend is False
            and figure.layout.dragmode is False
            and not figure.layout.xaxis.showgrid
        )
        # a trend is taken away as a picture, to be read on any ground
        ground = "rgba(0,0,0,0)" if figure is lines else LIGHT.surface
        assert figure.layout.paper_bgcolor == ground


def boxes(figure, width):
    """The frames of the labels in pixels, and a function from (day, value) to pixels, on a plot
    area of that width."""
    first, last = (date.fromisoformat(day).toordinal() for day in figure.layout.xaxis.range)
    low, high = figure.layout.yaxis.range
    height = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b

    def pixel(day, value):
        return (date.fromisoformat(day).toordinal() - first) / (last - first) * width, (
            high - value
        ) / (high - low) * height

    frames = {}
    for note in figure.layout.annotations:
        if (note.xref, note.yref) == ("paper", "paper"):
            continue
        x, y = pixel(note.x, note.y)
        lines = note.text.replace("<b>", "").replace("</b>", "").split("<br>")
        wide = max(text_width(line, note.font.size) for line in lines)
        tall = note.font.size * len(lines)
        aside, down = (note.ax, note.ay) if note.showarrow else (note.xshift, -note.yshift)
        left = x + aside - {"left": 0, "center": wide / 2, "right": wide}[note.xanchor]
        top = y + down - (tall if note.yanchor == "bottom" else 0)
        frames[note.text] = (left, top, left + wide, top + tall)
    return frames, pixel


@pytest.mark.parametrize(("narrow", "widths"), [(False, (640, 800, 1080)), (True, (290, 350))])
def test_labels_stand_clear_of_the_line_and_of_each_other(narrow, widths):
    figure = drawn(answer_of(partial=len(VALUES) - 1), narrow=narrow, breaks=(date(2024, 9, 1),))
    line = [point for point in strong(figure) if point[0]]
    for width in widths:
        frames, pixel = boxes(figure, width)
        assert len(frames) == (5 if narrow else 6)
        for (_, a), (_, b) in combinations(frames.items(), 2):
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (width, frames)
        for (x1, y1), (x2, y2) in pairwise(pixel(*point) for point in line):
            along = np.linspace(0, 1, 60)[:, None] * [x2 - x1, y2 - y1] + [x1, y1]
            for text, (left, top, right, bottom) in frames.items():
                inside = (along > [left, top]).all(axis=1) & (along < [right, bottom]).all(axis=1)
                assert not inside.any(), (text, width)
        assert all(left >= 0 and right <= width for left, _, right, _ in frames.values())


@pytest.mark.parametrize(("narrow", "widths"), [(False, (640, 800, 1080)), (True, (290, 350))])
def test_labels_of_all_layers_stand_clear_of_each_other(narrow, widths):
    told = tuple(
        event(date(2024, 1, 10 + at), f"Event number {at} with a long name that goes on")
        for at in range(9)
    )
    figure = everything(narrow=narrow, told=told)
    assert set(texts(figure)) >= (DATED if narrow else {*DATED, "likely range (80%)"})
    for width in widths:
        frames, _ = boxes(figure, width)
        for (_, a), (_, b) in combinations(frames.items(), 2):
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (width, frames)


def test_only_a_label_far_from_its_point_has_a_line_to_it():
    at = (date(2024, 7, 1), 50.0)
    canvas = Canvas((date(2024, 1, 1), date(2024, 12, 31)), (0.0, 100.0), (640, 1080), 400.0, 0.0)
    near, *others = (
        canvas.place(Label(at, "Event", LIGHT.ink, 12, LIGHT.surface)) for _ in range(8)
    )
    assert not near["showarrow"] and abs(near["yshift"]) < 20
    far = [note for note in others if note["showarrow"]]
    assert far and all(max(abs(note["ax"]), abs(note["ay"])) > 20 for note in far)
    assert all(note["arrowwidth"] > 0 and note["arrowcolor"] == LIGHT.ink for note in far)
    beside = [note for note in others if not note["showarrow"]]
    assert all(max(abs(note["xshift"]), abs(note["yshift"])) <= 20 for note in beside)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=40), st.integers(2, 8))
def test_ticks_are_few_round_and_told_apart(values, most):
    low, high = value_range(values, CSAT.unit)
    assert 0 <= low <= min(values) and max(values) <= high <= 100 and low < high
    at, decimals = ticks(low, high, most)
    assert len(at) <= most + 1
    assert all(low - 1e-6 <= value <= high + 1e-6 for value in at)
    assert len({f"{value:.{decimals}f}" for value in at}) == len(at)


GROUPS = {
    "Hongqiao": (VALUES, 400.0),
    "Xuhui": ([value + 3 for value in VALUES], 400.0),
    "Small": ([99.0] * len(VALUES), 12.0),
    "<b>Bund</b>": ([70.0] * len(VALUES), 400.0),
    "Secret": ([55.5] * len(VALUES), 400.0),
    "": ([60.0] * len(VALUES), 400.0),
}


@pytest.mark.parametrize("narrow", [False, True])
def test_a_split_orders_groups_and_puts_those_with_few_answers_last(narrow):
    figure = split(split_answer(GROUPS, hidden="Secret"), Reference(85.0), SAY, LIGHT, narrow)
    above = [note.text for note in figure.layout.annotations if note.xanchor == "left"]
    names = above if narrow else figure.layout.yaxis.ticktext
    assert list(names) == ["Xuhui", "Hongqiao", "&lt;b&gt;Bund&lt;/b&gt;", "not given", "Small"]
    assert points(figure, marker_color=LIGHT.surface) == [[(99.0, 4)]]
    assert "<b>90.3%</b>  n = 400" in texts(figure) and "Target 85.0%" in texts(figure)
    assert [shape.x0 for shape in figure.layout.shapes] == [85.0]
    assert "55.5" not in figure.to_json() and "Secret" not in figure.to_json()


def test_groups_that_are_held_are_named_with_the_day_they_are_of():
    answer = split_answer(GROUPS, hidden="none")
    first = answer.rows["group"].iloc[0]
    held = replace(
        answer,
        rows=answer.rows.assign(
            since=np.where(answer.rows["group"] == first, date(2026, 3, 5), None)
        ),
    )
    assert (
        hidden_groups(held, SAY)
        == "As they were on Mar 5, 2026, because what came since, if anything, would tell of "
        f"few people: {first}."
    )


def test_hidden_groups_are_named_and_nothing_else():
    assert (
        hidden_groups(split_answer(GROUPS, hidden="Secret"), SAY)
        == "Not shown, to protect the staff in them, if there are any: Secret."
    )
    assert hidden_groups(split_answer(GROUPS, hidden="none"), SAY) is None
    many = split_answer({f"S{at:03}": ([80.0], 9.0) for at in range(200)})
    assert hidden_groups(replace(many, rows=many.rows.assign(hidden=True)), SAY).endswith(
        "S018, S019, and further ones: 180."
    )


def test_of_many_groups_the_largest_are_drawn_and_few_are_named():
    many = split_answer({f"S{at:03}": ([80.0], 5.0 + at) for at in range(60)}, hidden="S007")
    drawn = many.largest(30)
    assert drawn.rows["group"].tolist() == [f"S{at:03}" for at in range(30, 60)]
    assert only_largest(many, drawn, SAY) == (
        "The 30 with most results of 59 are drawn; the download has all."
    )
    assert only_largest(many, many.largest(60), SAY) is None
    few = replace(many, rows=many.rows.assign(enough=False))
    assert pale_groups(few, SAY).endswith("S019, S020, and further ones: 39.")


def test_groups_held_are_named_where_only_some_are():
    answer, day = split_answer(GROUPS, hidden="Secret"), date(2026, 5, 4)
    said = {
        name: hidden_groups(
            replace(
                answer, rows=answer.rows.assign(since=[day if held else None for held in which])
            ),
            SAY,
        )
        for name, which in {
            "all": ~answer.rows["hidden"],
            "one": answer.rows["group"] == "Xuhui",
        }.items()
    }
    since = "on May 4, 2026, because what came since, if anything, would tell of few people"
    assert said["all"].endswith(f": Secret. All that is shown is as it was {since}.")
    assert said["one"].endswith(f": Secret. As they were {since}: Xuhui.")


def test_the_text_of_a_trend_says_where_its_latest_value_is_held():
    answer = answer_of([80, 82, 81])
    day = date(2026, 5, 4)
    for last, told in ((day, True), (None, False)):
        held = replace(
            answer, rows=answer.rows.assign(since=[*[day] * (len(answer.rows) - 1), last])
        )
        assert (
            "The latest value is as it was on May 4, 2026" in alternative(held, (), SAY)
        ) == told


def test_a_split_is_of_the_latest_whole_period():
    answer = split_answer(
        {"A": ([80.0, 81.0, 82.0], 400.0), "B": ([70.0, 71.0, 72.0], 400.0)}, hidden="none"
    )
    answer.rows.loc[answer.rows["period"] == date(2024, 3, 1), "partial"] = True
    assert points(split(answer, Reference(), SAY, LIGHT), mode="markers") == [
        [(81.0, 0), (71.0, 1)]
    ]


def test_best_is_lowest_where_lower_is_better():
    answer = replace(
        split_answer({"A": ([8.0], 400.0), "B": ([4.0], 400.0)}, hidden="none"),
        kpi=kpi_named("dissatisfied_share"),
    )
    assert list(split(answer, Reference(), SAY, LIGHT).layout.yaxis.ticktext) == ["B", "A"]


def test_words_of_a_file_cannot_turn_the_text_around():
    assert theme.plain("a\u202eb<i>") == "ab&lt;i&gt;"


def test_lines_of_groups_are_named_at_their_end_without_overlap():
    groups = {f"Store {at}": ([80 + at / 50] * 12, 400.0) for at in range(8)}
    figure = trend_by_group(
        split_answer(groups, hidden="none"), SAY, LIGHT, tuple(f"Store {at}" for at in range(6))
    )
    assert [note.text for note in figure.layout.annotations] == [f"Store {at}" for at in range(6)]
    low, high = figure.layout.yaxis.range
    height = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    places = sorted(
        (note.y - low) / (high - low) * height + note.yshift for note in figure.layout.annotations
    )
    assert min(two - one for one, two in pairwise(places)) >= 15
    assert -20 < places[0] and places[-1] < height + 20
    assert len({trace.line.color for trace in figure.data}) == 6


def test_without_a_choice_the_largest_groups_are_drawn():
    groups = {f"Store {at}": ([80.0] * 3, 100.0 * (at + 1)) for at in range(8)}
    figure = trend_by_group(split_answer(groups, hidden="none"), SAY, LIGHT)
    assert {note.text for note in figure.layout.annotations} == {
        f"Store {at}" for at in range(2, 8)
    }


def test_too_many_lines_are_refused_in_words():
    with pytest.raises(WrongCall, match=f"7 groups were chosen; at most {MOST_LINES}"):
        trend_by_group(split_answer(GROUPS, hidden="none"), SAY, LIGHT, tuple("ABCDEFG"))


def test_a_group_that_pauses_has_a_gap():
    figure = trend_by_group(
        split_answer({"A": ([80.0, None, 82.0, 83.0], 400.0)}, hidden="none"), SAY, LIGHT
    )
    assert [value for _, value in points(figure)[0]] == [80.0, None, 82.0, 83.0]


def svg(picture):
    return ElementTree.fromstring(picture)


SPACE = "{http://www.w3.org/2000/svg}"


def strokes(path):
    """The lines of a sparkline as lists of points, in pixels."""
    found = []
    for stretch in path.get("d").split("M")[1:]:
        start, _, moves = stretch.partition("h0")
        points = [tuple(map(float, start.split()))]
        steps = list(map(float, re.findall(r"-?\d+", moves)))
        for right, down in zip(steps[::2], steps[1::2], strict=True):
            points.append((points[-1][0] + right, points[-1][1] + down))
        found.append([(across / 2, deep / 2) for across, deep in points])
    return found


def test_a_sparkline_lifts_the_pen_at_a_gap_and_marks_the_last_value():
    root = svg(sparkline([80, 82, None, 84, 86, None], [(83,)] * 6, LIGHT))
    goal, line, dot = root.findall(f"{SPACE}path")
    assert [len(stroke) for stroke in strokes(line)] == [2, 2]
    assert goal.get("stroke") == LIGHT.target and goal.get("stroke-dasharray")
    [[last]] = strokes(dot)
    assert strokes(line)[-1][-1] == last and last[1] == 4.0
    assert float(dot.get("stroke-width")) > float(root.get("stroke-width"))
    assert strokes(line)[0][0] == (4, 36), "the lowest value stands at the bottom"


def test_a_sparkline_draws_the_goals_as_they_were_in_force():
    held = [(), (80.0,), (80.0,), (84.0,), (82.0, 90.0)]
    root = svg(sparkline([80, 82, 84, 86, 88], held, LIGHT, width=48))
    goals, *_ = root.findall(f"{SPACE}path")
    steps = [
        tuple(float(number) / 2 for number in numbers)
        for numbers in re.findall(r"M(-?\d+) (\d+)H(\d+)", goals.get("d"))
    ]
    # a month is 10 wide, the first about 4; the lower end of the range first, its upper end last
    assert [(start, end) for start, _, end in steps] == [(9, 29), (29, 39), (39, 49), (39, 49)]
    eighty, eighty_four, eighty_two, ninety = (height for _, height, _ in steps)
    assert eighty > eighty_two > eighty_four > ninety, "more is higher up"


def test_a_sparkline_lifts_the_pen_where_the_scale_is_another():
    line = svg(sparkline([80, 82, 60, 62], (), LIGHT, breaks=[2])).find(f"{SPACE}path")
    assert [len(stroke) for stroke in strokes(line)] == [2, 2]


def test_a_sparkline_fits_its_frame_with_a_goal_out_of_reach():
    root = svg(sparkline([80, 81], [(95,), (95,)], LIGHT, width=100, height=30))
    (stroke,) = strokes(root.findall(f"{SPACE}path")[1])
    assert len(stroke) == 2 and all(4 <= height <= 26 for _, height in stroke)
    assert root.get("viewBox") == "0 0 200 60"


@pytest.mark.parametrize("values", [[], [None, None], [5.0], [5.0, 5.0]])
def test_a_sparkline_of_little_or_nothing_is_a_picture(values):
    assert len(svg(sparkline(values, (), DARK))) == (2 if any(values) else 0)


def test_a_sparkline_fits_into_an_attribute():
    picture = sparkline([1, 2], [(1.5,)] * 2, LIGHT)
    uri = as_data_uri(picture)
    assert uri.startswith("data:image/svg+xml,") and not set('"#') & set(uri)
    assert unquote(uri.partition(",")[2]) == picture


def test_the_text_says_what_the_trend_shows():
    assert alternative(answer_of(partial=len(VALUES) - 1), STAGES[:1], SAY) == (
        "Customer satisfaction (CSAT): 79.8% in Jan 2024 (n = 1,000), 86.4% in Oct 2025 (n = "
        "1,000). "
        "Lowest 79.4% in Mar 2024, highest 87.1% in Sep 2025. Targets: Short term (at least 84% "
        "by Dec 31, 2024): met."
    )


def test_the_text_says_signals_and_forecast():
    found = process(answer_of(SIGNALS))
    count = sum(signal is not Signal.NONE for signal in found.chart.signals)
    text = alternative(answer_of(SIGNALS), (), SAY, found, fan(found))
    assert (
        f"Months with a signal: {count}, the latest Nov 2025: worsening beyond normal variation."
        in text
    )
    assert "Forecast for May 2026: likely " in text
    assert "No month carries a signal." in alternative(
        answer_of([80, 82] * 6), (), SAY, process(answer_of([80, 82] * 6))
    )


def test_the_text_of_a_split_names_groups_those_with_few_answers_and_those_hidden():
    text = alternative(split_answer(GROUPS, hidden="Secret"), (), SAY)
    assert text.startswith(
        "Customer satisfaction (CSAT) in Nov 2025, best first: Xuhui 90.3% (n = 400), Hongqiao "
        "87.3%"
    )
    assert "Too few cases to judge: Small 99.0% (n = 12)." in text
    assert (
        text.endswith("Not shown, to protect the staff in them, if there are any: Secret.")
        and "55.5" not in text
    )


def test_the_text_of_a_split_with_nothing_to_show_says_so():
    few = {"A": ([80.0, 81.0], 400.0), "B": ([70.0, 71.0], 400.0)}
    answer = split_answer(few)
    for column, more in (
        ("hidden", " Not shown, to protect the staff in them, if there are any: A, B."),
        ("maturing", ""),
    ):
        text = "Customer satisfaction (CSAT): no values to show." + more
        assert (
            alternative(replace(answer, rows=answer.rows.assign(**{column: True})), (), SAY) == text
        )
    last = answer.rows["period"] == answer.rows["period"].max()
    for column, more in (
        ("hidden", " Not shown, to protect the staff in them, if there are any: A, B."),
        ("maturing", ""),
    ):
        text = alternative(replace(answer, rows=answer.rows.assign(**{column: last})), (), SAY)
        assert text == "Customer satisfaction (CSAT) in Feb 2024: no value can be shown." + more


def test_the_table_has_every_row_with_its_reservations():
    rows = table(answer_of(hidden=1, enough=2, partial=3, maturing=4), SAY)
    assert list(rows.iloc[0]) == ["Jan 2024", "79.8%", "77.7% to 81.7%", "1,000", ""]
    assert list(rows.iloc[1]) == [
        "Feb 2024",
        "–",
        "–",
        "–",
        "hidden to protect the staff behind it",
    ]
    assert list(rows["Note"][2:5]) == [
        "few cases, 30 are needed to judge",
        "not over yet",
        "may still change",
    ]


def test_the_table_of_a_split_has_the_groups():
    rows = table(split_answer({"A": ([80.0], 400.0), "": ([70.0], 400.0)}, hidden="none"), SAY)
    assert list(rows["Store"]) == ["A", "not given"]


def test_quarters_and_years_are_said_as_such():
    assert list(table(answer_of([80.0, 81.0], grain="quarter"), SAY)["Period"]) == [
        "Q1 2024",
        "Q2 2024",
    ]
    assert list(table(answer_of([80.0, 81.0], grain="year"), SAY)["Period"]) == ["2024", "2025"]


def test_capitals_need_more_room_than_small_letters():
    assert text_width("store", 13) < text_width("STORE", 13) < text_width("五个门店店", 13)
    assert widest(["a", "五个门店店"]) > widest(["a"]) > widest([]) == 0


@pytest.mark.parametrize(
    "values",
    [
        [10.0, 90.0, 50.0],
        [99.0, 100.0, 98.0, 98.0],
        [0.0, 0.0, 0.0],
        [0.0, 100.0, 3.0, 97.0, 50.0],
        [5.0],
        [],
    ],
)
def test_labels_are_moved_apart_and_stay_on_the_axis(values):
    shifts = labels_apart(values, (0, 100), 200)
    places = sorted(2 * value + shift for value, shift in zip(values, shifts, strict=True))
    assert all(upper - lower >= 17 - 1e-9 for lower, upper in pairwise(places)) and all(
        -1e-9 <= place <= 200 for place in places
    )
    assert values != [10.0, 90.0, 50.0] or shifts == [0, 0, 0]


@pytest.mark.parametrize(
    "texts",
    [
        ["<b>A, May</b><br>81.0%<br>n = 5", "<b>Bcd, May</b><br>9.0%<br>n = 5"],
        ["aba<br>x", "aa<br>x"],
        ["<b>%{x} &amp; 1</b>", "<b>%{x} &amp; 12</b>"],
        ["same", "same"],
        ["one line", "two<br>lines"],
        ["alone"],
        [],
    ],
)
def test_what_points_share_is_sent_once_and_each_says_all_of_its_own(texts):
    sent = beside_points(texts)
    if "hovertext" in sent:
        assert sent["hovertext"] == texts
        return
    template = sent["hovertemplate"].removesuffix("<extra></extra>")
    shown = []
    for row in sent["customdata"] or [[]] * len(texts):
        said = template
        for at, part in enumerate(row):
            said = said.replace(f"%{{customdata[{at}]}}", part)
        shown.append(said)
    assert shown == [text.replace("%{", "% {") for text in texts]
