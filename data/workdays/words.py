"""What working time is counted by, in words: whose calendar, which hours, and how far it is
known."""

from datetime import date

from data.workdays.official import YEARS_AHEAD, calendar, hours, known_to
from errors import Message
from i18n import N_, Text

_NAMES: dict[str, Text] = {
    "CN": N_("mainland China"),
    "HK": N_("Hong Kong"),
    "TW": N_("Taiwan"),
    "MO": N_("Macau"),
}


def calendar_words(today: date) -> Message:
    """The calendar and the hours in force, and from which year on the official arrangement is not
    known."""
    spans = [f"{_clock(opens)}–{_clock(closes)}" for opens, closes in hours()]
    blanks = {"calendar": _NAMES[calendar()], "hours": spans}
    known = known_to(calendar(), today.year + YEARS_AHEAD)
    if known is None:
        return Message(
            "Working time by the official calendar of {calendar}, {hours}, and the company's own "
            "days where they are loaded.",
            blanks,
        )
    return Message(
        "Working time by the official calendar of {calendar}, {hours}, and the company's own days "
        "where they are loaded. The official arrangement of {year} is not in this version: from "
        "then on statutory days and weekends are assumed.",
        {**blanks, "year": str(known + 1)},
    )


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
