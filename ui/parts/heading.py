"""The title of a part of a page: a heading, so that those who hear the page find it."""

from html import escape


def heading(text: str, level: int = 2) -> str:
    """The title as HTML; `level` 2 for a part of the page, 3 for a part of that."""
    return f'<h{level} class="scd-h">{escape(text)}</h{level}>'


def part_title(text: str) -> str:
    """The title of one of the few parts that a page is made of, as HTML, which goes with what stands
    below it: the page says how it looks."""
    return f'<h2 class="scd-part">{escape(text)}</h2>'
