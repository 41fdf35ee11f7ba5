"""The benchmarks of speed: they run, and they measure what they say."""

import time
from contextlib import closing

import pytest

from bench import load, page_data, upload
from bench.company import LAST, MONTHS, STORES, company, copied, main as make_company, opened
from bench.timing import (
    WHOLE,
    Cost,
    Fresh,
    WatchedDatabase,
    at_most,
    cost,
    in_turn,
    middle,
    print_statements,
    size_words,
)
from data.archive.rebuild import counted
from data.database.connection import Database
from data.database.rollups import in_step
from data.kinds.catalog import (
    COMPLAINT,
    MYSTERY_VISIT,
    NPS,
    SERVICE_REQUEST,
    STAFF_SURVEY,
    SURVEY,
    TRAINING,
)
from data.reading.options import Options
from data.uploads.prepare import prepare
from data.uploads.store import no_watch, rehearse
from metrics.catalog import KPIS
from metrics.findings import month
from metrics.findings.overview import LEADING
from metrics.periods import add_months
from metrics.privacy import gate as privacy
from ui.state.filters import COMMON

ROWS = 1_440  # survey rows: 40 a month


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A small company's database file."""
    folder = tmp_path_factory.mktemp("companies")
    (folder / f"company-{ROWS}.making").mkdir()  # what a making that was cut short leaves behind
    assert make_company(["--rows", str(ROWS), "--keep", str(folder)]) == 0
    return folder / f"company-{ROWS}" / "company.duckdb"


@pytest.fixture(scope="module")
def small(made):
    """The small company, for reading only."""
    with closing(opened(made)) as database:
        yield database


def rows(database: Database, sql: str) -> list[tuple]:
    with database.read() as reading:
        return reading.rows(sql)


# timing


def test_waiting_takes_no_processor_and_working_does():
    waited, worked = cost(lambda: time.sleep(0.05)), cost(lambda: sum(range(1_000_000)))
    assert waited.wall >= 0.05 > waited.cpu and worked.cpu > waited.cpu


def test_contestants_take_turns_and_the_first_round_is_not_counted():
    told = []

    def contestant(name):
        def ready(number):
            told.append(f"{name}{number} ready")
            time.sleep(0.05)
            return lambda: told.append(f"{name}{number}")

        return ready

    found = in_turn({"a": contestant("a"), "b": contestant("b")}, rounds=2)
    assert told == [
        f"{name}{number}{what}" for number in range(3) for name in "ab" for what in (" ready", "")
    ]
    assert {name: len(costs) for name, costs in found.items()} == {"a": 2, "b": 2}
    assert min(one.wall for one in found["a"]) < 0.05, "getting ready is not timed"


def test_medians_are_compared_on_the_clock_and_in_processor_time():
    slow, fast = [Cost(4, 9), Cost(6, 3), Cost(100, 4)], [Cost(2, 1), Cost(3, 2), Cost(4, 90)]
    assert middle(slow) == Cost(6, 4) and Cost(1, 2) + Cost(3, 4) == Cost(4, 6)
    clock, processor = at_most("slow against fast", slow, fast, 2)
    assert (
        (clock.measured, processor.measured, clock.high) == (2, 2, 2)
        and clock.passed
        and clock.name != processor.name
    )


def test_statements_are_named_by_who_asks_and_add_up(tmp_path, capsys):
    with closing(WatchedDatabase(tmp_path / "watched.duckdb")) as database:
        with database.statements.timed(WHOLE):
            assert rows(database, "SELECT 40 + 2") == [(42,)]
            with database.write() as writing:
                writing.run("CREATE TABLE tried AS FROM range(10)")
        seconds = dict(database.statements.seconds)
    mine = f"{__name__}.rows: SELECT # + #"
    assert (
        seconds[mine] > 0
        and "CHECKPOINT" in seconds
        and any("CREATE TABLE tried" in name for name in seconds)
    )
    assert sum(seconds.values()) <= 2 * seconds[WHOLE]
    print_statements({"one": {WHOLE: 3.0, mine: 1.0, "CHECKPOINT": 0.5}})
    assert capsys.readouterr().out.splitlines()[1:] == [
        f"{'3,000.0':>12}  {WHOLE}",
        f"{'1,000.0':>12}  {mine}",
        f"{'500.0':>12}  CHECKPOINT",
        f"{'1,500.0':>12}  outside of statements",
    ]


def test_sizes_in_words():
    assert [size_words(size) for size in (0, 20_000, 10_000_000)] == ["empty", "20 k", "10 M"]


# company


def test_the_company_is_what_it_says(small):
    assert rows(
        small,
        "SELECT count(*), count(DISTINCT upload), count(DISTINCT date_trunc('month', date)) FROM "
        "live_survey",
    ) == [(ROWS, MONTHS, MONTHS)]
    assert rows(small, "SELECT count(*) FROM live_nps") == [(ROWS // 4,)]
    assert rows(
        small,
        "SELECT DISTINCT count(*) FROM live_mystery_visit GROUP BY store, date_trunc('month', "
        "date)",
    ) == [(2,)]
    assert rows(
        small,
        "SELECT count(DISTINCT store), count(DISTINCT region), count(DISTINCT department), "
        "count(DISTINCT channel), "
        "count(DISTINCT segment) FROM live_survey",
    ) == [(STORES, 5, 6, 4, 4)]
    assert rows(
        small,
        "SELECT min(overall), max(overall), count(*) > count(speed), count(comment) FROM "
        "live_survey",
    ) == [(1, 5, True, 0)]
    assert rows(small, "SELECT count(DISTINCT plan) FROM live_target") == [(2,)]
    counts = counted(small)
    assert len(counts) > 3 * MONTHS and all(kept == there for kept, there in counts.values())


@pytest.mark.parametrize(
    "kind",
    [SURVEY, NPS, MYSTERY_VISIT, TRAINING, SERVICE_REQUEST, COMPLAINT, STAFF_SURVEY],
    ids=lambda kind: kind.name,
)
def test_rows_are_keyed_as_the_store_keys_them(small, kind):
    with small.read() as reading:
        sent = reading.frame(
            f"SELECT {', '.join(column.name for column in kind.columns)} FROM rows_{kind.name} "
            "ORDER BY line LIMIT 10"
        )
    options = Options(scale="1-5") if kind.scaled else Options()
    prepared = prepare(sent.to_csv(index=False).encode(), "again.csv", kind, options, today=LAST)
    assert rehearse(small, prepared).replaced == len(prepared.checked.rows) == 10


def test_a_company_is_made_once(made, tmp_path):
    assert [path.name for path in made.parents[1].iterdir()] == [f"company-{ROWS}"]
    kept = copied(made, tmp_path / f"company-{ROWS}")
    assert company(tmp_path, ROWS) == kept and kept.read_bytes() == made.read_bytes()


def test_what_is_kept_beside_the_rows_is_theirs(small):
    with small.read() as reading:
        assert small.keeping.measures and in_step(reading)


# page_data


def test_the_overview_is_asked_for_as_its_page_does(small):
    page_data.forget()
    found = page_data.overview_of_store(small, LAST)
    assert (page_data.FILTERS, page_data.MOST) == (COMMON, month.MOST)
    assert not any(line.link for line in found.lines), "where units are not compared, none is named"
    assert len(found.units["store"]) == STORES and len(found.months) == MONTHS
    assert [card.kpi for card in found.cards] == list(KPIS) and all(
        card.month == LAST for card in found.cards if card.answer is not None
    )
    assert {verdict.target.kpi for verdict in found.judged} > {
        "csat",
        "mystery_visits",
        "repurchase_rate",
    }
    assert found.costs == (), "one store is parted by nothing"
    told = {costs.kpi.name for costs in page_data.overview_data(small, LAST).costs}
    assert "csat" in told and told <= set(LEADING)
    assert privacy._KEPT, "something was kept"
    page_data.forget()
    assert not privacy._KEPT


def test_a_kpi_page_is_timed_for_every_size(small):
    whole, shown, split = page_data.kpi_data(small, LAST)
    assert len(whole.rows) == MONTHS and len(shown.rows) == 24
    assert (
        split.rows["n"].sum() == shown.rows["n"].sum()
        and split.rows["group"].nunique() > STORES / 2
    )
    found = page_data.measured(
        {ROWS: small, 2 * ROWS: small}, {"page": page_data.kpi_data}, rounds=1
    )
    assert {size: len(costs) for size, costs in found["page"].items()} == {ROWS: 1, 2 * ROWS: 1}


def test_the_sizes_measured_decide_what_can_be_judged():
    same = [Cost(1, 1)]
    names = [
        criterion.name
        for criterion in page_data.criteria({100_000: same, 1_000_000: same, 10_000_000: same})
    ]
    assert [name.split(" rows")[0] for name in names[::2]] == [
        "overview, 10 M against 1 M",
        "overview, 10 M against 100 k",
    ]


# upload


def test_the_bare_insert_brings_the_same_rows_as_the_store(empty_file, tmp_path):
    """Onto an empty company: the first load onto the other one would copy it to its archive."""
    with (
        closing(opened(copied(empty_file, tmp_path / "a"))) as product,
        closing(opened(copied(empty_file, tmp_path / "b"))) as bare,
    ):
        found = upload.days(product, bare, 30, rounds=0)
        stored, inserted = (
            rows(
                database,
                "SELECT key, twin, live, response_id, date, overall, speed FROM rows_survey ORDER "
                "BY ALL",
            )
            for database in (product, bare)
        )
    assert set(found) == {upload.BARE, upload.ADDED}
    assert inserted == stored, "the bare insert does not lack what the table holds"
    assert len(inserted) == 30


@pytest.fixture
def nothing_watched(monkeypatch):
    """Loads that nobody asks about, since their effect on the KPIs takes longer than all the
    rest."""
    monkeypatch.setattr(upload, "month_values", no_watch)


def test_each_round_brings_the_next_month(empty_file, tmp_path, nothing_watched):
    with (
        closing(opened(copied(empty_file, tmp_path / "a"))) as product,
        closing(Fresh(tmp_path, opened)) as fresh,
    ):
        found = upload.months(product, fresh, 31, rounds=0)
        first = rows(
            product,
            "SELECT date_trunc('month', date)::DATE, count(*) FROM rows_survey WHERE date > DATE "
            f"'{LAST}' + 31 GROUP BY 1",
        )
        next_one = upload.month_file(product, 30, 1).checked.rows["date"]
    assert set(found) == {upload.ONTO_EMPTY, upload.ONTO_COMPANY} and first == [
        (add_months(LAST, 3), 31)
    ]
    assert {(moment.year, moment.month) for moment in next_one} == {
        (add_months(LAST, 4).year, add_months(LAST, 4).month)
    }


def test_an_upload_is_taken_apart(tmp_path, capsys, nothing_watched):
    upload.profile([tmp_path / "none.duckdb"], [0], 20)
    printed = capsys.readouterr().out
    words = (
        "empty",
        "data.uploads.store.",
        "CHECKPOINT",
        "data.archive.archive.",
        "outside of statements",
    )
    assert [word in printed for word in words] == [True] * 5


# load


def test_product_and_copy_load_the_same_file(tmp_path):
    load.write_file(tmp_path / "survey.csv", 200)
    used = {}
    with closing(Fresh(tmp_path, opened)) as fresh:
        load.steps(
            tmp_path / "survey.csv", lambda name: used.setdefault(name, fresh(name)), rounds=0
        )
        sql = (
            "SELECT response_id, date, store, overall, speed, employee, comment FROM {} ORDER BY 1"
        )
        loaded, plain = (
            rows(used["product"], sql.format("live_survey")),
            rows(used["plain"], sql.format("plain")),
        )
        assert len(rows(used["plain"], "DESCRIBE plain")) == 14
    assert len(plain) == 200 and loaded == plain


def test_the_steps_of_a_round_count_together():
    found = {
        load.READ: [Cost(1, 2)],
        load.CHECKED: [Cost(3, 4)],
        load.STORED: [Cost(5, 6)],
        load.COPIED: [Cost(100, 100)],
    }
    assert load.all_steps(found) == [Cost(9, 12)]
