"""What each answer to a question does, set beside the other answers."""

from datetime import date

from data.store import Move, Stored
from ui.upload_questions import differing

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def outcome(*moves: Move) -> Stored:
    return Stored(1, moves=moves)


def test_values_that_every_answer_leaves_alike_say_nothing():
    mean = Move("exam_mean", OCTOBER, 80.0, 88.0)
    once, twice = outcome(mean, Move("csat", SEPTEMBER, 50.0, 66.0)), outcome(mean, Move("csat", SEPTEMBER, 50.0, 66.0))
    assert differing([once, twice]) == []


def test_the_widest_difference_comes_first_and_an_answer_that_moves_nothing_counts_as_now():
    corrected = outcome(Move("csat", SEPTEMBER, 50.0, 51.0), Move("net_promoter_score", SEPTEMBER, 10.0, 90.0))
    assert differing([corrected, outcome()]) == [("net_promoter_score", SEPTEMBER), ("csat", SEPTEMBER)]


def test_a_value_that_an_answer_takes_away_comes_last():
    gone = outcome(Move("net_promoter_score", SEPTEMBER, 10.0, None), Move("csat", SEPTEMBER, 50.0, 51.0))
    assert differing([gone, outcome()]) == [("csat", SEPTEMBER), ("net_promoter_score", SEPTEMBER)]
