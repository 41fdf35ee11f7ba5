"""Sums kept at upload, so that what a page asks costs the same however many rows are stored.

What is summed is handed in as plain values (`Measured`) by whoever knows the
KPIs. These tables hold it: `sums` by month and each single dimension,
`cube_KIND` by month and all dimensions of a kind together, `places` the
records of each store by month, `scales` the answer scales of each month,
`lengths` and `hours` how long what took and when it was. They change in the transaction that changes the rows: an upload that touches no
other row adds its own sums; else the months it touches are summed anew.
`state` says which definitions and which version of the data the sums belong
to; where either differs they are not used until `rebuild` has made them anew.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from data.database.connection import Database, ReadTransaction, WriteTransaction
from data.database.hours import clear_hours, write_hours
from data.database.lengths import clear_lengths, write_lengths
from data.database.rollup_spec import Measured
from data.database.tables import SUM_PARTS, cube_table, has_cube, rows_table
from data.fiscal import period_sql
from data.kinds.catalog import KINDS, UNIT
from data.kinds.schema import DatasetKind

GRAINS = ("month", "quarter", "year")
_CONSTANT = ("0", "1", "TRUE", "(TRUE)", "FALSE")
# of a row of a scaled kind, as `scales` names it
SCALE = "concat_ws('/', scale_low, scale_high, satisfied, dissatisfied)"


class RowCondition(NamedTuple):
    """Which rows of a kind: a condition in SQL, and the values of its blanks. Written into the text
    the number of an upload would have every statement parsed anew for each of them."""

    condition: str
    values: tuple[object, ...] = ()


_ALL = RowCondition("TRUE")


def records_of(kind: DatasetKind) -> Measured:
    """Counts the live rows of a kind."""
    return Measured(
        records_name(kind.name), kind.name, f"live_{kind.name}", "0", "0", "1", "FALSE", "TRUE"
    )


def records_name(kind: str) -> str:
    """The name under which the rows of a kind are counted."""
    return f"records of {kind}"


def in_step(reading: ReadTransaction) -> bool:
    """Whether there are kept sums, and they are those of the data as they are now; asked once in a
    transaction."""
    if reading.in_step is None:
        version_of(reading)
    return reading.in_step is True


def version_of(reading: ReadTransaction) -> int:
    """The version of the data. Whether the sums are of it is asked with it, since a question costs
    what it costs however little it asks."""
    version, found = reading.row(
        "SELECT version, sums_version = version AND sums_of = ? FROM state",
        [reading.keeping.version],
    )
    if reading.in_step is None:
        reading.in_step = bool(reading.keeping.measures) and found is True
    return version


def counted_kinds(reading: ReadTransaction) -> frozenset[str]:
    """The kinds whose records are counted beside the rows; none where the sums are not those of the
    data."""
    found = frozenset(
        measure.kind
        for measure in reading.keeping.measures
        if measure.name == records_name(measure.kind)
    )
    return found if in_step(reading) else frozenset()


def follow(
    writing: WriteTransaction, kind: DatasetKind, upload: int, months: Sequence[date]
) -> None:
    """Keep the sums in step with a change of a kind: rows of `upload` came, or rows of `months`
    changed.

    To be called in the transaction of the change, before the version is raised.
    """
    if kind is UNIT:
        _rebuild_all(writing, lambda part: None)
    elif months:
        _redo(writing, kind, months)
    else:
        _append(writing, kind, RowCondition("upload = $1", (upload,)))


def raise_version(writing: WriteTransaction, kept: bool) -> None:
    """The data have changed; `kept`: the sums followed."""
    writing.in_step = None
    followed = "sums_version + 1" if kept else "sums_version"
    writing.run(
        f"UPDATE state SET version = version + 1, sums_version = {followed}, origin = CASE origin "
        "WHEN 'new' THEN 'own' ELSE origin END"
    )


def rebuild(database: Database, tell: Callable[[float], None] = lambda part: None) -> None:
    """Sum all rows anew; `tell` hears the part done."""
    with database.write() as writing:
        remake(writing, tell)


def remake(writing: WriteTransaction, tell: Callable[[float], None] = lambda part: None) -> None:
    """Sum all rows anew at the end of a transaction that changes many of them, after its version
    was raised; nothing where no sums are kept."""
    if not writing.keeping.measures:
        return
    _rebuild_all(writing, tell)
    writing.run("UPDATE state SET sums_version = version, sums_of = ?", [writing.keeping.version])
    writing.in_step = None


def _rebuild_all(writing: WriteTransaction, tell: Callable[[float], None]) -> None:
    for table in (
        "sums",
        "places",
        "scales",
        "lengths",
        "hours",
        *(cube_table(kind) for kind in KINDS if has_cube(kind)),
    ):
        writing.run(f"DELETE FROM {table}")
    there = recorded(writing, KINDS)
    for done, kind in enumerate(KINDS, start=1):
        if kind.name in there:
            _add_rows(writing, kind, _ALL)
        else:
            _note_due(writing, _bases_of(writing, kind))
        tell(done / (len(KINDS) + 1))
    _make_anew(writing, KINDS)
    tell(1.0)


def _redo(writing: WriteTransaction, kind: DatasetKind, months: Sequence[date]) -> None:
    """Sum the months of a kind anew, from all their live rows."""
    spans = " OR ".join(
        f"({kind.date} >= '{month}' AND {kind.date} < '{month}'::DATE + INTERVAL 1 MONTH)"
        for month in sorted(months)
    )
    touched = f"period IN ({_listed(months)})"
    names = _listed(
        measure.name
        for measure in writing.keeping.measures
        if measure.kind == kind.name and measure.case is None and not measure.anew
    )
    writing.run(f"DELETE FROM sums WHERE name IN ({names}) AND {touched}")
    for table in ("places", "scales"):
        writing.run(f"DELETE FROM {table} WHERE kind = '{kind.name}' AND {touched}")
    if has_cube(kind):
        writing.run(f"DELETE FROM {cube_table(kind)} WHERE name IN ({names}) AND {touched}")
    _append(writing, kind, RowCondition(f"({spans})"))


def _listed(values: Iterable[object]) -> str:
    return ", ".join(f"'{value}'" for value in values) or "NULL"


def _append(writing: WriteTransaction, kind: DatasetKind, rows: RowCondition) -> None:
    """Add the sums of these rows; what does not add up is made anew from all
    rows."""
    _add_rows(writing, kind, rows)
    _make_anew(writing, [kind])


def _add_rows(writing: WriteTransaction, kind: DatasetKind, rows: RowCondition) -> None:
    mine = [
        measure
        for measure in writing.keeping.measures
        if measure.kind == kind.name and not measure.anew
    ]
    _add_all(writing, kind, mine, rows)
    if kind.scaled and mine:
        _note_scales(writing, kind, rows)
    _note_due(writing, _bases_of(writing, kind))


def _bases_of(writing: WriteTransaction, kind: DatasetKind) -> list[str]:
    return [basis.name for basis in writing.keeping.bases if kind.name in basis.kinds]


def recorded(reading: ReadTransaction, kinds: Iterable[DatasetKind]) -> frozenset[str]:
    """Which of these kinds have live rows."""
    there = " UNION ALL ".join(
        f"SELECT '{kind.name}' WHERE EXISTS (FROM {rows_table(kind)} WHERE live)" for kind in kinds
    )
    return frozenset(name for (name,) in reading.rows(there)) if there else frozenset()


def _make_anew(writing: WriteTransaction, changed: Sequence[DatasetKind]) -> None:
    """Sum all rows anew for the measures that look at rows of these kinds and do not add up."""
    names = {kind.name for kind in changed}
    concerned = [
        measure
        for measure in writing.keeping.measures
        if (measure.anew or measure.case is not None)
        and names.intersection((measure.kind, *measure.reads_too))
    ]
    read = {name for measure in concerned for name in (measure.kind, *measure.reads_too)}
    there = recorded(writing, [kind for kind in KINDS if kind.name in read])
    _add_anew(writing, [measure for measure in concerned if measure.anew], there)
    by_case = [measure for measure in concerned if measure.case is not None]
    for counted in KINDS:
        if alike := [measure for measure in by_case if measure.kind == counted.name]:
            _remake(writing, counted, alike, there)


def _from_rows(measures: Iterable[Measured], recorded: frozenset[str]) -> list[Measured]:
    """The measures that look at rows which are there: of no rows nothing is summed, and to find that out
    takes as long as summing."""
    return [one for one in measures if not recorded.isdisjoint((one.kind, *one.reads_too))]


def _not_empty(
    writing: WriteTransaction, kind: DatasetKind, measures: Sequence[Measured]
) -> list[Measured]:
    """The measures that rest on no column, or on one in which there is anything: to sum the steps of a
    request that no file tells of takes as long as to sum those of thousands."""
    columns = list(dict.fromkeys(one.rests_on for one in measures if one.rests_on))
    if not columns:
        return list(measures)
    there = ", ".join(f"count({name}) > 0" for name in columns)
    found = writing.row(f"SELECT {there} FROM {rows_table(kind)} WHERE live")
    filled = {"", *(name for name, is_filled in zip(columns, found, strict=True) if is_filled)}
    return [one for one in measures if one.rests_on in filled]


def _add_all(
    writing: WriteTransaction, kind: DatasetKind, measures: Sequence[Measured], rows: RowCondition
) -> None:
    """Add the sums of the measures whose rows are each a case of its own."""
    plain = [measure for measure in measures if measure.case is None]
    for source in dict.fromkeys(measure.source for measure in plain):
        _add_up(writing, kind, source, [one for one in plain if one.source == source], rows)


def _add_anew(
    writing: WriteTransaction, changed: Sequence[Measured], recorded: frozenset[str]
) -> None:
    """Sum all rows anew for the measures of which a row does not tell alone what it counts for."""
    for counted in KINDS:
        if not (alike := [measure for measure in changed if measure.kind == counted.name]):
            continue
        names = _listed(measure.name for measure in alike)
        writing.run(f"DELETE FROM sums WHERE name IN ({names})")
        if has_cube(counted):
            writing.run(f"DELETE FROM {cube_table(counted)} WHERE name IN ({names})")
        clear_lengths(writing, alike)
        clear_hours(writing, alike)
        there = _not_empty(writing, counted, _from_rows(alike, recorded))
        _add_all(writing, counted, there, _ALL)
        added = _summed_up(writing, alike)
        write_lengths(writing, counted, added)
        write_hours(writing, counted, added)


def _summed_up(writing: WriteTransaction, measures: Sequence[Measured]) -> list[Measured]:
    """The measures of which there are sums, each row being a case of its own."""
    names = _listed(measure.name for measure in measures)
    found = {
        name for (name,) in writing.rows(f"SELECT DISTINCT name FROM sums WHERE name IN ({names})")
    }
    return [measure for measure in measures if measure.case is None and measure.name in found]


def _note_due(writing: WriteTransaction, bases: Sequence[str]) -> None:
    """What is published of these rows of staff is no longer made of the rows as they are."""
    if not bases:
        return
    writing.run(
        "INSERT INTO release SELECT name, 0, 0, NULL FROM (SELECT unnest($1::VARCHAR[]) AS name) "
        "WHERE name NOT IN (SELECT basis FROM release)",
        [bases],
    )
    writing.run(
        "UPDATE release SET changes = changes + 1 WHERE list_contains($1::VARCHAR[], basis)",
        [bases],
    )
    writing.due = True


def _add_up(
    writing: WriteTransaction,
    kind: DatasetKind,
    source: str,
    measures: Sequence[Measured],
    rows: RowCondition,
) -> None:
    """Add the sums of measures whose rows are each a case of its own: one pass over the rows."""
    units = "".join(f", coalesce({name}, '') AS {name}" for name in kind.dimensions)
    filled = _write_cube(
        writing,
        kind,
        measures,
        f"date_trunc('month', {kind.date})::DATE AS period{units}",
        RowCondition(f"{source} WHERE {rows.condition}", rows.values),
    )
    if filled:  # planning to add nothing takes as long as adding
        _merge_all(writing, kind, source)
    writing.run("DROP TABLE fresh_cube")


def _is_filled(writing: WriteTransaction, table: str) -> bool:
    """Whether there is anything in it."""
    return bool(writing.row(f"SELECT EXISTS (FROM {table})")[0])


def _merge_all(writing: WriteTransaction, kind: DatasetKind, source: str) -> None:
    """Add `fresh_cube` to what is kept of a kind."""
    if has_cube(kind):
        _merge(writing, cube_table(kind), ("name", "period", *kind.dimensions), "FROM fresh_cube")
    _merge(
        writing, "sums", ("name", "grain", "dimension", "unit", "period"), _margins(kind.dimensions)
    )
    if source == f"live_{kind.name}" and "store" in kind.dimensions:
        region = "region" if "region" in kind.dimensions else "''"
        counts = (
            f"SELECT '{kind.name}' AS kind, store, {region} AS region, period, sum(n) AS n FROM "
            "fresh_cube "
            f"WHERE name = '{records_name(kind.name)}' GROUP BY ALL"
        )
        _merge(writing, "places", ("kind", "store", "region", "period"), counts, ("n",))


def _write_cube(
    writing: WriteTransaction,
    kind: DatasetKind,
    measures: Sequence[Measured],
    cell: str,
    rows: RowCondition,
) -> int:
    """Fill `fresh_cube` with the sums of measures by month and all units together, which are the
    `cell` of each of the `rows` of a table; how many there are."""
    parts = {measure.name: _parts(measure) for measure in measures}
    names = {
        sql: f"part{at}"
        for at, sql in enumerate(
            dict.fromkeys(sql for sums in parts.values() for sql in sums.values())
        )
    }
    fresh = f"SELECT {cell}, {_with_names(names)} FROM {rows.condition} GROUP BY ALL"
    dimensions = "".join(f", {name}" for name in kind.dimensions)
    columns = {"name": [f"'{name}'" for name in parts]} | {
        part: [names[sums[part]] for sums in parts.values()] for part in SUM_PARTS
    }
    long = f"SELECT period{dimensions}, {_side_by_side(columns)} FROM ({fresh})"
    return writing.row(
        f"CREATE OR REPLACE TEMP TABLE fresh_cube AS FROM ({long}) WHERE n > 0", rows.values
    )[0]


def _note_scales(writing: WriteTransaction, kind: DatasetKind, rows: RowCondition) -> None:
    """Note the scales of the rows' months that are not there yet."""
    of_upload = (
        f"SELECT DISTINCT upload, date_trunc('month', {kind.date})::DATE AS period FROM "
        f"{rows_table(kind)} WHERE live AND {rows.condition}"
    )
    writing.run(
        f"""INSERT INTO scales SELECT '{kind.name}', period, {SCALE} FROM ({of_upload}) seen JOIN upload ON upload.id = seen.upload
        EXCEPT FROM scales""",
        rows.values,
    )


def _parts(measure: Measured) -> dict[str, str]:
    """SQL of each kept part. Equal parts are written alike, and what is 0 or 1 in every row is not
    summed: planning costs as much as adding."""
    y, x = measure.y, measure.x
    top = "0" if measure.top == "FALSE" else f"({measure.top})::INT"
    squared = y if measure.yes_or_no else _times(y, y)
    summed = {
        "n": "1",
        "y": y,
        "less": measure.less,
        "x": x,
        "top": top,
        "yy": squared,
        "xy": _times(x, y),
        "xx": _times(x, x),
    }
    return {part: _total(sql, measure.among) for part, sql in summed.items()}


def _times(one: str, other: str) -> str:
    if "0" in (one, other):
        return "0"
    return other if one == "1" else f"({one}) * ({other})"


def _total(sql: str, among: str) -> str:
    if sql == "0":
        return "any_value(0)"
    only = "" if among == "TRUE" else f" FILTER (WHERE {among})"
    return f"{'count(*)' if sql == '1' else f'sum({sql})'}{only}"


def _side_by_side(columns: Mapping[str, Sequence[str]]) -> str:
    """Columns that make several rows of each: planning many SELECTs or grouping sets takes longer
    than adding up. What is the same in all of these rows need not be taken apart."""
    return ", ".join(
        f"{values[0] if len(set(values)) == 1 else _one_each(values)} AS {name}"
        for name, values in columns.items()
    )


def _one_each(values: Sequence[str]) -> str:
    return f"unnest([{', '.join(values)}])"


def _margins(
    dimensions: Sequence[str], grains: Sequence[str] = GRAINS[:1], starts: int | None = None
) -> str:
    """The sums of `fresh_cube` over everything, and by each single dimension; `starts`: as
    `period_sql` has it."""
    totals = ", ".join(f"sum({part}) AS {part}" for part in SUM_PARTS)
    units = {"''": "''"} | {f"'{name}'": name for name in dimensions}
    each = [(grain, dimension) for grain in grains for dimension in units]
    rows = _side_by_side(
        {
            "grain": [f"'{grain}'" for grain, _ in each],
            "first": [period_sql(grain, "period", starts) for grain, _ in each],
            "dimension": [dimension for _, dimension in each],
            "unit": [units[dimension] for _, dimension in each],
        }
    )
    return (
        f'SELECT name, grain, dimension, unit, "first" AS period, {totals} '
        f"FROM (SELECT name, {', '.join(SUM_PARTS)}, {rows} FROM fresh_cube) GROUP BY ALL"
    )


def _which(dimensions: Sequence[str]) -> str:
    """Dimension and unit of a row that grouping sets made; both empty for the whole."""
    dimension = "".join(f"WHEN grouping({name}) = 0 THEN '{name}' " for name in dimensions)
    unit = "".join(f"WHEN grouping({name}) = 0 THEN {name} " for name in dimensions)
    return (
        f"CASE {dimension}ELSE '' END AS dimension, CASE {unit}ELSE '' END AS unit"
        if dimensions
        else "'' AS dimension, '' AS unit"
    )


def _sets(key: str, dimensions: Sequence[str]) -> str:
    """The whole, and each single dimension."""
    return (
        f"GROUPING SETS ({', '.join([f'({key})', *(f'({key}, {name})' for name in dimensions)])})"
    )


def _merge(
    writing: WriteTransaction,
    table: str,
    key: Sequence[str],
    rows: str,
    parts: Sequence[str] = SUM_PARTS,
) -> None:
    """Add rows to those of the same key, or put them beside."""
    same = " AND ".join(f"{table}.{name} = added.{name}" for name in key)
    more = ", ".join(f"{part} = {table}.{part} + added.{part}" for part in parts)
    writing.run(
        f"MERGE INTO {table} USING ({rows}) AS added ON {same} WHEN MATCHED THEN UPDATE SET "
        f"{more} WHEN NOT MATCHED THEN INSERT BY NAME"
    )


def _remake(
    writing: WriteTransaction,
    kind: DatasetKind,
    measures: Sequence[Measured],
    recorded: frozenset[str],
) -> None:
    """The sums of measures with several rows a case, made anew."""
    writing.run(f"DELETE FROM sums WHERE name IN ({_listed(measure.name for measure in measures)})")
    add_by_case(writing, kind, _from_rows(measures, recorded), "sums")


def add_by_case(
    writing: WriteTransaction,
    kind: DatasetKind,
    measures: Sequence[Measured],
    table: str,
    starts: int | None = None,
) -> None:
    """Put the sums of measures with several rows a case into a table like `sums`, by every grain;
    `starts`: as `period_sql` has it.

    A case's rows are added first, so nothing adds up but the whole; unless a
    case has one row only, as nearly all have in a file of many people: those
    add up like any rows, and need not be told apart by whose they are.
    """
    for source, case in dict.fromkeys((measure.source, measure.case) for measure in measures):
        alike = _write_records(
            writing, kind, [one for one in measures if (one.source, one.case) == (source, case)]
        )
        if not _is_filled(writing, "records"):
            writing.run("DROP TABLE records")
            continue
        lone, several = (
            f"code {word} (SELECT code FROM records GROUP BY code HAVING count(*) > 1)"
            for word in ("NOT IN", "IN")
        )
        _write_cube(
            writing,
            kind,
            alike,
            ", ".join(("period", *kind.dimensions)),
            RowCondition(f"records WHERE {lone}"),
        )
        writing.run(f"CREATE OR REPLACE TEMP TABLE shared AS FROM records WHERE {several}")
        rows = [_margins(kind.dimensions, GRAINS, starts)]
        if _is_filled(writing, "shared"):
            rows += [_by_case(alike, kind, grain, starts) for grain in GRAINS]
        writing.run(f"CREATE OR REPLACE TEMP TABLE parts AS FROM {table} LIMIT 0")
        for of_rows in rows:  # one after the other: each may take as much memory as there is
            writing.run(f"INSERT INTO parts BY NAME {of_rows}")
        added = ", ".join(f"sum({part}) AS {part}" for part in SUM_PARTS)
        writing.run(f"""INSERT INTO {table} BY NAME SELECT name, grain, dimension, unit, period, {added}
            FROM parts GROUP BY ALL""")
        for used in ("records", "shared", "fresh_cube", "parts"):
            writing.run(f"DROP TABLE {used}")


def _write_records(
    writing: WriteTransaction, kind: DatasetKind, measures: Sequence[Measured]
) -> list[Measured]:
    """Fill `records` with the month, the units, whose row each is and what is summed of it, and
    nothing else; the measures as to be summed there.

    `code` is the same for rows of one case; two cases may have one by chance,
    so what is shared is told apart by `person` itself.
    """
    asked = dict.fromkeys(
        sql
        for one in measures
        for sql in (one.y, one.less, one.x, one.top, one.among)
        if sql not in _CONSTANT
    )
    names = {sql: f"value{at}" for at, sql in enumerate(asked)}
    values = "".join(f", ({sql}) AS {name}" for sql, name in names.items())
    units = "".join(f", coalesce({name}, '') AS {name}" for name in kind.dimensions)
    writing.run(f"""CREATE OR REPLACE TEMP TABLE records AS SELECT *, hash(person) AS code
        FROM (SELECT date_trunc('month', {kind.date})::DATE AS period, {measures[0].case} AS person{units}{values} FROM {measures[0].source})""")
    return [
        replace(
            one,
            **{
                part: names.get(getattr(one, part), getattr(one, part))
                for part in ("y", "less", "x", "top", "among")
            },
        )
        for one in measures
    ]


def _by_case(
    measures: Sequence[Measured], kind: DatasetKind, grain: str, starts: int | None
) -> str:
    """SQL of the sums of `shared`, a case's rows added first. Equal parts are written once, as in
    `_write_cube`."""
    inner: dict[str, str] = {}
    outer: dict[str, str] = {}
    columns: dict[str, list[str]] = {part: [] for part in SUM_PARTS}
    for measure in measures:
        for part, sql in _over_cases(measure, inner).items():
            columns[part].append(outer.setdefault(sql, f"all{len(outer)}"))
    cases = f"""SELECT period, {_which(kind.dimensions)}, {_with_names(inner)}
        FROM (SELECT * REPLACE ({period_sql(grain, "period", starts)} AS period) FROM shared) GROUP BY {_sets("period, person", kind.dimensions)}"""
    named = {"name": [f"'{measure.name}'" for measure in measures], **columns}
    return f"""SELECT '{grain}' AS grain, * FROM (SELECT dimension, unit, period, {_side_by_side(named)}
        FROM (SELECT period, dimension, unit, {_with_names(outer)} FROM ({cases}) GROUP BY ALL)) WHERE n > 0"""


def _over_cases(measure: Measured, inner: dict[str, str]) -> dict[str, str]:
    """SQL of each kept part over cases; `inner` takes up what it needs of a case's rows."""

    def of_case(sql: str) -> str:
        return inner.setdefault(_total(sql, measure.among), f"part{len(inner)}")

    top = "0" if measure.top == "FALSE" else f"({measure.top})::INT"
    summed = {"y": measure.y, "less": measure.less, "x": measure.x, "top": top}
    parts = {part: "0" if sql == "0" else of_case(sql) for part, sql in summed.items()}
    y, x = parts["y"], parts["x"]
    parts |= {"yy": _times(y, y), "xy": _times(x, y), "xx": _times(x, x)}
    return {"n": f"count(*) FILTER (WHERE {of_case('1')} > 0)"} | {
        part: "any_value(0)" if sql == "0" else f"sum({sql})" for part, sql in parts.items()
    }


def _with_names(columns: Mapping[str, str]) -> str:
    return ", ".join(f"{sql} AS {name}" for sql, name in columns.items())


def rebuild_rollups(database: Database, tell: Callable[[float], None] = lambda part: None) -> bool:
    """Bring the sums in step where they are not; whether they had to be made anew."""
    if database.read_only or not database.keeping.measures:
        return False
    with database.read() as reading:
        if in_step(reading):
            return False
    rebuild(database, tell)
    return True
