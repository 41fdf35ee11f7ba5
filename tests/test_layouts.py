"""What was settled for a layout is taken over for its next file; what is given wins."""

import pytest

from data.__main__ import main
from data.kinds.catalog import NPS, SURVEY, TRAINING
from data.reading.options import Options
from data.reading.reader import read
from data.uploads.prepare import hash_of, prepare
from data.uploads.remembered import merged, recalled, remembered
from data.uploads.store import add, undo

pytestmark = pytest.mark.without_sums

HEADING = "Nr,Date,Where,Vote,Lang"
SETTLED = Options(
    match={"Where": "store", "Vote": "score", "Lang": ""},
    where={"Lang": "en"},
    missing=("99",),
    day_first=True,
)


def content(number: int, heading: str = HEADING) -> bytes:
    return f"{heading}\n{number},03/04/2026,A,9,en\n".encode()


def load(database, number: int, options: Options = SETTLED, kind=NPS):
    return add(database, prepare(content(number), f"{number}.csv", kind, options)).upload


def found(database, heading: str = HEADING, kind=NPS) -> Options | None:
    with database.read() as reading:
        return remembered(reading, read(content(0, heading), "next.csv", Options()), kind)


def test_a_corrected_layout_is_remembered_by_its_headings_in_any_order(database):
    assert found(database) is None
    load(database, 1)
    assert found(database) == SETTLED == found(database, "Lang,Nr,Where,Date,Vote")
    assert found(database, HEADING + ",More") is None and found(database, kind=SURVEY) is None


def test_what_belongs_to_one_file_is_not_remembered(database):
    options = Options(
        match={"Vote": "score"},
        set={"channel": "App"},
        encoding="utf-8",
        replace_period=True,
        day_first=True,
    )
    load(database, 1, options)
    assert found(database) == Options(match={"Vote": "score"}, day_first=True)


def test_nothing_settled_is_nothing_remembered(database):
    text = b"response_id,date,score\n1,2026-04-03,9\n"
    add(database, prepare(text, "a.csv", NPS, Options(set={"store": "A"})))
    with database.read() as reading:
        assert remembered(reading, read(text, "a.csv", Options()), NPS) is None


def test_the_latest_upload_that_is_not_undone_counts(database):
    load(database, 1)
    other = Options(match={"Vote": "score", "Where": "region"}, day_first=False)
    last = load(database, 2, other)
    assert found(database) == other
    undo(database, last)
    assert found(database) == SETTLED


def test_scale_and_pass_mark_are_remembered(database):
    add(
        database,
        prepare(
            b"No,date,overall\n1,2026-04-03,4\n",
            "s.csv",
            SURVEY,
            Options(scale="1-7", reversed=True),
        ),
    )
    add(
        database,
        prepare(
            b"employee,course,date,score\nE1,Basics,2026-04-03,90\n",
            "t.csv",
            TRAINING,
            Options(pass_mark=85),
        ),
    )
    with database.read() as reading:
        assert remembered(
            reading, read(b"No,date,overall\n2,2026-05-03,4\n", "s.csv", Options()), SURVEY
        ) == Options(scale="1-7", reversed=True)
        exam = read(b"employee,course,date,score\nE2,Basics,2026-05-03,90\n", "t.csv", Options())
        assert remembered(reading, exam, TRAINING) == Options(pass_mark=85)


def test_what_is_remembered_reads_the_next_file(database):
    load(database, 1)
    with database.read() as reading:
        layout = remembered(reading, read(content(2), "next.csv", Options()), NPS)
    rows = prepare(content(2), "next.csv", NPS, merged(Options(), layout)).checked.rows
    assert (
        rows[["store", "score"]].to_numpy().tolist() == [["A", 9]]
        and f"{rows['date'].iloc[0]:%m-%d}" == "04-03"
    )


@pytest.mark.parametrize(
    "given, match",
    [
        (Options(), {"Where": "store", "Vote": "score", "Lang": ""}),
        (Options(match={"where": "region"}), {"Vote": "score", "Lang": "", "where": "region"}),
        (Options(match={"Nr": "score"}), {"Where": "store", "Lang": "", "Nr": "score"}),
        (Options(match={"Nr": ""}), {"Where": "store", "Vote": "score", "Lang": "", "Nr": ""}),
        (Options(set={"store": "B"}), {"Vote": "score", "Lang": ""}),
    ],
)
def test_a_given_match_or_value_takes_the_place_of_the_remembered_one(given, match):
    assert merged(given, SETTLED).match == match
    prepare(content(3), "x.csv", NPS, merged(given, SETTLED))


def test_what_is_given_wins_and_what_is_open_is_filled():
    layout = Options(
        scale="1-7",
        reversed=True,
        missing=("99",),
        pass_mark=85,
        day_first=True,
        where={"Lang": "en"},
    )
    given = Options(
        scale="1-5",
        missing=("8",),
        pass_mark=0.0,
        day_first=False,
        where={"Where": "A"},
        set={"channel": "App"},
        encoding="big5",
        sheet="S",
        replace_period=True,
    )
    assert merged(Options(), layout) == layout and merged(given, Options()) == given
    both = merged(given, layout)
    assert both == Options(**{**given.__dict__, "reversed": True})


def test_the_very_same_file_is_recalled_with_all_that_was_settled(database):
    content = b"employee,date,score\nE1,2026-04-03,90\n"
    settled = Options(set={"course": "Basics"}, pass_mark=85)
    upload = add(database, prepare(content, "t.csv", TRAINING, settled)).upload
    sheet = read(content, "t.csv", Options())
    with database.read() as reading:
        assert recalled(reading, sheet, TRAINING, hash_of(content)) == (upload, settled)
        assert recalled(reading, sheet, TRAINING, "another file") == (upload, Options(pass_mark=85))
        assert recalled(reading, sheet, SURVEY, hash_of(content)) is None
    assert merged(Options(), settled) == settled


def test_what_a_command_does_not_say_comes_from_the_earlier_upload(
    database, tmp_path, monkeypatch, capsys
):
    database.close()
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(tmp_path / "own.duckdb"))
    first, second = tmp_path / "april.csv", tmp_path / "may.csv"
    first.write_text("No;when;vote\n1;2026-04-03;9\n")
    second.write_text("No;when;vote\n1;2026-05-03;3\n")
    assert main(["load", "nps", str(first), "--match", "vote=score", "--match", "when=date"]) == 0
    assert main(["load", "nps", str(second)]) == 0
    assert main(["load", "nps", str(second)]) == 0
    assert "Already loaded" in capsys.readouterr().out
