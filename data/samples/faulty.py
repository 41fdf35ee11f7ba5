"""One survey file with the usual faults, to be tried on the upload page; it is never loaded by
itself."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data.samples.answers import survey
from data.samples.company import staff
from data.samples.files import write_rows
from data.samples.layouts import SURVEY_CHINESE
from data.samples.stories import FALLING_STORE, MONTHS, month_at

ROWS = 60
MISSPELT = {FALLING_STORE.unit: "Harbor Plaza"}


def write(path: Path, until: date, rng: np.random.Generator) -> None:
    """60 answers of the last month under two title lines, with a total at the end and one fault of
    each usual sort."""
    last = month_at(until, -1)
    rows = _answers(until, rng)
    rows[6]["overall"] = 11
    rows[13]["date"] = f"{last.year}-{last.month:02d}-32 10:15"
    rows[21]["date"] = ""
    rows[30]["store"] = MISSPELT[FALLING_STORE.unit]
    rows[30]["region"] = "华东区"
    rows.insert(45, rows[44])
    title = [[f"{last.year}年{last.month}月客户满意度调查"], ["导出：客户服务部"]]
    write_rows(
        path,
        [
            *title,
            [*SURVEY_CHINESE.values(), "来自IP"],
            *(list(row.values()) for row in rows),
            _total(rows),
        ],
    )


def _answers(until: date, rng: np.random.Generator) -> list[dict[str, object]]:
    frame = survey(until, staff(until, rng), rng, months=range(MONTHS - 1, MONTHS), first=900001)
    frame = frame.iloc[np.linspace(0, len(frame) - 1, ROWS).astype(int)][list(SURVEY_CHINESE)]
    frame["date"] = frame.date.dt.strftime("%Y-%m-%d %H:%M:%S")
    frame["address"] = [
        f"203.0.113.{number}" for number in rng.integers(1, 255, ROWS)
    ]  # a range kept for examples (RFC 5737)
    return frame.astype(object).where(pd.notna(frame), "").to_dict("records")


def _total(rows: list[dict]) -> list[object]:
    return ["合计", *[""] * 7, sum(row["overall"] for row in rows)]
