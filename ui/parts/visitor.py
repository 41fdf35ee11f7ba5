"""Who looks: the language, the theme and the kind of device, as the link and the browser say."""

from charts.theme import DARK, LIGHT, Palette
from i18n import LANGUAGES, Say, nearest_language, translator
from ui.parts import st


def speaker() -> Say:
    """The speaker of the language in the link, else of the browser."""
    asked = st.query_params.get("lang")
    return translator(asked if asked in LANGUAGES else browser_language())


def browser_language() -> str:
    """The language that the browser asks for, as far as there is one."""
    return nearest_language(st.context.locale)


def palette() -> Palette:
    """The colours of the reader's theme."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def is_phone() -> bool:
    """Whether the page is looked at on a phone, as its browser says."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")
