"""Month, n and value of the KPIs of people, culture and purchases on the sample company, by SQL
written by hand from the stored rows themselves."""

_SAID = """SELECT date_trunc('month', date)::DATE, count({column}), 100.0 * sum(CASE {column} WHEN 'yes' THEN 1 ELSE 0 END) / count({column})
    FROM rows_{kind} WHERE live GROUP BY 1 HAVING count({column}) > 0"""
_RATED = """SELECT date_trunc('month', date)::DATE, count({column}), 100.0 * count(*) FILTER ({column} IN (4, 5)) / count({column})
    FROM rows_staff_survey WHERE live GROUP BY 1"""
_DONE = """SELECT date_trunc('month', date)::DATE, count(*), {value} FROM rows_programme_item
    WHERE live AND type = '{type}' AND state = 'done' {more} GROUP BY 1"""
# Every order day is looked at beside every other one of the same customer.
_AGAIN = """WITH orders AS (SELECT DISTINCT customer, date::DATE AS day FROM rows_purchase
        WHERE live AND status = 'paid' AND (refunded < amount OR amount = 0)),
    firsts AS (SELECT customer, date_trunc('month', day)::DATE AS month, min(day) AS day FROM orders GROUP BY ALL),
    told AS (SELECT *, EXISTS (FROM orders o WHERE o.customer = f.customer AND o.day BETWEEN f.day + 1 AND f.day + 90) AS again,
                    EXISTS (FROM orders o WHERE o.customer = f.customer AND o.day < f.day) AS before FROM firsts f)
    SELECT month, count(*), 100.0 * count(*) FILTER (again) / count(*) FROM told WHERE {among} GROUP BY 1"""

# Each month's end beside each person: nobody of the sample company leaves after the first weeks.
_COVERED = """WITH months AS (SELECT DISTINCT date_trunc('month', date)::DATE AS month, last_day(date) AS day FROM rows_training WHERE live),
    ends AS (FROM months ORDER BY month OFFSET 2),
    people AS (SELECT employee, min(hired_on) AS hired, max(left_on) AS gone FROM rows_roster WHERE live GROUP BY 1),
    told AS (SELECT month, EXISTS (FROM rows_training t WHERE t.live AND t.employee = p.employee AND t.score >= t.pass_mark
                                   AND t.date::DATE BETWEEN (month - INTERVAL 2 MONTH)::DATE AND day) AS trained
             FROM ends JOIN people p ON p.hired <= day AND (p.gone IS NULL OR p.gone > day))
    SELECT month, count(*), 100.0 * count(*) FILTER (trained) / count(*) FROM told GROUP BY 1"""

BY_HAND = {
    "violations": """SELECT date_trunc('month', date)::DATE, count(*), count(*) FROM rows_violation
        WHERE live AND (appeal IS NULL OR appeal IN ('none', 'rejected')) GROUP BY 1""",
    # Nobody of the sample company leaves after the first weeks, long before the first violation.
    "violations_per_100": """WITH broken AS (SELECT date_trunc('month', date)::DATE AS month, count(*) AS n FROM rows_violation
            WHERE live AND appeal IS DISTINCT FROM 'upheld' GROUP BY 1)
        SELECT month, n, 100.0 * n / (SELECT count(DISTINCT employee) FROM rows_roster r WHERE live AND hired_on <= last_day(month)
            AND NOT EXISTS (FROM rows_roster g WHERE g.live AND g.employee = r.employee AND g.left_on <= last_day(month))) FROM broken""",
    "training_coverage": _COVERED,
    "training_participation": """SELECT date_trunc('month', date)::DATE, count(DISTINCT employee),
        100.0 * sum((attended = 'yes')::INT) / count(*) FROM rows_attendance WHERE live GROUP BY 1""",
    "concept_awareness": _SAID.format(column="concept_known", kind="staff_survey"),
    "handbook_awareness": _SAID.format(column="handbook_known", kind="staff_survey"),
    "proactive_service": _SAID.format(column="proactive", kind="staff_survey"),
    "proactive_observed": _SAID.format(column="proactive", kind="behaviour_check"),
    "support_satisfaction": _RATED.format(column="support"),
    "empowerment": _RATED.format(column="authority"),
    "internal_satisfaction": _RATED.format(column="internal_service"),
    "service_capability": _RATED.format(column="capability"),
    "suggestions": "SELECT date_trunc('month', date)::DATE, count(*), count(*) FROM "
    "rows_suggestion WHERE live GROUP BY 1",
    "suggestion_adoption_rate": """SELECT date_trunc('month', decided)::DATE, count(*), 100.0 * count(*) FILTER (decision = 'adopted') / count(*)
        FROM rows_suggestion WHERE live AND decided IS NOT NULL AND decision <> 'withdrawn' GROUP BY 1""",
    "suggestions_waiting": """SELECT date_trunc('month', date)::DATE, count(*), 100.0 * sum((decision = 'open')::INT) / count(*)
        FROM rows_suggestion WHERE live GROUP BY 1""",
    "suggestions_decided_in_time": """SELECT date_trunc('month', date)::DATE, count(*),
            100.0 * count(*) FILTER (decision <> 'withdrawn' AND date_diff('day', date, decided) <= 30) / count(*) FILTER (decision <> 'withdrawn')
        FROM rows_suggestion WHERE live GROUP BY 1""",
    "scenes_standardised": _DONE.format(type="scene", value="count(*)", more=""),
    "stories": _DONE.format(type="story", value="count(*)", more=""),
    "culture_days": _DONE.format(
        type="culture_day", value="count(*)", more="AND day(date) BETWEEN 8 AND 22"
    ),
    "service_points": _DONE.format(type="points", value="sum(number)", more=""),
    "commitments_signed": _DONE.format(
        type="commitment", value="100.0 * sum(number) / sum(due_number)", more=""
    ),
    "return_visits": _DONE.format(
        type="return_visit", value="100.0 * sum(number) / sum(due_number)", more=""
    ),
    # Of each rater's levels the sample company has as many as of any other's.
    "maturity": """SELECT date_trunc('month', date)::DATE, count(DISTINCT rater), avg(level) FROM rows_audit
        WHERE live AND instrument = 'maturity' GROUP BY 1""",
    "brand_recognition": """SELECT date_trunc('month', date)::DATE, coalesce(sum(n), 0), any_value(value) FROM rows_kpi_value
        WHERE live AND kpi = 'brand_recognition' GROUP BY 1""",
    "repurchase_rate": _AGAIN.format(among="TRUE"),
    "repurchase_rate_new": _AGAIN.format(among="NOT before"),
    "repurchase_rate_returning": _AGAIN.format(among="before"),
}
# How many months of the sample company the records of these KPIs are of, where not 36.
MONTHS = {
    **dict.fromkeys(
        (
            "concept_awareness",
            "handbook_awareness",
            "proactive_service",
            "support_satisfaction",
            "empowerment",
            "internal_satisfaction",
            "service_capability",
            "maturity",
        ),
        4,
    ),
    **dict.fromkeys(
        (
            "proactive_observed",
            "suggestions",
            "suggestion_adoption_rate",
            "suggestions_waiting",
            "suggestions_decided_in_time",
            "violations",
            "violations_per_100",
            "scenes_standardised",
            "stories",
            "service_points",
            "commitments_signed",
            "return_visits",
        ),
        12,
    ),
    "training_coverage": 34,
    "training_participation": 12,
    "culture_days": 11,
    "brand_recognition": 3,
    "repurchase_rate_returning": 35,
}
