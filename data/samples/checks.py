"""Behaviour checks of the sample company: what was taught, and whether it was shown on the job a
month later."""

from datetime import date

import numpy as np
import pandas as pd

from data.samples.company import STAFF_PER_STORE, STORES
from data.samples.exams import course_of
from data.samples.stories import FAILING_COURSE, PASSED_NOT_PRACTISED, month_at

CHECKED_MONTHS, CHECKS = 12, 9  # of each store and month
BEHAVIOURS = {
    "十秒内主动问候": "服务意识",
    "Asks whether anything else is needed": "服务意识",
    "送客致谢": "服务意识",
    "Listens without interrupting": "沟通技巧",
    "复述并确认客户需求": "沟通技巧",
    "Explains in plain words": "沟通技巧",
    "Names the right product and its price": "Product knowledge",
    "演示产品用法": "Product knowledge",
    "Calms an upset customer": FAILING_COURSE.unit,
    "先道歉再说明原因": FAILING_COURSE.unit,
}
WAYS = {"现场巡查": 0.6, "录音录像复核": 0.25, "主管检查": 0.15}
SHOWN, SHOWN_LITTLE = 0.86, 0.52
UNNAMED = 0.4  # of the checks on patrol, where nobody asks for a name


def checks(until: date, staff: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The checks of the last twelve months in order of time; columns are those of the kind."""
    planned = rng.poisson(CHECKS, (CHECKED_MONTHS, len(STORES)))
    month, store = (np.repeat(part.ravel(), planned.ravel()) for part in np.indices(planned.shape))
    count = len(month)
    starts = [month_at(until, number - CHECKED_MONTHS) for number in range(CHECKED_MONTHS)]
    minutes = rng.integers(0, 28, count) * 1440 + rng.integers(9 * 60, 20 * 60, count)
    people = staff.iloc[
        store * STAFF_PER_STORE + rng.integers(0, STAFF_PER_STORE, count)
    ].reset_index(drop=True)
    frame = people.assign(
        date=np.array(starts, "datetime64[s]")[month] + minutes.astype("timedelta64[m]"),
        month=month,
        way=rng.choice(list(WAYS), count, p=list(WAYS.values())),
        behaviour=rng.choice(list(BEHAVIOURS), count),
    )
    chance = np.where(frame.store == PASSED_NOT_PRACTISED.unit, SHOWN_LITTLE, SHOWN + 0.004 * month)
    frame["passed"] = np.where(rng.random(count) < chance, "合格", "不合格")
    unnamed = (frame.way == next(iter(WAYS))) & (rng.random(count) < UNNAMED)
    frame["employee"] = frame.employee.mask(
        unnamed | (pd.to_datetime(frame.hired_on) > frame.date), ""
    )
    frame["course"] = [
        _taught_in(behaviour, starts[number])
        for behaviour, number in zip(frame.behaviour, month, strict=True)
    ]
    frame = frame.sort_values(["date", "store"], ignore_index=True).drop(
        columns=["hired_on", "month"]
    )
    return frame.assign(
        check_id=[f"C-{day:%Y%m}-{number:04d}" for number, day in enumerate(frame.date, start=1)]
    )


def _taught_in(behaviour: str, month: date) -> str:
    """The course of the month before: behaviour is looked for a month later."""
    course = BEHAVIOURS[behaviour]
    return course if course == FAILING_COURSE.unit else course_of(course, month_at(month, -1))
