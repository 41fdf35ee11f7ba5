"""Lengths of time kept as counts: exact to the minute up to a day, to a quarter of an hour up to 30
days, to a day beyond. So medians of any month, unit and quarter add up, and cost no rows."""

from collections.abc import Sequence

from data.database.connection import WriteTransaction
from data.database.rollup_spec import Measured
from data.kinds.schema import DatasetKind

_DAY, _MONTH, _QUARTER_OF_AN_HOUR = 1440, 30 * 1440, 15


def binned(minutes: str) -> str:
    """SQL of a length as it is counted."""
    return (
        f"CASE WHEN {minutes} <= {_DAY} THEN round({minutes}) "
        f"WHEN {minutes} <= {_MONTH} THEN round({minutes} / {_QUARTER_OF_AN_HOUR}) * "
        f"{_QUARTER_OF_AN_HOUR} ELSE round({minutes} / {_DAY}) * {_DAY} END"
    )


def counted(measure: Measured, cell: str) -> str:
    """SQL of how many lengths there are of each sort: done, and still open; `cell` names their
    period and units."""
    return (
        f"SELECT {cell}, {binned(measure.y)} AS minutes, count(*) FILTER (WHERE ({measure.x}) = 1) "
        f"AS done, count(*) FILTER (WHERE ({measure.x}) = 0) AS open FROM {measure.source} "
        f"WHERE {measure.among} GROUP BY ALL"
    )


def clear_lengths(writing: WriteTransaction, measures: Sequence[Measured]) -> None:
    """Let go of the lengths of some measures."""
    for name in dict.fromkeys(one.lengths for one in measures if one.lengths):
        writing.run("DELETE FROM lengths WHERE name = ?", [name])


def write_lengths(
    writing: WriteTransaction, kind: DatasetKind, measures: Sequence[Measured]
) -> None:
    """Count the lengths of some measures, which were cleared, by month: of all, and of each single
    unit. Those of one name are the same lengths."""
    for name, measure in {one.lengths: one for one in measures if one.lengths}.items():
        units = "".join(f", coalesce({one}, '') AS {one}" for one in kind.dimensions)
        cells = counted(measure, f"date_trunc('month', {kind.date})::DATE AS period{units}")
        dimensions = ", ".join(["''", *(f"'{one}'" for one in kind.dimensions)])
        writing.run(
            f"""INSERT INTO lengths BY NAME SELECT ? AS name, dimension, unit, period, minutes, sum(done) AS done, sum(open) AS open
            FROM (SELECT period, minutes, done, open, unnest([{dimensions}]) AS dimension, unnest([{", ".join(["''", *kind.dimensions])}]) AS unit
                  FROM ({cells})) GROUP BY ALL""",
            [name],
        )
