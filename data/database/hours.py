"""Moments kept as counts by weekday and hour: when what was promised is kept, and when it is not. Of
any month and unit they add up, and cost no rows."""

from collections.abc import Sequence

from data.database.connection import WriteTransaction
from data.database.rollup_spec import Measured
from data.kinds.schema import DatasetKind


def slot(moment: str) -> str:
    """SQL of the hour of the week of a moment: 0 is Monday from midnight to one o'clock."""
    return f"((isodow({moment}) - 1) * 24 + hour({moment}))"


def counted(measure: Measured, cell: str, moment: str) -> str:
    """SQL of how many rows there are of each hour of the week, and how many of them are kept;
    `cell` names their period and units."""
    return (
        f"SELECT {cell}, {slot(moment)} AS slot, count(*) AS n, sum({measure.y}) AS kept "
        f"FROM {measure.source} WHERE {measure.among} GROUP BY ALL"
    )


def clear_hours(writing: WriteTransaction, measures: Sequence[Measured]) -> None:
    """Let go of the counts of some measures."""
    for measure in measures:
        if measure.by_hour:
            writing.run("DELETE FROM hours WHERE name = ?", [measure.name])


def write_hours(writing: WriteTransaction, kind: DatasetKind, measures: Sequence[Measured]) -> None:
    """Count the moments of some measures, which were cleared, by month: of all, and of each single
    unit."""
    for measure in measures:
        if not measure.by_hour:
            continue
        units = "".join(f", coalesce({one}, '') AS {one}" for one in kind.dimensions)
        cells = counted(
            measure, f"date_trunc('month', {kind.date})::DATE AS period{units}", kind.date
        )
        dimensions = ", ".join(["''", *(f"'{one}'" for one in kind.dimensions)])
        writing.run(
            f"""INSERT INTO hours BY NAME SELECT ? AS name, dimension, unit, period, slot, sum(n) AS n, sum(kept) AS kept
            FROM (SELECT period, slot, n, kept, unnest([{dimensions}]) AS dimension, unnest([{", ".join(["''", *kind.dimensions])}]) AS unit
                  FROM ({cells})) GROUP BY ALL""",
            [measure.name],
        )
