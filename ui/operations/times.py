"""How long requests take: the distribution with those still open, by three clocks, and by unit."""

from collections.abc import Mapping

import pandas as pd

from charts.lasting import bar_words, description, lasting, shown_bars
from charts.theme import CONFIG, Palette
from data.kinds.catalog import SERVICE_REQUEST
from i18n import N_, Say, Text
from metrics.findings.operations import Minutes, why_none
from metrics.findings.operations_times import CLOCKS, Times, times
from metrics.statistics.quantiles import Quantile
from ui.operations.file import draw_file
from ui.operations.look import TableCell, cell, heading, note, table, terms, unit_words
from ui.operations.page import closing_sentence
from ui.operations.view import OperationsView
from ui.parts import st
from ui.parts.lazy_expander import lazy_expander
from ui.parts.links import page_named
from ui.parts.table import show_table
from ui.state.board import looked_at
from ui.state.filters import LABELS
from ui.state.link import linked

_NAMES: dict[str, Text] = {
    "closing_time": N_("To closing, elapsed: opened in these months, open ones counted as open"),
    "handling_time": N_("To the last closing, elapsed: closed in these months"),
    "handling_time_working": N_("To the last closing, working time: closed in these months"),
    "handling_time_own": N_(
        "To the last closing, working time less waiting for the customer: closed in these months"
    ),
}
_MOST_ROWS = 12


def draw_times(view: OperationsView, say: Say, palette: Palette) -> None:
    """The distribution, the table of clocks, the units."""
    if len(view.only) > 1:
        st.info(
            say(
                "Lengths of time are counted by one kind of place at a time. Filter by one of them "
                "alone."
            )
        )
        return
    found = looked_at(times, "closing_time", view.span, view.only).get(None)
    if found is None or not found.n:
        st.info(say(looked_at(why_none, "closing_time", view.span, view.only)))
        st.page_link(page_named("upload", say))
        return
    st.html(heading(say(closing_sentence(found, view.span))))
    st.plotly_chart(
        lasting(found, say, palette),
        theme=None,
        config=CONFIG,
        alt=description(found, say("Time to closing"), say),
        key="operations_times",
    )
    st.html(
        note(
            say(
                "Number of requests by the time from opening to closing. Hatched: still open after as "
                "long, when the files were made. Median and nine in ten count open ones as open "
                "(Kaplan–Meier): leaving them out would flatter a growing backlog. Cancelled requests "
                "are left out."
            )
        )
    )
    lazy_expander(
        say("Table and download"), lambda: _draw_bars(found, view, say), "operations_bars"
    )
    _draw_clocks(found, view, say)
    _draw_units(view, say)


def _draw_bars(found: Times, view: OperationsView, say: Say) -> None:
    rows = pd.DataFrame(
        [
            {
                say("Time to closing"): bar_words(bar, say),
                say("Number closed"): bar.closed,
                say("Still open"): bar.open,
            }
            for bar in shown_bars(found)
        ]
    )
    show_table(rows, "operations_bars_table")
    draw_file(rows, "times", view, view.span, say)


def _draw_clocks(found: Times, view: OperationsView, say: Say) -> None:
    """Median and nine in ten by each clock, always with its name."""
    measured = {"closing_time": found} | {
        name: one
        for name in CLOCKS
        if (one := looked_at(times, name, view.span, view.only).get(None)) is not None
    }
    rows = [
        _row(say(_NAMES[name]), one, name in ("closing_time", "handling_time"), say)
        for name, one in measured.items()
    ]
    missing = [say(_NAMES[name]) for name in CLOCKS if name not in measured]
    told = [
        say(
            "Lengths are counted to the minute up to a day, to a quarter of an hour up to 30 days, to a "
            "day beyond."
        )
    ]
    if missing:
        told.append(
            say(
                "Nothing was closed in {span} that tells: {measures}.",
                span=view.span,
                measures=missing,
            )
        )
    heads = (
        say("What is timed"),
        say("Requests"),
        say("Still open"),
        say("Median"),
        say("Nine in ten"),
    )
    st.html(
        heading(say("By three clocks"))
        + table(say("By three clocks"), heads, rows)
        + note(say.sentences(told))
        + terms(
            [
                (say("Elapsed"), say("Every minute counts, nights and days off too.")),
                (
                    say("Working time"),
                    say("Only the hours in which the company works, by its calendar."),
                ),
                (
                    say("Working time less waiting"),
                    say("The same less the minutes in which the customer was waited for."),
                ),
            ],
            say("What the clocks count"),
        )
        + _means(measured, say)
    )


def _means(measured: Mapping[str, Times], say: Say) -> str:
    """The means, folded: who reports them finds them, and who reads the page is not misled."""
    pairs = [
        (say(_NAMES[name]), Minutes(one.mean, name == "handling_time").spoken(say))
        for name, one in measured.items()
        if one.mean is not None and name in CLOCKS
    ]
    why = say(
        "A few very long requests can pull a mean far up; half of all take at most the median. Only "
        "closed requests have a mean."
    )
    return terms([*pairs, (say("Why it is not shown first"), why)], say("Mean")) if pairs else ""


def _row(name: str, found: Times, elapsed: bool, say: Say) -> tuple[str, list[TableCell]]:
    return (
        "",
        [
            cell(name),
            cell(say.number(found.n), "scd-num", say("Requests")),
            cell(say.number(found.open), "scd-num", say("Still open")),
            _quantile(found.median, elapsed, say("Median"), say),
            _quantile(found.ninth, elapsed, say("Nine in ten"), say),
        ],
    )


def _quantile(found: Quantile, elapsed: bool, name: str, say: Say) -> TableCell:
    """A quantile with its 95 % interval; where it cannot be told, why not."""
    if found.value is None:
        return cell(say("too many still open"), "", name)
    value = Minutes(found.value, elapsed).spoken(say)
    if found.low is not None and found.high is not None:
        beside = say(
            "{low} to {high}", low=Minutes(found.low, elapsed), high=Minutes(found.high, elapsed)
        )
    elif found.low is not None:
        beside = say("at least {low}", low=Minutes(found.low, elapsed))
    elif found.high is not None:
        beside = say("at most {high}", high=Minutes(found.high, elapsed))
    else:
        beside = say("too few for an interval")
    shown = cell(value).html + f"<small>{cell(beside).html}</small>"
    return TableCell(shown, "scd-num", name)


def _draw_units(view: OperationsView, say: Say) -> None:
    """Median and nine in ten by unit, in the months of patterns; only of the whole company, since a
    filter and a split are two kinds of place."""
    if view.only:
        st.html(
            note(
                say(
                    "By unit the times are shown without a filter: lengths are counted by one kind of "
                    "place at a time."
                )
            )
        )
        return
    dimensions = SERVICE_REQUEST.dimensions
    st.html(heading(say("By unit, {span}", span=view.pattern)))
    with st.columns([1, 2])[0]:
        by = linked("by", say("By"), list(dimensions), "store", lambda name: say(LABELS[name]))
    found = looked_at(times, "closing_time", view.pattern, (), by)
    rows = sorted(found.items(), key=lambda one: -one[1].n)
    heads = (say(LABELS[by]), say("Requests"), say("Still open"), say("Median"), say("Nine in ten"))
    body = [_row(unit_words(group, say), one, True, say) for group, one in rows[:_MOST_ROWS]]
    more = (
        say(
            "The first {shown} of {all}; the file has all of them.", shown=_MOST_ROWS, all=len(rows)
        )
        if len(rows) > _MOST_ROWS
        else ""
    )
    st.html(table(say("Time to closing by unit"), heads, body) + note(more))
    numbers = pd.DataFrame(
        [
            {
                say(LABELS[by]): unit_words(group, say),
                say("Requests"): one.n,
                say("Still open"): one.open,
                **_in_hours(say("Median, hours"), one.median, say),
                **_in_hours(say("Nine in ten, hours"), one.ninth, say),
            }
            for group, one in rows
        ]
    )
    draw_file(numbers, f"times_{by}", view, view.pattern, say)


def _in_hours(name: str, found: Quantile, say: Say) -> dict[str, float | None]:
    low, high = (
        say("{measure}, 95% from", measure=name),
        say("{measure}, 95% to", measure=name),
    )
    hours = [None if one is None else one / 60 for one in found]
    return dict(zip((name, low, high), hours, strict=True))
