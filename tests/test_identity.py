"""Whether a column numbers the records of a file, told by its cells: no row is lost to a number
that identifies nothing."""

from datetime import date

import pytest

from data.issues import NOTE, WARNING
from data.kinds.catalog import BEHAVIOUR_CHECK, KINDS, NPS, PRAISE, TRAINING, kind_named
from data.reading.options import Options
from data.uploads.prepare import prepare
from errors import WrongCall

TODAY = date(2026, 11, 20)


def loaded(kind, head, rows, **options):
    content = "\n".join([head, *(",".join(map(str, row)) for row in rows)])
    return prepare(content.encode(), "file.csv", kind, Options(**options), TODAY).checked


def said(checked, level, part):
    return [
        issue for issue in checked.issues if issue.level == level and part in str(issue.message)
    ]


def day(number):
    return f"2026-09-{number % 28 + 1:02d}"


@pytest.mark.parametrize(
    "name, kind, count, good",
    [
        ("wenjuan_code", "survey", 120, lambda rows: (rows["overall"] >= 4).mean()),
        (
            "campaign_id",
            "nps",
            120,
            lambda rows: (rows["score"] >= 9).mean() - (rows["score"] <= 6).mean(),
        ),
        (
            "ticket_shared",
            "nps",
            120,
            lambda rows: (rows["score"] >= 9).mean() - (rows["score"] <= 6).mean(),
        ),
    ],
)
def test_a_column_that_numbers_nothing_takes_no_row_away(shared, name, kind, count, good):
    content = (shared / f"cases/public/constant-id-column/{name}.csv").read_bytes()
    checked = prepare(content, f"{name}.csv", kind_named(kind), Options(), TODAY).checked
    assert (len(checked.rows), checked.left_out, checked.rows["response_id"].notna().sum()) == (
        count,
        0,
        0,
    )
    assert float(good(checked.rows)) == pytest.approx({"survey": 2 / 3, "nps": 1 / 3}[kind])
    assert (
        len(said(checked, WARNING, "not used to tell rows apart")) == 1 and checked.questions == ()
    )


def test_one_number_in_all_rows_of_one_day_with_one_answer_takes_none_away():
    assert len(loaded(NPS, "ID,Date,NPS", [("C7", "2026-09-01", 9)] * 6).rows) == 6
    checked = loaded(NPS, "ID,Date,NPS", [("C7", "2026-09-01", 9)] * 40)
    assert len(checked.rows) == 40 and said(checked, WARNING, "is “C7” in all 40 rows")


@pytest.mark.parametrize(
    "numbers",
    [
        ["1.23457E+17"] * 30,
        ["1,23457E+17"] * 30,
        [f"1.234567890123{number:03d}e+17" for number in range(30)],
        [f"123456789012{number:03d}000" for number in range(30)],
        [f"1.23457E{number:02d}" for number in range(30)],
    ],
)
def test_numbers_that_a_spreadsheet_shortened_identify_nothing(numbers):
    rows = [(f'"{number}"', day(at), 9 - at % 3) for at, number in enumerate(numbers)]
    checked = loaded(NPS, "ID,Date,NPS", rows)
    assert len(checked.rows) == 30 and checked.rows["response_id"].isna().all()
    [told] = said(checked, WARNING, "Export this column as text")
    assert numbers[0] in str(told.message) and "rows: 30" in str(told.message)


@pytest.mark.parametrize(
    "numbers",
    [
        [f"12E{number}" for number in range(10, 40)],
        [f"1234567890123{number:05d}" for number in range(30)],
        [str(number) for number in range(30)],
        [f"10000000000000{number:02d}0" for number in range(30)][:1] + ["A1"],
    ],
)
def test_numbers_that_only_look_like_it_stay(numbers):
    checked = loaded(
        NPS, "ID,Date,NPS", [(number, day(at), 9) for at, number in enumerate(numbers)]
    )
    assert checked.rows["response_id"].tolist() == numbers and checked.issues == ()


def test_the_other_numbers_of_a_column_with_some_shortened_ones_stay():
    checked = loaded(
        NPS,
        "ID,Date,NPS",
        [("1.23457E+17", day(1), 9), ("1.23457E+17", day(1), 9), ("778", day(2), 8)],
    )
    assert checked.rows["response_id"].fillna("").tolist() == ["", "", "778"]


def test_a_row_exported_twice_is_still_left_out():
    once = [(f"R{number}", day(number), number % 11, number) for number in range(40)]
    for rows in (
        once + once[:5],
        once + once,
        once + [(*row[:3], row[3] + 100) for row in once],
    ):  # the last: numbered anew by the export
        checked = loaded(NPS, "ID,Date,NPS,Line no", rows)
        assert (len(checked.rows), checked.left_out) == (40, len(rows) - 40) and checked.rows[
            "response_id"
        ].notna().all()
        assert said(checked, NOTE, "says the same as row 2")


def test_a_tool_that_starts_from_1_each_month_numbers_its_answers():
    rows = [
        (number, f"2026-{month:02d}-{number:02d}", number % 11)
        for month in (7, 8, 9)
        for number in range(1, 29)
    ]
    for ordered in (rows, rows[::-1]):
        checked = loaded(NPS, "No.,Date,NPS", ordered, match={"No.": "response_id"})
        assert checked.rows["response_id"].notna().all() and checked.questions == ()
        [told] = said(checked, WARNING, "at another date or time")
        assert told.row is None and "56" in str(told.message)


def test_between_clear_and_clear_the_person_is_asked_and_the_answer_counts():
    rows = [(number, day(number), number % 11) for number in range(40)] + [
        (number, day(number + 9), 5) for number in (33, 5, 17, 29, 2, 38, 11, 24, 8, 36, 14, 20)
    ]
    open_ = loaded(NPS, "ID,Date,NPS", rows)
    [question] = open_.questions
    assert (question.name, question.likely, [choice.name for choice in question.choices]) == (
        "identifier",
        "numbers",
        ["numbers", "no_numbers"],
    )
    assert "Of 52 rows, 12" in str(question.message) and open_.rows["response_id"].notna().all()
    answered = loaded(NPS, "ID,Date,NPS", rows, answers={"identifier": "no_numbers"})
    assert (
        answered.rows["response_id"].isna().all()
        and len(answered.rows) == 52
        and said(answered, WARNING, "as answered")
    )
    with pytest.raises(WrongCall, match="no_numbers"):
        loaded(NPS, "ID,Date,NPS", rows, answers={"identifier": "maybe"})


def test_an_answer_given_holds_for_the_clear_file_of_next_month():
    rows = [(f"T{number % 4}", day(number), number % 11) for number in range(60)]
    assert (
        loaded(NPS, "ID,Date,NPS", rows, answers={"identifier": "numbers"})
        .rows["response_id"]
        .notna()
        .all()
    )
    unique = [(number, day(number), 9) for number in range(60)]
    assert (
        loaded(NPS, "ID,Date,NPS", unique, answers={"identifier": "no_numbers"})
        .rows["response_id"]
        .isna()
        .all()
    )


def test_one_number_on_two_dates_is_told_on_the_later_row_and_both_stay():
    rows = [(1, day(1), 9), (2, day(2), 9), (1, day(5), 3)]
    checked = loaded(NPS, "ID,Date,NPS", rows)
    [told] = [issue for issue in checked.issues if issue.level == WARNING]
    assert (told.row, told.column, told.value, len(checked.rows)) == (4, "ID", "1", 3)
    assert "as in row 2" in str(told.message) and "Both rows were kept" in str(told.message)


def test_lines_of_one_check_and_people_of_one_praise_share_their_number():
    checks = [
        (f"C{number // 6}", day(number // 6), f"Behaviour {number % 6}", "yes")
        for number in range(60)
    ]
    checked = loaded(BEHAVIOUR_CHECK, "Check no,Check date,Behaviour,Shown as taught", checks)
    assert (
        checked.rows["check_id"].notna().all()
        and not said(checked, WARNING, "Check no")
        and checked.questions == ()
    )
    praises = [("T-1", day(1), f"E{number}", "yes") for number in range(12)]
    assert (
        loaded(PRAISE, "Ticket,Date,Employee praised,Verified", praises)
        .rows["praise_id"]
        .notna()
        .all()
    )
    shared_ticket = [("T-1", day(number), f"E{number % 4}", "yes") for number in range(40)]
    assert (
        loaded(PRAISE, "Ticket,Date,Employee praised,Verified", shared_ticket)
        .rows["praise_id"]
        .isna()
        .all()
    )


def test_people_whose_number_was_shortened_stay_out_and_served_by_is_emptied():
    rows = [
        ("1.23457E+17", "Basics", day(1), 90),
        ("1.23457E+17", "Basics", day(1), 40),
        ("E7", "Basics", day(1), 90),
    ]
    checked = loaded(TRAINING, "Employee ID,Course,Exam date,Score", rows, pass_mark=80)
    assert (checked.rows["employee"].tolist(), checked.rejected) == (["E7"], 2)
    assert [
        issue.row for issue in checked.issues if "Export this column as text" in str(issue.message)
    ] == [2, 3]
    served = loaded(
        kind_named("survey"),
        "ID,Date,Overall,Agent ID",
        [(1, day(1), 5, "1.2E+11"), (2, day(2), 1, "E7")],
    )
    assert served.rows["employee"].fillna("").tolist() == ["", "E7"] and said(
        served, WARNING, "left empty"
    )


def test_only_records_with_a_number_of_their_own_are_numbered():
    assert {kind.name: kind.numbered[0] for kind in KINDS if kind.numbered} == {
        "survey": "response_id",
        "nps": "response_id",
        "mystery_visit": "visit_id",
        "praise": "praise_id",
        "behaviour_check": "check_id",
        "complaint": "complaint_id",
        "service_request": "request_id",
        "staff_survey": "response_id",
        "problem": "problem_id",
        "action": "action_id",
        "decision": "decision_id",
    }
