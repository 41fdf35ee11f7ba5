"""Small groups: which counts must stay hidden so that nobody can work them out by subtraction.

Counts are published with their totals, so a hidden one is safe only if every
sum it takes part in leaves it open. Hidden are the small counts, then others
with them, until an attacker who solves all sums at once learns too little.
Hundepool et al. 2012, Statistical Disclosure Control, ch. 4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

TOO_MANY = 0.4  # above this share of hidden counts a coarser table says more
_SOLVED, _UNBOUNDED = 0, 3  # the two statuses of linprog that tell something
_DUST = 1e-6  # what rounding may add to a bound


class Sum(NamedTuple):
    """A total and the parts that add up to it, as positions among the counts."""

    total: int
    parts: tuple[int, ...]


class Bounds(NamedTuple):
    """What an attacker can say of a hidden count: at least `low`, at most `high` (infinite: nothing)."""

    low: float
    high: float


@dataclass(frozen=True)
class Suppression:
    """Which counts to hide: all of them in `hidden`, among them the small ones in `primary`."""

    hidden: np.ndarray
    primary: np.ndarray

    @property
    def share(self) -> float:
        """Share of the counts that is hidden, 0 to 1."""
        return float(self.hidden.mean()) if self.hidden.size else 0.0

    @property
    def too_many(self) -> bool:
        """Whether to leave out the finer dimension instead."""
        return self.share > TOO_MANY


def small(counts: np.ndarray, least: int) -> np.ndarray:
    """Counts too small to be shown: above 0 and under `least`. A 0 tells of nobody."""
    counts = np.asarray(counts)
    return (counts > 0) & (counts < least)


def difference_is_safe(within: int, whole: int, least: int) -> bool:
    """Whether a filtered group may be shown beside the wider group that holds it.

    Not where it is small itself, nor where the rest of the wider group is
    small: subtraction would show it.
    """
    rest = whole - within
    return within >= least and (rest == 0 or rest >= least)


def suppress(counts: Sequence[int], sums: Sequence[Sum], least: int) -> Suppression:
    """Hide the counts under `least`, and enough others that none of them can be narrowed down.

    `counts` holds cells and totals alike, `sums` how they add up; the
    question is settled for all of them together, so that no two tables of
    one publication give each other away.
    """
    counts = np.asarray(counts)
    primary = small(counts, least)
    hidden = primary.copy()
    lines = [(total, *parts) for total, parts in sums]
    _hide_partners(counts, lines, hidden)
    waiting = np.flatnonzero(primary)
    while len(waiting):
        # One set of counts that fits all sums clears every small count that is not small in it;
        # hiding more later takes nothing from that proof.
        fitting = _highest(counts, sums, hidden, waiting[0])
        if fitting[waiting[0]] < least - _DUST:
            hidden[_next_partner(counts, lines, hidden, waiting[0])] = True
            _hide_partners(counts, lines, hidden)
        waiting = waiting[fitting[waiting] < least - _DUST]
    return Suppression(hidden, primary)


def suppress_table(table: Sequence[Sequence[int]], least: int) -> Suppression:
    """`suppress` for a table published with its row and column totals.

    The answer has one row and one column more than `table`: the totals.
    """
    whole = with_totals(table)
    result = suppress(whole.ravel(), table_sums(*whole.shape), least)
    return Suppression(result.hidden.reshape(whole.shape), result.primary.reshape(whole.shape))


def with_totals(table: Sequence[Sequence[int]]) -> np.ndarray:
    """The table with a last column of row totals and a last row of column totals."""
    rows = np.asarray(table)
    rows = np.column_stack([rows, rows.sum(axis=1)])
    return np.vstack([rows, rows.sum(axis=0)])


def table_sums(rows: int, columns: int) -> tuple[Sum, ...]:
    """The sums of a flattened table whose last row and column are totals."""
    places = np.arange(rows * columns).reshape(rows, columns)
    return tuple(Sum(int(line[-1]), tuple(map(int, line[:-1]))) for line in (*places, *places.T))


def bounds(
    counts: Sequence[int], sums: Sequence[Sum], hidden: np.ndarray, at: Sequence[int], floor: int = 0
) -> tuple[Bounds, ...]:
    """What the published counts and sums tell of the hidden counts at the places `at`, by linear programming.

    `floor` is the smallest value an attacker holds possible: 0, or 1 where
    zeros are shown, so that a hidden count cannot be one. ValueError where
    the counts do not add up, or where a count of `at` is shown.
    """
    if not all(hidden[place] for place in at):
        raise ValueError("bounds are found for hidden counts only")
    attack = _Attack(counts, sums, hidden, floor)
    return tuple(Bounds(-attack.highest(place, -1)[0], attack.highest(place, 1)[0]) for place in at)


def is_safe(count_bounds: Bounds, least: int) -> bool:
    """Whether a small count stays open: more than one value possible, and one of them not small."""
    return count_bounds.high > count_bounds.low + _DUST and count_bounds.high >= least - _DUST


class _Attack:
    """The hidden counts as unknowns of one linear programme: all sums hold, none is under `floor`."""

    def __init__(self, counts: Sequence[int], sums: Sequence[Sum], hidden: np.ndarray, floor: int):
        counts = np.asarray(counts, float)
        signs = np.zeros((len(sums), len(counts)))
        for row, (total, parts) in enumerate(sums):
            signs[row, list(parts)], signs[row, total] = 1, -1
        if (signs @ counts).any():
            raise ValueError("the counts do not add up to their totals")
        self.places, self.floor = np.flatnonzero(hidden), floor
        useful = signs[:, self.places].any(axis=1)
        self.matrix = signs[useful][:, self.places]
        self.known = self.matrix @ counts[self.places]

    def highest(self, place: int, sign: int) -> tuple[float, np.ndarray | None]:
        """The highest value of sign * count, and the hidden counts that give it (None where there is no highest)."""
        from scipy.optimize import linprog

        cost = np.where(self.places == place, -float(sign), 0.0)
        answer = linprog(cost, A_eq=self.matrix, b_eq=self.known, bounds=(self.floor, None), method="highs")
        if answer.status == _UNBOUNDED:
            return np.inf, None
        if answer.status != _SOLVED:
            raise ArithmeticError(f"the bounds of a hidden count cannot be computed: {answer.message}")
        return -answer.fun, answer.x


def _highest(counts: np.ndarray, sums: Sequence[Sum], hidden: np.ndarray, place: int) -> np.ndarray:
    """Counts that fit all that is shown (a 0 is shown, so none is hidden) and are the highest possible at `place`."""
    attack = _Attack(counts, sums, hidden, floor=1)
    value, found = attack.highest(place, 1)
    fitting = counts.astype(float)
    if found is not None:
        fitting[attack.places] = found
    fitting[place] = value
    return fitting


def _hide_partners(counts: np.ndarray, lines: list[tuple[int, ...]], hidden: np.ndarray) -> None:
    """Give every count that is alone in hiding in a line the smallest company there is; changes `hidden`."""
    waiting = True
    while waiting:
        waiting = False
        for line in lines:
            if sum(hidden[place] for place in line) != 1:
                continue
            free = [place for place in line if not hidden[place] and counts[place] > 0]
            if free:
                hidden[min(free, key=lambda place: _order(place, line, counts, lines, hidden))] = True
                waiting = True


def _order(place: int, line: tuple[int, ...], counts: np.ndarray, lines: list[tuple[int, ...]], hidden: np.ndarray) -> tuple:
    """Smallest first; of equals one whose other lines hide something already; then the first."""
    company = any(hidden[other] for crossing in lines if place in crossing and crossing != line for other in crossing)
    return counts[place], not company, place


def _next_partner(counts: np.ndarray, lines: list[tuple[int, ...]], hidden: np.ndarray, exposed: int) -> int:
    """The smallest shown count in a line of the exposed one, else in any line with a hidden one."""
    own = [line for line in lines if exposed in line]
    touched = [line for line in lines if any(hidden[place] for place in line)]
    for group in (own, touched):
        free = {place for line in group for place in line if not hidden[place] and counts[place] > 0}
        if free:
            return min(free, key=lambda place: (counts[place], place))
    raise ArithmeticError("with every sum hidden a count cannot be exposed")
