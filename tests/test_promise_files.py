"""Lists of promises as service desks keep them."""

from datetime import date

import pytest

from i18n import translator
from tests.programme import made

SAY = translator("en")


def told(found):
    return [SAY(issue.message) for issue in found.checked.issues]


def rows_of(*lines, **settled):
    found = made("promise", *lines, **settled)
    columns = ["urgency", "step", "minutes", "clock"]
    return found, [tuple(row) for row in found.checked.rows[columns].to_numpy().tolist()]


def test_limits_in_hours_and_days_are_minutes_of_their_clock():
    _, rows = rows_of(
        "紧急程度,环节,时限,计时方式,生效日期",
        "一般,响应,2小时,自然时间,2026-01-01",
        "紧急,响应,30分钟,自然时间,2026-01-01",
        "一般,方案,0.5天,工作时间,2026-01-01",
        "一般,修复,2天,自然时间,2026-01-01",
        "紧急,修复,1个工作日,工作时间,2026-01-01",
    )
    assert rows == [
        ("ordinary", "answer", 120, "elapsed"),
        ("emergency", "answer", 30, "elapsed"),
        ("ordinary", "plan", 240, "working"),
        ("ordinary", "repair", 2880, "elapsed"),
        ("emergency", "repair", 480, "working"),
    ]


def test_the_heading_names_the_unit():
    _, rows = rows_of(
        "緊急程度,環節,時限（小時）,計時方式,生效日期", "一般,回應,4,工作時間,2026/01/01"
    )
    assert rows == [("ordinary", "answer", 240, "working")]


def test_of_four_levels_one_stands_for_each_urgency_and_the_others_are_named():
    found, rows = rows_of(
        "sla_policy_updated_at,business_hours,metric,priority,target",
        "2020-01-01,TRUE,first_reply_time,urgent,60",
        "2020-01-01,TRUE,first_reply_time,high,240",
        "2020-01-01,TRUE,first_reply_time,normal,480",
        "2020-01-01,TRUE,first_reply_time,low,1440",
        "2020-06-01,FALSE,first_reply_time,urgent,45",
    )
    assert rows == [
        ("emergency", "answer", 60, "working"),
        ("ordinary", "answer", 480, "working"),
        ("emergency", "answer", 45, "elapsed"),
    ]
    assert found.checked.left_out == 2 and any("Another level" in text for text in told(found))
    assert found.checked.rows["date"].dt.date.tolist()[-1] == date(2020, 6, 1)


def test_a_step_that_is_not_promised_here_is_named():
    found, rows = rows_of(
        "priority,metric,target,business_hours,valid from",
        "normal,next_reply_time,60,FALSE,2026-01-01",
        "normal,first_reply_time,60,FALSE,2026-01-01",
    )
    assert len(rows) == 1 and found.checked.rejected == 1
    assert any("next_reply_time" in text for text in told(found))


def test_a_list_without_a_day_is_in_force_from_the_day_given():
    found = made(
        "promise",
        "urgency,step,minutes,clock",
        "ordinary,answer,120,elapsed",
        set={"date": "2026-01-01"},
    )
    assert found.checked.rows["date"].dt.date.tolist() == [date(2026, 1, 1)]


@pytest.mark.parametrize(
    ("lines", "store"),
    [
        (("P1 response,P1 resolution,P3 response,P3 resolution", "15 min,4 h,2 h,2 days"), []),
        (
            ("Store,P1 Response,P1 Resolution,P3 Response,P3 Resolution", "A,15 min,4 h,2 h,2 d"),
            ["A"],
        ),
        ((",P1,,P3,", "门店,响应,修复,响应,修复", "A,15分钟,4小时,2小时,2天"), ["A"]),
        (("紧急响应时限,紧急修复时限,一般响应时限,一般修复时限", "15分钟,4小时,2小时,2天"), []),
    ],
    ids=["one row", "by store", "two rows of headings", "in one word"],
)
def test_a_column_for_each_step_of_each_priority(lines, store):
    found, rows = rows_of(*lines, name="sla.csv")
    assert sorted(rows) == [
        ("emergency", "answer", 15, "elapsed"),
        ("emergency", "repair", 240, "elapsed"),
        ("ordinary", "answer", 120, "elapsed"),
        ("ordinary", "repair", 2880, "elapsed"),
    ]
    assert [*dict.fromkeys(found.checked.rows["store"].dropna())] == store


def test_of_four_priorities_in_columns_a_person_says_which_are_emergencies():
    heading = ",".join(
        f"P{level} {step}" for level in range(1, 5) for step in ("response", "repair")
    )
    lengths = "15 min,4 h,30 min,8 h,2 h,2 d,1 d,5 d"
    found, rows = rows_of(heading, lengths)
    asked = next(each for each in found.checked.questions if each.name == "promise_levels")
    assert asked.likely == "P1 / P3" and any("P2, P4" in text for text in told(found))
    found, rows = rows_of(heading, lengths, answers={"promise_levels": "P2 / P4"})
    assert ("emergency", "answer", 30, "elapsed") in rows
    assert ("ordinary", "repair", 7200, "elapsed") in rows
