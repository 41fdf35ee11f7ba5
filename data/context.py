"""What only shows beside the rows that are stored: names, scales and months that differ from before."""

from collections.abc import Iterable
from datetime import date
from statistics import median

import pandas as pd

from data.database import Reading
from data.issues import WARNING, Issue
from data.load import Prepared
from data.schema import DatasetKind, Type
from data.tables import rows_table
from data.unit_likeness import nearest
from data.unit_views import DIMENSIONS
from data.units import units
from errors import Message
from i18n import Month

FEWEST_UNITS = 3  # known names of a dimension from which a new one is told
MOST_NAMES = 50  # new names told one by one in a dimension; the rest are counted
MONTHS_BEFORE, FEWEST_MONTHS, FEW = 6, 3, 0.5  # a month under FEW of the median of the months before it


def context_issues(reading: Reading, prepared: Prepared, today: date | None = None) -> tuple[Issue, ...]:
    """Warnings about a file beside what is stored; ask before its rows are stored, or nothing in it is new."""
    found = [*_new_units(reading, prepared), *_other_scale(reading, prepared),
             *_thin_months(reading, prepared, today or date.today())]
    return tuple(Issue(WARNING, message, None, column, value) for message, column, value in found)


Told = tuple[Message, str | None, str | None]  # the sentence, the heading, the value


def _new_units(reading: Reading, prepared: Prepared) -> Iterable[Told]:
    headings = {column: heading for heading, column in prepared.matched.items()}
    for dimension in DIMENSIONS:
        if dimension not in prepared.kind.dimensions:
            continue
        known = {unit.name: unit.shown_as for unit in units(reading, dimension)}
        if len(known) < FEWEST_UNITS:
            continue
        counts = prepared.checked.rows[dimension].value_counts()
        fresh = [(str(name), int(count)) for name, count in counts.items() if name not in known]
        heading = headings.get(dimension, dimension)
        for name, count in fresh[:MOST_NAMES]:
            yield _new_unit(prepared.kind, dimension, name, count, known), heading, name
        if len(fresh) > MOST_NAMES:
            yield Message("{dimension}: {count} more names have not been seen before. Check that they are new units.",
                          {"dimension": prepared.kind.column(dimension).label, "count": len(fresh) - MOST_NAMES}), heading, None


def _new_unit(kind: DatasetKind, dimension: str, name: str, count: int, known: dict[str, str]) -> Message:
    blanks = {"dimension": kind.column(dimension).label, "name": name, "count": count}
    like = nearest(name, known)
    if like is None:
        return Message("{dimension}: \u201c{name}\u201d has not been seen before (rows: {count}). No known name is like it. "
                       "Check that it is a new unit.", blanks)
    return Message("{dimension}: \u201c{name}\u201d has not been seen before (rows: {count}). The nearest known name is \u201c{nearest}\u201d. "
                   "If both are the same, correct the file, or merge them on the page Units.", {**blanks, "nearest": known[like]})


def _other_scale(reading: Reading, prepared: Prepared) -> Iterable[Told]:
    scale = prepared.checked.scale
    last = reading.rows("""SELECT id, scale_low, scale_high FROM upload WHERE kind = ? AND undone_at IS NULL AND scale_low IS NOT NULL
        ORDER BY id DESC LIMIT 1""", [prepared.kind.name])
    if scale is None or not last or last[0][1:] == (scale.low, scale.high):
        return
    upload, low, high = last[0]
    yield Message("The answers are on a scale from {low} to {high}, but the last file of this kind, upload {upload}, has {earlier_low} to "
                  "{earlier_high}. Check the scale: it decides who counts as satisfied.",
                  {"low": int(scale.low), "high": int(scale.high), "upload": upload, "earlier_low": int(low), "earlier_high": int(high)}), None, None


def _thin_months(reading: Reading, prepared: Prepared, today: date) -> Iterable[Told]:
    """Only for records of moments: what is typed or planned has no usual number of rows."""
    dates = prepared.checked.rows[prepared.kind.date]
    if dates.empty or prepared.kind.column(prepared.kind.date).type is not Type.MOMENT:
        return
    brought = dates.dt.to_period("M").value_counts()
    stored = _stored_months(reading, prepared, brought.index.min() - MONTHS_BEFORE, brought.index.max())
    counts = stored.add(brought, fill_value=0)
    for month in sorted(brought.index):
        before = counts[(counts.index < month) & (counts.index >= month - MONTHS_BEFORE)]
        if month == pd.Period(today, "M") or len(before) < FEWEST_MONTHS or counts[month] >= FEW * median(before):
            continue
        yield Message("Rows of {month}: {count}. The months before it usually have {usual}. Check that the file holds the whole month.",
                      {"month": Month(month.start_time.date()), "count": int(counts[month]), "usual": float(median(before))}), None, None


def _stored_months(reading: Reading, prepared: Prepared, first: pd.Period, last: pd.Period) -> pd.Series:
    """Month -> live rows, without those whose period the file replaces. Rows that it corrects count twice, so
    a few corrections of an old month never look like a thin one."""
    kind, table = prepared.kind, rows_table(prepared.kind)
    replaced = prepared.source if prepared.options.replace_period else ""
    span = prepared.checked.rows[kind.date]
    rows = reading.rows(f"""SELECT date_trunc('month', r.{kind.date})::DATE, count(*) FROM {table} r JOIN upload u ON u.id = r.upload
        WHERE r.live AND r.{kind.date} >= $1 AND r.{kind.date} < $2
          AND NOT (u.source = $3 AND date_trunc('month', r.{kind.date}) BETWEEN $4 AND $5) GROUP BY 1""",
                        [first.start_time.date(), (last + 1).start_time.date(), replaced,
                         span.min().to_period("M").start_time.date(), span.max().date()])
    return pd.Series([count for _, count in rows], index=pd.PeriodIndex([month for month, _ in rows], freq="M"), dtype="int64")
