"""Which interval goes with which shape, in words: for definitions, help and `explain`."""

from i18n import N_, Text
from metrics.kpi import Kpi, Shape

_WORDS = {
    Shape.SHARE: N_(
        "95% Wilson interval of the share; where a case holds several rows, with the effective "
        "number of cases."
    ),
    Shape.NET_SHARE: N_("95% adjusted Wald interval (Rocks 2016), clipped to −100 and 100."),
    Shape.MEAN: N_(
        "95% t interval, clipped to the scale; shown from 30 answers with fewer than 80% in the "
        "top category."
    ),
    Shape.COUNT: N_("No interval: everything is counted, nothing sampled."),
    Shape.RATE: N_("No interval: everything is counted, nothing sampled."),
    Shape.EVENTS: N_(
        "95% exact Poisson interval of the rate (Garwood 1936), the contacts taken as counted."
    ),
    Shape.QUANTILE: N_(
        "95% limits by order statistics, which assume no distribution; where some are still open, by "
        "Kaplan and Meier on the scale log(−log). No limits where the records are too few for both."
    ),
    Shape.TOTALS: N_("No interval: everything is counted, nothing sampled."),
    Shape.GIVEN: N_(
        "95% Wilson interval of a share of which it is told from how many answers it was made; "
        "else none."
    ),
    Shape.STATE: N_("No interval: everything is counted, nothing sampled."),
}


def interval_words(kpi: Kpi) -> Text:
    """The interval of a measured KPI, in one sentence."""
    return _WORDS[kpi.measure.shape]
