"""Which scale numbers were given on, as far as they tell; where they do not, the ways in which they
can be read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from data.kinds.scales import Scale, known_scale, scale_from
from data.values.words import FEW

STRAY = 0.05  # the share of answers beyond a scale up to which they may be slips
SURE = 30  # answers of which some would have reached the end of their scale
_CODES = (
    99.0,
    98.0,
    97.0,
    88.0,
    77.0,
    999.0,
    998.0,
    9999.0,
    -1.0,
    -2.0,
    -3.0,
    -8.0,
    -9.0,
    -98.0,
    -99.0,
    -999.0,
)  # that tools write for "no answer"
_WITHOUT = "_without_"


@dataclass(frozen=True)
class Way:
    """One reading: the scale, and a number that means "no answer" on it (None: there is none)."""

    scale: Scale
    without: float | None = None

    @property
    def name(self) -> str:
        return self.scale.name + ("" if self.without is None else f"{_WITHOUT}{self.without:g}")


def way_named(name: str) -> Way | None:
    """The way of a lasting name such as 1-5_without_0; None for other names."""
    scale, _, without = name.partition(_WITHOUT)
    known = known_scale(scale)
    return (
        None
        if known is None or without and not without.lstrip("-").isdigit()
        else Way(known, float(without) if without else None)
    )


@dataclass(frozen=True)
class Judged:
    """The likeliest way, the others, and whether a person has to say (`asked`) or confirm (`told`)
    it."""

    likely: Way
    ways: tuple[Way, ...] = ()
    asked: bool = False
    told: bool = False

    @property
    def scale(self) -> Scale:
        return self.likely.scale


def judged(numbers: np.ndarray, turned: bool = False) -> Judged:
    """What these answers, one value each, say about their scale; `turned`: 1 is the best of them.

    A doubt is asked about from FEW answers on. Fewer are read on the usual
    scale, which is told: the ends of a scale need not have been used.
    """
    if not len(numbers):
        return Judged(Way(scale_from(1, 5)))
    if np.count_nonzero((numbers > 10) & (numbers <= 100)) > len(numbers) / 2 and not _is_code(
        numbers
    ):
        return _of_hundred(numbers)
    if found := _around_zero(numbers):
        return found
    valid = numbers[(numbers >= 0) & (numbers <= 10)]
    if not len(valid):
        return Judged(Way(scale_from(1, 5)), told=True)
    top = int(np.ceil(valid.max()))
    found = _with_zeros(valid, top) if (valid == 0).any() else _from_one(valid, top, turned)
    if found.asked and len(valid) < FEW:
        found = replace(found, asked=False, told=True)
    beyond = (numbers < found.scale.low) | (numbers > found.scale.high)
    return replace(found, told=True) if beyond.any() and not found.asked else found


def repeated_codes(numbers: np.ndarray, scale: Scale, least: int) -> list[float]:
    """Numbers outside the scale that tools write for "no answer" and that stand here `least` times
    or more."""
    return [
        code
        for code in _CODES
        if not scale.low <= code <= scale.high and np.count_nonzero(numbers == code) >= least
    ]


def _is_code(numbers: np.ndarray) -> bool:
    """Whether what lies above 10 is one code for "no answer", and the rest are points."""
    above = np.unique(numbers[numbers > 10])
    return len(above) == 1 and above[0] in _CODES and bool((numbers <= 10).any())


def _ways(likely: Way, others: list[Way]) -> tuple[Way, ...]:
    return tuple(dict.fromkeys((likely, *others)))


def _whole(low: int, highs: Iterable[int]) -> list[Way]:
    return [Way(scale_from(low, high)) for high in highs]


def _of_hundred(numbers: np.ndarray) -> Judged:
    hundred = Way(scale_from(0, 100))
    top = next((top for top in (20, 50) if numbers[numbers <= 100].max() <= top), None)
    if top is None or len(numbers) < FEW:
        return Judged(hundred, told=bool(((numbers < 0) | (numbers > 100)).any()))
    own = Way(scale_from(0, top))
    return Judged(own, _ways(own, [hundred]), asked=True)


def _around_zero(numbers: np.ndarray) -> Judged | None:
    """Scales such as -2 to 2: numbers on both sides of zero, none beyond three."""
    if len(numbers) < FEW or numbers.min() >= 0 or numbers.max() > 3 or numbers.min() < -3:
        return None
    end = int(np.ceil(np.abs(numbers).max()))
    own = Way(scale_from(-end, end))
    codes = (
        [Way(scale_from(1, 5), float(numbers.min()))]
        if len(np.unique(numbers[numbers < 0])) == 1
        else []
    )
    return Judged(own, _ways(own, [*_whole(-3, [3]), *codes]), asked=True)


def _with_zeros(valid: np.ndarray, top: int) -> Judged:
    """Zeros are the lowest point, or mean that nothing was answered."""
    ones = bool(((valid > 0) & (valid <= 1)).any())
    ten = Way(scale_from(0, 10))
    if top <= 1:
        return Judged(Way(scale_from(0, 1)), told=len(valid) < SURE)
    if top == 10 or len(valid) < FEW:
        return Judged(ten, told=top < 10)
    skipped = Way(scale_from(1, max(top, 5) if top != 6 else 7), 0.0)
    ends = [top] if top in (5, 10) else [top, *(high for high in (5, 7) if high > top)][:2]
    own = _whole(0, ends)
    if top > 7:
        return Judged(
            ten,
            _ways(ten, [*own, Way(scale_from(1, 10), 0.0)]),
            asked=len(valid) >= SURE,
            told=True,
        )
    few = np.count_nonzero(valid == 0) <= 1.5 * np.count_nonzero(
        valid == 1
    )  # as the lowest point would be
    likely = own[0] if ones and (few or top != 5) else skipped
    return Judged(likely, _ways(likely, [*own, skipped, ten]), asked=True)


def _from_one(valid: np.ndarray, top: int, turned: bool) -> Judged:
    five, seven, ten = _whole(1, (5, 7, 10))
    sure, above_five = len(valid) >= SURE, np.mean(valid > 5)
    if top == 10:
        smaller = next(
            (way for way in (five, seven) if np.mean(valid > way.scale.high) <= STRAY), None
        )
        return Judged(ten) if smaller is None else Judged(ten, _ways(ten, [smaller]), asked=True)
    if top == 5:
        return Judged(five)
    if top < 5:
        own = Way(scale_from(0, 1)) if top == 1 else Way(scale_from(1, top))
        likely = own if sure and not turned else five
        return Judged(
            likely, _ways(likely, [own, *_whole(1, range(max(top, 2), 6)), seven, ten]), asked=True
        )
    if top == 6:
        likely = _whole(1, [6])[0] if turned or sure and above_five > STRAY else seven
        return Judged(likely, _ways(likely, [*_whole(1, (6, 7)), five, ten]), asked=True)
    if top == 7:
        if sure and np.array_equal(
            np.unique(valid), [1, 2, 3, 4, 5, 7]
        ):  # 7 apart from all others is as often a code
            likely = Way(five.scale, 7.0) if above_five > STRAY else seven
            return Judged(
                likely, _ways(likely, [seven, Way(five.scale, 7.0), five, ten]), asked=True
            )
        return (
            Judged(seven) if above_five > STRAY else Judged(seven, (seven, five, ten), asked=True)
        )
    alone = next(
        (
            way
            for way in (five, seven)
            if not ((valid > way.scale.high) & (valid < valid.max())).any()
        ),
        None,
    )
    if alone is not None and sure:  # 8 or 9 apart from all others is as often a code
        skipped = Way(alone.scale, float(valid.max()))
        return Judged(skipped, _ways(skipped, [ten, Way(scale_from(1, top))]), asked=True)
    fitting = [way for way in (five, seven) if np.mean(valid > way.scale.high) <= STRAY]
    own = Way(scale_from(1, top))
    likely = own if sure and np.mean(valid > top - 1) > 2 * STRAY else ten  # an end that many chose
    return Judged(
        likely,
        _ways(likely, [ten, own, *fitting, Way(scale_from(0, 10))]),
        asked=sure or bool(fitting),
        told=True,
    )
