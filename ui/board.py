"""Answers for the pages: asked once for a state of the data, then kept for everyone.

Cached by plain arguments and the data version, which every change raises.
What is cached holds no words and nothing of one reader.
"""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import streamlit as st

from data.database import Database, Reading, database_path
from data.demo_load import load_demo, origin
from data.store import data_version
from data.tables import NEW, OWN
from i18n import Say
from metrics.answer import Answer, ask
from metrics.catalog import kpi_named
from metrics.issued import issue
from metrics.judge import verdicts
from metrics.periods import last_whole_month
from metrics.query import Query
from metrics.recorded import months_recorded, units_recorded
from metrics.verdict import Verdict


def database() -> Database:
    """The one open database of this server."""
    return _opened(database_path())


@st.cache_resource(show_spinner=False)
def _opened(path: Path) -> Database:
    return Database(path)


def read(question: Callable[[Reading], object]):
    """Ask something in one read transaction."""
    with database().read() as reading:
        return question(reading)


def current_origin() -> str:
    """Whose rows they are: NEW, SAMPLE or OWN."""
    return read(origin)


def version() -> int:
    """The state of the data that cached answers belong to."""
    return read(data_version)


def start_with_sample(say: Say) -> None:
    """A new database starts with the sample company, so that there is something to see."""
    if current_origin() != NEW:
        return
    with _first_start():
        if current_origin() == NEW:
            bar = st.progress(0.0, say("First start: preparing the sample company …"))
            load_demo(database(), lambda part: bar.progress(part, say("First start: preparing the sample company …")))
            bar.empty()


@st.cache_resource(show_spinner=False)
def _first_start():
    """One lock for all sessions: two readers of a new server do not both fill it."""
    return threading.Lock()


def answer(kpi: str, query: Query) -> Answer:
    """The answer to one question about one KPI."""
    return _answer(version(), date.today(), kpi, query)


@st.cache_data(max_entries=2000, show_spinner=False)
def _answer(version: int, today: date, kpi: str, query: Query) -> Answer:
    return read(lambda reading: ask(reading, kpi_named(kpi), query, today))


def judged(as_of: date) -> tuple[Verdict, ...]:
    """Every stage in force, judged as of a month."""
    return _judged(version(), date.today(), as_of)


@st.cache_data(max_entries=100, show_spinner=False)
def _judged(version: int, today: date, as_of: date) -> tuple[Verdict, ...]:
    return read(lambda reading: verdicts(reading, as_of))


def keep_forecasts() -> None:
    """Write down, once a month, what is foretold for a person's own company."""
    months = [month for month in months_with_data() if month <= last_whole_month(date.today())]
    if months and current_origin() == OWN and not database().read_only:
        _kept(version(), months[-1])


@st.cache_data(max_entries=4, show_spinner=False)
def _kept(version: int, month: date) -> int:
    return issue(database(), month)


def months_with_data() -> list[date]:
    """The months that any dataset of a KPI has rows for, oldest first."""
    return _months(version())


@st.cache_data(max_entries=4, show_spinner=False)
def _months(version: int) -> list[date]:
    return read(months_recorded)


def values_of(dimension: str) -> list[str]:
    """The units of a dimension that occur in any dataset, in order of name."""
    return _values(version(), dimension)


@st.cache_data(max_entries=40, show_spinner=False)
def _values(version: int, dimension: str) -> list[str]:
    return read(lambda reading: units_recorded(reading, dimension))
