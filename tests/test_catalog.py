"""Every KPI against SQL written by hand, and against the SQL it is known to ask (golden/)."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from errors import WrongCall
from metrics.answers.answer import ask
from metrics.catalog import AWAITED, DECLARED, KPIS, LEVELS, PROGRAMME, kpi_named
from metrics.kpi import Shape
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
    "behaviour_check_pass_rate": """SELECT date_trunc('month', date)::DATE, count(*), 100.0 * sum(CASE passed WHEN 'yes' THEN 1 ELSE 0 END) / count(*)
        FROM rows_behaviour_check WHERE live GROUP BY 1""",
    "service_stars": """SELECT date_trunc('month', date)::DATE, count(DISTINCT employee), count(DISTINCT employee)
        FROM rows_star WHERE live AND honour = 'month' GROUP BY 1""",
    "mystery_score": """SELECT month, count(DISTINCT visit), avg(score) FROM (
            SELECT date_trunc('month', date)::DATE AS month, (upload, line) AS visit, avg(score) AS score
            FROM (UNPIVOT rows_mystery_visit ON attitude, efficiency, compliance INTO NAME part VALUE score) WHERE live GROUP BY ALL)
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
    counted = {row.period for row in answer.itertuples() if row.n != 0}
    assert counted == set(by_hand)
    for row in answer.itertuples():
        n, value = by_hand.get(row.period, (0, 0))
        if not row.hidden:
            assert (row.n, row.value) == (n, pytest.approx(value, abs=1e-9)), row.period


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.name)
def test_the_sql_of_a_kpi_is_the_one_reviewed(kpi):
    query = Query(
        date(2026, 1, 1), date(2026, 6, 30), "quarter", None, ((kpi.dimensions[0], ("A",)),)
    )
    parts = [sums_sql(kpi, query)[0]] + (
        [exposure_sql(kpi, query)[0]] if kpi.measure.shape is Shape.RATE else []
    )
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
