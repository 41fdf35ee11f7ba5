"""How names of units become the names they are shown under: SQL for the live views.

Rows keep the names as their files wrote them. Every join here meets at most
one row, so that no view ever has more rows than its table.
"""

from collections.abc import Callable
from dataclasses import dataclass

from data.kinds.catalog import UNIT
from data.kinds.schema import DatasetKind

DIMENSIONS = tuple(word for word, _ in UNIT.column("dimension").choices)
PLACES = ("region", "department")  # what a store may belong to

# One row a name: what was said of it with the latest day, and of that day last. It holds for rows
# of any day. A merged name belongs where the name it is shown as belongs. Kept as a table, since
# every question about rows joins it several times, and planning that took longer than answering.
UNIT_NAMES = """
DROP VIEW IF EXISTS unit_names;
CREATE TABLE IF NOT EXISTS shown_names (dimension VARCHAR, name VARCHAR, same_as VARCHAR, region VARCHAR, department VARCHAR, date DATE);
"""
_LATEST_NAMES = """
INSERT INTO shown_names
WITH latest AS (SELECT dimension, name, same_as, region, department, date FROM rows_unit WHERE live
                QUALIFY row_number() OVER (PARTITION BY dimension, name ORDER BY date DESC, upload DESC, line DESC) = 1)
SELECT latest.dimension, latest.name, coalesce(latest.same_as, latest.name),
       coalesce(target.region, latest.region), coalesce(target.department, latest.department), latest.date
FROM latest LEFT JOIN latest AS target ON target.dimension = latest.dimension AND target.name = latest.same_as
"""


def write_shown_names(run: Callable[[str], object]) -> None:
    """Write down anew under which names units are shown; to be called in every change of the rows
    that say so. `run` executes SQL."""
    run("DELETE FROM shown_names")
    run(_LATEST_NAMES)


@dataclass(frozen=True)
class ShownUnits:
    """Parts of a SELECT: `replace` follows its star, `joins` its tables."""

    replace: str = ""
    joins: str = ""


def shown_units(kind: DatasetKind) -> ShownUnits:
    """Maps the dimensions of a kind to the names shown, and fills in the places of stores; nothing
    for a kind without any."""
    written = _written(kind)
    if not written:
        return ShownUnits()
    of = {
        name: f"'{name}'" if name in DIMENSIONS else f"rows_{kind.name}.dimension"
        for name in written
    }
    joins = [
        f"LEFT JOIN shown_names AS unit_{name} ON unit_{name}.dimension = {of[name]} AND "
        f"unit_{name}.name = {cell}"
        for name, cell in written.items()
    ]
    names = ", ".join(
        f"coalesce(unit_{name}.same_as, {cell}) AS {name}" for name, cell in written.items()
    )
    return ShownUnits(f" REPLACE ({names})", " ".join(joins))


def _written(kind: DatasetKind) -> dict[str, str]:
    """Column -> the name before it is mapped, stores first: they supply the places of rows that
    have none. A target's unit too."""
    found = {name: f"rows_{kind.name}.{name}" for name in DIMENSIONS if name in kind.dimensions}
    if "store" in found:
        found |= {
            name: f"coalesce({found[name]}, unit_store.{name})" for name in PLACES if name in found
        }
    columns = {column.name for column in kind.columns}
    return found | ({"unit": f"rows_{kind.name}.unit"} if {"dimension", "unit"} <= columns else {})
