"""Of which unit the answers of a survey of staff are, where no heading says it: a column of few names
that come again, or one unit that all who answered make up, in one question."""

import re

from data.kinds.schema import DatasetKind
from data.matching.cell_looks import are_codes
from data.matching.exam_forms import with_column
from data.matching.headings import is_nameless, match
from data.matching.left_looks import are_sorts
from data.matching.likeness import could_hold, sample
from data.matching.match import Match
from data.matching.needed import needed
from data.matching.personal import is_personal
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import normal
from data.text.writing import shown
from data.values.looks import is_no_answer
from errors import Message
from i18n import N_

NAME, ALL, NO, _COLUMN = "survey_unit", "all", "no", "column"
_BESIDES = frozenset({"date", "internal_service"})
_EXAMPLES, _LOOKED_AT = 3, 2000
# What tells people apart besides where they work.
_OF_PEOPLE = re.compile(
    r"\bid\b|gender|\bsex|\bage\b|birth|nationalit|educat|marital|\btravel|quarter|month|year|\bdate|time|sentiment|label|mood|emotion"
    r"|language|status|channel|source|comment|theme|topic|categor|tenure|position|\brole|\blevel|\bjob|title"
    r"|geschlecht|alter\b|genre|sexe|âge|sexo|edad|idade|género|gênero|性别|性別|年龄|年齡|学历|學歷|情绪|情緒|季度|月份|年份",
    re.I,
)
_UNIT = re.compile(
    r"organi[sz]ation|\bdivision|\bunit\b|\bteam\b|\bdep(?:t|artment)\b|\bsquad|\bbereich|abteilung|\bservice\b|\b[áa]rea\b|\bsetor\b|reparto"
    r"|ufficio|equipo|equipe|équipe|组织|組織|部|科室|中心|团队|團隊",
    re.I,
)
# The name of all who answered, in the letters of the file's headings.
_EVERYBODY = ("All staff", "全体员工", "全體員工")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_TRADITIONAL = re.compile(r"[滿體評調問門與員務職們對這說訓計議應經]")


def with_unit(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with the unit in a column, as answered, else as is likely; of files that say it, or
    lack more than can be asked, the sheet itself."""
    if is_nameless(sheet):
        return Written(sheet)
    own = match(sheet, kind, Options(set=options.set, match=options.match))
    supplied = {*own.columns.values(), *options.set}
    if supplied.intersection(kind.placed_by):
        return Written(sheet)
    if needed(sheet, kind, own, options, frozenset({"department"})).columns:
        return Written(sheet)  # a heading says it
    supplied |= {*needed(sheet, kind, own, options, _BESIDES).columns.values()}
    if kind.date not in supplied or not supplied.intersection(kind.one_of):
        return Written(sheet)  # what is missing is named together
    columns = _columns(sheet, kind, own, options)
    if any(map(_names_unit, sheet.headings)) and not any(map(_names_unit, columns)):
        return Written(sheet)  # such as a table with a row for each organisation
    question = _question(sheet, kind, columns)
    answer = question.answer(options.answers)
    if answer == NO:
        return Written(sheet, questions=(question,))
    label = kind.column("department").label
    heading = answer.removeprefix(f"{_COLUMN}:")
    texts = (
        [everybody(sheet)] * len(sheet.cells)
        if answer == ALL
        else sheet.cells[sheet.headings.index(heading)].tolist()
    )
    return Written(with_column(sheet, label, texts), questions=(question,))


def _names_unit(heading: str) -> bool:
    """Whether a heading speaks of a part of a company, in words that no list has."""
    return _UNIT.search(normal(heading).replace("_", " ")) is not None


def everybody(sheet: Sheet) -> str:
    """What all who answered are called as one unit."""
    text = "".join(sheet.headings)
    if _CHINESE.search(text) is None:
        return _EVERYBODY[0]
    return _EVERYBODY[2 if _TRADITIONAL.search(text) else 1]


def _columns(sheet: Sheet, kind: DatasetKind, own: Match, options: Options) -> list[str]:
    """The headings of the columns whose cells are few names or codes that come again, and the one
    that was answered for an earlier file, whose cells showed more."""
    column, found = kind.column("department"), []
    given = options.answers.get(NAME, "").removeprefix(f"{_COLUMN}:")
    for at, heading in enumerate(sheet.headings):
        if heading == given:
            found.append(heading)
            continue
        cells = _cells(sheet, at)
        if (
            at not in own.columns
            and cells
            and are_sorts(cells)
            and not _OF_PEOPLE.search(normal(heading).replace("_", " "))
            and not is_personal(heading, cells)
            and could_hold(column, cells, kind, heading)
        ):
            found.append(heading)
    return sorted(
        found, key=lambda heading: are_codes(_cells(sheet, sheet.headings.index(heading)))
    )


def _cells(sheet: Sheet, at: int) -> list[str]:
    cells = sample(sheet.cells[at].iloc[:_LOOKED_AT].tolist())
    return [cell for cell in cells if not is_no_answer(cell)]


def _question(sheet: Sheet, kind: DatasetKind, columns: list[str]) -> Question:
    return Question(
        NAME,
        Message("No heading says of which department the answers are. Of which are they?", {}),
        (
            Choice(
                ALL,
                Message(
                    "All who answered count as one unit, called “{unit}”.",
                    {"unit": everybody(sheet)},
                ),
            ),
            *(
                Choice(
                    f"{_COLUMN}:{heading}",
                    Message(
                        "What stands under “{heading}” ({cells}) is the department.",
                        {
                            "heading": heading,
                            "cells": [
                                shown(cell)
                                for cell in dict.fromkeys(
                                    _cells(sheet, sheet.headings.index(heading))
                                )
                            ][:_EXAMPLES],
                        },
                    ),
                )
                for heading in columns
            ),
            Choice(NO, N_("Of another one: I give it myself.")),
        ),
        next((f"{_COLUMN}:{heading}" for heading in columns if _names_unit(heading)), ALL),
    )
