"""What has to be in order before a page is drawn inside the frame: the storage, the sample company,
the sums, the forecasts."""

from data.database.tables import NEW
from data.faults import in_words
from errors import DatabaseDamaged, ServiceCultureError
from i18n import Say
from ui.parts import st
from ui.parts.links import FIRST, MENU
from ui.shell.entrance import may_enter
from ui.shell.garbage import set_apart, set_libraries_apart
from ui.shell.reading import reading_ready
from ui.shell.sample import draw_banner, sample_ready
from ui.shell.storage import draw_damaged, storage_opened, storage_ready
from ui.state.board import (
    footing,
    keep_forecasts,
    only_looks,
    releases_ready,
    shows_state_before,
    sums_ready,
    whole_page,
)
from ui.state.neighbours import months_beside_follow
from ui.state.storing import tell_elsewhere

_LOOKS = frozenset(
    name if name != FIRST else "" for _, names in MENU[:2] for name in names
)  # which may be of the state before something was stored, for a while
# The two ask mostly of windows and of what the month does not change: a month worked out before
# it is looked at saved them next to nothing.
_FOLLOWED = _LOOKS - {"training", "mystery"}


def draw_inside(page: st.Page, afterwards: st.Page, say: Say) -> None:
    """Draw the page, or say why it cannot be drawn; `afterwards` is the page to go to when the
    sample company is removed."""
    set_apart()
    try:
        with in_words():
            _draw_ready(page, afterwards, say)
    except DatabaseDamaged as fault:
        draw_damaged(fault, say)
    except ServiceCultureError as fault:
        st.error(say(fault.message))


def _draw_ready(page: st.Page, afterwards: st.Page, say: Say) -> None:
    only_looks(page.url_path in _LOOKS)
    if not may_enter(say):
        return
    storage_opened(say)
    found = footing()
    if not storage_ready(found, say) or not reading_ready(page, say):
        return
    if not sample_ready(found, say):
        return
    if found.origin == NEW:  # until the sample company was made, a moment ago
        found = footing()
    sums_ready(found, say)
    if not found.summed:  # that took a while, in which others go on
        found = footing()
    releases_ready(found, say)
    draw_banner(found.origin, afterwards, say)
    keep_forecasts(found)
    if page.url_path != afterwards.url_path:
        tell_elsewhere(say)
    with whole_page():
        if shows_state_before():
            st.caption(
                say(
                    "Something was stored a moment ago and is not in these figures yet. Load the "
                    "page again in half a minute to see it."
                )
            )
        with months_beside_follow(page.url_path in _FOLLOWED):
            page.run()
    set_libraries_apart()
