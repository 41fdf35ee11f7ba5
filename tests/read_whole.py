"""A file that somebody else wrote, read with what holds of whatever was read of it or said."""

from data.reading.options import Options
from data.reading.reader import read
from data.reading.sheet import Sheet
from errors import FileRefused
from tests.effort import worked

LIMIT = 10  # seconds of processor


def read_whole(content: bytes, name: str, options: Options) -> Sheet:
    """The sheet, whose cells are all there once; refused by a sentence that names the file."""
    started = worked()
    try:
        sheet = read(content, name, options)
    except FileRefused as refused:
        assert name in str(refused)
        raise
    finally:
        assert worked() - started < LIMIT
    assert len(sheet.headings) == len(set(sheet.headings)) == sheet.cells.shape[1]
    assert len(sheet.lines) == len(sheet.cells) > 0
    assert list(sheet.lines) == sorted(set(sheet.lines))
    assert "" not in sheet.headings
    assert not sheet.cells.isna().any().any()
    return sheet
