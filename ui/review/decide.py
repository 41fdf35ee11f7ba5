"""A decision in one line, with its action if wanted; and what became of one taken earlier."""

from dataclasses import dataclass, replace
from datetime import date

from data.kinds.catalog import ACTION, DECISION
from data.uploads.typed import typed_rows
from errors import Message, ServiceCultureError
from i18n import Say
from metrics.catalog import kpi_named
from metrics.effect.action_words import foresight_words
from metrics.effect.actions import WINDOW, foreseen_of, planned, registered_actions
from metrics.effect.level_change import Foresight
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.kpi import Direction
from metrics.periods import add_months
from metrics.review.item import PROBLEM, AgendaItem, Place
from metrics.review.meetings import Meeting
from metrics.review.records import carried_out, decision_cells
from metrics.snapshot import Snapshot, remembered
from ui.parts import st
from ui.parts.form import Fields, label_of
from ui.parts.viewer import sees_people
from ui.review.meeting import TOLD
from ui.review.state import ReviewLook, marking, taking
from ui.state.board import looked_at, today
from ui.state.changing import store, store_new

_NEW = "new"
_ANY = "D-00"  # the number of a decision that is only checked


def draw_decide(meeting: Meeting, item: AgendaItem, say: Say) -> None:
    """One line: what, who, by when; Enter writes it down. Its action is folded below it."""
    form = f"rv_decide_{item.key}"
    fields = Fields(
        form,
        {f"{form}_text": "", f"{form}_owner": "", f"{form}_due": None, f"{form}_action": None},
    )
    with st.form(form, border=False):
        text, owner, due, button = st.columns([6, 2, 2, 2], vertical_alignment="bottom")
        with text, fields.field("text"):
            said = st.text_input(label_of(DECISION.column("text"), say), key=f"{form}_text")
        with owner, fields.field("owner"):
            who = st.text_input(
                say(DECISION.column("owner").label),
                key=f"{form}_owner",
                help=None
                if sees_people()
                else say("Who is responsible is kept, and shown to those who may see people."),
            )
        with due, fields.field("due"):
            day = st.date_input(say(DECISION.column("due").label), None, key=f"{form}_due")
        with button:
            gone = st.form_submit_button(
                say("Write down"), type="primary", key=f"{form}_go", width="stretch"
            )
        with st.expander(say("With its action")):
            with fields.field("action"):
                action, doubt = _draw_action(item, form, say)
            both = st.form_submit_button(say("Write down both"), key=f"{form}_both")
    if not gone and not both:
        return
    if not said.strip():
        fields.refuse("text", Message("Say what was decided."), say)
        return
    if both and action[0] is None:
        alone = Message("Choose the action, or write down the decision alone.")
        fields.refuse("action", alone, say)
        return
    typed = _Typed(said, who, day, *action)
    if doubt and typed.action == _NEW and _asks_once(f"{form}_doubt", typed.size):
        st.warning(
            say.sentences(
                [
                    *(say(one) for one in doubt),
                    say(
                        "Nothing is written down yet. Do so once more to keep the action as it is."
                    ),
                ]
            )
        )
        return
    try:
        number = _store(meeting, item, typed, say)
    except ServiceCultureError as refusal:
        fields.refuse_all(refusal, say)
        return
    fields.empty()
    st.session_state.pop(f"{form}_doubt", None)
    st.session_state[TOLD] = _told(number, who.strip(), day)
    st.rerun()


def _asks_once(key: str, size: float | None) -> bool:
    """Whether a size that the data could hardly show is typed for the first time."""
    asks = st.session_state.get(key) != size
    st.session_state[key] = size
    return asks


def _told(number: str, who: str, day: date | None) -> Message:
    """That it is stored, and what nobody said: a decision without it is seldom carried out."""
    columns = (("owner", who), ("due", day))
    missing = [DECISION.column(name).label for name, said in columns if not said]
    if missing:
        blanks = {"number": number, "missing": missing}
        return Message("Written down as {number}. Not said: {missing}.", blanks)
    return Message("Written down as {number}.", {"number": number})


@dataclass(frozen=True)
class _Typed:
    """What was typed: `action` is None, the number of one that is there, or _NEW, which begins on
    `starts` and is to do `size`."""

    text: str
    owner: str
    due: date | None
    action: str | None
    starts: date | None
    size: float | None


def _draw_action(
    item: AgendaItem, form: str, say: Say
) -> tuple[tuple[str | None, date | None, float | None], tuple[Message, ...]]:
    """Which action, and of a new one when it starts and what it is to do, with what the data could
    show of it; and what is to be said before it is stored, as that is less."""
    going_on = {
        one.action_id: one
        for one in looked_at(registered_actions)
        if one.status in ("planned", "running")
    }
    first, second, third = st.columns([4, 2, 3], vertical_alignment="bottom")
    with first:
        chosen = st.selectbox(
            say("Its action"),
            [*([_NEW] if item.kpi else []), *going_on],
            None,
            format_func=lambda number: (
                say("Register a new action")
                if number == _NEW
                else f"{number} {going_on[number].title}"
            ),
            key=f"{form}_action",
            placeholder=say("No action"),
        )
    if not item.kpi:
        return (chosen, None, None), ()
    kpi, begins = kpi_named(item.kpi), add_months(today().replace(day=1), 1)
    with second:
        starts = st.date_input(say("A new one starts on"), begins, key=f"{form}_starts")
    with third:
        size = st.number_input(
            say("Expected change for the better, in the KPI's unit"),
            0.0,
            value=None,
            key=f"{form}_size",
        )
    found = looked_at(_foreseen, item.kpi, item.place, starts or begins, size)
    told = foresight_words(found, kpi, WINDOW, size)
    st.caption(say.sentences([say(one) for one in told]))
    is_small = size is not None and found.smallest is not None and size < found.smallest
    return (chosen, starts or begins, size), told if is_small else ()


@remembered(40)
def _foreseen(
    snapshot: Snapshot, kpi: str, place: Place, starts: date, size: float | None
) -> Foresight:
    """What a year after `starts` could show."""
    return foreseen_of(snapshot, replace(planned(kpi, place, starts, starts), size=size))


def _store(meeting: Meeting, item: AgendaItem, typed: _Typed, say: Say) -> str:
    """The decision, and before it its new action; both are checked before either is stored."""
    name, taken = say("typed in the app"), taking(meeting.number, item.key)
    new = _new_action(item, typed) if typed.action == _NEW else None
    decision = {
        "meeting": meeting.name,
        "date": today(),
        "text": typed.text,
        "kpi": item.kpi,
        "problem_id": _problem_of(item),
        "action_id": None if typed.action == _NEW else typed.action,
        "owner": typed.owner,
        "due": typed.due,
        "result": "open",
    }
    if new:
        typed_rows(DECISION, [{**decision, "decision_id": _ANY}], name, kpis=KPI_FACTS)
        decision["action_id"] = store_new(ACTION, new, name)
    return store_new(DECISION, decision, name, taken)


def _new_action(item: AgendaItem, typed: _Typed) -> dict[str, object] | None:
    """The action that a decision begins; None without the day on which it does."""
    if typed.starts is None or not item.kpi:
        return None
    return {
        "problem_id": _problem_of(item),
        "kpi": item.kpi,
        "dimension": item.place[0],
        "unit": item.place[1],
        "title": typed.text,
        "date": typed.starts,
        "lag_months": 0,
        "window_months": WINDOW,
        "expected": "up" if kpi_named(item.kpi).direction is Direction.UP else "down",
        "size": typed.size,
        "chosen_because_worst": "no",
        "owner": typed.owner,
        "due": typed.due,
        "status": "planned" if typed.starts > today() else "running",
    }


def _problem_of(item: AgendaItem) -> str | None:
    return item.number if item.kind == PROBLEM else None


def draw_result(look: ReviewLook, item: AgendaItem, say: Say) -> None:
    """What became of the decision that the item is about, and, where this meeting said so, the way
    back."""
    cells = looked_at(decision_cells, item.number)
    if cells is None or look.meeting is None:
        return
    number = look.meeting.number
    if cells["result"] != "open":
        states = dict(DECISION.column("result").choices)
        st.caption(say("By now: {state}.", state=states[str(cells["result"])]))
        if look.now.marks.get(item.key) == cells["result"] and st.button(
            say("Take it back"), key="rv_result_back"
        ):
            _store_result(number, item, {**cells, "result": "open"}, None, say)
        return
    for word, key, row in (
        (say("It is carried out"), "kept", carried_out(cells, today())),
        (say("It is dropped"), "dropped", {**cells, "result": "dropped"}),
    ):
        if st.button(word, key=f"rv_result_{key}"):
            _store_result(number, item, row, str(row["result"]), say)


def _store_result(
    meeting: str, item: AgendaItem, row: dict[str, object], mark: str | None, say: Say
) -> None:
    """The decision with what became of it, and the same in the meeting, whose minutes say so."""
    typed = typed_rows(DECISION, [row], say("typed in the app"), kpis=KPI_FACTS)
    try:
        store(typed, besides=marking(meeting, item.key, mark))
    except ServiceCultureError as refusal:
        st.error(say(refusal.message))
        return
    states = dict(DECISION.column("result").choices)
    blanks = {"number": item.number, "state": states[str(row["result"])]}
    st.session_state[TOLD] = Message("Decision {number} is written down as: {state}.", blanks)
    st.rerun()
