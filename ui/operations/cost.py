"""What a contact costs, in whole months, and by unit or channel."""

import pandas as pd

from charts.theme import Palette
from data.kinds.catalog import CONTACT_VOLUME
from errors import Message
from i18n import Month, Say
from metrics.catalog import kpi_named
from metrics.findings.month import card_of
from metrics.findings.operations import one, together, why_none
from metrics.kpi import Amount
from metrics.periods import whole_month
from metrics.voice.span import Span
from metrics.window import length
from ui.kpi.cards import card_body, draw_card
from ui.operations.file import draw_file
from ui.operations.look import (
    TableCell,
    cell,
    heading,
    meter,
    note,
    share_of_all,
    table,
    unit_words,
    value_cell,
)
from ui.operations.targets import target_words
from ui.operations.view import OperationsView
from ui.parts import st
from ui.parts.links import page_named
from ui.state.board import looked_at, today
from ui.state.filters import LABELS
from ui.state.link import linked

_COST = "cost_per_contact"
_MOST_ROWS = 12


def draw_cost(view: OperationsView, say: Say, palette: Palette) -> None:
    """The cost of a contact, its months as a card, and the units."""
    last = whole_month(view.span.last, today())
    if last < view.span.first:
        st.info(
            say(
                Message(
                    "{month} is not over, and cost is told of whole months only. Choose an earlier "
                    "month.",
                    {"month": Month(view.month)},
                )
            )
        )
        return
    span = Span(view.span.first, length(view.span.first, last))
    whole = one(looked_at(together, _COST, span, view.only))
    if whole is None:
        st.info(say(looked_at(why_none, _COST, span, view.only)))
        st.page_link(page_named("upload", say))
        return
    kpi = kpi_named(_COST)
    blanks = {
        "value": Amount(kpi.unit, float(whole["value"])),
        "cost": say.number(float(whole["y"]), 0),
        "contacts": say.number(float(whole["x"]), 0),
        "span": span,
    }
    st.html(
        heading(say("A contact cost {value} in {span}: {cost} for {contacts} contacts.", **blanks))
        + note(say(kpi.meaning))
        + note(say("{month} alone, with its target:", month=say.month(span.last)))
    )
    with st.columns([1, 2])[0]:
        draw_card(
            kpi, card_body(looked_at(card_of, _COST, span.last, view.only), say, palette), say
        )
    _draw_units(whole, span, view, say)


def _draw_units(whole: pd.Series, span: Span, view: OperationsView, say: Say) -> None:
    filtered = {name for name, _ in view.only}
    dimensions = [name for name in CONTACT_VOLUME.dimensions if name not in filtered]
    if not dimensions:
        return
    with st.columns([1, 2])[0]:
        by = linked(
            "by",
            say("By"),
            dimensions,
            "channel" if "channel" in dimensions else dimensions[0],
            lambda name: say(LABELS[name]),
        )
    kpi = kpi_named(_COST)
    rows = looked_at(together, _COST, span, view.only, by).sort_values(
        "y", ascending=False, kind="stable"
    )
    heads = (
        say(LABELS[by]),
        say("Cost of a contact"),
        say("Contacts"),
        say("Cost"),
        say("Of all cost"),
        "",
    )
    body = [
        (
            "",
            [
                cell(unit_words(row["group"], say)),
                value_cell(kpi, row, say),
                cell(say.number(row["x"], 0), "scd-num", say("Contacts")),
                cell(say.number(row["y"], 0), "scd-num", say("Cost")),
                cell(share_of_all(_part(row, whole), say), "scd-num", say("Of all cost")),
                TableCell(meter(_part(row, whole)), "scd-barred"),
            ],
        )
        for _, row in rows.head(_MOST_ROWS).iterrows()
    ]
    more = (
        say(
            "The first {shown} of {all}; the file has all of them.", shown=_MOST_ROWS, all=len(rows)
        )
        if len(rows) > _MOST_ROWS
        else ""
    )
    st.html(table(say("Cost by {dimension}", dimension=LABELS[by]), heads, body) + note(more))
    numbers = pd.DataFrame(
        {
            say(LABELS[by]): [unit_words(group, say) for group in rows["group"]],
            say("Cost of a contact"): rows["value"],
            say("Contacts"): rows["x"],
            say("Cost"): rows["y"],
            say("Of all cost in %"): [_part(row, whole) for _, row in rows.iterrows()],
        }
    )
    card = looked_at(card_of, _COST, span.last, view.only)
    draw_file(numbers, f"cost_{by}", view, span, say, target_words(card, say))


def _part(row: pd.Series, whole: pd.Series) -> float:
    return 100 * float(row["y"]) / float(whole["y"]) if whole["y"] else 0.0
