"""Quarters, half years and years in files of a company whose year does not begin in January: of which
year they are only a person can say."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from data.fiscal import JANUARY, year_starts
from data.questions import Choice, Question
from data.values.spans import DateSpan, named_span
from errors import Message
from i18n import N_, Text

NAME, BEGINS, ENDS, CALENDAR = "own_years", "begins", "ends", "calendar"
_CHOICES: dict[str, Text] = {
    BEGINS: N_("Of your year that begins in {year}: {first} to {last}."),
    ENDS: N_("Of your year that ends in {year}: {first} to {last}."),
    CALENDAR: N_("Of the calendar: {first} to {last}."),
}


def question_of(texts: Iterable[str]) -> Question | None:
    """What is to be asked of a column with such texts; None where none is a quarter, half year or
    year, or where ours are those of the calendar."""
    if year_starts() == JANUARY:
        return None
    spans = ((text, named_span(text)) for text in texts)
    return next((question(text, span) for text, span in spans if span and _is_asked(span)), None)


def question_of_spans(spans: Mapping[str, DateSpan]) -> Question | None:
    """The question about headings that name their years, or have been given one."""
    if year_starts() == JANUARY:
        return None
    return next((question(text, span) for text, span in spans.items() if _is_asked(span)), None)


def _is_asked(span: DateSpan) -> bool:
    return span.months > 1 and span.year is not None and not span.own


def question(text: str, span: DateSpan) -> Question:
    """Of which year a text is, told by the days that it would mean."""
    return Question(
        NAME,
        Message(
            "{value} names a quarter or a year, and your year does not begin in January. Which days "
            "are meant?",
            {"value": text},
        ),
        tuple(
            Choice(
                name,
                Message(
                    words,
                    {"year": str(span.year), **_days(replace(span, later=_later(name)))},
                ),
            )
            for name, words in _CHOICES.items()
        ),
        BEGINS,
    )


def _days(span: DateSpan) -> dict[str, date]:
    return {"first": span.first, "last": span.last}


def later(asked: Question | None, answers: Mapping[str, str]) -> int:
    """By how many months the years of a file begin later than those of the calendar."""
    return 0 if asked is None else _later(asked.answer(answers))


def _later(answer: str) -> int:
    since_january = year_starts() - JANUARY
    return {BEGINS: since_january, ENDS: since_january - 12, CALENDAR: 0}[answer]


def meanings() -> list[int]:
    """By how many months the years that a file names may begin later, the likeliest first."""
    return [0] if year_starts() == JANUARY else [_later(name) for name in _CHOICES]
