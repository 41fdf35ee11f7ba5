"""What a file is meant to do about rows that are stored already: correct them, replace their
period, or count beside them.

Where the rows themselves do not say so without a doubt, a person is asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from data.database.connection import ReadTransaction
from data.database.meeting import UNITS, WAYS, Met
from data.database.pairing import BY_KEY
from data.database.tables import rows_table
from data.issues import NOTE, WARNING, Issue
from data.kinds.schema import DatasetKind, Type
from data.questions import Choice, Question
from data.uploads.prepare import Prepared
from errors import Message
from i18n import N_, Month, Text

NAME = "again"
CORRECTION, REPLACE, REPLACE_ALL, NEW = "correction", "replace", "replace_all", "new"
_MOST, _CLEARLY, _SOME, _FEWEST = 0.5, 0.8, 0.2, 3  # shares of a file's rows; rows
_SHOWN = 5  # names of units in a sentence


@dataclass(frozen=True)
class Scope:
    """Whose rows a replacement takes out: those of one source in the months of `first` to `last`,
    of some units.

    `column`: the finest unit that the file names, None where it names none and
    all are meant; `units`: the names, "" for rows without one. `rows`: live rows
    in scope; `lacking`: those of them that the file does not bring again, and
    `apart`: those of uploads of which it brings nothing again. `within`: those since the first of
    the file, to its last day, and `gone`: those of them that it lacks. `staying`: units of the same
    source and months that the file does not name, with their rows. `others`: rows of these months
    and units under other headings.
    """

    first: date
    last: date
    column: str | None
    units: tuple[str, ...]
    rows: int
    lacking: int
    apart: int
    within: int
    gone: int
    staying: tuple[tuple[str, int], ...]
    others: int


@dataclass(frozen=True)
class Meant:
    """What is done with the rows of a file that are stored already.

    `answer`: one of the four, "" where nothing is in doubt. `question`: what
    was in doubt, and `is_asked` whether only a person can say. `ways`: in which
    ways of meeting a row takes the place of the stored one. `scope`: what a
    replacement takes out, where there was reason to look.
    """

    answer: str = ""
    question: Question | None = None
    is_asked: bool = False
    ways: tuple[str, ...] = BY_KEY
    scope: Scope | None = None
    told: tuple[Issue, ...] = ()

    @property
    def replaces(self) -> bool:
        return self.answer in (REPLACE, REPLACE_ALL)

    @property
    def replaced(self) -> tuple[str | None, tuple[str, ...]]:
        """The column and the units whose rows a replacement takes out; all of them without."""
        if self.answer != REPLACE:
            return None, ()
        if self.scope is None:
            raise ValueError("a replacement of some units has to know which")
        return self.scope.column, self.scope.units


def meant(
    reading: ReadTransaction, prepared: Prepared, upload: int, met: Met, same_file: bool
) -> Meant:
    """What the file is meant to do; its rows are stored as `upload`, and `met` counts what they
    meet. `same_file`: it is stored already, with other settings, and is corrected by these.

    Records that hold from a day on, and lasting ones, are never in doubt: later rows replace
    earlier ones of their key.
    """
    kind, given = prepared.kind, _given(prepared) or (CORRECTION if same_file else None)
    may_be = (
        met.rows > 0
        and kind.column(kind.date).type is Type.MOMENT
        and (not kind.lasting or met.alike + met.shifted > 0)
        and _may_be_stored(kind, met)
    )
    if not met.rows or not given and not may_be:
        return Meant(told=tuple(_elsewhere(kind, met, "")))
    scope = _scope(reading, prepared, upload, met)
    is_doubtful = may_be and _is_doubtful(met, scope)
    if not given and not is_doubtful:
        return Meant(told=tuple(_elsewhere(kind, met, "")))
    given = REPLACE if given == REPLACE_ALL and not scope.staying else given
    question = _question(prepared, met, scope)
    answer = question.answer({NAME: given} if given else {})
    is_asked = not given and not _settled_before(reading, prepared, met, scope, question.likely)
    return Meant(
        answer,
        question,
        is_asked,
        _ways(answer, kind, met),
        scope,
        (*_elsewhere(kind, met, answer), *_told(answer, scope)),
    )


def _given(prepared: Prepared) -> str | None:
    """What the person said; the setting that replaces a period is one of the answers."""
    return prepared.options.answers.get(NAME) or (
        REPLACE if prepared.options.replace_period else None
    )


def _may_be_stored(kind: DatasetKind, met: Met) -> bool:
    """Whether most rows are stored already, or some that say the same would count twice."""
    stored = met.agreeing + met.contradicting - (0 if kind.numbered else met.other)
    return (
        stored > _MOST * met.rows
        or met.renamed > 0
        or met.sent_again
        and met.alike + met.shifted >= _FEWEST
        or met.time + met.day >= max(_FEWEST, _SOME * met.rows)
    )


def _is_doubtful(met: Met, scope: Scope) -> bool:
    """Whether they are more than the same rows again, which change nothing.

    A file that goes on, such as that of the last 30 days, lacks what is before its first day
    without a doubt.
    """
    lacking, rows = (
        (scope.gone, scope.within) if met.agreeing < met.rows else (scope.lacking, scope.rows)
    )
    return met.same < met.agreeing + met.contradicting or 0 < lacking <= (1 - _CLEARLY) * rows


def _likely(kind: DatasetKind, met: Met, scope: Scope) -> str:
    if (
        met.by_content
        and not met.sent_again
        or met.agreeing < met.contradicting
        and not _is_rewritten(kind, met, scope)
    ):
        return NEW
    if (
        met.shifted > met.alike
    ):  # in other days and months than stored: each row takes the place of its own
        return CORRECTION
    covers = (
        scope.rows > 0 and not scope.apart and scope.rows - scope.lacking >= _CLEARLY * scope.rows
    )
    # A file that goes on takes nothing out but what it lacks within its own days.
    keeps = not met.renamed and (scope.lacking == scope.gone or met.agreeing == met.rows)
    return REPLACE if covers and keeps and (scope.lacking or met.by_content) else CORRECTION


def _is_rewritten(kind: DatasetKind, met: Met, scope: Scope) -> bool:
    """Whether nearly all rows that say something else are about the same person as a row of that
    day, or have its number and are of its source and unit."""
    stored = met.agreeing + met.contradicting
    mine = scope.column is not None and scope.rows - scope.lacking >= _CLEARLY * stored
    return met.agreeing + met.rewritten >= _CLEARLY * stored and (mine or not kind.numbered)


def _settled_before(
    reading: ReadTransaction, prepared: Prepared, met: Met, scope: Scope, likely: str
) -> bool:
    """Whether a person said the same of an earlier file with these headings, and nothing but that
    can be meant now.

    Corrections under the same number and time, and numbers used again for
    other answers, are routine; rows that moved, or are gone, are asked about each time.
    """
    moved = met.time + met.day + met.renamed + met.shifted
    plain = (
        likely == NEW
        and not met.agreeing > met.same
        or likely == CORRECTION
        and not (moved + scope.gone)
        or likely == REPLACE
        and not (moved + met.contradicting + scope.lacking)
    )
    return plain and any(
        likely in answer or (likely, answer) == (REPLACE, CORRECTION)
        for (answer,) in reading.rows(
            "SELECT json_extract_string(options, '$.answers.again') FROM upload WHERE source = ? "
            "AND kind = ? AND undone_at IS NULL "
            "AND json_extract_string(options, '$.answers.again') IS NOT NULL ORDER BY id DESC "
            "LIMIT 1",
            [prepared.source, prepared.kind.name],
        )
    )


def _ways(answer: str, kind: DatasetKind, met: Met) -> tuple[str, ...]:
    if answer == NEW:
        return ()
    if answer != CORRECTION:
        return BY_KEY
    if met.by_content:
        return ("same", "changed", "time", "alike", "shifted", "renamed")
    return WAYS if kind.numbered else tuple(way for way in WAYS if way not in ("other", "reused"))


def _scope(reading: ReadTransaction, prepared: Prepared, upload: int, met: Met) -> Scope:
    """What a replacement would take out, counted; the rows of `upload` are stored already."""
    kind, rows = prepared.kind, prepared.checked.rows
    dates = rows[kind.date]
    first, last = dates.min().date(), dates.max().date()
    column = next(
        (name for name in UNITS if name in kind.dimensions and rows[name].notna().any()), None
    )
    units = _names(reading, column, rows[column].fillna("").unique()) if column else ()
    name = f"coalesce(r.{column}, '')" if column else "''"
    again = "r.rowid IN (SELECT stored FROM met)" if met.any else "FALSE"
    apart = "r.upload NOT IN (SELECT upload FROM met)" if met.any else "TRUE"
    within = f"r.{kind.date} >= '{dates.min()}' AND r.{kind.date}::DATE <= $4::DATE"
    found = reading.rows(
        f"""
        SELECT {name} AS unit, u.source = $1 AS mine, count(*), count(*) FILTER (WHERE NOT {again}), count(*) FILTER (WHERE {apart}),
               count(*) FILTER (WHERE {within}), count(*) FILTER (WHERE {within} AND NOT {again})
        FROM {rows_table(kind)} r JOIN upload u ON u.id = r.upload
        WHERE r.live AND r.upload <> $2 AND r.{kind.date} >= date_trunc('month', $3::DATE) AND r.{kind.date} < last_day($4::DATE) + INTERVAL 1 DAY
        GROUP BY ALL ORDER BY unit""",
        [prepared.source, upload, first, last],
    )
    inside = [
        counts for unit, is_mine, *counts in found if is_mine and (column is None or unit in units)
    ]
    stored, lacking, apart_from, since, gone = (
        map(sum, zip(*inside, strict=True)) if inside else (0,) * 5
    )
    return Scope(
        first,
        last,
        column,
        units,
        stored,
        lacking,
        apart_from,
        since,
        gone,
        tuple(
            (unit, count)
            for unit, is_mine, count, *_ in found
            if is_mine and column is not None and unit not in units
        ),
        sum(
            count
            for unit, is_mine, count, *_ in found
            if not is_mine and (column is None or unit in units)
        ),
    )


def _names(reading: ReadTransaction, dimension: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names, and all others that are shown as the same unit."""
    given = list(map(str, names))
    more = reading.rows(
        """WITH shown AS (SELECT name, same_as FROM shown_names WHERE dimension = $1)
        SELECT name FROM shown WHERE same_as IN (SELECT same_as FROM shown WHERE name IN (SELECT unnest($2::VARCHAR[]))
                                                 UNION ALL SELECT unnest($2::VARCHAR[]))
        UNION SELECT same_as FROM shown WHERE name IN (SELECT unnest($2::VARCHAR[]))""",
        [dimension, given],
    )
    return tuple(sorted({*given, *(name for (name,) in more)}))


def _question(prepared: Prepared, met: Met, scope: Scope) -> Question:
    message = Message(
        "Rows of this file that are stored already: {count} of {rows}. Is the file a correction, "
        "a replacement of its whole "
        "period, or new?",
        {"count": met.agreeing + met.contradicting, "rows": met.rows},
    )
    choices = [
        Choice(CORRECTION, _correction(met, scope)),
        Choice(REPLACE, _replacement(met, scope)),
    ]
    if scope.staying:
        choices.append(
            Choice(
                REPLACE_ALL,
                Message(
                    "Replacement for all units: the stored rows of units that this file does not "
                    "have no longer "
                    "count either ({units}).",
                    {"units": _listed(scope.staying)},
                ),
            )
        )
    choices.append(
        Choice(
            NEW,
            Message(
                "New: all {rows} rows of the file count beside the stored ones.", {"rows": met.rows}
            ),
        )
    )
    return Question(
        NAME,
        message,
        tuple(choices),
        _likely(prepared.kind, met, scope),
        tuple(_evidence(prepared.kind, met, scope)),
    )


def without_counts(question: Question) -> Question:
    """The question in words that tell nothing of what is stored, for those who may not know how
    many records there are; others as they are."""
    if question.name != NAME:
        return question
    return replace(
        question,
        message=Message(
            "Rows of this file are stored already. Is the file a correction, a replacement of its "
            "whole period, or "
            "new?"
        ),
        choices=tuple(Choice(choice.name, _PLAIN[choice.name]) for choice in question.choices),
        evidence=(),
    )


_PLAIN: dict[str, Text] = {
    CORRECTION: N_(
        "Correction: rows of the file take the place of the stored ones that they correct."
    ),
    REPLACE: N_(
        "Replacement: what files with these headings brought for the months and units of this "
        "file no longer counts."
    ),
    REPLACE_ALL: N_(
        "Replacement for all units: the stored rows of units that this file does not have no "
        "longer count either."
    ),
    NEW: N_("New: all rows of the file count beside the stored ones."),
}


def _correction(met: Met, scope: Scope) -> Message:
    known = met.agreeing + (0 if met.by_content else met.contradicting)
    unchanged = met.same + met.alike
    blanks = {
        "unchanged": unchanged,
        "changed": max(known - unchanged, 0),
        "fresh": met.rows - known,
        "lacking": scope.lacking,
    }
    if scope.lacking:
        return Message(
            "Correction: unchanged rows {unchanged}, rows that take the place of a stored one "
            "{changed}, added rows {fresh}. Stored "
            "rows of these months that the file lacks go on counting ({lacking}).",
            blanks,
        )
    return Message(
        "Correction: unchanged rows {unchanged}, rows that take the place of a stored one "
        "{changed}, added rows {fresh}.",
        blanks,
    )


def _replacement(met: Met, scope: Scope) -> Message:
    if not scope.rows:
        return Message(
            "Replacement: nothing would be replaced, since no earlier file with these headings "
            "has such rows in {months}.",
            {"months": _months(scope)},
        )
    blanks = {"months": _months(scope), "rows": scope.rows, "fresh": met.rows}
    if not scope.column:
        return Message(
            "Replacement: the rows that files with these headings brought for {months} no longer "
            "count ({rows}), the rows of this "
            "file do ({fresh}).",
            blanks,
        )
    return Message(
        "Replacement: the rows that files with these headings brought for {months} and for "
        "{units} no longer count ({rows}), the "
        "rows of this file do ({fresh}).",
        {**blanks, "units": _first(scope.units)},
    )


def _months(scope: Scope) -> Month | Message:
    """The month, or the first and the last one."""
    first, last = (Month(day.replace(day=1)) for day in (scope.first, scope.last))
    return first if first == last else Message("{first} to {last}", {"first": first, "last": last})


def _listed(units: tuple[tuple[str, int], ...]) -> list[str]:
    """Names with their rows, as many as a sentence holds."""
    return _first([f"{unit or '–'}: {count}" for unit, count in units])


def _first(names: Sequence[str]) -> list[str]:
    return [*(name or "–" for name in names[:_SHOWN]), *(["…"] if len(names) > _SHOWN else [])]


def _evidence(kind: DatasetKind, met: Met, scope: Scope) -> Iterable[Message]:
    """What was seen, a sentence each, where it is not nothing."""
    seen = (
        (
            met.same,
            N_("The same in number, time and all values: {count}.")
            if kind.numbered
            else N_("The same in every value: {count}."),
        ),
        (met.changed, N_("The same record at the same time, with another value: {count}.")),
        (
            met.time,
            N_("The same number on the same day, with the time written in another way: {count}."),
        ),
        (
            met.alike,
            N_("The same in everything that they say, with another number or none: {count}."),
        ),
        (met.renamed, N_("The same number on the same day, but stored for another unit: {count}.")),
        (
            met.day,
            N_("The same number and the same values on another day: {count}.")
            if kind.numbered
            else N_("The same person and the same values on another day: {count}."),
        ),
        (met.contradicting, N_("The same number on the same day, but other values: {count}.")),
        (
            scope.lacking if met.agreeing else 0,
            N_("Stored rows of these months and units that the file lacks: {count}."),
        ),
    )
    if met.shifted:
        yield Message(
            "The same in everything that they say, with all times moved by {hours} hours, as in "
            "another time zone: {count}.",
            {"hours": [_hours(minutes) for minutes in met.minutes], "count": met.shifted},
        )
    yield from (Message(text, {"count": count}) for count, text in seen if count)


def _hours(minutes: int) -> str:
    sign = "+" if minutes > 0 else "\u2212"
    return f"{sign}{abs(minutes) // 60}" + (f":{abs(minutes) % 60:02d}" if minutes % 60 else "")


def _elsewhere(kind: DatasetKind, met: Met, answer: str) -> Iterable[Issue]:
    count = met.elsewhere + (0 if answer == CORRECTION else met.renamed)
    if count and kind.numbered:
        yield Issue(
            NOTE,
            Message(
                "Rows with a number that is stored for another unit: {count}. They count as rows "
                "of their own.",
                {"count": count},
            ),
        )


def _told(answer: str, scope: Scope) -> Iterable[Issue]:
    """What a replacement does not do."""
    if answer not in (REPLACE, REPLACE_ALL):
        return
    if scope.rows == 0 and scope.others:
        yield Issue(
            WARNING,
            Message(
                "Nothing stored is replaced: no earlier file with these headings has such rows in "
                "{months}. Rows of other "
                "files in these months go on counting: {others}.",
                {"months": _months(scope), "others": scope.others},
            ),
        )
    elif scope.rows == 0:
        yield Issue(
            WARNING,
            Message(
                "Nothing stored is replaced: no earlier file with these headings has such rows in "
                "{months}.",
                {"months": _months(scope)},
            ),
        )
    if scope.staying and answer == REPLACE:
        yield Issue(
            WARNING,
            Message(
                "Stored rows of units that this file does not have go on counting: {units}.",
                {"units": _listed(scope.staying)},
            ),
        )
