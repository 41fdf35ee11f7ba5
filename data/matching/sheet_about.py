"""What is asked of a sheet for several kinds of record, worked out once."""

import re
from functools import cached_property

from data.kinds.catalog import (
    BEHAVIOUR_CHECK,
    MYSTERY_ITEM,
    MYSTERY_VISIT,
    SERVICE_REQUEST,
    SUPERVISOR_RATING,
    TRAINING,
)
from data.kinds.schema import DatasetKind
from data.matching.answered import is_answered
from data.matching.counted_answers import holds_answers, names_groups
from data.matching.headings import match
from data.matching.worked_out import filled_of
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import words

_CUSTOMER = re.compile(
    r"\b(?:customer|client|guest|patient|buyer)s?\b|客户|客戶|顾客|顧客|客人|\bkunden?\b|お客", re.I
)
_LABEL = 2  # words of a heading that is no question


class AboutSheet:
    """What is asked of a sheet for several kinds, worked out once."""

    def __init__(self, sheet: Sheet):
        self._sheet = sheet

    def _columns(self, kind: DatasetKind) -> set[str]:
        return {*match(self._sheet, kind, Options()).columns.values()}

    @cached_property
    def is_rated(self) -> bool:
        """Whether somebody is named who rated and somebody who was rated, and no course."""
        both = {"rater", "employee"} <= self._columns(SUPERVISOR_RATING)
        return both and "course" not in self._columns(TRAINING)

    @cached_property
    def is_answered(self) -> bool:
        """Whether customers answered, whatever else the rows tell."""
        return is_answered(self._sheet)

    @cached_property
    def has_answers(self) -> bool:
        """Whether there is a column for each answer of customers, or one of who promotes."""
        return holds_answers(self._sheet) or names_groups(self._sheet)

    @cached_property
    def are_requests(self) -> bool:
        """Whether requests are numbered, have a state and were closed, by headings that are known."""
        return {"request_id", "status", "closed"} <= self._columns(SERVICE_REQUEST)

    @cached_property
    def names_survey(self) -> bool:
        """Whether a heading speaks of a survey, which customers answer and nobody observes."""
        return any("survey" in words(heading) for heading in self._sheet.headings)

    @cached_property
    def names_customers(self) -> bool:
        """Whether a column is headed as that of the customer and asks nothing."""
        return any(
            _CUSTOMER.search(heading) and len(words(heading)) <= _LABEL
            for heading in self._sheet.headings
        )

    @cached_property
    def has_shares(self) -> bool:
        """Whether several columns hold percentages and nothing else."""
        cells = [filled_of(self._sheet, at) for at in self._sheet.cells]
        shares = [each for each in cells if each and all(cell.endswith("%") for cell in each)]
        return len(shares) > 1

    @cached_property
    def names_staff(self) -> bool:
        """Whether each row is about a member of staff, and no shopper or inspector is named."""
        return "employee" in self._columns(BEHAVIOUR_CHECK) and "shopper" not in self._columns(
            MYSTERY_ITEM
        )

    @cached_property
    def has_total(self) -> bool:
        """Whether visits have a total for sure, and no row says which item it is of."""
        found = match(self._sheet, MYSTERY_VISIT, Options())
        at = found.position("overall")
        sure = at is not None and at not in found.likely
        return sure and "item" not in self._columns(MYSTERY_ITEM)
