"""The rows behind a number: those that its sums count, by the very condition that they are summed by.

Who may see them: of customers' answers all, without whoever is named in them and without what people
wrote; of staff, and of who rates, only who may see single people; of exams a trainer those of the own
units. What staff answered without their names nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from data.database.connection import ReadTransaction
from data.kinds.catalog import EXAMS
from data.kinds.schema import Column, DatasetKind
from data.roles import Viewer, only as only_for, sees_exams, sees_people
from errors import WrongCall
from i18n import N_
from metrics.catalog import kpi_named
from metrics.kpi import Kpi
from metrics.privacy.gate import narrowed
from metrics.snapshot import Snapshot, remembered
from metrics.sums.query import Query, check, check_of_customers, listed_sql

A_PAGE = 50
MOST_IN_FILE = 50_000
UNNAMED = N_(
    "“{kpi}” is made of what staff answered without their names, so its rows are shown to nobody, "
    "whatever the role."
)
PARTS = ("upload", "line", "y", "less", "x")  # what stands behind the columns of the kind


@dataclass(frozen=True)
class RowsBehind:
    """`rows`: the columns of the kind that the viewer may see, then PARTS, of some of them; the latest
    first. `count`: how many there are in all, of so many `cases`."""

    columns: tuple[Column, ...]
    rows: pd.DataFrame
    count: int
    cases: int


def can_be_listed(kpi: Kpi) -> bool:
    """Whether somebody may see the rows behind its number: what staff answered without their names
    is nobody's to read one by one."""
    return not kpi.dataset.unnamed


def may_list(viewer: Viewer, kpi: Kpi) -> bool:
    """Whether its rows are the viewer's to see, as `rows_behind` has it."""
    if kpi.dataset.unnamed:
        return False
    if not _tells_of_people(kpi):
        return True
    return sees_exams(viewer) if kpi.dataset in EXAMS else sees_people(viewer)


def _tells_of_people(kpi: Kpi) -> bool:
    """Who rates is one of a few, named or not."""
    return kpi.dataset.about_staff or bool(kpi.measure.raters)


@remembered(50)
def page_behind(snapshot: Snapshot, kpi: str, query: Query, page: int) -> RowsBehind:
    """One page of the rows behind a number, the first being 0."""
    return rows_behind(snapshot.reading, kpi_named(kpi), query, page * A_PAGE, A_PAGE)


def rows_behind(
    reading: ReadTransaction, kpi: Kpi, query: Query, first: int, most: int
) -> RowsBehind:
    """Rows from the `first` on, at most so many. NotForRole where they are not the viewer's to see,
    WrongCall for a dimension that the KPI lacks, and for answers that name nobody."""
    check(kpi, query)
    if kpi.dataset.unnamed:
        raise WrongCall(UNNAMED, kpi=kpi.label)
    if _tells_of_people(kpi):
        read = rows_of_exams if kpi.dataset in EXAMS else rows_of_staff
        return read(reading, kpi, query, first, most)
    if sees_people(reading.viewer):
        return rows_naming_people(reading, kpi, query, first, most)
    return rows_of_customers(reading, kpi, query, first, most)


def rows_of_customers(
    reading: ReadTransaction, kpi: Kpi, query: Query, first: int, most: int
) -> RowsBehind:
    """Rows of what customers said, of visits and of requests."""
    check_of_customers(kpi)
    return _rows(reading, kpi, query, first, most)


@only_for(sees_people)
def rows_naming_people(
    reading: ReadTransaction, kpi: Kpi, query: Query, first: int, most: int
) -> RowsBehind:
    """The rows with who is named in them, and with what people wrote."""
    return _rows(reading, kpi, query, first, most)


@only_for(sees_people)
def rows_of_staff(
    reading: ReadTransaction, kpi: Kpi, query: Query, first: int, most: int
) -> RowsBehind:
    """Rows of records of staff."""
    return _rows(reading, kpi, query, first, most)


@only_for(sees_exams)
def rows_of_exams(
    reading: ReadTransaction, kpi: Kpi, query: Query, first: int, most: int
) -> RowsBehind:
    """Rows of exams; of a trainer of some units those of these alone."""
    return _rows(reading, kpi, narrowed(reading.viewer, kpi, query), first, most)


def columns_for(viewer: Viewer, kind: DatasetKind) -> tuple[Column, ...]:
    """The columns of a kind that a viewer may see row by row; of a customer's number, which is kept
    only to tell customers apart, nobody sees anything."""
    known = [column for column in kind.columns if not column.hashed]
    if sees_people(viewer) or kind.about_staff:
        return tuple(known)
    return tuple(
        column for column in known if not column.personal and not kind.is_free_text(column)
    )


def _rows(reading: ReadTransaction, kpi: Kpi, query: Query, first: int, most: int) -> RowsBehind:
    counted, values = listed_sql(kpi, query, ", date, upload, line")
    count, cases = reading.row(f'SELECT count(*), count(DISTINCT "case") FROM ({counted})', values)
    columns = columns_for(reading.viewer, kpi.dataset)
    marks = reading.rows(
        f"SELECT upload, line, y, less, x FROM ({counted}) ORDER BY date DESC, upload DESC, line DESC"
        " LIMIT ? OFFSET ?",
        [*values, most, first],
    )
    return RowsBehind(columns, _with_cells(reading, kpi.dataset, columns, marks), count, cases)


def _with_cells(
    reading: ReadTransaction,
    kind: DatasetKind,
    columns: Sequence[Column],
    marks: Sequence[tuple],
) -> pd.DataFrame:
    """The cells of these rows in their order. What narrows the uploads lets the database pass over
    all others."""
    found = pd.DataFrame(marks, columns=list(PARTS))
    uploads = sorted({mark[0] for mark in marks}) or [0]
    names = "".join(f'"{column.name}", ' for column in columns)
    cells = reading.frame(
        f"""SELECT {names}upload, line FROM live_{kind.name} WHERE upload IN ({", ".join("?" * len(uploads))})
        AND (upload, line) IN (SELECT unnest(?::INTEGER[]), unnest(?::INTEGER[]))""",
        [*uploads, found["upload"].tolist(), found["line"].tolist()],
    )
    return found.merge(cells, "left", ["upload", "line"])
