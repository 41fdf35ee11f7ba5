"""How a place is called in an agenda."""

from data.kinds.catalog import KINDS
from errors import Message
from i18n import N_, Text
from metrics.review.item import Place

_LABELS: dict[str, Text] = {
    name: kind.column(name).label for kind in KINDS for name in kind.dimensions
}


def place_words(place: Place) -> Message | Text:
    """The unit with what it is, or the whole company."""
    dimension, unit = place
    if dimension is None:
        return N_("whole company")
    return Message("{dimension}: {unit}", {"dimension": _LABELS[dimension], "unit": unit})
