"""What is spoken of where no score stands beside it: complaints, requests, suggestions and the remarks
of staff, by the themes of all comments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.kinds import minimums
from data.kinds.catalog import COMPLAINT, NPS, SERVICE_REQUEST, STAFF_SURVEY, SUGGESTION, SURVEY
from data.kinds.schema import DatasetKind
from errors import Message
from i18n import Text
from metrics.kpi import Amount
from metrics.value_units import PERCENT
from metrics.voice.span import Span
from metrics.voice.theme_scores import Share, share
from metrics.voice.themes import Dictionary, coded

OF_CUSTOMERS: tuple[DatasetKind, ...] = (SURVEY, NPS, COMPLAINT, SERVICE_REQUEST)
OF_STAFF: tuple[DatasetKind, ...] = (SUGGESTION, STAFF_SURVEY)
ATTITUDE = "attitude"  # the theme that complaints say themselves whether they are about
_NAMED = 3  # sources in a finding


@dataclass(frozen=True)
class Spoken:
    """The records of a kind: in how many something is said, and how many of these speak of each
    theme, the most mentioned first. Themes of fewer than `fewest` records are left out; where
    there are fewer that say something, all are; of staff it is `people` that are counted. Of
    `recorded` records `taken` were read. `span`: the months they are of, where these are not those
    asked for."""

    kind: DatasetKind
    said: int
    themes: tuple[tuple[str, Share], ...]
    fewest: int = 1
    people: int = 0
    taken: int = 0
    recorded: int = 0
    span: Span | None = None

    @property
    def enough(self) -> bool:
        """Whether anything may be told of it."""
        return self.people >= max(1, self.fewest)

    @property
    def judged(self) -> bool:
        """Whether there are as many as a customer survey needs to be judged."""
        return self.said >= SURVEY.enough

    def of(self, theme: str) -> Share | None:
        """What share speaks of a theme; None where that is not told."""
        return dict(self.themes).get(theme)


def fewest_of(kind: DatasetKind, fewest: int) -> int:
    """How many records have to stand behind what is told: of staff at least as many as behind
    answers without names, whoever looks."""
    return max(fewest, minimums.ANSWERS_OF_STAFF) if kind.about_staff else fewest


def spoken(
    kind: DatasetKind, texts: pd.DataFrame, recorded: int, dictionary: Dictionary, fewest: int
) -> Spoken:
    """The themes of `texts`, a part of so many `recorded`, as `records.texts` gives both."""
    written, about = _which(texts, dictionary)
    n, least = texts["n"].to_numpy(int), max(1, fewest)
    said = int(n[written].sum())
    told = [
        (theme, share(int(n[which].sum()), said))
        for theme, which in about.items()
        if _behind(texts, which) >= least
    ]
    return Spoken(
        kind=kind,
        said=said,
        people=_behind(texts, written),
        themes=tuple(sorted(told, key=lambda one: -one[1].k))
        if _behind(texts, written) >= least
        else (),
        fewest=fewest,
        taken=int(n.sum()),
        recorded=recorded,
    )


def mentions(texts: pd.DataFrame, dictionary: Dictionary) -> tuple[int, dict[str, int]]:
    """In how many records something is said, and how many of these speak of each theme."""
    written, about = _which(texts, dictionary)
    n = texts["n"].to_numpy(int)
    return int(n[written].sum()), {theme: int(n[which].sum()) for theme, which in about.items()}


def _which(texts: pd.DataFrame, dictionary: Dictionary) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Where something is said, and where of each theme. Whether a complaint is about attitude is
    what it says itself, or what was derived of it when it was stored; else its words tell."""
    found = coded(texts["text"], dictionary.themes)
    known = texts["attitude"].notna().to_numpy(bool)
    about = {theme: found.mentions[:, at] for at, theme in enumerate(found.themes)}
    if ATTITUDE in about and known.any():
        yes = texts["attitude"].eq("yes").to_numpy(bool)
        about[ATTITUDE] = np.where(known, yes, about[ATTITUDE])
    return found.written | known, about


def _behind(texts: pd.DataFrame, which: np.ndarray) -> int:
    """How many stand behind some of the records: of those that name somebody the people, else the
    records themselves."""
    some = texts[which]
    return int(some["n"].sum()) if some["person"].isna().all() else some["person"].nunique()


def spoken_finding(found: Sequence[Spoken], labels: Mapping[str, Text]) -> list[Message]:
    """What each source speaks of most, complaints first."""
    told = [one for one in found if one.judged and one.themes]
    told.sort(key=lambda one: (one.kind is not COMPLAINT, not one.kind.about_staff))
    return [
        Message(
            "{kind}: most of “{theme}”, {share} of {n}.",
            {
                "kind": one.kind.label,
                "theme": labels[one.themes[0][0]],
                "share": Amount(PERCENT, 100 * (one.themes[0][1].value or 0)),
                "n": one.said,
            },
        )
        for one in told[:_NAMED]
    ]
