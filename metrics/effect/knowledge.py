"""What was learnt: the actions that were judged, with what they were against, to be found again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.text.simplified import simplified
from data.text.writing import folded
from i18n import LANGUAGES, translator
from metrics.catalog import indicator_named
from metrics.effect.actions import JudgedAction, judged_actions
from metrics.effect.problems import Problem, problems_of
from metrics.effect.verdict_of_action import Outcome
from metrics.snapshot import Snapshot, remembered

WORKED = (Outcome.WORKED, Outcome.PARTLY)
_JUDGED = (*WORKED, Outcome.NO_EFFECT, Outcome.WORSENED)


@dataclass(frozen=True)
class Lesson:
    """An action that was judged, and the problem that it was against, where it names one. `text`:
    all that it can be found by, folded."""

    judged: JudgedAction
    problem: Problem | None
    text: str

    @property
    def worked(self) -> bool:
        """Whether it moved its KPI as expected, at least in part."""
        return self.judged.outcome in WORKED


@remembered(8)
def lessons(snapshot: Snapshot, month: date) -> tuple[Lesson, ...]:
    """All actions with a verdict as of a month: those that worked first, the latest first."""
    problems = {one.problem_id: one for one in problems_of(snapshot)}
    found = []
    for judged in judged_actions(snapshot, month):
        if judged.outcome in _JUDGED:
            problem = problems.get(judged.action.problem_id or "")
            found.append(Lesson(judged, problem, _text(judged, problem)))
    return tuple(
        sorted(
            found,
            key=lambda one: (
                _JUDGED.index(one.judged.outcome),
                -one.judged.action.starts.toordinal(),
            ),
        )
    )


def searched(found: Sequence[Lesson], words: str) -> tuple[Lesson, ...]:
    """The lessons that hold every word, in either script of Chinese and in any language of the KPIs."""
    wanted = comparable(words).split()
    return tuple(one for one in found if all(word in one.text for word in wanted))


def alike(found: Sequence[Lesson], category: str) -> tuple[Lesson, ...]:
    """The lessons against problems of a category, however it was written."""
    wanted = comparable(category)
    if not wanted:
        return ()
    return tuple(
        one
        for one in found
        if one.problem is not None and comparable(one.problem.category or "") == wanted
    )


def comparable(text: str) -> str:
    """Text with width, case, blanks and the script of Chinese made alike."""
    return simplified(folded(text))


def _text(judged: JudgedAction, problem: Problem | None) -> str:
    action = judged.action
    label = indicator_named(action.kpi).label
    told = [
        *(action.action_id, action.title, action.kpi, action.place[1]),
        *(action.reason, action.conditions),
        *(translator(language)(label) for language in LANGUAGES),
    ]
    if problem is not None:
        told += [problem.problem_id, problem.title, problem.category, problem.department]
        told += [problem.cause]
    return comparable("\n".join(filter(None, told)))
