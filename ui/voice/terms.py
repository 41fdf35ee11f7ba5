"""The theme dictionary: what is in use, and the form by which people add a term or take one out."""

from dataclasses import asdict, dataclass

from data.kinds.catalog import THEME_TERM
from data.uploads.typed import typed_rows
from errors import Message, ServiceCultureError, WrongCall
from i18n import N_, Say, Text
from metrics.voice.comments import terms_of
from metrics.voice.terms import InUse, check_term
from metrics.voice.themes import normalised
from ui.parts import st
from ui.parts.form import Fields
from ui.state.board import today
from ui.state.changing import store
from ui.state.person import who, who_input
from ui.voice.data import dictionary_in_use

_TOLD = "voice_told"
_ACTIONS: dict[str, Text] = {"yes": N_("Add this term"), "no": N_("Take this term out")}
_STORED: dict[str, Text] = {
    "yes": N_("“{term}” now belongs to the theme; all comments are counted anew."),
    "no": N_("“{term}” no longer belongs to the theme; all comments are counted anew."),
}


@dataclass(frozen=True)
class _Typed:
    """What is said of a term; `in_use`: "yes" or "no"."""

    theme: str
    term: str
    language: str
    in_use: str


_LANGUAGES: dict[str, Text] = dict(THEME_TERM.column("language").choices)


def draw_told(say: Say) -> None:
    """Says once, after the page was drawn anew, what was stored."""
    if _TOLD in st.session_state:
        st.success(say(st.session_state.pop(_TOLD)))


def draw_dictionary(say: Say) -> None:
    """The terms of a theme, and the form."""
    found = dictionary_in_use(say.language)
    st.caption(
        say(
            "Dictionary of {day}: {themes} themes; {added} terms added and {out} taken out here "
            "or by upload. A change holds for all "
            "comments at once, old and new.",
            day=found.dictionary.version,
            themes=len(found.dictionary.themes),
            added=found.added,
            out=found.out,
        )
    )
    if found.unusable:
        st.caption(
            say(
                "Left aside, since they can find no comment: {terms}.",
                terms=list(found.unusable[:20]),
            )
        )
    theme = _theme_choice(found, say)
    if theme:
        _draw_form(found, theme, say)


def _theme_choice(found: InUse, say: Say) -> str | None:
    labels = {theme.name: say(theme.label) for theme in found.dictionary.themes}
    theme = st.selectbox(
        say("Theme"),
        list(labels),
        index=None,
        accept_new_options=True,
        key="voice_theme",
        placeholder=say("Choose a theme, or type a new one"),
        format_func=lambda name: labels.get(name, name),
    )
    if theme in labels:
        with st.container(height=140):
            st.markdown(say.list(terms_of(found.dictionary, theme)))
    return theme.strip() if theme else None


def _draw_form(found: InUse, theme: str, say: Say) -> None:
    with st.form("voice_term", clear_on_submit=False):
        fields = Fields("voice_term", {"voice_term_text": ""})
        first, second, third = st.columns(3)
        with first, fields.field("term"):
            term = st.text_input(say("Word or phrase"), max_chars=60, key="voice_term_text").strip()
        with second:
            language = st.selectbox(
                say("Language"),
                list(_LANGUAGES),
                index=list(_LANGUAGES).index(say.language),
                key="voice_term_language",
                format_func=lambda name: say(_LANGUAGES[name]),
            )
        with third:
            in_use = st.selectbox(
                say("What to do"),
                list(_ACTIONS),
                key="voice_term_action",
                format_func=lambda name: say(_ACTIONS[name]),
            )
        who_input(say)
        if st.form_submit_button(say("Store"), type="primary"):
            _store(found, _Typed(theme, term, language, in_use), fields, say)


def _store(found: InUse, typed: _Typed, fields: Fields, say: Say) -> None:
    """Store what is said of a term; the page then starts again with what it has to tell."""
    try:
        _check(found, typed)
    except WrongCall as fault:
        fields.refuse("term", fault.message, say)
        return
    try:
        row = {
            **asdict(typed),
            "label": typed.theme if typed.theme not in _names(found) else None,
            "date": today().isoformat(),
            "author": who() or None,
        }
        store(typed_rows(THEME_TERM, [row], say("typed in the app")))
    except ServiceCultureError as refusal:
        fields.refuse_all(refusal, say)
        return
    fields.empty()
    st.session_state[_TOLD] = Message(_STORED[typed.in_use], {"term": typed.term})
    st.rerun()


def _check(found: InUse, typed: _Typed) -> None:
    """WrongCall for a term that changes nothing, or could find no comment."""
    theme, term, in_use = typed.theme, typed.term, typed.in_use
    if not term:
        raise WrongCall("No word or phrase is given. Write one.")
    check_term(term, typed.language)
    known = theme in _names(found) and normalised(term) in map(
        normalised, terms_of(found.dictionary, theme)
    )
    if known and in_use == "yes":
        raise WrongCall("“{term}” already belongs to this theme. Nothing was stored.", term=term)
    if not known and in_use == "no":
        raise WrongCall(
            "“{term}” does not belong to this theme, so it cannot be taken out. Choose one of the "
            "terms listed above.",
            term=term,
        )


def _names(found: InUse) -> set[str]:
    return {theme.name for theme in found.dictionary.themes}
