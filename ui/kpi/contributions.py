"""A KPI's units: what each does to the level of the whole, and its part in the change of a year."""

from dataclasses import replace
from datetime import date
from html import escape

import pandas as pd

from charts.words import group_label
from i18n import Say
from metrics.answers.answer import Answer
from metrics.answers.asked import asking
from metrics.comparisons.contribution import (
    Contributions,
    UnitEffect,
    contributions,
    divisible,
)
from metrics.comparisons.contribution_words import SAMPLING, change_finding, level_finding
from metrics.findings.board import Card
from metrics.kpi import Amount, ValueUnit
from metrics.periods import Period, add_months, last_day
from metrics.snapshot import Snapshot
from ui.parts import st
from ui.parts.heading import heading
from ui.parts.table import TableLook, show_first_with_file
from ui.shell.style import shortened
from ui.state.filters import LABELS

_ROWS = 200
_FEW = 6  # units that are told at first
_LOOK = shortened("""<style>
.scd-parts { border-collapse: collapse; font-size: .88rem; line-height: 1.45; margin-top: .5rem; }
.scd-parts th, .scd-parts td { text-align: right; padding: .2rem 0 .2rem 1.2rem; font-variant-numeric: tabular-nums; }
.scd-parts th:first-child { text-align: left; padding-left: 0; overflow-wrap: anywhere; }
@media (max-width: 640px) { .scd-parts { font-size: .8rem; } .scd-parts th, .scd-parts td { padding-left: .6rem; }
  .scd-parts th:first-child { min-width: 7rem; } .scd-parts th:nth-child(2), .scd-parts td:nth-child(2) { display: none; } }
.scd-parts th { font-weight: 500; } .scd-parts tbody tr { border-top: 1px solid rgba(128, 128, 128, .3); }
</style>""")


def parts_of(snapshot: Snapshot, found: Answer, period: date, card: Card) -> Contributions | None:
    """What the units of a split answer do to the whole in a period, and since a year before where
    that may be compared; None of KPIs whose value is not put together of units, and of one unit."""
    if not divisible(card.kpi):
        return None
    before = add_months(period, -12)
    end = last_day(period, found.query.grain)
    if any(before < start <= end for start in card.breaks.scales):
        before = None  # another scale, or another definition
    parts = contributions(found, _whole(snapshot, found), period, before)
    return None if parts is None or len(parts.parts) < 2 else parts


def parts_words(parts: Contributions, found: Answer, period: date, say: Say, level: int = 3) -> str:
    """The finding, and the units that hold the whole back most, as HTML; `level` of its heading."""
    grain, by = found.query.grain, say(LABELS[found.query.by])
    title = say("What each does to the whole, {period}", period=Period(period, grain))
    told = say.sentences([level_finding(parts), *change_finding(parts, grain)])
    table = _table(parts, by, grain, say, short=True)
    rows = list(zip(*table.values(), strict=True))
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
        for first, *cells in rows[:_FEW]
    )
    rest = (
        say(
            "In the order of what they do to the level, the worst first: {shown} of {all}.",
            shown=_FEW,
            all=len(rows),
        )
        if len(rows) > _FEW
        else ""
    )
    return (
        f"{_LOOK}{heading(title, level)}"
        f'<div class="scd-chip">{escape(told)}</div>'
        f'<table class="scd-parts"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        f'<div class="scd-small">{escape(rest)}</div>'
    )


def draw_all_contributions(
    parts: Contributions | None, found: Answer, period: date, say: Say
) -> None:
    """Each unit with the limits of what it does, and what these numbers do not know."""
    if parts is None:
        return
    grain, by = found.query.grain, say(LABELS[found.query.by])
    title = say("What each does to the whole, {period}", period=Period(period, grain))
    st.html(heading(title, level=3))
    table = pd.DataFrame(_table(parts, by, grain, say))
    file = f"{parts.kpi.name}-units"
    show_first_with_file(table, _ROWS, file, "contributions", say, TableLook(table.columns[1:]))
    st.caption(say.sentences(_notes(parts, say)))


def _whole(snapshot: Snapshot, split: Answer) -> Answer:
    return asking(snapshot, [split.kpi])(split.kpi.name, replace(split.query, by=None))


def _table(
    parts: Contributions, by: str, grain: str, say: Say, short: bool = False
) -> dict[str, list[str]]:
    """The units, those that hold the whole back most first; `short`: without limits."""
    better = parts.kpi.direction.value
    rows = sorted(parts.parts, key=lambda part: better * part.level.size)
    unit = parts.kpi.unit
    columns = {
        by: [group_label(part.group, say) for part in rows],
        say("Share of answers"): [
            say("{percent}%", percent=say.number(100 * part.share, 1)) for part in rows
        ],
        say("Value"): [unit.show(say, part.value) for part in rows],
    }
    level = say("Does to the level") if short else say("Does to the level (95%)")
    told_in = parts.unit
    columns[level] = [_effect(told_in, part.level, say, short) for part in rows]
    if parts.before is not None and parts.whole_before is not None:
        since = Period(parts.before, grain)
        changed = (
            say("Part in the change against {before}", before=since)
            if short
            else say("Part in the change against {before} (95%)", before=since)
        )
        columns[changed] = [_effect(told_in, part.change, say, short) for part in rows]
    return columns


def _effect(unit: ValueUnit, effect: UnitEffect | None, say: Say, short: bool) -> str:
    if effect is None:
        return "–"
    if short:
        return Amount(unit, effect.size, change=True, bare=True).spoken(say)
    size, low, high = (
        Amount(unit, value, change=True, bare=True) for value in (effect.size, *effect.interval)
    )
    return say("{size} ({low} to {high})", size=size, low=low, high=high)


def _notes(parts: Contributions, say: Say) -> list[str]:
    """What the columns are, what they add up to, and what they do not know."""
    notes = [
        say(
            "On the level: share of the answers times the distance from {whole}, the value of all.",
            whole=Amount(parts.kpi.unit, parts.whole),
        )
    ]
    moved = None if parts.whole_before is None else parts.whole - parts.whole_before
    if moved is not None:
        notes.append(
            say("In the change both a unit's own value and its share of the answers count.")
        )
    if parts.hidden:
        notes.append(
            say(
                "Units that are hidden or held to protect staff are left out, so what is shown does "
                "not add up to the whole."
            )
        )
    elif moved is None:
        notes.append(say("All units together come to 0."))
    else:
        notes.append(
            say(
                "All units together come to 0 on the level, and to {change} in the change.",
                change=Amount(parts.kpi.unit, moved, change=True),
            )
        )
    return [*notes, say(SAMPLING)]
