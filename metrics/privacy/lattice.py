"""Which breakdowns of staff's records may be published: one fixed lattice of cells, settled once
for a state of the data.

A cell is a group (the whole company, or one unit of one dimension) in a
month, a quarter or a year. Its numbers are sums over cases, so months add to
quarters and groups to the whole; people do not add, so they are counted.

1. The periods that add up to one of the next grain are shown all or none:
   where one month of a quarter has too few people, so have all three.
2. What is left when everything shown is taken from a wider group that is
   shown (the hidden groups together, the rest of a module beside its
   courses) holds nobody, or enough people. Else one more group is hidden.

By 1 and 2 whatever adding and subtracting cells of two dimensions can
determine is made of parts that each hold enough people. What three dimensions
combined could still tell is closed by the last rule:

3. For every small hidden group, and every two that are small together, an
   exchange of cases between hidden units is found that spreads what it could
   be far enough (exchange.py). Where there is none, more is hidden.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil

import numpy as np

from metrics.privacy.cases import MONTHS, WHOLE, Cases, small
from metrics.privacy.exchange import Exchanges, Unproven

SUMS = {"year": 1, "quarter": 4, "month": 3}  # how many periods of a grain are shown all or none
STATES = {
    "month": 1
}  # a state at a period's end is that of its last month: nothing adds up over time
# the part of what could be hidden for the sake of exchanges that is hidden before looking again
AT_ONCE = 0.5
TOO_MANY = 0.4  # above this share of lost cells a dimension is shown by the next grain only


@dataclass(frozen=True)
class Lattice:
    """The cells that may be shown: `shown[dimension][grain][group, period]`."""

    first_year: int
    names: Mapping[str, tuple[str | None, ...]]
    shown: Mapping[str, Mapping[str, np.ndarray]]

    def all_or_none(self) -> bool:
        """Whether rule 1 is kept: periods are shown with all that they add up to the next grain
        with, and only with that and the whole."""
        return all(_all_or_none(self.shown[WHOLE], tables) for tables in self.shown.values())


def _all_or_none(whole: Mapping[str, np.ndarray], tables: Mapping[str, np.ndarray]) -> bool:
    for coarser, grain in zip(tables, list(tables)[1:], strict=False):
        parts = tables[grain].reshape(*tables[coarser].shape, -1)
        if (parts.any(axis=2) & ~(parts.all(axis=2) & tables[coarser])).any():
            return False
    return not any((cells & ~whole[grain]).any() for grain, cells in tables.items())


def solve_lattice(
    cases: Cases,
    least: int,
    together: Mapping[str, int] = SUMS,
    *,
    coarsen: bool = True,
    tell: Callable[[float], object] = lambda part: None,
) -> Lattice:
    """The lattice of `cases` with at least `least` people behind every part that can be told;
    `together` by grain, coarse first.

    Without `coarsen` a grain stays however much of it is lost. `tell` hears often which part of the
    small groups is proved (0 to 1); what it raises ends the work.
    """
    settling = _Settling(cases, least, together, tell)
    settling.close_small()
    while settling.close_more() or (coarsen and settling.coarsen()) or settling.close_unproven():
        pass
    tell(1.0)
    return Lattice(cases.first_year, cases.names, settling.shown)


class _Settling:
    """The lattice while it is being settled: everything is open, then cells are closed until
    nothing small can be told."""

    def __init__(
        self, cases: Cases, least: int, together: Mapping[str, int], tell: Callable[[float], object]
    ):
        self.cases, self.least, self.together, self.tell = cases, least, together, tell
        self.people = {
            name: {grain: cases.people(name, grain) for grain in together} for name in cases.names
        }
        self.most = {
            name: {grain: people.max(axis=0) for grain, people in tables.items()}
            for name, tables in self.people.items()
        }
        self.shown = {
            name: {grain: np.ones(self.people[name][grain].shape[1:], bool) for grain in together}
            for name in cases.names
        }
        self.dimensions = [name for name in cases.names if name != WHOLE]
        # A partner within a narrower group serves the wider one as well, so the whole comes last.
        parents = sorted(cases.names, key=lambda name: (name == WHOLE, -len(cases.names[name])))
        self.pairs = [
            (child, parent) for child in self.dimensions for parent in parents if parent != child
        ]
        self.links = {pair: cases.links(*pair) for pair in self.pairs}
        self.period = {grain: cases.month // MONTHS[grain] for grain in together}
        # The periods in which what is shown of a pair has changed since rule 2 was last looked at.
        self.changed = {
            pair: {grain: np.ones(cases.periods(grain), bool) for grain in together}
            for pair in self.pairs
        }

    def close(self, dimension: str, grain: str, group: int, period: int) -> None:
        """Hide a cell with all that it is shown together with, in this grain and the finer ones;
        with the whole, everything there."""
        width, grains = self.together[grain], list(self.together)
        first = period // width * width * MONTHS[grain]
        after = first + width * MONTHS[grain]
        for finer in grains[grains.index(grain) :]:
            span = slice(first // MONTHS[finer], after // MONTHS[finer])
            self.shown[dimension][finer][group, span] = False
            for name in self.dimensions if dimension == WHOLE else ():
                self.shown[name][finer][:, span] = False
            for pair, changed in self.changed.items():
                if dimension in (WHOLE, *pair):
                    changed[finer][span] = True

    def close_small(self) -> None:
        """Hide every cell with too few people."""
        for dimension, tables in self.people.items():
            for grain, people in tables.items():
                shown = self.shown[dimension][grain]
                for group, period in np.argwhere(
                    small(people, self.least).any(axis=0) & shown
                ).tolist():
                    if shown[group, period]:  # else hidden since, with a neighbour
                        self.close(dimension, grain, group, period)

    def coarsen(self) -> bool:
        """Give up a grain of a dimension of which too much is lost though it can be shown by a
        coarser one; whether any was."""
        done = False
        for dimension in self.dimensions:
            for coarser, grain in zip(self.together, list(self.together)[1:], strict=False):
                shown, there = (
                    self.shown[dimension][grain],
                    self.people[dimension][grain].any(axis=0),
                )
                showable = there & np.repeat(
                    self.shown[dimension][coarser], MONTHS[coarser] // MONTHS[grain], axis=1
                )
                lost = (showable & ~shown).sum()
                if shown.any() and lost > TOO_MANY * showable.sum():
                    for finer in list(self.together)[list(self.together).index(grain) :]:
                        self.shown[dimension][finer][:] = False
                        for pair, changed in self.changed.items():
                            changed[finer][:] |= dimension in pair
                    done = True
        return done

    def close_more(self) -> bool:
        """Hide one more group wherever what is left of a wider one is small; whether there was
        anything to hide."""
        done = False
        for grain in self.together:
            for child, parent in self.pairs:
                for group, period in self._givers(child, parent, grain):
                    self.close(child, grain, group, period)
                    done = True
        return done

    def close_unproven(self) -> bool:
        """Hide more groups beside the small ones that exchanges do not protect yet; whether there
        was anything to hide.

        One may serve many, so of what would have to be hidden in a year only the part that serves
        most is hidden before looking again.
        """
        if not self._any_small():
            return False  # to look for exchanges takes as long as all the rest
        found = self.exchanges.unproven(self.shown, self.tell)
        wanted: dict[int, Counter] = defaultdict(Counter)
        for cell in found:
            wanted[cell.period * MONTHS[cell.grain] // 12][self._beside(self.exchanges, cell)] += 1
        before = self._count_open()
        for cells in wanted.values():
            for cell, _ in sorted(cells.items(), key=lambda item: (item[0][0] == WHOLE, -item[1]))[
                : ceil(AT_ONCE * len(cells))
            ]:
                self.close(*cell)
        assert not found or self._count_open() < before, (
            "what is not proven must be closed, or this never ends"
        )
        return bool(found)

    def _any_small(self) -> bool:
        return any(
            small(people, self.least).any()
            for name in self.dimensions
            for people in self.people[name].values()
        )

    @cached_property
    def exchanges(self) -> Exchanges:
        """The exchanges among the cases: of all that is hidden."""
        return Exchanges(self.cases, self.people, self.least)

    def _count_open(self) -> int:
        return sum(int(table.sum()) for tables in self.shown.values() for table in tables.values())

    def _beside(self, exchanges: Exchanges, cell: Unproven) -> tuple[str, str, int, int]:
        """What to hide so that the cell's cases can be exchanged: the group like it that brings
        most cases, up to what is needed, of these the smallest; else the smallest that meets it,
        else its own total over a longer period, else the smallest of all, else everybody."""
        month, grains = cell.period * MONTHS[cell.grain], list(self.together)
        depth, deepest = max(
            (self._depth(cell.dimension, group, month), group) for group in cell.groups
        )
        grain = grains[min(depth, len(grains) - 1)]
        period = month // MONTHS[grain]
        units, brought = exchanges.alike(cell)
        like = self._smallest_open(
            cell.dimension, grain, period, units, np.minimum(brought, self.least)
        )
        meeting = [
            found
            for name in self.dimensions
            if name != cell.dimension and not like
            if (found := self._smallest_open(name, grain, period, exchanges.met_by(cell, name)))
        ]
        if like or meeting:
            _, name, unit = like or min(meeting)
            return name, grain, unit, period
        if depth:
            return cell.dimension, grains[depth - 1], deepest, month // MONTHS[grains[depth - 1]]
        left = [
            found
            for name in self.dimensions
            if (
                found := self._smallest_open(
                    name, grain, period, np.arange(len(self.cases.names[name]))
                )
            )
        ]
        return (min(left)[1], grain, min(left)[2], period) if left else (WHOLE, grain, 0, period)

    def _depth(self, dimension: str, group: int, month: int) -> int:
        """How many grains are shown of a group in a month."""
        return sum(
            int(table[group, month // MONTHS[grain]])
            for grain, table in self.shown[dimension].items()
        )

    def _smallest_open(
        self, dimension: str, grain: str, period: int, units: np.ndarray, use: np.ndarray | int = 0
    ) -> tuple[int, str, int] | None:
        """Of the units that are shown, and of these the most useful, the one with the fewest
        people: (people, dimension, unit)."""
        people = self.most[dimension][grain][units, period]
        open_ = self.shown[dimension][grain][units, period] & (people > 0)
        if not open_.any():
            return None
        first = np.lexsort((people, -np.broadcast_to(use, len(units)), ~open_))[0]
        return int(people[first]), dimension, int(units[first])

    def _givers(self, child: str, parent: str, grain: str) -> list[tuple[int, int]]:
        """Groups of `child`, with their periods, that give away a small rest of a group of
        `parent`."""
        changed = self.changed[child, parent][grain]
        if not changed.any():
            return []
        among = np.flatnonzero(changed[self.period[grain]])
        changed[:] = False
        shown, inside = self.shown[child][grain], self._inside(child, parent, grain)
        group, period = self.cases.units[child][among], self.period[grain][among]
        open_, covered = shown[group, period], (shown & inside)[group, period]
        bundled = self._bundled(child, parent, grain)[period]
        found = (
            self._exposed(child, parent, grain, among, ~covered, covered) if covered.any() else []
        )
        # The hidden groups may be known together as well; then only hiding one that reaches beyond
        # the block helps.
        return found + (
            self._exposed(child, parent, grain, among, open_ & ~covered, open_ & ~covered & bundled)
            if bundled.any()
            else []
        )

    def _exposed(
        self,
        child: str,
        parent: str,
        grain: str,
        among: np.ndarray,
        rest: np.ndarray,
        helpful: np.ndarray,
    ) -> list[tuple[int, int]]:
        """The smallest helpful group of `child` in each block of `parent` of which, of the entries
        `among`, those in `rest` are of too few people."""
        if not (rest.any() and helpful.any()):
            return []
        group, period = self.cases.units[child][among], self.period[grain][among]
        block, blocks = self._blocks(parent, grain, among)
        people = self.cases.distinct(block[rest], blocks, grain, among[rest])
        exposed = np.any(small(people, self.least), axis=0)
        helpful = exposed[block, period] & helpful
        if not helpful.any():
            return []
        return self._smallest(
            child, grain, np.unique(np.column_stack([block, period, group])[helpful], axis=0)
        )

    def _smallest(self, child: str, grain: str, candidates: np.ndarray) -> list[tuple[int, int]]:
        """Of the candidates (block, period, group) of each block and period the group with the
        fewest people."""
        people = self.most[child][grain]
        chosen: dict[tuple[int, int], tuple[int, int]] = {}
        for block, period, group in candidates.tolist():
            chosen[block, period] = min(
                chosen.get((block, period), (people.max() + 1, 0)), (people[group, period], group)
            )
        return [(group, period) for (_, period), (_, group) in chosen.items()]

    def _blocks(self, parent: str, grain: str, among: np.ndarray) -> tuple[np.ndarray, int]:
        """The block of `parent` of each entry `among`: its group where that is shown, else the
        hidden ones together (the last block)."""
        group, hidden = self.cases.units[parent][among], len(self.cases.names[parent])
        return np.where(
            self.shown[parent][grain][group, self.period[grain][among]], group, hidden
        ), hidden + 1

    def _inside(self, child: str, parent: str, grain: str) -> np.ndarray:
        """Which groups of `child` lie, in a period, within one block of `parent`."""
        links = self.links[child, parent]
        reached = links.astype(int) @ self.shown[parent][grain].astype(int)
        return (links.sum(axis=1) <= 1)[:, None] | (reached == 0)

    def _bundled(self, child: str, parent: str, grain: str) -> np.ndarray:
        """In which periods the hidden groups of `child` all lie within one block of `parent` that
        is not everybody."""
        if parent == WHOLE:
            return np.zeros(self.cases.periods(grain), bool)
        met = (self.links[child, parent].T.astype(int) @ ~self.shown[child][grain]) > 0
        shown = self.shown[parent][grain]
        return (met & shown).sum(axis=0) + (met & ~shown).any(axis=0) == 1
