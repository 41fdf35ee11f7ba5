"""The records behind the customers' voice, against queries written by hand; spans, distributions,
scores and the dictionary in use."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.kinds.catalog import NPS, SURVEY, THEME_TERM
from data.kinds.scales import BETWEEN, DISSATISFIED, SATISFIED, Scale
from data.uploads.store import add, undo
from data.uploads.typed import typed_rows
from errors import WrongCall
from i18n import translator
from metrics.answers.answer import ask, row_at
from metrics.catalog import kpi_named
from metrics.statistics.comparing import share_difference
from metrics.statistics.intervals import wilson
from metrics.voice import records
from metrics.voice.comments import (
    NO_THEME,
    against_company,
    expressions,
    listed,
    matching,
    theme_finding,
    theme_report,
    told_of_enough,
)
from metrics.voice.cost import Base
from metrics.voice.distribution import Part, distributions
from metrics.voice.driver_report import LABELS, driver_report
from metrics.voice.drivers import ModelStatus
from metrics.voice.questions import QUESTIONS, RATINGS, RECOMMENDATION, SATISFACTION
from metrics.voice.records import (
    MOST_CODED,
    answer_counts,
    comment_count,
    latest_comments,
    modules_taught,
    ratings,
    scored_comments,
    typed_terms,
)
from metrics.voice.scores import clear_changes, over, query_for, scores, worse_and_better
from metrics.voice.span import Span, span_ending
from metrics.voice.terms import check_term, in_use, label_of
from metrics.voice.themes import Dictionary, Theme

SUMMER = Span(date(2026, 7, 1), 3)
EN = translator("en")


def test_a_span_ends_with_the_month_chosen_and_has_two_earlier_ones():
    year = span_ending(date(2026, 2, 1), "year", date(2026, 3, 1))
    assert (year.first, year.last, year.end) == (
        date(2025, 3, 1),
        date(2026, 2, 1),
        date(2026, 2, 28),
    )
    quarter = span_ending(date(2026, 2, 1), "quarter", date(2026, 3, 1))
    assert quarter.earlier("year") == Span(date(2024, 12, 1), 3) and quarter.earlier(
        "before"
    ) == Span(date(2025, 9, 1), 3)
    assert (
        EN("{span}", span=quarter) == "Dec 2025 to Feb 2026"
        and EN("{span}", span=Span(date(2026, 2, 1), 1)) == "Feb 2026"
    )


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.kpi_name)
def test_answers_are_counted_as_by_hand(sample, question):
    only = (("region", ("South",)),)
    with sample.read() as reading:
        found = answer_counts(reading, question, SUMMER, "channel", only)
        by_hand = reading.rows(f"""SELECT channel, {question.column}, count(*) FROM live_{question.source.kind.name}
            WHERE date >= '2026-07-01' AND date < '2026-10-01' AND region = 'South' AND {question.column} IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2""")
    assert (
        len(by_hand) > 10
        and list(zip(found["group"], found["value"], found["n"], strict=True)) == by_hand
    )


def test_only_a_declared_dimension_becomes_part_of_a_question(sample):
    with sample.read() as reading, pytest.raises(ValueError):
        answer_counts(reading, QUESTIONS[0], SUMMER, "employee")


def test_the_distribution_gives_the_kpi(sample, today):
    with sample.read() as reading:
        for question in QUESTIONS:
            (one,) = distributions(answer_counts(reading, question, SUMMER))
            asked = ask(reading, question.kpi, query_for(SUMMER, SUMMER), today)
            row = row_at(over(asked, SUMMER), 0)
            sides = {
                side: sum(part.n for part in one.parts if part.side == side)
                for side in (DISSATISFIED, BETWEEN, SATISFIED)
            }
            less = sides[DISSATISFIED] if question.source is RECOMMENDATION else 0
            assert one.n == row["n"] and row["value"] == pytest.approx(
                100 * (sides[SATISFIED] - less) / one.n
            )


def counts(*values: float, scale=(0, 100, 80, 40)) -> pd.DataFrame:
    names = ("scale_low", "scale_high", "satisfied", "dissatisfied")
    return pd.DataFrame(
        [
            {"group": None, **dict(zip(names, scale, strict=True)), "value": value, "n": 2}
            for value in values
        ]
    )


def test_a_fine_scale_is_told_in_three_classes_and_a_short_one_answer_by_answer():
    (fine,) = distributions(counts(0, 40, 41, 79.5, 80, 100))
    assert fine.parts == (
        Part(None, DISSATISFIED, 4),
        Part(None, BETWEEN, 4),
        Part(None, SATISFIED, 4),
    )
    (short,) = distributions(counts(1, 5, scale=(1, 5, 4, 2)))
    assert [part.n for part in short.parts] == [2, 0, 0, 0, 2] and short.scale == Scale(1, 5, 4, 2)


def test_two_scales_are_two_distributions():
    both = distributions(
        pd.concat([counts(1, 5, scale=(1, 5, 4, 2)), counts(10, scale=(1, 10, 9, 2))])
    )
    assert [(one.scale.high, one.n) for one in both] == [(5, 4), (10, 2)]
    assert distributions(counts(1)[:0]) == ()


def test_months_of_a_span_add_up_and_the_change_is_newcombes(sample, today):
    before = SUMMER.earlier("year")
    kpi = kpi_named("csat")
    with sample.read() as reading:
        (one,) = scores(ask(reading, kpi, query_for(SUMMER, before), today), SUMMER, before)
        (k1, n1), (k2, n2) = (
            reading.row(f"""SELECT sum((overall >= 4)::INT), count(overall) FROM live_survey
            WHERE date >= '{year}-07-01' AND date < '{year}-10-01'""")
            for year in (2025, 2026)
        )
    difference = share_difference(k1, n1, k2, n2)
    assert (one.row["n"], one.row["value"]) == (n2, pytest.approx(100 * k2 / n2))
    assert one.row["low"] == pytest.approx(100 * wilson(k2, n2).low)
    assert one.change.difference.low == pytest.approx(
        100 * difference.low
    ) and one.change.difference.p == pytest.approx(difference.p)
    assert "Jul 2025 to Sep 2025" in EN(one.change_sentence())


def test_the_falling_store_is_found_and_few_answers_have_no_change(sample, today):
    before = SUMMER.earlier("year")
    with sample.read() as reading:
        found = [
            score
            for question in QUESTIONS
            for score in scores(
                ask(reading, question.kpi, query_for(SUMMER, before, "store"), today),
                SUMMER,
                before,
            )
        ]
        month = Span(date(2026, 9, 1), 1)
        small = scores(
            ask(
                reading, kpi_named("csat"), query_for(month, month.earlier("year"), "store"), today
            ),
            month,
            month.earlier("year"),
        )
    worse, _ = worse_and_better(clear_changes(found))
    assert "Harbour Plaza (Customer satisfaction (CSAT)" in EN(worse)
    few = [score for score in small if score.row["n"] < SURVEY.enough]
    assert few and all(score.change is None and score.change_sentence() is None for score in few)


def test_ratings_are_rescaled_and_comments_scored_as_by_hand(sample):
    with sample.read() as reading:
        rated = ratings(reading, SUMMER, (("store", ("Harbour Plaza",)),))
        by_hand = reading.row("""SELECT count(*), avg(25.0 * (overall - 1)), avg(25.0 * (speed - 1)), count(speed) FROM live_survey
            WHERE date >= '2026-07-01' AND date < '2026-10-01' AND store = 'Harbour Plaza'""")
        written = scored_comments(reading, RECOMMENDATION, SUMMER)
        promoters = reading.row("""SELECT count(comment), count(comment) FILTER (score >= 9), count(comment) FILTER (score <= 6) FROM live_nps
            WHERE date >= '2026-07-01' AND date < '2026-10-01'""")
        assert comment_count(reading, RECOMMENDATION, SUMMER) == promoters[0]
    assert (
        len(rated),
        rated["overall"].mean(),
        rated["speed"].mean(),
        rated["speed"].count(),
    ) == pytest.approx(by_hand)
    assert (len(written), written["top"].sum(), written["bottom"].sum()) == promoters and len(
        written
    ) < MOST_CODED


def test_of_many_rows_always_the_same_random_part_is_taken(sample, monkeypatch):
    with sample.read() as reading:
        everything = ratings(reading, SUMMER), scored_comments(reading, SATISFACTION, SUMMER)
        monkeypatch.setattr(records, "MOST_RATED", 800)
        monkeypatch.setattr(records, "MOST_CODED", 200)
        part, again = (
            (ratings(reading, SUMMER), scored_comments(reading, SATISFACTION, SUMMER))
            for _ in range(2)
        )
    assert 650 < len(part[0]) < 950 < len(everything[0]) and 140 < len(part[1]) < 260 < len(
        everything[1]
    )
    assert part[0].equals(again[0]) and part[1].equals(again[1])
    assert abs(part[0]["overall"].mean() - everything[0]["overall"].mean()) < 4


def test_the_newest_comments_come_first_and_a_search_minds_no_case(sample):
    with sample.read() as reading:
        everything = latest_comments(reading, SATISFACTION, SUMMER)
        found = latest_comments(reading, SATISFACTION, SUMMER, search="QUEUE")
        none = latest_comments(reading, SATISFACTION, SUMMER, search="100%' OR 1=1")
    assert everything["date"].is_monotonic_decreasing and len(everything) > 100
    assert (
        0 < len(found) < len(everything)
        and found["comment"].str.lower().str.contains("queue").all()
        and none.empty
    )


def stated(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["theme", "label", "language", "term", "in_use", "date"])


BASE = Dictionary(date(2026, 1, 1), (Theme("speed", "Speed", ("太慢",), ("slow", "wait")),))


def test_terms_are_added_taken_out_and_make_new_themes():
    found = in_use(
        stated(
            ("speed", None, "en", "Sluggish", "yes", date(2026, 3, 1)),
            ("speed", None, "en", "SLOW", "no", date(2026, 4, 1)),
            ("speed", None, "zh_Hant", "太慢", "yes", date(2026, 2, 1)),
            ("queue", "Queue", "en", "queue", "yes", date(2026, 2, 1)),
            ("queue", "排队", "zh_Hans", "排队", "yes", date(2026, 2, 1)),
        ),
        "zh_Hans",
        BASE,
    )
    assert found.dictionary.theme("speed") == Theme(
        "speed", "Speed", ("太慢",), ("wait", "Sluggish")
    )
    assert found.dictionary.theme("queue") == Theme("queue", "排队", ("排队",), ("queue",))
    assert (found.dictionary.version, found.added, found.out, found.unusable) == (
        date(2026, 4, 1),
        3,
        1,
        (),
    )
    assert in_use(stated(), "en", BASE).dictionary == BASE


def test_a_term_that_finds_nothing_is_left_aside_and_refused_when_typed():
    assert in_use(
        stated(("speed", None, "en", "24/7", "yes", date(2026, 2, 1))), "en", BASE
    ).unusable == ("24/7",)
    with pytest.raises(WrongCall):
        check_term("24/7", "en")
    check_term("24/7", "zh_Hans")


def test_a_theme_without_terms_is_gone_and_an_unlabelled_one_has_its_name():
    gone = in_use(
        stated(
            *(("speed", None, "en", term, "no", date(2026, 2, 1)) for term in ("slow", "wait")),
            ("speed", None, "zh_Hans", "太慢", "no", date(2026, 2, 1)),
        ),
        "en",
        BASE,
    )
    assert gone.dictionary.themes == ()
    assert (
        label_of(
            in_use(
                stated(("new", None, "en", "x", "yes", date(2026, 2, 1))), "en", BASE
            ).dictionary,
            "new",
        )
        == "new"
    )


def test_the_latest_statement_of_a_term_holds_until_it_is_undone(database):
    def say(day, word):
        row = {"theme": "speed", "language": "en", "term": "sluggish", "in_use": word, "date": day}
        return add(database, typed_rows(THEME_TERM, [row], "typed")).upload

    say("2026-03-01", "yes")
    last = say("2026-05-01", "no")

    def held(today=date(2026, 6, 1)):
        with database.read() as reading:
            return typed_terms(reading, today)["in_use"].tolist()

    assert held() == ["no"] and held(date(2026, 4, 1)) == ["yes"] and held(date(2026, 2, 1)) == []
    undo(database, last)
    assert held() == ["yes"]


def written(*comments: tuple[str, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [{"comment": text, "top": top, "bottom": 1 - top} for text, top in comments]
    )


def test_themes_whose_writers_are_less_satisfied_are_found():
    now = written(
        *[("slow", 0)] * 60, *[("slow", 1)] * 40, *[("lovely", 1)] * 180, *[("lovely", 0)] * 20
    )
    report = theme_report(now, now[:0], BASE, Base(recorded=400, answered=1_000))
    assert [cost.theme for cost in report.costs if cost.costs] == ["speed"]
    assert report.changes == report.costs_before == ()
    assert (report.unmatched.k, report.unmatched.n, report.coded, report.recorded) == (
        200,
        300,
        300,
        400,
    )
    told = " ".join(
        EN(sentence)
        for sentence in theme_finding(report, SATISFACTION.kpi, BASE, kpi_named("csat").unit)
    )
    # 100 of 300 comments, 400 of which are on record beside 1,000 answers: 13.3 % of them, 50
    # points below the 90 % of the others.
    assert (
        "What costs Customer satisfaction (CSAT) most: “Speed” (6.7 percentage points)" in told
        and "“Speed” (33.3%)" in told
    )
    even = theme_report(
        written(*[("slow", 1)] * 40, *[("lovely", 1)] * 40),
        now,
        BASE,
        Base(recorded=80, answered=80),
        Base(recorded=400, answered=1_000),
    )
    assert not any(cost.clear for cost in even.costs) and len(even.changes) == 1
    assert [cost.size for cost in even.costs_before] == pytest.approx([-20 / 3])
    assert "No theme can be seen to cost Customer satisfaction (CSAT) anything." in [
        EN(sentence)
        for sentence in theme_finding(even, SATISFACTION.kpi, BASE, kpi_named("csat").unit)
    ]


@pytest.mark.parametrize("slow,fine", [((4, 30, 6), (70, 20, 10)), ((30, 0, 5), (40, 60, 20))])
def test_without_its_writers_the_net_share_would_be_that_of_the_others(slow, fine):
    """What a theme costs, against the result counted anew: all answers have a comment."""

    def lines(text: str, kinds: tuple[int, int, int]) -> list[tuple[str, float, float]]:
        marks = ((1, 0), (0, 0), (0, 1))
        return [(text, *mark) for mark, n in zip(marks, kinds, strict=True) for _ in range(n)]

    now = pd.DataFrame(
        [*lines("slow", slow), *lines("lovely", fine)], columns=["comment", "top", "bottom"]
    )
    n = len(now)
    report = theme_report(now, now[:0], BASE, Base(recorded=n, answered=n, net=True))
    (cost,) = report.costs
    whole = 100 * (now["top"].sum() - now["bottom"].sum()) / n
    others = 100 * (fine[0] - fine[2]) / sum(fine)
    assert cost.size == pytest.approx(whole - others) and cost.low < cost.size < cost.high
    assert cost.costs is (cost.high < 0)


def test_where_nothing_can_be_proved_low_scores_are_counted():
    """Too few writers of a theme to judge it: what is seen is told, as a count."""
    now = written(*[("slow", 0)] * 5, *[("slow", 1)] * 7, *[("lovely", 1)] * 20)
    report = theme_report(now, now[:0], BASE, Base(recorded=32, answered=100))
    told = [
        EN(sentence)
        for sentence in theme_finding(report, SATISFACTION.kpi, BASE, kpi_named("csat").unit)
    ]
    assert told[0] == "Low scores stand most often beside comments on “Speed” (5)."
    nice = theme_report(now[5:], now[:0], BASE, Base(recorded=27, answered=100))
    assert [
        EN(one) for one in theme_finding(nice, SATISFACTION.kpi, BASE, kpi_named("csat").unit)
    ] == ["Most mentioned: “Speed” (25.9%)."]


def test_units_are_set_against_the_rest_of_the_company():
    here = written(*[("slow", 0)] * 30, *[("lovely", 1)] * 30)
    all_ = written(*[("slow", 0)] * 60, *[("lovely", 1)] * 300)
    own, company = (
        theme_report(part, part[:0], BASE, Base(recorded=len(part), answered=len(part)))
        for part in (here, all_)
    )
    (found,) = against_company(own, company)
    assert (found.before.k, found.before.n, found.now.k, found.now.n) == (30, 300, 30, 60)
    assert found.clear and found.difference.value == pytest.approx(0.4)
    told = [
        EN(sentence)
        for sentence in theme_finding(own, SATISFACTION.kpi, BASE, kpi_named("csat").unit, (found,))
    ]
    assert "Mentioned more than elsewhere: “Speed”." in told


def test_what_few_comments_say_is_not_told_to_readers():
    two = Dictionary(
        date(2026, 1, 1), (*BASE.themes, Theme("price", "Price", ("太贵",), ("expensive",)))
    )
    now = written(
        *[("slow", 0)] * 10, *[("lovely", 1)] * 25, *[("too expensive", 1)] * 9, *[("没有", 1)] * 20
    )
    earlier = written(*[("slow", 1)] * 9, *[("lovely", 1)] * 30)
    base = Base(recorded=64, answered=64)
    everything = theme_report(now, earlier, two, base, Base(recorded=39, answered=39))
    report = told_of_enough(everything, 10)
    assert [theme.theme for theme in report.themes if theme.mentioned.k] == [
        "speed"
    ] and report.said == 44, "“没有” says nothing"
    assert {theme.theme for theme in everything.themes if theme.mentioned.k} == {"speed", "price"}
    assert {cost.theme for cost in everything.costs} == {"speed", "price"}
    assert [cost.theme for cost in report.costs] == ["speed"] and not report.costs_before
    assert not told_of_enough(everything, 35).costs, "the others are 34"
    assert not report.changes and [
        change.theme for change in everything.changes if change.theme == "speed"
    ] == ["speed"], "9 wrote of it before"
    assert (
        report.unmatched.value == pytest.approx(25 / 44)
        and told_of_enough(theme_report(now[:44], now[:0], two, base), 26).unmatched.value is None
    )
    unscored = now.assign(
        top=now["top"].where(now.index > 0), bottom=now["bottom"].where(now.index > 0)
    )
    (speed,) = told_of_enough(theme_report(unscored, now[:0], two, base), 10).themes
    assert (speed.mentioned.k, speed.top.n, speed.bottom.value) == (10, 0, None), (
        "nine of them have a score"
    )
    none = told_of_enough(theme_report(now[35:44], now[:0], two, base), 10)
    assert [
        EN(sentence)
        for sentence in theme_finding(none, SATISFACTION.kpi, BASE, kpi_named("csat").unit)
    ] == ["No theme of the dictionary is spoken of in 10 comments or more."]


def test_new_expressions_are_those_no_term_covers():
    before = written(*[("kind staff", 1)] * 40)
    now = written(*[("kind staff", 1)] * 40, *[("robot waiter", 0)] * 30, *[("slow till", 0)] * 30)
    found = expressions(now, before, BASE)
    assert "robot waiter" in {one.text for one in found.newer} and not any(
        "slow" in one.text for one in found.newer
    )
    assert "robot waiter" in {one.text for one in found.unmatched}
    assert (
        expressions(written(*[("robot waiter", 0)] * 4), before[:0], BASE).unmatched == ()
    )  # fewer than five comments
    few = expressions(written(*[("robot waiter", 0)] * 9), before[:0], BASE)
    assert (
        few.unmatched
        and not expressions(written(*[("robot waiter", 0)] * 9), before[:0], BASE, 10).unmatched
    )


def test_listed_comments_are_chosen_by_theme_and_score():
    frame = listed(written(("slow", 0), ("lovely", 1), ("n/a", 1), ("wait", 1)), BASE)
    assert frame["comment"].tolist() == ["slow", "lovely", "wait"]
    assert matching(frame, "speed", "")["comment"].tolist() == ["slow", "wait"]
    assert matching(frame, "speed", "top")["comment"].tolist() == ["wait"]
    assert (
        matching(frame, NO_THEME, "")["comment"].tolist() == ["lovely"]
        and len(matching(frame, "", "")) == 3
    )


def test_the_driver_report_uses_the_ratings_that_are_given(sample):
    with sample.read() as reading:
        answers = ratings(reading, SUMMER)
    satisfied = {question.column: (80, 100) for question in RATINGS}
    report = driver_report(answers, satisfied, len(answers))
    assert report.model.status is ModelStatus.USABLE and {
        point.name for point in report.map.points
    } == set(LABELS)
    without = driver_report(answers.assign(speed=np.nan), satisfied, len(answers))
    assert {driver.name for driver in without.model.drivers} == set(LABELS) - {"speed"}
    nothing = driver_report(answers[:0], {}, 0)
    assert nothing.model.status is ModelStatus.FEW and nothing.map is None


def test_modules_are_those_of_the_exams(sample):
    with sample.read() as reading:
        assert modules_taught(reading) == [
            "Communication",
            "Product knowledge",
            "Service awareness",
        ]


def test_nps_has_its_own_ends_of_the_scale(sample):
    with sample.read() as reading:
        (one,) = distributions(answer_counts(reading, QUESTIONS[-1], SUMMER))
    assert (
        QUESTIONS[-1].source.kind is NPS
        and [part.side for part in one.parts] == [-1] * 7 + [0] * 2 + [1] * 2
    )
