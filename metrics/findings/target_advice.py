"""What a target that is being typed would ask of the KPI as it runs: how often the past months met it,
whether the process can reach it as it is, and how far the level would have to move."""

from dataclasses import dataclass

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
FORMS = ("at_least", "at_most")


@dataclass(frozen=True)
class Advice:
    """Of the last `months` whole months with enough answers, how many would have met the goal;
    between which limits the process runs as it is (None: too few months, or too few events for
    limits), in the KPI's unit."""

    kpi: Kpi
    goal: float
    up: bool
    met: int
    months: int
    limits: tuple[float, float] | None

    @property
    def short(self) -> float:
        """How far the level has to move for nearly every month to meet the goal; 0 where it need
        not."""
        if self.limits is None:
            return 0.0
        low, high = self.limits
        return max(0.0, self.goal - low if self.up else high - self.goal)

    @property
    def out_of_reach(self) -> bool:
        """Whether even the best usual month does not meet it."""
        if self.limits is None:
            return False
        low, high = self.limits
        return high < self.goal if self.up else low > self.goal


def advice_for(snapshot: Snapshot, target: Target) -> Advice | None:
    """On a target as it is typed; one in percent of a baseline as the value that this comes to."""
    form, goal = target.form, target.value
    if form == "change":
        form = "at_least" if target.upward else "at_most"
        goal = goals(asking(snapshot, collected([target.kpi])), target)[0]
    return None if goal is None else advice_on(snapshot, target.kpi, target.place, form, goal)


@remembered(60)
def advice_on(
    snapshot: Snapshot, name: str, place: tuple[str | None, str | None], form: str, goal: float
) -> Advice | None:
    """None where the KPI is not measured there, or has too few months."""
    dimension, unit = place
    only = () if dimension is None else ((dimension, (unit or "",)),)
    if form not in FORMS or name not in {kpi.name for kpi in KPIS}:
        return None
    last = last_whole_month(snapshot.today)
    card = card_of(snapshot, name, last, only)
    if card.lacking or card.months is None:
        return None
    rows = card.months.judged()
    rows = rows[rows["enough"].astype(bool) & (rows["period"] > add_months(last, -MONTHS))]
    if len(rows) < _FEWEST:
        return None
    up = form == "at_least"
    met = (rows["value"] >= goal) if up else (rows["value"] <= goal)
    return Advice(card.kpi, goal, up, int(met.sum()), len(rows), _limits(card))


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
    said = [
        Message(
            "Of the last {months} whole months with enough answers, {met} would have met it.",
            {"months": found.months, "met": found.met},
        )
    ]
    if found.limits is None:
        return tuple(said)
    low, high = (Amount(unit, end) for end in found.limits)
    if found.out_of_reach:
        text = N_(
            "As it runs, months lie between {low} and {high}: without a change it is not met."
        )
    elif found.short == 0:
        text = N_("As it runs, months lie between {low} and {high}: it is met in nearly every one.")
    else:
        text = N_("As it runs, months lie between {low} and {high}: it is met or missed by chance.")
    said.append(Message(text, {"low": low, "high": high}))
    if found.short:
        said.append(
            Message(
                "For nearly every month to meet it, the level has to move by {size}.",
                {"size": Distance(unit, found.short)},
            )
        )
    return tuple(said)
