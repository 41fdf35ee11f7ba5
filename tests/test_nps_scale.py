"""Scores from 1 to 5 in a file of recommendations are asked about: they give no NPS."""

from datetime import date

import pytest

from data.kinds.catalog import NPS
from data.reading.options import Options
from data.uploads.prepare import prepare

TODAY = date(2026, 11, 20)


def nps(scores, heading="NPS", **options):
    content = "\n".join(
        [
            f"ID,Date,{heading}",
            *(f"{at},2026-09-{at % 28 + 1:02d},{score}" for at, score in enumerate(scores)),
        ]
    )
    return prepare(content.encode(), "f.csv", NPS, Options(**options), TODAY).checked


@pytest.mark.parametrize(
    "scores", [[1, 2, 3, 4, 5] * 8, [5, 5, 4] * 20, [1, 2, 3, 4] * 10, [3] * 30, [1, 7, 5, 6] * 10]
)
def test_a_shorter_scale_gives_no_nps_unless_someone_says_so(scores):
    checked = nps(scores)
    [question] = checked.questions
    assert (question.name, question.likely) == (
        "nps_scale",
        "shorter",
    ) and f"All {len(scores)} answers" in str(question.message)
    assert (len(checked.rows), checked.left_out, checked.rejected) == (0, len(scores), 0)
    assert all("give no NPS" in str(issue.message) for issue in checked.issues)
    kept = nps(scores, answers={"nps_scale": "as_written"})
    assert len(kept.rows) == len(scores) and kept.left_out == 0


def test_a_dozen_low_answers_are_asked_about_but_kept_meanwhile():
    checked = nps([5, 4, 3, 5] * 3)
    assert [question.likely for question in checked.questions] == ["as_written"] and len(
        checked.rows
    ) == 12
    with_zeros = nps([0, 3, 5, 4] * 10)
    assert [question.likely for question in with_zeros.questions] == ["as_written"] and len(
        with_zeros.rows
    ) == 40


@pytest.mark.parametrize(
    "scores, heading",
    [
        ([5, 4, 3], "NPS"),
        ([0, 3, 5, 4] * 5, "NPS"),
        ([1, 5, 9] * 10, "NPS"),
        ([1, 7, 5, 6] * 5, "NPS"),
        ([2, 3, 4, 5, 6] * 18, "NPS"),
        ([5, 4] * 20, "NPS (0-10)"),
        ([1, 3, 6] * 5, "NPS"),
    ],
)
def test_what_can_be_from_0_to_10_is_not_asked_about(scores, heading):
    checked = nps(scores, heading)
    assert checked.questions == () and len(checked.rows) == len(scores)


def test_a_row_with_a_fault_is_kept_out_and_not_left_out():
    checked = nps([*[5, 4] * 20, 77])
    assert (checked.rejected, checked.left_out, checked.read) == (1, 40, 41)


@pytest.mark.parametrize(
    ("scores", "likely", "right"),
    [
        ([11] * 25 + [10] * 5 + [8] * 5 + [3] * 5, "from_one", [10, 9, 7, 2]),
        ([100] * 20 + [90] * 10 + [70] * 5 + [30] * 5, "tenth", [10, 9, 7, 3]),
        (["1.0"] * 20 + ["0.9"] * 10 + ["0.7"] * 5 + ["0.3"] * 5, "tenfold", [10, 9, 7, 3]),
        (["100%"] * 20 + ["90%"] * 10 + ["70%"] * 5 + ["30%"] * 5, "tenth", [10, 9, 7, 3]),
    ],
)
def test_scores_from_0_to_10_in_another_guise_are_asked_about_and_counted(scores, likely, right):
    checked = nps(scores)
    assert [(question.name, question.likely) for question in checked.questions] == [
        ("nps_scale", likely)
    ]
    assert checked.rows["score"].unique().tolist() == right and len(checked.rows) == 40


def test_a_scale_from_1_to_11_holds_in_a_month_without_an_11():
    later = nps([10, 9, 8, 3], answers={"nps_scale": "from_one"})
    assert later.rows["score"].tolist() == [9, 8, 7, 2] and [
        question.name for question in later.questions
    ] == ["nps_scale"]
    shorter = nps([5, 4, 3, 2] * 10, answers={"nps_scale": "from_one"})
    assert [choice.name for choice in shorter.questions[0].choices] == [
        "shorter",
        "as_written",
        "from_one",
    ]


@pytest.mark.parametrize(
    ("scores", "right"),
    [
        (["10 - Extremely likely", "0 - Not at all likely", "7"], [10, 0, 7]),
        (["Extremely likely - 10", "Not at all likely - 0", "7"], [10, 0, 7]),
        (["10分 非常愿意", "0分 完全不愿意"], [10, 0]),
        (["Extremely likely (10)", "8"], [10, 8]),
        (["9/10", "10 / 10"], [9, 10]),
        (["10: very likely", "3"], [10, 3]),
        (["0 - Extremely likely", "10 - Not at all likely", "1"], [10, 0, 9]),
    ],
)
def test_labels_beside_scores(scores, right):
    assert nps(scores).rows["score"].tolist() == right


@pytest.mark.parametrize(
    "words",
    [
        ("Extremely likely", "Likely", "Unlikely"),
        ("非常愿意推荐", "推荐", "不推荐"),
        ("😍", "😐", "😡"),
        ("Yes", "No", "Yes"),
    ],
)
def test_scores_in_words_are_no_nps(words):
    checked = nps(list(words) * 10)
    assert [(question.name, question.likely) for question in checked.questions] == [
        ("nps_scale", "shorter")
    ]
    assert (len(checked.rows), checked.rejected, checked.left_out) == (0, 0, 30)
    assert nps(list(words) * 10, answers={"nps_scale": "as_written"}).rejected == 30


def test_the_groups_in_words_give_their_net_score_after_a_question():
    checked = nps(["Promoter"] * 10 + ["Passive"] * 6 + ["Detractor"] * 4)
    assert [(question.name, question.likely) for question in checked.questions] == [
        ("nps_scale", "groups")
    ]
    assert [
        int((checked.rows["score"] >= 9).sum()),
        int((checked.rows["score"] <= 6).sum()),
        len(checked.rows),
    ] == [10, 4, 20]


def test_half_points_and_single_slips_are_told():
    checked = nps(["6.5", "9", "12", "80%", "10"])
    assert checked.rows["score"].tolist() == [9, 10] and checked.rejected == 3


@pytest.mark.parametrize(
    ("file", "names"), [("emoji4", ["nps_scale"]), ("stars5", ["nps_scale"]), ("plain", [])]
)
def test_the_shared_files_of_another_scale(shared, file, names):
    checked = prepare(
        (shared / f"cases/public/nps-wrong-scale/{file}.csv").read_bytes(),
        "f.csv",
        NPS,
        Options(),
        TODAY,
    ).checked
    assert [question.name for question in checked.questions] == names and (
        not names or checked.rows.empty
    )


def test_scores_that_are_mostly_parts_are_asked_about_and_not_counted_by_the_few_whole_ones():
    checked = nps(["7.5", "8.2", "9.1", "9"] * 10)
    assert [(question.name, question.likely) for question in checked.questions] == [
        ("nps_scale", "shorter")
    ] and checked.rows.empty
