"""Who is told of what changes: channels, subscribers, a new one, and the letters."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

import pandas as pd

from alerts.passing import look
from alerts.sending import send_test
from alerts.settings import MAIL, Channel, channels, channels_file, require_address
from data.outbox.letters import FAILED, SENDING, SENT, UNSURE, WAITING, letters
from data.outbox.subscribers import Subscriber, subscribe, subscribers, unsubscribe
from data.roles import manages_people, require
from errors import Message, ServiceCultureError
from i18n import LANGUAGES, N_, Say
from metrics.catalog import DECLARED, indicator_named
from metrics.targets.standing import unit_places
from ui.parts import st
from ui.parts.table import show_table
from ui.parts.told_once import ToldOnce
from ui.parts.viewer import viewer
from ui.state.board import database, looked_at, read
from ui.state.person import who

_SHOWN = 50
_TOLD = ToldOnce("alerts")
_BLANKS = (  # of the form for a new one
    *(("alerts_name", ""), ("alerts_address", "")),
    *(("alerts_kpis", []), ("alerts_places", []), ("alerts_digest", False)),
)
_STATES = {
    WAITING: N_("waiting"),
    SENDING: N_("on its way"),
    SENT: N_("sent"),
    UNSURE: N_("interrupted, sent again"),
    FAILED: N_("refused"),
}


def draw_channels(say: Say) -> Mapping[str, Channel]:
    """What this is, what was done last, and the channels there are, with a test of each."""
    st.markdown(
        say(
            "People are told when a target turns from good to bad or back, and when a level or a "
            "month stands out: never of a single number, and of one thing at most once a week."
        )
    )
    _TOLD.draw(say)
    try:
        known = channels()
    except ServiceCultureError as fault:
        st.error(say(fault.message))
        return {}
    if not known:
        st.info(
            say(
                "No channel is set up yet. Channels are written down in {file}; the README says "
                "how (“Be told”).",
                file=str(channels_file()),
            )
        )
        return {}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.selectbox(say("Channel to try"), list(known), key="alerts_try", width=240)
        address = _address(known[name], "alerts_try_address", say)
        st.button(
            say("Send a test"),
            key="alerts_test",
            on_click=_act,
            args=("try", lambda: send_test(known[name], address, say), N_("The test was taken.")),
            icon=":material/send:",
        )
    _TOLD.draw_below("try", say)
    return known


def draw_subscribers(say: Say) -> None:
    """Everyone who is told, and the ending of it."""
    st.header(say("Who is told"))
    found = read(subscribers)
    if not found:
        st.markdown(say("Nobody is told of anything yet."))
        return
    show_table(pd.DataFrame([_line(one, say) for one in found]), "alerts_subscribers")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.selectbox(
            say("To be told no more"), [one.name for one in found], key="alerts_end", width=240
        )
        st.button(
            say("Tell no more"),
            key="alerts_unsubscribe",
            on_click=_act,
            args=("end", lambda: unsubscribe(database(), name, who()), N_("It is told no more.")),
        )
    _TOLD.draw_below("end", say)


def draw_new(known: Mapping[str, Channel], say: Say) -> None:
    """The form of a new subscriber."""
    st.header(say("Tell somebody"))
    places = [f"{dimension}={unit}" for (dimension, unit), _ in looked_at(unit_places)]
    name = st.text_input(say("Name"), key="alerts_name", max_chars=80)
    with st.container(horizontal=True, gap="small"):
        channel = st.selectbox(say("Channel"), list(known), key="alerts_channel", width=240)
        address = _address(known[channel], "alerts_address", say)
        language = st.selectbox(
            say("Language"),
            list(LANGUAGES),
            index=list(LANGUAGES).index(say.language),
            format_func=LANGUAGES.__getitem__,
            key="alerts_language",
            width=240,
        )
    kpis = st.multiselect(
        say("KPIs"),
        [kpi.name for kpi in DECLARED],
        format_func=lambda kpi: say(indicator_named(kpi).label),
        placeholder=say("All KPIs"),
        key="alerts_kpis",
    )
    chosen = st.multiselect(
        say("Units with targets of their own"),
        places,
        placeholder=say("The whole company"),
        key="alerts_places",
        format_func=lambda place: place.partition("=")[2],
    )
    digest = st.checkbox(
        say("Each month is summed up besides, from the 5th on"), key="alerts_digest"
    )
    st.button(
        say("Tell from now on"),
        key="alerts_subscribe",
        type="primary",
        on_click=_act,
        args=(
            "new",
            lambda: _subscribe(
                known[channel],
                Subscriber(
                    name.strip(),
                    channel,
                    address,
                    language,
                    tuple(kpis),
                    tuple(chosen),
                    digest,
                    datetime.now(),
                ),
            ),
            N_("From now on it is told of what changes. How things stand today is known."),
        ),
    )
    _TOLD.draw_below("new", say)


def draw_letters(say: Say) -> None:
    """The latest letters, and what became of each."""
    found = read(lambda reading: letters(reading, _SHOWN))
    if not found:
        return
    st.header(say("The latest letters"))
    rows = [
        {
            say("Written"): f"{say.date(one.made.date())} {one.made:%H:%M}",
            say("To"): one.subscriber,
            say("What"): one.title,
            say("State"): say(_STATES[one.state]),
            say("Answer"): one.answer,
        }
        for one in found
    ]
    show_table(pd.DataFrame(rows), "alerts_letters")


def _address(channel: Channel, key: str, say: Say) -> str:
    """A field for the address of a mail; a group's robot has its own."""
    if channel.kind != MAIL:
        return ""
    return st.text_input(say("Mail address"), key=key, width=320).strip()


def _line(one: Subscriber, say: Say) -> dict[str, str]:
    units = [place.partition("=")[2] for place in one.places]
    return {
        say("Name"): one.name,
        say("Channel"): one.channel,
        say("Mail address"): one.address,
        say("Language"): LANGUAGES[one.language],
        say("KPIs"): say.list(indicator_named(kpi).label for kpi in one.kpis) or say("All KPIs"),
        say("Units"): say.list(units) or say("The whole company"),
        say("Digest"): say("yes") if one.digest else say("no"),
    }


def _subscribe(channel: Channel, wanted: Subscriber) -> None:
    require_address(channel, wanted.address)
    subscribe(database(), wanted, who())
    look(database(), date.today(), datetime.now())
    st.session_state.update(_BLANKS)


def _act(form: str, work: Callable[[], object], done: str) -> None:
    """Do it for who may, and keep what is said of it; what is refused is said at its `form`."""
    try:
        require(viewer(), manages_people)
        work()
    except ServiceCultureError as refusal:
        _TOLD.refused(form, refusal.message)
        return
    _TOLD.done(Message(done))
