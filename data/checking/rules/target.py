"""What a target needs beyond its cells: a KPI it fits, values that go with its form, a place, and
dates in their order."""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from data.checking.rules.outcome import RuleOutcome, row_faults
from data.kpi_facts import KpiFacts
from data.matching.match import Match
from data.questions import Choice, Question
from data.reading.options import Options
from data.text.writing import shown
from data.values.cells import Cells, CellValues
from errors import Message

SHARES, PERCENT, AS_WRITTEN = "target_shares", "percent", "as_written"
_ONE_VALUE = ("at_least", "at_most", "change", "count")
# A milestone may be found reached after its due date, and a target may be withdrawn then.
_AFTER_DUE = ("milestone", "withdrawn")
_IN_PERCENT = ("value", "value_high", "baseline")


def apply_rules(
    rows: pd.DataFrame,
    columns: Mapping[str, Cells],
    readings: Mapping[str, CellValues],
    match: Match,
    options: Options,
    kpis: KpiFacts | None,
) -> RuleOutcome:
    """The rows with the KPIs' lasting names and shares as percent, and a fault for each target that
    cannot be judged.

    ValueError without `kpis`: then a target could name a KPI that does not exist, and nobody would
    know.
    """
    if kpis is None:
        raise ValueError("targets are checked against the KPIs: hand in what is known of them")
    rows = rows.assign(
        kpi=rows["kpi"].map(lambda written: kpis.name_of(written) or written, na_action="ignore")
    )
    shares = _shares(rows, columns, readings, kpis)
    question, told = _share_question(rows, columns, shares, kpis), list(_contradictions(rows))
    if question is not None and question.answer(options.answers) == PERCENT:
        told.append(
            Message(
                "Read as shares of one: rows {count}. For example, {example} under {column} is "
                "{percent}%.",
                question.message.blanks,
            )
        )
        rows = rows.assign(
            **{
                name: np.where(is_share, (rows[name] * 100).round(9), rows[name])
                for name, is_share in shares.items()
            }
        )
    faults = []
    for position, record in enumerate(rows.to_dict("records")):
        target = {name: _plain(value) for name, value in record.items()}
        found = [*_values(target), *_place(target), *_dates(target)]
        faults += [
            (position, _under(column, columns), message)
            for column, message in found or _misfit(target, kpis)
        ]
    return RuleOutcome(
        rows, row_faults(faults), tuple(told), questions=() if question is None else (question,)
    )


def _plain(value: object) -> object:
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def _under(column: str, columns: Mapping[str, Cells]) -> str:
    """The column itself where the file has it, else one that every file of targets has."""
    return column if column in columns else "kpi"


def _misfit(target: Mapping[str, object], kpis: KpiFacts) -> Iterable[tuple[str, Message]]:
    """What does not fit between a target that can be read and its KPI."""
    if (
        target["kpi"] is not None
        and target["form"] is not None
        and (found := kpis.misfit(target)) is not None
    ):
        yield found


def _contradictions(rows: pd.DataFrame) -> Iterable[Message]:
    """A warning where one file says two things of one target on one day."""
    same = rows[
        rows.duplicated(["kpi", "dimension", "unit", "stage", "plan", "due", "date"], keep=False)
    ]
    same = same[~same.duplicated([name for name in rows.columns if name != "line"], keep=False)]
    if len(same):
        yield Message(
            "Rows that set one target twice for the same day: {rows}. The later row holds; check "
            "that it is the right one.",
            {"rows": [str(line) for line in same["line"]]},
        )


# Shares of one where percent is meant.


def _shares(
    rows: pd.DataFrame,
    columns: Mapping[str, Cells],
    readings: Mapping[str, CellValues],
    kpis: KpiFacts,
) -> dict[str, np.ndarray]:
    """Column -> which of its cells are probably shares of one: no percent sign, not above 1, where
    percent is counted.

    Below 1 they are shares where the whole column is so small, or where so little would be asked
    that anybody reaches it.
    """
    relative = (rows["form"] == "change").to_numpy()
    percent = (rows["kpi"].isin(kpis.percent) & (rows["form"] != "withdrawn")).to_numpy()
    asked_much = (
        rows["kpi"].isin(kpis.upward) & rows["form"].isin(["at_least", "between"])
    ).to_numpy() | relative
    small, in_percent = {}, {}
    for name in _IN_PERCENT:
        values = rows[name].to_numpy(float)
        counted = (
            (relative | percent if name == "value" else percent)
            & ~np.isnan(values)
            & ~_signed(columns, readings, name, len(rows))
        )
        in_percent[name], small[name] = (
            values[counted],
            counted & (np.abs(values) <= 1) & (values != 0),
        )
    of_goals = np.concatenate([in_percent["value"], in_percent["value_high"]])
    all_small = len(of_goals) > 0 and bool(
        (np.abs(of_goals) <= 1).all() and ((np.abs(of_goals) > 0) & (np.abs(of_goals) < 1)).any()
    )
    found = {name: is_small & (all_small | asked_much) for name, is_small in small.items()}
    both = (
        found["value"] & found["value_high"] | rows["value_high"].isna().to_numpy()
    )  # a range from 90 to 1 is a slip, not a share
    return {**found, "value": found["value"] & both, "value_high": found["value_high"] & both}


def _signed(
    columns: Mapping[str, Cells], readings: Mapping[str, CellValues], name: str, count: int
) -> np.ndarray:
    """Which rows have a percent sign in this column."""
    if name not in columns or not len(readings[name].signs):
        return np.zeros(count, dtype=bool)
    codes = columns[name].codes
    return (codes >= 0) & readings[name].signs[codes]


def _share_question(
    rows: pd.DataFrame,
    columns: Mapping[str, Cells],
    shares: Mapping[str, np.ndarray],
    kpis: KpiFacts,
) -> Question | None:
    """Whether 0.85 means 85 %: asked where a target is so written, since one that anybody reaches
    would look met."""
    name = next((name for name, is_share in shares.items() if is_share.any()), None)
    if name is None:
        return None
    either = np.logical_or.reduce(list(shares.values()))
    at = int(np.flatnonzero(shares[name])[0])
    certain = bool(
        (either & ((rows["form"] == "change") | rows["kpi"].isin(kpis.upward)).to_numpy()).any()
    )
    example = float(rows[name].iloc[at])
    blanks = {
        "example": example,
        "percent": round(example * 100, 6),
        "count": int(either.sum()),
        "column": columns[name].heading,
        "kpi": shown(columns["kpi"].written.iloc[at]),
    }
    return Question(
        SHARES,
        Message(
            "{column} is {example} for \u201c{kpi}\u201d, which is counted in percent. Is "
            "{percent}% meant? "
            "Rows like this: {count}.",
            blanks,
        ),
        (
            Choice(PERCENT, Message("Shares of one: {example} is {percent}%", blanks)),
            Choice(AS_WRITTEN, Message("Percent as written: {example} is {example}%", blanks)),
        ),
        PERCENT if certain else AS_WRITTEN,
    )


def _values(target: Mapping) -> Iterable[tuple[str, Message]]:
    form, value, high = target["form"], target["value"], target["value_high"]
    if form in _ONE_VALUE and value is None:
        yield "value", Message("The target has no value. Fill in the value that is to be reached.")
    if form == "between" and (value is None or high is None):
        yield "value", Message("A range needs a lower and an upper value. Fill in both.")
    elif form == "between" and high < value:
        yield (
            "value_high",
            Message(
                "The upper value is {high}, below the lower value {low}. Correct one of the two.",
                {"high": high, "low": value},
            ),
        )
    if form == "change" and value is not None and value < -100:
        yield (
            "value",
            Message(
                "The change is {value}%, but nothing can fall by more than 100%. Correct the "
                "value.",
                {"value": value},
            ),
        )
    if form == "milestone" and target["reached_on"] is not None and target["evidence"] is None:
        yield (
            "evidence",
            Message("The milestone is marked as reached without evidence. Say what shows it."),
        )


def _place(target: Mapping[str, object]) -> Iterable[tuple[str, Message]]:
    if target["dimension"] is None and target["unit"] is not None:
        yield (
            "dimension",
            Message(
                "The target names the unit \u201c{unit}\u201d without its type. "
                "Say whether it is a department, a store, a region or a channel.",
                {"unit": target["unit"]},
            ),
        )
    if target["unit"] is None and target["dimension"] is not None:
        yield (
            "unit",
            Message(
                "The target names a unit type, but no unit. Name the unit, "
                "or empty the type to set the target for the whole company."
            ),
        )


def _dates(target: Mapping) -> Iterable[tuple[str, Message]]:
    form, due, start = target["form"], target["due"], target["date"]
    if due is None:
        return
    if start is not None and due < start and form not in _AFTER_DUE:
        yield (
            "due",
            Message(
                "Due is {due}, before the target comes into force on {start}. Correct one of the "
                "two dates.",
                {"due": due, "start": start},
            ),
        )
    baseline, stable = target["baseline_date"], target["stable_from"]
    if baseline is not None and due <= baseline:
        yield (
            "due",
            Message(
                "Due is {due}, not after the date of the baseline, {baseline}. Correct one of the "
                "two dates.",
                {"due": due, "baseline": baseline},
            ),
        )
    if stable is not None and stable > due:
        yield (
            "stable_from",
            Message(
                "The target is to be met in every month since {stable}, which is after it is due, "
                "{due}. "
                "Correct one of the two dates.",
                {"stable": stable, "due": due},
            ),
        )
