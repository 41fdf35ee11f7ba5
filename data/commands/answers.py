"""What a call answers, what of it the file does not ask for, and which headings it may confirm."""

import sys
from collections.abc import Sequence

from data.commands.load_options import pairs
from data.commands.told_as_json import SAY
from data.matching.chosen_once import names_column
from data.reading.options import Options
from data.reading.sheet import Sheet
from data.text.writing import shown
from data.uploads.prepare import Prepared
from data.uploads.store import Stored
from errors import Message

_LOOKED_AT, _EXAMPLES = 500, 3  # rows in which cells are looked for, and cells shown of a heading


def only_of_file(texts: Sequence[str], learnt: Options | None) -> tuple[str, ...]:
    """The answers of a call that only this file can ask for: each says which of its columns holds
    something. A nightly job may answer beforehand what some files ask, such as what words mean, and
    say again what is settled for the layout."""
    settled = {} if learnt is None else learnt.answers
    return tuple(
        name
        for name, answer in pairs(list(texts), "--answer").items()
        if names_column(name) and settled.get(name) != answer
    )


def unasked(texts: Sequence[str], stored: Stored) -> list[str]:
    """Answers that did nothing, since the file does not ask for them."""
    names = {question.name for question in stored.questions}
    given = () if stored.already else pairs(list(texts), "--answer")
    return [name for name in given if name not in names]


def print_unasked(names: Sequence[str]) -> None:
    if names:
        told = Message("This file does not ask for these answers: {names}.", {"names": names})
        print(SAY(told), file=sys.stderr)


def likely_headings(prepared: Prepared) -> tuple[dict, ...]:
    """The headings that only resemble a known one, with the column and some of the cells that speak
    for it."""
    written = prepared.sheet.headings == prepared.headings
    return tuple(
        {
            "heading": prepared.headings[at],
            "column": prepared.match.columns[at],
            "cells": _cells(prepared.sheet, at) if written else [],
        }
        for at in prepared.match.likely
    )


def _cells(sheet: Sheet, at: int) -> list[str]:
    cells = sheet.cells[at]
    return [shown(cell) for cell in cells[cells != ""].iloc[:_LOOKED_AT].unique()[:_EXAMPLES]]
