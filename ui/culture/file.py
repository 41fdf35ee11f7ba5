"""Tables of the page with their files, in which the time and the units looked at stand too."""

from collections.abc import Iterable

import pandas as pd

from i18n import Say
from metrics.culture.view import CultureView
from ui.parts.table import TableLook, draw_rest, show_table
from ui.state.filters import places_words

MOST = 50  # rows shown


def draw_table(
    rows: pd.DataFrame,
    time: object,
    name: str,
    view: CultureView,
    say: Say,
    right: Iterable[str] = (),
) -> None:
    """The first rows, and the button for all of them as `name`.csv; `time`: the months that they are
    of, to be said."""
    show_table(rows.head(MOST), f"culture_{name}_table", TableLook(right))
    scope = {say("Time"): say("{time}", time=time), say("Place"): places_words(view.only, say)}
    draw_rest(rows.assign(**scope), MOST, f"culture-{name}", f"culture_{name}_file", say)
