"""Ratings, visits and exams with a column for each month or quarter, made into one a row."""

import re
from dataclasses import replace
from datetime import date

import pandas as pd

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
    spans = _spans(sheet)
    if len(spans) < _FEWEST:
        return Written(sheet)
    likely = _likely_year(file, sheet, today)
    results = _results(spans, likely)
    sums = [
        at
        for at in range(len(sheet.headings))
        if at not in spans and kind is not KPI_VALUE and _sums_up(sheet, at, list(results))
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
    question = _question(sheet, {at: spans[at] for at in results}, likely, today)
    answer = question.answer(options.answers)
    if answer == "no":
        return Written(sheet, questions=(question,))
    ends = kind.column(kind.date).edge == "last"
    year = int(answer) if answer.isdigit() else likely
    years = _results(spans, year)
    named = own_years.question_of_spans({sheet.headings[at]: one for at, one in years.items()})
    years = _results(spans, year, own_years.later(named, options.answers))
    sums = sorted({*sums, *spans} - {*years})
    dated = {at: time.last if ends else time.first for at, time in years.items()}
    made = _melted(sheet, kept, dated, (kind.column(result).label, kind.column("date").label))
    headings = {"headings": some([sheet.headings[at] for at in dated])}
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
    return len(_spans(sheet)) >= _FEWEST


def _spans(sheet: Sheet) -> dict[int, DateSpan]:
    """The columns of numbers of a month or quarter."""
    return {
        at: span
        for at, heading in enumerate(sheet.headings)
        if (span := heading_span(heading)) is not None
        and span.months <= _LONGEST
        and _are_results(sheet.cells[at].tolist())
    }


def _results(spans: dict[int, DateSpan], year: int, later: int = 0) -> dict[int, DateSpan]:
    """The columns that are results of their own, as of `year` where they name none: a quarter beside its
    own months sums them up. `later`: as `DateSpan` has it."""
    months = [span.of(year) for span in spans.values() if span.months == 1]
    undated = [span for span in spans.values() if span.months > 1 and span.year is None]
    shift = _shift(months, undated, later)
    return {
        at: span.of(year).in_years(later)
        for at, span in spans.items()
        if span.months == 1
        or not any(
            _falls_in(month, span, shift)
            if span.year is None
            else _is_within(month, span.in_years(later))
            for month in months
        )
    }


def _shift(months: list[DateSpan], quarters: list[DateSpan], later: int) -> int:
    """By how many months quarters without a year begin later than those of the calendar: as many as
    leave most months beside their quarter, since a file may have a year of its own."""

    def beside(shift: int) -> int:
        return sum(_falls_in(month, quarter, shift) for quarter in quarters for month in months)

    return max((later % 12, *range(12)), key=beside)


def _falls_in(month: DateSpan, quarter: DateSpan, shift: int) -> bool:
    """Whether a month is one of a quarter of any year."""
    return (month.number - 1 - shift) % 12 // quarter.months == quarter.number - 1


def _is_within(month: DateSpan, quarter: DateSpan) -> bool:
    return quarter.first <= month.first <= quarter.last


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


def _likely_year(file: str, sheet: Sheet, today: date) -> int:
    texts = (*sheet.title, sheet.name, file)
    return next((int(found[1]) for text in texts if (found := _YEAR.search(text))), today.year)


def _question(sheet: Sheet, spans: dict[int, DateSpan], likely: int, today: date) -> Question:
    headings = {"headings": some([sheet.headings[at] for at in spans])}
    no = Choice("no", N_("No: they are something else."))
    if all(span.year is not None for span in spans.values()):
        message = Message(
            "There is a column for each month or quarter: {headings}. Is each filled cell one "
            "result of that time?",
            headings,
        )
        return Question(NAME, message, (Choice("yes", N_("Yes: one result for each.")), no), "yes")
    told = sorted({span.year for span in spans.values() if span.year is not None}, reverse=True)
    years = list(dict.fromkeys((likely, today.year, today.year - 1, *told)))
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
