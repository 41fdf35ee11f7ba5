"""Passed but not practised: units whose exams are good and whose observed behaviour is not."""

from dataclasses import dataclass

import pandas as pd

from errors import Message
from i18n import N_
from metrics.answers.answer import Answer
from metrics.kpi import Amount, Kpi

RULE = N_(
    "A unit is named where the whole 95% interval of its exam result is better than the value of "
    "all units together, and the whole "
    "interval of its observed behaviour is worse. Both have to hold, each with enough cases: a "
    "good mark or a weak visit alone may be "
    "chance."
)


@dataclass(frozen=True)
class NotPractised:
    """A unit that passed but does not practise: both values, each in its KPI's unit."""

    unit: str
    exam: float
    behaviour: float


@dataclass(frozen=True)
class Practice:
    """The units that passed but do not practise, the weakest behaviour first; `compared` had enough
    cases of both."""

    exam: Kpi
    behaviour: Kpi
    compared: int
    units: tuple[NotPractised, ...]

    def finding(self) -> Message:
        """The plain reading."""
        blanks = {
            "exam": self.exam.label,
            "behaviour": self.behaviour.label,
            "compared": self.compared,
            "count": len(self.units),
            "units": [self._named(unit) for unit in self.units],
        }
        if not self.compared:
            return Message(
                "No unit has enough cases of both “{exam}” and “{behaviour}” to set one against "
                "the other.",
                blanks,
            )
        if not self.units:
            return Message(
                "Units with enough cases: {compared}. None of them clearly passes without "
                "practising, good in “{exam}” and weak in "
                "“{behaviour}”.",
                blanks,
            )
        return Message(
            "Passed but not practised, {count} of {compared} units: {units}. Their “{exam}” is "
            "clearly better than that of all "
            "units together, their “{behaviour}” clearly worse.",
            blanks,
        )

    def _named(self, unit: NotPractised) -> Message:
        return Message(
            "{unit} ({exam} against {behaviour})",
            {
                "unit": unit.unit,
                "exam": Amount(self.exam.unit, unit.exam),
                "behaviour": Amount(self.behaviour.unit, unit.behaviour),
            },
        )


def practised(
    exam: Answer, exam_whole: float, behaviour: Answer, behaviour_whole: float
) -> Practice:
    """Which units pass but do not practise (see RULE), from two answers of one period split by the
    same dimension.

    `exam_whole`, `behaviour_whole`: the values of the same period, not split. Units
    that are hidden, not named, or have too few cases or no interval in either are left out.
    """
    both = (
        _usable(exam)
        .add_suffix("_exam")
        .join(_usable(behaviour).add_suffix("_behaviour"), how="inner")
    )
    apart = both[
        _beyond(exam.kpi, both, "exam", exam_whole, better=True)
        & _beyond(behaviour.kpi, both, "behaviour", behaviour_whole, better=False)
    ]
    units = [
        NotPractised(str(row.Index), float(row.value_exam), float(row.value_behaviour))
        for row in apart.itertuples()
    ]
    units.sort(key=lambda unit: unit.behaviour * behaviour.kpi.direction.value)
    return Practice(exam.kpi, behaviour.kpi, len(both), tuple(units))


def _usable(answer: Answer) -> pd.DataFrame:
    rows = answer.rows[
        ~answer.rows["hidden"].astype(bool)
        & answer.rows["enough"].astype(bool)
        & answer.rows["group"].fillna("").ne("")
    ]
    return rows.set_index("group")[["value", "low", "high"]].astype(float).dropna()


def _beyond(kpi: Kpi, rows: pd.DataFrame, name: str, whole: float, better: bool) -> pd.Series:
    """Where the whole interval lies on the better (or the worse) side of the value of all."""
    upward = (kpi.direction.value > 0) == better
    return rows[f"low_{name}"] > whole if upward else rows[f"high_{name}"] < whole
