"""python -m bench.stable_company: what a month tells of a company in which nothing happens, and of
one in which something did.

A company of 24 stores whose months differ by sampling and by an ordinary swing
that all stores share. Its month sums are drawn; cards and news are those of the
pages. A line or a coloured change then is a false one. So is a store in the list
Where, for which stores are drawn that swing half together and half alone. The
other way round a step is put into what stands behind one KPI, and has to be told
within three months.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from bench import Criterion, asked_quick, report
from bench.false_alarms import carried_on
from data.roles import READER
from metrics.answers.answer import Answer
from metrics.answers.history import Asking
from metrics.catalog import KPIS, kpi_named
from metrics.comparisons.change import COLUMNS, differences
from metrics.findings.board import cards
from metrics.findings.news import news
from metrics.findings.summary import Line, comparable_by, unit_lines
from metrics.kpi import Kpi, Shape
from metrics.people import PEOPLE_AND_CULTURE
from metrics.periods import add_months
from metrics.purchases import PURCHASES
from metrics.sums.query import Query
from metrics.sums.values import valued

SEED = 20260903
FIRST, MONTHS, WITHIN = date(2024, 1, 1), 36, 3
STORES, ANSWERS, PROMOTERS, VISITS, EXAMS, CHECKS = 24, 960, 480, 48, 120, 240  # a month
# of what stands behind a KPI from month to month, in logits: so that sampling alone calls 3 changes
# a month certain
SWING = 0.11
KEPT = 0.4  # of the month before, where months resemble their neighbours
STEP = 1.5
STEPPED = (
    "csat",
    "net_promoter_score",
    "mystery_score",
    "first_attempt_pass_rate",
    "behaviour_check_pass_rate",
)
ASKED = 300  # a month, of staff and of customers who bought
_LIKE = 0.8  # correlation of the swing of a KPI with that of the others of its dataset
_SUMS = ("n", "y", "less", "x", "top", "yy", "xy", "xx")
_BEHIND = {
    "survey": ("overall", "attitude", "speed", "problem_solving"),
    "nps": ("nps",),
    "praise": ("praise",),
    "mystery_visit": ("score_attitude", "score_efficiency", "score_compliance"),
    "visits": ("visits",),
    "training": ("pass",),
    "exams": ("exams",),
    "retakes": ("retakes",),
    "behaviour_check": ("behaviour",),
    "star": ("stars",),
}
_STANDS_ON = dict(
    zip(STEPPED, ("overall", "nps", "score_attitude", "pass", "behaviour"), strict=True)
)
Swings = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Company:
    """The months of every KPI of a company."""

    answers: Mapping[str, Answer]

    def told(self, month: date) -> tuple[int, tuple[Line, ...]]:
        """How many changes have a colour in a month, and its news."""
        found = cards(month, (), (), Asking(date.today(), READER, lambda query: self.answers))
        return sum(
            card.change is not None and card.change.better is not None for card in found
        ), news(found, ())

    def certain_by_sampling(self, month: date) -> int:
        """How many months differ from the same one a year before by more than sampling alone: what
        was told before."""
        found = 0
        for answer in self.answers.values():
            rows = {row["period"]: row for row in answer.rows.to_dict("records")}
            before, now = (
                {name: np.array([rows[at][name]], float) for name in COLUMNS}
                for at in (add_months(month, -12), month)
            )
            found += differences(answer.kpi, before, now).at(0).certain
        return found


def company(
    rng: np.random.Generator,
    months: int,
    kept: float = 0.0,
    step: Mapping[str, float] | None = None,
) -> Company:
    """A company whose months each keep a part of the swing of the one before; `step`: what is added
    to the swing of the last three months."""
    swings = _swings(rng, months, kept)
    for name, size in (step or {}).items():
        swings[name] = swings[name] + np.where(np.arange(months) >= months - WITHIN, size, 0.0)
    periods = [add_months(FIRST, at) for at in range(months)]
    made = {name: _answer(name, sums, periods) for name, sums in _sums(rng, swings).items()}
    # Of complaints, requests and contacts it has no records.
    csat = made["csat"]
    nothing = {
        kpi.name: replace(csat, kpi=kpi, rows=csat.rows.iloc[:0])
        for kpi in KPIS
        if kpi.name not in made
    }
    return Company({**made, **nothing})


def _swings(rng: np.random.Generator, months: int, kept: float) -> dict[str, np.ndarray]:
    """The swing of each thing that stands behind KPIs, in part that of all of its dataset."""

    def drawn() -> np.ndarray:
        return SWING * (1 - kept**2) ** 0.5 * carried_on(rng.normal(size=months), kept)

    found = {}
    for names in _BEHIND.values():
        together = drawn()
        found |= {
            name: _LIKE**0.5 * together + (1 - _LIKE) ** 0.5 * drawn()
            if len(names) > 1
            else together
            for name in names
        }
    return found


def _sums(rng: np.random.Generator, swings: Swings, part: float = 1.0) -> dict[str, pd.DataFrame]:
    """The sums of every KPI month by month, of a company or of a `part` of it."""
    months = len(swings["overall"])
    answered = rng.poisson(part * ANSWERS, months)
    overall = _rated(rng, answered, swings["overall"], (0.03, 0.07, 0.15))
    points = np.arange(0, 101, 25)
    sums = {
        "csat": _share(overall[:, 3:].sum(axis=1), answered),
        "dissatisfied_share": _share(overall[:, :2].sum(axis=1), answered),
        "satisfaction_mean": _mean(overall @ points, overall @ points**2, answered, overall[:, 4]),
    }
    for name in ("attitude", "speed", "problem_solving"):
        sums[f"{name}_satisfaction"] = _share(
            _rated(rng, answered, swings[name], (0.03, 0.07, 0.12))[:, 3:].sum(axis=1), answered
        )
    asked = rng.poisson(part * PROMOTERS, months)
    groups = _rated(rng, asked, swings["nps"], (0.15, 0.35))
    sums |= {
        "net_promoter_score": _share(groups[:, 2], asked, groups[:, 0]),
        "detractor_share": _share(groups[:, 0], asked),
        "praise": _count(rng.poisson(part * 60 * np.exp(swings["praise"]))),
    }
    return (
        sums
        | _visits(rng, swings, part)
        | _exams(rng, swings, part)
        | {
            "behaviour_check_pass_rate": _share(
                *_passed(rng, rng.poisson(part * CHECKS, months), swings["behaviour"], 0.9)
            ),
            "service_stars": _count(rng.integers(2, 4, months)),
        }
        | _people(rng.spawn(1)[0], months, part)
    )


def _people(rng: np.random.Generator, months: int, part: float) -> dict[str, pd.DataFrame]:
    """What staff say and do and customers buy again: by chance alone, from a generator of their
    own, which leaves the others as they are."""
    found = {}
    for kpi in (*PEOPLE_AND_CULTURE, *PURCHASES):
        if kpi.measure.shape is Shape.COUNT:
            found[kpi.name] = _count(rng.poisson(part * 20, months))
            continue
        asked = rng.poisson(part * ASKED, months)
        yes = rng.binomial(asked, 0.7)
        of_hundred = kpi.measure.shape is not Shape.SHARE
        found[kpi.name] = _share(
            100 * yes if of_hundred else yes, asked, asked if of_hundred else 0
        )
    return found


def _visits(rng: np.random.Generator, swings: Swings, part: float) -> dict[str, pd.DataFrame]:
    visits = rng.poisson(part * VISITS * np.exp(swings["visits"]))
    parts = {
        name: [
            rng.normal(82 + 12 * swing, 8, count)
            for swing, count in zip(swings[f"score_{name}"], visits, strict=True)
        ]
        for name in ("attitude", "efficiency", "compliance")
    }
    parts["score"] = [np.mean(scored, axis=0) for scored in zip(*parts.values(), strict=True)]
    means = {
        f"mystery_{name}": _mean(
            np.array([scores.sum() for scores in scored]),
            np.array([(scores**2).sum() for scores in scored]),
            visits,
        )
        for name, scored in parts.items()
    }
    return means | {"mystery_visits": _share(visits, np.full(len(visits), STORES))}


def _exams(rng: np.random.Generator, swings: Swings, part: float) -> dict[str, pd.DataFrame]:
    exams = rng.poisson(part * EXAMS * np.exp(swings["exams"]))
    passed, exams = _passed(rng, exams, swings["pass"], 0.85)
    scores = [
        rng.normal(78 + 10 * swing, 10, count)
        for swing, count in zip(swings["pass"], exams, strict=True)
    ]
    failed = exams - passed
    return {
        "first_attempt_pass_rate": _share(passed, exams),
        "final_pass_rate": _share(passed + rng.binomial(failed, 0.7), exams),
        "people_examined": _count(exams),
        "pending_retakes": _count(rng.poisson(part * 12 * np.exp(swings["retakes"]), len(exams))),
        "exam_mean": _mean(
            np.array([of.sum() for of in scores]), np.array([(of**2).sum() for of in scores]), exams
        ),
    }


def _rated(
    rng: np.random.Generator, answered: np.ndarray, swing: np.ndarray, below: Sequence[float]
) -> np.ndarray:
    """How many chose each point of a scale: `below` are the shares of the lower points, of those
    left half and half (or all) the upper."""
    edges = np.cumsum([*below, *([(1 - sum(below)) / 2] if len(below) > 2 else [])])
    reached = 1 / (1 + np.exp(-(np.log(edges / (1 - edges)) - swing[:, None])))
    shares = np.diff(np.column_stack([np.zeros(len(swing)), reached, np.ones(len(swing))]), axis=1)
    return np.array(
        [rng.multinomial(count, share) for count, share in zip(answered, shares, strict=True)]
    )


def _passed(
    rng: np.random.Generator, count: np.ndarray, swing: np.ndarray, share: float
) -> tuple[np.ndarray, np.ndarray]:
    return rng.binomial(count, 1 / (1 + np.exp(-(np.log(share / (1 - share)) + swing)))), count


def _share(y, x, less=0) -> pd.DataFrame:
    return pd.DataFrame(
        {"n": x, "y": y, "less": less, "x": x, "top": 0, "yy": y, "xy": y, "xx": x}
    ).astype(float)


def _mean(total, squares, n, top=0) -> pd.DataFrame:
    return pd.DataFrame(
        {"n": n, "y": total, "less": 0, "x": n, "top": top, "yy": squares, "xy": total, "xx": n}
    ).astype(float)


def _count(y) -> pd.DataFrame:
    return _share(y, y)


def named_stores(rng: np.random.Generator, months: int, kept: float, times: float) -> int:
    """How many stores the list Where names in the last quarter of a company in which nothing
    happens, of which each has `times` its part of the records."""
    shared, quarters = (
        _swings(rng, months, kept),
        [add_months(FIRST, 3 * at) for at in range(months // 3)],
    )
    parts: dict[str, list[pd.DataFrame]] = {}
    for store in range(STORES):
        own = _swings(rng, months, kept)
        swings = {name: 0.5**0.5 * (shared[name] + own[name]) for name in shared}
        for name, sums in _sums(rng, swings, times / STORES).items():
            added = sums.groupby(np.arange(months) // 3).sum()
            parts.setdefault(name, []).append(
                added.assign(period=quarters, group=f"Store {store + 1}")
            )
    answers = {
        kpi.name: _by_store(kpi, pd.concat(parts[kpi.name], ignore_index=True))
        for kpi in comparable_by(KPIS, "store")
        if kpi.name in parts
    }
    return len(
        unit_lines(
            [kpi_named(name) for name in answers],
            quarters[-1],
            "store",
            Asking(date.today(), READER, lambda query: answers),
        )
    )


def _by_store(kpi: Kpi, sums: pd.DataFrame) -> Answer:
    """The quarters of stores that had any cases."""
    sums = sums[sums["x"] > 0].reset_index(drop=True)
    told = valued(kpi, sums[[*_SUMS]])
    return Answer(
        kpi,
        Query(grain="quarter", by="store"),
        told.assign(
            period=sums["period"],
            group=sums["group"],
            hidden=False,
            since=None,
            enough=sums["n"] >= kpi.dataset.enough,
            partial=False,
            maturing=False,
        ),
    )


def _answer(name: str, sums: pd.DataFrame, periods: list[date]) -> Answer:
    kpi = kpi_named(name)
    rows = valued(kpi, sums[[*_SUMS]]).assign(
        period=pd.Series(periods, dtype=object),
        group=None,
        hidden=False,
        since=None,
        enough=True,
        partial=False,
        maturing=False,
    )
    return Answer(kpi, Query(), rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is told falsely and what is found, and the criteria; 1 where one fails."""
    quick = asked_quick(
        "What is told of a company in which nothing happens, and whether a step is found.",
        arguments,
    )
    companies, runs = (20, 5) if quick else (300, 80)
    rng = np.random.default_rng(SEED)
    return report(
        [
            *false_news(rng, companies, 0.0, 0.2, 0.3),
            *false_news(rng, companies, KEPT, 0.5, 0.5),
            *found_steps(rng, runs),
            *false_stores(np.random.default_rng(SEED), companies // 10),
        ]
    )


def false_news(
    rng: np.random.Generator, companies: int, kept: float, lines: float, colours: float
) -> list[Criterion]:
    """Lines and coloured changes of the last month of companies in which nothing happened."""
    found = []
    for _ in range(companies):
        one, month = company(rng, MONTHS, kept), add_months(FIRST, MONTHS - 1)
        coloured, told = one.told(month)
        found.append((len(told), coloured, one.certain_by_sampling(month)))
    told, coloured, sampled = np.array(found, float).mean(axis=0)
    name = f"months keep {kept:g} of the swing of the one before"
    print(
        f"{name}, {companies} companies: lines {told:.2f} a month, coloured changes "
        f"{coloured:.2f} (by sampling alone: {sampled:.2f})"
    )
    return [
        Criterion(f"{name}, false lines a month", told, high=lines, pattern="{:.2f}"),
        Criterion(f"{name}, false colours a month", coloured, high=colours, pattern="{:.2f}"),
    ]


def false_stores(rng: np.random.Generator, companies: int) -> list[Criterion]:
    """Stores named in the last quarter of companies in which nothing happened: how many a company,
    with half of their swing their own."""
    found = []
    for months, kept, times in (
        (MONTHS, 0.0, 1),
        (MONTHS, 0.0, 10),
        (MONTHS, KEPT, 10),
        (15, 0.0, 10),
    ):
        named = np.array([named_stores(rng, months, kept, times) for _ in range(companies)])
        name = f"{months} months, which keep {kept:g}, stores with {times} times the records"
        print(
            f"{name}, {companies} companies: stores named {named.mean():.2f} a quarter, in "
            f"{100 * (named > 0).mean():.0f}% of companies any"
        )
        found.append(
            Criterion(
                f"{name}, stores named falsely",
                float(named.mean()),
                high=0.5 if kept else 0.2,
                pattern="{:.2f}",
            )
        )
    return found


def found_steps(rng: np.random.Generator, runs: int) -> list[Criterion]:
    """Percent of steps told within three months, over the KPIs of STEPPED: the criterion, and the
    smaller ones that are only stated.

    A step has the size of STEP standard deviations of the KPI's distances from month to month, or
    of its months.
    """
    sizes = {name: _sizes(rng, name) for name in STEPPED}
    shares = []
    for at, of in enumerate(("distances from month to month", "months")):
        found = {
            name: 100 * np.mean([_is_told(rng, name, of_name[at]) for _ in range(runs)])
            for name, of_name in sizes.items()
        }
        told = ", ".join(f"{name} {share:.0f}%" for name, share in found.items())
        print(
            f"steps of {STEP:g} standard deviations of the {of}, {runs} runs each, told within "
            f"{WITHIN} months: {told}"
        )
        shares.append(float(np.mean([*found.values()])))
    return [
        Criterion(
            f"steps of {STEP:g} SD of month-to-month distances told within {WITHIN} months",
            shares[0],
            low=80,
        )
    ]


def _sizes(rng: np.random.Generator, name: str) -> tuple[float, float]:
    """The step of what stands behind a KPI that moves it by STEP standard deviations of its
    distances, and of its months."""

    def values(swings: Swings) -> np.ndarray:
        return valued(kpi_named(name), _sums(rng, swings)[name])["value"].to_numpy(float)

    stable = values(_swings(rng, 600, 0.0))
    raised, lowered = (
        values({part: np.full(300, step) for parts in _BEHIND.values() for part in parts}).mean()
        for step in (0.2, -0.2)
    )
    slope = (raised - lowered) / 0.4
    return STEP * float(np.diff(stable).std()) / slope, STEP * float(stable.std()) / slope


def _is_told(rng: np.random.Generator, name: str, size: float) -> bool:
    """Whether a step up is told of the KPI, alone or with others, in one of the three months that
    have it."""
    kpi = kpi_named(name)
    found = company(
        rng,
        MONTHS + WITHIN,
        step={
            part: size for parts in _BEHIND.values() if _STANDS_ON[name] in parts for part in parts
        },
    )
    for at in range(WITHIN):
        _, lines = found.told(add_months(FIRST, MONTHS + at))
        for line in lines:
            said = [line.kpi.label, *(label for more in line.more for label in more.blanks["kpis"])]
            if kpi.label in said and line.better is (kpi.direction.value > 0):
                return True
    return False


if __name__ == "__main__":
    sys.exit(main())
