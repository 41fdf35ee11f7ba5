"""Ratings, visits and exams with a column for each month or quarter, made into one a row."""

import re
from dataclasses import replace
from datetime import date

import pandas as pd

from data.fiscal import JANUARY, year_starts
from data.issues import NOTE, Issue
from data.kinds.catalog import KPI_VALUE, MYSTERY_VISIT, SUPERVISOR_RATING, TRAINING
from data.kinds.schema import DatasetKind
from data.matching.headings import match
from data.matching.wide_courses import sums_up
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import LeftOut, Lines, Sheet
from data.reading.sheets import some
from data.values import own_years
from data.values.looks import is_no_result, is_number
from data.values.spans import DateSpan, heading_span
from errors import Message
from i18n import N_

NAME, YEAR = "month_columns", "month_columns_year"  # YEAR: where the headings name none
# Whom the results of a row are about, and the column of a result.
_OF = {
    SUPERVISOR_RATING.name: ("employee", "score"),
    MYSTERY_VISIT.name: ("store", "overall"),
    TRAINING.name: ("employee", "score"),
    KPI_VALUE.name: ("kpi", "value"),
}
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_FEWEST, _LONGEST = 2, 3  # columns; months of one
_FITTING = 0.9
_ROUNDED = 0.01  # of a mean or a sum, which may be written shorter than it is


def one_a_month(
    file: str, sheet: Sheet, kind: DatasetKind, options: Options, today: date
) -> Written:
    """The sheet with one result a row, where it has a column for each month; of other files the
    sheet itself."""
    if kind.name not in _OF or sheet.cells.empty:
        return Written(sheet)
    whom, result = _OF[kind.name]
    found = _spans(sheet)
    asked = _whose_years(sheet, found, today)
    spans = _apart(found, own_years.later(asked, options.answers))
    if len(spans) < _FEWEST:
        return Written(sheet)
    sums = [
        at
        for at in range(len(sheet.headings))
        if at not in spans and kind is not KPI_VALUE and _sums_up(sheet, at, list(spans))
    ]
    rest = [at for at in range(len(sheet.headings)) if at not in (*spans, *sums)]
    if not rest:
        return Written(sheet)
    kept = replace(
        sheet,
        headings=tuple(sheet.headings[at] for at in rest),
        cells=sheet.cells[rest].set_axis(range(len(rest)), axis="columns"),
    )
    own = match(kept, kind, Options(set=options.set))
    supplied = {*own.columns.values(), *options.set, *options.match.values()}
    if whom not in supplied or {kind.date, *(kind.one_of or (result,))} & supplied:
        return Written(sheet)
    question = _question(file, sheet, spans, today)
    answer = question.answer(options.answers)
    if answer == "no":
        return Written(sheet, questions=(question,))
    ends = kind.column(kind.date).edge == "last"
    years = {
        at: span.of(int(answer) if answer.isdigit() else today.year) for at, span in spans.items()
    }
    named = own_years.question_of_spans({sheet.headings[at]: one for at, one in years.items()})
    if _apart(found, 0) != _apart(found, year_starts() - JANUARY):  # it decides what sums up what
        named = asked
    years = {at: one.in_years(own_years.later(named, options.answers)) for at, one in years.items()}
    dated = {at: time.last if ends else time.first for at, time in years.items()}
    made = _melted(sheet, kept, dated, (kind.column(result).label, kind.column("date").label))
    headings = {"headings": some([sheet.headings[at] for at in spans])}
    told = (
        Message(
            "A column for each month or quarter was read as one result for each, on its last day: "
            "{headings}.",
            headings,
        )
        if ends
        else Message(
            "A column for each month or quarter was read as one result for each, on its first day: "
            "{headings}.",
            headings,
        )
    )
    summed = Message(
        "These columns sum up the months or quarters beside them, so they are no results of their "
        "own: {headings}.",
        {"headings": some([sheet.headings[at] for at in sums])},
    )
    notes = (told, summed) if sums else (told,)
    questions = (question, *([named] if named else []))
    return Written(made, tuple(Issue(NOTE, note) for note in notes), questions)


def has_months(sheet: Sheet) -> bool:
    """Whether results stand under several months or quarters."""
    return len(_apart(_spans(sheet), year_starts() - JANUARY)) >= _FEWEST


def _spans(sheet: Sheet) -> dict[int, DateSpan]:
    """The columns of results of a month or quarter."""
    return {
        at: span
        for at, heading in enumerate(sheet.headings)
        if (span := heading_span(heading)) is not None
        and span.months <= _LONGEST
        and _are_results(sheet.cells[at].tolist())
    }


def _whose_years(sheet: Sheet, found: dict[int, DateSpan], today: date) -> Question | None:
    """Of which years its quarters are, where that is to be asked."""
    return own_years.question_of_spans(
        {sheet.headings[at]: span.of(today.year) for at, span in found.items()}
    )


def _apart(found: dict[int, DateSpan], later: int) -> dict[int, DateSpan]:
    """The columns without each quarter beside its own months: it sums them up. `later`: by how many
    months the years of quarters begin later than those of the calendar."""
    return {
        at: span
        for at, span in found.items()
        if not any(_is_within(other, span.in_years(later)) for other in found.values())
    }


def _is_within(short: DateSpan, long: DateSpan) -> bool:
    """Whether a month is one of a quarter; where one of both has no year, of that of any."""
    if short.months >= long.months:
        return False
    since = _since(short) - _since(long)
    if None in (short.year, long.year):
        since %= 12
    return 0 <= since <= long.months - short.months


def _since(span: DateSpan) -> int:
    """Months from the beginning of the year 0 until it begins."""
    return (span.year or 0) * 12 + span.later + (span.number - 1) * span.months


def _sums_up(sheet: Sheet, at: int, months: list[int]) -> bool:
    """Whether a column is the mean or the sum of the months beside it, by its heading or its numbers:
    it is no result of its own."""
    if sums_up(sheet.headings[at]):
        return True
    numbers = sheet.cells[[at, *months]].apply(
        lambda cells: pd.to_numeric(cells.str.rstrip("%分 "), errors="coerce")
    )
    own, others = numbers[at], numbers[months]
    told = own.notna()
    near = (
        (own - whole).abs()[told] <= _ROUNDED * whole.abs()[told]
        for whole in (others.mean(axis=1), others.sum(axis=1))
    )
    return bool(told.any()) and any(each.all() for each in near)


def _are_results(cells: list[str]) -> bool:
    told = [cell for cell in cells if not is_no_result(cell)]
    return bool(told) and sum(map(is_number, told)) >= _FITTING * len(told)


def _question(file: str, sheet: Sheet, spans: dict[int, DateSpan], today: date) -> Question:
    headings = {"headings": some([sheet.headings[at] for at in spans])}
    no = Choice("no", N_("No: they are something else."))
    if all(span.year is not None for span in spans.values()):
        message = Message(
            "There is a column for each month or quarter: {headings}. Is each filled cell one "
            "result of that time?",
            headings,
        )
        return Question(NAME, message, (Choice("yes", N_("Yes: one result for each.")), no), "yes")
    hints = [
        int(found[1]) for text in (*sheet.title, sheet.name, file) if (found := _YEAR.search(text))
    ]
    likely = hints[0] if hints else today.year
    years = list(dict.fromkeys((likely, today.year, today.year - 1)))
    return Question(
        YEAR,
        Message(
            "There is a column for each month or quarter: {headings}. Is each filled cell one "
            "result of that time, and of which year?",
            headings,
        ),
        (
            *(
                Choice(
                    str(year), Message("Yes: one result for each, of {year}.", {"year": str(year)})
                )
                for year in years
            ),
            no,
        ),
        str(likely),
    )


def _melted(sheet: Sheet, kept: Sheet, dated: dict[int, date], headings: tuple[str, str]) -> Sheet:
    cells, lines, empty = [], [], []
    for place, line in enumerate(sheet.lines):
        row = kept.cells.iloc[place].tolist()
        found = [
            [*row, cell, day.isoformat()]
            for at, day in dated.items()
            if not is_no_result(cell := sheet.cells[at].iloc[place])
        ]
        cells += found
        lines += [line] * len(found)
        if not found:
            reason = Message("This row holds no result under any month or quarter.")
            empty.append(LeftOut(line, ", ".join(filter(None, row)), reason))
    names = (*kept.headings, *headings)
    return replace(
        sheet,
        headings=names,
        cells=pd.DataFrame(cells, columns=range(len(names)), dtype="str"),
        lines=Lines(lines),
        left_out=sheet.left_out + empty,
    )
