"""What the comments of a span speak of, and what is new in them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import pandas as pd

from data.kinds import minimums
from data.roles import Viewer, sees_people
from data.text.personal_text import Masks
from errors import Message
from metrics.kpi import Amount, ValueUnit
from metrics.statistics.comparing import FALSE_DISCOVERIES, discoveries, share_difference
from metrics.voice.discovery import FEWEST, Distinction, Expression, distinctions, frequent
from metrics.voice.questions import Source
from metrics.voice.terms import label_of
from metrics.voice.theme_scores import (
    Share,
    ThemeChange,
    ThemeScore,
    share,
    theme_changes,
    theme_scores,
    unmatched_share,
)
from metrics.voice.themes import Coded, Dictionary, coded, normalised

MOST_EXPRESSIONS = 15
MOST_NAMED = 3
NO_THEME = "none"
_OPEN = Masks(off=True)
# comments that say something: of fewer, those who may not see people read none and see no share
FEWEST_TO_READ = minimums.COMMENTS
Found = TypeVar("Found", Distinction, Expression)


@dataclass(frozen=True)
class ThemeReport:
    """The comments of a span by theme.

    `themes`: most mentioned first; `changes`: against the span before (empty without comments
    then); `unmatched`: comments of no theme; `below`, `above`: themes whose writers are less, or
    more, often satisfied than the other writers, by more than chance; `recorded`: comments on
    record, of which `coded` were coded. `fewest`: comments that must stand behind whatever is told.
    """

    themes: tuple[ThemeScore, ...]
    changes: tuple[ThemeChange, ...]
    unmatched: Share
    below: tuple[ThemeScore, ...]
    above: tuple[ThemeScore, ...]
    coded: int
    recorded: int
    fewest: int = 1

    @property
    def said(self) -> int:
        """Comments, of those coded, in which something is said: “none” and mere signs are no
        comments."""
        return self.unmatched.n


def theme_report(
    now: pd.DataFrame, before: pd.DataFrame, recorded: int, dictionary: Dictionary
) -> ThemeReport:
    """The report on what `scored_comments` gives for a span and the one before."""
    found, earlier = (coded(frame["comment"], dictionary.themes) for frame in (now, before))
    top, bottom = (now[name].to_numpy(float) for name in ("top", "bottom"))
    themes = theme_scores(found, top, bottom)
    below, above = _apart(found, top, themes)
    return ThemeReport(
        themes,
        theme_changes(earlier, found) if earlier.base else (),
        unmatched_share(found),
        below,
        above,
        len(now),
        recorded,
    )


def fewest_told(viewer: Viewer) -> int:
    """How many comments must stand behind what is told of them."""
    return 1 if sees_people(viewer) else FEWEST_TO_READ


def told_of_enough(report: ThemeReport, fewest: int) -> ThemeReport:
    """The report without themes of fewer comments, and without shares of fewer: the satisfaction of
    a few is theirs."""
    themes = tuple(
        replace(theme, top=_of_enough(theme.top, fewest), bottom=_of_enough(theme.bottom, fewest))
        for theme in report.themes
        if theme.mentioned.k >= fewest
    )
    there = {theme.theme for theme in themes}
    changes = tuple(
        change for change in report.changes if change.theme in there and change.before.k >= fewest
    )
    unmatched = report.unmatched
    if 0 < unmatched.k < fewest:
        unmatched = replace(unmatched, k=0, value=None, low=None, high=None)
    below, above = (
        tuple(theme for theme in part if theme.theme in there)
        for part in (report.below, report.above)
    )
    return replace(
        report,
        themes=themes,
        changes=changes,
        unmatched=unmatched,
        below=below,
        above=above,
        fewest=fewest,
    )


def _of_enough(found: Share, fewest: int) -> Share:
    return found if found.n >= fewest else share(0, 0)


def _apart(
    found: Coded, top: np.ndarray, themes: tuple[ThemeScore, ...]
) -> tuple[tuple[ThemeScore, ...], tuple[ThemeScore, ...]]:
    """Themes whose writers' satisfaction differs from that of all other writers; the furthest
    first."""
    scored = found.written & np.isfinite(top)
    satisfied, everyone = int(top[scored].sum()), int(scored.sum())
    judged = [theme for theme in themes if theme.top.enough and everyone > theme.top.n]
    tests = [
        share_difference(satisfied - theme.top.k, everyone - theme.top.n, theme.top.k, theme.top.n)
        for theme in judged
    ]
    sure = discoveries(np.array([test.p for test in tests]), FALSE_DISCOVERIES)
    clear = sorted(
        (
            (test.value, theme)
            for theme, test, named in zip(judged, tests, sure, strict=True)
            if named and test.value is not None
        ),
        key=lambda pair: pair[0],
    )
    return tuple(theme for value, theme in clear if value < 0), tuple(
        theme for value, theme in reversed(clear) if value > 0
    )


def theme_finding(
    report: ThemeReport, source: Source, dictionary: Dictionary, percent: ValueUnit
) -> list[Message]:
    """What the themes say, one sentence after the other; `percent` is the unit of shares."""
    most = [theme for theme in report.themes if theme.mentioned.k][:MOST_NAMED]
    if not most and report.fewest > 1:
        return [
            Message(
                "No theme of the dictionary is spoken of in {least} comments or more.",
                {"least": report.fewest},
            )
        ]
    if not most:
        return [Message("The comments speak of no theme of the dictionary.")]

    def shown(themes: Sequence[ThemeScore], of: str) -> list[Message]:
        return [
            Message(
                "“{theme}” ({share})",
                {
                    "theme": label_of(dictionary, theme.theme),
                    "share": Amount(percent, 100 * getattr(theme, of).value),
                },
            )
            for theme in themes[:MOST_NAMED]
        ]

    satisfied = {"class": source.top}
    sentences = (
        [
            Message(
                "“{class}” is rarer among those who write of {themes} than among the others.",
                {**satisfied, "themes": shown(report.below, "top")},
            )
        ]
        if report.below
        else []
    )
    rose = [
        change
        for change in report.changes
        if change.clear and change.difference.value is not None and change.difference.value > 0
    ]
    if rose:
        sentences.append(
            Message(
                "Mentioned more than before: {themes}.",
                {
                    "themes": [
                        Message("“{theme}”", {"theme": label_of(dictionary, change.theme)})
                        for change in rose
                    ]
                },
            )
        )
    return [*sentences, Message("Most mentioned: {themes}.", {"themes": shown(most, "mentioned")})]


@dataclass(frozen=True)
class Expressions:
    """To look at, not a KPI: expressions used more than in the span before, and frequent ones in
    comments of no theme; of `fewest` comments at least, so that an earlier count below that is not
    told."""

    newer: tuple[Distinction, ...]
    unmatched: tuple[Expression, ...]
    fewest: int


def expressions(
    now: pd.DataFrame,
    before: pd.DataFrame,
    dictionary: Dictionary,
    fewest: int = FEWEST,
    masks: Masks = _OPEN,
) -> Expressions:
    """Expressions that no term of the dictionary covers, from what `scored_comments` gives;
    personal details are part of none."""
    found = coded(now["comment"], dictionary.themes)
    earlier, later = (frame["comment"].map(masks.masked) for frame in (before, now))
    newer = [one for one in distinctions(earlier, later) if one.z > 0 and one.second >= fewest]
    unmatched = [one for one in frequent(later[found.unmatched]) if one.comments >= fewest]
    return Expressions(
        _unknown(newer, dictionary)[:MOST_EXPRESSIONS],
        _unknown(unmatched, dictionary)[:MOST_EXPRESSIONS],
        fewest,
    )


def _unknown(found: Sequence[Found], dictionary: Dictionary) -> tuple[Found, ...]:
    """Those that no term finds."""
    known = np.any(coded([one.text for one in found], dictionary.themes).mentions, axis=1)
    return tuple(one for one, is_known in zip(found, known, strict=True) if not is_known)


def listed(
    comments: pd.DataFrame, dictionary: Dictionary, masks: Masks = _OPEN, search: str = ""
) -> pd.DataFrame:
    """What `latest_comments` gives with `themes`, a tuple of names; stand-ins for no comment are
    left out.

    Themes are those of the comment as written, the same for every role. What is masked is not found
    by a search either.
    """
    found = coded(comments["comment"], dictionary.themes)
    names = np.array(found.themes, dtype=object)
    shown = comments.assign(
        themes=[tuple(names[row]) for row in found.mentions],
        comment=comments["comment"].map(masks.masked),
    )[found.written]
    return shown[[search.lower() in comment.lower() for comment in shown["comment"]]].reset_index(
        drop=True
    )


def matching(comments: pd.DataFrame, theme: str, side: str) -> pd.DataFrame:
    """The listed comments of a theme ("none": of no theme, "": all) whose score is "top" or
    "bottom" ("": any)."""
    if theme:
        comments = comments[
            np.array(
                [
                    not names if theme == NO_THEME else theme in names
                    for names in comments["themes"]
                ],
                bool,
            )
        ]
    return comments[comments[side] == 1] if side else comments


def terms_of(dictionary: Dictionary, theme: str) -> tuple[str, ...]:
    """The terms of a theme in order, English last."""
    found = dictionary.theme(theme)
    return (*sorted(found.zh), *sorted(found.en, key=normalised))
