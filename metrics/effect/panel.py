"""Do units that train more have other results later? Two-way fixed effects over units and
months."""

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
import pandas as pd

from errors import WrongCall
from i18n import N_
from metrics.periods import add_months
from metrics.statistics.intervals import LEVEL, t_quantile

FEWEST_UNITS, FEWEST_MONTHS = 15, 6
LAG = 1  # months from training to result, settled before looking
_NOTHING_LEFT = (
    1e-9  # share of training's variance: where less is left, units and months explain all of it
)


class PanelFinding(Enum):
    """What the panel can say."""

    EVIDENCE = N_("Goes together")
    NONE = N_("No evidence")
    ALIKE = N_("No difference in training to compare")
    FEW = N_("Not enough units or months")


@dataclass(frozen=True)
class Effect:
    """A coefficient: units of the result for one unit more of training, with its error clustered by
    unit, 95 % limits and p."""

    value: float
    error: float
    low: float
    high: float
    p: float

    @property
    def certain(self) -> bool:
        """Whether the interval leaves 0 out."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Panel:
    """The answer of a panel.

    `rows`, `units`, `months`: what could be used. `correlation`, `slope`: of
    the plain scatter, which common trends and lasting differences make too.
    `effect`: None where FEW or ALIKE. `placebo`: the coefficient of training
    one month after the result, beside the effect; certain means that the
    effect is in doubt. None where too little is left to check.
    """

    finding: PanelFinding
    lag: int
    rows: int
    units: int
    months: int
    correlation: float | None = None
    slope: float | None = None
    effect: Effect | None = None
    placebo: Effect | None = None

    @property
    def doubtful(self) -> bool:
        """Whether what comes before the training goes with it as well, which no effect can."""
        return self.placebo is not None and self.placebo.certain


def panel(cells: pd.DataFrame, lag: int = LAG) -> Panel:
    """The effect of `x` (training) on `y` (result) `lag` months later, after fixed unit differences
    and common months.

    `cells`: one row a unit and month with unit, month (its first day), x and
    y, NaN where not known. y = b·x(month − lag) + unit + month, least
    squares, errors clustered by unit, t with units − 1 degrees. The placebo is the
    coefficient of x(month + 1) added to it. A unit with one usable month says
    nothing and is left out. WrongCall where a unit has a month twice, or for a negative lag.

    Wooldridge 2010, Econometric Analysis of Cross Section and Panel Data, ch. 10; Cameron & Miller
    2015, J. Human Resources 50:317-372.
    """
    if lag < 0:
        raise WrongCall(
            "The lag is {lag} months, but a result cannot come before its training. Give 0 or "
            "more.",
            lag=lag,
        )
    if cells.duplicated(["unit", "month"]).any():
        raise WrongCall("A unit has the same month twice. Give one row a unit and month.")
    moved = _beside(_beside(cells, "past", lag), "ahead", -1)
    usable = _with_company(moved.dropna(subset=["unit", "y", "past"]))
    found = Panel(
        PanelFinding.FEW,
        lag,
        len(usable),
        usable["unit"].nunique(),
        usable["month"].nunique(),
        *_scatter(usable),
    )
    if not _enough(usable):
        return found
    effect = _effect(usable, "past")
    if effect is None:
        return replace(found, finding=PanelFinding.ALIKE)
    with_ahead = _with_company(usable.dropna(subset=["ahead"]))
    placebo = _effect(with_ahead, "ahead", "past") if _enough(with_ahead) else None
    return replace(
        found,
        finding=PanelFinding.EVIDENCE if effect.certain else PanelFinding.NONE,
        effect=effect,
        placebo=placebo,
    )


def _beside(cells: pd.DataFrame, name: str, months: int) -> pd.DataFrame:
    """The cells with the unit's x of so many months earlier as a new column."""
    later = pd.Series([add_months(month, months) for month in cells["month"]], cells.index, object)
    return cells.merge(
        cells[["unit", "x"]].rename(columns={"x": name}).assign(month=later),
        on=["unit", "month"],
        how="left",
    )


def _with_company(cells: pd.DataFrame) -> pd.DataFrame:
    return cells[cells.groupby("unit")["month"].transform("size") > 1]


def _enough(cells: pd.DataFrame) -> bool:
    return cells["unit"].nunique() >= FEWEST_UNITS and cells["month"].nunique() >= FEWEST_MONTHS


def _scatter(cells: pd.DataFrame) -> tuple[float | None, float | None]:
    """Correlation and slope of all cells, whatever unit and month; None where nothing varies."""
    past, y = cells["past"].to_numpy(float), cells["y"].to_numpy(float)
    if len(cells) < 3 or not np.ptp(past) or not np.ptp(y):
        return None, None
    correlation = float(np.corrcoef(past, y)[0, 1])
    return correlation, correlation * float(y.std() / past.std())


def _effect(cells: pd.DataFrame, name: str, *beside: str) -> Effect | None:
    """The coefficient of column `name`; None where units, months and the columns `beside` leave
    nothing of it.

    The same as least squares with a column for every unit and month
    (Frisch & Waugh 1933), only much faster; errors with the usual correction
    for few units, units/(units - 1)·(rows - 1)/(rows - coefficients).
    """
    from scipy.special import stdtr

    (others, left, y), months = _without_units_and_months(cells, list(beside), [name], ["y"])
    left = (left - others @ np.linalg.lstsq(others, left, rcond=None)[0])[:, 0]
    squares = float(left @ left)
    explaining = np.column_stack([left, others])
    rows, units = len(cells), cells["unit"].nunique()
    freedom = rows - units - months - explaining.shape[1]
    if squares <= _NOTHING_LEFT * cells[name].var() * rows or freedom < 1:
        return None
    coefficients = np.linalg.lstsq(explaining, y[:, 0], rcond=None)[0]
    scores = (
        pd.Series(left * (y[:, 0] - explaining @ coefficients))
        .groupby(cells["unit"].to_numpy())
        .sum()
    )
    correction = units / (units - 1) * (rows - 1) / freedom
    value, error = float(coefficients[0]), float(np.sqrt(correction * (scores**2).sum()) / squares)
    half = float(t_quantile(LEVEL, units - 1)) * error
    return Effect(
        value,
        error,
        value - half,
        value + half,
        2 * float(stdtr(units - 1, -abs(value) / error)) if error else 0.0,
    )


def _without_units_and_months(
    cells: pd.DataFrame, *groups: list[str]
) -> tuple[list[np.ndarray], int]:
    """Each group of columns less what units and months explain of it, and how many coefficients the
    months take."""
    columns = pd.get_dummies(cells["month"], dtype=float).assign(
        **{name: cells[name] for group in groups for name in group}
    )
    within = columns - columns.groupby(cells["unit"]).transform("mean")
    months = within[list(columns.columns[: cells["month"].nunique()])].to_numpy()
    parts = [within[group].to_numpy() for group in groups]
    return [part - months @ np.linalg.lstsq(months, part, rcond=None)[0] for part in parts], int(
        np.linalg.matrix_rank(months)
    )
