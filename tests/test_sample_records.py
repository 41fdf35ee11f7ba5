"""What is true of the sample company's exam items, roster, checklists, checks, praise, ratings,
stars and dictionary."""

import re
from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.kinds.catalog import UPLOADED
from data.samples.checklists import LINES, MOST_FAILED, SECTIONS
from data.samples.comments import GOOD, POOR, USUAL
from data.samples.demo import records as sample_records
from data.samples.exams import DEEPENING
from data.samples.items import LEAKED, LEAKED_MONTHS, MISKEYED, TOO_HARD, TRULY_RIGHT
from data.samples.recognition import OUTSTANDING, VERIFIED_WORDS, newest
from data.samples.roster import LEAD
from data.samples.stories import FAILING_COURSE, PASSED_NOT_PRACTISED, month_at

FEWEST = 30  # first attempts below which an item is not judged


@pytest.fixture(scope="module", params=[date(2026, 9, 1), date(2027, 2, 1)], ids=str)
def until(request):
    return request.param


@pytest.fixture(scope="module")
def records(until):
    return sample_records(until)


@pytest.fixture(scope="module")
def papers(records):
    """Course -> first attempts, people × items, and the points of the items; papers that enough
    people sat."""
    first = records["exam_item"].query("attempt == 1")
    papers = {
        course: (
            rows.pivot(index="employee", columns="item", values="score"),
            rows.groupby("item").maximum.first(),
        )
        for course, rows in first.groupby("course")
    }
    return {course: paper for course, paper in papers.items() if len(paper[0]) >= FEWEST}


def discrimination(scores):
    """Each item against the total of the others."""
    return {item: scores[item].corr(scores.sum(axis=1) - scores[item]) for item in scores}


# --- exam items


def test_items_add_up_to_the_score_of_their_exam(records, until):
    totals = (
        records["exam_item"].groupby(["employee", "course", "attempt"])[["score", "maximum"]].sum()
    )
    exams = records["training"].set_index(["employee", "course", "attempt"])
    recent = exams[
        (exams.date >= pd.Timestamp(month_at(until, -12)))
        & (exams.index.get_level_values("course") == FAILING_COURSE.unit)
    ]
    assert (totals.score == exams.score.reindex(totals.index)).all() and (
        totals.maximum == 100
    ).all()
    assert (
        set(recent.index) <= set(totals.index)
        and records["exam_item"].groupby("course").item.nunique().between(12, 20).all()
    )


def test_exactly_one_item_is_mis_keyed_and_one_too_hard(papers):
    against = {
        (course, item)
        for course, (scores, _) in papers.items()
        for item, r in discrimination(scores).items()
        if r < 0
    }
    hard = {
        (course, item)
        for course, (scores, most) in papers.items()
        for item, share in (scores.mean() / most).items()
        if share < 0.3
    }
    assert against == {(FAILING_COURSE.unit, MISKEYED)}
    assert hard == {(FAILING_COURSE.unit, MISKEYED), (FAILING_COURSE.unit, TOO_HARD)}
    assert len(papers) >= 4


def test_one_item_is_known_in_the_last_months(records, until):
    rows = records["exam_item"].query(f"course == '{FAILING_COURSE.unit}' and attempt == 1")
    late = rows.date >= pd.Timestamp(month_at(until, -LEAKED_MONTHS))
    share = (rows.score / rows.maximum).groupby([rows.item, late]).mean().unstack()
    risen = share[True] - share[False]
    assert risen.idxmax() == LEAKED and risen[LEAKED] > 0.2
    assert risen.drop(LEAKED).abs().max() < 0.15


def test_those_who_know_choose_what_the_key_calls_wrong(records):
    rows = records["exam_item"].query(
        f"course == '{FAILING_COURSE.unit}' and item == '{MISKEYED}' and attempt == 1"
    )
    totals = (
        records["training"]
        .query(f"course == '{FAILING_COURSE.unit}' and attempt == 1")
        .set_index("employee")
        .score
    )
    good = rows.employee.map(totals) >= 85
    know, guess = ((rows[part].response == TRULY_RIGHT).mean() for part in (good, ~good))
    assert know > 0.7 and know > guess + 0.2
    assert (rows.correct_response != TRULY_RIGHT).all()
    chosen = records["exam_item"].query("response != ''")
    right = chosen.response == chosen.correct_response
    assert (chosen.score[right] == chosen.maximum[right]).all() and (
        chosen.score[~right] == 0
    ).all()


# --- roster and new staff


def test_the_roster_holds_everybody_who_sat_an_exam(records, until):
    roster, training = records["roster"], records["training"]
    last = roster.sort_values("date", kind="stable").groupby("employee").last()
    assert set(training.employee) <= set(last.index)
    assert (
        pd.to_datetime(last.hired_on.reindex(training.employee)).to_numpy()
        <= training.date.to_numpy()
    ).all()
    left = last[last.left_on != ""]
    assert len(left) == 6 and not set(left.index) & set(training.employee)
    assert (roster.groupby("employee").position.nunique() == 2).sum() == 12 and (
        last.position == LEAD
    ).sum() > 24
    assert (roster.date < until).all()


def test_every_third_newcomer_lags_behind_the_monthly_deepening(records, until):
    hired = records["roster"].groupby("employee").hired_on.first()
    new = hired[(hired >= month_at(until, -12)) & (hired < month_at(until, -4))]
    sessions = records["training"][records["training"].course.isin(DEEPENING)]
    taken = sessions.groupby("employee").course.nunique().reindex(new.index, fill_value=0)
    assert len(new) >= 10 and set(taken) == {1, 3}
    assert 0.2 < (taken == 1).mean() < 0.5


# --- checklists


def test_checklists_agree_with_the_scores_of_their_visits(records, until):
    rows, visits = records["mystery_item"], records["mystery_visit"].set_index("visit_id")
    own = rows[rows.shopper == visits.shopper.reindex(rows.visit_id).to_numpy()]
    counted = own[own.earned != "N/A"].astype({"earned": int})
    sums = counted.groupby(["visit_id", "section"])[["earned", "available"]].sum()
    shares = (100 * sums.earned / sums.available).unstack()
    for section, column in SECTIONS.items():
        assert (shares[section] - visits[column].reindex(shares.index)).abs().max() < 1
    assert set(shares.index) == set(visits.index[visits.date >= pd.Timestamp(month_at(until, -12))])
    assert 0.02 < (rows.earned == "N/A").mean() < 0.15


def test_one_item_fails_most_and_critical_items_seldom(records):
    rows = records["mystery_item"].query("earned != 'N/A'")
    lost = (
        1
        - rows.earned.astype(int).groupby(rows["item"]).sum() / rows.groupby("item").available.sum()
    )
    ranked = lost.sort_values(ascending=False)
    assert ranked.index[0] == MOST_FAILED and ranked.iloc[0] > 1.5 * ranked.iloc[1]
    critical = [line.item for line in LINES if line.critical]
    assert lost[critical].max() < lost.median()


def test_some_visits_were_seen_by_two_shoppers_who_mostly_agree(records):
    rows = records["mystery_item"]
    seen = rows.groupby("visit_id").shopper.nunique()
    assert set(seen) == {1, 2} and 0.08 < (seen == 2).mean() < 0.22
    twice = (
        rows[rows.visit_id.isin(seen.index[seen == 2])]
        .groupby(["visit_id", "item"])
        .earned.agg(lambda both: both.nunique() == 1)
    )
    assert 0.8 < twice.mean() < 0.98


# --- behaviour checks


def test_one_store_passes_exams_and_does_not_show_what_was_taught(records, until):
    store, start = PASSED_NOT_PRACTISED.unit, pd.Timestamp(PASSED_NOT_PRACTISED.begins(until))
    first = records["training"][
        (records["training"].attempt == 1) & (records["training"].date >= start)
    ]
    passed = (first.score >= first.pass_mark).groupby(first.store).mean()
    shown = (
        (records["behaviour_check"].passed == "合格")
        .groupby(records["behaviour_check"].store)
        .mean()
    )
    assert passed.rank(ascending=False)[store] <= 4 and passed[store] > passed.median() + 0.02
    assert shown.idxmin() == store and shown[store] < 0.65 < 0.75 < shown.drop(store).min()


def test_checks_name_courses_that_were_held_and_staff_who_were_there(records):
    checks = records["behaviour_check"]
    assert set(checks.course) <= set(records["training"].course)
    named = checks[checks.employee != ""].merge(
        records["roster"].drop_duplicates("employee")[["employee", "store", "hired_on"]],
        on="employee",
    )
    assert (named.store_x == named.store_y).all() and (
        pd.to_datetime(named.hired_on) <= named.date
    ).all()
    assert 0.1 < (checks.employee == "").mean() < 0.4


# --- praise, ratings, stars


def test_a_few_stand_out_and_the_newest_has_a_perfect_but_tiny_record(records):
    praise, ratings = records["praise"], records["supervisor_rating"]
    counts = (
        praise[praise.verified == VERIFIED_WORDS[0]]
        .groupby("employee")
        .size()
        .drop("", errors="ignore")
    )
    assert set(counts.nlargest(4).index) == set(OUTSTANDING)
    top = (ratings.score >= 4).groupby(ratings.employee).agg(["mean", "size"])
    enough = top[top["size"] >= 10]
    assert (
        enough.loc[list(OUTSTANDING), "mean"].min() > enough["mean"].quantile(0.75) + 0.05
        and 0.55 < enough["mean"].median() < 0.85
    )
    tiny = newest(records["roster"])
    assert top.loc[tiny, "mean"] == 1 and top.loc[tiny, "size"] <= 3 and counts[tiny] == 1


def test_stars_are_two_or_three_a_month_praised_in_it_and_not_by_luck(records, until):
    stars, praise = records["star"], records["praise"]
    monthly = stars[stars.honour == "服务之星"]
    assert (
        set(monthly.groupby("date").size()) == {2, 3}
        and monthly.date.nunique() == 12
        and stars.date.max() < until
    )
    assert (stars.honour == "年度服务标兵").sum() == 1 and (stars.reason != "").all()
    assert (
        set(stars.employee) <= set(praise.employee)
        and stars.employee.isin(OUTSTANDING).mean() > 0.5
    )


# --- weights and dictionary


def test_sections_are_weighted_and_attitude_counts_double_later(records):
    weights = records["section_weight"]
    assert set(weights.section) == set(SECTIONS) == set(records["mystery_item"].section)
    assert (
        weights[weights.section == "Attitude"].sort_values("date").weight.tolist() == [1, 2]
        and (weights.reason != "").all()
    )


def themes_of(text, terms):
    """The dictionary as it is meant to be used: English words whole, Chinese as part of the
    text."""
    return {
        row.theme
        for row in terms.itertuples()
        if (
            re.search(rf"\b{re.escape(row.term)}\b", text.casefold())
            if row.language == "en"
            else row.term in text
        )
    }


def test_the_dictionary_finds_what_comments_are_about(records):
    terms = (
        records["theme_term"]
        .drop_duplicates(["theme", "language", "term"], keep="last")
        .query("in_use == 'yes'")
    )
    told = [
        (theme, themes_of(text, terms))
        for said in (GOOD, POOR, USUAL)
        for theme, texts in said.items()
        for text in texts
    ]
    assert np.mean([theme in found for theme, found in told]) > 0.95
    assert np.mean([found <= {theme} for theme, found in told]) > 0.9
    assert (
        set(terms.language) == {"en", "zh_Hans", "zh_Hant"}
        and (records["theme_term"].in_use == "no").sum() == 1
    )


def test_loading_the_sample_company_gives_nobody_a_warning(sample):
    with sample.read() as reading:
        assert reading.rows("SELECT upload, level, text FROM issue WHERE level <> 'note'") == []
        assert {text for (text,) in reading.rows("SELECT DISTINCT text FROM issue")} == {
            "{column}: no score in {count} of {rows} rows. These rows are counted as records, but "
            "are no part of this score.",
            "Whether it is about attitude was derived from category and text by the dictionary of "
            "themes, where the file does not say it. Rows: {count}.",
        }
        assert reading.row("SELECT count(DISTINCT kind) FROM upload") == (len(UPLOADED),)
