"""Which course fails: the sentence on top of the page."""

from dataclasses import dataclass

import pandas as pd

from errors import Message
from metrics.comparisons.units import Standing
from metrics.kpi import Amount


@dataclass(frozen=True)
class CourseFinding:
    """The courses passed clearly less often than all together, the weakest first, and the sentence;
    `course`: the weakest of them."""

    sentence: Message
    courses: tuple[str, ...] = ()

    @property
    def course(self) -> str | None:
        return self.courses[0] if self.courses else None


def course_finding(found: Standing | None) -> CourseFinding:
    """What the courses of a period say of the first attempt; None or no value: nothing on
    record."""
    if found is None or pd.isna(found.whole):
        return CourseFinding(Message("No exam results to show for this time."))
    outside = found.outside
    weak = outside[outside["side"] < 0].sort_values("value")
    blanks = {"whole": Amount(found.answer.kpi.unit, found.whole), "count": len(found.units)}
    if not len(found.units):
        return CourseFinding(
            Message(
                "{whole} pass at the first attempt; no course has results enough to be set "
                "against that.",
                blanks,
            )
        )
    if weak.empty:
        return CourseFinding(
            Message(
                "No course stands out: {whole} pass at the first attempt, and none of {count} "
                "courses lies below that by "
                "more than chance.",
                blanks,
            )
        )
    first = weak.iloc[0]
    blanks |= {
        "course": first["group"],
        "value": Amount(found.answer.kpi.unit, first["value"]),
        "others": len(weak) - 1,
    }
    if len(weak) == 1:
        return CourseFinding(
            Message(
                "“{course}” is the course that fails: {value} pass it at the first attempt, "
                "against {whole} in all courses "
                "together.",
                blanks,
            ),
            (first["group"],),
        )
    return CourseFinding(
        Message(
            "“{course}” is the course that fails most: {value} pass it at the first attempt, "
            "against {whole} in all courses "
            "together. Clearly below as well: {others} more.",
            blanks,
        ),
        tuple(weak["group"]),
    )
