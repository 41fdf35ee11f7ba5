"""Marks around a code: what spreadsheets and web pages add to a number or a name that nobody sees
or means."""

import re

import pandas as pd

from data.text.letters import hold_any, letters_of

_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_BLANKS = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
# digits, letters, and the two signs that join them
_FULL = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff0d\uff3f"
# no escapes of Python's own, or each text is looked at one by one
_ODD = f"[{_INVISIBLE}{_BLANKS}{_FULL}]|  |^['`\u2018\u2019=]"
_PLAIN_MARKS = (b"  ", b"'", b"`", b"=")  # the odd ones that are of ASCII
_UNSEEN, _BLANK, _WIDE = (
    re.compile(f"[{_INVISIBLE}]"),
    re.compile(f"[ {_BLANKS}]+"),
    re.compile(f"[{_FULL}]"),
)
_AS_FORMULA = re.compile(r'=\s*"([^"]*)"')
_BEFORE = re.compile(
    r"`|['\u2018\u2019](?=[0-9=+\-@]|[A-Z]{1,4}-?[0-9])"
)  # what keeps a cell from being calculated; 't Hart keeps his


def unmarked(texts: pd.Series) -> pd.Series:
    """The texts as they were meant: ="0012", '0012 and full-width or invisibly marked ones are
    0012."""
    if not hold_any(letters_of(texts), _PLAIN_MARKS):
        return texts
    odd = texts.str.contains(_ODD, regex=True)
    return texts.mask(odd, texts[odd].map(plain)) if odd.any() else texts


def plain(text: str) -> str:
    """One text as it was meant."""
    text = _WIDE.sub(
        lambda found: chr(ord(found[0]) - 0xFEE0), _BLANK.sub(" ", _UNSEEN.sub("", text))
    ).strip()
    quoted = _AS_FORMULA.fullmatch(text)
    return _BEFORE.sub("", quoted[1] if quoted else text, count=1).strip()
