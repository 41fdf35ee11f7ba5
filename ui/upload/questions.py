"""The panel of questions that only a person can answer: what was seen, the answers, and what each
does to the KPIs."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from data.checking.rules.nps import NAME as NPS_SCALE
from data.kinds.catalog import SURVEY
from data.questions import Choice, Question, is_of_reading, is_which_sheet
from data.uploads.again import without_counts
from data.uploads.prepare import Prepared
from data.uploads.store import Stored, same
from i18n import Say
from metrics.catalog import kpi_named
from ui.parts import st
from ui.parts.literal import bold, item, joined, sentences
from ui.parts.moves import counting_words
from ui.parts.viewer import sees_counts
from ui.upload.draft import controlled, set_kind, set_options
from ui.upload.tables import show_tables

_FEW = 3  # answers of which each says what it does
_VALUES = 2  # said of each answer, the same of all answers to a question
TRIED = 20_000  # rows of a file up to which the effect of every answer is worked out beforehand

Effects = Mapping[tuple[str, str], Stored]  # (question, answer) -> what storing would do
Value = tuple[str, date]  # a KPI and its month


def draw_questions(prepared: Prepared, would: Stored, effects: Effects, say: Say) -> None:
    """All questions of the file together; nothing can be stored until the open ones are
    answered."""
    told = sees_counts(prepared.kind)
    asked = [question if told else without_counts(question) for question in would.questions]
    open_ = [
        question
        for question in asked
        if question.name in {question.name for question in would.open}
    ]
    answered, effects = (
        [question for question in asked if question not in open_],
        effects if told else {},
    )
    if would.open:
        with st.container(border=True, key="upload_questions"):
            st.header(say("Questions that only you can answer"))
            for place, question in enumerate(open_, start=1):
                if place > 1:
                    st.divider()
                number = f"{place}/{len(open_)}" if len(open_) > 1 else ""
                _draw_one(question, prepared, effects, say, number)
            if told and not effects:
                st.caption(
                    say(
                        "The file is long, so what an answer changes is worked out for the chosen "
                        "one only: see below."
                    )
                )
            st.markdown(
                say("The likely answers are chosen. The result below is worked out with them.")
            )
            st.button(
                say("These answers are right"),
                key="upload_answers_right",
                type="primary",
                icon=":material/check:",
                on_click=_take(would, prepared.options.answers),
            )
    if answered:
        with st.expander(
            say("Answered questions: {count}", count=len(answered)),
            expanded=not would.open,
            key="upload_answered",
        ):
            for question in answered:
                _draw_one(question, prepared, effects, say)
            st.caption(say("A change here is checked at once."))


def _take(would: Stored, answers: Mapping[str, str]) -> Callable[[], None]:
    likely = {question.name: question.answer(answers) for question in would.open}
    return lambda: set_options(answers={**answers, **likely})


def _draw_one(
    question: Question, prepared: Prepared, effects: Effects, say: Say, number: str = ""
) -> None:
    """A question with what was seen and its answers; `number`: its place among several."""
    told = say(question.message)
    st.markdown(bold(f"{number} {told}" if number else told))
    if is_which_sheet(question.name):
        show_tables(prepared.sheet.previews, say)
    elif question.evidence:
        st.caption(joined([item(say(seen)) for seen in question.evidence], "\n"))
    answers, names = prepared.options.answers, [choice.name for choice in question.choices]
    labels = {choice.name: _label(choice, question, say) for choice in question.choices}
    controlled(
        st.radio,
        f"upload_answer_{question.name}",
        question.answer(answers),
        _answer(question.name, answers),
        say("Your answer"),
        names,
        format_func=labels.get,
        captions=_captions(question, effects, say),
        label_visibility="collapsed",
    )
    if question.name == NPS_SCALE and question.answer(answers) == "shorter":
        _offer_survey(prepared, say)


def _answer(name: str, answers: Mapping[str, str]) -> Callable[[str], None]:
    """Take an answer; where it says how the file is read, its headings may be others than those that
    were matched."""
    anew: dict[str, object] = {"match": {}} if is_of_reading(name) else {}
    return lambda answer: set_options(answers={**answers, name: answer}, **anew)


def _offer_survey(prepared: Prepared, say: Say) -> None:
    """The right way on with recommendations on a shorter scale: the same file as a survey, the
    scores as its answers."""
    heading = next(heading for heading, column in prepared.matched.items() if column == "score")

    def go_on() -> None:
        set_kind(SURVEY.name)
        set_options(match={heading: "overall"}, answers={})

    st.button(
        say("Load it as a customer satisfaction survey"),
        key="upload_as_survey",
        icon=":material/arrow_forward:",
        on_click=go_on,
    )


def _label(choice: Choice, question: Question, say: Say) -> str:
    words = say(choice.label)
    return _as_likely(words, say) if choice.name == question.likely else words


def _as_likely(words: str, say: Say) -> str:
    """An answer with the word that it is likely; one that is no sentence is set off from it."""
    likely = bold(say("Likely."))
    return sentences([words, likely], say) if words.endswith((".", "。")) else f"{words} · {likely}"


def _captions(question: Question, effects: Effects, say: Say) -> list[str] | None:
    """What each answer does: how many rows count, where the answers differ in that, and the KPI
    values in which they differ most; nothing where one leaves more to be said. Of many answers those
    that do what the likely one does say that alone."""
    names = [choice.name for choice in question.choices]
    if any((question.name, name) not in effects for name in names):
        return None
    outcomes = [effects[question.name, name] for name in names]
    values = differing(outcomes)[:_VALUES]
    count = not values or len({outcome.counting for outcome in outcomes}) > 1
    told = [
        say.sentences(
            [
                *([counting_words(outcome.counting, say)] if count else []),
                *(_value_words(value, outcome, outcomes, say) for value in values),
            ]
        )
        for outcome in outcomes
    ]
    likely = names.index(question.likely)
    if len(names) <= _FEW:
        return told
    return [
        say("As with the likely answer.") if at != likely and words == told[likely] else words
        for at, words in enumerate(told)
    ]


def differing(outcomes: Sequence[Stored]) -> list[Value]:
    """The KPI values that are not the same after every answer: those that every answer leaves known
    first, the widest apart first."""
    found = {}
    for value in {(move.kpi, move.period) for outcome in outcomes for move in outcome.moves}:
        after = [_after(value, outcome, outcomes) for outcome in outcomes]
        if any(not same(one, after[0]) for one in after):
            known, unit = [one for one in after if one is not None], kpi_named(value[0]).unit
            whole = (
                unit.high - unit.low
                if None not in (unit.low, unit.high)
                else max(*map(abs, known), 1.0)
            )
            found[value] = (
                len(known) < len(after),
                -(max(known) - min(known)) / whole,
                -value[1].toordinal(),
                value[0],
            )
    return sorted(found, key=found.get)


def _after(value: Value, outcome: Stored, outcomes: Sequence[Stored]) -> float | None:
    """A KPI value after an answer: what it moves to, else what it is now, which another answer
    moves."""
    moved = {(move.kpi, move.period): move for move in outcome.moves}
    if value in moved:
        return moved[value].after
    return next(
        move.before
        for other in outcomes
        for move in other.moves
        if (move.kpi, move.period) == value
    )


def _value_words(value: Value, outcome: Stored, outcomes: Sequence[Stored], say: Say) -> str:
    move = next((move for move in outcome.moves if (move.kpi, move.period) == value), None)
    kpi, month = kpi_named(value[0]), say.month(value[1])
    if move is None:
        return say(
            "{kpi}, {month}: {value}, as now.",
            kpi=kpi.label,
            month=month,
            value=kpi.unit.show(say, _after(value, outcome, outcomes)),
        )
    return say(
        "{kpi}, {month}: {after} (now {before}).",
        kpi=kpi.label,
        month=month,
        after=kpi.unit.show(say, move.after),
        before=kpi.unit.show(say, move.before),
    )
