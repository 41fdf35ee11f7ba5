"""Files with one row a question: the rows of one respondent are one case, whatever of them is used.

That a number stands in several rows proves nothing; it may be that of a campaign. Evidence is a
column that tells the rows of each number apart with the same few texts for all of them, as the name
of the question does.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data.checking.alike import is_unique
from data.findings import Kind, kind_of
from data.issues import NOTE
from data.kinds.schema import DatasetKind
from data.matching.likeness import is_remark
from data.matching.long_form import names_questions
from data.matching.match import Match
from data.reading.sheet import Sheet
from errors import Message
from i18n import N_

_MOST_QUESTIONS = 60
_ENDING = r"(?i)^(.*[^\s_./#–-])[\s_./#–-]+((?:q|question|问题|問題|题|題)?\s*\d{1,2})$"
_ALL_ASKED = (
    0.9  # share of numbers that have every question, where no heading says that these are questions
)


@dataclass(frozen=True)
class Joined:
    """`rows`: one a respondent. `left_out`: the line of the row that stands for it, by the index of
    each further one. `apart`: no two rows have the same number."""

    rows: pd.DataFrame
    left_out: pd.Series = field(
        default_factory=lambda: pd.Series(index=pd.Index([], dtype="int64"), dtype="int64")
    )
    told: tuple[Message, ...] = ()
    apart: bool = False


def join_respondents(
    rows: pd.DataFrame, kind: DatasetKind, sheet: Sheet, match: Match, chosen: np.ndarray
) -> Joined:
    """The rows of a respondent as one; `chosen`: which records of the sheet the rows were made of,
    by position."""
    number, places = kind.numbered[0], np.flatnonzero(chosen)
    rows = _without_question(rows, number, sheet, places)
    if is_unique(rows[number]):
        return Joined(rows, apart=True)
    several = rows[rows[number].notna() & rows.duplicated(number, keep=False)]
    if (
        several.empty
        or not _are_one(several, kind, number)
        or not _has_questions(several[number], sheet, match, places)
    ):
        return Joined(rows)
    first = several.groupby(number, sort=False)["line"].transform("first").astype("int64")
    again = several.duplicated(number, keep="first")
    kept = several[~again].set_index(number)
    differing = []
    for column in kind.columns:
        if column.name in (number, kind.date) or several[column.name].isna().all():
            continue
        told = several[several[column.name].notna()].groupby(number, sort=False)[column.name]
        if is_remark(column, kind):
            kept[column.name] = (
                told.agg(lambda texts: "\n".join(dict.fromkeys(texts)))
                .reindex(kept.index)
                .astype(rows[column.name].dtype)
            )
            continue
        kept[column.name] = told.first().reindex(kept.index)
        count = int((told.nunique() > 1).sum())
        if count:
            differing.append((column, count))
    single = rows.drop(index=several.index[again])
    for name in kept.columns:
        single.loc[several.index[~again], name] = kept[name].to_numpy()
    told = [
        Message(
            "This file has one row for each question. Respondents with several rows: {count}. "
            "Each was counted once.",
            {"count": len(kept)},
        )
    ]
    told += [
        Message(
            "Respondents whose rows differ under {column}: {count}. The first row counts.",
            {"column": column.label, "count": count},
        )
        for column, count in differing
    ]
    return Joined(single, first[again], tuple(told))


def joined_notes(lines: np.ndarray, left_out: pd.Series) -> Kind:
    """The notes for the further rows of respondents."""
    return kind_of(
        NOTE,
        N_(
            "The same respondent as in row {earlier}, another question: counted once, with that "
            "row."
        ),
        lines,
        each={"earlier": left_out.to_numpy()},
    )


def _without_question(
    rows: pd.DataFrame, number: str, sheet: Sheet, places: np.ndarray
) -> pd.DataFrame:
    """The rows with the respondent's number alone where it is followed by that of the question, as
    in "47 - Q1" and "47 - Q2".

    That it is, a column of questions shows: each of them always with the same ending.
    """
    asked = [at for at, heading in enumerate(sheet.headings) if names_questions(heading)]
    told = rows[number].dropna()
    if (
        not asked
        or told.empty
        or told.duplicated().any()
        or not (parted := told.str.extract(_ENDING)).notna().all(axis=None)
    ):
        return rows
    for at in asked:
        texts = pd.Series(sheet.cells[at].to_numpy()[places[told.index]], index=told.index)
        if 2 <= texts.nunique() <= _MOST_QUESTIONS and (
            len(pd.DataFrame({"text": texts, "ending": parted[1]}).drop_duplicates())
            == texts.nunique()
            == parted[1].nunique()
        ):
            return rows.assign(**{number: parted[0].reindex(rows.index).astype(rows[number].dtype)})
    return rows


def _are_one(rows: pd.DataFrame, kind: DatasetKind, number: str) -> bool:
    """Whether the rows of each number are of one day and have one score."""
    groups = rows.assign(day=rows[kind.date].dt.normalize()).groupby(number)
    scores = [
        column.name for column in kind.columns if column.required and column.name != kind.date
    ]
    return bool((groups[["day", *scores]].nunique() <= 1).all(axis=None))


def _has_questions(numbers: pd.Series, sheet: Sheet, match: Match, places: np.ndarray) -> bool:
    """Whether a column of the file tells the rows of each number apart, with texts that come again
    for other numbers."""
    at_rows = places[numbers.index]
    for at, heading in enumerate(sheet.headings):
        if match.columns.get(at) in ("date", "response_id"):
            continue
        texts = pd.Series(sheet.cells[at].to_numpy()[at_rows], index=numbers.index)
        kinds, each = texts.nunique(), numbers.value_counts()
        if (
            not 2 <= kinds <= _MOST_QUESTIONS
            or (texts == "").any()
            or pd.DataFrame({"number": numbers, "text": texts}).duplicated().any()
        ):
            continue
        if (
            names_questions(heading)
            or len(each) > 1
            and kinds < len(texts)
            and (each == kinds).mean() >= _ALL_ASKED
        ):
            return True
    return False
