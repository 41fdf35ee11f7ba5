SELECT period, "group", count(*) AS n, sum(y)::DOUBLE AS y, sum(less)::DOUBLE AS less, sum(x)::DOUBLE AS x, sum(top)::DOUBLE AS top,
       sum(y * y)::DOUBLE AS yy, sum(x * y)::DOUBLE AS xy, sum(x * x)::DOUBLE AS xx
FROM (SELECT period, "group", "case", sum(y) AS y, sum(less) AS less, sum(x) AS x, sum(top) AS top
FROM (SELECT date_trunc('quarter', date)::DATE AS period, NULL::VARCHAR AS "group", coalesce(employee::VARCHAR, '')||chr(31)||coalesce(course::VARCHAR, '')||chr(31)||coalesce(module::VARCHAR, '') AS "case",
       ((passed_first)::INT) AS y, (0) AS less, (1) AS x, (FALSE)::INT AS top
FROM (
    SELECT * EXCLUDE (passed, sitting), passed AS passed_first
    FROM (
    SELECT *, row_number() OVER of_case AS sitting, bool_or(passed) OVER (of_case ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS passed_ever
    FROM (
    SELECT * EXCLUDE (counted, fresh, begun), (counted - begun) // 12 AS lap
    FROM (SELECT *, count(*) FILTER (fresh) OVER so_far AS spell, max(counted) FILTER (turn = 1 OR fresh) OVER so_far AS begun
          FROM (SELECT * EXCLUDE (day_before, month_before), before AND date::DATE > day_before + 14 AS fresh,
                       CASE WHEN before AND date::DATE <= day_before + 14 THEN month_before ELSE year(date) * 12 + month(date) END AS counted
                FROM (SELECT *, row_number() OVER sat AS turn, lag(passed) OVER sat AS before,
                             lag(date::DATE) OVER sat AS day_before, lag(year(date) * 12 + month(date)) OVER sat AS month_before
                      FROM (SELECT *, coalesce(outcome = 'passed', score >= pass_mark) AS passed FROM live_training WHERE coalesce(outcome = 'passed', score >= pass_mark) IS NOT NULL)
                      WINDOW sat AS (PARTITION BY employee, course, coalesce(module, '') ORDER BY date::DATE, attempt NULLS LAST, date, upload, CASE WHEN upload IN (SELECT id FROM upload WHERE bottom_up) THEN -line ELSE line END)))
          WINDOW so_far AS (PARTITION BY employee, course, coalesce(module, '') ORDER BY turn)))
    WINDOW of_case AS (PARTITION BY employee, course, coalesce(module, ''), spell, lap ORDER BY turn))
    WHERE sitting = 1)
WHERE (TRUE) AND date >= ?::DATE AND date < ?::DATE + 1 AND coalesce(department, '') IN (?))
GROUP BY ALL)
GROUP BY period, "group" ORDER BY period, "group"
