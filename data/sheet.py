"""A table of text: what a file becomes before anyone asks what it means."""

from dataclasses import dataclass

import pandas as pd

from errors import Message


@dataclass(frozen=True)
class LeftOut:
    """A record that is no data (a total, a note, a filtered row, one that does not fit), and why."""

    line: int
    text: str
    reason: Message


@dataclass(frozen=True)
class Sheet:
    """One table of a file, all cells as stripped text.

    `headings`: one a column, unique (a repeated one gets " (2)"); "" never.
    `cells`: strings, one row a record, columns numbered 0…; "" is an empty cell.
    `lines`: of each record its physical line or sheet row, from 1.
    `left_out`: records below the headings that are no data.
    `faulty`: records whose cells do not fit the headings; they count as rejected.
    `title`: the text found above the headings, one string a line.
    `encoding`: of a text file, else "". `sheets`: names of all sheets with a table.
    """

    name: str
    headings: tuple[str, ...]
    cells: pd.DataFrame
    lines: tuple[int, ...]
    left_out: tuple[LeftOut, ...] = ()
    title: tuple[str, ...] = ()
    encoding: str = ""
    sheets: tuple[str, ...] = ()
    faulty: tuple[LeftOut, ...] = ()

    @property
    def records(self) -> int:
        """Records below the headings: data, left out and faulty."""
        return len(self.lines) + len(self.left_out) + len(self.faulty)
