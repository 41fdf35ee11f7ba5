"""The scorecard: a row a KPI with its targets by term, in the order that the link asks for; then
single units that are off, and KPIs without a target."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from html import escape

from charts.theme import DARK, LIGHT, Palette
from i18n import N_, Say, Text, translator
from metrics.catalog import LEVELS
from metrics.findings.board import Card
from metrics.findings.month import cards_of
from metrics.findings.overview import (
    MOST_PLACES,
    count_of_places,
    rows_of,
    steps_of,
    units_off,
)
from metrics.findings.scorecard import ScoreRow
from metrics.snapshot import Snapshot, remembered
from metrics.sums.query import Filter
from metrics.targets.owners import owner_told
from ui.kpi.cards import lacking_words, value_notes
from ui.overview.cells import head, row_html
from ui.overview.file import sheets_of
from ui.parts import st
from ui.parts.inner_link import inner_link
from ui.parts.lazy_expander import lazy_expander
from ui.parts.visitor import is_phone
from ui.parts.workbook import draw_workbook
from ui.state.board import looked_at, one_state
from ui.state.filters import LABELS, link_to_view, linked

ORDERS = {
    "level": N_("By level"),
    "worst": N_("Worst first"),
    "owner": N_("By owner"),
}
SHOWN = {"all": N_("All"), "off": N_("Off only")}
_MOST_UNITS = 8  # units that are off, of which is told
_MOST_BARE = 24  # KPIs that are shown where none has a target: each is sent with the first look


@dataclass(frozen=True)
class _Line:
    """A row as it is drawn: to which page its name leads and what it asks for there, the name, the
    cells as HTML; and what it is sorted by."""

    page: str
    link: tuple[tuple[str, str], ...]
    label: str
    html: str
    level: str
    owners: tuple[str, ...]
    off: bool
    urgency: tuple[bool, int, float]


@dataclass(frozen=True)
class _Board:
    """Rows with targets; KPIs without one that have a value, how many more of these are folded, and
    below which words; why others have none."""

    targeted: tuple[_Line, ...]
    others: tuple[_Line, ...]
    folded: int
    folded_words: str
    silent: tuple[str, ...]


@st.fragment
def draw_scorecard(month: date, only: Filter, say: Say, palette: Palette) -> None:
    """The choices, the rows, and what is folded below them."""
    with one_state():
        _draw(month, only, say, palette is DARK)


def _draw(month: date, only: Filter, say: Say, dark: bool) -> None:
    board = looked_at(_board, month, only, say.language, dark)
    places = 0 if only else looked_at(count_of_places)
    units = looked_at(_unit_lines, month, say.language, dark) if 0 < places <= MOST_PLACES else ()
    order, off_only = _choices(month, only, bool(board.targeted), say)
    # Rows that stand below each other go as one piece: the browser takes as long for a piece as
    # for what is in it.
    rows = ""
    if board.targeted:
        rows = _targeted_html(board.targeted, units, order, off_only, say)
    if places > MOST_PLACES:
        st.html(rows)
        lazy_expander(
            say("Targets of single units: {count} units", count=places),
            partial(_draw_many_units, month, say, dark),
            key="printed_units",
        )
        rows = ""
    if not off_only:
        rows += _others_html(board.others, say, bool(board.targeted))
    if rows:
        st.html(rows)
    if off_only:
        return
    if board.folded:
        lazy_expander(
            board.folded_words,
            partial(_draw_folded, month, only, say, dark),
            key="printed_others",
        )
    if board.silent:
        st.html("".join(map(_note, board.silent)))


def _targeted_html(
    targeted: Sequence[_Line], units: Sequence[_Line], order: str, off_only: bool, say: Say
) -> str:
    """The rows with targets, those of single units, and how they are read."""
    lines = [line for line in targeted if line.off or not off_only]
    rows = _spanning(head(True, say)) + _ordered(lines, order, say)
    if off_only and not lines and not units:
        rows += _nothing_off(say)
    note = _note(
        say(
            "Each target: how it is going to end with its chance (~: of keeping the pace for a "
            "year), the target, and in brackets the value minus the target. Values and targets "
            "open their evidence."
        )
    )
    return _grid(rows + _units_html(units, say)) + note


def _grid(rows: str) -> str:
    return f'<div class="scd-rows">{rows}</div>'


def _note(words: str) -> str:
    return f'<p class="scd-note">{escape(words)}</p>'


def _nothing_off(say: Say) -> str:
    nothing = say("No target is known to be off or behind its pace.")
    return f'<div class="scd-all scd-small">{escape(nothing)}</div>'


def _choices(month: date, only: Filter, targeted: bool, say: Say) -> tuple[str, bool]:
    """In which order, and whether only what is off; the file beside them."""
    order, shown = "level", "all"
    with st.container(horizontal=True, vertical_alignment="center", key="board_bar"):
        title = say("KPIs and their targets") if targeted else say("KPIs")
        st.html(f'<h2 class="scd-h">{escape(title)}</h2>')
        if targeted:
            order = _choice("sort", say("Order"), ORDERS, "worst" if is_phone() else "level", say)
            shown = _choice("off", say("Shown"), SHOWN, "all", say)
        draw_workbook(
            lambda: looked_at(sheets_of, month, only, say),
            f"scorecard-{month:%Y-%m}",
            "scorecard_file",
            say,
        )
    return order, shown == "off"


def _choice(name: str, label: str, options: dict[str, Text], default: str, say: Say) -> str:
    return linked(
        name,
        label,
        list(options),
        default,
        lambda option: say(options[option]),
        widget=st.segmented_control,
        required=True,
        width="content",
        label_visibility="collapsed",
    )


def _spanning(html: str) -> str:
    """A block over the whole breadth of the rows, whose cells stand above theirs."""
    return f'<div class="scd-all scd-over">{html}</div>'


def _title(words: str) -> str:
    return f'<h3 class="scd-level scd-all">{escape(words)}</h3>'


def _ordered(lines: Sequence[_Line], order: str, say: Say) -> str:
    return "".join(
        (_title(title) if title else "") + _lines_html(group, say)
        for title, group in _groups(lines, order, say)
    )


def _groups(lines: Sequence[_Line], order: str, say: Say) -> Iterator[tuple[str, Sequence[_Line]]]:
    """The rows under their titles; one of several owners stands under each of them."""
    if order == "worst":
        yield "", sorted(lines, key=lambda line: line.urgency)
    elif order == "owner":
        owners = sorted({owner for line in lines for owner in line.owners}, key=str.casefold)
        for owner in owners:
            yield say.list([owner_told(owner)]), [line for line in lines if owner in line.owners]
        nobody = [line for line in lines if not line.owners]
        if nobody:
            yield say("No owner"), nobody
    else:
        for level, title in LEVELS.items():
            group = [line for line in lines if line.level == level]
            if group:
                yield say(title), group


def _lines_html(lines: Sequence[_Line], say: Say) -> str:
    """Each name, which leads on, before its cells."""
    view = link_to_view(lang=say.language)
    return "".join(
        f'<div class="scd-name{" scd-cards" if line.off else ""}">'
        f"{inner_link(line.page, line.label, {**view, **dict(line.link)}, say)}</div>{line.html}"
        for line in lines
    )


def _units_html(units: Sequence[_Line], say: Say) -> str:
    if not units:
        return ""
    rows = _title(say("Targets of single units that are off"))
    rows += _lines_html(units[:_MOST_UNITS], say)
    if len(units) > _MOST_UNITS:
        more = say(
            "More: {count}. The page Targets shows them all.", count=len(units) - _MOST_UNITS
        )
        rows += f'<div class="scd-all scd-small">{escape(more)}</div>'
    return rows


def _draw_many_units(month: date, say: Say, dark: bool) -> None:
    with one_state():
        units = looked_at(_unit_lines, month, say.language, dark)
    st.html(_grid(_units_html(units, say) or _nothing_off(say)))


def _draw_folded(month: date, only: Filter, say: Say, dark: bool) -> None:
    with one_state():
        lines = looked_at(_folded, month, only, say.language, dark)
    st.html(_others_html(lines, say, False))


def _others_html(lines: Sequence[_Line], say: Say, titled: bool) -> str:
    if not lines:
        return ""
    title = _title(say("Without a target here")) if titled else ""
    return _grid(title + _spanning(head(False, say)) + _lines_html(lines, say))


@remembered(100)
def _board(snapshot: Snapshot, month: date, only: Filter, language: str, dark: bool) -> _Board:
    rows = rows_of(snapshot, month, only)
    shown, folded = _without_target(snapshot, month, only)
    any_kpi = any(row.kpi.name not in _led(snapshot, month) for row in shown)
    silent = [
        row.card
        for row in rows
        if not row.counting and row.card is not None and not row.card.has_value
    ]
    return _Board(
        _lines(snapshot, [row for row in rows if row.counting], month, only, language, dark),
        _lines(snapshot, shown, month, only, language, dark),
        len(folded),
        _folded_words(len(folded), any_kpi, only, translator(language)),
        tuple(_silence(silent, translator(language))),
    )


@remembered(100)
def _folded(
    snapshot: Snapshot, month: date, only: Filter, language: str, dark: bool
) -> tuple[_Line, ...]:
    _, folded = _without_target(snapshot, month, only)
    return _lines(snapshot, folded, month, only, language, dark)


def _without_target(
    snapshot: Snapshot, month: date, only: Filter
) -> tuple[list[ScoreRow], list[ScoreRow]]:
    """KPIs without a target here that have a value: those that are shown, and those that are folded.
    Of a place those that the company has targets for are shown; where it has none at all, or nothing
    would stand on the board, the first of all."""
    rows = rows_of(snapshot, month, only)
    valued = [row for row in rows if not row.counting and row.card and row.card.has_value]
    led = _led(snapshot, month)
    shown = [row for row in valued if row.kpi.name in led]
    if not led or not shown and not any(row.counting for row in rows):
        return valued[:_MOST_BARE], valued[_MOST_BARE:]
    return shown, [row for row in valued if row.kpi.name not in led]


def _led(snapshot: Snapshot, month: date) -> set[str]:
    """The KPIs that the company has targets for."""
    return {row.kpi.name for row in rows_of(snapshot, month, ()) if row.counting}


def _folded_words(count: int, any_kpi: bool, only: Filter, say: Say) -> str:
    """What KPIs are folded. `any_kpi`: some of the same sort are shown above."""
    if any_kpi:
        return say("More KPIs without a target: {count}", count=count)
    if only:
        return say("KPIs without a target here or in the company: {count}", count=count)
    return say("KPIs without a target: {count}", count=count)


def _lines(
    snapshot: Snapshot,
    rows: Sequence[ScoreRow],
    month: date,
    only: Filter,
    language: str,
    dark: bool,
) -> tuple[_Line, ...]:
    say, palette = translator(language), DARK if dark else LIGHT
    company = {card.kpi.name: card for card in cards_of(snapshot, month, ())} if only else {}
    return tuple(
        _line(snapshot, row, month, company.get(row.kpi.name), say, palette) for row in rows
    )


def _line(
    snapshot: Snapshot,
    row: ScoreRow,
    month: date,
    yardstick: Card | None,
    say: Say,
    palette: Palette,
) -> _Line:
    steps = () if row.card is None else steps_of(snapshot, row.card)
    return _Line(
        "kpi" if row.kpi.measured else "targets",
        (("kpi", row.kpi.name),),
        say(row.kpi.label),
        row_html(row, month, steps, yardstick, say, palette),
        row.kpi.level,
        row.owners,
        row.off,
        row.urgency,
    )


@remembered(100)
def _unit_lines(snapshot: Snapshot, month: date, language: str, dark: bool) -> tuple[_Line, ...]:
    say, palette = translator(language), DARK if dark else LIGHT
    lines = []
    for row in units_off(snapshot, month):
        dimension, unit = row.counting[0].target.place
        line = _line(snapshot, row, month, None, say, palette)
        label = say("{kpi} · {unit}", kpi=row.kpi.label, unit=unit or say("not given"))
        link = (*line.link, (dimension or "", unit or ""))
        lines.append(replace(line, label=label, link=link))
    return tuple(lines)


def _silence(cards: Sequence[Card], say: Say) -> Iterator[str]:
    """Why KPIs show no value, one sentence for all that share the reason."""
    reasons: dict[str, list[Text]] = {}
    for card in cards:
        names = say.list([LABELS[name] for name in card.lacking])
        reason = (
            say(lacking_words(card), dimensions=names) if card.lacking else value_notes(card, say)
        )
        reasons.setdefault(reason, []).append(card.kpi.label)
    for reason, kpis in reasons.items():
        yield say("{kpis}: {reason}", kpis=kpis, reason=reason)
