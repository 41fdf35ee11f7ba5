"""What a process says, in a few plain sentences under its chart."""

from errors import Message
from i18n import N_, Month, rounded
from metrics.comparisons.signals import RARE, Process, chance_of_a_signal
from metrics.kpi import Amount
from metrics.statistics.runs import Runs, runs
from metrics.statistics.spc import TRIAL, Assurance, Signal, Variation
from metrics.targets.verdict import LIKELY, UNLIKELY, Verdict

_USEFUL = 10  # points off the median from which on runs about it are worth a second opinion
_FLAT = Message(
    "The value hardly ever differs from one month to the next: no limits follow from that, and "
    "nothing is a signal."
)
_LONGEST = 36  # months of the longest chart whose false alarms were simulated
_RECENT, _LEVEL = 12, 6  # months that are set against those before, and the fewest of these
# By whether most lie above, and whether months with too few records are passed over.
_LEVELS = {
    (True, False): N_(
        "{count} of the last {months} months lie above the old level of {level}, the mean of the "
        "{before} months before them."
    ),
    (False, False): N_(
        "{count} of the last {months} months lie below the old level of {level}, the mean of the "
        "{before} months before them."
    ),
    (True, True): N_(
        "{count} of the last {months} months with enough records lie above the old level of "
        "{level}, the mean of the {before} such months before them."
    ),
    (False, True): N_(
        "{count} of the last {months} months with enough records lie below the old level of "
        "{level}, the mean of the {before} such months before them."
    ),
}


def process_finding(process: Process, stage: Verdict | None) -> tuple[Message, ...]:
    """What the latest month's signal means, and what the process does to the goal of the stage in
    force."""
    if process.rare:
        return (
            Message(
                "Fewer than {least} events a month on average: too rare for monthly limits. Look "
                "at quarters instead.",
                {"least": RARE},
            ),
        )
    if not _has_limits(process):
        return (_FLAT,) if len(process.current) > 1 else ()
    said = [*_level(process), _latest(process)]
    if stage is not None and stage.monthly_goal is not None and stage.goal_high is None:
        assurance = process.assurance(stage.monthly_goal, 1 if stage.target.upward else -1)
        if assurance is not None and _agrees(assurance, stage):
            told = Message(
                "As it runs now, {assurance} ({target}).",
                {"assurance": assurance.value, "target": stage.asked},
            )
            said.append(told)
    return tuple(said)


def _agrees(assurance: Assurance, stage: Verdict) -> bool:
    """Whether what the process does to the goal says the same as the chance that stands beside it:
    limits look at all months alike, the chance at the latest most."""
    chance = stage.probability
    if chance is None or not stage.ahead:
        return True
    if assurance is Assurance.PASSING:
        return chance >= LIKELY
    if assurance is Assurance.FAILING:
        return chance <= UNLIKELY
    return UNLIKELY < chance < LIKELY


def _level(process: Process) -> tuple[Message, ...]:
    """On which side of the months before the latest ones lie; nothing where these are too few."""
    rows, unit = process.current, process.kpi.unit
    before, recent = rows.iloc[:-_RECENT], rows.iloc[-_RECENT:]
    if len(before) < _LEVEL:
        return ()
    level = float(before["value"].mean())
    steps = [unit.step_between(level, float(value)) for value in recent["value"]]
    above, below = (sum(way * step > 0 for step in steps) for way in (1, -1))
    gaps = bool(_missing(process))
    text = _LEVELS[above >= below, gaps]
    return (
        Message(
            text,
            {
                "count": max(above, below),
                "months": len(recent),
                "before": len(before),
                "level": Amount(unit, level),
            },
        ),
    )


def process_doubt(process: Process) -> tuple[Message, ...]:
    """How far the signals can be trusted: few months, the second opinion, and what chance alone
    would show."""
    if process.rare or not _has_limits(process):
        return ()
    said = list(_gaps(process))
    months = len(process.current)
    if process.on_trial:
        said.append(
            Message(
                "The limits rest on {months} months and are on trial until there are {least}.",
                {"months": months, "least": TRIAL},
            )
        )
    return (*said, *_second_opinion(process), _by_chance(process))


def _missing(process: Process) -> int:
    """Months between the first and the last behind the latest limits that have too few records, or
    none."""
    first, last = (process.current["period"].iloc[at] for at in (0, -1))
    return 12 * (last.year - first.year) + last.month - first.month + 1 - len(process.current)


def _gaps(process: Process) -> tuple[Message, ...]:
    missing = _missing(process)
    if not missing:
        return ()
    first, last = (Month(process.current["period"].iloc[at]) for at in (0, -1))
    return (
        Message(
            "Months from {first} to {last} without enough records: {missing}. The chart passes "
            "over them, so points in a row are "
            "months with enough records.",
            {"first": first, "last": last, "missing": missing},
        ),
    )


def _has_limits(process: Process) -> bool:
    return process.chart.segments[-1].high is not None


def _latest(process: Process) -> Message:
    month = {"month": Month(process.rows["period"].iloc[-1])}
    if process.variation is Variation.COMMON:
        return Message(
            "{month} is within normal variation: there is no reason to look for a cause of this "
            "month's value.",
            month,
        )
    return Message(
        "{month} shows {variation}: it is {signal}.",
        {**month, "variation": process.variation.value, "signal": process.signal.value},
    )


def _second_opinion(process: Process) -> tuple[Message, ...]:
    seen = runs(process.current["value"].tolist())
    if seen.useful < _USEFUL:
        return ()
    signalled = any(signal is not Signal.NONE for signal in _signals_now(process))
    seen_by = {"why": _beyond_chance(seen, bool(_missing(process)))}
    if seen.signal and signalled:
        return (Message("A second test agrees that the level changed: {why}.", seen_by),)
    if seen.signal:
        return (
            Message(
                "A second test sees a change of level that the limits do not show: {why}.", seen_by
            ),
        )
    if signalled:
        return (
            Message("A second test, of runs about the median, sees no lasting change of level."),
        )
    return (Message("A second test, of runs about the median, sees no change either."),)


def _beyond_chance(seen: Runs, gaps: bool) -> list[Message]:
    """What of the runs is more than chance allows; what is not would contradict it."""
    found = []
    if seen.longest > seen.longest_allowed:
        run = Message(
            "{months} months with enough records in a row" if gaps else "{months} months in a row",
            {"months": seen.longest},
        )
        found.append(
            Message(
                "{run} on one side of the median (by chance at most {allowed})",
                {"run": run, "allowed": seen.longest_allowed},
            )
        )
    if seen.crossings < seen.fewest_allowed:
        found.append(
            Message(
                "{crossings} crossings of the median (by chance at least {fewest})",
                {"crossings": seen.crossings, "fewest": seen.fewest_allowed},
            )
        )
    return found


def _signals_now(process: Process) -> tuple[Signal, ...]:
    """The signals of the months for which the latest limits hold."""
    return process.chart.signals[process.chart.segments[-1].start :]


def _by_chance(process: Process) -> Message:
    """Signals under the limits that hold now: those before new limits, or another scale, are of
    another process."""
    months = len(process.current)
    count = sum(signal is not Signal.NONE for signal in _signals_now(process))
    blanks = {
        "count": count,
        "months": months,
        "share": rounded(100 * chance_of_a_signal(months)),
        "first": Month(process.current["period"].iloc[0]),
    }
    if len(process.chart.segments) > 1:
        return _by_chance_since(months, blanks)
    if months > _LONGEST:
        return Message(
            "Months with a signal: {count} of {months}. Of charts this long, more than {share}% "
            "show at least one by chance "
            "alone.",
            blanks,
        )
    return Message(
        "Months with a signal: {count} of {months}. Of charts this long, about {share}% show at "
        "least one by chance alone.",
        blanks,
    )


def _by_chance_since(months: int, blanks: dict[str, object]) -> Message:
    if months > _LONGEST:
        return Message(
            "Months with a signal since these limits began in {first}: {count} of {months}. Of "
            "charts this long, more than {share}% show "
            "at least one by chance alone.",
            blanks,
        )
    return Message(
        "Months with a signal since these limits began in {first}: {count} of {months}. Of charts "
        "this long, about {share}% show at "
        "least one by chance alone.",
        blanks,
    )
