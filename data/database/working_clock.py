"""The working clock, as SQL: how many working minutes have passed by a moment.

`working_clock` has a row for each day and each store with days of its own ("" for all others):
`spans`, from when to when work is done, and `before`, the working minutes of all days before. What
a company says of a day (`working_day`) goes before the official calendar, and what is said of a
store before that. Hours of a day's own move its beginning and its end; the usual breaks stay.
"""

from datetime import date
from typing import Protocol

from data.workdays.official import YEARS_AHEAD, calendar, hours, official_days, state_of


class RunsStatements(Protocol):
    """What statements can be run on: a connection, or a transaction that writes."""

    def __call__(self, sql: str, values: list[object] = ..., /) -> object: ...


TABLES = """
CREATE TABLE IF NOT EXISTS official_day (day DATE, working BOOLEAN);
CREATE TABLE IF NOT EXISTS usual_hours (opens INTEGER, closes INTEGER);
CREATE TABLE IF NOT EXISTS calendar_state (made VARCHAR);
"""


def _minutes(column: str) -> str:
    return f"(split_part({column}, ':', 1)::INT * 60 + split_part({column}, ':', 2)::INT)"


VIEW = f"""
CREATE OR REPLACE VIEW working_clock AS
WITH usual AS (SELECT list(struct_pack(a := opens, b := closes) ORDER BY opens) AS spans FROM usual_hours),
     own AS (SELECT coalesce(store, '') AS store, date::DATE AS day, working = 'yes' AS working,
                    {_minutes("opens")} AS opens, {_minutes("closes")} AS closes
             FROM live_working_day QUALIFY row_number() OVER (PARTITION BY store, date::DATE ORDER BY upload DESC, line DESC) = 1),
     stores AS (SELECT '' AS store UNION SELECT store FROM own),
     days AS (SELECT stores.store, official_day.day, usual.spans,
                     coalesce(mine.working, company.working, official_day.working) AS working,
                     CASE WHEN mine.day IS NOT NULL THEN mine.opens ELSE company.opens END AS opens,
                     CASE WHEN mine.day IS NOT NULL THEN mine.closes ELSE company.closes END AS closes
              FROM stores CROSS JOIN official_day CROSS JOIN usual
              LEFT JOIN own AS mine ON mine.store = stores.store AND mine.day = official_day.day
              LEFT JOIN own AS company ON company.store = '' AND company.day = official_day.day),
     open AS (SELECT store, day, CASE WHEN NOT working THEN [] ELSE
                     list_filter(list_transform(spans, lambda w, i: struct_pack(
                         a := greatest(CASE WHEN i = 1 THEN coalesce(opens, w.a) ELSE w.a END, coalesce(opens, 0)),
                         b := least(CASE WHEN i = len(spans) THEN coalesce(closes, w.b) ELSE w.b END, coalesce(closes, 1440)))),
                         lambda w: w.a < w.b) END AS spans
              FROM days)
SELECT store, day, spans, coalesce(sum(coalesce(list_sum(list_transform(spans, lambda w: w.b - w.a)), 0))
           OVER (PARTITION BY store ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::DOUBLE AS before
FROM open;
"""


def worked_by(moment: str, clock: str) -> str:
    """SQL of the working minutes that have passed by a moment; `clock`: what its day's row of
    `working_clock` is called."""
    at = f"(epoch({moment} - {clock}.day::TIMESTAMP) / 60.0)"
    return (
        f"({clock}.before + coalesce(list_sum(list_transform({clock}.spans, lambda w: "
        f"greatest(0.0, least({at}, w.b) - w.a))), 0.0))"
    )


def is_due(made: str | None, today: date) -> bool:
    """Whether days and hours in the database are those of other settings, or of another version."""
    return made is not None and made != state_of(today)


def write_calendar(run: RunsStatements, today: date) -> None:
    """Write the official days and the usual hours, as settings and library have them."""
    run("DELETE FROM official_day")
    run("DELETE FROM usual_hours")
    run("DELETE FROM calendar_state")
    days = official_days(calendar(), today.year + YEARS_AHEAD)
    run(
        "INSERT INTO official_day SELECT unnest(?::DATE[]), unnest(?::BOOLEAN[])",
        [[day for day, _ in days], [working for _, working in days]],
    )
    for opens, closes in hours():
        run("INSERT INTO usual_hours VALUES (?, ?)", [opens, closes])
    run("INSERT INTO calendar_state VALUES (?)", [state_of(today)])
