"""Files that nobody has seen of visits, checklists, targets, staff, stores and praise: what each is
recognised as, what it says, and what is asked of it."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle

from data.kinds.catalog import (
    MYSTERY_ITEM,
    MYSTERY_VISIT,
    NPS,
    PRAISE,
    ROSTER,
    TARGET,
    UNIT,
    kind_named,
)
from data.matching.recognise import fits, recognise
from data.questions import lasting, still_open
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import Prepared, prepare
from errors import FileRefused, WrongCall
from i18n import translator
from metrics.handed.kpi_facts import KPI_FACTS

TODAY = date(2026, 11, 29)
SAY = translator("en")
DAYS = [f"2026-09-{day:02}" for day in range(1, 13)]


def written(*rows) -> bytes:
    content = io.StringIO()
    csv.writer(content).writerows(rows)
    return content.getvalue().encode()


def load(kind, content: bytes, name: str = "file.csv", **settled) -> Prepared:
    return prepare(content, name, kind, Options(**settled), TODAY, KPI_FACTS)


def asked(prepared: Prepared) -> list[str]:
    return [
        question.name
        for question in still_open(prepared.checked.questions, prepared.options.answers)
    ]


def said(prepared: Prepared) -> str:
    return " ".join(SAY(issue.message) for issue in prepared.checked.issues)


def held(prepared: Prepared, column: str) -> list:
    return [
        value.date().isoformat() if hasattr(value, "date") else value
        for value in prepared.checked.rows[column].tolist()
    ]


def recognised(content: bytes) -> str:
    ranked = recognise(read(content, "file.csv", Options()))
    return ranked[0][0] if fits(ranked) else "none"


def visits(headings: str, *columns, days=DAYS) -> bytes:
    """A file of visits with a date, a store, and further columns."""
    rows = [[day, "Leeds", *cells] for day, *cells in zip(days, *columns, strict=False)]
    return written(["Visit date", "Store", *headings.split("|")], *rows)


# --- somebody was sent: no survey of customers


@pytest.mark.parametrize(
    "headings, cells",
    [
        (
            "Visit ID|Location|Visit Date|Overall Score (%)|NPS",
            ["V{}", "Leeds", "{day}", "8{}", "9"],
        ),
        ("Property|Audit Date|Auditor|Check-in|Overall %", ["Inn", "{day}", "LQA", "80", "8{}%"]),
        ("Shop Date|Store Name|Shopper ID|Score|Comments", ["{day}", "Bath", "S1", "7{}", "ok"]),
        ("Magasin|Date de visite|Enquêteur|Note globale", ["Lyon", "{day}", "E1", "8{},5"]),
        ("Filiale|Besuchsdatum|Tester|Gesamtergebnis", ["Bonn", "{day}", "T1", "8{}"]),
        ("Tienda|Fecha de visita|Evaluador|Puntuación total", ["Vigo", "{day}", "E1", "8{}"]),
        ("門市|訪查日期|神秘客|總分", ["信義店", "{day}", "S1", "8{}"]),
        ("门店|巡店日期|督导|总分", ["静安店", "{day}", "王敏", "8{}"]),
        (
            "Location|Auditor|Start Date|End Date|Score %",
            ["York", "King", "{day}", "{day}", "7{}.5"],
        ),
    ],
)
def test_visits_of_somebody_who_was_sent_are_no_answers_of_customers(headings, cells):
    content = written(
        headings.split("|"),
        *[[cell.format(at, day=DAYS[at]) for cell in cells] for at in range(9)],
    )
    assert recognised(content) == "mystery_visit"
    found = load(MYSTERY_VISIT, content)
    assert len(found.checked.rows) == 9 and not asked(found) and not found.match.likely
    assert {"store", "date", "overall"} <= set(found.matched.values())


@pytest.mark.parametrize(
    "headings, cells",
    [
        ("Response ID|Date of visit|Store|Overall satisfaction", ["{}", "{day}", "Leeds", "5"]),
        ("Visit date|Store|Guest name|Overall satisfaction", ["{day}", "Leeds", "Ann {}", "4"]),
        ("Date|Store|Customer ID|Inspection fee|Overall rating", ["{day}", "B", "C{}", "9", "4"]),
    ],
)
def test_customers_who_visited_answer_a_survey(headings, cells):
    content = written(
        headings.split("|"),
        *[[cell.format(at, day=DAYS[at]) for cell in cells] for at in range(9)],
    )
    assert recognised(content) == "survey"


def test_a_total_with_a_decimal_comma_is_within_a_hundred():
    content = visits("Enquêteur|Note globale", ["E1"] * 9, [f"8{at},0" for at in range(9)])
    assert held(load(MYSTERY_VISIT, content), "overall") == [80.0 + at for at in range(9)]


# --- what scores are out of


@pytest.mark.parametrize("word", ["满分", "滿分", "Max score", "Points possible", "Barème"])
@pytest.mark.parametrize("at_end", [False, True])
def test_a_row_of_highest_scores_is_no_visit_and_says_what_scores_are_out_of(word, at_end):
    most = [["", word, 25, 50, 75]]
    rows = [[day, "Leeds", 20, 40, 60] for day in DAYS[:5]]
    head = ["Visit date", "Store", "Attitude", "Efficiency", "Total score"]
    found = load(MYSTERY_VISIT, written(head, *(rows + most if at_end else most + rows)))
    checked = found.checked
    assert (len(checked.rows), checked.rejected, checked.left_out) == (5, 0, 1)
    for column in ("attitude", "efficiency", "overall"):
        assert held(found, column) == [80] * 5
    assert "out of how many points each score is" in said(found) and not asked(found)


@pytest.mark.parametrize(
    "score, most, expected",
    [
        ("Score", "Max Score", 60.0),
        ("得分", "满分", 60.0),
        ("Points Earned", "Points Possible", 60.0),
        ("Total score", "Out of", 60.0),
    ],
)
def test_points_beside_their_maximum_are_shares_of_it(score, most, expected):
    tops = [50, 60, 150, 200]
    content = visits(f"{score}|{most}", [0.6 * top for top in tops], tops)
    assert held(load(MYSTERY_VISIT, content), "overall") == [expected] * 4


@pytest.mark.parametrize("share", ["Total %", "Score percentage"])
def test_a_percentage_beside_points_and_their_maximum_is_read_as_it_is(share):
    content = visits(f"Score|Max score|{share}", [30, 35, 40], [50, 50, 50], [60, 70, 80])
    assert held(load(MYSTERY_VISIT, content), "overall") == [60, 70, 80]


def test_a_total_above_the_points_that_could_be_had_is_no_number_of_points():
    content = visits(
        "Points Earned|Points Possible|Total Score", [30, 35, 40], [50, 50, 50], [60, 70, 80]
    )
    assert held(load(MYSTERY_VISIT, content), "overall") == [60, 70, 80]


def test_parts_that_add_up_to_the_total_are_asked_about_and_only_the_total_counts():
    parts = [[20, 18, 22], [15, 17, 19], [30, 33, 36]]
    content = visits(
        "Attitude|Efficiency|Cleanliness|Total score",
        *parts,
        list(map(sum, zip(*parts, strict=True))),
    )
    found = load(MYSTERY_VISIT, content)
    assert asked(found) == ["visit_parts"]
    assert held(found, "overall") == [65, 68, 77]
    assert found.checked.rows[["attitude", "efficiency"]].isna().all(axis=None)
    told = load(MYSTERY_VISIT, content, answers={"visit_parts": "hundred"})
    assert held(told, "attitude") == [20, 18, 22] and not asked(told)


def test_scores_beside_a_total_that_is_their_mean_are_scores():
    content = visits("Attitude|Efficiency|Total score", [80, 70, 90], [60, 90, 70], [70, 80, 80])
    found = load(MYSTERY_VISIT, content)
    assert not asked(found) and held(found, "attitude") == [80, 70, 90]


@pytest.mark.parametrize(
    "scores, question, answer, expected",
    [
        ([4, 5, 3.5, 4], "visit_scale:5", "5", [80, 100, 70, 80]),
        ([4, 3, 3, 4], "visit_scale:4", "4", [100, 75, 75, 100]),
        ([8, 10, 7, 9], "visit_scale:10", "10", [80, 100, 70, 90]),
        ([14.5, 18, 11, 16], "visit_scale:20", "20", [72.5, 90, 55, 80]),
        ([8, 10, 7, 9], "visit_scale:10", "100", [8, 10, 7, 9]),
    ],
)
def test_scores_of_a_short_scale_are_asked_about(scores, question, answer, expected):
    content = visits("Shopper|Overall score", ["S1"] * 4, scores)
    assert asked(load(MYSTERY_VISIT, content)) == [question]
    told = load(MYSTERY_VISIT, content, answers={question: answer})
    assert held(told, "overall") == expected and not asked(told)


def test_a_short_scale_beside_a_total_out_of_a_hundred_is_asked_about_alone():
    content = visits("Attitude|Total score", [4, 5, 3], [81, 95, 66])
    found = load(MYSTERY_VISIT, content)
    assert asked(found) == ["visit_scale:5"]
    assert held(found, "attitude") == [80, 100, 60] and held(found, "overall") == [81, 95, 66]


@pytest.mark.parametrize(
    "heading, scores",
    [("Overall score (max 10)", [8, 9, 7]), ("Overall score", ["8/10", "9/10", "7/10"])],
)
def test_a_scale_that_the_file_names_is_not_asked_about(heading, scores):
    found = load(MYSTERY_VISIT, visits(heading, scores))
    assert not asked(found) and held(found, "overall") == [80, 90, 70]


def test_shares_of_one_and_percentages_are_not_asked_about():
    for scores in ([0.8, 0.9, 0.7], ["80%", "90%", "70%"]):
        found = load(MYSTERY_VISIT, visits("Overall score", scores))
        assert not asked(found) and held(found, "overall") == [80, 90, 70]


def test_the_answer_about_a_scale_holds_for_the_next_file_and_one_that_goes_higher_is_asked():
    answers = lasting({"visit_scale:5": "5"})
    low, high = visits("Overall score", [4, 5, 3]), visits("Overall score", [4, 9, 8])
    assert not asked(load(MYSTERY_VISIT, low, answers=answers))
    assert asked(load(MYSTERY_VISIT, high, answers=answers)) == ["visit_scale:10"]


@pytest.mark.parametrize(
    "other, verdicts",
    [
        ("Grade", ["A", "A", "C", "C"]),
        ("Inspection result", ["Satisfactory", "Satisfactory", "Unsatisfactory", "Unsatisfactory"]),
        ("检查结果", ["合格", "合格", "不合格", "不合格"]),
    ],
)
def test_points_that_are_fewer_where_the_verdict_is_better_are_points_lost(other, verdicts):
    content = visits(f"Inspection score|{other}", [5, 0, 45, 60], verdicts)
    found = load(MYSTERY_VISIT, content)
    assert asked(found) == ["points_lost"] and held(found, "overall") == [95, 100, 55, 40]
    told = load(MYSTERY_VISIT, content, answers={"points_lost": "earned"})
    assert held(told, "overall") == [5, 0, 45, 60]


def test_points_that_are_more_where_the_verdict_is_better_are_no_question():
    content = visits("Inspection score|Grade", [95, 90, 55, 60], ["A", "A", "C", "C"])
    found = load(MYSTERY_VISIT, content)
    assert not asked(found) and held(found, "overall") == [95, 90, 55, 60]


# --- checklists


def checklist(*headings: str, cells=("Yes", "No", "N/A", "Yes")) -> bytes:
    rows = [
        [day, "Leeds", "S1", *(cells[(at + place) % len(cells)] for place in range(3))]
        for at, day in enumerate(DAYS[:4])
    ]
    return written(["Visit date", "Store", "Shopper", *headings], *rows)


def test_a_column_of_yes_and_no_for_each_item_is_a_checklist_after_one_question():
    content = checklist("Greeted at once", "Wore a badge", "Said goodbye")
    assert recognised(content) == "mystery_item"
    found = load(MYSTERY_ITEM, content)
    assert asked(found) == ["checklist_items"] and len(found.checked.rows) == 12
    first = found.checked.rows.iloc[:3]
    assert first["item"].tolist() == ["Greeted at once", "Wore a badge", "Said goodbye"]
    assert first["earned"].fillna(-1).tolist() == [1, 0, -1]
    assert found.checked.rows["visit_id"].nunique() == 4


@pytest.mark.parametrize(
    "cells", [("√", "×", "", "√"), ("合格", "不合格", "不适用", "合格"), "1011"]
)
def test_items_may_be_ticked_judged_or_numbered(cells):
    found = load(MYSTERY_ITEM, checklist("迎宾", "微笑", "送客", cells=cells))
    assert asked(found) == ["checklist_items"]
    assert set(found.checked.rows["earned"].dropna()) == {0.0, 1.0}


def test_columns_of_yes_and_no_that_are_no_items_are_left_to_the_person():
    content = checklist("Weekend", "Member", "Raining")
    with pytest.raises(FileRefused, match="lacks what"):
        load(MYSTERY_ITEM, content, answers={"checklist_items": "no"})


def test_rows_that_sum_a_section_are_no_items():
    head = ["Audit ID", "Date completed", "Type", "Label", "Item Score", "Item Max Score"]
    rows = [
        ["A1", DAYS[0], "section", "Service", 5, 10],
        ["A1", DAYS[0], "question", "Greets", 5, 5],
        ["A1", DAYS[0], "list", "Helps", 0, 5],
    ]
    found = load(MYSTERY_ITEM, written(head, *rows))
    assert held(found, "item") == ["Greets", "Helps"] and found.checked.left_out == 1
    assert held(found, "earned") == [5, 0] and held(found, "available") == [5, 5]


# --- targets


STAGED = [
    ["短期目标（1年）", "中期目标（3年）", "长期目标（5年）"],
    ["Short term (1 year)", "Mid-term (3 years)", "Long-term (5 years)"],
    ["Year 1", "Year 3", "Year 5"],
    ["1年內", "3年內", "5年內"],
    ["Kurzfristig (1 Jahr)", "Mittelfristig (3 Jahre)", "Langfristig (5 Jahre)"],
]


@pytest.mark.parametrize("headings", STAGED)
def test_a_column_for_each_stage_is_a_target_for_each_after_one_question(headings):
    content = written(["KPI", "Current value", *headings], ["CSAT", "82%", "≥86%", "88%", "90%"])
    assert recognised(content) == "target"
    found = load(TARGET, content)
    assert asked(found) == ["target_start"] and not found.match.likely
    assert held(found, "stage") == ["short", "mid", "long"]
    assert held(found, "value") == [86, 88, 90] and held(found, "baseline") == [82] * 3
    assert held(found, "due") == ["2026-12-31", "2028-12-31", "2030-12-31"]
    assert held(found, "date") == ["2026-01-01"] * 3


def test_stages_of_months_are_due_after_so_many():
    content = written(["指标", "3个月", "半年", "12个月"], ["客户满意度", "86%", "88%", "90%"])
    found = load(TARGET, content, answers={"target_start": "2027-01-01"})
    assert held(found, "due") == ["2027-03-31", "2027-06-30", "2027-12-31"]


def test_stages_of_no_length_are_asked_with_the_usual_ones():
    content = written(["KPI", "Short-term", "Medium-term", "Long-term"], ["NPS", 40, 45, 50])
    found = load(TARGET, content)
    assert asked(found) == ["target_start"]
    assert held(found, "due") == ["2026-12-31", "2028-12-31", "2030-12-31"]
    months = load(TARGET, content, answers={"target_start": "2026-01-01/months"})
    assert held(months, "due") == ["2026-03-31", "2026-06-30", "2026-12-31"]


def test_the_day_on_which_stages_begin_may_be_given():
    content = written(["KPI", "1 year", "3 years"], ["NPS", 40, 45])
    given = load(TARGET, content, set={"date": "2026-07-01"})
    assert not asked(given) and held(given, "due") == ["2027-06-30", "2029-06-30"]
    with pytest.raises(FileRefused, match="In force from"):
        load(TARGET, content, answers={"target_start": "no"})


def test_the_year_in_the_name_of_the_file_is_the_likely_start():
    content = written(["KPI", "1 year", "3 years"], ["NPS", 40, 45])
    assert held(load(TARGET, content, "plan_2027.csv"), "date") == ["2027-01-01"] * 2


@pytest.mark.parametrize(
    "heading, dimension", [("Store", "store"), ("门店", "store"), ("Region", "region")]
)
def test_targets_of_single_stores_are_not_those_of_the_company(heading, dimension):
    content = written(
        [heading, "KPI", "Target", "Due date"],
        *[
            [place, "CSAT", f"{value}%", "2026-12-31"]
            for place, value in (("Leeds", 85), ("All", 80))
        ],
    )
    found = load(TARGET, content)
    assert found.checked.rows["unit"].fillna("").tolist() == ["Leeds", ""]
    assert found.checked.rows["dimension"].fillna("").tolist() == [dimension, ""]
    assert not asked(found)


def test_whether_a_department_has_the_target_or_answers_for_it_is_asked():
    head = ["Department", "KPI", "Target", "Due date"]
    several = written(head, *[[name, "NPS", 40, "2026-12-31"] for name in ("Sales", "Service")])
    found = load(TARGET, several)
    assert asked(found) == ["target_department"] and held(found, "unit") == ["Sales", "Service"]
    single = written(head, ["Sales", "NPS", 40, "2026-12-31"], ["HR", "CSAT", "85%", "2026-12-31"])
    found = load(TARGET, single)
    assert asked(found) == ["target_department"] and held(found, "owner") == ["Sales", "HR"]
    assert found.checked.rows["unit"].isna().all()


def test_a_column_for_each_kpi_is_a_target_for_each():
    content = written(
        ["Store", "CSAT target", "NPS target"], ["Leeds", "85%", 40], ["York", "82%", 35]
    )
    assert recognised(content) == "target"
    found = load(TARGET, content)
    assert asked(found) == ["target_due"] and held(found, "due") == ["2026-12-31"] * 4
    assert held(found, "kpi") == ["csat", "net_promoter_score"] * 2
    assert held(found, "unit") == ["Leeds", "Leeds", "York", "York"]
    assert held(found, "value") == [85, 40, 82, 35]


# --- staff, stores, praise


def staff(*rows, head=("Employee ID", "Department", "Hire date", "Termination date")) -> bytes:
    return written(head, *rows)


def test_a_list_of_staff_without_its_day_is_asked_for_it():
    content = staff(["E1", "Sales", "2024-03-01", ""], ["E2", "HR", "2023-02-01", "2026-08-31"])
    assert recognised(content) == "roster"
    found = load(ROSTER, content)
    assert asked(found) == ["as_of"] and held(found, "date") == ["2026-11-29"] * 2
    month = load(ROSTER, content, answers={"as_of": "month"})
    assert held(month, "date") == ["2026-11-01"] * 2
    with pytest.raises(FileRefused, match="As of"):
        load(ROSTER, content, answers={"as_of": "no"})
    assert held(load(ROSTER, content, set={"date": "2026-09-30"}), "date") == ["2026-09-30"] * 2


@pytest.mark.parametrize(
    "name, day",
    [
        ("roster_2026-09-30.csv", "2026-09-30"),
        ("花名册2026年9月.csv", "2026-09-30"),
        ("staff 20261015.csv", "2026-10-15"),
        ("staff 2026-11.csv", "2026-11-29"),
    ],
)
def test_the_day_in_the_name_of_the_file_is_the_likely_one(name, day):
    found = load(ROSTER, staff(["E1", "Sales", "2024-03-01", ""]), name)
    assert asked(found) == ["as_of_name"] and held(found, "date") == [day]


@pytest.mark.parametrize(
    "name", ["staff 2026-12-31.csv", "staff 2025-2026.csv", "staff 123456.csv"]
)
def test_a_day_that_is_to_come_or_not_the_only_one_is_not_offered(name):
    assert asked(load(ROSTER, staff(["E1", "Sales", "2024-03-01", ""]), name)) == ["as_of"]


def test_names_and_days_alone_are_no_list_of_staff():
    content = written(["name", "start_date", "end_date"], ["New Year", "2026-01-01", "2026-01-02"])
    assert recognised(content) != "roster"


@pytest.mark.parametrize(
    "head, rows",
    [
        (
            ["Store ID", "Store Name", "Region", "Open Date"],
            [["101", "Leeds", "North", "2018-03-14"], ["102", "York", "South", "2019-05-20"]],
        ),
        (
            ["门店编码", "门店名称", "所属大区", "开业日期"],
            [["0101", "静安店", "华东", "2018-03-14"], ["0102", "徐汇店", "华南", "2019-05-20"]],
        ),
    ],
)
def test_a_list_of_stores_is_one_after_one_question(head, rows):
    content = written(head, *rows)
    assert recognised(content) == "unit"
    found = load(UNIT, content)
    assert asked(found) == ["unit_since_opening"] and held(found, "dimension") == ["store"] * 2
    assert held(found, "name") == [row[1] for row in rows]
    assert held(found, "region") == [row[2] for row in rows]
    assert held(found, "date") == ["2018-03-14", "2019-05-20"]
    always = load(UNIT, content, answers={"unit_since_opening": "always"})
    assert held(always, "date") == ["2000-01-01"] * 2


@pytest.mark.parametrize("result", ["Score", "CSAT target", "得分", "Visits"])
def test_a_table_of_results_one_a_store_is_no_list_of_stores(result):
    rows = [["Leeds", "North", 80], ["York", "South", 90]]
    assert recognised(written(["Store", "Region", result], *rows)) != "unit"


@pytest.mark.parametrize(
    "head",
    [
        ["Compliment ID", "Date received", "Location", "Staff member", "Details"],
        ["表扬编号", "日期", "科室", "被表扬人", "表扬内容"],
    ],
)
def test_praises_of_which_nothing_says_that_they_were_verified_are_asked_about(head):
    content = written(
        head, *[[f"C{at}", DAYS[at], "Leeds", f"Emp {at}", "Kind"] for at in range(4)]
    )
    assert recognised(content) == "praise"
    found = load(PRAISE, content)
    assert asked(found) == ["praise_verified"] and held(found, "verified") == ["yes"] * 4
    none = load(PRAISE, content, answers={"praise_verified": "no"})
    assert held(none, "verified") == ["no"] * 4 and not asked(none)


def test_an_answer_that_is_none_is_refused():
    with pytest.raises(WrongCall, match="is no answer"):
        load(MYSTERY_VISIT, visits("Overall score", [4, 5, 3]), answers={"visit_scale:5": "6"})


def test_kinds_keep_what_they_had():
    assert kind_named("mystery_item").column("store").headings == (
        kind_named("mystery_visit").column("store").headings
    )


# --- several rows of one visit


def violations(third: str = "Violation") -> bytes:
    head = ["Inspection date", "Facility name", "Inspection score", third]
    return written(
        head,
        *[[DAYS[at // 2], "Leeds", 80 + at // 2, f"Found {at}"] for at in range(6)],
    )


def test_a_row_for_each_thing_found_at_a_visit_is_one_visit():
    found = load(MYSTERY_VISIT, violations())
    assert held(found, "overall") == [80, 81, 82] and found.checked.left_out == 3
    assert "each visit was counted once" in said(found) and not asked(found)


def test_rows_that_say_the_same_of_a_visit_and_differ_elsewhere_are_asked_about():
    found = load(MYSTERY_VISIT, violations("Weather"))
    assert asked(found) == ["visit_rows"] and len(found.checked.rows) == 3
    each = load(MYSTERY_VISIT, violations("Weather"), answers={"visit_rows": "each"})
    assert len(each.checked.rows) == 6 and not asked(each)


# --- rows that a rule of a spreadsheet strikes through


def ruled(where: str, **rule) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["date", "id", "score", "status"])
    for at in range(12):
        cancelled = "Cancelled" if at in (2, 5) else "ok"
        book.active.append([date(2026, 9, at + 1), f"R{at}", at % 11, cancelled])
    struck = DifferentialStyle(font=Font(strike=True))
    book.active.conditional_formatting.add(where, Rule(dxf=struck, **rule))
    book.save(content := io.BytesIO())
    return content.getvalue()


@pytest.mark.parametrize(
    "formula",
    [
        '$D2="cancelled"',
        '$D2<>"ok"',
        'ISNUMBER(SEARCH("cancel",$D2))',
        'NOT(ISERROR(SEARCH("cancel",$D2)))',
    ],
)
def test_rows_that_a_plain_rule_strikes_through_are_asked_about(formula):
    found = load(NPS, ruled("A2:D13", type="expression", formula=[formula]), "file.xlsx")
    assert asked(found) == ["struck_rows"] and len(found.checked.rows) == 10
    assert {2, 5}.isdisjoint(row.day - 1 for row in found.checked.rows["date"])


@pytest.mark.parametrize(
    "where, rule",
    [
        ("D2:D13", {"type": "cellIs", "operator": "equal", "formula": ['"Cancelled"']}),
        ("D2:D13", {"type": "containsText", "text": "Cancel", "formula": ["TRUE"]}),
        ("A2:D13", {"type": "expression", "formula": ['$D2="void"']}),
    ],
)
def test_a_rule_that_strikes_single_cells_or_none_costs_no_row(where, rule):
    found = load(NPS, ruled(where, **rule), "file.xlsx")
    assert len(found.checked.rows) == 12 and not asked(found)
    assert "conditional formatting" not in said(found)


@pytest.mark.parametrize("formula", ['AND($C2=5,$D2="ok")', "VLOOKUP($A2,$H:$H,1,0)", '$D3="ok"'])
def test_of_a_rule_that_is_not_worked_out_it_is_said_that_it_is_there(formula):
    found = load(NPS, ruled("A2:D13", type="expression", formula=[formula]), "file.xlsx")
    assert len(found.checked.rows) == 12 and "Rules of conditional formatting" in said(found)


# --- who visited, totals of parts, months in columns


def test_people_who_go_from_store_to_store_are_asked_about():
    head = ["Inspection date", "Facility name", "Employee ID", "Score"]
    rows = [[DAYS[at], f"Store {at % 4}", f"E{at % 3}", 80 + at] for at in range(9)]
    found = load(MYSTERY_VISIT, written(head, *rows))
    assert asked(found) == ["visit_person"] and "employee" not in found.matched.values()
    assert held(found, "shopper")[:3] == ["E0", "E1", "E2"]
    served = load(MYSTERY_VISIT, written(head, *rows), answers={"visit_person": "served"})
    assert held(served, "employee")[:3] == ["E0", "E1", "E2"] and not asked(served)


def test_people_who_stay_at_their_store_are_staff():
    head = ["Visit date", "Store", "Employee ID", "Score"]
    rows = [[DAYS[at], f"Store {at % 3}", f"E{at % 3}", 80 + at] for at in range(9)]
    found = load(MYSTERY_VISIT, written(head, *rows))
    assert not asked(found) and held(found, "employee")[:3] == ["E0", "E1", "E2"]


def test_a_total_of_short_items_is_out_of_what_they_can_add_up_to():
    items = [[5, 10, 10], [10, 10, 5], [0, 10, 5]]
    content = visits("Door|Clothes|Greeting|Total score", *items, [15, 30, 20])
    found = load(MYSTERY_VISIT, content)
    assert asked(found) == ["visit_scale:parts"]
    assert [round(value, 2) for value in held(found, "overall")] == [50, 100, 66.67]
    plain = load(MYSTERY_VISIT, content, answers={"visit_scale:parts": "100"})
    assert held(plain, "overall") == [15, 30, 20]


def test_ratings_with_a_column_for_each_month_are_one_each_after_one_question():
    content = written(
        ["Employee ID", "Department", "Jan", "Feb", "Mar"],
        ["E1", "A", 80, "", 90],
        ["E2", "A", 70, 75, 72],
    )
    assert recognised(content) == "supervisor_rating"
    found = load(kind_named("supervisor_rating"), content)
    assert asked(found) == ["month_columns_year"] and held(found, "score") == [80, 90, 70, 75, 72]
    assert held(found, "date")[:2] == ["2026-01-01", "2026-03-01"]
    dated = (
        content.replace(b"Jan", b"2025-01").replace(b"Feb", b"2025-02").replace(b"Mar", b"2025-03")
    )
    found = load(kind_named("supervisor_rating"), dated)
    assert asked(found) == ["month_columns"] and held(found, "date")[0] == "2025-01-01"


def test_events_of_which_no_column_says_the_kind_are_asked_about():
    content = written(["Effective date", "Change"], ["2026-02-01", "New greeting"])
    assert recognised(content) == "event"
    found = load(kind_named("event"), content)
    assert asked(found) == ["event_type"] and held(found, "type") == ["note"]
    action = load(kind_named("event"), content, answers={"event_type": "action"})
    assert held(action, "type") == ["action"]


@pytest.mark.parametrize("measure", ["%", "分", "Punkte"])
def test_a_unit_of_measure_is_no_place(measure):
    head = ["Kennzahl" if measure == "Punkte" else "指标", "单位", "2026年目标", "2027年目标"]
    found = load(TARGET, written(head, ["NPS", measure, 40, 45]))
    assert held(found, "value") == [40, 45] and found.checked.rows["unit"].isna().all()


def test_a_year_behind_the_word_for_target_is_that_of_the_target():
    found = load(TARGET, written(["Kennzahl", "Ziel 2026", "Ziel 2027"], ["NPS", 40, 45]))
    assert held(found, "due") == ["2026-12-31", "2027-12-31"]


def test_targets_of_months_in_rows_are_due_at_the_end_of_each():
    content = written(["Month", "KPI", "Goal"], ["2026-01", "NPS", 40], ["2026-02", "NPS", 42])
    assert recognised(content) == "target"
    assert held(load(TARGET, content), "due") == ["2026-01-31", "2026-02-28"]


def test_visits_without_a_number_are_told_apart_by_day_store_and_shopper():
    head = ["Shop date", "Location", "Shopper ID", "Question", "Points", "Points possible"]
    rows = [
        [DAYS[day], "Leeds", shopper, item, 5, 5]
        for day in range(2)
        for shopper in ("S1", "S2")
        for item in ("Greets", "Helps")
    ]
    found = load(MYSTERY_ITEM, written(head, *rows))
    assert found.checked.rows["visit_id"].nunique() == 4 and len(found.checked.rows) == 8
    assert "No column numbers the visits" in said(found)


def test_a_column_that_numbers_the_visits_does_so_under_any_heading():
    head = ["Job ID", "Shop date", "Location", "Question", "Points", "Points possible"]
    rows = [
        [f"J{job}", DAYS[0], "Leeds", item, 5, 5] for job in (1, 2) for item in ("Greets", "Helps")
    ]
    found = load(MYSTERY_ITEM, written(head, *rows))
    assert held(found, "visit_id") == ["J1", "J1", "J2", "J2"]


def test_a_verdict_on_calls_is_no_praise():
    head = ["Call ID", "Agent", "Date", "Verification", "Evaluator", "QA Score"]
    rows = [[f"C{at}", f"A{at % 3}", DAYS[at], "YN"[at % 2], "Q1", 70 + at] for at in range(9)]
    assert recognised(written(head, *rows)) == "supervisor_rating"


def test_a_column_of_yes_and_no_that_nothing_names_keeps_the_question_of_praise_open():
    head = ["Praise date", "Store", "Praise", "Looked into"]
    rows = [[DAYS[at], "Leeds", "Kind", "yes" if at else "no"] for at in range(4)]
    found = load(PRAISE, written(head, *rows))
    assert asked(found) == ["praise_verified"]  # its column is likely, and any other answer open
    assert held(found, "verified") == ["no", "yes", "yes", "yes"]
    none = load(PRAISE, written(head, *rows), answers={"praise_verified": "no"})
    assert set(held(none, "verified")) == {"no"}


# --- told by the cells


def test_a_store_under_a_heading_that_nobody_knows_is_asked_about():
    content = visits("Shopper|Overall score", ["S1"] * 8, range(80, 88))
    content = content.replace(b"Store", b"Spot").replace(b"Leeds", b"Hull", 3)
    found = load(MYSTERY_VISIT, content)
    assert asked(found) == ["visit_store"] and held(found, "store")[3:5] == ["Leeds", "Leeds"]
    none = load(MYSTERY_VISIT, content, answers={"visit_store": "none"})
    assert none.checked.rows["store"].isna().all() and not asked(none)


@pytest.mark.parametrize(
    ("heading", "likely"),
    [("CITY", "none"), ("home_town", "none"), ("Spot", "Spot"), ("Velocity", "Velocity")],
)
def test_a_city_is_not_likely_the_store_that_was_visited(heading, likely):
    content = visits("Shopper|Overall score", ["S1"] * 8, range(80, 88))
    content = content.replace(b"Store", heading.encode()).replace(b"Leeds", b"Hull", 3)
    found = load(MYSTERY_VISIT, content)
    question = next(each for each in found.checked.questions if each.name == "visit_store")
    assert question.likely == likely and heading in {choice.name for choice in question.choices}


def test_what_comes_again_at_visits_and_is_no_place_is_not_offered_as_the_store():
    content = visits("Status|Overall score", ["Done", "Open"] * 4, range(80, 88))
    assert not asked(load(MYSTERY_VISIT, content.replace(b"Store", b"Survey type")))


@pytest.mark.parametrize("heading", ["Inspection demerits", "总扣分", "Points deducted"])
def test_points_lost_without_a_score_are_what_is_missing_to_a_hundred(heading):
    content = visits(heading, [3, 0, 12])
    assert recognised(content) == "mystery_visit"
    found = load(MYSTERY_VISIT, content)
    assert asked(found) == ["points_lost"] and held(found, "overall") == [97, 100, 88]
    with pytest.raises(FileRefused, match="at least one of these"):
        load(MYSTERY_VISIT, content, answers={"points_lost": "earned"})


def test_a_first_row_of_numbers_that_nobody_exceeds_says_what_scores_are_out_of():
    head = ["Visit date", "Store", "Attitude", "Total score"]
    rows = [["", "", 40, 80], *[[day, "Leeds", 30, 60] for day in DAYS[:4]]]
    found = load(MYSTERY_VISIT, written(head, *rows))
    assert held(found, "attitude") == [75] * 4 and held(found, "overall") == [75] * 4
    assert found.checked.rejected == 0 and found.checked.left_out == 1


def test_an_area_that_changes_within_a_visit_is_a_section():
    head = ["Audit No", "Store", "Audited on", "Area", "Standard", "Compliant"]
    rows = [
        [f"A{visit}", "Leeds", DAYS[visit], area, item, "Y"]
        for visit in range(3)
        for area, item in (("Food", "Cold"), ("Service", "Smiles"))
    ]
    found = load(MYSTERY_ITEM, written(head, *rows))
    assert held(found, "section")[:2] == ["Food", "Service"]
    assert found.checked.rows["region"].isna().all()


def test_an_area_that_stays_within_a_visit_is_a_region():
    head = ["Audit No", "Store", "Audited on", "Area", "Standard", "Compliant"]
    rows = [
        [f"A{visit}", f"Store {visit}", DAYS[visit], f"Area {visit}", item, "Y"]
        for visit in range(3)
        for item in ("Cold", "Smiles")
    ]
    assert held(load(MYSTERY_ITEM, written(head, *rows)), "region")[0] == "Area 0"


def test_the_column_of_kpis_is_told_by_its_cells():
    content = written(
        ["Service plan", "Short term (by end 2026)", "Long term (by end 2030)"],
        ["Customer satisfaction", "90%", "95%"],
        ["NPS", 40, 50],
    )
    assert recognised(content) == "target"
    found = load(TARGET, content)
    assert held(found, "due") == ["2026-12-31", "2030-12-31"] * 2 and not asked(found)
    assert held(found, "stage") == ["short", "long"] * 2 and held(found, "value") == [
        90,
        95,
        40,
        50,
    ]
    assert "from when its targets are in force" in said(found)


@pytest.mark.parametrize("value", ["≥88分", "88分以上", "min. 88 points", "at least 88 pts"])
def test_a_target_may_say_what_it_counts(value):
    content = written(["KPI", "Target", "Due"], ["神秘顾客得分", value, "2026-12-31"])
    found = load(TARGET, content)
    assert held(found, "value") == [88] and held(found, "form") == ["at_least"]


@pytest.mark.parametrize(
    "heading, column",
    [("被评人代号", "employee"), ("评分时间", "date"), ("部门全称", "department")],
)
def test_a_heading_that_ends_in_another_word_for_the_same_is_the_same(heading, column):
    cells = {"employee": "E{}", "date": "2026-09-0{}", "department": "Sales"}
    usual = {"employee": "Employee ID", "date": "Review date", "department": "Notes"}
    columns = {**usual, column: heading}
    rows = [[cells[name].format(at) for name in columns] + [80 + at] for at in range(1, 9)]
    found = load(kind_named("supervisor_rating"), written([*columns.values(), "Rating"], *rows))
    assert found.matched[heading] == column and not found.match.likely


@pytest.mark.parametrize(
    ("heading", "good", "bad"),
    [
        ("Status", "Approved", "Rejected"),
        ("Report Status", "Released", "Pending approval"),
        ("审核状态", "审核通过", "已驳回"),
    ],
)
def test_reports_that_were_not_approved_do_not_count_and_that_is_said(heading, good, bad):
    rows = "".join(
        f"V{at},2026-01-{at + 1:02},Leeds,{bad if at < 4 else good},{40 if at < 4 else 90}%\n"
        for at in range(20)
    )
    found = load(
        MYSTERY_VISIT, f"Visit Ref,Visit Date,Location,{heading},Final Score\n{rows}".encode()
    )
    assert len(found.checked.rows) == 16 and set(held(found, "overall")) == {90.0}
    assert f"\u201c{heading}\u201d is \u201c{bad}\u201d: 4" in said(found)


def test_a_known_heading_without_cells_gives_way_to_one_with_cells():
    rows = "".join(f"V{at},2026-01-{at + 1:02},,Leeds {at % 3},{80 + at}%\n" for at in range(12))
    text = f"Audit ID,Audit Date,location,title_page_site,Final Score\n{rows}"
    found = load(MYSTERY_VISIT, text.encode())
    assert set(held(found, "store")) == {"Leeds 0", "Leeds 1", "Leeds 2"}
    alone = load(MYSTERY_VISIT, text.replace("title_page_site", "Zzz").encode())
    assert alone.matched["location"] == "store"


# --- points beside what could be had

TOWNS = ("Leeds", "York", "Hull", "Bath")
GOT = ["94", "73", "59", "78", "66", "77", "50", "72", "64", "90", "105", "61"]


def points(top: str, tops) -> bytes:
    return visits(f"巡店得分|{top}|环境得分", GOT, tops, ["20"] * len(GOT))


@pytest.mark.parametrize("top", ["总分值", "Full points"])
def test_points_are_shares_of_what_no_visit_exceeds_and_that_is_asked(top):
    tops = [("100", "120", "80")[at % 3] if at != 10 else "120" for at in range(12)]
    found = load(MYSTERY_VISIT, points(top, tops))
    assert asked(found) == [f"visit_maximum:{top}"]
    shares = [round(100 * float(got) / float(most), 6) for got, most in zip(GOT, tops, strict=True)]
    assert [round(value, 6) for value in held(found, "overall")] == shares
    assert f"those under “{top}”" in said(found)
    plain = load(MYSTERY_VISIT, points(top, tops), answers={f"visit_maximum:{top}": "no"})
    assert held(plain, "overall") == [float(got) for got in GOT if float(got) <= 100]


@pytest.mark.parametrize(
    "top, tops",
    [
        ("总分值", ["110", "104", "101", "130", *["120"] * 8]),  # too many different ones
        ("得分率目标", ["120"] * 12),  # a share
        ("面积", ["250"] * 12),  # no points
        ("满分值", ["100"] * 12),  # as it stands
    ],
)
def test_what_says_nothing_of_points_is_not_asked_about(top, tops):
    found = load(
        MYSTERY_VISIT, visits(f"巡店得分|{top}", [str(min(int(g), 99)) for g in GOT], tops)
    )
    assert asked(found) == []
    assert held(found, "overall") == [float(min(int(got), 99)) for got in GOT]


@pytest.mark.parametrize("other", ["Goal score", "Previous score", "上月得分"])
def test_what_was_to_be_reached_or_was_before_is_no_maximum(other):
    got = [str(at + 70) for at in range(12)]
    tops = [("95", "90", "100")[at % 3] for at in range(12)]
    found = load(MYSTERY_VISIT, visits(f"Overall score|{other}", got, tops))
    assert asked(found) == [] and held(found, "overall") == [float(value) for value in got]


@pytest.mark.parametrize(
    "other",
    [
        *("分店总人数", "总部评分", "巡店时长(分钟)", "前回点数", "National score", "Best score"),
        *("Passing score", "Checkpoints", "Shopper reward points", "Greeting score"),
    ],
)
def test_what_only_has_the_word_of_points_is_not_asked_about(other):
    got = [str(at + 70) for at in range(12)]
    found = load(MYSTERY_VISIT, visits(f"Overall score|{other}", got, ["95"] * 12))
    assert f"visit_maximum:{other}" not in asked(found)


def test_a_total_beside_the_points_is_asked_about_and_likely_none_of_what_could_be_had():
    found = load(MYSTERY_VISIT, visits("巡店得分|Total store points", GOT, ["120"] * 12))
    (question,) = found.checked.questions
    assert (question.name, question.likely) == ("visit_maximum:Total store points", "no")


@pytest.mark.parametrize("lacking", ["0", ""])
def test_points_of_which_nothing_says_out_of_how_many_are_left_out_and_that_is_said(lacking):
    answers = {"visit_maximum:总分值": "yes"}
    next_file = visits("巡店得分|总分值", ["0", "94", "60", "70"], [lacking, "120", "80", "90"])
    found = load(MYSTERY_VISIT, next_file, answers=answers)
    first, *others = held(found, "overall")
    assert first != first and [round(value, 2) for value in others] == [78.33, 75.0, 77.78]
    assert "94 out of 120" in said(found) and "under “总分值”: 1" in said(found)


def test_what_the_points_are_out_of_holds_for_the_next_file_of_the_layout():
    answers = {"visit_maximum:总分值": "yes"}
    next_file = visits("巡店得分|总分值", ["94", "60", "70"], ["120", "80", "90"])
    found = load(MYSTERY_VISIT, next_file, answers=answers)
    assert asked(found) == []
    assert [round(value, 2) for value in held(found, "overall")] == [78.33, 75.0, 77.78]


def test_whom_an_inspection_was_about_is_the_member_of_staff():
    heads = ["门店", "被检查人员工号", "Date of Visit", "Overall %"]
    found = load(MYSTERY_VISIT, written(heads, *[["A", "G001", day, 80] for day in DAYS]))
    assert found.matched["被检查人员工号"] == "employee"


def test_who_inspected_is_no_member_of_staff_and_a_time_is_no_number_of_a_visit():
    rows = [
        [f"{at % 4 + 201}", TOWNS[at % 4], f"G00{at % 2}", day, f"1{at % 3}:05", 80 + at]
        for at, day in enumerate(DAYS)
    ]
    heads = ["Location #", "Location", "巡店人工号", "Date of Visit", "Time of Visit", "Overall %"]
    found = load(MYSTERY_VISIT, written(heads, *rows))
    assert found.matched["Location #"] == "store" and asked(found) == ["headings"]
    named = load(MYSTERY_VISIT, written(heads, *rows), answers={"headings": "store:Location"})
    assert named.matched["Location"] == "store" and "Location #" not in named.matched
    assert "employee" not in found.matched.values() and "visit_id" not in found.matched.values()
    assert len(found.checked.rows) == len(rows)
    numbered = load(MYSTERY_VISIT, written([heads[0], *heads[2:]], *[[r[0], *r[2:]] for r in rows]))
    assert numbered.matched["Location #"] == "store"


def test_visits_that_are_still_to_be_scored_are_visits():
    rows = [[f"Store {at % 3}", f"2026-12-{at + 1:02}", f"S{at}", "", ""] for at in range(12)]
    head = ["Store", "Visit date", "Shopper ID", "Overall score", "Remarks"]
    assert recognised(written(head, *rows)) == "mystery_visit"


def test_points_with_a_comma_tell_visits_as_those_with_a_point_do():
    rows = [[f"{at + 1:02}.10.2026", f"ТЦ-{at % 3}", f"{70 + at},5"] for at in range(12)]
    head = ["Дата визита", "Магазин", "Итоговая оценка, %"]
    content = written(["Тайный покупатель"], head, *rows)
    assert recognised(content) == "mystery_visit"


def test_orders_of_customers_are_purchases_although_they_were_rated():
    rows = [
        [f"O{at}", f"C{at % 5}", f"2026-10-{at + 1:02}", "North", at % 5 + 1] for at in range(12)
    ]
    head = ["Order ID", "Customer ID", "Order date", "Store", "Rating"]
    assert recognised(written(head, *rows)) == "purchase"


@pytest.mark.parametrize(
    ("head", "cells", "kind"),
    [
        (("Date", "Overall satisfaction", "Shop ID"), ("{day}", "4", "S{}"), "survey"),
        (("Date", "Overall satisfaction", "Shop name"), ("{day}", "4", "Leeds {}"), "survey"),
        (("Date", "Overall rating", "Shop no"), ("{day}", "4", "1{}"), "survey"),
        # Of a shopper, or beside another word for a place, a shop is a visit.
        (("Shop ID", "Location", "Shop date", "Overall"), ("{}", "Leeds", "{day}", "8{}"), None),
        (("Shop ID", "Shopper", "Date", "Total score"), ("{}", "A{}", "{day}", "8{}"), None),
        (("Shop ID", "Hotel", "Date", "Overall"), ("{}", "Leeds", "{day}", "8{}"), None),
        (("Shop ID", "Dealership", "Date", "Overall"), ("{}", "Leeds", "{day}", "8{}"), None),
        (("Shop ID", "门店", "Date", "Overall"), ("{}", "Leeds", "{day}", "8{}"), None),
        (("Shop ID", "Shop date", "Overall", "Friendliness"), ("{}", "{day}", "8{}", "7{}"), None),
        (("Shop score", "Date", "Store"), ("8{}", "{day}", "Leeds"), None),
        (("Shop ID", "Date", "Dealership", "Overall"), ("{}", "{day}", "Leeds", "8{}"), None),
        (("Shop ID", "Date", "Hotel", "Overall rating"), ("{}", "{day}", "Inn", "8{}"), None),
        (("Shop ID", "Date", "Bank", "Overall"), ("{}", "{day}", "Leeds", "8{}"), None),
        (("Shop ref", "Date", "Overall", "Friendliness"), ("{}", "{day}", "8{}", "7{}"), None),
        (("Shop ID", "Shop date", "Overall rating"), ("{}", "{day}", "8{}"), None),
    ],
)
def test_a_shop_is_a_place_unless_something_says_that_it_is_a_visit(head, cells, kind):
    rows = [[cell.format(at % 4 + 1, day=day) for cell in cells] for at, day in enumerate(DAYS)]
    assert recognised(written(head, *rows)) == (kind or "mystery_visit")


ITEMS = ("Greeted", "Uniform clean", "Thanked the customer", "Receipt offered")


def ticked(*words: str, more: tuple = ()) -> bytes:
    cells = [[words[(at + place) % len(words)] for at in range(12)] for place in range(4)]
    heads = ["Visit date", "Store", *ITEMS, *[head for head, _ in more]]
    rows = zip(DAYS, ["Leeds", "York"] * 6, *cells, *[below for _, below in more], strict=True)
    return written(heads, *rows)


@pytest.mark.parametrize(
    ("words", "earned"),
    [
        (("Yes", "No", "Not observed"), {1.0: 16, 0.0: 16}),
        (("Y", "N", "N/O"), {1.0: 16, 0.0: 16}),
        # Of a behaviour that was looked for it is a result.
        (("Observed", "Not observed"), {1.0: 24, 0.0: 24}),
        (("Yes", "No"), {1.0: 24, 0.0: 24}),
    ],
)
def test_what_nobody_observed_beside_yes_and_no_did_not_apply(words, earned):
    found = load(MYSTERY_ITEM, ticked(*words))
    assert found.checked.rows["earned"].value_counts().to_dict() == earned
    assert ("nobody observed" in said(found)) == (len(words) == 3)


def test_what_nobody_observed_is_judged_by_its_own_column():
    """Observed or not is a result below one heading, though others hold yes and no."""
    below = [
        ["Observed", "Not observed"],
        ["Observed", "Not observed"],
        ["Yes", "No"],
        ["Yes", "No"],
    ]
    cells = [[words[at % 2] for at in range(12)] for words in below]
    rows = zip(DAYS, ["Leeds", "York"] * 6, *cells, strict=True)
    found = load(MYSTERY_ITEM, written(["Visit date", "Store", *ITEMS], *rows))
    assert found.checked.rows["earned"].value_counts().to_dict() == {1.0: 24, 0.0: 24}
    assert "nobody observed" not in said(found)


def test_each_column_says_what_not_observed_means_in_it():
    rows = zip(
        *(DAYS, ["Leeds", "York"] * 6, ["Observed", "Not observed"] * 6, ["Yes", "No"] * 6),
        *(["Yes", "Not observed"] * 6, ["Yes", "No", "Not observed", "N/A"] * 3),
        strict=True,
    )
    content = written(["Visit date", "Store", "Greeted", "Uniform", "Smiled", "Clean"], *rows)
    found = load(MYSTERY_ITEM, content)
    means = found.checked.rows.groupby("item")["earned"].mean()
    assert means.to_dict() == {"Greeted": 0.5, "Uniform": 0.5, "Smiled": 0.5, "Clean": 0.5}
    assert "met or not: 3." in said(found)


def test_yes_and_no_beside_a_total_are_said_to_be_a_checklist():
    total = ("Total score", [60 + at for at in range(12)])
    assert recognised(ticked("Yes", "No", more=(total,))) == "mystery_visit"
    found = load(MYSTERY_VISIT, ticked("Yes", "No", more=(total,)))
    assert all(item in said(found) for item in ITEMS) and not asked(found)
    few = visits("Total score|Member", [str(60 + at) for at in range(12)], ["Yes", "No"] * 6)
    assert "only yes, no" not in said(load(MYSTERY_VISIT, few))


@pytest.mark.parametrize(
    "heading",
    ["Hotel audit ID", "Dealer visit number", "Outlet inspection no", "Region visit ID"],
)
def test_the_number_of_a_visit_stays_one_whatever_was_visited(heading):
    rows = [[f"V{at}", "Leeds", day, 80 + at] for at, day in enumerate(DAYS)]
    found = load(MYSTERY_VISIT, written([heading, "Store", "Visit date", "Total score"], *rows))
    assert found.matched[heading] == "visit_id"


def inspected(kinds, scores, places=None) -> bytes:
    places = places or [str(71300 + at) for at in range(len(scores))]
    days = [DAYS[at % len(DAYS)] for at in range(len(scores))]
    rows = zip(places, scores, days, kinds, strict=True)
    return written(["business_id", "score", "date", "visit"], *rows)


FOLLOWED = ["FOLLOWUP" if at in (4, 9) else "REGULAR" for at in range(16)]


def test_a_zero_beside_one_word_alone_is_asked_about():
    scores = [0 if kind == "FOLLOWUP" else 91 + at % 9 for at, kind in enumerate(FOLLOWED)]
    found = load(MYSTERY_VISIT, inspected(FOLLOWED, scores))
    assert set(asked(found)) == {"visit_zeros:visit=FOLLOWUP", "left_over:store"}
    assert len(found.checked.rows) == 14 and min(held(found, "overall")) > 90
    kept = load(
        MYSTERY_VISIT, inspected(FOLLOWED, scores), answers={"visit_zeros:visit=FOLLOWUP": "scored"}
    )
    assert held(kept, "overall").count(0) == 2


@pytest.mark.parametrize(
    ("kinds", "scores"),
    [
        (["REGULAR"] * 16, [0 if at == 4 else 91 for at in range(16)]),  # a visit that failed
        (FOLLOWED, [0 if at == 4 else 91 for at in range(16)]),
        (FOLLOWED, [0 if at in (4, 7) else 91 for at in range(16)]),
        (FOLLOWED, [at * 6 for at in range(16)]),  # beside low scores a 0 is one of them
    ],
)
def test_other_zeros_are_scores(kinds, scores):
    found = load(MYSTERY_VISIT, inspected(kinds, scores))
    assert "visit_zeros" not in " ".join(asked(found)) and len(found.checked.rows) == 16


@pytest.mark.parametrize(
    ("heading", "word", "other"),
    [
        ("Passed", "No", "Yes"),
        ("是否合格", "不合格", "合格"),
        ("Grade", "D", "A"),
        ("Status", "Failed", "Passed"),
        ("Type", "Critical failure", "Regular"),
        ("检查类型", "一票否决", "常规"),
        ("Critical failure", "Yes", "No"),
        ("红线", "是", "否"),
        ("City", "Lyon", "Paris"),
        ("Store type", "Franchise", "Own"),
    ],
)
def test_a_zero_beside_a_verdict_or_a_place_is_a_score(heading, word, other):
    rows = [
        [DAYS[at % 12], f"S{at % 5}", *((word, 0) if at in (4, 9) else (other, 80 + at))]
        for at in range(16)
    ]
    found = load(MYSTERY_VISIT, written(["Visit date", "Store", heading, "Total score"], *rows))
    assert "visit_zeros" not in " ".join(asked(found)) and held(found, "overall").count(0) == 2


@pytest.mark.parametrize(
    ("heading", "word"),
    [
        ("Visit type", "Phone"),
        ("Status", "Cancelled"),
        ("Type of visit", "Training"),
        ("检查类型", "复查"),
        ("渠道", "电话"),
    ],
)
def test_a_zero_beside_another_kind_of_visit_is_asked_about(heading, word):
    rows = [
        [DAYS[at % 12], f"S{at % 5}", *((word, 0) if at in (4, 9) else ("Regular", 80 + at))]
        for at in range(16)
    ]
    found = load(MYSTERY_VISIT, written(["Visit date", "Store", heading, "Total score"], *rows))
    question = next(one for one in found.checked.questions if "visit_zeros" in one.name)
    assert f"“{heading}” is “{word}”" in SAY(question.message)


@pytest.mark.parametrize(
    ("repeated", "is_asked"),
    [
        ((3, 3), True),
        ((), False),
        (range(12), False),  # so many that the rows hardly tell visits apart
    ],
)
def test_rows_that_repeat_others_in_every_cell_are_asked_about(repeated, is_asked):
    rows = [[f"S{at % 5}", 91 + at % 9, DAYS[at % 12], f"Remark {at}"] for at in range(16)]
    rows += [rows[at] for at in repeated]
    content = written(["Store", "Score", "Date", "Remark"], *rows)
    found = load(MYSTERY_VISIT, content)
    assert ("visit_twice" in asked(found)) is is_asked
    assert len(found.checked.rows) == (16 if is_asked else len(rows))
    each = load(MYSTERY_VISIT, content, answers={"visit_twice": "each"})
    assert len(each.checked.rows) == len(rows)


def test_repeated_rows_that_say_little_more_than_store_and_score_likely_count_each():
    rows = [
        [str(71300 + at % 5), 91 + at % 9, DAYS[at % 12], kind] for at, kind in enumerate(FOLLOWED)
    ]
    for match in ({}, {"business_id": "store"}):
        content = written(["business_id", "score", "date", "visit"], *rows, rows[3])
        found = load(MYSTERY_VISIT, content, match=match)
        assert "visit_twice" in asked(found) and len(found.checked.rows) == 17


@pytest.mark.parametrize(
    ("head", "days"),
    [
        ("Month", ["2026-07", "2026-08", "2026-09"]),
        ("Quarter", ["2026Q1", "2026Q2", "2026Q3"]),
        ("Date", ["2026-07-01", "2026-08-01", "2026-09-01"]),
        ("Date", ["2026-07-31", "2026-08-31", "2026-09-30"]),
        ("Date", DAYS),  # beside the area of its store
    ],
)
def test_visits_of_a_store_with_the_same_score_in_a_month_all_count(head, days):
    rows = [
        [days[at % len(days)], f"S{at % 10}", "NS"[at % 2], 70 + 5 * (at % 4)] for at in range(30)
    ]
    content = written([head, "Store", "Area", "Mystery score"], *rows, *rows[:4])
    found = load(MYSTERY_VISIT, content)
    assert "visit_twice" not in asked(found) and len(found.checked.rows) == 34


def test_the_number_of_a_visit_tells_equal_rows_apart():
    rows = [[f"V{at % 15}", "Leeds", DAYS[at % 15 % 12], 90] for at in range(16)]
    found = load(MYSTERY_VISIT, written(["Visit ID", "Store", "Visit date", "Score"], *rows))
    assert "visit_twice" not in asked(found)
