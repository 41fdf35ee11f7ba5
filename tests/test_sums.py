"""Sums kept at upload give what the rows give, whatever came, went, was corrected or renamed."""

import random
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.database import engine, rollups as sums
from data.database.connection import Database
from data.database.rollup_spec import NOTHING, Keeping, Measured
from data.kinds.catalog import kind_named
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import add, undo, uploads
from metrics.answers.answer import Answer, ask, ask_all
from metrics.catalog import KPIS, kpi_named
from metrics.handed.keeping import KEEPING
from metrics.sums import rollups as kept
from metrics.sums.query import GRAINS, Query

TODAY = date(2026, 10, 1)
STORES, REGIONS, CHANNELS = ("North", "South", "Nord", ""), ("East", "West", ""), ("Phone", "Web")


@pytest.fixture(autouse=True)
def as_the_product(monkeypatch) -> None:
    """Databases that are opened from here on work on all cores, as outside of tests: what comes of
    many threads is the same, too."""
    monkeypatch.delitem(engine._SETTINGS, "threads")


def survey(rng: random.Random) -> str:
    rows = [
        f"{rng.randrange(40)},2026-0{rng.randint(1, 6)}-{rng.randint(1, 28):02},"
        f"{rng.choice(STORES)},{rng.choice(REGIONS)},"
        f"{rng.choice(CHANNELS)},{rng.randint(1, 5)},{rng.choice(['', '3', '5'])}"
        for _ in range(rng.randint(5, 25))
    ]
    return "\n".join(["response_id,date,store,region,channel,overall,attitude", *rows])


def nps(rng: random.Random) -> str:
    rows = [
        f"2026-0{rng.randint(1, 6)}-{rng.randint(1, 28):02},{rng.choice(STORES)},"
        f"{rng.randint(0, 10)}"
        for _ in range(rng.randint(5, 25))
    ]
    return "\n".join(["date,store,score", *rows])


def visits(rng: random.Random) -> str:
    rows = [
        f"V{rng.randrange(12)},2026-0{rng.randint(1, 6)}-03,{rng.choice(STORES)},"
        f"{rng.choice(REGIONS)},{rng.randint(40, 100)},"
        f"{rng.randint(40, 100)},{rng.randint(40, 100)}"
        for _ in range(rng.randint(2, 8))
    ]
    return "\n".join(["visit_id,date,store,region,attitude,efficiency,compliance", *rows])


def exams(rng: random.Random) -> str:
    rows = [
        f"E{rng.randrange(30)},{rng.choice(STORES)},C{rng.randrange(2)},"
        f"2026-0{rng.randint(1, 6)}-{rng.randint(1, 28):02},"
        f"{rng.randint(40, 100)},100,70"
        for _ in range(rng.randint(5, 40))
    ]
    return "\n".join(["employee,store,course,date,score,maximum,pass_mark", *rows])


def unit_names(rng: random.Random) -> str:
    row = (
        f"store,Nord,{rng.choice(['North', 'South'])},{rng.choice(['East', 'West'])},"
        f"2026-0{rng.randint(1, 9)}-01"
    )
    return f"dimension,name,same_as,region,date\n{row}"


FILES = {
    "survey": survey,
    "nps": nps,
    "mystery_visit": visits,
    "training": exams,
    "unit": unit_names,
}


def change(database: Database, rng: random.Random) -> None:
    """One more upload of some kind, some of which replace their period, or one taken back."""
    with database.read() as reading:
        there = uploads(reading)
    left = there.loc[there["undone_at"].isna(), "id"].tolist()
    if left and rng.random() < 0.3:
        undo(database, int(rng.choice(left)))
        return
    kind = rng.choice(list(FILES))
    options = Options(replace_period=rng.random() < 0.3)
    add(
        database,
        prepare(FILES[kind](rng).encode(), f"{kind}.csv", kind_named(kind), options, TODAY),
    )


QUESTIONS = [
    Query(grain=grain, by=by, only=only)
    for grain in GRAINS
    for by in (None, "store", "region")
    for only in (
        (),
        (("store", ("North",)),),
        (("store", ("North", "")),),
        (("region", ("East",)), ("store", ("South", "Nord"))),
    )
]
QUESTIONS += [
    Query(date(2026, 2, 1), date(2026, 4, 30), grain, by)
    for grain in GRAINS
    for by in (None, "store")
]
QUESTIONS += [Query(date(2026, 2, 10), date(2026, 4, 20))]


@pytest.mark.parametrize(("seed", "starts"), [(0, 1), (1, 5)])
def test_kept_sums_answer_like_the_rows(database, sees_people, seed, starts, monkeypatch):
    """By somebody who sees people: the gate has its own tests."""
    monkeypatch.setenv("SERVICE_CULTURE_YEAR_STARTS", str(starts))
    sums.rebuild_rollups(database)  # as whatever opens it does, where years begin elsewhere since
    rng, from_sums = random.Random(seed), 0
    for _ in range(2):
        for _ in range(rng.randint(1, 4)):
            change(database, rng)
        with database.read() as reading:
            assert sums.in_step(reading)
            for query in rng.sample(QUESTIONS, 2):
                held = ask_all(reading, KPIS, query, TODAY)
                from_sums += sum(kept.covers(answer.kpi, query) for answer in held.values())
                plain = rows_only(reading, query)
                assert held.keys() == plain.keys()
                for name, answer in held.items():
                    assert_alike(answer, plain[name])
    assert from_sums > 50


def assert_alike(answer: Answer, other: Answer) -> None:
    """Two answers of the same columns and values. Only where arrays differ are frames compared,
    which say how."""
    ours, theirs = answer.columns, other.columns
    assert list(ours) == list(theirs)
    if all(map(_equal, ours.values(), theirs.values())):
        return
    pd.testing.assert_frame_equal(
        answer.rows,
        other.rows,
        check_dtype=False,
        rtol=1e-9,
        obj=f"{answer.kpi.name} {answer.query}",
    )


def _equal(one: np.ndarray, other: np.ndarray) -> bool:
    if one.shape != other.shape:
        return False
    if object in (one.dtype, other.dtype):
        return one.tolist() == other.tolist()
    return bool(np.isclose(one, other, rtol=1e-9, equal_nan=True).all())


def rows_only(reading, query: Query) -> dict:
    with from_rows(reading):
        return ask_all(reading, KPIS, query, TODAY)


@contextmanager
def from_rows(reading) -> Iterator[None]:
    """What is asked is answered from the rows alone."""
    keeping, reading.keeping, reading.in_step = reading.keeping, NOTHING, None
    try:
        yield
    finally:
        reading.keeping, reading.in_step = keeping, None


def told_twice(database: Database, kpi: str, query: Query, today: date) -> pd.DataFrame:
    """The rows of an answer, once it was seen that the sums and the rows give the same."""
    with database.read() as reading:
        assert sums.in_step(reading)
        answer = ask(reading, kpi_named(kpi), query, today)
        with from_rows(reading):
            assert_alike(answer, ask(reading, kpi_named(kpi), query, today))
    return answer.rows


def test_the_sample_company_is_answered_from_sums(sample, today, tmp_path):
    path = shutil.copy(sample.path, tmp_path)  # the one that is shared works on one core
    with closing(Database(path, keeping=KEEPING)) as own, own.read() as reading:
        for query in (
            Query(),
            Query(grain="quarter", by="store"),
            Query(only=(("store", ("Harbour",)), ("channel", ("Web",)))),
        ):
            held, plain = ask_all(reading, KPIS, query, today), rows_only(reading, query)
            assert any(kept.covers(answer.kpi, query) for answer in held.values())
            for name, answer in held.items():
                assert_alike(answer, plain[name])


def test_two_uploads_of_a_month_are_one_cell(database):
    for number in (1, 2, 3):
        add(
            database,
            prepare(
                f"date,score\n2026-01-0{number},9".encode(),
                f"{number}.csv",
                kind_named("nps"),
                Options(),
                TODAY,
            ),
        )
    with database.read() as reading:
        assert reading.rows(
            "SELECT n, y FROM sums WHERE name = 'net_promoter_score' AND dimension = ''"
        ) == [(3.0, 3.0)]


def test_other_definitions_do_not_use_the_sums_and_have_them_made_anew(database):
    add(
        database, prepare(b"date,score\n2026-01-01,9", "a.csv", kind_named("nps"), Options(), TODAY)
    )
    other = Keeping(
        (Measured("promoters", "nps", "live_nps", "(score = 10)::INT", "0", "1", "FALSE", "TRUE"),)
    )
    with database.read() as reading:
        assert sums.in_step(reading)
    database.keeping, told = other, []
    with database.read() as reading:
        assert not sums.in_step(reading)
    sums.rebuild(database, told.append)
    with database.read() as reading:
        assert sums.in_step(reading) and told[-1] == 1
    database.keeping = KEEPING
    with database.read() as reading:
        assert not sums.in_step(reading)
        assert ask(reading, kpi_named("net_promoter_score"), Query(), TODAY).rows[
            "value"
        ].tolist() == [100]
    assert sums.rebuild_rollups(database) and not sums.rebuild_rollups(database)


def test_a_change_by_a_program_without_sums_is_noticed(tmp_path):
    path = tmp_path / "x.duckdb"
    for keeping in (KEEPING, NOTHING):
        database = Database(path, keeping=keeping)
        sums.rebuild_rollups(database)
        add(
            database,
            prepare(
                f"date,score\n2026-01-01,{len(keeping.measures) % 7}".encode(),
                "a.csv",
                kind_named("nps"),
                Options(),
                TODAY,
            ),
        )
        database.close()
    database = Database(path, keeping=KEEPING)
    with database.read() as reading:
        assert not sums.in_step(reading)
        before = ask(reading, kpi_named("net_promoter_score"), Query(), TODAY).rows["n"].tolist()
    sums.rebuild_rollups(database)
    with database.read() as reading:
        assert sums.in_step(reading)
        assert (
            ask(reading, kpi_named("net_promoter_score"), Query(), TODAY).rows["n"].tolist()
            == before
            == [2]
        )
    database.close()
