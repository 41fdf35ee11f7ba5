"""The records behind the mystery-shopper page, read for the days and places shown; nothing is
judged here."""

from datetime import date

import pandas as pd

from data.database.connection import ReadTransaction
from data.database.rollups import in_step
from data.kinds.catalog import MYSTERY_ITEM, MYSTERY_VISIT, PRAISE, SUPERVISOR_RATING
from data.roles import only, sees_people
from errors import WrongCall
from metrics.sums.query import Filter
from metrics.sums.relations import kept_relation_sql, relation_sql
from metrics.sums.visit_relations import PARTS, WEIGHED, turns_sql

UNITS = ("store", "department", "company")  # what visits are planned by
_VISITS, _SCORE = relation_sql(WEIGHED), "composite"  # of one visit


def _where(start: date, end: date, only: Filter) -> tuple[str, list[object]]:
    """Both days included; a filter names dimensions that visits and their checklists share."""
    conditions = ["date >= ?::DATE", "date < ?::DATE + 1"]
    values: list[object] = [start, end]
    for dimension, chosen in only:
        if dimension not in MYSTERY_VISIT.dimensions:
            raise WrongCall(
                "Visits are not recorded by {dimension}. They are by {known}.",
                dimension=dimension,
                known=MYSTERY_VISIT.dimensions,
            )
        conditions.append(f"coalesce({dimension}, '') IN ({', '.join('?' * len(chosen))})")
        values.extend(chosen)
    return " AND ".join(conditions), values


def last_record(reading: ReadTransaction) -> date | None:
    """The day of the latest visit, checklist, praise or supervisor's rating on record; None without
    any."""
    kinds = (MYSTERY_VISIT, MYSTERY_ITEM, PRAISE, SUPERVISOR_RATING)
    days = " UNION ALL ".join(
        f"SELECT max(date)::DATE AS day FROM live_{kind.name}" for kind in kinds
    )
    return reading.row(f"SELECT max(day) FROM ({days})")[0]


def last_visit(reading: ReadTransaction) -> date | None:
    """The day of the latest visit on record; None without any."""
    return reading.row("SELECT max(date)::DATE FROM live_mystery_visit")[0]


def visits(reading: ReadTransaction, start: date, end: date, only: Filter = ()) -> pd.DataFrame:
    """One row a visit: date, store and shopper ("" where not given), the three scores and `score`,
    the composite (0 to 100)."""
    where, values = _where(start, end, only)
    return reading.frame(
        f"""SELECT date, coalesce(store, '') AS store, coalesce(shopper, '') AS shopper, {", ".join(PARTS)}, {_SCORE} AS score
FROM {_VISITS} WHERE {where} ORDER BY date, upload, line""",
        values,
    )


def lowest_visits(
    reading: ReadTransaction, start: date, end: date, only: Filter, most: int
) -> pd.DataFrame:
    """The visits with the lowest scores, `most` of them: key, date, department, store, channel, the
    three scores, `score` and `critical`, the critical items that lost points."""
    where, values = _where(start, end, only)
    return reading.frame(
        f"""WITH found AS (SELECT key::VARCHAR AS key, date, visit_id, coalesce(department, '') AS department,
    coalesce(store, '') AS store, coalesce(channel, '') AS channel, {", ".join(PARTS)}, {_SCORE} AS score
    FROM {_VISITS} WHERE {where} ORDER BY score NULLS LAST, date, upload, line LIMIT {int(most)})
SELECT found.* EXCLUDE (visit_id), (SELECT count(DISTINCT item) FROM live_mystery_item AS lines WHERE lines.visit_id = found.visit_id
    AND lines.date::DATE = found.date::DATE AND critical = 'yes' AND earned < available) AS critical
FROM found ORDER BY score NULLS LAST, date, key""",
        values,
    )


def visit_with(reading: ReadTransaction, key: str) -> dict[str, object] | None:
    """One visit by its key: as `lowest_visits` without `critical`, with visit_id, scene and remark;
    None where there is none."""
    found = reading.frame(
        f"""SELECT key::VARCHAR AS key, visit_id, date, department, store, channel, {", ".join(PARTS)}, {_SCORE} AS score, scene, remark
FROM {_VISITS} WHERE key::VARCHAR = ?""",
        [key],
    )
    return None if found.empty else found.iloc[0].to_dict()


def lines_of(reading: ReadTransaction, visit_id: str, day: date) -> pd.DataFrame:
    """The checklist of a visit, all its shoppers together: section, item, earned and available
    (missing where it did not apply), critical, course, module."""
    return reading.frame(
        """SELECT coalesce(section, '') AS section, item,
    sum(earned) FILTER (WHERE earned IS NOT NULL AND available IS NOT NULL) AS earned,
    sum(available) FILTER (WHERE earned IS NOT NULL AND available IS NOT NULL) AS available,
    bool_or(critical = 'yes') IS TRUE AS critical, any_value(course) AS course, any_value(module) AS module
FROM live_mystery_item WHERE visit_id = ? AND date::DATE = ?::DATE GROUP BY 1, 2 ORDER BY min(upload), min(line)""",
        [visit_id, day],
    )


def visit_counts(
    reading: ReadTransaction, unit: str, start: date, end: date, only: Filter = ()
) -> pd.DataFrame:
    """Visits by unit and month: unit ("" where not given, or the company), month, visits, last (day
    of the latest); `unit` one of `UNITS`."""
    _known_unit(unit)
    where, values = _where(start, end, only)
    group = "''" if unit == "company" else f"coalesce({unit}, '')"
    return _days(
        reading.frame(
            f"""SELECT {group} AS unit, date_trunc('month', date)::DATE AS month, count(*) AS visits, max(date)::DATE AS last
FROM live_mystery_visit WHERE {where} GROUP BY 1, 2 ORDER BY 1, 2""",
            values,
        ),
        "month",
        "last",
    )


def units_known(reading: ReadTransaction, unit: str, day: date, only: Filter = ()) -> list[str]:
    """The units that visits are due to in the month of a day: stores with records of any kind in
    the year before, departments ever visited."""
    _known_unit(unit)
    if unit == "company":
        return [""]
    if unit == "department":
        return [
            name
            for (name,) in reading.rows(
                "SELECT DISTINCT department FROM live_mystery_visit WHERE department IS NOT NULL "
                "ORDER BY 1"
            )
        ]
    months = kept_relation_sql("store_months") if in_step(reading) else relation_sql("store_months")
    regions = [chosen for dimension, units in only if dimension == "region" for chosen in units]
    where = f"AND coalesce(region, '') IN ({', '.join('?' * len(regions))})" if regions else ""
    return [
        name
        for (name,) in reading.rows(
            f"""SELECT DISTINCT store FROM {months} WHERE store IS NOT NULL {where}
AND date = (SELECT least(max(date), date_trunc('month', ?::DATE)) FROM {months}) ORDER BY 1""",
            [*regions, day],
        )
    ]


def _known_unit(unit: str) -> None:
    if unit not in UNITS:
        raise WrongCall(
            "Visits are not planned by {unit}. They are by one of {known}.", unit=unit, known=UNITS
        )


def sections(reading: ReadTransaction, start: date, end: date, only: Filter = ()) -> pd.DataFrame:
    """One row a visit and section of its checklist: visit (its number and moment), date, section,
    score (0 to 100, missing where nothing applied), critical (how many critical items lost points).

    All shoppers of a visit together; items without points earned or available are left out of the
    score.
    """
    where, values = _where(start, end, only)
    applies = "earned IS NOT NULL AND available IS NOT NULL"
    return reading.frame(
        f"""SELECT visit_id || ' ' || date::VARCHAR AS visit, date, coalesce(section, '') AS section,
    100 * sum(earned) FILTER (WHERE {applies}) / nullif(sum(available) FILTER (WHERE {applies}), 0) AS score,
    count(DISTINCT item) FILTER (WHERE critical = 'yes' AND earned < available) AS critical
FROM live_mystery_item WHERE {where} GROUP BY ALL ORDER BY date, visit, section""",
        values,
    )


def items(reading: ReadTransaction, start: date, end: date, only: Filter = ()) -> pd.DataFrame:
    """One row an item of the checklist: section, item, scored (times it applied), failed (times it
    lost points), lost (share of its points, 0 to 1), critical, course and module where it is taught
    (None: not said; the latest wins)."""
    where, values = _where(start, end, only)
    return reading.frame(
        f"""SELECT coalesce(section, '') AS section, item, count(*) AS scored, count(*) FILTER (WHERE earned < available) AS failed,
    1 - sum(earned) / nullif(sum(available), 0) AS lost, bool_or(critical = 'yes') IS TRUE AS critical,
    arg_max(course, date) AS course, arg_max(module, date) AS module
FROM live_mystery_item WHERE {where} AND earned IS NOT NULL AND available IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2""",
        values,
    )


def weights(reading: ReadTransaction) -> pd.DataFrame:
    """The weights of sections as they were set: section, weight, date (in force from), reason;
    oldest first."""
    return _days(
        reading.frame(
            "SELECT section, weight, date, reason FROM live_section_weight ORDER BY date, upload, "
            "line"
        ),
        "date",
    )


def part_weights(reading: ReadTransaction) -> pd.DataFrame:
    """The weights of the parts of a visit, one row a day on which one was set: since, and the
    weight of each of `PARTS` from then on (1 while none is set); oldest first."""
    weights = ", ".join(f"coalesce({part}_weight, 1) AS {part}" for part in PARTS)
    return _days(
        reading.frame(f"SELECT since, {weights} FROM {turns_sql()} ORDER BY since"), "since"
    )


def seen_twice(reading: ReadTransaction, start: date, end: date, only: Filter = ()) -> pd.DataFrame:
    """The checklist lines of visits that several shoppers saw: visit, shopper, item (with its
    section), share of its points earned (0 to 1)."""
    where, values = _where(start, end, only)
    return reading.frame(
        f"""SELECT * FROM (
    SELECT visit_id || ' ' || date::VARCHAR AS visit, shopper, coalesce(section, '') || ': ' || item AS item,
           sum(earned) / nullif(sum(available), 0) AS share, sum(earned) AS earned, sum(available) AS available
    FROM live_mystery_item WHERE {where} AND shopper IS NOT NULL AND earned IS NOT NULL AND available IS NOT NULL GROUP BY ALL)
QUALIFY count(DISTINCT shopper) OVER (PARTITION BY visit) > 1 ORDER BY visit, shopper, item""",
        values,
    )


@only(sees_people)
def evidence(reading: ReadTransaction, start: date, end: date) -> pd.DataFrame:
    """What was observed of each member of staff, one row each: employee (personal), department,
    store (the latest), n and mean (0 to
    100) of all observations, squares (sum of their squared distances from the mean), and n and mean
      of visits, ratings and praises.

    Observations are visits that name who served, supervisors' ratings (rescaled), and verified
    praise, which counts as 100.
    """
    return reading.frame(
        f"""WITH seen AS (
    SELECT employee, department, store, date, 'visits' AS what, {_SCORE} AS score FROM {_VISITS}
    UNION ALL SELECT employee, department, store, date, 'ratings', 100 * (score - scale_low) / (scale_high - scale_low) FROM live_supervisor_rating
    UNION ALL SELECT employee, department, store, date, 'praises', 100 FROM live_praise WHERE verified = 'yes')
SELECT employee, arg_max(department, date) AS department, arg_max(store, date) AS store, count(*) AS n, avg(score) AS mean,
    count(*) * var_pop(score) AS squares,
    {
            ", ".join(
                f"count(*) FILTER (WHERE what = '{what}') AS {what}, avg(score) FILTER (WHERE what = '{what}') AS {what}_mean"
                for what in ("visits", "ratings", "praises")
            )
        }
FROM seen WHERE employee IS NOT NULL AND score IS NOT NULL AND date >= ?::DATE AND date < ?::DATE + 1 GROUP BY employee ORDER BY employee""",
        [start, end],
    )


@only(sees_people)
def honours(reading: ReadTransaction) -> pd.DataFrame:
    """What the committee awarded, latest first: date (month), honour, employee (personal),
    department, store, reason, author."""
    return _days(
        reading.frame("""SELECT date, honour, employee, department, store, reason, author FROM live_star
ORDER BY date DESC, honour, employee"""),
        "date",
    )


def _days(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Days as dates, not as moments."""
    return frame.assign(
        **{
            name: pd.Series([day.date() for day in frame[name]], frame.index, dtype=object)
            for name in columns
        }
    )
