"""A value merged over several rows holds for each of them; a blank cell stays blank."""

import io

import pytest
import xlsxwriter
import xlwt

from data.reading.merged import filled_down
from data.reading.options import Options
from data.reading.reader import read

DAYS = [f"2026-09-0{day}" for day in range(1, 7)]


def xlsx() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["门店", "日期", "总体满意度"])
        sheet.merge_range(1, 0, 3, 0, "静安店")
        sheet.merge_range(4, 0, 5, 0, "徐汇店")
        for row, day in enumerate(DAYS, start=1):
            sheet.write_row(row, 1, [day, 4])
        sheet.merge_range(7, 0, 8, 2, "备注：由客户服务部填写")
    return buffer.getvalue()


def xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("s")
    for column, heading in enumerate(["门店", "日期", "总体满意度"]):
        sheet.write(0, column, heading)
    sheet.write_merge(1, 3, 0, 0, "静安店")
    sheet.write_merge(4, 5, 0, 0, "徐汇店")
    for row, day in enumerate(DAYS, start=1):
        sheet.write(row, 1, day)
        sheet.write(row, 2, 4)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


PAGE = (
    "<table><tr><th>门店<th>日期<th>总体满意度</tr>"
    + "".join(
        f"<tr>{store}<td>{day}<td>4</tr>"
        for store, day in zip(
            ["<td rowspan=3>静安店", "", "", "<td rowspan=2>徐汇店", "", "<td>"], DAYS, strict=True
        )
    )
    + "</table>"
)


@pytest.mark.parametrize("content", [xlsx(), xls(), PAGE.encode()], ids=["xlsx", "xls", "page"])
def test_a_merged_name_is_repeated_down(content):
    sheet = read(content, "stores.xls", Options())
    assert sheet.cells[0].tolist() == ["静安店"] * 3 + ["徐汇店"] * 2 + [""]
    assert sheet.cells[1].tolist() == DAYS


def test_blank_cells_of_a_text_file_stay_blank():
    assert read("门店,日期\n静安店,2026-09-01\n,2026-09-02\n".encode(), "a.csv", Options()).cells[
        0
    ].tolist() == ["静安店", ""]


def test_only_what_was_merged_is_filled_and_nothing_is_overwritten():
    rows = [(line, ["", "x"] if line != 3 else ["a", ""]) for line in range(1, 8)]
    rows[4] = (5, ["own", "y"])
    found = dict(filled_down(rows, [(3, 0, 6, 1), (1, 1, 1, 5)]))
    assert [found[line][0] for line in range(1, 8)] == ["", "", "a", "a", "own", "a", ""]
