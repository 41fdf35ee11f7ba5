"""Bytes to text: which encoding a file has, and where it breaks.

A byte-order mark or strict UTF-8 decide alone. Otherwise the headings we
know decide, because Big5 decodes as GB18030 without complaint and guessers
by statistics are often wrong. What remains open is asked.
"""

import codecs
import io
import re
import unicodedata

from data.reading.alphabets import by_letters
from data.text.folding import declared_headings, fold
from data.values.looks import is_answer
from errors import FileRefused, Undecided, WrongCall
from i18n import N_, Text

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ("gb18030", "big5", "cp1252")
_RARER, _SEVERAL = ("shift_jis", "cp949"), 2  # decided by so many known headings only
# Those that a person may choose, by the name that programs use, with where they come from.
ENCODINGS: dict[str, Text] = {
    "utf-8": N_("Unicode"),
    "utf-16": N_("Unicode, as some programs save it"),
    "gb18030": N_("Simplified Chinese, also GBK and GB2312"),
    "big5": N_("Traditional Chinese"),
    "shift_jis": N_("Japanese"),
    "euc_jp": N_("Japanese, older systems"),
    "cp949": N_("Korean, also EUC-KR"),
    "cp1252": N_("Western European, also ISO 8859-1"),
    "cp1250": N_("Central European"),
    "iso8859_2": N_("Central European, older systems"),
    "iso8859_15": N_("Western European with the euro sign"),
    "cp1251": N_("Cyrillic"),
    "koi8_r": N_("Cyrillic, older systems"),
    "cp1253": N_("Greek"),
    "cp1254": N_("Turkish"),
    "cp1255": N_("Hebrew"),
    "cp1256": N_("Arabic"),
    "cp1257": N_("Baltic"),
    "cp1258": N_("Vietnamese"),
    "cp874": N_("Thai"),
    "cp850": N_("Western European, DOS"),
    "mac_roman": N_("Western European, older Macs"),
}
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
}  # what such files hold in truth
_STEP = 1 << 20
_SAMPLE = 1 << 16
_CELL = re.compile(r"[,;\t|]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff]")  # letters of no text
_MIXED = re.compile(
    "[A-Za-z][\u0370-\u0fff]|[\u0370-\u0fff][A-Za-z]|[a-z][\u3400-\u9fff\uac00-\ud7af\uff61-\uff9f]+(?=[a-z])"
)
_USUAL = "€£“”‘’„«»–—…°·、。，！？：（）"
# What Western European texts hold beyond ASCII (õ before e, or the text is Hungarian), and what
# they never do: three such signs in a row, or two without a plain letter beside them.
_WESTERN = re.compile(
    r"(?:[\0-\x7f]|[äöüßéêëàâçîïôûùœæñóíáúãåøò]|õ(?=e)|ì(?![a-z])"
    r"|(?<=[A-Za-z])è|è(?![a-z])|[€“”‘’„«»–—…°·´§\xa0]"
    r"|(?<![A-Za-z])[¿¡]|[£ºª²³](?![A-Za-z]))*",
    re.I,
)
_FOREIGN = re.compile(
    r"[^\0-\x7f]{3}|(?<![A-Za-z])(?<![^\0-\x7f])[^\0-\x7f]{2}(?![A-Za-z])(?![^\0-\x7f])"
)
_NORTHERN, _ACCENTED = re.compile("ø", re.I), re.compile("[íáý]", re.I)  # ř beside í is Czech
_HIRAGANA, _FEW_KANA, _KANA = re.compile("[\u3041-\u3096]"), 5, 0.15
_LETTERS = 0.8  # the share of letters among all signs beyond ASCII in a text of words
_LINES, _LINE = 3, 120  # of a file shown in each encoding, and bytes of each


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
            raise FileRefused(
                "Line {line} of {file} holds a character of no text (NUL), so it is damaged. "
                "Export it again.",
                line=content.count(b"\n", 0, content.index(b"\0")) + 1,
                file=file,
            )
        return (
            "utf-8"
            if broken_line(content, "utf-8") is None
            else _checked(content, file, _by_headings(content, file))
        )
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
            sound = (
                min(end, len(content)) - len(error.object) + error.start
            )  # a character may have begun in the piece before
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
        raise WrongCall(
            "There is no encoding \u201c{encoding}\u201d. Usual ones: {known}.",
            encoding=asked,
            known=list(ENCODINGS),
        ) from error
    if encoding == "utf-8":
        encoding = _by_mark(content) or encoding
    return _checked(content, file, encoding)


def _checked(content: bytes, file: str, encoding: str) -> str:
    """The encoding; FileRefused where not all of the content is text in it."""
    if (line := broken_line(content, encoding)) is not None:
        raise _broken(file, line, encoding)
    return encoding


def _broken(file: str, line: int | None, encoding: str) -> FileRefused:
    return FileRefused(
        "Line {line} of {file} cannot be read as {encoding}. Export the file again, or say which "
        "encoding it has.",
        line=line,
        file=file,
        encoding=encoding,
    )


def _by_mark(content: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)


def _by_zeros(content: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of its ASCII characters is zero."""
    sample = content[:4096]
    high, low = sample[::2].count(0), sample[1::2].count(0)
    if max(high, low) < len(sample) * 0.02 or min(high, low):
        return None
    encoding = "utf-16-le" if low else "utf-16-be"
    decoded = sample[: len(sample) // 2 * 2].decode(encoding, "replace")
    return encoding if "\n" in decoded or "\r" in decoded else None


def _by_headings(content: bytes, file: str) -> str:
    _refuse_damaged_utf8(content, file)
    fitting = [encoding for encoding in _CANDIDATES if broken_line(content, encoding) is None]
    if not fitting and not _possible(content, fitting):
        raise _broken(file, broken_line(content, "utf-8"), "utf-8")
    ranked = sorted(
        ((_evidence(content, encoding), encoding) for encoding in fitting), reverse=True
    )
    if ranked and ranked[0][0] > (0, 0) and (len(ranked) == 1 or ranked[0][0] > ranked[1][0]):
        return ranked[0][1]
    most = ranked[0][0][0] if ranked else 0
    rarer = [
        encoding
        for encoding in _RARER
        if broken_line(content, encoding) is None
        and _evidence(content, encoding)[0] >= max(_SEVERAL, most + 1)
    ]
    if len(rarer) == 1:
        return rarer[0]
    if "cp1252" in fitting and _is_western(content):
        return "cp1252"
    if _is_japanese(content):
        return "shift_jis"
    possible = _possible(content, fitting)
    if told := by_letters(
        (encoding, content[:_SAMPLE].decode(_codec(encoding), "replace")) for encoding in possible
    ):
        return told
    raise Undecided(
        "The letters of {file} can be read in these encodings: {encodings}. Say which one it has.",
        setting="encoding",
        choices=possible,
        encodings=possible,
        file=file,
    )


def _is_western(content: bytes) -> bool:
    """Whether the text beyond ASCII is single letters of Western European languages, which no text
    in Chinese or in another alphabet is."""
    text = content[:_SAMPLE].decode("cp1252", "replace")
    return (
        _WESTERN.fullmatch(text) is not None
        and _FOREIGN.search(text) is None
        and not (_NORTHERN.search(text) and _ACCENTED.search(text))
    )


def _is_japanese(content: bytes) -> bool:
    """Whether the text is Japanese as spreadsheets save it: read so, it holds many hiragana, which
    in other encodings are signs that nobody writes."""
    if broken_line(content, "shift_jis") is not None:
        return False
    text = content[:_SAMPLE].decode(_codec("shift_jis"), "replace")
    beyond = sum(not letter.isascii() for letter in text)
    return len(_HIRAGANA.findall(text)) >= max(_FEW_KANA, _KANA * beyond)


def told_apart(content: bytes, encoding: str) -> str:
    """The first lines with letters by which encodings can be told apart, read in one of them."""
    lines = [line[:_LINE] for line in content[:_SAMPLE].splitlines() if not line.isascii()][:_LINES]
    return "\n".join(
        lines_text
        for line in lines
        if (lines_text := line.decode(_codec(encoding), "replace").strip("\ufffd"))
    )


def as_text(content: bytes, encoding: str) -> str:
    """The beginning of a file, read in an encoding that it may have."""
    return content[:_SAMPLE].decode(_codec(encoding), "replace")


def _possible(content: bytes, fitting: list[str]) -> tuple[str, ...]:
    """All encodings in which the content is text, those first in which it reads as words, the usual
    ones before others; of those that read it alike one."""
    found: dict[str, str] = {}
    words: dict[str, bool] = {}
    for encoding in dict.fromkeys((*fitting, *ENCODINGS)):
        if (
            encoding.startswith("utf")
            or encoding not in fitting
            and broken_line(content, encoding) is not None
        ):
            continue
        text = content[:_SAMPLE].decode(_codec(encoding), "replace")
        words[encoding] = _may_be_words(text)
        if encoding in fitting or words[encoding]:
            found.setdefault(text, encoding)
    return tuple(sorted(found.values(), key=lambda encoding: not words[encoding]))


def _may_be_words(text: str) -> bool:
    """Whether letters read as words: mostly letters beyond ASCII, and no word half in Latin and
    half in another alphabet."""
    beyond = [letter for letter in text if not letter.isascii() and not letter.isspace()]
    letters = sum(unicodedata.category(letter)[0] in "LM" or letter in _USUAL for letter in beyond)
    return (
        not _CONTROL.search(text)
        and letters >= _LETTERS * len(beyond)
        and len(_MIXED.findall(text)) * 10 <= len(beyond)
    )


def _refuse_damaged_utf8(content: bytes, file: str) -> None:
    """A file that is UTF-8 but for a few bytes is damaged, not in another encoding."""
    text = content.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    if beyond - wrong >= 4 * wrong:
        raise _broken(file, broken_line(content, "utf-8"), "utf-8")


def _evidence(content: bytes, encoding: str) -> tuple[int, int]:
    """How many known headings not in ASCII one line holds, then how many known answers the
    beginning holds."""
    text = codecs.getincrementaldecoder(_codec(encoding))().decode(content[:_SAMPLE])
    lines = [[cell.strip(' "') for cell in _CELL.split(line)] for line in text.splitlines()[:2000]]
    known = max(
        (
            len({fold(cell) for cell in cells if not cell.isascii()} & declared_headings())
            for cells in lines[:40]
        ),
        default=0,
    )
    answers = {cell for cells in lines for cell in cells if not cell.isascii() and is_answer(cell)}
    return known, len(answers)
