"""Records behind the page People and culture: items of the programme for all, single suggestions
and violations for the roles that work with people."""

from datetime import date

import pandas as pd

from data.database.connection import ReadTransaction
from data.fiscal import period_sql
from data.roles import only, sees_people
from metrics.sums.query import Filter

LONGEST = 200  # suggestions that wait, of which a list is made


def _where(chosen: Filter) -> tuple[str, list[object]]:
    """The units filtered for, as SQL with its values."""
    told = [f"coalesce({name}, '') IN ({', '.join('?' * len(units))})" for name, units in chosen]
    return "".join(f" AND {one}" for one in told), [unit for _, units in chosen for unit in units]


def items(reading: ReadTransaction, type_: str, until: date, chosen: Filter) -> pd.DataFrame:
    """The items of a type of the programme, those done up to a day and all that are planned: name,
    date, state and number, in order of their days."""
    where, values = _where(chosen)
    found = reading.frame(
        f"""SELECT name, date, state, number FROM live_programme_item
        WHERE type = ? AND (date <= ? OR state = 'planned'){where} ORDER BY date, name""",
        [type_, until, *values],
    )
    return found.assign(date=[day.date() for day in pd.to_datetime(found["date"])])


def first_item(reading: ReadTransaction, chosen: Filter) -> date | None:
    """The first month with an item of the programme that is done; None without any."""
    where, values = _where(chosen)
    (found,) = reading.row(
        f"""SELECT date_trunc('month', min(date))::DATE FROM live_programme_item
        WHERE state = 'done'{where}""",
        values,
    )
    return found


def ratings(reading: ReadTransaction, instrument: str, until: date, chosen: Filter) -> pd.DataFrame:
    """What raters gave with an instrument up to a day: the quarter, dimension and view, and of each
    rater, who is a number here, the mean `level` and `points`."""
    where, values = _where(chosen)
    found = reading.frame(
        f"""SELECT {period_sql("quarter", "date")} AS period, dimension, view,
               coalesce(rater, '') AS rater, avg(level) AS level, avg(points) AS points
        FROM live_audit WHERE instrument = ? AND date <= ?{where}
        GROUP BY ALL ORDER BY ALL""",
        [instrument, until, *values],
    )
    return found.assign(
        period=[day.date() for day in pd.to_datetime(found["period"])],
        rater=pd.factorize(found["rater"])[0],
    )


@only(sees_people)
def decision_lengths(
    reading: ReadTransaction, first: date, last: date, chosen: Filter
) -> pd.DataFrame:
    """How many days suggestions submitted from one day to another took to be decided: `days`,
    `done` (how many were decided after so many), `open` (how many had waited so long on the last
    day on record). What was withdrawn, or decided on no known day, is left out."""
    where, values = _where(chosen)
    return reading.frame(
        f"""WITH seen AS (SELECT greatest(max(date)::DATE, max(decided), max(done)) AS last FROM live_suggestion),
             told AS (SELECT decision IN ('adopted', 'not_adopted') AS decided_on,
                             date_diff('day', date::DATE, CASE WHEN decision IN ('adopted', 'not_adopted') THEN decided ELSE last END) AS days
                      FROM live_suggestion, seen
                      WHERE date >= ? AND date < ?::DATE + 1 AND decision <> 'withdrawn'{where})
        SELECT days, count(*) FILTER (decided_on) AS done, count(*) FILTER (NOT decided_on) AS open
        FROM told WHERE days IS NOT NULL GROUP BY days ORDER BY days""",
        [first, last, *values],
    )


@only(sees_people)
def waiting_longest(reading: ReadTransaction, until: date, chosen: Filter) -> pd.DataFrame:
    """The suggestions submitted up to a day that wait for a decision, the oldest first: number,
    date, category, department, and what they propose."""
    where, values = _where(chosen)
    found = reading.frame(
        f"""SELECT suggestion_id, date::DATE AS date, category, department, comment FROM live_suggestion
        WHERE decision IN ('open', 'deferred') AND date < ?::DATE + 1{where}
        ORDER BY date, suggestion_id LIMIT {LONGEST}""",
        [until, *values],
    )
    return found.assign(date=[day.date() for day in pd.to_datetime(found["date"])])


@only(sees_people)
def broken_by(reading: ReadTransaction, first: date, last: date, chosen: Filter) -> pd.DataFrame:
    """Who broke a standard from one day to another, without those whose appeal was upheld: employee,
    department, store, verbal, written, serious, retraining, last (the latest day), those with the
    gravest steps first."""
    where, values = _where(chosen)
    found = reading.frame(
        f"""SELECT employee, arg_max(department, date) AS department, arg_max(store, date) AS store,
               count(*) FILTER (step = 'verbal') AS verbal, count(*) FILTER (step = 'written') AS written,
               count(*) FILTER (step = 'serious') AS serious,
               count(*) FILTER (retraining = 'yes') AS retraining, max(date)::DATE AS last
        FROM live_violation
        WHERE coalesce(appeal, 'none') <> 'upheld' AND date >= ? AND date < ?::DATE + 1{where}
        GROUP BY employee ORDER BY serious DESC, written DESC, verbal DESC, employee""",
        [first, last, *values],
    )
    return found.assign(last=[day.date() for day in pd.to_datetime(found["last"])])
