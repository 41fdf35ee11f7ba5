"""Moments, which are kept in UTC, as they are shown."""

from datetime import UTC, datetime

from i18n import Say


def moment_words(kept: datetime, say: Say) -> str:
    """A day and a time of it, by the clock of this server."""
    local = kept.replace(tzinfo=UTC).astimezone()
    return f"{say.date(local)} {local:%H:%M}"
