"""What a day of the company's calendar needs beyond its cells: times of day in their order."""

import re
from collections.abc import Mapping

import pandas as pd

from data.checking.rules.outcome import RuleOutcome, row_faults
from data.values.cells import Cells
from errors import Message

_TIME = re.compile(r"(\d{1,2})[:：.](\d{2})(?::\d{2})?|(\d{1,2})")


def apply_rules(rows: pd.DataFrame, columns: Mapping[str, Cells], *_: object) -> RuleOutcome:
    """The rows with times as HH:MM, and a fault for each that is none, or that closes before it
    opens."""
    faults, times = [], {}
    for name in ("opens", "closes"):
        read = [_minutes(text) for text in rows[name]]
        times[name] = read
        faults += [
            (
                at,
                name,
                Message(
                    "{column} is \u201c{value}\u201d, which is no time of day. Write it as 09:00.",
                    {"column": columns[name].heading, "value": text},
                ),
            )
            for at, (text, minutes) in enumerate(zip(rows[name], read, strict=True))
            if minutes is None and not pd.isna(text)
        ]
    for at, (opens, closes) in enumerate(zip(times["opens"], times["closes"], strict=True)):
        if opens is not None and closes is not None and opens >= closes:
            faults.append(
                (
                    at,
                    "closes",
                    Message("Work would end before it begins. Correct one of the two times."),
                )
            )
    written = {
        name: pd.Series(map(_written, read), rows.index, "str") for name, read in times.items()
    }
    return RuleOutcome(rows.assign(**written), row_faults(faults))


def _minutes(text: object) -> int | None:
    """Minutes from midnight; None where there is no time, or none of a day."""
    found = _TIME.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        return None
    minutes = int(found[1] or found[3]) * 60 + int(found[2] or 0)
    return minutes if minutes <= 24 * 60 and int(found[2] or 0) < 60 else None


def _written(minutes: int | None) -> str | None:
    return None if minutes is None else f"{minutes // 60:02d}:{minutes % 60:02d}"
