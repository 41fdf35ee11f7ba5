import os
import sys
import threading

import pytest

from data.beside.standing_back import LOWER, stand_back, stand_back_whole


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux knows the priority of a thread")
def test_a_thread_stands_back_alone_and_with_what_it_starts():
    found = []

    def priority() -> None:
        found.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    def work() -> None:
        stand_back()
        priority()
        started = threading.Thread(target=priority)
        started.start()
        started.join()

    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    priority()
    assert found == [max(before, LOWER), max(before, LOWER), before]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux knows the priority of a thread")
def test_who_stands_back_already_stands_back_no_further():
    found = []

    def work() -> None:
        stand_back()
        stand_back_whole()  # of the thread alone, on Linux
        found.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [max(before, LOWER)]
