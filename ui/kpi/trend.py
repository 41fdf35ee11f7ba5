"""The trend of one KPI with what stands beside it: drawn and put into words once for all who read
it alike."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from html import escape

from charts.alternative import alternative
from charts.theme import CONFIG, DARK, LIGHT, Palette
from charts.trend import DEFAULT_LAYERS, LAYERS, Figure, trend
from i18n import N_, Say, translator
from metrics.answers.answer import Answer
from metrics.answers.asked import asking
from metrics.catalog import kpi_named
from metrics.comparisons.signals import Process
from metrics.findings.board import Card
from metrics.findings.month import Only, card_of
from metrics.findings.process_words import process_doubt, process_finding
from metrics.periods import add_months, is_over, last_day, start_of
from metrics.snapshot import Snapshot, remembered
from metrics.statistics.spc import Variation
from metrics.sums.query import Query
from metrics.targets.events import Event, filtered_place
from metrics.targets.goals import glide_path
from metrics.targets.outlook import Ahead, fan
from metrics.targets.plans import Target, in_force, plan_key
from metrics.targets.standing import events_of, plan_of
from metrics.targets.verdict import Path, Status, Verdict
from metrics.window import ALL, first_month
from ui.parts import st
from ui.parts.answer_table import draw_answer_table
from ui.parts.folded import folded
from ui.parts.visitor import is_phone
from ui.state.board import looked_at, one_state
from ui.state.filters import linked, window_choice

GRAINS = {"month": N_("Months"), "quarter": N_("Quarters"), "year": N_("Years")}
CHARTED = ("year", "24", "36", "all")  # of all windows those that make a line
# The rings of the chart, and the class of style with their colour.
_SHAPES = {
    Variation.COMMON: ("∼", "neutral"),
    Variation.IMPROVEMENT: ("○", "better"),
    Variation.CONCERN: ("□", "worse"),
}


@dataclass(frozen=True)
class _Beside:
    """What the trend draws beside the values: see `trend`."""

    path: Path | None
    revisions: tuple[Target, ...]
    breaks: tuple[date, ...]
    events: tuple[Event, ...]
    process: Process | None
    fan: tuple[Ahead, ...]


@dataclass(frozen=True)
class _Choice:
    """What is looked at: a KPI, its month and place, and how much of it in which periods."""

    kpi: str
    month: date
    only: Only
    grain: str
    span: str
    layers: frozenset[str]


@dataclass(frozen=True)
class _Drawn:
    """A trend as it is shown; `process`: what its process says, as HTML, empty where that says
    nothing."""

    found: Answer
    figure: Figure
    alternative: str
    process: str


@st.fragment
def draw_trend(card: Card, say: Say, palette: Palette) -> None:
    """The trend with its layers, what its process says, then the same as a table and a file."""
    with one_state():
        _draw_trend(card, say, palette)


def _draw_trend(card: Card, say: Say, palette: Palette) -> None:
    only = card.answer.query.only
    name = card.kpi.name
    grain, span, layers = _settings(card.month, looked_at(_beside, name, card.month, only), say)
    drawn = looked_at(
        _drawn,
        _Choice(name, card.month, only, grain, span, layers),
        say.language,
        palette is DARK,
        is_phone(),
    )
    st.plotly_chart(drawn.figure, theme=None, config=CONFIG, key="trend", alt=drawn.alternative)
    if drawn.process:
        st.html(drawn.process)
    folded(
        say("Table and download"),
        partial(draw_answer_table, drawn.found, say, "trend_file"),
        key="trend_table",
    )


def _settings(month: date, beside: _Beside, say: Say) -> tuple[str, str, frozenset[str]]:
    first, second, _ = st.columns([1, 1, 2])
    with first:
        grain = linked(
            "grain", say("Period"), list(GRAINS), "month", lambda name: say(GRAINS[name])
        )
    with second:
        span = window_choice(say, month, CHARTED, "24", say("Shown"))
    there = {
        "fan": beside.fan and grain == "month",
        "process": beside.process and grain == "month",
        "events": beside.events,
    }
    names = [name for name in LAYERS if there.get(name, True)]
    layers = st.pills(
        say("Layers"),
        names,
        selection_mode="multi",
        default=[name for name in names if name in DEFAULT_LAYERS],
        format_func=lambda name: say(LAYERS[name]),
        key=f"layers_{'_'.join(names)}",
        wrap=True,
    )
    return grain, span, frozenset(layers)


@remembered(200)
def _drawn(snapshot: Snapshot, choice: _Choice, language: str, dark: bool, narrow: bool) -> _Drawn:
    say, palette = translator(language), DARK if dark else LIGHT
    card = card_of(snapshot, choice.kpi, choice.month, choice.only)
    ask = asking(snapshot, [kpi_named(choice.kpi)])
    beside = _beside(snapshot, choice.kpi, choice.month, choice.only)
    query = Query(
        _first_day(choice.span, choice.month, choice.grain),
        last_day(choice.month, "month"),
        choice.grain,
        None,
        choice.only,
    )
    found, earlier = ask(choice.kpi, query), ask(choice.kpi, _year_before(query, snapshot.today))
    monthly, ahead = (beside.process, beside.fan) if choice.grain == "month" else (None, ())
    figure = trend(
        found,
        card.stages,
        beside.path,
        say,
        palette,
        layers=choice.layers,
        narrow=narrow,
        breaks=beside.breaks,
        revisions=beside.revisions,
        process=monthly,
        fan=ahead,
        earlier=earlier,
        events=beside.events,
    )
    judged = card.stage if card.stage and card.stage.status is not Status.CANNOT else None
    told = _process_words(monthly, judged, say) if monthly else ""
    return _Drawn(found, figure, alternative(found, card.near, say, monthly, ahead), told)


def _first_day(span: str, month: date, grain: str) -> date | None:
    return None if span == ALL else start_of(first_month(span, month), grain)


def _year_before(query: Query, today: date) -> Query:
    """The same periods of the year before; a period that is not over is cut at the same month, and
    has none beside it while that month runs."""
    start = None if query.start is None else add_months(query.start, -12)
    last = query.end.replace(day=1)
    if not is_over(last, today):
        last = add_months(start_of(last, query.grain), -1)
    return replace(query, start=start, end=last_day(add_months(last, -12), "month"))


@remembered(200)
def _beside(snapshot: Snapshot, kpi: str, month: date, only: Only) -> _Beside:
    """Plan, breaks and events of a place, and the process of all its months up to one."""
    declared, place = kpi_named(kpi), filtered_place(only)
    card, told = card_of(snapshot, kpi, month, only), events_of(snapshot, declared, place)
    found = card.process
    ahead = fan(found, card.stage.target.due if card.stage else None) if found else ()
    return _Beside(*_plan(snapshot, card), card.breaks.scales, told, found, ahead)


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


def _process_words(current: Process, stage: Verdict | None, say: Say) -> str:
    """What the process says, and how far that can be trusted."""
    first = say.sentences(process_finding(current, stage))
    if not first:
        return ""
    rings = say(
        "Rings on the chart: round and green is better than normal variation, square and red is "
        "worse."
    )
    doubt = say.sentences([*process_doubt(current), rings])
    shape, look = _SHAPES[current.variation]
    return (
        f'<div><b class="scd-{look}">{shape}</b> <b>{escape(say("The process:"))}</b> '
        f"{escape(first)}"
        f'<div class="scd-small">{escape(doubt)}</div></div>'
    )
