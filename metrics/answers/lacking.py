"""Why there is no value: nothing is known of what records are counted against, or there are none;
and which files would bring them."""

from collections.abc import Mapping

from data.kinds.catalog import TRAINING
from data.kinds.schema import DatasetKind
from errors import Message
from i18n import N_, Text
from metrics.kpi import Kpi, Shape
from metrics.sums.exposures import EXPOSURES, LACKING

# The kinds that a relation has no rows without, besides that of its KPIs.
_NEEDED_TOO: dict[str, tuple[DatasetKind, ...]] = {"trained_on_roster": (TRAINING,)}
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


def needed(kpi: Kpi) -> tuple[DatasetKind, ...]:
    """The kinds of files that a KPI has no value without."""
    exposure = kpi.measure.exposure
    against = (EXPOSURES[exposure].dataset,) if exposure in EXPOSURES else ()
    return (kpi.dataset, *against, *_NEEDED_TOO.get(kpi.measure.relation or "", ()))


def needed_words(kpi: Kpi) -> Message:
    """What a KPI needs, in words."""
    first, *others = needed(kpi)
    if not others:
        return Message("It is made of files of “{kind}”.", {"kind": first.label})
    (other,) = others
    return Message(
        "It is made of files of “{kind}” and “{other}”.",
        {"kind": first.label, "other": other.label},
    )
