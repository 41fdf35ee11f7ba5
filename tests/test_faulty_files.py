"""One file takes no more than its share: findings are columns, and what says "the same again" a
million times is refused in words."""

import io
import sys
import zipfile
from time import monotonic

import numpy as np
import pytest

from bench import faulty_files
from data.findings import TOLD, Findings
from data.issues import ERROR, NOTE, WARNING, Issue
from data.kinds.catalog import EVENT, NPS, SURVEY, TRAINING
from data.reading import table
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import Prepared, prepare
from data.uploads.store import add, issues_of
from errors import FileRefused, Message

ROWS = 20_000
_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
_HEADINGS = ("date", "score", "store")


def ods(*rows: str) -> bytes:
    """An .ods with one sheet of these rows."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
        packed.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {_NAMES} '
            'office:version="1.2"><office:body>'
            "<office:spreadsheet><table:table "
            f'table:name="A">{"".join(rows)}</table:table></office:spreadsheet>'
            "</office:body></office:document-content>",
        )
    return buffer.getvalue()


def row(*texts: str, times: int = 1, across: int = 1) -> str:
    cell = f'<table:table-cell table:number-columns-repeated="{across}"'
    cells = "".join(
        f'{cell} office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        if text
        else f"{cell}/>"
        for text in texts
    )
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


GOOD = row(*_HEADINGS), row("2026-09-01", "9", "North"), row("2026-09-02", "8", "North")


# .ods


@pytest.mark.parametrize(
    "rows, told",
    [
        (
            (*GOOD, row("2026-09-02", "8", "North", times=1_000_000)),
            "repeated 1000000 times; at most 10000",
        ),
        ((row(*_HEADINGS, times=1_048_576),), "repeated 1048576 times"),
        (
            (*GOOD, row("", times=2_500_000), row("2026-09-02", "8", "North")),
            "reaches down to row 2500004; at most 2000000",
        ),
        ((*GOOD, row("x", across=16_000)), "16000 columns or more; at most 2000"),
        (
            (*GOOD, *[row("x", times=9_000, across=1_500)] * 2),
            "27000009 cells or more; at most 20000000",
        ),
    ],
)
def test_filled_rows_and_cells_that_come_again_a_million_times_are_refused_in_words(rows, told):
    content, start = ods(*rows), monotonic()
    with pytest.raises(FileRefused) as refused:
        read(content, "a.ods", Options())
    assert len(content) < 1500 and told in str(refused.value).replace(",", "")
    assert monotonic() - start < 10, "it is seen before it is unpacked"


@pytest.mark.parametrize(
    "rows",
    [
        GOOD,
        (*GOOD, row("", times=1_048_573, across=16_384)),
        (*GOOD[:2], row("", times=3_000, across=1_024), GOOD[2]),
        (row(*_HEADINGS, "").replace('repeated="1"/>', 'repeated="16381"/>'), *GOOD[1:]),
    ],
)
def test_blank_rows_and_cells_may_come_again_as_often_as_spreadsheets_write_them(rows):
    sheet = read(ods(*rows), "a.ods", Options())
    assert sheet.headings == _HEADINGS and sheet.cells.to_numpy().tolist() == [
        ["2026-09-01", "9", "North"],
        ["2026-09-02", "8", "North"],
    ]


def test_the_same_row_may_come_again_as_people_write_it():
    sheet = read(ods(*GOOD, row("2026-09-03", "7", "North", times=400)), "a.ods", Options())
    assert len(sheet.lines) == 402 and sheet.lines[-1] == 403


# limits


def test_more_rows_cells_or_lines_than_one_file_may_bring_are_refused_with_both_numbers(
    monkeypatch,
):
    monkeypatch.setattr(table, "MOST_ROWS", 50)
    content = "date,score\n" + "2026-09-01,9\n" * 60
    with pytest.raises(FileRefused, match="60 rows or more; at most 50"):
        read(content.encode(), "a.csv", Options())
    with pytest.raises(FileRefused, match="51 rows or more; at most 50"):
        read(("date,score\n2026-09-01,9\n" + "1,2,3,4\n" * 60).encode(), "a.csv", Options())
    monkeypatch.setattr(table, "MOST_CELLS", 99)
    with pytest.raises(FileRefused, match="100 cells or more, in 2 columns; at most 99"):
        read(("date,score\n" + "2026-09-01,9\n" * 50).encode(), "a.csv", Options())


def test_lists_that_people_keep_by_hand_have_an_end(monkeypatch):
    monkeypatch.setattr(table, "MOST_LISTED", 3)
    content = b"Date,What happened,Type\n" + b"2026-01-02,New till,change\n" * 4
    with pytest.raises(FileRefused, match="has 4 rows, but a list of the kind .* has at most 3"):
        prepare(content, "a.csv", EVENT, Options())
    assert len(prepare(content[:-27], "a.csv", EVENT, Options()).sheet.lines) == 3


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_empty_lines_without_end_are_refused_at_once(end, encoding):
    content = ("date,score\n2026-09-01,9\n" + end * 9_000_000).encode(encoding)
    start = monotonic()
    with pytest.raises(FileRefused, match="lines; at most"):
        read(content, "a.csv", Options())
    assert monotonic() - start < 5


# findings


def faulty(kind, heading: str, line: str, **options) -> Prepared:
    own = {
        name: name for name in heading.split("\n")[0].split(",") if name != "Status"
    }  # said by a person, whatever stands below
    return prepare(
        (heading + "\n" + "".join(line.format(n=n) + "\n" for n in range(ROWS))).encode(),
        "a.csv",
        kind,
        Options(match=own, **options),
    )


def held(findings: Findings) -> int:
    """Bytes of all that the findings hold."""
    return sum(
        sys.getsizeof(kind)
        + kind.rows.nbytes
        + sum(array.nbytes for array in kind.each.values())
        + (kind.values.nbytes if kind.values else 0)
        for kind in findings.kinds
    )


SURVEYED = "response_id,date,store,overall,comment"


@pytest.mark.parametrize(
    "kind, heading, line, options, kinds, count",
    [
        (NPS, "date,score", "b,b", {}, 2, 2 * ROWS),
        (SURVEY, SURVEYED, "R{n},sometime {n},S,5,", {}, 1, ROWS),
        (SURVEY, SURVEYED, "R{n},2026-01-02 10:00,S,{n}99,", {"scale": "1-5"}, 1, ROWS),
        (
            SURVEY,
            SURVEYED + "\nR,2026-01-02 10:00,S,5,",
            "R{n},2026-01-02 10:00,S,5,good, quick,{n}",
            {"scale": "1-5"},
            1,
            ROWS,
        ),
        (
            SURVEY,
            SURVEYED + "\nR,2026-01-02 10:00,S,5,",
            'R{n},2026-01-02 10:00,S,5,"a"b"c"',
            {"scale": "1-5"},
            1,
            ROWS,
        ),
        (
            TRAINING,
            "employee,course,date,score,maximum,pass_mark",
            "E{n},C,2026-01-02,2{n:05d}.5,100,60",
            {},
            1,
            ROWS,
        ),
        (
            TRAINING,
            "employee,course,date,score,maximum,pass_mark",
            ",C,2026-02-31,{n}x,-{n},9999",
            {},
            5,
            5 * ROWS,
        ),
        (
            SURVEY,
            "Status," + SURVEYED,
            "Test,R{n},2026-01-02 10:00,S,5,",
            {"scale": "1-5"},
            2,
            ROWS + 1,
        ),
        (SURVEY, SURVEYED, "R{n},2098-01-02 10:00,S,5,", {"scale": "1-5"}, 1, ROWS),
    ],
)
def test_findings_of_one_kind_are_kept_once_with_their_rows(
    kind, heading, line, options, kinds, count
):
    prepared = faulty(kind, heading, line, **options)
    found, checked = prepared.checked.issues, prepared.checked
    assert len(checked.rows) + checked.rejected + checked.left_out == checked.read
    assert (len(found.kinds), len(found)) == (kinds, count)
    assert held(found) < 80 * count
    assert len(found.told()) <= kinds * (TOLD + 1)
    errors = {issue.row for issue in found if issue.level == ERROR}
    assert len(errors) == checked.rejected and np.flatnonzero(
        found.of_level(ERROR).at(np.arange(ROWS + 9))
    ).tolist() == sorted(errors)
    assert all("\ue000" not in str(issue.message) for issue in found[:50]), (
        "the cell stands in the sentence"
    )


ISSUES = (
    Issue(WARNING, Message("Odd.")),
    Issue(ERROR, Message("{column} is {value}.", {"column": "a", "value": 11}), 3, "a", "11"),
    Issue(NOTE, Message("Left out."), 2),
    Issue(ERROR, Message("{column} is {value}.", {"column": "a", "value": 12}), 2, "a", "12"),
)


def test_findings_are_what_was_put_in_in_the_order_of_the_rows():
    found = Findings.of(ISSUES)
    assert found == [ISSUES[0], ISSUES[3], ISSUES[2], ISSUES[1]] or found == [
        ISSUES[0],
        ISSUES[2],
        ISSUES[3],
        ISSUES[1],
    ]
    assert (found[0], found[-1], found.whole, len(found)) == (ISSUES[0], ISSUES[1], 1, 4)
    assert found[1:3] == tuple(found)[1:3] and found.of_level(ERROR).at(
        np.array([1, 2, 3, 4])
    ).tolist() == [False, True, True, False]
    assert {issue.value for issue in found.within(np.array([2]))} == {
        "12",
        None,
    } and found.of_level(NOTE) == [ISSUES[2]]
    with pytest.raises(IndexError):
        found[4]


def test_what_is_not_listed_is_counted_and_names_nobody():
    found = Findings.of(
        Issue(
            ERROR,
            Message("{name} is {value}.", {"name": "a", "value": f"E{line}"}),
            line,
            "a",
            f"E{line}",
        )
        for line in range(9, 1, -1)
    )
    told = found.told(3)
    assert [issue.row for issue in told] == [None, 2, 3, 4]
    assert (
        str(told[0].message) == "More findings like this: 5. … is …."
        and told[0].level == ERROR
        and told[0].column == "a"
    )
    assert found.told(8) == found


# the bench


def test_the_bench_takes_a_file_its_whole_way_and_says_what_it_took(tmp_path):
    small = faulty_files.Faulty(
        "small",
        "nps",
        "date,score\n",
        lambda number, chance: "2026-01-02,9\n" if number % 2 else "b,b\n",
    )
    path = tmp_path / "small.csv"
    small.write(path, 100)
    told = []
    faulty_files.go(path, small, tmp_path, lambda what, value: told.append((what, value)))
    assert [value for what, value in told if what == "begins"][-1] == faulty_files.MARKED
    [words] = [value for what, value in told if what == "words"]
    assert words.startswith("1,000 read, 500 kept, 500 rejected, 0 left out")


# the ledger


def test_the_ledger_keeps_what_is_told_and_reads_what_earlier_versions_kept_in_full(database):
    text = "response_id,date,score\n1,2026-01-02,9\n" + "".join(
        f"{n},2026-01-02,{n}x\n" for n in range(3 * TOLD)
    )
    prepared = prepare(text.encode(), "a.csv", NPS, Options(match={"score": "score"}))
    upload = add(database, prepared).upload
    with database.read() as reading:
        kept = issues_of(reading, upload)
        assert reading.row("SELECT count(*) FROM issue") == (TOLD + 1,)
    assert kept == prepared.checked.issues.told() and str(kept[0].message).startswith(
        "More findings like this: 2000. score is “…”"
    )
    with database.write() as writing:
        writing.run("DELETE FROM issue")
        writing.run(
            """INSERT INTO issue SELECT ?::INT, 'error', range::INT + 3, 'score', range || 'x', ?,
                       '{"column":"score","value":"' || range || 'x"}' FROM range(?)""",
            [upload, kept[1].message.text, 3 * TOLD],
        )
    with database.read() as reading:
        assert issues_of(reading, upload) == kept
