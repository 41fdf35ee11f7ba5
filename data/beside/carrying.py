"""What one process hands another: a file with a pickle and, behind it, the columns of tables as they
lie in memory, which are mapped and not copied.

Only this program's own processes read such files.
"""

import mmap
import os
import pickle
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from data.kinds.catalog import kind_named
from data.kinds.schema import DatasetKind

_END = struct.Struct("<Q")  # where the list of columns begins
_EVEN = 64  # bytes that the beginning of a column is a multiple of, as Arrow wants it
_KIND, _KNOWN = "kind", "known"
_PLAIN = (str, bytes, int, float, bool, type(None))


def put_away(file: Path, held: object, known: Sequence[object] = ()) -> None:
    """Write `held` into a new file that only this user may read. What of it is one of `known`, or a
    kind of record, is named instead: who takes it out has it already."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as out:
        columns: list[pickle.PickleBuffer] = []
        _Pickler(out, known, columns).dump(held)
        places = [_written(out, column) for column in columns]
        end = out.tell()
        pickle.dump(places, out)
        out.write(_END.pack(end))


def taken_out(file: Path, known: Sequence[object] = ()) -> object:
    """What was put away in a file, which may be removed then."""
    content = _content(file)
    (end,) = _END.unpack(content[-_END.size :])
    whole = memoryview(content)
    places = pickle.loads(whole[end:])
    columns = [whole[start : start + length] for start, length in places]
    return _Unpickler(_Read(whole), known, columns).load()


def _written(out: BinaryIO, column: pickle.PickleBuffer) -> tuple[int, int]:
    out.write(bytes(-out.tell() % _EVEN))
    start, raw = out.tell(), column.raw()
    out.write(raw)
    return start, raw.nbytes


def _content(file: Path) -> mmap.mmap | bytearray:
    """The bytes of a file; changes of them stay this process's own. Where a mapped file cannot be
    removed they are read."""
    if os.name == "nt":
        return bytearray(file.read_bytes())
    with file.open("rb") as opened:
        return mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_COPY)


class _Read:
    """Bytes read like a file."""

    def __init__(self, whole: memoryview):
        self._whole, self._at = whole, 0

    def read(self, size: int) -> bytes:
        self._at += size
        return self._whole[self._at - size : self._at].tobytes()

    def readline(self) -> bytes:  # which the newer protocols never call
        raise NotImplementedError


class _Pickler(pickle.Pickler):
    def __init__(self, out: BinaryIO, known: Sequence[object], columns: list[pickle.PickleBuffer]):
        super().__init__(out, 5, buffer_callback=columns.append)
        self._known = {id(one): at for at, one in enumerate(known) if not isinstance(one, _PLAIN)}

    def persistent_id(self, held: object) -> tuple[str, object] | None:
        if id(held) in self._known:
            return _KNOWN, self._known[id(held)]
        return (_KIND, held.name) if isinstance(held, DatasetKind) else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, read: _Read, known: Sequence[object], columns: Sequence[memoryview]):
        super().__init__(read, buffers=columns)
        self._known = known

    def persistent_load(self, told: tuple) -> object:
        what, which = told
        return kind_named(which) if what == _KIND else self._known[which]
