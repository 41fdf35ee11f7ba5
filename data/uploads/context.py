"""What only shows beside the rows that are stored: names, scales and months that differ from
before."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import islice
from statistics import median

from data.database.connection import ReadTransaction
from data.database.rollups import counted_kinds, records_name
from data.database.shown_names import DIMENSIONS
from data.database.tables import rows_table
from data.issues import WARNING, Issue
from data.kinds.schema import DatasetKind, Type
from data.units.likeness import nearest
from data.units.names import known_names
from data.uploads.prepare import Prepared
from errors import Message
from i18n import Month

# new names of a dimension that are told, those of the most rows first; the rest are counted
MOST_NAMES = 500
MONTHS_BEFORE, FEWEST_MONTHS, FEW = (
    6,
    3,
    0.5,
)  # a month under FEW of the median of the months before it


def units_known(reading: ReadTransaction, kind: DatasetKind) -> dict[str, dict[str, str]]:
    """The names of units that rows of a kind can have, as `known_names` has them."""
    return known_names(reading, [name for name in DIMENSIONS if name in kind.dimensions])


def context_issues(
    reading: ReadTransaction, prepared: Prepared, names: Mapping[str, Mapping[str, str]]
) -> tuple[Issue, ...]:
    """Warnings about names and scale of a file beside what is stored; `names`: the `units_known`
    before its rows are stored, or nothing in it is new."""
    found = [*_new_units(prepared, names), *_other_scale(reading, prepared)]
    return tuple(Issue(WARNING, message, None, column, value) for message, column, value in found)


Told = tuple[Message, str | None, str | None]  # the sentence, the heading, the value


def _new_units(prepared: Prepared, names: Mapping[str, Mapping[str, str]]) -> Iterable[Told]:
    """Every name that no file brought before, in two sentences a dimension: those like a known
    name, each with it, and the others."""
    headings = {column: heading for heading, column in prepared.matched.items()}
    for dimension, known in names.items():
        counts = prepared.counts(dimension)
        unseen = {name: count for name, count in counts.items() if name not in known}
        if not known or not unseen:
            continue
        fresh = dict(islice(unseen.items(), MOST_NAMES))
        found = {name: nearest(name, known) for name in fresh}
        label, heading = prepared.kind.column(dimension).label, headings.get(dimension, dimension)
        alike = [
            _alike(name, count, known[near])
            for name, count in fresh.items()
            if (near := found[name]) is not None
        ]
        unlike = [_unlike(name, count) for name, count in fresh.items() if found[name] is None]
        if alike:
            yield (
                Message(
                    "{dimension}: names that have not been seen before, each with the known name "
                    "that is most like it: {count}. {names}. "
                    "Where both are the same, correct the file, or merge them on the page Units.",
                    {"dimension": label, "count": len(alike), "names": alike},
                ),
                heading,
                None,
            )
        if unlike:
            yield (
                Message(
                    "{dimension}: names that have not been seen before and are like no known one: "
                    "{count}. {names}. "
                    "Check that they are new units.",
                    {"dimension": label, "count": len(unlike), "names": unlike},
                ),
                heading,
                None,
            )
        if len(unseen) > len(fresh):
            yield (
                Message(
                    "{dimension}: more names that have not been seen before: {count}. Check that "
                    "this column holds names of units.",
                    {"dimension": label, "count": len(unseen) - len(fresh)},
                ),
                heading,
                None,
            )


def _alike(name: str, count: int, known: str) -> Message:
    return Message(
        "\u201c{name}\u201d (rows: {count}) \u2192 \u201c{nearest}\u201d",
        {"name": name, "count": count, "nearest": known},
    )


def _unlike(name: str, count: int) -> Message:
    return Message("\u201c{name}\u201d (rows: {count})", {"name": name, "count": count})


def _other_scale(reading: ReadTransaction, prepared: Prepared) -> Iterable[Told]:
    scale = prepared.checked.scale
    if scale is None:
        return
    last = reading.rows(
        """SELECT id, scale_low, scale_high FROM upload WHERE kind = ? AND undone_at IS NULL AND scale_low IS NOT NULL
        ORDER BY id DESC LIMIT 1""",
        [prepared.kind.name],
    )
    if not last or last[0][1:] == (scale.low, scale.high):
        return
    upload, low, high = last[0]
    yield (
        Message(
            "The answers are on a scale from {low} to {high}, but the last file of this kind, "
            "upload {upload}, has {earlier_low} to "
            "{earlier_high}. Check the scale: it decides who counts as satisfied.",
            {
                "low": int(scale.low),
                "high": int(scale.high),
                "upload": upload,
                "earlier_low": int(low),
                "earlier_high": int(high),
            },
        ),
        None,
        None,
    )


def thin_months(reading: ReadTransaction, prepared: Prepared) -> tuple[Issue, ...]:
    """Warnings about months of a file that now hold far fewer rows than those before; ask when its
    rows and their sums are stored.

    Only for records of moments: what is typed or planned has no usual number of rows.
    """
    kind, dates = prepared.kind, prepared.checked.rows[prepared.kind.date]
    if dates.empty or kind.column(kind.date).type is not Type.MOMENT:
        return ()
    brought = [_number(month) for month in prepared.months]
    counts = _live_months(reading, kind, brought[0] - MONTHS_BEFORE, brought[-1])
    found = [_thin(month, counts) for month in brought if month != _number(prepared.today)]
    return tuple(Issue(WARNING, message) for message in found if message is not None)


def _thin(month: int, counts: Counter[int]) -> Message | None:
    before = [
        counts[earlier] for earlier in range(month - MONTHS_BEFORE, month) if earlier in counts
    ]
    if len(before) < FEWEST_MONTHS or counts[month] >= FEW * median(before):
        return None
    return Message(
        "Rows of {month}: {count}. The months before it usually have {usual}. Check that the file "
        "holds the whole month.",
        {"month": Month(_first_day(month)), "count": counts[month], "usual": float(median(before))},
    )


def _number(day: date) -> int:
    """Months in a row have numbers in a row."""
    return 12 * day.year + day.month - 1


def _first_day(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def rows_of(reading: ReadTransaction, prepared: Prepared) -> int:
    """Rows of the file's kind that count in its months."""
    months = [_number(month) for month in prepared.months]
    if not months:
        return 0
    counts = _live_months(reading, prepared.kind, min(months), max(months))
    return sum(counts[month] for month in months)


def _live_months(
    reading: ReadTransaction, kind: DatasetKind, first: int, last: int
) -> Counter[int]:
    """Month -> live rows, from the sums that are kept where there are any."""
    span = [_first_day(first), _first_day(last + 1)]
    if kind.name in counted_kinds(reading):
        rows = reading.rows(
            "SELECT period, n FROM sums WHERE name = $1 AND dimension = '' AND period >= $2 AND "
            "period < $3",
            [records_name(kind.name), *span],
        )
    else:
        rows = reading.rows(
            f"SELECT date_trunc('month', {kind.date})::DATE, count(*) FROM {rows_table(kind)} "
            f"WHERE live AND {kind.date} >= $1 AND {kind.date} < $2 GROUP BY 1",
            span,
        )
    return Counter({_number(month): int(count) for month, count in rows})
