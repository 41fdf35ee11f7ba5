SELECT period, "group", count(*) AS n, sum(y)::DOUBLE AS y, sum(less)::DOUBLE AS less, sum(x)::DOUBLE AS x, sum(top)::DOUBLE AS top,
       sum(y * y)::DOUBLE AS yy, sum(x * y)::DOUBLE AS xy, sum(x * x)::DOUBLE AS xx
FROM (SELECT period, "group", "case", sum(y) AS y, sum(less) AS less, sum(x) AS x, sum(top) AS top
FROM (SELECT date_trunc('quarter', date)::DATE AS period, NULL::VARCHAR AS "group", coalesce(employee::VARCHAR, '') AS "case",
       (100.0 * trained::INT) AS y, (0) AS less, (1) AS x, (FALSE)::INT AS top
FROM (
    WITH completed AS (SELECT employee, date, coalesce(coalesce(outcome = 'passed', score >= pass_mark), TRUE) AS done FROM live_training
                       UNION ALL SELECT employee, date, attended = 'yes' FROM live_attendance
                       WHERE attended <> 'called' AND course NOT IN (SELECT course FROM live_training)),
         spans AS (SELECT date_trunc('month', min(date))::DATE AS first, date_trunc('month', max(date))::DATE AS last FROM completed),
         months AS (SELECT unnest(generate_series(first + INTERVAL 2 MONTH, last, INTERVAL 1 MONTH))::DATE AS start FROM spans),
         latest AS (SELECT start, last_day(start) AS ends, roster.*
                    FROM months JOIN live_roster roster ON roster.date <= last_day(start)
                    QUALIFY row_number() OVER (PARTITION BY start, employee ORDER BY roster.date DESC, upload DESC, line DESC) = 1),
         done AS (SELECT DISTINCT employee, date_trunc('month', date)::DATE AS month FROM completed WHERE done),
         covered AS (SELECT DISTINCT start, employee FROM months JOIN done ON month BETWEEN start - INTERVAL 2 MONTH AND start)
    SELECT latest.* EXCLUDE (date, start, ends), ends AS date, covered.employee IS NOT NULL AS trained
    FROM latest LEFT JOIN covered USING (start, employee)
    WHERE (hired_on IS NULL OR hired_on <= ends) AND (left_on IS NULL OR left_on > ends))
WHERE (TRUE) AND date >= ?::DATE AND date < ?::DATE + 1 AND coalesce(department, '') IN (?))
GROUP BY ALL)
GROUP BY period, "group" ORDER BY period, "group"
