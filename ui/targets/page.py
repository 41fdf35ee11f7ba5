"""The targets in force with their verdicts, those to come, their history, and all of them as a
file."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from html import escape

import pandas as pd

from data.exports.formula_safe import csv_bytes
from data.kinds.catalog import TARGET
from errors import Message
from i18n import N_, Say, Text
from metrics.answers.asked import months_with_data
from metrics.catalog import DECLARED, indicator_named
from metrics.snapshot import Snapshot, remembered
from metrics.targets.judge import baseline_of
from metrics.targets.plans import (
    STAGES,
    Target,
    doubtful,
    histories,
    several_plans,
    stage_name,
    targets,
    to_come,
)
from metrics.targets.standing import judged
from metrics.targets.verdict import Verdict
from ui.kpi.cards import looks_of, shape_of, verdict_words
from ui.parts import st
from ui.parts.literal import bold
from ui.parts.table import show_table_with_file
from ui.parts.viewer import keeps_records
from ui.state.board import looked_at, read, today
from ui.state.filters import LABELS, linked

TODAY = "today"
VIEWS = {
    "current": N_("In force"),
    "plan": N_("Start a plan"),
    "edit": N_("Add or change a target"),
    "withdraw": N_("Withdraw a target"),
    "history": N_("History"),
    "file": N_("File"),
}
_FOR_READERS = ("current", "history", "file")
_ORDER = [kpi.name for kpi in DECLARED]
_LOOK = """<style>
.scd-targets { width: 100%; border-collapse: collapse; font-size: .88rem; line-height: 1.45; table-layout: fixed; }
.scd-targets th, .scd-targets td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0;
  overflow-wrap: break-word; }
.scd-targets thead th { font-weight: 500; font-size: .8rem; }
.scd-targets tbody th { font-weight: 650; padding-top: 1rem; border-bottom: 1px solid rgba(128, 128, 128, .35); }
.scd-targets a { color: inherit; }
@media (max-width: 640px) {
  .scd-targets, .scd-targets tbody, .scd-targets tr, .scd-targets tbody th, .scd-targets td { display: block; }
  .scd-targets thead { display: none; } .scd-targets td { padding: .1rem 0; } .scd-targets tr { padding: .3rem 0; }
  .scd-targets td[data-title]:not(:empty)::before { content: attr(data-title); font-size: .8rem; opacity: .8; margin-right: .6em; }
}
</style>"""
_WIDTHS = (13, 16, 10, 12, 14, 24, 11)
_TITLED = (1, 2, 3, 6)  # target, due, baseline, owner


def all_revisions() -> tuple[Target, ...]:
    """Every revision of every target, oldest first."""
    return read(targets)


def chosen_view(say: Say) -> str:
    """Which part of the page is shown, a name of VIEWS."""
    views = list(VIEWS) if keeps_records() else _FOR_READERS
    return st.segmented_control(
        say("Show"),
        views,
        default="current",
        required=True,
        label_visibility="collapsed",
        format_func=lambda name: say(VIEWS[name]),
        key="targets_view",
    )


def as_of_choice(say: Say) -> date:
    """The day for which the targets are judged: today, or the month that the link names."""
    this_month = today().replace(day=1)
    months = {
        f"{month:%Y-%m}": month
        for month in reversed(looked_at(months_with_data))
        if month < this_month
    }
    with st.columns([1, 4])[0]:
        chosen = linked(
            "as_of",
            say("As of"),
            [TODAY, *months],
            TODAY,
            lambda name: say.month(months[name]) if name in months else say("Today"),
        )
    return months.get(chosen, today())


def place_words(target: Target, say: Say) -> str:
    """The unit with its type, or the whole company."""
    if target.dimension is None:
        return say("Whole company")
    return say("{dimension}: {unit}", dimension=LABELS[target.dimension], unit=target.unit)


def draw_targets(as_of: date, revisions: tuple[Target, ...], say: Say) -> None:
    """All targets in force by KPI, judged; then those that come into force later."""
    found = list(zip(looked_at(judged, as_of), looked_at(_baselines, as_of), strict=True))
    found.sort(key=lambda pair: _place_in_list(pair[0].target))
    for target, fault in read(doubtful):
        st.warning(
            say(
                "This target does not fit its KPI: {kpi}, {stage}. {reason}",
                kpi=target.kpi,
                stage=STAGES[target.stage],
                reason=fault,
            )
        )
    if found:
        st.html(
            _table(
                [(verdict.target, _cells(verdict, baseline, say)) for verdict, baseline in found],
                say,
            )
        )
    else:
        st.info(
            say("No targets are in force. Start a plan, or add a target.")
            if keeps_records()
            else say("No targets are in force.")
        )
    later = to_come(revisions, as_of)
    if later:
        st.markdown(bold(say("In force later")))
        known = [*later, *(verdict.target for verdict, _ in found)]
        st.html(
            _table(
                [
                    (target, _plain_cells(target, _with_plan(target, known), say))
                    for target in sorted(later, key=_place_in_list)
                ],
                say,
            )
        )


def _place_in_list(target: Target) -> tuple[int, str, str, date]:
    return _ORDER.index(target.kpi), target.unit or "", target.plan or "", target.due


@remembered(100)
def _baselines(snapshot: Snapshot, as_of: date) -> tuple[float | None, ...]:
    """The baseline of each target that `judged` judges, typed or measured."""
    return tuple(
        baseline_of(snapshot.reading, verdict.target, snapshot.today)
        for verdict in judged(snapshot, as_of)
    )


def _table(rows: list[tuple[Target, list[str]]], say: Say) -> str:
    """One table; each KPI heads its rows. Cells are HTML."""
    titles = (
        say("Place and stage"),
        say("Target"),
        say("Due"),
        say("Baseline"),
        say("Verdict"),
        say("Why"),
        say("Owner"),
    )
    head = "".join(
        f'<th scope="col" style="width:{width}%">{escape(title)}</th>'
        for title, width in zip(titles, _WIDTHS, strict=True)
    )
    body, earlier = [], None
    for target, cells in rows:
        if target.kpi != earlier:
            body.append(
                '<tr><th scope="rowgroup" '
                f'colspan="{len(titles)}">{_heading(target.kpi, say)}</th></tr>'
            )
        body.append(
            f"<tr>{''.join(f'<td{_titled(title, at)}>{cell}</td>' for at, (title, cell) in enumerate(zip(titles, cells, strict=True)))}</"
            "tr>"
        )
        earlier = target.kpi
    return (
        f"{_LOOK}<table "
        f'class="scd-targets"><thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody></table>'
    )


def _titled(title: str, at: int) -> str:
    """On a phone, where a row is a list without a head, what does not speak for itself says what it
    is."""
    return f' data-title="{escape(title)}"' if at in _TITLED else ""


def _heading(name: str, say: Say) -> str:
    """The KPI's name, linked to its page, or to its definition where no records are collected."""
    page = "kpi" if indicator_named(name).measured else "definitions"
    return (
        f'<a href="{page}?kpi={name}&amp;lang={say.language}" '
        f'target="_self">{escape(say(indicator_named(name).label))}</a>'
    )


def _cells(verdict: Verdict, baseline: float | None, say: Say) -> list[str]:
    target = verdict.target
    return [
        _where(target, verdict.stage, say),
        escape(verdict.asked.spoken(say)),
        escape(say.date(target.due)),
        escape(baseline_words(target, baseline, say)),
        f'<b class="scd-{looks_of(verdict)}">{shape_of(verdict)} '
        f"{escape(verdict_words(verdict, say))}</b>",
        escape(say.sentences(verdict.sentences)),
        escape(_owner(target, say)),
    ]


def _plain_cells(target: Target, with_plan: bool, say: Say) -> list[str]:
    start = say("in force from {day}", day=target.date)
    return [
        _where(target, stage_name(target, with_plan), say),
        escape(target.spoken(say)),
        escape(say.date(target.due)),
        escape(baseline_words(target, target.baseline, say)),
        "",
        escape(start),
        escape(_owner(target, say)),
    ]


def _owner(target: Target, say: Say) -> str:
    """Owners that are declared here are translated; names that people typed stand as they are."""
    return say(target.owner) if target.owner else ""


def _where(target: Target, stage: Text | Message, say: Say) -> str:
    return f"{escape(place_words(target, say))}<br>{escape(say(stage))}"


def baseline_words(target: Target, value: float | None, say: Say) -> str:
    """The baseline with its date; whether it was typed or measured."""
    if target.form == "milestone":
        return "–"
    unit = indicator_named(target.kpi).unit
    if target.baseline is None and value is None:
        return say("not known yet")
    if target.baseline is None and target.form != "count":
        return say("{value}, measured before {day}", value=unit.show(say, value), day=target.start)
    if target.baseline_date is None:
        return unit.show(say, value)
    return say("{value} on {day}", value=unit.show(say, value), day=target.baseline_date)


def draw_history(revisions: tuple[Target, ...], say: Say) -> None:
    """The revisions of one target: what held from when to when, and why it changed."""
    if not revisions:
        st.info(say("No targets were ever set."))
        return
    known = sorted(histories(revisions), key=lambda history: _place_in_list(history[-1]))
    named = names_of([history[-1] for history in known], say)
    held = known[
        st.selectbox(
            say("Target"), range(len(known)), format_func=lambda at: named[at], key="history_of"
        )
    ]
    ends = [target.date for target in held[1:]]
    shown = pd.DataFrame(
        [_revision(target, end, say) for target, end in zip(held, [*ends, None], strict=True)]
    )
    show_table_with_file(shown.iloc[::-1], "target-history", "history", say)


def target_name(target: Target, say: Say, with_due: bool = False, with_plan: bool = False) -> str:
    """What a target is known by: KPI, place and stage, its plan and due date where these tell it
    from others."""
    name = say(
        "{kpi} · {place} · {stage}",
        kpi=indicator_named(target.kpi).label,
        place=place_words(target, say),
        stage=stage_name(target, with_plan),
    )
    return say("{name}, due {due}", name=name, due=target.due) if with_due else name


def names_of(known: Sequence[Target], say: Say) -> list[str]:
    """What each of these targets is known by, so that no two are called the same."""
    series = Counter(target.series for target in known)
    return [
        target_name(target, say, series[target.series] > 1, _with_plan(target, known))
        for target in known
    ]


def _with_plan(target: Target, known: Sequence[Target]) -> bool:
    """Whether there are targets of several plans for the same KPI and place."""
    return several_plans(
        other for other in known if (other.kpi, other.place) == (target.kpi, target.place)
    )


def _revision(target: Target, end: date | None, say: Say) -> dict[str, str]:
    return {
        say("In force from"): say.date(target.date),
        say("Until"): say.date(end) if end else "–",
        say("Target"): target.spoken(say),
        say("Due"): say.date(target.due),
        say("Baseline"): baseline_words(target, target.baseline, say),
        say("Owner"): _owner(target, say),
        say("Reason"): target.reason or "",
    }


def draw_file(revisions: tuple[Target, ...], say: Say) -> None:
    """All revisions as a file; whoever may set targets can change it and upload it again."""
    if keeps_records():
        st.markdown(
            say(
                "Targets can also be kept in a spreadsheet: download them, add or change rows, "
                "and upload the file "
                "on the page Upload as the kind \u201c{kind}\u201d. A change is a new row with a "
                "later date in force.",
                kind=TARGET.label,
            )
        )
    st.download_button(
        say("Download as CSV"),
        csv_bytes(as_file(revisions)),
        "targets.csv",
        "text/csv",
        key="targets_file",
        on_click="ignore",
    )


def as_file(revisions: tuple[Target, ...]) -> pd.DataFrame:
    """One row a revision, with the columns of the kind."""
    return pd.DataFrame(
        [asdict(target) for target in revisions], columns=[column.name for column in TARGET.columns]
    )
