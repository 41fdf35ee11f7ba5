"""Months, units and scales on record are the same from kept sums as from the rows."""

from datetime import date

from data.database.rollup_spec import NOTHING
from data.database.rollups import in_step
from data.kinds.catalog import kind_named
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add, undo
from metrics.answers.recorded import (
    first_months,
    months_recorded,
    rows_by_month,
    scale_breaks,
    units_recorded,
)

TODAY = date(2026, 10, 1)
FILES = (
    (
        "survey",
        "response_id,date,store,overall\n1,2026-01-05,North,5\n2,2026-02-05,South,4\n"
        "3,2026-02-09,,4",
        "1-5",
    ),
    (
        "survey",
        "response_id,date,store,overall\n8,2026-03-05,North,9\n9,2026-04-05,Pier,10",
        "1-10",
    ),
    ("nps", "date,store,score\n2025-12-31,Nord,9\n2026-02-01,North,0", None),
    ("unit", "dimension,name,same_as,date\nstore,Nord,North,2026-01-01", None),
    ("survey", "response_id,date,store,overall\n2,2026-02-05,South,5", "1-5"),
)


def told(reading):
    return (
        months_recorded(reading),
        units_recorded(reading, "store"),
        units_recorded(reading, "channel"),
        scale_breaks(reading, "survey"),
        rows_by_month(reading, date(2026, 1, 1)),
        first_months(reading),
    )


def both_ways(database):
    with database.read() as reading:
        assert in_step(reading)
        kept = told(reading)
        reading.keeping, reading.in_step = NOTHING, None
        assert told(reading) == kept
        return kept


def test_they_follow_every_upload_and_its_undoing(database):
    corrects = {"again": "correction"}
    uploads = [
        add(
            database,
            prepare(
                text.encode(),
                f"{at}.csv",
                kind_named(kind),
                Options(scale=scale, answers=corrects),
                TODAY,
            ),
        ).upload
        for at, (kind, text, scale) in enumerate(FILES)
    ]
    months, stores, channels, breaks, rows, first = both_ways(database)
    assert months == [date(2025, 12, 1), *(date(2026, month, 1) for month in (1, 2, 3, 4))]
    assert (stores, channels, breaks) == (["North", "Pier", "South"], [], [date(2026, 3, 1)])
    assert rows["survey"] == {
        date(2026, 1, 1): 1,
        date(2026, 2, 1): 2,
        date(2026, 3, 1): 1,
        date(2026, 4, 1): 1,
    }
    assert rows["nps"] == {date(2026, 2, 1): 1} and rows["training"] == {}
    assert first["nps"] == date(2025, 12, 1) and first["training"] is None
    undo(database, uploads[1])
    undo(database, uploads[-1])
    months, stores, _, breaks, _, _ = both_ways(database)
    assert (months[-1], stores, breaks) == (date(2026, 2, 1), ["North", "South"], [])


def test_a_scale_is_no_other_because_several_files_of_a_month_have_it(database):
    for at, day in enumerate(("2026-01-05", "2026-01-06", "2026-02-05")):
        add(
            database,
            prepare(
                f"response_id,date,overall\n{at},{day},5".encode(),
                f"{at}.csv",
                kind_named("survey"),
                Options(scale="1-5"),
                TODAY,
            ),
        )
    assert both_ways(database)[3] == []


def test_nothing_is_on_record_in_an_empty_database(database):
    months, stores, _, breaks, rows, first = both_ways(database)
    assert (
        (months, stores, breaks) == ([], [], [])
        and set(first.values()) == {None}
        and all(counts == {} for counts in rows.values())
    )
