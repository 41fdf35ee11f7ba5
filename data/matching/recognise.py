"""Which kind of record a file probably holds."""

import re
from collections.abc import Sequence
from datetime import date

from data.kinds.catalog import (
    ATTENDANCE,
    KPI_VALUE,
    PROMISE,
    SERVICE_REQUEST,
    SUGGESTION,
    SURVEY,
    TARGET,
    UPLOADED,
    VIOLATION,
    kind_named,
)
from data.kinds.schema import DatasetKind
from data.kpi_facts import KpiFacts
from data.matching.as_kind import OF_CUSTOMERS
from data.matching.completed_courses import lists_completions
from data.matching.counted_answers import one_an_answer
from data.matching.dead_marks import without_dead_marks
from data.matching.exam_file import is_exam_file
from data.matching.headings import match
from data.matching.missing import missing_columns, missing_words
from data.matching.named_kinds import named_kinds, names_of, with_names
from data.matching.prefixed import without_prefixes
from data.matching.promise_table import looks_like_promises
from data.matching.record_names import (
    is_disciplined,
    says_measured,
)
from data.matching.record_stems import KINDS as RECORDS
from data.matching.request_history import one_a_request
from data.matching.riddles import riddle
from data.matching.said_days import with_said_days
from data.matching.sheet_about import AboutSheet
from data.matching.stems import sorts_say
from data.matching.sureness import OF_EXAMS, OF_STAFF, sureness
from data.matching.target_columns import is_called_target, is_wide
from data.matching.target_shape import heads_kpis, is_called_wide, names_kpis, told_by_cells
from data.matching.unsaid_lists import lists_suggestions
from data.matching.which_score import meant
from data.matching.worked_out import first_rows
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.reading.which_sheet import Judge
from errors import Message
from i18n import Text

FITS = 0.5  # sureness below which a file is of no kind
_PLAINLY, _TARGETS = 0.9, 0.2  # sureness of targets whose KPIs are named; that suffices for others
_UNNAMED = 0.3  # what a kind counts that its file has to name, and does not
_FIRST = 2000  # rows of exams that are looked at


def recognise(
    sheet: Sheet, name: str = "", kpis: KpiFacts | None = None
) -> tuple[tuple[str, float], ...]:
    """The names of all kinds with a sureness from 0 to 1, the most probable first. `name`: of the
    file, which may say that it holds exams; `kpis`: whose names tell targets."""
    sheet = without_prefixes(without_dead_marks(sheet), SURVEY, Options()).sheet
    # The first rows tell enough of a file of exams, whose columns may have to be taken apart.
    first = first_rows(sheet, _FIRST)
    is_exam, about = is_exam_file(first, name), AboutSheet(first)
    ranked = [
        (
            kind.name,
            sureness(_seen(sheet, first, kind, kpis), kind, is_exam, name, about)
            * (1.0 if _is_named(kind, sheet, name, about) else _UNNAMED),
        )
        for kind in UPLOADED
    ]
    of_kpis = not looks_like_promises(first)
    headed, listed = of_kpis and heads_kpis(first, name, kpis), of_kpis and names_kpis(first, kpis)
    headed = headed or (of_kpis and is_called_wide(first, name))
    headed = headed or (
        listed  # beside values that were measured elsewhere a target is only said
        and dict(ranked)[KPI_VALUE.name] < FITS
        and any(map(is_called_target, first.headings))
    )
    if headed or listed:
        ranked = [
            (each, _of_kpis(kind_named(each), sure, first, headed, name)) for each, sure in ranked
        ]
    ranked.sort(key=lambda entry: -entry[1])
    ranked = with_names(ranked, names_of(sheet, name), FITS, lambda kind: _lacks(first, kind))
    if not fits(ranked) and not is_exam and (told := riddle(first)):
        ranked.sort(key=lambda entry: entry[0] != told)
        ranked[0] = (told, FITS)
    if not fits(ranked) and lists_suggestions(first, name):
        ranked.sort(key=lambda entry: entry[0] != SUGGESTION.name)
        ranked[0] = (SUGGESTION.name, FITS)
    likelier = meant(first, name, kind_named(ranked[0][0])).name
    if likelier != ranked[0][0]:
        best = ranked[0][1]
        ranked = [(likelier, best), *(entry for entry in ranked if entry[0] != likelier)]
    return tuple(ranked)


def _lacks(sheet: Sheet, name: str) -> bool:
    """Whether no heading supplies a column that the kind needs."""
    kind = kind_named(name)
    return bool(missing_columns(match(sheet, kind, Options()), kind, Options()))


def _of_kpis(kind: DatasetKind, sure: float, sheet: Sheet, headed: bool, name: str) -> float:
    """The sureness of a kind where a column or the headings hold the names of KPIs: such rows are no
    visits or events. With a column for each period they are targets, and where the file says so
    (`headed`); what it says was measured is not."""
    measured = says_measured(sheet, name)
    if kind is TARGET and (headed or is_wide(sheet)) and not measured:
        return _PLAINLY
    if kind is KPI_VALUE and measured and (sure >= FITS or is_wide(sheet)):
        return _PLAINLY
    about = any(column.name == "kpi" and column.required for column in kind.columns)
    return sure if about else sure * OF_STAFF


def _seen(sheet: Sheet, first: Sheet, kind: DatasetKind, kpis: KpiFacts | None) -> Sheet:
    """What is looked at as one kind: the first rows of exams, of targets what their cells tell."""
    if kind.name in OF_CUSTOMERS:
        return one_an_answer("", with_said_days(first), kind, Options()).sheet
    if kind is TARGET and len(sheet.cells) <= _FIRST:
        return told_by_cells(sheet, Options(), kpis)
    if kind is SERVICE_REQUEST:
        together = one_a_request(first, kind, Options(), date.today()).sheet
        return sheet if together is first else together
    return first if kind in OF_EXAMS else sheet


def fits(ranked: Sequence[tuple[str, float]]) -> bool:
    """Whether the likeliest kind is one at all."""
    name, sure = ranked[0]
    return sure >= (_TARGETS if name == "target" else FITS)


def judge_of(name: str, kind: DatasetKind | None = None) -> Judge:
    """How surely a table of the file called `name` holds records of `kind`, else of any kind; below
    FITS where it holds none."""

    def judge(sheet: Sheet) -> float:
        if kind is not None:
            first = first_rows(sheet, _FIRST)
            return sureness(first, kind, is_exam_file(first, name), name, AboutSheet(first))
        ranked = recognise(sheet, name)
        return ranked[0][1] if fits(ranked) else ranked[0][1] * FITS

    return judge


def nearest(
    sheet: Sheet, ranked: Sequence[tuple[str, float]], most: int = 3
) -> list[tuple[DatasetKind, tuple[Text | Message, ...]]]:
    """The kinds that a file of no kind comes nearest to, and what each of them would need
    besides."""
    found = []
    for name, _ in ranked[:most]:
        kind = kind_named(name)
        proposed = match(sheet, kind, Options())
        found.append(
            (kind, missing_words(missing_columns(proposed, kind, Options()), kind, proposed))
        )
    return found


def _is_named(kind: DatasetKind, sheet: Sheet, name: str, about: AboutSheet) -> bool:
    """Whether a kind whose columns many files have is named by the file, where it has to be."""
    if (
        kind is PROMISE
        and looks_like_promises(sheet)
        or kind is VIOLATION
        and is_disciplined(sheet)
    ):
        return True
    if kind is KPI_VALUE and says_measured(sheet, name):
        found = match(sheet, KPI_VALUE, Options())
        at = found.position("kpi")
        if at is not None and at not in found.likely:
            return True
    if kind is ATTENDANCE and (
        kind.name in named_kinds(names_of(sheet, name)) or lists_completions(sheet, date.today())
    ):
        return True
    return (
        not kind.named_by
        or any(
            re.search(kind.named_by, text, re.I)
            for text in (*sheet.headings, *sheet.title, sheet.name, name.replace("_", " "))
        )
        or kind.name in RECORDS
        and sorts_say(sheet, kind)
        and not about.is_answered
    )
