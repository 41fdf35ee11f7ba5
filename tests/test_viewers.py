"""Whoever asks first, a reader is given what readers may see: every page and every command, asked in
one process by who may see more, then by a reader."""

import os
from contextlib import closing
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

import alerts.__main__ as alerting
import data.__main__ as loading
import metrics.__main__ as asking
import reports.__main__ as reporting
from data.database.connection import Database
from data.uploads.store import data_version
from metrics.effect.problems import decisions_of
from metrics.snapshot import Snapshot, forget
from tests.conftest import company_copied
from tests.test_commands import call
from tests.test_pages import copy, looked_at, opened, words
from ui.parts.links import PAGES

__all__ = ["call", "copy", "looked_at"]  # fixtures
MORE = "administrator"
# Views of staff, of which trainers see more than readers; other pages as they open.
OF_STAFF = (
    ("kpi", {"by": "store", "kpi": "first_attempt_pass_rate"}),
    ("compare", {"by": "store", "kpi": "first_attempt_pass_rate"}),
    ("training", {}),
    ("voice", {"view": "comments"}),
    ("mystery", {"show": "stars"}),
    ("culture", {"culture": "suggestions"}),
)
OTHERS = tuple((page, {}) for page, *_ in PAGES if page not in {page for page, _ in OF_STAFF})
MONTH = ("--from", "2026-09", "--to", "2026-09")
LAST_MEETING = "the day of the last meeting"
ASKED: dict[ModuleType, tuple[tuple[str, ...], ...]] = {
    asking: (
        ("kpis",),
        ("show", "first_attempt_pass_rate", "--by", "store", *MONTH),
        ("show", "pending_retakes", "--by", "department", *MONTH),
        ("verdicts", "--as-of", "2026-09"),
        ("actions", "--as-of", "2026-09"),
        ("agenda", "--as-of", "2026-09"),
        ("minutes", LAST_MEETING),
        ("explain", "first_attempt_pass_rate"),
        ("published",),
        ("restated",),
        ("items", "Handling difficult customers"),
    ),
    loading: (
        ("kinds",),
        ("uploads",),
        ("issues", "1"),
        ("tokens",),
        ("people",),
        ("log",),
        ("retention",),
        ("aside",),
        ("check",),
    ),
    # The slowest by far: three briefs are made, each of a whole month.
    reporting: (("month", "2026-09", "month.html", "--replace"),),
    alerting: (("subscribers",), ("channels",), ("letters",)),
}
# Change or hand over something, and say what they did: no answer that could be remembered.
CHANGES: dict[ModuleType, set[str]] = {
    asking: {"publish", "withdraw"},
    loading: {
        *("template", "load", "inbox", "undo", "token", "withdraw-token", "forget", "demo"),
        *("rebuild", "accept", "backup", "lake", "restore"),
    },
    reporting: {"quarter"},  # the same way as the month's
    alerting: {"subscribe", "unsubscribe", "test", "run"},
}


@pytest.fixture(scope="module")
def closed(full_file, tmp_path_factory):
    return company_copied(full_file, tmp_path_factory.mktemp("commands"))


@pytest.fixture
def asked_by_commands(closed, monkeypatch):
    """The sample company in a file that no page holds open."""
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(closed))


def _as(role: str, monkeypatch) -> None:
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", role)


def _shown(page: str, link: dict[str, str]) -> tuple[str, str, str]:
    app = opened(page, **link)
    charts = "".join(chart.proto.alt for chart in app.get("plotly_chart"))
    return words(app), charts, "".join(str(frame.value) for frame in app.dataframe)


def _last_meeting() -> str:
    path = Path(os.environ["SERVICE_CULTURE_DB"])
    with closing(Database(path)) as database, database.read() as reading:
        known = decisions_of(Snapshot(reading, path, data_version(reading), date.today()))
        return str(max(one.day for one in known))


@pytest.mark.parametrize(("page", "link"), OF_STAFF, ids=[page for page, _ in OF_STAFF])
def test_a_reader_is_not_given_what_was_worked_out_for_a_trainer(
    page, link, looked_at, monkeypatch
):
    _as("trainer", monkeypatch)
    trainers = _shown(page, link)
    _as("", monkeypatch)
    after = _shown(page, link)
    forget()
    assert after == _shown(page, link) and after != trainers


@pytest.mark.parametrize(("page", "link"), OTHERS, ids=[page for page, _ in OTHERS])
def test_no_page_shows_a_reader_what_was_worked_out_for_others(page, link, looked_at, monkeypatch):
    _as(MORE, monkeypatch)
    _shown(page, link)
    _as("", monkeypatch)
    after = _shown(page, link)
    forget()
    assert after == _shown(page, link)


@pytest.mark.parametrize(
    ("commands", "arguments"),
    [(commands, asked) for commands, each in ASKED.items() for asked in each],
    ids=[" ".join(asked[:2]) for each in ASKED.values() for asked in each],
)
def test_no_command_tells_a_reader_what_was_worked_out_for_others(
    commands, arguments, call, asked_by_commands, monkeypatch, tmp_path
):
    meeting = _last_meeting() if LAST_MEETING in arguments else ""

    def told(role: str) -> tuple:
        _as(role, monkeypatch)
        said = call(
            *(meeting if one == LAST_MEETING else one for one in arguments), commands=commands
        )
        return said, [file.read_bytes() for file in sorted(tmp_path.glob("month.*"))]

    monkeypatch.chdir(tmp_path)
    (code, _, complaint), _ = told(MORE)
    assert code == 0, complaint
    after = told("")
    forget()
    assert after == told("")


def test_who_may_see_more_is_told_more_by_commands(call, asked_by_commands, monkeypatch):
    """So that the tests above can fail."""
    told = {}
    for role in (MORE, ""):
        _as(role, monkeypatch)
        told[role] = call("show", "pending_retakes", "--by", "department", *MONTH, commands=asking)
    assert told[MORE] != told[""]


@pytest.mark.parametrize("commands", ASKED, ids=lambda commands: commands.__name__)
def test_every_command_is_asked_or_changes_something(commands):
    (parsers,) = (each for each in commands._parser()._actions if each.choices)
    assert {name for name, *_ in ASKED[commands]} | CHANGES[commands] == {*parsers.choices}
