"""The units in which KPIs are given."""

from i18n import N_
from metrics.kpi import ValueUnit

PERCENT = ValueUnit("percent", N_("{value}%"), N_("{value} percentage points"), 1, 0, 100)
NPS_POINTS = ValueUnit("nps_points", N_("{value}"), N_("{value} points"), 1, -100, 100)
SCORE = ValueUnit("score", N_("{value}"), N_("{value} points"), 1, 0, 100)
PEOPLE = ValueUnit("people", N_("{value}"), N_("{value}"), 0, 0)
EXAMS_OF_PEOPLE = ValueUnit(
    "exams", N_("{value}"), N_("{value}"), 0, 0
)  # each person's in each course: 43 may be those of 34 people
VISITS = ValueUnit("visits_per_store", N_("{value} per store"), N_("{value} per store"), 2, 0)
ITEMS = ValueUnit("items", N_("{value}"), N_("{value}"), 0, 0)
RATE = ValueUnit("percent_rate", N_("{value}%"), N_("{value} percentage points"), 2, 0, 100)
PER_THOUSAND = ValueUnit("per_thousand", N_("{value} per 1,000"), N_("{value} per 1,000"), 2, 0)
HAND_OVERS = ValueUnit("hand_overs", N_("{value}"), N_("{value}"), 2, 0)
HOURS = ValueUnit("hours", N_("{value} h"), N_("{value} h"), 1, 0)
LEVEL = ValueUnit("level", N_("{value}"), N_("{value} levels"), 1, 1, 5)
PER_HUNDRED = ValueUnit("per_hundred", N_("{value} per 100"), N_("{value} per 100"), 1, 0)
MONEY = ValueUnit("money", N_("{value}"), N_("{value}"), 2, 0)
