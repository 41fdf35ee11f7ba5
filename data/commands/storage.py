"""The commands that look after the database file: check, rebuild, backup, restore, accept,
aside."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from data.archive.archive import accept, mend
from data.archive.backup import backup, restore
from data.archive.leftovers import Aside, clear_leftovers, set_asides
from data.archive.notices import Named, named
from data.archive.rebuild import Health, check, rebuild
from data.archive.standing import Look, Missing, look
from data.commands.caller import CALLER, one_database, person, where_called
from data.database.connection import Database, database_path
from data.database.rollup_spec import NOTHING, Keeping
from data.forgetting.again import let_go_again
from data.forgetting.finishing import finish
from data.lake.publish import lake_of, publish_lake
from data.log.audit import first_broken
from errors import DatabaseDamaged, Message, StorageFault
from i18n import translator

SAY = translator("en")
_THOROUGH = 3600.0  # seconds that one table may take to be read from end to end


@contextmanager
def opened(keeping: Keeping = NOTHING) -> Iterator[Database]:
    """The database, its archive brought up to date first; what is wrong with either is said on
    standard error.

    `keeping`: the sums that changes are to keep in step.
    """
    if (caller := CALLER.get()) is not None:
        # The dashboard keeps its archive in order itself: what would be mended from outside is what
        # somebody stores there at this moment.
        _complain(_told_of(look(caller.database)))
        yield caller.database
        return
    clear_leftovers(database_path())
    with one_database(keeping) as database:
        done = mend(database)
        finish(database)
        _complain((*done.told, *_told_of(look(database))))
        yield database


def _complain(messages: tuple[Message, ...]) -> None:
    for message in messages:
        print(SAY(message), file=sys.stderr)


def _told_of(seen: Look) -> tuple[Message, ...]:
    """What a start says of database and archive."""
    notices = [notice.message for notice in seen.notices]
    ways = (
        [
            Message(
                "Once you have read this and nothing is missing, go on with \u201cpython -m data "
                "accept\u201d."
            )
        ]
        if notices
        else []
    )
    return (
        *filter(None, [seen.foreign]),
        *([missing_sentence(seen.missing)] if seen.missing else []),
        *notices,
        *ways,
    )


def missing_sentence(lost: tuple[Missing, ...]) -> Message:
    """What the database lacks of what was stored once, in one sentence."""
    return Message(
        "The database lacks {count} of the uploads that were stored in it, or their undoing: "
        "{uploads}. Its file was damaged, replaced "
        "or deleted. What the archive holds of them can be rebuilt (python -m data rebuild).",
        {"count": len(lost), "uploads": named(one.named for one in lost)},
    )


def check_storage() -> tuple[int, dict, str]:
    """Exit code, JSON and text of a thorough check; copies that are spoilt and that the database
    still holds are made anew after it."""
    with opened() as database:
        database.seconds = _THOROUGH
        health = check(database)
        with database.read(limited=False) as reading:
            broken = first_broken(reading)
        mended = mend(database, thorough=True).count if health.spoilt else 0
        aside = set_asides(database.path)
    told = {
        "sound": health.sound,
        "uploads": health.uploads,
        "rows": health.rows,
        "missing": [one.upload for one in health.missing],
        "miscounted": list(health.miscounted),
        "spoilt": [number for number, *_ in health.spoilt],
        "damaged_lines": health.damaged_lines,
        "unknown": list(health.unknown),
        "notices": [SAY(notice.message) for notice in health.notices],
        "foreign": SAY(health.foreign) if health.foreign else None,
        "made_anew": mended,
        "aside": [one.file.name for one in aside],
        "log_broken_at": broken,
    }
    lines = [*_check_lines(health, mended), *_log_lines(broken), *_aside_lines(aside)]
    return (0 if health.sound and broken is None else 1), told, "\n".join(lines)


def _log_lines(broken: int | None) -> list[str]:
    if broken is None:
        return []
    return [f"The log is not as it was written from entry {broken} on: somebody changed the file."]


def _check_lines(health: Health, mended: int) -> list[str]:
    lines = [
        f"{health.uploads} uploads, {health.rows} rows: "
        f"{'everything is there' if health.sound else 'something is wrong'}."
    ]
    lines += [SAY(health.foreign)] if health.foreign else []
    lines += [
        f"Missing: {_spoken(one.named)}{' (its undoing only)' if one.undo_only else ''}"
        for one in health.missing
    ]
    lines += [f"Upload {number}: nothing of it is left." for number in health.unknown]
    lines += [
        f"Upload {number}: the number of rows differs from the ledger."
        for number in health.miscounted
    ]
    lines += [
        f"Its copy in the archive is damaged or gone: {_spoken(one)}" for one in health.spoilt
    ]
    lines += [f"Copies made anew from the database: {mended}."] if mended else []
    lines += [SAY(notice.message) for notice in health.notices]
    lines += (
        [f"Lines of the archive's list that cannot be read: {health.damaged_lines}."]
        if health.damaged_lines
        else []
    )
    return lines


def _spoken(upload: Named) -> str:
    number, file, rows = upload
    return f"upload {number}, {file}, rows: {rows}"


def _upload_json(upload: Named) -> dict:
    number, file, rows = upload
    return {"upload": number, "file": file, "rows": rows}


def rebuild_storage() -> tuple[int, dict, str]:
    """Exit code, JSON and text of a rebuilding; what the database still holds is archived first,
    where the archive is its own."""
    path = database_path()
    clear_leftovers(path)
    if path.exists():
        _archive_the_rest()
    done = rebuild(path, person())
    gone, said = _gone_again()
    told = {
        "uploads": done.uploads,
        "rows": done.rows,
        "aside": str(done.aside) if done.aside else None,
        "lost": [_upload_json(one) for one in done.lost],
        "without_issues": [_upload_json(one) for one in done.without_issues],
        "unknown": list(done.unknown),
        "latest": _upload_json(done.latest.named) if done.latest else None,
        **gone,
    }
    lines = [f"Rebuilt from the archive: {done.uploads} uploads, {done.rows} rows."]
    lines += [f"The file that was there is kept as {done.aside.name}."] if done.aside else []
    lines += [*map(SAY, done.told), *said]
    return (0 if done.is_whole else 1), told, "\n".join(lines)


def _archive_the_rest() -> None:
    try:
        database = Database()
    except DatabaseDamaged as fault:
        print(SAY(fault.message), file=sys.stderr)
        return
    try:
        mend(database, thorough=True)
        with suppress(StorageFault):  # the archive is another database's
            let_go_again(database, person())
        _complain(tuple(filter(None, [look(database).foreign])))
    except DatabaseDamaged as fault:
        print(SAY(fault.message), file=sys.stderr)
    finally:
        database.close()


def accept_storage() -> tuple[int, dict, str]:
    """Exit code, JSON and text of going on with what the database holds."""
    with opened() as database:
        seen = look(database)
        accept(database, person())
    told = {
        "without": [_upload_json(one.named) for one in seen.missing],
        "notices": len(seen.notices),
    }
    lines = ["From here on what the database holds counts. The copies stay in the archive."]
    return (
        0,
        told,
        "\n".join(lines + [f"No longer asked for: {_spoken(one.named)}" for one in seen.missing]),
    )


def list_aside() -> tuple[int, dict, str]:
    """Exit code, JSON and text of what was set aside."""
    aside = set_asides(database_path())
    told = {"aside": [{"file": str(one.file), "bytes": one.size} for one in aside]}
    return 0, told, "\n".join(_aside_lines(aside) or ["Nothing was set aside."])


def _aside_lines(aside: tuple[Aside, ...]) -> list[str]:
    if not aside:
        return []
    lines = [
        f"Set aside, used by nothing: {one.file.name} ({one.size / 1e6:.1f} MB)" for one in aside
    ]
    return [
        *lines,
        f"Delete what you are sure you no longer need; it is in {aside[0].file.parent}.",
    ]


def backup_storage(target: str) -> tuple[int, dict, str]:
    """Exit code, JSON and text of a backup."""
    with opened() as database:
        done = backup(database, where_called(target), person())
    file = target if done.file == where_called(target) else str(done.file)  # as it was typed
    told = {"file": file, "uploads": done.uploads, "rows": done.rows}
    return 0, told, f"Backed up to {file}: {done.uploads} uploads, {done.rows} rows."


def publish_storage(people: bool) -> tuple[int, dict, str]:
    """Exit code, JSON and text of putting the rows into the lake."""
    lake = lake_of(database_path())
    with opened() as database:
        rows = publish_lake(database, lake, people, person())
    kept = "" if people else " Records of staff and what names somebody were left out."
    told = f"{len(rows)} tables with {sum(rows.values())} rows are in the lake.{kept}"
    return 0, {"tables": rows, "people": people}, told


def restore_storage(source: str) -> tuple[int, dict, str]:
    """Exit code, JSON and text of a restore."""
    done = restore(database_path(), Path(source), person())
    gone, said = _gone_again()
    told = {
        "uploads": done.uploads,
        "rows": done.rows,
        "aside": str(done.aside) if done.aside else None,
        **gone,
    }
    kept = [f"What was there is kept as {done.aside.name}."] if done.aside else []
    first = f"Restored: {done.uploads} uploads, {done.rows} rows."
    return 0, told, " ".join([first, *kept, *said])


def _gone_again() -> tuple[dict, list[str]]:
    """Whoever was let go of since what was put in the database's place was made goes again: as JSON, and
    in sentences. Where that cannot be done now, what was put there is in its place all the same."""
    try:
        with closing(Database()) as database:
            again, expired_again = let_go_again(database, person())
    except StorageFault as fault:
        put_off = SAY(fault.message)
        waits = (
            "Whoever was let go of since it was made may still be named, in it or in the archive: the "
            f"next start sees to that. Now it could not be done: {put_off}"
        )
        return {"forgotten_again": None, "expired_again": None, "put_off": put_off}, [waits]
    said = []
    if again:
        said.append(
            f"Rows that named people who were forgotten since: {again}; they no longer do. Texts are "
            "not searched without a name: run “python -m data forget” with it again."
        )
    if expired_again:
        said.append(
            "Rows with names or comments that were let go of since the copy was made: "
            f"{expired_again}; they are without them again."
        )
    return {"forgotten_again": again, "expired_again": expired_again}, said
