"""Audits of the culture: what is kept of a file, means over raters and their agreement, against SQL
and arithmetic by hand."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from charts.culture import Mark, RatedRow, description, rated_rows
from charts.theme import DARK, LIGHT
from data.kinds.catalog import AUDIT
from data.reading.options import Options
from data.uploads.prepare import prepare
from i18n import LANGUAGES, translator
from metrics.answers.answer import ask
from metrics.answers.lacking import lacking
from metrics.catalog import kpi_named
from metrics.culture import records
from metrics.culture.maturity import (
    Culture,
    TypePoints,
    apart_sentence,
    culture,
    culture_sentence,
    latest,
    rated,
)
from metrics.statistics.agreement import within_group
from metrics.sums.query import Query
from metrics.sums.rollups import covers
from metrics.value_units import LEVEL
from tests.test_people import TODAY, load
from tests.test_sums import told_twice

SAY = translator("en")


def audited(levels, dimension="Empowerment", day="2026-09-14"):
    rows = [f"{day},maturity,{dimension},{level},R{at}" for at, level in enumerate(levels)]
    return "\n".join(["date,instrument,dimension,level,rater", *rows])


def shared(points, view="now", rater="R0"):
    names = ("A 家族型", "B 创新型", "C 市场导向型", "D 等级型")
    return [
        f"2026-09-14,culture type,{name},{given},{view},{rater}"
        for name, given in zip(names, points, strict=True)
    ]


def of_types(*rows):
    return "\n".join(["date,instrument,dimension,points,view,rater", *rows])


def maturity(database, query=None):
    """What sums and rows alike give."""
    query = query or Query()
    assert covers(kpi_named("maturity"), query)
    return told_twice(database, "maturity", query, TODAY)


def maturity_now(database):
    (row,) = maturity(database).itertuples()
    return row


def checked(text):
    return prepare(text.encode(), "audit.csv", AUDIT, Options(), TODAY).checked


# --- the file


@pytest.mark.parametrize(
    ("points", "sum_"), [((30, 20, 20, 20), "90"), ((40, 30, 20, 20), "110"), ((90, 0, 0, 0), "90")]
)
def test_points_that_do_not_add_to_a_hundred_are_kept_out_with_their_sum(points, sum_):
    found = checked(of_types(*shared(points), *shared((25, 25, 25, 25), rater="R1")))
    assert found.rejected == 4 and len(found.rows) == 4
    assert any(f"add to {sum_}" in str(issue.message) for issue in found.issues)


def test_now_and_preferred_are_two_sums():
    text = of_types(*shared((40, 20, 20, 20)), *shared((10, 30, 30, 30), view="期望"))
    found = checked(text)
    assert found.rejected == 0 and set(found.rows["view"]) == {"now", "preferred"}


def test_shares_of_one_are_points_of_a_hundred():
    found = checked(of_types(*shared((0.4, 0.2, 0.2, 0.2))))
    assert found.rejected == 0 and found.rows["points"].tolist() == [40, 20, 20, 20]


@pytest.mark.parametrize(
    "written",
    ["Clan", "clan", "A", "a) Clan", "A家族型", "家族型", "A. 家族型", "A：家族型", "团队型"],
)
def test_a_type_is_one_however_it_is_written(written):
    rows = ["2026-09-14,文化类型," + written + ",60,现状,R0", "2026-09-14,OCAI,等級型,40,,R0"]
    found = checked(of_types(*rows))
    assert found.rejected == 0 and set(found.rows["dimension"]) == {"clan", "hierarchy"}
    assert set(found.rows["view"]) == {"now"}, "without a view it is as it is now"


def test_a_type_that_is_none_is_kept_out():
    found = checked(of_types("2026-09-14,OCAI,Chaos,60,now,R0", "2026-09-14,OCAI,Clan,40,now,R0"))
    assert found.rejected == 1
    assert any("names no type of culture" in str(issue.message) for issue in found.issues)


@pytest.mark.parametrize(
    ("level", "stored"),
    [("3", 3), ("L3", 3), ("Level 3", 3), ("3级", 3), ("三級", 3), ("3.5", 3.5)],
)
def test_a_level_is_read_as_people_write_it(level, stored):
    assert checked(audited([level])).rows["level"].tolist() == [stored]


@pytest.mark.parametrize("level", ["0", "6", "", "high"])
def test_a_level_beyond_five_or_none_is_kept_out(level):
    found = checked(audited([level, "3"]))
    assert found.rejected == 1 and len(found.rows) == 1


def test_ratings_without_a_rater_say_that_agreement_cannot_be_told(database):
    text = "date,instrument,dimension,level\n2026-09-14,maturity,A,3\n2026-09-14,maturity,A,5\n"
    assert any("how far raters agree" in str(issue.message) for issue in checked(text).issues)
    load(database, AUDIT, text)
    row = maturity_now(database)
    assert (row.n, row.value) == (1, 4)


def test_an_audit_sent_again_replaces(database):
    load(database, AUDIT, audited([3, 3, 3]))
    stored = load(database, AUDIT, audited([4, 3, 3]), name="again.csv")
    assert stored.replaced and maturity_now(database).value == pytest.approx(10 / 3)


# --- agreement and the KPI


@pytest.mark.parametrize(
    ("levels", "agreement"),
    [((3, 3, 3), 1), ((2, 3, 4), 0.5), ((1, 5), 0), ((3, 4, 4, 3), 5 / 6), ((1, 2, 1, 5, 4, 5), 0)],
)
def test_agreement_within_a_group_is_that_of_the_formula(levels, agreement):
    assert within_group(float(np.var(levels, ddof=1)), 5) == pytest.approx(agreement)


@pytest.mark.parametrize(
    ("levels", "has_mean", "has_limits"),
    [
        ((3,), True, False),
        ((3, 4), True, False),
        ((2, 3, 4), True, False),
        ((1, 5), False, False),
        ((3, 4, 4, 3), True, False),
        ((3, 4, 4, 3, 3), True, True),
        ((3, 3, 3, 3, 3), True, False),  # nobody differs: nothing is known of the spread
        ((1, 1, 5, 5, 3, 3), False, False),
    ],
)
def test_raters_who_disagree_have_no_mean_and_few_no_interval(
    database, levels, has_mean, has_limits
):
    load(database, AUDIT, audited(levels))
    kpi = kpi_named("maturity")
    (row,) = maturity(database, Query(by="dimension")).to_dict("records")
    assert (not np.isnan(row["value"])) is has_mean and row["n"] == len(levels)
    assert (not np.isnan(row["low"])) is has_limits
    assert (lacking(kpi, row) is None) is has_mean or has_mean
    with database.read() as reading:
        (found,) = rated(records.ratings(reading, "maturity", TODAY, ()), "level")
    assert found.apart is not has_mean and (found.low is not None) is has_limits
    assert (found.least, found.most, found.raters) == (min(levels), max(levels), len(levels))
    if has_mean:
        assert row["value"] == found.mean == pytest.approx(np.mean(levels))
    if has_limits:
        from scipy.stats import sem, t

        low, high = t.interval(0.95, len(levels) - 1, np.mean(levels), sem(levels))
        assert (row["low"], row["high"]) == pytest.approx((low, high))
        assert (found.low, found.high) == pytest.approx((low, high))


def test_why_there_is_no_mean_is_said(database):
    load(database, AUDIT, audited((1, 5)))
    row = maturity(database).iloc[0].to_dict()
    assert str(lacking(kpi_named("maturity"), row)) == "The raters disagree too far for a mean."


def test_what_is_preferred_and_other_instruments_are_no_maturity(database):
    text = (
        "date,instrument,dimension,level,view,rater\n2026-09-14,maturity,A,2,now,R1\n"
        "2026-09-14,maturity,A,5,preferred,R1\n2026-09-14,capability,A,4,now,R1\n"
    )
    load(database, AUDIT, text)
    assert maturity_now(database).value == 2


def test_levels_over_time_equal_sql(sample, today):
    with sample.read() as reading:
        found = rated(records.ratings(reading, "maturity", today, ()), "level")
        by_hand = {
            (period, name): (count, mean, variance)
            for period, name, count, mean, variance in reading.rows("""
                SELECT date_trunc('quarter', date)::DATE, dimension, count(*), avg(level), var_samp(level)
                FROM rows_audit WHERE live AND instrument = 'maturity' GROUP BY ALL""")
        }
        kpi = ask(
            reading, kpi_named("maturity"), Query(grain="quarter", by="dimension"), today
        ).rows
    assert len(found) == len(by_hand) == len(kpi) == 20
    of_kpi = {(row.period, row.group): row.value for row in kpi.itertuples()}
    for one in found:
        count, mean, variance = by_hand[one.period, one.name]
        assert one.raters == count == 6
        assert one.agreement == pytest.approx(max(0, 1 - variance / 2))
        if one.apart:
            assert np.isnan(of_kpi[one.period, one.name]) and one.agreement < 0.5
        else:
            assert one.mean == pytest.approx(mean) == pytest.approx(of_kpi[one.period, one.name])


def test_the_raters_of_the_sample_disagree_about_one_dimension(sample, today):
    with sample.read() as reading:
        found = rated(records.ratings(reading, "maturity", today, ()), "level")
    assert {one.name for one in found if one.apart} == {"授权赋能"}
    assert (
        SAY(apart_sentence(found)) == "No mean where the raters disagree: 授权赋能 (levels 1 to 5)."
    )
    assert latest(found)[-1].name == "授权赋能" and len(latest(found)) == 5


# --- types of culture


def test_types_of_culture_equal_sql(sample, today):
    with sample.read() as reading:
        given = records.ratings(reading, "culture_type", today, ())
        by_hand = dict(
            reading.rows("""SELECT view || ' ' || dimension, avg(points) FROM rows_audit
                WHERE live AND instrument = 'culture_type' AND date > '2026-08-01' GROUP BY 1""")
        )
    now, preferred = culture(given, "now"), culture(given, "preferred")
    found = {
        f"{view} {one.name}": one.mean
        for view, seen in (("now", now), ("preferred", preferred))
        for one in seen.types
    }
    assert found == pytest.approx(by_hand) and now.raters == 6
    assert sum(one.mean for one in now.types) == pytest.approx(100)
    assert now.named.name == "hierarchy", "the others' upper limits lie below its lower one"
    assert "now of the type Hierarchy" in SAY(culture_sentence(now, preferred))


def typed(*types):
    return Culture(date(2026, 7, 1), 6, tuple(TypePoints(*one) for one in types))


@pytest.mark.parametrize(
    ("first", "second", "named"),
    [
        (("clan", 40, 35, 45), ("market", 30, 25, 34), "clan"),
        (("clan", 40, 33, 47), ("market", 30, 25, 34), None),  # the limits overlap
        (("clan", 40, 34, 46), ("market", 30, 25, 34), None),  # and touching is no lead
        (("clan", 40, None, None), ("market", 10, None, None), None),  # too few raters
        (("clan", 25, 20, 30), ("market", 25, 20, 30), None),
    ],
)
def test_a_type_is_named_only_above_the_limits_of_the_others(first, second, named):
    found = typed(first, second)
    assert (found.named.name if found.named else None) == named
    said = SAY(culture_sentence(found, None))
    assert ("No type of culture stands out" in said) == (named is None)


@pytest.mark.without_sums
@pytest.mark.parametrize("raters", [1, 4, 5])
def test_few_raters_have_no_limits_and_name_no_type(database, raters):
    rows = [
        row
        for at in range(raters)
        for row in shared((70 + at % 2, 9 - at % 2, 11, 10), rater=f"R{at}")
    ]
    load(database, AUDIT, of_types(*rows))
    with database.read() as reading:
        found = culture(records.ratings(reading, "culture_type", TODAY, ()), "now")
    assert found.raters == raters
    # From five raters on a type that all give the same has no spread, so nothing stands out either.
    assert (found.of("clan").low is not None) == (raters >= 5) and found.named is None


@pytest.mark.without_sums
def test_a_type_that_a_rater_left_out_has_none_of_the_hundred(database):
    rows = [
        "2026-09-14,OCAI,Clan,60,now,R0",
        "2026-09-14,OCAI,Market,40,now,R0",
        *shared((20, 30, 30, 20), rater="R1"),
    ]
    load(database, AUDIT, of_types(*rows))
    with database.read() as reading:
        found = culture(records.ratings(reading, "culture_type", TODAY, ()), "now")
    assert [one.mean for one in found.types] == [40, 15, 35, 10]


def test_nothing_shared_is_no_culture():
    empty = pd.DataFrame({"view": [], "points": [], "period": [], "rater": [], "dimension": []})
    assert culture(empty, "now") is None and culture_sentence(None, None) is None


# --- the picture


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_raters_who_disagree_are_drawn_without_a_middle(palette, narrow, language):
    say = translator(language)
    rows = [
        RatedRow(
            "<b>A</b> " + "long " * 30,
            "3.0",
            (Mark(2, None, None, "before", "x"), Mark(3, 2, 4, "now", "x")),
        ),
        RatedRow("B", "1 – 5", (Mark(None, 1, 5, "now", "x"),)),
    ]
    drawn = rated_rows(rows, LEVEL, (1, 5), say, palette, narrow).to_plotly_json()
    dots = [one for one in drawn["data"] if one["mode"] == "markers"]
    assert [place for one in dots for place in one["y"]] == [0, 0], "no dot in the second row"
    (apart,) = [one for one in drawn["data"] if one["mode"] == "lines+markers"]
    assert list(apart["x"]) == [1, 5] and list(apart["y"]) == [1, 1]
    assert "<b>" not in str(drawn["layout"]["yaxis"]["ticktext"]) + str(
        [one["text"] for one in drawn["layout"]["annotations"]]
    )
    assert "1 – 5" in description(rows, say)
