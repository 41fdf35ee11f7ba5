"""python -m bench.quiet_alerts: how often a company in which nothing happens is told of something.

The companies are those of bench.stable_company. Five KPIs have two targets each, due in a year and a
half and in three, at, above and below the level that they keep. Each month of the third year somebody who
wants to know of all is told what turned and what stands out, as alerts would.
"""

import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import numpy as np

from alerts.events import of_signals, of_targets
from alerts.telling import changed, known_after
from bench import Criterion, asked_quick, report
from bench.stable_company import FIRST, MONTHS, SEED, STEPPED, Company, company
from data.outbox.subscribers import Known, Subscriber
from data.roles import READER
from metrics.answers.history import Asking
from metrics.catalog import kpi_named
from metrics.findings.board import cards
from metrics.findings.news import moved
from metrics.periods import add_months, last_day
from metrics.targets.judge import Basis, judge
from metrics.targets.plans import Target

COMPANIES, QUICK, LIMIT = 40, 8, 1.0  # messages a quarter, at most
_AHEAD = (18, 36)  # months in which stages fall due
_SHIFTS = (-1.0, 0.0, 1.0)  # of the swing of a month, by which a goal lies off the level


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; 1 where it is told of more."""
    companies = (
        QUICK
        if asked_quick("How often a stable company is told of something.", arguments)
        else COMPANIES
    )
    rng = np.random.default_rng(SEED)
    months = [_messages(company(rng, MONTHS), at % len(_SHIFTS)) for at in range(companies)]
    a_quarter = float(np.mean(months)) * 3
    print(f"{companies} companies: {np.mean(months):.3f} messages a month")
    return report([Criterion("messages a quarter", a_quarter, high=LIMIT, pattern="{:.2f}")])


def _messages(made: Company, shift: int) -> float:
    """Messages a month in the last year of a company."""
    asking = Asking(date.today(), READER, lambda query: made.answers)
    revisions = tuple(_target(made, name, ahead, shift) for name in STEPPED for ahead in _AHEAD)
    basis = Basis(revisions, (), asking)
    to = Subscriber("all", "board", "", "en", (), (), False, datetime(2024, 1, 1))
    knows: dict[str, Known] = {}
    told = 0
    for at in range(MONTHS - 13, MONTHS):
        month = add_months(FIRST, at)
        day = last_day(month, "month")
        lines = moved(cards(month, (), (), asking))
        standing = [*of_targets(judge(basis, month), month, day), *of_signals(lines, month)]
        now = datetime.combine(day, datetime.min.time()) + timedelta(days=5)
        fresh = changed(to, standing, knows, month, now)
        knows |= known_after(standing, knows, fresh, month, now)
        told += bool(fresh)
    return told / 12


def _target(made: Company, name: str, ahead: int, shift: int) -> Target:
    kpi = kpi_named(name)
    values = made.answers[name].rows["value"].to_numpy(float)[: MONTHS - 12]
    goal = float(values.mean() + _SHIFTS[shift] * values.std())
    due = last_day(add_months(FIRST, MONTHS - 12 + ahead), "month")
    stage = "mid" if ahead == _AHEAD[0] else "long"
    return Target(
        name, stage, "at_least", due, add_months(FIRST, MONTHS - 14), round(goal, kpi.unit.decimals)
    )


if __name__ == "__main__":
    sys.exit(main())
