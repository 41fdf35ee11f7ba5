"""What was decided, meeting by meeting, and what became of it."""

import pandas as pd

from data.kinds.catalog import DECISION
from i18n import Say
from metrics.effect.problems import Decision, decisions_of
from ui.loop.changes import draw_result
from ui.parts import st
from ui.parts.table import show_table_with_file
from ui.parts.viewer import sees_people
from ui.state.board import looked_at, today


def draw_decisions(say: Say) -> None:
    """All decisions as a table with its file, the latest first."""
    found = looked_at(decisions_of)
    if not found:
        st.info(say("No decision is written down yet."))
        return
    late = sum(one.is_late(today()) for one in found)
    st.caption(
        say(
            "Decisions still to be done: {open}. Of these past their day: {late}.",
            open=sum(one.result == "open" for one in found),
            late=late,
        )
    )
    show_table_with_file(
        pd.DataFrame([_row(one, say) for one in found]), "decisions", "decisions_list", say
    )
    draw_result(found, say)


def _row(decision: Decision, say: Say) -> dict[str, object]:
    column = DECISION.column
    result = say(dict(column("result").choices)[decision.result])
    told = {
        say(column("date").label): say.date(decision.day),
        say(column("text").label): decision.text,
        say(column("result").label): say("{state} (overdue)", state=result)
        if decision.is_late(today())
        else result,
        say(column("due").label): "" if decision.due is None else say.date(decision.due),
        say(column("action_id").label): decision.action_id or "",
        say(column("meeting").label): decision.meeting,
    }
    if sees_people():
        told[say(column("owner").label)] = decision.owner or ""
    return told
