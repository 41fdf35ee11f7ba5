"""Whether a column that should number the records does, told by its cells and not by its heading.

A campaign, the code of a questionnaire or a ticket with many answers stands under the same
headings as the number of an answer; taken for one, it makes rows "say the same" that do not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.checking.alike import duplicated, is_unique
from data.issues import WARNING, Issue
from data.kinds.schema import DatasetKind
from data.questions import Choice, Question
from data.text.writing import shown
from data.values.cells import Cells
from data.values.shortened import maybe_shortened, shortened
from errors import Message
from i18n import N_

NAME = "identifier"
CONSTANT = 5  # rows of one and the same number, from which on it numbers nothing
FEWEST = 10  # rows before the share of repeated numbers says anything
# rows that say different things for each number: it is shared. A file in which all stands twice has
# one
SHARED = 2
PILED = 4  # rows of any kind for each number: nobody exports all rows four times
DOUBT_ROWS, DOUBT_SHARE = (
    5,
    0.1,
)  # repeated numbers: up to these, slips that are told row by row; from there to SHARED it is asked
SHORTEST_RUN = (
    5  # rows: a tool that counts from 1 each month has runs, a handful of shared numbers has none
)
MOST_TOLD = 50  # rows with a number of another date that are told one by one


@dataclass(frozen=True)
class Numbered:
    """The rows, without numbers that identify nothing, and why; `question` where only a person can
    say.

    `repeated`: whether rows that have a number may share it with others.
    """

    rows: pd.DataFrame
    told: tuple[Message, ...] = ()
    question: Question | None = None
    repeated: bool = True


def resolve_numbers(
    rows: pd.DataFrame,
    columns: Mapping[str, Cells],
    kind: DatasetKind,
    answers: Mapping[str, str],
    apart: bool = False,
) -> Numbered:
    """The rows of one file with their own numbers only where these identify them; `apart`: that no
    two rows have the same is known already."""
    if not kind.numbered or kind.numbered[0] not in columns:
        return Numbered(rows, repeated=False)
    name, heading, told = kind.numbered[0], columns[kind.numbered[0]].heading, []
    own = NAME not in answers and (apart or is_unique(rows[name]))
    if own and not maybe_shortened(rows[name]):
        return Numbered(rows, repeated=False)
    lost = rows[name].notna() & shortened(rows[name].fillna(""))
    if lost.any():
        told.append(
            Message(
                "A spreadsheet has shortened the numbers under {column}, such as {value} (rows: "
                "{count}). They no longer tell rows "
                "apart, so they were not used. Export this column as text.",
                {
                    "column": heading,
                    "value": rows.loc[lost, name].iloc[0],
                    "count": int(lost.sum()),
                },
            )
        )
        rows = rows.assign(**{name: rows[name].mask(lost)})
    found = _Found(rows, kind)
    question = _question(found, heading) if found.doubtful else None
    if NAME in answers:
        numbers = _question(found, heading).answer(answers) == "numbers"
    else:
        numbers = question.likely == "numbers" if question else not found.shared
    if not numbers:
        told.append(_unused(found, heading, NAME in answers))
        rows = rows.assign(**{name: rows[name].mask(rows[name].notna())})
    return Numbered(rows, tuple(told), question)


def _unused(found: "_Found", heading: str, answered: bool) -> Message:
    blanks = {
        "column": heading,
        "count": found.count,
        "numbers": found.numbers,
        "value": shown(found.example),
    }
    if answered:
        return Message("{column} was not used to tell rows apart, as answered.", blanks)
    if found.numbers == 1:
        return Message(
            "{column} is \u201c{value}\u201d in all {count} rows that have one, so it does not "
            "number them. "
            "It was not used to tell rows apart, and no row was left out because of it.",
            blanks,
        )
    return Message(
        "{column} does not number the rows: {count} rows share {numbers} values, such as "
        "\u201c{value}\u201d. "
        "It was not used to tell rows apart, and no row was left out because of it.",
        blanks,
    )


def twice_on_two_dates(
    rows: pd.DataFrame,
    columns: Mapping[str, Cells],
    kind: DatasetKind,
    sheets: pd.Series | None = None,
) -> Iterable[Issue]:
    """Warnings for rows whose number an earlier row, of the same sheet where `sheets` are apart,
    has on another date; both stay."""
    if sheets is not None:
        return  # then each sheet has each number once
    key, cells = list(kind.numbered), columns[kind.numbered[0]]
    numbered = rows[rows[key[0]].notna()]
    first = numbered.groupby(key, dropna=False, sort=False)[["line", kind.date]].transform("first")
    again = numbered[first[kind.date] != numbered[kind.date]]
    if len(again) > MOST_TOLD:
        yield Issue(
            WARNING,
            Message(
                "Rows whose number under {column} an earlier row has at another date or time: "
                "{count}, the first in row {row}. "
                "All were kept, as different rows.",
                {"column": cells.heading, "count": len(again), "row": int(again["line"].iloc[0])},
            ),
        )
        return
    for at, row in again.iterrows():
        yield Issue(
            WARNING,
            Message(
                "{column} is \u201c{value}\u201d, as in row {earlier}, but at another date or "
                "time. Both rows were kept; "
                "check whether one of them corrects the other.",
                {
                    "column": cells.heading,
                    "value": shown(row[key[0]]),
                    "earlier": int(first.at[at, "line"]),
                },
            ),
            int(row["line"]),
            cells.heading,
            cells.written.iloc[at],
        )


class _Found:
    """How the numbers of the rows repeat; the same values under the same number count once, except
    for `count`."""

    def __init__(self, rows: pd.DataFrame, kind: DatasetKind):
        key = list(kind.numbered)
        numbered = rows[rows[key[0]].notna()]
        different = numbered[~duplicated(numbered, [column.name for column in kind.columns])]
        again = duplicated(different, key)
        self.count, self.numbers = len(numbered), int((~duplicated(numbered, key)).sum())
        self.different, self.repeated = len(different), int(again.sum())
        self.clashes = int(duplicated(different, [*key, kind.date]).sum())
        self.shared = self.doubtful = False
        self.example, self.lines = "", []
        if self.count == self.numbers:
            return
        at = again.idxmax() if again.any() else duplicated(numbered, key).idxmax()
        self.example = numbered.at[at, key[0]]
        self.lines = (
            numbered.loc[(numbered[key] == numbered.loc[at, key]).all(axis=1), "line"]
            .iloc[:2]
            .astype(int)
            .tolist()
        )
        restarts = not self.clashes and _restarts(different[key[0]])
        piled = self.count >= FEWEST and self.count >= PILED * self.numbers
        self.shared = (
            (self.count >= CONSTANT and self.numbers == 1)
            or not restarts
            and (
                piled
                or self.different >= FEWEST
                and self.different >= SHARED * (self.different - self.repeated)
            )
        )
        self.doubtful = (
            not self.shared
            and not restarts
            and self.repeated >= DOUBT_ROWS
            and self.repeated > DOUBT_SHARE * self.different
        )


def _restarts(numbers: pd.Series) -> bool:
    """Whether these numbers, in the order of the file, are runs of a tool that counts and starts
    again."""
    if not numbers.str.fullmatch("[0-9]{1,9}").all():
        return False
    values = numbers.astype("int64").to_numpy()
    return _in_runs(values) or _in_runs(values[::-1])


def _in_runs(values: np.ndarray) -> bool:
    """Whether the values rise in runs, each long and from the lowest ones on."""
    starts = np.flatnonzero(np.diff(values, prepend=values.max()) <= 0)
    lengths = np.diff(starts, append=len(values))
    return bool(
        starts[0] == 0
        and lengths.min() >= SHORTEST_RUN
        and (values[starts] < values.min() + SHORTEST_RUN).all()
    )


def _question(found: _Found, heading: str) -> Question:
    message = Message(
        "Of {count} rows, {repeated} hold a number under {column} that an earlier row has with "
        "other answers or another time, such as "
        "\u201c{value}\u201d in rows {rows}. Does this column number the records?",
        {
            "count": found.different,
            "repeated": found.repeated,
            "column": heading,
            "value": shown(found.example),
            "rows": found.lines,
        },
    )
    return Question(
        NAME,
        message,
        (
            Choice(
                "numbers",
                N_("It numbers them: rows that say the same under one number count once."),
            ),
            Choice("no_numbers", N_("It does not number them: every row counts.")),
        ),
        "no_numbers" if 2 * found.clashes > found.repeated else "numbers",
    )
