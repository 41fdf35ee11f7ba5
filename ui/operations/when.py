"""When and where promises are broken: the map of the week, and the units beside each other."""

from html import escape

import pandas as pd

from charts.theme import CONFIG, Palette
from charts.week import description, hour_words, part_words, week_map
from charts.words import group_name
from errors import Message
from i18n import N_, Say
from metrics.answers.asked import answer
from metrics.answers.pooled import added
from metrics.catalog import kpi_named
from metrics.comparisons.units import NAMED, Standing, standing, too_few
from metrics.findings.operations import STEPS, one, query_of, together, why_none
from metrics.findings.operations_when import (
    FEWEST,
    HOURS,
    Week,
    WeekPart,
    limits,
    week_of,
    where_dimensions,
)
from metrics.kpi import Kpi
from metrics.snapshot import Snapshot
from ui.operations.file import draw_file
from ui.operations.look import (
    TableCell,
    cell,
    heading,
    meter,
    note,
    share_of_all,
    table,
    unit_words,
    value_cell,
)
from ui.operations.page import SpokenPart
from ui.operations.view import OperationsView
from ui.parts import st
from ui.parts.lazy_expander import lazy_expander
from ui.parts.links import page_named
from ui.parts.table import show_table
from ui.parts.visitor import is_phone
from ui.state.board import looked_at
from ui.state.filters import COMMON, LABELS, link_to_view
from ui.state.link import linked

_MOST_ROWS, _MOST_PARTS = 12, 5
PROMISED = {
    "answer": N_("Promise of an answer"),
    "plan": N_("Promise of a plan"),
    "arrive": N_("Promise to be on site"),
    "repair": N_("Promise of the repair"),
}


def draw_when(view: OperationsView, say: Say, palette: Palette) -> None:
    """One promise by weekday and hour, then by unit; in the months of patterns."""
    dimensions = where_dimensions(view.only)
    left, right = st.columns(2)
    with left:
        step = linked(
            "step", say("Promise"), list(STEPS), "answer", lambda name: say(PROMISED[name])
        )
    with right:
        by = linked(
            "by", say("By"), list(dimensions), dimensions[0], lambda name: say(LABELS[name])
        )
    kpi = kpi_named(STEPS[step])
    row = one(looked_at(together, kpi.name, view.pattern, view.only))
    if row is None:
        st.info(say(looked_at(why_none, kpi.name, view.pattern, view.only)))
        st.page_link(page_named("upload", say))
        return
    _draw_week(looked_at(week_of, kpi.name, view.pattern, view.only), step, view, say, palette)
    _draw_where(kpi, by, row, view, say)


def _draw_week(
    week: Week | None, step: str, view: OperationsView, say: Say, palette: Palette
) -> None:
    if week is None:
        st.html(heading(say("By weekday and hour")))
        st.info(
            say(
                "Weekdays and hours are counted by one kind of place at a time. Filter by one of "
                "them alone."
            )
        )
        return
    st.html(heading(say.sentences(_finding(week, view))) + _parts(week, say))
    _draw_link(week, say)
    said = say(PROMISED[step])
    st.plotly_chart(
        week_map(week, say, palette, narrow=is_phone()),
        theme=None,
        config=CONFIG,
        alt=description(week, said, say),
        key="operations_week",
    )
    st.html(
        note(
            say.sentences(
                [
                    say(
                        "{promise}, {span}: percent broken, by the hour in which the request was "
                        "opened (of repairs, in which somebody arrived). An hour with fewer than "
                        "{least} requests has no colour; it says how many of how many, or nothing.",
                        promise=said,
                        span=view.pattern,
                        least=FEWEST,
                    )
                ]
            )
        )
    )
    lazy_expander(
        say("Table and download"), lambda: _draw_hours(week, step, view, say), "operations_hours"
    )


def _draw_link(week: Week, say: Say) -> None:
    """To the week of the unit that stands out alone, where the bar can filter by it."""
    part = week.parts[0] if week.parts else None
    if part is None or part.dimension not in COMMON or not part.unit:
        return
    with st.container(key="lead_operations_part"):
        st.page_link(
            page_named("operations", say),
            label=say(
                "Only {dimension}: {unit}",
                dimension=LABELS[part.dimension],
                unit=group_name(part.unit),
            ),
            icon="",
            query_params=link_to_view(lang=say.language, **{part.dimension: part.unit}),
        )


def _finding(week: Week, view: OperationsView) -> list[Message]:
    """Whether a part of the week stands out."""
    blanks = {
        "broken": week.total_broken,
        "asked": week.total,
        "span": view.pattern,
        "compared": week.compared,
    }
    if not week.parts:
        return [
            Message(
                "{broken} of {asked} promises were broken in {span}; no part of the week stands out "
                "by more than chance.",
                blanks,
            )
        ]
    part = week.parts[0]
    where = {"when": SpokenPart(part), "here": part.broken, "here_asked": part.asked}
    if part.dimension is None:
        return [
            Message(
                "{here} of {here_asked} promises were broken on {when}, in {span}; in all {broken} "
                "of {asked}.",
                {**blanks, **where},
            )
        ]
    return [
        Message(
            "{here} of {here_asked} promises were broken on {when} with {dimension} {unit}, in "
            "{span}; in all {broken} of {asked}.",
            {
                **blanks,
                **where,
                "dimension": LABELS[part.dimension],
                "unit": group_name(part.unit or ""),
            },
        )
    ]


def _parts(week: Week, say: Say) -> str:
    """The parts of the week that stand out, against the rest of the week of the same requests."""
    if not week.parts:
        return ""
    rows = [_part_row(part, say) for part in week.parts[:_MOST_PARTS]]
    heads = (say("When"), say("Place"), say("Broken"), "", say("At other times"))
    told = say(
        "Of {compared} parts of a week these stand out: more is broken than in the rest of the week of "
        "the same requests, by more than so many comparisons show by chance.",
        compared=week.compared,
    )
    return table(say("Parts of the week that stand out"), heads, rows) + note(told)


def _part_row(part: WeekPart, say: Say) -> tuple[str, list[TableCell]]:
    low, high = limits(part)
    where = (
        say("everywhere")
        if part.dimension is None
        else say(
            "{dimension}: {unit}",
            dimension=LABELS[part.dimension],
            unit=group_name(part.unit or ""),
        )
    )
    return (
        "",
        [
            cell(part_words(part, say)),
            cell(where, "", say("Place")),
            cell(
                say("{broken} of {asked}", broken=part.broken, asked=part.asked),
                "scd-num",
                say("Broken"),
            ),
            TableCell(meter(part.share, low, high), "scd-barred"),
            cell(
                say("{broken} of {asked}", broken=part.rest_broken, asked=part.rest_asked),
                "scd-num",
                say("At other times"),
            ),
        ],
    )


def _draw_hours(week: Week, step: str, view: OperationsView, say: Say) -> None:
    rows = pd.DataFrame(
        [
            {
                say("When"): hour_words(day, hour, say),
                say("Requests"): int(week.asked[day, hour]),
                say("Broken"): int(week.broken[day, hour]),
                say("Broken in %"): week.share(day, hour),
            }
            for day in range(7)
            for hour in range(HOURS)
            if week.asked[day, hour]
        ]
    )
    show_table(rows, "operations_hours_table")
    draw_file(
        rows.assign(**{say("Promise"): say(PROMISED[step])}), "hours", view, view.pattern, say
    )


def _standing(snapshot: Snapshot, kpi: str, by: str, view: OperationsView) -> Standing:
    asked = [
        added(answer(snapshot, kpi, query_of(view.pattern, view.only, one))) for one in (by, None)
    ]
    return standing(*asked)


def _draw_where(kpi: Kpi, by: str, whole: pd.Series, view: OperationsView, say: Say) -> None:
    """The units with most broken promises first, and which of them differ by more than chance."""
    found = looked_at(_standing, kpi.name, by, view)
    rows = found.answer.rows
    rows = rows.assign(broken=rows["x"] - rows["y"]).sort_values(
        ["broken", "x"], ascending=False, kind="stable"
    )
    few = too_few(found)
    sides = {} if few else dict(zip(found.units["group"], found.units["side"], strict=True))
    total = float(whole["x"] - whole["y"])
    title = say(few) if few else _where_title(found, kpi, by, say)
    heads = (
        say(LABELS[by]),
        say("Share kept"),
        "",
        say("Broken"),
        say("Of all broken"),
        say("Against the whole"),
    )
    body = [
        _unit_row(kpi, row, total, sides.get(row["group"]), say)
        for _, row in rows.head(_MOST_ROWS).iterrows()
    ]
    more = (
        say(
            "The {shown} with most broken promises of {all}; the file has all of them.",
            shown=_MOST_ROWS,
            all=len(rows),
        )
        if len(rows) > _MOST_ROWS
        else ""
    )
    st.html(heading(title) + table(title, heads, body) + note(more))
    draw_file(_unit_numbers(kpi, by, rows, sides, say), f"where_{by}", view, view.pattern, say)


def _where_title(found: Standing, kpi: Kpi, by: str, say: Say) -> str:
    """Which units lie below the whole by more than chance: of many, those that stand out most."""
    below = int((found.outside["side"] < 0).sum())
    named = [group_name(str(unit)) for unit in found.standing_out(NAMED, side=-1)["group"]]
    if not below:
        return say(
            "{kpi}: by {dimension} none lies below the whole by more than chance.",
            kpi=kpi.label,
            dimension=LABELS[by],
        )
    if below > NAMED:
        return say(
            "{kpi}: {count} of {all} units with enough cases lie below the whole by more than chance; "
            "{units} stand out most.",
            kpi=kpi.label,
            count=below,
            all=len(found.units),
            units=named,
        )
    return say("{kpi}: {units} below the whole by more than chance.", kpi=kpi.label, units=named)


def _unit_row(
    kpi: Kpi, row: pd.Series, total: float, side: int | None, say: Say
) -> tuple[str, list[TableCell]]:
    part = share_of_all(100 * row["broken"] / total, say) if total else "–"
    return (
        "",
        [
            cell(unit_words(row["group"], say)),
            value_cell(kpi, row, say),
            TableCell(meter(float(row["value"]), row["low"], row["high"]), "scd-barred"),
            cell(
                say("{broken} of {asked}", broken=int(row["broken"]), asked=int(row["x"])),
                "scd-num",
                say("Broken"),
            ),
            cell(part, "scd-num", say("Of all broken")),
            TableCell(_side(kpi, side, say), "scd-wide"),
        ],
    )


def _side(kpi: Kpi, side: int | None, say: Say) -> str:
    if side is None:
        return ""
    if side == 0:
        return f"<small>{escape(say('within chance'))}</small>"
    looks, words = (
        ("worse", say("▼ below the whole")) if side < 0 else ("better", say("▲ above the whole"))
    )
    return f'<b class="scd-{looks}">{escape(words)}</b>'


def _unit_numbers(
    kpi: Kpi, by: str, rows: pd.DataFrame, sides: dict[str, int], say: Say
) -> pd.DataFrame:
    words = {-1: say("▼ below the whole"), 0: say("within chance"), 1: say("▲ above the whole")}
    return pd.DataFrame(
        {
            say(LABELS[by]): [unit_words(group, say) for group in rows["group"]],
            say("KPI"): say(kpi.label),
            say("Kept in %"): rows["value"],
            say("95% from"): rows["low"],
            say("95% to"): rows["high"],
            say("Requests"): rows["x"].astype(int),
            say("Broken"): rows["broken"].astype(int),
            say("Against the whole"): [
                words.get(sides.get(group, 9), "") for group in rows["group"]
            ],
        }
    )
