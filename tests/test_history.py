"""All time asked for once and cut: the same as asking for the months themselves."""

from datetime import date

import numpy as np
import pytest

from data.kinds.catalog import TRAINING
from data.reading.options import Options
from data.roles import READER
from data.uploads.prepare import prepare
from data.uploads.store import add
from metrics.answers.answer import Answer, ask, ask_all
from metrics.answers.history import Asking, asking_in, part, whole
from metrics.catalog import KPIS, kpi_named
from metrics.periods import add_months, last_day
from metrics.sums.query import Query, lacks

SEPTEMBER = date(2026, 9, 1)
SPANS = [
    (None, date(2025, 2, 28)),
    (date(2024, 10, 1), date(2026, 9, 30)),
    (date(2026, 9, 1), None),
    (date(2020, 1, 1), date(2020, 12, 31)),
]
PLACES = [(), (("store", ("Harbour Plaza",)),), (("region", ("North", "South")),)]


@pytest.fixture(scope="module")
def reading(sample):
    with sample.read() as opened:
        yield opened


@pytest.mark.parametrize("only", PLACES, ids=str)
def test_a_part_is_what_asking_for_it_gives(only, reading, today):
    """Of every KPI; they are asked together, which reads each table once."""
    history = ask_all(reading, KPIS, Query(only=only), today)
    assert history.keys() == {kpi.name for kpi in KPIS if not lacks(kpi, Query(only=only))}
    for start, end in SPANS:
        query = Query(start, end, only=only)
        asked = ask_all(reading, KPIS, query, today)
        assert asked.keys() == history.keys()
        for name, answer in asked.items():
            assert_same(part(history[name], query), answer)


def test_what_was_told_at_the_end_of_a_month_is_told_again(reading, today):
    history = ask_all(reading, KPIS, Query(), today)
    for months in (0, 1, 3, 14):
        month = add_months(SEPTEMBER, -months)
        query, day = Query(end=last_day(month, "month")), add_months(month, 1)
        asked = ask_all(reading, KPIS, query, day)
        for kpi in KPIS:
            found = part(history[kpi.name], query, told=day)
            assert_same(found, asked[kpi.name])
            # what began a year ago has no month to mature before, and what is nearly all decided is
            # final
            may = kpi.matures_days > 0 and kpi.still_to_come is None
            maturing = found.columns["maturing"]
            assert not len(maturing) or kpi.still_to_come or maturing.any() == may, kpi.name


def test_a_month_that_is_cut_is_partial(reading, today):
    history = ask(reading, kpi_named("csat"), Query(), today)
    rows = part(history, Query(date(2026, 3, 15), date(2026, 5, 20))).rows
    assert rows["period"].tolist() == [date(2026, month, 1) for month in (3, 4, 5)]
    assert rows["partial"].tolist() == [True, False, True]


def test_before_its_first_and_after_its_last_record_a_count_is_not_0(database):
    content = "employee,course,date,score,maximum,pass_mark\n" + "\n".join(
        f"E{month}{at},Basics,2026-{month:02d}-10,90,100,80"
        for month in (2, 5, 9)
        for at in range(12)
    )
    add(database, prepare(content.encode(), "exams.csv", TRAINING, Options(), date(2026, 11, 1)))
    with database.read() as reading:
        history = ask(reading, kpi_named("people_examined"), Query(), date(2026, 11, 1))
        assert history.rows["n"].tolist() == [12, 0, 0, 12, 0, 0, 0, 12]
        for start, end in (
            (date(2026, 3, 1), date(2026, 8, 31)),
            (None, date(2026, 7, 31)),
            (date(2026, 6, 1), None),
            (date(2026, 3, 1), date(2026, 4, 30)),
        ):
            assert_same(
                part(history, Query(start, end)),
                ask(reading, kpi_named("people_examined"), Query(start, end), date(2026, 11, 1)),
            )


def test_only_whole_months_that_are_not_split_are_cut_from_all_time():
    only = (("store", ("A",)),)
    assert whole(Query(date(2026, 1, 1), date(2026, 2, 28), only=only)) == Query(only=only)
    for query in (
        Query(date(2026, 1, 2)),
        Query(end=date(2026, 2, 27)),
        Query(end=date(2026, 3, 31), grain="quarter"),
        Query(end=date(2026, 3, 31), by="store"),
    ):
        assert whole(query) == query


def test_all_time_is_asked_for_once_and_for_all_kpis_together(reading, today):
    asked = []

    def together(query: Query) -> dict[str, Answer]:
        asked.append(query)
        return ask_all(reading, KPIS, query, today)

    asking = Asking(date(2026, 10, 1), READER, together)
    for month in (1, 2, 3):
        for kpi in KPIS:
            asking(kpi.name, Query(end=last_day(date(2026, month, 1), "month")))
    asking("csat", Query(grain="quarter", by="store"))
    assert asked == [Query(), Query(grain="quarter", by="store")]


def test_what_may_be_judged_is_the_same_however_it_was_asked(reading, today):
    query = Query(date(2025, 1, 1), date(2026, 9, 30))
    found = asking_in(reading, ["csat"], today)("csat", query)
    assert (
        found.judged()
        .reset_index(drop=True)
        .equals(ask(reading, kpi_named("csat"), query, today).judged().reset_index(drop=True))
    )
    assert found.judged() is found.judged()


def assert_same(found: Answer, asked: Answer) -> None:
    assert (found.kpi, found.query) == (asked.kpi, asked.query)
    assert found.columns.keys() == asked.columns.keys()
    for name, values in asked.columns.items():
        told = f"{asked.kpi.name} {asked.query}: {name}"
        if name in {"period", "group", "since"}:
            assert list(found.columns[name]) == list(values), told
        else:
            np.testing.assert_allclose(
                found.columns[name].astype(float),
                values.astype(float),
                rtol=1e-9,
                atol=1e-9,
                err_msg=told,
            )
