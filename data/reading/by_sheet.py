"""What the names of sheets say of their rows: the month where no column holds a date, or the store or course where no column names one."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from data.checking.spans import Span, span_of
from data.headings import match
from data.issues import NOTE, Issue
from data.kpi_facts import KpiFacts
from data.options import Options
from data.questions import Choice, Question
from data.reading.folding import fold
from data.reading.sheets import some
from data.reading.target_table import Written, as_written
from data.reading.wide_courses import one_a_course
from data.schema import DatasetKind
from data.sheet import Sheet
from errors import Message
from i18n import N_

DATES, STORE, COURSE = "sheet_dates", "sheet_store", "sheet_course"
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_PLAIN_NAME = re.compile(r"(?:sheet|工作表|表|tabelle|feuil(?:le)?|hoja|planilha|foglio|blad|ark|лист|シート|table|表格|export|data|数据|數據)"
                         r"\s*[_-]?\d*", re.I)


def as_meant(file: str, sheet: Sheet, kind: DatasetKind, options: Options, kpis: KpiFacts | None, today: date) -> Written:
    """The sheet with one record a row and what the names of its sheets say of them in columns; of most files the sheet itself."""
    named = _by_name(file, sheet, kind, options, today)
    courses = one_a_course(named.sheet, kind, options)
    written = as_written(file, courses.sheet, kind, options, kpis, today)
    return Written(written.sheet, (*named.told, *courses.told, *written.told), (*named.questions, *courses.questions, *written.questions))


def _by_name(file: str, sheet: Sheet, kind: DatasetKind, options: Options, today: date) -> Written:
    names = sheet.places.names or ((sheet.name,) if sheet.name else ())
    if not names or sheet.cells.empty:
        return Written(sheet)
    # What a person matched is left to the checks that follow: here it may name a column that this step adds.
    own = {*match(sheet, kind, Options(set=options.set)).columns.values(), *options.set, *options.match.values()}
    spans = [_span(name) for name in names]
    if kind.date not in own and kind.column(kind.date).required and all(span is not None and span.months < 12 for span in spans):
        return _dated(file, sheet, kind, options, names, spans, today)
    if len(names) > 1 and not any(spans) and _are_names(names):
        if "course" in kind.dimensions and "course" not in own:
            return _as_column(sheet, kind, options, names, COURSE)
        if "store" in kind.dimensions and "store" not in own:
            return _as_column(sheet, kind, options, names, STORE)
    return Written(sheet)


def _span(name: str) -> Span | None:
    return span_of(name.replace("_", " ").strip())


def _are_names(names: Iterable[str]) -> bool:
    """Whether these are no names that programs give to sheets."""
    return not any(_PLAIN_NAME.fullmatch(name.strip()) for name in names)


def _dated(file: str, sheet: Sheet, kind: DatasetKind, options: Options, names: tuple[str, ...], spans: list[Span], today: date) -> Written:
    """Each row on the first day of the month that its sheet is named after."""
    yearless = any(span.year is None for span in spans)
    hints = [int(found[1]) for text in (*sheet.title, file) if (found := _YEAR.search(text))]
    likely = hints[0] if hints else today.year
    years = sorted({today.year - 1, today.year, likely}) if yearless else [likely]
    choices = [*(Choice(str(year) if yearless else "sheet", _on(year, spans)) for year in years), Choice("no", N_("No: I give the date myself."))]
    question = Question(DATES, Message("No column holds the date, but sheets are named after months: {sheets}. Are their rows of these months?",
                                       {"sheets": some(names)}), tuple(choices), str(likely) if yearless else "sheet")
    answer = question.answer(options.answers)
    if answer == "no":
        return Written(sheet, questions=(question,))
    days = [span.of(int(answer) if yearless else likely).first.isoformat() for span in spans]
    told = Issue(NOTE, Message("The date of each row is the first day of the month that its sheet is named after: {sheets}.",
                               {"sheets": some(names)}))
    return Written(_with_column(sheet, str(kind.column(kind.date).label), days), (told,), (question,))


def _on(year: int, spans: list[Span]) -> Message:
    first, last = spans[0].of(year).first, spans[-1].of(year).first
    if first == last:
        return Message("Yes: the rows are dated {first}.", {"first": first})
    return Message("Yes: the rows of the first sheet are dated {first}, those of the last {last}.", {"first": first, "last": last})


def _as_column(sheet: Sheet, kind: DatasetKind, options: Options, names: tuple[str, ...], name: str) -> Written:
    """Each row of the store or course that its sheet is named after."""
    asked, yes, no, told = _WORDS[name]
    column = "course" if name == COURSE else "store"
    question = Question(name, Message(asked, {"sheets": some(names)}), (Choice(column, yes), Choice("no", no)), column)
    if question.answer(options.answers) == "no":
        return Written(sheet, questions=(question,))
    note = Issue(NOTE, Message(told, {"sheets": some(names)}))
    return Written(_with_column(sheet, str(kind.column(column).label), list(names)), (note,), (question,))


_WORDS = {
    STORE: (N_("No column names the store, but there is a sheet for each of {sheets}. Are these stores?"),
            N_("Yes: each row belongs to the store that its sheet is named after."), N_("No: the rows belong to no store."),
            N_("The store of each row is the name of its sheet: {sheets}.")),
    COURSE: (N_("No column names the course, but there is a sheet for each of {sheets}. Are these courses?"),
             N_("Yes: each row is of the course that its sheet is named after."), N_("No: I give the course myself."),
             N_("The course of each row is the name of its sheet: {sheets}.")),
}


def _with_column(sheet: Sheet, heading: str, texts: list[str]) -> Sheet:
    """The sheet with a further column that holds one text for each of its sheets; its heading is one that no other column has."""
    if fold(heading) in map(fold, sheet.headings):
        heading = f"{heading} (2)"
    at = sheet.places.at(sheet.lines) if sheet.places.names else np.zeros(len(sheet.lines), dtype=int)
    column = pd.Series(pd.array(np.array(texts, dtype=object)[at], dtype="str"))
    return replace(sheet, headings=(*sheet.headings, heading), cells=pd.concat([sheet.cells, column.rename(len(sheet.headings))], axis=1))
