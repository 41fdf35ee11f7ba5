"""Writing down: a problem, an action before it begins, how an action ended, a decision."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from data.checking.rules.loop import BETWEEN_UNITS
from data.kinds.catalog import ACTION, DECISION, PROBLEM
from errors import Message
from i18n import N_, Say
from metrics.answers.asked import values_of
from metrics.effect.action_words import foresight_words
from metrics.effect.actions import (
    WINDOW,
    ImprovementAction,
    actions_of,
    foreseen_of,
    planned,
)
from metrics.effect.problems import Problem, problems_of
from metrics.kpi import Direction
from ui.loop.alike import draw_alike
from ui.loop.changes import as_stored, draw_reopen
from ui.loop.raising import NOTHING_WRONG, raised, was_calm
from ui.loop.words import proof_words, status_words
from ui.loop.writing import (
    is_known,
    kpi_field,
    name_field,
    place_field,
    store_new_row,
    store_row,
    text_field,
    units_field,
    word_field,
)
from ui.parts import st
from ui.parts.form import Fields, label_of
from ui.parts.role import reviewing_is_off
from ui.state.board import looked_at, read, today
from ui.state.link import linked

_FORMS = {
    "problem": N_("Raise a problem"),
    "action": N_("Register an action"),
    "end": N_("End an action"),
    "decision": N_("Write down a decision"),
}


def draw_forms(month: date, say: Say) -> None:
    """The choice of the form, and the form."""
    del month
    if reviewing_is_off(say):
        return
    chosen = linked(
        "form",
        say("What is written down"),
        list(_FORMS),
        next(iter(_FORMS)),
        lambda name: say(_FORMS[name]),
        widget=st.radio,
        horizontal=True,
    )
    match chosen:
        case "problem":
            _draw_problem(say)
        case "action":
            _draw_action(say)
        case "end":
            _draw_end(say)
        case "decision":
            _draw_decision(say)


def _draw_problem(say: Say) -> None:
    fields, proof = Fields("problem", {}), _proof(say)
    title = text_field(PROBLEM, "title", fields, say)
    first, second, third = st.columns(3)
    with first:
        department = name_field(
            PROBLEM.column("department"), looked_at(values_of, "department"), "problem", fields, say
        )
        category = text_field(PROBLEM, "category", fields, say)
    with second:
        owner = text_field(PROBLEM, "owner", fields, say)
        impact = word_field(PROBLEM.column("impact"), "problem", fields, say)
    with third:
        with fields.field("due"):
            due = st.date_input(say(PROBLEM.column("due").label), None, key="problem_due")
        with fields.field("share"):
            share = st.number_input(
                say(PROBLEM.column("share").label),
                *(0.0, 100.0, None, 0.1, "%.1f"),
                key="problem_share",
            )
    cause = text_field(PROBLEM, "cause", fields, say)
    draw_alike(category, say)
    if st.button(say("Raise the problem"), type="primary", key="problem_go"):
        if not title.strip():
            fields.refuse("title", N_("Say what is wrong."), say)
        if not department:
            fields.refuse("department", N_("Say which department is responsible."), say)
        if not title.strip() or not department:
            return
        row = {
            "source": "hand",
            **proof,
            "date": today(),
            "title": title,
            "category": category,
            "department": department,
            "owner": owner,
            "due": due,
            "status": "open",
            "share": share,
            "impact": impact,
            "cause": cause,
        }
        store_new_row(PROBLEM, row, N_("Raised as problem {number}."), fields, say)


def _proof(say: Say) -> dict[str, object]:
    """What was seen where the problem was raised, quoted above the form; empty by hand."""
    cells = raised()
    if cells is not None:
        st.session_state["problem_proof"] = cells
        for name in ("title", "category", "share"):
            st.session_state[f"problem_{name}"] = cells[name]
    kept: dict[str, object] = st.session_state.get("problem_proof", {})
    if kept:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(say("Proof: {proof}", proof=proof_words(str(kept["points_at"]), say)))
            if st.button(say("Without this proof"), key="drop_proof"):
                st.session_state.pop("problem_proof")
                st.rerun()
        if was_calm():
            st.caption(say(NOTHING_WRONG))
    return {name: cell for name, cell in kept.items() if cell is not None}


def _draw_action(say: Say) -> None:
    st.caption(
        say(
            "Say before it begins what the action is to do. What is written down after its start "
            "stays marked as registered late."
        )
    )
    fields = Fields("action", {})
    title = text_field(ACTION, "title", fields, say)
    first, second, third = st.columns(3)
    with first:
        kpi = kpi_field("action", say)
        with fields.field("unit"):
            place = place_field(kpi, "action", say)
    with second:
        with fields.field("date"):
            starts = st.date_input(
                label_of(ACTION.column("date"), say),
                today(),
                min_value=date(2000, 1, 1),
                max_value=date(2100, 12, 31),
                key="action_date",
            )
        with fields.field("size"):
            size = st.number_input(
                say("Expected change for the better, in the KPI's unit"),
                0.0,
                value=None,
                key="action_size",
            )
    with third:
        with fields.field("window_months"):
            window = st.number_input(
                say(ACTION.column("window_months").label), 6, 36, WINDOW, key="action_window"
            )
        with fields.field("lag_months"):
            lag = st.number_input(
                say(ACTION.column("lag_months").label), 0, 12, 0, key="action_lag"
            )
    problem = _problem(say)
    with fields.field("compared_with"):
        compared = units_field(ACTION.column("compared_with"), place, "action", say)
    owner = text_field(ACTION, "owner", fields, say)
    worst = st.checkbox(say(ACTION.column("chosen_because_worst").label), key="action_worst")
    row = {
        "problem_id": problem,
        "kpi": kpi.name,
        "dimension": place[0],
        "unit": place[1],
        "title": title,
        "date": starts,
        "lag_months": lag,
        "window_months": window,
        "expected": "up" if kpi.direction is Direction.UP else "down",
        "size": size,
        "compared_with": BETWEEN_UNITS.join(compared),
        "chosen_because_worst": "yes" if worst else "no",
        "owner": owner,
        "status": "planned" if starts > today() else "running",
    }
    found = looked_at(foreseen_of, _as_planned(row))
    told = say.sentences([say(one) for one in foresight_words(found, kpi, window, size)])
    (st.warning if found.smallest is None else st.info)(told)
    if st.button(say("Register the action"), type="primary", key="action_go") and is_known(
        place, fields, say
    ):
        store_new_row(ACTION, row, N_("Registered as action {number}."), fields, say)


def _as_planned(row: Mapping) -> ImprovementAction:
    """The action as it would be registered today."""
    thought = planned(str(row["kpi"]), (row["dimension"], row["unit"]), row["date"], today())
    return replace(
        thought,
        lag=row["lag_months"],
        window=row["window_months"],
        size=row["size"],
        worst=row["chosen_because_worst"] == "yes",
        compared=tuple(filter(None, str(row["compared_with"]).split(BETWEEN_UNITS))),
    )


def _draw_end(say: Say) -> None:
    going_on = [one for one in read(actions_of) if one.status in ("planned", "running")]
    if not going_on:
        st.info(say("No action is going on."))
        draw_reopen(say)
        return
    fields = Fields("end", {})
    chosen = st.selectbox(
        say(DECISION.column("action_id").label),
        range(len(going_on)),
        format_func=lambda at: f"{going_on[at].action_id} {going_on[at].title}",
        key="end_action",
    )
    dropped = st.checkbox(say("It was given up"), key="end_dropped")
    reason = text_field(ACTION, "reason", fields, say, form="end", required=True)
    conditions = text_field(ACTION, "conditions", fields, say, form="end")
    if st.button(say("End the action"), type="primary", key="end_go"):
        action = going_on[chosen]
        if not reason.strip():
            lacks = N_("An action ends with a reason. Say what was seen, or why it is given up.")
            fields.refuse("reason", lacks, say)
            return
        ended = {
            **as_stored(action),
            "status": "dropped" if dropped else "closed",
            "closed": today(),
            "reason": reason,
            "conditions": conditions,
        }
        told = Message("Action {number} has ended.", {"number": action.action_id})
        store_row(ACTION, ended, told, fields, say, form="end")
        return
    draw_reopen(say)


def _draw_decision(say: Say) -> None:
    fields = Fields("decision", {})
    text = text_field(DECISION, "text", fields, say)
    first, second, third = st.columns(3)
    with first:
        meeting = text_field(DECISION, "meeting", fields, say)
    with second:
        owner = text_field(DECISION, "owner", fields, say)
    with third, fields.field("due"):
        due = st.date_input(say(DECISION.column("due").label), None, key="decision_due")
    known = read(actions_of)
    action = st.selectbox(
        say(DECISION.column("action_id").label),
        [one.action_id for one in known],
        None,
        placeholder=say("Choose one"),
        key="decision_action",
    )
    if st.button(say("Write down the decision"), type="primary", key="decision_go"):
        row = {
            "meeting": meeting,
            "date": today(),
            "text": text,
            "action_id": action,
            "owner": owner,
            "due": due,
            "result": "open",
        }
        store_new_row(DECISION, row, N_("Written down as {number}."), fields, say)


def _problem(say: Say) -> str | None:
    found: dict[str, Problem] = {
        one.problem_id: one for one in looked_at(problems_of) if one.is_open
    }
    return st.selectbox(
        say(ACTION.column("problem_id").label),
        list(found),
        None,
        placeholder=say("Choose one"),
        format_func=lambda number: (
            f"{number} {found[number].title} · {status_words(found[number], say)}"
        ),
        key="action_problem",
    )
