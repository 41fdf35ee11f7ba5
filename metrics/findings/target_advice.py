"""What a target that is being typed would ask of the KPI as it runs: how often the past months met it,
whether the process can reach it as it is, and how far the level would have to move."""

from dataclasses import dataclass
from math import inf

from errors import Message
from i18n import N_
from metrics.answers.asked import asking
from metrics.catalog import KPIS, collected
from metrics.findings.board import Card
from metrics.findings.month import card_of
from metrics.kpi import Amount, Distance, Kpi
from metrics.periods import add_months, last_whole_month
from metrics.snapshot import Snapshot, remembered
from metrics.targets.goals import goals
from metrics.targets.plans import Target

MONTHS = 24  # looked back
_FEWEST = 6  # months for any statement
FORMS = ("at_least", "at_most", "between")


@dataclass(frozen=True)
class Advice:
    """Of the last `months` whole months with enough answers, how many would have met the goal;
    between which limits the process runs as it is (None: too few months, or too few events for
    limits), in the KPI's unit.

    `least`, `most`: what a month has to come to; None where nothing is asked on that side.
    """

    kpi: Kpi
    least: float | None
    most: float | None
    met: int
    months: int
    limits: tuple[float, float] | None

    @property
    def told(self) -> bool:
        """Whether there are months enough to say how often it was met."""
        return self.months >= _FEWEST

    @property
    def up_by(self) -> float:
        """How far the level has to rise for nearly every month to meet it; 0 where it need not."""
        if self.limits is None or self.least is None:
            return 0.0
        return max(0.0, self.least - self.limits[0])

    @property
    def down_by(self) -> float:
        """How far it has to fall."""
        if self.limits is None or self.most is None:
            return 0.0
        return max(0.0, self.limits[1] - self.most)

    @property
    def too_wide(self) -> bool:
        """Whether months vary further than the range that is asked for."""
        if self.limits is None or self.least is None or self.most is None:
            return False
        return self.limits[1] - self.limits[0] > self.most - self.least

    @property
    def beside(self) -> float:
        """How far the middle of the usual months lies outside the range; 0 within it."""
        if self.limits is None or self.least is None or self.most is None:
            return 0.0
        middle = sum(self.limits) / 2
        return max(0.0, self.least - middle, middle - self.most)

    @property
    def out_of_reach(self) -> bool:
        """Whether even the best usual month does not meet it."""
        if self.limits is None:
            return False
        low, high = self.limits
        return (self.least is not None and high < self.least) or (
            self.most is not None and low > self.most
        )


def advice_for(snapshot: Snapshot, target: Target) -> Advice | None:
    """On a target as it is typed; one in percent of a baseline as the value that this comes to."""
    form, goal = target.form, target.value
    if form == "change":
        form = "at_least" if target.upward else "at_most"
        goal = goals(asking(snapshot, collected([target.kpi])), target)[0]
    if goal is None:
        return None
    return advice_on(snapshot, target.kpi, target.place, form, goal, target.value_high)


@remembered(60)
def advice_on(
    snapshot: Snapshot,
    name: str,
    place: tuple[str | None, str | None],
    form: str,
    goal: float,
    top: float | None = None,
) -> Advice | None:
    """None where the KPI is not measured there, or the target has no value for a month."""
    dimension, unit = place
    only = () if dimension is None else ((dimension, (unit or "",)),)
    if form not in FORMS or name not in {kpi.name for kpi in KPIS}:
        return None
    least = None if form == "at_most" else goal
    most = {"at_least": None, "at_most": goal, "between": top}[form]
    if form == "between" and (most is None or most < goal):
        return None
    last = last_whole_month(snapshot.today)
    card = card_of(snapshot, name, last, only)
    if card.lacking or card.months is None:
        return None
    rows = card.months.judged()
    if rows.empty:
        return None
    rows = rows[rows["enough"].astype(bool) & (rows["period"] > add_months(last, -MONTHS))]
    met = rows["value"].between(-inf if least is None else least, inf if most is None else most)
    limits = _limits(card) if len(rows) >= _FEWEST else None
    bounds = card.kpi.unit
    # What every value does asks nothing.
    if least is not None and bounds.low is not None and least <= bounds.low:
        least = None
    if most is not None and bounds.high is not None and most >= bounds.high:
        most = None
    return Advice(card.kpi, least, most, int(met.sum()), len(rows), limits)


def _limits(card: Card) -> tuple[float, float] | None:
    seen, unit = card.process, card.kpi.unit
    if seen is None or seen.rare or seen.low[-1] is None or seen.high[-1] is None:
        return None
    low, high = float(seen.low[-1]), float(seen.high[-1])
    return (
        low if unit.low is None else max(low, unit.low),
        high if unit.high is None else min(high, unit.high),
    )


def advice_words(found: Advice) -> tuple[Message, ...]:
    """The advice in sentences."""
    unit = found.kpi.unit
    if not found.told:
        return (
            Message(
                "How often the past would have met it cannot be told: of the last {back} whole months "
                "those with enough answers number {months}, and {fewest} are needed.",
                {"back": MONTHS, "months": found.months, "fewest": _FEWEST},
            ),
        )
    said = [
        Message(
            "Of the last {months} whole months with enough answers, {met} would have met it.",
            {"months": found.months, "met": found.met},
        )
    ]
    if found.limits is None:
        return tuple(said)
    low, high = (Amount(unit, end) for end in found.limits)
    short = max(found.up_by, found.down_by)
    if found.out_of_reach:
        text = N_(
            "As it runs, months lie between {low} and {high}: without a change it is not met."
        )
    elif not short:
        text = N_("As it runs, months lie between {low} and {high}: it is met in nearly every one.")
    else:
        text = N_("As it runs, months lie between {low} and {high}: it is met or missed by chance.")
    said.append(Message(text, {"low": low, "high": high}))
    if found.too_wide and found.beside:
        said.append(
            Message(
                "For nearly every month to meet it, months have to vary less, and the level has to "
                "move by more than {size}.",
                {"size": Distance(unit, found.beside)},
            )
        )
    elif found.too_wide:
        said.append(
            Message(
                "For nearly every month to meet it, months have to vary less, whatever their level."
            )
        )
    elif short:
        said.append(
            Message(
                "For nearly every month to meet it, the level has to move by {size}.",
                {"size": Distance(unit, short)},
            )
        )
    return tuple(said)
