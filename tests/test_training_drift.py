"""Items that became easier or harder than before, and answers that are remembered: against
published numbers, an independent implementation, and companies in which the truth is planted."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2, t
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.multitest import multipletests

from data.kinds.catalog import EXAM_ITEM
from data.reading.options import Options
from data.roles import TRAINER, Viewer
from data.uploads.prepare import prepare
from data.uploads.store import add
from i18n import LANGUAGES, translator
from metrics.__main__ import main
from metrics.statistics.stratified import (
    Strata,
    exact_p,
    holm,
    mantel_p,
    standardised_difference,
)
from metrics.training.drift import MONTHS_BACK, NOTABLE, drift, drift_words
from metrics.training.met_before import met_before
from metrics.training.paper import paper
from metrics.training.records import answers_again

# Applicants of the six largest departments of Berkeley in 1973: men and women, admitted and all.
# Bickel, Hammel & O'Connell 1975, Science 187:398-404, as in R's data set UCBAdmissions.
MEN = np.array([825, 560, 325, 417, 191, 373])
MEN_IN = np.array([512, 353, 120, 138, 53, 22])
WOMEN = np.array([108, 25, 593, 375, 393, 341])
WOMEN_IN = np.array([89, 17, 202, 131, 94, 24])
DAY = date(2026, 8, 31)


def tables(*parts: np.ndarray) -> Strata:
    n1, y1, n2, y2 = (np.asarray(part, float)[:, None] for part in parts)
    return Strata(n1, y1, n2, y2, y1 + y2)


def independent(n1, y1, n2, y2) -> StratifiedTable:
    return StratifiedTable(
        [
            np.array([[b, second - b], [a, first - a]], float)
            for first, a, second, b in zip(n1, y1, n2, y2, strict=True)
        ]
    )


def test_berkeley_as_published():
    """R: mantelhaen.test(UCBAdmissions, correct = FALSE) has X² = 1.5246, p = 0.2169."""
    (p,) = mantel_p(tables(MEN, MEN_IN, WOMEN, WOMEN_IN))
    assert p == pytest.approx(0.2169, abs=5e-5)
    assert exact_p(MEN, MEN_IN, WOMEN, WOMEN_IN) == pytest.approx(p, abs=0.02)


def test_the_test_equals_an_independent_one():
    rng = np.random.default_rng(1)
    for _ in range(20):
        n1, n2 = rng.integers(2, 40, (2, 6))
        y1, y2 = rng.binomial(n1, 0.6), rng.binomial(n2, 0.7)
        found = mantel_p(tables(n1, y1, n2, y2))[0]
        assert found == pytest.approx(
            float(independent(n1, y1, n2, y2).test_null_odds().pvalue), abs=1e-9
        )


def test_exact_chances_are_those_of_every_way_to_deal():
    """Two strata of four people each: what the second group can have, dealt one by one."""
    n1, y1, n2, y2 = [2, 3], [0, 1], [2, 1], [2, 1]
    # Of 2 right among 4 the pair has 0, 1, 2 in 1, 4, 1 of 6 ways; of 2 among 4 one has 0, 1 in 2, 2
    # of 4: all three right in 1/6 · 1/2.
    assert exact_p(*map(np.array, (n1, y1, n2, y2))) == pytest.approx(2 / 12)


def test_partial_points_by_hand():
    """Mantel's test of scores 0, 1, 2 in one stratum is (n - 1)·r²."""
    x, later = np.array([0, 1, 1, 2, 2, 2, 0, 1.0]), np.array([0, 0, 0, 0, 1, 1, 1, 1])
    one = Strata(*(np.array([[part]]) for part in (4.0, 4.0, 4.0, 5.0, float((x**2).sum()))))
    r = np.corrcoef(x, later)[0, 1]
    assert mantel_p(one)[0] == pytest.approx(chi2.sf(7 * r**2, 1))
    assert standardised_difference(one)[0] == pytest.approx(5 / 4 - 4 / 4)


def test_the_difference_is_of_those_who_are_alike():
    """Both strata are as before, but the second group stands mostly in the better one."""
    alike = tables([10, 10], [2, 8], [10, 40], [2, 32])
    assert standardised_difference(alike)[0] == 0
    alone = tables([10, 0], [5, 0], [0, 10], [0, 5])
    assert np.isnan(standardised_difference(alone)[0]) and mantel_p(alone)[0] == 1


def test_holm_equals_an_independent_one():
    p = np.random.default_rng(2).random(40) ** 4
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])
    assert len(holm(np.array([]))) == 0


def exam_of(
    seed: int, people: int = 500, items: int = 16, known: float = 0.0, harder: bool = False
):
    """A paper over twelve months whose later people know more of everything; the first item is
    `known` to a share of those of the last four months (or turned round for them), and the last two
    items give part of their points."""
    rng = np.random.default_rng(seed)
    month = np.sort(rng.integers(0, 12, people))
    ability = rng.normal(0.5 * (month >= 8), 1)
    chance = 0.15 + 0.85 / (1 + np.exp(-(ability[:, None] - rng.normal(-0.2, 0.8, items))))
    scores = (rng.random((people, items)) < chance).astype(float)
    scores[:, -2:] = np.round(
        4 / (1 + np.exp(-(ability[:, None] + rng.normal(0, 0.8, (people, 2)))))
    )
    spread = (rng.random(people) < known) & (month >= 8)
    scores[spread, 0] = 0 if harder else 1
    maxima = np.array([1.0] * (items - 2) + [4.0] * 2)
    days = [date(2025 + at // 12, at % 12 + 1, 15) for at in month]
    return paper(pd.DataFrame(scores).add_prefix("Q"), maxima), days


def test_what_does_not_drift_is_not_named():
    """At most one paper in twenty, although the later people do better."""
    named = sum(bool(drift(*exam_of(seed)).items) for seed in range(40))
    assert named <= 4  # the chance of more is 5 in 100 where it is exactly one in twenty


@pytest.mark.parametrize("harder", [False, True])
def test_an_item_that_became_known_or_wrong_is_named_alone(harder):
    found = [drift(*exam_of(seed, known=0.8, harder=harder)) for seed in range(12)]
    first = [one for each in found for one in each.items if one.item == "Q0"]
    assert len(first) >= 11 and sum(len(each.items) for each in found) <= len(first) + 1
    assert all(one.easier is not harder and abs(one.difference) >= NOTABLE for one in first)
    assert (
        sum(one.since in (date(2025, 8, 1), date(2025, 9, 1), date(2025, 10, 1)) for one in first)
        >= 10
    )


def test_one_item_of_a_short_paper_does_not_make_the_others_harder():
    for seed in range(8):
        found = drift(*exam_of(seed, people=900, items=7, known=0.9))
        assert [one.item for one in found.items] == ["Q0"]


def test_of_two_items_it_cannot_be_told_which_changed():
    sat, days = exam_of(3, known=0.9)
    found = drift(paper(sat.scores[["Q0", "Q1"]]), days)
    assert not found.items and found.compared == 2 and "cannot be told" in str(found.words()[0][0])
    three = drift(paper(sat.scores[["Q0", "Q1", "Q2"]]), days)
    assert [one.item for one in three.items] == ["Q0"]


def test_an_item_that_all_know_tells_nothing_any_more():
    sat, days = exam_of(6, known=0.9)
    scores = sat.scores.copy()
    scores.loc[[day >= date(2025, 9, 1) for day in days], "Q0"] = 1.0
    (one,) = drift(paper(scores, sat.maxima), days).items
    assert one.since == date(2025, 9, 1) and one.after.p == 1 and one.blunter
    assert "does not tell at all" in str(drift_words(one)[1])


def test_too_few_answers_say_nothing():
    sat, days = exam_of(3, people=58, known=1.0)
    found = drift(sat, days)
    assert not found.items and found.compared == 0
    assert "cannot be told" in str(found.words()[0][0])
    one_month = drift(sat, [date(2026, 1, 2)] * 58)
    assert not one_month.items and one_month.first == one_month.last == date(2026, 1, 1)


def test_a_change_of_long_ago_is_what_the_item_is_by_now():
    sat, days = exam_of(4, people=900, known=0.9)
    doubled = paper(pd.concat([sat.scores, sat.scores[600:]]).reset_index(drop=True), sat.maxima)
    later = [date(2027 + at % 2, at % 12 + 1, 3) for at in range(300)]
    assert drift(sat, days).items and MONTHS_BACK == 24
    assert not [one for one in drift(doubled, [*days, *later]).items if one.item == "Q0"]


def test_items_not_presented_do_not_count():
    sat, days = exam_of(5, known=0.9)
    scores = sat.scores.mask(np.random.default_rng(5).random(sat.scores.shape) < 0.3)
    found = drift(paper(scores, sat.maxima), days)
    assert [one.item for one in found.items] == ["Q0"]
    one = found.items[0]
    assert one.before.n + one.after.n == scores["Q0"].notna().sum()


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_accuse_nobody_and_say_what_else_it_may_be(language):
    say = translator(language)
    (easier,) = drift(*exam_of(6, known=0.9)).items
    (harder,) = drift(*exam_of(7, known=0.9, harder=True)).items
    for one in (easier, harder):
        told = say.sentences(map(say, drift_words(one)))
        assert "Q0" in told and say.month(one.since) in told
    if language == "en":
        told = str(drift_words(easier)[0])
        assert "easier than before beside the other items" in told and "reworded" in told
        assert "may be known" in told and "harder" in str(drift_words(harder)[0])


# --- those who sit again


def again(seed: int, kept: float, people: int = 80) -> pd.DataFrame:
    """Everybody sits twice, half of them the same paper, the others another one; whoever meets an
    item again remembers its answer by the chance `kept`. Papers differ in how hard they are, and
    the second time everybody knows more."""
    rng = np.random.default_rng(seed)
    rows = []
    hard = {"A": rng.uniform(0.3, 0.6, 12), "B": rng.uniform(0.5, 0.8, 12)}
    for person in range(people):
        first = "AB"[person % 2]
        second = first if person % 4 < 2 else "AB"[1 - person % 2]
        ability = rng.normal(0, 0.1)
        for turn, sat in ((1, first), (2, second)):
            right = rng.random(12) < hard[sat] + ability + 0.1 * (turn - 1)
            if turn == 2 and second == first:
                right |= rng.random(12) < kept
            rows += [
                (f"E{person}", "", sat, f"Q{at}", turn, float(r)) for at, r in enumerate(right)
            ]
    return pd.DataFrame(rows, columns=["employee", "module", "paper", "item", "turn", "share"])


def test_remembered_answers_are_found_and_learning_is_not_taken_for_it():
    assert all(met_before(again(seed, 0.5)).remembered for seed in range(10))
    learned = [met_before(again(seed, 0.0)) for seed in range(20)]
    assert all(one.told for one in learned) and sum(one.remembered for one in learned) <= 2
    assert abs(np.mean([one.difference.value for one in learned])) < 0.02
    kept = met_before(again(1, 0.5))
    assert (kept.met, kept.new) == (40, 40) and "may be remembered" in str(kept.sentence())
    assert "No sign" in str(learned[0].sentence())


def test_learning_between_attempts_of_papers_in_turn_is_not_remembering():
    """A, B, A: all that was met is in the third attempt, all that is new in the second."""
    rows = again(1, 0.0)
    first = rows[rows["turn"] == 1]
    second = first.assign(turn=2, paper=first["paper"].map({"A": "B", "B": "A"}), share=0.8)
    found = met_before(pd.concat([first, second, first.assign(turn=3, share=0.9)]))
    assert (found.met, found.new) == (0, 0) and not found.remembered


def test_what_is_expected_is_uncertain_too():
    """The standard error is that of leaving out one person after the other, whose first answers
    then let expect nothing of others."""
    rows = again(3, 0.2, people=64)
    found = met_before(rows)
    people = rows["employee"].unique()
    others = [met_before(rows[rows["employee"] != one]).difference.value for one in people]
    error = np.sqrt(((np.array(others) - found.difference.value) ** 2).sum())
    half = (found.difference.high - found.difference.low) / 2
    assert half == pytest.approx(t.ppf(0.975, 31) * error, rel=0.03)
    assert not met_before(again(3, 0.2, people=56)).told, "28 first attempts at an item"


def test_with_one_paper_alone_it_cannot_be_told():
    rows = again(1, 0.5)
    found = met_before(rows[rows["employee"].map(lambda name: int(name[1:]) % 4 < 2)])
    assert not found.told and not found.remembered and found.new == 0
    assert "cannot be told" in str(found.sentence())
    nobody = met_before(rows[:0])
    assert not nobody.told and (nobody.met, nobody.new) == (0, 0)


def test_attempts_are_read_with_what_was_met(database):
    rows = "employee,course,module,version,date,attempt,item,score,maximum\n" + "\n".join(
        f"{who},C,{module},{version},{day},{attempt},Q1,{score},2"
        for who, module, version, day, attempt, score in (
            ("E1", "M", "A", "2026-03-02", 1, 0),
            ("E1", "M", "B", "2026-03-20", 2, 1),
            ("E1", "N", "A", "2026-03-25", 1, 2),
            ("E2", "M", "A", "2026-03-02", 1, 2),
        )
    )
    add(database, prepare(rows.encode(), "items.csv", EXAM_ITEM, Options(), DAY))
    with database.read(viewer=Viewer(frozenset({TRAINER}))) as reading:
        found = answers_again(reading, "C")
    assert found.values.tolist() == [
        ["E1", "M", "A", "Q1", 1, 0.0],
        ["E1", "M", "B", "Q1", 2, 0.5],
    ], "the first attempt at another module is no second one"


# --- the command


def test_the_command_tells_of_items_and_refuses_what_is_not_there(database, monkeypatch, capsys):
    monkeypatch.setenv("SERVICE_CULTURE_DB", str(database.path))
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "trainer")
    rows = "employee,course,date,item,score,maximum\n" + "\n".join(
        f"E{at},C,2026-03-02,{item},{at % 2},1" for at in range(12) for item in ("Q1", "Q2")
    )
    add(database, prepare(rows.encode(), "items.csv", EXAM_ITEM, Options(), DAY))
    database.close()
    assert main(["items", "C"]) == 0
    said = capsys.readouterr().out
    assert "C: 12 people" in said and "Too few answers to say (12 of 30)." in said
    assert "cannot be told" in said
    assert main(["items", "C", "--json"]) == 0
    assert '"drift": null' in capsys.readouterr().out
    assert main(["items", "D"]) == 2
    assert "Courses with such answers: C." in capsys.readouterr().err
    monkeypatch.setenv("SERVICE_CULTURE_ROLE", "")
    assert main(["items", "C"]) == 2 and "Q1" not in capsys.readouterr().out
