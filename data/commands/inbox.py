"""The inbox: a folder beside the database with a folder for each kind of file. What is dropped there is
loaded; beside it appears what came of it, in words.

    inbox/nps/answers.csv          waits for its turn, once it no longer grows
    inbox/nps/stored/answers.csv   is stored; answers.csv.txt says as what
    inbox/nps/waiting/answers.csv  needs a person; answers.csv.txt says what for

Where something was found in its rows, answers.csv-marked.xlsx shows them with the faults marked.

A file is moved after its rows are stored for good. Killed in between, the next look loads it again and
finds that it is stored already: nothing twice, nothing never.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from data.kinds.catalog import KINDS

STORED, WAITING = "stored", "waiting"
RESULT, MARKED = ".txt", "-marked.xlsx"
# What is on its way into a folder under another name, and what systems leave there by themselves.
_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart")
_QUIET_SECONDS = 2.0  # without a change: then a file is all there
_KINDS = {kind.name for kind in KINDS}

# Runs `load KIND FILE …` in a folder: its exit code and all that it said.
Load = Callable[[Path, list[str]], tuple[int, str]]


@dataclass(frozen=True)
class TakenIn:
    """A file of the inbox that had its turn: where it lies now, and whether it is stored."""

    kind: str
    file: Path
    stored: bool


def inbox_of(database: Path) -> Path:
    """The inbox of a database: the folder that the settings name, else one beside it."""
    named = os.environ.get("SERVICE_CULTURE_INBOX", "").strip()
    return Path(named) if named else database.parent / "inbox"


def take_in(inbox: Path, load: Load) -> Iterator[TakenIn]:
    """Load the files that lie in the inbox, one after the other, the oldest first. A file that
    cannot be moved stays, and is found stored already the next time."""
    for kind, file in _arrived(inbox):
        draft = file.with_name(f".{file.name}{MARKED}")  # which is no file of the inbox
        draft.unlink(missing_ok=True)
        code, told = load(file.parent, ["load", f"--marked={draft.name}", "--", kind, file.name])
        target = _free(file.parent / (STORED if code == 0 else WAITING), file.name)
        target.parent.mkdir(exist_ok=True)
        result = target.with_name(target.name + RESULT)
        result.write_text(told, "utf-8")
        try:
            os.replace(file, target)
        except FileNotFoundError:  # another program took it in meanwhile, and tells of it
            result.unlink()
            draft.unlink(missing_ok=True)
            continue
        with suppress(FileNotFoundError):  # nothing was found in its rows
            os.replace(draft, target.with_name(target.name + MARKED))
        yield TakenIn(kind, target, code == 0)


def waiting(inbox: Path) -> list[Path]:
    """The files that need a person, by kind and name."""
    return sorted(
        file
        for kind in _folders(inbox)
        for file in _files(kind / WAITING)
        if not any(
            file.name.endswith(end) and file.with_name(file.name.removesuffix(end)).exists()
            for end in (RESULT, MARKED)
        )
    )


def put_away(file: Path, told: str) -> None:
    """A file that waited for a person, and was stored by one, lies with the others that are stored;
    `told`: what came of it."""
    target = _free(file.parent.parent / STORED, file.name)
    target.parent.mkdir(exist_ok=True)
    target.with_name(target.name + RESULT).write_text(told, "utf-8")
    with suppress(FileNotFoundError):  # somebody took it away meanwhile
        os.replace(file, target)
    for end in (RESULT, MARKED):
        file.with_name(file.name + end).unlink(missing_ok=True)


def _arrived(inbox: Path) -> list[tuple[str, Path]]:
    """The files that are all there, with their kinds."""
    found = [
        (file.stat().st_mtime, kind.name, file)
        for kind in _folders(inbox)
        for file in _files(kind)
        if not file.name.lower().endswith(_UNFINISHED)
    ]
    ready = [one for one in found if time.time() - one[0] >= _QUIET_SECONDS or one[0] > time.time()]
    return [(kind, file) for _, kind, file in sorted(ready)]


def _folders(inbox: Path) -> list[Path]:
    if not inbox.is_dir():
        return []
    return sorted(folder for folder in inbox.iterdir() if folder.name in _KINDS and folder.is_dir())


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return [
        file
        for file in folder.iterdir()
        if file.is_file() and not file.is_symlink() and not file.name.startswith((".", "~$"))
    ]


def _free(folder: Path, name: str) -> Path:
    """A name that nothing has there: the same file may come every month."""
    target, stem, suffix = folder / name, Path(name).stem, Path(name).suffix
    number = 2
    while target.exists() or target.with_name(target.name + RESULT).exists():
        target = folder / f"{stem} ({number}){suffix}"
        number += 1
    return target
