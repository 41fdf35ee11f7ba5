"""The commands that look after the database file: check, rebuild, backup, restore."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.database import Database, database_path
from data.keeping import NOTHING, Keeping
from data.storage.archive import Missing, mend, missing
from data.storage.backup import backup, restore
from data.storage.rebuild import check, rebuild
from errors import DatabaseDamaged, Message
from i18n import translator

SAY = translator("en")


@contextmanager
def opened(keeping: Keeping = NOTHING) -> Iterator[Database]:
    """The database, its archive brought up to date first; what it lacks is said on standard error.

    `keeping`: the sums that changes are to keep in step.
    """
    database = Database(keeping=keeping)
    try:
        mend(database)
        lost = missing(database)
        if lost:
            print(SAY(missing_sentence(lost)), file=sys.stderr)
        yield database
    finally:
        database.close()


def missing_sentence(lost: tuple[Missing, ...]) -> Message:
    """What the database lacks of what was stored once, in one sentence."""
    return Message("The database lacks {count} of the uploads that were stored in it (for example {file} of {day}): its file was "
                   "damaged, replaced or deleted. All of them can be rebuilt from the archive (python -m data rebuild).",
                   {"count": len(lost), "file": lost[-1].file, "day": lost[-1].loaded_at.date()})


def person() -> str:
    """Who calls: the name at this computer; empty where it has none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def check_storage() -> tuple[int, dict, str]:
    """Exit code, JSON and text of a thorough check."""
    with opened() as database:
        health = check(database)
    told = {"sound": health.sound, "uploads": health.uploads, "rows": health.rows, "missing": [one.upload for one in health.missing],
            "miscounted": list(health.miscounted), "spoilt": list(health.spoilt), "damaged_lines": health.damaged_lines}
    lines = [f"{health.uploads} uploads, {health.rows} rows: {'everything is there' if health.sound else 'something is wrong'}."]
    lines += [f"Missing: upload {one.upload}, {one.file}{' (its undoing only)' if one.undo_only else ''}" for one in health.missing]
    lines += [f"Upload {number}: the number of rows differs from the ledger." for number in health.miscounted]
    lines += [f"Upload {number}: its copy in the archive is damaged or gone." for number in health.spoilt]
    if health.damaged_lines:
        lines.append(f"Lines of the archive's list that cannot be read: {health.damaged_lines}.")
    return (0 if health.sound else 1), told, "\n".join(lines)


def rebuild_storage() -> tuple[int, dict, str]:
    """Exit code, JSON and text of a rebuilding; what the database still holds is archived first."""
    path = database_path()
    if path.exists():
        _archive_the_rest()
    done = rebuild(path)
    told = {"uploads": done.uploads, "rows": done.rows, "aside": str(done.aside) if done.aside else None, "lost": list(done.lost)}
    lines = [f"Rebuilt from the archive: {done.uploads} uploads, {done.rows} rows."]
    lines += [f"The file that was there is kept as {done.aside.name}."] if done.aside else []
    lines += [f"Not in the archive any more: {name}. Load that file again." for name in done.lost]
    return (1 if done.lost else 0), told, "\n".join(lines)


def _archive_the_rest() -> None:
    try:
        database = Database()
    except DatabaseDamaged as fault:
        print(SAY(fault.message), file=sys.stderr)
        return
    try:
        mend(database)
    except DatabaseDamaged as fault:
        print(SAY(fault.message), file=sys.stderr)
    finally:
        database.close()


def backup_storage(target: str) -> tuple[int, dict, str]:
    """Exit code, JSON and text of a backup."""
    with opened() as database:
        done = backup(database, Path(target))
    told = {"file": str(done.file), "uploads": done.uploads, "rows": done.rows}
    return 0, told, f"Backed up to {done.file}: {done.uploads} uploads, {done.rows} rows."


def restore_storage(source: str) -> tuple[int, dict, str]:
    """Exit code, JSON and text of a restore."""
    done = restore(database_path(), Path(source))
    told = {"uploads": done.uploads, "rows": done.rows, "aside": str(done.aside) if done.aside else None}
    kept = f" What was there is kept as {done.aside.name}." if done.aside else ""
    return 0, told, f"Restored: {done.uploads} uploads, {done.rows} rows.{kept}"
