"""What a target needs beyond its cells: values that go with its form, a place, and dates in their order."""

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd

from data.checking.cells import Cells
from data.checking.rules import RowFault, Settled
from errors import Message

_ONE_VALUE = ("at_least", "at_most", "change", "count")
# A milestone may be found reached after its due date, and a target may be withdrawn then.
_AFTER_DUE = ("milestone", "withdrawn")


def settle(rows: pd.DataFrame, columns: Mapping[str, Cells], *_: object) -> Settled:
    """The rows as they are, with a fault for each target that cannot be judged."""
    faults = []
    for position, record in enumerate(rows.to_dict("records")):
        target = {name: None if pd.isna(value) else value for name, value in record.items()}
        faults += [RowFault(position, column if column in columns else "form", message)
                   for column, message in (*_values(target), *_place(target), *_dates(target))]
    return Settled(rows, tuple(faults))


def _values(target: Mapping[str, object]) -> Iterable[tuple[str, Message]]:
    form, value, high = target["form"], target["value"], target["value_high"]
    if form in _ONE_VALUE and value is None:
        yield "value", Message("The target has no value. Fill in the value that is to be reached.")
    if form == "between" and (value is None or high is None):
        yield "value", Message("A range needs a lower and an upper value. Fill in both.")
    elif form == "between" and high < value:
        yield "value_high", Message("The upper value is {high}, below the lower value {low}. Correct one of the two.",
                                    {"high": high, "low": value})
    if form == "change" and value is not None and value < -100:
        yield "value", Message("The change is {value}%, but nothing can fall by more than 100%. Correct the value.",
                               {"value": value})
    if form == "milestone" and target["reached_on"] is not None and target["evidence"] is None:
        yield "evidence", Message("The milestone is marked as reached without evidence. Say what shows it.")


def _place(target: Mapping[str, object]) -> Iterable[tuple[str, Message]]:
    if target["dimension"] is None and target["unit"] is not None:
        yield "dimension", Message("The target names the unit \u201c{unit}\u201d without its type. "
                                   "Say whether it is a department, a store, a region or a channel.", {"unit": target["unit"]})
    if target["unit"] is None and target["dimension"] is not None:
        yield "unit", Message("The target names a unit type, but no unit. Name the unit, "
                              "or empty the type to set the target for the whole company.")


def _dates(target: Mapping[str, object]) -> Iterable[tuple[str, Message]]:
    form, due, start = target["form"], _day(target["due"]), _day(target["date"])
    if due is None:
        return
    if start is not None and due < start and form not in _AFTER_DUE:
        yield "due", Message("Due is {due}, before the target comes into force on {start}. Correct one of the two dates.",
                             {"due": due, "start": start})
    baseline, stable = _day(target["baseline_date"]), _day(target["stable_from"])
    if baseline is not None and due <= baseline:
        yield "due", Message("Due is {due}, not after the date of the baseline, {baseline}. Correct one of the two dates.",
                             {"due": due, "baseline": baseline})
    if stable is not None and stable > due:
        yield "stable_from", Message("The target is to be met in every month since {stable}, which is after it is due, {due}. "
                                     "Correct one of the two dates.", {"stable": stable, "due": due})


def _day(moment: pd.Timestamp | None) -> date | None:
    return None if moment is None else moment.date()
