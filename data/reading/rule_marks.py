"""Cells that rules of conditional formatting strike through, in an .xlsx: the plain rules that people
make are worked out from the cells, of all others it is only known that they are there.

Used by the process that reads a workbook, which stands by itself; so this module imports nothing of
the project.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree

_BLOCK = re.compile(rb"<((?:\w+:)?)conditionalFormatting\b.*?</\1conditionalFormatting>", re.S)
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_CELL = r"(?P<fixed>\$?)(?P<column>[A-Z]{1,3})(?P<row>\d{1,7})"
_TEXT = r'"(?P<text>(?:[^"]|"")*)"'
_EQUAL = re.compile(
    rf"{_CELL}\s*(?P<sign>=|<>)\s*(?:{_TEXT}|(?P<number>-?\d+(?:\.\d+)?)|(?P<flag>TRUE|FALSE)(?:\(\))?)",
    re.I,
)
_HOLDS = re.compile(
    rf"(?:ISNUMBER\(\s*(?:SEARCH|FIND)\(\s*{_TEXT}\s*,\s*{_CELL}\s*\)\s*\)"
    rf"|NOT\(\s*ISERROR\(\s*(?:SEARCH|FIND)\(\s*{_TEXT.replace('text', 'text2')}\s*,\s*"
    rf"{_CELL.replace('fixed', 'fixed2').replace('<column', '<column2').replace('<row', '<row2')}"
    r"\s*\)\s*\)\s*\))",
    re.I,
)
_FILLED = re.compile(
    rf"NOT\(\s*ISBLANK\(\s*{_CELL}\s*\)\s*\)|LEN\(\s*(?:TRIM\(\s*)?"
    rf"{_CELL.replace('fixed', 'fixed2').replace('<column', '<column2').replace('<row', '<row2')}"
    r"\s*\)?\s*\)\s*>\s*0",
    re.I,
)
_LITERAL = re.compile(rf"{_TEXT}|(?P<number>-?\d+(?:\.\d+)?)")
_MOST_RULES = 200  # of one sheet

Test = Callable[[str], bool]


@dataclass(frozen=True)
class _Rule:
    """Within `ranges` (first row, first column, last row, last column; rows from 1, columns from 0)
    a cell is struck through where `test` holds of the cell in `column` of its row, or, where that
    is None, of the cell `across` columns to its right."""

    ranges: tuple[tuple[int, int, int, int], ...]
    test: Test
    column: int | None = None
    across: int = 0


@dataclass
class Rules:
    """The rules of one sheet that strike through; `unread`: how many of them are not worked out."""

    known: list[_Rule] = field(default_factory=list)
    unread: int = 0

    def struck(self, row: int, cells: Sequence[str]) -> set[int]:
        """The columns of a row that they strike through."""
        return {
            at
            for rule in self.known
            for top, left, bottom, right in rule.ranges
            if top <= row <= bottom
            for at in range(left, min(right + 1, len(cells)))
            if rule.test(_at(cells, at + rule.across if rule.column is None else rule.column))
        }


def _at(cells: Sequence[str], at: int) -> str:
    return cells[at].strip() if 0 <= at < len(cells) else ""


def striking_formats(styles: bytes) -> set[str]:
    """The numbers of the formats of rules that strike through."""
    if b"strike" not in styles or b"dxf" not in styles:
        return set()
    formats = next(
        (each for each in ElementTree.fromstring(styles) if _local(each.tag) == "dxfs"), ()
    )
    return {
        str(at)
        for at, one in enumerate(formats)
        if any(
            _local(part.tag) == "strike" and part.get("val", "1") not in ("0", "false")
            for part in one.iter()
        )
    }


def rules_of(tail: bytes, formats: set[str]) -> Rules:
    """The rules behind the rows of a sheet's part that use one of these formats."""
    rules = Rules()
    for block in _BLOCK.finditer(tail):
        try:
            tree = ElementTree.fromstring(_unprefixed(block[0]))
        except ElementTree.ParseError:
            rules.unread += b"strike" in block[0]
            continue
        for rule in tree.iter("cfRule"):
            striking = rule.get("dxfId") in formats or rule.find(".//strike") is not None
            if not striking:
                continue
            ranges = _ranges(tree.get("sqref") or tree.findtext("sqref") or "")
            known = _known(rule, ranges) if ranges and len(rules.known) < _MOST_RULES else None
            if known is None:
                rules.unread += 1
            else:
                rules.known.append(known)
    return rules


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _unprefixed(block: bytes) -> bytes:
    """The block without the prefixes of its names, which are declared further above."""
    plain = re.sub(rb"(</?)\w+:", rb"\1", block)
    return re.sub(rb"\s\w+:(\w+=)", rb" \1", plain)


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _ranges(written: str) -> tuple[tuple[int, int, int, int], ...]:
    found = [_RANGE.fullmatch(part) for part in written.split()]
    return tuple(
        (
            int(each[2]),
            _column(each[1]),
            int(each[4] or each[2]),
            _column(each[3] or each[1]),
        )
        for each in found
        if each
    )


def _known(
    rule: ElementTree.Element, ranges: tuple[tuple[int, int, int, int], ...]
) -> _Rule | None:
    """The rule as a test; None where it is more than a plain one."""
    kind, text = rule.get("type"), rule.get("text")
    formulas = [(each.text or "").strip().removeprefix("=") for each in rule.iter("formula")]
    if kind in _WITH_TEXT and text is not None:
        return _Rule(ranges, _WITH_TEXT[kind](text.casefold()))
    if kind == "cellIs" and rule.get("operator") in ("equal", "notEqual") and len(formulas) == 1:
        literal = _LITERAL.fullmatch(formulas[0])
        if literal is None:
            return None
        test = _is(literal["text"], literal["number"])
        return _Rule(ranges, test if rule.get("operator") == "equal" else _not(test))
    if kind == "expression" and len(formulas) == 1:
        return _of_formula(formulas[0], ranges)
    return None


_WITH_TEXT: dict[str, Callable[[str], Test]] = {
    "containsText": lambda text: lambda cell: text in cell.casefold(),
    "beginsWith": lambda text: lambda cell: cell.casefold().startswith(text),
    "endsWith": lambda text: lambda cell: cell.casefold().endswith(text),
}


def _not(test: Test) -> Test:
    return lambda cell: not test(cell)


def _is(text: str | None, number: str | None, flag: str | None = None) -> Test:
    """Whether a cell is this text, in any case of its letters, or this number."""
    if number is not None:
        return lambda cell: _number(cell) == float(number)
    wanted = (text.replace('""', '"') if text is not None else flag or "").casefold()
    return lambda cell: cell.casefold() == wanted


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


def _of_formula(formula: str, ranges: tuple[tuple[int, int, int, int], ...]) -> _Rule | None:
    if found := _EQUAL.fullmatch(formula):
        test = _is(found["text"], found["number"], found["flag"])
        return _placed(found, "", ranges, test if found["sign"] == "=" else _not(test))
    if found := _HOLDS.fullmatch(formula):
        behind = "" if found["column"] else "2"
        text = found[f"text{behind}"].replace('""', '"').casefold()
        return _placed(found, behind, ranges, lambda cell: text in cell.casefold())
    if found := _FILLED.fullmatch(formula):
        return _placed(found, "" if found["column"] else "2", ranges, lambda cell: cell != "")
    return None


def _placed(
    found: re.Match, behind: str, ranges: tuple[tuple[int, int, int, int], ...], test: Test
) -> _Rule | None:
    """The rule with the cell that its formula names, as seen from the first cell of its ranges;
    None where that is in another row."""
    top, left = min(each[0] for each in ranges), min(each[1] for each in ranges)
    if int(found[f"row{behind}"]) != top:
        return None
    column = _column(found[f"column{behind}"])
    if found[f"fixed{behind}"]:
        return _Rule(ranges, test, column=column)
    return _Rule(ranges, test, across=column - left)
