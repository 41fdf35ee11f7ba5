"""What is said of an action: on the page, in minutes, in reports and by the command."""

from data.kinds.catalog import ACTION, PROBLEM
from errors import Message
from i18n import N_, rounded, translator
from metrics.catalog import kpi_named
from metrics.effect.actions import ImprovementAction, JudgedAction
from metrics.effect.level_change import FEWEST, Foresight
from metrics.effect.verdict_of_action import words_of
from metrics.kpi import Distance, Kpi

_SAY = translator("en")
# What a problem or an action was last said to be.
STATES = {**dict(PROBLEM.column("status").choices), **dict(ACTION.column("status").choices)}


def action_words(judged: JudgedAction) -> tuple[Message, ...]:
    """What its verdict rests on, how it was written down, and what else changed; no cause is
    named."""
    return (*_found(judged), *registration(judged.action), *_meanwhile(judged))


def _found(judged: JudgedAction) -> tuple[Message, ...]:
    if judged.verdict is None:
        return (
            Message(
                "\u201c{kpi}\u201d is not recorded there, so nothing can be measured.",
                {"kpi": judged.action.kpi},
            ),
        )
    return words_of(judged.verdict, kpi_named(judged.action.kpi))


def registration(action: ImprovementAction) -> tuple[Message, ...]:
    """Whether it was written down in time, whose word that is, and how its unit was chosen."""
    blanks = {"day": action.registered, "start": action.starts}
    found = []
    if action.late and action.claimed:
        found.append(
            Message("Registered late: on {day} by the file, after it had begun on {start}.", blanks)
        )
    elif action.late:
        found.append(Message("Registered late: on {day}, after it had begun on {start}.", blanks))
    elif action.claimed:
        found.append(Message("Registered on {day}, as the file says.", blanks))
    if action.worst:
        found.append(
            Message(
                "The unit was chosen because it was the worst: the months from the choice to the "
                "start count on neither side, as the worst is usually followed by something better."
            )
        )
    if action.compared:
        found.append(
            Message("Measured against: {units}.", {"units": list(action.compared)}),
        )
    return tuple(found)


def _meanwhile(judged: JudgedAction) -> tuple[Message, ...]:
    others = [
        *(event.text for event in judged.events),
        *(f"{one.action_id} {one.title}" for one in judged.others),
    ]
    found = []
    if others:
        found.append(Message("At the same time: {events}.", {"events": others}))
    if judged.scale_changed:
        found.append(
            Message(
                "Scale or definition changed in these months: {months}. Only months since then "
                "are used.",
                {"months": list(judged.scale_changed)},
            )
        )
    return tuple(found)


def action_record(judged: JudgedAction) -> dict[str, object]:
    """An action and its verdict as plain values; sentences are English."""
    action = judged.action
    step = None if judged.verdict is None else judged.verdict.change.step
    return {
        "action": action.action_id,
        "problem": action.problem_id,
        "title": action.title,
        "kpi": action.kpi,
        "place": f"{action.place[0]}={action.place[1]}" if action.place[0] else None,
        "starts": action.starts.isoformat(),
        "registered": action.registered.isoformat(),
        "registered_late": action.late,
        "status": action.status,
        "expected": "up" if action.up else "down",
        "size": action.size,
        "verdict": judged.outcome.value,
        "change": None if step is None else step.value,
        "low": None if step is None else step.limits.low,
        "high": None if step is None else step.limits.high,
        "months_before": None if judged.verdict is None else judged.verdict.change.before,
        "months_after": None if judged.verdict is None else judged.verdict.change.after,
        "text": " ".join(_SAY(message) for message in action_words(judged)),
    }


def foresight_words(
    found: Foresight, kpi: Kpi, window: int, size: float | None = None
) -> tuple[Message, ...]:
    """Whether the data can show what is expected of an action, before anything is promised."""
    if not found.varies:
        text = N_(
            "The KPI was the same in all {count} months before, so how small a change the data could "
            "show cannot be told."
        )
        return (Message(text, {"count": found.months}),)
    if found.smallest is None:
        text = N_(
            "There are {count} months with a value before; {needed} are needed, so nothing could be "
            "said of what this action does."
        )
        return (Message(text, {"count": found.months, "needed": FEWEST}),)
    told = [
        Message(
            "In {window} months the data can show a change of about {size}: a true one of that size "
            "is found in four of five cases.",
            {"window": window, "size": Distance(kpi.unit, found.smallest)},
        )
    ]
    if size is not None and found.power is not None:
        told.append(
            Message(
                "A true change of {size} would be found in {count} of 100 cases.",
                {"size": Distance(kpi.unit, size), "count": rounded(100 * found.power, 0)},
            )
        )
    return tuple(told)
