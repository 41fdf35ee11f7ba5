"""A KPI as a card: name, value with n, change, verdict in shape and word, sparkline with target."""

from collections.abc import Sequence
from html import escape
from math import isnan

import pandas as pd

from charts.sparkline import as_data_uri, sparkline
from charts.theme import Palette
from data.kinds.catalog import MYSTERY_VISIT
from i18n import N_, Say, Text
from metrics.answers.lacking import lacking
from metrics.findings.board import MONTHS, Card
from metrics.kpi import Kpi
from metrics.targets.verdict import Now, Status, Verdict
from ui.parts import st
from ui.parts.links import page_named
from ui.parts.literal import bold
from ui.shell.style import shortened
from ui.state.filters import LABELS, link_to_view

# What a page with cards, or with links that lead on from what is told (keys lead_…), sends once.
CARDS_LOOK = shortened("""<style>
.scd-row { display: flex; justify-content: space-between; align-items: flex-end; gap: .75rem; flex-wrap: wrap; }
.scd-row img { display: block; max-width: 100%; width: 160px; aspect-ratio: 4; }
[class*="st-key-card_"] { gap: .35rem; } [class*="st-key-lead_"] { gap: 0; }
:is([class*="st-key-card_"], [class*="st-key-lead_"]) .stPageLink a { padding-left: 0; padding-right: 0; }
:is([class*="st-key-card_"], [class*="st-key-lead_"]) a p { text-decoration: underline; text-underline-offset: 3px; }
</style>""")


def draw_card(kpi: Kpi, body: str, say: Say) -> None:
    """One card, with `body` as `card_body` makes it; its name is the link to the KPI's page."""
    with st.container(border=True, key=f"card_{kpi.name}", height="stretch"):
        st.page_link(
            page_named("kpi", say),
            label=bold(say(kpi.label)),
            icon="",
            query_params=link_to_view(kpi=kpi.name, lang=say.language),
        )
        st.html(body)


def card_body(card: Card, say: Say, palette: Palette) -> str:
    """What a card says and draws, as HTML."""
    if card.lacking:
        names = say.list([LABELS[name] for name in card.lacking])
        return f'<div class="scd-small">{escape(say(lacking_words(card), dimensions=names))}</div>'
    return f"""<div class="scd-row"><div>{_value(card, say)}</div>{_spark(card, say, palette)}</div>
{_change(card, say)}{_stage(card, say)}"""


def lacking_words(card: Card) -> Text:
    """Why a card cannot be shown under this filter, with the blank {dimensions}."""
    if set(card.lacking) <= set(card.kpi.dimensions):
        return N_(
            "This is about staff, who could be recognised where {dimensions} are combined. Filter "
            "by one of them."
        )
    return N_("Not recorded by {dimensions}, so this filter cannot show it.")


def _value(card: Card, say: Say) -> str:
    row = card.row
    notes = f'<div class="scd-n">{escape(value_notes(card, say))}</div>'
    if row is not None and row["hidden"]:
        return notes
    if row is None or not card.has_value:
        return f'<div class="scd-value">–</div>{notes}'
    pale = "" if row["enough"] else " scd-pale"
    value = escape(card.kpi.unit.show(say, row["value"]))
    return f'<div class="scd-value{pale}">{value}</div>{notes}'


def value_notes(card: Card, say: Say) -> str:
    """What stands beside a value: n, and what has to be known of it; or why there is none."""
    row = card.row
    if row is not None and row["hidden"]:
        return say("Too few people to show.")
    if row is not None and pd.isna(row["value"]) and (why := lacking(card.kpi, row)) is not None:
        return say(why)
    if row is None or not card.has_value:
        return (
            say("No records in {month}.", month=say.month(card.month))
            if card.over
            else say("No records in {month} so far.", month=say.month(card.month))
        )
    notes = [count_words(card.kpi, row["n"], say)] if card.kpi.measure.told_by_n else []
    notes += [say("as of {day}", day=row["since"])] if not pd.isna(row["since"]) else []
    lacks_n = card.kpi.measure.lacks_n(row["n"])
    if not row["enough"] and not lacks_n:
        visits = card.kpi.dataset is MYSTERY_VISIT
        notes.append(say("few visits") if visits else say("few answers"))
    notes += [say("month not over")] if row["partial"] else []
    notes += [say("still maturing")] if row["maturing"] else []
    return say.list(notes)


def count_words(kpi: Kpi, n: float, say: Say) -> str:
    """How many cases stand behind a value; who measured it elsewhere may not have said."""
    if kpi.measure.lacks_n(n):
        return say("n not given")
    return say("n {n}", n=say.number(n, 0))


def _spark(card: Card, say: Say, palette: Palette) -> str:
    goal = (
        card.stage.monthly_goal if card.stage and card.stage.status is not Status.CANNOT else None
    )
    return spark(card, () if goal is None else ((goal,),) * MONTHS, say, palette)


def spark(
    card: Card,
    goals: Sequence[Sequence[float]],
    say: Say,
    palette: Palette,
    size: tuple[int, int] = (160, 40),
) -> str:
    """The last 24 months as a picture, with the goals that held in them, which the style sheets set to
    its size; empty without values. A month that is not over would look like a fall beside whole
    ones."""
    columns = card.answer.columns
    known = {
        month: value
        for month, value, partial in zip(
            columns["period"],
            columns["value"].astype(float).tolist(),
            columns["partial"],
            strict=True,
        )
        if not partial and not isnan(value)
    }
    if not known:
        return ""
    picture = sparkline(
        [known.get(month) for month in card.shown],
        goals,
        palette,
        *size,
        breaks=[at for at, month in enumerate(card.shown) if month in card.breaks.scales],
    )
    words = say("the last 24 months")  # of the KPI that is named before it
    return f'<img alt="{escape(words)}" src="{as_data_uri(picture)}">'


def _change(card: Card, say: Say) -> str:
    if card.change is None:
        return ""
    looks = {True: "better", False: "worse", None: "neutral"}[card.change.better]
    word = {"better": say("better"), "worse": say("worse"), "neutral": ""}[looks]
    lead = (
        f"<b>{'▲' if card.change.difference.value > 0 else '▼'} {escape(word)}</b> " if word else ""
    )
    return f'<div class="scd-chip scd-{looks}">{lead}{escape(say(card.change.sentence()))}</div>'


def _stage(card: Card, say: Say) -> str:
    if card.stage is None:
        return f'<div class="scd-chip scd-neutral">{escape(say("No target here."))}</div>'
    over = card.over
    return "".join(
        "<div "
        f'class="scd-chip">{stage_words(stage, say)}{judged_on(card.kpi, stage, say) if _is_apart(stage, card, over) else ""}</'
        "div>"
        for stage in card.stages_now
    )


def _is_apart(stage: Verdict, card: Card, over: bool) -> bool:
    """Whether the verdict rests on another month than the value beside it."""
    return not over or stage.ahead and stage.period != card.month


def judged_on(kpi: Kpi, stage: Verdict, say: Say) -> str:
    """The month that a verdict rests on and its value, as HTML: for where another value stands
    beside it."""
    if stage.value is None or stage.period is None:
        return ""
    words = say(
        "judged on {month}: {value}",
        month=say.month(stage.period),
        value=kpi.unit.show(say, stage.value),
    )
    return f'<div class="scd-small">{escape(words)}</div>'


def looks_of(verdict: Verdict) -> str:
    """better, worse or neutral: which colour goes with the verdict's shape and word."""
    if verdict.off:
        return "worse"
    if (
        verdict.status in (Status.MET, Status.REACHED_LATE, Status.SURE, Status.LIKELY)
        or verdict.now is Now.REACHED
    ):
        return "better"
    return "worse" if verdict.behind else "neutral"


def shape_of(verdict: Verdict) -> str:
    """The shape of the verdict: of a stage that is over, that of where it stands today."""
    return verdict.status.shape if verdict.now is None else verdict.now.shape


def verdict_words(verdict: Verdict, say: Say) -> str:
    """The verdict: what became of it and where it stands today; or whether the goal is met so far,
    and how that is going to end."""
    words = [say(verdict.status.label)]
    if verdict.within_error and not verdict.ahead:
        words = [say("{verdict}, within sampling error", verdict=words[0])]
    if verdict.now is not None and verdict.status is not Status.REACHED_LATE:
        words.append(say(verdict.now.label))
    if verdict.unknown_today:
        words.append(say("today not known"))
    if verdict.ahead and verdict.meets is not None:
        words.append(
            say("the goal is met so far") if verdict.meets else say("the goal is not met so far")
        )
    if verdict.behind and not verdict.off and verdict.required_now is not None:
        words.append(say("behind the pace"))
    return " · ".join(words)


def stage_words(verdict: Verdict, say: Say) -> str:
    """A stage as HTML: its verdict in shape, words and colour, then the target and its due date."""
    target = say(
        "{stage}: {target} by {due}",
        stage=verdict.stage,
        target=verdict.asked,
        due=verdict.target.due,
    )
    return (
        f'<b class="scd-{looks_of(verdict)}">{shape_of(verdict)} '
        f"{escape(verdict_words(verdict, say))}</b><br>{escape(target)}"
    )
