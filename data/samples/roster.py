"""The roster of the sample company: who worked there at the start, who came, was promoted, and
left."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.samples.company import STAFF_PER_STORE, STORES
from data.samples.stories import MONTHS, month_at

ADVISER, LEAD, MANAGER = "Service adviser", "Shift lead", "店长"
PROMOTED = 12
LEFT = 6  # former staff who left in the first weeks, before any of their records


def roster(until: date, staff: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One row a person on the day it holds from, in order of time; columns are those of the
    kind."""
    opening = month_at(until, -MONTHS)
    people = staff.assign(
        region=np.repeat([store.region for store in STORES], STAFF_PER_STORE),
        position=np.tile([MANAGER, LEAD, *[ADVISER] * (STAFF_PER_STORE - 2)], len(STORES)),
        left_on="",
    )
    former = _former(people, opening, rng)
    known = pd.concat([people, former.assign(left_on="")])
    first = known.assign(date=[max(opening, hired) for hired in known.hired_on])
    promoted = people[(people.position == ADVISER) & (people.hired_on < opening)].sample(
        PROMOTED, random_state=rng
    )
    days = rng.integers(200, (until - opening).days - 30, PROMOTED)
    promoted = promoted.assign(
        position=LEAD, date=[opening + timedelta(days=int(day)) for day in days]
    )
    return pd.concat([first, promoted, former.assign(date=former.left_on)]).sort_values(
        ["date", "employee"], ignore_index=True
    )


def _former(people: pd.DataFrame, opening: date, rng: np.random.Generator) -> pd.DataFrame:
    """Staff with numbers of their own, hired long ago."""
    places = people.sample(LEFT, random_state=rng)
    return places.assign(
        employee=[f"E{9000 + number}" for number in range(LEFT)],
        position=ADVISER,
        hired_on=[opening - timedelta(days=int(days)) for days in rng.integers(300, 3000, LEFT)],
        left_on=[opening + timedelta(days=int(days)) for days in rng.integers(5, 50, LEFT)],
    )
