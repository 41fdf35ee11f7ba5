"""A file beside what is stored: new names, another scale, thin months."""

from dataclasses import replace
from datetime import date

import pytest

from data.issues import WARNING, blanks_to_json, message_from_json
from data.kinds.catalog import NPS, SURVEY, UNIT
from data.reading.options import Options
from data.uploads.context import MOST_NAMES, context_issues, units_known
from data.uploads.prepare import prepare
from data.uploads.store import add, rehearse, undo
from data.uploads.typed import typed_rows
from i18n import translator

pytestmark = pytest.mark.without_sums  # what is told hangs on the rows alone

TODAY = date(2026, 11, 20)
HEADING = "response_id,date,Shop,score"


def answers(stores, month="2026-08", heading=HEADING, first=0, **options):
    lines = [
        f"{first + at},{month}-01 10:{at % 60:02d}:{at // 60:02d},{store},{at % 11}"
        for at, store in enumerate(stores)
    ]
    return prepare(
        "\n".join([heading, *lines]).encode(),
        f"{month}.csv",
        NPS,
        Options(match={"Shop": "store"}, **options),
        TODAY,
    )


def survey(scale, first=0, **options):
    return prepare(
        f"response_id,date,overall\n{first},2026-08-01,1\n".encode(),
        "s.csv",
        SURVEY,
        Options(scale=scale, **options),
        TODAY,
    )


def told(database, prepared) -> list[str]:
    found = [
        issue
        for issue in rehearse(database, prepared).issues
        if issue not in prepared.checked.issues
    ]
    assert all(issue.level == WARNING and issue.row is None for issue in found)
    return [str(issue.message) for issue in found]


STORES = ["Harbour Plaza", "Lakeside", "Old Town"]


def said(database, prepared) -> list[str]:
    """The same as a reader sees it."""
    with database.read() as reading:
        return [
            translator("en")(issue.message)
            for issue in context_issues(reading, prepared, units_known(reading, prepared.kind))
        ]


def test_new_names_are_all_told_with_the_nearest_known_ones_and_their_rows(database):
    add(database, answers(STORES))
    new = answers(
        ["Harbor Plaza"] * 4 + ["Lakeside"] + ["Lakeside."] + ["陆家嘴店"] * 2 + ["Oldtown"],
        first=100,
    )
    with database.read() as reading:
        alike, unlike = context_issues(reading, new, units_known(reading, new.kind))
    assert (
        (alike.level, alike.column, alike.value)
        == (WARNING, "Shop", None)
        == (unlike.level, unlike.column, unlike.value)
    )
    say = translator("en")
    assert say(alike.message) == (
        "Store: names that have not been seen before, each with the known name that is most like "
        "it: 3. “Harbor Plaza” (rows: 4) → “Harbour Plaza”, "
        "“Lakeside.” (rows: 1) → “Lakeside”, “Oldtown” (rows: 1) → “Old Town”. "
        "Where both are the same, correct the file, or merge them on the page Units."
    )
    assert say(unlike.message) == (
        "Store: names that have not been seen before and are like no known one: 1. “陆家嘴店” "
        "(rows: 2). "
        "Check that they are new units."
    )
    for issue in (alike, unlike):
        assert message_from_json(issue.message.text, blanks_to_json(issue.message)) == issue.message
    assert "“Harbor Plaza”（4行）→“Harbour Plaza”、" in translator("zh_Hans")(alike.message)


def test_the_first_names_of_a_dimension_are_not_told_but_those_of_the_second_file_are(database):
    assert told(database, answers(STORES)) == []
    add(database, answers(STORES[:1]))
    [text] = said(database, answers(["Harbor Plaza", "Harbour Plaza"], first=100))
    assert "“Harbor Plaza” (rows: 1) → “Harbour Plaza”" in text


def test_names_are_known_from_other_kinds_and_from_what_was_said_of_units(database):
    text = "response_id,date,store,overall\n" + "".join(
        f"{at},2026-08-01,{name},5\n" for at, name in enumerate(STORES)
    )
    add(database, prepare(text.encode(), "s.csv", SURVEY, Options(scale="1-5"), TODAY))
    add(
        database,
        typed_rows(
            UNIT,
            [
                {
                    "dimension": "store",
                    "name": "Harbor Plaza",
                    "same_as": "Harbour Plaza",
                    "date": TODAY,
                }
            ],
            "typed",
            TODAY,
        ),
    )
    assert told(database, answers(["Harbor Plaza", "Lakeside"])) == []
    [text] = said(database, answers(["Harbor Plazza"]))
    assert "“Harbor Plazza” (rows: 1) → “Harbour Plaza”" in text


def test_names_of_an_undone_upload_are_new_again(database):
    upload = add(database, answers(STORES)).upload
    undo(database, upload)
    assert told(database, answers(["Harbor Plaza"], first=100)) == []


def test_hundreds_of_new_names_are_told_and_what_can_be_no_units_is_counted(database):
    add(database, answers(STORES))
    names = [f"Shop {at}" for at in range(MOST_NAMES + 7)]
    listed, counted = said(database, answers(names, first=100))
    assert (
        sum(f"“{name}”" in listed for name in names) == MOST_NAMES
        and "more names that have not been seen before: 7" in counted
    )


def test_another_scale_than_in_the_last_file_is_told(database):
    assert told(database, survey("1-5")) == []
    upload = add(database, survey("1-5")).upload
    assert told(database, survey("1-5", first=5)) == []
    [text] = told(database, survey("1-10", first=5))
    assert "from 1 to 10" in text and f"upload {upload}, has 1 to 5." in text
    undo(database, upload)
    assert told(database, survey("1-10", first=5)) == []


def fill(database, months, rows=10):
    for at, month in enumerate(months):
        add(database, answers(["Lakeside"] * rows, month, first=1000 * at))


def test_a_month_with_far_fewer_rows_is_told(database):
    fill(database, ["2026-05", "2026-06", "2026-07"])
    [text] = told(database, answers(["Lakeside"] * 4, "2026-08", first=9000))
    assert (
        text == "Rows of 2026-08: 4. The months before it usually have 10.0. Check that the file "
        "holds the whole month."
    )
    assert told(database, answers(["Lakeside"] * 5, "2026-08", first=9000)) == []


@pytest.mark.parametrize(
    "months", [["2026-06", "2026-07"], ["2025-10", "2025-11", "2025-12", "2026-07"]]
)
def test_a_month_needs_three_of_the_six_before_it_to_be_judged(database, months):
    fill(database, months)
    assert told(database, answers(["Lakeside"], "2026-08", first=9000)) == []


def test_the_month_that_is_not_over_is_not_judged(database):
    fill(database, ["2026-05", "2026-06", "2026-07"])
    thin = answers(["Lakeside"], "2026-08", first=9000)
    assert (
        told(database, replace(thin, today=date(2026, 8, 31)))
        == []
        != told(database, replace(thin, today=date(2026, 9, 1)))
    )


def test_rows_of_earlier_files_count_unless_the_file_replaces_them(database):
    fill(database, ["2026-05", "2026-06", "2026-07", "2026-08"])
    assert told(database, answers(["Lakeside"], "2026-08", first=9000)) == []
    assert (
        len(told(database, answers(["Lakeside"], "2026-08", first=9000, replace_period=True))) == 1
    )


def test_months_of_one_file_are_judged_by_those_before_them(database):
    lines = [
        f"{month}{at},2026-0{month}-01 10:{at:02d},9"
        for month, rows in ((1, 9), (2, 9), (3, 9), (4, 2), (5, 9))
        for at in range(rows)
    ]
    year = prepare(
        "\n".join(["response_id,date,score", *lines]).encode(), "y.csv", NPS, Options(), TODAY
    )
    [text] = told(database, year)
    assert text.startswith("Rows of 2026-04: 2.")


def test_what_is_typed_has_no_usual_number(database):
    rows = [
        {"dimension": "store", "name": str(at), "date": date(2026, 1 + at % 3, 1)}
        for at in range(30)
    ]
    add(database, typed_rows(UNIT, rows, "typed", TODAY))
    assert (
        told(
            database,
            typed_rows(
                UNIT,
                [{"dimension": "store", "name": "x", "date": date(2026, 4, 1)}],
                "typed",
                TODAY,
            ),
        )
        == []
    )


def test_the_month_is_said_in_the_readers_language_after_it_was_stored(database):
    fill(database, ["2026-05", "2026-06", "2026-07"])
    [issue] = rehearse(database, answers(["Lakeside"], "2026-08", first=9000)).issues
    again = message_from_json(issue.message.text, blanks_to_json(issue.message))
    assert again == issue.message and translator("en")(again).startswith(
        "Rows of Aug 2026: 1. The months before it usually have 10."
    )
