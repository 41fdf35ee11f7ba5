"""The targets in force on a day, judged: filtered and sorted as the reader asks, to be taken along;
then those that come into force later."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

import pandas as pd

from charts.theme import plain
from data.exports.formula_safe import csv_bytes
from errors import Message
from i18n import N_, Say, Text
from metrics.answers.asked import months_with_data
from metrics.catalog import indicator_named, kpi_named
from metrics.snapshot import Snapshot, remembered
from metrics.targets.judge import baseline_of
from metrics.targets.plans import STAGES, Target, doubtful, measurable, stage_name, to_come
from metrics.targets.standing import judged
from metrics.targets.verdict import Verdict
from metrics.targets.verdict_words import percent_of
from ui.kpi.cards import looks_of, shape_of, verdict_words
from ui.kpi.stages import chance_words
from ui.loop.raising import Proof, offer_problems
from ui.parts import st
from ui.parts.heading import heading
from ui.parts.kpi_link import kpi_link
from ui.parts.viewer import holds_reviews, keeps_records
from ui.parts.workbook import draw_workbook
from ui.shell.style import shortened
from ui.state.board import looked_at, read, today
from ui.state.filters import linked
from ui.targets.page import (
    baseline_words,
    owner_words,
    place_in_list,
    place_words,
    several_plans_at,
)

TODAY = "today"
_STATES: dict[str, tuple[Text, Callable[[Verdict], bool]]] = {
    "all": (N_("All verdicts"), lambda found: True),
    "off": (N_("Off only"), lambda found: found.behind),
    "ahead": (N_("Still ahead"), lambda found: found.ahead),
    "over": (N_("Fallen due"), lambda found: not found.ahead),
}
_COMPANY = "company"  # among the places
_MOST_RAISED = 12  # targets that can be raised as a problem
_LOOK = """<style>
.scd-targets { width: 100%; border-collapse: collapse; font-size: .88rem; line-height: 1.45; table-layout: fixed; }
.scd-targets th, .scd-targets td { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0; overflow-wrap: break-word; }
.scd-targets thead th { font-weight: 500; font-size: .8rem; }
.scd-targets tbody th { font-weight: 650; padding-top: 1rem; border-bottom: 1px solid rgba(128, 128, 128, .35); }
.scd-targets a { color: inherit; } .scd-targets summary { cursor: pointer; font-size: .82rem; width: fit-content; }
.scd-targets details p { margin: .1rem 0 0; font-size: .84rem; line-height: 1.4; }
.scd-chance { display: block; height: .4rem; max-width: 6rem; border-radius: 3px; background: rgba(128, 128, 128, .25); overflow: hidden; }
.scd-chance i { display: block; height: 100%; background: currentColor; }
:lang(en) .scd-day { white-space: nowrap; }
@media (max-width: 1000px) { .scd-targets { font-size: .8rem; } .scd-targets th, .scd-targets td { padding-right: .5rem; } }
@media (max-width: 640px) {
  .scd-targets { font-size: .88rem; } .scd-targets, .scd-targets tbody, .scd-targets tr, .scd-targets tbody th, .scd-targets td { display: block; }
  .scd-targets thead { display: none; } .scd-targets td { padding: .1rem 0; } .scd-targets tr { padding: .3rem 0; }
  .scd-targets td[data-title]:not(:empty)::before { content: attr(data-title); font-size: .8rem; opacity: .8; margin-right: .6em; }
}
</style>"""
_WIDTHS = (16, 13, 12, 20, 12, 14, 13)
_TITLED = (1, 2, 4, 5, 6)  # target, due, chance, baseline, owner


@dataclass(frozen=True)
class _Row:
    """A target in force: how it stands, and its baseline, typed or measured."""

    verdict: Verdict
    baseline: float | None

    @property
    def target(self) -> Target:
        return self.verdict.target

    @property
    def chance(self) -> float | None:
        """What is said of the future; None of what is over, and where nothing can be said."""
        return self.verdict.probability if chance_words(self.verdict) is not None else None


def _by_kpi(row: _Row) -> tuple:
    return place_in_list(row.target)


def _by_worst(row: _Row) -> tuple:
    found = row.verdict
    return 0 if found.off else 1 if found.behind else 2, *_by_chance(row)


def _by_chance(row: _Row) -> tuple:
    return row.chance is None, row.chance or 0.0, *_by_kpi(row)


def _by_due(row: _Row) -> tuple:
    return not row.verdict.ahead, row.target.due, *_by_kpi(row)


_SORTED: dict[str, tuple[Text, Callable[[_Row], tuple]]] = {
    "kpi": (N_("By KPI"), _by_kpi),
    "worst": (N_("Worst first"), _by_worst),
    "chance": (N_("Least chance first"), _by_chance),
    "due": (N_("Next due first"), _by_due),
}


def draw_targets(revisions: tuple[Target, ...], say: Say) -> None:
    """The choices; the targets in force that fit, judged; those that come into force later."""
    with st.container(horizontal=True, gap="small", key="targets_choices"):
        as_of = _as_of_choice(say)
        rows = looked_at(_rows, as_of)
        state = _choice("state", say("Verdict"), {name: _STATES[name][0] for name in _STATES}, say)
        stage = _choice("of_stage", say("Stage"), {"all": N_("All stages"), **STAGES}, say)
        place = _place_choice(rows, say)
        order = _choice("sort", say("Order"), {name: _SORTED[name][0] for name in _SORTED}, say)
    _tell_doubtful(say)
    if rows:
        shown = sorted(
            (
                row
                for row in rows
                if _STATES[state][1](row.verdict)
                and stage in ("all", row.target.stage)
                and place in ("", _place_key(row.target))
            ),
            key=_SORTED[order][1],
        )
        _draw_rows(shown, len(rows), order, as_of, say)
        _offer_problems(shown, say)
    else:
        st.info(
            say("No targets are in force. Start a plan, or add a target.")
            if keeps_records()
            else say("No targets are in force.")
        )
    _draw_later(to_come(revisions, as_of), rows, say)


def _offer_problems(shown: Sequence[_Row], say: Say) -> None:
    """What is off among the targets shown, to be raised: all, or the worst with how many there are."""
    off = [row for row in shown if row.verdict.off and measurable(row.target)]
    if len(off) > _MOST_RAISED:
        off.sort(key=_by_worst)
    proofs = [proof_of(row.verdict, say) for row in off[:_MOST_RAISED]]
    offer_problems(proofs, "raise_target", say)
    if len(off) > _MOST_RAISED and holds_reviews():
        st.caption(
            say(
                "Targets that can be raised as a problem: {count}; here the {most} worst. Choose a "
                "place or a stage for the others.",
                count=len(off),
                most=_MOST_RAISED,
            )
        )


def proof_of(verdict: Verdict, say: Say) -> Proof:
    """A target that is off, with what is said of it; the link names the month that it is seen as of,
    where that is not today."""
    target = verdict.target
    kpi = kpi_named(target.kpi)
    # What a change comes to is of the baseline as this viewer sees it; others read the title.
    about_staff = kpi.dataset.about_staff
    return Proof(
        "targets",
        "signal",
        say.sentences([say(one) for one in verdict.sentences[:2]]),
        None,
        title=say(
            "{kpi}, {place}: {target} by {due}",
            kpi=kpi.label,
            place=place_words(target, say),
            target=target if about_staff else verdict.asked,
            due=target.due,
        ),
        kpi=kpi.name,
        place=target.place,
        about_staff=about_staff,
    )


def _as_of_choice(say: Say) -> date:
    """The day for which the targets are judged: today, or the month that the link names."""
    this_month = today().replace(day=1)
    months = {
        f"{month:%Y-%m}": month
        for month in reversed(looked_at(months_with_data))
        if month < this_month
    }
    chosen = linked(
        "as_of",
        say("As of"),
        [TODAY, *months],
        TODAY,
        lambda name: (
            say("As of {month}", month=say.month(months[name]))
            if name in months
            else say("As of today")
        ),
        label_visibility="collapsed",
        width=168,
    )
    return months.get(chosen, today())


def _choice(name: str, label: str, options: dict[str, Text], say: Say) -> str:
    return linked(
        name,
        label,
        list(options),
        next(iter(options)),
        lambda option: say(options[option]),
        label_visibility="collapsed",
        width=168,
    )


def _place_choice(rows: Sequence[_Row], say: Say) -> str:
    """One of the places that have targets, as `_place_key` names it; "" for all."""
    places = {_place_key(row.target): row.target for row in rows}
    names = sorted(places, key=lambda key: (key != _COMPANY, key))
    return linked(
        "of_place",
        say("Place"),
        ["", *names],
        "",
        lambda key: place_words(places[key], say) if key else say("All places"),
        label_visibility="collapsed",
        width=168,
    )


def _place_key(target: Target) -> str:
    return _COMPANY if target.dimension is None else f"{target.dimension}:{target.unit}"


@remembered(100)
def _rows(snapshot: Snapshot, as_of: date) -> tuple[_Row, ...]:
    return tuple(
        _Row(verdict, baseline_of(snapshot.reading, verdict.target, snapshot.today))
        for verdict in judged(snapshot, as_of)
    )


def _tell_doubtful(say: Say) -> None:
    for target, fault in read(doubtful):
        st.warning(
            say(
                "This target does not fit its KPI: {kpi}, {stage}. {reason}",
                kpi=target.kpi,
                stage=STAGES[target.stage],
                reason=fault,
            )
        )


def _draw_rows(shown: list[_Row], count: int, order: str, as_of: date, say: Say) -> None:
    if not shown:
        st.info(say("No target in force fits these choices. Set one of them back to “All”."))
        return
    st.html(
        _table(
            [(row.target, _cells(row, order != "kpi", as_of, say)) for row in shown],
            order == "kpi",
            say,
        )
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.caption(
            say(
                "Targets in force, shown of all: {shown} of {count}.", shown=len(shown), count=count
            ),
            width="content",
        )
        draw_workbook(lambda: _sheets(shown, count, as_of, say), "targets", "targets_xlsx", say)
        st.download_button(
            say("Download as CSV"),
            lambda: csv_bytes(_file(shown, as_of, say)),
            "targets-in-force.csv",
            "text/csv",
            key="targets_csv",
            on_click="ignore",
        )


def _draw_later(later: Sequence[Target], rows: Sequence[_Row], say: Say) -> None:
    if not later:
        return
    known = [*later, *(row.target for row in rows)]
    cells = [
        (target, _plain_cells(target, several_plans_at(target, known), say))
        for target in sorted(later, key=place_in_list)
    ]
    st.html(heading(say("In force later")) + _table(cells, True, say))


def _table(rows: list[tuple[Target, list[str]]], by_kpi: bool, say: Say) -> str:
    """One table; each KPI heads its rows where they stand `by_kpi`. Cells are HTML."""
    titles = (
        say("Place and stage"),
        say("Target"),
        say("Due"),
        say("Verdict"),
        say("Chance"),
        say("Baseline"),
        say("Owner"),
    )
    head = "".join(
        f'<th scope="col" style="width:{width}%">{escape(title)}</th>'
        for title, width in zip(titles, _WIDTHS, strict=True)
    )
    body, earlier = [], None
    for target, cells in rows:
        if by_kpi and target.kpi != earlier:
            body.append(
                '<tr><th scope="rowgroup" '
                f'colspan="{len(titles)}">{_kpi_linked(target, say)}</th></tr>'
            )
        drawn = "".join(
            f"<td{_titled(title, at)}>{cell}</td>"
            for at, (title, cell) in enumerate(zip(titles, cells, strict=True))
        )
        body.append(f"<tr>{drawn}</tr>")
        earlier = target.kpi
    return (
        f'{shortened(_LOOK)}<table class="scd-targets"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table>"
    )


def _titled(title: str, at: int) -> str:
    """On a phone, where a row is a list without a head, what does not speak for itself says what it
    is."""
    return f' data-title="{escape(title)}"' if at in _TITLED else ""


def _kpi_linked(target: Target, say: Say) -> str:
    return kpi_link(target.kpi, say(indicator_named(target.kpi).label), say)


def _cells(row: _Row, with_kpi: bool, as_of: date, say: Say) -> list[str]:
    verdict, target = row.verdict, row.target
    named = f"{_kpi_linked(target, say)}<br>" if with_kpi else ""
    return [
        named + _linked_where(verdict, as_of, say),
        escape(verdict.asked.spoken(say)),
        _unbroken(escape(say.date(target.due)), target, say),
        f'<b class="scd-{looks_of(verdict)}">{shape_of(verdict)} '
        f"{escape(verdict_words(verdict, say))}</b><details class=scd-fold><summary>{escape(say('Why'))}"
        f"</summary><p>{escape(say.sentences(verdict.sentences))}</p></details>",
        _chance_cell(row, say),
        _unbroken(escape(baseline_words(target, row.baseline, say)), target, say),
        escape(owner_words(target, say)),
    ]


def _unbroken(words: str, target: Target, say: Say) -> str:
    """Words as HTML in which the days of a target are not parted where there is room for them."""
    for day in {target.due, target.start, target.baseline_date} - {None}:
        told = escape(say.date(day))
        words = words.replace(told, f'<span class="scd-day">{told}</span>')
    return words


def _chance_cell(row: _Row, say: Say) -> str:
    """The chance with its bar; of what it is where that is not simply meeting the target."""
    if row.chance is None:
        return "–"
    percent = percent_of(row.chance)
    other = row.verdict.beyond or row.target.stable_from is not None
    words = escape(say(chance_words(row.verdict))) if other else ""
    return (
        f"{escape(say('{percent}%', percent=say.number(percent, 0)))}"
        f'<span class="scd-chance" aria-hidden="true"><i style="width:{percent}%"></i></span>'
        f'<span class="scd-small">{words}</span>'
    )


def _plain_cells(target: Target, with_plan: bool, say: Say) -> list[str]:
    return [
        _where(target, stage_name(target, with_plan), say),
        escape(target.spoken(say)),
        _unbroken(escape(say.date(target.due)), target, say),
        escape(say("in force from {day}", day=target.date)),
        "",
        _unbroken(escape(baseline_words(target, target.baseline, say)), target, say),
        escape(owner_words(target, say)),
    ]


def _where(target: Target, stage: Text | Message, say: Say) -> str:
    return f"{plain(place_words(target, say))}<br>{escape(say(stage))}"


def _linked_where(verdict: Verdict, as_of: date, say: Say) -> str:
    """Linked to the numbers judged: those of the place, in the month that was judged; without one in
    the month as of which they are."""
    target = verdict.target
    month = verdict.period or (as_of if as_of < today().replace(day=1) else None)
    where = kpi_link(target.kpi, place_words(target, say), say, target.place, month)
    return f"{where}<br>{escape(say(verdict.stage))}"


def _sheets(shown: list[_Row], count: int, as_of: date, say: Say) -> dict[str, pd.DataFrame]:
    """The rows shown, and a sheet that says what was looked at."""
    about = [
        (say("As of"), say.date(as_of)),
        (say("Targets in force"), count),
        (say("Shown"), len(shown)),
        (say("Looked at on"), say.date(today())),
        (say("Source"), say("Service Culture Dashboard")),
    ]
    return {
        say("Targets"): _file(shown, as_of, say),
        say("About"): pd.DataFrame(about, columns=[say("About"), say("Value")]),
    }


def _file(shown: list[_Row], as_of: date, say: Say) -> pd.DataFrame:
    return pd.DataFrame([_line(row, as_of, say) for row in shown])


def _line(row: _Row, as_of: date, say: Say) -> dict[str, object]:
    verdict, target = row.verdict, row.target
    return {
        say("As of"): as_of,
        say("KPI"): say(indicator_named(target.kpi).label),
        say("Place"): place_words(target, say),
        say("Stage"): say(verdict.stage),
        say("Target"): verdict.asked.spoken(say),
        say("Goal"): verdict.goal,
        say("Due"): target.due,
        say("Verdict"): verdict_words(verdict, say),
        say("Chance in %"): None if row.chance is None else percent_of(row.chance),
        say("Off"): say("yes") if verdict.behind else "",
        say("Month judged"): None if verdict.period is None else say.month(verdict.period),
        say("Value judged"): verdict.value,
        say("Baseline"): baseline_words(target, row.baseline, say),
        say("Owner"): owner_words(target, say),
        say("Why"): say.sentences(verdict.sentences),
    }
