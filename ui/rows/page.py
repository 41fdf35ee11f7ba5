"""Rows: what stands behind one number, row by row, to be taken away; with the way there and back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import escape

import pandas as pd

from data.exports.formula_safe import csv_bytes
from data.kinds.schema import Column, Type
from data.text.personal_text import spoken
from errors import NotForRole
from i18n import N_, Say
from metrics.answers.asked import answer
from metrics.answers.rows import (
    A_PAGE,
    MOST_IN_FILE,
    UNNAMED,
    RowsBehind,
    can_be_listed,
    page_behind,
    rows_behind,
)
from metrics.findings.operations import one, together
from metrics.findings.operations_times import times
from metrics.kpi import Kpi, Shape
from metrics.periods import last_day
from metrics.snapshot import Snapshot
from metrics.sums.lengths import MINUTES_AN_HOUR
from metrics.sums.query import Filter, Query, lacks
from metrics.targets.events import filtered_place
from metrics.value_units import MONEY, PERCENT
from metrics.voice.span import Span, span_ending
from metrics.window import DEFAULT
from ui.loop.raising import Proof, offer_problem
from ui.parts import st
from ui.parts.links import PAGES, page_named
from ui.parts.table import show_table
from ui.parts.viewer import sees_people
from ui.parts.workbook import draw_workbook
from ui.rows.way import AT, BACK, SEEN, TIME, month_told, without
from ui.state.board import looked_at, read, today
from ui.state.filters import LABELS, link_to_view, months_offered, places_words, window_choice
from ui.state.link import linked

_WAITED = N_(
    "Each row is the failed attempt since which somebody waits, at the end of {month}; who moved counts "
    "where they sat last."
)
_WAITS = N_(
    "Each row is the failed attempt since which somebody waits, as of today, {day}; who moved counts "
    "where they sat last."
)


@dataclass(frozen=True)
class RowsView:
    """Which number: the KPI, the months up to one, the place."""

    kpi: Kpi
    span: Span
    only: Filter

    @property
    def query(self) -> Query:
        """All its rows at once."""
        return Query(self.span.first, last_day(self.span.last, "month"), "month", None, self.only)


def view_of(kpi: Kpi, month: date, window: str, only: Filter) -> RowsView:
    """The number that the choices name; of a state that of the last month it is told of."""
    if kpi.measure.shape is Shape.STATE:
        month, window = month_told(kpi, month, only), DEFAULT
    return RowsView(kpi, span_ending(month, window, today(), months_offered()[0]), only)


def time_choice(kpi: Kpi, say: Say) -> Callable[[date], str] | None:
    """How many months; a choice of this page alone, so that the way back finds its own. None of a
    state, which is that of one month's end."""
    if kpi.measure.shape is Shape.STATE:
        return None
    return lambda month: window_choice(say, month, name=TIME)


def draw_rows(view: RowsView, say: Say) -> None:
    """The number, the way back to it, its rows."""
    lacking = lacks(view.kpi, view.query)
    if lacking:
        names = [LABELS[name] for name in lacking]
        why = say("Not recorded by {dimensions}, so this filter cannot show it.", dimensions=names)
        _tell_none(view, why, say)
    elif not can_be_listed(view.kpi):
        _tell_none(view, say(UNNAMED, kpi=view.kpi.label), say)
    else:
        _draw_listed(view, say)


def _tell_none(view: RowsView, why: str, say: Say, icon: str | None = None) -> None:
    """Why there are no rows to look at."""
    st.title(say(view.kpi.label))
    _draw_way_back(say)
    st.info(why, icon=icon)


def _draw_listed(view: RowsView, say: Say) -> None:
    try:
        found = _page(view, 0)
    except NotForRole as fault:
        _tell_none(view, say(fault.message), say, ":material/lock_person:")
        return
    _draw_number(view, found, say)
    if found.count:
        _draw_page(view, found.count, say)
        _draw_files(view, found.count, say)


def _page(view: RowsView, page: int) -> RowsBehind:
    return looked_at(page_behind, view.kpi.name, view.query, page)


def _draw_way_back(say: Say) -> None:
    """To the page that led here, else to that of the KPI."""
    names = [name for name, _, _ in PAGES]
    asked = st.query_params.get(BACK, "")
    page = asked if asked in names else "kpi"
    title = next(title for name, title, _ in PAGES if name == page)
    seen = st.query_params.get(SEEN)  # the rows may be of earlier months than that of the page
    month = {"month": seen} if seen else {}
    with st.container(key="unprinted_back"):
        st.page_link(
            page_named(page, say),
            label=say("Back to the number: {page}", page=title),
            icon=":material/arrow_back:",
            query_params=without((BACK, SEEN, TIME, AT), link_to_view(lang=say.language, **month)),
        )


def _draw_number(view: RowsView, found: RowsBehind, say: Say) -> None:
    value = looked_at(value_of, view)
    names = {"kpi": view.kpi.label, "span": view.span}
    sentence = (
        say("{kpi}, {span}: no value.", **names)
        if value is None
        else say("{kpi}, {span}: {value}.", value=view.kpi.unit.show(say, value), **names)
    )
    counted = (
        say("Rows behind it: {count}", count=found.count)
        if found.cases == found.count
        else say("Rows behind it: {count}, of {cases} cases", count=found.count, cases=found.cases)
    )
    told = [counted, places_words(view.only, say)]
    st.html(
        f'<h1 class="scd-finding">{escape(sentence)}</h1>'
        f'<div class="scd-evidence">{escape(" · ".join(told))}</div>'
    )
    place, title, words = filtered_place(view.only), say(view.kpi.label), sentence
    if place is None:  # of several units, which no record of a problem can name
        title, words = (" · ".join((one, places_words(view.only, say))) for one in (title, words))
    seen = Proof(
        "rows",
        "signal",
        words,
        view.span.last,
        title=title,
        kpi=view.kpi.name,
        place=place or (None, None),
        about_staff=view.kpi.dataset.about_staff,
        named=(("kpi", view.kpi.name),),
    )
    if value is not None:
        offer_problem(seen, say)
    _draw_way_back(say)
    if view.kpi.measure.shape is Shape.STATE:
        month, running = say.month(view.span.last), view.span.running
        st.caption(say(_WAITS, day=today()) if running else say(_WAITED, month=month))
    if not sees_people() and not view.kpi.dataset.about_staff:
        st.caption(
            say(
                "Who is named in a row, and what was written in free text, is for trainers, the "
                "committee and administrators; comments are on the page Customer voice."
            )
        )


def value_of(snapshot: Snapshot, view: RowsView) -> float | None:
    """The value as every other page has it."""
    kpi, span, only = view.kpi, view.span, view.only
    if span.months == 1:
        return answer(snapshot, kpi.name, view.query).last_value()
    if kpi.measure.shape is Shape.QUANTILE:  # lengths of months do not add up: of all of them anew
        whole = times(snapshot, kpi.name, span, only).get(None)
        length = None if whole is None else whole.quantile(kpi.measure.quantile).value
        return None if length is None else length / MINUTES_AN_HOUR
    row = one(together(snapshot, kpi.name, span, only))
    return None if row is None else float(row["value"])


def _draw_page(view: RowsView, count: int, say: Say) -> None:
    """One page of the rows; which, stands in the link."""
    pages = [str(at + 1) for at in range((count + A_PAGE - 1) // A_PAGE)]
    at = "1"
    if len(pages) > 1:
        at = linked(AT, say("Page"), pages, "1", width=140)
    first = (int(at) - 1) * A_PAGE
    show_table(table_of(view.kpi, _page(view, int(at) - 1), say), "rows_table")
    last = min(first + A_PAGE, count)
    st.caption(say("Rows {first} to {last} of {count}", first=first + 1, last=last, count=count))


def _draw_files(view: RowsView, count: int, say: Say) -> None:
    def table() -> pd.DataFrame:
        found = read(lambda reading: rows_behind(reading, view.kpi, view.query, 0, MOST_IN_FILE))
        return table_of(view.kpi, found, say)

    if count > MOST_IN_FILE:
        st.caption(
            say("The files have the latest {most} of {count} rows.", most=MOST_IN_FILE, count=count)
        )
    name = f"{view.kpi.name}-{view.span.first:%Y-%m}-{view.span.last:%Y-%m}"
    with st.container(horizontal=True):
        st.download_button(
            say("Download as CSV"),
            lambda: csv_bytes(table()),
            f"{name}.csv",
            "text/csv",
            key="rows_csv",
            on_click="ignore",
        )
        draw_workbook(lambda: {say(view.kpi.label): table()}, name, "rows_book", say)


def table_of(kpi: Kpi, found: RowsBehind, say: Say) -> pd.DataFrame:
    """The rows as they are read: what each counts as, its cells, and where it came from."""
    rows = found.rows
    told: dict[str, list[object]] = {}
    if kpi.measure.shape in _COUNTS_AS:
        parts = zip(rows["y"], rows["less"], rows["x"], strict=True)
        told[say("Counts as")] = [_counts_as(kpi, y, less, x, say) for y, less, x in parts]
    for column in found.columns:
        told[say(column.label)] = [_cell(column, cell, say) for cell in rows[column.name]]
    told[say("Upload")] = rows["upload"].tolist()
    told[say("Row")] = rows["line"].tolist()
    return pd.DataFrame(told)


_COUNTS_AS = (Shape.SHARE, Shape.NET_SHARE, Shape.MEAN, Shape.TOTALS, Shape.QUANTILE)


def _counts_as(kpi: Kpi, y: float, less: float, x: float, say: Say) -> str:
    """What a row adds to the number: whether it is one of the share, its score, or its part of a
    total."""
    shape = kpi.measure.shape
    if shape is Shape.NET_SHARE:
        return say.number(y - less, 0, signed=True)
    if shape is Shape.QUANTILE:
        length = kpi.unit.show(say, y / MINUTES_AN_HOUR)
        return length if x else say("open, so far {length}", length=length)
    if shape is Shape.MEAN and x == 1:
        return say.number(y, 2)
    if shape is Shape.SHARE and x == 1 and y in (0, 1):
        return say("yes") if y else say("no")
    if shape is Shape.TOTALS and kpi.unit is MONEY:
        return say("{part} for {whole}", part=kpi.unit.show(say, y), whole=say.number(x))
    part = y / 100 if shape is Shape.TOTALS and kpi.unit is PERCENT else y  # a total of percents
    return say("{part} of {whole}", part=say.number(part), whole=say.number(x))


def _cell(column: Column, cell: object, say: Say) -> object:
    """A cell in the reader's words, with days as days."""
    if cell is None or pd.isna(cell):
        return None if column.type in (Type.NUMBER, Type.INTEGER) else ""
    if column.choices:
        return say(dict(column.choices).get(str(cell), str(cell)))
    if column.type in (Type.DATE, Type.MOMENT):
        moment = pd.Timestamp(cell)
        return f"{moment:%Y-%m-%d}" if moment == moment.normalize() else f"{moment:%Y-%m-%d %H:%M}"
    if column.type is Type.TEXT:
        return spoken(str(cell), say)
    return cell
