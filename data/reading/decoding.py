"""Bytes to text: which encoding a file has, and where it breaks.

A byte-order mark or strict UTF-8 decide alone. Otherwise the headings we
know decide, because Big5 decodes as GB18030 without complaint and guessers
by statistics are often wrong. What remains open is asked.
"""

import codecs
import io
import re

from data.reading.folding import known_count
from data.reading.looks import is_answer
from errors import FileRefused, Undecided, WrongCall

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
          (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CANDIDATES = ("gb18030", "big5", "cp1252")
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs"}  # what such files hold in truth
_STEP = 1 << 20
_SAMPLE = 1 << 16
_CELL = re.compile(r"[,;\t|]")


def encoding_of(content: bytes, file: str, asked: str | None = None) -> str:
    """The encoding of `content` ("utf-8", "gb18030", …), checked to its last byte.

    `asked` is what a person said. FileRefused names the line that cannot be
    decoded; Undecided offers the encodings between which nothing decides.
    """
    if asked is not None:
        return _as_asked(content, file, asked)
    encoding = _by_mark(content) or _by_zeros(content)
    if not encoding:
        if b"\0" in content:
            raise FileRefused("Line {line} of {file} holds a character of no text (NUL), so it is damaged. Export it again.",
                              line=content.count(b"\n", 0, content.index(b"\0")) + 1, file=file)
        return "utf-8" if broken_line(content, "utf-8") is None else _checked(content, file, _by_headings(content, file))
    return _checked(content, file, encoding)


def open_text(content: bytes, encoding: str) -> io.TextIOWrapper:
    """The content as text, line ends as they are."""
    return io.TextIOWrapper(io.BytesIO(content), encoding=_codec(encoding), newline="")


def broken_line(content: bytes, encoding: str) -> int | None:
    """The first line that is no text in that encoding; None where all of it is."""
    decoder = codecs.getincrementaldecoder(_codec(encoding))()
    for start in range(0, len(content), _STEP):
        end = start + _STEP
        try:
            decoder.decode(content[start:end], end >= len(content))
        except UnicodeError as error:
            if not isinstance(error, UnicodeDecodeError):
                return 1  # UTF-16 without its mark cannot even begin
            sound = min(end, len(content)) - len(error.object) + error.start  # a character may have begun in the piece before
            return content[:sound].decode(_codec(encoding), "replace").count("\n") + 1
    return None


def _codec(encoding: str) -> str:
    return _WIDER.get(encoding, encoding)


def _as_asked(content: bytes, file: str, asked: str) -> str:
    try:
        encoding = codecs.lookup(asked).name
        codecs.getincrementaldecoder(encoding)().decode(b"a")
        io.TextIOWrapper(io.BytesIO(), encoding=encoding)  # not every codec is one of text
    except (LookupError, UnicodeError, ValueError, TypeError) as error:
        raise WrongCall("There is no encoding \u201c{encoding}\u201d. Usual ones: {known}.",
                        encoding=asked, known=("utf-8", "gb18030", "big5", "utf-16", "cp1252")) from error
    if encoding == "utf-8":
        encoding = _by_mark(content) or encoding
    return _checked(content, file, encoding)


def _checked(content: bytes, file: str, encoding: str) -> str:
    """The encoding; FileRefused where not all of the content is text in it."""
    if (line := broken_line(content, encoding)) is not None:
        raise _broken(file, line, encoding)
    return encoding


def _broken(file: str, line: int, encoding: str) -> FileRefused:
    return FileRefused("Line {line} of {file} cannot be read as {encoding}. Export the file again, or say which encoding it has.",
                       line=line, file=file, encoding=encoding)


def _by_mark(content: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)


def _by_zeros(content: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of its ASCII characters is zero."""
    sample = content[:4096]
    high, low = sample[::2].count(0), sample[1::2].count(0)
    if max(high, low) < len(sample) * 0.02 or min(high, low):
        return None
    encoding = "utf-16-le" if low else "utf-16-be"
    decoded = sample[:len(sample) // 2 * 2].decode(encoding, "replace")
    return encoding if "\n" in decoded or "\r" in decoded else None


def _by_headings(content: bytes, file: str) -> str:
    _refuse_damaged_utf8(content, file)
    fitting = [encoding for encoding in _CANDIDATES if broken_line(content, encoding) is None]
    if not fitting:
        raise _broken(file, broken_line(content, "utf-8"), "utf-8")
    ranked = sorted(((_evidence(content, encoding), encoding) for encoding in fitting), reverse=True)
    if ranked[0][0] > (0, 0) and (len(ranked) == 1 or ranked[0][0] > ranked[1][0]):
        return ranked[0][1]
    raise Undecided("The letters of {file} can be read in these encodings: {encodings}. Say which one it has.",
                    setting="encoding", choices=tuple(fitting), encodings=tuple(fitting), file=file)


def _refuse_damaged_utf8(content: bytes, file: str) -> None:
    """A file that is UTF-8 but for a few bytes is damaged, not in another encoding."""
    text = content.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    if sum(not letter.isascii() for letter in text) - wrong >= 4 * wrong:
        raise _broken(file, broken_line(content, "utf-8"), "utf-8")


def _evidence(content: bytes, encoding: str) -> tuple[int, int]:
    """How many known headings not in ASCII one line holds, then how many known answers the beginning holds."""
    text = codecs.getincrementaldecoder(_codec(encoding))().decode(content[:_SAMPLE])
    lines = [[cell.strip(' "') for cell in _CELL.split(line)] for line in text.splitlines()[:2000]]
    known = max((known_count(cell for cell in cells if not cell.isascii()) for cells in lines[:40]), default=0)
    answers = {cell for cells in lines for cell in cells if not cell.isascii() and is_answer(cell)}
    return known, len(answers)
