"""The stages of a KPI's plan as boxes: verdict, target with what it was, distance, chance as a bar,
and the reasons folded."""

from collections.abc import Sequence
from html import escape

from errors import Message
from i18n import Month, Say
from metrics.answers.answer import Row
from metrics.findings.board import Card
from metrics.kpi import Amount, Kpi
from metrics.targets.past import due_before, history_of, was
from metrics.targets.plans import Target
from metrics.targets.verdict import UNJUDGED, Gap, Verdict
from metrics.targets.verdict_words import percent_of
from ui.kpi.cards import looks_of, shape_of, verdict_words
from ui.shell.style import shortened

BOXES_LOOK = shortened("""<style>
.scd-boxes { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: .4rem; }
.scd-box { border: 1px solid rgba(128, 128, 128, .35); border-radius: 6px; padding: .4rem .7rem; font-size: .84rem; line-height: 1.35; }
.scd-box > b { display: block; } .scd-box p { margin: 0; font-size: inherit; line-height: inherit; }
.scd-box p.scd-small { font-size: .8rem; line-height: 1.35; }
.scd-bar { display: flex; align-items: center; gap: .5rem; margin-top: .1rem; }
.scd-bar i { flex: 1; height: .45rem; border-radius: 3px; background: rgba(128, 128, 128, .25); overflow: hidden; min-width: 3rem; }
.scd-bar i i { display: block; height: 100%; background: currentColor; border-radius: 0; min-width: 0; }
.scd-box summary, .scd-lines summary { cursor: pointer; } .scd-box details { margin-top: .1rem; }
.scd-lines details { border-top: 1px solid rgba(128, 128, 128, .35); padding: .3rem 0; font-size: .86rem; line-height: 1.4; }
.scd-lines p { margin: .15rem 0 0; font-size: inherit; }
</style>""")


def boxes(card: Card, revisions: Sequence[Target], say: Say, narrow: bool) -> str:
    """All stages to be told in full, as HTML that BOXES_LOOK goes with; `narrow`: one line each that
    opens. `revisions`: of the targets of this KPI and place."""
    if not card.near:
        return f'<div class="scd-small">{escape(say("No target here."))}</div>'
    told = [_Box(card, stage, revisions, say) for stage in card.near]
    body = "".join(box.line() if narrow else box.box() for box in told)
    more = len(card.stages) - len(card.near)
    rest = "" if not more else f'<div class="scd-small">{escape(_more(more, say))}</div>'
    return f'<div class="{"scd-lines" if narrow else "scd-boxes"}">{body}</div>{rest}'


def chance_bar(stage: Verdict, say: Say) -> str:
    """The chance of a stage as a bar with its number, as HTML; empty where there is none."""
    words = chance_words(stage)
    if words is None:
        return ""
    percent = percent_of(stage.probability)
    return (
        f'<div class="scd-bar"><span>{escape(say(words))}</span>'
        f'<i aria-hidden="true"><i style="width:{percent}%"></i></i>'
        f"<b>{escape(_percent(percent, say))}</b></div>"
    )


def chance_words(stage: Verdict) -> Message | None:
    """Of what the chance is; None where there is none."""
    if not stage.ahead or stage.probability is None:
        return None
    if stage.beyond:
        return Message("Chance of keeping the pace for a year")
    if stage.target.stable_from is not None:
        return Message("Chance that the value at {due} meets it", {"due": stage.target.due})
    return Message("Chance of meeting it")


def _percent(percent: int, say: Say) -> str:
    return say("{percent}%", percent=say.number(percent, 0))


def _more(count: int, say: Say) -> str:
    return say(
        "Targets before and after these: {count}. The page Targets shows them all.", count=count
    )


class _Box:
    """One stage in words, each already said and safe in HTML."""

    def __init__(self, card: Card, stage: Verdict, revisions: Sequence[Target], say: Say):
        history = history_of(revisions, stage.target)
        self.stage, self.say = stage, say
        self.verdict = (
            f'<b class="scd-{looks_of(stage)}">{shape_of(stage)} '
            f"{escape(verdict_words(stage, say))}</b>"
        )
        self.target = escape(
            say(
                "{stage}: {target} by {due}",
                stage=stage.stage,
                target=stage.asked,
                due=stage.target.due,
            )
        )
        before = [said for said in (was(history), due_before(history)) if said is not None]
        self.before = escape(say.list(before)) if before else ""
        gap = distance(card.kpi, stage, card.settled)
        self.gap = "" if gap is None else escape(say(gap))
        self.reasons = escape(say.sentences([*stage.sentences, *_reasons(history)]))

    def box(self) -> str:
        """With everything beside the chart."""
        return (
            f'<div class="scd-box">{self.verdict}<p>{self.target}</p>{self._rest()}'
            f"<details class=scd-fold><summary>{escape(self.say('Reasons'))}</summary>"
            f'<p class="scd-small">{self.reasons}</p></details></div>'
        )

    def line(self) -> str:
        """As one line, the rest of it to be opened."""
        chance = (
            f" · {escape(_percent(percent_of(self.stage.probability), self.say))}"
            if chance_words(self.stage) is not None
            else ""
        )
        return (
            f"<details><summary>{self.verdict} {self.target}{chance}</summary>{self._rest()}"
            f'<p class="scd-small">{self.reasons}</p></details>'
        )

    def _rest(self) -> str:
        small = [text for text in (self.before, self.gap) if text]
        lines = "".join(f'<p class="scd-small">{text}</p>' for text in small)
        return lines + chance_bar(self.stage, self.say)


def _reasons(history: tuple[Target, ...]) -> list[Message]:
    """When and why the target was changed, the latest first."""
    return [
        Message(
            "Since {day} {target} by {due}: {reason}"
            if after.reason
            else "Since {day} {target} by {due}.",
            {"day": after.date, "target": after, "due": after.due, "reason": after.reason},
        )
        for after in reversed(history[1:])
    ]


def distance(kpi: Kpi, stage: Verdict, settled: Row | None) -> Message | None:
    """How far a value is from the goal: today's of a stage that is over, else the one judged. None
    where no value may be set against it."""
    if stage.status in UNJUDGED or stage.goal is None:
        return None
    value, month = stage.value, stage.period
    if stage.now is not None and stage.target.form != "count" and settled is not None:
        value, month = float(settled["value"]), settled["period"]
    if value is None or month is None:
        return None
    low, high = stage.goal, stage.goal if stage.goal_high is None else stage.goal_high
    goal = min(max(value, low), high)  # the nearest that meets a range
    gap = Gap(kpi.unit, kpi.unit.step_between(goal, value))
    blanks = {"value": Amount(kpi.unit, value), "month": Month(month), "gap": gap}
    if stage.goal_high is not None and low <= value <= high:
        return Message("{value} in {month}: inside the range", blanks)
    if gap.nothing:
        return Message("{value} in {month}: on the target to the decimal shown", blanks)
    if stage.goal_high is not None:
        return Message("{value} in {month}: {gap} outside the range", blanks)
    met = stage.better * (value - goal) > 0
    if stage.target.form == "count":
        return Message(
            "{value} up to {month}: {gap} better than the target"
            if met
            else "{value} up to {month}: {gap} short of the target",
            blanks,
        )
    return Message(
        "{value} in {month}: {gap} better than the target"
        if met
        else "{value} in {month}: {gap} short of the target",
        blanks,
    )
