"""The actions with what became of them, those to be checked now first."""

from datetime import date
from html import escape

import pandas as pd

from charts.theme import Palette
from i18n import Say
from metrics.catalog import indicator_named
from metrics.effect.action_words import action_words
from metrics.effect.actions import ImprovementAction, JudgedAction, actions_of, judged_actions
from metrics.effect.verdict_of_action import Outcome
from ui.loop.pictures import LOOK, key_words, picture
from ui.loop.words import place_words, status_words
from ui.parts import st
from ui.parts.kpi_link import kpi_link
from ui.parts.table import draw_rest
from ui.parts.viewer import sees_people
from ui.state.board import looked_at, read

_MOST = 40  # shown; the file has all of them
_DRAWN = 10  # of these with a picture
CARD_LOOK = """<style>
.scd-action { border: 1px solid rgba(128, 128, 128, .35); border-radius: .5rem; padding: .6rem .9rem; margin: 0 0 .7rem; }
.scd-action h2 { font-size: 1rem; font-weight: 650; margin: 0 0 .15rem; padding: 0; overflow-wrap: anywhere; }
.scd-action p { margin: .15rem 0; line-height: 1.5; overflow-wrap: anywhere; }
.scd-action .scd-outcome { font-weight: 650; }
</style>"""


def draw_actions(month: date, say: Say, palette: Palette) -> None:
    """Every action that has started, judged as of a month; then those to come."""
    judged = looked_at(judged_actions, month)
    started = {one.action.action_id for one in judged}
    later = [one for one in read(actions_of) if one.action_id not in started]
    if not judged and not later:
        st.info(
            say(
                "No action is written down yet. Write one down before it begins: only then can be "
                "said what it did."
            )
        )
        return
    ordered = sorted(
        judged, key=lambda one: (not one.is_due(month), -one.action.starts.toordinal())
    )
    pictures = [
        picture(one, month, say, palette) if at < _DRAWN else ""
        for at, one in enumerate(ordered[:_MOST])
    ]
    key = key_words(say) if any(pictures) else ""
    cards = "".join(
        card(one, month, say, drawn) for one, drawn in zip(ordered, pictures, strict=False)
    )
    st.html(LOOK + CARD_LOOK + key + cards + "".join(_to_come(one, say) for one in later))
    rows = pd.DataFrame([file_row(one, say) for one in ordered])
    if len(rows):
        draw_rest(rows, _MOST, "actions", "actions_file", say)


def card(judged: JudgedAction, month: date, say: Say, drawn: str = "") -> str:
    """An action with its verdict and what that rests on, as HTML; `drawn`: its picture."""
    action, outcome = judged.action, judged.outcome
    due = judged.is_due(month)
    tags = [f'<span class="scd-outcome">{outcome.shape} {escape(say(outcome.label))}</span>']
    tags += [escape(status_words(action, say))]
    tags += [escape(say("Effect to be checked now"))] if due else []
    words = say.sentences([say(message) for message in action_words(judged)])
    end = [_because(action, say)] if action.reason else []
    needs = (
        [say("What it needs to work elsewhere: {conditions}", conditions=action.conditions)]
        if action.conditions and outcome in (Outcome.WORKED, Outcome.PARTLY)
        else []
    )
    lines = "".join(f"<p>{escape(line)}</p>" for line in [words, *end, *needs])
    return (
        f'<div class="scd-action"><h2>{escape(_title(action))}</h2>'
        f"<p>{' · '.join(tags)}</p><p>{_about(action, say, month)}</p>{drawn}{lines}</div>"
    )


def _because(action: ImprovementAction, say: Say) -> str:
    """Why it ended; of one that goes on, as it was taken up again, why that is."""
    if action.has_ended:
        return say("Closed because: {reason}", reason=action.reason)
    return say("Reason: {reason}", reason=action.reason)


def _to_come(action: ImprovementAction, say: Say) -> str:
    return (
        f'<div class="scd-action"><h2>{escape(_title(action))}</h2>'
        f"<p>{escape(status_words(action, say))}</p><p>{_about(action, say)}</p></div>"
    )


def _title(action: ImprovementAction) -> str:
    return f"{action.action_id} {action.title}"


def _about(action: ImprovementAction, say: Say, month: date | None = None) -> str:
    """Which KPI, linked to its page there as of a month (None: the latest), where, from when,
    against which problem, by whom; as HTML."""
    kpi = kpi_link(action.kpi, say(indicator_named(action.kpi).label), say, action.place, month)
    told = [
        place_words(action.place, say),
        say("from {day}", day=say.date(action.starts)),
    ]
    told += [say("problem {number}", number=action.problem_id)] if action.problem_id else []
    told += [action.owner] if action.owner and sees_people() else []
    return " · ".join([kpi, *map(escape, told)])


def file_row(judged: JudgedAction, say: Say) -> dict[str, object]:
    """What a file says of an action."""
    action = judged.action
    return {
        say("Action number"): action.action_id,
        say("What is done"): action.title,
        say("KPI"): say(indicator_named(action.kpi).label),
        say("Place"): place_words(action.place, say),
        say("Starts on"): action.starts.isoformat(),
        say("Status"): status_words(action, say),
        say("Outcome"): say(judged.outcome.label),
        say("What it rests on"): say.sentences([say(one) for one in action_words(judged)]),
    }
