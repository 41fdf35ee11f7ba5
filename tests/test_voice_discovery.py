"""Frequent expressions, and those that set two groups of comments apart."""

import numpy as np
import pytest

from metrics.voice.discovery import FEWEST, Expression, distinctions, frequent, log_odds
from tests.effort import effort


def counts(comments: list[str]) -> dict[str, int]:
    return {expression.text: expression.comments for expression in frequent(comments)}


def test_an_expression_needs_five_comments_not_five_mentions():
    assert counts(["parking", "parking"] * 2 + ["parking parking parking"]) == {"parking": 5}
    assert counts(["parking parking"] * 2 + ["parking"] * 2) == {}
    assert FEWEST == 5


def test_chinese_expressions_have_two_to_four_characters_and_the_longest_is_kept():
    found = counts(["服务态度好"] * 5 + ["态度"])
    assert found == {"服务态度": 5, "务态度好": 5, "态度": 6}


def test_a_shorter_expression_stays_where_it_is_used_alone_as_well():
    assert counts(["waiting time"] * 5) == {"waiting time": 5}
    assert counts(["waiting time"] * 5 + ["waiting"]) == {"waiting time": 5, "waiting": 6}


def test_no_expression_reaches_across_punctuation_or_figures():
    assert counts(["clean, fast"] * 5) == {"clean": 5, "fast": 5}
    assert counts(["waited 5 minutes"] * 5) == {"waited": 5, "minutes": 5}
    assert counts(["干净。热情"] * 5) == {"干净": 5, "热情": 5}
    assert counts(["很快app好用"] * 5) == {"很快": 5, "app": 5, "好用": 5}


def test_words_that_say_nothing_are_left_out():
    assert counts(["it was the queue"] * 5) == {"the queue": 5}
    assert counts(["我的态度了"] * 5) == {"态度": 5}


def test_writing_is_levelled_and_non_comments_are_left_out():
    assert counts(["QUEUE", "queue", "Ｑｕｅｕｅ", " queue ", "Queue!"]) == {"queue": 5}
    assert counts(["没有"] * 9 + ["none", None, float("nan")] * 9) == {}


def test_the_most_frequent_come_first():
    assert frequent(["slow"] * 6 + ["dear"] * 7 + ["cold"] * 6) == (
        Expression("dear", 7),
        Expression("cold", 6),
        Expression("slow", 6),
    )


def test_log_odds_as_in_the_published_example():
    # "the quick brown fox jumps over the lazy pig" against "the lazy purple pig jumps over the
    # lazier donkey", prior .05 a word; expected values of the package fightin_words (Lim), an
    # implementation of Monroe et al. 2008.
    words = "the quick brown fox jumps over lazy pig purple lazier donkey".split()
    first = np.array([2, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0], float)
    second = np.array([2, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1], float)
    prior = np.full(len(words), 0.05)
    z = dict(
        zip(
            words,
            log_odds(first, first.sum(), second, second.sum(), prior, prior.sum()),
            strict=True,
        )
    )
    assert z == pytest.approx(
        {
            word: {(1, 0): -0.6894227886807968, (0, 1): 0.6894227886807968}.get((a, b), 0.0)
            for word, a, b in zip(words, first, second, strict=True)
        },
        abs=1e-12,
    )


def test_what_one_group_says_more_is_found_with_its_side():
    before = ["friendly staff"] * 40 + ["long queue"] * 5 + ["fair prices"] * 30
    now = ["friendly staff"] * 40 + ["long queue"] * 30 + ["fair prices"] * 30
    assert [(found.text, found.first, found.second) for found in distinctions(before, now)] == [
        ("long queue", 5, 30)
    ]
    assert (
        distinctions(before, now)[0].z == pytest.approx(-distinctions(now, before)[0].z)
        and distinctions(before, now)[0].z > 0
    )


def test_groups_of_very_different_size_are_compared_by_share():
    many = ["friendly staff"] * 900 + ["long queue"] * 100
    few = ["friendly staff"] * 90 + ["long queue"] * 10
    assert distinctions(many, few) == ()
    assert {
        found.text: found.z > 0
        for found in distinctions(many, ["long queue"] * 60 + ["friendly staff"] * 40)
    } == {"long queue": True, "friendly staff": False}


def test_an_empty_group_is_not_compared():
    assert (
        distinctions([], ["long queue"] * 20) == () == distinctions(["none"], ["long queue"] * 20)
    )


def random_comments(number: int, seed: int, length: int = 18) -> list[str]:
    generator = np.random.default_rng(seed)
    characters = np.array([chr(0x4E00 + number) for number in range(1200)])
    weight = 1 / np.arange(1, 1201) ** 0.8
    drawn = generator.choice(characters, size=(number, length), p=weight / weight.sum())
    return ["".join(row) for row in drawn]


def test_hardly_anything_sets_equal_groups_apart():
    comments = random_comments(4000, 3)
    expressions = len(frequent(comments))
    assert expressions > 1000
    for size in (200, 2000):
        assert len(distinctions(comments[:size], comments[size:])) < expressions / 100


def test_four_times_the_comments_take_no_more_than_eight_times_the_work():
    comments = random_comments(10_000, 4, 12)
    few, all_of_them = (
        effort(lambda number=number: frequent(comments[:number])) for number in (2_500, 10_000)
    )
    assert all_of_them < 8 * few  # sixteen times, if each were compared with each
