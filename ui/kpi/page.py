"""One KPI: the finding, its stages, the split, the definition."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from html import escape

import pandas as pd

from charts.alternative import alternative
from charts.split import hidden_groups, latest_period, split, trend_by_group
from charts.theme import CONFIG, Palette
from i18n import Say, translator
from metrics.answers.asked import asking
from metrics.findings.board import Card
from metrics.findings.finding import finding
from metrics.findings.month import Only, card_of
from metrics.kpi import Kpi
from metrics.periods import Period, start_of
from metrics.privacy.gate import crossed
from metrics.snapshot import Snapshot, remembered
from metrics.targets.verdict import Verdict
from ui.kpi.cards import stage_words
from ui.kpi.contributions import draw_contributions
from ui.kpi.definitions import draw_definition
from ui.parts import st
from ui.parts.answer_table import draw_answer_table
from ui.parts.folded import folded
from ui.parts.literal import bold
from ui.parts.role import late_changes
from ui.parts.viewer import viewer
from ui.parts.visitor import is_phone
from ui.state.board import looked_at, one_state
from ui.state.filters import LABELS, linked


def draw_finding(card: Card, say: Say) -> None:
    """Title and evidence, then every stage with its verdict."""
    st.html(looked_at(_finding, card.kpi.name, card.month, card.answer.query.only, say.language))


@remembered(200)
def _finding(snapshot: Snapshot, kpi: str, month: date, only: Only, language: str) -> str:
    card, say = card_of(snapshot, kpi, month, only), translator(language)
    evidence = [say(card.change.sentence())] if card.change is not None else []
    evidence += (
        _counted(card.kpi, card.row, say) if card.row is not None and not card.row["hidden"] else []
    )
    stages = "".join(
        f"<div>{stage_words(stage, say)}<div "
        f'class="scd-small">{escape(_reasons(stage, say))}</div></div>'
        for stage in card.near
    )
    if more := len(card.stages) - len(card.near):
        words = say(
            "Targets before and after these: {count}. The page Targets shows them all.", count=more
        )
        stages += f'<div class="scd-small">{escape(words)}</div>'
    told = (
        f'<div class="scd-stages">{stages}</div>'
        if stages
        else f'<div class="scd-small">{escape(say("No target here."))}</div>'
    )
    return (
        f'<h1 class="scd-finding">{escape(say(finding(card)))}</h1><div '
        f'class="scd-evidence">{escape(" · ".join(evidence))}</div>{told}'
    )


def _counted(kpi: Kpi, row: pd.Series, say: Say) -> list[str]:
    """How many are behind the value; of which day it is, where later changes are held back; to
    readers, what waits."""
    held = (
        []
        if pd.isna(row["since"])
        else [say("as of {day}, later changes would tell of few people", day=row["since"])]
    )
    return [say("n {n}", n=say.number(row["n"], 0)), *held, *map(say, late_changes(kpi))]


def _reasons(stage: Verdict, say: Say) -> str:
    return say.sentences(stage.sentences)


@st.fragment
def draw_split(card: Card, say: Say, palette: Palette) -> None:
    """The KPI by a dimension: the latest month as ordered intervals, and the trend of a few
    groups."""
    with one_state():
        _draw_split(card, say, palette)


def _draw_split(card: Card, say: Say, palette: Palette) -> None:
    kpi, query = card.kpi, card.answer.query
    filtered = {dimension for dimension, _ in query.only}
    open_dimensions = [
        name
        for name in kpi.dimensions
        if name not in filtered and not crossed(viewer(), kpi, replace(query, by=name))
    ]
    by = linked(
        "by",
        say("Compare by"),
        ["", *open_dimensions],
        "",
        lambda name: say(LABELS[name]) if name else say("No comparison"),
    )
    if not by:
        return
    grain = kpi.dataset.compared_by
    # Up to the last whole period: a part of one is not published, so what is held could not be
    # read.
    end = start_of(query.end + timedelta(days=1), grain) - timedelta(days=1)
    found = looked_at(asking, [kpi])(
        kpi.name, replace(query, by=by, grain=grain, start=start_of(query.start, grain), end=end)
    )
    period = latest_period(found)
    if period is None:
        st.caption(say("There is no whole period to compare yet."))
        return
    st.markdown(
        bold(
            say(
                "{kpi} by {dimension}, {period}",
                kpi=kpi.label,
                dimension=LABELS[by],
                period=Period(period, grain),
            )
        )
    )
    goal = card.stage.monthly_goal if card.stage else None
    st.plotly_chart(
        split(found, say, palette, goal=goal, narrow=is_phone()),
        theme=None,
        config=CONFIG,
        key="split",
        alt=alternative(found, (), say),
    )
    hidden = hidden_groups(found, say)
    if hidden:
        st.caption(hidden)
    draw_contributions(found, period, card, say)
    groups = [group for group in dict.fromkeys(found.rows["group"]) if group is not None]
    chosen = st.multiselect(
        say("Trend of"),
        groups,
        default=[],
        max_selections=6,
        key=f"groups_{by}",
        format_func=lambda name: name or say("not given"),
        placeholder=say("Choose up to six"),
    )
    if chosen:
        st.plotly_chart(
            trend_by_group(found, say, palette, tuple(chosen), narrow=is_phone()),
            theme=None,
            config=CONFIG,
            key="groups",
            alt=say("{kpi} by {dimension}, month by month", kpi=kpi.label, dimension=LABELS[by]),
        )
    folded(
        say("Table and download"),
        partial(draw_answer_table, found, say, "split_file"),
        key="split_table",
    )


def definition(kpi: Kpi, say: Say) -> None:
    """What is counted, over what; all the rest of it once it is opened."""
    st.caption(
        say.sentences(
            [
                kpi.meaning,
                say("More is better.") if kpi.direction.value > 0 else say("Less is better."),
            ]
        )
    )
    folded(say("Full definition"), partial(draw_definition, kpi, say), key="full_definition")
