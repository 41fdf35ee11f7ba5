"""What the mystery-shopper page reads, against the same worked out with pandas from the stored
rows."""

from datetime import date

import pandas as pd
import pytest

from data.kinds.catalog import MYSTERY_VISIT
from data.reading.options import Options
from data.uploads.prepare import prepare
from errors import WrongCall
from metrics.mystery.records import (
    evidence,
    honours,
    items,
    last_record,
    last_visit,
    sections,
    seen_twice,
    units_known,
    visit_counts,
    visits,
    weights,
)

pytestmark = pytest.mark.without_sums  # asked of the rows themselves

START, END = date(2026, 4, 1), date(2026, 9, 30)
SOUTH = (("region", ("South",)),)


@pytest.fixture(scope="module")
def asked(sample):
    def ask(question, *details):
        with sample.read() as reading:
            return question(reading, *details)

    return ask


def rows(asked, kind: str) -> pd.DataFrame:
    """All live rows of the days looked at."""
    frame = asked(lambda reading: reading.frame(f"SELECT * FROM live_{kind}"))
    return frame[
        (frame["date"] >= pd.Timestamp(START))
        & (frame["date"] < pd.Timestamp(END) + pd.Timedelta(days=1))
    ]


def test_visits_and_their_scores(asked):
    found, stored = asked(visits, START, END), rows(asked, "mystery_visit")
    assert len(found) == len(stored) > 150
    # the sample's committee lets attitude count double by then
    parts = {"attitude": 2, "efficiency": 1, "compliance": 1}
    scored = sum(stored[part].notna() * weight for part, weight in parts.items())
    by_hand = sum(stored[part].fillna(0) * weight for part, weight in parts.items()) / scored
    assert found["score"].sum() == pytest.approx(by_hand.sum())
    assert len(asked(visits, START, END, SOUTH)) == (stored["region"] == "South").sum() > 0


def test_a_part_that_was_not_scored_is_left_out(database):
    from data.kinds.catalog import MYSTERY_VISIT
    from data.uploads.store import add
    from data.uploads.typed import typed_rows

    add(
        database,
        typed_rows(
            MYSTERY_VISIT,
            [
                {
                    "visit_id": "1",
                    "date": "2026-05-01",
                    "store": "A",
                    "attitude": 80.0,
                    "efficiency": None,
                    "compliance": 90.0,
                },
                {
                    "visit_id": "2",
                    "date": "2026-05-01",
                    "store": None,
                    "attitude": None,
                    "efficiency": None,
                    "compliance": None,
                },
            ],
            "typed",
        ),
    )
    with database.read() as reading:
        found = visits(reading, START, END)
        assert (
            last_record(reading) == date(2026, 5, 1)
            and found["score"].tolist()[0] == 85
            and pd.isna(found["score"]).tolist() == [False, True]
        )
        assert found["store"].tolist() == ["A", ""] and last_visit(reading) == date(2026, 5, 1)


def test_an_overall_score_counts_only_where_none_of_the_three_is_given(database):
    from data.kinds.catalog import MYSTERY_VISIT
    from data.uploads.store import add
    from data.uploads.typed import typed_rows
    from metrics.answers.answer import ask
    from metrics.catalog import kpi_named
    from metrics.sums.query import Query

    scores = [
        (80.0, None, 90.0, 10.0),
        (None, None, None, 60.0),
        (None, None, None, None),
        (None, 70.0, None, None),
    ]
    add(
        database,
        typed_rows(
            MYSTERY_VISIT,
            [
                {
                    "visit_id": str(at),
                    "date": "2026-05-01",
                    "store": "A",
                    "attitude": a,
                    "efficiency": e,
                    "compliance": c,
                    "overall": overall,
                }
                for at, (a, e, c, overall) in enumerate(scores)
            ],
            "typed",
        ),
    )
    with database.read() as reading:
        assert visits(reading, START, END)["score"].fillna(-1).tolist() == [85, 60, -1, 70]
        row = ask(reading, kpi_named("mystery_score"), Query(), date(2026, 6, 1)).rows.iloc[0]
        assert (row["n"], row["value"]) == (3, pytest.approx((85 + 60 + 70) / 3))
        assert ask(reading, kpi_named("mystery_attitude"), Query(), date(2026, 6, 1)).rows[
            "value"
        ].tolist() == [80]
        assert ask(reading, kpi_named("mystery_visits"), Query(), date(2026, 6, 1)).rows[
            "y"
        ].tolist() == [4]


@pytest.mark.parametrize(
    ("section", "later"),
    [
        ("Attitude", "attitude"),
        ("态度", "服务态度"),
        ("態度分", "ATTITUDE"),
        ("Service attitude", "态度"),
    ],
)
def test_the_committee_s_weights_count_from_their_day_on(database, section, later):
    """In any of the names of a part, each visit under the weights of its own day; the latest of one
    day holds, and a visit that scores one part has that part's score."""
    from data.kinds.catalog import MYSTERY_VISIT, SECTION_WEIGHT
    from data.uploads.store import add
    from data.uploads.typed import typed_rows
    from metrics.answers.answer import ask
    from metrics.answers.recorded import weight_breaks
    from metrics.catalog import kpi_named
    from metrics.sums.query import Query

    def visit(number: int, day: str, *scores: float | None) -> dict:
        parts = dict(zip(("attitude", "efficiency", "compliance"), scores, strict=True))
        return {"visit_id": str(number), "date": day, "store": "A", **parts}

    made = [
        visit(1, "2026-03-31", 90.0, 60.0, 60.0),
        visit(2, "2026-04-01", 90.0, 60.0, 60.0),
        visit(3, "2026-05-20", 90.0, 60.0, None),
        visit(4, "2026-06-01", None, 70.0, None),
    ]
    add(database, typed_rows(MYSTERY_VISIT, made, "typed"))
    weights = [
        {"section": section, "weight": 2.0, "date": "2026-04-01", "reason": "April"},
        {"section": "Greeting", "weight": 9.0, "date": "2026-04-15", "reason": "no part"},
        {"section": later, "weight": 3.0, "date": "2026-05-20", "reason": "May"},
    ]
    add(database, typed_rows(SECTION_WEIGHT, weights, "typed"))
    with database.read() as reading:
        scores = visits(reading, date(2026, 3, 1), date(2026, 6, 30))["score"]
        assert scores.tolist() == pytest.approx([70, 75, 82.5, 70])
        rows = ask(reading, kpi_named("mystery_score"), Query(), date(2026, 7, 1)).rows
        assert rows["value"].tolist() == pytest.approx([70, 75, 82.5, 70])
        assert weight_breaks(reading) == [date(2026, 4, 1), date(2026, 5, 1)]
    again = {"section": section, "weight": 1.0, "date": "2026-04-01", "reason": "not after all"}
    add(database, typed_rows(SECTION_WEIGHT, [again], "typed"))
    with database.read() as reading:
        rows = ask(reading, kpi_named("mystery_score"), Query(), date(2026, 7, 1)).rows
        assert rows["value"].tolist() == pytest.approx([70, 70, 82.5, 70])
        assert weight_breaks(reading) == [date(2026, 5, 1)]


def test_a_visit_without_any_score_is_told():
    text = (
        "visit_id,date,store,attitude,efficiency,compliance\nV1,2026-03-01,A,80,90,70\n"
        "V2,2026-03-02,A,,,\n"
    )
    checked = prepare(text.encode(), "visits.csv", MYSTERY_VISIT, Options()).checked
    assert len(checked.rows) == 2
    assert [
        issue.message.blanks["count"] for issue in checked.issues if "none of" in issue.message.text
    ] == [1]


def test_an_empty_database_has_nothing(database, committee):
    with database.read() as reading:
        assert (
            last_record(reading) is None
            and last_visit(reading) is None
            and honours(reading).empty
            and weights(reading).empty
        )
        assert (
            visits(reading, START, END).empty
            and items(reading, START, END).empty
            and evidence(reading, START, END).empty
        )
        assert (
            units_known(reading, "store", END) == []
            and visit_counts(reading, "store", START, END).empty
        )


@pytest.mark.parametrize("unit", ["store", "department", "company"])
def test_visits_are_counted_by_unit_and_month(asked, unit):
    stored = rows(asked, "mystery_visit")
    names = stored[unit] if unit != "company" else pd.Series("", stored.index)
    by_hand = (
        stored.groupby([names.rename("unit"), stored["date"].dt.strftime("%Y-%m").rename("month")])
        .size()
        .to_dict()
    )
    found = asked(visit_counts, unit, START, END)
    assert {(row.unit, f"{row.month:%Y-%m}"): row.visits for row in found.itertuples()} == by_hand
    assert max(found["last"]) == stored["date"].max().date()


def test_units_that_visits_are_due_to(asked):
    stored = asked(
        lambda reading: reading.frame("SELECT DISTINCT store, region FROM live_mystery_visit")
    )
    assert asked(units_known, "store", END) == sorted(stored["store"]) and asked(
        units_known, "company", END
    ) == [""]
    assert set(asked(units_known, "store", END, SOUTH)) == set(
        stored.loc[stored["region"] == "South", "store"]
    )
    assert len(asked(units_known, "department", END)) == 5
    with pytest.raises(WrongCall, match="planned by shopper"):
        asked(units_known, "shopper", END)
    with pytest.raises(WrongCall, match="not recorded by shopper"):
        asked(visits, START, END, (("shopper", ("S01",)),))


def test_sections_add_up_the_points_that_apply(asked):
    stored = rows(asked, "mystery_item").dropna(subset=["earned", "available"])
    groups = stored.groupby(["visit_id", "section"])
    by_hand = 100 * groups["earned"].sum() / groups["available"].sum()
    found = asked(sections, START, END)
    assert found["score"].sum() == pytest.approx(by_hand.sum()) and len(found) == len(by_hand)
    failed = stored[(stored["critical"] == "yes") & (stored["earned"] < stored["available"])]
    assert (
        found["critical"].sum() == len(failed.drop_duplicates(["visit_id", "section", "item"])) > 0
    )


def test_items_fail_as_often_as_the_rows_say(asked):
    stored = rows(asked, "mystery_item").dropna(subset=["earned", "available"])
    groups = stored.assign(failed=stored["earned"] < stored["available"]).groupby(
        ["section", "item"]
    )
    found = asked(items, START, END).set_index(["section", "item"])
    assert (
        found["failed"].to_dict() == groups["failed"].sum().to_dict()
        and found["scored"].to_dict() == groups.size().to_dict()
    )
    assert found["lost"].to_dict() == pytest.approx(
        (1 - groups["earned"].sum() / groups["available"].sum()).to_dict()
    )


def test_only_visits_seen_by_several_are_compared(asked):
    stored = rows(asked, "mystery_item").dropna(subset=["earned", "available"])
    several = stored.groupby("visit_id")["shopper"].nunique()
    found = asked(seen_twice, START, END)
    assert found["visit"].nunique() == (several > 1).sum() > 5
    assert len(found) == stored["visit_id"].isin(several.index[several > 1]).sum()


def test_evidence_counts_every_observation_once(asked, committee):
    found = asked(evidence, START, END).set_index("employee")
    ratings, praised = rows(asked, "supervisor_rating"), rows(asked, "praise")
    praised = praised[(praised["verified"] == "yes") & praised["employee"].notna()]
    assert (found["ratings"].sum(), found["praises"].sum(), found["visits"].sum()) == (
        len(ratings),
        len(praised),
        0,
    )
    who = praised["employee"].iloc[0]
    scores = pd.Series(
        [
            *(100 * (ratings.loc[ratings["employee"] == who, "score"] - 1) / 4),
            *[100.0] * (praised["employee"] == who).sum(),
        ]
    )
    row = found.loc[who]
    assert (row["n"], row["mean"]) == (len(scores), pytest.approx(scores.mean()))
    assert row["squares"] == pytest.approx(((scores - scores.mean()) ** 2).sum(), abs=1e-6)


def test_honours_are_told_latest_first(asked, committee):
    found = asked(honours)
    assert (
        found["date"].is_monotonic_decreasing
        and set(found["honour"]) == {"month", "year"}
        and found["reason"].notna().all()
    )
