"""Tables derived from the stored rows when they are read, never stored.

A late file or an undone upload changes attempt numbers and outcomes; derived
on reading they are always those of the rows that are live now.
"""

from data.kinds import KINDS

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
    f"SELECT store, {'region' if 'region' in kind.dimensions else 'NULL'} AS region, date_trunc('month', date) AS month"
    f" FROM live_{kind.name}"
    for kind in KINDS if "store" in kind.dimensions)

# One row a store and month from its first record in any dataset until twelve months after its
# last. Where no file names a store, the company counts as one.
_STORE_MONTHS = f"""
    WITH seen AS (SELECT store, region, month, count(store) OVER () = 0 AS no_store FROM ({_PLACES})),
         spans AS (SELECT store, mode(region) AS region, min(month) AS first, max(month) AS last
                   FROM seen WHERE store IS NOT NULL OR no_store GROUP BY store)
    SELECT store, region,
           unnest(generate_series(first, least(last + INTERVAL 12 MONTH, (SELECT max(month) FROM seen)), INTERVAL 1 MONTH)) AS date
    FROM spans"""

RELATIONS = {"exam_outcomes": _OUTCOMES, "retake_changes": _RETAKES, "store_months": _STORE_MONTHS}


def relation_sql(name: str) -> str:
    """What to select from: a derived relation in brackets, else the view of that name."""
    return f"({RELATIONS[name]})" if name in RELATIONS else name
