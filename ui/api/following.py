"""A server that only reads turns to each state when it is published, before anybody asks for it."""

import logging
import threading

from errors import ServiceCultureError

_LOG = logging.getLogger(__name__)
_PAUSE = 0.25  # seconds between two looks


def watch(stop: threading.Event) -> None:
    """Follow, until it is stopped."""
    from ui.parts.opened import following

    told = ""
    while not stop.wait(_PAUSE):
        try:
            read_here = following()
            if read_here is not None:
                read_here.follow()
            told = ""
        except ServiceCultureError as fault:  # as before the first state; once for each reason
            if str(fault) != told:
                told = str(fault)
                _LOG.warning("the states are not followed: %s", told)
