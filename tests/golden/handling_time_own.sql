SELECT period, "group", count(*) AS n, sum(y)::DOUBLE AS y, sum(less)::DOUBLE AS less, sum(x)::DOUBLE AS x, sum(top)::DOUBLE AS top,
       sum(y * y)::DOUBLE AS yy, sum(x * y)::DOUBLE AS xy, sum(x * x)::DOUBLE AS xx
FROM (SELECT date_trunc('quarter', date)::DATE AS period, NULL::VARCHAR AS "group", upload::VARCHAR||'.'||line AS "case",
       (took) AS y, (0) AS less, (done::INT) AS x, (FALSE)::INT AS top
FROM (
    WITH clock AS MATERIALIZED (FROM working_clock),
         placed AS (SELECT *, CASE WHEN store IN (SELECT store FROM clock) THEN store ELSE '' END AS place
                    FROM (SELECT * REPLACE (CASE WHEN reopened > closed THEN NULL ELSE closed END AS closed) FROM live_service_request) WHERE closed IS NOT NULL AND coalesce(status, '') <> 'cancelled' AND upload IN (SELECT upload FROM live_service_request GROUP BY upload
                   HAVING count(waiting_minutes) > 0) AND upload IN (SELECT upload FROM live_service_request GROUP BY upload HAVING bool_or(date > date_trunc('day', date)))),
         timed AS (SELECT placed.*, (last.before + coalesce(list_sum(list_transform(last.spans, lambda w: greatest(0.0, least((epoch(closed - last.day::TIMESTAMP) / 60.0), w.b) - w.a))), 0.0)) - (first.before + coalesce(list_sum(list_transform(first.spans, lambda w: greatest(0.0, least((epoch(date - first.day::TIMESTAMP) / 60.0), w.b) - w.a))), 0.0)) AS worked FROM placed
                   JOIN clock AS first ON first.store = placed.place AND first.day = placed.date::DATE
                   JOIN clock AS last ON last.store = placed.place AND last.day = placed.closed::DATE)
    SELECT * REPLACE (closed AS date), greatest(worked - coalesce(waiting_minutes, 0), 0) AS took, TRUE AS done FROM timed)
WHERE (TRUE) AND date >= ?::DATE AND date < ?::DATE + 1 AND coalesce(department, '') IN (?))
GROUP BY period, "group" ORDER BY period, "group"
;
SELECT period, "group", CASE WHEN y <= 1440 THEN round(y) WHEN y <= 43200 THEN round(y / 15) * 15 ELSE round(y / 1440) * 1440 END AS minutes, count(*) FILTER (WHERE x = 1) AS done, count(*) FILTER (WHERE x = 0) AS open
FROM (SELECT date_trunc('quarter', date)::DATE AS period, NULL::VARCHAR AS "group", upload::VARCHAR||'.'||line AS "case",
       (took) AS y, (0) AS less, (done::INT) AS x, (FALSE)::INT AS top
FROM (
    WITH clock AS MATERIALIZED (FROM working_clock),
         placed AS (SELECT *, CASE WHEN store IN (SELECT store FROM clock) THEN store ELSE '' END AS place
                    FROM (SELECT * REPLACE (CASE WHEN reopened > closed THEN NULL ELSE closed END AS closed) FROM live_service_request) WHERE closed IS NOT NULL AND coalesce(status, '') <> 'cancelled' AND upload IN (SELECT upload FROM live_service_request GROUP BY upload
                   HAVING count(waiting_minutes) > 0) AND upload IN (SELECT upload FROM live_service_request GROUP BY upload HAVING bool_or(date > date_trunc('day', date)))),
         timed AS (SELECT placed.*, (last.before + coalesce(list_sum(list_transform(last.spans, lambda w: greatest(0.0, least((epoch(closed - last.day::TIMESTAMP) / 60.0), w.b) - w.a))), 0.0)) - (first.before + coalesce(list_sum(list_transform(first.spans, lambda w: greatest(0.0, least((epoch(date - first.day::TIMESTAMP) / 60.0), w.b) - w.a))), 0.0)) AS worked FROM placed
                   JOIN clock AS first ON first.store = placed.place AND first.day = placed.date::DATE
                   JOIN clock AS last ON last.store = placed.place AND last.day = placed.closed::DATE)
    SELECT * REPLACE (closed AS date), greatest(worked - coalesce(waiting_minutes, 0), 0) AS took, TRUE AS done FROM timed)
WHERE (TRUE) AND date >= ?::DATE AND date < ?::DATE + 1 AND coalesce(department, '') IN (?))
GROUP BY ALL ORDER BY ALL
