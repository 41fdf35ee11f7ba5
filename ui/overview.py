"""The month's board: the finding first, then the cards by level. Put into words once for all who
read it alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from charts.theme import DARK, LIGHT, Palette
from i18n import Say, translator
from metrics.catalog import LEVELS
from metrics.findings.board import Card, by_urgency, rank
from metrics.findings.month import MOST, Only, cards_of, changed_units, news_of
from metrics.findings.summary import Line, worst_first
from metrics.kpi import Kpi
from metrics.periods import is_over
from metrics.snapshot import Snapshot, remembered
from ui.kpi.cards import card_body, draw_card, stage_words
from ui.parts import st
from ui.parts.links import page_named
from ui.parts.literal import bold
from ui.state.board import looked_at, today
from ui.state.filters import link_to_view

# Few blocks: each is a message to the browser. A grid keeps the cards of a row at one height.
_LOOK = """<style>
[class*="st-key-cards_"] { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 1rem; align-items: stretch; }
@media (max-width: 640px) { [class*="st-key-cards_"] { grid-template-columns: minmax(0, 1fr); } }
[class*="st-key-lead_"] > :nth-child(even):not(:last-child) { margin-bottom: 1rem; }
</style>"""


@dataclass(frozen=True)
class _Lead:
    """A link to a KPI with what it proves. `units`: what the link filters for; `words`: HTML."""

    kpi: str
    units: tuple[tuple[str, str], ...]
    label: str
    words: str


@dataclass(frozen=True)
class _Told:
    """The board as one kind of reader sees it: the finding, lists by name with title and how many
    more there are, levels with title and (KPI, card as HTML)."""

    finding: str
    lists: tuple[tuple[str, str, tuple[_Lead, ...], str], ...]
    levels: tuple[tuple[str, str, tuple[tuple[Kpi, str], ...]], ...]


def draw_board(month: date, only: Only, say: Say, palette: Palette) -> None:
    """One sentence for the month, then what is off target, what changed, and where; below it the
    cards, level by level."""
    told = looked_at(_told, month, only, say.language, palette is DARK)
    st.html(_LOOK + told.finding)
    filled = [one for one in told.lists if one[2]]
    for column, (name, title, leads, more) in zip(st.columns(3), filled, strict=False):
        with column:
            _draw_list(name, title, leads, say)
            if more:
                st.html(f'<div class="scd-small">{escape(more)}</div>')
    for level, title, shown in told.levels:
        st.subheader(title)
        with st.container(key=f"cards_{level}"):
            for kpi, body in shown:
                draw_card(kpi, body, say)


def _draw_list(name: str, title: str, leads: tuple[_Lead, ...], say: Say) -> None:
    st.markdown(bold(title))
    with st.container(key=f"lead_{name}"):
        for lead in leads:
            st.page_link(
                page_named("kpi", say),
                label=lead.label,
                icon="",
                query_params=link_to_view(kpi=lead.kpi, lang=say.language, **dict(lead.units)),
            )
            st.html(f'<div class="scd-small">{lead.words}</div>')


@remembered(200)
def _told(snapshot: Snapshot, month: date, only: Only, language: str, dark: bool) -> _Told:
    say, palette, found = (
        translator(language),
        DARK if dark else LIGHT,
        cards_of(snapshot, month, only),
    )
    off = [card for card in by_urgency(found) if card.off_target]
    units = () if only else changed_units(snapshot, month, "store")
    new = news_of(snapshot, month, only)
    return _Told(
        f'<h1 class="scd-finding">{escape(_sentence(found, off, month, say))}</h1>',
        (
            (
                "off",
                say("Off target first"),
                tuple(_urgent(card, say) for card in off[:MOST]),
                _more(off, say),
            ),
            (
                "changed",
                say("What changed"),
                tuple(_changed(line, say) for line in new[:MOST]),
                _more(new, say),
            ),
            (
                "where",
                say("Where"),
                tuple(_changed(line, say) for line in worst_first(units, MOST)),
                _more(units, say),
            ),
        ),
        tuple(
            (level, say(label), shown)
            for level, label in LEVELS.items()
            if (shown := _level(found, level, say, palette))
        ),
    )


def _more(found: Sequence[object], say: Say) -> str:
    """How many of a list are not shown; empty where all are."""
    return (
        say("More, not shown here: {count}", count=len(found) - MOST) if len(found) > MOST else ""
    )


def _sentence(found: tuple[Card, ...], off: list[Card], month: date, say: Say) -> str:
    with_target = [card for card in found if card.stages]
    unjudged = sum(card.unjudged for card in with_target)
    more = (
        [
            say(
                "Of all {all}, cannot be judged today: {count}.",
                all=len(with_target),
                count=unjudged,
            )
        ]
        if unjudged
        else []
    )
    if not is_over(month, today()):
        return say.sentences(
            [
                say(
                    "{month} is not over: its values so far are neither judged nor compared.",
                    month=say.month(month),
                ),
                _standing(len(off), len(with_target), unjudged, say),
                *more,
            ]
        )
    if not with_target:
        return say("{month}: no targets are set for this selection.", month=say.month(month))
    if off:
        return say.sentences(
            [
                say(
                    "{month}: KPIs off target or behind their pace: {off} of {all} with targets.",
                    month=say.month(month),
                    off=len(off),
                    all=len(with_target),
                ),
                *more,
            ]
        )
    if unjudged:
        return say.sentences(
            [
                say(
                    "{month}: no KPI is known to be off target or behind its pace (with targets: "
                    "{all}).",
                    month=say.month(month),
                    all=len(with_target),
                ),
                *more,
            ]
        )
    return say(
        "{month}: no KPI is off target or behind its pace (with targets: {all}).",
        month=say.month(month),
        all=len(with_target),
    )


def _standing(off: int, targets: int, unjudged: int, say: Say) -> str:
    """How the targets stand while a month is not over: by the whole months before it."""
    if not targets:
        return say("No targets are set for this selection.")
    if off:
        return say(
            "Judged by the whole months before it, KPIs off target or behind their pace: {off} of "
            "{all} with targets.",
            off=off,
            all=targets,
        )
    if unjudged:
        return say(
            "Judged by the whole months before it, no KPI is known to be off target or behind its "
            "pace (with targets: {all}).",
            all=targets,
        )
    return say(
        "Judged by the whole months before it, no KPI is off target or behind its pace (with "
        "targets: {all}).",
        all=targets,
    )


def _urgent(card: Card, say: Say) -> _Lead:
    return _Lead(
        card.kpi.name, (), say(card.kpi.label), stage_words(min(card.counting, key=rank), say)
    )


def _changed(line: Line, say: Say) -> _Lead:
    shape, looks = {True: ("▲", "better"), False: ("▼", "worse"), None: ("●", "neutral")}[
        line.better
    ]
    word = {True: say("better"), False: say("worse"), None: ""}[line.better]
    label = " · ".join([say(line.kpi.label), *(unit for _, unit in line.link)])
    words = say.sentences([line.sentence, *line.more])
    return _Lead(
        line.kpi.name,
        line.link,
        label,
        f'<b class="scd-{looks}">{shape} {escape(word)}</b> {escape(words)}',
    )


def _level(
    found: tuple[Card, ...], level: str, say: Say, palette: Palette
) -> tuple[tuple[Kpi, str], ...]:
    """The cards of a level, what is off target first."""
    return tuple(
        (card.kpi, card_body(card, say, palette))
        for card in by_urgency(tuple(card for card in found if card.kpi.level == level))
    )
