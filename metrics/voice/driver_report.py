"""The driver model of a span, with the place of each driver on the map."""

from dataclasses import dataclass

import pandas as pd

from i18n import Text
from metrics.voice.drivers import DriverModel, drivers
from metrics.voice.quadrant import DriverMap, driver_map
from metrics.voice.questions import QUESTIONS, RATINGS

LABELS: dict[str, Text] = {question.column: question.label for question in RATINGS}
OUTCOME: Text = QUESTIONS[0].label


@dataclass(frozen=True)
class DriverReport:
    """The model, its map (None without a usable model), and the answers on record, of which the
    model may have taken a part."""

    model: DriverModel
    map: DriverMap | None
    recorded: int


def driver_report(
    answers: pd.DataFrame, satisfied: dict[str, tuple[int, int]], recorded: int
) -> DriverReport:
    """From what `ratings` gives, and each rating's satisfied answers and all its answers; ratings
    nobody gave are left out."""
    given = [
        name for name in LABELS if answers[name].notna().any() and satisfied.get(name, (0, 0))[1]
    ]
    clusters = answers["store"] if answers["store"].notna().any() else None
    names = given or list(LABELS)
    model = drivers(answers["overall"], {name: answers[name] for name in names}, clusters)
    return DriverReport(model, driver_map(model, satisfied), recorded)
