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
from metrics.kpi import Amount
from metrics.periods import Period, add_months, last_day
from metrics.snapshot import Snapshot
from ui.parts import st
from ui.parts.literal import bold
from ui.parts.table import show_first_with_file
from ui.state.board import looked_at
from ui.state.filters import LABELS

_ROWS = 200


def draw_contributions(found: Answer, period: date, card: Card, say: Say) -> None:
    """Which units hold the whole back, and which made it change; nothing of KPIs whose value is not
    put together of units."""
    if not divisible(card.kpi):
        return
    before = add_months(period, -12)
    end = last_day(period, found.query.grain)
    if any(before < start <= end for start in card.breaks.scales):
        before = None  # another scale, or another definition
    parts = contributions(found, looked_at(_whole, found), period, before)
    if parts is None or len(parts.parts) < 2:
        return
    grain, by = found.query.grain, say(LABELS[found.query.by])
    st.markdown(bold(say("What each does to the whole, {period}", period=Period(period, grain))))
    told = [level_finding(parts), *change_finding(parts, grain)]
    st.html(f'<div class="scd-chip">{escape(say.sentences(told))}</div>')
    table = _table(parts, by, grain, say)
    file = f"{card.kpi.name}-units"
    show_first_with_file(table, _ROWS, file, "contributions", say, right=table.columns[1:])
    st.caption(say.sentences(_notes(parts, say)))


def _whole(snapshot: Snapshot, split: Answer) -> Answer:
    return asking(snapshot, [split.kpi])(split.kpi.name, replace(split.query, by=None))


def _table(parts: Contributions, by: str, grain: str, say: Say) -> pd.DataFrame:
    better = parts.kpi.direction.value
    rows = sorted(parts.parts, key=lambda part: better * part.level.size)
    unit = parts.kpi.unit
    columns = {
        by: [group_label(part.group, say) for part in rows],
        say("Share of answers"): [
            say("{percent}%", percent=say.number(100 * part.share, 1)) for part in rows
        ],
        say("Value"): [unit.show(say, part.value) for part in rows],
        say("Does to the level (95%)"): [_effect(parts, part.level, say) for part in rows],
    }
    if parts.before is not None and parts.whole_before is not None:
        columns[
            say("Part in the change since {before} (95%)", before=Period(parts.before, grain))
        ] = [_effect(parts, part.change, say) for part in rows]
    return pd.DataFrame(columns)


def _effect(parts: Contributions, effect: UnitEffect | None, say: Say) -> str:
    if effect is None:
        return "–"
    unit = parts.kpi.unit
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
