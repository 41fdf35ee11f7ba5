"""Writing down: a problem, an action before it begins, how an action ended, a decision."""

from collections.abc import Iterable, Mapping
from datetime import date

from data.kinds.catalog import ACTION, DECISION, PROBLEM
from data.kinds.schema import Column, DatasetKind
from data.uploads.typed import typed_rows
from errors import Message, ServiceCultureError
from i18n import N_, Say, rounded
from metrics.answers.asked import values_of
from metrics.catalog import KPIS, kpi_named
from metrics.effect.actions import WINDOW, ImprovementAction, actions_of, foreseen_of
from metrics.effect.level_change import FEWEST, Foresight
from metrics.effect.problems import Problem, decisions_of, problems_of
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.kpi import Direction, Distance, Kpi
from ui.loop.words import status_words
from ui.parts import st
from ui.state.board import looked_at, read, today
from ui.state.changing import store
from ui.state.filters import LABELS

_TOLD = "loop_told"
_FORMS = {
    "problem": N_("Raise a problem"),
    "action": N_("Register an action"),
    "end": N_("End an action"),
    "decision": N_("Write down a decision"),
}
_WHOLE = ""
Row = Mapping[str, object]


def draw_told(say: Say) -> None:
    """Says once, after the page was drawn anew, what was stored."""
    place = st.container()  # always there, so that what follows keeps its place
    if _TOLD in st.session_state:
        with place:
            st.success(say(st.session_state.pop(_TOLD)))


def draw_forms(month: date, say: Say) -> None:
    """The choice of the form, and the form."""
    del month
    chosen = st.radio(
        say("What is written down"),
        list(_FORMS),
        format_func=lambda name: say(_FORMS[name]),
        horizontal=True,
        key="loop_form",
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
    found = looked_at(problems_of)
    title = _text(PROBLEM, "title", say)
    first, second, third = st.columns(3)
    with first:
        department = _one_of(
            PROBLEM.column("department"), looked_at(values_of, "department"), "problem", say
        )
        category = _text(PROBLEM, "category", say)
    with second:
        owner = _text(PROBLEM, "owner", say)
        impact = _choice(PROBLEM.column("impact"), "problem", say)
    with third:
        due = st.date_input(say(PROBLEM.column("due").label), None, key="problem_due")
        share = st.number_input(
            say(PROBLEM.column("share").label), 0.0, 100.0, None, key="problem_share"
        )
    cause = _text(PROBLEM, "cause", say)
    if st.button(say("Raise the problem"), type="primary", key="problem_go"):
        number = _next("P", [one.problem_id for one in found])
        row = {
            "problem_id": number,
            "date": today(),
            "title": title,
            "category": category,
            "source": "hand",
            "department": department,
            "owner": owner,
            "due": due,
            "status": "open",
            "share": share,
            "impact": impact,
            "cause": cause,
        }
        _store(PROBLEM, row, Message("Raised as problem {number}.", {"number": number}), say)


def _draw_action(say: Say) -> None:
    st.caption(
        say(
            "Say before it begins what the action is to do. What is written down after its start "
            "stays marked as registered late."
        )
    )
    title = _text(ACTION, "title", say)
    first, second, third = st.columns(3)
    with first:
        kpi = _kpi(say)
        place = _place(kpi, say)
    with second:
        starts = st.date_input(
            say(ACTION.column("date").label),
            today(),
            min_value=date(2000, 1, 1),
            max_value=date(2100, 12, 31),
            key="action_date",
        )
        size = st.number_input(
            say("Expected change for the better, in the KPI's unit"),
            0.0,
            value=None,
            key="action_size",
        )
    with third:
        window = st.number_input(
            say(ACTION.column("window_months").label), 6, 36, WINDOW, key="action_window"
        )
        lag = st.number_input(say(ACTION.column("lag_months").label), 0, 12, 0, key="action_lag")
    problem = _problem(say)
    owner = _text(ACTION, "owner", say)
    worst = st.checkbox(say(ACTION.column("chosen_because_worst").label), key="action_worst")
    number = _next("A", [one.action_id for one in read(actions_of)])
    row = {
        "action_id": number,
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
        "chosen_because_worst": "yes" if worst else "no",
        "owner": owner,
        "status": "planned" if starts > today() else "running",
    }
    _tell_foresight(looked_at(foreseen_of, _as_planned(row)), kpi, size, window, say)
    if st.button(say("Register the action"), type="primary", key="action_go"):
        _store(ACTION, row, Message("Registered as action {number}.", {"number": number}), say)


def _as_planned(row: Row) -> ImprovementAction:
    """The action as it would be registered today."""
    return ImprovementAction(
        action_id=str(row["action_id"]),
        problem_id=None,
        kpi=str(row["kpi"]),
        place=(row["dimension"], row["unit"]),
        title="",
        registered=today(),
        claimed=False,
        starts=row["date"],
        lag=row["lag_months"],
        window=row["window_months"],
        up=row["expected"] == "up",
        size=row["size"],
        compared=(),
        worst=row["chosen_because_worst"] == "yes",
        owner=None,
        due=None,
        status="planned",
        closed=None,
        reason=None,
        conditions=None,
        upload=0,
    )


def _tell_foresight(found: Foresight, kpi: Kpi, size: float | None, window: int, say: Say) -> None:
    """Whether the data can show what is expected, before anything is promised."""
    if not found.varies:
        st.warning(
            say(
                "The KPI was the same in all {count} months before, so how small a change the data "
                "could show cannot be told.",
                count=found.months,
            )
        )
        return
    if found.smallest is None:
        st.warning(
            say(
                "There are {count} months with a value before; {needed} are needed, so nothing "
                "could be said of what this action does.",
                count=found.months,
                needed=FEWEST,
            )
        )
        return
    told = [
        say(
            "In {window} months the data can show a change of about {size}: a true one of that "
            "size is found in four of five cases.",
            window=window,
            size=Distance(kpi.unit, found.smallest),
        )
    ]
    if size is not None and found.power is not None:
        told.append(
            say(
                "A true change of {size} would be found in {count} of 100 cases.",
                size=Distance(kpi.unit, size),
                count=rounded(100 * found.power, 0),
            )
        )
    st.info(say.sentences(told))


def _draw_end(say: Say) -> None:
    going_on = [one for one in read(actions_of) if one.status in ("planned", "running")]
    if not going_on:
        st.info(say("No action is going on."))
        return
    chosen = st.selectbox(
        say(DECISION.column("action_id").label),
        range(len(going_on)),
        format_func=lambda at: f"{going_on[at].action_id} {going_on[at].title}",
        key="end_action",
    )
    dropped = st.checkbox(say("It was given up"), key="end_dropped")
    reason = _text(ACTION, "reason", say)
    conditions = _text(ACTION, "conditions", say)
    if st.button(say("End the action"), type="primary", key="end_go"):
        action = going_on[chosen]
        if not reason:
            st.error(say("An action ends with a reason. Say what was seen, or why it is given up."))
            return
        ended = {
            **_as_stored(action),
            "status": "dropped" if dropped else "closed",
            "closed": today(),
            "reason": reason,
            "conditions": conditions,
        }
        told = Message("Action {number} has ended.", {"number": action.action_id})
        _store(ACTION, ended, told, say)


def _as_stored(action: ImprovementAction) -> dict[str, object]:
    """The cells of an action as it stands."""
    return {
        "action_id": action.action_id,
        "problem_id": action.problem_id,
        "kpi": action.kpi,
        "dimension": action.place[0],
        "unit": action.place[1],
        "title": action.title,
        "date": action.starts,
        "registered": action.registered if action.claimed else None,
        "lag_months": action.lag,
        "window_months": action.window,
        "expected": "up" if action.up else "down",
        "size": action.size,
        "compared_with": "; ".join(action.compared),
        "chosen_because_worst": "yes" if action.worst else "no",
        "owner": action.owner,
        "due": action.due,
    }


def _draw_decision(say: Say) -> None:
    text = _text(DECISION, "text", say)
    first, second, third = st.columns(3)
    with first:
        meeting = _text(DECISION, "meeting", say)
    with second:
        owner = _text(DECISION, "owner", say)
    with third:
        due = st.date_input(say(DECISION.column("due").label), None, key="decision_due")
    known = read(actions_of)
    action = st.selectbox(
        say(DECISION.column("action_id").label),
        [one.action_id for one in known],
        None,
        key="decision_action",
    )
    if st.button(say("Write down the decision"), type="primary", key="decision_go"):
        number = _next(f"{today():%Y-%m}", [one.decision_id for one in looked_at(decisions_of)])
        row = {
            "decision_id": number,
            "meeting": meeting,
            "date": today(),
            "text": text,
            "action_id": action,
            "owner": owner,
            "due": due,
            "result": "open",
        }
        _store(DECISION, row, Message("Written down as {number}.", {"number": number}), say)


def _store(kind: DatasetKind, row: Row, told: Message, say: Say) -> None:
    """Through the checker into the ledger; the page then starts again with what it has to tell."""
    try:
        store(typed_rows(kind, [row], say("typed in the app"), kpis=KPI_FACTS))
    except ServiceCultureError as refusal:
        st.error(say(refusal.message))
        return
    st.session_state[_TOLD] = told
    for name in [name for name in st.session_state if str(name).startswith(f"{kind.name}_")]:
        st.session_state.pop(name, None)
    st.rerun()


def _next(letter: str, taken: Iterable[str]) -> str:
    """The number after the highest of those that begin so."""
    head = f"{letter}-"
    used = [one.removeprefix(head) for one in taken if one.startswith(head)]
    numbers = [int(one) for one in used if one.isdecimal()]
    return f"{head}{max(numbers, default=0) + 1:02d}"


def _text(kind: DatasetKind, name: str, say: Say) -> str:
    return st.text_input(say(kind.column(name).label), key=f"{kind.name}_{name}")


def _choice(column: Column, form: str, say: Say) -> str | None:
    labels = dict(column.choices)
    return st.selectbox(
        say(column.label),
        list(labels),
        None,
        format_func=lambda word: say(labels[word]),
        key=f"{form}_{column.name}",
    )


def _one_of(column: Column, known: list[str], form: str, say: Say) -> str | None:
    return st.selectbox(
        say(column.label),
        [name for name in known if name],
        None,
        accept_new_options=True,
        key=f"{form}_{column.name}",
    )


def _kpi(say: Say) -> Kpi:
    name = st.selectbox(
        say("KPI"),
        [kpi.name for kpi in KPIS],
        format_func=lambda name: say(kpi_named(name).label),
        key="action_kpi",
    )
    return kpi_named(name)


def _place(kpi: Kpi, say: Say) -> tuple[str | None, str | None]:
    """Dimension and unit, both None for the whole company."""
    offered = {_WHOLE: (None, None)}
    for dimension in (name for name in ("region", "store", "department", "channel")):
        if dimension in kpi.dimensions:
            for unit in looked_at(values_of, dimension):
                if unit:
                    offered[f"{dimension}={unit}"] = (dimension, unit)
    chosen = st.selectbox(
        say("Place"),
        list(offered),
        format_func=lambda name: (
            say("whole company")
            if name == _WHOLE
            else say(
                "{dimension}: {unit}", dimension=LABELS[offered[name][0]], unit=offered[name][1]
            )
        ),
        key="action_place",
    )
    return offered[chosen]


def _problem(say: Say) -> str | None:
    found: dict[str, Problem] = {
        one.problem_id: one for one in looked_at(problems_of) if one.is_open
    }
    return st.selectbox(
        say(ACTION.column("problem_id").label),
        list(found),
        None,
        format_func=lambda number: (
            f"{number} {found[number].title} · {status_words(found[number], say)}"
        ),
        key="action_problem",
    )
