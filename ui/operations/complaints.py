"""Complaints: the rate and the attitude share side by side, the numbers behind, and the categories by
share and impact."""

from html import escape

import pandas as pd

from charts.complaints import description, pareto, pareto_description, side_by_side
from charts.theme import CONFIG, Palette
from data.kinds.catalog import COMPLAINT, CONTACT_VOLUME
from errors import Message
from i18n import N_, Say, Text, all_rounded, rounded
from metrics.answers.lacking import lacking
from metrics.catalog import kpi_named
from metrics.findings.month import card_of
from metrics.findings.operations import Minutes, first_record, one, together, why_none
from metrics.findings.operations_complaints import (
    UNCATEGORISED,
    Category,
    ComplaintCount,
    MonthOf,
    SideBySide,
    beside,
    by_month,
    categories,
    counted,
)
from metrics.findings.operations_times import times
from metrics.kpi import Kpi, Shape
from metrics.periods import add_months
from metrics.targets.events import filtered_place
from metrics.voice.span import Span
from metrics.window import length
from ui.loop.raising import Proof, offer_problems
from ui.operations.file import draw_file
from ui.operations.look import TableCell, cell, heading, note, table, terms, value_cell
from ui.operations.targets import target_cell, target_words
from ui.operations.view import OperationsView
from ui.parts import st
from ui.parts.lazy_expander import lazy_expander
from ui.parts.links import page_named
from ui.parts.table import show_table
from ui.parts.visitor import is_phone
from ui.state.board import looked_at

KPIS = (
    "complaints",
    "complaints_per_1000",
    "attitude_complaint_share",
    "attitude_complaint_rate",
    "complaint_upheld_share",
)
_MOST_ROWS, _MOST_RAISED = 15, 8
_NO_VOLUME = N_(
    "Without contact volume there is no rate, and whether more or fewer customers complain cannot be "
    "told. Upload a file of contact volume."
)
_VOLUME_OF_SOME = N_(
    "Contact volume is not known of every month of {span}, so there is no rate over all of them: "
    "upload it for the others too."
)


def draw_complaints(view: OperationsView, say: Say, palette: Palette) -> None:
    """The sentence about the share, both pictures, the numbers, the categories."""
    now = looked_at(counted, view.pattern, view.only)
    if not now.all and one(looked_at(together, "complaints", view.span, view.only)) is None:
        st.info(say(looked_at(why_none, "complaints", view.pattern, view.only)))
        st.page_link(page_named("upload", say))
        return
    oldest = looked_at(first_record, (COMPLAINT,)) or view.oldest
    found = looked_at(beside, view.pattern, oldest, view.only)
    st.html(
        heading(say(_sentence(found, view))) + note(say.sentences(_cautions(view, found, now, say)))
    )
    _draw_months(view, say, palette)
    _draw_numbers(view, say)
    _draw_categories(view, say, palette)


def _sentence(found: SideBySide | None, view: OperationsView) -> Message:
    if found is None:
        return Message(
            "Complaints in {span}; the records do not reach far enough back to compare with the "
            "months before.",
            {"span": view.pattern},
        )
    return found.sentence()


def _cautions(
    view: OperationsView, found: SideBySide | None, now: ComplaintCount, say: Say
) -> list[str]:
    said = []
    if now.all and now.contacts is None:
        some = looked_at(first_record, (CONTACT_VOLUME,)) is not None
        said.append(say(_VOLUME_OF_SOME, span=view.pattern) if some else say(_NO_VOLUME))
    untold = max(one.untold for one in (now, *(() if found is None else (found.before,))))
    if untold > UNCATEGORISED:
        said.append(
            say(
                "Up to {share}% of the complaints have neither a category nor a word on attitude: "
                "they are in no share, and the true one may be another.",
                share=say.number(untold, 0),
            )
        )
    said.append(
        say("The share alone misleads: it falls when other complaints rise.")
        if now.contacts is None
        else say(
            "The share alone misleads: it falls when other complaints rise. So it stands beside the "
            "rates for each 1,000 contacts."
        )
    )
    return said


def _shown(view: OperationsView) -> Span:
    """The months of patterns and as many before them, as far as the records reach."""
    first = max(view.oldest, add_months(view.pattern.first, -view.pattern.months))
    return Span(first, length(first, view.pattern.last))


def _draw_months(view: OperationsView, say: Say, palette: Palette) -> None:
    span = _shown(view)
    months = looked_at(by_month, span, view.only)
    if not months:
        return
    st.plotly_chart(
        side_by_side(months, say, palette, narrow=is_phone()),
        theme=None,
        config=CONFIG,
        alt=description(months, say),
        key="operations_complaints",
    )
    lazy_expander(
        say("Table and download"),
        lambda: _draw_month_table(months, span, view, say),
        "operations_months",
    )


def _draw_month_table(
    months: tuple[MonthOf, ...], span: Span, view: OperationsView, say: Say
) -> None:
    rows = pd.DataFrame(
        [
            {
                say("Month"): one.spoken(say),
                say("About attitude, for each 1,000 contacts"): one.attitude,
                say("About other things, for each 1,000 contacts"): one.others,
                say("Attitude share in %"): one.share,
                say("95% from"): one.low,
                say("95% to"): one.high,
                say("Complaints"): one.n,
            }
            for one in months
        ]
    )
    show_table(_shortened(rows, 2), "operations_months_table")
    draw_file(rows, "complaints", view, span, say)


def _shortened(rows: pd.DataFrame, decimals: int) -> pd.DataFrame:
    """The rows as they are shown: with so many decimals; the file has all of them."""
    return rows.assign(
        **{
            name: all_rounded(rows[name], decimals)
            for name in rows.columns
            if pd.api.types.is_float_dtype(rows[name])
        }
    )


def _draw_numbers(view: OperationsView, say: Say) -> None:
    """The KPIs of complaints in the months looked at, with their targets."""
    heads = (say("Measure"), say("Value"), say("Target"))
    kpis = [kpi_named(name) for name in KPIS]
    found = {kpi.name: looked_at(together, kpi.name, view.span, view.only) for kpi in kpis}
    body = [_row(kpi, found[kpi.name], view, say) for kpi in kpis]
    body += _lasted(view, say)
    st.html(
        heading(say("Complaints, {span}", span=view.span))
        + table(say("Complaints, {span}", span=view.span), heads, body)
        + terms([(say(kpi.label), say(kpi.meaning)) for kpi in kpis], say("What is counted"))
    )
    draw_file(_numbers(kpis, found, view, say), "complaint_kpis", view, view.span, say)


def _row(
    kpi: Kpi, rows: pd.DataFrame, view: OperationsView, say: Say
) -> tuple[str, list[TableCell]]:
    row = one(rows)
    if row is None:
        known = rows.iloc[0] if len(rows) else None
        why = None if known is None else lacking(kpi, {**known, "x": 0})
        words = (
            say(why)
            if why is not None
            else say(looked_at(why_none, kpi.name, view.span, view.only))
        )
        return "", [cell(say(kpi.label)), TableCell(f"<small>{escape(words)}</small>", "scd-wide")]
    card = looked_at(card_of, kpi.name, view.span.last, view.only)
    return "", [cell(say(kpi.label)), _value(kpi, row, say), target_cell(card, view, say)]


def _value(kpi: Kpi, row: pd.Series, say: Say) -> TableCell:
    """The value; of a share how many of how many, of a rate how many for how many contacts."""
    shown = value_cell(kpi, row, say)
    y, x = int(row["y"]), row["x"]
    if kpi.measure.shape is Shape.COUNT or pd.isna(x):
        return shown
    words = (
        say("{count} complaints, {contacts} contacts", count=y, contacts=say.number(x, 0))
        if kpi.measure.shape is Shape.EVENTS
        else say("{part} of {all}", part=y, all=say.number(x, 0))
    )
    return TableCell(f"{shown.html}<small>{escape(words)}</small>", shown.kind, shown.name)


def _lasted(view: OperationsView, say: Say) -> list[tuple[str, list[TableCell]]]:
    """How long complaints take, with those still open; not where two kinds of place are filtered."""
    found = looked_at(times, "complaint_handling_time", view.span, view.only).get(None)
    if found is None or not found.n:
        return []
    lines: list[tuple[Text, float | None]] = [
        (N_("Half of the complaints closed within"), found.median.value),
        (N_("Nine in ten complaints closed within"), found.ninth.value),
    ]
    return [
        (
            "",
            [
                cell(say(label)),
                cell(
                    say("too many still open") if minutes is None else Minutes(minutes).spoken(say),
                    "scd-num",
                ),
                TableCell(
                    f"<small>{escape(say('{open} of {n} still open', open=found.open, n=found.n))}</small>",
                    "scd-wide",
                ),
            ],
        )
        for label, minutes in lines
    ]


def _numbers(
    kpis: list[Kpi], found: dict[str, pd.DataFrame], view: OperationsView, say: Say
) -> pd.DataFrame:
    lines = []
    for kpi in kpis:
        row, card = one(found[kpi.name]), looked_at(card_of, kpi.name, view.span.last, view.only)
        lines.append(
            {
                say("Measure"): say(kpi.label),
                **{
                    title: None if row is None or pd.isna(row[name]) else float(row[name])
                    for title, name in (
                        (say("Value"), "value"),
                        (say("95% from"), "low"),
                        (say("95% to"), "high"),
                    )
                },
                say("Target"): target_words(card, say),
            }
        )
    return pd.DataFrame(lines)


def _draw_categories(view: OperationsView, say: Say, palette: Palette) -> None:
    found = looked_at(categories, view.pattern, view.only)
    named = [one for one in found if one.name]
    if not named:
        st.info(
            say(
                Message(
                    "No complaint in {span} names a category: upload them with one.",
                    {"span": view.pattern},
                )
            )
        )
        return
    shown = found[:_MOST_ROWS]
    graded = found[0].heavy is not None
    st.html(heading(say.sentences(_told(named, view))))
    st.plotly_chart(
        pareto(shown, say, palette),
        theme=None,
        config=CONFIG,
        alt=pareto_description(shown, say),
        key="operations_pareto",
    )
    st.html(
        note(
            say.sentences(
                [
                    say("Bar: its share of all complaints; dotted: this and all above together."),
                    say("Full colour: the major and critical ones among them, which is the impact.")
                    if graded
                    else say(
                        "No file tells how severe a complaint is, so the impact is not known: upload "
                        "complaints with their severity."
                    ),
                ]
            )
        )
    )
    offer_problems([_proof(one, view, say) for one in named[:_MOST_RAISED]], "raise_category", say)
    lazy_expander(
        say("Table and download"),
        lambda: _draw_category_table(found, view, say),
        "operations_categories",
    )


def _proof(category: Category, view: OperationsView, say: Say) -> Proof:
    seen = say(
        "Complaints about “{category}” in {span}: {count}, {share}% of all.",
        category=category.name,
        span=view.pattern,
        count=category.count,
        share=rounded(category.share),
    )
    return Proof(
        "operations",
        "complaint",
        seen,
        view.month,
        title=category.name,
        category=category.name,
        kpi="complaints",
        place=filtered_place(view.only) or (None, None),
        share=category.share,
        named=(("show", "complaints"),),
    )


def _told(named: list[Category], view: OperationsView) -> list[Message]:
    """The category with most complaints, and the one that weighs most where that is another."""
    first = named[0]
    said = [
        Message(
            "Most complaints in {span}: {category}, {count} ({share}%).",
            {
                "span": view.pattern,
                "category": first.name,
                "count": first.count,
                "share": rounded(first.share),
            },
        )
    ]
    weighed = [one for one in named if one.heavy]
    if weighed:
        heaviest = max(weighed, key=lambda one: one.heavy or 0)
        text = (
            N_("Of the major and critical ones it has most too: {heavy}.")
            if heaviest == first
            else N_("Of the major and critical ones {category} has most: {heavy}.")
        )
        said.append(Message(text, {"category": heaviest.name, "heavy": heaviest.heavy}))
    return said


def _draw_category_table(found: tuple[Category, ...], view: OperationsView, say: Say) -> None:
    rows = pd.DataFrame(
        [
            {
                say("Category"): one.name or say("not given"),
                say("Complaints"): one.count,
                say("Share in %"): one.share,
                say("With those above in %"): one.cumulative,
                say("Major or critical"): one.heavy,
                say("Share of major or critical in %"): one.heavy_share,
            }
            for one in found
        ]
    )
    show_table(_shortened(rows, 1), "operations_categories_table")
    draw_file(rows, "categories", view, view.pattern, say)
