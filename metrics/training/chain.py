"""The four steps of a course: in class, exam, on the job a month on, with the customer three months
on."""

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd

from i18n import N_, Text
from metrics.answers.answer import Answer
from metrics.catalog import kpi_named
from metrics.effect.panel import Panel, panel
from metrics.effect.windows import AFTER, BEFORE, QUIET, Around, Begun, TrainingSpan, around, begun
from metrics.kpi import Kpi
from metrics.periods import add_months, last_day
from metrics.sums.query import Query
from metrics.training.measures import TRAINED

EXAM, SHOWN_ON_THE_JOB, MYSTERY, CUSTOMER, COMPLAINED, TRAINING = (
    kpi_named(name)
    for name in (
        "first_attempt_pass_rate",
        "behaviour_check_pass_rate",
        "mystery_score",
        "csat",
        "complaints_per_1000",
        "people_examined",
    )
)
STEPS: tuple[tuple[Text, Kpi], ...] = (
    (N_("1 In class"), TRAINED),
    (N_("2 Exam"), EXAM),
    (N_("3 On the job: checks"), SHOWN_ON_THE_JOB),
    (N_("3 On the job: mystery visits"), MYSTERY),
    (N_("4 The customer"), CUSTOMER),
    (N_("4 The customer: complaints"), COMPLAINED),
)
# Months from training to what is looked at, as the plan sets them: behaviour one month on, the
# customer three.
BEHAVIOUR_AFTER, CUSTOMER_AFTER = AFTER
LAGS: tuple[tuple[Kpi, int], ...] = (
    (MYSTERY, BEHAVIOUR_AFTER),
    (CUSTOMER, CUSTOMER_AFTER),
    (COMPLAINED, CUSTOMER_AFTER),
)
RESULTS: tuple[tuple[Kpi, int], ...] = ((SHOWN_ON_THE_JOB, BEHAVIOUR_AFTER), *LAGS)
PANEL_MONTHS = 24
STEP = 5  # more exams taken in a store and month, for which an effect is said


def unit_table(answers: Sequence[Answer]) -> pd.DataFrame:
    """One row a unit that any answer shows, by name, one column an answer by the KPI's name; NaN
    where hidden or not recorded."""
    columns = [_values(found).rename(found.kpi.name) for found in answers]
    return pd.concat(columns, axis=1).sort_index().rename_axis("unit")


def _values(found: Answer) -> pd.Series:
    rows = found.rows[found.rows["group"].fillna("").ne("") & ~found.rows["hidden"].astype(bool)]
    return rows.set_index("group")["value"].astype(float)


def panels(ask: Callable[[Kpi, Query], Answer], month: date) -> list[tuple[Kpi, Panel]]:
    """Whether stores that had more exams taken did better later: a panel for each result of LAGS,
    over two years of months."""
    query = Query(add_months(month, 1 - PANEL_MONTHS), last_day(month, "month"), "month", "store")
    training = _cells(ask(TRAINING, query)).rename(columns={"value": "x"})
    return [
        (
            result,
            panel(
                _joined(training, _cells(ask(result, query)).rename(columns={"value": "y"})), lag
            ),
        )
        for result, lag in LAGS
    ]


def before_and_after(
    ask: Callable[[Kpi, Query], Answer], month: date, course: str
) -> tuple[Begun, list[Around]]:
    """The trainings whose months after them are over with `month`, and each of RESULTS around them
    (none where trainings are too few)."""
    span = TrainingSpan.to(month)
    only = (("course", (course,)),) if course else ()
    trainings = begun(
        ask(
            TRAINING,
            Query(
                add_months(span.first, -QUIET), last_day(span.last, "month"), "month", "store", only
            ),
        ),
        span,
    )
    if not trainings.enough:
        return trainings, []
    seen = Query(add_months(span.first, BEFORE), last_day(month, "month"), "month", "store")
    return trainings, [
        around(trainings, ask(kpi, seen), judged) for kpi, judged in RESULTS
    ]  # not by course: before one, nothing is checked of it


def _joined(training: pd.DataFrame, result: pd.DataFrame) -> pd.DataFrame:
    return training.merge(result, on=["unit", "month"], how="outer")


def _cells(found: Answer) -> pd.DataFrame:
    rows = found.rows[found.rows["group"].fillna("").ne("")]
    value = rows["value"].astype(float).mask(rows["hidden"].astype(bool))
    return pd.DataFrame({"unit": rows["group"], "month": rows["period"], "value": value})
