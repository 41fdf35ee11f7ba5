"""The page Reports: what the report will miss, writing causes down, making it and cancelling."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.database.connection import Database
from data.kinds.catalog import NPS
from data.uploads.store import add, data_version
from data.uploads.typed import typed_rows
from metrics.handed.keeping import KEEPING
from metrics.periods import last_whole_month, start_of
from metrics.snapshot import Snapshot, forget
from metrics.targets.events import causes
from reports.outline.causes import notes_of
from reports.outline.period import MONTH, QUARTER, period_of
from tests.conftest import ROOT, company_copied
from ui.state import job


@pytest.fixture
def company(tmp_path, monkeypatch, full_file):
    path = company_copied(full_file, tmp_path)
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(path))
    yield path
    forget()


def page(**link: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.switch_page("pages/reports.py")
    for key, value in {"lang": "en", **link}.items():
        app.query_params[key] = value
    return ran(app.run())


def ran(app: AppTest) -> AppTest:
    assert not app.exception, app.exception[0].stack_trace
    return app


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def keep(app: AppTest):
    """The button that keeps the cause."""
    return app.button[[one.label for one in app.button].index("Keep the cause")]


def stored(path: Path) -> list[tuple[str | None, str]]:
    forget()
    database = Database(path, keeping=KEEPING)
    try:
        with database.read() as reading:
            return [(one.kpi, one.text) for one in causes(reading)]
    finally:
        database.close()


def page_that_misses_causes() -> AppTest:
    """The last quarter, or another period of the last year, in which a cause is lacking: in which one
    is, depends on the months that the sample company has by now."""
    months = pd.period_range(end=last_whole_month(date.today()), periods=12, freq="M")[::-1]
    links = ({}, *({"report": "month", "month": str(month)} for month in months))
    return next(app for link in links if "No cause given" in html(app := page(**link)))


def test_a_cause_that_is_typed_is_kept_and_no_longer_missed(company, committee):
    app = page_that_misses_causes()
    missed = html(app).count("No cause given")
    names = app.selectbox(key="report_cause_kpi").options
    assert missed == len(names) > 0
    ran(keep(app).click().run())
    assert app.error and html(app).count("No cause given") == missed
    app.text_input(key="report_cause_text").set_value("Two of six lines were not staffed")
    ran(keep(app).click().run())
    assert html(app).count("No cause given") == missed - 1
    ((kpi, text),) = stored(company)
    assert kpi and text == "Two of six lines were not staffed"


def test_a_note_that_is_typed_stands_in_the_brief_of_its_month(company, committee):
    app = page(report="month")
    name = app.selectbox(key="report_note_kpi").options[-1]
    app.selectbox(key="report_note_kpi").set_value(name)
    app.text_input(key="report_note_text").set_value("The lift was broken for three weeks")
    ran(app.button[[one.label for one in app.button].index("Keep the note")].click().run())
    assert app.success[0].value == f"The note is kept for {name}."
    forget()
    with closing(Database(company, keeping=KEEPING)) as database, database.read() as reading:
        seen = Snapshot(reading, company, data_version(reading), date.today())
        month = last_whole_month(date.today())
        ((kpi, text),) = notes_of(seen, period_of(month, MONTH, date.today()))
        quarter = period_of(start_of(month, QUARTER), QUARTER, date.today())
        assert notes_of(seen, quarter)[-1] == (kpi, text)
    assert text == "The lift was broken for three weeks" and kpi


def test_a_report_is_made_in_a_process_of_its_own_and_downloaded(pages_file):
    answers = [{"date": last_whole_month(date.today()), "score": 9}]
    with closing(Database(pages_file, keeping=KEEPING)) as database:
        add(database, typed_rows(NPS, answers, "typed"))
    app = page(report="month", form="html")
    ran(app.button(key="report_go").click().run())
    for one in job.running():
        one.wait(120)
    ran(app.run())
    assert app.get("download_button"), [one.value for one in app.error]
    assert [one for one in pages_file.parent.iterdir() if one.name.startswith("report-")] == []


def test_without_records_there_is_nothing_to_report(pages_file):
    app = page()
    assert app.info and not [one for one in app.button if one.key == "report_go"]
