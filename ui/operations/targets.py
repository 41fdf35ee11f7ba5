"""The targets beside a value of several months: each with its verdict, and the month that this rests
on."""

from html import escape

from errors import Message
from i18n import Say
from metrics.findings.board import Card
from ui.kpi.cards import judged_on, stage_words
from ui.operations.look import TableCell
from ui.operations.view import OperationsView


def target_cell(card: Card, view: OperationsView, say: Say) -> TableCell:
    """The targets in force with their verdicts; where these rest on another time than the value
    beside them, on which."""
    stages = card.stages_now if card.stages else ()
    if not stages:
        return TableCell(f"<small>{escape(say('No target here.'))}</small>", "scd-wide")
    alone = view.span.months == 1 and not view.span.running
    told = [
        stage_words(stage, say)
        + ("" if alone and stage.period == view.span.last else judged_on(card.kpi, stage, say))
        for stage in stages
    ]
    return TableCell("<br>".join(told), "scd-wide")


def target_words(card: Card, say: Say) -> str:
    """The target in force as a file has it; empty without one."""
    stage = card.stage if card.stages else None
    return "" if stage is None else say(Message("{target}", {"target": stage.asked}))
