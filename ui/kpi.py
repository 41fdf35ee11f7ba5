"""One KPI: the finding, its stages, the trend, the split, the table, the definition."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from html import escape

import pandas as pd
import streamlit as st

from charts.alternative import alternative, table
from charts.split import hidden_groups, latest_period, split, trend_by_group
from charts.theme import CONFIG, Palette
from charts.trend import DEFAULT_LAYERS, LAYERS, trend
from data.inert import csv_bytes
from i18n import N_, Say
from metrics.answer import Answer
from metrics.board import Card
from metrics.events import Event, filtered_place, rebased
from metrics.finding import finding
from metrics.goals import glide_path
from metrics.history import Asking
from metrics.kpi import Kpi
from metrics.outlook import Ahead, fan
from metrics.periods import Period, add_months, last_day, start_of
from metrics.plans import Target, in_force
from metrics.privacy import crossed
from metrics.process_words import process_doubt, process_finding
from metrics.query import Query
from metrics.signals import Process, process
from metrics.spc import Variation
from metrics.verdict import Path, Verdict
from ui.board import events_of, plan_of, scale_breaks_of
from ui.cards import stage_words
from ui.definitions import draw_definition
from ui.filters import LABELS, is_phone, linked
from ui.folded import folded

GRAINS = {"month": N_("Months"), "quarter": N_("Quarters"), "year": N_("Years")}
SPANS = {"12": N_("12 months"), "24": N_("24 months"), "36": N_("36 months"), "all": N_("Everything")}
# The rings of the chart, and the class of style with their colour.
_SHAPES = {Variation.COMMON: ("∼", "neutral"), Variation.IMPROVEMENT: ("○", "better"), Variation.CONCERN: ("□", "worse")}


def draw_finding(card: Card, say: Say) -> None:
    """Title and evidence, then every stage with its verdict."""
    st.html(f'<h1 class="scd-finding">{escape(say(finding(card)))}</h1>')
    evidence = [say(card.change.sentence())] if card.change is not None else []
    evidence += [say("n {n}", n=say.number(card.row["n"], 0))] if card.row is not None and not card.row["hidden"] else []
    st.html(f'<div class="scd-evidence">{escape(" · ".join(evidence))}</div>')
    stages = "".join(f'<div>{stage_words(stage, say)}<div class="scd-small">{escape(_reasons(stage, say))}</div></div>'
                     for stage in card.stages)
    st.html(f'<div class="scd-stages">{stages}</div>' if stages else f'<div class="scd-small">{escape(say("No target here."))}</div>')


def _reasons(stage: Verdict, say: Say) -> str:
    return say.sentences(filter(None, (stage.sentence, stage.pace, stage.outlook)))


@dataclass(frozen=True)
class _Beside:
    """What the trend draws beside the values: see `trend`."""

    path: Path | None
    revisions: tuple[Target, ...]
    breaks: tuple[date, ...]
    events: tuple[Event, ...]
    process: Process | None
    fan: tuple[Ahead, ...]


@st.fragment
def draw_trend(card: Card, asking: Asking, say: Say, palette: Palette) -> None:
    """The trend with its layers, what its process says, then the same as a table and a file."""
    beside = _beside(card, asking)
    grain, span, layers = _trend_settings(beside, say)
    query = Query(_first_day(span, card.month, grain), last_day(card.month, "month"), grain, None, card.answer.query.only)
    found, earlier = asking(card.kpi.name, query), asking(card.kpi.name, _year_before(query))
    monthly, ahead = (beside.process, beside.fan) if grain == "month" else (None, ())
    figure = trend(found, card.stages, beside.path, say, palette, layers=layers, narrow=is_phone(), breaks=beside.breaks,
                   revisions=beside.revisions, process=monthly, fan=ahead, earlier=earlier, events=beside.events)
    st.plotly_chart(figure, theme=None, config=CONFIG, key="trend",
                    alt=alternative(found, card.stages, say, monthly, ahead))
    if monthly is not None:
        _draw_process(monthly, card.stage, say)
    folded(say("Table and download"), partial(_table, found, say), key="trend_table")


def _trend_settings(beside: _Beside, say: Say) -> tuple[str, str, frozenset[str]]:
    first, second, _ = st.columns([1, 1, 2])
    with first:
        grain = linked("grain", say("Period"), list(GRAINS), "month", lambda name: say(GRAINS[name]))
    with second:
        span = linked("span", say("Shown"), list(SPANS), "24", lambda name: say(SPANS[name]))
    there = {"fan": beside.fan and grain == "month", "process": beside.process and grain == "month", "events": beside.events}
    names = [name for name in LAYERS if there.get(name, True)]
    layers = st.pills(say("Layers"), names, selection_mode="multi", default=[name for name in names if name in DEFAULT_LAYERS],
                      format_func=lambda name: say(LAYERS[name]), key=f"layers_{'_'.join(names)}", wrap=True)
    return grain, span, frozenset(layers)


def _first_day(span: str, month: date, grain: str) -> date | None:
    return None if span == "all" else start_of(add_months(month, 1 - int(span)), grain)


def _year_before(query: Query) -> Query:
    """The same periods of the year before; a period that is not over is cut at the same month."""
    start = None if query.start is None else add_months(query.start, -12)
    return replace(query, start=start, end=last_day(add_months(query.end.replace(day=1), -12), "month"))


def _beside(card: Card, asking: Asking) -> _Beside:
    """Plan, breaks and events of the card's place, and the process of all its months up to the card's."""
    kpi, place, end = card.kpi, filtered_place(card.answer.query.only), last_day(card.month, "month")
    told = events_of(kpi, place)
    found = process(asking(kpi.name, Query(end=end, only=card.answer.query.only)), rebased(told, kpi.name, place))
    ahead = fan(found, card.stage.target.due if card.stage else None) if found else ()
    return _Beside(*_plan(card, asking), scale_breaks_of(kpi), told, found, ahead)


def _plan(card: Card, asking: Asking) -> tuple[Path | None, tuple[Target, ...]]:
    """Glide path and earlier revisions of the card's place, as they stood in the card's month."""
    if not card.stages:
        return None, ()
    end = last_day(card.month, "month")
    here = tuple(target for target in plan_of(card.kpi, card.stages[0].target.place) if target.date <= end)
    current = [target for target in in_force(here, end) if target.form != "milestone"]
    return glide_path(asking, current) if current else None, _changed(here)


def _changed(revisions: tuple[Target, ...]) -> tuple[Target, ...]:
    """Those that replaced an earlier target of the same stage."""
    return tuple(target for at, target in enumerate(revisions) if any(earlier.stage == target.stage for earlier in revisions[:at]))


def _draw_process(current: Process, stage: Verdict | None, say: Say) -> None:
    """What the process says, and how far that can be trusted."""
    first = say.sentences(process_finding(current, stage))
    if not first:
        return
    rings = say("Rings on the chart: round and green is better than normal variation, square and red is worse.")
    doubt = say.sentences([*process_doubt(current), rings])
    shape, look = _SHAPES[current.variation]
    st.html(f'<div><b class="scd-{look}">{shape}</b> <b>{escape(say("The process:"))}</b> {escape(first)}'
            f'<div class="scd-small">{escape(doubt)}</div></div>')


@st.fragment
def draw_split(card: Card, asking: Asking, say: Say, palette: Palette) -> None:
    """The KPI by a dimension: the latest month as ordered intervals, and the trend of a few groups."""
    kpi, query = card.kpi, card.answer.query
    filtered = {dimension for dimension, _ in query.only}
    open_dimensions = [name for name in kpi.dimensions if name not in filtered and not crossed(kpi, replace(query, by=name))]
    by = linked("by", say("Compare by"), ["", *open_dimensions], "", lambda name: say(LABELS[name]) if name else say("No comparison"))
    if not by:
        return
    grain = kpi.dataset.compared_by
    found = asking(kpi.name, replace(query, by=by, grain=grain, start=start_of(query.start, grain)))
    period = latest_period(found)
    if period is None:
        st.caption(say("There is no whole period to compare yet."))
        return
    st.markdown(f"**{say('{kpi} by {dimension}, {period}', kpi=kpi.label, dimension=LABELS[by], period=Period(period, grain))}**")
    goal = card.stage.goal if card.stage else None
    st.plotly_chart(split(found, say, palette, goal=goal, narrow=is_phone()), theme=None, config=CONFIG, key="split",
                    alt=alternative(found, (), say))
    hidden = hidden_groups(found, say)
    if hidden:
        st.caption(hidden)
    groups = [group for group in dict.fromkeys(found.rows["group"]) if group is not None]
    chosen = st.multiselect(say("Trend of"), groups, default=[], max_selections=6, key=f"groups_{by}",
                            format_func=lambda name: name or say("not given"), placeholder=say("Choose up to six"))
    if chosen:
        st.plotly_chart(trend_by_group(found, say, palette, tuple(chosen), narrow=is_phone()), theme=None, config=CONFIG, key="groups",
                        alt=say("{kpi} by {dimension}, month by month", kpi=kpi.label, dimension=LABELS[by]))
    folded(say("Table and download"), partial(_table, found, say, key="split_file"), key="split_table")


def _table(found: Answer, say: Say, key: str = "trend_file") -> None:
    st.dataframe(table(found, say), hide_index=True, key=f"{key}_table")
    st.download_button(say("Download as CSV"), csv_bytes(_plain_numbers(found, say)), f"{found.kpi.name}.csv", "text/csv", key=key,
                       on_click="ignore")


def _plain_numbers(found: Answer, say: Say) -> pd.DataFrame:
    """The answer for a spreadsheet: days and numbers as such, hidden ones empty."""
    rows = found.rows
    return pd.DataFrame({say("Period"): rows["period"].map(str), say("Group"): rows["group"].map(lambda group: group or ""),
                         say("Value"): rows["value"], say("95% from"): rows["low"], say("95% to"): rows["high"], say("Answers"): rows["n"]})


def definition(kpi: Kpi, say: Say) -> None:
    """What is counted, over what; all the rest of it once it is opened."""
    st.caption(say.sentences([kpi.meaning, say("More is better.") if kpi.direction.value > 0 else say("Less is better.")]))
    folded(say("Full definition"), partial(draw_definition, kpi, say), key="full_definition")
