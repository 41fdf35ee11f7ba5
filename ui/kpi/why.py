"""Why a KPI stands where it stands: what each unit does to its level and its change, and what
customers wrote in the same months."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from charts.alternative import alternative
from charts.split import Reference, hidden_groups, latest_period, split, trend_by_group
from charts.theme import CONFIG, Palette
from i18n import N_, Say, translator
from metrics.answers.answer import Answer
from metrics.answers.asked import asking
from metrics.catalog import kpi_named
from metrics.findings.board import Card
from metrics.findings.month import card_of
from metrics.kpi import Kpi
from metrics.periods import Period, start_of
from metrics.privacy.gate import crossed
from metrics.snapshot import Snapshot, remembered
from metrics.sums.query import Filter, Query
from ui.kpi.contributions import draw_all_contributions, parts_of, parts_words
from ui.kpi.themes import draw_themes
from ui.parts import st
from ui.parts.answer_table import draw_answer_table
from ui.parts.heading import heading, part_title
from ui.parts.lazy_expander import lazy_expander
from ui.parts.viewer import viewer
from ui.parts.visitor import is_phone
from ui.state.board import looked_at, one_state
from ui.state.filters import LABELS, linked

_TOLD_OF = {"month": N_("Month"), "quarter": N_("Quarter")}


@dataclass(frozen=True)
class _Split:
    """What is split: a KPI, by which dimension, up to which month and where; `grain`: in months or
    quarters."""

    kpi: str
    month: date
    only: Filter
    by: str
    grain: str


@st.fragment
def draw_why(card: Card, say: Say, palette: Palette) -> None:
    """What each unit does to the whole, all units once they are asked for, and themes of surveys."""
    with one_state():
        _draw_why(card, say, palette)


def _draw_why(card: Card, say: Say, palette: Palette) -> None:
    kpi, query = card.kpi, card.answer.query
    st.html(part_title(say("Why it is so")))
    open_dimensions = _open_dimensions(kpi, query)
    if open_dimensions:
        default = "store" if "store" in open_dimensions else open_dimensions[0]
        with st.container(horizontal=True, gap="small"):
            by = linked(
                "by",
                say("Compare by"),
                open_dimensions,
                default,
                lambda name: say(LABELS[name]),
                widget=st.segmented_control,
                required=True,
            )
            asked = _Split(kpi.name, card.month, query.only, by, _grain_choice(kpi, say))
        told = looked_at(_told, asked, say.language)
        if told:
            st.html(told)
        lazy_expander(
            say("All units: chart, trend and table"),
            partial(_draw_units, card, asked, say, palette),
            key="all_units",
        )
    draw_themes(card, say)


def _grain_choice(kpi: Kpi, say: Say) -> str:
    """Whether the latest month or the latest quarter is told. Where months have too few cases to be
    compared, as with visits and exams, it is the quarter."""
    if kpi.dataset.compared_by != "month":
        return kpi.dataset.compared_by
    return linked(
        "why",
        say("Period"),
        list(_TOLD_OF),
        "month",
        lambda name: say(_TOLD_OF[name]),
        widget=st.segmented_control,
        required=True,
    )


def _open_dimensions(kpi: Kpi, query: Query) -> list[str]:
    """By what the KPI may be split here: not by what is filtered for, nor by what would tell of few
    members of staff."""
    filtered = {dimension for dimension, _ in query.only}
    return [
        name
        for name in kpi.dimensions
        if name not in filtered and not crossed(viewer(), kpi, replace(query, by=name))
    ]


@remembered(200)
def _found(snapshot: Snapshot, asked: _Split) -> Answer:
    """The months up to the last whole period: a part of one is not published, so what is held could
    not be read."""
    kpi = kpi_named(asked.kpi)
    query, grain = (
        card_of(snapshot, asked.kpi, asked.month, asked.only).answer.query,
        asked.grain,
    )
    end = start_of(query.end + timedelta(days=1), grain) - timedelta(days=1)
    return asking(snapshot, [kpi])(
        kpi.name,
        replace(query, by=asked.by, grain=grain, start=start_of(query.start, grain), end=end),
    )


@remembered(200)
def _told(snapshot: Snapshot, asked: _Split, language: str) -> str:
    """The parts of the units in words and as a short table, as HTML; empty where there is nothing to
    tell."""
    say, found = translator(language), _found(snapshot, asked)
    period = _settled(found)
    if period is None:
        return ""
    card = card_of(snapshot, asked.kpi, asked.month, asked.only)
    parts = parts_of(snapshot, found, period, card)
    return "" if parts is None else parts_words(parts, found, period, say)


def _settled(found: Answer) -> date | None:
    """The latest period to which no record is still to come; None without one."""
    columns = found.columns
    final = ~(columns["partial"].astype(bool) | columns["maturing"].astype(bool))
    return max(columns["period"][final], default=None)


def _draw_units(card: Card, asked: _Split, say: Say, palette: Palette) -> None:
    with one_state():
        _draw_all(card, asked, say, palette)


def _draw_all(card: Card, asked: _Split, say: Say, palette: Palette) -> None:
    """The latest period as ordered intervals, what each unit does, and the trend of a few."""
    kpi, by, grain = card.kpi, asked.by, asked.grain
    found = looked_at(_found, asked)
    period = latest_period(found)
    if period is None:
        st.caption(say("There is no whole period to compare yet."))
        return
    title = say(
        "{kpi} by {dimension}, {period}",
        kpi=kpi.label,
        dimension=LABELS[by],
        period=Period(period, grain),
    )
    st.html(heading(title, level=3))
    goal = card.stage.monthly_goal if card.stage else None
    st.plotly_chart(
        split(found, Reference(goal), say, palette, narrow=is_phone()),
        theme=None,
        config=CONFIG,
        key="split",
        alt=alternative(found, (), say),
    )
    hidden = hidden_groups(found, say)
    if hidden:
        st.caption(hidden)
    settled = _settled(found)
    if settled is not None:
        parts = looked_at(parts_of, found, settled, card)
        draw_all_contributions(parts, found, settled, say)
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
    draw_answer_table(found, say, "split_file")
