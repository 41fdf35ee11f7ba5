"""What is there when a run begins is not looked through for garbage at its end, but now and
then."""

import gc
import weakref
from itertools import count

import pytest

from data.progress import Stopped
from ui.shell import garbage
from ui.state.job import Job


class Rows:
    """What work holds."""


class Ring:
    """Something that only a collection of garbage can let go."""

    def __init__(self):
        self.itself = self


@pytest.fixture
def runs(monkeypatch):
    monkeypatch.setattr(garbage, "_RUNS", count(1))
    yield
    gc.unfreeze()


def dropped_before_a_run() -> weakref.ref:
    ring = Ring()
    return weakref.ref(ring)


def test_what_a_run_made_is_let_go_at_its_end_and_what_was_there_before_is_not_looked_at(runs):
    before = dropped_before_a_run()
    garbage.set_apart()
    made = dropped_before_a_run()
    gc.collect()
    assert made() is None and before() is not None


def test_now_and_then_a_run_lets_go_of_all(runs):
    before = dropped_before_a_run()
    for _ in range(garbage._ALL - 1):
        garbage.set_apart()
    gc.collect()
    assert before() is not None
    garbage.set_apart()
    gc.collect()
    assert before() is None


def test_work_that_was_stopped_holds_nothing_of_what_it_was_at():
    held: list[weakref.ref] = []

    def work(job: Job) -> None:
        rows = Rows()
        held.append(weakref.ref(rows))
        job.pause(60)

    gc.disable()
    try:
        job = Job(work, to_the_end=False)
        job.stop()
        job.wait(10)
        assert isinstance(job.fault, Stopped) and held[0]() is None
    finally:
        gc.enable()
