"""The page People: the list, one person's rights, people from a file."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pandas as pd

from data.access.people import (
    LONGEST_NAME,
    Person,
    add_people,
    people,
    sign_of,
    withdraw_person,
)
from data.access.people_file import people_in
from data.access.refused import refused
from data.database.connection import database_path
from data.kinds.catalog import UPLOADED, kind_named
from data.roles import ROLE_WORDS, ROLES, UNITS_OF, manages_people
from data.units.names import known_names
from errors import Message, ServiceCultureError
from i18n import Say
from ui.parts import st
from ui.parts.file_box import file_box_words
from ui.parts.signing import SignIn, way
from ui.parts.table import show_table_with_file
from ui.parts.told_once import ToldOnce
from ui.parts.viewer import preview, require_manager
from ui.state.board import database, read, today
from ui.state.filters import LABELS

_TOLD, _TURN = ToldOnce("people"), "people_turn"
_FILE = ["csv", "xlsx"]


def draw_told(say: Say) -> None:
    """Says once what was changed."""
    _TOLD.draw(say)


def draw_way(say: Say) -> None:
    """Whether people sign in here at all."""
    if way() is SignIn.OPEN:
        st.info(
            say(
                "Nobody signs in here yet: whoever opens this page has the rights with which the "
                "dashboard was started, and this list has no effect. How to set up the sign-in is "
                "in docs/operating.md, “People”."
            ),
            icon=":material/lock_open:",
        )


def draw_list(say: Say) -> Person | None:
    """Everybody with their rights; who is chosen to be looked at."""
    found = read(people)
    if not found:
        st.markdown(say("Nobody is in the list yet."))
        return None
    rows = [_row(person, say) for person in found]
    show_table_with_file(pd.DataFrame(rows), "people", "people_table", say)
    names = {person.email: person for person in found}
    chosen = st.selectbox(
        say("Person"),
        list(names),
        index=None,
        format_func=lambda sign: f"{names[sign].name} ({sign})" if names[sign].name else sign,
        placeholder=say("New person"),
        key="people_choice",
    )
    return names.get(chosen)


def _row(person: Person, say: Say) -> dict[str, object]:
    return {
        say("Name"): person.name,
        say("Known by"): person.email,
        say("Roles"): say.list(ROLE_WORDS[name] for name in person.roles),
        say("Kinds of records"): say.list(kind_named(name).label for name in person.kinds),
        say("Their units"): say.list(person.units),
        say("Rights since"): say.date(person.since),
        say("Withdrawn"): say.date(person.withdrawn.date()) if person.withdrawn else "",
    }


def draw_one(person: Person, say: Say) -> None:
    """What can be done with somebody in the list."""
    if person.viewer(today()) is None:
        return
    with st.container(horizontal=True):
        st.button(
            say("See the dashboard as this person"),
            key="people_preview",
            on_click=preview,
            args=(person.email,),
            icon=":material/visibility:",
        )
        st.button(
            say("Withdraw the rights"),
            key="people_withdraw",
            on_click=_act,
            args=(
                "withdraw",
                lambda: withdraw_person(database(), person.email, datetime.now()),
                Message("{sign} may not sign in any more.", {"sign": person.email}),
            ),
            icon=":material/person_off:",
        )
    _TOLD.draw_below("withdraw", say)


def draw_form(person: Person | None, say: Say) -> None:
    """The rights of somebody, new or chosen."""
    st.header(say("Rights of {person}", person=person.email) if person else say("New person"))
    known = read(lambda reading: known_names(reading, UNITS_OF))
    asked = _newcomer(say) if person is None else person
    form = f"people_{_turn()}_{asked.email or 'new'}"  # each has fields of their own
    sign = asked.email or st.text_input(
        say("Known by (as the sign-in says: mostly the mail address)"), key=f"{form}_email"
    )
    name = st.text_input(say("Name"), asked.name, key=f"{form}_name")
    roles = st.multiselect(
        say("Roles"),
        list(ROLES),
        list(asked.roles),
        format_func=lambda role: say(ROLE_WORDS[role]),
        placeholder=say("One or several"),
        key=f"{form}_roles",
    )
    kinds, within, units = (), "", ()
    if "steward" in roles:
        kinds = st.multiselect(
            say("Kinds of records that the data steward stores (none chosen: all)"),
            [kind.name for kind in UPLOADED],
            list(asked.kinds),
            format_func=lambda kind: say(kind_named(kind).label),
            placeholder=say("All kinds"),
            key=f"{form}_kinds",
        )
    if {"steward", "trainer"} & set(roles):
        within = st.segmented_control(
            say("Units are"),
            list(UNITS_OF),
            default=asked.within or UNITS_OF[0],
            format_func=lambda name: say(LABELS[name]),
            required=True,
            key=f"{form}_within",
        )
        shown = sorted({*known[within].values(), *(asked.units if within == asked.within else ())})
        units = st.multiselect(
            say("Their units (none chosen: all)"),
            shown,
            [unit for unit in asked.units if unit in shown],
            placeholder=say("All units"),
            key=f"{form}_units_{within}",
        )
    wanted = replace(
        asked,
        email=sign_of(sign),
        name=name.strip(),
        roles=tuple(roles),
        kinds=tuple(kinds),
        within=within if units else "",
        units=tuple(units),
        since=asked.since if person and person.withdrawn is None else date.min,
    )
    st.button(
        say("Give these rights") if person else say("Let this person in"),
        key=f"{form}_store",
        type="primary",
        on_click=_act,
        args=(
            "one",
            lambda: add_people(database(), [wanted], datetime.now(), anew=person is not None),
            Message("{sign} has these rights from now on.", {"sign": wanted.email}),
        ),
        icon=":material/check:",
    )
    _TOLD.draw_below("one", say)


def _newcomer(say: Say) -> Person:
    """Somebody new: who signed in and was not let in, with what the sign-in says of them, else
    nobody yet."""
    known = {person.email for person in read(people)}
    found = {one.sign: one for one in refused(database_path()) if one.sign not in known}
    chosen = None
    if found:
        chosen = st.selectbox(
            say("Signed in lately and not let in"),
            list(found),
            index=None,
            format_func=lambda sign: f"{found[sign].name} ({sign})" if found[sign].name else sign,
            placeholder=say("Somebody else"),
            key=f"people_{_turn()}_refused",
        )
    if chosen is None:
        return Person("", "", ())
    st.caption(
        say(
            "Name and roles are what the sign-in says of {person}: a first guess, which gives no "
            "rights. Change them to what you have settled.",
            person=chosen,
        )
    )
    return Person(chosen, found[chosen].name[:LONGEST_NAME], found[chosen].claimed)


def _turn() -> int:
    """Raised whenever something is stored: then all fields begin anew."""
    return st.session_state.get(_TURN, 0)


def draw_import(say: Say) -> None:
    """People of a file, all or none."""
    st.header(say("People of a file"))
    st.caption(
        say(
            "A table with the columns email, name, roles, kinds and units; several in one cell are "
            "parted by semicolons. Units are stores, unless a column within says department. Who "
            "is in the list already gets the rights of the file. If one row cannot be taken, "
            "nobody is."
        )
    )
    file_box_words(say)
    file = st.file_uploader(say("File of people"), _FILE, key=f"people_file_{_turn()}")
    if file is None:
        return
    try:
        found = read(lambda reading: people_in(reading, file.getvalue(), file.name))
    except ServiceCultureError as fault:
        st.error(say(fault.message), icon=":material/error:")
        return
    show_table_with_file(
        pd.DataFrame([_row(person, say) for person in found]), "people", "people_new", say
    )
    st.button(
        say("Let {count} people in", count=len(found)),
        key="people_import",
        type="primary",
        on_click=_act,
        args=(
            "file",
            lambda: add_people(database(), found, datetime.now(), anew=True),
            Message("Let in: {count}.", {"count": len(found)}),
        ),
    )
    _TOLD.draw_below("file", say)


def _act(form: str, work: Callable[[], object], told: Message) -> None:
    """What a button does, if whoever presses it may; what came of it is said when the page is drawn
    anew, why it was refused at its `form`."""
    try:
        require_manager()
        work()
    except ServiceCultureError as fault:
        _TOLD.refused(form, fault.message)
        return
    st.session_state[_TURN] = _turn() + 1
    _TOLD.done(told)


_act.only = manages_people
