"""Events of a KPI: the list, a small form for notes, actions and new limits, and taking one
back."""

from datetime import date
from functools import partial

import pandas as pd

from data.kinds.catalog import EVENT
from data.uploads.typed import typed_rows
from errors import Message, ServiceCultureError
from i18n import Say
from metrics.kpi import Kpi
from metrics.sums.query import Filter
from metrics.targets.events import NOTE, REBASE, TYPES, Event, filtered_place
from metrics.targets.standing import events_of
from ui.kpi.deeds import author_told, deeds_words
from ui.parts import st
from ui.parts.form import Fields
from ui.parts.heading import part_title
from ui.parts.lazy_expander import lazy_expander
from ui.parts.links import page_named
from ui.parts.table import show_table_with_file
from ui.parts.viewer import holds_reviews, sees_people
from ui.state.board import looked_at, today
from ui.state.changing import store, take_back
from ui.state.filters import LABELS, link_to_view

_TOLD = "events_told"


def draw_events(kpi: Kpi, month: date, only: Filter, say: Say) -> None:
    """What was done and written down about this KPI here, and a form to add to it."""
    place = filtered_place(only)
    found = looked_at(events_of, kpi, place)
    done = looked_at(deeds_words, kpi.name, month, only, say.language)
    st.html(part_title(say("What we did")) + done)
    told = st.container()  # always there, so that what follows keeps its place
    if _TOLD in st.session_state:
        with told:
            st.success(say(st.session_state.pop(_TOLD)))
    if holds_reviews():
        asked = link_to_view(section="write", form="action", kpi=kpi.name, lang=say.language)
        with st.container(key="unprinted_register"):
            st.page_link(
                page_named("actions", say),
                label=say("Register an action"),
                query_params=asked,
            )
    lazy_expander(
        say("Add a note or new limits"),
        partial(_draw_adding, kpi, place, say),
        key="events_form",
        typed_in=True,
    )
    if found:
        # Its key keeps it open though its title counts.
        lazy_expander(
            say("Events of this KPI: {count}", count=len(found)),
            partial(_draw_list, found, say),
            key="events_fold",
        )


def _draw_adding(kpi: Kpi, place: tuple[str | None, str | None] | None, say: Say) -> None:
    if place is None:
        st.caption(
            say(
                "Events belong to the whole company or to one unit. Set all filters but one "
                "back to \u201cAll\u201d to add one."
            )
        )
    else:
        _draw_form(kpi, place, say)


def _draw_form(kpi: Kpi, place: tuple[str | None, str | None], say: Say) -> None:
    fields = Fields("event", {"event_text": "", "event_reason": "", "event_all": False})
    st.caption(say("For {kpi}, {place}.", kpi=kpi.label, place=_place_words(*place, say)))
    sort = st.radio(
        say(EVENT.column("type").label),
        [NOTE, REBASE],
        format_func=lambda name: say(TYPES[name]),
        horizontal=True,
        key="event_type",
    )
    first, second, third = st.columns([1, 2, 1])
    with first, fields.field("date"):
        day = st.date_input(
            say(EVENT.column("date").label),
            today(),
            min_value=date(2000, 1, 1),
            max_value=date(2100, 12, 31),
            key="event_date",
        )
    with second, fields.field("text"):
        text = st.text_input(say(EVENT.column("text").label), key="event_text")
    with third, fields.field("author"):
        author = st.text_input(say(EVENT.column("author").label), key="event_author")
    every, reason = (False, _reason(fields, say)) if sort == REBASE else (_for_all(say), None)
    if st.button(say("Store the event"), type="primary", key="event_go"):
        dimension, unit = place
        _store(
            {
                "date": day,
                "type": sort,
                "kpi": None if every else kpi.name,
                "dimension": dimension,
                "unit": unit,
                "text": text,
                "reason": reason,
                "author": author,
            },
            fields,
            say,
        )


def _reason(fields: Fields, say: Say) -> str:
    st.caption(
        say(
            "Mean and limits start anew with the month of this day; the earlier ones stay "
            "visible. Decide so only where you know "
            "what changed, at least 7 months since then lie on one side of the mean, and the "
            "change will last."
        )
    )
    with fields.field("reason"):
        return st.text_input(say("Reason: what changed, and why it will last"), key="event_reason")


def _for_all(say: Say) -> bool:
    return st.checkbox(say("It concerns all KPIs"), key="event_all")


def _store(row: dict[str, object], fields: Fields, say: Say) -> None:
    """Through the checker into the ledger; the page then starts again with what it has to tell."""
    try:
        store(typed_rows(EVENT, [row], say("typed in the app")))
    except ServiceCultureError as refusal:
        fields.refuse_all(refusal, say)
        return
    st.session_state[_TOLD] = Message(
        "Stored: {text} ({day}).", {"text": row["text"], "day": row["date"]}
    )
    fields.empty()
    st.rerun()


def _place_words(dimension: str | None, unit: str | None, say: Say) -> str:
    if dimension is None:
        return say("whole company")
    return say("{dimension}: {unit}", dimension=LABELS[dimension], unit=unit)


def _draw_list(found: tuple[Event, ...], say: Say) -> None:
    latest_first = found[::-1]
    show_table_with_file(
        pd.DataFrame([_line(event, say) for event in latest_first]), "events", "events_list", say
    )
    chosen = st.selectbox(
        say("Take back"),
        range(len(latest_first)),
        index=None,
        placeholder=say("Choose an event"),
        key="event_undo_choice",
        format_func=lambda at: f"{say.date(latest_first[at].date)} · {latest_first[at].text}",
    )
    if chosen is None:
        return
    event = latest_first[chosen]
    if event.together > 1:
        st.warning(
            say(
                "This event came with a file: taking it back undoes upload {upload} with all its "
                "{count} events.",
                upload=event.upload,
                count=event.together,
            )
        )
    if st.button(
        say("Undo upload {upload}", upload=event.upload), key="event_undo", icon=":material/undo:"
    ):
        _undo(event, say)


def _line(event: Event, say: Say) -> dict[str, str]:
    return {
        say(EVENT.column("date").label): say.date(event.date),
        say(EVENT.column("type").label): say(TYPES[event.type]),
        say(EVENT.column("text").label): event.text,
        say("Reason"): event.reason or "",
        say("Place"): _place_words(event.dimension, event.unit, say),
        say(EVENT.column("author").label): author_told(event, sees_people()),
    }


def _undo(event: Event, say: Say) -> None:
    try:
        take_back(event.upload)
    except ServiceCultureError as fault:
        st.error(say(fault.message))
        return
    st.session_state[_TOLD] = Message(
        "Upload {upload} is undone: its events no longer count.", {"upload": event.upload}
    )
    st.session_state.pop("event_undo_choice", None)
    st.rerun()
