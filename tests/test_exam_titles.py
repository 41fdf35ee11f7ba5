"""What exam files say beside their columns, and what they leave to their cells: titles with maxima and
pass marks, points out of an unknown number, scans without headings."""

from datetime import date

import pytest

from data.kinds.catalog import EXAM_ITEM, SURVEY, TRAINING
from data.matching.recognise import fits, recognise
from data.matching.stated_marks import _said
from data.questions import lasting, still_open
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import Prepared, prepare
from errors import FileRefused, Undecided
from i18n import Text, translator
from ui.upload.match import shown_heading

TODAY, SAY = date(2026, 12, 1), translator("en")


def load(text: str, name: str = "Refunds.csv", kind=TRAINING, **options) -> Prepared:
    return prepare(text.encode(), name, kind, Options(**options), TODAY)


def asked(found: Prepared) -> list[str]:
    return [
        question.name for question in still_open(found.checked.questions, found.options.answers)
    ]


def told(found: Prepared) -> str:
    return " ".join(SAY(issue.message) for issue in found.checked.issues)


def percent(found: Prepared) -> list[float]:
    rows = found.checked.rows
    return (100 * rows["score"] / rows["maximum"]).round(6).tolist()


def likeliest(text: str, name: str) -> str:
    ranked = recognise(read(text.encode(), name, Options()), name)
    return ranked[0][0] if fits(ranked) else ""


# --- titles


@pytest.mark.parametrize(
    "text, passes, maximum",
    [
        ("满分100分，80分及格", "80", 100),
        ("2026年3月门店服务考核成绩表（满分100分,80分及格）", "80", 100),
        ("滿分100分，70分(含)以上及格", "70", 100),
        ("考试时间60分钟，满分100，及格分60", "60", 100),
        ("30题 每题2分 满分60分 36分及格", "36", 60),
        ("低于60分不及格", "60", None),
        ("合格60-79分，良好80-89分，优秀90分以上", "60", None),
        ("通过标准：正确率达到80%", "80%", None),
        ("100点満点・合格点70点", "70", 100),
        ("Pass mark 80, max 100", "80", 100),
        ("Course: Phones Pass mark: 80 Max score: 100 Date: 12/03/2026", "80", 100),
        ("24 out of 30 to pass", "24", 30),
        ("Bestehensgrenze 60 %", "60%", None),
        ("Datum: 14.09.2026 Max. Punkte: 40, bestanden ab 60 %", "60%", 40),
        ("Zum Bestehen: 30 von 50 Punkten", "30", 50),
        ("Note sur 20, seuil 12", "12", 20),
        ("Nota mínima 7,0 - nota máxima 10", "7", 10),
        ("Soglia di superamento 60%, punteggio massimo 30", "60%", 30),
        ("合格率 85%，及格人数：30", None, None),
        ("Pass rate 85%", None, None),
        ("Passed: 12, Failed: 3", None, None),
        ("Max 48 Min 22 Average 35", None, None),
        ("Maximum 25 participants, 60 minutes", None, None),
    ],
)
def test_what_a_title_says_of_passing_and_of_the_maximum(text, passes, maximum):
    found = list(_said(text))
    said = [f"{number:g}{'%' * percent}" for is_pass, number, percent in found if is_pass]
    assert said == ([] if passes is None else [passes])
    tops = [number for is_pass, number, _ in found if not is_pass]
    assert tops == ([] if maximum is None else [maximum])


PEOPLE = "".join(f"E{who},2026-09-0{who + 1},C,{12 + 4 * who}\n" for who in range(6))


@pytest.mark.parametrize(
    "title, mark, maximum",
    [
        ("Pass mark: 24; max. score: 40", 24, 40),
        ("满分40分，24分及格", 24, 40),
        ("Bestehensgrenze 60 %, max. Punkte 40", 24, 40),
        ("Max score 40. Pass mark 60", 24, 40),  # more than there are points: percent
    ],
)
def test_a_title_says_what_passes_and_out_of_how_many(title, mark, maximum):
    found = load(f"{title},,,\nuser,date,course,score\n{PEOPLE}")
    assert asked(found) == [] and set(found.checked.rows["maximum"]) == {maximum}
    assert set(found.checked.rows["pass_mark"]) == {mark}
    assert "says." in told(found)


def test_a_note_below_and_a_heading_say_what_passes_but_no_maximum():
    below = load(
        f"user,date,course,score\n{PEOPLE}Note: pass mark 60% and max 30,,,\n", pass_mark=None
    )
    assert asked(below) == ["unsaid:maximum=40"]
    assert set(below.checked.rows["pass_mark"]) == {24}
    heading = load(f"user,date,course,Score (pass = 24)\n{PEOPLE}")
    assert set(heading.checked.rows["pass_mark"]) == {24}


def test_two_pass_marks_and_a_maximum_below_the_scores_say_nothing():
    two = load(f"80% to pass; pass mark for staff 60%,,,\nuser,date,course,score\n{PEOPLE}")
    assert asked(two) == ["unsaid:maximum=40;pass"]
    low = load(f"Max 10 each,,,\nuser,date,course,score\n{PEOPLE}")
    assert asked(low) == ["unsaid:maximum=40;pass"]


def test_who_gives_a_pass_mark_is_not_overruled_by_a_title():
    found = load(f"Pass mark 80% max 40,,,\nuser,date,course,score\n{PEOPLE}", pass_mark=50)
    assert set(found.checked.rows["pass_mark"]) == {20}


def test_the_title_holds_for_a_column_a_course():
    text = "Results 2026-09-12 (max. 40, pass 24),,,\nName,Email,Greeting,Refunds\n" + "".join(
        f"P{who},p{who}@f.com,{12 + 4 * who},{30 + who}\n" for who in range(6)
    )
    found = load(text, "tests.csv")
    assert asked(found) == ["unsaid:date=title"] and len(found.checked.rows) == 12
    assert set(found.checked.rows["maximum"]) == {40}


# --- points out of an unknown number


@pytest.mark.parametrize("highest, asks", [(48, 50), (36, 40), (29, 30), (67, None), (96, None)])
def test_low_points_are_asked_about(highest, asks):
    text = "user,date,course,score,passed\n" + "".join(
        f"E{who},2026-09-1{who},C,{highest - 3 * who},{'yes' if who < 5 else 'no'}\n"
        for who in range(8)
    )
    found = load(text)
    assert asked(found) == ([f"unsaid:maximum={asks}"] if asks else [])
    assert set(found.checked.rows["maximum"]) == {asks or 100}


def test_low_percent_are_percent():
    for heading, sign in (("Score (%)", ""), ("Score", "%")):
        text = f"user,date,course,{heading},passed\n" + "".join(
            f"E{who},2026-09-1{who},C,{40 - who}{sign},no\n" for who in range(8)
        )
        assert asked(load(text)) == []


@pytest.mark.parametrize("heading", ["Course", "Test"])
def test_one_course_of_several_is_out_of_less(heading):
    text = f"user,date,{heading},score\n" + "".join(
        f"E{who},2026-09-1{who},{course},{top - 1 - who}\n"
        for who in range(8)
        for course, top in (("Menu", 20), ("Till", 100))
    )
    rows = load(text, pass_mark=60).checked.rows
    assert rows.groupby("course")["maximum"].first().to_dict() == {"Menu": 20, "Till": 100}


# --- without headings


def test_a_scan_without_headings_is_a_file_of_results():
    text = "".join(
        f"{100200 + 7 * who},HILL {chr(65 + who)}MY,{20 + 2 * who},{50 + 5 * who}\n"
        for who in range(8)
    )
    assert likeliest(text, "scan 2026-09-12.csv") == "training"


def test_a_scan_whose_first_row_is_the_key_is_one_of_items():
    key = "ABCDABCD"
    text = f"KEY,,8,{','.join(key)}\n" + "".join(
        f"HILL,{100200 + 7 * who},8,{','.join(key[: who + 1] + 'D' * (7 - who))}\n"
        for who in range(6)
    )
    assert likeliest(text, "scan.csv") == "exam_item"
    found = load(text, "scan.csv", EXAM_ITEM, set={"course": "C", "date": "2026-09-12"})
    rows = found.checked.rows
    assert len(rows) == 48 and rows["employee"].nunique() == 6
    assert rows["score"].sum() == sum(
        one == right
        for who in range(6)
        for one, right in zip(key[: who + 1] + "D" * (7 - who), key, strict=True)
    )
    assert "no_headings" in asked(found)


# --- what the tools write


def test_headings_that_a_step_added_speak_the_readers_language():
    text = "Name,Email,Greeting,Refunds\n" + "".join(
        f"P{who},p{who}@f.com,{50 + who},{60 + who}\n" for who in range(5)
    )
    found = load(text, "tests 2026-09-12.csv")
    added = [heading for heading in found.headings if isinstance(heading, Text)]
    chinese = translator("zh_Hans")
    assert [shown_heading(heading, chinese) for heading in added] == [
        *("课程", "分数", "考试日期", "合格线"),
    ]
    assert shown_heading("Course", chinese) == "Course"


def test_name_beside_the_first_name_is_the_other_one():
    text = "Nr.,Name,Vorname,Punkte,Datum,Schulung\n" + "".join(
        f"{who},Hill,{first},{60 + who},0{who + 1}.09.2026,C\n"
        for who, first in enumerate(("Ann", "Bob", "Cid"))
    )
    found = load(text + ",Durchschnitt,,61,,\n", pass_mark=60)
    assert found.checked.rows["employee"].tolist() == ["Ann Hill", "Bob Hill", "Cid Hill"]


@pytest.mark.parametrize(
    "heading, day, month",
    [("Datum", "01.09.2026", 9), ("Fecha", "01/09/2026", 9), ("Date d’évaluation", "1/9/2026", 9)],
)
def test_day_and_month_stand_as_the_language_of_the_file_writes_them(heading, day, month):
    found = load(f"user,{heading},course,score\nE1,{day},C,90\nE2,{day},C,80\n", pass_mark=60)
    assert {each.month for each in found.checked.rows["date"]} == {month}


def test_in_english_it_is_asked():
    found = load("user,date,course,score\nE1,01/09/2026,C,90\n", pass_mark=60)
    assert [asked.name for asked in found.checked.questions] == ["day_first"]


def test_a_row_above_the_maxima_is_no_person():
    text = (
        "Student,ID,SIS Login ID,Greeting (12345),Refunds (12346)\n,,,Manual Posting,\n"
        "Points Possible,,,20,50\n"
        + "".join(f"P{who},{who},p{who},{10 + who},{40 + who}\n" for who in range(5))
    )
    rows = load(text, "2026-09-12_Grades.csv", pass_mark=60).checked.rows
    assert rows.groupby("course")["maximum"].first().to_dict() == {"Greeting": 20, "Refunds": 50}
    assert rows["employee"].nunique() == 5


def test_right_answers_of_all_questions_count_and_not_how_quick_somebody_was():
    text = "Rank,Participant,Correct answers,Total questions,Score\n" + "".join(
        f"{who + 1},Ann {name},{9 - who},10,{900 - 70 * who}\n"
        for who, name in enumerate(("Hill", "Ford", "Gray", "Lamb"))
    )
    rows = load(text, "Slido quiz Refunds 2026-09-12.csv").checked.rows
    assert (rows["score"] / rows["maximum"]).tolist() == [0.9, 0.8, 0.7, 0.6]


def test_the_sum_of_the_points_of_all_questions_is_the_score_in_any_language():
    text = (
        "ID,Fertigstellungszeit,E-Mail,Gesamtpunktzahl,Gruß?,Punkte – Gruß?,Kasse?,Punkte – Kasse?\n"
        + "".join(
            f"{who},2026-09-0{who + 1} 10:00,p{who}@f.com,{one + two},a,{one},b,{two}\n"
            for who, (one, two) in enumerate(((5, 5), (5, 0), (0, 5), (0, 0), (5, 5)))
        )
    )
    assert likeliest(text, "Kassenquiz(1-5).xlsx.csv") == "training"
    rows = load(text, "Kassenquiz(1-5).csv").checked.rows
    assert rows["score"].tolist() == [10, 5, 5, 0, 10]


def test_the_only_points_are_proposed_whatever_they_are_headed():
    text = "番号,氏名,出来\n" + "".join(
        f"{who + 1},{name},{60 + 7 * who}\n"
        for who, name in enumerate(("佐藤健", "鈴木愛", "高橋涼", "田中舞"))
    )
    found = load(text, "接客テスト 2026-09-12.csv")
    assert found.checked.rows["score"].tolist() == [60, 67, 74, 81]
    assert "score=column" in asked(found)[0]
    assert likeliest(text, "接客テスト 2026-09-12.csv") == "training"


# --- the day


def test_a_day_that_nothing_says_is_asked_and_any_may_be_given():
    text = "Name,Email,Score\nAnn,a@f.com,90\nBob,b@f.com,70\n"
    found = load(text, "Phone manners.csv")
    assert asked(found) == ["unsaid:course=Phone manners;pass", "exam_day"]
    assert set(found.checked.rows["date"].astype(str)) == {"2026-12-01"}
    given = load(text, "Phone manners.csv", answers={"exam_day": "2026-09-12"})
    assert set(given.checked.rows["date"].astype(str)) == {"2026-09-12"}
    with pytest.raises(FileRefused, match="Examined on"):
        load(text, "Phone manners.csv", answers={"exam_day": "no"})
    assert lasting({"exam_day": "today"}) == {}


# --- shapes of tools and of hand-made lists


@pytest.mark.parametrize("cell", ["{word} ({points}%)", "{points}% – {word}", "{word}: {points}"])
def test_results_and_points_in_one_cell_are_two_columns(cell):
    text = "Candidate,Assessment,Assessed on,Outcome\n" + "".join(
        f"C{who},L1,2026-09-0{who + 1},"
        + cell.format(word="Pass" if who > 2 else "Fail", points=50 + 10 * who)
        + "\n"
        for who in range(5)
    )
    found = load(text)
    assert found.checked.rows["outcome"].tolist() == ["failed"] * 3 + ["passed"] * 2
    assert percent(found) == [50, 60, 70, 80, 90] and asked(found) == []


def test_numbers_of_staff_are_no_results():
    text = "Emp,Course,Date,Score,Passed\n" + "".join(
        f"P{who:03},C,2026-09-0{who + 1},{60 + 8 * who},yes\n" for who in range(5)
    )
    assert load(text).checked.rows["employee"].tolist()[0] == "P000"


@pytest.mark.parametrize(
    "first, again",
    [("{c} / 初考", "{c} / 补考"), ("{c}", "{c}补考"), ("{c} 1st attempt", "{c} (2nd attempt)")],
)
def test_attempts_of_several_courses_stand_in_columns(first, again):
    heads = ",".join(
        form.format(c=course) for course in ("Tills", "Calls") for form in (first, again)
    )
    text = f"工号,姓名,{heads}\n" + "".join(
        f"E{who},张{who},{60 + 5 * who},{'' if who > 3 else 85},{70 + who},\n" for who in range(6)
    )
    rows = load(text, "2026-09-12 考核.csv", pass_mark=80).checked.rows
    assert len(rows) == 16 and set(rows["course"]) == {"Tills", "Calls"}
    assert sorted(rows["attempt"].unique()) == [1, 2]


def test_parts_of_one_exam_are_told_by_what_they_are_out_of():
    text = "Emp Code,Name,Theory (40),Practical (35),Total\n" + "".join(
        f"E{who},Ann Hill,{20 + 3 * who},{15 + 3 * who},{35 + 6 * who}\n" for who in range(6)
    )
    rows = load(text, "Guest relations 2026-09-12.csv", pass_mark=60).checked.rows
    assert rows["score"].tolist() == [35, 41, 47, 53, 59, 65] and set(rows["maximum"]) == {75}


def test_monthly_exams_stand_in_columns():
    text = "2026年服务月考（80分合格）,,,,\n工号,姓名,7月,8月,平均分\n" + "".join(
        f"E{who},张{who},{70 + 3 * who},{'/' if who == 2 else 90},80\n" for who in range(5)
    )
    assert likeliest(text, "月考成绩.csv") == "training"
    rows = load(text, "月考成绩.csv").checked.rows
    assert len(rows) == 9 and set(rows["date"].astype(str)) == {"2026-07-01", "2026-08-01"}
    assert set(rows["pass_mark"]) == {80}


def test_passed_and_failed_say_that_a_file_holds_exams_in_any_language():
    for passed, failed in (
        ("bestanden", "nicht bestanden"),
        ("합격", "불합격"),
        ("Idoneo", "Non idoneo"),
    ):
        text = "Personeelsnr,Cursus,Datum,Xyz\n" + "".join(
            f"P{who},C,2026-09-0{who + 1},{passed if who else failed}\n" for who in range(5)
        )
        assert likeliest(text, "x.csv") == "training"
        assert load(text).checked.rows["outcome"].tolist() == ["failed", *["passed"] * 4]


def test_points_with_a_constant_maximum_come_before_a_rounded_percentage():
    text = "姓名,课程,提交时间,得分,总分,正确率,是否及格\n" + "".join(
        f"张{who},C,2026-09-0{who + 1},{40 + who},60,{round((40 + who) / 0.6)}%,及格\n"
        for who in range(5)
    )
    assert percent(load(text))[1] == pytest.approx(41 / 0.6)


def test_a_course_column_holds_no_points():
    text = "Emp,Name,Exam,Date\n" + "".join(
        f"E{who},Ann Hill,{60 + 7 * who},2026-09-0{who + 1}\n" for who in range(5)
    )
    assert "Exam" not in load(text, "Calls.csv", pass_mark=60).checked.rows["course"].tolist()
    assert percent(load(text, "Calls.csv", pass_mark=60)) == [60, 67, 74, 81, 88]


# --- no exams


def test_what_trainees_say_of_a_training_is_no_satisfaction_of_customers():
    text = "Timestamp,Overall, how satisfied were you with the training?,Comments\n".replace(
        "Overall,", "Overall"
    ) + "".join(f"2026-09-0{day} 10:00,{1 + day % 5},fine\n" for day in range(1, 8))
    assert likeliest(text, "evaluation.csv") != "survey"
    assert asked(load(text, "evaluation.csv", SURVEY)) == ["whose_answers"]


@pytest.mark.parametrize(
    ("heading", "more", "likely"),
    [
        ("How satisfied are you with the instructor?", "Course", "customers"),
        ("How satisfied are you with the instructor of the training?", "Course", "staff"),
        ("How satisfied are you with the instructor?", "Employee ID", "staff"),
        ("How satisfied are you with the instructor?", "Workshop date and trainer", "staff"),
        ("您对讲师的满意度", "课程", "customers"),
        ("您对培训讲师的满意度", "课程", "staff"),
    ],
)
def test_who_rates_no_more_than_who_taught_may_pay_for_the_course(heading, more, likely):
    text = f"Timestamp,Overall satisfaction,{heading},{more}\n" + "".join(
        f"2026-09-0{day} 10:00,{1 + day % 5},{1 + day % 5},A{day}\n" for day in range(1, 8)
    )
    found = load(text, "feedback.csv", SURVEY)
    asked_whose = next(each for each in found.checked.questions if each.name == "whose_answers")
    assert asked_whose.likely == likely


# --- which kind


@pytest.mark.parametrize(
    "text",
    [
        "First Name,Last Name,SID,Total Score,Max Points,Submission Time\n{}",
        "Benutzername,Kursname,Abschlussdatum,Endpunktzahl\n{}",
        "Timestamp,Your full name,Result\n{}",
    ],
)
def test_columns_and_cells_say_that_a_file_holds_exams(text):
    rows = {
        "F": "Ann,Hill{who},S{who},{score},20,2026-09-0{day}\n",
        "B": "u{who},Kasse,2026-09-0{day},{score}\n",
        "T": "2026-09-0{day} 10:00,Ann Hill,{score}/20 ({share}%)\n",
    }[text[0]]
    filled = "".join(
        rows.format(who=who, day=who + 1, score=12 + who, share=60 + 5 * who) for who in range(6)
    )
    assert likeliest(text.format(filled), "x.csv") == "training"


def test_points_beside_the_percent_that_they_are_count_as_points():
    text = "Timestamp,Employee,Result\n" + "".join(
        f"2026-09-0{who + 1} 10:00,E{who},{12 + who}/20 ({60 + 5 * who}%)\n" for who in range(5)
    )
    assert percent(load(text, "Calls.csv")) == [60, 65, 70, 75, 80]


def test_a_total_of_courses_is_none_whatever_the_tool_adds_to_its_heading():
    text = (
        "名,姓,电子邮件地址,测验：礼仪 (实际分数),测验：投诉 (实际分数),课程总分 (实际分数)\n"
        + "".join(
            f"敏{who},张,n{who}@f.cn,{60 + who}.00,{70 + who}.00,{130 + 2 * who}.00\n"
            for who in range(5)
        )
    )
    rows = load(text, "服务学院 成绩-20260912.csv").checked.rows
    assert rows["course"].nunique() == 2


def test_known_headings_tell_japanese_and_korean_letters():
    text = "社員コード,講座名,修了日,テスト得点\nJ1,接客,2026/09/01,80\n"
    assert read(text.encode("shift_jis"), "x.csv", Options()).encoding == "shift_jis"
    korean = "사번,과정명,응시일,점수\nK1,고객응대,2026-09-01,80\n"
    assert read(korean.encode("cp949"), "x.csv", Options()).headings[1] == "과정명"
    with pytest.raises(Undecided):
        read("満足,とても良い\n".encode("shift_jis"), "x.csv", Options())


def test_the_score_beside_results_is_not_lost():
    for heading, form in (("score_pct", "{}"), ("Practical", "{}/100")):
        text = f"user,course,date,{heading},passed\n" + "".join(
            f"U{who},C,2026-09-1{who},{form.format(50 + 9 * who)},{who > 2}\n" for who in range(6)
        )
        assert percent(load(text)) == [50, 59, 68, 77, 86, 95]


def test_a_constant_column_of_the_highest_points_is_no_course():
    text = "ID empleado,Evaluación,Fecha,Puntos logrados,Puntaje máximo,Estado\n" + "".join(
        f"E{who},C,1{who}/09/2026,{20 + 3 * who},40,Aprobado\n" for who in range(6)
    )
    assert percent(load(text)) == [50, 57.5, 65, 72.5, 80, 87.5]


def test_a_line_of_marks_names_no_course_and_says_that_exams_follow():
    text = (
        "Atendimento turma 3 – 15/09/2026,,\nNota mínima para aprovação: 7,,\nNome,Loja,Nota\n"
        + "".join(
            f"{first} Hill,Sol,{5 + who}\n"
            for who, first in enumerate(("Ann", "Bob", "Cid", "Dee"))
        )
    )
    assert likeliest(text, "lista.csv") == "training"
    rows = load(text, "lista.csv").checked.rows
    assert set(rows["course"]) == {"Atendimento turma"} and set(rows["pass_mark"]) == {7}


def test_a_day_of_the_minguo_in_a_title_is_one():
    text = "製表日期：115年9月30日,,\n員編,姓名,成績\n" + "".join(
        f"T{who},陳{who},{60 + 5 * who}\n" for who in range(5)
    )
    found = load(text, "顧客應對測驗.csv")
    assert set(found.checked.rows["date"].astype(str)) == {"2026-09-30"}


def test_who_and_when_alone_are_no_kind_and_progress_is_no_result():
    attendance = "Emp ID,Name,Store,Session,Date,Hours,Present\n" + "".join(
        f"E{who},Ann Hill,Hull,Upselling,2026-09-12,3,Y\n" for who in range(6)
    )
    assert likeliest(attendance, "register.csv") not in {"roster", "supervisor_rating", "training"}
    progress = "Name,Email,Content,Progress %,Started\n" + "".join(
        f"Ann Hill,a{who}@f.com,Customers,{10 * who},2026-09-0{who + 1}\n" for who in range(6)
    )
    assert likeliest(progress, "progress.csv") == ""


def test_one_heading_that_names_a_training_and_asks_nothing_says_nothing_of_who_answered():
    text = "Date,Overall satisfaction,Competence & training\n" + "".join(
        f"2026-09-0{day},{1 + day % 5},{day % 2}\n" for day in range(1, 8)
    )
    assert asked(load(text, "answers.csv", SURVEY)) == []


def test_letters_of_grades_are_no_results():
    text = "user,course,date,score,Grade given\n" + "".join(
        f"U{who},C,2026-09-1{who},{50 + 9 * who},{'A' if who > 3 else 'B'}\n" for who in range(6)
    )
    assert asked(load(text)) == ["unsaid:pass"]


def test_how_often_somebody_sat_again_is_no_number_of_an_attempt():
    text = "工号,课程,考试日期,成绩,是否通过,补考次数\n" + "".join(
        f"E{who},C,2026-09-1{who},{50 + 9 * who},{'是' if who > 2 else '否'},{who % 2}\n"
        for who in range(6)
    )
    found = load(text)
    assert len(found.checked.rows) == 6 and "sat the exam again" in told(found)
    assert found.checked.rows["attempt"].tolist() == [1, 2] * 3


@pytest.mark.parametrize(
    "first, second, day",
    [
        ("1. Versuch Punkte", "2. Versuch Punkte", "{n}. Versuch Datum"),
        ("Intento 1 nota", "Intento 2 nota", "Intento {n} fecha"),
        ("1er essai note", "2e essai note", "Essai {n} date"),
    ],
)
def test_attempts_stand_in_columns_in_further_languages(first, second, day):
    text = f"Personal-Nr.,{day.format(n=1)},{first},{day.format(n=2)},{second}\n" + "".join(
        f"E{who},1{who}.09.2026,{60 + who},{'2' + str(who) + '.09.2026' if who < 3 else ''},"
        f"{80 if who < 3 else ''}\n"
        for who in range(6)
    )
    rows = load(text, "Kasse.csv", pass_mark=70).checked.rows
    assert len(rows) == 9 and rows["course"].nunique() == 1
    assert sorted(rows["attempt"].unique()) == [1, 2] and rows["date"].nunique() == 9


def test_months_and_brackets_of_a_korean_title():
    text = "2026년 9월 CS 평가 결과 (만점 50점; 합격 기준 35점),,\n사번,성명,점수\n" + "".join(
        f"K{who},김민{'준서지수도'[who]},{30 + 3 * who}\n" for who in range(5)
    )
    rows = load(text, "x.csv").checked.rows
    assert set(rows["course"]) == {"CS 평가 결과"} and set(rows["maximum"]) == {50}
    assert set(rows["pass_mark"]) == {35} and set(rows["date"].astype(str)) == {"2026-09-01"}
