"""Customer voice, repurchase: who comes back to buy, new and returning customers apart; months whose
customers have not had their time are shown and never judged."""

from collections.abc import Sequence

import pandas as pd

from charts.repurchase import cohort_lines, description
from charts.theme import CONFIG, Palette
from errors import Message
from i18n import Say
from metrics.answers.asked import asking
from metrics.catalog import kpi_named
from metrics.comparisons.change import change
from metrics.findings.board import Card
from metrics.findings.finding import finding
from metrics.findings.month import card_of
from metrics.findings.repurchase import (
    ALL,
    GROUPS,
    Back,
    Cohort,
    apart,
    cohorts,
    latest_final,
    maturing_why,
    maturing_words,
    mix_of,
    pooled_words,
    shown,
)
from metrics.kpi import Amount
from metrics.snapshot import Snapshot
from metrics.sums.query import Filter, Query
from metrics.value_units import PERCENT
from ui.parts import st
from ui.parts.lazy_expander import lazy_expander
from ui.parts.table import show_table_with_file
from ui.parts.targets_told import targets_words
from ui.parts.visitor import is_phone
from ui.state.board import looked_at
from ui.state.filters import places_words
from ui.voice.page import VoiceChoice, draw_finding

FEWEST_MONTHS = 24  # shown at least, since a course is not seen in fewer


def draw_repurchase(choice: VoiceChoice, say: Say, palette: Palette) -> None:
    """The finding, the months of both groups of customers, and the table behind."""
    found = shown(
        looked_at(_cohorts, choice.only), max(FEWEST_MONTHS, choice.span.months), choice.month
    )
    if not found:
        st.info(
            say(
                "No purchases up to {month} for this selection. Upload a file of orders with their "
                "customers, or choose another month.",
                month=say.month(choice.month),
            )
        )
        return
    card = looked_at(card_of, ALL, choice.month, choice.only)
    draw_finding(choice, _sentences(card, found), _evidence(card, found), say, months=False)
    st.plotly_chart(
        cohort_lines(found, say, palette, is_phone()),
        theme=None,
        config=CONFIG,
        alt=description(found, say),
        key="voice_repurchase",
    )
    st.caption(say.sentences(_notes(choice, found, say)))
    lazy_expander(
        say("Table and download"),
        lambda: show_table_with_file(
            _table(found, choice, card, say),
            f"repurchase-{choice.month:%Y-%m}",
            "voice_repurchase_table",
            say,
        ),
        "voice_repurchase_fold",
    )


def _cohorts(snapshot: Snapshot, only: Filter) -> tuple[Cohort, ...]:
    ask = asking(snapshot, map(kpi_named, GROUPS))
    return cohorts({name: ask(name, Query(only=only)) for name in GROUPS})


def _sentences(card: Card, found: Sequence[Cohort]) -> list[Message]:
    """What the last month that may be judged says, and which ones may not."""
    final = latest_final(found)
    first = Message("{finding}.", {"finding": finding(card)})
    waiting = maturing_words(found)
    return [first, *(apart(final) if final else []), *([waiting] if waiting else [])]


def _evidence(card: Card, found: Sequence[Cohort]) -> list[Message]:
    """How the last month that may be judged changed, what the mix of customers has to do with it,
    and all final months together."""
    told: list[Message] = []
    final = latest_final(found)
    if final is not None and card.months is not None:
        changed = change(card.months, final.month, scales=card.breaks.scales)
        if changed is not None:
            told.append(Message("All customers: {change}.", {"change": changed.sentence()}))
            mix = mix_of(found, final.month, changed.before)
            told += [] if mix is None else [mix.sentence()]
    return [*told, *filter(None, (pooled_words(found), maturing_why(found)))]


def _notes(choice: VoiceChoice, found: Sequence[Cohort], say: Say) -> list[str]:
    """What a reader has to know of the marks, and of who counts as new."""
    named = latest_final(found) or found[-1]
    notes = [
        say("Beside the lines stand the values of {month}.", month=say.month(named.month)),
        say(
            "Hollow marks and dashed lines are not judged: a month still maturing, or too few "
            "customers. Whoever is not on record with an order before the month counts as new."
        ),
    ]
    if choice.only:
        notes.append(
            say(
                "Customers count where their first order of the month was made; one who comes back "
                "anywhere has come back."
            )
        )
    return notes


def _table(found: Sequence[Cohort], choice: VoiceChoice, card: Card, say: Say) -> pd.DataFrame:
    """Every month and group, the latest first; each row says of which selection it is, and what the
    targets of all customers are."""
    targets = {} if not card.stages else {say("Targets"): targets_words(card.near, say)}
    return pd.DataFrame(
        [
            {
                say("Month"): say.month(cohort.month),
                say("Customers"): say(GROUPS[name]),
                say("Came back"): say.number(back.k),
                "n": say.number(back.n),
                say("Value"): PERCENT.show(say, back.value),
                say("95% interval"): "–"
                if back.low is None
                else say(
                    "{low} to {high}",
                    low=Amount(PERCENT, back.low),
                    high=Amount(PERCENT, back.high),
                ),
                say("Note"): _note(cohort, back, say),
                say("Selection"): places_words(choice.only, say),
                **(targets if name == ALL else dict.fromkeys(targets, "")),
            }
            for cohort in reversed(found)
            for name, back in cohort.of.items()
        ]
    )


def _note(cohort: Cohort, back: Back, say: Say) -> str:
    if not cohort.final:
        return say(
            "{state}: final once the records reach {day}",
            state=cohort.state.value,
            day=cohort.final_on,
        )
    if not back.enough:
        return say("few cases, {least} are needed to judge", least=kpi_named(ALL).dataset.enough)
    return say(cohort.state.value)
