"""Whether a file may as well hold another kind of record than the likeliest."""

from collections.abc import Sequence

from data.kinds.catalog import kind_named
from data.matching.named_kinds import named_kinds
from data.matching.recognise import FITS
from data.questions import Choice, Question
from errors import Message

NAME = "which_kind"

# How much surer of two kinds the first is where the second may as well be meant; where a name speaks
# of the second alone.
_CLOSE, _NAMED = 0.05, 0.45
_OTHERS = 2  # kinds that are offered beside the chosen one
_ONE_FILE = (frozenset({"survey", "nps"}), frozenset({"training", "exam_item"}))  # loaded together


def nearly(
    ranked: Sequence[tuple[str, float]], chosen: str, names: Sequence[str] = ()
) -> tuple[str, ...]:
    """The kinds that a file may as well hold, where others fit nearly as well as the chosen one, or
    what the file is called (`names`) speaks of one of them and not of the chosen one."""
    sureness, named = dict(ranked), named_kinds(names)
    found: list[str] = []
    for name, sure in ranked:
        apart = _NAMED if name in named and chosen not in named else _CLOSE
        is_near = sure >= FITS and sure > sureness[chosen] - apart
        if is_near and not any({name, other} in _ONE_FILE for other in (chosen, *found)):
            found += [name] if name != chosen else []
    return tuple(found[:_OTHERS])


def kind_question(
    ranked: Sequence[tuple[str, float]], chosen: str, names: Sequence[str] = ()
) -> Question | None:
    """Which of several kinds a file holds; None where no other fits nearly as well. `names`: what
    the file is called."""
    rivals, named = nearly(ranked, chosen, names), named_kinds(names)
    if not rivals:
        return None
    kinds = [kind_named(name) for name in (chosen, *rivals)]
    return Question(
        f"{NAME}:{'/'.join(sorted(kind.name for kind in kinds))}",
        Message(
            "Kinds of record that fit this file nearly alike: {kinds}. Which of them does it hold?",
            {"kinds": [kind.label for kind in kinds]},
        ),
        tuple(Choice(kind.name, Message("{kind}.", {"kind": kind.label})) for kind in kinds),
        chosen,
        (
            *(
                Message("{kind}: {meaning}", {"kind": kind.label, "meaning": kind.meaning})
                for kind in kinds
            ),
            *(
                Message(
                    "“{name}” speaks of it: {kind}.", {"name": named[kind.name], "kind": kind.label}
                )
                for kind in kinds
                if kind.name in named
            ),
        ),
    )


def is_which_kind(name: str) -> bool:
    """Whether a question is which of several kinds a file holds."""
    return name.startswith(f"{NAME}:")
