"""The dictionary in use: the one declared, with the terms that people added or took out.

History is coded anew with it, so that a change of terms is no change of what
customers say; its version is the day of the latest statement.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from errors import WrongCall
from i18n import Text
from metrics.voice.dictionary import DICTIONARY
from metrics.voice.themes import Dictionary, Theme, normalised

ENGLISH = "en"


@dataclass(frozen=True)
class InUse:
    """The dictionary, how many terms were `added` and taken `out`, and the terms left aside because
    they could find no comment."""

    dictionary: Dictionary
    added: int
    out: int
    unusable: tuple[str, ...]


def check_term(term: str, language: str) -> None:
    """WrongCall where a term could find no comment."""
    Theme("term", term, *(((), (term,)) if language == ENGLISH else ((term,), ())))


def in_use(
    stated: pd.DataFrame, language: str = ENGLISH, declared: Dictionary = DICTIONARY
) -> InUse:
    """The declared dictionary as changed by what `typed_terms` gives; new themes are called as
    people did, in `language` if they did."""
    themes, added, out, unusable = {theme.name: theme for theme in declared.themes}, 0, 0, []
    for row in stated.to_dict("records"):
        if not _usable(row["term"], row["language"]):
            unusable.append(row["term"])
            continue
        theme = themes.get(row["theme"]) or Theme(
            row["theme"], _label(stated, row["theme"], language), (), ()
        )
        changed = _changed(theme, row)
        if changed is not theme:
            themes[theme.name] = changed
            added, out = added + (row["in_use"] == "yes"), out + (row["in_use"] != "yes")
    with_terms = tuple(theme for theme in themes.values() if theme.zh or theme.en)
    version = max([declared.version, *(stamp.date() for stamp in pd.to_datetime(stated["date"]))])
    return InUse(Dictionary(version, with_terms), added, out, tuple(unusable))


def _changed(theme: Theme, row: Mapping[str, str]) -> Theme:
    """The theme with the term of a statement, or without it; itself where that changes nothing."""
    part = "en" if row["language"] == ENGLISH else "zh"
    terms, term = getattr(theme, part), normalised(row["term"])
    known = _alike(terms, term)
    if (row["in_use"] == "yes") == bool(known):
        return theme
    changed = (
        (*terms, row["term"])
        if row["in_use"] == "yes"
        else tuple(other for other in terms if other not in known)
    )
    return replace(theme, en=changed) if part == "en" else replace(theme, zh=changed)


def _alike(terms: Iterable[str], term: str) -> list[str]:
    return [other for other in terms if normalised(other) == term]


def _usable(term: str, language: str) -> bool:
    try:
        check_term(term, language)
    except WrongCall:
        return False
    return True


def _label(stated: pd.DataFrame, theme: str, language: str) -> str:
    """What a theme that people added is called, lately and in the reader's language if possible;
    else its name."""
    named = stated[(stated["theme"] == theme) & stated["label"].notna()]
    own = named[named["language"] == language]
    found = own if not own.empty else named
    return theme if found.empty else str(found["label"].iloc[-1])


def label_of(dictionary: Dictionary, name: str) -> Text | str:
    """What a theme is called."""
    return dictionary.theme(name).label
