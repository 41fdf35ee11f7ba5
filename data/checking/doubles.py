"""Answers sent twice: the same again within a minute; and many answers from one address.

Two customers may well give the same marks one after the other, on a tablet in a shop even from
the same address. So equal marks alone are no evidence. A comment of one's own is, an address that
sent nothing else is, and marks so rare that chance hardly brings them twice in a minute.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import pandas as pd

from data.checking.alike import codes_of
from data.findings import Kind, kind_of
from data.issues import NOTE
from data.kinds.schema import DatasetKind
from data.questions import Choice, Question
from data.reading.sheet import Sheet
from data.text.folding import fold, normal
from data.values.durations import is_duration
from data.values.looks import is_date, is_prose
from errors import Message
from i18n import N_

NAME = "doubles"
WITHIN = pd.Timedelta(seconds=60)
# letters of a comment that hardly two people write alike within a minute; a Chinese one counts
# twice
OWN_WORDS = 6
SEVERAL = 3  # answers
MOST_SENT = 4  # times that one person presses the button; more of the same come from something else
UNLIKELY, POSSIBLE = (
    0.05,
    0.5,
)  # pairs that chance brings into the file: up to these, sent twice for sure or perhaps
BURST, PAUSE, MEAN_PAUSE = (
    20,
    pd.Timedelta(minutes=5),
    pd.Timedelta(minutes=2),
)  # answers of one address, and the time between them
_MOST_BURSTS = 5
_LOOKED_AT = 200
_ADDRESSES = frozenset(
    map(
        fold,
        (
            "ip",
            "ip address",
            "ip addr",
            "client ip",
            "remote ip",
            "来自IP",
            "來自IP",
            "ip地址",
            "ip位址",
            "提交ip",
            "network id",
            "device id",
            "设备号",
            "设备id",
            "设备编号",
            "裝置ID",
        ),
    )
)
_IP = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}(?:\(.*\))?|(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{1,4}", re.I)


@dataclass(frozen=True)
class Doubles:
    """`left_out`: the lines of the rows that are repeated, by the index of the row that repeats
    one."""

    left_out: pd.Series = field(
        default_factory=lambda: pd.Series(index=pd.Index([], dtype="int64"), dtype="int64")
    )
    told: tuple[Message, ...] = ()
    question: Question | None = None


def find_doubles(
    rows: pd.DataFrame,
    kind: DatasetKind,
    sheet: Sheet,
    used: Iterable[int],
    answers: Mapping[str, str],
) -> Doubles:
    """The later ones of answers sent twice; `used`: positions of the sheet's columns that the rows
    hold."""
    if len(rows) < 2 or _without_times(rows[kind.date]):
        return Doubles()
    close = _close_ones(rows, kind.date)
    if close.empty:
        return Doubles()
    pairs = _pairs(close, kind)
    if pairs.empty:
        return Doubles()
    sure, perhaps = _weighed(pairs, rows, kind, sheet, set(used))
    question = _question(perhaps, rows) if len(perhaps) else None
    found = pd.concat([sure, perhaps]).sort_index()
    if found.empty:
        return Doubles()
    if (question or _question(sure, rows)).answer(answers) == "each":
        told = Message(
            "Answers that say the same as others at most a minute before: {count}. They were "
            "counted, as answered.",
            {"count": len(found)},
        )
        return Doubles(told=(told,), question=question)
    told = Message(
        "Answers sent twice within a minute: {count}. The later ones were left out.",
        {"count": len(found)},
    )
    return Doubles(
        pd.Series(rows["line"].loc[found].to_numpy(), index=found.index), (told,), question
    )


def sent_twice(lines: np.ndarray, earlier: np.ndarray) -> Kind:
    """The notes for rows that were left out."""
    return kind_of(
        NOTE,
        N_(
            "The same answers as in row {earlier}, at most a minute later: sent twice, so left out."
        ),
        lines,
        each={"earlier": earlier},
    )


def _question(found: pd.Series, rows: pd.DataFrame) -> Question:
    at, earlier = found.index[0], found.iloc[0]
    return Question(
        NAME,
        Message(
            "Rows that give the same answers as another row at most a minute before: {count}, "
            "such as "
            "row {row} after row {earlier}. Were they sent twice?",
            {
                "count": len(found),
                "row": int(rows.at[at, "line"]),
                "earlier": int(rows.at[earlier, "line"]),
            },
        ),
        (
            Choice("once", N_("They were sent twice: the later ones are left out.")),
            Choice("each", N_("They are different customers: each row counts.")),
        ),
        "once",
    )


def _without_times(moments: pd.Series) -> bool:
    return bool((moments == moments.dt.normalize()).all())


def _pairs(rows: pd.DataFrame, kind: DatasetKind) -> pd.DataFrame:
    """`later`, `earlier`: rows with the same values at most a minute apart; `first`: of how many
    such rows in a row the earliest one."""
    own = [
        column.name
        for column in kind.columns
        if column.name not in (*kind.identifiers, kind.date) and rows[column.name].notna().any()
    ]
    same, moments, at = codes_of(rows, own), rows[kind.date].to_numpy(), rows.index.to_numpy()
    order = np.lexsort((rows["line"].to_numpy(), moments, same))
    same, moments, at = same[order], moments[order], at[order]
    near = np.append(False, (np.diff(same) == 0) & (np.diff(moments) <= WITHIN.to_timedelta64()))
    starts = np.flatnonzero(~near)
    chain, sizes = np.cumsum(~near)[near] - 1, np.diff(starts, append=len(near))
    return pd.DataFrame({"later": at[near], "first": at[starts][chain], "size": sizes[chain]})


def _close_ones(rows: pd.DataFrame, date: str) -> pd.DataFrame:
    """The rows that have another one at most a minute away; of what stands alone nothing has to be
    compared."""
    moments = rows[date].to_numpy()
    order = np.argsort(moments, kind="stable")
    close = np.diff(moments[order]) <= WITHIN.to_timedelta64()
    near = np.append(close, False) | np.append(False, close)
    return rows if near.all() else rows.iloc[np.sort(order[near])]


def _weighed(
    pairs: pd.DataFrame, rows: pd.DataFrame, kind: DatasetKind, sheet: Sheet, used: set[int]
) -> tuple[pd.Series, pd.Series]:
    """The earliest row that is repeated, by the index of the row: where it is sure, and where it
    may be."""
    places = pd.Series(np.searchsorted(sheet.lines, rows["line"]), index=rows.index)
    later, first = places[pairs["later"]].to_numpy(), places[pairs["first"]].to_numpy()
    equal, answered = (
        (pairs["size"] <= MOST_SENT).to_numpy(),
        rows.loc[pairs["later"], _scores(kind)].notna().sum(axis=1).to_numpy(),
    )
    address = address_column(sheet)
    for at in range(len(sheet.headings)):
        if at in used or at == address or _says_nothing(sheet, at):
            continue
        one, other = sheet.cells[at].iloc[later].to_numpy(), sheet.cells[at].iloc[first].to_numpy()
        equal = equal & (one == other)
        answered = answered + (one != "")
    alone, shared = np.zeros(len(pairs), dtype=bool), np.zeros(len(pairs), dtype=bool)
    if address is not None:
        cells = sheet.cells[address]
        mine = cells.iloc[later].to_numpy()
        equal = equal & (mine == cells.iloc[first].to_numpy())
        sent = cells.iloc[places].value_counts().reindex(mine).to_numpy()
        alone = (mine != "") & (sent == pairs["size"])
        shared = (mine != "") & ~alone
    worded = _own_words(pairs, rows)
    chance = np.where(shared, np.inf, _chance(pairs, rows, kind))
    several = answered >= SEVERAL
    sure = equal & (worded | several & (alone | (chance <= UNLIKELY)))
    perhaps = equal & ~sure & (alone & (answered >= 1) | several & (chance <= POSSIBLE))
    return _as_found(pairs[sure]), _as_found(pairs[perhaps])


def _as_found(pairs: pd.DataFrame) -> pd.Series:
    return pd.Series(pairs["first"].to_numpy(), index=pairs["later"].to_numpy())


def _scores(kind: DatasetKind) -> list[str]:
    return list(kind.scaled) or ["score"]


def _marks(rows: pd.DataFrame, kind: DatasetKind) -> np.ndarray:
    """A number for each row that is the same for the same marks."""
    return pd.util.hash_pandas_object(rows[_scores(kind)].astype("float64"), index=False).to_numpy()


def _own_words(pairs: pd.DataFrame, rows: pd.DataFrame) -> np.ndarray:
    """Whether the comment is long enough, and stands in no other row of the file."""
    comments = rows["comment"]
    counts = comments.value_counts()
    mine = comments[pairs["later"]]
    letters = [
        0
        if pd.isna(text)
        else sum(2 if "\u3400" <= letter <= "\u9fff" else letter.isalnum() for letter in text)
        for text in mine
    ]
    return (np.asarray(letters) >= OWN_WORDS) & (
        mine.map(counts).fillna(0).to_numpy() == pairs["size"].to_numpy()
    )


def _chance(pairs: pd.DataFrame, rows: pd.DataFrame, kind: DatasetKind) -> np.ndarray:
    """For each pair how many such pairs chance would bring: rows that follow another within a
    minute, times the share of rows with these marks."""
    following = int((rows[kind.date].sort_values().diff() <= WITHIN).sum())
    same = pd.Series(_marks(rows, kind), index=rows.index)
    others = same[pairs["later"]].map(same.value_counts()).to_numpy() - pairs["size"].to_numpy()
    return following * (others + 1) / (len(rows) + 1)


def _says_nothing(sheet: Sheet, at: int) -> bool:
    """Whether a column holds no answer: a duration, dates, or numbers and codes that differ in
    every row."""
    if is_duration(sheet.headings[at]):
        return True
    told = [text for text in sheet.cells[at].iloc[:_LOOKED_AT] if text]
    if not told:
        return False
    dates = sum(map(is_date, told)) > 0.9 * len(told)
    return dates or len(set(told)) == len(told) and not any(map(is_prose, told))


def address_column(sheet: Sheet) -> int | None:
    """The position of the column with the address or the device that an answer came from."""
    for at, heading in enumerate(sheet.headings):
        told = [normal(text) for text in sheet.cells[at].iloc[:_LOOKED_AT] if text]
        if told and (
            fold(heading) in _ADDRESSES
            or sum(_IP.fullmatch(text) is not None for text in told) * 2 > len(told)
        ):
            return at
    return None


def many_from_one(rows: pd.DataFrame, kind: DatasetKind, sheet: Sheet) -> list[Message]:
    """Warnings where one address sent many answers in a short time; the address itself is not said,
    since it is personal."""
    address = address_column(sheet)
    if address is None or len(rows) < BURST or _without_times(rows[kind.date]):
        return []
    places = np.searchsorted(sheet.lines, rows["line"])
    sent = pd.factorize(sheet.cells[address].iloc[places].replace("", None))[0]  # -1: no address
    often = (sent >= 0) & (np.bincount(sent + 1)[sent + 1] >= BURST)
    frame = pd.DataFrame(
        {"address": sent, "moment": rows[kind.date].to_numpy(), "line": rows["line"].to_numpy()}
    )[often]
    frame = frame.assign(marks=_marks(rows[often], kind)).sort_values(
        ["address", "moment", "line"], kind="stable"
    )
    run = (
        (frame["address"] != frame["address"].shift()) | (frame["moment"].diff() > PAUSE)
    ).cumsum()
    found = frame.groupby(run, sort=False).agg(
        count=("line", "size"),
        start=("moment", "min"),
        end=("moment", "max"),
        first=("line", "min"),
        marks=("marks", "nunique"),
    )
    pause = (found["end"] - found["start"]) / (found["count"] - 1).clip(lower=1)
    found = found[(found["count"] >= BURST) & (pause <= MEAN_PAUSE)].sort_values(
        "count", ascending=False, kind="stable"
    )
    return [_burst(part) for part in found.iloc[:_MOST_BURSTS].itertuples()]


class _Part(Protocol):
    """Answers that came from one address one after the other."""

    start: pd.Timestamp
    end: pd.Timestamp
    count: int
    first: int
    marks: int


def _burst(part: _Part) -> Message:
    minutes = max(1, int(np.ceil((part.end - part.start) / pd.Timedelta(minutes=1))))
    blanks = {"count": int(part.count), "minutes": minutes, "row": int(part.first)}
    if part.marks == 1:
        return Message(
            "{count} answers, all with the same marks, came from one address within {minutes} "
            "minutes, the first in row {row}. "
            "All were kept. A tablet in a shop or a company's network looks like this too; check "
            "that customers gave them.",
            blanks,
        )
    return Message(
        "{count} answers came from one address within {minutes} minutes, the first in row {row}. "
        "All were kept. A tablet in a shop or a company's network looks like this too; check that "
        "customers gave them.",
        blanks,
    )
