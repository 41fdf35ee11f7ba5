"""Measures of the page Training that are no KPIs of the catalogue, to be asked like those.

They have no sums of their own beside the rows, so they are always added up from the rows.
"""

from dataclasses import replace

from data.kinds.catalog import ROSTER, TRAINING
from data.kinds.schema import Column
from i18n import N_
from metrics.kpi import Direction, Kpi, share
from metrics.value_units import PERCENT

_HR = N_("Human resources")

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
    share("trained", relation="roster_quarters"),
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
    share("passed", relation="roster_quarters"),
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
