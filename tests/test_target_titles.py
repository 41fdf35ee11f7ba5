"""Targets whose KPI only a title, a sheet or the name of the file says."""

from datetime import date

import pytest

from data.kinds.catalog import TARGET
from data.matching.recognise import recognise
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import prepare
from metrics.handed.kpi_facts import KPI_FACTS

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    "name, text, kpi",
    [
        ("门店月度满意度目标.csv", "门店,1月,2月\n一店,85%,86%\n二店,83%,84%\n", "csat"),
        (
            "Zielwerte NPS 2026.csv",
            "Filiale,Jan,Feb\nKöln,35,36\nBonn,33,34\n",
            "net_promoter_score",
        ),
        ("plan.csv", "CSAT targets 2026\nStore,Q1,Q2\nA,85%,86%\nB,83%,84%\n", "csat"),
        (
            "Monthly NPS goals.csv",
            "Branch,Jan 2026,Feb 2026\nA,35,36\nB,33,34\n",
            "net_promoter_score",
        ),
    ],
)
def test_the_kpi_of_all_targets_is_the_one_that_the_title_names(name, text, kpi):
    sheet = read(text.encode(), name, Options())
    assert recognise(sheet, name, KPI_FACTS)[0][0] == "target"
    found = prepare(text.encode(), name, TARGET, Options(), TODAY, KPI_FACTS)
    assert found.checked.rows["kpi"].tolist() == [kpi] * 4
    assert sorted(found.checked.rows["unit"].unique()) == sorted(
        line.partition(",")[0] for line in text.splitlines()[-2:]
    )


def test_months_of_results_are_no_targets():
    name, text = "NPS results.csv", "Branch,Jan 2026,Feb 2026\nA,35,36\nB,33,34\n"
    ranked = recognise(read(text.encode(), name, Options()), name, KPI_FACTS)
    assert ranked[0][0] != "target" or ranked[0][1] < 0.2
