"""The day of an exam where nothing in its file says it: asked, with the days that are likely."""

from datetime import date, timedelta

from data.questions import Choice, Question
from data.reading.options import Options
from errors import Message
from i18n import N_

NAME = "exam_day"
TODAY, NO = "today", "no"
_MONTHS = 3  # that are offered besides today


def day_question(today: date, options: Options, hint: date | None = None) -> Question:
    """When the exam was: on the day at which a title or a name hints, today, at the end of one of the
    last months, or on any day that was given as the answer."""
    ends, first = [], today.replace(day=1)
    for _ in range(_MONTHS):
        ends.append(first - timedelta(days=1))
        first = ends[-1].replace(day=1)
    given = _day(options.answers.get(NAME, ""))
    ends = [end for end in ends if end != hint]
    days = dict.fromkeys([*ends, *([given] if given is not None else [])])
    return Question(
        NAME,
        Message(
            "Nothing in the file says when the exam was. On which day is it to be counted?", {}
        ),
        (
            *(
                ()
                if hint is None
                else (
                    Choice(
                        hint.isoformat(),
                        Message(
                            N_("{day}, which the title or the name of the file hints at."),
                            {"day": hint},
                        ),
                    ),
                )
            ),
            Choice(TODAY, Message(N_("{day}, the day on which it is loaded."), {"day": today})),
            *(
                Choice(day.isoformat(), Message("{day}.", {"day": day}))
                for day in days
                if day != hint
            ),
            Choice(NO, N_("On another day: I give the date myself.")),
        ),
        TODAY if hint is None else hint.isoformat(),
    )


def answered_day(question: Question, today: date, options: Options) -> str:
    """The day as cells hold it; "" where the person gives it."""
    answer = question.answer(options.answers)
    return {TODAY: today.isoformat(), NO: ""}.get(answer, answer)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
