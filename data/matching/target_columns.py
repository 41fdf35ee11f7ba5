"""Targets whose sheets have a column for each stage, or for each KPI, and the units that their rows
are about."""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from data.issues import NOTE, WARNING, Issue
from data.kinds.catalog import TARGET
from data.kpi_facts import KpiFacts
from data.matching.headings import match
from data.matching.target_units import (
    known,
    supplied_by,
    with_columns,
    with_units,
    without_measures,
)
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import LeftOut, Lines, Sheet
from data.text.writing import half_width
from data.values import own_years
from data.values.looks import is_no_answer
from data.values.spans import DateSpan, heading_span
from errors import Message
from i18n import N_

START, DUE = "target_start", "target_due"
_GOAL = (
    r"目标值|目標值|目标|目標|计划值|計劃值|指标值|指標值|\btargets?\b|\bgoals?\b|\bziel(?:wert)?e?\b|\bobjecti[fv]s?\b|\bcibles?\b"
    r"|\bobjetivos?\b|\bmetas?\b"
)
_STAGES = (
    (
        "short",
        re.compile(
            r"短期|近期|\bshort(?:[- ]?term)?\b|kurzfristig(?:e[sr]?)?|court terme|corto plazo|curto prazo",
            re.I,
        ),
    ),
    (
        "mid",
        re.compile(
            r"中期|\b(?:mid|medium)(?:[- ]?term)?\b|mittelfristig(?:e[sr]?)?|moyen terme|medio plazo"
            r"|médio prazo",
            re.I,
        ),
    ),
    (
        "long",
        re.compile(
            r"长期|長期|远期|遠期|\blong(?:[- ]?term)?\b|langfristig(?:e[sr]?)?|long terme|largo plazo"
            r"|longo prazo",
            re.I,
        ),
    ),
)
_NUMBERS = {"一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "五": 5, "六": 6, "十": 10, "十二": 12}
_YEARS = re.compile(
    r"(?<!\d)(?P<count>\d{1,2}|[一二两兩三五十])\s*[- ]?(?:年|years?\b|yrs?\b|y\b|jahre?n?\b|ans?\b|años?\b|anos?\b)"
    r"|\b(?:year|jahr|année|año|ano)\s*(?P<behind>\d{1,2})(?!\d)",
    re.I,
)
_MONTHS = re.compile(
    r"(?<!\d)(?P<count>\d{1,2}|十二|[一二两兩三六十])\s*[- ]?(?:个月|個月|months?\b|mos?\b|monaten?\b|mois\b|mes(?:es)?\b)|(?P<half>半年)",
    re.I,
)
_FILLING = re.compile(
    rf"{_GOAL}|\b(?:within|in|after|by|end|of|the|for|à|a|en|nach|bis|de|term)\b|第|内|內|以内|后|後|末|底",
    re.I,
)
_YEAR_LONG = 12  # months
_MOST_STAGES, _FEWEST, _MOST_NAMED = 3, 2, 0.6
_LENGTHS = {
    "years": (12, 36, 60),
    "months": (3, 6, 12),
}  # of the stages of the plans that are usual
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_YEAR_SAID = re.compile(r"(?<!\d)20\d{2}(?!\d)\s*年?[度底末]?")
_IS_GOAL = re.compile(_GOAL, re.I)
_OF_KPI = re.compile(rf"^(?:{_GOAL})\s*[:：-]?\s*|\s*[-:：(（]?\s*(?:{_GOAL})\s*[)）]?$", re.I)


@dataclass(frozen=True)
class _Stage:
    """What a heading says of a stage: how many months it takes, or the year that it ends with; each
    None where it does not say it."""

    name: str
    months: int | None
    year: int | None = None


def one_a_target(file: str, sheet: Sheet, options: Options, kpis: KpiFacts, today: date) -> Written:
    """The sheet with one target a row where it has a column for each stage or each KPI."""
    sheet = without_measures(sheet, options)
    steps = [_one_a_kpi(_with_kpi(sheet, options, kpis), options, kpis)]
    steps.append(_one_a_stage(file, steps[-1].sheet, options, today))
    steps.append(_with_due(file, steps[-1].sheet, options, today, bool(steps[0].told)))
    steps.append(with_units(steps[-1].sheet, options))
    return Written(
        steps[-1].sheet,
        tuple(told for step in steps for told in step.told),
        tuple(asked for step in steps for asked in step.questions),
    )


def has_stages(sheet: Sheet) -> bool:
    """Whether a file has a column for each stage."""
    return bool(_stages(sheet))


def is_wide(sheet: Sheet) -> bool:
    """Whether a file has a column for each stage, or for the target of each month or year."""
    spans = sum(heading_span(heading) is not None for heading in sheet.headings)
    return spans >= _FEWEST or bool(_stages(sheet))


def names_targets(headings: Iterable[str]) -> bool:
    """Whether several headings are called the targets of something, as above a column for each
    KPI."""
    found = [heading for heading in headings if kpi_of(heading) != half_width(heading).strip()]
    return sum(any(map(str.isalpha, kpi_of(heading))) for heading in found) >= _FEWEST


def is_called_target(heading: str) -> bool:
    """Whether a heading says that a target stands below it."""
    return _IS_GOAL.search(half_width(heading)) is not None


def kpi_of(heading: str) -> str:
    """What a heading calls a KPI, without the words that say that it is a target."""
    return _OF_KPI.sub("", half_width(heading)).strip()


def _label(column: str) -> str:
    return TARGET.column(column).label


def _melted(
    sheet: Sheet,
    rest: Sequence[int],
    columns: Mapping[int, tuple[str, ...]],
    headings: list[str],
    nothing: Message,
) -> Sheet:
    """One row for each filled cell under `columns`: what stands under `rest`, the cell, and what
    its column stands for."""
    cells, lines, empty = [], [], []
    for place, line in enumerate(sheet.lines):
        row = [sheet.cells[at].iloc[place] for at in rest]
        found = [
            [*row, sheet.cells[at].iloc[place], *means]
            for at, means in columns.items()
            if not is_no_answer(sheet.cells[at].iloc[place])
        ]
        cells += found
        lines += [line] * len(found)
        if not found:
            empty.append(LeftOut(line, ", ".join(filter(None, row)), nothing))
    names = (*(sheet.headings[at] for at in rest), _label("value"), *headings)
    return replace(
        sheet,
        headings=names,
        cells=pd.DataFrame(cells, columns=range(len(names)), dtype="str"),
        lines=Lines(lines),
        left_out=sheet.left_out + empty,
    )


# The column of KPIs.


def _with_kpi(sheet: Sheet, options: Options, kpis: KpiFacts) -> Sheet:
    """The sheet with the KPIs under a heading that says so, where only their names tell them."""
    own = match(sheet, TARGET, known(sheet, options))
    if "kpi" in supplied_by(own, options):
        return sheet
    found = []
    for at in sheet.cells:
        told = [cell for cell in sheet.cells[at] if not is_no_answer(cell)]
        named = sum(kpis.name_of(cell) is not None for cell in told)
        given = sheet.headings[at] in options.match
        if not given and told and named >= _MOST_NAMED * len(told):
            found.append(at)
    if len(found) != 1:
        return sheet
    headings = list(sheet.headings)
    headings[found[0]] = _label("kpi")
    return replace(sheet, headings=tuple(headings))


# A column for each KPI.


def _one_a_kpi(sheet: Sheet, options: Options, kpis: KpiFacts) -> Written:
    if "kpi" in supplied_by(match(sheet, TARGET, known(sheet, options)), options):
        return Written(sheet)
    named = {
        at: kpi
        for at, heading in enumerate(sheet.headings)
        if (kpi := kpis.name_of(kpi_of(heading))) is not None
    }
    if len(named) < _FEWEST:
        return Written(sheet)
    rest = [at for at in range(len(sheet.headings)) if at not in named]
    made = _melted(
        sheet,
        rest,
        {at: (kpi_of(sheet.headings[at]),) for at in named},
        [_label("kpi")],
        Message("This row holds no value under any KPI, so it holds no target."),
    )
    told = Message(
        "A column for each KPI was read as one target for each: {headings}.",
        {"headings": [sheet.headings[at] for at in named]},
    )
    return Written(made, (Issue(NOTE, told),))


# A column for each stage.


def _stage(heading: str) -> _Stage | None:
    """The stage that a heading names and nothing else: 短期目标（1年）, Long-term, 3 years, Year 5."""
    text = half_width(heading)
    stages = [name for name, pattern in _STAGES if pattern.search(text)]
    year = _YEAR.search(text) if stages else None
    text = text if year is None else _YEAR_SAID.sub(" ", text, count=1)
    years, months = _YEARS.search(text), _MONTHS.search(text)
    if len(stages) > 1 or not stages and years is None and months is None:
        return None
    left = _FILLING.sub(" ", _YEARS.sub(" ", _MONTHS.sub(" ", text)))
    for _, pattern in _STAGES:
        left = pattern.sub(" ", left)
    if any(map(str.isalnum, left)):
        return None
    length = None
    if months is not None:
        length = 6 if months["half"] else _count(months["count"])
    elif years is not None:
        length = 12 * _count(years["count"] or years["behind"])
    return _Stage(stages[0] if stages else "", length, None if year is None else int(year[1]))


def _count(text: str) -> int:
    return _NUMBERS.get(text) or int(text)


def _stages(sheet: Sheet) -> dict[int, _Stage]:
    """The columns of stages with their names, those of lengths alone in the order of these."""
    found = {
        at: stage
        for at, heading in enumerate(sheet.headings)
        if (stage := _stage(heading)) is not None
    }
    if not _FEWEST <= len(found) <= _MOST_STAGES:
        return {}
    if all(stage.name for stage in found.values()):
        return found if len({stage.name for stage in found.values()}) == len(found) else {}
    if any(stage.name or not stage.months for stage in found.values()):
        return {}
    order = sorted(found, key=lambda at: found[at].months or 0)
    names = [name for name, _ in _STAGES]
    return {at: replace(found[at], name=names[place]) for place, at in enumerate(order)}


def _one_a_stage(file: str, sheet: Sheet, options: Options, today: date) -> Written:
    stages = _stages(sheet)
    if not stages:
        return Written(sheet)
    rest = [at for at in range(len(sheet.headings)) if at not in stages]
    own = match(
        replace(
            sheet,
            headings=tuple(sheet.headings[at] for at in rest),
            cells=sheet.cells[rest].set_axis(range(len(rest)), axis="columns"),
        ),
        TARGET,
        Options(set=options.set),
    )
    supplied = supplied_by(own, options)
    if (
        "kpi" not in supplied
        or {"value", "due", "stage"} & supplied
        or "date" in (own.columns.values())
    ):
        return Written(sheet)
    named = own_years.question_of_spans(
        {
            sheet.headings[at]: DateSpan(stage.year, _YEAR_LONG)
            for at, stage in stages.items()
            if stage.year is not None
        }
    )
    later = own_years.later(named, options.answers)
    start, lengths, question = _start(file, sheet, stages, options, today, later)
    asked = tuple(filter(None, (named, question)))
    if start is None:
        return Written(sheet, questions=asked)
    means = {
        at: (
            stage.name,
            _due(stage, start, lengths, later).isoformat(),
            start.isoformat(),
        )
        for at, stage in stages.items()
    }
    more = [_label("stage"), _label("due"), *([] if "date" in options.set else [_label("date")])]
    made = _melted(
        sheet,
        rest,
        {at: told[: len(more)] for at, told in means.items()},
        more,
        Message("This row holds no value under any stage, so it holds no target."),
    )
    told = Message(
        "A column for each stage was read as one target for each: {headings}.",
        {"headings": [sheet.headings[at] for at in stages]},
    )
    issues = [Issue(NOTE, told)]
    if question is None and "date" not in options.set:
        issues.append(Issue(WARNING, Message(_FROM_FIRST_YEAR, {"day": start})))
    return Written(made, tuple(issues), asked)


_FROM_FIRST_YEAR = N_(
    "The file does not say from when its targets are in force: from {day} on, the first day of the "
    "year of the first one that is due."
)


def _due(stage: _Stage, start: date, lengths: Mapping[str, int], later: int) -> date:
    """`later`: by how many months the years that headings name begin later than the calendar's."""
    if stage.year is not None:
        return _year(stage.year, later).last
    return _after(start, stage.months or lengths[stage.name])


def _year(year: int, later: int) -> DateSpan:
    return DateSpan(year, _YEAR_LONG).in_years(later)


def _years_meant(year: int) -> list[DateSpan]:
    """The years that a file may mean by a number, the likeliest first."""
    return [_year(year, later) for later in own_years.meanings()]


def _start(
    file: str,
    sheet: Sheet,
    stages: Mapping[int, _Stage],
    options: Options,
    today: date,
    later: int,
) -> tuple[date | None, dict[str, int], Question | None]:
    """The day from which the stages count, the months of each that its heading leaves open, and the
    question where nobody gave the day."""
    names = [name for name, _ in _STAGES]
    usual = {way: dict(zip(names, months, strict=True)) for way, months in _LENGTHS.items()}
    open_ = any(stage.months is None and stage.year is None for stage in stages.values())
    given = options.set.get("date", "")
    days = [date.fromisoformat(given)] if re.fullmatch(r"\d{4}-\d{2}-\d{2}", given) else []
    if days and not open_:
        return days[0], {}, None
    named = [stage.year for stage in stages.values() if stage.year is not None]
    if len(named) == len(stages):
        return _year(min(named), later).first, {}, None
    hints = [
        int(found[1]) for text in (*sheet.title, sheet.name, file) if (found := _YEAR.search(text))
    ]
    years = (hints[0] if hints else today.year, today.year, today.year + 1)
    meant = (span.first for year in years for span in _years_meant(year))
    days = days or list(dict.fromkeys(meant))
    choices = [
        Choice(
            f"{day}/{way}" if open_ else f"{day}",
            Message(
                "From {day}: due on {dues}.",
                {
                    "day": day,
                    "dues": [_due(stage, day, usual[way], later) for stage in stages.values()],
                },
            ),
        )
        for day in days
        for way in (usual if open_ else ("years",))
    ]
    question = Question(
        START,
        Message(
            "The file has a column for each stage ({headings}), but no day on which they begin. "
            "When do they?",
            {"headings": [sheet.headings[at] for at in stages]},
        ),
        (*choices, Choice("no", N_("On another day: I give it myself, as “In force from”."))),
        choices[0].name,
    )
    answer = question.answer(options.answers)
    if answer == "no":
        return None, {}, question
    day, _, way = answer.partition("/")
    return date.fromisoformat(day), usual[way or "years"], question


def _after(start: date, months: int) -> date:
    """The last day of so many months from a day on."""
    whole = start.year * 12 + start.month - 1 + months
    year, month = divmod(whole, 12)
    same = date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    return date.fromordinal(same.toordinal() - 1)


# When all are due.


def _with_due(file: str, sheet: Sheet, options: Options, today: date, one_a_kpi: bool) -> Written:
    """The sheet with the end of a year as the day on which all its targets are due, where it names
    none: of a column for each KPI, or where a title or a name says of which year they are."""
    own = match(sheet, TARGET, known(sheet, options))
    supplied = supplied_by(own, options)
    hints = [
        int(found[1]) for text in (*sheet.title, sheet.name, file) if (found := _YEAR.search(text))
    ]
    dated = any(map(_YEAR.search, sheet.headings))  # such a column says itself when it is due
    is_asked = one_a_kpi or hints and not dated
    if not is_asked or "due" in supplied or not {"kpi", "value"} <= supplied:
        return Written(sheet)
    years = (hints[0] if hints else today.year, today.year, today.year + 1)
    meant = [span for year in years for span in _years_meant(year)]
    days = {_due_name(day): day for day in dict.fromkeys(span.last for span in meant)}
    question = Question(
        DUE,
        Message("No column says when these targets are due. When are they?", {}),
        (
            *(Choice(name, Message("On {day}.", {"day": day})) for name, day in days.items()),
            Choice("no", N_("On another day: I give it myself, as “Due”.")),
        ),
        next(iter(days)),
    )
    answer = question.answer(options.answers)
    if answer == "no":
        return Written(sheet, questions=(question,))
    texts = [days[answer].isoformat()] * len(sheet.cells)
    return Written(with_columns(sheet, {"due": texts}), questions=(question,))


def _due_name(day: date) -> str:
    """What an answer is called: of a year of the calendar, that year."""
    return str(day.year) if (day.month, day.day) == (12, 31) else day.isoformat()
