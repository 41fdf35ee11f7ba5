"""What a whole file leaves unsaid, since whoever exported it knows: the day of a list of staff,
whether praises were verified, what kind of events they are; lists of stores and the course of a
training in modules of their own.

Each is one question with an answer for all rows.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from data.kinds.catalog import (
    ATTENDANCE,
    EVENT,
    PRAISE,
    ROSTER,
    SECTION_WEIGHT,
    STAFF_SURVEY,
    SUGGESTION,
    UNIT,
)
from data.kinds.schema import Column, DatasetKind
from data.matching.alias_list import as_aliases
from data.matching.cell_looks import are_codes
from data.matching.checklist_columns import one_a_row
from data.matching.headings import match
from data.matching.likeness import sample
from data.matching.match import Match
from data.matching.named_after import day_in
from data.matching.needed import needed
from data.matching.praise_givers import giver as giver_of
from data.matching.store_list import as_stores
from data.matching.unsaid_course import with_course
from data.matching.unsaid_unit import with_unit
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold
from data.text.writing import folded
from data.values.cells import spellings
from data.values.looks import is_no_answer
from errors import Message
from i18n import N_

EVENT_TYPE, WEIGHTS_SINCE = "event_type", "weights_since"
_ALWAYS = date(2000, 1, 1)  # before all records
_FEWEST_SECTIONS, _MOST_WEIGHTS = 2, 50  # columns; rows, one each time that weights changed
AS_OF, AS_OF_NAME, VERIFIED = "as_of", "as_of_name", "praise_verified"
UNDECIDED, _MOST_DECISIONS = "suggestions_open", 8  # different words of a column of them
_DAY = re.compile(
    r"(?<!\d)(?P<year>20\d{2})\s*[-_./年]?\s*(?P<month>0[1-9]|1[0-2]|[1-9](?!\d))"
    r"(?:\s*[-_./月]?\s*(?P<day>0[1-9]|[12]\d|3[01]|[1-9](?!\d)))?(?!\d)"
)
_PRAISE = re.compile(
    r"prais|compliment|recognition|appreciation|shout-?outs?\b|(?<!re)commend|kudos|thank[- ]?you (?:note|card|letter|message|e-?mail)"
    r"|表扬|表揚|锦旗|錦旗|感谢信|感謝信|褒め|お礼|感謝の|칭찬|félicitation|благодарн"
    r"|Lob\b|elogio",
    re.I,
)
_STAFF = re.compile(
    r"\b(?:employees?|staff|personnel|roster|headcount|mitarbeiter|empleados|plantilla|funcion[áa]rios|dipendenti)\b"
    r"|花名册|花名冊|员工|員工|在职|在職|社員|名簿",
    re.I,
)
_OF_STAFF = ("department", "store", "position", "left_on")  # names and days alone are any list


_WHO_AND_SINCE = frozenset({"employee", "hired_on"})


def as_said(file: str, sheet: Sheet, kind: DatasetKind, options: Options, today: date) -> Written:
    """The sheet with what its rows leave unsaid in columns of its own; of most files the sheet
    itself."""
    if sheet.cells.empty:
        return Written(sheet)
    if kind is ROSTER:
        return _with_day(file, sheet, kind, options, today)
    if kind is PRAISE:
        return _with_verdict(file, sheet, kind, options)
    if kind is SUGGESTION:
        return _with_decision(file, sheet, kind, options)
    if kind is ATTENDANCE:
        return with_course(file, sheet, kind, options)
    if kind is STAFF_SURVEY:
        return with_unit(sheet, kind, options)
    if kind is EVENT:
        return _with_type(sheet, kind, options)
    if kind is SECTION_WEIGHT:
        return _with_start(_down(sheet, kind, options), kind, options, today)
    if kind is UNIT:
        stores = as_stores(sheet, options, today)
        return stores if stores.questions else as_aliases(sheet, options)
    return Written(sheet)


def _own(sheet: Sheet, kind: DatasetKind, options: Options) -> tuple[Match, set[str]]:
    """What the headings mean, and the columns that are there or that a person gives."""
    own = match(sheet, kind, Options(set=options.set))
    return own, {*own.columns.values(), *options.set, *options.match.values()}


def _with(sheet: Sheet, column: Column, texts: Sequence[str]) -> Sheet:
    """The sheet with a further column; its heading is one that no other has."""
    heading: str = column.label
    if fold(heading) in map(fold, sheet.headings):
        heading = f"{heading} (2)"
    more = pd.Series(pd.array(list(texts), dtype="str"), index=sheet.cells.index)
    return replace(
        sheet,
        headings=(*sheet.headings, heading),
        cells=pd.concat([sheet.cells, more.rename(len(sheet.headings))], axis=1),
    )


# The day of a list of staff.


def _with_day(file: str, sheet: Sheet, kind: DatasetKind, options: Options, today: date) -> Written:
    own, supplied = _own(sheet, kind, options)
    about = (*sheet.title, sheet.name, file.replace("_", " "))
    of_staff = supplied.intersection(_OF_STAFF) or any(map(_STAFF.search, about))
    # Who, and since when, may be for a person to say; not while a kind is only looked for (no file).
    if file and of_staff or any(map(_STAFF.search, about)):
        supplied |= {*needed(sheet, kind, own, options, _WHO_AND_SINCE).columns.values()}
    told = _WHO_AND_SINCE <= supplied and of_staff
    if kind.date in supplied or not told:
        return Written(sheet)
    named = next(
        (day for text in (*sheet.title, sheet.name, file) if (day := _day_in(text, today))), None
    )
    days = {
        **({"named": named} if named else {}),
        "today": today,
        "month": today.replace(day=1),
    }
    labels = {
        "named": N_("As of {day}, the day in the name or the title of the file."),
        "today": N_("As of {day}, the day on which it is loaded."),
        "month": N_("As of {day}, the first day of the month in which it is loaded."),
    }
    question = Question(
        AS_OF_NAME if named else AS_OF,
        Message(
            "No column says as of which day this list of staff holds. As of which day does it?",
            {},
        ),
        (
            *(Choice(name, Message(labels[name], {"day": day})) for name, day in days.items()),
            Choice("no", N_("As of another day: I give the date myself.")),
        ),
        "named" if named else "today",
    )
    answer = question.answer(options.answers)
    if answer == "no":
        return Written(sheet, questions=(question,))
    texts = [days[answer].isoformat()] * len(sheet.cells)
    return Written(_with(sheet, kind.column(kind.date), texts), questions=(question,))


def _day_in(text: str, today: date) -> date | None:
    """The only day or month that a text names, a month as its last day; none that is yet to
    come."""
    found = {each.groups() for each in _DAY.finditer(text)}
    if not found and (named := day_in(text)) is not None:  # "Sept 2026"
        found = {(str(named[0].year), str(named[0].month), None if named[1] else str(named[0].day))}
    if len(found) != 1:
        return None
    year, month, day = found.pop()
    try:
        first = date(int(year), int(month), 1)
        told = first.replace(day=int(day or 1))
    except ValueError:
        return None
    if day is None:
        told = min((told + timedelta(days=31)).replace(day=1) - timedelta(days=1), today)
    return told if told <= today and first <= today else None


# Whether praises were verified.


def _with_verdict(file: str, sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    own, supplied = _own(sheet, kind, options)
    if "verified" in supplied or kind.date not in supplied or not names_praise(sheet, file):
        return Written(sheet)
    columns = [at for at in sheet.cells if at not in own.columns and _says_verdict(sheet, at, kind)]
    giver = giver_of(sheet, own)
    likely = (
        f"column:{sheet.headings[columns[0]]}" if len(columns) == 1 else "no" if giver else "yes"
    )
    question = Question(
        VERIFIED,
        Message("No column says whether these praises were verified. Were they?", {}),
        (
            Choice("yes", N_("Yes: each of them counts.")),
            Choice("no", N_("Not yet: none of them counts until it is verified.")),
            *(
                Choice(
                    f"column:{sheet.headings[at]}",
                    Message("As “{heading}” says of each.", {"heading": sheet.headings[at]}),
                )
                for at in columns
            ),
        ),
        likely,
        (
            Message(
                "“{heading}” tells who gave it. Praise of a colleague is no praise from a customer.",
                {"heading": giver},
            ),
        )
        if giver
        else (),
    )
    answer, _, heading = question.answer(options.answers).partition(":")
    texts = (
        sheet.cells[sheet.headings.index(heading)].tolist()
        if heading
        else [answer] * len(sheet.cells)
    )
    return Written(_with(sheet, kind.column("verified"), texts), questions=(question,))


# What was decided about suggestions.


def lists_suggestions(sheet: Sheet, file: str) -> bool:
    """Whether a name or a title says that these are suggestions, and each has a day and a text; what
    was decided may be unsaid."""
    named = re.compile(SUGGESTION.named_by, re.I).search
    own = match(sheet, SUGGESTION, Options())
    return {SUGGESTION.date, "comment"} <= {*own.columns.values()} and any(
        map(named, (*sheet.title, sheet.name, file.replace("_", " ")))
    )


def _with_decision(file: str, sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    own, supplied = _own(sheet, kind, options)
    named = re.compile(kind.named_by, re.I).search
    about = (*sheet.headings, *sheet.title, sheet.name, file)
    if "decision" in supplied or kind.date not in supplied or not any(map(named, about)):
        return Written(sheet)
    if any(at not in own.columns and _sorts(sheet, at) for at in sheet.cells):
        return Written(sheet)  # which may say it: a person is asked which column does
    question = Question(
        UNDECIDED,
        Message(
            "No column is known to say what was decided about these suggestions. Are all still "
            "open?",
            {},
        ),
        (
            Choice(
                "yes",
                N_(
                    "Yes: nothing is decided yet. Those loaded before under the same numbers become "
                    "open again."
                ),
            ),
            Choice("no", N_("No: I say which column tells it, or give one decision for all rows.")),
        ),
        "yes",
    )
    if question.answer(options.answers) == "no":
        return Written(sheet, questions=(question,))
    texts = ["open"] * len(sheet.cells)
    return Written(_with(sheet, kind.column("decision"), texts), questions=(question,))


def _sorts(sheet: Sheet, at: int) -> bool:
    """Whether a column holds few different words that come again, as those of a decision do."""
    told = sheet.cells[at][sheet.cells[at] != ""]
    kinds = told.nunique()
    few = 0 < kinds <= _MOST_DECISIONS and kinds < len(told)
    return few and not are_codes(sample(told.tolist()))


def names_praise(sheet: Sheet, file: str = "") -> bool:
    """Whether a heading, the title or the name of the sheet or the file speaks of praise."""
    return any(map(praises, (*sheet.headings, *sheet.title, sheet.name, file)))


def praises(text: str) -> bool:
    """Whether a name or a title speaks of praise."""
    return _PRAISE.search(text) is not None


def _says_verdict(sheet: Sheet, at: int, kind: DatasetKind) -> bool:
    """Whether a column that nothing names holds yes and no, or another word of a verdict."""
    words = spellings(kind.column("verified"))
    told = [cell for cell in sheet.cells[at] if not is_no_answer(cell)]
    return bool(told) and all(
        folded(cell) in words or folded(cell) in ("yes", "no") for cell in told
    )


# What kind of events.


def _with_type(sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    _, supplied = _own(sheet, kind, options)
    if "type" in supplied or not {"text", kind.date} <= supplied:
        return Written(sheet)
    question = Question(
        EVENT_TYPE,
        Message("No column says what kind of events these are. What are they?", {}),
        (
            Choice("note", N_("Notes: they stand beside the charts and explain them.")),
            Choice("action", N_("Improvement actions: their effect is looked at.")),
        ),
        "note",
    )
    texts = [question.answer(options.answers)] * len(sheet.cells)
    return Written(_with(sheet, kind.column("type"), texts), questions=(question,))


# From when on weights hold.


def _with_start(sheet: Sheet, kind: DatasetKind, options: Options, today: date) -> Written:
    _, supplied = _own(sheet, kind, options)
    if kind.date in supplied or not {"section", "weight"} <= supplied:
        return Written(sheet)
    days = {"always": _ALWAYS, "year": today.replace(month=1, day=1), "today": today}
    labels = {
        "always": N_("For all visits, the oldest too."),
        "year": N_("From {day} on, the first day of this year."),
        "today": N_("From {day} on, the day on which it is loaded."),
    }
    question = Question(
        WEIGHTS_SINCE,
        Message("No column says from when on these weights hold. For which visits do they?", {}),
        tuple(Choice(name, Message(labels[name], {"day": day})) for name, day in days.items()),
        "always",
    )
    texts = [days[question.answer(options.answers)].isoformat()] * len(sheet.cells)
    return Written(_with(sheet, kind.column(kind.date), texts), questions=(question,))


def _down(sheet: Sheet, kind: DatasetKind, options: Options) -> Sheet:
    """The sheet with a section a row, where each has a column and its weights add up to the whole."""
    if len(sheet.cells) > _MOST_WEIGHTS:
        return sheet
    own, supplied = _own(sheet, kind, options)
    free = [at for at in sheet.cells if own.columns.get(at) != kind.date]
    numbers = sheet.cells[free].apply(
        lambda cells: pd.to_numeric(cells.str.rstrip("% ").str.replace(",", "."), errors="coerce")
    )
    across = [at for at in free if numbers[at].notna().all()]
    if "section" in supplied or len(across) < _FEWEST_SECTIONS:
        return sheet
    sums = numbers[across].sum(axis=1)
    if not all(any(abs(total - whole) <= whole / 100 for whole in (1, 100)) for total in sums):
        return sheet
    rest = [at for at in sheet.cells if at not in across]
    headings = [sheet.headings[at] for at in across]
    return one_a_row(sheet, rest, across, headings, kind.column("section"), kind.column("weight"))
