"""python -m bench.company [--rows N] [--keep FOLDER]: a large company, written past the checks
straight into the tables.

36 whole months up to a fixed one: N survey rows, N/4 recommendation answers, as many service
requests and purchases, N/20 complaints, two mystery visits and a day of contacts a store and month,
about N/100 exam attempts, people called to classes, staff surveys, suggestions and violations
(200,000 of each at most), the targets of both plans, and some actions. One upload a kind and month stands in
the ledger. Everything follows from the number of a row, so that two makings
are alike. The archive holds targets and actions only.
"""

import json
import shutil
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import date
from pathlib import Path
from time import perf_counter

from bench import Criterion, report
from bench.timing import parser, working_folder
from data.archive.rebuild import counted
from data.database.connection import Database, WriteTransaction
from data.database.rollups import rebuild_rollups
from data.database.tables import OWN, rows_table
from data.kinds.catalog import (
    ACTION,
    ATTENDANCE,
    COMPLAINT,
    CONTACT_VOLUME,
    MYSTERY_VISIT,
    NPS,
    PROGRAMME_ITEM,
    PURCHASE,
    SERVICE_REQUEST,
    STAFF_SURVEY,
    SUGGESTION,
    SURVEY,
    TARGET,
    TRAINING,
    VIOLATION,
)
from data.kinds.scales import SCALES
from data.kinds.schema import DatasetKind
from data.reading.options import Options
from data.uploads.prepare import source_of
from data.uploads.sample_company import load_demo
from data.uploads.store import add
from data.uploads.typed import typed_rows
from metrics.handed.keeping import KEEPING
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.periods import add_months, last_day
from metrics.targets.plans import PLANS, from_template

ROWS, QUICK_ROWS = 1_000_000, 20_000  # survey rows
FIRST, MONTHS = date(2023, 1, 1), 36
LAST = add_months(FIRST, MONTHS - 1)
STORES, MOST_OF_STAFF, COURSES = 40, 200_000, 12
_STARTS = {"culture": date(2025, 1, 1), "attitude": date(2025, 7, 1)}
REGIONS = ("North", "South", "East", "West", "Centre")
_DEPARTMENTS = ("Front desk", "Customer service", "Sales", "Repairs", "Delivery", "Online")
_CHANNELS = ("Store", "Phone", "App", "WeChat")
_SEGMENTS = ("Member", "New", "Business", "Guest")
_SCALE = SCALES["1-5"]


def company(folder: Path, rows: int, stores: int = STORES) -> Path:
    """The database of a company with so many survey rows; one that is already in the folder is
    used."""
    name = f"company-{rows}" if stores == STORES else f"company-{rows}-{stores}"
    home = folder / name
    path = home / "company.duckdb"
    if path.exists():
        opened(path).close()  # its sums may be of earlier definitions
        return path
    making = folder / f"{name}.making"
    shutil.rmtree(making, ignore_errors=True)
    with closing(opened(making / path.name)) as database:
        fill(database, rows, stores)
    making.rename(home)  # what carries the name is whole
    return path


def sample_company(kept: Path, folder: Path) -> Path:
    """A copy of the sample company with its archive, to be changed; the one that is `kept`, of the
    day it was made, is made where it is missing."""
    made = kept / "sample" / "sample.duckdb"
    if not made.exists():
        making = kept / "sample.making"
        shutil.rmtree(making, ignore_errors=True)
        with closing(opened(making / made.name)) as database:
            load_demo(database)
        making.rename(made.parent)  # what carries the name is whole
    return Path(shutil.copytree(made.parent, folder)) / made.name


def opened(path: Path, role: type[Database] = Database) -> Database:
    """A database as the dashboard opens it: with the sums that it keeps beside the rows."""
    database = role(path, keeping=KEEPING)
    rebuild_rollups(database)
    return database


def copied(path: Path, folder: Path) -> Path:
    """A copy of a company's database, without its archive, to be changed."""
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(path, folder / path.name))


def fill(database: Database, rows: int, stores: int = STORES) -> None:
    """Write the company into an empty database, and sum it up."""
    for plan in PLANS:
        wanted = [asdict(target) for target in from_template(plan, _STARTS[plan.name])]
        add(
            database,
            typed_rows(
                TARGET, wanted, f"{plan.name}.csv", today=last_day(LAST, "month"), kpis=KPI_FACTS
            ),
        )
    add(
        database,
        typed_rows(
            ACTION, _actions(stores), "actions.csv", today=last_day(LAST, "month"), kpis=KPI_FACTS
        ),
    )
    of_staff = max(MONTHS, min(rows // 100, MOST_OF_STAFF))
    sources = (
        (SURVEY, survey_sql(_spread(rows), stores)),
        (NPS, _nps_sql(_spread(rows // 4), stores)),
        (MYSTERY_VISIT, _visits_sql(_spread(2 * stores * MONTHS), stores)),
        (TRAINING, _exams_sql(of_staff, stores)),
        (ATTENDANCE, _attendance_sql(_spread(of_staff), stores)),
        (SERVICE_REQUEST, _requests_sql(_spread(rows // 4), stores)),
        (PURCHASE, _purchases_sql(_spread(rows // 4), max(1, rows // 16), stores)),
        (COMPLAINT, _complaints_sql(_spread(rows // 20), stores)),
        (CONTACT_VOLUME, _volume_sql(_spread(stores * MONTHS), stores)),
        (STAFF_SURVEY, _staff_survey_sql(_spread(of_staff), stores)),
        (SUGGESTION, _suggestions_sql(_spread(of_staff), stores)),
        (VIOLATION, _violations_sql(_spread(max(MONTHS, of_staff // 10)), stores)),
        (PROGRAMME_ITEM, _programme_sql(_spread(10 * MONTHS), stores)),
    )
    with database.write() as writing:
        for at, (kind, sql) in enumerate(sources):
            _insert(
                writing,
                kind,
                sql,
                f"{len(PLANS) + 2 + at} + {len(sources)} * date_diff('month', DATE '{FIRST}', "
                "date)",
            )
        writing.run("UPDATE state SET version = version + 1, origin = ?", [OWN])
    rebuild_rollups(database)


def _actions(stores: int) -> list[dict[str, object]]:
    """One of the company, and one of every fourth store, begun a month after the other."""
    units = [f"Store {at + 1:0{len(str(stores))}}" for at in range(0, stores, 4)]
    return [
        {
            "action_id": f"A-{at}",
            "kpi": "csat",
            "dimension": "store" if unit else None,
            "unit": unit,
            "title": f"Action {at}",
            "date": add_months(LAST, -at - 1),
            "expected": "up",
            "size": 2.0,
            "status": "running",
        }
        for at, unit in enumerate([None, *units])
    ]


def _spread(rows: int) -> str:
    """SQL of `number` and `date`: so many rows evenly over the months, in order of time."""
    each = max(1, -(-rows // MONTHS))
    return f"""SELECT number, start + to_seconds(number % {each} * date_diff('second', start, start + INTERVAL 1 MONTH) // {each}) AS date
        FROM (SELECT number, DATE '{FIRST}' + to_months((number // {each})::INT) AS start FROM range({rows}) AS numbers(number))"""


def later(rows: int, first: int, day: date, days: int) -> str:
    """SQL of `number` (from `first` on) and `date`: so many rows evenly over some days from `day`
    on."""
    return f"""SELECT number + {first} AS number, DATE '{day}' + to_seconds(number * {days * 86_400} // {rows}) AS date
        FROM range({rows}) AS numbers(number)"""


def survey_sql(numbered: str, stores: int = STORES) -> str:
    """SQL of survey rows (number and the kind's columns) for the rows of `number` and `date` in
    `numbered`."""
    return f"""SELECT number, 'S' || (1000000 + number) AS response_id, date, {_place(f"hash(number, 1) % {stores}", "number", stores)},
        {_one_of(_CHANNELS, "hash(number, 3)")} AS channel, {_one_of(_SEGMENTS, "hash(number, 4)")} AS segment,
        {_answer(5, 0.01)} AS overall, {_answer(6, 0.05)} AS attitude, {_answer(7, 0.05)} AS speed, {_answer(8, 0.10)} AS problem_solving
        FROM ({numbered})"""


def _nps_sql(numbered: str, stores: int) -> str:
    chance = _chance("number", 5)
    return f"""SELECT number, 'N' || (1000000 + number) AS response_id, date, {_place(f"hash(number, 1) % {stores}", "number", stores)},
        {_one_of(_CHANNELS, "hash(number, 3)")} AS channel, {_one_of(_SEGMENTS, "hash(number, 4)")} AS segment,
        (CASE WHEN {chance} < 0.55 THEN 9 + hash(number, 6) % 2 WHEN {chance} < 0.8 THEN 7 + hash(number, 6) % 2
              ELSE hash(number, 6) % 7 END)::INT AS score
        FROM ({numbered})"""


def _visits_sql(numbered: str, stores: int) -> str:
    parts = ", ".join(
        f"(70 + hash(number, {salt}) % 31)::DOUBLE AS {name}"
        for salt, name in ((5, "attitude"), (6, "efficiency"), (7, "compliance"))
    )
    return f"""SELECT number, 'V' || (1000000 + number) AS visit_id, date, {_place(f"number % {stores}", "number", stores)},
        {_one_of(_CHANNELS, "hash(number, 3)")} AS channel, {parts} FROM ({numbered})"""


def _exams_sql(attempts: int, stores: int) -> str:
    """One in ten first attempts fails; the retake is three weeks later, where the months are not
    over by then."""
    sittings = max(1, attempts * 10 // 11)
    people = -(-sittings // COURSES)
    first = f"""SELECT number, date, number % {people} AS person, number // {people} AS course, {_chance("number", 5)} >= 0.1 AS passed
        FROM ({_spread(sittings)})"""
    return f"""WITH first AS ({first}), sat AS (
            SELECT *, 1 AS attempt FROM first UNION ALL
            SELECT number + {sittings}, date + INTERVAL 21 DAY, person, course, {_chance("number", 6)} >= 0.2, 2 FROM first
            WHERE NOT passed AND date + INTERVAL 21 DAY <= DATE '{last_day(LAST, "month")}')
        SELECT number, 'E' || lpad(person::VARCHAR, 5, '0') AS employee, {_place(f"hash(person, 1) % {stores}", "person", stores, region=False)},
               'Course ' || (course + 1) AS course, 'Module ' || (course // 3 + 1) AS module, date, attempt,
               (CASE WHEN passed THEN 80 + hash(number, 7) % 21 ELSE 45 + hash(number, 7) % 35 END)::DOUBLE AS score,
               100.0 AS maximum, 80.0 AS pass_mark FROM sat"""


def _attendance_sql(numbered: str, stores: int) -> str:
    return f"""SELECT number, {_person("number")}, {_place(f"hash(number, 1) % {stores}", "number", stores, region=False)},
        'Class ' || (1 + hash(number, 13) % {COURSES}) AS course, date,
        {_one_of(("yes", "yes", "yes", "yes", "excused", "no"), "hash(number, 4)")} AS attended FROM ({numbered})"""


def _requests_sql(numbered: str, stores: int) -> str:
    """Answered within some hours, one in ten of them late; one in twenty is never closed."""
    answered = "date + to_minutes((5 + hash(number, 5) % 100)::INT)"
    late = f"CASE WHEN {_chance('number', 6)} < 0.1 THEN 3 * 1440 ELSE 0 END"
    return f"""SELECT number, 'R' || (1000000 + number) AS request_id, date, {_place(f"hash(number, 1) % {stores}", "number", stores)},
        {_one_of(_CHANNELS, "hash(number, 3)")} AS channel, {_one_of(("Repair", "Delivery", "Billing"), "hash(number, 4)")} AS category,
        CASE WHEN hash(number, 7) % 8 = 0 THEN 'emergency' ELSE 'ordinary' END AS urgency,
        'K' || (hash(number, 8) % 50000) AS customer, {answered} + to_minutes({late}) AS first_answer,
        CASE WHEN hash(number, 9) % 20 > 0 THEN {answered} + to_minutes(({late} + hash(number, 10) % 6000)::INT) END AS closed,
        CASE WHEN hash(number, 9) % 20 > 0 THEN 'closed' ELSE 'open' END AS status, (hash(number, 11) % 3)::INT AS hand_overs
        FROM ({numbered})"""


def _purchases_sql(numbered: str, customers: int, stores: int) -> str:
    """Customers stand here by name, since no file is ever loaded beside them."""
    return f"""SELECT number, 'O' || (1000000 + number) AS order_id, date, 'C' || (hash(number, 2) % {customers}) AS customer,
        {_place(f"hash(number, 1) % {stores}", "number", stores)}, {_one_of(_CHANNELS, "hash(number, 3)")} AS channel,
        {_one_of(_SEGMENTS, "hash(number, 4)")} AS segment, (10 + hash(number, 5) % 300)::DOUBLE AS amount, 'paid' AS status FROM ({numbered})"""


def _complaints_sql(numbered: str, stores: int) -> str:
    return f"""SELECT number, 'B' || (1000000 + number) AS complaint_id, date, {_place(f"hash(number, 1) % {stores}", "number", stores)},
        {_one_of(_CHANNELS, "hash(number, 3)")} AS channel, {_one_of(("Attitude", "Waiting", "Quality"), "hash(number, 4)")} AS category,
        CASE WHEN hash(number, 4) % 3 = 0 THEN 'yes' ELSE 'no' END AS attitude,
        CASE WHEN hash(number, 5) % 10 > 0 THEN date + to_hours((1 + hash(number, 6) % 200)::INT) END AS closed FROM ({numbered})"""


def _volume_sql(numbered: str, stores: int) -> str:
    return f"""SELECT number, date_trunc('month', date)::TIMESTAMP AS date, {_place(f"number % {stores}", "number", stores)},
        {_one_of(_CHANNELS, "number")} AS channel, (500 + hash(number, 5) % 1000)::DOUBLE AS contacts FROM ({numbered})"""


def _staff_survey_sql(numbered: str, stores: int) -> str:
    def said(salt: int) -> str:
        return f"CASE WHEN {_chance('number', salt)} < 0.8 THEN 'yes' ELSE 'no' END"

    return f"""SELECT number, 'W' || (1000000 + number) AS response_id, date, {_place(f"hash(number, 1) % {stores}", "number", stores)},
        {said(5)} AS concept_known, {said(6)} AS handbook_known, {said(7)} AS proactive,
        {", ".join(f"{_answer(salt, 0.05)} AS {name}" for salt, name in ((8, "support"), (9, "authority"), (20, "internal_service")))}
        FROM ({numbered})"""


def _suggestions_sql(numbered: str, stores: int) -> str:
    return f"""SELECT number, 'G' || (1000000 + number) AS suggestion_id, date::DATE::TIMESTAMP AS date, {_person("number")},
        {_place(f"hash(number, 1) % {stores}", "number", stores)}, {_one_of(("Waiting", "Authority", "Extras"), "hash(number, 3)")} AS category,
        {_one_of(("adopted", "adopted", "not_adopted", "open"), "hash(number, 4)")} AS decision FROM ({numbered})"""


def _violations_sql(numbered: str, stores: int) -> str:
    return f"""SELECT number, 'X' || (1000000 + number) AS violation_id, date::DATE::TIMESTAMP AS date, {_person("number")},
        {_place(f"hash(number, 1) % {stores}", "number", stores)}, {_one_of(("verbal", "written", "serious"), "hash(number, 4)")} AS step,
        {_one_of(("Uniform", "Greeting"), "hash(number, 5)")} AS rule FROM ({numbered})"""


def _programme_sql(numbered: str, stores: int) -> str:
    return f"""SELECT number, {_one_of(("scene", "story"), "number")} AS type, 'Item ' || number AS name, date::DATE::TIMESTAMP AS date,
        'done' AS state, {_place(f"hash(number, 1) % {stores}", "number", stores)} FROM ({numbered})"""


def _person(of: str) -> str:
    return f"'E' || lpad((hash({of}, 12) % 20000)::VARCHAR, 5, '0') AS employee"


def _place(store: str, of: str, stores: int, region: bool = True) -> str:
    regions = (
        f", {_one_of(REGIONS, f'({store}) // {stores // len(REGIONS)}')} AS region"
        if region
        else ""
    )
    return (
        f"{_one_of(_DEPARTMENTS, f'hash({of}, 2)')} AS department, 'Store ' || lpad(({store} + "
        f"1)::VARCHAR, {len(str(stores))}, '0') AS store{regions}"
    )


def _one_of(names: Sequence[str], at: str) -> str:
    return f"[{', '.join(repr(name) for name in names)}][({at} % {len(names)})::INT + 1]"


def _chance(of: str, salt: int) -> str:
    return f"(hash({of}, {salt}) % 10000 / 10000.0)"


def _answer(salt: int, empty: float) -> str:
    """A score from 1 to 5; the satisfied share rises from 80 % by two points a year, and `empty` of
    the cells are empty."""
    level = f"(0.80 + date_diff('month', DATE '{FIRST}', date) / 600.0)"
    place = f"({_chance('number', salt)} / {level})"
    return f"""CASE WHEN {_chance("number", salt + 10)} < {empty} THEN NULL
        WHEN {place} < 0.5 THEN 5.0 WHEN {place} < 1 THEN 4.0 WHEN {place} < 1.1 THEN 3.0 WHEN {place} < 1.17 THEN 2.0 ELSE 1.0 END::DOUBLE"""


def _insert(writing: WriteTransaction, kind: DatasetKind, sql: str, upload: str) -> None:
    """The rows with what the store gives them (see `data.uploads.store`), and their uploads."""
    table = rows_table(kind)
    names = [name for name, *_ in writing.rows(f"DESCRIBE {sql}") if name != "number"]
    parts = [
        f"coalesce({name}::VARCHAR, '')" if name in names else "''" for name in kind.identifiers
    ]
    told = ", ".join(parts if kind.lasting else [*parts, f"{kind.date}::VARCHAR"])
    writing.run(f"""INSERT INTO {table} BY NAME
        SELECT ({upload})::INT AS upload, (number + 2)::INT AS line, md5(concat_ws(chr(31), {told})) AS key,
               1 AS twin, TRUE AS live, * EXCLUDE (number) FROM ({sql})""")
    ends = (
        (_SCALE.low, _SCALE.high, _SCALE.satisfied, _SCALE.dissatisfied)
        if kind.scaled
        else (None,) * 4
    )
    writing.run(
        f"""INSERT INTO upload BY NAME
        SELECT upload AS id, $1 AS kind, $1 || '-' || strftime(min({kind.date}), '%Y-%m') || '.csv' AS file, sha256(file) AS hash, $2 AS options,
               max({kind.date})::DATE + INTERVAL 1 DAY AS loaded_at, count(*) AS read, count(*) AS kept, 0 AS rejected, 0 AS left_out,
               0 AS replaced, min({kind.date})::DATE AS first_date, max({kind.date})::DATE AS last_date, $3 AS source,
               FALSE AS replaces_period, $4 AS match, '[]' AS unused, '[]' AS dropped_personal, $5 AS scale_low, $6 AS scale_high,
               $7 AS satisfied, $8 AS dissatisfied, '[]' AS moves FROM {table} GROUP BY upload""",
        [
            kind.name,
            json.dumps(asdict(Options()), sort_keys=True),
            source_of(kind, names),
            json.dumps({name: name for name in names}),
            *ends,
        ],
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Make a company, say what it took and whether its rows are those of its ledger."""
    asked = parser(
        "A large company, written straight into the tables.", "--rows", "--keep"
    ).parse_args(arguments)
    rows = asked.rows or (QUICK_ROWS if asked.quick else ROWS)
    with working_folder(asked.keep) as folder:
        start = perf_counter()
        path = company(folder, rows)
        print(
            f"{rows:,} survey rows: {perf_counter() - start:.1f} s, "
            f"{path.stat().st_size / 2**20:,.0f} MB"
        )
        with closing(opened(path)) as database:
            counts = counted(database)
    print(f"{len(counts)} uploads, {sum(there for _, there in counts.values()):,} rows in all")
    wrong = sum(kept != there for kept, there in counts.values())
    return report(
        [
            Criterion(
                "uploads whose rows are not those of the ledger", wrong, high=0, pattern="{:.0f}"
            )
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
