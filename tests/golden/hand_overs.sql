SELECT period, "group", count(*) AS n, sum(y)::DOUBLE AS y, sum(less)::DOUBLE AS less, sum(x)::DOUBLE AS x, sum(top)::DOUBLE AS top,
       sum(y * y)::DOUBLE AS yy, sum(x * y)::DOUBLE AS xy, sum(x * x)::DOUBLE AS xx
FROM (SELECT date_trunc('quarter', date)::DATE AS period, NULL::VARCHAR AS "group", upload::VARCHAR||'.'||line AS "case",
       (hand_overs) AS y, (0) AS less, (1) AS x, (FALSE)::INT AS top
FROM (
    SELECT * REPLACE (closed AS date) FROM (SELECT * REPLACE (CASE WHEN reopened > closed THEN NULL ELSE closed END AS closed) FROM live_service_request) WHERE closed IS NOT NULL AND coalesce(status, '') <> 'cancelled' AND hand_overs IS NOT NULL)
WHERE (TRUE) AND date >= ?::DATE AND date < ?::DATE + 1 AND coalesce(department, '') IN (?))
GROUP BY period, "group" ORDER BY period, "group"
