"""Records behind the page Training, read for one course, paper or day at a time.

What is read person by person is for the roles that work with people, and for nobody else; exams, to a
trainer of some units, of these units alone. The list of staff is for no such trainer: figures of it are
shown to all of larger groups, and less the people known they would tell of the others.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.database.connection import ReadTransaction
from data.matching.exam_items import LEFT_EMPTY
from data.roles import exam_units, only, sees_exams, sees_people
from metrics.sums.relations import LEAVERS, PASSED, cases_sql, in_order, relation_sql


@dataclass(frozen=True)
class SatPaper:
    """One version of a course's exam with scored answers on record: `people` by their first
    attempts; `last`: the latest of them."""

    course: str
    version: str
    people: int
    last: date


def _attempts(until: str = "TRUE") -> str:
    """The attempts of the KPIs, with their cases; `until` is a condition on them."""
    return f"(FROM {relation_sql('exam_attempts')} WHERE {until})"


def _own(reading: ReadTransaction) -> tuple[str, tuple[str, ...]]:
    """A condition on exams or answers and its values: of the units that the viewer may see person by
    person. Rows that name no unit are of none."""
    limit = exam_units(reading.viewer)
    if limit is None:
        return "TRUE", ()
    dimension, units = limit
    return f"coalesce({dimension}, '') IN ({', '.join('?' * len(units))})", units


_UNANSWERED = ", ".join(f"'{word}'" for word in sorted({"", *LEFT_EMPTY}))
_UP_TO = "date < ?::DATE + 1"
_CASE = "employee, course, coalesce(module, ''), spell, lap"


@only(sees_exams)
def waiting(reading: ReadTransaction, day: date) -> pd.DataFrame:
    """Who waits for a retake at the end of a day and has not left by then, longest first: one row a
    person, course and module.

    Columns employee, department, store, course, module, attempts (of this exam), failed_on (date),
    score, pass_mark.
    """
    own, units = _own(reading)
    found = reading.frame(
        f"""
        SELECT employee, department, store, course, module, sitting AS attempts, date::DATE AS failed_on, score, pass_mark
        FROM (SELECT *, coalesce(module, '') AS module FROM {_attempts(_UP_TO)}
              QUALIFY row_number() OVER (PARTITION BY employee, course, coalesce(module, '') ORDER BY turn DESC) = 1) AS latest
        WHERE NOT passed AND {own} AND NOT EXISTS (FROM {LEAVERS} AS leaver
                                         WHERE leaver.employee = latest.employee AND left_on BETWEEN latest.date::DATE AND ?::DATE)
        ORDER BY failed_on, employee, course""",
        [day, *units, day],
    )
    return found.assign(failed_on=[stamp.date() for stamp in found["failed_on"]])


@only(sees_exams)
def retakes_sat(reading: ReadTransaction, first: date, last: date) -> tuple[int, int]:
    """Of the retakes sat from the first to the last day, how many were passed, and how many there
    were."""
    own, units = _own(reading)
    passed, sat = reading.row(
        f"""
        SELECT count(*) FILTER (passed), count(*) FROM {_attempts(_UP_TO)} WHERE sitting > 1 AND NOT before AND date >= ?::DATE AND {own}""",
        [last, first, *units],
    )
    return passed, sat


@only(sees_exams)
def examined(reading: ReadTransaction, first: date, last: date) -> tuple[int, int, int]:
    """Of the exams (a person's, in a course) whose first attempt falls into these days: how many
    were passed by the last day, how many of the others are of people who have left by then, and how
    many there were."""
    own, units = _own(reading)
    passed, left, exams = reading.row(
        f"""
        SELECT count(*) FILTER (ever), count(*) FILTER (NOT ever AND left_on BETWEEN latest AND ?::DATE), count(*)
        FROM (SELECT employee, bool_or(passed) AS ever, max(date)::DATE AS latest FROM {_attempts(f"{_UP_TO} AND {own}")}
              GROUP BY {_CASE} HAVING min(date) >= ?::DATE) LEFT JOIN {LEAVERS} USING (employee)""",
        [last, last, *units, first],
    )
    return passed, left, exams


def courses(reading: ReadTransaction) -> list[str]:
    """The courses with attempts on record, those examined last first."""
    return [
        course
        for (course,) in reading.rows(
            "SELECT course FROM live_training GROUP BY course ORDER BY max(date) DESC, course"
        )
    ]


@only(sees_exams)
def passing_times(reading: ReadTransaction, course: str | None = None) -> pd.DataFrame:
    """When exams were passed, as `passing_curve` takes it: `time` the attempt that passed, else the
    last one; `passed`. None: all courses. Of exams that began in other units than the viewer's nobody
    knows here how they went on there."""
    own, units = _own(reading)
    asked = _attempts(f"(? IS NULL OR course = ?) AND {own}")
    counted = reading.frame(
        f"""
        SELECT coalesce(won, last) AS time, won IS NOT NULL AS passed, count(*) AS exams
        FROM (SELECT min(sitting) FILTER (passed) AS won, max(sitting) AS last FROM {asked} GROUP BY {_CASE} HAVING min(sitting) = 1)
        GROUP BY ALL ORDER BY ALL""",
        [course, course, *units],
    )
    return counted.loc[counted.index.repeat(counted["exams"]), ["time", "passed"]].reset_index(
        drop=True
    )


def _sat_items(sittings: str) -> str:
    """The items of attempts at an exam, whatever the version; `sittings`: a condition on the
    attempts, of which `sitting` is the number within the case and `turn` that among all.

    Attempts are those of one day and number; whether they were passed is known where their result
    is on record.
    """
    same = (
        "sat.employee = tried.employee AND sat.course = tried.course AND coalesce(sat.module, '') "
        "= tried.module"
    )
    tried = f"""(
        SELECT tried.*, coalesce((SELECT bool_or(passed) FROM results AS sat
                                  WHERE {same} AND sat.day = tried.date::DATE AND (sat.attempt = tried.attempt) IS NOT FALSE), FALSE) AS passed
        FROM (SELECT employee, course, coalesce(module, '') AS module, attempt, date::DATE::TIMESTAMP AS date, min(upload) AS upload, 0 AS line
              FROM live_exam_item GROUP BY ALL) AS tried)"""
    return f"""(
        WITH results AS MATERIALIZED (SELECT employee, course, module, attempt, date::DATE AS day, {PASSED} AS passed FROM live_training
                                      WHERE {PASSED} IS NOT NULL),
             numbered AS (SELECT *, row_number() OVER (PARTITION BY employee, course, module, spell, lap ORDER BY turn) AS sitting
                          FROM ({cases_sql(tried, "employee, course, module")}) QUALIFY {sittings})
        SELECT item.*, coalesce(item.version, '') AS paper, numbered.turn FROM live_exam_item AS item JOIN numbered
          ON item.employee = numbered.employee AND item.course = numbered.course AND coalesce(item.module, '') = numbered.module
         AND item.attempt IS NOT DISTINCT FROM numbered.attempt AND item.date::DATE = numbered.date::DATE)"""


# Whoever sits an exam again knows it.
_FIRST = "sitting = 1"


@only(sees_exams)
def papers(reading: ReadTransaction) -> list[SatPaper]:
    """The exams with scored answers to single items on record, the latest first."""
    own, units = _own(reading)
    found = reading.rows(
        f"""
        SELECT course, paper, count(DISTINCT employee), max(date)::DATE FROM {_sat_items(_FIRST)} WHERE score IS NOT NULL AND {own} GROUP BY ALL
        ORDER BY max(date) DESC, count(DISTINCT employee) DESC, course, paper""",
        list(units),
    )
    return [SatPaper(*row) for row in found]


@only(sees_exams)
def item_answers(reading: ReadTransaction, course: str, version: str) -> pd.DataFrame:
    """The first attempts at one paper: employee, item, day (date), score, maximum, response, key;
    one row a person and item.

    Whoever sat the paper in several years counts with the first of them; of attempts on one day
    whose numbers nobody wrote down it is the earlier. `response` is missing where an item was left
    unanswered.
    """
    own, units = _own(reading)
    return reading.frame(
        f"""
        SELECT employee, item, date::DATE AS day, score, maximum,
               CASE WHEN trim(lower(response)) NOT IN ({_UNANSWERED}) THEN response END AS response, nullif(correct_response, '') AS key
        FROM (FROM {_sat_items(_FIRST)} WHERE course = ? AND paper = ? AND score IS NOT NULL AND {own}
              QUALIFY date::DATE = min(date::DATE) OVER (PARTITION BY employee))
        QUALIFY row_number() OVER (PARTITION BY employee, item ORDER BY {in_order()}) = 1
        ORDER BY employee, item""",
        [course, version, *units],
    )


@only(sees_exams)
def answers_again(reading: ReadTransaction, course: str) -> pd.DataFrame:
    """All attempts at a course's exams by those who sat one more than once: employee, module, paper,
    item, turn (1, 2, … at the module's exam), share of the item's points (0 to 1); one row a
    person, item and attempt. Up to the first attempt in other units than the viewer's: what was met
    there would look as if it were new."""
    own, units = _own(reading)
    return reading.frame(
        f"""
        SELECT employee, module, paper, item, turn, avg(score / most) AS share
        FROM (SELECT * REPLACE (coalesce(module, '') AS module),
                     coalesce(nullif(maximum, 0), nullif(max(maximum) OVER same, 0), nullif(max(score) OVER same, 0)) AS most
              FROM (FROM {_sat_items("TRUE")} WHERE course = ? AND {own}
                    QUALIFY turn = dense_rank() OVER (PARTITION BY employee, coalesce(module, '') ORDER BY turn))
              WHERE score IS NOT NULL
              WINDOW same AS (PARTITION BY coalesce(module, ''), paper, item))
        GROUP BY employee, module, paper, item, turn QUALIFY max(turn) OVER (PARTITION BY employee, module) > 1
        ORDER BY employee, module, turn, paper, item""",
        [course, *units],
    )


@only(sees_exams)
def pass_share(reading: ReadTransaction, dimension: str, unit: str) -> float | None:
    """The pass mark of a course or module as a share of the maximum score: the most frequent one;
    None where none is on record."""
    own, units = _own(reading)
    return reading.row(
        f"SELECT mode(pass_mark / maximum) FROM live_training WHERE {dimension} = ? AND pass_mark "
        f"> 0 AND maximum > 0 AND {own}",
        [unit, *units],
    )[0]


@only(sees_exams)
def modules(reading: ReadTransaction) -> list[str]:
    """The modules with attempts on record, by name."""
    own, units = _own(reading)
    return [
        name
        for (name,) in reading.rows(
            f"SELECT DISTINCT module FROM live_training WHERE module <> '' AND {own} ORDER BY 1",
            list(units),
        )
    ]


@only(sees_exams)
def second_looks(reading: ReadTransaction, module: str) -> pd.DataFrame:
    """First attempts at a course of a module by people who had passed another course of it before.

    Columns `days` since the last pass, `score` (0 to 1), `employee`; ordered by days. Both are of the
    viewer's units, and no pass elsewhere lies between.
    """
    own, units = _own(reading)
    return reading.frame(
        f"""
        WITH sat AS (SELECT *, {own} AS ours FROM {_attempts("module = ? AND maximum > 0")}),
             passes AS (SELECT employee, course, date, ours FROM sat WHERE passed)
        SELECT date_diff('day', passes.date, sat.date) AS days, sat.score / sat.maximum AS score, sat.employee
        FROM sat ASOF JOIN passes ON sat.employee = passes.employee AND sat.date > passes.date
        WHERE sat.ours AND passes.ours AND sat.turn = 1 AND sat.course <> passes.course AND date_diff('day', passes.date, sat.date) > 0
        ORDER BY days, sat.employee""",
        [*units, module],
    )


@only(sees_people)
def newcomers(reading: ReadTransaction, first: date, last: date) -> pd.DataFrame:
    """Who was hired from the first to the last day and is on the roster on the last: employee,
    department, store, hired_on (date)."""
    found = reading.frame(
        """
        SELECT employee, department, store, hired_on
        FROM (SELECT * FROM live_roster WHERE date <= ?::DATE
              QUALIFY row_number() OVER (PARTITION BY employee ORDER BY date DESC, upload DESC, line DESC) = 1)
        WHERE hired_on BETWEEN ? AND ? AND (left_on IS NULL OR left_on > ?)
        ORDER BY hired_on, employee""",
        [last, first, last, last],
    )
    return found.assign(hired_on=[stamp.date() for stamp in found["hired_on"]])


@only(sees_people)
def sat_by(reading: ReadTransaction, people: list[str], last: date) -> pd.DataFrame:
    """What these people sat up to a day: employee, course, module, day."""
    found = reading.frame(
        """
        SELECT employee, course, coalesce(module, '') AS module, date::DATE AS day FROM live_training
        WHERE list_contains(?, employee) AND date < ?::DATE + 1 ORDER BY employee, date""",
        [people, last],
    )
    return found.assign(day=[stamp.date() for stamp in found["day"]])
