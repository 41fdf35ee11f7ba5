"""python -m bench.page_data: what the overview and a KPI's page ask of small and large companies,
without Streamlit.

Nothing is kept between two rounds: each is the first look after a change of
the data. The sizes take turns, so that all meet the same machine.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import count

from bench import Criterion, report
from bench.company import LAST, company, opened
from bench.timing import (
    WHOLE,
    Cost,
    WatchedDatabase,
    at_most,
    in_turn,
    middle,
    parser,
    print_statements,
    size_words,
    working_folder,
)
from data.database.connection import Database, ReadTransaction
from data.roles import installed
from data.uploads.store import data_version
from metrics.answers.answer import Answer, ask
from metrics.answers.history import Asking
from metrics.answers.recorded import months_recorded, scale_breaks, units_recorded
from metrics.catalog import KPIS, kpi_named
from metrics.comparisons.contribution import Contributions, contributions
from metrics.effect.actions import judged_actions
from metrics.findings.board import Breaks, Card, board_query, cards
from metrics.findings.news import news
from metrics.findings.overview import LEADING
from metrics.findings.restated import restated, restated_lines
from metrics.findings.summary import Line, comparable_by, quarter_over, unit_lines, worst_first
from metrics.kpi import Kpi
from metrics.periods import add_months, last_day
from metrics.privacy import gate as privacy
from metrics.snapshot import Snapshot
from metrics.sums.query import Filter, Query, lacks
from metrics.targets.events import Event, decisions, rebased
from metrics.targets.judge import verdicts
from metrics.targets.verdict import Verdict

SIZES, QUICK_SIZES = (100_000, 1_000_000, 10_000_000, 30_000_000), (20_000, 200_000)
LIMITS = (
    (10_000_000, 1_000_000, 1.2),
    (30_000_000, 1_000_000, 1.2),
    (10_000_000, 100_000, 1.3),
    (200_000, 20_000, 1.3),
)
FILTERS = ("region", "department", "store", "channel")  # those of ui.state.filters
MOST = 4  # that of metrics.findings.month
KPI = "csat"
OVERVIEW = "overview"
Question = Callable[[Database, date], object]
_VERSIONS = count()
STORE: Filter = (("store", ("Store 07",)),)


@dataclass(frozen=True)
class Overview:
    """All that the overview shows."""

    months: list[date]
    units: dict[str, list[str]]
    judged: tuple[Verdict, ...]
    cards: tuple[Card, ...]
    lines: tuple[Line, ...]
    costs: tuple[Contributions, ...]


def overview_data(database: Database, month: date, only: Filter = ()) -> Overview:
    """Everything that pages/overview.py asks for, each question in a read transaction of its own as
    there."""
    answer = _asking(database)
    months = _read(database, months_recorded)
    units = {name: _read(database, partial(units_recorded, dimension=name)) for name in FILTERS}
    judged = _read(database, partial(verdicts, as_of=month, today=date.today()))
    decided = _read(database, decisions)
    found = cards(month, only, judged, answer, partial(_breaks, database, decided))
    before = _read(database, partial(verdicts, as_of=add_months(month, -1), today=date.today()))
    moves = [] if only else _read(database, partial(restated, month=month, today=date.today()))
    changes = news(found, before, restated_lines(found, moves))
    compared = () if only else comparable_by(KPIS, "store")
    of_stores = _asking(database, compared)  # as the page asks: no lengths, which none are told by
    where = worst_first(unit_lines(compared, quarter_over(month), "store", of_stores), MOST)
    costs = () if only else _costs(database, month)
    return Overview(months, units, judged, found, (*changes, *where), costs)


def _costs(database: Database, month: date) -> tuple[Contributions, ...]:
    """What the stores do to the leading KPIs."""
    found = (
        contributions(
            _answer(database, name, Query(by="store")),
            _answer(database, name, Query()),
            month.replace(day=1),
            add_months(month.replace(day=1), -12),
        )
        for name in LEADING
    )
    return tuple(costs for costs in found if costs is not None)


def _breaks(database: Database, decided: tuple[Event, ...], kpi: Kpi) -> Breaks:
    scales = (
        _read(database, partial(scale_breaks, kind=kpi.dataset.name)) if kpi.dataset.scaled else []
    )
    return Breaks(rebased(decided, kpi.name, (None, None)), tuple(scales))


def overview_of_store(database: Database, month: date) -> Overview:
    """The overview, filtered for one store."""
    return overview_data(database, month, STORE)


def kpi_data(database: Database, month: date) -> tuple[Answer, Answer, Answer]:
    """One KPI's page: the months on record, the months shown, and the months by store; and what
    became of the actions, of which the page tells those about its KPI."""
    query = board_query(month, ())
    queries = (
        Query(end=last_day(month, "month")),
        query,
        Query(query.start, query.end, by="store"),
    )
    _read(database, lambda reading: judged_actions(_anew(database, reading), month))
    return tuple(_answer(database, KPI, query) for query in queries)


def _anew(database: Database, reading: ReadTransaction) -> Snapshot:
    """A snapshot of which nothing is remembered."""
    return Snapshot(reading, database.path, next(_VERSIONS), date.today())


def _read(database: Database, question: Callable[[ReadTransaction], object]):
    with database.read() as reading:
        return question(reading)


def _answer(database: Database, kpi: str, query: Query) -> Answer:
    _read(database, data_version)  # what the pages keep answers by
    return _read(database, lambda reading: ask(reading, kpi_named(kpi), query, date.today()))


def _asking(database: Database, kpis: Sequence[Kpi] = KPIS) -> Asking:
    """What some KPIs are, each question in a read transaction of its own."""
    return Asking(
        date.today(),
        installed(),
        lambda query: {
            kpi.name: _answer(database, kpi.name, query) for kpi in kpis if not lacks(kpi, query)
        },
    )


def forget() -> None:
    """Drop the only thing that the layers below the pages keep from one question to the next."""
    with privacy._TURN:
        privacy._KEPT.clear()


QUESTIONS: Mapping[str, Question] = {
    OVERVIEW: overview_data,
    "overview of a store": overview_of_store,
    "KPI page": kpi_data,
}


def measured(
    databases: Mapping[int, Database], questions: Mapping[str, Question], rounds: int
) -> dict[str, dict[int, list[Cost]]]:
    """Question -> rows -> rounds."""
    every = {
        (name, rows): partial(_forgotten, partial(question, database, LAST))
        for rows, database in databases.items()
        for name, question in questions.items()
    }
    found = in_turn(every, rounds)
    return {name: {rows: found[name, rows] for rows in databases} for name in questions}


def _forgotten(work: Callable[[], object], number: int) -> Callable[[], object]:
    forget()
    return work


def criteria(costs: Mapping[int, list[Cost]]) -> list[Criterion]:
    """The limits of the overview that the sizes allow to judge."""
    return [
        criterion
        for large, small, most in LIMITS
        if large in costs and small in costs
        for criterion in at_most(
            f"overview, {size_words(large)} against {size_words(small)} rows",
            costs[large],
            costs[small],
            most,
        )
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what each question takes at each size, and the criteria; 1 where one fails."""
    asked = parser(
        "What the data of a page costs in small and large companies.",
        "--rounds",
        "--keep",
        "--profile",
    )
    asked.add_argument(
        "--sizes", type=int, nargs="+", metavar="ROWS", help="survey rows of each company"
    )
    asked = asked.parse_args(arguments)
    sizes = asked.sizes or (QUICK_SIZES if asked.quick else SIZES)
    with working_folder(asked.keep) as folder, ExitStack() as stack:
        role = WatchedDatabase if asked.profile else Database
        databases = {
            rows: stack.enter_context(closing(opened(company(folder, rows), role)))
            for rows in sizes
        }
        found = measured(databases, QUESTIONS, asked.rounds)
        for name, costs in found.items():
            for rows, of_size in costs.items():
                print(f"{name:<20}{size_words(rows):>6} rows: {middle(of_size)}")
        if asked.profile:
            profile(databases)
    return report(criteria(found[OVERVIEW]))


def profile(databases: Mapping[int, WatchedDatabase]) -> None:
    """Print which statements an overview spends its time in, at each size."""
    for database in databases.values():
        forget()
        database.statements.seconds.clear()
        with database.statements.timed(WHOLE):
            overview_data(database, LAST)
    print_statements(
        {size_words(rows): database.statements.seconds for rows, database in databases.items()}
    )


if __name__ == "__main__":
    sys.exit(main())
