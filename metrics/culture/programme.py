"""What the programme has done, against what it set out to do."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from metrics.answers.answer import Answer
from metrics.kpi import Kpi
from metrics.periods import last_day, periods_between
from metrics.settings import culture_day_within
from metrics.targets.plans import Target
from metrics.targets.verdict import Verdict

# What the programme's plan counts up to, where no target says otherwise.
PLANNED = {"scenes_standardised": 30, "stories": 100}
FEWEST_KEYWORDS, MOST_KEYWORDS = 3, 5
FIFTEENTH = 15


@dataclass(frozen=True)
class CountedUp:
    """What is counted up: how many there are by the end of the month looked at, of how many, and
    how many the months added up brought. `since`: the day from which on a target, which says of how
    many, counts; None where no target does. `begun`: what there was then, as the target says."""

    kpi: Kpi
    done: int
    planned: int
    fresh: int
    since: date | None
    begun: int = 0

    @property
    def reached(self) -> bool:
        return self.done >= self.planned


def counted_to(stage: Verdict | None) -> Target | None:
    """The target of the stage in force, where that is counted up to."""
    return None if stage is None or stage.target.form != "count" else stage.target


def counted(
    months: Answer,
    first: date,
    month: date,
    goal: Target | None = None,
    since: Answer | None = None,
) -> CountedUp | None:
    """What was counted up to a month, and how many from `first` on; None without any record. `since`:
    the months from the day on from which `goal` counts; without one all."""
    told = months.rows[months.rows["period"] <= month]
    if told.empty:
        return None
    rows = told if since is None else since.rows[since.rows["period"] <= month]
    begun = 0 if goal is None else int(goal.baseline or 0)
    planned = PLANNED[months.kpi.name] if goal is None else goal.value or 0
    return CountedUp(
        months.kpi,
        int(rows["value"].sum()) + begun,
        int(planned),
        int(told.loc[told["period"] >= first, "value"].sum()),
        None if goal is None else goal.start,
        begun,
    )


@dataclass(frozen=True)
class Keywords:
    """The keywords chosen, and the candidates that were not (yet), those with most votes first."""

    chosen: tuple[str, ...]
    candidates: tuple[tuple[str, float | None], ...]

    @property
    def as_planned(self) -> bool:
        return FEWEST_KEYWORDS <= len(self.chosen) <= MOST_KEYWORDS


def keywords(found: pd.DataFrame) -> Keywords | None:
    """The keywords of items as `records.items` gives them; None without any."""
    if found.empty:
        return None
    chosen = found[found["state"] == "done"]
    others = found[found["state"] != "done"].sort_values(
        ["number", "name"], ascending=[False, True], na_position="last"
    )
    return Keywords(
        tuple(chosen["name"]),
        tuple(
            (name, None if pd.isna(votes) else float(votes))
            for name, votes in zip(others["name"], others["number"], strict=True)
        ),
    )


@dataclass(frozen=True)
class CultureDay:
    """The culture day of a month: the day nearest to the 15th on which one was held (None: none),
    whether that counts, and whether the month may still bring one."""

    month: date
    held: date | None
    counts: bool
    ahead: bool


def culture_days(found: pd.DataFrame, first: date, month: date, today: date) -> list[CultureDay]:
    """The culture days of the months from one to another; `found` as `records.items` gives them."""
    held = found.loc[found["state"] == "done", "date"].tolist()
    days = []
    for start in periods_between(first, month, "month"):
        own = [day for day in held if start <= day <= min(last_day(start, "month"), today)]
        nearest = min(own, key=lambda day: abs(day.day - FIFTEENTH), default=None)
        counts = nearest is not None and abs(nearest.day - FIFTEENTH) <= culture_day_within()
        last_chance = start.replace(day=FIFTEENTH + culture_day_within())
        days.append(CultureDay(start, nearest, counts, not counts and today <= last_chance))
    return days
