"""Mystery visits with their composite, under the weights that the committee had in force on the day
of each visit: SQL on the stored rows.

The committee sets the weights of a visit's parts as it sets those of a checklist's sections, under
the part's name in any of its languages. A part without a weight counts as 1.
"""

from collections.abc import Callable
from functools import cache

from data.kinds.catalog import MYSTERY_VISIT

PARTS = ("attitude", "efficiency", "compliance")
OVERALL = "overall"
WEIGHED = "weighed_visits"


@cache
def part_names() -> dict[str, str]:
    """Folded name of a section -> the part of a visit that it stands for."""
    found: dict[str, str] = {}
    for part in PARTS:
        headings = MYSTERY_VISIT.column(part).headings
        found |= {folded(name): part for name in (part, *headings)}
    return found


def folded(name: str) -> str:
    """A name without blanks, in small letters."""
    return "".join(name.lower().split())


def _turns() -> str:
    """One row a day on which a weight of a part was set: since, and the weights of all parts from
    then on (null: none set yet)."""
    section = "regexp_replace(lower(section), '\\s', '', 'g')"
    of_part = {part: [name for name, of in part_names().items() if of == part] for part in PARTS}
    which = " ".join(
        f"WHEN {section} IN ({', '.join(_quoted(name) for name in names)}) THEN '{part}'"
        for part, names in of_part.items()
    )
    weights = ", ".join(
        f"last_value(max(weight) FILTER (part = '{part}') IGNORE NULLS) OVER (ORDER BY since) AS {part}_weight"
        for part in PARTS
    )
    return f"""
    SELECT since, {weights}
    FROM (SELECT CASE {which} END AS part, weight, date::TIMESTAMP AS since FROM live_section_weight
          QUALIFY row_number() OVER (PARTITION BY part, since ORDER BY upload DESC, line DESC) = 1)
    WHERE part IS NOT NULL GROUP BY since"""


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _weighed() -> str:
    """Visits with `composite`: the weighted mean of the parts scored; of a visit that scores none,
    the overall score that its file gives."""
    weight = {part: f"coalesce({part}_weight, 1)" for part in PARTS}
    total = " + ".join(f"{weight[part]} * coalesce({part}, 0)" for part in PARTS)
    present = " + ".join(f"{weight[part]} * ({part} IS NOT NULL)::INT" for part in PARTS)
    return f"""
    WITH turns AS MATERIALIZED ({_turns()})
    SELECT visit.*, coalesce(({total}) / nullif({present}, 0), {OVERALL}) AS composite
    FROM live_mystery_visit AS visit ASOF LEFT JOIN turns ON visit.date >= turns.since"""


def turns_sql() -> str:
    """What to select from for the days on which the weights of parts were set."""
    return f"({_turns()})"


VISITS: dict[str, Callable[[], str]] = {WEIGHED: _weighed}
