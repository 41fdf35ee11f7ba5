"""The KPIs of what staff know, say, propose and do for the programme."""

from data.kinds.catalog import (
    ATTENDANCE,
    AUDIT,
    BEHAVIOUR_CHECK,
    KPI_VALUE,
    PROGRAMME_ITEM,
    ROSTER,
    STAFF_SURVEY,
    SUGGESTION,
    VIOLATION,
)
from i18n import N_, Text
from metrics.kpi import (
    Direction,
    Kpi,
    Measure,
    Shape,
    count,
    events,
    given,
    rated,
    share,
    total,
    totals,
)
from metrics.settings import culture_day_within
from metrics.value_units import ITEMS, LEVEL, PER_HUNDRED, PERCENT

UP = Direction.UP
_LEVEL = "people"
_HR = N_("Human resources")
_COMMITTEE = N_("Culture committee")
_DEPARTMENTS = N_("Business departments")
_WILSON = "Wilson 1927, JASA 22(158)"
_OF_ROSTER = (
    "Wilson 1927, JASA 22(158), with the finite population correction where the roster is known"
)


def _said(
    name: str, label: Text, meaning: Text, column: str, owner: Text, of_roster: bool = False
) -> Kpi:
    """The share of staff who answered yes, of those who answered."""
    return Kpi(
        name,
        label,
        meaning,
        PERCENT,
        UP,
        _LEVEL,
        owner,
        STAFF_SURVEY,
        share(f"{column} = 'yes'", among=f"{column} IS NOT NULL"),
        source=_OF_ROSTER if of_roster else _WILSON,
        of_roster=of_roster,
    )


def _rated(name: str, label: Text, meaning: Text, column: str) -> Kpi:
    """The share of staff in the top points of the scale, of those who answered."""
    return Kpi(
        name,
        label,
        meaning,
        PERCENT,
        UP,
        _LEVEL,
        _HR,
        STAFF_SURVEY,
        share(f"{column} >= satisfied", among=f"{column} IS NOT NULL"),
        source=_WILSON,
    )


def _item(name: str, label: Text, meaning: Text, measure: Measure) -> Kpi:
    return Kpi(name, label, meaning, ITEMS, UP, _LEVEL, _COMMITTEE, PROGRAMME_ITEM, measure)


def _of_due(name: str, label: Text, meaning: Text, type_: str) -> Kpi:
    """The share of what was due that is done, counted in full."""
    return Kpi(
        name,
        label,
        meaning,
        PERCENT,
        UP,
        _LEVEL,
        _COMMITTEE,
        PROGRAMME_ITEM,
        totals(f"100.0 * {_DONE}", "coalesce(due_number, 1)", among=f"type = '{type_}'"),
    )


# What is done of an item: its number, else itself.
_DONE = "CASE WHEN state = 'done' THEN coalesce(number, 1) ELSE 0 END"

STAFF_SAY = (
    _said(
        "concept_awareness",
        N_("Awareness of the core service-culture concept"),
        N_(
            "Staff who know the core concept as a share of staff who answered that question. 100% "
            "is met only where everybody who answered knows it, and at least 95% of the roster "
            "answered."
        ),
        "concept_known",
        _HR,
        of_roster=True,
    ),
    _said(
        "handbook_awareness",
        N_("Handbook awareness"),
        N_(
            "Staff who know the service handbook as a share of staff who answered that question. "
            "100% is met only where everybody who answered knows it, and at least 95% of the "
            "roster answered."
        ),
        "handbook_known",
        _HR,
        of_roster=True,
    ),
    _said(
        "proactive_service",
        N_("Staff who proactively uncover latent customer needs"),
        N_(
            "Staff who say that they uncover latent needs of customers as a share of staff who "
            "answered that question. What is observed on the job is a KPI of its own and is never "
            "added."
        ),
        "proactive",
        _DEPARTMENTS,
    ),
    Kpi(
        "proactive_observed",
        N_("Proactive service observed"),
        N_(
            "Behaviour checks in which staff uncovered latent needs of a customer as a share of "
            "the checks that looked for it. What staff say of themselves is a KPI of its own."
        ),
        PERCENT,
        UP,
        _LEVEL,
        _DEPARTMENTS,
        BEHAVIOUR_CHECK,
        share("proactive = 'yes'", among="proactive IS NOT NULL"),
        source=_WILSON,
    ),
    _rated(
        "support_satisfaction",
        N_("Satisfaction with service support"),
        N_(
            "Answers of staff in the top two points of the scale for the tools and support they "
            "are given, as a share of all answers that rate it."
        ),
        "support",
    ),
    _rated(
        "empowerment",
        N_("Authority to decide"),
        N_(
            "Answers of staff in the top two points of the scale for the authority they are "
            "given, as a share of all answers that rate it."
        ),
        "authority",
    ),
    _rated(
        "internal_satisfaction",
        N_("Internal satisfaction"),
        N_(
            "Answers of staff in the top two points of the scale for internal service, or for "
            "their work as a whole where a file asks only that, as a share of all answers that "
            "rate it."
        ),
        "internal_service",
    ),
    _rated(
        "service_capability",
        N_("Service capability"),
        N_(
            "Answers of staff in the top two points of the scale for how well they can serve, as "
            "a share of all answers that rate it."
        ),
        "capability",
    ),
)

DECIDED_WITHIN = 30  # days in which a suggestion should be decided
_WAITS = "decision IN ('open', 'deferred')"
_DECIDED = "decision IN ('adopted', 'not_adopted')"
SUGGESTIONS = (
    Kpi(
        "suggestions",
        N_("Suggestions submitted"),
        N_("Suggestions submitted in the period, whatever became of them."),
        ITEMS,
        UP,
        _LEVEL,
        _COMMITTEE,
        SUGGESTION,
        count(),
    ),
    Kpi(
        "suggestion_adoption_rate",
        N_("Suggestion adoption rate"),
        N_(
            "Suggestions adopted as a share of suggestions decided, in the month of the decision; "
            "of those without a day of decision, in that of the submission. What is withdrawn, "
            "deferred or still to be decided is no part of it."
        ),
        PERCENT,
        UP,
        _LEVEL,
        _COMMITTEE,
        SUGGESTION,
        share("decision = 'adopted'", relation="decided_suggestions"),
        source=_WILSON,
    ),
    # Both below count all that were submitted, as the number of suggestions does: a count of a part
    # of them would tell of the few who are left when one is taken from the other.
    Kpi(
        "suggestions_waiting",
        N_("Suggestions that wait for a decision"),
        N_(
            "Suggestions submitted in the period that are not decided yet, the deferred ones among "
            "them, as a share of all suggestions submitted in it."
        ),
        PERCENT,
        Direction.DOWN,
        _LEVEL,
        _COMMITTEE,
        SUGGESTION,
        share(_WAITS),
        source=_WILSON,
        matures_days=DECIDED_WITHIN,
        matures_with_records=True,
    ),
    Kpi(
        "suggestions_decided_in_time",
        N_("Suggestions decided within 30 days"),
        N_(
            "Suggestions submitted in the period and adopted or not adopted within 30 days, as a "
            "share of those submitted in it that have a day of decision or wait for one. What was "
            "withdrawn is no part of it."
        ),
        PERCENT,
        UP,
        _LEVEL,
        _COMMITTEE,
        SUGGESTION,
        Measure(
            Shape.SHARE,
            y=f"({_DECIDED} AND coalesce(decided <= date::DATE + {DECIDED_WITHIN}, FALSE))::INT",
            x=f"({_WAITS} OR {_DECIDED} AND decided IS NOT NULL)::INT",
        ),
        source=_WILSON,
        matures_days=DECIDED_WITHIN,
        matures_with_records=True,
    ),
)


_STANDING = "coalesce(appeal, 'none') <> 'upheld'"
VIOLATIONS = (
    Kpi(
        "violations",
        N_("Violations"),
        N_(
            "Violations of the service standards dealt with in the period, at any step; those of "
            "which an appeal was upheld are not counted. Split by step it tells how many ended "
            "with a verbal warning, with a written one and retraining, or worse."
        ),
        ITEMS,
        Direction.DOWN,
        _LEVEL,
        _HR,
        VIOLATION,
        count(among=_STANDING),
    ),
    Kpi(
        "violations_per_100",
        N_("Violations per 100 staff"),
        N_(
            "Violations of the service standards for each 100 staff on the roster at the end of the "
            "month, without those of which an appeal was upheld; of a quarter or a year, for each "
            "100 staff at all its month ends together. It is known of the whole company only."
        ),
        PER_HUNDRED,
        Direction.DOWN,
        _LEVEL,
        _HR,
        VIOLATION,
        events("staff", per=100, dimensions=(), among=_STANDING),
        source="Garwood 1936, Biometrika 28:437-442",
    ),
)

DONE = (
    _item(
        "scenes_standardised",
        N_("Standardised responses for typical service scenes"),
        N_("Service scenes for which a standard response was agreed in the period."),
        count(among="type = 'scene' AND state = 'done'"),
    ),
    _item(
        "stories",
        N_("Service stories"),
        N_("Stories of good service collected in the period."),
        count(among="type = 'story' AND state = 'done'"),
    ),
    _item(
        "culture_days",
        N_("Culture days held"),
        N_(
            "Culture days held in the period. One counts if it was held within 7 days of the 15th "
            "(unless set otherwise)."
        ),
        count(
            among=f"type = 'culture_day' AND state = 'done' AND abs(day(date) - 15) <= {culture_day_within()}"
        ),
    ),
    _item(
        "service_points",
        N_("Service points given"),
        N_("Points given for good service in the period."),
        total("number", among="type = 'points' AND state = 'done'"),
    ),
    _of_due(
        "commitments_signed",
        N_("Commitments signed"),
        N_(
            "Staff who signed the conduct commitment as a share of staff who were to sign it, as "
            "the lists of the period say."
        ),
        "commitment",
    ),
    _of_due(
        "return_visits",
        N_("Return visits made"),
        N_("Return visits made to customers as a share of those due in the period."),
        "return_visit",
    ),
)

AUDITED = (
    Kpi(
        "maturity",
        N_("Service-culture maturity"),
        N_(
            "Mean level from 1 to 5 over the raters of an audit, as they see it now. With fewer "
            "than five raters it has no interval; where they disagree too far there is no mean."
        ),
        LEVEL,
        UP,
        _LEVEL,
        _COMMITTEE,
        AUDIT,
        rated(
            "level",
            among="instrument = 'maturity' AND view = 'now' AND level IS NOT NULL",
            levels=5,
        ),
        source="James, Demaree & Wolf 1984, J. Applied Psychology 69:85-98",
    ),
)

ELSEWHERE = (
    Kpi(
        "brand_recognition",
        N_("Brand recognised for \u201cservice with warmth\u201d"),
        N_(
            "Share of people asked who recognise the brand for it, as a study by somebody else "
            "gives it. Without the number of answers it is shown and never judged; as a milestone "
            "it is reached or not, with evidence."
        ),
        PERCENT,
        UP,
        _LEVEL,
        _COMMITTEE,
        KPI_VALUE,
        given("brand_recognition"),
        source=_WILSON,
    ),
)

TRAINED = (
    Kpi(
        "training_coverage",
        N_("Training coverage"),
        N_(
            "Staff on the roster at the end of a month who completed a training in the three "
            "months up to it (unless set otherwise), as a share of staff on the roster then. An "
            "exam is completed once it is passed, a training without an exam once it was attended. Of "
            "a quarter or a year, all its month ends together."
        ),
        PERCENT,
        UP,
        "training",
        _HR,
        ROSTER,
        totals("100.0 * trained::INT", "1", among="TRUE", relation="trained_on_roster"),
    ),
    Kpi(
        "training_participation",
        N_("Training participation"),
        N_(
            "People who were in class as a share of people called to a training in the period, each "
            "training for itself. Who was excused was called; trainings still to be held are no part "
            "of it."
        ),
        PERCENT,
        UP,
        "training",
        _HR,
        ATTENDANCE,
        share("attended = 'yes'", among="attended <> 'called'"),
        source=_WILSON,
    ),
)

PEOPLE_AND_CULTURE = TRAINED + STAFF_SAY + SUGGESTIONS + VIOLATIONS + DONE + AUDITED + ELSEWHERE
