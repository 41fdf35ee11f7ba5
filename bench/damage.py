"""python -m bench.damage: damage what is stored in 200 ways, one at a time and two together, and
look whether it is told and made good.

Each case takes a copy of one small company: its database with a log that is not
yet in it, its archive, older states of both and another company's. It is damaged,
started and checked; then, on a second copy, rebuilt. Never may anything end in a
traceback or stay untold, and what a rebuilding brings back equals what was
stored, or is named by number, file and rows.
"""

import json
import random
import shutil
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from bench import Criterion, asked_quick, report
from data.archive.archive import mend
from data.archive.named_files import is_as_named
from data.archive.rebuild import Rebuilt, check, rebuild
from data.archive.standing import folder_of, look
from data.database.connection import Database
from data.kinds.catalog import NPS, SURVEY
from data.reading.options import Options
from data.uploads.prepare import Prepared, prepare
from data.uploads.store import add, undo
from errors import DatabaseDamaged, ServiceCultureError

SEED, CASES, QUICK = 1, 200, 24
NAME = "own.duckdb"
_STATES = 4  # older states of the company that are kept

Damage = Callable[[Path, "Ready"], None]


@dataclass(frozen=True)
class Ready:
    """The company that is damaged. `older`: earlier states of its folder; `foreign`: another
    company's folder; `truth`, `theirs`: their uploads."""

    folder: Path
    older: tuple[Path, ...]
    foreign: Path
    truth: dict[tuple[int, str], tuple] = field(repr=False)
    theirs: dict[tuple[int, str], tuple] = field(repr=False)


@dataclass(frozen=True)
class Seen:
    """What became of a case. `told` at the start, `checked` by the check after it; `harmless`:
    nothing that anybody reads was touched.

    `broke`: what ended in a traceback; `unnamed`: uploads that a rebuilding left out or changed
    without naming them.
    """

    told: bool = False
    checked: bool = False
    harmless: bool = False
    broke: str = ""
    equal: bool = False
    refused: bool = False
    unnamed: tuple[int, ...] = ()
    mixed: bool = False

    @property
    def silent(self) -> bool:
        """Whether nobody was told of something that was damaged."""
        return not (self.told or self.checked or self.harmless or self.broke)

    @property
    def is_good(self) -> bool:
        """Whether it was told, and everything is there again or named."""
        return not (self.silent or self.broke or self.unnamed or self.mixed)


def file_of(first: int, rows: int = 40) -> Prepared:
    """Answers with two faults, so that they bring issues."""
    lines = [
        f"{first + at},2026-01-{1 + at % 27:02} 10:00,Store {at % 5},{at % 12},said {at}"
        for at in range(rows)
    ]
    return prepare(
        "\n".join(["response_id,date,store,score,comment", *lines]).encode(),
        f"answers-{first}.csv",
        NPS,
        Options(),
    )


def _survey(name: str) -> Prepared:
    return prepare(
        b"date,overall_satisfaction\n2026-01-05,4\n2026-01-06,2\n",
        f"{name}.csv",
        SURVEY,
        Options(scale="1-5"),
    )


def make(folder: Path) -> Ready:
    """The company, its older states, and another one."""
    own, theirs, older = folder / "own", folder / "foreign", []
    steps = [
        lambda db: add(db, file_of(1)),
        lambda db: add(db, _survey("survey")),
        lambda db: (add(db, file_of(100)), undo(db, 1)),
        lambda db: add(db, file_of(120)),
    ]
    own.mkdir(parents=True)
    for number, step in enumerate(steps):
        with closing(Database(own / NAME)) as database:
            step(database)
        older.append(Path(shutil.copytree(own, folder / f"older-{number}")))
    _end_unsettled(own / NAME, file_of(300), folder / "ready")
    theirs.mkdir()
    with closing(Database(theirs / NAME)) as database:
        for first in (7001, 8001, 9001):
            add(database, file_of(first))
    ready = folder / "ready"
    return Ready(
        ready,
        tuple(older),
        theirs,
        _uploads_of(shutil.copytree(ready, folder / "whole") / NAME),
        _uploads_of(shutil.copytree(theirs, folder / "theirs") / NAME),
    )


def _end_unsettled(path: Path, last: Prepared, ready: Path) -> None:
    """One upload more, whose changes are committed and still in the log, as a killed program leaves
    them."""
    usual, Database._checkpoint = Database._checkpoint, lambda self: None
    try:
        with closing(Database(path)) as database:
            add(database, last)
            shutil.copytree(path.parent, ready)
    finally:
        Database._checkpoint = usual


def _uploads_of(path: Path) -> dict[tuple[int, str], tuple]:
    """Number and file of each upload -> all that is stored of it."""
    with closing(Database(path)) as database, database.read() as reading:
        ledger = reading.rows(
            "SELECT id, file, to_json(upload)::VARCHAR, kind FROM upload ORDER BY id"
        )
        return {
            (number, file): (
                json.loads(told),
                reading.rows(
                    f"SELECT * EXCLUDE (live) FROM rows_{kind} WHERE upload = ? ORDER BY ALL",
                    [number],
                ),
                reading.rows("FROM issue WHERE upload = ? ORDER BY ALL", [number]),
            )
            for number, file, told, kind in ledger
        }


# --- Damages of one file


def _delete(file: Path) -> None:
    file.unlink(missing_ok=True)


def _flip(share: float) -> Callable[[Path], None]:
    def work(file: Path) -> None:
        content = bytearray(file.read_bytes())
        if content:
            content[min(len(content) - 1, int(len(content) * share))] ^= 0x55
            file.write_bytes(content)

    return work


def _blot(share: float) -> Callable[[Path], None]:
    """Zeroes over a stretch, as a bad sector gives."""

    def work(file: Path) -> None:
        content = file.read_bytes()
        start = int(len(content) * share)
        stretch = min(4096, max(1, len(content) // 8))
        file.write_bytes(
            content[:start]
            + bytes(len(content[start : start + stretch]))
            + content[start + stretch :]
        )

    return work


def _cut(share: float) -> Callable[[Path], None]:
    return lambda file: file.write_bytes(file.read_bytes()[: int(file.stat().st_size * share)])


def _append(garbage: bytes) -> Callable[[Path], None]:
    return lambda file: file.write_bytes(file.read_bytes() + garbage)


def _lines(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[Path], None]:
    return lambda file: file.write_bytes(
        b"".join(change(file.read_bytes().splitlines(keepends=True)))
    )


def _signed(**event: object) -> bytes:
    """A line whose check sum is right and whose content is not."""
    return (
        json.dumps(
            {**event, "check": zlib.crc32(json.dumps(event, sort_keys=True).encode())}
        ).encode()
        + b"\n"
    )


GARBAGE = {
    "a list": b"[1]\n",
    "a number": b"7\n",
    "a text": b'"x"\n',
    "null": b"null\n",
    "an empty object": b"{}\n",
    "NUL bytes": b"\0" * 300 + b"\n",
    "no end": b'{"event": "sto',
    "blank lines": b"\n\n",
    "a very long line": b"x" * 3_000_000 + b"\n",
    "deeply nested": b"[" * 100_000 + b"\n",
    "an unknown event": _signed(event="gone"),
    "no event": _signed(upload=1),
    "wrong types": _signed(event="undone", upload="1", loaded_at=2, undone_at=[]),
    "a list of uploads that is none": _signed(event="accepted", uploads=7),
    "all accepted away": _signed(event="accepted", uploads=[]),
    "a path for a hash": _signed(
        event="stored",
        upload=9,
        loaded_at="2026-01-01 00:00:00",
        kind="nps",
        file="x",
        kept=1,
        origin="own",
        rows="../../x",
        record="../../y",
    ),
}


def _of_database(work: Callable[[Path], None]) -> Damage:
    return lambda folder, ready: work(folder / NAME)


def _of_log(work: Callable[[Path], None]) -> Damage:
    def damage(folder: Path, ready: Ready) -> None:
        log = folder / f"{NAME}.wal"
        if log.exists():
            work(log)

    return damage


def _manifest(folder: Path) -> Path:
    return folder_of(folder / NAME) / "manifest.jsonl"


def _of_manifest(work: Callable[[Path], None]) -> Damage:
    def damage(folder: Path, ready: Ready) -> None:
        if _manifest(folder).exists():
            work(_manifest(folder))

    return damage


def _files_of(ready: Ready, upload: int) -> dict[str, Path]:
    """The names of the two files of an upload, as its line tells them."""
    told = [json.loads(line) for line in _manifest(ready.folder).read_bytes().splitlines()]
    line = next(line for line in told if line["event"] == "stored" and line["upload"] == upload)
    return {"rows": Path(f"{line['rows']}.parquet"), "record": Path(f"{line['record']}.json")}


def _of_copy(which: str, upload: int, work: Callable[[Path], None]) -> Damage:
    def damage(folder: Path, ready: Ready) -> None:
        file = folder_of(folder / NAME) / _files_of(ready, upload)[which]
        if file.exists():
            work(file)

    return damage


def _swapped_copy(which: str, upload: int, other: int) -> Damage:
    def damage(folder: Path, ready: Ready) -> None:
        archive = folder_of(folder / NAME)
        if archive.exists():
            shutil.copy(
                folder_of(ready.folder / NAME) / _files_of(ready, other)[which],
                archive / _files_of(ready, upload)[which],
            )

    return damage


def _foreign_copies(folder: Path, ready: Ready) -> None:
    """The files of another company beside one's own."""
    archive = folder_of(folder / NAME)
    archive.mkdir(exist_ok=True)
    for file in folder_of(ready.foreign / NAME).iterdir():
        if file.name != "manifest.jsonl":
            shutil.copy(file, archive)


def _replace(source: Callable[[Ready], Path], *parts: str) -> Damage:
    """Put parts of another state in the place of one's own: the database with its log, the list,
    the whole archive."""

    def damage(folder: Path, ready: Ready) -> None:
        here, there = folder / NAME, source(ready) / NAME
        if "database" in parts:
            _delete(folder / f"{NAME}.wal")
            shutil.copy(there, here)
        if "manifest" in parts:
            folder_of(here).mkdir(exist_ok=True)
            shutil.copy(_manifest(there.parent), _manifest(folder))
        if "archive" in parts:
            shutil.rmtree(folder_of(here), ignore_errors=True)
            shutil.copytree(folder_of(there), folder_of(here))

    return damage


def _no_archive(folder: Path, ready: Ready) -> None:
    shutil.rmtree(folder_of(folder / NAME), ignore_errors=True)


def _no_files(ending: str) -> Damage:
    def damage(folder: Path, ready: Ready) -> None:
        for file in folder_of(folder / NAME).glob(f"*.{ending}"):
            file.unlink()

    return damage


def _no_database(folder: Path, ready: Ready) -> None:
    _delete(folder / NAME)
    _delete(folder / f"{NAME}.wal")


_PLACES = (0.02, 0.3, 0.6, 0.95)
DATABASE: dict[str, Damage] = {
    "database deleted": _no_database,
    "database deleted, its log left": _of_database(_delete),
    **{f"database flipped at {share:.0%}": _of_database(_flip(share)) for share in _PLACES},
    **{f"database blotted at {share:.0%}": _of_database(_blot(share)) for share in _PLACES},
    **{f"database cut at {share:.0%}": _of_database(_cut(share)) for share in (0, 0.1, 0.5, 0.9)},
    "database is a text": _of_database(lambda file: file.write_text("date,score\n" * 900)),
    "garbage behind the database": _of_database(_append(b"\0x" * 3000)),
    **{
        f"database of {_STATES - number} states ago": _replace(
            lambda ready, number=number: ready.older[number], "database"
        )
        for number in range(_STATES)
    },
    "database of another company": _replace(lambda ready: ready.foreign, "database"),
}
LOG: dict[str, Damage] = {
    "log deleted": _of_log(_delete),
    "log emptied": _of_log(_cut(0)),
    "garbage behind the log": _of_log(_append(b"\0x" * 200)),
    **{f"log flipped at {share:.0%}": _of_log(_flip(share)) for share in _PLACES},
    **{f"log cut at {share:.0%}": _of_log(_cut(share)) for share in (0.3, 0.7, 0.97)},
}
MANIFEST: dict[str, Damage] = {
    "list deleted": _of_manifest(_delete),
    **{f"list flipped at {share:.0%}": _of_manifest(_flip(share)) for share in _PLACES},
    **{
        f"list cut at {share:.0%}": _of_manifest(_cut(share))
        for share in (0, 0.25, 0.5, 0.75, 0.99)
    },
    **{
        f"list without line {at}": _of_manifest(
            _lines(lambda lines, at=at: lines[:at] + lines[at + 1 :])
        )
        for at in (0, 2, 4)
    },
    "list without its last line": _of_manifest(_lines(lambda lines: lines[:-1])),
    "list with a line twice": _of_manifest(_lines(lambda lines: [*lines, lines[1]])),
    "list with lines exchanged": _of_manifest(
        _lines(lambda lines: [*lines[1:3], lines[0], *lines[3:]])
    ),
    "list with other line ends": _of_manifest(
        lambda file: file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    ),
    **{f"list and {name}": _of_manifest(_append(garbage)) for name, garbage in GARBAGE.items()},
    "list with a list in its middle": _of_manifest(
        _lines(lambda lines: [*lines[:2], b"[1]\n", *lines[2:]])
    ),
    **{
        f"list of {_STATES - number} states ago": _replace(
            lambda ready, number=number: ready.older[number], "manifest"
        )
        for number in range(_STATES)
    },
    "list of another company": _replace(lambda ready: ready.foreign, "manifest"),
}
COPIES: dict[str, Damage] = {
    **{
        f"{which} of upload {upload} {name}": _of_copy(which, upload, work)
        for which in ("rows", "record")
        for upload in (1, 3, 5)
        for name, work in (("deleted", _delete), ("cut", _cut(0.5)), ("flipped", _flip(0.4)))
    },
    **{
        f"{which} of upload 4 exchanged": _swapped_copy(which, 4, 3) for which in ("rows", "record")
    },
    "all rows deleted": _no_files("parquet"),
    "all records deleted": _no_files("json"),
    "archive deleted": _no_archive,
    **{
        f"archive of {_STATES - number} states ago": _replace(
            lambda ready, number=number: ready.older[number], "archive"
        )
        for number in (0, _STATES - 1)
    },
    "archive of another company": _replace(lambda ready: ready.foreign, "archive"),
    "files of another company in the archive": _foreign_copies,
}
GROUPS = {"database": DATABASE, "log": LOG, "list": MANIFEST, "copies": COPIES}
SINGLE = {name: damage for group in GROUPS.values() for name, damage in group.items()}


def cases(count: int, seed: int = SEED) -> list[tuple[str, ...]]:
    """Every single damage, then pairs of different groups drawn at random; with few, some of
    both."""
    chance = random.Random(seed)
    singles = [(name,) for name in SINGLE]
    if count < len(singles) * 2:
        singles = chance.sample(singles, count // 2)
    pairs: set[tuple[str, ...]] = set()
    while len(pairs) < count - len(singles):
        one, other = chance.sample(list(GROUPS), 2)
        pairs.add(
            tuple(sorted((chance.choice(list(GROUPS[one])), chance.choice(list(GROUPS[other])))))
        )
    return [*singles, *sorted(pairs)]


def tried(case: tuple[str, ...], ready: Ready, folder: Path) -> Seen:
    """Damage a copy, start and check it; damage another and rebuild it."""
    try:
        started = _damaged(case, ready, folder / "started")
        told, checked = _told(started / NAME)
        harmless = not (told or checked) and _is_untouched(started / NAME, ready)
        return Seen(
            told,
            checked,
            harmless,
            **_rebuilt(_damaged(case, ready, folder / "rebuilt") / NAME, ready),
        )
    except Exception as fault:  # noqa: BLE001 -- whatever is no sentence is what this bench looks for
        return Seen(broke=f"{type(fault).__name__}: {fault}")


def _damaged(case: tuple[str, ...], ready: Ready, folder: Path) -> Path:
    shutil.copytree(ready.folder, folder)
    for name in case:
        SINGLE[name](folder, ready)
    return folder


def _told(path: Path) -> tuple[bool, bool]:
    """Whether a start tells of something, and whether the check after it does."""
    try:
        with closing(Database(path)) as database:
            done, seen = mend(database), look(database)
            told = bool(done.told or seen.missing or seen.notices or seen.foreign)
            return told, _checked(database)
    except ServiceCultureError:
        return True, True


def _checked(database: Database) -> bool:
    try:
        return not check(database).sound
    except DatabaseDamaged:
        return True


def _is_untouched(path: Path, ready: Ready) -> bool:
    """Whether everything is as it was stored: only bytes that nobody reads were changed."""
    archive = folder_of(path)
    files = [file for file in archive.iterdir() if file.name != "manifest.jsonl"]
    return (
        _uploads_of(path) == ready.truth
        and all(map(is_as_named, files))
        and (archive / "manifest.jsonl").read_bytes() == _manifest(ready.folder).read_bytes()
    )


def _rebuilt(path: Path, ready: Ready) -> dict[str, object]:
    """What a rebuilding brought back, as the command does it: what the database still holds is
    archived first."""
    try:
        with closing(Database(path)) as database:
            mend(database, thorough=True)
    except ServiceCultureError:
        pass  # told at the start; the archive has to do
    try:
        done = rebuild(path)
    except ServiceCultureError:
        return {"refused": True}
    there = _uploads_of(path)
    wanted = ready.theirs if there and not there.keys() & ready.truth.keys() else ready.truth
    return {
        "equal": there == wanted,
        "unnamed": _unnamed(there, wanted, done),
        "mixed": bool(there.keys() - wanted.keys()),
    }


def _unnamed(there: dict, wanted: dict, done: Rebuilt) -> tuple[int, ...]:
    """Uploads that are not as they were stored, and that no word was said about: neither of them,
    nor that more may have come since."""
    until = str(done.latest.loaded_at) if done.latest else "9"
    lost = {(number, file) for number, file, _ in (*done.lost, *done.without_issues)}
    return tuple(
        key[0]
        for key in wanted
        if there.get(key) != _as_of(wanted[key], until)
        and key not in lost
        and key[0] not in done.unknown
    )


def _as_of(upload: tuple, until: str) -> tuple | None:
    """An upload as it was at a moment: not yet undone, or not yet there."""
    told = upload[0]
    if told["loaded_at"] > until:
        return None
    return (told | {"undone_at": None} if (told["undone_at"] or "") > until else told, *upload[1:])


def run(folder: Path, count: int) -> dict[tuple[str, ...], Seen]:
    """All cases on one company."""
    ready, seen = make(folder / "made"), {}
    for number, case in enumerate(cases(count)):
        seen[case] = tried(case, ready, folder / str(number))
        shutil.rmtree(folder / str(number), ignore_errors=True)
    return seen


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was seen and the criteria; 1 where one fails."""
    count = (
        QUICK
        if asked_quick(
            "Damage what is stored, and look whether it is told and made good.", arguments
        )
        else CASES
    )
    with tempfile.TemporaryDirectory() as folder:
        seen = run(Path(folder), count)
    for case, one in seen.items():
        if not one.is_good:
            print(f"{' + '.join(case)}: {one}")
    _print_table(seen)
    tally = seen.values()
    return report(
        [
            Criterion(
                "damages that nobody was told of",
                sum(one.silent for one in tally),
                high=0,
                pattern="{:.0f}",
            ),
            Criterion(
                "damages that ended in a traceback",
                sum(bool(one.broke) for one in tally),
                high=0,
                pattern="{:.0f}",
            ),
            Criterion(
                "rebuildings that left something out without naming it",
                sum(bool(one.unnamed) for one in tally),
                high=0,
                pattern="{:.0f}",
            ),
            Criterion(
                "rebuildings that mixed two companies",
                sum(one.mixed for one in tally),
                high=0,
                pattern="{:.0f}",
            ),
        ]
    )


def _print_table(seen: dict[tuple[str, ...], Seen]) -> None:
    print(
        f"{'damaged':<22}{'cases':>7}{'told':>7}{'by the check only':>19}{'harmless':>10}{'rebuilt equal':>15}{'rest named':>12}{'refused':>9}"
    )
    group_of = {name: group for group, damages in GROUPS.items() for name in damages}
    for group, count in sorted(
        Counter(" + ".join(sorted(group_of[name] for name in case)) for case in seen).items()
    ):
        ones = [
            one
            for case, one in seen.items()
            if " + ".join(sorted(group_of[name] for name in case)) == group
        ]
        told, harmless = sum(one.told for one in ones), sum(one.harmless for one in ones)
        equal, refused = sum(one.equal for one in ones), sum(one.refused for one in ones)
        print(
            f"{group:<22}{count:>7}{told:>7}{sum(one.checked and not one.told for one in ones):>19}{harmless:>10}{equal:>15}"
            f"{count - equal - refused:>12}{refused:>9}"
        )


if __name__ == "__main__":
    sys.exit(main())
