"""What the first contact solves, how often requests are handed over, and whether the first person
asked stays responsible. Of units only, never of people."""

from html import escape

import pandas as pd

from charts.theme import Palette
from data.kinds.catalog import SERVICE_REQUEST
from errors import Message
from i18n import Say
from metrics.catalog import kpi_named
from metrics.findings.month import card_of
from metrics.findings.operations import one, together, why_none
from metrics.kpi import Amount, Kpi, Shape
from ui.operations.file import draw_file
from ui.operations.look import (
    TableCell,
    cell,
    heading,
    meter,
    note,
    table,
    terms,
    unit_words,
    value_cell,
)
from ui.operations.targets import target_cell, target_words
from ui.operations.view import OperationsView
from ui.parts import st
from ui.parts.links import page_named
from ui.state.board import looked_at
from ui.state.filters import LABELS
from ui.state.link import linked

_FIRST = "first_contact_resolution"
NAMES = (_FIRST, "reopening_rate", "hand_overs", "first_responsibility_kept")
_SPLIT = (_FIRST, "hand_overs", "first_responsibility_kept")
_MOST_ROWS = 12


def draw_contact(view: OperationsView, say: Say, palette: Palette) -> None:
    """The measures with their targets and what they mean, then by unit."""
    found = {name: one(looked_at(together, name, view.span, view.only)) for name in NAMES}
    if all(row is None for row in found.values()):
        reasons = (say(looked_at(why_none, name, view.span, view.only)) for name in NAMES)
        st.info(say.sentences(list(dict.fromkeys(reasons))))
        st.page_link(page_named("upload", say))
        return
    heads = (say("Measure"), say("Value"), "", say("Requests"), say("Target"))
    body = [_row(kpi_named(name), row, view, say) for name, row in found.items()]
    words = [(say(kpi_named(name).label), say(kpi_named(name).meaning)) for name in NAMES]
    st.html(
        heading(say(_finding(found[_FIRST], view)))
        + note(say(kpi_named(_FIRST).meaning))
        + table(say("First contact and responsibility"), heads, body)
        + terms(words, say("What is counted"))
    )
    draw_file(_numbers(found, view, say), "first_contact", view, view.span, say)
    _draw_units(view, say)


def _finding(row: pd.Series | None, view: OperationsView) -> Message:
    if row is None:
        return looked_at(why_none, _FIRST, view.span, view.only)
    blanks = {
        "value": Amount(kpi_named(_FIRST).unit, float(row["value"])),
        "n": int(row["n"]),
        "span": view.span,
    }
    if row["maturing"]:
        return Message(
            "First-contact resolution: {value} of {n} closed requests in {span}, and later records "
            "still count.",
            blanks,
        )
    return Message("First-contact resolution: {value} of {n} closed requests in {span}.", blanks)


def _row(
    kpi: Kpi, row: pd.Series | None, view: OperationsView, say: Say
) -> tuple[str, list[TableCell]]:
    if row is None:
        why = escape(say(looked_at(why_none, kpi.name, view.span, view.only)))
        return "", [cell(say(kpi.label)), TableCell(f"<small>{why}</small>", "scd-wide")]
    card = looked_at(card_of, kpi.name, view.span.last, view.only)
    goal = card.stage.monthly_goal if card.stages and card.stage else None
    bar = (
        meter(float(row["value"]), row["low"], row["high"], goal)
        if kpi.measure.shape is Shape.SHARE
        else ""
    )
    return (
        "",
        [
            cell(say(kpi.label)),
            value_cell(kpi, row, say),
            TableCell(bar, "scd-barred"),
            cell(say.number(int(row["n"])), "scd-num", say("Requests")),
            target_cell(card, view, say),
        ],
    )


def _numbers(found: dict[str, pd.Series | None], view: OperationsView, say: Say) -> pd.DataFrame:
    lines = []
    for name, row in found.items():
        kpi = kpi_named(name)
        card = looked_at(card_of, name, view.span.last, view.only)
        lines.append(
            {
                say("Measure"): say(kpi.label),
                say("Value"): None if row is None else float(row["value"]),
                say("95% from"): None if row is None else float(row["low"]),
                say("95% to"): None if row is None else float(row["high"]),
                say("Requests"): 0 if row is None else int(row["n"]),
                say("Target"): target_words(card, say),
                say("Definition"): say(kpi.meaning),
            }
        )
    return pd.DataFrame(lines)


def _draw_units(view: OperationsView, say: Say) -> None:
    filtered = {name for name, _ in view.only}
    dimensions = [name for name in SERVICE_REQUEST.dimensions if name not in filtered]
    st.html(heading(say("By unit, {span}", span=view.pattern)))
    with st.columns([1, 2])[0]:
        by = linked(
            "by",
            say("By"),
            dimensions,
            "store" if "store" in dimensions else dimensions[0],
            lambda name: say(LABELS[name]),
        )
    tables = {
        name: {
            row["group"]: row
            for _, row in looked_at(together, name, view.pattern, view.only, by).iterrows()
        }
        for name in _SPLIT
    }
    units = sorted(
        {unit for rows in tables.values() for unit in rows},
        key=lambda unit: (
            -max(rows[unit]["n"] if unit in rows else 0 for rows in tables.values()),
            unit,
        ),
    )
    labels = {name: say(kpi_named(name).label) for name in _SPLIT}
    heads = (say(LABELS[by]), say("Requests"), *labels.values())
    body = [
        (
            "",
            [
                cell(unit_words(unit, say)),
                cell(say.number(_most(unit, tables)), "scd-num", say("Requests")),
                *(
                    value_cell(kpi_named(name), tables[name].get(unit), say, labels[name])
                    for name in _SPLIT
                ),
            ],
        )
        for unit in units[:_MOST_ROWS]
    ]
    more = (
        say(
            "The first {shown} of {all}; the file has all of them.",
            shown=_MOST_ROWS,
            all=len(units),
        )
        if len(units) > _MOST_ROWS
        else ""
    )
    st.html(table(say("First contact and responsibility by unit"), heads, body) + note(more))
    numbers = pd.DataFrame(
        [
            {
                say(LABELS[by]): unit_words(unit, say),
                **{label: _value(tables[name].get(unit)) for name, label in labels.items()},
                say("Requests"): _most(unit, tables),
            }
            for unit in units
        ]
    )
    draw_file(numbers, f"first_contact_{by}", view, view.pattern, say)


def _most(unit: str, tables: dict[str, dict[str, pd.Series]]) -> int:
    return int(max(rows[unit]["n"] if unit in rows else 0 for rows in tables.values()))


def _value(row: pd.Series | None) -> float | None:
    return None if row is None or pd.isna(row["value"]) else float(row["value"])
