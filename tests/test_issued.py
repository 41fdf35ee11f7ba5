"""What the dashboard foretold is written down once, and held against what came true."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.kinds.catalog import NPS, TARGET
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add, undo, uploads
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.targets.issued import ENOUGH_RESOLVED, _bin, _calibration, calibration, issue
from metrics.targets.judge import verdicts


def nps(database, promoters: dict[str, int], of: int = 100) -> None:
    """Store the answers of months, of which so many are promoters'."""
    rows = [
        f"{month}-{number},{month}-15 "
        f"10:{number // 60:02d}:{number % 60:02d},{10 if number < count else 8}"
        for month, count in promoters.items()
        for number in range(of)
    ]
    text = "\n".join(["response_id,date,score", *rows])
    add(database, prepare(text.encode(), f"{min(promoters)}.csv", NPS, Options()))


@pytest.fixture
def foretold(database):
    counts = (40, 43, 38, 41, 44, 39, 42)
    nps(database, {f"2026-0{at}": promoters for at, promoters in enumerate(counts, 1)})
    target = (
        "kpi,stage,form,value,due,date\n"
        "net_promoter_score,short,at_least,45,2026-09-30,2026-01-01\n"
    )
    add(database, prepare(target.encode(), "target.csv", TARGET, Options(), kpis=KPI_FACTS))
    return database


def test_a_month_s_forecasts_are_written_once(foretold):
    assert issue(foretold, date(2026, 7, 1), date.today()) == 1
    assert issue(foretold, date(2026, 7, 1), date.today()) == 0
    with foretold.read() as reading:
        said = verdicts(reading, date(2026, 7, 1), date.today())[0]
        row = reading.row(
            "SELECT kpi, stage, due, goal, better, probability, date FROM live_forecast"
        )
    assert row[:5] == ("net_promoter_score", "short", date(2026, 9, 30), 45.0, 1)
    assert row[5] == pytest.approx(said.probability) and row[6] == date(2026, 7, 31)


def test_nothing_is_foretold_without_months_enough(database):
    nps(database, {"2026-01": 40})
    assert issue(database, date(2026, 1, 1), date.today()) == 0
    with database.read() as reading:
        assert len(uploads(reading)) == 1


def test_a_forecast_waits_until_its_month_is_over_and_recorded(foretold):
    issue(foretold, date(2026, 7, 1), date.today())
    with foretold.read() as reading:
        assert calibration(reading, date(2026, 9, 15)).waiting == 1
        assert calibration(reading, date(2026, 10, 2)).resolved == 0
    nps(foretold, {"2026-09": 50})
    with foretold.read() as reading:
        found = calibration(reading, date(2026, 10, 2))
    assert (found.resolved, found.waiting, found.brier, found.bins) == (1, 0, None, ())


def test_an_undone_ledger_upload_can_be_issued_again(foretold):
    issue(foretold, date(2026, 7, 1), date.today())
    with foretold.read() as reading:
        newest = int(uploads(reading).iloc[0]["id"])
    undo(foretold, newest)
    assert issue(foretold, date(2026, 7, 1), date.today()) == 1


def resolved(count: int) -> pd.DataFrame:
    said = np.tile([0.1, 0.5, 0.9], count)[:count]
    value = np.where(np.arange(count) % 3 == 2, 91.0, 85.0)
    return pd.DataFrame(
        {
            "probability": said,
            "goal": 90.0,
            "goal_high": np.nan,
            "better": 1,
            "low": 80.0,
            "high": 90.0,
            "value": value,
        }
    )


def test_the_calibration_is_silent_until_enough_have_come_due():
    assert _calibration(resolved(ENOUGH_RESOLVED - 1), 0).brier is None
    told = _calibration(resolved(ENOUGH_RESOLVED), 4)
    assert told.brier == pytest.approx((0.1**2 + 0.5**2 + 0.1**2) / 3)
    assert told.covered == pytest.approx(2 / 3)
    assert [(part.issued, part.came_true, part.mean) for part in told.bins] == [
        (0, 0, None),
        (10, 0, pytest.approx(0.1)),
        (10, 0, pytest.approx(0.5)),
        (10, 10, pytest.approx(0.9)),
        (0, 0, None),
    ]
    assert (told.resolved, told.waiting) == (30, 4)


def test_goals_below_and_between_come_true_their_own_way():
    frame = resolved(ENOUGH_RESOLVED).assign(better=-1)
    assert _calibration(frame, 0).bins[1].came_true == 10
    between = resolved(ENOUGH_RESOLVED).assign(goal=84.0, goal_high=86.0)
    assert [part.came_true for part in _calibration(between, 0).bins] == [0, 10, 10, 0, 0]


def test_certain_forecasts_fall_into_the_last_bin():
    assert _bin(np.array([1.0, 0.8]), np.array([1.0, 0.0]), 0.8, 1.0).issued == 2
