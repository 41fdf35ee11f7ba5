"""Who chooses the wrong options, and the one finding an item gets."""

import time

import numpy as np
import pandas as pd
import pytest

from errors import WrongCall
from i18n import translator
from metrics.training.distractors import IDLE, distractors, graded
from metrics.training.item_verdict import (
    EASY,
    ENOUGH,
    HARD,
    WEAK,
    Finding,
    item_verdict,
    item_verdicts,
)
from metrics.training.items import item_table
from metrics.training.paper import paper
from tests.test_training_items import read

KEY = {"q1": "A", "q2": "B", "q3": "A"}
CHOSEN = pd.DataFrame({"q1": list("AAABC"), "q2": list("BBCBA"), "q3": ["A", "A", "B", None, "B"]})
GOOD = {"n": 100, "p": 0.6, "r_rest": 0.3}


def options(**r_rest: float) -> pd.DataFrame:
    """Options of one item, A the key; given the correlation of each, all chosen by enough
    people."""
    frame = pd.DataFrame(
        {"item": "q", "option": list(r_rest), "n": 20, "r_rest": list(r_rest.values())}
    )
    return frame.assign(
        key=frame["option"] == "A",
        idle=False,
        attracts=(frame["option"] != "A") & (frame["r_rest"] > 0.2),
    )


def test_grading():
    assert graded(CHOSEN, KEY)["q1"].tolist() == [1, 1, 1, 0, 0]
    assert graded(CHOSEN, KEY)["q3"].isna().tolist() == [False, False, False, True, False]
    with pytest.raises(WrongCall, match="Item q3 has no key"):
        graded(CHOSEN, {"q1": "A", "q2": "B"})


def test_options_by_hand():
    table = distractors(CHOSEN, KEY, offered={"q1": "ABCD", "q2": "ABC", "q3": "AB"}).set_index(
        ["item", "option"]
    )
    assert table.index.tolist() == [
        ("q1", "A"),
        ("q1", "B"),
        ("q1", "C"),
        ("q1", "D"),
        ("q2", "A"),
        ("q2", "B"),
        ("q2", "C"),
        ("q3", "A"),
        ("q3", "B"),
    ]
    assert table.loc["q1", "n"].tolist() == [3, 1, 1, 0] and table.loc["q1", "share"].tolist() == [
        0.6,
        0.2,
        0.2,
        0.0,
    ]
    assert table.loc["q3", "n"].tolist() == [2, 2] and table.loc["q3", "share"].tolist() == [
        0.5,
        0.5,
    ]
    assert table.index[table["key"]].tolist() == [("q1", "A"), ("q2", "B"), ("q3", "A")]
    # Besides q1 the five earned 2 of 2, 2 of 2, 0 of 2, 1 of 1 (q3 not seen), 0 of 2.
    rest = [1, 1, 0, 1, 0]
    assert table.loc[("q1", "A"), "r_rest"] == pytest.approx(
        np.corrcoef([1, 1, 1, 0, 0], rest)[0, 1]
    )
    assert table.loc[("q1", "A"), "mean_rest"] == pytest.approx(2 / 3)
    assert np.isnan(table.loc[("q1", "D"), "r_rest"]) and bool(table.loc[("q1", "D"), "idle"])


def test_unless_offered_the_options_are_those_seen_and_the_key():
    table = distractors(
        pd.DataFrame({"q1": list("CCB"), "q2": list("ABA")}), {"q1": "A", "q2": "A"}
    )
    assert list(zip(table["item"], table["option"], strict=True)) == [
        ("q1", "B"),
        ("q1", "C"),
        ("q1", "A"),
        ("q2", "A"),
        ("q2", "B"),
    ]
    assert table["n"].tolist() == [1, 2, 0, 2, 1]


def test_marks_may_come_from_the_paper():
    marks = pd.DataFrame({"q1": [1, 1, 1, 0, 0.0], "essay": [5, 4, 0, 3, 1.0]})
    table = distractors(CHOSEN[["q1"]], KEY, paper(marks, [1, 5])).set_index("option")
    assert table.loc["A", "r_rest"] == pytest.approx(np.corrcoef(marks["q1"], marks["essay"])[0, 1])


def test_distractors_equal_r(shared):
    expected = read(shared, "exam_sim20_distractors.csv")
    key = read(shared, "exam_sim20_expected.json")["key"]
    chosen = read(shared, "exam_sim20_responses.csv").set_index("emp")
    found = distractors(chosen, key, offered=dict.fromkeys(chosen.columns, "ABCD"))
    for column in ("item", "option", "key", "n"):
        assert found[column].tolist() == expected[column].tolist()
    assert found["share"].tolist() == pytest.approx(expected["share"].tolist(), abs=1e-8)
    assert found["r_rest"].tolist() == pytest.approx(
        expected["pbis_rest"].tolist(), abs=1e-8, nan_ok=True
    )
    # Ours is the share of the nineteen other items.
    assert (19 * found["mean_rest"]).tolist() == pytest.approx(
        expected["mean_rest_choosers"].tolist(), abs=1e-8, nan_ok=True
    )
    assert found["idle"].tolist() == (~expected["key"] & (expected["share"] < IDLE)).tolist()


def test_the_item_keyed_wrongly_on_purpose_is_found(shared):
    key = read(shared, "exam_sim20_expected.json")["key"]
    chosen = read(shared, "exam_sim20_responses.csv").set_index("emp")
    whole = paper(graded(chosen, key))
    found = {
        verdict.item: verdict
        for verdict in item_verdicts(item_table(whole), distractors(chosen, key, whole))
    }
    assert len(found) == 20
    assert [item for item, verdict in found.items() if verdict.finding is Finding.MISKEYED] == [
        "q20"
    ]
    assert found["q20"].options == ("A", "B", "D")
    assert (
        str(found["q20"].sentence)
        == "Fix the item: those who do well on the paper answer it wrongly."
    )
    assert [item for item, verdict in found.items() if verdict.finding is Finding.TOO_HARD] == [
        "q19"
    ]
    assert str(found["q19"].sentence).startswith(
        "Teach it again: only 28% of its points were earned"
    )
    # Keyed rightly, it is an item like the others.
    right = {**key, "q20": "B"}
    better = item_table(paper(graded(chosen, right))).loc["q20"]
    assert better["r_rest"] > 0


@pytest.mark.parametrize(
    ("row", "finding"),
    [
        ({"n": ENOUGH - 1, "p": 0.1, "r_rest": -0.9}, Finding.TOO_FEW),
        ({"n": ENOUGH, "p": 0.5, "r_rest": -0.9}, Finding.MISKEYED),
        ({"p": 0.0, "r_rest": np.nan}, Finding.NOBODY),
        ({"p": 1.0, "r_rest": np.nan}, Finding.TOO_EASY),
        ({"p": 0.5, "r_rest": np.nan}, Finding.UNTOLD),
        ({"r_rest": -0.20}, Finding.MISKEYED),
        ({"r_rest": -0.19}, Finding.PERHAPS_MISKEYED),
        ({"r_rest": 0.0}, Finding.REVIEW),
        ({"r_rest": WEAK - 0.001}, Finding.REVIEW),
        ({"r_rest": WEAK}, Finding.FINE),
        ({"p": HARD - 0.001}, Finding.TOO_HARD),
        ({"p": HARD}, Finding.FINE),
        ({"p": HARD - 0.001, "r_rest": 0.1}, Finding.REVIEW),
        ({"p": EASY}, Finding.FINE),
        ({"p": EASY + 0.001}, Finding.TOO_EASY),
        ({"p": EASY + 0.001, "r_rest": 0.05}, Finding.TOO_EASY),
    ],
)
def test_the_first_finding_that_holds(row, finding):
    verdict = item_verdict("q", {**GOOD, **row})
    assert verdict.finding is finding and verdict.options == ()


def test_findings_from_the_options():
    assert item_verdict("q", GOOD, options(A=0.3, B=-0.2, C=0.1)).finding is Finding.FINE
    lured = item_verdict("q", GOOD, options(A=0.3, B=-0.5, C=0.25))
    assert lured.finding is Finding.AMBIGUOUS and lured.options == ("C",)
    idle = item_verdict("q", GOOD, options(A=0.3, B=-0.2, C=-0.1).assign(idle=[False, False, True]))
    assert idle.finding is Finding.IDLE_OPTIONS and idle.options == ("C",)
    # Parts of points: the item's own correlation is above 0, but the best avoid the full mark.
    avoided = item_verdict("q", GOOD, options(A=-0.1, B=0.15, C=-0.2))
    assert avoided.finding is Finding.PERHAPS_MISKEYED and avoided.options == ("B",)


def test_an_option_that_seems_to_draw_the_best_by_chance_is_not():
    chosen = pd.DataFrame(np.random.default_rng(2).choice(list("ABC"), size=(60, 4)))
    table = distractors(chosen, dict.fromkeys(range(4), "A"))
    wrong = table[~table["key"]]
    assert (wrong["r_rest"] > 0).any() and not table["attracts"].any()


def test_an_option_that_draws_the_best_is_found():
    rng = np.random.default_rng(3)
    able = rng.random(400)
    chosen = pd.DataFrame(
        {f"q{number}": np.where(able > rng.random(400), "A", "B") for number in range(10)}
    )
    chosen["twin"] = np.where(able < 0.5, "B", np.where(rng.random(400) < 0.5, "A", "C"))
    table = distractors(chosen, dict.fromkeys(chosen.columns, "A"))
    assert [tuple(row) for row in table.loc[table["attracts"], ["item", "option"]].to_numpy()] == [
        ("twin", "C")
    ]


def test_the_sentences_say_what_was_seen():
    assert (
        str(item_verdict("q", {"n": 12, "p": 0.5, "r_rest": 0.2}).sentence)
        == "Too few answers to say (12 of 30)."
    )
    assert (
        str(item_verdict("q", {"n": 0, "p": np.nan, "r_rest": np.nan}).sentence)
        == "Too few answers to say (0 of 30)."
    )
    assert "with 100 answers this may be chance" in str(
        item_verdict("q", {**GOOD, "r_rest": -0.05}).sentence
    )
    assert "99% of its points" in str(item_verdict("q", {**GOOD, "p": 0.996}).sentence)
    idle = item_verdict("q", GOOD, options(A=0.3, B=-0.2, C=-0.1).assign(idle=[False, True, True]))
    assert translator("en")(idle.sentence).endswith(
        "fewer than 5% choose do not, and can be dropped or replaced: B, C."
    )


@pytest.mark.parametrize("finding", Finding)
def test_every_finding_fills_its_sentence(finding):
    verdicts = [
        item_verdict("q", {**GOOD, **row}, shown)
        for row in (
            {},
            {"n": 5},
            {"p": 0.0},
            {"p": 0.2},
            {"p": 0.95},
            {"r_rest": -0.5},
            {"r_rest": -0.1},
            {"r_rest": 0.1},
            {"r_rest": np.nan},
        )
        for shown in (
            None,
            options(A=0.3, B=0.25),
            options(A=0.3, B=-0.2).assign(idle=[False, True]),
        )
    ]
    said = [str(verdict.sentence) for verdict in verdicts if verdict.finding is finding]
    assert said and all("{" not in text for text in said)


def test_five_thousand_people_and_sixty_items_take_a_moment():
    rng = np.random.default_rng(1)
    chosen = pd.DataFrame(rng.choice(list("ABCD"), size=(5000, 60)))
    key = dict.fromkeys(range(60), "A")
    start = time.perf_counter()
    whole = paper(graded(chosen, key))
    item_verdicts(item_table(whole), distractors(chosen, key, whole))
    assert time.perf_counter() - start < 2
