"""What a workbook shows is what is counted, or a person is asked: sheets alike, hidden and
struck-through rows, formulas, errors."""

import io
import re
import struct
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter
import xlwt
from openpyxl.styles import Font

from data.__main__ import main
from data.kinds.catalog import MYSTERY_VISIT, NPS, SURVEY, TARGET, TRAINING, kind_named
from data.matching.by_sheet import _time, as_meant
from data.matching.given import Given
from data.matching.recognise import recognise
from data.matching.wide_courses import one_a_course
from data.reading.options import Options
from data.reading.reader import read
from data.reading.sheets import UndecidedSheet, places_in
from data.uploads.prepare import Prepared, prepare
from errors import FileRefused
from i18n import translator
from metrics.handed.kpi_facts import KPI_FACTS

TODAY = date(2026, 11, 20)
SAY = translator("en")
HEADINGS = ["Response ID", "Date", "NPS", "Store"]


def records(count: int, month: int = 9, store: str = "North") -> list[list[object]]:
    """Rows of which those with an even number are detractors."""
    return [
        [number, datetime(2026, month, number), 10 if number % 2 else 3, store]
        for number in range(1, count + 1)
    ]


def book(fill) -> bytes:
    made = openpyxl.Workbook()
    fill(made)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def sheets(tables: dict[str, list[list[object]]], hidden: tuple[str, ...] = ()) -> bytes:
    """A workbook with these tables, each with its headings first."""

    def fill(made):
        made.remove(made.active)
        for name, rows in tables.items():
            sheet = made.create_sheet(name)
            for row in rows:
                sheet.append(row)
            sheet.sheet_state = "hidden" if name in hidden else "visible"

    return book(fill)


def table(fill=lambda sheet: None, rows: int = 12) -> bytes:
    def whole(made):
        for row in [HEADINGS, *records(rows)]:
            made.active.append(row)
        fill(made.active)

    return book(whole)


def loaded(content: bytes, kind=NPS, name: str = "f.xlsx", **answers: str) -> Prepared:
    return prepare(
        content,
        name,
        kind,
        Options(answers=answers, pass_mark=80 if kind is TRAINING else None),
        TODAY,
    )


def questions(prepared: Prepared) -> dict[str, str]:
    """Name -> the likely answer."""
    return {question.name: question.likely for question in prepared.checked.questions}


def counts(prepared: Prepared) -> tuple[int, int, int]:
    return len(prepared.checked.rows), prepared.checked.rejected, prepared.checked.left_out


# Rows and columns that are not shown.


def hide(sheet):
    sheet.row_dimensions.group(3, 6, hidden=True)


def strike(sheet):
    for row in (3, 5):
        for column in range(1, 5):
            sheet.cell(row, column).font = Font(strike=True)
    sheet.cell(7, 1).font = Font(strike=True)  # a single cell withdraws no row


def without_places(content: bytes) -> bytes:
    """The same workbook as some programs write it, without the names of rows and cells."""
    return repacked(content, rb'(<(?:row|c)\b[^>]*?)\s+r="[A-Z0-9]+"', rb"\1")


def repacked(content: bytes, pattern: bytes, replacement: bytes) -> bytes:
    """The workbook with something else in its sheets."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as packed:
        for name in source.namelist():
            part = source.read(name)
            packed.writestr(
                name, re.sub(pattern, replacement, part) if "worksheets" in name else part
            )
    return buffer.getvalue()


@pytest.mark.parametrize(
    "change", [lambda content: content, without_places], ids=["usual", "without names of cells"]
)
@pytest.mark.parametrize(
    "fill, name, out",
    [(hide, "hidden_rows", [3, 4, 5, 6]), (strike, "struck_rows", [3, 5])],
    ids=["hidden", "struck"],
)
def test_rows_that_are_not_shown_like_the_others_are_asked_about(fill, name, out, change):
    content = change(table(fill))
    likely = loaded(content)
    assert questions(likely) == {name: "leave_out"}
    assert [issue.row for issue in likely.checked.issues if issue.row] == out
    assert counts(likely) == (12 - len(out), 0, len(out))
    assert counts(loaded(content, **{name: "count"})) == (12, 0, 0)


def test_what_a_filter_took_out_is_named():
    def fill(sheet):
        sheet.auto_filter.ref = "A1:D13"
        sheet.auto_filter.add_filter_column(3, ["North"])
        for row in (4, 8):
            sheet.cell(row, 4).value = "TEST"
            sheet.row_dimensions[row].hidden = True

    (question,) = loaded(table(fill)).checked.questions
    assert [translator("en")(seen) for seen in question.evidence] == [
        "Their rows: 4, 8.",
        "A filter is on.",
        "They alone hold “TEST” under “Store”.",
    ]


def test_a_table_whose_rows_are_all_hidden_is_likely_meant():
    prepared = loaded(table(lambda sheet: sheet.row_dimensions.group(2, 13, hidden=True)))
    assert questions(prepared) == {"hidden_rows": "count"} and counts(prepared) == (12, 0, 0)


def test_a_hidden_column_is_asked_about_where_it_can_be_done_without():
    content = table(
        lambda sheet: sheet.column_dimensions.__getitem__("D").__setattr__("hidden", True)
    )
    assert questions(loaded(content)) == {"hidden_columns": "read"}
    assert set(loaded(content).checked.rows["store"]) == {"North"}
    assert loaded(content, hidden_columns="leave_out").checked.rows["store"].isna().all()
    needed = loaded(
        table(lambda sheet: sheet.column_dimensions.__getitem__("C").__setattr__("hidden", True))
    )
    assert questions(needed) == {} and any(
        "NPS" in str(issue.message) for issue in needed.checked.issues
    )


# Formulas and errors.


def formulas(rows: int = 3, heading: str = "NPS") -> bytes:
    def fill(made):
        made.active.title = "Data"
        made.active.append(["Response ID", "Date", heading, "Raw"])
        for row in range(2, 2 + rows):
            made.active.append([row, datetime(2026, 9, row), f"=D{row}/10", 90])

    return book(fill)


def test_formulas_that_nobody_calculated_are_refused_with_the_remedy():
    with pytest.raises(
        FileRefused, match=r"without a result: 3, the first is Data!C2 under \['NPS'\].*save it"
    ):
        loaded(formulas())


def test_formulas_in_a_column_that_is_not_used_are_told():
    def fill(sheet):
        sheet["E1"] = "Day of the week"
        for row in range(2, 14):
            sheet.cell(row, 5).value = f"=WEEKDAY(B{row})"
        sheet.append(["Total", None, "=AVERAGE(C2:C13)", None, None])

    prepared = loaded(table(fill))
    assert counts(prepared) == (12, 0, 1)
    assert "not used" in str(prepared.checked.issues[0].message)


@pytest.mark.parametrize("result, refused", [(0, True), (9, False)])
def test_a_program_that_writes_0_for_every_formula_calculated_none(result, refused):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["Response ID", "Date", "NPS"])
        for row in range(1, 6):
            sheet.write_row(row, 0, [row, f"2026-09-0{row}"])
            sheet.write_formula(row, 2, "=1*9", None, result)
    if refused:
        with pytest.raises(FileRefused, match="without a result"):
            loaded(buffer.getvalue())
    else:
        assert loaded(buffer.getvalue()).checked.rows["score"].tolist() == [9] * 5


def test_a_text_without_letters_is_a_result():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        for row in range(1, 5):
            sheet.write_row(row, 0, [row, f"2026-09-0{row}", 9])
            sheet.write_formula(row, 3, '=""', None, "")
    as_excel_writes_it = repacked(
        buffer.getvalue(), rb'<c r="(D\d)"><f>""</f>', rb'<c r="\1" t="str"><f>""</f>'
    )
    assert len(loaded(as_excel_writes_it).checked.rows) == 4


def errors_book() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        for row in range(1, 6):
            sheet.write_row(row, 0, [row, f"2026-09-0{row}", 9, "North"])
        sheet.write_formula(2, 3, "=X", None, "#N/A")
        sheet.write_formula(3, 2, "=X", None, "#DIV/0!")
        sheet.write_formula(4, 1, "=X", None, "#REF!")
        for row in range(6, 40):  # drawn down below the table
            sheet.write_formula(row, 3, "=X", None, "#N/A")
    return buffer.getvalue()


def test_error_cells_are_missing_and_told_each():
    prepared = loaded(errors_book())
    assert counts(prepared) == (4, 1, 0)
    assert [
        (issue.row, issue.column, issue.value, issue.level)
        for issue in prepared.checked.issues
        if issue.row
    ] == [
        (3, "Store", "#N/A", "warning"),
        (4, "NPS", "#DIV/0!", "warning"),
        (5, "Date", "#REF!", "error"),
    ]


@pytest.mark.parametrize(
    "word",
    [
        "#N/A",
        "#REF!",
        "#NV",
        "#BEZUG!",
        "#ССЫЛКА!",
        "#¡VALOR!",
        "#N/D",
        "Err:502",
        "错误:504",
        "########",
        "#NOM?",
        "＃N/A",
    ],
)
def test_the_words_of_errors_name_no_store(word):
    content = f"Response ID,Date,NPS,Store\n1,2026-09-01,9,North\n2,2026-09-02,9,{word}\n".encode()
    prepared = loaded(content, name="f.csv")
    assert prepared.checked.rows["store"].fillna("").tolist() == ["North", ""]
    assert [issue.value for issue in prepared.checked.issues] == [word]


def test_a_word_like_an_error_in_a_name_stays():
    content = b"Response ID,Date,NPS,Store\n1,2026-09-01,9,#1 Mall\n2,2026-09-02,9,Error Street\n"
    assert loaded(content, name="f.csv").checked.rows["store"].tolist() == [
        "#1 Mall",
        "Error Street",
    ]


@pytest.mark.parametrize("mark", ['="{}"', "'{}", "`{}", "{}\u200b", "\t{}"])
def test_marks_that_keep_a_spreadsheet_from_touching_a_cell_are_gone(mark):
    rows = [[str(number).zfill(5), f"2026-11-0{number}", "9", "0012"] for number in range(1, 6)]
    content = "\n".join(
        [
            ",".join(HEADINGS),
            *(",".join(mark.format(cell).replace('"', '"') for cell in row) for row in rows),
        ]
    ).encode()
    checked = loaded(content, name="f.csv").checked
    assert (checked.rows["store"].unique().tolist(), checked.rows["score"].tolist()) == (
        ["0012"],
        [9] * 5,
    )
    assert checked.rows["response_id"].tolist() == [row[0] for row in rows]


# Several sheets.


def months(*numbers: int, name: str = "{}月") -> dict[str, list[list[object]]]:
    return {name.format(number): [HEADINGS, *records(6, number)] for number in numbers}


def test_sheets_alike_are_read_in_one_load_and_each_row_is_named_by_its_sheet():
    tables = months(1, 2, 3)
    tables["2月"][3][2] = "soon"
    content = sheets({"汇总": [["门店", "NPS"], ["North", 0]], **tables})
    prepared = loaded(content)
    assert questions(prepared) == {"sheets": "together"}
    assert counts(prepared) == (17, 1, 0)
    assert sorted(prepared.checked.rows["date"].dt.month.unique()) == [1, 2, 3]
    places = places_in(prepared.checked.issues)
    assert [places.words(issue.row) for issue in prepared.checked.issues if issue.row] == ["2月!4"]
    assert any(
        "汇总" in str(issue.message) and issue.row is None for issue in prepared.checked.issues
    ), "not read, but told"
    assert counts(loaded(content, sheets="last")) == (6, 0, 12)
    assert counts(loaded(content, sheets="first")) == (6, 0, 12)
    one = prepare(content, "f.xlsx", NPS, Options(sheet="2月"), TODAY)
    assert questions(one) == {} and counts(one) == (5, 1, 0)


def test_a_sheet_with_more_columns_is_read_with_the_others():
    tables = months(1, 2)
    tables["2月"] = [
        [*row, extra] for row, extra in zip(tables["2月"], ["渠道", *["电话"] * 6], strict=True)
    ]
    rows = loaded(sheets(tables)).checked.rows
    assert rows["channel"].fillna("").tolist() == [""] * 6 + ["电话"] * 6


def test_columns_in_another_order_and_case_are_the_same():
    first, second = (
        [[*row, "x"] for row in records(4, 1)],
        [["y", *reversed(row)] for row in records(4, 2)],
    )
    content = sheets(
        {
            "East": [[*HEADINGS, "Comment"], *first],
            "West": [["comment", *(heading.upper() for heading in reversed(HEADINGS))], *second],
        }
    )
    prepared = loaded(content)
    assert prepared.checked.rows["comment"].tolist() == ["x"] * 4 + ["y"] * 4
    assert prepared.checked.rows["score"].tolist() == [10, 3] * 4


@pytest.mark.parametrize("name", ["填写说明", "導入須知", "Instructions", "Read me", "Hinweise"])
def test_a_sheet_that_says_how_the_file_is_filled_in_is_called_so(name):
    lines = [["Item", "How"], ["Store", "Its whole name"], ["Date", "As 2026-09-01"]]
    prepared = loaded(sheets({name: lines, "Data": [HEADINGS, *records(8)]}))
    assert counts(prepared) == (8, 0, 0) and questions(prepared) == {}
    told = [(issue.level, SAY(issue.message)) for issue in prepared.checked.issues]
    sentence = "which by its name says how the file is filled in (rows: 2), was not read."
    assert ("note", f"The sheet “{name}”, {sentence}") in told


@pytest.mark.parametrize("name", ["Instructions", "情况说明"])
def test_records_under_such_a_name_are_records(name):
    other = [["Article", "Price"], *([f"A{at}", at] for at in range(9))]
    kept = loaded(sheets({name: [HEADINGS, *records(8)], "Other": other}))
    assert counts(kept) == (8, 0, 0)
    told = " ".join(SAY(issue.message) for issue in kept.checked.issues)
    assert "The sheet “Other” holds a table (rows: 9) that was not read." in told


def test_a_sheet_of_instructions_is_not_chosen_among_tables_without_known_headings():
    lines = [["Item", "How"], ["Store", "Its whole name"]]
    content = sheets({"填写说明": lines, "Data": [["A", "B"], [1, 2]]})
    assert read(content, "f.xlsx", Options()).name == "Data"
    both = sheets({"说明": lines, "Data": [["A", "B"], [1, 2]], "More": [["C", "D"], [1, 2]]})
    with pytest.raises(UndecidedSheet) as refused:
        read(both, "f.xlsx", Options())
    assert [each.name for each in refused.value.previews] == ["Data", "More"]


def test_a_hidden_sheet_alike_is_left_out_unless_it_is_meant():
    content = sheets(months(1, 2, 3), hidden=("2月",))
    prepared = loaded(content)
    assert counts(prepared) == (12, 0, 6)
    assert "['2月']" in " ".join(map(str, prepared.checked.questions[0].evidence))
    assert counts(loaded(content, sheets="with_hidden")) == (18, 0, 0)
    assert counts(loaded(sheets(months(1, 2)), sheets="with_hidden")) == (12, 0, 0), (
        "as remembered from a file with hidden sheets"
    )


def test_a_sheet_that_holds_the_rows_of_all_others_counts_once():
    rows = [row for month in (1, 2, 3) for row in records(6, month)]
    everything = [[number, *row[1:]] for number, row in enumerate(rows, start=1)]
    prepared = loaded(sheets({"All": [HEADINGS, *everything], **months(1, 2, 3)}))
    assert questions(prepared) == {"sheets": "collected"} and counts(prepared) == (18, 0, 18)


def test_a_copy_of_a_sheet_counts_once():
    tables = months(1)
    assert counts(loaded(sheets({**tables, "1月 (2)": tables["1月"]}))) == (6, 0, 6)


def test_numbers_that_start_again_on_each_sheet_make_no_row_the_same():
    rows = [HEADINGS[:3], *([number, "2026-09-01", 9] for number in range(1, 7))]
    other = [
        HEADINGS[:3],
        *([number, "2026-09-01", 9 if number < 5 else 2] for number in range(1, 8)),
    ]
    prepared = loaded(sheets({"Early shift": rows, "Late shift": other}), sheet_store="no")
    assert counts(prepared) == (13, 0, 0)


@pytest.mark.parametrize(
    "name, asked, known",
    [
        ("2026年{}月", "sheet_dates", "sheet"),
        ("{}月", "sheet_year", "2026"),
        ("2026-0{}", "sheet_dates", "sheet"),
    ],
)
def test_the_month_is_that_of_the_sheet_where_no_column_holds_a_date(name, asked, known):
    tables = {
        title: [[row[0], *row[2:]] for row in rows]
        for title, rows in months(1, 2, name=name).items()
    }
    prepared = loaded(sheets(tables))
    assert questions(prepared) == {"sheets": "together", asked: known}
    assert prepared.checked.rows["date"].dt.strftime("%Y-%m-%d").unique().tolist() == [
        "2026-01-01",
        "2026-02-01",
    ]
    with pytest.raises(FileRefused, match="Answered on"):
        loaded(sheets(tables), **{asked: "no"})


def test_a_sheet_for_each_store_names_it():
    tables = {
        name: [HEADINGS[:3], *(row[:3] for row in records(4))] for name in ("Harbour", "Airport")
    }
    prepared = loaded(sheets(tables))
    assert questions(prepared) == {"sheets": "together", "sheet_store": "store"}
    assert prepared.checked.rows["store"].tolist() == ["Harbour"] * 4 + ["Airport"] * 4
    assert loaded(sheets(tables), sheet_store="no").checked.rows["store"].isna().all()
    assert questions(
        loaded(sheets({f"Sheet{at}": rows for at, rows in enumerate(tables.values())}))
    ) == {"sheets": "together"}


def test_two_kinds_in_one_book_are_told_and_the_one_asked_for_is_read():
    ratings = [
        ["编号", "日期", "门店", "满意度"],
        *([number, datetime(2026, 9, number), "东店", 4] for number in range(1, 6)),
    ]
    content = sheets(
        {
            "NPS": [
                ["序号", "日期", "门店", "推荐分"],
                *([number, day, "东店", score] for number, day, score, _ in records(6)),
            ],
            "满意度": ratings,
        }
    )
    for kind, rows, other in ((NPS, 6, "满意度"), (SURVEY, 5, "NPS")):
        prepared = loaded(content, kind)
        assert len(prepared.checked.rows) == rows
        (told,) = [
            issue
            for issue in prepared.checked.issues
            if issue.row is None and "not read" in str(issue.message)
        ]
        assert told.level == "warning" and told.message.blanks["sheet"] == other


def test_sheets_between_which_nothing_decides_are_shown(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(tmp_path / "x.duckdb"))
    content = sheets(
        {"A": [["Colour", "Weight"], ["red", 3]], "B": [["Name", "Height"], ["Zoë", 7]]}
    )
    with pytest.raises(UndecidedSheet) as caught:
        read(content, "f.xlsx", Options())
    first, second = caught.value.previews
    assert (first.name, first.headings, first.first, first.rows) == (
        "A",
        ("Colour", "Weight"),
        (("red", "3"),),
        1,
    )
    assert caught.value.choices == ("A", "B") and second.kind is None
    path = tmp_path / "f.xlsx"
    path.write_bytes(content)
    assert main(["load", "nps", str(path)]) == 1
    told = capsys.readouterr()
    assert "lacks what" in told.err  # neither of them holds recommendations
    assert "Zoë, 7" in told.out and "--sheet B" in told.out


def test_one_of_several_tables_is_read_and_asked_about_beside_all_else(
    tmp_path, capsys, monkeypatch
):
    """Two tables of visits that are not alike: the one of which more is used is likely."""
    rows = [[f"2026-09-{day:02}", "Leeds", 70 + day] for day in range(1, 9)]
    content = sheets(
        {
            "Notes": [["Colour", "Weight"], ["red", 3]],
            "Runde 1": [["Besuchsdatum", "Filiale", "Gesamtergebnis"], *rows],
            "Runde 2": [
                ["Besuchsdatum", "Filiale", "Gesamtergebnis", "A", "B", "C", "D"],
                *[[*row, "x", "y", "z", at] for at, row in enumerate(rows[:7])],
            ],
        }
    )
    found = prepare(content, "f.xlsx", MYSTERY_VISIT, Options(), date(2026, 10, 1))
    (question,) = [asked for asked in found.checked.questions if "which_sheet" in asked.name]
    assert question.likely == "Runde 1" and len(found.checked.rows) == 8
    assert {choice.name for choice in question.choices} == {"Runde 1", "Runde 2"}
    path = tmp_path / "f.xlsx"
    path.write_bytes(content)
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(tmp_path / "x.duckdb"))
    assert main(["load", "mystery_visit", str(path)]) == 1
    told = capsys.readouterr()
    assert "--sheet 'Runde 1' (likely)" in told.out and "2026-09-01, Leeds, 71, x" in told.out
    assert main(["load", "mystery_visit", str(path), "--sheet", "Runde 1", "--accept-likely"]) == 0


def test_a_sheet_of_averages_is_no_record():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as made:
        summary, data = made.add_worksheet("Summary"), made.add_worksheet("Data")
        for row, cells in enumerate(
            [HEADINGS, *([number, f"2026-09-0{number}", 9, "North"] for number in range(1, 6))]
        ):
            data.write_row(row, 0, cells)
        summary.write_row(0, 0, HEADINGS)
        for row in (1, 2):
            summary.write_row(row, 0, [row, "2026-09-30", None, f"S{row}"])
            summary.write_formula(row, 2, "=AVERAGE(Data!C2:C6)", None, 9)
    groups = loaded(buffer.getvalue())
    assert counts(groups) == (5, 0, 0) and questions(groups) == {}
    assert any("sums up" in str(issue.message) for issue in groups.checked.issues)


def test_cells_filled_in_from_merged_ones_are_told():
    def fill(sheet):
        for row in range(3, 8):
            sheet.cell(row, 4).value = None
        sheet.merge_cells("D2:D7")

    prepared = loaded(table(fill))
    assert set(prepared.checked.rows["store"]) == {"North"}
    assert prepared.checked.issues[0].message.blanks == {"count": 5, "headings": ["Store"]}


def test_a_merged_pair_beside_the_headings_is_nothing():
    def fill(sheet):
        sheet.merge_cells("F1:G1")
        sheet.merge_cells("Z1:AC2")

    assert counts(loaded(table(fill))) == (12, 0, 0)


def test_a_second_table_beside_the_first_is_told():
    def fill(made):
        made.active.append(["Date", "NPS", "Store", None, "Date", "NPS", "Store"])
        for number in range(1, 7):
            made.active.append(
                [f"2026-09-0{number}", 9, "East", None, f"2026-09-0{number}", 2, "West"]
            )

    prepared = loaded(book(fill))
    assert set(prepared.checked.rows["score"]) == {9} and prepared.checked.issues[
        0
    ].message.blanks == {"headings": ["Date", "NPS", "Store"]}


# One course a column.


def test_courses_in_columns_are_one_result_each():
    rows = [
        [
            f"E{number:03}",
            f"张三{number}",
            "2026-09-03",
            60 + number,
            None if number == 4 else 90,
            45,
            195,
        ]
        for number in range(1, 9)
    ]
    content = sheets(
        {
            "成绩": [
                [
                    "工号",
                    "姓名",
                    "考试日期",
                    "服务礼仪",
                    "投诉处理成绩",
                    "产品知识（50分）",
                    "总分",
                ],
                *rows,
            ]
        }
    )
    prepared = loaded(content, TRAINING)
    assert questions(prepared) == {"courses": "each"}
    found = prepared.checked.rows
    assert found["course"].value_counts().to_dict() == {
        "服务礼仪": 8,
        "产品知识（50分）": 8,
        "投诉处理": 7,
    }
    third = found[found["employee"] == "E003"]
    assert third["course"].tolist() == ["服务礼仪", "投诉处理", "产品知识（50分）"] and third[
        "score"
    ].tolist() == [63, 90, 45]
    assert set(found[found["course"] == "产品知识（50分）"]["maximum"]) == {50}
    assert recognise(prepared.sheet)[0][0] == "training"
    with pytest.raises(FileRefused, match="Course"):
        loaded(content, TRAINING, courses="no")


def test_courses_in_columns_may_hold_results_alone():
    rows = [
        [
            f"E{number:03}",
            "2026-09-03",
            "合格" if number < 7 else "不合格",
            "#N/A" if number == 4 else "合格",
            "是",
        ]
        for number in range(1, 9)
    ]
    prepared = loaded(
        sheets({"成绩": [["工号", "考试日期", "服务礼仪", "安全生产", "是否在岗"], *rows]}),
        TRAINING,
    )
    assert questions(prepared) == {"courses": "each"}
    found = prepared.checked.rows
    assert found.groupby("course")["outcome"].value_counts().to_dict() == {
        ("服务礼仪", "passed"): 6,
        ("服务礼仪", "failed"): 2,
        ("安全生产", "passed"): 7,
    }
    assert found["score"].isna().all()


def test_courses_over_two_rows_of_headings_have_days_of_their_own():
    def fill(made):
        made.active.append(["Employee ID", "Greeting", None, "Complaints", None])
        made.active.append([None, "Score", "Exam date", "Score", "Exam date"])
        for cells in ("A1:A2", "B1:C1", "D1:E1"):
            made.active.merge_cells(cells)
        for number in range(1, 7):
            made.active.append([f"E{number:03}", 80, "2026-09-03", 70 + number, "2026-09-05"])

    found = loaded(book(fill), TRAINING).checked.rows
    assert found.groupby("course")["date"].first().dt.day.to_dict() == {
        "Greeting": 3,
        "Complaints": 5,
    }


@pytest.mark.parametrize(
    "headings, row",
    [
        (
            ["Employee ID", "Course", "Exam date", "Theory", "Practice", "Score"],
            ["E{}", "Basics", "2026-09-03", 40, 45, 85],
        ),
        (["Employee ID", "Exam date", "Age", "Rank", "Score"], ["E{}", "2026-09-03", 31, 2, 85]),
        (["Employee ID", "Exam date", "Clarity", "Pace", "Score"], ["E{}", "2026-09-03", 4, 5, 85]),
    ],
)
def test_columns_that_are_no_courses_stay(headings, row):
    content = sheets(
        {"S": [headings, *([str(cell).format(number) for cell in row] for number in range(1, 9))]}
    )
    prepared = prepare(
        content,
        "f.xlsx",
        TRAINING,
        Options(pass_mark=80, set={} if "Course" in headings else {"course": "Basics"}),
        TODAY,
    )
    assert questions(prepared) == {} and len(prepared.checked.rows) == 8


def undated(count: int = 12) -> list[list[object]]:
    return [
        ["Store", "Overall satisfaction", "Comment"],
        *[["North", number % 5 + 1, f"c{number}"] for number in range(count)],
    ]


AVERAGES = [["Store", "Overall satisfaction", "Comment"], ["North", 4.1, ""], ["South", 3.9, ""]]


@pytest.mark.parametrize(
    ("names", "summary"),
    [
        (("Jan 2026", "Feb 2026"), "Summary"),
        (("2026年1月", "2026年2月"), "汇总"),
        (("Januar 2026", "Februar 2026"), "Übersicht"),
        (("enero 2026", "febrero 2026"), "Resumen"),
        (("2026-01", "2026-02"), "年度彙總"),
        (("janvier 2026", "février 2026"), "Récapitulatif"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_sheets_of_months_without_a_date_are_read_without_the_summary_beside_them(
    names, summary, first
):
    months = {name: undated() for name in names}
    prepared = loaded(
        sheets({summary: AVERAGES, **months} if first else {**months, summary: AVERAGES}), SURVEY
    )
    assert questions(prepared) == {"sheets": "together", "sheet_dates": "sheet"} and counts(
        prepared
    ) == (24, 0, 0)
    assert prepared.checked.rows["date"].dt.strftime("%Y-%m").value_counts().to_dict() == {
        "2026-01": 12,
        "2026-02": 12,
    }
    assert any(
        f"The sheet “{summary}”, by its name a summary of others (rows: 2), was not read."
        in SAY(issue.message)
        for issue in prepared.checked.issues
    )


def test_a_sheet_named_as_a_summary_that_holds_all_records_stays_with_the_others_and_one_alone_is_read():
    months = {"Jan": [HEADINGS, *records(6, 1)], "Feb": [HEADINGS, *records(6, 2)]}
    whole = [HEADINGS, *records(6, 1), *records(6, 2)]
    assert "sheets" in questions(loaded(sheets({**months, "Total": whole})))
    assert counts(loaded(sheets({"Summary": whole, "Notes": [["made by", "me"], ["a", "b"]]}))) == (
        12,
        0,
        0,
    )


def test_ratings_of_a_scale_are_no_courses():
    rows = [[f"E{number}", "2026-09-03", 4, 5, number % 5 + 1] for number in range(1, 9)]
    sheet = read(
        sheets({"S": [["Employee ID", "Date", "Clarity", "Pace", "Usefulness"], *rows]}),
        "f.xlsx",
        Options(),
    )
    assert one_a_course(sheet, TRAINING, Options()).sheet is sheet


# The shared cases.

PUBLIC = "cases/public"


@pytest.mark.parametrize("name, question", [("filtered", "hidden_rows"), ("struck", "struck_rows")])
def test_the_shared_hidden_and_struck_rows(shared, name, question):
    prepared = loaded((shared / PUBLIC / "hidden-and-struck-rows" / f"{name}.xlsx").read_bytes())
    assert (
        questions(prepared) == {question: "leave_out"}
        and set(prepared.checked.rows["score"]) == {10}
        and len(prepared.checked.rows) == 30
    )


def nps_by_month(prepared: Prepared) -> dict[str, float]:
    rows = prepared.checked.rows
    score = rows["score"].map(lambda value: 100 if value >= 9 else 0 if value >= 7 else -100)
    return score.groupby(rows["date"].dt.strftime("%m")).mean().round(1).to_dict()


@pytest.mark.parametrize(
    "case, name, expected",
    [
        (
            "monthly-sheets",
            "twelve",
            {**{f"0{month}": 30.0 for month in range(1, 9)}, "09": 53.3, "10": 53.3},
        ),
        ("monthly-sheets", "nodate", {f"0{month}": 30.0 for month in range(1, 5)}),
        ("monthly-sheets", "with_summary", dict.fromkeys(("01", "02", "03"), 30.0)),
        ("monthly-sheets", "two_kinds", {"03": 30.0}),
        ("sheets-silently-unread", "last_month_extra_cols", {"01": 30.0, "02": 100.0}),
    ],
)
def test_the_shared_books_of_several_sheets(shared, case, name, expected):
    assert (
        nps_by_month(
            loaded((shared / PUBLIC / case / f"{name}.xlsx").read_bytes(), name=f"{name}.xlsx")
        )
        == expected
    )


@pytest.mark.parametrize(
    "kind, name",
    [
        ("survey", "score_formula"),
        ("nps", "nps_formula_store"),
        ("nps", "date_formula"),
        ("training", "training_score"),
    ],
)
def test_the_shared_formulas_without_results(shared, kind, name):
    with pytest.raises(FileRefused, match="without a result: 40"):
        loaded(
            (shared / PUBLIC / "xlsx-formula-no-cache" / f"{name}.xlsx").read_bytes(),
            kind_named(kind),
        )


def test_the_shared_error_cells(shared):
    folder = shared / PUBLIC / "xlsx-error-cells"
    prepared = loaded((folder / "errors.xlsx").read_bytes())
    assert sum(issue.row is not None for issue in prepared.checked.issues) == 20
    for found in (prepared, loaded((folder / "errors.csv").read_bytes(), name="errors.csv")):
        assert not any(
            name.startswith(("#", "Err")) for name in found.checked.rows["store"].dropna().unique()
        )


@pytest.mark.parametrize(
    "name",
    [
        "excel_text_trick",
        "prefix_backtick",
        "prefix_bom_zwsp",
        "prefix_marks",
        "prefix_tab",
        "prefix_x1f",
    ],
)
def test_the_shared_marks_of_spreadsheets(shared, name):
    rows = loaded(
        (shared / PUBLIC / "excel-text-trick" / f"{name}.csv").read_bytes(), name="f.csv"
    ).checked.rows
    assert len(rows) == 20 and set(rows["score"]) <= {9, 10} and rows["store"].nunique() <= 4


def test_the_shared_merged_pair_beside_the_headings(shared):
    assert (
        len(
            loaded(
                (shared / "cases/reading/merged-empty-heading.xlsx").read_bytes(), SURVEY
            ).checked.rows
        )
        == 2
    )


# Other formats.


def old_book() -> bytes:
    made = xlwt.Workbook()
    sheet = made.add_sheet("九月")
    struck = xlwt.easyxf("font: struck_out on")
    for column, heading in enumerate(HEADINGS):
        sheet.write(0, column, heading)
    for row, (number, _, score, store) in enumerate(records(12), start=1):
        cells = [number, f"2026-09-{number:02}", score, store]
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell, *([struck] if row == 5 else []))
    sheet.row(3).hidden = True
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def open_document(rows: str) -> bytes:
    """An .ods with one table; of its styles "struck" strikes through."""
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text", "style")
    )
    names += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest "
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        packed.writestr(
            "content.xml",
            f"""<?xml version="1.0" encoding="UTF-8"?><office:document-content{names}><office:automatic-styles>
            <style:style style:name="struck" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>
            </office:automatic-styles><office:body><office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet>
            </office:body></office:document-content>""",
        )
    return buffer.getvalue()


def open_row(cells: list[object], row: str = "", cell: str = "") -> str:
    made = (
        text
        if str(text).startswith("<")
        else '<table:table-cell office:value-type="string" '
        f"{cell}><text:p>{text}</text:p></table:table-cell>"
        for text in cells
    )
    return f"<table:table-row {row}>{''.join(made)}</table:table-row>"


def open_rows(third: str) -> str:
    rows = [open_row(HEADINGS)]
    for number in range(1, 13):
        rows.append(
            open_row(
                [number, f"2026-09-{number:02}", 9, third if number == 2 else "North"],
                'table:visibility="filter"' if number == 3 else "",
                'table:style-name="struck"' if number == 5 else "",
            )
        )
    return "".join(rows)


OPEN_ERROR = (
    '<table:table-cell table:formula="of:=NA()" office:value-type="string" office:string-value="" '
    'calcext:value-type="error">'
    "<text:p>#N/A</text:p></table:table-cell>"
)
UNCALCULATED = '<table:table-cell table:formula="of:=[.A1]"/>'


@pytest.mark.parametrize(
    "content", [old_book(), open_document(open_rows("South"))], ids=["xls", "ods"]
)
def test_hidden_and_struck_rows_of_other_formats(content):
    prepared = loaded(content)
    assert questions(prepared) == {
        "hidden_rows": "leave_out",
        "struck_rows": "leave_out",
    } and counts(prepared) == (10, 0, 2)
    assert [issue.row for issue in prepared.checked.issues if issue.row] == [4, 6]


def percent_of_old_book() -> bytes:
    made = xlwt.Workbook()
    sheet, shown = made.add_sheet("S"), xlwt.easyxf(num_format_str="0.0%")
    for row, cells in enumerate(
        (["KPI", "Target", "Due"], ["CSAT", 0.85, "2026-12-31"], ["NPS", 0.455, "2026-12-31"])
    ):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell, *([shown] if isinstance(cell, float) else []))
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def percent_of_open_document() -> bytes:
    def shown(value: float) -> str:
        return (
            '<table:table-cell office:value-type="percentage" '
            f'office:value="{value}"><text:p>{value:.0%}</text:p></table:table-cell>'
        )

    rows = [
        open_row(["KPI", "Target", "Due"]),
        open_row(["CSAT", shown(0.85), "2026-12-31"]),
        open_row(["NPS", shown(0.455), "2026-12-31"]),
    ]
    return open_document("".join(rows))


@pytest.mark.parametrize(
    "content", [percent_of_old_book(), percent_of_open_document()], ids=["xls", "ods"]
)
def test_cells_shown_as_percent_of_other_formats(content):
    assert read(content, "f", Options()).cells[1].tolist() == ["85%", "45.5%"]


def test_errors_and_formulas_of_an_open_document():
    told = [
        (issue.row, issue.value)
        for issue in loaded(open_document(open_rows(OPEN_ERROR))).checked.issues
        if issue.column
    ]
    assert told == [(3, "#N/A")]
    with pytest.raises(FileRefused, match="without a result: 1, the first is S!D3"):
        loaded(open_document(open_rows(UNCALCULATED)))


def test_errors_of_an_old_workbook():
    made = xlwt.Workbook()
    sheet = made.add_sheet("S")
    for column, heading in enumerate(HEADINGS):
        sheet.write(0, column, heading)
    for row in range(1, 6):
        for column, cell in enumerate([row, f"2026-09-0{row}", 9, "North"]):
            if (row, column) != (2, 3):
                sheet.write(row, column, cell)
    sheet.row(2).set_cell_error(3, "#REF!")
    buffer = io.BytesIO()
    made.save(buffer)
    assert [(issue.row, issue.value) for issue in loaded(buffer.getvalue()).checked.issues] == [
        (3, "#REF!")
    ]


@pytest.mark.parametrize(
    "name, told",
    [
        ("2026年9月28日", (2026, 9, 28)),
        ("9月28日", (None, 9, 28)),
        ("20260928", (2026, 9, 28)),
        ("NPS 1月", (None, 1, 1)),
        ("Jan-26", (2026, 1, 1)),
        ("202601", (2026, 1, 1)),
        ("January responses", (None, 1, 1)),
        ("26年3月", (2026, 3, 1)),
        ("2026Q2", (2026, 4, 1)),
        ("Marina", None),
        ("Store 12", None),
        ("13月", None),
        ("2026", None),
        ("1月-3月", None),
    ],
)
def test_what_the_name_of_a_sheet_means(name, told):
    found = _time(name)
    assert told == (None if found is None else (found.year, found.month, found.day))


def test_formulas_that_came_as_text_are_refused():
    content = (
        b"Response ID,Date,NPS,Store\n1,2026-09-01,9,North\n"
        b'2,2026-09-02,9,"=VLOOKUP(E3,Sheet2!A:B,2,0)"\n'
    )
    with pytest.raises(
        FileRefused, match="formula as text in place of its result: 1.*in row 3 under Store"
    ):
        loaded(content, name="f.csv")
    kept = b'Response ID,Date,NPS,Store,Comment\n1,2026-09-01,9,=North=,"=A1+B1"\n'
    assert loaded(kept, name="f.csv").checked.rows["comment"].tolist() == ["=A1+B1"]


def test_a_text_all_of_whose_letters_are_struck_through_is_struck():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as made:
        sheet, struck = made.add_worksheet(), made.add_format({"font_strikeout": True})
        sheet.write_row(0, 0, ["Date", "NPS", "Store", "Comment"])
        for row in range(1, 6):
            sheet.write_row(row, 0, [f"2026-09-0{row}", 9, "North", "fine"])
        for column, (one, other) in {
            0: ("2026-", "09-02"),
            2: ("Nor", "th"),
            3: ("ve", "ry"),
        }.items():
            sheet.write_rich_string(2, column, struck, one, struck, other)
        sheet.write_rich_string(3, 3, struck, "no", made.add_format({"italic": True}), "yes")
    prepared = loaded(buffer.getvalue())
    assert questions(prepared) == {"struck_rows": "leave_out"}
    assert [issue.row for issue in prepared.checked.issues if issue.row] == [3]


def test_targets_on_a_sheet_named_after_a_month_are_asked_nothing_more():
    content = sheets({"2026年9月": [["KPI", "Value", "Due"], ["NPS", 30, "2026-12-31"]]})
    sheet = read(content, "f.xlsx", Options())
    given = Given("f.xlsx", TARGET, Options(), TODAY, KPI_FACTS)
    assert as_meant(sheet, given).questions == ()


def _binary_record(number: int, data: bytes = b"") -> bytes:
    kind = bytes([number]) if number < 128 else bytes([number & 127 | 128, number >> 7])
    assert len(data) < 128
    return kind + bytes([len(data)]) + data


def _binary_text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def binary_book(rows: list[list[object]]) -> bytes:
    """An .xlsb with one sheet, of no more than a reader needs."""
    sheet = (
        _binary_record(129)
        + _binary_record(148, struct.pack("<4I", 0, len(rows) - 1, 0, len(rows[0]) - 1))
        + _binary_record(145)
    )
    for at, cells in enumerate(rows):
        sheet += _binary_record(0, struct.pack("<IIHBBBI", at, 0, 300, 0, 0, 0, 0))
        for column, cell in enumerate(cells):
            place = struct.pack("<II", column, 0)
            sheet += (
                _binary_record(6, place + _binary_text(cell))
                if isinstance(cell, str)
                else _binary_record(5, place + struct.pack("<d", cell))
            )
    sheet += _binary_record(146) + _binary_record(130)
    book = (
        _binary_record(131)
        + _binary_record(143)
        + _binary_record(156, struct.pack("<II", 0, 1) + _binary_text("rId1") + _binary_text("S"))
    )
    relations = (
        "<Relationships "
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        'Id="rId1" Type="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/sheet1.bin"/></Relationships>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("xl/workbook.bin", book + _binary_record(144) + _binary_record(132))
        packed.writestr("xl/_rels/workbook.bin.rels", relations)
        packed.writestr("xl/worksheets/sheet1.bin", sheet)
    return buffer.getvalue()


@pytest.mark.parametrize("sheet", [None, "S"])
def test_of_a_binary_workbook_it_is_said_that_what_it_hides_cannot_be_seen(sheet):
    content = binary_book(
        [
            HEADINGS,
            *[
                [str(number), f"2026-09-{number:02}", score, store]
                for number, _, score, store in records(5)
            ],
        ]
    )
    found = prepare(content, "f.xlsb", NPS, Options(sheet=sheet), TODAY)
    told = [
        issue
        for issue in found.checked.issues
        if "In an .xlsb workbook it cannot be seen" in SAY(issue.message)
    ]
    assert len(told) == 1 and counts(found) == (5, 0, 0)
    assert not any(".xlsb" in SAY(issue.message) for issue in loaded(table(rows=5)).checked.issues)
