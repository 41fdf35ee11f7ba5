"""Why there is no value where there are records: nothing is known of what they are counted
against."""

from collections.abc import Mapping

from i18n import N_, Text
from metrics.kpi import Kpi, Shape
from metrics.sums.exposures import EXPOSURES, LACKING

_OPEN = N_("Too many are still open to tell how long it takes.")

_APART = N_("The raters disagree too far for a mean.")


def lacking(kpi: Kpi, row: Mapping) -> Text | None:
    """What a row of an answer without a value lacks, in words; None where it is something else."""
    if kpi.measure.shape is Shape.QUANTILE and row["n"] > 0:
        return _OPEN
    if kpi.measure.raters and row["n"] > 1:
        return _APART
    exposure = kpi.measure.exposure
    return LACKING[exposure] if exposure in EXPOSURES and not row["x"] > 0 else None
