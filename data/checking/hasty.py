"""Answers given too fast to have been thought about, where a file says how long each took."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from data.findings import Kind, kind_of, texts_of
from data.issues import WARNING
from data.reading.sheet import Sheet
from data.values.durations import is_duration, seconds
from i18n import N_

HASTY = 0.2  # of the median time
ENOUGH = 20  # answers before a median says anything


def hasty(sheet: Sheet, lines: pd.Series) -> Iterable[Kind]:
    """Warnings for kept rows answered in less than a fifth of the usual time; none without a column
    of durations."""
    at = next((at for at, heading in enumerate(sheet.headings) if is_duration(heading)), None)
    if at is None:
        return
    codes, texts = pd.factorize(sheet.cells[at])
    times = np.array(
        [np.nan if (taken := seconds(text)) is None else taken for text in texts], dtype=float
    )[codes]
    places = np.asarray(sheet.lines)
    known = np.isin(places, lines.to_numpy()) & ~np.isnan(times)
    usual = float(np.median(times[known])) if np.count_nonzero(known) >= ENOUGH else 0.0
    early = np.flatnonzero(known & (times < HASTY * usual))
    yield kind_of(
        WARNING,
        N_(
            "Answered in {seconds} seconds, while half of all answers took {usual} or more: "
            "perhaps not read."
        ),
        places[early],
        sheet.headings[at],
        {"usual": round(usual)},
        {"seconds": np.round(times[early])},
        texts_of(sheet.cells[at].iloc[early]),
    )
