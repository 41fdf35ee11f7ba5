"""Whether headings mean what they resemble: one question for all of them, and what was answered."""

from dataclasses import dataclass, replace

from data.kinds.schema import DatasetKind
from data.matching.chosen_once import require_once
from data.matching.headings import match
from data.matching.left_over import left_over
from data.matching.match import Match
from data.matching.needed import needed
from data.matching.rated_parts import rated_parts
from data.questions import Choice, Question
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.writing import shown
from data.values.looks import is_no_answer
from errors import Message
from i18n import N_

NAME, YES, NO = "headings", "yes", "no"
_LOOKED_AT, _EXAMPLES = 500, 3  # rows in which cells are looked for, and how many are shown


@dataclass(frozen=True)
class SettledHeadings:
    """A match, and the options with what was answered about it as settled headings, so that the
    next file of this layout has them for sure. `question`: None where nothing is in doubt;
    `lacking`: which columns hold what is needed and was not found; `parts`: which columns rate which
    part of the service; `left`, `told`: what is asked and said of columns that nothing needs."""

    match: Match
    options: Options
    question: Question | None = None
    lacking: tuple[Question, ...] = ()
    parts: tuple[Question, ...] = ()
    left: tuple[Question, ...] = ()
    told: tuple[Message, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """All that is asked about headings."""
        of_all = () if self.question is None else (self.question,)
        return (*of_all, *self.lacking, *self.parts, *self.left)


def resolve_headings(
    sheet: Sheet, kind: DatasetKind, options: Options, given: Sheet
) -> SettledHeadings:
    """The reading of the headings as far as a person has settled it. `given`: the file as it stands,
    whose cells are shown."""
    require_once(sheet.headings, options)
    settled = _settled(sheet, kind, options, given)
    lacking = needed(sheet, kind, settled.match, options)
    whole = settled.match.with_columns(lacking.columns, sheet.headings)
    parts = rated_parts(sheet, kind, whole, options)
    whole = whole.with_columns(parts.columns, sheet.headings)
    unused = {heading: "" for heading, name in settled.options.match.items() if not name}
    rest = left_over(sheet, kind, whole, replace(options, match={**options.match, **unused}))
    whole = whole.with_columns(rest.columns, sheet.headings)
    return replace(
        settled,
        match=whole,
        lacking=lacking.questions,
        parts=parts.questions,
        left=rest.questions,
        told=rest.told,
    )


def _settled(sheet: Sheet, kind: DatasetKind, options: Options, given: Sheet) -> SettledHeadings:
    proposed = match(sheet, kind, options)
    if not proposed.likely:
        return SettledHeadings(proposed, options)
    question = _question(sheet, kind, proposed, given)
    if NAME not in options.answers:
        return SettledHeadings(proposed, options, question)
    told = _told(question.answer(options.answers), sheet, proposed)
    options = replace(options, match={**options.match, **told})
    settled = match(sheet, kind, options)
    while settled.likely:  # what only resembles a column now that another does not was never asked
        others = {sheet.headings[at]: "" for at in settled.likely}
        options = replace(options, match={**options.match, **others})
        settled = match(sheet, kind, options)
    return SettledHeadings(settled, options, question)


def _told(answer: str, sheet: Sheet, proposed: Match) -> dict[str, str]:
    """Headings -> columns as answered; "" for one that is not used."""
    told = {
        sheet.headings[at]: "" if answer == NO else proposed.columns[at] for at in proposed.likely
    }
    column, _, heading = answer.partition(":")
    if heading:
        taken = next(at for at, name in proposed.columns.items() if name == column)
        told[sheet.headings[taken]] = ""
        told[heading] = column
    return told


def _question(sheet: Sheet, kind: DatasetKind, proposed: Match, given: Sheet) -> Question:
    others = [
        Choice(
            f"{column}:{sheet.headings[at]}",
            Message(
                "Yes, but \u201c{column}\u201d is under \u201c{heading}\u201d ({cells}).",
                {
                    "column": kind.column(column).label,
                    "heading": sheet.headings[at],
                    "cells": _cells(sheet, at, given),
                },
            ),
        )
        for column, rivals in proposed.rivals.items()
        for at in rivals
    ]
    return Question(
        NAME,
        Message(
            "Headings of this file that nobody has confirmed yet: {count}. Do they mean this?",
            {"count": len(proposed.likely)},
        ),
        (
            Choice(YES, N_("Yes. Files with the same headings are read like this from now on.")),
            *others,
            Choice(NO, N_("No: these columns are left unused.")),
        ),
        YES,
        tuple(_evidence(sheet, kind, proposed, at, given) for at in proposed.likely),
    )


def _evidence(sheet: Sheet, kind: DatasetKind, proposed: Match, at: int, given: Sheet) -> Message:
    blanks = {
        "heading": sheet.headings[at],
        "column": kind.column(proposed.columns[at]).label,
        "cells": _cells(sheet, at, given),
    }
    if not blanks["cells"]:
        return Message(
            "\u201c{heading}\u201d is taken for \u201c{column}\u201d. No cell below it is filled.",
            blanks,
        )
    return Message(
        "\u201c{heading}\u201d is taken for \u201c{column}\u201d. Cells below it: {cells}.", blanks
    )


def _cells(sheet: Sheet, at: int, given: Sheet) -> list[str]:
    """Some cells of a column, as the file has them where it has its heading."""
    heading = sheet.headings[at]
    own = given.headings.index(heading) if given.headings.count(heading) == 1 else None
    cells = (sheet.cells[at] if own is None else given.cells[own]).iloc[:_LOOKED_AT]
    filled = cells[~cells.map(is_no_answer).astype(bool)]
    return [shown(cell) for cell in filled.unique()[:_EXAMPLES]]
