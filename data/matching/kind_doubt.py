"""Whether a file may as well hold another kind of record than the likeliest."""

from collections.abc import Sequence

from data.matching.recognise import FITS

_CLOSE = 0.05  # how much surer of two kinds the first is where the second may as well be meant
_ONE_FILE = (frozenset({"survey", "nps"}), frozenset({"training", "exam_item"}))  # loaded together


def nearly(ranked: Sequence[tuple[str, float]], chosen: str) -> str | None:
    """The kind that a file may as well hold, where another fits nearly as well as the chosen
    one."""
    sureness = dict(ranked)
    for name, sure in ranked:
        if name != chosen and {name, chosen} not in _ONE_FILE:
            close = sure >= FITS and sure > sureness[chosen] - _CLOSE
            return name if close else None
    return None
