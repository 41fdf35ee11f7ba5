"""What the parts of the page call places and states alike."""

from data.kinds.catalog import ACTION, PROBLEM
from i18n import Say
from metrics.effect.actions import ImprovementAction
from metrics.effect.problems import Problem
from ui.state.filters import LABELS

_STATES = {**dict(PROBLEM.column("status").choices), **dict(ACTION.column("status").choices)}


def place_words(place: tuple[str | None, str | None], say: Say) -> str:
    """The unit with its type, or the whole company."""
    dimension, unit = place
    if dimension is None:
        return say("whole company")
    return say("{dimension}: {unit}", dimension=LABELS[dimension], unit=unit)


def status_words(record: ImprovementAction | Problem, say: Say) -> str:
    """The state that it was last said to be in."""
    return say(_STATES[record.status])
