"""What people wrote for a report: why targets were missed, and what else they had to say."""

from dataclasses import dataclass
from datetime import date

from metrics.effect.problems import problems_of
from metrics.kpi import Indicator
from metrics.snapshot import Snapshot, remembered
from metrics.targets.events import causes, notes
from metrics.targets.verdict import Verdict
from reports.outline.period import ReportPeriod


@dataclass(frozen=True)
class GivenCause:
    """One cause: its words, and the number of the problem that tells it (None: written down for the
    KPI itself)."""

    text: str
    problem: str | None = None


def needs_cause(stage: Verdict) -> bool:
    """Whether a target that counts is missed, lost since, or not to be expected any more."""
    return stage.off


@remembered(20)
def _written(snapshot: Snapshot) -> tuple[tuple[str, date, str], ...]:
    """KPI, day and words of each cause that was written down for a KPI of the whole company."""
    return tuple(
        (event.kpi, event.date, event.text)
        for event in causes(snapshot.reading)
        if event.kpi is not None and event.dimension is None
    )


def causes_of(snapshot: Snapshot, kpi: Indicator, period: ReportPeriod) -> tuple[GivenCause, ...]:
    """What was written down in the period as the cause, then the causes of problems of this KPI that
    were not ended before it."""
    written = [
        GivenCause(text)
        for name, day, text in _written(snapshot)
        if name == kpi.name and period.first <= day <= period.end
    ]
    told = [
        GivenCause(problem.cause, problem.problem_id)
        for problem in problems_of(snapshot)
        if problem.kpi == kpi.name
        and problem.cause
        and problem.raised <= period.end
        and (problem.closed is None or problem.closed >= period.first)
    ]
    return (*written, *told)


@remembered(20)
def notes_of(snapshot: Snapshot, period: ReportPeriod) -> tuple[tuple[str | None, str], ...]:
    """KPI (None: all of them) and words of each note about the whole company of the period."""
    return tuple(
        (note.kpi, note.text)
        for note in notes(snapshot.reading)
        if note.dimension is None and period.first <= note.date <= period.end
    )
