"""The visits of a month, the lowest first, and one of them opened: its scores, what was said, and
what each line of its checklist cost."""

from html import escape

import pandas as pd

from charts.theme import plain
from data.text.personal_text import spoken
from i18n import Say, all_rounded
from metrics.catalog import SCORE, kpi_named
from metrics.mystery.checklist import SeenVisit
from ui.mystery.data import COLUMNS, VisitsView, lowest_of_month, opened_visit
from ui.parts import st
from ui.parts.heading import heading
from ui.parts.lazy_expander import lazy_expander
from ui.parts.table import show_table_with_file
from ui.shell.style import shortened
from ui.state.filters import linked

_MOST = 50
_LOOK = """<style>
.scd-seen { width: 100%; border-collapse: collapse; font-size: .88rem; line-height: 1.4; font-variant-numeric: tabular-nums; margin-top: .4rem; }
.scd-seen th, .scd-seen td { text-align: left; vertical-align: top; padding: .26rem .8rem .26rem 0; font-weight: 400; overflow-wrap: break-word; }
.scd-seen thead th { font-size: .8rem; } .scd-seen tbody tr { border-top: 1px solid rgba(128, 128, 128, .25); }
.scd-seen .scd-section th { font-weight: 650; padding-top: .7rem; } .scd-seen .scd-cost { font-weight: 650; white-space: nowrap; }
@media (max-width: 640px) { .scd-seen .scd-wide { display: none; } .scd-seen th, .scd-seen td { padding-right: .5rem; } }
</style>"""


def draw_seen(view: VisitsView, say: Say) -> None:
    """The choice of a visit, the visit, and the list it was chosen from."""
    count, rows = lowest_of_month(view, _MOST)
    title = say("The visits of {month}: {count}", month=say.month(view.month), count=count)
    st.html(heading(title))
    if rows.empty:
        st.caption(say("No visit was recorded in this month."))
        return
    if count > len(rows):
        st.caption(
            say(
                "The {shown} with the lowest scores. Choose a place above to see others.",
                shown=len(rows),
            )
        )
    names = {"": say("None"), **{row.key: _option(row, say) for row in rows.itertuples()}}
    asked = st.query_params.get("visit", "")
    beside = opened_visit(asked) if asked and asked not in names else None
    if beside is not None:  # of another month: the link opens it all the same
        names[asked] = _name(pd.Series(beside[0]), say)
    chosen = linked(
        "visit",
        say("Open a visit, the lowest score first"),
        list(names),
        "",
        lambda key: names[key],
    )
    found = opened_visit(chosen) if chosen else None
    if found is not None:
        _draw_visit(*found, say)
    lazy_expander(
        say("All these visits as a table"),
        lambda: show_table_with_file(_numbers(rows, say), "visits", "mystery_seen", say),
        "mystery_seen_fold",
    )


def _name(row, say: Say) -> str:
    """Day, place and score of a visit."""
    parts = [say.date(row.date.date())]
    parts += [
        place
        for place in (row.store, row.department, row.channel)
        if isinstance(place, str) and place
    ]
    parts.append("–" if pd.isna(row.score) else SCORE.show(say, row.score))
    return " · ".join(parts)


def _option(row, say: Say) -> str:
    """A visit as it is offered to be chosen, with whether what must never fail did."""
    return " · ".join([_name(row, say), *([say("critical")] if row.critical else [])])


def _draw_visit(visit: dict[str, object], seen: SeenVisit | None, say: Say) -> None:
    head = heading(_name(pd.Series(visit), say), 3)
    facts = [
        say(
            "{score} {value}",
            score=kpi_named(name).label,
            value="–" if pd.isna(visit[column]) else say.number(visit[column], 1),
        )
        for name, column in COLUMNS.items()
    ]
    if visit["scene"]:
        facts.append(spoken(str(visit["scene"]), say))
    told = f'<div class="scd-small">{plain(" · ".join(facts))}</div>'
    if visit["remark"]:
        remark = plain(spoken(str(visit["remark"]), say))
        told += f'<p dir="auto" style="margin:.4rem 0;overflow-wrap:anywhere">{remark}</p>'
    st.html(f"{shortened(_LOOK)}{head}{told}{'' if seen is None else _lines(seen, say)}")
    if seen is None:
        st.caption(say("No checklist of this visit is recorded."))
    elif seen.value is None:
        st.caption(say("Nothing on this checklist was scored."))
    else:
        st.caption(
            say(
                "Points lost are those of the composite under the weights in force on that day: "
                "{lost} of 100, so the composite is {value}.",
                lost=SCORE.show(say, 100 - seen.value),
                value=SCORE.show(say, seen.value),
            )
        )


def _lines(seen: SeenVisit, say: Say) -> str:
    """The checklist by section, dearest lines first."""
    costs = seen.lines.groupby("section")["cost"].sum()
    heads = "".join(
        f'<th scope="col" class="{look}">{escape(name)}</th>'
        for name, look in (
            (say("Checklist item"), ""),
            (say("Points"), ""),
            (say("Points lost"), ""),
            (say("Taught in"), "scd-wide"),
        )
    )
    body = []
    for section in costs.sort_values(ascending=False, kind="stable").index:
        own = seen.lines[seen.lines["section"] == section]
        name = section or say("not given")
        body.append(
            f'<tr class="scd-section"><th scope="rowgroup" colspan="2">{plain(name)}</th>'
            f"<td>{escape(say.number(costs[section], 1))}</td><td class='scd-wide'></td></tr>"
        )
        ordered = own.sort_values("cost", ascending=False, kind="stable", na_position="last")
        body += [_line(row, say) for row in ordered.itertuples()]
    return (
        f'<table class="scd-seen"><thead><tr>{heads}</tr></thead><tbody>{"".join(body)}</tbody>'
        "</table>"
    )


def _line(row, say: Say) -> str:
    failed = not pd.isna(row.cost) and row.cost > 0
    mark = (
        f' <b class="scd-worse">◆ {escape(say("critical"))}</b>' if row.critical and failed else ""
    )
    points = (
        say("did not apply")
        if pd.isna(row.cost)
        else say(
            "{earned} of {available}",
            earned=say.number(row.earned),
            available=say.number(row.available),
        )
    )
    cost = f"▼ {say.number(row.cost, 1)}" if failed else ""
    taught = [part for part in (row.course, row.module) if isinstance(part, str) and part]
    return (
        f'<tr><th scope="row">{plain(row.item)}{mark}</th><td>{escape(points)}</td>'
        f'<td class="scd-cost scd-worse">{escape(cost)}</td>'
        f'<td class="scd-wide">{plain(say.list(taught))}</td></tr>'
    )


def _numbers(rows: pd.DataFrame, say: Say) -> pd.DataFrame:
    return pd.DataFrame(
        {
            say("Date"): [say.date(day.date()) for day in rows["date"]],
            say("Store"): rows["store"],
            say("Department"): rows["department"],
            say("Channel"): rows["channel"],
            **{
                say(kpi_named(name).label): all_rounded(rows[column], 1)
                for name, column in COLUMNS.items()
            },
            say("Critical items failed"): rows["critical"].astype(int),
        }
    )
