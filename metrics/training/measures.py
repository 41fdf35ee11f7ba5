"""Measures of the page Training that are no KPIs of the catalogue, to be asked like those.

They have no sums of their own beside the rows, so they are always added up from the rows.
"""

from dataclasses import replace

from data.kinds.catalog import ROSTER, TRAINING
from data.kinds.schema import Column
from i18n import N_
from metrics.kpi import Direction, Kpi, share
from metrics.sums.relations import PASSED
from metrics.value_units import PERCENT

_HR = N_("Human resources")

# Who was on the roster at the end of each quarter with training on record, and what they did in it.
_COVERED = f"""(
    WITH spans AS (SELECT date_trunc('quarter', min(date)) AS first, date_trunc('quarter', max(date)) AS last FROM live_training),
         quarters AS (SELECT unnest(generate_series(first, last, INTERVAL 3 MONTH))::DATE AS start FROM spans),
         latest AS (SELECT start, (start + INTERVAL 3 MONTH - INTERVAL 1 DAY)::DATE AS ends, roster.*
                    FROM quarters JOIN live_roster roster ON roster.date < start + INTERVAL 3 MONTH
                    QUALIFY row_number() OVER (PARTITION BY start, employee ORDER BY roster.date DESC, upload DESC, line DESC) = 1),
         sat AS (SELECT employee, date_trunc('quarter', date)::DATE AS start, bool_or({PASSED}) AS passed
                 FROM live_training GROUP BY ALL)
    SELECT latest.* EXCLUDE (date, ends), ends AS date, sat.employee IS NOT NULL AS trained, coalesce(passed, FALSE) AS passed
    FROM latest LEFT JOIN sat USING (employee, start)
    WHERE (hired_on IS NULL OR hired_on <= ends) AND (left_on IS NULL OR left_on > ends))"""

_BY_COHORT = replace(
    TRAINING,
    columns=(*TRAINING.columns, Column("cohort", N_("Month or year hired"))),
    dimensions=("cohort",),
)

# Not the KPI “Training coverage”, which asks for trainings completed in the months before: this is
# who sat an exam.
TRAINED = Kpi(
    "roster_trained",
    N_("Exam coverage"),
    N_(
        "People on the roster at the end of a quarter with an exam in it, as a share of people on "
        "the roster."
    ),
    PERCENT,
    Direction.UP,
    "training",
    _HR,
    ROSTER,
    share("trained", relation=_COVERED),
)
TRAINED_AND_PASSED = Kpi(
    "roster_passed",
    N_("Passed, absentees included"),
    N_(
        "People on the roster at the end of a quarter who passed an exam in it, as a share of "
        "people on the roster."
    ),
    PERCENT,
    Direction.UP,
    "training",
    _HR,
    ROSTER,
    share("passed", relation=_COVERED),
)
FIRST_BY_COHORT = Kpi(
    "first_attempt_pass_rate_by_cohort",
    N_("First-attempt pass rate"),
    N_("First attempts that pass, as a share of first attempts, by when people were hired."),
    PERCENT,
    Direction.UP,
    "training",
    _HR,
    _BY_COHORT,
    share("passed_first", relation="exam_cohorts"),
)
FINAL_BY_COHORT = Kpi(
    "final_pass_rate_by_cohort",
    N_("Final pass rate"),
    N_("Exams passed at any attempt as a share of exams taken, by when people were hired."),
    PERCENT,
    Direction.UP,
    "training",
    _HR,
    _BY_COHORT,
    share("passed_ever", relation="exam_cohorts"),
    matures_days=60,
)
MEASURES = {
    kpi.name: kpi for kpi in (TRAINED, TRAINED_AND_PASSED, FIRST_BY_COHORT, FINAL_BY_COHORT)
}
