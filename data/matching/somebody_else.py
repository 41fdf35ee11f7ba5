"""Headings about somebody whom a column is not about."""

from data.kinds.schema import Column, DatasetKind
from data.matching.personal import about_customer, about_judge, about_staff, about_visitor
from data.text.folding import words

_AT_WORK = {"crew", "team", "teammate", "technician", "cashier", "server", "trainer"}


def is_somebody_else(heading: str, column: Column, kind: DatasetKind) -> bool:
    """Whether a column for staff is offered a heading about a customer or whoever judged them, or
    one for customers a heading about staff."""
    if column.hashed or column.of_customer:
        return about_staff(heading) or bool(_AT_WORK.intersection(words(heading)))
    if column.name == "employee" and about_judge(heading):
        return True
    if column.name == "employee" and kind.name == "mystery_visit" and about_visitor(heading):
        return True
    return column.personal and about_customer(heading)
