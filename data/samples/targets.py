"""The targets of the sample company: staged, revised, for units, reached and missed.

Values are in the KPI's own unit; shares in percent (90 means 90 %), a
`change` in percent of the baseline.
"""

from datetime import date, timedelta

import pandas as pd

from data.samples.stories import EMPATHY_WORKSHOP, FALLING_STORE, SPEED_PROGRAMME, month_at

PLAN = "Service culture plan"
PLAN_MONTHS = 24  # how long before the end of the data the plan began
OFTEN_EMPTY = (
    "dimension",
    "unit",
    "value_high",
    "stable_from",
    "baseline",
    "baseline_date",
    "reached_on",
    "evidence",
)
MARKETING, TRAINERS, COMMITTEE = (
    "Marketing and customer service",
    "Human resources",
    "Culture committee",
)


def targets(until: date) -> pd.DataFrame:
    """All targets in the order they came into force; columns are those of the kind, empty ones
    included."""
    rows = [*_company(until), *_revised(until), *_units(until), *_forms(until)]
    return pd.DataFrame(rows, columns=list(_row(until, "", "", "", 0, 0))).sort_values(
        "date", kind="stable", ignore_index=True
    )


def _row(
    until: date,
    kpi: str,
    stage: str,
    form: str,
    value: object,
    due: int,
    **more: object,
) -> dict[str, object]:
    """One target, in force since the plan began unless `more` has another date; due on the day
    before the month `due` months after `until`."""
    return {
        "kpi": kpi,
        "stage": stage,
        "form": form,
        "value": value,
        "due": _last_day(until, due),
        "date": month_at(until, -PLAN_MONTHS),
        **dict.fromkeys(OFTEN_EMPTY, ""),
        "owner": MARKETING,
        "reason": "Plan",
        "plan": PLAN,
        **more,
    }


def _last_day(until: date, offset: int) -> date:
    """The last day before the month `offset` months after `until`."""
    return month_at(until, offset) - timedelta(days=1)


def _company(until: date) -> list[dict[str, object]]:
    """The whole company's stages: the short ones are due, most of the others lie ahead."""
    start = _last_day(until, -PLAN_MONTHS)
    stages = (
        ("csat", 81, start, MARKETING, (82, -12), None, (90, 24)),
        ("attitude_satisfaction", 82, start, MARKETING, (92, -3), (93, 6), (95, 24)),
        ("net_promoter_score", 27, start, MARKETING, (32, -6), (38, 3), (50, 24)),
        ("mystery_score", 79, start, MARKETING, (86, -6), (87, 6), (90, 24)),
        ("problem_solving_satisfaction", "", "", MARKETING, (80, -12), (86, 6), None),
        ("first_attempt_pass_rate", 89, start, TRAINERS, (90, -12), (92, 3), (95, 24)),
        ("final_pass_rate", "", "", TRAINERS, (95, -6), (98, 6), None),
    )
    return [
        _row(
            until,
            kpi,
            stage,
            "at_least",
            step[0],
            step[1],
            baseline=baseline,
            baseline_date=day,
            owner=owner,
        )
        for kpi, baseline, day, owner, *steps in stages
        for stage, step in zip(("short", "mid", "long"), steps, strict=True)
        if step
    ]


def _revised(until: date) -> list[dict[str, object]]:
    """One target changed twice: the earlier values stay, and judge the months in which they were in
    force."""
    changes = (
        (90, -PLAN_MONTHS, "Plan"),
        (88, -14, "Set lower after the yearly review"),
        (87, -4, "Set lower after the half-year review"),
    )
    start = {"baseline": 81, "baseline_date": _last_day(until, -PLAN_MONTHS)}
    return [
        _row(
            until,
            "csat",
            "mid",
            "at_least",
            value,
            6,
            date=month_at(until, begins),
            reason=reason,
            **start,
        )
        for value, begins, reason in changes
    ]


def _units(until: date) -> list[dict[str, object]]:
    """Targets of one region or store."""
    of_stories = (
        (EMPATHY_WORKSHOP, "attitude_satisfaction", 88, 3, {"reason": "Empathy workshop"}),
        (SPEED_PROGRAMME, "speed_satisfaction", 88, 3, {"reason": "Speed programme"}),
        (FALLING_STORE, "csat", 85, 6, {"owner": "Sales"}),
    )
    return [
        _row(until, kpi, "mid", "at_least", value, due, date=month_at(until, -story.months))
        | {"dimension": story.dimension, "unit": story.unit, **more}
        for story, kpi, value, due, more in of_stories
    ]


def _forms(until: date) -> list[dict[str, object]]:
    """The other forms: a range, against a baseline, an upper limit, kept month after month, reached
    or not."""
    return [
        _row(until, "mystery_visits", "short", "between", 1, 0, value_high=2),
        _row(
            until,
            "detractor_share",
            "mid",
            "change",
            -20,
            6,
            baseline=20,
            baseline_date=_last_day(until, -PLAN_MONTHS),
        ),
        _row(until, "pending_retakes", "mid", "at_most", 40, 6, owner=TRAINERS),
        _row(
            until,
            "mystery_compliance",
            "long",
            "at_least",
            80,
            12,
            stable_from=month_at(until, -18),
        ),
        _row(
            until,
            "brand_recognition",
            "long",
            "milestone",
            "",
            24,
            owner=COMMITTEE,
            reason="Recognised in the industry for service with warmth",
        ),
    ]
