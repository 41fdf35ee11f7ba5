"""What a person said of the columns of a file: which heading means which, and which is left unused."""

from collections.abc import Sequence
from difflib import get_close_matches

from data.kinds.schema import DatasetKind
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold, parts
from errors import WrongCall


def find_heading(sheet: Sheet, heading: str) -> int:
    """The position of a heading as a person writes it; WrongCall, with the nearest, where there is
    none or more than one."""
    if heading in sheet.headings:
        return sheet.headings.index(heading)
    for with_parts in (False, True):
        found = [
            at
            for at, own in enumerate(sheet.headings)
            if fold(heading) in map(fold, [own, *(parts(own) if with_parts else ())])
        ]
        if len(found) == 1:
            return found[0]
    raise WrongCall(
        "The file has no heading \u201c{heading}\u201d. "
        "Did you mean \u201c{nearest}\u201d? Its headings: {headings}.",
        heading=heading,
        nearest=_nearest(heading, sheet.headings),
        headings=sheet.headings,
    )


def _nearest(word: str, known: Sequence[str]) -> str:
    by_fold = {fold(name): name for name in reversed(known)}
    return by_fold[(get_close_matches(fold(word), by_fold, n=1, cutoff=0.0) or list(by_fold))[0]]


def as_told(sheet: Sheet, kind: DatasetKind, options: Options) -> tuple[dict[int, str], set[int]]:
    """Positions matched, and positions to leave unused, as a person said."""
    for name in options.set:
        _must_be_column(kind, name)
        if kind.is_result(kind.column(name)):
            raise WrongCall(
                "\u201c{column}\u201d cannot be given for all rows, since each has its own. Say "
                "which heading holds it.",
                column=kind.column(name).label,
            )
    columns: dict[int, str] = {}
    unused: set[int] = set()
    for heading, name in options.match.items():
        at = find_heading(sheet, heading)
        if not name:
            unused.add(at)
            continue
        _must_be_column(kind, name)
        if name in columns.values() or name in options.set:
            raise WrongCall(
                "The column \u201c{column}\u201d is supplied twice. "
                "Match one heading to it, or give one value for all rows.",
                column=name,
            )
        columns[at] = name
    return columns, unused


def _must_be_column(kind: DatasetKind, name: str) -> None:
    known = tuple(column.name for column in kind.columns)
    if name not in known:
        raise WrongCall(
            "\u201c{kind}\u201d has no column \u201c{column}\u201d. "
            "Did you mean \u201c{nearest}\u201d? Its columns: {known}.",
            kind=kind.label,
            column=name,
            nearest=_nearest(name, known),
            known=known,
        )
