"""Every page, empty and full: it opens, says something, and says it in the reader's language."""

import os
import re
import shutil
from datetime import date
from functools import cache
from itertools import cycle

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.database.connection import Database
from i18n import LANGUAGES, _catalogue
from tests.conftest import ROOT, company_copied
from ui.parts.links import MENU, PAGES as MENU_PAGES
from ui.state.board import version

PAGES = (
    "overview",
    "kpi",
    "compare",
    "training",
    "voice",
    "mystery",
    "actions",
    "knowledge",
    "reports",
    "rows",
    "review",
    "frozen",
    "operations",
    "culture",
    "upload",
    "targets",
    "units",
    "definitions",
    "privacy",
    "people",
    "access",
    "alerts",
)


@pytest.fixture
def full(full_file, tmp_path, monkeypatch):
    """A database of one's own with the sample company, to be changed."""
    return _use(company_copied(full_file, tmp_path), monkeypatch)


@pytest.fixture(scope="module")
def copy(full_file, tmp_path_factory):
    return company_copied(full_file, tmp_path_factory.mktemp("looked-at"))


@pytest.fixture
def looked_at(copy, monkeypatch):
    """The sample company for all who only look: what is kept for one is kept for the next, as on a
    server."""
    return _use(copy, monkeypatch)


@pytest.fixture(scope="module")
def without(own_file, tmp_path_factory):
    """A database without the sample company and without records."""
    return shutil.copy(own_file, tmp_path_factory.mktemp("without") / "empty.duckdb")


@pytest.fixture
def empty(without, monkeypatch):
    return _use(without, monkeypatch)


def _use(path, monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(path))
    return path


def opened(page: str, language: str = "en", *unfolded: str, **link: str) -> AppTest:
    """A page as it is first drawn; `unfolded`: keys of what is unfolded then."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    if (
        page != "overview"
    ):  # looked at first of all: to come by another page would draw that one too
        app.switch_page(f"pages/{page}.py")
    for name, value in {"lang": language, **link}.items():
        app.query_params[name] = value
    for menu in ("bar_places", "bar_more"):  # open, so that what is in them can be chosen
        app.session_state[menu] = True
    for fold in unfolded:
        app.session_state[fold] = True
    app.run()
    assert not app.exception, app.exception[0].stack_trace
    return app


def seen(page: str, language: str = "en", **link: str) -> AppTest:
    """The page for who only reads it: drawn once for all tests that look at the same of one
    database, as it stands, as one role."""
    stands = (
        os.environ["SERVICE_CULTURE_DB"],
        os.environ.get("SERVICE_CULTURE_ROLE", ""),
        version(),
    )
    return _drawn(stands, page, language, tuple(sorted(link.items())))


@cache
def _drawn(stands: tuple, page: str, language: str, link: tuple) -> AppTest:
    return opened(page, language, **dict(link))


def words(app: AppTest) -> str:
    """Everything the page says, one text a line."""
    texts = (*app.markdown, *app.caption, *app.info, *app.error)
    found = [
        getattr(element, "body", None) or getattr(element, "value", None) or "" for element in texts
    ]
    found += [element.proto.body for element in app.get("html")]
    found += [
        getattr(element, "label", "")
        for element in (*app.selectbox, *app.button, *app.multiselect, *app.expander)
    ]
    return "\n".join(map(str, found))


# Each in one of the two Chinese in turn: what is not said by way of the catalogue is English in
# both, and what a catalogue lacks `test_translations.py` finds.
@pytest.mark.parametrize(
    ("page", "language"), list(zip(PAGES, cycle(["zh_Hans", "zh_Hant"]), strict=False))
)
def test_a_full_page_opens_in_its_language(page, language, looked_at):
    said = words(opened(page, language))
    assert len(said) > 100
    keys = [
        key
        for key in _catalogue(language)
        if isinstance(key, str) and "{" not in key and len(key) >= 12
    ]
    said = re.sub(r'<ul class="scd-events.*?</ul>', "", said)  # which people wrote
    left = [
        key for key in keys if key in said and not key.isidentifier()
    ]  # one word may be a column in a formula
    assert not left, left


# each in one of the languages in turn
@pytest.mark.parametrize(("page", "language"), list(zip(PAGES, cycle(LANGUAGES), strict=False)))
def test_an_empty_page_says_something(page, language, empty):
    assert len(words(opened(page, language))) > 30


def test_every_page_stands_in_the_menu_once():
    names = [name for _, group in MENU for name in group]
    assert sorted(names) == sorted(name for name, *_ in MENU_PAGES) and set(names) == set(PAGES)


def test_a_filter_in_the_link_filters(looked_at):
    everywhere, there = opened("overview"), opened("overview", region="South")
    assert there.selectbox(key="linked_region").value == "South"
    assert "South" not in {everywhere.selectbox(key="linked_region").value}
    assert 0 < _cases(there) < _cases(everywhere)


def _cases(app: AppTest) -> int:
    """The answers behind the row of customer satisfaction."""
    bodies = [element.proto.body for element in app.get("html")]
    row = next(body for body in bodies if 'alt="the last 24 months' in body)  # the first of all
    return int(re.search(r">n ([\d,]+)", row).group(1).replace(",", ""))


@cache
def month_held_back() -> str:
    """The latest month of the sample in which a store holds the whole back by more than chance: in the
    last one, which another day ends, it may be none."""
    for month in pd.period_range(end=date.today(), periods=12, freq="M")[::-1]:
        said = words(opened("kpi", kpi="csat", by="store", month=str(month)))
        if "Harbour Plaza holds the whole back most" in said:
            return str(month)
    raise AssertionError("no store holds the whole back in any month of a year")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_kpi_page_says_which_store_holds_the_whole_back(language, looked_at):
    said = words(opened("kpi", language, kpi="csat", by="store", month=month_held_back()))
    assert re.search(
        r"Harbour Plaza(?: holds the whole back most|对整体的拖累最大|對整體的拖累最大)", said
    )


def test_a_count_is_not_put_together_of_units(looked_at):
    said = words(opened("kpi", kpi="praise", by="store"))
    assert "What each does to the whole" not in said and "holds the whole back" not in said


def test_a_kpi_that_lacks_the_filter_says_so(looked_at):
    assert "Not recorded by Channel" in words(opened("overview", channel="App"))


def test_a_wrong_name_in_the_link_falls_back_and_that_is_said(looked_at):
    app = opened("kpi", kpi="nonsense")
    assert app.selectbox(key="linked_kpi").value == "csat"
    told = "\n".join(warning.value for warning in app.warning)
    assert len(app.warning) == 1, told
    assert "nonsense" in told and "Customer satisfaction" in told
    assert not opened("kpi", kpi="praise").warning


def test_a_backup_is_written_while_the_dashboard_runs(full, steward):
    app = opened("upload")
    app.button(key="backup").click().run()
    assert not app.exception and "uploads" in app.success[0].value
    (copy,) = (full.parent / "backups").glob("*.duckdb")
    with Database(copy).read() as reading:
        assert reading.row("SELECT count(*) FROM upload")[0] > 10


def test_readers_fill_no_disk_with_backups(full):
    app = opened("upload")
    assert "backup" not in [
        button.key for button in app.button
    ] and "Backups are made by data stewards" in words(app)
