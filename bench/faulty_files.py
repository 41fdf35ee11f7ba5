"""python -m bench.faulty_files: the memory and time that one file takes whose rows are nearly all
faulty, or that is odd in another way.

Each file goes its whole way in a process of its own: read, recognised, checked, rehearsed as
the page Upload does it, told in words and, where a row can be, stored. Counted are the most
resident memory above that of the process which took a file of two rows before, and the time of
processor; what a file is refused with is printed, since a refusal is an answer as well. The
workbook with marked faults, which is made when somebody asks for it, is counted apart. Files of
good rows have limits of their own, by the byte: a million rows that are kept are held, stored and
added up, which faults are not. What is published of staff afterwards, while others may store, is
measured by bench.settling.
"""

import gc
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from bench import Criterion, report
from bench.timing import parser, working_folder
from errors import ServiceCultureError

SIZE, QUICK_SIZE = 50_000_000, 1_000_000  # bytes of a file
MOST_MEMORY, MOST_SECONDS = 300.0, 10.0  # MB and seconds, where the faults are what is much
WIDER_MEMORY, WIDER_SECONDS = 1000.0, 60.0  # where the file itself is odd
KEPT_MEMORY, KEPT_SECONDS = (
    20.0,
    0.6,
    # MB and seconds for each MB of a file whose rows are good: read, checked, and stored twice,
    # once on trial
)
_CEILING = 9_000_000_000  # bytes of memory from which on the process is not let go on
_PATIENCE = 240  # seconds of processor after which a file is given up
_SEED = 1
MARKED = "marked workbook"


@dataclass(frozen=True)
class Faulty:
    """A file to be tried: its kind, and the lines that are repeated until it is long enough.

    `wide`: the wider limits hold; `good`: its rows are kept, so that those by the byte hold.
    """

    name: str
    kind: str
    heading: str
    line: Callable[[int, Random], str]
    wide: bool = False
    good: bool = False
    settings: dict[str, object] = field(default_factory=dict)
    size: int | None = None

    def write(self, path: Path, size: int) -> None:
        """The file, about `size` bytes long."""
        chance, wanted = Random(_SEED), min(size, self.size or size)
        with path.open("w", encoding="utf-8", newline="") as file:
            written, number = file.write(self.heading), 0
            while written < wanted:
                lines = "".join([self.line(number + more, chance) for more in range(1000)])
                written, number = written + file.write(lines), number + 1000


_SURVEY = "Response ID,Answered on,Store,Overall satisfaction,Service attitude,Comment\n"
_TRAINING = "Employee,Course,Date,Score,Maximum score,Pass mark\n"


def _survey(number: int, chance: Random, day: str = "", overall: str = "", more: str = "") -> str:
    day = day or f"2026-0{1 + number % 9}-{10 + number % 18} {10 + number % 9}:{10 + number % 50}"
    return (
        f"R{number},{day},Store "
        f"{number % 40},{overall or 1 + number % 5},{1 + chance.randrange(5)},{more}\n"
    )


def _exam(number: int, chance: Random, score: object = None) -> str:
    return (
        f"X{chance.randrange(10**7)},Course {number % 9},2026-0{1 + number % 9}-{10 + number % 18},"
        f"{chance.randrange(100) if score is None else score},100,60\n"
    )


FILES = (
    Faulty("nothing but b,b", "nps", "date,score\n", lambda number, chance: "b,b\n"),
    Faulty(
        "b,b as often as rows may be",
        "nps",
        "date,score\n",
        lambda number, chance: "b,b\n",
        size=7_999_000,
    ),
    Faulty(
        "dates that are none, each another",
        "survey",
        _SURVEY,
        lambda number, chance: _survey(number, chance, f"sometime {number}"),
    ),
    Faulty(
        "dates that do not exist",
        "survey",
        _SURVEY,
        lambda number, chance: _survey(
            number, chance, f"2026-13-{number % 90:02d} 10:{number % 60:02d}"
        ),
    ),
    Faulty(
        "rows with too many cells",
        "survey",
        _SURVEY,
        lambda number, chance: (
            _survey(number, chance, more="good, quick, friendly")
            if number
            else _survey(number, chance)
        ),
    ),
    Faulty(
        "scores out of range",
        "survey",
        _SURVEY,
        lambda number, chance: _survey(number, chance, overall=str(600 + number % 400)),
        settings={"scale": "1-5"},
    ),
    Faulty(
        "several faults a row",
        "training",
        _TRAINING,
        lambda number, chance: (
            f",Course,2026-02-{30 + number % 60},{chance.random():.9f}x,{-number},{2000 + number}\n"
        ),
    ),
    Faulty("exam results of people not known", "training", _TRAINING, _exam, good=True),
    Faulty(
        "exam scores above the maximum",
        "training",
        _TRAINING,
        lambda number, chance: _exam(number, chance, 101 + number % 800),
    ),
    Faulty(
        "the same row again and again",
        "survey",
        _SURVEY,
        lambda number, chance: "R1,2026-01-02 10:00,Store 1,5,5,Good\n",
    ),
    Faulty(
        "one number on many days",
        "survey",
        _SURVEY,
        lambda number, chance: (
            f"R{number % 100_000}{_survey(number, chance)[len(str(number)) + 1 :]}"
        ),
        good=True,
    ),
    Faulty(
        "rows marked as tests",
        "survey",
        "Status," + _SURVEY,
        lambda number, chance: "Test," + _survey(number, chance),
    ),
    Faulty(
        "dates in the future",
        "survey",
        _SURVEY,
        lambda number, chance: _survey(number, chance, f"2098-01-{10 + number % 20} 10:00"),
        good=True,
    ),
    Faulty(
        "answers from a shorter scale",
        "nps",
        "Response ID,date,score,store\n",
        lambda number, chance: (
            f"{number},2026-01-{10 + number % 20} 10:{10 + number % 50},{1 + number % 5},Store "
            f"{number % 30}\n"
        ),
    ),
    Faulty("a clean survey, for comparison", "survey", _SURVEY, _survey, good=True),
    Faulty(
        "one column of one letter",
        "nps",
        "score\n",
        lambda number, chance: "5\n",
        wide=True,
        settings={"set": {"date": "2026-01-02"}},
    ),
    Faulty(
        "empty lines", "nps", "date,score\n2026-01-02,5\n", lambda number, chance: "\n", wide=True
    ),
    Faulty(
        "lines of nothing but commas",
        "nps",
        "date,score\n2026-01-02,5\n",
        lambda number, chance: ",\n",
        wide=True,
    ),
    Faulty(
        "1,000 columns, 50,000 rows",
        "survey",
        ",".join(["date", "overall", *(f"q{at}" for at in range(998))]) + "\n",
        lambda number, chance: "2026-01-02" + ",5" * 999 + "\n",
        wide=True,
        size=100_000_000,
    ),
    Faulty(
        "comments, each another",
        "survey",
        _SURVEY,
        lambda number, chance: _survey(
            number, chance, more=f"word {chance.random()} and {chance.random()} more"
        ),
        wide=True,
    ),
    Faulty(
        "text like JSON",
        "survey",
        "[\n",
        lambda number, chance: f'{{"id": {number}, "date": "2026-01-02", "score": 5}},\n',
        wide=True,
    ),
    Faulty(
        "stray quotation marks",
        "survey",
        _SURVEY,
        lambda number, chance: (
            _survey(number, chance, more='"a"b"c"') if number else _survey(number, chance)
        ),
    ),
    Faulty(
        "exam items in 200 columns",
        "exam_item",
        "Employee,Course,Date," + ",".join(f"Q. {at} /1" for at in range(1, 201)) + "\n",
        lambda number, chance: f"E{number},Course 1,2026-01-02" + ",1" * 200 + "\n",
        wide=True,
    ),
    Faulty(
        "targets of no KPI",
        "target",
        "KPI,Form,Value,Due,In force from,Stage\n",
        lambda number, chance: f"nonsense {number},at least,{number},2027-01-01,2026-01-01,short\n",
        wide=True,
    ),
    Faulty(
        "events that concern a unit of no type",
        "event",
        "Date,What happened,Type,Unit\n",
        lambda number, chance: f"2026-01-02,Event {number},change,Unit {number}\n",
        wide=True,
    ),
    Faulty(
        "names of units that lead in circles",
        "unit",
        "Unit type,Name,Same as,Date\n",
        lambda number, chance: f"store,Store {number},Store {number + 1},2026-01-02\n",
        wide=True,
    ),
)


@dataclass(frozen=True)
class Taken:
    """What one file of so many MB took: MB above the idle process, seconds of processor, and how it
    ended."""

    size: float
    memory: float
    seconds: float
    told: str
    stages: dict[str, tuple[float, float]] = field(default_factory=dict)


def _resident(name: str) -> float:
    """A figure of /proc/self/status in MB."""
    with open("/proc/self/status", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith(name)) * 1024 / 1e6


def _reset_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", "ascii")


def go(path: Path, one: Faulty, folder: Path, told: Callable[[str, object], None]) -> None:
    """Take a file its whole way in this process; `told` hears how each stage ended."""
    from data.database.connection import Database
    from data.database.rollups import rebuild_rollups
    from data.exports.marked import marked_workbook
    from data.kinds.catalog import kind_named
    from data.matching.recognise import recognise
    from data.reading.options import Options
    from data.reading.reader import read
    from data.uploads.prepare import CheckedWith, FileId, prepare_sheet
    from data.uploads.store import add, issues_of, rehearse
    from i18n import translator
    from metrics.handed.keeping import KEEPING
    from metrics.handed.kpi_facts import KPI_FACTS
    from metrics.handed.moves import month_values
    from ui.parts.issues_table import group_words, grouped, issues_frame, rejected_frame

    say, kind = translator("en"), kind_named(one.kind)
    # Headings as a person said them: else cells that fit none of them would have the file refused
    # before its rows are looked at.
    own = {
        name: name
        for name in one.heading.split("\n")[0].split(",")
        if name in {column.name for column in kind.columns}
    }
    options = Options(**{"match": own, **one.settings})
    held: dict[str, object] = {}

    def words() -> str:
        issues = held["would"].issues
        shown = issues_frame(issues, say)
        rejected_frame(issues, held["prepared"].sheet, say)
        return (
            " | ".join(group_words(group, say)[:150] for group in grouped(issues)[:2])
            + f" ({len(shown)} lines)"
        )

    def ledger() -> int:
        with database.read() as reading:
            return len(issues_of(reading, held["stored"])) if held["stored"] else 0

    with closing(
        Database(folder / "company.duckdb", keeping=replace(KEEPING, publish=None))
    ) as database:
        rebuild_rollups(database)  # as every start does
        stages: dict[str, Callable[[], object]] = {
            "sheet": lambda: read(path.read_bytes(), path.name, options),
            "kinds": lambda: recognise(held["sheet"]),
            "prepared": lambda: prepare_sheet(
                FileId.of(path.read_bytes(), path.name),
                held["sheet"],
                kind,
                options,
                CheckedWith(kpis=KPI_FACTS),
            ),
            "would": lambda: rehearse(database, held["prepared"], month_values),
            "told": words,
            "stored": lambda: (
                len(held["prepared"].checked.rows)
                and add(database, held["prepared"], month_values).upload
            ),
            "ledger": ledger,
            MARKED: lambda: len(marked_workbook(held["prepared"], held["would"].issues, say)),
        }
        for name, stage in stages.items():
            told("begins", name)
            held[name] = stage()
            if name == "told":
                checked = held["prepared"].checked
                told(
                    "words",
                    f"{checked.read:,} read, {len(checked.rows):,} kept, {checked.rejected:,} "
                    f"rejected, {checked.left_out:,} left out; "
                    f"{held['told']}",
                )
                assert len(checked.rows) + checked.rejected + checked.left_out == checked.read


def _alone(number: int, path: Path, folder: Path) -> None:
    """One file in this process, which was started for it: after each stage a line of JSON says what
    it took."""
    resource.setrlimit(resource.RLIMIT_AS, (_CEILING, _CEILING))
    resource.setrlimit(resource.RLIMIT_CPU, (_PATIENCE, _PATIENCE))
    small, current = path.with_suffix(".small.csv"), {}
    small.write_text("response_id,date,score\n1,2026-01-02,b\n2,2026-01-02,5\n", "utf-8")
    (folder / "small").mkdir()
    go(
        small,
        Faulty("two rows", "nps", "", lambda number, chance: ""),
        folder / "small",
        lambda what, value: None,
    )  # loads what is needed
    gc.collect()
    idle, cpu = _resident("VmRSS"), time.process_time()

    def ended() -> None:
        nonlocal cpu
        if current:
            print(
                json.dumps([current["name"], _resident("VmHWM") - idle, time.process_time() - cpu]),
                flush=True,
            )
        cpu = time.process_time()

    def told(what: str, value: object) -> None:
        if what == "begins":
            ended()
            current["name"] = value
            _reset_peak()
        else:
            print(json.dumps(["words", value]), flush=True)

    try:
        go(path, FILES[number], folder, told)
    except ServiceCultureError as fault:
        print(json.dumps(["words", f"refused: {fault.message}"]), flush=True)
    ended()


def measured(files: Sequence[Faulty], size: int, folder: Path) -> Iterator[tuple[Faulty, Taken]]:
    """Each file in a process of its own."""
    for one in files:
        number = FILES.index(one)
        path, home = folder / f"file-{number}.csv", folder / f"home-{number}"
        home.mkdir(exist_ok=True)
        one.write(path, size)
        yield one, _measured(number, path, home)
        path.unlink()


def _measured(number: int, path: Path, home: Path) -> Taken:
    call = [
        sys.executable,
        "-m",
        "bench.faulty_files",
        "--alone",
        str(number),
        str(path),
        str(home),
    ]
    ended = subprocess.run(
        call,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        check=False,
    )
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    stages = {
        name: (memory, seconds)
        for name, memory, *[seconds] in (line for line in lines if len(line) == 3)
    }
    words = next((line[1] for line in lines if len(line) == 2), "")
    if ended.returncode:
        words = (
            f"{words} BROKEN OFF by {ended.returncode}: {ended.stderr.strip().splitlines()[-1:]}"
        )
    counted = [taken for name, taken in stages.items() if name != MARKED]
    broken = float("nan") if ended.returncode else 0.0  # what it would have taken nobody knows
    memory, seconds = max(memory for memory, _ in counted), sum(seconds for _, seconds in counted)
    return Taken(path.stat().st_size / 1e6, memory + broken, seconds + broken, words, stages)


def _criteria(one: Faulty, taken: Taken) -> tuple[Criterion, Criterion]:
    if one.good:
        return (
            Criterion(
                f"{one.name}: memory for each MB of the file",
                taken.memory / taken.size,
                high=KEPT_MEMORY,
                pattern="{:.1f} MB",
            ),
            Criterion(
                f"{one.name}: time for each MB of the file",
                taken.seconds / taken.size,
                high=KEPT_SECONDS,
                pattern="{:.2f} s",
            ),
        )
    memory, seconds = (WIDER_MEMORY, WIDER_SECONDS) if one.wide else (MOST_MEMORY, MOST_SECONDS)
    return (
        Criterion(f"{one.name}: memory", taken.memory, high=memory, pattern="{:,.0f} MB"),
        Criterion(f"{one.name}: time", taken.seconds, high=seconds, pattern="{:.1f} s"),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what each file takes, and the criteria; 1 where one fails."""
    made = parser("What one file takes whose rows are nearly all faulty.")
    made.add_argument(
        "--only", type=int, action="append", metavar="NUMBER", help="only this file, counted from 0"
    )
    made.add_argument(
        "--alone", nargs=3, metavar=("NUMBER", "FILE", "FOLDER"), help="one file in this process"
    )
    asked = made.parse_args(arguments)
    if asked.alone:
        number, path, folder = asked.alone
        _alone(int(number), Path(path), Path(folder))
        return 0
    criteria = []
    with working_folder() as folder:
        files = [FILES[number] for number in asked.only] if asked.only else FILES
        for one, taken in measured(files, QUICK_SIZE if asked.quick else SIZE, folder):
            print(f"{one.name}: {taken.memory:,.0f} MB, {taken.seconds:.1f} s; {taken.told[:500]}")
            print(
                "    "
                + ", ".join(
                    f"{name} {memory:,.0f} MB {seconds:.1f} s"
                    for name, (memory, seconds) in taken.stages.items()
                ),
                flush=True,
            )
            criteria += _criteria(one, taken)
    return report(criteria)


if __name__ == "__main__":
    sys.exit(main())
