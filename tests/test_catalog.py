"""Every KPI against SQL written by hand, and against the SQL it is known to ask (golden/)."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from errors import WrongCall
from metrics.answers.answer import ask
from metrics.catalog import AWAITED, DECLARED, KPIS, LEVELS, PROGRAMME, kpi_named
from metrics.kpi import Shape
from metrics.sums.lengths import lengths_sql
from metrics.sums.query import Query, exposure_sql, sums_sql
from metrics.targets.kpi_names import kpi_asked, nearest_names
from tests import by_hand_people

GOLDEN = Path(__file__).parent / "golden"

_SURVEY = "FROM rows_survey WHERE live AND {column} IS NOT NULL GROUP BY 1"
_SHARE = (
    "SELECT date_trunc('month', date)::DATE, count(*), 100.0 * count(*) FILTER ({column} {rule}) "
    "/ count(*) " + _SURVEY
)
_VISITS = (
    "SELECT date_trunc('month', date)::DATE, count({column}), avg({column}) FROM "
    "rows_mystery_visit WHERE live GROUP BY 1"
)
# In the sample company nobody sits an exam again after passing it, or a year after failing it, and
# nobody leaves while waiting for a retake; test_repeated_exams.py has those who do.
_FIRST = """WITH firsts AS (
    SELECT employee, course, module, arg_min(score >= pass_mark, (date, attempt)) AS passed, min(date) AS date, bool_or(score >= pass_mark) AS ever
    FROM rows_training WHERE live AND score IS NOT NULL GROUP BY ALL)
SELECT date_trunc('month', date)::DATE, count(*), {value} FROM firsts GROUP BY 1"""

_PER_CONTACT = """SELECT month, told, {per} * told::DOUBLE / made FROM (
        SELECT date_trunc('month', date)::DATE AS month, count(*) AS told FROM rows_complaint WHERE live AND {which} GROUP BY 1)
    JOIN (SELECT date AS month, sum(contacts) AS made FROM rows_contact_volume WHERE live GROUP BY 1) USING (month)"""

# Working minutes counted one by one: each that lies in working hours of a working day of that store.
_WORKED = """WITH free AS (SELECT coalesce(store, '') AS store, date AS day, working, opens, closes FROM rows_working_day WHERE live),
    open AS (SELECT day, store, working FROM official_day, (SELECT DISTINCT store FROM rows_service_request)),
    minute AS (SELECT r.request_id, r.date, unnest(generate_series(begun, done - INTERVAL 1 MINUTE, INTERVAL 1 MINUTE)) AS at, r.store
               FROM (SELECT *, {begun} AS begun, {done} AS done FROM rows_service_request WHERE live AND {which}) r),
    spent AS (SELECT request_id, count(*) AS minutes FROM minute
        JOIN open ON open.day = minute.at::DATE AND open.store = minute.store
        LEFT JOIN free AS mine ON mine.store = minute.store AND mine.day = minute.at::DATE
        LEFT JOIN free AS ours ON ours.store = '' AND ours.day = minute.at::DATE
        WHERE coalesce(mine.working = 'yes', ours.working = 'yes', open.working)
          AND (hour(minute.at) BETWEEN 9 AND 11 OR hour(minute.at) BETWEEN 13 AND 17)
          AND (mine.closes IS NULL OR hour(minute.at) < hour(mine.closes::TIME))
        GROUP BY 1)"""
_ANSWERED = (
    _WORKED.format(
        begun="date", done="first_answer", which="urgency = 'ordinary' AND first_answer IS NOT NULL"
    )
    + """
    SELECT date_trunc('month', date)::DATE, count(*), 100.0 * count(*) FILTER (
            CASE urgency WHEN 'emergency' THEN first_answer <= date + INTERVAL 1 HOUR ELSE coalesce(minutes, 0) <= 120 END) / count(*)
    FROM rows_service_request LEFT JOIN spent USING (request_id) WHERE live AND status <> 'cancelled' AND first_answer IS NOT NULL GROUP BY 1"""
)
_PLANNED = (
    _WORKED.format(
        begun="date",
        done="coalesce(plan_given, closed)",
        which="urgency = 'ordinary' AND coalesce(plan_given, closed) IS NOT NULL",
    )
    + """
    , told AS (SELECT *, coalesce(plan_given, closed) AS planned FROM rows_service_request LEFT JOIN spent USING (request_id)
               WHERE live AND urgency = 'ordinary' AND status <> 'cancelled'
                 AND (plan_given IS NOT NULL OR closed IS NOT NULL OR date < (SELECT max(closed) FROM rows_service_request) - INTERVAL 5 DAY))
    SELECT date_trunc('month', date)::DATE, count(*), 100.0 * count(*) FILTER (planned IS NOT NULL AND coalesce(minutes, 0) <= 240) / count(*)
    FROM told GROUP BY 1"""
)
_SEEN = """(SELECT max(moment) FROM (UNPIVOT (FROM rows_service_request WHERE live)
    ON date, first_answer, plan_given, arrived, repaired, closed, reopened INTO NAME step VALUE moment))"""
_CLOSED = "FROM rows_service_request WHERE live AND closed IS NOT NULL"

# Counted to the minute up to a day, to a quarter of an hour up to 30 days, to a day beyond.
_TO_ITS_RESOLUTION = (
    "CASE WHEN {0} <= 24 * 60 THEN round({0}) WHEN {0} <= 30 * 24 * 60 THEN 15 * round({0} / 15) "
    "ELSE 1440 * round({0} / 1440) END"
)
_TOOK = (
    """SELECT date_trunc('month', closed)::DATE, count(*), quantile_cont("""
    + _TO_ITS_RESOLUTION.format("date_diff('minute', date, closed)")
    + """, {share}) / 60
    FROM rows_service_request WHERE live AND closed IS NOT NULL GROUP BY 1"""
)
# Kaplan and Meier by hand: of those who were still at risk, how many ended.
_WAITED = (
    """WITH told AS (SELECT date_trunc('month', date)::DATE AS month, closed IS NOT NULL AS done,
        date_diff('second', date, coalesce(closed, (SELECT max(greatest(date, closed)) FROM rows_complaint))) / 60 AS long
        FROM rows_complaint WHERE live),
    steps AS (SELECT month, """
    + _TO_ITS_RESOLUTION.format("long")
    + """ AS step, count(*) FILTER (done) AS ended, count(*) AS gone FROM told GROUP BY ALL),
    curve AS (SELECT month, step, exp(sum(ln(greatest(1 - ended / sum_left, 1e-300))) OVER (PARTITION BY month ORDER BY step)) AS waiting
        FROM (SELECT *, sum(gone) OVER (PARTITION BY month ORDER BY step DESC) AS sum_left FROM steps)),
    medians AS (SELECT month, quantile_cont("""
    + _TO_ITS_RESOLUTION.format("long")
    + """, {share}) AS plain, bool_and(done) AS all_done FROM told GROUP BY 1)
    SELECT month, (SELECT count(*) FROM told t WHERE t.month = m.month),
        CASE WHEN all_done THEN plain ELSE (SELECT min(step) FROM curve c WHERE c.month = m.month AND waiting <= 1 - {share} + 1e-9) END / 60
    FROM medians m"""
)
_OWN_TIME = (
    _WORKED.format(begun="date", done="closed", which="closed IS NOT NULL")
    + """
    SELECT date_trunc('month', closed)::DATE, count(*), median(greatest("""
    + _TO_ITS_RESOLUTION.format("greatest(coalesce(minutes, 0) - {waited}, 0)")
    + """, 0)) / 60
    FROM rows_service_request LEFT JOIN spent USING (request_id) WHERE live AND closed IS NOT NULL GROUP BY 1"""
)

# Month, n and value of each KPI on the sample company (scale 1–5), from the stored rows themselves.
BY_HAND = {
    "csat": _SHARE.format(column="overall", rule=">= 4"),
    "satisfaction_mean": "SELECT date_trunc('month', date)::DATE, count(*), avg(overall * 25 - 25) "
    + _SURVEY.format(column="overall"),
    "attitude_satisfaction": _SHARE.format(column="attitude", rule=">= 4"),
    "speed_satisfaction": _SHARE.format(column="speed", rule=">= 4"),
    "problem_solving_satisfaction": _SHARE.format(column="problem_solving", rule=">= 4"),
    "dissatisfied_share": _SHARE.format(column="overall", rule="<= 2"),
    "net_promoter_score": """SELECT date_trunc('month', date)::DATE, count(*),
        100.0 * (sum(CASE WHEN score > 8 THEN 1 WHEN score < 7 THEN -1 ELSE 0 END)) / count(*) FROM rows_nps WHERE live AND score >= 0 GROUP BY 1""",
    "detractor_share": """SELECT date_trunc('month', date)::DATE, count(*), 100.0 * count(*) FILTER (score < 7) / count(*)
        FROM rows_nps WHERE live AND score >= 0 GROUP BY 1""",
    "praise": "SELECT date_trunc('month', date)::DATE, count(*), count(*) FROM rows_praise WHERE live "
    "AND verified = 'yes' GROUP BY 1",
    "complaints": "SELECT date_trunc('month', date)::DATE, count(*), count(*) FROM rows_complaint WHERE live GROUP BY 1",
    "complaints_per_1000": _PER_CONTACT.format(per=1000, which="TRUE"),
    # In the sample company every complaint has a category, and the category alone says which are about attitude.
    "attitude_complaint_share": """SELECT date_trunc('month', date)::DATE, count(*), 100.0 * count(*) FILTER (category = '服务态度') / count(*)
        FROM rows_complaint WHERE live GROUP BY 1""",
    "attitude_complaint_rate": _PER_CONTACT.format(per=100, which="category = '服务态度'"),
    "complaint_upheld_share": """SELECT date_trunc('month', closed)::DATE, count(*), 100.0 * sum(CASE upheld WHEN 'yes' THEN 1 ELSE 0 END) / count(*)
        FROM rows_complaint WHERE live AND upheld <> 'open' GROUP BY 1""",
    "praise_per_1000": _PER_CONTACT.replace("rows_complaint", "rows_praise").format(
        per=1000, which="verified = 'yes'"
    ),
    "answered_in_time": _ANSWERED,
    "plan_in_time": _PLANNED,
    # Whoever is neither reached nor done is looked at once six hours have passed before the last moment on record.
    "arrived_in_time": f"""SELECT date_trunc('month', date)::DATE, count(*),
            100.0 * count(*) FILTER (coalesce(arrived, closed) <= date + INTERVAL 6 HOUR) / count(*)
        FROM rows_service_request WHERE live AND urgency = 'emergency' AND status <> 'cancelled' AND (coalesce(arrived, closed) IS NOT NULL
            OR date + INTERVAL 6 HOUR < {_SEEN}) GROUP BY 1""",
    "repaired_in_time": f"""SELECT date_trunc('month', arrived)::DATE, count(*),
            100.0 * count(*) FILTER (coalesce(repaired, closed) <= arrived + INTERVAL 2 DAY) / count(*)
        FROM rows_service_request WHERE live AND arrived IS NOT NULL AND status <> 'cancelled' AND (coalesce(repaired, closed) IS NOT NULL
            OR arrived + INTERVAL 2 DAY < {_SEEN}) GROUP BY 1""",
    "promises_kept": """SELECT date_trunc('month', closed)::DATE, count(DISTINCT request_id), 100.0 * count(*) FILTER (said = 'yes') / count(*)
        FROM (UNPIVOT rows_service_request ON kept_on_time, change_announced, agreement_kept, opinion_asked INTO NAME part VALUE said)
        WHERE live AND closed IS NOT NULL GROUP BY 1""",
    "first_contact_resolution": """SELECT date_trunc('month', date)::DATE, count(*), 100.0 * count(*) FILTER (
            solved_at_first_contact = 'yes' AND reopened IS NULL AND NOT EXISTS (
                SELECT 1 FROM rows_service_request later WHERE later.live AND later.customer = r.customer AND later.category = r.category
                    AND later.request_id <> r.request_id AND later.status <> 'cancelled'
                    AND (later.date > r.date OR later.date = r.date AND later.line > r.line) AND later.date <= r.closed + INTERVAL 7 DAY)) / count(*)
        FROM rows_service_request r WHERE live AND closed IS NOT NULL GROUP BY 1""",
    "first_responsibility_kept": f"""SELECT date_trunc('month', closed)::DATE, count(*),
            100.0 * sum((closed_by = first_asked)::INT) / count(*) {_CLOSED} GROUP BY 1""",
    "hand_overs": f"SELECT date_trunc('month', closed)::DATE, count(*), avg(hand_overs) {_CLOSED} GROUP BY 1",
    # Closed for the last time after being opened again.
    "reopening_rate": f"SELECT date_trunc('month', closed)::DATE, count(*), 100.0 * sum((reopens > 0)::INT) / count(*) {_CLOSED} GROUP BY 1",
    "cost_per_contact": "SELECT date, count(*), sum(cost) / sum(contacts) FROM rows_contact_volume WHERE live GROUP BY 1",
    "complaint_handling_time": _WAITED.format(share=0.5),
    "complaint_handling_time_p90": _WAITED.format(share=0.9),
    "handling_time": _TOOK.format(share=0.5),
    "closing_time": _WAITED.format(share=0.5)
    .replace("(SELECT max(greatest(date, closed)) FROM rows_complaint)", _SEEN)
    .replace(
        "FROM rows_complaint WHERE live",
        "FROM rows_service_request WHERE live AND status <> 'cancelled'",
    ),
    "handling_time_p90": _TOOK.format(share=0.9),
    "handling_time_working": _OWN_TIME.format(waited="0"),
    "handling_time_own": _OWN_TIME.format(waited="waiting_minutes"),
    "behaviour_check_pass_rate": """SELECT date_trunc('month', date)::DATE, count(*), 100.0 * sum(CASE passed WHEN 'yes' THEN 1 ELSE 0 END) / count(*)
        FROM rows_behaviour_check WHERE live GROUP BY 1""",
    "service_stars": """SELECT date_trunc('month', date)::DATE, count(DISTINCT employee), count(DISTINCT employee)
        FROM rows_star WHERE live AND honour = 'month' GROUP BY 1""",
    # In the sample company attitude counts double from the day on that its weights say.
    "mystery_score": """SELECT month, count(DISTINCT visit), avg(score) FROM (
            SELECT date_trunc('month', date)::DATE AS month, (upload, line) AS visit, sum(score * weight) / sum(weight) AS score
            FROM (SELECT *, CASE WHEN part = 'attitude' AND date >= (SELECT max(date) FROM rows_section_weight WHERE live AND weight = 2)
                                 THEN 2 ELSE 1 END AS weight
                  FROM (UNPIVOT rows_mystery_visit ON attitude, efficiency, compliance INTO NAME part VALUE score) WHERE live) GROUP BY ALL)
        GROUP BY 1""",
    "mystery_attitude": _VISITS.format(column="attitude"),
    "mystery_efficiency": _VISITS.format(column="efficiency"),
    "mystery_compliance": _VISITS.format(column="compliance"),
    # Every sample store is there from the first month to the last.
    "mystery_visits": """SELECT date_trunc('month', date)::DATE, count(*), count(*) / (SELECT count(DISTINCT store)::DOUBLE FROM rows_survey)
        FROM rows_mystery_visit WHERE live GROUP BY 1""",
    "first_attempt_pass_rate": _FIRST.format(value="100.0 * count(*) FILTER (passed) / count(*)"),
    "final_pass_rate": _FIRST.format(value="100.0 * count(*) FILTER (ever) / count(*)"),
    "people_examined": _FIRST.format(value="count(*)"),
    "pending_retakes": """WITH months AS (SELECT DISTINCT date_trunc('month', date) + INTERVAL 1 MONTH AS until FROM rows_training WHERE live),
            latest AS (SELECT until, arg_max(score >= pass_mark, (date, attempt)) AS passed
                       FROM months JOIN rows_training ON live AND score IS NOT NULL AND date < until GROUP BY until, employee, course, module)
        SELECT (until - INTERVAL 1 MONTH)::DATE, count(*) FILTER (NOT passed), count(*) FILTER (NOT passed) FROM latest GROUP BY 1""",
    "exam_mean": """SELECT month, count(*), sum(total) / sum(sittings) FROM (
            SELECT date_trunc('month', date)::DATE AS month, sum(100 * score / maximum) AS total, count(*) AS sittings
            FROM rows_training WHERE live AND score IS NOT NULL GROUP BY 1, employee, course, module) GROUP BY 1""",
    **by_hand_people.BY_HAND,
}
MONTHS = {**{kpi.name: 12 for kpi in PROGRAMME}, **by_hand_people.MONTHS}


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.name)
def test_a_kpi_equals_sql_written_by_hand(kpi, sample, today):
    with sample.read() as reading:
        answer = ask(reading, kpi, Query(), today).rows
        by_hand = {month: (n, value) for month, n, value in reading.rows(BY_HAND[kpi.name])}
    assert len(by_hand) == MONTHS.get(kpi.name, 36)
    counted = {
        row.period for row in answer.itertuples() if row.n != 0 or kpi.measure.shape is Shape.GIVEN
    }
    assert counted == set(by_hand)
    for row in answer.itertuples():
        n, value = by_hand.get(row.period, (0, 0))
        if not row.hidden:
            assert (row.n, row.value) == (
                n,
                pytest.approx(float("nan") if value is None else value, abs=1e-9, nan_ok=True),
            ), row.period


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.name)
def test_the_sql_of_a_kpi_is_the_one_reviewed(kpi):
    query = Query(
        date(2026, 1, 1),
        date(2026, 6, 30),
        "quarter",
        None,
        tuple((name, ("A",)) for name in kpi.dimensions[:1]),
    )
    parts = [sums_sql(kpi, query)[0]] + (
        [exposure_sql(kpi, query)[0]] if kpi.measure.exposure else []
    )
    if kpi.measure.shape is Shape.QUANTILE:
        parts.append(lengths_sql(kpi, query)[0])
    reviewed = GOLDEN / f"{kpi.name}.sql"
    assert reviewed.exists(), "review the SQL, then write it there: " + "\n;\n".join(parts)
    assert "\n;\n".join(parts) + "\n" == reviewed.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "kpi",
    [
        kpi
        for kpi in KPIS
        if kpi.measure.shape in (Shape.SHARE, Shape.NET_SHARE, Shape.MEAN, Shape.COUNT)
    ],
    ids=lambda kpi: kpi.name,
)
@pytest.mark.parametrize("grain", ["quarter", "year"])
def test_months_add_up_to_longer_periods(kpi, grain, sample, today):
    with sample.read() as reading:
        months, longer = (ask(reading, kpi, Query(grain=g), today).rows for g in ("month", grain))
    for part in ("y", "less", "x"):
        assert months[part].sum() == pytest.approx(longer[part].sum())


@pytest.mark.parametrize(
    "kpi", [kpi for kpi in KPIS if kpi.measure.shape is not Shape.STATE], ids=lambda kpi: kpi.name
)
def test_groups_add_up_to_the_whole(kpi, sample, today, monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "trainer")
    with sample.read() as reading:
        whole = ask(reading, kpi, Query(grain="year"), today).rows
        for dimension in kpi.dimensions:
            split = (
                ask(reading, kpi, Query(grain="year", by=dimension), today)
                .rows.groupby("period")["y"]
                .sum()
            )
            assert split.to_list() == pytest.approx(whole["y"].to_list()), dimension


def test_a_filter_and_a_group_give_the_same(sample, today):
    kpi = kpi_named("csat")
    with sample.read() as reading:
        split = ask(reading, kpi, Query(by="region"), today).rows
        one = ask(reading, kpi, Query(only=(("region", ("South",)),)), today).rows
    south = split[split["group"] == "South"]
    assert one["value"].to_list() == south["value"].to_list()
    assert one["low"].to_list() == south["low"].to_list()


def test_every_kpi_says_what_its_declaration_needs():
    for kpi in DECLARED:
        assert kpi.meaning.endswith("."), kpi.name
        assert kpi.level in LEVELS, kpi.name
    assert set(BY_HAND) == {kpi.name for kpi in KPIS}
    assert not any(kpi.measured for kpi in AWAITED)


def test_the_month_that_is_not_over_is_marked(sample, today):
    with sample.read() as reading:
        rows = ask(reading, kpi_named("csat"), Query(), today=today - pd.Timedelta(days=5)).rows
    assert list(rows["partial"]) == [False] * 35 + [True]


def test_a_period_of_which_only_part_was_asked_for_is_marked(sample, today):
    with sample.read() as reading:
        rows = ask(
            reading,
            kpi_named("csat"),
            Query(date(2025, 2, 1), date(2025, 10, 31), "quarter"),
            today,
        ).rows
    assert list(rows["partial"]) == [True, False, False, True]


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("nps", "net_promoter_score"),
        ("NPS", "net_promoter_score"),
        ("satisfaction", "csat"),
        ("满意度", "csat"),
        ("csta", "csat"),
        ("mystery", "mystery_score"),
    ],
)
def test_a_name_near_to_that_of_a_kpi_is_answered_with_the_nearest(written, first):
    assert nearest_names(written)[0] == first
    with pytest.raises(WrongCall, match=first):
        kpi_asked(written)


def test_a_name_near_to_no_kpi_is_answered_without_a_guess():
    assert nearest_names("电费") == []
    with pytest.raises(WrongCall, match="lists them all"):
        kpi_asked("电费")
