"""What a target was before it became what it is: how often it was changed, and which way."""

from collections.abc import Iterable
from itertools import pairwise

from errors import Message
from i18n import N_, Text
from metrics.targets.plans import Target, histories

_ONCE = {
    -1: N_("was {target}, lowered once"),
    0: N_("was {target}, changed once"),
    1: N_("was {target}, raised once"),
}
_TWICE = {
    -1: N_("was {target}, lowered twice"),
    0: N_("was {target}, changed twice"),
    1: N_("was {target}, raised twice"),
}
_OFTEN = {
    -1: N_("was {target}, lowered {count} times"),
    0: N_("was {target}, changed {count} times"),
    1: N_("was {target}, raised {count} times"),
}


def history_of(revisions: Iterable[Target], target: Target) -> tuple[Target, ...]:
    """All that a target was, oldest first, and itself last."""
    for history in histories(revisions):
        if target in history:
            return history[: history.index(target) + 1]
    return (target,)


def was(history: tuple[Target, ...]) -> Message | None:
    """What was asked at first, how often that was changed, and whether always the same way; None
    where it is what it was."""
    ways = [_way(before, after) for before, after in pairwise(history)]
    steps = [way for way in ways if way is not None]
    if not steps:
        return None
    way = steps[0] if len(set(steps)) == 1 else 0
    return Message(_words(len(steps))[way], {"target": history[0], "count": len(steps)})


def due_before(history: tuple[Target, ...]) -> Message | None:
    """When it was due at first; None where that is when it is due."""
    if history[0].due == history[-1].due:
        return None
    return Message("at first due {due}", {"due": history[0].due})


def _words(count: int) -> dict[int, Text]:
    return {1: _ONCE, 2: _TWICE}.get(count, _OFTEN)


def _way(before: Target, after: Target) -> int | None:
    """1 where more is asked than before in the same form, -1 where less, 0 where something else;
    None where the same is asked."""
    one, two = (
        (target.form, target.value, target.value_high, target.stable_from)
        for target in (before, after)
    )
    if one == two:
        return None
    if one[2:] != two[2:] or before.form != after.form:
        return 0
    if before.value is None or after.value is None:
        return 0
    return 1 if after.value > before.value else -1
