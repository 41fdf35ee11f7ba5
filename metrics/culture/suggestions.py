"""What becomes of suggestions: how many wait, how soon the others were decided, and which units'
are never decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from errors import Message
from i18n import some_of
from metrics.answers.answer import Answer
from metrics.culture.view import CultureView
from metrics.people import DECIDED_WITHIN
from metrics.statistics.quantiles import Quantile
from metrics.statistics.survival import Lengths, length_quantile

_NAMED = 8  # units in the sentence
NEVER_FROM = 5  # suggestions of a unit from which on that none is decided is told
MOST_UNKNOWN = 0.2  # of the suggestions whose day of decision may be unknown


@dataclass(frozen=True)
class Fate:
    """What became of the suggestions of a group (None: all): how many were submitted in the months
    looked at, how many of these wait; how many of those `decided` in these months were adopted.

    Numbers are None where they are hidden.
    """

    group: str | None
    submitted: int | None
    waiting: int | None
    adopted: int | None
    decided: int | None

    @property
    def hidden(self) -> bool:
        return self.submitted is None

    @property
    def never(self) -> bool:
        """Whether none of several was decided or withdrawn."""
        return (
            self.submitted is not None
            and self.submitted >= NEVER_FROM
            and self.waiting == self.submitted
        )


def fates(waiting: Answer, adoption: Answer) -> list[Fate]:
    """One a group, the one with most that wait first; hidden ones last. Of answers of one period:
    of “Suggestions that wait for a decision” and of the adoption rate."""
    adopted = {row["group"]: row for row in adoption.rows.to_dict("records")}
    found = []
    for row in waiting.rows.to_dict("records"):
        decided = adopted.pop(row["group"], None)
        found.append(Fate(row["group"], *_two(row, "n", "y"), *_decided(decided)))
    # What was decided in these months may have been submitted before them.
    found += [Fate(group, 0, 0, *_decided(row)) for group, row in adopted.items()]
    return sorted(
        found, key=lambda fate: (fate.hidden, -(fate.waiting or 0), str(fate.group or ""))
    )


def _two(row: dict, first: str, second: str) -> tuple[int | None, int | None]:
    if row["hidden"] or pd.isna(row[first]):
        return None, None
    return int(row[first]), int(row[second])


def _decided(row: dict | None) -> tuple[int | None, int | None]:
    """How many were adopted and decided: none where there is no row."""
    return (0, 0) if row is None else _two(row, "y", "x")


def never_decided(found: Sequence[Fate], view: CultureView, known_until: date) -> list[Fate]:
    """The units none of whose suggestions was decided; nothing while the oldest of them may still
    be in time."""
    first_due = view.first + timedelta(DECIDED_WITHIN + 31)
    return [fate for fate in found if fate.never and fate.group] if known_until >= first_due else []


def never_sentence(found: Sequence[Fate], view: CultureView) -> Message | None:
    """What is said of the units whose suggestions are never decided; None without any."""
    if not found:
        return None
    if len(found) == 1:
        return Message(
            "None of the {count} suggestions of {unit} in {span} is decided.",
            {"count": found[0].submitted, "unit": found[0].group, "span": view.span},
        )
    named = [
        Message("{unit} ({count})", {"unit": fate.group, "count": fate.submitted}) for fate in found
    ]
    return Message(
        "None of the suggestions of these in {span} is decided: {units}.",
        {"span": view.span, "units": some_of(named, _NAMED)},
    )


@dataclass(frozen=True)
class DecisionTime:
    """How long decisions take, in days: the median and the 90% quantile, from `decided` lengths and
    `open` ones, which count as at least as long as they have waited."""

    decided: int
    open: int
    median: Quantile
    p90: Quantile


def decision_time(lengths: pd.DataFrame) -> DecisionTime | None:
    """From lengths as `records.decision_lengths` counts them; None without any."""
    if lengths.empty:
        return None
    at, done, still = (lengths[name].to_numpy(float) for name in ("days", "done", "open"))
    counted = Lengths(at, done, still)
    return DecisionTime(
        int(done.sum()),
        int(still.sum()),
        length_quantile(counted, 0.5),
        length_quantile(counted, 0.9),
    )


def settled(answer: Answer, view: CultureView) -> tuple[date, date] | None:
    """The first and the last of the months looked at of which every suggestion has had its days to
    be decided in; None where there is none. `answer`: “decided within 30 days” by month."""
    rows = answer.rows[~answer.rows["partial"].astype(bool) & ~answer.rows["maturing"].astype(bool)]
    months = [month for month in rows["period"] if view.first <= month <= view.last]
    return (view.first, max(months)) if months else None


def days_unknown(row: pd.Series) -> bool:
    """Whether of too many suggestions nobody says when they were decided, for a share of those
    decided in time to tell anything. Withdrawn ones count as such too."""
    return bool(row["n"] > 0 and (row["n"] - row["x"]) / row["n"] > MOST_UNKNOWN)
