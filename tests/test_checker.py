"""A sheet is checked in one pass: what is kept, what is not and why, and nothing is lost
between."""

import csv
import time
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from data.checking.checker import check
from data.checking.taken import Unchecked
from data.issues import ERROR, NOTE, WARNING
from data.kinds.catalog import KINDS, MYSTERY_VISIT, NPS, SURVEY, TRAINING
from data.matching.match import Match
from data.reading.options import Options
from data.reading.sheet import LeftOut, Parts, Sheet
from errors import FileRefused, Message, WrongCall
from metrics.handed.kpi_facts import KPI_FACTS

TODAY = date(2026, 11, 20)
REAL = Path(__file__).resolve().parents[2] / "shared" / "real"


def sheet_of(headings, rows, **more):
    cells = pd.DataFrame(
        {at: pd.Series([row[at] for row in rows], dtype="str") for at in range(len(headings))}
    )
    return Sheet(
        name="", headings=tuple(headings), cells=cells, lines=tuple(range(2, len(rows) + 2)), **more
    )


def checked(kind, headings, rows, options=Options(), maximum=None, match=None, **more):  # noqa: B008 - frozen
    names = match or [
        heading for heading in headings if heading in {column.name for column in kind.columns}
    ]
    columns = {
        at: name
        for at, name in enumerate(headings if match is None else match)
        if name in names and name
    }
    return check(
        Unchecked(
            sheet_of(headings, rows, **more),
            Match(columns, maximum=maximum),
            kind,
            options,
            TODAY,
            kpis=KPI_FACTS,
        )
    )


def survey(answers, options=Options(), headings=("date", "overall")):  # noqa: B008 - frozen
    return checked(
        SURVEY, headings, [("2026-09-03", *in_row(answer)) for answer in answers], options
    )


def in_row(cells):
    return cells if isinstance(cells, tuple) else (cells,)


def told(result, level):
    return [
        (issue.row, issue.column, issue.value, str(issue.message))
        for issue in result.issues
        if issue.level == level
    ]


def rows_with(result, level):
    return [issue.row for issue in result.issues if issue.level == level and issue.row]


def test_a_clean_file_comes_back_typed_and_whole():
    result = checked(
        NPS,
        ("response_id", "date", "score", "comment"),
        [("007", "2026-09-03 14:05", "10", "good"), ("008", "2026-09-04", "", "")],
    )
    assert result.rows.columns.tolist() == [column.name for column in NPS.columns] + ["line"]
    assert result.rows["response_id"].tolist() == ["007", "008"]
    assert result.rows["date"].tolist() == [
        pd.Timestamp(2026, 9, 3, 14, 5),
        pd.Timestamp(2026, 9, 4),
    ]
    assert (
        result.rows["score"].tolist() == [10, pd.NA] and str(result.rows["score"].dtype) == "Int64"
    )
    assert str(result.rows["date"].dtype) == "datetime64[us]" and result.rows["store"].isna().all()
    assert result.rows["line"].tolist() == [2, 3]
    assert (result.read, result.rejected, result.left_out, result.scale) == (2, 0, 0, None)
    assert [str(issue.message).split(".")[0] for issue in result.issues] == [
        "Score: no score in 1 of 2 rows"
    ]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_example_of_every_kind_is_accepted(kind):
    result = checked(
        kind,
        [column.name for column in kind.columns],
        [[column.example for column in kind.columns]],
    )
    assert told(result, ERROR) == [] and len(result.rows) == 1


@pytest.mark.parametrize(
    "score, part",
    [
        ("11", "Score is 11, outside 0 to 10. Correct these cells, or empty them."),
        ("-1", "outside 0 to 10"),
        ("5.6", "whole numbers"),
        ("NaN", "not a number"),
        ("1e400", "not a number"),
        ("0x1F", "not a number"),
        ("1_000", "not a number"),
        ("90%", "percentage"),
        ("5%", "percentage"),
        ("5,6", "whole numbers"),
        ("99999999999999999999", "not a number"),
    ],
)
def test_a_faulty_score_keeps_its_row_out_with_the_reason(score, part):
    result = checked(
        NPS,
        ("When", "Score"),
        [("2026-09-03", "9"), ("2026-09-03", score)],
        match=["date", "score"],
    )
    [(row, column, value, text)] = told(result, ERROR)
    assert (row, column, value) == (3, "Score", score) and part in text
    assert (len(result.rows), result.rejected) == (1, 1)


@pytest.mark.parametrize("day", ["2026-02-30", "0026-01-01", "2126-01-01", "soon", ""])
def test_a_faulty_date_keeps_its_row_out(day):
    result = checked(NPS, ("date", "score"), [(day, "9"), ("2026-09-03", "9")])
    assert rows_with(result, ERROR) == [2] and result.rows["line"].tolist() == [3]


def test_all_faults_are_found_in_one_pass_in_the_order_of_the_rows():
    result = checked(
        NPS, ("date", "score"), [("2026-02-30", "11"), ("2026-09-03", "9"), ("", "ten")]
    )
    assert rows_with(result, ERROR) == [2, 2, 4, 4]
    assert (result.read, result.rejected, len(result.rows)) == (3, 2, 1)


def test_records_that_do_not_fit_and_totals_are_counted():
    reason = Message("Too many cells.")
    result = checked(
        NPS,
        ("date", "score"),
        [("2026-09-03", "9")],
        left_out=Parts.of([LeftOut(9, "Total", Message("A total."))]),
        faulty=Parts.of([LeftOut(5, "a,b,c", reason)]),
    )
    assert (result.read, len(result.rows), result.rejected, result.left_out) == (3, 1, 1, 1)
    assert told(result, ERROR) == [(5, None, "a,b,c", "Too many cells.")]
    assert told(result, NOTE) == [(9, None, "Total", "A total.")]


def test_only_rows_with_the_asked_value_are_taken():
    rows = [("2026-09-03", "9", "NPS"), ("2026-09-03", "nice", "Comment"), ("", "8", "ｎｐｓ")]
    result = checked(NPS, ("date", "score", "Question"), rows, Options(where={"question": "nps"}))
    assert (len(result.rows), result.rejected, result.left_out) == (1, 1, 1)
    [(row, column, value, text)] = told(result, NOTE)
    assert (row, column, value) == (3, "Question", "Comment") and "nps" in text
    with pytest.raises(WrongCall, match="Question"):
        checked(
            NPS,
            ("date", "score", "Question"),
            [("2026-09-03", "9", "NPS")],
            Options(where={"Answer": "x"}),
        )


def test_findings_beyond_a_thousand_of_a_kind_are_counted():
    result = checked(
        NPS,
        ("date", "score", "Q"),
        [("2026-09-03", "9", "other")] * 1500,
        Options(where={"Q": "NPS"}),
    )
    assert len(told(result, NOTE)) == result.left_out == 1500
    notes = list(result.issues.told())
    assert (
        len(notes) == 1001
        and [note.row for note in notes[:3]] == [None, 2, 3]
        and notes[-1].row == 1001
    )
    assert str(notes[0].message) == "More findings like this: 500. Q is “…”, not “NPS”: left out."


def test_a_value_given_for_all_rows_is_read_by_the_same_rules():
    result = checked(
        NPS, ("score",), [("9",), ("8",)], Options(set={"date": "2026年9月", "store": "007"})
    )
    assert (
        result.rows["date"].tolist() == [pd.Timestamp(2026, 9, 1)] * 2
        and result.rows["store"].tolist() == ["007"] * 2
    )
    with pytest.raises(WrongCall, match="2026-02-30"):
        checked(NPS, ("score",), [("9",)], Options(set={"date": "2026-02-30"}))
    with pytest.raises(WrongCall, match="store"):
        checked(NPS, ("score",), [("9",)], Options(set={"shop": "x"}))


def test_an_open_order_of_day_and_month_is_asked():
    asked = checked(NPS, ("date", "score"), [("3/4/2026", "9")]).questions
    assert [question.name for question in asked] == ["day_first"]
    settled = checked(NPS, ("date", "score"), [("3/4/2026", "9")], Options(day_first=True))
    assert settled.rows["date"].tolist() == [pd.Timestamp(2026, 4, 3)]


@pytest.mark.parametrize(
    "answers, scale",
    [
        (["1", "3", "5"], "1-5"),
        (["1", "7", "5"], "1-7"),
        (["1", "10", "8"], "1-10"),
        (["0", "10", "8"], "0-10"),
        (["85", "100", "40"], "0-100"),
        (["85%", "100%", "9%"], "0-100"),
        (["4.5", "3.5", "5"], "1-5"),
        (["非常满意", "满意", "一般"], "1-5"),
        (["★★★★☆", "★★★★★"], "1-5"),
        (["0.85", "0.9", "1"], "0-100"),
        (["", ""], "1-5"),
    ],
)
def test_the_smallest_standard_scale_that_holds_the_answers_is_taken(answers, scale):
    assert survey(answers).scale.name == scale


def test_a_stray_answer_is_an_error_of_its_row_and_not_a_scale():
    result = survey(["4"] * 40 + ["5"] * 20 + ["55"])
    assert result.scale.name == "1-5" and rows_with(result, ERROR) == [62]
    assert "overall is 55, outside 1 to 5" in told(result, ERROR)[0][3]
    assert "1 to 5" in told(result, WARNING)[0][3]
    few = survey(["4", "5", "3", "2", "11"])
    assert few.scale.name == "1-5" and rows_with(few, ERROR) == [6]


def test_one_scale_holds_for_all_scaled_columns():
    result = survey([("10", "5")] * 40, headings=("date", "overall", "attitude"))
    assert result.scale.name == "1-10"
    assert any("attitude" in text for _, _, _, text in told(result, WARNING))


def test_a_scale_that_was_not_certain_is_told_and_one_that_was_is_not():
    assert "1 to 5" in told(survey(["3", "4"]), WARNING)[0][3]
    assert told(survey(["1", "5", "4"]), WARNING) == []
    assert told(survey(["3", "4"], Options(scale="1-5")), WARNING) == []


def test_the_person_or_the_heading_settles_the_scale():
    assert survey(["3", "4"], Options(scale="1-7")).scale.name == "1-7"
    with pytest.raises(WrongCall, match="1-10"):
        survey(["3", "4"], Options(scale="6-1"))
    assert survey(["3", "4"], Options(scale="1-6")).scale.name == "1-6"
    rows = [("2026-09-03", "4"), ("2026-09-03", "5")]
    for heading, scale in (
        ("Overall (1-10)", "1-10"),
        ("满意度（满分10分）", "1-10"),
        ("满意度（1～7分）", "1-7"),
        ("满意度（5分制）", "1-5"),
        ("Q1-10 Overall", "1-5"),
        ("Overall", "1-5"),
    ):
        assert (
            checked(SURVEY, ("date", heading), rows, match=["date", "overall"]).scale.name == scale
        )
    two = checked(
        SURVEY,
        ("d", "A (1-10)", "B (1-5)"),
        [("2026-09-03", "4", "4")],
        match=["date", "overall", "attitude"],
    )
    assert two.scale.name == "1-10" and two.rows[["overall", "attitude"]].to_numpy().tolist() == [
        [4, 9]
    ]


def test_words_stand_for_points_and_unknown_words_for_faults():
    result = survey(["非常满意", "满意", "一般", "不满意", "非常不满意", "红色", "5"])
    assert result.rows["overall"].tolist() == [5, 4, 3, 2, 1, 5]
    assert rows_with(result, ERROR) == [7] and "非常满意" in told(result, ERROR)[0][3]


def test_words_and_points_of_a_longer_scale_do_not_mix():
    result = survey(["9", "10", "8", "满意"])
    assert result.scale.name == "1-10" and result.rows["overall"].tolist() == [9, 10, 8]
    assert rows_with(result, ERROR) == [5] and "1 to 10" in told(result, ERROR)[0][3]


def test_words_that_could_mean_two_scales_are_told():
    assert "excellent" in told(survey(["excellent", "good", "fair"]), WARNING)[0][3]


def test_reversed_answers_are_turned_after_codes_for_no_answer_are_gone():
    result = survey(
        ["1", "2", "5", "7", "6"], Options(reversed=True, missing=("6", "7"), scale="1-5")
    )
    assert (
        result.rows["overall"].tolist()[:3] == [5, 4, 1]
        and result.rows["overall"].isna().tolist() == [False] * 3 + [True] * 2
    )


def test_codes_for_no_answer_do_not_touch_names_and_numbers_of_people():
    rows = [("2026-09-03", "99", "99", "99"), ("2026-09-03", "1", "5", "跳过了")]
    result = checked(
        SURVEY,
        ("date", "response_id", "overall", "comment"),
        rows,
        Options(missing=("99", "跳过了")),
    )
    assert result.rows["response_id"].tolist() == ["99", "1"]
    assert result.rows["overall"].isna().tolist() == [True, False] and result.rows[
        "comment"
    ].isna().tolist() == [False, True]


def test_shares_are_never_rescaled_in_silence():
    rows = [("2026-09-03", value, "80", "1") for value in ("0.9", "0.85", "1")]
    result = checked(MYSTERY_VISIT, ("date", "attitude", "efficiency", "compliance"), rows)
    assert result.rows["attitude"].tolist() == [90, 85, 100] and result.rows[
        "compliance"
    ].tolist() == [1, 1, 1]
    assert [text for _, _, _, text in told(result, WARNING) if "attitude" in text and "0.9" in text]
    percent = checked(
        MYSTERY_VISIT,
        ("date", "attitude"),
        [("2026-09-03", "85%"), ("2026-09-03", "0.9"), ("2026-09-03", "1")],
    )
    assert percent.rows["attitude"].tolist() == [85, 0.9, 1]


TRAINED = ("employee", "course", "date", "score")


def training(scores, options=Options(), maximum=None, headings=TRAINED):  # noqa: B008 - frozen
    rows = [(f"E{at}", "Basics", "2026-09-03", *in_row(score)) for at, score in enumerate(scores)]
    return checked(TRAINING, headings, rows, options, maximum)


def test_what_passes_must_be_known():
    with pytest.raises(FileRefused, match="percent passes"):
        training(["92"])
    with pytest.raises(WrongCall, match="180"):
        training(["92"], Options(pass_mark=180))


def test_the_pass_mark_is_a_percentage_of_the_maximum():
    result = training(["9.47", "4"], Options(pass_mark=85), maximum=10)
    assert result.rows["maximum"].tolist() == [10, 10] and result.rows["pass_mark"].tolist() == [
        8.5,
        8.5,
    ]
    assert told(result, WARNING) == []


def test_a_maximum_that_was_assumed_is_told():
    result = training(["92", "70"], Options(pass_mark=80))
    assert result.rows["maximum"].tolist() == [100, 100] and "100" in told(result, WARNING)[0][3]
    with pytest.raises(FileRefused, match="140"):
        training(["92", "140"], Options(pass_mark=80))
    assert told(training(["92%"], Options(pass_mark=80)), WARNING) == []


def test_percentages_become_points_of_the_row():
    headings = (*TRAINED, "maximum", "pass_mark")
    result = training(
        [("85%", "20", "80%"), ("15", "20", "16"), ("15", "20", "")],
        Options(pass_mark=60),
        headings=headings,
    )
    assert result.rows["score"].tolist() == [17, 15, 15] and result.rows["pass_mark"].tolist() == [
        16,
        16,
        12,
    ]


def test_scores_and_pass_marks_above_the_maximum_keep_their_rows_out():
    headings = (*TRAINED, "maximum", "pass_mark")
    result = training(
        [("25", "20", "16"), ("15", "20", "80"), ("15", "20", ""), ("15", "20", "16")],
        headings=headings,
    )
    assert [(row, column) for row, column, _, _ in told(result, ERROR)] == [
        (2, "score"),
        (3, "pass_mark"),
        (4, "pass_mark"),
    ]
    assert "score is 25, outside 0 to 20" in told(result, ERROR)[0][3]
    assert result.rows["line"].tolist() == [5]


def test_a_row_that_says_the_same_again_is_left_out_and_names_the_earlier_one():
    rows = [
        ("1", "2026-09-03 09:00", "9"),
        ("2", "2026-09-03 09:00", "9"),
        ("1", "2026-09-03 09:00", "9"),
        ("1", "2026-09-03 09:00", "3"),
        ("1", "2026-09-03 10:00", "9"),
    ]
    result = checked(NPS, ("response_id", "date", "score"), rows)
    assert result.rows["line"].tolist() == [2, 3, 5, 6] and result.left_out == 1
    assert [(row, "row 2" in text) for row, _, _, text in told(result, NOTE)] == [(4, True)]
    assert [(row, "row 2" in text) for row, _, _, text in told(result, WARNING)] == [
        (5, True),
        (6, True),
    ]


def test_rows_without_identifiers_are_never_the_same_record():
    result = checked(NPS, ("date", "score"), [("2026-09-03", "9")] * 3)
    assert len(result.rows) == 3 and result.issues == ()


def test_days_to_come_and_days_long_past_are_told_and_kept():
    rows = [
        ("2026-11-20 23:59", "9"),
        ("2026-11-21", "9"),
        ("1999-12-31", "9"),
        ("2000-01-01", "9"),
    ]
    result = checked(NPS, ("date", "score"), rows)
    assert rows_with(result, WARNING) == [3, 4] and len(result.rows) == 4


def test_a_file_of_old_records_is_told_of_in_one_sentence():
    rows = [(f"1998-01-{day:02d}", "9") for day in range(1, 12)] + [("2026-09-03", "9")]
    result = checked(NPS, ("date", "score"), rows)
    assert [
        (row, column, "2000: 11, the earliest of" in text)
        for row, column, _, text in told(result, WARNING)
    ] == [(None, "date", True)]
    assert len(result.rows) == 12


def test_one_answer_to_all_questions_is_told_once_for_the_file():
    headings = ("date", "overall", "attitude", "speed")
    result = survey([("5", "5", "5")] * 25 + [("1", "5", "4")] * 15, headings=headings)
    assert [(row, "25 of 40" in text) for row, _, _, text in told(result, WARNING)] == [
        (None, True)
    ]
    assert (
        told(survey([("5", "5", "5")] * 24 + [("1", "5", "4")] * 16, headings=headings), WARNING)
        == []
    )


def test_hostile_text_is_plain_data():
    texts = ["=1+1", "<img onerror=alert(1)>", "\u202egnp.exe", "{column}", "@cmd"]
    result = checked(
        NPS,
        ("date", "score", "comment", "store"),
        [("2026-09-03", "{column}", text, text) for text in texts]
        + [("2026-09-03", "9", text, text) for text in texts],
    )
    assert result.rows["comment"].tolist() == texts
    assert result.rows["store"].tolist() == [
        text.replace("\u202e", "") for text in texts
    ]  # nobody sees it in the name of a store
    assert all("{column}" in text for _, _, _, text in told(result, ERROR)) and result.rejected == 5


CELL = st.text(max_size=6) | st.sampled_from(
    [
        "",
        "9",
        "11",
        "-1",
        "5.6",
        "NaN",
        "2026-09-03",
        "2026-02-30",
        "1/2/26",
        "13/2/2026",
        "满意",
        "85%",
        "5,5",
        "N/A",
    ]
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(CELL, CELL, CELL), max_size=8), st.sampled_from([NPS, SURVEY, MYSTERY_VISIT])
)
def test_every_record_is_kept_rejected_or_left_out(rows, kind):
    answer = {"nps": "score", "survey": "overall", "mystery_visit": "attitude"}[kind.name]
    result = checked(kind, (kind.identifiers[0], "date", answer), rows, Options(day_first=True))
    assert len(result.rows) + result.rejected + result.left_out == result.read == len(rows)
    assert {issue.row for issue in result.issues if issue.level == ERROR}.isdisjoint(
        result.rows["line"]
    )
    assert len({issue.row for issue in result.issues if issue.level == ERROR}) == result.rejected
    assert result.rows["date"].dt.year.between(1990, 2100).all()
    low, high = (
        (result.scale.low, result.scale.high)
        if result.scale
        else (kind.column(answer).low, kind.column(answer).high)
    )
    assert result.rows[answer].dropna().between(low, high).all()


def test_ten_thousand_rows_are_checked_at_once():
    random = np.random.default_rng(1)
    rows = [
        (str(at), f"2026-09-{day:02d} 10:00", str(score))
        for at, (day, score) in enumerate(
            zip(random.integers(1, 29, 10_000), random.integers(0, 11, 10_000), strict=True)
        )
    ]
    sheet = sheet_of(("response_id", "date", "score"), rows)
    start = time.perf_counter()
    result = check(
        Unchecked(sheet, Match({0: "response_id", 1: "date", 2: "score"}), NPS, Options(), TODAY)
    )
    assert len(result.rows) == 10_000 and time.perf_counter() - start < 3


def real_sheet(name, encoding):
    path = REAL / name
    if not path.exists():
        pytest.skip("the shared real files are not here")
    with path.open(encoding=encoding, newline="") as file:
        headings, *rows = [[cell.strip() for cell in row] for row in csv.reader(file)]
    return sheet_of([heading or f"Column {at}" for at, heading in enumerate(headings)], rows)


def test_a_real_course_survey_gives_its_known_score():
    sheet = real_sheet("customer/nps_long_pt.csv", "utf-8-sig")
    columns = {
        sheet.headings.index(heading): name
        for heading, name in (
            ("answer_id", "response_id"),
            ("answer_datetime", "date"),
            ("answer_content", "score"),
        )
    }
    result = check(
        Unchecked(sheet, Match(columns), NPS, Options(where={"question_category": "NPS"}), TODAY)
    )
    scores = result.rows["score"]
    assert (len(scores), result.rejected, result.left_out) == (265, 0, 270)
    assert round(100 * ((scores >= 9).mean() - (scores <= 6).mean()), 2) == 61.89


def test_a_real_reversed_survey_gives_its_known_counts():
    sheet = real_sheet("customer/nhs_fft_testdata.csv", "latin-1")
    columns = {
        sheet.headings.index(heading): name
        for heading, name in (
            ("Comment ID", "response_id"),
            ("Date", "date"),
            ("FFT categorical answer", "overall"),
        )
    }
    result = check(
        Unchecked(
            sheet,
            Match(columns),
            SURVEY,
            Options(reversed=True, missing=("6", "7"), scale="1-5"),
            TODAY,
        )
    )
    counts = result.rows["overall"].value_counts()
    assert {int(value): int(count) for value, count in counts.items()} == {
        5: 705,
        4: 151,
        3: 34,
        2: 18,
        1: 34,
    }
    assert result.rows["date"].iloc[0] == pd.Timestamp(2021, 6, 2)
