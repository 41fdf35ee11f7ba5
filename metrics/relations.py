"""Tables derived from the stored rows when they are read, never stored.

A late file or an undone upload changes attempt numbers and outcomes; derived
on reading they are always those of the rows that are live now.
"""

import re
from functools import cache

from data.kinds import KINDS, UNIT
from data.schema import DatasetKind

_EXAM = "PARTITION BY employee, course, coalesce(module, '')"

# One row an attempt with a score and a pass mark, numbered within person, course and module.
_ATTEMPTS = f"""
    SELECT *, score >= pass_mark AS passed,
           row_number() OVER ({_EXAM} ORDER BY attempt NULLS LAST, date, upload, line) AS sitting
    FROM live_training
    WHERE score IS NOT NULL AND pass_mark IS NOT NULL"""

# One row a person, course and module, dated and placed by its first attempt.
_OUTCOMES = f"""
    SELECT * EXCLUDE (passed, sitting), passed AS passed_first
    FROM (SELECT *, bool_or(passed) OVER ({_EXAM}) AS passed_ever FROM ({_ATTEMPTS}))
    WHERE sitting = 1"""

# +1 when somebody starts to wait for a retake, -1 when the wait ends; both placed by the
# latest attempt, so that a person who changes store is not left waiting in the old one.
_RETAKES = f"""
    SELECT * REPLACE (last_department AS department, last_store AS store), before::INT - passed::INT AS change
    FROM (SELECT *, lag(passed, 1, TRUE) OVER ({_EXAM} ORDER BY sitting) AS before,
                 last_value(department) OVER ({_EXAM} ORDER BY sitting ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS last_department,
                 last_value(store) OVER ({_EXAM} ORDER BY sitting ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS last_store
          FROM ({_ATTEMPTS}))
    WHERE before <> passed"""

_PLACES = " UNION ALL ".join(
    f"SELECT store, {'region' if 'region' in kind.dimensions else 'NULL'} AS region, date_trunc('month', date)::DATE AS month, count(*) AS n"
    f" FROM live_{kind.name} GROUP BY ALL"
    for kind in KINDS if "store" in kind.dimensions)
_KEPT_PLACES = "SELECT nullif(store, '') AS store, nullif(region, '') AS region, period AS month, n FROM places"


def _store_months(places: str) -> str:
    """One row a store and month from its first record in any dataset until twelve months after its
    last. Where no file names a store, the company counts as one."""
    return f"""
    WITH seen AS (SELECT *, count(store) OVER () = 0 AS no_store FROM ({places})),
         spans AS (SELECT store, min(month) AS first, max(month) AS last FROM seen WHERE store IS NOT NULL OR no_store GROUP BY store),
         totals AS (SELECT store, region, sum(n) AS n FROM seen WHERE region IS NOT NULL GROUP BY store, region),
         regions AS (SELECT store, arg_max(region, (n, region)) AS region FROM totals GROUP BY store)
    SELECT spans.store, regions.region,
           unnest(generate_series(first, least(last + INTERVAL 12 MONTH, (SELECT max(month) FROM seen)), INTERVAL 1 MONTH)) AS date
    FROM spans LEFT JOIN regions ON regions.store IS NOT DISTINCT FROM spans.store"""


RELATIONS = {"exam_outcomes": _OUTCOMES, "retake_changes": _RETAKES, "store_months": _store_months(_PLACES)}
_KEPT = {"store_months": _store_months(_KEPT_PLACES)}


_COUNTING_UNITS = ("store_months",)  # relations that have other rows where two units are one


@cache
def kinds_read(name: str) -> frozenset[DatasetKind]:
    """The kinds whose rows a relation is made of, or the one whose view has that name: what changes them may change it."""
    views = set(re.findall(r"\blive_\w+", RELATIONS.get(name, name)))
    return frozenset(kind for kind in KINDS if f"live_{kind.name}" in views or (kind is UNIT and name in _COUNTING_UNITS))


def relation_sql(name: str) -> str:
    """What to select from: a derived relation in brackets, else the view of that name."""
    return f"({RELATIONS[name]})" if name in RELATIONS else name


def kept_relation_sql(name: str) -> str:
    """The same from what is kept beside the rows."""
    return f"({_KEPT[name]})"
