"""Whose rows the database holds: the sample company's, a person's own, or both."""

from dataclasses import dataclass

from data.database.connection import ReadTransaction
from data.database.tables import MIXED, NEW, OWN, SAMPLE
from data.kinds.catalog import KINDS

# What the dashboard writes down by itself is nobody's upload.
_BY_ITSELF = ", ".join(f"'{kind.name}'" for kind in KINDS if kind.own) or "NULL"


@dataclass(frozen=True)
class OriginShare:
    """A part of the uploads that are in use, and the rows that they kept."""

    uploads: int
    rows: int


@dataclass(frozen=True)
class Held:
    """What is in use: of the sample company, and of a person's own."""

    sample: OriginShare
    own: OriginShare


def held(reading: ReadTransaction) -> Held:
    """The uploads that are not undone, by whose they are."""
    sample, sample_rows, own, own_rows = reading.row(f"""
        SELECT count(*) FILTER (WHERE sample), coalesce(sum(kept) FILTER (WHERE sample), 0),
               count(*) FILTER (WHERE NOT sample), coalesce(sum(kept) FILTER (WHERE NOT sample), 0)
        FROM upload WHERE undone_at IS NULL AND kind NOT IN ({_BY_ITSELF})""")
    return Held(OriginShare(sample, int(sample_rows)), OriginShare(own, int(own_rows)))


def origin(reading: ReadTransaction) -> str:
    """NEW, SAMPLE, MIXED or OWN."""
    if reading.row("SELECT origin FROM state")[0] == NEW:
        return NEW
    found = held(reading)
    if not found.sample.uploads:
        return OWN
    return MIXED if found.own.uploads else SAMPLE


def is_empty(reading: ReadTransaction) -> bool:
    """Whether no upload is in use and nothing published stands, so that the sample company may go
    in."""
    (published,) = reading.row("SELECT count(*) FROM live_publication WHERE row_type = 'published'")
    (withdrawn,) = reading.row("SELECT count(*) FROM live_publication WHERE row_type = 'withdrawn'")
    return published == withdrawn and held(reading) == Held(OriginShare(0, 0), OriginShare(0, 0))
