"""Lists of what a name in some system stands for, beside the name that the company uses: the type of
the units and the day are one question, and several systems are several names."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from data.kinds.catalog import UNIT
from data.matching.headings import match
from data.matching.match import Match
from data.matching.personal import about_staff, is_personal
from data.matching.stems import speaks_of
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Lines, Sheet
from data.text.folding import fold
from data.values.looks import is_date, is_no_answer, is_number
from errors import Message
from i18n import N_

NAME = "alias_list"
_ALWAYS = date(2000, 1, 1).isoformat()  # before all records
_DISTINCT = 0.9


def as_aliases(sheet: Sheet, options: Options) -> Written:
    """The sheet with unit type, day and one name a row where it says what names stand for; else the
    sheet itself."""
    own = match(sheet, UNIT, Options(set=options.set))
    supplied = {*own.columns.values(), *options.set, *options.match.values()}
    at = own.position("same_as")
    if at is None or "same_as" not in supplied or "dimension" in supplied:
        return Written(sheet)
    names = _names(sheet, own)
    if not names:
        return Written(sheet)
    question = Question(
        NAME,
        Message(
            "This list says what names stand for: those under {headings} are shown as those under "
            "{standard}. Names of what are they?",
            {
                "headings": [sheet.headings[at] for at in names],
                "standard": sheet.headings[at],
            },
        ),
        (
            Choice("store", N_("Of stores.")),
            Choice("department", N_("Of departments.")),
            Choice("region", N_("Of regions.")),
            Choice("channel", N_("Of channels.")),
            Choice("no", N_("It is no such list: I say which heading means what.")),
        ),
        "store",
    )
    answer = question.answer(options.answers)
    if answer == "no":
        return Written(sheet, questions=(question,))
    made = _one_a_name(sheet, names)
    made = _with(made, "dimension", [answer] * len(made.cells))
    if UNIT.date not in supplied:
        made = _with(made, UNIT.date, [_ALWAYS] * len(made.cells))
    return Written(made, questions=(question,))


def _names(sheet: Sheet, own: Match) -> list[int]:
    """Columns of names that stand for others: by their headings, or different in every row."""
    known = own.position("name")
    found = []
    for at, heading in enumerate(sheet.headings):
        told = [cell for cell in sheet.cells[at] if not is_no_answer(cell)]
        if own.columns.get(at) not in (None, "name") or not told:
            continue
        names = speaks_of(heading, UNIT.column("name"), UNIT) or at == known
        apart = len(set(told)) >= _DISTINCT * len(told)
        if names and apart and not about_staff(heading) and not is_personal(heading, told):
            if not all(is_number(cell) or is_date(cell) for cell in told):
                found.append(at)
    return found


def _one_a_name(sheet: Sheet, names: Sequence[int]) -> Sheet:
    rest = [at for at in range(len(sheet.headings)) if at not in names]
    repeated = sheet.cells[rest].loc[sheet.cells.index.repeat(len(names))]
    cells = repeated.reset_index(drop=True).set_axis(range(len(rest)), axis="columns")
    written = sheet.cells[list(names)].to_numpy(dtype=object).reshape(-1)
    cells[len(rest)] = pd.array(written, dtype="str")
    lines = np.repeat(np.asarray(sheet.lines), len(names))
    kept = np.array([not is_no_answer(cell) for cell in written])
    return replace(
        sheet,
        headings=(*(sheet.headings[at] for at in rest), UNIT.column("name").label),
        cells=cells[kept].reset_index(drop=True),
        lines=Lines(lines[kept]),
    )


def _with(sheet: Sheet, column: str, cells: Sequence[str]) -> Sheet:
    heading: str = UNIT.column(column).label
    if fold(heading) in map(fold, sheet.headings):
        heading = f"{heading} (2)"
    more = pd.Series(pd.array(list(cells), dtype="str"), index=sheet.cells.index)
    return replace(
        sheet,
        headings=(*sheet.headings, heading),
        cells=pd.concat([sheet.cells, more.rename(len(sheet.headings))], axis=1),
    )
