"""Text read column by column gives what it gives row by row, and whatever could be read in two ways
is read row by row."""

import io
import re

import pytest
from hypothesis import given, settings, strategies as some

from data.reading.plain_text import NotPlain, plain_batches
from data.reading.table import open_table, read_table
from data.reading.text_table import text_rows
from errors import FileRefused

HEADINGS = "response_id,date,store,score"
PLAIN = [
    f"{HEADINGS}\n1,2026-01-02,North,5\n2,2026-01-03, South ,4\n",
    f'{HEADINGS}\r\n1,2026-01-02,"North, by the sea",5\r\n"2","","",""\r\n,,,\r\n'
    "3,2026-01-04,满意,3",
    f"A title\n\n{HEADINGS.replace(',', ';')}\n1;2026-01-02;N,S;5\nTotal;;;5\n\n\n",
]
ODD = {
    "a quotation mark within a cell": '1,2026-01-02,"The ""North""",5',
    "a line end within a cell": '1,2026-01-02,"No\nrth",5',
    "a stray quotation mark": '1,2026-01-02,No"rth,5',
    "text behind a quoted cell": '1,2026-01-02,"No"rth,5',
    "a blank before a quoted cell": '1,2026-01-02, "No,rth",5',
    "an open quotation mark": '1,2026-01-02,"North,5',
    "a blank line": "1,2026-01-02,North,5\n\n2,2026-01-02,North,5",
    "a short row": "1,2026-01-02",
    "a long row": "1,2026-01-02,North,5,6",
    "old line ends": "1,2026-01-02,North,5\r2,2026-01-02,North,5",
}


def read(text: str, quickly: bool):
    table = text_rows(
        io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8", newline=""), "a.csv"
    )
    return read_table(open_table(table, "a.csv"), "a.csv", text=text.encode() if quickly else b"")


def same(text: str) -> bool:
    quick, slow = read(text, True), read(text, False)
    assert quick.cells.equals(slow.cells) and (quick.cells.dtypes == slow.cells.dtypes).all()
    return (quick.headings, quick.lines, quick.left_out, quick.faulty) == (
        slow.headings,
        slow.lines,
        slow.left_out,
        slow.faulty,
    )


@pytest.mark.parametrize("text", PLAIN)
def test_plain_text_is_read_in_both_ways_alike(text):
    first = (
        text.splitlines().index(
            next(line for line in text.splitlines() if line.startswith("response_id"))
        )
        + 2
    )
    assert (
        sum(
            len(lines)
            for lines, _ in plain_batches(text.encode(), ";" if ";" in text else ",", first, 4)
        )
        >= 2
    )
    assert same(text)


@pytest.mark.parametrize("rows", ODD.values(), ids=ODD)
def test_what_is_not_plain_is_told(rows):
    with pytest.raises(NotPlain):
        list(plain_batches(f"{HEADINGS}\n{rows}\n".encode(), ",", 2, 4))


@pytest.mark.parametrize(
    "name",
    [
        "a quotation mark within a cell",
        "a line end within a cell",
        "a blank line",
        "a short row",
        "a long row",
    ],
)
def test_what_is_not_plain_is_read_row_by_row(name):
    assert same(f"{HEADINGS}\n9,2026-01-01,Pier,1\n{ODD[name]}\n")


CELLS = some.sampled_from(
    [
        "",
        "a",
        "5",
        " x ",
        "满意",
        '"q"',
        '"a,b"',
        '"',
        'a"b',
        '"two\nlines"',
        "\u3000",
        '" padded "',
        "Total",
        "\t",
    ]
)


@settings(max_examples=60)
@given(
    some.lists(some.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6),
    some.sampled_from(["\n", "\r\n"]),
)
def test_any_cells_are_read_in_both_ways_alike(rows, end):
    text = end.join(["response_id,date,store", "1,2026-01-01,x", *map(",".join, rows)])
    try:
        read(text, False)
    except FileRefused as refused:
        with pytest.raises(FileRefused, match=re.escape(str(refused))):
            read(text, True)
    else:
        assert same(text)


@pytest.mark.parametrize("quickly", [True, False])
@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u3000", "\u2003", "\u0085"])
def test_blanks_around_a_cell_are_dropped_whatever_cells_stand_beside_it(blank, quickly):
    cells = ["North", f"{blank}South", "", f"West{blank}", f"{blank}满意{blank}", f"a{blank}b"]
    for stores in (cells, *([cell, "East"] for cell in cells), *(["East", cell] for cell in cells)):
        text = "\n".join(
            [HEADINGS, *(f"{at},2026-01-02,{cell},5" for at, cell in enumerate(stores))]
        )
        found = read(text + "\n", quickly).cells[2].tolist()
        assert found == [cell.strip() for cell in stores]
