"""What each answer to a question does, set beside the other answers."""

from datetime import date

import pytest

from data.questions import Choice, Question
from data.uploads.store import Move, Stored
from errors import Message
from i18n import N_, translator
from ui.upload.questions import _captions, differing

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def asked(names: str) -> Question:
    """A question whose first answer is likely."""
    choices = tuple(Choice(name, N_("None of them.")) for name in names)
    return Question("zeros", Message("?"), choices, names[0])


def outcome(*moves: Move) -> Stored:
    return Stored(1, moves=moves)


def test_values_that_every_answer_leaves_alike_say_nothing():
    mean = Move("exam_mean", OCTOBER, 80.0, 88.0)
    once, twice = (
        outcome(mean, Move("csat", SEPTEMBER, 50.0, 66.0)),
        outcome(mean, Move("csat", SEPTEMBER, 50.0, 66.0)),
    )
    assert differing([once, twice]) == []


def test_the_widest_difference_comes_first_and_an_answer_that_moves_nothing_counts_as_now():
    corrected = outcome(
        Move("csat", SEPTEMBER, 50.0, 51.0), Move("net_promoter_score", SEPTEMBER, 10.0, 90.0)
    )
    assert differing([corrected, outcome()]) == [
        ("net_promoter_score", SEPTEMBER),
        ("csat", SEPTEMBER),
    ]


def test_a_value_that_an_answer_takes_away_comes_last():
    gone = outcome(
        Move("net_promoter_score", SEPTEMBER, 10.0, None), Move("csat", SEPTEMBER, 50.0, 51.0)
    )
    assert differing([gone, outcome()]) == [("csat", SEPTEMBER), ("net_promoter_score", SEPTEMBER)]


@pytest.mark.parametrize(("counts", "said"), [(((0, 9), (0, 9)), False), (((0, 9), (0, 7)), True)])
def test_how_many_rows_count_is_said_of_each_answer_only_where_the_answers_differ_in_it(
    counts, said
):
    effects = {
        ("zeros", name): Stored(1, counting=counting, moves=(Move("csat", SEPTEMBER, None, value),))
        for name, counting, value in zip("ab", counts, (50.0, 60.0), strict=True)
    }
    told = _captions(asked("ab"), effects, translator("en"))
    assert [("Rows that count" in words, "60.0%" in words) for words in told] == [
        (said, False),
        (said, True),
    ]


def test_answers_that_change_no_value_still_say_what_counts():
    told = _captions(
        asked("ab"),
        {("zeros", name): Stored(1, counting=(0, 9)) for name in "ab"},
        translator("en"),
    )
    assert told == ["Rows that count in these months: 9 (now 0)."] * 2


def test_of_many_answers_those_that_do_what_the_likely_one_does_say_only_that():
    values = dict(zip("abcd", (50.0, 50.0, 60.0, 50.0), strict=True))
    effects = {
        ("zeros", name): outcome(Move("csat", OCTOBER, None, value))
        for name, value in values.items()
    }
    told = _captions(asked("abcd"), effects, translator("en"))
    assert [words == "As with the likely answer." for words in told] == [False, True, False, True]
    assert "50.0%" in told[0] and "60.0%" in told[2]
    few = _captions(asked("abc"), effects, translator("en"))
    assert few is not None and "50.0%" in few[1]
