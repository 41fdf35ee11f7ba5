"""Who signed out, and when: identities made before that hold no more, on whatever page or server."""

_LEFT: dict[str, float] = {}
_DAYS = 30  # for which Streamlit's cookie would let somebody in


def leave(sign: str, moment: float) -> None:
    """Somebody signed out at that moment, in seconds since 1970."""
    _LEFT[sign] = max(moment, _LEFT.get(sign, 0.0))


def left_at(sign: str) -> float:
    """When somebody signed out last; 0 where that is not known."""
    return _LEFT.get(sign, 0.0)


def all_left(now: float) -> dict[str, float]:
    """Everybody whose signing out still matters."""
    for sign in [sign for sign, at in list(_LEFT.items()) if now - at > 86_400 * _DAYS]:
        _LEFT.pop(sign, None)
    return dict(_LEFT)
