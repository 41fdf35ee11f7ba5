"""The panel of questions that only a person can answer: what was seen, the answers, and what each does to the KPIs."""

from collections.abc import Callable, Mapping

import streamlit as st

from data.load import Prepared
from data.questions import Choice, Question
from data.store import Move, Stored
from i18n import Say
from metrics.catalog import kpi_named
from ui.draft import controlled, settle
from ui.literal import literal
from ui.moves import biggest_first

_MOVES = 2  # said of each answer
TRIED = 20_000  # rows of a file up to which the effect of every answer is worked out beforehand

Effects = Mapping[tuple[str, str], tuple[Move, ...]]  # (question, answer) -> the KPI values that move


def draw_questions(prepared: Prepared, would: Stored, effects: Effects, say: Say) -> None:
    """All questions of the file together; nothing can be stored until the open ones are answered."""
    if not would.questions:
        return
    answers = prepared.options.answers
    with st.container(border=True, key="upload_questions"):
        st.subheader(say("Questions that only you can answer"))
        for question in would.questions:
            _draw_one(question, answers, effects, say)
        if would.open:
            st.write(say("The likely answers are chosen. The result below is worked out with them."))
            st.button(say("These answers are right"), key="upload_answers_right", type="primary", icon=":material/check:",
                      on_click=_take(would, answers))
        else:
            st.caption(say("Answered. A change here is checked at once."))


def _take(would: Stored, answers: Mapping[str, str]) -> Callable[[], None]:
    likely = {question.name: question.answer(answers) for question in would.questions}
    return lambda: settle(answers={**answers, **likely})


def _draw_one(question: Question, answers: Mapping[str, str], effects: Effects, say: Say) -> None:
    st.markdown(f"**{literal(say(question.message))}**")
    for seen in question.evidence:
        st.markdown(f"- {literal(say(seen))}")
    names = [choice.name for choice in question.choices]
    labels = {choice.name: _label(choice, question, say) for choice in question.choices}
    captions = [_effect(effects[question.name, name], say) for name in names] if (question.name, names[0]) in effects else None
    controlled(st.radio, f"upload_answer_{question.name}", question.answer(answers),
               lambda answer: settle(answers={**answers, question.name: answer}), say("Your answer"), names,
               format_func=labels.get, captions=captions, label_visibility="collapsed")


def _label(choice: Choice, question: Question, say: Say) -> str:
    words = literal(say(choice.label))
    return f"{words} **({say('likely')})**" if choice.name == question.likely else words


def _effect(moves: tuple[Move, ...], say: Say) -> str:
    """What an answer does to the KPI values that change most, against what is stored now."""
    if not moves:
        return say("No KPI value moves.")
    said = [_move_words(move, say) for move in biggest_first(moves)[:_MOVES]]
    more = len(moves) - len(said)
    return literal(say.sentences([*said, say("More values that move: {count}.", count=more)] if more else said))


def _move_words(move: Move, say: Say) -> str:
    kpi = kpi_named(move.kpi)
    return say("{kpi}, {month}: {after} (now {before}).", kpi=kpi.label, month=say.month(move.period), after=kpi.unit.show(say, move.after),
               before=kpi.unit.show(say, move.before))
