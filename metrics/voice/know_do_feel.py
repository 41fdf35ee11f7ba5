"""Know, do, feel: what exams, staff, mystery visits, customers and complaints say of the same thing,
and where they contradict each other.

They are measured differently, so their numbers are not set against each
other; what each of them puts before the other is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

import pandas as pd

from errors import Message
from i18n import N_, Text, rounded
from metrics.answers.history import Asking
from metrics.answers.pooled import pooled
from metrics.catalog import kpi_named
from metrics.kpi import Kpi
from metrics.privacy.gate import crossed
from metrics.sums.query import Filter, Query, lacks
from metrics.voice.theme_scores import Share

KNOW, STAFF, DO, FEEL, COMPLAIN = "know", "staff", "do", "feel", "complain"
STEPS: dict[str, Text] = {
    KNOW: N_("Exams"),
    STAFF: N_("Staff"),
    DO: N_("Mystery visits"),
    FEEL: N_("Customers"),
    COMPLAIN: N_("Complaints (fewer is better)"),
}
SCALES: dict[str, Text] = {
    KNOW: N_("mean exam score"),
    STAFF: N_("satisfied share of those asked"),
    DO: N_("mean score of the visits"),
    FEEL: N_("satisfied share"),
    COMPLAIN: N_("share of complaints that are about it"),
}
# Those that put the same aspects in an order of how well they are done. What staff have for one is
# asked by questions of its own, and of what complaints are made of depends on how they are sorted:
# both are set beside what customers find weakest, and contradict nobody.
COMPARED = (KNOW, DO, FEEL)
EXAM = "exam_mean"


@dataclass(frozen=True)
class Aspect:
    """One side of service, called as the theme that complaints speak of. `staff`, `do`, `feel`: the
    KPIs that measure it, of staff what they have for it: how able they are, what tools and support
    they get, what they may decide; `taught_in`: how the module that teaches it is usually called."""

    name: str
    label: Text
    staff: str
    do: str
    feel: str
    taught_in: tuple[str, ...]


# THE ONE PLACE where module, mystery score and question of an aspect are put together.
ASPECTS = (
    Aspect(
        "attitude",
        N_("Service attitude"),
        "service_capability",
        "mystery_attitude",
        "attitude_satisfaction",
        ("service awareness", "服务意识", "服務意識"),
    ),
    Aspect(
        "speed",
        N_("Speed and efficiency"),
        "support_satisfaction",
        "mystery_efficiency",
        "speed_satisfaction",
        ("communication", "communication skills", "沟通技巧", "溝通技巧"),
    ),
    Aspect(
        "problem_solving",
        N_("Problem solving and compliance"),
        "empowerment",
        "mystery_compliance",
        "problem_solving_satisfaction",
        ("product knowledge", "产品知识", "產品知識"),
    ),
)


def usual_module(aspect: Aspect, modules: Sequence[str]) -> str:
    """The module on record that usually teaches an aspect; "" without one."""
    return next((module for module in modules if module.strip().lower() in aspect.taught_in), "")


@dataclass(frozen=True)
class AspectReading:
    """What one step says of one aspect: value, low, high on 0 to 100 (None: none), n, enough to be
    judged; `why` there is no value; `kpi` is None of what no KPI measures."""

    aspect: Aspect
    step: str
    kpi: Kpi | None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    enough: bool = False
    why: Message | None = None

    @property
    def measured(self) -> Text:
        """What is measured."""
        return SCALES[self.step] if self.kpi is None else self.kpi.label


def readings(
    ask: Asking,
    last: date,
    only: Filter,
    modules: dict[str, str],
    complained: Mapping[str, Share] | None = None,
) -> tuple[AspectReading, ...]:
    """Every aspect at every step, over the four quarters that end with the one beginning on `last`.

    `modules`: aspect name -> module that teaches it ("" for none); `complained`: aspect name ->
    complaints that are about it in these months, of all in which something is said; None where they
    are not recorded by the filter.
    """
    found = []
    for aspect in ASPECTS:
        module = modules.get(aspect.name, "")
        found.append(
            _read(
                ask,
                AspectReading(aspect, KNOW, kpi_named(EXAM)),
                last,
                (*only, ("module", (module,))),
            )
            if module
            else AspectReading(aspect, KNOW, kpi_named(EXAM), why=Message("No module is chosen."))
        )
        found += [
            _read(ask, AspectReading(aspect, step, kpi_named(name)), last, only)
            for step, name in ((STAFF, aspect.staff), (DO, aspect.do), (FEEL, aspect.feel))
        ]
        found.append(_complained(aspect, complained))
    return tuple(found)


def _complained(aspect: Aspect, complained: Mapping[str, Share] | None) -> AspectReading:
    empty = AspectReading(aspect, COMPLAIN, None)
    if complained is None:
        return replace(empty, why=Message("Not recorded by this filter."))
    found = complained.get(aspect.name)
    if found is None or found.value is None or found.low is None or found.high is None:
        return replace(empty, why=Message("No records in these months."))
    return replace(
        empty,
        value=100 * found.value,
        low=100 * found.low,
        high=100 * found.high,
        n=found.n,
        enough=found.enough,
    )


def _read(ask: Asking, empty: AspectReading, last: date, only: Filter) -> AspectReading:
    query, kpi = Query(only=only), empty.kpi
    if kpi is None:
        raise ValueError("what no KPI measures cannot be asked for")
    why = (
        Message("Not recorded by this filter.")
        if lacks(kpi, query)
        else (_NOT_TOGETHER if empty.step == KNOW else _ONE_FILTER)
        if crossed(ask.viewer, kpi, query)
        else None
    )
    if why is None:
        rows = pooled(lambda asked: ask(kpi.name, asked), "year", last, None, only).rows
        if not rows.empty:
            return _filled(empty, rows.iloc[0])
        why = Message("No records in these months.")
    return AspectReading(empty.aspect, empty.step, empty.kpi, why=why)


_NOT_TOGETHER = Message(
    "Exams are shown for the whole company only, since staff could be recognised where units and "
    "modules are combined."
)
_ONE_FILTER = Message(
    "Answers of staff are shown with one filter at most, since staff could be recognised where "
    "several are combined."
)


def _filled(empty: AspectReading, row: pd.Series) -> AspectReading:
    if row["hidden"]:
        return AspectReading(
            empty.aspect, empty.step, empty.kpi, why=Message("Too few people to show.")
        )
    value, low, high = (
        None if pd.isna(row[name]) else float(row[name]) for name in ("value", "low", "high")
    )
    return AspectReading(
        empty.aspect,
        empty.step,
        empty.kpi,
        value,
        low,
        high,
        rounded(row["n"]),
        bool(row["enough"]),
    )


@dataclass(frozen=True)
class Contradiction:
    """Two aspects of which one step puts `upper` clearly first, and another step the other one."""

    upper: Aspect
    lower: Aspect
    by: str
    against: str

    def sentence(self) -> Message:
        blanks = {
            "upper": self.upper.label,
            "lower": self.lower.label,
            "one": STEPS[self.by],
            "other": STEPS[self.against],
        }
        return Message(
            "{one} put “{upper}” clearly above “{lower}”; {other} put it the other way round.",
            blanks,
        )


def contradictions(found: Sequence[AspectReading]) -> tuple[Contradiction, ...]:
    """Every clear contradiction; of two steps the later one (what customers say) is named
    second."""
    at = {(reading.step, reading.aspect.name): reading for reading in found}
    contrary = []
    for one, other in combinations(ASPECTS, 2):
        order = {step: _order(at[step, one.name], at[step, other.name]) for step in COMPARED}
        for by, against in combinations(COMPARED, 2):
            if order[by] * order[against] < 0:
                upper, lower = (one, other) if order[by] > 0 else (other, one)
                contrary.append(Contradiction(upper, lower, by, against))
    return tuple(contrary)


def weakest(found: Sequence[AspectReading], step: str) -> Aspect | None:
    """The aspect that a step puts clearly below both others; None where that cannot be told."""
    own = [reading for reading in found if reading.step == step]
    for reading in own:
        if all(_order(reading, other) < 0 for other in own if other is not reading):
            return reading.aspect
    return None


def finding(found: Sequence[AspectReading]) -> list[Message]:
    """What the three say together, in whole sentences: contradictions, else whether others see what
    customers find weakest."""
    contrary = contradictions(found)
    if contrary:
        return [one.sentence() for one in contrary[:2]]
    low = weakest(found, FEEL)
    if low is None:
        return [_no_contradiction([STEPS[step] for step in COMPARED if _comparable(found, step)])]
    return [
        Message("Customers are clearly least satisfied with “{aspect}”.", {"aspect": low.label}),
        *(
            Message(_SAME if weakest(found, step) is low else _NOT_SEEN, {"step": STEPS[step]})
            for step in (DO, KNOW)
            if _judged(found, step)
        ),
        *(Message(words) for step, words in _TOO.items() if weakest(found, step) is low),
    ]


_SAME = N_("{step} find the same.")
_NOT_SEEN = N_("{step} do not show it.")
_TOO = {
    STAFF: N_("What staff need for it is rated clearly lowest by them too."),
    COMPLAIN: N_("Complaints are clearly most often about it too."),
}


def _no_contradiction(steps: Sequence[Text]) -> Message:
    """That those which can be set against each other agree; or that there is nothing to set against
    anything."""
    if len(steps) == len(COMPARED):
        return Message("Exams, mystery visits and customers do not clearly contradict each other.")
    if len(steps) == 2:
        return Message(
            "{one} and {other} do not clearly contradict each other; the third has too few "
            "records to say.",
            {"one": steps[0], "other": steps[1]},
        )
    return Message(
        "There is nothing to set against each other yet: two of exams, mystery visits and "
        "customers must each have records enough of two "
        "sides of service."
    )


def _comparable(found: Sequence[AspectReading], step: str) -> bool:
    """Whether a step puts sides of service in an order at all: two of them have an interval and
    enough cases."""
    return (
        sum(reading.low is not None and reading.enough for reading in found if reading.step == step)
        >= 2
    )


def _judged(found: Sequence[AspectReading], step: str) -> bool:
    return all(
        reading.low is not None and reading.enough for reading in found if reading.step == step
    )


def _order(one: AspectReading, other: AspectReading) -> int:
    """1 where the whole interval of the first is better than that of the second, -1 where it is
    worse, 0 where that cannot be told: of complaints fewer are better."""
    if not (one.enough and other.enough):
        return 0
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return 0
    above = (one.low > other.high) - (one.high < other.low)
    return -above if one.step == COMPLAIN else above
