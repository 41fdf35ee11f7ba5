"""python -m data retention: what is personal is kept no longer than the company has set."""

import argparse
from collections.abc import Callable
from datetime import date

from data.commands.caller import person
from data.commands.inbox import inbox_of
from data.commands.storage import opened
from data.database.connection import Database
from data.database.rollup_spec import Keeping
from data.forgetting.again import let_go_again
from data.forgetting.remains import Copy, older_copies, sent_files
from data.forgetting.retention import (
    Retained,
    kept_months,
    rehearse_retention,
    retain,
    settings,
)
from data.log.audit import COMMENTS, CUSTOMER, EMPLOYEE
from data.uploads.store import Watch

Say = Callable[[object], int]
ABOUT = "Let go of what is personal and kept too long; first only tell what it would do."
_TOLD = {
    EMPLOYEE: "Members of staff not seen since {before}: {people}, named in {rows} rows.",
    CUSTOMER: "Customers not seen since {before}: {people}, named in {rows} rows.",
    COMMENTS: "Comments from before {before}: {rows}.",
}

_AGAIN = "Rows of people or comments that were let go of before and were there again: {rows}. They no longer are."


def add_options(parser: argparse.ArgumentParser) -> None:
    """How far."""
    parser.add_argument(
        "--for-good", action="store_true", help="do it; without this it is only told"
    )


def asked_for(asked: argparse.Namespace, as_json: Say, keeping: Keeping, watch: Watch) -> int:
    """Do it, or tell what it would do."""
    if not kept_months():
        names = ", ".join(settings())
        told = f"Everything is kept: none of {names} is set."
        return as_json({"for_good": False, "expired": []}) if asked.json else _lines([told])
    with opened(keeping) as database:
        today = date.today()
        again = sum(let_go_again(database, person())) if asked.for_good else 0
        done = (
            retain(database, today, person(), watch)
            if asked.for_good
            else rehearse_retention(database, today, watch)
        )
        copies, files = _left(database, done) if done.expired else ((), [])
    if asked.json:
        return as_json(_as_json(done, copies, files, asked.for_good) | {"again": again})
    lines = _told(done, copies, files, asked.for_good)
    return _lines([*([_AGAIN.format(rows=again)] if again else []), *lines])


def _left(database: Database, done: Retained) -> tuple[tuple[Copy, ...], list[str]]:
    """Copies of before, and files as they were sent, that hold what was let go of."""
    with database.read() as reading:
        names = dict(reading.rows("SELECT id, file FROM upload"))
        copies = older_copies(reading, database.path)
    sent = {names[upload] for one in done.expired for _, upload in one.rows}
    return copies, list(map(str, sent_files(inbox_of(database.path), sent)))


def _lines(lines: list[str]) -> int:
    print("\n".join(lines))
    return 0


def _told(done: Retained, copies: tuple[Copy, ...], files: list[str], for_good: bool) -> list[str]:
    if not done.expired:
        return ["Nothing is older than it is kept."]
    lines = []
    for one in done.expired:
        rows = sum(one.rows.values())
        lines.append(
            _TOLD[one.sort].format(before=f"{one.before:%Y-%m-%d}", people=one.people, rows=rows)
        )
        lines += [f"  {kind}, upload {upload}: {n}" for (kind, upload), n in one.rows.items()]
    lines.append(
        "The names were exchanged for others made by chance, the comments emptied; the log says so."
        if for_good
        else "Nothing was changed (--for-good does it)."
    )
    lines += [] if done.moves else ["No KPI value is another."]
    lines += [
        f"Another value: {move.kpi} {move.period:%Y-%m}: {move.before} -> {move.after}"
        for move in done.moves
    ]
    lines += [
        f"Made before, holds them: {one.name}, {one.since:%Y-%m-%d}. Delete it."
        for one in copies
        if one.there and not one.lacking
    ]
    lines += [
        f"Of an upload that the database lacks, may hold them: {one.name}, {one.since:%Y-%m-%d}. It may "
        "be the only copy of its rows: delete it once nobody needs them."
        for one in copies
        if one.lacking
    ]
    if elsewhere := sum(not one.there for one in copies):
        lines.append(f"Copies made to other places, as far as they still exist: {elsewhere}.")
    return lines + [f"As it was sent: {file}. Delete it." for file in files]


def _as_json(
    done: Retained, copies: tuple[Copy, ...], files: list[str], for_good: bool
) -> dict[str, object]:
    return {
        "for_good": for_good,
        "expired": [
            {
                "what": one.sort,
                "before": one.before.isoformat(),
                "people": one.people,
                "rows": [
                    {"kind": kind, "upload": upload, "rows": rows}
                    for (kind, upload), rows in one.rows.items()
                ],
            }
            for one in done.expired
        ],
        "moves": [
            {
                "kpi": move.kpi,
                "period": move.period.isoformat(),
                "before": move.before,
                "after": move.after,
            }
            for move in done.moves
        ],
        "copies": [
            {"name": one.name, "there": one.there, "lacking": one.lacking} for one in copies
        ],
        "sent_files": files,
    }
