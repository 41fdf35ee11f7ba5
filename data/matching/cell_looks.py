"""What cells look like that stand in for something else: ticks, addresses, nobody, a mere yes."""

import re
from collections.abc import Sequence

from data.matching.sampled import known_of
from data.text.folding import fold, normal, parts
from data.text.writing import folded
from data.values.looks import is_date, is_number, is_prose
from data.values.numbers import parse

_ADDRESS = re.compile(
    r"^\d{1,5}[a-z]?[ ,-]+(?:\w[\w.'-]* ){1,4}(?:st|street|rd|road|ave|avenue|blvd|boulevard|dr|drive|ln|lane|way|pl|place|sq|square|pkwy"
    r"|hwy|highway|court|ct|quay|terrace)\b|(?:stra(?:ß|ss)e|str\.|weg|platz|allee)\s?\d|^\d{1,4},? (?:rue|avenue|boulevard|place|quai)\b"
    r"|\b(?:calle|avenida|av\.|rua|via|viale|piazza)\s.*\d|(?:路|街|道|巷|弄|段)\s?\d+\s?[号號]",
    re.I,
)
_TIME_OF_DAY = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?", re.I)
# Where something lies; "/North/Harbour Shop" may be a place all the same.
_FILE = re.compile(
    r"(?:https?://|ftp://|file://|www\.)\S+|(?:/|\\\\|\.{1,2}/|[a-z]:\\).*[/\\].*\.[a-z][a-z\d]{1,4}",
    re.I,
)
_NOBODY = frozenset(
    {
        *("anonymous", "anonym", "anonyme", "anónimo", "anónima", "anonimo", "anônimo"),
        *("匿名", "匿名用户", "匿名用戶", "匿名客户", "匿名客戶"),
    }
)  # in place of somebody
_WHETHER = frozenset({"true", "false", "yes", "no"})  # says whether there is a text, and is none
_YES_OR_NO = frozenset(
    "y n yes no true false ja nein oui non si sí sì não nao da нет да tak nie evet hayır ya tidak có không 是 否 有 无 無"
    " はい いいえ 예 아니오 아니요".split()
)
_MOST = 0.7  # share of the cells
_HUNDRED = 100


def repeats_heading(heading: str, cells: Sequence[str]) -> bool:
    """Whether a column is a tick under an answer: its cells say nothing but the answer that heads it,
    below the question that heads several."""
    answer = parts(heading)[:1]
    told = {fold(cell) for cell in cells}
    return bool(answer) and told == {fold(answer[0])} and told != {""}


def are_addresses(cells: Sequence[str]) -> bool:
    """Whether cells are addresses: a street and the number of a house."""
    return bool(cells) and known_of(
        cells,
        "addresses",
        lambda: sum(_ADDRESS.search(cell) is not None for cell in cells) >= _MOST * len(cells),
    )


def are_dates(cells: Sequence[str]) -> bool:
    """Whether most cells are dates and nothing else; 4.5 could be one, but is a number."""
    return bool(cells) and known_of(
        cells,
        "dates",
        lambda: sum(is_date(cell) and not is_number(cell) for cell in cells) * 2 > len(cells),
    )


def are_codes(cells: Sequence[str]) -> bool:
    """Whether most cells hold a digit, as numbers of staff do and names do not."""
    return known_of(
        cells,
        "codes",
        lambda: sum(any(map(str.isdigit, cell)) for cell in cells) * 2 > len(cells),
    )


def is_time_of_day(cell: str) -> bool:
    """Whether a cell says an hour and a minute, of any day."""
    return _TIME_OF_DAY.fullmatch(cell) is not None


def is_file(cell: str) -> bool:
    """Whether a cell is an address in the web, or the path of a file."""
    return _FILE.fullmatch(cell) is not None


def is_nobody(cell: str) -> bool:
    """Whether a cell stands in place of somebody who is not named."""
    return folded(cell) in _NOBODY


def says_whether(cell: str) -> bool:
    """Whether a cell says that there is something, and not what."""
    return folded(cell) in _WHETHER


def are_yes_or_no(cells: Sequence[str]) -> bool:
    """Whether all cells say yes or no in the same way, of which there is a word for each."""
    return bool(cells) and {folded(cell) for cell in cells} <= _YES_OR_NO


def says_nothing_in_words(cell: str) -> bool:
    """Whether a cell is a number, a day, signs alone, or a number plate or the like: one word of no
    more letters than digits."""
    letters, digits = (sum(map(of, cell)) for of in (str.isalpha, str.isdigit))
    is_code = letters <= digits and len(cell.split()) == 1
    return is_number(cell) or is_date(cell) or not letters or is_code


def is_sentence(cell: str) -> bool:
    """Prose of words that hold no digit; numbers may have several parts: "NSW / 2026 / 100"."""
    return is_prose(" ".join(word for word in cell.split() if not any(map(str.isdigit, word))))


def begins_with_digit(cell: str) -> bool:
    """Whether a cell begins as numbers and lengths of time do."""
    return cell[:1].isdigit()


def is_within_hundred(cell: str) -> bool:
    """Not a number above 100, as a sum of points may be."""
    if not is_number(cell):
        return True
    # "97,0" has a decimal comma, "1,250" a sign of thousands.
    found = (parse(normal(cell), "", comma) for comma in (False, True))
    numbers = [each[0] for each in found if isinstance(each, tuple)]
    return not numbers or min(numbers) <= _HUNDRED


def count_on(cells: Sequence[str]) -> bool:
    """Whether cells count from 1 on, 001 as well as 1, in any order, as every list does anew."""
    if not cells or not all(map(str.isdecimal, cells)):
        return False
    numbers = set(map(int, cells))
    return numbers == set(range(1, len(numbers) + 1))
