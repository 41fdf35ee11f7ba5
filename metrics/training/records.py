"""Records behind the page Training, read for one course, paper or day at a time.

What names single people is for the roles that work with them: ask `sees_people` first.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.database import Reading

_EXAM = "PARTITION BY employee, course, coalesce(module, '')"
# Attempts in their order; the same order as that of the KPIs (metrics/relations.py).
_SITTINGS = f"""
    SELECT *, score >= pass_mark AS passed, row_number() OVER ({_EXAM} ORDER BY attempt NULLS LAST, date, upload, line) AS sitting
    FROM live_training
    WHERE score IS NOT NULL AND pass_mark IS NOT NULL"""


@dataclass(frozen=True)
class Paper:
    """One version of a course's exam with scored answers on record: `people` by their first attempts; `last`: the latest of them."""

    course: str
    version: str
    people: int
    last: date


def waiting(reading: Reading, day: date) -> pd.DataFrame:
    """Who waits for a retake at the end of a day, longest first: one row a person, course and module.

    Columns employee, department, store, course, module, attempts, failed_on (date), score, pass_mark.
    """
    found = reading.frame(f"""
        SELECT employee, arg_max(department, sitting) AS department, arg_max(store, sitting) AS store, course,
               coalesce(module, '') AS module, count(*) AS attempts, max_by(date, sitting)::DATE AS failed_on,
               max_by(score, sitting) AS score, max_by(pass_mark, sitting) AS pass_mark
        FROM ({_SITTINGS} AND date < ?::DATE + 1)
        GROUP BY employee, course, coalesce(module, '') HAVING NOT max_by(passed, sitting)
        ORDER BY failed_on, employee, course""", [day])
    return found.assign(failed_on=[stamp.date() for stamp in found["failed_on"]])


def retakes_sat(reading: Reading, first: date, last: date) -> tuple[int, int]:
    """Of the retakes sat from the first to the last day, how many were passed, and how many there were."""
    passed, sat = reading.row(f"""
        SELECT count(*) FILTER (passed), count(*) FROM ({_SITTINGS} AND date < ?::DATE + 1)
        WHERE sitting > 1 AND date >= ?::DATE""", [last, first])
    return passed, sat


def examined(reading: Reading, first: date, last: date) -> tuple[int, int]:
    """Of people × courses whose first attempt falls into these days: how many had passed by the last day, and how many there were."""
    passed, people = reading.row(f"""
        SELECT count(*) FILTER (ever), count(*)
        FROM (SELECT bool_or(passed) AS ever FROM ({_SITTINGS} AND date < ?::DATE + 1)
              GROUP BY employee, course, coalesce(module, '') HAVING min_by(date, sitting) >= ?::DATE)""", [last, first])
    return passed, people


def courses(reading: Reading) -> list[str]:
    """The courses with attempts on record, those examined last first."""
    return [course for course, in reading.rows("SELECT course FROM live_training GROUP BY course ORDER BY max(date) DESC, course")]


def passing_times(reading: Reading, course: str | None = None) -> pd.DataFrame:
    """When people passed, as `passing_curve` takes it: `time` the attempt that passed, else the last one; `passed`. None: all courses."""
    counted = reading.frame(f"""
        SELECT coalesce(won, last) AS time, won IS NOT NULL AS passed, count(*) AS people
        FROM (SELECT min(sitting) FILTER (passed) AS won, max(sitting) AS last FROM ({_SITTINGS}) WHERE ? IS NULL OR course = ?
              GROUP BY employee, course, coalesce(module, ''))
        GROUP BY ALL ORDER BY ALL""", [course, course])
    return counted.loc[counted.index.repeat(counted["people"]), ["time", "passed"]].reset_index(drop=True)


# The first attempt of each person in a course, whatever the version: whoever sits it again knows it.
_FIRST_ITEMS = """
    SELECT *, coalesce(version, '') AS paper FROM live_exam_item
    QUALIFY dense_rank() OVER (PARTITION BY employee, course, coalesce(module, '') ORDER BY attempt NULLS LAST, date::DATE) = 1"""


def papers(reading: Reading) -> list[Paper]:
    """The exams with scored answers to single items on record, the latest first."""
    found = reading.rows(f"""
        SELECT course, paper, count(DISTINCT employee), max(date)::DATE FROM ({_FIRST_ITEMS}) WHERE score IS NOT NULL GROUP BY ALL
        ORDER BY max(date) DESC, count(DISTINCT employee) DESC, course, paper""")
    return [Paper(*row) for row in found]


def item_answers(reading: Reading, course: str, version: str) -> pd.DataFrame:
    """The first attempts at one paper: employee, item, score, maximum, response, key; one row a person and item.

    Of attempts on one day whose numbers nobody wrote down it is the earlier.
    """
    return reading.frame(f"""
        SELECT employee, item, score, maximum, response, nullif(correct_response, '') AS key
        FROM ({_FIRST_ITEMS}) WHERE course = ? AND paper = ? AND score IS NOT NULL
        QUALIFY row_number() OVER (PARTITION BY employee, item ORDER BY date, upload, line) = 1
        ORDER BY employee, item""", [course, version])


def pass_share(reading: Reading, dimension: str, unit: str) -> float | None:
    """The pass mark of a course or module as a share of the maximum score: the most frequent one; None where none is on record."""
    return reading.row(f"SELECT mode(pass_mark / maximum) FROM live_training WHERE {dimension} = ? AND pass_mark > 0 AND maximum > 0", [unit])[0]


def modules(reading: Reading) -> list[str]:
    """The modules with attempts on record, by name."""
    return [name for name, in reading.rows("SELECT DISTINCT module FROM live_training WHERE module IS NOT NULL AND module <> '' ORDER BY 1")]


def second_looks(reading: Reading, module: str) -> pd.DataFrame:
    """First attempts at a course of a module by people who had passed another course of it before.

    Columns `days` since the last pass, `score` (0 to 1), `employee`; ordered by days.
    """
    return reading.frame(f"""
        WITH sat AS (SELECT * FROM ({_SITTINGS}) WHERE module = ? AND maximum > 0),
             passes AS (SELECT employee, course, date FROM sat WHERE passed)
        SELECT date_diff('day', passes.date, sat.date) AS days, sat.score / sat.maximum AS score, sat.employee
        FROM sat ASOF JOIN passes ON sat.employee = passes.employee AND sat.date > passes.date
        WHERE sat.sitting = 1 AND sat.course <> passes.course AND date_diff('day', passes.date, sat.date) > 0
        ORDER BY days, sat.employee""", [module])


def newcomers(reading: Reading, first: date, last: date) -> pd.DataFrame:
    """Who was hired from the first to the last day and is on the roster on the last: employee, department, store, hired_on (date)."""
    found = reading.frame("""
        SELECT employee, department, store, hired_on
        FROM (SELECT * FROM live_roster WHERE date <= ?::DATE
              QUALIFY row_number() OVER (PARTITION BY employee ORDER BY date DESC, upload DESC, line DESC) = 1)
        WHERE hired_on BETWEEN ? AND ? AND (left_on IS NULL OR left_on > ?)
        ORDER BY hired_on, employee""", [last, first, last, last])
    return found.assign(hired_on=[stamp.date() for stamp in found["hired_on"]])


def sat_by(reading: Reading, people: list[str], last: date) -> pd.DataFrame:
    """What these people sat up to a day: employee, course, module, day."""
    found = reading.frame("""
        SELECT employee, course, coalesce(module, '') AS module, date::DATE AS day FROM live_training
        WHERE list_contains(?, employee) AND date < ?::DATE + 1 ORDER BY employee, date""", [people, last])
    return found.assign(day=[stamp.date() for stamp in found["day"]])
