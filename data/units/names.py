"""The units that records name: what they are shown as, where stores belong, and which are probably
the same."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations

from data.database.connection import ReadTransaction
from data.database.rollups import counted_kinds, records_name
from data.database.shown_names import PLACES
from data.database.tables import rows_table
from data.kinds.catalog import KINDS
from data.units.likeness import ALIKE, likeness, plainest, unit_keys
from errors import WrongCall


@dataclass(frozen=True)
class OrgUnit:
    """A name as files write it: its live rows of all kinds, their first and last day, and what was
    said of it.

    `shown_as` is the name itself where it is not merged. `region` and
    `department`: where a store belongs, as said on the page Units. `since`: the
    day of what was said last.
    """

    dimension: str
    name: str
    rows: int
    first: date | None
    last: date | None
    shown_as: str
    region: str | None
    department: str | None
    since: date | None

    @property
    def merged(self) -> bool:
        """Whether it is shown under another name."""
        return self.shown_as != self.name


@dataclass(frozen=True)
class Stated:
    """What one upload said of a unit; `undone` on that day where the upload was taken back (moments
    in UTC)."""

    upload: int
    loaded: datetime
    undone: datetime | None
    dimension: str
    name: str
    same_as: str | None
    region: str | None
    department: str | None


def units(reading: ReadTransaction, dimension: str) -> tuple[OrgUnit, ...]:
    """Every name of a dimension that live rows or statements about units use, in order of name."""
    rows = reading.rows(
        f"""
        WITH written AS ({_written(dimension)}),
             seen AS (SELECT name, sum(rows) AS rows, min(first) AS first, max(last) AS last FROM written WHERE name IS NOT NULL GROUP BY name)
        SELECT $1, seen.name, rows::BIGINT, first, last, coalesce(said.same_as, seen.name), said.region, said.department, said.date
        FROM seen LEFT JOIN shown_names AS said ON said.dimension = $1 AND said.name = seen.name
        ORDER BY seen.name""",
        [dimension],
    )
    return tuple(OrgUnit(*row) for row in rows)


def _written(dimension: str) -> str:
    """Names with their rows: of each kind, and of what was said of units, which counts no rows."""
    kinds = [
        f"SELECT {dimension} AS name, count(*) AS rows, min({kind.date})::DATE AS first, "
        f"max({kind.date})::DATE AS last "
        f"FROM {rows_table(kind)} WHERE live GROUP BY ALL"
        for kind in KINDS
        if dimension in kind.dimensions
    ]
    said = [
        "SELECT unnest([name, same_as]) AS name, 0, NULL, NULL FROM shown_names WHERE dimension = "
        "$1"
    ]
    if dimension in PLACES:
        said.append(f"SELECT {dimension}, 0, NULL, NULL FROM shown_names WHERE dimension = 'store'")
    return " UNION ALL ".join([*kinds, *said])


def shown_as(reading: ReadTransaction, dimension: str, name: str) -> str:
    """What records show a name as; the name itself where it is not merged."""
    return next(
        (
            target
            for (target,) in reading.rows(
                "SELECT same_as FROM shown_names WHERE dimension = ? AND name = ?",
                [dimension, name],
            )
        ),
        name,
    )


def known_names(reading: ReadTransaction, dimensions: Sequence[str]) -> dict[str, dict[str, str]]:
    """Dimension -> the names that `units` tells, in their order, each with what it is shown as;
    from kept sums where there are any."""
    said = reading.rows("SELECT dimension, name, same_as, region, department FROM shown_names")
    shown_as = {(dimension, name): same_as for dimension, name, same_as, *_ in said}
    names = {
        *_recorded(reading, dimensions),
        *shown_as,
        *((dimension, same_as) for dimension, _, same_as, *_ in said),
        *(
            (place, name)
            for dimension, *_, region, department in said
            if dimension == "store"
            for place, name in zip(PLACES, (region, department), strict=True)
            if name is not None
        ),
    }
    found: dict[str, dict[str, str]] = {dimension: {} for dimension in dimensions}
    for dimension, name in sorted(name for name in names if name[0] in found):
        found[dimension][name] = shown_as.get((dimension, name), name)
    return found


def _recorded(reading: ReadTransaction, dimensions: Sequence[str]) -> list[tuple[str, str]]:
    """Dimension and name of all units that live rows name, of others too where sums tell them; sums
    know those that are shown."""
    counted = counted_kinds(reading)
    used = {
        kind for (kind,) in reading.rows("SELECT DISTINCT kind FROM upload WHERE undone_at IS NULL")
    }
    rows = [
        f"SELECT '{dimension}', {dimension} FROM {rows_table(kind)} WHERE live AND {dimension} IS "
        "NOT NULL"
        for kind in KINDS
        if kind.name in used and kind.name not in counted
        for dimension in dimensions
        if dimension in kind.dimensions
    ]
    if counted:  # all names of records: to plan a list of them takes longer than the look
        rows.append(
            "SELECT dimension, unit FROM sums "
            f"WHERE starts_with(name, '{records_name('')}') AND unit <> ''"
        )
    return reading.rows(f"FROM ({' UNION ALL '.join(rows)}) GROUP BY ALL") if rows else []


@dataclass(frozen=True)
class Spellings:
    """Units whose names are written nearly alike: `target`, the name to show all of them as, and
    the others, those of most rows first."""

    target: OrgUnit
    others: tuple[OrgUnit, ...]


def spellings(known: Iterable[OrgUnit]) -> list[Spellings]:
    """Groups of names that differ in blanks, width, case, punctuation, script, zeros before a
    number, or the word for a store, those of most names first."""
    groups: dict[str, list[OrgUnit]] = defaultdict(list)
    own = [unit for unit in known if not unit.merged]
    keys = unit_keys([unit.name for unit in own], own[0].dimension) if own else {}
    for unit in own:
        groups[keys[unit.name]].append(unit)
    found = []
    for group in groups.values():
        if len(group) > 1:
            target = plainest(
                [unit.name for unit in group], {unit.name: unit.rows for unit in group}
            )
            others = sorted(
                (unit for unit in group if unit.name != target),
                key=lambda unit: (-unit.rows, unit.name),
            )
            found.append(
                Spellings(next(unit for unit in group if unit.name == target), tuple(others))
            )
    return sorted(found, key=lambda group: (-len(group.others), group.target.name))


def near_duplicates(known: Iterable[OrgUnit]) -> list[tuple[OrgUnit, OrgUnit]]:
    """Pairs of units that may be one besides those of `spellings`, the most alike first: the one
    with fewer rows, and the one to merge it into."""
    known = tuple(known)
    grouped = {unit.name for group in spellings(known) for unit in group.others}
    pairs = [
        (likeness(one.name, other.name), sorted((one, other), key=lambda unit: unit.rows))
        for one, other in combinations(
            [unit for unit in known if not unit.merged and unit.name not in grouped], 2
        )
    ]
    alike = sorted((pair for pair in pairs if pair[0] >= ALIKE), key=lambda pair: -pair[0])
    return [(fewer, more) for _, (fewer, more) in alike]


def merged(known: Iterable[OrgUnit], name: str, target: str, day: date) -> list[dict[str, object]]:
    """Rows of the kind `unit` that show `name` as `target` from now on; names merged into `name`
    before move with it.

    `target` may be a name that no file uses. WrongCall where the two are one, or `target` is itself
    shown under another name.
    """
    by_name = {unit.name: unit for unit in known}
    unit = by_name[name]
    into = by_name.get(target) or OrgUnit(
        unit.dimension, target, 0, None, None, target, None, None, None
    )
    if into.merged:
        raise WrongCall(
            "\u201c{target}\u201d is itself shown as \u201c{shown}\u201d. Merge into "
            "\u201c{shown}\u201d instead.",
            target=target,
            shown=into.shown_as,
        )
    if name == target:
        raise WrongCall(
            "\u201c{name}\u201d cannot be merged into itself. Choose two different names.",
            name=name,
        )
    moved = [
        unit,
        *(other for other in by_name.values() if other.merged and other.shown_as == name),
    ]
    rows = [_row(other, day, same_as=target) for other in moved]
    lacking = {
        place: getattr(unit, place)
        for place in PLACES
        if getattr(into, place) is None and getattr(unit, place)
    }
    return [*rows, _row(into, day, **lacking)] if lacking else rows


def merged_spellings(
    known: Iterable[OrgUnit], groups: Iterable[Spellings], day: date
) -> list[dict[str, object]]:
    """Rows of the kind `unit` that show all names of each group as its target."""
    known = tuple(known)
    rows: dict[object, dict[str, object]] = {}
    for group in groups:
        for other in group.others:
            for row in merged(known, other.name, group.target.name, day):
                # Each may have a place that the target lacks: the first is taken.
                rows[row["name"]] = row | {
                    name: value
                    for name, value in rows.get(row["name"], {}).items()
                    if value is not None
                }
    return list(rows.values())


def separated(unit: OrgUnit, day: date) -> list[dict[str, object]]:
    """Rows of the kind `unit` that show a merged name as itself again."""
    return [_row(unit, day)]


def placed(
    unit: OrgUnit, region: str | None, department: str | None, day: date
) -> list[dict[str, object]]:
    """Rows of the kind `unit` that say where a store belongs."""
    return [_row(unit, day, region=region, department=department)]


def _row(unit: OrgUnit, day: date, **said: object) -> dict[str, object]:
    """What is said last holds, even where a file said something of a later day."""
    kept = (
        {"region": unit.region, "department": unit.department} if unit.dimension == "store" else {}
    )
    return {
        "dimension": unit.dimension,
        "name": unit.name,
        "same_as": None,
        "date": max(day, unit.since or day),
        **kept,
        **said,
    }


def statements(reading: ReadTransaction, most: int) -> list[Stated]:
    """The latest `most` things that were said of units, newest first."""
    return [
        Stated(*row)
        for row in reading.rows(
            """
        SELECT upload.id, loaded_at, undone_at, dimension, name, same_as, region, department
        FROM rows_unit JOIN upload ON upload.id = rows_unit.upload ORDER BY upload.id DESC, line LIMIT ?""",
            [most],
        )
    ]
