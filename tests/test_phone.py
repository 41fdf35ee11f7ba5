"""What a reader is told of what the page cannot show: columns and headings on a phone, months
without records."""

from datetime import date

import pandas as pd
import pytest

from i18n import LANGUAGES, translator
from metrics.answers.answer import Answer
from metrics.catalog import kpi_named
from metrics.periods import last_day, last_whole_month
from metrics.sums.query import Query
from metrics.targets.notes import is_old
from metrics.targets.plans import Target
from ui.parts import table
from ui.parts.table import beyond_screen
from ui.shell import empty
from ui.targets import list as targets

SAY = translator("en")


@pytest.mark.parametrize(
    ("cells", "wide", "beyond"),
    [
        ({"Row": [1], "Value": ["x"]}, {}, []),
        (
            {
                "KPI": ["Customer satisfaction (CSAT)"],
                "Month": ["Sep 2026"],
                "Before": ["–"],
                "After": ["75.0%"],
            },
            {},
            ["Before", "After"],
        ),
        (
            {
                "指標": ["客戶滿意度（CSAT）"],
                "月份": ["2026年9月"],
                "變化前": ["–"],
                "變化後": ["75.0%"],
                "變化": ["–"],
            },
            {},
            ["變化"],
        ),
        ({"Row": [1], "Value": ["x"]}, {"Value": 400}, ["Value"]),
        ({}, {}, []),
        (
            {
                "Row": pd.array([None, 3], dtype="Int64"),
                "Column": ["", None],
                "Share": [1 / 3, None],
                "Found": ["x" * 60, "y"],
            },
            {},
            ["Found"],
        ),
    ],
)
def test_columns_beyond_the_screen_are_named(cells, wide, beyond):
    assert beyond_screen(pd.DataFrame(cells), wide) == beyond


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("phone", [True, False])
def test_a_broad_table_says_so_on_a_phone_only(monkeypatch, language, phone):
    told, drawn = [], []
    monkeypatch.setattr(table, "is_phone", lambda: phone)
    monkeypatch.setattr(table, "speaker", lambda: translator(language))
    monkeypatch.setattr(table.st, "caption", told.append, raising=False)
    monkeypatch.setattr(
        table.streamlit, "dataframe", lambda *given, **named: drawn.append(named["column_config"])
    )
    table.show_table(
        pd.DataFrame({"a": ["x" * 30], "b": ["y" * 30]}), "key", table.TableLook(["a"])
    )
    assert told == (
        [
            translator(language)(
                "The table goes on to the right: move it sideways to see {columns}.", columns=["b"]
            )
        ]
        if phone
        else []
    )
    assert drawn[0]["a"]["alignment"] == "right" and bool(drawn[0]["a"].get("pinned")) == phone


def test_a_target_set_as_a_list_names_what_does_not_speak_for_itself():
    target = Target("csat", "short", "at_least", date(2026, 12, 31), date(2026, 1, 1), 80.0)
    html = targets._table(
        [(target, ["Whole company", "at least 80%", "Dec 31, 2026", "met", "54%", "70%", "Ann"])],
        True,
        SAY,
    )
    for title, cell in (
        ("Target", "at least 80%"),
        ("Due", "Dec 31, 2026"),
        ("Chance", "54%"),
        ("Baseline", "70%"),
        ("Owner", "Ann"),
    ):
        assert f'<td data-title="{title}">{cell}</td>' in html
    assert "<td>met</td>" in html


@pytest.mark.parametrize(
    ("last", "today", "told"),
    [
        (date(2026, 10, 1), date(2026, 11, 29), False),
        (date(2026, 8, 1), date(2026, 11, 29), False),
        (date(2026, 7, 1), date(2026, 11, 29), True),
        (date(2025, 11, 1), date(2026, 11, 29), True),
        (date(2026, 1, 1), date(2026, 4, 15), False),
        (date(2026, 1, 1), date(2026, 5, 1), True),
        (date(2026, 12, 1), date(2026, 11, 29), False),
        (None, date(2026, 11, 29), False),
    ],
)
def test_that_the_records_are_old_is_said_beside_what_they_show_by_the_rule_of_the_verdicts(
    monkeypatch, last, today, told
):
    said = []
    months = [date(2025, 1, 1), last] if last else []
    monkeypatch.setattr(empty, "looked_at", lambda question: months)
    monkeypatch.setattr(empty, "today", lambda: today)
    monkeypatch.setattr(empty.st, "info", lambda words, icon: said.append(words), raising=False)
    empty.tell_age(SAY)
    assert said == ([f"The last records are of {SAY.month(last)}."] if told else [])
    if last:
        rows = pd.DataFrame({"period": [last], "n": [40.0]})
        assert (
            is_old(
                Answer(kpi_named("csat"), Query(), rows), last_day(last_whole_month(today), "month")
            )
            == told
        )
