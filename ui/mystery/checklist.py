"""The checklist: sections under the weights in force, critical failures, and the items that fail
most with what teaches them."""

from html import escape

import pandas as pd

from charts.mystery import composite_course
from charts.theme import CONFIG, Palette
from data.exports.formula_safe import csv_bytes
from i18n import Say, all_rounded
from metrics.catalog import SCORE
from metrics.mystery.checklist import Checklists
from metrics.mystery.finding import checklist_sentences, weights_sentence
from metrics.targets.events import filtered_place
from ui.loop.raising import Proof, offer_problems
from ui.mystery.data import VisitsView, checklists, failed_items
from ui.mystery.typed import draw_told, draw_weight_form
from ui.parts import st
from ui.parts.heading import heading
from ui.parts.lazy_expander import lazy_expander
from ui.parts.links import PAGES, page_named
from ui.parts.table import TableLook, show_table, show_table_with_file
from ui.parts.visitor import is_phone

_MOST_BARS, _MOST_ROWS = 12, 50
_LOOK = """<style>
.scd-items { width: 100%; border-collapse: collapse; font-size: .9rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
.scd-items th, .scd-items td { text-align: left; vertical-align: top; padding: .28rem .8rem .28rem 0; font-weight: 400; }
.scd-items thead th { font-size: .8rem; } .scd-items thead th.scd-wide { white-space: nowrap; }
.scd-items td.scd-figure { white-space: nowrap; } .scd-items .scd-bar { width: 26%; }
.scd-items .scd-bar div { height: .8rem; border-radius: 2px; margin-top: .2rem; }
@media (max-width: 640px) { .scd-items .scd-wide, .scd-items .scd-bar { display: none; } .scd-items th, .scd-items td { padding-right: .5rem; }
  .scd-items tbody th { width: 44%; overflow-wrap: break-word; } }
</style>"""


def draw_checklist(view: VisitsView, say: Say, palette: Palette) -> None:
    """What fails most, first; then the composite by month and its sections."""
    found = checklists(view)
    if found is None:
        st.info(
            say(
                "No checklists are recorded in these twelve months. Upload them: one row an item "
                "of a visit, with points earned and available."
            )
        )
        draw_told(say)
        draw_weight_form((), say)
        return
    draw_told(say)
    items = failed_items(view)
    sentences = [say(sentence) for sentence in checklist_sentences(found, items)]
    st.html(
        f'<h2 class="scd-finding">{escape(sentences[0])}</h2><div '
        f'class="scd-evidence">{escape(say.sentences(sentences[1:]))}</div>'
    )
    _draw_sections(found, say, palette)
    _draw_items(items, view, say, palette)
    _draw_course(found, say, palette)
    draw_weight_form(list(found.current.weights), say)


def _draw_sections(found: Checklists, say: Say, palette: Palette) -> None:
    """What each section weighs and costs, the dearest first: together what is missing to 100."""
    known = found.visits["value"].dropna()
    if known.empty:
        return
    rows = found.sections.sort_values("lost", ascending=False)
    most = rows["lost"].max()
    heads = "".join(
        f'<th scope="col" class="{look}">{escape(head)}</th>'
        if head
        else f'<td class="{look}"></td>'
        for head, look in (
            (say("Section"), ""),
            (say("Weight"), ""),
            (say("Mean score"), ""),
            (say("Points lost"), ""),
            ("", "scd-bar"),
            (say("95% interval"), "scd-wide"),
        )
    )
    body = "".join(_section_row(row, most, say, palette) for row in rows.itertuples())
    title = say(
        "Where the points go: {lost} of 100 are lost, in {visits} visits",
        lost=SCORE.show(say, 100 - known.mean()),
        visits=len(known),
    )
    st.html(
        f'{_LOOK}{heading(title, 3)}<table class="scd-items"><thead><tr>{heads}'
        f"</tr></thead><tbody>{body}</tbody></table>"
    )
    st.caption(
        say(
            "Points lost: what a section is missing to 100, as much of it as its weight counts on "
            "the day of each visit. Together they are what the composite is missing."
        )
    )


def _section_row(row, most: float, say: Say, palette: Palette) -> str:
    width = 100 * row.lost / most if most > 0 else 0
    bar = f'<div style="width:{width:.0f}%;background:{palette.value}"></div>'
    limits = (
        "–"
        if pd.isna(row.low)
        else say("{low} to {high}", low=say.number(row.low, 1), high=say.number(row.high, 1))
    )
    mean = "–" if pd.isna(row.mean) else say.number(row.mean, 1)
    return (
        f'<tr><th scope="row">{escape(row.section or say("not given"))}</th>'
        f"<td>{escape(say.number(row.weight))}</td><td>{escape(mean)}</td>"
        f'<td>{escape(say.number(row.lost, 1))}</td><td class="scd-bar">{bar}</td>'
        f'<td class="scd-figure scd-wide">{escape(limits)}</td></tr>'
    )


def _draw_items(items: pd.DataFrame, view: VisitsView, say: Say, palette: Palette) -> None:
    st.html(heading(say("Items that lose points most often"), 3))
    heads = "".join(
        f'<th scope="col" class="{look}">{escape(head)}</th>'
        if head
        else f'<td class="{look}"></td>'
        for head, look in (
            (say("Checklist item"), ""),
            (say("Section"), "scd-wide"),
            (say("Lost points in"), ""),
            ("", "scd-bar"),
            (say("95% interval"), "scd-wide"),
            (say("Taught in"), ""),
        )
    )
    rows = "".join(_row(row, say, palette) for row in items.head(_MOST_BARS).itertuples())
    st.html(
        f"{_LOOK}<table "
        f'class="scd-items"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )
    _draw_links(items.head(_MOST_BARS), say)
    offer_problems(
        [_proof(row, view, say) for row in items.head(_MOST_BARS).itertuples()], "raise_item", say
    )
    with st.expander(say("Table and download")):
        numbers = _numbers(items, say)
        show_table(numbers.head(_MOST_ROWS), "mystery_items_table")
        st.download_button(
            say("Download as CSV"),
            csv_bytes(numbers),
            "checklist-items.csv",
            "text/csv",
            key="mystery_items_file",
            on_click="ignore",
        )


def _row(row, say: Say, palette: Palette) -> str:
    critical = f' <b class="scd-worse">◆ {escape(say("critical"))}</b>' if row.critical else ""
    bar = (
        "<div "
        f'style="width:{100 * row.share:.0f}%;'
        f'background:{palette.worse if row.critical else palette.value}"></div>'
    )
    return f"""<tr><th scope="row">{escape(row.item)}{critical}</th><td class="scd-wide">{escape(row.section)}</td>
<td class="scd-figure">{escape(say("{share} of {n}", share=_percent(row.share, say), n=row.scored))}</td><td class="scd-bar">{bar}</td>
<td class="scd-figure scd-wide">{escape(say("{low} to {high}", low=_percent(row.low, say), high=_percent(row.high, say)))}</td>
<td>{escape(_taught(row, say))}</td></tr>"""


def _proof(row, view: VisitsView, say: Say) -> Proof:
    seen = say(
        "“{item}” lost points in {share} of {n} checks.",
        item=row.item,
        share=_percent(row.share, say),
        n=row.scored,
    )
    return Proof(
        "mystery",
        "check",
        seen,
        view.month,
        title=row.item,
        place=filtered_place(view.only) or (None, None),
        named=(("show", "checklist"),),
    )


def _percent(share: float, say: Say) -> str:
    return say("{value}%", value=say.number(100 * share, 0))


def _taught(row, say: Say) -> str:
    return (
        say.list([part for part in (row.course, row.module) if not pd.isna(part) and part]) or "–"
    )


def _draw_links(items: pd.DataFrame, say: Say) -> None:
    """The way to the training page, for the courses that teach what fails most."""
    if "training" not in {name for name, _, _ in PAGES}:
        return
    courses = list(
        dict.fromkeys(course for course in items["course"] if not pd.isna(course) and course)
    )[:3]
    if courses:
        with st.container(horizontal=True, gap="medium", key="mystery_courses"):
            for course in courses:
                st.page_link(
                    page_named("training", say),
                    label=say("Training: {course}", course=course),
                    icon="",
                    query_params={
                        "section": "customer",
                        "chain_course": course,
                        "lang": say.language,
                    },
                )


def _numbers(items: pd.DataFrame, say: Say) -> pd.DataFrame:
    return pd.DataFrame(
        {
            say("Checklist item"): items["item"],
            say("Section"): items["section"],
            say("Scored"): items["scored"],
            say("Lost points"): items["failed"],
            say("Share"): all_rounded(100 * items["share"], 1),
            say("95% from"): all_rounded(100 * items["low"], 1),
            say("95% to"): all_rounded(100 * items["high"], 1),
            say("Critical"): [
                say("yes") if critical else say("no") for critical in items["critical"]
            ],
            say("Course"): items["course"],
            say("Module"): items["module"],
        }
    )


def _draw_course(found: Checklists, say: Say, palette: Palette) -> None:
    st.html(heading(say("Composite of the sections by month"), 3))
    months = [(row.month, row.series, row.value) for row in found.months().itertuples()]
    if not months:
        st.info(say("Nothing on these checklists was scored."))
        return
    words = say(
        "{first}: {start}; {last}: {end}.",
        first=say.month(months[0][0]),
        start=SCORE.show(say, months[0][2]),
        last=say.month(months[-1][0]),
        end=SCORE.show(say, months[-1][2]),
    )
    st.plotly_chart(
        composite_course(months, SCORE, say, palette, narrow=is_phone()),
        theme=None,
        config=CONFIG,
        alt=words,
        key="mystery_composite",
    )
    st.caption(say(weights_sentence(found)))
    rows = found.sections
    numbers = pd.DataFrame(
        {
            say("Section"): rows["section"],
            say("Weight"): rows["weight"],
            say("Visits"): rows["visits"],
            say("Mean score"): all_rounded(rows["mean"], 1),
            say("Points lost"): all_rounded(rows["lost"], 1),
            say("95% from"): all_rounded(rows["low"], 1),
            say("95% to"): all_rounded(rows["high"], 1),
        }
    )
    lazy_expander(
        say("Sections as a table"),
        lambda: show_table_with_file(
            numbers, "checklist-sections", "mystery_sections", say, TableLook(width="content")
        ),
        "mystery_sections_fold",
    )
