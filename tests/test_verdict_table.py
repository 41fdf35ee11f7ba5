"""Situations, by form, data and date, with what an analyst would say: judged without a database, and read in every place that tells a verdict."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from i18n import translator
from metrics.__main__ import _verdict_json
from metrics.answer import Answer
from metrics.catalog import kpi_named
from metrics.history import part
from metrics.judge import Basis, judge
from metrics.kpi import Kpi, Shape
from metrics.periods import add_months, last_day
from metrics.plans import Target
from metrics.query import Query
from metrics.values import valued
from metrics.verdict import Verdict

SAY = translator("en")
TODAY = date(2026, 11, 28)
TABLE = list(csv.DictReader(Path(__file__).with_name("verdict_table.csv").read_text("utf-8").splitlines()))


def answer_of(kpi: Kpi, months: str) -> Answer:
    """An answer from text such as "2025-01 88/100 x3; 2025-06 h": k of n (for a count: k) for some months from one on; h: hidden."""
    rows = list(_rows(kpi, months))
    frame = pd.DataFrame(rows, columns=["period", "n", "y", "less", "x", "hidden"])
    frame = frame.assign(top=0.0, yy=frame["y"] + frame["less"], xy=frame["y"] - frame["less"], xx=frame["x"])
    told = valued(kpi, frame)
    numbers = ["n", "value", "low", "high"]
    told[numbers] = told[numbers].astype(float).where(~frame["hidden"], np.nan)
    ends = [last_day(period, "month") for period in told["period"]]
    told = told.assign(group=None, since=None, enough=frame["n"] >= kpi.dataset.enough, partial=[end >= TODAY for end in ends],
                       maturing=[kpi.matures_days > 0 and (TODAY - end).days <= kpi.matures_days for end in ends])
    return Answer(kpi, Query(), told)


def _rows(kpi: Kpi, months: str) -> Iterator[tuple]:
    for words in filter(None, (piece.strip() for piece in months.split(";"))):
        start, value, *more = words.split()
        first = date.fromisoformat(f"{start}-01")
        for at in range(int(more[0][1:]) if more else 1):
            month = add_months(first, at)
            if value == "h":
                yield month, 3.0, 2.0, 0.0, 3.0, True
            elif kpi.measure.shape is Shape.COUNT:
                yield month, float(value), float(value), 0.0, 0.0, False
            else:
                good, n = map(float, value.split("/"))
                less = n - good if kpi.measure.shape is Shape.NET_SHARE else 0.0
                yield month, n, good, less, n, False


def situation(row: dict) -> Verdict:
    """The verdict of a line of the table."""
    kpi = kpi_named(row["kpi"])
    whole = answer_of(kpi, row["months"]) if kpi.measured else None
    scales = tuple(date.fromisoformat(f"{month}-01") for month in row["scale_changed"].split())
    number = {name: float(row[name]) if row[name] else None for name in ("value", "value_high", "baseline")}
    day = {name: date.fromisoformat(row[name]) if row[name] else None for name in ("due", "date", "baseline_date", "stable_from", "reached_on")}
    target = Target(row["kpi"], "short", row["form"], evidence="Award" if row["reached_on"] else None, **number, **day)
    breaks = {kpi.dataset.name: scales} if kpi.measured else {}
    found, = judge(Basis((target,), (), lambda name, query: part(whole, query), breaks), date.fromisoformat(f"{row['as_of']}-01"))
    return found


@pytest.mark.parametrize("row", TABLE, ids=[row["situation"] for row in TABLE])
def test_the_verdict_is_what_an_analyst_would_sign(row):
    found = situation(row)
    told = _verdict_json(found)
    assert (told["verdict"], told["now"] or "", str(found.behind)) == (row["verdict"], row["now"], row["off"])
    assert SAY.sentences(found.sentences) == row["says"]
    assert json.loads(json.dumps(told))["text"] == row["says"]


def test_the_table_has_enough_situations():
    assert len(TABLE) >= 80 and len({row["situation"] for row in TABLE}) == len(TABLE)
    assert {row["form"] for row in TABLE} == {"at_least", "at_most", "between", "change", "count", "milestone"}
