SELECT period, "group", count(*) AS n, sum(y)::DOUBLE AS y, sum(less)::DOUBLE AS less, sum(x)::DOUBLE AS x, sum(top)::DOUBLE AS top,
       sum(y * y)::DOUBLE AS yy, sum(x * y)::DOUBLE AS xy, sum(x * x)::DOUBLE AS xx
FROM (SELECT date_trunc('quarter', date)::DATE AS period, NULL::VARCHAR AS "group", upload::VARCHAR||'.'||line AS "case",
       ((again)::INT) AS y, (0) AS less, (1) AS x, (FALSE)::INT AS top
FROM (
    SELECT * REPLACE (closed AS date), CASE WHEN reopened IS NULL THEN coalesce(reopens, 0) > 0
              ELSE reopened <= closed + INTERVAL 14 DAY END AS again FROM live_service_request WHERE closed IS NOT NULL AND coalesce(status, '') <> 'cancelled' AND upload IN (SELECT upload FROM live_service_request GROUP BY upload
                   HAVING count(reopened) + count(reopens) > 0))
WHERE (TRUE) AND date >= ?::DATE AND date < ?::DATE + 1 AND coalesce(department, '') IN (?))
GROUP BY period, "group" ORDER BY period, "group"
