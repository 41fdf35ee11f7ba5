"""python -m data …: kinds, template, load, inbox, uploads, undo, issues, demo, check, rebuild, accept,
backup, restore, aside, log, tokens, people.

Stands above `data` and `metrics`: it hands the KPIs' values to the store.
"""

if (
    __name__ == "__main__"
):  # Ctrl-C while the rest is imported, which takes a second, is no traceback either
    from data.commands.interrupt import end_with_a_word

    end_with_a_word()

import argparse
import csv
import io
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path
from typing import TypeVar

from data import __version__
from data.access.rights import at_the_shell, to_store, to_take_back
from data.commands import (
    forget_commands,
    log_commands,
    people_commands,
    retention_commands,
    token_commands,
)
from data.commands.answers import likely_headings, only_of_file, print_unasked, unasked
from data.commands.caller import person, where_called
from data.commands.calling import called
from data.commands.inbox import inbox_of, take_in
from data.commands.issue_words import issue_line
from data.commands.left_out import print_left_out
from data.commands.load_options import add_load_options, options_of, with_items
from data.commands.marked import write_marked
from data.commands.storage import (
    accept_storage,
    backup_storage,
    check_storage,
    list_aside,
    opened,
    publish_storage,
    rebuild_storage,
    restore_storage,
)
from data.commands.told_as_json import SAY, issue_json, items_beside, load_json, option_of
from data.database.connection import Database, ReadTransaction, database_path
from data.database.rollups import rebuild_rollups
from data.findings import TOLD, Findings
from data.kinds.catalog import EXAM_ITEM, KINDS, TRAINING, UPLOADED, kind_named
from data.kinds.schema import DatasetKind
from data.matching.asked_headings import NAME as HEADINGS
from data.questions import ENCODING, Question, Unanswered, is_which_sheet, require_known, still_open
from data.reading.decoding import ENCODINGS, told_apart
from data.reading.formats import WORKBOOK, form
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.reading.sheets import places_in
from data.roles import ROLES
from data.text.personal_text import Masks
from data.uploads.aside import check_file, read_file
from data.uploads.known_staff import masked_issue, masks_for_viewer
from data.uploads.pass_marks import known_pass_marks
from data.uploads.prepare import CheckedWith, FileId, Prepared, hash_of
from data.uploads.remembered import merged, recalled
from data.uploads.store import (
    Stored,
    Terms,
    add,
    issues_of,
    rehearse,
    require_answers_asked,
    undo,
    uploads,
)
from errors import FileRefused, Undecided, WrongCall
from i18n import N_
from metrics.catalog import kpi_named
from metrics.frozen.sample import load_with_history
from metrics.handed.keeping import KEEPING
from metrics.handed.kpi_facts import KPI_FACTS
from metrics.handed.moves import month_values, untold
from metrics.settings import check_settings

Answered = TypeVar("Answered")
Command = Callable[[argparse.Namespace], int]
_DIGITS = 9  # of the largest number that an upload can have


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0 done, 1 nothing stored because the file was refused or somebody has to
    answer first, 2 wrong call."""
    return called(_parser(), arguments, check_settings)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m data", description="Bring files in and look after what was brought."
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Command, about: str, *positional: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=about, description=about)
        for argument in positional:
            added.add_argument(argument)
        added.add_argument("--json", action="store_true", help="print JSON")
        added.set_defaults(run=run)
        return added

    command("kinds", _kinds, "The kinds of files and their columns.")
    command("template", _template, "A file to fill in.", "kind")
    add_load_options(command("load", _load, "Check a file and store it.", "kind", "file"))
    command("inbox", _inbox, "Load what lies in the inbox, and say what came of it.")
    command("uploads", _uploads, "The ledger of uploads, newest first.")
    command("undo", _undo, "Take an upload back; what it had replaced returns.", "upload")
    command("issues", _issues, "What was found in an upload.", "upload")
    for name, run, about in (
        ("token", token_commands.create, "A token for another program; it is told this once."),
        ("tokens", token_commands.listed, "The tokens of other programs."),
        ("withdraw-token", token_commands.withdraw, "A token proves nothing any more."),
    ):
        names = () if name == "tokens" else ("name",)
        added = command(name, partial(run, as_json=_print_json), about, *names)
        if name == "token":
            added.add_argument("--role", action="append", default=[], choices=ROLES)
            people_commands.add_limits(added)
    listed = partial(people_commands.listed, as_json=_print_json)
    added = command("people", listed, "Who may sign in, and with which rights.")
    people_commands.add_people_parsers(added, _print_json)
    log = partial(log_commands.listed, as_json=_print_json)
    log_commands.add_options(command("log", log, "Who changed what, the latest first."))
    for name, room in (("forget", forget_commands), ("retention", retention_commands)):
        doing = partial(room.asked_for, as_json=_print_json, keeping=KEEPING, watch=month_values)
        room.add_options(command(name, doing, room.ABOUT))
    command("demo", _demo, "Fill an empty database with the sample company.")
    command("check", _storage(check_storage), "Compare the database with its archive, thoroughly.")
    command(
        "rebuild",
        _storage(rebuild_storage),
        "Make the database anew from its archive; the file that is there is kept.",
    )
    command(
        "accept",
        _storage(accept_storage),
        "Go on with what the database holds: what it lacks is no longer asked for.",
    )
    command(
        "backup", _storage(backup_storage, "file"), "Write a consistent copy to a new file.", "file"
    )
    command(
        "lake",
        _storage(publish_storage, "people"),
        "Put the rows into a lake, for other engines.",
    ).add_argument("--people", action="store_true", help="records of staff and names too")
    command(
        "restore",
        _storage(restore_storage, "file"),
        "Put a backup in place, after a check; what is there is kept.",
        "file",
    )
    command(
        "aside",
        _storage(list_aside),
        "Databases and archives that were set aside, with their size.",
    )
    return parser


def _kinds(asked: argparse.Namespace) -> int:
    if asked.json:
        return _print_json(
            [
                {
                    "kind": kind.name,
                    "label": kind.label,
                    "columns": [
                        {
                            "name": c.name,
                            "label": c.label,
                            "type": c.type.name.lower(),
                            "required": c.required,
                            "personal": c.personal,
                            "low": c.low,
                            "high": c.high,
                            "choices": [word for word, _ in c.choices],
                        }
                        for c in kind.columns
                    ],
                }
                for kind in KINDS
            ]
        )
    for kind in KINDS:
        print(f"{kind.name}  {SAY(kind.label)}\n  {SAY(kind.meaning)}")
        for column in kind.columns:
            marks = [
                word
                for word, holds in (("required", column.required), ("personal", column.personal))
                if holds
            ]
            print(
                "    "
                f"{column.name:<18}{column.type.name.lower():<9}{SAY(column.label)}{'  (' + ', '.join(marks) + ')' if marks else ''}"
            )
    return 0


def _template(asked: argparse.Namespace) -> int:
    kind = kind_named(asked.kind)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([column.name for column in kind.columns])
    writer.writerow([column.example for column in kind.columns])
    return 0


def _load(asked: argparse.Namespace) -> int:
    kind = kind_named(asked.kind)
    options, path = options_of(asked), where_called(asked.file)
    require_known(options.answers, (name for each in UPLOADED for name in each.asks))
    content = _content(path, asked.file, asked.sheet)
    sheet = _read_sheet(content, path.name, options, kind, asked.json)
    options = with_items(options, asked, sheet, kind)
    with opened(KEEPING) as database:
        rebuild_rollups(database)
        with database.read() as reading:
            learnt = recalled(reading, sheet, kind, hash_of(content))
            pass_marks = known_pass_marks(reading) if kind is TRAINING else None
        given = merged(options, learnt[1]) if learnt else options
        prepared = _checked(content, sheet, kind, given, pass_marks, asked)
        unsure = likely_headings(prepared)
        answered = only_of_file(asked.answer, learnt[1] if learnt else None)
        stored = _stored(database, prepared, asked.dry_run, answered)
        if not stored.open:
            require_answers_asked(answered, stored, path.name)
    write_marked(asked.marked, prepared, stored.issues or prepared.checked.issues)
    _print_loaded(prepared, stored, unsure, asked)
    if stored.open and not asked.json:
        require_answers_asked(answered, stored, path.name)
    if not asked.json:
        print_unasked(unasked(asked.answer, stored))
    return 1 if stored.open else 0


def _content(path: Path, asked: str, sheet: str | None) -> bytes:
    """The bytes of a file that is there, and has sheets where one is named."""
    if not path.is_file():
        raise WrongCall("There is no file {file}.", file=asked)
    content = path.read_bytes()
    if sheet is not None and form(content, path.name) != WORKBOOK:
        raise WrongCall(
            "{file} is no workbook, so it has no sheet \u201c{sheet}\u201d.",
            file=path.name,
            sheet=sheet,
        )
    return content


def _checked(
    content: bytes,
    sheet: Sheet,
    kind: DatasetKind,
    options: Options,
    pass_marks: Mapping[str, float] | None,
    asked: argparse.Namespace,
) -> Prepared:
    name = Path(asked.file).name
    try:
        prepared = check_file(
            FileId.of(content, name),
            sheet,
            kind,
            options,
            CheckedWith(kpis=KPI_FACTS, pass_marks=pass_marks),
        )
    except FileRefused:  # another table of the file may be meant
        if not asked.json:
            _print_questions(tuple(q for q in sheet.questions if _is_of_table(q.name)))
        raise
    _require_rows(prepared, name, asked)
    return prepared


def _require_rows(prepared: Prepared, name: str, asked: argparse.Namespace) -> None:
    """Refuse a file none of whose rows is kept, unless what is asked may bring some back."""
    checked = prepared.checked
    if asked.where and checked.left_out == checked.read:
        raise WrongCall(
            "No row of {file} has {wanted}. Nothing was stored.", file=name, wanted=asked.where
        )
    if not checked.rows.empty or still_open(checked.questions, prepared.options.answers):
        return
    if not asked.json:
        _print_issues(checked.issues)
    write_marked(asked.marked, prepared, checked.issues)
    raise FileRefused(
        "No row of {file} can be kept, so nothing was stored. Correct the file or the settings.",
        file=name,
    )


def _print_loaded(
    prepared: Prepared, stored: Stored, unsure: tuple[dict, ...], asked: argparse.Namespace
) -> None:
    if asked.json:
        _print_json(
            {
                **load_json(prepared, stored, unsure),
                "unasked": unasked(asked.answer, stored),
                "moves_untold": [kpi.name for kpi in untold(prepared.kind)],
            }
        )
    elif stored.open:
        _print_questions(_but_confirming(stored.open))
        _print_likely(unsure)
    else:
        _print_load(prepared, stored, asked.dry_run)


def _but_confirming(questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """The questions but that about headings where each has one likely reading: these are printed as
    settings."""
    return tuple(
        question for question in questions if question.name != HEADINGS or len(question.choices) > 2
    )


def _print_likely(unsure: tuple[dict, ...]) -> None:
    """Headings to confirm, and how to say so."""
    if not unsure:
        return
    print(
        SAY(
            "Nothing was stored. Headings that only resemble a known one: {count}. Say "
            "--accept-likely if they are right, or --match.",
            count=len(unsure),
        ),
        file=sys.stderr,
    )
    for found in unsure:
        print(
            f'  --match "{found["heading"]}={found["column"]}"'
            + (f"   ({', '.join(found['cells'])})" if found["cells"] else "")
        )


def _is_of_table(name: str) -> bool:
    """Whether a question decides which table is read, and how its letters read."""
    return is_which_sheet(name) or name == ENCODING


def _read_sheet(
    content: bytes, name: str, options: Options, kind: DatasetKind, quietly: bool
) -> Sheet:
    """The table of the file; where several encodings fit, each is shown before that is said."""
    try:
        return read_file(content, name, options, kind=kind)
    except Undecided as question:
        told = question.choices if question.setting == "encoding" and not quietly else ()
        for encoding in map(str, told):
            print(
                f"--encoding {encoding}: {SAY(ENCODINGS[encoding])}",
                *told_apart(content, encoding).splitlines(),
                sep="\n  ",
            )
        raise


def _stored(
    database: Database, prepared: Prepared, dry_run: bool, answered: tuple[str, ...]
) -> Stored:
    """What storing did, or would do where it is only tried or something is open."""
    try:
        if dry_run:
            return rehearse(database, prepared, month_values)
        own = to_store(at_the_shell())
        return add(
            database,
            prepared,
            month_values,
            Terms(person(), answered=answered, within=own, lags=True),
            ask=True,
        )
    except Unanswered:
        return rehearse(database, prepared, month_values)


def _print_questions(questions: tuple[Question, ...]) -> None:
    """What only the caller can say, and how to say it."""
    if not questions:
        return
    print(SAY(Unanswered(questions).message), file=sys.stderr)
    for question in questions:
        print(SAY(question.message), *(f"  {SAY(seen)}" for seen in question.evidence), sep="\n")
        for choice in question.choices:
            likely = f" ({SAY(N_('likely'))})" if choice.name == question.likely else ""
            print(f"  {option_of(question, choice)}{likely}: {SAY(choice.label)}")


def _print_load(prepared: Prepared, stored: Stored, dry_run: bool) -> int:
    checked = prepared.checked
    if stored.already:
        print(f"Already loaded as upload {stored.upload}: nothing changed.")
        return _print_items(prepared)
    print(
        f"{'Would be stored' if dry_run else 'Stored'} as upload {stored.upload}: read "
        f"{checked.read}, kept {len(checked.rows)} "
        f"(correcting {stored.replaced - stored.unchanged}, stored already {stored.unchanged}), "
        f"rejected {checked.rejected}, "
        f"left out {checked.left_out}."
    )
    print(
        "Headings: "
        + ", ".join(f"{heading} = {column}" for heading, column in prepared.matched.items())
    )
    for words, headings in (
        ("Not used", prepared.match.unused),
        ("Dropped because personal", prepared.match.dropped_personal),
    ):
        if headings:
            print(f"{words}: {', '.join(headings)}")
    print_left_out(stored.issues)
    _print_issues(stored.issues.besides_left_out())
    for move in stored.moves:
        show = kpi_named(move.kpi).unit.show
        print(
            f"{move.kpi} {move.period:%Y-%m}: {show(SAY, move.before)} -> {show(SAY, move.after)}"
        )
    if withheld := untold(prepared.kind):
        names = ", ".join(kpi.name for kpi in withheld)
        print(f"Not told, since staff answered without their names, what it changes in: {names}.")
    return _print_items(prepared)


def _print_items(prepared: Prepared) -> int:
    if items := items_beside(prepared):
        print(
            f"This file also holds {items} exam items. To see which to mend, load it again as "
            f"{EXAM_ITEM.name}: "
            f"python -m data load {EXAM_ITEM.name} {prepared.file} …"
        )
    return 0


def _print_issues(issues: Findings, most: int = 20) -> None:
    """What is said of the whole file first and all of it, then the first `most` of its rows."""
    first = issues.first(max(most, issues.whole))[: issues.whole + most]
    places = places_in(first)
    for issue in first:
        print("  " + issue_line(issue, SAY, places))
    rows = len(issues) - issues.whole
    if rows > most:
        print(
            f"  … and {rows - most} more; \u201cpython -m data issues ID\u201d lists the first "
            f"{TOLD:,} of each kind."
        )


def _uploads(asked: argparse.Namespace) -> int:
    ledger = _read(uploads)
    if asked.json:
        print(ledger.to_json(orient="records", date_format="iso", force_ascii=False))
        return 0
    for row in ledger.itertuples():
        state = (
            f"undone {row.undone_at:%Y-%m-%d}"
            if row.undone_at == row.undone_at and row.undone_at
            else ""
        )
        print(
            f"{row.id:>4}  {row.loaded_at:%Y-%m-%d %H:%M}  {row.kind:<14} kept {row.kept:>6}  "
            f"replaced {row.replaced:>5}  "
            f"rejected {row.rejected:>4}  {row.first_date or ''}–{row.last_date or ''}  "
            f"{row.file}  {state}"
        )
    return 0


def _read(question: Callable[[ReadTransaction], Answered]) -> Answered:
    with opened() as database, database.read() as reading:
        return question(reading)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise WrongCall("\u201c{text}\u201d is not the number of an upload.", text=text)
    return int(text)


def _undo(asked: argparse.Namespace) -> int:
    number = _number(asked.upload)
    with opened(KEEPING) as database:
        rebuild_rollups(database)
        rows = undo(database, number, person(), to_take_back(at_the_shell()))
    return (
        _print_json({"upload": number, "rows": rows})
        if asked.json
        else print(f"Upload {number} undone: {rows} rows taken back.") or 0
    )


def _issues(asked: argparse.Namespace) -> int:
    found = _read(
        lambda reading: _masked(
            issues_of(reading, _number(asked.upload)), masks_for_viewer(reading)
        )
    )
    if asked.json:
        return _print_json([issue_json(issue, places_in(found)) for issue in found])
    _print_issues(found, most=len(found))
    return 0


def _masked(found: Findings, masks: Masks) -> Findings:
    """What was found some time ago, perhaps by somebody else, with the personal details that it
    quotes masked for this role."""
    return found if masks.off else Findings.of(masked_issue(issue, masks, SAY) for issue in found)


def _inbox(asked: argparse.Namespace) -> int:
    inbox = inbox_of(database_path())
    taken = list(take_in(inbox, _load_from_inbox))
    if asked.json:
        _print_json(
            [{"kind": one.kind, "file": str(one.file), "stored": one.stored} for one in taken]
        )
    for one in taken if not asked.json else ():
        print(f"{one.file}: {'stored' if one.stored else 'needs a person'}")
    if not taken and not asked.json:
        print(f"Nothing lies in {inbox}.")
    return 0 if all(one.stored for one in taken) else 1


def _load_from_inbox(folder: Path, arguments: list[str]) -> tuple[int, str]:
    """Load one file as `load` does: its exit code, and what was said."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said), chdir(folder):
        code = main(arguments)
    return code, said.getvalue()


def _demo(asked: argparse.Namespace) -> int:
    with opened(KEEPING) as database:
        loaded = load_with_history(database, who=person())
    return (
        _print_json({"uploads": loaded})
        if asked.json
        else print(f"The sample company is ready: {loaded} files loaded.") or 0
    )


def _storage(work: Callable[..., tuple[int, dict, str]], *names: str) -> Command:
    """A command of `storage_commands`, printed as JSON or text."""

    def run(asked: argparse.Namespace) -> int:
        code, told, text = work(*(getattr(asked, name) for name in names))
        _print_json(told) if asked.json else print(text)
        return code

    return run


def _print_json(value: object) -> int:
    print(json.dumps(value, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
