"""The way from a figure in a text to its KPI's page."""

from datetime import date
from urllib.parse import parse_qs, urlparse

import pytest

from i18n import translator
from metrics.catalog import AWAITED, KPIS
from ui.parts.kpi_link import kpi_link

SAY = translator("zh_Hans")


def way(link: str) -> tuple[str, dict[str, str]]:
    """The page of a link, and what it names."""
    address = urlparse(link.split('"')[1].replace("&amp;", "&"))
    return address.path, {name: value for name, (value,) in parse_qs(address.query).items()}


def test_it_names_place_and_month_letter_by_letter():
    link = kpi_link("csat", "<b>", SAY, ("store", 'A&B 高新 "店"'), date(2026, 3, 1))
    assert ">&lt;b&gt;</a>" in link and link.count('"') == 4
    view = {"kpi": "csat", "lang": "zh_Hans", "store": 'A&B 高新 "店"', "month": "2026-03"}
    assert way(link) == ("kpi", view)


def test_quarters_are_named_and_marks_of_direction_left_out():
    link = kpi_link("csat", "a\u202eb", SAY, month=date(2026, 3, 1), grain="quarter")
    assert ">ab</a>" in link and way(link)[1]["grain"] == "quarter"


def test_the_whole_company_and_the_latest_month_are_not_named():
    assert way(kpi_link("csat", "x", SAY)) == ("kpi", {"kpi": "csat", "lang": "zh_Hans"})


@pytest.mark.parametrize("kpi", [kpi.name for kpi in (*KPIS, *AWAITED)])
def test_what_is_not_measured_leads_to_its_definition(kpi):
    page, view = way(kpi_link(kpi, "x", SAY, ("store", "A"), date(2026, 3, 1)))
    assert (page == "kpi") == ("month" in view) == any(kpi == one.name for one in KPIS)
