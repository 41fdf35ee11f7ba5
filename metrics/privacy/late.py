"""What a release leaves out: changes of few people in figures that readers have seen. They wait,
and the rest goes on.

A late result of one person in March would tell itself as the difference of
two states of March; held back alone it costs March, its quarter and its year
nothing. It is taken up with the next release in which enough people changed.
What a person's records of a month say is taken up whole or not at all; where
some are gone from a month (moved to another day, taken back), all of that
person's changes go together, so that nobody counts twice or not at all.

Left out is what these alone would tell; which cells may show what is taken up
is for releases.py, which looks at all cells together.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np

from metrics.privacy.cases import MONTHS, WHOLE, Cases, small
from metrics.privacy.releases import (
    CURRENT,
    HELD,
    HIDDEN,
    Cells,
    Log,
    Release,
    Threshold,
    few_people,
    lattice_of,
    placed,
    renew,
    rests,
)


def next_release(
    before: Release | None,
    log: Log,
    day: date,
    threshold: Threshold,
    tell: Callable[[float], None] = lambda part: None,
) -> tuple[np.ndarray, Release | None]:
    """Which changes of the log are taken up, and the release with them after `before`; None where
    it would show what that one shows."""
    if before is None:
        return np.ones(len(log.entry), bool), _by_year(None, log, day, threshold, tell)
    least = threshold.least
    kept = _kept(before, log, threshold)
    many = len(np.unique(log.entries.person[log.entry[~kept]])) >= least
    if not (kept & (log.release > before.number)).any() and not many:
        return kept, None
    release = _by_year(before, log.only(kept), day, threshold, tell)
    return kept, _with_waiting(
        release, log.entries, np.unique(log.entry[~kept]), least
    ) if many else release


def _kept(before: Release, log: Log, threshold: Threshold) -> np.ndarray:
    """`taken_up`, of the years in which something changed."""
    inside = np.isin(log.entries.month // 12, _years_of(log, before.number))
    kept = np.ones(len(log.entry), bool)
    kept[inside[log.entry]] = taken_up(before, log.of(inside), threshold)
    return kept


def _years_of(log: Log, number: int) -> np.ndarray:
    """The years, counted from the first, of the changes after a release."""
    return np.unique(log.entries.month[log.entry[log.release > number]] // 12)


def _by_year(
    before: Release | None,
    log: Log,
    day: date,
    threshold: Threshold,
    tell: Callable[[float], None],
) -> Release:
    """The release after `before`: made of each year in which something changed, for no period
    reaches beyond its year.

    What may be shown of a state of the records is settled for all years at once.
    """
    entries, together = log.entries, threshold.together
    state, since = (
        {
            name: {grain: placed(before, what, name, grain, entries, default) for grain in together}
            for name in entries.names
        }
        for what, default in (("state", CURRENT), ("since", 0))
    )
    years = _years_of(log, 0 if before is None else before.number).tolist()
    now = log.cases(log.net(log.release > 0) > 0)
    allowed = (
        lattice_of(now, threshold, lambda part: tell(part / 2), coarsen=True) if years else {}
    )  # else all is as it was
    for done, year in enumerate(years):
        first = entries.first_year + year
        of_year = log.of(entries.month // 12 == year)
        of_year = replace(
            of_year,
            entries=replace(
                of_year.entries, first_year=first, years=1, month=of_year.entries.month - 12 * year
            ),
        )
        own = {
            name: {
                grain: cells[:, year * 12 // MONTHS[grain] : (year + 1) * 12 // MONTHS[grain]]
                for grain, cells in tables.items()
            }
            for name, tables in allowed.items()
        }
        made = renew(
            None if before is None else before.of_year(first),
            of_year,
            day,
            threshold,
            _second_half(tell, done, len(years)),
            own,
        )
        for name, grain in product(state, together):
            width = 12 // MONTHS[grain]
            state[name][grain][:, year * width : (year + 1) * width] = made.state[name][grain]
            since[name][grain][:, year * width : (year + 1) * width] = made.since[name][grain]
    days = (*(() if before is None else before.days), day)
    return Release(
        days,
        entries.first_year,
        int(entries.month[log.entry].max(initial=0)),
        entries.names,
        state,
        since,
        entries.starts,
    )


def _with_waiting(release: Release, entries: Cases, waiting: np.ndarray, least: int) -> Release:
    """The release, with cells held where all that changed waits, and is of enough people to matter:
    what was taken back, for the most part."""
    for name, grain in product(release.state, release.state[WHOLE]):
        people = entries.distinct(
            entries.units[name][waiting], len(entries.names[name]), grain, waiting
        )
        state, since = release.state[name][grain], release.since[name][grain]
        state[
            (people >= least).any(axis=0)
            & (state == CURRENT)
            & (since > 0)
            & (since < release.number)
        ] = HELD
    return release


def _second_half(tell: Callable[[float], None], done: int, of: int) -> Callable[[float], None]:
    """Who hears of the parts of one year, `done` of the `of` years being made, that half is over."""
    return lambda part: tell(0.5 + (done + part) / of / 2)


def taken_up(before: Release, log: Log, threshold: Threshold) -> np.ndarray:
    """Which changes of the log are published: all of the releases up to `before`, and of those
    after it what does not tell few people."""
    grains = sorted(threshold.together, key=MONTHS.__getitem__, reverse=True)
    seen = _Seen(before, log, grains, threshold.least)
    fresh = log.release > before.number
    acts, kept = _acts(log, fresh), np.ones(len(log.entry), bool)
    while True:
        few = fresh & kept & seen.few(log.only(kept))[log.entry]
        if not few.any():
            return kept
        kept &= ~np.isin(acts, acts[few])


def _acts(log: Log, fresh: np.ndarray) -> np.ndarray:
    """By change, a number that those share that are taken up together; -1 for those published
    already."""
    entries = log.entries
    person, month = (
        entries.person[log.entry] - entries.person.min(initial=0),
        entries.month[log.entry],
    )
    months = int(month.max(initial=0)) + 1
    net = np.bincount(
        (person * months + month)[fresh],
        log.sign[fresh],
        minlength=(int(person.max(initial=0)) + 1) * months,
    )
    leaves = np.any(net.reshape(-1, months) < 0, axis=1)
    return np.where(fresh, person * months + np.where(leaves[person], 0, month), -1)


class _Seen:
    """The cells that readers have seen, by dimension and grain (the longest first), and the release
    whose records each shows."""

    def __init__(self, before: Release, log: Log, grains: list[str], least: int):
        self.grains, self.least, self.entries = grains, least, log.entries
        names = log.entries.names
        self.since = {
            name: {grain: placed(before, "since", name, grain, log.entries, 0) for grain in grains}
            for name in names
        }
        state = {
            name: {
                grain: placed(before, "state", name, grain, log.entries, HIDDEN) for grain in grains
            }
            for name in names
        }
        self.told = {
            name: {
                grain: (state[name][grain] != HIDDEN) & (self.since[name][grain] > 0)
                for grain in grains
            }
            for name in names
        }

    def few(self, log: Log) -> np.ndarray:
        """The entries (true or false) whose changes would tell few people: by what changed of a
        seen cell, or by what is left of it.

        Both alone, and less the cells within it. Which of those will be shown is not known yet: of
        what changed it is tried that none will but those seen before, and that every one will that
        is large enough.
        """
        now = log.net(log.release > 0) > 0
        people = {
            name: {grain: log.cases(now).people(name, grain) for grain in self.grains}
            for name in self.told
        }
        more = {
            name: {
                grain: self.told[name][grain] | _large(people[name][grain], self.least)
                for grain in self.grains
            }
            for name in self.told
        }
        found = np.zeros(len(now), bool)
        for name, at in product(self.told, range(len(self.grains))):
            changed = self._changed(log, name, self.grains[at])
            if changed.any():
                found |= self._few_of(changed, changed, name, at, self.told) | self._few_of(
                    changed, changed, name, at, more
                )
                found |= self._few_of(now, changed, name, at, self.told)
        return found

    def _changed(self, log: Log, dimension: str, grain: str) -> np.ndarray:
        """The entries that changed in a seen cell since the release that it shows."""
        unit, period = self.entries.units[dimension], self.entries.month // MONTHS[grain]
        net = log.net(log.release > self.since[dimension][grain][unit, period][log.entry])
        return (net != 0) & self.told[dimension][grain][unit, period] & ~log.moved(net, unit)

    def _few_of(
        self, counted: np.ndarray, changed: np.ndarray, dimension: str, at: int, shown: Cells
    ) -> np.ndarray:
        """The changed entries of a seen cell of which, of the entries counted, few people are, or
        of its rest beside cells that are shown."""
        grain, found = self.grains[at], np.zeros(len(counted), bool)
        for rest in rests(self.entries, dimension, self.grains[at:], shown):
            few = few_people(self.entries, counted & rest, dimension, grain, self.least)
            found |= (
                changed
                & rest
                & few[
                    self.entries.layer,
                    self.entries.units[dimension],
                    self.entries.month // MONTHS[grain],
                ]
            )
        return found


def _large(people: np.ndarray, least: int) -> np.ndarray:
    return np.any(people, axis=0) & ~np.any(small(people, least), axis=0)
