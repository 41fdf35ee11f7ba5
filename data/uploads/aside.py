"""What the reading and checking of a file consists of, done beside the server where there is one: it
holds the interpreter, so that nobody else's click would be answered meanwhile."""

from data.beside.workers import beside
from data.kinds.schema import DatasetKind
from data.kpi_facts import KpiFacts
from data.matching.exam_items import Items, read_items
from data.matching.recognise import judge_of, recognise
from data.progress import Tell, silent
from data.reading.options import Options
from data.reading.reader import read
from data.reading.sheet import Sheet
from data.uploads.prepare import ITSELF, CheckedWith, FileId, Prepared, prepare_sheet


def read_file(
    content: bytes,
    name: str,
    options: Options,
    tell: Tell = silent,
    kind: DatasetKind | None = None,
) -> Sheet:
    """The table of a file: of several that which most surely holds records of `kind`, else of any."""
    return beside(len(content), tell, _read, content, name, options, kind)


def _read(
    content: bytes, name: str, options: Options, kind: DatasetKind | None, tell: Tell
) -> Sheet:
    return read(content, name, options, tell, kind=kind, judge=judge_of(name, kind))


def kinds_of(
    size: int, sheet: Sheet, name: str, kpis: KpiFacts, tell: Tell = silent
) -> tuple[tuple[str, float], ...]:
    """What `recognise` says of the sheet of a file with so many bytes."""
    return beside(size, tell, recognise, sheet, name, kpis)


def items_of(
    size: int, sheet: Sheet, kind: DatasetKind, options: Options, tell: Tell = silent
) -> Items:
    """The exam items of the sheet of a file with so many bytes."""
    return beside(size, tell, read_items, sheet, kind, options)


def check_file(
    file: FileId,
    sheet: Sheet,
    kind: DatasetKind,
    options: Options,
    known: CheckedWith = ITSELF,
    tell: Tell = silent,
) -> Prepared:
    """What `prepare_sheet` makes of the sheet of a file."""
    return beside(file.size, tell, prepare_sheet, file, sheet, kind, options, known)
