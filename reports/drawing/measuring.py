"""How much room a text takes, so that none is longer than its box.

Which face a text is shown in depends on the reader's machine. So letters are taken as wide as in
the broadest of the faces that programs put in place of one that they lack (DejaVu Sans), which is
measured in the tests; Chinese letters are as wide as they are high.
"""

import unicodedata
from itertools import pairwise

LEADING = 1.3  # the height of a line, in letters
# Letters by their width, in letters' heights, rounded up.
_PLAIN = {
    0.30: "'Iijl",
    0.35: " ,./:;\\|",
    0.40: "()-[]ft",
    0.45: "!r",
    0.50: '"_`',
    0.55: "?Jcsz",
    0.60: "*FLkvxy",
    0.65: "$0123456789EPSTYabdeghnopqu{}",
    0.70: "ABCKRVXZ",
    0.75: "NU",
    0.80: "&DGHOQ",
    0.85: "#+<=>^w~",
    0.90: "M",
    1.00: "%@Wm",
}
_BOLD = {
    0.35: " 'ijl",
    0.40: ",./:;I\\|",
    0.45: "-f",
    0.50: "!()[]_`rt",
    0.55: '"',
    0.60: "*?Jcsz",
    0.65: "Lx",
    0.70: "$0123456789EFTaekovy",
    0.75: "CPSYZbdghnpqu{}",
    0.80: "ABKRVX",
    0.85: "#+<=>DGHNU^~",
    0.90: "&OQ",
    0.95: "w",
    1.00: "@M",
    1.05: "%m",
    1.15: "W",
}
_WIDTHS = {
    bold: {sign: wide for wide, signs in table.items() for sign in signs}
    for bold, table in ((False, _PLAIN), (True, _BOLD))
}
_BETWEEN = 0.25  # letters' heights between a Chinese letter and one of another script
_OTHER = 0.9  # of letters of other scripts, and of signs
_NOT_FIRST = frozenset("，。、；：？！）》」』”’%％,.;:?!)]}·")


def letter(sign: str, bold: bool = False) -> float:
    """The width of a letter, in letters' heights."""
    known = _WIDTHS[bold].get(sign)
    if known is not None:
        return known
    if unicodedata.east_asian_width(sign) in "WFA":
        return 1.0
    return 0.0 if unicodedata.combining(sign) else _OTHER


def width(text: str, size: float, bold: bool = False) -> float:
    """How wide a text is in one line, in points; some programs leave room between letters of two
    scripts."""
    turns = sum(_is_wide(one) != _is_wide(two) for one, two in pairwise(text))
    return size * (sum(letter(sign, bold) for sign in text) + _BETWEEN * turns)


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


def _pieces(text: str) -> list[str]:
    """What is not broken: words with the blank after them, Chinese letters with the stops that
    follow."""
    pieces: list[str] = []
    for sign in text:
        if not pieces:
            pieces.append(sign)
        elif sign in _NOT_FIRST or sign == " ":
            pieces[-1] += sign
        elif _is_wide(sign) or _is_wide(pieces[-1][-1]) or pieces[-1].endswith(" "):
            pieces.append(sign)
        elif pieces[-1][-1] in _NOT_FIRST and len(pieces[-1]) > 1 and _is_wide(pieces[-1][0]):
            pieces.append(sign)
        else:
            pieces[-1] += sign
    return pieces


def lines(text: str, size: float, room: float, bold: bool = False) -> list[str]:
    """The lines that a text is broken into where there is so much room; together they are the
    text."""
    found: list[str] = []
    for part in text.split("\n"):
        found += _lines(part, size, room, bold)
    return found


def _lines(text: str, size: float, room: float, bold: bool) -> list[str]:
    done, line, taken = [], "", 0.0
    for piece in _pieces(text):
        bare = width(piece.rstrip(" "), size, bold)
        if line and _is_wide(line[-1]) != _is_wide(piece[0]):
            taken += size * _BETWEEN
        if line and taken + bare > room:
            done.append(line)
            line, taken = "", 0.0
        if bare > room:  # a word longer than the line
            *whole, piece = _cut(piece, size, room, bold)
            done += whole
        line += piece
        taken += width(piece, size, bold)
    return [*done, line]


def _cut(word: str, size: float, room: float, bold: bool) -> list[str]:
    parts, taken = [""], 0.0
    for sign in word:
        wide = size * letter(sign, bold)
        if parts[-1] and taken + wide > room:
            parts.append("")
            taken = 0.0
        parts[-1] += sign
        taken += wide
    return parts


def height(text: str, size: float, room: float, bold: bool = False) -> float:
    """How high a text is in so much room, in points."""
    return len(lines(text, size, room, bold)) * size * LEADING


def fitting(text: str, size: float, room: float, most: int, bold: bool = False) -> str:
    """The text in at most so many lines; what is left out is an ellipsis."""
    found = lines(text, size, room, bold)
    if len(found) <= most:
        return text
    last = found[most - 1]
    while last and width(last + "…", size, bold) > room:
        last = last[:-1]
    return "".join(found[: most - 1]) + last.rstrip() + "…"
