"""Exam files as learning platforms and trainers write them: what they do not say is one question,
nothing is guessed without a word."""

from datetime import date

import pytest

from data.kinds.catalog import EXAM_ITEM, ROSTER, SURVEY, TRAINING
from data.matching.exam_cells import nameless
from data.matching.named_after import course_in, day_in
from data.matching.recognise import fits, recognise
from data.matching.unknown_maximum import says_percent
from data.questions import lasting, still_open
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import CheckedWith, FileId, Prepared, prepare, prepare_sheet
from errors import FileRefused
from i18n import translator

TODAY, SAY = date(2026, 12, 1), translator("en")


def load(text: str, name: str = "export.csv", kind=TRAINING, marks=None, **options) -> Prepared:
    content = text.encode()
    if marks is None:
        return prepare(content, name, kind, Options(**options), TODAY)
    sheet = read(content, name, Options())
    return prepare_sheet(
        FileId.of(content, name),
        sheet,
        kind,
        Options(**options),
        CheckedWith(today=TODAY, pass_marks=marks),
    )


def asked(found: Prepared) -> list[str]:
    return [
        question.name for question in still_open(found.checked.questions, found.options.answers)
    ]


def question(found: Prepared):
    return next(each for each in found.checked.questions if each.name.startswith("unsaid"))


def seen(found: Prepared) -> str:
    return " ".join(SAY(each) for each in question(found).evidence)


def told(found: Prepared) -> str:
    return " ".join(SAY(issue.message) for issue in found.checked.issues)


def percent(found: Prepared) -> list[float]:
    rows = found.checked.rows
    return (100 * rows["score"] / rows["maximum"]).round(6).tolist()


# --- names


@pytest.mark.parametrize(
    "name, course",
    [
        ("SERV101-Service awareness quiz-grades.csv", "SERV101-Service awareness"),
        ("2026-09-30T1500_Grades-Service_Training.csv", "Service Training"),
        ("Service Quiz September(1-8).xlsx", "Service Quiz September"),
        ("312345678_按文本_服务意识考试_8_8.xlsx", "服务意识考试"),
        ("2026年3月服务礼仪考核成绩表.xlsx", "服务礼仪考核"),
        ("115年服務訓練測驗成績.xlsx", "服務訓練測驗"),
        ("moodle_grades_Quiz_1.csv", "Quiz 1"),
        ("Kurs: Beschwerden", "Beschwerden"),
        ("课程：投诉处理", "投诉处理"),
        ("Hosted by: trainer01", ""),
        ("exam results 2026-03.csv", ""),
        ("Users - Courses report 30_09_2026.csv", ""),
        ("成绩导出.csv", ""),
        ("服务规范考核-考试信息导出", "服务规范考核"),
        ("考试信息安全.xlsx", "考试信息安全"),
        ("員工測驗 - 作答.csv", "員工測驗"),
        ("員工測驗 (回覆) - 作答 1", "員工測驗"),
        ("服务礼仪考核-答题情况_20260912.xlsx", "服务礼仪考核"),
        ("員工測驗 - 作答技巧.csv", "員工測驗 - 作答技巧"),
        ("作答規範 - 員工測驗.csv", "作答規範 - 員工測驗"),
        ("客服作答.xlsx", "客服作答"),
        ("Bài thi (Câu trả lời) - Câu trả lời biểu mẫu 1.csv", "Bài thi"),
        ("Quiz obsługi (Odpowiedzi) - Liczba odpowiedzi_ 1.csv", "Quiz obsługi"),
        ("x.csv", ""),
    ],
)
def test_the_course_in_a_name(name, course):
    assert course_in(name) == course


@pytest.mark.parametrize(
    "text, day",
    [
        ("Service Quiz-2026-09-12.xlsx", (date(2026, 9, 12), False)),
        ("report_20260912.csv", (date(2026, 9, 12), False)),
        ("Played on 12 Sep 2026", (date(2026, 9, 12), False)),
        ("Friday, August 14 2026 10:05 AM", (date(2026, 8, 14), False)),
        ("notes 3 septembre 2026", (date(2026, 9, 3), False)),
        ("30_09_2026.csv", (date(2026, 9, 30), False)),
        ("2026年3月考试", (date(2026, 3, 1), True)),
        ("results Sept 2026", (date(2026, 9, 1), True)),
        ("04_09_2026.csv", None),  # April or September
        ("exam 2026-03 and 2026-04", None),
        ("2026", None),
        ("Service 101", None),
    ],
)
def test_the_day_in_a_name(text, day):
    assert day_in(text) == day


# --- one question

SCORES = "Name,Email,Score,Completed on\n" + "".join(
    f"P{who},p{who}@f.com,{50 + 10 * who},2026-09-1{who}\n" for who in range(5)
)


def test_all_that_a_file_does_not_say_is_one_question_with_a_likely_answer():
    found = load("Name,Email,Score\nAnn,a@f.com,90\nBob,b@f.com,70\n", "Phone manners 2026-03.csv")
    assert asked(found) == ["unsaid:course=Phone manners;date=file;pass"]
    assert "Phone manners" in seen(found) and "first day of the month" in seen(found)
    rows = found.checked.rows
    assert set(rows["course"]) == {"Phone manners"} and set(rows["date"].astype(str)) == {
        "2026-03-01"
    }
    assert rows["pass_mark"].tolist() == [80, 80]


@pytest.mark.parametrize(
    "answer, mark", [("60", 60), ("70", 70), ("80", 80), ("75", 75), ("62.5", 62.5)]
)
def test_the_pass_mark_is_as_answered_and_any_percent_may_be_given(answer, mark):
    name = "unsaid:course=Phone manners;pass"
    found = load(SCORES, "Phone manners.csv", answers={name: answer})
    assert asked(found) == [] and set(found.checked.rows["pass_mark"]) == {mark}


def test_without_a_pass_mark_only_the_mean_counts():
    found = load(
        SCORES, "Phone manners.csv", answers={"unsaid:course=Phone manners;pass": "mean_only"}
    )
    rows = found.checked.rows
    assert len(rows) == 5 and rows["pass_mark"].isna().all() and rows["outcome"].isna().all()
    assert "They count in the mean score only." in told(found)


def test_who_says_it_himself_is_asked_for_all_of_it_at_once():
    answers = {"unsaid:course=Phone manners;pass": "no"}
    with pytest.raises(FileRefused, match="Course.*what percent passes"):
        load(SCORES, "Phone manners.csv", answers=answers)
    found = load(
        SCORES, "Phone manners.csv", answers=answers, set={"course": "Calls"}, pass_mark=70
    )
    assert asked(found) == [] and set(found.checked.rows["course"]) == {"Calls"}


def test_where_nothing_suggests_it_all_that_is_needed_is_named_together():
    with pytest.raises(FileRefused, match="Course.*Examined on.*what percent passes"):
        load("Name,Email,Score\nAnn,a@f.com,90\nBob,b@f.com,70\n", "export.csv")


def test_another_course_is_asked_about_anew_and_the_same_one_is_not():
    answers = lasting({"unsaid:course=Phone manners;pass": "60"})
    assert asked(load(SCORES, "Phone manners 2026-10-01.csv", answers=answers)) == []
    assert asked(load(SCORES, "Fire safety.csv", answers=answers)) == [
        "unsaid:course=Fire safety;pass"
    ]


def test_a_day_that_lies_ahead_is_not_proposed():
    with pytest.raises(FileRefused, match="Examined on"):
        load("Name,Email,Score\nAnn,a@f.com,90\n", "Phone manners 2027-03.csv")


def test_the_likely_pass_mark_is_the_one_stored_for_the_course_before():
    text = SCORES.replace("Score", "Course,Score").replace("f.com,", "f.com,Calls,")
    found = load(text, marks={"Calls": 65.0, "Other": 90.0})
    assert question(found).likely == "65" and "65 percent" in seen(found)
    assert set(found.checked.rows["pass_mark"]) == {65} and asked(found) == ["unsaid:pass"]
    two = text.replace("p1@f.com,Calls", "p1@f.com,Other")
    assert question(load(two, marks={"Calls": 65.0, "Other": 90.0})).likely == "80"


def test_a_file_that_says_everything_is_asked_nothing():
    text = "user,course,date,score,pass mark\nA,C,2026-09-01,70,60\nB,C,2026-09-01,50,60\n"
    assert asked(load(text, "Phone manners 2026-03.csv")) == []
    verdicts = "user,course,date,score,result\nA,C,2026-09-01,70,passed\nB,C,2026-09-01,50,failed\n"
    assert asked(load(verdicts)) == []


def test_results_that_say_so_of_a_part_only_need_a_pass_mark():
    text = "user,course,date,score,result\n" + "".join(
        f"U{who},C,2026-09-01,{50 + who},{'passed' if who < 5 else 'seen'}\n" for who in range(10)
    )
    assert asked(load(text)) == ["unsaid:pass"]


def test_what_only_resembles_a_heading_is_part_of_the_question():
    text = SCORES.replace("Score", "Your last score here")
    found = load(text, "Phone manners.csv")
    assert asked(found) == ["unsaid:course=Phone manners;score=column;pass"]
    assert found.match.likely == () and "Your last score here" in seen(found)


def test_columns_of_courses_and_attempts_are_confirmed_by_the_same_answer():
    courses = "Name,Email,Greeting,Refunds\n" + "".join(
        f"P{who},p{who}@f.com,{50 + who},{60 + who}\n" for who in range(5)
    )
    found = load(courses, "tests 2026-09-12.csv")
    assert asked(found) == ["unsaid:date=file;pass"] and len(found.checked.rows) == 10
    assert "Greeting" in seen(found)
    attempts = courses.replace("Greeting", "Attempt 1").replace("Refunds", "Attempt 2")
    found = load(attempts, "Calls 2026-09-12.csv")
    assert asked(found) == ["unsaid:course=Calls;date=file;pass"]
    assert found.checked.rows["attempt"].tolist() == [1, 2] * 5


def test_a_list_of_staff_is_as_of_the_day_in_its_name_or_of_today():
    text = "Employee ID,Department,Hire date\nE1,Desk,2024-03-01\nE2,Desk,2025-03-01\n"
    for name, day, question in (
        ("Staff 2026-08-31.csv", "2026-08-31", "as_of_name"),
        ("staff.csv", "2026-12-01", "as_of"),
    ):
        found = load(text, name, ROSTER)
        assert asked(found) == [question] and set(found.checked.rows["date"].astype(str)) == {day}
    assert lasting({"as_of": "yes"}) == {}


def test_items_of_an_exam_lack_no_pass_mark():
    text = "employee,date,Q1 /1,Q2 /1\nE1,2026-09-01,1,0\nE2,2026-09-01,1,1\n"
    found = load(text, "Phone manners.csv", EXAM_ITEM)
    assert asked(found) == ["unsaid:course=Phone manners"] and len(found.checked.rows) == 4


# --- the forms of platforms


def test_a_row_of_what_exams_are_out_of_and_their_number_behind_them():
    text = (
        "Student,ID,SIS User ID,Greeting (48213),Refunds (48214),Current Score,Final Score\n"
        "    Points Possible,,,20,50,(read only),(read only)\n"
        '"Hill, Ann",1,E1,18,40,85,85\n"Hill, Bob",2,E2,9,,45,20\n"Ray, Cid",3,E3,20,25,60,60\n'
        '"Student, Test",4,,,,,\n'
    )
    found = load(text, "2026-09-30T1500_Grades-Service.csv")
    rows = found.checked.rows
    assert rows[["employee", "course", "score", "maximum"]].values.tolist() == [
        ["E1", "Greeting", 18, 20],
        ["E1", "Refunds", 40, 50],
        ["E2", "Greeting", 9, 20],
        ["E3", "Greeting", 20, 20],
        ["E3", "Refunds", 25, 50],
    ]
    assert asked(found) == ["unsaid:date=file;pass"]
    assert "what each exam is out of" in told(found) and "test person" in told(found)


def test_somebody_whose_cell_says_points_is_no_row_of_maxima():
    text = "Name,Course,Date,Team,Score\n" + "".join(
        f"P{who},C,2026-09-01,{'Points' if who == 0 else 'T'},{90 - who}\n" for who in range(5)
    )
    assert len(load(text, pass_mark=60).checked.rows) == 5


@pytest.mark.parametrize(
    "heading, name, maximum",
    [
        ("Refunds [Total Pts: 50 Score] |100231", "Refunds", 50),
        ("Refunds Points Grade <Numeric MaxPoints:40>", "Refunds", 40),
        ("Refunds - Max Points: 80", "Refunds", 80),
    ],
)
def test_headings_of_platforms_say_the_exam_and_what_it_is_out_of(heading, name, maximum):
    rows = "".join(f"E{who},u{who},{5 * who},90\n" for who in range(1, 6))
    found = load(
        f"Student ID,Username,{heading},Weighted Total [Total Pts: 100 Score] |1\n{rows}",
        set={"date": "2026-09-01"},
        pass_mark=60,
    )
    rows = found.checked.rows
    assert set(rows["course"]) == {name} and set(rows["maximum"]) == {maximum}
    assert rows["score"].tolist() == [5, 10, 15, 20, 25] and asked(found) == []


def test_results_with_their_day_beside_them():
    text = (
        "Name,Email address,Refunds,Refunds - Completion date,Course complete\n"
        "Ann,a@f.com,Completed (achieved pass grade),2026-09-01,Completed\n"
        "Bob,b@f.com,Completed (did not achieve pass grade),2026-09-02,Not completed\n"
        "Cid,c@f.com,Not completed,,Not completed\n"
    )
    rows = load(text).checked.rows
    assert rows[["employee", "course", "outcome"]].values.tolist() == [
        ["a@f.com", "Refunds", "passed"],
        ["b@f.com", "Refunds", "failed"],
    ]


def test_two_people_of_one_surname_are_two():
    text = "Last name,First name,Course,Date,Score\nHill,Ann,C,2026-09-01,90\nHill,Bob,C,2026-09-01,50\n"
    found = load(text, pass_mark=60)
    assert found.checked.rows["employee"].tolist() == ["Ann Hill", "Bob Hill"]
    assert "put together" in told(found)


def test_an_account_comes_before_the_name():
    text = "Nachname,Vorname,E-Mail-Adresse,Kurs,Datum,Punkte\nHill,Ann,a@f.com,C,2026-09-01,90\n"
    assert load(text, pass_mark=60).checked.rows["employee"].tolist() == ["a@f.com"]


def test_completed_is_passed_only_where_others_failed_and_scores_agree():
    head = "User,Course,Date Completed,Status,Score\n"
    apart = "A,C,2026-09-01,Completed,90\nB,C,2026-09-01,Failed,50\nD,C,2026-09-01,Completed,80\n"
    found = load(head + apart)
    assert found.checked.rows["outcome"].tolist() == ["passed", "failed", "passed"]
    assert asked(found) == [] and "was read as passed" in told(found)
    mixed = apart.replace("Completed,80", "Completed,30")
    assert asked(load(head + mixed)) == ["unsaid:pass"]
    nobody = apart.replace("Failed", "Completed")
    assert asked(load(head + nobody)) == ["unsaid:pass"]


def test_states_of_who_has_not_sat_the_exam_are_no_results():
    text = (
        "Email,Course name,Date completed,Status,% Score\na@f.com,C,2026-09-01,passed,90\n"
        "b@f.com,C,2026-09-01,failed,40\nc@f.com,C,,in progress,\nd@f.com,C,,not started,\n"
    )
    rows = load(text).checked.rows
    assert rows["outcome"].tolist() == ["passed", "failed"]


def test_the_share_of_right_answers_counts_and_not_the_points_of_a_game():
    text = (
        "Rank,First Name,Last Name,Attempt #,Accuracy,Score,Correct,Incorrect,Unattempted,Submitted At\n"
        "1,Ann,Hill,1,90%,8810,9,1,0,Tue 15 Sep 2026 08:30 AM\n"
        "2,Bob,Hill,1,50%,4200,5,5,0,Tue 15 Sep 2026 08:31 AM\n"
    )
    found = load(text, "Refunds_report.xlsx.csv")
    assert percent(found) == [90, 50] and asked(found) == ["unsaid:course=Refunds;pass"]


def test_percent_beside_points_are_percent():
    text = (
        "Email,Quiz Title,Total Points,Score (%),Pass/Fail,Date Taken\n"
        "a@f.com,C,25,92,Pass,2026-09-01\nb@f.com,C,25,20,Fail,2026-09-01\n"
    )
    assert percent(load(text)) == [92, 20]


@pytest.mark.parametrize(
    "headings",
    [
        "最高得分,总分",
        "erreichte Punkte,max. Punkte",
        "Quiz Score,Quiz Score (Max)",
        "Points,Possible marks",
        "得分,满分",
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_what_is_the_same_in_every_row_is_what_the_exam_is_out_of(headings, turned):
    score, top = headings.split(",")
    text = (
        f"User,Course,Date,{top if turned else score},{score if turned else top},Result\n"
        + "".join(
            f"U{who},C,2026-09-01,{50 if turned else 20 + who},{20 + who if turned else 50},passed\n"
            for who in range(6)
        )
    )
    assert percent(load(text)) == [40, 42, 44, 46, 48, 50]


def test_everybody_with_the_same_score_has_it():
    text = "User,Course,Date,Score,Age\n" + "".join(
        f"U{who},C,2026-09-01,100,{30 + who}\n" for who in range(6)
    )
    assert percent(load(text, pass_mark=60)) == [100] * 6


def test_points_of_which_nothing_says_out_of_how_many_give_way_to_the_percentage():
    text = "user,course,date,passed,score,percentage\n" + "".join(
        f"U{who},C,2026-09-01,yes,{4 + who},{40 + 10 * who}\n" for who in range(6)
    )
    assert percent(load(text)) == [40, 50, 60, 70, 80, 90]
    other = text.replace(",4,40", ",4,95")  # the percentage of something else
    assert asked(load(other)) == ["unsaid:maximum=10"]


def test_low_points_are_no_percent_although_a_result_stands_beside_them():
    text = "user,course,date,score,result\n" + "".join(
        f"U{who},C,2026-09-01,{4 + who},{'passed' if who > 2 else 'failed'}\n" for who in range(6)
    )
    found = load(text)
    assert asked(found) == ["unsaid:maximum=10"] and percent(found) == [40, 50, 60, 70, 80, 90]


@pytest.mark.parametrize(
    "passed, failed", [("ja", "nee"), ("Hyväksytty", "Hylätty"), ("Yes", "No")]
)
def test_two_words_that_part_the_scores_are_proposed_as_the_result(passed, failed):
    text = "user,course,date,score,Tila\n" + "".join(
        f"U{who},C,2026-09-01,{50 + 10 * who},{passed if who > 1 else failed}\n" for who in range(6)
    )
    found = load(text)
    assert asked(found) == ["unsaid:outcome=Tila"]
    assert found.checked.rows["outcome"].tolist() == ["failed"] * 2 + ["passed"] * 4
    assert passed in seen(found)
    mixed = text.replace(f"100,{passed}", f"100,{failed}")
    assert asked(load(mixed)) == ["unsaid:pass"]


def test_the_only_names_are_proposed_as_the_people():
    text = "提交人,得分,满分,提交时间\n" + "".join(
        f"{name},{who + 4},10,2026/09/0{who + 1} 09:00\n"
        for who, name in enumerate(("张敏", "李强", "王芳", "赵磊", "陈静"))
    )
    found = load(text, "服务标准测验.csv")
    assert asked(found) == ["unsaid:employee=column;course=服务标准测验;pass"]
    assert found.checked.rows["employee"].tolist()[0] == "张敏" and "提交人" in seen(found)


def test_a_score_at_the_start_and_one_at_the_end_are_asked_about():
    text = "User,Course,Date complete,Initial Score,Final score\n" + "".join(
        f"U{who},C,2026-09-01,{30 + who},{70 + who}\n" for who in range(5)
    )
    found = load(text, pass_mark=60)
    assert asked(found) == ["before_after"] and percent(found) == [70, 71, 72, 73, 74]
    assert asked(load(text)) == ["unsaid:pass"]


def test_a_column_that_names_the_course_comes_before_the_name_of_the_file():
    text = "Learner,Email,Module studied in learning,Status,Completed,Quiz score\n" + "".join(
        f"P{who},p{who}@f.com,Refunds,{'Failed' if who else 'Completed'},2026-09-0{who + 1},{80 - who}\n"
        for who in range(5)
    )
    found = load(text, "Phone manners.csv")
    assert asked(found) == ["unsaid:course=column"]
    assert set(found.checked.rows["course"]) == {"Refunds"}


def test_parts_of_one_exam_are_no_courses_where_their_sum_is_judged():
    head = "姓名,工号,考试日期,笔试（60分）,实操（40分）,总分,是否合格\n"
    rows = "".join(
        f"张{who},E{who},2026-09-0{who},{50 - who},{30 + who},80,合格\n" for who in range(1, 6)
    )
    found = load(head + rows, "门店服务知识考试.csv")
    assert len(found.checked.rows) == 5 and set(found.checked.rows["score"]) == {80}
    other = rows.replace(",80,", ",95,")  # no sum of theirs
    assert len(load(head + other, "门店服务知识考试.csv").checked.rows) == 10


def test_the_sum_of_its_parts_is_the_score_where_the_row_is_judged():
    text = "姓名,考试用时,客观题得分,主观题得分,总得分,考试状态,交卷时间\n" + "".join(
        f"张{who}三,00:12:0{who},{40 + who},{30 + 2 * who},{70 + 3 * who},及格,2026-09-0{who + 1}\n"
        for who in range(5)
    )
    found = load(text, "礼貌用语考试.csv")
    assert percent(found) == [70, 73, 76, 79, 82] and asked(found) == ["unsaid:course=礼貌用语考试"]


def test_points_and_percent_of_one_exam_are_no_courses():
    text = "Name,Email,Datum,Aufgaben,Anteil\n" + "".join(
        f"P{who},p{who}@f.com,2026-09-01,{20 + 10 * who},{30 + 15 * who}\n" for who in range(5)
    )
    found = load(text, "Refunds.csv")
    (question,) = [one for one in found.checked.questions if one.name == "needed:score"]
    assert [choice.name for choice in question.choices] == ["Anteil", "Aufgaben", "none"]
    other = text.replace(",20,30", ",26,30")  # another exam, after all
    assert len(load(other, "Refunds.csv").checked.rows) == 10


def test_progress_and_hours_are_no_results():
    text = "Name,Email,Content Name,Percent Completed,Hours Viewed,Completed At\n" + "".join(
        f"P{who},p{who}@f.com,Basics,100,{20 + who},2026-09-0{who}\n" for who in range(1, 6)
    )
    with pytest.raises(FileRefused, match="'Score', 'Result'"):
        load(text, "Learner Detail Report.csv")


@pytest.mark.parametrize(
    "headings, day",
    [
        (
            "Cognome,Nome,Indirizzo email,Iniziato,Terminato,Valutazione/10,00",
            "1 settembre 2026, 09:1",
        ),
        ("Achternaam,Voornaam,E-mailadres,Begonnen,Voltooid,Cijfer/10,00", "1 september 2026 09:1"),
        ("Nazwisko,Imię,Adres poczty,Rozpoczęto,Ukończono,Ocena/10,00", "1 września 2026, 09:1"),
        ("Sukunimi,Etunimi,Sähköposti,Aloitettu,Päättyi,Arvosana/10,00", "2026-09-01 09:1"),
    ],
)
def test_cells_tell_the_columns_in_languages_that_nobody_taught(headings, day):
    head = ";".join([*headings.rsplit(",", 2)[0].split(","), "X/10,00"])
    head = head.replace("X/10,00", headings.split(",")[-2].split("/")[0] + "/10,00")
    rows = "".join(
        f"Hill;P{who};p{who}@f.com;{day}{who};{day}{who + 3};{who},50\n" for who in range(5)
    )
    found = load(f"{head}\n{rows}", "Refunds.csv")
    assert asked(found) == ["unsaid:course=Refunds;pass"]
    assert percent(found) == [5, 15, 25, 35, 45]
    assert found.checked.rows["employee"].tolist() == [f"p{who}@f.com" for who in range(5)]
    assert set(found.checked.rows["date"].astype(str).str[:10]) == {"2026-09-01"}


def test_the_mail_of_somebodys_manager_is_nobody():
    text = "Manager email,Kurssi,Päivä,Arvosana/10,00\n".replace(",00", ".00") + "".join(
        f"m{who}@f.com,C,2026-09-0{who},{who}\n" for who in range(1, 5)
    )
    with pytest.raises(FileRefused, match="Employee"):
        load(text, pass_mark=60)


def test_the_order_of_day_and_month_is_that_of_the_other_dates_of_the_file():
    text = "User,Course,Enrolled on,Completion date,Score\n" + "".join(
        f"U{who},C,2{who}/08/2026,0{who}/09/2026,80\n" for who in range(1, 6)
    )
    found = load(text, pass_mark=60)
    assert found.checked.rows["date"].astype(str).tolist()[0] == "2026-09-01"


def test_later_attempts_without_the_first_are_told():
    text = "user,course,date,score,attempts\nA,C,2026-09-01,90,3\nB,C,2026-09-01,90,1\n"
    assert "a later attempt, but not the first: 1" in told(load(text, pass_mark=60))
    whole = "user,course,date,score,attempt\nA,C,2026-09-01,50,1\nA,C,2026-09-02,90,2\n"
    assert "not the first" not in told(load(whole, pass_mark=60))


def test_a_file_without_headings_proposes_who_and_how_many():
    text = "".join(
        f"{1001 + who},HILL {chr(65 + who)}B,{10 + who},{50 + 5 * who}\n" for who in range(6)
    )
    found = load(text, "Refunds 2026-09-12.csv")
    assert percent(found) == [50, 55, 60, 65, 70, 75]
    assert found.checked.rows["employee"].tolist()[0] == "1001"
    name = "unsaid:employee=column;score=column;course=Refunds;date=file;pass"
    assert name in asked(found) and "Column 4" in seen(found)


def test_two_columns_of_numbers_propose_no_score():
    text = "".join(f"{1001 + who},{40 + 3 * who},{90 - who * who}\n" for who in range(6))
    assert nameless(read(text.encode(), "x.csv", Options())) == {}


# --- which kind


@pytest.mark.parametrize(
    "name, text",
    [
        (
            "Refunds quiz.csv",
            "Timestamp,Email Address,Score,1. First?,2. Then?\n"
            "2026-09-01 10:00,a@f.com,8 / 10,Ask,Smile\n2026-09-02 10:00,b@f.com,4 / 10,Go,Ask\n",
        ),
        (
            "服务意识考试.csv",
            "序号,提交答卷时间,所用时间,总分,1、您的姓名,2、先做什么？\n1,2026/9/1 10:00:00,30秒,90,张三,问好\n"
            "2,2026/9/2 10:00:00,30秒,60,李四,问好\n",
        ),
        (
            "Prova.csv",
            "Apellido(s),Nombre,Dirección de correo,Finalizado,Calificación/10.00\nHill,Ann,a@f.com,2026-09-01,9\n"
            "Hill,Bob,b@f.com,2026-09-02,5\n",
        ),
    ],
)
def test_a_file_of_exams_is_one_although_course_and_pass_mark_are_missing(name, text):
    ranked = recognise(read(text.encode(), name, Options()), name)
    assert ranked[0][0] == "training" and fits(ranked)


def test_ratings_and_answers_of_customers_are_no_exams():
    ratings = "employee,date,score\nE1,2026-09-01,4\nE2,2026-09-01,5\n"
    assert recognise(read(ratings.encode(), "x.csv", Options()))[0][0] == "supervisor_rating"
    survey = (
        "Email,Date,Overall satisfaction (5),Comment\na@x.com,2026-09-01,4,Fine\n"
        "b@x.com,2026-09-02,5,Good\n"
    )
    assert recognise(read(survey.encode(), "survey.csv", Options()))[0][0] == SURVEY.name


@pytest.mark.parametrize("word", ["缺考", "请假", "Absent", "no show", "abwesend", "", "-"])
def test_a_word_for_somebody_absent_takes_no_other_course_of_theirs(word):
    rows = [f"B{who},2026-03-20,90,85,95" for who in range(9)]
    text = "\n".join(
        ["Employee,Date,Greeting,Refunds,Products", *rows, f"B9,2026-03-20,{word},85,95"]
    )
    found = load(text + "\n", pass_mark=80.0)
    assert len(found.checked.rows) == 29 and found.checked.rejected == 0
    assert "such as \u201cabsent\u201d: 1." in told(found)


@pytest.mark.parametrize(
    "heading", ["Personal-Nr.", "Personalnr.", "Mitarbeiternummer", "Pers.-Nr."]
)
def test_people_of_one_name_are_told_apart_by_their_number(heading):
    text = f"{heading},Nachname,Vorname,Schulung,Prüfungsdatum,Punkte,Max. Punkte,Bestanden\n" + (
        "7001,Müller,Anna,Service,13.01.2026,40,50,Ja\n"
        "7002,Müller,Anna,Service,14.01.2026,20,50,Nein\n7003,Weiß,Jörg,Service,15.01.2026,45,50,Ja\n"
    )
    assert load(text).checked.rows["employee"].tolist() == ["7001", "7002", "7003"]


def test_what_means_something_else_is_no_course_where_no_total_is_one_result():
    rows = [f"E{at:03},{70 + at},{95 - at},{80 + at},{245 + at}" for at in range(12)]
    found = load("\n".join(["员工编号,产品知识,售后流程,服务态度,总分", *rows]), "10月月考.csv")
    assert {*found.checked.rows["course"]} == {"产品知识", "售后流程"}


@pytest.mark.parametrize("last", ["服务规范(20)", "Section D (20)"])
def test_a_part_that_means_something_else_as_well_is_a_part_of_the_total(last):
    people = [(15 + at, 28 - at, 12 + at % 5, 20 - at % 6) for at in range(12)]
    rows = [
        f"E{at:03},{','.join(map(str, parts))},{sum(parts)},{'及格' if sum(parts) >= 60 else '不及格'}"
        for at, parts in enumerate(people)
    ]
    head = f"员工编号,产品知识(30),故障排查(30),售后流程(20),{last},总分,是否及格"
    found = load("\n".join([head, *rows]), "10月月考.csv", answers={"unsaid:course": "月考"})
    assert percent(found) == [sum(parts) for parts in people]
    assert "courses" not in asked(found)
    apart = [
        row.replace(f",{sum(parts)},", ",999,") for row, parts in zip(rows, people, strict=True)
    ]
    other = load("\n".join([head, *apart]), "10月月考.csv")  # no sum: each is a course
    assert len(other.checked.rows) > len(people) or "courses" in asked(other)


def test_how_long_somebody_sat_and_the_parts_of_a_paper_are_no_courses():
    people = [(30 + at, 25 + at % 9) for at in range(12)]
    rows = [
        f"F{at:03},2026-10-{at + 1:02},30分,{a},{b},{a + b}" for at, (a, b) in enumerate(people)
    ]
    rows += [f"F9{at},,,,," for at in range(4)]  # who was absent has no total
    head = "员工编号,交卷时间,考试用时,客观题得分,主观题得分,总成绩"
    found = load("\n".join([head, *rows]), "服务礼仪考核.csv")
    assert percent(found) == [sum(parts) for parts in people]
    assert "courses" not in asked(found)


def test_the_percentage_of_a_result_counts_beside_points_out_of_nobody_knows_what():
    rows = [
        f"a.{at},Amy,Shaw,Refunds,2026-10-{at + 1:02},{at * 80},{at * 8},75" for at in range(12)
    ]
    head = (
        "Username,First name,Last name,Topic name,Completed date,Raw score,Result (%),Pass mark (%)"
    )
    found = load("\n".join([head, *rows]))
    assert percent(found) == [8 * at for at in range(12)]
    assert found.checked.rows["employee"].tolist() == [f"a.{at}" for at in range(12)]
    assert "Topic name" in seen(found)


def test_what_is_missing_is_said_with_the_headings_that_the_file_has():
    rows = [f"Amy,Shaw{at},Refunds,{at * 80}" for at in range(12)]
    with pytest.raises(FileRefused) as refused:
        load("\n".join(["First name,Last name,Course,Points", *rows]))
    assert SAY(refused.value.message).count("Employee") == 0


def test_which_column_names_the_course_is_asked_once():
    rows = [
        f"E{at:02},{['礼仪', '投诉'][at % 2]},{['礼仪', '投诉'][at % 2]}测验,2026-10-{at + 1:02},{20 + at}"
        for at in range(20)
    ]
    text = "\n".join(["工号,课程名称,测验名称,考试日期,得分", *rows])
    found = load(text)
    assert asked(found) == ["headings", "unsaid:maximum=40;pass"]
    other = load(text, answers={"headings": "course:测验名称"})
    assert {*other.checked.rows["course"]} == {"礼仪测验", "投诉测验"}
    assert "课程名称" not in seen(other)


def test_results_among_states_decide_and_the_likely_pass_mark_agrees_with_them():
    rows = [("Passed", 62), ("Completed", 75), ("Failed", 55), ("Completed", 90), ("Enrolled", "")]
    rows += [("Completed", 70 + at) for at in range(8)]
    lines = [f"E{at},Calls,2026-10-02,{said},{score}" for at, (said, score) in enumerate(rows)]
    text = "\n".join(["employee_id,course,date,status,score_pct", *lines])
    found = load(text)
    assert question(found).likely == "60"
    assert "passed (1) or failed (1)" in seen(found)
    assert "highest possible score" not in told(found)
    name = question(found).name
    strict = load(text, answers={name: "80"}).checked.rows
    assert strict["outcome"].dropna().tolist() == ["passed", "failed"]
    plain = load(text, answers={name: "mean_only"})
    assert plain.checked.rows["outcome"].isna().all()
    assert "passed (1)" not in told(plain)


def test_a_path_is_no_course():
    paths = [f"E{at},2026-10-02,{60 + at},/profile/upload/P{at % 2}.pdf" for at in range(8)]
    found = load(
        "\n".join(["employee_id,date,score,考核资料", *paths]), pass_mark=60, name="考核.csv"
    )
    assert "/profile" not in str(found.checked.rows["course"].tolist())


def test_results_among_states_decide_beside_a_pass_mark_that_somebody_gives():
    rows = [("Passed", 62), *(("Completed", 70 + at) for at in range(8))]
    lines = [f"E{at},Calls,2026-10-02,{said},{score}" for at, (said, score) in enumerate(rows)]
    text = "\n".join(["employee_id,course,date,status,score_pct", *lines])
    found = load(text, pass_mark=80)
    assert question(found).likely == "yes"
    assert found.checked.rows["outcome"].dropna().tolist() == ["passed"]
    assert load(text, pass_mark=80, match={"status": ""}).checked.rows["outcome"].isna().all()


@pytest.mark.parametrize(
    ("heading", "says"),
    [
        ("score_pct", True),
        ("Pct", True),
        ("score (pct)", True),
        ("pct_rank", False),
        ("PCT Score", False),
        ("score", False),
        ("impct", False),
    ],
)
def test_a_heading_that_says_percent(heading, says):
    assert says_percent(heading) is says


STATES = "employee_id,course,date,status,score_pct\n" + "".join(
    f"E{at},Calls,2026-10-02,Completed,{70 + at}\n" for at in range(6)
)


@pytest.mark.parametrize(
    "more",
    [
        "E8,Calls,2026-10-02,Failed,\n",  # the only result
        "E7,Calls,2026-10-02,Passed,80\nE8,Calls,2026-10-02,Failed,\n",
        "E9,Calls,2026-10-02,Failed,40\nE8,Calls,2026-10-02,Failed,\n",
    ],
)
def test_a_failure_without_a_score_is_one_whatever_else_the_file_says(more):
    rows = load(STATES + more).checked.rows.set_index("employee")
    assert rows.loc["E8", "outcome"] == "failed"


def test_the_likely_pass_mark_is_a_share_of_the_proposed_maximum():
    rows = "".join(f"E{at},Calls,2026-10-02,Completed,{20 + at}\n" for at in range(12))
    more = "E90,Calls,2026-10-02,Passed,26\nE91,Calls,2026-10-02,Failed,20\n"
    found = load(STATES.partition("\n")[0].replace("_pct", "") + "\n" + rows + more)
    assert question(found).name == "unsaid:maximum=40;outcome=status;pass"
    assert question(found).likely == "60"  # 26 of 40 is 65 percent


@pytest.mark.parametrize(
    ("heading", "top"), [("score,maximum", ",40"), ("Score (40),x", ","), ("score,x", "/40,")]
)
def test_the_likely_pass_mark_is_a_share_of_the_maximum_that_the_file_says(heading, top):
    scores = [*(("Completed", 20 + at) for at in range(12)), ("Passed", 26), ("Failed", 20)]
    lines = [f"E{at},C,2026-10-02,{said},{score}{top}" for at, (said, score) in enumerate(scores)]
    found = load("\n".join([f"employee_id,course,date,status,{heading}", *lines]))
    assert question(found).likely == "60"


def test_whoever_passed_is_not_proposed_as_failed_because_the_others_scored_higher():
    found = load(STATES + "E9,Calls,2026-10-02,Passed,55\n")
    assert question(found).name == "unsaid:outcome=status;pass"
    assert found.checked.rows.set_index("employee").loc["E9", "outcome"] == "passed"


def test_a_month_without_results_among_its_states_asks_nothing_anew():
    first = load(STATES + "E7,Calls,2026-10-02,Passed,80\nE8,Calls,2026-10-02,Failed,40\n")
    answers = lasting({question(first).name: "70"})
    assert answers == {"unsaid:outcome=status;pass": "70"}
    later = load(STATES, answers=answers)
    assert asked(later) == [] and set(later.checked.rows["pass_mark"]) == {70}
    assert asked(load(STATES, answers={"unsaid:outcome=status": "yes"})) == ["unsaid:pass"]
    assert asked(load(STATES.replace("course", "x"), "Calls.csv", answers=answers)) == [
        "unsaid:course=Calls;pass"
    ]


RESITS = "employee,course,attempt,date,score,status\n" + "".join(
    f"{who},Calls,{turn},2026-10-0{turn},{score},{said}\n"
    for who, turn, score, said in [
        ("A", 1, 40, "Passed"),
        ("A", 2, 85, "Passed"),
        ("B", 1, 90, "Passed"),
        ("C", 1, 50, "Failed"),
        ("C", 2, 55, "Failed"),
    ]
)


def results(found: Prepared) -> list[str]:
    return found.checked.rows["outcome"].fillna("").tolist()


def test_a_result_of_the_course_beside_each_attempt_is_that_of_the_last():
    found = load(RESITS)
    assert asked(found) == ["attempt_results"]
    assert results(found) == ["failed", "passed", "passed", "failed", "failed"]
    assert "attempts before the last were not read as passed: 1" in told(found)
    each = load(RESITS, answers={"attempt_results": "each"})
    assert results(each) == ["passed", "passed", "passed", "failed", "failed"]
    marked = load(RESITS, pass_mark=60)  # which says what became of the others
    assert results(marked) == ["", "passed", "passed", "failed", "failed"]


@pytest.mark.parametrize(
    "text",
    [
        RESITS.replace("40,Passed", "40,Failed"),  # results of attempts
        RESITS.replace("A,Calls,2", "D,Calls,2"),  # nobody twice
        RESITS.replace("85,Passed", "85,Failed"),
        RESITS.replace("attempt", "group"),
        RESITS.replace("A,Calls,2", "A,Tills,2"),  # another course
    ],
)
def test_results_of_attempts_are_asked_nothing(text):
    assert "attempt_results" not in asked(load(text))


def test_attempts_without_a_mark_of_their_own_beside_some_with_one_failed():
    head, *lines = RESITS.splitlines()
    marked = [f"{line},{'' if line[0] == 'A' else 60}" for line in lines]
    found = load("\n".join([f"{head},pass_mark", *marked]), answers={"attempt_results": "course"})
    assert found.checked.rejected == 0
    assert results(found)[:2] == ["failed", "passed"]


@pytest.mark.parametrize("said", ["Passed", "Failed"])
def test_attempts_that_all_end_alike_are_read(said):
    """Of nobody who failed, or of nobody who passed, there is no score to compare with."""
    found = load(RESITS.replace("Passed", said).replace("Failed", said))
    assert set(results(found)) == {said.lower()}


def test_who_got_less_the_second_time_likely_passed_twice():
    found = load(RESITS.replace("85,Passed", "39,Passed"))
    assert next(each for each in found.checked.questions).likely == "each"
    assert results(found)[:2] == ["passed", "passed"]


def sat(*rows: tuple[str, int, int, str], mark: str = "") -> Prepared:
    head = "employee,course,attempt,date,score,status" + (",pass mark" if mark else "")
    lines = [
        f"{who},Calls,{turn},2026-{3 * turn:02}-01,{score},{said}" + (f",{mark}" if mark else "")
        for who, turn, score, said in rows
    ]
    return load("\n".join([head, *lines]))


ONCE = [(f"O{score}", 1, score, "Passed") for score in (72, 78, 84, 88, 91)]


@pytest.mark.parametrize(
    ("rows", "mark"),
    [
        ([*ONCE, ("A", 1, 82, "Passed"), ("A", 2, 95, "Passed")], ""),
        # Who failed at once scored less than all who passed.
        (
            [*ONCE, ("F", 1, 54, "Failed"), ("A", 1, 85, "Passed"), ("A", 2, 90, "Passed")],
            "",
        ),
        ([("A", 1, 82, "Passed"), ("A", 2, 95, "Passed"), ("B", 1, 90, "Passed")], "80"),
        ([("A", 1, 82, "Passed"), ("A", 2, 95, "Passed")], ""),  # which nothing speaks against
    ],
)
def test_who_passed_at_first_with_a_score_that_passes_passed_each_time(rows, mark):
    found = sat(*rows, mark=mark)
    assert "attempt_results" not in asked(found)
    assert results(found) == [row[3].lower() for row in rows]


def test_attempts_that_pass_by_their_score_stay_passed_beside_others_that_do_not():
    rows = [*ONCE, ("F", 1, 60, "Failed")]
    rows += [(who, turn, score, "Passed") for who in "AB" for turn, score in ((1, 50), (2, 80))]
    found = sat(*rows, ("C", 1, 85, "Passed"), ("C", 2, 95, "Passed"))
    assert asked(found) == ["attempt_results"]
    assert results(found)[6:] == ["failed", "passed", "failed", "passed", "passed", "passed"]
    assert "were not read as passed: 2" in told(found)


def test_a_score_below_all_that_passed_at_once_alone_likely_passed():
    found = sat(*ONCE, ("A", 1, 60, "Passed"), ("A", 2, 95, "Passed"))
    assert asked(found) == ["attempt_results"] and "failed" not in results(found)


def test_an_attempt_below_the_pass_mark_is_asked_about():
    found = sat(("A", 1, 40, "Passed"), ("A", 2, 95, "Passed"), mark="80")
    assert asked(found) == ["attempt_results"] and results(found) == ["", "passed"]


PEOPLE = "王芳 李娜 张伟 刘洋 陈静 杨磊 赵敏 黄丽 周杰 吴倩 徐强 孙燕".split()


def assessed(*head: str) -> bytes:
    cells = {"姓名": PEOPLE, "被考核人": PEOPLE, "门店": ["A店", "B店", "C店"] * 4}
    cells |= {"考核人": ["孙丽", "周强"] * 6, "检查人": ["孙丽", "周强"] * 6}
    cells |= {"部门": ["前厅", "后厨"] * 6, "考核月份": ["2026年8月"] * 12}
    cells |= {"日期": [f"2026-09-{day:02}" for day in range(1, 13)]}
    points = [str(60 + 3 * at) for at in range(12)]
    columns = [cells.get(heading, points) for heading in head]
    return "\n".join(map(",".join, [head, *zip(*columns, strict=True)])).encode()


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("安全考核.csv", ("姓名", "门店", "日期", "得分"), "training"),
        ("2026年9月安全考核成绩.csv", ("姓名", "门店", "日期", "总分"), "training"),
        ("礼仪考核.csv", ("被考核人", "日期", "总分"), "training"),
        ("data.csv", ("姓名", "门店", "日期", "安全考核"), "training"),
        # 考核 beside what tells of an appraisal.
        (
            "data.csv",
            ("姓名", "门店", "考核月份", "安全考核得分", "工作态度", "考核人"),
            "supervisor_rating",
        ),
        ("data.csv", ("姓名", "门店", "服务规范考核得分", "日期", "考核人"), "supervisor_rating"),
        # Stores are audited, and people appraised.
        ("门店安全考核.csv", ("门店", "日期", "检查人", "总分"), "mystery_visit"),
        ("安全考核.csv", ("门店", "日期", "总分"), "mystery_visit"),
        ("绩效考核.csv", ("被考核人", "日期", "总分", "考核人"), "supervisor_rating"),
        ("礼仪考核.csv", ("被考核人", "日期", "总分", "考核人"), "supervisor_rating"),
        ("data.csv", ("姓名", "部门", "日期", "服务规范考核得分", "考核人"), "supervisor_rating"),
        (
            "data.csv",
            ("姓名", "部门", "考核月份", "安全考核得分", "工作态度", "考核人"),
            "supervisor_rating",
        ),
        (
            "data.csv",
            ("姓名", "部门", "考核月份", "规范考核总分", "工作态度", "考核人"),
            "supervisor_rating",
        ),
    ],
)
def test_an_assessment_of_what_people_know_is_an_exam(name, head, kind):
    ranked = recognise(read(assessed(*head), name, Options()), name)
    assert ranked[0][0] == kind


@pytest.mark.parametrize(
    ("name", "heading", "course"),
    [
        ("data.csv", "安全考核", "安全考核"),
        ("data.csv", "礼仪考核成绩", "礼仪考核"),
        ("data.csv", "安全考核得分", "安全考核"),
        ("data.csv", "规范考核总分", "规范考核"),
        ("data.csv", "安全考试成绩", "安全考试"),
        ("data.csv", "期末考试成绩", "期末考试"),
        ("data.csv", "Fire safety exam score", "Fire safety exam"),
        ("消防考试.csv", "安全考核", "消防考试"),
    ],
)
def test_the_heading_of_the_points_may_call_the_exam(name, heading, course):
    found = prepare(assessed("姓名", "门店", "日期", heading), name, TRAINING, Options(), TODAY)
    assert set(found.checked.rows["course"]) == {course}


def test_whoever_examined_is_no_course():
    content = assessed("被考核人", "日期", "总分", "考核人")
    found = prepare(content, "礼仪考核.csv", TRAINING, Options(), TODAY)
    assert set(found.checked.rows["course"]) == {"礼仪考核"}


@pytest.mark.parametrize(
    ("low", "asked_for"), [("In Progress", "pass"), ("Not Started", "pass"), ("Again", "outcome")]
)
def test_who_has_not_finished_has_not_failed(low, asked_for):
    rows = ["employee_id,course,date,score,status"]
    rows += [f"E{at},Care,2026-09-{at + 1:02},{40 + 2 * at},{low}" for at in range(6)]
    rows += [f"F{at},Care,2026-09-{at + 1:02},{70 + 2 * at},Completed" for at in range(12)]
    found = prepare("\n".join(rows).encode(), "records.csv", TRAINING, Options(), TODAY)
    names = [question.name for question in found.checked.questions]
    assert any(name.startswith(f"unsaid:{asked_for}") for name in names)
    assert ("not_counted" in names) is (asked_for == "pass")


@pytest.mark.parametrize(
    ("result", "day", "warned"),
    [
        ("Failed", "", True),
        ("Failed", "2026-09-12", False),
        ("Passed", "", False),  # what is missing is no failure
        ("", "", False),
    ],
)
def test_failures_that_are_rejected_for_want_of_a_day_are_told(result, day, warned):
    text = "employee_id,course,completion_date,score,result\n" + "".join(
        f"E{at},Service,2026-09-{at + 1:02},{80 + at},Passed\n" for at in range(8)
    )
    found = load(f"{text}E9,Service,{day},30,{result}\n")
    assert ("the pass rate is too high" in told(found)) is warned
    if warned:
        assert "(rows: 1 of 1)" in told(found) and len(found.checked.rows) == 8
