"""Uploads go in whole, are corrected by later ones, and can be undone in any order.

Every row ever stored is kept. A row is live when its upload is not undone and
no later upload that is not undone brings the same key or replaces its period;
`pairing.refresh_live` is the one place that decides so.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from math import isclose
from operator import itemgetter
from pathlib import Path

import pandas as pd
import pyarrow as pa

from data.archive.archive import keep_undo, keep_uploads, next_number
from data.checking.attempt_order import is_bottom_up
from data.database import rollups as sums
from data.database.connection import Database, ReadTransaction, WriteTransaction
from data.database.meeting import Met, forget_met, meet
from data.database.pairing import (
    count_within_file,
    kept_apart,
    number_the_others,
    numbers_again,
    pair,
    refresh_live,
)
from data.database.reach import reach_between
from data.database.shown_names import write_shown_names
from data.database.tables import rows_table
from data.database.working_clock import write_calendar
from data.events import timed
from data.findings import TOLD, Findings, more_like
from data.issues import NOTE, Issue, blanks_to_json, message_from_json
from data.kinds.catalog import RECORDS, UNIT, kind_named
from data.kinds.schema import DatasetKind
from data.log.audit import STORED, UNDONE, Act, note
from data.progress import Tell, silent
from data.questions import Question, Unanswered, require_asked, still_open
from data.uploads.again import Meant, meant
from data.uploads.codes import with_known_codes
from data.uploads.context import context_issues, rows_of, thin_months, units_known
from data.uploads.forgotten import without_forgotten
from data.uploads.hashed import with_hashes
from data.uploads.prepare import Prepared
from data.uploads.spellings import with_known_names
from data.uploads.told import told_of_upload
from data.uploads.within import Within, anywhere
from errors import Message, WrongCall

# (KPI name, first day of the period) -> value: handed in by whoever knows which KPIs rows of a kind
# can move.
Values = Mapping[tuple[str, date], float | None]
Watch = Callable[[ReadTransaction, DatasetKind], Values]
_ISSUE_TEXTS = ("level", "column", "value", "text", "blanks")
_ISSUES = pa.schema({**dict.fromkeys(_ISSUE_TEXTS, pa.string()), "row": pa.int64()})
_DUST = 1e-9  # sums made anew add the same numbers in another order


@dataclass(frozen=True)
class Move:
    """A KPI value of a month before and after a load."""

    kpi: str
    period: date
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Stored:
    """What a load did, or would do. `already`: the same file was loaded before as `upload`.

    `replaced`: stored rows whose place its rows take; `unchanged`: how many of these say exactly
    the same. `counting`: rows of its kind that count in its months, before and after. `also`: what
    was stored with it of another kind. `questions`: all that only a person can say, answered or
    not; `open`: those that nobody answered.
    """

    upload: int
    already: bool = False
    replaced: int = 0
    unchanged: int = 0
    counting: tuple[int, int] = (0, 0)
    questions: tuple[Question, ...] = ()
    open: tuple[Question, ...] = ()
    also: "Also | None" = None
    issues: Findings = field(default_factory=Findings)
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True)
class Also:
    """The upload by which the same file was stored as another kind that it holds besides."""

    upload: int
    kind: DatasetKind
    kept: int
    rejected: int
    left_out: int


def no_watch(reading: ReadTransaction, kind: DatasetKind) -> Values:
    """For loads whose effect on KPIs nobody asks for."""
    return {}


@dataclass(frozen=True)
class Terms:
    """On what terms a file is stored: `who` brought it, and `within` whose rights. `answered`: the
    questions that the caller answered; FileRefused where the file does not ask one of them.
    `require` looks at what is stored when it is this one's turn; what it raises stops it. `besides`:
    what else is written with it, or not at all. `lags`: it is a file, of which those who only look
    may see nothing for a while, where it brings records (`RECORDS`). `sample`: it is about the
    sample company, and goes with it."""

    who: str = ""
    within: Within = anywhere
    answered: Collection[str] = ()
    require: Callable[[ReadTransaction], object] = lambda reading: None
    besides: Callable[[WriteTransaction], object] = lambda writing: None
    lags: bool = False
    sample: bool = False


USUAL = Terms()


def add(
    database: Database,
    prepared: Prepared,
    watch: Watch = no_watch,
    terms: Terms = USUAL,
    tell: Tell = silent,
    ask: bool = False,
) -> Stored:
    """Store a prepared file in one transaction; the same file again changes nothing. What `tell`
    raises stops it. `ask`: Unanswered, and nothing stored, where there is a question that only a
    person can answer; else what is likely is done."""
    with timed("upload", kind=prepared.kind.name) as told:
        with database.write(tell, lags=terms.lags and _brings_records(prepared)) as writing:
            terms.require(writing)
            number = next_number(writing, database.path)
            stored = _add_within(terms, writing, prepared, watch, number)
            if ask and stored.open:
                raise Unanswered(stored.open)
            require_answers_asked(terms.answered, stored, prepared.file)
            terms.besides(writing)
            fresh = [
                *([] if stored.already else [stored.upload]),
                *([stored.also.upload] if stored.also else []),
            ]
            if fresh:
                keep_uploads(writing, database.path, fresh)
            for upload in fresh:
                what, before, after = told_of_upload(writing, upload)
                note(writing, database.path, Act(terms.who, STORED, *what, before, after))
        told |= {"upload": stored.upload, "new": bool(fresh), "stored": True}
        return stored


def require_answers_asked(answered: Collection[str], stored: Stored, file: str) -> None:
    """FileRefused where a question was answered that the file does not ask; one that is stored
    already asks nothing."""
    if not stored.already:
        require_asked(answered, stored.questions, file)


def _brings_records(prepared: Prepared) -> bool:
    return prepared.kind in RECORDS and (prepared.also is None or prepared.also.kind in RECORDS)


def rehearse(
    database: Database,
    prepared: Prepared,
    watch: Watch = no_watch,
    tell: Tell = silent,
    within: Within = anywhere,
) -> Stored:
    """What `add` would do, with nothing stored: as answered, else as is likely."""
    with database.trial(tell) as writing:
        number = next_number(writing, database.path)
        return _add_within(Terms(within=within), writing, prepared, watch, number)


def _add_within(
    terms: Terms, writing: WriteTransaction, prepared: Prepared, watch: Watch, upload: int
) -> Stored:
    also = terms.within(writing, prepared.also.kind) if prepared.also else nullcontext()
    with terms.within(writing, prepared.kind), also:
        return _add_both(writing, prepared, watch, upload, terms.who, terms.sample)


def add_sample(writing: WriteTransaction, database: Path, prepared: Prepared) -> int:
    """Store a file of the sample company, marked as such, within a longer transaction; its number.
    Keeping it in the archive is the caller's."""
    return _add(writing, prepared, no_watch, next_number(writing, database), sample=True).upload


def _add_both(
    writing: WriteTransaction,
    prepared: Prepared,
    watch: Watch,
    upload: int,
    who: str = "",
    sample: bool = False,
) -> Stored:
    """Store a file, and after it the same file as the other kind that it holds; whoever stored that
    already is not asked about it."""
    also = prepared.also
    if also is not None and _of_the_same_file(writing, also.kind, prepared.hash):
        prepared, also = _without_question(prepared, also), None
    stored = _add(writing, prepared, watch, upload, who, sample)
    if also is None or also.checked.rows.empty and not also.checked.questions:
        return stored
    second = _add(
        writing,
        replace(also, hash=prepared.hash),
        watch,
        upload if stored.already else upload + 1,
        who,
    )
    if second.already:
        return stored
    counts = Also(
        second.upload,
        also.kind,
        len(also.checked.rows),
        also.checked.rejected,
        also.checked.left_out,
    )
    asked = {question.name for question in stored.questions}
    return replace(
        stored,
        also=counts,
        moves=(*stored.moves, *second.moves),
        issues=Findings.of([Issue(NOTE, told_of_both(counts))]) + stored.issues,
        questions=(
            *stored.questions,
            *(question for question in second.questions if question.name not in asked),
        ),
        open=(*stored.open, *(question for question in second.open if question.name not in asked)),
    )


def _without_question(prepared: Prepared, also: Prepared) -> Prepared:
    asked = tuple(
        question
        for question in prepared.checked.questions
        if question.name != f"also_{also.kind.name}"
    )
    return replace(prepared, also=None, checked=replace(prepared.checked, questions=asked))


def told_of_both(also: Also) -> Message:
    """That the file was stored as the other kind too."""
    return Message(
        "The same file is stored as “{kind}” as well: rows kept {kept}, rejected {rejected}, left "
        "out {left_out}.",
        {
            "kind": also.kind.label,
            "kept": also.kept,
            "rejected": also.rejected,
            "left_out": also.left_out,
        },
    )


def _add(
    writing: WriteTransaction,
    prepared: Prepared,
    watch: Watch,
    upload: int,
    who: str = "",
    sample: bool = False,
) -> Stored:
    stored = _of_the_same_file(writing, prepared.kind, prepared.hash)
    earlier = next((one for one, options in stored if options == prepared.options_text), None)
    if earlier is not None:
        return Stored(earlier, already=True)
    kept = sums.in_step(writing)
    prepared = without_forgotten(writing, with_hashes(writing, prepared))
    prepared, of_codes = with_known_codes(writing, prepared)
    names = units_known(writing, prepared.kind)
    prepared, of_names = with_known_names(prepared, names)
    before, counted = watch(writing, prepared.kind), rows_of(writing, prepared)
    beside = context_issues(writing, prepared, names)
    _write_upload(writing, prepared, upload, who, sample)
    _write_rows(writing, prepared, upload)
    plan, told, replaced, unchanged, changed = _settle_again(
        writing, prepared, upload, bool(stored)
    )
    if prepared.kind is UNIT:
        write_shown_names(writing.run)
    if prepared.kind.clocked:
        _have_calendar(writing)
    if kept:
        sums.follow(writing, prepared.kind, upload, (*prepared.months, *changed) if changed else ())
    beside += thin_months(writing, prepared)
    after, counting = watch(writing, prepared.kind), (counted, rows_of(writing, prepared))
    moves = moved(before, after)
    issues = prepared.checked.issues + beside + told
    _write_issues(writing, upload, issues)
    writing.run(
        "UPDATE upload SET replaced = ?, unchanged = ?, moves = ? WHERE id = ?",
        [replaced, unchanged, _moves_text(moves), upload],
    )
    sums.raise_version(writing, kept)
    asked = (*prepared.checked.questions, *of_codes, *of_names)
    unanswered = (
        *still_open(asked, prepared.options.answers),
        *([plan.question] if plan.is_asked and plan.question else []),
    )
    return Stored(
        upload,
        replaced=replaced,
        unchanged=unchanged,
        counting=counting,
        questions=(*asked, *filter(None, [plan.question])),
        open=unanswered,
        issues=issues,
        moves=moves,
    )


def _have_calendar(writing: WriteTransaction) -> None:
    """Write the calendar once there are records that are clocked by it: making it takes a
    second."""
    if not writing.row("SELECT count(*) FROM calendar_state")[0]:
        write_calendar(writing.run, date.today())


def _settle_again(
    writing: WriteTransaction, prepared: Prepared, upload: int, same_file: bool
) -> tuple[Meant, tuple[Issue, ...], int, int, tuple[date, ...]]:
    """Let the rows of an upload take the places of stored ones, as is meant: what was meant, what
    is told of it, how many rows are replaced, how many of these say the same, and the months of all
    rows that came or went. `same_file`: whether it is stored with other settings."""
    kind = prepared.kind
    days = _span(prepared.checked.rows[kind.date])
    reach = reach_between(writing, kind, upload, prepared.hash, days)
    if prepared.checked.repeated:
        count_within_file(writing, kind, upload)
    met = meet(writing, kind, upload, len(prepared.checked.rows), reach)
    plan = meant(writing, prepared, upload, met, same_file)
    if plan.replaces:
        column, units = plan.replaced
        writing.run(
            "UPDATE upload SET replaces_period = TRUE, replaces_by = ?, replaces_units = ? WHERE "
            "id = ?",
            [column, list(units), upload],
        )
    paired = 0
    told: tuple[Issue, ...] = ()
    if met.any:
        paired, told = pair(writing, kind, upload, reach, plan.ways), _told_of(writing, met, plan)
        forget_met(writing)
    else:
        number_the_others(writing, kind, upload, reach)
    replaced, changed = refresh_live(writing, kind, upload) if paired or plan.replaces else (0, ())
    return plan, (*plan.told, *told), replaced, min(replaced, met.same + met.alike), changed


def _told_of(writing: WriteTransaction, met: Met, plan: Meant) -> tuple[Issue, ...]:
    """Rows that look as if they were stored already, and count on their own."""
    return (
        *(kept_apart(writing) if "clash" not in plan.ways else ()),
        *(numbers_again(writing, met.reused) if "reused" not in plan.ways else ()),
    )


def _of_the_same_file(
    reading: ReadTransaction, kind: DatasetKind, hash: str
) -> list[tuple[int, str]]:
    """The uploads in use that brought a file as this kind, each with the settings it was read
    with."""
    return reading.rows(
        "SELECT id, options FROM upload WHERE kind = ? AND hash = ? AND undone_at IS NULL",
        [kind.name, hash],
    )


def _key_sql(kind: DatasetKind) -> str:
    """The MD5 of the identifiers with the moment as written, of lasting records without it; rows
    without any are known by file and line."""
    parts = ", ".join(f"coalesce({name}::VARCHAR, '')" for name in kind.identifiers)
    given = " OR ".join(f"{name} IS NOT NULL" for name in kind.identifiers)
    moment = "" if kind.lasting else f", {kind.date}::VARCHAR"
    return (
        f"unhex(md5(CASE WHEN {given} THEN concat_ws(chr(31), {parts}{moment}) ELSE "
        "concat_ws(chr(31), $1, line) END))::UUID"  # from its bytes: read from text it takes longer
    )


def _write_rows(writing: WriteTransaction, prepared: Prepared, upload: int) -> None:
    """Insert the rows in the order of the file, as if each were the only one of its key."""
    kind = prepared.kind
    columns = ", ".join(
        f"{column.name}::{column.type.value} AS {column.name}" for column in kind.columns
    )
    # What `Table.from_pandas` notes of a frame besides takes longer than the rows of a day.
    incoming = pa.table(
        {name: pa.array(cells, from_pandas=True) for name, cells in prepared.checked.rows.items()}
    )
    with writing.with_frame("incoming", incoming):
        writing.run(
            f"""INSERT INTO {rows_table(kind)} BY NAME
            SELECT $2::INT AS upload, line::INT AS line, {_key_sql(kind)} AS key, 1 AS twin, TRUE AS live, {columns}
            FROM incoming""",
            [prepared.hash, upload],
        )


def _write_upload(
    writing: WriteTransaction, prepared: Prepared, upload: int, who: str, sample: bool
) -> None:
    checked, scale = prepared.checked, prepared.checked.scale
    first, last = _span(checked.rows[prepared.kind.date])
    values = {
        "id": upload,
        "kind": prepared.kind.name,
        "file": prepared.file,
        "hash": prepared.hash,
        "options": prepared.options_text,
        "loaded_at": datetime.now(UTC).replace(tzinfo=None),
        "read": checked.read,
        "kept": len(checked.rows),
        "rejected": checked.rejected,
        "left_out": checked.left_out,
        "replaced": 0,
        "first_date": first,
        "last_date": last,
        "source": prepared.source,
        "replaces_period": False,
        "match": _json(prepared.matched),
        "unused": _json(prepared.match.unused),
        "dropped_personal": _json(prepared.match.dropped_personal),
        "moves": "[]",
        "who": who,
        "bottom_up": is_bottom_up(checked.questions, prepared.options.answers),
        "sample": sample,
    }
    if scale:
        values |= {
            "scale_low": scale.low,
            "scale_high": scale.high,
            "satisfied": scale.satisfied,
            "dissatisfied": scale.dissatisfied,
        }
    writing.run(
        f"INSERT INTO upload ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",
        list(values.values()),
    )


def _span(dates: pd.Series) -> tuple[date | None, date | None]:
    return (None, None) if dates.empty else (dates.min().date(), dates.max().date())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _write_issues(writing: WriteTransaction, upload: int, issues: Findings) -> None:
    """Keep what is told of the findings: the first of each kind, and how many more there are."""
    if not issues:
        return
    told = [
        {
            "level": issue.level,
            "row": issue.row,
            "column": issue.column,
            "value": None if pd.isna(issue.value) else str(issue.value),
            "text": issue.message.text,
            "blanks": blanks_to_json(issue.message),
        }
        for issue in issues.told()
    ]
    with writing.with_frame("found", pa.Table.from_pylist(told, _ISSUES)):
        writing.run(
            'INSERT INTO issue SELECT $1::INT, level, "row", "column", "value", text, blanks FROM '
            "found",
            [upload],
        )


def values_of(reading: ReadTransaction, kinds: Iterable[DatasetKind], watch: Watch) -> Values:
    """What `watch` tells of several kinds."""
    return {at: value for kind in kinds for at, value in watch(reading, kind).items()}


def moved(before: Values, after: Values) -> tuple[Move, ...]:
    """The values that are others after than before."""
    changed = sorted(
        (key for key in {**before, **after} if not same(before.get(key), after.get(key))),
        key=itemgetter(1, 0),
    )
    return tuple(
        Move(kpi, period, before.get((kpi, period)), after.get((kpi, period)))
        for kpi, period in changed
    )


def same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=_DUST, abs_tol=_DUST)


def _moves_text(moves: tuple[Move, ...]) -> str:
    return _json([[move.kpi, move.period.isoformat(), move.before, move.after] for move in moves])


def undo(database: Database, upload: int, who: str = "", within: Within = anywhere) -> int:
    """Take an upload back, in the name of `who`; what it had replaced is live again. Rows taken
    back. `within`: by whose rights."""
    with database.write() as writing:
        found = writing.rows("SELECT kind, undone_at, kept FROM upload WHERE id = ?", [upload])
        if not found:
            raise WrongCall(
                "There is no upload {upload}. \u201cpython -m data uploads\u201d lists them.",
                upload=upload,
            )
        kind, undone_at, kept = found[0]
        if undone_at is not None:
            raise WrongCall(
                "Upload {upload} was already undone on {day}.", upload=upload, day=undone_at
            )
        if kind_named(kind).sealed:
            raise WrongCall(
                "Upload {upload} holds a published period, which is not undone but withdrawn, "
                "with a reason: on the page \u201cPublished periods\u201d, or by \u201cpython -m "
                "metrics withdraw\u201d.",
                upload=upload,
            )
        what, _, stored = told_of_upload(writing, upload)
        with within(writing, kind_named(kind)):
            take_back(writing, database.path, upload, kind_named(kind))
        note(writing, database.path, Act(who, UNDONE, *what, before=stored))
        return kept


def take_back(writing: WriteTransaction, database: Path, upload: int, kind: DatasetKind) -> None:
    """Undo an upload that is in use, within a transaction."""
    writing.run(
        "UPDATE upload SET undone_at = ? WHERE id = ?",
        [datetime.now(UTC).replace(tzinfo=None), upload],
    )
    in_step = sums.in_step(writing)
    _, changed = refresh_live(writing, kind, upload)
    if kind is UNIT:
        write_shown_names(writing.run)
    if in_step and changed:
        sums.follow(writing, kind, upload, changed)
    sums.raise_version(writing, in_step)
    keep_undo(writing, database, upload)


def uploads(reading: ReadTransaction) -> pd.DataFrame:
    """The ledger, newest first: one row an upload, with its counts, period and settings."""
    return reading.frame(
        "SELECT * EXCLUDE (moves), moves <> '[]' AS moved FROM upload ORDER BY id DESC"
    )


def ledger(reading: ReadTransaction, most: int) -> tuple[pd.DataFrame, int]:
    """The latest `most` uploads, newest first, as `uploads` gives them, and how many there are in
    all."""
    rows = reading.frame("SELECT * EXCLUDE (moves) FROM upload ORDER BY id DESC LIMIT ?", [most])
    return rows, reading.row("SELECT count(*) FROM upload")[0]


def ledger_entry(reading: ReadTransaction, upload: int) -> tuple:
    """One row of the ledger as a named tuple; WrongCall where there is no such upload."""
    found = reading.frame("SELECT * EXCLUDE (moves) FROM upload WHERE id = ?", [upload])
    if found.empty:
        raise WrongCall(
            "There is no upload {upload}. \u201cpython -m data uploads\u201d lists them.",
            upload=upload,
        )
    return next(found.itertuples(index=False))


def issues_of(reading: ReadTransaction, upload: int) -> Findings:
    """What is told of the findings in an upload, in the order of its rows. Earlier versions kept
    every one of them."""
    if not reading.rows("SELECT id FROM upload WHERE id = ?", [upload]):
        raise WrongCall(
            "There is no upload {upload}. \u201cpython -m data uploads\u201d lists them.",
            upload=upload,
        )
    found = reading.rows(
        f"""SELECT level, text, blanks, "row", "column", "value" FROM issue WHERE upload = ?
                             QUALIFY "row" IS NULL OR row_number() OVER (PARTITION BY level, "column", text, "row" IS NULL ORDER BY "row") <= {TOLD}
                             ORDER BY "row" NULLS FIRST""",
        [upload],
    )
    more = reading.rows(
        f"""SELECT level, "column", text, any_value(blanks), count(*) FROM issue WHERE upload = ? AND "row" IS NOT NULL
                            GROUP BY level, "column", text HAVING count(*) > {TOLD}""",
        [upload],
    )
    return Findings.of(
        Issue(level, message_from_json(text, blanks), row, column, value)
        for level, text, blanks, row, column, value in found
    ) + [
        more_like(level, column, text, json.loads(blanks), count - TOLD, {"column": column})
        for level, column, text, blanks, count in more
    ]


def data_version(reading: ReadTransaction) -> int:
    """A number that every committed change raises: what cached answers depend on."""
    return sums.version_of(reading)
