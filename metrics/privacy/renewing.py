"""Making a release beside the server, so that it goes on serving."""

from collections.abc import Mapping
from datetime import date

import numpy as np

from data.beside.workers import SMALL, beside
from data.progress import Tell
from metrics.privacy.late import next_release
from metrics.privacy.releases import Log, Release

_APART = 20_000  # entries from which it is worth while


def renewed(
    before: Release | None, log: Log, day: date, least: int, together: Mapping[str, int], tell: Tell
) -> tuple[np.ndarray, Release | None]:
    """What `next_release` gives; what `tell` raises ends it."""
    size = SMALL if len(log.entry) >= _APART else 0
    return beside(size, tell, _release, before, log, day, least, together)


def _release(
    before: Release | None, log: Log, day: date, least: int, together: Mapping[str, int], tell: Tell
) -> tuple[np.ndarray, Release | None]:
    return next_release(before, log, day, least, together, lambda part: tell(0))
