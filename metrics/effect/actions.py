"""The actions that were written down, what the data say of each, and what else changed meanwhile."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from data.checking.rules.loop import BETWEEN_UNITS
from data.database.connection import ReadTransaction
from metrics.answers.asked import answer, scale_breaks_of
from metrics.catalog import KPIS
from metrics.effect.carried import LETTER, NotedAction, is_told, noted_actions, says_the_same
from metrics.effect.level_change import FEWEST, Foresight, LevelChange, foreseen, level_change
from metrics.effect.verdict_of_action import ActionVerdict, Expected, Outcome, verdicts_of
from metrics.kpi import Direction, Kpi
from metrics.periods import add_months
from metrics.snapshot import Snapshot, remembered
from metrics.sums.query import Query, lacks
from metrics.targets.events import ACTION, REBASE, Event
from metrics.targets.standing import events_of

Place = tuple[str | None, str | None]
ENDED = ("closed", "dropped")  # states in which work on it no longer goes on
WINDOW = 12  # months in which an action is judged where nobody said
# Answers of a month that takes part: fewer make a value that says nothing; how much those above vary
# is in the series itself.
FEWEST_ANSWERS = 10
MONTHS_BEFORE = 36  # what lies further back was another time
_PROMISE = f"""action_id, kpi, dimension, unit, date, coalesce(lag_months, 0), coalesce(window_months, {WINDOW}),
    expected, size, coalesce(compared_with, ''), coalesce(chosen_because_worst, 'no')"""
_CELLS = (
    *("action_id", "problem_id", "kpi", "dimension", "unit", "title", "registered", "first_told"),
    *("date", "lag_months", "window_months", "expected", "size", "compared_with"),
    *("chosen_because_worst", "owner", "due", "status", "closed", "reason", "conditions", "upload"),
)
# An action is registered when what it was to do was first told as it stands now: a promise that was
# changed is a new one. Undone uploads told nothing.
_ACTIONS = f"""
WITH told AS (
    SELECT rows_action.upload, line, min(loaded_at) OVER (PARTITION BY {_PROMISE}) AS first_told
    FROM rows_action JOIN upload ON upload.id = rows_action.upload WHERE undone_at IS NULL)
SELECT {", ".join(_CELLS)}
FROM live_action JOIN told USING (upload, line) ORDER BY date, action_id"""


@dataclass(frozen=True)
class ImprovementAction:
    """An action as it was last written down. `place`: dimension and unit, both None for the whole
    company. `registered`: when what it is to do was first told; `claimed`: by the file, not by the
    clock of the dashboard. `size`: in the KPI's unit, None where nobody said. `compared`: units.
    """

    action_id: str
    problem_id: str | None
    kpi: str
    place: tuple[str | None, str | None]
    title: str
    registered: date
    claimed: bool
    starts: date
    lag: int
    window: int
    up: bool
    size: float | None
    compared: tuple[str, ...]
    worst: bool
    owner: str | None
    due: date | None
    status: str
    closed: date | None
    reason: str | None
    conditions: str | None
    upload: int

    @property
    def noted(self) -> bool:
        """Whether it is an event beside a chart, in no list of actions."""
        return self.action_id.startswith(f"{LETTER}-{self.upload}-")

    @property
    def was_noted(self) -> bool:
        """Whether it is or was such an event: changed or ended, it keeps its number in the list."""
        return re.fullmatch(rf"{LETTER}-\d+-\d+", self.action_id) is not None

    @property
    def promised(self) -> bool:
        """Whether somebody said what it was to do: of an event nobody is asked to."""
        return self.size is not None or not self.was_noted

    def is_overdue(self, today: date) -> bool:
        """Whether it goes on after the day by which it was to be done."""
        return not self.has_ended and self.due is not None and self.due < today

    @property
    def has_ended(self) -> bool:
        """Whether work on it no longer goes on."""
        return self.status in ENDED

    @property
    def late(self) -> bool:
        """Whether it was written down only after it had started."""
        return self.registered > self.starts

    @property
    def shows_from(self) -> date:
        """The first month that it can show in as a whole."""
        whole = self.starts if self.starts.day == 1 else add_months(self.starts.replace(day=1), 1)
        return add_months(whole, self.lag)

    @property
    def before(self) -> date:
        """The first month that no longer counts as before: that of the start, or, where the unit was
        chosen because it was the worst, the last one that was over when it was chosen."""
        started = self.starts.replace(day=1)
        if not self.worst:
            return started
        chosen = add_months(min(self.registered, self.starts).replace(day=1), -1)
        return min(chosen, started)


@dataclass(frozen=True)
class JudgedAction:
    """An action, its verdict (None: its KPI cannot be asked for there), and what else happened at
    the same place in its months: events, other actions, and changes of the scale."""

    action: ImprovementAction
    verdict: ActionVerdict | None
    events: tuple[Event, ...] = ()
    others: tuple[ImprovementAction, ...] = ()
    scale_changed: tuple[date, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """What became of it, in one word; too few data where its KPI cannot be asked for there."""
        return Outcome.FEW if self.verdict is None else self.verdict.outcome

    def is_due(self, month: date) -> bool:
        """Whether all months of its window are over with `month`, and it is not closed."""
        return (
            not self.action.has_ended
            and add_months(self.action.shows_from, self.action.window - 1) <= month
        )


def actions_of(reading: ReadTransaction) -> tuple[ImprovementAction, ...]:
    """All actions that stand, by their start: those of the list, and those that were noted as events
    and are not in it."""
    listed = [_action(*row) for row in reading.rows(_ACTIONS)]
    noted = [_noted(one) for one in noted_actions(reading) if not is_told(one, listed)]
    return tuple(sorted(listed + noted, key=lambda one: (one.starts, one.action_id)))


@remembered(4)
def registered_actions(snapshot: Snapshot) -> tuple[ImprovementAction, ...]:
    """All actions that stand, by their start."""
    return actions_of(snapshot.reading)


def _action(*cells: object) -> ImprovementAction:
    row: dict[str, Any] = dict(zip(_CELLS, cells, strict=True))
    claimed, compared = row["registered"], row["compared_with"]
    return ImprovementAction(
        action_id=row["action_id"],
        problem_id=row["problem_id"],
        kpi=row["kpi"],
        place=(row["dimension"], row["unit"]),
        title=row["title"],
        registered=claimed or row["first_told"].date(),
        claimed=claimed is not None,
        starts=row["date"],
        lag=row["lag_months"] or 0,
        window=row["window_months"] or WINDOW,
        up=row["expected"] == "up",
        size=row["size"],
        compared=tuple(compared.split(BETWEEN_UNITS)) if compared else (),
        worst=row["chosen_because_worst"] == "yes",
        owner=row["owner"],
        due=row["due"],
        status=row["status"],
        closed=row["closed"],
        reason=row["reason"],
        conditions=row["conditions"],
        upload=row["upload"],
    )


def planned(kpi: str, place: Place, starts: date, registered: date) -> ImprovementAction:
    """An action that is only thought of, or of which only this is known: to move its KPI for the
    better, judged in the usual window."""
    found = next((one for one in KPIS if one.name == kpi), None)
    return ImprovementAction(
        action_id="",
        problem_id=None,
        kpi=kpi,
        place=place,
        title="",
        registered=registered,
        claimed=False,
        starts=starts,
        lag=0,
        window=WINDOW,
        up=found is None or found.direction is Direction.UP,
        size=None,
        compared=(),
        worst=False,
        owner=None,
        due=None,
        status="planned",
        closed=None,
        reason=None,
        conditions=None,
        upload=0,
    )


def _noted(event: NotedAction) -> ImprovementAction:
    return replace(
        planned(event.kpi, event.place, event.day, event.told),
        action_id=event.number,
        title=event.text,
        owner=event.author,
        status="running",
        upload=event.upload,
    )


def judged_on(snapshot: Snapshot, month: date, day: date) -> tuple[JudgedAction, ...]:
    """The actions with their verdicts as of a month, as they stood at the end of a day: what ended
    later still going on."""
    return tuple(
        replace(one, action=as_it_stood(one.action, day)) for one in judged_actions(snapshot, month)
    )


def as_it_stood(action: ImprovementAction, day: date) -> ImprovementAction:
    """An action at the end of a day: what ended later still going on, or to come."""
    if action.closed is None or action.closed <= day:
        return action
    status = "running" if action.starts <= day else "planned"
    return replace(action, status=status, closed=None, reason=None)


@remembered(20)
def judged_actions(snapshot: Snapshot, month: date) -> tuple[JudgedAction, ...]:
    """Every action that had started by the end of a month, with its verdict as of that month.
    `month`: its first day."""
    found = [one for one in registered_actions(snapshot) if one.starts < add_months(month, 1)]
    measured = {
        at: (changed(snapshot, one, month), _expected(one, month))
        for at, one in enumerate(found)
        if _measurable(one)
    }
    judged = dict(zip(measured, verdicts_of(list(measured.values())), strict=True))
    return tuple(
        JudgedAction(one, judged.get(at), *_meanwhile(snapshot, one, found, month))
        for at, one in enumerate(found)
    )


def _kpi(action: ImprovementAction) -> Kpi | None:
    return next((kpi for kpi in KPIS if kpi.name == action.kpi), None)


def _measurable(action: ImprovementAction) -> bool:
    kpi, dimension = _kpi(action), action.place[0]
    return kpi is not None and (dimension is None or not lacks(kpi, Query(by=dimension)))


def _expected(action: ImprovementAction, month: date) -> Expected:
    last = add_months(action.shows_from, action.window - 1)
    to_come = (last.year - month.year) * 12 + last.month - month.month
    return Expected(action.up, action.size, max(to_come, 0))


def changed(snapshot: Snapshot, action: ImprovementAction, month: date) -> LevelChange:
    """How far its KPI moved where it was taken, by the months that are over with `month`."""
    last = min(month, add_months(action.shows_from, action.window - 1))
    months, values = _series(snapshot, action, last)
    start = _number(action.shows_from)
    counts = (months < _number(action.before)) | (months >= start)
    return level_change(months[counts], values[counts], start)


@dataclass(frozen=True)
class EffectCourse:
    """What a verdict rests on, month by month. `counts`: whether a month is among those measured:
    those between the choice of a worst unit and the start are not. `since`: the first month after.
    `before`: its level or, where the months before had a trend, that trend carried on, a value a
    month; empty with too few months before. `after`: the level since, None with none yet. Values in
    the KPI's unit; with units to compare with, the distance from them."""

    months: tuple[date, ...]
    values: tuple[float, ...]
    counts: tuple[bool, ...]
    since: date
    before: tuple[float, ...] = ()
    after: float | None = None


def course_of(snapshot: Snapshot, judged: JudgedAction, month: date) -> EffectCourse | None:
    """The months that an action was judged by; None where its KPI cannot be asked for there."""
    action, verdict = judged.action, judged.verdict
    if verdict is None:
        return None
    last = min(month, add_months(action.shows_from, action.window - 1))
    months, values = _series(snapshot, action, last)
    start = _number(action.shows_from)
    early, late = months < _number(action.before), months >= start
    before: tuple[float, ...] = ()
    if early.sum() >= FEWEST:
        fitted = np.polyfit(months[early], values[early], int(verdict.change.trend))
        before = tuple(np.polyval(fitted, months).tolist())
    return EffectCourse(
        tuple(_day(month) for month in months),
        tuple(values.tolist()),
        tuple((early | late).tolist()),
        action.shows_from,
        before,
        float(values[late].mean()) if late.any() else None,
    )


def _day(number: float) -> date:
    year, month = divmod(int(number), 12)
    return date(year, month + 1, 1)


def foreseen_of(snapshot: Snapshot, action: ImprovementAction) -> Foresight:
    """What the data will be able to show of an action that has not started."""
    last = add_months(action.before, -1)
    months, values = _series(snapshot, action, last)
    return foreseen(months, values, action.window, action.size)


def _series(
    snapshot: Snapshot, action: ImprovementAction, last: date
) -> tuple[np.ndarray, np.ndarray]:
    """Months (as numbers) and values of its KPI at its place, those of the units that it is compared
    with taken off, since the last change of the scale; months without enough answers are left
    out."""
    kpi = _kpi(action)
    if kpi is None:
        raise ValueError(f"{action.kpi} is no KPI that is measured")
    first = add_months(action.before, -MONTHS_BEFORE)
    scales = [month for month in scale_breaks_of(snapshot, kpi) if month <= last]
    first = max([first, *scales])
    dimension, unit = action.place
    here = _values(snapshot, kpi, () if dimension is None else ((dimension, (unit or "",)),), last)
    if action.compared and dimension is not None:
        there = _values(snapshot, kpi, ((dimension, action.compared),), last)
        here = {month: value - there[month] for month, value in here.items() if month in there}
    kept = sorted(month for month in here if month >= first)
    return (
        np.array([_number(month) for month in kept], float),
        np.array([here[month] for month in kept], float),
    )


def _values(
    snapshot: Snapshot, kpi: Kpi, only: tuple[tuple[str, tuple[str, ...]], ...], last: date
) -> dict[date, float]:
    rows = answer(snapshot, kpi.name, Query(only=only)).judged()
    return {
        row.period: float(row.value)
        for row in rows.itertuples()
        if (row.enough or row.n >= FEWEST_ANSWERS or kpi.measure.lacks_n(row.less))
        and row.period <= last
    }


def _number(month: date) -> int:
    return month.year * 12 + month.month - 1


def _meanwhile(
    snapshot: Snapshot, action: ImprovementAction, found: list[ImprovementAction], month: date
) -> tuple[tuple[Event, ...], tuple[ImprovementAction, ...], tuple[date, ...]]:
    """What else happened in the months that the action is judged by."""
    kpi = _kpi(action)
    if kpi is None:
        return (), (), ()
    until = add_months(month, 1)
    within = [
        event
        for event in events_of(snapshot, kpi, action.place)
        if action.starts <= event.date < until
        and event.type != REBASE  # a decision about the chart, which changes nothing outside it
        # The action itself, where somebody noted it beside the chart too.
        and not (
            event.type == ACTION
            and event.date == action.starts
            and says_the_same(event.text, action.title)
        )
    ]
    others = [
        one
        for one in found
        if one.action_id != action.action_id
        and one.kpi == action.kpi
        and (one.place == action.place or one.place == (None, None))
        and one.starts < until
        and add_months(one.starts, one.lag + one.window) > action.starts
    ]
    scales = [day for day in scale_breaks_of(snapshot, kpi) if action.starts <= day < until]
    return tuple(within), tuple(others), tuple(scales)
