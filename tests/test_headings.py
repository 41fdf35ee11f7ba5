"""Headings find their columns: as told, exactly, or by likeness that the cells confirm."""

import pandas as pd
import pytest

from data.kinds.catalog import MYSTERY_VISIT, NPS, SURVEY, TRAINING, UPLOADED, kind_named
from data.matching.headings import match
from data.matching.match import Match
from data.matching.missing import missing_columns, require_columns
from data.matching.recognise import recognise
from data.matching.told_columns import find_heading
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold, stated_maximum
from data.uploads.prepare import prepare
from errors import FileRefused, WrongCall
from i18n import translator


def table(headings: list[str], *rows) -> Sheet:
    cells = pd.DataFrame([list(row) for row in rows], columns=range(len(headings)), dtype="str")
    return Sheet("s", tuple(headings), cells, tuple(range(2, len(rows) + 2)))


def named(sheet: Sheet, found: Match) -> dict[str, str]:
    return {sheet.headings[at]: column for at, column in found.columns.items()}


@pytest.mark.parametrize(
    "written, plain",
    [
        ("３、总体满意度（分）", "总体满意度"),
        ("Q3. Overall score (0-10) *", "overallscore"),
        ("RESPONSE_ID", "response id"),
        ("Grade/10.00", "grade"),
        ("1. 服务态度【单选题】", "服务态度"),
        ("Score（满分100分）", "score"),
        ("提交答卷时间 ", "提交答卷时间"),
        ("响应速度[量表题]", "响应速度"),
    ],
)
def test_what_does_not_matter_is_folded_away(written, plain):
    assert fold(written) == fold(plain)


@pytest.mark.parametrize(
    "one, other",
    [("Score", "Max score"), ("Q1", "Q2"), ("Date (hired)", "Date"), ("2025 score", "2026 score")],
)
def test_what_matters_is_kept_apart(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    "heading, maximum",
    [
        ("Grade/10.00", 10),
        ("成绩（满分150）", 150),
        ("Score (out of 20)", 20),
        ("得分（100分）", 100),
        ("Score (0-50)", 50),
        ("Score (2)", None),
        ("Score", None),
    ],
)
def test_a_heading_may_state_the_highest_score(heading, maximum):
    assert stated_maximum(heading) == maximum


@pytest.mark.parametrize("kind", UPLOADED, ids=lambda kind: kind.name)
def test_each_column_is_found_by_its_own_name(kind):
    names = [column.name for column in kind.columns]
    found = match(table(names, [""] * len(names)), kind, Options())
    assert found.columns == dict(enumerate(names))
    assert not found.likely


@pytest.mark.parametrize("kind", UPLOADED, ids=lambda kind: kind.name)
def test_each_declared_heading_finds_a_column_that_declares_it(kind):
    for column in kind.columns:
        for heading in column.headings:
            found = match(table([heading.upper()], [""]), kind, Options())
            assert len(found.columns) == 1, heading
            chosen = kind.column(found.columns[0])
            assert fold(heading) in map(fold, (chosen.name, chosen.label, *chosen.headings))


def test_a_chinese_export_is_matched_without_help():
    headings = [
        "序号",
        "提交答卷时间",
        "来自IP",
        "1、您对本次服务的总体满意度如何？",
        "2、您对服务态度的满意度",
        "3、您对响应速度的评价",
        "4、您的手机号",
    ]
    row = ["2026-09-01 10:00", "10.0.0.1", "非常满意", "4", "5分", "13800138000"]
    exported = table(headings, *[[str(number), *row] for number in range(3)])
    found = match(exported, SURVEY, Options())
    assert found.columns == {0: "response_id", 1: "date", 3: "overall", 4: "attitude", 5: "speed"}
    assert found.likely == ()  # whole questions above cells that can be nothing else
    assert found.dropped_personal == ("来自IP", "4、您的手机号")
    assert found.unused == ()


def test_an_english_question_is_sure_and_its_reason_is_the_comment():
    headings = [
        "Response ID",
        "End Date",
        "How likely are you to recommend our company to a friend?",
        "What was the main reason for your score?",
    ]
    exported = table(
        headings,
        ["a1", "2026-09-01", "9", "Friendly staff"],
        ["a2", "2026-09-02", "3", "Too slow for me"],
    )
    found = match(exported, NPS, Options())
    assert list(named(exported, found).values()) == ["response_id", "date", "score", "comment"]
    assert found.likely == ()


def test_likeness_needs_cells_that_fit():
    headings = ["id", "date", "Overal satisfaction with us"]
    words = table(
        headings, ["1", "2026-09-01", "It depends on the day"], ["2", "2026-09-02", "No idea"]
    )
    numbers = table(headings, ["1", "2026-09-01", "4"], ["2", "2026-09-02", "5"])
    assert match(words, SURVEY, Options()).position("overall") is None
    assert match(numbers, SURVEY, Options()).position("overall") == 2
    for heading, mark in (
        ("Feedback Rating", "1"),
        ("Product score", "5"),
        ("您的打分", "1"),
        ("服务评级", "1.0"),
        ("Experience rating", "10"),
    ):
        alike = table(
            ["id", "date", heading], *[[str(number), "2026-09-01", mark] for number in range(12)]
        )
        assert match(alike, SURVEY, Options()).position("overall") == 2, heading
    flags = table(
        ["id", "date", "Staff responsiveness"],
        *[[str(number), "2026-09-01", "1"] for number in range(12)],
    )
    assert match(flags, SURVEY, Options()).position("speed") is None


def test_a_filled_column_wins_over_an_empty_one_and_each_is_used_once():
    headings = ["提交答卷时间", "填写时间", "满意度", "满意度 (2)"]
    exported = table(headings, ["", "2026-09-01", "5", "4"], ["", "2026-09-02", "4", "4"])
    assert match(exported, SURVEY, Options()).columns == {1: "date", 2: "overall"}


def test_an_e_mail_is_a_better_employee_than_a_name():
    exported = table(
        ["Name", "First name", "Email address", "Quiz", "Started on", "Completed", "Grade/10.00"],
        [
            "Ann Lee",
            "Ann",
            "ann@example.com",
            "Basics",
            "2026-09-01 10:00",
            "2026-09-01 10:20",
            "8.5",
        ],
    )
    found = match(exported, TRAINING, Options())
    assert found.columns == {2: "employee", 3: "course", 5: "date", 6: "score"}
    assert found.dropped_personal == ("Name", "First name")
    assert found.unused == ("Started on",)
    assert found.maximum == 10


def test_a_column_for_the_maximum_counts_more_than_the_heading():
    exported = table(
        ["工号", "课程", "考试时间", "成绩（满分100）", "满分"],
        ["E1", "基础", "2026-09-01", "40", "50"],
    )
    found = match(exported, TRAINING, Options())
    assert (found.position("maximum"), found.maximum) == (4, None)


def test_several_rows_of_headings_match_by_their_parts():
    headings = ["基本信息 / 序号", "基本信息 / 日期", "满意度 / 服务态度", "满意度 / 总体满意度"]
    exported = table(headings, ["1", "2026-09-01", "4", "5"])
    found = match(exported, SURVEY, Options())
    assert found.columns == {0: "response_id", 1: "date", 2: "attitude", 3: "overall"}


def test_personal_headings_are_dropped_and_never_guessed_into_other_columns():
    headings = ["id", "date", "rating", "LocationLatitude", "Wohnort", "RecipientEmail"]
    found = match(
        table(headings, ["1", "2026-09-01", "5", "47.1", "Bern", "a@example.com"]),
        SURVEY,
        Options(),
    )
    assert found.dropped_personal == ("LocationLatitude", "RecipientEmail")
    assert found.unused == ("Wohnort",)


@pytest.mark.parametrize(
    "cell",
    ["ann@example.com", "192.168.0.7", "13812345678", "+44 20 7946 0958", "110101199003070038"],
)
def test_cells_can_be_personal_under_a_plain_heading(cell):
    found = match(
        table(["id", "date", "rating", "Q7"], ["1", "2026-09-01", "5", cell]), SURVEY, Options()
    )
    assert found.dropped_personal == ("Q7",)


@pytest.mark.parametrize(
    "heading",
    ["1、手机部数", "Store name 2", "Course title", "IP telephony used?", "Comment length"],
)
def test_questions_about_things_are_not_personal(heading):
    found = match(
        table(["id", "date", "rating", heading], ["1", "2026-09-01", "5", "x"]), NPS, Options()
    )
    assert heading not in found.dropped_personal


# --- what a person says


def test_what_a_person_says_comes_first():
    exported = table(
        ["answer_id", "answer_content", "answer_datetime", "Score"], ["1", "9", "2026-09-01", "x"]
    )
    told = Options(match={"answer_content": "score", "ANSWER ID": "response_id", "Score": ""})
    found = match(exported, NPS, told)
    assert found.columns == {0: "response_id", 1: "score", 2: "date"}
    assert found.unused == ("Score",)
    assert 1 not in found.likely


def test_a_given_value_needs_no_heading():
    exported = table(["工号", "日期", "成绩", "课程"], ["E1", "2026-09-01", "90", "x"])
    told = Options(set={"course": "Basics"})
    found = match(exported, TRAINING, told)
    assert found.position("course") is None
    assert missing_columns(found, TRAINING, told) == ()


@pytest.mark.parametrize(
    "told, names",
    [
        (Options(match={"Scor": "score"}), "“Score”"),
        (Options(match={"Score": "scores"}), "“score”"),
        (Options(set={"scor": "5"}), "“score”"),
        (Options(match={"Score": "score", "Date": "score"}), "twice"),
        (Options(match={"Score": "comment"}, set={"comment": "5"}), "twice"),
        (Options(set={"score": "5"}), "each has its own"),
    ],
)
def test_what_does_not_exist_is_named_with_the_nearest(told, names):
    with pytest.raises(WrongCall, match=names):
        match(table(["Date", "Score"], ["2026-09-01", "9"]), NPS, told)


def test_a_heading_is_found_however_it_is_written():
    exported = table(["FFT categorical answer", "满意度 / 总体", "Date"], ["1", "2", "3"])
    assert find_heading(exported, " fft Categorical-answer") == 0
    assert find_heading(exported, "总体") == 1
    with pytest.raises(WrongCall, match="Did you mean “Date”"):
        find_heading(exported, "Dates")


def test_missing_columns_are_told_with_the_headings_that_are_there():
    exported = table(["Date", "Remarks"], ["2026-09-01", "fine"])
    found = match(exported, NPS, Options())
    assert [column.name for column in missing_columns(found, NPS, Options())] == ["score"]
    with pytest.raises(FileRefused, match="Score.*Date.*Remarks"):
        require_columns("export.csv", exported, found, NPS, Options())
    told = Options(match={"Remarks": "score"})
    require_columns("export.csv", exported, match(exported, NPS, told), NPS, told)


def refusal(sheet) -> str:
    """What a person reads of a sheet that is no list of visits."""
    with pytest.raises(FileRefused) as refused:
        require_columns(
            "export.csv", sheet, match(sheet, MYSTERY_VISIT, Options()), MYSTERY_VISIT, Options()
        )
    return translator("en")(refused.value.message)


def test_one_of_several_scores_is_enough():
    exported = table(["Visited on", "Branch", "Points"], ["2026-09-01", "A", "88"])
    found = match(exported, MYSTERY_VISIT, Options())
    assert {column.name for column in missing_columns(found, MYSTERY_VISIT, Options())} == {
        "attitude",
        "efficiency",
        "compliance",
        "overall",
    }
    assert (
        "needs: at least one of these: Attitude, Efficiency, Compliance, Overall score. Its "
        "headings" in refusal(exported)
    )
    assert "needs: Visited on, at least one of these: Attitude" in refusal(table(["Branch"], ["A"]))
    for name in ("overall", "attitude"):
        told = Options(match={"Points": name})
        assert missing_columns(match(exported, MYSTERY_VISIT, told), MYSTERY_VISIT, told) == ()


@pytest.mark.parametrize("total", ["Total score", "总分", "Score", "得分"])
def test_a_sum_of_points_is_not_taken_for_the_overall_score(total):
    exported = table(
        ["Visit date", "Attitude", "Speed", "Standards", total],
        ["2026-09-01", "90", "80", "70", "240"],
    )
    assert match(exported, MYSTERY_VISIT, Options()).position("overall") is None


# --- which kind a file holds


@pytest.mark.parametrize(
    "kind, headings, row",
    [
        (
            "survey",
            ["序号", "提交答卷时间", "门店", "总体满意度", "服务态度"],
            ["1", "2026-09-01", "静安店", "5", "4"],
        ),
        (
            "nps",
            ["id", "date", "Likelihood to recommend", "reason"],
            ["1", "2026-09-01", "9", "good"],
        ),
        (
            "mystery_visit",
            ["暗访编号", "到店时间", "门店", "态度分", "效率分", "规范性分"],
            ["1", "2026-09-01", "静安店", "92", "85", "88"],
        ),
        ("training", ["工号", "课程名称", "考试时间", "成绩"], ["E1", "基础", "2026-09-01", "92"]),
        (
            "target",
            ["KPI", "stage", "form", "value", "due", "in force from"],
            ["csat", "short", "at_least", "90", "2026-12-31", "2026-01-01"],
        ),
    ],
)
def test_the_kind_is_recognised(kind, headings, row):
    (best, sureness), (_, second), *_ = ranked = recognise(table(headings, row, row))
    assert best == kind
    assert sureness > 0.8 and sureness > second
    assert {name for name, _ in ranked} == {kind.name for kind in UPLOADED}


def test_numbers_to_five_are_rather_satisfaction_and_numbers_to_ten_recommendation():
    def best(top, heading):
        answers = [
            [str(number), "2026-09-01", str(number % (top + 1) or 1)] for number in range(20)
        ]
        return recognise(table(["id", "date", heading], *answers))[0][0]

    assert (best(5, "rating"), best(10, "score")) == ("survey", "nps")


def test_a_file_of_nothing_known_is_no_kind():
    assert (
        max(sureness for _, sureness in recognise(table(["frequency", "amplitude"], ["1", "2"])))
        < 0.3
    )


def test_visits_use_scores_of_three_dimensions():
    headings = ["Visit ID", "Visit date", "Branch", "Attitude", "Speed", "Standards"]
    exported = table(headings, ["1", "2026-09-01", "A", "9", "8", "7"])
    found = match(exported, MYSTERY_VISIT, Options())
    assert list(named(exported, found).values()) == [
        "visit_id",
        "date",
        "store",
        "attitude",
        "efficiency",
        "compliance",
    ]


@pytest.mark.parametrize(
    ("kind", "headings", "cells", "expected"),
    [
        (
            "survey",
            "Business name,Store code,Star rating,Review,Review date",
            "Acme,00{n},FIVE,Nice,2026-03-0{n}",
            {"Store code": "store"},
        ),
        (
            "survey",
            "点评ID,酒店名称,点评时间,综合评分,点评内容",
            "{n},外滩店,2026-03-0{n},4.5,很好",
            {"酒店名称": "store", "点评内容": "comment"},
        ),
        (
            "nps",
            'Zeitstempel,Filiale,"Wie wahrscheinlich ist es, dass Sie uns '
            'weiterempfehlen?",Kommentar',
            "2{n}.03.2026 10:00:00,Mitte,9,gut",
            {
                "Filiale": "store",
                "Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?": "score",
                "Kommentar": "comment",
            },
        ),
    ],
)
def test_headings_of_review_sites_and_of_forms_in_other_languages(kind, headings, cells, expected):
    text = "\n".join([headings, *(cells.format(n=number) for number in range(1, 9))])
    found = prepare(text.encode(), "f.csv", kind_named(kind), Options()).matched
    assert expected.items() <= found.items()


def test_a_rating_of_tickets_is_the_answer_though_half_were_only_asked_and_the_remarks_are_empty():
    sheet = table(
        ["Ticket ID", "Solved at", "Ticket satisfaction rating", "Ticket satisfaction comment"],
        *(
            [str(at), "2026-09-02", ("Good", "Offered", "Bad", "Unoffered")[at % 4], ""]
            for at in range(40)
        ),
    )
    assert named(sheet, match(sheet, SURVEY, Options()))["Ticket satisfaction rating"] == "overall"


@pytest.mark.parametrize(
    ("heading", "meant"), [("Satisfaction comment", None), ("CSAT", "overall")]
)
def test_above_nothing_only_a_known_heading_means_anything(heading, meant):
    sheet = table(["ID", "Date", heading], *([str(at), "2026-09-02", ""] for at in range(20)))
    assert match(sheet, SURVEY, Options()).columns.get(2) == meant


def test_possible_points_are_the_maximum_of_earned_ones():
    sheet = table(
        ["External Id", "Quiz Name", "Date", "Earned Points", "Possible Points"],
        *([f"E{at}", "Basics", "2026-09-02", str(at % 10), "10"] for at in range(20)),
    )
    found = named(sheet, match(sheet, TRAINING, Options()))
    assert (found["Earned Points"], found["Possible Points"]) == ("score", "maximum")
