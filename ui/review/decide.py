"""A decision in one line, with its action if wanted; and what became of one taken earlier."""

from datetime import date

from data.kinds.catalog import ACTION, DECISION
from data.uploads.typed import typed_rows
from errors import Message, ServiceCultureError
from i18n import Say
from metrics.catalog import kpi_named
from metrics.effect.actions import WINDOW, ImprovementAction, foreseen_of, registered_actions
from metrics.effect.problems import decisions_of
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.kpi import Direction, Distance
from metrics.periods import add_months
from metrics.review.item import PROBLEM, Item
from metrics.review.meetings import Meeting, take
from metrics.review.records import carried_out, decision_cells, next_number
from ui.parts import st
from ui.parts.form import Fields
from ui.parts.viewer import sees_people
from ui.review.meeting import TOLD
from ui.state.board import database, looked_at, today
from ui.state.changing import may_store, store

_NEW = "new"


def draw_decide(meeting: Meeting, item: Item, say: Say) -> None:
    """One line: what, who, by when, and its action; Enter writes it down."""
    if not may_store(DECISION):
        return
    form = f"rv_decide_{item.key}"
    names = ("text", "owner", "due")
    fields = Fields(form, {f"{form}_text": "", f"{form}_owner": "", f"{form}_due": None})
    action = _draw_action_choice(item, form, say)
    with st.form(form, border=False):
        text, owner, due, button = st.columns([6, 2, 2, 2], vertical_alignment="bottom")
        with text, fields.field("text"):
            st.text_input(say(DECISION.column("text").label), key=f"{form}_text")
        with owner, fields.field("owner"):
            st.text_input(say(DECISION.column("owner").label), key=f"{form}_owner")
        with due, fields.field("due"):
            st.date_input(say(DECISION.column("due").label), None, key=f"{form}_due")
        starts, size = _draw_new_action(item, form, say) if action == _NEW else (None, None)
        with button:
            gone = st.form_submit_button(
                say("Write down"), type="primary", key=f"{form}_go", width="stretch"
            )
    if not sees_people():
        st.caption(say("Who is responsible is kept, and shown to those who may see people."))
    if not gone:
        return
    text_said, owner_said, due_said = (st.session_state[f"{form}_{name}"] for name in names)
    if not text_said.strip():
        fields.refuse("text", Message("Say what was decided."), say)
        return
    try:
        number = _store(meeting, item, text_said, owner_said, due_said, action, starts, size, say)
    except ServiceCultureError as refusal:
        fields.refuse_all(refusal, say)
        return
    fields.empty()
    st.session_state.pop(f"{form}_action", None)
    st.session_state[TOLD] = Message("Written down as {number}.", {"number": number})
    st.rerun()


def _draw_action_choice(item: Item, form: str, say: Say) -> str | None:
    """None without an action, the number of one that is there, or a new one."""
    going_on = {
        one.action_id: one
        for one in looked_at(registered_actions)
        if one.status in ("planned", "running")
    }
    new = [_NEW] if item.kpi else []
    chosen = st.selectbox(
        say("Its action, if there is one"),
        [*new, *going_on],
        None,
        format_func=lambda number: (
            say("Register a new action") if number == _NEW else f"{number} {going_on[number].title}"
        ),
        key=f"{form}_action",
        placeholder=say("No action"),
    )
    return chosen


def _draw_new_action(item: Item, form: str, say: Say) -> tuple[date, float | None]:
    """When it starts and what it is to do, with what the data could show of it."""
    kpi = kpi_named(item.kpi)
    first = add_months(today().replace(day=1), 1)
    begin, expected, told = st.columns([2, 3, 7], vertical_alignment="bottom")
    with begin:
        starts = st.date_input(say(ACTION.column("date").label), first, key=f"{form}_starts")
    with expected:
        size = st.number_input(
            say("Expected change for the better, in the KPI's unit"),
            0.0,
            value=None,
            key=f"{form}_size",
        )
    found = looked_at(foreseen_of, _planned(item, first))
    with told:
        if found.smallest is not None:
            st.caption(
                say(
                    "In {window} months the data can show a change of about {size}: a true one of "
                    "that size is found in four of five cases.",
                    window=WINDOW,
                    size=Distance(kpi.unit, found.smallest),
                )
            )
        else:
            st.caption(say("There are too few months before it to say what it does."))
    return starts or first, size


def _planned(item: Item, starts: date) -> ImprovementAction:
    """The action as it would be registered today."""
    return ImprovementAction(
        action_id="",
        problem_id=None,
        kpi=item.kpi,
        place=item.place,
        title="",
        registered=today(),
        claimed=False,
        starts=starts,
        lag=0,
        window=WINDOW,
        up=kpi_named(item.kpi).direction is Direction.UP,
        size=None,
        compared=(),
        worst=False,
        owner=None,
        due=None,
        status="planned",
        closed=None,
        reason=None,
        conditions=None,
        upload=0,
    )


def _store(
    meeting: Meeting,
    item: Item,
    text: str,
    owner: str,
    due: date | None,
    action: str | None,
    starts: date | None,
    size: float | None,
    say: Say,
) -> str:
    """The decision, and before it its new action; both are checked before either is stored."""
    name, day = say("typed in the app"), today()
    problem = item.number if item.kind == PROBLEM else None
    prepared = []
    if action == _NEW and starts is not None:
        action = next_number("A", [one.action_id for one in looked_at(registered_actions)])
        row = {
            "action_id": action,
            "problem_id": problem,
            "kpi": item.kpi,
            "dimension": item.place[0],
            "unit": item.place[1],
            "title": text,
            "date": starts,
            "lag_months": 0,
            "window_months": WINDOW,
            "expected": "up" if kpi_named(item.kpi).direction is Direction.UP else "down",
            "size": size,
            "chosen_because_worst": "no",
            "owner": owner,
            "due": due,
            "status": "planned" if starts > day else "running",
        }
        prepared.append(typed_rows(ACTION, [row], name, kpis=KPI_FACTS))
    known = [one.decision_id for one in looked_at(decisions_of)]
    number = next_number(f"{day:%Y-%m}", known)
    decision = {
        "decision_id": number,
        "meeting": meeting.name,
        "date": day,
        "text": text,
        "kpi": item.kpi,
        "problem_id": problem,
        "action_id": action,
        "owner": owner,
        "due": due,
        "result": "open",
    }
    prepared.append(typed_rows(DECISION, [decision], name, kpis=KPI_FACTS))
    for one in prepared:
        store(one)
    take(database(), meeting.number, item.key, number)
    return number


def draw_result(item: Item, say: Say) -> None:
    """What became of the decision that the item is about."""
    cells = looked_at(decision_cells, item.number)
    if cells is None or cells["result"] != "open":
        return
    with st.container(key="rv_result", horizontal=True):
        for word, key, row in (
            (say("It is carried out"), "kept", carried_out(cells, today())),
            (say("It is dropped"), "dropped", {**cells, "result": "dropped"}),
        ):
            if st.button(word, key=f"rv_result_{key}"):
                store(typed_rows(DECISION, [row], say("typed in the app"), kpis=KPI_FACTS))
                told = Message("Decision {number} is changed.", {"number": item.number})
                st.session_state[TOLD] = told
                st.rerun()
