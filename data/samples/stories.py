"""What truly happens in the sample company, for pages to point at and tests to find again."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike

from i18n import N_, Text

MONTHS = 36


def month_at(until: date, offset: int) -> date:
    """The first day of the month `offset` months after that of `until`."""
    months = until.year * 12 + until.month - 1 + offset
    return date(months // 12, months % 12 + 1, 1)


@dataclass(frozen=True)
class Story:
    """A change of one unit, `months` whole months before the end of the data.

    `dimension` and `unit` name where it happens, `kpis` where it shows, the
    first one best; `points` is what it truly moves that KPI by in the end,
    in percentage points. `sentence` tells it to a manager.
    """

    kind: str
    dimension: str
    unit: str
    kpis: tuple[str, ...]
    months: int
    points: float
    sentence: Text

    def begins(self, until: date) -> date:
        """The first month of the change, for data that end before `until`."""
        return month_at(until, -self.months)

    def here(self, units: ArrayLike, month: ArrayLike) -> np.ndarray:
        """True for rows of the unit since the change; `month` counts from 0."""
        return (np.asarray(units) == self.unit) & (np.asarray(month) >= MONTHS - self.months)

    def so_far(self, units: ArrayLike, month: ArrayLike) -> np.ndarray:
        """How much of a steady change each row has seen, from 0 to 1."""
        steps = np.asarray(month) - (MONTHS - self.months) + 1
        return np.where(self.here(units, month), steps / self.months, 0.0)


FALLING_STORE = Story(
    "falling_store",
    "store",
    "Harbour Plaza",
    ("csat", "attitude_satisfaction", "net_promoter_score", "mystery_attitude"),
    9,
    -24,
    N_("Satisfaction, recommendation and attitude have fallen at this store month after month."),
)
FAILING_COURSE = Story(
    "failing_course",
    "course",
    "Handling difficult customers",
    ("first_attempt_pass_rate",),
    12,
    -32,
    N_(
        "About four in ten fail this course at the first attempt; in the other courses it is "
        "fewer than one in ten."
    ),
)
EMPATHY_WORKSHOP = Story(
    "action_that_works",
    "region",
    "South",
    ("attitude_satisfaction", "mystery_attitude"),
    10,
    8,
    N_(
        "Since the empathy workshop, satisfaction with the service attitude in this region is "
        "about 8 points higher."
    ),
)
SPEED_PROGRAMME = Story(
    "action_without_effect",
    "region",
    "North",
    ("speed_satisfaction", "mystery_efficiency"),
    12,
    0,
    N_(
        "Since the speed programme, satisfaction with the response speed in this region has moved "
        "no more than elsewhere."
    ),
)
PASSED_NOT_PRACTISED = Story(
    "passed_not_practised",
    "store",
    "高新店",
    ("first_attempt_pass_rate",),
    12,
    10,
    N_(
        "This store passes its exams more often than the others, but shows what was taught much "
        "less often when it is checked on the job."
    ),
)

DELIVERY_COMPLAINTS = Story(
    "share_falls_as_others_rise",
    "category",
    "配送延误",
    ("attitude_complaint_share", "attitude_complaint_rate"),
    9,
    -10,
    N_(
        "The attitude share of complaints falls only because more and more customers complain of "
        "deliveries: for each 1,000 contacts as many as before complain of attitude."
    ),
)
MONDAY_MORNINGS = Story(
    "monday_mornings",
    "channel",
    "Phone",
    ("answered_in_time",),
    36,
    -8,
    N_(
        "On the phone the promised answer is missed on Monday mornings; at other times it is nearly "
        "always kept."
    ),
)
UNDECIDED = Story(
    "never_decided",
    "department",
    "Business accounts",
    ("suggestion_adoption_rate",),
    12,
    0,
    N_(
        "The suggestions of this department are never decided: the adoption rate, which counts "
        "what was decided, does not show them."
    ),
)
RATERS_DISAGREE = Story(
    "raters_disagree",
    "dimension",
    "授权赋能",
    ("maturity",),
    12,
    0,
    N_(
        "In the audits the raters agree on the maturity of everything but empowerment: half of them "
        "see it at the lowest levels, half at the highest, and a mean would hide that."
    ),
)

STORIES = (
    FALLING_STORE,
    FAILING_COURSE,
    EMPATHY_WORKSHOP,
    SPEED_PROGRAMME,
    PASSED_NOT_PRACTISED,
    DELIVERY_COMPLAINTS,
    MONDAY_MORNINGS,
    UNDECIDED,
    RATERS_DISAGREE,
)
