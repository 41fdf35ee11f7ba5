"""What was worked out of a month stays after a load of later records, and is what would be worked out
anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import pytest

from bench.company import LAST, QUICK_ROWS, company, opened
from data.database.connection import Database
from data.kinds.catalog import NPS, SURVEY, TRAINING
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.since import version_until
from data.uploads.store import add, data_version, undo
from metrics.findings.month import card_of, cards_of, changed_units, news_of
from metrics.findings.overview import costs_of, rows_of, units_off
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.handed.moves import month_values
from metrics.periods import add_months
from metrics.snapshot import Snapshot

HEAD = "response_id,date,store,score\n"


def store(database: Database, text: str, kind=NPS) -> int:
    options = Options(scale="1-5") if kind is SURVEY else Options()
    file = prepare(text.encode(), "a.csv", kind, options, kpis=KPI_FACTS)
    return add(database, file, month_values).upload


def until(database: Database, *days: date) -> list[int]:
    """How many versions ago what is worked out up to each day was another."""
    with database.read() as reading:
        version = data_version(reading)
        return [version - version_until(reading, version, day) for day in days]


JANUARY, MARCH, MAY = date(2026, 1, 31), date(2026, 3, 31), date(2026, 5, 31)


def test_records_of_later_months_leave_the_months_before_the_last_record(database):
    store(database, HEAD + "1,2026-01-10 10:00,North,9\n2,2026-04-10 10:00,North,9\n")
    assert until(database, JANUARY, MARCH, MAY) == [0, 0, 0]  # all of it is new
    store(database, HEAD + "3,2026-05-10 10:00,North,3\n")
    assert until(database, JANUARY, MARCH, date(2026, 4, 30), MAY) == [1, 1, 0, 0]
    store(database, HEAD + "4,2026-05-11 10:00,North,3\n")
    assert until(database, JANUARY, MARCH, date(2026, 4, 30), MAY) == [2, 2, 1, 0]
    store(database, HEAD + "5,2026-03-11 10:00,North,3\n")
    assert until(database, JANUARY, MARCH, MAY) == [3, 0, 0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (HEAD + "3,2026-05-10 10:00,South,3\n", NPS),  # a unit that is new
        (HEAD + "2,2026-04-10 10:00,North,3\n", NPS),  # another row's place
        ("employee,course,date,score,maximum,pass_mark\nE1,A,2026-05-02,9,10,8\n", TRAINING),
        ("id,date,store,score\n1,2026-05-10 10:00,North,5\n", SURVEY),  # the first of its kind
    ],
)
def test_what_may_reach_back_leaves_nothing(database, text, kind):
    store(database, HEAD + "1,2026-01-10 10:00,North,9\n2,2026-04-10 10:00,North,9\n")
    store(database, text, kind)
    assert until(database, JANUARY, MAY) == [0, 0]


def test_an_upload_that_is_undone_leaves_nothing(database):
    store(database, HEAD + "1,2026-01-10 10:00,North,9\n2,2026-04-10 10:00,North,9\n")
    upload = store(database, HEAD + "3,2026-05-10 10:00,North,3\n")
    undo(database, upload)
    assert until(database, JANUARY) == [0]


@contextmanager
def seen(database: Database) -> Iterator[Snapshot]:
    with database.read() as reading:
        yield Snapshot(reading, database.path, data_version(reading), datetime.now().date())


def all_of(snapshot: Snapshot, month: date) -> dict[str, object]:
    """All that is remembered by month."""
    return {
        "cards": cards_of(snapshot, month, ()),
        "rows": rows_of(snapshot, month, ()),
        "news": news_of(snapshot, month, ()),
        "costs": costs_of(snapshot, month, ()),
        "units off": units_off(snapshot, month),
        "changed": changed_units(snapshot, month, "store"),
        "card": card_of(snapshot, "net_promoter_score", month, ()),
    }


def test_what_stays_remembered_is_what_would_be_worked_out_anew(tmp_path):
    database = opened(company(tmp_path, QUICK_ROWS))
    units = "SELECT store, channel, segment, region, department FROM live_nps GROUP BY ALL"
    with database.read() as reading:
        found = reading.rows(units)
    fresh, months = add_months(LAST, 1), [LAST, add_months(LAST, -1), add_months(LAST, -7)]
    lines = "".join(
        f"Z{at},{fresh:%Y-%m}-02 10:00,{','.join(one or '' for one in unit)},{at % 11}\n"
        for at, unit in enumerate(found)
    )
    with seen(database) as snapshot:
        before = {month: all_of(snapshot, month) for month in months}
    store(database, "response_id,date,store,channel,segment,region,department,score\n" + lines)
    with seen(database) as snapshot:
        ago = [snapshot.version - snapshot.version_of(month) for month in (fresh, *months)]
        assert ago[0] == 0 and ago[-1] == 1, ago
        kept = all_of(snapshot, months[-1])
        assert all(kept[name] is before[months[-1]][name] for name in ("cards", "rows", "card"))
        for keeper in (cards_of, rows_of, news_of, units_off, card_of):
            keeper.forget()
        for month, then in zip(months, ago[1:], strict=True):
            anew = all_of(snapshot, month) if then else before[month]
            assert [name for name in anew if repr(anew[name]) != repr(before[month][name])] == []
    database.close()
