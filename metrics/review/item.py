"""What an agenda is made of: items, each with its proof, and what was left out, counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from errors import Message
from i18n import N_, Say, Text

MONTH, QUARTER = "month", "quarter"
LENGTHS: dict[str, Text] = {MONTH: N_("Monthly review"), QUARTER: N_("Quarterly review")}
DECISION, EXCEPTION, PROBLEM, CHECK, TARGET = KINDS = (
    "decision",
    "exception",
    "problem",
    "check",
    "target",
)
# In the order of the agenda.
SECTIONS: dict[str, Text] = {
    DECISION: N_("Decisions of earlier meetings"),
    EXCEPTION: N_("Exceptions"),
    PROBLEM: N_("Problems"),
    CHECK: N_("Effect of actions"),
    TARGET: N_("Targets"),
}
Place = tuple[str | None, str | None]
WHOLE: Place = (None, None)


@dataclass(frozen=True)
class AsTold:
    """Words as they were said at a meeting, in each language: (language, words)."""

    words: tuple[tuple[str, str], ...]

    def spoken(self, say: Say) -> str:
        told = dict(self.words)
        return told.get(say.language) or told["en"]

    def __str__(self) -> str:
        return dict(self.words)["en"]


def told(words: Mapping[str, str]) -> AsTold:
    """Words by language, as they were written down."""
    return AsTold(tuple(words.items()))


Words = Message | Text | AsTold | str  # the last: words of people, said as they stand


def spoken(words: object, say: Say) -> str:
    """Words, a number or a day of an agenda in a language."""
    return say.list([words])


@dataclass(frozen=True)
class ReviewFigure:
    """A value as it stood: of which period (`month`: its first day, `length`: month or quarter), with
    its 95 % interval and how many are behind it (None: not known, or not told). `published`: the day
    on which it was published so, None where it was not."""

    kpi: str
    place: Place
    month: date
    value: float
    low: float | None = None
    high: float | None = None
    n: float | None = None
    length: str = MONTH
    published: date | None = None


@dataclass(frozen=True)
class AgendaItem:
    """One thing to be talked about. `key` is lasting: the link and the marks name it so; `title` is
    short, `headline` says what is the matter; `word` is its verdict with its `shape`, `better` says
    which way it points (None: neither); `sentences` are the proof in words, `doubts` how certain it
    is; `facts` is what else is known, `table` the proof as a table, its headings first; `kpi` ("" none) and `place` are whose course is the proof
    as a chart. `number`: that of the record that it is about; `owner`: who is responsible, for those
    who may see people. `since`: the day of the meeting that left it over. `aside`: beyond what a meeting can
    hold; the next one has it again, unless it is talked about all the same or has ended.
    """

    key: str
    kind: str
    title: Words
    headline: Words
    word: Words | None = None
    shape: str = ""
    better: bool | None = None
    sentences: tuple[Words, ...] = ()
    doubts: tuple[Words, ...] = ()
    facts: tuple[tuple[Words, object], ...] = ()
    table: tuple[tuple[Words, ...], ...] = ()
    kpi: str = ""
    place: Place = WHOLE
    figure: ReviewFigure | None = None
    number: str = ""
    owner: str | None = field(default=None, compare=False)
    since: date | None = None
    aside: bool = False


@dataclass(frozen=True)
class Skipped:
    """What has nothing to discuss: how many, why (`why` says {count}), and which, where they have
    names."""

    kind: str
    why: Words
    count: int
    names: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Agenda:
    """What a review talks about. `month`: the last of the period, first day; `length`: "month" or
    "quarter"; `last_meeting`: its first day, None where there was none; `looked_at`: KPIs looked at
    for exceptions, of which `flagged` have one and `by_chance` would have one though nothing
    changed."""

    month: date
    length: str
    last_meeting: date | None
    items: tuple[AgendaItem, ...]
    skipped: tuple[Skipped, ...]
    looked_at: int = 0
    flagged: int = 0
    by_chance: float = 0.0

    def of(self, kind: str) -> tuple[AgendaItem, ...]:
        """The items of one kind, in their order."""
        return tuple(item for item in self.items if item.kind == kind)

    @property
    def walked(self) -> tuple[AgendaItem, ...]:
        """The items that the meeting goes through, one after the other."""
        return tuple(item for item in self.items if not item.aside)

    @property
    def aside(self) -> tuple[AgendaItem, ...]:
        """The items beyond what a meeting can hold."""
        return tuple(item for item in self.items if item.aside)

    @property
    def left_out(self) -> int:
        """How many things have nothing to discuss."""
        return sum(one.count for one in self.skipped)
