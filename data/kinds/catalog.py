"""THE DATASET KINDS: add one here; its sample goes to demo.py.

The declarations stand in data/kinds, by what they are about. Headings are
written as real files write them, in English, Simplified and Traditional
Chinese; case, width, blanks and punctuation are folded before they are
compared, so only different words need listing.
"""

from difflib import get_close_matches

from data.kinds.attendance import ATTENDANCE
from data.kinds.audits import AUDIT
from data.kinds.customer import NPS, PRAISE, SURVEY, THEME_TERM
from data.kinds.loop import ACTION, DECISION, PROBLEM
from data.kinds.meeting import MEETING
from data.kinds.mystery import MYSTERY_ITEM, MYSTERY_VISIT, SECTION_WEIGHT
from data.kinds.people import KPI_VALUE, PROGRAMME_ITEM, STAFF_SURVEY, SUGGESTION, VIOLATION
from data.kinds.programme import EVENT, FORECAST, STAR, TARGET, UNIT
from data.kinds.publication import PUBLICATION
from data.kinds.purchases import PURCHASE
from data.kinds.request import SERVICE_REQUEST
from data.kinds.schema import DatasetKind
from data.kinds.service import COMPLAINT, CONTACT_VOLUME, PROMISE, WORKING_DAY
from data.kinds.staff import BEHAVIOUR_CHECK, EXAM_ITEM, ROSTER, SUPERVISOR_RATING, TRAINING
from errors import WrongCall

__all__ = [
    "ACTION",
    "ATTENDANCE",
    "AUDIT",
    "BEHAVIOUR_CHECK",
    "COMPLAINT",
    "CONTACT_VOLUME",
    "DECISION",
    "EVENT",
    "EXAMS",
    "EXAM_ITEM",
    "FORECAST",
    "KINDS",
    "KPI_VALUE",
    "MEETING",
    "MYSTERY_ITEM",
    "MYSTERY_VISIT",
    "NPS",
    "PRAISE",
    "PROBLEM",
    "PROGRAMME_ITEM",
    "PROMISE",
    "PUBLICATION",
    "PURCHASE",
    "RECORDS",
    "ROSTER",
    "SECTION_WEIGHT",
    "SERVICE_REQUEST",
    "STAFF_SURVEY",
    "STAR",
    "SUGGESTION",
    "SUPERVISOR_RATING",
    "SURVEY",
    "TARGET",
    "THEME_TERM",
    "TRAINING",
    "UNIT",
    "UPLOADED",
    "VIOLATION",
    "WORKING_DAY",
    "kind_named",
]

# In the order in which they are offered.
KINDS = (
    SURVEY,
    NPS,
    MYSTERY_VISIT,
    TRAINING,
    EXAM_ITEM,
    ATTENDANCE,
    ROSTER,
    SUPERVISOR_RATING,
    PRAISE,
    MYSTERY_ITEM,
    BEHAVIOUR_CHECK,
    SERVICE_REQUEST,
    COMPLAINT,
    CONTACT_VOLUME,
    PROMISE,
    WORKING_DAY,
    TARGET,
    UNIT,
    EVENT,
    SECTION_WEIGHT,
    STAR,
    THEME_TERM,
    STAFF_SURVEY,
    SUGGESTION,
    VIOLATION,
    PROGRAMME_ITEM,
    KPI_VALUE,
    AUDIT,
    PURCHASE,
    PROBLEM,
    ACTION,
    DECISION,
    MEETING,
    FORECAST,
    PUBLICATION,
)
EXAMS = (TRAINING, EXAM_ITEM)  # of which a trainer sees single people
# Of what happened, one row each. All else is set down: targets, names of units and whatever rights and
# judgements hang on.
RECORDS = (
    SURVEY,
    NPS,
    MYSTERY_VISIT,
    TRAINING,
    EXAM_ITEM,
    ATTENDANCE,
    SUPERVISOR_RATING,
    PRAISE,
    MYSTERY_ITEM,
    BEHAVIOUR_CHECK,
    SERVICE_REQUEST,
    COMPLAINT,
    CONTACT_VOLUME,
    STAFF_SURVEY,
    SUGGESTION,
    VIOLATION,
    AUDIT,
    PURCHASE,
)
UPLOADED = tuple(kind for kind in KINDS if not kind.own)


def kind_named(name: str) -> DatasetKind:
    """The declared kind; WrongCall with the nearest known name where there is none."""
    known = [kind.name for kind in KINDS]
    if name in known:
        return KINDS[known.index(name)]
    nearest = get_close_matches(name.lower(), known, n=1, cutoff=0.3) or known[:1]
    raise WrongCall(
        "There is no dataset kind \u201c{name}\u201d. Did you mean \u201c{nearest}\u201d? Known kinds: {known}.",
        name=name,
        nearest=nearest[0],
        known=known,
    )
