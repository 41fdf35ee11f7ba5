"""Marks around codes that nobody sees or means are gone when a file is read."""

from datetime import date

import pandas as pd
import pytest

from data.kinds.catalog import NPS, TRAINING
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.values.marks import unmarked

TODAY = date(2026, 11, 20)


def texts(*values):
    return pd.Series(values, dtype="str")


@pytest.mark.parametrize(
    "written",
    [
        '="0012"',
        "='0012'"[1:-1],
        "'0012",
        "`0012",
        "\u20190012",
        "0012\u200b",
        "\ufeff0012",
        "00\u00ad12",
        "\u202a0012\u202c",
        "\u00a00012\u00a0",
        "\u30000012",
        "\uff10\uff10\uff11\uff12",
        '= "0012"',
        "\u200e'0012",
    ],
)
def test_a_code_is_one_with_or_without_marks_around_it(written):
    assert unmarked(texts(written, "0012")).tolist() == ["0012", "0012"]


def test_what_is_part_of_a_name_stays():
    names = ["'t Hart", "=1+1", "0012", "North (East)", "静安店（东）", "O'Brien", "12E4", "²"]
    assert unmarked(texts(*names)).tolist() == names
    assert unmarked(texts("North\u00a0 store", "Ｅ－００１")).tolist() == ["North store", "E-001"]


def test_the_marks_are_gone_from_people_stores_and_numbers_and_not_from_comments_or_issues():
    rows = [
        "\"'7\",2026-09-01,9,North\u00a0store,'0012 said\u200b",
        '"=""7""",2026-09-01,9,North store,\'0012 said\u200b',
        "\uff18,soon,9,x,y",
    ]
    checked = prepare(
        "\n".join(["ID,Date,NPS,Store,Comment", *rows]).encode(), "f.csv", NPS, Options(), TODAY
    ).checked
    assert (
        checked.rows["response_id"].tolist() == ["7"] and checked.left_out == 1
    )  # one row, exported twice
    assert checked.rows["store"].tolist() == ["North store"] and checked.rows[
        "comment"
    ].tolist() == ["'0012 said\u200b"]
    people = [
        '="0012",Basics,2026-09-01,\uff12',
        "'0012,Basics,2026-09-02,1\u200b5",
        "`0012,Basics,2026-09-03,1x5",
    ]
    training = prepare(
        "\n".join(["Employee,Course,Exam date,Score", *people]).encode(),
        "f.csv",
        TRAINING,
        Options(pass_mark=80),
        TODAY,
    ).checked
    assert training.rows["employee"].tolist() == ["0012", "0012"] and training.rows[
        "score"
    ].tolist() == [2, 15]
    assert [issue.value for issue in training.issues if issue.row] == ["1x5"]
