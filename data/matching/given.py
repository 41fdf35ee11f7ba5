"""What is known of an upload besides its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from data.kinds.schema import DatasetKind
from data.kpi_facts import KpiFacts
from data.reading.options import Options


@dataclass(frozen=True)
class Given:
    """The name of the file, the kind of its records, what a person settled of it, and the day.

    `kpis`: whose names tell targets; `pass_marks`: course -> what percent passed it before.
    """

    file: str
    kind: DatasetKind
    options: Options
    today: date
    kpis: KpiFacts | None = None
    pass_marks: Mapping[str, float] | None = None
