"""Rows that a tool itself marks as no answers: previews, tests, spam, invalid, deleted, screened
out or unfinished ones.

Kinds have no column for that. A heading alone proves nothing ("Status" may be that of an order),
nor do cells alone: both together have to speak of answers.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data.findings import Kind, kind_of, texts_of
from data.issues import NOTE
from data.kinds.schema import Column, DatasetKind, Type
from data.kinds.shared import SAID_NO, SAID_YES
from data.matching.match import Match
from data.matching.verdict_words import is_unfinished
from data.questions import Choice, Question
from data.reading.sheet import Sheet
from data.text.folding import fold, normal, parts, words
from data.text.writing import CELL, folded, shown
from data.values import states
from data.values.cells import among, spellings, without_codes
from errors import Message
from i18n import N_

NAME, PURCHASE, TRAINING = "not_counted", "purchase", "training"
# What sorts the rows of a file of purchases, and neither means of paying, since credit may have been
# spent, nor goods, cards and members, unless it is what was done with them.
_TRANSACTIONS = re.compile(
    r"type|\btyp\b|\btipo\b|(?:\b|[sz])art$|event|activit|类型|類型|类别|類別|业务|業務|種類|区分|유형",
    re.I,
)
_PAYING = re.compile(
    r"pay|paid|tender|zahl|\bpag|支付|付款|结算|結算|收款|收银|收銀|支払|決済", re.I
)
_DONE = re.compile(r"transa[ck]|activit|交易|业务|業務|取引|거래", re.I)
_OTHER_SORTS = re.compile(
    r"product|goods|\bitem|card|member|customer|artikel|karte|会员|會員|客户|客戶|顾客|顧客|卡|商品|产品|產品|カード",
    re.I,
)
# One of the sorts has to be what a customer bought.
_BOUGHT = re.compile(
    r"purchas|\bsales?\b|\bspen[dt]|\bbuy|\border|kauf|umsatz|compra|venta|venda|消费|消費|购买|購買|购物|購物"
    r"|\bpay(?:ments?)?\b|\bpaid\b|\bearn|\bdebit\b|achat|支付|销售|銷售|購入|売上|구매",
    re.I,
)
_STATE = re.compile(r"status|(?:\b|_)state\b|estado|statut|stato\b|状态|狀態", re.I)  # of courses
_MOST_KINDS = 8  # different cells named in a sentence

_YES, _NO = (
    frozenset(map(folded, ("yes", *SAID_YES, "有效"))),
    frozenset(map(folded, ("no", *SAID_NO, "无效", "無效"))),
)


def _words(table: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {folded(word): reason for reason, words in table.items() for word in words}


def _headings(table: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {fold(word): reason for reason, words in table.items() for word in words}


_TELLING_WORDS, _STATE_WORDS = _words(states.TELLING), _words(states.TELLING) | _words(states.PLAIN)
_OF_COURSES = _STATE_WORDS | _words(states.OF_COURSES)
_NO_PURCHASES = frozenset(map(folded, states.NO_PURCHASES))
_COUNTED_WORDS, _NO_SCORE_YET = (
    frozenset(map(folded, states.COUNTING)),
    frozenset(map(folded, states.NO_SCORE_YET)),
)
_ON_YES, _ON_NO = _headings(states.YES_HEADINGS), _headings(states.NO_HEADINGS)
_ON_NO_OF_COURSES = _ON_NO | _headings(states.NO_HEADINGS_OF_COURSES)
_STATES, _PROGRESSES, _SUBMITS, _LASTS = (
    frozenset(map(fold, words))
    for words in (
        states.STATE_HEADINGS,
        states.PROGRESS_HEADINGS,
        states.SUBMIT_HEADINGS,
        states.LAST_PAGE_HEADINGS,
    )
)

_UNGRADED = states.REASONS.index(states.UNGRADED)
_COUNTS = len(states.REASONS)  # in place of a reason: the record counts


@dataclass(frozen=True)
class CountedMarks:
    """Of each record which of the reasons it does not count for, and the position of the column
    that says so."""

    reasons: np.ndarray
    columns: np.ndarray

    def rows(self, among: np.ndarray | bool = True) -> np.ndarray:
        """The positions of the records that do not count."""
        return np.flatnonzero((self.reasons != _COUNTS) & among)


@dataclass(frozen=True)
class Uncounted:
    """`left_out`: positions of records, with a note in `notes` for each; `told` of all; `question`
    where some of them hold answers."""

    left_out: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    notes: tuple[Kind, ...] = ()
    told: tuple[Message, ...] = ()
    question: Question | None = None


def uncounted(
    sheet: Sheet, match: Match, kind: DatasetKind, answers: Mapping[str, str], asked: np.ndarray
) -> Uncounted:
    """The records among those `asked` for that their own file says do not count, left out unless a
    person counts them."""
    if kind.column(kind.date).type is not Type.MOMENT:
        return Uncounted()
    found = _marked(sheet, match, kind)
    found = CountedMarks(np.where(asked, found.reasons, _COUNTS), found.columns)
    marked = found.rows(found.reasons != _UNGRADED)
    blanks = {"count": len(marked), "found": _found(sheet, found, marked)}
    asked_with, counted, left_out = _OF_PURCHASES if kind.name == PURCHASE else _OF_ANSWERS
    doubt = _question(Message(asked_with, blanks))
    question = doubt if len(marked) and _hold_answers(sheet, match, kind, marked) else None
    if doubt.answer(answers) == "count":
        told = Message(counted, blanks)
        found = CountedMarks(
            np.where(found.reasons == _UNGRADED, found.reasons, _COUNTS), found.columns
        )
    else:
        told = Message(left_out, blanks)
    return Uncounted(
        found.rows(), tuple(_notes(sheet, found)), (told,) if len(marked) else (), question
    )


def _found(sheet: Sheet, found: CountedMarks, rows: np.ndarray) -> list[Message]:
    """How often each cell that excludes a row was seen, the commonest first."""
    seen: list[tuple] = []
    for at in np.unique(found.columns[rows]).tolist():
        own = rows[found.columns[rows] == at]
        codes, texts = pd.factorize(sheet.cells[at].iloc[own])
        first = own[np.unique(codes, return_index=True)[1]]
        seen += zip(
            np.bincount(codes).tolist(), first.tolist(), [at] * len(texts), texts, strict=True
        )
    counts = [
        ((at, cell), count)
        for count, _, at, cell in sorted(seen, key=lambda one: (-one[0], one[1]))[:_MOST_KINDS]
    ]
    return [
        Message("{column} is empty: {count}", {"column": sheet.headings[at], "count": count})
        if not cell
        else Message(
            "{column} is \u201c{value}\u201d: {count}",
            {"column": sheet.headings[at], "value": shown(cell), "count": count},
        )
        for (at, cell), count in counts
    ]


def _hold_answers(sheet: Sheet, match: Match, kind: DatasetKind, rows: np.ndarray) -> bool:
    """Whether any of these records has a date and an answer, so that it would change a number."""

    def told(name: str) -> np.ndarray:
        at = match.position(name)
        return (
            np.zeros(len(rows), dtype=bool)
            if at is None
            else without_codes(sheet.cells[at].iloc[rows]).notna().to_numpy()
        )

    dated = (
        told(kind.date) if match.position(kind.date) is not None else np.ones(len(rows), dtype=bool)
    )
    scores = [
        column.name
        for column in kind.columns
        if column.scaled or column.required and column.type in (Type.NUMBER, Type.INTEGER)
    ]
    answered = [
        told(name)
        for name in (*scores, *(column.name for column in kind.columns if column.name == "comment"))
    ]
    return bool((dated & np.logical_or.reduce(answered)).any()) if scores else bool(dated.any())


def _marked(sheet: Sheet, match: Match, kind: DatasetKind) -> CountedMarks:
    """Of each record the first reason why it does not count."""
    found = CountedMarks(
        np.full(len(sheet.lines), _COUNTS, dtype=np.int8),
        np.full(len(sheet.lines), -1, dtype=np.int16),
    )
    for at, reasons in _by_column(sheet, match, kind):
        cells = sheet.cells[at]
        rows = np.flatnonzero(among(cells, frozenset(reasons)))
        if match.columns.get(at) == "outcome":
            rows = rows[~_sat(sheet, match, kind, rows)]
        ranks = (
            cells.iloc[rows]
            .map({text: states.REASONS.index(reason) for text, reason in reasons.items()})
            .to_numpy(dtype=np.int8)
        )
        first = ranks < found.reasons[rows]
        found.reasons[rows[first]], found.columns[rows[first]] = ranks[first], at
    return found


def _sat(sheet: Sheet, match: Match, kind: DatasetKind, rows: np.ndarray) -> np.ndarray:
    """Of these records whether somebody sat all the same, so that they count: points other than 0
    were given, on a day."""
    score, day = match.position("score"), match.position(kind.date)
    if score is None:
        return np.zeros(len(rows), dtype=bool)
    sat = sheet.cells[score].iloc[rows].str.contains("[1-9]", regex=True)
    if day is not None:
        sat &= sheet.cells[day].iloc[rows].str.contains("[0-9]", regex=True)
    return sat.to_numpy(dtype=bool)


def _by_column(
    sheet: Sheet, match: Match, kind: DatasetKind
) -> Iterable[tuple[int, dict[str, str]]]:
    """Of each column that speaks of answers its position and, for cells that exclude a row, the
    reason."""
    names = [
        {fold(text) for text in (heading, *parts(heading), heading.split(". ")[0])}
        for heading in sheet.headings
    ]
    everywhere, of_courses = set().union(*names), kind.name == TRAINING
    for at, known in sorted(
        enumerate(names), key=lambda column: bool(column[1] & _PROGRESSES)
    ):  # a word says more than a percentage
        used = match.columns.get(at)
        if known & _SUBMITS and everywhere & _LASTS:
            yield at, {"": states.UNFINISHED}
        if used == "score" and not kind.column("score").scaled:
            yield at, _ungraded(sheet, at)
        if used == "outcome" and kind.is_result(kind.column(used)):
            yield at, _of_results(kind.column(used), _different(sheet, at))
        if used in (None, "channel"):
            if kind.name == PURCHASE and _sorts_transactions(normal(sheet.headings[at])):
                yield at, _of_transactions(_different(sheet, at))
            if known & _STATES or of_courses and _STATE.search(sheet.headings[at]):
                yield at, _of_states(_different(sheet, at), everywhere, of_courses)
            if known & _PROGRESSES:
                yield at, _of_progress(_different(sheet, at))
            yield from ((at, cells) for cells in _of_yes_and_no(sheet, at, known, of_courses))


def _ungraded(sheet: Sheet, at: int) -> dict[str, str]:
    return {
        text: states.UNGRADED
        for text in _without_digits(sheet, at)
        if folded(text) in _NO_SCORE_YET
    }


def _of_yes_and_no(
    sheet: Sheet, at: int, known: set[str], of_courses: bool
) -> Iterable[dict[str, str]]:
    on_no = _ON_NO_OF_COURSES if of_courses else _ON_NO
    for headings, excluding in ((_ON_YES, _YES), (on_no, _NO)):
        reason = next((headings[name] for name in known if name in headings), None)
        if excluding is _YES:
            reason = reason or _of_words(sheet.headings[at])
        if reason and set(map(folded, texts := _different(sheet, at))) <= _YES | _NO:
            yield {text: reason for text in texts if folded(text) in excluding}


def _of_words(heading: str) -> str | None:
    """What the yes below a heading says that has one telling word and nothing else to say, as
    "Voided" or "Excluded from calculations"."""
    spoken = set(words(heading)) - states.FILLING_WORDS
    return states.YES_WORDS.get(next(iter(spoken), "")) if len(spoken) == 1 else None


def _different(sheet: Sheet, at: int) -> list[str]:
    return [text for text in sheet.cells[at].unique() if text]


def _without_digits(sheet: Sheet, at: int) -> Iterable[str]:
    """The different cells of a column of scores that cannot be any: hardly ever many."""
    texts = sheet.cells[at]
    return texts[~texts.str.contains("[0-9]", regex=True)].unique()


def _of_states(texts: list[str], headings: set[str], of_courses: bool) -> dict[str, str]:
    """Why some of these states exclude a row; nothing where the states are those of something
    else."""
    reasons = _OF_COURSES if of_courses else _STATE_WORDS
    if states.QUALTRICS_HEADINGS <= headings and all(text.isdigit() for text in texts):
        return {code: reason for reason, codes in states.QUALTRICS_CODES.items() for code in codes}
    words = {text: folded(text) for text in texts}
    telling = any(word in _TELLING_WORDS for word in words.values())
    if not telling and not all(
        word in reasons or word in _COUNTED_WORDS for word in words.values()
    ):
        return {}
    return {text: reasons[word] for text, word in words.items() if word in reasons}


def _of_results(column: Column, texts: list[str]) -> dict[str, str]:
    """Which words in place of a result say that nobody finished: "not_started", "in progress"."""
    results = spellings(column)
    return {
        text: states.UNFINISHED
        for text in texts
        if folded(text) not in results and is_unfinished(text)
    }


def _sorts_transactions(heading: str) -> bool:
    if _TRANSACTIONS.search(heading) is None or _PAYING.search(heading):
        return False
    return _OTHER_SORTS.search(heading) is None or _DONE.search(heading) is not None


def _of_transactions(texts: list[str]) -> dict[str, str]:
    """Which sorts of transactions are none in which something was bought, where another is one."""
    found = {text: states.OTHERWISE for text in texts if folded(text) in _NO_PURCHASES}
    bought = any(_BOUGHT.search(text) for text in texts if text not in found)
    return found if bought else {}


def _of_progress(texts: list[str]) -> dict[str, str]:
    """Less than all of the questionnaire, where the column holds nothing but percentages up to
    100."""
    numbers = {text: pd.to_numeric(folded(text).rstrip("% "), errors="coerce") for text in texts}
    if (
        not numbers
        or not all(0 <= number <= 100 for number in numbers.values())
        or max(numbers.values()) < 100
    ):
        return {}
    return {text: states.UNFINISHED for text, number in numbers.items() if number < 100}


# What is asked of such rows, and what is said once they were counted, or left out.
_OF_ANSWERS = (
    N_(
        "Rows are marked as previews, tests, spam, invalid, deleted, screened out or not finished, "
        "and some of them hold answers: {count} ({found}). Do they count?"
    ),
    N_(
        "Rows marked as previews, tests, spam, invalid, deleted, screened out or not finished: "
        "{count} ({found}). They were counted, as answered."
    ),
    N_(
        "Rows marked as previews, tests, spam, invalid, deleted, screened out or not finished: "
        "{count} ({found}). They were left out."
    ),
)
_OF_PURCHASES = (
    N_(
        "Rows are marked as void, deleted, a test or something else than a purchase: {count} "
        "({found}). Do they count?"
    ),
    N_(
        "Rows marked as void, deleted, a test or something else than a purchase: {count} "
        "({found}). They were counted, as answered."
    ),
    N_(
        "Rows marked as void, deleted, a test or something else than a purchase: {count} "
        "({found}). They were left out."
    ),
)


def _question(message: Message) -> Question:
    return Question(
        NAME,
        message,
        (
            Choice("leave_out", N_("They do not count: leave these rows out.")),
            Choice("count", N_("They count like the other rows.")),
        ),
        "leave_out",
    )


def _notes(sheet: Sheet, found: CountedMarks) -> Iterable[Kind]:
    """The notes for the records that are left out."""
    lines, marked = np.asarray(sheet.lines), found.rows()
    for at in np.unique(found.columns[marked]).tolist():
        heading, cells = sheet.headings[at], sheet.cells[at]
        empty = (cells == "").to_numpy()
        for reason in np.unique(found.reasons[marked]).tolist():
            own = (found.reasons == reason) & (found.columns == at)
            for text, rows in (
                (_EMPTY, np.flatnonzero(own & empty)),
                (_WHY[states.REASONS[reason]], np.flatnonzero(own & ~empty)),
            ):
                if len(rows):
                    yield kind_of(
                        NOTE,
                        text,
                        lines[rows],
                        heading,
                        {"column": heading, "value": CELL},
                        written=texts_of(cells.iloc[rows]),
                    )


_WHY = {
    states.PREVIEW: N_(
        "{column} is \u201c{value}\u201d: a preview or a test, which does not count. Left out."
    ),
    states.SPAM: N_("{column} is \u201c{value}\u201d: spam, which does not count. Left out."),
    states.INVALID: N_(
        "{column} is \u201c{value}\u201d: marked as invalid, so it does not count. Left out."
    ),
    states.DELETED: N_("{column} is \u201c{value}\u201d: deleted, so it does not count. Left out."),
    states.SCREENED: N_(
        "{column} is \u201c{value}\u201d: screened out, so it does not count. Left out."
    ),
    states.UNFINISHED: N_(
        "{column} is \u201c{value}\u201d: not finished, so it does not count. Left out."
    ),
    states.OTHERWISE: N_(
        "{column} is \u201c{value}\u201d: no purchase, so it does not count. Left out."
    ),
    states.UNGRADED: N_(
        "{column} is \u201c{value}\u201d: there is no score yet. Left out; load the file again "
        "when there is one."
    ),
}
_EMPTY = N_("{column} is empty, so this row was never submitted. Left out.")
