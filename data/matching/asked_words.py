"""Words of a column of few choices that nobody taught the dashboard, perhaps of another language: such
a column is read, and its words are asked about one by one."""

import re
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
# The same where the heading is a known one: what else has such words is no state of a request.
_BY_HEADING = frozenset({("service_request", "status")})
_SAYS_STATE = re.compile(
    r"status|\bstatut|situa[cç]|durum|trạng thái|trang.?thai|状态|狀態|状況|ステータス|상태|статус|состояни|\bstav\b",
    re.I,
)
_MOST, _LONGEST = 6, 30  # different words, and letters of one
# States of the United States, as addresses write them: so many different ones are no words of a shop.
_FEWEST_STATES = 3
_STATES = frozenset(
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY"
    " NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY".split()
)


def is_state_asked_about(
    heading: str, cells: Sequence[str], column: Column, kind: DatasetKind
) -> bool:
    """Whether words that nobody knows stand under a known heading that says that they are states."""
    by_heading = (kind.name, column.name) in _BY_HEADING
    return by_heading and _SAYS_STATE.search(heading) is not None and _are_few_words(cells)


def are_asked_about(cells: Sequence[str], column: Column, kind: DatasetKind) -> bool:
    """Whether cells are few short words that come again, and no states of a country."""
    return (kind.name, column.name) in _COLUMNS and _are_few_words(cells)


def _are_few_words(cells: Sequence[str]) -> bool:
    different = set(cells)
    return (
        1 < len(different) <= _MOST
        and 2 * len(different) <= len(cells)
        and all(len(cell) <= _LONGEST and cell[:1].isalpha() for cell in different)
        and not any(map(is_date, different))
        and not (len(different) >= _FEWEST_STATES and different <= _STATES)
    )
