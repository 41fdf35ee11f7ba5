"""Section “What the programme has done”: scenes, stories, keywords, culture days, points,
commitments and return visits against what was planned."""

from collections.abc import Sequence
from html import escape

import pandas as pd

from charts.theme import Palette
from data.kinds.catalog import PROGRAMME_ITEM
from i18n import Month, Say, rounded
from metrics.catalog import kpi_named
from metrics.culture.programme import (
    FEWEST_KEYWORDS,
    MOST_KEYWORDS,
    PLANNED,
    CountedUp,
    CultureDay,
    culture_days,
    keywords,
)
from metrics.culture.view import CultureView
from metrics.settings import culture_day_within
from ui.culture.data import counted_up, first_item, items, months_of, over, stage_now
from ui.culture.file import draw_table
from ui.culture.missing import draw_needs
from ui.culture.tiles import draw_tiles, heading, stage_chip, tile
from ui.parts import st
from ui.parts.lazy_expander import lazy_expander
from ui.rows.way import draw_way_to_rows
from ui.state.board import today

_OF_DUE = ("commitments_signed", "return_visits")
_MOST_DAYS = 24  # months of culture days shown
_SHOWN = 20  # candidates named
_LOOK = """<style>
.scd-meter { height: .5rem; border-radius: .25rem; background: GRID; margin: .3rem 0; max-width: 22rem; }
.scd-meter > div { height: 100%; border-radius: .25rem; background: VALUE; }
.scd-days { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.scd-days th, .scd-days td { padding: .15rem 1.2rem .15rem 0; text-align: left; font-weight: 400; }
.scd-days th { white-space: nowrap; }
</style>"""


def draw_programme(view: CultureView, say: Say, palette: Palette) -> None:
    """Counts against the plan, then the culture days month by month."""
    first = first_item(view)
    if first is None or first > view.month:
        _draw_nothing(view, say)
        return
    st.html(_LOOK.replace("GRID", palette.grid).replace("VALUE", palette.value))
    st.html(heading(say("Counted up to the plan")))
    counts = [counted_up(name, view) for name in PLANNED]
    draw_tiles(
        [
            *(
                _counted(found, name, view, say)
                for found, name in zip(counts, PLANNED, strict=True)
            ),
            _keywords(view, say),
        ],
        300,
    )
    st.html(heading(say("Given and signed")))
    draw_tiles([_points(view, say), *(_of_due(name, view, say) for name in _OF_DUE)], 300)
    if view.only:
        st.caption(say("Items that name no unit are left out where units are filtered for."))
    days = culture_days(items("culture_day", view), max(first, view.first), view.month, today())
    _draw_days(days, say)
    lazy_expander(
        say("Table and download"),
        lambda: _draw_table([found for found in counts if found], days, view, say),
        "culture_counts",
    )
    for found in counts:
        if found is not None:  # up to the month, from the first item on, as the counts are
            since = first if found.since is None else max(first, found.since.replace(day=1))
            listed = draw_way_to_rows(found.kpi, "culture", since, view.month, say)
            _tell_rows(found, listed, say)


def _tell_rows(found: CountedUp, listed: bool, say: Say) -> None:
    """Where the rows are not those of the number, one by one; `listed`: a way leads to them."""
    if listed and found.since is not None and found.since.day > 1:
        st.caption(
            say("{kpi}: counted from {day} on, its rows are of whole months.", **_named(found))
        )
    if found.begun:
        st.caption(
            say(
                "{kpi}: {count} counted before {day}, typed with the target, have no rows.",
                count=found.begun,
                **_named(found),
            )
        )


def _named(found: CountedUp) -> dict[str, object]:
    return {"kpi": found.kpi.label, "day": found.since}


def _draw_nothing(view: CultureView, say: Say) -> None:
    if view.only:
        st.info(
            say("No item of the programme up to {month} names this unit.", month=Month(view.month))
        )
        return
    draw_needs([PROGRAMME_ITEM.name], say)


def _counted(found: CountedUp | None, name: str, view: CultureView, say: Say) -> str:
    kpi = kpi_named(name)
    if found is None:
        return tile(say(kpi.label), None, [say("None up to {month}.", month=Month(view.month))])
    share = min(100, 100 * found.done / found.planned) if found.planned else 100
    meter = (
        f'<div class="scd-meter" aria-hidden="true"><div style="width: {share:.0f}%"></div></div>'
    )
    plan = (
        say("planned: {count}", count=found.planned)
        if found.since is None
        else say("target: {count}, counted from {day} on", count=found.planned, day=found.since)
    )
    fresh = (
        say("in {time}: {count}", time=view.span, count=found.fresh)
        if not view.running
        else say("since {month}: {count}", month=Month(view.first), count=found.fresh)
    )
    return tile(
        say(kpi.label),
        say("{done} of {planned}", done=found.done, planned=found.planned),
        [
            say("{plan}; reached", plan=plan)
            if found.reached
            else say("{plan}; {left} to go", plan=plan, left=found.planned - found.done),
            fresh,
        ],
        [meter, stage_chip(kpi, stage_now(kpi, view), say)],
    )


def _keywords(view: CultureView, say: Say) -> str:
    name = say("Keywords of the culture")
    found = keywords(items("keyword", view))
    if found is None:
        return tile(name, None, [say("No keywords up to {month}.", month=Month(view.month))])
    candidates = [
        word if votes is None else say("{word} ({votes})", word=word, votes=rounded(votes))
        for word, votes in found.candidates[:_SHOWN]
    ]
    lines = [
        say("planned: {fewest} to {most}", fewest=FEWEST_KEYWORDS, most=MOST_KEYWORDS),
        say("chosen: {words}", words=list(found.chosen))
        if found.chosen
        else say("none chosen yet"),
    ]
    if candidates:
        lines.append(say("candidates, with their votes: {words}", words=candidates))
    return tile(name, say.number(len(found.chosen)), lines)


def _points(view: CultureView, say: Say) -> str:
    kpi = kpi_named("service_points")
    found = over(kpi.name, view).rows
    everything = months_of(kpi.name, view.only).rows
    if everything.empty:
        return tile(say(kpi.label), None, [say("None up to {month}.", month=Month(view.month))])
    until = everything[everything["period"] <= view.month]["value"].sum()
    return tile(
        say(kpi.label),
        say.number(0 if found.empty else found.iloc[0]["y"], 0),
        [
            say("in {time}", time=view.span),
            say("up to {month}: {count}", month=Month(view.month), count=rounded(until)),
        ],
        [stage_chip(kpi, stage_now(kpi, view), say)],
    )


def _of_due(name: str, view: CultureView, say: Say) -> str:
    """What was done of what was due in the months looked at."""
    kpi = kpi_named(name)
    chip = stage_chip(kpi, stage_now(kpi, view), say)
    rows = over(name, view).rows
    row = None if rows.empty else rows.iloc[0]
    if row is None or not row["x"] > 0:
        return tile(say(kpi.label), None, [say("No list in {time}.", time=view.span)], [chip])
    return tile(
        say(kpi.label),
        kpi.unit.show(say, row["value"]),
        [
            say(
                "{done} of {due} in {time}",
                done=rounded(row["y"] / 100),
                due=rounded(row["x"]),
                time=view.span,
            )
        ],
        [chip],
    )


def _draw_days(days: Sequence[CultureDay], say: Say) -> None:
    st.html(heading(say("A culture day on each 15th")))
    settled = [day for day in days if not day.ahead]
    kept = sum(day.counts for day in settled)
    st.caption(
        say(
            "Months with one within {days} days of the 15th: {kept} of {months}.",
            kept=kept,
            months=len(settled),
            days=culture_day_within(),
        )
        if settled
        else say("The day of {month} is still to come.", month=Month(days[-1].month))
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(say.month(day.month))}</th>{_day(day, say)}</tr>'
        for day in reversed(days[-_MOST_DAYS:])
    )
    st.html(
        f'<table class="scd-days"><thead><tr><th scope="col">{escape(say("Month"))}</th>'
        f'<th scope="col">{escape(say("Culture day"))}</th></tr></thead><tbody>{rows}</tbody></table>'
    )
    if len(days) > _MOST_DAYS:
        st.caption(say("The last {shown} months of {all}.", shown=_MOST_DAYS, all=len(days)))


def _day(day: CultureDay, say: Say) -> str:
    if day.counts and day.held is not None:
        return f"<td>✓ {escape(say.date(day.held))}</td>"
    if day.held is not None:
        words = say("{day}, too far from the 15th", day=day.held)
        return f'<td><b class="scd-worse">✕</b> {escape(words)}</td>'
    if day.ahead:
        return f'<td class="scd-neutral">{escape(say("still to come"))}</td>'
    return f'<td><b class="scd-worse">✕</b> {escape(say("none on record"))}</td>'


def _draw_table(
    counts: Sequence[CountedUp], days: Sequence[CultureDay], view: CultureView, say: Say
) -> None:
    """All that the part shows, each with what was planned or due."""
    rows: list[tuple[str, object, object, str]] = [
        (
            say(found.kpi.label),
            found.done,
            found.planned,
            say("up to the month's end")
            if found.since is None
            else say("from {day} on, up to the month's end", day=found.since),
        )
        for found in counts
    ]
    chosen = keywords(items("keyword", view))
    if chosen is not None:
        planned = say("{low} to {high}", low=FEWEST_KEYWORDS, high=MOST_KEYWORDS)
        rows.append(
            (
                say("Keywords of the culture"),
                len(chosen.chosen),
                planned,
                say("up to the month's end"),
            )
        )
    settled = [day for day in days if not day.ahead]
    rows.append(
        (
            say("Culture day"),
            sum(day.counts for day in settled),
            len(settled),
            say("in the months looked at"),
        )
    )
    for name in ("service_points", *_OF_DUE):
        found = over(name, view).rows
        if not found.empty and found.iloc[0]["x"] > 0:
            row, of_due = found.iloc[0], name in _OF_DUE
            done = rounded(row["y"] / 100 if of_due else row["y"])
            rows.append(
                (
                    say(kpi_named(name).label),
                    done,
                    rounded(row["x"]) if of_due else None,
                    say("in the months looked at"),
                )
            )
    names = [say("KPI"), say("Done"), say("Planned or due"), say("Counted")]
    table = pd.DataFrame(
        [
            (name, str(done), "" if due is None else str(due), told)
            for name, done, due, told in rows
        ],
        columns=names,
    )
    draw_table(table, view.span, "programme", view, say, right=names[1:3])
