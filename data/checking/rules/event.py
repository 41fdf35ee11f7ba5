"""What an event needs beyond its cells: a whole place, and for new limits a KPI and a reason."""

from collections.abc import Iterable, Mapping

import pandas as pd

from data.checking.rules.outcome import RuleOutcome, row_faults
from data.checking.rules.place import half_places
from data.values.cells import Cells
from errors import Message


def apply_rules(rows: pd.DataFrame, columns: Mapping[str, Cells], *_: object) -> RuleOutcome:
    """The rows as they are, with a fault for each event that cannot be used."""
    faults = []
    for position, record in enumerate(rows.to_dict("records")):
        event = {name: None if pd.isna(value) else value for name, value in record.items()}
        faults += [
            (position, column if column in columns else "type", message)
            for column, message in _rebase(event)
        ]
    return RuleOutcome(rows, (*row_faults(faults), *half_places(rows, columns, "type")))


def _rebase(event: Mapping[str, object]) -> Iterable[tuple[str, Message]]:
    if event["type"] != "rebase":
        return
    if event["kpi"] is None:
        yield (
            "kpi",
            Message("New process limits hold for one KPI, and none is named. Name the KPI."),
        )
    if event["reason"] is None:
        yield (
            "reason",
            Message(
                "New process limits need a reason: what changed, and why it will last. Fill in "
                "the reason."
            ),
        )
