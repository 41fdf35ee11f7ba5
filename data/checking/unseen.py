"""What a spreadsheet does not show as it shows the rest: sheets beside each other, hidden and
struck-through rows, hidden columns.

What is seen there and what is counted here would differ, so a person is asked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from data.findings import Kind, kind_of
from data.issues import NOTE
from data.kinds.schema import DatasetKind
from data.matching.match import Match
from data.questions import Choice, Question
from data.reading.sheet import Sheet
from data.reading.sheets import some
from data.text.writing import shown
from data.values.looks import is_number
from errors import Message
from i18n import N_, Text

SHEETS, HIDDEN, STRUCK, COLUMNS = "sheets", "hidden_rows", "struck_rows", "hidden_columns"
TOGETHER, WITH_HIDDEN, FIRST, LAST, COLLECTED = (
    "together",
    "with_hidden",
    "first",
    "last",
    "collected",
)
_MOST_SHEETS, _MOST_ROWS, _MOST_VALUES = 12, 6, 3  # named in a sentence


@dataclass(frozen=True)
class UnseenRows:
    """`left_out`: positions of records, with a note in `notes` for each; `dropped`: columns of the
    kind that are not read."""

    left_out: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    notes: tuple[Kind, ...] = ()
    told: tuple[Message, ...] = ()
    questions: tuple[Question, ...] = ()
    dropped: tuple[str, ...] = ()


def unseen(sheet: Sheet, match: Match, kind: DatasetKind, answers: Mapping[str, str]) -> UnseenRows:
    """The records and columns that a person may not have meant to send, left out as answered, else
    as is likely."""
    lines = np.asarray(sheet.lines)
    questions: list[Question] = []
    told: list[Message] = []
    notes: list[Kind] = []
    out = np.zeros(len(lines), dtype=bool)
    if sheet.places.names:
        question = _of_sheets(sheet, lines)
        questions.append(question)
        out |= ~np.isin(sheet.places.at(lines), _read(sheet, _answer(question, answers)))
        told += _unread_sheets(sheet, lines, out)
    for found, words in ((sheet.unseen.hidden, _HIDDEN), (sheet.unseen.struck, _STRUCK)):
        rows = np.flatnonzero(np.isin(lines, found) & ~out)
        if len(rows):
            question = _of_rows(sheet, rows, int((~out).sum()), words)
            questions.append(question)
            if _answer(question, answers) == "leave_out":
                out[rows] = True
                notes.append(kind_of(NOTE, words.note, lines[rows]))
            told.append(
                Message(words.left if out[rows[0]] else words.counted, {"count": len(rows)})
            )
    columns = _Columns(sheet, match, kind)
    if columns.optional:
        questions.append(columns.question())
        dropped = tuple(columns.optional) if _answer(questions[-1], answers) == "leave_out" else ()
    else:
        dropped = ()
    return UnseenRows(
        np.flatnonzero(out),
        tuple(notes),
        (*told, *columns.told(dropped)),
        tuple(questions),
        dropped,
    )


def _answer(question: Question, answers: Mapping[str, str]) -> str:
    """What was answered; what is likely too where an earlier file had an answer that this one does
    not offer."""
    given = answers.get(question.name)
    offered = [choice.name for choice in question.choices]
    return (
        question.likely
        if given in (WITH_HIDDEN, FIRST, LAST, COLLECTED) and given not in offered
        else question.answer(answers)
    )


# Sheets.


def _read(sheet: Sheet, answer: str) -> list[int]:
    """The positions of the sheets that an answer means."""
    names, hidden = sheet.places.names, sheet.places.hidden
    visible = [at for at, name in enumerate(names) if name not in hidden]
    return {
        TOGETHER: visible,
        WITH_HIDDEN: list(range(len(names))),
        FIRST: visible[:1],
        LAST: visible[-1:],
        COLLECTED: [at for at, name in enumerate(names) if name == sheet.collected],
    }[answer]


def _of_sheets(sheet: Sheet, lines: np.ndarray) -> Question:
    places = sheet.places
    counts = np.bincount(places.at(lines), minlength=len(places.names))

    def choice(name: str, label: Text) -> Choice:
        read = _read(sheet, name)
        return Choice(
            name,
            Message(
                label,
                {
                    "sheets": len(read),
                    "rows": int(counts[read].sum()),
                    "sheet": places.names[read[0]],
                },
            ),
        )

    visible = _read(sheet, TOGETHER)
    several = len(visible) > 1
    choices = [
        choice(TOGETHER, (_ALL if not places.hidden else _ALL_SHOWN) if several else _ONLY_SHOWN)
    ]
    if places.hidden:
        choices.append(choice(WITH_HIDDEN, _ALL_HIDDEN))
    if sheet.collected:
        choices.append(choice(COLLECTED, _ONLY_COLLECTED))
    if several:
        choices += [choice(FIRST, _ONLY_FIRST), choice(LAST, _ONLY_LAST)]
    each = [
        Message("{sheet}: {count}", {"sheet": name, "count": count})
        for name, count in zip(places.names, counts.tolist(), strict=True)
    ]
    evidence = [Message("Rows of each sheet: {sheets}.", {"sheets": some(each, _MOST_SHEETS)})]
    if places.hidden:
        evidence.append(
            Message(
                "Hidden in the spreadsheet: {sheets}.",
                {"sheets": some(places.hidden, _MOST_SHEETS)},
            )
        )
    if sheet.collected:
        evidence.append(
            Message(
                "{sheet} holds the rows of all other sheets, which would count twice.",
                {"sheet": sheet.collected},
            )
        )
    message = Message(
        "Sheets of this workbook with the same headings: {count}. Which of them are to be read?",
        {"count": len(places.names)},
    )
    return Question(
        SHEETS, message, tuple(choices), COLLECTED if sheet.collected else TOGETHER, tuple(evidence)
    )


_ALL, _ALL_SHOWN = (
    N_("All {sheets} sheets together: rows {rows}."),
    N_("The {sheets} sheets that are shown, together: rows {rows}."),
)
_ONLY_SHOWN, _ALL_HIDDEN = (
    N_("Only {sheet}, which is shown: rows {rows}."),
    N_("All {sheets} sheets together, the hidden ones too: rows {rows}."),
)
_ONLY_COLLECTED = N_("Only {sheet}, which holds the rows of the others: rows {rows}.")
_ONLY_FIRST, _ONLY_LAST = (
    N_("Only the first, {sheet}: rows {rows}."),
    N_("Only the last, {sheet}: rows {rows}."),
)


def _unread_sheets(sheet: Sheet, lines: np.ndarray, out: np.ndarray) -> Iterable[Message]:
    """How many rows of which sheets are left out, since these were not chosen."""
    at = sheet.places.at(lines)
    names = [sheet.places.names[place] for place in np.unique(at[out]).tolist()]
    if names:
        yield Message(
            "Rows of sheets that were not chosen: {count} ({sheets}). They were left out.",
            {"count": int(out.sum()), "sheets": some(names, _MOST_SHEETS)},
        )


# Rows.


@dataclass(frozen=True)
class _Words:
    """The sentences about rows that are not shown like the others."""

    name: str
    message: Text
    leave_out: Text
    note: Text
    left: Text
    counted: Text


_COUNT = N_("They count like the other rows.")
_HIDDEN = _Words(
    HIDDEN,
    N_("Rows that are hidden in the spreadsheet: {count} of {rows}. Do they count?"),
    N_("They do not count: only the rows that the spreadsheet shows are read ({left})."),
    N_("This row is hidden in the spreadsheet: left out."),
    N_("Rows that are hidden in the spreadsheet: {count}. They were left out."),
    N_("Rows that are hidden in the spreadsheet: {count}. They were counted, as answered."),
)
_STRUCK = _Words(
    STRUCK,
    N_("Rows that are struck through in the spreadsheet: {count} of {rows}. Do they count?"),
    N_(
        "They do not count: whoever struck them through has withdrawn them. The others are read "
        "({left})."
    ),
    N_("This row is struck through in the spreadsheet: left out."),
    N_("Rows that are struck through in the spreadsheet: {count}. They were left out."),
    N_("Rows that are struck through in the spreadsheet: {count}. They were counted, as answered."),
)


def _of_rows(sheet: Sheet, rows: np.ndarray, among: int, words: _Words) -> Question:
    lines = np.asarray(sheet.lines)
    evidence = [
        Message(
            "Their rows: {rows}.",
            {"rows": some([sheet.places.words(line) for line in lines[rows].tolist()], _MOST_ROWS)},
        )
    ]
    if words is _HIDDEN and sheet.unseen.filtered:
        evidence.append(Message("A filter is on."))
    evidence += _only_there(sheet, rows)
    blanks = {"count": len(rows), "rows": among, "left": among - len(rows)}
    return Question(
        words.name,
        Message(words.message, blanks),
        (Choice("leave_out", Message(words.leave_out, blanks)), Choice("count", _COUNT)),
        "leave_out" if len(rows) < among else "count",
        tuple(evidence),
    )


def _only_there(sheet: Sheet, rows: np.ndarray) -> Iterable[Message]:
    """What all these rows have and no other, as where a filter took them out."""
    found = []
    for at, heading in enumerate(sheet.headings):
        own = sheet.cells[at].iloc[rows].unique()
        if (
            len(own) <= _MOST_VALUES
            and len(own) < len(rows)
            and "" not in own
            and int(sheet.cells[at].isin(own).sum()) == len(rows)
        ):
            found.append(
                (any(map(is_number, own)), at, heading, own)
            )  # a word says more than a score that happens to be theirs alone
    for _, _, heading, own in sorted(found, key=lambda one: one[:2])[:1]:
        values = [Message("\u201c{value}\u201d", {"value": shown(value)}) for value in own]
        yield Message(
            "They alone hold {values} under {column}.", {"values": values, "column": heading}
        )


# Columns.


class _Columns:
    """Hidden columns that are read: those that can be done without, and those that are needed."""

    def __init__(self, sheet: Sheet, match: Match, kind: DatasetKind):
        used = {
            name: sheet.headings[at]
            for at, name in match.columns.items()
            if sheet.headings[at] in sheet.unseen.columns
        }
        needed = {
            name
            for name in used
            if kind.column(name).required or kind.column(name).filled or name in kind.one_of
        }
        self.optional = {name: heading for name, heading in used.items() if name not in needed}
        self.needed = [heading for name, heading in used.items() if name in needed]

    def question(self) -> Question:
        """Whether hidden columns are read."""
        return Question(
            COLUMNS,
            Message(
                "Columns that are hidden in the spreadsheet: {columns}. Are they to be read?",
                {"columns": list(self.optional.values())},
            ),
            (
                Choice(
                    "read",
                    N_(
                        "Read them like the others: columns are usually hidden only to have less "
                        "on the screen."
                    ),
                ),
                Choice("leave_out", N_("Leave them out: they are no longer kept up.")),
            ),
            "read",
        )

    def told(self, dropped: tuple[str, ...]) -> Iterable[Message]:
        """That hidden columns were read, or were not."""
        read = [
            *self.needed,
            *(heading for name, heading in self.optional.items() if name not in dropped),
        ]
        if read:
            yield Message(
                "Columns that are hidden in the spreadsheet were read like the others: {columns}.",
                {"columns": read},
            )
        if dropped:
            yield Message(
                "Columns that are hidden in the spreadsheet were left out, as answered: {columns}.",
                {"columns": [self.optional[name] for name in dropped]},
            )
