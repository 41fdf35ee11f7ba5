"""What is said where there is nothing to show: which file it needs, or which column of it."""

from collections.abc import Sequence

from data.kinds.catalog import kind_named
from data.kinds.schema import DatasetKind
from errors import Message
from i18n import Say
from metrics.culture.view import CultureView
from metrics.kpi import Kpi
from ui.parts import st
from ui.parts.links import page_named
from ui.state.filters import LABELS


def draw_needs(kinds: Sequence[str], say: Say) -> None:
    """That a part of the page needs files of these kinds, and the way to the upload."""
    st.info(say(needs(kinds)))
    st.page_link(page_named("upload", say))


def needs(kinds: Sequence[str]) -> Message:
    """The files that something needs, in words."""
    labels = [kind_named(name).label for name in kinds]
    if len(labels) == 1:
        return Message(
            "This needs a file of “{kind}”. Upload one, and it appears here.", {"kind": labels[0]}
        )
    return Message(
        "This needs files of {kinds}. Upload them, and it appears here.", {"kinds": labels}
    )


def needs_column(kind: DatasetKind, column: str) -> Message:
    """That no file of a kind answered a question."""
    return Message(
        "No file of “{kind}” has answers in the column “{column}”.",
        {"kind": kind.label, "column": kind.column(column).label},
    )


def refused_words(kpi: Kpi, dimensions: Sequence[str]) -> Message:
    """Why a KPI cannot be asked for by some dimensions: it lacks them, or it would tell of people."""
    names = [LABELS[name] for name in dimensions]
    if set(dimensions) <= set(kpi.dimensions):
        return Message(
            "This is about staff, who could be recognised where {dimensions} are combined. Filter "
            "by one of them.",
            {"dimensions": names},
        )
    return Message(
        "Not recorded by {dimensions}, so this filter cannot show it.", {"dimensions": names}
    )


def draw_longer(view: CultureView, shown: CultureView | None, say: Say) -> None:
    """That other months are shown than those looked at, or none (None), since all their groups are
    hidden; nothing where they are shown."""
    if shown is None:
        st.info(
            say(
                "Too few people stand behind each of these groups to show any, in {time} and in "
                "{longer}. Trainers, the committee and administrators see them.",
                time=view.span,
                longer=view.quarters.span,
            )
        )
    elif shown != view:
        st.caption(
            say(
                "In {time} too few people stand behind each of these groups; shown is {longer}.",
                time=view.span,
                longer=shown.span,
            )
        )
