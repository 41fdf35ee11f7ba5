"""Units side by side without a league table: ordered intervals, funnel, two of them, and the
channels' consistency."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from html import escape

import pandas as pd

from charts.alternative import alternative
from charts.consistency import consistency_course
from charts.funnel import MOST_DOTS, description, funnel, table, thinned
from charts.split import Reference, hidden_groups, pale_groups, split
from charts.theme import CONFIG, Palette
from charts.words import group_label, group_name
from errors import Message
from i18n import N_, Say
from metrics.answers.answer import Answer
from metrics.answers.asked import answer, months_with_data
from metrics.answers.pooled import latest_quarter, quarters_query, windowed
from metrics.catalog import kpi_named
from metrics.comparisons.change import difference
from metrics.comparisons.channels import course
from metrics.comparisons.contribution import Contributions, contributions
from metrics.comparisons.units import Standing, caution, contrast, finding, standing
from metrics.findings.month import breaks_of, card_of
from metrics.findings.operations import no_file
from metrics.kpi import Amount, Direction, Kpi
from metrics.periods import Period, add_months, is_over
from metrics.privacy.gate import crossed
from metrics.snapshot import Snapshot, remembered
from metrics.sums.query import Filter, Query, lacks
from metrics.targets.events import filtered_place
from metrics.window import MONTHS, TimeWindow
from ui.kpi.contributions import draw_all_contributions, parts_words
from ui.kpi.layers import linked_layers
from ui.loop.raising import Proof, offer_problem, offer_problems
from ui.parts import st
from ui.parts.answer_table import draw_file
from ui.parts.heading import heading
from ui.parts.lazy_expander import lazy_expander
from ui.parts.table import TableLook, show_table
from ui.parts.targets_told import targets_words
from ui.parts.viewer import viewer
from ui.parts.visitor import is_phone
from ui.shell.row import in_bar
from ui.state.board import looked_at, today
from ui.state.filters import LABELS, follow_link, linked, months_offered, places_words

CHANNEL = "channel"
QUARTERS_SHOWN = 8
_MOST_RAISED = 12  # units offered to be raised as a problem
_MOST_DRAWN = 30  # units; more are a thicket in which nobody finds anything
_MANY, _FEWER = 100, 16  # of so many units fewer are drawn, since the funnel beside them has more


# What is drawn besides the intervals; all of it unless the link leaves some out, as ?drawn=-funnel.
_LAYERS = {
    "target": N_("Target"),
    "funnel": N_("Funnel"),
    "parts": N_("Effect on the whole"),
    "pair": N_("Two of them"),
    "channels": N_("Channels"),
}


def layers_choice(
    found: Standing, parts: Contributions | None, month: date, say: Say
) -> frozenset[str]:
    """What of the page is drawn, of what there is to draw."""
    query = found.answer.query
    there = {
        "target": _goal(found, month) is not None,
        "funnel": found.funnel is not None,
        "parts": parts is not None,
        "pair": len(_judged(found)) >= 2,
        "channels": _has_channels(found.answer.kpi, query.only),
    }
    offered = [name for name in _LAYERS if there[name]]
    return linked_layers(offered, _LAYERS, _LAYERS, say, "drawn") if offered else frozenset()


def dimension_choice(kpi: Kpi, only: Filter, say: Say) -> str | None:
    """What the KPI is compared by; None, with a sentence, where the filter leaves nothing."""
    if lacks(kpi, Query(only=only)):
        st.info(
            say(
                "{kpi}: not recorded by this filter. Set it back to “All”, or choose another KPI.",
                kpi=kpi.label,
            )
        )
        return None
    filtered = {name for name, _ in only}
    open_dimensions = [
        name
        for name in kpi.dimensions
        if name not in filtered and not crossed(viewer(), kpi, Query(by=name, only=only))
    ]
    if not open_dimensions:
        st.info(
            say(
                "{kpi}: everything that it is recorded by is filtered. Set a filter back to “All” to "
                "compare its units.",
                kpi=kpi.label,
            )
        )
        return None
    default = "store" if "store" in open_dimensions else open_dimensions[0]
    with in_bar():
        return linked(
            "by",
            say("Compare by"),
            open_dimensions,
            default,
            lambda name: say("by {dimension}", dimension=LABELS[name]),
            label_visibility="collapsed",
        )


def compared_units(
    kpi: Kpi, month: date, window: str, by: str, only: Filter, say: Say
) -> Standing | None:
    """The units against the whole in the window that ends with `month`; None, with a sentence,
    without records."""
    time = TimeWindow(window, month, today(), min(months_offered(), default=None))

    def ask(query: Query):
        return looked_at(answer, kpi.name, query)

    split_up, whole = (windowed(ask, kpi, time, group, only) for group in (by, None))
    if split_up.rows.empty:
        none_here = Message(
            "{kpi}: no records in {period}. Choose another month or a longer time.",
            {"kpi": kpi.label, "period": Period(split_up.query.start, split_up.query.grain)},
        )
        st.info(say(looked_at(no_file, kpi.dataset) or none_here))
        return None
    return standing(split_up, whole)


@dataclass(frozen=True)
class YearBefore:
    """The units in the same time of the year before: their rows, and what each does to the
    whole and to its change since. Without them (`rows` None) where the two may not be compared;
    `parts` None of KPIs whose value is not put together of units."""

    rows: pd.DataFrame | None
    parts: Contributions | None


def year_before(found: Standing, month: date, window: str) -> YearBefore:
    """What is known of the year before the time that is compared."""
    query = found.answer.query
    return looked_at(_year_before, found.answer.kpi.name, month, window, found.by, query.only)


@remembered(40)
def _year_before(
    snapshot: Snapshot, name: str, month: date, window: str, by: str, only: Filter
) -> YearBefore:
    kpi, oldest = kpi_named(name), min(months_with_data(snapshot), default=None)

    def asked(until: date, group: str | None) -> Answer:
        time = TimeWindow(window, until, snapshot.today, oldest)
        return windowed(lambda query: answer(snapshot, name, query), kpi, time, group, only)

    split_up, whole = asked(month, by), asked(month, None)
    period, end = split_up.query.start, split_up.query.end
    before = add_months(period, -12)
    scales = breaks_of(snapshot, kpi, filtered_place(only)).scales
    known = None
    # A longer time than a year would be compared with a part of itself.
    if MONTHS.get(window, 13) <= 12 and not any(before < start <= end for start in scales):
        last = add_months(end.replace(day=1), -12)
        known = asked(last, by)
        split_up, whole = (
            replace(now, rows=pd.concat([then.rows, now.rows], ignore_index=True))
            for now, then in ((split_up, known), (whole, asked(last, None)))
        )
    parts = contributions(split_up, whole, period, before if known is not None else None)
    told = parts is not None and len(parts.parts) > 1
    return YearBefore(None if known is None else known.rows, parts if told else None)


def draw_parts(found: Standing, parts: Contributions, say: Say) -> None:
    """What each unit does to the whole and to its change: the finding, and the few that hold it back
    most."""
    st.html(parts_words(parts, found.answer, parts.period, say, level=2))


def draw_finding(found: Standing, month: date, say: Say) -> None:
    """The finding as the title; below it what it rests on."""
    kpi, query = found.answer.kpi, found.answer.query
    reference = N_("the whole of what is filtered") if query.only else N_("the company")
    sentence = say.sentences(finding(found, reference))
    st.html(f'<h1 class="scd-finding">{escape(sentence)}</h1>')
    seen = _proof(found, month, sentence, say("{kpi}, by unit", kpi=kpi.label))
    offer_problem(seen, say)
    evidence = [
        say(
            "{kpi} by {dimension}, {period}",
            kpi=kpi.label,
            dimension=LABELS[query.by],
            period=Period(query.start, query.grain),
        ),
        places_words(query.only, say),
    ]
    if not is_over(month, today()):
        evidence.append(_left_out_words(kpi, month, say))
    if found.funnel is not None:
        evidence.append(say(caution(found)))
    st.html(f'<div class="scd-evidence">{escape(" · ".join(evidence))}</div>')


def _proof(found: Standing, month: date, seen: str, title: str, unit: str | None = None) -> Proof:
    """What is seen of the units, or of one of them."""
    kpi = found.answer.kpi
    return Proof(
        "compare",
        "unit",
        seen,
        month,
        title=title,
        kpi=kpi.name,
        place=(None, None) if unit is None else (found.by, unit),
        about_staff=kpi.dataset.about_staff,
        named=(("kpi", kpi.name), ("by", found.by)),
    )


def _offer_units(found: Standing, month: date, say: Say) -> None:
    """The units outside the limits on the wrong side, each to be raised as a problem."""
    kpi = found.answer.kpi
    wrong = -1 if kpi.direction is Direction.UP else 1
    rows = found.standing_out(_MOST_RAISED, side=wrong)
    told = [
        (
            str(row.group),
            say(
                "{kpi} of {unit}: {value}, all: {whole}",
                kpi=kpi.label,
                unit=group_name(str(row.group)),
                value=Amount(kpi.unit, float(row.value)),
                whole=Amount(kpi.unit, found.whole),
            ),
        )
        for row in rows.itertuples()
    ]
    proofs = [_proof(found, month, words, words, unit) for unit, words in told]
    offer_problems(proofs, "raise_unit", say)


def _left_out_words(kpi: Kpi, month: date, say: Say) -> str:
    """What is shown instead of a month that is not over."""
    if kpi.dataset.compared_by == "month":
        return say(
            "{month} is not over: it is left out, and whole months before it are shown",
            month=say.month(month),
        )
    return say(
        "{month} is not over: it is left out, and whole quarters before it are shown",
        month=say.month(month),
    )


def draw_units(
    found: Standing, month: date, layers: frozenset[str], say: Say, palette: Palette
) -> None:
    """Ordered intervals with the company's target of that month, and the funnel, side by side where
    there is room; then who is hidden or pale."""
    goal = _goal(found, month) if "target" in layers else None
    many = len(found.answer.rows) > _MANY
    shown = found.telling(_FEWER if many else _MOST_DRAWN)
    left, right = st.columns(2, gap="large") if "funnel" in layers else (st.container(), None)
    with left:
        st.html(heading(say("Value with its 95% interval")))
        st.plotly_chart(
            split(
                shown,
                Reference(
                    goal,
                    _known(found.whole),
                    dict(zip(found.units["group"], found.units["side"], strict=True)),
                ),
                say,
                palette,
                narrow=is_phone(),
            ),
            theme=None,
            config=CONFIG,
            alt=alternative(shown, (), say),
            key="units",
        )
    if right is not None:
        with right:
            _draw_funnel(found, month, say, palette)
    for sentence in filter(
        None,
        (
            _left_out(found, len(shown.rows), say),
            hidden_groups(found.answer, say),
            pale_groups(shown, say),
        ),
    ):
        st.caption(sentence)


def _goal(found: Standing, month: date) -> float | None:
    """What the stage ahead asks of the month; None without a target, or where it asks a sum of
    months that go by."""
    card = looked_at(card_of, found.answer.kpi.name, month, found.answer.query.only)
    return card.stage.monthly_goal if card.stage and not card.lacking else None


def _left_out(found: Standing, drawn: int, say: Say) -> str | None:
    groups = int((~found.answer.rows["hidden"].astype(bool)).sum())
    if groups == drawn:
        return None
    blanks = {"drawn": drawn, "groups": groups, "outside": len(found.outside)}
    if not len(found.outside):
        return say(
            "Drawn as intervals are {drawn} of {groups}: those with the most cases. The table below "
            "holds all.",
            **blanks,
        )
    if len(found.outside) > drawn:
        return say(
            "Drawn as intervals are {drawn} of {groups}: of the {outside} outside the lines those "
            "that stand out most. The table below holds all.",
            **blanks,
        )
    return say(
        "Drawn as intervals are {drawn} of {groups}: those outside the lines, then those with the "
        "most cases. The table below holds all.",
        **blanks,
    )


def _draw_funnel(found: Standing, month: date, say: Say, palette: Palette) -> None:
    st.html(heading(say("Funnel: what chance alone explains")))
    words = say.sentences([description(say), *finding(found, N_("the whole"))])
    shown = thinned(found, MOST_DOTS)
    st.plotly_chart(
        funnel(shown, say, palette, narrow=is_phone()),
        theme=None,
        config=CONFIG,
        alt=words,
        key="funnel",
    )
    st.caption(
        say(
            "Dots inside the lines are what chance makes of equal units: their order means "
            "nothing. "
            "Only a unit outside the solid lines is named."
        )
    )
    _offer_units(found, month, say)
    if shown is not found:
        st.caption(
            say(
                "Of {all} units only some are drawn, and all that lie outside the limits.",
                all=len(found.answer.rows),
            )
        )


def _known(value: float) -> float | None:
    return None if pd.isna(value) else value


def _judged(found: Standing) -> pd.DataFrame:
    """The units with enough cases to be set against one another."""
    rows = found.answer.rows
    return rows[~rows["hidden"].astype(bool) & rows["enough"].astype(bool) & rows["value"].notna()]


@st.fragment
def draw_pair(found: Standing, say: Say) -> None:
    """Two units that the reader chooses, with the interval of their difference; at first those with
    most answers."""
    judged = _judged(found)
    st.html(heading(say("Two of them")))
    groups, most = (
        sorted(judged["group"]),
        judged.sort_values("n", ascending=False)["group"].tolist(),
    )
    for name in ("first", "second"):
        follow_link(name, found.answer.query.by, groups, say)
    left, right = st.columns(2, gap="large")
    with left:
        first = linked("first", say("One"), groups, most[0], lambda name: group_label(name, say))
    with right:
        second = linked(
            "second", say("The other"), groups, most[1], lambda name: group_label(name, say)
        )
    if first == second:
        st.caption(say("Choose two different ones."))
        return
    st.html(
        "<div "
        f'class="scd-chip">{escape(say(contrast(found.answer, second, first).sentence()))}</div>'
    )
    st.caption(
        say(
            "Of many units the two furthest apart always seem to differ. A pair chosen because of "
            "its values proves little; "
            "the funnel allows for that."
        )
    )


def draw_table(found: Standing, before: YearBefore, month: date, say: Say) -> None:
    """The units by name with their change, what each does to the whole, and the units as a file."""
    lazy_expander(
        say("Table and download"),
        partial(_table, found, before, month, say),
        key="compare_table",
    )


def _table(found: Standing, before: YearBefore, month: date, say: Say) -> None:
    query = found.answer.query
    shown, name = table(found, say), None
    if before.rows is not None:
        start = add_months(query.start, -12)
        name = say("Change against {before} (95%)", before=Period(start, query.grain))
        shown.insert(3, name, _changes(found, before.rows, say))
    show_table(shown, "compare_units", TableLook([] if name is None else [name]))
    card = looked_at(card_of, found.answer.kpi.name, month, query.only)
    about = {
        say("Period"): say("{period}", period=Period(query.start, query.grain)),
        say("Place"): places_words(query.only, say),
    }
    if card.stages and not card.lacking:
        about[say("Targets")] = targets_words(card.near, say)
    draw_file(found.answer, LABELS[query.by], "compare_file", say, about)
    if before.parts is not None:
        draw_all_contributions(before.parts, found.answer, query.start, say)


def _changes(found: Standing, before: pd.DataFrame, say: Say) -> list[str]:
    """How each unit's own value changed, in the order of the table; a dash where either time has too
    few cases or is not shown."""
    kpi, earlier = found.answer.kpi, before.drop_duplicates("group").set_index("group")
    told = []
    for row in found.answer.rows.sort_values("group").to_dict("records"):
        then = earlier.loc[row["group"]] if row["group"] in earlier.index else None
        if then is None or not all(map(_is_judged, (row, then))):
            told.append("–")
            continue
        size, low, high, _ = difference(kpi, then, row)
        if size is None or low is None or high is None:
            told.append("–")
            continue
        step = kpi.unit.step_between(then["value"], row["value"], low, high)
        amounts = (Amount(kpi.unit, one, change=True, bare=True) for one in (step, low, high))
        told.append(
            say(
                "{size} ({low} to {high})",
                **dict(zip(("size", "low", "high"), amounts, strict=True)),
            )
        )
    return told


def _is_judged(row: Mapping[str, object]) -> bool:
    return bool(
        not row["hidden"] and row["enough"] and not pd.isna(row["value"]) and pd.isna(row["since"])
    )


def _has_channels(kpi: Kpi, only: Filter) -> bool:
    return CHANNEL in kpi.dimensions and CHANNEL not in {name for name, _ in only}


def draw_channels(kpi: Kpi, month: date, only: Filter, say: Say, palette: Palette) -> None:
    """Whether the channels give the same service: the latest quarter in words, two years as a
    chart."""
    last = latest_quarter(kpi, month, today())
    first = add_months(last, 3 - 3 * QUARTERS_SHOWN)
    found = course(looked_at(answer, kpi.name, quarters_query(first, last, CHANNEL, only)))
    if not found or found[-1].period != last:
        return
    st.html(heading(say("Consistency between channels, {period}", period=Period(last, "quarter"))))
    st.html(f'<div class="scd-chip">{escape(say(found[-1].sentence()))}</div>')
    if found[-1].spread.tau is not None:
        st.plotly_chart(
            consistency_course(found, say, palette, narrow=is_phone()),
            theme=None,
            config=CONFIG,
            key="consistency",
            alt=say(found[-1].sentence()),
        )
        st.caption(
            say(
                "Standard deviation between channels: 0 means the same service everywhere. Small "
                "samples alone make the measured spread "
                "larger than the true one, so set a target on the spread without noise."
            )
        )
