"""Service promises as companies write them: a row for each priority and a column for each step, the
other way round, or a line for each of both, with lengths such as 4h or 2 working days."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

import pandas as pd

from data.issues import NOTE, WARNING, Issue
from data.kinds.catalog import PROMISE
from data.kinds.schema import DatasetKind
from data.matching.headings import match
from data.matching.named_after import day_in
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Lines, Sheet
from data.reading.sheets import some
from data.text.writing import folded, half_width, shown
from data.values.cells import choice_of
from data.values.looks import is_date, is_no_answer, is_number
from data.values.promised_time import (
    DAY,
    ELAPSED,
    WORKING,
    WORKING_DAY,
    Promised,
    clock_of,
    promised,
    unit_in,
)
from errors import Message
from i18n import N_, Text

LEVELS, CLOCK, SINCE, NO = "promise_levels", "promise_clock", "promise_since", "no"
_ALWAYS = date(2000, 1, 1)  # before all requests
_MOST_ROWS, _MOST_COLUMNS, _MOST_PAIRS, _FEWEST = 60, 15, 6, 2
_EMERGENCY, _ORDINARY = "emergency", "ordinary"
_STEPS = (
    (
        "arrive",
        r"arriv|on.?site|attend(?:ance)?\b|vor ort|anfahrt|eintreff|sur (?:place|site)|intervention|d[ée]placement"
        r"|llegada|presencia|到场|到場|上门|上門|到达|到達|到現場|到府|到着|駆けつけ|訪問|现场|現場",
    ),
    (
        "plan",
        r"\bplan|方案|workaround|quot(?:e|ation)|diagnos|报价|報價|見積|devis|presupuesto|angebot",
    ),
    (
        "repair",
        r"resol|repair|\bfix|restor|\bclos|complet|solution|lösung|behebung|behoben|entstör"
        r"|wiederherst|r[ée]tabliss|soluci|repara|cierre|risol|修复|修復|完修|修妥|修好|排除|解决|解決|办结|辦結|结案|結案"
        r"|处理(?:时|完)|處理(?:時|完)|处置|完成|恢复|恢復|復旧|維修|维修|対応完了|해결",
    ),
    (
        "answer",
        r"respon|repl(?:y|ies)|answer|react|reaktion|antwort|acknowledg|contact|pick.?up"
        r"|prise en charge|r[ée]ponse|respuesta|resposta|risposta|atenci|响应|響應|回应|回應|回覆|回复|答复|答覆"
        r"|应答|応答|回答|接单|接單|受理|接听|联系|聯絡|응답",
    ),
)
_NO_STEP = re.compile(
    r"update|frequen|escalat|notif|penalt|compliance|achiev|actual|average|\brate\b|%|进展|進展|通报|升级"
    r"|升級|达标|達標|实际|實際",
    re.I,
)
_LEVEL = re.compile(
    r"^(?:p|s|sev|severity|priority|prio|prioritä?t|level|lv|tier|class|等级|级别)\W{0,2}[0-5](?!\d)",
    re.I,
)
_BETWEEN = " /-–—_:：·|()"  # between a priority and a step
_URGENCY = PROMISE.column("urgency")
_MIDDLE = re.compile(
    r"normal|medium|moderat|standard|一般|普通|通常|mittel|moyen|\bmedia\b|\bp3\b", re.I
)


@dataclass(frozen=True)
class _Term:
    """One promise of the file: whose (`level`, "" for all requests), of what, how long, and on which
    line; `rest`: the row it stands in."""

    level: str
    step: str
    length: Promised
    place: int
    heading: str


@dataclass(frozen=True)
class _Table:
    terms: tuple[_Term, ...]
    unread: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()  # headings of lengths that name no step


def as_promises(
    file: str, sheet: Sheet, kind: DatasetKind, options: Options, today: date
) -> Written:
    """The sheet with one promise a row, as answered, else as is likely; of other files the sheet
    itself."""
    table = _table(sheet, options) if kind is PROMISE else None
    if table is None:
        return Written(sheet)
    own = match(sheet, PROMISE, Options(set=options.set))
    levels = _levels_question(table.terms)
    clock = _clock_question(file, sheet, table.terms)
    since = None if "date" in _supplied(sheet, options) else _since_question(file, sheet, today)
    questions = tuple(filter(None, (levels, clock, since)))
    urgencies = _urgencies(table.terms, levels, options)
    counted = ELAPSED if clock is None else clock.answer(options.answers)
    answered = "" if since is None else since.answer(options.answers)
    day = None if since is None else _days(file, sheet, today).get(answered)
    used = [term for term in table.terms if urgencies(term.level)]
    rows = [
        (urgency, term.step, _written(term, counted), term.length.clock or counted, term.place)
        for term in used
        for urgency in urgencies(term.level)
    ]
    made = _made(sheet, rows, [own.position("date"), _store(sheet)], day)
    return Written(made, tuple(_told(table, used)), questions)


def looks_like_promises(sheet: Sheet) -> bool:
    """Whether cells and headings hold lengths for steps of requests, by priority."""
    return _table(sheet, Options()) is not None


def _supplied(sheet: Sheet, options: Options) -> set[str]:
    own = match(sheet, PROMISE, Options(set=options.set))
    return {*own.columns.values(), *options.set, *options.match.values()}


# What the cells are.


def _table(sheet: Sheet, options: Options) -> _Table | None:
    """The promises of a sheet; None where it is no list or matrix of them, or is one in the form
    of the kind already."""
    if sheet.cells.empty or options.match or len(sheet.headings) > _MOST_COLUMNS:
        return None
    if len(sheet.cells) > _MOST_ROWS:
        return None
    if {"urgency", "step", "minutes", "clock", "date"} <= _supplied(sheet, options):
        return None
    for reading in (_steps_across, _levels_across, _both_across, _in_lines):
        table = reading(sheet)
        if table is not None and _are_single(sheet, table.terms):
            return table
    return None


def _store(sheet: Sheet) -> int | None:
    """The column of stores: "on site" above lengths of time is none."""
    at = match(sheet, PROMISE, Options()).position("store")
    return None if at is None or _lengths(sheet, at) is not None else at


def _are_single(sheet: Sheet, terms: Sequence[_Term]) -> bool:
    """Whether each step has one length for each priority of a store, as records of requests have
    not."""
    at = _store(sheet)
    keys = [
        (term.level, term.step, "" if at is None else sheet.cells[at].iloc[term.place])
        for term in terms
    ]
    return len(keys) >= _FEWEST and len(set(keys)) == len(keys)


def _cells(sheet: Sheet, at: int) -> list[str]:
    return [half_width(cell).strip() for cell in sheet.cells[at].tolist()]


def _step_of(text: str) -> str:
    if _NO_STEP.search(text):
        return ""
    return next((name for name, stem in _STEPS if re.search(stem, text, re.I)), "")


def _is_level(text: str) -> bool:
    known = len(text) <= 40 and choice_of(text, _URGENCY) is not None
    return bool(text) and (known or _LEVEL.search(folded(text)) is not None)


def _level_column(sheet: Sheet, but: Sequence[int]) -> int | None:
    """The column that says of each row for which requests it holds."""
    for at in range(len(sheet.headings)):
        told = [cell for cell in _cells(sheet, at) if not is_no_answer(cell)]
        if at not in but and told and all(map(_is_level, told)):
            return at
    return None


def _lengths(sheet: Sheet, at: int) -> list[Promised | None] | None:
    """What the cells of a column promise; None where most of them are no lengths of time."""
    unit, clock = unit_in(sheet.headings[at]), clock_of(sheet.headings[at])
    cells = _cells(sheet, at)
    told = [cell for cell in cells if not is_no_answer(cell)]
    found = [None if is_no_answer(cell) else promised(cell, unit, clock) for cell in cells]
    enough = 2 * sum(each is not None for each in found) > len(told) > 0
    return found if enough and not any(map(is_date, filter(_is_day, told))) else None


def _is_day(cell: str) -> bool:
    return not is_number(cell)


def _row_clocks(sheet: Sheet, but: Sequence[int]) -> list[str]:
    """By which clock each row is counted, where a column says it in words."""
    for at in range(len(sheet.headings)):
        found = [clock_of(cell) for cell in _cells(sheet, at)]
        if at not in but and all(found):
            return found
    return [""] * len(sheet.cells)


def _term(level: str, step: str, cell: str, heading: str, place: int, clock: str) -> _Term | None:
    length = promised(cell, unit_in(heading), clock_of(heading) or clock)
    return None if length is None else _Term(level, step, length, place, heading)


def _gathered(found: Sequence[tuple[_Term | None, str]]) -> _Table | None:
    terms = tuple(term for term, _ in found if term is not None)
    unread = tuple(cell for term, cell in found if term is None and not is_no_answer(cell))
    return _Table(terms, unread) if len(terms) >= _FEWEST else None


def _steps_across(sheet: Sheet) -> _Table | None:
    steps: dict[int, str] = {}
    for at, heading in enumerate(sheet.headings):
        step = _step_of(heading)
        if step and step not in steps.values() and _lengths(sheet, at) is not None:
            steps[at] = step
    level = _level_column(sheet, [*steps])
    if not steps or level is None:
        return None
    clocks, levels = _row_clocks(sheet, [*steps, level]), _cells(sheet, level)
    cells = {at: _cells(sheet, at) for at in steps}
    unnamed = tuple(
        heading
        for at, heading in enumerate(sheet.headings)
        if at not in (*steps, level) and _lengths(sheet, at) is not None
    )
    table = _gathered(
        [
            (
                _term(
                    levels[place], step, cells[at][place], sheet.headings[at], place, clocks[place]
                ),
                cells[at][place],
            )
            for place in range(len(sheet.cells))
            for at, step in steps.items()
        ]
    )
    return None if table is None else replace(table, unnamed=unnamed)


def _levels_across(sheet: Sheet) -> _Table | None:
    levels = [
        at
        for at, heading in enumerate(sheet.headings)
        if _is_level(half_width(heading)) and _lengths(sheet, at) is not None
    ]
    if len(levels) < _FEWEST:
        return None
    for at in range(len(sheet.headings)):
        steps = [_step_of(cell) for cell in _cells(sheet, at)]
        if at not in levels and len(set(filter(None, steps))) == len([*filter(None, steps)]) > 0:
            break
    else:
        return None
    names = _cells(sheet, at)
    clocks = _row_clocks(sheet, [*levels, at])
    return _gathered(
        [
            (
                _term(
                    half_width(sheet.headings[place_at]),
                    step,
                    cell,
                    names[place],
                    place,
                    clocks[place],
                ),
                cell,
            )
            for place, step in enumerate(steps)
            if step
            for place_at in levels
            for cell in (_cells(sheet, place_at)[place],)
        ]
    )


def _both_across(sheet: Sheet) -> _Table | None:
    """A column for each step of each priority: "P1 response", 紧急响应, or one heading above the
    other; a row for all, or for each store."""
    both = {
        at: pair
        for at, heading in enumerate(sheet.headings)
        if (pair := _level_and_step(heading)) and _lengths(sheet, at) is not None
    }
    if len({level for level, _ in both.values()}) < _FEWEST:
        return None
    clocks = _row_clocks(sheet, [*both])
    return _gathered(
        [
            (_term(level, step, cell, sheet.headings[at], place, clocks[place]), cell)
            for at, (level, step) in both.items()
            for place, cell in enumerate(_cells(sheet, at))
        ]
    )


def _level_and_step(heading: str) -> tuple[str, str] | None:
    """The priority and the step that a heading names together."""
    text = half_width(heading)
    step = _step_of(text)
    stem = dict(_STEPS).get(step, "")
    rest = re.sub(rf"(?:{stem})[a-zà-ÿ]*", " ", text, flags=re.I) if stem else ""
    level = _LEVEL.search(rest.strip(_BETWEEN))
    if level:
        return level[0], step
    words = [word for word in re.split(rf"[{re.escape(_BETWEEN)}]+", rest) if _is_level(word)]
    return (words[0], step) if len(words) == 1 else None


def _in_lines(sheet: Sheet) -> _Table | None:
    """A line for each step, by priority or for all requests alike."""
    for at in range(len(sheet.headings)):
        steps = [_step_of(cell) for cell in _cells(sheet, at)]
        if not all(steps) or any(map(promised, _cells(sheet, at))):
            continue
        for long in range(len(sheet.headings)):
            if long == at or _lengths(sheet, long) is None:
                continue
            level = _level_column(sheet, [at, long])
            clocks = _row_clocks(sheet, [at, long, *([] if level is None else [level])])
            cells = _cells(sheet, long)
            levels = [""] * len(cells) if level is None else _cells(sheet, level)
            return _gathered(
                [
                    (
                        _term(
                            levels[place],
                            step,
                            cells[place],
                            sheet.headings[long],
                            place,
                            clocks[place],
                        ),
                        cells[place],
                    )
                    for place, step in enumerate(steps)
                ]
            )
    return None


# What is asked.


def _labels(terms: Sequence[_Term]) -> list[str]:
    return [*dict.fromkeys(term.level for term in terms)]


def _known_as(label: str) -> str:
    if not label:
        return ""
    return choice_of(label, _URGENCY) or ""


def _levels_question(terms: Sequence[_Term]) -> Question | None:
    """Which priorities are emergencies and which ordinary requests, where there are more than the
    two."""
    labels = _labels(terms)
    known = [_known_as(label) for label in labels]
    if labels == [""] or "" not in known and all(known.count(each) == 1 for each in known):
        return None
    pairs = [*combinations(labels, 2)][:_MOST_PAIRS]
    likely = _likely_pair(labels, known)
    ordered = list(dict.fromkeys([likely, *pairs]))[: _MOST_PAIRS + 1]
    choices = [
        Choice(
            " / ".join(pair),
            Message(
                "Emergencies: {first}; ordinary requests: {second}.",
                {"first": pair[0], "second": pair[1]},
            ),
        )
        for pair in ordered
    ]
    return Question(
        LEVELS,
        Message(
            "The file has promises for {levels}. The dashboard measures emergencies and ordinary "
            "requests. Which of them hold for these?",
            {"levels": some(labels)},
        ),
        tuple(choices),
        " / ".join(likely),
    )


def _likely_pair(labels: Sequence[str], known: Sequence[str]) -> tuple[str, str]:
    """The first priority, and the one that is called normal, else the first that is no emergency."""
    first = next((at for at, each in enumerate(known) if each == _EMERGENCY), 0)
    rest = [at for at in range(len(labels)) if at != first] or [first]
    ordinary = [at for at in rest if known[at] == _ORDINARY] or rest
    middle = [at for at in ordinary if _MIDDLE.search(labels[at])] or ordinary
    return labels[first], labels[middle[0]]


def _urgencies(
    terms: Sequence[_Term], question: Question | None, options: Options
) -> Callable[[str], tuple[str, ...]]:
    """For which urgencies the promises of a priority hold."""
    if question is not None:
        first, _, second = question.answer(options.answers).partition(" / ")
        chosen: dict[str, tuple[str, ...]] = {second: (_ORDINARY,), first: (_EMERGENCY,)}
        if first == second:
            chosen = {first: (_EMERGENCY, _ORDINARY)}
        return lambda level: chosen.get(level, ())
    return lambda level: (_known_as(level),) if level else (_EMERGENCY, _ORDINARY)


def _clock_question(file: str, sheet: Sheet, terms: Sequence[_Term]) -> Question | None:
    """By which clock lengths are counted that do not say it."""
    unsaid = [term for term in terms if not term.length.clock]
    if not unsaid:
        return None
    texts = (*sheet.title, sheet.name, file.replace("_", " "), *sheet.headings)
    said = next(filter(None, map(clock_of, texts)), ELAPSED)
    return Question(
        CLOCK,
        Message(
            "Nothing says in which time these promises are counted, such as {length} minutes for "
            "{step}. In which?",
            {
                "length": float(unsaid[0].length.minutes),
                "step": dict(PROMISE.column("step").choices)[unsaid[0].step],
            },
        ),
        (
            Choice(ELAPSED, N_("In elapsed time, nights and weekends too.")),
            Choice(WORKING, N_("In working time: a day has eight hours.")),
        ),
        said,
    )


def _days(file: str, sheet: Sheet, today: date) -> dict[str, date]:
    found = [day_in(text) for text in (*sheet.title, sheet.name, file)]
    named = next((each[0] for each in found if each is not None and each[0] <= today), None)
    days = {"always": _ALWAYS, "year": today.replace(month=1, day=1), "today": today}
    return {"named": named, **days} if named is not None else days


def _since_question(file: str, sheet: Sheet, today: date) -> Question:
    labels = {
        "named": N_("From {day} on, as the title or the name of the file says."),
        "always": N_("For all requests, the oldest too."),
        "year": N_("From {day} on, the first day of this year."),
        "today": N_("From {day} on, the day on which it is loaded."),
    }
    days = _days(file, sheet, today)
    return Question(
        SINCE,
        Message("No column says from when on these promises hold. For which requests do they?", {}),
        (
            *(Choice(name, Message(labels[name], {"day": day})) for name, day in days.items()),
            Choice(NO, N_("From another day on: I give the date myself.")),
        ),
        next(iter(days)),
    )


# What is made of it.


def _written(term: _Term, counted: str) -> str:
    """The minutes of a promise; days that do not say their clock are as long as that clock has
    them."""
    minutes = term.length.minutes
    if not term.length.clock and counted == WORKING and term.length.in_days:
        minutes *= WORKING_DAY / DAY
    return f"{minutes:g}"


def _made(
    sheet: Sheet,
    rows: Sequence[tuple[str, str, str, str, int]],
    kept: Sequence[int | None],
    day: date | None,
) -> Sheet:
    dated, store = kept
    headings = [PROMISE.column(name).label for name in ("urgency", "step", "minutes", "clock")]
    columns = [[row[at] for row in rows] for at in range(len(headings))]
    places = [row[-1] for row in rows]
    if dated is not None:
        headings.append(PROMISE.column("date").label)
        columns.append([sheet.cells[dated].iloc[place] for place in places])
    elif day is not None:
        headings.append(PROMISE.column("date").label)
        columns.append([day.isoformat()] * len(rows))
    if store is not None:
        headings.append(Text(sheet.headings[store]))
        columns.append([sheet.cells[store].iloc[place] for place in places])
    cells = pd.DataFrame({at: pd.array(column, dtype="str") for at, column in enumerate(columns)})
    lines = Lines([sheet.lines[place] for place in places])
    return replace(sheet, headings=tuple(map(str, headings)), cells=cells, lines=lines)


def _told(table: _Table, used: Sequence[_Term]) -> list[Issue]:
    told = []
    left = [each for each in _labels(table.terms) if each not in _labels(used)]
    if left:
        told.append(
            Issue(
                NOTE,
                Message("Promises of other priorities are not read: {levels}.", {"levels": left}),
            )
        )
    if table.unread:
        cells = [shown(cell) for cell in dict.fromkeys(table.unread)]
        told.append(
            Issue(
                WARNING,
                Message(
                    "Cells that tell no length of time were left out: {cells}.", {"cells": cells}
                ),
            )
        )
    if table.unnamed:
        told.append(
            Issue(
                WARNING,
                Message(
                    "Columns of lengths that name none of the steps are not read: {headings}.",
                    {"headings": list(table.unnamed)},
                ),
            )
        )
    headings = [term.heading for term in used if term.step == "repair"]
    if headings:
        told.append(
            Issue(
                NOTE,
                Message(
                    "“{heading}” is read as the promise to repair, which is counted from the "
                    "arrival on.",
                    {"heading": shown(headings[0])},
                ),
            )
        )
    return told
