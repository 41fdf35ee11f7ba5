"""Names of units that probably mean the same one: written alike, or one within the other.

`same_letters` tells spellings that nobody can mean two units by; `same_unit` those that differ in a
little more, for a person to say. Whatever is left over may tell two units apart: 一店 and 二店,
North and South, Store 1 and Store 11.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache

from data.text.folding import words
from data.text.simplified import simplified
from data.text.writing import half_width

ALIKE = 0.8  # least share of letters in common; a name within another counts as much
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_CHINESE_MARKS = frozenset("一二三四五六七八九十东西南北中東")
_MARKS = frozenset(("north", "south", "east", "west", "new", "old"))
_SHORTEST = 2  # letters of a name found within another
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[^\w+]+(?=\d)|(?<=\d)_+(?=\d)")  # 1-1 is not 11
_SIGNS = re.compile(r"[^\w.+]|_|(?<!\d)\.|\.(?!\d)")
_AROUND = " .,;:。，；：、"
_ZEROS = re.compile(r"(?<![\d.])0+(?=\d)")
_ACCENT = re.compile(r"(?<=[A-Za-z])[\u0300-\u036f]+")
# What says no more than that it is a store, at the end of its name.
_A_STORE = re.compile(
    r"(?<=[^\W_]) ?(?:(?:号|分|门市部?)?店|门市部?|店铺)$|(?<=\S) (?:branch "
    r")?(?:store|shop|branch|outlet)$"
)
_GATES = frozenset(
    "天安 地安 东直 西直 崇文 宣武 阜成 安定 德胜 建国 复兴 广安 永定 左安 右安 朝阳 和平 广渠 "
    "正阳 玄武 中华 光华 水西 汉西 挹江 "
    "中央 太平 中山 凯旋 定安 涌金 清波 候潮 艮山 小北 大北 小南 大南 小西 大西 小东 大东".split()
)


@lru_cache(maxsize=20_000)
def folded_name(name: str) -> str:
    """The letters and digits of a name, whatever its case and width."""
    return "".join(letter for letter in half_width(name).casefold() if letter.isalnum())


@lru_cache(maxsize=20_000)
def same_letters(name: str) -> str:
    """What is left of a name without case, width, blanks (those that nobody sees included) and a
    full stop or comma around it; digits that blanks part stay parted."""
    plain = "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFKC", name).casefold()
        if letter.isspace() or unicodedata.category(letter) not in ("Cf", "Cc")
    )
    return re.sub(r"\s+", "", re.sub(r"(?<=\d)\s+(?=\d)", "\N{MIDDLE DOT}", plain.strip(_AROUND)))


@lru_cache(maxsize=20_000)
def same_unit(name: str, dimension: str) -> str:
    """What is left without punctuation, accents, leading zeros, script, and the word that a store's
    name may end with."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    plain = "".join(
        letter
        for letter in plain
        if unicodedata.category(letter) not in ("Cf", "Cc") or letter.isspace()
    )
    plain = _ACCENT.sub("", unicodedata.normalize("NFD", simplified(plain))).replace("&", " and ")
    plain = " ".join(
        _SIGNS.sub(
            " ",
            _BETWEEN_DIGITS.sub(".", unicodedata.normalize("NFC", plain))
            .replace("'", "")
            .replace("\u2019", ""),
        ).split()
    )
    if dimension == "store":
        plain = _A_STORE.sub("", plain).strip() or plain
    return _ZEROS.sub("", plain).replace(" ", "")


def unit_keys(names: Iterable[str], dimension: str) -> dict[str, str]:
    """Each name with its `same_unit`; 静安门店 is 静安 with the word for a store where 静安 or
    静安店 is a name too, but 东门店 is 东门, and 天安门店 is 天安门: one letter, and places known
    by their gate, keep it."""
    keys = {name: same_unit(name, dimension) for name in names}
    gates = {
        name
        for name, key in keys.items()
        if dimension == "store"
        and len(key) > 2
        and key.endswith("门")
        and key[:-1] not in _GATES
        and simplified(name).endswith("门店")
    }
    others = {key for name, key in keys.items() if name not in gates}
    return {
        name: key[:-1] if name in gates and key not in others and key[:-1] in others else key
        for name, key in keys.items()
    }


def plainest(names: Iterable[str], rows: Mapping[str, int] | None = None) -> str:
    """The name by which all of them are called: that of most rows, then the one with the fewest odd
    signs."""
    counted = rows or {}
    return min(
        names,
        key=lambda name: (
            -counted.get(name, 0),
            sum(not letter.isalnum() for letter in name),
            len(name),
            name.isupper(),
            name.islower(),
            name,
        ),
    )


def likeness(one: str, other: str) -> float:
    """0 to 1: 1 where only case, width or punctuation differ, 0 where number or direction tell two
    names apart."""
    left, right = folded_name(one), folded_name(other)
    if left == right:
        return 1.0
    if _marks(one) != _marks(other):
        return 0.0
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    letters = (
        matcher.ratio() if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= ALIKE else 0.0
    )
    return max(letters, ALIKE if _within(one, other) or _within(other, one) else 0.0)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most alike; None where none is alike enough."""
    found = max(((likeness(name, other), other) for other in known), default=(0.0, ""))
    return found[1] if found[0] >= ALIKE else None


@lru_cache(maxsize=20_000)
def _marks(name: str) -> tuple[str, ...]:
    """What tells units of one pattern apart: numbers, directions, single letters (Store 1 and Store
    2)."""
    found = [
        word
        for word in words(name)
        if word.isdigit() or word in _MARKS or len(word) == 1 and word.isascii()
    ]
    return tuple(sorted([*found, *(letter for letter in name if letter in _CHINESE_MARKS)]))


def _within(short: str, name: str) -> bool:
    """Whole words within words, or Chinese text within text."""
    inner, outer = folded_name(short), folded_name(name)
    if not _SHORTEST <= len(inner) < len(outer):
        return False
    if _CHINESE.search(inner):
        return inner in outer
    return f" {' '.join(words(short))} " in f" {' '.join(words(name))} "
