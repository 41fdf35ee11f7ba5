"""Lists of contacts with a row for each of them, as telephone systems write them: whether each row is one
contact is one question."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from data.kinds.schema import DatasetKind
from data.kinds.shared import SAID_NO, SAID_YES
from data.matching.cell_looks import is_time_of_day
from data.matching.given import Given
from data.matching.heading_says import is_measured
from data.matching.headings import match
from data.matching.match import Match
from data.matching.needed import NONE as NOT_FOUND, candidates, needed
from data.matching.record_stems import form_of
from data.matching.worked_out import dated_columns
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import LeftOut, Lines, Parts, Sheet
from data.text.folding import fold
from data.text.writing import folded
from data.values.looks import is_no_answer
from errors import Message
from i18n import N_

NAME, YES, NO = "each_contact", "yes", "no"
_COUNTED = Message("This row is one contact: it is counted in the row of its day.")
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?$")
_OF_CALLS = re.compile(
    r"call|phone|\bchats?\b|\bqueue|talk ?(?:time|duration)|\bacd\b|\bcdr\b|anruf|telefon|appel|llamad|chamad|chiamat|ligaç|通话|通話|来电|來電"
    r"|呼入|坐席|電話|电话|звон|통화",
    re.I,
)
_OUTCOME = re.compile(
    r"status|result|outcome|dispos|state\b|estado|situa|esito|ergebnis|状态|狀態|结果|結果", re.I
)
# What became of a contact: the first form that is found in a word.
_LOST = re.compile(
    r"abandon|miss|no.?answer|not answered|unanswered|\blost\b|drop|busy|fail|hang ?up|verpasst|verloren|perdid|perdu|non r[ée]pond|n[ãa]o atend"
    r"|no atend|no contest|persa\b|未接|放弃|放棄|呼损|呼損|不在|부재",
    re.I,
)
_TAKEN = re.compile(
    r"answer|complet|connect|handled|success|terminat|terminad|atendid|contestad|beantwortet|angenommen|rispost|repondu|répondu|decroch|接通|已接|接听|接聽|応答"
    r"|응답",
    re.I,
)
_YES, _NO = (
    frozenset(map(folded, (*words, word))) for words, word in ((SAID_YES, "yes"), (SAID_NO, "no"))
)


def each_contact(sheet: Sheet, given: Given) -> Written:
    """The sheet with one contact a row, and whether it was answered where a column says that, as
    answered; of files that count their contacts the sheet itself."""
    kind, options = given.kind, given.options
    if sheet.cells.empty or not _lacks_counts(given.file, sheet, kind, options):
        return Written(sheet)
    question = Question(
        NAME,
        Message(
            "No heading is known that counts the contacts. Is each row one contact ({count} in all)?",
            {"count": len(sheet.cells)},
        ),
        (
            Choice(YES, N_("Yes: the rows of a day are counted.")),
            Choice(NO, N_("No: I say which column counts them.")),
        ),
        YES,
    )
    if question.answer(options.answers) == NO:
        return Written(sheet, questions=(question,))
    return Written(_counted(sheet, kind, options), questions=(question,))


def _own(sheet: Sheet, kind: DatasetKind, options: Options) -> Match:
    """What the headings mean, as far as a person settled those of the file itself."""
    told = {name: to for name, to in options.match.items() if name in sheet.headings}
    return match(sheet, kind, replace(options, match=told))


def _lacks_counts(file: str, sheet: Sheet, kind: DatasetKind, options: Options) -> bool:
    """Whether a list of calls or the like has no column that counts them, and has days."""
    own = _own(sheet, kind, options)
    supplied = {*own.columns.values(), *options.match.values(), *options.set}
    if "contacts" in supplied or _counts_some(sheet, kind, own):
        return False
    names = (*sheet.headings, *sheet.title, sheet.name, file.replace("_", " "))
    if not any(map(_OF_CALLS.search, names)):
        return False
    said = {each.name: each.likely for each in needed(sheet, kind, own, options).questions}
    if said.get("needed:contacts", NOT_FOUND) != NOT_FOUND:
        return False
    return kind.date in supplied or bool(candidates(kind.date, sheet, kind, own, options))


def _counts_some(sheet: Sheet, kind: DatasetKind, own: Match) -> bool:
    """Whether a column counts the contacts that were answered or lost."""
    found = (own.position(name) for name in ("answered", "abandoned"))
    return any(
        at is not None and at not in _whether(sheet, kind) and not is_measured(sheet.headings[at])
        for at in found
    )


def _counted(sheet: Sheet, kind: DatasetKind, options: Options) -> Sheet:
    """The sheet with the contacts of a day and place in one row, and what became of them. Cells that
    say neither, and no other day, are those of single contacts: they are left empty."""
    own = _own(sheet, kind, options)
    headings, counts = list(sheet.headings), {"contacts": [1] * len(sheet.cells)}
    for at, (name, ones) in _whether(sheet, kind).items():
        counts[name] = ones
        headings[at] = f"{headings[at]} ({at + 1})"  # its words are counted now
    if len(counts) == 1:
        counts.update(_outcomes(sheet))
    days = {at for at in dated_columns(sheet) if not _are_times(sheet.cells[at])}
    places = {at for at, name in own.columns.items() if name in (kind.date, *kind.dimensions)}
    kept = sorted(days | places)
    cells = sheet.cells.copy()
    for at in cells:
        if at not in kept:
            cells[at] = ""
        elif own.columns.get(at) == kind.date:
            cells[at] = cells[at].str.replace(_TIME, "", regex=True)
    for name, numbers in counts.items():
        label: str = kind.column(name).label
        cells[len(headings)] = numbers
        headings.append(f"{label} (2)" if fold(label) in map(fold, headings) else label)
    summed = [len(headings) - len(counts) + at for at in range(len(counts))]
    groups = cells.groupby(kept, sort=False, dropna=False)
    cells[summed] = groups[summed].transform("sum")
    first = ~cells.duplicated(kept)
    lines = np.asarray(sheet.lines)
    rows = zip(*(sheet.cells[at] for at in sheet.cells), strict=True)
    gone = [
        LeftOut(int(line), ", ".join(filter(None, map(str, row))), _COUNTED)
        for line, row, is_first in zip(lines, rows, first, strict=True)
        if not is_first
    ]
    return replace(
        sheet,
        headings=tuple(headings),
        cells=cells[first].reset_index(drop=True).astype("str"),
        lines=Lines(lines[first.to_numpy()]),
        left_out=sheet.left_out + Parts.of(gone),
    )


def _are_times(cells: pd.Series) -> bool:
    return all(is_no_answer(cell) or is_time_of_day(cell) for cell in cells.unique())


def _whether(sheet: Sheet, kind: DatasetKind) -> dict[int, tuple[str, list[int]]]:
    """The columns that say with yes and no whether contacts were answered or abandoned."""
    found: dict[int, tuple[str, list[int]]] = {}
    forms = {name: form_of(kind.name, name) for name in ("answered", "abandoned")}
    for at, heading in enumerate(sheet.headings):
        text = heading.replace("_", " ")
        said = [name for name, form in forms.items() if form is not None and form.search(text)]
        taken = {name for name, _ in found.values()}
        if len(said) == 1 and said[0] not in taken and _say_whether(sheet.cells[at]):
            found[at] = (said[0], [int(folded(cell) in _YES) for cell in sheet.cells[at]])
    return found


def _say_whether(cells: pd.Series) -> bool:
    told = {folded(cell) for cell in cells if not is_no_answer(cell)}
    return bool(told) and told <= _YES | _NO


def _outcomes(sheet: Sheet) -> dict[str, list[int]]:
    """Ones and zeros for answered and abandoned contacts, of a column whose words all say so."""
    for at, heading in enumerate(sheet.headings):
        words = [cell for cell in sheet.cells[at].unique() if cell]
        if not _OUTCOME.search(heading) or not words:
            continue
        lost = {word for word in words if _LOST.search(word)}
        taken = {word for word in words if word not in lost and _TAKEN.search(word)}
        if len(lost) + len(taken) == len(words):
            return {
                "answered": [int(cell in taken) for cell in sheet.cells[at]],
                "abandoned": [int(cell in lost) for cell in sheet.cells[at]],
            }
    return {}
