"""Sections “Retention” and “Reaching the customer”: what is kept of a training, and whether it
shows on the job and with the customer."""

from datetime import date
from functools import partial
from html import escape

import pandas as pd

from charts.theme import CONFIG, Palette
from charts.training import practice_map, retention_curve, told_of
from i18n import N_, Say, Text, all_rounded, rounded
from metrics.answers.answer import Answer
from metrics.answers.pooled import added, latest_quarter, quarters_query
from metrics.effect.panel import Panel
from metrics.effect.panel_words import CAUTION, panel_finding
from metrics.effect.practised import RULE, Practice, practised
from metrics.effect.windows import CAUTION as AROUND_CAUTION, Around, Begun, Window
from metrics.kpi import Kpi
from metrics.periods import whole_month
from metrics.snapshot import Snapshot, remembered
from metrics.training.chain import (
    EXAM,
    MYSTERY,
    SHOWN_ON_THE_JOB,
    STEP,
    STEPS,
    TRAINING,
    before_and_after,
    panels,
    unit_table,
)
from metrics.training.delays import grouped
from metrics.training.measures import TRAINED
from metrics.training.records import modules, pass_share, second_looks
from metrics.training.retention import Forgetting, TooFewDelays, forgetting, refresher
from metrics.training.windows import usual_window
from ui.parts import st
from ui.parts.heading import heading
from ui.parts.lazy_expander import lazy_expander
from ui.parts.role import PEOPLE_ONLY, draw_off
from ui.parts.table import draw_rest, show_table
from ui.parts.viewer import sees_people, viewer
from ui.parts.visitor import is_phone
from ui.state.board import looked_at, today
from ui.state.filters import linked
from ui.training.page import (
    MOST_ROWS,
    all_courses,
    asked,
    asked_of,
    draw_none,
    pooled_answer,
    span,
    upload_first,
)


@remembered(12)
def _kept(
    snapshot: Snapshot, module: str
) -> tuple[pd.DataFrame, Forgetting | TooFewDelays, float | None]:
    """Grouped scores, the curve, and the pass mark of a module."""
    looks = second_looks(snapshot.reading, module)
    cut = pass_share(snapshot.reading, "module", module)
    return grouped(looks), forgetting(looks["days"], looks["score"], looks["employee"]), cut


@remembered(4)
def _modules(snapshot: Snapshot) -> list[str]:
    return modules(snapshot.reading)


def draw_retention(say: Say, palette: Palette) -> None:
    """Scores by the time since the last course of a module, and when a refresher is due."""
    names = looked_at(_modules)
    if not names:
        draw_none(
            N_(
                "Retention needs exams with a module: people who passed one course of it and "
                "later sit another. Upload a training file "
                "with the column “Module”."
            ),
            N_(
                "No exams of your units with a module to show: retention needs people who passed one "
                "course of it and later sit another. Exams that name another unit, or none, are not "
                "shown to you."
            ),
            say,
        )
        return
    module = linked("kept_module", say("Module"), names, names[0])
    groups, found, cut = looked_at(_kept, module)
    if groups.empty or isinstance(found, TooFewDelays):
        st.info(
            say(found.sentence())
            if isinstance(found, TooFewDelays)
            else say("Too few second exams to show what is kept.")
        )
        return
    told = (
        say(refresher(found, cut).sentence)
        if cut and 0 < cut < 1
        else say("Without a pass mark it cannot be said when to train again.")
    )
    st.html(f'<h2 class="scd-finding">{escape(told)}</h2>')
    basis = say(
        "{module}: {n} first attempts of people who had passed a course of it before",
        module=module,
        n=found.n,
    )
    st.html(f'<div class="scd-evidence">{escape(basis)}</div>')
    st.plotly_chart(
        retention_curve(groups, found, cut, say, palette, is_phone()),
        theme=None,
        config=CONFIG,
        key="retention",
        alt=say.sentences(
            [
                told,
                *(
                    say("{days} days: {mean}% (n = {n})", **told_of(row))
                    for row in groups.to_dict("records")
                ),
            ]
        ),
    )
    st.caption(
        say(
            "Read with care: each course has a paper of its own, so a harder paper looks like "
            "forgetting; people who left are missing; and "
            "every exam is practice as well. Groups are of equal size."
        )
    )


def draw_customer(month: date, say: Say, palette: Palette) -> None:
    """The four steps, the stores that pass but do not practise, and whether training goes with
    later results; of whole months."""
    month = whole_month(month, today())
    course = linked(
        "chain_course",
        say("Course"),
        ["", *all_courses()],
        "",
        lambda name: name or say("All courses"),
    )
    _draw_steps(month, course, say)
    if course and not sees_people():
        st.info(
            say(
                "One course by store is for some roles only, because so few people of a store sit "
                "it. Set the course to “All courses”."
            )
        )
        draw_off(PEOPLE_ONLY, say)
        return
    _draw_practice(month, course, say, palette)
    st.divider()
    _draw_panels(month, say)


def _window(kpi: Kpi, month: date, course: str, by: str | None) -> Answer:
    """The usual window of a month, of one course where the KPI knows courses."""
    only = (("course", (course,)),) if course and "course" in kpi.dimensions else ()
    if kpi is TRAINED:
        return _latest(month, by)
    return pooled_answer(kpi, month, usual_window(viewer()), by, only)


def _latest(month: date, by: str | None) -> Answer:
    """Exam coverage is that of one quarter: whoever is on the roster in four of them is one
    person."""
    last = latest_quarter(TRAINED, month, today())
    return added(asked(TRAINED, quarters_query(last, last, by, ())))


@remembered(20)
def _around(snapshot: Snapshot, month: date, course: str) -> tuple[Begun, list[Around]]:
    return before_and_after(partial(asked_of, snapshot), month, course)


def _draw_steps(month: date, course: str, say: Say) -> None:
    trainings, results = looked_at(_around, month, course) if sees_people() else (None, [])
    seen = {found.kpi.name: found for found in results}
    parts = []
    for label, kpi in _steps():
        found = _window(kpi, month, course, None)
        row, basis = found.last(), _basis(found, say)
        scope = "" if not course or "course" in kpi.dimensions else f" · {say('all courses')}"
        value = kpi.unit.show(say, None if row is None else row["value"])
        parts.append(
            f'<div><div class="scd-small">{escape(say(label))}</div><div '
            f'class="scd-value">{escape(value)}</div>'
            f'<div class="scd-small">{escape(say(kpi.label))}<br>{escape(basis + scope)}</div>'
            f"{_around_words(seen.get(kpi.name), say)}</div>"
        )
    st.html(
        '<div class="scd-stages" style="grid-template-columns: repeat(auto-fit, minmax(185px, '
        f'1fr))">{"".join(parts)}</div>'
    )
    period = span(_window(EXAM, month, "", None))
    if trainings is None:
        st.caption(
            say(
                "{period}, all stores together. Step 1, exam coverage, is shown to trainers, the "
                "committee and administrators only.",
                period=period,
            )
        )
        st.caption(
            say(
                "What was before a training and one and three months after it is for some roles "
                "only: it follows single stores and months, "
                "where too few people were examined to show their numbers to all."
            )
        )
        return
    st.caption(
        say("{period}, all stores together; exam coverage of the latest quarter.", period=period)
    )
    told = (trainings.sentence(), *(found.sentence() for found in results))
    st.html("".join(f'<div class="scd-chip">{escape(say(sentence))}</div>' for sentence in told))
    if results:
        st.caption(say(AROUND_CAUTION))


def _basis(found: Answer, say: Say) -> str:
    """How many are behind a figure, or why there is none."""
    row = found.last()
    if row is not None:
        return say("n = {n}", n=rounded(row["n"]))
    if found.rows.empty:
        return say("no records")
    hidden = found.rows["hidden"].astype(bool).all()
    return say("hidden to protect the staff behind it") if hidden else say("no value")


def _around_words(found: Around | None, say: Say) -> str:
    """The result in the months around training, one line each; the one that the plan looks at in
    bold."""
    return "".join(
        "<div "
        f'class="scd-small">{_bold(escape(_window_words(window, found.kpi, say)), window.lag == found.judged)}</'
        "div>"
        for window in (found.windows if found else ())
    )


def _window_words(window: Window, kpi: Kpi, say: Say) -> str:
    value = kpi.unit.show(say, window.value)
    if window.change is None:
        return say("Month before: {value} (n = {n})", value=value, n=window.n)
    return say("Month {lag} after: {value} (n = {n})", value=value, n=window.n, lag=window.lag)


def _bold(words: str, wanted: bool) -> str:
    return f"<b>{words}</b>" if wanted else words


def _draw_practice(month: date, course: str, say: Say, palette: Palette) -> None:
    answers = {kpi.name: _window(kpi, month, course, "store") for _, kpi in _steps()}
    behaviour = SHOWN_ON_THE_JOB if len(answers[SHOWN_ON_THE_JOB.name].rows) else MYSTERY
    if answers[behaviour.name].rows.empty:
        upload_first(
            N_(
                "What happens on the job is not on record yet. Upload behaviour checks or mystery "
                "visits with their store."
            ),
            say,
        )
        return
    wholes = [_window(kpi, month, course, None).last_value() for kpi in (EXAM, behaviour)]
    if None in wholes:
        st.info(say("Too few results to set the exam against what is shown on the job."))
        return
    found = practised(answers[EXAM.name], wholes[0], answers[behaviour.name], wholes[1])
    st.html(f'<h2 class="scd-finding">{escape(say(found.finding()))}</h2>')
    _draw_map(unit_table(list(answers.values())), found, (wholes[0], wholes[1]), say, palette)
    st.caption(say(RULE))
    lazy_expander(
        say("Stores, step by step"),
        lambda: _draw_stores(unit_table(list(answers.values())), say),
        "chain_table",
    )


def _steps() -> list[tuple[Text, Kpi]]:
    """The steps that are told: who was on a roster without an exam, only to those who may see
    people."""
    return [(label, kpi) for label, kpi in STEPS if kpi is not TRAINED or sees_people()]


def _draw_map(
    table: pd.DataFrame, found: Practice, wholes: tuple[float, float], say: Say, palette: Palette
) -> None:
    rows = table[[found.exam.name, found.behaviour.name]].dropna().reset_index()
    rows.columns = ["group", "exam", "behaviour"]
    if len(rows) < 2:
        return
    st.plotly_chart(
        practice_map(rows, wholes, found, say, palette, is_phone()),
        theme=None,
        config=CONFIG,
        key="practice",
        alt=say(found.finding()),
    )


def _draw_stores(table: pd.DataFrame, say: Say) -> None:
    shown = pd.DataFrame(
        {
            say("Store"): table.index,
            **{say(kpi.label): all_rounded(table[kpi.name], 1) for _, kpi in _steps()},
        }
    )
    show_table(shown.head(MOST_ROWS), "chain_rows")
    draw_rest(shown, MOST_ROWS, "training-steps", "chain_file", say)


@remembered(8)
def _panels(snapshot: Snapshot, month: date) -> list[tuple[Kpi, Panel]]:
    return panels(partial(asked_of, snapshot), month)


def _draw_panels(month: date, say: Say) -> None:
    st.html(heading(say("Do stores that train more do better later?")))
    if not sees_people():
        st.caption(
            say(
                "This sets single stores and months side by side, where too few people were "
                "examined to show their numbers to all."
            )
        )
        draw_off(PEOPLE_ONLY, say)
        return
    for result, found in looked_at(_panels, month):
        told = say.sentences(panel_finding(found, TRAINING, result, STEP))
        st.html(f'<div class="scd-chip">{escape(told)}</div>')
    st.caption(say(CAUTION))
    st.caption(
        say(
            "All courses together. As the plan has it, behaviour is looked at one month after the "
            "training, the customer three months after."
        )
    )
