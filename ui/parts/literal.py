"""Words of people where Streamlit reads markdown: shown letter by letter, as they were written.

A backslash keeps a sign from being read. Some things are made of text only
after it was read (addresses become links, `:smile:` and `:material/face:` pictures,
`->` an arrow): between two of their letters comes an element without content,
which makes two texts of them and leaves nothing behind when they are copied.
"""

import re
from collections.abc import Callable, Iterable

from i18n import Say

_BLANKS = re.compile(
    r"[ \t\r\n\f\v]+"
)  # two line ends would begin a paragraph, four blanks a block of code
_SIGNS = re.compile(
    r"""
    [\\`*\[\]<~$]          # emphasis, code, links and pictures, HTML, strikethrough, formulas
    | (?<![^\W_])_|_(?![^\W_])  # emphasis; between two letters it is none
    | :(?=[^\s\d])         # :red[…], ::: and :name:
    | &(?=[\#\w])            # &lt;
    | ^[\#>+-]              # headings, quotes, lists
    """,
    re.VERBOSE,
)
_NUMBERED = re.compile(r"^(\d+)(?=[.)])")
_PLACE = "\0"  # where the break is to stand; markdown shows a NUL of the text itself as U+FFFD
_BREAK = ":color[]"  # a coloured text of no letters and no colour
_MADE_LATER = (
    (re.compile(r"(://|www(?=\.)|@)", re.IGNORECASE), r"\1" + _PLACE),
    (re.compile(r":(?=material/|[\w+-]+:)", re.ASCII), ":" + _PLACE),
    (
        re.compile(r"(?<![^\s\0])(<(?=->(?!\S))|[<>~-](?=[>=-](?!\S)))"),
        r"\1" + _PLACE,
    ),  # what follows a break begins a text, too
    (re.compile(r"(?<=<\0)-(?=>)"), "-" + _PLACE),
)


class Marked(str):
    """Markdown of this project, with words of people only as `markdown_safe` made them."""


def markdown_safe(text: str) -> Marked:
    """The text so that it is shown letter by letter: no emphasis, picture, link, formula, icon or
    HTML. What is marked stays."""
    if isinstance(text, Marked):
        return text
    text = _BLANKS.sub(" ", text.replace(_PLACE, "\ufffd")).strip(" ")
    for found, broken in _MADE_LATER:
        text = found.sub(broken, text)
    return Marked(_NUMBERED.sub(r"\1\\", _SIGNS.sub(r"\\\g<0>", text)).replace(_PLACE, _BREAK))


def bold(text: str) -> Marked:
    """The text in bold, letter by letter."""
    return Marked(f"**{markdown_safe(text)}**")


def item(text: str) -> Marked:
    """The text as one of a list."""
    return Marked(f"- {markdown_safe(text)}")


def joined(parts: Iterable[str], between: str) -> Marked:
    """Several texts as one; what is marked stays so. `between` is markdown."""
    return Marked(between.join(markdown_safe(part) for part in parts))


def sentences(parts: Iterable[str], say: Say) -> Marked:
    """Several sentences one after the other; what is marked stays so."""
    return Marked(say.sentences(markdown_safe(part) for part in parts))


def marked(say: Say) -> Callable[..., Marked]:
    """A speaker for sentences of this project that are markdown: what fills their blanks is
    literal."""
    return lambda text, **blanks: Marked(
        say(text, **{name: markdown_safe(say.list([blank])) for name, blank in blanks.items()})
    )
