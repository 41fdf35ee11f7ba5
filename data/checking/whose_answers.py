"""Answers of staff in a file that was taken for one of customers."""

from collections.abc import Mapping

from data.matching.match import Match
from data.matching.personal import about_staff
from data.matching.staff_survey import (
    answered_themselves,
    only_taught,
    staff_headings,
    training_headings,
)
from data.questions import Choice, Question
from data.reading.sheet import Sheet
from errors import Message
from i18n import N_

NAME, STAFF, _CUSTOMERS = "whose_answers", "staff", "customers"
LEFT_OUT = N_("Answers of staff, which say nothing about the satisfaction of customers: left out.")
_SHOWN = 5


def staff_question(sheet: Sheet, match: Match) -> Question | None:
    """What is to be asked where headings speak of work or of a training, or where each row is another member of
    staff."""
    working = staff_headings(sheet.headings)
    found = working or training_headings(sheet.headings)
    own = None if found else answered_themselves(sheet, match)
    if not found and own is None:
        return None
    message = (
        Message(
            "Headings such as {headings} are those of a survey of staff. Who answered?",
            {"headings": list(found[:_SHOWN])},
        )
        if found
        else Message(
            "Each row has another staff number under {column}, as in a survey of staff. Who "
            "answered?",
            {"column": own},
        )
    )
    return Question(
        NAME,
        message,
        (
            Choice(
                STAFF,
                N_(
                    "Members of staff: their answers are no measure of customers, and are left out."
                ),
            ),
            Choice(_CUSTOMERS, N_("Customers: their answers count.")),
        ),
        _CUSTOMERS if _are_pupils(sheet, working, found) else STAFF,
    )


def _are_pupils(sheet: Sheet, working: tuple[str, ...], found: tuple[str, ...]) -> bool:
    """Whether those who answered likely pay for a course: who taught is all that its headings tell,
    and no other heading names staff."""
    others = (heading for heading in sheet.headings if heading not in found)
    return bool(found) and not working and only_taught(found) and not any(map(about_staff, others))


def of_staff(question: Question | None, answers: Mapping[str, str]) -> bool:
    """Whether the rows are answers of staff: as answered, else as is likely."""
    return question is not None and question.answer(answers) == STAFF
