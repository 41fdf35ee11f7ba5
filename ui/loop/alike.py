"""What was tried against problems of the same category, where one is raised or opened."""

from i18n import Say
from metrics.effect.knowledge import alike, lessons
from metrics.periods import last_whole_month
from ui.parts import st
from ui.parts.links import page_named
from ui.state.board import looked_at, today

_MOST = 3


def draw_alike(category: str, say: Say) -> None:
    """The lessons of a category with their outcomes, and the way to all of them; nothing without."""
    found = alike(looked_at(lessons, last_whole_month(today())), category)
    if not found:
        return
    told = [
        say(
            "{action} {title}: {outcome}",
            action=one.judged.action.action_id,
            title=one.judged.action.title,
            outcome=one.judged.outcome.label,
        )
        for one in found[:_MOST]
    ]
    st.info(say("Tried before against this category: {actions}.", actions=told))
    st.page_link(
        page_named("knowledge", say),
        label=say("See what was learnt"),
        query_params={"find": category, "lang": say.language, "tried": "all"},
    )
