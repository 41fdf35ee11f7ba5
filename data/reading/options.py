"""What a person may settle about one file; everything has a sensible guess."""

from collections.abc import Mapping
from dataclasses import dataclass, field

EACH_ROW = "*"  # given for a person or a number of records: each row of the file is another one


@dataclass(frozen=True)
class Options:
    """The settings of one load; empty means: find out from the file.

    `match` heading -> column ("" = leave this heading unused), `set` column ->
    value for every row (EACH_ROW for people and numbers that the file does not name), `where` heading -> value
    a row must have, `missing` codes that mean "no answer", `scale` a name of SCALES, `pass_mark`
    percent, `day_first` settles 03/04/2026 where the file does not. `answers` name of a question
    (questions.py) -> name of the choice. `items` headings of the columns that are exam items,
    `item_cells` what these hold (CELLS of reading/item_marks.py), `key` rows of a key file: item,
    right answer, maximum, module.
    """

    match: Mapping[str, str] = field(default_factory=dict)
    set: Mapping[str, str] = field(default_factory=dict)
    where: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    scale: str | None = None
    reversed: bool = False
    pass_mark: float | None = None
    day_first: bool | None = None
    encoding: str | None = None
    sheet: str | None = None
    replace_period: bool = False
    answers: Mapping[str, str] = field(default_factory=dict)
    items: tuple[str, ...] = ()
    item_cells: str | None = None
    key: tuple[tuple[str, str, str, str], ...] = ()
