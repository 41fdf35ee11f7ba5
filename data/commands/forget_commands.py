"""python -m data forget: somebody is taken out of all that is stored, on request."""

import argparse
from collections.abc import Callable

from data.commands.caller import person
from data.commands.inbox import inbox_of
from data.commands.storage import opened
from data.database.rollup_spec import Keeping
from data.forgetting.forget import TakenOut, forget, let_in, rehearse
from data.forgetting.remains import Copy, older_copies, sent_files
from data.log.audit import CUSTOMER, EMPLOYEE
from data.uploads.store import Watch
from errors import WrongCall

Say = Callable[[object], int]
ABOUT = "Take somebody out of all that is stored, on request; first only tell what it would do."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Who, and how far."""
    for sort, about in (
        (CUSTOMER, "number or address of a customer, as files have it"),
        (EMPLOYEE, "number or name of a member of staff, as records have it"),
    ):
        parser.add_argument(f"--{sort}", action="append", default=[], metavar="NAME", help=about)
    parser.add_argument(
        "--texts", action="store_true", help="take the name out of what people wrote too"
    )
    parser.add_argument(
        "--for-good", action="store_true", help="do it; without this it is only told"
    )
    parser.add_argument(
        "--let-in", action="store_true", help="files may bring them again, as somebody new"
    )


def asked_for(asked: argparse.Namespace, as_json: Say, keeping: Keeping, watch: Watch) -> int:
    """Do it, or tell what it would do."""
    named = {sort: names for sort in (CUSTOMER, EMPLOYEE) if (names := getattr(asked, sort))}
    if len(named) != 1:
        raise WrongCall("Name one person: a customer or a member of staff, by all their names.")
    ((sort, names),) = named.items()
    with opened(keeping) as database:
        if asked.let_in:
            let_in(database, sort, names, person())
            return as_json({"let_in": True}) if asked.json else _lines(["Let in again."])
        if asked.for_good:
            done = forget(database, sort, names, person(), watch, asked.texts)
        else:
            done = rehearse(database, sort, names, watch, asked.texts)
        with database.read() as reading:
            copies = older_copies(reading, database.path)
        files = sent_files(inbox_of(database.path), (one.file for one in done.touched))
    if asked.json:
        told = _as_json(done, copies)
        return as_json({**told, "for_good": asked.for_good, "sent_files": list(map(str, files))})
    return _lines(_told(done, copies, list(map(str, files)), asked.for_good, asked.texts))


def _lines(lines: list[str]) -> int:
    print("\n".join(lines))
    return 0


def _told(
    done: TakenOut, copies: tuple[Copy, ...], files: list[str], for_good: bool, texts: bool
) -> list[str]:
    lines = [
        f"Rows that no longer name this person: {done.rows}."
        if for_good
        else f"Rows that name this person: {done.rows}. Nothing was changed (--for-good does it)."
    ]
    lines += [f"  {one.kind}, upload {one.upload} {one.file}: {one.rows}" for one in done.touched]
    lines += [f"Entries of the log without the name: {done.entries}."] if done.entries else []
    lines += ["No KPI value is another."] if done.touched and not done.moves else []
    lines += [
        f"Another value: {move.kpi} {move.period:%Y-%m}: {move.before} -> {move.after}"
        for move in done.moves
    ]
    if done.cleaned:
        lines.append(f"Texts without the name: {done.cleaned}.")
    state = "records are known by it" if texts else "look at it (--texts)"
    lines += [
        f"Text, the name is left; {state}: {one.kind}, upload {one.upload}, line {one.line}, {one.column}"
        for one in done.mentions
    ]
    lines += [f"The name is left in: {one}" for one in done.elsewhere]
    lines += [
        f"Made before, holds the person: {one.name}, {one.since:%Y-%m-%d}. Delete it, or run this "
        "command again after restoring it."
        for one in copies
        if one.there and not one.lacking
    ]
    lines += [
        f"Of an upload that the database lacks, may hold the person: {one.name}, {one.since:%Y-%m-%d}. "
        "It may be the only copy of its rows: delete it once nobody needs them, or run this command "
        "again after rebuilding from it."
        for one in copies
        if one.lacking
    ]
    if elsewhere := [one for one in copies if not one.there]:
        lines.append(
            f"Copies made to other places, as far as they still exist: {len(elsewhere)}, the latest "
            f"{elsewhere[-1].name}, {elsewhere[-1].since:%Y-%m-%d}. The same holds for them."
        )
    return lines + [f"As it was sent: {file}. Delete it if it names the person." for file in files]


def _as_json(done: TakenOut, copies: tuple[Copy, ...]) -> dict:
    return {
        "rows": done.rows,
        "touched": [vars(one) for one in done.touched],
        "moves": [
            {
                "kpi": one.kpi,
                "period": one.period.isoformat(),
                "before": one.before,
                "after": one.after,
            }
            for one in done.moves
        ],
        "texts": [vars(one) for one in done.mentions],
        "elsewhere": list(done.elsewhere),
        "log_entries": done.entries,
        "texts_cleaned": done.cleaned,
        "copies": [
            {
                "name": one.name,
                "since": one.since.isoformat(),
                "there": one.there,
                "lacking": one.lacking,
            }
            for one in copies
        ],
    }
