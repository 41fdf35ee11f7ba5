"""Files that nobody has seen of promises, audits, lists of stores and orders by line: matrices and
lists in the shapes in which companies keep them."""

import pytest

from data.kinds.catalog import (
    ACTION,
    AUDIT,
    COMPLAINT,
    CONTACT_VOLUME,
    KPI_VALUE,
    PROBLEM,
    PROMISE,
    PURCHASE,
    SERVICE_REQUEST,
    SUGGESTION,
    VIOLATION,
    WORKING_DAY,
)
from data.matching.headings import match
from data.reading.options import Options
from data.reading.reader import read
from data.values.promised_time import ELAPSED, WORKING, promised, unit_in
from tests.test_unseen_records import asked, book, load, taken_for, written


@pytest.mark.parametrize(
    ("text", "minutes", "clock"),
    [
        ("4h", 240, ""),
        ("15 min", 15, ""),
        ("2 个工作日", 960, WORKING),
        ("1 business day", 480, WORKING),
        ("within 30 minutes", 30, ""),
        ("半小时", 30, ""),
        ("2 Arbeitstage", 960, WORKING),
        ("2営業日", 960, WORKING),
        ("1h 30min", 90, ""),
        ("2 jours ouvrés", 960, WORKING),
        ("NBD", 480, WORKING),
        ("2-4 hours", 240, ""),
        ("72 小时（自然日）", 4320, ELAPSED),
        ("1 day", 1440, ""),
    ],
)
def test_a_length_is_read_as_it_is_promised(text, minutes, clock):
    found = promised(text)
    assert found is not None and (found.minutes, found.clock) == (minutes, clock)


@pytest.mark.parametrize(
    "text", ["24x7", "99%", "P1", "Immediate", "2026-01-01", "Mon-Fri 9-18", "5"]
)
def test_what_is_no_length_promises_nothing(text):
    assert promised(text) is None


def test_bare_numbers_have_the_unit_of_their_heading():
    assert (unit_in("首次响应(分钟)"), unit_in("Response (hrs)"), unit_in("Resolution time")) == (
        "minutes",
        "hours",
        "",
    )
    assert promised("4", "hours").minutes == 240


PRIORITIES = written(
    ["Priority", "First response time", "Resolution time", "Support hours"],
    ["P1 - Critical", "15 min", "4h", "24x7"],
    ["P2 - High", "1 hour", "8 hours", "24x7"],
    ["P3 - Normal", "4 business hours", "1 business day", "Mon-Fri 9-18"],
)


def terms(prepared):
    rows = prepared.checked.rows
    return sorted(zip(rows["urgency"], rows["step"], rows["minutes"], rows["clock"], strict=True))


def test_a_matrix_of_priorities_is_a_list_of_promises():
    assert taken_for(PRIORITIES) == "promise"
    loaded = load(PROMISE, PRIORITIES)
    assert asked(loaded) == ["promise_levels", "promise_since"]
    assert terms(loaded) == [
        ("emergency", "answer", 15, "elapsed"),
        ("emergency", "repair", 240, "elapsed"),
        ("ordinary", "answer", 240, "working"),
        ("ordinary", "repair", 480, "working"),
    ]


def test_which_priority_holds_for_whom_is_as_answered():
    loaded = load(PROMISE, PRIORITIES, answers={"promise_levels": "P1 - Critical / P2 - High"})
    assert [term for term in terms(loaded) if term[0] == "ordinary"] == [
        ("ordinary", "answer", 60, "elapsed"),
        ("ordinary", "repair", 480, "elapsed"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        written(
            ["SLA metric", "Urgent", "Normal"],
            ["First reply time", "30 min", "4 hrs"],
            ["Resolution time", "4 hrs", "1 day"],
        ),
        written(
            ["Priorität", "Reaktionszeit", "Lösungszeit"],
            ["Kritisch", "30 Min.", "4 Std."],
            ["Normal", "4 Std.", "1 Tag"],
        ),
        written(
            ["優先度", "初回応答", "解決"], ["緊急", "30分", "4時間"], ["通常", "4時間", "1日"]
        ),
        written(
            ["紧急程度", "响应时限(分钟)", "修复时限(小时)"], ["紧急", 30, 4], ["一般", 240, 24]
        ),
        written(
            ["Priority", "Metric", "Target"],
            *(["Urgent", "First response", "30 minutes"], ["Urgent", "Resolution", "4 hours"]),
            *(["Normal", "First response", "4 hours"], ["Normal", "Resolution", "1 day"]),
        ),
    ],
)
def test_promises_are_read_whichever_way_they_are_laid_out(content):
    assert taken_for(content) == "promise"
    loaded = load(PROMISE, content)
    assert asked(loaded) == ["promise_clock", "promise_since"]
    minutes = {(urgency, step): length for urgency, step, length, _ in terms(loaded)}
    assert minutes == {
        ("emergency", "answer"): 30,
        ("emergency", "repair"): 240,
        ("ordinary", "answer"): 240,
        ("ordinary", "repair"): 1440,
    }
    worked = load(PROMISE, content, answers={"promise_clock": "working"})
    assert ("ordinary", "answer", 240, "working") in terms(worked)


def test_requests_with_lengths_are_no_promises():
    content = written(
        ["Ticket ID", "Priority", "First response time", "Resolution time", "Created at"],
        *(
            [
                f"T{at}",
                ["High", "Low"][at % 2],
                f"{at + 1}h",
                f"{at + 5}h",
                f"2026-08-{at + 1:02} 09:00",
            ]
            for at in range(12)
        ),
    )
    assert taken_for(content) == "service_request"


def test_an_audit_may_have_a_column_for_each_store():
    content = book(
        "Audit",
        ["Service culture maturity audit - 15 Sept 2026"],
        ["Dimension", "Soho", "Leeds"],
        ["Leadership", 3, 4],
        ["Empowerment", 2, 3],
        ["Standards", 3, 3],
    )
    assert taken_for(content, "Audit.xlsx") == "audit"
    loaded = load(AUDIT, content, "Audit.xlsx")
    assert asked(loaded) == ["audit_columns", "audit_instrument", "lacking_day_named"]
    rows = loaded.checked.rows
    assert rows.groupby("store")["level"].sum().to_dict() == {"Leeds": 10, "Soho": 8}
    assert set(rows["instrument"]) == {"maturity"}
    raters = load(AUDIT, content, "Audit.xlsx", answers={"audit_columns": "rater"})
    assert set(raters.checked.rows["rater"]) == {"Soho", "Leeds"}


def test_an_audit_may_have_a_column_for_each_dimension():
    content = written(
        ["门店", "评估日期", "评估人", "理念认同", "制度保障", "行为规范"],
        ["天河店", "2026-09-10", "R1", 3, 4, 2],
        ["越秀店", "2026-09-11", "R2", 2, 3, 3],
    )
    assert taken_for(content, "服务文化成熟度评估.csv") == "audit"
    rows = load(AUDIT, content, "服务文化成熟度评估.csv").checked.rows
    assert rows.groupby("dimension")["level"].sum().to_dict() == {
        "制度保障": 7,
        "理念认同": 5,
        "行为规范": 5,
    }


def test_points_under_the_types_of_culture_are_an_audit():
    content = written(
        ["Rater", "Date", "Clan", "Adhocracy", "Market", "Hierarchy"],
        ["R1", "2026-09-10", 30, 20, 25, 25],
        ["R2", "2026-09-10", 40, 20, 20, 20],
    )
    assert taken_for(content) == "audit"
    rows = load(AUDIT, content).checked.rows
    assert set(rows["instrument"]) == {"culture_type"}
    assert rows.groupby("dimension")["points"].sum().to_dict() == {
        "clan": 70,
        "hierarchy": 45,
        "innovation": 40,
        "market": 45,
    }


def test_a_list_that_calls_its_text_a_complaint_is_one():
    content = written(
        ["Datum", "Filiale", "Kunde", "Beschwerde", "Maßnahme"],
        *(
            [f"{at + 1:02}.08.2026", "Jena", "A", "lange Wartezeit", "entschuldigt"]
            for at in range(8)
        ),
    )
    assert taken_for(content, "Beschwerden.csv") == "complaint"
    assert len(load(COMPLAINT, content, "Beschwerden.csv").checked.rows["comment"].dropna()) == 8


def test_lines_of_an_order_are_told_apart_by_their_position():
    content = written(
        ["Belegnr.", "Belegdatum", "Kunde", "Position", "Material", "Nettowert"],
        *(
            [
                f"45{at // 2}",
                f"0{at // 2 + 1}.08.2026",
                f"K{at // 2 % 2}",
                10 * (at % 2 + 1),
                "M",
                "12,50",
            ]
            for at in range(8)
        ),
    )
    assert taken_for(content) == "purchase"
    rows = load(PURCHASE, content).checked.rows
    assert (len(rows), rows["amount"].sum()) == (8, 100)


def test_words_of_a_status_that_nobody_knows_are_asked():
    content = written(
        ["Order number", "Order date", "Customer number", "Amount", "Status"],
        *(
            [f"S{at}", f"2026-08-{at + 1:02}", f"M{at % 4}", 100, ["Kész", "Lemondva"][at % 3 == 2]]
            for at in range(12)
        ),
    )
    loaded = load(PURCHASE, content)
    assert asked(loaded) == ["choice_word:status:Kész", "choice_word:status:Lemondva"]
    told = {"choice_word:status:Kész": "paid", "choice_word:status:Lemondva": "cancelled"}
    rows = load(PURCHASE, content, answers=told).checked.rows
    assert rows["status"].value_counts().to_dict() == {"paid": 8, "cancelled": 4}


def test_requests_are_read_in_polish():
    content = written(
        ["Numer zgłoszenia", "Data utworzenia", "Priorytet", "Status", "Temat", "Data zamknięcia"],
        *(
            [
                f"Z{at}",
                f"2026-08-{at + 1:02} 09:00",
                ["Wysoki", "Niski"][at % 2],
                "Zamknięte",
                "x",
                f"2026-08-{at + 1:02} 14:00",
            ]
            for at in range(12)
        ),
    )
    assert taken_for(content) == "service_request"
    rows = load(SERVICE_REQUEST, content).checked.rows
    assert rows["closed"].notna().sum() == 12
    assert rows["urgency"].value_counts().to_dict() == {"emergency": 6, "ordinary": 6}


# Counts of contacts in parts of a day, money with its currency, holidays.


def test_half_hours_of_a_queue_are_added_up():
    content = written(
        ["Interval Start", "Queue Name", "Offer", "Answer", "Abandon"],
        *(
            [f"2026-07-{day} {hour}:00", queue, 20 + hour, 18, 2]
            for day in (13, 14)
            for hour in (10, 11, 12)
            for queue in ("Sales", "Service")
        ),
    )
    loaded = load(CONTACT_VOLUME, content)
    assert "volume_parts" in asked(loaded)
    rows = loaded.checked.rows
    assert rows.groupby("department")["contacts"].sum().to_dict() == {"Sales": 186, "Service": 186}
    assert (len(rows), rows["answered"].sum(), rows["abandoned"].sum()) == (4, 216, 24)
    apart = load(CONTACT_VOLUME, content, answers={"volume_parts": "no"}).checked.rows
    assert len(apart) == 12


def test_hours_in_a_column_of_their_own_are_added_up():
    content = written(
        ["日期", "时段", "来电量", "接通量"],
        *(
            [f"2026-07-{day}", f"{hour}:00-{hour + 1}:00", 10 * hour, 9 * hour]
            for day in (13, 14)
            for hour in (9, 10, 11)
        ),
    )
    rows = load(CONTACT_VOLUME, content).checked.rows
    assert (len(rows), rows["contacts"].sum(), rows["answered"].sum()) == (2, 600, 540)


def test_days_of_one_count_each_are_left_as_they_are():
    content = written(["Date", "Calls offered"], *([f"2026-07-{day}", 100] for day in (13, 14, 15)))
    loaded = load(CONTACT_VOLUME, content)
    assert (asked(loaded), loaded.checked.rows["contacts"].sum()) == ([], 300)


@pytest.mark.parametrize(
    ("amount", "value"),
    [
        *(("$1,200.50", 1200.5), ("NT$1,200", 1200), ("1.200,50 €", 1200.5), ("RMB 300", 300)),
        *(("¥80.00", 80), ("12.00 USD", 12), ("1200元", 1200), ("£5", 5), ("R$ 1.200,00", 1200)),
    ],
)
def test_amounts_are_read_with_their_currency(amount, value):
    content = written(
        ["Order number", "Order date", "Customer number", "Order total"],
        *([f"S{at}", f"2026-08-{at + 1:02}", f"M{at % 2}", amount] for at in range(4)),
    )
    rows = load(PURCHASE, content).checked.rows
    assert rows["amount"].tolist() == [value] * 4


def test_a_total_with_tax_comes_before_one_without():
    content = written(
        ["Order ID", "Order Date", "Customer ID", "Order Total (inc tax)", "Order Total (ex tax)"],
        *([at, f"2026-08-{at + 1:02}", f"M{at % 2}", 100, 83] for at in range(4)),
    )
    assert load(PURCHASE, content).checked.rows["amount"].sum() == 400


def test_a_list_of_holidays_is_one_of_days_off():
    content = written(
        ["Date", "Day", "Holiday"],
        ["2026-01-01", "Thursday", "New Year"],
        ["2026-04-13", "Monday", "Founders' day"],
        ["2026-12-25", "Friday", "Christmas"],
    )
    assert taken_for(content, "Company holidays 2026.csv") == "working_day"
    loaded = load(WORKING_DAY, content, "Company holidays 2026.csv")
    assert asked(loaded) == ["days_off"]
    assert set(loaded.checked.rows["working"]) == {"no"}
    worked = load(WORKING_DAY, content, answers={"days_off": "yes"})
    assert set(worked.checked.rows["working"]) == {"yes"}


def test_numbers_of_staff_take_the_place_of_likely_names():
    content = book(
        "7月",
        ["员工奖惩记录表（2026年7月）"],
        ["序号", "员工信息", None, "事件", "处理", None],
        [None, "姓名", "工号", "违纪事实", "处理类型", "处理日期"],
        *(
            [
                at + 1,
                "张李王赵"[at % 4] + "三",
                f"E{at % 4}",
                "迟到",
                "口头警告",
                f"2026-07-{at + 1:02}",
            ]
            for at in range(8)
        ),
    )
    loaded = load(VIOLATION, content, "员工奖惩记录.xlsx")
    assert set(loaded.checked.rows["employee"]) == {"E0", "E1", "E2", "E3"}


def test_kpis_of_actions_that_only_resemble_one_are_asked():
    content = written(
        ["措施编号", "改善措施", "关联指标", "预期方向", "开始日期"],
        ["A-1", "增派人手", "客户投诉率", "降低", "2026-07-01"],
    )
    loaded = load(ACTION, content)
    assert asked(loaded) == ["kpi_name:客户投诉率"]
    assert loaded.checked.rows["kpi"].tolist() == ["complaints_per_1000"]


def test_stores_may_be_the_columns_of_a_count_of_visitors():
    content = book(
        "客流",
        ["6月门店客流量统计（人次）"],
        ["日期", "天河店", "越秀店", "合计"],
        *([f"2026-06-{at:02}", 100 + at, 80 + at, 180 + 2 * at] for at in range(1, 6)),
    )
    assert taken_for(content, "门店客流.xlsx") == "contact_volume"
    loaded = load(CONTACT_VOLUME, content, "门店客流.xlsx")
    assert asked(loaded) == ["volume_places"]
    rows = loaded.checked.rows
    assert rows.groupby("store")["contacts"].sum().to_dict() == {"天河店": 515, "越秀店": 415}
    parts = load(CONTACT_VOLUME, content, "门店客流.xlsx", answers={"volume_places": "department"})
    assert set(parts.checked.rows["department"]) == {"天河店", "越秀店"}


@pytest.mark.parametrize(
    ("kind", "heading"),
    [(SERVICE_REQUEST, "Conversation #"), (PROBLEM, "課題番号"), (PURCHASE, "Conf. No.")],
)
def test_the_number_of_a_record_is_known_whatever_is_numbered(kind, heading):
    content = written(
        [heading, "Customer ID", "Customer name", "Created", "Description", "Amount"],
        *([f"R{at}", f"C{at % 2}", "A", f"2026-06-{at:02}", "text", 10] for at in range(1, 6)),
    )
    position = match(read(content, "f.csv", Options()), kind, Options()).position
    assert position(kind.identifiers[0]) == 0


def test_a_calendar_says_which_of_its_days_are_worked():
    content = written(
        ["日期", "類型", "說明"],
        ["2026/02/16", "休假", "除夕"],
        ["2026/02/21", "補班", "補上班"],
        ["2026/10/10", "休假", "國慶"],
    )
    assert taken_for(content, "115年行事曆.csv") == "working_day"
    rows = load(WORKING_DAY, content, "115年行事曆.csv").checked.rows
    assert rows["working"].tolist() == ["no", "yes", "no"]


def test_problems_are_read_in_japanese():
    content = written(
        [
            "課題番号",
            "起票日",
            "課題内容",
            "影響度",
            "担当部署",
            "担当者",
            "期限",
            "状況",
            "完了日",
        ],
        *(
            [
                f"K{at}",
                f"2026/06/{at + 1:02}",
                "電話",
                "高中低"[at % 3],
                "CS部",
                "佐藤",
                "2026/07/31",
                ["未着手", "対応中"][at % 2],
                "",
            ]
            for at in range(6)
        ),
    )
    assert taken_for(content, "課題管理表.csv") == "problem"
    rows = load(PROBLEM, content, "課題管理表.csv").checked.rows
    assert rows["status"].value_counts().to_dict() == {"open": 3, "doing": 3}
    assert rows["impact"].value_counts().to_dict() == {"high": 2, "medium": 2, "low": 2}


def test_cases_of_staff_who_were_warned_are_violations():
    content = written(
        [
            "Case Number",
            "Date Opened",
            "Employee ID",
            "Location",
            "Issue",
            "Outcome / Action",
            "Action Date",
        ],
        *(
            [
                f"HR-{at}",
                f"2026-06-{at + 1:02}",
                f"E10{at % 4}",
                "Soho",
                "Rude",
                ["Verbal warning", "Written warning", "Termination"][at % 3],
                f"2026-06-{at + 4:02}",
            ]
            for at in range(9)
        ),
    )
    assert taken_for(content, "ER cases.csv") == "violation"
    steps = load(VIOLATION, content).checked.rows["step"]
    assert steps.value_counts().to_dict() == {"verbal": 3, "written": 3, "serious": 3}


def test_an_empty_column_of_ratings_makes_no_survey():
    content = written(
        [
            "Conversation #",
            "Subject",
            "Customer Email",
            "Status",
            "Assigned",
            "Created",
            "First Response",
            "Resolved",
            "Rating",
        ],
        *(
            [
                900 + at,
                "Hi",
                f"c{at}@x.example",
                "closed",
                "Bo",
                f"2026-06-{at + 1:02} 09:00",
                f"2026-06-{at + 1:02} 10:00",
                f"2026-06-{at + 1:02} 12:00",
                "",
            ]
            for at in range(8)
        ),
    )
    assert taken_for(content) == "service_request"


def test_shares_are_no_counts_of_contacts():
    content = written(
        ["Date", "Queue", "Total Calls", "Answered Calls", "Missed Calls", "% Answered"],
        *([f"2026-05-{at:02}", "Sales", 50, 45, 5, "90%"] for at in range(14, 20)),
    )
    rows = load(CONTACT_VOLUME, content).checked.rows
    assert (len(rows), rows["answered"].sum()) == (6, 270)


def test_yes_under_urgent_is_an_emergency():
    content = written(
        ["流水号", "申请时间", "报修门店", "是否紧急", "到场时间", "费用(元)"],
        *(
            [
                f"BX{at}",
                f"2026-05-{at + 1:02} 09:00",
                "天河店",
                "是否"[at % 2],
                f"2026-05-{at + 1:02} 11:00",
                "¥120.00",
            ]
            for at in range(6)
        ),
    )
    loaded = load(SERVICE_REQUEST, content)
    assert not any(name.startswith("choice_word") for name in asked(loaded))
    rows = loaded.checked.rows
    assert rows["urgency"].value_counts().to_dict() == {"emergency": 3, "ordinary": 3}
    assert rows["cost"].sum() == 720


def test_ideas_that_were_not_kept_are_not_adopted():
    content = written(
        ["N°", "Date de dépôt", "Collaborateur", "Service", "Idée", "Décision"],
        *(
            [
                at + 1,
                f"2026-05-{at + 1:02}",
                "Léa",
                "Caisse",
                "x",
                ["Retenue", "Non retenue", "À l'étude"][at % 3],
            ]
            for at in range(9)
        ),
    )
    assert taken_for(content, "Boîte à idées 2026.csv") == "suggestion"
    rows = load(SUGGESTION, content, "Boîte à idées 2026.csv").checked.rows
    assert rows["decision"].value_counts().to_dict() == {"adopted": 3, "not_adopted": 3, "open": 3}


def test_values_may_have_a_column_for_each_store():
    content = book(
        "Results",
        ["CSAT results by store, April 2026 (Ipsos)"],
        ["KPI", "Soho", "York"],
        ["CSAT (%)", 84, 86],
        ["NPS", 31, 35],
    )
    assert taken_for(content, "Results.xlsx") == "kpi_value"
    loaded = load(KPI_VALUE, content, "Results.xlsx")
    assert asked(loaded) == ["volume_places", "lacking_day_named", "measured_by"]
    rows = loaded.checked.rows
    assert rows.groupby("store")["value"].sum().to_dict() == {"Soho": 115, "York": 121}


def test_promises_without_priorities_hold_for_all_requests():
    content = written(
        ["承诺事项", "承诺时限"],
        ["首次响应", "2小时内"],
        ["出具解决方案", "半个工作日"],
        ["上门到场", "6小时内"],
        ["修复完成", "48小时内"],
    )
    assert taken_for(content) == "promise"
    assert {term[:3] for term in terms(load(PROMISE, content))} == {
        (urgency, step, minutes)
        for urgency in ("emergency", "ordinary")
        for step, minutes in (("answer", 120), ("plan", 240), ("arrive", 360), ("repair", 2880))
    }


def test_visitors_who_leave_are_not_counted_again():
    content = written(
        ["Store", "Date", "Hour", "Visitors In", "Visitors Out"],
        *(["Soho", "2026-04-15", f"{hour}:00", 40, 38] for hour in (10, 11, 12)),
        *(["Soho", "2026-04-16", f"{hour}:00", 40, 38] for hour in (10, 11, 12)),
    )
    rows = load(CONTACT_VOLUME, content).checked.rows
    assert (len(rows), rows["contacts"].sum()) == (2, 240)


def test_lengths_that_name_no_step_are_told():
    content = written(
        ["Priorité", "Délai de réponse", "Délai d'intervention sur site", "Fréquence de suivi"],
        ["Critique", "30 min", "4 h", "1 h"],
        ["Standard", "4 h ouvrées", "1 jour ouvré", "1 jour"],
    )
    loaded = load(PROMISE, content)
    assert {term[:3] for term in terms(loaded)} == {
        ("emergency", "answer", 30),
        ("emergency", "arrive", 240),
        ("ordinary", "answer", 240),
        ("ordinary", "arrive", 480),
    }
    assert loaded.checked.rows["store"].isna().all()
    said = [str(issue.message.blanks.get("headings")) for issue in loaded.checked.issues]
    assert "['Fréquence de suivi']" in said


def test_channels_beside_the_total_that_they_add_up_to_are_counted_each():
    content = written(
        ["Month", "Phone", "Email", "Total contacts"],
        ["2026-01", 1000, 400, 1400],
        ["2026-02", 900, 420, 1320],
    )
    loaded = load(CONTACT_VOLUME, content)
    assert asked(loaded) == ["volume_places"]
    rows = loaded.checked.rows
    assert rows.groupby("channel")["contacts"].sum().to_dict() == {"Email": 820, "Phone": 1900}


def test_questions_about_customers_are_no_counts():
    content = written(
        [
            "Submitted At",
            "Business Unit",
            "I get the support I need to serve customers",
            "I am empowered to make things right for customers",
        ],
        *([f"2026-03-{at + 1:02}", "Care", 1 + at % 5, 1 + (at + 2) % 5] for at in range(15)),
    )
    assert taken_for(content) == "staff_survey"


@pytest.mark.parametrize(
    ("heading", "words", "status"),
    [
        ("customer_state", ("IL", "WA", "FL"), False),
        ("State", ("CA", "NY", "TX"), False),
        ("customer_state", ("SP", "RJ", "MG"), False),
        ("State", ("SHIP", "CANC", "RETD"), True),
        ("State", ("PA", "CA", "RE"), True),
        ("order_state", ("paid", "returned", "cancelled"), True),
    ],
)
def test_where_a_buyer_lives_is_no_status_of_an_order(heading, words, status):
    rows = "".join(
        f"P{at},C{at % 5},2026-08-{at + 1:02},{words[at % 3]},{at + 10}.50\n" for at in range(12)
    )
    text = f"purchase_id,customer_id,purchase_date,{heading},amount\n{rows}"
    found = match(read(text.encode(), "orders.csv", Options()), PURCHASE, Options())
    assert (found.position("status") is not None) is status
