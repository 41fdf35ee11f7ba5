"""What a request needs beyond its cells: moments from lengths, moments in their order, and rows
that are no requests left aside."""

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from data.checking.rules.order import out_of_order
from data.checking.rules.outcome import RuleOutcome
from data.matching.match import Match
from data.questions import Choice, Question
from data.reading.options import Options
from data.text.folding import fold
from data.text.writing import folded
from data.values.cells import Cells, CellValues
from errors import Message
from i18n import N_

URGENT, BY_LENGTH = "request_urgency", "request_length"
_DAY, _MOSTLY = 1440, 0.8  # minutes; share of the rows that agree
_APART = 1.0  # minutes by which a length and two moments may differ
_LENGTHS = (("first_answer", "answer_length"), ("closed", "handling_length"))
_STEPS = (
    ("date", "first_answer"),
    ("date", "plan_given"),
    ("date", "arrived"),
    ("arrived", "repaired"),
    ("date", "repaired"),
    ("date", "closed"),
    ("date", "reopened"),
)
# Statuses of what is in a list of requests and is none.
_NO_REQUESTS = frozenset(
    "deleted spam merged test void duplicate 作废 作废单 已作废 测试 合并 已合并 重复 作廢 已作廢 測試 合併".split()
)
_HIGH = re.compile(
    r"\bhigh(?:est)?\b|^\W*(?:\d\W+)?高|\bhoch\b|\balt[ao]\b|\b[ée]lev[ée]e?\b|elevad|\bhaute\b|\btinggi\b|\bcao\b|\bhög|\bhøj|\bhøy"
    r"|vysok|높음|สูง",
    re.I,
)
_NOT_DONE = ("open", "waiting")  # states in which the length of a request is its age so far
_STATIONS = "assigneestations"  # the first of them is no hand-over


def apply_rules(
    rows: pd.DataFrame,
    columns: Mapping[str, Cells],
    readings: Mapping[str, CellValues],
    match: Match,
    options: Options,
    *_: object,
) -> RuleOutcome:
    """The rows with moments where the file has lengths, and a fault for each whose moments cannot
    be."""
    told: list[Message] = []
    rows = _without_ages(rows, columns, told)
    asked = [each for each in (_length_question(rows, columns),) if each is not None]
    by_length = any(each.answer(options.answers) == "length" for each in asked)
    for step, length in _LENGTHS:
        rows = _with_moment(rows, columns, step, length, told, by_length and step == "closed")
    if "hand_overs" in columns and fold(columns["hand_overs"].heading) == _STATIONS:
        rows = rows.assign(hand_overs=(rows["hand_overs"] - 1).clip(lower=0))
    told += _days_alone(rows, columns, by_length)
    question = _urgency_question(columns)
    if question is not None and question.answer(options.answers) == "ordinary":
        high = columns["urgency"].written.str.contains(_HIGH).to_numpy(dtype=bool)
        rows = rows.assign(urgency=rows["urgency"].mask(high, "ordinary"))
    named = {"date": columns["date"]} if "date" in columns else {}
    for name in rows.columns:
        if name in columns:
            named[name] = columns[name]
    for step, length in _LENGTHS:
        if step not in named and length in named:
            named[step] = named[length]
    return RuleOutcome(
        rows,
        tuple(out_of_order(rows, named, _STEPS)),
        tuple(told),
        questions=(*asked, *([] if question is None else [question])),
        aside=(*_no_requests(columns), *_earlier(rows)),
    )


def _without_ages(
    rows: pd.DataFrame, columns: Mapping[str, Cells], told: list[Message]
) -> pd.DataFrame:
    """The rows without the time to closing of requests that are not closed by their state, and
    have no moment of it."""
    ages = rows["status"].isin(_NOT_DONE) & rows["closed"].isna() & rows["handling_length"].notna()
    if not ages.any():
        return rows
    told.append(
        Message(
            "“{length}” is no time to closing where “{status}” says that a request is not done, and is "
            "not used there (rows: {count}).",
            {
                "length": columns["handling_length"].heading,
                "status": columns["status"].heading,
                "count": int(ages.sum()),
            },
        )
    )
    return rows.assign(handling_length=rows["handling_length"].mask(ages))


def _with_moment(
    rows: pd.DataFrame,
    columns: Mapping[str, Cells],
    step: str,
    length: str,
    told: list[Message],
    by_length: bool,
) -> pd.DataFrame:
    """The rows with the moment of a step, from its length where only that is there. Where both are,
    the moments count, unless somebody said that the length does."""
    minutes = rows[length].astype("float64")
    if minutes.isna().all():
        return rows
    reached = (rows["date"] + pd.to_timedelta(minutes, unit="min")).astype("datetime64[us]")
    if by_length:  # not before what else the row says had happened
        later = rows[["first_answer", "reopened"]].max(axis=1)
        counted = reached.notna() & ~(reached < later)
        rows = rows.assign(**{step: rows[step].mask(counted, reached)})
    apart = (rows[step] - reached).abs() > pd.Timedelta(minutes=_APART)
    if apart.any():
        told.append(
            Message(
                "{column} and the two moments do not agree (rows: {count}). The moments count.",
                {"column": columns[length].heading, "count": int(apart.sum())},
            )
        )
    return rows.assign(**{step: rows[step].where(rows[step].notna(), reached)})


def _length_question(rows: pd.DataFrame, columns: Mapping[str, Cells]) -> Question | None:
    """Whether the hours to closing count where opening and closing are days without a time of day,
    with which they mostly agree. They may be hours of work, so likely the days do."""
    minutes = rows["handling_length"].astype("float64")
    moments = pd.concat([rows["date"], rows["closed"]]).dropna()
    both = rows["closed"].notna() & minutes.notna()
    timed = moments.ne(moments.dt.normalize()).any()
    if not both.any() or timed or (minutes.dropna() % _DAY == 0).all():
        return None
    reached = (rows["date"] + pd.to_timedelta(minutes, unit="min")).dt.normalize()
    near = both & ((rows["closed"] - reached).abs() <= pd.Timedelta(days=1))
    if near.sum() < _MOSTLY * both.sum():  # lengths of something else
        return None
    days = (rows["closed"] - rows["date"]).dt.total_seconds() / 3600
    shown = {
        "length": columns["handling_length"].heading,
        "date": columns["date"].heading,
        "closed": columns["closed"].heading,
        "by_days": round(float(days[both].median()), 1),
        "by_length": round(float(minutes[both].median()) / 60, 1),
    }
    return Question(
        BY_LENGTH,
        Message(
            "“{date}” and “{closed}” are days without a time of day: by them half of the requests took up "
            "to {by_days} hours, by “{length}” up to {by_length}. Which counts?",
            shown,
        ),
        (
            Choice(
                "days", N_("The days: a request counts as closed on the day that the file says.")
            ),
            Choice("length", N_("The length, counted from the beginning of the day of opening.")),
        ),
        "days",
    )


def _days_alone(
    rows: pd.DataFrame, columns: Mapping[str, Cells], by_length: bool
) -> tuple[Message, ...]:
    """That what is closed on its day counts as nothing, where neither moment has a time of day."""
    if by_length or not {"date", "closed"} <= columns.keys():
        return ()
    both = rows["closed"].notna()
    moments = pd.concat([rows["date"][both], rows["closed"][both]])
    same = both & (rows["closed"] == rows["date"])
    if not same.any() or moments.ne(moments.dt.normalize()).any():
        return ()
    return (
        Message(
            "{column} and {earlier_column} are days without a time of day: requests that are closed on the "
            "day on which they came count as 0 hours (rows: {count}). If other columns tell the time, join "
            "each with its day.",
            {
                "column": columns["closed"].heading,
                "earlier_column": columns["date"].heading,
                "count": int(same.sum()),
            },
        ),
    )


def _urgency_question(columns: Mapping[str, Cells]) -> Question | None:
    """Whether a high priority is an emergency, for which other promises hold."""
    if "urgency" not in columns or columns["urgency"].given:
        return None
    cells = columns["urgency"]
    high = [at for at, text in enumerate(cells.texts) if _HIGH.search(text)]
    if not high:
        return None
    return Question(
        URGENT,
        Message(
            "{column} is {words} in {count} rows. Other promises hold for emergencies. Is this one?",
            {
                "column": cells.heading,
                "words": [
                    Message("\u201c{value}\u201d", {"value": cells.texts.iloc[at]}) for at in high
                ],
                "count": int(cells.counts()[high].sum()),
            },
        ),
        (
            Choice("emergency", N_("Yes: it is an emergency.")),
            Choice("ordinary", N_("No: it is an ordinary request.")),
        ),
        "emergency",
    )


def _no_requests(columns: Mapping[str, Cells]) -> list[tuple[np.ndarray, Message]]:
    """Rows whose status says that they are no requests, by that status."""
    if "status" not in columns:
        return []
    written = columns["status"].written
    statuses = written.map(folded).to_numpy(object)
    return [
        (
            np.flatnonzero(statuses == status),
            Message(
                "Its status is “{status}”: it is no request of a customer, and left out.",
                {"status": written.iloc[int(np.flatnonzero(statuses == status)[0])]},
            ),
        )
        for status in sorted(set(statuses) & _NO_REQUESTS)
    ]


def _earlier(rows: pd.DataFrame) -> list[tuple[np.ndarray, Message]]:
    """Rows about a request of which a later row of the file tells."""
    known = rows["request_id"].notna().to_numpy()
    again = np.flatnonzero(rows["request_id"].duplicated(keep="last").to_numpy() & known)
    return (
        [
            (
                again,
                Message("A later row of the file is about the same request: this one is left out."),
            )
        ]
        if len(again)
        else []
    )
