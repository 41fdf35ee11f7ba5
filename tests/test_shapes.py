"""Any table in any shape: what was written into the file comes out of it, whatever stands around
it."""

import csv
import io
from dataclasses import dataclass
from datetime import datetime, timedelta

import openpyxl
import pandas as pd
from hypothesis import HealthCheck, given, settings, strategies as st

from data.kinds.catalog import SURVEY
from data.reading.options import Options
from data.uploads.prepare import Prepared, prepare
from errors import Undecided

# column -> headings in English, Simplified and Traditional Chinese
HEADINGS = {
    "response_id": ("Response ID", "答卷编号", "答卷編號"),
    "date": ("Submitted", "提交时间", "提交時間"),
    "store": ("Store", "门店", "門店"),
    "overall": ("Overall satisfaction", "总体满意度", "總體滿意度"),
    "attitude": ("Service attitude", "服务态度", "服務態度"),
    "speed": ("Response speed", "响应速度", "回應速度"),
    "comment": ("Comment", "意见建议", "意見建議"),
}
SCALED = ("overall", "attitude", "speed")
TEXTS = (
    ("", "Fine", "Quick, friendly", 'He said "yes"', "007", "a;b|c"),
    ("", "很好", "快一点，谢谢", "还行；不错"),
    ("", "很好", "快一點，謝謝", "還行"),
)
STORES = (
    ("North", "Zürich", "0042"),
    ("静安店", "徐汇店", "虹桥"),
    ("中山門市", "信義門市", "西門"),
)
WORDS = (
    ("Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"),
    ("非常不满意", "不满意", "一般", "满意", "非常满意"),
    ("非常不滿意", "不滿意", "一般", "滿意", "非常滿意"),
)
TITLES = (
    ("Survey of September",),
    ("2026年9月客户满意度调查", "导出：客户服务部"),
    ("2026年9月客戶滿意度調查",),
)
TAILS = (
    ("Total", "Note: made by customer service"),
    ("合计", "注：数据来自问卷"),
    ("合計", "註：資料來自問卷"),
)
DATES = (
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y年%m月%d日 %H:%M",
    "%d %B %Y %I:%M %p",
    "%Y-%m-%dT%H:%M:%S",
    "%d.%m.%Y %H:%M",
)
ENCODINGS = (
    ("utf-8", "utf-8-sig", "utf-16", "cp1252"),
    ("utf-8", "utf-8-sig", "utf-16", "gb18030"),
    ("utf-8", "utf-8-sig", "utf-16", "big5"),
)
FULL = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class Shape:
    """How a table is written. `language`: 0 English, 1 Simplified, 2 Traditional."""

    language: int
    encoding: str
    separator: str
    date: str
    answers: str  # digits, full-width digits, units, words
    order: tuple[str, ...]
    two_rows: bool
    title: bool
    tail: bool
    blank_rows: tuple[int, ...]
    blank_column: bool
    unused: bool


@st.composite
def shapes(draw) -> Shape:
    language = draw(st.integers(0, 2))
    dates = [form for form in DATES if language or form.isascii()]
    return Shape(
        language,
        draw(st.sampled_from(ENCODINGS[language])),
        draw(st.sampled_from([",", ";", "\t", "|"])),
        draw(st.sampled_from(dates)),
        draw(st.sampled_from(["digits", "unit", "words", *(["full"] if language else [])])),
        tuple(draw(st.permutations(list(HEADINGS)))),
        *(draw(st.booleans()) for _ in range(3)),
        tuple(draw(st.lists(st.integers(0, 12), max_size=3))),
        draw(st.booleans()),
        draw(st.booleans()),
    )


@st.composite
def tables(draw, language: int) -> list[dict[str, object]]:
    """From eight to twenty records, each answered; the ends of the scale are used, and one day
    tells day from month."""
    rows: list[dict[str, object]] = []
    # Some minutes apart, since the same answers within a minute are one answer sent twice.
    tens = draw(st.lists(st.integers(0, 30_000), min_size=8, max_size=20, unique=True))
    for number, ten in enumerate(tens):
        rows.append(
            {
                "response_id": f"{number:04d}",
                "date": datetime(2026, 1, 13) + timedelta(minutes=10 * ten + 3),
                "store": draw(st.sampled_from(STORES[language])),
                "comment": draw(st.sampled_from(TEXTS[language])),
                **{column: draw(st.integers(1, 5)) for column in SCALED},
            }
        )
    rows[0].update({"date": datetime(2026, 1, 13, 9, 5), **dict.fromkeys(SCALED, 1)})
    rows[1].update(dict.fromkeys(SCALED, 5))
    if not {row["comment"] for row in rows} - {"", "007"}:  # numbers alone are no comments
        rows[1]["comment"] = TEXTS[language][1]
    return rows


def cell(column: str, value: object, shape: Shape) -> str:
    if column == "date":
        return value.strftime(shape.date)
    if column not in SCALED:
        return str(value)
    return {
        "digits": str(value),
        "full": str(value).translate(FULL),
        "unit": f"{value}分" if shape.language else f"{value} points",
        "words": WORDS[shape.language][value - 1],
    }[shape.answers]


def grid(rows: list[dict[str, object]], shape: Shape) -> list[list[str]]:
    """The cells of the file, row by row."""
    names = [HEADINGS[column][shape.language] for column in shape.order]
    heads = [names]
    if shape.two_rows:  # questions of one block stand side by side under a common heading
        block = ("Your rating", "您的评分", "您的評分")[shape.language]
        first = [
            block if column == "overall" else "" if column in SCALED else name
            for column, name in zip(shape.order, names, strict=True)
        ]
        heads = [
            first,
            [
                name if column in SCALED else ""
                for column, name in zip(shape.order, names, strict=True)
            ],
        ]
    body = [[cell(column, row[column], shape) for column in shape.order] for row in rows]
    for at in sorted(shape.blank_rows, reverse=True):
        body.insert(min(at, len(body)), [""] * len(names))
    if shape.unused:
        heads = [
            [
                *head,
                "Browser"
                if head is heads[-1] and not shape.two_rows or head is heads[0] and shape.two_rows
                else "",
            ]
            for head in heads
        ]
        body = [[*line, "Firefox" if any(line) else ""] for line in body]
    if shape.blank_column:
        heads, body = [["", *head] for head in heads], [["", *line] for line in body]
    width = len(heads[0])
    above = (
        [[title] + [""] * (width - 1) for title in TITLES[shape.language]] if shape.title else []
    )
    total, note = TAILS[shape.language]
    start = [""] if shape.blank_column else []
    below = (
        [
            [*start, total, *[""] * (width - 1 - len(start))],
            [""] * width,
            [*start, note, *[""] * (width - 1 - len(start))],
        ]
        if shape.tail
        else []
    )
    return [*above, *heads, *body, *below]


def as_text(cells: list[list[str]], shape: Shape) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=shape.separator).writerows(cells)
    return buffer.getvalue().encode(shape.encoding)


def as_workbook(cells: list[list[str]], shape: Shape) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for line in cells:
        sheet.append([text or None for text in line])
    if shape.two_rows and shape.title:
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(cells[0]))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def ordered(shape: Shape) -> Shape:
    """With two rows of headings the questions stand together, as in a real questionnaire."""
    others = [column for column in shape.order if column not in SCALED]
    order = (*others[:2], *SCALED, *others[2:]) if shape.two_rows else shape.order
    return Shape(**{**shape.__dict__, "order": order})


def must_hold(found: Prepared, rows: list[dict[str, object]], shape: Shape) -> None:
    read = found.checked.rows
    assert (found.checked.rejected, len(read)) == (0, len(rows)), [
        str(issue.message) for issue in found.checked.issues
    ][:5]
    assert found.checked.read == len(rows) + found.checked.left_out
    assert found.checked.left_out == (2 if shape.tail else 0)
    seconds = "%S" in shape.date
    for column in HEADINGS:
        expected = [row[column] if row[column] != "" else None for row in rows]
        if column == "date":
            expected = [
                pd.Timestamp(value if seconds else value.replace(second=0)) for value in expected
            ]
        assert [
            None if value is None or value != value else value
            for value in read[column].astype(object)
        ] == expected, column
    assert found.match.unused == (("Browser",) if shape.unused else ())


SLOW = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(st.data(), shapes())
def test_a_text_file_of_any_shape_gives_the_same_values(data, shape):
    shape = ordered(shape)
    rows = data.draw(tables(shape.language))
    content = as_text(grid(rows, shape), shape)
    try:
        found = prepare(content, "answers.csv", SURVEY, Options())
    except Undecided as question:
        assert question.setting == "encoding" and shape.encoding in question.choices, (
            "only the letters may be asked about"
        )
        found = prepare(content, "answers.csv", SURVEY, Options(encoding=shape.encoding))
    must_hold(found, rows, shape)


@settings(SLOW, max_examples=8)
@given(st.data(), shapes())
def test_a_workbook_of_any_shape_gives_the_same_values(data, shape):
    shape = ordered(shape)
    rows = data.draw(tables(shape.language))
    must_hold(
        prepare(as_workbook(grid(rows, shape), shape), "answers.xlsx", SURVEY, Options()),
        rows,
        shape,
    )
