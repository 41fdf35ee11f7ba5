"""The list of problems: those that are open first, by share and impact."""

from datetime import date

import pandas as pd

from data.kinds.catalog import PROBLEM
from i18n import Say
from metrics.effect.problems import Problem, problems_of
from ui.loop.opened import draw_opened
from ui.loop.words import place_words, proof_words, status_words
from ui.parts import st
from ui.parts.table import TableLook, show_table_with_file
from ui.parts.viewer import sees_people
from ui.state.board import looked_at, today


def draw_problems(month: date, say: Say) -> None:
    """All problems as a table with its file; below it one of them, opened."""
    found = looked_at(problems_of)
    if not found:
        st.info(
            say(
                "No problem is written down yet. Raise one under \u201cWrite down\u201d, or upload "
                "your list of problems."
            )
        )
        return
    st.caption(
        say(
            "Open problems first, by share × impact (low 1, medium 2, high 3); those without a "
            "share come after them."
        )
    )
    rows = pd.DataFrame([_row(one, say) for one in found])
    show_table_with_file(rows, "problems", "problems_list", say, TableLook((say("Age in days"),)))
    draw_opened(found, month, say)


def _row(problem: Problem, say: Say) -> dict[str, object]:
    column, now = PROBLEM.column, today()
    impact = dict(column("impact").choices)
    told = {
        say(column("problem_id").label): problem.problem_id,
        say(column("title").label): problem.title,
        say(column("status").label): status_words(problem, say),
        say(column("due").label): _due(problem, say),
        say("Age in days"): say.number(problem.age(now), 0),
        say(column("share").label): "" if problem.share is None else say.number(problem.share),
        say(column("impact").label): say(impact[problem.impact]) if problem.impact else "",
        say(column("department").label): problem.department,
        say("Place"): place_words(problem.place, say),
        say(column("category").label): problem.category or "",
        say(column("cause").label): problem.cause or "",
        say(column("points_at").label): proof_words(problem.points_at or "", say),
    }
    if sees_people():
        told[say(column("owner").label)] = problem.owner or ""
    return told


def _due(problem: Problem, say: Say) -> str:
    if problem.due is None:
        return ""
    day = say.date(problem.due)
    return say("{day} (overdue)", day=day) if problem.is_overdue(today()) else day
