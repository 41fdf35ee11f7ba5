"""How periods, intervals and reservations are said, on figures, in tables and in text
alternatives."""

from collections.abc import Sequence
from datetime import date
from os.path import commonprefix
from typing import TypedDict

import pandas as pd

from charts.theme import plain
from data.kinds.catalog import KINDS
from errors import Message
from i18n import N_, Say, Text, rounded
from metrics.kpi import Amount, Kpi

NOT_GIVEN = N_("not given")
COUNTED_IN_FULL = N_("counted in full")
_HARD_SPACE = "\u00a0"


class Row(TypedDict):
    """A row of an answer, as charts read it: see `Answer`."""

    period: date
    group: str
    n: float
    value: float
    low: float
    high: float
    hidden: bool
    since: date | None
    enough: bool
    partial: bool
    maturing: bool


# What is one of a few words in the records is said in the language of the reader.
_SAID = {
    word: label
    for kind in KINDS
    for name in kind.dimensions
    for word, label in kind.column(name).choices
}


def group_name(group: str) -> str | Text:
    """The group as it is called; an empty name stands for records that do not say."""
    return _SAID.get(group, group) or NOT_GIVEN


def group_label(group: str, say: Say) -> str:
    """The label of a group, said; words of a file are never translated."""
    return group or say(NOT_GIVEN)


def interval(kpi: Kpi, row: Row, say: Say) -> str:
    """Both ends of the 95 % interval; an en dash where nothing was sampled."""
    if pd.isna(row["low"]):
        return "–"
    return say(
        "{low} to {high}", low=Amount(kpi.unit, row["low"]), high=Amount(kpi.unit, row["high"])
    )


def count_of(kpi: Kpi, row: Row) -> Message | None:
    """How many cases are behind a value; None where that tells nothing."""
    if not kpi.measure.told_by_n or pd.isna(row["n"]):
        return None
    if kpi.measure.lacks_n(row["n"]):
        return Message("n not given")
    return Message("n = {n}", {"n": rounded(row["n"])})


def notes(kpi: Kpi, row: Row) -> list[Text | Message]:
    """What a reader has to know about a value before trusting it."""
    if row["hidden"]:
        return [N_("hidden to protect the staff behind it")]
    found: list[Text | Message] = []
    if not pd.isna(row.get("since")):
        found.append(
            Message("as of {day}, later changes would tell of few people", {"day": row["since"]})
        )
    if row["partial"]:
        found.append(N_("not over yet"))
    if row["maturing"]:
        found.append(
            N_("may still change")
            if kpi.still_to_come is None
            else Message(
                "may still change: final once 95% are decided, or after {days} days",
                {"days": kpi.matures_days},
            )
        )
    if kpi.measure.lacks_n(row["n"]):
        found.append(N_("not judged: nobody says how many were asked"))
    elif not row["enough"]:
        found.append(
            Message("few cases, {least} are needed to judge", {"least": kpi.dataset.enough})
        )
    return found


def hover(kpi: Kpi, row: Row, title: str, say: Say) -> str:
    """The lines shown beside a point: title, value, interval, n, reservations."""
    lines = [f"<b>{plain(title)}</b>", kpi.unit.show(say, row["value"])]
    if not pd.isna(row["low"]):
        lines.append(say("95% interval {interval}", interval=interval(kpi, row, say)))
    if counted := count_of(kpi, row):
        lines.append(say(counted))
    return "<br>".join([*lines, *(say(note) for note in notes(kpi, row))])


def beside_points(texts: Sequence[str]) -> dict[str, object]:
    """What is shown beside the points of one trace, as Plotly takes it: what all texts share is
    sent once, and of each point only what differs. Whole texts would make up most of a figure."""
    rows = [text.split("<br>") for text in texts]
    if len(rows) < 2 or len({len(row) for row in rows}) > 1:
        return {"hoverinfo": "text", "hovertext": list(texts)}
    lines: list[str] = []
    columns: list[list[str]] = []
    for parts in zip(*rows, strict=True):
        start = commonprefix(parts)
        rests = [part[len(start) :] for part in parts]
        end = commonprefix([rest[::-1] for rest in rests])[::-1]
        middle = ""
        if any(rest != end for rest in rests):
            middle = f"%{{customdata[{len(columns)}]}}"
            columns.append([rest[: len(rest) - len(end)] for rest in rests])
        # a name that all points share is no blank of Plotly's
        shared = (start.replace("%{", "% {"), middle, end.replace("%{", "% {"))
        lines.append("".join(shared))
    template = "<br>".join(lines) + "<extra></extra>"
    return {
        "hovertemplate": template,
        "customdata": [list(row) for row in zip(*columns, strict=True)],
    }


def headline(kpi: Kpi, row: Row, say: Say) -> str:
    """The direct label of a value: the value in bold, then n; where it has to be broken, between
    the two."""
    value, counted = kpi.unit.show(say, row["value"]), count_of(kpi, row)
    parts = [f"<b>{value}</b>", *([say(counted)] if counted else [])]
    return "  ".join(part.replace(" ", _HARD_SPACE) for part in parts)
