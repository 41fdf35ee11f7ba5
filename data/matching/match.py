"""Which column of a file means which column of a dataset kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from errors import Message


@dataclass(frozen=True)
class Unfit:
    """A heading that names `column`, and one of the cells below it that speak against it."""

    heading: str
    column: str
    cell: str


@dataclass(frozen=True)
class Match:
    """The proposed (or corrected) reading of a file's headings.

    `columns`: position in the sheet -> column name of the kind.
    `likely`: positions matched by likeness only, for a person to confirm; `guessed`: those of them
    that only the cells speak for. `unused`: headings that no column needs. `dropped_personal`:
    unused ones that tell who somebody is (IP, e-mail, phone …) and are dropped at the door.
    `maximum`: the highest score, where a heading such as "Grade/10.00" says it. `unfit`: headings
    that name a column, but stand above cells of another kind. `needed`: columns that this file
    cannot do without, though others can, with the reason. `rivals`: a likely column -> other
    positions that could be it. `stems`: positions that no list of headings knows, only the stems of
    their words.
    """

    columns: Mapping[int, str]
    likely: tuple[int, ...] = ()
    unused: tuple[str, ...] = ()
    dropped_personal: tuple[str, ...] = ()
    maximum: float | None = None
    unfit: tuple["Unfit", ...] = ()
    guessed: tuple[int, ...] = ()
    needed: Mapping[str, Message] = field(default_factory=dict)
    rivals: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    stems: tuple[int, ...] = ()

    def position(self, column: str) -> int | None:
        """Where the sheet holds `column`, or None."""
        return next((at for at, name in self.columns.items() if name == column), None)

    def with_columns(self, more: Mapping[int, str], headings: tuple[str, ...]) -> "Match":
        """This reading, in which columns more of the file are used; what was taken for the same
        gives way."""
        kept = {at: name for at, name in self.columns.items() if name not in more.values()}
        columns = dict(sorted({**kept, **more}.items()))
        given_way = tuple(headings[at] for at in self.columns if at not in columns)
        used = {headings[at] for at in more}
        return replace(
            self,
            columns=columns,
            unused=tuple(text for text in (*self.unused, *given_way) if text not in used),
            dropped_personal=tuple(text for text in self.dropped_personal if text not in used),
        )

    def without(self, dropped: tuple[str, ...]) -> "Match":
        """This reading, in which some columns of the kind are not read."""
        gone = {at for at, name in self.columns.items() if name in dropped}
        return replace(
            self,
            columns={at: name for at, name in self.columns.items() if at not in gone},
            likely=tuple(at for at in self.likely if at not in gone),
            guessed=tuple(at for at in self.guessed if at not in gone),
        )
