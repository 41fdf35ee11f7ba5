"""Making a release beside the server, so that it goes on serving."""

from datetime import date

import numpy as np

from data.beside.workers import SMALL, beside
from data.progress import Tell
from metrics.privacy.late import next_release
from metrics.privacy.releases import Log, Release, Threshold

_APART = 20_000  # entries from which it is worth while


def renewed(
    before: Release | None, log: Log, day: date, threshold: Threshold, tell: Tell
) -> tuple[np.ndarray, Release | None]:
    """What `next_release` gives; what `tell` raises ends it."""
    size = SMALL if len(log.entry) >= _APART else 0
    return beside(size, tell, _release, before, log, day, threshold)


def _release(
    before: Release | None, log: Log, day: date, threshold: Threshold, tell: Tell
) -> tuple[np.ndarray, Release | None]:
    return next_release(before, log, day, threshold, lambda part: tell(0))
