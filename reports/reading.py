"""Reads an outline out of a database that is opened for it."""

from contextlib import closing
from datetime import date

from data.commands.caller import person
from data.commands.through import copy_by_dashboard
from data.database.connection import Database
from data.roles import setting
from data.uploads.store import data_version
from metrics.handed.keeping import KEEPING
from metrics.snapshot import Snapshot
from reports.outline.build import Progress, outline
from reports.outline.parts import Outline
from reports.outline.period import report_period


def read_outline(grain: str, text: str, progress: Progress = lambda part: None) -> Outline:
    """The outline of the period that a text names, for the viewer whom the settings name; of a copy
    where the dashboard holds the database."""
    today = date.today()
    period = report_period(grain, text, today)
    with copy_by_dashboard(person(), setting()) as copy:
        database = Database(keeping=KEEPING) if copy is None else Database(copy, keeping=KEEPING)
        with closing(database), database.read(limited=False) as reading:
            snapshot = Snapshot(reading, reading.of, data_version(reading), today)
            return outline(snapshot, period, progress)
