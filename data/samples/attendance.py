"""Who of the sample company's staff was called to the classes before the quarterly exams, and who
came."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.samples.exams import QUARTERLY, course_of
from data.samples.stories import month_at

MONTHS_HELD = 12
CALLED = 0.34  # of those who work there, each month
CAME, LATE, EXCUSED = 0.86, 0.04, 0.06  # the others were absent


def attendance(until: date, staff: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One row a person called to a class in the last twelve months, in order of time; columns
    are those of the kind."""
    months = []
    for offset in range(-MONTHS_HELD, 0):
        start = month_at(until, offset)
        there = staff[pd.to_datetime(staff.hired_on) < pd.Timestamp(start)]
        who = there[rng.random(len(there)) < CALLED]
        course = list(QUARTERLY)[offset % len(QUARTERLY)]
        days = rng.integers(4, 26, len(who))
        months.append(
            pd.DataFrame(
                {
                    "employee": who.employee.to_numpy(),
                    "department": who.department.to_numpy(),
                    "store": who.store.to_numpy(),
                    "course": course_of(course, start),
                    "date": [start + timedelta(days=int(day)) for day in days],
                    "attended": rng.choice(
                        ["已签到", "迟到", "请假", "缺席"],
                        len(who),
                        p=[CAME, LATE, EXCUSED, 1 - CAME - LATE - EXCUSED],
                    ),
                }
            )
        )
    return pd.concat(months).sort_values(["date", "employee"], ignore_index=True)
