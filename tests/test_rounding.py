"""One value reads alike everywhere: one way of rounding, and differences that agree with what
stands beside them."""

import ast
from datetime import date
from pathlib import Path

import pytest
from babel.numbers import format_decimal
from hypothesis import given, strategies as some

from data.uploads.store import Move
from i18n import LANGUAGES, all_rounded, rounded, translator
from metrics.catalog import PERCENT, VISITS, kpi_named
from metrics.comparisons.change import Change
from metrics.kpi import Amount
from metrics.statistics.comparing import Difference
from tests.conftest import ROOT
from ui.parts.moves import moves_frame

SAY = translator("en")

# Figures that no reader sees: where this rounding is part of a method, or of a place on a drawing.
UNSEEN = {
    ("metrics/statistics/runs.py", "longest_run_allowed"),
    ("metrics/statistics/stratified.py", "exact_p"),
    ("metrics/training/drift.py", "_groups"),
    ("metrics/training/exam.py", "_near"),
    ("metrics/training/items.py", "tail_weights"),
    ("ui/mystery/checklist.py", "_row"),
    ("ui/mystery/checklist.py", "_section_row"),
    ("ui/culture/programme.py", "_counted"),
    ("ui/voice/themes.py", "_cost_cell"),
    ("ui/voice/themes.py", "_satisfied_cell"),
}


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (88.25, 1, 88.3),
        (88.35, 1, 88.4),
        (88.24999999999999, 1, 88.3),
        (88.2499, 1, 88.2),
        (-0.25, 1, -0.3),
        (2.675, 2, 2.68),
        (0.125, 2, 0.13),
        (0.5, 0, 1),
        (1.5, 0, 2),
        (2.5, 0, 3),
        (-2.5, 0, -3),
        (100 * 353 / 400, 1, 88.3),
        (1e22, 1, 1e22),
    ],
)
def test_halves_go_up_as_by_hand(value, decimals, shown):
    assert rounded(value, decimals) == shown
    assert (
        SAY.number(value, decimals).replace("\u2212", "-").replace(",", "")
        == f"{shown:.{decimals}f}"
    )
    assert all_rounded([value, float("nan")], decimals) == [shown, None]
    assert isinstance(rounded(value), int)


@pytest.mark.parametrize("language", LANGUAGES)
@given(some.integers(-(10**16), 10**16))
def test_whole_numbers_are_said_as_if_they_had_decimals(language, value):
    say = translator(language)
    assert say.number(value).replace("\u2212", "-") == format_decimal(
        float(value), "#,##0.######", locale=language
    )


@given(some.integers(1, 5000), some.integers(1, 5000))
def test_a_share_reads_as_its_exact_fraction_does(y, x):
    """Against whole numbers: floor(1000·y/x + 1/2) tenths of a percent."""
    y = min(y, x)
    assert rounded(100 * y / x, 1) == (2000 * y + x) // (2 * x) / 10


@given(some.floats(0, 100), some.floats(0, 100))
def test_a_change_is_the_difference_of_the_values_shown(before, now):
    shown = [float(SAY.number(value, 1)) for value in (before, now)]
    assert rounded(PERCENT.step_between(before, now), 1) == rounded(shown[1] - shown[0], 1)


def test_sentences_and_tables_say_the_same_of_one_change():
    kpi, before, now = kpi_named("csat"), 88.04, 88.26
    told = Change(kpi, date(2025, 9, 1), Difference(now - before, -3.0, 3.4, 0.5), (before, now))
    assert (
        SAY(told.sentence())
        == "no clear change against Sep 2025 (+0.3 percentage points; 95%: \u22123.0 to +3.4)"
    )
    table = moves_frame((Move("csat", date(2025, 9, 1), before, now),), SAY)
    assert table[["Before", "After", "Change"]].iloc[0].tolist() == [
        "88.0%",
        "88.3%",
        "+0.3 percentage points",
    ]
    assert SAY("{value}", value=Amount(VISITS, 0.125)) == "0.13 per store"


def test_a_change_stays_within_the_limits_beside_it():
    told = Change(
        kpi_named("csat"), date(2025, 9, 1), Difference(0.11, 0.08, 0.14, 0.0), (88.14, 88.25)
    )
    assert "+0.1 percentage points" in SAY(told.sentence()), "not +0.2, outside 0.1 to 0.1"


def shown_by(path: Path) -> list[tuple[str, int]]:
    """Where a file rounds in a way of its own: `round`, `.round`, or a number of decimals in a
    format."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        for node in ast.walk(function):
            own = isinstance(node, ast.Call) and (
                isinstance(node.func, ast.Name)
                and node.func.id == "round"
                or isinstance(node.func, ast.Attribute)
                and node.func.attr == "round"
            )
            spec = (
                isinstance(node, ast.FormattedValue)
                and node.format_spec is not None
                and any(
                    isinstance(part, ast.Constant)
                    and str(part.value).endswith(("f", "g", "e", "%"))
                    and "." in str(part.value)
                    for part in node.format_spec.values
                )
            )
            if own or spec:
                found.append((function.name, node.lineno))
    return found


@pytest.mark.parametrize("layer", ["metrics", "ui", "pages"])
def test_no_number_that_is_said_is_rounded_in_another_way(layer):
    found = {
        (path.relative_to(ROOT).as_posix(), function, line)
        for path in (ROOT / layer).rglob("*.py")
        for function, line in shown_by(path)
    }
    assert not [where for where in found if where[:2] not in UNSEEN]


def test_no_text_on_a_chart_is_rounded_in_another_way():
    """Places may be rounded as one likes; what is handed to a sentence may not, and Plotly writes
    no numbers of its own."""
    for path in (ROOT / "charts").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and getattr(
                node.func, "id", getattr(node.func, "attr", "")
            ) in ("say", "Message", "number"):
                own = [
                    inner
                    for inner in ast.walk(node)
                    if isinstance(inner, ast.Call)
                    and getattr(inner.func, "id", getattr(inner.func, "attr", "")) == "round"
                ]
                assert not own, f"{path.name}:{node.lineno}"
        for word in ("%{x", "%{y", "%{z", "%{text:", "hoverformat", "tickformat", "texttemplate"):
            assert word not in source, (path.name, word)
