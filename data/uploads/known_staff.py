"""The staff that records know, to be masked in what customers write about them."""

from dataclasses import replace

from data.database.connection import ReadTransaction
from data.database.tables import rows_table
from data.issues import Issue
from data.kinds.catalog import KINDS
from data.roles import sees_people
from data.text.personal_text import Masks, masked_message, masks_of, spoken
from i18n import Say


def masked_issue(issue: Issue, masks: Masks, say: Say) -> Issue:
    """A finding with the personal details that it quotes masked."""
    value = None if issue.value is None else spoken(masks.masked(issue.value), say)
    return replace(issue, value=value, message=masked_message(issue.message, masks, say))


def masks_for_viewer(reading: ReadTransaction) -> Masks:
    """What is masked in free text for the viewer: nothing for those who work with named staff."""
    return Masks(off=True) if sees_people(reading.viewer) else masks_for_all(reading)


def masks_for_all(reading: ReadTransaction) -> Masks:
    """What is masked in free text that is handed on, whoever hands it on."""
    return masks_of(name for (name,) in reading.rows(_NAMED))


# Who answers exam items has sat the exam: those rows, which may be millions, name nobody else.
_NAMED = " UNION ".join(
    f"SELECT DISTINCT {column.name} FROM {rows_table(kind)} WHERE live AND {column.name} IS NOT "
    "NULL"
    for kind in KINDS
    if "item" not in kind.identifiers
    for column in kind.columns
    if column.personal
)
