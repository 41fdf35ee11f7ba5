"""Answers to exam items marked by their key: right is 1, wrong is 0."""

import re

import numpy as np
import pandas as pd

from data.checking.cells import folded, half_width
from data.reading.looks import is_no_answer

NOT_YET = {"requires grading", "not yet graded", "not graded", "needs grading", "需要评分", "未评分", "待评分", "需要評分", "未評分", "待評分"}
_LETTERS = re.compile(r"[A-H](?:[\s,;、/|┋&+]*[A-H])*", re.I)
_OPTION = re.compile(r"\s*([A-H])\s*[.、:)]\s*\S.*", re.I | re.S)  # "A. Greet at once"
_APART = re.compile(r"[┋;；|\n]")
_BETWEEN = "\x1f"


def marked(answers: pd.Series, right: pd.Series, sat: np.ndarray) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Answer, key and score ("1", "0", or "" where nothing can be said) of each person, as texts.

    Letters of multiple choice are written alike ("AC" for "C,A"). No answer of somebody who answered other items (`sat`) is
    wrong where a right answer is known, since the item was shown.
    """
    codes, pairs = pd.factorize(answers.str.cat(right, sep=_BETWEEN))
    read = [_mark(*pair.split(_BETWEEN, 1)) for pair in pairs]
    answer, key, score = (pd.Series(pd.array(column, dtype="str")).take(codes).reset_index(drop=True) for column in zip(*read, strict=True))
    return answer, key, score.mask((answer == "") & (key != "") & sat, "0")


def _mark(answer: str, key: str) -> tuple[str, str, str]:
    letters = _letters(key)
    told = "".join(sorted(letters)) if letters else key
    if not key or is_no_answer(answer) and folded(answer) != folded(key):
        return ("" if is_no_answer(answer) else answer), told, ""
    if letters:
        chosen = _letters(answer) or _options(answer)
        return ("".join(sorted(chosen)) if chosen else answer), told, "1" if chosen == letters else "0"
    is_right = _parts(answer) == _parts(key)
    return (key if is_right else answer), told, "1" if is_right else "0"


def _letters(text: str) -> frozenset[str]:
    """The letters of a choice such as "AC", "C,A" or "a；c"; none where the text is something else."""
    plain = half_width(text)
    return frozenset(re.findall("[A-H]", plain.upper())) if _LETTERS.fullmatch(plain) else frozenset()


def _options(text: str) -> frozenset[str]:
    """The letters of options written out, such as "A. Greet at once┋C. Smile"; none where the text is something else."""
    found = [_OPTION.fullmatch(half_width(part)) for part in _APART.split(text)]
    return frozenset(option[1].upper() for option in found) if all(found) else frozenset()


def _parts(text: str) -> frozenset[str]:
    return frozenset(folded(part) for part in _APART.split(text) if part.strip())
