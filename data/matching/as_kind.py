"""A file as it would be read as one kind: with a row for each record, or for each answer of an exam."""

from dataclasses import replace
from datetime import date

from data.kinds.catalog import (
    ATTENDANCE,
    AUDIT,
    BEHAVIOUR_CHECK,
    CONTACT_VOLUME,
    EXAM_ITEM,
    KPI_VALUE,
    MYSTERY_ITEM,
    MYSTERY_VISIT,
    STAFF_SURVEY,
    SUGGESTION,
)
from data.kinds.schema import DatasetKind
from data.matching.attendance_grid import one_a_call
from data.matching.audit_columns import one_a_rating
from data.matching.behaviour_columns import one_a_behaviour
from data.matching.checklist_columns import one_an_item
from data.matching.column_trust import LIKELY
from data.matching.counted_answers import holds_answers
from data.matching.days_off import as_days_off
from data.matching.exam_file import has_results, names_person
from data.matching.exam_forms import as_plain
from data.matching.exam_headings import slots
from data.matching.exam_items import read_items
from data.matching.exam_marks import marked_items
from data.matching.head_lines import with_head_lines
from data.matching.inspected import speaks_of_visits, was_inspected
from data.matching.item_type import with_type
from data.matching.lacking_day import says_day, with_day
from data.matching.measured_by import with_source
from data.matching.month_columns import one_a_month
from data.matching.off_periods import as_single_days
from data.matching.present import as_present
from data.matching.promise_table import as_promises
from data.matching.share_cells import with_plain_shares
from data.matching.sheet_about import AboutSheet
from data.matching.store_columns import one_a_store
from data.matching.unsaid_lists import as_said
from data.matching.volume_columns import one_a_channel
from data.matching.volume_total import with_total
from data.matching.worked_out import first_rows
from data.reading.options import Options
from data.reading.sheet import Sheet
from errors import FileRefused

OF_CUSTOMERS = ("survey", "nps")
_READ = 500  # people, or visits, whose items are looked at
_IN_QUESTION = LIKELY + 0.4  # what items count that nobody can mark yet


def as_kind(given: Sheet, kind: DatasetKind, is_exam: bool, name: str, about: AboutSheet) -> Sheet:
    """The file as it would be read as the kind: with a row for each record."""
    options, today = Options(), date.today()
    sheet = with_head_lines(with_plain_shares(given, kind), kind, options).sheet
    sheet = as_present(sheet, kind, options).sheet
    sheet = as_plain(sheet, kind, options, looks_at_cells=is_exam).sheet
    sheet = one_a_month("", sheet, kind, options, today).sheet
    if _is_of_visits(given, kind, name):
        sheet = with_day(name, sheet, kind, options, today).sheet
    sheet = with_total(one_a_channel(name, sheet, kind, options).sheet, kind, options).sheet
    sheet = one_a_rating(name, sheet, kind, options).sheet
    if _may_lack_day(given, kind) and says_day(name, sheet, kind, today):
        sheet = with_day(name, sheet, kind, options, today).sheet
    if kind is MYSTERY_ITEM:
        sheet = one_a_store(name, first_rows(sheet, _READ), kind, options, today).sheet
        sheet = one_an_item("", sheet, kind, options).sheet
    if kind is BEHAVIOUR_CHECK and about.names_staff:
        sheet = one_a_behaviour("", first_rows(sheet, _READ), kind, options).sheet
    sheet = one_a_call(name, sheet, kind, options).sheet
    # That nothing was decided makes no list one of suggestions, nor a title one of who came; and that
    # all who answered may be one unit makes no answers those of staff.
    if kind not in (SUGGESTION, ATTENDANCE, STAFF_SURVEY):
        sheet = as_said("", sheet, kind, options, today).sheet
    sheet = as_single_days(name, sheet, kind, options, today).sheet
    sheet = as_days_off(name, sheet, kind, options).sheet
    sheet = as_promises(name, sheet, kind, options, today).sheet
    return with_source(name, with_type(name, sheet, kind, options).sheet, kind, options).sheet


def _is_of_visits(given: Sheet, kind: DatasetKind, name: str) -> bool:
    return kind in (MYSTERY_ITEM, MYSTERY_VISIT) and (
        was_inspected(given.headings) or speaks_of_visits((*given.title, given.name, name))
    )


def _may_lack_day(given: Sheet, kind: DatasetKind) -> bool:
    counts = kind.name in OF_CUSTOMERS and holds_answers(given)
    return counts or kind in (AUDIT, CONTACT_VOLUME, KPI_VALUE)


def with_items(sheet: Sheet, kind: DatasetKind) -> tuple[Sheet, float]:
    """The answers of a wide exam file, and what its items count where nobody can mark them yet.

    A total beside the items, or no column for the person, speaks for another kind; columns that
    only look like items are asked about.
    """
    if (
        kind is EXAM_ITEM
        and names_person(sheet, kind)
        and not has_results(sheet)
        and marked_items(sheet, Options()).question is not None
    ):
        return sheet, _IN_QUESTION
    try:
        found = read_items(sheet, kind, most=_READ)
    except FileRefused:
        return (_without_items(sheet), _IN_QUESTION) if names_person(sheet, kind) else (sheet, 0.0)
    is_meant = found.items and not found.aside and names_person(sheet, kind)
    return (found.sheet if is_meant else sheet), 0.0


def _without_items(sheet: Sheet) -> Sheet:
    items = {at for slot in slots(sheet.headings) for at in slot.columns}
    rest = [at for at in range(len(sheet.headings)) if at not in items]
    return replace(
        sheet,
        headings=tuple(sheet.headings[at] for at in rest),
        cells=sheet.cells[rest].set_axis(range(len(rest)), axis=1),
    )
