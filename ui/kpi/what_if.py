"""What if the target were another: the stage in force judged against a value that is typed."""

from html import escape

from i18n import Say
from metrics.findings.board import Card
from metrics.snapshot import Snapshot
from metrics.targets.standing import judged_as_if
from metrics.targets.verdict import Verdict
from ui.kpi.cards import looks_of, shape_of, verdict_words
from ui.kpi.stages import chance_bar
from ui.parts import st
from ui.state.board import looked_at

_OPENED = "what_if_opened"
_FORMS = ("at_least", "at_most", "change", "count")


def draw_what_if(card: Card, say: Say) -> None:
    """A small field behind a button: the chance of another value for the stage in force; nothing
    where no stage lies ahead that has one."""
    stage = card.stage
    if stage is None or not stage.ahead or stage.target.form not in _FORMS or stage.goal is None:
        return
    behind = st.popover(say("What if …"), icon=":material/help:", key="what_if", on_change="rerun")
    if behind.open:
        st.session_state[_OPENED] = True
    if not st.session_state.get(
        _OPENED
    ):  # once opened it is drawn closed too: what was typed stays
        return
    unit, target = card.kpi.unit, stage.target
    with behind:
        step = 10.0**-unit.decimals
        asked = st.number_input(
            say(
                "If the target by {due} were another value (it is {target})",
                due=target.due,
                target=stage.asked,
            ),
            min_value=None if unit.low is None else float(unit.low),
            max_value=None if unit.high is None else float(unit.high),
            value=None,
            step=step if unit.high is None else max(step, 0.5),
            format=f"%.{unit.decimals}f",
            key=f"what_if_{card.kpi.name}_{target.due}_{target.dimension}_{target.unit}",
        )
        if asked is not None:
            found = looked_at(_as_if, card, stage, float(asked))
            if found is not None:
                st.html(_told(found, say))


def _as_if(snapshot: Snapshot, card: Card, stage: Verdict, goal: float) -> Verdict | None:
    return judged_as_if(snapshot, card.month, stage.target, goal)


def _told(found: Verdict, say: Say) -> str:
    return (
        f'<b class="scd-{looks_of(found)}">{shape_of(found)} {escape(verdict_words(found, say))}</b>'
        f"{chance_bar(found, say)}"
        f'<p class="scd-small">{escape(say.sentences(found.sentences))}</p>'
    )
