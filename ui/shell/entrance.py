"""The way in: signing in, what is said to whom it is closed, and what the menu says of who looks."""

import os

from data.roles import ROLE_WORDS, ROLES, Viewer, exam_units
from errors import StorageFault
from i18n import N_, Message, Say
from ui.parts import st
from ui.parts.signing import SignIn, providers, sign_in, sign_out, way
from ui.parts.viewer import Entrance, Looker, preview, previewed, standing, viewer

_SIGN_OUT = (
    "SERVICE_CULTURE_SIGN_OUT"  # the address at which the company's proxy signs somebody out
)
_CLOSED = {
    Entrance.OUT: N_("This dashboard is open to people who have signed in."),
    Entrance.ENDED: N_("Your sign-in has run out. Sign in again to go on."),
    Entrance.UNKNOWN: N_(
        "You are signed in as {sign}, and nobody of that name may see this dashboard. Ask the "
        "administrator to let you in: on the page People, or by “python -m data people add”."
    ),
    Entrance.WITHDRAWN: N_(
        "You are signed in as {sign}, whose rights have been withdrawn or are not yet in force. "
        "Ask the administrator."
    ),
}
_BY_PROXY = N_(
    "The company’s sign-in named nobody. Open the dashboard by its usual address, not by that of "
    "the server."
)


def may_enter(say: Say) -> bool:
    """Whether anything may be drawn; says how one gets in where it may not, and whom an
    administrator previews."""
    found = standing()
    if found.state in (Entrance.OPEN, Entrance.IN):
        _draw_preview(say)
        _draw_limit(say)
        return True
    if found.state is Entrance.OUT and way() is SignIn.PROXY:
        st.error(say(_BY_PROXY), icon=":material/lock:")
        return False
    st.info(say(Message(_CLOSED[found.state], {"sign": found.sign})), icon=":material/lock:")
    if found.state in (Entrance.OUT, Entrance.ENDED):
        _draw_sign_in(say)
    else:
        _draw_sign_out(say)
    return False


def _draw_sign_in(say: Say) -> None:
    for name in providers():
        label = say("Sign in with {provider}", provider=name) if name else say("Sign in")
        if st.button(label, key=f"sign_in_{name}", type="primary", icon=":material/login:"):
            sign_in(name)


def _draw_sign_out(say: Say) -> None:
    if way() is SignIn.OIDC:
        if st.button(say("Sign out"), key="sign_out", icon=":material/logout:"):
            sign_out()
    elif address := os.environ.get(_SIGN_OUT):
        st.page_link(address, label=say("Sign out"), icon=":material/logout:")


def _draw_preview(say: Say) -> None:
    person = previewed()
    if person is None:
        return
    with st.container(key="preview_bar", horizontal=True, vertical_alignment="center"):
        st.warning(
            say(
                "You see the dashboard as {person} does: {rights}. Nothing is stored while this "
                "lasts.",
                person=person.name or person.email,
                rights=rights_words(viewer(), say),
            ),
            icon=":material/visibility:",
        )
        st.button(
            say("End the preview"),
            key="preview_end",
            on_click=preview,
            args=(None,),
            icon=":material/close:",
        )


def _draw_limit(say: Say) -> None:
    """Beside every figure: that those of exams are of a trainer's own units."""
    limit = exam_units(viewer())
    if limit is not None:
        st.caption(
            say(
                "Every figure of exams here is of your own units alone: {units}. Those of other "
                "units, and of the whole company, are not shown to you; nor is training coverage, which "
                "counts exams with the list of staff.",
                units=list(limit[1]),
            )
        )


def draw_standing(say: Say) -> None:
    """In the menu: who looks, with which rights, and the way out."""
    try:
        found = standing()
    except StorageFault:  # which the page says
        return
    st.caption(say(_standing_words(found, say)))
    if found.sign:
        _draw_sign_out(say)


def _standing_words(found: Looker, say: Say) -> Message:
    rights = rights_words(found.viewer, say)
    if found.state is Entrance.OPEN:
        return Message(
            "Nobody signs in here: whoever opens this page has the rights with which the dashboard "
            "was started ({rights}).",
            {"rights": rights},
        )
    if found.state is Entrance.IN:
        return Message(
            "Signed in as {person}: {rights}.",
            {"person": found.name or found.sign, "rights": rights},
        )
    return Message("Nobody is signed in.")


def rights_words(rights: Viewer, say: Say) -> str:
    """Roles, kinds and units in words."""
    from data.kinds.catalog import kind_named

    told = [say(ROLE_WORDS[name]) for name in ROLES if name in rights.roles]
    told = told or [say(ROLE_WORDS["viewer"])]
    if rights.kinds:
        kinds = [kind_named(name).label for name in sorted(rights.kinds)]
        told.append(say("only of {kinds}", kinds=kinds))
    if rights.units:
        told.append(say("only {units}", units=sorted(rights.units)))
    return say.list(told)
