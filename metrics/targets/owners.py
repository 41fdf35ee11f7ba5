"""Who answers for something, in words: departments that are declared here are said in the reader's
language; what a person typed stands as it is, whatever else is called so."""

from functools import cache

from data.kinds.catalog import KINDS
from i18n import Text
from metrics.catalog import DECLARED


@cache
def _declared() -> frozenset[str]:
    return frozenset({str(kpi.owner) for kpi in DECLARED} | {str(kind.owner) for kind in KINDS})


def owner_told(name: str | None) -> Text | str:
    """An owner as it is to be said; "" without one."""
    if not name:
        return ""
    return Text(name) if name in _declared() else str(name)
