"""Training and results of units and months: against R, against statsmodels, on planted truths, and
where it cannot be told."""

import csv
import json
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from errors import WrongCall
from i18n import N_, translator
from metrics.catalog import PERCENT, kpi_named
from metrics.effect.panel import FEWEST_MONTHS, FEWEST_UNITS, LAG, Panel, PanelFinding, panel
from metrics.effect.panel_words import panel_finding
from metrics.kpi import AwaitedKpi, Direction
from metrics.periods import add_months

say = translator("en")
COVERAGE = AwaitedKpi(
    "training_coverage",
    N_("Training coverage"),
    N_("A test."),
    PERCENT,
    Direction.UP,
    "training",
    N_("Human resources"),
)
START = date(2025, 1, 1)


def made(
    units: int = 30,
    months: int = 12,
    effect: float = 0.0,
    ahead: float = 0.0,
    noise: float = 2.0,
    seed: int = 1,
) -> pd.DataFrame:
    """Cells in which results follow the training of the month before (`effect`) or of the month
    after (`ahead`), units and months differ."""
    generator = np.random.default_rng(seed)
    training = generator.uniform(0, 60, (units, months + 2)) + np.arange(months + 2) * 2
    base = (
        75
        + generator.normal(0, 5, (units, 1))
        + generator.normal(0, 2, months + 2)
        + 0.5 * np.arange(months + 2)
    )
    result = (
        base
        + effect * np.roll(training, 1, axis=1)
        + ahead * np.roll(training, -1, axis=1)
        + generator.normal(0, noise, training.shape)
    )
    return pd.DataFrame(
        [
            (
                f"U{unit:02d}",
                add_months(START, month),
                training[unit, month + 1],
                result[unit, month + 1],
            )
            for unit in range(units)
            for month in range(months)
        ],
        columns=["unit", "month", "x", "y"],
    )


def fixture_cells(folder: Path) -> pd.DataFrame:
    rows = csv.DictReader(
        (folder / "fixtures" / "panel_training_csat.csv").read_text("utf-8").splitlines()
    )
    return pd.DataFrame(
        [
            (
                row["unit"],
                date(2025, int(row["month"]), 1),
                float(row["coverage"]),
                float(row["csat"]),
            )
            for row in rows
        ],
        columns=["unit", "month", "x", "y"],
    )


def by_statsmodels(cells: pd.DataFrame, formula: str):
    """The slow way: a column for every unit and month."""
    import statsmodels.formula.api as smf

    cells = cells.assign(
        lagged=cells.groupby("unit")["x"].shift(1),
        ahead=cells.groupby("unit")["x"].shift(-1),
        date=cells["month"].astype(str),
    )
    wanted = cells.dropna(subset=[name for name in ("lagged", "ahead", "y") if name in formula])
    model = smf.ols(formula, wanted)
    return model.fit(
        cov_type="cluster", cov_kwds={"groups": pd.factorize(wanted["unit"])[0]}, use_t=True
    ), model.fit()


def test_the_published_panel(shared):
    expected = json.loads((shared / "fixtures" / "panel_expected.json").read_text("utf-8"))
    cells = fixture_cells(shared)
    found = panel(cells)
    assert (found.rows, found.units, found.months, found.lag) == (
        expected["n"],
        expected["units"],
        11,
        1,
    )
    assert found.effect.value == pytest.approx(expected["twfe_b"], abs=1e-9)
    assert found.effect.error == pytest.approx(expected["twfe_se_cluster_HC1"], abs=1e-9)
    assert found.correlation == pytest.approx(expected["pooled_r"], abs=1e-9)
    assert found.slope == pytest.approx(expected["naive_pooled_b"], abs=1e-9)
    assert (
        found.finding is PanelFinding.NONE
    )  # the plain scatter, r = .51, is mostly a common trend
    clustered, classic = by_statsmodels(cells, "y ~ lagged + C(unit) + C(date)")
    assert classic.bse["lagged"] == pytest.approx(expected["twfe_se_classic"], abs=1e-9)
    assert (found.effect.value, found.effect.error) == pytest.approx(
        (clustered.params["lagged"], clustered.bse["lagged"]), abs=1e-10
    )


def test_uneven_panels_and_placebos_equal_statsmodels():
    cells = made(effect=0.05, seed=4)
    cells.loc[np.random.default_rng(2).random(len(cells)) < 0.15, "y"] = np.nan
    found = panel(cells)
    clustered, _ = by_statsmodels(cells, "y ~ lagged + C(unit) + C(date)")
    assert (found.effect.value, found.effect.error, found.effect.p) == pytest.approx(
        (clustered.params["lagged"], clustered.bse["lagged"], clustered.pvalues["lagged"]), abs=1e-9
    )
    assert (found.effect.low, found.effect.high) == pytest.approx(
        tuple(clustered.conf_int().loc["lagged"]), abs=1e-9
    )
    with_lead, _ = by_statsmodels(cells, "y ~ ahead + lagged + C(unit) + C(date)")
    assert (found.placebo.value, found.placebo.error) == pytest.approx(
        (with_lead.params["ahead"], with_lead.bse["ahead"]), abs=1e-9
    )


def test_a_planted_effect_is_found_and_not_in_doubt():
    found = panel(made(effect=0.1))
    assert found.finding is PanelFinding.EVIDENCE and found.effect.certain and not found.doubtful
    effects = [panel(made(20, 9, effect=0.1, seed=seed)).effect for seed in range(60)]
    assert np.mean([effect.value for effect in effects]) == pytest.approx(0.1, abs=0.006)
    assert sum(effect.low < 0.1 < effect.high for effect in effects) >= 52


def test_common_trends_and_lasting_differences_are_no_effect():
    generator = np.random.default_rng(6)
    level, month = np.repeat(generator.normal(0, 20, 30), 12), np.tile(np.arange(12), 30)
    cells = made().assign(
        x=50 + level + 3 * month + generator.normal(0, 2, 360),
        y=75 + level / 4 + month + generator.normal(0, 2, 360),
    )
    found = panel(cells)
    assert found.correlation > 0.5 and found.finding is PanelFinding.NONE


def test_units_that_train_because_of_their_results_raise_doubt():
    found = panel(made(ahead=-0.1))
    assert found.doubtful and found.placebo.value == pytest.approx(-0.1, abs=0.03)


def test_the_lag_is_kept_in_calendar_months():
    cells = made(effect=0.2, noise=0.01)
    gap = cells[cells["month"] != date(2025, 6, 1)]
    assert panel(gap).effect.value == pytest.approx(0.2, abs=0.001)
    assert panel(gap).months == 9  # January and July have no training before them, June no result
    assert (
        panel(cells, 0).effect.value == pytest.approx(0, abs=0.1) and panel(cells, 2).months == 10
    )
    shuffled = cells.sample(frac=1, random_state=3)
    assert panel(shuffled).effect.value == pytest.approx(panel(cells).effect.value, abs=1e-10)


@pytest.mark.parametrize(
    ("units", "months", "enough"), [(15, 7, True), (14, 12, False), (30, 6, False)]
)
def test_few_units_or_months_are_told(units, months, enough):
    found = panel(made(units, months, effect=0.1))
    assert (found.finding is not PanelFinding.FEW) is enough and (
        found.effect is not None
    ) is enough
    assert (found.units, found.months) == (units, months - 1) and (
        FEWEST_UNITS,
        FEWEST_MONTHS,
        LAG,
    ) == (15, 6, 1)


def test_a_unit_with_one_usable_month_does_not_count():
    cells = made(15, 8)
    cells.loc[(cells["unit"] == "U00") & (cells["month"] > date(2025, 2, 1)), "y"] = np.nan
    found = panel(cells)
    assert (found.finding, found.units, found.rows) == (PanelFinding.FEW, 14, 14 * 7)


def test_an_empty_panel_is_not_enough():
    found = panel(made().iloc[:0])
    assert found == Panel(PanelFinding.FEW, 1, 0, 0, 0)


def test_training_that_is_the_same_everywhere_cannot_be_judged():
    cells = made()
    month = cells["month"].map(lambda day: day.month)
    unit = cells["unit"].str[1:].astype(int)
    for alike in (month, unit, month + unit, month * 0 + 7.3):
        found = panel(cells.assign(x=alike.astype(float)))
        assert found.finding is PanelFinding.ALIKE and found.effect is None


def test_wrong_calls_are_told():
    cells = made()
    with pytest.raises(WrongCall, match="same month twice"):
        panel(pd.concat([cells, cells.iloc[:1]]))
    with pytest.raises(WrongCall, match="-1 months"):
        panel(cells, -1)


def told(found: Panel) -> list[str]:
    return [say(message) for message in panel_finding(found, COVERAGE, kpi_named("csat"), 10)]


def test_an_effect_in_words():
    cells = made(effect=0.1)
    found = panel(cells)
    value, low, high = (
        f"{10 * size:.1f}" for size in (found.effect.value, found.effect.low, found.effect.high)
    )
    assert told(found) == [
        "Units that trained more tended to have a higher “Customer satisfaction (CSAT)” later, "
        "after removing fixed unit differences and "
        f"common months: {value} percentage points higher for each 10.0 percentage points more of "
        f"“Training coverage” (95%: {low} to {high}).",
        "Months from training to result: 1; units: 30; months: 11.",
    ]
    lower = panel(cells.assign(y=-cells["y"]))
    assert told(lower)[0].startswith(
        "Units that trained more tended to have a lower “Customer satisfaction (CSAT)” later"
    )
    assert told(lower)[0].endswith(
        f": {value} percentage points lower for each 10.0 percentage points more of “Training "
        "coverage” "
        f"(95%: {low} to {high})."
    )


def test_no_evidence_in_words(shared):
    assert told(panel(fixture_cells(shared))) == [
        "No evidence that units that trained more had a higher or lower “Customer satisfaction "
        "(CSAT)” later, after removing fixed unit "
        "differences and common months: +0.2 percentage points for each 10.0 percentage points "
        "more of “Training coverage” "
        "(95%: \u22120.5 to +0.9).",
        "Months from training to result: 1; units: 15; months: 11.",
    ]


def test_a_warning_in_words():
    said = told(panel(made(ahead=-0.1)))
    assert said[1].startswith(
        "Be careful: “Customer satisfaction (CSAT)” also goes with the training of the month "
        "after it (\u2212"
    )
    assert "What comes before cannot be an effect of it" in said[1]
    unchecked = panel(made(15, 7, effect=0.1))
    assert unchecked.placebo is None and told(unchecked)[1].startswith(
        "Too few months are left to check"
    )


def test_not_enough_in_words():
    assert told(panel(made(12, 5))) == [
        "Not enough to tell whether training reaches “Customer satisfaction (CSAT)”: 12 units and "
        "4 months can be used, 15 units and 6 months "
        "are needed. The scatter shows single units and months; read no rule from it."
    ]
    alike = told(panel(made().assign(x=5.0)))
    assert len(alike) == 1 and alike[0].endswith(
        "no difference in “Training coverage” is left to compare."
    )
