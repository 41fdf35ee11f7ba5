"""Counts of contacts with a column for each channel, made into one count a row."""

import re
from collections.abc import Sequence

from data.issues import NOTE, Issue
from data.kinds.catalog import CONTACT_VOLUME, KPI_VALUE
from data.kinds.schema import DatasetKind
from data.matching.checklist_columns import one_a_row
from data.matching.headings import match
from data.matching.match import Match
from data.matching.record_stems import form_of, not_of
from data.matching.target_columns import is_called_target
from data.matching.whole_counts import plain, whole_counts
from data.matching.worked_out import filled_of
from data.matching.written import Written
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.reading.sheets import some
from data.text.folding import normal
from data.values.looks import is_data, is_no_answer, is_number
from data.values.spans import heading_span
from errors import Message
from i18n import N_

NAME, PLACES, YES, NO = "volume_columns", "volume_places", "yes", "no"
_FEWEST = 2
_MOST_WORDS = 5  # of a heading; more ask a question
_PARTS = {"channel", "answered", "abandoned"}
_CHANNELS = re.compile(
    r"phone|e-?mail|chat|web|\bapp\b|whatsapp|social|telefon|热线|熱線|电话|電話|微信|邮件|郵件|在线|在線|抖音|小程序|LINE",
    re.I,
)
_DEPARTMENTS = re.compile(r"部$|部门$|部門$|中心$|组$|組$|\bteam\b|\bdep|\bqueue|abteilung", re.I)
_TOTAL = re.compile(r"total|\ball\b|overall|gesamt|summe|合计|合計|总|總|小计|小計|計$", re.I)


def one_a_channel(file: str, sheet: Sheet, kind: DatasetKind, options: Options) -> Written:
    """The sheet with a row for each channel or place, as answered, else as is likely; of other files the
    sheet itself."""
    if kind is KPI_VALUE and not sheet.cells.empty:
        return _one_a_unit(sheet, options)
    if kind is not CONTACT_VOLUME or sheet.cells.empty:
        return Written(sheet)
    own = match(sheet, kind, Options(set=options.set))
    known = {name for at, name in own.columns.items() if at not in own.likely}
    if {"channel", "contacts", "answered", "abandoned"} & {*known, *options.match.values()}:
        return _parts_of_total(sheet, options, own)
    across = [at for at in range(len(sheet.headings)) if _counts(sheet, at)]
    if len(across) < _FEWEST:
        return _one_a_place(file, sheet, kind, options, own)
    headings = [sheet.headings[at] for at in across]
    question = Question(
        NAME,
        Message(
            "There is a column for each channel: {headings}. Does each hold the contacts of one?",
            {"headings": some(headings)},
        ),
        (
            Choice(YES, N_("Yes: each of them counts, by its channel.")),
            Choice(NO, N_("No: only one of them holds the contacts.")),
        ),
        YES,
    )
    if question.answer(options.answers) == NO:
        return Written(sheet, questions=(question,))
    rest = [at for at, name in own.columns.items() if at not in across]
    made = one_a_row(sheet, rest, across, headings, kind.column("channel"), kind.column("contacts"))
    told = Issue(
        NOTE,
        Message(
            "A column for each channel was read as one count for each: {headings}.",
            {"headings": some(headings)},
        ),
    )
    return Written(made, (told,), (question,))


def _one_a_place(
    file: str, sheet: Sheet, kind: DatasetKind, options: Options, own: Match
) -> Written:
    """The sheet with a row for each store, department or channel, where only its title or its name
    says that contacts are counted; else the sheet itself."""
    form = form_of(CONTACT_VOLUME.name, "contacts")
    names = (*sheet.title, sheet.name, file.replace("_", " "))
    if form is None or not any(map(form.search, names)) or own.position(kind.date) is None:
        return Written(sheet)
    across = [at for at in range(len(sheet.headings)) if _counts_a_place(sheet, at, own)]
    if len(across) < _FEWEST or own.position("store") is not None:
        return Written(sheet)
    totals = [at for at, heading in enumerate(sheet.headings) if _TOTAL.search(heading)]
    rest = [at for at in own.columns if at not in across and at not in totals]
    return _asked(sheet, kind, options, rest, across)


def _parts_of_total(sheet: Sheet, options: Options, own: Match) -> Written:
    """The sheet with a row for each channel or place where the counts of a total add up from them;
    else the sheet itself."""
    total = own.position("contacts")
    supplied = {*own.columns.values(), *options.match.values(), *options.set}
    if total is None or _TOTAL.search(sheet.headings[total]) is None or _PARTS & supplied:
        return Written(sheet)
    known = {at for at, name in own.columns.items() if name == CONTACT_VOLUME.date}
    across = [
        at
        for at in range(len(sheet.headings))
        if at != total and at not in known and _are_whole(sheet.cells[at].tolist())
    ]
    if len(across) < _FEWEST or not _are_whole(sheet.cells[total].tolist()):
        return Written(sheet)
    sums = sheet.cells[[*across, total]].apply(whole_counts)
    if not (sums[across].sum(axis=1) == sums[total]).all():
        return Written(sheet)
    rest = [at for at in range(len(sheet.headings)) if at not in (*across, total)]
    return _asked(sheet, CONTACT_VOLUME, options, rest, across)


def _are_whole(cells: Sequence[str]) -> bool:
    return bool(cells) and all(plain(cell).isdecimal() for cell in cells)


def _one_a_unit(sheet: Sheet, options: Options) -> Written:
    """The sheet of measured values with a row for each store, department or channel, where each has
    a column."""
    own = match(sheet, KPI_VALUE, Options(set=options.set))
    supplied = {*own.columns.values(), *options.set, *options.match.values()}
    if "kpi" not in supplied or {"value", "store", "channel"} & supplied:
        return Written(sheet)
    known = {at for at in own.columns if at not in own.likely}
    across = [
        at
        for at, heading in enumerate(sheet.headings)
        if at not in known
        and any(map(str.isalpha, heading))
        and not _TOTAL.search(heading)
        and not is_data(heading)
        and heading_span(heading) is None
        and not is_called_target(heading)
        and (told := [cell for cell in sheet.cells[at] if not is_no_answer(cell)])
        and all(map(is_number, told))
    ]
    rest = [at for at in range(len(sheet.headings)) if at not in across]
    return _asked(sheet, KPI_VALUE, options, rest, across) if len(across) > 1 else Written(sheet)


def _asked(
    sheet: Sheet, kind: DatasetKind, options: Options, rest: Sequence[int], across: Sequence[int]
) -> Written:
    headings = [sheet.headings[at] for at in across]
    labels = {
        "store": N_("Of a store each."),
        "department": N_("Of a department each."),
        "channel": N_("Of a channel each."),
    }
    question = Question(
        PLACES,
        Message(
            "Columns that hold nothing but numbers: {headings}. Of what are these?",
            {"headings": some(headings)},
        ),
        (
            *(Choice(name, label) for name, label in labels.items()),
            Choice(NO, N_("None of these: I say which heading means what.")),
        ),
        _likely_place(headings),
    )
    answer = question.answer(options.answers)
    if answer == NO:
        return Written(sheet, questions=(question,))
    value = kind.column("contacts" if kind is CONTACT_VOLUME else "value")
    made = one_a_row(sheet, rest, across, headings, kind.column(answer), value)
    return Written(made, questions=(question,))


def _likely_place(headings: Sequence[str]) -> str:
    if any(map(_CHANNELS.search, headings)):
        return "channel"
    return "department" if all(map(_DEPARTMENTS.search, headings)) else "store"


def _counts_a_place(sheet: Sheet, at: int, own: Match) -> bool:
    """Whether a column holds nothing but whole counts under a name that says nothing of them."""
    heading = sheet.headings[at]
    told = [cell for cell in filled_of(sheet, at) if not is_no_answer(cell)]
    known = at in own.columns and at not in own.likely and at not in own.stems
    other = not_of(CONTACT_VOLUME.name, "contacts")
    return (
        not known
        and _TOTAL.search(heading) is None
        and not is_data(heading)
        and any(map(str.isalpha, heading))
        and (other is None or other.search(heading) is None)
        and bool(told)
        and all(plain(cell).isdecimal() for cell in told)
    )


def _counts(sheet: Sheet, at: int) -> bool:
    """Whether a column counts contacts of one kind, and is no total, part or share of them."""
    text = normal(sheet.headings[at]).replace("_", " ")
    form, other = form_of(CONTACT_VOLUME.name, "contacts"), not_of(CONTACT_VOLUME.name, "contacts")
    told = [cell for cell in filled_of(sheet, at) if not is_no_answer(cell)]
    return (
        form is not None
        and other is not None
        and form.search(text) is not None
        and other.search(text) is None
        and _TOTAL.search(text) is None
        and len(text.split()) <= _MOST_WORDS
        and bool(told)
        and all(map(is_number, told))
    )
