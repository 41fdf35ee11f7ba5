"""Answers to exam items marked by their key: right is 1, wrong is 0."""

import re

import numpy as np
import pandas as pd

from data.text.writing import folded, half_width
from data.values.looks import is_no_answer

NOT_YET = {
    "requires grading",
    "not yet graded",
    "not graded",
    "needs grading",
    "需要评分",
    "未评分",
    "待评分",
    "需要評分",
    "未評分",
    "待評分",
}
# Letters of a choice: together in capitals ("CA") or in their order ("ac", "Ac"), else apart ("c,
# a"). So "Bad" and "face" are words.
_LETTERS = re.compile(
    r"[A-H](?:[\s,;、/|┋&+]*[A-H])*|(?i:a?b?c?d?e?f?g?h?|[a-h](?:[\s,;、/|┋&+]+[a-h])*)"
)
_OPTION = re.compile(r"\A([A-H])\s*[.、:)]\s*(.*)", re.I | re.S)  # "A. Greet at once"
_APART = re.compile(
    r"[┋;；|\n]|[,，](?=\s*[A-H]\s*[.．、:：)）])"
)  # a comma only before the next option
_NO_KEY = "-—–/ "
_BETWEEN = "\x1f"


def marked(
    answers: pd.Series, right: pd.Series, sat: np.ndarray
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Answer, key and score ("1", "0", or "" where nothing can be said) of each person, as texts.

    Letters of multiple choice are written alike ("AC" for "C,A"). No answer of somebody who
    answered other items (`sat`) is wrong where a right answer is known, since the item was shown.
    """
    codes, pairs = pd.factorize(answers.str.cat(right, sep=_BETWEEN))
    read = [_mark(*pair.split(_BETWEEN, 1)) for pair in pairs]
    answer, key, score = (
        pd.Series(pd.array(column, dtype="str")).take(codes).reset_index(drop=True)
        for column in zip(*read, strict=True)
    )
    return answer, key, score.mask((answer == "") & (key != "") & sat, "0")


def _mark(answer: str, key: str) -> tuple[str, str, str]:
    """Both as they are kept, and the score. The key alone decides how it is kept, so that an item
    has one."""
    if not half_width(key).strip(_NO_KEY):
        return ("" if is_no_answer(answer) else answer), "", ""
    letters = _letters(key)
    told = _joined(letters) or key
    if is_no_answer(answer) and folded(answer) != folded(key):
        return "", told, ""
    chosen = _letters(answer) or (_options(answer) if letters else frozenset())
    wanted = letters or (_options(key) if chosen else frozenset())
    is_right = chosen == wanted if wanted else _same_words(answer, key)
    if letters or chosen:  # "ca" is a word, but the choice where the other side says AC
        is_right = is_right or _in_order(told) in (_in_order(answer), _in_order(_joined(chosen)))
    return (
        (told if is_right else (_joined(chosen) if wanted else "") or answer),
        told,
        "1" if is_right else "0",
    )


def _in_order(text: str) -> list[str]:
    """The letters of a text in their order, whatever their case."""
    return sorted(folded(text))


def _joined(letters: frozenset[str]) -> str:
    return "".join(sorted(letters))


def _letters(text: str) -> frozenset[str]:
    """The letters of a choice such as "AC", "C,A" or "a；c", each of them once; none where the text
    is something else."""
    plain = half_width(text)
    found = re.findall("[A-H]", plain.upper()) if _LETTERS.fullmatch(plain) else []
    return frozenset(found) if len(set(found)) == len(found) else frozenset()


def _options(text: str) -> frozenset[str]:
    """The letters of options written out, such as "A. Greet at once┋C. Smile"; none where the text
    is something else."""
    found = [_OPTION.fullmatch(half_width(part)) for part in _APART.split(text) if part.strip()]
    return frozenset(option[1].upper() for option in found if option) if all(found) else frozenset()


def _same_words(answer: str, key: str) -> bool:
    """Letters before options are compared only where both sides have them; "A、Greet" is "A.
    Greet"."""
    form = r"\1. \2" if bool(_options(answer)) == bool(_options(key)) else r"\2"
    return _parts(answer, form) == _parts(key, form)


def _parts(text: str, form: str) -> frozenset[str]:
    return frozenset(
        folded(_OPTION.sub(form, half_width(part))) for part in _APART.split(text) if part.strip()
    )
