"""Files of every format and in every state become one table of text, or are refused in one
sentence."""

import csv
import io
import resource
import struct
import time
import zipfile
from datetime import datetime

import openpyxl
import pytest
import xlsxwriter
import xlwt
from hypothesis import given, settings, strategies as st

from data.reading.decoding import ENCODINGS, told_apart
from data.reading.options import Options
from data.reading.reader import read
from data.reading.sheet import Sheet
from errors import FileRefused, Undecided, WrongCall

SIMPLIFIED = (
    "序号,提交答卷时间,门店,总体满意度\n1,2026-09-01,静安店,5\n2,2026-09-02,徐汇店,非常满意\n"
)
TRADITIONAL = "序號,提交時間,門店,總體滿意度\n1,2026-09-01,中山門市,5\n2,2026-09-02,信義門市,4\n"
PLAIN = b"id,date,score\n1,2026-09-01,5\n2,2026-09-02,4\n"


def text(content: str | bytes, **settled) -> Sheet:
    return read(
        content.encode() if isinstance(content, str) else content, "answers.csv", Options(**settled)
    )


def rows(sheet: Sheet) -> list[list[str]]:
    return sheet.cells.to_numpy().tolist()


def refusal(content: str | bytes, name: str = "answers.csv", **settled) -> str:
    with pytest.raises(FileRefused) as caught:
        read(content.encode() if isinstance(content, str) else content, name, Options(**settled))
    assert name in str(caught.value), "the sentence names the file"
    return str(caught.value)


# --- encodings


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_simplified_chinese_is_read_in_each_encoding(encoding):
    first, second = rows(text(SIMPLIFIED.encode(encoding)))
    assert (first, second) == (
        ["1", "2026-09-01", "静安店", "5"],
        ["2", "2026-09-02", "徐汇店", "非常满意"],
    )


def test_known_headings_tell_big5_from_gb18030():
    content = TRADITIONAL.encode("big5")
    assert content.decode("gb18030") != TRADITIONAL, (
        "GB18030 reads it without complaint, but wrongly"
    )
    sheet = text(content)
    assert (sheet.encoding, sheet.headings[2]) == ("big5", "門店")


def test_known_answers_decide_where_headings_are_english():
    assert text("id,date,overall\n1,2026-09-01,非常满意\n".encode("gb18030")).encoding == "gb18030"


def test_an_encoding_that_nothing_decides_is_asked():
    with pytest.raises(Undecided) as caught:
        text("id,date,store\n1,2026-09-01,阿尔泰\n".encode("gb18030"))
    assert caught.value.setting == "encoding"
    assert "gb18030" in caught.value.choices


def test_what_a_person_says_about_the_encoding_counts():
    content = "id,date,store\n1,2026-09-01,Zürich\n".encode("cp1252")
    assert rows(text(content, encoding="cp1252"))[0][2] == "Zürich"
    assert "Line 2" in refusal(content, encoding="utf-8")
    with pytest.raises(WrongCall, match="klingon"):
        text(content, encoding="klingon")


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("euc_jp", "満足,とても良い"),
        ("cp949", "만족,친절했습니다"),
        ("cp1250", "5,Bardzo miła obsługa i dziękuję"),
        ("mac_roman", "5,très bien déjà"),
        ("iso8859_15", "5,très bien pour 5 €"),
        ("cp1251", "5,Очень доволен"),
        ("iso8859_2", "5,Żółta gęś"),
        ("koi8_r", "5,Очень доволен"),
        ("cp1253", "5,πολύ καλά"),
        ("cp1254", "5,çok iyi teşekkürler"),
    ],
)
def test_letters_of_many_encodings_can_be_chosen_and_a_wrong_choice_is_seen(encoding, words):
    written = f"date,overall satisfaction,comment\n2026-09-01,{words}\n"
    content = written.encode(encoding)
    with pytest.raises(Undecided) as caught:
        text(content)
    choices = caught.value.choices
    assert (
        encoding in choices
        and encoding in ENCODINGS
        and text(content, encoding=encoding).cells.iloc[0, 1] == words.split(",")[0]
    )
    shown = {choice: told_apart(content, choice) for choice in choices}
    assert words in shown[encoding] and len(set(shown.values())) == len(choices), (
        "no two choices show the same"
    )


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1252", "Straße 5,Wir können größere Räume brauchen"),
        ("cp1252", "très bien,Créée à l’étage"),
        ("cp1252", "¿Cómo?,Año nuevo"),
        ("cp1252", "opções,Não há sugestões"),
        ("shift_jis", "満足,とても良い接客でした"),
    ],
)
def test_letters_that_stand_so_in_one_encoding_only_decide(encoding, words):
    written = f"date,overall satisfaction,comment\n2026-09-01,{words}\n"
    assert text(written.encode(encoding)).encoding == encoding


@pytest.mark.parametrize(
    ("encoding", "words"),
    [("gb18030", "在"), ("cp1250", "Idő, ę"), ("cp1254", "ş"), ("cp1250", "časově")],
)
def test_letters_that_may_stand_in_several_encodings_are_asked_about(encoding, words):
    with pytest.raises(Undecided):
        text(f"date,asked,rated\n2026-09-01,{words},x\n".encode(encoding))


def test_encodings_that_read_as_words_are_offered_first():
    with pytest.raises(Undecided) as caught:
        text(
            "date,overall satisfaction,comment\n2026-09-01,5,Bardzo miła obsługa\n".encode("cp1250")
        )
    assert caught.value.choices[0] == "cp1250"


def test_damage_is_refused_with_its_line():
    lines = SIMPLIFIED.encode().splitlines(keepends=True)
    assert "Line 3 " in refusal(b"".join([*lines[:2], b"2,\xff", *lines[2:]]))
    assert "Line 3 " in refusal(PLAIN.replace(b"2,2026", b"2,\x002026"))
    with pytest.raises(Undecided):
        text(PLAIN.replace(b"2,2026", b"2,\xff2026"))


# --- separators, quotes, lines


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(separator, line_end):
    table = ["id", "date", "comment"], ["1", "2026-09-01", "ok"], ["2", "", ""]
    sheet = text(line_end.join(map(separator.join, table)))
    assert sheet.headings == ("id", "date", "comment")
    assert rows(sheet) == [["1", "2026-09-01", "ok"], ["2", "", ""]]
    assert sheet.lines == (2, 3)


def test_mixed_line_ends_and_quoted_line_breaks_keep_true_lines():
    sheet = text('id,date,comment\r\n1,2026-09-01,a\r2,2026-09-02,"b\r\nc"\n3,2026-09-03,d')
    assert [row[2] for row in rows(sheet)] == ["a", "b\r\nc", "d"]
    assert sheet.lines == (2, 3, 5)


def test_a_decimal_comma_stays_in_its_cell():
    for content in (
        "id;date;score\n1;2026-09-01;5,5\n",
        "sep=;\r\nid;date;score\r\n1;2026-09-01;5,5\r\n",
    ):
        assert rows(text(content)) == [["1", "2026-09-01", "5,5"]]
    assert text("sep=;\r\nid;date;score\r\n1;2026-09-01;5,5\r\n").lines == (3,)


@pytest.mark.parametrize("after", ["3,2026-09-03,good\n", '3,"2026-09-03",good\n', ""])
def test_an_unclosed_quotation_mark_is_refused_where_it_opened(after):
    assert "line 3 " in refusal('id,date,score\n1,2026-09-01,5\n2,"2026-09-02,4\n' + after)


def test_a_stray_quotation_mark_keeps_only_its_row_out():
    sheet = text(
        'id,date,comment\n1,2026-09-01,"a"\n2,2026-09-02,"he said "no" twice"\n'
        '3,2026-09-03,5" screen\n'
    )
    assert [row[0] for row in rows(sheet)] == ["1", "3"]
    assert [fault.line for fault in sheet.faulty] == [3]


# --- ragged rows


def test_short_rows_are_filled_and_long_rows_set_aside():
    sheet = text("id,date,comment\n1,2026-09-01\n2,2026-09-02,good, very\n3,2026-09-03,fine\n")
    assert rows(sheet) == [["1", "2026-09-01", ""], ["3", "2026-09-03", "fine"]]
    assert [(fault.line, fault.text) for fault in sheet.faulty] == [(3, "2,2026-09-02,good,very")]
    assert sheet.records == 3


def test_a_long_row_that_ends_in_blanks_is_not_shifted_into_place():
    sheet = text("id,comment,date,reply\n1,fine,2026-09-01,\n2,good, very,2026-09-02,\n")
    assert [row[0] for row in rows(sheet)] == ["1"]
    assert [fault.line for fault in sheet.faulty] == [3]


def test_one_field_more_than_headings_in_all_rows_is_refused():
    assert "line 2" in refusal("id,date,score\n1,a,2026-09-01,5\n2,b,2026-09-02,4\n")


def test_a_separator_at_the_end_of_every_row_is_no_column():
    assert text("id,date,score\n1,2026-09-01,5,\n2,2026-09-02,4,\n").headings == (
        "id",
        "date",
        "score",
    )


def test_good_rows_around_many_bad_ones_are_all_kept():
    good, bad = 1000, 20_000
    sheet = text(
        PLAIN.splitlines()[0]
        + b"\n"
        + b"1,2026-09-01,5\n" * good
        + b"1,2,3,4,5\n" * bad
        + b"2,2026-09-02,4\n" * good
    )
    assert (len(sheet.lines), len(sheet.faulty), sheet.records) == (2 * good, bad, 2 * good + bad)
    assert sheet.faulty[-1].line == 1 + good + bad
    assert sheet.lines[-1] == 1 + 2 * good + bad


CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.sampled_from(' ,;|"\n'),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 10**6), CELL, CELL), min_size=1, max_size=20),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_table_written_as_csv_comes_back(written, separator, line_end):
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator, lineterminator=line_end)
    writer.writerows([("id", "date", "comment"), *written])
    sheet = text(buffer.getvalue().encode("utf-8"))
    assert rows(sheet) == [
        [str(number), first.strip(), second.strip()] for number, first, second in written
    ]
    assert sheet.records == len(written)


# --- headings above, totals and notes below


def test_titles_totals_and_notes_are_told_apart_from_records():
    sheet = text(
        "2026年9月客户满意度调查\n导出：客户服务部\n"
        + SIMPLIFIED
        + "合计,,,10\n平均,,,5\n\n注：数据来自问卷\n"
    )
    assert sheet.title == ("2026年9月客户满意度调查", "导出：客户服务部")
    assert sheet.lines == (4, 5)
    assert [(row.line, row.text) for row in sheet.left_out] == [
        (6, "合计, 10"),
        (7, "平均, 5"),
        (9, "注：数据来自问卷"),
    ]
    assert sheet.records == 5


def test_subtotals_inside_are_left_out_but_a_name_like_a_total_stays():
    sheet = text(
        "store,date,score\nTotally Tea,2026-09-01,5\n小计,,5\nAverage Joe,2026-09-02,4\n"
        "Subtotal,,4\n"
        "Jing'an,2026-09-03,3\n"
    )
    assert [row[0] for row in rows(sheet)] == ["Totally Tea", "Average Joe", "Jing'an"]
    assert [row.line for row in sheet.left_out] == [3, 5]


def test_a_last_record_that_is_short_stays_a_record():
    assert text("id,date,score,store\n1,2026-09-01,5,Jing'an\n2,,,\nE07,,,\n").lines == (2, 3, 4)


def test_two_rows_of_headings_are_joined():
    sheet = text(
        "序号,日期,满意度,,,推荐\n,,服务态度,响应速度,总体,\n1,2026-09-01,4,5,5,9\n"
        "2,2026-09-02,3,4,4,8\n"
    )
    assert sheet.headings == (
        "序号",
        "日期",
        "满意度 / 服务态度",
        "满意度 / 响应速度",
        "满意度 / 总体",
        "推荐",
    )
    assert sheet.lines == (3, 4)


@pytest.mark.parametrize(
    "answer, words", [("Response", "Open-Ended Response"), ("回應", "開放式回應")]
)
def test_survey_monkey_answers_carry_their_question(answer, words):
    sheet = text(
        "Respondent ID,End Date,Overall satisfaction,How was it?,,Why?\n"
        f",,{answer},Speed,Courtesy,{words}\n11,2026-09-01,5,4,3,All\n"
    )
    assert sheet.headings == (
        "Respondent ID",
        "End Date",
        "Overall satisfaction",
        "How was it? / Speed",
        "How was it? / Courtesy",
        "Why?",
    )
    assert sheet.lines == (3,)


def test_qualtrics_questions_join_their_codes():
    sheet = text(
        "EndDate,ResponseId,Q1\nEnd Date,Response ID,How satisfied are you?\n"
        '"{""ImportId"":""endDate""}","{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}"\n'
        "2026-09-01,R_1,5\n"
    )
    assert sheet.headings == ("EndDate", "ResponseId", "Q1 / How satisfied are you?")
    assert sheet.lines == (4,)


def test_blank_and_repeated_headings_get_names_of_their_own():
    sheet = text("id,,score,score,score (2),\n1,x,5,4,3,\n2,y,5,4,3,\n")
    assert sheet.headings == ("id", "Column 2", "score", "score (2)", "score (2) (2)")
    assert sheet.cells.shape == (2, 5)


def test_a_text_under_known_headings_is_no_heading():
    assert text("id,comment\n1,Store\n2,Date\n").lines == (2, 3)


# --- workbooks


def workbook(fill) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"remove_timezone": True})
    fill(book)
    book.close()
    return buffer.getvalue()


def by_hand(book) -> None:
    """A sheet as people keep it: title, merged headings of two rows, gaps, a total; a note sheet
    beside it."""
    sheet = book.add_worksheet("九月")
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.merge_range(0, 0, 0, 4, "2026年9月")
    sheet.merge_range(1, 0, 2, 0, "序号")
    sheet.merge_range(1, 1, 2, 1, "日期")
    sheet.merge_range(1, 2, 1, 4, "满意度")
    sheet.write_row(2, 2, ["服务态度", "响应速度", "总体满意度"])
    for row, number in ((3, 1), (5, 2)):
        sheet.write(row, 0, number)
        sheet.write_datetime(row, 1, datetime(2026, 9, number, 14, 5), moment)
        sheet.write_row(row, 2, [4, 4.5, True])
    sheet.write(6, 0, "合计")
    sheet.write(6, 2, 8)
    book.add_worksheet("说明").write(0, 0, "由客户服务部填写")


def test_a_workbook_kept_by_hand():
    sheet = read(workbook(by_hand), "九月.xlsx", Options())
    assert (sheet.name, sheet.title, sheet.sheets) == ("九月", ("2026年9月",), ("九月",))
    assert sheet.headings == (
        "序号",
        "日期",
        "满意度 / 服务态度",
        "满意度 / 响应速度",
        "满意度 / 总体满意度",
    )
    assert rows(sheet) == [
        ["1", "2026-09-01 14:05:00", "4", "4.5", "TRUE"],
        ["2", "2026-09-02 14:05:00", "4", "4.5", "TRUE"],
    ]
    assert sheet.lines == (4, 6)
    assert [row.line for row in sheet.left_out] == [7]


def two_tables(book) -> None:
    for name in ("一月", "二月"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["序号", "日期", "满意度"])
        sheet.write_row(1, 0, [name, "2026-01-02", 5])


def test_two_tables_alike_are_read_together_or_one_of_them():
    content = workbook(two_tables)
    both = read(content, "year.xlsx", Options())
    assert both.places.names == ("一月", "二月") and both.cells[0].tolist() == ["一月", "二月"]
    assert [both.places.words(line) for line in both.lines] == ["一月!2", "二月!2"]
    assert rows(read(content, "year.xlsx", Options(sheet="二月")))[0][0] == "二月"
    with pytest.raises(WrongCall, match="一月.*二月"):
        read(content, "year.xlsx", Options(sheet="三月"))


def test_a_hidden_sheet_is_told_beside_the_others():
    def fill(book):
        two_tables(book)
        book.worksheets()[0].hide()
        book.worksheets()[1].activate()
        book.worksheets()[1].set_first_sheet()

    content = workbook(fill)
    assert read(content, "year.xlsx", Options()).places.hidden == ("一月",)
    assert read(content, "year.xlsx", Options(sheet="一月")).name == "一月"


def test_the_old_format_is_read_under_any_name():
    book = xlwt.Workbook()
    sheet = book.add_sheet("s")
    for row, cells in enumerate([["id", "score"], [1, 0.9], [2, "85%"]]):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    buffer = io.BytesIO()
    book.save(buffer)
    assert rows(read(buffer.getvalue(), "old.csv", Options())) == [["1", "0.9"], ["2", "85%"]]


def test_numbers_are_as_a_spreadsheet_shows_them():
    book = openpyxl.Workbook()
    for cells in (["id", "score"], [10**12, 0.1 + 0.2], [1, 274.65999999999997]):
        book.active.append(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    assert rows(read(buffer.getvalue(), "n.xlsx", Options())) == [
        ["1000000000000", "0.3"],
        ["1", "274.66"],
    ]


# --- files that are something else, damaged or hostile


def test_tables_under_a_false_name_are_read():
    page = (
        "<html><meta charset='utf-8'><table><tr><th>序号<th>总体满意度</tr><tr><td>1<td>5 &amp; "
        "up</tr></table></html>"
    )
    assert rows(read(page.encode(), "export.xls", Options())) == [["1", "5 & up"]]
    assert rows(read(SIMPLIFIED.encode("gb18030"), "export.xls", Options()))[0][2] == "静安店"
    assert rows(read(workbook(by_hand), "export.csv", Options()))[0][0] == "1"


def test_a_page_with_cells_over_several_rows_and_columns():
    page = (
        "<table><tr><th rowspan=2>序号</th><th "
        "colspan=2>满意度</th></tr><tr><th>服务态度</th><th>总体满意度</th></tr>"
        "<tr><td>1</td><td>4</td><td>5</td></tr></table>"
    )
    sheet = read(page.encode(), "export.xls", Options())
    assert sheet.headings == ("序号", "满意度 / 服务态度", "满意度 / 总体满意度")
    assert rows(sheet) == [["1", "4", "5"]]


def zipped(names: list[str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content, told",
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n", "is empty"),
        (b"id,date,score\n", "no rows"),
        (b"%PDF-1.7\n%\xe2", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture"),
        (b"<html><body>Please sign in</body></html>", "without a table"),
        (zipped(["word/document.xml"]), "text document"),
        (zipped(["answers.csv"]), "archive"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + b"\0" * 600
            + "EncryptedPackage".encode("utf-16-le")
            + b"\0" * 600,
            "password",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000, "damaged"),
        (workbook(by_hand)[:3000], "damaged"),
        (workbook(by_hand)[:-40], "damaged"),
    ],
)
def test_what_is_no_table_is_named(content, told):
    assert told in refusal(content, "september.xls")


def with_sheet(data: bytes) -> bytes:
    """A workbook whose first sheet is replaced by `data`."""
    source, buffer = zipfile.ZipFile(io.BytesIO(workbook(by_hand))), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in source.namelist():
            packed.writestr(name, data if name == "xl/worksheets/sheet1.xml" else source.read(name))
    return buffer.getvalue()


def sheet_xml(last: str, prolog: str = "", filling: bytes = b"") -> bytes:
    return (
        (
            f'<?xml version="1.0"?>{prolog}<worksheet '
            'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            f'<row r="1"><c r="A1"><v>1</v></c></row>'
        ).encode()
        + filling
        + (
            f'<row r="1048576"><c r="{last}1048576"><v>1</v></c></row></sheetData></worksheet>'
        ).encode()
    )


def understated(content: bytes) -> bytes:
    """The same workbook, its largest part said to unpack to 100,000 bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        size = struct.pack("<I", max(part.file_size for part in packed.infolist()))
    return content.replace(size, struct.pack("<I", 100_000))


@pytest.mark.parametrize(
    "made",
    [
        lambda: with_sheet(sheet_xml("XFD")),
        lambda: with_sheet(sheet_xml("AX")),
        lambda: with_sheet(sheet_xml("A", '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>')),
        lambda: with_sheet(
            sheet_xml("A", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>')
        ),
        lambda: with_sheet(sheet_xml("A", filling=b" " * 100_000_000)),
        lambda: understated(with_sheet(sheet_xml("XFD", filling=b" " * 100_000_000))),
    ],
    ids=["sparse", "sparse-narrow", "entities", "foreign-entity", "bomb", "bomb-understated"],
)
def test_hostile_workbooks_are_refused_at_once(made):
    """Each is made for its own test alone: made with the list of tests, every worker would make
    all."""
    content = made()
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    refusal(content, "hostile.xlsx")
    assert time.monotonic() - started < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000, (
        "kilobytes of this process"
    )


def test_too_many_columns_and_cells_too_long_are_refused():
    wide = ",".join(f"c{number}" for number in range(100_000))
    assert "100000 columns" in refusal(f"{wide}\n{wide}\n")
    assert "line 2 " in refusal('id,comment\n1,"' + "x" * 1_100_000 + '"\n')
    assert "longer" in refusal('id,comment\n1,"' + "x" * 20_000_000 + '"\n')


def test_reading_takes_little_time_and_memory():
    line = (
        b'%d,2026-09-01 14:05,Harbour Plaza,East,Front desk,Store,Member,E01,5,4,5,4,"Quick, and '
        b'friendly",x\n'
    )
    content = (
        b"id,date,store,region,department,channel,segment,staff,overall,attitude,speed,problem "
        b"solving,comment,x\n"
    )
    content += b"".join(line % number for number in range(120_000))
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    sheet = text(content)
    assert (len(sheet.lines), sheet.cells.iat[119_999, 0]) == (120_000, "119999")
    assert time.monotonic() - started < 10, "about one second on an idle machine"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 250_000, "kilobytes"
