"""Words of a file, for the places where Streamlit reads markdown."""

import re

_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^&=@])")


def literal(text: str) -> str:
    """The text so that it is shown letter by letter: no emphasis, picture, formula, icon or HTML."""
    return _SIGNS.sub(r"\\\1", text)
