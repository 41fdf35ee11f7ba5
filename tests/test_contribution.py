"""What units do to the whole: adds up exactly, agrees with sums made by hand, and its limits hold."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from i18n import translator
from metrics.answers.answer import Answer, ask
from metrics.catalog import kpi_named
from metrics.comparisons.contribution import contributions, divisible
from metrics.comparisons.contribution_words import change_finding, level_finding
from metrics.sums.query import Query
from metrics.sums.values import valued

NOW, BEFORE = date(2026, 7, 1), date(2025, 7, 1)
EN = translator("en")


def answers(kpi: str, now: dict, before: dict | None = None) -> tuple[Answer, Answer]:
    """An answer split by store and one of the whole, of {store: (answers, good ones)}."""
    return answers_of(kpi, {NOW: now, BEFORE: before or {}})


def answers_of(kpi: str, periods: dict[date, dict]) -> tuple[Answer, Answer]:
    declared, rows = kpi_named(kpi), []
    for period, stores in periods.items():
        for group, (n, y) in stores.items():
            rows.append(
                {"period": period, "group": group, "n": n, "x": n, "xx": n, "y": y, "yy": y}
            )
    sums = pd.DataFrame(rows).assign(less=0.0, top=0.0, hidden=False, since=None)
    sums["xy"] = sums["y"]
    whole = sums.groupby("period", as_index=False)[
        ["n", "x", "xx", "y", "yy", "xy", "less", "top"]
    ].sum()
    whole = whole.assign(group=None, hidden=False, since=None)
    settled = {"enough": True, "partial": False, "maturing": False}
    sums, whole = sums.assign(**settled), whole.assign(**settled)
    query = Query(grain="quarter", by="store")
    return tuple(
        Answer(declared, query, valued(declared, frame.astype({"n": float})))
        for frame in (sums, whole)
    )


def test_parts_add_up_and_are_what_is_left_when_a_unit_stands_where_all_stand():
    split, whole = answers(
        "csat", {"A": (100, 60), "B": (300, 270)}, {"A": (200, 160), "B": (200, 180)}
    )
    found = contributions(split, whole, NOW, BEFORE)
    assert found.whole == pytest.approx(82.5) and found.whole_before == pytest.approx(85)
    a, b = found.parts
    assert (a.level.size, b.level.size) == pytest.approx((-5.625, 5.625))
    # B at its own value, A at that of the whole: (100 * 0.825 + 270) / 400
    assert 100 * (82.5 + 270) / 400 - 82.5 == pytest.approx(-a.level.size)
    assert a.change.size + b.change.size == pytest.approx(-2.5)
    # 0.25 * 60 - 0.5 * 80 - (0.25 - 0.5) * 83.75
    assert a.change.size == pytest.approx(-4.0625)


def test_a_unit_that_is_new_or_gone_has_its_part_too():
    split, whole = answers(
        "csat", {"A": (100, 60), "New": (100, 90)}, {"A": (100, 80), "Gone": (100, 70)}
    )
    found = contributions(split, whole, NOW, BEFORE)
    sizes = {part.group: part.change.size for part in found.parts}
    assert sum(sizes.values()) == pytest.approx(found.whole - found.whole_before)
    assert set(sizes) == {"A", "New", "Gone"}
    assert next(part for part in found.parts if part.group == "Gone").value is None


def test_against_sums_made_by_hand(sample, today):
    with sample.read() as reading:
        query = Query(date(2025, 7, 1), date(2026, 9, 30), "quarter")
        kpi = kpi_named("csat")
        split, whole = (
            ask(reading, kpi, Query(query.start, query.end, "quarter", by), today)
            for by in ("store", None)
        )
        rows = reading.rows(
            """WITH counted AS (
                SELECT coalesce(store, '') AS store, date >= '2026-07-01' AS now, overall,
                    count(*) OVER (PARTITION BY date >= '2026-07-01') AS total
                FROM live_survey WHERE overall IS NOT NULL AND (date >= '2026-07-01' AND date < '2026-10-01'
                    OR date >= '2025-07-01' AND date < '2025-10-01'))
            SELECT store, sum(CASE WHEN now THEN 1 ELSE -1 END * 100.0 * (overall >= 4)::INT / total),
                sum(CASE WHEN now THEN 1 ELSE -1 END * 1.0 / total) FROM counted GROUP BY store"""
        )
    found = contributions(split, whole, NOW, BEFORE)
    middle = (found.whole + found.whole_before) / 2
    by_hand = {store: moved - weight * middle for store, moved, weight in rows}
    assert {part.group: part.change.size for part in found.parts} == pytest.approx(by_hand)
    assert sum(part.level.size for part in found.parts) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("kpi", ["net_promoter_score", "mystery_score", "dissatisfied_share"])
def test_every_divisible_value_adds_up(kpi, sample, today):
    with sample.read() as reading:
        split, whole = (
            ask(
                reading,
                kpi_named(kpi),
                Query(date(2025, 7, 1), date(2026, 9, 30), "quarter", by),
                today,
            )
            for by in ("store", None)
        )
    found = contributions(split, whole, NOW, BEFORE)
    assert sum(part.level.size for part in found.parts) == pytest.approx(0, abs=1e-9)
    assert sum(part.change.size for part in found.parts) == pytest.approx(
        found.whole - found.whole_before
    )
    assert all(
        part.level.interval.low < part.level.size < part.level.interval.high for part in found.parts
    )


def test_limits_hold_what_is_true_nineteen_times_in_twenty():
    chance = np.random.default_rng(7)
    sizes, truth = np.array([60, 120, 220]), np.array([[0.7, 0.85, 0.9], [0.8, 0.85, 0.88]])
    shares = sizes / sizes.sum()
    level = 100 * shares * (truth[0] - shares @ truth[0])
    change = 100 * shares * (truth[0] - truth[1])
    held, days = np.zeros(2), [NOW + timedelta(at) for at in range(800)]
    drawn = answers_of(  # all at once: an answer takes far longer to make than to be looked at
        "csat",
        {
            day: {
                name: (n, int(k))
                for name, n, k in zip("ABC", sizes, chance.binomial(sizes, row), strict=True)
            }
            for day, row in zip(days, np.tile(truth, (400, 1)), strict=True)
        },
    )
    for now, before in zip(days[::2], days[1::2], strict=True):
        found = contributions(*drawn, now, before)
        for at, (kind, true) in enumerate((("level", level), ("change", change))):
            ends = [getattr(part, kind).interval for part in found.parts]
            held[at] += np.mean(
                [end.low <= value <= end.high for end, value in zip(ends, true, strict=True)]
            )
    assert ((held / 400 > 0.92) & (held / 400 < 0.98)).all()


def test_small_units_in_which_all_said_the_same_are_no_certainty():
    split, whole = answers("csat", {"Tiny": (3, 0), "B": (300, 270)})
    tiny = contributions(split, whole, NOW, BEFORE).parts[1]
    assert tiny.group == "Tiny" and tiny.level.interval.high - tiny.level.interval.low > 0.2


def test_what_is_hidden_is_left_out_and_counted():
    split, whole = answers("csat", {"A": (100, 60), "B": (300, 270), "C": (10, 5)})
    hidden = split.rows["group"] == "C"
    rows = split.rows.assign(hidden=hidden, value=split.rows["value"].where(~hidden))
    found = contributions(Answer(split.kpi, split.query, rows), whole, NOW, BEFORE)
    assert found.hidden == 1 and [part.group for part in found.parts] == ["A", "B"]
    assert (
        contributions(Answer(split.kpi, split.query, split.rows[~hidden]), whole, NOW, BEFORE)
        is None
    )


def test_what_is_said_holds():
    now, before = {"A": (100, 60), "B": (300, 270)}, {"A": (100, 80), "B": (300, 270)}
    found = contributions(*answers("csat", now, before), NOW, BEFORE)
    assert EN(level_finding(found)).startswith(
        "A holds the whole back most: if it stood at 82.5% like all together, Customer satisfaction "
        "(CSAT) would be 5.6 percentage points higher (95%: "
    )
    (told,) = change_finding(found, "quarter")
    assert EN(told).startswith(
        "−5.0 percentage points against Q3 2025; the largest part in that: A with −5.0"
    )
    split = {"A": (100, 40), "B": (300, 297)}
    _, against = change_finding(
        contributions(*answers("csat", split, before), NOW, BEFORE), "quarter"
    )
    assert EN(against).startswith("Most against it went B with +6.8 percentage points (95%: +")
    alike = contributions(*answers("csat", {"A": (100, 85), "B": (300, 258)}, before), NOW, BEFORE)
    assert (
        EN(level_finding(alike))
        == "No unit holds Customer satisfaction (CSAT) back by more than chance."
    )
    turned = contributions(*answers("dissatisfied_share", now, before), NOW, BEFORE)
    assert EN(level_finding(turned)).startswith("B holds") and "lower" in EN(level_finding(turned))


def test_what_hundreds_of_units_do_is_told_with_decimals_enough_to_be_more_than_zero():
    many = {f"S{at:03d}": (100, 80 + 10 * (at % 2)) for at in range(400)} | {"A": (100, 10)}
    found = contributions(*answers("csat", many, many), NOW, BEFORE)
    assert found.unit.decimals == found.kpi.unit.decimals + 1
    assert "would be 0.19 percentage points higher (95%: 0." in EN(level_finding(found))
    few = contributions(*answers("csat", {"A": (100, 60), "B": (300, 270)}), NOW, None)
    assert few.unit == few.kpi.unit


def test_counts_are_not_put_together_of_values():
    assert divisible(kpi_named("csat")) and not divisible(kpi_named("praise"))


def test_across_another_scale_nothing_is_said_of_a_change():
    split, whole = answers(
        "csat", {"A": (100, 60), "B": (300, 270)}, {"A": (100, 80), "B": (300, 270)}
    )
    found = contributions(split, whole, NOW, None)
    assert found.whole_before is None and all(part.change is None for part in found.parts)
    assert change_finding(found, "quarter") == []


@pytest.mark.parametrize("name", ["partial", "maturing", "enough"])
def test_of_what_may_not_be_judged_nothing_is_said(name):
    split, whole = answers("csat", {"A": (100, 60), "B": (300, 270)})
    rows = whole.rows.assign(**{name: name != "enough"})
    assert contributions(split, Answer(whole.kpi, whole.query, rows), NOW, BEFORE) is None


def test_a_unit_with_too_few_answers_is_not_named():
    split, whole = answers("csat", {"A": (100, 60), "B": (300, 270)})
    rows = split.rows.assign(enough=split.rows["group"] != "A")
    found = contributions(Answer(split.kpi, split.query, rows), whole, NOW, BEFORE)
    assert EN(level_finding(found)).startswith("No unit holds")


def test_what_is_held_as_of_an_earlier_day_is_left_out_and_counted():
    split, whole = answers("csat", {"A": (100, 60), "B": (300, 270)})
    held = split.rows.assign(
        since=[date(2026, 8, 1) if one == "A" else None for one in split.rows["group"]]
    )
    found = contributions(Answer(split.kpi, split.query, held), whole, NOW, BEFORE)
    assert found.hidden == 1 and [part.group for part in found.parts] == ["B"]
    stale = whole.rows.assign(since=date(2026, 8, 1))
    assert contributions(split, Answer(whole.kpi, whole.query, stale), NOW, BEFORE) is None
