"""The customers' KPIs over a span of months, and how they changed against an earlier one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from errors import Message
from i18n import N_, Text
from metrics.answers.answer import Answer, Row
from metrics.comparisons.change import Change, difference
from metrics.kpi import Kpi
from metrics.statistics.comparing import FALSE_DISCOVERIES, discoveries
from metrics.sums.columns import SUMS, Columns, objects, taken
from metrics.sums.query import Filter, Query
from metrics.sums.values import value_columns
from metrics.voice.span import Span

MOST_NAMED = 3  # groups named in a sentence


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


def over(answer: Answer, span: Span) -> Columns:
    """The months of a span added up: one row a group, in order of name. For KPIs whose every record
    is a case of its own, and never hidden."""
    months = answer.columns["period"]
    rows = taken(answer.columns, (months >= span.first) & (months <= span.last))
    groups = sorted(set(rows["group"]), key=lambda group: (group is None, group))
    known = {group: at for at, group in enumerate(groups)}
    places = np.array([known[group] for group in rows["group"]], int)
    sums = {name: np.bincount(places, rows[name].astype(float), len(groups)) for name in SUMS}
    return {
        "group": objects(groups),
        **sums,
        **value_columns(answer.kpi, sums),
        "enough": sums["n"] >= answer.kpi.dataset.enough,
    }


def _rows_over(answer: Answer, span: Span) -> list[Row]:
    found = over(answer, span)
    cells = zip(*(values.tolist() for values in found.values()), strict=True)
    return [dict(zip(found, row, strict=True)) for row in cells]


def scores(answer: Answer, span: Span, before: Span | None) -> tuple[Score, ...]:
    """Each group of a span with its change against the span before (None: no changes), in order of
    name; empty without records."""
    earlier = {row["group"]: row for row in _rows_over(answer, before)} if before else {}
    return tuple(
        Score(
            answer.kpi,
            row["group"],
            row,
            before,
            _change(answer.kpi, earlier.get(row["group"]), row, before),
        )
        for row in _rows_over(answer, span)
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
