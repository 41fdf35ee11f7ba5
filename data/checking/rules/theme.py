"""What a line of the theme dictionary means beyond its cells."""

import pandas as pd

from data.checking.rules.outcome import Settled


def settle(rows: pd.DataFrame, *_: object) -> Settled:
    """The rows; a term is in use unless the file says otherwise."""
    return Settled(rows.assign(in_use=rows["in_use"].fillna("yes")))
