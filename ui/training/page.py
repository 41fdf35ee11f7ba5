"""The page Training: what is asked for it, its finding, its numbers, and the choice of a
section."""

from collections.abc import Callable, Sequence
from datetime import date
from html import escape

import pandas as pd

from charts.words import interval
from data import roles
from errors import Message
from i18n import N_, Say, Text, rounded
from metrics.answers.answer import Answer, ask
from metrics.answers.asked import answer
from metrics.catalog import kpi_named
from metrics.comparisons.units import Standing, standing
from metrics.kpi import Kpi
from metrics.periods import Period, as_known, is_over, last_day
from metrics.snapshot import Snapshot, remembered
from metrics.sums.query import Query
from metrics.targets.standing import judged_at
from metrics.targets.verdict import Verdict, stage_in_force
from metrics.training.course_finding import CourseFinding, course_finding
from metrics.training.item_verdict import Finding
from metrics.training.measures import MEASURES
from metrics.training.records import SatPaper, courses, papers
from metrics.training.windows import WindowSpan, windowed
from metrics.window import CALENDAR, DEFAULT, LENGTHS, TimeWindow
from ui.kpi.cards import judged_on, stage_words
from ui.loop.raising import Proof, offer_problem
from ui.parts import st
from ui.parts.links import page_named
from ui.parts.role import late_changes
from ui.parts.viewer import require_people, sees_exams, sees_people, viewer
from ui.rows.way import draw_way_to_rows
from ui.state.board import looked_at, today
from ui.state.filters import months_offered, window_choice as visit_window
from ui.state.link import one_section

FIRST, FINAL, WAITING = "first_attempt_pass_rate", "final_pass_rate", "pending_retakes"
SECTIONS: dict[str, Text] = {
    "rates": N_("Pass rates"),
    "retakes": N_("Retakes"),
    "items": N_("Exam items"),
    "attempts": N_("Attempts"),
    "staff": N_("Exam coverage and new staff"),
    "retention": N_("Retention"),
    "customer": N_("Reaching the customer"),
}
HELD, AS_OF = N_("as of {day}, later changes would tell of few people"), N_("as of {day}")
MOST_ROWS = 50
_COMPANY = (None, None)
# What tells of exams in other words than the KPIs do could be set against them: it is for those who
# may see exams person by person, and what reads the list of staff for those who may see all people.
_OF_EXAMS = ("retakes", "items", "attempts", "retention")
_OF_STAFF = ("staff",)


@remembered(60)
def _measured(snapshot: Snapshot, name: str, query: Query) -> Answer:
    return ask(snapshot.reading, MEASURES[name], query, snapshot.today)


def measured(name: str, query: Query) -> Answer:
    """The answer of a measure of this page; NotForRole for readers, since it is not published as
    KPIs are, and would tell by its changes."""
    require_people()
    return looked_at(_measured, name, query)


def asked(kpi: Kpi, query: Query) -> Answer:
    """The answer of a KPI or of a measure of this page."""
    return measured(kpi.name, query) if kpi.name in MEASURES else looked_at(answer, kpi.name, query)


def asked_of(snapshot: Snapshot, kpi: Kpi, query: Query) -> Answer:
    """The answer of a snapshot, whoever looks: for what is remembered."""
    if kpi.name not in MEASURES:
        return answer(snapshot, kpi.name, query)
    roles.require(snapshot.viewer, roles.sees_people)
    return _measured(snapshot, kpi.name, query)


@remembered(4)
def _courses(snapshot: Snapshot) -> list[str]:
    return courses(snapshot.reading)


def all_courses() -> list[str]:
    """The courses with attempts on record, the latest first; by name for those to whom the order
    could tell who sat one last."""
    found = looked_at(_courses)
    return found if sees_people() else sorted(found)


@remembered(4)
def _papers(snapshot: Snapshot) -> list[SatPaper]:
    return papers(snapshot.reading)


def all_papers() -> list[SatPaper]:
    """The papers with answers to single items, the latest first; none for those who may not see
    exams person by person."""
    return looked_at(_papers) if sees_exams() else []


def pooled_answer(kpi: Kpi, month: date, window: str, by: str | None, only: tuple = ()) -> Answer:
    """The window of a month, as one period."""
    time = TimeWindow(window, month, today(), min(months_offered(), default=None))
    return windowed(lambda query: asked(kpi, query), kpi, time, by, only)


def span(found: Answer) -> WindowSpan:
    """The time of such an answer, to be said."""
    return WindowSpan(found.query, today())


def window_choice(say: Say, month: date) -> str:
    """How much time the rates cover: that of the visit. Who may not see people begins with a whole
    year: of less time they are shown hardly a course."""
    default = DEFAULT if sees_people() else CALENDAR
    return visit_window(say, month, fixed=(CALENDAR, *LENGTHS), default=default)


def by_course(month: date, window: str) -> Standing | None:
    """The courses' first attempts against all of them; None without any."""
    kpi = kpi_named(FIRST)
    split_up = pooled_answer(kpi, month, window, "course")
    return (
        None if split_up.rows.empty else standing(split_up, pooled_answer(kpi, month, window, None))
    )


def draw_finding(
    month: date, window: str, flawed: Callable[[str], Sequence[object]], say: Say
) -> CourseFinding:
    """The course that fails as the title; below it the time, and the items of its exam that are to
    be mended (`flawed` of a course)."""
    found = by_course(month, window)
    told = course_finding(found)
    sentence = say(told.sentence)
    st.html(f'<h1 class="scd-finding">{escape(sentence)}</h1>')
    seen = Proof(
        "training",
        "dimension",
        sentence,
        month,
        title=told.course or "",
        kpi=FIRST,
        about_staff=True,
        named=(("window", window),),  # the time shown at first is not the same for everyone
    )
    offer_problem(seen, say)
    evidence = (
        []
        if found is None
        else [
            say("First attempts, {period}", period=span(found.answer)),
            *map(say, _held(found.answer, HELD)),
            *map(say, late_changes(kpi_named(FIRST), viewer())),
        ]
    )
    if (
        found is not None
        and is_over(month, today())
        and not _as_chosen(found.answer, month, window)
    ):
        evidence.append(say("exams are counted by whole quarters"))
    if not is_over(month, today()):
        evidence.append(
            say(
                "{month} is not over: the year counts what there is so far",
                month=say.month(month),
            )
            if window == CALENDAR
            else say(
                "{month} is not over: it is left out, and whole quarters before it are shown",
                month=say.month(month),
            )
        )
    items = flawed(told.course) if told.course else ()
    if items:
        evidence.append(
            say(
                "In its exam, look at item {items} first: those who do well on the paper answer "
                "it wrongly. See “{section}”.",
                items=[str(item) for item in items],
                section=SECTIONS["items"],
            )
        )
    st.html(f'<div class="scd-evidence">{escape(" · ".join(evidence))}</div>')
    return told


def _as_chosen(found: Answer, month: date, window: str) -> bool:
    """Whether the time is the one that was chosen: quarters are neither a month nor end with each."""
    return window == CALENDAR or window != DEFAULT and found.query.end == last_day(month, "month")


def stage_now(kpi: str, month: date) -> Verdict | None:
    """The company's stage in force for a KPI."""
    return stage_in_force(
        looked_at(judged_at, month, _COMPANY, (kpi_named(kpi),)), as_known(month, today())
    )


def draw_numbers(month: date, window: str, say: Say) -> None:
    """First attempt and final against their targets, and how many wait for a retake."""
    for column, name in zip(st.columns(3), (FIRST, FINAL, WAITING), strict=True):
        with column, st.container(border=True, height="stretch", key=f"training_{name}"):
            kpi = kpi_named(name)
            found = (
                pooled_answer(kpi, month, window, None)
                if name != WAITING
                else looked_at(answer, name, Query(end=last_day(month, "month")))
            )
            stage = stage_now(name, month)
            st.html(_number(kpi, found, stage, say))
            if name == WAITING:
                draw_way_to_rows(kpi, "training", month, month, say)


def _number(kpi: Kpi, found: Answer, stage: Verdict | None, say: Say) -> str:
    parts = [f"<b>{escape(say(kpi.label))}</b>"]
    row = found.last()
    if row is None:
        parts.append(f'<div class="scd-small">{escape(say("No value to show."))}</div>')
    else:
        parts += [
            f'<div class="scd-value">{escape(kpi.unit.show(say, row["value"]))}</div>',
            f'<div class="scd-n">{escape(" · ".join(_basis(kpi, found, row, say)))}</div>',
        ]
    if stage is not None:
        parts.append(
            f'<div class="scd-chip">{stage_words(stage, say)}</div>{judged_on(kpi, stage, say)}'
        )
    else:
        parts.append(f'<div class="scd-chip scd-neutral">{escape(say("No target here."))}</div>')
    return "".join(parts)


def _basis(kpi: Kpi, found: Answer, row: pd.Series, say: Say) -> list[str]:
    if kpi.name == WAITING:
        if row["partial"]:
            return [say("as of today, {day}; the month is not over", day=today())]
        return [
            say("at the end of {period}", period=Period(row["period"], found.query.grain)),
            *map(say, _held(found, AS_OF)),
        ]
    return [
        say("95% interval {interval}", interval=interval(kpi, row, say)),
        say("n = {n}", n=rounded(row["n"])),
        span(found).spoken(say),
        *map(say, _held(found, AS_OF)),
    ]


def _held(found: Answer, words: Text) -> list[Message]:
    """That values of the latest period are those of an earlier {day}; nothing where all are of
    today."""
    latest = found.rows[found.rows["period"] == found.rows["period"].max()]
    days = [] if latest.empty else list(latest["since"].dropna())
    return [Message(words, {"day": min(days)})] if days else []


def section_choice(say: Say) -> str:
    """The section that is open; only that one is worked out. Which are for some roles only is said
    in the choice itself, where it matters."""
    chosen = one_section("section", SECTIONS, say, lambda section: _section_words(section, say))
    if any(map(is_off, SECTIONS)):
        st.caption(
            say("“Some roles only”: for trainers of all units, the committee and administrators.")
            if sees_exams()
            else say("“Some roles only”: for trainers, the committee and administrators.")
        )
    return chosen


def _section_words(section: str, say: Say) -> str:
    return (
        say("{section} (some roles only)", section=SECTIONS[section])
        if is_off(section)
        else say(SECTIONS[section])
    )


def is_off(section: str) -> bool:
    """Whether a section is not for this installation's role."""
    return section in _OF_EXAMS and not sees_exams() or section in _OF_STAFF and not sees_people()


def draw_none(of_all: Text, of_own: Text, say: Say) -> None:
    """That there is nothing for a section: to a trainer of some units, who would not be shown what
    there is of others, in other words, and without the way to upload."""
    if roles.exam_units(viewer()) is None:
        upload_first(of_all, say)
    else:
        st.info(say(of_own))


def upload_first(sentence: Text, say: Say) -> None:
    """What is missing for a section, and the way to the upload page."""
    st.info(say(sentence))
    st.page_link(page_named("upload", say))


def flawed_items(verdicts) -> list[object]:
    """The items whose key or wording is wrong as far as the answers tell."""
    return [verdict.item for verdict in verdicts if verdict.finding is Finding.MISKEYED]
