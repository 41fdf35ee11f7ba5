"""What the comments of a span speak of, and what is new in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import pandas as pd

from data.kinds import minimums
from data.roles import Viewer, sees_people
from data.text.personal_text import Masks
from errors import Message
from metrics.kpi import Amount, Distance, Kpi, ValueUnit
from metrics.voice.cost import Base, ThemeCost, theme_costs
from metrics.voice.discovery import FEWEST, Distinction, Expression, distinctions, frequent
from metrics.voice.terms import label_of
from metrics.voice.theme_scores import (
    Share,
    ThemeChange,
    ThemeScore,
    changes_between,
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
    then); `unmatched`: comments of no theme; `costs`: what each adds to the result, the dearest
    first, and `costs_before`, in the span before; `recorded`: comments on record, of which `coded`
    were coded. `fewest`: comments that must stand behind whatever is told.
    """

    themes: tuple[ThemeScore, ...]
    changes: tuple[ThemeChange, ...]
    unmatched: Share
    costs: tuple[ThemeCost, ...]
    costs_before: tuple[ThemeCost, ...]
    coded: int
    recorded: int
    fewest: int = 1

    @property
    def said(self) -> int:
        """Comments, of those coded, in which something is said: “none” and mere signs are no
        comments."""
        return self.unmatched.n

    @property
    def dearest_first(self) -> tuple[ThemeScore, ...]:
        """The themes by what they cost; those for which that cannot be told follow, most mentioned
        first."""
        place = {cost.theme: at for at, cost in enumerate(self.costs)}
        return tuple(sorted(self.themes, key=lambda theme: place.get(theme.theme, len(place))))


def theme_report(
    now: pd.DataFrame,
    before: pd.DataFrame,
    dictionary: Dictionary,
    base: Base,
    earlier: Base | None = None,
) -> ThemeReport:
    """The report on what `scored_comments` gives for a span and the one before; `base` and
    `earlier`: what these are a part of."""
    found, then = (coded(frame["comment"], dictionary.themes) for frame in (now, before))
    themes = _scored(found, now)
    return ThemeReport(
        themes=themes,
        changes=theme_changes(then, found) if then.base else (),
        unmatched=unmatched_share(found),
        costs=_costs(found, now, themes, base),
        costs_before=_costs(then, before, _scored(then, before), earlier) if earlier else (),
        coded=len(now),
        recorded=base.recorded,
    )


def _scored(found: Coded, comments: pd.DataFrame) -> tuple[ThemeScore, ...]:
    return theme_scores(found, *_marks(comments))


def _marks(comments: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    return comments["top"].to_numpy(float), comments["bottom"].to_numpy(float)


def _costs(
    found: Coded, comments: pd.DataFrame, themes: tuple[ThemeScore, ...], base: Base
) -> tuple[ThemeCost, ...]:
    top, bottom = _marks(comments)
    scored = found.written & np.isfinite(top)
    everyone = share(top[scored].sum(), scored.sum()), share(bottom[scored].sum(), scored.sum())
    return theme_costs(themes, everyone, len(comments), base)


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
    costs, costs_before = (
        tuple(
            cost
            for cost in part
            if cost.theme in there and min(cost.writers, cost.others) >= fewest
        )
        for part in (report.costs, report.costs_before)
    )
    return replace(
        report,
        themes=themes,
        changes=changes,
        unmatched=unmatched,
        costs=costs,
        costs_before=costs_before,
        fewest=fewest,
    )


def _of_enough(found: Share, fewest: int) -> Share:
    return found if found.n >= fewest else share(0, 0)


def against_company(report: ThemeReport, company: ThemeReport) -> tuple[ThemeChange, ...]:
    """How often each theme is mentioned among some comments, against the rest of the company's
    (against all of them, where only a random part was read), as a `ThemeChange` from there to
    here."""
    every = {theme.theme: theme.mentioned for theme in company.themes}
    there = [
        (theme.theme, theme.mentioned, every[theme.theme])
        for theme in report.themes
        if theme.theme in every
    ]
    whole = report.coded == report.recorded and company.coded == company.recorded
    pairs = [
        (share(all_.k - own.k, all_.n - own.n) if whole else all_, own) for _, own, all_ in there
    ]
    return changes_between([name for name, _, _ in there], pairs)


def theme_finding(
    report: ThemeReport,
    kpi: Kpi,
    dictionary: Dictionary,
    percent: ValueUnit,
    here: Sequence[ThemeChange] = (),
) -> list[Message]:
    """What the themes say, one sentence after the other: what they cost the `kpi`, what is mentioned
    more than before and, where units are chosen (`here`), more than elsewhere, and what is mentioned
    most; `percent` is the unit of shares."""
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

    def named(themes: Iterable[ThemeChange]) -> dict[str, object]:
        return {
            "themes": [
                Message("“{theme}”", {"theme": label_of(dictionary, change.theme)})
                for change in themes
            ]
        }

    sentences = _cost_sentences(report, kpi, dictionary)
    if rose := _rose(report.changes):
        sentences.append(Message("Mentioned more than before: {themes}.", named(rose)))
    if more := _rose(here):
        sentences.append(Message("Mentioned more than elsewhere: {themes}.", named(more)))
    mentioned = [
        Message(
            "“{theme}” ({share})",
            {
                "theme": label_of(dictionary, theme.theme),
                "share": Amount(percent, 100 * (theme.mentioned.value or 0.0)),
            },
        )
        for theme in most
    ]
    return [*sentences, Message("Most mentioned: {themes}.", {"themes": mentioned})]


def _rose(changes: Iterable[ThemeChange]) -> list[ThemeChange]:
    return [
        change
        for change in changes
        if change.clear and change.difference.value is not None and change.difference.value > 0
    ]


def _cost_sentences(report: ThemeReport, kpi: Kpi, dictionary: Dictionary) -> list[Message]:
    """The themes that cost points by more than chance; that none does is only said where one could
    be judged."""
    dear = [cost for cost in report.costs if cost.costs][:MOST_NAMED]
    if dear:
        themes = [
            Message(
                "“{theme}” ({points})",
                {
                    "theme": label_of(dictionary, cost.theme),
                    "points": Distance(kpi.unit, cost.size),
                },
            )
            for cost in dear
        ]
        return [Message("What costs {kpi} most: {themes}.", {"kpi": kpi.label, "themes": themes})]
    judged = any(theme.top.enough for theme in report.themes) and bool(report.costs)
    none = Message("No theme can be seen to cost {kpi} anything.", {"kpi": kpi.label})
    return [*([none] if judged else []), *_low_scores(report, dictionary)]


def _low_scores(report: ThemeReport, dictionary: Dictionary) -> list[Message]:
    """With which themes low scores are given most often: what is seen where nothing can be proved."""
    low = sorted(
        (theme for theme in report.themes if theme.bottom.value), key=lambda one: -one.bottom.k
    )[:MOST_NAMED]
    if not low:
        return []
    themes = [
        Message(
            "“{theme}” ({count})",
            {"theme": label_of(dictionary, theme.theme), "count": theme.bottom.k},
        )
        for theme in low
    ]
    return [Message("Low scores stand most often beside comments on {themes}.", {"themes": themes})]


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
    """The comments that no term finds."""
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
