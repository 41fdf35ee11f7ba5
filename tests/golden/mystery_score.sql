SELECT period, "group", count(*) AS n, sum(y)::DOUBLE AS y, sum(less)::DOUBLE AS less, sum(x)::DOUBLE AS x, sum(top)::DOUBLE AS top,
       sum(y * y)::DOUBLE AS yy, sum(x * y)::DOUBLE AS xy, sum(x * x)::DOUBLE AS xx
FROM (SELECT date_trunc('quarter', date)::DATE AS period, NULL::VARCHAR AS "group", upload::VARCHAR||'.'||line AS "case",
       (coalesce((coalesce(attitude, 0) + coalesce(efficiency, 0) + coalesce(compliance, 0)) / nullif((attitude IS NOT NULL)::INT + (efficiency IS NOT NULL)::INT + (compliance IS NOT NULL)::INT, 0), overall)) AS y, (0) AS less, (1) AS x, (coalesce((coalesce(attitude, 0) + coalesce(efficiency, 0) + coalesce(compliance, 0)) / nullif((attitude IS NOT NULL)::INT + (efficiency IS NOT NULL)::INT + (compliance IS NOT NULL)::INT, 0), overall) >= 100)::INT AS top
FROM live_mystery_visit
WHERE (attitude IS NOT NULL OR efficiency IS NOT NULL OR compliance IS NOT NULL OR overall IS NOT NULL) AND date >= ?::DATE AND date < ?::DATE + 1 AND coalesce(department, '') IN (?))
GROUP BY period, "group" ORDER BY period, "group"
