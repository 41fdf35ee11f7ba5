"""THE KPIS: add one here; the tests then ask for its golden SQL and a hand-written check.

Definitions and directions follow the programme's KPI system; the denominator
is always named, for that is what a review meeting argues about.
"""

from collections.abc import Iterable

from data.kinds.catalog import BEHAVIOUR_CHECK, MYSTERY_VISIT, NPS, PRAISE, STAR, SURVEY, TRAINING
from errors import WrongCall
from i18n import N_
from metrics.kpi import (
    EXAM,
    AwaitedKpi,
    Direction,
    Indicator,
    Kpi,
    Measure,
    count,
    mean,
    net_share,
    rate,
    share,
    state,
)
from metrics.operations import COMPLAINT_LENGTHS, COMPLAINTS, LENGTHS, OPERATIONS, PRAISES
from metrics.people import PEOPLE_AND_CULTURE
from metrics.purchases import PURCHASES
from metrics.value_units import (
    EXAMS_OF_PEOPLE,
    ITEMS,
    NPS_POINTS,
    PEOPLE,
    PERCENT,
    SCORE,
    VISITS,
)

UP, DOWN = Direction.UP, Direction.DOWN

LEVELS = {
    "customer": N_("Customer"),
    "operations": N_("Service operations"),
    "mystery": N_("Mystery shopper"),
    "training": N_("Training and exams"),
    "programme": N_("Programme"),
    "people": N_("People and culture"),
}

_MARKETING = N_("Marketing and customer service")
_HR = N_("Human resources")
_COMMITTEE = N_("Culture committee")
_DEPARTMENTS = N_("Business departments")


def _rescaled(column: str) -> str:
    return f"100.0 * ({column} - scale_low) / (scale_high - scale_low)"


def _dimension_share(column: str) -> Measure:
    return share(f"{column} >= satisfied", among=f"{column} IS NOT NULL")


def _visit_mean(part: str) -> Measure:
    return mean(part, among=f"{part} IS NOT NULL", top=f"{part} >= 100")


CUSTOMER = (
    Kpi(
        "csat",
        N_("Customer satisfaction (CSAT)"),
        N_(
            "Satisfied answers as a share of all answers with an overall score; satisfied means "
            "the top two points of the scale, "
            "the top one of three or fewer, the top fifth of more than eleven."
        ),
        PERCENT,
        UP,
        "customer",
        _MARKETING,
        SURVEY,
        share("overall >= satisfied", among="overall IS NOT NULL"),
        source="top-two-box share; Wilson 1927, JASA 22(158)",
    ),
    Kpi(
        "satisfaction_mean",
        N_("Mean satisfaction"),
        N_(
            "Mean overall score of all answers that have one, rescaled from the file's scale to "
            "0–100."
        ),
        SCORE,
        UP,
        "customer",
        _MARKETING,
        SURVEY,
        mean(_rescaled("overall"), among="overall IS NOT NULL", top="overall >= scale_high"),
    ),
    Kpi(
        "attitude_satisfaction",
        N_("Satisfaction with service attitude"),
        N_(
            "Answers in the top points of the scale for service attitude as a share of all "
            "answers that rate it."
        ),
        PERCENT,
        UP,
        "customer",
        _MARKETING,
        SURVEY,
        _dimension_share("attitude"),
    ),
    Kpi(
        "speed_satisfaction",
        N_("Satisfaction with response speed"),
        N_(
            "Answers in the top points of the scale for response speed as a share of all answers "
            "that rate it."
        ),
        PERCENT,
        UP,
        "customer",
        _MARKETING,
        SURVEY,
        _dimension_share("speed"),
    ),
    Kpi(
        "problem_solving_satisfaction",
        N_("Satisfaction with problem solving"),
        N_(
            "Answers in the top points of the scale for problem solving as a share of all answers "
            "that rate it."
        ),
        PERCENT,
        UP,
        "customer",
        _MARKETING,
        SURVEY,
        _dimension_share("problem_solving"),
    ),
    Kpi(
        "dissatisfied_share",
        N_("Dissatisfied share"),
        N_(
            "Answers in the bottom points of the scale as a share of all answers with an overall "
            "score."
        ),
        PERCENT,
        DOWN,
        "customer",
        _MARKETING,
        SURVEY,
        share("overall <= dissatisfied", among="overall IS NOT NULL"),
    ),
    Kpi(
        "net_promoter_score",
        N_("Net promoter score (NPS)"),
        N_(
            "Percent who answer 9 or 10 minus percent who answer 0 to 6, of all answers from 0 to "
            "10."
        ),
        NPS_POINTS,
        UP,
        "customer",
        _MARKETING,
        NPS,
        net_share("score >= 9", less="score <= 6", among="score IS NOT NULL"),
        source="Reichheld 2003, HBR 81(12)",
    ),
    Kpi(
        "detractor_share",
        N_("Detractor share"),
        N_("Answers from 0 to 6 as a share of all answers from 0 to 10."),
        PERCENT,
        DOWN,
        "customer",
        _MARKETING,
        NPS,
        share("score <= 6", among="score IS NOT NULL"),
    ),
    Kpi(
        "praise",
        N_("Customer praise"),
        N_("Verified praises received in the period."),
        ITEMS,
        UP,
        "customer",
        _MARKETING,
        PRAISE,
        count(among="verified = 'yes'"),
    ),
)

MYSTERY = (
    Kpi(
        "mystery_score",
        N_("Mystery-shopper score"),
        N_(
            "Mean over all visits of the composite of attitude, efficiency and compliance, "
            "weighted as the committee had set it on the day of the visit, equally where nothing "
            "is set; a part not scored is left out. "
            "A visit that scores none of them counts with its overall score, if it has one."
        ),
        SCORE,
        UP,
        "mystery",
        _MARKETING,
        MYSTERY_VISIT,
        mean(
            "composite",
            among="composite IS NOT NULL",
            top="composite >= 100",
            relation="weighed_visits",
        ),
    ),
    Kpi(
        "mystery_attitude",
        N_("Mystery-shopper attitude"),
        N_("Mean attitude score of all visits that score it, 0–100."),
        SCORE,
        UP,
        "mystery",
        _MARKETING,
        MYSTERY_VISIT,
        _visit_mean("attitude"),
    ),
    Kpi(
        "mystery_efficiency",
        N_("Mystery-shopper efficiency"),
        N_("Mean efficiency score of all visits that score it, 0–100."),
        SCORE,
        UP,
        "mystery",
        _MARKETING,
        MYSTERY_VISIT,
        _visit_mean("efficiency"),
    ),
    Kpi(
        "mystery_compliance",
        N_("Mystery-shopper compliance"),
        N_("Mean compliance score of all visits that score it, 0–100."),
        SCORE,
        UP,
        "mystery",
        _MARKETING,
        MYSTERY_VISIT,
        _visit_mean("compliance"),
    ),
    Kpi(
        "mystery_visits",
        N_("Mystery visits per store and month"),
        N_(
            "Visits made divided by stores and months, from the month of the first visit on; a "
            "store counts from its first record in any "
            "dataset until twelve months after its last, visited or not."
        ),
        VISITS,
        UP,
        "mystery",
        _MARKETING,
        MYSTERY_VISIT,
        rate("store_months", dimensions=("store", "region")),
    ),
)

EXAMS = (
    Kpi(
        "first_attempt_pass_rate",
        N_("First-attempt pass rate"),
        N_(
            "First attempts that pass as a share of all first attempts; one for each person and "
            "course (and module, where a course has them). "
            "A course sat again after a pass, or after its validity (12 months unless set), is a "
            "new exam with a first attempt of its own."
        ),
        PERCENT,
        UP,
        "training",
        _HR,
        TRAINING,
        share("passed_first", relation="exam_outcomes"),
    ),
    Kpi(
        "final_pass_rate",
        N_("Final pass rate"),
        N_(
            "Exams passed at any attempt as a share of exams taken, each person and course for "
            "itself, in the month of the first attempt; "
            "a month matures while retakes are still possible. A course sat again after a pass, "
            "or after its validity (12 months unless set), "
            "is a new exam."
        ),
        PERCENT,
        UP,
        "training",
        _HR,
        TRAINING,
        share("passed_ever", relation="exam_outcomes"),
        matures_days=60,
    ),
    Kpi(
        "pending_retakes",
        N_("Pending retakes"),
        N_(
            "Exams whose latest attempt failed, each person and course for itself, as it stands "
            "at the end of the period; "
            "those of people who have left by the roster are not counted."
        ),
        EXAMS_OF_PEOPLE,
        DOWN,
        "training",
        _HR,
        TRAINING,
        state("change", relation="retake_changes", of=EXAM),
    ),
    Kpi(
        "people_examined",
        N_("Exams taken"),
        N_(
            "First attempts in the period, one for each person and course: whoever sits two "
            "courses takes two exams. Retakes are not counted; a "
            "course sat again after a pass, or after its validity (12 months unless set), is a "
            "new exam."
        ),
        EXAMS_OF_PEOPLE,
        UP,
        "training",
        _HR,
        TRAINING,
        count(relation="exam_outcomes"),
    ),
    Kpi(
        "exam_mean",
        N_("Mean exam score"),
        N_("Mean score of all attempts as percent of the maximum score."),
        SCORE,
        UP,
        "training",
        _HR,
        TRAINING,
        mean(
            "100.0 * score / maximum",
            among="score IS NOT NULL AND maximum > 0",
            top="score >= maximum",
        ),
    ),
)

PROGRAMME = (
    Kpi(
        "behaviour_check_pass_rate",
        N_("Behaviour check pass rate"),
        N_("Checks in which the behaviour was shown as taught as a share of all checks made."),
        PERCENT,
        UP,
        "programme",
        _DEPARTMENTS,
        BEHAVIOUR_CHECK,
        share("passed = 'yes'", among="passed IS NOT NULL"),
    ),
    Kpi(
        "service_stars",
        N_("Service stars awarded a month"),
        N_("People named service star in the month."),
        PEOPLE,
        UP,
        "programme",
        _COMMITTEE,
        STAR,
        count(among="honour = 'month'"),
    ),
)

# Named by the plans' targets; their records are not collected here yet.
AWAITED: tuple[AwaitedKpi, ...] = ()

KPIS = (
    CUSTOMER
    + PRAISES
    + PURCHASES
    + COMPLAINTS
    + COMPLAINT_LENGTHS
    + OPERATIONS
    + LENGTHS
    + MYSTERY
    + EXAMS
    + PROGRAMME
    + PEOPLE_AND_CULTURE
)
DECLARED: tuple[Indicator, ...] = KPIS + AWAITED
_BY_NAME = {kpi.name: kpi for kpi in DECLARED}
if len(_BY_NAME) != len(DECLARED):
    raise ValueError("two KPIs share a name")


def indicator_named(name: str) -> Indicator:
    """The declared KPI, whether or not its records are collected; WrongCall where there is
    none."""
    if name not in _BY_NAME:
        raise WrongCall(
            "There is no KPI \u201c{kpi}\u201d. The page Definitions lists the names of all KPIs.",
            kpi=name,
        )
    return _BY_NAME[name]


def kpi_named(name: str) -> Kpi:
    """The KPI; WrongCall where there is none, or where its records are not collected."""
    found = indicator_named(name)
    if not isinstance(found, Kpi):
        raise WrongCall("Records of this KPI are not collected here yet.")
    return found


def collected(names: Iterable[str]) -> list[Kpi]:
    """The KPIs of these names whose records are collected, each once."""
    return [
        found for name in dict.fromkeys(names) if isinstance(found := indicator_named(name), Kpi)
    ]
