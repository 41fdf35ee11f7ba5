"""The privacy check: what of the staff's records is shown, and whether anything hidden can be
worked out of it."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.kinds.catalog import KINDS, kind_named
from data.kinds.schema import DatasetKind
from i18n import N_, Say, Text, rounded
from metrics.catalog import KPIS, kpi_named
from metrics.figures.register import figures
from metrics.periods import Period, add_months
from metrics.privacy.audit import Audit, audit, nested_views
from metrics.privacy.cases import Cases
from metrics.privacy.gate import StaffView, views
from metrics.privacy.lattice import MONTHS, WHOLE
from metrics.privacy.releases import HIDDEN
from metrics.snapshot import Snapshot, remembered
from ui.parts import st
from ui.parts.links import PAGES
from ui.parts.literal import item
from ui.parts.table import TableLook, show_table_with_file
from ui.parts.viewer import sees_counts
from ui.state.board import looked_at
from ui.state.filters import LABELS

_MOST_NAMED = 10
_SHARES: dict[str, Text] = {
    "month": N_("Months shown"),
    "quarter": N_("Quarters shown"),
    "year": N_("Years shown"),
}


@dataclass(frozen=True)
class Found:
    """The attack on the rows that one or more KPIs count, by the name of one of them."""

    kpi: str
    view: StaffView
    cases: Cases
    audit: Audit


def protected_kinds() -> list[DatasetKind]:
    """The kinds whose small groups are hidden, of those that KPIs are made of."""
    shown = {kpi.dataset.name for kpi in KPIS}
    return [kind for kind in KINDS if kind.anonymous_below and kind.name in shown]


def attacked(kind: str) -> tuple[Found, ...]:
    """What may be shown of a kind, attacked; once for a state of the data."""
    return looked_at(_attacked, kind)


@remembered(4)
def _attacked(snapshot: Snapshot, kind: str) -> tuple[Found, ...]:
    declared = kind_named(kind)
    return tuple(
        Found(
            kpi,
            view,
            cases,
            audit(
                cases,
                view.release.lattice,
                declared.anonymous_below,
                nested_views(cases, declared.dimensions),
            ),
        )
        for kpi, (view, cases) in views(snapshot.reading, declared).items()
    )


def draw_finding(kind: DatasetKind, found: tuple[Found, ...], say: Say) -> None:
    """One sentence: nothing comes out, or what does."""
    told = sees_counts(kind)  # how many groups are small, and which are there, are figures too
    exposed = [(part, exposure) for part in found for exposure in part.audit.exposed]
    count = sum(part.audit.attacked for part in found)
    st.header(say(kind.label))
    if not found:
        st.info(say("There are no records of this kind yet, so there is nothing to protect."))
    elif told and not count:
        st.success(say("No group is hidden, so nothing can come out of what is published now."))
    elif not exposed and not told:
        st.success(
            say(
                "Nothing comes out of what is published now: whoever adds and subtracts all that "
                "is shown cannot tell any small "
                "hidden group to within {least} cases.",
                least=kind.anonymous_below,
            )
        )
    elif not exposed:
        st.success(
            say(
                "Nothing comes out of what is published now: whoever adds and subtracts all that "
                "is shown cannot tell any of "
                "the {count} small hidden groups to within {least} cases.",
                count=count,
                least=kind.anonymous_below,
            )
        )
    elif not told:
        st.error(
            say(
                "Small hidden groups can be told to within {least} cases. Do not pass on what is "
                "shown here, and report this fault.",
                least=kind.anonymous_below,
            )
        )
    else:
        st.error(
            say(
                "{exposed} of {count} small hidden groups can be told to within {least} cases. Do "
                "not pass on what is shown here, and "
                "report this fault.",
                exposed=len(exposed),
                count=count,
                least=kind.anonymous_below,
            )
        )
    for part, (cell, bounds) in exposed[:_MOST_NAMED] if told else ():
        start = add_months(
            date(part.cases.first_year, part.cases.starts, 1), cell.period * MONTHS[cell.grain]
        )
        group = part.cases.names[cell.dimension][cell.group] or N_("not given")
        words = say(
            "{kpi}, {group}, {period}: between {low} and {high} cases",
            kpi=kpi_named(part.kpi).label,
            group=group,
            period=Period(start, cell.grain),
            low=rounded(bounds.low),
            high=rounded(bounds.high),
        )
        st.markdown(item(words))


def draw_rules(say: Say) -> None:
    """What holds for all kinds, once."""
    st.markdown(
        say(
            "Small groups of staff are hidden, and with them whatever would give them away. Shown "
            "are the whole company and each unit by one breakdown at a time, in whole months, "
            "quarters and years; the months of a quarter, and the quarters of a year, are all "
            "shown or none, unless some were shown before. A breakdown of which too much would be "
            "missing by month is shown by quarter or year only."
        )
    )
    st.markdown(
        say(
            "What was shown stays, with its day, until at least as many people came, went or were "
            "corrected since as a group needs to be shown. Values of earlier days are not tried "
            "out here."
        )
    )


def draw_shown(kind: DatasetKind, found: tuple[Found, ...], say: Say) -> None:
    """From how many people on a group is shown, then how much of each breakdown is."""
    if not found:
        return
    st.caption(say("Hidden are groups of fewer than {least} people.", least=kind.anonymous_below))
    if any(part.view.years_moved for part in found):
        st.info(
            say(
                "Years begin in another month than when these figures were first shown to readers. "
                "So years, and quarters that begin in other months now, are hidden from readers: "
                "set against those of before they would tell the months between. Months are shown "
                "as before."
            )
        )
    for part in found if sees_counts(kind) else ():
        with st.expander(say(kpi_named(part.kpi).label)):
            show_table_with_file(_shares(part, say), f"shown-{part.kpi}", f"shown_{part.kpi}", say)


def draw_registry(say: Say) -> None:
    """Every figure about staff that this dashboard shows, with where it is, of which records, and
    what protects it."""
    st.header(say("Every figure about staff"))
    st.markdown(
        say(
            "All that is read of staff's records and shown somewhere: on a page, in a download, "
            "by a command or in the words for those who "
            "cannot see a picture. Commands are for whoever has the database file itself, so they "
            "ask for no role."
        )
    )
    titles = {page: say(title) for page, title, _ in PAGES}
    show_table_with_file(
        pd.DataFrame(
            [
                {
                    say("Figure"): say(figure.shows),
                    say("Protected by"): say(figure.guard.value),
                    say("Pages"): say.list([titles[page] for page in figure.pages]),
                    say("Records"): say.list(
                        [say(kind_named(kind).label) for kind in figure.kinds]
                    ),
                }
                for figure in figures()
            ]
        ),
        "figures",
        "figures",
        say,
        look=TableLook(wide={say("Protected by"): 480}),
    )


def _shares(part: Found, say: Say) -> pd.DataFrame:
    """How much of what has records is shown, one line a dimension."""
    lines = []
    for dimension, tables in part.view.release.state.items():
        label = say(LABELS[dimension]) if dimension != WHOLE else say("Whole company")
        lines.append(
            {say("Breakdown"): label}
            | {
                say(_SHARES[grain]): _share(part, dimension, grain, say)
                for grain in _SHARES
                if grain in tables
            }
        )
    return pd.DataFrame(lines)


def _share(part: Found, dimension: str, grain: str, say: Say) -> str:
    there = part.cases.people(dimension, grain).any(axis=0)
    shown = part.view.release.state[dimension][grain][there] != HIDDEN
    return say("{value}%", value=say.number(100 * float(np.mean(shown)), 0)) if there.any() else "–"
