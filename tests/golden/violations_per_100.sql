SELECT period, "group", count(*) AS n, sum(y)::DOUBLE AS y, sum(less)::DOUBLE AS less, sum(x)::DOUBLE AS x, sum(top)::DOUBLE AS top,
       sum(y * y)::DOUBLE AS yy, sum(x * y)::DOUBLE AS xy, sum(x * x)::DOUBLE AS xx
FROM (SELECT date_trunc('quarter', date)::DATE AS period, NULL::VARCHAR AS "group", upload::VARCHAR||'.'||line AS "case",
       (1) AS y, (0) AS less, (1) AS x, (FALSE)::INT AS top
FROM live_violation
WHERE (coalesce(appeal, 'none') <> 'upheld') AND date >= ?::DATE AND date < ?::DATE + 1)
GROUP BY period, "group" ORDER BY period, "group"
;
SELECT period, "group", count(*) AS n, sum(y)::DOUBLE AS y, sum(less)::DOUBLE AS less, sum(x)::DOUBLE AS x, sum(top)::DOUBLE AS top,
       sum(y * y)::DOUBLE AS yy, sum(x * y)::DOUBLE AS xy, sum(x * x)::DOUBLE AS xx
FROM (SELECT period, "group", "case", sum(y) AS y, sum(less) AS less, sum(x) AS x, sum(top) AS top
FROM (SELECT date_trunc('quarter', date)::DATE AS period, NULL::VARCHAR AS "group", coalesce(employee::VARCHAR, '') AS "case",
       (1) AS y, (0) AS less, (1) AS x, (FALSE)::INT AS top
FROM (
    WITH months AS (SELECT unnest(generate_series((SELECT date_trunc('month', min(date)) FROM live_roster),
                                                  (SELECT date_trunc('month', max(date)) FROM live_violation), INTERVAL 1 MONTH))::DATE AS start)
    SELECT * EXCLUDE (ends, date), ends AS date
    FROM (SELECT last_day(start) AS ends, roster.* FROM months JOIN live_roster roster ON roster.date <= last_day(start)
          QUALIFY row_number() OVER (PARTITION BY start, employee ORDER BY roster.date DESC, upload DESC, line DESC) = 1)
    WHERE (hired_on IS NULL OR hired_on <= ends) AND (left_on IS NULL OR left_on > ends))
WHERE (TRUE) AND date >= ?::DATE AND date < ?::DATE + 1)
GROUP BY ALL)
GROUP BY period, "group" ORDER BY period, "group"
