"""Section “Pass rates”: by course, module, department, store or cohort, against the whole and the
target."""

from datetime import date

from charts.alternative import alternative, table
from charts.split import Reference, hidden_groups, only_largest, pale_groups, split
from charts.theme import CONFIG, Palette
from errors import Message
from i18n import N_, Say, Text
from metrics.answers.answer import Answer
from metrics.catalog import kpi_named
from metrics.kpi import Kpi
from metrics.privacy.gate import hides_moved
from metrics.snapshot import Snapshot
from metrics.training.measures import FINAL_BY_COHORT, FIRST_BY_COHORT
from metrics.window import CALENDAR, LENGTHS, year_words
from ui.parts import st
from ui.parts.answer_table import draw_file
from ui.parts.heading import heading
from ui.parts.lazy_expander import lazy_expander
from ui.parts.table import show_table
from ui.parts.viewer import sees_people
from ui.parts.visitor import is_phone
from ui.rows.way import draw_way_to_rows
from ui.shell.empty import tell_nearest
from ui.state.board import looked_at
from ui.state.filters import LABELS, linked
from ui.training.page import FINAL, FIRST, MOST_ROWS, pooled_answer, stage_now

_BY: dict[str, Text] = {
    **{name: LABELS[name] for name in ("course", "module", "department", "store")},
    "cohort": N_("Month or year hired"),
}
_RATES = {FIRST: FIRST_BY_COHORT, FINAL: FINAL_BY_COHORT}


def draw_rates(month: date, window: str, say: Say, palette: Palette) -> None:
    """One rate by one breakdown as ordered intervals, then as a table."""
    left, right = st.columns(2)
    with left:
        rate = linked(
            "rate", say("Rate"), list(_RATES), FIRST, lambda name: say(kpi_named(name).label)
        )
    with right:
        # Cohorts are not part of the breakdowns that are published together, so what the others
        # show could give a small one away.
        by = linked(
            "training_by",
            say("By"),
            [name for name in _BY if name != "cohort" or sees_people()],
            "course",
            lambda name: say(_BY[name]),
        )
    kpi = _RATES[rate] if by == "cohort" else kpi_named(rate)
    found, whole = pooled_answer(kpi, month, window, by), pooled_answer(kpi, month, window, None)
    if found.rows.empty:
        st.info(say("No exam results to show for this time."))
        first, last = whole.query.start, whole.query.end
        tell_nearest([kpi.dataset], "training", first, last, say)
        return
    if found.rows["hidden"].all():
        st.info(say(_why_hidden(kpi, window)))
        return
    stage = stage_now(rate, month)
    goal = stage.monthly_goal if stage else None
    drawn = found.largest(MOST_ROWS)
    st.html(heading(say("Value with its 95% interval")))
    st.plotly_chart(
        split(
            drawn,
            Reference(goal, whole.last_value() if goal is None else None),
            say,
            palette,
            narrow=is_phone(),
        ),
        theme=None,
        config=CONFIG,
        alt=alternative(drawn, (), say),
        key="training_split",
    )
    for sentence in filter(
        None, (hidden_groups(found, say), pale_groups(drawn, say), only_largest(found, drawn, say))
    ):
        st.caption(sentence)
    if rate == FINAL and window == CALENDAR:
        st.caption(
            say(
                "Who failed in the last {days} days may still sit a retake, so the latest courses "
                "may rise.",
                days=kpi.matures_days,
            )
        )
    st.caption(
        say(
            "Counted of the exams taken. Absentees are part of the exam coverage: see “Exam "
            "coverage and new staff”."
        )
    )
    lazy_expander(
        say("Table and download"), lambda: _draw_table(found, say), "training_rates_table"
    )
    _draw_way_to_rows(kpi_named(rate), whole, say)


def _draw_way_to_rows(kpi: Kpi, whole: Answer, say: Say) -> None:
    first, end = whole.query.start, whole.query.end
    if first is not None and end is not None:
        draw_way_to_rows(kpi, "training", first, end.replace(day=1), say)


def _draw_table(found: Answer, say: Say) -> None:
    shown = table(found.largest(MOST_ROWS), say).drop(columns=say("Period"))
    show_table(shown, "training_table")
    draw_file(found, _BY[found.query.by], "training_file", say)


def _why_hidden(kpi: Kpi, window: str) -> Message:
    """Why no group is shown, and which time may show some."""
    years, quarters = (looked_at(_hides_moved, kpi, grain) for grain in ("year", "quarter"))
    if quarters:
        return Message(
            "Years begin in another month than when these figures were first shown, so years and "
            "quarters are hidden, to protect staff."
        )
    if years and window == CALENDAR:
        return Message(
            "Years begin in another month than when these figures were first shown, so years are "
            "hidden, to protect staff. Choose “{window}” as time.",
            {"window": LENGTHS["year"]},
        )
    if years or window == CALENDAR:
        return Message("In this time too few people stand behind each of these groups to show any.")
    return Message(
        "In this time too few people stand behind each of these groups to show any. Choose "
        "“{window}” as time.",
        {"window": year_words()},
    )


def _hides_moved(snapshot: Snapshot, kpi: Kpi, grain: str) -> bool:
    return hides_moved(snapshot.reading, kpi, grain)
