"""Which KPI values a file moves: as a table, the biggest changes first."""

from collections.abc import Iterable

import pandas as pd

from data.kinds.schema import DatasetKind
from data.uploads.store import Move
from i18n import N_, Say
from metrics.catalog import kpi_named
from metrics.handed.moves import untold
from metrics.kpi import ValueUnit
from ui.parts import st
from ui.parts.table import TableLook, show_table_with_file

_VALUES = (N_("Before"), N_("After"), N_("Change"))


def counting_words(counting: tuple[int, int], say: Say) -> str:
    """How many rows count in the months of a file, before and after."""
    before, after = counting
    if before == after:
        return say("Rows that count in these months: {after}, as now.", after=after)
    return say(
        "Rows that count in these months: {after} (now {before}).", before=before, after=after
    )


UNTOLD = N_(
    "Which values it changes is told to nobody, whatever the role: staff answered without their "
    "names, and a file of one row would tell what few have answered."
)


def draw_moves(
    kind: DatasetKind, moves: tuple[Move, ...], counting: tuple[int, int], say: Say
) -> None:
    """How many rows count, and which KPI values of which months change, the biggest changes of
    known values first."""
    st.header(say("What will change"))
    st.markdown(counting_words(counting, say))
    if untold(kind):
        st.info(say(UNTOLD), icon=":material/lock_person:")
    elif not moves:
        st.markdown(say("No KPI value moves."))
    if not moves:
        return
    known = sum(move.before is not None for move in moves)
    st.markdown(
        say(
            "KPIs touched: {kpis}. Months touched: {months}. Known monthly values that change: "
            "{known}. New ones: {new}.",
            kpis=len({move.kpi for move in moves}),
            months=len({move.period for move in moves}),
            known=known,
            new=len(moves) - known,
        )
    )
    show_table_with_file(
        moves_frame(moves, say),
        "moves",
        "upload_moves",
        say,
        TableLook([say(word) for word in _VALUES]),
    )
    if any(kpi_named(move.kpi).dataset.anonymous_below for move in moves):
        st.caption(
            say(
                "Values about staff are those of all records stored. Readers see them once enough "
                "people stand behind the change."
            )
        )


def moves_frame(moves: tuple[Move, ...], say: Say) -> pd.DataFrame:
    """One line a move: KPI, month, before, after and the difference, in the reader's language."""
    rows = [(kpi_named(move.kpi), move) for move in biggest_first(moves)]
    return pd.DataFrame(
        {
            say("KPI"): [say(kpi.label) for kpi, _ in rows],
            say("Month"): [say.month(move.period) for _, move in rows],
            say("Before"): [kpi.unit.show(say, move.before) for kpi, move in rows],
            say("After"): [kpi.unit.show(say, move.after) for kpi, move in rows],
            say("Change"): [kpi.unit.show_change(say, _step(kpi.unit, move)) for kpi, move in rows],
        }
    )


def _step(unit: ValueUnit, move: Move) -> float | None:
    return (
        None
        if move.before is None or move.after is None
        else unit.step_between(move.before, move.after)
    )


def biggest_first(moves: Iterable[Move]) -> list[Move]:
    """Changes of known values before new ones, and the biggest first."""
    return sorted(moves, key=_biggest)


def _difference(move: Move) -> float | None:
    return None if move.before is None or move.after is None else move.after - move.before


def _biggest(move: Move) -> tuple:
    """Known values before new ones; by the share of the unit's range, else of the value before; the
    latest month first."""
    unit, difference = kpi_named(move.kpi).unit, _difference(move)
    size = 0.0
    if difference is not None:
        whole = (
            unit.high - unit.low
            if None not in (unit.low, unit.high)
            else max(abs(move.before), 1.0)
        )
        size = abs(difference) / whole
    return (move.before is None, -size, -move.period.toordinal(), move.kpi)
