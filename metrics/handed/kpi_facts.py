"""What a load of targets has to know of the KPIs: handed to the checker by whoever loads
targets."""

from collections.abc import Mapping
from datetime import date

from data.kpi_facts import KpiFacts
from errors import Message
from metrics.catalog import DECLARED
from metrics.kpi import Direction
from metrics.targets.kpi_names import WRITINGS
from metrics.targets.plans import Target, misfit
from metrics.value_units import PERCENT, RATE


def _misfit(record: Mapping[str, object]) -> tuple[str, Message] | None:
    """`misfit` of a row as the checker has it; a date that could not be read is told elsewhere."""
    known = {name: value for name, value in record.items() if name != "line" and value is not None}
    fields: dict = {"stage": "", "due": date.max, "date": date.min, **known}  # typed by the checker
    return misfit(Target(**fields))


KPI_FACTS = KpiFacts(
    WRITINGS,
    frozenset(kpi.name for kpi in DECLARED if kpi.unit in (PERCENT, RATE)),
    frozenset(kpi.name for kpi in DECLARED if kpi.direction is Direction.UP),
    _misfit,
)
