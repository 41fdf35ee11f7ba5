"""What a line of the theme dictionary means beyond its cells."""

import pandas as pd

from data.checking.rules.outcome import RuleOutcome


def apply_rules(rows: pd.DataFrame, *_: object) -> RuleOutcome:
    """The rows; a term is in use unless the file says otherwise."""
    return RuleOutcome(rows.assign(in_use=rows["in_use"].fillna("yes")))
