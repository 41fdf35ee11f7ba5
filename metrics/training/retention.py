"""How much is forgotten, and when a refresher is due.

A fit needs scores of a second look, taken at different delays after the
training, ideally of different people each. It describes those who were tested
again: where leavers are missing, or only those who failed were asked back, it
does not describe the others; and being tested is itself practice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from errors import Message, WrongCall
from i18n import N_, Text, rounded
from metrics.statistics.intervals import LEVEL, t_quantile

ENOUGH_DELAYS = 4  # different delays; fewer do not show the shape of a curve


@dataclass(frozen=True)
class Form:
    """A shape of forgetting with two parameters: the score (0 to 1) after a delay, and log₁₀ of the
    delay at which it is down to a score."""

    key: str
    label: Text
    score: Callable[[np.ndarray, float, float], np.ndarray]
    log_delay: Callable[[float, float, float], float]


LOG_LINEAR = Form(
    "log_linear",
    N_("Straight line in the logarithm of the delay"),
    lambda t, a, b: a + b * np.log10(t),
    lambda score, a, b: (score - a) / b,
)
POWER = Form(
    "power",
    N_("Power of the delay"),
    lambda t, a, b: a * t**-b,
    lambda score, a, b: np.log10(a / score) / b,
)
EBBINGHAUS = Form(
    "ebbinghaus",
    N_("Ebbinghaus' curve"),
    lambda t, k, c: k / (np.log10(t) ** c + k),
    lambda score, k, c: (k * (1 / score - 1)) ** (1 / c),
)
FORMS = (LOG_LINEAR, POWER, EBBINGHAUS)


@dataclass(frozen=True)
class TooFewDelays:
    """No curve: `count` different delays where `ENOUGH_DELAYS` are needed."""

    count: int

    def sentence(self) -> Message:
        """The plain reading."""
        return Message(
            "Too few different delays to show forgetting ({count} of {least}). Test people again "
            "at other intervals too.",
            {"count": self.count, "least": ENOUGH_DELAYS},
        )


@dataclass(frozen=True)
class Forgetting:
    """A fitted curve; delays in the unit they came in.

    `first`, `second`: the form's parameters (log-linear a, b of a + b·log₁₀ t;
    power a, b of a·t^−b; Ebbinghaus k, c of k/((log₁₀ t)^c + k)). `rss`:
    residual sum of squares. `n`: scores. `shortest`, `longest`: delays tested.
    `falling`: whether the straight line in log₁₀ t falls by more than chance
    (95 %). `covariance`: of a and b, and `t` its quantile; only of the log-linear form.
    """

    form: Form
    first: float
    second: float
    rss: float
    n: int
    shortest: float
    longest: float
    falling: bool
    covariance: np.ndarray | None = None
    t: float | None = None

    def score(self, delays: float | np.ndarray) -> np.ndarray:
        """The expected score (0 to 1, not clipped) after these delays."""
        return self.form.score(np.asarray(delays, float), self.first, self.second)

    def days_to(self, score: float) -> float:
        """The delay at which the expected score is down to this one, whether or not so long a delay
        was tested."""
        return float(10 ** self.form.log_delay(score, self.first, self.second))


class Due(Enum):
    """When to train again, and the sentence that says it."""

    NOW = N_(
        "Train again now: {days} days after the training, the shortest delay tested, the expected "
        "score is {score}%, below {cut}%."
    )
    WITHIN = N_("Train again within {days} days: from then on the expected score is below {cut}%.")
    WITHIN_EARLIEST = N_(
        "Train again within {days} days: from then on the expected score is below {cut}%. "
        "It may be so after {earliest} days already (95%)."
    )
    LATER = N_(
        "No refresher is due within {days} days, the longest delay tested: the expected score is "
        "{score}% then, not below {cut}%."
    )
    NOT_FALLING = N_(
        "Within {days} days, the longest delay tested, nothing was forgotten that chance could "
        "not explain."
    )


@dataclass(frozen=True)
class Refresher:
    """When the expected score falls below a cut: after `days`, at the 95 % limit after `earliest`;
    None where not told."""

    due: Due
    sentence: Message
    days: float | None = None
    earliest: float | None = None


def forgetting(
    delays: ArrayLike,
    scores: ArrayLike,
    people: Sequence[object] | None = None,
    form: Form = LOG_LINEAR,
) -> Forgetting | TooFewDelays:
    """Fit a curve to scores (0 to 1) after delays (above 0; above 1 for Ebbinghaus' form, which has
    a logarithm under a power).

    `people`: whose score each is. Where somebody was tested more than once,
    errors count people, not scores (cluster-robust, t with people − 1 degrees). Pairs
    with a NaN are left out. WrongCall where a delay or a score is out of range.
    Wixted & Ebbesen 1991, Psychological Science 2:409-415 for the forms; Murre & Dros 2015, PLoS
    ONE 10(7):e0120644.
    """
    delays, scores = np.asarray(delays, float), np.asarray(scores, float)
    known = ~np.isnan(delays) & ~np.isnan(scores)
    t, y = delays[known], scores[known]
    _check(t, y, form)
    distinct = len(np.unique(t))
    if distinct < ENOUGH_DELAYS:
        return TooFewDelays(distinct)
    whose = (
        np.arange(len(t))
        if people is None
        else np.unique(np.asarray(people, object)[known].astype(str), return_inverse=True)[1]
    )
    (a, b), covariance, quantile = _line(np.log10(t), y, whose)
    falling = bool(b + quantile * covariance[1, 1] ** 0.5 < 0)
    if form is LOG_LINEAR:
        return Forgetting(
            form,
            a,
            b,
            _rss(form, t, y, a, b),
            len(t),
            float(t.min()),
            float(t.max()),
            falling,
            covariance,
            quantile,
        )
    first, second = _curve(form, t, y)
    return Forgetting(
        form,
        first,
        second,
        _rss(form, t, y, first, second),
        len(t),
        float(t.min()),
        float(t.max()),
        falling,
    )


def refresher(curve: Forgetting, cut: float) -> Refresher:
    """When the expected score falls below `cut` (0 to 1, both excluded), by a curve over days.

    Only as far as delays were tested; beyond, nothing is forecast.
    """
    if not 0 < cut < 1:
        raise WrongCall(
            "The cut is {cut}, outside 0 to 1. Give it as a share, such as 0.8.", cut=cut
        )
    start, end = float(curve.score(curve.shortest)), float(curve.score(curve.longest))
    if start < cut:
        return Refresher(Due.NOW, _said(Due.NOW, cut, curve.shortest, start))
    if not curve.falling:
        return Refresher(Due.NOT_FALLING, _said(Due.NOT_FALLING, cut, curve.longest, end))
    if end >= cut:
        return Refresher(Due.LATER, _said(Due.LATER, cut, curve.longest, end))
    days, earliest = curve.days_to(cut), _earliest(curve, cut)
    due = Due.WITHIN if earliest is None else Due.WITHIN_EARLIEST
    return Refresher(due, _said(due, cut, days, cut, earliest), days, earliest)


def _said(
    due: Due, cut: float, days: float, score: float, earliest: float | None = None
) -> Message:
    return Message(
        due.value,
        {
            "days": _whole(days),
            "earliest": None if earliest is None else _whole(earliest),
            "score": rounded(100 * score, 1),
            "cut": rounded(100 * cut, 1),
        },
    )


def _whole(days: float) -> float:
    """Days as one says them: whole from ten on, never more than there are."""
    return int(days) if days >= 10 else int(10 * days) / 10


def _earliest(curve: Forgetting, cut: float) -> float | None:
    """The shorter of Fieller's limits of the crossing: where the line's own 95 % limit meets the
    cut, not before the shortest delay."""
    if curve.covariance is None or curve.t is None:
        return None
    vaa, vab, vbb = curve.t**2 * np.array(
        [curve.covariance[0, 0], curve.covariance[0, 1], curve.covariance[1, 1]]
    )
    over = curve.first - cut
    square, half, constant = curve.second**2 - vbb, curve.second * over - vab, over**2 - vaa
    root = (-half - max(half**2 - square * constant, 0) ** 0.5) / square
    return float(max(10**root, curve.shortest))


def _line(
    x: np.ndarray, y: np.ndarray, whose: np.ndarray
) -> tuple[tuple[float, float], np.ndarray, float]:
    """Intercept and slope by least squares, their covariance, and the t that goes with it."""
    design = np.column_stack([np.ones_like(x), x])
    inverse = np.linalg.inv(design.T @ design)
    a, b = inverse @ design.T @ y
    residuals, n, people = y - a - b * x, len(y), len(np.unique(whose))
    if people == n:
        return (
            (float(a), float(b)),
            inverse * (residuals @ residuals) / (n - 2),
            float(t_quantile(LEVEL, n - 2)),
        )
    sums = np.zeros((people, 2))
    np.add.at(sums, whose, design * residuals[:, None])
    small = people / max(people - 1, 1) * (n - 1) / (n - 2)
    return (
        (float(a), float(b)),
        small * inverse @ sums.T @ sums @ inverse,
        float(t_quantile(LEVEL, people - 1)),
    )


def _curve(form: Form, t: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """The two parameters by least squares on the scores themselves, both above 0 (the power's b may
    be any number)."""
    from scipy.optimize import least_squares

    start, low = (
        ((max(y.mean(), 1e-3), 0.1), (1e-9, -np.inf))
        if form is POWER
        else ((1.84, 1.25), (1e-9, 1e-9))
    )
    found = least_squares(
        lambda p: form.score(t, *p) - y,
        start,
        bounds=(low, (np.inf, np.inf)),
        xtol=1e-12,
        ftol=1e-12,
        gtol=1e-12,
    )
    return float(found.x[0]), float(found.x[1])


def _rss(form: Form, t: np.ndarray, y: np.ndarray, first: float, second: float) -> float:
    return float(((form.score(t, first, second) - y) ** 2).sum())


def _check(t: np.ndarray, y: np.ndarray, form: Form) -> None:
    least = 1 if form is EBBINGHAUS else 0
    if len(t) and t.min() <= least:
        raise WrongCall(
            "A delay is {delay}, not above {least}. Leave such scores out, or count the delay in "
            "a smaller unit.",
            delay=float(t.min()),
            least=least,
        )
    outside = y[(y < 0) | (y > 1)]
    if len(outside):
        raise WrongCall(
            "A score is {score}, outside 0 to 1. Give scores as shares of the maximum.",
            score=float(outside[0]),
        )
