"""What a KPI is: the sum of something over the sum of something else.

Declared once, in catalog.py, by the constructors below; so one query answers
all of them, their months add exactly to quarters, and the shape of the
measure alone chooses the interval.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from data.kinds.schema import DatasetKind
from i18n import Say, Text, rounded


class Direction(Enum):
    """Which way is better; UP and DOWN turn a change into better or worse."""

    UP = 1
    DOWN = -1

    def better(self, new: float, old: float) -> bool:
        return (new - old) * self.value > 0


@dataclass(frozen=True)
class ValueUnit:
    """How a value is written: `pattern` with {value}, decimals, natural range.

    `step` is the pattern of a difference: percentages differ in points.
    """

    name: str
    pattern: Text
    step: Text
    decimals: int = 1
    low: float | None = None
    high: float | None = None

    def show(self, say: Say, value: float | None) -> str:
        """The value with its symbol; an en dash where there is none."""
        return "–" if value is None else say(self.pattern, value=say.number(value, self.decimals))

    def show_exact(self, say: Say, value: float | None) -> str:
        """A target's value: with only the decimals it was given."""
        return "–" if value is None else say(self.pattern, value=say.number(value))

    def show_size(self, say: Say, size: float | None) -> str:
        """A distance, without a sign."""
        return "–" if size is None else say(self.step, value=say.number(abs(size), self.decimals))

    def step_between(
        self, before: float, now: float, low: float | None = None, high: float | None = None
    ) -> float:
        """The difference of two values as they are shown, so that who subtracts one from the other
        finds it; as it is where the limits `low` and `high` that stand beside it would not hold
        that."""
        shown = rounded(rounded(now, self.decimals) - rounded(before, self.decimals), self.decimals)
        if (
            low is not None
            and high is not None
            and not rounded(low, self.decimals) <= shown <= rounded(high, self.decimals)
        ):
            return now - before
        return shown

    def show_change(self, say: Say, change: float | None) -> str:
        """A signed difference of two values."""
        return (
            "–"
            if change is None
            else say(self.step, value=say.number(change, self.decimals, signed=True))
        )


@dataclass(frozen=True)
class Amount:
    """A value of a unit, to be said inside a sentence: as it is, as a `change` with its sign, or
    such a change `bare` of its unit."""

    unit: ValueUnit
    value: float | None
    change: bool = False
    bare: bool = False

    def spoken(self, say: Say) -> str:
        if self.bare and self.value is not None:
            return say.number(self.value, self.unit.decimals, signed=True)
        return (
            self.unit.show_change(say, self.value)
            if self.change
            else self.unit.show(say, self.value)
        )


@dataclass(frozen=True)
class Distance:
    """How far values of a unit lie apart, to be said inside a sentence; `bare` of its unit where
    that was just said."""

    unit: ValueUnit
    value: float | None
    bare: bool = False

    def spoken(self, say: Say) -> str:
        if self.bare and self.value is not None:
            return say.number(abs(self.value), self.unit.decimals)
        return self.unit.show_size(say, self.value)


class Shape(Enum):
    """The family of a measure; it decides value and interval (docs/methods.md)."""

    SHARE = "share"  # 100·Σy/Σx, yes or no
    NET_SHARE = "net share"  # 100·(Σy−Σless)/Σx
    MEAN = "mean"  # Σy/Σx of a bounded score
    COUNT = "count"  # Σy, a census
    RATE = "rate"  # Σy/Σx, x counted in another dataset
    EVENTS = "events"  # per·Σy/Σx, x counted in another dataset, events that come by chance
    TOTALS = "totals"  # Σy/Σx of two totals, a census
    QUANTILE = "quantile"  # of the lengths y in minutes, x is 0 where one is still open
    GIVEN = "given"  # Σy/Σx of values measured elsewhere, x the answers behind each
    STATE = "state"  # running Σy at the period's end


@dataclass(frozen=True)
class Measure:
    """Sums over the rows of one relation, as SQL expressions on its columns.

    `y` and `x` are summed over the rows where `among` holds; `less` is taken
    from `y` in a net share; `top` marks answers in the best category of a mean, in a share what may
    hold although it counts as not; `relation` names a derived table of relations.py (None: the dataset's rows);
    `exposure` names what is counted as x: the rows of a relation, or the contacts of
    exposures.py; `per` how many of them a rate is given for; `quantile` is the share of the lengths
    that are no longer.
    `dimensions` limits the splits (None: those of the dataset). `raters`: a mean over raters, the
    cases, on a scale of so many levels; 0 for all other measures. `lasts`: of a state the columns
    that tell apart what is in it, whose latest change says whether it still is.
    """

    shape: Shape
    y: str
    x: str = "1"
    less: str = "0"
    among: str = "TRUE"
    top: str = "FALSE"
    relation: str | None = None
    exposure: str | None = None
    dimensions: tuple[str, ...] | None = None
    per: float = 1.0
    quantile: float = 0.5
    raters: int = 0
    lasts: str = field(default="", repr=False)  # says which rows are listed, and makes no number

    def lacks_n(self, n: float) -> bool:
        """Whether nobody said how many cases are behind a value that was measured elsewhere."""
        return self.shape is Shape.GIVEN and not n

    @property
    def told_by_n(self) -> bool:
        """Whether the number of cases behind a value tells something: not where the value is itself
        counted, or adds up rows of which each holds many."""
        return self.shape not in (Shape.COUNT, Shape.STATE, Shape.TOTALS)

    @property
    def counted_in_full(self) -> bool:
        """Whether nothing is sampled, so that any value may be judged."""
        return self.shape in (Shape.COUNT, Shape.STATE, Shape.RATE, Shape.EVENTS, Shape.TOTALS)


def share(
    of: str, among: str = "TRUE", relation: str | None = None, unsure: str = "FALSE"
) -> Measure:
    """Percent of the rows in `among` for which `of` holds; `unsure`: rows that count as not, though
    it may hold for them."""
    return Measure(Shape.SHARE, y=f"({of})::INT", among=among, top=unsure, relation=relation)


def net_share(of: str, less: str, among: str) -> Measure:
    """Percent for which `of` holds minus percent for which `less` holds, of the rows in `among`."""
    return Measure(Shape.NET_SHARE, y=f"({of})::INT", less=f"({less})::INT", among=among)


def parts(kept: str, of: str, relation: str) -> Measure:
    """Percent of what the rows hold several of each: the sum of `kept` of the sum of `of`."""
    return Measure(Shape.SHARE, y=kept, x=of, relation=relation)


def mean(of: str, among: str, top: str, relation: str | None = None) -> Measure:
    """Mean of `of` over the rows in `among`; `top` holds for a value in its best category."""
    return Measure(Shape.MEAN, y=of, among=among, top=top, relation=relation)


def rated(of: str, among: str, levels: int) -> Measure:
    """Mean over raters, the cases of the dataset, of a level from 1 to `levels`; none where they
    disagree."""
    return Measure(Shape.MEAN, y=of, among=among, raters=levels)


def count(relation: str | None = None, among: str = "TRUE") -> Measure:
    """The number of rows in `among`: nothing sampled, no interval."""
    return Measure(Shape.COUNT, y="1", among=among, relation=relation)


def rate(exposure: str, dimensions: tuple[str, ...]) -> Measure:
    """Rows against the rows of another relation in the same period and unit."""
    return Measure(Shape.RATE, y="1", exposure=exposure, dimensions=dimensions)


def events(exposure: str, per: float, dimensions: tuple[str, ...], among: str = "TRUE") -> Measure:
    """The rows in `among` for each `per` of what they are counted against, in the same period and
    unit."""
    return Measure(
        Shape.EVENTS, y="1", among=among, exposure=exposure, per=per, dimensions=dimensions
    )


def totals(of: str, against: str, among: str, relation: str | None = None) -> Measure:
    """One total divided by another, over the rows in `among`."""
    return Measure(Shape.TOTALS, y=of, x=against, among=among, relation=relation)


def total(of: str, among: str) -> Measure:
    """What `of` adds up to over the rows in `among`: nothing sampled, no interval."""
    return Measure(Shape.COUNT, y=of, among=among)


def given(kpi: str) -> Measure:
    """What was measured elsewhere of a KPI: its values weighted by the answers behind them (`less`
    of which are known), and by nothing where none are told."""
    return Measure(
        Shape.GIVEN,
        y="value * coalesce(n, 1)",
        x="coalesce(n, 1)",
        less="coalesce(n, 0)",
        among=f"kpi = '{kpi}'",
    )


def quantile(p: float, relation: str) -> Measure:
    """The length by which a share p of the rows has ended: `took` minutes, `done` or still open."""
    return Measure(Shape.QUANTILE, y="took", x="done::INT", relation=relation, quantile=p)


EXAM = "employee, course, coalesce(module, '')"  # what tells exams apart, as columns


def state(change: str, relation: str, of: str) -> Measure:
    """What the changes add up to by the end of a period, each a turn (`turn`) of what the columns
    `of` tell apart."""
    return Measure(Shape.STATE, y=change, relation=relation, lasts=of)


@dataclass(frozen=True)
class Version:
    """A later definition of a KPI: from which day its records count by it, and what changed."""

    since: date
    note: Text


@dataclass(frozen=True)
class Indicator:
    """What every KPI has. `meaning` is one sentence that names the denominator.

    `level` groups the board: customer, mystery, training, programme.
    """

    name: str
    label: Text
    meaning: Text
    unit: ValueUnit
    direction: Direction
    level: str
    owner: Text

    @property
    def measured(self) -> bool:
        """Whether its records are collected here."""
        return isinstance(self, Kpi)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions it may be filtered and split by."""
        return ()


@dataclass(frozen=True)
class Kpi(Indicator):
    """An indicator that is worked out from the records of one kind.

    `matures_days`: how long after a period later records still count towards it;
    `matures_with_records`: counted up to the last day on record, not to today; `still_to_come`:
    counts what is still to be decided, and a period is final before then where that is little of it
    (answers/maturing.py). `of_roster`: asked
    of the staff on the roster, so that its interval knows how many there are. `versions`: its
    later definitions, oldest first; the chart breaks where one begins.
    """

    dataset: DatasetKind
    measure: Measure
    source: str = ""
    matures_days: int = 0
    matures_with_records: bool = False
    still_to_come: "Kpi | None" = None
    of_roster: bool = False
    versions: tuple[Version, ...] = ()

    @property
    def dimensions(self) -> tuple[str, ...]:
        return (
            self.measure.dimensions
            if self.measure.dimensions is not None
            else self.dataset.dimensions
        )

    @property
    def redefined(self) -> tuple[date, ...]:
        """First days of the months from which on another definition holds."""
        return tuple(version.since.replace(day=1) for version in self.versions)


@dataclass(frozen=True)
class AwaitedKpi(Indicator):
    """An indicator whose records are not collected here yet: plans may already set targets for
    it."""
