"""The change of a rate or of a length: its months have intervals, though its sums hold no
variance."""

from datetime import date

import pytest

from metrics.answers.answer import ask
from metrics.catalog import kpi_named
from metrics.comparisons.change import Doubt, change
from metrics.periods import add_months, last_whole_month
from metrics.sums.query import Query


@pytest.mark.parametrize(
    "name", ["complaints_per_1000", "attitude_complaint_rate", "handling_time"]
)
def test_months_that_differ_are_not_said_to_be_alike(sample, today, name):
    month = last_whole_month(today)
    with sample.read() as reading:
        answer = ask(reading, kpi_named(name), Query(), today)
    rows = answer.rows.set_index("period")
    before, now = rows.loc[add_months(month, -12)], rows.loc[month]
    found = change(answer, month)
    assert found.doubt is not Doubt.FLAT and found.before == date(month.year - 1, month.month, 1)
    assert found.difference.value == pytest.approx(now["value"] - before["value"])
    half = (((now["high"] - now["low"]) ** 2 + (before["high"] - before["low"]) ** 2) ** 0.5) / 2
    assert found.difference.low <= found.difference.value - half + 1e-9
    assert found.difference.high >= found.difference.value + half - 1e-9
