SELECT period, "group", count(*) AS n, sum(y)::DOUBLE AS y, sum(less)::DOUBLE AS less, sum(x)::DOUBLE AS x, sum(top)::DOUBLE AS top,
       sum(y * y)::DOUBLE AS yy, sum(x * y)::DOUBLE AS xy, sum(x * x)::DOUBLE AS xx
FROM (SELECT period, "group", "case", sum(y) AS y, sum(less) AS less, sum(x) AS x, sum(top) AS top
FROM (SELECT date_trunc('quarter', date)::DATE AS period, NULL::VARCHAR AS "group", coalesce(customer::VARCHAR, '') AS "case",
       ((again)::INT) AS y, (0) AS less, (1) AS x, (FALSE)::INT AS top
FROM (
    WITH days AS (SELECT customer, date::DATE AS day, arg_min(department, (upload, line)) AS department, arg_min(store, (upload, line)) AS store,
                         arg_min(region, (upload, line)) AS region, arg_min(channel, (upload, line)) AS channel,
                         arg_min(segment, (upload, line)) AS segment, min(upload) AS upload, arg_min(line, (upload, line)) AS line
                  FROM live_purchase
                  WHERE coalesce(status, 'paid') = 'paid' AND NOT coalesce(amount > 0 AND refunded >= amount, FALSE)
                  GROUP BY ALL),
         steps AS (SELECT *, lead(day) OVER told AS later, lag(day) OVER told AS earlier
                   FROM days WINDOW told AS (PARTITION BY customer ORDER BY day))
    SELECT * EXCLUDE (day), day::TIMESTAMP AS date,
           coalesce(later <= day + 90, FALSE) AS again, earlier IS NULL AS newcomer
    FROM steps QUALIFY row_number() OVER (PARTITION BY customer, date_trunc('month', day) ORDER BY day) = 1)
WHERE (TRUE) AND date >= ?::DATE AND date < ?::DATE + 1 AND coalesce(department, '') IN (?))
GROUP BY ALL)
GROUP BY period, "group" ORDER BY period, "group"
