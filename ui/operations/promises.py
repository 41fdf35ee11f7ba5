"""Promises by step and urgency, against their target."""

from html import escape

import pandas as pd

from charts.theme import Palette
from data.kinds.catalog import PROMISE
from errors import Message
from i18n import N_, Say
from metrics.findings.operations import Promise, Step, one, steps, together, why_none
from metrics.kpi import Amount
from ui.kpi.cards import verdict_words
from ui.operations.file import draw_file
from ui.operations.look import TableCell, cell, heading, meter, note, table, unit_words, value_cell
from ui.operations.targets import target_cell, target_words
from ui.operations.view import OperationsView
from ui.parts import st
from ui.parts.links import page_named
from ui.state.board import looked_at

_NAMES = {
    "answer": N_("Answer"),
    "plan": N_("Giving a plan"),
    "arrive": N_("On site"),
    "repair": N_("Repair"),
}
_SURE = 50  # requests, below which a month alone says little


def draw_promises(view: OperationsView, say: Say, palette: Palette) -> None:
    """The table of steps and urgencies, what is missing, and the promises of a visit."""
    found = looked_at(steps, view.span, view.only)
    if all(step.whole is None for step in found):
        reasons = dict.fromkeys(say(step.reason) for step in found if step.reason)
        st.info(say.sentences(list(reasons)))
        st.page_link(page_named("upload", say))
        return
    visit = one(looked_at(together, "promises_kept", view.span, view.only))
    heads = (
        say("Step and urgency"),
        say("Promised"),
        say("Share kept"),
        "",
        say("Broken"),
        say("Target"),
    )
    body = [line for step in found for line in _lines(step, view, say)]
    st.html(
        heading(say(_finding(found)))
        + table(say("Promises by step and urgency"), heads, body)
        + note(say.sentences(_notes(found, view, say)))
    )
    _draw_visit(visit, view, say)
    draw_file(_numbers(found, say), "promises", view, view.span, say)


def _finding(found: tuple[Step, ...]) -> Message:
    """The step of which most promises are broken, or that none is."""
    known = [step for step in found if step.whole is not None]
    worst = max(known, key=lambda step: _broken(step.whole))
    broken = _broken(worst.whole)
    if not broken:
        return Message("Of the steps on record every promise that has run out was kept.")
    return Message(
        "Most broken promises: {step}, {broken} of {asked} requests.",
        {"step": _NAMES[worst.name], "broken": broken, "asked": int(worst.whole["n"])},
    )


def _broken(row: pd.Series | None) -> int:
    return 0 if row is None else int(row["x"] - row["y"])


def _lines(step: Step, view: OperationsView, say: Say) -> list[tuple[str, list[TableCell]]]:
    """A row of the whole step, then one an urgency."""
    name = say(_NAMES[step.name])
    if step.whole is None:
        reason = "" if step.reason is None else say(step.reason)
        return [
            ("scd-lead", [cell(name), TableCell(f"<small>{escape(reason)}</small>", "scd-wide")])
        ]
    lines = [
        (
            "scd-lead",
            [
                cell(name),
                cell(""),
                value_cell(step.kpi, step.whole, say),
                TableCell(_meter(step.whole, step.goal), "scd-barred"),
                _broken_cell(step.whole, say),
                target_cell(step.card, view, say),
            ],
        )
    ]
    for urgency in step.urgencies:
        row = step.rows.get(urgency)
        lines.append(
            (
                "scd-under",
                [
                    cell(unit_words(urgency, say)),
                    _promise(step.promised(urgency), say),
                    value_cell(step.kpi, row, say),
                    TableCell("" if row is None else _meter(row, step.goal), "scd-barred"),
                    _broken_cell(row, say),
                    _gap(step, row, say),
                ],
            )
        )
    return lines


def _meter(row: pd.Series, goal: float | None) -> str:
    return meter(float(row["value"]), row["low"], row["high"], goal)


def _broken_cell(row: pd.Series | None, say: Say) -> TableCell:
    words = (
        say("none asked")
        if row is None
        else say("{broken} of {asked}", broken=_broken(row), asked=int(row["n"]))
    )
    return cell(words, "scd-num", say("Broken"))


def _promise(promise: Promise | None, say: Say) -> TableCell:
    if promise is None:
        return cell("–", "scd-wide", say("Promised"))
    usual = f"<small>{escape(say('usual'))}</small>" if promise.usual else ""
    return TableCell(escape(promise.spoken(say)) + usual, "scd-wide", say("Promised"))


def _gap(step: Step, row: pd.Series | None, say: Say) -> TableCell:
    """How far an urgency lies from the target of the whole step."""
    if step.goal is None or row is None:
        return cell("")
    unit = step.kpi.unit
    gap = unit.step_between(step.goal, float(row["value"]))
    side = (
        say("at the target")
        if gap == 0
        else say("{size} above the target", size=unit.show_size(say, gap))
        if gap > 0
        else say("{size} below the target", size=unit.show_size(say, gap))
    )
    return TableCell(f"<small>{escape(side)}</small>", "scd-wide")


def _notes(found: tuple[Step, ...], view: OperationsView, say: Say) -> list[str]:
    said = [
        say(
            "Counted are requests whose promise has run out or was kept; one not answered past its "
            "promise is broken, one still within it is not counted yet. Bar: the share kept, with "
            "its 95% interval."
        )
    ]
    said += [say(unsure(step)) for step in found if step.whole is not None and step.whole["top"]]
    if any(step.goal is not None for step in found):
        said.append(say("Upright line: the target."))
    if any(promise.usual for step in found for promise in step.promises.values()):
        said.append(
            say(
                "“Usual”: no promise of your own is loaded for it; a file of “{kind}” sets one.",
                kind=say(PROMISE.label),
            )
        )
    if any(step.own_stores for step in found):
        said.append(
            say("Some stores have promises of their own: their requests are judged by those.")
        )
    if "" in {urgency for step in found for urgency in step.rows}:
        said.append(say("Requests without an urgency are promised what ordinary ones are."))
    if any(step.whole is not None and step.whole["n"] < _SURE for step in found):
        said.append(say("Of few requests the share says little: choose a longer time above."))
    return said


def unsure(step: Step) -> Message:
    """What a step's share is at most, where the step itself is not on record of some requests."""
    row, unit = step.whole, step.kpi.unit
    return Message(
        "{step}: {count} of the {broken} broken were closed later than promised, without that moment "
        "on record; had it come in time in all of them, {value} would have been kept.",
        {
            "step": _NAMES[step.name],
            "count": int(row["top"]),
            "broken": _broken(row),
            "value": Amount(unit, 100 * float(row["y"] + row["top"]) / float(row["x"])),
        },
    )


def _draw_visit(row: pd.Series | None, view: OperationsView, say: Say) -> None:
    """The four promises of a visit together."""
    if row is None:
        st.caption(say(looked_at(why_none, "promises_kept", view.span, view.only)))
        return
    st.caption(
        say(
            "Promises of a visit (came on time, change announced, agreement kept, opinion asked): "
            "{kept} of {asked} kept, {value}, of {requests} requests closed in {span}.",
            kept=int(row["y"]),
            asked=int(row["x"]),
            value=say("{value}%", value=say.number(float(row["value"]), 1)),
            requests=int(row["n"]),
            span=view.span,
        )
    )


def _numbers(found: tuple[Step, ...], say: Say) -> pd.DataFrame:
    """The table as plain numbers."""
    lines = []
    for step in found:
        stage = step.card.stage if step.card.stages else None
        split = [(name, step.rows.get(name)) for name in step.urgencies]
        for urgency, row in ((None, step.whole), *split):
            promise = None if urgency is None else step.promised(urgency)
            lines.append(
                {
                    say("Step of a request"): say(_NAMES[step.name]),
                    say("Urgency"): say("All") if urgency is None else unit_words(urgency, say),
                    say("Promised"): "" if promise is None else promise.spoken(say),
                    say("Kept in %"): None if row is None else float(row["value"]),
                    say("95% from"): None if row is None else float(row["low"]),
                    say("95% to"): None if row is None else float(row["high"]),
                    say("Requests"): 0 if row is None else int(row["n"]),
                    say("Broken"): _broken(row),
                    say("Target"): target_words(step.card, say),
                    say("Verdict"): "" if stage is None else verdict_words(stage, say),
                }
            )
    return pd.DataFrame(lines)
