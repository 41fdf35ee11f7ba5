"""What a value measured elsewhere needs beyond its cells: a KPI that is known, shares as percent,
and limits around the value."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.checking.answers.answers import as_percent, shares_told
from data.checking.rules.outcome import RowFault, RuleOutcome
from data.kpi_facts import KpiFacts
from data.matching.match import Match
from data.reading.options import Options
from data.values.cells import Cells, CellValues
from errors import Message

_MEASURED = ("value", "low", "high")
_SHOWN = 5  # names in a sentence


def apply_rules(
    rows: pd.DataFrame,
    columns: Mapping[str, Cells],
    readings: Mapping[str, CellValues],
    match: Match,
    options: Options,
    kpis: KpiFacts | None,
) -> RuleOutcome:
    """The rows with the KPIs' lasting names, and shares of one as percent."""
    told: list[Message] = []
    if kpis is not None:
        names = rows["kpi"].map(lambda written: kpis.name_of(written), na_action="ignore")
        unknown = rows.loc[names.isna() & rows["kpi"].notna(), "kpi"].unique()
        if len(unknown):
            told.append(
                Message(
                    "No KPI has these names, so their values are kept and shown nowhere: {names}.",
                    {"names": list(unknown[:_SHOWN])},
                )
            )
        told += _worked_out_here(names, kpis)
        rows = rows.assign(kpi=names.fillna(rows["kpi"]))
        shares = rows["kpi"].isin(kpis.percent)
        values = rows.loc[shares, "value"].to_numpy()
        if as_percent(values):
            first = float(values[(values > 0) & (values < 1)][0])
            told.append(shares_told(columns["value"].heading, first))
            rows = rows.assign(
                **{
                    name: rows[name].where(~shares, (rows[name] * 100).round(9))
                    for name in _MEASURED
                }
            )
    return RuleOutcome(rows, _beyond(rows, columns), tuple(told))


def _worked_out_here(names: pd.Series, kpis: KpiFacts) -> list[Message]:
    """That a KPI is made of the records that are stored, so that no value given for it counts."""
    own = [name for name in names.dropna().unique() if name not in kpis.given]
    if not own:
        return []
    return [
        Message(
            "These KPIs are worked out from the records here, so values that somebody else measured "
            "of them are kept and shown nowhere: {names}.",
            {"names": [kpis.labels.get(name, name) for name in own[:_SHOWN]]},
        )
    ]


def _beyond(rows: pd.DataFrame, columns: Mapping[str, Cells]) -> tuple[RowFault, ...]:
    found = np.flatnonzero((rows["low"] > rows["value"]) | (rows["high"] < rows["value"]))
    if not len(found):
        return ()
    return (
        RowFault(
            found,
            "value",
            Message(
                "{column} is {value}, outside its own limits. Correct the value or the limits.",
                {"column": columns["value"].heading},
            ),
            {"value": rows["value"].to_numpy()[found]},
        ),
    )
