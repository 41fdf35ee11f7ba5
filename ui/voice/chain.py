"""Customer voice, know – do – feel: exams, staff, mystery visits, customers and complaints on the same
aspects of service."""

from datetime import date

import pandas as pd

from charts.theme import CONFIG, Palette
from charts.voice_know import aspects, description, unit_of
from i18n import Say
from metrics.answers.asked import asking
from metrics.answers.pooled import latest_quarter
from metrics.catalog import kpi_named
from metrics.kpi import Amount
from metrics.periods import FOUR_QUARTERS, Period, add_months
from metrics.snapshot import Snapshot
from metrics.sums.query import Filter
from metrics.voice.know_do_feel import (
    ASPECTS,
    EXAM,
    SCALES,
    STEPS,
    AspectReading,
    finding,
    readings,
    usual_module,
)
from metrics.voice.span import Span
from ui.parts import st
from ui.parts.heading import heading
from ui.parts.lazy_expander import lazy_expander
from ui.parts.table import show_table_with_file
from ui.parts.visitor import is_phone
from ui.state.board import looked_at, today
from ui.state.filters import linked
from ui.voice.data import modules_recorded
from ui.voice.page import VoiceChoice, draw_finding
from ui.voice.spoken import complained_of


def draw_chain(choice: VoiceChoice, say: Say, palette: Palette) -> None:
    """The finding, the three readings of every aspect, and which module teaches it."""
    modules = modules_recorded()
    last = latest_quarter(kpi_named(EXAM), choice.month, today())
    above = st.container()
    taught = _module_choice(modules, say)
    found = looked_at(_readings, last, choice.only, taught)
    with above:
        _draw(found, last, choice, say, palette)


def _readings(
    snapshot: Snapshot, last: date, only: Filter, taught: dict[str, str]
) -> tuple[AspectReading, ...]:
    names = dict.fromkeys(name for one in ASPECTS for name in (EXAM, one.staff, one.do, one.feel))
    year = Span(add_months(last, -9), 12)
    return readings(
        asking(snapshot, map(kpi_named, names)),
        last,
        only,
        taught,
        complained_of(snapshot, year, only),
    )


def _draw(
    found: tuple[AspectReading, ...], last: date, choice: VoiceChoice, say: Say, palette: Palette
) -> None:
    if all(reading.value is None for reading in found):
        st.info(
            say(
                "Nothing to set side by side. Upload exam results, surveys of staff, mystery visits, a "
                "satisfaction survey and complaints, or choose other months."
            )
        )
        return
    left_out = (
        [
            say(
                "{month} is not over: it is left out, and whole quarters before it are shown",
                month=say.month(choice.month),
            )
        ]
        if choice.span.running
        else []
    )
    scales = [say("{step}: {scale}", step=STEPS[step], scale=SCALES[step]) for step in STEPS]
    draw_finding(
        choice,
        finding(found),
        [
            say(
                "{period}. {scales}.",
                period=Period(add_months(last, -9), FOUR_QUARTERS),
                scales=scales,
            ),
            *left_out,
        ],
        say,
        months=False,
    )
    st.caption(
        say(
            "They are measured differently: do not set their numbers against each other. What counts "
            "is which aspect each of them puts first and last. Staff say what they have for it: how "
            "able they are, what tools and support they get, what they may decide. Whether a complaint "
            "is about attitude is what its file says, else what its category and text tell; whether it "
            "is about the other two, always the latter."
        )
    )
    st.plotly_chart(
        aspects(found, say, palette, is_phone()),
        theme=None,
        config=CONFIG,
        alt=description(found, say),
        key="voice_chain",
    )
    for why in dict.fromkeys(
        say("{step}: {why}", step=STEPS[reading.step], why=reading.why)
        for reading in found
        if reading.why
    ):
        st.caption(why)
    lazy_expander(
        say("Table"),
        lambda: show_table_with_file(_table(found, say), "aspects", "voice_chain_table", say),
        "voice_chain_fold",
    )


def _module_choice(modules: list[str], say: Say) -> dict[str, str]:
    """The module that teaches each aspect, proposed by its usual name; it stands in the link as
    ?taught_attitude=…"""
    if not modules:
        return {}
    st.html(heading(say("Module that teaches it")))
    chosen = {}
    for column, aspect in zip(st.columns(len(ASPECTS)), ASPECTS, strict=True):
        with column:
            chosen[aspect.name] = linked(
                f"taught_{aspect.name}",
                say(aspect.label),
                ["", *modules],
                usual_module(aspect, modules),
                lambda name: name or say("None"),
            )
    return chosen


def _table(found: tuple[AspectReading, ...], say: Say) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                say("Aspect"): say(reading.aspect.label),
                say("Seen by"): say(STEPS[reading.step]),
                say("Measured"): say(reading.measured),
                say("Value"): unit_of(reading).show(say, reading.value),
                say("95% interval"): _limits(reading, say),
                "n": say.number(reading.n),
                say("Note"): say(reading.why) if reading.why else "",
            }
            for reading in found
        ]
    )


def _limits(reading: AspectReading, say: Say) -> str:
    if reading.low is None:
        return "–"
    return say(
        "{low} to {high}",
        low=Amount(unit_of(reading), reading.low),
        high=Amount(unit_of(reading), reading.high),
    )
