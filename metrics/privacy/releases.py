"""What of the staff's records is published, and kept: no two states of the data may be subtracted
to tell few people.

What follows from one state alone is the lattice (lattice.py). But a cell that
is shown today and was shown yesterday also tells what changed in between. So
every change of the entries behind the numbers is written into a log, by the
release that brought it, and a cell is renewed only where the changes since it
was last renewed would be a lattice's cell of their own: of nobody, or of
enough people, and nothing small left beside them. Else it is held: it goes on
showing what it showed. A group that was hidden appears once enough people came
to it since. A month is held alone; its quarter and year wait with it, since less their other
months they would tell it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from data.fiscal import JANUARY
from metrics.privacy.cases import MONTHS, WHOLE, Cases, small, together_with
from metrics.privacy.lattice import Lattice, solve_lattice

# what a cell shows: nothing, what is on record, what it showed before
HIDDEN, CURRENT, HELD = 0, 1, 2
_MOST_BASES = 4  # releases whose changes since then are looked at

Cells = Mapping[str, Mapping[str, np.ndarray]]  # dimension -> grain -> (group, period)


@dataclass(frozen=True)
class Threshold:
    """`least`: how many people have to stand behind all that can be told; `together`: the grains
    shown, the longest first, and how many periods of each are shown all or none."""

    least: int
    together: Mapping[str, int]


@dataclass(frozen=True)
class Log:
    """All changes there ever were, and the entries that they are of.

    `entries`: each entry once, whatever became of it; entries that differ in a value are different
    ones. `same`, by entry: equal for entries that differ in their units only, so that somebody who
    changed store is no change of a course. Of equal length, one a change: `entry` its place in
    `entries`, `release` that brought it (1, 2, …), `sign` 1 come or -1 gone.
    """

    entries: Cases
    same: np.ndarray
    entry: np.ndarray
    release: np.ndarray
    sign: np.ndarray

    def net(self, among: np.ndarray) -> np.ndarray:
        """What the changes in `among` add up to, by entry: 1 come, -1 gone, 0 as before."""
        return np.rint(
            np.bincount(self.entry[among], self.sign[among], minlength=len(self.entries.person))
        ).astype(int)

    def moved(self, net: np.ndarray, unit: np.ndarray | int) -> np.ndarray:
        """The changed entries whose coming and going cancel within the units of a dimension (0:
        everybody)."""
        cell = self.same * (np.max(unit, initial=0) + 1) + unit
        _, cell = np.unique(cell, return_inverse=True)
        return (net != 0) & (np.rint(np.bincount(cell, net))[cell] == 0)

    def left(self, net: np.ndarray) -> np.ndarray:
        """The changed entries less those whose coming and going cancel in some dimension, one after
        the other: the fewest that tell of somebody's change."""
        for unit in self.entries.units.values():
            net = np.where(self.moved(net, unit), 0, net)
        return net != 0

    def only(self, which: np.ndarray) -> "Log":
        """The changes in `which` (true or false), of the same entries."""
        return replace(
            self, entry=self.entry[which], release=self.release[which], sign=self.sign[which]
        )

    def of(self, which: np.ndarray) -> "Log":
        """The changes of some entries (true or false) only."""
        place, own = np.cumsum(which) - 1, which[self.entry]
        return Log(
            self.cases(which),
            self.same[which],
            place[self.entry[own]],
            self.release[own],
            self.sign[own],
        )

    def cases(self, which: np.ndarray) -> Cases:
        """The entries in `which` (true or false)."""
        whole = self.entries
        return replace(
            whole,
            person=whole.person[which],
            month=whole.month[which],
            layer=whole.layer[which],
            n=whole.n[which],
            units={name: codes[which] for name, codes in whole.units.items()},
        )


@dataclass(frozen=True)
class Release:
    """What is published: `state` (HIDDEN, CURRENT or HELD) and `since`, the release whose records a
    cell shows, or since which it is hidden (0: never had records).

    `days`: when each release was made. `last`: the last month with entries, 0 the first year's first.
    """

    days: tuple[date, ...]
    first_year: int
    last: int
    names: Mapping[str, tuple[str | None, ...]]
    state: Cells
    since: Cells
    starts: int = JANUARY  # the month with which years begin

    @property
    def number(self) -> int:
        """The number of this release."""
        return len(self.days)

    @property
    def years(self) -> int:
        """How many years it spans."""
        grain, table = next(iter(self.state[WHOLE].items()))
        return table.shape[1] * MONTHS[grain] // 12

    def of_year(self, year: int) -> "Release":
        """One year of it."""

        def cut(cells: np.ndarray) -> np.ndarray:
            width = cells.shape[1] // self.years
            return cells[
                :,
                max(0, year - self.first_year) * width : max(0, year + 1 - self.first_year) * width,
            ]

        return replace(
            self, first_year=year, state=_each(self.state, cut), since=_each(self.since, cut)
        )

    @property
    def lattice(self) -> Lattice:
        """The cells that show what is on record."""
        return Lattice(
            self.first_year, self.names, _each(self.state, lambda cells: cells == CURRENT)
        )

    def at(
        self, dimension: str, group: str | None, start: date, grain: str
    ) -> tuple[int, date | None]:
        """What a cell shows, and of which day where it is held; where nobody was ever recorded
        there is nothing to hide."""
        if group not in self.names[dimension]:
            return CURRENT, None
        cells = self.state[dimension]
        at = (start.year - self.first_year) * 12 + start.month - self.starts
        # A state is kept by month: that of a longer period is that of its last month on record.
        finest, at = (
            (grain, at // MONTHS[grain])
            if grain in cells
            else ("month", min(at + MONTHS[grain] - 1, self.last))
        )
        if at < 0:
            return CURRENT, None
        place = self.names[dimension].index(group), min(at, cells[finest].shape[1] - 1)
        state = int(cells[finest][place])
        return state, self.days[self.since[dimension][finest][place] - 1] if state == HELD else None


class _Table(NamedTuple):
    """The cells of a dimension and grain as the release before left them: `own`: people of the
    changes since the release that a cell shows, by layer; `there`: whether it has records now."""

    state: np.ndarray
    since: np.ndarray
    own: np.ndarray
    there: np.ndarray

    @property
    def changed(self) -> np.ndarray:
        """Which changed since the release that they show."""
        return np.any(self.own > 0, axis=0)

    @property
    def told(self) -> np.ndarray:
        """Which showed something."""
        return np.logical_and(self.since > 0, self.state != HIDDEN)


_Tables = Mapping[str, Mapping[str, _Table]]  # dimension -> grain


def renew(
    before: Release | None,
    log: Log,
    day: date,
    threshold: Threshold,
    tell: Callable[[float], None] = lambda part: None,
    allowed: Cells | None = None,
) -> Release:
    """The release after `before`, from a log whose latest changes are its own; `tell` hears the
    part done.

    `allowed`: the lattice of what is then on record, where the log is a part of it only.
    """
    number = 1 if before is None else before.number + 1
    least, together = threshold.least, threshold.together
    now = log.cases(log.net(log.release <= number) > 0)
    if allowed is None:
        allowed = lattice_of(now, threshold, lambda part: tell(part / 2), coarsen=True)
    entries = log.entries
    tables = {
        name: {grain: _table(before, log, now, name, grain) for grain in together}
        for name in entries.names
    }
    movable = _movable(log, tables, _bases(tables, number) if before else [], threshold, tell)
    settled: dict[str, dict[str, tuple[np.ndarray, np.ndarray]]] = {
        name: {} for name in entries.names
    }
    for grain in reversed(
        list(together)
    ):  # a longer period must not tell what is held of a shorter one
        cells = _Cells(log, grain, tables, least)
        free = (
            cells.free(
                movable,
                {
                    name: {finer: found for finer, (found, _) in settled[name].items()}
                    for name in settled
                },
            )
            if before
            else None
        )
        for name in entries.names:
            found = np.ones_like(allowed[name][grain]) if free is None else free[name]
            table, width = tables[name][grain], together[grain]
            shown, since_then = _settled(table, allowed[name][grain], found, number, width)
            settled[name][grain] = _all_or_none(shown, table, width), since_then
    for name in entries.names:
        _within_shown(settled[name], tables[name])
    states, sinces = (
        {name: {grain: settled[name][grain][at] for grain in together} for name in settled}
        for at in (0, 1)
    )
    release = Release(
        (*(before.days if before else ()), day),
        entries.first_year,
        int(entries.month[log.entry].max(initial=0)),
        entries.names,
        states,
        sinces,
        entries.starts,
    )
    return _Left(release, now, tables, least).closed() if before else release


def lattice_of(
    cases: Cases,
    threshold: Threshold,
    tell: Callable[[float], None],
    coarsen: bool = False,
) -> Cells:
    """The cells that may be shown. Everybody together is settled alone: what is hidden of units
    must not take the whole along."""
    least, together = threshold.least, threshold.together
    alone = replace(cases, units={WHOLE: cases.units[WHOLE]}, names={WHOLE: cases.names[WHOLE]})
    return {
        **solve_lattice(cases, least, together, coarsen=coarsen, tell=tell).shown,
        WHOLE: solve_lattice(alone, least, together).shown[WHOLE],
    }


def _settled(
    table: _Table, allowed: np.ndarray, free: np.ndarray, number: int, width: int
) -> tuple[np.ndarray, np.ndarray]:
    """State and since of the cells of a table.

    `allowed`: by the lattice of what is on record; `free`: which may change; `width`: how many
    periods are shown all or none.
    """
    state, since, told, changed = table.state, table.since, table.told, table.changed
    had = since > 0
    as_it_was = told & ~changed  # shows nothing new, whatever the lattice says by now
    # It counted on hiding that, so what is new beside it would tell what it hides.
    allowed = allowed & ~(together_with(as_it_was & ~allowed, width) & ~told)
    # What was hidden and is as it was would tell, once shown, what else was hidden with it.
    stays = had & (~free | (state == HIDDEN) & ~changed) & ~as_it_was
    found = np.where(allowed & free, CURRENT, HIDDEN)
    found = np.where(stays, np.where(told, HELD, HIDDEN), found)
    found = np.where(as_it_was, np.where(free, CURRENT, HELD), found)
    kept = stays | as_it_was | had & (found == HIDDEN) & (state == HIDDEN)
    return found, np.where(kept, since, np.where(table.there | had, number, 0))


def _all_or_none(shown: np.ndarray, table: _Table, width: int) -> np.ndarray:
    """Of periods that add up to one, none is newly shown where another stays hidden: their sum,
    less those shown, would tell it."""
    there = table.there
    hidden = (
        ((shown == HIDDEN) & there).reshape(len(shown), -1, width).any(axis=2).repeat(width, axis=1)
    )
    return np.where(hidden & there & (shown == CURRENT) & ~table.told, HIDDEN, shown)


def _within_shown(
    settled: Mapping[str, tuple[np.ndarray, np.ndarray]], tables: Mapping[str, _Table]
) -> None:
    """Hide what would newly be shown within a longer period that is hidden: all of its parts would
    add up to it."""
    for longer, shorter in pairwise(sorted(settled, key=MONTHS.__getitem__, reverse=True)):
        shown = settled[shorter][0]
        hidden = ((settled[longer][0] == HIDDEN) & tables[longer].there).repeat(
            MONTHS[longer] // MONTHS[shorter], axis=1
        )
        table = tables[shorter]
        shown[hidden & table.there & ~table.told & (shown == CURRENT)] = HIDDEN


def _movable(
    log: Log,
    tables: _Tables,
    bases: list[int],
    threshold: Threshold,
    tell: Callable[[float], None],
) -> Cells:
    """The cells that may change: by the lattice of all changes since the release that a cell shows;
    of a new cell, since the last one."""

    def part_of(done: int) -> Callable[[float], None]:
        return lambda part: tell(0.5 + (done + part) / len(bases) / 2)

    found = _each(tables, lambda table: np.ones_like(table.since, bool))
    for done, base in enumerate(bases):
        net = log.net(log.release > base)
        # Who only changed units moves the numbers of these units, and of nothing wider: both ways
        # of looking at it have to hold. They are one where nobody did.
        left = log.left(net)
        ways = [log.cases(net != 0), *([log.cases(left)] if (left != (net != 0)).any() else [])]
        alone = {grain: Threshold(threshold.least, {grain: 1}) for grain in threshold.together}
        shown = {
            grain: _both([lattice_of(way, only, part_of(done)) for way in ways])
            for grain, only in alone.items()
        }
        for name, grain in ((name, grain) for name in found for grain in alone):
            mine = _base_of(tables[name][grain].since, bases) == base
            found[name][grain][mine] = shown[grain][name][grain][mine]
    return found


def _both(lattices: list[Cells]) -> dict[str, dict[str, np.ndarray]]:
    one, other = lattices[0], lattices[-1]
    return {
        name: {grain: cells & other[name][grain] for grain, cells in tables.items()}
        for name, tables in one.items()
    }


def _base_of(since: np.ndarray, bases: list[int]) -> np.ndarray:
    """For each cell its base, or the next later one: of fewer changes less may be told."""
    return np.array(bases)[
        np.minimum(np.searchsorted(bases, np.where(since > 0, since, bases[-1])), len(bases) - 1)
    ]


def _bases(tables: _Tables, number: int) -> list[int]:
    """The last release, and those that cells show, or since which they are hidden: of those with
    changes since then some, far apart; of the others, where all may be as it was, the latest."""
    every = [table for own in tables.values() for table in own.values()]
    found = [
        {int(base) for table in every for base in np.unique(table.since[table.changed == pending])}
        for pending in (True, False)
    ]
    pending = np.array(sorted(found[0] | {number - 1}))
    chosen = set(
        pending[np.unique(np.linspace(0, len(pending) - 1, _MOST_BASES).astype(int))].tolist()
    )
    rest = sorted(found[1] - chosen - {0}, reverse=True)
    return sorted(chosen | set(rest[: _MOST_BASES - len(chosen)]))


class _Left:
    """A release, whose cells are held or hidden where what is left of a cell beside the known ones
    within it would be of few people.

    Known is what is shown, and also what is as it was when it was shown: the lattice cannot hide
    that any more.
    """

    def __init__(self, release: Release, now: Cases, tables: _Tables, least: int):
        self.release, self.now, self.least = release, now, least
        self.grains = sorted(tables[WHOLE], key=MONTHS.__getitem__, reverse=True)
        self.tables, self.seen = tables, _each(tables, lambda table: table.told)
        self.changed = _each(tables, lambda table: table.changed)

    def closed(self) -> Release:
        """The release with as much closed as it takes."""
        while any([self._close(name, at) for name in self.seen for at in range(len(self.grains))]):
            pass
        return self.release

    def _known(self) -> Cells:
        return {
            name: {
                grain: (cells == CURRENT) | (cells == HELD) & ~self.changed[name][grain]
                for grain, cells in tables.items()
            }
            for name, tables in self.release.state.items()
        }

    def _close(self, dimension: str, at: int) -> bool:
        """Close cells within the cells of a dimension and grain that would tell few people, or
        these; whether there were any."""
        grain, known, now = self.grains[at], self._known(), self.now
        unit, period = now.units[dimension], now.month // MONTHS[grain]
        for child, finer, rest in _parts(now, dimension, self.grains[at:], known):
            few = (
                few_people(now, rest, dimension, grain, self.least).any(axis=0)
                & known[dimension][grain]
            )
            if not few.any():
                continue
            inside = few[unit, period] & ~rest
            cells = np.zeros_like(known[child][finer])
            cells[now.units[child][inside], now.month[inside] // MONTHS[finer]] = True
            if self._shut(child, finer, cells) or self._shut(dimension, grain, few):
                return True
        return False

    def _shut(self, dimension: str, grain: str, cells: np.ndarray) -> bool:
        """Hide those of some cells that were not seen before, with all within them; where there are
        none, hold those that changed; whether there were any."""
        state, seen = self.release.state[dimension][grain], self.seen[dimension][grain]
        shown = cells & (state == CURRENT)
        fresh, changed = shown & ~seen, shown & seen & self.changed[dimension][grain]
        if fresh.any():
            for finer in self.grains[self.grains.index(grain) :]:
                within = fresh.repeat(MONTHS[grain] // MONTHS[finer], axis=1)
                self._set(dimension, finer, within & ~self.seen[dimension][finer], HIDDEN)
        elif changed.any():
            self._set(dimension, grain, changed, HELD)
        return fresh.any() or changed.any()

    def _set(self, dimension: str, grain: str, cells: np.ndarray, found: int) -> None:
        state, before = self.release.state[dimension][grain], self.tables[dimension][grain].since
        cells = cells & (state == CURRENT)
        state[cells] = found
        self.release.since[dimension][grain][cells] = np.where(
            before > 0, before, self.release.number
        )[cells]


def rests(
    entries: Cases, dimension: str, grains: Sequence[str], shown: Cells
) -> Iterator[np.ndarray]:
    """Which entries lie in no cell that is shown within the cells of a dimension and the first of
    the grains: all of them, less the shorter periods, grain by grain, and less the units of each
    narrower dimension."""
    yield np.ones(len(entries.person), bool)
    yield from (rest for _, _, rest in _parts(entries, dimension, grains, shown))


def _parts(
    entries: Cases, dimension: str, grains: Sequence[str], shown: Cells
) -> Iterator[tuple[str, str, np.ndarray]]:
    """Dimension and grain of the cells within, and what they leave."""
    grain, *shorter = grains
    rest = np.ones(len(entries.person), bool)
    for finer in shorter:
        rest = (
            rest
            & ~shown[dimension][finer][entries.units[dimension], entries.month // MONTHS[finer]]
        )
        yield dimension, finer, rest
    for child in entries.names:
        nested = _nested(entries, child, dimension)
        if nested.any():
            unit = entries.units[child]
            yield (
                child,
                grain,
                ~(nested[unit] & shown[child][grain][unit, entries.month // MONTHS[grain]]),
            )


def _nested(entries: Cases, child: str, parent: str) -> np.ndarray:
    """Which groups of a narrower dimension lie in one group of another."""
    return (
        entries.links(child, parent).sum(axis=1) == 1
        if child != parent
        else np.zeros(len(entries.names[child]), bool)
    )


def few_people(
    entries: Cases, which: np.ndarray, dimension: str, grain: str, least: int
) -> np.ndarray:
    """Where (layer, group, period) few people are behind some entries (true or false)."""
    among = np.flatnonzero(which)
    return small(
        entries.distinct(
            entries.units[dimension][among], len(entries.names[dimension]), grain, among
        ),
        least,
    )


class _Cells:
    """The cells of a grain as the release before left them."""

    def __init__(self, log: Log, grain: str, tables: _Tables, least: int):
        self.log, self.grain, self.least = log, grain, least
        self.tables = {name: own[grain] for name, own in tables.items()}

    def free(
        self, movable: Cells, shorter: Mapping[str, Mapping[str, np.ndarray]]
    ) -> dict[str, np.ndarray]:
        """Which may change: by the lattices of the changes, of enough people, and neither with its
        shorter periods nor with a wider group that is held telling changes of few."""
        found = {
            name: movable[name][self.grain]
            & ~small(table.own, self.least).any(axis=0)
            & ~self._rests(name, shorter[name])
            for name, table in self.tables.items()
        }
        for parent in sorted(found, key=lambda name: len(self.log.entries.names[name])):
            held = self.tables[parent].told & self.tables[parent].changed & ~found[parent]
            for child in (name for name in found if name != parent and held.any()):
                links = self.log.entries.links(child, parent)
                inside = links & (links.sum(axis=1) == 1)[:, None]
                found[child] &= (inside.astype(int) @ held) == 0
        return found

    def _rests(self, dimension: str, shorter: Mapping[str, np.ndarray]) -> np.ndarray:
        """Where a period, less the shorter ones in it that show what is on record, would tell
        changes of few people, or, almost, those of a single shorter one that is held: beside the
        largest of these enough people have to be left, as other figures may tell the rest."""
        entries, since = self.log.entries, self.tables[dimension].since
        unit, period = entries.units[dimension], entries.month // MONTHS[self.grain]
        net = self.log.net(self.log.release > since[unit, period][self.log.entry])
        changed = (net != 0) & ~self.log.moved(net, unit)
        tells = np.zeros(since.shape, bool)
        for finer in reversed(list(shorter)):  # quarters where they are shown, then months too
            changed = changed & (shorter[finer][unit, entries.month // MONTHS[finer]] != CURRENT)
            rest = np.flatnonzero(changed)
            people = entries.distinct(unit[rest], len(since), self.grain, rest)
            most = (
                entries.distinct(unit[rest], len(since), finer, rest)
                .reshape(*people.shape, -1)
                .max(axis=3)
            )
            tells |= ((people > 0) & (people - most < self.least)).any(axis=0)
        return tells


def _table(before: Release | None, log: Log, now: Cases, name: str, grain: str) -> _Table:
    since = placed(before, "since", name, grain, log.entries, 0)
    return _Table(
        placed(before, "state", name, grain, log.entries, CURRENT),
        since,
        _own(log, name, grain, since),
        np.any(now.people(name, grain), axis=0),
    )


def _own(log: Log, dimension: str, grain: str, since: np.ndarray) -> np.ndarray:
    """People whose entries changed in a cell since it was settled, by layer, group and period."""
    entries = log.entries
    settled = since[entries.units[dimension], entries.month // MONTHS[grain]]
    net = log.net(log.release > settled[log.entry])
    changed = np.flatnonzero((net != 0) & ~log.moved(net, entries.units[dimension]))
    return entries.distinct(
        entries.units[dimension][changed], len(entries.names[dimension]), grain, changed
    )


def placed(
    before: Release | None, what: str, dimension: str, grain: str, entries: Cases, default: int
) -> np.ndarray:
    """The cells of the release before where they are in the log of today, which may know more
    groups and years."""
    cells = np.full((len(entries.names[dimension]), entries.periods(grain)), default)
    if before is None:
        return cells
    table = getattr(before, what)[dimension][grain]
    at = {name: place for place, name in enumerate(entries.names[dimension])}
    rows = [at[name] for name in before.names[dimension]]
    first = (before.first_year - entries.first_year) * 12 // MONTHS[grain]
    cells[rows, first : first + table.shape[1]] = table
    return cells


def _each(
    cells: Mapping[str, Mapping[str, object]], make: Callable
) -> dict[str, dict[str, np.ndarray]]:
    return {
        name: {grain: make(table) for grain, table in tables.items()}
        for name, tables in cells.items()
    }
