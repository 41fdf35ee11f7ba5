SELECT period, "group", count(*) AS n, sum(y)::DOUBLE AS y, sum(less)::DOUBLE AS less, sum(x)::DOUBLE AS x, sum(top)::DOUBLE AS top,
       sum(y * y)::DOUBLE AS yy, sum(x * y)::DOUBLE AS xy, sum(x * x)::DOUBLE AS xx
FROM (SELECT date_trunc('quarter', date)::DATE AS period, NULL::VARCHAR AS "group", upload::VARCHAR||'.'||line AS "case",
       (kept) AS y, (0) AS less, (asked) AS x, (FALSE)::INT AS top
FROM (
    SELECT * REPLACE (closed AS date), coalesce(kept_on_time = 'yes', FALSE)::INT + coalesce(change_announced = 'yes', FALSE)::INT + coalesce(agreement_kept = 'yes', FALSE)::INT + coalesce(opinion_asked = 'yes', FALSE)::INT AS kept, (kept_on_time IS NOT NULL)::INT + (change_announced IS NOT NULL)::INT + (agreement_kept IS NOT NULL)::INT + (opinion_asked IS NOT NULL)::INT AS asked FROM (SELECT * REPLACE (CASE WHEN reopened > closed THEN NULL ELSE closed END AS closed) FROM live_service_request) WHERE closed IS NOT NULL AND coalesce(status, '') <> 'cancelled' AND (kept_on_time IS NOT NULL)::INT + (change_announced IS NOT NULL)::INT + (agreement_kept IS NOT NULL)::INT + (opinion_asked IS NOT NULL)::INT > 0)
WHERE (TRUE) AND date >= ?::DATE AND date < ?::DATE + 1 AND coalesce(department, '') IN (?))
GROUP BY period, "group" ORDER BY period, "group"
