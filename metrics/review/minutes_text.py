"""Minutes as plain text that is Markdown as well, to be copied into a letter."""

import re

from i18n import Say
from metrics.review.minutes import MeetingMinutes
from metrics.review.minutes_words import head_of, sections_of, title_of

# What would be read as a heading, a list, or a quote where a line of people begins with it.
_MARKS = re.compile(r"([\\`*_\[\]<>#|])")


def text_of(minutes: MeetingMinutes, say: Say) -> str:
    """All of the minutes."""
    lines = [
        f"# {_plain(title_of(minutes, say))}",
        "",
        *head_of(minutes, say),
    ]
    for section in sections_of(minutes, say):
        lines += ["", f"## {section.title}", "", *(f"- {_plain(line)}" for line in section.lines)]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """One line, in which nothing that people wrote is a sign of Markdown."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
