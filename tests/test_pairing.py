"""Corrections are found wherever they can be, and nowhere else is looked for them."""

from datetime import date

from data.database.reach import reach_of
from data.kinds.catalog import NPS
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add, undo

TODAY = date(2026, 10, 1)


def load(database, text, name="a.csv", **options):
    return add(database, prepare(text.encode(), name, NPS, Options(**options), TODAY))


def live(database):
    with database.read() as reading:
        return reading.rows(
            "SELECT response_id, date::DATE, score, twin FROM rows_nps WHERE live ORDER BY ALL"
        )


def test_rows_without_numbers_are_corrected_by_the_same_file_read_with_other_dates(database):
    text = "date,score\n03/04/2026,9\n"
    load(database, text, day_first=False)
    again = load(database, text, day_first=True)
    assert again.replaced == 1 and live(database) == [(None, date(2026, 4, 3), 9, 1)]
    undo(database, again.upload)
    assert live(database) == [(None, date(2026, 3, 4), 9, 1)]
    with database.read() as reading:
        assert reach_of(reading, again.upload).uploads == (1,)


def test_a_correction_is_found_on_the_first_and_on_the_last_day_of_a_file(database):
    load(
        database,
        "response_id,date,score\n1,2026-01-01 00:00,9\n2,2026-01-31 23:59:59,9\n3,2026-02-01,9\n",
    )
    fixed = load(
        database, "response_id,date,score\n1,2026-01-01 00:00,1\n2,2026-01-31 23:59:59,2\n", "b.csv"
    )
    assert fixed.replaced == 2 and [score for _, _, score, _ in live(database)] == [1, 2, 9]
    undo(database, fixed.upload)
    assert [score for _, _, score, _ in live(database)] == [9, 9, 9]


def test_a_replaced_period_reaches_over_whole_months(database):
    load(
        database,
        "response_id,date,score\n1,2026-01-01,9\n2,2026-01-31 23:59:59,9\n3,2026-02-01,9\n",
    )
    other = load(database, "response_id,date,score\n7,2026-01-15,5\n", "b.csv", replace_period=True)
    assert other.replaced == 2
    assert [number for number, *_ in live(database)] == ["3", "7"]
    undo(database, other.upload)
    assert [number for number, *_ in live(database)] == ["1", "2", "3"]


def test_the_number_of_an_undone_twin_is_not_given_again(database):
    first = load(database, "response_id,date,score\n1,2026-01-01,9\n")
    undo(database, first.upload)
    load(database, "response_id,date,score\n1,2026-01-01,8\n", "b.csv")
    assert live(database) == [("1", date(2026, 1, 1), 8, 2)]


def test_twins_of_one_file_follow_those_that_were_there(database):
    load(database, "response_id,date,score,store\n1,2026-01-01,9,A\n")
    both = load(
        database, "response_id,date,score,store\n1,2026-01-01,8,A\n1,2026-01-01,7,B\n", "b.csv"
    )
    assert both.replaced == 1
    assert live(database) == [("1", date(2026, 1, 1), 7, 2), ("1", date(2026, 1, 1), 8, 1)]


def test_a_file_is_alone_on_its_days_unless_another_has_rows_there_or_is_the_same_file(database):
    files = (
        "response_id,date,score\n1,2026-01-01,9\n2,2026-01-31,9\n",
        "response_id,date,score\n3,2026-02-01,9\n",
        "response_id,date,score\n4,2026-01-31 23:00,9\n",
        "response_id,date,score\n3,2026-02-01,9\n",
    )
    stored = [load(database, text, f"{number}.csv") for number, text in enumerate(files[:3])]
    stored.append(load(database, files[3], "again.csv", replace_period=True))
    with database.read() as reading:
        assert [reach_of(reading, one.upload).alone for one in stored] == [
            False,
            False,
            False,
            False,
        ]
        assert reach_of(reading, stored[1].upload).uploads == (stored[3].upload,)
    assert load(database, "response_id,date,score\n5,2026-02-02,9\n", "next.csv").upload == 5
    with database.read() as reading:
        assert reach_of(reading, 5).alone
