"""A kind of record with rules, questions and a shape of its own is declared in one place."""

import json
import os
import subprocess
import sys
from datetime import date
from pkgutil import resolve_name

import pandas as pd
import pytest

from data.checking.checker import check
from data.checking.taken import Unchecked
from data.kinds.catalog import KINDS
from data.matching.match import Match
from data.questions import NAMES
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.uploads.prepare import prepare
from tests.conftest import ROOT
from tests.refunds import ASKED, REFUND

TODAY = date(2026, 4, 1)
TOGETHER = "refund_id,date,price / refund\na,2026-03-01,10 / 15\nb,2026-03-02,10 / 25\n"
SIGNED = "refund_id,date,price,refund\na,2026-03-01,10,-15\nb,2026-03-02,10,5\n"


def test_a_new_kind_brings_its_reader_and_its_rules():
    rows = [("a", "2026-03-01", "10", "15"), ("b", "2026-03-02", "10", "25")]
    cells = pd.DataFrame(rows, dtype="str")
    sheet = Sheet("", ("refund_id", "date", "price", "refund"), cells, lines=(2, 3))
    match = Match({0: "refund_id", 1: "date", 2: "price", 3: "refund"})
    found = check(Unchecked(sheet, match, REFUND, Options(), TODAY))
    assert found.rows["price"].tolist() == [20.0]
    assert (found.read, found.rejected) == (2, 1)
    assert [issue.message.text for issue in found.issues] == ["The refund is above {price}."]


def test_a_new_kind_brings_its_shape():
    found = prepare(TOGETHER.encode(), "a.csv", REFUND, Options(), TODAY)
    assert found.headings == ("refund_id", "date", "price", "refund")
    assert (len(found.checked.rows), found.checked.rejected) == (1, 1)


@pytest.mark.parametrize(("answer", "refunds"), [("given", [15.0, 5.0]), ("taken", [-15.0, 5.0])])
def test_a_new_kind_brings_its_questions(answer, refunds):
    found = prepare(SIGNED.encode(), "a.csv", REFUND, Options(answers={ASKED: answer}), TODAY)
    assert [asked.name for asked in found.checked.questions] == [ASKED]
    assert found.checked.rows["refund"].tolist() == refunds


def test_no_other_module_is_touched_for_a_new_kind(tmp_path):
    """It is asked about, stored and listed by the commands, in a process where it is
    one more entry of the list of kinds and nothing else."""
    (tmp_path / "together.csv").write_text(TOGETHER, "utf-8")
    (tmp_path / "signed.csv").write_text(SIGNED.replace("a,", "c,").replace("b,", "d,"), "utf-8")
    surroundings = {**os.environ, "SERVICE_CULTURE_DB": str(tmp_path / "x.duckdb")}

    def told(*arguments: str) -> tuple[int, dict]:
        done = subprocess.run(
            [sys.executable, "-m", "tests.refunds", *arguments, "--json"],
            cwd=ROOT,
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, json.loads(done.stdout)

    code, stored = told("load", "refund", str(tmp_path / "together.csv"))
    assert (code, stored["rows"]["kept"], stored["rows"]["rejected"]) == (0, 1, 1)
    code, asked = told("load", "refund", str(tmp_path / "signed.csv"))
    assert code != 0 and ASKED in json.dumps(asked)
    answered = ("--answer", f"{ASKED}=taken")
    code, stored = told("load", "refund", str(tmp_path / "signed.csv"), *answered)
    assert (code, stored["rows"]["kept"]) == (0, 2)
    code, listed = told("uploads")
    assert code == 0 and json.dumps(listed).count('"refund"') == 2


def test_whatever_a_kind_declares_is_there():
    named = [name for kind in KINDS for name in (kind.rules, kind.shape)]
    named += [column.reader for kind in KINDS for column in kind.columns]
    assert all(callable(resolve_name(name)) for name in named if name)


def test_what_one_kind_asks_no_other_does():
    asked = [name for kind in KINDS for name in kind.asks]
    assert len(set(asked)) == len(asked) > 0 and NAMES.isdisjoint(asked)
