"""Reads an outline out of a database that is opened for it."""

from datetime import date

from data.database.connection import Database
from data.uploads.store import data_version
from metrics.handed.keeping import KEEPING
from metrics.snapshot import Snapshot
from reports.outline.build import Progress, outline
from reports.outline.parts import Outline
from reports.outline.period import report_period


def read_outline(grain: str, text: str, progress: Progress = lambda part: None) -> Outline:
    """The outline of the period that a text names, for the viewer whom the settings name."""
    today = date.today()
    period = report_period(grain, text, today)
    database = Database(keeping=KEEPING)
    try:
        with database.read(limited=False) as reading:
            snapshot = Snapshot(reading, database.path, data_version(reading), today)
            return outline(snapshot, period, progress)
    finally:
        database.close()
