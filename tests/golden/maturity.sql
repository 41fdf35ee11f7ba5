SELECT period, "group", count(*) AS n, sum(y)::DOUBLE AS y, sum(less)::DOUBLE AS less, sum(x)::DOUBLE AS x, sum(top)::DOUBLE AS top,
       sum(y * y)::DOUBLE AS yy, sum(x * y)::DOUBLE AS xy, sum(x * x)::DOUBLE AS xx
FROM (SELECT period, "group", "case", sum(y) AS y, sum(less) AS less, sum(x) AS x, sum(top) AS top
FROM (SELECT date_trunc('quarter', date)::DATE AS period, NULL::VARCHAR AS "group", coalesce(rater::VARCHAR, '') AS "case",
       (level) AS y, (0) AS less, (1) AS x, (FALSE)::INT AS top
FROM live_audit
WHERE (instrument = 'maturity' AND view = 'now' AND level IS NOT NULL) AND date >= ?::DATE AND date < ?::DATE + 1 AND coalesce(department, '') IN (?))
GROUP BY ALL)
GROUP BY period, "group" ORDER BY period, "group"
