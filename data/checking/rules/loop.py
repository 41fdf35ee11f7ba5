"""What problems, actions and decisions need beyond their cells: KPIs that are known, a whole place,
and days in their order."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from data.checking.rules.order import out_of_order
from data.checking.rules.outcome import RowFault, RuleOutcome, row_faults
from data.checking.rules.place import half_places
from data.kpi_facts import KpiFacts, nearest_writing
from data.matching.match import Match
from data.reading.options import Options
from data.values.cells import Cells, CellValues
from errors import Message

_SEPARATORS = r"\s*[;；、|\n]\s*"
BETWEEN_UNITS = "; "


def problem_rules(
    rows: pd.DataFrame,
    columns: Mapping[str, Cells],
    readings: Mapping[str, CellValues],
    match: Match,
    options: Options,
    kpis: KpiFacts | None,
) -> RuleOutcome:
    """Problems with the KPIs' lasting names; a closing day says that a problem is solved."""
    del readings, match, options
    rows, told = _status(_named(rows, kpis), ("open", "doing"), "solved")
    faults = (
        *_unknown_kpis(rows, columns, kpis),
        *half_places(rows, columns, "title"),
        *out_of_order(rows, columns, (("date", "closed"),)),
    )
    return RuleOutcome(rows, faults, told)


def action_rules(
    rows: pd.DataFrame,
    columns: Mapping[str, Cells],
    readings: Mapping[str, CellValues],
    match: Match,
    options: Options,
    kpis: KpiFacts | None,
) -> RuleOutcome:
    """Actions with the KPIs' lasting names and the units that they are compared with apart."""
    del readings, match, options
    rows, told = _status(_named(rows, kpis), ("planned", "running"), "closed")
    told += _without_reason(rows)
    compared = (
        rows["compared_with"]
        .str.strip(" ;；、|")
        .str.replace(_SEPARATORS, BETWEEN_UNITS, regex=True)
    )
    rows = rows.assign(compared_with=compared.mask(compared == ""))
    faults = (
        *_unknown_kpis(rows, columns, kpis),
        *half_places(rows, columns, "title"),
        *_compared_nowhere(rows, columns),
        *out_of_order(rows, columns, (("date", "closed"),)),
    )
    return RuleOutcome(rows, faults, told)


def decision_rules(
    rows: pd.DataFrame,
    columns: Mapping[str, Cells],
    readings: Mapping[str, CellValues],
    match: Match,
    options: Options,
    kpis: KpiFacts | None,
) -> RuleOutcome:
    """Decisions with the KPIs' lasting names."""
    del readings, match, options
    rows = _named(rows, kpis)
    rows = rows.assign(result=rows["result"].fillna("open"))
    return RuleOutcome(rows, tuple(_unknown_kpis(rows, columns, kpis)))


def _named(rows: pd.DataFrame, kpis: KpiFacts | None) -> pd.DataFrame:
    """ValueError without `kpis`: then an action could name a KPI that does not exist, and nobody
    would know."""
    if kpis is None:
        raise ValueError(
            "these records are checked against the KPIs: hand in what is known of them"
        )
    return rows.assign(
        kpi=rows["kpi"].map(lambda written: kpis.name_of(written) or written, na_action="ignore")
    )


def _unknown_kpis(
    rows: pd.DataFrame, columns: Mapping[str, Cells], kpis: KpiFacts | None
) -> Iterable[RowFault]:
    known = kpis.labels if kpis is not None else {}
    found = []
    for at in np.flatnonzero(rows["kpi"].notna() & ~rows["kpi"].isin(list(known))):
        written = rows["kpi"].iloc[at]
        nearest = nearest_writing(written, kpis.writings) if kpis is not None else None
        found.append((int(at), "kpi", _unknown(written, nearest)))
    return row_faults(found)


def _unknown(written: str, nearest: str | None) -> Message:
    if nearest is None:
        return Message(
            "There is no KPI \u201c{kpi}\u201d. Use a name of the page Definitions.",
            {"kpi": written},
        )
    return Message(
        "There is no KPI \u201c{kpi}\u201d. Did you mean \u201c{nearest}\u201d?",
        {"kpi": written, "nearest": nearest},
    )


def _status(
    rows: pd.DataFrame, going_on: Sequence[str], ended: str
) -> tuple[pd.DataFrame, tuple[Message, ...]]:
    """The rows with the status that their closing day says where they name none, and what is to be
    told of those that say something else."""
    closed = rows["closed"].notna()
    status = rows["status"].where(rows["status"].notna(), np.where(closed, ended, going_on[0]))
    torn = closed & status.isin(list(going_on))
    if not torn.any():
        return rows.assign(status=status), ()
    return rows.assign(status=status.mask(torn, ended)), (
        Message(
            "Rows with a closing day that are said to go on: {rows}. The closing day counts.",
            {"rows": [str(line) for line in rows.loc[torn, "line"]]},
        ),
    )


def _without_reason(rows: pd.DataFrame) -> tuple[Message, ...]:
    """What has ended without a word of why: its verdict is worked out all the same, so the rows are
    kept."""
    mute = rows["status"].isin(["closed", "dropped"]) & rows["reason"].isna()
    if not mute.any():
        return ()
    return (
        Message(
            "Actions that have ended without a reason: {rows}. Say why they ended, so that others "
            "can learn from it.",
            {"rows": [str(line) for line in rows.loc[mute, "line"]]},
        ),
    )


def _compared_nowhere(rows: pd.DataFrame, columns: Mapping[str, Cells]) -> Iterable[RowFault]:
    """The whole company has nothing beside it, and a unit is not compared with itself."""
    found = []
    for at in np.flatnonzero(rows["compared_with"].notna()):
        unit, others = rows["unit"].iloc[at], rows["compared_with"].iloc[at].split(BETWEEN_UNITS)
        if pd.isna(unit):
            message = Message(
                "The action is for the whole company, so there are no units to compare it with. "
                "Empty the units, or name the unit of the action."
            )
        elif unit in others:
            message = Message(
                "\u201c{unit}\u201d is compared with itself. Take it out of the units.",
                {"unit": unit},
            )
        else:
            continue
        found.append((int(at), "compared_with" if "compared_with" in columns else "title", message))
    return row_faults(found)
