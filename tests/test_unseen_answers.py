"""What forms and tools write beside their answers: short remarks that come again, rows in which
nothing happened yet, numbers of rows, names of whoever filled them in."""

import pytest

from data.kinds.catalog import COMPLAINT, MYSTERY_VISIT, NPS, SURVEY, TRAINING
from data.matching.prefixed import without_prefixes
from data.matching.recognise import recognise
from data.reading.options import Options
from data.reading.reader import read
from tests.test_rated_parts import asked, file_of, load, taken

ROWS = 24
DAYS = [f"2026-10-{row + 1:02d}" for row in range(ROWS)]
SCORES = [row % 5 + 1 for row in range(ROWS)]
TENTHS = [row % 11 for row in range(ROWS)]
SURVEYED = {"Date": DAYS, "Overall satisfaction": SCORES}


def again(*cells: str) -> list[str]:
    return [cells[row % len(cells)] for row in range(ROWS)]


def question(found, name: str):
    return next((one for one in found.checked.questions if one.name == name), None)


def kind_of(columns: dict[str, list], name: str) -> str:
    return recognise(read(file_of(columns), name, Options()), name)[0][0]


# --- short remarks


@pytest.mark.parametrize(
    ("heading", "texts"),
    [
        (
            "Что нам стоит улучшить?",
            ("Всё понравилось", "", "Долго ждали на кассе", "", "Не было размера", "Всё в порядке"),
        ),
        (
            "Qualitative Response",
            ("", "Will be back", "", "Queue was too long", "Fast and polite", "No one answered me"),
        ),
    ],
)
def test_short_remarks_that_come_again_are_offered_as_the_comment(heading, texts):
    found = load({**SURVEYED, heading: again(*texts)})
    assert question(found, "left_over:comment").likely == heading
    assert taken(found)["comment"] == heading


@pytest.mark.parametrize(
    ("heading", "texts"),
    [
        ("How often do you come?", ("Once a month", "Every second week", "For the first time")),
        ("Topic", ("Price", "", "Staff", "Queue", "Stock", "")),
        (
            "Where do you live?",
            ("", "near the old bridge", "far from here", "by the sea", "up hill"),
        ),
        ("Device", ("", "Galaxy phone 12", "iPad mini 4", "Pixel phone 9", "Mac mini 5")),
    ],
)
def test_what_was_chosen_or_tells_who_somebody_is_is_no_comment(heading, texts):
    assert "comment" not in taken(load({**SURVEYED, heading: again(*texts)}))


def test_what_was_seen_on_a_visit_is_its_remark_though_a_known_heading_is_empty():
    columns = {"Store": again("York", "Hull"), "Date of visit": DAYS}
    columns |= {"Total score (%)": [60 + row for row in range(ROWS)], "Notes": again("")}
    columns |= {"Describe the visit in your own words": again("Nobody greeted me", "Quick till")}
    found = load(columns, MYSTERY_VISIT)
    assert taken(found)["remark"] == "Describe the visit in your own words"
    assert "left_over:remark" in asked(found)


def test_that_nobody_wrote_a_comment_this_month_makes_no_other_words_one():
    notes = again(
        "", "Called them back", "", "Sent a voucher by post", "Spoke to the team", "All done"
    )
    found = load({**SURVEYED, "Comment": again(""), "Second text": notes})
    assert "left_over:comment" not in asked(found)


# --- which of several columns is what somebody wrote

CHOSEN = ("通勤上班使用", "購物,緊急情況", "商務旅遊使用", "就醫陪同家人")
WRITTEN = ("希望多收行動支付", "", "車內有菸味", "司機很客氣", "", "開車很平穩")


@pytest.mark.parametrize("said", ["（可複選）", "(Select all that apply)", "【多选题】"])
def test_reasons_that_were_ticked_are_no_comment(said):
    columns = {
        f"您使用計程車的主要原因{said}": again(*CHOSEN),
        "您有何建議或意見？": again(*WRITTEN),
    }
    assert taken(load({**SURVEYED, **columns}))["comment"] == "您有何建議或意見？"


def complaints(**texts: list) -> dict[str, list]:
    return {"受理时间": DAYS, "投诉类型": again("服务态度", "车况", "收费"), **texts}


def test_number_plates_and_sorts_are_not_what_was_complained_of():
    plates = [f"沪A{34731 + 91 * row}" for row in range(ROWS)]
    said = [f"乘客称司机未打表，收费{row + 20}元，要求道歉。" for row in range(ROWS)]
    sorts = again("电召服务", "巡游服务")
    found = load(complaints(投诉车牌=plates, 投诉类别=sorts, 事件内容=said), COMPLAINT)
    assert taken(found)["comment"] == "事件内容"
    assert "comment" not in taken(load(complaints(投诉车牌=plates, 投诉类别=sorts), COMPLAINT))


def test_why_somebody_would_recommend_is_the_comment():
    columns = {"提交时间": DAYS, "评分": TENTHS, "推荐理由": again("沟通顺畅", "", "价格偏高")}
    assert taken(load(columns, NPS))["comment"] == "推荐理由"


# --- nothing happened yet


def test_a_survey_that_was_not_completed_is_left_out():
    columns = {"Survey Timestamp": [*DAYS[:-2], *["[not completed]"] * 2]}
    columns |= {"Overall satisfaction": [*SCORES[:-2], "", ""]}
    found = load(columns).checked
    assert (len(found.rows), found.rejected, found.left_out) == (ROWS - 2, 0, 2)


def unfinished(*cells: list) -> dict[str, list]:
    """Exams of which each third row has neither day nor score."""
    open_rows = [row % 3 == 0 for row in range(ROWS)]
    columns: dict[str, list] = {"Employee ID": [f"E{row}" for row in range(ROWS)]}
    columns |= {"Course": again("Service"), "Attempt": [1 - blank for blank in open_rows]}
    columns["Exam date"] = [
        "" if blank else day for blank, day in zip(open_rows, DAYS, strict=True)
    ]
    columns["Score"] = ["" if blank else 80 for blank in open_rows]
    return columns


def test_who_has_not_sat_yet_is_left_out_and_nothing_has_to_be_filled_in():
    found = load(unfinished(), TRAINING, pass_mark=60).checked
    assert (len(found.rows), found.rejected, found.left_out) == (16, 0, 8)
    assert set(found.rows["attempt"]) == {1}
    assert sum("nothing to count yet" in str(issue.message) for issue in found.issues) == 8


@pytest.mark.parametrize("open_one", ["not_started", "in progress", "UNKNOWN"])
def test_a_result_that_is_none_yet_is_left_out(open_one):
    columns = unfinished()
    columns["Status"] = [open_one if not day else "passed" for day in columns["Exam date"]]
    columns["Status"][1] = "failed"
    found = load(columns, TRAINING).checked
    assert (len(found.rows), found.rejected, found.left_out) == (16, 0, 8)


def test_a_score_without_a_day_is_a_fault_and_so_is_a_file_that_hardly_has_days():
    columns = unfinished()
    columns["Score"][0] = 70
    found = load(columns, TRAINING, pass_mark=60).checked
    assert (len(found.rows), found.rejected, found.left_out) == (16, 1, 7)
    columns["Exam date"][4:] = again("")[4:]
    columns["Score"][4:] = again("")[4:]
    assert load(columns, TRAINING, pass_mark=60).checked.rejected == ROWS - 2


# --- what numbers rows, names whoever answered, or says a group


@pytest.mark.parametrize("numbers", [range(1, ROWS + 1), range(ROWS, 0, -1)])
def test_a_running_number_is_no_count_of_answers(numbers):
    columns = {"No.": list(numbers), "Date": DAYS, "How likely are you to recommend us?": TENTHS}
    found = load(columns, NPS)
    assert "counted_answers" not in asked(found) and len(found.checked.rows) == ROWS


@pytest.mark.parametrize("heading", ["您的姓名", "Your name"])
def test_whoever_filled_in_a_form_is_nobody_who_served(heading):
    found = load({**SURVEYED, heading: again("张先生", "王先生", "陈女士", "李女士")})
    assert "left_over:employee" not in asked(found) and "employee" not in taken(found)
    named = load({**SURVEYED, "您的服务顾问姓名": again("张伟", "王芳", "陈静", "李娜")})
    assert taken(named)["employee"] == "您的服务顾问姓名"


@pytest.mark.parametrize(
    "heading", ["Which of our branches did you visit?", "您光顾的是哪家门店？"]
)
def test_which_place_somebody_was_in_is_the_store(heading):
    found = load({**SURVEYED, heading: again("Camden", "Ealing")})
    assert taken(found)["store"] == heading


def test_which_part_of_a_place_somebody_was_in_is_no_store():
    found = load({**SURVEYED, "Which part of the store did you visit?": again("Bakery", "Meat")})
    assert "store" not in taken(found)


def test_a_group_of_promoters_is_no_segment():
    columns = {"Date": DAYS, "How likely are you to recommend us?": TENTHS}
    groups = ["推荐者" if score > 8 else "被动者" if score > 6 else "贬损者" for score in TENTHS]
    assert "segment" not in taken(load({**columns, "客户类型": groups}, NPS))
    other = {**columns, "客户类型": again("企业", "个人")}
    assert taken(load(other, NPS))["segment"] == "客户类型"


def test_two_unknown_words_take_the_two_free_points():
    words = again("Excellent", "Pretty good", "Neutral", "Not so great", "Terrible")
    found = load({"Date": DAYS, "How would you rate our service?": words})
    likely = [
        question(found, f"answer_word:{word}").likely for word in ("Pretty good", "Not so great")
    ]
    assert likely == ["4of5", "2of5"]


def test_a_place_with_a_word_of_its_own_is_asked_about():
    visits = {"暗访时间": DAYS, "得分": [60 + row for row in range(ROWS)]}
    visits["区域"] = again("东区", "西区")
    found = load(
        {**visits, "垃圾房": again("菜场路垃圾房", "人民广场垃圾房", "滨江公园垃圾房")},
        MYSTERY_VISIT,
    )
    assert question(found, "left_over:store").likely == "垃圾房"
    assert [one.name for one in question(found, "left_over:store").choices] == ["垃圾房", "none"]


def test_who_was_rated_at_which_window_is_taken():
    columns = {"被评价人": again("张丽", "王强"), "被评价窗口": again("社保窗口", "综合窗口1")}
    found = load({**SURVEYED, **columns})
    assert taken(found)["employee"] == "被评价人" and taken(found)["store"] == "被评价窗口"
    assert "left_over:store" not in asked(found)


def test_which_salon_somebody_visited_is_the_store():
    heading = "Który salon Pan/Pani odwiedził(a)?"
    found = load({**SURVEYED, heading: again("Warszawa Wola", "Gdańsk Wrzeszcz")})
    assert taken(found)["store"] == heading


# --- which kind it is


def test_visits_in_the_name_of_the_file_without_its_accent_are_visits():
    columns = {"magasin": again("Rennes", "Lyon"), "date_visite": DAYS}
    columns |= {"note_globale": [60 + row for row in range(ROWS)]}
    assert kind_of(columns, "client_mystere_magasins.csv") == MYSTERY_VISIT.name


def test_a_total_out_of_ten_beside_a_shopper_is_of_a_visit():
    columns = {"StoreName": again("York", "Hull"), "Date of Visit": DAYS}
    columns |= {"Mystery Shopper Name": again("Ann", "Bob"), "Options Shown": again("Yes", "No")}
    columns |= {"Staff Behavior": again("Good", "Average"), "Final Scores": again("10", "6", "8")}
    assert kind_of(columns, "Mystery Audit.csv") == MYSTERY_VISIT.name


def test_a_vietnamese_exam_is_one():
    columns = {"Dấu thời gian": DAYS, "Điểm số": again("8 / 10", "10 / 10", "6 / 10")}
    columns |= {"Mã nhân viên": [f"NV{row}" for row in range(ROWS)]}
    name = "Bài kiểm tra tiêu chuẩn phục vụ (Câu trả lời) - Câu trả lời biểu mẫu 1.csv"
    assert kind_of(columns, name) == TRAINING.name


def test_a_form_with_addresses_and_ratings_is_no_list_of_staff():
    columns = {"Email": [f"v{row}@mail.test" for row in range(ROWS)]}
    columns |= {"Which store did you visit?": again("York", "Hull"), "Entry Date": DAYS}
    columns |= {"How would you rate our service?": again("Excellent", "Neutral", "Terrible")}
    columns |= {"Entry Id": [4100 + row for row in range(ROWS)]}
    assert kind_of(columns, "customer-feedback.csv") == SURVEY.name


def test_options_that_were_chosen_tell_an_exam():
    columns = {
        "序号": [row + 1 for row in range(ROWS)],
        "提交答卷时间": DAYS,
        "来源详情": again(""),
    }
    columns |= {
        "总分": [60 + row for row in range(ROWS)],
        "1、您的工号：": [100 + row for row in range(ROWS)],
    }
    columns |= {
        "2、顾客进店几秒内问候？": again("A.3秒", "B.10秒"),
        "3、第一步是？": again("A.倾听", "B.解释"),
    }
    assert kind_of(columns, "服务规范考核.csv") == TRAINING.name


@pytest.mark.parametrize("heading", ["Hotel ID", "Hotel response ID", "Listing review ID"])
def test_the_number_of_a_hotel_makes_no_survey_of_staff(heading):
    numbers = [str(9000 + row) for row in range(ROWS)]
    columns = {heading: numbers, "Date": DAYS, "Store": again("A", "B")}
    columns |= {"Satisfaction": again("1", "2", "3", "4", "5")}
    assert kind_of(columns, "data.csv") == SURVEY.name


def test_courses_with_states_are_exams():
    columns = {
        "Login ID": [f"s{row}@x.test" for row in range(ROWS)],
        "Course Name": again("A", "B"),
    }
    columns |= {
        "Enrollment Completed Date": DAYS,
        "Enrollment Score": [60 + row for row in range(ROWS)],
    }
    columns |= {"Enrollment Status": again("passed", "failed", "not_started", "in_progress")}
    assert kind_of(columns, "enrollment_history.csv") == TRAINING.name


def test_a_course_comes_before_its_only_test_and_not_before_several():
    columns = {"員工編號": [f"E{row}" for row in range(ROWS)], "課程名稱": again("禮儀", "客訴")}
    columns |= {
        "測驗日期": DAYS,
        "測驗成績": [60 + row for row in range(ROWS)],
        "及格標準": again("70"),
    }
    one = {**columns, "測驗名稱": again("禮儀測驗", "客訴測驗")}
    found = load(one, TRAINING)
    assert taken(found)["course"] == "課程名稱" and asked(found) == ["headings"]
    kept = load(one, TRAINING, answers={"headings": "course:測驗名稱"})
    assert taken(kept)["course"] == "測驗名稱"
    several = {**columns, "測驗名稱": again("禮儀一", "客訴一", "禮儀二", "客訴二")}
    assert taken(load(several, TRAINING))["course"] == "測驗名稱"


def test_a_class_is_no_course_beside_a_quiz():
    columns = {"Student ID": [f"E{row}" for row in range(ROWS)], "Quiz Name": again("Standards")}
    columns |= {"Class Name": again("Team A", "Team B"), "Quiz Date": DAYS}
    columns |= {"% Score": [60 + row for row in range(ROWS)]}
    found = load(columns, TRAINING, pass_mark=60)
    assert taken(found)["course"] == "Quiz Name" and "headings" in asked(found)
    assert "highest possible" not in str([issue.message for issue in found.checked.issues])


@pytest.mark.parametrize("heading", ["Всего баллов", "Points offered", "配点", "Max marks"])
def test_what_an_exam_is_out_of_is_told_by_a_column_that_nobody_exceeds(heading):
    columns = {"Employee ID": [f"E{row}" for row in range(ROWS)], "Course": again("Tills", "Care")}
    columns |= {"Exam date": DAYS, "Score": [30 + row % 20 for row in range(ROWS)]}
    columns |= {"Result": again("passed", "failed"), heading: again("60", "80")}
    found = load(columns, TRAINING)
    assert set(found.checked.rows["maximum"]) == {60, 80}


@pytest.mark.parametrize(
    ("heading", "cells"),
    [("Passing score", ("90", "95")), ("Bonus points", ("90", "95", "99")), ("Points", ("100",))]
    + [("分店编号", ("201",)), ("Point of sale", ("4711",)), ("Checkpoint", ("300",))],
)
def test_what_has_to_be_reached_or_differs_within_a_course_is_no_maximum(heading, cells):
    columns = {"Employee ID": [f"E{row}" for row in range(ROWS)], "Course": again("Tills", "Care")}
    columns |= {"Exam date": DAYS, "Score": [40 + 2 * row for row in range(ROWS)]}
    columns |= {"Result": again("passed", "failed"), heading: again(*cells)}
    assert "maximum" not in taken(load(columns, TRAINING))


def test_results_in_percent_are_out_of_a_hundred_whatever_stands_beside_them():
    columns = {"Employee ID": [f"E{row}" for row in range(ROWS)], "Course": again("Tills")}
    columns |= {"Exam date": DAYS, "Score (%)": [40 + 2 * row for row in range(ROWS)]}
    columns |= {"Result": again("passed", "failed"), "Max points": again("120")}
    found = load(columns, TRAINING)
    assert "maximum" not in taken(found) and found.checked.rows["score"].max() == 86


def test_low_results_beside_a_hundred_are_out_of_a_hundred():
    columns = {"Employee ID": [f"E{row}" for row in range(ROWS)], "Course": again("Tills")}
    columns |= {"Exam date": DAYS, "Score": [20 + row for row in range(ROWS)]}
    columns |= {"Result": again("passed", "failed"), "Points offered": again("100")}
    assert set(load(columns, TRAINING).checked.rows["maximum"]) == {100}


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (("s-star5", "s-star4", "s-star1"), {5, 4, 1}),
        (("rating_3", "rating_4", "rating_5"), {3, 4, 5}),
        (("星级5", "星级3", "星级1"), {5, 3, 1}),
    ],
)
def test_the_number_behind_the_same_word_is_read(cells, read):
    found = load({"Date": DAYS, "Overall satisfaction": again(*cells)})
    assert set(found.checked.rows["overall"]) == read and len(found.checked.rows) == ROWS


@pytest.mark.parametrize(
    "cells", [("star5", "rate4", "star3"), ("A-5", "A-4", "A-3"), ("level 5", "level 4", "star 3")]
)
def test_words_that_differ_or_rate_nothing_stay_as_they_are(cells):
    sheet = read(file_of({"Date": DAYS, "Mark": again(*cells)}), "f.csv", Options())
    assert without_prefixes(sheet, SURVEY, Options()).sheet is sheet


@pytest.mark.parametrize(
    ("heading", "word"),
    [("Store", "Star "), ("Department", "Grade "), ("Region", "Rate "), ("部门", "星")]
    + [("客户等级", "星级"), ("Customer segment", "Star "), ("Comment", "Score ")]
    + [("Room type", "star"), ("Hotel class", "Star "), ("Class", "Grade ")]
    + [("Satisfaction", "Grade "), ("Zufriedenheit", "Note ")],
)
def test_what_is_no_rating_or_a_grade_keeps_the_word_before_its_number(heading, word):
    cells = again(*(f"{word}{number}" for number in (1, 2, 3, 4, 5)))
    sheet = read(file_of({"Date": DAYS, heading: cells}), "f.csv", Options())
    assert without_prefixes(sheet, SURVEY, Options()).sheet is sheet


def test_a_store_called_star_stays_the_store_beside_ratings_that_are_read():
    stores, ratings = again("Star 1", "Star 2"), again("star 5", "star 4", "star 1")
    found = load({"Date": DAYS, "Store": stores, "Rating": ratings})
    assert set(found.checked.rows["store"]) == {"Star 1", "Star 2"}
    assert set(found.checked.rows["overall"]) == {5, 4, 1}
    notes = [str(issue.message) for issue in found.checked.issues]
    assert sum("“star”" in note for note in notes) == 1
