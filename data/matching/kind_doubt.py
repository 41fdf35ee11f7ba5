"""Whether a file may as well hold another kind of record than the likeliest."""

from collections.abc import Sequence

from data.kinds.catalog import kind_named
from data.matching.recognise import FITS
from data.questions import Choice, Question
from errors import Message

NAME = "which_kind"

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


def kind_question(ranked: Sequence[tuple[str, float]], chosen: str) -> Question | None:
    """Which of two kinds a file holds; None where no other fits nearly as well."""
    rival = nearly(ranked, chosen)
    if rival is None:
        return None
    kinds = [kind_named(name) for name in (chosen, rival)]
    return Question(
        f"{NAME}:{'/'.join(sorted((chosen, rival)))}",
        Message(
            "Two kinds of record fit this file nearly alike: {kinds}. Which of them does it hold?",
            {"kinds": [kind.label for kind in kinds]},
        ),
        tuple(Choice(kind.name, Message("{kind}.", {"kind": kind.label})) for kind in kinds),
        chosen,
        tuple(
            Message("{kind}: {meaning}", {"kind": kind.label, "meaning": kind.meaning})
            for kind in kinds
        ),
    )


def is_which_kind(name: str) -> bool:
    """Whether a question is which of two kinds a file holds."""
    return name.startswith(f"{NAME}:")
