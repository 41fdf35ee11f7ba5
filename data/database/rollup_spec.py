"""What is to be kept beside the rows: handed in as plain values by whoever knows the KPIs."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from data.fiscal import JANUARY, year_starts
from data.kpi_facts import KpiFacts


@dataclass(frozen=True)
class Measured:
    """What is summed under a name: SQL on the columns of `source` (a view, or a SELECT in brackets)
    with the kind's dimensions.

    Summed are `y`, `less`, `x`, `top` over the rows where `among` holds, and
    their squares and product over cases; `case` says whose row it is, None
    where each row is a case of its own. Such sums add up over months and units.
    `yes_or_no`: y is 0 or 1 in every row, and so its own square. `reads_too`: other kinds whose
    rows `source` looks at. `anew`: what a row counts for does not follow from the row alone, or it
    counts in another month than its own, so that all is summed anew at every change. `lengths`: the
    name under which y, a length in minutes, is counted by how long it was; x is 1 where it ended.
    `by_hour`: whether the rows, and those of y, are counted by weekday and hour besides. `rests_on`:
    a column of the kind; where no live row has anything there, nothing is summed.
    """

    name: str
    kind: str
    source: str
    y: str
    less: str
    x: str
    top: str
    among: str
    case: str | None = None
    yes_or_no: bool = False
    reads_too: tuple[str, ...] = ()
    anew: bool = False
    lengths: str = ""
    by_hour: bool = False
    rests_on: str = ""


@dataclass(frozen=True)
class StaffBasis:
    """Rows of staff behind figures that are published apart from the rows, by name, and the kinds
    whose changes change them."""

    name: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Keeping:
    """All that is kept, its definitions named by `version`, and what a load of targets has to know
    of the `kpis`.

    `publish` is called with the database and a `tell` once rows of a basis have changed for good.
    """

    measures: tuple[Measured, ...] = ()
    bases: tuple[StaffBasis, ...] = ()
    publish: Callable[..., object] | None = None
    kpis: KpiFacts | None = None

    @property
    def version(self) -> str:
        """Changes with every definition, and with the month in which years begin."""
        return (
            self._definitions
            if year_starts() == JANUARY
            else f"{self._definitions} {year_starts()}"
        )

    @cached_property
    def _definitions(self) -> str:
        return hashlib.sha256(repr((self.measures, self.bases)).encode()).hexdigest()


NOTHING = Keeping()
