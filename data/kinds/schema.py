"""What a dataset kind is made of: columns, types, identifiers, dimensions.

From a declaration follow its table, the recognition of headings, the checks,
the template file, the upload form, the filters and the tests.
"""

from dataclasses import dataclass
from enum import Enum

from i18n import Text


class Type(Enum):
    """What a cell may hold, and its column type in the database."""

    TEXT = "VARCHAR"
    NUMBER = "DOUBLE"
    INTEGER = "INTEGER"
    DATE = "DATE"
    MOMENT = "TIMESTAMP"  # a date, with the time of day where the file has one


@dataclass(frozen=True)
class Column:
    """One column: its name, how files call it, and what it may hold.

    `headings` are accepted headings besides name and label, in any language.
    `required`: the file (or the person) must supply the column.
    `filled`: an empty cell keeps the row out.
    `personal`: tells who somebody is; kept, but never a free dimension.
    `of_customer`: tells who a customer is, which other personal columns never do.
    `low`, `high`: inclusive limits of a number, both or none.
    `scaled`: an answer on the scale settled for the upload, instead of limits.
    `choices`: (stored word, label) pairs, the only values allowed.
    `spellings`: (value, texts) pairs: what else files write for a choice or a number.
    `stems`: (value, pattern) pairs for words of a choice that are written in no list; the first
    that is found in a cell holds.
    `decides`: other cells of a row are read by it, so an unreadable one keeps the row out although the column may be empty.
    `edge`: which day a month, quarter or year stands for where it is written instead of a day, "first" or "last"; "" for none.
    `reader`: "module:function" that reads its cells, where they are written in a way of their own.
    `example`: a cell for the template file.
    `written`: people write into it what they like, although records are told apart by it.
    `told`: what customers or staff said in their own words, and no number counts: kept no longer than
    comments are.
    `hashed`: names somebody who is told apart and never kept: stored as a keyed hash.
    """

    name: str
    label: Text
    type: Type = Type.TEXT
    headings: tuple[str, ...] = ()
    required: bool = False
    filled: bool = False
    personal: bool = False
    of_customer: bool = False
    low: float | None = None
    high: float | None = None
    scaled: bool = False
    choices: tuple[tuple[str, Text], ...] = ()
    spellings: tuple[tuple[str, tuple[str, ...]], ...] = ()
    stems: tuple[tuple[str, str], ...] = ()
    decides: bool = False
    edge: str = ""
    reader: str = ""
    example: str = ""
    hashed: bool = False
    written: bool = False
    told: bool = False

    def __hash__(self) -> int:
        return hash(
            (self.name, len(self.headings))
        )  # of all its words it takes long, and is asked often


@dataclass(frozen=True)
class DatasetKind:
    """One kind of record the programme collects.

    `identifiers` with the date make the key: the same key sent again replaces.
    `lasting`: the identifiers alone make the key, without the date: a later row of the same record
    takes the place of the earlier one, whatever its day and whatever else it says.
    `numbered`: the identifier that is the record's own number, then the columns that
    tell rows of one number apart; empty where records have no number of their own.
    `case`: the columns that say whose row it is; empty where each row is a
    case of its own. Intervals count cases.
    `dimensions`: columns a KPI may be filtered or split by.
    `enough`: cases needed before a value is judged (shown pale below).
    `enough_to_compare`: cases a unit needs to be set against others, where that is more.
    `compared_by`: the period in which units have enough cases to be compared.
    `one_of`: columns of which one is enough: with it, the required ones among them are not missed.
    `placed_by`: columns of which one has to say where a row belongs: with it, the required ones among them are not missed.
    `carried_down`: columns that files of several rows a record write in its first row only: the
    others of the same first identifier have its cells.
    `in_parts`: what is told where several rows have one key, of kinds in which these are parts of it
    (lines of an order, hours of a day, values of several people) and no record told twice; the file
    tells them apart in columns that nothing here uses. None for all others.
    `own`: written by the dashboard itself, never uploaded.
    `sealed`: what is stored of it is never undone; what is to count no longer is withdrawn, with a
    reason, by a row of its own.
    `person`: the column that says who is measured, and `anonymous_below`: groups
    with fewer such people are hidden (0: never).
    `unnamed_apart`: a row that names nobody is somebody's of its own, as in a survey without
    names, where there is no `person`.
    `answered`: each row was filled in by somebody, who may be asked for twice or hurry through.
    `may_not_apply`: a row without a score says that it did not apply.
    `percents`: columns that may be written as percent, though their limits do not say so.
    `rules`: what holds of a row beyond its cells, as "module:function"; the function takes rows,
    columns, readings, match, options and KPIs, and returns a `RuleOutcome`.
    `shape`: what writes its files with one record a row where only files of this kind need it, as
    "module:function"; the function takes a `Sheet` and what is `Given`, and returns a `Written`.
    `asks`: names of the questions that only its shape and its rules ask.
    `clocked`: lengths of its records are told by the working clock.
    `named_by`: a pattern of words of which one has to stand in a heading, a title or a name of the
    file, where the columns alone would be those of many kinds of files.
    `counted_by`: a pattern of what files call the number of such records that count them instead
    of listing them.
    `moved_within`: days within which a row that differs from a stored one in
    nothing but its day is looked for, as in a file whose dates were corrected.
    """

    name: str
    label: Text
    meaning: Text
    columns: tuple[Column, ...]
    identifiers: tuple[str, ...]
    dimensions: tuple[str, ...]
    owner: Text
    numbered: tuple[str, ...] = ()
    case: tuple[str, ...] = ()
    date: str = "date"
    enough: int = 30
    enough_to_compare: int = 0
    compared_by: str = "month"
    one_of: tuple[str, ...] = ()
    placed_by: tuple[str, ...] = ()
    carried_down: tuple[str, ...] = ()
    in_parts: Text | None = None
    lasting: bool = False
    unnamed_apart: bool = False
    own: bool = False
    sealed: bool = False
    person: str | None = None
    anonymous_below: int = 0
    moved_within: int = 0
    answered: bool = False
    may_not_apply: bool = False
    percents: tuple[str, ...] = ()
    rules: str = ""
    shape: str = ""
    asks: tuple[str, ...] = ()
    clocked: bool = False
    named_by: str = ""
    counted_by: str = ""

    def __hash__(self) -> int:
        return hash(self.name)

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.name}: a column is declared twice")
        for name in (
            *self.identifiers,
            *self.dimensions,
            *self.numbered,
            *self.case,
            *self.one_of,
            *self.placed_by,
            *self.carried_down,
            self.date,
            *filter(None, [self.person]),
        ):
            if name not in names:
                raise ValueError(f"{self.name}: {name} is not one of its columns")
        for name in self.dimensions:
            if self.column(name).personal:
                raise ValueError(f"{self.name}: {name} is personal and cannot be a dimension")

    def is_free_text(self, column: Column) -> bool:
        """Whether people may write into it what they like, names of others too."""
        return column.written or (
            column.type is Type.TEXT
            and not column.choices
            and column.name not in (*self.dimensions, *self.identifiers)
        )

    def column(self, name: str) -> Column:
        """The column of that name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def is_code(self, column: Column) -> bool:
        """Whether its cells name a record, a person or a unit, so that a mark around one makes it another."""
        named = column.personal or column.name in (*self.identifiers, *self.dimensions)
        return named and column.type is Type.TEXT and not column.choices

    def is_result(self, column: Column) -> bool:
        """Whether a column holds what each record came out with, so that one value for all rows would make it up."""
        scored = column.type in (Type.NUMBER, Type.INTEGER) and (
            column.required or column.name in self.one_of
        )
        came_out = bool(column.choices) and column.name in self.one_of
        return column.scaled or self.column(self.date).type is Type.MOMENT and (scored or came_out)

    def may_be_emptied(self, column: Column) -> bool:
        """Whether an unreadable cell is left empty while its row counts: nothing else depends on it."""
        return self.column(self.date).type is Type.MOMENT and not (
            column.required or column.filled or column.decides or column.name in self.one_of
        )

    @property
    def about_staff(self) -> bool:
        """Whether each row is about a member of staff, so that even how many rows there are may tell of one."""
        return self.anonymous_below > 0 or any(
            column.personal and column.required and not column.hashed for column in self.columns
        )

    @property
    def unnamed(self) -> bool:
        """Whether its rows are of staff who answered without their names: what was promised to them
        holds for every role."""
        return self.anonymous_below > 0 and self.person is None

    @property
    def scaled(self) -> tuple[str, ...]:
        """The columns answered on the upload's scale."""
        return tuple(column.name for column in self.columns if column.scaled)
