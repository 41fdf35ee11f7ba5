"""Minutes as plain text, to be copied into a letter."""

from i18n import Say
from metrics.review.minutes import MeetingMinutes
from metrics.review.minutes_words import MinutesLine, head_of, sections_of, title_of


def text_of(minutes: MeetingMinutes, say: Say) -> str:
    """All of the minutes."""
    lines = [title_of(minutes, say), "", *head_of(minutes, say)]
    for section in sections_of(minutes, say):
        lines += ["", section.title, ""]
        for line in section.lines:
            lines += _lines(line)
    return "\n".join(lines) + "\n"


def _lines(line: MinutesLine) -> list[str]:
    """What stands first, on one line whatever people typed, and under it what is said of it."""
    head = f"• {' '.join(line.head.split())}"
    return [head, f"  {' '.join(' · '.join(line.rest).split())}"] if line.rest else [head]
