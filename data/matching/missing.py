"""What a file lacks of a kind's required columns, and how that is said."""

import re
from collections.abc import Collection, Sequence

from data.kinds.schema import Column, DatasetKind
from data.matching.match import Match
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.writing import shown
from errors import FileRefused, Message
from i18n import N_, Text

_NUMBERED = re.compile(r"Column \d+")  # how columns without a heading are called
_LOOKED_AT, _EXAMPLES = 20, 3


def missing_columns(match: Match, kind: DatasetKind, options: Options) -> tuple[Column, ...]:
    """The required columns that neither a heading nor a given value supplies, and all of `one_of`
    where not one of those is there."""
    present = {*match.columns.values(), *options.set}
    if present.intersection(kind.placed_by):
        present.update(kind.placed_by)
    enough = bool(present.intersection(kind.one_of))
    return tuple(
        column
        for column in kind.columns
        if column.name not in present
        and (
            not enough
            if column.name in kind.one_of
            else column.required or column.name in match.needed
        )
    )


def missing_words(
    missing: Sequence[Column], kind: DatasetKind, match: Match
) -> tuple[Text | Message, ...]:
    """What is missing, as one says it, with what the file has instead: the columns of which one is
    enough together, at the end."""
    words = {
        column.name: match.needed.get(column.name)
        or _counted(column, kind, match)
        or _instead(column, match)
        for column in missing
    }
    either = [words[column.name] for column in missing if column.name in kind.one_of]
    needed = tuple(words[column.name] for column in missing if column.name not in kind.one_of)
    return (
        (*needed, Message("at least one of these: {columns}", {"columns": either}))
        if either
        else needed
    )


def _counted(column: Column, kind: DatasetKind, match: Match) -> Message | None:
    """That a file without moments counts the records, which are to be listed."""
    if not kind.counted_by or column.name != kind.date:
        return None
    counts = next((name for name in match.unused if re.search(kind.counted_by, name, re.I)), None)
    return (
        None
        if counts is None
        else Message(
            "{column} (under \u201c{heading}\u201d this file counts such records, and does not say "
            "when each of them came: one row has to be one record)",
            {"column": column.label, "heading": counts},
        )
    )


def _instead(column: Column, match: Match) -> Text | Message:
    """The name of a missing column, with the heading that names it above other cells."""
    unfit = next((unfit for unfit in match.unfit if unfit.column == column.name), None)
    return (
        column.label
        if unfit is None
        else Message(
            "{column} (under \u201c{heading}\u201d stands something else, such as "
            "\u201c{value}\u201d)",
            {"column": column.label, "heading": unfit.heading, "value": unfit.cell},
        )
    )


def unfit_told(match: Match, kind: DatasetKind, offered: Collection[str]) -> list[Message]:
    """What is said of headings that name a column which does without them; nothing of those that are
    `offered` for another column."""
    return [
        Message(
            "\u201c{heading}\u201d was not taken for \u201c{column}\u201d, since something else "
            "stands below it, such as "
            "\u201c{value}\u201d.",
            {
                "heading": unfit.heading,
                "column": kind.column(unfit.column).label,
                "value": unfit.cell,
            },
        )
        for unfit in match.unfit
        if not kind.column(unfit.column).choices and unfit.heading not in offered
    ]


def require_columns(
    file: str, sheet: Sheet, match: Match, kind: DatasetKind, options: Options
) -> None:
    """FileRefused where required columns are missing, naming them and the headings that are
    there."""
    missing = missing_columns(match, kind, options)
    if kind.name == "exam_item" and "item" in [column.name for column in missing]:
        raise FileRefused(
            "{file} lacks what \u201c{kind}\u201d needs: {missing}. Its headings: {headings}. Say "
            "which heading holds it; or, where each item has "
            "a column of its own, mark these columns (--items FIRST LAST).",
            file=file,
            kind=kind.label,
            missing=missing_words(missing, kind, match),
            headings=_told(sheet),
        )
    if missing:
        raise FileRefused(
            "{file} lacks what \u201c{kind}\u201d needs: {missing}. Its headings: {headings}. "
            "Say which heading holds it, or give one value for all rows.",
            file=file,
            kind=kind.label,
            missing=(*missing_words(missing, kind, match), *_unsaid(match, kind, options)),
            headings=_told(sheet),
        )


def _told(sheet: Sheet) -> tuple[str, ...]:
    """The headings, with what stands below them where the file has none of its own."""
    if not all(map(_NUMBERED.fullmatch, sheet.headings)):
        return sheet.headings
    first = [
        list(dict.fromkeys(filter(None, sheet.cells[at].iloc[:_LOOKED_AT].tolist())))[:_EXAMPLES]
        for at in range(len(sheet.headings))
    ]
    return tuple(
        f"{heading} ({', '.join(map(shown, cells))})" if cells else heading
        for heading, cells in zip(sheet.headings, first, strict=True)
    )


def _unsaid(match: Match, kind: DatasetKind, options: Options) -> tuple[Text, ...]:
    """The pass mark, where nothing says it either, so that all that is needed is named at once."""
    known = {*match.columns.values(), *options.set}
    said = options.pass_mark is not None or bool(known & {"pass_mark", "outcome"})
    said = said or "score" not in known
    return () if kind.name != "training" or said else (N_("what percent passes"),)
