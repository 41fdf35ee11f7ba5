"""The parts of the page Targets, what a target is called, and the history and the file of all of
them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

import pandas as pd

from data.exports.formula_safe import csv_bytes
from data.kinds.catalog import TARGET
from i18n import N_, Say
from metrics.catalog import DECLARED, indicator_named
from metrics.targets.owners import owner_told
from metrics.targets.plans import (
    Target,
    histories,
    several_plans,
    stage_name,
    targets,
)
from ui.parts import st
from ui.parts.table import show_table_with_file
from ui.parts.viewer import keeps_records
from ui.state.board import read
from ui.state.filters import LABELS
from ui.state.link import one_section

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


def all_revisions() -> tuple[Target, ...]:
    """Every revision of every target, oldest first."""
    return read(targets)


def chosen_view(say: Say) -> str:
    """Which part of the page is shown, a name of VIEWS."""
    views = VIEWS if keeps_records() else {name: VIEWS[name] for name in _FOR_READERS}
    return one_section("part", views, say)


def place_in_list(target: Target) -> tuple[int, str, str, date]:
    """Where a target stands in a list by KPI."""
    return _ORDER.index(target.kpi), target.unit or "", target.plan or "", target.due


def place_words(target: Target, say: Say) -> str:
    """The unit with its type, or the whole company."""
    if target.dimension is None:
        return say("Whole company")
    return say("{dimension}: {unit}", dimension=LABELS[target.dimension], unit=target.unit)


def owner_words(target: Target, say: Say) -> str:
    """Who answers for a target."""
    return say.list([owner_told(target.owner)])


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
    known = sorted(histories(revisions), key=lambda history: place_in_list(history[-1]))
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
        target_name(target, say, series[target.series] > 1, several_plans_at(target, known))
        for target in known
    ]


def several_plans_at(target: Target, known: Sequence[Target]) -> bool:
    """Whether some of these targets belong to several plans for the KPI and place of one."""
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
        say("Owner"): owner_words(target, say),
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
