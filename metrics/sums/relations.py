"""Tables derived from the stored rows when they are read, never stored.

A late file or an undone upload changes attempt numbers and outcomes; derived
on reading they are always those of the rows that are live now.
"""

import re
from collections.abc import Callable
from functools import cache

from data.fiscal import period_sql
from data.kinds.catalog import KINDS, UNIT
from data.kinds.schema import DatasetKind
from metrics.kpi import EXAM
from metrics.settings import coverage_months, repurchase_days, valid_months
from metrics.sums.request_relations import CLOCKED, COMPLAINTS, REQUESTS, TIMED
from metrics.sums.visit_relations import VISITS, WEIGHED

RESIT_DAYS = 14  # whoever sits an exam again so soon after passing it still sits the same one


def in_order(line: str = "line") -> str:
    """THE order of attempts, as SQL: by day, then by number (which may begin anew each year), then
    by time of day, then as they came.

    In a file that is newest first, the lower row came first.
    """
    return (
        f"date::DATE, attempt NULLS LAST, date, upload, "
        f"CASE WHEN upload IN (SELECT id FROM upload WHERE bottom_up) THEN -{line} ELSE {line} END"
    )


def cases_sql(rows: str, exam: str = EXAM) -> str:
    """`rows` (attempts with `passed`) in their order: `turn` among all of a person and exam,
    `spell` and `lap` of its case, and `before`.

    THE ONE PLACE that says when somebody who sits an exam again sits a new one: after a pass (a new
    `spell`), unless that was a few days ago; without a pass, whenever the exam has been due again
    since the first attempt (the next `lap`). Months are calendar months, so that an exam in June is
    due again in June. `before`: whether the attempt before was passed; null of the first.
    """
    month = "year(date) * 12 + month(date)"
    return f"""
    SELECT * EXCLUDE (counted, fresh, begun), (counted - begun) // {valid_months()} AS lap
    FROM (SELECT *, count(*) FILTER (fresh) OVER so_far AS spell, max(counted) FILTER (turn = 1 OR fresh) OVER so_far AS begun
          FROM (SELECT * EXCLUDE (day_before, month_before), before AND date::DATE > day_before + {RESIT_DAYS} AS fresh,
                       CASE WHEN before AND date::DATE <= day_before + {RESIT_DAYS} THEN month_before ELSE {month} END AS counted
                FROM (SELECT *, row_number() OVER sat AS turn, lag(passed) OVER sat AS before,
                             lag(date::DATE) OVER sat AS day_before, lag({month}) OVER sat AS month_before
                      FROM {rows}
                      WINDOW sat AS (PARTITION BY {exam} ORDER BY {in_order()})))
          WINDOW so_far AS (PARTITION BY {exam} ORDER BY turn))"""


# Whether an exam row is a pass: as the file says, else by the score that passes; NULL where neither
# tells.
PASSED = "coalesce(outcome = 'passed', score >= pass_mark)"


def _attempts(more: str = "") -> str:
    """One row an attempt of which is known whether it passed, as `cases_sql` has them, with
    `sitting`, its number within its case."""
    rows = f"(SELECT *, {PASSED} AS passed FROM live_training WHERE {PASSED} IS NOT NULL)"
    return f"""
    SELECT *, row_number() OVER of_case AS sitting{more}
    FROM ({cases_sql(rows)})
    WINDOW of_case AS (PARTITION BY {EXAM}, spell, lap ORDER BY turn)"""


def _outcomes() -> str:
    """One row a case: a person and an exam, dated and placed by the first attempt."""
    ever = (
        ", bool_or(passed) OVER (of_case ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED "
        "FOLLOWING) AS passed_ever"
    )
    return f"""
    SELECT * EXCLUDE (passed, sitting), passed AS passed_first
    FROM ({_attempts(ever)})
    WHERE sitting = 1"""


def _cohorts() -> str:
    """Outcomes by month of hiring for those hired in the last twelve months on record, by year
    before."""
    return f"""
    SELECT *, CASE WHEN hired_on >= (SELECT date_trunc('month', max(date)) - INTERVAL 11 MONTH FROM live_training)
                   THEN strftime(hired_on, '%Y-%m') ELSE strftime(hired_on, '%Y') END AS cohort
    FROM ({_outcomes()})"""


# Who has left, and when, by the latest row of the roster about them.
LEAVERS = """(
    SELECT employee, left_on
    FROM (FROM live_roster QUALIFY row_number() OVER (PARTITION BY employee ORDER BY date DESC, upload DESC, line DESC) = 1)
    WHERE left_on IS NOT NULL)"""


def _retakes() -> str:
    """+1 when somebody starts to wait for a retake, -1 when the wait ends, by a pass or because the
    person leaves.

    All are placed by the latest attempt, so that a person who changes store is not left waiting in
    the old one. Who leaves after the last month with exams leaves after the last state that is
    told.
    """
    whole = (
        f"(PARTITION BY {EXAM} ORDER BY turn ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED "
        "FOLLOWING)"
    )
    return f"""
    WITH sat AS MATERIALIZED (FROM ({_attempts()})),
         gone AS (SELECT sat.* REPLACE (left_on::TIMESTAMP AS date, TRUE AS passed, sat.turn + 0.5 AS turn)
                  FROM sat JOIN {LEAVERS} AS leaver ON leaver.employee = sat.employee AND sat.date < left_on + INTERVAL 1 DAY
                  WHERE left_on <= (SELECT last_day(max(date)) FROM live_training)
                  QUALIFY row_number() OVER (PARTITION BY sat.employee, course, coalesce(module, '') ORDER BY sat.turn DESC) = 1)
    SELECT * REPLACE (last_department AS department, last_store AS store), waited_not::INT - passed::INT AS change
    FROM (SELECT *, lag(passed, 1, TRUE) OVER (PARTITION BY {EXAM} ORDER BY turn) AS waited_not,
                 last_value(department) OVER {whole} AS last_department, last_value(store) OVER {whole} AS last_store
          FROM (SELECT * REPLACE (turn::DOUBLE AS turn) FROM sat UNION ALL BY NAME FROM gone))
    WHERE waited_not <> passed"""


_PLACES = " UNION ALL ".join(
    f"SELECT store, {'region' if 'region' in kind.dimensions else 'NULL'} AS region, "
    "date_trunc('month', date)::DATE AS month, count(*) AS n"
    f" FROM live_{kind.name} GROUP BY ALL"
    for kind in KINDS
    if "store" in kind.dimensions
)
_KEPT_PLACES = (
    "SELECT nullif(store, '') AS store, nullif(region, '') AS region, period AS month, n FROM "
    "places"
)


def _store_months(places: str) -> str:
    """One row a store and month from its first record in any dataset until twelve months after its
    last. Where no file names a store, the company counts as one."""
    return f"""
    WITH parts AS (SELECT store, region, sum(n) AS n, min(month) AS first, max(month) AS last FROM ({places}) GROUP BY store, region),
         spans AS (SELECT store, arg_max(region, (n, region)) FILTER (WHERE region IS NOT NULL) AS region, min(first) AS first, max(last) AS last,
                          max(max(last)) OVER () AS latest, count(store) OVER () = 0 AS no_store FROM parts GROUP BY store)
    SELECT store, region, unnest(generate_series(first, least(last + INTERVAL 12 MONTH, latest), INTERVAL 1 MONTH)) AS date
    FROM spans WHERE store IS NOT NULL OR no_store"""


def _decided_complaints() -> str:
    """Complaints that were found justified or not, in the month in which they were closed."""
    return """
    SELECT * REPLACE (coalesce(closed, date) AS date) FROM live_complaint WHERE upheld IN ('yes', 'no')"""


def _undecided_complaints() -> str:
    """Complaints of which it is still to be found whether they were justified, of files that tell it
    of some, in the month in which they would count."""
    return """
    SELECT * REPLACE (coalesce(closed, date) AS date) FROM live_complaint
    WHERE upheld = 'open' OR upheld IS NULL AND upload IN (SELECT upload FROM live_complaint GROUP BY upload HAVING count(upheld) > 0)"""


def _trained() -> str:
    """One row a month and member of staff who is on the roster at its end: whether a training was
    completed in the months up to it (`trained`), from the first month on that has so many before
    it on record. An exam counts as completed where it was passed, a training of which no exam is
    on record where the person was in class."""
    window = coverage_months()
    return f"""
    WITH completed AS (SELECT employee, date, coalesce({PASSED}, TRUE) AS done FROM live_training
                       UNION ALL SELECT employee, date, attended = 'yes' FROM live_attendance
                       WHERE attended <> 'called' AND course NOT IN (SELECT course FROM live_training)),
         spans AS (SELECT date_trunc('month', min(date))::DATE AS first, date_trunc('month', max(date))::DATE AS last FROM completed),
         months AS (SELECT unnest(generate_series(first + INTERVAL {window - 1} MONTH, last, INTERVAL 1 MONTH))::DATE AS start FROM spans),
         latest AS (SELECT start, last_day(start) AS ends, roster.*
                    FROM months JOIN live_roster roster ON roster.date <= last_day(start)
                    QUALIFY row_number() OVER (PARTITION BY start, employee ORDER BY roster.date DESC, upload DESC, line DESC) = 1),
         done AS (SELECT DISTINCT employee, date_trunc('month', date)::DATE AS month FROM completed WHERE done),
         covered AS (SELECT DISTINCT start, employee FROM months JOIN done ON month BETWEEN start - INTERVAL {window - 1} MONTH AND start)
    SELECT latest.* EXCLUDE (date, start, ends), ends AS date, covered.employee IS NOT NULL AS trained
    FROM latest LEFT JOIN covered USING (start, employee)
    WHERE (hired_on IS NULL OR hired_on <= ends) AND (left_on IS NULL OR left_on > ends)"""


def _at_month_ends() -> str:
    """One row a month and member of staff who is on the roster at its end, from the roster's first
    month to the last one with violations."""
    return """
    WITH months AS (SELECT unnest(generate_series((SELECT date_trunc('month', min(date)) FROM live_roster),
                                                  (SELECT date_trunc('month', max(date)) FROM live_violation), INTERVAL 1 MONTH))::DATE AS start)
    SELECT * EXCLUDE (ends, date), ends AS date
    FROM (SELECT last_day(start) AS ends, roster.* FROM months JOIN live_roster roster ON roster.date <= last_day(start)
          QUALIFY row_number() OVER (PARTITION BY start, employee ORDER BY roster.date DESC, upload DESC, line DESC) = 1)
    WHERE (hired_on IS NULL OR hired_on <= ends) AND (left_on IS NULL OR left_on > ends)"""


def _decided_suggestions() -> str:
    """Suggestions that were decided, on the day of the decision; of those that do not tell it, on
    that of the submission."""
    return """
    SELECT * REPLACE (coalesce(decided::TIMESTAMP, date) AS date) FROM live_suggestion
    WHERE decision IN ('adopted', 'not_adopted')"""


def _customers() -> str:
    """One row a customer and month with an order, on the first day of an order in it: whether
    another order day followed in time (`again`), and whether none went before (`newcomer`).

    What was returned, cancelled or wholly refunded is no order; orders of one day are one.
    """
    return f"""
    WITH days AS (SELECT customer, date::DATE AS day, arg_min(department, (upload, line)) AS department, arg_min(store, (upload, line)) AS store,
                         arg_min(region, (upload, line)) AS region, arg_min(channel, (upload, line)) AS channel,
                         arg_min(segment, (upload, line)) AS segment, min(upload) AS upload, arg_min(line, (upload, line)) AS line
                  FROM live_purchase
                  WHERE coalesce(status, 'paid') = 'paid' AND NOT coalesce(amount > 0 AND refunded >= amount, FALSE)
                  GROUP BY ALL),
         steps AS (SELECT *, lead(day) OVER told AS later, lag(day) OVER told AS earlier
                   FROM days WINDOW told AS (PARTITION BY customer ORDER BY day))
    SELECT * EXCLUDE (day), day::TIMESTAMP AS date,
           coalesce(later <= day + {repurchase_days()}, FALSE) AS again, earlier IS NULL AS newcomer
    FROM steps QUALIFY row_number() OVER (PARTITION BY customer, date_trunc('month', day) ORDER BY day) = 1"""


def _quarters() -> str:
    """Who was on the roster at the end of each quarter with training on record, and what they did
    in it."""
    quarter, ends = (
        period_sql("quarter", "date"),
        "(start + INTERVAL 3 MONTH - INTERVAL 1 DAY)::DATE",
    )
    return f"""
    WITH spans AS (SELECT min({quarter}) AS first, max({quarter}) AS last FROM live_training),
         quarters AS (SELECT unnest(generate_series(first, last, INTERVAL 3 MONTH))::DATE AS start FROM spans),
         latest AS (SELECT start, {ends} AS ends, roster.*
                    FROM quarters JOIN live_roster roster ON roster.date < start + INTERVAL 3 MONTH
                    QUALIFY row_number() OVER (PARTITION BY start, employee ORDER BY roster.date DESC, upload DESC, line DESC) = 1),
         sat AS (SELECT employee, {quarter} AS start, bool_or({PASSED}) AS passed
                 FROM live_training GROUP BY ALL)
    SELECT latest.* EXCLUDE (date, ends), ends AS date, sat.employee IS NOT NULL AS trained, coalesce(passed, FALSE) AS passed
    FROM latest LEFT JOIN sat USING (employee, start)
    WHERE (hired_on IS NULL OR hired_on <= ends) AND (left_on IS NULL OR left_on > ends)"""


RELATIONS: dict[str, Callable[[], str]] = {
    "exam_attempts": _attempts,
    "exam_outcomes": _outcomes,
    "exam_cohorts": _cohorts,
    "retake_changes": _retakes,
    "store_months": lambda: _store_months(_PLACES),
    "decided_complaints": _decided_complaints,
    "undecided_complaints": _undecided_complaints,
    "trained_on_roster": _trained,
    "staff_at_month_ends": _at_month_ends,
    "decided_suggestions": _decided_suggestions,
    "customer_months": _customers,
    "roster_quarters": _quarters,
    **REQUESTS,
    **COMPLAINTS,
    **VISITS,
}
# Relations of which a row does not tell alone in which month, or for what, it counts.
ANEW = frozenset(
    {
        "decided_complaints",
        "undecided_complaints",
        "decided_suggestions",
        *REQUESTS,
        *COMPLAINTS,
        *VISITS,
    }
)
_KEPT = {"store_months": _store_months(_KEPT_PLACES)}
# The kinds that a relation reads besides the one whose KPIs count it: when these change, so does
# it.
READS_TOO: dict[str, tuple[str, ...]] = {
    "retake_changes": ("roster",),
    "trained_on_roster": ("training", "attendance"),
    "staff_at_month_ends": ("violation",),
    WEIGHED: ("section_weight",),
    **dict.fromkeys(CLOCKED, ("promise", "working_day")),
    **dict.fromkeys(TIMED, ("working_day",)),
}


_COUNTING_UNITS = ("store_months",)  # relations that have other rows where two units are one


@cache
def kinds_read(name: str) -> frozenset[DatasetKind]:
    """The kinds whose rows a relation is made of, or the one whose view has that name: what changes
    them may change it."""
    views = set(re.findall(r"\blive_\w+", RELATIONS[name]() if name in RELATIONS else name))
    return frozenset(
        kind
        for kind in KINDS
        if f"live_{kind.name}" in views or (kind is UNIT and name in _COUNTING_UNITS)
    )


def relation_sql(name: str) -> str:
    """What to select from: a derived relation in brackets, else the view of that name."""
    return f"({RELATIONS[name]()})" if name in RELATIONS else name


def kept_relation_sql(name: str) -> str:
    """What to select from for a relation that is kept beside the rows."""
    return f"({_KEPT[name]})"
