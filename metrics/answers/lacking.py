"""Why there is no value where there are records: nothing is known of what they are counted
against."""

from collections.abc import Mapping

from i18n import Text
from metrics.kpi import Kpi
from metrics.sums.exposures import EXPOSURES, LACKING


def lacking(kpi: Kpi, row: Mapping) -> Text | None:
    """What a row of an answer lacks to have a value, in words; None where it is something else."""
    exposure = kpi.measure.exposure
    return LACKING[exposure] if exposure in EXPOSURES and not row["x"] > 0 else None
