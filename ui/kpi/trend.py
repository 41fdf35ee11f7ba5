"""The trend of one KPI with what stands beside it: drawn and put into words once for all who read
it alike; and the row of switches under it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from html import escape

from charts.alternative import alternative, table
from charts.scene import DEFAULT_LAYERS, LAYERS, Trend, values_of
from charts.stages import on_the_scale, replaced
from charts.theme import DARK, LIGHT, Palette, with_picture
from charts.trend import About, Figure, trend_figure
from i18n import N_, Say, translator
from metrics.answers.answer import Answer
from metrics.answers.asked import asking
from metrics.catalog import KPIS, kpi_named
from metrics.effect.deeds import deeds_of
from metrics.findings.board import Card
from metrics.findings.month import breaks_of, card_of
from metrics.findings.process_words import process_doubt, process_finding
from metrics.kpi import Kpi
from metrics.periods import Period, add_months, is_over, last_day, start_of
from metrics.privacy.gate import crossed
from metrics.snapshot import Snapshot, remembered
from metrics.statistics.spc import Variation
from metrics.sums.query import Filter, Query, lacks
from metrics.targets.events import filtered_place
from metrics.targets.goals import glide_path
from metrics.targets.outlook import fan
from metrics.targets.plans import Target, in_force, plan_key
from metrics.targets.standing import plan_of
from metrics.targets.verdict import Path, Status
from metrics.window import ALL, first_month
from ui.kpi.layers import linked_layers
from ui.kpi.what_if import draw_what_if
from ui.parts import st
from ui.parts.answer_table import draw_files
from ui.parts.lazy_expander import lazy_expander
from ui.parts.table import show_table
from ui.parts.targets_told import targets_words
from ui.parts.viewer import viewer
from ui.parts.visitor import is_phone
from ui.state.board import looked_at, one_state
from ui.state.filters import LABELS, linked, window_choice

GRAINS = {"month": N_("Months"), "quarter": N_("Quarters"), "year": N_("Years")}
CHARTED = ("year", "24", "36", "all")  # of all windows those that make a line
FORMS = ("png", "svg")
_FORM = "picture_kept"
# The rings of the chart, and the class of style with their colour.
_SHAPES = {
    Variation.COMMON: ("∼", "neutral"),
    Variation.IMPROVEMENT: ("○", "better"),
    Variation.CONCERN: ("□", "worse"),
}


@dataclass(frozen=True)
class _Choice:
    """What is looked at: a KPI, its month and place, and how much of it in which periods."""

    kpi: str
    month: date
    only: Filter
    grain: str
    span: str
    second: str = ""


@dataclass(frozen=True)
class _Drawn:
    """A trend as it is shown; `about`: names and texts that go with its table into a file."""

    figure: Figure
    alternative: str
    file: str
    about: Mapping[str, str]


@st.fragment
def draw_trend(card: Card, say: Say, palette: Palette) -> None:
    """The trend, a row of switches under it, then the same as a table."""
    with one_state():
        _draw_trend(card, say, palette)


def draw_course(kpi: str, month: date, only: Filter, key: str, say: Say, palette: Palette) -> None:
    """The last two years of a KPI alone, with its process limits, as the proof of what another page
    says. A phone has the width for these months, and none for those to come."""
    choice, narrow = _Choice(kpi, month, only, "month", "24"), is_phone()
    layers = frozenset(looked_at(_offered, choice)) & {*DEFAULT_LAYERS, "process"}
    if narrow:
        layers -= {"fan"}
    drawn = looked_at(_drawn, choice, layers, say.language, palette is DARK, narrow)
    st.plotly_chart(
        drawn.figure,
        theme=None,
        config=with_picture(drawn.file, FORMS[0], say),
        key=key,
        alt=drawn.alternative,
    )


def _draw_trend(card: Card, say: Say, palette: Palette) -> None:
    only, name = card.answer.query.only, card.kpi.name
    chart = st.container(key="kpi_chart")
    with st.container(key="kpi_switches", horizontal=True, vertical_alignment="bottom"):
        grain = linked(
            "grain",
            say("Period"),
            list(GRAINS),
            "month",
            lambda name: say(GRAINS[name]),
            width=120,
            label_visibility="collapsed",
        )
        span = window_choice(say, card.month, CHARTED, "24", width=150)
        second = linked(
            "beside",
            say("Second KPI"),
            ["", *(kpi.name for kpi in _others(card))],
            "",
            lambda name: say(kpi_named(name).label) if name else say("No second KPI"),
            width=170,
            label_visibility="collapsed",
        )
        draw_what_if(card, say)
        take = st.popover(
            say("Take along"), icon=":material/download:", key="take_along", on_change="rerun"
        )
        choice = _Choice(name, card.month, only, grain, span, second)
        layers = linked_layers(looked_at(_offered, choice), LAYERS, DEFAULT_LAYERS, say)
        drawn = looked_at(_drawn, choice, layers, say.language, palette is DARK, is_phone())
        found = looked_at(_trend, choice).answer
        if take.open:
            with take:
                _draw_take_along(found, drawn, say)
    with chart:
        st.plotly_chart(
            drawn.figure,
            theme=None,
            config=with_picture(drawn.file, st.session_state.get(_FORM, FORMS[0]), say),
            key="trend",
            alt=drawn.alternative,
        )
    lazy_expander(
        say("Table of the chart"),
        lambda: show_table(table(found, say), "trend_table_rows"),
        key="trend_table",
    )


def _draw_take_along(found: Answer, drawn: _Drawn, say: Say) -> None:
    # Kept apart from the choice itself, which is gone with the part once that is closed.
    st.session_state.setdefault("picture_form", st.session_state.get(_FORM, FORMS[0]))
    st.session_state[_FORM] = st.segmented_control(
        say("Picture of the chart"),
        FORMS,
        format_func=str.upper,
        key="picture_form",
        required=True,
    )
    st.caption(say("The camera at the top right of the chart saves it."))
    draw_files(found, drawn.about, drawn.file, "trend_file", say)


def _others(card: Card) -> list[Kpi]:
    """The KPIs that can be drawn beside this one where it is looked at."""
    query, who = card.answer.query, viewer()
    return [
        kpi
        for kpi in KPIS
        if kpi is not card.kpi and not lacks(kpi, query) and not crossed(who, kpi, query)
    ]


@remembered(200)
def _trend(snapshot: Snapshot, choice: _Choice) -> Trend:
    """The answers as they are asked for, with those of the year before, where it is filtered those
    of the whole company, and those of a second KPI."""
    placed = _placed(snapshot, choice.kpi, choice.month, choice.only)
    monthly = choice.grain == "month"
    ask = asking(snapshot, [kpi_named(choice.kpi)])
    query = Query(
        _first_day(choice.span, choice.month, choice.grain),
        last_day(choice.month, "month"),
        choice.grain,
        None,
        choice.only,
    )
    trend = replace(
        placed,
        answer=ask(choice.kpi, query),
        earlier=ask(choice.kpi, _year_before(query, snapshot.today)),
        company=ask(choice.kpi, replace(query, only=())) if choice.only else None,
        process=placed.process if monthly else None,
        fan=placed.fan if monthly else (),
    )
    if not choice.second:
        return trend
    second = kpi_named(choice.second)
    return replace(
        trend,
        second=asking(snapshot, [second])(second.name, query),
        second_breaks=breaks_of(snapshot, second, filtered_place(choice.only)).scales,
    )


@remembered(200)
def _offered(snapshot: Snapshot, choice: _Choice) -> tuple[str, ...]:
    """The layers in which there is anything."""
    trend = _trend(snapshot, choice)
    values = values_of(trend.answer)
    first, last = (values[0].day, values[-1].day) if values else (date.max, date.min)
    there = {
        "interval": any(value.row["low"] == value.row["low"] for value in values),
        "targets": on_the_scale(trend.stages),
        "pace": trend.path,
        "fan": trend.fan,
        "process": trend.process,
        "events": [event for event in trend.events if event.date >= first],
        "changes": replaced(trend.revisions, trend.answer.kpi),
        "last_year": trend.earlier is not None
        and [one for one in values_of(trend.earlier, 12) if first <= one.day <= last],
        "company": trend.company is not None and values_of(trend.company),
    }
    return tuple(name for name in LAYERS if there[name])


@remembered(200)
def _drawn(
    snapshot: Snapshot,
    choice: _Choice,
    layers: frozenset[str],
    language: str,
    dark: bool,
    narrow: bool,
) -> _Drawn:
    say, palette = translator(language), DARK if dark else LIGHT
    card = card_of(snapshot, choice.kpi, choice.month, choice.only)
    trend = _trend(snapshot, choice)
    about, second = _about(card, trend.answer, snapshot.today, say), trend.second
    if second is not None:
        source = say("{kpi}: {kind}", kpi=second.kpi.label, kind=second.kpi.dataset.label)
        about = About(
            " · ".join([about.title, say(second.kpi.label)]), " · ".join([about.source, source])
        )
    words = [alternative(trend.answer, card.near, say, trend.process, trend.fan)]
    words += [] if second is None else [alternative(second, (), say)]
    told = {say("Place"): place_words(choice.only, say)}
    if card.stages:
        told[say("Targets")] = targets_words(card.near, say)
    told[say("Source")] = about.source
    figure = trend_figure(trend, layers, say, palette, narrow, about)
    return _Drawn(figure, say.sentences(words), _file_name(choice, trend.answer), told)


def place_words(only: Filter, say: Say) -> str:
    """What is filtered for, or that nothing is."""
    if not only:
        return say("whole company")
    return say.list(
        say("{dimension}: {unit}", dimension=LABELS[dimension], unit=say.list(units))
        for dimension, units in only
    )


def _about(card: Card, found: Answer, today: date, say: Say) -> About:
    """What a picture of the chart says of itself. Its n is that of the last settled period."""
    rows, grain = found.rows, found.query.grain
    place = place_words(found.query.only, say)
    if rows.empty:
        title = say("{kpi} · {place}", kpi=card.kpi.label, place=place)
    else:
        first, last = (Period(rows["period"].iloc[at], grain) for at in (0, -1))
        title = say(
            "{kpi} · {place} · {first} to {last}",
            kpi=card.kpi.label,
            place=place,
            first=first,
            last=last,
        )
    told, settled = [], found.judged()
    if len(settled) and not card.kpi.measure.lacks_n(settled.iloc[-1]["n"]):
        row = settled.iloc[-1]
        told.append(
            say(
                "n = {n} in {period}",
                n=say.number(row["n"], 0),
                period=Period(row["period"], grain),
            )
        )
    source = say("Source: {kind}, as of {day}", kind=card.kpi.dataset.label, day=today)
    return About(title, " · ".join([*told, source]))


def _file_name(choice: _Choice, found: Answer) -> str:
    """The KPI, the place and the period, so that files of several views do not get one name."""
    periods = found.rows["period"]
    days = [] if periods.empty else [f"{periods.iloc[0]:%Y-%m}", f"{choice.month:%Y-%m}"]
    units = [unit for _, names in choice.only for unit in names]
    parts = [choice.kpi, *units, choice.grain, *days]
    return "_".join(
        "".join(sign if sign.isalnum() or sign == "-" else "-" for sign in part) for part in parts
    )


def _first_day(span: str, month: date, grain: str) -> date | None:
    return None if span == ALL else start_of(first_month(span, month), grain)


def _year_before(query: Query, today: date) -> Query:
    """The periods of the year before; a period that is not over is cut at the same month, and
    has none beside it while that month runs."""
    start = None if query.start is None else add_months(query.start, -12)
    last = query.end.replace(day=1)
    if not is_over(last, today):
        last = add_months(start_of(last, query.grain), -1)
    return replace(query, start=start, end=last_day(add_months(last, -12), "month"))


@remembered(200)
def _placed(snapshot: Snapshot, kpi: str, month: date, only: Filter) -> Trend:
    """The card's own answer with plan, breaks and events of its place, and the process of all its
    months up to one."""
    card = card_of(snapshot, kpi, month, only)
    process, due = card.process, card.stage.target.due if card.stage else None
    path, revisions = _plan(snapshot, card)
    return Trend(
        card.answer,
        card.stages,
        path,
        revisions,
        breaks=card.breaks.scales,
        events=tuple(deed.event for deed in deeds_of(snapshot, kpi, filtered_place(only))),
        process=process,
        fan=fan(process, due) if process else (),
        today=snapshot.today,
    )


def _plan(snapshot: Snapshot, card: Card) -> tuple[Path | None, tuple[Target, ...]]:
    """The glide path of the plan that falls due first, and all revisions of the card's place, as
    they stood in the card's month."""
    if not card.stages:
        return None, ()
    end = last_day(card.month, "month")
    placed = tuple(
        target
        for target in plan_of(snapshot, card.kpi, card.stages[0].target.place)
        if target.date <= end
    )
    plan = plan_key(card.stage.target.plan)
    current = [
        target
        for target in in_force(placed, end)
        if target.form != "milestone" and plan_key(target.plan) == plan
    ]
    # A goal of another scale has no pace on this one.
    if not current or card.stage.status is Status.CANNOT:
        return None, placed
    return glide_path(asking(snapshot, [card.kpi]), current), placed


def process_words(card: Card, say: Say) -> str:
    """What the KPI's months say as a process, as HTML: for a manager, how far that can be trusted
    folded away; empty where it says nothing."""
    judged = card.stage if card.stage and card.stage.status is not Status.CANNOT else None
    current = card.process
    first = say.sentences(process_finding(current, judged)) if current else ""
    if not first:
        return ""
    rings = say(
        "Rings on the chart, where the layer of process limits is on: round and green is better "
        "than normal variation, square and red is worse."
    )
    doubt = say.sentences([*process_doubt(current), rings])
    shape, look = _SHAPES[current.variation]
    return (
        f'<div><b class="scd-{look}">{shape}</b> {escape(first)}'
        f"<details class=scd-fold><summary>{escape(say('How far this can be trusted'))}</summary>"
        f'<div class="scd-small">{escape(doubt)}</div></details></div>'
    )


def revisions_of(snapshot: Snapshot, card: Card) -> tuple[Target, ...]:
    """All revisions of the targets of the card's KPI and place, as they stood in its month."""
    return _plan(snapshot, card)[1]
