"""What became of what was written down: a problem that moves on, a decision that was carried out, an
action that is taken up again. The row before stays in the ledger."""

from datetime import date

from data.kinds.catalog import ACTION, DECISION, PROBLEM
from errors import Message
from i18n import N_, Say
from metrics.effect.actions import ImprovementAction, actions_of
from metrics.effect.problems import Decision, Problem
from ui.loop.writing import store_row, text_field, word_field
from ui.parts import st
from ui.parts.form import Fields
from ui.parts.viewer import holds_reviews
from ui.state.board import read, today


def draw_change(problem: Problem, say: Say) -> None:
    """The form that moves a problem on: its state, its day, its cause."""
    form = f"change_{problem.problem_id}"
    fields = Fields(form, {})
    labels = dict(PROBLEM.column("status").choices)
    first, second = st.columns(2)
    with first, fields.field("status"):
        status = st.selectbox(
            say(PROBLEM.column("status").label),
            list(labels),
            list(labels).index(problem.status),
            format_func=lambda word: say(labels[word]),
            key=f"{form}_status",
        )
    with second, fields.field("due"):
        due = st.date_input(say(PROBLEM.column("due").label), problem.due, key=f"{form}_due")
    with fields.field("cause"):
        cause = st.text_input(
            say(PROBLEM.column("cause").label), problem.cause or "", key=f"{form}_cause"
        )
    if not st.button(say("Store the change"), type="primary", key=f"{form}_go"):
        return
    row = {**_problem_cells(problem), "status": status, "due": due, "cause": cause}
    row["closed"] = _closed(problem, status)
    told = Message("Problem {number} is changed.", {"number": problem.problem_id})
    store_row(PROBLEM, row, told, fields, say, form)


def _closed(problem: Problem, status: str) -> date | None:
    """The day that it ended on: kept where it had ended, none where it is taken up again."""
    if status in ("open", "doing"):
        return None
    return today() if problem.is_open else problem.closed or today()


def _problem_cells(problem: Problem) -> dict[str, object]:
    return {
        "problem_id": problem.problem_id,
        "date": problem.raised,
        "title": problem.title,
        "category": problem.category,
        "source": problem.source,
        "points_at": problem.points_at,
        "kpi": problem.kpi,
        "dimension": problem.place[0],
        "unit": problem.place[1],
        "department": problem.department,
        "owner": problem.owner,
        "share": problem.share,
        "impact": problem.impact,
    }


def draw_result(decisions: tuple[Decision, ...], say: Say) -> None:
    """The form that says what became of a decision that is still to be done."""
    to_do = [one for one in decisions if one.result == "open"]
    if not to_do or not holds_reviews():
        return
    with st.expander(say("What became of a decision"), key="result_fold"):
        at = st.selectbox(
            say("Decision"),
            range(len(to_do)),
            format_func=lambda at: f"{to_do[at].decision_id} {to_do[at].text}",
            key="result_decision",
        )
        fields = Fields("result", {})
        result = word_field(DECISION.column("result"), "result", fields, say, required=True)
        if not st.button(say("Store the change"), type="primary", key="result_go"):
            return
        if result is None:
            fields.refuse("result", N_("Say what became of it."), say)
            return
        chosen = to_do[at]
        told = Message("Decision {number} is changed.", {"number": chosen.decision_id})
        row = {**decision_cells(chosen), "result": result}
        store_row(DECISION, row, told, fields, say, "result")


def decision_cells(decision: Decision) -> dict[str, object]:
    """The cells of a decision as it stands."""
    return {
        "decision_id": decision.decision_id,
        "meeting": decision.meeting,
        "date": decision.day,
        "text": decision.text,
        "kpi": decision.kpi,
        "problem_id": decision.problem_id,
        "action_id": decision.action_id,
        "owner": decision.owner,
        "due": decision.due,
        "result": decision.result,
    }


def as_stored(action: ImprovementAction) -> dict[str, object]:
    """The cells of an action as it stands, without how it ended."""
    return {
        "action_id": action.action_id,
        "problem_id": action.problem_id,
        "kpi": action.kpi,
        "dimension": action.place[0],
        "unit": action.place[1],
        "title": action.title,
        "date": action.starts,
        "registered": action.registered if action.claimed or action.noted else None,
        "lag_months": action.lag,
        "window_months": action.window,
        "expected": "up" if action.up else "down",
        "size": action.size,
        "compared_with": "; ".join(action.compared),
        "chosen_because_worst": "yes" if action.worst else "no",
        "owner": action.owner,
        "due": action.due,
    }


def draw_reopen(say: Say) -> None:
    """The form that takes up an action again, with why."""
    ended = [one for one in read(actions_of) if one.has_ended]
    if not ended:
        return
    with st.expander(say("Take up an ended action again"), key="reopen_fold"):
        at = st.selectbox(
            say("Action"),
            range(len(ended)),
            format_func=lambda at: f"{ended[at].action_id} {ended[at].title}",
            key="reopen_action",
        )
        fields = Fields("reopen", {})
        reason = text_field(ACTION, "reason", fields, say, form="reopen", required=True)
        if not st.button(say("Take it up again"), type="primary", key="reopen_go"):
            return
        if not reason.strip():
            fields.refuse("reason", N_("Say why it is taken up again."), say)
            return
        row = {**as_stored(ended[at]), "status": "running", "reason": reason}
        row["conditions"] = ended[at].conditions
        number = ended[at].action_id
        told = Message("Action {number} is going on again.", {"number": number})
        store_row(ACTION, row, told, fields, say, form="reopen")
