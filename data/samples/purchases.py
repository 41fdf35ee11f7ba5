"""Purchases of the sample company: who comes back within three months, and who does not.

The latest months read as a collapse, since those who bought in them have had no time to come back.
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.samples.company import CHANNELS, SEGMENT_SHARES, SEGMENTS, STORES
from data.samples.stories import MONTHS, month_at

NEW_A_MONTH = 130
STAYS_NEW, STAYS = 0.36, 0.62  # come back after the first order, after later ones
DAYS_BETWEEN = 34
CANCELLED, RETURNED = 0.03, 0.03


def purchases(until: date, rng: np.random.Generator) -> pd.DataFrame:
    """The orders of all months in order of time; columns are those of the kind."""
    rows: list[tuple[date, int]] = []
    customer = 0
    for number in range(MONTHS):
        start = month_at(until, number - MONTHS)
        for _ in range(int(rng.poisson(NEW_A_MONTH))):
            customer += 1
            day, chance = start + timedelta(days=int(rng.integers(0, 28))), STAYS_NEW
            while day < until:
                rows.append((day, customer))
                if rng.random() > chance + 0.001 * number:
                    break
                day, chance = day + timedelta(days=1 + int(rng.exponential(DAYS_BETWEEN))), STAYS
    rows.sort()
    count = len(rows)
    store = rng.integers(0, len(STORES), customer + 1)
    segment = rng.choice(len(SEGMENTS), customer + 1, p=SEGMENT_SHARES)
    minutes = rng.integers(9 * 60, 21 * 60, count).astype("timedelta64[m]")
    amount = np.round(rng.lognormal(4.4, 0.6, count), 2)
    fate = rng.random(count)
    returned = (fate >= CANCELLED) & (fate < CANCELLED + RETURNED)
    who = np.array([number for _, number in rows])
    return pd.DataFrame(
        {
            "order_id": [f"SO-{number:06d}" for number in range(1, count + 1)],
            "date": np.array([day for day, _ in rows], "datetime64[s]") + minutes,
            "customer": [f"C{number:06d}" for number in who],
            "amount": amount,
            "refunded": np.where(returned, amount, 0.0),
            "status": np.where(fate < CANCELLED, "交易关闭", "交易成功"),
            "store": [STORES[store[number]].name for number in who],
            "region": [STORES[store[number]].region for number in who],
            "channel": rng.choice(CHANNELS, count),
            "segment": [SEGMENTS[segment[number]] for number in who],
        }
    )
