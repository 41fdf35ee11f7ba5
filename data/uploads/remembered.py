"""What a person once settled for files with these headings, taken over for the next one."""

import json
from dataclasses import replace

from data.database.connection import ReadTransaction
from data.kinds.schema import DatasetKind
from data.matching.chosen_once import once_each
from data.matching.which_score import NAME as WHICH_SCORE, other_of
from data.questions import lasting
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.folding import fold
from data.uploads.prepare import ZONE, source_of


def recalled(
    reading: ReadTransaction, sheet: Sheet, kind: DatasetKind, hash: str
) -> tuple[int, Options] | None:
    """The upload to learn from and what it settles: all of it where it is this very file, else what
    belongs to the layout."""
    same = settings_of_file(reading, kind.name, hash)
    if same is not None:
        return same[0], _once_each(same[1])
    found = _latest(reading, sheet, kind)
    layout = remembered(reading, sheet, kind)
    return None if found is None or layout is None else (found[0], _once_each(layout))


def _once_each(settled: Options) -> Options:
    return replace(settled, answers=once_each(settled.answers, {}))


def _latest(
    reading: ReadTransaction, sheet: Sheet, kind: DatasetKind
) -> tuple[int, Options] | None:
    """The latest upload of the kind with these headings; else of the one that a person said they
    mean."""
    own = settings_of_source(reading, source_of(kind, sheet.headings))
    other = other_of(kind)
    if own is not None or other is None:
        return own
    found = settings_of_source(reading, source_of(other, sheet.headings))
    return found if found is not None and WHICH_SCORE in found[1].answers else None


def remembered(reading: ReadTransaction, sheet: Sheet, kind: DatasetKind) -> Options | None:
    """The settings of the latest upload with the same headings that was not undone; None where
    nothing was settled.

    Only what belongs to the layout: values given for all rows, the encoding, the
    sheet, a key file and what is meant about rows stored already belong to one file.
    """
    found = _latest(reading, sheet, kind)
    if found is None:
        return None
    _, settled = found
    layout = replace(
        settled,
        set={},
        encoding=None,
        sheet=None,
        replace_period=False,
        answers=lasting(settled.answers),
        key=(),
    )
    return None if layout == Options() else layout


def merged(given: Options, remembered: Options) -> Options:
    """`given`, with what it leaves open taken from `remembered`.

    A column that is given by another heading, or a value for all rows, is no
    longer taken from the remembered one. Filters and codes are taken whole.
    """
    return replace(
        given,
        set={**remembered.set, **given.set},
        match={**_still_open(given, remembered), **given.match},
        where=given.where or remembered.where,
        missing=given.missing or remembered.missing,
        scale=given.scale or remembered.scale,
        reversed=given.reversed or remembered.reversed,
        answers=once_each(remembered.answers, given.answers),
        pass_mark=remembered.pass_mark if given.pass_mark is None else given.pass_mark,
        day_first=remembered.day_first if given.day_first is None else given.day_first,
        items=given.items or remembered.items,
        item_cells=given.item_cells or remembered.item_cells,
        key=given.key or remembered.key,
    )


def _still_open(given: Options, remembered: Options) -> dict[str, str]:
    headings = {fold(heading) for heading in given.match}
    columns = {*given.match.values(), *given.set} - {""}
    return {
        heading: column
        for heading, column in remembered.match.items()
        if fold(heading) not in headings and column not in columns
    }


def settings_of_source(reading: ReadTransaction, source: str) -> tuple[int, Options] | None:
    """The latest upload of this source that was not undone, and what was settled for it; None where
    there is none."""
    return _settled(
        reading.rows(
            "SELECT id, options FROM upload WHERE source = ? AND undone_at IS NULL ORDER BY id "
            "DESC LIMIT 1",
            [source],
        )
    )


def settings_of_file(reading: ReadTransaction, kind: str, hash: str) -> tuple[int, Options] | None:
    """The latest upload of this very file as this kind, and what was settled for it; None where
    there is none."""
    return _settled(
        reading.rows(
            "SELECT id, options FROM upload WHERE kind = ? AND hash = ? AND undone_at IS NULL "
            "ORDER BY id DESC LIMIT 1",
            [kind, hash],
        )
    )


def _settled(found: list[tuple]) -> tuple[int, Options] | None:
    if not found:
        return None
    upload, told = found[0]
    settled = json.loads(told)
    settled.pop(ZONE, None)
    listed = {name: tuple(settled.get(name, ())) for name in ("missing", "items")}
    return upload, Options(
        **{**settled, **listed, "key": tuple(tuple(row) for row in settled.get("key", ()))}
    )
