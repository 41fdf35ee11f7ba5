"""A report made in a process of its own, on a copy of the database: readers go on, and whoever
cancels it leaves nothing behind."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from data.database.connection import Database
from data.roles import Viewer, written
from errors import StorageFault
from reports.outline.period import ReportPeriod

_ROOT = Path(__file__).resolve().parents[1]
_PREFIX = "report-"
_LOOK = 0.1  # seconds between two looks at the process
_COPIED = 0.05  # of the whole is the copy
_OLD = 24 * 3600.0  # seconds after which a folder is one that a killed server left
_LONGEST = 400  # letters of what the process says at its end


@dataclass(frozen=True)
class Wanted:
    """A report that somebody asks for: of what, in which language and form, for whom."""

    period: ReportPeriod
    language: str
    ending: str
    viewer: Viewer

    @property
    def file(self) -> str:
        """The name to save it under."""
        return f"report_{self.period.written}_{self.language}.{self.ending}"


def make(database: Database, wanted: Wanted, tell: Callable[[float], None]) -> bytes:
    """The file. `tell` is told how far it is; what it raises ends the process, and nothing of it is
    left."""
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_room(database)))
    try:
        tell(0.0)
        source = _source(database, folder)
        tell(_COPIED)
        return _made(source, wanted, folder, tell)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _room(database: Database) -> Path | None:
    """The folder of the database, since it may take a copy; another where that may not be
    written."""
    if database.read_only:
        return None
    folder = database.path.parent
    for left in folder.glob(f"{_PREFIX}*"):
        if left.is_dir() and time.time() - left.stat().st_mtime > _OLD:
            shutil.rmtree(left, ignore_errors=True)
    return folder


def _source(database: Database, folder: Path) -> Path:
    """A copy of the database; the file itself where it can only be read, as others may do too."""
    if database.read_only and not database.follows:
        return database.path
    copy = folder / database.file.name
    database.copy_to(copy)
    return copy


def _made(source: Path, wanted: Wanted, folder: Path, tell: Callable[[float], None]) -> bytes:
    file, told, wrong = folder / wanted.file, folder / "progress", folder / "wrong"
    call = (
        *(sys.executable, "-m", "reports", wanted.period.grain, wanted.period.written, str(file)),
        *("--language", wanted.language, "--format", wanted.ending, "--progress"),
    )
    settings = {
        **os.environ,
        "SERVICE_CULTURE_FOLLOW": "",  # it works on the copy
        "SERVICE_CULTURE_DB": str(source),
        "SERVICE_CULTURE_ROLE": written(wanted.viewer),
    }
    with told.open("wb") as out, wrong.open("wb") as errors:
        process = subprocess.Popen(
            call, cwd=_ROOT, env=settings, stdin=subprocess.DEVNULL, stdout=out, stderr=errors
        )
    try:
        while process.poll() is None:
            time.sleep(_LOOK)
            tell(_COPIED + (1 - _COPIED) * _part(told))
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
    if process.returncode or not file.exists():
        raise StorageFault("The report could not be made: {reason}", reason=_reason(wrong))
    return file.read_bytes()


def _part(told: Path) -> float:
    """The last that the process said of how far it is."""
    lines = told.read_text("utf-8", errors="replace").split()
    for line in reversed(lines):
        try:
            return min(1.0, max(0.0, float(line)))
        except ValueError:
            continue
    return 0.0


def _reason(wrong: Path) -> str:
    lines = wrong.read_text("utf-8", errors="replace").strip().splitlines()
    return lines[-1][-_LONGEST:] if lines else "–"
