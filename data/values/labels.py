"""Answers as survey tools write them: a number, a word, or both in one cell, with the number of the
option before it or the maximum behind."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from data.text.writing import half_width
from data.values.cells import Cells
from data.values.colour_words import LETTERS
from data.values.numbers import parse
from data.values.words import LONGEST_WORD, WordScale, plainly_known, says_nothing, stars

# different texts above which a column holds no answers of a scale, and is not looked at text by
# text
MANY = 1000
_SPOKEN = r"[^0-9]*[^\W\d_][^0-9]*"
_NUMBER = r"([0-9]{1,3}(?:[.,][0-9])?)"
_FRACTION = re.compile(
    rf"{_NUMBER}\s*(?:分|points?|stars?)?\s*(?:/|out of|of|von|sur|de|su|van|av|av\.|из)\s*"
    rf"([0-9]{{1,3}})(?:[.,]0+)?\s*(?:分|points?|stars?|stern\w{{0,3}}|étoiles?|estrellas?|estrelas?|stelle|sterren|stjärnor|звёзд|звезд)?",
    re.I,
)
# "5 - Very satisfied", "5: very", "5 (very)", "5 Very satisfied"; "Very satisfied - 5", "Very
# satisfied: 5", "非常满意5分", "非常满意(5)".
_BEFORE = re.compile(rf"{_NUMBER}\s*分?(?:\s*[-–—:=(]\s*|\s+|(?=[\u3400-\u9fff]))({_SPOKEN}?)\)?")
_BEHIND = re.compile(
    rf"({_SPOKEN}?)(?:\s+[-–—]\s+|\s*[:=(]\s*|\s*(?<=[\u3400-\u9fff])\s*){_NUMBER}\s*分?\s*\)?"
)
# The number of an option is no point: "1. Very satisfied", "A、非常满意", "①非常满意".
_OPTION = re.compile(
    r"(?:\(?(?:[A-Ka-k]|[0-9]{1,2})\s*(?:[.、)]|(?<=[A-K])\s*[:：-]\s*)|[\u2460-\u2473\u2474-\u2487\u2776-\u277f"
    r"\u3280-\u3289\u2160-\u2169])\s*(?=[^\d\s])(.*)",
    re.S,
)
_COUNTED = re.compile(
    rf"{_NUMBER}\s*(?:x?\s*[★⭐]\ufe0f?|(?:stars?|sterne?|étoiles?|estrellas?|estrelas?|stelle|stella|sterren|stjärn\w+|gwiazd\w+|звезд\w*|つ星|[颗顆]星|별))"
    rf"|[★⭐]\ufe0f?\s*x?\s*{_NUMBER}",
    re.I,
)
_CODE = re.compile(
    r"A([0-9])|([A-G])"
)  # numbers and letters of options, the numbers as the tool LimeSurvey has them
_TAIL = re.compile(
    r"^(?:分|points?|pts?\.?|stars?|颗星|顆星|星|个?月|月|日|号|年|days?|hours?|min\w*|[ap]\.?m\.?"
    r"|jan\w*|feb\w*|mar\w*|apr\w*|may|jun\w*|jul\w*|aug\w*"
    r"|sep\w*|oct\w*|nov\w*|dec\w*)$",
    re.I,
)


def _float(written: str) -> float:
    """The number, with a point or a comma before its decimals."""
    return float(written.replace(",", "."))


def fractions(cells: Cells) -> dict[int, tuple[float, float]]:
    """Position -> points and maximum of the texts that hold both, such as 18 / 20; looked for all
    at once."""
    likely = np.flatnonzero(
        cells.texts.str.contains(
            r"[0-9].*(?:/|／|of|von|sur|de|su|van|av|из).*[0-9０-９]", regex=True
        ).to_numpy(dtype=bool)
    )
    found = ((at, _FRACTION.fullmatch(half_width(cells.texts.iloc[at]))) for at in likely.tolist())
    return {
        at: (_float(match[1]), float(match[2]))
        for at, match in found
        if match and float(match[2]) > 0
    }


@dataclass(frozen=True)
class Parsed:
    """What the distinct texts of a column say, by their positions.

    `values`: numbers; `words`: what is said in words, a label beside a number too; `tops`: the
    maximum written with a number; `nothing`: texts that say that there is no answer; `codes`:
    positions of numbers (A1) or letters of options, whose order is unknown.
    """

    values: np.ndarray
    words: Mapping[int, str] = field(default_factory=dict)
    tops: Mapping[int, float] = field(default_factory=dict)
    nothing: tuple[int, ...] = ()
    codes: Mapping[int, float] = field(default_factory=dict)

    @property
    def labelled(self) -> dict[int, tuple[float, str]]:
        """Position -> number and label of the cells that hold both."""
        return {
            at: (float(self.values[at]), word)
            for at, word in self.words.items()
            if not np.isnan(self.values[at])
        }

    @property
    def spoken(self) -> dict[int, str]:
        """Position -> word of the cells without a number."""
        return {at: word for at, word in self.words.items() if np.isnan(self.values[at])}


def parsed(cells: Cells, values: np.ndarray, unreadable: np.ndarray) -> Parsed:
    """The texts of a column whose plain numbers (`values`) were read already; `unreadable` are the
    positions of the others."""
    values = values.copy()
    words, tops, rows, nothing = {}, {}, {}, []
    lights = _lights(cells, unreadable)
    codes = {} if lights else _codes(cells, unreadable)
    for at in _looked_at(cells, unreadable):
        text = half_width(cells.texts.iloc[at])
        if fraction := _FRACTION.fullmatch(text):
            values[at], tops[at] = _float(fraction[1]), float(fraction[2])
        elif (drawn := stars(text)) is not None:
            values[at], rows[at] = drawn
        elif counted := _COUNTED.fullmatch(text):
            values[at] = _float(counted[1] or counted[2])
        elif at in codes:
            values[at] = codes[at]
        elif at in lights:
            words[at] = lights[at]
        elif says_nothing(text):
            values[at] = np.nan
            nothing.append(at)
        elif told := _told(text):
            number, words[at] = told
            values[at] = number
    tops |= dict.fromkeys(rows, 10.0 if max(rows.values(), default=0) > 5 else 5.0)
    return Parsed(values, words, tops, tuple(nothing), codes)


def _lights(cells: Cells, unreadable: np.ndarray) -> dict[int, str]:
    """The colours that single letters stand for, where all are of traffic lights: R, A, G."""
    if len(unreadable) > MANY:
        return {}
    found = {
        at: text for at in unreadable.tolist() if len(text := cells.texts.iloc[at].strip()) == 1
    }
    letters = {text.upper() for text in found.values()} - set("-—?")
    if not {"R", "G"} <= letters <= set(LETTERS):
        return {}
    return {at: LETTERS[text.upper()] for at, text in found.items() if text.upper() in LETTERS}


def _codes(cells: Cells, unreadable: np.ndarray) -> dict[int, float]:
    """Numbers of options, where most cells hold one."""
    if len(unreadable) > MANY:
        return {}
    matches = {
        at: match for at in unreadable.tolist() if (match := _CODE.fullmatch(cells.texts.iloc[at]))
    }
    found = {at: float(match[1] or ord(match[2]) - ord("A") + 1) for at, match in matches.items()}
    counts = cells.counts()
    return found if 2 * counts[list(found)].sum() > counts.sum() else {}


def _looked_at(cells: Cells, unreadable: np.ndarray) -> Iterable[int]:
    """All texts of a column of answers but the plain numbers; of a column of many texts only what
    may be a word."""
    if len(cells.texts) <= MANY:
        odd = set(unreadable.tolist())
        return [
            at
            for at, text in enumerate(cells.texts)
            if at in odd or not text.replace(".", "", 1).isdecimal()
        ]
    return unreadable[plainly_known(cells.texts.iloc[unreadable])].tolist()


def _told(text: str) -> tuple[float, str] | None:
    """Number (NaN: none) and word of a cell; None for what is neither: plain numbers, long texts,
    texts with further numbers."""
    if not isinstance(parse(text, ""), tuple) and not any(letter.isdigit() for letter in text):
        return (
            (np.nan, option[1].strip())
            if (option := _OPTION.fullmatch(text))
            else (np.nan, text)
            if len(text) <= LONGEST_WORD
            else None
        )
    option = _OPTION.fullmatch(text)
    if option and not any(letter.isdecimal() for letter in option[1]):
        return np.nan, option[1].strip()
    for pattern, number, word in ((_BEFORE, 1, 2), (_BEHIND, 2, 1)):
        found = pattern.fullmatch(text)
        if found and not _TAIL.match(found[word].strip()) and len(text) <= LONGEST_WORD:
            return _float(found[number]), found[word].strip()
    return None


def contradicts(
    labelled: Iterable[tuple[float, str]], scale: WordScale, high: float, low: float
) -> bool:
    """Whether numbers fall where the words beside them rise; of one pair alone, whether each stands
    at the other end."""
    pairs = sorted(
        {(number, point) for number, word in labelled if (point := scale.points(word)) is not None}
    )
    if not pairs:
        return False
    numbers, points = (
        np.array([number for number, _ in pairs]),
        np.array([float(point) for _, point in pairs]),
    )
    if len(set(numbers)) > 1 and len(set(points)) > 1:
        return bool(((numbers - numbers.mean()) * (points - points.mean())).sum() < 0)
    own, other = (
        (numbers[0] - low) / max(high - low, 1),
        (points[0] - scale.scale.low) / (scale.scale.high - scale.scale.low),
    )
    return bool((own - 0.5) * (other - 0.5) < 0)
