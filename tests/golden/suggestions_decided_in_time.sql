SELECT period, "group", count(*) AS n, sum(y)::DOUBLE AS y, sum(less)::DOUBLE AS less, sum(x)::DOUBLE AS x, sum(top)::DOUBLE AS top,
       sum(y * y)::DOUBLE AS yy, sum(x * y)::DOUBLE AS xy, sum(x * x)::DOUBLE AS xx
FROM (SELECT date_trunc('quarter', date)::DATE AS period, NULL::VARCHAR AS "group", upload::VARCHAR||'.'||line AS "case",
       ((decision IN ('adopted', 'not_adopted') AND coalesce(decided <= date::DATE + 30, FALSE))::INT) AS y, (0) AS less, ((decision IN ('open', 'deferred') OR decision IN ('adopted', 'not_adopted') AND decided IS NOT NULL)::INT) AS x, (FALSE)::INT AS top
FROM live_suggestion
WHERE (TRUE) AND date >= ?::DATE AND date < ?::DATE + 1 AND coalesce(department, '') IN (?))
GROUP BY period, "group" ORDER BY period, "group"
