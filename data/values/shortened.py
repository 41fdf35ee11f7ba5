"""Numbers that a spreadsheet has shortened: 1.23457E+17, or zeros in place of the digits after the
fifteenth."""

import pandas as pd

from data.text.letters import letters_of

# a code such as 12E4 is none
_SCIENTIFIC = r"^[1-9](?:(?:[.,][0-9]{1,17})?[eE]\+[0-9]{2,3}|[.,][0-9]{1,17}[eE][0-9]{2,3})$"
_LONG, _CUT = r"^[0-9]{16,}$", r"^[0-9]{15}0+$"
_KEPT_DIGITS = 15
_CHANCE_DIGITS = 3  # zeros that would all end true numbers by chance once in a thousand columns


def maybe_shortened(texts: pd.Series) -> bool:
    """A look that costs little: whether any text is long, or has the sign of a power."""
    if (texts.str.len() > _KEPT_DIGITS).any():
        return True
    letters = letters_of(texts)
    return b"e" in letters or b"E" in letters


def shortened(texts: pd.Series) -> pd.Series:
    """Which of the texts of one column lost digits, so that different numbers may have become one.

    Long numbers did where all of them end in zeros from the sixteenth digit on, too many to be
    chance.
    """
    if not maybe_shortened(texts):
        return pd.Series(False, texts.index)
    lost = texts.str.contains(_SCIENTIFIC, regex=True)
    long = texts[texts.str.contains(_LONG, regex=True)]
    if (
        len(long)
        and long.str.contains(_CUT, regex=True).all()
        and (pd.Series(long.unique()).str.len() - _KEPT_DIGITS).sum() >= _CHANCE_DIGITS
    ):
        lost = lost | texts.index.isin(long.index)
    return lost
