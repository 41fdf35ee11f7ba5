"""What a panel of units and months says, in plain sentences."""

from collections.abc import Mapping

from errors import Message
from i18n import N_
from metrics.effect.panel import FEWEST_MONTHS, FEWEST_UNITS, Effect, Panel, PanelFinding
from metrics.kpi import Amount, Distance, Kpi

# To be shown wherever an effect is.
CAUTION = N_(
    "Units were not chosen by lot for training, so something else that changed with it may be the "
    "reason. “Goes with” is not “causes”."
)


def panel_finding(panel: Panel, training: Kpi, result: Kpi, step: float) -> list[Message]:
    """What can be said, one sentence after the other; sizes are for `step` more of `training` (in
    its unit, above 0)."""
    blanks = {
        "training": training.label,
        "result": result.label,
        "step": Distance(training.unit, step),
        "lag": panel.lag,
        "units": panel.units,
        "months": panel.months,
        "least_units": FEWEST_UNITS,
        "least_months": FEWEST_MONTHS,
    }
    if panel.finding is PanelFinding.FEW:
        return [
            Message(
                "Not enough to tell whether training reaches “{result}”: {units} units and "
                "{months} months can be used, "
                "{least_units} units and {least_months} months are needed. The scatter shows "
                "single units and months; read no rule from "
                "it.",
                blanks,
            )
        ]
    if panel.finding is PanelFinding.ALIKE or panel.effect is None:
        return [
            Message(
                "Whether training reaches “{result}” cannot be told: once fixed unit differences "
                "and common months are removed, "
                "no difference in “{training}” is left to compare.",
                blanks,
            )
        ]
    basis = Message(
        "Months from training to result: {lag}; units: {units}; months: {months}.", blanks
    )
    return [
        _effect(panel.effect, result, step, blanks),
        *_placebo(panel, result, step, blanks),
        basis,
    ]


def _effect(effect: Effect, result: Kpi, step: float, blanks: Mapping[str, object]) -> Message:
    if not effect.certain:
        return Message(
            "No evidence that units that trained more had a higher or lower “{result}” later, "
            "after removing fixed unit "
            "differences and common months: {change} for each {step} more of “{training}” (95%: "
            "{low} to {high}).",
            {**blanks, **_signed(effect, result, step)},
        )
    ends = sorted((effect.low, effect.high), key=abs)
    sizes = {
        "size": Distance(result.unit, effect.value * step),
        "low": Distance(result.unit, ends[0] * step, bare=True),
        "high": Distance(result.unit, ends[1] * step, bare=True),
    }
    if effect.value > 0:
        return Message(
            "Units that trained more tended to have a higher “{result}” later, after removing "
            "fixed unit differences and common "
            "months: {size} higher for each {step} more of “{training}” (95%: {low} to {high}).",
            {**blanks, **sizes},
        )
    return Message(
        "Units that trained more tended to have a lower “{result}” later, after removing fixed "
        "unit differences and common "
        "months: {size} lower for each {step} more of “{training}” (95%: {low} to {high}).",
        {**blanks, **sizes},
    )


def _placebo(panel: Panel, result: Kpi, step: float, blanks: Mapping[str, object]) -> list[Message]:
    if panel.placebo is None:
        return [
            Message(
                "Too few months are left to check whether “{result}” moved before the training "
                "already.",
                blanks,
            )
        ]
    if not panel.doubtful:
        return []
    return [
        Message(
            "Be careful: “{result}” also goes with the training of the month after it ({change} "
            "for each {step} more, 95%: {low} to "
            "{high}). What comes before cannot be an effect of it: perhaps units train because of "
            "their results, or something else "
            "moves both.",
            {**blanks, **_signed(panel.placebo, result, step)},
        )
    ]


def _signed(effect: Effect, result: Kpi, step: float) -> dict[str, object]:
    return {
        "change": Amount(result.unit, effect.value * step, change=True),
        "low": Amount(result.unit, effect.low * step, change=True, bare=True),
        "high": Amount(result.unit, effect.high * step, change=True, bare=True),
    }
