"""Files that nobody has seen of complaints, requests, purchases, staff surveys, violations,
suggestions and the rest of the programme: what each is taken for, and what its rows say."""

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest

from data.kinds.catalog import (
    COMPLAINT,
    CONTACT_VOLUME,
    KPI_VALUE,
    PRAISE,
    PROGRAMME_ITEM,
    PURCHASE,
    ROSTER,
    SERVICE_REQUEST,
    STAFF_SURVEY,
    SUGGESTION,
    SURVEY,
    TRAINING,
    VIOLATION,
)
from data.matching.headings import match
from data.matching.recognise import fits, recognise
from data.questions import still_open
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import Prepared, prepare
from data.values.cells import choice_of
from metrics.handed.kpi_facts import KPI_FACTS

TODAY = date(2026, 11, 29)


def written(*rows) -> bytes:
    content = io.StringIO()
    csv.writer(content).writerows(rows)
    return content.getvalue().encode()


def book(name: str, *rows) -> bytes:
    made = openpyxl.Workbook()
    made.active.title = name
    for row in rows:
        made.active.append(row)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def load(kind, content: bytes, name: str = "file.csv", **settled) -> Prepared:
    return prepare(content, name, kind, Options(**settled), TODAY, KPI_FACTS)


def taken_for(content: bytes, name: str = "file.csv") -> str:
    ranked = recognise(read(content, name, Options()), name, KPI_FACTS)
    return ranked[0][0] if fits(ranked) else "none"


def asked(prepared: Prepared) -> list[str]:
    return [
        question.name
        for question in still_open(prepared.checked.questions, prepared.options.answers)
    ]


def told(prepared: Prepared, column: str) -> list:
    return (
        prepared.checked.rows[column].astype(object).where(lambda cell: cell.notna(), None).tolist()
    )


def days(start: int, form: str = "%Y-%m-%d", count: int = 6) -> list[str]:
    return [date(2026, 9, start + each).strftime(form) for each in range(count)]


GERMAN = written(
    [
        "Beschwerde-Nr.",
        "Eingangsdatum",
        "Filiale",
        "Eingangskanal",
        "Beschwerdegrund",
        "Erledigt am",
        "Berechtigt",
    ],
    *(
        [
            f"B{at}",
            day,
            "Köln",
            "E-Mail",
            ["Wartezeit", "Ton"][at % 2],
            closed,
            ["ja", "nein", "teilweise"][at % 3],
        ]
        for at, (day, closed) in enumerate(
            zip(days(1, "%d.%m.%Y"), days(9, "%d.%m.%Y"), strict=True)
        )
    ),
)
SPANISH = written(
    [
        "Folio",
        "Fecha de recepción",
        "Hotel",
        "Huésped",
        "Tipo de queja",
        "Fecha de cierre",
        "Procede",
    ],
    *(
        [f"Q{at}", day, "Sol", "Sra. R", ["Ruido", "Trato"][at % 2], closed, ["Sí", "No"][at % 2]]
        for at, (day, closed) in enumerate(
            zip(days(1, "%d/%m/%Y"), days(20, "%d/%m/%Y"), strict=True)
        )
    ),
)
JAPANESE = written(
    ["No.", "受付日", "店舗名", "クレーム区分", "クレーム内容", "完了日", "状況"],
    *(
        [at + 1, day, "新宿店", ["接客", "商品"][at % 2], "対応が悪い", closed, "完了"]
        for at, (day, closed) in enumerate(
            zip(days(1, "%Y/%m/%d"), days(9, "%Y/%m/%d"), strict=True)
        )
    ),
)
CHINESE = book(
    "9月",
    ["2026年9月客户投诉处理台账"],
    [
        "序号",
        "投诉日期",
        "投诉门店",
        "客户姓名",
        "投诉类型",
        "投诉内容",
        "责任部门",
        "处理结果",
        "完成日期",
    ],
    *(
        [
            at + 1,
            datetime(2026, 9, 1 + at),
            "天河店",
            "张女士",
            ["服务态度", "等待"][at % 2],
            "冷淡",
            "运营部",
            "满意",
            datetime(2026, 9, 9 + at),
        ]
        for at in range(6)
    ),
)


@pytest.mark.parametrize(
    ("content", "name", "store"),
    [
        (GERMAN, "Beschwerderegister.csv", "Köln"),
        (SPANISH, "Registro de quejas.csv", "Sol"),
        (JAPANESE, "クレーム管理表.csv", "新宿店"),
        (CHINESE, "客诉台账.xlsx", "天河店"),
    ],
)
def test_a_register_of_complaints_in_any_language_needs_no_list_of_its_headings(
    content, name, store
):
    assert taken_for(content, name) == "complaint"
    loaded = load(COMPLAINT, content, name)
    rows = loaded.checked.rows
    assert len(rows) == 6 and rows["closed"].notna().all() and (rows["closed"] > rows["date"]).all()
    assert set(told(loaded, "store")) == {store} and rows["category"].nunique() == 2


def test_complaints_partly_justified_count_as_upheld():
    assert told(load(COMPLAINT, GERMAN), "upheld") == ["yes", "no", "yes"] * 2
    assert told(load(COMPLAINT, SPANISH), "upheld") == ["yes", "no"] * 3


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        *(("1 - Critical", "emergency"), ("2 - High", "emergency"), ("3 - Moderate", "ordinary")),
        *(("P1 – Kritisch", "emergency"), ("Niedrig", "ordinary"), ("非紧急", "ordinary")),
        *(("4 – Planning", "ordinary"), ("Élevée", "emergency"), ("purple", None)),
    ],
)
def test_a_priority_is_read_with_its_number_and_in_other_languages(word, meant):
    assert choice_of(word, SERVICE_REQUEST.column("urgency")) == meant


@pytest.mark.parametrize(
    ("kind", "column", "word", "meant"),
    [
        (SERVICE_REQUEST, "status", "Waiting for support", "open"),
        (SERVICE_REQUEST, "status", "Awaiting customer reply", "waiting"),
        (SERVICE_REQUEST, "status", "未解决", "open"),
        (PURCHASE, "status", "卖家已发货，等待买家确认", "paid"),
        (PURCHASE, "status", "等待买家付款", "cancelled"),
        (PURCHASE, "status", "storniert", "cancelled"),
        (PURCHASE, "status", "Partially refunded", "paid"),
        (SUGGESTION, "decision", "不採用", "not_adopted"),
        (SUGGESTION, "decision", "採用", "adopted"),
        (SUGGESTION, "decision", "in Prüfung", "open"),
        (SUGGESTION, "decision", "二等奖", "adopted"),
        (VIOLATION, "step", "罚款200元", "serious"),
        (VIOLATION, "step", "Final Written Warning", "serious"),
        (VIOLATION, "step", "记过一次", "serious"),
        (VIOLATION, "step", "Ermahnung", "verbal"),
        (COMPLAINT, "upheld", "unbegründet", "no"),
    ],
)
def test_words_of_a_choice_are_known_by_their_stems(kind, column, word, meant):
    assert choice_of(word, kind.column(column)) == meant


def requests(heading: str, cells: list[str]) -> bytes:
    return written(
        ["Order #", "Room", "Guest Name", "Request", "Department", "Created", "Completed", heading],
        *(
            [
                88000 + at,
                401,
                "A. Guest",
                ["Towels", "AC"][at % 2],
                "Housekeeping",
                f"{day} 08:10",
                f"{day} 09:20",
                cell,
            ]
            for at, (day, cell) in enumerate(zip(days(1), cells, strict=True))
        ),
    )


def test_requests_of_guests_are_known_by_their_steps():
    content = requests("Priority", ["Normal", "Urgent"] * 3)
    assert taken_for(content, "Guest Requests Report.csv") == "service_request"
    loaded = load(SERVICE_REQUEST, content)
    assert len(loaded.checked.rows) == 6 and loaded.checked.rows["closed"].notna().all()
    assert told(loaded, "urgency") == ["ordinary", "emergency"] * 3
    assert asked(loaded) == []


def test_an_unknown_word_that_decides_a_number_is_asked_about():
    content = requests("Priority", ["purple", "Urgent", "Normal"] * 2)
    loaded = load(SERVICE_REQUEST, content)
    name = "choice_word:urgency:purple"
    assert name in asked(loaded) and told(loaded, "urgency")[0] is None
    answered = load(SERVICE_REQUEST, content, answers={name: "emergency"})
    assert told(answered, "urgency") == ["emergency", "emergency", "ordinary"] * 2
    assert name not in asked(answered) and "purple" not in str(list(answered.checked.issues))


def test_a_violation_whose_step_is_unknown_is_asked_about_before_its_row_is_lost():
    content = written(
        ["Employee ID", "Incident Date", "Type of Offense", "Action Taken"],
        *(
            [f"E{at}", day, "Standard", ["Verbal Warning", "Purple slip"][at == 5]]
            for at, day in enumerate(days(1))
        ),
    )
    loaded = load(VIOLATION, content)
    assert asked(loaded) == ["choice_word:step:Purple slip"] and len(loaded.checked.rows) == 5
    answered = load(VIOLATION, content, answers={"choice_word:step:Purple slip": "written"})
    assert told(answered, "step") == ["verbal"] * 5 + ["written"]


def test_the_time_left_of_a_promise_is_no_time_that_was_taken():
    content = written(
        ["Issue key", "Created", "Resolved", "Status", "Custom field (Time to first response)"],
        *(
            [f"HELP-{at}", f"{day} 08:00", f"{day} 12:00", "Done", "1:12"]
            for at, day in enumerate(days(1))
        ),
    )
    loaded = load(SERVICE_REQUEST, content)
    assert loaded.checked.rows["first_answer"].isna().all()


def test_orders_that_nobody_paid_are_of_the_day_on_which_they_were_made():
    content = written(
        ["订单编号", "买家会员名", "买家实际支付金额", "订单状态", "订单创建时间", "订单付款时间"],
        *(
            [
                f"T{at}",
                f"c{at}",
                "80" if at else "0",
                "交易成功" if at else "等待买家付款",
                f"{day} 10:00",
                f"{day} 11:00" if at else "",
            ]
            for at, day in enumerate(days(1))
        ),
    )
    loaded = load(PURCHASE, content)
    assert len(loaded.checked.rows) == 6 and loaded.checked.rejected == 0
    assert told(loaded, "status") == ["cancelled", *["paid"] * 5]
    assert loaded.checked.rows["date"].dt.hour.tolist() == [10, *[11] * 5]


def test_orders_are_no_requests_where_they_name_an_amount_and_no_step():
    content = written(
        [
            "Auftragsnummer",
            "Auftragsdatum",
            "Kundennummer",
            "Nettobetrag",
            "Gesamtbetrag",
            "Status",
        ],
        *(
            [f"AU{at}", day, f"K{at % 3}", "100,00", "119,00", "bezahlt"]
            for at, day in enumerate(days(1, "%d.%m.%Y"))
        ),
    )
    assert taken_for(content, "Auftragsliste.csv") == "purchase"
    assert told(load(PURCHASE, content), "amount") == [119.0] * 6


STAFF = written(
    [
        "提交时间",
        "1、您所在的部门：",
        "2、您的岗位：",
        "3、您是否知道公司的核心服务理念？",
        "4、您对公司提供的服务支持是否满意？",
        "5、您对一线服务授权的满意度",
    ],
    *(
        [
            f"{day} 10:00",
            ["客服部", "市场部"][at % 2],
            "专员",
            ["是", "否"][at % 2],
            ["满意", "非常满意", "不满意"][at % 3],
            "满意",
        ]
        for at, day in enumerate(days(1))
    ),
)
ENGAGED = written(
    [
        "Submitted At",
        "Department",
        "Tenure",
        "I have access to the things I need to do my job well",
        "I am given the authority to make decisions",
        "I would recommend us as a great place to work",
    ],
    *(
        [f"{day} 10:00", "Ops", "1-3 years", 1 + at % 5, 5 - at % 5, 3]
        for at, day in enumerate(days(1))
    ),
)


def test_the_questions_of_a_staff_survey_are_told_by_what_they_ask_and_confirmed():
    assert taken_for(STAFF) == taken_for(ENGAGED) == "staff_survey"
    loaded = load(STAFF_SURVEY, STAFF)
    assert asked(loaded) == ["headings"] and len(loaded.checked.rows) == 6
    assert told(loaded, "concept_known") == ["yes", "no"] * 3
    assert told(loaded, "support") == [4, 5, 2] * 2
    english = load(STAFF_SURVEY, ENGAGED)
    assert asked(english) == ["headings"]  # not whose answers these are: the kind says so
    assert told(english, "support") == [1, 2, 3, 4, 5, 1]
    assert told(english, "authority") == [5, 4, 3, 2, 1, 5]


@pytest.mark.parametrize(
    ("heading", "is_support"),
    [
        ("My manager is reliable and supports me", True),
        ("Support is reliable and quick", True),
        ("Reliable support from head office", True),
        ("IT support reliability", True),
        ("I have reliable equipment", True),
        ("Equipment Reliability (1-5)", False),
        ("Reliability of our tools", False),
        ("Tools are reliable", False),
    ],
)
def test_reliable_support_is_support_and_the_reliability_of_equipment_is_none(heading, is_support):
    content = written(
        ["Date", "Department", heading],
        *([day, ["Ops", "Bar"][at % 2], 1 + at % 5] for at, day in enumerate(days(1))),
    )
    sheet = read(content, "f.csv", Options())
    assert ("support" in match(sheet, STAFF_SURVEY, Options()).columns.values()) is is_support
    assert (taken_for(content) == "staff_survey") is is_support


def test_a_list_of_stories_says_in_its_title_what_it_holds():
    content = book(
        "Sheet1",
        ["服务故事征集清单"],
        ["序号", "故事名称", "作者", "所属部门", "提交日期", "状态"],
        *(
            [
                at + 1,
                f"雨伞{at}",
                "甲",
                "客服部",
                datetime(2026, 7, 1 + at),
                "已收录" if at else "草稿",
            ]
            for at in range(6)
        ),
    )
    assert taken_for(content, "清单.xlsx") == "programme_item"
    loaded = load(PROGRAMME_ITEM, content, "清单.xlsx")
    assert asked(loaded) == ["item_type"] and told(loaded, "type") == ["story"] * 6
    assert told(loaded, "state") == ["planned", *["done"] * 5]
    scenes = load(PROGRAMME_ITEM, content, "清单.xlsx", answers={"item_type": "scene"})
    assert told(scenes, "type") == ["scene"] * 6


def test_what_is_not_done_is_of_the_day_on_which_it_is_due():
    content = written(
        ["Item", "Type", "Due date", "Completion date", "Status"],
        *(
            [
                f"I{at}",
                "Scene",
                "2026-12-01",
                "2026-09-01" if at else "",
                "Completed" if at else "Open",
            ]
            for at in range(6)
        ),
    )
    loaded = load(PROGRAMME_ITEM, content)
    assert loaded.checked.rejected == 0
    assert [str(day.date()) for day in loaded.checked.rows["date"]] == [
        "2026-12-01",
        *["2026-09-01"] * 5,
    ]


def test_values_of_months_in_columns_are_of_their_last_days():
    content = written(
        ["KPI", "Jul-26", "Aug-26", "Sep-26"],
        ["Brand recognition", 58, 60, 61],
        ["CSAT", 84, 85, 83],
    )
    name = "KPI actuals Q3.csv"
    assert taken_for(content, name) == "kpi_value"
    loaded = load(KPI_VALUE, content, name)
    assert asked(loaded) == ["month_columns", "measured_by"]
    rows = loaded.checked.rows
    assert rows["value"].sum() == 431 and set(told(loaded, "source")) == {"KPI actuals Q3"}
    assert {str(day.date()) for day in rows["date"]} == {"2026-07-31", "2026-08-31", "2026-09-30"}
    assert taken_for(content, "KPI targets.csv") == "target"


def test_how_many_answered_is_read_under_other_words_too():
    content = written(
        ["Indicator", "Period", "Result (%)", "Base (n)", "Source"],
        ["Brand recognition", "2026-06-30", 58, 400, "Agency"],
        ["CSAT", "2026-06-30", 84, 380, "Agency"],
    )
    assert told(load(KPI_VALUE, content), "n") == [400, 380]


def test_contacts_of_a_month_that_only_the_title_names():
    content = book(
        "统计",
        ["2026年9月各渠道服务量"],
        ["渠道", "服务总量", "接通量"],
        ["热线", 900, 850],
        ["微信", 300, 290],
    )
    assert taken_for(content, "服务量.xlsx") == "contact_volume"
    loaded = load(CONTACT_VOLUME, content, "服务量.xlsx")
    assert asked(loaded) == ["lacking_day_named"] and told(loaded, "contacts") == [900, 300]
    assert {str(day.date()) for day in loaded.checked.rows["date"]} == {"2026-09-01"}


def test_what_calls_were_answered_is_not_what_calls_there_were():
    content = written(
        ["Tag", "Anrufe angenommen", "Anrufe verloren", "Anrufe gesamt"],
        *([day, 90, 10, 100] for day in days(1)),
    )
    loaded = load(CONTACT_VOLUME, content)
    assert [told(loaded, name)[0] for name in ("contacts", "answered", "abandoned")] == [
        100,
        90,
        10,
    ]


def test_a_test_about_complaints_is_an_exam():
    content = written(
        ["姓名", "工號", "測驗日期", "分數"],
        *([f"員{at}", f"D{at}", day, 60 + at] for at, day in enumerate(days(1))),
    )
    assert taken_for(content, "客訴處理測驗名單.csv") == TRAINING.name


def test_contacts_with_a_column_for_each_channel_count_by_channel():
    content = written(
        ["日期", "热线来电量", "在线会话量", "合计"], *([day, 100, 50, 150] for day in days(1))
    )
    loaded = load(CONTACT_VOLUME, content)
    assert asked(loaded) == ["volume_columns"]
    assert sum(told(loaded, "contacts")) == 900
    assert set(told(loaded, "channel")) == {"热线来电量", "在线会话量"}
    assert len(load(CONTACT_VOLUME, content, answers={"volume_columns": "no"}).checked.rows) == 6


def test_whether_a_complaint_was_justified_is_said_by_single_letters():
    content = written(
        [
            "N° réclamation",
            "Date de réception",
            "Agence",
            "Mode de réception",
            "Motif",
            "Fondée (O/N)",
        ],
        *(
            [f"R{at}", day, "Lyon", "Mail", ["Accueil", "Délai"][at % 2], "ON"[at % 2]]
            for at, day in enumerate(days(1, "%d/%m/%Y"))
        ),
    )
    loaded = load(COMPLAINT, content)
    assert told(loaded, "upheld") == ["yes", "no"] * 3 and set(told(loaded, "channel")) == {"Mail"}


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Till test week 37 2026.csv", "2026-09-07"),
        ("9月服务考试.csv", "2026-09-01"),
        ("服务考试9月15日.csv", "2026-09-15"),
        ("Service quiz 15.9.csv", "2026-09-15"),
        ("Test Q3 2026.csv", "2026-07-01"),
        ("September till test.csv", "2026-09-01"),
        ("12月考试.csv", "2025-12-01"),
        ("Till test v1.2.csv", "2026-11-29"),
        ("1-3月考试.csv", "2026-11-29"),
    ],
)
def test_the_day_of_an_exam_at_which_its_name_hints_is_offered_before_today(name, day):
    content = written(
        ["Name", "Staff No", "Score"], *([f"Ann {at}", f"S{at}", 60 + at] for at in range(6))
    )
    loaded = load(TRAINING, content, name)
    assert {str(each.date()) for each in loaded.checked.rows["date"]} == {day}
    assert "exam_day" in asked(loaded)
    fixed = load(TRAINING, content, name, answers={"exam_day": "2026-10-31"})
    assert {str(each.date()) for each in fixed.checked.rows["date"]} == {"2026-10-31"}


def test_a_course_that_nothing_names_is_asked_about_by_the_name_of_the_file():
    content = written(
        ["满分100分，80分及格", "", "", ""],
        ["姓名", "工号", "考试日期", "得分"],
        *([f"员{at}", f"S{at}", day, 70 + 4 * at] for at, day in enumerate(days(1))),
    )
    loaded = load(TRAINING, content, "成绩2.csv")
    assert set(told(loaded, "course")) == {"成绩2"} and set(told(loaded, "pass_mark")) == {80.0}
    assert asked(loaded) == ["unsaid:course=成绩2"]


def test_a_day_of_the_republic_between_slashes_and_two_labels_in_one_title():
    content = book(
        "成績",
        ["課程名稱：服務禮儀", "", "訓練日期：115/09/16"],
        ["員編", "姓名", "單位", "總成績", "結果"],
        *([f"A{at}", f"員{at}", "信義店", 60 + at, "及格"] for at in range(6)),
    )
    loaded = load(TRAINING, content, "115年第3季成績冊.xlsx")
    assert {str(each.date()) for each in loaded.checked.rows["date"]} == {"2026-09-16"}
    assert set(told(loaded, "course")) == {"服務禮儀"} and told(loaded, "employee")[0] == "A0"


def test_inspections_are_no_exams_though_their_inspector_has_a_number():
    content = written(
        [
            "activity_date",
            "employee_id",
            "facility_name",
            "program_name",
            "service_description",
            "score",
        ],
        *(
            [day, f"EE{at}", f"Diner {at}", f"Diner {at}", "ROUTINE INSPECTION", 89 + at]
            for at, day in enumerate(days(1))
        ),
    )
    assert taken_for(content, "b01.csv") == "mystery_visit"


def test_a_list_of_who_came_is_no_survey():
    content = written(
        ["序号", "姓名", "部门", "签到时间", "签名"],
        *([at + 1, f"员{at}", "客服部", f"{day} 09:00", ""] for at, day in enumerate(days(1))),
    )
    assert taken_for(content, "培训签到表9月.csv") == "attendance"


def test_points_of_a_crew_are_no_purchases_of_members():
    content = written(
        ["Crew member ID", "Restaurant", "Rated by", "Date", "Attitude", "Total (out of 20)"],
        *([f"C{at}", "R1", "Lead", day, 8, 10 + at] for at, day in enumerate(days(1))),
    )
    assert taken_for(content, "Shift leader ratings.csv") == "supervisor_rating"


def test_a_list_of_stores_is_told_by_the_name_of_its_file():
    content = written(
        ["Code", "Libellé", "Direction régionale", "Ville"],
        *(
            [at, f"{name} centre", region, "Lyon"]
            for at, (name, region) in enumerate(
                [("Lyon", "Sud"), ("Nice", "Sud"), ("Lille", "Nord"), ("Arras", "Nord")]
            )
        ),
    )
    assert taken_for(content, "Liste des agences.csv") == "unit"


def test_a_list_of_staff_holds_as_of_the_month_that_its_name_writes_out():
    content = written(
        ["Employee #", "Hire Date", "Department", "Location"],
        *([at + 10, "2022-01-05", "Ops", "Soho"] for at in range(6)),
    )
    loaded = load(ROSTER, content, "Employee list Sept 2026.csv")
    assert {str(each.date()) for each in loaded.checked.rows["date"]} == {"2026-09-30"}
    assert asked(loaded) == ["as_of_name"]


def test_a_column_of_sorts_says_which_kind_of_record_it_is_and_cells_which_number():
    rows = [
        [
            f"23480.{one:06}/2026-11",
            "Reclamação",
            ("Fila", "Cobrança")[one % 2],
            f"{one + 13}/10/2026",
        ]
        for one in range(8)
    ]
    content = written(["NUP", "Tipo de manifestação", "Assunto", "Data de Abertura"], *rows)
    assert taken_for(content) == COMPLAINT.name
    found = load(COMPLAINT, content).checked.rows
    assert found["complaint_id"].tolist() == [row[0] for row in rows]
    assert found["category"].tolist() == ["Fila", "Cobrança"] * 4


def test_a_subject_in_sentences_is_what_was_written():
    rows = [
        [f"R{one:04}", f"Esperé {one} horas y nadie vino", f"{one + 13}/10/2026"]
        for one in range(8)
    ]
    found = load(COMPLAINT, written(["Reclamo", "Asunto", "Fecha"], *rows)).checked.rows
    assert found["comment"].tolist() == [row[1] for row in rows]


@pytest.mark.parametrize(
    ("heading", "cells", "kept"),
    [
        ("Transaction type", ["Purchase", "Top-up", "Purchase", "Points redeemed"], 4),
        ("typeName", ["消费", "充值", "消费", "消费"], 6),
        ("类型", ["支付", "充值", "支付", "支付"], 6),
        ("Card transaction type", ["Payment", "Top-up", "Payment", "Payment"], 6),
        ("Voided", ["No", "Yes", "No", "No"], 6),
        ("Transaction type", ["Top-up", "Top-up", "Top-up", "Top-up"], 8),  # nothing else is there
    ],
)
def test_what_is_no_purchase_is_asked_about_and_left_out(heading, cells, kept):
    rows = [
        [f"K{one}", f"c{one}", f"2026-10-{one + 1:02}", 20 + one, cells[one % 4]]
        for one in range(8)
    ]
    content = written(["Order number", "Customer ID", "Order date", "Amount", heading], *rows)
    found = load(PURCHASE, content)
    assert len(found.checked.rows) == kept and ("not_counted" in asked(found)) == (kept < 8)
    counted = load(PURCHASE, content, answers={"not_counted": "count"}) if kept < 8 else found
    assert len(counted.checked.rows) == 8


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        *(("Transaction type", ["Cash", "Transfer"]), ("Transaction type", ["Sale", "Deposit"])),
        *(
            ("收银类型", ["消费", "充值"]),
            ("決済種類", ["購入", "チャージ"]),
            ("会员卡类型", ["消费", "储值"]),
        ),
        *(("业务类型", ["充值", "开卡", "套餐"]), ("Product type", ["Sale items", "Top-up"])),
        *(("Activity", ["Order", "Transfer"]), ("Chart", ["Order", "Top-up"])),
    ],
)
def test_purchases_stay_purchases(heading, cells):
    rows = [
        [f"K{one}", f"c{one}", f"2026-10-{one + 1:02}", 20 + one, cells[one % len(cells)]]
        for one in range(8)
    ]
    content = written(["Order number", "Customer ID", "Order date", "Amount", heading], *rows)
    found = load(PURCHASE, content)
    assert len(found.checked.rows) == 8 and "not_counted" not in asked(found)


@pytest.mark.parametrize(
    ("headings", "cells", "kind"),
    [
        (["Date", "Service", "Suggestions"], (1, 5), SURVEY.name),
        (["提交时间", "服务态度", "意见和建议"], (1, 5), SURVEY.name),
        (["日付", "評価", "改善点"], (1, 5), SURVEY.name),
        (["Datum", "Service", "Verbesserungsvorschläge"], (1, 5), SURVEY.name),
        (["Date", "Category", "Description", "Suggested action"], ("Leak", "Fire"), "event"),
    ],
)
def test_a_heading_of_suggestions_makes_no_list_of_them(headings, cells, kind):
    rows = [
        [f"2026-10-{one + 1:02}", cells[one % 2], f"Thing {one}, please", "Call them"]
        for one in range(12)
    ]
    assert taken_for(written(headings, *(row[: len(headings)] for row in rows))) == kind


@pytest.mark.parametrize(
    "heading",
    ["Vehicle", "Flight", "Zimmer", "Vertrag", "合同", "Mitglied", "Order", "注文", "Serial"],
)
def test_numbers_of_something_else_number_no_complaint(heading):
    rows = [[f"LH{one + 1234}", f"2026-10-{one + 1:02}", f"Too late, {one}"] for one in range(8)]
    content = written([heading, "Date of complaint", "Complaint"], *rows)
    assert load(COMPLAINT, content).checked.rows["complaint_id"].isna().all()


def test_numbers_that_only_cells_tell_are_asked_about():
    rows = [[f"LH{one + 1234}", f"2026-10-{one + 1:02}", f"Too late, {one}"] for one in range(8)]
    found = load(COMPLAINT, written(["NUP", "Date of complaint", "Complaint"], *rows))
    assert "headings" in asked(found)


def test_the_name_of_a_team_makes_no_ticket_a_complaint():
    rows = [
        [f"T-{one + 100}", "Complaints desk", f"2026-10-{one + 1:02}", f"Printer {one}"]
        for one in range(8)
    ]
    content = written(["Ticket ID", "Team", "Created", "Subject"], *rows)
    assert taken_for(content) == SERVICE_REQUEST.name


def test_a_comment_that_begins_late_is_read():
    rows = [
        [f"2026-09-{one % 28 + 1:02}", one % 5 + 1, "" if one < 2100 else "slow"]
        for one in range(2200)
    ]
    content = written(["Date", "Overall satisfaction", "Free comments given"], *rows)
    assert load(SURVEY, content).checked.rows["comment"].notna().sum() == 100


def test_a_column_that_may_say_what_was_decided_is_asked_for():
    rows = [
        [f"Idea {one}", f"2026-10-{one + 1:02}", f"A {one}. queue board", ("yes", "no")[one % 2]]
        for one in range(6)
    ]
    content = written(["Suggestion Title", "Suggestion Date", "Suggestion", "Implemented"], *rows)
    found = load(SUGGESTION, content, "suggestion_list.csv")
    assert asked(found)[0] == "needed:decision" and found.matched["Implemented"] == "decision"


def test_a_heading_of_one_telling_word_marks_rows_that_do_not_count():
    rows = [
        [f"2026-10-{one + 1:02}", one % 5 + 1, "true" if one == 3 else "false"] for one in range(10)
    ]
    headings = ["Answered on", "Overall satisfaction", "excluded_from_calculations"]
    assert len(load(SURVEY, written(headings, *rows)).checked.rows) == 9
    other = written([*headings[:2], "Test drive booked"], *rows)
    assert len(load(SURVEY, other).checked.rows) == 10


def test_suggestions_without_a_decision_are_open_once_somebody_said_so():
    rows = [
        [f"Idea {one}", f"2026-10-{one + 1:02}", f"A {one}. queue board, please"]
        for one in range(6)
    ]
    content = written(["Suggestion Title", "Suggestion Date", "Suggestion"], *rows)
    found = load(SUGGESTION, content, "suggestion_list.csv")
    assert taken_for(content, "suggestion_list.csv") == SUGGESTION.name
    assert "suggestions_open" in asked(found)
    assert set(found.checked.rows["decision"]) == {"open"}


def test_numbers_of_staff_come_before_addresses_of_mail_and_a_list_called_staff_is_one():
    rows = [[f"{300 + one}", f"p{one}@x.test", f"15.{one + 1:02}.2020", "Host"] for one in range(6)]
    content = written(["Personalnummer", "E-Mail", "Eintrittsdatum", "Designation"], *rows)
    found = load(ROSTER, content, "Mitarbeiter 2026-10-31.csv")
    assert found.checked.rows["employee"].tolist() == [row[0] for row in rows]
    assert set(found.checked.rows["position"]) == {"Host"} and "as_of_name" in asked(found)


def test_months_as_numbers_are_days_below_a_heading_that_speaks_of_months():
    rows = [["Retail", f"Thanks for the help with order {one}", "202610"] for one in range(6)]
    content = written(["team", "appreciation", "monthid"], *rows)
    found = load(PRAISE, content, "appreciation.csv").checked.rows
    assert found["date"].dt.strftime("%Y-%m").tolist() == ["2026-10"] * 6
