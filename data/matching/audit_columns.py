"""Audits of the culture with a column for each dimension, or for each store, rater or view, made into
one rating a row; and which instrument it was, where only the title says it."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from data.kinds.audits import AUDIT, TYPE_WORDS
from data.kinds.schema import DatasetKind
from data.matching.checklist_columns import one_a_row
from data.matching.headings import match
from data.matching.personal import is_personal
from data.matching.record_names import asks_staff
from data.matching.worked_out import filled_of
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.reading.sheets import some
from data.text.folding import fold
from data.text.writing import folded
from data.values.cells import choice_of
from data.values.looks import is_no_answer, is_number
from errors import Message
from i18n import N_

ACROSS, INSTRUMENT, NO = "audit_columns", "audit_instrument", "no"
_FEWEST, _WHOLE, _HIGHEST = 2, 100, 5
_TYPES = {
    folded(word): name for name, words in TYPE_WORDS.items() for word in words if len(word) > 1
}
_SPEAKS = re.compile(
    r"maturity|\bocai\b|culture[ _](?:audit|assessment|type|diagnos|review)"
    r"|capability[ _](?:audit|assessment|matrix)|reifegrad|kulturaudit|maturit[ée]|madurez|成熟度"
    r"|文化(?:评估|评价|审计|类型|诊断|测评|評估|評價|稽核|類型|診斷|測評)|能力(?:评估|評估|成熟度)|企業文化診断",
    re.I,
)
_CAPABILITY = re.compile(r"capabilit|能力|competenc|kompetenz|comp[ée]tence", re.I)
_TOTAL = re.compile(
    r"^(?:total|sum|overall|average|mean|avg|score|gesamt|durchschnitt|summe|moyenne|media|合计|總計"
    r"|总分|總分|平均(?:分|值)?|综合(?:得分)?|小计|小計|計)\W*$",
    re.I,
)
_RATERS = re.compile(
    r"^(?:r|rater|assessor|auditor|judge|evaluator|评委|評委|评审|評審|评估人|評估人)\W{0,2}\w{0,4}$",
    re.I,
)
_DEPARTMENTS = re.compile(
    r"部$|部门$|部門$|中心$|科$|处$|處$|\bdep(?:t|artment)\b|\bteam\b|abteilung|service\b", re.I
)
_LEVEL = AUDIT.column("level")


def one_a_rating(file: str, sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with one rating a row and its instrument, as answered, else as is likely; of other
    files the sheet itself."""
    if kind is not AUDIT or sheet.cells.empty or asks_staff(sheet, file):
        return Written(sheet)
    wide = _melted(file, sheet, options)
    if wide.questions and wide.questions[0].answer(options.answers) == NO:
        return wide
    named = _with_instrument(file, sheet, wide.sheet, options)
    return Written(named.sheet, questions=(*wide.questions, *named.questions))


def _supplied(sheet: Sheet, options: Options) -> set[str]:
    own = match(sheet, AUDIT, Options(set=options.set))
    known = {name for at, name in own.columns.items() if at not in own.guessed}
    return {*known, *options.set, *options.match.values()}


def _speaks(file: str, sheet: Sheet) -> bool:
    texts = (*sheet.title, sheet.name, file, *sheet.headings)
    return any(map(_SPEAKS.search, texts))


def _told(sheet: Sheet, at: int) -> list[str]:
    return [cell for cell in sheet.cells[at].tolist() if not is_no_answer(cell)]


def _numbers(sheet: Sheet, at: int) -> list[float] | None:
    """The levels or points below a heading; None where anything else stands there."""
    found = []
    for cell in _told(sheet, at):
        plain = cell.strip().rstrip("%").strip().replace(",", ".")
        known = choice_of_level(cell)
        if not is_number(plain) and known is None:
            return None
        found.append(known if known is not None else float(plain))
    return found or None


def choice_of_level(cell: str) -> float | None:
    """The level that a cell spells, such as L3 or 三级."""
    spelt = {folded(text): value for value, texts in _LEVEL.spellings for text in texts}
    known = spelt.get(folded(cell))
    return None if known is None else float(known)


# A column for each dimension, store, rater or view.


def _melted(file: str, sheet: Sheet, options: Options) -> Written:
    supplied = _supplied(sheet, options)
    types = [at for at, heading in enumerate(sheet.headings) if folded(heading) in _TYPES]
    if {"level", "points"} & supplied or not (_speaks(file, sheet) or len(types) >= 3):
        return Written(sheet)
    own = match(sheet, AUDIT, Options(set=options.set))
    kept = {at for at, name in own.columns.items() if at not in own.guessed and at not in types}
    rated = {
        at: numbers
        for at, heading in enumerate(sheet.headings)
        if at not in kept
        and not _TOTAL.search(heading.strip())
        and not is_personal(heading, filled_of(sheet, at))
        and (numbers := _numbers(sheet, at)) is not None
        and not _counts_rows(numbers)
    }
    across = [at for at, numbers in rated.items() if max(numbers) <= _WHOLE and min(numbers) >= 0]
    if len(across) < _FEWEST:
        return Written(sheet)
    values = "points" if max(max(rated[at]) for at in across) > _HIGHEST else "level"
    dimension = own.position("dimension")
    if dimension is None or dimension in across:
        dimension = _names(sheet, [*kept, *across]) if _of_dimensions(sheet, across) else None
    headings = [sheet.headings[at] for at in across]
    question = _question(headings, dimension is not None)
    answer = question.answer(options.answers)
    if answer == NO:
        return Written(sheet, questions=(question,))
    base = sheet
    if dimension is not None:
        base = replace(
            sheet,
            headings=tuple(
                str(AUDIT.column("dimension").label) if at == dimension else heading
                for at, heading in enumerate(sheet.headings)
            ),
        )
    rest = [at for at in range(len(sheet.headings)) if at not in across]
    made = one_a_row(base, rest, across, headings, AUDIT.column(answer), AUDIT.column(values))
    return Written(made, questions=(question,))


def _counts_rows(numbers: Sequence[float]) -> bool:
    """Whether a column only counts the rows."""
    return len(numbers) > 1 and list(numbers) == [float(at) for at in range(1, len(numbers) + 1)]


def _of_dimensions(sheet: Sheet, across: Sequence[int]) -> bool:
    """Whether the rows are dimensions rather than units or raters: the headings are types or views,
    or no row says who rated and when."""
    return match(sheet, AUDIT, Options()).position("rater") is None and not any(
        folded(sheet.headings[at]) in _TYPES for at in across
    )


def _names(sheet: Sheet, but: Sequence[int]) -> int | None:
    """The one column of names, each its own."""
    for at in range(len(sheet.headings)):
        told = _told(sheet, at)
        different = len(set(told)) == len(told) == len(sheet.cells)
        if at not in but and different and not all(map(is_number, told)):
            return at
    return None


def _question(headings: Sequence[str], dimensions_down: bool) -> Question:
    view = AUDIT.column("view")
    if not dimensions_down:
        likely = "dimension"
    elif all(choice_of(heading, view) is not None for heading in headings):
        likely = "view"
    elif all(_RATERS.search(heading.strip()) for heading in headings):
        likely = "rater"
    elif any(map(_DEPARTMENTS.search, headings)):
        likely = "department"
    else:
        likely = "store"
    labels = {
        "dimension": N_("Each is a dimension of the audit."),
        "store": N_("Each is a store that was audited."),
        "department": N_("Each is a department that was audited."),
        "rater": N_("Each is somebody who rated."),
        "view": N_("They are the state now and the preferred one."),
    }
    if dimensions_down:
        del labels["dimension"]
    return Question(
        ACROSS,
        Message(
            "Columns of this audit that hold ratings: {headings}. What are they?",
            {"headings": some(headings)},
        ),
        (
            *(Choice(name, label) for name, label in labels.items()),
            Choice(NO, N_("None of these: I say which heading means what.")),
        ),
        likely,
    )


# The instrument.


def _with_instrument(file: str, given: Sheet, sheet: Sheet, options: Options) -> Written:
    own = match(sheet, AUDIT, Options(set=options.set))
    supplied = {*own.columns.values(), *options.set, *options.match.values()}
    values = {"level", "points"} & supplied
    if "instrument" in supplied or "dimension" not in supplied or not values:
        return Written(sheet)
    if sheet is given and not _speaks(file, sheet):
        return Written(sheet)
    at = own.position("dimension")
    dimensions = [] if at is None else _told(sheet, at)
    texts = (*given.title, given.name, file.replace("_", " "), *given.headings)
    if dimensions and all(folded(cell) in _TYPES for cell in dimensions):
        likely = "culture_type"
    else:
        likely = "capability" if any(map(_CAPABILITY.search, texts)) else "maturity"
    question = Question(
        INSTRUMENT,
        Message("No column says what kind of audit this was. Which?", {}),
        tuple(Choice(name, label) for name, label in AUDIT.column("instrument").choices),
        likely,
    )
    heading = str(AUDIT.column("instrument").label)
    if fold(heading) in map(fold, sheet.headings):
        heading = f"{heading} (2)"
    cells = pd.Series(
        pd.array([question.answer(options.answers)] * len(sheet.cells), dtype="str"),
        index=sheet.cells.index,
    )
    made = replace(
        sheet,
        headings=(*sheet.headings, heading),
        cells=pd.concat([sheet.cells, cells.rename(len(sheet.headings))], axis=1),
    )
    return Written(made, questions=(question,))
