"""What the names of sheets say of their rows: the month where no column holds a date, or the store
or course where no column names one."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pkgutil import resolve_name

import numpy as np
import pandas as pd

from data.issues import NOTE, Issue
from data.kinds.catalog import TARGET, TRAINING
from data.kinds.schema import DatasetKind
from data.matching.attempt_results import of_each_attempt
from data.matching.attendance_grid import one_a_call
from data.matching.audit_columns import one_a_rating
from data.matching.behaviour_columns import one_a_behaviour
from data.matching.checklist_columns import one_an_item
from data.matching.completed_courses import as_completed
from data.matching.counted_answers import one_an_answer
from data.matching.day_elsewhere import with_other_day
from data.matching.days_off import as_days_off
from data.matching.dead_marks import without_dead_marks
from data.matching.exam_forms import as_plain
from data.matching.given import Given
from data.matching.head_lines import with_head_lines
from data.matching.headings import match
from data.matching.item_type import with_type
from data.matching.kpi_cells import with_known_kpis
from data.matching.lacking_day import with_day
from data.matching.measured_by import with_source
from data.matching.month_columns import one_a_month
from data.matching.off_periods import as_single_days
from data.matching.prefixed import without_prefixes
from data.matching.present import as_present
from data.matching.promise_table import as_promises
from data.matching.request_history import one_a_request
from data.matching.result_days import with_result_days
from data.matching.said_days import with_said_days
from data.matching.share_cells import with_plain_shares
from data.matching.store_columns import one_a_store
from data.matching.unhired import without_hiring
from data.matching.unsaid import asked_once
from data.matching.unsaid_lists import as_said
from data.matching.visit_doubts import without_doubts
from data.matching.visit_points import in_hundreds
from data.matching.visit_rows import one_a_visit
from data.matching.voice_columns import KINDS as VOICES
from data.matching.volume_columns import one_a_channel
from data.matching.volume_fractions import in_whole_contacts
from data.matching.volume_parts import in_whole_days
from data.matching.volume_total import with_total
from data.matching.wide_attempts import one_a_module, one_a_result
from data.matching.wide_courses import one_a_course
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.reading.sheets import some
from data.text.folding import fold
from data.text.writing import half_width
from data.values.spans import in_english, span_of
from errors import Message
from i18n import N_

DATES, YEAR, STORE, COURSE = (
    "sheet_dates",
    "sheet_year",
    "sheet_store",
    "sheet_course",
)  # YEAR: where the names say none
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_SHORTEST = 4  # letters of a month in other languages: "Set 1" is no September
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_BEFORE = r"(?:(?<!\d)(?P<year>(?:20)?\d{2})\s*[年./ -]\s*)?"
_DAYS_WITHIN = (
    re.compile(_YEAR_BEFORE + r"(?<!\d)(?P<number>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号號]"),
    re.compile(
        r"(?<!\d)(?P<year>20\d{2})(?P<sign>[-./ "
        r"]?)(?P<number>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?!\d)"
    ),
)
_MONTHS_WITHIN = (
    re.compile(_YEAR_BEFORE + r"(?<!\d)(?P<number>\d{1,2})\s*月"),
    re.compile(r"(?<!\d)(?P<year>20\d{2})[-./ ]?(?P<number>0[1-9]|1[0-2])(?!\d)"),
    re.compile(
        r"(?<![a-z])(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
        r"|nov(?:ember)?|dec(?:ember)?)(?![a-z])(?:[ .,'’-]*(?P<after>(?:20)?\d{2})(?!\d))?",
        re.I,
    ),
)
_PLAIN_NAME = re.compile(
    r"(?:sheet|工作表|表|tabelle|feuil(?:le)?|hoja|planilha|foglio|blad|ark|лист|シート|table|表格|export|data|数据|數據)"
    r"\s*[_-]?\d*",
    re.I,
)
# What sheets hold, which is no name of a store.
_CONTENTS = re.compile(
    r"在职|在職|离职|離職|员工|員工|名单|名單|花名|明细|明細|数据|數據|\b(?:staff|employees?|leavers?|joiners?|starters?|inactive|active"
    r"|terminated|mitarbeiter|ausgeschieden\w*|salariés|sorties|empleados|bajas|altas|raw|details?|archive)\b|退職|在籍",
    re.I,
)


def as_meant(sheet: Sheet, given: Given) -> Written:
    """The sheet with one record a row and what its name and those of its sheets say of them in
    columns; of most files the sheet itself."""
    file, kind, options, today = given.file, given.kind, given.options, given.today
    answers = plain_marks = Written(sheet)
    if kind.name in VOICES:
        plain_marks = without_prefixes(without_dead_marks(sheet), kind, options)
        dated_rows = with_said_days(plain_marks.sheet)
        answers = one_an_answer(file, dated_rows, kind, options)
    head = with_head_lines(with_plain_shares(answers.sheet, kind), kind, options)
    present = as_present(head.sheet, kind, options)
    named = _by_name(present.sheet, given)
    requests = one_a_request(named.sheet, kind, options, today)
    plain = as_plain(requests.sheet, kind, options)
    monthly = (
        one_a_month(file, plain.sheet, kind, options, today)
        if kind is TRAINING
        else Written(plain.sheet)
    )
    results = one_a_result(monthly.sheet, kind, options)
    courses = one_a_course(results.sheet, kind, options)
    modules = one_a_module(courses.sheet, kind, options)
    # What an exam file does not say besides is one question with all that was read of its form.
    own = tuple(
        asked for asked in named.questions if kind is TRAINING and asked.name in (COURSE, DATES)
    )
    forms = (
        *own,
        *(asked for step in (results, courses, modules) for asked in step.questions),
    )
    unsaid = asked_once(modules.sheet, given, forms, above=sheet.headings)
    resat = of_each_attempt(unsaid.sheet, kind, options)
    months = one_a_month(file, resat.sheet, kind, options, today)
    ratings = one_a_rating(file, months.sheet, kind, options)
    contacts = in_whole_contacts(ratings.sheet, kind, options)
    channels = one_a_channel(file, contacts.sheet, kind, options)
    totals = with_total(channels.sheet, kind, options)
    dated = with_day(file, totals.sheet, kind, options, today)
    rows = one_a_visit(dated.sheet, kind, options)
    doubts = without_doubts(rows.sheet, kind, options)
    visits = in_hundreds(doubts.sheet, kind, options)
    stores = one_a_store(file, visits.sheet, kind, options, today)
    parts = in_whole_days(stores.sheet, kind, options)
    items = one_an_item(file, parts.sheet, kind, options)
    behaviours = one_a_behaviour(file, items.sheet, kind, options)
    calls = one_a_call(file, behaviours.sheet, kind, options)
    completed = as_completed(calls.sheet, kind, options, today)
    unhired = without_hiring(completed.sheet, kind, options)
    said = as_said(file, unhired.sheet, kind, options, today)
    periods = as_single_days(file, said.sheet, kind, options, today)
    days_off = as_days_off(file, periods.sheet, kind, options)
    promises = as_promises(file, days_off.sheet, kind, options, today)
    typed = with_type(file, promises.sheet, kind, options)
    results_dated = with_result_days(typed.sheet, kind, options)
    filled = with_other_day(results_dated.sheet, kind, options)
    sourced = with_source(file, filled.sheet, kind, options)
    known = with_known_kpis(sourced.sheet, kind, options, given.kpis)
    own_shape = _in_own_shape(known.sheet, given)
    steps = (
        plain_marks,
        answers,
        head,
        present,
        named,
        requests,
        plain,
        monthly,
        results,
        courses,
        modules,
        unsaid,
        resat,
        months,
        ratings,
        contacts,
        channels,
        totals,
        dated,
        rows,
        doubts,
        visits,
        stores,
        parts,
        items,
        behaviours,
        calls,
        completed,
        unhired,
        said,
        periods,
        days_off,
        promises,
        typed,
        results_dated,
        filled,
        sourced,
        known,
        own_shape,
    )
    return Written(
        steps[-1].sheet,
        tuple(told for step in steps for told in step.told),
        tuple(
            asked
            for step in (answers, named, monthly, *steps[11:])
            for asked in step.questions
            if step is not named or asked not in own
        ),
        tuple(name for step in steps for name in step.dropped),
    )


def _in_own_shape(sheet: Sheet, given: Given) -> Written:
    """The sheet as the kind itself writes it with one record a row, where it does."""
    if not given.kind.shape:
        return Written(sheet)
    own: Callable[[Sheet, Given], Written] = resolve_name(given.kind.shape)
    return own(sheet, given)


def _by_name(sheet: Sheet, given: Given) -> Written:
    kind, options = given.kind, given.options
    names = sheet.places.names or ((sheet.name,) if sheet.name else ())
    if (
        not names or sheet.cells.empty or kind is TARGET
    ):  # what its sheets are named after is when they are due
        return Written(sheet)
    # What a person matched is left to the checks that follow: here it may name a column that this
    # step adds.
    own = {
        *match(sheet, kind, Options(set=options.set)).columns.values(),
        *options.set,
        *options.match.values(),
    }
    times = [_time(name) for name in names]
    dated = [time for time in times if time is not None]
    if kind.date not in own and kind.column(kind.date).required and len(dated) == len(times):
        return _dated(sheet, given, names, dated)
    if len(names) > 1 and not any(times) and _are_names(names):
        if "course" in kind.dimensions and "course" not in own:
            return _as_column(sheet, kind, options, names, COURSE)
        if "store" in kind.dimensions and "store" not in own:
            return _as_column(sheet, kind, options, names, STORE)
    return Written(sheet)


@dataclass(frozen=True)
class _Time:
    """The day that the name of a sheet means, the first of a month or quarter; `year` is None where
    it is not written."""

    year: int | None
    month: int
    day: int = 1

    def on(self, year: int) -> date:
        whole = self.year or year
        return date(
            whole, self.month, min(self.day, monthrange(whole, self.month)[1])
        )  # 29 February of a year that has none


def _time(name: str) -> _Time | None:
    """The day, month or quarter that a name is, or the one in it: 9月28日, NPS 1月, Jan-26, 202601,
    Q1."""
    text = half_width(name).replace("_", " ").strip()
    return _time_in(text) or _time_in(in_english(text, _SHORTEST))


def _time_in(text: str) -> _Time | None:
    span = span_of(text)
    if span is not None:
        return None if span.months == 12 else _Time(span.year, span.months * (span.number - 1) + 1)
    for patterns in (_DAYS_WITHIN, _MONTHS_WITHIN):
        found = {
            time
            for pattern in patterns
            for each in pattern.finditer(text)
            if (time := _taken(each)) is not None
        }
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _taken(found: re.Match) -> _Time | None:
    parts = found.groupdict()
    month = (
        _NAMES.index(parts["name"][:3].lower()) + 1 if parts.get("name") else int(parts["number"])
    )
    year = parts.get("year") or parts.get("after")
    whole = None if year is None else int(year) if len(year) == 4 else 2000 + int(year)
    day = int(parts.get("day") or 1)
    is_one = 1 <= month <= 12 and 1 <= day <= monthrange(whole or 2024, month)[1]
    return _Time(whole, month, day) if is_one else None


def _are_names(names: Iterable[str]) -> bool:
    """Whether these are no names that programs give to sheets, and none for what is in them."""
    return not any(_PLAIN_NAME.fullmatch(name.strip()) or _CONTENTS.search(name) for name in names)


def _dated(sheet: Sheet, given: Given, names: tuple[str, ...], times: list[_Time]) -> Written:
    """Each row on the day that the name of its sheet means."""
    kind, today = given.kind, given.today
    yearless = any(time.year is None for time in times)
    hints = [int(found[1]) for text in (*sheet.title, given.file) if (found := _YEAR.search(text))]
    likely = hints[0] if hints else today.year
    years = sorted({today.year - 1, today.year, likely}) if yearless else [likely]
    choices = [
        *(Choice(str(year) if yearless else "sheet", _on(year, times)) for year in years),
        Choice("no", N_("No: I give the date myself.")),
    ]
    message = Message(
        "No column holds the date, but the sheets are named after days, months or quarters: "
        "{sheets}. Are their rows of these?",
        {"sheets": some(names)},
    )
    question = Question(
        YEAR if yearless else DATES, message, tuple(choices), str(likely) if yearless else "sheet"
    )
    answer = question.answer(given.options.answers)
    if answer == "no":
        return Written(sheet, questions=(question,))
    days = [time.on(int(answer) if yearless else likely).isoformat() for time in times]
    told = Issue(
        NOTE,
        Message(
            "The date of each row is the first day that the name of its sheet means: {sheets}.",
            {"sheets": some(names)},
        ),
    )
    return Written(_with_column(sheet, kind.column(kind.date).label, days), (told,), (question,))


def _on(year: int, times: list[_Time]) -> Message:
    first, last = times[0].on(year), times[-1].on(year)
    if first == last:
        return Message("Yes: the rows are dated {first}.", {"first": first})
    return Message(
        "Yes: the rows of the first sheet are dated {first}, those of the last {last}.",
        {"first": first, "last": last},
    )


def _as_column(
    sheet: Sheet, kind: DatasetKind, options: Options, names: tuple[str, ...], name: str
) -> Written:
    """Each row of the store or course that its sheet is named after."""
    asked, yes, no, told = _WORDS[name]
    column = "course" if name == COURSE else "store"
    question = Question(
        name,
        Message(asked, {"sheets": some(names)}),
        (Choice(column, yes), Choice("no", no)),
        column,
    )
    if question.answer(options.answers) == "no":
        return Written(sheet, questions=(question,))
    note = Issue(NOTE, Message(told, {"sheets": some(names)}))
    return Written(
        _with_column(sheet, kind.column(column).label, list(names)), (note,), (question,)
    )


_WORDS = {
    STORE: (
        N_(
            "No column names the store, but there is a sheet for each of {sheets}. Are these "
            "stores?"
        ),
        N_("Yes: each row belongs to the store that its sheet is named after."),
        N_("No: the rows belong to no store."),
        N_("The store of each row is the name of its sheet: {sheets}."),
    ),
    COURSE: (
        N_(
            "No column names the course, but there is a sheet for each of {sheets}. Are these "
            "courses?"
        ),
        N_("Yes: each row is of the course that its sheet is named after."),
        N_("No: I give the course myself."),
        N_("The course of each row is the name of its sheet: {sheets}."),
    ),
}


def _with_column(sheet: Sheet, heading: str, texts: list[str]) -> Sheet:
    """The sheet with a further column that holds one text for each of its sheets; its heading is
    one that no other column has."""
    if fold(heading) in map(fold, sheet.headings):
        heading = f"{heading} (2)"
    at = (
        sheet.places.at(sheet.lines)
        if sheet.places.names
        else np.zeros(len(sheet.lines), dtype=int)
    )
    column = pd.Series(pd.array(np.array(texts, dtype=object)[at], dtype="str"))
    return replace(
        sheet,
        headings=(*sheet.headings, heading),
        cells=pd.concat([sheet.cells, column.rename(len(sheet.headings))], axis=1),
    )
