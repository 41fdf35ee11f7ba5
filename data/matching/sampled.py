"""Cells of one column that are looked at many times: what was found of them is kept beside them."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

from data.values.looks import is_no_answer

Answer = TypeVar("Answer")


class Sample(list[str]):
    """Some cells of a column, which nobody changes, and what is known of them already."""

    def __init__(self, cells: Sequence[str]):
        super().__init__(cells)
        self.known: dict[Hashable, Any] = {}


def known_of(cells: Sequence[str], what: Hashable, work_out: Callable[[], Answer]) -> Answer:
    """The answer of `work_out`, which is about these cells alone; kept where they are a sample."""
    if not isinstance(cells, Sample):
        return work_out()
    if what not in cells.known:
        cells.known[what] = work_out()
    return cells.known[what]


def told_by(cells: Sequence[str]) -> Sequence[str]:
    """The cells that hold an answer."""
    return known_of(
        cells, "told", lambda: Sample([cell for cell in cells if not is_no_answer(cell)])
    )
