"""Points of exam items and checklist lines: what they are worth, in words or in numbers, and what
did not apply."""

import pandas as pd
import pytest

from data.issues import ERROR, WARNING
from data.kinds.catalog import EXAM_ITEM, MYSTERY_ITEM
from data.reading.options import Options
from data.uploads.prepare import prepare
from errors import FileRefused


def checked(kind, heading, *lines, **options):
    return prepare("\n".join([heading, *lines]).encode(), "x.csv", kind, Options(**options)).checked


def answers(*scores, heading="score", **options):
    head = "employee,course,date,item," + heading
    return checked(
        EXAM_ITEM,
        head,
        *(f"E{at},Basics,2026-09-01,1,{score}" for at, score in enumerate(scores)),
        **options,
    )


def lines(*points, heading="earned,available", **options):
    head = "visit_id,date,item," + heading
    return checked(
        MYSTERY_ITEM,
        head,
        *(f"V1,2026-09-01,{at},{point}" for at, point in enumerate(points)),
        **options,
    )


def told(result, level):
    return [str(issue.message) for issue in result.issues if issue.level == level]


def pairs(result, part, whole):
    return [
        (None if pd.isna(one) else one, None if pd.isna(other) else other)
        for one, other in zip(result.rows[part], result.rows[whole], strict=True)
    ]


def test_right_and_wrong_are_one_point_and_none_where_nothing_says_more():
    result = answers("1", "0", "0.5")
    assert pairs(result, "score", "maximum") == [(1, 1), (0, 1), (0.5, 1)]
    [sentence] = told(result, WARNING)
    assert "points out of 1" in sentence


@pytest.mark.parametrize(
    "right, wrong",
    [
        ("correct", "incorrect"),
        ("正确", "错误"),
        ("對", "錯"),
        ("√", "×"),
        ("TRUE", "FALSE"),
        ("100%", "0%"),
    ],
)
def test_answers_said_to_be_right_or_wrong_earn_all_points_or_none(right, wrong):
    assert pairs(answers(right, wrong), "score", "maximum") == [(1, 1), (0, 1)]
    assert told(answers(right, wrong), WARNING) == []
    assert pairs(
        answers(f"{right},5", f"{wrong},5", heading="score,maximum"), "score", "maximum"
    ) == [(5, 5), (0, 5)]


def test_points_without_what_they_are_out_of_are_refused_and_one_value_for_all_settles_it():
    with pytest.raises(FileRefused, match="goes up to 5.*how many points an item is worth"):
        answers("5", "3", "0")
    assert pairs(answers("5", "3", set={"maximum": "5"}), "score", "maximum") == [(5, 5), (3, 5)]
    assert pairs(answers("5", "3", heading="Score (out of 5)"), "score", "maximum") == [
        (5, 5),
        (3, 5),
    ]


def test_one_slip_among_many_keeps_only_its_row_out():
    result = answers(*["1"] * 15, *["0"] * 15, "11")
    assert (
        len(result.rows) == 30
        and "Score" not in told(result, ERROR)[0]
        and "is 11, outside 0 to 1" in told(result, ERROR)[0]
    )


def test_a_score_above_its_maximum_keeps_the_row_out():
    result = answers("6,5", "5,5", heading="score,maximum")
    assert told(result, ERROR) == [
        "score is 6, outside 0 to 5. Correct these cells, or empty them."
    ]
    assert len(result.rows) == 1


def test_an_item_without_its_points_keeps_the_row_out_unless_nothing_was_scored():
    result = answers("1,", "1,2", ",", heading="score,maximum")
    [sentence] = told(result, ERROR)
    assert "maximum is empty" in sentence and len(result.rows) == 2


@pytest.mark.parametrize("cell", ["N/A", "n/a", "不适用", "不適用", "Not applicable", "-"])
def test_what_did_not_apply_is_kept_and_leaves_the_score(cell):
    result = lines("4,5", f"{cell},5", "0,5")
    assert pairs(result, "earned", "available") == [(4, 5), (None, None), (0, 5)]
    assert result.rejected == 0 and told(result, WARNING) == []
    assert 100 * result.rows["earned"].sum() / result.rows["available"].sum() == 40


def test_blank_cells_are_told_since_a_zero_may_have_been_forgotten():
    [sentence] = told(lines("4,5", ",5", "  ,5", "N/A,5"), WARNING)
    assert "earned is blank in 2 rows" in sentence and "write 0" in sentence


def test_a_checklist_in_words_earns_all_points_or_none():
    assert pairs(
        lines("达标,5", "不达标,10", "Pass,5", "fail,5", "是,2"), "earned", "available"
    ) == [(5, 5), (0, 10), (5, 5), (0, 5), (2, 2)]


def test_more_points_than_there_are_keep_the_row_out():
    result = lines("6,5", "5,5")
    assert (
        told(result, ERROR) == ["earned is 6, outside 0 to 5. Correct these cells, or empty them."]
        and len(result.rows) == 1
    )


def test_an_item_is_critical_only_where_the_file_says_so():
    assert lines("1,1,是", "1,1,", "1,1,no", heading="earned,available,critical").rows[
        "critical"
    ].tolist() == ["yes", "no", "no"]
    assert lines("1,1").rows["critical"].tolist() == ["no"]
