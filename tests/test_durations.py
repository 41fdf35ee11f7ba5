"""Answers given faster than anybody reads."""

from datetime import date

import pytest

from data.checking.hasty import ENOUGH
from data.kinds.catalog import NPS
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.values.durations import seconds


@pytest.mark.parametrize(
    "text, expected",
    [
        ("85", 85),
        ("85.5", 85.5),
        ("1分25秒", 85),
        ("32秒", 32),
        ("16 mins 49 secs", 1009),
        ("1 hour 2 min", 3720),
        ("0:01:25", 85),
        ("1:25", 85),
        ("2小时3分钟", 7380),
        ("1h 5m", 3900),
        ("soon", None),
        ("", None),
        ("-", None),
        ("3 apples", None),
    ],
)
def test_lengths_of_time_as_files_write_them(text, expected):
    assert seconds(text) == expected


def issues(*times: str, heading: str = "所用时间"):
    rows = [f"{at},2026-03-01 10:00:{at:02d},9,{time}" for at, time in enumerate(times)]
    content = "\n".join([f"序号,提交答卷时间,推荐意愿,{heading}", *rows]).encode()
    found = prepare(content, "x.csv", NPS, Options(), date(2026, 4, 1)).checked
    return [
        (issue.row, issue.value, issue.message.blanks)
        for issue in found.issues
        if "not read" in issue.message.text
    ]


def test_an_answer_far_faster_than_usual_is_told():
    assert issues(*["100秒"] * ENOUGH, "19秒", "21秒") == [
        (ENOUGH + 2, "19秒", {"seconds": 19, "usual": 100})
    ]


def test_few_answers_or_no_durations_tell_nothing():
    assert issues(*["100秒"] * (ENOUGH - 2), "1秒") == []
    assert issues(*["100"] * ENOUGH, "1", heading="房间号") == []
