"""One problem opened: what was seen, what is done about it, what was learnt before, and how it moves
on."""

from datetime import date
from html import escape

from data.kinds.catalog import PROBLEM
from i18n import Say
from metrics.effect.actions import judged_actions, registered_actions
from metrics.effect.problems import Problem, decisions_of
from ui.loop.alike import draw_alike
from ui.loop.changes import draw_change
from ui.loop.words import place_words, proof_link, proof_words, status_words
from ui.parts import st
from ui.parts.links import page_named
from ui.parts.viewer import holds_reviews
from ui.state.board import looked_at
from ui.state.link import linked

_NONE = ""


def draw_opened(problems: tuple[Problem, ...], month: date, say: Say) -> None:
    """The choice of a problem, and that problem; the link names it."""
    known = {one.problem_id: one for one in problems}
    chosen = linked(
        "problem",
        say("Open a problem"),
        [_NONE, *known],
        _NONE,
        lambda number: f"{number} {known[number].title}" if number else say("none"),
    )
    if chosen == _NONE:
        return
    problem = known[chosen]
    told = "".join(f"<p>{escape(line)}</p>" for line in _lines(problem, month, say))
    heading = f"{problem.problem_id} {problem.title}"
    st.html(
        f'<h2 style="font-size:1.15rem;margin:0;padding:0;overflow-wrap:anywhere">'
        f'{escape(heading)}</h2><div style="line-height:1.5">{told}</div>'
    )
    view = proof_link(problem)
    if view is not None:
        st.page_link(
            page_named(view[0], say),
            label=say("See it where it was raised"),
            query_params={**view[1], "lang": say.language},
        )
    draw_alike(problem.category or "", say)
    if holds_reviews():
        with st.expander(say("Change this problem"), key="change_fold"):
            draw_change(problem, say)


def _lines(problem: Problem, month: date, say: Say) -> list[str]:
    """State, place and department; the proof; the cause; actions and decisions."""
    column = PROBLEM.column
    told = [
        " · ".join(
            [
                status_words(problem, say),
                place_words(problem.place, say),
                problem.department,
                say("raised on {day}", day=say.date(problem.raised)),
            ]
        )
    ]
    if problem.points_at:
        told.append(
            say("{label}: {words}", label=column("points_at").label, words=_proof(problem, say))
        )
    cause = problem.cause or say("no cause given")
    told.append(say("{label}: {words}", label=column("cause").label, words=cause))
    told += _actions(problem, month, say)
    told += [
        say("Decided on {day}: {text}", day=say.date(one.day), text=one.text)
        for one in looked_at(decisions_of)
        if one.problem_id == problem.problem_id
    ]
    return told


def _proof(problem: Problem, say: Say) -> str:
    return proof_words(problem.points_at or "", say)


def _actions(problem: Problem, month: date, say: Say) -> list[str]:
    """The actions against it with their outcomes, or that there is none."""
    outcomes = {one.action.action_id: one.outcome for one in looked_at(judged_actions, month)}
    found = [one for one in looked_at(registered_actions) if one.problem_id == problem.problem_id]
    if not found:
        return [say("No action is registered against it.")]
    return [
        say(
            "Action {action} {title}: {outcome}",
            action=one.action_id,
            title=one.title,
            outcome=outcomes[one.action_id].label
            if one.action_id in outcomes
            else status_words(one, say),
        )
        for one in found
    ]
