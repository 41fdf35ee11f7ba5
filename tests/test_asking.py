"""What a page asks of the database: one state, its version once, and nothing again that is
known."""

from contextlib import nullcontext
from datetime import date
from types import SimpleNamespace

import pytest

from data.database.connection import ReadTransaction
from data.database.tables import OWN, SAMPLE
from data.kinds.catalog import NPS
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add
from metrics.answers.answer import Answer
from metrics.answers.asked import asking, nearest_month
from metrics.catalog import KPIS
from metrics.snapshot import Snapshot, forget
from metrics.sums.query import Query
from tests.test_pages import full, opened  # noqa: F401
from ui.shell import inside
from ui.state import board

HARMLESS = (
    "FROM release",  # a row a figure of staff; asked for each time, since it changes unseen
    "FROM look",  # of whoever looks, noted once the page is drawn
    "FROM state",
    "FROM live_event",
    "moves FROM upload",
    "moves <> '[]'",
)  # of the frame, of events, of what uploads moved


@pytest.fixture
def questions(monkeypatch) -> list[str]:
    """Every statement that is sent while a page is drawn."""
    sent = []

    def listening(answered):
        def heard(self: ReadTransaction, sql: str, values=()):
            sent.append(sql)
            return answered(self, sql, values)

        return heard

    for name in ("frame", "rows"):
        monkeypatch.setattr(ReadTransaction, name, listening(getattr(ReadTransaction, name)))
    return sent


@pytest.mark.parametrize("page", ["overview", "kpi"])
def test_another_month_asks_nothing_of_the_rows(page, full, questions):  # noqa: F811
    app = opened(page)
    box = app.selectbox(key="linked_month")
    assert any("sums" in sql or "live_" in sql for sql in questions)
    for place in (3, 5):
        questions.clear()
        box.select_index(place).run()
        assert not app.exception
        assert [sql for sql in questions if not any(known in sql for known in HARMLESS)] == []
        assert sum("FROM state" in sql for sql in questions) == 2  # of the frame, and of the page
        assert len(questions) < 7


def test_what_others_did_while_sums_were_made_is_asked_anew(monkeypatch):
    before = board.Footing(3, SAMPLE, summed=False, unpublished=True)
    since = board.Footing(4, OWN, summed=True, unpublished=False)
    states, told = iter([before, since]), []
    for name in ("may_enter", "storage_opened", "storage_ready", "reading_ready", "sample_ready"):
        monkeypatch.setattr(inside, name, lambda *_: True)
    for name in ("only_looks", "sums_ready", "tell_elsewhere", "set_libraries_apart"):
        monkeypatch.setattr(inside, name, lambda *_: None)
    for name in ("releases_ready", "draw_banner", "keep_forecasts"):
        monkeypatch.setattr(inside, name, lambda found, *_: told.append(found))
    monkeypatch.setattr(inside, "footing", lambda: next(states))
    monkeypatch.setattr(inside, "whole_page", nullcontext)
    monkeypatch.setattr(inside, "shows_state_before", lambda: False)
    page = SimpleNamespace(url_path="", run=lambda: None)
    inside._draw_ready(page, SimpleNamespace(url_path="upload"), None)
    assert told == [since, OWN, since]


def test_the_nearest_month_is_on_either_side_and_never_to_come(monkeypatch):
    kept = {"nps": frozenset({date(2019, 1, 1), date(2026, 9, 1), date(2027, 1, 1)})}
    monkeypatch.setattr("metrics.answers.asked.months_of_kinds", lambda _: kept)
    told = SimpleNamespace(today=date(2026, 11, 29))

    def nearest(month: date) -> date | None:
        return nearest_month(told, ("nps",), month, month)

    assert nearest(date(2026, 8, 1)) == nearest(date(2026, 12, 1)) == date(2026, 9, 1)
    assert nearest(date(2019, 2, 1)) == date(2019, 1, 1) and nearest(date(2026, 9, 1)) is None
    kept["nps"] = frozenset({date(2027, 1, 1)})
    assert nearest(date(2026, 8, 1)) is None


def test_a_page_sees_one_state_of_the_data(tmp_path, monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(tmp_path / "x.duckdb"))
    forget()

    def count() -> int:
        return board.read(lambda reading: reading.row("SELECT count(*) FROM live_nps")[0])

    content = b"response_id,date,score\n" + b"".join(
        b"%d,2026-01-05 10:00,9\n" % at for at in range(40)
    )
    with board.one_state():
        before = board.version()
        add(board.database(), prepare(content, "a.csv", NPS, Options(), date(2026, 3, 1)))
        assert (board.version(), count()) == (before, 0)
        with board.one_state():
            assert (board.version(), count()) == (before, 0)
        assert count() == 0
    assert board.version() > before and count() == 40


def _asked(snapshot: Snapshot) -> Answer:
    return asking(snapshot, KPIS)("net_promoter_score", Query(end=date(2026, 1, 31)))


def test_answers_belong_to_the_state_they_were_asked_of(tmp_path, monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(tmp_path / "x.duckdb"))
    forget()

    def n() -> list[float]:
        return board.looked_at(_asked).rows["n"].tolist()

    assert n() == []
    content = b"response_id,date,score\n" + b"".join(
        b"%d,2026-01-05 10:00,9\n" % at for at in range(40)
    )
    add(board.database(), prepare(content, "a.csv", NPS, Options(), date(2026, 3, 1)))
    assert n() == [40]


def test_what_is_folded_is_drawn_once_it_is_opened(full):  # noqa: F811
    app = opened("kpi", behind="process")

    def definitions() -> list[str]:
        return [
            element.proto.body
            for element in app.get("html")
            if "scd-definition" in element.proto.body
        ]

    tables = len(app.dataframe)
    assert not definitions()
    app.session_state["trend_table"] = True
    app.query_params["behind"] = "definition"
    app.run()
    assert not app.exception
    assert len(definitions()) == 1 and len(app.dataframe) == tables + 1
