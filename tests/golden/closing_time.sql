SELECT period, "group", count(*) AS n, sum(y)::DOUBLE AS y, sum(less)::DOUBLE AS less, sum(x)::DOUBLE AS x, sum(top)::DOUBLE AS top,
       sum(y * y)::DOUBLE AS yy, sum(x * y)::DOUBLE AS xy, sum(x * x)::DOUBLE AS xx
FROM (SELECT date_trunc('quarter', date)::DATE AS period, NULL::VARCHAR AS "group", upload::VARCHAR||'.'||line AS "case",
       (took) AS y, (0) AS less, (done::INT) AS x, (FALSE)::INT AS top
FROM (
    SELECT *, epoch(coalesce(closed, (SELECT max(greatest(date, coalesce(first_answer, date), coalesce(plan_given, date), coalesce(arrived, date),
                  coalesce(repaired, date), coalesce(closed, date), coalesce(reopened, date))) FROM live_service_request)) - date) / 60.0 AS took, closed IS NOT NULL AS done FROM (SELECT * REPLACE (CASE WHEN reopened > closed THEN NULL ELSE closed END AS closed) FROM live_service_request)
    WHERE coalesce(status, '') <> 'cancelled' AND (closed IS NOT NULL OR coalesce(status IN ('open', 'waiting'), upload IN (SELECT id FROM upload WHERE match LIKE '%": "closed"%'))))
WHERE (TRUE) AND date >= ?::DATE AND date < ?::DATE + 1 AND coalesce(department, '') IN (?))
GROUP BY period, "group" ORDER BY period, "group"
;
SELECT period, "group", CASE WHEN y <= 1440 THEN round(y) WHEN y <= 43200 THEN round(y / 15) * 15 ELSE round(y / 1440) * 1440 END AS minutes, count(*) FILTER (WHERE x = 1) AS done, count(*) FILTER (WHERE x = 0) AS open
FROM (SELECT date_trunc('quarter', date)::DATE AS period, NULL::VARCHAR AS "group", upload::VARCHAR||'.'||line AS "case",
       (took) AS y, (0) AS less, (done::INT) AS x, (FALSE)::INT AS top
FROM (
    SELECT *, epoch(coalesce(closed, (SELECT max(greatest(date, coalesce(first_answer, date), coalesce(plan_given, date), coalesce(arrived, date),
                  coalesce(repaired, date), coalesce(closed, date), coalesce(reopened, date))) FROM live_service_request)) - date) / 60.0 AS took, closed IS NOT NULL AS done FROM (SELECT * REPLACE (CASE WHEN reopened > closed THEN NULL ELSE closed END AS closed) FROM live_service_request)
    WHERE coalesce(status, '') <> 'cancelled' AND (closed IS NOT NULL OR coalesce(status IN ('open', 'waiting'), upload IN (SELECT id FROM upload WHERE match LIKE '%": "closed"%'))))
WHERE (TRUE) AND date >= ?::DATE AND date < ?::DATE + 1 AND coalesce(department, '') IN (?))
GROUP BY ALL ORDER BY ALL
