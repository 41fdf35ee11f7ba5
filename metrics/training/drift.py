"""Whether an item of a paper became easier or harder than before, beside the other items.

Later cohorts may know more or less: so those of earlier and of later months are compared who earned
as much on the paper. What the whole paper became is not seen that way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from errors import Message
from i18n import N_, Month, rounded
from metrics.statistics.comparing import FALSE_DISCOVERIES
from metrics.statistics.stratified import (
    Strata,
    exact_p,
    holm,
    mantel_p,
    standardised_difference,
)
from metrics.training.item_verdict import ENOUGH, share_told
from metrics.training.paper import Paper, correlations

# An older change is what the item is by now: its baseline.
MONTHS_BACK = 24
# A difference of so much of the points is looked into: Dorans & Holland 1993, in Holland & Wainer,
# Differential Item Functioning, pages 35-66.
NOTABLE = 0.10
# Of two items either could have changed: the one is easier where the other is harder.
_FEWEST = 3
_MOST_STRATA, _IN_STRATUM = 20, 10
_EXACT_BELOW = 0.01
_ONE_SIDED = 1.6449  # of the normal curve, for 5 %
_NONE = N_(
    "Items compared with what they were before: {compared}. Beside the other items none became "
    "easier or harder from {first} to {last}, as far as the answers tell."
)
_TOO_FEW = N_(
    "Whether items became easier or harder than before cannot be told. Items with {enough} answers "
    "before some month and {enough} since it, within two years: {compared}; {fewest} are needed, "
    "since each is seen beside the others."
)
_EASIER = N_(
    "{item} is easier than before beside the other items: {before}% of its points were earned before "
    "{since}, {after}% since then, {points} percentage points more than people had who earned as "
    "much on the paper before. It may be known by now; or it is taught better, or was reworded. If "
    "neither is so, replace it."
)
_HARDER = N_(
    "{item} is harder than before beside the other items: {before}% of its points were earned before "
    "{since}, {after}% since then, {points} percentage points less than people had who earned as "
    "much on the paper before. Look whether the item, its key or what is taught of it has changed."
)
_BLUNTER = N_(
    "It also tells less than before who does well on the paper (r was {before}, since then {after})."
)
_TELLS_NOTHING = N_(
    "Since then it does not tell at all who does well on the paper, for all earned the same there (r "
    "was {before})."
)
_BLUNTER_AND_EASIER = N_(
    "It also tells less than before who does well on the paper (r was {before}, since then {after}), "
    "as items do that are known."
)


class AnswersThen(NamedTuple):
    """Who met an item: how many, their share of its points (0 to 1), and how far it goes with the
    rest of the paper (NaN: cannot be told)."""

    n: int
    p: float
    r: float


@dataclass(frozen=True)
class ItemDrift:
    """An item that is another since a month: `difference` of the share of points (0 to 1) to what
    those who earned as much on the paper had before, `p` among all that was compared."""

    item: object
    since: date
    before: AnswersThen
    after: AnswersThen
    difference: float
    p: float

    @property
    def easier(self) -> bool:
        return self.difference > 0

    @property
    def tells_nothing(self) -> bool:
        """Whether all earned everything there since, or nothing."""
        return self.after.p in (0.0, 1.0)

    @property
    def blunter(self) -> bool:
        """Whether it tells less than before who does well, by more than chance (Fisher's z)."""
        since = 0.0 if self.tells_nothing else self.after.r
        before, after = np.arctanh(np.clip((self.before.r, since), -0.999, 0.999))
        error = (1 / (self.before.n - 3) + 1 / (self.after.n - 3)) ** 0.5
        return bool(before - after > _ONE_SIDED * error)


@dataclass(frozen=True)
class Drift:
    """`items`: those that drifted, the largest difference first; `compared`: how many items had
    answers enough before and since some month; `first`, `last`: the months looked at."""

    items: tuple[ItemDrift, ...]
    compared: int
    first: date
    last: date

    def words(self) -> tuple[tuple[Message, ...], ...]:
        """What there is to say: the sentences of each item that drifted, else one of all."""
        if self.items:
            return tuple(map(drift_words, self.items))
        if self.compared >= _FEWEST:
            months = {"first": Month(self.first), "last": Month(self.last)}
            return ((Message(_NONE, {"compared": self.compared, **months}),),)
        blanks = {"enough": ENOUGH, "compared": self.compared, "fewest": _FEWEST}
        return ((Message(_TOO_FEW, blanks),),)


class _Looks(NamedTuple):
    """Each item (rows) since each month but the first (columns); p is 1 where the difference is too
    small to name an item, whatever chance has to do with it."""

    difference: np.ndarray
    p: np.ndarray


def drift(sat: Paper, days: Sequence[date]) -> Drift:
    """The items of a paper over the months in which it was sat; `days`: when each person did."""
    months = np.array([day.year * 12 + day.month - 1 for day in days])
    recent = months > months.max() - MONTHS_BACK
    shares = (sat.points / sat.maxima)[recent]
    known, turn = np.unique(months[recent], return_inverse=True)
    enough = _enough(shares, turn, len(known))
    compared = int(enough.any(axis=1).sum())
    if compared < _FEWEST:
        return Drift((), compared, _first_day(known[0]), _first_day(known[-1]))
    drifted, looks, named = _one_by_one(shares, sat.maxima, turn, enough)
    found = []
    for at in np.flatnonzero(named.any(axis=1)):
        # since the month that shows it most clearly
        split = int(np.argmin(np.where(named[at], looks.p[at], np.inf)))
        others = ~drifted
        others[at] = False
        rest = _earned(shares, sat.maxima, others)
        before, after = (
            _cohort(shares[side, at], rest[side]) for side in (turn <= split, turn > split)
        )
        found.append(
            ItemDrift(
                sat.scores.columns[at],
                _first_day(known[split + 1]),
                before,
                after,
                float(looks.difference[at, split]),
                float(looks.p[at, split]),
            )
        )
    found.sort(key=lambda one: -abs(one.difference))
    return Drift(tuple(found), compared, _first_day(known[0]), _first_day(known[-1]))


def _first_day(month: int) -> date:
    return date(int(month) // 12, int(month) % 12 + 1, 1)


def _enough(shares: np.ndarray, turn: np.ndarray, months: int) -> np.ndarray:
    """Items × months but the first: whether enough met the item before, and enough since."""
    met = np.array([np.bincount(turn[~np.isnan(item)], minlength=months) for item in shares.T])
    before = met.cumsum(axis=1)[:, :-1]
    return (before >= ENOUGH) & (met.sum(axis=1)[:, None] - before >= ENOUGH)


def _one_by_one(
    shares: np.ndarray, maxima: np.ndarray, turn: np.ndarray, enough: np.ndarray
) -> tuple[np.ndarray, _Looks, np.ndarray]:
    """Which items drifted, all comparisons, and which of these name an item.

    An item that drifts tells nothing of who is alike, and makes others seem to drift the other way.
    So the clearest is left out and the others are compared anew, until no more is named or half the
    paper is left. Holland & Thayer 1988, in Wainer & Braun, Test Validity, pages 129-145.
    """
    drifted = np.zeros(shares.shape[1], bool)
    while True:
        looks = _looks(shares, maxima, turn, enough, drifted)
        named = looks.p < FALSE_DISCOVERIES
        more = named.any(axis=1) & ~drifted
        if not more.any() or 2 * drifted.sum() >= len(drifted):
            return drifted, looks, named & drifted[:, None]
        clearest = np.where(named & more[:, None], looks.p, np.inf).min(axis=1)
        drifted[np.argmin(clearest)] = True


def _looks(
    shares: np.ndarray,
    maxima: np.ndarray,
    turn: np.ndarray,
    enough: np.ndarray,
    drifted: np.ndarray,
) -> _Looks:
    difference, p = np.full(enough.shape, np.nan), np.ones(enough.shape)
    sound, known = _earned(shares, maxima, ~drifted), ~np.isnan(shares)
    alike_of_all = _groups(sound)  # of an item that all met, and of most papers of every item
    for at in np.flatnonzero(enough.any(axis=1)):
        met, earned = known[:, at], sound
        if drifted[at]:
            alike = ~drifted
            alike[at] = True
            earned = _earned(shares, maxima, alike)
        same = earned is sound and met.all()
        group = alike_of_all if same else _groups(earned[met])
        strata = _strata(shares[met, at], turn[met], group, enough.shape[1] + 1)
        difference[at, enough[at]] = standardised_difference(strata)[enough[at]]
        use = np.abs(difference[at]) >= NOTABLE  # what is not notable is not named
        right_or_wrong = bool(np.isin(shares[met, at], (0, 1)).all())
        p[at, use] = _p_of(Strata(*(_columns(part, use) for part in strata)), right_or_wrong)
    p[enough] = holm(p[enough])
    return _Looks(difference, p)


def _columns(part: np.ndarray, use: np.ndarray) -> np.ndarray:
    """Of some comparisons; what is the same for all of them as it is."""
    return part[:, use] if part.shape[1] == len(use) else part


def _earned(shares: np.ndarray, maxima: np.ndarray, alike: np.ndarray) -> np.ndarray:
    """What each person earned of the points of these items, as far as they were presented."""
    met = ~np.isnan(shares[:, alike]) * maxima[alike]
    return np.nansum(shares[:, alike] * maxima[alike], axis=1) / np.maximum(met.sum(axis=1), 1e-12)


def _strata(scores: np.ndarray, turn: np.ndarray, group: np.ndarray, months: int) -> Strata:
    """The answers to an item by groups of what people earned, before and since each month but the
    first."""
    cell, size = group * months + turn, (group.max() + 1) * months
    n, y = (
        np.bincount(cell, weights, size).reshape(-1, months)
        for weights in (np.ones(len(scores)), scores)
    )
    n1, y1 = n.cumsum(axis=1)[:, :-1], y.cumsum(axis=1)[:, :-1]
    squares = np.bincount(group, scores**2)[:, None]
    return Strata(
        n1, y1, n.sum(axis=1, keepdims=True) - n1, y.sum(axis=1, keepdims=True) - y1, squares
    )


def _groups(earned: np.ndarray) -> np.ndarray:
    """Who earned about as much, numbered from 0; those who earned the same are together."""
    count = int(np.clip(len(earned) // _IN_STRATUM, 1, _MOST_STRATA))
    rounded = np.round(earned, 9)
    below = np.searchsorted(np.sort(rounded), rounded)
    return np.unique(below * count // len(earned), return_inverse=True)[1]


def _p_of(strata: Strata, all_or_nothing: bool) -> np.ndarray:
    """By the normal curve; exactly where that calls a difference of right answers unlikely."""
    p = mantel_p(strata)
    if all_or_nothing:
        for at in np.flatnonzero(p < _EXACT_BELOW):
            p[at] = exact_p(*(part[:, at] for part in strata[:4]))
    return p


def _cohort(item: np.ndarray, rest: np.ndarray) -> AnswersThen:
    met = ~np.isnan(item)
    r = correlations(item[:, None], rest[:, None])[0]
    return AnswersThen(int(met.sum()), float(item[met].mean()), float(r))


def drift_words(one: ItemDrift) -> tuple[Message, ...]:
    """What became of an item, and what it may mean; never who knows it."""
    told = Message(
        _EASIER if one.easier else _HARDER,
        {
            "item": str(one.item),
            "since": Month(one.since),
            "before": share_told(one.before.p),
            "after": share_told(one.after.p),
            "points": rounded(100 * abs(one.difference)),
        },
    )
    if not one.blunter:
        return (told,)
    if one.tells_nothing:
        return told, Message(_TELLS_NOTHING, {"before": rounded(one.before.r, 2)})
    r = {"before": rounded(one.before.r, 2), "after": rounded(one.after.r, 2)}
    return told, Message(_BLUNTER_AND_EASIER if one.easier else _BLUNTER, r)
