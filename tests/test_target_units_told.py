"""Targets in a column for each KPI, as plans of branches have them, and whose targets they are."""

from datetime import date

import pytest

from data.kinds.catalog import TARGET
from data.matching.recognise import recognise
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import prepare
from metrics.handed.kpi_facts import KPI_FACTS

TODAY = date(2026, 11, 29)


def units(text: str, name: str) -> list[tuple[str, float, str]]:
    found = prepare(text.encode(), name, TARGET, Options(), TODAY, KPI_FACTS)
    rows = found.checked.rows
    return sorted(zip(rows["kpi"], rows["value"], rows["unit"].fillna(""), strict=True))


@pytest.mark.parametrize(
    "name, text",
    [
        (
            "Objectifs agences 2026.csv",
            "Agence,Satisfaction client,NPS\nLyon,85%,38\nLille,83%,35\n",
        ),
        ("Ziele 2026.csv", "Zweigstelle,Kundenzufriedenheit,NPS\nLyon,85%,38\nLille,83%,35\n"),
        ("2026年目标.csv", "片区网格,客户满意度,NPS\nLyon,85%,38\nLille,83%,35\n"),
        ("targets 2026.csv", "Location,CSAT,NPS\nLyon,85%,38\nLille,83%,35\n"),
    ],
)
def test_a_column_for_each_kpi_under_a_name_of_targets_is_of_the_places_beside_it(name, text):
    ranked = recognise(read(text.encode(), name, Options()), name, KPI_FACTS)
    assert ranked[0][0] == "target"
    assert units(text, name) == [
        ("csat", 83.0, "Lille"),
        ("csat", 85.0, "Lyon"),
        ("net_promoter_score", 35.0, "Lille"),
        ("net_promoter_score", 38.0, "Lyon"),
    ]


def test_the_same_columns_without_a_word_of_targets_are_none():
    text = "Agence,Satisfaction client,NPS\nLyon,85%,38\nLille,83%,35\n"
    ranked = recognise(read(text.encode(), "agences.csv", Options()), "agences.csv", KPI_FACTS)
    assert ranked[0][0] != "target"


def test_a_title_says_that_departments_have_targets_of_their_own():
    rows = "部門,指標,目標值,完成期限\n客服部,顧客滿意度,88%,2026/12/31\n門市部,NPS,40,2026/12/31\n"
    assert {unit for *_, unit in units(rows, "目標.csv")} == {""}
    titled = "2026 年各部門服務目標,,,\n" + rows
    assert {unit for *_, unit in units(titled, "目標.csv")} == {"客服部", "門市部"}


@pytest.mark.parametrize("name", ["2026 service goals.csv", "目标2026.csv", "Ziele_2026.csv"])
def test_a_list_of_targets_under_a_year_is_asked_when_they_are_due(name):
    text = "Goal,Target\nCustomer satisfaction,88%\nNet promoter score,45\n"
    found = prepare(text.encode(), name, TARGET, Options(), TODAY, KPI_FACTS)
    assert [asked.name for asked in found.checked.questions] == ["target_due"]
    assert found.checked.rows["due"].astype(str).str[:10].tolist() == ["2026-12-31"] * 2
