SELECT period, "group", count(*) AS n, count(DISTINCT person) AS people, sum(y)::DOUBLE AS y, sum(less)::DOUBLE AS less, sum(x)::DOUBLE AS x, sum(top)::DOUBLE AS top,
       sum(y * y)::DOUBLE AS yy, sum(x * y)::DOUBLE AS xy, sum(x * x)::DOUBLE AS xx
FROM (SELECT date_trunc('quarter', date)::DATE AS period, NULL::VARCHAR AS "group", upload::VARCHAR||'.'||line AS "case", NULL AS person,
       (1) AS y, (0) AS less, (1) AS x, (FALSE)::INT AS top
FROM live_mystery_visit
WHERE (TRUE) AND date >= ?::DATE AND date < ?::DATE + 1 AND coalesce(store, '') IN (?))
GROUP BY period, "group" ORDER BY period, "group"
;
SELECT date_trunc('quarter', date)::DATE AS period, NULL::VARCHAR AS "group", count(*)::DOUBLE AS x
FROM (
    WITH seen AS (SELECT store, region, month, count(store) OVER () = 0 AS no_store FROM (SELECT store, region AS region, date_trunc('month', date) AS month FROM live_survey UNION ALL SELECT store, region AS region, date_trunc('month', date) AS month FROM live_nps UNION ALL SELECT store, region AS region, date_trunc('month', date) AS month FROM live_mystery_visit UNION ALL SELECT store, NULL AS region, date_trunc('month', date) AS month FROM live_training)),
         spans AS (SELECT store, mode(region) AS region, min(month) AS first, max(month) AS last
                   FROM seen WHERE store IS NOT NULL OR no_store GROUP BY store)
    SELECT store, region,
           unnest(generate_series(first, least(last + INTERVAL 12 MONTH, (SELECT max(month) FROM seen)), INTERVAL 1 MONTH)) AS date
    FROM spans)
WHERE date >= ?::DATE AND date < ?::DATE + 1 AND coalesce(store, '') IN (?)
GROUP BY ALL ORDER BY ALL
