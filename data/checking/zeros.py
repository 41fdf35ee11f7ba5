"""Codes that differ only in leading zeros, which spreadsheets drop: 000101 and 101."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from data.questions import Choice, Question
from errors import Message
from i18n import N_, Text


@dataclass(frozen=True)
class Zeros:
    """`known`: text of the file that was not known -> the one known text that differs only in
    leading zeros.

    `within`: the same for texts of one file that are not known in any form: each -> the longest of
    them.
    """

    known: Mapping[str, str] = field(default_factory=dict)
    within: Mapping[str, str] = field(default_factory=dict)

    @property
    def pairs(self) -> Mapping[str, str]:
        """Text of the file -> what it is when leading zeros make no difference."""
        return {**self.within, **self.known}


def zeros_of(texts: pd.Series, known: Iterable[str]) -> Zeros:
    """Texts of one column beside the known ones; where two known texts differ only in zeros, zeros
    mean something and nothing is paired."""
    alike = _by_digits(known)
    fresh = _by_digits(
        set(texts.dropna().unique()) - set().union(*alike.values())
        if alike
        else texts.dropna().unique()
    )
    near = {
        text: next(iter(alike[digits]))
        for digits, found in fresh.items()
        if len(alike.get(digits, ())) == 1
        for text in found
    }
    within = {
        text: max(found, key=len)
        for digits, found in fresh.items()
        if digits not in alike
        for text in found
        if text != max(found, key=len)
    }
    return Zeros(dict(sorted(near.items())), dict(sorted(within.items())))


def _by_digits(texts: Iterable[str]) -> dict[str, set[str]]:
    """Digits without leading zeros -> the codes that have them; codes with anything but digits are
    left alone."""
    found: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        if text.isascii() and text.isdigit():
            found[text.lstrip("0") or "0"].add(text)
    return dict(found)


def joined(texts: pd.Series, zeros: Zeros) -> pd.Series:
    """The texts with each paired one as the text that it means."""
    return texts.replace(dict(zeros.pairs)) if zeros.pairs else texts


def zeros_question(zeros: Zeros, column: Text) -> Question | None:
    """Whether such codes are the same; None where there are none. `column`: the label of the column
    that holds them."""
    if not zeros.pairs:
        return None
    text, other = next(iter(zeros.pairs.items()))
    return Question(
        "zeros",
        Message(
            "{column}: codes that differ from another one only in leading zeros, as a spreadsheet "
            "drops them: {count}, such as {text} and {other}. "
            "Are they the same?",
            {"column": column, "count": len(zeros.pairs), "text": text, "other": other},
        ),
        (
            Choice("same", N_("They are the same: leading zeros make no difference.")),
            Choice("different", N_("They are different: each is counted on its own.")),
        ),
        "same",
    )
