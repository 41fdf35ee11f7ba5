"""What Streamlit looks through for garbage after every run: what the run made, not all that was
there before.

It collects garbage after each run of a page, which takes a tenth of a second
with all libraries and all kept answers in it, and holds up everybody.
"""

import atexit
import gc
from functools import cache
from itertools import count

# every so many runs everything is looked through, kept answers that were dropped meanwhile included
_ALL = 500
_RUNS = count(1)


def set_apart() -> None:
    """To be called when a run begins: what is there by now is not looked through when it ends, or
    all of it is."""
    if next(_RUNS) % _ALL:
        gc.freeze()
    else:
        gc.unfreeze()


@cache
def set_libraries_apart() -> None:
    """To be called when a run ends: after the first one in a process, what it loaded is not looked
    through either."""
    gc.freeze()
    atexit.register(gc.unfreeze)  # what is never let go would be called a leak
