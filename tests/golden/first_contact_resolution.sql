SELECT period, "group", count(*) AS n, sum(y)::DOUBLE AS y, sum(less)::DOUBLE AS less, sum(x)::DOUBLE AS x, sum(top)::DOUBLE AS top,
       sum(y * y)::DOUBLE AS yy, sum(x * y)::DOUBLE AS xy, sum(x * x)::DOUBLE AS xx
FROM (SELECT date_trunc('quarter', date)::DATE AS period, NULL::VARCHAR AS "group", upload::VARCHAR||'.'||line AS "case",
       ((first)::INT) AS y, (0) AS less, (1) AS x, (FALSE)::INT AS top
FROM (
    SELECT *, solved AND coalesce(reopens, 0) = 0 AND reopened IS NULL AND NOT again AS first
    FROM (SELECT *, coalesce(solved_at_first_contact = 'yes',
                          CASE WHEN contacts IS NOT NULL THEN contacts <= 1 AND coalesce(hand_overs, 0) = 0 END) AS solved,
                 coalesce(customer IS NOT NULL AND lead(date) OVER (PARTITION BY customer, category ORDER BY date, upload, line)
                          <= coalesce(closed, date) + INTERVAL 7 DAY, FALSE) AS again
          FROM live_service_request WHERE coalesce(status, '') <> 'cancelled')
    WHERE solved IS NOT NULL AND (closed IS NOT NULL OR status IN ('solved', 'closed')))
WHERE (TRUE) AND date >= ?::DATE AND date < ?::DATE + 1 AND coalesce(department, '') IN (?))
GROUP BY period, "group" ORDER BY period, "group"
