"""What the parts of the page call places and states alike."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from i18n import Say, Text
from metrics.effect.action_words import STATES
from metrics.effect.actions import ImprovementAction
from metrics.effect.problems import Problem, parted
from ui.parts.links import PAGES
from ui.state.filters import LABELS


def place_words(place: tuple[str | None, str | None], say: Say) -> str:
    """The unit with its type, or the whole company."""
    dimension, unit = place
    if dimension is None:
        return say("whole company")
    return say("{dimension}: {unit}", dimension=LABELS[dimension], unit=unit)


def status_words(record: ImprovementAction | Problem, say: Say) -> str:
    """The state that it was last said to be in."""
    return say(STATES[record.status])


def proof_words(points_at: str, say: Say) -> str:
    """What was seen, and on which page."""
    words, view = parted(points_at)
    seen = _page(view[0]) if view else None
    if seen is None:
        return words or points_at
    if not words:
        return say("the page “{page}”", page=seen)
    return say("{proof} (seen on the page “{page}”)", proof=words, page=seen)


def proof_link(problem: Problem) -> tuple[str, Mapping[str, str]] | None:
    """The page that shows the proof and what its link names; None where there is no such page."""
    _, view = parted(problem.points_at or "")
    if view is None or _page(view[0]) is None:
        return None
    return view[0], dict(parse_qsl(view[1]))


def _page(name: str) -> Text | None:
    return next((title for page, title, _ in PAGES if page == name), None)
