"""What was found in a file, as a line of text."""

from data.issues import LEVELS, Issue
from data.reading.sheet import NOWHERE, Places
from i18n import Say


def issue_line(issue: Issue, say: Say, places: Places = NOWHERE) -> str:
    """One issue as a line of text."""
    where = say("Row {row}", row=places.words(issue.row)) if issue.row else say("File")
    return (
        f"{where} · {issue.column + ' · ' if issue.column else ''}{say(LEVELS[issue.level])}: "
        f"{say(issue.message)}"
    )
