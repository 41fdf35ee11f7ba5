"""Situations, by form, data and date, with what an analyst would say: judged without a database,
and read in every place that tells a verdict."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pandas as pd
import pytest

from charts.theme import LIGHT
from i18n import translator
from metrics.__main__ import _verdict_json
from metrics.answers.answer import Answer
from metrics.catalog import indicator_named
from metrics.findings.board import Card, card
from metrics.findings.finding import finding
from metrics.findings.headline import stakes
from metrics.findings.news import turned
from metrics.findings.scorecard import ScoreRow, rows, tally
from metrics.kpi import Kpi, Shape
from metrics.periods import add_months, last_day
from metrics.sums.query import Query
from metrics.sums.values import valued
from metrics.targets.goals import goals_in_force
from metrics.targets.judge import Basis, judge
from metrics.targets.plans import Target
from metrics.targets.verdict import Status, Verdict
from tests.plain_asking import asking_by
from ui.kpi.cards import card_body, looks_of, shape_of, stage_words, verdict_words
from ui.overview.cells import row_html
from ui.targets.list import _cells, _Row

SAY = translator("en")
STATUS_WORDS = {
    "no_data": "no data",
    "cannot_be_judged": "cannot be judged",
    "not_enough_answers": "not enough answers",
    "met": "met",
    "reached_late": "reached late",
    "missed": "missed",
    "too_early": "too early to tell",
    "sure": "sure",
    "likely": "likely",
    "open": "open",
    "unlikely": "unlikely",
    "out_of_reach": "out of reach",
}
NOW_WORDS = {
    "lost": "lost since",
    "reached": "reached since",
}  # what is said of today before what became of it
TODAY = date(2026, 11, 28)
TABLE = list(
    csv.DictReader(Path(__file__).with_name("verdict_table.csv").read_text("utf-8").splitlines())
)


def answer_of(kpi: Kpi, months: str) -> Answer:
    """An answer from text such as "2025-01 88/100 x3; 2025-06 h": k of n (for a count: k) for some
    months from one on; h: hidden."""
    rows = list(_rows(kpi, months))
    frame = pd.DataFrame(rows, columns=["period", "n", "y", "less", "x", "hidden"])
    frame = frame.assign(
        top=0.0, yy=frame["y"] + frame["less"], xy=frame["y"] - frame["less"], xx=frame["x"]
    )
    told = valued(kpi, frame)
    numbers = ["n", "value", "low", "high"]
    told[numbers] = told[numbers].astype(float).where(~frame["hidden"], np.nan)
    ends = [last_day(period, "month") for period in told["period"]]
    told = told.assign(
        group=None,
        since=None,
        enough=frame["n"] >= kpi.dataset.enough,
        partial=[end >= TODAY for end in ends],
        maturing=[kpi.matures_days > 0 and (TODAY - end).days <= kpi.matures_days for end in ends],
    )
    return Answer(kpi, Query(), told)


def _rows(kpi: Kpi, months: str) -> Iterator[tuple]:
    for words in filter(None, (piece.strip() for piece in months.split(";"))):
        start, value, *more = words.split()
        first = date.fromisoformat(f"{start}-01")
        for at in range(int(more[0][1:]) if more else 1):
            month = add_months(first, at)
            if value == "h":
                yield month, 3.0, 2.0, 0.0, 3.0, True
            elif kpi.measure.shape is Shape.COUNT:
                yield month, float(value), float(value), 0.0, 0.0, False
            else:
                good, n = map(float, value.split("/"))
                less = n - good if kpi.measure.shape is Shape.NET_SHARE else 0.0
                yield month, n, good, less, n, False


def situation(row: dict) -> Verdict:
    """The verdict of a line of the table."""
    kpi = indicator_named(row["kpi"])
    whole = answer_of(kpi, row["months"]) if kpi.measured else None
    scales = tuple(date.fromisoformat(f"{month}-01") for month in row["scale_changed"].split())
    number = {
        name: float(row[name]) if row[name] else None
        for name in ("value", "value_high", "baseline")
    }
    day = {
        name: date.fromisoformat(row[name]) if row[name] else None
        for name in ("due", "date", "baseline_date", "stable_from", "reached_on")
    }
    target = Target(
        row["kpi"],
        "short",
        row["form"],
        evidence="Award" if row["reached_on"] else None,
        **number,
        **day,
    )
    breaks = {kpi.dataset.name: scales} if kpi.measured else {}
    (found,) = judge(
        Basis((target,), (), asking_by(lambda name, query: whole), breaks),
        date.fromisoformat(f"{row['as_of']}-01"),
    )
    return found


def shown(row: dict, found: Verdict) -> Card | None:
    """The card of the month of a line, as the overview and the KPI's page have it; None where no
    records are collected."""
    kpi = indicator_named(row["kpi"])
    if not kpi.measured:
        return None
    whole = answer_of(kpi, row["months"])
    return card(
        kpi,
        date.fromisoformat(f"{row['as_of']}-01"),
        (),
        (found,),
        asking_by(lambda name, query: whole),
    )


def read_aloud(html: str) -> str:
    """The words of a piece of a page, without its pictures."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))).strip()


@pytest.mark.parametrize("row", TABLE, ids=[row["situation"] for row in TABLE])
def test_the_verdict_is_what_an_analyst_would_sign(row):
    found = situation(row)
    told = _verdict_json(found)
    assert (told["verdict"], told["now"] or "", str(found.behind)) == (
        row["verdict"],
        row["now"],
        row["off"],
    )
    assert SAY.sentences(found.sentences) == row["says"]
    assert json.loads(json.dumps(told))["text"] == row["says"]


@pytest.mark.parametrize("row", TABLE, ids=[row["situation"] for row in TABLE])
def test_every_page_says_what_the_table_says(row):
    """Row of the scorecard, card, Targets page, headline of the KPI, headline of the overview, what is off
    target, what is new: all of one verdict."""
    found = situation(row)
    asked = read_aloud(found.asked.spoken(SAY))
    cells = _cells(_Row(found, found.target.baseline), False, TODAY, SAY)
    verdict, why = map(read_aloud, cells[3].split("<details class=scd-fold>"))
    assert verdict.split(" ", 1)[1] == row["words"] and read_aloud(cells[1]) == asked
    assert why == f"Why {' '.join(row['says'].split())}"
    assert (
        read_aloud(stage_words(found, SAY)).split(" ", 1)[1]
        == f"{row['words']} Short term: {asked} by {SAY.date(found.target.due)}"
    )
    assert (looks_of(found) == "worse") == (row["off"] == "True")
    assert verdict[0] == shape_of(found) and (shape_of(found) in "✕▼") <= (row["off"] == "True")
    one = shown(row, found)
    if one is None:
        return
    assert SAY(finding(one)) == row["headline"]
    (line,) = rows([one], (), last_day(one.month, "month"))
    whole = answer_of(one.kpi, row["months"])
    steps = goals_in_force(asking_by(lambda name, query: whole), (found.target,), one.shown)
    body = row_html(line, one.month, steps, None, SAY, LIGHT)
    card_words = read_aloud(card_body(one, SAY, LIGHT))
    assert row["words"] in read_aloud(body) and asked in read_aloud(body)
    assert row["words"] in card_words
    assert ("scd-off" in body) == ("scd-card" in body) == (row["off"] == "True")
    assert ("stroke-dasharray" in unquote(body)) <= (row["form"] != "count"), (
        "a sum to be reached is no line beside single months"
    )
    off = row["off"] == "True"
    assert line.off == off
    unknown = row["verdict"] in ("no_data", "cannot_be_judged", "not_enough_answers") or row[
        "words"
    ].endswith("today not known")
    unknown |= row["situation"] == "ahead, last records three months old"
    assert line.unknown(found) == unknown
    _counts_as_it_stands(line, found, off, unknown)
    word = NOW_WORDS.get(row["now"]) or STATUS_WORDS[row["verdict"]]
    earlier = replace(found, status=Status.NO_DATA, now=None)
    told = [SAY(line.sentence) for line in turned([one], [earlier])]
    assert [line.startswith(f"{word}; ") for line in told] == (
        [] if row["verdict"] == "no_data" else [True]
    )


def _counts_as_it_stands(line: ScoreRow, found: Verdict, off: bool, unknown: bool) -> None:
    """The headline counts the one target once, and as what it is."""
    told = tally([line], line.card.month, TODAY)
    said = SAY.sentences(stakes(told, over=True))
    if found.target.due < TODAY and found.target.due <= last_day(line.card.month, "month"):
        assert (told.ahead, told.fallen, told.failing) == (0, 1, int(off))
        assert said == "No target is still ahead. " + (
            "Of 1 target that has fallen due, 1 missed or lost."
            if off
            else "Of 1 target that has fallen due none is known to be missed or lost."
        )
        return
    parts = [
        "1 met already" if found.status is Status.MET else "",
        "1 on track" if not unknown and found.status in (Status.SURE, Status.LIKELY) else "",
        "1 open"
        if not unknown and not off and found.status in (Status.OPEN, Status.TOO_EARLY)
        else "",
        "1 off or behind its pace"
        if off
        else "none known to be off or behind its pace"
        if unknown
        else "none off or behind its pace",
        "1 not to be judged today" if unknown and not off else "",
    ]
    assert said == f"Of 1 target still ahead: {', '.join(filter(None, parts))}."


@pytest.mark.parametrize("row", TABLE, ids=[row["situation"] for row in TABLE])
def test_no_word_contradicts_the_value_of_today(row):
    found = situation(row)
    words = verdict_words(found, SAY)
    said = " ".join([words, row["headline"], row["says"]])
    assert "at risk" not in said and "on track" not in said and "on its way" not in said
    if found.meets is False and found.status.key in ("met", "reached_late"):
        assert "lost since" in words and "lost since" in row["headline"]
    if found.meets and found.now is None:
        assert "not met" not in words and "not yet" not in row["headline"] and "behind" not in words
    if found.meets is False and found.ahead:
        assert "and meets" not in row["headline"] and "met so far" not in words.replace(
            "not met so far", ""
        )


def test_the_table_has_enough_situations():
    assert len(TABLE) >= 80 and len({row["situation"] for row in TABLE}) == len(TABLE)
    assert {row["form"] for row in TABLE} == {
        "at_least",
        "at_most",
        "between",
        "change",
        "count",
        "milestone",
    }
