"""Problems that were raised from an item of a meeting, as the proof that they carry says: up to the
day of its end, since its pages stay, and what is seen there later is none of its minutes."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import parse_qs

from metrics.effect.problems import Problem, parted, problems_of
from metrics.review.heads import heads_of
from metrics.snapshot import Snapshot, remembered

Raised = Mapping[str, tuple[Problem, ...]]  # by item


@remembered(4)
def raised_at(snapshot: Snapshot) -> Mapping[str, Raised]:
    """Number of a meeting -> the problems raised from its items, in the order of their numbers."""
    found: dict[str, dict[str, tuple[Problem, ...]]] = {}
    over = {one.number: one.over for one in heads_of(snapshot)}
    for one in sorted(problems_of(snapshot), key=lambda one: (len(one.problem_id), one.problem_id)):
        link = parted(one.points_at or "")[1]
        asked = {} if link is None or link[0] != "review" else parse_qs(link[1])
        for meeting, item in zip(asked.get("meeting", ()), asked.get("item", ()), strict=False):
            if one.raised <= over.get(meeting, date.min):
                of = found.setdefault(meeting, {})
                of[item] = (*of.get(item, ()), one)
    return found
