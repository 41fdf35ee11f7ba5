SELECT period, "group", count(*) AS n, sum(y)::DOUBLE AS y, sum(less)::DOUBLE AS less, sum(x)::DOUBLE AS x, sum(top)::DOUBLE AS top,
       sum(y * y)::DOUBLE AS yy, sum(x * y)::DOUBLE AS xy, sum(x * x)::DOUBLE AS xx
FROM (SELECT date_trunc('quarter', date)::DATE AS period, NULL::VARCHAR AS "group", upload::VARCHAR||'.'||line AS "case",
       ((kept)::INT) AS y, (0) AS less, (1) AS x, (unsure)::INT AS top
FROM (
    WITH clock AS MATERIALIZED (FROM working_clock),
         promises AS MATERIALIZED (
             SELECT urgency, coalesce(store, '') AS place, minutes, clock, date::TIMESTAMP AS since FROM live_promise WHERE step = 'answer'
             UNION ALL SELECT * FROM (VALUES ('ordinary', '', 120, 'elapsed', TIMESTAMP '1900-01-01'), ('emergency', '', 60, 'elapsed', TIMESTAMP '1900-01-01')) AS usual (urgency, place, minutes, clock, since)),
         asked AS (SELECT *, date AS begun, coalesce(first_answer, closed) AS done, (SELECT max(greatest(date, coalesce(first_answer, date), coalesce(plan_given, date), coalesce(arrived, date),
                  coalesce(repaired, date), coalesce(closed, date), coalesce(reopened, date))) FROM live_service_request) AS seen,
                          CASE WHEN NULL::TIMESTAMP = NULL::TIMESTAMP::DATE THEN NULL::TIMESTAMP + INTERVAL 1 DAY ELSE NULL::TIMESTAMP END AS appointed,
                          coalesce(urgency, 'ordinary') AS how
                   FROM live_service_request WHERE coalesce(status, '') <> 'cancelled' AND date IS NOT NULL
                   AND upload IN (SELECT upload FROM live_service_request GROUP BY upload HAVING count(first_answer) > 0)),
         own AS (SELECT asked.*, promises.minutes AS own_minutes, promises.clock AS own_clock
                 FROM asked ASOF LEFT JOIN promises
                      ON promises.urgency = asked.how AND promises.place = asked.store AND promises.since <= asked.date),
         company AS (SELECT *, '' AS everywhere FROM own),
         placed AS (SELECT company.*, coalesce(own_minutes, promises.minutes) AS allowed, coalesce(own_clock, promises.clock) AS by_clock,
                           CASE WHEN company.store IN (SELECT store FROM clock) THEN company.store ELSE '' END AS place
                    FROM company ASOF LEFT JOIN promises
                         ON promises.urgency = company.how AND promises.place = company.everywhere AND promises.since <= company.date),
         timed AS (SELECT placed.*, CASE by_clock WHEN 'elapsed' THEN epoch(coalesce(done, seen) - begun) / 60.0 WHEN 'working' THEN (last.before + coalesce(list_sum(list_transform(last.spans, lambda w: greatest(0.0, least((epoch(coalesce(done, seen) - last.day::TIMESTAMP) / 60.0), w.b) - w.a))), 0.0)) - (first.before + coalesce(list_sum(list_transform(first.spans, lambda w: greatest(0.0, least((epoch(begun - first.day::TIMESTAMP) / 60.0), w.b) - w.a))), 0.0))
                                         ELSE greatest((last.before + coalesce(list_sum(list_transform(last.spans, lambda w: greatest(0.0, least((epoch(coalesce(done, seen) - last.day::TIMESTAMP) / 60.0), w.b) - w.a))), 0.0)) - (first.before + coalesce(list_sum(list_transform(first.spans, lambda w: greatest(0.0, least((epoch(begun - first.day::TIMESTAMP) / 60.0), w.b) - w.a))), 0.0)) - coalesce(waiting_minutes, 0), 0) END AS used
                   FROM placed LEFT JOIN clock AS first ON first.store = placed.place AND first.day = (placed.begun)::DATE LEFT JOIN clock AS last ON last.store = placed.place AND last.day = (coalesce(placed.done, placed.seen))::DATE)
    SELECT * REPLACE (date AS date), done IS NOT NULL AND (used <= allowed OR coalesce(done <= appointed, FALSE)) AS kept,
           NOT kept AND done IS NOT NULL AND first_answer IS NULL AS unsure
    FROM timed WHERE used IS NOT NULL AND allowed IS NOT NULL AND (done IS NOT NULL OR used > allowed AND coalesce(seen > appointed, TRUE)))
WHERE (TRUE) AND date >= ?::DATE AND date < ?::DATE + 1 AND coalesce(department, '') IN (?))
GROUP BY period, "group" ORDER BY period, "group"
