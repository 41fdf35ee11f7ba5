"""Words of a column of few choices that nobody taught the dashboard, perhaps of another language: such
a column is read, and its words are asked about one by one."""

from collections.abc import Sequence

from data.kinds.schema import Column, DatasetKind
from data.values.looks import is_date

# Kind, column: what such a word decides here is part of a KPI, and a heading alone may say it.
_COLUMNS = frozenset(
    {
        *(("purchase", "status"), ("service_request", "urgency"), ("suggestion", "decision")),
        *(("complaint", "upheld"), ("programme_item", "state")),
    }
)
_MOST, _LONGEST = 6, 30  # different words, and letters of one


def are_asked_about(cells: Sequence[str], column: Column, kind: DatasetKind) -> bool:
    """Whether cells are few short words that come again."""
    different = set(cells)
    return (
        (kind.name, column.name) in _COLUMNS
        and 1 < len(different) <= _MOST
        and 2 * len(different) <= len(cells)
        and all(len(cell) <= _LONGEST and cell[:1].isalpha() for cell in different)
        and not any(map(is_date, different))
    )
