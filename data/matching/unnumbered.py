"""Lists of requests that give them no number: whether each row is another request is one question."""

from dataclasses import replace

import pandas as pd

from data.kinds.schema import DatasetKind
from data.matching.given import Given
from data.matching.headings import match
from data.matching.missing import missing_columns
from data.matching.needed import NONE as NOT_FOUND, candidates, needed
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold
from data.text.writing import shown
from data.values.looks import is_no_answer
from errors import Message
from i18n import N_

NAME, EACH, NONE = "request_rows", "each", "none"
_EXAMPLES, _LOOKED_AT = 3, 500


def each_a_request(sheet: Sheet, given: Given) -> Written:
    """The sheet with a number of each request in a column, as answered, else one made of what its
    row says; of files that number their requests the sheet itself."""
    kind, options = given.kind, given.options
    number = kind.numbered[0]
    if sheet.cells.empty or not _lacks_number(sheet, kind, options):
        return Written(sheet)
    own = match(sheet, kind, Options(set=options.set))
    found = candidates(number, sheet, kind, own, options)
    others = [heading for heading in found if all(map(_is_code, _some(sheet, heading)))]
    question = _question(sheet, others)
    answer = question.answer(options.answers)
    if answer == NONE:
        return Written(sheet, questions=(question,))
    numbers = _of_content(sheet) if answer == EACH else sheet.cells[sheet.headings.index(answer)]
    heading: str = kind.column(number).label
    if fold(heading) in map(fold, sheet.headings):
        heading = f"{heading} (2)"
    made = replace(
        sheet,
        headings=(*sheet.headings, heading),
        cells=pd.concat([sheet.cells, numbers.rename(len(sheet.headings))], axis=1),
    )
    return Written(made, questions=(question,))


def _lacks_number(sheet: Sheet, kind: DatasetKind, options: Options) -> bool:
    """Whether the number is all that is missing, besides what can be asked for, and no heading
    speaks of it."""
    number = kind.numbered[0]
    plain = replace(options, match={name: to for name, to in options.match.items() if not to})
    own = match(sheet, kind, plain)
    supplied = {*own.columns.values(), *options.match.values(), *options.set}
    missing = [
        column.name for column in missing_columns(own, kind, options) if column.name not in supplied
    ]
    if number not in missing:
        return False
    said = {each.name: each.likely for each in needed(sheet, kind, own, options).questions}
    if said.get(f"needed:{number}", NOT_FOUND) != NOT_FOUND:
        return False
    return all(name == number or candidates(name, sheet, kind, own, options) for name in missing)


def _of_content(sheet: Sheet) -> pd.Series:
    """A number for each row, made of its cells, so that the same list has the same ones when it is
    exported again; rows that say the same are counted."""
    found = pd.util.hash_pandas_object(sheet.cells, index=False).map("{:016x}".format)
    again = found.groupby(found).cumcount()
    made = found.where(again == 0, found + "-" + (again + 1).astype(str))
    return pd.Series(pd.array(made, dtype="str"), index=sheet.cells.index)


def _question(sheet: Sheet, others: list[str]) -> Question:
    return Question(
        NAME,
        Message(
            "No heading is known that says the number of each request. Is each row another request?",
            {},
        ),
        (
            Choice(
                EACH,
                N_(
                    "Yes: each row is another request. A row that says something else in a later file "
                    "counts as one more."
                ),
            ),
            *(
                Choice(
                    heading,
                    Message(
                        "No: “{heading}” tells them apart ({cells}).",
                        {"heading": heading, "cells": _cells(sheet, heading)},
                    ),
                )
                for heading in others
            ),
            Choice(NONE, N_("No: I say it myself.")),
        ),
        EACH,
    )


def _cells(sheet: Sheet, heading: str) -> list[str]:
    return [shown(cell) for cell in _some(sheet, heading)[:_EXAMPLES]]


def _some(sheet: Sheet, heading: str) -> list[str]:
    """The first different cells below a heading."""
    cells = sheet.cells[sheet.headings.index(heading)].iloc[:_LOOKED_AT]
    return cells[~cells.map(is_no_answer).astype(bool)].unique().tolist()


def _is_code(cell: str) -> bool:
    """One word, and no time of day."""
    return " " not in cell and ":" not in cell
