SELECT period, "group", count(*) AS n, sum(y)::DOUBLE AS y, sum(less)::DOUBLE AS less, sum(x)::DOUBLE AS x, sum(top)::DOUBLE AS top,
       sum(y * y)::DOUBLE AS yy, sum(x * y)::DOUBLE AS xy, sum(x * x)::DOUBLE AS xx
FROM (SELECT period, "group", "case", sum(y) AS y, sum(less) AS less, sum(x) AS x, sum(top) AS top
FROM (SELECT date_trunc('quarter', date)::DATE AS period, NULL::VARCHAR AS "group", coalesce(employee::VARCHAR, '')||chr(31)||coalesce(course::VARCHAR, '')||chr(31)||coalesce(module::VARCHAR, '') AS "case",
       (change) AS y, (0) AS less, (1) AS x, (FALSE)::INT AS top
FROM (
    SELECT * REPLACE (last_department AS department, last_store AS store), before::INT - passed::INT AS change
    FROM (SELECT *, lag(passed, 1, TRUE) OVER (PARTITION BY employee, course, coalesce(module, '') ORDER BY sitting) AS before,
                 last_value(department) OVER (PARTITION BY employee, course, coalesce(module, '') ORDER BY sitting ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS last_department,
                 last_value(store) OVER (PARTITION BY employee, course, coalesce(module, '') ORDER BY sitting ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS last_store
          FROM (
    SELECT *, score >= pass_mark AS passed,
           row_number() OVER (PARTITION BY employee, course, coalesce(module, '') ORDER BY attempt NULLS LAST, date, upload, line) AS sitting
    FROM live_training
    WHERE score IS NOT NULL AND pass_mark IS NOT NULL))
    WHERE before <> passed)
WHERE (TRUE) AND date < ?::DATE + 1 AND coalesce(department, '') IN (?))
GROUP BY ALL)
GROUP BY period, "group" ORDER BY period, "group"
