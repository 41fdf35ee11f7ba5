"""Units against the whole: pooled quarters, who is named, and two units against each other."""

from datetime import date

import pandas as pd
import pytest

from i18n import N_, translator
from metrics.answers.answer import Answer, ask
from metrics.answers.pooled import (
    added,
    comparable,
    compared,
    latest_quarter,
    pooled,
    quarters_query,
)
from metrics.catalog import KPIS, kpi_named
from metrics.comparisons.units import caution, contrast, finding, standing
from metrics.periods import FOUR_QUARTERS, Period
from metrics.statistics.funnel import OUTER, ShareFunnel
from metrics.sums.query import Query
from metrics.sums.values import valued

say = translator("en")
QUARTERS = (date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1))


def answer(kpi_name: str, rows: list[dict], by: str | None = "store") -> Answer:
    """An answer by quarter from sums y, n (and less …); `hidden` where a row says so."""
    kpi = kpi_named(kpi_name)
    full = [
        {
            "period": QUARTERS[0],
            "group": None,
            "less": 0.0,
            "top": 0.0,
            "x": row["n"],
            "xx": row["n"],
            "xy": row["y"],
            "yy": row["y"],
            "hidden": False,
            "partial": False,
            "maturing": False,
            **row,
        }
        for row in rows
    ]
    frame = valued(kpi, pd.DataFrame(full))
    numbers = ["n", "value", "low", "high", "y", "less", "x", "top", "yy", "xy", "xx"]
    frame[numbers] = frame[numbers].astype(float).mask(frame["hidden"])
    return Answer(
        kpi,
        Query(QUARTERS[0], date(2026, 9, 30), "quarter", by),
        frame.assign(since=None, enough=frame["n"] >= kpi.dataset.enough),
    )


def shares(counts: dict[str, tuple[int, int]]) -> Answer:
    return answer(
        "csat", [{"group": name, "y": float(k), "n": float(n)} for name, (k, n) in counts.items()]
    )


def whole(parts: Answer) -> Answer:
    rows = [
        {"y": parts.rows["y"].sum(), "less": parts.rows["less"].sum(), "n": parts.rows["n"].sum()}
    ]
    return answer(parts.kpi.name, rows, by=None)


def told(parts: Answer) -> str:
    return " ".join(
        say(sentence) for sentence in finding(standing(parts, whole(parts)), N_("the company"))
    )


ALIKE = {f"Store {number:02d}": (80 + number % 5, 100) for number in range(11)}


def test_one_store_stands_out_from_stores_that_are_alike():
    assert told(shares({**ALIKE, "Harbour": (55, 100)})) == (
        "Customer satisfaction (CSAT): 1 of 12 units differs from the company by more than "
        "chance: Harbour (below). "
        "The other 11 cannot be told apart from it."
    )


def test_no_store_is_named_where_chance_explains_all():
    assert (
        told(shares(ALIKE))
        == "Customer satisfaction (CSAT): none of the 11 units differs from the company by more "
        "than chance."
    )


def test_of_many_units_those_that_stand_out_are_drawn_then_the_largest():
    parts = shares(
        {
            **{f"Store {number:02d}": (80 + number, 100 + number) for number in range(30)},
            "Harbour": (5, 40),
        }
    )
    found = standing(parts, whole(parts))
    assert found.outside["group"].tolist() == ["Harbour"]
    assert found.telling(4).rows["group"].tolist() == [
        "Store 27",
        "Store 28",
        "Store 29",
        "Harbour",
    ]
    assert found.telling(40).rows["group"].tolist() == parts.rows["group"].tolist()


def test_of_very_many_units_those_that_stand_out_most_are_named_and_drawn_and_the_others_counted():
    out = {f"Low {number:02d}": (60 - number, 100) for number in range(10)}
    alike = {f"Store {number:03d}": (80 + number % 5, 100) for number in range(200)}
    parts = shares({**alike, **out, "High": (9990, 10_000)})
    found = standing(parts, whole(parts))
    assert len(found.outside) == 11
    assert found.standing_out(2)["group"].tolist() == ["High", "Low 09"]
    assert found.standing_out(2, side=-1)["group"].tolist() == ["Low 09", "Low 08"]
    assert set(found.telling(3).rows["group"]) == {"High", "Low 09", "Low 08"}
    said = told(parts)
    assert "11 of 211 units differ" in said and "High (above), Low 09 (below)" in said
    assert "Low 03 (below), and further ones: 3." in said and "Low 02" not in said


def test_several_and_all_units_are_named_by_side():
    said = told(shares({"A": (990, 1000), "B": (600, 1000)}))
    assert said.endswith(
        "2 of 2 units differ from the company by more than chance: A (above), B (below)."
    )


def test_few_answers_and_records_without_a_store_are_not_judged():
    parts = shares({**ALIKE, "Tiny": (1, 12), "": (10, 100)})
    found = standing(parts, whole(parts))
    assert sorted(found.units["group"]) == sorted(ALIKE)
    assert found.whole == pytest.approx(100 * (sum(k for k, _ in ALIKE.values()) + 11) / 1212)


def test_one_unit_has_nothing_to_be_compared_with():
    assert "fewer than two units have the 30 cases" in told(shares({"A": (90, 100), "B": (3, 5)}))
    assert "fewer than two units have a value to compare" in told(shares({"A": (90, 100)}))


def test_units_that_are_all_alike_need_no_funnel():
    parts = shares({"A": (50, 50), "B": (70, 70)})
    assert standing(parts, whole(parts)).funnel is None and "all alike" in told(parts)


def test_the_caution_says_what_the_limits_rest_on():
    few, alike, apart = (
        {"A": (90, 100), "B": (80, 100)},
        ALIKE,
        {f"S{at}": (60 + 3 * at, 100) for at in range(12)},
    )
    said = [
        say(caution(standing(parts, whole(parts)))) for parts in map(shares, (few, alike, apart))
    ]
    assert said[0].startswith("Fewer than ten units") and said[1].startswith(
        "The units vary no more than chance"
    )
    assert "% more than chance alone" in said[2]


def test_limits_stay_within_the_unit():
    parts = shares({"A": (99, 100), "B": (30, 31), "C": (29, 30)})
    found = standing(parts, whole(parts))
    low, high = found.limits(found.units["n"].to_numpy(float), OUTER)
    assert (
        isinstance(found.funnel, ShareFunnel)
        and (high <= 100).all()
        and (low >= 0).all()
        and (low < found.whole).all()
    )


def test_net_promoter_scores_have_a_funnel_in_points():
    rows = [{"group": f"S{at}", "y": 50.0, "less": 20.0, "n": 100.0} for at in range(11)] + [
        {"group": "Low", "y": 20.0, "less": 60.0, "n": 100.0}
    ]
    parts = answer("net_promoter_score", rows)
    found = standing(parts, whole(parts))
    # One answer of 11 units: 0.7 − 0.3² = 0.61; of the low one 0.8 − 0.4² = 0.64; 99 degrees each.
    assert found.funnel.variance == pytest.approx(100**2 * (11 * 0.61 + 0.64) * 100 / (12 * 99))
    assert found.outside["group"].tolist() == ["Low"] and found.outside["side"].tolist() == [-1]


def test_several_rows_of_a_case_take_the_funnel_of_ratios():
    rows = [
        {"group": name, "y": y, "n": 50.0, "x": 100.0, "xx": 200.0, "xy": 2 * y, "yy": 2 * y}
        for name, y in (("A", 90.0), ("B", 86.0))
    ]
    parts = answer("csat", rows)
    found = standing(parts, answer("csat", [{"y": 176.0, "n": 100.0, "x": 200.0}], by=None))
    # Within A: Σ(y − 0.9 x)² = 180 − 1.8·180 + 0.81·200 = 18; within B 24.08; two rows a case; 98
    # degrees.
    assert found.funnel.variance == pytest.approx(100**2 * (18 + 24.08) / 4 / 98)
    assert not len(found.outside)


def test_quarters_are_added_before_they_are_divided():
    rows = [
        {"period": QUARTERS[0], "group": "A", "y": 10.0, "n": 10.0},
        {"period": QUARTERS[1], "group": "A", "y": 45.0, "n": 90.0},
        {"period": QUARTERS[1], "group": "B", "y": 40.0, "n": 50.0},
    ]
    found = added(answer("csat", rows)).rows.set_index("group")
    assert (
        found.loc["A", "value"] == 55
        and found.loc["A", "n"] == 100
        and found.loc["A", "low"] == pytest.approx(45.24, abs=0.01)
    )
    assert found.loc["B", "value"] == 80 and bool(found.loc["B", "enough"])


def test_a_group_hidden_in_one_quarter_stays_hidden():
    rows = [
        {"period": QUARTERS[0], "group": "A", "y": 10.0, "n": 10.0},
        {"period": QUARTERS[1], "group": "A", "y": 2.0, "n": 3.0, "hidden": True},
        {"period": QUARTERS[1], "group": "B", "y": 40.0, "n": 50.0},
    ]
    found = added(answer("first_attempt_pass_rate", rows)).rows.set_index("group")
    assert (
        found.loc["A", "hidden"]
        and found.loc["A", ["n", "value", "low", "high", "y", "x"]].isna().all()
    )
    assert not found.loc["B", "hidden"] and found.loc["B", "value"] == 80


def test_four_quarters_are_said_as_a_span():
    assert say("{period}", period=Period(date(2025, 10, 1), FOUR_QUARTERS)) == "Q4 2025 to Q3 2026"


@pytest.mark.parametrize(
    "month, today, matures, expected",
    [
        (date(2026, 9, 1), date(2026, 10, 1), "csat", date(2026, 7, 1)),
        (date(2026, 9, 1), date(2026, 9, 30), "csat", date(2026, 4, 1)),
        (date(2026, 8, 1), date(2026, 10, 1), "csat", date(2026, 4, 1)),
        (date(2026, 9, 1), date(2026, 10, 1), "final_pass_rate", date(2026, 4, 1)),
        (date(2026, 9, 1), date(2026, 11, 30), "final_pass_rate", date(2026, 7, 1)),
    ],
)
def test_the_latest_quarter_is_over_and_settled(month, today, matures, expected):
    assert latest_quarter(kpi_named(matures), month, today) == expected


def test_visits_need_more_to_be_compared_than_to_be_shown():
    assert (
        kpi_named("mystery_score").dataset.enough,
        compared(kpi_named("mystery_score")).dataset.enough,
    ) == (3, 6)
    assert compared(kpi_named("csat")).dataset.enough == 30


def test_counts_and_states_are_not_compared_with_chance():
    refused = {kpi.name for kpi in KPIS if not comparable(kpi)}
    assert {"people_examined", "pending_retakes", "mystery_visits"} <= refused
    assert all(
        comparable(kpi_named(name))
        for name in ("csat", "net_promoter_score", "mystery_score", "exam_mean")
    )


def test_the_sample_company_finds_its_falling_store(sample, today):
    kpi = kpi_named("net_promoter_score")
    last = latest_quarter(kpi, date(2026, 9, 1), today)
    with sample.read() as reading:

        def asked(query):
            return ask(reading, kpi, query, today)

        parts, all_together = (pooled(asked, "year", last, by, ()) for by in ("store", None))
        rows = asked(quarters_query(parts.query.start, last, "store", ())).rows
    assert parts.rows["n"].sum() == rows["n"].sum() == all_together.rows["n"].iloc[0]
    assert "Harbour Plaza" in standing(parts, all_together).outside["group"].tolist()


def pair(first: tuple[int, int], second: tuple[int, int]) -> str:
    return say(contrast(shares({"A": first, "B": second}), "A", "B").sentence())


def test_two_units_in_plain_words():
    # Newcombe 1998, table II: 48/80 and 56/70 differ by 20 points, 5.24 to 33.39.
    assert pair((48, 80), (56, 70)) == "B lies 20.0 percentage points above A (95%: 5.2 to 33.4)."
    assert pair((56, 70), (48, 80)) == "B lies 20.0 percentage points below A (95%: 5.2 to 33.4)."
    assert pair((50, 80), (52, 80)).startswith(
        "No clear difference between B and A: +2.5 percentage points (95%: −12"
    )


def test_two_units_without_an_interval_say_so():
    rows = [
        {"group": name, "y": y, "n": 30.0, "yy": y * y / 30, "xy": y}
        for name, y in (("A", 2400.0), ("B", 2700.0))
    ]
    said = say(contrast(answer("satisfaction_mean", rows), "A", "B").sentence())
    assert said.startswith("B and A differ by 10.0 points; how sure that is cannot be told")


def test_units_with_few_answers_make_no_pair():
    assert contrast(shares({"A": (5, 9), "B": (80, 100)}), "A", "B") is None
