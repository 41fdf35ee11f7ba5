"""Once a page is drawn and nobody asks for anything, the months beside its own are worked out."""

import threading
import time
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from data.database.connection import ReadTransaction
from metrics.snapshot import forget
from tests.conftest import ROOT, company_copied
from ui.parts.opened import opened
from ui.state import neighbours
from ui.state.job import Job

PAGES = ("overview", "kpi", "compare", "operations", "culture", "voice")
MONTH, BEFORE, AFTER, FAR = "2026-05", "2026-04", "2026-06", "2026-01"


@pytest.fixture
def company(tmp_path, monkeypatch, full_file):
    """The sample company on a server that looks ahead."""
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(company_copied(full_file, tmp_path)))
    monkeypatch.setenv("SERVICE_CULTURE_LOOK_AHEAD", "1")
    monkeypatch.setattr(neighbours, "_QUIET", 0.01)
    yield
    forget()


@pytest.fixture
def statements(monkeypatch):
    """What is asked of the database, by which thread."""
    asked: list[tuple[threading.Thread, Callable]] = []
    limited = ReadTransaction._limited

    def noted(self, work):
        asked.append((threading.current_thread(), work))
        return limited(self, work)

    monkeypatch.setattr(ReadTransaction, "_limited", noted)
    return asked
