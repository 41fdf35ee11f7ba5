"""One KPI: the finding, its stages, the trend, the split, the table, the definition."""

from dataclasses import replace
from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from charts.alternative import alternative, table
from charts.split import hidden_groups, latest_period, split, trend_by_group
from charts.theme import CONFIG, Palette
from charts.trend import DEFAULT_LAYERS, LAYERS, trend
from charts.words import Period
from data.database import Reading
from data.inert import csv_bytes
from i18n import N_, Say
from metrics.answer import Answer
from metrics.board import Card
from metrics.finding import finding
from metrics.kpi import Kpi
from metrics.periods import add_months, last_day, start_of
from metrics.plans import Target, in_force, targets
from metrics.query import Query
from metrics.recorded import scale_breaks
from metrics.verdict import glide_path
from ui.board import answer, read
from ui.cards import stage_words
from ui.filters import LABELS, is_phone, linked

GRAINS = {"month": N_("Months"), "quarter": N_("Quarters"), "year": N_("Years")}
SPANS = {"12": N_("12 months"), "24": N_("24 months"), "36": N_("36 months"), "all": N_("Everything")}


def draw_finding(card: Card, say: Say) -> None:
    """Title and evidence, then every stage with its verdict."""
    st.html(f'<h1 class="scd-finding">{escape(say(finding(card)))}</h1>')
    evidence = [say(card.change.sentence())] if card.change is not None else []
    evidence += [say("n {n}", n=say.number(card.row["n"], 0))] if card.row is not None and not card.row["hidden"] else []
    st.html(f'<div class="scd-evidence">{escape(" · ".join(evidence))}</div>')
    stages = "".join(f'<div>{stage_words(stage, say)}<div class="scd-small">{escape(say(stage.sentence))}</div></div>'
                     for stage in card.stages)
    st.html(f'<div class="scd-stages">{stages}</div>' if stages else f'<div class="scd-small">{escape(say("No target here."))}</div>')


def draw_trend(card: Card, say: Say, palette: Palette) -> None:
    """The trend with its layers, then the same as a table and a file."""
    kpi, month, only = card.kpi, card.month, card.answer.query.only
    grain, span, layers = _trend_settings(say)
    query = Query(_first_day(span, month, grain), last_day(month, "month"), grain, None, only)
    found = answer(kpi.name, query)
    path, revisions, breaks = read(lambda reading: _context(reading, card, month))
    figure = trend(found, card.stages, path, say, palette, layers=frozenset(layers), narrow=is_phone(), breaks=breaks, revisions=revisions)
    st.plotly_chart(figure, theme=None, config=CONFIG, alt=alternative(found, card.stages, say), key="trend")
    with st.expander(say("Table and download")):
        _table(found, say)


def _trend_settings(say: Say) -> tuple[str, str, list[str]]:
    first, second, third = st.columns([1, 1, 2])
    with first:
        grain = linked("grain", say("Period"), list(GRAINS), "month", lambda name: say(GRAINS[name]))
    with second:
        span = linked("span", say("Shown"), list(SPANS), "24", lambda name: say(SPANS[name]))
    with third:
        layers = st.pills(say("Layers"), list(LAYERS), selection_mode="multi", default=sorted(DEFAULT_LAYERS),
                          format_func=lambda name: say(LAYERS[name]), key="layers")
    return grain, span, layers


def _first_day(span: str, month: date, grain: str) -> date | None:
    return None if span == "all" else start_of(add_months(month, 1 - int(span)), grain)


def _context(reading: Reading, card: Card, month: date):
    """Glide path, earlier revisions and breaks of scale of the card's place."""
    place = (card.stages[0].target.place if card.stages else (None, None))
    here = tuple(target for target in targets(reading, card.kpi.name) if target.place == place)
    current = [target for target in in_force(here, last_day(month, "month")) if target.form != "milestone"]
    path = glide_path(reading, current) if current and card.stages else None
    revisions = _changed(here) if card.stages else ()
    breaks = tuple(scale_breaks(reading, card.kpi.dataset.name)) if card.kpi.dataset.scaled else ()
    return path, revisions, breaks


def _changed(revisions: tuple[Target, ...]) -> tuple[Target, ...]:
    """Those that replaced an earlier target of the same stage."""
    return tuple(target for at, target in enumerate(revisions) if any(earlier.stage == target.stage for earlier in revisions[:at]))


def draw_split(card: Card, say: Say, palette: Palette) -> None:
    """The KPI by a dimension: the latest month as ordered intervals, and the trend of a few groups."""
    kpi, query = card.kpi, card.answer.query
    open_dimensions = [name for name in kpi.dimensions if name not in {dimension for dimension, _ in query.only}]
    by = linked("by", say("Compare by"), ["", *open_dimensions], "", lambda name: say(LABELS[name]) if name else say("No comparison"))
    if not by:
        return
    grain = kpi.dataset.compared_by
    found = answer(kpi.name, replace(query, by=by, grain=grain, start=start_of(query.start, grain)))
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
    with st.expander(say("Table and download")):
        _table(found, say, key="split_file")


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
    """What is counted, over what; more on the page of definitions."""
    st.caption(f"{say(kpi.meaning)} {say('More is better.') if kpi.direction.value > 0 else say('Less is better.')}")
