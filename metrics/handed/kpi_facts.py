"""What a load of targets has to know of the KPIs: handed to the checker by whoever loads
targets."""

from collections.abc import Mapping, Sequence
from datetime import date

from data.kpi_facts import KpiFacts
from errors import Message
from metrics.catalog import DECLARED, KPIS
from metrics.kpi import Direction, Shape
from metrics.targets.kpi_meant import LABELS, kpi_meant
from metrics.targets.kpi_names import WRITINGS
from metrics.targets.plans import Target, misfit
from metrics.value_units import PERCENT, RATE
from metrics.voice.dictionary import ATTITUDE
from metrics.voice.themes import coded
from metrics.voice.understood import understood


def _misfit(record: Mapping[str, object]) -> tuple[str, Message] | None:
    """`misfit` of a row as the checker has it; a date that could not be read is told elsewhere."""
    known = {name: value for name, value in record.items() if name != "line" and value is not None}
    fields: dict = {"stage": "", "due": date.max, "date": date.min, **known}  # typed by the checker
    return misfit(Target(**fields))


def _of_attitude(texts: Sequence[str]) -> list[bool | None]:
    """Which of some texts speak of attitude, by the dictionary of themes; None for those of a
    language that it does not know, also where it finds one of its words: of such texts only those
    with a find would be told, and all of them would be about attitude."""
    spoken = coded(texts, (ATTITUDE,)).mentions[:, 0].tolist()
    return [
        about if known else None for about, known in zip(spoken, understood(texts), strict=True)
    ]


KPI_FACTS = KpiFacts(
    WRITINGS,
    frozenset(kpi.name for kpi in DECLARED if kpi.unit in (PERCENT, RATE)),
    frozenset(kpi.name for kpi in DECLARED if kpi.direction is Direction.UP),
    _misfit,
    meant=kpi_meant,
    labels=LABELS,
    downward=frozenset(kpi.name for kpi in DECLARED if kpi.direction is Direction.DOWN),
    attitude=_of_attitude,
    given=frozenset(kpi.name for kpi in KPIS if kpi.measure.shape is Shape.GIVEN),
)
