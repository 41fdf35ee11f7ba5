"""The knowledge base: what was tried and what it did, to be searched."""

from datetime import date

import pandas as pd

from charts.theme import Palette
from i18n import N_, Say, Text
from metrics.catalog import indicator_named
from metrics.effect.knowledge import Lesson, lessons, searched
from ui.loop.actions import CARD_LOOK, card, file_row
from ui.loop.pictures import LOOK, key_words, picture
from ui.parts import st
from ui.parts.table import draw_rest
from ui.state.board import looked_at
from ui.state.link import linked, name_in_link

TRIED: dict[str, Text] = {"worked": N_("What worked"), "all": N_("All that was judged")}
_MOST = 12
_ALL = ""


def draw_knowledge(month: date, say: Say, palette: Palette) -> None:
    """The search, and what it finds: each with its picture, its conditions and why it ended."""
    found = looked_at(lessons, month)
    st.title(say("Knowledge"))
    if not found:
        st.info(
            say(
                "Nothing is known yet: no action has been judged. Register actions before they "
                "begin; from six months after on their effect can be told, and stays here."
            )
        )
        return
    worked = sum(one.worked for one in found)
    st.markdown(
        say(
            "Of {judged} actions that were judged, {worked} moved their KPI as expected, at least "
            "in part.",
            judged=len(found),
            worked=worked,
        )
    )
    shown = _chosen(found, say)
    if not shown:
        st.info(say("Nothing is found. Try fewer words, or all that was judged."))
        return
    cards = "".join(
        card(one.judged, month, say, picture(one.judged, month, say, palette))
        for one in shown[:_MOST]
    )
    st.html(LOOK + CARD_LOOK + key_words(say) + cards)
    rows = pd.DataFrame([_row(one, say) for one in shown])
    draw_rest(rows, _MOST, "knowledge", "knowledge_file", say)


def _chosen(found: tuple[Lesson, ...], say: Say) -> tuple[Lesson, ...]:
    """What the search, the KPI and the category leave."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = _search(say)
        tried = linked(
            "tried",
            say("Which"),
            list(TRIED),
            "worked",
            lambda name: say(TRIED[name]),
            widget=st.segmented_control,
            required=True,
        )
        kept = [one for one in found if tried == "all" or one.worked]
        kpi = _one_of("lesson_kpi", say("KPI"), _kpis(found, say), say)
        category = _one_of("category", say("Category"), _categories(found), say)
    return searched(
        [
            one
            for one in kept
            if kpi in (_ALL, one.judged.action.kpi)
            and (category == _ALL or (one.problem is not None and one.problem.category == category))
        ],
        words,
    )


def _search(say: Say) -> str:
    """The words that are looked for; the link names them."""
    asked = st.query_params.get("find", "")
    if st.session_state.get("find_asked") != asked:
        st.session_state["find_words"] = st.session_state["find_asked"] = asked
    words = st.text_input(
        say("Search"), key="find_words", placeholder=say("Problem, measure, place …")
    )
    if words != asked:
        st.session_state["find_asked"] = words
        name_in_link("find", words or None)
    return words


def _one_of(name: str, label: str, known: dict[str, str], say: Say) -> str:
    return linked(name, label, [_ALL, *known], _ALL, lambda one: known[one] if one else say("All"))


def _kpis(found: tuple[Lesson, ...], say: Say) -> dict[str, str]:
    names = dict.fromkeys(one.judged.action.kpi for one in found)
    return {name: say(indicator_named(name).label) for name in names}


def _categories(found: tuple[Lesson, ...]) -> dict[str, str]:
    named = (one.problem.category for one in found if one.problem is not None)
    return {name: name for name in dict.fromkeys(named) if name}


def _row(lesson: Lesson, say: Say) -> dict[str, object]:
    action, problem = lesson.judged.action, lesson.problem
    return {
        **file_row(lesson.judged, say),
        say("Problem"): problem.title if problem else "",
        say("Category"): (problem.category or "") if problem else "",
        say("What it needs to work elsewhere"): action.conditions or "",
        say("Closed because"): (action.reason or "") if action.has_ended else "",
    }
