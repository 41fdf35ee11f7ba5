"""The units that the rows of a file of targets are about, and the columns of measures that are none."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from data.issues import WARNING, Issue
from data.kinds.catalog import SURVEY, TARGET
from data.matching.headings import match
from data.matching.match import Match
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold, vocabulary
from data.text.writing import folded
from data.values.looks import is_date, is_no_answer, is_number
from errors import Message
from i18n import N_

DEPARTMENT = "target_department"
_OF_EACH = re.compile(
    r"各部[门門]|各科室|(?:each|by|per) department|je Abteilung|par service|por departamento", re.I
)
_LONGEST_NAME = 40  # letters of a store
_EVERYWHERE = frozenset(
    map(
        folded,
        (
            *("all", "all stores", "company", "whole company", "total", "overall", "group"),
            *(
                "全部",
                "全公司",
                "公司",
                "整体",
                "全体",
                "集团",
                "总体",
                "整體",
                "全體",
                "集團",
                "總體",
            ),
            *("gesamt", "alle", "tous", "toutes", "todas", "todos", "global"),
        ),
    )
)
_MEASURES = frozenset(
    map(
        folded,
        (
            *("%", "percent", "percentage", "pct", "points", "point", "pts", "score", "number"),
            *("count", "days", "hours", "minutes", "min", "index", "ratio", "people", "cases", "#"),
            *(
                "百分比",
                "分",
                "分数",
                "个",
                "次",
                "人",
                "天",
                "小时",
                "分钟",
                "件",
                "元",
                "万元",
                "起",
            ),
            *("個", "小時", "分鐘", "萬元", "分數", "‰", "颗星", "星"),
            *("Prozent", "Punkte", "Anzahl", "Tage", "Stunden", "Stück", "pourcentage", "jours"),
            *("porcentaje", "puntos", "días", "número", "pontos", "dias"),
        ),
    )
)
_UNITS = ("store", "department", "region", "channel")


def known(sheet: Sheet, options: Options) -> Options:
    """The options without matches of headings that are not there."""
    folds = set(map(fold, sheet.headings))
    return replace(
        options,
        match={heading: name for heading, name in options.match.items() if fold(heading) in folds},
    )


def supplied_by(own: Match, options: Options) -> set[str]:
    """The columns that headings or a person supply."""
    return {*own.columns.values(), *options.set}


def with_columns(sheet: Sheet, more: Mapping[str, Sequence[str]]) -> Sheet:
    """The sheet with further columns of targets."""
    columns = [
        pd.Series(pd.array(list(texts), dtype="str"), name=len(sheet.headings) + place)
        for place, texts in enumerate(more.values())
    ]
    return replace(
        sheet,
        headings=(*sheet.headings, *(TARGET.column(name).label for name in more)),
        cells=pd.concat([sheet.cells.reset_index(drop=True), *columns], axis=1),
    )


def without_measures(sheet: Sheet, options: Options) -> Sheet:
    """The sheet without its column of units of measure, such as %, points and days, which are no
    places."""
    own = match(sheet, TARGET, known(sheet, options))
    at = own.position("unit")
    if at is None or sheet.headings[at] in options.match:
        return sheet
    told = [cell for cell in sheet.cells[at] if not is_no_answer(cell)]
    if not told or not all(folded(cell) in _MEASURES for cell in told):
        return sheet
    rest = [place for place in range(len(sheet.headings)) if place != at]
    return replace(
        sheet,
        headings=tuple(sheet.headings[place] for place in rest),
        cells=sheet.cells[rest].set_axis(range(len(rest)), axis="columns"),
    )


def with_units(sheet: Sheet, options: Options) -> Written:
    """The sheet with the unit of each target, where a column such as Store names it; a department
    may be responsible instead."""
    own = match(sheet, TARGET, known(sheet, options))
    if {"unit", "dimension"} & supplied_by(own, options) or "kpi" not in supplied_by(own, options):
        return Written(sheet)
    names = vocabulary(SURVEY)
    places = {
        name: at
        for at, heading in enumerate(sheet.headings)
        if at not in own.columns and heading not in options.match
        for name in names.get(fold(heading), {})
        if name in _UNITS and any(cell for cell in sheet.cells[at])
    }
    questions: tuple[Question, ...] = ()
    if set(places) == {"department"}:
        question = _department(sheet, places["department"], own, options)
        questions = (question,)
        if question.answer(options.answers) == "owner":
            if "owner" in supplied_by(own, options):
                return Written(sheet, questions=questions)
            owners = sheet.cells[places["department"]].tolist()
            return Written(with_columns(sheet, {"owner": owners}), questions=questions)
    if not places and (at := _told_apart(sheet, own)) is not None:
        places = {"store": at}
    if not places:
        return Written(sheet)
    units, dimensions = [], []
    for place in range(len(sheet.cells)):
        found = next(
            (
                (sheet.cells[places[name]].iloc[place], name)
                for name in _UNITS
                if name in places and _is_unit(sheet.cells[places[name]].iloc[place])
            ),
            ("", ""),
        )
        units.append(found[0])
        dimensions.append(found[1])
    told = Message(
        "Targets of single units, as {headings} names them: {count}.",
        {
            "headings": [sheet.headings[at] for at in places.values()],
            "count": sum(map(bool, units)),
        },
    )
    return Written(
        with_columns(sheet, {"dimension": dimensions, "unit": units}),
        (Issue(WARNING, told),),
        questions,
    )


def _told_apart(sheet: Sheet, own: Match) -> int | None:
    """The one column of names that no heading tells, where only it tells targets of one KPI apart:
    they are of different places, most likely stores."""
    said = [at for at, name in own.columns.items() if name != "value"]
    if not said or not sheet.cells[said].duplicated().any():
        return None
    found = [
        at
        for at in range(len(sheet.headings))
        if at not in own.columns
        and not sheet.cells[[*said, at]].duplicated().any()
        and _are_names(sheet.cells[at])
    ]
    return found[0] if len(found) == 1 else None


def _are_names(cells: pd.Series) -> bool:
    return all(
        cell
        and len(cell) <= _LONGEST_NAME
        and not is_number(cell.rstrip("% "))
        and not is_date(cell)
        for cell in cells
    )


def _is_unit(cell: str) -> bool:
    return not is_no_answer(cell) and folded(cell) not in _EVERYWHERE


def _department(sheet: Sheet, at: int, own: Match, options: Options) -> Question:
    """Whether a department is whom a target is set for, or who answers for it."""
    kpi = own.position("kpi")
    named = [options.set.get("kpi", "")] * len(sheet.cells) if kpi is None else sheet.cells[kpi]
    pairs = set(zip(named, sheet.cells[at], strict=True))
    # One KPI for different departments, or a title that says so.
    several = len(pairs) > len({name for name, _ in pairs}) or any(
        map(_OF_EACH.search, (sheet.file, sheet.name, *sheet.title))
    )
    heading = {"heading": sheet.headings[at]}
    return Question(
        DEPARTMENT,
        Message("Are these the targets of each department under {heading}?", heading),
        (
            Choice("scope", N_("Yes: each department has targets of its own.")),
            Choice(
                "owner",
                N_("No: they are those of the company, and the department answers for them."),
            ),
        ),
        "scope" if several else "owner",
    )
