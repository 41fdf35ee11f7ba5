"""Cells of a workbook that hold no text and are filled with the colours of traffic lights: whoever
keeps a sheet like that means the colour as the answer.

Used by the process that reads a workbook, which stands by itself; so this module imports nothing of
the project.
"""

import colorsys
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree

_P = rb"<(?:\w+:)?"
_EMPTY = rb"(?:/>|>\s*(?:" + _P + rb"v\s*/>|" + _P + rb"v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>)"
_FEWEST, _COLOURS = 5, 2  # filled cells of a column, and different colours of them
_TYPED = 0.1  # share of cells with a text from which on the colours only stress it
_SHADE = 0.1  # share of greens from which on a second shade is an answer of its own
_PALETTE = {
    2: "FF0000",
    3: "00FF00",
    5: "FFFF00",
    **{10: "FF0000", 11: "00FF00", 13: "FFFF00", 17: "008000", 42: "CCFFCC", 43: "FFFF99"},
    **{45: "FF99CC", 47: "FFCC99", 50: "99CC00", 51: "FFCC00", 52: "FF9900", 53: "FF6600"},
    57: "339966",
}
_THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)))
_GREEN, _SOLID = "green", 1


@dataclass
class Fills:
    """Of one sheet: row -> column -> the colour of a cell without a text, and row -> the colours of
    cells with one, which are a stripe or a mark of the whole row."""

    empty: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    typed: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    def answers(self, rows: Iterable[Sequence[object]]) -> dict[int, dict[int, str]]:
        """Row -> column -> the name of its colour, of the columns that hold colours instead of
        texts. `rows`: the cells of the whole sheet."""
        found = {
            row: {at: colour for at, colour in cells.items() if colour not in self.typed[row]}
            for row, cells in self.empty.items()
        }
        counts: dict[int, Counter[str]] = defaultdict(Counter)
        for cells in found.values():
            for at, colour in cells.items():
                counts[at][colour] += 1
        named = _names(sum(counts.values(), Counter()))
        columns = {
            at
            for at, colours in counts.items()
            if colours.total() >= _FEWEST and len({named[each] for each in colours}) >= _COLOURS
        }
        columns -= _with_texts(rows, columns, found, counts)
        return {
            row: {at: named[colour] for at, colour in cells.items() if at in columns}
            for row, cells in found.items()
        }


def _with_texts(
    rows: Iterable[Sequence[object]],
    columns: set[int],
    found: Mapping[int, Mapping[int, str]],
    counts: Mapping[int, Counter[str]],
) -> set[int]:
    """The columns that hold texts too, from their first colour on."""
    if not columns:
        return set()
    first = {at: min(row for row, cells in found.items() if at in cells) for at in columns}
    texts: Counter[int] = Counter()
    for row, cells in enumerate(rows, start=1):
        for at in columns:
            texts[at] += row >= first[at] and at < len(cells) and bool(str(cells[at]).strip())
    return {at for at in columns if texts[at] > _TYPED * counts[at].total()}


def _names(colours: Counter[str]) -> dict[str, str]:
    """The name of each colour; of several greens that are often used the lightest is another."""
    named = {colour: _name(colour) for colour in colours}
    greens = {colour: colours[colour] for colour, name in named.items() if name == _GREEN}
    often = [each for each, count in greens.items() if count >= _SHADE * sum(greens.values())]
    if len(often) > 1:
        named[max(often, key=_lightness)] = f"light {_GREEN}"
    return named


def colour_styles(styles: bytes, theme: bytes) -> dict[bytes, str]:
    """The number of each cell style with a fill in the colours of traffic lights -> the colour."""
    if b"patternFill" not in styles:
        return {}
    tree = ElementTree.fromstring(styles)
    accents = _accents(theme)
    fills = [
        _colour(each, accents) for part in tree if _local(part.tag) == "fills" for each in part
    ]
    formats = next((each for each in tree if _local(each.tag) == "cellXfs"), ())
    found = {}
    for number, style in enumerate(formats):
        at = int(style.get("fillId", 0))
        colour = fills[at] if at < len(fills) else None
        if colour is not None and _name(colour):
            found[str(number).encode()] = colour
    return found


def indexed_styles(styles: Iterable[tuple[int, int]], palette: Mapping[int, str]) -> dict[int, str]:
    """The number of each cell style of an old workbook with such a fill -> its colour; the
    styles say a pattern and the number of a colour. `palette`: the colours that it defines
    itself."""
    colours = {**_PALETTE, **palette}
    found = {
        number: colours[at]
        for number, (pattern, at) in enumerate(styles)
        if pattern == _SOLID and _name(colours.get(at, ""))
    }
    return found if len({_name(colour) for colour in found.values()}) >= _COLOURS else {}


def patterns(styles: Mapping[bytes, str]) -> tuple[re.Pattern[bytes], re.Pattern[bytes]] | None:
    """What tells a filled cell without a text, and one with a text; None where no style fills."""
    if len({_name(colour) for colour in styles.values()}) < _COLOURS:
        return None
    cell = _P + rb"c\b([^<>]*\bs=[\"'](" + b"|".join(styles) + rb")[\"'][^<>]*?)"
    return re.compile(cell + _EMPTY), re.compile(cell + rb">(?!\s*(?:" + _P + rb"v\s*/>|</))")


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _accents(theme: bytes) -> list[str]:
    """The colours of the theme, by their numbers."""
    if not theme:
        return []
    found: dict[str, str] = {}
    for each in ElementTree.fromstring(theme).iter():
        if _local(each.tag) in _THEME and len(each):
            found[_local(each.tag)] = each[0].get("lastClr") or each[0].get("val") or ""
    return [found.get(name, "") for name in _THEME]


def _colour(fill: ElementTree.Element, accents: list[str]) -> str | None:
    """The colour of a solid fill as RRGGBB."""
    pattern = next((each for each in fill if _local(each.tag) == "patternFill"), None)
    if pattern is None or pattern.get("patternType") != "solid":
        return None
    told = next((each for each in pattern if _local(each.tag) == "fgColor"), None)
    if told is None:
        return None
    if (rgb := told.get("rgb", "")[-6:]) and len(rgb) == 6:
        return rgb.upper()
    if told.get("indexed", "").isdecimal():
        return _PALETTE.get(int(told.get("indexed", "")))
    at = told.get("theme", "")
    if at.isdecimal() and int(at) < len(accents) and len(accents[int(at)]) == 6:
        return accents[int(at)].upper()
    return None


def _shades(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return colorsys.rgb_to_hls(red, green, blue)


def _lightness(colour: str) -> float:
    return _shades(colour)[1]


def _name(colour: str) -> str:
    """Red, orange, yellow or green; nothing of other colours and of greys."""
    try:
        hue, light, strong = _shades(colour)
    except ValueError:
        return ""
    if strong < 0.25 or not 0.15 <= light <= 0.96:
        return ""
    degrees = hue * 360
    ends = ((15, "red"), (40, "orange"), (70, "yellow"), (170, _GREEN), (340, ""), (361, "red"))
    return next(name for end, name in ends if degrees < end)
