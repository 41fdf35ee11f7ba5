"""Answers sent twice within a minute are one; equal marks of two customers are two."""

from datetime import date, datetime, timedelta

import pytest

from data.issues import NOTE, WARNING
from data.kinds.catalog import NPS, SURVEY
from data.reading.options import Options
from data.uploads.prepare import prepare

TODAY = date(2026, 11, 20)
START = datetime(2026, 9, 1, 10)
HEAD = "ID,Response date,Duration,IP,Overall,Attitude,Speed,Comment"


def loaded(rows, head=HEAD, kind=SURVEY, **options):
    content = "\n".join(
        [head, *(",".join(map(str, (at + 1, *row))) for at, row in enumerate(rows))]
    )
    return prepare(content.encode(), "file.csv", kind, Options(**options), TODAY).checked


def others(count=40):
    """Answers of other people, each at an hour of its own."""
    return [
        (START + timedelta(days=1, hours=at), "60s", f"10.0.0.{at}", 5, 4, 5 - at % 2, "")
        for at in range(count)
    ]


def pair(first=("2026-09-01 10:00:00", "62s", "10.1.1.1", 2, 2, 1, ""), seconds=9, **changes):
    second = {
        "date": datetime.fromisoformat(first[0]) + timedelta(seconds=seconds),
        "duration": "71s",
        "ip": first[2],
        "overall": first[3],
        "attitude": first[4],
        "speed": first[5],
        "comment": first[6],
        **changes,
    }
    return [first, tuple(second.values())]


def said(checked, level, part):
    return [
        issue for issue in checked.issues if issue.level == level and part in str(issue.message)
    ]


def case(shared, name):
    return prepare(
        (shared / "cases/public/double-submission" / name).read_bytes(),
        name,
        SURVEY,
        Options(),
        TODAY,
    ).checked


def test_twenty_customers_who_pressed_twice_are_twenty(shared):
    checked = case(shared, "double.csv")
    assert (len(checked.rows), checked.left_out, checked.questions) == (60, 20, ())
    assert float((checked.rows["overall"] >= 4).mean()) == pytest.approx(2 / 3)
    assert (
        said(checked, WARNING, "sent twice within a minute: 20")
        and len(said(checked, NOTE, "sent twice")) == 20
    )


def test_many_answers_from_one_address_are_told_and_kept(shared):
    checked = case(shared, "stuffing.csv")
    assert (len(checked.rows), checked.left_out, checked.questions) == (120, 0, ())
    [told] = said(checked, WARNING, "from one address")
    assert "60 answers, all with the same marks" in str(
        told.message
    ) and "within 35 minutes" in str(told.message)
    assert "10.9.9.9" not in str(told.message)


@pytest.mark.parametrize("comment", ["I waited for an hour", "等了一个小时"])
def test_the_same_words_seconds_later_are_sent_twice(comment):
    first = ("2026-09-01 10:00:00", "62s", "", 2, 2, 1, comment)
    checked = loaded(pair(first) + others())
    assert (len(checked.rows), checked.left_out) == (41, 1) and checked.rows["line"].iloc[0] == 2
    [note] = said(checked, NOTE, "sent twice")
    assert note.row == 3 and "row 2" in str(note.message)
    assert len(loaded(pair(first) + others(), answers={"doubles": "each"}).rows) == 42


def test_answers_sent_twice_are_found_wherever_they_stand_in_the_file():
    first, second = pair()
    checked = loaded([second, *others(), first])
    assert checked.left_out == 1 and 2 not in checked.rows["line"].tolist()


def test_three_times_is_once_too():
    first = ("2026-09-01 10:00:00", "62s", "10.1.1.1", 2, 2, 1, "")
    assert len(loaded([first, pair(first)[1], pair(first, seconds=50)[1]] + others()).rows) == 41


@pytest.mark.parametrize(
    "second",
    [{"seconds": 61}, {"overall": 3}, {"comment": "No"}, {"ip": "10.1.1.2"}],
    ids=["later", "another mark", "another comment", "another address"],
)
def test_what_differs_is_another_answer(second):
    checked = loaded(pair(**second) + others())
    assert len(checked.rows) == 42 and checked.questions == () and checked.left_out == 0


def test_a_further_question_that_differs_is_another_answer():
    head = "ID,Response date,Overall,Attitude,Speed,Comment,Would you come again"
    rows = [
        ("2026-09-01 10:00:00", 2, 2, 1, "I waited for an hour", "yes"),
        ("2026-09-01 10:00:09", 2, 2, 1, "I waited for an hour", "no"),
        *[(f"2026-09-02 {at:02d}:00:00", 5, 4, 5, "", "no") for at in range(20)],
    ]
    assert loaded(rows, head).left_out == 0


def test_one_mark_without_a_word_is_no_evidence():
    rows = [(START + timedelta(seconds=20 * at), 9) for at in range(40)]
    checked = loaded(rows, "ID,Response date,NPS", NPS)
    assert len(checked.rows) == 40 and checked.questions == ()


def test_a_busy_tablet_gives_equal_marks_one_after_the_other():
    rows = [
        (START + timedelta(seconds=40 * at), "60s", "10.0.0.1", 5, 5, 4 + at % 2, "good")
        for at in range(60)
    ]
    checked = loaded(rows)
    assert len(checked.rows) == 60 and checked.questions == ()


def test_a_comment_that_the_tool_writes_itself_is_nobodys_own():
    rows = [
        (START + timedelta(seconds=30 * at), "60s", "", 5, 5, 5, "The customer left no comment")
        for at in range(40)
    ]
    assert loaded(rows).left_out == 0
    apart = [
        (
            START + timedelta(hours=at // 2, seconds=30 * (at % 2)),
            "60s",
            "",
            5,
            5,
            5,
            "The customer left no comment",
        )
        for at in range(40)
    ]
    assert loaded(apart).left_out == 0


def test_rare_marks_twice_from_a_shared_address_are_two_customers():
    tablet = [
        (START + timedelta(days=1, hours=at), "60s", "10.0.0.1", 5, 4, 5 - at % 2, "")
        for at in range(60)
    ]
    assert (
        loaded(pair(("2026-09-01 10:00:00", "62s", "10.0.0.1", 2, 2, 1, "")) + tablet).left_out == 0
    )
    assert loaded(pair() + tablet).left_out == 1


def test_one_mark_twice_from_an_address_of_its_own_is_asked_about():
    rows = [
        ("2026-09-01 10:00:00", "10.1.1.1", 3),
        ("2026-09-01 10:00:05", "10.1.1.1", 3),
        *[(f"2026-09-02 {at:02d}:00:00", f"10.0.0.{at}", 9) for at in range(20)],
    ]
    checked = loaded(rows, "ID,Response date,IP Address,NPS", NPS)
    [question] = checked.questions
    assert (question.name, question.likely, len(checked.rows)) == (
        "doubles",
        "once",
        21,
    ) and "row 3 after row 2" in str(question.message)
    each = loaded(rows, "ID,Response date,IP Address,NPS", NPS, answers={"doubles": "each"})
    assert len(each.rows) == 22 and said(each, WARNING, "counted, as answered")


def test_rare_marks_twice_in_a_quiet_file_are_sent_twice_and_common_ones_are_not():
    head, quiet = (
        "ID,Response date,Overall,Attitude,Speed",
        [(START + timedelta(days=1, hours=at), 5, 4, 5 - at % 2) for at in range(60)],
    )
    rare = [("2026-09-01 10:00:00", 2, 1, 3), ("2026-09-01 10:00:09", 2, 1, 3)]
    assert loaded(rare + quiet, head).left_out == 1
    common = [
        (START + timedelta(minutes=3 * (at // 2), seconds=30 * (at % 2)), 5, 5, 5)
        for at in range(60)
    ]
    assert loaded(common, head).left_out == 0


def test_dates_without_times_say_nothing():
    rows = [("2026-09-01", "", "10.0.0.1", 2, 2, 1, "I waited for an hour")] * 30
    checked = loaded(rows)
    assert checked.left_out == 0 and not said(checked, WARNING, "one address")


def test_a_shop_where_somebody_answers_every_few_minutes_is_not_told():
    rows = [
        (START + timedelta(minutes=4 * at), "60s", "10.0.0.1", 5, 4 - at % 3, 5, "")
        for at in range(60)
    ]
    assert not said(loaded(rows), WARNING, "one address")
