"""Section “Exam coverage and new staff”: who of the roster sat an exam this quarter, and where the
newcomers stand."""

from datetime import date
from html import escape

import pandas as pd

from charts.alternative import alternative
from charts.split import Reference, hidden_groups, split
from charts.theme import CONFIG, Palette
from data.exports.formula_safe import csv_bytes
from i18n import N_, Say, Text, rounded
from metrics.answers.answer import Answer
from metrics.catalog import indicator_named
from metrics.periods import Period, add_months, as_known, last_day, start_of, whole_month
from metrics.snapshot import Snapshot, remembered
from metrics.sums.query import Query
from metrics.training.measures import TRAINED, TRAINED_AND_PASSED
from metrics.training.newcomers import (
    BASICS,
    DEEPENING,
    MONTHS,
    Induction,
    basics_of,
    induction,
    named,
)
from ui.parts import st
from ui.parts.table import show_table
from ui.parts.visitor import is_phone
from ui.state.board import looked_at, today
from ui.state.filters import LABELS, linked
from ui.training.page import MOST_ROWS, all_courses, measured, upload_first

_BY = ("department", "store", "region", "position")
_STATES: dict[str, Text] = {"done": N_("in time"), "late": N_("late"), "missing": N_("not done")}
_WAYS: dict[str, Text] = {
    "named": N_("courses whose name says deepening"),
    "any": N_("any other course"),
}


def draw_staff(month: date, say: Say, palette: Palette) -> None:
    """Exam coverage by quarter, then the newcomers of the last months."""
    quarters = measured(TRAINED.name, Query(grain="quarter")).rows
    if quarters.empty:
        upload_first(
            N_(
                "No staff roster yet. Upload one (employee, department, store, hired, left), and "
                "the exam coverage appears here."
            ),
            say,
        )
        return
    start = _quarter(quarters, month)
    whole = _draw_coverage(start, say)
    if whole is not None:
        _draw_covered_by(start, whole, say, palette)
    st.divider()
    _draw_newcomers(as_known(month, today()), say)


def _quarter(quarters: pd.DataFrame, month: date) -> date:
    """The latest quarter that is over with the month; the first on record where none is."""
    latest = start_of(add_months(whole_month(month, today()), -2), "quarter")
    return max(
        (start for start in quarters["period"] if start <= latest),
        default=quarters["period"].iloc[0],
    )


def _one(name: str, start: date, by: str | None = None) -> Answer:
    return measured(name, Query(start, last_day(start, "quarter"), "quarter", by))


def _draw_coverage(start: date, say: Say) -> float | None:
    """What the whole company did in a quarter, in one sentence: the share that sat an exam, None
    where too few are on the roster."""
    trained, passed = _one(TRAINED.name, start).last(), _one(TRAINED_AND_PASSED.name, start).last()
    if trained is None or passed is None:
        st.info(say("Too few people are on the roster to show its exam coverage."))
        return None
    told = say(
        "In {period}, {share}% of the {people} people on the roster sat an exam; absentees "
        "included, {passed}% passed one.",
        period=Period(start, "quarter"),
        share=rounded(trained["value"], 1),
        people=rounded(trained["n"]),
        passed=rounded(passed["value"], 1),
    )
    st.html(f'<h2 class="scd-finding">{escape(told)}</h2>')
    st.caption(
        say(
            "Serving staff are trained every quarter. Counted are people on the roster on the "
            "quarter's last day, without those who "
            "have left."
        )
    )
    st.caption(
        say(
            "This is not the KPI “{kpi}”, which asks at each month’s end for a training completed "
            "in the months before.",
            kpi=indicator_named("training_coverage").label,
        )
    )
    return float(trained["value"])


def _draw_covered_by(start: date, whole: float, say: Say, palette: Palette) -> None:
    """The share covered, by unit."""
    by = linked("covered_by", say("By"), list(_BY), "department", lambda name: say(LABELS[name]))
    found = _one(TRAINED.name, start, by)
    # Everybody on the roster is counted: nothing was sampled, so there is no interval.
    counted = Answer(
        found.kpi,
        found.query,
        found.rows.assign(low=float("nan"), high=float("nan"))
        .sort_values("n", ascending=False)
        .head(MOST_ROWS)
        .sort_index(),
    )
    st.plotly_chart(
        split(counted, Reference(whole=whole), say, palette, narrow=is_phone()),
        theme=None,
        config=CONFIG,
        alt=alternative(counted, (), say),
        key="coverage",
    )
    if sentence := hidden_groups(found, say):
        st.caption(sentence)
    shown = int((~found.rows["hidden"].astype(bool)).sum())
    if shown > MOST_ROWS:
        st.caption(
            say(
                "Drawn are the {shown} of {all} with most people on the roster.",
                shown=MOST_ROWS,
                all=shown,
            )
        )


@remembered(8)
def _induction(snapshot: Snapshot, day: date, basics: str, deepening: tuple[str, ...]) -> Induction:
    return induction(snapshot.reading, day, basics, deepening)


def _draw_newcomers(day: date, say: Say) -> None:
    courses = all_courses()
    guess, deep = basics_of(courses), tuple(named(courses, DEEPENING))
    basics, way = _course_choices(courses, guess or "", "named" if deep else "any", say)
    if not basics:
        st.info(
            say(
                "Which course is the basics for new staff? No course is called so; choose it "
                "above to see who is behind."
            )
        )
        return
    if basics == guess:
        blanks = {
            "course": basics,
            "word": next(word for word in BASICS if word in basics.casefold()),
        }
        st.caption(
            say(
                "“{course}” counts as basics because its name says so (it holds “{word}”). Choose "
                "another course if that is wrong.",
                **blanks,
            )
        )
    found = looked_at(_induction, day, basics, deep if way == "named" else ())
    _draw_standing(found, say)


def _course_choices(courses: list[str], basics: str, way: str, say: Say) -> tuple[str, str]:
    left, right = st.columns(2)
    with left:
        chosen = linked(
            "basics",
            say("Course counted as basics"),
            ["", *courses],
            basics,
            lambda name: name or say("none chosen"),
        )
    with right:
        return chosen, linked(
            "deepening",
            say("Counted as monthly deepening"),
            list(_WAYS),
            way,
            lambda name: say(_WAYS[name]),
        )


def _draw_standing(found: Induction, say: Say) -> None:
    new, behind = len(found.people), len(found.behind)
    blanks = {"new": new, "behind": behind, "months": MONTHS + 1, "day": found.day}
    if new == 0:
        told = say("Nobody on the roster was hired in the {months} months before {day}.", **blanks)
    else:
        told = say(
            "Of {new} people hired in the {months} months before {day}, {behind} are behind with "
            "basics or deepening.",
            **blanks,
        )
    st.html(f'<h2 class="scd-finding">{escape(told)}</h2>')
    st.caption(
        say(
            "New staff: basics in the first week, then one deepening session in each of the first "
            "{months} months. Only months that are over "
            "are counted.",
            months=MONTHS,
        )
    )
    if new:
        _draw_list(found, say)


def _draw_list(found: Induction, say: Say) -> None:
    people = found.people.sort_values(["behind", "hired_on"], ascending=[False, True])
    shown = pd.DataFrame(
        {
            say("Employee"): people["employee"],
            say("Behind"): ["● " + say("behind") if behind else "" for behind in people["behind"]],
            say("Hired on"): [say.date(day) for day in people["hired_on"]],
            say("Basics in week one"): [
                "–" if pd.isna(state) else say(_STATES[state]) for state in people["basics"]
            ],
            say("Deepening"): [
                say("{kept} of {due}", kept=kept, due=due)
                for kept, due in zip(people["deepened"], people["due"], strict=True)
            ],
            say("Store"): people["store"].fillna(""),
            say("Department"): people["department"].fillna(""),
        }
    )
    show_table(shown.head(MOST_ROWS), "newcomer_table")
    if len(shown) > MOST_ROWS:
        st.caption(
            say(
                "The first {shown} of {all}; the file has all of them.",
                shown=MOST_ROWS,
                all=len(shown),
            )
        )
    st.download_button(
        say("Download the list for HR"),
        lambda: csv_bytes(shown),
        f"newcomers-{found.day:%Y-%m-%d}.csv",
        "text/csv",
        key="newcomer_file",
        on_click="ignore",
    )
