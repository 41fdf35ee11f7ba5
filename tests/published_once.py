"""A database filled from several files: what they change of the figures of staff is published once,
when all are stored. To publish after each is most of what loading them takes."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from data.database.connection import Database
from metrics.handed.keeping import KEEPING
from metrics.privacy.publishing import is_due, publish

UNPUBLISHED = replace(KEEPING, publish=None)


@contextmanager
def published_once(path: Path) -> Iterator[Database]:
    """The open database, to be filled; published and closed afterwards."""
    with closing(Database(path, keeping=UNPUBLISHED)) as database:
        yield database
        publish(database)
        with database.read() as reading:
            assert not is_due(reading), "What staff did is stored and not published."
