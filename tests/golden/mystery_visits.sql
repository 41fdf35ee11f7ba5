SELECT period, "group", count(*) AS n, sum(y)::DOUBLE AS y, sum(less)::DOUBLE AS less, sum(x)::DOUBLE AS x, sum(top)::DOUBLE AS top,
       sum(y * y)::DOUBLE AS yy, sum(x * y)::DOUBLE AS xy, sum(x * x)::DOUBLE AS xx
FROM (SELECT date_trunc('quarter', date)::DATE AS period, NULL::VARCHAR AS "group", upload::VARCHAR||'.'||line AS "case",
       (1) AS y, (0) AS less, (1) AS x, (FALSE)::INT AS top
FROM live_mystery_visit
WHERE (TRUE) AND date >= ?::DATE AND date < ?::DATE + 1 AND coalesce(store, '') IN (?))
GROUP BY period, "group" ORDER BY period, "group"
;
SELECT date_trunc('quarter', date)::DATE AS period, NULL::VARCHAR AS "group", count(*)::DOUBLE AS x
FROM (
    WITH seen AS (SELECT *, count(store) OVER () = 0 AS no_store FROM (SELECT store, region AS region, date_trunc('month', date)::DATE AS month, count(*) AS n FROM live_survey GROUP BY ALL UNION ALL SELECT store, region AS region, date_trunc('month', date)::DATE AS month, count(*) AS n FROM live_nps GROUP BY ALL UNION ALL SELECT store, region AS region, date_trunc('month', date)::DATE AS month, count(*) AS n FROM live_mystery_visit GROUP BY ALL UNION ALL SELECT store, NULL AS region, date_trunc('month', date)::DATE AS month, count(*) AS n FROM live_training GROUP BY ALL UNION ALL SELECT store, NULL AS region, date_trunc('month', date)::DATE AS month, count(*) AS n FROM live_exam_item GROUP BY ALL UNION ALL SELECT store, region AS region, date_trunc('month', date)::DATE AS month, count(*) AS n FROM live_roster GROUP BY ALL UNION ALL SELECT store, NULL AS region, date_trunc('month', date)::DATE AS month, count(*) AS n FROM live_supervisor_rating GROUP BY ALL UNION ALL SELECT store, region AS region, date_trunc('month', date)::DATE AS month, count(*) AS n FROM live_praise GROUP BY ALL UNION ALL SELECT store, region AS region, date_trunc('month', date)::DATE AS month, count(*) AS n FROM live_mystery_item GROUP BY ALL UNION ALL SELECT store, NULL AS region, date_trunc('month', date)::DATE AS month, count(*) AS n FROM live_behaviour_check GROUP BY ALL UNION ALL SELECT store, NULL AS region, date_trunc('month', date)::DATE AS month, count(*) AS n FROM live_star GROUP BY ALL UNION ALL SELECT store, region AS region, date_trunc('month', date)::DATE AS month, count(*) AS n FROM live_staff_survey GROUP BY ALL UNION ALL SELECT store, region AS region, date_trunc('month', date)::DATE AS month, count(*) AS n FROM live_suggestion GROUP BY ALL UNION ALL SELECT store, region AS region, date_trunc('month', date)::DATE AS month, count(*) AS n FROM live_violation GROUP BY ALL UNION ALL SELECT store, region AS region, date_trunc('month', date)::DATE AS month, count(*) AS n FROM live_programme_item GROUP BY ALL UNION ALL SELECT store, region AS region, date_trunc('month', date)::DATE AS month, count(*) AS n FROM live_kpi_value GROUP BY ALL UNION ALL SELECT store, region AS region, date_trunc('month', date)::DATE AS month, count(*) AS n FROM live_purchase GROUP BY ALL)),
         spans AS (SELECT store, min(month) AS first, max(month) AS last FROM seen WHERE store IS NOT NULL OR no_store GROUP BY store),
         totals AS (SELECT store, region, sum(n) AS n FROM seen WHERE region IS NOT NULL GROUP BY store, region),
         regions AS (SELECT store, arg_max(region, (n, region)) AS region FROM totals GROUP BY store)
    SELECT spans.store, regions.region,
           unnest(generate_series(first, least(last + INTERVAL 12 MONTH, (SELECT max(month) FROM seen)), INTERVAL 1 MONTH)) AS date
    FROM spans LEFT JOIN regions ON regions.store IS NOT DISTINCT FROM spans.store)
WHERE date >= (SELECT date_trunc('month', min(date))::DATE FROM live_mystery_visit) AND date >= ?::DATE AND date < ?::DATE + 1 AND coalesce(store, '') IN (?)
GROUP BY ALL ORDER BY ALL
