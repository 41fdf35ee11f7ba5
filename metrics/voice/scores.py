"""The customers' KPIs over a span of months, and how they changed against an earlier one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from errors import Message
from i18n import N_, Text
from metrics.answers.answer import Answer
from metrics.comparisons.change import Change, difference
from metrics.kpi import Kpi
from metrics.statistics.comparing import FALSE_DISCOVERIES, discoveries
from metrics.sums.query import Filter, Query
from metrics.sums.values import valued
from metrics.voice.span import Span

MOST_NAMED = 3  # groups named in a sentence
_SUMS = ["n", "y", "less", "x", "top", "yy", "xy", "xx"]


@dataclass(frozen=True)
class Score:
    """A KPI of a group (None: all) over a span: n, value, low, high, enough as in an `Answer`, and
    its change where both spans may be judged."""

    kpi: Kpi
    group: str | None
    row: Mapping[str, object]
    before: Span | None
    change: Change | None

    def change_sentence(self) -> Message | None:
        """The plain reading of the change; None where there is none to tell."""
        if self.change is None:
            return None
        told = self.change.sentence()
        return Message(told.text, {**told.blanks, "before": self.before})


def query_for(span: Span, before: Span | None, by: str | None = None, only: Filter = ()) -> Query:
    """The one question that holds the months of both spans."""
    return Query(min(part.first for part in (span, before) if part), span.end, "month", by, only)


def over(answer: Answer, span: Span) -> pd.DataFrame:
    """The months of a span added up: one row a group. For KPIs whose every record is a case of its
    own, and never hidden."""
    rows = answer.rows[(answer.rows["period"] >= span.first) & (answer.rows["period"] <= span.last)]
    sums = rows.groupby("group", dropna=False)[_SUMS].sum().astype(float).reset_index()
    found = valued(answer.kpi, sums)
    return found.assign(
        enough=found["n"] >= answer.kpi.dataset.enough,
        group=found["group"].astype(object).where(found["group"].notna(), None),
    )


def scores(answer: Answer, span: Span, before: Span | None) -> tuple[Score, ...]:
    """Each group of a span with its change against the span before (None: no changes), in order of
    name; empty without records."""
    earlier = (
        {row["group"]: row for row in over(answer, before).to_dict("records")} if before else {}
    )
    return tuple(
        Score(
            answer.kpi,
            row["group"],
            row,
            before,
            _change(answer.kpi, earlier.get(row["group"]), row, before),
        )
        for row in over(answer, span).to_dict("records")
    )


def _change(kpi: Kpi, before: Mapping | None, now: Mapping, span: Span | None) -> Change | None:
    if before is None or span is None or not (before["enough"] and now["enough"]):
        return None
    return Change(
        kpi, span.first, difference(kpi, before, now), (float(before["value"]), float(now["value"]))
    )


def clear_changes(found: Iterable[Score]) -> list[Score]:
    """Groups that changed by more than chance, all of them considered together, in the order
    given."""
    changed = [
        (score, score.change)
        for score in found
        if score.group and score.change is not None and score.change.difference.p is not None
    ]
    sure = discoveries(np.array([change.difference.p for _, change in changed]), FALSE_DISCOVERIES)
    return [
        score
        for (score, change), is_sure in zip(changed, sure, strict=True)
        if is_sure and change.certain
    ]


def worse_and_better(clear: Iterable[Score]) -> tuple[Message | None, Message | None]:
    """What is said of groups that changed for the worse, and for the better; a group once, with the
    first KPI that shows it."""
    clear = list(clear)
    return (
        _named(N_("Clearly worse: {groups}."), clear, False),
        _named(N_("Clearly better: {groups}."), clear, True),
    )


def _named(text: Text, clear: list[Score], better: bool) -> Message | None:
    groups = {
        score.group: (score, score.change)
        for score in reversed(clear)
        if score.change is not None and score.change.better is better
    }
    shown = sorted(groups.values(), key=lambda one: -one[1].strength)[:MOST_NAMED]
    return Message(text, {"groups": [_one(*one) for one in shown]}) if shown else None


def _one(score: Score, change: Change) -> Message:
    return Message(
        "{group} ({kpi} {change})",
        {"group": score.group, "kpi": score.kpi.label, "change": change.amount},
    )
