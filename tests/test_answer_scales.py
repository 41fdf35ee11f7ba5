"""Answers as people write them: every scale is read by its own top points, or a person is asked;
nothing is thrown out in silence."""

from datetime import date, timedelta

import numpy as np
import pytest

from data.checking.answers.number_scale import judged
from data.kinds.catalog import SURVEY, kind_named
from data.kinds.scales import SCALES, known_scale, moved, scale_from, scale_named
from data.reading.options import Options
from data.uploads.prepare import prepare
from errors import FileRefused, WrongCall

TODAY = date(2026, 11, 20)


def loaded(given, heading="Overall satisfaction", kind=SURVEY, **options):
    """The check of a file with these answers: how often each was given, in one column or, as
    tuples, in several."""
    each = [answer for answer, count in given.items() for _ in range(count)]
    rows = [
        f"{at},2026-09-{at % 28 + 1:02d},"
        + ",".join(f'"{cell}"' for cell in (answer if isinstance(answer, tuple) else (answer,)))
        for at, answer in enumerate(each)
    ]
    return prepare(
        "\n".join([f"ID,Date,{heading}", *rows]).encode(), "f.csv", kind, Options(**options), TODAY
    ).checked


def share(checked, name="overall"):
    """Satisfied percent, and of how many answers."""
    values = checked.rows[name].dropna()
    return round(100 * float((values >= checked.scale.satisfied).mean()), 1), len(values)


def asked(checked):
    return {question.name: question.likely for question in checked.questions}


def sentences(checked):
    return " ".join(str(issue.message) for issue in checked.issues)


# --- scales


@pytest.mark.parametrize(
    ("name", "satisfied", "dissatisfied"),
    [
        ("0-1", 1, 0),
        ("1-2", 2, 1),
        ("1-3", 3, 1),
        ("0-2", 2, 0),
        ("1-4", 3, 2),
        ("0-3", 2, 1),
        ("0-4", 3, 1),
        ("1-5", 4, 2),
        ("0-5", 4, 1),
        ("1-6", 5, 2),
        ("1-7", 6, 2),
        ("1-9", 8, 2),
        ("1-10", 9, 2),
        ("0-10", 9, 1),
        ("0-20", 16, 4),
        ("0-100", 80, 20),
        ("-2-2", 1, -1),
    ],
)
def test_each_scale_has_its_boxes(name, satisfied, dissatisfied):
    scale = scale_named(name)
    assert (scale.name, scale.satisfied, scale.dissatisfied) == (name, satisfied, dissatisfied)


def test_any_scale_can_be_named_and_nonsense_cannot():
    assert scale_named(" 1 to 12 ") == scale_from(1, 12) and known_scale(
        "1-12"
    ).satisfied == pytest.approx(9.8)
    for name in ("5-1", "2-7", "1-5-7", "", "five", "1-1"):
        with pytest.raises(WrongCall, match="1-10"):
            scale_named(name)


@pytest.mark.parametrize("own", SCALES.values(), ids=lambda scale: scale.name)
def test_who_is_satisfied_stays_so_on_another_scale(own):
    values = np.arange(own.low, own.high + 0.5, 0.5)
    for to in SCALES.values():
        there = moved(values, own, to)
        assert (there[0], there[-1]) == (to.low, to.high) and (np.diff(there) >= 0).all()
        assert ((there >= to.satisfied) == (values >= own.satisfied)).all() and (
            (there <= to.dissatisfied) == (values <= own.dissatisfied)
        ).all()


# --- numbers


@pytest.mark.parametrize(
    ("answers", "likely", "right"),
    [
        ({1: 50, 2: 40, 3: 60, 4: 40, 5: 8, 6: 1, 7: 2}, "1-7", (1.5, 201)),  # few gave a 6 or a 7
        ({3: 38, 2: 16, 1: 6}, "1-3", (63.3, 60)),
        ({4: 25, 3: 21, 2: 10, 1: 4}, "1-4", (76.7, 60)),
        ({6: 19, 5: 20, 4: 11, 3: 6, 1: 4}, "1-6", (65.0, 60)),
        ({4: 24, 3: 23, 2: 5, 1: 4, 0: 4}, "0-4", (78.3, 60)),
        ({5: 25, 4: 25, 3: 5, 0: 5}, "1-5_without_0", (90.9, 55)),
        ({5: 30, 4: 10, 3: 6, 2: 5, 1: 4, 0: 5}, "0-5", (66.7, 60)),
        ({5: 40, 4: 9, 3: 2, 9: 9}, "1-5_without_9", (96.1, 51)),
        ({1: 5, 3: 5, 4: 20, 5: 30, 10: 2}, "1-10", (3.2, 62)),
        ({2: 30, 1: 20, 0: 6, -1: 3, -2: 3}, "-2-2", (80.6, 62)),
        ({18: 20, 15: 30, 9: 12}, "0-20", (32.3, 62)),
        ({1: 40}, "0-1", (100.0, 40)),
        ({3: 30, 2: 10, 1: 5, 0: 5}, "0-3", (80.0, 50)),
    ],
)
def test_numbers_that_do_not_settle_their_scale_are_asked_about(answers, likely, right):
    checked = loaded(answers)
    assert asked(checked) == {"answer_scale": likely} and share(checked) == right
    others = [choice.name for choice in checked.questions[0].choices if choice.name != likely]
    assert any(share(loaded(answers, answers={"answer_scale": other})) != right for other in others)


@pytest.mark.parametrize(
    ("answers", "scale", "right"),
    [
        ({5: 33, 4: 9, 2: 18}, "1-5", (70.0, 60)),
        ({7: 33, 6: 8, 5: 11, 3: 8}, "1-7", (68.3, 60)),
        ({10: 47, 5: 11, 1: 2}, "1-10", (78.3, 60)),
        ({1: 47, 0: 13}, "0-1", (78.3, 60)),
        ({5: 29, 4.5: 10, 4: 16, 3.5: 5}, "1-5", (91.7, 60)),
        ({90: 40, 70: 10, 100: 10}, "0-100", (83.3, 60)),
        ({"4/5": 25, "5/5": 28, "3/5": 7}, "1-5", (88.3, 60)),
        ({"8/10": 25, "9/10": 25, "10 / 10": 10}, "1-10", (58.3, 60)),
        ({"3 out of 5": 6, "5 out of 5": 14}, "1-5", (70.0, 20)),
        ({"★★★★☆": 20, "★★": 10, "⭐⭐⭐⭐⭐": 10}, "1-5", (75.0, 40)),
        ({"4 stars": 7, "2 stars": 3, "5★": 5}, "1-5", (80.0, 15)),
    ],
)
def test_numbers_that_settle_their_scale_ask_nothing(answers, scale, right):
    checked = loaded(answers)
    assert (checked.scale.name, asked(checked), share(checked), checked.rejected) == (
        scale,
        {},
        right,
        0,
    )


@pytest.mark.parametrize(
    "heading, likely", [("FFT categorical answer", "best"), ("Overall satisfaction", "worst")]
)
def test_most_answers_at_the_lowest_number_are_asked_about(heading, likely):
    answers = {1: 28, 2: 8, 3: 1, 4: 1, 5: 2}
    checked = loaded(answers, heading)
    assert asked(checked) == {"lowest_best": likely}
    best, worst = (
        loaded(answers, heading, answers={"lowest_best": answer}) for answer in ("best", "worst")
    )
    assert share(best) == (90.0, 40) and share(worst) == (7.5, 40)
    next_month = {1: 12, 2: 12, 3: 4, 4: 8, 5: 4}  # no longer most, and still said
    assert share(loaded(next_month, heading, answers={"lowest_best": "best"})) == (60.0, 40)
    assert (
        asked(loaded(next_month, heading)) == {}
        and asked(loaded(answers, heading, reversed=True)) == {}
    )


def test_a_seven_apart_from_all_other_answers_is_as_often_a_code():
    answers = {1: 5, 2: 5, 3: 5, 4: 10, 5: 10, 7: 5}
    assert asked(loaded(answers)) == {"answer_scale": "1-5_without_7"} and share(
        loaded(answers)
    ) == (57.1, 35)
    assert asked(loaded({**answers, 6: 2})) == {}


def test_what_was_answered_once_holds_in_a_month_that_does_not_show_it():
    month = {5: 20, 4: 20, 3: 5}
    assert share(loaded(month)) == (88.9, 45)
    settled = loaded(month, answers={"answer_scale": "1-7"})
    assert (
        settled.scale.name == "1-7" and asked(settled)["answer_scale"] == "1-5"
    )  # it can still be changed
    assert asked(loaded({5: 10, 4: 12, 3: 20, 2: 20}, answers={"answer_scale": "1-7"})) == {
        "answer_scale": "1-5"
    }  # and asks nothing else
    assert "other_scale" in asked(settled)  # unless the answers pile up at a 5
    again = loaded({10: 20, 9: 20, 3: 5}, answers={"answer_scale": "1-7"})
    assert asked(again)["other_scale"] == "1-10" and share(again) == (
        88.9,
        45,
    )  # and is asked again where the answers contradict it


def test_a_scale_that_was_set_is_not_followed_blindly():
    assert asked(loaded({10: 20, 9: 20, 3: 5}, scale="1-5")) == {"other_scale": "1-10"}
    assert share(loaded({10: 20, 9: 20, 3: 5}, scale="1-5", answers={"other_scale": "1-5"})) == (
        0.0,
        5,
    )
    assert (
        asked(loaded({5: 20, 4: 20, 3: 5}, scale="1-5"))
        == {}
        == asked(loaded({4: 40}, scale="1-4"))
    )


def test_codes_for_no_answer_are_asked_about_and_a_single_slip_is_told():
    answers = {5: 32, 4: 17, 3: 10, 99: 4}
    assert asked(loaded(answers)) == {"answer_codes": "no_answer"} and share(loaded(answers)) == (
        83.1,
        59,
    )
    assert (
        loaded(answers).rejected == 0
        and loaded(answers, answers={"answer_codes": "mistake"}).rejected == 4
    )
    slip = loaded({**answers, 99: 1})
    assert (slip.rejected, asked(slip)) == (1, {}) and loaded(
        {**answers, 99: 1}, answers={"answer_codes": "no_answer"}
    ).rejected == 0


def test_few_answers_are_read_on_the_usual_scale_which_is_told():
    few = loaded({4: 3, 3: 3})
    assert asked(few) == {} and few.scale.name == "1-5" and "from 1 to 5" in sentences(few)


def test_a_scale_is_judged_alike_however_often_the_answers_come():
    once = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 4, 7: 3}
    numbers = np.repeat(np.array(list(once), dtype=float), list(once.values()))
    assert judged(numbers).scale == judged(np.tile(numbers, 50)).scale == scale_from(1, 7)


# --- several columns, several times


def test_columns_on_different_scales_count_by_their_own_points():
    answers = {(10, 5): 20, (9, 4): 10, (4, 3): 10, (2, 1): 5}
    checked = loaded(answers, "Overall,Attitude")
    assert list(asked(checked)) == ["column_scales"] and checked.scale.name == "1-10"
    assert share(checked) == (66.7, 45) == share(checked, "attitude")
    assert share(
        loaded(answers, "Overall,Attitude", answers={"column_scales": "one"}), "attitude"
    ) == (0.0, 45)
    few = loaded(
        {(10, 5): 2, (9, 4): 1, (4, 3): 1},
        "Overall,Attitude",
        answers={"column_scales": asked(checked)["column_scales"]},
    )
    assert share(few, "attitude") == (75.0, 4)


def test_headings_that_name_their_scales_ask_nothing():
    checked = loaded(
        {(10, 36): 20, (9, 30): 10, (4, 20): 10}, "总体满意度（满分10分）,服务态度（40分）"
    )
    assert (
        asked(checked) == {}
        and share(checked) == (75.0, 40)
        and share(checked, "attitude") == (50.0, 40)
    )


def test_a_scale_that_one_heading_names_is_that_of_its_neighbours_with_the_same_highest_point():
    checked = loaded(
        {(10, 9): 20, (8, 8): 20, (3, 10): 20},
        heading="Overall Satisfaction (0-10),Speed of Service",
    )
    assert (
        not asked(checked)
        and checked.scale.name == "0-10"
        and sorted(checked.rows["speed"].unique()) == [8, 9, 10]
    )


def test_a_scale_that_was_set_is_that_of_the_columns_that_fit_it():
    answers = {(10, 36): 20, (9, 30): 10, (4, 20): 10}
    checked = loaded(answers, "总体满意度（满分10分）,服务态度（40分）", scale="1-10")
    assert (
        share(checked) == (75.0, 40)
        and share(checked, "attitude") == (50.0, 40)
        and checked.rejected == 0
    )


def test_numbers_with_different_maxima_in_one_column():
    assert share(loaded({"4/5": 21, "9/10": 10, "3/10": 9})) == (77.5, 40)


def test_one_column_in_words_and_one_in_numbers():
    checked = loaded(
        {("10", "非常满意"): 20, ("9", "满意"): 10, ("4", "一般"): 10, ("2", "不满意"): 5},
        "Overall,Attitude",
    )
    assert asked(checked) == {} and share(checked) == share(checked, "attitude") == (66.7, 45)


def dated(*parts, **options):
    """Answers of several months: (month, {answer: count}) each."""
    rows = [
        f"2026-{month:02d}-{at % 28 + 1:02d},{month}-{at},{answer}"
        for month, answers in parts
        for at, answer in enumerate(
            [answer for answer, count in answers.items() for _ in range(count)]
        )
    ]
    return prepare(
        "\n".join(["Date,ID,Overall satisfaction", *rows]).encode(),
        "f.csv",
        SURVEY,
        Options(**options),
        TODAY,
    ).checked


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({5: 20, 4: 10, 3: 10, 1: 5}, {10: 20, 9: 10, 7: 10, 2: 5}),
        ({7: 20, 6: 10, 4: 10, 1: 5}, {5: 20, 4: 10, 3: 10, 1: 5}),
        ({1: 30, 0: 15}, {5: 20, 4: 10, 3: 10, 1: 5}),
        ({90: 20, 80: 10, 60: 15}, {5: 20, 4: 10, 3: 10, 1: 5}),
        ({3: 30, 2: 10, 1: 5}, {5: 20, 4: 10, 3: 10, 1: 5}),
    ],
)
def test_a_scale_that_changes_inside_a_file_is_seen_and_each_part_counts_by_its_own(before, after):
    checked = dated((8, before), (9, after))
    assert list(asked(checked)) == ["scale_change"] and "2026-09-01" in str(
        checked.questions[0].message
    )
    for month in (8, 9):
        values = checked.rows["overall"][checked.rows["date"].dt.month == month]
        assert round(100 * float((values >= checked.scale.satisfied).mean()), 1) == 66.7
    assert checked.rejected == 0 and "scale_change" not in asked(dated((8, before), (9, before)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({5: 6, 4: 3, 3: 2, 1: 1}, {10: 5, 9: 3, 7: 2, 2: 2}),
        ({10: 6, 9: 3, 7: 2, 2: 1}, {5: 5, 4: 3, 3: 2, 1: 2}),
        ({5: 7, 4: 5, 3: 2, 1: 1}, {7: 9, 6: 4, 4: 1, 1: 1}),
        ({4: 11, 3: 5, 2: 3, 1: 1}, {5: 13, 4: 3, 3: 2, 1: 2}),
    ],
)
def test_a_scale_that_changes_is_seen_in_small_files_where_chance_is_ruled_out(before, after):
    checked = dated((8, before), (9, after))
    assert list(asked(checked)) == ["scale_change"] and checked.rejected == 0


@pytest.mark.parametrize("seed", range(20))
def test_one_scale_in_a_small_file_is_no_change(seed):
    rng = np.random.default_rng(seed)
    high = int(rng.choice([3, 4, 5, 7, 10]))
    low, count = int(high == 10), int(rng.integers(12, 90))
    drawn = np.clip(rng.binomial(high, rng.uniform(0.5, 0.95), count), low, high)
    days = sorted(rng.integers(0, 89, count).tolist())
    rows = [
        f"{date(2026, 7, 1) + timedelta(days=day)},{at},{answer}"
        for at, (day, answer) in enumerate(zip(days, drawn, strict=True))
    ]
    checked = prepare(
        "\n".join(["Date,ID,Overall satisfaction", *rows]).encode(),
        "f.csv",
        SURVEY,
        Options(),
        TODAY,
    ).checked
    assert "scale_change" not in asked(checked)


@pytest.mark.parametrize("later", [{3: 45}, {2: 30, 3: 10, 1: 5}, {4: 5, 3: 20, 2: 20}])
def test_a_run_of_equal_or_bad_answers_is_no_other_scale(later):
    assert asked(dated((8, {5: 25, 4: 10, 3: 5, 1: 5}), (9, later))) == {}


def test_a_change_is_seen_also_where_a_scale_was_settled_before():
    checked = dated(
        (8, {5: 20, 4: 10, 3: 10, 1: 5}), (9, {10: 20, 9: 10, 7: 10, 2: 5}), scale="1-5"
    )
    assert (
        list(asked(checked)) == ["scale_change"]
        and checked.scale.name == "1-5"
        and share(checked) == (66.7, 90)
    )
    assert asked(
        dated(
            (8, {5: 20, 4: 10, 3: 10, 1: 5}),
            (9, {10: 20, 9: 10, 7: 10, 2: 5}),
            answers={"answer_scale": "1-10"},
        )
    ) == {"scale_change": "each"}


def test_a_scale_that_only_looks_changed_can_be_said_to_be_one():
    checked = dated(
        (8, {5: 20, 4: 10, 3: 10, 1: 5}),
        (9, {10: 20, 9: 10, 7: 10, 2: 5}),
        answers={"scale_change": "one"},
    )
    assert checked.scale.name == "1-10" and share(checked) == (33.3, 90)


# --- words


@pytest.mark.parametrize(
    ("answers", "scale", "right"),
    [
        ({"非常满意": 24, "满意": 22, "不满意": 10, "非常不满意": 4}, "1-5", (76.7, 60)),
        ({"满意": 44, "一般": 10, "不满意": 6}, "1-3", (73.3, 60)),
        (
            {
                "Extremely satisfied": 20,
                "Moderately satisfied": 35,
                "Slightly satisfied": 25,
                "Neither satisfied nor dissatisfied": 10,
                "Slightly dissatisfied": 6,
                "Moderately dissatisfied": 3,
                "Extremely dissatisfied": 1,
            },
            "1-7",
            (55.0, 100),
        ),
        (
            {"good": 16, "goodwithcomment": 11, "bad": 6, "badwithcomment": 3, "offered": 24},
            "0-1",
            (75.0, 36),
        ),
        ({"👍": 49, "👎": 11}, "0-1", (81.7, 60)),
        ({"😍": 28, "😀": 15, "😐": 10, "😑": 4, "😡": 3}, "1-5", (71.7, 60)),
        ({"😀": 30, "😐": 20, "🙁": 10}, "1-3", (50.0, 60)),
        ({"是": 49, "否": 11}, "0-1", (81.7, 60)),
        ({"Yes": 49, "No": 11}, "0-1", (81.7, 60)),
        (
            {
                "Very good": 30,
                "Good": 15,
                "Neither good nor poor": 9,
                "Poor": 4,
                "Very poor": 2,
                "Don't know": 5,
            },
            "1-5",
            (75.0, 60),
        ),
        (
            {
                "VERY_SATISFIED": 30,
                "SOMEWHAT_SATISFIED": 15,
                "NEITHER_SATISFIED_NOR_DISSATISFIED": 9,
                "VERY_DISSATISFIED": 6,
            },
            "1-5",
            (75.0, 60),
        ),
        ({"Very happy": 30, "Happy": 15, "Unhappy": 9, "Very unhappy": 6}, "1-5", (75.0, 60)),
        (
            {
                "Extremely Happy": 20,
                "Very Happy": 20,
                "Happy": 10,
                "Neutral": 4,
                "Unhappy": 3,
                "Very Unhappy": 2,
                "Extremely Unhappy": 1,
            },
            "1-7",
            (66.7, 60),
        ),
        ({"Amazing": 30, "Great": 15, "OK": 9, "Bad": 4, "Terrible": 2}, "1-5", (75.0, 60)),
        ({"Great": 30, "Okay": 20, "Not good": 10}, "1-3", (50.0, 60)),
        ({"好评": 30, "中评": 20, "差评": 10}, "1-3", (50.0, 60)),
        ({"Positive": 30, "Neutral": 20, "Negative": 10}, "1-3", (50.0, 60)),
        (
            {
                "Fairly satisfied": 30,
                "Very satisfied": 15,
                "Not very satisfied": 9,
                "Not at all satisfied": 6,
            },
            "1-5",
            (75.0, 60),
        ),
        (
            {
                "Strongly agree": 20,
                "Agree": 25,
                "Somewhat agree": 5,
                "Neither agree nor disagree": 4,
                "Somewhat disagree": 2,
                "Disagree": 2,
                "Strongly disagree": 2,
            },
            "1-7",
            (75.0, 60),
        ),
        (
            {
                "非常满意": 20,
                "满意": 25,
                "比较满意": 5,
                "一般": 4,
                "比较不满意": 2,
                "不满意": 2,
                "非常不满意": 2,
            },
            "1-7",
            (75.0, 60),
        ),
        (
            {
                "Très satisfait(e)": 30,
                "Satisfaite": 15,
                "Peu satisfait": 9,
                "Pas du tout satisfait": 6,
            },
            "1-5",
            (75.0, 60),
        ),
        (
            {"Muy satisfecho": 30, "Satisfecha": 15, "Neutral": 9, "Insatisfecho": 6},
            "1-5",
            (75.0, 60),
        ),
        (
            {"sehr zufrieden": 30, "zufrieden": 15, "teils-teils": 9, "unzufrieden": 6},
            "1-5",
            (75.0, 60),
        ),
        ({"とても満足": 30, "満足": 15, "どちらともいえない": 9, "不満": 6}, "1-5", (75.0, 60)),
        ({"매우 만족": 30, "만족": 15, "보통": 9, "불만족": 6}, "1-5", (75.0, 60)),
        ({"A.非常满意": 30, "B.满意": 15, "C.一般": 9, "D.不满意": 6}, "1-5", (75.0, 60)),
        ({"①非常满意": 30, "②满意": 15, "③一般": 9, "④不满意": 6}, "1-5", (75.0, 60)),
        (
            {"1. Very satisfied": 30, "2. Satisfied": 15, "3. Neutral": 9, "4. Dissatisfied": 6},
            "1-5",
            (75.0, 60),
        ),
        (
            {"😀 Very satisfied": 30, "Satisfied 🙂": 15, "Neutral": 9, "Dissatisfied": 6},
            "1-5",
            (75.0, 60),
        ),
        (
            {
                "非常满意 Very satisfied": 30,
                "满意 Satisfied": 15,
                "一般 Neutral": 9,
                "不满意 Dissatisfied": 6,
            },
            "1-5",
            (75.0, 60),
        ),
        ({"非常滿意": 30, "滿意": 15, "普通": 9, "不滿意": 6}, "1-5", (75.0, 60)),
    ],
)
def test_words_are_points_of_their_own_scale(answers, scale, right):
    checked = loaded(answers)
    assert (checked.scale.name, asked(checked), share(checked), checked.rejected) == (
        scale,
        {},
        right,
        0,
    )
    assert len(checked.rows) == sum(answers.values())


@pytest.mark.parametrize(
    ("answers", "scale"),
    [
        ({"★" * 10: 30, "★★★★★★★★★☆": 15, "★★★★★": 15}, "1-10"),
        ({"❤️❤️❤️❤️❤️": 30, "❤️❤️❤️❤️": 15, "❤️": 15}, "1-5"),
        ({"★5": 30, "★ 4": 15, "★2": 15}, "1-5"),
        ({":)": 45, ":|": 9, ":-(": 6}, "1-3"),
        ({"smile": 45, "meh": 9, "frown": 6}, "1-3"),
        ({"優": 30, "良": 15, "可": 9, "劣": 6}, "1-4"),
    ],
)
def test_drawn_answers(answers, scale):
    checked = loaded(answers)
    assert (checked.scale.name, asked(checked), share(checked), checked.rejected) == (
        scale,
        {},
        (75.0, 60),
        0,
    )


def test_people_answer_in_their_own_language():
    even = loaded(
        {
            "Very satisfied": 20,
            "非常满意": 10,
            "Satisfied": 5,
            "满意": 10,
            "Neutral": 5,
            "不满意": 10,
        }
    )
    assert (asked(even), share(even)) == ({}, (75.0, 60))
    checked = loaded(
        {
            "Very satisfied": 20,
            "Satisfied": 10,
            "Neutral": 8,
            "非常满意": 20,
            "满意": 10,
            "一般": 7,
            "Muy satisfecho": 3,
            "Insatisfecho": 2,
        }
    )
    assert (asked(checked), share(checked), checked.rejected) == (
        {},
        (78.8, 80),
        0,
    ) and "insatisfecho" in sentences(checked)


def test_the_middle_of_the_official_scale_counts_as_a_person_says():
    answers = {"非常满意": 40, "满意": 30, "基本满意": 40, "不满意": 8, "非常不满意": 2}
    assert asked(loaded(answers, "总体满意度")) == {"basic_satisfied": "no"} and share(
        loaded(answers, "总体满意度")
    ) == (58.3, 120)
    assert share(loaded(answers, "总体满意度", answers={"basic_satisfied": "yes"})) == (91.7, 120)
    graded = {"很满意": 40, "满意": 30, "基本满意": 30, "不太满意": 15, "不满意": 5}
    assert share(loaded(graded)) == (58.3, 120) and share(
        loaded(graded, answers={"basic_satisfied": "yes"})
    ) == (83.3, 120)
    assert share(
        loaded({"非常满意": 40, "满意": 30, "基本满意": 20, "一般": 20, "不满意": 10})
    ) == (58.3, 120)
    three = {"满意": 40, "基本满意": 40, "不满意": 20}
    assert share(loaded(three)) == (40.0, 100) and share(
        loaded(three, answers={"basic_satisfied": "yes"})
    ) == (80.0, 100)


def test_words_that_stand_in_several_scales_are_asked_about():
    checked = loaded({"excellent": 30, "good": 40, "fair": 10})
    assert list(asked(checked)) == ["answer_words"] and share(checked) == (87.5, 80)
    other = next(
        choice.name
        for choice in checked.questions[0].choices
        if choice.name != checked.questions[0].likely
    )
    settled = {"answer_words": other}
    assert share(loaded({"excellent": 30, "good": 40, "fair": 10}, answers=settled)) == (37.5, 80)
    assert share(loaded({"excellent": 3, "good": 4}, answers=settled)) == (
        42.9,
        7,
    )  # in a month that shows less as well


def test_a_frequent_unknown_word_is_asked_about_and_a_slip_is_told():
    answers = {"非常满意": 30, "满意": 20, "一般": 10, "马马虎虎": 20, "手滑": 1}
    checked = loaded(answers)
    assert (
        list(asked(checked)) == ["answer_word:马马虎虎"]
        and checked.rejected == 1
        and "手滑" in sentences(checked)
    )
    for answer, right in (("2of5", (62.5, 80)), ("4of5", (87.5, 80)), ("none", (83.3, 60))):
        assert share(loaded(answers, answers={"answer_word:马马虎虎": answer})) == right
    later = loaded({"非常满意": 40, "马马虎虎": 1}, answers={"answer_word:马马虎虎": "2of5"})
    assert later.rejected == 0 and later.rows["overall"].min() == 2
    with pytest.raises(WrongCall):
        loaded(answers, answers={"answer_word:马马虎虎": "gut"})


def test_a_word_in_rows_that_cannot_count_is_not_asked_about():
    rows = [
        *(f"{at},2026-09-{at % 28 + 1:02d},{(5, 4, 1)[at % 3]}" for at in range(30)),
        *(f"x,soon,{word}" for word in ["North"] * 10),
    ]
    checked = prepare(
        "\n".join(["ID,Date,Overall satisfaction", *rows]).encode(),
        "f.csv",
        SURVEY,
        Options(),
        TODAY,
    ).checked
    assert (asked(checked), checked.rejected) == ({}, 10)


def test_the_one_place_that_is_free_is_the_likely_one():
    answers = {"非常满意": 30, "满意": 20, "马马虎虎": 20, "不满意": 5, "非常不满意": 5}
    assert asked(loaded(answers)) == {"answer_word:马马虎虎": "3of5"}


@pytest.mark.parametrize(
    "word",
    [
        "N/A",
        "Don't know",
        "Prefer not to say",
        "不清楚",
        "无法评价",
        "無法評價",
        "不適用",
        "わからない",
        "weiß nicht",
        "Keine Angabe",
        "Sans opinion",
        "No sabe/No contesta",
        "NS/NC",
        "Não sei",
        "Non so",
        "Geen mening",
        "затрудняюсь ответить",
        "모르겠음",
    ],
)
def test_words_for_no_answer_are_none_in_any_language(word):
    checked = loaded({"Very satisfied": 20, "Satisfied": 20, "Dissatisfied": 10, word: 10})
    assert not asked(checked) and share(checked) == (80.0, 50) and checked.rejected == 0


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("Not sure", ("Very satisfied", "Neutral", "Very dissatisfied")),
        ("不确定", ("非常满意", "一般", "非常不满意")),
        ("說不清", ("滿意", "一般", "不滿意")),
        ("不确定", ("非常同意", "同意", "不同意")),
        ("Unsure", ("Strongly agree", "Agree", "Disagree")),
        ("unsicher", ("sehr zufrieden", "neutral", "unzufrieden")),
    ],
)
def test_to_be_unsure_is_asked_about_and_likely_no_answer(word, others):
    seen = {other: 10 for other in others} | {word: 10}
    checked = loaded(seen)
    (question,) = [
        question for question in checked.questions if question.name == f"answer_word:{word}"
    ]
    assert question.likely == "none" and share(checked)[1] == 10 * len(others)
    rare = loaded({other: 40 for other in others} | {word: 1})
    assert f"answer_word:{word}" not in asked(rare) and rare.rejected == 0, (
        "one such cell is no question, and its row counts"
    )


def test_words_of_a_language_that_nobody_knows_are_asked_about_one_by_one():
    answers = {"erg blij": 30, "blij": 15, "boos": 5}
    given = {"answer_word:erg blij": "5of5", "answer_word:blij": "4of5", "answer_word:boos": "1of5"}
    assert set(asked(loaded(answers))) == set(given) and share(loaded(answers, answers=given)) == (
        90.0,
        50,
    )


def test_free_text_is_not_asked_about():
    with pytest.raises(FileRefused, match="under .* stands something else"):
        loaded({f"my own words {'x' * at}": 1 for at in range(1, 40)} | {"fine by me": 6})


def test_a_frequent_word_among_numbers_of_a_longer_scale_is_asked_about():
    answers = {"10": 20, "9": 10, "5": 5, "满意": 10}
    checked = loaded(answers)
    assert list(asked(checked)) == ["answer_word:满意"] and checked.rejected == 0
    assert share(loaded(answers, answers={"answer_word:满意": "2of10"})) == (66.7, 45)


# --- labels beside numbers


@pytest.mark.parametrize(
    "answers",
    [
        {"1 - 非常满意": 20, "2 - 满意": 20, "3 - 一般": 10, "4 - 不满意": 6, "5 - 非常不满意": 4},
        {"1 (Very satisfied)": 20, "2": 20, "3": 10, "4": 6, "5 (Very dissatisfied)": 4},
        {"1=非常满意": 20, "2=满意": 20, "3=一般": 10, "4=不满意": 6, "5=非常不满意": 4},
        {
            "Very satisfied (1)": 20,
            "Satisfied (2)": 20,
            "Neutral (3)": 10,
            "Dissatisfied (4)": 6,
            "Very dissatisfied (5)": 4,
        },
        {"非常满意1分": 20, "满意2分": 20, "一般3分": 10, "不满意4分": 6, "非常不满意5分": 4},
        {
            "1 Strongly agree": 20,
            "2 Agree": 20,
            "3 Neutral": 10,
            "4 Disagree": 6,
            "5 Strongly disagree": 4,
        },
        {"1 - Excellent": 20, "2 - Good": 20, "3 - Fair": 10, "4 - Poor": 10},
    ],
)
def test_where_number_and_label_contradict_the_label_counts(answers):
    checked = loaded(answers)
    assert (
        share(checked) == (66.7, 60)
        and asked(checked) == {}
        and "so the words count" in sentences(checked)
    )
    assert share(loaded(answers, reversed=True)) == (
        66.7,
        60,
    )  # who says so too turns nothing twice


@pytest.mark.parametrize(
    "answers",
    [
        {"5 - 非常满意": 20, "4 - 满意": 20, "3 - 一般": 10, "2 - 不满意": 6, "1 - 非常不满意": 4},
        {"5: Very satisfied": 20, "4": 20, "3": 10, "2": 6, "1: Very dissatisfied": 4},
        {"Very satisfied - 5": 20, "Satisfied - 4": 20, "Neutral - 3": 20},
        {"非常满意5分": 20, "满意4分": 20, "一般3分": 20},
    ],
)
def test_where_they_agree_nothing_is_said(answers):
    checked = loaded(answers)
    assert (
        share(checked) == (66.7, 60)
        and asked(checked) == {}
        and "so the words count" not in sentences(checked)
    )


def test_a_long_scale_with_labels_at_its_ends_is_turned_whole():
    checked = loaded(
        {"1 - very satisfied": 20, "2": 20, "5": 10, "9": 5, "10 - very dissatisfied": 5}
    )
    assert checked.scale.name == "1-10" and share(checked) == (66.7, 60)


@pytest.mark.parametrize(
    "heading",
    [
        "Overall satisfaction (1 = very satisfied; 5 = very dissatisfied)",
        "总体满意度（1=非常满意，5=非常不满意）",
    ],
)
def test_a_heading_that_calls_1_the_best_answer_is_believed(heading):
    checked = loaded({1: 20, 2: 20, 3: 10, 5: 10}, f'"{heading}"')
    assert share(checked) == (66.7, 60) and "lowest number is the best" in sentences(checked)


def test_words_have_a_direction_of_their_own():
    assert share(loaded({"非常满意": 40, "不满意": 20}, reversed=True)) == (66.7, 60)


def test_numbers_of_options_without_their_words_are_asked_about():
    answers = {"A1": 10, "A2": 5, "A5": 45}
    assert asked(loaded(answers)) == {"option_order": "last"} and share(loaded(answers)) == (
        75.0,
        60,
    )
    assert share(loaded(answers, answers={"option_order": "first"})) == (25.0, 60)
    letters = {"A": 30, "B": 15, "C": 9, "D": 6}
    assert asked(loaded(letters)) == {"option_order": "first"} and share(loaded(letters)) == (
        75.0,
        60,
    )
    stray = loaded({"5": 40, "1": 10, "A5": 1})
    assert (asked(stray), stray.rejected) == ({}, 1)


# --- missing scores


def test_missing_scores_are_counted():
    checked = loaded({"5": 60, "": 40})
    assert "Overall satisfaction: no score in 40 of 100 rows" in sentences(
        checked
    ) and "no score" not in sentences(loaded({"5": 60}))


@pytest.mark.parametrize(
    ("kind", "heading", "row"),
    [
        ("nps", "ID,Date,NPS", "{at},2026-09-01,{score}"),
        ("training", "Employee,Course,Date,Score,Maximum", "E{at},Basics,2026-09-01,{score},10"),
        ("supervisor_rating", "Employee,Date,Rating", "E{at},2026-09-01,{score}"),
        ("mystery_visit", "Visit ID,Date,Attitude,Overall", "{at},2026-09-01,{score},{score}"),
    ],
)
def test_missing_scores_are_counted_for_every_kind(kind, heading, row):
    rows = [row.format(at=at, score="" if at < 4 else 5) for at in range(10)]
    checked = prepare(
        "\n".join([heading, *rows]).encode(),
        "f.csv",
        kind_named(kind),
        Options(pass_mark=60, scale="1-5"),
        TODAY,
    ).checked
    assert "no score in 4 of 10 rows" in sentences(checked)


# --- the shared cases

PUBLIC = "cases/public"


@pytest.mark.parametrize(
    ("file", "right", "names"),
    [
        ("cases/reading/scale-1-7-few-high.csv", (1.5, 200), ["answer_scale"]),
        (f"{PUBLIC}/answer-label-contradicts/num_dash_best1.csv", (66.7, 60), []),
        (f"{PUBLIC}/answer-label-contradicts/num_dash_points.csv", (66.7, 60), []),
        (f"{PUBLIC}/csat-scales/smiley3.csv", (63.3, 60), ["answer_scale"]),
        (f"{PUBLIC}/csat-scales/smiley4.csv", (76.7, 60), ["answer_scale"]),
        (f"{PUBLIC}/csat-scales/six.csv", (65.0, 60), ["answer_scale"]),
        (f"{PUBLIC}/csat-scales/zero_to_four.csv", (78.3, 60), ["answer_scale"]),
        (f"{PUBLIC}/csat-scales/one_to_five_with_0_na.csv", (90.9, 55), ["answer_scale"]),
        (f"{PUBLIC}/csat-scales/one_to_five_with_99_na.csv", (83.1, 59), []),
        (f"{PUBLIC}/csat-scales/zendesk.csv", (75.0, 36), []),
        (f"{PUBLIC}/csat-scales/thumbs.csv", (81.7, 60), []),
        (f"{PUBLIC}/csat-scales/emoji5.csv", (71.7, 60), []),
        (f"{PUBLIC}/csat-scales/slash.csv", (88.3, 60), []),
        (f"{PUBLIC}/csat-scales/yesno.csv", (81.7, 60), []),
        (f"{PUBLIC}/csat-scales/manyi3.csv", (73.3, 60), []),
        (f"{PUBLIC}/csat-scales/manyi4.csv", (76.7, 60), []),
        (f"{PUBLIC}/csat-scales/manyi_basic.csv", (61.7, 60), ["basic_satisfied"]),
        (f"{PUBLIC}/csat-scales/frappe_fraction.csv", (85.0, 60), []),
        (f"{PUBLIC}/csat-scales/frappe_fraction_all1.csv", (100.0, 40), ["answer_scale"]),
        (f"{PUBLIC}/csat-scales/halfstars.csv", (91.7, 60), []),
        (f"{PUBLIC}/csat-scales/comma_half.csv", (83.3, 60), []),
        (f"{PUBLIC}/csat-scales/odoo_1_3_5.csv", (70.0, 60), []),
        (f"{PUBLIC}/csat-scales/odoo_1_5_10.csv", (78.3, 60), []),
        (f"{PUBLIC}/word-scales/haochaping.csv", (58.3, 120), ["basic_satisfied"]),
        (f"{PUBLIC}/word-scales/qualtrics7.csv", (55.0, 100), []),
        (f"{PUBLIC}/scale-change/aug_1to7.csv", (68.3, 60), []),
        (f"{PUBLIC}/scale-change/sep_1to5.csv", (70.0, 60), []),
        (f"{PUBLIC}/scale-change/oct_thumbs01.csv", (78.3, 60), []),
        (f"{PUBLIC}/wjx-codes/coded_minus3.csv", (85.0, 80), []),
        (f"{PUBLIC}/limesurvey-anonymised-dates/answercodes.csv", (81.7, 60), ["option_order"]),
    ],
)
def test_the_shared_files_of_answers_give_their_right_value(shared, file, right, names):
    checked = prepare((shared / file).read_bytes(), file, SURVEY, Options(), TODAY).checked
    assert (share(checked), list(asked(checked))) == (right, names)
