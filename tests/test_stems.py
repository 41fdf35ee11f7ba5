"""Headings that no list knows: the stems of their words with the cells below, the day among several
columns of days, and what the lines above a table say of all its rows."""

import csv
import io
from datetime import date

import openpyxl
import pytest

from data.kinds.catalog import kind_named
from data.matching.recognise import fits, recognise
from data.questions import still_open
from data.reading.options import Options
from data.reading.reader import read
from data.text.folding import words
from data.uploads.prepare import Prepared, prepare
from i18n import translator

TODAY = date(2026, 11, 29)
SAY = translator("en")
DAYS = [f"2026-09-{day:02}" for day in range(1, 9)]


def written(*rows) -> bytes:
    content = io.StringIO()
    csv.writer(content).writerows(rows)
    return content.getvalue().encode()


def book(sheets: dict[str, list[list]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(content := io.BytesIO())
    return content.getvalue()


def load(kind: str, content: bytes, name: str = "file.csv", **settled) -> Prepared:
    return prepare(content, name, kind_named(kind), Options(**settled), TODAY)


def asked(prepared: Prepared) -> list[str]:
    return [
        question.name
        for question in still_open(prepared.checked.questions, prepared.options.answers)
    ]


def said(prepared: Prepared) -> str:
    return " ".join(SAY(issue.message) for issue in prepared.checked.issues)


def recognised(content: bytes, name: str = "file.csv") -> str:
    ranked = recognise(read(content, name, Options()), name)
    return ranked[0][0] if fits(ranked) else "none"


def test_words_with_accents_are_whole():
    assert words("Enquêteur") == ("enquêteur",) and words("PrüferName") == ("prüfer", "name")
    assert words("Évaluateur no") == ("évaluateur", "no") and words("Дата визита")[1] == "визита"


@pytest.mark.parametrize(
    "kind, headings, cells, columns",
    [
        (
            "roster",
            "Personalnummer|Abteilung|Standort|Eintrittsdatum|Stichtag",
            ["P{}", "Service", "Bonn", "2021-04-01", "2026-09-30"],
            {"Personalnummer": "employee"},
        ),
        (
            "supervisor_rating",
            "評価日|社員番号|店舗|評価者|評点",
            ["{day}", "J{}", "渋谷店", "佐藤", "8{}"],
            {"評価日": "date", "社員番号": "employee", "評点": "score", "評価者": "rater"},
        ),
        (
            "event",
            "Fecha|Tipo|Qué cambió|Motivo",
            ["{day}", "Nota", "Obras {}", "Plan"],
            {"Qué cambió": "text"},
        ),
        (
            "section_weight",
            "Abschnitt|Gewichtung|Gültig ab",
            ["Teil {}", "10%", "2026-01-01"],
            {"Gewichtung": "weight"},
        ),
        (
            "unit",
            "单位类型|系统中的名称|标准名称|生效日期",
            ["门店", "静安{}", "静安店", "2026-01-01"],
            {"系统中的名称": "name", "标准名称": "same_as"},
        ),
        (
            "mystery_item",
            "audit_id|created_at|category|label|response|response_id|score|max_score",
            ["A1", "{day}", "Till", "Item {}", "Yes", "r1", "1", "2"],
            {"created_at": "date", "label": "item", "score": "earned"},
        ),
        (
            "behaviour_check",
            "Observed on|Branch|Team member ID|Behaviour|Demonstrated?",
            ["{day}", "Leeds", "E{}", "Smiles", "Yes"],
            {"Demonstrated?": "passed", "Team member ID": "employee"},
        ),
    ],
)
def test_stems_of_words_and_cells_say_what_a_heading_means(kind, headings, cells, columns):
    content = written(
        headings.split("|"),
        *[[cell.format(at, day=DAYS[at]) for cell in cells] for at in range(8)],
    )
    assert recognised(content) == kind
    found = load(kind, content)
    assert columns.items() <= found.matched.items()
    assert len(found.checked.rows) == 8 and found.checked.rejected == 0


def test_a_part_of_the_score_that_its_subject_names_is_confirmed():
    head = ["Magasin", "Date de passage", "Enquêteur", "Accueil /20", "Note globale /20"]
    content = written(head, *[[f"M{at}", DAYS[at], "E1", 15, 16] for at in range(8)])
    assert recognised(content) == "mystery_visit"
    found = load("mystery_visit", content)
    assert asked(found) == ["headings"] and set(found.checked.rows["attitude"]) == {75.0}
    without = load("mystery_visit", content, answers={"headings": "no"})
    assert without.checked.rows["attitude"].isna().all() and len(without.checked.rows) == 8


def test_a_total_that_never_changes_is_what_could_be_had():
    head = ["门店名称", "巡检人", "巡检开始时间", "巡检完成时间", "总分", "得分"]
    rows = [
        ["五角场店", "李", f"{day} 10:00", f"{day} 11:00", 60, points]
        for day, points in zip(DAYS, (30, 45, 60, 54, 33, 48, 57, 42), strict=True)
    ]
    found = load("mystery_visit", written(head, *rows))
    assert found.checked.rows["overall"].tolist() == [50, 75, 100, 90, 55, 80, 95, 70]
    assert asked(found) == []


@pytest.mark.parametrize("scale", ["(1 to 5)", "(1 a 5)", "(1 bis 5)", "(1-5)", "(1 à 5)"])
def test_a_scale_in_brackets_says_what_points_are_out_of(scale):
    head = ["Loja", "Data da visita", "Avaliador", f"Cordialidade {scale}", "Nota final"]
    found = load("mystery_visit", written(head, *[["Porto", day, "A", 4, 80] for day in DAYS]))
    assert set(found.checked.rows["attitude"]) == {80.0} and asked(found) == []


def test_a_department_that_changes_within_a_visit_is_a_section():
    head = ["Hotel", "Fecha de auditoría", "Departamento", "Estándar", "Puntos", "Puntos posibles"]
    items = [("Recepción", "Saludo", 2, 2), ("Bar", "Agua", 0, 1)]
    content = written(
        head, *[[hotel, DAYS[0], *item] for hotel in ("Sol", "Mar") for item in items]
    )
    found = load("mystery_item", content)
    assert set(found.checked.rows["section"]) == {"Recepción", "Bar"}
    assert found.checked.rows["department"].isna().all()


def test_staff_who_are_there_and_staff_who_left_are_one_list():
    there = ["姓名", "工号", "部门", "职位", "入职时间", "员工类型", "员工状态"]
    left = ["姓名", "工号", "部门", "职位", "入职时间", "离职日期", "离职原因"]
    content = book(
        {
            "在职员工": [
                there,
                *[["王", f"E{at}", "客服", "专员", DAYS[at], "全职", "正式"] for at in range(6)],
            ],
            "离职员工": [
                left,
                *[
                    ["李", f"L{at}", "客服", "专员", DAYS[at], "2026-10-01", "个人"]
                    for at in range(3)
                ],
            ],
        }
    )
    found = load("roster", content, "花名册.xlsx")
    assert len(found.checked.rows) == 9 and found.checked.rows["left_on"].notna().sum() == 3
    assert sorted(asked(found)) == ["as_of", "sheets"]


@pytest.mark.parametrize(
    "answer, first", [("always", "2000-01-01"), ("year", "2026-01-01"), ("today", "2026-11-29")]
)
def test_weights_without_a_day_are_asked_about(answer, first):
    content = written(["Rubrique", "Pondération (%)"], ["Accueil", 40], ["Conseil", 60])
    found = load("section_weight", content)
    assert asked(found) == ["weights_since"] and recognised(content) == "section_weight"
    rows = load("section_weight", content, answers={"weights_since": answer}).checked.rows
    assert rows["weight"].tolist() == [40, 60] and str(rows["date"].min())[:10] == first


@pytest.mark.parametrize(
    "words, honour",
    [
        ("Employee of the month", "month"),
        ("月度优秀员工", "month"),
        ("Mitarbeiter des Jahres", "year"),
    ],
)
def test_honours_as_companies_call_them(words, honour):
    content = written(["Month", "Award", "Winner"], ["Jul-2026", words, "E1"])
    assert load("star", content).checked.rows["honour"].tolist() == [honour]


def test_whoever_is_rated_by_a_superior_sat_no_exam():
    head = ["工号", "姓名", "门店", "考评日期", "考评得分", "考评人"]
    assert recognised(
        written(head, *[[f"E{a}", "某", "店", DAYS[a], 80 + a, "店长"] for a in range(6)])
    ) == ("supervisor_rating")


@pytest.mark.parametrize("yes, no", [("Yes", "No"), ("√", "×"), ("ja", "nein")])
def test_a_column_for_each_store_is_asked_about(yes, no):
    rows = [
        ["Arrival", "Greeted by name", yes, no, yes],
        ["Arrival", "Check-in under 5 min", yes, yes, yes],
        ["Room", "Room clean", no, yes, yes],
    ]
    head = ["Section", "Standard", "Grand Paris", "Grand Lyon", "Grand Nice"]
    content = book({"Matrix": [["Brand standards audit – 15 September 2026"], head, *rows]})
    assert recognised(content, "matrix.xlsx") == "mystery_item"
    found = load("mystery_item", content, "matrix.xlsx")
    kept = found.checked.rows
    assert asked(found) == ["store_columns"] and len(kept) == 9
    assert str(kept["date"].min())[:10] == "2026-09-15"
    best = kept.groupby("store")["earned"].sum()
    assert best["Grand Nice"] > best["Grand Paris"] == best["Grand Lyon"]


def test_a_lone_score_is_the_whole_and_no_part_of_it():
    head = ["Winkel", "Datum bezoek", "Bezoekscore"]
    rows = [["Breda", day, 70 + at] for at, day in enumerate(DAYS)]
    found = load("mystery_visit", written(head, *rows))
    assert found.matched["Bezoekscore"] == "overall" and asked(found) == ["headings"]


def test_days_parted_by_full_stops_begin_with_the_day():
    head = ["Markt", "Auditdatum", "Auditor", "Gesamtergebnis"]
    rows = [["Ulm", f"0{at + 1}.09.2026", "Ott", 80] for at in range(6)]
    days = load("mystery_visit", written(head, *rows)).checked.rows["date"]
    assert set(days.dt.month) == {9} and days.dt.day.tolist() == [1, 2, 3, 4, 5, 6]


def test_the_name_of_the_file_says_that_somebody_was_sent():
    head = ["Location", "Submitted By", "Submitted On", "Total Score", "Comments"]
    content = written(head, *[[f"Store {a % 3}", "Kim", DAYS[a], f"8{a}%", ""] for a in range(8)])
    assert recognised(content, "Mystery walk.csv") == "mystery_visit"


def test_praises_in_japanese():
    head = ["受付日", "店舗", "対象スタッフ", "社員番号", "内容", "確認済み"]
    content = written(
        head,
        *[
            [DAYS[a], "渋谷店", "佐藤", f"J{a % 3}", "親切", ["はい", "いいえ"][a % 2]]
            for a in range(6)
        ],
    )
    assert recognised(content, "お褒めの言葉.csv") == "praise"
    found = load("praise", content, "お褒めの言葉.csv")
    assert found.checked.rows["verified"].tolist() == ["yes", "no"] * 3
    assert set(found.checked.rows["employee"]) == {"J0", "J1", "J2"}


@pytest.mark.parametrize(
    "name, first",
    [
        ("Check 15 Sep 2026.csv", "2026-09-15"),
        ("服务检查(2026年9月).csv", "2026-09-01"),
        ("x.csv", "2026-11-29"),
    ],
)
def test_a_checklist_without_a_day_is_asked_about(name, first):
    rows = [["静安店", f"项{at}", "是" if at % 2 else "否"] for at in range(6)]
    content = written(["门店", "检查项目", "是否达标"], *rows)
    found = load("mystery_item", content, name)
    assert [question.partition("_named")[0] for question in asked(found)] == ["lacking_day"]
    assert str(found.checked.rows["date"].min())[:10] == first
    assert len(found.checked.rows) == 6 and found.checked.rows["earned"].sum() == 3
    name = found.checked.questions[0].name
    before = load("mystery_item", content, answers={name: "before"} if first[5:7] == "11" else {})
    assert before.checked.rows["date"].min().month in (10, 11)


@pytest.mark.parametrize(
    "cell, percent", [("30.8/40 (77%)", 77), ("77% (30.8/40)", 77), ("31 / 40 – 77.5 %", 77.5)]
)
def test_points_and_percent_in_one_cell(cell, percent):
    head = ["Title", "Conducted on", "Prepared by", "Site", "Score"]
    content = written(head, *[["Walk", day, "Ann", "Leeds", cell] for day in DAYS])
    found = load("mystery_visit", content, "Inspections.csv")
    assert found.checked.rows["overall"].tolist() == [percent] * 8
    assert recognised(content, "Inspections.csv") == "mystery_visit"


def test_the_total_is_told_by_its_cells_where_no_heading_is_known():
    points = [(70 + at, 80 - at, 60 + 2 * at) for at in range(8)]
    head = ["Lokacija", "Datum posete", "Ljubaznost", "Brzina", "Urednost", "Ukupno"]
    rows = [
        ["Ljubljana", DAYS[at], *each, round(sum(each) / 3, 1)] for at, each in enumerate(points)
    ]
    found = load("mystery_visit", written(head, *rows), "mystery.csv")
    assert found.matched["Ukupno"] == "overall" and "headings" in asked(found)


@pytest.mark.parametrize("answer, kept", [("yes", 6), ("no", 0), ("column:Passed on", 3)])
def test_a_column_that_may_say_whether_a_praise_was_verified_is_offered(answer, kept):
    head = ["Date received", "Property", "Colleague praised", "Comment", "Passed on"]
    rows = [[DAYS[at], "Inn", f"C{at}", "kind", ["Yes", "No"][at % 2]] for at in range(6)]
    found = load("praise", written(head, *rows), answers={"praise_verified": answer})
    assert (found.checked.rows["verified"] == "yes").sum() == kept


def test_a_list_of_names_of_several_systems():
    content = written(
        ["Name in POS", "Name in survey tool", "Official name"],
        ["LEEDS-01", "Leeds (Trinity)", "Leeds"],
        ["YORK-02", "", "York"],
    )
    assert recognised(content) == "unit"
    found = load("unit", content)
    assert asked(found) == ["alias_list"]
    shown = dict(zip(found.checked.rows["name"], found.checked.rows["same_as"], strict=True))
    assert shown == {"LEEDS-01": "Leeds", "Leeds (Trinity)": "Leeds", "YORK-02": "York"}
    others = load("unit", content, answers={"alias_list": "department"})
    assert set(others.checked.rows["dimension"]) == {"department"}


def test_stores_that_move_to_another_region_from_a_day_on():
    head = ["Standort", "Neue Region", "Alte Region", "Gültig ab"]
    rows = [["Köln", "West", "Mitte"], ["Kassel", "Mitte", "West"], ["Ulm", "Süd", "Süd"]]
    content = written(head, *[[*row, "2026-10-01"] for row in rows])
    found = load("unit", content)
    assert found.checked.rows["region"].tolist() == ["West", "Mitte", "Süd"]
    assert set(found.checked.rows["date"].dt.month) == {10} and asked(found) == ["store_list"]


def test_weights_of_sections_side_by_side():
    content = written(["生效日期", "环境", "接待", "收银"], ["2026-01-01", "20%", "50%", "30%"])
    rows = load("section_weight", content).checked.rows
    assert dict(zip(rows["section"], rows["weight"], strict=True)) == {
        "环境": 20,
        "接待": 50,
        "收银": 30,
    }


def test_the_beginning_and_the_end_of_one_audit_are_no_two_days():
    head = ["Property", "Audit start", "Audit end", "Overall"]
    rows = [["Sol", day, f"2026-09-{int(day[-2:]) + 2:02}", "80%"] for day in DAYS]
    found = load("mystery_visit", written(head, *rows))
    assert found.matched["Audit start"] == "date" and asked(found) == []
    assert recognised(written(head, *rows)) == "mystery_visit"


@pytest.mark.parametrize("top", ["Punkte max", "Max. points", "满分分数"])
def test_points_out_of_those_in_a_column_that_no_list_knows(top):
    head = ["Filiale", "Datum", "Tester", "Gesamtergebnis", top]
    found = load("mystery_visit", written(head, *[["Ulm", day, "T", 24, 30] for day in DAYS]))
    assert set(found.checked.rows["overall"]) == {80.0}


def test_a_list_of_suppliers_is_no_list_of_stores():
    rows = [[f"Sup {letter}", "x", "Food", "UK", "30d"] for letter in "ABCDE"]
    head = ["Supplier", "Contact", "Category", "Country", "Payment terms"]
    assert recognised(written(head, *rows)) == "none"


def test_non_conformities_are_no_compliance():
    head = ["Location", "Auditor", "Start", "End", "Score (%)", "Non-conformities"]
    rows = [["Leeds", "Rob", f"{day} 10:05", f"{day} 11:00", 80, 2] for day in DAYS]
    found = load("mystery_visit", written(head, *rows))
    assert found.checked.rows["compliance"].isna().all() and asked(found) == []


def test_of_several_columns_of_days_the_one_that_speaks_of_the_visit_and_another_on_request():
    head = ["Store", "Created", "Begehung", "Score", "Auditor"]
    rows = [["Ulm", f"2026-10-{at + 1:02}", DAYS[at], 80, "A"] for at in range(8)]
    found = load("mystery_visit", written(head, *rows))
    assert found.matched["Begehung"] == "date" and asked(found) == ["headings"]
    other = load("mystery_visit", written(head, *rows), answers={"headings": "date:Created"})
    assert str(other.checked.rows["date"].min())[:10] == "2026-10-01"


def test_numbers_of_staff_come_before_their_names_where_both_are_of_one_person():
    head = ["日期", "门店", "被表扬员工", "工号", "表扬内容", "是否核实"]
    people = [("王敏", "E1"), ("李雷", "E2"), ("韩梅", "E3")] * 2
    rows = [[DAYS[at], "静安店", *people[at], "好", "是"] for at in range(6)]
    found = load("praise", written(head, *rows))
    assert set(found.checked.rows["employee"]) == {"E1", "E2", "E3"}
    head[3] = "登记人工号"
    rows = [[*row[:3], f"E{at % 2}", *row[4:]] for at, row in enumerate(rows)]
    assert set(load("praise", written(head, *rows)).checked.rows["employee"]) == {
        "王敏",
        "李雷",
        "韩梅",
    }


def test_where_somebody_stood_is_no_store():
    head = ["Visit date", "location", "Score", "Auditor"]
    rows = [[DAYS[at], "53.8008, -1.5491", 80, "A"] for at in range(6)]
    assert "store" not in load("mystery_visit", written(head, *rows)).matched.values()


@pytest.mark.parametrize(
    "kind, lines, store, day",
    [
        (
            "mystery_item",
            ["门店：静安店", "", "检查日期：2026-09-05", "检查人：李督导"],
            "静安店",
            "2026-09-05",
        ),
        (
            "mystery_item",
            ["Store", "Leeds", "Date of visit:", "5 September 2026"],
            "Leeds",
            "2026-09-05",
        ),
        ("mystery_item", ["Filiale: Bonn   Datum: 05.09.2026   Prüfer: Ott"], "Bonn", "2026-09-05"),
        ("mystery_item", ["Magasin : Lyon ; Date de visite : 05/09/2026"], "Lyon", "2026-09-05"),
        ("mystery_item", ["店舗：渋谷店　調査日：2026年9月5日"], "渋谷店", "2026-09-05"),
    ],
)
def test_lines_above_a_checklist_say_which_visit_it_was(kind, lines, store, day):
    items = [[1, "Badge", 10, 8], [2, "Smile", 20, 20], [3, "Floor", 5, 0]]
    content = book({"Check": [["Mystery check"], lines, ["No", "Item", "Max", "Points"], *items]})
    found = load(kind, content, "check.xlsx", day_first=True)
    rows = found.checked.rows
    assert set(rows["store"]) == {store} and str(rows["date"].min())[:10] == day
    assert rows["earned"].sum() == 28 and rows["visit_id"].nunique() == 1
    assert "from the lines above the table" in said(found)


def test_each_of_several_checklists_has_its_own_lines():
    def check(store: str, day: int) -> list[list]:
        lines = [f"门店：{store}", f"检查日期：2026-09-{day:02}"]
        return [
            lines,
            ["序号", "检查项目", "分值", "得分"],
            [1, "工牌", 10, day],
            [2, "问候", 20, 20],
        ]

    content = book({"静安店": check("静安店", 5), "徐汇店": check("徐汇店", 6)})
    rows = load("mystery_item", content, "check.xlsx").checked.rows
    assert rows.groupby("store")["earned"].sum().to_dict() == {"静安店": 25, "徐汇店": 26}
    assert rows.groupby("store")["date"].min().dt.day.to_dict() == {"静安店": 5, "徐汇店": 6}


def test_a_line_that_only_one_sheet_has_says_nothing_of_the_others():
    def check(line: list) -> list[list]:
        return [
            line,
            ["日期", "检查项目", "分值", "得分"],
            *[[DAYS[at], f"项{at}", 5, at] for at in range(3)],
        ]

    content = book({"一": check(["门店：静安店"]), "二": check(["说明"])})
    rows = load("mystery_item", content, "check.xlsx", set={"visit_id": "1"}).checked.rows
    assert "静安店" not in set(rows["store"].dropna())


@pytest.mark.parametrize("yes, no", [("√", "×"), ("是", "否"), ("Y", "N"), ("1", "0")])
def test_a_column_for_each_behaviour_is_asked_about(yes, no):
    head = ["检查日期", "门店", "员工工号", "主动问候", "微笑服务", "双手递接"]
    rows = [[DAYS[at], "静安店", f"E{at}", yes, no if at % 2 else yes, ""] for at in range(6)]
    content = written(head, *[[*row[:5], yes] for row in rows])
    assert recognised(content) == "behaviour_check"
    found = load("behaviour_check", content)
    assert asked(found) == ["behaviour_columns"] and len(found.checked.rows) == 18
    assert found.checked.rows["passed"].value_counts().to_dict() == {"yes": 15, "no": 3}
    assert set(found.checked.rows["behaviour"]) == {"主动问候", "微笑服务", "双手递接"}
