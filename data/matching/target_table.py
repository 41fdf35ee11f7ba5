"""Targets as people write them: months or quarters in columns, "≥85%" or "86-90" in one cell, no
form at all."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache

import pandas as pd

from data.issues import NOTE, WARNING, Issue
from data.kinds.catalog import TARGET
from data.kpi_facts import KpiFacts
from data.matching.given import Given
from data.matching.headings import match
from data.matching.kpi_cells import with_kpis, with_title_kpi
from data.matching.match import Match
from data.matching.target_columns import one_a_target
from data.matching.target_shape import told_by_cells
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import LeftOut, Lines, Sheet
from data.reading.table import refuse_long_list
from data.text.folding import fold
from data.text.writing import folded, half_width
from data.values import own_years
from data.values.cells import spellings
from data.values.looks import is_no_answer
from data.values.spans import DateSpan, heading_span
from errors import Message
from i18n import LANGUAGES, Text, translator

YEAR = "target_year"
_FIGURE = r"[+-]?\d+(?:[.,]\d+)?\s*%?"
_RANGE = re.compile(
    rf"(?:(?:between|zwischen|entre|介于|介於)\s*)?({_FIGURE})\s*"
    r"(?:[-–—~～]|至|到|和|与|與|\b(?:to|and|bis|und|et|y|e)\b)\s*(\d+(?:[.,]\d+)?\s*%?)\s*(?:之间|之間)?",
    re.IGNORECASE,
)
_FIGURES = re.compile(rf"[≥≤<>=]*\s*{_FIGURE}")
_LED = re.compile(rf"([^\d+-]+?)\s*({_FIGURE})")
_FOLLOWED = re.compile(rf"({_FIGURE})\s*([^\d%\s].*)")
_AND_MORE = re.compile(rf"({_FIGURE})\s*\+")
_STRICT = frozenset(
    (
        ">",
        "<",
        "more than",
        "over",
        "above",
        "less than",
        "below",
        "under",
        "高于",
        "高於",
        "大于",
        "大於",
        "超过",
        "超過",
        "低于",
        "低於",
        "小于",
        "小於",
        "少于",
        "少於",
        "über",
        "mehr als",
        "unter",
        "weniger als",
        "plus de",
        "moins de",
        "más de",
        "menos de",
        "mais de",
    )
)
_POINTS = re.compile(
    r"(?<=\d)\s*(?:分|points?|pts?\.?|punkte|puntos|pontos)(?=\s*(?:以上|及以上|以下|及以下|以内|$))",
    re.I,
)  # what a figure counts
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_EMPTY_ROW = Message(
    "This row names a KPI, but no value under any month, quarter or year: it holds no target."
)


def as_written(sheet: Sheet, given: Given) -> Written:
    """The sheet of a target file with one target a row and its form and values in their columns; of
    other files the sheet itself."""
    file, options, kpis = given.file, given.options, given.kpis
    if kpis is None or sheet.cells.empty:
        return Written(sheet)
    refuse_long_list(file, len(sheet.lines), TARGET)
    titled = with_title_kpi(file, told_by_cells(sheet, options, kpis), options, kpis)
    named = with_kpis(titled.sheet, options, kpis)
    single = one_a_target(file, named.sheet, options, kpis, given.today)
    made = _as_periods(single.sheet, given, kpis)
    return Written(
        made.sheet,
        (*titled.told, *named.told, *single.told, *made.told),
        (*named.questions, *single.questions, *made.questions),
    )


def _as_periods(sheet: Sheet, given: Given, kpis: KpiFacts) -> Written:
    """The sheet with one target a row where it has a column for each month, quarter or year, and
    what its cells say in their columns."""
    options = given.options
    spans = {
        at: span
        for at, heading in enumerate(sheet.headings)
        if (span := heading_span(heading)) is not None
    }
    rest = [at for at in range(len(sheet.headings)) if at not in spans]
    own = match(_only(sheet, rest), TARGET, _known(options, [sheet.headings[at] for at in rest]))
    supplied = {*own.columns.values(), *options.set}
    if spans and "kpi" in supplied and not {"value", "due"} & supplied:
        wide = _one_a_period(sheet, given, rest, spans, own)
        plain = _with_forms(wide.sheet, options, kpis)
        return Written(plain.sheet, (*wide.told, *plain.told), wide.questions)
    completed = _completed(sheet, own, options)
    plain = _with_forms(completed.sheet, options, kpis)
    return Written(plain.sheet, (*completed.told, *plain.told))


def _known(options: Options, headings: list[str]) -> Options:
    """The options without matches of headings that are not there."""
    folds = {fold(heading) for heading in headings}
    return replace(
        options,
        match={heading: name for heading, name in options.match.items() if fold(heading) in folds},
    )


def _only(sheet: Sheet, columns: list[int]) -> Sheet:
    return replace(
        sheet,
        headings=tuple(sheet.headings[at] for at in columns),
        cells=sheet.cells[columns].set_axis(range(len(columns)), axis="columns"),
    )


def _completed(sheet: Sheet, own: Match, options: Options) -> Written:
    """The sheet of a plain list of targets with the stage, and the day from which they hold, where
    it says neither."""
    supplied = {*own.columns.values(), *options.set}
    if not {"kpi", "value", "due"} <= supplied:
        return Written(sheet)
    at = own.position("due")
    dues = [options.set["due"]] if at is None else sheet.cells[at].tolist()
    years = [int(found[1]) for due in dues if (found := _YEAR.search(due))]
    more, told = {}, []
    if "date" not in supplied and years:
        first = date(min(years), 1, 1)
        more["date"] = first.isoformat()
        told.append(
            Issue(
                WARNING,
                Message(
                    "The file does not say from when its targets are in force: from {day} on, the "
                    "first day of the year "
                    "of the first one that is due.",
                    {"day": first},
                ),
            )
        )
    if "stage" not in supplied:
        more["stage"] = "short"
        told.append(_stage_told())
    held = {
        **{at: sheet.cells[at].tolist() for at in sheet.cells},
        **{
            len(sheet.headings) + place: [text] * len(sheet.cells)
            for place, text in enumerate(more.values())
        },
    }
    return Written(
        replace(
            sheet,
            headings=(*sheet.headings, *map(_label, more)),
            cells=pd.DataFrame(held, dtype="str"),
        ),
        tuple(told),
    )


def _stage_told() -> Issue:
    return Issue(
        WARNING,
        Message(
            "The file names no stage, so its targets are those of the stage \u201c{stage}\u201d.",
            {"stage": dict(TARGET.column("stage").choices)["short"]},
        ),
    )


def _label(column: str) -> str:
    return TARGET.column(column).label


# Months and quarters in columns.


def _one_a_period(
    sheet: Sheet,
    given: Given,
    rest: list[int],
    spans: Mapping[int, DateSpan],
    own: Match,
) -> Written:
    """One row a KPI and period; the stage, and the day from which it holds, are supplied where
    nothing says them."""
    kept = _only(sheet, rest)
    dated, of_years, questions = _dated(sheet, given, kept, spans, own)
    first = min(span.first for span in dated.values())
    supplied = {*own.columns.values(), *given.options.set}
    more: dict[str, Callable[[DateSpan], str]] = {"due": lambda span: span.last.isoformat()}
    told = [
        Issue(
            NOTE,
            Message(
                "A column for each month, quarter or year was read as one target for each: "
                "{headings}.",
                {"headings": [sheet.headings[at] for at in spans]},
            ),
        ),
        *of_years,
    ]
    if "date" not in supplied:
        more["date"] = lambda span: first.isoformat()
        told.append(
            Issue(
                WARNING,
                Message(
                    "The file does not say from when its targets are in force: from {day} on, the "
                    "first day of its first column.",
                    {"day": first},
                ),
            )
        )
    if "stage" not in supplied:
        more["stage"] = lambda span: "short"
        told.append(_stage_told())
    unused = [at for place, at in enumerate(rest) if place not in own.columns]
    told += _unread_told(sheet, unused)
    return Written(_by_period(sheet, kept, dated, more), tuple(told), questions)


def _dated(
    sheet: Sheet, given: Given, kept: Sheet, spans: Mapping[int, DateSpan], own: Match
) -> tuple[dict[int, DateSpan], list[Issue], tuple[Question, ...]]:
    """The periods with the years that are meant, what was taken for granted of these, and what is
    asked about them."""
    dated, told = dict(spans), []
    questions: tuple[Question, ...] = ()
    yearless = [sheet.headings[at] for at, span in spans.items() if span.year is None]
    if yearless:
        year, questions = _year(sheet, given, kept, spans, own)
        dated = {at: span.of(year) for at, span in spans.items()}
        message = Message(
            "Headings that name no year were read as those of {year}: {headings}.",
            {"year": str(year), "headings": yearless},
        )
        told.append(Issue(WARNING, message))
    named = own_years.question_of_spans({sheet.headings[at]: one for at, one in dated.items()})
    if named is not None:
        later = own_years.later(named, given.options.answers)
        dated = {at: span.in_years(later) for at, span in dated.items()}
        questions = (*questions, named)
    return dated, told, questions


def _unread_told(sheet: Sheet, unused: list[int]) -> list[Issue]:
    """What is said of columns of figures that are under no period."""
    unread = [sheet.headings[at] for at in unused if _holds_figures(sheet.cells[at].tolist())]
    if not unread:
        return []
    message = Message(
        "These columns hold figures, but their headings are no month, quarter or "
        "year, so no target was read "
        "from them: {headings}.",
        {"headings": unread},
    )
    return [Issue(WARNING, message)]


def _by_period(
    sheet: Sheet,
    kept: Sheet,
    dated: Mapping[int, DateSpan],
    more: Mapping[str, Callable[[DateSpan], str]],
) -> Sheet:
    """The sheet with a row for each value under a period; `more`: what each row says besides, of its
    period."""
    in_order = sorted(dated.items(), key=lambda pair: pair[1].last)
    cells, lines, empty = [], [], []
    for place, line in enumerate(sheet.lines):
        row = kept.cells.iloc[place].tolist()
        found = [
            (span, sheet.cells[at].iloc[place])
            for at, span in in_order
            if not is_no_answer(sheet.cells[at].iloc[place])
        ]
        cells += [[*row, value, *(make(span) for make in more.values())] for span, value in found]
        lines += [line] * len(found)
        if not found:
            empty.append(LeftOut(line, ", ".join(filter(None, row)), _EMPTY_ROW))
    headings = (*kept.headings, _label("value"), *map(_label, more))
    return replace(
        sheet,
        headings=headings,
        cells=pd.DataFrame(cells, columns=range(len(headings)), dtype="str"),
        lines=Lines(lines),
        left_out=sheet.left_out + empty,
    )


def _holds_figures(cells: list[str]) -> bool:
    told = [cell for cell in cells if not is_no_answer(cell)]
    return bool(told) and all(_FIGURES.fullmatch(half_width(cell)) for cell in told)


def _year(
    sheet: Sheet,
    given: Given,
    kept: Sheet,
    spans: Mapping[int, DateSpan],
    own: Match,
) -> tuple[int, tuple[Question, ...]]:
    """The year of headings such as Q1: that of the day in force where the file or the person gives
    one; else it is asked."""
    in_force, today = given.options.set.get("date"), given.today
    at = own.position("date")
    days = {in_force} if in_force else set() if at is None else set(kept.cells[at]) - {""}
    years = {int(found[1]) for day in days if (found := _YEAR.search(day))}
    if len(years) == 1:
        return years.pop(), ()
    hints = [
        int(found[1])
        for text in (*sheet.title, sheet.name, given.file)
        if (found := _YEAR.search(text))
    ]
    likely = hints[0] if hints else today.year
    headings = [sheet.headings[at] for at, span in spans.items() if span.year is None]
    last = max(
        (span for span in spans.values() if span.year is None),
        key=lambda span: span.months * span.number,
    )
    known = sorted({today.year - 1, today.year, today.year + 1, likely})
    choices = tuple(
        Choice(
            str(year),
            Message(
                "{year}: the last of these targets is due on {day}",
                {"year": str(year), "day": last.of(year).last},
            ),
        )
        for year in known
    )
    question = Question(
        YEAR,
        Message(
            "The headings {headings} name no year. Of which year are these targets?",
            {"headings": headings},
        ),
        choices,
        str(likely),
    )
    return int(question.answer(given.options.answers)), (question,)


# Forms and values.


@cache
def _forms() -> dict[str, str]:
    """A form as anybody writes it, folded -> the form."""
    column = TARGET.column("form")
    labels = {
        folded(translator(language)(label)): word
        for language in LANGUAGES
        for word, label in column.choices
    }
    return {**labels, **spellings(column), **{folded(word): word for word, _ in column.choices}}


def _with_forms(sheet: Sheet, options: Options, kpis: KpiFacts) -> Written:
    """Each value without the words of its form, which stand under the heading of the form; where
    nothing says a form, more is to be reached."""
    own = match(sheet, TARGET, _known(options, list(sheet.headings)))
    at, form_at, high_at = own.position("value"), own.position("form"), own.position("value_high")
    if at is None:
        return Written(sheet)
    names = _names(sheet, own, options, kpis)
    assumed = {"at_least": 0, "at_most": 0}
    values, highs = sheet.cells[at].tolist(), _texts(sheet, high_at)
    forms = [options.set["form"]] * len(values) if "form" in options.set else _texts(sheet, form_at)
    nowhere = form_at is None and "form" not in options.set
    strict = sum(_is_strict(text, form) for text, form in zip(values, forms, strict=True))
    for place, text in enumerate(values):
        value, high, form = _taken_apart(text, _forms().get(folded(forms[place]), forms[place]))
        values[place], highs[place], forms[place] = (
            value,
            high or highs[place],
            forms[place] or form,
        )
        if nowhere and not forms[place] and not is_no_answer(value):
            form = _likely_form(names[place], kpis)
            forms[place] = form
            # of an unknown KPI, that it is unknown says enough
            if form and names[place] is not None:
                assumed[form] += 1
    columns = {at: values}
    changed = _placed(
        sheet, columns, {"form": (form_at, forms), "value_high": (high_at, highs)}, options
    )
    told = _assumed_told(assumed)
    if strict:
        told.append(
            Issue(
                WARNING,
                Message(
                    "Targets that are to be passed, as in >50 or below 5: {count}. They were read "
                    "as \u201c{least}\u201d and "
                    "\u201c{most}\u201d, so that the value itself meets them too.",
                    {"count": strict, "least": _form("at_least"), "most": _form("at_most")},
                ),
            )
        )
    return Written(changed, tuple(told))


def _likely_form(kpi: str | None, kpis: KpiFacts) -> str:
    """What a value alone is: at least of what is better the more there is, at most of what is better
    the less there is."""
    if kpi is None or kpi in kpis.upward:
        return "at_least"
    return "at_most" if kpi in kpis.downward else ""


def _assumed_told(assumed: Mapping[str, int]) -> list[Issue]:
    told = []
    if count := assumed["at_least"]:
        told.append(
            Message(
                "Targets for which no form is written: {count}. They were read as "
                "\u201c{form}\u201d, since more of these KPIs is better.",
                {"count": count, "form": _form("at_least")},
            )
        )
    if count := assumed["at_most"]:
        told.append(
            Message(
                "Targets for which no form is written: {count}. They were read as "
                "\u201c{form}\u201d, since less of these KPIs is better.",
                {"count": count, "form": _form("at_most")},
            )
        )
    return [Issue(WARNING, message) for message in told]


def _is_strict(text: str, form: str) -> bool:
    led, followed = (pattern.fullmatch(half_width(text)) for pattern in (_LED, _FOLLOWED))
    words = (form, led[1] if led else "", followed[2] if followed else "")
    return any(folded(word) in _STRICT for word in words)


def _form(word: str) -> Text:
    return dict(TARGET.column("form").choices)[word]


def _names(sheet: Sheet, own: Match, options: Options, kpis: KpiFacts) -> list[str | None]:
    """The KPI of each row by its lasting name, None where it is not known."""
    given = options.set.get("kpi")
    texts = [given] * len(sheet.cells) if given else _texts(sheet, own.position("kpi"))
    return [kpis.name_of(text) for text in texts]


def _texts(sheet: Sheet, at: int | None) -> list[str]:
    return [""] * len(sheet.cells) if at is None else sheet.cells[at].tolist()


def _placed(
    sheet: Sheet,
    columns: dict[int, list[str]],
    wanted: Mapping[str, tuple[int | None, list[str]]],
    options: Options,
) -> Sheet:
    """The sheet with these texts under its headings, and under a heading more for a column that it
    lacks and that is not empty."""
    headings = list(sheet.headings)
    for name, (at, texts) in wanted.items():
        if name in options.set or at is None and not any(texts):
            continue
        if at is None:
            at = len(headings)
            headings.append(_label(name))
        columns[at] = texts
    cells = pd.DataFrame(
        {
            at: columns.get(at, sheet.cells[at].tolist() if at in sheet.cells else None)
            for at in range(len(headings))
        },
        dtype="str",
    )
    return replace(sheet, headings=tuple(headings), cells=cells)


def _taken_apart(text: str, form: str) -> tuple[str, str, str]:
    """Value, upper value and form of a cell such as "≥85%" or "86-90"; the cell as it is where its
    words say no form, or another."""
    for value, high, found in _readings(_POINTS.sub("", half_width(text))):
        if form in ("", found):
            return value, high, found
    return text, "", ""


def _readings(text: str) -> Iterator[tuple[str, str, str]]:
    if found := _RANGE.fullmatch(text):
        low, high = (part.replace(" ", "") for part in found.groups())
        yield low if low.endswith("%") or not high.endswith("%") else f"{low}%", high, "between"
    if found := _LED.fullmatch(text):
        if form := _forms().get(folded(found[1]).rstrip(". ")):
            yield found[2], "", form
    if found := _AND_MORE.fullmatch(text):
        yield found[1], "", "at_least"
    if found := _FOLLOWED.fullmatch(text):
        if form := _forms().get(folded(found[2]).rstrip(". ")):
            yield found[1], "", form
