"""What is said of an action: on the page, in minutes, in reports and by the command."""

from errors import Message
from i18n import translator
from metrics.catalog import kpi_named
from metrics.effect.actions import ImprovementAction, JudgedAction
from metrics.effect.verdict_of_action import words_of

_SAY = translator("en")


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
