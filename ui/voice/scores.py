"""Customer voice, scores: the KPIs with their change, how the answers are spread, and the same by
unit, channel or segment."""

from collections.abc import Sequence
from html import escape

import pandas as pd

from charts.theme import CONFIG, Palette
from charts.voice_bars import Bar, Piece, answer_bars, description
from charts.words import group_label
from data.exports.formula_safe import csv_bytes
from data.kinds.scales import BETWEEN, DISSATISFIED, SATISFIED
from errors import Message
from i18n import N_, Say, Text
from metrics.answers.asked import answer
from metrics.catalog import kpi_named
from metrics.kpi import Amount
from metrics.voice.distribution import Distribution
from metrics.voice.questions import QUESTIONS, RECOMMENDATION, SOURCES, SurveyQuestion
from metrics.voice.scores import Score, clear_changes, query_for, scores, worse_and_better
from ui.parts import st
from ui.parts.lazy_expander import lazy_expander
from ui.parts.table import show_table
from ui.parts.visitor import is_phone
from ui.rows.way import draw_way_to_rows
from ui.state.board import looked_at
from ui.state.filters import LABELS, linked
from ui.voice.data import answers_given
from ui.voice.page import (
    DIMENSIONS,
    VoiceChoice,
    dimension_choice,
    draw_finding,
    draw_none,
    partial_words,
)

MOST_BARS, MOST_ROWS = 30, 50
SIDES: dict[int, Text] = {
    DISSATISFIED: N_("dissatisfied"),
    BETWEEN: N_("in between"),
    SATISFIED: N_("satisfied"),
}
_LOOKS = {True: ("▲", "better"), False: ("▼", "worse"), None: ("●", "neutral")}


def draw_scores(choice: VoiceChoice, say: Say, palette: Palette) -> None:
    """The finding, the KPIs, their answers; then one of them by a dimension."""
    found = [
        (question, score) for question in QUESTIONS for score in _scores(question, choice, None)
    ]
    if not found:
        none = Message(
            "No customer answers in {span} for this selection. Upload a satisfaction survey "
            "or an NPS file, or choose other months.",
            {"span": choice.span},
        )
        draw_none(none, [source.kind for source in SOURCES.values()], choice, say)
        return
    _draw_finding(found, choice, say)
    _draw_tiles([score for _, score in found], say)
    if choice.before:
        st.caption(
            say(
                "Intervals of changes here are of sampling alone; those of the page “KPI” also allow "
                "for the usual swing of months, and may be wider."
            )
        )
    _draw_bars(
        [bar for question, score in found for bar in _bars(question, [score], choice, None, say)],
        "voice_answers",
        say,
        palette,
    )
    for note in _cautions(found[0][0], choice):
        st.caption(say(note))
    st.caption(
        say(
            "Each bar is all answers, from the worst on the left to the best on the right; the "
            "outermost answers have the full colour."
        )
    )
    _draw_by_unit([question for question, _ in found], choice, say, palette)
    of_source = {question.source.kind.name: question.kpi_name for question, _ in reversed(found)}
    for name in reversed(of_source.values()):
        draw_way_to_rows(kpi_named(name), "voice", choice.span.first, choice.month, say)


def _scores(question: SurveyQuestion, choice: VoiceChoice, by: str | None) -> tuple[Score, ...]:
    asked = query_for(choice.span, choice.before, by, choice.only)
    return scores(looked_at(answer, question.kpi_name, asked), choice.span, choice.before)


def _draw_finding(
    found: Sequence[tuple[SurveyQuestion, Score]], choice: VoiceChoice, say: Say
) -> None:
    by = _default_dimension(choice) if choice.before else None
    clear = (
        clear_changes(score for question, _ in found for score in _scores(question, choice, by))
        if by
        else []
    )
    worse, better = worse_and_better(clear)
    evidence = [better] if better else []
    if by:
        evidence.append(
            say(
                "Compared by {dimension} with {before}; what so many comparisons show by chance "
                "alone is allowed for.",
                dimension=LABELS[by],
                before=choice.before,
            )
        )
    draw_finding(
        choice,
        [_first(found[0][1], choice), *partial_words(choice), *([worse] if worse else [])],
        evidence,
        say,
    )


def _first(score: Score, choice: VoiceChoice) -> Message:
    """The leading KPI in one sentence."""
    blanks = {
        "kpi": score.kpi.label,
        "value": Amount(score.kpi.unit, score.row["value"]),
        "span": choice.span,
        "before": choice.before,
    }
    if score.change is None:
        return Message("{kpi}: {value} in {span}.", blanks)
    if not score.change.certain:
        return Message("{kpi}: {value} in {span}, no clear change against {before}.", blanks)
    return Message(
        "{kpi}: {value} in {span}, {change} against {before}.",
        {**blanks, "change": score.change.amount},
    )


def _default_dimension(choice: VoiceChoice) -> str | None:
    """Stores, or where one is chosen the first dimension left."""
    filtered = {name for name, _ in choice.only}
    return next((name for name in ("store", *DIMENSIONS) if name not in filtered), None)


def _cautions(question: SurveyQuestion, choice: VoiceChoice) -> list[Text]:
    """What a reader has to know before trusting the changes."""
    if choice.before is None:
        return []
    now, before = (
        {one.scale for one in answers_given(question.kpi_name, span, None, choice.only)}
        for span in (choice.span, choice.before)
    )
    changed = [
        N_(
            "The scale of the answers is not the same in the two times that are compared: read "
            "the changes with care."
        )
    ]
    return changed if before and now != before else []


def _draw_tiles(found: Sequence[Score], say: Say) -> None:
    st.html(
        '<div class="scd-stages" style="grid-template-columns: repeat(auto-fit, minmax(200px, '
        '1fr))">'
        f"{''.join(_tile(score, say) for score in found)}</div>"
    )


def _tile(score: Score, say: Say) -> str:
    pale = "" if score.row["enough"] else " scd-pale"
    counted = [
        say("n {n}", n=say.number(score.row["n"], 0)),
        *([] if score.row["enough"] else [say("few answers")]),
    ]
    told = score.change_sentence()
    shape, looks = _LOOKS[score.change.better if score.change else None]
    change = (
        f'<div class="scd-chip"><b class="scd-{looks}">{shape}</b> {escape(say(told))}</div>'
        if told
        else ""
    )
    return f"""<div><div class="scd-small">{escape(say(score.kpi.label))}</div>
<div class="scd-value{pale}">{escape(score.kpi.unit.show(say, score.row["value"]))}</div>
<div class="scd-n">{escape(say.list(counted))}</div>{change}</div>"""


def _bars(
    question: SurveyQuestion, found: Sequence[Score], choice: VoiceChoice, by: str | None, say: Say
) -> list[Bar]:
    """A bar a group, in the order of `found`; two where its answers are on two scales."""
    given = answers_given(question.kpi_name, choice.span, by, choice.only)
    scales = len({distribution.scale for distribution in given}) > 1
    return [
        _bar(question, score, distribution, scales, say)
        for score in found
        for distribution in given
        if distribution.group == score.group
    ]


def _bar(
    question: SurveyQuestion, score: Score, found: Distribution, scales: bool, say: Say
) -> Bar:
    name = say(question.label) if score.group is None else group_label(score.group, say)
    if scales:
        name = say(
            "{name} (scale {low} to {high})", name=name, low=found.scale.low, high=found.scale.high
        )
    end = say(
        "{value}, n {n}", value=score.kpi.unit.show(say, score.row["value"]), n=say.number(found.n)
    )
    return Bar(
        name,
        end,
        tuple(Piece(_piece(part, say), part.n, part.side) for part in found.parts),
        bool(score.row["enough"]),
    )


def _piece(part, say: Say) -> str:
    return say(SIDES[part.side]) if part.value is None else say.number(part.value)


def _draw_bars(bars: list[Bar], key: str, say: Say, palette: Palette) -> None:
    if bars:
        st.plotly_chart(
            answer_bars(bars, say, palette, is_phone()),
            theme=None,
            config=CONFIG,
            alt=description(bars, say),
            key=key,
        )


def _draw_by_unit(
    questions: Sequence[SurveyQuestion], choice: VoiceChoice, say: Say, palette: Palette
) -> None:
    """One question by the units of a dimension, the lowest first."""
    st.header(say("Where"))
    left, right = st.columns(2)
    names = {question.kpi_name: question for question in questions}
    with left:
        question = names[
            linked(
                "of",
                say("KPI"),
                list(names),
                next(iter(names)),
                lambda name: say(names[name].kpi.label),
            )
        ]
    with right:
        by = dimension_choice(choice, DIMENSIONS, say("Compare by"), lambda name: say(LABELS[name]))
    if by is None:
        st.caption(say("Everything is filtered. Set a filter back to “All” to compare units."))
        return
    found = sorted(
        _scores(question, choice, by),
        key=lambda score: (not score.row["enough"], score.row["value"]),
    )
    _draw_bars(_bars(question, found[:MOST_BARS], choice, by, say), "voice_units", say, palette)
    st.caption(
        say(
            "Lowest first. Neighbours may differ by chance alone: the page “Compare” shows what "
            "can be told apart. "
            "Pale bars have few answers."
        )
    )
    if len(found) > MOST_BARS:
        st.caption(
            say(
                "The {shown} lowest of {count}; all of them are in the table.",
                shown=MOST_BARS,
                count=len(found),
            )
        )
    lazy_expander(
        say("Table and download"),
        lambda: _draw_table(question, found, choice, by, say),
        "voice_table",
    )


def _draw_table(
    question: SurveyQuestion, found: Sequence[Score], choice: VoiceChoice, by: str, say: Say
) -> None:
    given = answers_given(question.kpi_name, choice.span, by, choice.only)
    rows = [
        _row(question, score, [one for one in given if one.group == score.group], by, say)
        for score in found
    ]
    if not rows:
        st.caption(say("No value to show."))
        return
    show_table(pd.DataFrame(rows[:MOST_ROWS]), "voice_units_table")
    if len(rows) > MOST_ROWS:
        st.caption(
            say(
                "The first {shown} of {count} rows; the file has all.",
                shown=MOST_ROWS,
                count=len(rows),
            )
        )
    st.download_button(
        say("Download as CSV"),
        csv_bytes(pd.DataFrame(rows)),
        f"{question.kpi_name}.csv",
        "text/csv",
        key="voice_file",
        on_click="ignore",
    )


def _row(
    question: SurveyQuestion, score: Score, given: Sequence[Distribution], by: str, say: Say
) -> dict[str, object]:
    told, unit = score.change_sentence(), score.kpi.unit
    no_change = (
        N_("too few answers to compare")
        if score.before
        else N_("not compared: the last month is not over")
    )
    limits = (
        "–"
        if pd.isna(score.row["low"])
        else say(
            "{low} to {high}",
            low=Amount(unit, score.row["low"]),
            high=Amount(unit, score.row["high"]),
        )
    )
    middle = say("Passives") if question.source is RECOMMENDATION else say("In between")
    sides = {
        SATISFIED: say(question.source.top),
        BETWEEN: middle,
        DISSATISFIED: say(question.source.bottom),
    }
    counts = {
        side: sum(part.n for one in given for part in one.parts if part.side == side)
        for side in sides
    }
    return {
        say(LABELS[by]): group_label(score.group, say),
        say("Value"): unit.show(say, score.row["value"]),
        say("95% interval"): limits,
        "n": say.number(score.row["n"], 0),
        say("Change"): say(told or no_change),
        **{name: say.number(counts[side]) for side, name in sides.items()},
    }
