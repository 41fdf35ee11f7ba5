"""Where the stores of the sample company belong, as its headquarters keeps the list."""

from datetime import date

import pandas as pd

from data.samples.company import STORES
from data.samples.stories import MONTHS, month_at


def units(until: date) -> pd.DataFrame:
    """All stores with their region, from the first month shown; columns are those of the kind that
    are used."""
    return pd.DataFrame(
        [
            {
                "dimension": "store",
                "name": store.name,
                "region": store.region,
                "date": month_at(until, -MONTHS),
            }
            for store in STORES
        ]
    )
