"""What is kept for everyone: worked out once, however many ask at once, and tried again where it
failed."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from metrics.snapshot import forget, once


def test_many_who_ask_at_once_wait_for_one_answer():
    asked = []

    @once(4)
    def slow(number):
        asked.append(number)
        time.sleep(0.05)
        return [number]

    start = threading.Barrier(8)

    def one(_):
        start.wait()
        return slow(7)

    with ThreadPoolExecutor(8) as readers:
        answers = list(readers.map(one, range(8)))
    assert asked == [7] and all(answer is answers[0] for answer in answers)


def test_what_failed_is_tried_again():
    tries = []

    @once(4)
    def fragile(number):
        tries.append(number)
        if len(tries) == 1:
            raise ValueError("not yet")
        return number

    with pytest.raises(ValueError, match="not yet"):
        fragile(1)
    assert fragile(1) == 1 and fragile(1) == 1 and len(tries) == 2


def test_only_the_latest_are_kept():
    asked = []
    keep = once(2)(lambda number: asked.append(number))
    for number in (1, 2, 1, 3, 1, 2):
        keep(number)
    assert asked == [1, 2, 3, 2]


def test_one_function_or_all_let_go():
    asked = []
    first, second = once(2)(lambda: asked.append("first")), once(2)(lambda: asked.append("second"))
    first(), second()
    first.forget()
    first(), second()
    assert asked == ["first", "second", "first"]
    forget()
    first(), second()
    assert asked[3:] == ["first", "second"]
